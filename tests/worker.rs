//! The steps of a cluster give what `houkan check` gives, however files and groups are dealt out, and a stream that is
//! not whole gives nothing that looks as if it were.

mod support;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::{Arc, LazyLock};

use arrow::array::{
    Array, ArrayRef, AsArray, BinaryArray, Int64Array, ListArray, RecordBatch, StringArray,
    StructArray, UInt32Array,
};
use arrow::buffer::OffsetBuffer;
use arrow::compute::{cast, concat_batches, take_record_batch};
use arrow::datatypes::{DataType, Field, Int64Type, Schema, SchemaRef};
use arrow::ipc::reader::StreamReader;
use arrow::ipc::writer::StreamWriter;
use arrow::util::display::array_value_to_string;
use assert_cmd::Command;
use houkan::check::Request;
use houkan::eligibility::Map;
use houkan::policy::Policy;
use houkan::report::{findings, verdicts};
use houkan::synth;
use houkan::text::lang::Lang;
use houkan::worker::{self, Bench, WorkerError, schema};
use tempfile::TempDir;

use support::{MONTH_AS_OF, day, files_below, fixture};

/// How a stream ends.
const END: [u8; 8] = [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0];

/// A month in a folder, and what `houkan check` says of it.
struct Month {
    root: PathBuf,
    as_of: String,
    verdicts: Vec<Vec<String>>,
    findings: Vec<Vec<String>>,
    /// Holds what was made up.
    _folder: Option<TempDir>,
}

/// What `houkan check` says of the claims in a folder.
fn checked(root: &Path, as_of: &str, arguments: &[&str]) -> (Vec<Vec<String>>, Vec<Vec<String>>) {
    let out = tempfile::tempdir().expect("a folder");
    let report = out.path().join("report");
    let run = Command::cargo_bin("houkan")
        .expect("built beside the tests")
        .current_dir(root)
        .args(["check", "claims", "--as-of", as_of])
        .args(["--report", "csv", "--lang", "ja", "-o"])
        .arg(&report)
        .args(arguments)
        .output()
        .expect("run");
    assert!(matches!(run.status.code(), Some(0 | 1 | 3)), "{run:?}");
    (
        table(&report.join("verdicts.csv"), &verdicts::COLUMNS),
        table(&report.join("findings.csv"), &findings::COLUMNS),
    )
}

impl Month {
    fn of(root: PathBuf, as_of: &str, folder: Option<TempDir>) -> Self {
        let inputs = ["-e", "eligibility", "-c", "credentials.csv"];
        let (verdicts, findings) = checked(&root, as_of, &inputs);
        Self {
            verdicts,
            findings,
            root,
            as_of: as_of.to_owned(),
            _folder: folder,
        }
    }

    /// The files below a folder of it, as a stream of so many a batch.
    fn files(&self, below: &str) -> RecordBatch {
        let folder = self.root.join(below);
        let names: Vec<String> = files_below(&folder)
            .iter()
            .map(|name| format!("{below}/{}", name.display()))
            .collect();
        let contents = names.iter().map(|name| fs::read(self.root.join(name)));
        let contents: Vec<Vec<u8>> = contents.map(|it| it.expect("read")).collect();
        files(names.iter().map(String::as_str).zip(contents))
    }

    fn request(&self) -> Request {
        Request {
            claims: Vec::new(),
            eligibility: vec!["-".into()],
            credentials: Some(self.root.join("credentials.csv")),
            map: None,
            stations: None,
            master: None,
            policy: Policy::current(),
            as_of: day(&self.as_of),
        }
    }

    fn judge(&self, stream: &[u8]) -> Result<Vec<u8>, WorkerError> {
        let mut out = Vec::new();
        let bench = Bench {
            request: &self.request(),
            lang: Lang::Ja,
            is_masked: false,
        };
        worker::judge(stream, &mut out, &bench).map(|()| out)
    }

    /// Everything that the rows of these streams say is what the report says.
    #[track_caller]
    fn assert_says(&self, judged: &[Vec<u8>]) {
        assert_rows(judged, &self.verdicts, &self.findings);
    }
}

#[track_caller]
fn assert_rows(judged: &[Vec<u8>], verdicts: &[Vec<String>], findings: &[Vec<String>]) {
    let judged: Vec<RecordBatch> = judged.iter().flat_map(|bytes| read(bytes)).collect();
    let errors = cells(&judged, "error", &["message"]);
    assert!(errors.is_empty(), "{errors:?}");
    same(&cells(&judged, "verdict", &verdicts::COLUMNS), verdicts);
    same(&cells(&judged, "finding", &findings::COLUMNS), findings);
}

#[track_caller]
fn same(found: &[Vec<String>], expected: &[Vec<String>]) {
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        assert_eq!(found, expected);
    }
}

/// The month of the fixtures.
static FIXTURE: LazyLock<Month> = LazyLock::new(|| Month::of(fixture("month"), MONTH_AS_OF, None));

/// A made-up month with a claim filed twice, a file that cannot be read, a zip and one of another kind.
static SYNTH: LazyLock<Month> = LazyLock::new(|| {
    let dir = tempfile::tempdir().expect("a folder");
    let out = dir.path().join("month");
    let options = synth::Options {
        stations: Some(7),
        ..synth::Options::new(1_500, 3)
    };
    let made = synth::write(&options, &out, &|_| ()).expect("made up");
    let claims = out.join("claims");
    let first = files_below(&claims)[0].clone();
    let again = fs::read(claims.join(first)).expect("read");
    fs::write(claims.join("again.UKE"), &again).expect("written");
    fs::write(claims.join("broken.UKE"), b"QQ7,1,6112\r\nHO\r\n").expect("written");
    fs::write(claims.join("notes.txt"), b"hello").expect("written");
    fs::write(claims.join("packed.zip"), zipped(&claims)).expect("written");
    fs::write(out.join("eligibility/broken.xml"), b"<XmlMsg><Mes").expect("written");
    Month::of(out, &made.as_of.to_string(), Some(dir))
});

/// A zip with a claim file that is none, and one that is.
fn zipped(claims: &Path) -> Vec<u8> {
    use std::io::Write as _;
    let last = files_below(claims)
        .into_iter()
        .rfind(|name| name.extension().is_some_and(|it| it == "UKE"))
        .expect("a claim file");
    let whole = fs::read(claims.join(last)).expect("read");
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in [("a.UKE", &b"\0\0"[..]), ("b.UKE", &whole)] {
        let options = zip::write::SimpleFileOptions::default();
        archive.start_file(name, options).expect("started");
        archive.write_all(bytes).expect("written");
    }
    archive.finish().expect("finished").into_inner()
}

/// The rows of a CSV report as the typed tables have them, sorted.
fn table(path: &Path, columns: &[&str]) -> Vec<Vec<String>> {
    let text = fs::read_to_string(path).expect("read");
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{FEFF}').as_bytes());
    let header: Vec<String> = reader
        .headers()
        .expect("a header")
        .iter()
        .map(Into::into)
        .collect();
    assert_eq!(header, columns);
    let mut rows: Vec<Vec<String>> = reader
        .records()
        .map(|row| {
            let row = row.expect("a row");
            let cells = row.iter().zip(columns);
            cells.map(|(cell, column)| typed(column, cell)).collect()
        })
        .collect();
    rows.sort();
    rows
}

/// Without what CSV does against formulas, and with a birth date or none.
fn typed(column: &str, cell: &str) -> String {
    let is_date = cell.parse::<chrono::NaiveDate>().is_ok();
    let formula = cell.strip_prefix('\'');
    match formula.filter(|it| it.starts_with(['=', '+', '-', '@', '\t', '\r'])) {
        Some(plain) => plain.to_owned(),
        None if column == "birth_date" && !is_date => String::new(),
        None => cell.to_owned(),
    }
}

/// The rows of that kind as texts, sorted.
fn cells(batches: &[RecordBatch], kind: &str, columns: &[&str]) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for batch in batches {
        assert_eq!(batch.schema(), schema::judgements());
        let kinds = batch.column(0).as_string::<i32>();
        let found = columns.iter().map(|name| batch.column_by_name(name));
        let found: Vec<&ArrayRef> = found.map(|it| it.expect("a column")).collect();
        for at in (0..batch.num_rows()).filter(|&at| kinds.value(at) == kind) {
            let cell = |column: &&ArrayRef| array_value_to_string(column, at).expect("a text");
            rows.push(found.iter().map(cell).collect());
        }
    }
    rows.sort();
    rows
}

/// The schema with the version in it.
fn described(schema: &Schema, version: &str) -> SchemaRef {
    let pair = (schema::WORKER.to_owned(), version.to_owned());
    Arc::new(schema.clone().with_metadata(HashMap::from([pair])))
}

/// A stream of these rows, so many a batch.
fn stream(rows: &RecordBatch, size: usize) -> Vec<u8> {
    stream_of(rows, size, "1")
}

fn stream_of(rows: &RecordBatch, size: usize, version: &str) -> Vec<u8> {
    let schema = described(&rows.schema(), version);
    let rows = rows
        .clone()
        .with_schema(schema.clone())
        .expect("the same columns");
    let mut writer = StreamWriter::try_new(Vec::new(), &schema).expect("a writer");
    for from in (0..rows.num_rows()).step_by(size) {
        let part = rows.slice(from, size.min(rows.num_rows() - from));
        writer.write(&part).expect("written");
    }
    writer.into_inner().expect("ended")
}

fn read(bytes: &[u8]) -> Vec<RecordBatch> {
    assert!(bytes.ends_with(&END));
    let reader = StreamReader::try_new(bytes, None).expect("a stream");
    let schema = reader.schema();
    let versions = [schema::WORKER, schema::PROGRAM].map(|key| schema.metadata().get(key).cloned());
    let program = env!("CARGO_PKG_VERSION").to_owned();
    assert_eq!(versions, [Some("1".to_owned()), Some(program)]);
    reader.map(|batch| batch.expect("a batch")).collect()
}

fn files<'a>(files: impl IntoIterator<Item = (&'a str, Vec<u8>)>) -> RecordBatch {
    let (names, contents): (Vec<&str>, Vec<Vec<u8>>) = files.into_iter().unzip();
    let contents = BinaryArray::from_iter_values(contents);
    let columns: [(&str, ArrayRef); 2] = [
        ("path", Arc::new(StringArray::from(names))),
        ("content", Arc::new(contents)),
    ];
    RecordBatch::try_from_iter(columns).expect("columns of one length")
}

fn parsed(stream: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    worker::parse(stream, &mut out, Lang::En).expect("parsed");
    out
}

fn recorded(stream: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    worker::records(stream, &mut out, Map::plain(), Lang::En).expect("read");
    out
}

/// What `step` writes of these files, dealt out to so many processes.
fn dealt(files: &RecordBatch, parts: usize, step: fn(&[u8]) -> Vec<u8>) -> RecordBatch {
    let mut batches = Vec::new();
    for part in 0..parts {
        let own = (0..files.num_rows()).filter(|at| at % parts == part);
        let own: Vec<u32> = own.map(|at| u32::try_from(at).expect("few")).collect();
        let own = take_record_batch(files, &UInt32Array::from(own)).expect("taken");
        batches.extend(read(&step(&stream(&own, 2))));
    }
    concat_batches(&batches[0].schema(), &batches).expect("one table")
}

fn longs(column: &ArrayRef, at: usize) -> Vec<i64> {
    let list = column.as_list::<i32>().value(at);
    list.as_primitive::<Int64Type>().values().to_vec()
}

fn long(column: &ArrayRef, at: usize) -> Option<i64> {
    let column = column.as_primitive::<Int64Type>();
    column.is_valid(at).then(|| column.value(at))
}

/// The records by where they are filed.
struct Filed<'a> {
    records: &'a RecordBatch,
    keys: HashMap<i64, Vec<u32>>,
    people: HashMap<i64, Vec<u32>>,
}

impl<'a> Filed<'a> {
    fn of(records: &'a RecordBatch) -> Self {
        let column = |name| records.column_by_name(name).expect("a column");
        let (mut keys, mut people) = (HashMap::new(), HashMap::new());
        for at in (0..records.num_rows()).filter(|&at| column("body").is_valid(at)) {
            let index = u32::try_from(at).expect("few");
            let key = long(column("touch_key"), at).expect("every record has one");
            keys.entry(key).or_insert_with(Vec::new).push(index);
            for hash in longs(column("people"), at) {
                people.entry(hash).or_insert_with(Vec::new).push(index);
            }
        }
        Self {
            records,
            keys,
            people,
        }
    }

    /// Those that a claim finds, and those around them.
    fn found(&self, key: Option<i64>, people: &[i64]) -> BTreeSet<u32> {
        let of_people = |hashes: &[i64]| -> Vec<u32> {
            let found = hashes.iter().filter_map(|hash| self.people.get(hash));
            found.flatten().copied().collect()
        };
        let of_key = key.and_then(|key| self.keys.get(&key));
        let mut found: BTreeSet<u32> = of_key.into_iter().flatten().copied().collect();
        found.extend(of_people(people));
        let around = self.records.column_by_name("around").expect("a column");
        let around: Vec<i64> = found
            .iter()
            .flat_map(|&at| longs(around, at as usize))
            .collect();
        found.extend(of_people(&around));
        found
    }
}

/// Claims of a group, and the records that they need.
type Joined = (Vec<u32>, BTreeSet<u32>);

/// Joins as the engine does.
fn joined(claims: &RecordBatch, records: &RecordBatch) -> RecordBatch {
    let column = |name| claims.column_by_name(name).expect("a column");
    let filed = Filed::of(records);
    let mut groups: BTreeMap<(Option<i64>, u32), Joined> = BTreeMap::new();
    for at in 0..claims.num_rows() {
        let index = u32::try_from(at).expect("few");
        let twin = long(column("twin"), at);
        let group = (twin, if twin.is_some() { 0 } else { index });
        let (members, found) = groups.entry(group).or_default();
        members.push(index);
        let people = longs(column("people"), at);
        found.extend(filed.found(long(column("touch_key"), at), &people));
    }
    let (members, found): (Vec<_>, Vec<_>) = groups.into_values().unzip();
    let numbers = Int64Array::from_iter_values((0i64..).zip(&members).map(|(at, _)| at));
    let columns: [(&str, ArrayRef); 3] = [
        ("group", Arc::new(numbers)),
        ("claims", nested(claims, &members)),
        ("records", nested(records, &found)),
    ];
    RecordBatch::try_from_iter(columns).expect("columns of one length")
}

/// Rows of a table, some a group.
fn nested<'a, T>(rows: &RecordBatch, groups: &'a [T]) -> ArrayRef
where
    &'a T: IntoIterator<Item = &'a u32>,
{
    let mut lengths = Vec::new();
    let mut all = Vec::new();
    for group in groups {
        let before = all.len();
        all.extend(group.into_iter().copied());
        lengths.push(all.len() - before);
    }
    let rows = take_record_batch(rows, &UInt32Array::from(all)).expect("taken");
    let rows = StructArray::from(rows);
    // As Spark calls it.
    let field = Arc::new(Field::new("element", rows.data_type().clone(), true));
    let offsets = OffsetBuffer::from_lengths(lengths);
    Arc::new(ListArray::new(field, offsets, Arc::new(rows), None))
}

/// The groups of a month whose files are dealt out to so many processes.
fn groups(month: &Month, parts: usize) -> RecordBatch {
    let claims = dealt(&month.files("claims"), parts, parsed);
    let records = dealt(&month.files("eligibility"), parts, recorded);
    joined(&claims, &records)
}

#[test]
fn whatever_the_partitions_the_rows_are_those_of_check() {
    for month in [&*FIXTURE, &*SYNTH] {
        for (parts, size) in [(1, 100_000), (1, 7), (3, 64), (5, 1)] {
            let groups = groups(month, parts);
            let judged: Vec<Vec<u8>> = (0..parts)
                .map(|part| {
                    let own = (0..groups.num_rows()).rev().filter(|at| at % parts == part);
                    let own: Vec<u32> = own.map(|at| u32::try_from(at).expect("few")).collect();
                    let own = take_record_batch(&groups, &UInt32Array::from(own)).expect("taken");
                    month.judge(&stream(&own, size)).expect("judged")
                })
                .collect();
            month.assert_says(&judged);
        }
    }
    assert!(!FIXTURE.verdicts.is_empty() && !FIXTURE.findings.is_empty());
    assert!(SYNTH.verdicts.len() > 1_500);
    let has = |code: &str| SYNTH.findings.iter().any(|row| row[6] == code);
    assert!(has("F100") && has("DUPLICATE_CLAIM"));
}

#[test]
fn equal_streams_give_equal_bytes() {
    let month = &*FIXTURE;
    let files = month.files("claims");
    let claims = parsed(&stream(&files, 100));
    assert_eq!(claims, parsed(&stream(&files, 1)));
    let groups = groups(month, 1);
    let judged = month.judge(&stream(&groups, 100_000)).expect("judged");
    for size in [1, 17] {
        let again = month.judge(&stream(&groups, size)).expect("judged");
        assert!(judged == again, "batches of {size}");
    }
}

/// Of the rows of files in what `parse` wrote: name, sum, whether it was read, and the error.
type Told = (String, i64, bool, Option<String>);

fn told(claims: &RecordBatch) -> Vec<Told> {
    let column = |name| claims.column_by_name(name).expect("a column");
    let text = |name, at| {
        let column = StringArray::clone(column(name).as_string());
        column.is_valid(at).then(|| column.value(at).to_owned())
    };
    let is_file = |at: &usize| text("kind", *at).as_deref() == Some("file");
    let rows = (0..claims.num_rows()).filter(is_file);
    rows.map(|at| {
        let yen = long(column("total_yen"), at).expect("every file has a sum");
        let name = text("source_file", at).expect("every file has a name");
        (name, yen, text("shape", at).is_some(), text("error", at))
    })
    .collect()
}

#[test]
fn a_file_that_cannot_be_read_is_a_row() {
    let claims = dealt(&SYNTH.files("claims"), 1, parsed);
    let told = told(&claims);
    let of = |name: &str| {
        let found = told.iter().find(|(file, ..)| file == name);
        let (_, yen, is_read, error) = found.expect("it is told");
        (*yen, *is_read, error.as_deref().unwrap_or_default())
    };
    let (yen, is_read, error) = of("claims/broken.UKE");
    assert_eq!((yen, is_read), (0, false));
    // What it begins with is not told.
    assert!(error.contains("HM") && !error.contains("QQ7"), "{error}");
    assert_eq!(of("claims/notes.txt"), (0, false, ""));
    assert!(of("claims/packed.zip/a.UKE").2.contains("not a text"));
    assert!(of("claims/again.UKE").0 > 0);
    // In is out.
    let yen = claims.column_by_name("total_yen").expect("a column");
    let all: i64 = (0..claims.num_rows()).filter_map(|at| long(yen, at)).sum();
    let of_files: i64 = told.iter().map(|(_, yen, ..)| yen).sum();
    assert_eq!(all, 2 * of_files);
    let records = dealt(&SYNTH.files("eligibility"), 1, recorded);
    let errors = records.column_by_name("error").expect("a column");
    let broken: Vec<usize> = (0..records.num_rows())
        .filter(|&at| errors.is_valid(at))
        .collect();
    assert_eq!(broken.len(), 1);
    let files = records.column_by_name("source_file").expect("a column");
    let file = files.as_string::<i32>().value(broken[0]);
    assert_eq!(file, "eligibility/broken.xml");
}

#[test]
fn a_damaged_group_is_a_row_and_the_others_are_judged() {
    let month = &*FIXTURE;
    let groups = groups(month, 1);
    let whole = groups.column(1).as_list::<i32>();
    let rows = whole.values().as_struct();
    let (at, _) = rows.fields().find("body").expect("a column");
    let bodies = rows.column(at).as_binary::<i32>();
    let kinds = rows.column(0).as_string::<i32>();
    let first = kinds.iter().position(|kind| kind == Some("claim"));
    let damaged = bodies.iter().enumerate().map(|(row, body)| {
        let cut: &[u8] = b"\x01\xff";
        if Some(row) == first { Some(cut) } else { body }
    });
    let mut columns = rows.columns().to_vec();
    columns[at] = Arc::new(damaged.collect::<BinaryArray>());
    let rows = StructArray::new(rows.fields().clone(), columns, None);
    let field = Arc::new(Field::new("element", rows.data_type().clone(), true));
    let claims = ListArray::new(field, whole.offsets().clone(), Arc::new(rows), None);
    let columns = vec![
        groups.column(0).clone(),
        Arc::new(claims) as ArrayRef,
        groups.column(2).clone(),
    ];
    let groups = RecordBatch::try_new(groups.schema(), columns).expect("the same columns");
    let judged = read(&month.judge(&stream(&groups, 50)).expect("judged"));
    let errors = cells(&judged, "error", &["message", "source_file"]);
    assert_eq!(errors.len(), 1);
    assert!(errors[0][1].starts_with("claims/"), "{errors:?}");
    let judged = cells(&judged, "verdict", &verdicts::COLUMNS);
    let is_less = judged.len() < month.verdicts.len() && judged.len() + 3 > month.verdicts.len();
    assert!(is_less, "{} of {}", judged.len(), month.verdicts.len());
    assert!(judged.iter().all(|row| month.verdicts.contains(row)));
}

#[test]
fn large_types_will_do() {
    let files = FIXTURE.files("claims");
    let columns = [
        ("path", cast(files.column(0), &DataType::LargeUtf8)),
        ("content", cast(files.column(1), &DataType::LargeBinary)),
    ];
    let columns = columns.map(|(name, column)| (name, column.expect("the same values")));
    let large = RecordBatch::try_from_iter(columns).expect("columns of one length");
    assert_eq!(parsed(&stream(&large, 3)), parsed(&stream(&files, 3)));
    let groups = groups(&FIXTURE, 1);
    let large = |column: &ArrayRef| {
        let DataType::List(field) = column.data_type() else {
            panic!("a list");
        };
        cast(column, &DataType::LargeList(field.clone())).expect("the same rows")
    };
    let columns = [
        ("group", groups.column(0).clone()),
        ("claims", large(groups.column(1))),
        ("records", large(groups.column(2))),
    ];
    let large = RecordBatch::try_from_iter(columns).expect("columns of one length");
    FIXTURE.assert_says(&[FIXTURE.judge(&stream(&large, 9)).expect("judged")]);
}

/// The program on such a standard input.
fn run(arguments: &[&str], input: &[u8]) -> Output {
    Command::cargo_bin("houkan")
        .expect("built beside the tests")
        .current_dir(&FIXTURE.root)
        .args(["worker", "--lang", "en"])
        .args(arguments)
        .write_stdin(input)
        .output()
        .expect("run")
}

const JUDGE: [&str; 5] = ["judge", "--as-of", MONTH_AS_OF, "-c", "credentials.csv"];

#[test]
fn the_program_does_what_the_functions_do() {
    let files = stream(&FIXTURE.files("claims"), 4);
    let output = run(&["parse", "--threads", "1"], &files);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert_eq!(output.stdout, parsed(&files));
    let files = stream(&FIXTURE.files("eligibility"), 4);
    let output = run(&["records"], &files);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert_eq!(output.stdout, recorded(&files));
    let groups = stream(&groups(&FIXTURE, 1), 40);
    let output = run(&[&JUDGE[..], &["--lang", "ja"]].concat(), &groups);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert_eq!(output.stdout, FIXTURE.judge(&groups).expect("judged"));
    FIXTURE.assert_says(&[output.stdout]);
}

/// A claim of one of the listed stations, with an add-on that the list does not let it have.
fn listed() -> Month {
    let dir = tempfile::tempdir().expect("a folder");
    let root = dir.path().to_owned();
    for folder in ["claims", "eligibility"] {
        fs::create_dir(root.join(folder)).expect("made");
    }
    for (from, to) in [
        ("stations/RECEIPTH.UKE", "claims/RECEIPTH.UKE"),
        ("month/credentials.csv", "credentials.csv"),
    ] {
        fs::copy(fixture(from), root.join(to)).expect("copied");
    }
    for name in files_below(&fixture("month/eligibility")) {
        let bytes = fs::read(fixture("month/eligibility").join(&name)).expect("read");
        let flat = name.display().to_string().replace('/', "-");
        fs::write(root.join("eligibility").join(flat), bytes).expect("written");
    }
    Month::of(root, MONTH_AS_OF, Some(dir))
}

#[test]
fn options_mean_what_they_mean_to_check() {
    let (month, listed) = (&*FIXTURE, &listed());
    let [stations, master] =
        ["stations/list.xlsx", "master"].map(|it| fixture(it).display().to_string());
    let given = ["-e", "eligibility"];
    let log = ["-c", "credentials.csv"];
    let cases: [(&Month, [&[&str]; 3]); 5] = [
        (month, [&given, &[], &["--mask"]]),
        (month, [&given, &[], &["--policy", "leaflet-2024-09"]]),
        (
            listed,
            [&given, &[], &["--stations", &stations, "--master", &master]],
        ),
        (month, [&[], &["--no-eligibility"], &["--mask"]]),
        (month, [&given, &[], &["--threads", "2"]]),
    ];
    for (month, [to_check, to_worker, to_both]) in cases {
        let check = [to_check, &log, to_both].concat();
        let (verdicts, findings) = checked(&month.root, MONTH_AS_OF, &check);
        let arguments = [&JUDGE[..], &["--lang", "ja"], to_worker, to_both].concat();
        let output = run(&arguments, &stream(&groups(month, 1), 40));
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        assert_rows(&[output.stdout], &verdicts, &findings);
        let is_same = (&verdicts, &findings) == (&month.verdicts, &month.findings);
        // Threads alone make no difference.
        assert_eq!(is_same, to_both.contains(&"--threads"), "{to_both:?}");
    }
}

/// Status 4, a message, and no end of a stream.
#[track_caller]
fn assert_broken_off(output: &Output, says: &str) {
    assert_eq!(output.status.code(), Some(4), "{output:?}");
    let message = String::from_utf8_lossy(&output.stderr);
    assert!(message.contains(says), "{message}");
    assert!(!output.stdout.ends_with(&END));
}

#[test]
fn a_stream_that_is_cut_off_ends_the_work() {
    let files = stream(&FIXTURE.files("claims"), 1);
    let groups = stream(&groups(&FIXTURE, 1), 1);
    for (arguments, whole) in [(&["parse"][..], files), (&JUDGE[..], groups)] {
        // Just behind a batch, where nothing but the mark is missing; within one; within the schema; at once.
        let length = whole.len();
        for (cut, says) in [
            (length - END.len(), "cut off"),
            (length - END.len() / 2, "cut off"),
            (length / 2, "standard input"),
            (100, "standard input"),
            (0, "standard input"),
        ] {
            assert_broken_off(&run(arguments, &whole[..cut]), says);
        }
        assert_broken_off(&run(arguments, b"HM,1,13,6,9999991\r\n"), "standard input");
    }
}

/// Who stops listening does not get the whole, and the status says so.
#[cfg(unix)]
#[test]
fn a_pipe_that_is_closed_is_told() {
    use assert_cmd::cargo::CommandCargoExt;
    use std::io::Write as _;
    use std::process::Stdio;

    let mut command = std::process::Command::cargo_bin("houkan").expect("built beside the tests");
    let mut running = command
        .args(["worker", "parse", "--lang", "en"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("started");
    drop(running.stdout.take());
    let files = stream(&SYNTH.files("claims"), 100);
    let mut input = running.stdin.take().expect("piped");
    // It may have ended before it has read everything.
    let _ = input.write_all(&files);
    drop(input);
    let output = running.wait_with_output().expect("it ends");
    assert_broken_off(&output, "standard output");
}

/// Bytes that were changed on the way are told, or make other rows, but never end the process in an unseemly way.
#[test]
fn changed_bytes_are_read_or_refused() {
    let few = groups(&FIXTURE, 1).slice(20, 3);
    let whole = stream(&few, 2);
    let mut refused = 0;
    for at in (0..whole.len()).step_by(whole.len() / 400 + 1) {
        for bit in [0x01, 0x80] {
            let mut changed = whole.clone();
            changed[at] ^= bit;
            refused += usize::from(FIXTURE.judge(&changed).is_err());
        }
    }
    assert!(refused > 10, "{refused}");
}

#[test]
fn another_version_is_refused() {
    let files = FIXTURE.files("claims");
    for version in ["0", "2", ""] {
        let output = run(&["parse"], &stream_of(&files, 1, version));
        assert_broken_off(&output, &format!("of version {version}"));
        assert!(output.stdout.is_empty());
    }
    let mut writer = StreamWriter::try_new(Vec::new(), &files.schema()).expect("a writer");
    writer.write(&files).expect("written");
    let output = run(&["records"], &writer.into_inner().expect("ended"));
    assert_broken_off(&output, "of version none");
}

#[test]
fn other_columns_are_refused() {
    let files = FIXTURE.files("claims");
    let output = run(&JUDGE, &stream(&files, 1));
    assert_broken_off(&output, "lacks the column group");
    let path = files.column(0).clone();
    let columns = [("path", path.clone()), ("content", path.clone())];
    let texts = RecordBatch::try_from_iter(columns).expect("columns of one length");
    assert_broken_off(&run(&["parse"], &stream(&texts, 1)), "content");
    let groups = groups(&FIXTURE, 1);
    let columns = [
        ("group", groups.column(0).clone()),
        ("claims", groups.column(2).clone()),
        ("records", groups.column(2).clone()),
    ];
    let records = RecordBatch::try_from_iter(columns).expect("columns of one length");
    let output = run(&JUDGE, &stream(&records, 1));
    assert_broken_off(&output, "lacks the column claims.kind");
}

#[test]
fn a_list_that_cannot_be_read_is_told() {
    let groups = stream(&groups(&FIXTURE, 1), 40);
    let arguments = ["judge", "--as-of", MONTH_AS_OF, "-c", "nowhere.csv"];
    let output = run(&arguments, &groups);
    assert_broken_off(&output, "nowhere.csv");
    assert!(output.stdout.is_empty());
}

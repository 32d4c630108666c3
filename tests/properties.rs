//! What holds for any input: the same bytes whatever the threads and the order of the inputs, every claim
//! once and every yen once, and no panic, whatever happens to the files.

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::Instant;

use chrono::Days;
use houkan::check::{Checked, Request};
use houkan::eligibility::Map;
use houkan::finding::Finding;
use houkan::judge::verdict::Judgement;
use houkan::report::csv::Charset;
use houkan::report::{self, Form, Settings};
use houkan::synth;
use houkan::text::lang::Lang;
use houkan::uke::dialect::Shape;
use houkan::uke::read::Status;
use proptest::prelude::*;
use support::{files_below, fixture, month_request, run};

/// The report as bytes: all tables in both forms.
fn report(checked: &Checked) -> Vec<(String, Vec<u8>)> {
    let dir = tempfile::tempdir().expect("a folder");
    let settings = Settings {
        out: dir.path().join("report"),
        forms: vec![Form::Csv, Form::Arrow],
        charset: Charset::Utf8,
        lang: Lang::Ja,
        started: Instant::now(),
    };
    let written = report::write(checked, &settings).expect("written");
    // The summary tells how long it took.
    let tables = written
        .files
        .iter()
        .filter(|name| name.as_str() != "summary.json");
    tables
        .map(|name| {
            (
                name.clone(),
                fs::read(settings.out.join(name)).expect("read"),
            )
        })
        .collect()
}

fn on_threads(threads: usize, request: &Request) -> Vec<(String, Vec<u8>)> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .expect("threads");
    pool.install(|| report(&run(request)))
}

/// The files below a path that is given, each by itself.
fn one_by_one(folder: &Path) -> Vec<PathBuf> {
    files_below(folder)
        .into_iter()
        .map(|file| folder.join(file))
        .collect()
}

/// Compares reports; a difference is shown by its file and line, not as two heaps of bytes.
fn assert_same(expected: &[(String, Vec<u8>)], found: &[(String, Vec<u8>)], what: &str) {
    assert_eq!(expected.len(), found.len(), "{what}");
    for ((name, e), (other, f)) in expected.iter().zip(found) {
        assert_eq!(name, other, "{what}");
        let lines = (1..).zip(e.split(|&b| b == b'\n').zip(f.split(|&b| b == b'\n')));
        for (number, (e, f)) in lines {
            assert!(
                e == f,
                "{what}, {name}:{number}\n{}\n{}",
                String::from_utf8_lossy(e),
                String::from_utf8_lossy(f)
            );
        }
        assert!(e == f, "{what}, {name}");
    }
}

#[test]
fn threads_do_not_matter() {
    for request in [month_request(&fixture("month")), with_hostile()] {
        let one = on_threads(1, &request);
        for threads in [2, 7] {
            assert_same(
                &one,
                &on_threads(threads, &request),
                &format!("{threads} threads"),
            );
        }
    }
}

/// The month with all hostile files beside it.
fn with_hostile() -> Request {
    let mut request = month_request(&fixture("month"));
    request.claims.push(fixture("hostile/claims"));
    request.eligibility.push(fixture("hostile/eligibility"));
    request
}

/// The report on the month, given file by file in order.
static IN_ORDER: LazyLock<Vec<(String, Vec<u8>)>> =
    LazyLock::new(|| report(&run(&month_file_by_file())));

fn month_file_by_file() -> Request {
    let mut request = month_request(&fixture("month"));
    request.claims = one_by_one(&fixture("month/claims"));
    request.eligibility = one_by_one(&fixture("month/eligibility"));
    request
}

/// One thing that happens to a file. Places are per mille of its bytes or lines.
#[derive(Clone, Debug)]
enum Accident {
    Byte(usize, u8),
    Insert(usize, u8),
    Cut(usize),
    Delete(usize),
    Double(usize),
    Swap(usize, usize),
    /// A line of this file goes behind the last line.
    Append(usize),
}

impl Accident {
    fn befall(&self, bytes: &mut Vec<u8>) {
        let mut lines: Vec<Vec<u8>> = bytes
            .split_inclusive(|&b| b == b'\n')
            .map(<[u8]>::to_vec)
            .collect();
        let at_byte = |mille: usize| mille * bytes.len() / 1000;
        let at_line = |mille: usize| mille * lines.len() / 1000;
        if bytes.is_empty() {
            return;
        }
        match *self {
            Self::Byte(mille, value) => {
                let at = at_byte(mille);
                bytes[at] = value;
                return;
            }
            Self::Insert(mille, value) => {
                bytes.insert(at_byte(mille), value);
                return;
            }
            Self::Cut(mille) => {
                bytes.truncate(at_byte(mille));
                return;
            }
            Self::Delete(mille) => {
                let at = at_line(mille);
                lines.remove(at);
            }
            Self::Double(mille) => {
                let at = at_line(mille);
                lines.insert(at, lines[at].clone());
            }
            Self::Swap(one, other) => {
                let (one, other) = (at_line(one), at_line(other));
                lines.swap(one, other);
            }
            Self::Append(mille) => {
                let at = at_line(mille);
                lines.push(lines[at].clone());
            }
        }
        *bytes = lines.concat();
    }
}

fn accident() -> impl Strategy<Value = Accident> {
    let mille = 0..1000usize;
    let byte = prop_oneof![
        any::<u8>(),
        prop::sample::select(&b",\r\n\x1a\0\"<>&;09RH"[..])
    ];
    prop_oneof![
        6 => (mille.clone(), byte.clone()).prop_map(|(at, byte)| Accident::Byte(at, byte)),
        2 => (mille.clone(), byte).prop_map(|(at, byte)| Accident::Insert(at, byte)),
        1 => mille.clone().prop_map(Accident::Cut),
        3 => mille.clone().prop_map(Accident::Delete),
        2 => mille.clone().prop_map(Accident::Double),
        3 => (mille.clone(), mille.clone()).prop_map(|(a, b)| Accident::Swap(a, b)),
        1 => mille.prop_map(Accident::Append),
    ]
}

/// Accidents, each to one of the files of a folder.
fn accidents(most: usize) -> impl Strategy<Value = Vec<(usize, Accident)>> {
    prop::collection::vec(
        (
            any::<prop::sample::Index>().prop_map(|i| i.index(64)),
            accident(),
        ),
        1..most,
    )
}

/// A copy of `folder` to which the accidents have happened.
fn copy_with(folder: &Path, accidents: &[(usize, Accident)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    let names = files_below(folder);
    for (number, name) in names.iter().enumerate() {
        let mut bytes = fs::read(folder.join(name)).expect("read");
        for (file, accident) in accidents {
            if file % names.len() == number {
                accident.befall(&mut bytes);
            }
        }
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().expect("has one")).expect("made");
        fs::write(path, bytes).expect("written");
    }
    dir
}

/// The lines of a station's file that begin with RE, counted as an editor does.
fn re_lines(bytes: &[u8]) -> Vec<u32> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    (1..)
        .zip(bytes.split(|&b| b == b'\n'))
        .filter(|(_, line)| {
            let mark = line.iter().take_while(|&&b| b == 0x1A).count();
            line[mark..].starts_with(b"RE")
        })
        .map(|(number, _)| number)
        .collect()
}

/// Every RE of a file that was read has exactly one verdict, no two verdicts share a line, and the table
/// of verdicts holds all claims and all yen.
fn assert_accounts(checked: &Checked) {
    let claims = &checked.claims.claims;
    assert_eq!(claims.len(), checked.judgements.len());
    assert_eq!(claims.len(), checked.matched_by.len());
    for (number, input) in (0u32..).zip(&checked.claims.inputs) {
        let lines: Vec<u32> = (0u32..)
            .zip(&checked.judgements)
            .map(|(index, _)| claims.get(index))
            .filter(|(chunk, _)| chunk.input == number)
            .map(|(_, claim)| claim.line)
            .collect();
        let distinct: BTreeSet<u32> = lines.iter().copied().collect();
        assert_eq!(
            distinct.len(),
            lines.len(),
            "{}: two claims on one line",
            input.shown
        );
        let Status::Read(count) = &input.status else {
            assert!(
                lines.is_empty(),
                "{}: claims of a file that was not read",
                input.shown
            );
            continue;
        };
        assert_eq!(*count, lines.len() as u64, "{}", input.shown);
        if input
            .dialect
            .is_some_and(|dialect| dialect.shape == Shape::Station)
        {
            let bytes = fs::read(&input.shown).expect("read");
            let missing: Vec<u32> = re_lines(&bytes)
                .into_iter()
                .filter(|line| !distinct.contains(line))
                .collect();
            assert!(
                missing.is_empty(),
                "{}: no verdict for lines {missing:?}",
                input.shown
            );
        }
    }
    let yen: u64 = (0u32..)
        .zip(&checked.judgements)
        .map(|(i, _)| u64::from(claims.get(i).1.total_yen))
        .sum();
    let tables = report(checked);
    let verdicts = tables
        .iter()
        .find(|(name, _)| name == "verdicts.csv")
        .expect("written");
    assert_eq!(rows_and_yen(&verdicts.1), (claims.len(), yen));
}

/// Rows and the sum of `total_yen` of a `verdicts.csv`, as another program would read them.
fn rows_and_yen(bytes: &[u8]) -> (usize, u64) {
    let mut reader = csv::Reader::from_reader(bytes.strip_prefix(b"\xEF\xBB\xBF").expect("marked"));
    let column = reader
        .headers()
        .expect("a header")
        .iter()
        .position(|name| name == "total_yen")
        .expect("there");
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    // A claim with neither HO nor KO has no total.
    let yen = rows
        .iter()
        .map(|row| row[column].parse::<u64>().unwrap_or(0))
        .sum();
    (rows.len(), yen)
}

#[test]
fn month_accounts() {
    let request = month_request(&fixture("month"));
    let checked = run(&request);
    assert_accounts(&checked);
    // Written out in the files: the 6th field of the first HO, or KO, behind each RE.
    let mut yen = 0;
    let mut claims = 0;
    for file in one_by_one(&fixture("month/claims")) {
        let bytes = fs::read(file).expect("read");
        let mut is_open = false;
        for line in bytes.split(|&b| b == b'\n') {
            let fields: Vec<&[u8]> = line.split(|&b| b == b',').collect();
            match fields[0] {
                b"RE" => {
                    is_open = true;
                    claims += 1;
                }
                b"HO" | b"KO" if is_open => {
                    is_open = false;
                    yen += std::str::from_utf8(fields[5])
                        .expect("digits")
                        .parse::<u64>()
                        .expect("a number");
                }
                _ => {}
            }
        }
    }
    let table = report(&checked);
    assert_eq!(rows_and_yen(&table[0].1), (claims, yen));
}

/// What is said of each claim: its judgement, and its findings.
fn said(checked: &Checked) -> Vec<(Judgement, Vec<Finding>)> {
    let bare = checked
        .judgements
        .iter()
        .map(|&judgement| (judgement, Vec::new()));
    let mut said: Vec<_> = bare.collect();
    for finding in &checked.findings {
        if let Some(claim) = finding.claim {
            said[claim as usize].1.push(finding.clone());
        }
    }
    said
}

/// With the same inputs, all records dated, nothing on a claim changes before the day on which to look again.
#[test]
fn nothing_changes_before_the_next_look() {
    let dir = tempfile::tempdir().expect("a folder");
    let summary =
        synth::write(&synth::Options::new(1_500, 11), dir.path(), &|_| ()).expect("written");
    let mut requests =
        [dir.path().to_owned(), fixture("month")].map(|folder| month_request(&folder));
    let mut turned = 0;
    for request in &mut requests {
        let mut map = Map::default();
        map.seen_on = Some(summary.as_of);
        request.map = Some(map);
        // Records seen later than the day of the check would come in on the way.
        let seen = run(request).eligibility.records;
        let last = seen.iter().map(|record| record.as_of.expect("dated")).max();
        let start = last.expect("has records").max(request.as_of);
        let mut at = |as_of| {
            request.as_of = as_of;
            said(&run(request))
        };
        let first = at(start);
        for days in [1, 3, 10, 40, 80, 120, 160, 200, 260] {
            let as_of = start + Days::new(days);
            for (before, after) in first.iter().zip(at(as_of)) {
                if before.0.look_on.is_none_or(|day| as_of < day) {
                    assert_eq!(before, &after, "{as_of}");
                } else {
                    turned += u32::from(before.1 != after.1);
                }
            }
        }
    }
    assert!(turned > 0, "no finding hangs on the day");
}

/// The numbers of the rows of the month's register; 0 is its header.
fn register_rows() -> Vec<usize> {
    let text = fs::read_to_string(fixture("month/eligibility/members.csv")).expect("read");
    (1..text.lines().count()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn order_of_the_inputs_does_not_matter(
        claims in Just(month_file_by_file().claims).prop_shuffle(),
        eligibility in Just(month_file_by_file().eligibility).prop_shuffle(),
    ) {
        let request = Request { claims, eligibility, ..month_file_by_file() };
        assert_same(&IN_ORDER, &report(&run(&request)), "another order");
    }

    /// A register is a table of facts: the order of its rows says nothing.
    #[test]
    fn order_of_the_register_does_not_matter(order in Just(register_rows()).prop_shuffle()) {
        let dir = copy_with(&fixture("month"), &[]);
        let path = dir.path().join("eligibility/members.csv");
        let text = fs::read_to_string(&path).expect("read");
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        // The other forms name the line and the hash of the register as evidence.
        let tables = |dir: &Path| -> Vec<_> {
            let files = report(&run(&month_request(dir)));
            files.into_iter().filter(|(name, _)| Path::new(name).extension() == Some("csv".as_ref())).collect()
        };
        let expected = tables(dir.path());
        prop_assert_eq!(expected.len(), 3);
        let shuffled: String = std::iter::once(lines[0]).chain(order.iter().map(|&at| lines[at])).collect();
        fs::write(&path, shuffled).expect("written");
        assert_same(&expected, &tables(dir.path()), "another order of rows");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_claims_account(accidents in accidents(30)) {
        let dir = copy_with(&fixture("month/claims"), &accidents);
        let mut request = month_request(&fixture("month"));
        request.claims = vec![dir.path().to_owned()];
        assert_accounts(&run(&request));
    }

    #[test]
    fn damaged_eligibility_loses_no_claim(accidents in accidents(12)) {
        let dir = copy_with(&fixture("month/eligibility"), &accidents);
        let mut request = month_request(&fixture("month"));
        request.eligibility = vec![dir.path().to_owned()];
        assert_accounts(&run(&request));
    }

    #[test]
    fn damaged_log_loses_no_claim(accidents in accidents(6)) {
        let log = fs::read(fixture("month/credentials.csv")).expect("read");
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("credentials.csv");
        let damaged = accidents.iter().fold(log, |mut bytes, (_, accident)| {
            accident.befall(&mut bytes);
            bytes
        });
        fs::write(&path, damaged).expect("written");
        let mut request = month_request(&fixture("month"));
        request.credentials = Some(path);
        assert_accounts(&run(&request));
    }
}

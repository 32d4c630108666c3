//! The tables of `houkan convert`, read back: with the crates that wrote them, and with pyarrow by
//! `tests/tables/read_back.py`, which counts in the claim files by itself; the reports of `houkan check` by
//! `tests/tables/read_report.py`.

mod support;

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use arrow::array::{AsArray, RecordBatch};
use arrow::datatypes::{Int64Type, SchemaRef};
use arrow::ipc::reader::FileReader;
use houkan::tables::schema::{TableId, VERSION, VERSION_KEY};
use houkan::tables::{self, Format, MANIFEST, Proof, Request};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use support::{MONTH_AS_OF, fixture, python};
use tempfile::TempDir;

/// The made-up month in a format.
fn converted(format: Format) -> (TempDir, PathBuf, Proof) {
    let dir = tempfile::tempdir().expect("a folder");
    let out = dir.path().join("tables");
    let request = Request {
        inputs: vec![fixture("month/claims")],
        eligibility: vec![fixture("month/eligibility")],
        map: None,
        out: out.clone(),
        format,
    };
    let done = tables::run(&request, &()).expect("converted");
    assert!(done.proof.holds());
    (dir, out, done.proof)
}

/// The schema and the rows of a Parquet file, and its version.
fn parquet_table(path: &Path) -> (SchemaRef, Vec<RecordBatch>, Option<String>) {
    let builder = ParquetRecordBatchReaderBuilder::try_new(File::open(path).expect("there"))
        .expect("a Parquet file");
    let pairs = builder.metadata().file_metadata().key_value_metadata();
    let version = pairs
        .into_iter()
        .flatten()
        .find(|pair| pair.key == VERSION_KEY)
        .and_then(|pair| pair.value.clone());
    let reader = builder.build().expect("rows");
    let schema = arrow::array::RecordBatchReader::schema(&reader);
    (
        schema,
        reader.map(|batch| batch.expect("a batch")).collect(),
        version,
    )
}

/// The same of an Arrow IPC file.
fn arrow_table(path: &Path) -> (SchemaRef, Vec<RecordBatch>, Option<String>) {
    let reader = FileReader::try_new(File::open(path).expect("there"), None).expect("Arrow IPC");
    let schema = reader.schema();
    let version = schema.metadata().get(VERSION_KEY).cloned();
    (
        schema,
        reader.map(|batch| batch.expect("a batch")).collect(),
        version,
    )
}

fn rows(batches: &[RecordBatch]) -> u64 {
    batches.iter().map(|batch| batch.num_rows() as u64).sum()
}

fn sum(batches: &[RecordBatch], column: &str) -> i64 {
    let columns = batches
        .iter()
        .map(|batch| batch.column_by_name(column).expect("a column"));
    columns
        .flat_map(|column| column.as_primitive::<Int64Type>().iter().flatten())
        .sum()
}

#[test]
fn parquet_and_arrow_read_back() {
    let (_parquet, of_parquet, proof) = converted(Format::Parquet);
    let (_arrow, of_arrow, other) = converted(Format::Arrow);
    assert_eq!(proof, other);
    for id in TableId::ALL {
        let table = id.table();
        let file = |folder: &Path, format: Format| folder.join(format.file_name(table));
        let (schema, batches, version) = parquet_table(&file(&of_parquet, Format::Parquet));
        assert_eq!(version.as_deref(), Some(VERSION), "{}", table.name);
        assert_eq!(schema.fields(), table.arrow().fields(), "{}", table.name);
        let (schema, others, version) = arrow_table(&file(&of_arrow, Format::Arrow));
        assert_eq!(version.as_deref(), Some(VERSION), "{}", table.name);
        assert_eq!(schema.fields(), table.arrow().fields(), "{}", table.name);
        assert!(rows(&batches) > 0, "{}", table.name);
        let merged = |batches: &[RecordBatch]| {
            // A reader may leave the metadata of the schema away.
            let plain = |batch: &RecordBatch| {
                RecordBatch::try_new(table.arrow(), batch.columns().to_vec()).expect("the same")
            };
            let plain: Vec<_> = batches.iter().map(plain).collect();
            arrow::compute::concat_batches(&table.arrow(), &plain).expect("one batch")
        };
        assert_eq!(merged(&batches), merged(&others), "{}", table.name);
        match id {
            TableId::Claims => {
                assert_eq!(rows(&batches), proof.claims_in);
                assert_eq!(
                    sum(&batches, "total_yen").unsigned_abs(),
                    proof.claim_yen_in
                );
            }
            TableId::Items => {
                assert_eq!(rows(&batches), proof.items_in);
                assert_eq!(sum(&batches, "yen").unsigned_abs(), proof.item_yen_in);
            }
            _ => {}
        }
    }
}

#[test]
fn the_bytes_are_the_same_whatever_the_threads() {
    for format in Format::ALL {
        let bytes = [1, 3].map(|threads| {
            let pool = rayon::ThreadPoolBuilder::new()
                .num_threads(threads)
                .build()
                .expect("a pool");
            let (_dir, out, _) = pool.install(|| converted(format));
            let files = TableId::ALL.map(|id| format.file_name(id.table()));
            let read = |file: &String| fs::read(out.join(file)).expect("written");
            files.iter().map(read).collect::<Vec<_>>()
        });
        assert!(bytes[0] == bytes[1], "{}", format.id());
    }
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_look_and_an_earlier_run_is_replaced() {
    use std::os::unix::fs::PermissionsExt;
    let (_dir, out, _) = converted(Format::Csv);
    fs::write(out.join("my-notes.txt"), "x").expect("written");
    let request = Request {
        inputs: vec![fixture("month/claims")],
        eligibility: Vec::new(),
        map: None,
        out: out.clone(),
        format: Format::Parquet,
    };
    tables::run(&request, &()).expect("converted again");
    let mut names: Vec<String> = TableId::ALL
        .iter()
        .map(|id| Format::Parquet.file_name(id.table()))
        .collect();
    names.extend([MANIFEST.to_owned(), "my-notes.txt".to_owned()]);
    names.sort();
    let found = support::files_below(&out);
    assert_eq!(found, names.iter().map(PathBuf::from).collect::<Vec<_>>());
    let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
    assert_eq!(mode(&out), 0o700);
    assert_eq!(mode(&out.join("claims.parquet")), 0o600);
    // A report of `check` is nothing that tables may replace.
    fs::remove_file(out.join(MANIFEST)).expect("removed");
    fs::write(out.join("summary.json"), "{\"program\": \"houkan\"}").expect("written");
    assert!(tables::run(&request, &()).is_err());
}

/// True when the script can run; `HOUKAN_REQUIRE_PYARROW=1` makes it a failure when it cannot.
/// Empty tables do not take the place of good ones.
#[test]
fn tables_stay_when_nothing_can_be_read() {
    let (_dir, out, _) = converted(Format::Parquet);
    let before = fs::read(out.join("claims.parquet")).expect("a table");
    let broken = out.with_file_name("broken.UKE");
    fs::write(&broken, b"no claim file").expect("written");
    let request = Request {
        inputs: vec![broken],
        eligibility: Vec::new(),
        map: None,
        out: out.clone(),
        format: Format::Parquet,
    };
    let failed = tables::run(&request, &());
    assert!(matches!(failed, Err(tables::ConvertError::Unreadable(paths)) if paths.len() == 1));
    assert_eq!(
        fs::read(out.join("claims.parquet")).expect("still there"),
        before
    );
}

fn has_pyarrow() -> bool {
    let works = python().is_some_and(|python| {
        Command::new(python)
            .args(["-c", "import pyarrow"])
            .output()
            .is_ok_and(|run| run.status.success())
    });
    let is_required = std::env::var_os("HOUKAN_REQUIRE_PYARROW").is_some_and(|value| value == "1");
    assert!(
        works || !is_required,
        "python3 -c 'import pyarrow' fails: pip install pyarrow"
    );
    if !works {
        eprintln!(
            "skipped: pyarrow is missing (pip install pyarrow), and this test reads the tables with it"
        );
    }
    works
}

#[test]
fn pyarrow_reads_what_a_script_counts_by_itself() {
    if !has_pyarrow() {
        return;
    }
    let folders = Format::ALL.map(converted);
    let run = Command::new("python3")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tables/read_back.py"))
        .arg(fixture("month/claims"))
        .arg(fixture("month/eligibility/members.csv"))
        .args(folders.iter().map(|(_, out, _)| out))
        .output()
        .expect("started");
    let said = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{said}");
    let counted = String::from_utf8_lossy(&run.stdout);
    let claims = folders[0].2.claims_in;
    assert!(
        counted.contains(&format!("'claims': {claims},")),
        "{counted}"
    );
}

#[test]
fn pyarrow_reads_the_report_and_finds_the_files_it_names() {
    if !has_pyarrow() {
        return;
    }
    let dir = tempfile::tempdir().expect("a folder");
    let out = dir.path().join("report");
    let month = fixture("month");
    let made = Command::new(env!("CARGO_BIN_EXE_houkan"))
        .current_dir(&month)
        .args([
            "check",
            "claims",
            "-e",
            "eligibility",
            "-c",
            "credentials.csv",
        ])
        .args(["--as-of", MONTH_AS_OF, "--quiet", "-o"])
        .arg(&out)
        .args(["--report", "csv,jsonl,parquet,arrow"])
        .output()
        .expect("started");
    assert_eq!(made.status.code(), Some(1), "{made:?}");
    let run = Command::new("python3")
        .current_dir(&month)
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tables/read_report.py"))
        .arg(&out)
        .output()
        .expect("started");
    let said = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{said}");
}

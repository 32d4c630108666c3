//! What comes in portions is what [`load`] gives.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch, StringArray};
use arrow::ipc::writer::{FileWriter, StreamWriter};
use parquet::arrow::ArrowWriter;

use super::*;
use crate::eligibility::record::RecordRef;
use crate::eligibility::{Loaded, Sources, Status, load};
use crate::{input, synth};

fn fixtures(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures")
        .join(name)
}

/// The parts of all files below `paths` put together as [`load`] does, and how many portions there were.
fn streamed(paths: &[PathBuf], map: &Map) -> (Loaded, usize) {
    let mut loaded = Loaded::default();
    let mut portions = 0;
    let mut of_input = Records::new();
    let (found, failed) = input::find(paths);
    assert!(failed.is_empty());
    for file in found {
        each_file(&file, map, &mut |part| -> Result<(), ()> {
            match part {
                Part::Records(records) => {
                    portions += 1;
                    of_input.append(records);
                }
                Part::Input(report, notes) => {
                    let number = u32::try_from(loaded.inputs.len()).expect("few");
                    let mut records = std::mem::take(&mut of_input);
                    if matches!(
                        report.status,
                        Status::Unreadable { .. } | Status::Skipped { .. }
                    ) {
                        records = Records::new();
                    }
                    records.amend_from(0, |facts| facts.source = number);
                    assert_eq!(records.len() as u64, report.records);
                    loaded.records.append(records);
                    loaded.notes.extend(notes.into_iter().map(|note| Note {
                        input: number,
                        ..note
                    }));
                    loaded.inputs.push(*report);
                }
            }
            Ok(())
        })
        .expect("all is taken");
    }
    assert!(of_input.is_empty());
    (loaded, portions)
}

fn told(record: RecordRef<'_>) -> String {
    let texts = [
        record.insurer_recorded(),
        record.symbol_recorded(),
        record.number_recorded(),
        record.branch_recorded(),
        record.name_recorded(),
        record.kana_recorded(),
        record.insurer_name(),
        record.query_no(),
        record.kana(),
    ];
    format!("{:?} {texts:?} {}", record.facts(), record.key_hash())
}

/// Compares; how many portions there were.
fn assert_same(paths: &[PathBuf], map: Option<&Map>) -> usize {
    let whole = load(
        &Sources {
            paths,
            map,
            members: None,
        },
        &|_| (),
    );
    let (parts, portions) = streamed(paths, map.unwrap_or(Map::plain()));
    assert_eq!(whole.inputs, parts.inputs);
    assert_eq!(whole.notes, parts.notes);
    assert_eq!(whole.records.len(), parts.records.len());
    for (one, other) in whole.records.iter().zip(parts.records.iter()) {
        assert_eq!(told(one), told(other));
    }
    portions
}

#[test]
fn every_fixture() {
    for folder in [
        "forms",
        "month/eligibility",
        "hostile/eligibility",
        "registers",
        "stations",
        "show",
    ] {
        assert_same(&[fixtures(folder)], None);
        // Named, what is none of ours is unreadable.
        for file in input::find(&[fixtures(folder)]).0 {
            assert_same(&[file.path], None);
        }
    }
    let toml = fs::read_to_string(fixtures("registers/members.toml")).expect("read");
    let map = Map::parse(&toml, "members.toml").expect("a map");
    assert!(assert_same(&[fixtures("registers/members.csv")], Some(&map)) > 0);
}

#[test]
fn a_synth_month() {
    let dir = tempfile::tempdir().expect("a folder");
    synth::write(&synth::Options::new(1_000, 3), dir.path(), &|_| ()).expect("written");
    assert!(
        assert_same(
            &["eligibility", "forms"].map(|name| dir.path().join(name)),
            None
        ) > 10
    );
}

/// A register of so many rows, some of them wrong.
fn register(rows: usize) -> Vec<[String; 5]> {
    let row = |i: usize| {
        let day = if i % 4_001 == 7 { 99 } else { i % 28 + 1 };
        [
            "06132013".to_owned(),
            (i / 100).to_string(),
            if i % 5_003 == 9 {
                String::new()
            } else {
                i.to_string()
            },
            format!("19{:02}-{:02}-{day:02}", i % 90 + 10, i % 12 + 1),
            format!("見本　花子{}", i % 1_000),
        ]
    };
    (0..rows).map(row).collect()
}

const NAMES: [&str; 5] = ["insurer_no", "symbol", "number", "birth_date", "name"];

fn csv(rows: &[[String; 5]], last: &str) -> String {
    let mut text = NAMES.join(",") + "\r\n";
    for row in rows {
        let _ = write!(text, "{}\r\n", row.join(","));
    }
    text + last
}

fn batch(rows: &[[String; 5]]) -> RecordBatch {
    let column = |at: usize| {
        Arc::new(StringArray::from_iter_values(
            rows.iter().map(|row| &row[at]),
        )) as ArrayRef
    };
    RecordBatch::try_from_iter(
        NAMES
            .into_iter()
            .enumerate()
            .map(|(at, name)| (name, column(at))),
    )
    .expect("columns")
}

/// How large portions are depends on the number of threads.
#[test]
fn large_registers_come_in_portions() {
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build();
    one.expect("a thread").install(large_registers);
}

fn large_registers() {
    let rows = register(60_000);
    let dir = tempfile::tempdir().expect("a folder");
    let put = |name: &str, bytes: &[u8]| {
        let path = dir.path().join(name);
        fs::write(&path, bytes).expect("written");
        assert_same(&[path], None)
    };
    assert!(put("plain.csv", csv(&rows, "").as_bytes()) > 1);
    // A quote near the end: the whole table is read otherwise.
    assert!(
        put(
            "quoted.csv",
            csv(&rows, "06132013,1,1,1950-01-02,\"a\nb\"\r\n").as_bytes()
        ) > 1
    );
    // What is broken behind portions.
    put(
        "open.csv",
        csv(&rows, "06132013,1,1,1950-01-02,\"ab\r\n").as_bytes(),
    );
    let mut sjis = Vec::new();
    crate::text::cp932::encode_into(&csv(&rows, ""), &mut sjis);
    assert!(put("sjis.csv", &sjis) > 1);
    sjis.extend_from_slice(b"\x82\r\n");
    assert!(put("broken.csv", &sjis) > 0);
    let batch = batch(&rows);
    let mut file = FileWriter::try_new(Vec::new(), &batch.schema()).expect("a writer");
    file.write(&batch).expect("written");
    let arrow = file.into_inner().expect("closed");
    assert!(put("one.arrow", &arrow) > 1);
    let mut stream = StreamWriter::try_new(Vec::new(), &batch.schema()).expect("a writer");
    for start in (0..batch.num_rows()).step_by(30_000) {
        let rows = (batch.num_rows() - start).min(30_000);
        stream.write(&batch.slice(start, rows)).expect("written");
    }
    assert!(put("many.arrows", &stream.into_inner().expect("closed")) > 1);
    let mut columns = ArrowWriter::try_new(Vec::new(), batch.schema(), None).expect("a writer");
    for start in [0, 20_000] {
        columns
            .write(&batch.slice(start, start + 20_000))
            .expect("written");
        columns.flush().expect("a row group");
    }
    assert!(put("two-groups.parquet", &columns.into_inner().expect("closed")) > 1);
    // All of them as members of one zip.
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in [
        ("b.csv", csv(&rows, "").as_bytes()),
        ("a.arrow", &arrow),
        ("c.txt", b"?"),
    ] {
        zip.start_file(name, zip::write::SimpleFileOptions::default())
            .expect("started");
        zip.write_all(bytes).expect("written");
    }
    assert!(put("all.zip", &zip.finish().expect("finished").into_inner()) > 2);
}

#[test]
fn nothing_is_given_to_one_who_has_enough() {
    let dir = tempfile::tempdir().expect("a folder");
    let rows = register(60_000);
    let mut columns =
        ArrowWriter::try_new(Vec::new(), batch(&rows).schema(), None).expect("a writer");
    columns.write(&batch(&rows)).expect("written");
    for (name, bytes) in [
        ("a.csv", csv(&rows, "").into_bytes()),
        ("a.parquet", columns.into_inner().expect("closed")),
    ] {
        let path = dir.path().join(name);
        fs::write(&path, bytes).expect("written");
        let file = &input::find(&[path]).0[0];
        let mut parts = 0;
        let told = each_file(file, Map::plain(), &mut |_| {
            parts += 1;
            Err("enough")
        });
        assert_eq!((told, parts), (Err("enough"), 1));
    }
}

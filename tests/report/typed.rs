//! The typed forms of a report say what the CSV files say, and what findings rest on.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::datatypes::{DataType, Date32Type, SchemaRef, UInt32Type, UInt64Type};
use arrow::ipc::reader::FileReader;
use chrono::{Days, NaiveDate};
use houkan::check::{self, Checked, Request};
use houkan::finding::Finding;
use houkan::matching::identity_of;
use houkan::policy::Policy;
use houkan::report::csv::Charset;
use houkan::report::{Form, table};
use houkan::rules::{self, Check};
use houkan::synth::{self, Options};
use houkan::text::digest;
use houkan::text::lang::Lang;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde_json::Value;

use super::matches::matches;
use super::{checked, csv_rows, month, write};

/// A cell as the CSV files write it.
fn cell(column: &ArrayRef, row: usize) -> String {
    if column.is_null(row) {
        return String::new();
    }
    match column.data_type() {
        DataType::Utf8 => column.as_string::<i32>().value(row).to_owned(),
        DataType::UInt32 => column.as_primitive::<UInt32Type>().value(row).to_string(),
        DataType::UInt64 => column.as_primitive::<UInt64Type>().value(row).to_string(),
        DataType::Boolean => column.as_boolean().value(row).to_string(),
        DataType::Date32 => {
            let days = column.as_primitive::<Date32Type>().value(row);
            let epoch = NaiveDate::from_ymd_opt(1970, 1, 1).expect("a day");
            let distance = Days::new(days.unsigned_abs().into());
            (if days < 0 {
                epoch - distance
            } else {
                epoch + distance
            })
            .to_string()
        }
        other => panic!("{other} is no type of the CSV files"),
    }
}

/// The first columns of all rows.
fn rows(batches: &[RecordBatch], columns: usize) -> Vec<Vec<String>> {
    let row = |batch: &RecordBatch, at| {
        let first = batch.columns().iter().take(columns);
        first.map(|column| cell(column, at)).collect()
    };
    batches
        .iter()
        .flat_map(|batch| (0..batch.num_rows()).map(move |at| row(batch, at)))
        .collect()
}

type Metadata = BTreeMap<String, String>;

fn of_arrow(path: &Path) -> (SchemaRef, Vec<RecordBatch>, Metadata) {
    let reader = FileReader::try_new(File::open(path).expect("there"), None).expect("Arrow IPC");
    let schema = reader.schema();
    let metadata = schema.metadata().clone().into_iter().collect();
    let batches = reader.map(|batch| batch.expect("a batch")).collect();
    (schema, batches, metadata)
}

fn of_parquet(path: &Path) -> (SchemaRef, Vec<RecordBatch>, Metadata) {
    let file = File::open(path).expect("there");
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).expect("Parquet");
    let pairs = builder.metadata().file_metadata().key_value_metadata();
    let metadata = pairs
        .into_iter()
        .flatten()
        .filter(|pair| pair.key.starts_with("houkan."))
        .map(|pair| (pair.key.clone(), pair.value.clone().unwrap_or_default()))
        .collect();
    let schema = builder.schema().clone();
    let batches = builder
        .build()
        .expect("rows")
        .map(|batch| batch.expect("a batch"));
    (schema, batches.collect(), metadata)
}

#[test]
fn parquet_and_arrow_say_what_the_csv_files_say() {
    let dir = tempfile::tempdir().expect("a folder");
    let out = dir.path().join("report");
    let checked = checked(vec![month().join("claims")]);
    let forms = [Form::Csv, Form::Parquet, Form::Arrow];
    write(&checked, &out, &forms, Charset::Utf8);
    for (name, schema) in [
        ("verdicts", table::verdicts_schema()),
        ("findings", table::findings_schema()),
        ("worklist", table::worklist_schema()),
    ] {
        let (header, csv) = csv_rows(&out.join(format!("{name}.csv")));
        // A birth date that cannot be read stands as recorded in the CSV file and has no value in a
        // typed column.
        let born = header.iter().position(|column| column == "birth_date");
        let (of, batches, told) = of_arrow(&out.join(format!("{name}.arrow")));
        let (other, others, also) = of_parquet(&out.join(format!("{name}.parquet")));
        assert_eq!(of.fields(), schema.fields(), "{name}");
        assert_eq!(other.fields(), schema.fields(), "{name}");
        assert_eq!(told, also, "{name}");
        assert_eq!(told["houkan.policy"], "current");
        assert_eq!(told["houkan.policy_hash"], checked.policy.hash);
        let names: Vec<_> = of
            .fields()
            .iter()
            .map(|field| field.name().as_str())
            .collect();
        assert_eq!(&names[..header.len()], header.as_slice(), "{name}");
        let more: &[&str] = if name == "findings" {
            &table::FINDINGS_MORE
        } else {
            &[]
        };
        assert_eq!(&names[header.len()..], more, "{name}");
        for batches in [&batches, &others] {
            let found = rows(batches, header.len());
            assert_eq!(found.len(), csv.len());
            for (typed, csv) in found.iter().zip(&csv) {
                for (at, (typed, csv)) in typed.iter().zip(csv).enumerate() {
                    assert!(
                        typed == csv || (Some(at) == born && typed.is_empty()),
                        "{name}: {typed} {csv}"
                    );
                }
            }
        }
        // Evidence and all.
        let whole = |batches: &[RecordBatch]| {
            let plain = batches
                .iter()
                .map(|b| RecordBatch::try_new(schema.clone(), b.columns().to_vec()).expect("same"));
            let plain: Vec<_> = plain.collect();
            arrow::compute::concat_batches(&schema, &plain).expect("one batch")
        };
        assert_eq!(whole(&batches), whole(&others), "{name}");
        let at_once = match name {
            "verdicts" => table::verdicts_batch(&checked),
            "findings" => table::findings_batch(&checked, Lang::Ja),
            _ => continue,
        };
        assert_eq!(whole(&[at_once.expect("one batch")]), whole(&batches));
    }
}

/// The lines of a JSONL file.
fn lines(path: &Path) -> Vec<Value> {
    let text = fs::read_to_string(path).expect("UTF-8");
    assert!(text.ends_with('\n') && !text.contains('\r') && !text.starts_with('\u{feff}'));
    text.lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect()
}

/// A value as the CSV files write it.
fn as_cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(days) => days.iter().map(as_cell).collect::<Vec<_>>().join(";"),
        other => other.to_string(),
    }
}

#[test]
fn json_lines_say_what_the_csv_files_say() {
    let dir = tempfile::tempdir().expect("a folder");
    let out = dir.path().join("report");
    let checked = checked(vec![month().join("claims")]);
    write(&checked, &out, &[Form::Csv, Form::Jsonl], Charset::Utf8);
    for name in ["verdicts", "findings"] {
        let (header, csv) = csv_rows(&out.join(format!("{name}.csv")));
        let found = lines(&out.join(format!("{name}.jsonl")));
        assert_eq!(found.len(), csv.len());
        for (line, csv) in found.iter().zip(&csv) {
            for (column, cell) in header.iter().zip(csv) {
                let value = &line[column];
                let is_unread = column == "birth_date" && value.is_null();
                assert!(
                    is_unread || as_cell(value) == *cell,
                    "{column}: {value} {cell}"
                );
            }
        }
        // The members stand in the order of the columns.
        let text = fs::read_to_string(out.join(format!("{name}.jsonl"))).expect("UTF-8");
        let first = text.lines().next().expect("a line");
        let places: Vec<_> = header
            .iter()
            .map(|column| first.find(&format!("\"{column}\":")).expect("a member"))
            .collect();
        assert!(places.is_sorted(), "{first}");
    }
    let verdict = &lines(&out.join("verdicts.jsonl"))[0];
    assert!(verdict["line"].is_u64() && verdict["total_yen"].is_u64());
    assert!(verdict["needs_certificate"].is_boolean() && verdict["cert_dates"].is_array());
}

/// Hashes change with every word of a fixture; `evidence_names_the_files_by_their_hashes` looks at them.
fn hide_hashes(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                if name.ends_with("sha256") {
                    *member = Value::from("…");
                }
                hide_hashes(member);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(hide_hashes),
        _ => {}
    }
}

#[test]
fn findings_with_their_evidence_are_as_they_were() {
    let dir = tempfile::tempdir().expect("a folder");
    let out = dir.path().join("report");
    let checked = checked(vec![month().join("claims")]);
    write(&checked, &out, &[Form::Jsonl], Charset::Utf8);
    // The first of each code of the credential question; others belong to their rules' tests.
    let mut seen = BTreeSet::new();
    let codes = ["NEED_CERT", "NOT_COVERED", "ID_MISMATCH", "CERT_EXPIRING"];
    let root = format!("{}/", month().display());
    let version = format!("\"version\": \"{}\"", env!("CARGO_PKG_VERSION"));
    let mut told = String::new();
    for mut line in lines(&out.join("findings.jsonl")) {
        let code = as_cell(&line["code"]);
        hide_hashes(&mut line);
        if codes.contains(&code.as_str()) && seen.insert(code) {
            told += &serde_json::to_string_pretty(&line).expect("JSON");
            told.push('\n');
        }
    }
    assert_eq!(seen.len(), codes.len());
    let told = told
        .replace(&root, "")
        .replace(&version, "\"version\": \"…\"")
        .replace(&checked.policy.hash, "…");
    insta::assert_snapshot!("findings.jsonl", told);
}

/// The bytes of what evidence names: a file, or a member of a zip.
fn bytes_of(named: &str) -> Vec<u8> {
    if let Ok(bytes) = fs::read(named) {
        return bytes;
    }
    let (archive, member) = named.split_once(".zip/").expect("a member of a zip");
    let file = File::open(format!("{archive}.zip")).expect("there");
    let mut zip = zip::ZipArchive::new(file).expect("a zip");
    let mut bytes = Vec::new();
    let mut member = zip.by_name(member).expect("a member");
    std::io::copy(&mut member, &mut bytes).expect("unpacked");
    bytes
}

#[test]
fn evidence_names_the_files_by_their_hashes() {
    let dir = tempfile::tempdir().expect("a folder");
    let out = dir.path().join("report");
    let checked = checked(vec![month().join("claims")]);
    write(&checked, &out, &[Form::Jsonl], Charset::Utf8);
    let mut forms = BTreeSet::new();
    for line in lines(&out.join("findings.jsonl")) {
        let input = as_cell(&line["source_file"]);
        assert_eq!(line["input_sha256"], digest::sha256(&bytes_of(&input)));
        assert_eq!(line["policy"]["hash"], checked.policy.hash);
        let rule = rules::find(&as_cell(&line["code"])).expect("a rule");
        assert_eq!(line["rule_version"], rule.version);
        assert_eq!(line["certainty"], rule.certainty.id());
        for item in line["evidence"].as_array().expect("a list") {
            let file = as_cell(&item["file"]);
            assert_eq!(item["sha256"], digest::sha256(&bytes_of(&file)), "{file}");
            let place = item["place"].as_object().expect("a place");
            let is_text = ["csv", "credentials"].contains(&as_cell(&item["form"]).as_str());
            let member = if is_text { "line" } else { "unit" };
            assert_eq!(place.keys().collect::<Vec<_>>(), [member], "{file}");
            assert!(place[member].as_u64() > Some(0));
            forms.insert(as_cell(&item["form"]));
        }
    }
    // A register, the log, a bulk result and a zip's member at least.
    for form in ["csv", "credentials", "xml-bulk", "xml-single"] {
        assert!(forms.contains(form), "{form}: {forms:?}");
    }
}

/// The made-up month, and two of `houkan synth` in which every scenario occurs.
fn months(home: &Path) -> Vec<(PathBuf, NaiveDate)> {
    let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).expect("a day");
    let mut all = vec![(month(), day(2026, 9, 5))];
    for seed in [11, 12] {
        let folder = home.join(seed.to_string());
        synth::write(&Options::new(500, seed), &folder, &|_| ()).expect("made up");
        all.push((folder, day(2026, 9, 5)));
    }
    all
}

/// Every record is the person's: the same number, or the same birth date with the same kana or name.
fn belongs(checked: &Checked, finding: &Finding, index: u32) -> bool {
    let claim = finding.claim.expect("of a claim");
    let claims = &checked.claims.claims;
    let (position, local) = (0..claims.chunks().len())
        .find_map(|at| {
            let (start, chunk) = claims.chunk(at);
            let local = claim.checked_sub(start)? as usize;
            (local < chunk.claims.len()).then_some((at, local))
        })
        .expect("a chunk has it");
    let (_, chunk) = claims.chunk(position);
    let (_, id) = checked.keys.get(position, local, &chunk.claims[local]);
    let record = checked.records().get(index as usize).expect("a record");
    let other = identity_of(record);
    let is_of_key = id.insurer == other.insurer && id.same_symbol(&other) && id.same_number(&other);
    let is_person = id.born_equal(&other) && (id.kana == other.kana || id.name == other.name);
    is_of_key || is_person
}

#[test]
fn what_compares_rests_on_records_of_the_claims_person() {
    let home = tempfile::tempdir().expect("a folder");
    let mut codes = BTreeSet::new();
    for (folder, as_of) in months(home.path()) {
        let request = Request {
            claims: vec![folder.join("claims")],
            eligibility: vec![folder.join("eligibility")],
            credentials: Some(folder.join("credentials.csv")),
            map: None,
            stations: None,
            master: None,
            policy: Policy::current(),
            as_of,
        };
        let checked = check::run(&request, &());
        let matches = matches(&checked);
        for finding in &checked.findings {
            let rule = rules::find(finding.code).expect("a rule");
            if !matches!(rule.check, Check::Compared(_)) {
                assert!(finding.evidence.is_empty(), "{finding:?}");
                continue;
            }
            let matched = &matches[finding.claim.expect("of a claim") as usize];
            // Without a match there may still be the answer that nobody was found.
            let is_matched = !matched.records.is_empty();
            assert!(!is_matched || !finding.evidence.is_empty(), "{finding:?}");
            assert!(finding.evidence.is_sorted(), "{finding:?}");
            for &index in &finding.evidence {
                let lists = [&matched.records[..], &matched.context, &matched.late];
                assert!(
                    lists.iter().any(|list| list.contains(&index)),
                    "{finding:?}"
                );
                assert!(belongs(&checked, finding, index), "{finding:?}");
            }
            codes.insert(finding.code);
        }
    }
    for code in [
        "NEED_CERT",
        "TRANSITIONAL",
        "NOT_COVERED",
        "ID_MISMATCH",
        "NO_EVIDENCE",
    ] {
        assert!(codes.contains(code), "{code}: {codes:?}");
    }
}

//! The reports over the made-up month in `fixtures`.

mod diagnostic;
#[path = "../support/matches.rs"]
mod matches;
mod standard_output;
mod typed;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use chrono::NaiveDate;
use houkan::check::{self, Checked, Request};
use houkan::finding::Level;
use houkan::policy::Policy;
use houkan::report::csv::Charset;
use houkan::report::inputs::{self, State};
use houkan::report::tally::Tally;
use houkan::report::{self, Form, Report, Settings};
use houkan::text::cp932;
use houkan::text::lang::Lang;

fn month() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/month")
}

fn checked(claims: Vec<PathBuf>) -> Checked {
    let request = Request {
        claims,
        eligibility: vec![month().join("eligibility")],
        credentials: Some(month().join("credentials.csv")),
        map: None,
        stations: None,
        master: None,
        policy: Policy::current(),
        as_of: NaiveDate::from_ymd_opt(2026, 9, 5).expect("a day"),
    };
    check::run(&request, &())
}

fn write(checked: &Checked, out: &Path, forms: &[Form], charset: Charset) -> Report {
    let settings = Settings {
        out: out.to_owned(),
        forms: forms.to_vec(),
        charset,
        lang: Lang::Ja,
        started: Instant::now(),
    };
    report::write(checked, &settings).expect("written")
}

/// The files of a report, without the two fields that differ between runs.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let read = |entry: std::io::Result<fs::DirEntry>| {
        let path = entry.expect("an entry").path();
        let name = path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let mut bytes = fs::read(&path).expect("readable");
        if name == "summary.json" {
            let text = String::from_utf8(bytes).expect("UTF-8");
            let differs = |line: &str| {
                line.contains("\"wall_seconds\"") || line.contains("\"claims_per_second\"")
            };
            bytes = text
                .lines()
                .filter(|line| !differs(line))
                .collect::<Vec<_>>()
                .join("\n")
                .into_bytes();
        }
        (name, bytes)
    };
    fs::read_dir(folder).expect("a folder").map(read).collect()
}

/// A file as text, its paths and line ends made the same everywhere.
fn text(files: &BTreeMap<String, Vec<u8>>, name: &str) -> String {
    let root = format!("{}/", month().display());
    let text = String::from_utf8(files[name].clone()).expect("UTF-8");
    text.replace(&root, "").replace('\r', "")
}

#[test]
fn files_are_as_they_were() {
    let dir = tempfile::tempdir().expect("a folder");
    let out = dir.path().join("report");
    write(
        &checked(vec![month().join("claims")]),
        &out,
        &[Form::Csv],
        Charset::Utf8,
    );
    let files = files(&out);
    let names: Vec<_> = files.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "findings.csv",
            "summary.json",
            "verdicts.csv",
            "worklist.csv"
        ]
    );
    for name in ["verdicts.csv", "worklist.csv", "findings.csv"] {
        insta::assert_snapshot!(name, text(&files, name));
    }
    let version = format!("\"version\": \"{}\"", env!("CARGO_PKG_VERSION"));
    let hash = Policy::current().hash;
    let summary = text(&files, "summary.json")
        .replace(&version, "\"version\": \"…\"")
        .replace(&hash, "…");
    insta::assert_snapshot!("summary.json", summary);
}

#[test]
fn threads_and_order_of_paths_do_not_matter() {
    let folders = ["9999993", "9999991", "9999992"].map(|name| month().join("claims").join(name));
    let dir = tempfile::tempdir().expect("a folder");
    let all = Form::ALL;
    let mut runs = Vec::new();
    for (threads, claims) in [(1, vec![month().join("claims")]), (4, folders.to_vec())] {
        let out = dir.path().join(format!("report-{threads}"));
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .expect("a pool");
        pool.install(|| write(&checked(claims), &out, &all, Charset::Utf8));
        runs.push(files(&out));
    }
    assert_eq!(runs[0].len(), 15);
    assert!(runs[0] == runs[1], "the reports differ");
}

#[test]
fn a_log_with_rows_left_out_is_read_in_part() {
    let dir = tempfile::tempdir().expect("a folder");
    let log = dir.path().join("log.csv");
    // In the second row everything stands a column too far to the left.
    let rows = "insurer_no,number,birth_date,kind,note\n\
        01130012,16,1965-03-12,myna,\n\
        16,1965-03-12,見本花子,myna,\n";
    fs::write(&log, rows).expect("written");
    let request = Request {
        claims: vec![month().join("claims")],
        eligibility: Vec::new(),
        credentials: Some(log),
        map: None,
        stations: None,
        master: None,
        policy: Policy::current(),
        as_of: NaiveDate::from_ymd_opt(2026, 9, 5).expect("a day"),
    };
    let checked = check::run(&request, &());
    let out = dir.path().join("report");
    let report = write(&checked, &out, &[Form::Json], Charset::Utf8);
    let input = report.inputs.last().expect("the log");
    assert_eq!((input.status, input.records), (State::Partial, 1));
    let reason = input.reason.as_ref().expect("a reason");
    assert!(reason.ja.contains("1件"), "{}", reason.ja);
    // The report is the user's and tells what was found; what is shown elsewhere does not.
    let summary = fs::read_to_string(out.join("summary.json")).expect("readable");
    assert!(summary.contains("見本花子"));
    let masked: Vec<_> = inputs::masked_notes(&checked).collect();
    assert_eq!(masked.len(), report.notes.len());
    for note in &masked {
        assert!(!note.words.ja.contains("花子") && !note.words.en.contains("花子"));
    }
    let last = &masked.last().expect("of the row left out").words.ja;
    assert!(last.starts_with("3行目: 生年月日（birth_date）"), "{last}");
}

#[test]
fn shift_jis_says_the_same() {
    let dir = tempfile::tempdir().expect("a folder");
    let checked = checked(vec![month().join("claims")]);
    let (utf8, sjis) = (dir.path().join("utf8"), dir.path().join("sjis"));
    write(&checked, &utf8, &[Form::Csv], Charset::Utf8);
    let report = write(&checked, &sjis, &[Form::Csv], Charset::Sjis);
    let (utf8, sjis) = (files(&utf8), files(&sjis));
    let mut geta = 0;
    for name in ["verdicts.csv", "worklist.csv", "findings.csv"] {
        let expected = String::from_utf8(utf8[name].clone()).expect("UTF-8");
        let expected = expected.strip_prefix('\u{feff}').expect("a mark");
        let written = cp932::decode_strict(&sjis[name]).expect("CP932");
        assert_eq!(expected.chars().count(), written.chars().count(), "{name}");
        for (a, b) in expected
            .chars()
            .zip(written.chars())
            .filter(|(a, b)| a != b)
        {
            assert_eq!(b, '〓', "{a}");
            geta += 1;
        }
    }
    assert_eq!(report.replaced, geta);
}

fn csv_rows(path: &Path) -> (Vec<String>, Vec<Vec<String>>) {
    let bytes = fs::read(path).expect("readable");
    let mut reader = csv::Reader::from_reader(bytes.strip_prefix(b"\xEF\xBB\xBF").expect("a mark"));
    let cells = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect();
    let header = cells(reader.headers().expect("a header"));
    let rows = reader
        .records()
        .map(|record| cells(&record.expect("a row")))
        .collect();
    (header, rows)
}

#[test]
fn every_claim_is_written_once_and_the_summary_proves_it() {
    let dir = tempfile::tempdir().expect("a folder");
    let out = dir.path().join("report");
    write(
        &checked(vec![month().join("claims")]),
        &out,
        &[Form::Csv],
        Charset::Utf8,
    );
    let (header, rows) = csv_rows(&out.join("verdicts.csv"));
    let yen = header
        .iter()
        .position(|column| column == "total_yen")
        .expect("a column");
    let total: u64 = rows
        .iter()
        .map(|row| row[yen].parse::<u64>().expect("a number"))
        .sum();
    let bytes = fs::read(out.join("summary.json")).expect("readable");
    let summary: serde_json::Value = serde_json::from_slice(&bytes).expect("JSON");
    let proof = &summary["proof"];
    let expected = fs::read_to_string(month().join("expected.csv")).expect("readable");
    assert_eq!(rows.len(), expected.lines().count() - 1);
    assert_eq!(proof["holds"], true);
    for (counted, field) in [
        (rows.len() as u64, "claims_in"),
        (rows.len() as u64, "verdicts_out"),
        (total, "yen_in"),
        (total, "yen_out"),
    ] {
        assert_eq!(proof[field], counted, "{field}");
    }
}

#[test]
fn the_worklist_is_in_order_and_complete() {
    let dir = tempfile::tempdir().expect("a folder");
    let out = dir.path().join("report");
    write(
        &checked(vec![month().join("claims")]),
        &out,
        &[Form::Csv],
        Charset::Utf8,
    );
    let (header, verdicts) = csv_rows(&out.join("verdicts.csv"));
    let (columns, people) = csv_rows(&out.join("worklist.csv"));
    let at = |name: &str| {
        header
            .iter()
            .position(|column| column == name)
            .expect("a column")
    };
    let of = |name: &str| {
        columns
            .iter()
            .position(|column| column == name)
            .expect("a column")
    };
    let number = |cell: &String| cell.parse::<u64>().expect("a number");
    let needing = verdicts
        .iter()
        .filter(|row| row[at("needs_certificate")] == "true");
    let claims: u64 = people
        .iter()
        .map(|person| number(&person[of("claims")]))
        .sum();
    let yen: Vec<u64> = people
        .iter()
        .map(|person| number(&person[of("yen_at_risk")]))
        .collect();
    assert_eq!(claims, needing.clone().count() as u64);
    assert_eq!(
        yen.iter().sum::<u64>(),
        needing
            .map(|row| number(&row[at("total_yen")]))
            .sum::<u64>()
    );
    assert!(
        people.len() > 2 && claims > people.len() as u64,
        "somebody has two claims"
    );
    // Amounts fall among those who must and again among those who may still.
    assert_eq!(
        yen.windows(2).filter(|pair| pair[1] > pair[0]).count(),
        1,
        "{yen:?}"
    );
    for person in &people {
        assert!(person[of("first_date")] <= person[of("last_date")]);
    }
}

/// Some rules weigh differently from case to case: the summary counts their findings apart.
#[test]
fn findings_of_one_code_are_counted_by_level() {
    let mut checked = checked(vec![month().join("claims")]);
    let mut milder = checked.findings[0].clone();
    assert_ne!(milder.level, Level::Info);
    milder.level = Level::Info;
    let code = milder.code;
    let before = Tally::of(&checked).codes;
    checked.findings.push(milder);
    let after = Tally::of(&checked).codes;
    let counts = |codes: &BTreeMap<(&str, Level), u64>| -> Vec<u64> {
        let levels = [Level::Info, Level::Warn, Level::Error];
        levels
            .map(|level| codes.get(&(code, level)).copied().unwrap_or(0))
            .into()
    };
    assert_eq!(counts(&after)[0], counts(&before)[0] + 1);
    assert_eq!(counts(&after)[1..], counts(&before)[1..]);
}

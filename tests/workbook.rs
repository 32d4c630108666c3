//! `report.xlsx`, read back: with calamine, cell by cell beside the CSV files; with openpyxl by
//! `tests/workbook/read_back.py`; and by `soffice`, which has to convert it.

mod support;

use std::fs;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::process::Command;

use calamine::{Data, Range, Reader, Xlsx, open_workbook};
use chrono::{Days, NaiveDate};
use houkan::messages;
use houkan::report::csv::Charset;
use houkan::report::{Form, Settings};
use houkan::text::lang::Lang;
use support::{KYOKAI, MONTH_AS_OF, fixture, python};
use tempfile::TempDir;

type Book = Xlsx<BufReader<fs::File>>;

/// The report of the made-up month, with the folder it lies in.
fn month(lang: &str) -> (TempDir, PathBuf) {
    let dir = tempfile::tempdir().expect("a folder");
    let out = dir.path().join("report");
    let run = Command::new(env!("CARGO_BIN_EXE_houkan"))
        .current_dir(fixture("month"))
        .args(["check", "claims", "-e", "eligibility", "-c"])
        .args(["credentials.csv", "--as-of", MONTH_AS_OF, "--lang", lang])
        .args(["--quiet", "--report", "csv,xlsx", "-o"])
        .arg(&out)
        .output()
        .expect("started");
    assert_eq!(run.status.code(), Some(1), "{run:?}");
    (dir, out)
}

fn book(out: &Path) -> Book {
    open_workbook(out.join("report.xlsx")).expect("a workbook")
}

/// A cell as the CSV files write it.
fn as_csv(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) => text.clone(),
        Data::Bool(truth) => truth.to_string(),
        Data::Float(number) => number.to_string(),
        Data::DateTime(date) => {
            let epoch = NaiveDate::from_ymd_opt(1899, 12, 30).expect("a day");
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            let days = Days::new(date.as_f64() as u64);
            (epoch + days).to_string()
        }
        other => panic!("{other:?} has no place in a report"),
    }
}

fn csv_rows(path: &Path) -> (Vec<String>, Vec<Vec<String>>) {
    let text = fs::read_to_string(path).expect("UTF-8");
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{FEFF}').as_bytes());
    let texts = |row: &csv::StringRecord| row.iter().map(str::to_owned).collect::<Vec<_>>();
    let head = texts(reader.headers().expect("a header"));
    let rows = reader.records().map(|row| texts(&row.expect("a row")));
    (head, rows.collect())
}

/// The place of a column of the CSV files on a sheet.
fn place(range: &Range<Data>, column: &str, lang: Lang) -> usize {
    let heading = messages::of("column", column, lang);
    let head = range.rows().next().expect("a header");
    let is = |cell: &Data| matches!(cell, Data::String(text) if text == heading);
    head.iter()
        .position(is)
        .unwrap_or_else(|| panic!("{heading} in {head:?}"))
}

const SHEETS: [(&str, &str); 3] = [
    ("worklist.csv", "対応リスト"),
    ("verdicts.csv", "判定"),
    ("findings.csv", "指摘"),
];

#[test]
fn the_sheets_say_what_the_csv_files_say() {
    let (_dir, out) = month("ja");
    let mut book = book(&out);
    for (file, sheet) in SHEETS {
        let range = book.worksheet_range(sheet).expect("the sheet");
        let (head, rows) = csv_rows(&out.join(file));
        let places: Vec<_> = head
            .iter()
            .map(|name| place(&range, name, Lang::Ja))
            .collect();
        assert!(places.is_sorted(), "{sheet}: the order of the CSV file");
        let read: Vec<Vec<String>> = range
            .rows()
            .skip(1)
            .map(|row| places.iter().map(|&at| as_csv(&row[at])).collect())
            .collect();
        assert_eq!(read, rows, "{sheet}");
    }
}

#[test]
fn cells_have_types() {
    let (_dir, out) = month("ja");
    let mut book = book(&out);
    for (file, sheet) in SHEETS {
        let range = book.worksheet_range(sheet).expect("the sheet");
        let (head, _) = csv_rows(&out.join(file));
        for name in &head {
            let at = place(&range, name, Lang::Ja);
            for row in range.rows().skip(1).filter(|row| row[at] != Data::Empty) {
                let cell = &row[at];
                let fits = match name.as_str() {
                    "line" | "visit_days" | "total_yen" | "claims" | "yen_at_risk" => {
                        matches!(cell, Data::Float(_))
                    }
                    "evidence_as_of" | "first_date" | "last_date" => {
                        matches!(cell, Data::DateTime(_))
                    }
                    // One that cannot be read stands as recorded.
                    "birth_date" => matches!(cell, Data::DateTime(_) | Data::String(_)),
                    "needs_certificate" => matches!(cell, Data::Bool(_)),
                    _ => matches!(cell, Data::String(_)),
                };
                assert!(fits, "{sheet} {name}: {cell:?}");
            }
        }
    }
}

#[test]
fn both_languages_name_the_same_sheets() {
    let expected = [
        ("ja", ["概要", "対応リスト", "判定", "指摘", "入力", "凡例"]),
        (
            "en",
            [
                "Summary", "Worklist", "Verdicts", "Findings", "Inputs", "Legend",
            ],
        ),
    ];
    for (lang, names) in expected {
        let (_dir, out) = month(lang);
        assert_eq!(book(&out).sheet_names(), names);
    }
}

/// All texts, sheet by sheet, a row a line.
fn dump(out: &Path) -> String {
    let mut book = book(out);
    let mut told = String::new();
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).expect("the sheet");
        told.extend(["== ", name.as_str(), "\n"]);
        for row in range.rows() {
            let cells: Vec<String> = row
                .iter()
                .map(|cell| as_csv(cell).replace('\n', "⏎"))
                .collect();
            told += cells.join("|").trim_end_matches('|');
            told.push('\n');
        }
    }
    told
}

#[test]
fn texts_are_as_they_were() {
    for lang in ["ja", "en"] {
        let (_dir, out) = month(lang);
        let told = dump(&out)
            .replace(concat!("houkan ", env!("CARGO_PKG_VERSION")), "houkan …")
            .replace(&houkan::policy::Policy::current().hash, "…");
        insta::assert_snapshot!(format!("workbook.{lang}"), told);
    }
}

const HOSTILE: [&str; 9] = [
    "=HYPERLINK(\"http://example.invalid\";\"x\")",
    "+81",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "＝1+1",
    "http://example.invalid/",
    "<script>alert(1)</script>",
    "{=1+1}_x0041_",
];

/// A report over claims of people with such names.
fn hostile() -> (TempDir, PathBuf) {
    let mut case = support::Case::of(support::claim(KYOKAI, &["2026-01-05"]));
    case.claims = (0u32..)
        .zip(HOSTILE)
        .map(|(at, name)| {
            let mut claim = support::claim(KYOKAI, &["2026-01-05"]);
            name.clone_into(&mut claim.name);
            claim.symbol = format!("={at}");
            claim.number = format!("{at}");
            claim
        })
        .collect();
    let (request, dir) = case.request();
    let settings = Settings {
        out: dir.path().join("report"),
        forms: vec![Form::Csv, Form::Xlsx],
        charset: Charset::Utf8,
        lang: Lang::Ja,
        started: std::time::Instant::now(),
    };
    houkan::report::write(&support::run(&request), &settings).expect("written");
    (dir, settings.out)
}

#[test]
fn names_like_formulas_are_texts() {
    let (_dir, out) = hostile();
    let mut book = book(&out);
    for sheet in ["対応リスト", "判定"] {
        let range = book.worksheet_range(sheet).expect("the sheet");
        let at = place(&range, "patient_name", Lang::Ja);
        let mut names: Vec<String> = range.rows().skip(1).map(|row| as_csv(&row[at])).collect();
        names.sort();
        let mut expected = HOSTILE.map(str::to_owned);
        expected.sort();
        assert_eq!(names, expected, "{sheet}");
        let formulas = book.worksheet_formula(sheet).expect("the sheet");
        assert!(formulas.used_cells().next().is_none(), "{sheet}");
        // All links stay inside.
        let links = book.hyperlinks_by_sheet_name(sheet).expect("links");
        assert!(!links.is_empty());
        assert!(
            links
                .iter()
                .all(|link| link.target.is_none() && link.location.is_some())
        );
    }
}

/// True when a program can run; a variable makes it a failure when it cannot.
fn is_there(works: bool, variable: &str, what: &str) -> bool {
    let is_required = std::env::var_os(variable).is_some_and(|value| value == "1");
    assert!(works || !is_required, "{what} is missing");
    if !works {
        eprintln!("skipped: {what} is missing, and this test reads the workbook with it");
    }
    works
}

fn has_openpyxl() -> bool {
    let works = python().is_some_and(|python| {
        let run = Command::new(python)
            .args(["-c", "import openpyxl"])
            .output();
        run.is_ok_and(|run| run.status.success())
    });
    is_there(
        works,
        "HOUKAN_REQUIRE_OPENPYXL",
        "openpyxl (pip install openpyxl)",
    )
}

#[test]
fn openpyxl_reads_it() {
    if !has_openpyxl() {
        return;
    }
    let month = month("ja");
    let hostile = hostile();
    for (name, out) in [("month", &month.1), ("hostile", &hostile.1)] {
        let run = Command::new("python3")
            .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/workbook/read_back.py"))
            .arg(out)
            .output()
            .expect("started");
        let said = String::from_utf8_lossy(&run.stderr);
        assert!(run.status.success(), "{name}: {said}");
        let told = String::from_utf8_lossy(&run.stdout);
        let claims = csv_rows(&out.join("verdicts.csv")).1.len();
        assert!(
            told.contains(&format!("verdicts {claims}\n")),
            "{name}: {told}"
        );
    }
}

/// Has `soffice` convert the workbook to a form; the folder with what came out.
fn converted(out: &Path, form: &str) -> TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    let profile = format!(
        "-env:UserInstallation=file://{}/profile",
        dir.path().display()
    );
    let run = Command::new("soffice")
        .args([&profile, "--headless", "--convert-to", form, "--outdir"])
        .arg(dir.path())
        .arg(out.join("report.xlsx"))
        .output()
        .expect("started");
    assert!(run.status.success(), "{run:?}");
    dir
}

#[test]
fn libreoffice_converts_it() {
    let works = Command::new("soffice").arg("--version").output();
    let works = works.is_ok_and(|run| run.status.success());
    if !is_there(works, "HOUKAN_REQUIRE_LIBREOFFICE", "LibreOffice (soffice)") {
        return;
    }
    let (_dir, out) = month("ja");
    // Commas, UTF-8, cells as shown, every sheet.
    let all = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1";
    let folder = converted(&out, all);
    for (file, sheet) in SHEETS {
        let path = folder.path().join(format!("report-{sheet}.csv"));
        let (head, read) = csv_rows(&path);
        let (names, rows) = csv_rows(&out.join(file));
        assert_eq!(read.len(), rows.len(), "{sheet}");
        for name in [
            "claim_no",
            "patient_name",
            "birth_date",
            "insurer_no",
            "number",
            "code",
        ] {
            let Some(from) = names.iter().position(|it| it == name) else {
                continue;
            };
            let heading = messages::of("column", name, Lang::Ja);
            let at = head
                .iter()
                .position(|it| it == heading)
                .expect("the column");
            for (shown, row) in read.iter().zip(&rows) {
                assert_eq!(shown[at], row[from], "{sheet} {name}");
            }
        }
    }
    let folder = converted(&out, "pdf");
    let pdf = fs::read(folder.path().join("report.pdf")).expect("written");
    assert!(pdf.starts_with(b"%PDF-"));
}

//! The forms of `validate` over a handful of made-up findings.

use std::fmt::Write as _;

use houkan::finding::{Days, Details, Finding, Place};
use houkan::lint::{Excerpt, Subject};
use houkan::report::csv::Charset;
use houkan::report::diagnostic::{File, Finished, Form, Output, Settings};
use houkan::report::findings;
use houkan::report::inputs::State;
use houkan::report::terminal::Paint;
use houkan::rules;
use houkan::text::cp932;
use houkan::text::date::Month;
use houkan::text::lang::Lang;
use houkan::uke::dialect::Encoding;
use houkan::validate::Diagnostic;
use serde_json::Value;

const RE: &str = "RE,,6112,202601,見本　花子,ミホンハナコ,2,19650312,,,,,,A-1,";
const HO: &str = "HO,01130012,見本・記号,１２３,03,16650,,,,,,";
const KA: &str = "KA,20260131,1,510000110,,5550,01,01,01";

/// What a finding of the examples says.
struct Case<'a> {
    code: &'static str,
    variant: &'static str,
    /// Line, record, identifier of the field, its position.
    at: (u32, &'static str, &'static str, u8),
    /// The line, and how many bytes of it before and in the place.
    text: &'a str,
    meant: (usize, usize),
    values: (&'static str, &'static str),
}

impl Case<'_> {
    fn diagnostic(&self) -> Diagnostic {
        let (line, record, field, position) = self.at;
        let rule = rules::find(self.code).expect("a rule");
        let excerpt = (!self.text.is_empty()).then(|| {
            let mut bytes = Vec::new();
            cp932::encode_into(self.text, &mut bytes);
            let encoded = |length: usize| {
                let mut bytes = Vec::new();
                cp932::encode_into(&self.text[..length], &mut bytes);
                u32::try_from(bytes.len()).expect("short")
            };
            let (before, length) = self.meant;
            let span = encoded(before)..encoded(before + length);
            Excerpt::new(Encoding::Cp932, &bytes, &span)
        });
        let is_date = field == "date";
        let month = Month::new(2026, 1).filter(|_| is_date);
        Diagnostic {
            finding: Finding {
                evidence: Box::default(),
                log_lines: Box::default(),
                code: rule.code,
                level: rule.level,
                place: Place {
                    input: 0,
                    line,
                    record,
                    field,
                },
                claim: (!record.is_empty()).then_some(0),
                dates: month.map(|month| Days {
                    month,
                    mask: 1 << 30 | 1,
                }),
                claim_value: self.values.0.into(),
                reference_value: self.values.1.into(),
                details: Details {
                    variant: self.variant,
                    ..Details::default()
                },
            },
            position,
            subject: if record.is_empty() {
                Subject::default()
            } else {
                Subject {
                    station: "1369999991".into(),
                    claim_no: "1".into(),
                    patient: "見本　花子".into(),
                    service_month: "202601".into(),
                }
            },
            excerpt,
        }
    }
}

/// A finding of a field, its place named by the text before it and its own.
fn of_field(
    code: &'static str,
    at: (u32, &'static str, &'static str, u8),
    text: &'static str,
    (before, meant): (&str, &'static str),
) -> Diagnostic {
    assert!(text.starts_with(before) && text[before.len()..].starts_with(meant));
    Case {
        code,
        variant: "",
        at,
        text,
        meant: (before.len(), meant.len()),
        values: (meant, ""),
    }
    .diagnostic()
}

/// The findings of the first file: of the file, an empty field, a place in and one behind full-width text,
/// a date, and a whole record that is very long.
fn findings_of_a_file() -> Vec<Diagnostic> {
    let mut long = "JS,".to_owned();
    for item in 1..=30 {
        let _ = write!(long, "架空の状態の記載その{item}。");
    }
    long.push_str(",01,001");
    let whole = Case {
        code: "F401",
        variant: "",
        at: (8, "JS", "", 0),
        text: &long,
        meant: (0, long.len()),
        values: ("4", "6"),
    };
    let file = Case {
        code: "F103",
        variant: "",
        at: (0, "", "", 0),
        text: "",
        meant: (0, 0),
        values: ("", ""),
    };
    let expected = Case {
        code: "F301",
        variant: "",
        at: (9, "KA", "date", 2),
        text: KA,
        meant: (3, 8),
        values: ("20260131", "202602"),
    };
    let mut line_ends = file.diagnostic();
    line_ends.finding.details.count = 12;
    vec![
        line_ends,
        of_field("F201", (2, "RE", "claim_no", 2), RE, ("RE,", "")),
        of_field(
            "F201",
            (2, "RE", "name", 5),
            RE,
            ("RE,,6112,202601,見本　", "花"),
        ),
        of_field(
            "F501",
            (3, "HO", "visit_days", 5),
            HO,
            ("HO,01130012,見本・記号,１２３,", "03"),
        ),
        whole.diagnostic(),
        expected.diagnostic(),
    ]
}

fn file(path: &str, status: State) -> File {
    let is_read = status == State::Read;
    File {
        path: path.to_owned(),
        bytes: 1234,
        sha256: is_read.then(|| "00".repeat(32)),
        shape: is_read.then_some("station"),
        encoding: is_read.then_some("cp932"),
        claims: u64::from(is_read),
        status,
    }
}

fn settings(form: Form) -> Settings {
    Settings {
        form,
        lang: Lang::Ja,
        is_masked: false,
        charset: Charset::Utf8,
        paint: Paint::new(false),
        columns: 72,
        is_quiet: false,
    }
}

fn refused() -> Diagnostic {
    Case {
        code: "F100",
        variant: "NO_HM",
        at: (0, "", "", 0),
        text: "",
        meant: (0, 0),
        values: ("file", ""),
    }
    .diagnostic()
}

fn rendered(settings: &Settings) -> (String, Finished) {
    let mut bytes = Vec::new();
    let mut output = Output::new(settings, &mut bytes);
    output.file(file("請求/覚え書き.txt", State::Skipped), [].into_iter());
    output.file(
        file("請求/RECEIPTH.UKE", State::Read),
        findings_of_a_file().into_iter(),
    );
    output.file(file("請求/正しい.UKE", State::Read), [].into_iter());
    output.file(
        file("請求/違う.UKE", State::Unreadable),
        [refused()].into_iter(),
    );
    let finished = output.end();
    assert!(finished.error.is_none());
    let text = match settings.charset {
        Charset::Utf8 => String::from_utf8(bytes).expect("UTF-8"),
        Charset::Sjis => cp932::decode_strict(&bytes).expect("CP932").into_owned(),
    };
    let version = format!("\"version\":\"{}\"", env!("CARGO_PKG_VERSION"));
    (text.replace(&version, "\"version\":\"…\""), finished)
}

#[test]
fn forms_are_as_they_were() {
    for (name, form) in [
        ("validate.txt", Form::Text),
        ("validate.json", Form::Json),
        ("validate.jsonl", Form::Jsonl),
        ("validate.csv", Form::Csv),
        ("validate.sarif", Form::Sarif),
    ] {
        let (text, _) = rendered(&settings(form));
        insta::assert_snapshot!(name, text.replace('\r', ""));
    }
}

#[test]
fn english_is_as_it_was() {
    let settings = Settings {
        lang: Lang::En,
        ..settings(Form::Text)
    };
    insta::assert_snapshot!("validate.en.txt", rendered(&settings).0);
}

#[test]
fn masked_output_names_nobody() {
    for form in [Form::Text, Form::Json, Form::Jsonl, Form::Csv, Form::Sarif] {
        let open = rendered(&settings(form)).0;
        assert!(open.contains('花'), "{form:?}");
        let settings = Settings {
            is_masked: true,
            ..settings(form)
        };
        let (text, finished) = rendered(&settings);
        for personal in ["見本", "花", "ミホン", "19650312", "１２３", "A-1", "架空"] {
            assert!(!text.contains(personal), "{form:?} {personal}: {text}");
        }
        // What does not identify stays.
        assert!(text.contains("20260131") && finished.tally.claims == 2);
        if form == Form::Text {
            insta::assert_snapshot!("validate.masked.txt", text);
        }
    }
}

#[test]
fn all_forms_count_the_same() {
    let of = |form| rendered(&settings(form)).1.tally;
    let tally = of(Form::Text);
    assert_eq!(
        (tally.read, tally.skipped, tally.unreadable, tally.claims),
        (2, 1, 1, 2)
    );
    assert_eq!(tally.levels, [1, 2, 4]);
    for form in [Form::Json, Form::Jsonl, Form::Csv, Form::Sarif] {
        assert_eq!(of(form), tally);
    }
}

/// The same findings, one by one, whatever the form.
#[test]
fn structured_forms_agree() {
    let (json, _) = rendered(&settings(Form::Json));
    let document: Value = serde_json::from_str(&json).expect("JSON");
    let files = document["files"].as_array().expect("a list");
    let (jsonl, _) = rendered(&settings(Form::Jsonl));
    let mut lines = jsonl.lines();
    for file in files {
        for finding in file["findings"].as_array().expect("a list") {
            let mut line: Value =
                serde_json::from_str(lines.next().expect("a line")).expect("JSON");
            assert_eq!(line["file"], file["path"]);
            line.as_object_mut().expect("an object").remove("file");
            assert_eq!(&line, finding);
        }
    }
    assert_eq!((files.len(), lines.next()), (4, None));
    // In the line of the third finding 花 stands behind 20 characters.
    let name = &files[1]["findings"][2];
    assert_eq!(
        (&name["column_start"], &name["column_end"]),
        (&Value::from(20), &Value::from(21))
    );
    let excerpt = name["excerpt"].as_str().expect("a line");
    assert_eq!(excerpt.chars().nth(19), Some('花'));
}

#[test]
fn csv_has_the_columns_of_findings_csv() {
    for charset in [Charset::Utf8, Charset::Sjis] {
        let settings = Settings {
            charset,
            ..settings(Form::Csv)
        };
        let (text, finished) = rendered(&settings);
        assert_eq!(text.starts_with('\u{feff}'), charset == Charset::Utf8);
        let text = text.trim_start_matches('\u{feff}');
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let header = reader.headers().expect("a header").clone();
        assert!(header.iter().eq(findings::COLUMNS));
        assert_eq!(reader.records().filter_map(Result::ok).count(), 7);
        assert_eq!(finished.replaced, 0);
    }
}

#[test]
fn a_run_without_claim_files_writes_nothing() {
    for form in [Form::Text, Form::Json, Form::Jsonl, Form::Csv, Form::Sarif] {
        let mut bytes = Vec::new();
        let mut output = Output::new(&settings(form), &mut bytes);
        output.file(file("覚え書き.txt", State::Skipped), [].into_iter());
        let finished = output.end();
        assert!(finished.tally.is_without_claims());
        assert!(bytes.is_empty(), "{form:?}");
    }
}

/// A writer that has room for so many bytes.
struct Full(usize);

impl std::io::Write for Full {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.0 == 0 {
            return Err(std::io::ErrorKind::StorageFull.into());
        }
        let taken = bytes.len().min(self.0);
        self.0 -= taken;
        Ok(taken)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_full_disk_is_told_and_the_counts_are_whole() {
    for room in [0, 10, 2000] {
        let mut output = Output::new(&settings(Form::Json), Full(room));
        for _ in 0..2 {
            output.file(
                file("RECEIPTH.UKE", State::Read),
                findings_of_a_file().into_iter(),
            );
        }
        let finished = output.end();
        let error = finished.error.expect("an error");
        assert_eq!(error.kind(), std::io::ErrorKind::StorageFull);
        assert_eq!(finished.tally.levels, [2, 4, 6]);
    }
}

#[test]
fn colours_are_there_when_wanted_and_change_nothing_else() {
    let coloured = Settings {
        paint: Paint::new(true),
        ..settings(Form::Text)
    };
    let (text, _) = rendered(&coloured);
    assert!(text.contains("\u{1b}[1;31mエラー[F201]\u{1b}[0m"), "{text}");
    let mut plain = String::new();
    let mut rest = text.as_str();
    while let Some((before, behind)) = rest.split_once('\u{1b}') {
        plain.push_str(before);
        rest = behind.split_once('m').expect("an end").1;
    }
    plain.push_str(rest);
    assert_eq!(plain, rendered(&settings(Form::Text)).0);
}

fn text_of<'a>(value: &'a Value, name: &str) -> &'a str {
    let text = value[name]["text"].as_str().expect("a message");
    assert!(!text.is_empty(), "{name}");
    text
}

/// What SARIF 2.1.0 asks for (3.14, 3.19, 3.27–3.30, 3.49, 3.50).
#[test]
fn sarif_has_what_the_standard_requires() {
    let (text, _) = rendered(&settings(Form::Sarif));
    let log: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(log["version"], "2.1.0");
    let runs = log["runs"].as_array().expect("runs");
    assert_eq!(runs.len(), 1);
    let run = &runs[0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    assert_eq!(run["invocations"][0]["executionSuccessful"], false);
    let driver = &run["tool"]["driver"];
    assert_eq!(driver["name"], "houkan");
    let rules = driver["rules"].as_array().expect("rules");
    let levels = ["error", "warning", "note"].map(Value::from);
    for rule in rules {
        text_of(rule, "shortDescription");
        text_of(rule, "fullDescription");
        text_of(rule, "help");
        assert!(levels.contains(&rule["defaultConfiguration"]["level"]));
    }
    let results = run["results"].as_array().expect("results");
    assert_eq!(results.len(), 7);
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().expect("an index"));
        assert_eq!(result["ruleId"], rules[index.expect("small")]["id"]);
        assert!(levels.contains(&result["level"]));
        text_of(result, "message");
        let place = &result["locations"][0]["physicalLocation"];
        let uri = place["artifactLocation"]["uri"].as_str().expect("a URI");
        assert!(uri.starts_with("%E8%AB%8B%E6%B1%82/"), "{uri}");
        let Some(region) = place.get("region") else {
            continue;
        };
        let number = |name: &str| region[name].as_u64().expect("a number");
        assert!(number("startLine") >= 1 && number("startColumn") >= 1);
        let length = number("endColumn") - number("startColumn");
        let snippet = region["snippet"]["text"].as_str().expect("a text");
        assert_eq!(snippet.chars().count() as u64, length);
        let line = text_of(&place["contextRegion"], "snippet");
        let start = usize::try_from(number("startColumn") - 1).expect("small");
        assert!(
            line.chars()
                .skip(start)
                .collect::<String>()
                .starts_with(snippet)
        );
    }
    assert_eq!(
        results
            .iter()
            .filter(|one| one["locations"][0]["physicalLocation"]
                .get("region")
                .is_some())
            .count(),
        5
    );
}

use std::collections::BTreeSet;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use serde_json::Value;

use super::*;
use crate::check::{self, Checked, Request};
use crate::mark::{Compared, Ignored, Mark, Solved};
use crate::policy::Policy;
use crate::report::tally::Tally;
use crate::report::{csv, findings, html, inputs, worklist};
use crate::text::lang::Lang;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures")
        .join(name)
}

/// The fixture of that name: a month with everything, or claims alone.
fn checked(name: &str) -> Checked {
    let has_all = name == "month";
    let request = Request {
        claims: vec![fixture(name).join("claims")],
        eligibility: has_all
            .then(|| fixture(name).join("eligibility"))
            .into_iter()
            .collect(),
        credentials: has_all.then(|| fixture(name).join("credentials.csv")),
        map: None,
        stations: None,
        master: None,
        policy: Policy::current(),
        as_of: chrono::NaiveDate::from_ymd_opt(2026, 2, 5).expect("a day"),
    };
    check::run(&request, &())
}

fn page(checked: &Checked, lang: Lang) -> String {
    let view = View {
        checked,
        people: &worklist::people(checked),
        tally: &Tally::of(checked),
        inputs: &inputs::inputs(checked),
        notes: &inputs::notes(checked),
        lang,
    };
    let mut out = Vec::new();
    render(&view, &mut out).expect("memory takes everything");
    String::from_utf8(out).expect("UTF-8")
}

/// What stands between two marks.
fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let start = text.find(from).expect("the first mark") + from.len();
    let length = text[start..].find(to).expect("the second mark");
    &text[start..start + length]
}

const ROWS: &str = r#"<script type="application/octet-stream" id="rows">"#;

fn rows(page: &str) -> Value {
    use base64::Engine as _;
    let packed = STANDARD
        .decode(between(page, ROWS, "</script>"))
        .expect("base64");
    let mut text = String::new();
    GzDecoder::new(&packed[..])
        .read_to_string(&mut text)
        .expect("gzip");
    serde_json::from_str(&text).expect("JSON")
}

/// The rows without what is long and tested elsewhere: paths of this machine and the catalogue.
fn told(mut rows: Value) -> String {
    rows["messages"] = Value::Null;
    rows["run"]["program_version"] = Value::Null;
    for input in rows["inputs"].as_array_mut().expect("inputs") {
        let path = input["path"].as_str().expect("a path").replace('\\', "/");
        input["path"] = path.rsplit("fixtures/").next().expect("the last").into();
    }
    for note in rows["notes"].as_array_mut().expect("notes") {
        let path = note["path"].as_str().expect("a path").replace('\\', "/");
        note["path"] = path.rsplit("fixtures/").next().expect("the last").into();
    }
    for rule in rows["rules"].as_object_mut().expect("rules").values_mut() {
        for long in ["meaning", "remedy", "source"] {
            rule[long] = Value::Null;
        }
    }
    // A column a line.
    let mut lines = Vec::new();
    for (name, part) in rows.as_object().expect("an object") {
        match part {
            Value::Object(columns) => {
                let line = |(column, values)| format!("{name}.{column}: {values}");
                lines.extend(columns.iter().map(line));
            }
            Value::Array(items) if name != "texts" => {
                let line = |(at, item)| format!("{name}[{at}]: {item}");
                lines.extend(items.iter().enumerate().map(line));
            }
            other => lines.push(format!("{name}: {other}")),
        }
    }
    lines.join("\n")
}

#[test]
fn the_frame_and_the_rows_of_the_fixture_month() {
    let page = page(&checked("month"), Lang::Ja);
    let script = between(&page, "<script>", "</script>");
    let style = between(&page, "<style>", "</style>");
    let frame = page
        .replace(between(&page, ROWS, "</script>"), "…")
        .replace(script, "…")
        .replace(style, "…")
        .replace(&html::source(script), "sha256-…")
        .replace(&html::source(style), "sha256-…");
    insta::assert_snapshot!("frame", frame);
    insta::assert_snapshot!("rows", told(rows(&page)));
}

#[test]
fn the_policy_lets_nothing_but_the_own_scripts_run() {
    for lang in Lang::ALL {
        let page = page(&checked("month"), lang);
        let policy = between(&page, "Content-Security-Policy\" content=\"", "\"");
        let script = html::source(between(&page, "<script>", "</script>"));
        let style = html::source(between(&page, "<style>", "</style>"));
        assert_eq!(
            policy,
            format!(
                "default-src 'none'; script-src '{script}'; style-src '{style}'; base-uri 'none'; form-action 'none'"
            )
        );
        assert!(page.contains(&format!("<html lang=\"{}\">", lang.code())));
        // Nothing that the policy would stop, nothing that asks a network, no end of an element inside it.
        assert_eq!(page.matches("<script").count(), 2);
        assert_eq!(page.matches("</script").count(), 2);
        assert_eq!(page.matches("<style").count(), 1);
        for never in [
            " style=",
            " onclick=",
            "innerHTML",
            "http://",
            "https://",
            "eval(",
        ] {
            let own = page.replace("http://www.w3.org/2000/svg", "");
            assert!(!own.contains(never), "{never}");
        }
        assert!(!page.contains("{{"));
    }
}

#[test]
fn names_are_inert() {
    let names = [
        "</script><script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "=HYPERLINK(\"http://example.test\")",
    ];
    let mut checked = checked("month");
    for (finding, name) in checked.findings.iter_mut().zip(names) {
        finding.claim_value = name.into();
    }
    let page = page(&checked, Lang::Ja);
    for name in names {
        assert!(!page.contains(name), "{name}");
    }
    assert_eq!(page.matches("</script").count(), 2);
    let rows = rows(&page);
    let texts: BTreeSet<&str> = rows["texts"]
        .as_array()
        .expect("texts")
        .iter()
        .filter_map(Value::as_str)
        .collect();
    assert!(names.iter().all(|name| texts.contains(name)));
}

#[test]
fn every_row_is_there() {
    for name in ["month", "hostile"] {
        let checked = checked(name);
        let rows = rows(&page(&checked, Lang::En));
        let columns = |table: &str, count: usize| {
            for (column, values) in rows[table].as_object().expect("columns") {
                let many = match values.as_array() {
                    // Days by outcome are one column an outcome.
                    Some(list) if column == "outcomes" => list
                        .iter()
                        .map(|one| one.as_array().map_or(0, Vec::len))
                        .min(),
                    other => other.map(Vec::len),
                };
                assert_eq!(many, Some(count), "{table}.{column} of {name}");
            }
        };
        columns("claims", checked.claims.claims.len());
        columns("findings", checked.findings.len());
        let people = worklist::people(&checked);
        columns("people", people.len());
        let members = rows["people"]["claims"].as_array().expect("lists");
        for (person, claims) in people.iter().zip(members) {
            assert_eq!(
                claims.as_array().map(Vec::len),
                usize::try_from(person.claims).ok()
            );
        }
    }
}

#[test]
fn what_was_compared_and_left_out_is_told() {
    let mut checked = checked("month");
    let marks = |count: usize| {
        (0..count)
            .map(|at| [Mark::New, Mark::Open][at % 2])
            .collect()
    };
    checked.compared = Some(Compared {
        folder: "earlier".to_owned(),
        as_of: Some(checked.as_of),
        verdicts: marks(checked.judgements.len()),
        findings: marks(checked.findings.len()),
        solved: vec![Solved {
            code: "NEED_CERT".to_owned(),
            patient_name: "<b>山田".to_owned(),
            ..Solved::default()
        }],
        not_looked_at: 4,
    });
    checked.ignored = Some(Ignored {
        path: "ignore.toml".to_owned(),
        entries: 3,
        used: 2,
        expired: 1,
        findings: 2,
        settled: vec![0],
    });
    let rows = rows(&page(&checked, Lang::Ja));
    assert_eq!(rows["run"]["compared"]["folder"], "earlier");
    assert_eq!(rows["run"]["compared"]["not_looked_at"], 4);
    assert_eq!(rows["run"]["ignored"]["claims_settled"], 1);
    assert_eq!(rows["findings"]["mark"][0], 1);
    assert_eq!(rows["findings"]["mark"][1], 2);
    assert_eq!(rows["solved"][0]["patient_name"], "<b>山田");
}

#[test]
fn a_masked_report_has_no_keys() {
    let mut checked = checked("month");
    let keys = |checked: &Checked| {
        let rows = rows(&page(checked, Lang::Ja));
        let keys = rows["claims"]["key"].as_array().expect("keys").clone();
        keys.iter().filter(|key| key.as_u64() != Some(0)).count()
    };
    assert!(keys(&checked) > 20);
    checked.is_masked = true;
    assert_eq!(keys(&checked), 0);
}

#[test]
fn equal_bytes_from_any_number_of_threads() {
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .expect("threads");
        pool.install(|| page(&checked("month"), Lang::Ja))
    };
    assert_eq!(on(1), on(3));
}

#[test]
fn rows_are_smaller_than_in_csv() {
    let month = checked("month");
    let mut csv = tempfile::tempfile().expect("a file");
    findings::write(&month, csv::Charset::Utf8, Lang::Ja, &mut csv).expect("written");
    let written = csv.metadata().expect("its size").len();
    // The fixture is small and full of rare things, so its texts and templates weigh most; they do not grow with it.
    let page = page(&month, Lang::Ja);
    let mut rows = rows(&page);
    for constant in [
        "messages",
        "rules",
        "wordings",
        "claim_types",
        "inputs",
        "notes",
    ] {
        rows[constant] = Value::Null;
    }
    let mut packed = GzEncoder::new(Vec::new(), LEVEL);
    serde_json::to_writer(&mut packed, &rows).expect("memory takes everything");
    let packed = packed.finish().expect("memory takes everything").len() as u64;
    assert!(packed * 2 < written, "{packed} of {written}");
}

//! The made-up month as a whole: repeatable, complete, well-formed, in agreement with itself.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::outcome::{Outcome, Reason, Shown};
use super::scenario::SCENARIOS;
use super::world::World;
use super::*;
use crate::text::{check_digit, cp932, fold};

type Files = BTreeMap<String, Vec<u8>>;

fn collect(dir: &Path, below: &str, files: &mut Files) {
    for entry in fs::read_dir(dir).expect("readable") {
        let entry = entry.expect("an entry");
        let name = format!("{below}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            collect(&entry.path(), &format!("{name}/"), files);
        } else {
            files.insert(name, fs::read(entry.path()).expect("readable"));
        }
    }
}

/// Writes a month and returns its files.
fn made(options: &Options) -> (Summary, Files) {
    let dir = tempfile::tempdir().expect("a directory");
    let summary = write(options, dir.path(), &|_| {}).expect("written");
    let mut files = Files::new();
    collect(dir.path(), "", &mut files);
    (summary, files)
}

fn rows(csv: &[u8]) -> Vec<BTreeMap<String, String>> {
    csv::Reader::from_reader(csv)
        .deserialize()
        .map(|row| row.expect("a row with as many cells as the header"))
        .collect()
}

/// The records of a claim file, decoded.
fn records(file: &[u8]) -> Vec<Vec<String>> {
    let text = cp932::decode_strict(file).expect("CP932").into_owned();
    let body = text
        .strip_suffix("\r\n\u{1A}")
        .expect("CRLF and the end mark");
    assert!(!body.contains('\u{1A}') && !body.contains('"'));
    let lines = body.split("\r\n");
    lines
        .map(|line| line.split(',').map(str::to_owned).collect())
        .collect()
}

fn claim_files(files: &Files) -> impl Iterator<Item = (&String, &Vec<u8>)> {
    files
        .iter()
        .filter(|(name, _)| name.ends_with("RECEIPTH.UKE"))
}

#[test]
fn the_same_options_give_the_same_bytes_on_any_number_of_threads() {
    let options = Options {
        stations: Some(7),
        ..Options::new(700, 5)
    };
    let pool = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let first = pool(1).expect("a pool").install(|| made(&options));
    let second = pool(4).expect("a pool").install(|| made(&options));
    assert!(first == second);
    let other = made(&Options { seed: 6, ..options });
    for name in [
        "expected.csv",
        "eligibility/eligibility.csv",
        "credentials.csv",
    ] {
        assert_ne!(first.1[name], other.1[name]);
    }
}

#[test]
fn every_scenario_occurs_in_two_thousand_claims() {
    for seed in 0..20 {
        let world = World::new(&Options::new(2_000, seed)).expect("good options");
        let seen: BTreeSet<usize> = (0..2_000).map(|i| world.slot(i).scenario).collect();
        assert_eq!(seen.len(), SCENARIOS.len());
    }
}

#[test]
fn every_word_of_the_contract_comes_out() {
    let (_, files) = made(&Options {
        forms: Forms::CsvOnly,
        ..Options::new(2_000, 1)
    });
    let expected = rows(&files["expected.csv"]);
    let column =
        |name: &str| -> BTreeSet<String> { expected.iter().map(|row| row[name].clone()).collect() };
    let words =
        |list: &[&str]| -> BTreeSet<String> { list.iter().map(|&w| w.to_owned()).collect() };
    let all = |ids: Vec<&str>| words(&ids);
    assert_eq!(
        column("verdict"),
        all(Outcome::ALL.iter().map(|o| o.id()).collect())
    );
    assert_eq!(
        column("reason"),
        all(Reason::ALL.iter().map(|r| r.id()).collect())
    );
    assert_eq!(
        column("credential"),
        all(Shown::ALL.iter().map(|s| s.id()).collect())
    );
    // Contract 4.6 and 4.7, in their order.
    assert_eq!(
        column("reason"),
        words(&[
            "UNKNOWN_NUMBER",
            "MULTI_MATCH",
            "OTHER_INSURER",
            "OTHER_NUMBER",
            "AFTER_LOSS",
            "BEFORE_QUALIFIED",
            "TICKET",
            "TICKET_UNCONFIRMED",
            "PUBLIC",
            "PUBLIC_UNCONFIRMED",
            "SPECIAL_CARE",
            "MYNA",
            "SMARTPHONE",
            "CERTIFICATE",
            "NOTICE_WITH_CARD",
            "DECLARATION",
            "UNKNOWN_RULE",
            "NO_RECORD",
            "LEGACY_CARD",
            "EXPIRED_CARD_CONFIRMED",
            "MYNA_EXPIRED",
            "SMARTPHONE_INVALID",
            "CERT_EXPIRED",
            "NOTICE_ONLY",
            "LEGACY_EXPIRED",
            "LEGACY_UNVERIFIED",
            "NO_DATE",
            "UNREADABLE",
        ])
    );
    let kinds = [
        "key",
        "key_zero",
        "key_person",
        "person",
        "other_insurer",
        "multi",
        "none",
    ];
    assert_eq!(column("matched_by"), words(&kinds));
    let both = expected
        .iter()
        .any(|r| r["verdict"] == "SPECIAL_CARE" && !r["cert_dates"].is_empty());
    assert!(both, "a certificate wanted beside something graver");
    let good = expected.iter().filter(|r| r["verdict"] == "OK").count();
    assert!((1_650..1_800).contains(&good), "{good}");
}

/// Fields of a record with its id (claims-format 3), written down once more to hold the writer to it.
fn fields(id: &str) -> usize {
    match id {
        "HM" | "KO" => 8,
        "RE" => 15,
        "HO" => 12,
        "SN" | "KA" => 9,
        "JD" | "MF" => 33,
        "IH" => 7,
        "HJ" | "CO" => 4,
        "JS" => 6,
        "SY" => 5,
        "RJ" => 29,
        "GO" => 1,
        id => panic!("{id} is not planted"),
    }
}

#[test]
fn claim_files_obey_the_layout() {
    let order = [
        "RE", "HO", "KO", "SN", "JD", "MF", "IH", "HJ", "JS", "SY", "RJ", "CO", "KA",
    ];
    let place = |id: &str| order.iter().position(|&o| o == id);
    let (summary, files) = made(&Options {
        forms: Forms::CsvOnly,
        ..Options::new(2_000, 2)
    });
    let mut payers = BTreeSet::new();
    let mut lines = 0;
    for (name, file) in claim_files(&files) {
        let records = records(file);
        lines += records.len();
        let (head, last) = (&records[0], &records[records.len() - 1]);
        assert_eq!((head[0].as_str(), last[0].as_str()), ("HM", "GO"), "{name}");
        assert_eq!(
            name,
            &format!("claims/{}6{}/{}/RECEIPTH.UKE", head[2], head[4], head[1])
        );
        payers.insert(head[1].clone());
        for pair in records.windows(2).skip(1) {
            assert_eq!(pair[0].len(), fields(&pair[0][0]), "{:?}", pair[0]);
            let next = pair[1][0].as_str();
            assert!(
                matches!(next, "RE" | "GO") || place(&pair[0][0]) <= place(next),
                "{pair:?}"
            );
        }
    }
    assert_eq!(payers.into_iter().collect::<Vec<_>>(), ["1", "2"]);
    let size = u64::try_from(claim_files(&files).map(|(_, f)| f.len()).sum::<usize>());
    assert_eq!(size.ok(), Some(summary.bytes));
    assert!(
        (1_000..1_400).contains(&(summary.bytes / 2_000)),
        "{summary:?}"
    );
    assert!((26..34).contains(&(lines / 2_000)), "{lines}");
}

/// The claims of a file: records from RE to before the next.
fn claims(records: &[Vec<String>]) -> Vec<&[Vec<String>]> {
    let starts: Vec<usize> = (0..records.len())
        .filter(|&i| matches!(records[i][0].as_str(), "RE" | "GO"))
        .collect();
    starts.windows(2).map(|w| &records[w[0]..w[1]]).collect()
}

#[test]
fn sums_days_and_check_digits_agree() {
    let (summary, files) = made(&Options {
        forms: Forms::CsvOnly,
        ..Options::new(2_000, 3)
    });
    let (mut total, mut kinds) = (0, BTreeSet::new());
    for (_, file) in claim_files(&files) {
        for claim in claims(&records(file)) {
            let of = |id: &str| claim.iter().filter(move |r| r[0] == id).collect::<Vec<_>>();
            let items = of("KA");
            let sum: u64 = items
                .iter()
                .map(|r| r[5].parse::<u64>().expect("yen"))
                .sum();
            let payers = [of("HO"), of("KO")].concat();
            total += if payers.is_empty() { 0 } else { sum };
            for payer in &payers {
                let number = payer[1].trim();
                assert_eq!(payer[5], sum.to_string());
                assert!(
                    number == "77777777" || check_digit::passes(number.as_bytes()),
                    "{payer:?}"
                );
                if payer[0] == "HO" {
                    let kind = crate::text::insurer::InsurerKind::of(&format!("{number:0>8}"));
                    kinds.insert(kind.id());
                } else {
                    assert!(check_digit::passes(payer[2].as_bytes()), "{payer:?}");
                }
            }
            let month = &claim[0][3];
            let visited: BTreeSet<&str> = items
                .iter()
                .filter(|r| !r[7].is_empty() && r[1].starts_with(month.as_str()))
                .map(|r| &r[1][6..])
                .collect();
            if let Some(payer) = payers.first() {
                assert_eq!(payer[4], visited.len().to_string());
            }
            for days in of("JD") {
                let marked = (2..33)
                    .filter(|&d| days[d] == "1")
                    .map(|d| format!("{:02}", d - 1));
                assert!(marked.eq(visited.iter().copied()), "{days:?}");
            }
        }
    }
    assert_eq!(total, summary.yen);
    // All kinds of contract 4.2, and `unknown` for the 不詳 insurer.
    assert_eq!(kinds.len(), 11, "{kinds:?}");
}

#[test]
fn expected_rows_point_at_their_claims() {
    for single_file in [false, true] {
        let options = Options {
            single_file,
            forms: Forms::CsvOnly,
            ..Options::new(900, 4)
        };
        let (summary, files) = made(&options);
        let expected = rows(&files["expected.csv"]);
        assert_eq!((expected.len(), summary.claims), (900, 900));
        let decoded: BTreeMap<&String, Vec<Vec<String>>> = claim_files(&files)
            .map(|(name, file)| (name, records(file)))
            .collect();
        assert_eq!(u64::try_from(decoded.len()).ok(), Some(summary.files));
        let mut seen = BTreeSet::new();
        let mut yen = 0;
        for row in &expected {
            let line: usize = row["line"].parse().expect("a line");
            let record = &decoded[&row["source_file"]][line - 1];
            assert_eq!((record[0].as_str(), &record[1]), ("RE", &row["claim_no"]));
            let wants = !row["cert_dates"].is_empty();
            assert_eq!(row["needs_certificate"], wants.to_string());
            yen += row["total_yen"].parse::<u64>().unwrap_or(0);
            seen.insert((row["source_file"].clone(), line));
        }
        assert_eq!((seen.len(), yen), (900, summary.yen));
    }
}

#[test]
fn people_are_unlike_each_other_unless_planned() {
    // Other people of a family or under one number are planned; the same kana twice is the same person.
    let (_, files) = made(&Options {
        forms: Forms::CsvOnly,
        ..Options::new(2_000, 8)
    });
    let mut births: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in rows(&files["eligibility/eligibility.csv"]) {
        let mut kana = String::new();
        fold::kana_into(&row["kana"], &mut kana);
        if !kana.is_empty() {
            let birth = crate::text::date::parse_any(&row["birth_date"]).expect("a date");
            births.entry(kana).or_default().insert(birth.to_string());
        }
    }
    assert!(births.len() > 1_900);
    assert!(births.values().all(|b| b.len() == 1));
}

/// The text between `<name>` and `</name>`, empty when there is none.
fn element(xml: &str, name: &str) -> String {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    let Some((_, rest)) = xml.split_once(&open) else {
        return String::new();
    };
    rest.split_once(&close).expect("closed").0.to_owned()
}

/// What both the CSV and the XML say of a unit.
fn facts(get: impl Fn(&str) -> String, as_of: String) -> Vec<String> {
    let date = |text: String| crate::text::date::parse_any(&text).map_or(text, |d| d.to_string());
    let mut facts = vec![
        fold::trimmed_insurer(&get("InsurerNumber")).to_owned(),
        fold::number(&get("InsuredCardSymbol")),
        fold::number(&get("InsuredIdentificationNumber")),
        date(as_of),
    ];
    facts.extend(["Birthdate", "QualificationDate", "DisqualificationDate"].map(|n| date(get(n))));
    facts.push(date(get("InsuredCardExpirationDate")));
    facts.extend(
        [
            "QualificationValidity",
            "InsuredCardClassification",
            "NameKana",
            "ReasonOfLoss",
        ]
        .map(get),
    );
    facts
}

fn is_xml(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|e| e == "xml")
}

fn xml_facts(bytes: &[u8], found: &mut Vec<Vec<String>>) {
    let sjis = bytes.windows(9).take(60).any(|w| w == b"Shift_JIS");
    let text = if sjis {
        cp932::decode_strict(bytes).expect("CP932").into_owned()
    } else {
        String::from_utf8(bytes.to_vec()).expect("UTF-8")
    };
    assert_eq!(
        element(&text, "CharacterCodeIdentifier"),
        if sjis { "1" } else { "0" }
    );
    let (header, body) = text.split_once("<MessageBody>").expect("a body");
    let as_of = element(header, "QualificationConfirmationDate");
    let mut units: Vec<&str> = body.split("<BulkConfirmUnit>").skip(1).collect();
    if units.is_empty() {
        units.push(body);
    }
    for unit in units {
        found.push(facts(|name| element(unit, name), as_of.clone()));
    }
}

#[test]
fn the_other_forms_say_what_the_csv_says() {
    let (summary, files) = made(&Options::new(1_000, 9));
    let mut xml = Vec::new();
    for (_, bytes) in files.iter().filter(|(name, _)| is_xml(name)) {
        xml_facts(bytes, &mut xml);
    }
    for folder in [
        "xml-single",
        "xml-face",
        "xml-bulk",
        "xml-visits",
        "xml-medical-aid",
    ] {
        assert!(
            files
                .keys()
                .any(|name| name.starts_with(&format!("forms/{folder}/")))
        );
    }
    let zip = std::io::Cursor::new(&files["forms/bulk.zip"]);
    let mut archive = zip::ZipArchive::new(zip).expect("a zip");
    assert!(!archive.is_empty());
    for index in 0..archive.len() {
        let mut bytes = Vec::new();
        let mut member = archive.by_index(index).expect("a member");
        io::Read::read_to_end(&mut member, &mut bytes).expect("read");
        xml_facts(&bytes, &mut xml);
    }
    let names = BTreeMap::from([
        ("InsurerNumber", "insurer_no"),
        ("InsuredCardSymbol", "symbol"),
        ("InsuredIdentificationNumber", "number"),
        ("Birthdate", "birth_date"),
        ("QualificationDate", "qualified_on"),
        ("DisqualificationDate", "lost_on"),
        ("InsuredCardExpirationDate", "card_valid_to"),
        ("QualificationValidity", "validity"),
        ("InsuredCardClassification", "card_class"),
        ("NameKana", "kana"),
        ("ReasonOfLoss", "loss_reason"),
    ]);
    let seen_on = |text: &str| {
        if text.is_empty() {
            summary.as_of.to_string()
        } else {
            text.to_owned()
        }
    };
    let mut csv: Vec<Vec<String>> = rows(&files["eligibility/eligibility.csv"])
        .iter()
        .map(|row| facts(|name| row[names[name]].clone(), seen_on(&row["as_of"])))
        .collect();
    csv.sort();
    xml.sort();
    assert_eq!(
        u64::try_from(csv.len()).ok(),
        Some(summary.eligibility_rows)
    );
    assert!(csv == xml);
    let (log, more) = (
        rows(&files["credentials.csv"]),
        rows(&files["credentials-forms.csv"]),
    );
    assert!(more.len() > log.len());
}

#[test]
fn a_directory_with_something_in_it_is_refused() {
    let dir = tempfile::tempdir().expect("a directory");
    fs::write(dir.path().join("mine.txt"), "kept").expect("written");
    let error = write(&Options::new(10, 1), dir.path(), &|_| {}).expect_err("refused");
    assert!(matches!(error, SynthError::NotEmpty(_)), "{error}");
}

#[test]
fn progress_reaches_the_number_of_claims() {
    let dir = tempfile::tempdir().expect("a directory");
    let last = std::cell::Cell::new(0);
    let options = Options {
        stations: Some(70),
        forms: Forms::CsvOnly,
        ..Options::new(300, 1)
    };
    let summary = write(&options, dir.path(), &|done| {
        assert!(done > last.get());
        last.set(done);
    });
    let summary = summary.expect("written");
    assert_eq!((last.get(), summary.stations), (300, 70));
}

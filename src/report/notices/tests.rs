use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::gather::{Expires, Expiring};
use super::why::Why;
use super::*;
use crate::check::{self, Checked, Request};
use crate::policy::Policy;
use crate::report::tally::Tally;
use crate::report::worklist;
use crate::text::cp932;

fn month() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/month")
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day")
}

fn checked(claims: PathBuf, credentials: Option<PathBuf>) -> Checked {
    let request = Request {
        claims: vec![claims],
        eligibility: vec![month().join("eligibility")],
        credentials,
        map: None,
        stations: None,
        master: None,
        policy: Policy::current(),
        as_of: day(2026, 9, 5),
    };
    check::run(&request, &())
}

fn fixture() -> Checked {
    checked(
        month().join("claims"),
        Some(month().join("credentials.csv")),
    )
}

fn page(checked: &Checked, lang: Lang) -> String {
    let people = worklist::people(checked);
    let view = View {
        checked,
        people: &people,
        tally: &Tally::of(checked),
        inputs: &[],
        notes: &[],
        lang,
    };
    let mut out = Vec::new();
    write_to(&view, &mut out).expect("memory takes it");
    String::from_utf8(out).expect("UTF-8")
}

/// The sheets, without what stands before the first.
fn sheets(page: &str) -> Vec<&str> {
    page.split("<article ").skip(1).collect()
}

/// A text without elements.
fn plain(html: &str) -> String {
    let without_readings: String = html
        .split("<rt>")
        .enumerate()
        .map(|(at, part)| match part.split_once("</ruby>") {
            Some((_, rest)) if at > 0 => rest,
            _ => part,
        })
        .collect();
    without_readings
        .split('<')
        .map(|part| part.split_once('>').map_or(part, |(_, text)| text))
        .collect()
}

/// The file of a station of the fixture, with its bytes as a test wants them.
fn changed(from: &str, to: &str) -> (tempfile::TempDir, Checked) {
    let file = month().join("claims/9999991/shaho/RECEIPTH.UKE");
    let text = cp932::decode(&std::fs::read(file).expect("readable")).into_owned();
    assert!(text.contains(from), "{from}");
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("RECEIPTH.UKE");
    std::fs::write(&path, text.replace(from, to)).expect("written");
    let checked = checked(path, Some(month().join("credentials.csv")));
    (dir, checked)
}

#[test]
fn nobody_is_lost() {
    let checked = fixture();
    let people = worklist::people(&checked);
    let gathered = Gathered::of(&checked, &people);
    let key = |claim: u32| {
        let (position, local) = checked.claims.claims.locate(claim);
        let at = (
            u32::try_from(position).expect("few"),
            u32::try_from(local).expect("few"),
        );
        worklist::key(&checked, at)
    };
    let mut expected: BTreeSet<_> = (0u32..)
        .zip(&checked.judgements)
        .filter(|(_, judgement)| judgement.needs_certificate())
        .map(|(claim, _)| key(claim))
        .collect();
    assert_eq!(expected.len(), people.len());
    let expiring = checked
        .findings
        .iter()
        .filter(|it| it.code == "CERT_EXPIRING");
    expected.extend(expiring.filter_map(|it| it.claim).map(key));
    assert!(expected.len() > people.len());
    assert_eq!(gathered.notices.len(), expected.len());
    for lang in Lang::ALL {
        let page = page(&checked, lang);
        let patients = page.matches("class=\"sheet patient").count();
        assert_eq!(patients, expected.len());
        let sheets = sheets(&page).len();
        assert!(page.contains(&format!("data-sheets=\"{sheets}\"")));
    }
}

#[test]
fn stations_come_one_after_the_other() {
    let checked = fixture();
    let page = page(&checked, Lang::Ja);
    let order: Vec<String> = sheets(&page)
        .iter()
        .map(|sheet| {
            let code = ["0169999993", "1369999991", "2769999992"];
            let code = code.iter().find(|code| sheet.contains(*code)).expect("one");
            let kind = if sheet.contains("sheet list") {
                "list"
            } else {
                "patient"
            };
            format!("{code} {kind}")
        })
        .collect();
    let mut runs: Vec<(String, usize)> = Vec::new();
    for it in order {
        match runs.last_mut() {
            Some((last, count)) if *last == it => *count += 1,
            _ => runs.push((it, 1)),
        }
    }
    let runs: Vec<_> = runs
        .iter()
        .map(|(it, count)| (it.as_str(), *count))
        .collect();
    assert_eq!(
        runs,
        [
            ("0169999993 list", 1),
            ("0169999993 patient", 4),
            ("1369999991 list", 1),
            ("1369999991 patient", 10),
            ("2769999992 list", 1),
            ("2769999992 patient", 5),
        ]
    );
    // As in the worklist; whoever has but an expiry stands last.
    let of_second: Vec<String> = sheets(&page)[6..16]
        .iter()
        .map(|sheet| {
            let (_, name) = sheet.split_once("<b>").expect("a name");
            name.split_once("</b>").expect("its end").0.to_owned()
        })
        .collect();
    assert_eq!(of_second.first().map(String::as_str), Some("見本　九美"));
    assert_eq!(of_second.last().map(String::as_str), Some("見本　未明"));
}

#[test]
fn every_reason_as_it_was() {
    let checked = fixture();
    let people = worklist::people(&checked);
    let gathered = Gathered::of(&checked, &people);
    for lang in Lang::ALL {
        let page = page(&checked, lang);
        let mut texts = Vec::new();
        let mut seen = BTreeSet::new();
        for notice in &gathered.notices {
            let why = notice.person.map(|person| Why::of(person, &checked.policy));
            let kind = format!("{why:?}");
            let kind = kind.split('(').nth(1).unwrap_or("expiring").to_owned();
            if !seen.insert(kind) {
                continue;
            }
            let (_, recorded) = notice.claim(&checked);
            let name = recorded.decode(recorded.name).into_owned();
            let sheet = sheets(&page)
                .into_iter()
                .find(|sheet| sheet.contains("sheet patient") && sheet.contains(&name))
                .expect("a sheet");
            let lines = plain(sheet);
            let lines = lines.lines().filter(|line| !line.is_empty());
            texts.push(lines.skip(1).collect::<Vec<_>>().join("\n"));
        }
        insta::assert_snapshot!(format!("reasons-{lang}"), texts.join("\n\n----\n\n"));
    }
}

#[test]
fn every_reason_has_its_text() {
    let date = day(2026, 7, 31);
    let all = [
        Why::Before,
        Why::Legacy(date),
        Why::Unrecorded(date),
        Why::Notice,
        Why::Myna(None),
        Why::Myna(Some(date)),
        Why::Smartphone(None),
        Why::Smartphone(Some(date)),
        Why::Certificate(None),
        Why::Certificate(Some(date)),
        Why::Other,
    ];
    let expires = [
        Expires::Certificate,
        Expires::Myna,
        Expires::Smartphone,
        Expires::Some,
    ];
    let mut texts = BTreeSet::new();
    for lang in Lang::ALL {
        texts.extend(all.map(|why| why.text(lang)));
        texts.extend(expires.map(|what| Expiring { on: date, what }.text(lang)));
    }
    assert_eq!(texts.len(), 2 * (all.len() + expires.len()));
    assert!(
        texts.iter().all(|text| text.chars().count() > 20),
        "{texts:?}"
    );
}

#[test]
fn a_patients_sheet_says_no_more_than_it_must() {
    let checked = fixture();
    let people = worklist::people(&checked);
    let gathered = Gathered::of(&checked, &people);
    for lang in Lang::ALL {
        let page = page(&checked, lang);
        for notice in &gathered.notices {
            let (_, recorded) = notice.claim(&checked);
            let (name, number) = (
                recorded.decode(recorded.name),
                recorded.decode(recorded.number),
            );
            let of_them = |class: &str| {
                let sheets = sheets(&page);
                let mut sheets = sheets.into_iter();
                let found = sheets.find(|it| it.contains(class) && it.contains(&*name));
                found.expect("a sheet").to_owned()
            };
            let sheet = of_them("sheet patient");
            assert!(sheet.contains("0120-95-0178"));
            // Short numbers are part of others.
            if number.chars().count() > 3 {
                assert!(!sheet.contains(&*number), "{number}");
                assert!(of_them("sheet list").contains(&*number), "{number}");
            }
            for word in ["円", "yen", "NEED_CERT", "TRANSITIONAL", "550"] {
                assert!(!sheet.contains(word), "{word}");
            }
        }
    }
}

#[test]
fn names_are_inert() {
    for name in [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "｜<b>《</style>》",
        "'><svg/onload=alert(1)>{{7*7}}",
    ] {
        let (_dir, checked) = changed("見本　千秋", name);
        for lang in Lang::ALL {
            let page = page(&checked, lang);
            assert!(!page.contains(name), "{name}");
            assert!(
                !page.contains("<script") && !page.contains("<img"),
                "{name}"
            );
            assert_eq!(page.matches("</style>").count(), 1);
            assert!(page.contains("&#60;"), "{name}");
        }
    }
}

#[test]
fn before_certificates_existed_none_is_asked_for() {
    let whole = page(&fixture(), Lang::Ja);
    assert!(!whole.contains("href=\"#old\""));
    let text = Why::Before.text(Lang::Ja);
    assert!(text.contains("なかったため"), "{text}");
    let dir = tempfile::tempdir().expect("a folder");
    let file = month().join("claims/9999991/shaho/RECEIPTH.UKE");
    let text = cp932::decode(&std::fs::read(file).expect("readable")).into_owned();
    // The month of all claims, and of their days.
    let text = text.replace("202601", "202411");
    let path = dir.path().join("RECEIPTH.UKE");
    std::fs::write(&path, text).expect("written");
    let log = dir.path().join("log.csv");
    let rows = "insurer_no,symbol,number,branch,birth_date,shown_on,kind,valid_to\n\
                01130012,６６７７８８９９,１２,00,1990-12-21,2024-11-01,smartphone,2030-01-01\n";
    std::fs::write(&log, rows).expect("written");
    let page = page(&checked(path, Some(log)), Lang::Ja);
    let sheets = sheets(&page);
    let sheet = sheets
        .iter()
        .find(|sheet| sheet.contains("sheet patient") && sheet.contains("見本　千秋"))
        .expect("a sheet");
    assert!(sheet.contains("href=\"#old\"") && !sheet.contains("href=\"#certificate\""));
    assert!(plain(sheet).contains("そのころは資格確認書がなかったため"));
}

#[test]
fn when_nobody_needs_one() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("RECEIPTH.UKE");
    std::fs::write(&path, "HM,1,13,6,9999991,見本,202602,\r\nGO,0,0,99\r\n").expect("written");
    for lang in Lang::ALL {
        let page = page(&checked(path.clone(), None), lang);
        assert!(page.contains("data-sheets=\"1\""));
        assert_eq!(sheets(&page).len(), 1);
        assert!(page.contains(messages::get("notices-nobody-heading", lang)));
    }
}

#[test]
fn two_stations_of_a_person() {
    let (dir, _) = changed("9999991", "9999991");
    // The same claims sent by another station.
    let first = dir.path().join("RECEIPTH.UKE");
    let text = std::fs::read_to_string(&first).expect("readable");
    let other = text
        .replace("9999991", "9999994")
        .replace("見本訪問看護", "別の訪問看護");
    let second = dir.path().join("b");
    std::fs::create_dir(&second).expect("a folder");
    std::fs::write(second.join("RECEIPTH.UKE"), other).expect("written");
    let one = page(
        &checked(first, Some(month().join("credentials.csv"))),
        Lang::Ja,
    );
    let both = page(
        &checked(dir.path().to_owned(), Some(month().join("credentials.csv"))),
        Lang::Ja,
    );
    let count = |page: &str, what: &str| page.matches(what).count();
    let patients = count(&one, "sheet patient");
    assert!(patients > 5);
    assert_eq!(count(&both, "sheet patient"), patients);
    assert_eq!(count(&both, "class=\"box\""), 2 * patients);
    assert_eq!(count(&both, "お知らせは1369999991の分にあります"), patients);
    assert!(both.contains("別の訪問看護"));
}

#[test]
fn the_style_is_the_one_that_is_allowed() {
    let page = page(&fixture(), Lang::Ja);
    let (_, style) = page.split_once("<style>").expect("a style");
    let (style, _) = style.split_once("</style>").expect("its end");
    let hash = STANDARD.encode(Sha256::digest(style));
    assert!(page.contains(&format!("style-src 'sha256-{hash}'")));
    assert!(!page.contains(" style="));
    assert!(!page.contains("<script"));
}

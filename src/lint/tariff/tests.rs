//! KA lines against `fixtures/master`.

use std::path::PathBuf;

use super::*;
use crate::uke::dialect::{Dialect, Encoding, Shape};
use crate::uke::rows::{self, Part};

fn master(name: &str) -> Master {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    Master::load(&path.join("fixtures/master").join(name)).expect("the fixture is in order")
}

/// The flaws of a claim: RE with this レセプト種別 and 生年月日 and the month of the first item, and KA lines
/// without `KA,`.
pub(super) fn flaws_of(master: &Master, kind: &str, birth: &str, items: &[&str]) -> Vec<Flaw> {
    let month = items.first().map_or("", |item| &item[..6]);
    let mut text = format!("RE,1,{kind},{month},見本　花子,ミホンハナコ,2,{birth},,,,,,,\r\n");
    for item in items {
        text.push_str("KA,");
        text.push_str(item);
        text.push_str("\r\n");
    }
    let dialect = Dialect {
        shape: Shape::Station,
        encoding: Encoding::Utf8,
        skip: 0,
    };
    let mut sink = Sink::new(Encoding::Utf8);
    let mut scratch = Scratch::default();
    rows::each_group(dialect, text.as_bytes(), |part, group| {
        if part == Part::Claim {
            check(master, group, &mut scratch, &mut sink);
        }
    });
    assert!(!scratch.present.contains(&true), "marks are taken back");
    sink.flaws
}

fn flaws(items: &[&str]) -> Vec<Flaw> {
    flaws_of(&master(""), "6112", "19500102", items)
}

/// Line within the KA (from 1), kind and variant.
fn kinds(flaws: &[Flaw]) -> Vec<(u32, Kind, &str)> {
    flaws
        .iter()
        .map(|flaw| (flaw.line - 1, flaw.kind, flaw.variant))
        .collect()
}

#[track_caller]
fn clean(items: &[&str]) {
    let found = flaws(items);
    assert!(found.is_empty(), "{items:?}: {found:?}");
}

/// One flaw, at the last line, with these values.
#[track_caller]
fn one(items: &[&str], kind: Kind, variant: &str, values: (&str, &str)) -> Flaw {
    let mut found = flaws(items);
    let line = u32::try_from(items.len()).expect("few");
    assert_eq!(kinds(&found), [(line, kind, variant)], "{items:?}");
    let flaw = found.remove(0);
    assert_eq!((&*flaw.found, &*flaw.expected), values);
    flaw
}

const VISIT: &str = "20251202,1,510000110,,5550,03,01,01";

#[test]
fn a_month_in_order() {
    clean(&[
        VISIT,
        "20251202,1,550000410,,7670,,,",
        "20251202,1,550002170,,6800,,,",
        "20251202,1,550002270,,50,,,",
        "20251203,1,510000310,,7575,07,01,01",
        "20251203,1,510002370,,0,,,",
        "20251203,1,550000510,,3000,,,",
        "20251204,1,510000110,,5550,0313,02,01",
        "20251204,1,510001970,,4500,0313,02,",
        "20251204,1,550000510,,3000,,,",
        "20251209,1,510000110,,5550,0304,01,02",
        "20251209,1,510002770,,4500,0304,,",
        "20251209,1,590000110,,780,,,",
    ]);
}

#[test]
fn codes_and_days() {
    let flaw = one(
        &["20251202,1,599999910,,1,,,"],
        Kind::ItemUnknown,
        "",
        ("599999910", ""),
    );
    assert_eq!((flaw.record, flaw.position), ("KA", 4));
    one(
        &["20251202,1,599990610,,600,,,"],
        Kind::ItemUnknown,
        "",
        ("599990610", ""),
    );
    let values = ("599990510", "2025-09-30");
    one(
        &["20251202,1,599990510,,500,,,"],
        Kind::ItemNotLive,
        "",
        values,
    );
    let values = ("599990410", "2025-10-01");
    let flaw = one(
        &["20250930,1,599990410,,400,,,"],
        Kind::ItemNotLive,
        "EARLY",
        values,
    );
    assert_eq!(flaw.other.as_deref(), Some("架空新設"));
    clean(&["20251001,1,599990410,,400,,,"]);
    clean(&["20250930,1,599990510,,500,,,"]);
    // Before a row that is not marked as new, and what other rules tell.
    clean(&["20240531,1,510000110,,1,,,"]);
    clean(&["20251202,1,51000011,,1,,,", "20251232,1,510000110,,1,,,"]);
    clean(&[
        "20251202,1,510000110,,5550,03,01,01",
        "20251130,1,599990410,,1,,,",
    ]);
}

#[test]
fn amounts() {
    let flaw = one(
        &["20251202,1,510000110,,5500,03,01,01"],
        Kind::ItemAmount,
        "",
        ("5500", "5550"),
    );
    assert_eq!(flaw.position, 6);
    assert_eq!(flaw.other.as_deref(), Some("見本基本（看護師・３日まで）"));
    clean(&["20250331,1,599990110,,100,,,"]);
    clean(&["20250401,1,599990110,,120,,,"]);
    one(
        &["20250401,1,599990110,,100,,,"],
        Kind::ItemAmount,
        "",
        ("100", "120"),
    );
    clean(&["20251202,1,588000110,,5550,03,01,05"]);
    one(
        &["20251202,1,588000110,,555,03,01,05"],
        Kind::ItemAmount,
        "",
        ("555", "5550"),
    );
    // きざみ値, and a 金額識別 that is not known.
    clean(&["20251202,1,599991010,,77,,,", "20251202,1,599991110,,77,,,"]);
    // An empty amount is told elsewhere.
    clean(&["20251202,1,510000110,,,03,01,01"]);
}

#[test]
fn percentages_are_folded_into_the_line_above() {
    let base = "20251202,1,510000110,,8325,03,01,01";
    clean(&[base, "20251202,1,510002370,,0,,,"]);
    let found = flaws(&[VISIT, "20251202,1,510002370,,0,,,"]);
    assert_eq!(kinds(&found), [(1, Kind::ItemAmount, "FOLDED")]);
    assert_eq!((&*found[0].found, &*found[0].expected), ("5550", "8325"));
    let values = ("2775", "0");
    one(
        &[base, "20251202,1,510002370,,2775,,,"],
        Kind::ItemAmount,
        "PERCENT",
        values,
    );
    one(&[base], Kind::ItemAmount, "", ("8325", "5550"));
    // Behind another add-on: which line it raised cannot be told.
    let between = [
        "20251202,1,510003970,,2100,,,",
        "20251202,1,510002370,,0,,,",
    ];
    clean(&[base, between[0], between[1]]);
    clean(&[VISIT, between[0], between[1]]);
    // Points, and fractions either way.
    let points = [
        "20251202,1,588000110,,8325,03,01,05",
        "20251202,1,588002770,,0,,,",
    ];
    clean(&points);
    for (yen, is_right) in [(1091, true), (1092, true), (1090, false), (1055, false)] {
        let line = format!("20251202,1,599990710,,{yen},03,01,01");
        let found = flaws(&[&line, "20251202,1,599990770,,0,,,"]);
        assert_eq!(found.is_empty(), is_right, "{yen}");
    }
    // The base table alone: no groups of add-ons, the line above is meant.
    let alone = master("base.csv");
    let found = flaws_of(
        &alone,
        "6112",
        "19500102",
        &[base, "20251202,1,510002370,,0,,,"],
    );
    assert_eq!(found, []);
}

#[test]
fn occupations() {
    let expected = ("04", "01, 02, 03, 08");
    let flaw = one(
        &["20251202,1,510000110,,5550,04,01,01"],
        Kind::ItemOccupation,
        "",
        expected,
    );
    assert_eq!(flaw.position, 7);
    // A person of a 従たる事業所, the second visit, and 複数名 with somebody else.
    for staff in ["53", "0453", "0304", "0413"] {
        let count = if staff == "0413" { "02" } else { "01" };
        let line = format!("20251202,1,510000110,,5550,{staff},{count},01");
        clean(&[&line]);
    }
    one(
        &["20251202,1,550000410,,7670,03,,"],
        Kind::ItemOccupation,
        "EXTRA",
        ("03", ""),
    );
    let values = ("", "01, 02, 03, 08");
    one(
        &["20251202,1,550001170,,6000,,,"],
        Kind::ItemOccupation,
        "MISSING",
        values,
    );
    // 別表20 does not have it, or `VisitCountOccupation` tells it.
    clean(&["20251202,1,510000110,,5550,99,01,01"]);
    clean(&["20251202,1,510000110,,5550,,01,01"]);
    let values = ("", "01, 02, 03, 04, 05, 06, 07, 08, 09, 10");
    let twice = "20251202,1,510000110,,5550,0313,02,01";
    one(
        &[twice, "20251202,1,510001970,,4500,,02,"],
        Kind::ItemOccupation,
        "MISSING",
        values,
    );
    // 31: two persons; who, is not known. That there are persons is.
    clean(&[VISIT, "20251202,1,510002770,,4500,0909,,"]);
    one(
        &[VISIT, "20251202,1,510002770,,4500,,,"],
        Kind::ItemOccupation,
        "MISSING",
        ("", ""),
    );
}

#[test]
fn visit_counts() {
    let twice = "20251202,1,510000110,,5550,0313,02,01";
    let values = ("03", "02");
    let flaw = one(
        &[twice, "20251202,1,510001970,,4500,0313,03,"],
        Kind::ItemVisitCount,
        "",
        values,
    );
    assert_eq!(flaw.position, 8);
    let values = ("", "02");
    one(
        &[twice, "20251202,1,510001970,,4500,0313,,"],
        Kind::ItemVisitCount,
        "MISSING",
        values,
    );
    one(
        &[twice, "20251202,1,510002170,,8000,0313,02,"],
        Kind::ItemVisitCount,
        "",
        ("02", "03"),
    );
    one(
        &["20251202,1,550000410,,7670,,01,"],
        Kind::ItemVisitCount,
        "EXTRA",
        ("01", ""),
    );
    let values = ("", "01, 02, 03");
    let mental = "20251202,1,588000110,,5550,03,,05";
    one(&[mental], Kind::ItemVisitCount, "MISSING", values);
    // `VisitCountOccupation` tells it.
    clean(&["20251202,1,510000110,,5550,03,,01"]);
    // 別表19 does not have it.
    clean(&["20251202,1,510000110,,5550,03,04,01"]);
}

#[test]
fn instructions() {
    clean(&["20251202,1,510000110,,5550,03,01,02"]);
    let values = ("03", "01, 02");
    let flaw = one(
        &["20251202,1,510000110,,5550,03,01,03"],
        Kind::ItemInstruction,
        "",
        values,
    );
    assert_eq!(flaw.position, 9);
    one(
        &["20251202,1,510000510,,12850,08,01,02"],
        Kind::ItemInstruction,
        "",
        ("02", "01"),
    );
    let values = ("", "01, 02");
    one(
        &["20251202,1,510000110,,5550,03,01,"],
        Kind::ItemInstruction,
        "MISSING",
        values,
    );
    one(
        &["20251202,1,550000410,,7670,,,01"],
        Kind::ItemInstruction,
        "EXTRA",
        ("01", ""),
    );
    clean(&["20251202,1,510000110,,5550,03,01,09"]);
}

#[test]
fn limits_a_day_a_week_a_month() {
    let flaw = one(&[VISIT, VISIT], Kind::ItemLimit, "DAY", ("510000110", "1"));
    assert_eq!((flaw.count, flaw.days), (2, 0b10));
    // 2025-12-07 is a Sunday: four days of one week, then four days over two weeks.
    let on = |day: u32| format!("202512{day:02},1,510000110,,5550,03,01,01");
    let week: Vec<String> = [7, 8, 9, 13].map(on).to_vec();
    let week: Vec<&str> = week.iter().map(String::as_str).collect();
    let flaw = one(&week, Kind::ItemLimit, "WEEK", ("510000110", "3"));
    assert_eq!((flaw.count, flaw.days.count_ones()), (4, 4));
    let weeks: Vec<String> = [6, 7, 8, 9].map(on).to_vec();
    clean(&weeks.iter().map(String::as_str).collect::<Vec<_>>());
    let month = [
        "20251202,1,550000410,,7670,,,",
        "20251230,1,550000410,,7670,,,",
    ];
    one(&month, Kind::ItemLimit, "MONTH", ("550000410", "1"));
    // 初回 and 0 times are no limits of a claim.
    let first = "20251202,1,550001170,,6000,03,,";
    clean(&[
        first,
        first,
        "20251202,1,599990110,,120,,,",
        "20251202,1,599990110,,120,,,",
    ]);
}

#[test]
fn items_that_exclude_each_other() {
    let other = "20251202,1,510000310,,5050,07,01,01";
    let flaw = one(
        &[VISIT, other],
        Kind::ItemsExclusive,
        "DAY",
        ("510000310", "510000110"),
    );
    assert_eq!(flaw.other.as_deref(), Some("見本基本（看護師・３日まで）"));
    one(
        &[other, VISIT],
        Kind::ItemsExclusive,
        "DAY",
        ("510000110", "510000310"),
    );
    clean(&[VISIT, "20251203,1,510000310,,5050,07,01,01"]);
    // 0 on one side, 1 on the other.
    let trained = "20251202,1,510000510,,12850,08,01,01";
    let values = ("550000410", "510000510");
    one(
        &[trained, "20251202,1,550000410,,7670,,,"],
        Kind::ItemsExclusive,
        "DAY",
        values,
    );
    let month = [
        "20251202,1,550000110,,13230,,,",
        "20251220,1,550000410,,7670,,,",
    ];
    let flaw = one(
        &month,
        Kind::ItemsExclusive,
        "MONTH",
        ("550000410", "550000110"),
    );
    assert_eq!(flaw.days, 1 << 1 | 1 << 19);
    let same = flaws_of(
        &master(""),
        "6212",
        "19500102",
        &[
            "20251202,5,599990210,,200,,,",
            "20251202,5,599990310,,300,,,",
        ],
    );
    assert_eq!(kinds(&same), [(2, Kind::ItemsExclusive, "SAME")]);
    // 1 on both sides is no obstacle.
    clean(&[VISIT, "20251202,1,510002470,,2650,,,"]);
}

#[test]
fn items_that_exclude_each_other_in_a_week() {
    let old = [
        "20251207,1,599990810,,700,,,",
        "20251213,1,510000110,,5550,03,01,01",
    ];
    let long = "20251213,1,510002570,,5200,,,";
    let values = ("510002570", "599990810");
    one(
        &[old[0], old[1], long],
        Kind::ItemsExclusive,
        "WEEK",
        values,
    );
    let earlier = "20251206,1,599990810,,700,,,";
    clean(&[earlier, old[1], long]);
}

#[test]
fn exceptions_are_a_warning() {
    let lines = [
        "20251202,1,510000110,,5550,0304,02,01",
        "20251202,1,510001970,,4500,0304,02,",
        "20251202,1,510002770,,4500,0304,,",
    ];
    let values = ("510002770", "510001970");
    one(&lines, Kind::ItemsExclusiveMaybe, "DAY", values);
}

#[test]
fn add_ons_need_their_base() {
    let late = "20251202,1,510003970,,2100,,,";
    let flaw = one(&[late], Kind::ItemAlone, "", ("510003970", ""));
    assert_eq!(flaw.other.as_deref(), Some("見本夜間早朝"));
    clean(&[VISIT, late]);
    let mental = "20251202,1,530000110,,5550,03,01,03";
    one(&[mental, late], Kind::ItemAlone, "", ("510003970", ""));
    one(
        &["20251203,1,510000110,,5550,03,01,01", late],
        Kind::ItemAlone,
        "",
        ("510003970", ""),
    );
    // 単独算定可, alone and carrying another.
    clean(&["20251202,1,510002470,,2650,,,"]);
    clean(&["20251202,1,510002470,,2650,,,", late]);
    // Of 管理療養費: any day of the claim.
    let around = "20251202,1,550002170,,6800,,,";
    clean(&[around, "20251209,1,550000510,,3000,,,"]);
    one(&[VISIT, around], Kind::ItemAlone, "", ("550002170", ""));
    // The base may be the line that is told already.
    let found = flaws(&["20251202,1,599999910,,1,,,", late]);
    assert_eq!(kinds(&found), [(1, Kind::ItemUnknown, "")]);
    let found = flaws_of(&master("base.csv"), "6112", "19500102", &[late]);
    assert_eq!(found, [], "without the table of add-ons");
}

#[test]
fn insurance_of_the_claim() {
    let found = |kind, item| kinds_of(&flaws_of(&master(""), kind, "19500102", &[item]));
    let (elderly, insured) = (
        "20251202,1,599990210,,200,,,",
        "20251202,1,599990310,,300,,,",
    );
    assert_eq!(found("6112", elderly), [(Kind::ItemPayer, "ELDERLY_ONLY")]);
    assert_eq!(found("6318", insured), [(Kind::ItemPayer, "")]);
    for (kind, item) in [
        ("6318", elderly),
        ("6112", insured),
        ("6212", elderly),
        ("6212", insured),
    ] {
        assert_eq!(found(kind, item), [], "{kind} {item}");
    }
}

fn kinds_of(flaws: &[Flaw]) -> Vec<(Kind, &'static str)> {
    flaws.iter().map(|flaw| (flaw.kind, flaw.variant)).collect()
}

#[test]
fn ages_are_those_of_the_day() {
    let child = |birth| {
        let items = [VISIT, "20251202,1,510002670,,1300,,,"];
        flaws_of(&master(""), "6114", birth, &items)
    };
    assert_eq!(child("20191203"), []);
    let found = child("20191202");
    assert_eq!(kinds_of(&found), [(Kind::ItemAge, "")]);
    assert_eq!((found[0].count, &*found[0].expected), (6, "6"));
    let old = |birth| {
        flaws_of(
            &master(""),
            "6112",
            birth,
            &["20251202,1,599990810,,700,,,"],
        )
    };
    assert_eq!(old("19601202"), []);
    let found = old("19601203");
    assert_eq!(kinds_of(&found), [(Kind::ItemAge, "YOUNG")]);
    assert_eq!((found[0].count, &*found[0].expected), (64, "65"));
    // No number, no birth date, a birth behind the day.
    assert_eq!(old("20260101"), []);
    assert_eq!(old("19601332"), []);
    clean(&["20251202,1,599990910,,900,,,"]);
}

#[test]
fn weeks_begin_on_sunday() {
    let date = |text: &str| text.parse::<NaiveDate>().expect("a day");
    // 2025-12-06 is a Saturday.
    let week = |text| window(Unit::Week, date(text));
    assert_eq!(week("2025-12-06") + 1, week("2025-12-07"));
    assert_eq!(week("2025-12-07"), week("2025-12-13"));
    let month = |text| window(Unit::Month, date(text));
    assert_eq!(month("2025-12-31") + 1, month("2026-01-01"));
    assert_eq!(month("2025-12-01"), month("2025-12-31"));
}

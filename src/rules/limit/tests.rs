//! Every row of policy-rules §7; test names carry the row.

use chrono::NaiveDate;
use proptest::prelude::*;

use super::table::{CLASSES, Group, RATIOS};
use super::*;
use crate::rules::testing::{Bench, Person, day, hanako};
use crate::rules::wording;
use crate::text::lang::Lang;

/// 後期高齢者医療 in Tokyo.
const KOKI: &str = "39131016";

/// A claim of November 2025 and the person's record, of this age group.
fn case(group: Group) -> (Bench, Person) {
    let bench = Bench::month("202511", &[5, 12]);
    let person = hanako().seen(day(2025, 11, 5));
    match group {
        Group::Under70 => (bench, person),
        Group::Elderly => (
            bench.born("19530102").of_type("6118"),
            person.born(day(1953, 1, 2)),
        ),
        Group::Koki => (
            bench.born("19450102").of_type("6318").on(KOKI),
            person.born(day(1945, 1, 2)).insurer(KOKI, "架空広域連合"),
        ),
    }
}

fn told(bench: &Bench) -> Vec<Finding> {
    let mut found = bench.findings();
    found.retain(|finding| finding.code == "LIMIT_MISMATCH");
    found
}

/// Variant, recorded and expected value of each finding.
fn said(found: &[Finding]) -> Vec<(&str, &str, &str)> {
    found
        .iter()
        .map(|f| (f.details.variant, &*f.claim_value, &*f.reference_value))
        .collect()
}

/// All class codes that eligibility results may have.
fn classes() -> Vec<[u8; 3]> {
    let a = (1..=6).map(|n| [b'A', b'0', b'0' + n]);
    let b = (1..=10).map(|n| [b'B', b'0' + n / 10, b'0' + n % 10]);
    a.chain(b).collect()
}

/// The claim with this 特記 and the result with this class: whatever is in force for its group.
fn with_class(group: Group, class: &[u8; 3], notes: &str) -> Vec<Finding> {
    let (bench, person) = case(group);
    let is_of_30_percent = ["26", "27", "28"].iter().any(|of| notes.ends_with(of));
    let bench = if is_of_30_percent && group != Group::Under70 {
        // HC-14 is another matter.
        bench.replace("18,2025", "10,2025")
    } else {
        bench
    };
    told(
        &bench
            .notes(notes)
            .record(&person.limit(class).consent(true)),
    )
}

/// The expected 特記 is silent; all others and none are told, with the expected one.
fn expects(group: Group, class: &[u8; 3], note: &str) {
    assert_eq!(with_class(group, class, note), [], "{class:?} {note}");
    assert_eq!(with_class(group, class, &format!("02{note}")), []);
    for other in ["26", "27", "28", "29", "30", "41", "42", ""] {
        if other == note {
            continue;
        }
        let found = with_class(group, class, other);
        assert_eq!(found.len(), 1, "{class:?} {other}");
        let finding = &found[0];
        let variant = if other.is_empty() { "absent" } else { "" };
        assert_eq!(finding.details.variant, variant);
        assert_eq!(finding.level, Level::Warn);
        assert_eq!(&*finding.claim_value, other);
        assert!(
            finding.reference_value.starts_with(&format!("{note}（区")),
            "{}",
            finding.reference_value
        );
        assert_eq!(
            (finding.place.record, finding.place.field),
            ("RE", "special_notes")
        );
        assert_eq!(*finding.evidence, [0]);
    }
}

macro_rules! rows {
    ($($name:ident: $class:literal $note:literal $($group:ident)+;)+) => {$(
        #[test]
        fn $name() {
            let groups = [$(Group::$group),+];
            for group in [Group::Under70, Group::Elderly, Group::Koki] {
                if groups.contains(&group) {
                    expects(group, $class, $note);
                } else {
                    // The class of another age: the table does not speak.
                    for notes in ["", "26", "29", "30", "42"] {
                        assert_eq!(with_class(group, $class, notes), [], "{group:?} {notes}");
                    }
                }
            }
        }
    )+};
}

rows! {
    hc_01_a01_expects_26: b"A01" "26" Under70;
    hc_01_a02_expects_27: b"A02" "27" Under70;
    hc_01_a03_expects_28: b"A03" "28" Under70;
    hc_01_a04_expects_29: b"A04" "29" Under70;
    hc_01_a05_expects_30: b"A05" "30" Under70;
    hc_01_a06_expects_30: b"A06" "30" Under70;
    hc_02_b01_expects_26: b"B01" "26" Elderly Koki;
    hc_02_b02_expects_27: b"B02" "27" Elderly Koki;
    hc_02_b03_expects_28: b"B03" "28" Elderly Koki;
    hc_03_b04_expects_29: b"B04" "29" Elderly;
    hc_04_b05_expects_30: b"B05" "30" Elderly Koki;
    hc_05_b06_expects_30: b"B06" "30" Elderly Koki;
    hc_05_b07_expects_30: b"B07" "30" Elderly Koki;
    hc_05_b08_expects_30: b"B08" "30" Elderly Koki;
    hc_06_b09_expects_41: b"B09" "41" Koki;
    hc_06_b10_expects_42: b"B10" "42" Koki;
}

#[test]
fn the_table_is_that_of_the_rules() {
    let rules: Vec<&str> = CLASSES.iter().map(|row| row.rule).collect();
    assert_eq!(rules[..6], ["HC-01"; 6]);
    assert_eq!(rules[6..9], ["HC-02"; 3]);
    assert_eq!(rules[9..11], ["HC-03", "HC-04"]);
    assert_eq!(rules[11..14], ["HC-05"; 3]);
    assert_eq!(rules[14..], ["HC-06"; 2]);
    let of_table: Vec<_> = CLASSES.iter().map(|row| row.class).collect();
    assert_eq!(of_table, classes());
    let known: Vec<_> = CLASSES
        .iter()
        .filter(|row| row.certainty == Certainty::Known)
        .map(|row| row.class)
        .collect();
    assert_eq!(known, [*b"B07", *b"B08"]);
    let of_ratio = RATIOS.map(|row| (row.rule, row.percent));
    assert_eq!(of_ratio[..2], [("HC-07", 30), ("HC-07", 20)]);
    assert_eq!(of_ratio[2..], [("HC-08", 30), ("HC-08", 20), ("HC-08", 10)]);
}

/// 一部負担金区分 by class, and what is told for what is recorded, with 窓口負担額区分.
fn copay_class(class: &[u8; 3], recorded: &str, paid: Option<&str>) -> Vec<Finding> {
    let row = CLASSES
        .iter()
        .find(|row| &row.class == class)
        .expect("a row");
    let (bench, person) = case(row.groups[0]);
    let kind = if matches!(row.note, "26" | "27" | "28") && row.groups[0] != Group::Under70 {
        bench.replace("18,2025", "10,2025")
    } else {
        bench
    };
    let bench = kind
        .notes_and_copay_class(row.note, recorded)
        .record(&person.limit(class).consent(true));
    told(&match paid {
        Some(paid) => bench.paid(paid),
        None => bench,
    })
}

const LABEL_1: &str = "1（低所得者の世帯（適用区分Ⅱ））";
const LABEL_3: &str = "3（低所得者の世帯（適用区分Ⅰ））";

#[test]
fn hc_04_b05_expects_copay_class_1_when_paid_in_kind() {
    for paid in ["01", "02"] {
        assert_eq!(copay_class(b"B05", "1", Some(paid)), []);
        let found = copay_class(b"B05", "", Some(paid));
        assert_eq!(said(&found), [("copay_absent", "", LABEL_1)]);
        assert_eq!(found[0].level, Level::Error);
        assert_eq!(found[0].place.field, "copay_class");
        let found = copay_class(b"B05", "3", Some(paid));
        assert_eq!(said(&found), [("copay", "3", LABEL_1)]);
        assert_eq!(found[0].level, Level::Error);
    }
}

#[test]
fn hc_05_b06_b07_b08_expect_copay_class_3_when_paid_in_kind() {
    for class in [b"B06", b"B07", b"B08"] {
        for paid in ["01", "02"] {
            assert_eq!(copay_class(class, "3", Some(paid)), []);
            let found = copay_class(class, "", Some(paid));
            assert_eq!(said(&found), [("copay_absent", "", LABEL_3)]);
            let found = copay_class(class, "1", Some(paid));
            assert_eq!(said(&found), [("copay", "1", LABEL_3)]);
            assert_eq!(found[0].level, Level::Error);
        }
    }
}

#[test]
fn hc_04_hc_05_copay_class_is_for_payment_in_kind_alone() {
    for (class, right, wrong, label) in [(b"B05", "1", "3", LABEL_1), (b"B06", "3", "1", LABEL_3)] {
        // Paid nothing in kind: it is empty.
        assert_eq!(copay_class(class, "", Some("00")), []);
        let found = copay_class(class, right, Some("00"));
        assert_eq!(said(&found), [("copay_unpaid", right, "")]);
        assert_eq!(found[0].level, Level::Warn);
        // Not known without MF: only a wrong one is told.
        assert_eq!(copay_class(class, "", None), []);
        assert_eq!(copay_class(class, right, None), []);
        let found = copay_class(class, wrong, None);
        assert_eq!(said(&found), [("copay", wrong, label)]);
        assert_eq!(found[0].level, Level::Warn);
    }
}

#[test]
fn hc_01_hc_02_hc_03_hc_06_expect_no_copay_class() {
    for row in CLASSES.iter().filter(|row| row.copay.is_none()) {
        for paid in [None, Some("00"), Some("01")] {
            assert_eq!(copay_class(&row.class, "", paid), []);
            for recorded in ["1", "3"] {
                let found = copay_class(&row.class, recorded, paid);
                assert_eq!(said(&found), [("copay_none", recorded, "")]);
                let is_error = found[0].level == Level::Error;
                assert_eq!(is_error, paid == Some("01"));
            }
        }
        // Not in 別表7: a matter of the format.
        assert_eq!(copay_class(&row.class, "2", Some("01")), []);
    }
}

fn with_ratio(group: Group, percent: u8, consent: Option<bool>, notes: &str) -> Vec<Finding> {
    let (bench, person) = case(group);
    let person = match group {
        Group::Koki => person.copay(percent),
        _ => person.elderly_copay(percent),
    };
    let person = match consent {
        Some(consent) => person.consent(consent),
        None => person,
    };
    // HC-14 is another matter.
    let bench = match (group, notes) {
        (Group::Elderly | Group::Koki, "26" | "27" | "28") => bench.replace("18,2025", "10,2025"),
        _ => bench,
    };
    told(&bench.notes(notes).record(&person))
}

/// With consent only `note` is right; without a word on consent also `others`.
fn ratio_expects(group: Group, percent: u8, note: &str, others: &[&str]) {
    for consent in [Some(true), None] {
        for notes in ["26", "27", "28", "29", "30", "41", "42", ""] {
            let found = with_ratio(group, percent, consent, notes);
            if notes == note || consent.is_none() && others.contains(&notes) {
                assert_eq!(found, [], "{percent} {consent:?} {notes}");
                continue;
            }
            let variant = if notes.is_empty() {
                "ratio_absent"
            } else {
                "ratio"
            };
            let label = labelled(&codes::SPECIAL_NOTE, note);
            assert_eq!(said(&found), [(variant, notes, &*label)], "{consent:?}");
            assert_eq!(found[0].level, Level::Warn);
            assert_eq!(*found[0].evidence, [0]);
        }
    }
    // The result without consent says nothing (HC-11).
    for notes in ["", "26", "29", "41", "42"] {
        assert_eq!(with_ratio(group, percent, Some(false), notes), []);
    }
}

#[test]
fn hc_07_70_to_74_at_30_percent_expects_26() {
    ratio_expects(Group::Elderly, 30, "26", &["27", "28"]);
}

#[test]
fn hc_07_70_to_74_at_20_percent_expects_29() {
    ratio_expects(Group::Elderly, 20, "29", &["30"]);
}

#[test]
fn hc_08_koki_at_30_percent_expects_26() {
    ratio_expects(Group::Koki, 30, "26", &["27", "28"]);
}

#[test]
fn hc_08_koki_at_20_percent_expects_41() {
    ratio_expects(Group::Koki, 20, "41", &[]);
}

#[test]
fn hc_08_koki_at_10_percent_expects_42() {
    ratio_expects(Group::Koki, 10, "42", &["30"]);
}

#[test]
fn hc_07_hc_08_other_ratios_and_none_say_nothing() {
    for group in [Group::Elderly, Group::Koki] {
        for notes in ["", "26", "41"] {
            assert_eq!(
                with_ratio(group, 0, Some(true), notes)
                    .iter()
                    .filter(|f| f.details.variant != "type")
                    .count(),
                0
            );
        }
        let (bench, person) = case(group);
        assert_eq!(told(&bench.record(&person.consent(true))), []);
    }
    // Each group by its own ratio.
    assert_eq!(with_ratio(Group::Elderly, 10, Some(true), "29"), []);
    let (bench, person) = case(Group::Elderly);
    assert_eq!(
        told(&bench.notes("30").record(&person.copay(20).consent(true))),
        []
    );
}

#[test]
fn hc_09_under_70_a_code_without_a_class() {
    let found = |consent: Option<bool>, notes: &str, paid: Option<&str>| {
        let (bench, mut person) = case(Group::Under70);
        if let Some(consent) = consent {
            person = person.consent(consent);
        }
        let bench = bench.notes(notes).record(&person);
        told(&match paid {
            Some(paid) => bench.paid(paid),
            None => bench,
        })
    };
    for notes in ["26", "27", "28", "29", "30"] {
        for paid in [None, Some("00"), Some("01")] {
            let told = found(Some(true), notes, paid);
            assert_eq!(said(&told), [("no_class", notes, "")]);
            assert_eq!(told[0].level, Level::Warn, "a look, whatever was paid");
            assert_eq!(*told[0].evidence, [0]);
        }
        // Nobody looked, or nobody may: nothing is known.
        assert_eq!(found(None, notes, None), []);
        assert_eq!(found(Some(false), notes, None), []);
    }
    for none in ["", "02"] {
        assert_eq!(found(Some(true), none, None), []);
    }
}

#[test]
fn hc_10_repeated_codes_have_no_finding_here() {
    for notes in ["31", "35", "43", "44", "2843", "3", "2829"] {
        assert_eq!(with_class(Group::Under70, b"A03", notes), [], "{notes}");
        assert_eq!(
            with_ratio(Group::Koki, 20, Some(true), notes),
            [],
            "{notes}"
        );
        let (bench, person) = case(Group::Under70);
        let codes = bench.notes(notes).record(&person.limit(b"A03")).codes();
        assert!(codes.contains(&"SPECIAL_NOTE"), "{notes}");
    }
    // 多数回 itself is 窓口負担額区分 02.
    let (bench, person) = case(Group::Under70);
    let bench = bench.notes("28").paid("02").record(&person.limit(b"A03"));
    assert_eq!(told(&bench), []);
}

#[test]
fn hc_11_consent_of_any_result_of_the_month() {
    let (bench, person) = case(Group::Under70);
    let wrong = bench.notes("29");
    let class = person.clone().limit(b"A03");
    let refused = person.clone().seen(day(2025, 11, 12)).consent(false);
    assert_eq!(told(&wrong.clone().record(&class)).len(), 1);
    assert_eq!(told(&wrong.clone().record(&class).record(&refused)), []);
    // One of another ratio year is not about this month.
    let old = person.clone().seen(day(2025, 7, 31)).consent(false);
    assert_eq!(told(&wrong.clone().record(&class).record(&old)).len(), 1);
    // A class with the flag down is no class that may be used.
    assert_eq!(told(&wrong.record(&class.consent(false))), []);
}

#[test]
fn hc_12_error_where_paid_in_kind() {
    for (paid, level) in [
        ("00", Level::Warn),
        ("01", Level::Error),
        ("02", Level::Error),
        ("03", Level::Warn),
    ] {
        let (bench, person) = case(Group::Under70);
        let bench = bench.notes("29").paid(paid);
        let found = told(&bench.record(&person.limit(b"A03")));
        assert_eq!((found.len(), found[0].level), (1, level), "{paid}");
        let (bench, person) = case(Group::Koki);
        let found = told(&bench.notes("42").paid(paid).record(&person.copay(20)));
        assert_eq!((found.len(), found[0].level), (1, level), "{paid}");
    }
}

#[test]
fn hc_12_the_class_has_its_own_validity() {
    let found = |from: NaiveDate, to: NaiveDate| {
        let (bench, person) = case(Group::Under70);
        let person = person.limit(b"A03").consent(true).limit_valid(from, to);
        told(&bench.notes("29").record(&person)).len()
    };
    // Visits on 5 and 12 November.
    assert_eq!(found(day(2025, 8, 1), day(2026, 7, 31)), 1);
    assert_eq!(found(day(2025, 11, 12), day(2026, 7, 31)), 1);
    assert_eq!(found(day(2025, 8, 1), day(2025, 11, 5)), 1);
    assert_eq!(found(day(2025, 11, 13), day(2026, 7, 31)), 0);
    assert_eq!(found(day(2025, 8, 1), day(2025, 11, 4)), 0);
}

#[test]
fn hc_12_changes_each_august() {
    let found = |month: &str, seen: NaiveDate, class: bool| {
        let bench = Bench::month(month, &[5])
            .on(KOKI)
            .of_type("6318")
            .born("19450102");
        let person = case(Group::Koki).1.seen(seen);
        let person = if class {
            person.limit(b"B09")
        } else {
            person.copay(20)
        };
        told(
            &bench
                .notes("42")
                .record(&person)
                .checked_on(day(2026, 9, 30)),
        )
        .len()
    };
    for class in [true, false] {
        assert_eq!(found("202507", day(2025, 7, 31), class), 1);
        assert_eq!(found("202507", day(2025, 8, 1), class), 0);
        assert_eq!(found("202508", day(2025, 7, 31), class), 0);
        assert_eq!(found("202508", day(2025, 8, 1), class), 1);
        assert_eq!(found("202508", day(2026, 7, 31), class), 1);
        assert_eq!(found("202508", day(2026, 8, 1), class), 0);
    }
}

#[test]
fn hc_13_is_not_read() {
    // 特定疾病 codes beside the class neither hide it nor are asked for.
    for notes in ["0228", "1628", "28"] {
        assert_eq!(with_class(Group::Under70, b"A03", notes), []);
    }
}

fn by_type(claim_type: &str, notes: &str) -> Vec<Finding> {
    let insurer = if claim_type.starts_with("63") {
        KOKI
    } else {
        "06132013"
    };
    let birth = if insurer == KOKI {
        "19450102"
    } else {
        "19530102"
    };
    let bench = Bench::month("202511", &[5]).on(insurer).of_type(claim_type);
    told(&bench.born(birth).notes(notes).without_eligibility())
}

#[test]
fn hc_14_class_code_against_the_claim_type() {
    for (claim_type, contrary, fitting) in [
        (
            "6118",
            &["26", "27", "28"][..],
            &["29", "30", "41", "42", ""][..],
        ),
        ("6318", &["26", "27", "28"], &["29", "30", "41", "42", ""]),
        ("6110", &["29", "30", "41", "42"], &["26", "27", "28", ""]),
        ("6310", &["29", "30", "41", "42"], &["26", "27", "28", ""]),
    ] {
        for notes in contrary {
            let found = by_type(claim_type, notes);
            assert_eq!(said(&found), [("type", *notes, claim_type)]);
            assert_eq!(found[0].level, Level::Warn);
            assert!(found[0].evidence.is_empty());
        }
        for notes in fitting {
            assert_eq!(by_type(claim_type, notes), [], "{claim_type} {notes}");
        }
    }
}

#[test]
fn hc_14_is_inferred_and_never_an_error() {
    let bench = Bench::month("202511", &[5])
        .on(KOKI)
        .of_type("6318")
        .born("19450102");
    let found = told(&bench.notes("26").paid("01").without_eligibility());
    assert_eq!((found.len(), found[0].level), (1, Level::Warn));
}

#[test]
fn hc_14_is_for_70_and_over_and_not_told_twice() {
    // A wrong 種別 of a younger person is `CLAIM_TYPE`'s.
    let bench = Bench::month("202511", &[5]).of_type("6118").notes("26");
    assert_eq!(told(&bench.without_eligibility()), []);
    // What the result says of the 特記 is said once.
    let (bench, person) = case(Group::Koki);
    let found = told(&bench.notes("26").record(&person.limit(b"B10")));
    assert_eq!(said(&found), [("", "26", "42（区キ）")]);
    // A refusal of any year keeps silent as well.
    let (bench, person) = case(Group::Koki);
    let refused = person.seen(day(2025, 7, 1)).consent(false);
    assert_eq!(told(&bench.notes("26").record(&refused)), []);
}

#[test]
fn the_latest_of_the_informed_speaks() {
    let (bench, person) = case(Group::Under70);
    let bench = bench.notes("28");
    let early = person.clone().limit(b"A03").consent(true);
    let late = person
        .clone()
        .limit(b"A04")
        .consent(true)
        .seen(day(2025, 11, 20));
    let found = told(&bench.clone().record(&early).record(&late));
    assert_eq!(said(&found), [("", "28", "29（区エ）")]);
    assert_eq!(*found[0].evidence, [1]);
    // A later bulk query does not know of it.
    let bulk = person.clone().seen(day(2025, 11, 20));
    let found = told(
        &bench
            .clone()
            .record(&late.clone().seen(day(2025, 11, 6)))
            .record(&bulk),
    );
    assert_eq!(*found[0].evidence, [0]);
    // A later one with consent does.
    let none = bulk.clone().consent(true).seen(day(2025, 11, 25));
    let found = told(&bench.clone().record(&early).record(&none));
    assert_eq!(said(&found), [("no_class", "28", "")]);
    // Two of one day that differ are a contradiction; two that agree are both the ground.
    let same_day = late.clone().seen(day(2025, 11, 5));
    assert_eq!(told(&bench.clone().record(&early).record(&same_day)), []);
    let found = told(&bench.record(&same_day).record(&same_day));
    assert_eq!(*found[0].evidence, [0, 1]);
}

#[test]
fn only_results_that_cover_a_visit_speak() {
    let (bench, person) = case(Group::Under70);
    let wrong = bench.notes("29");
    let class = person.limit(b"A03");
    assert_eq!(
        told(&wrong.clone().record(&class.clone().lost(day(2025, 11, 5)))),
        []
    );
    assert_eq!(
        told(&wrong.clone().record(&class.clone().lost(day(2025, 11, 6)))).len(),
        1
    );
    assert_eq!(
        told(&wrong.clone().record(&class.clone().from(day(2025, 11, 13)))),
        []
    );
    // Under another insurer alone.
    assert_eq!(told(&wrong.record(&class.insurer("138057", "架空市"))), []);
}

#[test]
fn ages_70_and_75() {
    // HC-01 up to the month of the 70th birthday, from the next on HC-02; born on the 1st: from that month.
    let found = |birth: &str, born: NaiveDate, class: &[u8; 3]| {
        let person = hanako().born(born).seen(day(2025, 11, 5)).limit(class);
        told(&Bench::month("202511", &[5, 12]).born(birth).record(&person)).len()
    };
    for (birth, born, is_elderly) in [
        ("19551031", day(1955, 10, 31), true),
        ("19551101", day(1955, 11, 1), true),
        ("19551102", day(1955, 11, 2), false),
    ] {
        assert_eq!(
            found(birth, born, b"A03"),
            usize::from(!is_elderly),
            "{birth}"
        );
        assert_eq!(
            found(birth, born, b"B04"),
            usize::from(is_elderly),
            "{birth}"
        );
    }
    // From the 75th birthday on another insurer than 39 is wrong, and nothing is said of the class.
    for (birth, born, is_elderly) in [
        ("19501105", day(1950, 11, 5), false),
        ("19501106", day(1950, 11, 6), true),
    ] {
        assert_eq!(
            found(birth, born, b"B04"),
            usize::from(is_elderly),
            "{birth}"
        );
        assert_eq!(found(birth, born, b"A03"), 0);
    }
    // Born on 29 February.
    assert_eq!(found("19520229", day(1952, 2, 29), b"B04"), 1);
}

#[test]
fn public_payers_alone_have_no_class() {
    let person = hanako()
        .insurer("54136015", "")
        .number("", "0001234")
        .seen(day(2025, 12, 4))
        .limit(b"A03");
    let bench = Bench::public("202512", &[4], "54136015").record(&person);
    assert_eq!(told(&bench), []);
}

#[test]
fn the_words() {
    let (bench, person) = case(Group::Koki);
    let found = told(&bench.notes("42").record(&person.limit(b"B09")));
    assert_eq!(
        wording::message(&found[0], Lang::Ja),
        "特記は42ですが、資格確認結果の適用区分B09 一般Ⅱからは41（区カ）です（2025年11月5日確認）。"
    );
    let (bench, person) = case(Group::Koki);
    let found = told(&bench.record(&person.copay(20)));
    assert_eq!(
        wording::message(&found[0], Lang::En),
        "特記 has no class code; with 20 % and no class in the eligibility result it would be 41（区カ） (seen 2025-11-05)."
    );
}

fn groups() -> impl Strategy<Value = Group> {
    prop_oneof![
        Just(Group::Under70),
        Just(Group::Elderly),
        Just(Group::Koki)
    ]
}

fn notes() -> impl Strategy<Value = String> {
    prop_oneof!["|26|27|28|29|30|41|42|0228", "[0-9]{0,4}"]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// HC-11, whatever the rest.
    #[test]
    fn hc_11_without_consent_never_a_finding(
        group in groups(),
        notes in notes(),
        class in prop::option::of(prop::sample::select(classes())),
        percent in prop::option::of(prop::sample::select(vec![0u8, 10, 20, 30])),
        paid in prop::option::of(prop::sample::select(vec!["00", "01", "02"])),
        recorded in prop::sample::select(vec!["", "1", "3"]),
        seen in 0u64..365,
    ) {
        let (bench, person) = case(group);
        let mut person = person.consent(false).seen(day(2025, 1, 1) + chrono::Days::new(seen));
        if let Some(class) = class {
            person = person.limit(&class);
        }
        if let Some(percent) = percent {
            person = person.copay(percent).elderly_copay(percent);
        }
        let mut bench = bench.notes_and_copay_class(&notes, recorded).record(&person);
        if let Some(paid) = paid {
            bench = bench.paid(paid);
        }
        prop_assert_eq!(told(&bench), []);
    }

    /// A class code that no table has is no fault of the claim.
    #[test]
    fn unknown_classes_never_a_finding(
        group in groups(),
        notes in prop::sample::select(vec!["", "29", "30", "41", "42", "0242"]),
        class in "[A-Z][0-9]{2}".prop_filter("known", |class| {
            !classes().iter().any(|known| known == class.as_bytes())
        }),
        percent in prop::sample::select(vec![10u8, 20, 30]),
        consent in prop::option::of(Just(true)),
    ) {
        let (bench, person) = case(group);
        let class = <&[u8; 3]>::try_from(class.as_bytes()).expect("three characters");
        let mut person = person.limit(class).copay(percent).elderly_copay(percent);
        if let Some(consent) = consent {
            person = person.consent(consent);
        }
        prop_assert_eq!(told(&bench.notes(notes).record(&person)), []);
    }
}

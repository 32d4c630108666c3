//! The rows of policy-rules §7 that say what goes with what; test names carry the row.

use super::table::{CLASSES, Group, RATIOS};
use super::*;
use crate::rules::testing::{Bench, Person, day, hanako};

mod results;

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
#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "byte literals are references"
)]
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
#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "byte literals are references"
)]
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
#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "byte literals are references"
)]
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

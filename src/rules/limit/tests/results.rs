//! Which results speak, for whom, and how loud: HC-10 … HC-14; test names carry the row.

use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;
use crate::rules::wording;
use crate::text::lang::Lang;

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

use crate::finding::{Finding, Level};
use crate::rules::testing::{Bench, Person, day, hanako};
use crate::rules::wording;
use crate::text::lang::Lang;

const KOKUHO: &str = "  138057";
const KOKI: &str = "39131234";

fn found(bench: &Bench) -> Vec<Finding> {
    let mut findings = bench.findings();
    findings.retain(|finding| finding.code == "COPAY_MISMATCH");
    findings
}

/// Variant, level and what is expected.
fn told(bench: &Bench) -> Vec<(&'static str, Level, String)> {
    found(bench)
        .iter()
        .map(|f| (f.details.variant, f.level, f.reference_value.to_string()))
        .collect()
}

/// Born in the year given on 10 January, on an insurer, claimed as `code` with this 給付割合 in 2025-09.
fn claim(year: i32, insurer: &str, code: &str, benefit: &str) -> Bench {
    let birth = format!("{year}0110");
    Bench::month("202509", &[9, 20])
        .on(insurer)
        .born(&birth)
        .of_type(code)
        .replace(&format!("{birth},,,,"), &format!("{birth},,,{benefit},"))
        .checked_on(day(2026, 9, 30))
}

fn result(year: i32, insurer: &str, seen: (i32, u32, u32)) -> Person {
    hanako()
        .born(day(year, 1, 10))
        .insurer(insurer, "架空")
        .seen(day(seen.0, seen.1, seen.2))
}

const SEPTEMBER: (i32, u32, u32) = (2025, 9, 5);

#[test]
fn br_07_benefit_of_kokuho_against_the_ratio() {
    let of = |benefit: &str, percent: u8| {
        let record = result(1980, KOKUHO, SEPTEMBER).copay(percent);
        told(&claim(1980, KOKUHO, "6112", benefit).record(&record))
    };
    for (benefit, percent) in [("70", 30), ("070", 30), ("80", 20), ("090", 10)] {
        assert_eq!(of(benefit, percent), [], "{benefit} {percent}");
    }
    for (benefit, percent, expected) in [
        ("70", 20, "80"),
        ("070", 10, "90"),
        ("080", 30, "70"),
        ("90", 20, "80"),
    ] {
        assert_eq!(
            of(benefit, percent),
            [("benefit", Level::Error, expected.to_owned())],
            "{benefit} {percent}"
        );
    }
    // Neither unknown percentages nor unknown ratios.
    for (benefit, percent) in [("50", 30), ("100", 30), ("70", 0), ("70", 100)] {
        assert_eq!(of(benefit, percent), [], "{benefit} {percent}");
    }
}

#[test]
fn br_07_benefit_left_out() {
    let of = |percent: u8| {
        let record = result(1980, KOKUHO, SEPTEMBER).copay(percent);
        told(&claim(1980, KOKUHO, "6112", "").record(&record))
    };
    assert_eq!(of(30), []);
    assert_eq!(of(20), [("left_out", Level::Info, "80".to_owned())]);
}

#[test]
fn br_07_benefit_outside_of_kokuho() {
    let error = [("not_national", Level::Error, String::new())];
    assert_eq!(told(&claim(1980, "06132013", "6112", "070")), error);
    assert_eq!(told(&claim(1940, KOKI, "6318", "80")), error);
    for insurer in [KOKUHO, "  133033", "67138057", "99131234"] {
        assert_eq!(told(&claim(1980, insurer, "6112", "70")), [], "{insurer}");
    }
    let public = Bench::public("202509", &[9], "12131234")
        .replace("19600102,,,,", "19600102,,,70,")
        .without_eligibility();
    assert_eq!(told(&public), error);
    let found = found(&claim(1980, "06132013", "6112", "070")).remove(0);
    assert_eq!(
        (found.place.record, found.place.field),
        ("RE", "benefit_percent")
    );
    assert!(found.evidence.is_empty());
    assert_eq!(
        wording::message(&found, Lang::Ja),
        "給付割合に070が記録されていますが、国民健康保険の請求ではありません。"
    );
}

#[test]
fn br_04_benefit_of_the_elderly_on_kokuho() {
    let of = |code: &str, benefit: &str, percent: u8| {
        let record = result(1954, KOKUHO, SEPTEMBER).elderly_copay(percent);
        told(&claim(1954, KOKUHO, code, benefit).record(&record))
    };
    assert_eq!(of("6118", "80", 20), []);
    assert_eq!(of("6110", "70", 30), []);
    let eighty = [("benefit", Level::Error, "80".to_owned())];
    assert_eq!(of("6118", "70", 20), eighty);
    // 給付割合 is not told beside a 種別 that is wrong by the ratio, or by the age (CLAIM_TYPE).
    assert_eq!(
        of("6110", "70", 20),
        [("type", Level::Error, "2".to_owned())]
    );
    assert_eq!(of("6112", "70", 20), []);
    // Not the ratio of the card, which is no ratio of 高齢受給者.
    let card = result(1954, KOKUHO, SEPTEMBER).copay(30);
    assert_eq!(told(&claim(1954, KOKUHO, "6118", "80").record(&card)), []);
}

#[test]
fn br_01_benefit_below_school_age() {
    let of = |benefit: &str, percent: u8| {
        let record = result(2022, KOKUHO, SEPTEMBER).copay(percent);
        told(&claim(2022, KOKUHO, "6114", benefit).record(&record))
    };
    assert_eq!(of("80", 20), []);
    assert_eq!(of("70", 20), [("benefit", Level::Error, "80".to_owned())]);
    // The law knows no other ratio below school age.
    assert_eq!(of("80", 30), []);
}

#[test]
fn br_02_other_insurers_have_no_ratio_to_compare() {
    let record = result(1980, "06132013", SEPTEMBER).copay(20);
    assert_eq!(
        told(&claim(1980, "06132013", "6112", "").record(&record)),
        []
    );
}

#[test]
fn br_06_ratio_of_koki_is_told_of_code_and_copayment() {
    let record = result(1940, KOKI, SEPTEMBER).copay(30);
    let bench = claim(1940, KOKI, "6318", "").record(&record);
    assert_eq!(told(&bench).len(), 1);
    assert!(bench.codes().contains(&"CLAIM_TYPE"));
}

#[test]
fn br_09_ratio_of_another_year() {
    let seen = |on: (i32, u32, u32)| {
        let record = result(1980, KOKUHO, on).copay(20);
        told(&claim(1980, KOKUHO, "6112", "70").record(&record)).len()
    };
    assert_eq!(seen((2025, 7, 31)), 0);
    assert_eq!(seen((2025, 8, 1)), 1);
    assert_eq!(seen((2026, 7, 31)), 1);
    assert_eq!(seen((2026, 8, 1)), 0);
}

#[test]
fn br_13_reduction_suppresses() {
    let record = result(1980, KOKUHO, SEPTEMBER).copay(20);
    for (digit, count) in [("1", 0), ("2", 0), ("3", 0), ("", 1)] {
        let bench = claim(1980, KOKUHO, "6112", "70")
            .record(&record)
            .replace("11100,,,,,,", &format!("11100,,,,{digit},,"));
        assert_eq!(told(&bench).len(), count, "{digit}");
    }
}

#[test]
fn contradictory_results_are_told_for_information() {
    let at = |on: (i32, u32, u32), percent: u8| result(1980, KOKUHO, on).copay(percent);
    let bench = claim(1980, KOKUHO, "6112", "70")
        .record(&at(SEPTEMBER, 20))
        .record(&at(SEPTEMBER, 30));
    assert_eq!(
        told(&bench),
        [("contradiction", Level::Info, "20/30".to_owned())]
    );
    let found = found(&bench).remove(0);
    assert_eq!(*found.evidence, [0, 1]);
    assert_eq!(found.dates.map(|days| days.mask), Some(1 << 8 | 1 << 19));
    // Seen on two days, they are no contradiction: the later one of the month speaks.
    let later = claim(1980, KOKUHO, "6112", "70")
        .record(&at(SEPTEMBER, 20))
        .record(&at((2025, 9, 6), 30));
    assert_eq!(told(&later), []);
    // 後期 and 70 to 74, whose 種別 cannot be judged then either.
    let koki = |percent| result(1940, KOKI, SEPTEMBER).copay(percent);
    let bench = claim(1940, KOKI, "6318", "")
        .record(&koki(10))
        .record(&koki(30));
    assert_eq!(
        told(&bench),
        [("contradiction", Level::Info, "10/30".to_owned())]
    );
    assert!(!bench.codes().contains(&"CLAIM_TYPE"));
}

#[test]
fn an_absent_percentage_says_nothing() {
    let bare = result(1980, KOKUHO, (2025, 9, 25));
    let says = result(1980, KOKUHO, SEPTEMBER).copay(20);
    assert_eq!(told(&claim(1980, KOKUHO, "6112", "70").record(&bare)), []);
    let both = claim(1980, KOKUHO, "6112", "70")
        .record(&bare)
        .record(&says);
    assert_eq!(*found(&both)[0].evidence, [1]);
}

/// A claim on 後期 in 2025-09 with a 種別 and 特記.
fn koki(code: &str, notes: &str) -> Bench {
    Bench::month("202509", &[9, 20])
        .on(KOKI)
        .born("19400110")
        .of_type(code)
        .replace("19400110,,,,,", &format!("19400110,,,,{notes},"))
        .checked_on(day(2026, 9, 30))
}

#[test]
fn br_06_type_of_koki_against_the_ratio() {
    let of = |code: &str, percent: u8| {
        let record = result(1940, KOKI, SEPTEMBER).copay(percent);
        told(&koki(code, "").record(&record))
    };
    for (code, percent) in [("6318", 10), ("6318", 20), ("6310", 30)] {
        assert_eq!(of(code, percent), [], "{code} {percent}");
    }
    for (code, percent, tenths) in [("6318", 30, "3"), ("6310", 10, "1"), ("6310", 20, "2")] {
        assert_eq!(
            of(code, percent),
            [("type", Level::Error, tenths.to_owned())],
            "{code} {percent}"
        );
    }
}

#[test]
fn br_04_type_of_70_to_74_against_the_ratio() {
    let of = |code: &str, percent: u8| {
        let record = result(1953, "06132013", SEPTEMBER).elderly_copay(percent);
        told(&claim(1953, "06132013", code, "").record(&record))
    };
    assert_eq!(of("6118", 20), []);
    assert_eq!(of("6110", 30), []);
    assert_eq!(of("6118", 30), [("type", Level::Error, "3".to_owned())]);
    assert_eq!(of("6110", 20), [("type", Level::Error, "2".to_owned())]);
    // That 6112 is wrong at this age is told by CLAIM_TYPE.
    assert_eq!(of("6112", 30), []);
}

#[test]
fn br_06_note_of_koki_where_the_limit_rule_is_silent() {
    let of = |notes: &str, percent: u8, consent: bool| {
        let record = result(1940, KOKI, SEPTEMBER)
            .copay(percent)
            .consent(consent);
        let code = if percent == 30 { "6310" } else { "6318" };
        told(&koki(code, notes).record(&record))
    };
    // Without consent the limit rule says nothing, but the ratio needs none.
    assert_eq!(of("42", 20, false), [("note", Level::Warn, "2".to_owned())]);
    assert_eq!(of("41", 10, false), [("note", Level::Warn, "1".to_owned())]);
    assert_eq!(of("42", 30, false), [("note", Level::Warn, "3".to_owned())]);
    for (notes, percent) in [
        ("41", 20),
        ("42", 10),
        ("30", 10),
        ("28", 30),
        ("", 20),
        ("02", 20),
    ] {
        assert_eq!(of(notes, percent, false), [], "{notes} {percent}");
    }
    // With consent it is LIMIT_MISMATCH.
    assert_eq!(of("42", 20, true), []);
}

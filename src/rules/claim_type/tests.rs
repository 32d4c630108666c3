use crate::finding::Finding;
use crate::rules::testing::{Bench, Person, day, hanako};
use crate::rules::wording;
use crate::text::lang::Lang;

/// HO of 後期, 市町村国保 and 協会けんぽ.
const KOKI: &str = "39131234";
const KOKUHO: &str = "  138057";

fn of_code(bench: &Bench, code: &str) -> Vec<Finding> {
    let mut findings = bench.findings();
    findings.retain(|finding| finding.code == code);
    findings
}

/// Variant, expected 種別, dates as a mask.
fn told(bench: &Bench) -> Vec<(&'static str, String, u32)> {
    of_code(bench, "CLAIM_TYPE")
        .iter()
        .map(|f| {
            assert_eq!((f.place.record, f.place.field), ("RE", "claim_type"));
            (
                f.details.variant,
                f.reference_value.to_string(),
                f.dates.map_or(0, |days| days.mask),
            )
        })
        .collect()
}

/// Variant and expected 種別 of the only finding; `None` when there is none.
fn only(bench: &Bench) -> Option<(&'static str, String)> {
    let mut all = told(bench);
    assert!(all.len() < 2, "{all:?}");
    all.pop().map(|(variant, expected, _)| (variant, expected))
}

fn expects(bench: &Bench, variant: &'static str, expected: &str) {
    assert_eq!(only(bench), Some((variant, expected.to_owned())));
}

/// A claim of one visit, without records, by month, birth, insurer and 種別.
fn claim(month: &str, birth: &str, insurer: &str, code: &str) -> Bench {
    let bench = Bench::month(month, &[9]).born(birth);
    let bench = if insurer.is_empty() {
        bench
    } else {
        bench.on(insurer)
    };
    bench.of_type(code).without_eligibility()
}

/// A record that fits a claim of `born` on an insurer.
fn record(birth: (i32, u32, u32), insurer: &str, seen: (i32, u32, u32)) -> Person {
    let fits = hanako()
        .born(day(birth.0, birth.1, birth.2))
        .seen(day(seen.0, seen.1, seen.2));
    if insurer.is_empty() {
        fits
    } else {
        fits.insurer(insurer, "架空")
    }
}

#[test]
fn br_11_insurer_against_payer_class() {
    let adult = "19800510";
    for (insurer, code) in [
        ("", "6112"),
        ("01130012", "6116"),
        (KOKUHO, "6112"),
        ("67138057", "6112"),
        (KOKI, "6318"),
        (KOKI, "6310"),
        // A number of no known kind says nothing.
        ("99131234", "6318"),
        ("77777777", "6318"),
    ] {
        let birth = if insurer == KOKI { "19400110" } else { adult };
        assert_eq!(
            only(&claim("202605", birth, insurer, code)),
            None,
            "{insurer} {code}"
        );
    }
    expects(&claim("202605", "19400110", KOKI, "6118"), "koki", "6318");
    expects(
        &claim("202605", "19400110", KOKI, "6112"),
        "koki",
        "6318/6310",
    );
    expects(
        &claim("202605", adult, "", "6318"),
        "insurance",
        "6112/6116",
    );
    expects(
        &claim("202605", adult, KOKUHO, "6212"),
        "insurance",
        "6112/6116",
    );
    // The wrong class explains the wrong person.
    expects(
        &claim("202605", "20220110", "", "6318"),
        "insurance",
        "6114",
    );
    expects(
        &claim("202605", "19540110", "", "6318"),
        "insurance",
        "6118",
    );
    expects(
        &claim("202605", "19400110", "", "6318"),
        "insurance",
        "611x",
    );
}

#[test]
fn br_12_public_payers_alone() {
    let public = |payer: &str, code: &str| {
        Bench::public("202605", &[9], payer)
            .of_type(code)
            .without_eligibility()
    };
    assert_eq!(only(&public("12131234", "6212")), None);
    assert_eq!(only(&public("19136019", "6212")), None);
    expects(&public("12131234", "6112"), "welfare", "6212");
    expects(&public("12131234", "6318"), "welfare", "6212");
    expects(&public("19136019", "6122"), "public", "6212");
    // 75 and older stay on 生活保護.
    assert_eq!(only(&public("12131234", "6212").born("19400110")), None);
    // With insurance it is 61 and a KO.
    let both = |code: &str| {
        Bench::month("202605", &[9])
            .replace("JD,1", "KO,12131234,0001234,,1,5550,,\r\nJD,1")
            .of_type(code)
            .without_eligibility()
    };
    assert_eq!(only(&both("6122")), None);
    expects(&both("6212"), "insurance", "6122/6126");
}

#[test]
fn table_4_number_of_payers() {
    let with = |ko: usize, code: &str| {
        let kos = "KO,54136015,0001234,,1,5550,,\r\n".repeat(ko);
        Bench::month("202605", &[9])
            .replace("JD,1", &format!("{kos}JD,1"))
            .of_type(code)
            .without_eligibility()
    };
    for (ko, code) in [
        (0, "6112"),
        (1, "6122"),
        (2, "6136"),
        (4, "6152"),
        // More than 別表4 has a code for.
        (5, "6152"),
    ] {
        assert_eq!(only(&with(ko, code)), None, "{ko} {code}");
    }
    expects(&with(1, "6112"), "payers", "6122");
    expects(&with(0, "6126"), "payers", "6116");
    let found = of_code(&with(0, "6126"), "CLAIM_TYPE").remove(0);
    assert_eq!(
        wording::message(&found, Lang::Ja),
        "種別が6126ですが、公費（KO）レコードは0件です。6116になります。"
    );
    let two = Bench::public("202605", &[9], "54136015")
        .replace("JD,1", "KO,80136015,0001234,,1,5550,,\r\nJD,1")
        .without_eligibility();
    expects(&two, "payers", "6222");
    // Number and person are two subjects.
    let found = told(&with(1, "6118"));
    assert_eq!(
        found
            .iter()
            .map(|(variant, expected, _)| (*variant, expected.as_str()))
            .collect::<Vec<_>>(),
        [("payers", "6128"), ("young", "6122/6126")]
    );
}

#[test]
fn br_01_preschool_around_1_and_2_april() {
    let of = |month: &str, birth: &str, code: &str| only(&claim(month, birth, "", code));
    let school = || Some(("school", "6112/6116".to_owned()));
    let preschool = || Some(("preschool", "6114".to_owned()));
    assert_eq!(of("202503", "20190401", "6114"), None);
    assert_eq!(of("202503", "20190401", "6116"), preschool());
    assert_eq!(of("202504", "20190401", "6114"), school());
    assert_eq!(of("202504", "20190401", "6116"), None);
    assert_eq!(of("202504", "20190402", "6114"), None);
    assert_eq!(of("202504", "20190402", "6116"), preschool());
    assert_eq!(of("202504", "20190402", "6118"), preschool());
    assert_eq!(of("202604", "20190402", "6114"), school());
}

#[test]
fn br_01_preschool_by_the_result() {
    let seen = |on: (i32, u32, u32)| record((2019, 4, 1), "", on).preschool(true);
    let child = |code: &str| {
        Bench::month("202504", &[9])
            .born("20190401")
            .of_type(code)
            .checked_on(day(2025, 5, 5))
    };
    // Seen in the last school year: nothing about this one.
    expects(
        &child("6114").record(&seen((2025, 3, 5))),
        "school",
        "6112/6116",
    );
    // Age and result against each other.
    assert_eq!(only(&child("6114").record(&seen((2025, 4, 5)))), None);
    // The birth dates differ, which is told; the result still says 未就学.
    let other = record((2019, 4, 3), "", (2025, 4, 5)).preschool(true);
    let found = of_code(&child("6116").record(&other), "CLAIM_TYPE");
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].details.variant, &*found[0].reference_value),
        ("preschool", "6114")
    );
    assert_eq!(*found[0].evidence, [0]);
    assert_eq!(only(&child("6114").record(&other)), None);
    // Its contrary says nothing.
    let not = record((2019, 4, 3), "", (2025, 4, 5)).preschool(false);
    assert_eq!(only(&child("6114").record(&not)), None);
}

#[test]
fn br_04_seventieth_birthday() {
    for (month, birth, elderly) in [
        ("202604", "19560501", false),
        ("202605", "19560501", true),
        ("202605", "19560502", false),
        ("202606", "19560502", true),
        ("202602", "19560229", false),
        ("202603", "19560229", true),
    ] {
        for (code, is_elderly) in [
            ("6112", false),
            ("6116", false),
            ("6118", true),
            ("6110", true),
        ] {
            let expected = match (elderly, is_elderly) {
                (true, false) => Some(("elderly", "6118/6110".to_owned())),
                (false, true) => Some(("young", "6112/6116".to_owned())),
                _ => None,
            };
            assert_eq!(
                only(&claim(month, birth, KOKUHO, code)),
                expected,
                "{month} {birth} {code}"
            );
        }
    }
    expects(
        &claim("202605", "19540110", "", "6114"),
        "elderly",
        "6118/6110",
    );
}

#[test]
fn br_10_seventy_fifth_birthday_within_the_month() {
    let month = |days: &[u32], code: &str| {
        Bench::month("202605", days)
            .born("19510510")
            .of_type(code)
            .without_eligibility()
    };
    assert_eq!(told(&month(&[8, 9], "6118")), []);
    let aged = |mask| ("aged", "6318/6310".to_owned(), mask);
    assert_eq!(told(&month(&[9, 10, 12], "6118")), [aged(0b1010_0000_0000)]);
    assert_eq!(told(&month(&[10], "6110")), [aged(1 << 9)]);
    // The days before are looked at all the same.
    assert_eq!(
        told(&month(&[9, 10], "6112")),
        [aged(1 << 9), ("elderly", "6118/6110".to_owned(), 1 << 8)]
    );
    // Born on the 1st: nothing to split.
    let first = |month: &str, code: &str| only(&claim(month, "19510501", "", code));
    assert_eq!(first("202604", "6118"), None);
    assert_eq!(
        first("202605", "6118"),
        Some(("aged", "6318/6310".to_owned()))
    );
    // 63 before 75 may be a disability (BR-06).
    assert_eq!(only(&claim("202605", "19560110", KOKI, "6318")), None);
}

#[test]
fn case_31_born_on_29_february_is_silent_on_two_days() {
    let visits = |month: &str, days: &[u32], code: &str| {
        let bench = Bench::month(month, days).born("19520229");
        told(&bench.of_type(code).without_eligibility())
    };
    for code in ["6112", "6118", "6110"] {
        assert_eq!(visits("202702", &[28], code), [], "{code}");
        assert_eq!(visits("202703", &[1], code), [], "{code}");
    }
    assert_eq!(visits("202702", &[27, 28], "6118"), []);
    assert_eq!(
        visits("202702", &[27, 28], "6112"),
        [("elderly", "6118/6110".to_owned(), 1 << 26)]
    );
    assert_eq!(
        visits("202703", &[1, 2], "6118"),
        [("aged", "6318/6310".to_owned(), 2)]
    );
}

/// 70 to 74 on a 組合, visited in 2025-09, with these results: day seen and ratio of 高齢受給者.
fn elderly(code: &str, results: &[((i32, u32, u32), u8)]) -> Bench {
    results.iter().fold(
        Bench::month("202509", &[9])
            .born("19540110")
            .of_type(code)
            .checked_on(day(2026, 9, 30)),
        |bench, &(on, percent)| bench.record(&record((1954, 1, 10), "", on).elderly_copay(percent)),
    )
}

#[test]
fn br_04_ratio_of_the_elderly() {
    let september = (2025, 9, 5);
    for (code, percent, expected) in [
        ("6118", 20, None),
        ("6118", 10, None),
        ("6110", 30, None),
        ("6118", 30, Some("6110")),
        ("6110", 20, Some("6118")),
        ("6110", 10, Some("6118")),
        // Other numbers say nothing.
        ("6110", 0, None),
        ("6118", 100, None),
    ] {
        let expected = expected.map(|code| ("ratio", code.to_owned()));
        let bench = elderly(code, &[(september, percent)]);
        assert_eq!(only(&bench), expected, "{code} {percent}");
    }
    // Where the age is wrong the ratio says which code is right.
    expects(&elderly("6112", &[(september, 30)]), "elderly", "6110");
    let found = of_code(&elderly("6118", &[(september, 30)]), "CLAIM_TYPE").remove(0);
    assert_eq!(*found.evidence, [0]);
    assert_eq!(
        wording::message(&found, Lang::Ja),
        "資格確認結果の負担割合は3割ですが、種別が6118です。6110になります。"
    );
}

#[test]
fn br_06_ratio_of_koki() {
    let koki = |code: &str, percent: u8| {
        let result = record((1940, 1, 10), KOKI, (2025, 9, 5)).copay(percent);
        Bench::month("202509", &[9])
            .born("19400110")
            .on(KOKI)
            .of_type(code)
            .record(&result)
    };
    for (code, percent) in [("6318", 10), ("6318", 20), ("6310", 30), ("6310", 0)] {
        assert_eq!(only(&koki(code, percent)), None, "{code} {percent}");
    }
    expects(&koki("6318", 30), "ratio", "6310");
    expects(&koki("6310", 10), "ratio", "6318");
    expects(&koki("6310", 20), "ratio", "6318");
    // The ratio of 高齢受給者 is not that of 後期.
    let other = record((1940, 1, 10), KOKI, (2025, 9, 5)).elderly_copay(30);
    let bench = Bench::month("202509", &[9]).born("19400110").on(KOKI);
    assert_eq!(only(&bench.of_type("6318").record(&other)), None);
}

#[test]
fn br_09_ratio_of_another_year_says_nothing() {
    assert_eq!(only(&elderly("6118", &[((2025, 7, 31), 30)])), None);
    expects(&elderly("6118", &[((2025, 8, 1), 30)]), "ratio", "6110");
    expects(&elderly("6118", &[((2026, 7, 31), 30)]), "ratio", "6110");
    assert_eq!(only(&elderly("6118", &[((2026, 8, 1), 30)])), None);
}

#[test]
fn which_result_speaks() {
    // Seen in the month before seen later, and that before seen earlier.
    let of = |results: &[((i32, u32, u32), u8)]| only(&elderly("6118", results)).is_some();
    assert!(!of(&[((2025, 9, 5), 20), ((2025, 10, 2), 30)]));
    assert!(of(&[((2025, 9, 5), 20), ((2025, 9, 6), 30)]));
    assert!(of(&[((2025, 8, 5), 20), ((2025, 10, 2), 30)]));
    assert!(!of(&[((2025, 10, 2), 20), ((2025, 11, 2), 30)]));
    assert!(!of(&[((2025, 8, 5), 30), ((2025, 8, 20), 20)]));
    // Two ratios seen on one day.
    assert!(!of(&[((2025, 9, 5), 20), ((2025, 9, 5), 30)]));
    assert!(of(&[((2025, 9, 5), 30), ((2025, 9, 5), 30)]));
    // A record that does not cover the visit.
    let ended = record((1954, 1, 10), "", (2025, 9, 20))
        .elderly_copay(30)
        .lost(day(2025, 9, 1));
    assert_eq!(only(&elderly("6118", &[]).record(&ended)), None);
}

#[test]
fn br_13_reduction_suppresses_the_ratio() {
    let reduced = |digit: &str| {
        elderly("6118", &[((2025, 9, 5), 30)])
            .replace("11100,,,,,,", &format!("11100,,,,{digit},,"))
    };
    for digit in ["1", "2", "3"] {
        assert_eq!(only(&reduced(digit)), None, "{digit}");
    }
    expects(&reduced("9"), "ratio", "6110");
}

#[test]
fn unknown_codes_and_unreadable_claims_are_silent() {
    for code in ["6199", "6162", "0000", "", "６１１２"] {
        let bench = claim("202605", "19540110", KOKI, code);
        assert_eq!(told(&bench), [], "{code}");
    }
    let broken = claim("202605", "19540110", KOKI, "6112").replace("19540110", "x");
    assert_eq!(told(&broken), []);
}

#[test]
fn evidence_of_what_the_claim_says_alone_is_empty() {
    let bench = Bench::month("202605", &[9])
        .of_type("6318")
        .record(&hanako().seen(day(2026, 5, 5)));
    let found = of_code(&bench, "CLAIM_TYPE");
    assert_eq!(found.len(), 1);
    assert!(found[0].evidence.is_empty());
}

/// Variant, relation by the result and evidence of `SELF_FAMILY`.
fn relation(bench: &Bench) -> Vec<(&'static str, String, Vec<u32>)> {
    of_code(bench, "SELF_FAMILY")
        .iter()
        .map(|f| {
            (
                f.details.variant,
                f.reference_value.to_string(),
                f.evidence.to_vec(),
            )
        })
        .collect()
}

fn adult(code: &str, relations: &[((i32, u32, u32), u8)]) -> Bench {
    relations.iter().fold(
        Bench::month("202509", &[9, 20]).of_type(code),
        |bench, &(on, said)| bench.record(&record((1960, 1, 2), "", on).relation(said)),
    )
}

#[test]
fn br_02_self() {
    let september = (2025, 9, 5);
    assert_eq!(relation(&adult("6112", &[(september, 1)])), []);
    assert_eq!(
        relation(&adult("6116", &[(september, 1)])),
        [("self", "1".to_owned(), vec![0])]
    );
}

#[test]
fn br_03_family() {
    let september = (2025, 9, 5);
    assert_eq!(relation(&adult("6116", &[(september, 2)])), []);
    let bench = adult("6112", &[(september, 2)]);
    assert_eq!(relation(&bench), [("family", "2".to_owned(), vec![0])]);
    let found = of_code(&bench, "SELF_FAMILY").remove(0);
    assert_eq!(found.dates.map(|days| days.mask), Some(1 << 8 | 1 << 19));
    assert_eq!(
        wording::message(&found, Lang::Ja),
        "種別6112は本人・世帯主ですが、資格確認結果は家族（2）です。"
    );
    // Not said, or no known code.
    assert_eq!(relation(&adult("6112", &[(september, 0)])), []);
    assert_eq!(relation(&adult("6112", &[(september, 3)])), []);
}

#[test]
fn br_02_head_of_a_household_on_kokuho() {
    let kokuho = |code: &str, said: u8| {
        let result = record((1960, 1, 2), KOKUHO, (2025, 9, 5)).relation(said);
        let bench = Bench::month("202509", &[9]).on(KOKUHO).of_type(code);
        relation(&bench.record(&result)).len()
    };
    assert_eq!((kokuho("6112", 1), kokuho("6116", 2)), (0, 0));
    assert_eq!((kokuho("6112", 2), kokuho("6116", 1)), (1, 1));
}

#[test]
fn br_02_relations_that_contradict_each_other() {
    let both = [((2025, 9, 5), 1), ((2025, 9, 25), 2)];
    assert_eq!(relation(&adult("6112", &both)), []);
    assert_eq!(relation(&adult("6116", &both)), []);
    // What was seen before the month gives way to evidence.
    let older = [((2025, 6, 5), 1), ((2025, 9, 25), 2)];
    assert_eq!(
        relation(&adult("6112", &older)),
        [("family", "2".to_owned(), vec![1])]
    );
    // Evidence or not, what covers the visit speaks.
    assert_eq!(relation(&adult("6112", &[((2025, 6, 5), 2)])).len(), 1);
}

#[test]
fn br_02_only_from_school_age_to_69() {
    let of = |birth: (i32, u32, u32), written: &str, code: &str| {
        let result = record(birth, "", (2025, 9, 5)).relation(2);
        let bench = Bench::month("202509", &[9]).born(written).of_type(code);
        relation(&bench.record(&result)).len()
    };
    assert_eq!(of((2010, 1, 10), "20100110", "6112"), 1);
    // 70 and older, below school age: another digit is wrong.
    assert_eq!(of((1954, 1, 10), "19540110", "6112"), 0);
    assert_eq!(of((2022, 1, 10), "20220110", "6112"), 0);
    // These digits say nothing of the relation.
    assert_eq!(of((1954, 1, 10), "19540110", "6118"), 0);
    assert_eq!(of((2022, 1, 10), "20220110", "6114"), 0);
    // An insurer whose claims are not 61.
    let koki = record((1960, 1, 2), KOKI, (2025, 9, 5)).relation(2);
    let bench = Bench::month("202509", &[9]).on(KOKI).record(&koki);
    assert_eq!(relation(&bench), []);
}

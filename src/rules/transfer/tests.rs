//! Each rule with and without its cause; names carry the row of policy-rules 4 (RT) or 1 (TL).

use super::RULES;
use crate::finding::{Finding, Level};
use crate::rules::testing::{Bench, Person, day, hanako};
use crate::rules::wording;
use crate::text::lang::Lang;

/// The findings of this family.
fn told(bench: &Bench) -> Vec<Finding> {
    let mut found = bench.findings();
    found.retain(|finding| RULES.iter().any(|rule| rule.code == finding.code));
    found
}

fn codes(bench: &Bench) -> Vec<&'static str> {
    told(bench).iter().map(|finding| finding.code).collect()
}

fn only(bench: &Bench, code: &str) -> Option<Finding> {
    let mut found = told(bench);
    found.retain(|finding| finding.code == code);
    assert!(found.len() < 2, "{found:?}");
    found.pop()
}

fn month(days: &[u32]) -> Bench {
    Bench::month("202511", days)
}

fn seen() -> Person {
    hanako().seen(day(2025, 11, 28))
}

fn without_jd(bench: Bench) -> Bench {
    bench.replace("JD,1", "XX,1")
}

/// With MF, behind the care: where it stands does not matter here.
fn with_mf(bench: Bench) -> Bench {
    bench.replace("GO\r\n", &format!("MF,00{}\r\nGO\r\n", ",".repeat(31)))
}

/// Of this 種別, on this insurer, with this 合計金額.
fn costing(claim_type: &str, insurer: &str, yen: u32) -> Bench {
    month(&[5])
        .replace(",6112,", &format!(",{claim_type},"))
        .replace("06132013", insurer)
        .replace(",1,11100,", &format!(",1,{yen},"))
        .without_eligibility()
}

const KUMIAI: &str = "06132013";
const KOKI: &str = "39131234";

mod branch {
    use super::*;

    fn without_branch() -> Bench {
        month(&[5]).replace("SN,1,01,,,,01,,", "SN,1,01,,,,,,")
    }

    #[test]
    fn rt_04_the_result_has_a_branch_and_sn_has_none() {
        let bench = without_branch()
            .record(&seen().seen(day(2025, 11, 5)).branch(""))
            .record(&seen().branch("1"));
        let found = only(&bench, "BRANCH_MISSING").expect("told");
        assert_eq!(
            (found.level, found.place.record, found.place.field),
            (Level::Warn, "SN", "branch")
        );
        assert_eq!((found.place.line, &*found.reference_value), (4, "1"));
        assert_eq!(&*found.evidence, [1]);
        assert_eq!(
            wording::message(&found, Lang::Ja),
            "SNレコードに枝番がありません。資格確認結果の枝番は1です。"
        );
    }

    #[test]
    fn rt_04_the_latest_result_is_named() {
        let bench = without_branch()
            .record(&seen().branch("03"))
            .record(&seen().seen(day(2025, 11, 5)).branch("02"));
        let found = only(&bench, "BRANCH_MISSING").expect("told");
        assert_eq!(
            (&*found.reference_value, &*found.evidence),
            ("03", &[0, 1][..])
        );
    }

    #[test]
    fn rt_04_a_branch_that_is_there_or_known_to_nobody() {
        assert_eq!(codes(&month(&[5]).record(&seen())), Vec::<&str>::new());
        assert_eq!(
            codes(&without_branch().record(&seen().branch(""))),
            Vec::<&str>::new()
        );
        assert_eq!(codes(&without_branch()), Vec::<&str>::new());
    }

    #[test]
    fn rt_04_sn_itself_may_be_left_out() {
        let none = month(&[5])
            .replace("SN,1,01,,,,01,,\r\n", "")
            .record(&seen());
        assert_eq!(codes(&none), Vec::<&str>::new());
        // That of a 公費 is not the insurer's.
        let public = month(&[5])
            .replace("SN,1,01,,,,01,,", "SN,2,01,,,,,,")
            .record(&seen());
        assert_eq!(codes(&public), Vec::<&str>::new());
    }

    #[test]
    fn rt_04_koki_and_public_payers_have_none() {
        let koki = without_branch()
            .replace(KUMIAI, KOKI)
            .record(&seen().insurer(KOKI, "架空広域連合"));
        assert_eq!(codes(&koki), Vec::<&str>::new());
        let public = Bench::public("202511", &[5], "12131234")
            .replace("JD,1", "SN,1,01,,,,,,\r\nJD,1")
            .record(&seen().insurer("12131234", "").number("", "0001234"));
        assert_eq!(codes(&public), Vec::<&str>::new());
    }

    /// The 枝番 of another insurer's number says nothing about this one.
    #[test]
    fn rt_04_another_insurers_branch_is_not_missing() {
        let bench = without_branch().record(&seen().insurer("138057", "架空市"));
        assert_eq!(codes(&bench), Vec::<&str>::new());
    }

    #[test]
    fn rt_04_an_insurer_is_told_too() {
        let bench = without_branch().of_insurer().record(&seen());
        assert_eq!(codes(&bench), ["BRANCH_MISSING"]);
    }
}

#[test]
fn rt_05_no_jd() {
    let bench = without_jd(month(&[5])).record(&seen());
    let found = only(&bench, "JD_MISSING").expect("told");
    assert_eq!(
        (found.level, found.place.record, found.place.line),
        (Level::Info, "RE", 2)
    );
    assert_eq!(codes(&month(&[5]).record(&seen())), Vec::<&str>::new());
    // A JD without days is one; that they differ is JD_KA.
    assert_eq!(
        codes(&month(&[5]).jd(&[]).record(&seen())),
        Vec::<&str>::new()
    );
    // Also without any eligibility results.
    assert_eq!(
        codes(&without_jd(month(&[5])).without_eligibility()),
        ["JD_MISSING"]
    );
}

#[test]
fn rt_05_jd_is_no_matter_of_public_payers_insurers_or_unreadable_claims() {
    for bench in [
        without_jd(Bench::public("202511", &[5], "19136019")),
        without_jd(month(&[5])).of_insurer(),
        without_jd(month(&[5])).replace(",11100,", ",x,"),
    ] {
        assert_eq!(codes(&bench), Vec::<&str>::new());
    }
}

#[test]
fn rt_06_koki_30000_is_enough() {
    assert_eq!(codes(&costing("6318", KOKI, 30_000)), Vec::<&str>::new());
    assert_eq!(codes(&costing("6318", KOKI, 30_001)), ["MF_MISSING"]);
    assert_eq!(codes(&costing("6310", KOKI, 30_001)), ["MF_MISSING"]);
}

#[test]
fn rt_06_amounts_by_type() {
    for (claim_type, amount) in [
        ("6112", 118_000),
        ("6122", 118_000),
        ("6116", 118_000),
        ("6114", 177_000),
        ("6118", 40_000),
        ("6110", 40_000),
        ("6128", 40_000),
    ] {
        let up_to = costing(claim_type, KUMIAI, amount);
        assert_eq!(codes(&up_to), Vec::<&str>::new(), "{claim_type}");
        let above = costing(claim_type, KUMIAI, amount + 1);
        let found = only(&above, "MF_MISSING").expect(claim_type);
        assert_eq!(found.level, Level::Warn);
        let values = (&*found.claim_value, &*found.reference_value);
        let (total, amount) = ((amount + 1).to_string(), amount.to_string());
        assert_eq!(values, (&*total, &*amount));
        assert_eq!(codes(&with_mf(above)), Vec::<&str>::new(), "{claim_type}");
    }
}

/// The insurer's number goes before a 種別 that does not belong to it (`CLAIM_TYPE`).
#[test]
fn rt_06_koki_goes_by_its_number() {
    assert_eq!(codes(&costing("6112", KOKI, 30_001)), ["MF_MISSING"]);
}

#[test]
fn rt_06_no_amount_is_written_for_public_payers_and_unknown_types() {
    let public = Bench::public("202511", &[5], "12131234")
        .replace(",1,11100,", ",1,999999,")
        .without_eligibility();
    assert_eq!(codes(&public), Vec::<&str>::new());
    for unknown in ["6113", "6212", "7112", "611", ""] {
        assert_eq!(
            codes(&costing(unknown, KUMIAI, 999_999)),
            Vec::<&str>::new(),
            "{unknown}"
        );
    }
    let insurers = costing("6112", KUMIAI, 118_001).of_insurer();
    assert_eq!(codes(&insurers), Vec::<&str>::new());
}

#[test]
fn rt_06_the_amounts_are_the_policys() {
    let with = |lines: &str| codes(&costing("6112", KUMIAI, 118_001).policy(lines));
    assert_eq!(with(""), ["MF_MISSING"]);
    assert_eq!(
        with("payment_record_above.ordinary = 118001"),
        Vec::<&str>::new()
    );
}

mod split {
    use super::*;

    /// A claim without JD, which cannot be split, and these records.
    fn blocked(days: &[u32], records: &[Person]) -> Option<Finding> {
        let bench = without_jd(month(days));
        only(&records.iter().fold(bench, Bench::record), "SPLIT_BLOCKED")
    }

    /// The split dates and the days not covered.
    fn split(days: &[u32], records: &[Person]) -> Option<(String, Vec<u32>)> {
        blocked(days, records).map(|found| {
            let mask = found.dates.expect("days").mask;
            let days = (1..=31).filter(|day| mask >> (day - 1) & 1 == 1);
            (found.reference_value.into(), days.collect())
        })
    }

    fn lost(day_of_month: u32) -> Person {
        seen().lost(day(2025, 11, day_of_month))
    }

    fn from(day_of_month: u32) -> Person {
        seen().from(day(2025, 11, day_of_month))
    }

    fn at(dates: &str, days: &[u32]) -> (String, Vec<u32>) {
        (dates.to_owned(), days.to_vec())
    }

    #[test]
    fn rt_14_tl_20_lost_on_a_visit_date() {
        assert_eq!(
            split(&[5, 12, 19], &[lost(12)]),
            Some(at("2025-11-12", &[12, 19]))
        );
    }

    #[test]
    fn rt_14_tl_20_lost_on_the_day_after_a_visit() {
        assert_eq!(
            split(&[5, 12, 19], &[lost(13)]),
            Some(at("2025-11-13", &[19]))
        );
        // After the last visit nothing changes for the claim.
        assert_eq!(split(&[5, 12, 19], &[lost(20)]), None);
    }

    #[test]
    fn rt_14_tl_20_lost_on_the_first_or_last_day() {
        assert_eq!(split(&[1, 12], &[lost(1)]), None);
        assert_eq!(split(&[1, 2], &[lost(2)]), Some(at("2025-11-02", &[2])));
        assert_eq!(split(&[5, 30], &[lost(30)]), Some(at("2025-11-30", &[30])));
        assert_eq!(split(&[5, 29], &[lost(30)]), None);
    }

    #[test]
    fn rt_14_qualified_within_the_month() {
        assert_eq!(
            split(&[5, 12, 19], &[from(12)]),
            Some(at("2025-11-12", &[5]))
        );
        assert_eq!(
            split(&[5, 12, 19], &[from(6)]),
            Some(at("2025-11-06", &[5]))
        );
        assert_eq!(split(&[5, 12, 19], &[from(5)]), None);
        assert_eq!(split(&[5, 12, 19], &[from(20)]), None);
    }

    #[test]
    fn rt_14_qualified_and_lost_within_the_month() {
        let both = from(6).lost(day(2025, 11, 19));
        assert_eq!(
            split(&[5, 12, 19], std::slice::from_ref(&both)),
            Some(at("2025-11-06;2025-11-19", &[5, 19]))
        );
        let found = blocked(&[5, 12, 19], &[both]).expect("told");
        assert_eq!(
            wording::message(&found, Lang::Ja),
            "2025年11月6日に資格が変わります（ほかに2025-11-19）が、受診日等（JD）がなく審査支払機関で分割できません。資格のない日：11月5日・19日。"
        );
        // Left and come back, with a visit between.
        assert_eq!(
            split(&[5, 12, 19], &[lost(10), from(15)]),
            Some(at("2025-11-10;2025-11-15", &[12]))
        );
        assert_eq!(split(&[5, 19], &[lost(10), from(15)]), None);
    }

    #[test]
    fn rt_14_another_insurer_for_the_rest_changes_nothing() {
        let new = from(12).insurer("138057", "架空市").number("", "9001");
        assert_eq!(
            split(&[5, 12], &[lost(12), new.clone()]),
            Some(at("2025-11-12", &[12]))
        );
        // Known under the other insurer alone, the whole claim is that insurer's (RT-07).
        assert_eq!(split(&[5, 12], &[new]), None);
    }

    /// An invalid result without 喪失日 excludes the days from its query on; the change has no date then.
    #[test]
    fn tl_20_a_loss_without_its_date() {
        let early = hanako().seen(day(2025, 11, 4));
        let invalid = hanako().seen(day(2025, 11, 15)).validity(2);
        let found = blocked(&[5, 19], &[early, invalid.clone()]).expect("told");
        assert_eq!((&*found.reference_value, found.details.date), ("", None));
        assert_eq!(
            wording::message(&found, Lang::Ja),
            "資格が変わりますが、受診日等（JD）がなく審査支払機関で分割できません。資格のない日：2025年11月19日。"
        );
        // Alone it says nothing about the days before, so nothing is known to change.
        assert_eq!(blocked(&[5, 19], &[invalid]), None);
    }

    #[test]
    fn rt_07_all_dates_or_none() {
        assert_eq!(split(&[5, 12], &[seen()]), None);
        assert_eq!(split(&[5, 12], &[lost(1)]), None);
        assert_eq!(split(&[5, 12], &[]), None);
    }

    /// The variant for a claim whose coverage is lost on the 12th.
    fn variant(bench: Bench) -> Option<&'static str> {
        let bench = bench.record(&lost(12));
        only(&bench, "SPLIT_BLOCKED").map(|found| {
            assert_eq!((found.level, found.place.record), (Level::Error, "HO"));
            assert_eq!(&*found.evidence, [0]);
            found.details.variant
        })
    }

    fn costly() -> Bench {
        month(&[5, 12]).replace(",1,11100,", ",1,118001,")
    }

    #[test]
    fn rt_05_rt_06_each_obstacle() {
        assert_eq!(variant(month(&[5, 12])), None);
        assert_eq!(variant(without_jd(month(&[5, 12]))), Some("NO_JD"));
        assert_eq!(variant(month(&[5, 12]).jd(&[5])), Some("JD_KA"));
        assert_eq!(variant(month(&[5, 12]).jd(&[5, 12, 19])), Some("JD_KA"));
        assert_eq!(variant(costly()), Some(""));
        assert_eq!(variant(without_jd(costly())), Some("NO_JD_NO_MF"));
        assert_eq!(variant(costly().jd(&[5])), Some("JD_KA_NO_MF"));
        assert_eq!(variant(with_mf(costly())), None);
        assert_eq!(variant(without_jd(with_mf(costly()))), Some("NO_JD"));
    }

    #[test]
    fn rt_02_rt_03_what_the_payer_has_split_is_not_blocked() {
        let insurers = |code: &str| {
            let bench = without_jd(month(&[5, 12])).replace("SN,1,01", &format!("SN,1,{code}"));
            variant(bench.of_insurer())
        };
        assert_eq!(insurers("02"), Some("NO_JD"));
        assert_eq!(insurers("04"), None);
        assert_eq!(insurers("05"), None);
        // A station cannot say so (SN_CODE).
        let own = without_jd(month(&[5, 12])).replace("SN,1,01", "SN,1,05");
        assert_eq!(variant(own), Some("NO_JD"));
    }

    #[test]
    fn rt_06_public_payers_are_not_split() {
        let person = lost(12).insurer("12131234", "").number("", "0001234");
        let bench = without_jd(Bench::public("202511", &[5, 12], "12131234")).record(&person);
        assert_eq!(codes(&bench), Vec::<&str>::new());
    }
}

/// Rows that other families check, as the table at the head of this file says.
#[test]
fn rt_01_rt_12_rt_20_are_checked_elsewhere() {
    let has = |bench: &Bench, code: &str| bench.codes().contains(&code);
    let clean = month(&[5]).record(&seen());
    for code in ["SN_CODE", "PAYER_MISMATCH", "NO_MATCH"] {
        assert!(!has(&clean, code), "{code}");
    }
    assert!(has(&clean.clone().replace("SN,1,01", "SN,1,03"), "SN_CODE"));
    assert!(has(&clean.replace("HM,1", "HM,2"), "PAYER_MISMATCH"));
    let unknown = month(&[5]).replace("HO,06132013,12,345", "HO,77777777,,777777777");
    assert!(!has(&unknown.record(&seen()), "NO_MATCH"));
}

/// Every row of policy-rules 4 has its line in the table at the head of `transfer.rs`, and every code that the table
/// names is one of ours.
#[test]
fn rt_01_to_rt_20_have_a_line() {
    let table: Vec<&str> = include_str!("../transfer.rs")
        .lines()
        .filter(|line| line.starts_with("//! | RT-"))
        .collect();
    for row in (1..=20).map(|row| format!("RT-{row:02}")) {
        let lines = table.iter().filter(|line| {
            line[5..]
                .split('|')
                .next()
                .is_some_and(|cell| cell.split([',', ' ']).any(|name| name == row))
        });
        assert_eq!(lines.count(), 1, "{row}");
    }
    let names = table
        .iter()
        .flat_map(|line| line.split('`').skip(1).step_by(2));
    let is_code = |name: &&str| name.bytes().all(|b| b.is_ascii_uppercase() || b == b'_');
    for code in names.filter(is_code) {
        let is_known =
            crate::rules::find(code).is_some() || matches!(code, "CANNOT_JUDGE" | "UNKNOWN_NUMBER");
        assert!(is_known, "{code}");
    }
}

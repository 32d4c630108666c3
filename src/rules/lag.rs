//! What comes late: a registration (`LAG_SUSPECTED`), a claim (`CLAIM_AGE`) (contract 6).

use chrono::NaiveDate;

use crate::finding::{Details, Finding, Level};
use crate::matching::cascade::MatchedBy;

use super::{Certainty, Check, Example, Page, Rule, Scene, text, words};

/// The rules of this family.
pub(super) const RULES: &[Rule] = &[LAG_SUSPECTED, CLAIM_AGE];

const LAG_SUSPECTED: Rule = Rule {
    code: "LAG_SUSPECTED",
    level: Level::Info,
    certainty: Certainty::Confirmed,
    version: 1,
    title: text(
        "資格の登録が遅れている可能性がある",
        "The registration may be late",
    ),
    wording: &[words(
        "",
        text(
            "{date}の照会は該当資格なしでしたが、初回の訪問（{dates}）から日が浅く、資格の登録が遅れている可能性があります。",
            "The query of {date} found no coverage, soon after the first visit ({dates}): the registration may be late.",
        ),
        text(
            "就職・転居・出生などの直後でないか利用者に確かめ、数日おいてもう一度資格を照会してください。",
            "Ask the patient about a new job, a move or a birth, and query again some days later.",
        ),
    )],
    page: Page {
        meaning: text(
            "このレセプトの番号と生年月日で照会した結果が「該当資格なし」で、照会は初回の訪問から14日以内（ポリシーで変更可）でした。\
             就職・転居・出生などの後、保険者が資格を登録するまでに数日から数週間かかることがあり、加入していても該当なしと返ります。\
             番号の入力誤りでも同じ結果になります。日数は本プログラムの設定で、制度上の定めではありません。",
            "The query with the number and birth date of this claim found no coverage, and it was made within 14 days after the first visit (the policy sets the number). \
             After a change of job, a move or a birth the insurer takes days to weeks to register, and until then the answer is 該当資格なし although the patient is insured. \
             A mistyped number looks the same. The number of days is a setting of this program, not a rule.",
        ),
        remedy: text(
            "保険者番号、記号・番号、生年月日の入力を確かめたうえで、数日おいて再照会します。\
             請求の期限までに登録されないときは、利用者か保険者に加入を確認してください。",
            "See that the numbers and the birth date were typed correctly, and query again some days later. \
             When nothing is registered by the time of claiming, ask the patient or the insurer.",
        ),
        source: text(
            "資格確認結果の資格有効性 4（該当資格なし）；登録の遅れの例（規則 TL-21、VR-10）",
            "資格有効性 4 (該当資格なし) of the eligibility result; accounts of late registrations (rules TL-21, VR-10)",
        ),
        sample: None,
        example: Example {
            at: ("HO", ""),
            days: &[2],
            values: ("", "2025-12-05"),
            date: Some((2025, 12, 5)),
            ..Example::NONE
        },
    },
    check: Check::Compared(lag_suspected),
};

fn lag_suspected(scene: &Scene<'_>, findings: &mut Vec<Finding>) {
    if scene.matched.by != MatchedBy::None || !scene.is_searched() {
        return;
    }
    let Some(first) = scene.first_date(scene.claim.visit_days()) else {
        return;
    };
    let days = 0..=i64::from(scene.run.policy.registration_lag_days);
    let soon: Vec<(NaiveDate, u32)> = scene
        .late
        .iter()
        .zip(&scene.matched.late)
        .map(|(record, &index)| (record.as_of.unwrap_or(scene.run.as_of), index))
        .filter(|(seen_on, _)| days.contains(&(*seen_on - first).num_days()))
        .collect();
    if let Some(&(last, _)) = soon.iter().max() {
        let mask = scene.claim.visit_days();
        findings.push(Finding {
            // The lowest bit that is set is the first visit.
            dates: scene.days(mask & mask.wrapping_neg()),
            reference_value: last.to_string().into(),
            details: Details {
                date: Some(last),
                ..Details::default()
            },
            evidence: soon.iter().map(|&(_, index)| index).collect(),
            ..scene.finding_at(&LAG_SUSPECTED, scene.payer_record(), "")
        });
    }
}

const CLAIM_AGE: Rule = Rule {
    code: "CLAIM_AGE",
    level: Level::Info,
    certainty: Certainty::Known,
    version: 1,
    title: text(
        "訪問した月が古く、請求の権利が消滅している可能性がある",
        "The month of the visits is so long ago that the right to claim may have lapsed",
    ),
    wording: &[words(
        "",
        text(
            "訪問した月（{claim}）は請求年月（{reference}）より[{count}年を超えて]前です。請求の権利が時効で消滅している可能性があります。",
            "The month of the visits ({claim}) lies[ more than {count} years] before the billing month ({reference}); the right to claim may have lapsed.",
        ),
        text(
            "指定訪問看護年月に誤りがないか確かめ、正しければ審査支払機関に請求できるかを問い合わせてください。",
            "See that the month is right; if it is, ask the payer whether it can still be claimed.",
        ),
    )],
    page: Page {
        meaning: text(
            "月遅れの請求は後のどの月でもできますが、請求の権利は5年（2020年4月1日以後の訪問。ポリシーで変更可）で時効により消滅します。\
             このレセプトの指定訪問看護年月は、請求年月からみてそれより前です。年月の入力誤りのこともあります。\
             この期間は一般的な知識によるもので、月単位で数えています。起算日の細かな定めは確認していません。",
            "A claim may be sent in any later month, but the right to it lapses after five years (for visits from 2020-04-01 on; the policy has the number). \
             The month of these visits lies further back from the billing month. The month may also be mistyped. \
             The term is general knowledge and counted in months; from which day exactly it runs was not found.",
        ),
        remedy: text(
            "まず指定訪問看護年月と請求年月を確かめます。正しい場合は、送信の前に審査支払機関へ問い合わせてください。",
            "First check both months. If they are right, ask the payer before sending the claim.",
        ),
        source: text(
            "診療報酬請求権の消滅時効（一般的な知識。規則 RT-18）",
            "Lapse of the right to claim (general knowledge; rule RT-18)",
        ),
        sample: None,
        example: Example {
            values: ("2020-11", "2025-12"),
            count: 5,
            ..Example::NONE
        },
    },
    check: Check::Claim(claim_age),
};

fn claim_age(scene: &Scene<'_>, findings: &mut Vec<Finding>) {
    let months = (scene.claim.service_month, scene.header().billing_month);
    let (Some(service), Some(billing)) = months else {
        return;
    };
    let years = scene.run.policy.claim_years;
    // A month that has no such successor lies at the end of time, behind every billing month.
    let is_old = scene.claim.problem.is_none()
        && service.plus(years * 12).is_some_and(|last| last < billing);
    if is_old {
        findings.push(Finding {
            claim_value: service.to_string().into(),
            reference_value: billing.to_string().into(),
            details: Details {
                count: years,
                ..Details::default()
            },
            ..scene.finding(&CLAIM_AGE)
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::finding::{Finding, Level};
    use crate::rules::testing::{Bench, Person, day, hanako};
    use crate::rules::wording;
    use crate::text::lang::Lang;

    fn only(bench: &Bench, code: &str) -> Option<Finding> {
        let mut found = bench.findings();
        found.retain(|finding| finding.code == code);
        assert!(found.len() < 2, "{found:?}");
        found.pop()
    }

    /// 該当資格なし for the claim's person.
    fn absent(month: u32, day_of_month: u32) -> Person {
        hanako().seen(day(2025, month, day_of_month)).validity(4)
    }

    fn month() -> Bench {
        Bench::month("202511", &[10, 20])
    }

    fn lag(bench: &Bench) -> Option<Finding> {
        only(bench, "LAG_SUSPECTED")
    }

    #[test]
    fn tl_21_within_fourteen_days_of_the_first_visit() {
        for (of_month, is_told) in [(9, false), (10, true), (24, true), (25, false)] {
            let bench = month().record(&absent(11, of_month));
            assert!(bench.codes().contains(&"NO_MATCH"));
            assert_eq!(lag(&bench).is_some(), is_told, "{of_month}");
        }
        let found = lag(&month().record(&absent(11, 24))).expect("told");
        assert_eq!((found.level, found.place.record), (Level::Info, "HO"));
        assert_eq!(found.dates.map(|days| days.mask), Some(1 << 9));
        assert_eq!(&*found.reference_value, "2025-11-24");
        assert_eq!(
            wording::message(&found, Lang::Ja),
            "2025年11月24日の照会は該当資格なしでしたが、初回の訪問（2025年11月10日）から日が浅く、資格の登録が遅れている可能性があります。"
        );
    }

    #[test]
    fn tl_21_the_days_are_the_policys() {
        let bench = month().record(&absent(11, 25));
        assert!(lag(&bench.clone().policy("registration_lag_days = 15")).is_some());
        let bench = month().record(&absent(11, 11));
        assert!(lag(&bench.policy("registration_lag_days = 0")).is_none());
    }

    /// Only the results within the days are evidence, and the latest of them is named.
    #[test]
    fn tl_21_evidence_is_what_came_in_time() {
        let bench = month()
            .record(&absent(11, 9))
            .record(&absent(11, 15))
            .record(&absent(11, 12))
            .record(&absent(11, 30));
        let found = lag(&bench).expect("told");
        assert_eq!(&*found.evidence, [1, 2]);
        assert_eq!(found.details.date, Some(day(2025, 11, 15)));
    }

    #[test]
    fn vr_10_only_what_fits_as_in_the_first_step() {
        let told = |person: &Person| lag(&month().record(person)).is_some();
        assert!(told(&absent(11, 15)));
        assert!(told(&absent(11, 15).branch("").kana("").name("")));
        assert!(told(&absent(11, 15).number("12", "0345")));
        assert!(!told(&absent(11, 15).branch("02")));
        assert!(!told(&absent(11, 15).born(day(1951, 1, 2))));
        assert!(!told(&absent(11, 15).number("12", "346")));
        assert!(!told(&absent(11, 15).insurer("138057", "架空市")));
    }

    #[test]
    fn vr_08_only_without_any_other_answer() {
        let late = || month().record(&absent(11, 15));
        // Found after all; several found; found under another insurer.
        assert_eq!(lag(&late().record(&hanako().seen(day(2025, 11, 20)))), None);
        assert_eq!(lag(&late().record(&absent(11, 16).validity(5))), None);
        let elsewhere = hanako().seen(day(2025, 11, 20)).insurer("138057", "架空市");
        assert_eq!(lag(&late().record(&elsewhere)), None);
        // Seen after the check.
        assert_eq!(lag(&late().checked_on(day(2025, 11, 14))), None);
    }

    #[test]
    fn tl_21_of_a_ticket_too() {
        let person = absent(11, 15).insurer("12131234", "").number("", "0001234");
        let bench = Bench::public("202511", &[10], "12131234").record(&person);
        assert_eq!(lag(&bench).expect("told").place.record, "KO");
        let unknown = month()
            .replace("HO,06132013,12,345", "HO,77777777,12,345")
            .record(&absent(11, 15).insurer("77777777", ""));
        assert_eq!(lag(&unknown), None);
    }

    #[test]
    fn rt_18_five_years_by_the_month() {
        let told = |service: &str, billing: &str| {
            let bench = Bench::month(service, &[5])
                .replace(&format!("看護,{service},"), &format!("看護,{billing},"))
                .without_eligibility();
            only(&bench, "CLAIM_AGE")
        };
        assert_eq!(told("202011", "202012"), None);
        assert_eq!(told("202011", "202511"), None);
        let found = told("202011", "202512").expect("told");
        assert_eq!((found.level, found.place.record), (Level::Info, "RE"));
        assert_eq!(
            (&*found.claim_value, &*found.reference_value),
            ("2020-11", "2025-12")
        );
        assert_eq!(
            wording::message(&found, Lang::Ja),
            "訪問した月（2020-11）は請求年月（2025-12）より5年を超えて前です。請求の権利が時効で消滅している可能性があります。"
        );
        assert_eq!(told("202012", "202512"), None);
        assert!(told("201912", "202512").is_some());
        // 請求年月 that is missing, or no month, says nothing.
        assert_eq!(told("201011", ""), None);
        assert_eq!(told("201011", "202513"), None);
    }

    #[test]
    fn rt_18_the_years_are_the_policys() {
        let bench = Bench::month("202211", &[5])
            .replace("看護,202211,", "看護,202512,")
            .without_eligibility();
        assert_eq!(only(&bench, "CLAIM_AGE"), None);
        let found = only(&bench.policy("claim_years = 3"), "CLAIM_AGE").expect("told");
        assert_eq!(found.details.count, 3);
    }
}

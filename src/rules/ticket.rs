//! 生活保護 (医療扶助) claims: `TICKET_UNREGISTERED` (contract 4.6 row 4).

use crate::finding::{Finding, Level};

use super::{Certainty, Check, Example, Page, Rule, Scene, text, words};

/// The rules of this family.
pub(super) const RULES: &[Rule] = &[TICKET_UNREGISTERED];

/// 資格有効性 6: 有効（未登録）.
const UNREGISTERED: u8 = 6;

const TICKET_UNREGISTERED: Rule = Rule {
    code: "TICKET_UNREGISTERED",
    level: Level::Warn,
    certainty: Certainty::Confirmed,
    version: 1,
    title: text("医療券が未登録のまま", "The 医療券 is still not registered"),
    wording: &[words(
        "",
        text(
            "{dates}の訪問の医療券がまだ登録されていません（資格確認結果は未委託・未登録）。",
            "The 医療券 for {dates} is still not registered, says the eligibility result.",
        ),
        text(
            "福祉事務所に医療券の登録状況を確認し、再照会してください。紙の医療券がある場合は取扱いも確認してください。",
            "Ask the welfare office about the registration and query again; with a paper ticket, ask how to proceed.",
        ),
    )],
    page: Page {
        meaning: text(
            "生活保護の公費単独の請求で、訪問した月の医療券がオンラインで確認できず、結果が「未登録」のままです。\
             福祉事務所の登録は月の半ばにまとめて行われることがあるため、ポリシーの日（current では15日）を過ぎるまでは出しません。\
             この日は1つの市の案内にならった設定で、全国の決まりは確認できていません。\
             急な受診などで紙の医療券が使われる地域もあります。",
            "A claim of 生活保護 alone for which no 医療券 of the month is found online; the result still says that it is not registered. \
             Welfare offices may register in the middle of the month, so nothing is told up to a day of the policy (the 15th in `current`). \
             That day follows one city's notice; no national rule was found. Paper tickets are still used in places.",
        ),
        remedy: text(
            "福祉事務所に委託・登録の状況を確認し、登録後に再照会して結果を取り込みます。\
             月末になっても未登録のときや、紙の医療券を受け取っているときは、請求方法を福祉事務所に確認してください。",
            "Ask the welfare office, query again after registration and fetch the result. \
             Still unregistered at the end of the month, or with a paper ticket at hand, ask the office how to claim.",
        ),
        source: text(
            "医療扶助のオンライン資格確認（2024年3月開始）、長崎市の案内（規則 CR-10、CR-11；資料は docs/rules.md）",
            "Online eligibility of 医療扶助 (since March 2024), a notice of 長崎市 (rules CR-10, CR-11; sources in docs/rules.md)",
        ),
        sample: None,
        example: Example {
            at: ("KO", "payer_no"),
            days: &[4, 18],
            ..Example::NONE
        },
    },
    check: Check::Compared(ticket_unregistered),
};

fn ticket_unregistered(scene: &Scene<'_>, findings: &mut Vec<Finding>) {
    let mask = scene.judgement.ticket_unconfirmed;
    let Some(visit) = scene.first_date(mask) else {
        return;
    };
    let unregistered: Box<[u32]> = scene
        .indexed()
        .filter(|(_, record)| record.validity == UNREGISTERED)
        .map(|(index, _)| index)
        .collect();
    // All visits lie in one month, so the first one's quiet day is that of all.
    if !unregistered.is_empty() && scene.run.as_of > scene.run.policy.ticket_quiet_last(visit) {
        let spot = scene.payer_spot();
        findings.push(Finding {
            dates: scene.days(mask),
            evidence: unregistered,
            ..scene.finding_on(&TICKET_UNREGISTERED, spot.place)
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{Bench, day, hanako};

    fn ticket(validity: u8, as_of: (i32, u32, u32)) -> Bench {
        let record = hanako()
            .insurer("12131234", "")
            .number("", "0001234")
            .seen(day(2025, 12, 4))
            .validity(validity);
        Bench::public("202512", &[4], "12131234")
            .record(&record)
            .checked_on(day(as_of.0, as_of.1, as_of.2))
    }

    #[test]
    fn told_after_the_quiet_day() {
        let codes = |bench: Bench| bench.codes().contains(&"TICKET_UNREGISTERED");
        assert!(codes(ticket(6, (2025, 12, 16))));
        assert!(!codes(ticket(6, (2025, 12, 15))));
        assert!(!codes(ticket(1, (2025, 12, 31))));
    }
}

//! What the patient showed: `NEED_CERT`, `TRANSITIONAL`, `SPECIAL_CARE` (contract 4.6 rows 6, 16, 17).

use chrono::NaiveDate;

use crate::finding::{Details, Finding, Level};
use crate::judge::credential::Credential;
use crate::judge::outcome::{Outcome, Reason};

use super::{Certainty, Check, Example, Page, Rule, Scene, Wording, text, words};

/// The rules of this family.
pub(super) const RULES: &[Rule] = &[NEED_CERT, TRANSITIONAL, SPECIAL_CARE];

const NEED_CERT: Rule = Rule {
    code: "NEED_CERT",
    level: Level::Error,
    certainty: Certainty::Confirmed,
    version: 1,
    title: text(
        "資格確認書またはマイナ保険証による確認が必要",
        "A 資格確認書 or a マイナ保険証 is needed in place of the card",
    ),
    wording: NEED_CERT_WORDS,
    page: Page {
        meaning: text(
            "訪問日に有効な方法で資格確認ができていません。健康保険証は遅くとも2025年12月1日で使えなくなり、資格情報のお知らせは単独では資格確認になりません。\
             電子証明書の期限（猶予を含む）や資格確認書の有効期限が切れている場合もここに含まれます。\
             このまま請求すると、資格の誤りがあったときに返戻となり、月遅れ請求になります。\
             提示の記録がない日は健康保険証とみなすため、実際にはマイナ保険証を読み取っていれば、その記録を渡すと消えます。\
             暫定対応の期間後の扱いは、期限を延ばさないという報道に基づく推定です。",
            "On the visit date eligibility was not verified by a valid credential. The legacy card ended on 2025-12-01 at the latest, \
             and a 資格情報のお知らせ alone proves nothing. An electronic certificate past its grace and an expired 資格確認書 count here too. \
             A claim made like this is returned when the coverage turns out to be wrong. \
             A date on which nothing is recorded is taken as the legacy card, so a record of what was really shown makes the finding go. \
             What holds after the transitional window is inferred from press reports.",
        ),
        remedy: text(
            "利用者（または家族）に、届いている資格確認書の提示かマイナ保険証の読み取りをお願いし、提示の記録に残してください。\
             資格確認書が手元にないときは、保険者（市区町村・健保組合・広域連合など）に交付を申請してもらいます。\
             資格情報のお知らせは資格確認書ではないので、取り違えに注意してください。\
             2024年12月1日以前の訪問には資格確認書がないため、有効な保険証かマイナ保険証の読み取りで確認します。",
            "Ask the patient or the family for the 資格確認書 that came by post, or read the マイナ保険証, and put it on record. \
             Without one, the insurer issues it on application. Do not take a 資格情報のお知らせ for a 資格確認書. \
             For visits before 2024-12-02, when no 資格確認書 existed, ask for a valid card or a reading.",
        ),
        source: text(
            "令和5年法律第48号；健康保険法第3条第13項・第51条の3；厚生労働省 事務連絡 2024-09-18、2025-11-12（規則 TL-04、TL-08、TL-09、TL-12、TL-13、TL-17、TL-18；資料は docs/rules.md）",
            "令和5年法律第48号; 健康保険法 art. 3(13), 51-3; notices of 厚生労働省 of 2024-09-18 and 2025-11-12 (rules TL-04, TL-08, TL-09, TL-12, TL-13, TL-17, TL-18; sources in docs/rules.md)",
        ),
        sample: None,
        example: Example {
            variant: "LEGACY_EXPIRED",
            days: &[2, 5, 9],
            date: Some((2025, 12, 1)),
            ..Example::NONE
        },
    },
    check: Check::Compared(need_cert),
};

const NEED_CERT_WORDS: &[Wording] = &[
    words(
        "LEGACY_EXPIRED",
        text(
            "{dates}の訪問では健康保険証の有効期限が切れています[（使えたのは{date}まで）]。加入はオンラインで確認できました。",
            "The legacy card had expired on {dates}[ (valid until {date})]. Coverage itself was confirmed online.",
        ),
        text(
            "資格確認書の提示かマイナ保険証の読み取りで資格を確認し、記録してから請求してください。",
            "Have the 資格確認書 shown or read the マイナ保険証, put it on record, then claim.",
        ),
    ),
    words(
        "LEGACY_EXPIRED/PRESUMED",
        text(
            "{dates}は何を提示されたか記録がなく、健康保険証なら期限切れです[（使えたのは{date}まで）]。加入はオンラインで確認できました。",
            "Nothing is on record as shown on {dates}, and a legacy card would have expired[ (valid until {date})]. Coverage was confirmed online.",
        ),
        text(
            "資格確認書の提示かマイナ保険証の読み取りで確認し、記録してください。すでに確認済みなら提示の記録を渡してください。",
            "Have the 資格確認書 shown or read the マイナ保険証, and record it. If that was done, give the record of it.",
        ),
    ),
    words(
        "LEGACY_UNVERIFIED",
        text(
            "{dates}の訪問では健康保険証の有効期限が切れており[（使えたのは{date}まで）]、加入を示す資格確認結果もありません。",
            "The legacy card had expired on {dates}[ (valid until {date})], and no eligibility result shows coverage.",
        ),
        text(
            "資格確認書の提示かマイナ保険証の読み取りを受け、オンラインの資格確認結果を取り込んで再確認してください。",
            "Have the 資格確認書 shown or read the マイナ保険証, fetch the online result, and check again.",
        ),
    ),
    words(
        "LEGACY_UNVERIFIED/PRESUMED",
        text(
            "{dates}は何を提示されたか記録がなく、加入を示す資格確認結果もありません。健康保険証なら期限切れです[（使えたのは{date}まで）]。",
            "Nothing is on record as shown on {dates}, and no eligibility result shows coverage. A legacy card would have expired[ (valid until {date})].",
        ),
        text(
            "資格確認書の提示かマイナ保険証の読み取りで確認して記録し、オンラインの資格確認結果を取り込んで再確認してください。",
            "Have the 資格確認書 shown or read the マイナ保険証, record it, fetch the online result, and check again.",
        ),
    ),
    words(
        "MYNA_EXPIRED",
        text(
            "{dates}には、マイナンバーカードの電子証明書は期限切れで[（{date}まで）]、猶予（満了月から{count}か月後の月末まで）も過ぎていました。",
            "On {dates} the electronic certificate of the My Number card had expired[ ({date})], and its grace (to the end of month {count} after that month) was over.",
        ),
        text(
            "資格確認書の提示を受けるか、市区町村で電子証明書を更新したカードを読み取ってください。",
            "Have a 資格確認書 shown, or read the card once its certificate has been renewed at the town office.",
        ),
    ),
    words(
        "SMARTPHONE_INVALID",
        text(
            "{dates}の訪問ではスマホ保険証は使えません（開始前か、電子証明書の期限切れ。スマホには期限後の猶予がありません）。",
            "On {dates} the スマホ保険証 did not count: it had not begun, or its certificate had expired (a phone has no grace).",
        ),
        text(
            "マイナンバーカード本体の読み取りか、資格確認書の提示で確認してください。",
            "Read the My Number card itself, or have a 資格確認書 shown.",
        ),
    ),
    words(
        "CERT_EXPIRED",
        text(
            "{dates}の訪問では、資格確認書の有効期限[（{date}）]が切れています。",
            "The 資格確認書[, valid until {date},] had expired on {dates}.",
        ),
        text(
            "新しい資格確認書が届いていないか確かめて提示を受けるか、マイナ保険証を読み取ってください。",
            "Ask whether a new 資格確認書 has come and have it shown, or read the マイナ保険証.",
        ),
    ),
    words(
        "NOTICE_ONLY",
        text(
            "{dates}に示されたのは資格情報のお知らせだけです。お知らせは資格確認書とは別の書類で、単独では資格確認になりません。",
            "Only a 資格情報のお知らせ was shown on {dates}. It is not a 資格確認書 and proves nothing by itself.",
        ),
        text(
            "マイナンバーカードと一緒に提示してもらうか、資格確認書の提示を受けてください。",
            "Have it shown together with the My Number card, or have a 資格確認書 shown.",
        ),
    ),
    words(
        "BEFORE",
        text(
            "{dates}の訪問は資格確認書の開始（{date}）より前で、提示されたものが有効だったと確認できません。",
            "{dates}: before the 資格確認書 existed ({date}), and what was shown cannot be confirmed as valid.",
        ),
        text(
            "訪問日に有効だった健康保険証の提示か、マイナ保険証の読み取りで確認してください（資格確認書はまだない時期です）。",
            "Verify with a card that was valid on that day or a reading of the マイナ保険証; no 資格確認書 existed then.",
        ),
    ),
    words(
        "AROUND",
        text(
            "{dates}の訪問は有効な方法で資格確認ができていません（{date}より前の日を含みます）。",
            "Eligibility on {dates} was not verified by a valid credential (some of it before {date}).",
        ),
        text(
            "資格確認書かマイナ保険証で確認してください。{date}より前の分は、その日に有効だった健康保険証か読み取りで確認します。",
            "Verify with a 資格確認書 or マイナ保険証; for dates before {date}, with a card that was valid then or a reading.",
        ),
    ),
    words(
        "",
        text(
            "{dates}の訪問は有効な方法で資格確認ができていません。",
            "Eligibility on {dates} was not verified by a valid credential.",
        ),
        text(
            "資格確認書の提示かマイナ保険証の読み取りで確認し、記録してください。",
            "Have a 資格確認書 shown or read the マイナ保険証, and put it on record.",
        ),
    ),
];

fn need_cert(scene: &Scene<'_>, findings: &mut Vec<Finding>) {
    let mask = scene.judgement.dates_with(Outcome::NeedCert);
    if mask == 0 {
        return;
    }
    let from = scene.run.policy.certificate_from;
    let before = scene.claim.dates(mask).filter(|&date| date < from).count();
    let details = if before == 0 {
        by_reason(scene)
    } else {
        let all = scene.claim.dates(mask).count() == before;
        Details {
            variant: if all { "BEFORE" } else { "AROUND" },
            date: Some(from),
            ..Details::default()
        }
    };
    findings.push(Finding {
        dates: scene.days(mask),
        details,
        ..scene.finding(&NEED_CERT).resting_on(scene.basis(mask))
    });
}

/// The text for the reason of the verdict; the general one when a graver verdict hides the reason.
fn by_reason(scene: &Scene<'_>) -> Details {
    if scene.judgement.verdict != Outcome::NeedCert {
        return Details::default();
    }
    let presumed = scene.judgement.credential() == Some(Credential::LegacyCardPresumed);
    let variant = match scene.judgement.reason {
        Reason::LegacyExpired if presumed => "LEGACY_EXPIRED/PRESUMED",
        Reason::LegacyUnverified if presumed => "LEGACY_UNVERIFIED/PRESUMED",
        reason => reason.id(),
    };
    Details {
        variant,
        date: last_valid_day(scene),
        other: None,
        count: scene.run.policy.myna_grace_months,
    }
}

/// The last day on which the credential of the verdict was valid: its own expiry, or the cap of the card.
fn last_valid_day(scene: &Scene<'_>) -> Option<NaiveDate> {
    let standing = scene.judgement.standing?;
    if standing.credential.is_legacy_card() {
        Some(standing.cap)
    } else {
        standing.valid_to
    }
}

const TRANSITIONAL: Rule = Rule {
    code: "TRANSITIONAL",
    level: Level::Warn,
    certainty: Certainty::Confirmed,
    version: 1,
    title: text(
        "暫定対応（期限切れの健康保険証、資格情報のお知らせ）",
        "Accepted for the time being (expired card or notice)",
    ),
    wording: &[words(
        "",
        text(
            "{dates}は期限切れの健康保険証か資格情報のお知らせによる暫定対応です[（{date}まで）]。加入はオンラインで確認できました。",
            "{dates}: accepted for the time being[ (until {date})] on an expired card or a 資格情報のお知らせ. Coverage was confirmed online.",
        ),
        text(
            "この分は請求できます。次の訪問で資格確認書の提示かマイナ保険証の読み取りを受けてください（繰り返しは想定されていません）。",
            "This can be claimed. Ask for a 資格確認書 or a マイナ保険証 at the next visit; it is not meant for repeated use.",
        ),
    )],
    page: Page {
        meaning: text(
            "期限の切れた健康保険証や資格情報のお知らせだけを持参した利用者でも、オンラインで加入を確認できれば、通常の自己負担で受け付け、通常どおり請求してよいという期間限定の扱いです。\
             この訪問日はその期間内で、当月の加入も確認できています。\
             厚生労働省の通知は協力のお願いであり、繰り返しの利用は想定していません。\
             最終日は大臣会見の報道によるもので、延長を定めた通知そのものは確認できていません。",
            "For a limited time a patient who brings only an expired card or a 資格情報のお知らせ may be treated at the normal share, and the claim made as usual, \
             when coverage is found online. This visit lies in that window and coverage was confirmed for its month. \
             The notices ask providers for this and do not mean it for repeated use. \
             The last day rests on press reports of the minister's words; the written notice of the extension was not seen.",
        ),
        remedy: text(
            "今月分はそのまま請求できます。期間が終わるまでに、資格確認書の提示かマイナ保険証の読み取りを受けてください。\
             資格確認書が届いていない利用者には、保険者への申請を案内します。",
            "Claim this month as it is. Before the window ends, have a 資格確認書 shown or read the マイナ保険証. \
             Patients who have received no 資格確認書 can apply to their insurer.",
        ),
        source: text(
            "厚生労働省 事務連絡 2025-06-27（国保）、2025-08-04（後期）、2025-11-12（全保険者）；大臣会見の報道（規則 TL-07、TL-08、TL-09；資料は docs/rules.md）",
            "Notices of 厚生労働省 of 2025-06-27 (国保), 2025-08-04 (後期) and 2025-11-12 (all insurers); the minister as reported (rules TL-07, TL-08, TL-09; sources in docs/rules.md)",
        ),
        sample: None,
        example: Example {
            days: &[2, 9, 16],
            date: Some((2026, 7, 31)),
            ..Example::NONE
        },
    },
    check: Check::Compared(transitional),
};

fn transitional(scene: &Scene<'_>, findings: &mut Vec<Finding>) {
    let mask = scene.judgement.dates_with(Outcome::Transitional);
    if mask == 0 {
        return;
    }
    findings.push(Finding {
        dates: scene.days(mask),
        details: Details {
            date: scene.card.window.map(|(_, last)| last),
            ..Details::default()
        },
        ..scene.finding(&TRANSITIONAL).resting_on(scene.basis(mask))
    });
}

const SPECIAL_CARE: Rule = Rule {
    code: "SPECIAL_CARE",
    level: Level::Error,
    certainty: Certainty::Confirmed,
    version: 1,
    title: text(
        "特別療養費の対象（利用者が10割を支払う）",
        "特別療養費: the patient pays in full",
    ),
    wording: &[words(
        "",
        text(
            "{dates}は特別療養費の対象です。費用はいったん利用者が10割を支払うため、通常の請求は誤りです。",
            "{dates}: 特別療養費. The patient pays 100 % first, so a normal claim is wrong.",
        ),
        text(
            "この分は通常の請求をせず、利用者から10割を受け取って領収書を渡し、必要な書類を保険者に確認してください。",
            "Do not claim these dates as usual: collect the full amount, give a receipt, and ask the insurer which papers are due.",
        ),
    )],
    page: Page {
        meaning: text(
            "保険料の滞納が続いた世帯は、窓口でいったん全額を支払い、後から保険者に払い戻しを求める「特別療養費」の扱いになることがあります。\
             提示された資格確認書に（特別療養費）とあるか、資格確認結果の証区分が該当しています。\
             自己負担1〜3割の通常のレセプトを出すと返戻になります。\
             2024年12月以後の証区分の新しいコードは確認できておらず、従来の05で見分けています。",
            "A household long in arrears may have to pay everything at the counter and be refunded later (特別療養費). \
             The 資格確認書 shown says so, or the card class of the eligibility result does. A normal claim at 10 to 30 % would be returned. \
             Whether a new card class code exists since December 2024 is not known; the former 05 is used.",
        ),
        remedy: text(
            "利用者に10割の支払いが必要なことを説明し、領収書を渡します。書類の出し方は保険者に確認してください。\
             滞納の解消などで扱いが変わっていることもあるので、最新の資格確認結果を取り直してください。",
            "Explain that the full amount is due and give a receipt; ask the insurer which papers to send. \
             The status may have changed meanwhile, so fetch a fresh eligibility result.",
        ),
        source: text(
            "国民健康保険法等（令和6年12月2日以後の特別療養費）、市区町村の案内（規則 TL-15、CR-13）",
            "National health insurance acts as of 2024-12-02, municipal notices (rules TL-15, CR-13)",
        ),
        sample: None,
        example: Example {
            days: &[3, 10],
            ..Example::NONE
        },
    },
    check: Check::Compared(special_care),
};

fn special_care(scene: &Scene<'_>, findings: &mut Vec<Finding>) {
    let mask = scene.judgement.dates_with(Outcome::SpecialCare);
    if mask != 0 {
        findings.push(Finding {
            dates: scene.days(mask),
            ..scene
                .finding(&SPECIAL_CARE)
                .resting_on(scene.basis_of_special(mask))
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credential::Kind;
    use crate::rules::testing::{Bench, day, hanako};
    use crate::rules::wording;
    use crate::text::lang::Lang;

    fn only(code: &str, bench: &Bench) -> Finding {
        let mut found = bench.findings();
        found.retain(|finding| finding.code == code);
        assert_eq!(found.len(), 1, "{code}: {found:?}");
        found.remove(0)
    }

    #[test]
    fn an_expired_card_needs_a_certificate() {
        // After the window of the default policy, with coverage confirmed.
        let bench = Bench::month("202608", &[3, 5]).record(&hanako().seen(day(2026, 8, 3)));
        let found = only("NEED_CERT", &bench);
        assert_eq!(found.level, Level::Error);
        assert_eq!(found.details.variant, "LEGACY_EXPIRED/PRESUMED");
        assert_eq!(found.details.date, Some(day(2025, 12, 1)));
        let message = wording::message(&found, Lang::Ja);
        assert!(
            message.starts_with("8月3日・5日は何を提示されたか記録がなく"),
            "{message}"
        );
        assert!(message.contains("2025年12月1日まで"), "{message}");
        let bench = bench.shown(Kind::LegacyCard, None);
        assert_eq!(only("NEED_CERT", &bench).details.variant, "LEGACY_EXPIRED");
    }

    #[test]
    fn each_credential_has_its_text() {
        let bench = || Bench::month("202608", &[3]).record(&hanako().seen(day(2026, 8, 3)));
        for (kind, valid_to, variant) in [
            (Kind::Myna, Some(day(2026, 4, 30)), "MYNA_EXPIRED"),
            (
                Kind::Smartphone,
                Some(day(2026, 8, 2)),
                "SMARTPHONE_INVALID",
            ),
            (Kind::Certificate, Some(day(2026, 7, 31)), "CERT_EXPIRED"),
            (Kind::Notice, None, "NOTICE_ONLY"),
        ] {
            let found = only("NEED_CERT", &bench().shown(kind, valid_to));
            assert_eq!(found.details.variant, variant);
            assert!(NEED_CERT_WORDS.iter().any(|w| w.variant == variant));
        }
        let without = Bench::month("202608", &[3]).shown(Kind::LegacyCard, None);
        assert_eq!(
            only("NEED_CERT", &without).details.variant,
            "LEGACY_UNVERIFIED"
        );
    }

    #[test]
    fn a_valid_certificate_needs_nothing() {
        let bench = Bench::month("202608", &[3])
            .record(&hanako().seen(day(2026, 8, 3)))
            .shown(Kind::Certificate, Some(day(2027, 7, 31)));
        assert_eq!(bench.codes(), Vec::<&str>::new());
    }

    #[test]
    fn before_certificates_existed() {
        let card = |days: &[u32]| {
            Bench::month("202412", days)
                .shown(Kind::Myna, Some(day(2024, 8, 31)))
                .without_eligibility()
        };
        let found = only("NEED_CERT", &card(&[1]));
        assert_eq!(found.details.variant, "BEFORE");
        let action = wording::action(&found, Lang::Ja);
        assert!(
            action.starts_with("訪問日に有効だった健康保険証"),
            "{action}"
        );
        assert_eq!(only("NEED_CERT", &card(&[1, 3])).details.variant, "AROUND");
        assert_eq!(
            only("NEED_CERT", &card(&[3])).details.variant,
            "MYNA_EXPIRED"
        );
    }

    #[test]
    fn needed_also_beside_a_graver_verdict() {
        let bench = Bench::month("202608", &[3, 20])
            .record(&hanako().seen(day(2026, 8, 21)).lost(day(2026, 8, 10)));
        let found = only("NEED_CERT", &bench);
        assert_eq!(found.details.variant, "");
        assert_eq!(found.dates.map(|d| d.mask), Some(1 << 2));
        assert_eq!(
            only("NOT_COVERED", &bench).dates.map(|d| d.mask),
            Some(1 << 19)
        );
    }

    #[test]
    fn the_last_valid_day_is_that_of_the_card_shown() {
        // The log's card ended in October, before the insurer's cap.
        let bench = Bench::month("202511", &[4])
            .record(&hanako().seen(day(2025, 11, 4)))
            .shown(Kind::LegacyCard, Some(day(2025, 10, 31)));
        let found = only("NEED_CERT", &bench);
        assert_eq!(found.details.date, Some(day(2025, 10, 31)));
        let message = wording::message(&found, Lang::Ja);
        assert_eq!(
            message,
            "2025年11月4日の訪問では健康保険証の有効期限が切れています（使えたのは2025年10月31日まで）。加入はオンラインで確認できました。"
        );
    }

    #[test]
    fn the_window_is_named() {
        let bench = Bench::month("202512", &[2, 9]).record(&hanako().seen(day(2025, 12, 2)));
        let found = only("TRANSITIONAL", &bench);
        assert_eq!(
            (found.level, found.details.date),
            (Level::Warn, Some(day(2026, 7, 31)))
        );
        assert_eq!(
            wording::message(&found, Lang::En),
            "2025-12-02, 2025-12-09: accepted for the time being (until 2026-07-31) on an expired card or a 資格情報のお知らせ. Coverage was confirmed online."
        );
        assert!(!bench.codes().contains(&"NEED_CERT"));
    }

    #[test]
    fn special_care() {
        let bench =
            Bench::month("202512", &[2]).record(&hanako().seen(day(2025, 12, 2)).class(*b"05"));
        assert_eq!(only("SPECIAL_CARE", &bench).level, Level::Error);
        assert_eq!(bench.codes(), ["SPECIAL_CARE"]);
    }
}

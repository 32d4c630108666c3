//! How well a credential is proven: `NO_EVIDENCE`, `MYNA_GRACE`, `CERT_EXPIRING` (contract 4.6, 6).

use chrono::NaiveDate;

use crate::finding::{Details, Finding, Level};
use crate::judge::coverage::covers;

use super::{Certainty, Check, Example, Page, Rule, Scene, text, words};

/// The rules of this family.
pub(super) const RULES: &[Rule] = &[NO_EVIDENCE, MYNA_GRACE, CERT_EXPIRING];

const NO_EVIDENCE: Rule = Rule {
    code: "NO_EVIDENCE",
    level: Level::Warn,
    certainty: Certainty::Known,
    version: 1,
    title: text(
        "訪問した月の資格確認結果がない",
        "No eligibility result of the month of the visit",
    ),
    wording: &[
        words(
            "OLD",
            text(
                "{dates}の加入を示す結果は{date}時点のもので、訪問した月より前です。その後に資格が変わっているおそれがあります。",
                "Coverage on {dates} was last confirmed on {date}, before the month of the visit; it may have changed since.",
            ),
            text(
                "再照会か番号による照会で当月以後の資格確認結果を取り込み、変わりがないことを確かめてから請求してください。",
                "Query again, fetch a result of the month or later, and claim when nothing has changed.",
            ),
        ),
        words(
            "",
            text(
                "{dates}の加入を示す資格確認結果がありません。提示されたものだけで請求することになります。",
                "No eligibility result shows coverage on {dates}; the claim would rest on what was shown alone.",
            ),
            text(
                "再照会か番号による照会で資格確認を行い、結果を取り込んでから請求してください。",
                "Query eligibility, fetch the result, then claim.",
            ),
        ),
    ],
    page: Page {
        meaning: text(
            "提示されたものは有効ですが、訪問した月以後に取得した資格確認結果で加入を裏づけられません。\
             事業所に戻ってから結果を取り込み忘れている場合や、前に取得した結果のままの場合がよくあります。\
             資格確認は訪問のつど必要ですが、結果を取り直す頻度を定めた公的な資料は確認できておらず、月ごとに1回という基準はこのプログラムの設定です。\
             2024年12月1日以前の訪問と、資格確認結果を渡さない点検では出しません。",
            "What was shown is valid, but no eligibility result of the month of the visit or later confirms the coverage. \
             Often the result was not fetched back at the office, or an earlier one is still in use. \
             Eligibility has to be verified for care; how often to query again is not laid down anywhere we know, and once a month is this program's choice. \
             Not told for visits before 2024-12-02, nor when no eligibility results are given.",
        ),
        remedy: text(
            "継続している利用者は再照会、そのほかは番号による照会で結果を取り込み、もう一度点検します。\
             日付の早い訪問から順に確認すると、資格の変更を早く見つけられます。",
            "Query again for continuing patients, or by number for others, and check again. Begin with the earliest visits.",
        ),
        source: text(
            "指定訪問看護の人員及び運営に関する基準（受給資格の確認）；月ごとの基準は設定（規則 VR-03、VR-05）",
            "指定訪問看護の人員及び運営に関する基準 (受給資格の確認); once a month is a setting (rules VR-03, VR-05)",
        ),
        sample: None,
        example: Example {
            variant: "OLD",
            days: &[2, 9],
            date: Some((2025, 10, 3)),
            ..Example::NONE
        },
    },
    check: Check::Compared(no_evidence),
};

fn no_evidence(scene: &Scene<'_>, findings: &mut Vec<Finding>) {
    let mask = scene.judgement.unproven;
    if mask == 0 || !scene.run.has_eligibility {
        return;
    }
    let last = last_seen(scene, mask);
    let variant = if last.is_some() { "OLD" } else { "" };
    findings.push(Finding {
        dates: scene.days(mask),
        details: Details {
            variant,
            date: last,
            ..Details::default()
        },
        ..scene
            .finding(&NO_EVIDENCE)
            .resting_on(scene.basis_of_matched(mask))
    });
}

/// When the coverage on the first of these dates was last confirmed.
fn last_seen(scene: &Scene<'_>, mask: u32) -> Option<NaiveDate> {
    let date = scene.first_date(mask)?;
    scene
        .seen
        .iter()
        .filter(|record| covers(record, date, scene.seen))
        .map(|record| record.as_of)
        .max()
}

const MYNA_GRACE: Rule = Rule {
    code: "MYNA_GRACE",
    level: Level::Info,
    certainty: Certainty::Confirmed,
    version: 1,
    title: text(
        "電子証明書の期限切れ（猶予期間内）",
        "Electronic certificate expired, still within its grace",
    ),
    wording: &[words(
        "",
        text(
            "{dates}はマイナンバーカードの電子証明書の期限後ですが、猶予[（満了月から{count}か月後の月末まで）]内のため資格確認に使えます。",
            "On {dates} the electronic certificate of the My Number card had expired, but it still serves in its grace[ (to the end of month {count} after that month)].",
        ),
        text(
            "早めの更新を案内してください。猶予中は診療・薬剤情報を取得できないため、医療DX情報活用加算の算定に注意してください。",
            "Suggest renewing it soon. Medical information cannot be fetched in the grace, so mind 訪問看護医療DX情報活用加算.",
        ),
    )],
    page: Page {
        meaning: text(
            "電子証明書は発行から5回目の誕生日で切れますが、切れた月の3か月後の月末までは資格情報の確認に限ってマイナ保険証を使えます。\
             この間は診療情報や薬剤情報は提供されません。\
             猶予の数え方は資料によって「3か月後まで」と「満了月から3か月後の月末まで」があり、長いほうを採っています。\
             スマホ保険証に猶予はありません。診療情報を使う加算への影響は推定です。",
            "The electronic certificate ends on the fifth birthday after its issue, but the card serves to confirm eligibility to the end of the third month after that month. \
             Medical and drug information is not supplied in that time. Sources count the three months in two ways; the longer one is taken. \
             A phone has no grace. What it means for the DX add-on is inferred.",
        ),
        remedy: text(
            "この訪問分は請求できます。市区町村の窓口で電子証明書を更新するよう案内してください。\
             更新しない場合は、猶予が終わるまでに保険者から資格確認書が交付されるかを確認します。",
            "This can be claimed. Suggest renewing the certificate at the town office, or see that the insurer's 資格確認書 arrives before the grace ends.",
        ),
        source: text(
            "医療機関等向け総合ポータルサイト、厚生労働省の説明（規則 TL-13、TL-13b；資料は docs/rules.md）",
            "医療機関等向け総合ポータルサイト and 厚生労働省 as cited (rules TL-13, TL-13b; sources in docs/rules.md)",
        ),
        sample: None,
        example: Example {
            days: &[12],
            count: 3,
            ..Example::NONE
        },
    },
    check: Check::Compared(myna_grace),
};

fn myna_grace(scene: &Scene<'_>, findings: &mut Vec<Finding>) {
    let mask = scene.judgement.grace;
    if mask == 0 {
        return;
    }
    findings.push(Finding {
        dates: scene.days(mask),
        details: Details {
            count: scene.run.policy.myna_grace_months,
            ..Details::default()
        },
        ..scene.finding(&MYNA_GRACE).resting_on(scene.basis(mask))
    });
}

const CERT_EXPIRING: Rule = Rule {
    code: "CERT_EXPIRING",
    level: Level::Info,
    certainty: Certainty::Confirmed,
    version: 1,
    title: text(
        "資格確認書または電子証明書の期限が近い",
        "資格確認書 or electronic certificate about to expire",
    ),
    wording: &[words(
        "",
        text(
            "資格確認に使われた資格確認書または電子証明書の有効期限は{date}です。",
            "The 資格確認書 or electronic certificate used here ends on {date}.",
        ),
        text(
            "次の訪問までに、新しい資格確認書が届くか、電子証明書を更新するかを利用者に確認してください。",
            "Before the next visit, ask whether a new 資格確認書 is coming or the certificate will be renewed.",
        ),
    )],
    page: Page {
        meaning: text(
            "この請求の資格確認に使われた資格確認書、またはマイナ保険証・スマホ保険証の電子証明書が、点検日から60日以内（ポリシーで変更可）に切れます。\
             資格確認書の有効期限は保険者が5年以内で定め、7月末や11月末にまとめて切れることがあります。\
             今回の請求に誤りはありません。",
            "The 資格確認書, or the electronic certificate of the マイナ保険証 or スマホ保険証, that stands for this claim ends within 60 days of the check (a setting of the policy). \
             Insurers set the expiry of a 資格確認書 within five years, and many end together at the end of July or November. Nothing is wrong with this claim.",
        ),
        remedy: text(
            "期限の前に、新しい資格確認書の到着か電子証明書の更新を利用者に確認します。\
             資格確認書が自動で届くか申請が必要かは保険者によって異なります。",
            "Ask before that day whether a new 資格確認書 has come or the certificate was renewed. \
             Whether the paper comes by itself depends on the insurer.",
        ),
        source: text(
            "健康保険法施行規則（資格確認書の有効期限）；60日は設定（規則 TL-13、TL-17）",
            "健康保険法施行規則 (expiry of the 資格確認書); 60 days is a setting (rules TL-13, TL-17)",
        ),
        sample: None,
        example: Example {
            date: Some((2026, 1, 31)),
            ..Example::NONE
        },
    },
    check: Check::Compared(cert_expiring),
};

fn cert_expiring(scene: &Scene<'_>, findings: &mut Vec<Finding>) {
    if let Some(last) = scene.judgement.expiring_on {
        findings.push(Finding {
            details: Details {
                date: Some(last),
                ..Details::default()
            },
            ..scene
                .finding(&CERT_EXPIRING)
                .resting_on(scene.basis_of_expiry(last))
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::credential::Kind;
    use crate::rules::testing::{Bench, day, hanako};
    use crate::rules::wording;
    use crate::text::lang::Lang;

    #[test]
    fn evidence_of_an_earlier_month_is_old() {
        let shown =
            || Bench::month("202512", &[2]).shown(Kind::Certificate, Some(day(2028, 7, 31)));
        let old = shown().record(&hanako().seen(day(2025, 11, 28)));
        let found = old.findings();
        assert_eq!(old.codes(), ["NO_EVIDENCE"]);
        assert_eq!(found[0].details.date, Some(day(2025, 11, 28)));
        let message = wording::message(&found[0], Lang::Ja);
        assert!(
            message.starts_with("2025年12月2日の加入を示す結果は2025年11月28日時点"),
            "{message}"
        );
        let none = shown();
        assert_eq!(none.codes(), ["NO_EVIDENCE", "NO_MATCH"]);
        assert_eq!(none.findings()[0].details.variant, "");
        assert_eq!(
            shown().record(&hanako().seen(day(2025, 12, 2))).codes(),
            Vec::<&str>::new()
        );
        assert_eq!(shown().without_eligibility().codes(), Vec::<&str>::new());
    }

    #[test]
    fn grace_is_told() {
        let bench = |valid_to| {
            Bench::month("202512", &[2])
                .record(&hanako().seen(day(2025, 12, 2)))
                .shown(Kind::Myna, Some(valid_to))
        };
        assert_eq!(bench(day(2025, 9, 10)).codes(), ["MYNA_GRACE"]);
        let message = wording::message(&bench(day(2025, 9, 10)).findings()[0], Lang::Ja);
        assert!(message.contains("満了月から3か月後の月末"), "{message}");
        assert_eq!(bench(day(2025, 8, 31)).codes(), ["NEED_CERT"]);
        assert_eq!(bench(day(2026, 12, 31)).codes(), Vec::<&str>::new());
    }

    #[test]
    fn an_expiry_within_sixty_days_of_the_check() {
        // The bench checks on the last day of the month after the visits.
        let bench = |valid_to| {
            Bench::month("202512", &[2])
                .record(&hanako().seen(day(2025, 12, 2)))
                .shown(Kind::Certificate, Some(valid_to))
        };
        assert_eq!(bench(day(2026, 4, 1)).codes(), ["CERT_EXPIRING"]);
        assert_eq!(bench(day(2026, 4, 2)).codes(), Vec::<&str>::new());
        assert_eq!(bench(day(2026, 1, 31)).codes(), ["CERT_EXPIRING"]);
        assert_eq!(bench(day(2026, 1, 30)).codes(), Vec::<&str>::new());
    }
}

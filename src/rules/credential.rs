//! What the patient showed: `NEED_CERT`, `TRANSITIONAL`.

use crate::finding::{Details, Finding, Level};
use crate::judge::outcome::{Outcome, Reason};

use super::{Check, Page, Rule, Scene, Text, Wording};

/// The rules of this family.
pub(super) const RULES: &[Rule] = &[NEED_CERT, TRANSITIONAL];

const NEED_CERT: Rule = Rule {
    code: "NEED_CERT",
    level: Level::Error,
    title: Text {
        ja: "資格確認書（またはマイナ保険証）による確認が必要",
        en: "A 資格確認書 (or マイナ保険証) is needed in place of the card",
    },
    wording: &[
        Wording {
            variant: "LEGACY_EXPIRED",
            message: Text {
                ja: "{dates} の訪問時、健康保険証は有効期限切れです（使えたのは {date} まで）。資格はオンラインで確認できています。",
                en: "The legacy card had expired on {dates} (last valid day {date}). Coverage itself was confirmed online.",
            },
            action: Text {
                ja: "マイナ保険証の読み取り、または資格確認書の提示を受け、記録してから請求してください。",
                en: "Read the マイナ保険証 or have a 資格確認書 shown, record it, then claim.",
            },
        },
        Wording {
            variant: "",
            message: Text { ja: "{dates} の資格確認が有効な方法で行われていません。", en: "Eligibility on {dates} was not verified by a valid credential." },
            action: Text { ja: "マイナ保険証または資格確認書で確認してください。", en: "Verify with マイナ保険証 or 資格確認書." },
        },
    ],
    page: Page {
        meaning: Text { ja: "…", en: "…" },
        remedy: Text { ja: "…", en: "…" },
        source: Text { ja: "contract 4.6 row 17", en: "contract 4.6 row 17" },
    },
    check: Check::Claim(need_cert),
};

fn need_cert(scene: &Scene<'_>, findings: &mut Vec<Finding>) {
    let mask = scene.judgement.dates_with(Outcome::NeedCert);
    if mask == 0 {
        return;
    }
    findings.push(Finding {
        dates: scene.days(mask),
        details: Details { date: Some(scene.card.cap), ..Details::default() },
        ..scene.finding(&NEED_CERT)
    });
}

const TRANSITIONAL: Rule = Rule {
    code: "TRANSITIONAL",
    level: Level::Warn,
    title: Text { ja: "暫定対応（期限切れの保険証・お知らせ）による確認", en: "Accepted for the time being" },
    wording: &[Wording {
        variant: "",
        message: Text { ja: "{dates} は暫定対応です（{date} まで）。", en: "{dates}: transitional handling, until {date}." },
        action: Text { ja: "次回までに資格確認書かマイナ保険証を確認してください。", en: "Ask for a 資格確認書 or マイナ保険証 next time." },
    }],
    page: Page {
        meaning: Text { ja: "…", en: "…" },
        remedy: Text { ja: "…", en: "…" },
        source: Text { ja: "contract 4.6 row 16", en: "contract 4.6 row 16" },
    },
    check: Check::Claim(transitional),
};

fn transitional(scene: &Scene<'_>, findings: &mut Vec<Finding>) {
    let mask = scene.judgement.dates_with(Outcome::Transitional);
    if mask == 0 {
        return;
    }
    findings.push(Finding {
        dates: scene.days(mask),
        details: Details { date: scene.card.window.map(|(_, to)| to), ..Details::default() },
        ..scene.finding(&TRANSITIONAL)
    });
}

/// The variant of a text that belongs to a reason of the judgement.
pub(super) fn variant(reason: Reason) -> &'static str {
    reason.id()
}

//! The words for verdicts, reasons, ways of matching and credentials, and what to ask the patient for.

use chrono::NaiveDate;

use crate::credential::Kind;
use crate::finding::Level;
use crate::judge::credential::Credential;
use crate::judge::outcome::{Outcome, Reason};
use crate::matching::cascade::MatchedBy;
use crate::policy::Policy;
use crate::text::lang::Lang;

use super::{Certainty, Text, text};

/// How much a finding weighs.
#[must_use]
pub fn level(level: Level, lang: Lang) -> &'static str {
    let words = match level {
        Level::Error => text("エラー", "error"),
        Level::Warn => text("警告", "warning"),
        Level::Info => text("参考", "info"),
    };
    words.get(lang)
}

/// How sure we are of a rule.
#[must_use]
pub fn certainty(certainty: Certainty, lang: Lang) -> &'static str {
    let words = match certainty {
        Certainty::Confirmed => text("確認済み", "confirmed"),
        Certainty::Known => text("一般知識", "known"),
        Certainty::Inferred => text("推定", "inferred"),
    };
    words.get(lang)
}

/// What that means.
#[must_use]
pub fn certainty_meaning(certainty: Certainty, lang: Lang) -> &'static str {
    let words = match certainty {
        Certainty::Confirmed => text(
            "規則は、内容を確かめた資料に書かれています。推定の部分があれば、意味の欄に書いています。",
            "the rule is written in a source that was seen; where a part of it is inferred, the meaning says so.",
        ),
        Certainty::Known => text(
            "規則は現場で広く知られていますが、書かれた資料は確かめられていません。",
            "the rule is known in the field, but was not seen in a source.",
        ),
        Certainty::Inferred => text(
            "規則は、資料に書かれたことから導いたもので、そのとおりに書いた資料は見つかっていません。",
            "the rule follows from what is written, but was found written nowhere.",
        ),
    };
    words.get(lang)
}

/// A verdict, or what is said of a visit date.
#[must_use]
pub fn outcome(outcome: Outcome, lang: Lang) -> &'static str {
    let words = match outcome {
        Outcome::Ok => text("問題なし", "In order"),
        Outcome::Transitional => text(
            "暫定対応で請求可（次回は資格確認書が必要）",
            "Accepted for the time being",
        ),
        Outcome::CannotJudge => text("判定できない", "Cannot be judged"),
        Outcome::NeedCert => text(
            "要確認（資格確認書・マイナ保険証）",
            "資格確認書 or マイナ保険証 needed",
        ),
        Outcome::SpecialCare => text(
            "特別療養費（10割）",
            "特別療養費: paid in full by the patient",
        ),
        Outcome::NotCovered => text("資格なし", "Not covered"),
        Outcome::Invalid => text("レセプト不備", "Claim cannot be read"),
    };
    words.get(lang)
}

/// Why a verdict is what it is.
#[must_use]
pub fn reason(reason: Reason, lang: Lang) -> &'static str {
    reason_text(reason).get(lang)
}

fn reason_text(reason: Reason) -> Text {
    match reason {
        Reason::UnknownNumber => text("番号が不詳の請求", "Claim with unknown number (不詳)"),
        Reason::MultiMatch => text("複数の人が該当", "Several persons fit"),
        Reason::OtherInsurer => text("別の保険者に加入", "Insured with another insurer"),
        Reason::OtherNumber => text(
            "別の記号・番号で加入",
            "Insured under another symbol or number",
        ),
        Reason::AfterLoss => text("資格喪失後の訪問", "Visit after loss of coverage"),
        Reason::BeforeQualified => text("資格取得前の訪問", "Visit before coverage began"),
        Reason::Ticket => text("医療券の登録を確認", "医療券 registered"),
        Reason::TicketUnconfirmed => text("医療券を確認できない", "医療券 not confirmed"),
        Reason::Public => text("公費の資格を確認", "Public payer confirmed"),
        Reason::PublicUnconfirmed => text("公費の資格を確認できない", "Public payer not confirmed"),
        Reason::SpecialCare => text("特別療養費の対象", "特別療養費"),
        Reason::Myna => text("マイナ保険証で確認", "Confirmed by マイナ保険証"),
        Reason::Smartphone => text("スマホ保険証で確認", "Confirmed by スマホ保険証"),
        Reason::Certificate => text("資格確認書で確認", "Confirmed by 資格確認書"),
        Reason::NoticeWithCard => text(
            "お知らせとマイナンバーカードで確認",
            "Confirmed by 資格情報のお知らせ with the My Number card",
        ),
        Reason::Declaration => text("資格申立書による受付", "Taken on a 資格申立書"),
        Reason::UnknownRule => text("取扱いが公表資料で確認できない", "The rule is not known"),
        Reason::NoRecord => text(
            "資格確認結果も提示の記録もない",
            "No eligibility result, nothing on record as shown",
        ),
        Reason::LegacyCard => text("有効期限内の健康保険証", "Legacy card within its term"),
        Reason::ExpiredCardConfirmed => text(
            "期限切れの保険証等、加入はオンラインで確認",
            "Expired card or notice, coverage confirmed online",
        ),
        Reason::MynaExpired => text("電子証明書の期限切れ", "Electronic certificate expired"),
        Reason::SmartphoneInvalid => text("スマホ保険証が使えない日", "スマホ保険証 did not count"),
        Reason::CertExpired => text("資格確認書の期限切れ", "資格確認書 expired"),
        Reason::NoticeOnly => text("資格情報のお知らせのみ", "資格情報のお知らせ alone"),
        Reason::LegacyExpired => text(
            "健康保険証の期限切れ（加入は確認済み）",
            "Legacy card expired, coverage confirmed online",
        ),
        Reason::LegacyUnverified => text(
            "健康保険証の期限切れ（加入も未確認）",
            "Legacy card expired, coverage not confirmed",
        ),
        Reason::NoDate => text("訪問日がない", "No date of care"),
        Reason::Unreadable => text("レセプトを読み取れない", "Claim cannot be read"),
    }
}

/// How a claim found its eligibility records.
#[must_use]
pub fn matched_by(matched_by: MatchedBy, lang: Lang) -> &'static str {
    let words = match matched_by {
        MatchedBy::Key => text("記号・番号と本人が一致", "Number and person"),
        MatchedBy::KeyZero => text(
            "先頭のゼロを除いて一致",
            "Number but for leading zeros, and person",
        ),
        MatchedBy::KeyPerson => text(
            "記号・番号は一致、本人の1項目が相違",
            "Number; the person with one difference",
        ),
        MatchedBy::Person => text(
            "保険者と本人は一致、記号・番号が相違",
            "Insurer and person; another number",
        ),
        MatchedBy::OtherInsurer => {
            text("本人は一致、別の保険者", "The person under another insurer")
        }
        MatchedBy::Multi => text("複数の人が該当", "Several persons"),
        MatchedBy::None => text("該当なし", "Nobody"),
    };
    words.get(lang)
}

/// What the patient showed.
#[must_use]
pub fn credential(credential: Credential, lang: Lang) -> &'static str {
    match (credential, lang) {
        (Credential::Shown(kind), Lang::Ja) => kind.ja(),
        (Credential::Shown(kind), Lang::En) => kind_in_english(kind),
        (Credential::LegacyCardPresumed, Lang::Ja) => "健康保険証（記録がないためそうみなす）",
        (Credential::LegacyCardPresumed, Lang::En) => "legacy card (presumed, nothing on record)",
    }
}

fn kind_in_english(kind: Kind) -> &'static str {
    match kind {
        Kind::Myna => "My Number card (マイナ保険証)",
        Kind::Smartphone => "phone (スマホ保険証)",
        Kind::Certificate => "certificate (資格確認書)",
        Kind::CertificateSpecial => "certificate for 特別療養費",
        Kind::LegacyCard => "legacy card (健康保険証)",
        Kind::Notice => "notice alone (資格情報のお知らせ)",
        Kind::NoticeWithCard => "notice with the My Number card",
        Kind::Declaration => "declaration (資格申立書)",
        Kind::MedicalTicket => "medical ticket (医療券)",
    }
}

/// What to have the patient bring, for the worklist: by the gravest reason and the last date that needs
/// it. Before 資格確認書 existed, a card that was valid then or a reading (contract 4.7).
#[must_use]
pub fn ask(reason: Reason, last: NaiveDate, policy: &Policy, lang: Lang) -> &'static str {
    let words = if last < policy.certificate_from {
        text(
            "訪問日に有効だった健康保険証、またはマイナンバーカードの読み取り",
            "a card that was valid on the day, or a reading of the My Number card",
        )
    } else {
        ask_for(reason)
    };
    words.get(lang)
}

fn ask_for(reason: Reason) -> Text {
    match reason {
        Reason::ExpiredCardConfirmed => text(
            "次回訪問時に資格確認書（資格情報のお知らせとは別）かマイナ保険証",
            "at the next visit a 資格確認書 (not the 資格情報のお知らせ) or マイナ保険証",
        ),
        Reason::MynaExpired => text(
            "資格確認書、または電子証明書を更新したマイナンバーカード",
            "a 資格確認書, or the My Number card with a renewed certificate",
        ),
        Reason::SmartphoneInvalid => text(
            "マイナンバーカード本体、または資格確認書",
            "the My Number card itself, or a 資格確認書",
        ),
        Reason::CertExpired => text(
            "有効期限内の新しい資格確認書、またはマイナ保険証",
            "a new 資格確認書 in its term, or マイナ保険証",
        ),
        Reason::NoticeOnly => text(
            "資格確認書、またはお知らせと一緒にマイナンバーカード",
            "a 資格確認書, or the My Number card together with the notice",
        ),
        _ => text(
            "資格確認書（資格情報のお知らせとは別）、またはマイナ保険証",
            "a 資格確認書 (not the 資格情報のお知らせ), or マイナ保険証",
        ),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Distinct and not empty in both languages.
    fn hold<T: Copy>(all: &[T], words: impl Fn(T, Lang) -> &'static str) {
        for lang in Lang::ALL {
            let set: BTreeSet<&str> = all.iter().map(|&one| words(one, lang)).collect();
            assert_eq!(set.len(), all.len(), "{set:?}");
            assert!(!set.contains(""));
        }
    }

    #[test]
    fn everything_has_its_words() {
        hold(Reason::ALL, reason);
        hold(&Outcome::ALL, outcome);
        hold(&MatchedBy::ALL, matched_by);
        hold(&[Level::Info, Level::Warn, Level::Error], level);
        let certainties = [Certainty::Confirmed, Certainty::Known, Certainty::Inferred];
        hold(&certainties, certainty);
        hold(&certainties, certainty_meaning);
        let shown: Vec<Credential> = Kind::ALL.into_iter().map(Credential::Shown).collect();
        hold(
            &[&shown[..], &[Credential::LegacyCardPresumed]].concat(),
            credential,
        );
    }

    #[test]
    fn what_to_bring() {
        let policy = Policy::current();
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).expect("a day");
        for lang in Lang::ALL {
            for &reason in Reason::ALL {
                assert!(!ask(reason, day(2025, 12, 2), &policy, lang).is_empty());
            }
        }
        let old = ask(Reason::LegacyExpired, day(2024, 12, 1), &policy, Lang::Ja);
        assert!(!old.contains("資格確認書"), "{old}");
        let new = ask(Reason::LegacyExpired, day(2024, 12, 2), &policy, Lang::Ja);
        assert!(new.starts_with("資格確認書"), "{new}");
    }
}

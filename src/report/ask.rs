//! What to have a patient bring, in one sentence (`ask` of the worklist).

use chrono::NaiveDate;

use crate::judge::outcome::Reason;
use crate::text::lang::Lang;

/// What the sentence depends on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ask {
    /// Of the person's gravest claim.
    pub(super) reason: Reason,
    /// All dates lie before 資格確認書 existed.
    pub(super) before_certificates: bool,
    /// The last day of the transitional window, when all that is wrong is that it will end.
    pub(super) window_last: Option<NaiveDate>,
}

impl Ask {
    /// The sentence.
    pub(super) fn text(self, lang: Lang) -> String {
        let (ja, en) = self.texts();
        let text = lang.pick(ja, en);
        match self.window_last {
            Some(last) => match lang {
                Lang::Ja => format!("{text}（暫定対応は{last}まで）"),
                Lang::En => format!("{text} (transitional handling ends on {last})"),
            },
            None => text.to_owned(),
        }
    }

    fn texts(self) -> (&'static str, &'static str) {
        if self.before_certificates {
            return (
                "訪問日に有効だった健康保険証の提示、またはマイナ保険証の読み取り",
                "A legacy card that was valid on the visit dates, or a reading of the マイナ保険証",
            );
        }
        match self.reason {
            Reason::MynaExpired => (
                "電子証明書を更新したマイナ保険証、または資格確認書",
                "The マイナ保険証 with its 電子証明書 renewed, or a 資格確認書",
            ),
            Reason::SmartphoneInvalid => (
                "マイナンバーカード（実物）のマイナ保険証、または資格確認書",
                "The マイナ保険証 on the card itself, or a 資格確認書",
            ),
            Reason::CertExpired => (
                "有効期限内の新しい資格確認書、またはマイナ保険証",
                "A new 資格確認書 that has not expired, or the マイナ保険証",
            ),
            Reason::NoticeOnly => (
                "資格確認書、またはマイナ保険証（資格情報のお知らせだけでは確認できません）",
                "A 資格確認書 or the マイナ保険証 (the 資格情報のお知らせ alone proves nothing)",
            ),
            Reason::OtherInsurer | Reason::OtherNumber | Reason::AfterLoss | Reason::BeforeQualified => (
                "現在の保険者の資格確認書、またはマイナ保険証（加入先も確認）",
                "A 資格確認書 of the present insurer, or the マイナ保険証 (ask where the patient is insured now)",
            ),
            Reason::SpecialCare => (
                "資格確認書（特別療養費の記載の有無を確認）、またはマイナ保険証",
                "A 資格確認書 (see whether it says 特別療養費), or the マイナ保険証",
            ),
            Reason::ExpiredCardConfirmed => (
                "次回の訪問までに資格確認書、またはマイナ保険証",
                "A 資格確認書 or the マイナ保険証 by the next visit",
            ),
            _ => (
                "資格確認書、またはマイナ保険証（健康保険証は使えません）",
                "A 資格確認書 or the マイナ保険証 (the legacy card no longer serves)",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_certificate_is_asked_for_before_there_were_any() {
        let ask = Ask { reason: Reason::LegacyUnverified, before_certificates: true, window_last: None };
        assert!(!ask.text(Lang::Ja).contains("資格確認書"));
        assert!(!ask.text(Lang::En).contains("資格確認書"));
    }

    #[test]
    fn the_end_of_the_window_is_named() {
        let window_last = NaiveDate::from_ymd_opt(2026, 7, 31);
        let ask = Ask { reason: Reason::ExpiredCardConfirmed, before_certificates: false, window_last };
        for lang in Lang::ALL {
            assert!(ask.text(lang).contains("2026-07-31"), "{}", ask.text(lang));
        }
    }
}

//! What must come out of a planted claim, said in the words of contract 4.6 and 4.7.
//!
//! This room judges nothing: a scenario states the outcome of its days, and the only thing computed here
//! is which of the stated outcomes is the gravest on the days that were visited.

/// Outcome of a day, gravest last (contract 4.7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Outcome {
    Ok,
    Transitional,
    CannotJudge,
    NeedCert,
    SpecialCare,
    NotCovered,
    Invalid,
}

impl Outcome {
    #[cfg(test)]
    pub(super) const ALL: [Self; 7] = [
        Self::Ok,
        Self::Transitional,
        Self::CannotJudge,
        Self::NeedCert,
        Self::SpecialCare,
        Self::NotCovered,
        Self::Invalid,
    ];

    /// As `verdicts.csv` writes it.
    pub(super) fn id(self) -> &'static str {
        match self {
            Self::Ok => "OK",
            Self::Transitional => "TRANSITIONAL",
            Self::CannotJudge => "CANNOT_JUDGE",
            Self::NeedCert => "NEED_CERT",
            Self::SpecialCare => "SPECIAL_CARE",
            Self::NotCovered => "NOT_COVERED",
            Self::Invalid => "INVALID",
        }
    }
}

/// Reasons of contract 4.6 and 4.7, each with the one outcome it belongs to.
macro_rules! reasons {
    ($($variant:ident $id:literal $outcome:ident;)*) => {
        /// Why a day came out as it did (contract 4.6), or a claim is invalid (4.7).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(super) enum Reason { $(#[doc = concat!("`", $id, "`")] $variant,)* }

        impl Reason {
            #[cfg(test)]
            pub(super) const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// As `verdicts.csv` writes it.
            pub(super) fn id(self) -> &'static str {
                match self { $(Self::$variant => $id,)* }
            }

            /// The outcome it belongs to.
            pub(super) fn outcome(self) -> Outcome {
                match self { $(Self::$variant => Outcome::$outcome,)* }
            }
        }
    };
}

reasons! {
    UnknownNumber "UNKNOWN_NUMBER" CannotJudge;
    MultiMatch "MULTI_MATCH" CannotJudge;
    OtherInsurer "OTHER_INSURER" NotCovered;
    OtherNumber "OTHER_NUMBER" NotCovered;
    AfterLoss "AFTER_LOSS" NotCovered;
    BeforeQualified "BEFORE_QUALIFIED" NotCovered;
    Ticket "TICKET" Ok;
    TicketUnconfirmed "TICKET_UNCONFIRMED" CannotJudge;
    Public "PUBLIC" Ok;
    PublicUnconfirmed "PUBLIC_UNCONFIRMED" CannotJudge;
    SpecialCare "SPECIAL_CARE" SpecialCare;
    Myna "MYNA" Ok;
    Smartphone "SMARTPHONE" Ok;
    Certificate "CERTIFICATE" Ok;
    NoticeWithCard "NOTICE_WITH_CARD" Ok;
    Declaration "DECLARATION" CannotJudge;
    UnknownRule "UNKNOWN_RULE" CannotJudge;
    NoRecord "NO_RECORD" CannotJudge;
    LegacyCard "LEGACY_CARD" Ok;
    ExpiredCardConfirmed "EXPIRED_CARD_CONFIRMED" Transitional;
    MynaExpired "MYNA_EXPIRED" NeedCert;
    SmartphoneInvalid "SMARTPHONE_INVALID" NeedCert;
    CertExpired "CERT_EXPIRED" NeedCert;
    NoticeOnly "NOTICE_ONLY" NeedCert;
    LegacyExpired "LEGACY_EXPIRED" NeedCert;
    LegacyUnverified "LEGACY_UNVERIFIED" NeedCert;
    NoDate "NO_DATE" Invalid;
    Unreadable "UNREADABLE" Invalid;
}

/// What the patient showed, as `verdicts.csv` names it (contract 3.3, 4.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Shown {
    /// マイナ保険証.
    Myna,
    /// スマホ保険証.
    Smartphone,
    /// 資格確認書.
    Certificate,
    /// 資格確認書（特別療養費）.
    CertificateSpecial,
    /// 健康保険証.
    LegacyCard,
    /// 健康保険証, taken for granted.
    Presumed,
    /// 資格情報のお知らせ alone.
    Notice,
    /// 資格情報のお知らせ with the マイナンバーカード.
    NoticeWithCard,
    /// 資格申立書.
    Declaration,
    /// 医療券.
    MedicalTicket,
    /// No credential: a claim of public payers alone, or an invalid one.
    None,
}

impl Shown {
    #[cfg(test)]
    pub(super) const ALL: [Self; 11] = [
        Self::Myna,
        Self::Smartphone,
        Self::Certificate,
        Self::CertificateSpecial,
        Self::LegacyCard,
        Self::Presumed,
        Self::Notice,
        Self::NoticeWithCard,
        Self::Declaration,
        Self::MedicalTicket,
        Self::None,
    ];

    /// The word of contract 3.3 for it.
    pub(super) fn id(self) -> &'static str {
        match self {
            Self::Myna => "myna",
            Self::Smartphone => "smartphone",
            Self::Certificate => "certificate",
            Self::CertificateSpecial => "certificate_special",
            Self::LegacyCard => "legacy_card",
            Self::Presumed => "legacy_card_presumed",
            Self::Notice => "notice",
            Self::NoticeWithCard => "notice_with_card",
            Self::Declaration => "declaration",
            Self::MedicalTicket => "medical_ticket",
            Self::None => "",
        }
    }

    /// The Japanese name, for the kinds whose name the contract gives in so many words.
    pub(super) fn japanese(self) -> Option<&'static str> {
        match self {
            Self::Myna => Some("マイナ保険証"),
            Self::Smartphone => Some("スマホ保険証"),
            Self::Certificate => Some("資格確認書"),
            Self::LegacyCard => Some("健康保険証"),
            Self::Notice => Some("資格情報のお知らせ"),
            Self::Declaration => Some("資格申立書"),
            Self::MedicalTicket => Some("医療券"),
            _ => None,
        }
    }
}

/// What comes out from day `from` of the service month on.
#[derive(Clone, Copy, Debug)]
struct Span {
    from: u32,
    reason: Reason,
    shown: Shown,
}

/// The outcome a scenario states for its claim.
#[derive(Clone, Debug)]
pub(super) struct Expect {
    /// `matched_by` (contract 4.3).
    pub matched_by: &'static str,
    spans: Vec<Span>,
}

/// The line of `expected.csv` that follows from the visited days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Expected {
    pub outcome: Outcome,
    pub reason: Reason,
    pub shown: Shown,
    /// Days on which a certificate is wanted (`NEED_CERT` or `TRANSITIONAL`).
    pub cert_days: Vec<u32>,
    /// All days of the gravest outcome, none when that is `OK`.
    pub bad_days: Vec<u32>,
}

impl Expect {
    /// The same for every day of the month, matched by `key`.
    pub(super) fn all(reason: Reason, shown: Shown) -> Self {
        let span = Span {
            from: 1,
            reason,
            shown,
        };
        Self {
            matched_by: "key",
            spans: vec![span],
        }
    }

    /// From day `from` on, something else.
    pub(super) fn then(mut self, from: u32, reason: Reason, shown: Shown) -> Self {
        self.spans.push(Span {
            from,
            reason,
            shown,
        });
        self
    }

    /// Matched by something other than `key`.
    pub(super) fn by(mut self, matched_by: &'static str) -> Self {
        self.matched_by = matched_by;
        self
    }

    /// Matches nothing.
    pub(super) fn unmatched(self) -> Self {
        self.by("none")
    }

    fn on(&self, day: u32) -> Span {
        let mut found = self.spans[0];
        for &span in &self.spans {
            if span.from <= day {
                found = span;
            }
        }
        found
    }

    /// What comes out for the days of `visits` (bit 0 is the 1st).
    pub(super) fn of(&self, visits: u32) -> Expected {
        let first = self.spans[0];
        let mut out = Expected {
            outcome: first.reason.outcome(),
            reason: first.reason,
            shown: first.shown,
            cert_days: Vec::new(),
            bad_days: Vec::new(),
        };
        if out.outcome == Outcome::Invalid {
            return out;
        }
        out.outcome = Outcome::Ok;
        let mut seen = false;
        for day in (1..=31).filter(|d| visits >> (d - 1) & 1 == 1) {
            let span = self.on(day);
            let outcome = span.reason.outcome();
            if matches!(outcome, Outcome::NeedCert | Outcome::Transitional) {
                out.cert_days.push(day);
            }
            if !seen || outcome > out.outcome {
                (out.outcome, out.reason, out.shown) = (outcome, span.reason, span.shown);
                out.bad_days.clear();
            }
            if outcome == out.outcome && outcome != Outcome::Ok {
                out.bad_days.push(day);
            }
            seen = true;
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gravest_day_speaks_for_the_claim() {
        let expect = Expect::all(Reason::LegacyExpired, Shown::Presumed)
            .then(10, Reason::Myna, Shown::Myna)
            .then(20, Reason::AfterLoss, Shown::Myna);
        let out = expect.of(1 << 3 | 1 << 9 | 1 << 19 | 1 << 24);
        assert_eq!(
            (out.outcome, out.reason),
            (Outcome::NotCovered, Reason::AfterLoss)
        );
        assert_eq!((out.cert_days, out.bad_days), (vec![4], vec![20, 25]));
        let ok = expect.of(1 << 12);
        assert_eq!(
            (ok.outcome, ok.reason, ok.bad_days.len()),
            (Outcome::Ok, Reason::Myna, 0)
        );
    }
}

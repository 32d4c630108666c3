//! Why somebody gets a notice, in the words of the sheet.

use chrono::NaiveDate;

use crate::credential::Kind;
use crate::judge::credential::Credential;
use crate::judge::outcome::Reason;
use crate::messages::{self, Value};
use crate::policy::Policy;
use crate::report::worklist::Person;
use crate::rules::wording;
use crate::text::lang::Lang;

use super::gather::{Expires, Expiring};

/// What was the matter with the visits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// All before the first 資格確認書 (contract 4.7).
    Before,
    /// A 健康保険証 was shown that could be used until then.
    Legacy(NaiveDate),
    /// Nothing is recorded; the 健康保険証 could be used until then.
    Unrecorded(NaiveDate),
    /// 資格情報のお知らせ alone.
    Notice,
    /// The 電子証明書 of the card expired, on that day if known.
    Myna(Option<NaiveDate>),
    /// That of the phone, or too early for one.
    Smartphone(Option<NaiveDate>),
    /// The 資格確認書 expired.
    Certificate(Option<NaiveDate>),
    /// Something else stands before it in the verdict, which is no matter for this sheet.
    Other,
}

impl Why {
    pub(super) fn of(person: &Person<'_>, policy: &Policy) -> Self {
        if person.last_date < policy.certificate_from {
            return Self::Before;
        }
        let standing = person.standing();
        let valid_to = standing.and_then(|standing| standing.valid_to);
        let expired = |date: Option<NaiveDate>| date.filter(|&date| date < person.last_date);
        match person.reason() {
            Reason::ExpiredCardConfirmed | Reason::LegacyExpired | Reason::LegacyUnverified => {
                match standing.map(|standing| (standing.credential, standing.cap)) {
                    Some((Credential::LegacyCardPresumed, cap)) => Self::Unrecorded(cap),
                    Some((Credential::Shown(Kind::LegacyCard), cap)) => Self::Legacy(cap),
                    Some((Credential::Shown(Kind::Notice), _)) => Self::Notice,
                    _ => Self::Other,
                }
            }
            Reason::NoticeOnly => Self::Notice,
            Reason::MynaExpired => Self::Myna(expired(valid_to)),
            Reason::SmartphoneInvalid => Self::Smartphone(expired(valid_to)),
            Reason::CertExpired => Self::Certificate(expired(valid_to)),
            _ => Self::Other,
        }
    }

    /// The text for it, with furigana marks.
    pub(super) fn text(self, lang: Lang) -> String {
        let (id, date) = match self {
            Self::Before => ("notices-why-before", None),
            Self::Legacy(last) => ("notices-why-legacy", Some(last)),
            Self::Unrecorded(last) => ("notices-why-unrecorded", Some(last)),
            Self::Notice => ("notices-why-notice", None),
            Self::Myna(None) => ("notices-why-myna", None),
            Self::Myna(date) => ("notices-why-myna-on", date),
            Self::Smartphone(None) => ("notices-why-smartphone", None),
            Self::Smartphone(date) => ("notices-why-smartphone-on", date),
            Self::Certificate(None) => ("notices-why-certificate", None),
            Self::Certificate(date) => ("notices-why-certificate-on", date),
            Self::Other => ("notices-why-other", None),
        };
        match date {
            Some(date) => dated(id, date, lang),
            None => messages::get(id, lang).to_owned(),
        }
    }
}

impl Expiring {
    /// For the patient, with furigana marks.
    pub(super) fn text(self, lang: Lang) -> String {
        let id = match self.what {
            Expires::Certificate => "notices-expiring-certificate",
            Expires::Myna => "notices-expiring-myna",
            Expires::Smartphone => "notices-expiring-smartphone",
            Expires::Some => "notices-expiring-other",
        };
        dated(id, self.on, lang)
    }

    /// For the station's list: the day, and what to ask.
    pub(super) fn listed(self, lang: Lang) -> (String, &'static str) {
        let id = match self.what {
            Expires::Certificate => "notices-list-expiring-certificate",
            Expires::Myna => "notices-list-expiring-myna",
            Expires::Smartphone => "notices-list-expiring-smartphone",
            Expires::Some => "notices-list-expiring-other",
        };
        let on = dated("notices-list-expires", self.on, lang);
        (on, messages::get(id, lang))
    }
}

/// A message with one date.
pub(super) fn dated(id: &str, date: NaiveDate, lang: Lang) -> String {
    let date = wording::date(date, lang);
    messages::with(id, lang, &[("date", Value::Text(&date))])
}

//! Which credential stands for a visit date, and the cap of the legacy card (contract 4.5).

use std::num::NonZeroU32;

use chrono::NaiveDate;

use crate::credential::Kind;
use crate::policy::Policy;
use crate::text::date::Month;

use super::coverage::{Seen, covers};

/// What the patient showed, or what has to be presumed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Credential {
    /// As the station's log or a reading says.
    Shown(Kind),
    /// Nothing is known: 健康保険証 presumed.
    LegacyCardPresumed,
}

impl Credential {
    /// The word for it in the reports.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Shown(kind) => kind.id(),
            Self::LegacyCardPresumed => "legacy_card_presumed",
        }
    }

    /// 健康保険証, shown or presumed.
    #[must_use]
    pub fn is_legacy_card(self) -> bool {
        matches!(
            self,
            Self::Shown(Kind::LegacyCard) | Self::LegacyCardPresumed
        )
    }
}

/// A row of the station's log that fits the claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    /// What was shown.
    pub kind: Kind,
    /// When; a row without date counts before all others.
    pub shown_on: Option<NaiveDate>,
    /// Expiry: of the 電子証明書, the 資格確認書 or the card.
    pub valid_to: Option<NaiveDate>,
    /// 交付年月日.
    pub issued_on: Option<NaiveDate>,
    /// The line in the log, from 1.
    pub line: u32,
}

/// The credential that stands for a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Which.
    pub credential: Credential,
    /// Its expiry, where known.
    pub valid_to: Option<NaiveDate>,
    /// The last day on which a legacy card can be valid for this claim.
    pub cap: NaiveDate,
    /// 有効期限 printed on the legacy card, where known.
    pub printed: Option<NaiveDate>,
    /// The line of the log that decides; `None` when none does.
    pub log_line: Option<NonZeroU32>,
}

/// The credential on `date`. `log` are the rows that fit the claim in file order, `cap` the insurer's
/// cap, `matched` the matched records.
#[must_use]
pub fn standing(
    date: NaiveDate,
    log: &[Shown],
    matched: &[Seen],
    cap: NaiveDate,
    policy: &Policy,
) -> Standing {
    let row = log_row(date, log, policy);
    let reading = reading(date, matched);
    let of_log = match (row, reading) {
        (Some(row), Some(read_on)) if row.shown_on.is_none_or(|shown| shown <= read_on) => None,
        (row, _) => row,
    };
    let card = of_log
        .filter(|row| row.kind == Kind::LegacyCard)
        .and_then(|row| row.valid_to);
    let printed = card.or_else(|| matched.iter().filter_map(|seen| seen.card_valid_to).max());
    let cap = printed
        .map_or(cap, |printed| printed.min(cap))
        .min(policy.card_last);
    let (credential, valid_to) = if let Some(row) = of_log {
        (Credential::Shown(row.kind), row.valid_to)
    } else if reading.is_some() {
        (Credential::Shown(Kind::Myna), None)
    } else {
        presumed(date, matched, cap, policy)
    };
    Standing {
        credential,
        valid_to,
        cap,
        printed,
        log_line: of_log.and_then(|row| NonZeroU32::new(row.line)),
    }
}

/// The latest row shown by `date`, else the last one without date; of equals the last in the file.
fn log_row(date: NaiveDate, log: &[Shown], policy: &Policy) -> Option<Shown> {
    log.iter()
        .filter(|row| row.shown_on.is_none_or(|shown| shown <= date))
        .filter(|row| row.issued_on.is_none_or(|issued| issued <= date))
        .filter(|row| {
            let certificate = matches!(row.kind, Kind::Certificate | Kind::CertificateSpecial);
            !certificate || date >= policy.certificate_from
        })
        .max_by_key(|row| row.shown_on)
        .copied()
}

/// The latest reading of the card in the month of `date` or the month after.
fn reading(date: NaiveDate, matched: &[Seen]) -> Option<NaiveDate> {
    let month = Month::of(date);
    let last = month.plus(1).map_or(NaiveDate::MAX, Month::last_day);
    matched
        .iter()
        .filter(|seen| seen.reading && seen.as_of >= month.first_day() && seen.as_of <= last)
        .filter(|seen| covers(seen, date, matched))
        .map(|seen| seen.as_of)
        .max()
}

fn presumed(
    date: NaiveDate,
    matched: &[Seen],
    cap: NaiveDate,
    policy: &Policy,
) -> (Credential, Option<NaiveDate>) {
    if date >= policy.certificate_from {
        let certificate = matched
            .iter()
            .filter_map(|seen| seen.certificate_valid_to)
            .max();
        if certificate.is_some_and(|to| to >= date) {
            return (Credential::Shown(Kind::Certificate), certificate);
        }
        if matched.iter().any(|seen| seen.myna_registered) {
            return (Credential::Shown(Kind::Myna), None);
        }
        if certificate.is_some() && date > cap {
            return (Credential::Shown(Kind::Certificate), certificate);
        }
    }
    (Credential::LegacyCardPresumed, None)
}

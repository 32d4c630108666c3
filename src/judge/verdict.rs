//! From outcomes of dates to the verdict of a claim (contract 4.7).

use chrono::{Days, NaiveDate};

use crate::credential::Kind;
use crate::uke::claim::days_of;

use super::credential::{Credential, Standing};
use super::outcome::{Case, Day, Outcome, Reason, Run, day};

/// The judgement of one claim. Days are masks of 指定訪問看護年月, bit 0 the 1st.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// The gravest outcome.
    pub verdict: Outcome,
    /// Of the first date with that outcome.
    pub reason: Reason,
    /// The credential of that date with its expiry and cap; `None` for a claim without HO or an invalid
    /// one.
    pub standing: Option<Standing>,
    /// Latest evidence of that date.
    pub evidence_as_of: Option<NaiveDate>,
    /// The visit dates.
    pub visits: u32,
    /// Dates by outcome, in the order of [`Outcome::ALL`] up to `NOT_COVERED`.
    pub by_outcome: [u32; 6],
    /// Dates accepted without evidence.
    pub unproven: u32,
    /// Dates within the grace of an expired 電子証明書.
    pub grace: u32,
    /// Dates for which a 医療券 was looked for in vain.
    pub ticket_unconfirmed: u32,
    /// The first expiry, within the notice of the policy, of a 資格確認書 or 電子証明書 that stands for a
    /// visit date.
    pub expiring_on: Option<NaiveDate>,
}

impl Judgement {
    /// The judgement of a claim that cannot be judged at all.
    #[must_use]
    pub fn invalid(reason: Reason) -> Self {
        Self {
            verdict: Outcome::Invalid,
            reason,
            standing: None,
            evidence_as_of: None,
            visits: 0,
            by_outcome: [0; 6],
            unproven: 0,
            grace: 0,
            ticket_unconfirmed: 0,
            expiring_on: None,
        }
    }

    /// The credential of the first date with the gravest outcome.
    #[must_use]
    pub fn credential(&self) -> Option<Credential> {
        self.standing.map(|standing| standing.credential)
    }

    /// Dates with an outcome.
    #[must_use]
    pub fn dates_with(&self, outcome: Outcome) -> u32 {
        self.by_outcome.get(outcome as usize).copied().unwrap_or(0)
    }

    /// Dates for which a 資格確認書 is needed: `NEED_CERT` or `TRANSITIONAL`.
    #[must_use]
    pub fn cert_dates(&self) -> u32 {
        self.dates_with(Outcome::NeedCert) | self.dates_with(Outcome::Transitional)
    }

    /// True when any date needs a 資格確認書.
    #[must_use]
    pub fn needs_certificate(&self) -> bool {
        self.cert_dates() != 0
    }

    /// All dates with the gravest outcome when it is not `OK`.
    #[must_use]
    pub fn bad_dates(&self) -> u32 {
        if self.verdict == Outcome::Ok {
            0
        } else {
            self.dates_with(self.verdict)
        }
    }
}

/// Judges a claim over its visit dates; `NO_DATE` when there is none.
#[must_use]
pub fn judge(visits: u32, case: &Case<'_>, run: &Run<'_>) -> Judgement {
    let mut judgement = Judgement {
        verdict: Outcome::Ok,
        visits,
        ..Judgement::invalid(Reason::NoDate)
    };
    let mut gravest: Option<Day> = None;
    for number in days_of(visits) {
        let Some(date) = case.month.day(number) else {
            continue;
        };
        let day = day(date, case, run);
        let bit = 1 << (number - 1);
        if let Some(dates) = judgement.by_outcome.get_mut(day.outcome as usize) {
            *dates |= bit;
        }
        if day.unproven {
            judgement.unproven |= bit;
        }
        if day.grace {
            judgement.grace |= bit;
        }
        if day.reason == Reason::TicketUnconfirmed && day.standing.is_none() {
            judgement.ticket_unconfirmed |= bit;
        }
        judgement.expiring_on = earlier(judgement.expiring_on, expiring(&day, run));
        if gravest.is_none_or(|gravest| day.outcome > gravest.outcome) {
            gravest = Some(day);
        }
    }
    let Some(gravest) = gravest else {
        return Judgement::invalid(Reason::NoDate);
    };
    judgement.verdict = gravest.outcome;
    judgement.reason = gravest.reason;
    judgement.standing = gravest.standing;
    judgement.evidence_as_of = gravest.evidence;
    judgement
}

/// The expiry of the 資格確認書 or 電子証明書 that stands for a day when it lies within the policy's
/// notice after `--as-of` (contract 6, `CERT_EXPIRING`).
fn expiring(day: &Day, run: &Run<'_>) -> Option<NaiveDate> {
    let standing = day.standing?;
    let last = run.as_of + Days::new(u64::from(run.policy.certificate_notice_days));
    match standing.credential {
        Credential::Shown(Kind::Myna | Kind::Smartphone | Kind::Certificate) => standing
            .valid_to
            .filter(|&to| to >= run.as_of && to <= last),
        _ => None,
    }
}

fn earlier(a: Option<NaiveDate>, b: Option<NaiveDate>) -> Option<NaiveDate> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

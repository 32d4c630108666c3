//! A policy while its file is being read: what is not said yet is `None`.

use std::ops::Range;

use chrono::NaiveDate;

use super::insurer::{ByKind, Lookup, Override, Window};
use super::{CardRule, Policy, payment_record};
use crate::text::insurer::InsurerKind;

/// The first day of something; `None` = never.
pub(super) type Start = Option<NaiveDate>;

/// What a file, and the policy it extends, have said so far.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) card_last: Option<NaiveDate>,
    pub(super) municipal_card_common_last: Option<NaiveDate>,
    pub(super) jieikan_unknown_from: Option<NaiveDate>,
    pub(super) certificate_from: Option<NaiveDate>,
    pub(super) certificate_notice_days: Option<u32>,
    pub(super) smartphone_from: Option<Start>,
    pub(super) myna_grace_months: Option<u32>,
    pub(super) ticket_quiet_day: Option<u32>,
    pub(super) dx_from: Option<NaiveDate>,
    pub(super) dx_known_to: Option<NaiveDate>,
    pub(super) registration_lag_days: Option<u32>,
    pub(super) claim_years: Option<u32>,
    pub(super) payment_record_above: payment_record::Draft,
    pub(super) caps: KindDraft<NaiveDate>,
    pub(super) windows: KindDraft<Window>,
    /// Those of this file.
    pub(super) overrides: Vec<Override>,
    /// Those of the policy it extends.
    pub(super) inherited: Vec<Override>,
    /// The caps this file names, with their places.
    pub(super) caps_written: Vec<(NaiveDate, Range<usize>)>,
}

/// `[cap]` or `[window]` so far.
#[derive(Default)]
pub(super) struct KindDraft<T> {
    pub(super) others: Option<T>,
    pub(super) kinds: [Option<T>; InsurerKind::ALL.len()],
}

impl<T: Copy> From<&ByKind<T>> for KindDraft<T> {
    fn from(base: &ByKind<T>) -> Self {
        Self {
            others: Some(base.others),
            kinds: base.kinds,
        }
    }
}

impl From<Policy> for Draft {
    fn from(base: Policy) -> Self {
        Self {
            card_last: Some(base.card_last),
            municipal_card_common_last: Some(base.municipal_card_common_last),
            jieikan_unknown_from: Some(base.jieikan_unknown_from),
            certificate_from: Some(base.certificate_from),
            certificate_notice_days: Some(base.certificate_notice_days),
            smartphone_from: Some(base.smartphone_from),
            myna_grace_months: Some(base.myna_grace_months),
            ticket_quiet_day: Some(base.ticket_quiet_day),
            dx_from: Some(base.dx_from),
            dx_known_to: Some(base.dx_known_to),
            registration_lag_days: Some(base.registration_lag_days),
            claim_years: Some(base.claim_years),
            payment_record_above: base.payment_record_above.into(),
            caps: KindDraft::from(&base.caps),
            windows: KindDraft::from(&base.windows),
            overrides: Vec::new(),
            inherited: base.overrides,
            caps_written: Vec::new(),
        }
    }
}

impl Draft {
    /// The keys that must be there and are not.
    pub(super) fn missing(&self) -> Vec<&'static str> {
        [
            ("card_last", self.card_last.is_none()),
            (
                "municipal_card_common_last",
                self.municipal_card_common_last.is_none(),
            ),
            ("jieikan_unknown_from", self.jieikan_unknown_from.is_none()),
            ("certificate_from", self.certificate_from.is_none()),
            (
                "certificate_notice_days",
                self.certificate_notice_days.is_none(),
            ),
            ("smartphone_from", self.smartphone_from.is_none()),
            ("myna_grace_months", self.myna_grace_months.is_none()),
            ("ticket_quiet_day", self.ticket_quiet_day.is_none()),
            ("dx_from", self.dx_from.is_none()),
            ("dx_known_to", self.dx_known_to.is_none()),
            (
                "registration_lag_days",
                self.registration_lag_days.is_none(),
            ),
            ("claim_years", self.claim_years.is_none()),
            (
                "payment_record_above",
                self.payment_record_above.is_missing(),
            ),
            ("cap.others", self.caps.others.is_none()),
            ("window.others", self.windows.others.is_none()),
        ]
        .into_iter()
        .filter_map(|(key, missing)| missing.then_some(key))
        .collect()
    }

    /// The policy, `None` while a key is missing. Not settled yet.
    pub(super) fn finish(mut self, name: String) -> Option<Policy> {
        let own = std::mem::take(&mut self.overrides);
        let mut overrides = self.inherited;
        overrides.retain(|base| own.iter().all(|o| o.prefix != base.prefix));
        overrides.extend(own);
        let caps = ByKind {
            others: self.caps.others?,
            kinds: self.caps.kinds,
        };
        let windows = ByKind {
            others: self.windows.others?,
            kinds: self.windows.kinds,
        };
        let rule = CardRule {
            cap: caps.others,
            window: windows.others,
        };
        Some(Policy {
            name,
            hash: String::new(),
            certificate_from: self.certificate_from?,
            card_last: self.card_last?,
            municipal_card_common_last: self.municipal_card_common_last?,
            jieikan_unknown_from: self.jieikan_unknown_from?,
            smartphone_from: self.smartphone_from?,
            myna_grace_months: self.myna_grace_months?,
            ticket_quiet_day: self.ticket_quiet_day?,
            certificate_notice_days: self.certificate_notice_days?,
            dx_from: self.dx_from?,
            dx_known_to: self.dx_known_to?,
            registration_lag_days: self.registration_lag_days?,
            claim_years: self.claim_years?,
            payment_record_above: self.payment_record_above.finish()?,
            caps,
            windows,
            overrides,
            by_kind: [rule; InsurerKind::ALL.len()],
            lookup: Lookup::default(),
        })
    }
}

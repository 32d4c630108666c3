//! The policy calendar (contract 5): every date that decides whether a credential holds, as data.
//!
//! The dates live in the embedded `current.toml` and `leaflet-2024-09.toml` and nowhere else in the
//! program. A user's file says which of them it changes (`extends = "current"`).

mod draft;
mod error;
mod insurer;
mod keys;
mod page;
mod payment_record;
mod read;
mod write;

use chrono::NaiveDate;

pub use error::PolicyError;
pub use page::render_markdown;
pub use payment_record::PaymentRecordAbove;

use crate::text::date::Month;
use crate::text::digest;
use crate::text::insurer::InsurerKind;
use insurer::{ByKind, Lookup, Override, Window};

/// Name and text of the built-in policies; `current` first, which extends nothing.
const BUILTIN: [(&str, &str); 2] = [
    ("current", include_str!("current.toml")),
    ("leaflet-2024-09", include_str!("leaflet-2024-09.toml")),
];

/// One resolved policy. Days are inclusive.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Its name, for the summary.
    pub name: String,
    /// Hex SHA-256 of the resolved policy in canonical TOML, without name and comments: equal rules have
    /// equal hashes.
    pub hash: String,
    /// From this day on no 健康保険証 is issued, 資格確認書 exist, and stations must verify online.
    pub certificate_from: NaiveDate,
    /// The absolute last day of any 健康保険証.
    pub card_last: NaiveDate,
    /// The last day of most 国保 and 後期高齢者 cards (contract 4.6 row 15).
    pub municipal_card_common_last: NaiveDate,
    /// From this day on nothing certain is known of the 自衛官診療証 (contract 4.6 row 12).
    pub jieikan_unknown_from: NaiveDate,
    /// First day of the スマホ保険証; `None` = never.
    pub smartphone_from: Option<NaiveDate>,
    /// An expired 電子証明書 still serves to the end of this many months after the month of its expiry.
    pub myna_grace_months: u32,
    /// Up to this day of the month a 医療券 that is not registered yet is no matter; 0 = no such days.
    pub ticket_quiet_day: u32,
    /// So many days before its end a 資格確認書 or 電子証明書 is announced (`CERT_EXPIRING`).
    pub certificate_notice_days: u32,
    /// First day of the 訪問看護医療DX情報活用加算 (`DX_PERIOD`).
    pub dx_from: NaiveDate,
    /// Last day for which its amount is known without a tariff master (`DX_AMOUNT`).
    pub dx_known_to: NaiveDate,
    /// A 該当資格なし seen at most so many days after the first visit may be a late registration
    /// (`LAG_SUSPECTED`).
    pub registration_lag_days: u32,
    /// A month of visits can be claimed for so many years (`CLAIM_AGE`).
    pub claim_years: u32,
    /// The amounts above which MF is needed (`MF_MISSING`, `SPLIT_BLOCKED`).
    pub payment_record_above: PaymentRecordAbove,
    caps: ByKind<NaiveDate>,
    windows: ByKind<Window>,
    /// Sorted by prefix, none twice.
    overrides: Vec<Override>,
    by_kind: [CardRule; InsurerKind::ALL.len()],
    lookup: Lookup,
}

/// Until when the 健康保険証 of one insurer counts (contract 5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CardRule {
    /// The last day on which a card of this insurer can be valid, at most [`Policy::card_last`].
    pub cap: NaiveDate,
    /// First and last day of the transitional window (暫定対応) for expired cards, if there is one.
    pub window: Option<(NaiveDate, NaiveDate)>,
}

impl Policy {
    /// The built-in policy of that name.
    #[must_use]
    pub fn builtin(name: &str) -> Option<Self> {
        let at = BUILTIN.iter().position(|known| known.0 == name)?;
        // One may extend those before it in the table alone, so this ends.
        match read::read(BUILTIN[at].1, name, &Self::builtin_names()[..at]) {
            Ok(policy) => Some(policy),
            // Fixed text; `every_builtin_is_read` parses all of them.
            Err(error) => unreachable!("{error}"),
        }
    }

    /// The names that [`Policy::builtin`] knows, the default first.
    #[must_use]
    pub fn builtin_names() -> &'static [&'static str] {
        const NAMES: [&str; BUILTIN.len()] = [BUILTIN[0].0, BUILTIN[1].0];
        &NAMES
    }

    /// The default, `current`.
    #[must_use]
    pub fn current() -> Self {
        match Self::builtin(BUILTIN[0].0) {
            Some(policy) => policy,
            None => unreachable!("the name comes from the table itself"),
        }
    }

    /// Reads a policy file. Without a `name` in it, the policy is called as the file, less `.toml`.
    ///
    /// # Errors
    /// [`PolicyError`] with every unknown key, wrong type, impossible date, reversed window, cap after
    /// `card_last`, unknown `extends`, insurer named twice or not existing, and, without `extends`, every
    /// missing key; `file_name` serves the messages.
    pub fn parse(toml_text: &str, file_name: &str) -> Result<Self, PolicyError> {
        read::read(toml_text, file_name, Self::builtin_names())
    }

    /// The whole policy as TOML, with what each key means and where it comes from. [`Policy::parse`]
    /// reads it back to the same policy and hash.
    #[must_use]
    pub fn to_toml(&self) -> String {
        write::toml(self)
    }

    /// Cap and window for an insurer; `insurer8` is its number normalised to eight digits.
    ///
    /// An `[[insurer]]` of the file goes before the rule of the kind, the longer number before the shorter.
    #[must_use]
    pub fn card_rule(&self, kind: InsurerKind, insurer8: &str) -> CardRule {
        self.lookup.apply(self.by_kind[kind as usize], insurer8)
    }

    /// The last day on which a マイナンバーカード whose 電子証明書 ends on `valid_to` still serves (contract
    /// 4.6 row 7): the end of the `myna_grace_months`th month after that month.
    #[must_use]
    pub fn myna_last(&self, valid_to: NaiveDate) -> NaiveDate {
        Month::of(valid_to)
            .plus(self.myna_grace_months)
            .map_or(NaiveDate::MAX, Month::last_day)
    }

    /// The last day on which a 医療券 for a visit on `visit` may be unregistered without a finding
    /// (`TICKET_UNREGISTERED`, contract 4.6).
    #[must_use]
    pub fn ticket_quiet_last(&self, visit: NaiveDate) -> NaiveDate {
        let month = Month::of(visit);
        match self.ticket_quiet_day {
            0 => month.first_day().pred_opt().unwrap_or(NaiveDate::MIN),
            day => month.day(day).unwrap_or(month.last_day()),
        }
    }

    /// Brings a policy whose public fields and tables are set into its canonical form, and derives what
    /// is looked up later.
    fn settled(mut self) -> Self {
        let card_last = self.card_last;
        self.caps.settle(|cap| cap.min(card_last));
        self.windows.settle(|window| window);
        for one in &mut self.overrides {
            one.cap = one.cap.map(|cap| cap.min(card_last));
        }
        self.overrides.sort_by(|a, b| a.prefix.cmp(&b.prefix));
        self.lookup = Lookup::new(&self.overrides);
        self.by_kind = InsurerKind::ALL.map(|kind| CardRule {
            cap: self.caps.of(kind),
            window: self.windows.of(kind),
        });
        self.hash = digest::sha256(write::canonical(&self).as_bytes());
        self
    }
}

#[cfg(test)]
mod tests;

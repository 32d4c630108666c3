//! What is asked of a night.

use chrono::{DateTime, NaiveDate, Utc};

use super::config::Config;
use super::error::NightError;
use super::night::Night;
use super::subject::Subject;
use super::times;
use crate::eligibility::Map;
use crate::follow::Accepted;
use crate::master::Master;
use crate::policy::Policy;
use crate::text::lang::Lang;

/// What is asked of a night beside its configuration.
#[derive(Debug)]
pub struct Asked {
    /// The day of the check, where it is given (`--as-of`).
    pub as_of: Option<NaiveDate>,
    /// Now.
    pub now: DateTime<Utc>,
    /// The files that the configuration names, read and found in order.
    pub lists: Lists,
}

impl Asked {
    /// The day of the check: as given, else today in Japan.
    #[must_use]
    pub fn day(&self) -> NaiveDate {
        self.as_of.unwrap_or_else(|| times::day_of(self.now))
    }
}

/// Files that the configuration names, read.
#[derive(Debug)]
pub struct Lists {
    /// `[checks] policy`.
    pub policy: Policy,
    /// `[inbox] map`.
    pub map: Option<Map>,
    /// `[checks] master`.
    pub master: Option<Master>,
    /// `[checks] ignore`.
    pub accepted: Option<Accepted>,
}

/// Reads what has come, judges what it touches, and publishes the result.
///
/// # Errors
/// [`NightError`]; what was published before is still in its place then.
pub fn run(_config: &Config, _asked: &Asked) -> Result<Night, NightError> {
    Err(NightError::NotBuilt)
}

/// The history of a claim or of a person's claims, as text.
///
/// # Errors
/// [`NightError`] when the state cannot be read.
pub fn history(_config: &Config, _subject: &Subject, _lang: Lang) -> Result<String, NightError> {
    Err(NightError::NotBuilt)
}

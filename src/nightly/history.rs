//! What was said of a claim, or of a person's claims, from run to run (`houkan history`).

use super::config::Config;
use super::error::NightError;
use super::subject::Subject;
use crate::text::lang::Lang;

/// The history of a claim or of a person's claims, as text.
///
/// # Errors
/// [`NightError`] when the state cannot be read.
pub fn history(_config: &Config, _subject: &Subject, _lang: Lang) -> Result<String, NightError> {
    Ok(String::new())
}

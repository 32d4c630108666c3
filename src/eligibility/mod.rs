//! Eligibility results (資格確認結果) of every supported form as one table of normalised records.

pub mod column;
pub mod record;
pub mod source;
mod xml;

pub use record::{Facts, MAX_TEXT, RecordRef, Records, TextTooLong, Texts, key_hash};
pub use source::{Form, InputReport, Loaded, Status};

//! One thing to tell the user about a claim, a record or a file (指摘).
//!
//! A finding holds facts; its words belong to its rule (`rules`) and are put together when a report
//! is written.

use chrono::NaiveDate;

use crate::text::date::Month;

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// To know.
    Info,
    /// To look at.
    Warn,
    /// The claim would come back (返戻).
    Error,
}

impl Level {
    /// The word for it in the reports.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warn => "warn",
            Self::Error => "error",
        }
    }
}

/// Where a finding points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Place {
    /// Index of the claim input.
    pub input: u32,
    /// Line in it, from 1; 0 when the whole file is meant.
    pub line: u32,
    /// The record, such as `HO`; empty when none is meant.
    pub record: &'static str,
    /// The field's identifier of the record layout, such as `symbol`; empty when none is meant.
    pub field: &'static str,
}

/// Some days of a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// The month.
    pub month: Month,
    /// Bit 0 is the 1st.
    pub mask: u32,
}

/// What a rule's texts may name beside place, dates and values.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Details {
    /// Which of the rule's texts is meant, where it has several (`reason` of the judgement, or a field).
    pub variant: &'static str,
    /// A date: the window's last day, an expiry, a day of loss.
    pub date: Option<NaiveDate>,
    /// A second party: the new insurer, the other place of a duplicate.
    pub other: Option<Box<str>>,
    /// A number: how many lines, how many fields are expected.
    pub count: u32,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The code of its rule, such as `NEED_CERT`.
    pub code: &'static str,
    /// Its weight.
    pub level: Level,
    /// Where.
    pub place: Place,
    /// Index of the claim it is about; `None` for a file.
    pub claim: Option<u32>,
    /// The visit dates it is about.
    pub dates: Option<Days>,
    /// What the claim says.
    pub claim_value: Box<str>,
    /// What the other side says.
    pub reference_value: Box<str>,
    /// The rest.
    pub details: Details,
    /// The eligibility records it rests on, by index, ascending.
    pub evidence: Box<[u32]>,
    /// The lines of the credential log it rests on, ascending.
    pub log_lines: Box<[u32]>,
}

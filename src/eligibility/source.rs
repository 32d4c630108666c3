//! Where eligibility results come from: files, directories, zip members, standard input.

use std::path::PathBuf;

use super::record::Records;
use crate::note::{Note, Problem};

/// The form of an input, told from its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// One person asked for (`OQSsiquc01res`, `OQSsihvq…`, `OQSsionq…`).
    XmlSingle,
    /// Pushed by the card reader (`…_face_…`).
    XmlFace,
    /// 一括照会 (`OQSmuquc02res`).
    XmlBulk,
    /// 訪問診療等・オンライン診療等 (`OQSmuhvq02res`, `OQSmuonq02res`).
    XmlVisits,
    /// 医療扶助 (`OQSmutic02res`).
    XmlMedicalAid,
    /// A table with the columns of contract 3.4.
    Csv,
    /// A zip as a whole; its members are inputs of their own.
    Zip,
    /// None of these.
    Other,
}

impl Form {
    /// A short stable name.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::XmlSingle => "xml-single",
            Self::XmlFace => "xml-face",
            Self::XmlBulk => "xml-bulk",
            Self::XmlVisits => "xml-visits",
            Self::XmlMedicalAid => "xml-medical-aid",
            Self::Csv => "csv",
            Self::Zip => "zip",
            Self::Other => "other",
        }
    }
}

/// What became of an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// Everything in it was read.
    Ok,
    /// It was read, but something was left out.
    Partial {
        /// What.
        reason: Problem,
    },
    /// It lies in a walked directory and is no eligibility result.
    Skipped {
        /// What it is instead.
        reason: Problem,
    },
    /// Nothing of it was used.
    Unreadable {
        /// Why.
        reason: Problem,
    },
}

/// One input and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputReport {
    /// The path as given or found; `-` for standard input.
    pub path: PathBuf,
    /// The name of the zip member, when it is one.
    pub member: Option<String>,
    /// Its size in bytes, unpacked.
    pub bytes: u64,
    /// SHA-256 of these bytes; `None` when they could not be read.
    pub sha256: Option<[u8; 32]>,
    /// Its form.
    pub form: Form,
    /// How many records it gave.
    pub records: u64,
    /// What became of it.
    pub status: Status,
}

/// All eligibility records of a run.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// The records, in the order of the inputs.
    pub records: Records,
    /// Every input, in the order of the arguments, directories and zips in the order of names.
    pub inputs: Vec<InputReport>,
    /// Remarks, in the order of the inputs.
    pub notes: Vec<Note>,
}

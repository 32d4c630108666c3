//! How findings and verdicts of a run stand to an earlier report (`--baseline`) and to what a user has accepted
//! (`--ignore`): what reports show of it. `follow` works it out.

pub mod key;

use chrono::NaiveDate;

pub use key::ClaimKey;

/// How a finding or verdict stands to the earlier report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Mark {
    /// There is nothing to be followed: a verdict `OK`.
    #[default]
    None,
    /// The earlier report does not have it.
    New,
    /// The earlier report has it, too.
    Open,
}

impl Mark {
    /// The word for it in the reports; empty for [`Mark::None`].
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::None => "",
            Self::New => "new",
            Self::Open => "open",
        }
    }
}

/// A comparison with an earlier report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Compared {
    /// The folder of the earlier report, as given.
    pub folder: String,
    /// Its as-of date.
    pub as_of: Option<NaiveDate>,
    /// One a claim, in input order.
    pub verdicts: Vec<Mark>,
    /// One a finding, in the order of `Checked::findings`.
    pub findings: Vec<Mark>,
    /// What the earlier report has and this one has not, in the order of the earlier report.
    pub solved: Vec<Solved>,
    /// Rows of the earlier report about claim files of which this run has read none: no file of that station, payer and
    /// billing month.
    pub not_looked_at: u64,
}

impl Compared {
    /// How many of these marks there are: verdicts, findings.
    #[must_use]
    pub fn count(&self, mark: Mark) -> (u64, u64) {
        let of = |marks: &[Mark]| marks.iter().filter(|&&it| it == mark).count() as u64;
        (of(&self.verdicts), of(&self.findings))
    }

    /// How many are solved: verdicts, findings.
    #[must_use]
    pub fn count_solved(&self) -> (u64, u64) {
        let verdicts = self.solved.iter().filter(|it| it.is_verdict).count() as u64;
        (verdicts, self.solved.len() as u64 - verdicts)
    }
}

/// A finding or verdict of the earlier report that is no more, though its claim file was looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Solved {
    /// True for a verdict, false for a finding.
    pub is_verdict: bool,
    /// `source_file` of the earlier report.
    pub source_file: String,
    /// Line in it; 0 for a whole file.
    pub line: u32,
    /// Ten digits; empty for a finding on a file.
    pub station_code: String,
    /// As recorded.
    pub claim_no: String,
    /// As recorded.
    pub patient_name: String,
    /// The verdict, or the code of the finding.
    pub code: String,
    /// The level of a finding; empty for a verdict.
    pub level: String,
    /// ISO dates joined by `;`.
    pub dates: String,
    /// What was wrong, in the language of the earlier report; empty for a verdict.
    pub message: String,
    /// `YYYY-MM`.
    pub service_month: String,
    /// Yen of the claim.
    pub total_yen: u64,
    /// 審査支払機関 of the claim file, as in `verdicts.csv`.
    pub payer: String,
    /// 請求年月 of the claim file, `YYYY-MM`.
    pub billing_month: String,
}

impl Solved {
    /// The word for what it is in the reports.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        if self.is_verdict {
            "verdict"
        } else {
            "finding"
        }
    }
}

impl Solved {
    /// Its columns from `station_code` to `dates`, as all tables have them.
    #[must_use]
    pub fn texts(&self) -> [&str; 7] {
        [
            &self.station_code,
            &self.service_month,
            &self.claim_no,
            &self.patient_name,
            &self.code,
            &self.level,
            &self.dates,
        ]
    }
}

/// What `--ignore` did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ignored {
    /// Path of the file as given.
    pub path: String,
    /// Entries in it.
    pub entries: u32,
    /// Entries that hid something.
    pub used: u32,
    /// Entries whose day is past: they hide nothing.
    pub expired: u32,
    /// Findings hidden.
    pub findings: u64,
    /// Claims by index whose `NEED_CERT` and `TRANSITIONAL` are accepted, ascending: they are not in the worklist.
    pub settled: Vec<u32>,
}

impl Ignored {
    /// Entries that are in force and hid nothing.
    #[must_use]
    pub fn unused(&self) -> u32 {
        self.entries - self.used - self.expired
    }

    /// True for a claim whose `NEED_CERT` and `TRANSITIONAL` are all accepted.
    #[must_use]
    pub fn has_settled(&self, claim: u32) -> bool {
        self.settled.binary_search(&claim).is_ok()
    }
}

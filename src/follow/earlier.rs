//! An earlier report (`--baseline`), read from its `verdicts.csv` and `findings.csv`, and what this run makes of it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::io;
use std::path::Path;

use chrono::NaiveDate;
use serde::Deserialize;

use crate::check::Checked;
use crate::input;
use crate::judge::outcome::Outcome;
use crate::mark::key::ClaimKey;
use crate::mark::{Compared, Mark, Solved};
use crate::report::findings;
use crate::report::publish::SUMMARY;
use crate::text::address;
use crate::uke::read::Status;
use crate::uke::recorded::Recorded;

use super::rows;

/// An earlier report.
#[derive(Clone, Debug, Default)]
pub struct Earlier {
    folder: String,
    as_of: Option<NaiveDate>,
    verdicts: Vec<Verdict>,
    findings: Vec<EarlierFinding>,
}

/// A row of `verdicts.csv`.
#[derive(Clone, Debug)]
pub(super) struct Verdict {
    /// `None` for a claim that cannot be read.
    pub(super) key: Option<ClaimKey>,
    pub(super) told: Solved,
}

/// A row of `findings.csv`.
#[derive(Clone, Debug)]
pub(super) struct EarlierFinding {
    /// `None` for one about a file, or about a claim that cannot be read.
    pub(super) key: Option<ClaimKey>,
    pub(super) record: String,
    pub(super) field: String,
    pub(super) told: Solved,
}

/// Why a folder cannot serve as `--baseline`.
#[derive(Debug, thiserror::Error)]
pub enum EarlierError {
    /// There is no such folder.
    #[error("there is no folder {0}")]
    Missing(String),
    /// There is no `summary.json` of this program.
    #[error("{0} is not a report of houkan")]
    NoReport(String),
    /// It was made with `--mask`.
    #[error("{0} was made with --mask, so its claims cannot be told apart")]
    Masked(String),
    /// A file is missing or cannot be read.
    #[error("{file}: {error}")]
    Io {
        /// The file.
        file: String,
        /// The words of the operating system.
        error: io::Error,
    },
    /// A file is not as this program writes it, or was changed since.
    #[error("{file} is not as houkan writes it (line {line})")]
    Broken {
        /// The file.
        file: String,
        /// From 1.
        line: u64,
    },
}

/// What is needed of `summary.json`.
#[derive(Deserialize)]
struct Head {
    as_of: Option<NaiveDate>,
    #[serde(default)]
    masked: bool,
    proof: Proof,
    counts: Counts,
}

#[derive(Deserialize)]
struct Proof {
    verdicts_out: u64,
}

#[derive(Deserialize)]
struct Counts {
    code: BTreeMap<String, u64>,
}

impl Earlier {
    /// Reads the report in `folder`.
    ///
    /// # Errors
    /// [`EarlierError`].
    pub fn read(folder: &Path) -> Result<Self, EarlierError> {
        let shown = address::shown(folder);
        let head = head(folder, &shown)?;
        if head.masked {
            return Err(EarlierError::Masked(shown));
        }
        let (verdicts, claims) = rows::verdicts(folder, head.proof.verdicts_out)?;
        let count = head.counts.code.values().sum();
        let findings = rows::findings(folder, &claims, &verdicts, count)?;
        Ok(Self {
            folder: shown,
            as_of: head.as_of,
            verdicts,
            findings,
        })
    }

    /// How a run stands to it. What is about a claim file that the run has not read is neither open nor solved: it was
    /// not looked at.
    #[must_use]
    pub fn compare(&self, checked: &Checked) -> Compared {
        let mut compared = Compared {
            folder: self.folder.clone(),
            as_of: self.as_of,
            ..Compared::default()
        };
        let scope = Scope::of(checked);
        let gone = self.compare_verdicts(checked, &mut compared);
        let ok = Outcome::Ok.id();
        let gone = gone.into_iter().map(|at| &self.verdicts[at].told);
        scope.sort(gone.filter(|told| told.code != ok), &mut compared);
        let gone = self.compare_findings(checked, &mut compared);
        let gone = gone.into_iter().map(|at| &self.findings[at].told);
        scope.sort(gone, &mut compared);
        compared
    }

    /// Marks the verdicts; the rows that are left.
    fn compare_verdicts(&self, checked: &Checked, compared: &mut Compared) -> Vec<usize> {
        let mut left = Left::new(self.verdicts.iter().map(|it| {
            let claim = ClaimId::of(it.key, &it.told);
            ((claim, it.told.code.as_str()), Place::of(&it.told))
        }));
        for (index, judgement) in (0..).zip(&checked.judgements) {
            let verdict = judgement.verdict;
            compared.verdicts.push(if verdict == Outcome::Ok {
                Mark::None
            } else {
                let about = About::claim(checked, index);
                left.mark(&(about.claim_id(), verdict.id()), &about.place())
            });
        }
        left.rest()
    }

    /// Marks the findings; the rows that are left. Dates are no part of a finding: one more visit does not make it
    /// another.
    fn compare_findings(&self, checked: &Checked, compared: &mut Compared) -> Vec<usize> {
        let mut left = Left::new(self.findings.iter().map(|it| {
            let claim = ClaimId::of(it.key, &it.told);
            let rule = (it.told.code.as_str(), it.record.as_str(), it.field.as_str());
            ((claim, rule), Place::of(&it.told))
        }));
        for finding in &checked.findings {
            let file = findings::source_file(checked, finding);
            let about = finding
                .claim
                .map_or_else(|| About::file(file), |index| About::claim(checked, index));
            let place = Place {
                line: finding.place.line,
                ..about.place()
            };
            let rule = (finding.code, finding.place.record, finding.place.field);
            compared
                .findings
                .push(left.mark(&(about.claim_id(), rule), &place));
        }
        left.rest()
    }
}

fn head(folder: &Path, shown: &str) -> Result<Head, EarlierError> {
    let path = folder.join(SUMMARY);
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
            ) =>
        {
            let shown = shown.to_owned();
            return Err(if folder.exists() {
                EarlierError::NoReport(shown)
            } else {
                EarlierError::Missing(shown)
            });
        }
        Err(error) => {
            return Err(EarlierError::Io {
                file: address::shown(&path),
                error,
            });
        }
    };
    if !input::is_ours(folder, SUMMARY) {
        return Err(EarlierError::NoReport(shown.to_owned()));
    }
    match serde_json::from_slice::<Head>(&bytes) {
        Ok(head) => Ok(head),
        Err(error) => Err(EarlierError::Broken {
            file: address::shown(&path),
            line: error.line() as u64,
        }),
    }
}

/// By what a claim is known again: its key, or without one its file and number. Of a finding on a file, the file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum ClaimId {
    Key(ClaimKey),
    Place(String, String),
}

impl ClaimId {
    fn new(key: Option<ClaimKey>, file: &str, claim_no: &str) -> Self {
        let place = || Self::Place(file.to_owned(), claim_no.to_owned());
        key.map_or_else(place, Self::Key)
    }

    fn of(key: Option<ClaimKey>, told: &Solved) -> Self {
        Self::new(key, &told.source_file, &told.claim_no)
    }
}

/// Where a row stands, by which equal ones are told apart: claims may be twice in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place<'a> {
    file: &'a str,
    line: u32,
    claim_no: &'a str,
}

impl<'a> Place<'a> {
    fn of(told: &'a Solved) -> Self {
        Self {
            file: &told.source_file,
            line: told.line,
            claim_no: &told.claim_no,
        }
    }
}

/// What a verdict or finding of this run is about.
struct About<'a> {
    key: Option<ClaimKey>,
    file: &'a str,
    line: u32,
    claim_no: String,
}

impl<'a> About<'a> {
    fn file(file: &'a str) -> Self {
        Self {
            key: None,
            file,
            line: 0,
            claim_no: String::new(),
        }
    }

    fn claim(checked: &'a Checked, index: u32) -> Self {
        let (chunk, claim) = checked.claims.claims.get(index);
        let recorded = Recorded::of(chunk, claim);
        Self {
            key: checked.claim_key(index),
            file: &checked.claims.inputs[chunk.input as usize].shown,
            line: claim.line,
            claim_no: recorded.decode(recorded.claim_no).into_owned(),
        }
    }

    fn claim_id(&self) -> ClaimId {
        ClaimId::new(self.key, self.file, &self.claim_no)
    }

    fn place(&self) -> Place<'_> {
        Place {
            file: self.file,
            line: self.line,
            claim_no: &self.claim_no,
        }
    }
}

/// Rows of the earlier report that nothing of this run has been found to be yet.
struct Left<'a, K> {
    rows: HashMap<K, Vec<(usize, Place<'a>)>>,
}

impl<'a, K: std::hash::Hash + Eq> Left<'a, K> {
    fn new(rows: impl Iterator<Item = (K, Place<'a>)>) -> Self {
        let mut by_key: HashMap<K, Vec<(usize, Place<'a>)>> = HashMap::new();
        for (at, (key, place)) in rows.enumerate() {
            by_key.entry(key).or_default().push((at, place));
        }
        Self { rows: by_key }
    }

    /// Takes a row away that is the same; of several the one in the same place, else that of the same claim number.
    fn mark(&mut self, key: &K, place: &Place<'_>) -> Mark {
        let Some(rows) = self.rows.get_mut(key).filter(|rows| !rows.is_empty()) else {
            return Mark::New;
        };
        let best = rows.iter().position(|(_, row)| row == place).or_else(|| {
            rows.iter()
                .position(|(_, row)| row.claim_no == place.claim_no)
        });
        rows.remove(best.unwrap_or(0));
        Mark::Open
    }

    /// The rows left, in their order.
    fn rest(self) -> Vec<usize> {
        let rest = self.rows.into_values().flatten();
        let mut rest: Vec<usize> = rest.map(|(at, _)| at).collect();
        rest.sort_unstable();
        rest
    }
}

/// What a run has looked at: claim files by station, payer and billing month, and by name.
struct Scope<'a> {
    stations: BTreeSet<(&'a str, &'static str, String)>,
    files: BTreeSet<&'a str>,
}

impl<'a> Scope<'a> {
    fn of(checked: &'a Checked) -> Self {
        let headers = checked.claims.claims.chunks().flat_map(|(_, chunk)| {
            let headers = chunk.headers.iter();
            headers.map(|header| {
                let month = header.billing_month.map(|month| month.to_string());
                (
                    &*header.station,
                    header.payer_code(),
                    month.unwrap_or_default(),
                )
            })
        });
        let inputs = checked.claims.inputs.iter();
        let read = inputs.filter(|input| matches!(input.status, Status::Read(_)));
        Self {
            stations: headers.collect(),
            files: read.map(|input| input.shown.as_str()).collect(),
        }
    }

    fn has(&self, told: &Solved) -> bool {
        if told.station_code.is_empty() {
            return self.files.contains(told.source_file.as_str());
        }
        let payer = ["", "1", "2"].into_iter().find(|code| *code == told.payer);
        let file = (
            told.station_code.as_str(),
            payer.unwrap_or_default(),
            told.billing_month.clone(),
        );
        self.stations.contains(&file)
    }

    /// Puts what is gone where it belongs.
    fn sort<'t>(&self, gone: impl Iterator<Item = &'t Solved>, compared: &mut Compared) {
        for told in gone {
            if self.has(told) {
                compared.solved.push(told.clone());
            } else {
                compared.not_looked_at += 1;
            }
        }
    }
}

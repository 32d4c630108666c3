//! An earlier report (`--baseline`), read from its `verdicts.csv` and `findings.csv`, and what this run makes of it.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::io;
use std::path::Path;

use chrono::NaiveDate;
use csv::StringRecord;
use serde::Deserialize;

use crate::check::Checked;
use crate::judge::outcome::Outcome;
use crate::mark::key::{ClaimKey, Parts};
use crate::mark::{Compared, Mark, Solved};
use crate::report::csv::undefused;
use crate::report::publish::SUMMARY;
use crate::report::{findings, verdicts};
use crate::text::{address, delimited, fold, trimmed};
use crate::uke::claim::Claim;
use crate::uke::recorded::Recorded;

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
struct Verdict {
    key: ClaimKey,
    told: Solved,
}

/// A row of `findings.csv`.
#[derive(Clone, Debug)]
struct EarlierFinding {
    /// `None` for one about a file.
    key: Option<ClaimKey>,
    record: String,
    field: String,
    told: Solved,
}

/// Why a folder cannot serve as `--baseline`.
#[derive(Debug, thiserror::Error)]
pub enum EarlierError {
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
    /// A file is not as this program writes it.
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
    program: String,
    as_of: Option<NaiveDate>,
    #[serde(default)]
    masked: bool,
}

impl Earlier {
    /// Reads the report in `folder`.
    ///
    /// # Errors
    /// [`EarlierError`].
    pub fn read(folder: &Path) -> Result<Self, EarlierError> {
        let shown = address::shown(folder);
        let head = fs::read(folder.join(SUMMARY)).ok();
        let head = head.and_then(|bytes| serde_json::from_slice::<Head>(&bytes).ok());
        let Some(head) = head.filter(|head| head.program == env!("CARGO_PKG_NAME")) else {
            return Err(EarlierError::NoReport(shown));
        };
        if head.masked {
            return Err(EarlierError::Masked(shown));
        }
        let mut earlier = Self {
            folder: shown,
            as_of: head.as_of,
            ..Self::default()
        };
        let mut claims = Claims::default();
        for_rows(folder, "verdicts.csv", &verdicts::COLUMNS, |row| {
            earlier.verdicts.push(verdict(row, &mut claims));
        })?;
        claims.sort();
        for_rows(folder, "findings.csv", &findings::COLUMNS, |row| {
            earlier
                .findings
                .push(finding(row, &claims, &earlier.verdicts));
        })?;
        Ok(earlier)
    }

    /// How a run stands to it. What is about a station and month that the run has nothing of is neither open nor
    /// solved: it was not looked at.
    #[must_use]
    pub fn compare(&self, checked: &Checked) -> Compared {
        let mut compared = Compared {
            folder: self.folder.clone(),
            as_of: self.as_of,
            ..Compared::default()
        };
        let scope = Scope::of(checked);
        let mut left = Left::new(
            self.verdicts
                .iter()
                .map(|it| (it.key, it.told.code.as_str())),
        );
        for index in 0..checked.judgements.len() {
            let verdict = checked.judgements[index].verdict;
            compared.verdicts.push(if verdict == Outcome::Ok {
                Mark::None
            } else {
                let key = checked.claim_key(u32::try_from(index).unwrap_or(u32::MAX));
                left.mark(key.map(|key| (key, verdict.id())))
            });
        }
        let gone = left.rest().into_iter().map(|at| &self.verdicts[at].told);
        let ok = Outcome::Ok.id();
        scope.sort(gone.filter(|told| told.code != ok), &mut compared);
        let mut left = Left::new(self.findings.iter().map(EarlierFinding::identity));
        for finding in &checked.findings {
            let key = finding.claim.and_then(|claim| checked.claim_key(claim));
            let file = match key {
                Some(_) => "",
                None => findings::source_file(checked, finding),
            };
            let place = &finding.place;
            let identity = (key, file, finding.code, place.record, place.field);
            compared.findings.push(left.mark(Some(identity)));
        }
        let gone = left.rest().into_iter().map(|at| &self.findings[at].told);
        scope.sort(gone, &mut compared);
        compared
    }
}

/// By what a finding is known again: claim (or else the file), code, record and field. Dates are no part of it: one
/// more visit does not make it another.
type Identity<'a> = (Option<ClaimKey>, &'a str, &'a str, &'a str, &'a str);

impl EarlierFinding {
    fn identity(&self) -> Identity<'_> {
        let file = match self.key {
            Some(_) => "",
            None => self.told.source_file.as_str(),
        };
        (self.key, file, &self.told.code, &self.record, &self.field)
    }
}

/// Rows of the earlier report that nothing of this run has been found to be yet.
struct Left<K> {
    places: HashMap<K, Vec<usize>>,
}

impl<K: std::hash::Hash + Eq> Left<K> {
    fn new(rows: impl Iterator<Item = K>) -> Self {
        let mut places: HashMap<K, Vec<usize>> = HashMap::new();
        for (at, key) in rows.enumerate() {
            places.entry(key).or_default().push(at);
        }
        Self { places }
    }

    /// Takes a row away that is the same.
    fn mark(&mut self, key: Option<K>) -> Mark {
        let same = key.and_then(|key| self.places.get_mut(&key));
        match same.and_then(Vec::pop) {
            Some(_) => Mark::Open,
            None => Mark::New,
        }
    }

    /// The rows left, in their order.
    fn rest(self) -> Vec<usize> {
        let mut rest: Vec<usize> = self.places.into_values().flatten().collect();
        rest.sort_unstable();
        rest
    }
}

/// What a run has looked at: stations with their months, and files.
struct Scope<'a> {
    months: BTreeSet<(&'a str, String)>,
    files: BTreeSet<&'a str>,
}

impl<'a> Scope<'a> {
    fn of(checked: &'a Checked) -> Self {
        let claims = checked.claims.claims.chunks();
        let months = claims.flat_map(|(_, chunk)| {
            let of_claim = |claim: &Claim| {
                let month = claim.service_month.map_or_else(
                    || {
                        let recorded = Recorded::of(chunk, claim);
                        recorded.decode(recorded.service_month).into_owned()
                    },
                    |month| month.to_string(),
                );
                (&*chunk.header(claim).station, month)
            };
            chunk.claims.iter().map(of_claim)
        });
        let inputs = checked.claims.inputs.iter();
        Self {
            months: months.collect(),
            files: inputs.map(|input| input.shown.as_str()).collect(),
        }
    }

    /// Puts what is gone where it belongs.
    fn sort<'t>(&self, gone: impl Iterator<Item = &'t Solved>, compared: &mut Compared) {
        for told in gone {
            let is_seen = if told.station_code.is_empty() {
                self.files.contains(told.source_file.as_str())
            } else {
                let place = (told.station_code.as_str(), told.service_month.clone());
                self.months.contains(&place)
            };
            if is_seen {
                compared.solved.push(told.clone());
            } else {
                compared.not_looked_at += 1;
            }
        }
    }
}

/// Where the claims of the earlier report stand in its files: file, line of RE, row of the verdicts.
#[derive(Default)]
struct Claims(HashMap<String, Vec<(u32, usize)>>, usize);

impl Claims {
    fn add(&mut self, file: &str, line: u32) {
        let rows = match self.0.get_mut(file) {
            Some(rows) => rows,
            None => self.0.entry(file.to_owned()).or_default(),
        };
        rows.push((line, self.1));
        self.1 += 1;
    }

    fn sort(&mut self) {
        for rows in self.0.values_mut() {
            rows.sort_unstable();
        }
    }

    /// The claim in whose lines a line lies.
    fn at(&self, file: &str, line: u32) -> Option<usize> {
        let rows = self.0.get(file)?;
        let behind = rows.partition_point(|&(start, _)| start <= line);
        rows.get(behind.checked_sub(1)?).map(|&(_, row)| row)
    }
}

/// A cell of a row, by the place of its column.
fn cell<'r>(row: &'r StringRecord, columns: &[&str], name: &str) -> &'r str {
    let at = columns.iter().position(|column| *column == name);
    undefused(at.and_then(|at| row.get(at)).unwrap_or_default())
}

fn verdict(row: &StringRecord, claims: &mut Claims) -> Verdict {
    let cell = |name| cell(row, &verdicts::COLUMNS, name);
    let line = cell("line").parse().unwrap_or(0);
    claims.add(cell("source_file"), line);
    let folded = |name, fold: fn(&str, &mut String)| {
        let mut out = String::new();
        fold(trimmed(cell(name)), &mut out);
        out
    };
    let insurer = folded("insurer_no", fold::insurer_into);
    let symbol = folded("symbol", fold::number_into);
    let number = folded("number", fold::number_into);
    let key = ClaimKey::of(&Parts {
        station: cell("station_code"),
        month: cell("service_month"),
        claim_type: cell("claim_type"),
        insured: [&insurer, &symbol, &number],
        birth_date: cell("birth_date"),
    });
    let told = Solved {
        is_verdict: true,
        source_file: cell("source_file").to_owned(),
        line,
        station_code: cell("station_code").to_owned(),
        claim_no: cell("claim_no").to_owned(),
        patient_name: cell("patient_name").to_owned(),
        code: cell("verdict").to_owned(),
        dates: cell("bad_dates").to_owned(),
        service_month: cell("service_month").to_owned(),
        total_yen: cell("total_yen").parse().unwrap_or(0),
        ..Solved::default()
    };
    Verdict { key, told }
}

fn finding(row: &StringRecord, claims: &Claims, verdicts: &[Verdict]) -> EarlierFinding {
    let cell = |name| cell(row, &findings::COLUMNS, name);
    let line = cell("line").parse().unwrap_or(0);
    let is_of_claim = !cell("station_code").is_empty();
    let claim = claims.at(cell("source_file"), line).filter(|_| is_of_claim);
    let claim = claim.and_then(|at| verdicts.get(at));
    let about = claim.map(|claim| claim.told.clone()).unwrap_or_default();
    EarlierFinding {
        key: claim.map(|claim| claim.key),
        record: cell("record").to_owned(),
        field: cell("field").to_owned(),
        told: Solved {
            is_verdict: false,
            source_file: cell("source_file").to_owned(),
            line,
            code: cell("code").to_owned(),
            level: cell("level").to_owned(),
            dates: cell("dates").to_owned(),
            message: cell("message").to_owned(),
            ..about
        },
    }
}

/// Goes through the rows of a file, whose first columns have to be these.
fn for_rows(
    folder: &Path,
    name: &str,
    columns: &[&str],
    mut take: impl FnMut(&StringRecord),
) -> Result<(), EarlierError> {
    let path = folder.join(name);
    let file = address::shown(&path);
    let bytes = fs::read(&path).map_err(|error| EarlierError::Io {
        file: file.clone(),
        error,
    })?;
    let broken = |line| EarlierError::Broken {
        file: file.clone(),
        line,
    };
    let text = delimited::decode(&bytes).ok_or_else(|| broken(1))?;
    let mut rows = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut row = StringRecord::new();
    let mut is_first = true;
    loop {
        match rows.read_record(&mut row) {
            Ok(false) if is_first => return Err(broken(1)),
            Ok(false) => return Ok(()),
            Ok(true) if is_first => {
                if !row.iter().take(columns.len()).eq(columns.iter().copied()) {
                    return Err(broken(1));
                }
                is_first = false;
            }
            Ok(true) => take(&row),
            Err(error) => {
                return Err(broken(error.position().map_or(0, csv::Position::line)));
            }
        }
    }
}

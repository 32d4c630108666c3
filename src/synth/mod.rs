//! A made-up month (`houkan synth`): claims, eligibility, credential log, and the verdicts that must come out.
//!
//! The same [`Options`] give the same bytes on every machine: all randomness is whole-number arithmetic seeded
//! from the run's seed and the claim's place, and nothing depends on threads. Every claim is planted by a named
//! scenario that states its own outcome in the words of contract 4.6 and 4.7; the judge is never asked, so
//! `expected.csv` can hold the judge to account. Names, numbers and stations are made up and look it
//! (訪問, 見本, 試験, 架空; 郡市区 99; 保険者別番号 900 and up).

mod case;
mod claim_text;
mod forms;
mod insured;
mod items;
mod outcome;
mod person;
mod plan;
mod rng;
mod scenario;
mod scenario_card;
mod scenario_coverage;
mod scenario_identity;
mod scenario_ordinary;
mod scenario_transition;
mod station;
mod tables;
#[cfg(test)]
mod tests;
mod world;
mod xml;

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use rayon::prelude::*;

use crate::text::date::Month;
use station::{ClaimFile, Made, WordedRecord};
use world::World;

/// Which eligibility forms are written beside `eligibility.csv`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Forms {
    /// XML and zip up to [`FORMS_UP_TO`] claims.
    #[default]
    Auto,
    /// XML and zip whatever the number of claims.
    All,
    /// The CSV alone.
    CsvOnly,
}

/// Up to how many claims [`Forms::Auto`] writes XML: one file a reading is many files.
pub const FORMS_UP_TO: u64 = 5_000;

/// Claims of a station on average, unless the number of stations is given.
const CLAIMS_A_STATION: u64 = 400;

/// More stations than this do not find codes of their own.
const MOST_STATIONS: u64 = 400_000;

/// Stations made at a time: bounds the memory.
const BATCH: usize = 64;

/// What month to make up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// How many claims, at least 1.
    pub claims: u64,
    /// Same seed (and other options), same bytes.
    pub seed: u64,
    /// 指定訪問看護年月 of most claims; some are 月遅れ, some scenarios need a month of their own.
    pub month: Month,
    /// How many stations; about one for 400 claims if not given.
    pub stations: Option<u32>,
    /// One giant `claims/RECEIPTH.UKE` instead of a file for each station and payer.
    pub single_file: bool,
    /// Eligibility forms beside the CSV.
    pub forms: Forms,
}

impl Options {
    /// `claims` claims from `seed`, all else as by default: service month 2026-01.
    #[must_use]
    pub fn new(claims: u64, seed: u64) -> Self {
        let epoch = Month::of(NaiveDate::default());
        Self {
            claims,
            seed,
            month: Month::new(2026, 1).unwrap_or(epoch),
            stations: None,
            single_file: false,
            forms: Forms::Auto,
        }
    }
}

impl Default for Options {
    /// 1,000 claims, in which every scenario occurs, from seed 1.
    fn default() -> Self {
        Self::new(1_000, 1)
    }
}

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Claims, and rows of `expected.csv`.
    pub claims: u64,
    /// Stations with claims.
    pub stations: u64,
    /// Claim files.
    pub files: u64,
    /// Bytes of the claim files.
    pub bytes: u64,
    /// Sum of 合計金額 over all claims, yen.
    pub yen: u64,
    /// Rows of `eligibility.csv`.
    pub eligibility_rows: u64,
    /// Rows of `credentials.csv`.
    pub credential_rows: u64,
    /// 請求年月.
    pub billing_month: Month,
    /// The day for which `expected.csv` holds (`--as-of`).
    pub as_of: NaiveDate,
    /// True when the eligibility forms beside the CSV were written.
    pub forms: bool,
}

/// Why no month was made up.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SynthError {
    /// Too few or too many claims.
    #[error("{claims} claims: 1 to {most} can be made up")]
    Claims {
        /// As asked for.
        claims: u64,
        /// The most there can be.
        most: u64,
    },
    /// Too few or too many stations.
    #[error("{stations} stations: 1 to {most} can be made up")]
    Stations {
        /// As asked for.
        stations: u64,
        /// The most there can be.
        most: u64,
    },
    /// A service month outside what the scenarios are made for.
    #[error("service month {month}: {first} to {last} can be made up")]
    Month {
        /// As asked for.
        month: Month,
        /// The first that can be.
        first: Month,
        /// The last that can be.
        last: Month,
    },
    /// A month of the scenarios lies outside the calendar.
    #[error("a date outside the calendar")]
    Calendar,
    /// The output directory has something in it, which would mix with the new month.
    #[error("{0}: not empty")]
    NotEmpty(PathBuf),
    /// A file or directory could not be written.
    #[error("{path}: {source}")]
    Io {
        /// What was to be written.
        path: PathBuf,
        /// Why it was not.
        source: io::Error,
    },
    /// An archive or XML file could not be put together.
    #[error("{path}: {reason}")]
    Form {
        /// What was to be written.
        path: PathBuf,
        /// Why it was not.
        reason: String,
    },
}

fn io_error(path: &Path) -> impl FnOnce(io::Error) -> SynthError {
    let path = path.to_owned();
    move |source| SynthError::Io { path, source }
}

/// Writes a made-up month into `out`: `claims/`, `eligibility/eligibility.csv`, `credentials.csv`, `expected.csv`,
/// `README.txt`, and for small months `forms/` with `credentials-forms.csv`.
///
/// `progress` is told how many claims are done, from the calling thread.
///
/// # Errors
/// Options out of range, an output directory that is not empty, or a file that cannot be written.
pub fn write(options: &Options, out: &Path, progress: &dyn Fn(u64)) -> Result<Summary, SynthError> {
    let world = World::new(options)?;
    let stations = stations(options)?;
    let forms = match options.forms {
        Forms::Auto => options.claims <= FORMS_UP_TO,
        Forms::All => true,
        Forms::CsvOnly => false,
    };
    let mut sink = Sink::new(&world, out, stations, forms)?;
    for batch in station::divide(&world, stations).chunks(BATCH) {
        let made: Vec<Made> = batch
            .par_iter()
            .map(|&share| station::make(&world, share, stations, forms))
            .collect();
        for part in made {
            sink.take(part)?;
            progress(sink.summary.claims);
        }
    }
    sink.finish(&world)
}

fn stations(options: &Options) -> Result<u64, SynthError> {
    let by_size = options.claims.div_ceil(CLAIMS_A_STATION);
    let stations = options.stations.map_or(by_size, u64::from);
    if stations == 0 || stations > MOST_STATIONS {
        return Err(SynthError::Stations {
            stations,
            most: MOST_STATIONS,
        });
    }
    Ok(stations)
}

/// A text file that grows.
struct Out {
    path: PathBuf,
    file: BufWriter<File>,
}

impl Out {
    fn create(path: PathBuf, head: &[u8]) -> Result<Self, SynthError> {
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(io_error(parent))?;
        }
        let file = File::create(&path).map_err(io_error(&path))?;
        let mut out = Self {
            path,
            file: BufWriter::with_capacity(1 << 20, file),
        };
        out.put(head)?;
        Ok(out)
    }

    fn put(&mut self, bytes: &[u8]) -> Result<(), SynthError> {
        self.file.write_all(bytes).map_err(io_error(&self.path))
    }

    fn close(mut self) -> Result<(), SynthError> {
        self.file.flush().map_err(io_error(&self.path))
    }
}

/// Where the stations' shares go, in order.
struct Sink {
    dir: PathBuf,
    eligibility: Out,
    credentials: Out,
    stand_ins: Option<Out>,
    expected: Out,
    /// The one claim file and its lines so far, with `single_file`.
    single: Option<(Out, u64)>,
    records: Vec<WordedRecord>,
    code10: String,
    summary: Summary,
}

impl Sink {
    fn new(world: &World, dir: &Path, stations: u64, forms: bool) -> Result<Self, SynthError> {
        fs::create_dir_all(dir).map_err(io_error(dir))?;
        if fs::read_dir(dir).map_err(io_error(dir))?.next().is_some() {
            return Err(SynthError::NotEmpty(dir.to_owned()));
        }
        let csv = |name: &str, head: &str| Out::create(dir.join(name), head.as_bytes());
        let single = if world.single_file {
            let head = station::single_head(world, stations);
            Some((Out::create(dir.join(station::SINGLE), &head)?, 1))
        } else {
            None
        };
        Ok(Self {
            dir: dir.to_owned(),
            eligibility: csv("eligibility/eligibility.csv", tables::ELIGIBILITY)?,
            credentials: csv("credentials.csv", tables::CREDENTIALS)?,
            stand_ins: if forms {
                Some(csv("credentials-forms.csv", tables::CREDENTIALS)?)
            } else {
                None
            },
            expected: csv("expected.csv", tables::EXPECTED)?,
            single,
            records: Vec::new(),
            code10: String::new(),
            summary: Summary {
                claims: 0,
                stations: 0,
                files: 0,
                bytes: 0,
                yen: 0,
                eligibility_rows: 0,
                credential_rows: 0,
                billing_month: world.billing,
                as_of: world.as_of,
                forms,
            },
        })
    }

    fn take(&mut self, mut made: Made) -> Result<(), SynthError> {
        for file in &made.files {
            let before = self.claim_file(file)?;
            for row in &file.expected {
                let head = format!("{},{},", file.path, before + row.line);
                self.expected.put(head.as_bytes())?;
                self.expected.put(row.rest.as_bytes())?;
            }
        }
        self.eligibility.put(made.eligibility.text.as_bytes())?;
        self.credentials.put(made.credentials.text.as_bytes())?;
        if let Some(out) = &mut self.stand_ins {
            out.put(made.credentials.text.as_bytes())?;
            out.put(made.stand_ins.text.as_bytes())?;
        }
        self.records.append(&mut made.records);
        self.code10 = made.code10;
        self.summary.claims += made.claims;
        self.summary.yen += made.yen;
        self.summary.stations += 1;
        self.summary.eligibility_rows += made.eligibility.rows;
        self.summary.credential_rows += made.credentials.rows;
        Ok(())
    }

    /// Writes a claim file, or appends to the one; returns the lines that stand before its own.
    fn claim_file(&mut self, file: &ClaimFile) -> Result<u64, SynthError> {
        self.summary.bytes += u64::try_from(file.bytes.len()).unwrap_or(u64::MAX);
        if let Some((out, lines)) = &mut self.single {
            out.put(&file.bytes)?;
            let before = *lines;
            *lines += file.lines;
            return Ok(before);
        }
        let path = self.dir.join(&file.path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(io_error(parent))?;
        }
        fs::write(&path, &file.bytes).map_err(io_error(&path))?;
        self.summary.files += 1;
        Ok(0)
    }

    fn finish(mut self, world: &World) -> Result<Summary, SynthError> {
        if let Some((mut out, _)) = self.single.take() {
            out.put(station::TAIL)?;
            out.close()?;
            self.summary.files = 1;
        }
        let tables = [
            Some(self.eligibility),
            Some(self.credentials),
            self.stand_ins,
            Some(self.expected),
        ];
        for out in tables.into_iter().flatten() {
            out.close()?;
        }
        if self.summary.forms {
            forms::write(world, &self.dir, &self.records, &self.code10)?;
        }
        let path = self.dir.join("README.txt");
        fs::write(&path, readme(&self.summary)).map_err(io_error(&path))?;
        Ok(self.summary)
    }
}

/// How to check the month that was written.
fn readme(summary: &Summary) -> String {
    let (month, as_of) = (summary.billing_month, summary.as_of);
    let mut text = format!(
        "架空の請求データ（請求年月 {month}、{claims} 件、{yen} 円）\n\
         氏名・番号・事業所はすべて架空です。\n\n\
         照合:\n\
         \x20 houkan check claims -e eligibility/eligibility.csv -c credentials.csv --as-of {as_of} -o report\n\n\
         expected.csv は --as-of {as_of}、方針 current での判定結果です。\n\
         report/verdicts.csv の source_file は入力の指定に応じます。\n",
        claims = summary.claims,
        yen = summary.yen,
    );
    if summary.forms {
        let _ = write!(
            text,
            "\nforms/ は同じ資格情報を XML と zip で持ちます。XML に項目のない資格確認書の期限と\n\
             マイナ保険証の利用登録は credentials-forms.csv にあります。\n\
             \x20 houkan check claims -e forms -c credentials-forms.csv --as-of {as_of} -o report-forms\n"
        );
    }
    text.push_str("\nScenarios; RE 14 (訪問看護記録番号等) begins with M and the number:\n");
    for (number, scenario) in scenario::SCENARIOS.iter().enumerate() {
        let scenario::Scenario {
            name,
            plants,
            comes_out,
            ..
        } = scenario;
        let _ = writeln!(text, "  {number:02} {name}: {plants} => {comes_out}");
    }
    text
}

//! Reports: one renderer a form over the same verdicts and findings (contract 7).

pub mod csv;
pub mod diagnostic;
pub mod findings;
pub mod inputs;
pub mod publish;
pub mod summary;
pub mod table;
pub mod tally;
pub mod terminal;
pub mod verdicts;
pub mod worklist;

mod portions;

use std::io::{self, BufWriter};
use std::path::PathBuf;
use std::time::Instant;

use arrow::error::ArrowError;

use crate::check::Checked;
use crate::text::lang::Lang;

use csv::Charset;
use inputs::{InputLine, NoteLine};
use portions::Written;
use publish::{PublishError, SUMMARY, Staging};
use summary::{Outcomes, Proof, Summary};
use tally::Tally;

/// A form of report (`--report`). `summary.json` is written with every one, because it holds the proof
/// and marks the folder as a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// `verdicts.csv`, `worklist.csv`, `findings.csv`.
    Csv,
    /// `summary.json`.
    Json,
    /// `verdicts.arrow`, `findings.arrow`.
    Arrow,
}

impl Form {
    /// Every form.
    pub const ALL: [Self; 3] = [Self::Csv, Self::Json, Self::Arrow];

    /// The word for it on the command line.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Arrow => "arrow",
        }
    }
}

/// What to write and where.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The folder.
    pub out: PathBuf,
    /// The forms.
    pub forms: Vec<Form>,
    /// The encoding of the CSV files.
    pub charset: Charset,
    /// The language of messages in the files.
    pub lang: Lang,
    /// When the run began, for wall time and rate.
    pub started: Instant,
}

/// A report that was written.
#[derive(Debug)]
pub struct Report {
    /// Counts of the run.
    pub tally: Tally,
    /// Persons to ask for a 資格確認書.
    pub people: u64,
    /// Characters that became 〓.
    pub replaced: u64,
    /// Every input and what became of it.
    pub inputs: Vec<InputLine>,
    /// Remarks on inputs.
    pub notes: Vec<NoteLine>,
    /// The files, in the order of writing.
    pub files: Vec<String>,
    /// Where the earlier report is kept when something of the user's in it could not be carried over.
    pub kept: Option<PathBuf>,
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The folder.
    #[error(transparent)]
    Publish(#[from] PublishError),
    /// A file could not be written.
    #[error("{file}: {error}")]
    Write {
        /// Its name.
        file: String,
        /// The words of the operating system.
        error: io::Error,
    },
    /// An Arrow file could not be written.
    #[error("{file}: {error}")]
    Arrow {
        /// Its name.
        file: String,
        /// The words of arrow.
        error: ArrowError,
    },
    /// What was written is not what was read; this would be an error of the program.
    #[error(
        "{} claims ({} yen) were read but {} ({} yen) written",
        .0.claims_in, .0.yen_in, .0.verdicts_out, .0.yen_out
    )]
    Proof(Proof),
}

/// Writes a report, whole or not at all.
///
/// # Errors
/// [`ReportError`]; nothing is left behind then.
pub fn write(checked: &Checked, settings: &Settings) -> Result<Report, ReportError> {
    let staging = Staging::new(&settings.out)?;
    let tally = Tally::of(checked);
    let people = worklist::people(checked);
    let mut report = Report {
        tally,
        people: people.len() as u64,
        replaced: 0,
        inputs: inputs::inputs(checked),
        notes: inputs::notes(checked),
        files: Vec::new(),
        kept: None,
    };
    let mut tables: Vec<Written> = Vec::new();
    let has = |form| settings.forms.contains(&form);
    if has(Form::Csv) {
        tables.push(write_csv(
            checked,
            &people,
            settings,
            &staging,
            &mut report,
        )?);
    }
    if has(Form::Arrow) {
        tables.push(write_arrow(checked, settings.lang, &staging, &mut report)?);
    }
    write_summary(checked, settings, &staging, &tables, &mut report)?;
    report.kept = staging.publish()?;
    Ok(report)
}

fn write_csv(
    checked: &Checked,
    people: &[worklist::Person<'_>],
    settings: &Settings,
    staging: &Staging,
    report: &mut Report,
) -> Result<Written, ReportError> {
    let (charset, lang) = (settings.charset, settings.lang);
    let mut file = |name: &str, write: &dyn Fn(&mut std::fs::File) -> io::Result<Written>| {
        let mut out = staging.create(name)?;
        report.files.push(name.to_owned());
        let written = write(&mut out).map_err(|error| ReportError::Write {
            file: name.to_owned(),
            error,
        })?;
        report.replaced += written.replaced;
        Ok::<_, ReportError>(written)
    };
    let verdicts = file("verdicts.csv", &|out| {
        verdicts::write(checked, charset, out)
    })?;
    file("worklist.csv", &|out| {
        worklist::write(checked, people, charset, lang, out)
    })?;
    file("findings.csv", &|out| {
        findings::write(checked, charset, lang, out)
    })?;
    Ok(verdicts)
}

fn write_arrow(
    checked: &Checked,
    lang: Lang,
    staging: &Staging,
    report: &mut Report,
) -> Result<Written, ReportError> {
    let failed = |name: &str| {
        let file = name.to_owned();
        move |error| ReportError::Arrow { file, error }
    };
    let (verdicts, findings) = ("verdicts.arrow", "findings.arrow");
    let written =
        table::write_verdicts(checked, staging.create(verdicts)?).map_err(failed(verdicts))?;
    table::write_findings(checked, lang, staging.create(findings)?).map_err(failed(findings))?;
    report
        .files
        .extend([verdicts.to_owned(), findings.to_owned()]);
    Ok(written)
}

fn write_summary(
    checked: &Checked,
    settings: &Settings,
    staging: &Staging,
    tables: &[Written],
    report: &mut Report,
) -> Result<(), ReportError> {
    let counted = Written {
        rows: report.tally.all.claims,
        yen: report.tally.all.yen,
        replaced: 0,
    };
    for table in tables {
        let proof = Proof::of(checked, table.rows, table.yen);
        if !proof.holds {
            return Err(ReportError::Proof(proof));
        }
    }
    // Without a table of verdicts, those that were counted stand for it.
    let written = tables.first().unwrap_or(&counted);
    let outcomes = Outcomes {
        rows: written.rows,
        yen: written.yen,
        people: report.people,
        replaced: report.replaced,
        encoding: settings.charset.id(),
        wall: settings.started.elapsed(),
    };
    let summary = Summary::new(
        checked,
        &report.tally,
        &report.inputs,
        &report.notes,
        &outcomes,
    );
    let mut out = BufWriter::new(staging.create(SUMMARY)?);
    summary
        .write(&mut out)
        .map_err(|error| ReportError::Write {
            file: SUMMARY.to_owned(),
            error,
        })?;
    report.files.push(SUMMARY.to_owned());
    Ok(())
}

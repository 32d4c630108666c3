//! Reports: one renderer a form over the same verdicts and findings (contract 7).

pub mod columnar;
pub mod csv;
pub mod diagnostic;
pub mod doc;
pub mod findings;
pub mod inputs;
pub mod publish;
pub mod summary;
pub mod table;
pub mod tally;
pub mod terminal;
pub mod urgent;
pub mod verdicts;
pub mod worklist;

mod cells;
mod evidence;
mod html;
mod jsonl;
mod notices;
mod page;
mod portions;
mod solved;
mod workbook;

use std::fs::File;
use std::io::{self, BufWriter};
use std::path::PathBuf;
use std::time::Instant;

use rayon::prelude::*;

use crate::check::Checked;
use crate::text::lang::Lang;

use columnar::{Layout, WriteError};
use csv::Charset;
use inputs::{InputLine, NoteLine};
use portions::Written;
use publish::{PublishError, SUMMARY, Staging};
use summary::{Outcomes, Proof, Summary};
use tally::Tally;
use urgent::Urgent;

/// A form of report (`--report`). `summary.json` is written with every one, because it holds the proof
/// and marks the folder as a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// `verdicts.csv`, `worklist.csv`, `findings.csv`.
    Csv,
    /// `summary.json`.
    Json,
    /// `verdicts.jsonl`, `findings.jsonl`.
    Jsonl,
    /// `verdicts.parquet`, `findings.parquet`, `worklist.parquet`.
    Parquet,
    /// `verdicts.arrow`, `findings.arrow`, `worklist.arrow`.
    Arrow,
    /// `report.xlsx`.
    Xlsx,
    /// `report.html`.
    Html,
    /// `notices.html`.
    Notices,
}

impl Form {
    /// Every form.
    pub const ALL: [Self; 8] = [
        Self::Csv,
        Self::Json,
        Self::Jsonl,
        Self::Parquet,
        Self::Arrow,
        Self::Xlsx,
        Self::Html,
        Self::Notices,
    ];

    /// The word for it on the command line.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Parquet => "parquet",
            Self::Arrow => "arrow",
            Self::Xlsx => "xlsx",
            Self::Html => "html",
            Self::Notices => "notices",
        }
    }
}

/// What the forms for people are made from.
pub(crate) struct View<'a> {
    checked: &'a Checked,
    people: &'a [worklist::Person<'a>],
    tally: &'a Tally,
    inputs: &'a [InputLine],
    notes: &'a [NoteLine],
    lang: Lang,
}

/// Writes a file of a report. Returns what its verdicts add up to, where it has them all.
type Writer = fn(&View<'_>, File) -> Result<Option<Written>, WriteError>;

/// The forms that people open, with their files.
const FOR_PEOPLE: [(Form, &str, Writer); 3] = [
    (Form::Html, "report.html", page::write),
    (Form::Xlsx, "report.xlsx", workbook::write),
    (Form::Notices, "notices.html", notices::write),
];

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
    /// The first of them, gravest first.
    pub urgent: Vec<Urgent>,
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
    /// A typed table could not be written.
    #[error("{file}: {error}")]
    Table {
        /// Its name.
        file: String,
        /// Why.
        error: WriteError,
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
        urgent: urgent::of(checked, &people),
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
    if has(Form::Jsonl) {
        tables.push(write_jsonl(checked, settings, &staging, &mut report)?);
    }
    for (form, layout) in [
        (Form::Parquet, Layout::Parquet),
        (Form::Arrow, Layout::Arrow),
    ] {
        if has(form) {
            let typed = write_typed(checked, &people, settings, layout, &staging, &mut report);
            tables.push(typed?);
        }
    }
    let view = View {
        checked,
        people: &people,
        tally: &report.tally,
        inputs: &report.inputs,
        notes: &report.notes,
        lang: settings.lang,
    };
    let (names, written) = write_for_people(&view, settings, &staging)?;
    report.files.extend(names);
    tables.extend(written);
    write_summary(checked, settings, &staging, &tables, &mut report)?;
    report.kept = staging.publish()?;
    Ok(report)
}

/// Writes the forms that people open, side by side: much of each is work for one thread. Returns their names, and
/// what the verdicts in them add up to.
fn write_for_people(
    view: &View<'_>,
    settings: &Settings,
    staging: &Staging,
) -> Result<(Vec<String>, Vec<Written>), ReportError> {
    let wanted: Vec<_> = FOR_PEOPLE
        .iter()
        .filter(|(form, ..)| settings.forms.contains(form))
        .collect();
    let written: Vec<Option<Written>> = wanted
        .par_iter()
        .map(|(_, name, write)| {
            let failed = |error| ReportError::Table {
                file: (*name).to_owned(),
                error,
            };
            write(view, staging.create(name)?).map_err(failed)
        })
        .collect::<Result<_, ReportError>>()?;
    let names = wanted.iter().map(|(_, name, _)| (*name).to_owned());
    Ok((names.collect(), written.into_iter().flatten().collect()))
}

fn write_csv(
    checked: &Checked,
    people: &[worklist::Person<'_>],
    settings: &Settings,
    staging: &Staging,
    report: &mut Report,
) -> Result<Written, ReportError> {
    let (charset, lang) = (settings.charset, settings.lang);
    let mut file = |name: &str, write: &dyn Fn(&mut File) -> io::Result<Written>| {
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
    if checked.compared.is_some() {
        file("solved.csv", &|out| solved::write(checked, charset, out))?;
    }
    Ok(verdicts)
}

/// Creates a file of the report, has it written, and names it.
fn file<T>(
    name: &str,
    staging: &Staging,
    report: &mut Report,
    write: impl FnOnce(File) -> Result<T, WriteError>,
) -> Result<T, ReportError> {
    let out = staging.create(name)?;
    report.files.push(name.to_owned());
    write(out).map_err(|error| ReportError::Table {
        file: name.to_owned(),
        error,
    })
}

fn write_jsonl(
    checked: &Checked,
    settings: &Settings,
    staging: &Staging,
    report: &mut Report,
) -> Result<Written, ReportError> {
    let written = file("verdicts.jsonl", staging, report, |out| {
        jsonl::write_verdicts(checked, &mut BufWriter::new(out))
    })?;
    file("findings.jsonl", staging, report, |out| {
        jsonl::write_findings(checked, settings.lang, &mut BufWriter::new(out))
    })?;
    if checked.compared.is_some() {
        file("solved.jsonl", staging, report, |out| {
            jsonl::write_solved(checked, &mut BufWriter::new(out))
        })?;
    }
    Ok(written)
}

fn write_typed(
    checked: &Checked,
    people: &[worklist::Person<'_>],
    settings: &Settings,
    layout: Layout,
    staging: &Staging,
    report: &mut Report,
) -> Result<Written, ReportError> {
    let lang = settings.lang;
    let name = |table: &str| format!("{table}.{}", layout.ending());
    let written = file(&name("verdicts"), staging, report, |out| {
        table::write_verdicts(checked, layout, out)
    })?;
    file(&name("worklist"), staging, report, |out| {
        table::write_worklist(checked, people, lang, layout, out)
    })?;
    file(&name("findings"), staging, report, |out| {
        table::write_findings(checked, lang, layout, out)
    })?;
    if checked.compared.is_some() {
        file(&name("solved"), staging, report, |out| {
            table::write_solved(checked, layout, out)
        })?;
    }
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

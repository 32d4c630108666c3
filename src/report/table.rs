//! Verdicts, findings and worklist as Arrow, typed: the columns of the CSV files (contract 7), findings with
//! what they rest on behind. Parquet, Arrow IPC and JSON Lines are written from these.
//!
//! Dates are `Date32`, numbers `UInt32` (`UInt64` where they are sums), truths `Boolean`, everything else
//! `Utf8`; codes stay text, and so do the columns of several dates. What is empty in the CSV files is null
//! where it has a type and empty where it is text.

use std::collections::HashMap;
use std::fs::File;
use std::ops::Range;
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::compute::concat_batches;
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use arrow::error::ArrowError;
use rayon::prelude::*;

use crate::check::Checked;
use crate::finding::Finding;
use crate::rules::{self, wording};
use crate::text::date::Month;
use crate::text::lang::Lang;

use super::cells::Cells;
use super::columnar::{Layout, Sheet, WriteError};
use super::evidence::{self, Sources};
use super::findings;
use super::portions::Written;
use super::verdicts::{self, Row};
use super::worklist::{self, Person};

/// Rows of findings and of the worklist in a batch.
const BATCH: usize = 8 << 10;

/// Batches made at a time: enough for all threads, few enough to keep memory flat.
const AHEAD: usize = 16;

/// The version of these tables: a column that goes, changes its type or its meaning raises it; a new column
/// does not.
pub const VERSION: &str = "1";

/// What stands behind the columns of `findings.csv`.
pub const FINDINGS_MORE: [&str; 5] = [
    "input_sha256",
    "rule_version",
    "certainty",
    "evidence",
    "claim_key",
];

/// The columns of `solved`: what an earlier report (`--baseline`) has and this run has not.
pub const SOLVED: [&str; 12] = [
    "kind",
    "source_file",
    "line",
    "station_code",
    "service_month",
    "claim_no",
    "patient_name",
    "code",
    "level",
    "dates",
    "total_yen",
    "message",
];

/// The schema of the verdicts.
#[must_use]
pub fn verdicts_schema() -> SchemaRef {
    let field = |name: &&'static str| match *name {
        "line" | "visit_days" => Field::new(*name, DataType::UInt32, false),
        "total_yen" => Field::new(*name, DataType::UInt32, true),
        "birth_date" | "evidence_as_of" => Field::new(*name, DataType::Date32, true),
        "needs_certificate" => Field::new(*name, DataType::Boolean, false),
        _ => Field::new(*name, DataType::Utf8, false),
    };
    schema(verdicts::COLUMNS.iter().map(field))
}

/// The schema of the findings.
#[must_use]
pub fn findings_schema() -> SchemaRef {
    let field = |name: &&'static str| match *name {
        "line" => Field::new(*name, DataType::UInt32, true),
        "input_sha256" | "claim_key" => Field::new(*name, DataType::Utf8, true),
        "rule_version" => Field::new(*name, DataType::UInt32, false),
        "evidence" => Field::new(*name, evidence::data_type(), false),
        _ => Field::new(*name, DataType::Utf8, false),
    };
    schema(findings::COLUMNS.iter().chain(&FINDINGS_MORE).map(field))
}

/// The schema of the worklist.
#[must_use]
pub fn worklist_schema() -> SchemaRef {
    let field = |name: &&'static str| match *name {
        "birth_date" => Field::new(*name, DataType::Date32, true),
        "first_date" | "last_date" => Field::new(*name, DataType::Date32, false),
        "claims" | "yen_at_risk" => Field::new(*name, DataType::UInt64, false),
        _ => Field::new(*name, DataType::Utf8, false),
    };
    schema(worklist::COLUMNS.iter().map(field))
}

/// The schema of what is solved.
#[must_use]
pub fn solved_schema() -> SchemaRef {
    let field = |name: &&'static str| match *name {
        "line" => Field::new(*name, DataType::UInt32, true),
        "total_yen" => Field::new(*name, DataType::UInt64, false),
        _ => Field::new(*name, DataType::Utf8, false),
    };
    schema(SOLVED.iter().map(field))
}

/// A schema with [`verdicts::MARK`] behind it where the run is compared with an earlier report.
fn marked(schema: &SchemaRef, checked: &Checked) -> SchemaRef {
    if checked.compared.is_none() {
        return schema.clone();
    }
    let mark = Field::new(verdicts::MARK, DataType::Utf8, false);
    let fields = schema.fields().iter().cloned();
    Arc::new(Schema::new(
        fields.chain([Arc::new(mark)]).collect::<Vec<_>>(),
    ))
}

fn schema(fields: impl Iterator<Item = Field>) -> SchemaRef {
    Arc::new(Schema::new(fields.collect::<Vec<_>>()))
}

/// The schema with what holds for the whole run, so that a file can be judged by itself.
fn described(schema: &SchemaRef, checked: &Checked) -> SchemaRef {
    let pairs = [
        ("houkan.schema_version", VERSION.to_owned()),
        ("houkan.version", env!("CARGO_PKG_VERSION").to_owned()),
        ("houkan.policy", checked.policy.name.clone()),
        ("houkan.policy_hash", checked.policy.hash.clone()),
        ("houkan.as_of", checked.as_of.to_string()),
    ];
    let metadata: HashMap<String, String> =
        pairs.map(|(key, value)| (key.to_owned(), value)).into();
    Arc::new(Schema::clone(schema).with_metadata(metadata))
}

/// All verdicts in input order, as one batch.
///
/// # Errors
/// [`ArrowError`] when the texts of a column exceed 2 GiB.
pub fn verdicts_batch(checked: &Checked) -> Result<RecordBatch, ArrowError> {
    let schema = described(&marked(&verdicts_schema(), checked), checked);
    let batches = (0..checked.claims.claims.chunks().len())
        .map(|position| verdicts_of_chunk(checked, position, &schema))
        .collect::<Result<Vec<_>, _>>()?;
    concat_batches(&schema, &batches)
}

/// All findings by input and line, as one batch; texts in `lang`.
///
/// # Errors
/// [`ArrowError`] when the texts of a column exceed 2 GiB.
pub fn findings_batch(checked: &Checked, lang: Lang) -> Result<RecordBatch, ArrowError> {
    let schema = described(&marked(&findings_schema(), checked), checked);
    findings_of(
        &Sources::of(checked),
        checked,
        0..checked.findings.len(),
        lang,
        &schema,
    )
}

/// All verdicts of a run of some thousand claims from many inputs, as one batch.
///
/// # Errors
/// As [`verdicts_batch`].
pub(crate) fn few_verdicts(checked: &Checked) -> Result<RecordBatch, ArrowError> {
    let schema = verdicts_schema();
    let mut table = Cells::new(&schema, checked.claims.claims.len());
    for position in 0..checked.claims.claims.chunks().len() {
        for row in verdicts::rows(checked, position) {
            verdict(&row, &mut table);
        }
    }
    table.finish(&schema)
}

/// All findings of such a run with the columns of `findings.csv` alone.
///
/// # Errors
/// As [`findings_batch`].
pub(crate) fn few_findings(checked: &Checked, lang: Lang) -> Result<RecordBatch, ArrowError> {
    let own: Vec<usize> = (0..findings::COLUMNS.len()).collect();
    let schema = Arc::new(findings_schema().project(&own)?);
    let mut table = Cells::new(&schema, checked.findings.len());
    for finding in &checked.findings {
        said(checked, finding, lang, &mut table);
    }
    table.finish(&schema)
}

/// Makes batches, some at a time in parallel, and hands them on in order.
///
/// # Errors
/// What `make` or `take` report first.
pub(super) fn in_order<E: Send + From<ArrowError>>(
    count: usize,
    make: impl Fn(usize) -> Result<RecordBatch, ArrowError> + Sync,
    mut take: impl FnMut(usize, &RecordBatch) -> Result<(), E>,
) -> Result<(), E> {
    for first in (0..count).step_by(AHEAD) {
        let made: Vec<Result<RecordBatch, ArrowError>> = (first..count.min(first + AHEAD))
            .into_par_iter()
            .map(&make)
            .collect();
        for (at, batch) in made.into_iter().enumerate() {
            take(first + at, &batch?)?;
        }
    }
    Ok(())
}

/// Batches of verdicts, one a piece of input, handed on in order. Returns what they add up to.
///
/// # Errors
/// What arrow or `take` report.
pub(super) fn verdicts_in_order<E: Send + From<ArrowError>>(
    checked: &Checked,
    mut take: impl FnMut(&RecordBatch) -> Result<(), E>,
) -> Result<Written, E> {
    let schema = described(&marked(&verdicts_schema(), checked), checked);
    let mut written = Written::default();
    let make = |position| verdicts_of_chunk(checked, position, &schema);
    in_order(
        checked.claims.claims.chunks().len(),
        make,
        |position, batch| {
            let (_, chunk) = checked.claims.claims.chunk(position);
            written.rows += batch.num_rows() as u64;
            let yen = chunk.claims.iter().map(|claim| u64::from(claim.total_yen));
            written.yen += yen.sum::<u64>();
            take(batch)
        },
    )?;
    Ok(written)
}

/// Batches of findings, handed on in order.
///
/// # Errors
/// What arrow or `take` report.
pub(super) fn findings_in_order<E: Send + From<ArrowError>>(
    checked: &Checked,
    lang: Lang,
    mut take: impl FnMut(&RecordBatch) -> Result<(), E>,
) -> Result<(), E> {
    let schema = described(&marked(&findings_schema(), checked), checked);
    let sources = Sources::of(checked);
    let count = checked.findings.len();
    let make = |at: usize| {
        let part = at * BATCH..count.min((at + 1) * BATCH);
        findings_of(&sources, checked, part, lang, &schema)
    };
    in_order(count.div_ceil(BATCH), make, |_, batch| take(batch))
}

/// Writes the verdicts as a file.
///
/// # Errors
/// What the system, arrow or parquet report.
pub(super) fn write_verdicts(
    checked: &Checked,
    layout: Layout,
    out: File,
) -> Result<Written, WriteError> {
    let mut sheet = Sheet::new(
        layout,
        out,
        &described(&marked(&verdicts_schema(), checked), checked),
    )?;
    let written = verdicts_in_order(checked, |batch| sheet.write(batch))?;
    sheet.finish()?;
    Ok(written)
}

/// Writes the findings as a file.
///
/// # Errors
/// As [`write_verdicts`].
pub(super) fn write_findings(
    checked: &Checked,
    lang: Lang,
    layout: Layout,
    out: File,
) -> Result<(), WriteError> {
    let mut sheet = Sheet::new(
        layout,
        out,
        &described(&marked(&findings_schema(), checked), checked),
    )?;
    findings_in_order(checked, lang, |batch| sheet.write(batch))?;
    sheet.finish()
}

/// Writes the worklist as a file.
///
/// # Errors
/// As [`write_verdicts`].
pub(super) fn write_worklist(
    checked: &Checked,
    people: &[Person<'_>],
    lang: Lang,
    layout: Layout,
    out: File,
) -> Result<(), WriteError> {
    let schema = described(&worklist_schema(), checked);
    let mut sheet = Sheet::new(layout, out, &schema)?;
    let parts: Vec<&[Person<'_>]> = people.chunks(BATCH).collect();
    let make = |at: usize| people_of(checked, parts[at], lang, &schema);
    in_order(parts.len(), make, |_, batch| sheet.write(batch))?;
    sheet.finish()
}

/// What is solved, as one batch: changes from one run to the next are few.
///
/// # Errors
/// As [`verdicts_batch`].
pub(super) fn solved_batch(checked: &Checked) -> Result<RecordBatch, ArrowError> {
    let schema = described(&solved_schema(), checked);
    let all = checked.compared.as_ref().map_or(&[][..], |it| &it.solved);
    let mut table = Cells::new(&schema, all.len());
    for solved in all {
        table.text(solved.kind());
        table.text(&solved.source_file);
        table.number(Some(solved.line).filter(|&line| line > 0));
        for text in solved.texts() {
            table.text(text);
        }
        table.long(solved.total_yen);
        table.text(&solved.message);
    }
    table.finish(&schema)
}

/// Writes what is solved as a file.
///
/// # Errors
/// As [`write_verdicts`].
pub(super) fn write_solved(checked: &Checked, layout: Layout, out: File) -> Result<(), WriteError> {
    let batch = solved_batch(checked)?;
    let mut sheet = Sheet::new(layout, out, &batch.schema())?;
    sheet.write(&batch)?;
    sheet.finish()
}

fn verdicts_of_chunk(
    checked: &Checked,
    position: usize,
    schema: &SchemaRef,
) -> Result<RecordBatch, ArrowError> {
    let (_, chunk) = checked.claims.claims.chunk(position);
    let mut table = Cells::new(schema, chunk.claims.len());
    for row in verdicts::rows(checked, position) {
        verdict(&row, &mut table);
    }
    table.finish(schema)
}

fn verdict(row: &Row<'_>, table: &mut Cells<'_>) {
    let (claim, judgement, recorded) = (row.claim, row.judgement, &row.recorded);
    let month = |month: Option<Month>| month.map(|month| month.to_string());
    table.text(row.source_file);
    table.number(Some(claim.line));
    table.text(row.payer());
    table.text(row.station());
    table.text(&month(row.chunk.header(claim).billing_month).unwrap_or_default());
    table.text(&recorded.month_text(claim));
    for field in [
        recorded.claim_no,
        recorded.claim_type,
        recorded.name,
        recorded.kana,
        recorded.sex,
    ] {
        table.text(&recorded.decode(field));
    }
    table.date(claim.birth_date);
    table.text(&recorded.insurer());
    for field in [recorded.symbol, recorded.number, recorded.branch] {
        table.text(&recorded.decode(field));
    }
    table.text(row.kind.id());
    table.number(Some(row.visit_days()));
    // Nothing that can be read was recorded, which is not 0 yen.
    table.number(claim.has_total.then_some(claim.total_yen));
    table.text(judgement.verdict.id());
    table.truth(judgement.needs_certificate());
    table.days(claim.service_month, judgement.cert_dates());
    table.text(judgement.reason.id());
    table.days(claim.service_month, judgement.bad_dates());
    table.text(
        judgement
            .credential()
            .map_or("", |credential| credential.id()),
    );
    table.date(judgement.evidence_as_of);
    table.text(row.matched_by.id());
    if let Some(mark) = row.mark {
        table.text(mark.id());
    }
}

fn findings_of<'a>(
    sources: &'a Sources<'a>,
    checked: &Checked,
    part: Range<usize>,
    lang: Lang,
    schema: &SchemaRef,
) -> Result<RecordBatch, ArrowError> {
    let mut table = Cells::new(schema, part.len());
    for index in part {
        let finding = &checked.findings[index];
        said(checked, finding, lang, &mut table);
        let input = &checked.claims.inputs[finding.place.input as usize];
        let rule = rules::find(finding.code);
        table.optional(Some(input.sha256.as_str()).filter(|hash| !hash.is_empty()));
        table.number(Some(rule.map_or(0, |rule| rule.version.into())));
        table.text(rule.map_or("", |rule| rule.certainty.id()));
        table.evidence(sources.items(finding));
        let key = finding.claim.and_then(|claim| checked.claim_key(claim));
        table.optional(key.map(|key| key.to_string()).as_deref());
        if let Some(compared) = &checked.compared {
            table.text(compared.findings[index].id());
        }
    }
    table.finish(schema)
}

/// The columns of the CSV file.
fn said(checked: &Checked, finding: &Finding, lang: Lang, table: &mut Cells<'_>) {
    let subject = findings::subject(checked, finding);
    table.text(findings::source_file(checked, finding));
    table.number(Some(finding.place.line).filter(|&line| line > 0));
    table.text(finding.place.record);
    table.text(finding.place.field);
    table.text(subject.station);
    match &subject.recorded {
        Some(recorded) => table.text(&recorded.decode(recorded.claim_no)),
        None => table.text(""),
    }
    table.text(finding.code);
    table.text(finding.level.id());
    let (month, mask) = finding
        .dates
        .map_or((None, 0), |days| (Some(days.month), days.mask));
    table.days(month, mask);
    table.text(&finding.claim_value);
    table.text(&finding.reference_value);
    let (message, action) = wording::both(finding, lang);
    table.text(&message);
    table.text(&action);
}

fn people_of(
    checked: &Checked,
    part: &[Person<'_>],
    lang: Lang,
    schema: &SchemaRef,
) -> Result<RecordBatch, ArrowError> {
    let mut table = Cells::new(schema, part.len());
    for person in part {
        let (claim, recorded) = person.claim(checked);
        table.text(&recorded.insurer());
        for field in [
            recorded.symbol,
            recorded.number,
            recorded.branch,
            recorded.name,
        ] {
            table.text(&recorded.decode(field));
        }
        table.date(claim.birth_date);
        table.text(&person.stations());
        table.long(person.claims);
        table.long(person.yen);
        table.date(Some(person.first_date));
        table.date(Some(person.last_date));
        table.text(person.reason().id());
        table.text(person.ask(checked, lang));
    }
    table.finish(schema)
}

//! Verdicts and findings as Arrow, typed: the same columns as the CSV files (contract 7).
//!
//! Dates are `Date32`, numbers `UInt32`, truths `Boolean`, everything else `Utf8`; codes stay text, and
//! so do the columns of several dates. What is empty in the CSV files is null where it has a type and
//! empty where it is text.

use std::io::Write;
use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanBuilder, Date32Builder, RecordBatch, StringBuilder, UInt32Builder,
};
use arrow::compute::concat_batches;
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use arrow::error::ArrowError;
use arrow::ipc::writer::FileWriter;
use chrono::{Datelike, NaiveDate};

use crate::check::Checked;
use crate::finding::Finding;
use crate::rules::wording;
use crate::text::date::Month;
use crate::text::lang::Lang;

use super::csv::push_days;
use super::portions::Written;
use super::verdicts::{self, Row};
use super::{findings, verdicts::COLUMNS};

/// Rows of findings in a batch.
const BATCH: usize = 1 << 16;

/// Days from 0001-01-01 (day 1 of chrono) to 1970-01-01.
const EPOCH: i32 = 719_163;

/// The schema of the verdicts.
#[must_use]
pub fn verdicts_schema() -> SchemaRef {
    let field = |name: &&'static str| match *name {
        "line" | "visit_days" | "total_yen" => Field::new(*name, DataType::UInt32, false),
        "birth_date" | "evidence_as_of" => Field::new(*name, DataType::Date32, true),
        "needs_certificate" => Field::new(*name, DataType::Boolean, false),
        _ => Field::new(*name, DataType::Utf8, false),
    };
    Arc::new(Schema::new(COLUMNS.iter().map(field).collect::<Vec<_>>()))
}

/// All verdicts in input order, as one batch.
///
/// # Errors
/// [`ArrowError`] when the texts of a column exceed 2 GiB.
pub fn verdicts_batch(checked: &Checked) -> Result<RecordBatch, ArrowError> {
    let schema = verdicts_schema();
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
    findings_of(checked, &checked.findings, lang)
}

/// Writes the verdicts as an Arrow IPC file, a batch for each piece of input.
///
/// # Errors
/// What arrow reports.
pub(super) fn write_verdicts(checked: &Checked, out: impl Write) -> Result<Written, ArrowError> {
    let schema = verdicts_schema();
    let mut writer = FileWriter::try_new_buffered(out, &schema)?;
    let mut written = Written::default();
    for position in 0..checked.claims.claims.chunks().len() {
        let (_, chunk) = checked.claims.claims.chunk(position);
        let batch = verdicts_of_chunk(checked, position, &schema)?;
        written.rows += batch.num_rows() as u64;
        written.yen += chunk
            .claims
            .iter()
            .map(|claim| u64::from(claim.total_yen))
            .sum::<u64>();
        writer.write(&batch)?;
    }
    writer.finish()?;
    Ok(written)
}

/// Writes the findings as an Arrow IPC file.
///
/// # Errors
/// What arrow reports.
pub(super) fn write_findings(
    checked: &Checked,
    lang: Lang,
    out: impl Write,
) -> Result<(), ArrowError> {
    let mut writer = FileWriter::try_new_buffered(out, &findings_schema())?;
    for part in checked.findings.chunks(BATCH) {
        writer.write(&findings_of(checked, part, lang)?)?;
    }
    writer.finish()
}

fn findings_schema() -> SchemaRef {
    let field = |name: &&'static str| match *name {
        "line" => Field::new(*name, DataType::UInt32, true),
        _ => Field::new(*name, DataType::Utf8, false),
    };
    Arc::new(Schema::new(
        findings::COLUMNS.iter().map(field).collect::<Vec<_>>(),
    ))
}

/// Columns under construction, filled in the order of the schema, row by row.
struct Table {
    columns: Vec<Column>,
    next: usize,
    text: Vec<u8>,
}

enum Column {
    Text(StringBuilder),
    Number(UInt32Builder),
    Date(Date32Builder),
    Truth(BooleanBuilder),
}

impl Table {
    fn new(schema: &Schema, rows: usize) -> Self {
        let column = |field: &Arc<Field>| match field.data_type() {
            DataType::UInt32 => Column::Number(UInt32Builder::with_capacity(rows)),
            DataType::Date32 => Column::Date(Date32Builder::with_capacity(rows)),
            DataType::Boolean => Column::Truth(BooleanBuilder::with_capacity(rows)),
            _ => Column::Text(StringBuilder::with_capacity(rows, rows * 12)),
        };
        Self {
            columns: schema.fields().iter().map(column).collect(),
            next: 0,
            text: Vec::new(),
        }
    }

    fn column(&mut self) -> &mut Column {
        let at = self.next;
        self.next = (at + 1) % self.columns.len();
        &mut self.columns[at]
    }

    fn text(&mut self, text: &str) {
        if let Column::Text(column) = self.column() {
            column.append_value(text);
        }
    }

    fn number(&mut self, number: Option<u32>) {
        if let Column::Number(column) = self.column() {
            column.append_option(number);
        }
    }

    fn date(&mut self, date: Option<NaiveDate>) {
        if let Column::Date(column) = self.column() {
            column.append_option(date.map(|date| date.num_days_from_ce() - EPOCH));
        }
    }

    fn truth(&mut self, truth: bool) {
        if let Column::Truth(column) = self.column() {
            column.append_value(truth);
        }
    }

    fn days(&mut self, month: Option<Month>, mask: u32) {
        let mut text = std::mem::take(&mut self.text);
        text.clear();
        push_days(&mut text, month, mask);
        self.text(&String::from_utf8_lossy(&text));
        self.text = text;
    }

    /// # Errors
    /// When a column was left out or filled with another type: the lengths differ then.
    fn finish(self, schema: &SchemaRef) -> Result<RecordBatch, ArrowError> {
        let finish = |column| -> ArrayRef {
            match column {
                Column::Text(mut column) => Arc::new(column.finish()),
                Column::Number(mut column) => Arc::new(column.finish()),
                Column::Date(mut column) => Arc::new(column.finish()),
                Column::Truth(mut column) => Arc::new(column.finish()),
            }
        };
        RecordBatch::try_new(
            schema.clone(),
            self.columns.into_iter().map(finish).collect(),
        )
    }
}

fn verdicts_of_chunk(
    checked: &Checked,
    position: usize,
    schema: &SchemaRef,
) -> Result<RecordBatch, ArrowError> {
    let (_, chunk) = checked.claims.claims.chunk(position);
    let mut table = Table::new(schema, chunk.claims.len());
    for row in verdicts::rows(checked, position) {
        verdict(&row, &mut table);
    }
    table.finish(schema)
}

fn verdict(row: &Row<'_>, table: &mut Table) {
    let (claim, judgement, recorded) = (row.claim, row.judgement, &row.recorded);
    let month = |month: Option<Month>| month.map(|month| month.to_string());
    table.text(row.source_file);
    table.number(Some(claim.line));
    table.text(row.payer());
    table.text(row.station());
    table.text(&month(row.chunk.header(claim).billing_month).unwrap_or_default());
    match month(claim.service_month) {
        Some(month) => table.text(&month),
        None => table.text(&recorded.decode(recorded.service_month)),
    }
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
    table.number(Some(claim.total_yen));
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
}

fn findings_of(checked: &Checked, part: &[Finding], lang: Lang) -> Result<RecordBatch, ArrowError> {
    let schema = findings_schema();
    let mut table = Table::new(&schema, part.len());
    for finding in part {
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
    table.finish(&schema)
}

//! What a finding rests on, so that a returned claim can be argued (contract 6, 7): eligibility records and
//! rows of the credential log, each with its file, the hash of the file and its place there.

use std::sync::Arc;

use arrow::array::{ArrayRef, Date32Array, ListArray, StringArray, StructArray, UInt32Array};
use arrow::buffer::OffsetBuffer;
use arrow::datatypes::{DataType, Field, FieldRef, Fields};
use arrow::error::ArrowError;
use chrono::{Datelike, NaiveDate};

use crate::check::{Checked, LogInput};
use crate::credential::Row;
use crate::eligibility::{Form, InputReport, RecordRef};
use crate::finding::Finding;
use crate::text::digest;

use super::cells::days_since_1970;
use super::inputs::shown;

/// The form of a row of the credential log.
const LOG_FORM: &str = "credentials";

/// One record or row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item<'a> {
    file: &'a str,
    sha256: Option<&'a str>,
    form: &'static str,
    /// Number of the unit, in forms that have units.
    unit: Option<u32>,
    /// Line of a text, row of a table; from 1.
    line: Option<u32>,
    as_of: Option<NaiveDate>,
    reference: Option<&'static str>,
    query_no: Option<&'a str>,
    reception_no: Option<&'a str>,
    executed_at: Option<&'a str>,
    insurer_no: Option<&'a str>,
    qualified_on: Option<NaiveDate>,
    lost_on: Option<NaiveDate>,
    validity: Option<&'static str>,
    credential: Option<&'static str>,
}

/// A number of a code as it is written.
fn code(number: u8) -> Option<&'static str> {
    const CODES: [&str; 9] = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];
    CODES.get(usize::from(number).checked_sub(1)?).copied()
}

fn some(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

/// Names and hashes of the eligibility inputs and of the log, made once a report.
pub(super) struct Sources<'a> {
    checked: &'a Checked,
    inputs: Vec<(String, Option<String>)>,
}

impl<'a> Sources<'a> {
    pub(super) fn of(checked: &'a Checked) -> Self {
        let named = |input: &InputReport| {
            let sha256 = input.sha256.map(|hash| digest::hex(&hash));
            (shown(input), sha256)
        };
        Self {
            checked,
            inputs: checked.eligibility.inputs.iter().map(named).collect(),
        }
    }

    /// Everything a finding rests on: records in input order, then rows of the log.
    pub(super) fn items(&self, finding: &Finding) -> impl Iterator<Item = Item<'_>> {
        let records = finding.evidence.iter().filter_map(|&index| {
            let record = self.checked.records().get(index as usize)?;
            self.record(record)
        });
        let rows = finding.log_lines.iter().filter_map(|&line| {
            let log = self.checked.log.as_ref()?;
            row_of(log, line).map(|row| row_item(log, row))
        });
        records.chain(rows)
    }

    fn record(&self, record: RecordRef<'a>) -> Option<Item<'_>> {
        let at = record.source as usize;
        let input = self.checked.eligibility.inputs.get(at)?;
        let (file, sha256) = self.inputs.get(at)?;
        let place = Some(record.row).filter(|&row| row > 0);
        let has_units = has_units(input.form);
        Some(Item {
            file,
            sha256: sha256.as_deref(),
            form: input.form.id(),
            unit: place.filter(|_| has_units),
            line: place.filter(|_| !has_units),
            as_of: record.as_of,
            reference: code(record.reference),
            // A station may use its own number of the patient.
            query_no: some(record.query_no()).filter(|_| !self.checked.is_masked),
            reception_no: input.reception_no.as_deref(),
            executed_at: input.executed_at.as_deref(),
            insurer_no: some(record.insurer_recorded()),
            qualified_on: self.unless_birthday(record.qualified_on, record),
            lost_on: self.unless_birthday(record.lost_on, record),
            validity: code(record.validity),
            credential: None,
        })
    }
}

impl Sources<'_> {
    /// Coverage begins and ends on birthdays, at birth and at 75: in a masked run such a day is not told.
    fn unless_birthday(&self, date: Option<NaiveDate>, record: RecordRef<'_>) -> Option<NaiveDate> {
        let day = |date: NaiveDate| (date.month(), date.day());
        let born = record.birth_date.filter(|_| self.checked.is_masked);
        date.filter(|&date| born.is_none_or(|born| day(born) != day(date)))
    }
}

/// Forms of the eligibility system and its app hold units; everything else has lines or rows.
fn has_units(form: Form) -> bool {
    matches!(
        form,
        Form::XmlSingle
            | Form::XmlFace
            | Form::XmlBulk
            | Form::XmlVisits
            | Form::XmlMedicalAid
            | Form::Json
            | Form::AppText
    )
}

fn row_of(log: &LogInput, line: u32) -> Option<&Row> {
    let rows = log.log.as_ref().ok()?.rows();
    let at = rows.binary_search_by_key(&line, |row| row.line);
    at.ok().and_then(|at| rows.get(at))
}

fn row_item<'a>(log: &'a LogInput, row: &'a Row) -> Item<'a> {
    Item {
        file: &log.shown,
        sha256: some(&log.sha256),
        form: LOG_FORM,
        unit: None,
        line: Some(row.line),
        as_of: row.shown_on,
        reference: None,
        query_no: None,
        reception_no: None,
        executed_at: None,
        insurer_no: None,
        qualified_on: None,
        lost_on: None,
        validity: None,
        credential: Some(row.kind.id()),
    }
}

/// The members of an item, in their order.
pub(super) fn fields() -> Fields {
    let text = |name: &str, nullable| Field::new(name, DataType::Utf8, nullable);
    let date = |name: &str| Field::new(name, DataType::Date32, true);
    Fields::from(vec![
        text("file", false),
        text("sha256", true),
        text("form", false),
        Field::new("place", DataType::Struct(place_fields()), false),
        date("as_of"),
        text("reference", true),
        text("query_no", true),
        text("reception_no", true),
        text("executed_at", true),
        text("insurer_no", true),
        date("qualified_on"),
        date("lost_on"),
        text("validity", true),
        text("credential", true),
    ])
}

fn place_fields() -> Fields {
    let number = |name: &str| Field::new(name, DataType::UInt32, true);
    Fields::from(vec![number("unit"), number("line")])
}

fn item_field() -> FieldRef {
    Arc::new(Field::new("item", DataType::Struct(fields()), false))
}

/// The type of the column.
pub(super) fn data_type() -> DataType {
    DataType::List(item_field())
}

/// The column under construction.
#[derive(Default)]
pub(super) struct Lists<'a> {
    items: Vec<Item<'a>>,
    lengths: Vec<usize>,
}

impl<'a> Lists<'a> {
    /// Adds what one finding rests on.
    pub(super) fn push(&mut self, items: impl Iterator<Item = Item<'a>>) {
        let before = self.items.len();
        self.items.extend(items);
        self.lengths.push(self.items.len() - before);
    }

    /// The column.
    ///
    /// # Errors
    /// What arrow reports.
    pub(super) fn finish(&self) -> Result<ArrayRef, ArrowError> {
        let place = StructArray::try_new(
            place_fields(),
            vec![self.numbers(|i| i.unit), self.numbers(|i| i.line)],
            None,
        );
        let columns: Vec<ArrayRef> = vec![
            self.texts(|i| Some(i.file)),
            self.texts(|i| i.sha256),
            self.texts(|i| Some(i.form)),
            Arc::new(place?),
            self.dates(|i| i.as_of),
            self.texts(|i| i.reference),
            self.texts(|i| i.query_no),
            self.texts(|i| i.reception_no),
            self.texts(|i| i.executed_at),
            self.texts(|i| i.insurer_no),
            self.dates(|i| i.qualified_on),
            self.dates(|i| i.lost_on),
            self.texts(|i| i.validity),
            self.texts(|i| i.credential),
        ];
        // The length is given for a batch in which no finding rests on anything.
        let items = StructArray::try_new_with_length(fields(), columns, None, self.items.len())?;
        let offsets = OffsetBuffer::from_lengths(self.lengths.iter().copied());
        let lists = ListArray::try_new(item_field(), offsets, Arc::new(items), None)?;
        Ok(Arc::new(lists))
    }

    fn texts(&self, value: impl Fn(&Item<'a>) -> Option<&'a str>) -> ArrayRef {
        Arc::new(self.items.iter().map(value).collect::<StringArray>())
    }

    fn numbers(&self, value: impl Fn(&Item<'a>) -> Option<u32>) -> ArrayRef {
        Arc::new(self.items.iter().map(value).collect::<UInt32Array>())
    }

    fn dates(&self, value: impl Fn(&Item<'a>) -> Option<NaiveDate>) -> ArrayRef {
        let days = self.items.iter().map(|i| value(i).map(days_since_1970));
        Arc::new(days.collect::<Date32Array>())
    }
}

//! Typed columns under construction, filled row by row.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanBuilder, Date32Builder, RecordBatch, StringBuilder, UInt32Builder,
    UInt64Builder,
};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use arrow::error::ArrowError;
use chrono::{Datelike, NaiveDate};

use crate::text::date::Month;

use super::csv::push_days;
use super::evidence::{Item, Lists};

/// Days from 0001-01-01 (day 1 of chrono) to 1970-01-01.
pub(super) const EPOCH: i32 = 719_163;

/// A day as Arrow and Parquet count it.
pub(super) fn days_since_1970(date: NaiveDate) -> i32 {
    date.num_days_from_ce() - EPOCH
}

/// Columns under construction, filled in the order of the schema, row by row.
pub(super) struct Cells<'a> {
    columns: Vec<Column<'a>>,
    next: usize,
    text: Vec<u8>,
}

enum Column<'a> {
    Text(StringBuilder),
    Number(UInt32Builder),
    Long(UInt64Builder),
    Date(Date32Builder),
    Truth(BooleanBuilder),
    Evidence(Lists<'a>),
}

impl<'a> Cells<'a> {
    pub(super) fn new(schema: &Schema, rows: usize) -> Self {
        let column = |field: &Arc<Field>| match field.data_type() {
            DataType::UInt32 => Column::Number(UInt32Builder::with_capacity(rows)),
            DataType::UInt64 => Column::Long(UInt64Builder::with_capacity(rows)),
            DataType::Date32 => Column::Date(Date32Builder::with_capacity(rows)),
            DataType::Boolean => Column::Truth(BooleanBuilder::with_capacity(rows)),
            DataType::List(_) => Column::Evidence(Lists::default()),
            _ => Column::Text(StringBuilder::with_capacity(rows, rows * 12)),
        };
        Self {
            columns: schema.fields().iter().map(column).collect(),
            next: 0,
            text: Vec::new(),
        }
    }

    fn column(&mut self) -> &mut Column<'a> {
        let at = self.next;
        self.next = (at + 1) % self.columns.len();
        &mut self.columns[at]
    }

    pub(super) fn text(&mut self, text: &str) {
        self.optional(Some(text));
    }

    /// A text that may be missing.
    pub(super) fn optional(&mut self, text: Option<&str>) {
        if let Column::Text(column) = self.column() {
            column.append_option(text);
        }
    }

    pub(super) fn number(&mut self, number: Option<u32>) {
        if let Column::Number(column) = self.column() {
            column.append_option(number);
        }
    }

    pub(super) fn long(&mut self, number: u64) {
        if let Column::Long(column) = self.column() {
            column.append_value(number);
        }
    }

    pub(super) fn date(&mut self, date: Option<NaiveDate>) {
        if let Column::Date(column) = self.column() {
            column.append_option(date.map(days_since_1970));
        }
    }

    pub(super) fn truth(&mut self, truth: bool) {
        if let Column::Truth(column) = self.column() {
            column.append_value(truth);
        }
    }

    pub(super) fn days(&mut self, month: Option<Month>, mask: u32) {
        let mut text = std::mem::take(&mut self.text);
        text.clear();
        push_days(&mut text, month, mask);
        self.text(&String::from_utf8_lossy(&text));
        self.text = text;
    }

    pub(super) fn evidence(&mut self, items: impl Iterator<Item = Item<'a>>) {
        if let Column::Evidence(column) = self.column() {
            column.push(items);
        }
    }

    /// # Errors
    /// When a column was left out or filled with another type: the lengths differ then.
    pub(super) fn finish(self, schema: &SchemaRef) -> Result<RecordBatch, ArrowError> {
        let finish = |column| -> Result<ArrayRef, ArrowError> {
            Ok(match column {
                Column::Text(mut column) => Arc::new(column.finish()),
                Column::Number(mut column) => Arc::new(column.finish()),
                Column::Long(mut column) => Arc::new(column.finish()),
                Column::Date(mut column) => Arc::new(column.finish()),
                Column::Truth(mut column) => Arc::new(column.finish()),
                Column::Evidence(column) => column.finish()?,
            })
        };
        let columns = self.columns.into_iter().map(finish);
        RecordBatch::try_new(schema.clone(), columns.collect::<Result<_, _>>()?)
    }
}

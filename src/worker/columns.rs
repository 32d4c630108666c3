//! Columns of the streams: those that are read fitted to what [`super::schema`] says, those that are written filled
//! row by row.

use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, AsArray, BinaryBuilder, Date32Builder, Int64Builder, ListArray, ListBuilder,
    RecordBatch, StringBuilder, StructArray,
};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Field, Fields, SchemaRef};
use arrow::error::ArrowError;
use chrono::{Datelike, NaiveDate};

use super::WorkerError;
use super::schema::{self, Column, Kind};

/// Days from 0001-01-01 (day 1 of chrono) to 1970-01-01.
const EPOCH: i32 = 719_163;

/// Sees that all columns are there; `of` is the column that they lie in.
pub(super) fn check(fields: &Fields, columns: &[Column], of: &str) -> Result<(), WorkerError> {
    for column in columns {
        let path = format!("{of}{}", column.name);
        let field = fields.iter().find(|field| field.name() == column.name);
        let found = field.map(|field| field.data_type());
        if !found.is_some_and(|found| fits(found, column.kind)) {
            let found = found.map(ToString::to_string).unwrap_or_default();
            return Err(WorkerError::Column { path, found });
        }
        if let (Kind::Rows(inner), Some(DataType::Struct(fields))) =
            (column.kind, found.and_then(element))
        {
            check(fields, inner, &format!("{path}."))?;
        }
    }
    Ok(())
}

/// True for a type whose values all are values of the kind: engines have several for the same.
fn fits(found: &DataType, kind: Kind) -> bool {
    let is_list_of = |kind| element(found).is_some_and(|inner| fits(inner, kind));
    match kind {
        Kind::Text => matches!(
            found,
            DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View
        ),
        Kind::Long => matches!(
            found,
            DataType::Int64 | DataType::Int32 | DataType::UInt32 | DataType::Int16
        ),
        Kind::Date => *found == DataType::Date32,
        Kind::Bytes => matches!(
            found,
            DataType::Binary | DataType::LargeBinary | DataType::BinaryView
        ),
        Kind::Longs => is_list_of(Kind::Long),
        Kind::Blobs => is_list_of(Kind::Bytes),
        Kind::Rows(_) => element(found).is_some_and(|it| matches!(it, DataType::Struct(_))),
    }
}

/// What is in a list.
fn element(list: &DataType) -> Option<&DataType> {
    match list {
        DataType::List(field) | DataType::LargeList(field) => Some(field.data_type()),
        _ => None,
    }
}

/// The columns of a batch that passed [`check`], of the types that they are to have.
pub(super) fn fitted(
    batch: &RecordBatch,
    columns: &'static [Column],
) -> Result<RecordBatch, ArrowError> {
    let fitted = columns.iter().map(|column| {
        let found = batch.column_by_name(column.name);
        fit(found.ok_or_else(|| missing(column))?, column.kind)
    });
    let fitted = fitted.collect::<Result<Vec<_>, _>>()?;
    RecordBatch::try_new(schema::schema(columns), fitted)
}

fn fit(array: &ArrayRef, kind: Kind) -> Result<ArrayRef, ArrowError> {
    let Kind::Rows(columns) = kind else {
        return cast(array, &kind.data_type());
    };
    let array = match array.data_type() {
        DataType::LargeList(field) => cast(array, &DataType::List(Arc::clone(field)))?,
        _ => Arc::clone(array),
    };
    let list = array
        .as_list_opt::<i32>()
        .ok_or_else(|| ArrowError::SchemaError("a list was told".to_owned()))?;
    let rows = list
        .values()
        .as_struct_opt()
        .ok_or_else(|| ArrowError::SchemaError("a struct was told".to_owned()))?;
    let inner = columns.iter().map(|column| {
        let found = rows.column_by_name(column.name);
        fit(found.ok_or_else(|| missing(column))?, column.kind)
    });
    let inner = inner.collect::<Result<Vec<_>, _>>()?;
    let rows = StructArray::try_new(schema::fields(columns), inner, rows.nulls().cloned())?;
    let field = Arc::new(Field::new_list_field(rows.data_type().clone(), true));
    let (offsets, nulls) = (list.offsets().clone(), list.nulls().cloned());
    Ok(Arc::new(ListArray::try_new(
        field,
        offsets,
        Arc::new(rows),
        nulls,
    )?))
}

fn missing(column: &Column) -> ArrowError {
    ArrowError::SchemaError(format!("{} is missing", column.name))
}

/// Rows under construction: cells are added in the order of the columns.
pub(super) struct Table {
    schema: SchemaRef,
    columns: &'static [Column],
    builders: Vec<Builder>,
    next: usize,
    bytes: usize,
}

enum Builder {
    Text(StringBuilder),
    Long(Int64Builder),
    Date(Date32Builder),
    Bytes(BinaryBuilder),
    Longs(ListBuilder<Int64Builder>),
    Blobs(ListBuilder<BinaryBuilder>),
}

impl Builder {
    fn new(kind: Kind) -> Self {
        match kind {
            Kind::Text => Self::Text(StringBuilder::new()),
            Kind::Long => Self::Long(Int64Builder::new()),
            Kind::Date => Self::Date(Date32Builder::new()),
            Kind::Bytes => Self::Bytes(BinaryBuilder::new()),
            Kind::Longs => Self::Longs(ListBuilder::new(Int64Builder::new())),
            // Nothing that is written has rows in rows.
            Kind::Blobs | Kind::Rows(_) => Self::Blobs(ListBuilder::new(BinaryBuilder::new())),
        }
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Self::Text(column) => Arc::new(column.finish()),
            Self::Long(column) => Arc::new(column.finish()),
            Self::Date(column) => Arc::new(column.finish()),
            Self::Bytes(column) => Arc::new(column.finish()),
            Self::Longs(column) => Arc::new(column.finish()),
            Self::Blobs(column) => Arc::new(column.finish()),
        }
    }
}

impl Table {
    /// Rows of a batch.
    const ROWS: usize = 4 << 10;

    /// Bytes of a batch, which one row more may exceed.
    const BYTES: usize = 16 << 20;

    /// No rows yet.
    pub(super) fn new(columns: &'static [Column]) -> Self {
        Self {
            schema: schema::schema(columns),
            columns,
            builders: Vec::new(),
            next: 0,
            bytes: 0,
        }
    }

    pub(super) fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    fn builder(&mut self, bytes: usize) -> &mut Builder {
        if self.builders.is_empty() {
            let kinds = self.columns.iter().map(|column| column.kind);
            self.builders = kinds.map(Builder::new).collect();
        }
        self.bytes += bytes;
        let at = self.next % self.columns.len();
        self.next += 1;
        &mut self.builders[at]
    }

    pub(super) fn text(&mut self, text: Option<&str>) {
        if let Builder::Text(column) = self.builder(text.map_or(0, str::len)) {
            column.append_option(text);
        }
    }

    pub(super) fn long(&mut self, number: Option<i64>) {
        if let Builder::Long(column) = self.builder(8) {
            column.append_option(number);
        }
    }

    pub(super) fn date(&mut self, date: Option<NaiveDate>) {
        if let Builder::Date(column) = self.builder(4) {
            column.append_option(date.map(|date| date.num_days_from_ce() - EPOCH));
        }
    }

    pub(super) fn bytes(&mut self, bytes: Option<&[u8]>) {
        if let Builder::Bytes(column) = self.builder(bytes.map_or(0, <[u8]>::len)) {
            column.append_option(bytes);
        }
    }

    pub(super) fn longs(&mut self, numbers: &[i64]) {
        if let Builder::Longs(column) = self.builder(8 * numbers.len()) {
            column.values().append_slice(numbers);
            column.append(true);
        }
    }

    pub(super) fn blobs(&mut self, blobs: &[Vec<u8>]) {
        if let Builder::Blobs(column) = self.builder(blobs.iter().map(Vec::len).sum()) {
            for blob in blobs {
                column.values().append_value(blob);
            }
            column.append(true);
        }
    }

    /// True when it is time to write.
    pub(super) fn is_full(&self) -> bool {
        self.next / self.columns.len() >= Self::ROWS || self.bytes >= Self::BYTES
    }

    /// The rows so far, which are then begun anew; `None` when there are none.
    ///
    /// # Errors
    /// When a column was left out or filled with another type: the lengths differ then.
    pub(super) fn take(&mut self) -> Result<Option<RecordBatch>, ArrowError> {
        if self.next == 0 {
            return Ok(None);
        }
        (self.next, self.bytes) = (0, 0);
        let columns = self.builders.iter_mut().map(Builder::finish).collect();
        RecordBatch::try_new(Arc::clone(&self.schema), columns).map(Some)
    }
}

//! Tables to files: Parquet, Arrow IPC or CSV, a batch at a time.

use std::fs::File;
use std::io::{BufWriter, Write};

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::compute::BatchCoalescer;
use arrow::datatypes::{DataType, Date32Type, Int32Type, Int64Type};
use chrono::NaiveDate;

use crate::report::columnar::{GROUP_ROWS, Layout, Sheet, WriteError};
use crate::report::csv::{Charset, Rows};

use super::cells::EPOCH;
use super::schema::Table;

/// The format of the files (`--format`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Apache Parquet, Snappy.
    Parquet,
    /// Arrow IPC file.
    Arrow,
    /// CSV in UTF-8 with a byte order mark, as the reports have it.
    Csv,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 3] = [Self::Parquet, Self::Arrow, Self::Csv];

    /// The word for it on the command line, which is the ending of its files.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Parquet => "parquet",
            Self::Arrow => "arrow",
            Self::Csv => "csv",
        }
    }

    /// The name of the file of a table.
    #[must_use]
    pub fn file_name(self, table: &Table) -> String {
        format!("{}.{}", table.name, self.id())
    }
}

/// A table being written.
pub(super) struct TableWriter {
    pub(super) table: &'static Table,
    out: Out,
    pending: BatchCoalescer,
    /// The column whose sum is told, where the table has one.
    summed: Option<usize>,
    written: Written,
}

/// What a table got.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) rows: u64,
    /// The sum of the column that is summed.
    pub(super) yen: u64,
}

enum Out {
    Typed(Sheet),
    Csv(BufWriter<File>),
}

impl TableWriter {
    /// Begins a file; `summed` names the column whose sum is told at the end.
    pub(super) fn new(
        table: &'static Table,
        format: Format,
        file: File,
        summed: &str,
    ) -> Result<Self, WriteError> {
        let schema = table.arrow();
        let out = match format {
            Format::Parquet => Out::Typed(Sheet::new(Layout::Parquet, file, &schema)?),
            Format::Arrow => Out::Typed(Sheet::new(Layout::Arrow, file, &schema)?),
            Format::Csv => {
                let names: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
                let mut file = BufWriter::new(file);
                file.write_all(&Rows::header(Charset::Utf8, &names))?;
                Out::Csv(file)
            }
        };
        Ok(Self {
            table,
            out,
            pending: BatchCoalescer::new(schema, GROUP_ROWS),
            summed: table.position(summed),
            written: Written::default(),
        })
    }

    /// Adds rows. Batches in the file are of equal size, however the rows come.
    pub(super) fn push(&mut self, columns: Vec<ArrayRef>) -> Result<(), WriteError> {
        let batch = RecordBatch::try_new(self.pending.schema(), columns)?;
        self.pending.push_batch(batch)?;
        self.write_completed()
    }

    /// Writes what is left and ends the file.
    pub(super) fn finish(mut self) -> Result<Written, WriteError> {
        self.pending.finish_buffered_batch()?;
        self.write_completed()?;
        match self.out {
            Out::Typed(sheet) => sheet.finish()?,
            Out::Csv(mut file) => file.flush()?,
        }
        Ok(self.written)
    }

    fn write_completed(&mut self) -> Result<(), WriteError> {
        while let Some(batch) = self.pending.next_completed_batch() {
            match &mut self.out {
                Out::Typed(sheet) => sheet.write(&batch)?,
                Out::Csv(file) => file.write_all(&csv(&batch))?,
            }
            self.written.rows += batch.num_rows() as u64;
            if let Some(at) = self.summed {
                let yen = batch.column(at).as_primitive::<Int64Type>();
                self.written.yen += yen.iter().flatten().map(i64::unsigned_abs).sum::<u64>();
            }
        }
        Ok(())
    }
}

/// The rows of a batch, without header.
fn csv(batch: &RecordBatch) -> Vec<u8> {
    let columns: Vec<Cell<'_>> = batch.columns().iter().map(Cell::of).collect();
    let mut rows = Rows::new(Charset::Utf8, batch.num_rows() * batch.num_columns() * 8);
    for row in 0..batch.num_rows() {
        for column in &columns {
            column.put(row, &mut rows);
        }
        rows.end();
    }
    rows.finish().0
}

/// A column by its type.
enum Cell<'a> {
    Text(&'a arrow::array::StringArray),
    Int(&'a arrow::array::Int32Array),
    Long(&'a arrow::array::Int64Array),
    Date(&'a arrow::array::Date32Array),
    Truth(&'a arrow::array::BooleanArray),
}

impl<'a> Cell<'a> {
    fn of(column: &'a ArrayRef) -> Self {
        match column.data_type() {
            DataType::Int32 => Self::Int(column.as_primitive::<Int32Type>()),
            DataType::Int64 => Self::Long(column.as_primitive::<Int64Type>()),
            DataType::Date32 => Self::Date(column.as_primitive::<Date32Type>()),
            DataType::Boolean => Self::Truth(column.as_boolean()),
            // `Kind::arrow` has no other type.
            _ => Self::Text(column.as_string::<i32>()),
        }
    }

    fn put(&self, row: usize, rows: &mut Rows) {
        // No column holds a number below zero: claims write digits only.
        let number = |number: i64| number.unsigned_abs();
        match self {
            Self::Text(values) if values.is_valid(row) => rows.text(values.value(row)),
            Self::Int(values) if values.is_valid(row) => {
                rows.number(number(values.value(row).into()));
            }
            Self::Long(values) if values.is_valid(row) => rows.number(number(values.value(row))),
            Self::Date(values) if values.is_valid(row) => rows.date(day(values.value(row))),
            Self::Truth(values) if values.is_valid(row) => rows.truth(values.value(row)),
            _ => rows.empty(),
        }
    }
}

/// A day from its number since 1970-01-01.
fn day(days: i32) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(days.checked_add(EPOCH)?)
}

//! Tables to Parquet and Arrow IPC files, a batch at a time: the report's and those of `houkan convert`.

use std::fs::File;
use std::io::{self, BufWriter};

use arrow::array::RecordBatch;
use arrow::datatypes::{Schema, SchemaRef};
use arrow::error::ArrowError;
use arrow::ipc::writer::FileWriter;
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use rust_xlsxwriter::XlsxError;

/// Rows of a row group in Parquet: the most that is held in memory.
pub(crate) const GROUP_ROWS: usize = 128 << 10;

/// A format that keeps types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Layout {
    /// Apache Parquet, Snappy.
    Parquet,
    /// Arrow IPC file.
    Arrow,
}

impl Layout {
    /// The ending of its files.
    pub(crate) fn ending(self) -> &'static str {
        match self {
            Self::Parquet => "parquet",
            Self::Arrow => "arrow",
        }
    }
}

/// Why a table could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The system refused.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The words of arrow.
    #[error(transparent)]
    Arrow(#[from] ArrowError),
    /// The words of parquet.
    #[error(transparent)]
    Parquet(#[from] ParquetError),
    /// The words of the writer of workbooks.
    #[error(transparent)]
    Workbook(#[from] XlsxError),
}

/// A table being written.
pub(crate) enum Sheet {
    Parquet(Box<ArrowWriter<File>>),
    Arrow(Box<FileWriter<BufWriter<File>>>),
}

impl Sheet {
    /// Begins a file. What the schema tells beside its columns stands in both formats' metadata.
    ///
    /// # Errors
    /// What the system, arrow or parquet report.
    pub(crate) fn new(layout: Layout, file: File, schema: &SchemaRef) -> Result<Self, WriteError> {
        Ok(match layout {
            Layout::Parquet => {
                let properties = Some(properties(schema));
                Self::Parquet(Box::new(ArrowWriter::try_new(
                    file,
                    schema.clone(),
                    properties,
                )?))
            }
            Layout::Arrow => Self::Arrow(Box::new(FileWriter::try_new_buffered(file, schema)?)),
        })
    }

    /// Adds a batch.
    ///
    /// # Errors
    /// As [`Sheet::new`].
    pub(crate) fn write(&mut self, batch: &RecordBatch) -> Result<(), WriteError> {
        match self {
            Self::Parquet(writer) => writer.write(batch)?,
            Self::Arrow(writer) => writer.write(batch)?,
        }
        Ok(())
    }

    /// Ends the file.
    ///
    /// # Errors
    /// As [`Sheet::new`].
    pub(crate) fn finish(self) -> Result<(), WriteError> {
        match self {
            Self::Parquet(writer) => drop(writer.close()?),
            Self::Arrow(mut writer) => writer.finish()?,
        }
        Ok(())
    }
}

fn properties(schema: &Schema) -> WriterProperties {
    // A map has no order of its own, and equal runs have to give equal bytes.
    let mut pairs: Vec<_> = schema.metadata().iter().collect();
    pairs.sort();
    let pairs = pairs
        .into_iter()
        .map(|(key, value)| KeyValue::new(key.clone(), value.clone()))
        .collect();
    WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_max_row_group_row_count(Some(GROUP_ROWS))
        .set_key_value_metadata(Some(pairs))
        .build()
}

//! The first rows of a table of any form, as texts: what `houkan map` guesses from.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek};
use std::path::Path;

use arrow::array::RecordBatch;
use arrow::datatypes::Schema;
use arrow::error::ArrowError;
use arrow::ipc::reader::{FileReader, StreamReader};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::errors::ParquetError;

use crate::eligibility::register::Cells;
use crate::text::delimited;

/// As many rows are looked at.
pub const ROWS: usize = 1_000;

/// As many bytes of a CSV are.
const HEAD: u64 = 4 << 20;

/// A column with its values in the first rows, trimmed and without empty ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sampled {
    /// Its name, as it stands in the header or the schema.
    pub name: String,
    /// The values.
    pub values: Vec<String>,
}

/// Why a file gives no sample.
#[derive(Debug, thiserror::Error)]
pub enum SampleError {
    /// It cannot be opened or read.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// It is neither CSV nor Parquet nor Arrow.
    #[error("neither CSV nor Parquet nor Arrow")]
    NoTable,
    /// The first row holds numbers or dates: it is no header.
    #[error("the first row is no header")]
    NoHeader,
    /// It begins as Parquet but cannot be read.
    #[error("{0}")]
    Parquet(#[from] ParquetError),
    /// It begins as Arrow, or was read as such, but cannot be read.
    #[error("{0}")]
    Arrow(#[from] ArrowError),
    /// The CSV is broken.
    #[error("{0}")]
    Csv(#[from] csv::Error),
}

/// Reads the first rows of the table at `path`; the form is told from the content.
///
/// # Errors
/// [`SampleError`].
pub fn read(path: &Path) -> Result<Vec<Sampled>, SampleError> {
    let mut file = File::open(path)?;
    let mut magic = Vec::with_capacity(6);
    file.by_ref().take(6).read_to_end(&mut magic)?;
    file.rewind()?;
    if magic.starts_with(b"PAR1") {
        let reader = ParquetRecordBatchReaderBuilder::try_new(file)?;
        let schema = reader.schema().clone();
        let batches = reader.with_limit(ROWS).with_batch_size(ROWS).build()?;
        return of_batches(&schema, batches);
    }
    if magic == b"ARROW1" {
        let reader = FileReader::try_new(BufReader::new(file), None)?;
        return of_batches(&reader.schema(), reader);
    }
    if magic.starts_with(&[0xFF; 4]) {
        let reader = StreamReader::try_new(BufReader::new(file), None)?;
        return of_batches(&reader.schema(), reader);
    }
    let mut head = Vec::new();
    file.take(HEAD).read_to_end(&mut head)?;
    let is_cut = head.len() as u64 == HEAD;
    if is_cut && let Some(end) = memchr::memrchr(b'\n', &head) {
        head.truncate(end + 1);
    }
    of_csv(&head)
}

fn of_batches(
    schema: &Schema,
    batches: impl Iterator<Item = Result<RecordBatch, ArrowError>>,
) -> Result<Vec<Sampled>, SampleError> {
    let names = schema.fields().iter();
    let mut columns: Vec<Sampled> = names
        .map(|field| Sampled {
            name: field.name().clone(),
            values: Vec::new(),
        })
        .collect();
    let mut is_readable = vec![true; columns.len()];
    let mut left = ROWS;
    for batch in batches {
        let batch = batch?;
        let rows = batch.num_rows().min(left);
        for (at, (column, array)) in columns.iter_mut().zip(batch.columns()).enumerate() {
            // A column that no value of ours can be read from is nothing to map.
            match Cells::of(&column.name, array) {
                Ok(cells) => (0..rows).for_each(|row| column.add(&cells.text(row))),
                Err(_) => is_readable[at] = false,
            }
        }
        left -= rows;
        if left == 0 {
            break;
        }
    }
    let mut is_readable = is_readable.into_iter();
    columns.retain(|_| is_readable.next().unwrap_or(true));
    Ok(columns)
}

fn of_csv(head: &[u8]) -> Result<Vec<Sampled>, SampleError> {
    let text = delimited::decode_head(head);
    let begin = text.trim_start();
    let is_binary = |c: char| c == '\u{FFFD}' || (c.is_control() && !"\r\n\t\u{1A}".contains(c));
    if begin.is_empty() || begin.starts_with(['<', '{', '[']) || text.contains(is_binary) {
        return Err(SampleError::NoTable);
    }
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(text.as_bytes());
    let header = reader.headers()?.clone();
    if !delimited::are_names(&header) {
        return Err(SampleError::NoHeader);
    }
    if header.len() < 2 {
        return Err(SampleError::NoTable);
    }
    let mut columns: Vec<Sampled> = header
        .iter()
        .map(|name| Sampled {
            name: name.trim().to_owned(),
            values: Vec::new(),
        })
        .collect();
    for row in reader.records().take(ROWS) {
        for (column, value) in columns.iter_mut().zip(&row?) {
            column.add(value);
        }
    }
    Ok(columns)
}

impl Sampled {
    fn add(&mut self, value: &str) {
        let value = value.trim();
        if !value.is_empty() {
            self.values.push(value.to_owned());
        }
    }
}

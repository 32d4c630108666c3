//! Parquet: the identity columns of a row group first, then the columns needed for the rows that matter.

use std::fs::File;
use std::ops::Range;
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::{DataType, Field, Schema};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader,
    ParquetRecordBatchReaderBuilder, RowSelection,
};
use parquet::errors::ParquetError;
use parquet::file::reader::ChunkReader;
use rayon::prelude::*;

use super::{Plan, Problem, Register, Taken};
use crate::eligibility::blocks::Content;
use crate::eligibility::map::Map;
use crate::eligibility::portions::Sink;
use crate::eligibility::record::Facts;
use crate::eligibility::wanted::Wanted;

/// Rows decoded at a time: enough to make the cost of a batch small, few enough to stay in the cache.
const BATCH: usize = 1 << 14;

/// Reads a register.
///
/// # Errors
/// Why nothing of it is used.
pub(in crate::eligibility) fn read(
    content: Content<'_>,
    map: &Map,
    wanted: Option<&Wanted>,
    template: Facts,
    sink: &mut Sink<'_>,
) -> Result<Taken, Problem> {
    match content {
        Content::Memory(bytes) => {
            // The library keeps what it reads from; a file in memory is small or came through a pipe.
            let bytes = bytes::Bytes::copy_from_slice(bytes);
            read_from(&|| Ok(bytes.clone()), map, wanted, template, sink)
        }
        // Each reader has its own place in the file, so each opens it.
        Content::File(path) => read_from(
            &|| {
                File::open(path).map_err(|error| Problem::Io {
                    error: error.to_string(),
                })
            },
            map,
            wanted,
            template,
            sink,
        ),
    }
}

fn read_from<R: ChunkReader + 'static>(
    open: &(dyn Fn() -> Result<R, Problem> + Sync),
    map: &Map,
    wanted: Option<&Wanted>,
    template: Facts,
    sink: &mut Sink<'_>,
) -> Result<Taken, Problem> {
    let metadata = metadata(&open()?)?;
    let plan = Plan::new(metadata.schema(), map)?;
    let file = RowGroups {
        open,
        metadata: &metadata,
        register: Register::new(&plan, wanted, plan.template(template)),
    };
    let mut taken = Taken::default();
    plan.remark(&mut taken.notes);
    if sink.is_open() {
        file.in_order(&mut taken, sink)?;
        return Ok(taken);
    }
    let groups = metadata.metadata().row_groups();
    let mut first = 0;
    let firsts: Vec<(usize, u64)> = groups
        .iter()
        .enumerate()
        .map(|(group, of)| {
            let at = first;
            // The number of rows is never negative in a file that could be read.
            first += u64::try_from(of.num_rows()).unwrap_or(0);
            (group, at)
        })
        .collect();
    let read: Vec<_> = firsts
        .into_par_iter()
        .map(|(group, first)| file.group(group, first))
        .collect();
    for group in read {
        taken.append(group?);
    }
    Ok(taken)
}

/// What the file says of itself, its texts to be decoded as views, which copies nothing.
fn metadata<R: ChunkReader>(file: &R) -> Result<ArrowReaderMetadata, Problem> {
    let options = ArrowReaderOptions::new();
    let found = ArrowReaderMetadata::load(file, options.clone()).map_err(|e| broken(&e))?;
    let as_views = |field: &Arc<Field>| match field.data_type() {
        DataType::Utf8 | DataType::LargeUtf8 => {
            Arc::new(field.as_ref().clone().with_data_type(DataType::Utf8View))
        }
        _ => field.clone(),
    };
    let fields: Vec<_> = found.schema().fields().iter().map(as_views).collect();
    let schema = Schema::new_with_metadata(fields, found.schema().metadata().clone());
    ArrowReaderMetadata::try_new(
        found.metadata().clone(),
        options.with_schema(Arc::new(schema)),
    )
    .map_err(|error| broken(&error))
}

fn broken(error: &ParquetError) -> Problem {
    Problem::TableBroken {
        detail: error.to_string(),
    }
}

/// The row groups of a file.
struct RowGroups<'a, R> {
    open: &'a (dyn Fn() -> Result<R, Problem> + Sync),
    metadata: &'a ArrowReaderMetadata,
    register: Register<'a>,
}

impl<R: ChunkReader + 'static> RowGroups<'_, R> {
    /// Reads all rows in their order: a row group may be the whole file, so groups are none of the portions.
    fn in_order(&self, taken: &mut Taken, sink: &mut Sink<'_>) -> Result<(), Problem> {
        let needed = self.register.needed();
        let groups = (0..self.metadata.metadata().num_row_groups()).collect();
        let batches = self.builder(groups, &needed)?.build();
        let batches = batches.map_err(|error| broken(&error))?;
        self.register.take_all(&needed, batches, taken, sink)
    }

    /// Reads a row group; `first` rows stand before it.
    fn group(&self, group: usize, first: u64) -> Result<Taken, Problem> {
        let keys = self.register.keys();
        let mut taken = Taken::default();
        let rows =
            usize::try_from(self.metadata.metadata().row_group(group).num_rows()).unwrap_or(0);
        // A file all of whose rows are wanted has no key columns.
        let chosen = if keys.is_empty() {
            std::iter::once(0..rows).collect()
        } else {
            self.chosen(group, &keys, rows)?
        };
        let count: usize = chosen.iter().map(Range::len).sum();
        taken.passed_over = (rows - count) as u64;
        if count == 0 {
            return Ok(taken);
        }
        let needed = self.register.needed();
        let mut numbers = chosen.iter().cloned().flatten();
        let selection = RowSelection::from_consecutive_ranges(chosen.iter().cloned(), rows);
        for batch in self.reader(group, &needed, selection)? {
            let batch = batch.map_err(|error| arrow_broken(&error))?;
            let of_batch = numbers.by_ref().take(batch.num_rows());
            let numbered = of_batch
                .enumerate()
                .map(|(row, number)| (row, first + number as u64 + 1));
            self.register.take(&batch, &needed, numbered, &mut taken)?;
        }
        Ok(taken)
    }

    /// The runs of rows that may be wanted; where the birth date alone leaves few of them, the other columns
    /// are read for these.
    fn chosen(
        &self,
        group: usize,
        keys: &[usize],
        rows: usize,
    ) -> Result<Vec<Range<usize>>, Problem> {
        let mut runs: Vec<_> = std::iter::once(0..rows).collect();
        if let Some(place) = self.register.birth_place() {
            let by_birth = |batch: &RecordBatch| self.register.choose_by_birth(batch, place);
            runs = self.choice(group, &[place], &runs, rows, by_birth)?;
        }
        let by_identity = |batch: &RecordBatch| self.register.choose(batch, keys);
        self.choice(group, keys, &runs, rows, by_identity)
    }

    /// The runs of rows that `choose` names by these columns, of the runs `among` in a group of so many rows.
    fn choice(
        &self,
        group: usize,
        columns: &[usize],
        among: &[Range<usize>],
        rows: usize,
        choose: impl Fn(&RecordBatch) -> Result<Vec<usize>, Problem>,
    ) -> Result<Vec<Range<usize>>, Problem> {
        let selection = RowSelection::from_consecutive_ranges(among.iter().cloned(), rows);
        let mut numbers = among.iter().cloned().flatten();
        let mut chosen: Vec<Range<usize>> = Vec::new();
        for batch in self.reader(group, columns, selection)? {
            let batch = batch.map_err(|error| arrow_broken(&error))?;
            let of_batch: Vec<usize> = numbers.by_ref().take(batch.num_rows()).collect();
            for row in choose(&batch)? {
                let row = of_batch[row];
                match chosen.last_mut() {
                    Some(run) if run.end == row => run.end += 1,
                    _ => chosen.push(row..row + 1),
                }
            }
        }
        Ok(chosen)
    }

    fn reader(
        &self,
        group: usize,
        columns: &[usize],
        selection: RowSelection,
    ) -> Result<ParquetRecordBatchReader, Problem> {
        let builder = self.builder(vec![group], columns)?;
        let builder = builder.with_row_selection(selection);
        builder.build().map_err(|error| broken(&error))
    }

    fn builder(
        &self,
        groups: Vec<usize>,
        columns: &[usize],
    ) -> Result<ParquetRecordBatchReaderBuilder<R>, Problem> {
        let metadata = self.metadata.clone();
        let mask = ProjectionMask::roots(metadata.parquet_schema(), columns.iter().copied());
        let builder = ParquetRecordBatchReaderBuilder::new_with_metadata((self.open)()?, metadata);
        Ok(builder
            .with_row_groups(groups)
            .with_projection(mask)
            .with_batch_size(BATCH))
    }
}

fn arrow_broken(error: &arrow::error::ArrowError) -> Problem {
    Problem::TableBroken {
        detail: error.to_string(),
    }
}

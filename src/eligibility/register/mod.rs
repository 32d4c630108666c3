//! Member registers as columns: Parquet files, Arrow files and streams, and whatever else comes as
//! `RecordBatch`es.
//!
//! A register has forty columns and ten million rows; a month's claims need a few columns of a few rows. So
//! the rows are chosen by their identity columns first ([`Register::choose`]), and the other columns are
//! looked at for those alone ([`Register::take`]).

mod cells;
mod ipc;
mod parquet;
mod plan;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use arrow::array::RecordBatch;
use arrow::error::ArrowError;
use rayon::prelude::*;

use super::column::{self, Column};
use super::portions::Sink;
use super::record::Facts;
use super::row::Taken;
use super::table;
use super::wanted::{Choice, Wanted};
use crate::note::{Place, Problem};
pub(in crate::eligibility) use cells::Cells;

pub(super) use ipc::{MAGIC as ARROW_MAGIC, read as read_arrow};
pub(super) use parquet::read as read_parquet;
pub(super) use plan::Plan;

/// How a register is read: the same for all its batches.
pub(super) struct Register<'a> {
    plan: &'a Plan<'a>,
    wanted: Option<&'a Wanted>,
    template: Facts,
}

impl<'a> Register<'a> {
    pub(super) fn new(plan: &'a Plan<'a>, wanted: Option<&'a Wanted>, template: Facts) -> Self {
        Self {
            plan,
            wanted,
            template,
        }
    }

    /// The columns by which rows are chosen, as places in the schema, ascending; none where all rows are
    /// wanted.
    pub(super) fn keys(&self) -> Vec<usize> {
        self.plan.places(&self.key_columns())
    }

    fn key_columns(&self) -> Vec<Column> {
        let has_kana = self.plan.has_values(Column::Kana);
        self.wanted
            .map(|wanted| wanted.key_columns(has_kana))
            .unwrap_or_default()
    }

    /// All columns that are read, as places in the schema, ascending.
    pub(super) fn needed(&self) -> Vec<usize> {
        self.plan.places(&Column::ALL)
    }

    /// The place of the birth date, where most rows fall away by it alone.
    pub(super) fn birth_place(&self) -> Option<usize> {
        self.wanted.filter(|wanted| wanted.is_people_alone())?;
        self.plan.place(Column::BirthDate)
    }

    /// The rows of a batch whose birth date is that of somebody wanted.
    ///
    /// # Errors
    /// A column whose type cannot be read.
    pub(super) fn choose_by_birth(
        &self,
        batch: &RecordBatch,
        place: usize,
    ) -> Result<Vec<usize>, Problem> {
        let cells = self.cells(batch, &[place], Column::BirthDate)?;
        let is_born = |&row: &usize| {
            let day = self.plan.day_number(Column::BirthDate, &cells, row);
            day.zip(self.wanted)
                .is_some_and(|(day, wanted)| wanted.is_born_on(day))
        };
        Ok((0..batch.num_rows()).filter(is_born).collect())
    }

    /// The rows of a batch that may be wanted; the batch has the columns at `places` of the schema, among
    /// them those of [`keys`](Self::keys).
    ///
    /// # Errors
    /// A column whose type cannot be read.
    pub(super) fn choose(
        &self,
        batch: &RecordBatch,
        places: &[usize],
    ) -> Result<Vec<usize>, Problem> {
        let Some(wanted) = self.wanted else {
            return Ok((0..batch.num_rows()).collect());
        };
        let columns = self.key_columns();
        let cells = |column: Column| {
            if columns.contains(&column) {
                self.cells(batch, places, column)
            } else {
                Ok(Cells::None)
            }
        };
        let mut choice = Choice::new(wanted, batch.num_rows());
        if columns.contains(&Column::Number) {
            let (insurer, symbol) = (cells(Column::InsurerNo)?, cells(Column::Symbol)?);
            let number = cells(Column::Number)?;
            choice.by_key(|row| {
                [
                    self.plan.value(Column::InsurerNo, &insurer, row),
                    self.plan.value(Column::Symbol, &symbol, row),
                    self.plan.value(Column::Number, &number, row),
                ]
            });
        }
        if columns.contains(&Column::BirthDate) {
            let (birth_date, kana) = (cells(Column::BirthDate)?, cells(Column::Kana)?);
            let name = cells(Column::Name)?;
            let name = |row| self.plan.value(Column::Name, &name, row);
            let has_name = columns.contains(&Column::Name);
            choice.by_person(
                |row| self.plan.day_number(Column::BirthDate, &birth_date, row),
                |row| self.plan.value(Column::Kana, &kana, row),
                has_name.then_some(&name),
            );
        }
        Ok(choice.rows())
    }

    /// Reads rows of a batch, each with its number in the register, from 1; the batch has the columns at
    /// `places` of the schema, among them those of [`needed`](Self::needed).
    ///
    /// # Errors
    /// A column whose type cannot be read.
    pub(super) fn take(
        &self,
        batch: &RecordBatch,
        places: &[usize],
        rows: impl Iterator<Item = (usize, u64)>,
        taken: &mut Taken,
    ) -> Result<(), Problem> {
        let cells = Column::ALL
            .into_iter()
            .map(|column| self.cells(batch, places, column))
            .collect::<Result<Vec<_>, _>>()?;
        for (row, number) in rows {
            let values: Vec<Cow<'_, str>> = Column::ALL
                .into_iter()
                .map(|column| self.plan.value(column, &cells[column as usize], row))
                .collect();
            let value = |column: Column| &*values[column as usize];
            taken.row(
                &value,
                self.plan.facts(),
                number,
                self.template,
                self.wanted,
            );
        }
        Ok(())
    }

    /// Chooses and reads the rows of a whole batch; `before` rows of the register stand before it.
    ///
    /// # Errors
    /// A column whose type cannot be read.
    pub(super) fn part(
        &self,
        batch: &RecordBatch,
        places: &[usize],
        before: u64,
    ) -> Result<Taken, Problem> {
        let chosen = self.choose(batch, places)?;
        let mut taken = Taken {
            passed_over: (batch.num_rows() - chosen.len()) as u64,
            ..Taken::default()
        };
        let numbered = chosen.iter().map(|&row| (row, before + row as u64 + 1));
        self.take(batch, places, numbered, &mut taken)?;
        Ok(taken)
    }

    /// Reads as many batches as there are threads, and takes their rows at once; records go out into `sink` where
    /// that is open.
    ///
    /// # Errors
    /// A batch that cannot be read, or a column whose type cannot.
    pub(super) fn take_all(
        &self,
        places: &[usize],
        batches: impl Iterator<Item = Result<RecordBatch, ArrowError>>,
        taken: &mut Taken,
        sink: &mut Sink<'_>,
    ) -> Result<(), Problem> {
        let mut slices = batches.flat_map(slices);
        let mut before = 0;
        loop {
            let mut read: Vec<(RecordBatch, u64)> = Vec::new();
            for batch in slices.by_ref().take(rayon::current_num_threads()) {
                let batch = batch.map_err(|error| Problem::TableBroken {
                    detail: error.to_string(),
                })?;
                let rows = batch.num_rows() as u64;
                read.push((batch, before));
                before += rows;
            }
            if read.is_empty() {
                return Ok(());
            }
            let parts: Vec<_> = read
                .par_iter()
                .map(|(batch, before)| self.part(batch, places, *before))
                .collect();
            for part in parts {
                taken.append(part?);
            }
            sink.give(taken)?;
        }
    }

    /// The cells of one of our columns in a batch of the columns at `places` of the schema.
    fn cells(
        &self,
        batch: &RecordBatch,
        places: &[usize],
        column: Column,
    ) -> Result<Cells, Problem> {
        let at = self.plan.place(column);
        match at.and_then(|at| places.binary_search(&at).ok()) {
            Some(at) => Cells::of(batch.schema_ref().field(at).name(), batch.column(at)),
            None => Ok(Cells::None),
        }
    }
}

/// Rows that are taken at once: somebody may write a whole register as one batch.
const SLICE: usize = 1 << 14;

/// A batch in slices, which copies nothing.
fn slices(
    batch: Result<RecordBatch, ArrowError>,
) -> impl Iterator<Item = Result<RecordBatch, ArrowError>> {
    let (batch, failed) = match batch {
        Ok(batch) => (Some(batch), None),
        Err(error) => (None, Some(Err(error))),
    };
    let of_batch = batch.into_iter().flat_map(|batch| {
        let rows = batch.num_rows();
        let starts = (0..rows).step_by(SLICE);
        starts.map(move |start| Ok(batch.slice(start, SLICE.min(rows - start))))
    });
    of_batch.chain(failed)
}

//! Which column of a register feeds which of ours.

use std::borrow::Cow;

use arrow::datatypes::Schema;
use csv::StringRecord;

use super::cells::Cells;
use super::{Column, Place, Problem, column, table};
use crate::eligibility::map::Map;
use crate::eligibility::record::Facts;
use crate::eligibility::table::{Fit, Header};
use crate::eligibility::wanted::day_number;
use crate::note::Notes;

/// The plan for one schema: its column names are looked at as the header of a CSV is.
pub(in crate::eligibility) struct Plan<'m> {
    header: Header<'m>,
    map: &'m Map,
    /// By column: its values are taken as they stand.
    is_plain: [bool; Column::ALL.len()],
}

impl<'m> Plan<'m> {
    /// The plan for a table with these columns.
    ///
    /// # Errors
    /// Why it is no register, or none that can be read.
    pub(in crate::eligibility) fn new(schema: &Schema, map: &'m Map) -> Result<Self, Problem> {
        let names: StringRecord = schema.fields().iter().map(|field| field.name()).collect();
        match table::of_row(&names, map) {
            Fit::Register(header) => Ok(Self {
                is_plain: Column::ALL.map(|column| {
                    let source = header.source(column);
                    source.constant.is_none() && source.is_plain()
                }),
                header: *header,
                map,
            }),
            Fit::Broken(problem) | Fit::Foreign(problem) => Err(problem),
        }
    }

    /// True when a column of ours has values in this register.
    pub(super) fn has_values(&self, column: Column) -> bool {
        self.header.has_values(column)
    }

    /// Where a column of ours stands in the schema.
    pub(super) fn place(&self, column: Column) -> Option<usize> {
        self.header.at(column)
    }

    /// Where these columns stand in the schema, ascending, each once.
    pub(super) fn places(&self, columns: &[Column]) -> Vec<usize> {
        let mut places: Vec<usize> = columns.iter().filter_map(|&c| self.place(c)).collect();
        places.sort_unstable();
        places.dedup();
        places
    }

    /// The columns that have values and are no texts.
    pub(super) fn facts(&self) -> &[Column] {
        self.header.facts()
    }

    /// What stands under a column of ours in a row, as contract 3.4 writes it.
    pub(super) fn value<'c>(
        &'c self,
        column: Column,
        cells: &'c Cells,
        row: usize,
    ) -> Cow<'c, str> {
        if self.is_plain[column as usize] {
            return cells.text(row);
        }
        let source = self.header.source(column);
        if let Some(constant) = &source.constant {
            return Cow::Borrowed(constant);
        }
        match cells.text(row) {
            Cow::Borrowed(theirs) => source.read(theirs),
            Cow::Owned(theirs) => Cow::Owned(source.read(&theirs).into_owned()),
        }
    }

    /// The date that stands under a column of ours, as [`day_number`]; `None` where there is none or it cannot be
    /// read.
    pub(super) fn day_number(&self, column: Column, cells: &Cells, row: usize) -> Option<i32> {
        match cells.day_number(row) {
            Some(day) if self.is_plain[column as usize] => Some(day),
            _ => column::day(self.value(column, cells, row).trim())
                .ok()
                .map(day_number),
        }
    }

    /// What records of this register have that no column says: the register's date.
    pub(in crate::eligibility) fn template(&self, facts: Facts) -> Facts {
        Facts {
            as_of: self.map.seen_on.or(facts.as_of),
            ..facts
        }
    }

    /// Says which columns are not read.
    pub(in crate::eligibility) fn remark(&self, notes: &mut Notes) {
        self.header.remark(Place::Whole, notes);
    }
}

//! Which column of a register feeds which of ours.

use std::borrow::Cow;

use arrow::datatypes::Schema;
use chrono::NaiveDate;

use super::cells::Cells;
use super::{Column, Place, Problem, column, table};
use crate::eligibility::map::{Map, Source};
use crate::eligibility::record::Facts;
use crate::note::{Notes, shortened};
use crate::text::delimited;

/// The plan for one schema.
pub(in crate::eligibility) struct Plan<'m> {
    /// By column: the place in the schema.
    at: [Option<usize>; Column::ALL.len()],
    map: Option<&'m Map>,
    /// The columns that have values and are no texts.
    facts: Vec<Column>,
    /// Names of columns that nothing is known about.
    unknown: Vec<String>,
}

impl<'m> Plan<'m> {
    /// The plan for a table with these columns; `None` when it is no register.
    ///
    /// # Errors
    /// Required columns that are missing, or a column that stands twice.
    pub(in crate::eligibility) fn new(
        schema: &Schema,
        map: Option<&'m Map>,
    ) -> Result<Option<Self>, Problem> {
        let names: Vec<String> = schema
            .fields()
            .iter()
            .map(|field| delimited::column_name(field.name()))
            .collect();
        if table::is_foreign(&names) {
            return Ok(None);
        }
        let mut plan = Self {
            at: [None; Column::ALL.len()],
            map,
            facts: Vec::new(),
            unknown: Vec::new(),
        };
        let mut missing = Vec::new();
        for column in Column::ALL {
            let source = plan.source(column);
            if source.is_some_and(|source| source.constant.is_some()) {
                continue;
            }
            let named = source.and_then(|source| source.name.as_deref());
            let name = named.map_or_else(|| column.id().to_owned(), delimited::column_name);
            let mut places = (0..names.len()).filter(|&at| names[at] == name);
            plan.at[column as usize] = places.next();
            if plan.at[column as usize].is_some() && places.next().is_some() {
                return Err(Problem::DuplicateColumn { name });
            }
            let is_required = named.is_some() || Column::REQUIRED.contains(&column);
            if is_required && plan.at[column as usize].is_none() {
                missing.push(named.unwrap_or(column.id()).to_owned());
            }
        }
        if !missing.is_empty() {
            // A stray column `name` or `number` makes no register.
            if map.is_none() && plan.at.iter().flatten().count() < 2 {
                return Ok(None);
            }
            let names = missing.join(", ");
            return Err(Problem::MissingColumns { names });
        }
        let has_values = |&column: &Column| plan.has_values(column) && !column.is_text();
        plan.facts = Column::ALL.into_iter().filter(has_values).collect();
        let is_unknown = |at: &usize| !plan.at.contains(&Some(*at));
        plan.unknown = (0..names.len())
            .filter(is_unknown)
            .map(|at| shortened(schema.field(at).name()))
            .collect();
        Ok(Some(plan))
    }

    fn source(&self, column: Column) -> Option<&'m Source> {
        self.map.map(|map| map.source(column))
    }

    /// True when a column of ours has values in this register.
    pub(super) fn has_values(&self, column: Column) -> bool {
        self.place(column).is_some()
            || self
                .source(column)
                .is_some_and(|source| source.constant.is_some())
    }

    /// Where a column of ours stands in the schema.
    pub(super) fn place(&self, column: Column) -> Option<usize> {
        self.at[column as usize]
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
        &self.facts
    }

    /// What stands under a column of ours in a row, as contract 3.4 writes it.
    pub(super) fn value<'c>(
        &'c self,
        column: Column,
        cells: &'c Cells,
        row: usize,
    ) -> Cow<'c, str> {
        let Some(source) = self.source(column) else {
            return cells.text(row);
        };
        if let Some(constant) = &source.constant {
            return Cow::Borrowed(constant);
        }
        match cells.text(row) {
            theirs if source.is_plain() => theirs,
            Cow::Borrowed(theirs) => source.read(theirs),
            Cow::Owned(theirs) => Cow::Owned(source.read(&theirs).into_owned()),
        }
    }

    /// The date that stands under a column of ours; `None` where there is none or it cannot be read.
    pub(super) fn date(&self, column: Column, cells: &Cells, row: usize) -> Option<NaiveDate> {
        let is_plain = self.source(column).is_none_or(Source::is_plain);
        match cells.date(row) {
            Some(date) if is_plain => Some(date),
            _ => column::day(self.value(column, cells, row).trim()).ok(),
        }
    }

    /// What records of this register have that no column says: the register's date.
    pub(in crate::eligibility) fn template(&self, facts: Facts) -> Facts {
        Facts {
            as_of: self.map.and_then(|map| map.seen_on).or(facts.as_of),
            ..facts
        }
    }

    /// Says which columns are not read. With a map, whoever wrote it knows.
    pub(in crate::eligibility) fn remark(&self, notes: &mut Notes) {
        if self.map.is_none() && !self.unknown.is_empty() {
            let names = self.unknown.join(", ");
            notes.put(Place::Whole, Problem::UnknownColumns { names });
        }
    }
}

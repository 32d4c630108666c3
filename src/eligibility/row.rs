//! One row of a table becomes a record, or it is said why not: the same for every kind of table.

use super::column::{self, Column};
use super::record::{Facts, MAX_TEXT, Records, TextTooLong, Texts};
use super::wanted::Wanted;
use crate::note::{Expected, Notes, Place, Problem, shortened};
use crate::text::fold;

/// What the rows of a table gave.
#[derive(Debug, Default)]
pub(super) struct Taken {
    pub(super) records: Records,
    pub(super) notes: Notes,
    /// Rows left out, each with a remark.
    pub(super) left_out: u64,
    /// Rows that concern nobody in the claims.
    pub(super) passed_over: u64,
    /// Records that were handed out and are no longer here.
    pub(super) given: u64,
}

impl Taken {
    /// Puts what later rows gave behind.
    pub(super) fn append(&mut self, later: Self) {
        self.records.append(later.records);
        self.notes.append(later.notes);
        self.left_out += later.left_out;
        self.passed_over += later.passed_over;
        self.given += later.given;
    }

    /// Takes row `line`, counted from 1. `value` tells what stands in it under a column, empty where there is
    /// none; `facts` are the columns that the table has beside its texts.
    pub(super) fn row<'v>(
        &mut self,
        value: &dyn Fn(Column) -> &'v str,
        facts: &[Column],
        line: u64,
        template: Facts,
        wanted: Option<&Wanted>,
    ) {
        let place = Place::Line(line);
        let (facts, unreadable) = self.facts(value, facts, line, template);
        let texts = texts(value);
        let problem = match missing(&texts).or(unreadable) {
            Some((column, expected)) => Problem::LeftOut {
                field: column.id().into(),
                found: shortened(value(column)),
                expected,
            },
            None => match self.records.push_wanted(&texts, &facts, wanted) {
                Ok(true) => return,
                Ok(false) => {
                    self.passed_over += 1;
                    return;
                }
                Err(TextTooLong(column)) => Problem::LeftOut {
                    field: column.into(),
                    found: "…".to_owned(),
                    expected: Expected::AtMost(MAX_TEXT),
                },
            },
        };
        self.left_out += 1;
        self.notes.put(place, problem);
    }

    /// Everything but the texts, and the first column for which the row cannot be used: values that are
    /// none are told and count as absent, unless something rests on them.
    fn facts<'v>(
        &mut self,
        value: &dyn Fn(Column) -> &'v str,
        columns: &[Column],
        line: u64,
        template: Facts,
    ) -> (Facts, Option<(Column, Expected)>) {
        let mut facts = Facts {
            row: u32::try_from(line).unwrap_or(u32::MAX),
            ..template
        };
        let mut unreadable = None;
        for &column in columns {
            let text = value(column);
            let Err(expected) = column::set(&mut facts, column, text) else {
                continue;
            };
            if column == Column::BirthDate || column.is_deciding() {
                unreadable = unreadable.or(Some((column, expected)));
            } else {
                let problem = Problem::Value {
                    field: column.id().into(),
                    found: shortened(text),
                    expected,
                };
                self.notes.put(Place::Line(line), problem);
            }
        }
        if facts.birth_date.is_none() {
            unreadable = unreadable.or(Some((Column::BirthDate, Expected::Date)));
        }
        (facts, unreadable)
    }
}

fn texts<'v>(value: &dyn Fn(Column) -> &'v str) -> Texts<'v> {
    Texts {
        insurer: value(Column::InsurerNo),
        symbol: value(Column::Symbol),
        number: value(Column::Number),
        branch: value(Column::Branch),
        name: value(Column::Name),
        kana: value(Column::Kana),
        insurer_name: value(Column::InsurerName),
        query_no: value(Column::QueryNo),
    }
}

/// The first of the required texts that the row lacks, and what should stand there.
fn missing(texts: &Texts<'_>) -> Option<(Column, Expected)> {
    if !is_there(texts.insurer) {
        Some((Column::InsurerNo, Expected::Something))
    } else if !is_there(texts.number) {
        Some((Column::Number, Expected::Something))
    } else {
        None
    }
}

/// Not empty once folded.
fn is_there(text: &str) -> bool {
    text.as_bytes().first().is_some_and(u8::is_ascii_graphic) || !fold::nfkc(text).is_empty()
}

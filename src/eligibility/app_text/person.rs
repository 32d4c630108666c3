//! One person of the text, while the lines come in.

use super::words;
use crate::eligibility::column::{self, Column};
use crate::eligibility::record::{Facts, MAX_TEXT, TextTooLong, Texts};
use crate::eligibility::tree::Document;
use crate::note::{Expected, Notes, Place, Problem, shortened};
use crate::text::fold;

/// What has been said of a person so far.
#[derive(Debug, Default)]
pub(super) struct Person {
    /// Values as they stand, one a column; empty when absent.
    values: Vec<(Column, String)>,
    facts: Facts,
    second_sex: u8,
    /// Why the person cannot be used.
    unreadable: Option<(Place, Problem)>,
    /// Where the person begins, 0 when nothing has been said.
    first_line: u32,
}

/// What a person must have. Without 確認日 a result would count as seen on the day of the check.
const REQUIRED: [(Column, Expected); 4] = [
    (Column::InsurerNo, Expected::Something),
    (Column::Number, Expected::Something),
    (Column::BirthDate, Expected::Date),
    (Column::AsOf, Expected::Date),
];

impl Person {
    /// True when the column has spoken.
    pub(super) fn has(&self, column: Column) -> bool {
        self.values.iter().any(|(known, _)| *known == column)
    }

    /// True when 保険者番号 has been named.
    pub(super) fn has_insurer(&self) -> bool {
        self.has(Column::InsurerNo)
    }

    /// Takes the value of a column; the first of two counts.
    pub(super) fn take(&mut self, column: Column, value: &str, line: u32, notes: &mut Notes) {
        let place = Place::Line(u64::from(line));
        if self.first_line == 0 {
            self.first_line = line;
        }
        if let Some((_, first)) = self.values.iter().find(|(known, _)| *known == column) {
            if first != value {
                let field = column.id();
                notes.put(place, Problem::Repeated { field });
            }
            return;
        }
        self.values.push((column, value.to_owned()));
        let code = words::code(column, value);
        let Err(expected) = column::set(&mut self.facts, column, &code) else {
            return;
        };
        let (field, found) = (column.id().into(), shortened(value));
        if column == Column::BirthDate || column.is_deciding() {
            let problem = Problem::LeftOut {
                field,
                found,
                expected,
            };
            self.unreadable = self.unreadable.take().or(Some((place, problem)));
        } else {
            let problem = Problem::Value {
                field,
                found,
                expected,
            };
            notes.put(place, problem);
        }
    }

    /// Takes 性別 of the back.
    pub(super) fn take_second_sex(&mut self, value: &str) {
        let mut facts = Facts::default();
        if column::set(&mut facts, Column::Sex, value).is_ok() {
            self.second_sex = facts.sex;
        }
    }

    fn text(&self, column: Column) -> &str {
        let value = self.values.iter().find(|(known, _)| *known == column);
        value.map_or("", |(_, text)| text)
    }

    /// Why the person cannot be used, if so.
    fn flaw(&mut self) -> Option<(Place, Problem)> {
        let place = Place::Line(u64::from(self.first_line));
        self.unreadable.take().or_else(|| {
            let missing = REQUIRED
                .into_iter()
                .find(|&(column, _)| fold::number(self.text(column)).is_empty());
            missing.map(|(column, expected)| {
                let problem = Problem::LeftOut {
                    field: column.id().into(),
                    found: String::new(),
                    expected,
                };
                (place, problem)
            })
        })
    }

    /// The person is complete: stores the record, or says why not.
    pub(super) fn store(mut self, document: &mut Document) {
        if self.first_line == 0 {
            return;
        }
        let place = Place::Line(u64::from(self.first_line));
        let flaw = self.flaw().or_else(|| {
            let TextTooLong(column) = self.push(document).err()?;
            let problem = Problem::LeftOut {
                field: column.into(),
                found: "…".to_owned(),
                expected: Expected::AtMost(MAX_TEXT),
            };
            Some((place, problem))
        });
        if let Some((place, problem)) = flaw {
            document.left_out += 1;
            document.notes.put(place, problem);
        }
    }

    fn push(&self, document: &mut Document) -> Result<(), TextTooLong> {
        let sex = if self.facts.sex == 0 {
            self.second_sex
        } else {
            self.facts.sex
        };
        let facts = Facts {
            sex,
            row: self.first_line,
            ..self.facts
        };
        let texts = Texts {
            insurer: self.text(Column::InsurerNo),
            symbol: self.text(Column::Symbol),
            number: self.text(Column::Number),
            branch: self.text(Column::Branch),
            name: self.text(Column::Name),
            kana: self.text(Column::Kana),
            insurer_name: self.text(Column::InsurerName),
            query_no: self.text(Column::QueryNo),
        };
        document.records.push(&texts, &facts)
    }
}

//! Remarks on an input that is not a claim file: what is wrong, where, what to do.
//!
//! Eligibility results, the credential log and other side inputs share them. A remark never stops the
//! reading of other inputs; it says what was left out so that nothing is lost silently.

use std::borrow::Cow;

mod database;
mod field;
mod hidden;
mod problem;

pub use database::Database;
pub(crate) use field::field_ja;
pub use problem::{Expected, Problem};

/// At most this many remarks of one kind are kept for one input; [`Problem::More`] counts the rest.
pub const KEPT: u64 = 1_000;

/// As much of a value as a remark shows.
pub(crate) fn shortened(text: &str) -> String {
    text.trim().chars().take(80).collect()
}

/// Where in an input a remark applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// The input as a whole.
    Whole,
    /// A unit of an XML result (`BulkConfirmUnit`, or the one `MessageBody`), counted from 1.
    Unit(u32),
    /// A line of a table, counted from 1; of a row with line breaks inside quotes, its first.
    Line(u64),
}

/// One remark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The index of the input in the list of inputs that the reader reports.
    pub input: u32,
    /// Where in it.
    pub place: Place,
    /// What is wrong.
    pub problem: Problem,
}

impl Note {
    /// The message in Japanese: place, what is wrong, what to do.
    #[must_use]
    pub fn ja(&self) -> String {
        let place = match self.place {
            Place::Whole => Cow::Borrowed(""),
            Place::Unit(n) => Cow::Owned(format!("{n}件目: ")),
            Place::Line(n) => Cow::Owned(format!("{n}行目: ")),
        };
        format!("{place}{}", self.problem.ja())
    }

    /// The message in English: place, what is wrong, what to do.
    #[must_use]
    pub fn en(&self) -> String {
        let place = match self.place {
            Place::Whole => Cow::Borrowed(""),
            Place::Unit(n) => Cow::Owned(format!("unit {n}: ")),
            Place::Line(n) => Cow::Owned(format!("line {n}: ")),
        };
        format!("{place}{}", self.problem.en())
    }

    /// The same remark without what the input holds, which may be personal data (`--mask`).
    #[must_use]
    pub fn masked(mut self) -> Self {
        self.problem = self.problem.masked();
        self
    }
}

/// Gathers the remarks on one input, the first [`KEPT`] of each kind whole and the rest as a number.
#[derive(Clone, Debug, Default)]
pub(crate) struct Notes {
    kept: Vec<(Place, Problem)>,
    counts: Vec<(&'static str, u64)>,
}

impl Notes {
    /// Adds a remark.
    pub(crate) fn put(&mut self, place: Place, problem: Problem) {
        let count = self.count_mut(problem.id());
        *count += 1;
        if *count <= KEPT {
            self.kept.push((place, problem));
        }
    }

    fn count_mut(&mut self, id: &'static str) -> &mut u64 {
        let at = self.counts.iter().position(|(known, _)| *known == id);
        let at = at.unwrap_or_else(|| {
            self.counts.push((id, 0));
            self.counts.len() - 1
        });
        &mut self.counts[at].1
    }

    /// Puts the remarks on a later piece of the same input behind these.
    pub(crate) fn append(&mut self, later: Self) {
        for (place, problem) in later.kept {
            let count = self.count_mut(problem.id());
            *count += 1;
            if *count <= KEPT {
                self.kept.push((place, problem));
            }
        }
        for (id, count) in later.counts {
            // The kept ones were counted above.
            *self.count_mut(id) += count.saturating_sub(KEPT);
        }
    }

    /// Counts units on from `before`.
    pub(crate) fn count_units_from(&mut self, before: u32) {
        for (place, _) in &mut self.kept {
            if let Place::Unit(number) = place {
                *number = number.saturating_add(before);
            }
        }
    }

    /// All remarks, in the order in which they arose, for input number `input`.
    pub(crate) fn into_notes(self, input: u32) -> impl Iterator<Item = Note> {
        let more = self
            .counts
            .into_iter()
            .filter(|&(_, count)| count > KEPT)
            .map(|(id, count)| {
                let problem = Problem::More {
                    id,
                    count: count - KEPT,
                };
                (Place::Whole, problem)
            });
        self.kept
            .into_iter()
            .chain(more)
            .map(move |(place, problem)| Note {
                input,
                place,
                problem,
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unnamed(notes: &mut Notes, from: u64, to: u64) {
        for line in from..to {
            notes.put(Place::Line(line), Problem::UnitUnnamed);
        }
    }

    #[test]
    fn pieces_give_the_same_notes_as_the_whole() {
        let mut whole = Notes::default();
        unnamed(&mut whole, 1, 3_001);
        let mut pieces = Notes::default();
        for (from, to) in [(1, 701), (701, 1_401), (1_401, 3_001)] {
            let mut piece = Notes::default();
            unnamed(&mut piece, from, to);
            pieces.append(piece);
        }
        let notes: Vec<_> = pieces.into_notes(4).collect();
        assert_eq!(notes, whole.into_notes(4).collect::<Vec<_>>());
        assert_eq!(notes.len(), 1_001);
        assert_eq!(
            notes[1_000].problem,
            Problem::More {
                id: "unit-unnamed",
                count: 2_000
            }
        );
    }

    #[test]
    fn messages_name_the_place() {
        let note = Note {
            input: 0,
            place: Place::Line(12),
            problem: Problem::Value {
                field: "birth_date".into(),
                found: "昭和99年".into(),
                expected: Expected::Date,
            },
        };
        assert!(
            note.ja().starts_with("12行目: 生年月日（birth_date）"),
            "{}",
            note.ja()
        );
        assert!(note.en().contains("昭和99年"), "{}", note.en());
        assert!(!note.clone().masked().en().contains("99"));
        assert!(!note.masked().ja().contains("99"));
    }
}

//! A file of results being taken in: what it said before against what it says now.

use std::collections::HashSet;

use chrono::Datelike;

use crate::eligibility::{InputReport, RecordRef, Status, stored};
use crate::nightly::error::NightError;
use crate::nightly::hashes::{self, Hashes};
use crate::nightly::packed;
use crate::nightly::state::{InputRow, NewRecord, State, tidy};
use crate::report::inputs;
use crate::text::digest;

use super::touch::Change;

/// A record as it is stored, with where it is filed.
pub(super) struct Packed {
    pub(super) input: i64,
    pub(super) at: i64,
    pub(super) print: i64,
    pub(super) later: Option<i64>,
    pub(super) body: Vec<u8>,
    pub(super) filed: Hashes,
}

/// A file being taken in.
pub(super) struct Taking {
    pub(super) file: i64,
    /// The number that the next input gets.
    pub(super) next_input: i64,
    pub(super) next_record: i64,
    /// Inputs of the content before, by name.
    pub(super) inputs_before: Vec<InputRow>,
    /// Inputs of this content.
    pub(super) inputs: Vec<InputRow>,
    /// What the content before said and this one has not said yet: print and number, ascending.
    pub(super) before: Vec<(i64, i64)>,
    /// Where the prints with the same upper bits begin among them ([`bucket`]): a search in a million ends in a few steps.
    pub(super) starts: Vec<usize>,
    /// Of each of them, that it is there again.
    pub(super) is_kept: Vec<bool>,
    /// Records that this content has and the one before had not.
    pub(super) added: Vec<Packed>,
    /// Under which hashes stored records are to be filed.
    pub(super) links: Vec<(i64, i64)>,
    /// Those without a date of their own among the records that stayed.
    pub(super) undated: Undated,
    pub(super) change: Change,
    pub(super) new: u64,
}

/// Records that stayed and have no date of their own: they count as seen later than before.
pub(super) enum Undated {
    Few(Change),
    /// More than it pays to look up.
    Many,
}

impl Undated {
    /// So many are few: hashes under which they are filed.
    const FEW: usize = 500_000;

    pub(super) fn add(&mut self, record: RecordRef<'_>) {
        if let Self::Few(change) = self {
            change.add(record);
            if change.len() > Self::FEW {
                *self = Self::Many;
            }
        }
    }
}

impl Packed {
    pub(super) fn row(self, id: i64) -> NewRecord {
        NewRecord {
            id,
            input: self.input,
            at: self.at,
            print: self.print,
            later: self.later,
            body: self.body,
        }
    }
}

impl Taking {
    pub(super) fn of(state: &mut State, file: i64) -> Result<Self, NightError> {
        let inputs_before = state.inputs_of(file)?;
        let ids: Vec<i64> = inputs_before.iter().map(|input| input.id).collect();
        let mut before = if ids.is_empty() {
            Vec::new()
        } else {
            state.prints_of(&ids)?
        };
        before.sort_unstable();
        let starts = starts(&before);
        Ok(Self {
            file,
            next_input: state.next_input()?,
            next_record: state.next_record()?,
            inputs_before,
            inputs: Vec::new(),
            is_kept: vec![false; before.len()],
            before,
            starts,
            added: Vec::new(),
            links: Vec::new(),
            undated: Undated::Few(Change::default()),
            change: Change::default(),
            new: 0,
        })
    }

    /// Inputs before of these names stay as they are; gives their numbers.
    pub(super) fn set_aside(&mut self, names: &HashSet<String>) -> HashSet<i64> {
        let is_named = |input: &InputRow| names.contains(&input.shown);
        let aside = self.inputs_before.extract_if(.., |input| is_named(input));
        aside.map(|input| input.id).collect()
    }

    /// The input of that name; it keeps its number.
    pub(super) fn open(&mut self, shown: &str) -> usize {
        if let Some(at) = self.inputs.iter().rposition(|it| it.shown == shown) {
            return at;
        }
        let known = self.inputs_before.iter().position(|it| it.shown == shown);
        let id = known.map_or(self.next_input, |at| self.inputs_before.remove(at).id);
        self.next_input = self.next_input.max(id + 1);
        self.inputs.push(InputRow {
            id,
            file: self.file,
            shown: packed::without_nul(shown),
            form: String::new(),
            encoding: String::new(),
            shape: String::new(),
            bytes: 0,
            sha256: String::new(),
            rows: 0,
            moved: 0,
        });
        self.inputs.len() - 1
    }

    pub(super) fn take(&mut self, record: RecordRef<'_>, name: &str, as_of: i64) {
        let at = self.open(name);
        let input = self.inputs[at].id;
        let mut body = Vec::new();
        stored::pack(record, false, &mut body);
        // The same record in another member of a zip is another one.
        let print = hashes::signed(stored::fingerprint(&body)) ^ input.wrapping_mul(0x9e37_79b9);
        if self.keep(print) {
            if record.as_of.is_none() {
                self.undated.add(record);
            }
            return;
        }
        let day = record.as_of.map(|date| i64::from(date.num_days_from_ce()));
        self.added.push(Packed {
            input,
            at: record.row.into(),
            print,
            later: day.filter(|&day| day > as_of),
            body,
            filed: self.change.add(record),
        });
    }

    /// True when the content before had a record of this print that is not there again yet.
    fn keep(&mut self, print: i64) -> bool {
        let bucket = bucket(print);
        let range = self.starts[bucket]..self.starts[bucket + 1];
        let from = range.start + self.before[range].partition_point(|&(other, _)| other < print);
        for at in from..self.before.len() {
            if self.before[at].0 != print {
                return false;
            }
            if !self.is_kept[at] {
                self.is_kept[at] = true;
                return true;
            }
        }
        false
    }

    /// The records that are no more, by number.
    pub(super) fn gone(&self) -> Vec<i64> {
        let pairs = self.before.iter().zip(&self.is_kept);
        let mut gone: Vec<i64> = pairs
            .filter(|(_, is_kept)| !**is_kept)
            .map(|((_, id), _)| *id)
            .collect();
        tidy(&mut gone);
        gone
    }

    /// Writes down what the reports say of the inputs.
    pub(super) fn describe(&mut self, reports: Vec<InputReport>) {
        let is_moved = self.is_kept.contains(&true);
        let is_read =
            |report: &InputReport| matches!(report.status, Status::Ok | Status::Partial { .. });
        for report in reports.into_iter().filter(is_read) {
            let at = self.open(&inputs::shown(&report));
            let input = &mut self.inputs[at];
            report.form.id().clone_into(&mut input.form);
            input.bytes = i64::try_from(report.bytes).unwrap_or(i64::MAX);
            input.sha256 = report
                .sha256
                .map_or_else(String::new, |it| digest::hex(&it));
            input.rows = i64::try_from(report.records).unwrap_or(i64::MAX);
            input.moved = is_moved.into();
        }
    }
}

/// The upper 16 bits of a print, counted from the least.
fn bucket(print: i64) -> usize {
    // 16 bits fit.
    ((print ^ i64::MIN).cast_unsigned() >> 48) as usize
}

/// Where each bucket of sorted prints begins, and where the last ends.
fn starts(prints: &[(i64, i64)]) -> Vec<usize> {
    let mut starts = vec![0; (1 << 16) + 1];
    for &(print, _) in prints {
        starts[bucket(print) + 1] += 1;
    }
    for at in 1..starts.len() {
        starts[at] += starts[at - 1];
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_print_lies_in_its_bucket() {
        let numbers = [i64::MIN, i64::MIN + 1, -1, 0, 0, 1 << 48, i64::MAX];
        let prints: Vec<(i64, i64)> = numbers.into_iter().zip(0..).collect();
        let starts = starts(&prints);
        assert_eq!((starts[0], starts[1 << 16]), (0, prints.len()));
        for (at, &(print, _)) in prints.iter().enumerate() {
            let bucket = bucket(print);
            assert!(
                (starts[bucket]..starts[bucket + 1]).contains(&at),
                "{print}"
            );
        }
        assert!(starts.is_sorted());
    }
}

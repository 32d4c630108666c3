//! The second reading of large registers, for people whom only the first one made known.

use super::file::FileRead;
use super::record::Records;
use super::source::{Pass, Status, read_file};
use super::wanted::{Members, Wanted};
use crate::input::Found;
use crate::note::Problem;

/// Adds to what `files` gave the rows of [`Wanted::further`] people. `beside` are inputs that are never read
/// twice, but whose records count.
pub(super) fn read(
    files: &[Found],
    given: &mut [Vec<FileRead>],
    beside: &[FileRead],
    members: &Members<'_>,
    first: Pass<'_>,
) {
    let is_open = |read: &FileRead| read.report.passed_over > 0;
    if !given.iter().flatten().any(is_open) {
        return;
    }
    let kept = given.iter().flatten().chain(beside);
    let further = members
        .get()
        .further(kept.flat_map(|read| read.records.iter()));
    if further.is_empty() {
        return;
    }
    let further = Members::of(further);
    let pass = Pass {
        members: Some(&further),
        is_second: true,
        ..first
    };
    for (found, given) in files.iter().zip(given) {
        if given.iter().any(is_open) {
            // Bytes were told as progress when they were read first.
            let again = read_file(found, pass, &|_| ());
            add(given, again);
        }
    }
}

fn add(given: &mut Vec<FileRead>, again: Vec<FileRead>) {
    // The same members in the same order, unless the file has changed meanwhile.
    if given.len() != again.len() {
        given.iter_mut().for_each(spoil);
        return;
    }
    for (given, again) in given.iter_mut().zip(again) {
        if given.report.passed_over == 0 {
            continue;
        }
        let rows = |read: &FileRead| read.report.records + read.report.passed_over;
        let is_same = matches!(again.report.status, Status::Ok | Status::Partial { .. })
            && rows(given) == rows(&again);
        if is_same {
            merge(given, &again);
        } else {
            spoil(given);
        }
    }
}

/// The file changed between the two readings.
fn spoil(read: &mut FileRead) {
    read.records = Records::new();
    read.report.records = 0;
    read.report.status = Status::Unreadable {
        reason: Problem::Changed,
    };
}

/// Puts the rows of both readings in the order of the register, each once.
fn merge(given: &mut FileRead, again: &FileRead) {
    let mut both = Records::new();
    let mut first = given.records.iter().peekable();
    let mut second = again.records.iter().peekable();
    let mut added = 0;
    loop {
        let next = match (first.peek(), second.peek()) {
            (Some(a), Some(b)) if b.row < a.row => {
                added += 1;
                second.next()
            }
            (Some(a), Some(b)) => {
                if a.row == b.row {
                    second.next();
                }
                first.next()
            }
            (Some(_), None) => first.next(),
            (None, _) => {
                added += u64::from(second.peek().is_some());
                second.next()
            }
        };
        let Some(record) = next else { break };
        both.push_again(record);
    }
    drop(first);
    given.records = both;
    given.report.records += added;
    given.report.passed_over -= added;
}

impl Members<'_> {
    /// Members who are known already.
    fn of(wanted: Wanted) -> Self {
        Members::new(move || wanted.clone())
    }
}

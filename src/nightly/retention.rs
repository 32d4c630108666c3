//! What is older than the configuration says is deleted, with its history: claims by their month of care, and records
//! of results that are no more in the inbox.

use chrono::{Datelike, Months, NaiveDate};

use super::error::NightError;
use super::fault;
use super::hashes::{Owner, of_key};
use super::intake::{Change, touched_by};
use super::load;
use super::state::{State, Totals, tidy};
use super::why::Why;

/// As many rows are deleted in one transaction.
const PORTION: i64 = 20_000;

/// Remembers that something was deleted and the state not yet purged of it.
const PURGE: &str = "purge";
const DUE: &str = "due";

/// What was deleted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Deleted {
    pub(super) claims: u64,
    pub(super) records: u64,
}

/// Deletes what is more than `months` months older than the month of `as_of`; 0 keeps everything. What has been
/// deleted stands in no file of the state any more. Claims that a deleted record touches are noted to be judged again.
pub(super) fn clean(
    state: &mut State,
    months: u32,
    as_of: NaiveDate,
) -> Result<Deleted, NightError> {
    let Some(first) = as_of
        .with_day(1)
        .filter(|_| months > 0)
        .and_then(|day| day.checked_sub_months(Months::new(months)))
    else {
        return Ok(Deleted::default());
    };
    let month = i64::from(first.year()) * 12 + i64::from(first.month0());
    let day = i64::from(first.num_days_from_ce());
    let mut deleted = Deleted::default();
    loop {
        let count = state.atomically(|state| claims(state, month, day))?;
        fault::step("claims-deleted");
        deleted.claims += count;
        if count == 0 {
            break;
        }
    }
    loop {
        let count = state.atomically(|state| records(state, day))?;
        fault::step("records-deleted");
        deleted.records += count;
        if count == 0 {
            break;
        }
    }
    state.atomically(|state| {
        state.drop_gone_files(day)?;
        if state.drop_old_history(day)? {
            state.set_meta(PURGE, DUE)?;
        }
        Ok::<_, NightError>(())
    })?;
    // Also when the run that deleted was broken off before it came here.
    if state.meta(PURGE)?.as_deref() == Some(DUE) {
        state.database().purge()?;
        fault::step("purged");
        state.atomically(|state| state.set_meta(PURGE, "done"))?;
    }
    Ok(deleted)
}

fn claims(state: &mut State, month: i64, day: i64) -> Result<u64, NightError> {
    let mut ids = state.claims_before(month, PORTION)?;
    if ids.is_empty() {
        ids = state.unreadable_before(day, PORTION)?;
    }
    if ids.is_empty() {
        return Ok(0);
    }
    tidy(&mut ids);
    let rows = state.claims(&ids)?;
    let mut hashes = Vec::new();
    for (own, twin) in load::hashes_of(state, &rows)?.into_values() {
        hashes.extend(own);
        hashes.extend(twin);
    }
    hashes.extend(rows.iter().filter_map(|row| row.key).map(of_key));
    let owners: Vec<i64> = ids.iter().map(|&id| Owner::Claim(id).number()).collect();
    state.drop_links(&mut hashes, &owners)?;
    let mut totals = Totals::default();
    let yen: std::collections::HashMap<i64, i64> =
        rows.iter().map(|row| (row.id, row.yen)).collect();
    state.verdicts(&ids, &mut |id, _, row| {
        totals.add_verdict(&row, -1, -yen.get(&id).copied().unwrap_or(0));
    })?;
    for finding in state.open_findings(&ids)? {
        totals.add("finding", &finding.level.to_string(), -1, 0);
    }
    state.add_totals(&totals)?;
    state.drop_findings(&ids, &[])?;
    state.drop_past(&ids)?;
    state.drop_claims(&ids)?;
    state.set_meta(PURGE, DUE)?;
    Ok(ids.len() as u64)
}

fn records(state: &mut State, day: i64) -> Result<u64, NightError> {
    let ids = state.records_gone_before(day, PORTION)?;
    if ids.is_empty() {
        return Ok(0);
    }
    let rows = state.records(&ids)?;
    let (mut hashes, mut change) = (Vec::new(), Change::default());
    load::each_record(&rows, &mut |_, record| hashes.extend(change.add(record)))?;
    let owners: Vec<i64> = ids.iter().map(|&id| Owner::Record(id).number()).collect();
    state.drop_links(&mut hashes, &owners)?;
    state.drop_records(&ids)?;
    let touched = touched_by(state, change)?;
    state.ask(&touched, Why::Record.number())?;
    // Should one of the files come back, it is read again.
    state.forget_bytes_of_gone(day)?;
    state.set_meta(PURGE, DUE)?;
    let mut totals = Totals::default();
    totals.add(
        "record",
        "all",
        -i64::try_from(ids.len()).unwrap_or(i64::MAX),
        0,
    );
    state.add_totals(&totals)?;
    Ok(ids.len() as u64)
}

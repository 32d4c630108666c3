//! Eligibility results into the state. What a file held before is compared with what it holds now, record by record:
//! only what is another one touches claims.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io::Read as _;
use std::path::Path;

use chrono::Datelike;

use crate::eligibility::{self, Form, InputReport, Map, Part, Records, Status};
use crate::nightly::error::NightError;
use crate::nightly::hashes::{Hashes, Owner};
use crate::nightly::load;
use crate::nightly::scan::{Arrival, Stamp};
use crate::nightly::state::{FileRow, FileState, InputRow, RecordRow, Totals};
use crate::nightly::why::Why;
use crate::report::inputs::{self, Words};
use crate::text::digest;

use super::Intake;
use super::files::rename;
use super::taking::{Taking, Undated};
use super::touch::{Change, touched_by};

/// Records that are stored, or looked up, at a time.
const PORTION: usize = 50_000;

/// Hashes under which new records are filed are stored so many at a time: the fewer times, the fewer pages are written
/// over and over.
const LINKS: usize = 4_000_000;

/// Records that came into a file in place of others, kept until it is known which of them changed in place.
const KEPT: usize = 1_000_000;

impl Intake<'_> {
    /// Takes in a file of eligibility results.
    pub(super) fn eligibility(&mut self, arrival: &Arrival) -> Result<(), NightError> {
        self.state.database().begin()?;
        match self.take_file(arrival) {
            Ok(true) => self.state.database().commit()?,
            // It was written to meanwhile: as if it had not been looked at.
            Ok(false) => self.state.database().roll_back()?,
            Err(error) => {
                let _broken_off = self.state.database().roll_back();
                return Err(error);
            }
        }
        crate::nightly::fault::step("records-stored");
        Ok(())
    }

    fn take_file(&mut self, arrival: &Arrival) -> Result<bool, NightError> {
        let mut id = self.at_path(&arrival.shown);
        let mut archived = None;
        if let Some(known) = id
            && self.is_other_result(known)?
        {
            self.archive(known)?;
            archived = id.take();
        }
        let before = id.and_then(|id| self.known.get(id)).cloned();
        let counts = self.counts.clone();
        let mut file = self.file_of(arrival, id, FileState::Read)?;
        let mut taking = Taking::of(self.state, file.id)?;
        let mut reports = Vec::new();
        self.read(arrival, &mut taking, &mut reports)?;
        crate::nightly::fault::step("results-read");
        let is_same = |path| fs::metadata(path).is_ok_and(|meta| Stamp::of(&meta) == arrival.stamp);
        if arrival.found.is_some() && !is_same(&arrival.path) {
            self.counts = counts;
            self.counts
                .waiting
                .push((arrival.role, arrival.shown.clone()));
            return Ok(false);
        }
        let was_read = !taking.inputs_before.is_empty() || !taking.inputs.is_empty();
        let (state, reason) = became(&reports, was_read);
        file.state = state;
        if arrival.found.is_none() {
            // A database has no bytes to be hashed before they are read.
            let hash = reports.first().and_then(|it| it.sha256);
            file.sha256 = hash.map_or_else(String::new, |it| digest::hex(&it));
        }
        file.reason = reason.map(|words| [words.ja, words.en]);
        if !state.holds() {
            self.counts = counts;
            self.count(id.is_some(), state);
            if let Some(before) = &before {
                // Its records were seen when they were read, not now.
                file.seen_on = before.seen_on;
            }
            self.keep_before(arrival, file, archived)?;
            return Ok(true);
        }
        self.count(id.is_some(), state);
        self.state.put_file(&file)?;
        let undated = std::mem::replace(&mut taking.undated, Undated::Many);
        self.finish(taking, reports)?;
        if let Some(before) = before.filter(|it| it.seen_on != file.seen_on) {
            self.ask_later(undated, before.seen_on)?;
        }
        self.known.put(file);
        Ok(true)
    }

    /// What was read of a file before stays until something better can be read: of what was done for this content only
    /// its row is kept, and that the content before was put aside.
    fn keep_before(
        &mut self,
        arrival: &Arrival,
        file: FileRow,
        archived: Option<i64>,
    ) -> Result<(), NightError> {
        self.state.database().roll_back()?;
        self.state.database().begin()?;
        if let Some(archived) = archived.and_then(|id| self.known.get(id)) {
            rename(self.state, archived, &arrival.shown)?;
        }
        self.state.put_file(&file)?;
        self.known.put(file);
        Ok(())
    }

    /// True when a result that was taken away after it had been read comes again under its name: then it is another
    /// answer of the eligibility system, and the one before stays known. A register is the same register.
    pub(super) fn is_other_result(&mut self, known: i64) -> Result<bool, NightError> {
        let is_gone = self
            .known
            .get(known)
            .is_some_and(|file| file.state == FileState::Gone);
        if self.night.is_withdrawing || !is_gone {
            return Ok(false);
        }
        let inputs = self.state.inputs_of(known)?;
        let is_register =
            |input: &InputRow| Form::from_id(&input.form).is_some_and(Form::is_register);
        Ok(!inputs.iter().all(is_register))
    }

    fn count(&mut self, is_known: bool, state: FileState) {
        if is_known {
            self.counts.changed += 1;
        } else {
            self.counts.new += 1;
        }
        if state == FileState::Quarantined {
            self.counts.quarantined += 1;
        }
    }

    /// Takes the records of a file, or database, as they are read.
    fn read(
        &mut self,
        arrival: &Arrival,
        taking: &mut Taking,
        reports: &mut Vec<InputReport>,
    ) -> Result<(), NightError> {
        let map = self.map.unwrap_or(Map::plain());
        // The members of a zip are told by name only when they have been read.
        let is_zip = is_zip(&arrival.path);
        let mut waiting: Vec<Records> = Vec::new();
        let mut take = |part: Part| -> Result<(), NightError> {
            match part {
                Part::Records(records) if is_zip => waiting.push(records),
                Part::Records(records) => self.portion(taking, &arrival.shown, &records)?,
                Part::Input(report, _) => {
                    let name = inputs::shown(&report);
                    let is_read = matches!(report.status, Status::Ok | Status::Partial { .. });
                    for records in std::mem::take(&mut waiting) {
                        if is_read {
                            self.portion(taking, &name, &records)?;
                        }
                    }
                    reports.push(*report);
                }
            }
            Ok(())
        };
        match &arrival.found {
            Some(found) => eligibility::each_file(found, map, &mut take),
            None => eligibility::each_of_database(&arrival.path, map, &|_| (), &mut take),
        }
    }

    /// Takes some records of an input.
    fn portion(
        &mut self,
        taking: &mut Taking,
        name: &str,
        records: &Records,
    ) -> Result<(), NightError> {
        for record in records.iter() {
            taking.take(record, name, self.night.as_of);
            let limit = if taking.before.is_empty() {
                PORTION
            } else {
                KEPT
            };
            if taking.added.len() >= limit {
                self.flush_added(taking)?;
            }
        }
        Ok(())
    }

    /// Stores what came.
    fn flush_added(&mut self, taking: &mut Taking) -> Result<(), NightError> {
        let added = std::mem::take(&mut taking.added);
        taking.new += added.len() as u64;
        let mut rows = Vec::with_capacity(added.len());
        for packed in added {
            let id = taking.next_record;
            taking.next_record += 1;
            let owner = Owner::Record(id).number();
            let links = packed.filed.iter().map(|&hash| (hash, owner));
            taking.links.extend(links);
            rows.push(packed.row(id));
        }
        self.state.put_records(rows)?;
        crate::nightly::fault::step("records-put");
        if taking.links.len() >= LINKS {
            self.flush_links(taking)?;
        }
        Ok(())
    }

    /// Files what was stored, and notes which claims all that changed so far touches.
    fn flush_links(&mut self, taking: &mut Taking) -> Result<(), NightError> {
        self.state.put_links(&mut taking.links)?;
        self.touch_claims(std::mem::take(&mut taking.change))
    }

    fn touch_claims(&mut self, change: Change) -> Result<(), NightError> {
        // Where nothing has been judged yet, everything is going to be.
        if change.is_empty() || !self.state.has_verdicts()? {
            return Ok(());
        }
        let touched = touched_by(self.state, change)?;
        self.counts.touched += self.ask(&touched, Why::Record)?;
        Ok(())
    }

    /// What the content before said and this one does not say goes; where something else is said of the same person
    /// under the same number, that takes its place.
    fn finish(&mut self, mut taking: Taking, reports: Vec<InputReport>) -> Result<(), NightError> {
        // Of a member of a zip that is broken now, what it said stays.
        let broken = reports
            .iter()
            .filter(|it| matches!(it.status, Status::Unreadable { .. }))
            .map(inputs::shown);
        let broken = taking.set_aside(&broken.collect::<HashSet<String>>());
        let gone = taking.gone();
        let mut removed = 0;
        // Much that goes is not paired with what comes: that would be all of a large register in memory twice.
        let is_paired = gone.len() <= KEPT;
        for ids in gone.chunks(if is_paired { KEPT } else { PORTION }) {
            let mut rows = self.state.records(ids)?;
            rows.retain(|row| !broken.contains(&row.input));
            if is_paired {
                rows = self.replace(&mut taking, rows)?;
            }
            removed += rows.len();
            self.remove(&mut taking, &rows)?;
        }
        self.flush_added(&mut taking)?;
        self.flush_links(&mut taking)?;
        self.counts.records_new += taking.new;
        let more = i64::try_from(taking.new).unwrap_or(i64::MAX)
            - i64::try_from(removed).unwrap_or(i64::MAX);
        let mut totals = Totals::default();
        totals.add("record", "all", more, 0);
        self.state.add_totals(&totals)?;
        taking.describe(reports);
        self.state.put_inputs(&taking.inputs)?;
        let rest: Vec<i64> = taking.inputs_before.iter().map(|it| it.id).collect();
        if !rest.is_empty() {
            self.state.drop_inputs(&rest)?;
        }
        Ok(())
    }

    /// Writes added records over removed ones that are filed under the same hashes; gives the removed ones that are
    /// left.
    fn replace(
        &mut self,
        taking: &mut Taking,
        rows: Vec<RecordRow>,
    ) -> Result<Vec<RecordRow>, NightError> {
        let mut places: HashMap<Hashes, Vec<RecordRow>> = HashMap::new();
        let mut filed: Vec<Hashes> = Vec::with_capacity(rows.len());
        let change = &mut taking.change;
        load::each_record(&rows, &mut |_, record| filed.push(change.add(record)))?;
        for (row, filed) in rows.into_iter().zip(filed).rev() {
            places.entry(filed).or_default().push(row);
        }
        let mut changed = Vec::new();
        let mut added = Vec::new();
        for packed in std::mem::take(&mut taking.added) {
            match places.get_mut(&packed.filed).and_then(Vec::pop) {
                Some(row) => changed.push(packed.row(row.id)),
                None => added.push(packed),
            }
        }
        taking.added = added;
        self.counts.records_changed += changed.len() as u64;
        self.state.put_records(changed)?;
        let mut left: Vec<RecordRow> = places.into_values().flatten().collect();
        left.sort_by_key(|row| row.id);
        Ok(left)
    }

    fn remove(&mut self, taking: &mut Taking, rows: &[RecordRow]) -> Result<(), NightError> {
        self.counts.records_gone += rows.len() as u64;
        for rows in rows.chunks(PORTION) {
            let mut filed = Vec::new();
            let change = &mut taking.change;
            load::each_record(rows, &mut |_, record| filed.extend(change.add(record)))?;
            let owners: Vec<i64> = rows
                .iter()
                .map(|row| Owner::Record(row.id).number())
                .collect();
            let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
            self.state.drop_links(&mut filed, &owners)?;
            self.state.drop_records(&ids)?;
        }
        Ok(())
    }

    /// Takes all records of a file out. Within a transaction.
    pub(super) fn withdraw_records(&mut self, file: i64) -> Result<(), NightError> {
        let taking = Taking::of(self.state, file)?;
        self.finish(taking, Vec::new())
    }

    /// Records without a date of their own count as seen on the day on which their register was read, which is another
    /// one now. The claims that they touch are judged again; of a large register those of months that were not over then,
    /// nor long before: for them alone it may be evidence that it was not.
    fn ask_later(&mut self, undated: Undated, before: i64) -> Result<(), NightError> {
        match undated {
            Undated::Few(change) if change.is_empty() => {}
            Undated::Few(change) => {
                let touched = touched_by(self.state, change)?;
                self.ask(&touched, Why::Day)?;
            }
            Undated::Many => {
                if let Some(day) = load::date(before) {
                    let month = i64::from(day.year()) * 12 + i64::from(day.month0());
                    self.state.ask_from_month(month - 1, Why::Day.number())?;
                }
            }
        }
        Ok(())
    }

    /// Records whose day has come count from now on.
    pub(super) fn wake(&mut self) -> Result<(), NightError> {
        self.within(|intake| {
            let awake = intake.state.awake(intake.night.as_of)?;
            intake.counts.records_awake += awake.len() as u64;
            let mut change = Change::default();
            for ids in awake.chunks(PORTION) {
                let rows = intake.state.records(ids)?;
                load::each_record(&rows, &mut |_, record| {
                    change.add(record);
                })?;
            }
            intake.touch_claims(change)
        })
    }
}

fn is_zip(path: &Path) -> bool {
    let mut magic = [0; 4];
    let read = fs::File::open(path).and_then(|mut file| file.read_exact(&mut magic));
    read.is_ok() && magic.starts_with(b"PK")
}

/// What became of a file, by its inputs, and why it was not read whole. What it holds is not told.
/// A file that is none of results is passed over, unless it was one before.
fn became(reports: &[InputReport], was_read: bool) -> (FileState, Option<Words>) {
    let has = |of: fn(&Status) -> bool| reports.iter().any(|it| of(&it.status));
    let is_read = has(|status| matches!(status, Status::Ok | Status::Partial { .. }));
    let reason = reports.iter().find_map(|it| match &it.status {
        Status::Partial { reason } | Status::Unreadable { reason } => Some(reason.clone().hidden()),
        Status::Skipped { reason } if was_read && !is_read => Some(reason.clone().hidden()),
        Status::Ok | Status::Skipped { .. } => None,
    });
    let words = reason.map(|reason| Words::new(reason.ja(), reason.en()));
    match (is_read, &words) {
        (true, None) => (FileState::Read, None),
        (true, Some(_)) => (FileState::Partial, words),
        (false, Some(_)) => (FileState::Quarantined, words),
        (false, None) => (FileState::Skipped, None),
    }
}

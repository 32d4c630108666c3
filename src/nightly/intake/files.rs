//! Files that came under another name, came twice, or are no more there.

use std::collections::HashSet;

use crate::eligibility;
use crate::nightly::error::NightError;
use crate::nightly::fault;
use crate::nightly::scan::{Arrival, Stamp};
use crate::nightly::state::db::DbError;
use crate::nightly::state::{FileRow, FileState, Role, State};

use super::Intake;

impl Intake<'_> {
    /// Remembers how files look whose bytes are as they were: many, when a copy of the inbox was put back.
    pub(super) fn touch(&mut self, touched: Vec<(i64, Stamp)>) -> Result<(), NightError> {
        if touched.is_empty() {
            return Ok(());
        }
        let mut files = Vec::with_capacity(touched.len());
        for (id, stamp) in touched {
            if let Some(mut file) = self.known.get(id).cloned() {
                (file.size, file.changed) = (stamp.size, stamp.changed);
                files.push(file);
            }
        }
        self.state
            .atomically(|state| files.iter().try_for_each(|file| state.put_file(file)))?;
        for file in files {
            self.known.put(file);
        }
        Ok(())
    }

    /// The arrivals that have to be read, claim files first, each by path: bytes that are known come from a file that
    /// moved, or are a copy. Those come first: what a changed file held goes to its copy before it is read anew.
    pub(super) fn without_copies(
        &mut self,
        arrivals: Vec<Arrival>,
    ) -> Result<Vec<Arrival>, NightError> {
        let mut rest = Vec::with_capacity(arrivals.len());
        let mut coming: HashSet<(Role, String)> = HashSet::new();
        let (held, unheld): (Vec<_>, Vec<_>) = arrivals
            .into_iter()
            .partition(|arrival| self.holder(arrival).is_some());
        for arrival in held.into_iter().chain(unheld) {
            // A changed file may leave bytes behind that are there as a copy, too.
            if let Some(id) = self.at_path(&arrival.shown) {
                self.hand_over(id)?;
            }
            fault::step("arrival");
            self.clear_other_role(&arrival)?;
            match self.holder(&arrival) {
                // Also one that comes back under its name.
                Some(id) if self.is_gone(id) => {
                    let is_to_be_read = self.says_otherwise(id, &arrival);
                    self.moved(id, &arrival)?;
                    if is_to_be_read {
                        rest.push(arrival);
                    }
                }
                Some(id) if self.says_otherwise(id, &arrival) => rest.push(arrival),
                Some(id) => self.copied(&arrival, id)?,
                // The first of them has to be read before.
                None if !coming.insert((arrival.role, arrival.sha256.clone())) => {
                    self.twice.push(arrival);
                }
                None => rest.push(arrival),
            }
        }
        rest.sort_by(|a, b| (a.role, &a.shown).cmp(&(b.role, &b.shown)));
        Ok(rest)
    }

    /// Files with the bytes of others that have been read meanwhile.
    pub(super) fn copies(&mut self) -> Result<(), NightError> {
        for arrival in std::mem::take(&mut self.twice) {
            match self.holder(&arrival) {
                Some(id) => self.copied(&arrival, id)?,
                // The other could not be read; nor can this one, which is told of both.
                None => match arrival.role {
                    Role::Claims => self.claims(vec![arrival])?,
                    Role::Eligibility => self.eligibility(&arrival)?,
                },
            }
        }
        Ok(())
    }

    /// True for a file that is no more in the inbox, since tonight or for longer.
    fn is_gone(&self, id: i64) -> bool {
        let file = self.known.get(id);
        self.gone.contains(&id) || file.is_none_or(|file| file.state == FileState::Gone)
    }

    pub(super) fn at_path(&self, path: &str) -> Option<i64> {
        self.known.at_path(path)
    }

    /// The file that holds these bytes already.
    fn holder(&self, arrival: &Arrival) -> Option<i64> {
        let mut same = self.known.with_content(arrival.role, &arrival.sha256);
        same.find(|file| file.state.holds()).map(|file| file.id)
    }

    /// True when a file's name says something of its results that the name it had did not (contract 4.5, visits files).
    fn says_otherwise(&self, id: i64, arrival: &Arrival) -> bool {
        let file = self
            .known
            .get(id)
            .filter(|file| file.role == Role::Eligibility);
        file.is_some_and(|file| {
            eligibility::is_visits_name(&file.path) != eligibility::is_visits_name(&arrival.shown)
        })
    }

    /// A path that was in the other inbox: what was read from it there goes.
    fn clear_other_role(&mut self, arrival: &Arrival) -> Result<(), NightError> {
        let there = self.at_path(&arrival.shown);
        let other = there.filter(|id| {
            self.known
                .get(*id)
                .is_some_and(|file| file.role != arrival.role)
        });
        match other {
            Some(id) => self.within(|intake| intake.drop_whole(id)),
            None => Ok(()),
        }
    }

    /// The same file under another name.
    fn moved(&mut self, id: i64, arrival: &Arrival) -> Result<(), NightError> {
        let Some(mut file) = self.known.get(id).cloned() else {
            return Ok(());
        };
        self.counts.moved += 1;
        self.gone.remove(&id);
        let before = std::mem::replace(&mut file.path, arrival.shown.clone());
        (file.size, file.changed) = (arrival.stamp.size, arrival.stamp.changed);
        file.state = file.state_when_back();
        let there = self.at_path(&arrival.shown).filter(|&there| there != id);
        self.within(|intake| {
            if let Some(there) = there {
                intake.make_way(there, id)?;
            }
            rename(intake.state, &file, &before)?;
            intake.known.put(file);
            Ok(())
        })
    }

    /// A file whose bytes are held by another: nothing is read from it.
    fn copied(&mut self, arrival: &Arrival, holder: i64) -> Result<(), NightError> {
        self.counts.copies += 1;
        self.within(|intake| {
            if let Some(id) = intake.at_path(&arrival.shown) {
                intake.make_way(id, holder)?;
            }
            let file = intake.file_of(arrival, None, FileState::Copy)?;
            intake.state.put_file(&file)?;
            intake.known.put(file);
            Ok(())
        })
    }

    /// What `holder` holds takes a file's name. As when it is read from there: claims of other stations or months, and an
    /// answer of the eligibility system that was put away, stay known, put aside. Within a transaction.
    fn make_way(&mut self, id: i64, holder: i64) -> Result<(), NightError> {
        let is_other = match self.known.get(id).map(|file| file.role) {
            Some(Role::Claims) => {
                let filed = self.filed(holder)?;
                self.is_of_others(id, &filed)?
            }
            Some(Role::Eligibility) => self.is_other_result(id)?,
            None => return Ok(()),
        };
        if is_other {
            self.archive(id)
        } else {
            self.drop_whole(id)
        }
    }

    /// Forgets a file and what was in it. Within a transaction.
    fn drop_whole(&mut self, id: i64) -> Result<(), NightError> {
        self.empty(id)?;
        self.state.drop_file(id)?;
        self.known.remove(id);
        self.gone.remove(&id);
        Ok(())
    }

    /// The row of an arrival.
    pub(super) fn file_of(
        &mut self,
        arrival: &Arrival,
        id: Option<i64>,
        state: FileState,
    ) -> Result<FileRow, NightError> {
        let before = id.and_then(|id| self.known.get(id));
        let first_run = before.map_or(self.night.run, |file| file.first_run);
        let id = match id {
            Some(id) => id,
            None => self.next_file()?,
        };
        Ok(FileRow {
            id,
            path: arrival.shown.clone(),
            role: arrival.role,
            size: arrival.stamp.size,
            changed: arrival.stamp.changed,
            sha256: arrival.sha256.clone(),
            state,
            reason: None,
            seen_run: self.night.run,
            seen_on: self.night.as_of,
            first_run,
        })
    }

    /// A number that neither the state nor this run has given to a file.
    fn next_file(&mut self) -> Result<i64, NightError> {
        Ok(self.state.next_file()?.max(self.known.last() + 1))
    }

    /// Stores a row that stands alone.
    pub(super) fn put(&mut self, file: FileRow) -> Result<(), NightError> {
        self.state.atomically(|state| state.put_file(&file))?;
        self.known.put(file);
        Ok(())
    }

    /// A file that is no more in the inbox. What was in it stays known, unless a file there has the same bytes, which
    /// takes it over, or files take it with them.
    pub(super) fn gone(&mut self, id: i64) -> Result<(), NightError> {
        if let Some(file) = self.known.get(id) {
            self.counts.gone.push((file.role, file.path.clone()));
        }
        if self.hand_over(id)? {
            return Ok(());
        }
        let holds = self.known.get(id).is_some_and(|file| file.state.holds());
        if self.night.is_withdrawing || !holds && self.state.inputs_of(id)?.is_empty() {
            return self.within(|intake| intake.drop_whole(id));
        }
        let Some(mut file) = self.known.get(id).cloned() else {
            return Ok(());
        };
        if !holds {
            // What it holds was read from other bytes than it had last.
            file.sha256.clear();
            file.reason = None;
        }
        file.state = FileState::Gone;
        self.put(file)
    }

    /// Gives what a file holds to a copy of it that is there, and forgets the file; false when there is none.
    fn hand_over(&mut self, id: i64) -> Result<bool, NightError> {
        let Some(file) = self.known.get(id).filter(|file| file.state.holds()) else {
            return Ok(false);
        };
        let is_copy =
            |other: &&FileRow| other.state == FileState::Copy && !self.gone.contains(&other.id);
        let mut file = file.clone();
        let copy = {
            let mut same = self.known.with_content(file.role, &file.sha256);
            same.find(is_copy).cloned()
        };
        let Some(copy) = copy else {
            return Ok(false);
        };
        let before = std::mem::replace(&mut file.path, copy.path);
        (file.size, file.changed) = (copy.size, copy.changed);
        file.state = file.state_when_back();
        self.state.atomically(|state| {
            state.drop_file(copy.id)?;
            rename(state, &file, &before)
        })?;
        self.gone.remove(&id);
        self.known.remove(copy.id);
        self.known.put(file);
        Ok(true)
    }

    /// Takes out of the state what was in a file. Within a transaction.
    fn empty(&mut self, id: i64) -> Result<(), NightError> {
        match self.known.get(id).map(|file| file.role) {
            Some(Role::Claims) => self.withdraw_claims(id),
            Some(Role::Eligibility) => self.withdraw_records(id),
            None => Ok(()),
        }
    }

    /// Puts what a file of this name held aside, under a name that no file has, so that another file can come under
    /// its name. Within a transaction.
    pub(super) fn archive(&mut self, id: i64) -> Result<(), NightError> {
        let run = self.night.run;
        let Some(mut file) = self.known.get(id).cloned() else {
            return Ok(());
        };
        let before = file.path.clone();
        file.path = format!("{before}@r{run:06}");
        file.state = FileState::Gone;
        rename(self.state, &file, &before)?;
        self.gone.remove(&id);
        self.known.put(file);
        Ok(())
    }
}

impl FileRow {
    /// What it was before it was gone.
    fn state_when_back(&self) -> FileState {
        match (self.state, &self.reason) {
            (FileState::Gone, Some(_)) => FileState::Partial,
            (FileState::Gone, None) => FileState::Read,
            (state, _) => state,
        }
    }
}

/// Stores a file under its new name, and what is in it.
pub(super) fn rename(state: &mut State, file: &FileRow, before: &str) -> Result<(), DbError> {
    let mut inputs = state.inputs_of(file.id)?;
    for input in &mut inputs {
        if let Some(member) = input.shown.strip_prefix(before) {
            input.shown = format!("{}{member}", file.path);
        }
    }
    state.put_inputs(&inputs)?;
    state.put_file(file)
}

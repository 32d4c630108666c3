//! Files that came under another name, came twice, or are no more there.

use std::collections::HashSet;

use crate::nightly::error::NightError;
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
    /// moved, or are a copy.
    pub(super) fn without_copies(
        &mut self,
        arrivals: Vec<Arrival>,
    ) -> Result<Vec<Arrival>, NightError> {
        let mut rest = Vec::with_capacity(arrivals.len());
        let mut coming: HashSet<(Role, String)> = HashSet::new();
        for arrival in arrivals {
            // A changed file may leave bytes behind that are there as a copy, too.
            if let Some(id) = self.at_path(&arrival.shown) {
                self.hand_over(id)?;
            }
            let holder = self.holder(&arrival);
            let is_new_path = self.at_path(&arrival.shown).is_none();
            match holder {
                Some(id) if is_new_path && self.is_gone(id) => self.moved(id, &arrival)?,
                Some(_) => self.copied(&arrival)?,
                None if !coming.insert((arrival.role, arrival.sha256.clone())) => {
                    self.copied(&arrival)?;
                }
                None => rest.push(arrival),
            }
        }
        rest.sort_by(|a, b| (a.role, &a.shown).cmp(&(b.role, &b.shown)));
        Ok(rest)
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

    /// The same file under another name.
    fn moved(&mut self, id: i64, arrival: &Arrival) -> Result<(), NightError> {
        let Some(file) = self.known.get(id).cloned() else {
            return Ok(());
        };
        self.counts.moved += 1;
        self.rename(file, arrival.shown.clone(), arrival.stamp)
    }

    /// Stores a file under its new name, and what is in it; it is there.
    fn rename(&mut self, mut file: FileRow, path: String, stamp: Stamp) -> Result<(), NightError> {
        let before = std::mem::replace(&mut file.path, path);
        (file.size, file.changed) = (stamp.size, stamp.changed);
        if file.state == FileState::Gone {
            file.state = FileState::Read;
        }
        self.gone.remove(&file.id);
        self.state
            .atomically(|state| rename(state, &file, &before))?;
        self.known.put(file);
        Ok(())
    }

    /// A file whose bytes are held by another: nothing is read from it.
    fn copied(&mut self, arrival: &Arrival) -> Result<(), NightError> {
        self.counts.copies += 1;
        let id = self.at_path(&arrival.shown);
        if let Some(id) = id {
            self.empty(id)?;
        }
        let file = self.file_of(arrival, id, FileState::Copy)?;
        self.put(file)
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
        self.counts.gone += 1;
        if self.hand_over(id)? {
            return Ok(());
        }
        let holds = self.known.get(id).is_some_and(|file| file.state.holds());
        if self.night.is_withdrawing || !holds && self.state.inputs_of(id)?.is_empty() {
            self.empty(id)?;
            self.state.atomically(|state| state.drop_file(id))?;
            self.known.remove(id);
            return Ok(());
        }
        let Some(mut file) = self.known.get(id).cloned() else {
            return Ok(());
        };
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
        let file = file.clone();
        let copy = {
            let mut same = self.known.with_content(file.role, &file.sha256);
            same.find(is_copy).cloned()
        };
        let Some(copy) = copy else {
            return Ok(false);
        };
        self.state.atomically(|state| state.drop_file(copy.id))?;
        self.known.remove(copy.id);
        let (size, changed) = (copy.size, copy.changed);
        self.rename(file, copy.path, Stamp { size, changed })?;
        Ok(true)
    }

    /// Takes out of the state what was in a file.
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
        self.known.put(file);
        Ok(())
    }
}

/// Stores a file under its new name, and what is in it.
fn rename(state: &mut State, file: &FileRow, before: &str) -> Result<(), DbError> {
    let mut inputs = state.inputs_of(file.id)?;
    for input in &mut inputs {
        if let Some(member) = input.shown.strip_prefix(before) {
            input.shown = format!("{}{member}", file.path);
        }
    }
    state.put_inputs(&inputs)?;
    state.put_file(file)
}

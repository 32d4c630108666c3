//! What has come goes into the state, and what it touches is noted to be judged: each file in one transaction, so that
//! it is there whole or not at all.

mod claims;
mod files;
mod known;
mod records;
mod taking;
mod touch;

use std::collections::BTreeSet;
use std::path::Path;

use super::error::NightError;
use super::fault;
use super::laps::Laps;
use super::scan::{Arrival, Scan};
use super::state::{FileRow, Heads, Role, State};
use super::why::Why;
use known::Known;
pub(super) use touch::{Change, touched_by};

/// What the intake of a night came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    /// Files by what became of them.
    pub(super) new: u64,
    pub(super) changed: u64,
    pub(super) copies: u64,
    pub(super) moved: u64,
    pub(super) gone: Vec<(Role, String)>,
    pub(super) quarantined: u64,
    /// Files that were written to while they were read: for the next run.
    pub(super) waiting: Vec<(Role, String)>,
    /// Claims that came, changed, went.
    pub(super) claims_new: u64,
    pub(super) claims_changed: u64,
    pub(super) claims_gone: u64,
    /// Records that came, changed in place, went, or count from now on.
    pub(super) records_new: u64,
    pub(super) records_changed: u64,
    pub(super) records_gone: u64,
    pub(super) records_awake: u64,
    /// Claims that these records touch.
    pub(super) touched: u64,
}

impl Counts {
    /// Logs them. Paths may name people, and may be many.
    pub(super) fn log(&self, milliseconds: u64) {
        tracing::info!(
            milliseconds,
            new = self.new,
            changed = self.changed,
            copies = self.copies,
            moved = self.moved,
            gone = self.gone.len(),
            quarantined = self.quarantined,
            waiting = self.waiting.len(),
            claims_new = self.claims_new,
            claims_changed = self.claims_changed,
            claims_gone = self.claims_gone,
            records_new = self.records_new,
            records_changed = self.records_changed,
            records_gone = self.records_gone,
            records_awake = self.records_awake,
            touched = self.touched,
            "taken in"
        );
    }
}

/// What a run knows when it reads.
#[derive(Clone, Copy, Debug)]
pub(super) struct Night {
    /// Its number.
    pub(super) run: i64,
    /// As-of date, as a number of days.
    pub(super) as_of: i64,
    /// Files that are no more there take what was in them away.
    pub(super) is_withdrawing: bool,
}

/// Reads into the state.
pub(super) struct Intake<'a> {
    state: &'a mut State,
    night: Night,
    map: Option<&'a crate::eligibility::Map>,
    known: Known,
    /// Files that are no more there.
    gone: BTreeSet<i64>,
    /// Files with bytes that another file brings tonight.
    twice: Vec<Arrival>,
    heads: Heads,
    counts: Counts,
}

impl<'a> Intake<'a> {
    pub(super) fn new(
        state: &'a mut State,
        night: Night,
        map: Option<&'a crate::eligibility::Map>,
        known: Vec<FileRow>,
    ) -> Self {
        Self {
            state,
            night,
            map,
            known: Known::new(known),
            gone: BTreeSet::new(),
            twice: Vec::new(),
            heads: Heads::default(),
            counts: Counts::default(),
        }
    }

    /// Takes in what a look at the inboxes found, and what databases hold.
    pub(super) fn take(mut self, scan: Scan, databases: &[&Path]) -> Result<Counts, NightError> {
        let mut laps = Laps::start();
        self.touch(scan.touched)?;
        fault::step("file-touched");
        self.gone = scan.gone.into_iter().collect();
        let mut arrivals = self.without_copies(scan.arrivals)?;
        // They stay noted as gone meanwhile: none of them takes over what another held.
        for id in self.gone.clone() {
            self.gone(id)?;
            fault::step("file-gone");
        }
        let later = arrivals.split_off(arrivals.partition_point(|it| it.role == Role::Claims));
        tracing::info!(milliseconds = laps.lap(), "files compared");
        self.claims(arrivals)?;
        tracing::info!(milliseconds = laps.lap(), "claims stored");
        for arrival in later {
            self.eligibility(&arrival)?;
        }
        self.copies()?;
        for path in databases {
            self.eligibility(&Arrival::of_database(path))?;
        }
        tracing::info!(milliseconds = laps.lap(), "records stored");
        self.wake()?;
        tracing::info!(milliseconds = laps.lap(), "records awake");
        Ok(self.counts)
    }

    /// Does `work` in one transaction: all of it, or nothing.
    fn within<T>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, NightError>,
    ) -> Result<T, NightError> {
        self.state.database().begin()?;
        match work(self) {
            Ok(done) => {
                self.state.database().commit()?;
                Ok(done)
            }
            Err(error) => {
                // The error that came first is the one to be told.
                let _broken_off = self.state.database().roll_back();
                Err(error)
            }
        }
    }

    /// Notes that the claims are to be judged.
    fn ask(&mut self, claims: &[i64], why: Why) -> Result<u64, NightError> {
        Ok(self.state.ask(claims, why.number())?)
    }
}

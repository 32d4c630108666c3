//! What has come goes into the state, and what it touches is noted to be judged: each file in one transaction, so that
//! it is there whole or not at all.

mod claims;
mod files;
mod known;
mod records;
mod touch;

use std::collections::BTreeSet;
use std::path::Path;

use super::error::NightError;
use super::laps::Laps;
use super::scan::{Arrival, Scan};
use super::state::{FileRow, Heads, Role, State};
use super::why::Why;
use known::Known;

/// What the intake of a night came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    /// Files by what became of them.
    pub(super) new: u64,
    pub(super) changed: u64,
    pub(super) copies: u64,
    pub(super) moved: u64,
    pub(super) gone: u64,
    pub(super) quarantined: u64,
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
            heads: Heads::default(),
            counts: Counts::default(),
        }
    }

    /// Takes in what a look at the inboxes found, and what databases hold.
    pub(super) fn take(mut self, scan: Scan, databases: &[&Path]) -> Result<Counts, NightError> {
        let mut laps = Laps::start();
        self.touch(scan.touched)?;
        self.gone = scan.gone.into_iter().collect();
        let mut arrivals = self.without_copies(scan.arrivals)?;
        for id in std::mem::take(&mut self.gone) {
            self.gone(id)?;
        }
        let later = arrivals.split_off(arrivals.partition_point(|it| it.role == Role::Claims));
        tracing::info!(milliseconds = laps.lap(), "files compared");
        self.claims(arrivals)?;
        tracing::info!(milliseconds = laps.lap(), "claims stored");
        for arrival in later {
            self.eligibility(&arrival)?;
        }
        for path in databases {
            self.eligibility(&Arrival::of_database(path))?;
        }
        tracing::info!(milliseconds = laps.lap(), "records stored");
        self.wake()?;
        tracing::info!(milliseconds = laps.lap(), "records awake");
        Ok(self.counts)
    }

    /// Notes that the claims are to be judged.
    fn ask(&mut self, claims: &[i64], why: Why) -> Result<u64, NightError> {
        Ok(self.state.ask(claims, why.number())?)
    }
}

//! Which claims a change among eligibility records touches.

use std::collections::HashSet;

use crate::eligibility::RecordRef;
use crate::nightly::error::NightError;
use crate::nightly::hashes::{self, Hashes, Owner};
use crate::nightly::load;
use crate::nightly::state::{State, tidy};

/// Records that came, went or changed, by where they are found. Of one that changed both forms count.
#[derive(Debug, Default)]
pub(crate) struct Change {
    /// Under which they are filed.
    filed: Vec<i64>,
    /// Where their persons are looked for.
    around: Vec<i64>,
}

impl Change {
    /// Adds a record; gives where it is filed.
    pub(crate) fn add(&mut self, record: RecordRef<'_>) -> Hashes {
        let filed = hashes::of_record(record);
        self.filed.extend(filed.iter().copied());
        self.around.extend(hashes::around_record(record));
        filed
    }

    /// How many hashes it has.
    pub(crate) fn len(&self) -> usize {
        self.filed.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.filed.is_empty()
    }
}

/// The claims that a change touches, by number: those that look where one of the records is filed (contract 4.3, the
/// steps), and those that look where a record of the same person is filed (context). The changed records have to be
/// in the state as they are now.
pub(crate) fn touched_by(state: &mut State, mut change: Change) -> Result<Vec<i64>, NightError> {
    tidy(&mut change.filed);
    let mut claims: Vec<i64> = Vec::new();
    state.owners(&change.filed, &mut |_, owner| {
        if let Owner::Claim(id) = Owner::of(owner) {
            claims.push(id);
        }
    })?;
    tidy(&mut change.around);
    let mut further = filed_beside(state, &change)?;
    further.retain(|hash| change.filed.binary_search(hash).is_err());
    state.owners(&further, &mut |_, owner| {
        if let Owner::Claim(id) = Owner::of(owner) {
            claims.push(id);
        }
    })?;
    tidy(&mut claims);
    Ok(claims)
}

/// Where else records of the same persons are filed. Most are versions of the changed records, filed where those are:
/// they are not looked into.
fn filed_beside(state: &mut State, change: &Change) -> Result<Vec<i64>, NightError> {
    let beside = load::record_owners(state, &change.around)?;
    let mut places: Vec<i64> = Vec::new();
    state.owners(&change.filed, &mut |_, owner| {
        if let Owner::Record(id) = Owner::of(owner) {
            places.push(id);
        }
    })?;
    // A record is filed under its key and under one or two hashes of its person: where all three are known, nothing
    // else can be.
    let known: HashSet<i64> = {
        places.sort_unstable();
        let groups = places.chunk_by(|a, b| a == b);
        groups
            .filter(|group| group.len() >= 3)
            .map(|group| group[0])
            .collect()
    };
    let unknown: Vec<i64> = beside
        .into_iter()
        .filter(|id| !known.contains(id))
        .collect();
    let mut further = Vec::new();
    for ids in unknown.chunks(100_000) {
        let rows = state.records(ids)?;
        load::each_record(&rows, &mut |_, record| {
            further.extend(hashes::of_record(record));
        })?;
    }
    tidy(&mut further);
    Ok(further)
}

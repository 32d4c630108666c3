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
    tidy(&mut change.around);
    let mut found = Found::of(state, &change)?;
    let mut further = found.filed_beside(state)?;
    further.retain(|hash| change.filed.binary_search(hash).is_err());
    state.owners(&further, &mut |_, owner| {
        if let Owner::Claim(id) = Owner::of(owner) {
            found.claims.push(id);
        }
    })?;
    tidy(&mut found.claims);
    Ok(found.claims)
}

/// Who is found where the changed records are filed, and where their persons are looked for.
#[derive(Default)]
struct Found {
    claims: Vec<i64>,
    /// Records filed under one of the hashes, as often as they are.
    places: Vec<i64>,
    /// Records of the same persons.
    beside: Vec<i64>,
}

impl Found {
    /// All in one pass, since most hashes are of both kinds.
    fn of(state: &mut State, change: &Change) -> Result<Self, NightError> {
        let mut hashes = change.filed.clone();
        hashes.extend(&change.around);
        tidy(&mut hashes);
        let mut found = Self::default();
        state.owners(&hashes, &mut |hash, owner| {
            let is_filed = change.filed.binary_search(&hash).is_ok();
            match Owner::of(owner) {
                Owner::Claim(id) if is_filed => found.claims.push(id),
                Owner::Claim(_) => {}
                Owner::Record(id) => {
                    if is_filed {
                        found.places.push(id);
                    }
                    if change.around.binary_search(&hash).is_ok() {
                        found.beside.push(id);
                    }
                }
            }
        })?;
        tidy(&mut found.beside);
        Ok(found)
    }

    /// Where else records of the same persons are filed. Most are versions of the changed records, filed where those
    /// are: they are not looked into.
    fn filed_beside(&mut self, state: &mut State) -> Result<Vec<i64>, NightError> {
        let mut places = std::mem::take(&mut self.places);
        places.sort_unstable();
        // A record is filed under its key and under one or two hashes of its person: where all three are known, nothing
        // else can be.
        let known: HashSet<i64> = places
            .chunk_by(|a, b| a == b)
            .filter(|group| group.len() >= 3)
            .map(|group| group[0])
            .collect();
        let mut unknown = std::mem::take(&mut self.beside);
        unknown.retain(|id| !known.contains(id));
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
}

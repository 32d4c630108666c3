//! What all claims of a run have in common: months, the order of the scenarios.

use chrono::NaiveDate;

use super::case::{Case, PEOPLE_PER_CASE};
use super::person::PEOPLE;
use super::plan::{after, day};
use super::rng::Rng;
use super::scenario::SCENARIOS;
use super::{Options, SynthError};
use crate::text::date::Month;

/// The most claims one run can make without two people becoming one.
pub(super) const MOST_CLAIMS: u64 = PEOPLE / PEOPLE_PER_CASE;

/// The claim at a place of the schedule: claim `part` of a case of scenario `scenario`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Slot {
    /// Index into [`SCENARIOS`].
    pub scenario: usize,
    /// 0 for the first claim of the case.
    pub part: u64,
}

/// A run's fixed facts.
#[derive(Clone, Debug)]
pub(super) struct World {
    pub seed: u64,
    pub claims: u64,
    /// The service month of most claims.
    pub month: Month,
    /// 請求年月.
    pub billing: Month,
    /// The day for which the expected verdicts hold.
    pub as_of: NaiveDate,
    pub single_file: bool,
    schedule: Vec<Slot>,
}

impl World {
    /// Checks the options and fixes the order of scenarios.
    pub(super) fn new(options: &Options) -> Result<Self, SynthError> {
        if options.claims == 0 || options.claims > MOST_CLAIMS {
            return Err(SynthError::Claims {
                claims: options.claims,
                most: MOST_CLAIMS,
            });
        }
        let (first, last) = (month(2025, 1)?, month(2035, 12)?);
        if options.month < first || options.month > last {
            return Err(SynthError::Month {
                month: options.month,
                first,
                last,
            });
        }
        // Scenarios of the months around 2026-07-31 need to have been lived through.
        let billing = options.month.plus(1).unwrap_or(last).max(month(2026, 9)?);
        Ok(Self {
            seed: options.seed,
            claims: options.claims,
            month: options.month,
            billing,
            as_of: day(billing, 5),
            single_file: options.single_file,
            schedule: schedule(options.seed),
        })
    }

    /// What claim number `index` (from 0) is.
    pub(super) fn slot(&self, index: u64) -> Slot {
        let length = u64::try_from(self.schedule.len()).unwrap_or(u64::MAX);
        self.schedule[usize::try_from(index % length).unwrap_or(0)]
    }

    /// The case that claim number `index` belongs to, planted.
    pub(super) fn case(&self, index: u64) -> Case<'_> {
        let slot = self.slot(index);
        let mut case = Case::new(self, index - slot.part, slot.scenario);
        (SCENARIOS[slot.scenario].plant)(&mut case);
        case
    }

    /// A day just after the day of the check.
    pub(super) fn too_late(&self) -> NaiveDate {
        after(self.as_of, 10)
    }
}

fn month(year: i32, month: u32) -> Result<Month, SynthError> {
    Month::new(year, month).ok_or(SynthError::Calendar)
}

/// Every scenario as often as its weight says, in a shuffled order; the claims of a case stay together.
fn schedule(seed: u64) -> Vec<Slot> {
    let mut cases: Vec<usize> = Vec::new();
    for (index, scenario) in SCENARIOS.iter().enumerate() {
        cases.extend(std::iter::repeat_n(index, scenario.weight));
    }
    Rng::new(seed, 2, 0).shuffle(&mut cases);
    cases
        .into_iter()
        .flat_map(|scenario| {
            (0..SCENARIOS[scenario].claims).map(move |part| Slot { scenario, part })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thousand_claims_hold_every_scenario() {
        let plan = schedule(3);
        assert!(plan.len() <= 1000, "{}", plan.len());
        for index in 0..SCENARIOS.len() {
            assert!(plan.iter().any(|s| s.scenario == index));
        }
        assert_ne!(plan, schedule(4));
    }

    #[test]
    fn impossible_options_are_refused() {
        let good = Options::new(10, 1);
        let month = Month::new(2024, 12).expect("a month");
        assert!(
            World::new(&Options {
                claims: 0,
                ..good.clone()
            })
            .is_err()
        );
        assert!(
            World::new(&Options {
                claims: MOST_CLAIMS + 1,
                ..good.clone()
            })
            .is_err()
        );
        assert!(
            World::new(&Options {
                month,
                ..good.clone()
            })
            .is_err()
        );
        assert!(World::new(&good).is_ok());
    }
}

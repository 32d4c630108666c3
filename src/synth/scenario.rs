//! The scenarios: what each plants and what must come out (contract 4).
//!
//! A scenario knows its outcome because it planted the facts; nothing here asks the judge. The tables live
//! beside the functions that plant them, one file for each family.

use std::sync::LazyLock;

use super::case::Case;
use super::{
    scenario_card, scenario_coverage, scenario_identity, scenario_ordinary, scenario_transition,
};

/// One kind of claim that the made-up month holds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scenario {
    /// Its name, unique.
    pub name: &'static str,
    /// How many of its cases there are in a round of about a thousand claims.
    pub weight: usize,
    /// How many claims a case makes.
    pub claims: u64,
    /// What it plants.
    pub plants: &'static str,
    /// What must come out, in the words of contract 4.6 and 4.7.
    pub comes_out: &'static str,
    /// Plants it.
    pub plant: fn(&mut Case<'_>),
}

/// A scenario of one claim.
pub(super) const fn one(
    name: &'static str,
    weight: usize,
    plants: &'static str,
    comes_out: &'static str,
    plant: fn(&mut Case<'_>),
) -> Scenario {
    Scenario {
        name,
        weight,
        claims: 1,
        plants,
        comes_out,
        plant,
    }
}

/// A scenario of two claims.
pub(super) const fn two(
    name: &'static str,
    weight: usize,
    plants: &'static str,
    comes_out: &'static str,
    plant: fn(&mut Case<'_>),
) -> Scenario {
    Scenario {
        name,
        weight,
        claims: 2,
        plants,
        comes_out,
        plant,
    }
}

/// All scenarios, in a fixed order.
pub(super) static SCENARIOS: LazyLock<Vec<Scenario>> = LazyLock::new(|| {
    [
        scenario_ordinary::TABLE,
        scenario_card::TABLE,
        scenario_transition::TABLE,
        scenario_identity::TABLE,
        scenario_coverage::TABLE,
    ]
    .concat()
});

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn names_are_unique_and_texts_are_there() {
        let names: BTreeSet<_> = SCENARIOS.iter().map(|s| s.name).collect();
        assert_eq!(names.len(), SCENARIOS.len());
        assert!(SCENARIOS.len() >= 45, "{}", SCENARIOS.len());
        for s in SCENARIOS.iter() {
            assert!(
                !s.plants.is_empty() && !s.comes_out.is_empty() && s.weight > 0,
                "{}",
                s.name
            );
        }
    }

    #[test]
    fn most_claims_are_ordinary() {
        let weigh = |table: &[Scenario]| -> usize {
            table
                .iter()
                .map(|s| s.weight * usize::try_from(s.claims).expect("few"))
                .sum()
        };
        let (ordinary, all) = (weigh(scenario_ordinary::TABLE), weigh(&SCENARIOS));
        assert!(all <= 1000, "{all}");
        assert!(
            (840..=880).contains(&(ordinary * 1000 / all)),
            "{ordinary} of {all}"
        );
    }
}

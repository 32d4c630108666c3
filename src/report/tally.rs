//! What the summary counts, by plain maps: a few dozen words are counted over columns that lie in
//! memory, which takes less time than to hand them to a data frame.

use std::collections::BTreeMap;

use crate::check::Checked;
use crate::finding::Level;
use crate::judge::outcome::Outcome;
use crate::matching::cascade::MatchedBy;
use crate::text::insurer::InsurerKind;

/// Counts of one run. Words that can occur are all there, with 0 where nothing did; stations are those
/// that occur.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Claims by verdict, in the order of [`Outcome::ALL`].
    pub verdicts: [Sum; Outcome::ALL.len()],
    /// Claims with `needs_certificate`, but for those that a user has settled (`--ignore`).
    pub certificate: Sum,
    /// All claims.
    pub all: Sum,
    /// Claims by station code.
    pub stations: BTreeMap<String, u64>,
    /// Claims by kind of insurer, in the order of [`InsurerKind::ALL`].
    pub kinds: [u64; InsurerKind::ALL.len()],
    /// Claims by how they were matched, in the order of [`MatchedBy::ALL`].
    pub matched_by: [u64; MatchedBy::ALL.len()],
    /// Findings by code and level: some rules weigh differently from case to case.
    pub codes: BTreeMap<(&'static str, Level), u64>,
    /// Findings by level: info, warn, error.
    pub levels: [u64; 3],
}

/// Some claims and the sum of their amounts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// How many.
    pub claims: u64,
    /// 合計金額 in yen.
    pub yen: u64,
}

impl Sum {
    fn add(&mut self, yen: u32) {
        self.claims += 1;
        self.yen += u64::from(yen);
    }
}

impl Tally {
    /// Counts a run.
    #[must_use]
    pub fn of(checked: &Checked) -> Self {
        let mut tally = Self::default();
        for (position, (start, chunk)) in checked.claims.claims.chunks().enumerate() {
            let first = start as usize;
            let mut by_header = vec![0u64; chunk.headers.len()];
            let keys = checked.keys.chunk(position);
            for (local, (claim, key)) in chunk.claims.iter().zip(keys).enumerate() {
                let judgement = &checked.judgements[first + local];
                tally.all.add(claim.total_yen);
                tally.verdicts[judgement.verdict as usize].add(claim.total_yen);
                let index = start + u32::try_from(local).unwrap_or(u32::MAX);
                if judgement.needs_certificate() && !checked.has_settled(index) {
                    tally.certificate.add(claim.total_yen);
                }
                tally.kinds[key.kind as usize] += 1;
                tally.matched_by[checked.matched_by[first + local] as usize] += 1;
                by_header[claim.header as usize] += 1;
            }
            for (header, claims) in chunk.headers.iter().zip(by_header) {
                if claims > 0 {
                    *tally
                        .stations
                        .entry(header.station.to_string())
                        .or_default() += claims;
                }
            }
        }
        for finding in &checked.findings {
            let of_code = (finding.code, finding.level);
            *tally.codes.entry(of_code).or_default() += 1;
            tally.levels[finding.level as usize] += 1;
        }
        tally
    }

    /// True when some finding has this level or a graver one.
    #[must_use]
    pub fn reaches(&self, level: Level) -> bool {
        self.levels[level as usize..].iter().any(|&count| count > 0)
    }

    /// The sum of one verdict.
    #[must_use]
    pub fn verdict(&self, outcome: Outcome) -> Sum {
        self.verdicts[outcome as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_in_the_tables_are_those_of_the_words() {
        assert!(
            Outcome::ALL
                .iter()
                .enumerate()
                .all(|(at, &word)| word as usize == at)
        );
        assert!(
            InsurerKind::ALL
                .iter()
                .enumerate()
                .all(|(at, &word)| word as usize == at)
        );
        assert!(
            MatchedBy::ALL
                .iter()
                .enumerate()
                .all(|(at, &word)| word as usize == at)
        );
        let levels = [Level::Info, Level::Warn, Level::Error];
        assert!(
            levels
                .iter()
                .enumerate()
                .all(|(at, &word)| word as usize == at)
        );
    }

    #[test]
    fn a_level_is_reached_by_itself_and_by_graver_ones() {
        let tally = Tally {
            levels: [0, 2, 0],
            ..Tally::default()
        };
        assert!(tally.reaches(Level::Info));
        assert!(tally.reaches(Level::Warn));
        assert!(!tally.reaches(Level::Error));
    }
}

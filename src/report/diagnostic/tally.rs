//! The counts of a run of `validate`.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use crate::finding::{Finding, Level};
use crate::report::inputs::State;

use super::File;

/// Files that are named at the end; all of them have their finding.
const NAMED: usize = 20;

/// Files, claims and findings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Files that were read.
    pub read: u64,
    /// Files of another kind that lay in a folder.
    pub skipped: u64,
    /// Files that could not be read.
    pub unreadable: u64,
    /// The first of them.
    #[serde(skip)]
    pub refused: Vec<String>,
    /// Claims read.
    pub claims: u64,
    /// Findings by level: info, warn, error.
    #[serde(serialize_with = "levels")]
    pub levels: [u64; 3],
    /// Findings by code; with the gravest level that occurred.
    #[serde(serialize_with = "codes")]
    pub codes: BTreeMap<&'static str, (Level, u64)>,
}

impl Tally {
    pub(super) fn file(&mut self, file: &File) {
        self.claims += file.claims;
        match file.status {
            State::Read | State::Partial => self.read += 1,
            State::Skipped => self.skipped += 1,
            State::Unreadable => {
                self.unreadable += 1;
                if self.refused.len() < NAMED {
                    self.refused.push(file.path.clone());
                }
            }
        }
    }

    pub(super) fn finding(&mut self, finding: &Finding) {
        let entry = self.codes.entry(finding.code);
        let (level, count) = entry.or_insert((finding.level, 0));
        *level = finding.level.max(*level);
        *count += 1;
        self.levels[finding.level as usize] += 1;
    }

    /// True when there was no claim file at all, not even one that cannot be read.
    #[must_use]
    pub fn is_without_claims(&self) -> bool {
        self.read + self.unreadable == 0
    }

    /// True when some finding has this level or a graver one.
    #[must_use]
    pub fn reaches(&self, level: Level) -> bool {
        self.levels[level as usize..].iter().any(|&count| count > 0)
    }

    /// Findings of this level.
    #[must_use]
    pub fn of(&self, level: Level) -> u64 {
        self.levels[level as usize]
    }

    /// The codes, gravest and most frequent first.
    #[must_use]
    pub fn gravest_first(&self) -> Vec<(&'static str, Level, u64)> {
        let codes = self.codes.iter();
        let mut codes: Vec<_> = codes
            .map(|(&code, &(level, count))| (code, level, count))
            .collect();
        codes.sort_by(|a, b| (b.1, b.2, a.0).cmp(&(a.1, a.2, b.0)));
        codes
    }
}

#[derive(Serialize)]
struct Levels {
    error: u64,
    warn: u64,
    info: u64,
}

fn levels<S: Serializer>(levels: &[u64; 3], to: S) -> Result<S::Ok, S::Error> {
    let [info, warn, error] = *levels;
    Levels { error, warn, info }.serialize(to)
}

#[derive(Serialize)]
struct Code {
    level: &'static str,
    count: u64,
}

fn codes<S: Serializer>(
    codes: &BTreeMap<&'static str, (Level, u64)>,
    to: S,
) -> Result<S::Ok, S::Error> {
    to.collect_map(codes.iter().map(|(code, &(level, count))| {
        let level = level.id();
        (code, Code { level, count })
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(codes: &[(&'static str, Level, u64)]) -> Tally {
        let mut tally = Tally::default();
        for &(code, level, count) in codes {
            tally.codes.insert(code, (level, count));
            tally.levels[level as usize] += count;
        }
        tally
    }

    #[test]
    fn the_gravest_code_comes_first() {
        let tally = tally(&[
            ("F501", Level::Info, 9),
            ("F302", Level::Error, 1),
            ("F301", Level::Error, 1),
            ("F401", Level::Warn, 2),
            ("F201", Level::Error, 3),
        ]);
        let codes: Vec<_> = tally.gravest_first().iter().map(|one| one.0).collect();
        assert_eq!(codes, ["F201", "F301", "F302", "F401", "F501"]);
    }

    #[test]
    fn a_level_is_reached_by_itself_and_by_graver_ones() {
        let tally = tally(&[("F401", Level::Warn, 2)]);
        assert!(tally.reaches(Level::Info) && tally.reaches(Level::Warn));
        assert!(!tally.reaches(Level::Error));
    }
}

//! The name of a night's folder.

use std::cmp::Ordering;
use std::fmt;
use std::fs;
use std::path::Path;
use std::str::FromStr;

use chrono::NaiveDate;

/// `2026-11-29-r000123`: the day of the check and the number of the run, which never goes back. A further number
/// (`2026-11-29-r000123-2`) tells apart what would have the same name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Name {
    as_of: NaiveDate,
    run: u64,
    /// From 1; 1 is not written.
    further: u32,
}

/// What stands before the name of a folder aside.
const ASIDE: &str = ".houkan-";
/// What stands behind it.
const ENDING: &str = ".tmp";

impl Name {
    /// The name of a run's folder.
    #[must_use]
    pub fn new(as_of: NaiveDate, run: u64) -> Self {
        Self {
            as_of,
            run,
            further: 1,
        }
    }

    /// The number of the run.
    #[must_use]
    pub fn run(&self) -> u64 {
        self.run
    }

    /// The name of the folder while it is built, hidden from whoever lists or walks the place.
    #[must_use]
    pub fn aside(&self) -> String {
        format!("{ASIDE}{self}{ENDING}")
    }

    /// The night that is built in a folder of that name.
    #[must_use]
    pub fn of_aside(text: &str) -> Option<Self> {
        let name = text.strip_prefix(ASIDE)?.strip_suffix(ENDING)?;
        name.parse().ok()
    }

    /// The first name of this run that nothing in `folder` has.
    pub(super) fn free_in(mut self, folder: &Path) -> Self {
        while fs::symlink_metadata(folder.join(self.to_string())).is_ok() {
            self.further += 1;
        }
        self
    }
}

impl fmt::Display for Name {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}-r{:06}", self.as_of, self.run)?;
        match self.further {
            1 => Ok(()),
            further => write!(out, "-{further}"),
        }
    }
}

/// Not the name of a night.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the name of a night")]
pub struct NoName;

impl FromStr for Name {
    type Err = NoName;

    fn from_str(text: &str) -> Result<Self, NoName> {
        let (day, rest) = text.split_once("-r").ok_or(NoName)?;
        let (run, further) = match rest.split_once('-') {
            Some((run, further)) => (run, further.parse().map_err(|_| NoName)?),
            None => (rest, 1),
        };
        let name = Self {
            as_of: NaiveDate::parse_from_str(day, "%Y-%m-%d").map_err(|_| NoName)?,
            run: run.parse().map_err(|_| NoName)?,
            further,
        };
        // One way to write it, so that every name leads to one folder.
        if name.to_string() == text {
            Ok(name)
        } else {
            Err(NoName)
        }
    }
}

/// By the run, which never goes back; the day does with `--as-of`.
impl Ord for Name {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.run, self.further, self.as_of).cmp(&(other.run, other.further, other.as_of))
    }
}

impl PartialOrd for Name {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_in_one_way() {
        for text in [
            "2026-11-29-r000123",
            "2026-11-29-r1234567",
            "2026-02-28-r000001-2",
        ] {
            let name: Name = text.parse().expect("a name");
            assert_eq!(name.to_string(), text);
            assert_eq!(Name::of_aside(&name.aside()), Some(name));
        }
        for text in [
            "",
            "current",
            "2026-11-29",
            "2026-11-29-r123",
            "2026-11-29-r0000123",
            "2026-02-30-r000001",
            "2026-11-29-r000123-1",
            "2026-11-29-r000123-02",
            "2026-11-29-r+00123",
            "26-11-29-r000123",
            "2026-11-29-r000123/..",
            "x2026-11-29-r000123",
            "2026-11-29-r-00123",
        ] {
            assert_eq!(text.parse::<Name>(), Err(NoName), "{text}");
        }
        for text in [
            ".houkan-abc123",
            ".houkan-2026-11-29-r000123",
            "2026-11-29-r000123.tmp",
        ] {
            assert_eq!(Name::of_aside(text), None, "{text}");
        }
    }

    #[test]
    fn later_runs_come_last() {
        let name = |text: &str| text.parse::<Name>().expect("a name");
        assert!(name("2026-11-29-r000009") > name("2026-11-30-r000008"));
        assert!(name("2026-11-29-r000009-2") > name("2026-11-29-r000009"));
    }
}

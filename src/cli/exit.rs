//! Exit statuses (contract 2).

use std::process::ExitCode;

/// What the program tells its caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum ExitStatus {
    /// Done, nothing at or above `--fail-on`.
    Done = 0,
    /// Done, something at or above it.
    Found = 1,
    /// Wrong usage.
    Usage = 2,
    /// Done, but at least one input could not be read.
    Unreadable = 3,
    /// Nothing was written.
    NothingWritten = 4,
}

impl ExitStatus {
    /// The status of a finished run: what could not be read weighs more than what was found.
    #[must_use]
    pub fn of_run(is_unreadable: bool, is_found: bool) -> Self {
        if is_unreadable {
            Self::Unreadable
        } else if is_found {
            Self::Found
        } else {
            Self::Done
        }
    }
}

impl From<ExitStatus> for ExitCode {
    fn from(status: ExitStatus) -> Self {
        Self::from(status as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_wins_over_one() {
        assert_eq!(ExitStatus::of_run(true, true) as u8, 3);
        assert_eq!(ExitStatus::of_run(true, false) as u8, 3);
        assert_eq!(ExitStatus::of_run(false, true) as u8, 1);
        assert_eq!(ExitStatus::of_run(false, false) as u8, 0);
    }
}

//! The configuration of the night (`houkan.toml`): what is read, where the state is, what is published.

mod read;

use std::path::{Path, PathBuf};

use crate::finding::Level;
use crate::report::Form;
use crate::report::csv::Charset;
use crate::text::address::{Address, is_database};
use crate::text::lang::Lang;
use crate::text::placed::FileError;

/// A commented configuration with all defaults, which `houkan nightly --init` writes.
pub const TEMPLATE: &str = include_str!("houkan.toml");

/// What a night is to do. Relative paths of the file are resolved against the folder that it lies in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// `[inbox]`.
    pub inbox: Inbox,
    /// `[checks]`.
    pub checks: Checks,
    /// `[state]`.
    pub state: State,
    /// `[publish]`.
    pub publish: Publish,
    /// `[metrics]`.
    pub metrics: Metrics,
    /// `[limits]`.
    pub limits: Limits,
}

/// What is read every night.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inbox {
    /// Claim files and folders with them; at least one.
    pub claims: Vec<PathBuf>,
    /// Eligibility results: files and folders.
    pub eligibility: Vec<PathBuf>,
    /// Member registers, each of which counts whole: files, and addresses of databases (`postgres://…`), which are
    /// taken for new every night.
    pub registers: Vec<PathBuf>,
    /// The column map of registers.
    pub map: Option<PathBuf>,
    /// A file that was changed within so many seconds is looked at twice, so many seconds apart, and waits for the
    /// next night when it has changed between.
    pub settle_seconds: u64,
    /// What becomes of what was read from a file that is no longer there.
    pub vanished: Vanished,
}

/// What becomes of the contents of a file that is no longer there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Vanished {
    /// They stay known.
    #[default]
    Keep,
    /// They are taken out.
    Withdraw,
}

/// How claims are judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checks {
    /// The name of a built-in policy, or the path of a policy file.
    pub policy: String,
    /// The log of what patients showed.
    pub credentials: Option<PathBuf>,
    /// The list of equipped stations.
    pub stations: Option<PathBuf>,
    /// The tariff master.
    pub master: Option<PathBuf>,
    /// Accepted findings.
    pub ignore: Option<PathBuf>,
    /// New findings of this level or a graver one give exit status 1; `None` for never.
    pub fail_on: Option<Level>,
}

/// Where the program keeps what it knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// The folder of lock and state file.
    pub folder: PathBuf,
    /// The address of a database that holds the state in place of the file.
    pub database: Option<String>,
    /// The schema of its tables there.
    pub schema: String,
    /// Claims whose month of care is longer ago are deleted; 0 for never.
    pub retention_months: u32,
}

/// The name of the state file in the state folder.
pub const STATE_FILE: &str = "state.sqlite";

impl State {
    /// Where the state file is, unless a database holds the state.
    #[must_use]
    pub fn file(&self) -> PathBuf {
        self.folder.join(STATE_FILE)
    }
}

/// What is published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publish {
    /// The folder in which every night has one of its own.
    pub folder: PathBuf,
    /// The forms of the report, in the order of [`Form::ALL`].
    pub reports: Vec<Form>,
    /// The encoding of CSV files.
    pub charset: Charset,
    /// The language of report and mail.
    pub lang: Lang,
    /// True when names, birth dates and numbers are hidden in the report.
    pub mask: bool,
    /// Which claims the report is about.
    pub scope: Scope,
    /// So many published folders are kept; 0 for all.
    pub keep: u32,
    /// True when `mail.txt` is written.
    pub mail: bool,
}

/// Which claims a published report is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// Those that were judged in this night.
    #[default]
    Judged,
    /// All that the state has.
    All,
}

/// Figures for monitoring.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metrics {
    /// A file for the textfile collector of the node exporter.
    pub textfile: Option<PathBuf>,
}

/// How much is done at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Threads; `None` for all cores.
    pub threads: Option<usize>,
    /// So many claims are judged at a time, which bounds the memory.
    pub claims_at_a_time: usize,
}

impl Config {
    /// Reads a configuration; `path` is where it lies, for relative paths and messages.
    ///
    /// # Errors
    /// [`FileError`] with every unknown key, missing key, wrong value, and folder that may not be where it is.
    pub fn parse(text: &str, path: &Path) -> Result<Self, FileError> {
        read::read(text, path)
    }

    /// True when the address of a database, of a register or of the state, has a password in it.
    #[must_use]
    pub fn has_password(&self) -> bool {
        let registers = self.inbox.registers.iter().filter_map(|it| it.to_str());
        let mut addresses = registers.chain(self.state.database.as_deref());
        addresses.any(|it| {
            // What cannot be taken apart may have one where it does not belong.
            Address::parse(it).map_or(true, |address| address.password.is_some()) && is_database(it)
        })
    }
}

#[cfg(test)]
mod tests;

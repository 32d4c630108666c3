//! Why a night did not come to its end.

use std::io;
use std::path::PathBuf;

use crate::report::ReportError;

use super::state::db::DbError;

/// Why a run broke off. What it had done before stays done, and the next run goes on from there.
#[derive(Debug, thiserror::Error)]
pub enum NightError {
    /// The state could not be read or written.
    #[error(transparent)]
    State(#[from] DbError),
    /// What is stored of a claim or record cannot be read: the state was damaged, or written by something else.
    #[error("what is stored of {0} cannot be read")]
    Damaged(String),
    /// The report could not be written.
    #[error(transparent)]
    Report(#[from] ReportError),
    /// The system refused.
    #[error("{}: {error}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The words of the operating system.
        error: io::Error,
    },
}

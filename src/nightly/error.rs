//! Why a night was not published.

use std::io;
use std::path::PathBuf;

use super::lock::{LockError, Owner};
use super::publish::PublishError;
use super::state::db::DbError;
use crate::report::ReportError;

/// Why a night was not published. The result of the night before is still in its place.
#[derive(Debug, thiserror::Error)]
pub enum NightError {
    /// Another run is in progress.
    #[error("another run is in progress")]
    Held(Option<Owner>),
    /// The state could not be read or written.
    #[error("state: {0}")]
    State(#[from] DbError),
    /// The result could not be put in its place.
    #[error(transparent)]
    Publish(#[from] PublishError),
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
    /// This build has no judging of nights.
    #[error("this build cannot judge nights")]
    NotBuilt,
}

impl From<LockError> for NightError {
    fn from(error: LockError) -> Self {
        match error {
            LockError::Held { owner } => Self::Held(owner),
            LockError::Io { path, error } => Self::Io { path, error },
        }
    }
}

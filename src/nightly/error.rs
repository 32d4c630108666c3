//! Why a night was not published.

use std::io;
use std::path::PathBuf;

use super::lock::{LockError, Owner};
use super::publish::PublishError;
use super::state::db::DbError;
use crate::report::ReportError;
use crate::report::inputs::Words;

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
    /// What is stored of a claim or record cannot be read: something else has written to the state.
    #[error("what is stored of {0} cannot be read")]
    Damaged(String),
    /// A list that judging rests on cannot be read, so that claims would be judged without it.
    #[error("{path}: {words}", words = words.en)]
    List {
        /// Its path.
        path: String,
        /// Why.
        words: Words,
    },
}

impl From<LockError> for NightError {
    fn from(error: LockError) -> Self {
        match error {
            LockError::Held { owner } => Self::Held(owner),
            LockError::Io { path, error } => Self::Io { path, error },
        }
    }
}

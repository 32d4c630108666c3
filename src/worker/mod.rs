//! The unit of work of a cluster: claim files, eligibility results and joined claims as Arrow IPC streams in, rows as
//! Arrow IPC streams out.
//!
//! [`parse()`] and [`records()`] turn files into rows with the hashes under which they find each other; an engine joins
//! these; [`judge()`] judges what belongs together. Each is pure: equal bytes in give equal bytes out, and how rows are
//! cut into batches or streams does not matter. Some files or groups are held at a time. What is wrong with a file or a
//! group is a row; what is wrong with a stream ends the work, and what has not been written then is not written.

pub mod schema;

mod columns;
mod groups;
mod judge;
mod parse;
mod records;
mod stream;

use std::path::PathBuf;

use arrow::error::ArrowError;

use crate::report::inputs::Words;

pub use judge::{Bench, judge};
pub use parse::parse;
pub use records::records;

/// The version of the streams, under [`schema::WORKER`] in the metadata of each: a column that goes, changes its type
/// or its meaning raises it; a new column does not.
pub const VERSION: &str = "1";

/// Why a stream could not be worked on to its end.
#[derive(Debug, thiserror::Error)]
pub enum WorkerError {
    /// What was read is no Arrow IPC stream, or a damaged one.
    #[error("the stream that was read is damaged: {0}")]
    Damaged(ArrowError),
    /// The stream ends without the mark that says so.
    #[error("the stream that was read is cut off")]
    CutOff,
    /// The stream says that it is of another version, or does not say.
    #[error("the stream that was read is of version {}", found.as_deref().unwrap_or("none"))]
    Version {
        /// What it says.
        found: Option<String>,
    },
    /// A column is missing or of another type.
    #[error("column {path}: {found}")]
    Column {
        /// Its name, behind that of the column it lies in.
        path: String,
        /// Its type; empty when it is missing.
        found: String,
    },
    /// What was made could not be written.
    #[error("the rows cannot be written: {0}")]
    Write(ArrowError),
    /// A list beside the stream cannot be read: everybody would be judged as if nothing stood in it.
    #[error("{path}: {}", words.en)]
    List {
        /// Where it is.
        path: PathBuf,
        /// Why.
        words: Words,
    },
}

//! A table or view of PostgreSQL as a member register (`-e postgres://…`).
//!
//! The query of the column map runs in a read-only transaction; of its columns only those that the map uses
//! are fetched, as binary `COPY` (measured in `docs/registers.md`). Each call of [`read`] logs in anew, so
//! that a register can be read again. Neither user nor password goes anywhere but to the server.

#[cfg(feature = "postgres")]
mod copy;
#[cfg(feature = "postgres")]
mod session;

use std::path::{Path, PathBuf};

use super::file::FileRead;
use super::portions::Sink;
use super::source::Pass;
use crate::text::address;

/// True when an input is a database.
pub(super) fn is_database(path: &Path) -> bool {
    path.to_str().is_some_and(address::is_database)
}

/// Reads a register; `progress` is told bytes as they arrive. Records go out into `sink` where that is open.
#[cfg(feature = "postgres")]
pub(super) fn read(
    path: &Path,
    pass: Pass<'_>,
    progress: &(dyn Fn(u64) + Sync),
    sink: &mut Sink<'_>,
) -> FileRead {
    let shown = PathBuf::from(address::shown(path));
    session::read(path, shown, pass, progress, sink)
}

/// Says that this program cannot read databases.
#[cfg(not(feature = "postgres"))]
pub(super) fn read(
    path: &Path,
    _: Pass<'_>,
    _: &(dyn Fn(u64) + Sync),
    _: &mut Sink<'_>,
) -> FileRead {
    use crate::note::{Database, Problem};

    let shown = PathBuf::from(address::shown(path));
    let reason = Problem::Database(Database::NotBuilt);
    FileRead::refused(shown, None, super::source::Form::Postgres, reason)
}

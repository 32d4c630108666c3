//! What SQLite reports, reduced to what may be shown: its code and its own words, never what was stored.

use std::io;

use rusqlite::ffi;
use rusqlite::{Error, ErrorCode};

use crate::nightly::state::db::DbError;

/// An error of SQLite.
pub(super) fn of(error: Error) -> DbError {
    match error {
        Error::SqliteFailure(code, words) => failure(code, words.as_deref()),
        Error::SqlInputError { error, msg, .. } => failure(error, Some(&msg)),
        // The rest are about types and marks; their words may repeat a value.
        Error::InvalidColumnIndex(column) => {
            DbError::Unexpected(format!("an answer has no column {column}"))
        }
        Error::ExecuteReturnedResults => unexpected("a statement gave rows"),
        Error::MultipleStatement => unexpected("more than one statement"),
        _ => unexpected("SQLite was asked for something that it does not do"),
    }
}

fn failure(error: ffi::Error, words: Option<&str>) -> DbError {
    let code = error.extended_code;
    let told = format!("SQLite {code}: {}", ffi::code_to_str(code));
    match error.code {
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => DbError::Busy(told),
        ErrorCode::DiskFull => DbError::Full(told),
        ErrorCode::ReadOnly | ErrorCode::PermissionDenied => DbError::ReadOnly(told),
        ErrorCode::DatabaseCorrupt => DbError::Damaged(told),
        ErrorCode::NotADatabase => DbError::Foreign(told),
        // These name tables and columns, and repeat our own SQL at most.
        ErrorCode::ConstraintViolation | ErrorCode::Unknown => {
            DbError::Told(format!("SQLite {code}: {}", words.unwrap_or_default()))
        }
        _ => DbError::Told(told),
    }
}

/// An error of the system with the file.
pub(super) fn of_system(error: &io::Error) -> DbError {
    let told = error.to_string();
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => DbError::Full(told),
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            DbError::ReadOnly(told)
        }
        _ => DbError::Told(told),
    }
}

pub(super) fn unexpected(what: &str) -> DbError {
    DbError::Unexpected(what.to_owned())
}

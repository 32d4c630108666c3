//! What the server reports, reduced to what may be shown.

use std::io;

use crate::database::error;
use crate::nightly::state::db::DbError;
use crate::note::Database;

/// An error of a statement: SQLSTATE and the message, without its details, which repeat rows.
pub(super) fn of(error: &postgres::Error) -> DbError {
    told(error::querying(error))
}

/// The same, while rows are being sent.
pub(super) fn of_sending(error: &io::Error) -> DbError {
    told(error::receiving(error))
}

fn told(error: Database) -> DbError {
    match error {
        Database::Query { state, message } => {
            let told = format!("SQLSTATE {state}: {message}");
            let told = told.trim_end_matches([':', ' ']).to_owned();
            match state.as_str() {
                // Out of disk.
                "53100" => DbError::Full(told),
                // A lock that is not got, a deadlock, a transaction that came second.
                "55P03" | "40P01" | "40001" => DbError::Busy(told),
                // A server or session that only reads, or a user who may not.
                "25006" | "42501" => DbError::ReadOnly(told),
                _ => DbError::Told(told),
            }
        }
        Database::Broken { detail } => DbError::Lost(detail),
        other => DbError::Server(other),
    }
}

pub(super) fn unexpected(what: &str) -> DbError {
    DbError::Unexpected(what.to_owned())
}

//! What the library reports, reduced to what may be shown: SQLSTATE and message, never what was sent.

use std::error::Error as _;
use std::io;

use crate::note::{Database, shortened};

/// Classes of SQLSTATE whose messages may repeat what stands in the rows: data exceptions, violated
/// constraints, and what functions raise.
const REPEATING: [&str; 3] = ["22", "23", "P0"];

/// Why there is no connection.
pub(super) fn connecting(error: &postgres::Error) -> Database {
    if let Some(db) = error.as_db_error() {
        let state = db.code().code().to_owned();
        return match state.get(..2) {
            Some("28" | "3D") => Database::Login { state },
            _ => Database::Unreachable {
                detail: format!("SQLSTATE {state}: {}", shortened(db.message())),
            },
        };
    }
    let detail = causes(error);
    // The library keeps the kinds of its errors to itself; their words are stable.
    match error.to_string().as_str() {
        "error performing TLS handshake" => Database::Tls { detail },
        "invalid configuration" => Database::Login {
            state: String::new(),
        },
        _ => Database::Unreachable { detail },
    }
}

/// Why a query gives nothing.
pub(crate) fn querying(error: &postgres::Error) -> Database {
    let Some(db) = error.as_db_error() else {
        return Database::Broken {
            detail: causes(error),
        };
    };
    let state = db.code().code();
    let message = shortened(db.message());
    let class = state.get(..2).unwrap_or_default();
    // 57P: the server is stopped or the session ended from outside.
    if class == "08" || state.starts_with("57P") {
        return Database::Broken {
            detail: format!("SQLSTATE {state}: {message}"),
        };
    }
    let may_repeat = REPEATING.contains(&class);
    Database::Query {
        state: state.to_owned(),
        message: if may_repeat { String::new() } else { message },
    }
}

/// The same, while rows are being received.
pub(crate) fn receiving(error: &io::Error) -> Database {
    let inner = error.get_ref();
    match inner.and_then(|inner| inner.downcast_ref::<postgres::Error>()) {
        Some(error) => querying(error),
        None => Database::Broken {
            detail: error.to_string(),
        },
    }
}

/// The words of the innermost cause.
fn causes(error: &postgres::Error) -> String {
    let mut words = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        words = error.to_string();
        cause = error.source();
    }
    shortened(&words)
}

//! What a run knows of the runs before it, in SQLite or PostgreSQL.

pub mod db;
#[cfg(feature = "postgres")]
pub mod postgres;
pub mod schema;
pub mod sqlite;
mod statement;

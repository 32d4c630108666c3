//! What a run knows of the runs before it, in SQLite or PostgreSQL.

pub mod db;

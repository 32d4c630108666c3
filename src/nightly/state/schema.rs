//! The tables of the state, and how a state of an earlier program is brought to them.
//!
//! What was released is never changed: whatever comes later is a further [`Migration`]. Its SQL is written once for both
//! databases, with the marks `{int}`, `{text}`, `{blob}` for types and, behind a table, `{strict}` or `{without_rowid}`.

use super::db::{Database, DbError, Value};
use crate::nightly::fault;

/// What leads from the version before to a version.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// The version.
    pub version: i64,
    /// Its statements for SQLite.
    pub sqlite: &'static str,
    /// Its statements for PostgreSQL; mostly the same.
    pub server: &'static str,
}

impl Migration {
    const fn of(version: i64, sql: &'static str) -> Self {
        Self {
            version,
            sqlite: sql,
            server: sql,
        }
    }
}

/// All versions, from 1 without a gap.
pub const MIGRATIONS: &[Migration] = &[Migration::of(1, include_str!("schema/v1.sql"))];

/// The row of `meta` that holds the version.
const KEY: &str = "houkan-schema";

/// What [`migrate`] did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Migrated {
    /// The version that was found; 0 for a new state.
    pub from: i64,
    /// The version that it has now.
    pub to: i64,
}

/// Brings a state of any earlier version to the newest, or makes its tables. Each version is one transaction, so that a
/// run that is broken off leaves a whole version behind.
///
/// # Errors
/// What the database says; [`DbError::Newer`] for a state of a later program, [`DbError::Foreign`] for tables of
/// something else. Nothing is changed then.
pub fn migrate(db: &mut dyn Database) -> Result<Migrated, DbError> {
    migrate_along(db, MIGRATIONS)
}

/// The same with versions of the caller's, so that tests can stop at an earlier one, or add one.
///
/// # Errors
/// As [`migrate`].
pub fn migrate_along(db: &mut dyn Database, migrations: &[Migration]) -> Result<Migrated, DbError> {
    let found = version(db)?;
    let known = migrations.last().map_or(0, |last| last.version);
    if found > known {
        return Err(DbError::Newer { found, known });
    }
    for migration in migrations.iter().filter(|it| it.version > found) {
        db.begin()?;
        if let Err(error) = step(db, migration) {
            db.roll_back()?;
            return Err(error);
        }
        db.commit()?;
    }
    Ok(Migrated {
        from: found,
        to: known,
    })
}

/// One version, within a transaction.
fn step(db: &mut dyn Database, migration: &Migration) -> Result<(), DbError> {
    // Another process may have come first.
    if version(db)? != migration.version - 1 {
        let told = "another process is changing the tables";
        return Err(DbError::Busy(told.to_owned()));
    }
    if migration.version == 1 {
        let meta = "CREATE TABLE meta (key {text} PRIMARY KEY, value {text} NOT NULL){strict}";
        db.script(&marked(meta, db.is_server()))?;
    }
    let sql = if db.is_server() {
        migration.server
    } else {
        migration.sqlite
    };
    db.script(&marked(sql, db.is_server()))?;
    fault::step("migrate");
    let version = migration.version.to_string();
    db.run(
        "INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        &[KEY.into(), Value::Text(&version)],
    )?;
    Ok(())
}

/// The version of a state; 0 where there are no tables.
///
/// # Errors
/// What the database says; [`DbError::Foreign`] for tables of something else.
pub fn version(db: &mut dyn Database) -> Result<i64, DbError> {
    if !has_meta(db)? {
        return Ok(0);
    }
    let mut version = None;
    db.each(
        "SELECT value FROM meta WHERE key = ?1",
        &[KEY.into()],
        &mut |row| {
            version = row.text(0)?.and_then(|text| text.parse().ok());
            Ok(())
        },
    )?;
    version.ok_or_else(|| DbError::Foreign("table meta without a version of the schema".to_owned()))
}

fn has_meta(db: &mut dyn Database) -> Result<bool, DbError> {
    let sql = if db.is_server() {
        "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'meta'"
    } else {
        "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'meta'"
    };
    let mut count = None;
    db.each(sql, &[], &mut |row| {
        count = row.int(0)?;
        Ok(())
    })?;
    Ok(count.is_some_and(|count| count > 0))
}

/// A text with marks, in the words of a database.
fn marked(sql: &str, is_server: bool) -> String {
    let marks = if is_server {
        [
            ("{int}", "BIGINT"),
            ("{text}", "TEXT"),
            ("{blob}", "BYTEA"),
            ("{strict}", ""),
            ("{without_rowid}", ""),
        ]
    } else {
        [
            ("{int}", "INTEGER"),
            ("{text}", "TEXT"),
            ("{blob}", "BLOB"),
            ("{strict}", " STRICT"),
            ("{without_rowid}", " STRICT, WITHOUT ROWID"),
        ]
    };
    marks
        .iter()
        .fold(sql.to_owned(), |sql, (mark, word)| sql.replace(mark, word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_have_no_gap_and_no_other_marks() {
        for (migration, version) in MIGRATIONS.iter().zip(1..) {
            assert_eq!(migration.version, version);
            for sql in [
                marked(migration.sqlite, false),
                marked(migration.server, true),
            ] {
                assert!(!sql.contains('{'), "version {version}");
            }
        }
    }
}

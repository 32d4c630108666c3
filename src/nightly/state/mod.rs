//! What a run knows of the runs before it, in SQLite or PostgreSQL. [`State`] is the only one that speaks SQL; what a
//! statement means is said where it stands.

pub mod db;
#[cfg(feature = "postgres")]
pub mod postgres;
pub mod schema;
pub mod sqlite;

mod claims;
mod files;
mod findings;
mod links;
mod records;
mod runs;
mod statement;
mod totals;
mod verdicts;

pub(super) use claims::{ClaimRow, Heads, NewClaim, NewIssue};
pub(super) use files::{FileRow, FileState, InputRow, Role};
pub(super) use findings::{FindingRow, Solving};
pub(super) use links::tidy;
pub(super) use records::{NewRecord, RecordRow};
pub(super) use runs::RunRow;
pub(super) use totals::Totals;
pub(super) use verdicts::{Past, VerdictRow};

use db::{Database, DbError, Into, Row, Value};

use super::config::Config;
use super::error::NightError;

/// The state of all runs.
pub struct State {
    db: Box<dyn Database>,
}

/// Opens the state that a configuration names; a new one is made, an earlier one brought to the tables of today.
pub(super) fn open(config: &Config) -> Result<State, NightError> {
    let mut db = connect(config, true)?;
    schema::migrate(&mut *db)?;
    Ok(State::new(db))
}

/// Opens a state for who only looks, also while a run is in progress.
pub(super) fn open_to_look(config: &Config) -> Result<State, NightError> {
    if config.state.database.is_none() && !config.state.file().exists() {
        let error = std::io::Error::from(std::io::ErrorKind::NotFound);
        let path = config.state.file();
        return Err(NightError::Io { path, error });
    }
    let mut db = connect(config, false)?;
    let found = schema::version(&mut *db)?;
    let known = schema::MIGRATIONS.last().map_or(0, |last| last.version);
    if found > known {
        return Err(DbError::Newer { found, known }.into());
    }
    if found < known {
        let told = format!("tables of version {found}; the next night brings them to {known}");
        return Err(DbError::Unexpected(told).into());
    }
    Ok(State::new(db))
}

#[cfg(feature = "postgres")]
fn connect(config: &Config, is_locking: bool) -> Result<Box<dyn Database>, NightError> {
    let Some(address) = &config.state.database else {
        return file(config);
    };
    let mut server = postgres::Postgres::open(address, &config.state.schema)?;
    if is_locking && !server.try_lock()? {
        // From another machine, whose lock file is another.
        return Err(NightError::Held(None));
    }
    Ok(Box::new(server))
}

#[cfg(not(feature = "postgres"))]
fn connect(config: &Config, _: bool) -> Result<Box<dyn Database>, NightError> {
    match &config.state.database {
        Some(_) => Err(DbError::Server(crate::note::Database::NotBuilt).into()),
        None => file(config),
    }
}

fn file(config: &Config) -> Result<Box<dyn Database>, NightError> {
    let file = sqlite::Sqlite::open(&config.state.file(), &sqlite::Settings::default())?;
    Ok(Box::new(file))
}

impl State {
    /// A state that is kept in this database, which has all tables.
    #[must_use]
    pub fn new(db: Box<dyn Database>) -> Self {
        Self { db }
    }

    /// Ends the work with the state in an orderly way.
    pub(super) fn close(self) -> Result<(), DbError> {
        self.db.close()
    }

    /// The database itself, for what is not about claims.
    pub(super) fn database(&mut self) -> &mut dyn Database {
        &mut *self.db
    }

    /// Does `work` in one transaction: all of it, or nothing.
    pub(super) fn atomically<T, E: From<DbError>>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<T, E> {
        self.db.begin()?;
        match work(self) {
            Ok(done) => {
                self.db.commit()?;
                Ok(done)
            }
            Err(error) => {
                // The error that came first is the one to be told.
                let _broken_off = self.db.roll_back();
                Err(error)
            }
        }
    }

    /// The rows of an answer, each as `read` makes it.
    fn rows<T>(
        &mut self,
        sql: &str,
        values: &[Value<'_>],
        read: impl Fn(&dyn Row) -> Result<T, DbError>,
    ) -> Result<Vec<T>, DbError> {
        let mut rows = Vec::new();
        self.db.each(sql, values, &mut |row| {
            rows.push(read(row)?);
            Ok(())
        })?;
        Ok(rows)
    }

    /// The numbers of an answer's first column.
    fn ints(&mut self, sql: &str, values: &[Value<'_>]) -> Result<Vec<i64>, DbError> {
        self.rows(sql, values, |row| int(row, 0))
    }

    /// The only number of an answer.
    fn number(&mut self, sql: &str) -> Result<i64, DbError> {
        Ok(self.ints(sql, &[])?.first().copied().unwrap_or(0))
    }

    /// The highest number of a table's `id`, 0 for none.
    fn last_id(&mut self, table: &'static str) -> Result<i64, DbError> {
        self.number(&format!("SELECT coalesce(max(id), 0) FROM {table}"))
    }

    /// A remembered word.
    pub(super) fn meta(&mut self, key: &str) -> Result<Option<String>, DbError> {
        let values = self.rows(
            "SELECT value FROM meta WHERE key = ?1",
            &[key.into()],
            |row| text(row, 0),
        )?;
        Ok(values.into_iter().next())
    }

    /// Remembers a word.
    pub(super) fn set_meta(&mut self, key: &str, value: &str) -> Result<(), DbError> {
        const META: Into = Into {
            table: "meta",
            columns: &["key", "value"],
            replace: &["key"],
        };
        let row = [
            db::Column::Texts(vec![Some(key.to_owned())]),
            db::Column::Texts(vec![Some(value.to_owned())]),
        ];
        self.db.store(&META, &row)
    }
}

/// A number that is never missing.
fn int(row: &dyn Row, column: usize) -> Result<i64, DbError> {
    row.int(column)?.ok_or_else(|| missing(column))
}

/// A text that is never missing.
fn text(row: &dyn Row, column: usize) -> Result<String, DbError> {
    Ok(row.text(column)?.ok_or_else(|| missing(column))?.to_owned())
}

/// Bytes that are never missing.
fn bytes(row: &dyn Row, column: usize) -> Result<&[u8], DbError> {
    row.bytes(column)?.ok_or_else(|| missing(column))
}

/// A text that may be missing.
fn optional_text(row: &dyn Row, column: usize) -> Result<Option<String>, DbError> {
    Ok(row.text(column)?.map(str::to_owned))
}

fn missing(column: usize) -> DbError {
    DbError::Unexpected(format!("nothing stands in column {column}"))
}

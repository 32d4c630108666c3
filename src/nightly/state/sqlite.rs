//! The state in a file of SQLite.
//!
//! One process writes at a time; others may read meanwhile. Beside the file lie `-wal` and `-shm` while it is open.

mod error;
mod file;

use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::Duration;

use rusqlite::types::ValueRef;
use rusqlite::{CachedStatement, Connection, OpenFlags, vtab};

use super::db::{self, Column, Database, DbError, Value};
use super::statement;
use crate::nightly::fault;
use error::{of, unexpected};

/// Statements kept ready.
const STATEMENTS: usize = 256;

/// Bytes of a page of a new file.
const PAGE: u32 = 8192;

/// Bytes of the `-wal` file from which on its content is moved into the file, and to which the file is cut back.
const WAL: u64 = 64 << 20;

/// How a file is opened.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Memory for pages, in KiB.
    pub cache_kib: u32,
    /// How long is waited for another process that writes.
    pub wait: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            cache_kib: 128 << 10,
            wait: Duration::from_secs(5),
        }
    }
}

/// An open file.
#[derive(Debug)]
pub struct Sqlite {
    connection: Connection,
    path: PathBuf,
    /// A statement of the open transaction failed.
    has_failed: bool,
}

impl Sqlite {
    /// Opens a file, or makes it, for its owner alone; its folder has to be there.
    ///
    /// # Errors
    /// What the system or SQLite says; a file of something else is told as [`DbError::Foreign`] and left as it is.
    pub fn open(path: &Path, settings: &Settings) -> Result<Self, DbError> {
        file::prepare(path)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags).map_err(of)?;
        connection.busy_timeout(settings.wait).map_err(of)?;
        file::identify(&connection, PAGE)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        vtab::array::load_module(&connection).map_err(of)?;
        // `temp_store` keeps what is sorted out of files elsewhere; `secure_delete` overwrites what is deleted.
        let cache = settings.cache_kib;
        let pages = WAL / u64::from(PAGE);
        connection
            .execute_batch(&format!(
                "PRAGMA synchronous = FULL; PRAGMA foreign_keys = OFF; PRAGMA temp_store = MEMORY;
                 PRAGMA mmap_size = 0; PRAGMA cache_size = -{cache}; PRAGMA secure_delete = ON;
                 PRAGMA wal_autocheckpoint = {pages}; PRAGMA journal_size_limit = {WAL};"
            ))
            .map_err(of)?;
        Ok(Self {
            connection,
            path: path.to_owned(),
            has_failed: false,
        })
    }

    /// Moves what is in the `-wal` file into the file, and closes it. Without this nothing is lost either.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn close(self) -> Result<(), DbError> {
        self.checkpoint()?;
        self.connection.close().map_err(|(_, error)| of(error))
    }

    /// Moves what is in the `-wal` file into the file, and empties it, as far as nobody reads it.
    fn checkpoint(&self) -> Result<(), DbError> {
        self.connection
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
            .map_err(of)
    }

    fn is_open(&self) -> bool {
        !self.connection.is_autocommit()
    }

    /// Notes that a statement of the open transaction failed.
    fn noted<T>(&mut self, done: Result<T, DbError>) -> Result<T, DbError> {
        self.has_failed |= done.is_err();
        done
    }

    /// The file and those beside it.
    fn files(&self) -> [PathBuf; 3] {
        ["", "-wal", "-shm"].map(|end| file::beside(&self.path, end))
    }

    fn store_all(&self, into: &db::Into, rows: &[Column], length: usize) -> Result<(), DbError> {
        let marks: Vec<String> = (1..=rows.len()).map(|at| format!("?{at}")).collect();
        let sql = format!(
            "INSERT INTO {} ({}) VALUES ({}){}",
            into.table,
            into.columns.join(", "),
            marks.join(", "),
            statement::on_conflict(into)
        );
        let mut statement = self.connection.prepare_cached(&sql).map_err(of)?;
        for row in 0..length {
            for (at, column) in rows.iter().enumerate() {
                match column {
                    Column::Ints(rows) => statement.raw_bind_parameter(at + 1, rows[row]),
                    Column::Texts(rows) => {
                        statement.raw_bind_parameter(at + 1, rows[row].as_deref())
                    }
                    Column::Bytes(rows) => {
                        statement.raw_bind_parameter(at + 1, rows[row].as_deref())
                    }
                }
                .map_err(of)?;
            }
            statement.raw_execute().map_err(of)?;
        }
        Ok(())
    }
}

impl Database for Sqlite {
    fn script(&mut self, sql: &str) -> Result<(), DbError> {
        let done = self.connection.execute_batch(sql).map_err(of);
        self.noted(done)
    }

    fn run(&mut self, sql: &str, values: &[Value<'_>]) -> Result<u64, DbError> {
        let done = refused("state-write").and_then(|()| bound(&self.connection, sql, values));
        let done = done.and_then(|mut statement| {
            if statement.column_count() > 0 {
                return Err(unexpected("a statement gave rows"));
            }
            statement.raw_execute().map_err(of)
        });
        // A count of rows fits.
        self.noted(done).map(|rows| rows as u64)
    }

    fn each(
        &mut self,
        sql: &str,
        values: &[Value<'_>],
        take: &mut dyn FnMut(&dyn db::Row) -> Result<(), DbError>,
    ) -> Result<(), DbError> {
        let mut statement = match bound(&self.connection, sql, values) {
            Ok(statement) => statement,
            Err(error) => {
                self.has_failed = true;
                return Err(error);
            }
        };
        let mut rows = statement.raw_query();
        loop {
            match rows.next() {
                Ok(Some(row)) => take(&Row(row))?,
                Ok(None) => return Ok(()),
                Err(error) => {
                    self.has_failed = true;
                    return Err(of(error));
                }
            }
        }
    }

    fn store(&mut self, into: &db::Into, rows: &[Column]) -> Result<(), DbError> {
        let length = statement::length(into, rows)?;
        if self.is_open() {
            let done = refused("state-write").and_then(|()| self.store_all(into, rows, length));
            return self.noted(done);
        }
        self.begin()?;
        let done = self.store_all(into, rows, length);
        let done = done.and_then(|()| self.connection.execute_batch("COMMIT").map_err(of));
        if done.is_err() {
            self.roll_back()?;
        }
        done
    }

    fn begin(&mut self) -> Result<(), DbError> {
        self.connection
            .execute_batch("BEGIN IMMEDIATE")
            .map_err(of)?;
        self.has_failed = false;
        Ok(())
    }

    fn commit(&mut self) -> Result<(), DbError> {
        let done = if self.has_failed {
            Err(unexpected("a statement of this transaction failed"))
        } else {
            refused("state-commit")
                .and_then(|()| self.connection.execute_batch("COMMIT").map_err(of))
        };
        if done.is_err() {
            self.roll_back()?;
            return done;
        }
        fault::step("state-committed");
        // What was committed is safe. A reader may hold the `-wal` file, and what the system refuses here the next
        // transaction meets.
        let wal = fs::metadata(file::beside(&self.path, "-wal"));
        if wal.is_ok_and(|wal| wal.len() > 2 * WAL)
            && let Err(error) = self.checkpoint()
        {
            tracing::warn!(%error, "the write-ahead log of the state stays long");
        }
        Ok(())
    }

    fn roll_back(&mut self) -> Result<(), DbError> {
        self.has_failed = false;
        // After some errors SQLite has given the transaction up by itself.
        if self.is_open() {
            self.connection.execute_batch("ROLLBACK").map_err(of)?;
        }
        Ok(())
    }

    /// Writes the file anew. Deleted cells are overwritten with zeros at once (`secure_delete`), but where SQLite splits
    /// and joins pages, copies of cells stay in the unused parts of pages and outlive a later deletion. It takes as much
    /// space again, twice, while it runs.
    fn purge(&mut self) -> Result<(), DbError> {
        // In a file beside ours rather than in memory, or in a folder of the system.
        let folder = self.path.parent().filter(|it| *it != Path::new(""));
        let folder = folder.unwrap_or(Path::new(".")).to_str();
        let folder = folder.ok_or_else(|| unexpected("a folder whose name is no UTF-8"))?;
        let sql = format!(
            "PRAGMA temp_store = FILE; PRAGMA temp_store_directory = '{}';",
            folder.replace('\'', "''")
        );
        self.connection.execute_batch(&sql).map_err(of)?;
        let done = refused("state-purge")
            .and_then(|()| self.connection.execute_batch("VACUUM").map_err(of));
        fault::step("state-purged");
        let back = self.connection.execute_batch("PRAGMA temp_store = MEMORY");
        done.and(back.map_err(of))?;
        self.checkpoint()
    }

    fn bytes(&mut self) -> Result<u64, DbError> {
        let mut bytes = 0;
        for path in self.files() {
            match fs::metadata(&path) {
                Ok(found) => bytes += found.len(),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                Err(error) => return Err(error::of_system(&error)),
            }
        }
        Ok(bytes)
    }

    fn close(self: Box<Self>) -> Result<(), DbError> {
        Self::close(*self)
    }

    fn is_server(&self) -> bool {
        false
    }
}

/// What a test asks the system to refuse.
fn refused(step: &str) -> Result<(), DbError> {
    fault::pass(step).map_err(|error| DbError::Full(error.to_string()))
}

/// A statement with its values.
fn bound<'a>(
    connection: &'a Connection,
    sql: &str,
    values: &[Value<'_>],
) -> Result<CachedStatement<'a>, DbError> {
    let sql = statement::of_sqlite(sql);
    let mut statement = connection.prepare_cached(&sql).map_err(of)?;
    if statement.parameter_count() != values.len() {
        return Err(unexpected("a statement with other values than it marks"));
    }
    for (at, value) in values.iter().enumerate() {
        match *value {
            Value::Null => statement.raw_bind_parameter(at + 1, rusqlite::types::Null),
            Value::Int(number) => statement.raw_bind_parameter(at + 1, number),
            Value::Text(text) => statement.raw_bind_parameter(at + 1, text),
            Value::Bytes(bytes) => statement.raw_bind_parameter(at + 1, bytes),
            Value::List(numbers) => {
                let numbers = numbers.iter().copied().map(rusqlite::types::Value::Integer);
                statement.raw_bind_parameter(at + 1, Rc::new(numbers.collect::<Vec<_>>()))
            }
        }
        .map_err(of)?;
    }
    Ok(statement)
}

struct Row<'a>(&'a rusqlite::Row<'a>);

impl Row<'_> {
    fn get(&self, column: usize) -> Result<ValueRef<'_>, DbError> {
        self.0.get_ref(column).map_err(of)
    }
}

fn other_type(column: usize) -> DbError {
    DbError::Unexpected(format!("column {column} of an answer is of another type"))
}

impl db::Row for Row<'_> {
    fn int(&self, column: usize) -> Result<Option<i64>, DbError> {
        match self.get(column)? {
            ValueRef::Null => Ok(None),
            ValueRef::Integer(number) => Ok(Some(number)),
            _ => Err(other_type(column)),
        }
    }

    fn text(&self, column: usize) -> Result<Option<&str>, DbError> {
        match self.get(column)? {
            ValueRef::Null => Ok(None),
            ValueRef::Text(text) => std::str::from_utf8(text)
                .map(Some)
                .map_err(|_| other_type(column)),
            _ => Err(other_type(column)),
        }
    }

    fn bytes(&self, column: usize) -> Result<Option<&[u8]>, DbError> {
        match self.get(column)? {
            ValueRef::Null => Ok(None),
            ValueRef::Blob(bytes) => Ok(Some(bytes)),
            _ => Err(other_type(column)),
        }
    }
}

#[cfg(test)]
mod tests;

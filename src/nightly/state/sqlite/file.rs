//! Making the file, and telling it from those of others.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::error::{of, of_system};
use crate::nightly::state::db::DbError;

/// The mark of our files in their header (`application_id`).
const OURS: i32 = i32::from_be_bytes(*b"Hkan");

/// How a file of SQLite begins.
const MAGIC: &[u8] = b"SQLite format 3\0";

/// Where the mark stands.
const MARK: std::ops::Range<usize> = 68..72;

/// The path of a file beside the file.
pub(super) fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}

/// Makes the file where there is none, for its owner alone; SQLite gives the files beside it the same permissions. Of a
/// file that is there already the beginning is read, so that a file of something else is left alone even by SQLite.
pub(super) fn prepare(path: &Path) -> Result<(), DbError> {
    match make(path) {
        Ok(_) => return Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(error) => return Err(of_system(&error)),
    }
    let mut head = Vec::new();
    File::open(path)
        .and_then(|file| file.take(100).read_to_end(&mut head))
        .map_err(|error| of_system(&error))?;
    let is_ours = head.starts_with(MAGIC) && head.get(MARK) == Some(&OURS.to_be_bytes());
    // An empty file, or one whose making was broken off and will be undone by its journal.
    let is_begun = head.is_empty() || beside(path, "-journal").exists();
    if !is_ours && !is_begun {
        return Err(foreign());
    }
    close_to_others(path).map_err(|error| of_system(&error))
}

#[cfg(unix)]
fn make(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt as _;

    let mut options = OpenOptions::new();
    options.write(true).create_new(true).mode(0o600);
    options.open(path)
}

#[cfg(not(unix))]
fn make(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}

/// A copy that was put back may have come with wider permissions.
#[cfg(unix)]
fn close_to_others(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;

    let mut permissions = std::fs::metadata(path)?.permissions();
    if permissions.mode() & 0o077 != 0 {
        permissions.set_mode(permissions.mode() & 0o700);
        std::fs::set_permissions(path, permissions)?;
    }
    Ok(())
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "as on Unix")]
fn close_to_others(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Marks a new file as ours, and asks an old one for the mark.
pub(super) fn identify(connection: &Connection, page: u32) -> Result<(), DbError> {
    if number(connection, "PRAGMA page_count")? == 0 {
        // The mark is written in one go with the first page, and only then the file is switched to the `-wal` file, so
        // that no file of ours is ever without.
        let sql = format!("PRAGMA page_size = {page}; PRAGMA application_id = {OURS};");
        connection.execute_batch(&sql).map_err(of)?;
    } else if number(connection, "PRAGMA application_id")? != i64::from(OURS) {
        return Err(foreign());
    }
    let mode: String = connection
        .query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))
        .map_err(of)?;
    if mode != "wal" {
        let told = format!("the folder allows no write-ahead log (journal_mode {mode})");
        return Err(DbError::Told(told));
    }
    Ok(())
}

/// The only number of an answer.
pub(super) fn number(connection: &Connection, sql: &str) -> Result<i64, DbError> {
    connection.query_row(sql, [], |row| row.get(0)).map_err(of)
}

fn foreign() -> DbError {
    DbError::Foreign("the file is no database of this program".to_owned())
}

//! The state in a schema of a PostgreSQL database.
//!
//! The address is written as that of a register (`postgres://user@host:port/database?option=value`).

mod copy;
mod error;
mod row;
mod value;

use std::collections::HashMap;

use ::postgres::fallible_iterator::FallibleIterator as _;
use ::postgres::types::ToSql;
use ::postgres::{Client, Statement};
use sha2::{Digest as _, Sha256};

use super::db::{self, Column, Database, DbError, Value};
use super::statement;
use crate::database::Access;
use crate::nightly::fault;
use crate::note;
use error::{of, unexpected};
use row::Row;
use value::Param;

/// Where the tables lie unless something else is asked for.
pub const SCHEMA: &str = "houkan";

/// Statements kept ready.
const STATEMENTS: usize = 256;

/// Rows stored in one go where rows are replaced.
const PORTION: usize = 10_000;

/// A commit is on disk when it returns, whatever the server does for others; judging may take its time within a
/// transaction; and lists differ so much in length that each execution is planned for its own.
const SESSION: &str = "
    SELECT set_config('synchronous_commit', 'on', false)
        WHERE current_setting('synchronous_commit') = 'off';
    SET idle_in_transaction_session_timeout = 0;
    SET plan_cache_mode = force_custom_plan;
    SET jit = off;
    SET client_min_messages = warning;";

/// A session.
pub struct Postgres {
    client: Client,
    schema: String,
    statements: HashMap<String, Statement>,
    /// Between `begin` and its end.
    is_open: bool,
    /// A statement of the open transaction failed.
    has_failed: bool,
    remarks: Vec<note::Database>,
}

impl Postgres {
    /// Logs in, and makes the schema where there is none.
    ///
    /// # Errors
    /// [`DbError::Server`] for an address or a login that does not work; what the server says.
    pub fn open(address: &str, schema: &str) -> Result<Self, DbError> {
        let access = Access::of(address).map_err(DbError::Server)?;
        let mut client = access.connect().map_err(DbError::Server)?;
        client.batch_execute(SESSION).map_err(|e| of(&e))?;
        if !access.has_lock_timeout {
            // Somebody who holds a table would hold us until they are done.
            let wait = "SET lock_timeout = '30s'";
            client.batch_execute(wait).map_err(|e| of(&e))?;
        }
        let quoted = quoted(schema);
        // Asking first: one who may not make schemas may use one that is there.
        let is_there = client
            .query_opt("SELECT 1 FROM pg_namespace WHERE nspname = $1", &[&schema])
            .map_err(|e| of(&e))?;
        if is_there.is_none() {
            let sql = format!("CREATE SCHEMA IF NOT EXISTS {quoted}");
            client.batch_execute(&sql).map_err(|e| of(&e))?;
        }
        let sql = format!("SET search_path = {quoted}");
        client.batch_execute(&sql).map_err(|e| of(&e))?;
        Ok(Self {
            client,
            schema: schema.to_owned(),
            statements: HashMap::new(),
            is_open: false,
            has_failed: false,
            remarks: access.remarks,
        })
    }

    /// What the user should know about the connection.
    #[must_use]
    pub fn remarks(&self) -> &[note::Database] {
        &self.remarks
    }

    /// Takes the lock of the schema for as long as this session lasts; false when another session has it.
    ///
    /// # Errors
    /// What the server says.
    pub fn try_lock(&mut self) -> Result<bool, DbError> {
        let key = lock_key(&self.schema);
        let row = self
            .client
            .query_one("SELECT pg_try_advisory_lock($1)", &[&key])
            .map_err(|e| of(&e))?;
        row.try_get(0).map_err(|e| of(&e))
    }

    /// Notes that a statement of the open transaction failed: the server would answer its commit with a roll-back, and
    /// not as an error.
    fn noted<T>(&mut self, done: Result<T, DbError>) -> Result<T, DbError> {
        self.has_failed |= done.is_err();
        done
    }

    fn batch(&mut self, sql: &str) -> Result<(), DbError> {
        self.client.batch_execute(sql).map_err(|e| of(&e))
    }

    fn prepared(&mut self, sql: &str) -> Result<Statement, DbError> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(sql).map_err(|e| of(&e))?;
        if self.statements.len() >= STATEMENTS {
            self.statements.clear();
        }
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    fn bound(&mut self, sql: &str, values: &[Value<'_>]) -> Result<Statement, DbError> {
        let sql = statement::of_server(sql, values)?;
        let ready = self.prepared(&sql)?;
        if ready.params().len() != statement::sent(values).count() {
            return Err(unexpected("a statement with other values than it marks"));
        }
        Ok(ready)
    }

    fn execute(&mut self, sql: &str, values: &[Value<'_>]) -> Result<u64, DbError> {
        let ready = self.bound(sql, values)?;
        if !ready.columns().is_empty() {
            return Err(unexpected("a statement gave rows"));
        }
        let params: Vec<Param<'_>> = values.iter().filter_map(Param::of).collect();
        let params: Vec<&(dyn ToSql + Sync)> = params.iter().map(|it| it as _).collect();
        let rows = self.client.execute(&ready, &params);
        rows.map_err(|e| of(&e))
    }

    fn store_all(
        &mut self,
        into: &db::Into,
        rows: &[Column],
        length: usize,
    ) -> Result<(), DbError> {
        if into.replace.is_empty() {
            return copy::store(&mut self.client, into, rows, length);
        }
        let sql = replacing(into, rows);
        let statement = self.prepared(&sql)?;
        for from in (0..length).step_by(PORTION) {
            let part = from..length.min(from + PORTION);
            let params: Vec<Param<'_>> = rows.iter().map(|it| Param::part(it, &part)).collect();
            let params: Vec<&(dyn ToSql + Sync)> = params.iter().map(|it| it as _).collect();
            let stored = self.client.execute(&statement, &params);
            stored.map_err(|e| of(&e))?;
        }
        Ok(())
    }

    /// The schema's tables, as they are written in statements.
    fn tables(&mut self) -> Result<Vec<String>, DbError> {
        let sql = "SELECT tablename::text FROM pg_tables WHERE schemaname = $1 ORDER BY 1";
        let rows = self.client.query(sql, &[&self.schema]);
        let rows = rows.map_err(|e| of(&e))?;
        let schema = quoted(&self.schema);
        rows.iter()
            .map(|row| {
                let table: &str = row.try_get(0).map_err(|e| of(&e))?;
                Ok(format!("{schema}.{}", quoted(table)))
            })
            .collect()
    }
}

impl Database for Postgres {
    fn script(&mut self, sql: &str) -> Result<(), DbError> {
        // The answers of prepared statements would no longer fit tables that change.
        self.statements.clear();
        let done = self.batch(sql);
        self.noted(done)
    }

    fn run(&mut self, sql: &str, values: &[Value<'_>]) -> Result<u64, DbError> {
        let done = self.execute(sql, values);
        self.noted(done)
    }

    fn each(
        &mut self,
        sql: &str,
        values: &[Value<'_>],
        take: &mut dyn FnMut(&dyn db::Row) -> Result<(), DbError>,
    ) -> Result<(), DbError> {
        let bound = self.bound(sql, values);
        let ready = self.noted(bound)?;
        let params: Vec<Param<'_>> = values.iter().filter_map(Param::of).collect();
        let mut rows = match self.client.query_raw(&ready, &params) {
            Ok(rows) => rows,
            Err(error) => {
                self.has_failed = true;
                return Err(of(&error));
            }
        };
        loop {
            match rows.next() {
                Ok(Some(row)) => take(&Row(&row))?,
                Ok(None) => return Ok(()),
                Err(error) => {
                    self.has_failed = true;
                    return Err(of(&error));
                }
            }
        }
    }

    fn store(&mut self, into: &db::Into, rows: &[Column]) -> Result<(), DbError> {
        let length = statement::length(into, rows)?;
        if self.is_open {
            let done = self.store_all(into, rows, length);
            return self.noted(done);
        }
        self.begin()?;
        let done = self.store_all(into, rows, length);
        if done.is_err() {
            self.roll_back()?;
            return done;
        }
        self.is_open = false;
        self.batch("COMMIT")
    }

    fn begin(&mut self) -> Result<(), DbError> {
        if self.is_open {
            return Err(unexpected("a transaction within a transaction"));
        }
        // What a transaction reads stays the same, as with SQLite.
        self.batch("BEGIN ISOLATION LEVEL REPEATABLE READ")?;
        (self.is_open, self.has_failed) = (true, false);
        Ok(())
    }

    fn commit(&mut self) -> Result<(), DbError> {
        let may = if !self.is_open {
            Err(unexpected("a commit without a transaction"))
        } else if self.has_failed {
            Err(unexpected("a statement of this transaction failed"))
        } else {
            fault::pass("state-commit").map_err(|error| DbError::Told(error.to_string()))
        };
        if may.is_err() {
            self.roll_back()?;
            return may;
        }
        // A commit that fails has rolled back.
        self.is_open = false;
        self.batch("COMMIT")
    }

    fn roll_back(&mut self) -> Result<(), DbError> {
        let was_open = std::mem::take(&mut self.is_open);
        self.has_failed = false;
        // Where the connection is lost the server does it by itself.
        if was_open && !self.client.is_closed() {
            self.batch("ROLLBACK")?;
        }
        Ok(())
    }

    /// Frees what deleted rows took; who may read the server's files may still find some of it until it is overwritten.
    fn purge(&mut self) -> Result<(), DbError> {
        let tables = self.tables()?;
        if tables.is_empty() {
            return Ok(());
        }
        self.batch(&format!("VACUUM (ANALYZE) {}", tables.join(", ")))
    }

    fn bytes(&mut self) -> Result<u64, DbError> {
        let sql = "SELECT COALESCE(sum(pg_total_relation_size(c.oid)), 0)::bigint \
             FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
             WHERE n.nspname = $1 AND c.relkind = 'r'";
        let row = self.client.query_one(sql, &[&self.schema]);
        let row = row.map_err(|e| of(&e))?;
        let bytes: i64 = row.try_get(0).map_err(|e| of(&e))?;
        Ok(bytes.unsigned_abs())
    }

    fn close(self: Box<Self>) -> Result<(), DbError> {
        self.client.close().map_err(|error| of(&error))
    }

    fn is_server(&self) -> bool {
        true
    }
}

/// Stores arrays as rows. Of rows with one key the server would take none in one statement: the last is picked.
fn replacing(into: &db::Into, rows: &[Column]) -> String {
    let arrays: Vec<String> = rows
        .iter()
        .zip(1..)
        .map(|(column, at)| format!("${at}::{}[]", value::type_of(column)))
        .collect();
    let columns = into.columns.join(", ");
    let key = into.replace.join(", ");
    format!(
        "INSERT INTO {} ({columns}) SELECT DISTINCT ON ({key}) {columns} \
         FROM unnest({}) WITH ORDINALITY AS given({columns}, nth_given) ORDER BY {key}, nth_given DESC{}",
        into.table,
        arrays.join(", "),
        statement::on_conflict(into)
    )
}

/// A name as it is written in statements.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Under which number the schema is locked.
fn lock_key(schema: &str) -> i64 {
    let hash = Sha256::digest(format!("houkan nightly {schema}"));
    let mut key = [0; 8];
    key.copy_from_slice(&hash[..8]);
    i64::from_be_bytes(key)
}

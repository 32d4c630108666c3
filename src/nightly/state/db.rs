//! What the state asks of a database. There are two, and the state's SQL is written once for both.
//!
//! Statements are SQL that SQLite and PostgreSQL both know, with two marks:
//!
//! - `?1`, `?2`, … are values ([`Value`]).
//! - `LIST(?1) w` stands as a table for a list of numbers ([`Value::List`]); its one column is `w.value`.
//!   A table that is looked up for each of them follows as `CROSS JOIN t WHERE t.id = w.value`: then SQLite goes through
//!   the list, and never through the table, whatever it thinks of their lengths.
//!
//! Numbers are 64 bits, texts UTF-8, and bytes are bytes; there is no other type.

/// A value of a statement.
#[derive(Clone, Copy, Debug)]
pub enum Value<'a> {
    /// Nothing.
    Null,
    /// A number.
    Int(i64),
    /// A text.
    Text(&'a str),
    /// Bytes.
    Bytes(&'a [u8]),
    /// A list of numbers, for `LIST(?1) w`.
    List(&'a [i64]),
}

impl From<i64> for Value<'_> {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<Option<i64>> for Value<'_> {
    fn from(value: Option<i64>) -> Self {
        value.map_or(Self::Null, Self::Int)
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(value: &'a str) -> Self {
        Self::Text(value)
    }
}

impl<'a> From<&'a [u8]> for Value<'a> {
    fn from(value: &'a [u8]) -> Self {
        Self::Bytes(value)
    }
}

impl<'a> From<&'a [i64]> for Value<'a> {
    fn from(value: &'a [i64]) -> Self {
        Self::List(value)
    }
}

/// A row of an answer. Columns count from 0.
pub trait Row {
    /// A number; `None` where nothing stands.
    ///
    /// # Errors
    /// When the column is none, or of another type.
    fn int(&self, column: usize) -> Result<Option<i64>, DbError>;
    /// A text; `None` where nothing stands.
    ///
    /// # Errors
    /// When the column is none, or of another type.
    fn text(&self, column: usize) -> Result<Option<&str>, DbError>;
    /// Bytes; `None` where nothing stands.
    ///
    /// # Errors
    /// When the column is none, or of another type.
    fn bytes(&self, column: usize) -> Result<Option<&[u8]>, DbError>;
}

/// A column of rows to be stored.
#[derive(Clone, Debug)]
pub enum Column {
    /// Numbers.
    Ints(Vec<Option<i64>>),
    /// Texts.
    Texts(Vec<Option<String>>),
    /// Bytes.
    Bytes(Vec<Option<Vec<u8>>>),
}

impl Column {
    /// How many rows it has.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Ints(rows) => rows.len(),
            Self::Texts(rows) => rows.len(),
            Self::Bytes(rows) => rows.len(),
        }
    }

    /// True for none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Where rows go.
#[derive(Clone, Copy, Debug)]
pub struct Into {
    /// The table.
    pub table: &'static str,
    /// The columns that are stored, in the order of the batch.
    pub columns: &'static [&'static str],
    /// The columns of its key where a row that is there is to be replaced (`ON CONFLICT … DO UPDATE SET` of all other
    /// stored columns); empty where there can be none.
    pub replace: &'static [&'static str],
}

/// A database.
pub trait Database: Send {
    /// Runs statements without values that give no rows, separated by `;`.
    ///
    /// # Errors
    /// What the database says.
    fn script(&mut self, sql: &str) -> Result<(), DbError>;

    /// Runs one statement; gives how many rows it changed.
    ///
    /// # Errors
    /// What the database says.
    fn run(&mut self, sql: &str, values: &[Value<'_>]) -> Result<u64, DbError>;

    /// Hands every row of an answer to `take`, in the answer's order, as they arrive.
    ///
    /// # Errors
    /// What the database says, or `take`.
    fn each(
        &mut self,
        sql: &str,
        values: &[Value<'_>],
        take: &mut dyn FnMut(&dyn Row) -> Result<(), DbError>,
    ) -> Result<(), DbError>;

    /// Stores rows; all columns have the same length. Of several rows with one key the last counts where rows are
    /// replaced. Outside of a transaction it is one of its own.
    ///
    /// # Errors
    /// What the database says.
    fn store(&mut self, into: &Into, rows: &[Column]) -> Result<(), DbError>;

    /// Begins a transaction; what is not committed when the process ends has never been.
    ///
    /// # Errors
    /// What the database says.
    fn begin(&mut self) -> Result<(), DbError>;

    /// Ends the transaction; when this returns, what it did survives a power cut. A transaction in which a statement
    /// failed is not committed.
    ///
    /// # Errors
    /// What the database says; it is as if nothing had been done then.
    fn commit(&mut self) -> Result<(), DbError>;

    /// Gives the transaction up; without one nothing happens.
    ///
    /// # Errors
    /// What the database says.
    fn roll_back(&mut self) -> Result<(), DbError>;

    /// Brings the file or the tables into shape after much was deleted, so that nothing of it can be read any more. It
    /// costs as much as writing all that is left, so it is for when something was deleted for good, not for every run.
    ///
    /// # Errors
    /// What the database says.
    fn purge(&mut self) -> Result<(), DbError>;

    /// How many bytes it takes on disk.
    ///
    /// # Errors
    /// What the database says.
    fn bytes(&mut self) -> Result<u64, DbError>;

    /// Ends the session in an orderly way, so that nothing is left beside the state's own file.
    ///
    /// # Errors
    /// What the database says.
    fn close(self: Box<Self>) -> Result<(), DbError>;

    /// True for PostgreSQL.
    fn is_server(&self) -> bool;
}

/// Why the state could not be read or written. Words of a database are kept without what rows hold.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// The words of the database.
    #[error("{0}")]
    Told(String),
    /// A statement of ours does not fit the tables: an error of the program, or a state that something else wrote.
    #[error("unexpected state: {0}")]
    Unexpected(String),
    /// The state is of a later program.
    #[error(
        "the state has schema version {found}, and this program knows versions up to {known}; run the program that wrote it, or a newer one"
    )]
    Newer {
        /// The version it has.
        found: i64,
        /// The newest version that is known.
        known: i64,
    },
    /// What is there is something else's, and is left as it is.
    #[error("what is there is no state of this program and is left as it is ({0})")]
    Foreign(String),
    /// The file is damaged.
    #[error("the state is damaged; restore it from a copy ({0})")]
    Damaged(String),
    /// Another process writes.
    #[error("another process is writing to the state; try again when it is done ({0})")]
    Busy(String),
    /// No space is left.
    #[error("no space is left for the state; make room and run again ({0})")]
    Full(String),
    /// Nothing may be written.
    #[error("the state cannot be written to; check who owns it and its permissions ({0})")]
    ReadOnly(String),
    /// The connection to the server broke off. Whether a commit that was under way took place is not known then.
    #[error("the connection to the database of the state broke off; run again ({0})")]
    Lost(String),
    /// The server cannot be reached, or lets nobody in.
    #[error("{}", .0.en())]
    Server(crate::note::Database),
}

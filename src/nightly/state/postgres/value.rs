//! Values on their way to the server.

use std::error::Error;
use std::ops::Range;

use bytes::BytesMut;
use postgres::types::{IsNull, ToSql, Type};

use crate::nightly::state::db::{Column, Value};

/// A value, or the rows of a column as an array. The statement says the type of each, so all are sent as they are; NULL
/// stands in the statement.
#[derive(Debug)]
pub(super) enum Param<'a> {
    Int(i64),
    Text(&'a str),
    Bytes(&'a [u8]),
    List(&'a [i64]),
    Ints(&'a [Option<i64>]),
    Texts(&'a [Option<String>]),
    Blobs(&'a [Option<Vec<u8>>]),
}

impl<'a> Param<'a> {
    /// What is sent for a value: nothing for NULL.
    pub(super) fn of(value: &Value<'a>) -> Option<Self> {
        Some(match *value {
            Value::Null => return None,
            Value::Int(number) => Self::Int(number),
            Value::Text(text) => Self::Text(text),
            Value::Bytes(bytes) => Self::Bytes(bytes),
            Value::List(numbers) => Self::List(numbers),
        })
    }

    /// Some rows of a column.
    pub(super) fn part(column: &'a Column, part: &Range<usize>) -> Self {
        match column {
            Column::Ints(rows) => Self::Ints(&rows[part.clone()]),
            Column::Texts(rows) => Self::Texts(&rows[part.clone()]),
            Column::Bytes(rows) => Self::Blobs(&rows[part.clone()]),
        }
    }
}

/// The server's name of a column's type.
pub(super) fn type_of(column: &Column) -> &'static str {
    match column {
        Column::Ints(_) => "bigint",
        Column::Texts(_) => "text",
        Column::Bytes(_) => "bytea",
    }
}

impl ToSql for Param<'_> {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self {
            Self::Int(number) => number.to_sql_checked(ty, out),
            Self::Text(text) => text.to_sql_checked(ty, out),
            Self::Bytes(bytes) => bytes.to_sql_checked(ty, out),
            Self::List(numbers) => numbers.to_sql_checked(ty, out),
            Self::Ints(rows) => rows.to_sql_checked(ty, out),
            Self::Texts(rows) => rows.to_sql_checked(ty, out),
            Self::Blobs(rows) => rows.to_sql_checked(ty, out),
        }
    }

    // Which type fits depends on the value, so each asks for itself.
    fn accepts(_: &Type) -> bool {
        true
    }

    fn to_sql_checked(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        self.to_sql(ty, out)
    }
}

//! The state's SQL in the words of each database.

use std::borrow::Cow;
use std::fmt::Write as _;

#[cfg(feature = "postgres")]
use super::db::Value;
use super::db::{DbError, Into};

/// How a list begins.
const LIST: &str = "LIST(";

/// A statement for SQLite, which knows `?1` by itself.
pub(super) fn of_sqlite(sql: &str) -> Cow<'_, str> {
    if sql.contains(LIST) {
        Cow::Owned(sql.replace(LIST, "rarray("))
    } else {
        Cow::Borrowed(sql)
    }
}

/// A statement for PostgreSQL: `$1::bigint` for `?1`, `unnest($1::bigint[]) w(value)` for `LIST(?1) w`. Every value but
/// NULL says its type, since the server cannot always infer it; NULL stands in the statement itself, and the others are
/// numbered without it.
///
/// # Errors
/// When a mark has no value, or a list no name.
#[cfg(feature = "postgres")]
pub(super) fn of_server(sql: &str, values: &[Value<'_>]) -> Result<String, DbError> {
    let mut out = String::with_capacity(sql.len() + 16 * values.len());
    let mut rest = sql;
    while let Some(at) = rest.find(['?', '\'', '"', 'L']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = match rest.as_bytes()[0] {
            b'?' => value(rest, values, &mut out)?,
            b'L' if rest.starts_with(LIST) => list(rest, values, &mut out)?,
            quote @ (b'\'' | b'"') => {
                let end = rest[1..].find(char::from(quote));
                let length = end.map_or(rest.len(), |end| end + 2);
                out.push_str(&rest[..length]);
                length
            }
            _ => {
                out.push('L');
                1
            }
        };
        rest = &rest[length..];
    }
    out.push_str(rest);
    Ok(out)
}

/// The values that are sent beside a statement.
#[cfg(feature = "postgres")]
pub(super) fn sent<'a>(values: &'a [Value<'a>]) -> impl Iterator<Item = &'a Value<'a>> {
    values.iter().filter(|it| !matches!(it, Value::Null))
}

/// Writes the mark with which `rest` begins; gives its length.
#[cfg(feature = "postgres")]
fn value(rest: &str, values: &[Value<'_>], out: &mut String) -> Result<usize, DbError> {
    let digits = rest[1..].bytes().take_while(u8::is_ascii_digit).count();
    let number: usize = rest[1..=digits].parse().unwrap_or(0);
    let value = number.checked_sub(1).and_then(|at| values.get(at));
    let cast = match value {
        Some(Value::Null) => {
            out.push_str("NULL");
            return Ok(1 + digits);
        }
        Some(Value::Int(_)) => "bigint",
        Some(Value::Text(_)) => "text",
        Some(Value::Bytes(_)) => "bytea",
        Some(Value::List(_)) => "bigint[]",
        None => return Err(unexpected("a mark without a value")),
    };
    let place = sent(&values[..number]).count();
    // Writing to a text does not fail.
    let _ = write!(out, "${place}::{cast}");
    Ok(1 + digits)
}

/// Writes the list with which `rest` begins; gives its length.
#[cfg(feature = "postgres")]
fn list(rest: &str, values: &[Value<'_>], out: &mut String) -> Result<usize, DbError> {
    out.push_str("unnest(");
    let mark = value(&rest[LIST.len()..], values, out)?;
    let behind = &rest[LIST.len() + mark..];
    let alias = behind.strip_prefix(')').unwrap_or("").trim_start();
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let length = alias.find(|c| !is_name(c)).unwrap_or(alias.len());
    if length == 0 {
        return Err(unexpected("a list without a name"));
    }
    // Writing to a text does not fail.
    let _ = write!(out, ") {}(value)", &alias[..length]);
    Ok(rest.len() - alias.len() + length)
}

#[cfg(feature = "postgres")]
fn unexpected(what: &str) -> DbError {
    DbError::Unexpected(what.to_owned())
}

/// What follows an `INSERT` so that a row that is there is replaced: every stored column outside of the key.
pub(super) fn on_conflict(into: &Into) -> String {
    if into.replace.is_empty() {
        return String::new();
    }
    let mut sql = format!(" ON CONFLICT ({}) DO ", into.replace.join(", "));
    let set: Vec<String> = into
        .columns
        .iter()
        .filter(|column| !into.replace.contains(column))
        .map(|column| format!("{column} = excluded.{column}"))
        .collect();
    if set.is_empty() {
        sql.push_str("NOTHING");
    } else {
        // Writing to a text does not fail.
        let _ = write!(sql, "UPDATE SET {}", set.join(", "));
    }
    sql
}

/// The rows of a batch.
///
/// # Errors
/// When the columns are not those of the table, or of different lengths.
pub(super) fn length(into: &Into, rows: &[super::db::Column]) -> Result<usize, DbError> {
    let length = rows.first().map_or(0, super::db::Column::len);
    let fits = rows.len() == into.columns.len() && rows.iter().all(|rows| rows.len() == length);
    fits.then_some(length)
        .ok_or_else(|| DbError::Unexpected(format!("columns for {} do not fit", into.table)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_sqlite() {
        assert_eq!(
            of_sqlite("SELECT a FROM LIST(?1) w WHERE a = ?2"),
            "SELECT a FROM rarray(?1) w WHERE a = ?2"
        );
        assert!(matches!(of_sqlite("SELECT ?1"), Cow::Borrowed(_)));
    }

    #[cfg(feature = "postgres")]
    #[test]
    fn values_of_the_server() {
        let list = [1, 2];
        let values = [
            Value::Int(1),
            Value::Text("x"),
            Value::Bytes(b"x"),
            Value::Null,
            Value::List(&list),
        ];
        for (sql, expected) in [
            ("SELECT ?1, ?2", "SELECT $1::bigint, $2::text"),
            ("VALUES (?3,?4) -- L", "VALUES ($3::bytea,NULL) -- L"),
            (
                "SELECT '?9 LIST(', \"a?\" FROM LIST(?5) w JOIN t ON w.value = ?1",
                "SELECT '?9 LIST(', \"a?\" FROM unnest($4::bigint[]) w(value) JOIN t ON w.value = $1::bigint",
            ),
            (
                "SELECT 1 FROM LIST(?5)  of_ids",
                "SELECT 1 FROM unnest($4::bigint[]) of_ids(value)",
            ),
            ("LIMIT 1 '", "LIMIT 1 '"),
            ("SELECT ?4, ?5", "SELECT NULL, $4::bigint[]"),
        ] {
            assert_eq!(of_server(sql, &values).expect(sql), expected);
        }
        for sql in [
            "?6",
            "?0",
            "?",
            "LIST(x) w",
            "LIST(?5)",
            "LIST(?5",
            "LIST(?9) w",
        ] {
            assert!(of_server(sql, &values).is_err(), "{sql}");
        }
    }

    #[test]
    fn conflicts() {
        let into = |replace| Into {
            table: "t",
            columns: &["a", "b", "c"],
            replace,
        };
        assert_eq!(on_conflict(&into(&[])), "");
        assert_eq!(
            on_conflict(&into(&["a"])),
            " ON CONFLICT (a) DO UPDATE SET b = excluded.b, c = excluded.c"
        );
        assert_eq!(
            on_conflict(&into(&["a", "b", "c"])),
            " ON CONFLICT (a, b, c) DO NOTHING"
        );
    }
}

//! `verdicts.jsonl`, `findings.jsonl`, `solved.jsonl`: one JSON object a line, UTF-8, LF, made from the typed tables
//! ([`super::table`]), so that names, order and values are theirs.
//!
//! Days are ISO strings and several days an array of them; what is null there is null here. A finding also
//! says which program and which policy made it, so that a line can be argued by itself.

use std::io::{self, Write};

use arrow::array::{Array, AsArray, RecordBatch, StructArray};
use arrow::datatypes::{DataType, Date32Type, UInt32Type, UInt64Type};
use arrow::error::ArrowError;
use chrono::NaiveDate;
use serde::Serialize;

use crate::check::Checked;
use crate::text::lang::Lang;

use super::cells::EPOCH;
use super::columnar::WriteError;
use super::portions::Written;
use super::table;

/// The columns of several days.
const DAYS: [&str; 3] = ["cert_dates", "bad_dates", "dates"];

/// The member of an item of evidence of which one of two members holds.
const PLACE: &str = "place";

/// What made a finding.
#[derive(Serialize)]
struct Origin<'a> {
    policy: Named<'a>,
    program: Program,
}

#[derive(Serialize)]
struct Named<'a> {
    name: &'a str,
    hash: &'a str,
}

#[derive(Serialize)]
struct Program {
    name: &'static str,
    version: &'static str,
}

/// Writes the verdicts.
///
/// # Errors
/// What `out` or arrow report.
pub(super) fn write_verdicts(
    checked: &Checked,
    out: &mut impl Write,
) -> Result<Written, WriteError> {
    let mut lines = Vec::new();
    let written = table::verdicts_in_order(checked, |batch| {
        lines.clear();
        rows(batch, "", &mut lines)?;
        Ok::<_, WriteError>(out.write_all(&lines)?)
    })?;
    out.flush()?;
    Ok(written)
}

/// Writes the findings; texts in `lang`.
///
/// # Errors
/// What `out` or arrow report.
pub(super) fn write_findings(
    checked: &Checked,
    lang: Lang,
    out: &mut impl Write,
) -> Result<(), WriteError> {
    let origin = Origin {
        policy: Named {
            name: &checked.policy.name,
            hash: &checked.policy.hash,
        },
        program: Program {
            name: super::summary::PROGRAM,
            version: env!("CARGO_PKG_VERSION"),
        },
    };
    let origin = serde_json::to_string(&origin).map_err(io::Error::from)?;
    // The members of the object without its braces.
    let members = origin
        .strip_prefix('{')
        .and_then(|rest| rest.strip_suffix('}'));
    let more = format!(",{}", members.unwrap_or_default());
    let mut lines = Vec::new();
    table::findings_in_order(checked, lang, |batch| {
        lines.clear();
        rows(batch, &more, &mut lines)?;
        Ok::<_, WriteError>(out.write_all(&lines)?)
    })?;
    out.flush()?;
    Ok(())
}

/// Writes what is solved.
///
/// # Errors
/// What `out` or arrow report.
pub(super) fn write_solved(checked: &Checked, out: &mut impl Write) -> Result<(), WriteError> {
    let mut lines = Vec::new();
    rows(&table::solved_batch(checked)?, "", &mut lines)?;
    out.write_all(&lines)?;
    out.flush()?;
    Ok(())
}

/// The rows of a batch; `more` stands behind the members of each.
fn rows(batch: &RecordBatch, more: &str, out: &mut Vec<u8>) -> Result<(), WriteError> {
    let schema = batch.schema();
    let names: Vec<&str> = schema.fields().iter().map(|f| f.name().as_str()).collect();
    for row in 0..batch.num_rows() {
        out.push(b'{');
        for (at, (name, column)) in names.iter().zip(batch.columns()).enumerate() {
            separate(at == 0, out);
            key(name, out)?;
            if DAYS.contains(name) {
                days(column.as_string::<i32>().value(row), out)?;
            } else {
                value(column, row, name, out)?;
            }
        }
        out.extend_from_slice(more.as_bytes());
        out.extend_from_slice(b"}\n");
    }
    Ok(())
}

fn separate(is_first: bool, out: &mut Vec<u8>) {
    if !is_first {
        out.push(b',');
    }
}

fn key(name: &str, out: &mut Vec<u8>) -> io::Result<()> {
    json(&name, out)?;
    out.push(b':');
    Ok(())
}

fn json(value: &impl Serialize, out: &mut Vec<u8>) -> io::Result<()> {
    Ok(serde_json::to_writer(out, value)?)
}

/// Days joined by `;` as an array.
fn days(text: &str, out: &mut Vec<u8>) -> io::Result<()> {
    let days: Vec<&str> = text.split(';').filter(|day| !day.is_empty()).collect();
    json(&days, out)
}

fn value(column: &dyn Array, row: usize, name: &str, out: &mut Vec<u8>) -> Result<(), WriteError> {
    if column.is_null(row) {
        out.extend_from_slice(b"null");
        return Ok(());
    }
    match column.data_type() {
        DataType::Utf8 => json(&column.as_string::<i32>().value(row), out)?,
        DataType::UInt32 => json(&column.as_primitive::<UInt32Type>().value(row), out)?,
        DataType::UInt64 => json(&column.as_primitive::<UInt64Type>().value(row), out)?,
        DataType::Boolean => json(&column.as_boolean().value(row), out)?,
        DataType::Date32 => {
            let day = day(column.as_primitive::<Date32Type>().value(row));
            json(&day.map(|day| day.to_string()), out)?;
        }
        DataType::List(_) => {
            let items = column.as_list::<i32>().value(row);
            out.push(b'[');
            for at in 0..items.len() {
                separate(at == 0, out);
                value(&items, at, name, out)?;
            }
            out.push(b']');
        }
        DataType::Struct(_) => members(column.as_struct(), row, name == PLACE, out)?,
        other => {
            let told = format!("{other} is no type of a report");
            return Err(ArrowError::JsonError(told).into());
        }
    }
    Ok(())
}

/// The members of an object; those that are null are left out when `known_only`.
fn members(
    object: &StructArray,
    row: usize,
    known_only: bool,
    out: &mut Vec<u8>,
) -> Result<(), WriteError> {
    out.push(b'{');
    let all = object.fields().iter().zip(object.columns());
    let told = all.filter(|(_, column)| !(known_only && column.is_null(row)));
    for (at, (field, column)) in told.enumerate() {
        separate(at == 0, out);
        key(field.name(), out)?;
        value(column, row, field.name(), out)?;
    }
    out.push(b'}');
    Ok(())
}

/// A day from its number since 1970-01-01.
fn day(days: i32) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(days.checked_add(EPOCH)?)
}

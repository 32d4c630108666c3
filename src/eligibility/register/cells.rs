//! The cells of one Arrow column as text.

use std::borrow::Cow;

use arrow::array::{
    Array, ArrayRef, AsArray, Date32Array, LargeStringArray, StringArray, StringViewArray,
};
use arrow::compute::{CastOptions, cast_with_options};
use arrow::datatypes::{DataType, Date32Type, Int64Type, TimeUnit};

use super::Problem;

/// The cells of one column of a batch.
pub(in crate::eligibility) enum Cells {
    /// No such column: all are empty.
    None,
    /// Text.
    Text(StringArray),
    /// Text of more than 2 GiB.
    Long(LargeStringArray),
    /// Text, each cell with a view of its own.
    View(StringViewArray),
    /// Dates.
    Date(Date32Array),
    /// Numbers with a fraction, as text; programs make whole ones so where one is missing (`30.0`).
    Float(StringArray),
}

impl Cells {
    /// The cells of a column.
    ///
    /// # Errors
    /// A type that no value of ours can be read from.
    pub(in crate::eligibility) fn of(name: &str, column: &ArrayRef) -> Result<Self, Problem> {
        let to = |to: &DataType| {
            // Not safe in arrow's word: what cannot be converted is an error, not null.
            let options = CastOptions {
                safe: false,
                ..CastOptions::default()
            };
            cast_with_options(column, to, &options).map_err(|error| Problem::TableBroken {
                detail: error.to_string(),
            })
        };
        Ok(match column.data_type() {
            DataType::Null => Self::None,
            DataType::Utf8 => Self::Text(column.as_string::<i32>().clone()),
            DataType::LargeUtf8 => Self::Long(column.as_string::<i64>().clone()),
            DataType::Utf8View => Self::View(column.as_string_view().clone()),
            DataType::Date32 => Self::Date(column.as_primitive::<Date32Type>().clone()),
            DataType::Timestamp(unit, Some(_)) => {
                Self::Date(days_in_japan(&to(&DataType::Int64)?, *unit))
            }
            DataType::Date64 | DataType::Timestamp(_, None) => {
                Self::Date(to(&DataType::Date32)?.as_primitive::<Date32Type>().clone())
            }
            DataType::Float16
            | DataType::Float32
            | DataType::Float64
            | DataType::Decimal32(..)
            | DataType::Decimal64(..)
            | DataType::Decimal128(..)
            | DataType::Decimal256(..) => {
                Self::Float(to(&DataType::Utf8)?.as_string::<i32>().clone())
            }
            DataType::Boolean
            | DataType::Int8
            | DataType::Int16
            | DataType::Int32
            | DataType::Int64
            | DataType::UInt8
            | DataType::UInt16
            | DataType::UInt32
            | DataType::UInt64
            | DataType::Binary
            | DataType::LargeBinary
            | DataType::BinaryView => Self::Text(to(&DataType::Utf8)?.as_string::<i32>().clone()),
            DataType::Dictionary(_, values) => return Self::of(name, &to(values)?),
            found => {
                return Err(Problem::ColumnType {
                    name: name.to_owned(),
                    found: found.to_string(),
                });
            }
        })
    }

    /// The cell of a row as text; empty where it is null.
    pub(in crate::eligibility) fn text(&self, row: usize) -> Cow<'_, str> {
        match self {
            Self::Text(cells) if cells.is_valid(row) => cells.value(row).into(),
            Self::Long(cells) if cells.is_valid(row) => cells.value(row).into(),
            Self::View(cells) if cells.is_valid(row) => cells.value(row).into(),
            Self::Float(cells) if cells.is_valid(row) => {
                let text = cells.value(row);
                let is_whole = |(_, fraction): &(&str, &str)| fraction.bytes().all(|b| b == b'0');
                text.split_once('.')
                    .filter(is_whole)
                    .map_or(text, |(whole, _)| whole)
                    .into()
            }
            Self::Date(cells) if cells.is_valid(row) => match cells.value_as_date(row) {
                Some(date) => date.to_string().into(),
                // A day that chrono does not have is left for the reader of dates to refuse.
                None => cells.value(row).to_string().into(),
            },
            _ => Cow::Borrowed(""),
        }
    }

    /// The cell of a row as the number of a day from 0001-01-01, which is 1; only where the column has dates.
    pub(super) fn day_number(&self, row: usize) -> Option<i32> {
        /// What 1970-01-01 is.
        const EPOCH: i32 = 719_163;
        match self {
            Self::Date(cells) if cells.is_valid(row) => cells.value(row).checked_add(EPOCH),
            _ => None,
        }
    }
}

/// The days in Japan of instants that count from 1970 in UTC, which is what a timestamp with any time zone holds:
/// midnight in Tokyo is 15:00 of the day before in UTC, and it is the day in Tokyo that was meant.
fn days_in_japan(instants: &ArrayRef, unit: TimeUnit) -> Date32Array {
    /// Seconds that Japan is ahead.
    const AHEAD: i64 = 9 * 3600;
    let second: i64 = match unit {
        TimeUnit::Second => 1,
        TimeUnit::Millisecond => 1_000,
        TimeUnit::Microsecond => 1_000_000,
        TimeUnit::Nanosecond => 1_000_000_000,
    };
    let day = |instant: i64| {
        let days = instant
            .checked_add(AHEAD * second)?
            .div_euclid(86_400 * second);
        i32::try_from(days).ok()
    };
    let instants = instants.as_primitive::<Int64Type>();
    instants
        .iter()
        .map(|instant| instant.and_then(day))
        .collect()
}

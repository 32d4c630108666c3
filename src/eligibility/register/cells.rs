//! The cells of one Arrow column as text.

use std::borrow::Cow;

use arrow::array::{
    Array, ArrayRef, AsArray, Date32Array, LargeStringArray, StringArray, StringViewArray,
};
use arrow::compute::{CastOptions, cast_with_options};
use arrow::datatypes::{DataType, Date32Type};

use super::Problem;

/// The cells of one column of a batch.
pub(super) enum Cells {
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
    /// Numbers that a program made floating because one of them was missing (`30.0`), as text.
    Float(StringArray),
}

impl Cells {
    /// The cells of a column.
    ///
    /// # Errors
    /// A type that no value of ours can be read from.
    pub(super) fn of(name: &str, column: &ArrayRef) -> Result<Self, Problem> {
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
            DataType::Date64 | DataType::Timestamp(..) => {
                Self::Date(to(&DataType::Date32)?.as_primitive::<Date32Type>().clone())
            }
            DataType::Float16 | DataType::Float32 | DataType::Float64 => {
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
            | DataType::Decimal32(_, 0)
            | DataType::Decimal64(_, 0)
            | DataType::Decimal128(_, 0)
            | DataType::Decimal256(_, 0)
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
    pub(super) fn text(&self, row: usize) -> Cow<'_, str> {
        match self {
            Self::Text(cells) if cells.is_valid(row) => cells.value(row).into(),
            Self::Long(cells) if cells.is_valid(row) => cells.value(row).into(),
            Self::View(cells) if cells.is_valid(row) => cells.value(row).into(),
            Self::Float(cells) if cells.is_valid(row) => {
                let text = cells.value(row);
                text.strip_suffix(".0").unwrap_or(text).into()
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

//! Columns under construction. A value that cannot be read becomes null and is counted by its column.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanBuilder, Date32Builder, Int32Builder, Int64Builder, NullArray, StringBuilder,
};
use chrono::{Datelike, NaiveDate};

use crate::text::date::{self, Month};
use crate::text::parse_count;
use crate::uke::dialect::Encoding;

use super::schema::{Column, Kind, Table};

/// Days from 0001-01-01 (day 1 of chrono) to 1970-01-01.
pub(super) const EPOCH: i32 = 719_163;

/// What a character becomes whose bytes are none.
const REPLACEMENT: char = '\u{FFFD}';

/// Values of one column that could not be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unread {
    /// Those that are null although something was recorded: no such day, no number.
    pub nulls: u64,
    /// Texts in which bytes that are no character became U+FFFD.
    pub damaged: u64,
}

/// A value for a column.
#[derive(Clone, Copy, Debug)]
pub(super) enum Value<'a> {
    /// Nothing recorded.
    Absent,
    /// A field as it stands in a claim file.
    Raw(&'a [u8]),
    /// Text that is decoded.
    Text(&'a str),
    /// A number; one that its column cannot hold is unread.
    Number(i64),
    /// A day.
    Date(NaiveDate),
    /// True or false.
    Truth(bool),
}

/// The columns of a table, filled row by row from left to right.
pub(super) struct Cells {
    columns: Vec<Cell>,
    encoding: Encoding,
    next: usize,
    scratch: String,
}

/// One column.
struct Cell {
    column: &'static Column,
    values: Values,
    unread: Unread,
}

enum Values {
    Text(StringBuilder),
    Int(Int32Builder),
    Long(Int64Builder),
    Date(Date32Builder),
    Truth(BooleanBuilder),
    /// Filled when the file is known: how many rows.
    Later(usize),
}

/// Finished columns and what could not be read of each.
pub(super) struct Finished {
    /// In the order of the table.
    pub(super) columns: Vec<ArrayRef>,
    /// The same.
    pub(super) unread: Vec<Unread>,
}

impl Cells {
    /// All columns of a table that are not of the file; those are left out of every row.
    pub(super) fn of_piece(table: &'static Table, encoding: Encoding) -> Self {
        Self::new(table, encoding, Column::is_of_file)
    }

    /// All columns of a table.
    pub(super) fn whole(table: &'static Table, encoding: Encoding) -> Self {
        Self::new(table, encoding, |_| false)
    }

    /// Only the columns that are of the file.
    pub(super) fn of_file(table: &'static Table, encoding: Encoding) -> Self {
        Self::new(table, encoding, |column| !column.is_of_file())
    }

    fn new(table: &'static Table, encoding: Encoding, is_later: impl Fn(&Column) -> bool) -> Self {
        let cell = |column: &'static Column| Cell {
            column,
            values: if is_later(column) {
                Values::Later(0)
            } else {
                Values::of(column.kind)
            },
            unread: Unread::default(),
        };
        Self {
            columns: table.columns.iter().map(cell).collect(),
            encoding,
            next: 0,
            scratch: String::new(),
        }
    }

    /// Adds a row; `value` gives what each column is to hold.
    pub(super) fn row<'a>(&mut self, mut value: impl FnMut(&'static Column) -> Value<'a>) {
        for cell in &mut self.columns {
            if let Values::Later(rows) = &mut cell.values {
                *rows += 1;
            } else {
                cell.push(value(cell.column), self.encoding, &mut self.scratch);
            }
        }
        self.next += 1;
    }

    /// The number of rows.
    pub(super) fn len(&self) -> usize {
        self.next
    }

    /// The columns.
    pub(super) fn finish(self) -> Finished {
        let unread = self.columns.iter().map(|cell| cell.unread).collect();
        let finish = |cell: Cell| cell.values.finish();
        Finished {
            columns: self.columns.into_iter().map(finish).collect(),
            unread,
        }
    }
}

impl Cell {
    fn push(&mut self, value: Value<'_>, encoding: Encoding, scratch: &mut String) {
        let is_absent = match value {
            Value::Absent => true,
            Value::Raw(field) => field.is_empty(),
            Value::Text(text) => text.is_empty(),
            Value::Number(_) | Value::Date(_) | Value::Truth(_) => false,
        };
        let is_read = match &mut self.values {
            Values::Text(out) if self.column.kind == Kind::Month => {
                let month = month_of(value);
                out.append_option(month.map(|month| month.to_string()));
                month.is_some()
            }
            Values::Text(out) => match text_of(value, encoding, scratch) {
                Some(text) if !is_absent => {
                    self.unread.damaged += u64::from(text.contains(REPLACEMENT));
                    out.append_value(text);
                    true
                }
                _ => {
                    out.append_null();
                    false
                }
            },
            Values::Int(out) => append(number_of(value), |n| out.append_option(n)),
            Values::Long(out) => append(number_of(value), |n| out.append_option(n)),
            Values::Date(out) => append(day_of(value), |day| out.append_option(day)),
            Values::Truth(out) => append(truth_of(value), |truth| out.append_option(truth)),
            Values::Later(_) => true,
        };
        self.unread.nulls += u64::from(!is_read && !is_absent);
    }
}

fn append<T: Copy>(value: Option<T>, put: impl FnOnce(Option<T>)) -> bool {
    put(value);
    value.is_some()
}

fn month_of(value: Value<'_>) -> Option<Month> {
    match value {
        Value::Raw(field) => Month::parse(field),
        _ => None,
    }
}

fn text_of<'a>(value: Value<'a>, encoding: Encoding, scratch: &'a mut String) -> Option<&'a str> {
    match value {
        Value::Text(text) => Some(text),
        Value::Raw(field) => match std::str::from_utf8(field) {
            Ok(text) if encoding == Encoding::Utf8 || text.is_ascii() => Some(text),
            _ => {
                scratch.clear();
                encoding.decode_into(field, scratch);
                Some(scratch)
            }
        },
        _ => None,
    }
}

/// The number, where `T` holds it.
fn number_of<T: TryFrom<i64> + TryFrom<u32>>(value: Value<'_>) -> Option<T> {
    match value {
        Value::Raw(field) => parse_count(field).and_then(|n| T::try_from(n).ok()),
        Value::Number(number) => T::try_from(number).ok(),
        _ => None,
    }
}

fn day_of(value: Value<'_>) -> Option<i32> {
    let date = match value {
        Value::Raw(field) => date::parse_ymd(field),
        Value::Date(date) => Some(date),
        _ => None,
    };
    date.map(|date| date.num_days_from_ce() - EPOCH)
}

fn truth_of(value: Value<'_>) -> Option<bool> {
    match value {
        Value::Truth(truth) => Some(truth),
        _ => None,
    }
}

impl Values {
    fn of(kind: Kind) -> Self {
        match kind {
            Kind::Text | Kind::Month => Self::Text(StringBuilder::new()),
            Kind::Int => Self::Int(Int32Builder::new()),
            Kind::Long => Self::Long(Int64Builder::new()),
            Kind::Date => Self::Date(Date32Builder::new()),
            Kind::Truth => Self::Truth(BooleanBuilder::new()),
        }
    }

    fn finish(self) -> ArrayRef {
        match self {
            Self::Text(mut values) => Arc::new(values.finish()),
            Self::Int(mut values) => Arc::new(values.finish()),
            Self::Long(mut values) => Arc::new(values.finish()),
            Self::Date(mut values) => Arc::new(values.finish()),
            Self::Truth(mut values) => Arc::new(values.finish()),
            Self::Later(rows) => Arc::new(NullArray::new(rows)),
        }
    }
}

#[cfg(test)]
mod tests {
    use arrow::array::{Array, AsArray};
    use arrow::datatypes::{Date32Type, Int32Type, Int64Type};

    use super::*;
    use crate::tables::schema::TableId;

    /// One column of `items` filled with these fields.
    fn filled(name: &str, fields: &[&[u8]], encoding: Encoding) -> (ArrayRef, Unread) {
        let table = TableId::Items.table();
        let mut cells = Cells::whole(table, encoding);
        for field in fields {
            cells.row(|column| match column.name {
                this if this == name => Value::Raw(field),
                _ => Value::Absent,
            });
        }
        let at = table.position(name).expect("a column");
        let done = cells.finish();
        (done.columns[at].clone(), done.unread[at])
    }

    #[test]
    fn what_cannot_be_read_is_null_and_counted() {
        let (dates, unread) = filled("date", &[b"20260105", b"20260230", b""], Encoding::Cp932);
        let dates = dates.as_primitive::<Date32Type>();
        assert_eq!((dates.value(0), dates.null_count()), (20_458, 2));
        assert_eq!(
            unread,
            Unread {
                nulls: 1,
                damaged: 0
            }
        );
        let (yen, unread) = filled("yen", &[b"5550", b"-5", b"1x", b""], Encoding::Cp932);
        let yen = yen.as_primitive::<Int64Type>();
        assert_eq!((yen.value(0), yen.null_count()), (5550, 3));
        assert_eq!(
            unread,
            Unread {
                nulls: 2,
                damaged: 0
            }
        );
        let (quantity, unread) = filled("quantity", &[b"4294967295", b"007"], Encoding::Cp932);
        let quantity = quantity.as_primitive::<Int32Type>();
        assert!(quantity.is_null(0) && quantity.value(1) == 7);
        assert_eq!(
            unread,
            Unread {
                nulls: 1,
                damaged: 0
            }
        );
    }

    #[test]
    fn codes_keep_their_zeros_and_damage_is_counted() {
        let fields: [&[u8]; 4] = [b"01", &[0x83, 0x5C], &[0x88, 0x9F, 0x81], b""];
        let (texts, unread) = filled("occupations", &fields, Encoding::Cp932);
        let texts = texts.as_string::<i32>();
        assert_eq!(
            (texts.value(0), texts.value(1), texts.value(2)),
            ("01", "ソ", "亜\u{FFFD}")
        );
        assert!(texts.is_null(3));
        assert_eq!(
            unread,
            Unread {
                nulls: 0,
                damaged: 1
            }
        );
        let (texts, unread) = filled("occupations", &["ソ".as_bytes()], Encoding::Utf8);
        assert_eq!(texts.as_string::<i32>().value(0), "ソ");
        assert_eq!(unread, Unread::default());
    }
}

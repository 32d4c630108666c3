//! The rows of a binary `COPY` as Arrow batches (PostgreSQL's manual, COPY, "Binary Format").

use std::sync::Arc;

use arrow::array::{
    ArrayBuilder, BooleanBuilder, Date32Builder, Float64Builder, Int64Builder, RecordBatch,
    RecordBatchOptions, StringBuilder,
};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use postgres::types::{Kind as Nature, Type};

use crate::note::Database;

/// Rows of a batch.
const ROWS: usize = 1 << 16;

/// Bytes of a batch, so that long texts do not pile up.
const BYTES: usize = 64 << 20;

/// How the rows begin.
const SIGNATURE: &[u8] = b"PGCOPY\n\xff\r\n\0";

/// The signature, flags, and the length of what follows them.
const HEADER: usize = SIGNATURE.len() + 8;

/// The days between Arrow's first day, 1970-01-01, and PostgreSQL's, 2000-01-01.
const EPOCH: i32 = 10_957;

/// 9999-12-31, for which `infinity` stands: a day that nobody lives to see.
const NEVER: i32 = 2_932_896;

/// 0001-01-01, for which `-infinity` stands.
const EVER: i32 = -719_162;

/// How the values of a column come and are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    /// A decimal number as text; `30.00` is 30.
    Number,
    Date,
    Boolean,
    /// A whole number of as many bytes as the value has.
    Integer,
    /// A floating number of 4 or 8 bytes.
    Float,
}

impl Kind {
    /// How a column of this type is read, and what has to be asked of it for that; `None` when no value of
    /// ours can stand in it. A moment counts on the day that it has in Japan.
    pub(super) fn of(found: &Type, column: &str) -> Option<(Self, String)> {
        let as_it_is = column.to_owned();
        let cast = |to: &str| format!("{column}::{to}");
        Some(match *found {
            Type::TEXT | Type::VARCHAR | Type::NAME => (Self::Text, as_it_is),
            Type::BPCHAR | Type::CHAR | Type::UNKNOWN | Type::UUID => (Self::Text, cast("text")),
            Type::NUMERIC => (Self::Number, cast("text")),
            Type::DATE => (Self::Date, as_it_is),
            Type::TIMESTAMP => (Self::Date, cast("date")),
            Type::TIMESTAMPTZ => (
                Self::Date,
                format!("({column} AT TIME ZONE 'Asia/Tokyo')::date"),
            ),
            Type::BOOL => (Self::Boolean, as_it_is),
            Type::INT2 | Type::INT4 | Type::INT8 => (Self::Integer, as_it_is),
            Type::FLOAT4 | Type::FLOAT8 => (Self::Float, as_it_is),
            _ if found.name() == "citext" => (Self::Text, cast("text")),
            _ if matches!(found.kind(), Nature::Enum(_)) => (Self::Text, cast("text")),
            _ => return None,
        })
    }

    fn data_type(self) -> DataType {
        match self {
            Self::Text | Self::Number => DataType::Utf8,
            Self::Date => DataType::Date32,
            Self::Boolean => DataType::Boolean,
            Self::Integer => DataType::Int64,
            Self::Float => DataType::Float64,
        }
    }
}

/// One column under construction.
enum Column {
    Text(StringBuilder),
    Number(StringBuilder),
    Date(Date32Builder),
    Boolean(BooleanBuilder),
    Integer(Int64Builder),
    Float(Float64Builder),
}

impl Column {
    fn new(kind: Kind) -> Self {
        match kind {
            Kind::Text => Self::Text(StringBuilder::new()),
            Kind::Number => Self::Number(StringBuilder::new()),
            Kind::Date => Self::Date(Date32Builder::new()),
            Kind::Boolean => Self::Boolean(BooleanBuilder::new()),
            Kind::Integer => Self::Integer(Int64Builder::new()),
            Kind::Float => Self::Float(Float64Builder::new()),
        }
    }

    fn builder(&mut self) -> &mut dyn ArrayBuilder {
        match self {
            Self::Text(cells) | Self::Number(cells) => cells,
            Self::Date(cells) => cells,
            Self::Boolean(cells) => cells,
            Self::Integer(cells) => cells,
            Self::Float(cells) => cells,
        }
    }

    fn put_null(&mut self) {
        match self {
            Self::Text(cells) | Self::Number(cells) => cells.append_null(),
            Self::Date(cells) => cells.append_null(),
            Self::Boolean(cells) => cells.append_null(),
            Self::Integer(cells) => cells.append_null(),
            Self::Float(cells) => cells.append_null(),
        }
    }

    /// Puts a value; `None` when its bytes are none of this kind.
    fn put(&mut self, value: &[u8]) -> Option<()> {
        match self {
            Self::Text(cells) => cells.append_value(std::str::from_utf8(value).ok()?),
            Self::Number(cells) => {
                cells.append_value(without_zeros(std::str::from_utf8(value).ok()?));
            }
            Self::Date(cells) => cells.append_value(match i32::from_be_bytes(exact(value)?) {
                i32::MAX => NEVER,
                i32::MIN => EVER,
                days => days.saturating_add(EPOCH),
            }),
            Self::Boolean(cells) => cells.append_value(exact::<1>(value)? != [0]),
            Self::Integer(cells) => cells.append_value(match value.len() {
                2 => i64::from(i16::from_be_bytes(exact(value)?)),
                4 => i64::from(i32::from_be_bytes(exact(value)?)),
                _ => i64::from_be_bytes(exact(value)?),
            }),
            Self::Float(cells) => cells.append_value(match value.len() {
                4 => f64::from(f32::from_be_bytes(exact(value)?)),
                _ => f64::from_be_bytes(exact(value)?),
            }),
        }
        Some(())
    }
}

fn exact<const N: usize>(value: &[u8]) -> Option<[u8; N]> {
    value.try_into().ok()
}

/// `30.00` is 30.
fn without_zeros(number: &str) -> &str {
    if number.contains('.') {
        number.trim_end_matches('0').trim_end_matches('.')
    } else {
        number
    }
}

/// Takes bytes as they arrive and gives batches.
pub(super) struct Decoder {
    columns: Vec<Column>,
    schema: SchemaRef,
    /// Bytes of a row whose end has not arrived; at first, of the header.
    rest: Vec<u8>,
    has_header: bool,
    has_ended: bool,
    rows: usize,
    bytes: usize,
}

impl Decoder {
    pub(super) fn new(columns: &[(String, Kind)]) -> Self {
        let fields: Vec<Field> = columns
            .iter()
            .map(|(name, kind)| Field::new(name, kind.data_type(), true))
            .collect();
        Self {
            columns: columns.iter().map(|(_, kind)| Column::new(*kind)).collect(),
            schema: Arc::new(Schema::new(fields)),
            rest: Vec::new(),
            has_header: false,
            has_ended: false,
            rows: 0,
            bytes: 0,
        }
    }

    /// Takes the next bytes, wherever they are cut.
    ///
    /// # Errors
    /// Bytes that are no rows of these columns.
    pub(super) fn feed(&mut self, arrived: &[u8]) -> Result<(), Database> {
        if self.rest.is_empty() {
            let read = self.rows_of(arrived)?;
            self.rest.extend_from_slice(&arrived[read..]);
        } else {
            let mut bytes = std::mem::take(&mut self.rest);
            bytes.extend_from_slice(arrived);
            let read = self.rows_of(&bytes)?;
            bytes.drain(..read);
            self.rest = bytes;
        }
        Ok(())
    }

    /// True when enough rows for a batch have come.
    pub(super) fn is_full(&self) -> bool {
        self.rows >= ROWS || self.bytes >= BYTES
    }

    /// True when no row is under construction.
    pub(super) fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// The rows that have come since the last batch.
    ///
    /// # Errors
    /// Never for rows that were taken.
    pub(super) fn batch(&mut self) -> Result<RecordBatch, Database> {
        let options = RecordBatchOptions::new().with_row_count(Some(self.rows));
        (self.rows, self.bytes) = (0, 0);
        let columns = self
            .columns
            .iter_mut()
            .map(|column| column.builder().finish())
            .collect();
        RecordBatch::try_new_with_options(self.schema.clone(), columns, &options).map_err(|error| {
            Database::Broken {
                detail: error.to_string(),
            }
        })
    }

    /// Tells whether the end was reached.
    ///
    /// # Errors
    /// It was not: rows are missing.
    pub(super) fn end(&self) -> Result<(), Database> {
        if self.has_ended && self.rest.is_empty() {
            Ok(())
        } else {
            Err(broken("the rows have no end"))
        }
    }

    /// Reads whole rows; gives how many bytes they are.
    fn rows_of(&mut self, bytes: &[u8]) -> Result<usize, Database> {
        let mut at = 0;
        if !self.has_header {
            let Some(length) = header(bytes)? else {
                return Ok(0);
            };
            self.has_header = true;
            at = length;
        }
        while let Some(length) = self.row(&bytes[at..])? {
            at += length;
        }
        Ok(at)
    }

    /// Reads a row; `None` when its end is not there yet.
    fn row(&mut self, bytes: &[u8]) -> Result<Option<usize>, Database> {
        if self.has_ended && !bytes.is_empty() {
            return Err(broken("bytes behind the end"));
        }
        let Some(count) = bytes.first_chunk().map(|count| i16::from_be_bytes(*count)) else {
            return Ok(None);
        };
        if count == -1 {
            self.has_ended = true;
            return Ok(Some(2));
        }
        if usize::try_from(count) != Ok(self.columns.len()) {
            return Err(broken("a row with another number of columns"));
        }
        let Some(length) = self.length(bytes)? else {
            return Ok(None);
        };
        let mut at = 2;
        for column in &mut self.columns {
            let Some((value, behind)) = value_at(bytes, at)? else {
                return Ok(None);
            };
            at = behind;
            match value {
                None => column.put_null(),
                Some(value) => column
                    .put(value)
                    .ok_or_else(|| broken("a value that is none of its type"))?,
            }
        }
        self.rows += 1;
        self.bytes += length;
        Ok(Some(length))
    }

    /// The length of the row; `None` when its end is not there yet.
    fn length(&self, bytes: &[u8]) -> Result<Option<usize>, Database> {
        let mut at = 2;
        for _ in &self.columns {
            match value_at(bytes, at)? {
                Some((_, behind)) => at = behind,
                None => return Ok(None),
            }
        }
        Ok(Some(at))
    }
}

/// The value at a place, `None` inside for NULL, and where the next begins; `None` when it is not there yet.
#[expect(clippy::type_complexity, reason = "it is taken apart at once")]
fn value_at(bytes: &[u8], at: usize) -> Result<Option<(Option<&[u8]>, usize)>, Database> {
    let Some(length) = bytes.get(at..).and_then(<[u8]>::first_chunk) else {
        return Ok(None);
    };
    let begin = at + 4;
    match i32::from_be_bytes(*length) {
        -1 => Ok(Some((None, begin))),
        length => {
            let length = usize::try_from(length).map_err(|_| broken("a value of no length"))?;
            let end = begin.saturating_add(length);
            Ok(bytes.get(begin..end).map(|value| (Some(value), end)))
        }
    }
}

/// The length of the header; `None` when its end is not there yet.
fn header(bytes: &[u8]) -> Result<Option<usize>, Database> {
    let known = bytes.len().min(SIGNATURE.len());
    if bytes[..known] != SIGNATURE[..known] {
        return Err(broken("not the rows of a binary COPY"));
    }
    let Some(extension) = bytes
        .get(SIGNATURE.len() + 4..)
        .and_then(<[u8]>::first_chunk)
    else {
        return Ok(None);
    };
    let extension = usize::try_from(u32::from_be_bytes(*extension)).unwrap_or(usize::MAX);
    let length = HEADER.saturating_add(extension);
    Ok((bytes.len() >= length).then_some(length))
}

fn broken(detail: &str) -> Database {
    Database::Broken {
        detail: detail.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use arrow::array::AsArray;
    use arrow::datatypes::{Date32Type, Int64Type};
    use proptest::prelude::*;

    use super::*;

    fn columns() -> Vec<(String, Kind)> {
        [
            Kind::Text,
            Kind::Date,
            Kind::Integer,
            Kind::Number,
            Kind::Boolean,
        ]
        .into_iter()
        .enumerate()
        .map(|(at, kind)| (format!("c{at}"), kind))
        .collect()
    }

    fn stream(rows: &[Vec<Option<Vec<u8>>>]) -> Vec<u8> {
        let mut bytes = SIGNATURE.to_vec();
        bytes.extend([0; 8]);
        for row in rows {
            bytes.extend(i16::try_from(row.len()).expect("few").to_be_bytes());
            for value in row {
                match value {
                    None => bytes.extend((-1i32).to_be_bytes()),
                    Some(value) => {
                        bytes.extend(i32::try_from(value.len()).expect("short").to_be_bytes());
                        bytes.extend(value);
                    }
                }
            }
        }
        bytes.extend((-1i16).to_be_bytes());
        bytes
    }

    fn row(text: &str, days: i32, number: i16, decimal: &str) -> Vec<Option<Vec<u8>>> {
        vec![
            Some(text.as_bytes().to_vec()),
            Some(days.to_be_bytes().to_vec()),
            Some(number.to_be_bytes().to_vec()),
            Some(decimal.as_bytes().to_vec()),
            Some(vec![1]),
        ]
    }

    fn read(pieces: &[&[u8]]) -> Result<RecordBatch, Database> {
        let mut decoder = Decoder::new(&columns());
        for piece in pieces {
            decoder.feed(piece)?;
        }
        decoder.end()?;
        decoder.batch()
    }

    #[test]
    fn values_of_every_kind() {
        let bytes = stream(&[
            row("見本　花子", 0, -3, "30.00"),
            vec![None; 5],
            row("", i32::MAX, 1, "100"),
            row("", i32::MIN, 1, "0.50"),
        ]);
        let batch = read(&[&bytes]).expect("rows");
        assert_eq!(batch.num_rows(), 4);
        let dates = batch.column(1).as_primitive::<Date32Type>();
        let day = |row| dates.value_as_date(row).expect("a day").to_string();
        assert_eq!(batch.column(0).as_string::<i32>().value(0), "見本　花子");
        assert_eq!(
            [day(0), day(2), day(3)],
            ["2000-01-01", "9999-12-31", "0001-01-01"]
        );
        assert_eq!(batch.column(2).as_primitive::<Int64Type>().value(0), -3);
        let numbers = batch.column(3).as_string::<i32>();
        assert_eq!(
            [numbers.value(0), numbers.value(2), numbers.value(3)],
            ["30", "100", "0.5"]
        );
        assert!(batch.column(4).as_boolean().value(0));
        assert!(batch.columns().iter().all(|column| column.is_null(1)));
    }

    #[test]
    fn rows_that_are_cut_off_are_refused() {
        let bytes = stream(&[row("a", 1, 1, "1"), row("b", 2, 2, "2")]);
        for length in 0..bytes.len() {
            assert!(read(&[&bytes[..length]]).is_err(), "{length}");
        }
        let mut more = bytes.clone();
        more.push(0);
        assert!(read(&[&more]).is_err());
        let mut other = bytes.clone();
        other[HEADER + 1] = 4;
        assert!(read(&[&other]).is_err());
        let wrong = stream(&[vec![None, Some(vec![1, 2]), None, None, None]]);
        assert!(read(&[&wrong]).is_err());
    }

    proptest! {
        #[test]
        fn cuts_do_not_matter(
            texts in prop::collection::vec(".{0,6}", 0..20),
            cuts in prop::collection::vec(0usize..400, 0..12),
        ) {
            let rows: Vec<_> = texts.iter().zip(0i16..).map(|(text, n)| row(text, i32::from(n), n, "7")).collect();
            let bytes = stream(&rows);
            let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(bytes.len())).collect();
            cuts.extend([0, bytes.len()]);
            cuts.sort_unstable();
            let pieces: Vec<&[u8]> = cuts.windows(2).map(|pair| &bytes[pair[0]..pair[1]]).collect();
            prop_assert_eq!(read(&pieces).expect("rows"), read(&[&bytes]).expect("rows"));
        }

        #[test]
        fn nothing_makes_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let mut whole = stream(&[]);
            whole.truncate(HEADER);
            whole.extend(bytes);
            drop(read(&[&whole]));
        }
    }
}

//! The sheets of a workbook as texts.

use std::io::{self, Cursor, Read as _};

use calamine::{Data, DataRef, Reader as _, Xls, Xlsx};
use chrono::NaiveDate;
use zip::ZipArchive;

use crate::note::Problem;

use super::header::Sheet;

/// More than this is no list of stations: with all 47 prefectures it has some 20,000 rows.
const UNPACKED_MAX: u64 = 256 << 20;

/// Columns that are looked at. A stray cell at the far end of a sheet costs nothing then.
const COLUMNS_MAX: u32 = 256;

fn broken(error: impl std::fmt::Display) -> Problem {
    Problem::WorkbookBroken {
        detail: error.to_string(),
    }
}

/// The sheets of an XLSX.
pub(super) fn xlsx(bytes: &[u8]) -> Result<Vec<Sheet>, Problem> {
    check_size(bytes)?;
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let mut sheets = Vec::new();
    for name in book.sheet_names() {
        let mut rows: Vec<(u64, Vec<String>)> = Vec::new();
        // Cell by cell: a range would hold every empty cell between the first and the last. A chart is no table.
        let Ok(mut cells) = book.worksheet_cells_reader(&name) else {
            continue;
        };
        while let Some(cell) = cells.next_cell().map_err(broken)? {
            let (row, column) = cell.get_position();
            put(&mut rows, (row, column), text(cell.get_value()));
        }
        sheets.push(Sheet {
            name: Some(name),
            rows,
        });
    }
    Ok(sheets)
}

/// The sheets of an XLS, which has at most 65,536 rows of 256 cells.
pub(super) fn xls(bytes: &[u8]) -> Result<Vec<Sheet>, Problem> {
    let mut book = Xls::new(Cursor::new(bytes)).map_err(broken)?;
    let mut sheets = Vec::new();
    for (name, range) in book.worksheets() {
        let mut rows: Vec<(u64, Vec<String>)> = Vec::new();
        let (first_row, first_column) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            // Places within a range are far below `u32::MAX`.
            let at = |first: u32, place: usize| first + u32::try_from(place).unwrap_or(0);
            let place = (at(first_row, row), at(first_column, column));
            put(&mut rows, place, text(&as_ref(value)));
        }
        sheets.push(Sheet {
            name: Some(name),
            rows,
        });
    }
    Ok(sheets)
}

/// What a workbook unpacks to, whatever it says of its own size.
fn check_size(bytes: &[u8]) -> Result<(), Problem> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    let mut left = UNPACKED_MAX;
    for index in 0..archive.len() {
        let member = archive.by_index(index).map_err(broken)?;
        let read = io::copy(&mut member.take(left + 1), &mut io::sink()).map_err(broken)?;
        left = left.checked_sub(read).ok_or(Problem::ZipBomb)?;
    }
    Ok(())
}

fn put(rows: &mut Vec<(u64, Vec<String>)>, (row, column): (u32, u32), text: String) {
    if column >= COLUMNS_MAX || text.is_empty() {
        return;
    }
    let number = u64::from(row) + 1;
    if rows.last().is_none_or(|(last, _)| *last != number) {
        rows.push((number, Vec::new()));
    }
    if let Some((_, cells)) = rows.last_mut() {
        let at = column as usize;
        if cells.len() <= at {
            cells.resize(at + 1, String::new());
        }
        cells[at] = text;
    }
}

fn as_ref(value: &Data) -> DataRef<'_> {
    match value {
        Data::Int(number) => DataRef::Int(*number),
        Data::Float(number) => DataRef::Float(*number),
        Data::String(text) => DataRef::SharedString(text),
        Data::Bool(truth) => DataRef::Bool(*truth),
        Data::DateTime(date) => DataRef::DateTime(*date),
        Data::DateTimeIso(text) => DataRef::DateTimeIso(text.clone()),
        Data::DurationIso(text) => DataRef::DurationIso(text.clone()),
        Data::Error(error) => DataRef::Error(error.clone()),
        Data::Empty => DataRef::Empty,
    }
}

/// A cell as a CSV would have it: whole numbers without fraction, dates as ISO.
fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) | DataRef::DateTimeIso(text) => text.trim().to_owned(),
        DataRef::SharedString(text) => text.trim().to_owned(),
        DataRef::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            NaiveDate::from_ymd_opt(year.into(), month.into(), day.into())
                .map(|date| date.to_string())
                .unwrap_or_default()
        }
        DataRef::Bool(_) | DataRef::DurationIso(_) | DataRef::Error(_) | DataRef::Empty => {
            String::new()
        }
    }
}

//! Tables to stations.

use std::borrow::Cow;

use chrono::{Days, NaiveDate};

use crate::eligibility::map::StationColumns;
use crate::note::{self, Expected, Note, Notes, Place, Problem};
use crate::text::{date, delimited, fold};

use super::header::{Columns, Sheet};
use super::{Station, Stations, folded_name, prefecture, workbook};

/// 点数表 of visiting nursing in a code of ten digits (別表3).
const POINT_TABLE: &str = "6";

/// The first bytes of a zip and of an old workbook.
const ZIP: &[u8] = b"PK\x03\x04";
const OLE: &[u8] = b"\xD0\xCF\x11\xE0";

pub(super) fn read(bytes: &[u8], named: &StationColumns) -> Result<(Stations, Vec<Note>), Problem> {
    if bytes.trim_ascii().is_empty() {
        return Err(Problem::Empty);
    }
    let (form, sheets) = sheets(bytes, named)?;
    let mut reading = Reading::default();
    let mut has_header = false;
    for sheet in &sheets {
        if let Some((at, columns)) = sheet.header(named) {
            has_header = true;
            reading.sheet(sheet, at, &columns);
        } else if let (Some(name), false) = (&sheet.name, sheet.rows.is_empty()) {
            let name = name.clone();
            reading
                .notes
                .put(Place::Whole, Problem::SheetSkipped { name });
        }
    }
    if !has_header {
        return Err(no_header(&sheets, named));
    }
    reading.finish(form)
}

/// True when a sheet has the header of a list with the days on which stations began.
pub(super) fn is_list(bytes: &[u8]) -> bool {
    let named = StationColumns::default();
    let is_header = |sheet: &Sheet| {
        let header = sheet.header(&named);
        header.is_some_and(|(_, columns)| columns.started_on.is_some())
    };
    sheets(bytes, &named).is_ok_and(|(_, sheets)| sheets.iter().any(is_header))
}

/// The form of a file, and its tables.
fn sheets(bytes: &[u8], named: &StationColumns) -> Result<(&'static str, Vec<Sheet>), Problem> {
    Ok(if bytes.starts_with(ZIP) {
        ("xlsx", workbook::xlsx(bytes)?)
    } else if bytes.starts_with(OLE) {
        ("xls", workbook::xls(bytes)?)
    } else {
        ("csv", vec![csv_sheet(bytes, named)?])
    })
}

/// The rows of a CSV.
fn csv_sheet(bytes: &[u8], named: &StationColumns) -> Result<Sheet, Problem> {
    let text = delimited::decode(bytes).ok_or(Problem::EncodingBroken {
        encoding: "UTF-8 / Shift_JIS",
    })?;
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut sheet = Sheet::default();
    let mut record = csv::StringRecord::new();
    let broken = |error: csv::Error| Problem::CsvBroken {
        detail: error.to_string(),
    };
    while reader.read_record(&mut record).map_err(broken)? {
        let line = record
            .position()
            .map_or(0, |at| delimited::line_of(text.as_bytes(), at));
        let cells = record.iter().map(|cell| cell.trim().to_owned()).collect();
        sheet.rows.push((line, cells));
    }
    // An open quote swallows stations, which would then be told as missing.
    let width = sheet
        .header(named)
        .map_or(1, |(at, _)| sheet.rows[at].1.len());
    match delimited::unclosed_quote(text.as_bytes(), width) {
        Some(line) => Err(Problem::QuoteOpen { line }),
        None => Ok(sheet),
    }
}

/// As many texts of a header as a message shows.
const HEADER_SHOWN: usize = 12;

fn no_header(sheets: &[Sheet], named: &StationColumns) -> Problem {
    let wanted = [
        &named.code,
        &named.name,
        &named.prefecture,
        &named.started_on,
    ];
    let wanted: Vec<&str> = wanted.into_iter().flatten().map(String::as_str).collect();
    let header = sheets.iter().find_map(Sheet::likely_header);
    let header: Vec<String> = header
        .unwrap_or_default()
        .iter()
        .filter(|cell| !cell.trim().is_empty())
        .take(HEADER_SHOWN)
        .map(|cell| note::shortened(cell))
        .collect();
    Problem::NotStationList {
        wanted: wanted.join(", "),
        header: if header.is_empty() {
            "–".to_owned()
        } else {
            header.join(", ")
        },
    }
}

/// What has been read.
#[derive(Default)]
struct Reading {
    stations: Stations,
    notes: Notes,
    /// Why the first row was left out.
    first: Option<Problem>,
}

/// A row of a sheet with its columns.
struct Row<'a> {
    sheet: &'a Sheet,
    header: &'a [String],
    columns: &'a Columns,
    cells: &'a [String],
}

impl<'a> Row<'a> {
    fn cell(&self, column: Option<usize>) -> &'a str {
        column
            .and_then(|at| self.cells.get(at))
            .map_or("", |cell| cell.trim())
    }

    /// A column for a message: as the list calls it, with the sheet's name.
    fn field(&self, column: Option<usize>) -> Cow<'static, str> {
        let name = column.and_then(|at| self.header.get(at));
        let name = name.map_or("", |name| name.trim());
        Cow::Owned(match &self.sheet.name {
            Some(sheet) => format!("{sheet} / {name}"),
            None => name.to_owned(),
        })
    }

    fn left_out(&self, column: Option<usize>, expected: Expected) -> Problem {
        Problem::LeftOut {
            field: self.field(column),
            found: note::shortened(self.cell(column)),
            expected,
        }
    }

    /// The station, or why there is none; `Ok(None)` where the row has nothing for us.
    fn station(&self) -> Result<Option<Station>, Problem> {
        let columns = self.columns;
        let (code, name) = (self.cell(columns.code), self.cell(columns.name));
        if code.is_empty() && name.is_empty() {
            return Ok(None);
        }
        let written = self.cell(columns.prefecture);
        let mut station = Station {
            code: None,
            prefecture: prefecture(written).or_else(|| self.sheet.prefecture()),
            name: folded_name(name).into(),
            started_on: None,
        };
        if !code.is_empty() {
            let (at, number) = station_code(code)
                .ok_or_else(|| self.left_out(columns.code, Expected::StationCode))?;
            station.prefecture = at.or(station.prefecture);
            station.code = Some(number);
        } else if station.prefecture.is_none() {
            return Err(self.left_out(columns.prefecture, Expected::Prefecture));
        }
        Ok(Some(station))
    }
}

impl Reading {
    fn sheet(&mut self, sheet: &Sheet, header_at: usize, columns: &Columns) {
        let header = &sheet.rows[header_at].1;
        for (number, cells) in &sheet.rows[header_at + 1..] {
            // Lists for print repeat the header on every page.
            if cells == header {
                continue;
            }
            let row = Row {
                sheet,
                header,
                columns,
                cells,
            };
            let place = Place::Line(*number);
            match row.station() {
                Ok(Some(station)) => {
                    let started_on = self.start(&row, place);
                    self.stations.push(Station {
                        started_on,
                        ..station
                    });
                }
                Ok(None) => {}
                Err(problem) => {
                    self.first.get_or_insert_with(|| problem.clone());
                    self.notes.put(place, problem);
                    self.stations.left_out += 1;
                }
            }
        }
    }

    fn start(&mut self, row: &Row<'_>, place: Place) -> Option<NaiveDate> {
        let column = row.columns.started_on;
        let text = row.cell(column);
        let day = day(text);
        if day.is_none() && !text.is_empty() {
            let problem = Problem::Value {
                field: row.field(column),
                found: note::shortened(text),
                expected: Expected::Date,
            };
            self.notes.put(place, problem);
        }
        day
    }

    fn finish(mut self, form: &'static str) -> Result<(Stations, Vec<Note>), Problem> {
        // Against an empty list every station would be missing.
        if self.stations.is_empty() {
            return Err(self.first.unwrap_or(Problem::NoRows));
        }
        self.stations.form = form;
        Ok((self.stations, self.notes.into_notes(0).collect()))
    }
}

/// Prefecture, where it has one, and the seven digits: `0123456`, `123456` as Excel leaves it, `1360123456`, or
/// `160123456` that was `0160123456`.
fn station_code(text: &str) -> Option<(Option<u8>, u32)> {
    let digits = fold::number(text);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    match digits.len() {
        1..=7 => Some((None, digits.parse().ok()?)),
        9 | 10 => {
            let digits = format!("{digits:0>10}");
            let at = prefecture(&digits[..2])?;
            (&digits[2..3] == POINT_TABLE).then_some((Some(at), digits[3..].parse().ok()?))
        }
        _ => None,
    }
}

/// A date in any form of contract 3.4, with a time behind it, or as the number that Excel keeps.
fn day(text: &str) -> Option<NaiveDate> {
    let first_word = || date::parse_any(text.split([' ', 'T']).next()?);
    date::parse_any(text)
        .or_else(first_word)
        .or_else(|| serial(text))
}

/// Days since 1899-12-30, between 2000 and 2100.
fn serial(text: &str) -> Option<NaiveDate> {
    const EARLIEST: u64 = 36_526;
    const LATEST: u64 = 73_050;
    let days = text
        .parse()
        .ok()
        .filter(|days| (EARLIEST..=LATEST).contains(days))?;
    NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(days))
}

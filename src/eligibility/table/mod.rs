//! Tables with the columns of contract 3.4 (CSV): registers of an insurer, exports of other systems.
//!
//! The header row decides; UTF-8 with or without byte order mark, or CP932. A table without quotes is
//! read in pieces on all threads; quotes may hide line ends, so a table with quotes is read in one.

mod header;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use chrono::NaiveDate;
use csv::StringRecord;
use rayon::prelude::*;

use super::blocks::{Content, Cutter, Piece, Scan};
use super::column::{self, Column};
use super::record::{Facts, MAX_TEXT, RecordRef, Records, TextTooLong, Texts};
use super::wanted::Wanted;
use crate::note::{Expected, Notes, Place, Problem, shortened};
use crate::text::{cp932, delimited, fold};

pub(super) use header::{Fit, Header, fit};

/// A table with quotes is read whole; this is the most that is.
const MAX_QUOTED: u64 = 4 << 30;

/// What one table gave.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) records: Records,
    pub(super) notes: Notes,
    /// Rows left out, each with a remark.
    pub(super) left_out: u64,
    /// Rows in order that concern nobody who is wanted.
    pub(super) passed_over: u64,
}

impl Table {
    fn append(&mut self, later: Self) {
        self.records.append(later.records);
        self.notes.append(later.notes);
        self.left_out += later.left_out;
        self.passed_over += later.passed_over;
    }
}

/// What is the same for all rows of a table.
struct Reading<'a> {
    header: &'a Header<'a>,
    is_utf8: bool,
    has_quotes: bool,
    template: Facts,
    seen_on: Option<NaiveDate>,
    wanted: Option<&'a Wanted>,
}

/// What is said of a table from outside.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Given<'a> {
    /// The facts with which every row begins.
    pub(super) template: Facts,
    /// 資格確認日 of rows without one.
    pub(super) seen_on: Option<NaiveDate>,
    /// Whose rows to keep; `None` keeps all.
    pub(super) wanted: Option<&'a Wanted>,
}

/// Reads a table whose header is known and whose bytes were scanned.
///
/// # Errors
/// Why nothing of it is used.
pub(super) fn read(
    content: Content<'_>,
    scan: &Scan,
    header: &Header<'_>,
    given: &Given<'_>,
) -> Result<Table, Problem> {
    let reading = Reading {
        header,
        is_utf8: scan.is_utf8,
        has_quotes: scan.has_quotes,
        template: header.with_constants(given.template)?,
        seen_on: given.seen_on,
        wanted: given.wanted,
    };
    let mut table = Table::default();
    header.remark(&mut table.notes);
    if scan.has_quotes {
        if scan.bytes > MAX_QUOTED {
            return Err(Problem::TooLarge { limit: MAX_QUOTED });
        }
        let piece = Piece {
            bytes: content.whole().map_err(|error| io(&error))?.into_owned(),
            first_line: 1,
        };
        table.append(reading.piece(&piece)?);
    } else {
        read_pieces(content, scan, &reading, &mut table)?;
    }
    if table.records.is_empty() && table.left_out == 0 && table.passed_over == 0 {
        table.notes.put(Place::Whole, Problem::NoRows);
    }
    Ok(table)
}

fn io(error: &std::io::Error) -> Problem {
    Problem::Io {
        error: error.to_string(),
    }
}

/// Reads as many pieces at once as there are threads, and joins them in the order of the file.
fn read_pieces(
    content: Content<'_>,
    scan: &Scan,
    reading: &Reading<'_>,
    table: &mut Table,
) -> Result<(), Problem> {
    let mut cutter = Cutter::new(content).map_err(|error| io(&error))?;
    let mut pieces: Vec<Piece> = Vec::new();
    pieces.resize_with(rayon::current_num_threads() * 2, Piece::default);
    let mut bytes = 0;
    loop {
        let mut filled = 0;
        while filled < pieces.len()
            && cutter
                .fill(&mut pieces[filled])
                .map_err(|error| io(&error))?
        {
            bytes += pieces[filled].bytes.len() as u64;
            filled += 1;
        }
        if filled == 0 {
            break;
        }
        let read: Vec<_> = pieces[..filled]
            .par_iter()
            .map(|piece| reading.piece(piece))
            .collect();
        for piece in read {
            table.append(piece?);
        }
    }
    if bytes == scan.bytes {
        Ok(())
    } else {
        Err(Problem::Changed)
    }
}

impl Reading<'_> {
    fn piece(&self, piece: &Piece) -> Result<Table, Problem> {
        let is_first = piece.first_line == 1;
        let bytes = if is_first {
            delimited::without_bom(&piece.bytes)
        } else {
            &piece.bytes
        };
        let text = self.decode(bytes)?;
        if self.has_quotes
            && let Some(line) = delimited::unclosed_quote(&text, self.header.width())
        {
            return Err(Problem::QuoteOpen { line });
        }
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(is_first)
            .flexible(true)
            .quoting(self.has_quotes)
            .from_reader(&*text);
        let mut table = Table::default();
        let mut row = StringRecord::new();
        loop {
            match reader.read_record(&mut row) {
                Ok(true) => {}
                Ok(false) => return Ok(table),
                Err(error) => {
                    return Err(Problem::CsvBroken {
                        detail: error.to_string(),
                    });
                }
            }
            let line = row.position().map_or(1, |at| delimited::line_of(&text, at));
            self.row(&row, piece.first_line - 1 + line, &mut table);
        }
    }

    /// The bytes in UTF-8. Whether they are that already, the scan has seen; the reader of rows checks
    /// it again, so it is not checked here.
    fn decode<'t>(&self, bytes: &'t [u8]) -> Result<Cow<'t, [u8]>, Problem> {
        if self.is_utf8 {
            return Ok(bytes.into());
        }
        match cp932::decode_strict(bytes) {
            Some(Cow::Borrowed(text)) => Ok(text.as_bytes().into()),
            Some(Cow::Owned(text)) => Ok(text.into_bytes().into()),
            None => Err(Problem::EncodingBroken {
                encoding: "UTF-8 / Shift_JIS",
            }),
        }
    }

    /// Reads one row into a record, or says why not.
    fn row(&self, row: &StringRecord, line: u64, table: &mut Table) {
        let place = Place::Line(line);
        if row.iter().all(is_blank) {
            return;
        }
        if !self.has_shape(row, place, table) {
            return;
        }
        let (facts, unreadable) = self.facts(row, line, &mut table.notes);
        let texts = self.header.texts(row);
        let texts = texts.borrowed();
        let is_wanted = |record: RecordRef<'_>| self.wanted.is_none_or(|wanted| wanted.has(record));
        let problem = match missing(&texts).or(unreadable) {
            Some((column, expected)) => Problem::LeftOut {
                field: column.id().into(),
                found: shortened(&self.header.text(row, column)),
                expected,
            },
            None => match table.records.push_if(&texts, &facts, is_wanted) {
                Ok(is_kept) => {
                    table.passed_over += u64::from(!is_kept);
                    return;
                }
                Err(TextTooLong(column)) => Problem::LeftOut {
                    field: column.into(),
                    found: "…".to_owned(),
                    expected: Expected::AtMost(MAX_TEXT),
                },
            },
        };
        table.left_out += 1;
        table.notes.put(place, problem);
    }

    /// Everything but the texts, and the first column for which the row cannot be used: values that are
    /// none are told and count as absent, unless something rests on them.
    fn facts(
        &self,
        row: &StringRecord,
        line: u64,
        notes: &mut Notes,
    ) -> (Facts, Option<(Column, Expected)>) {
        let mut facts = Facts {
            row: u32::try_from(line).unwrap_or(u32::MAX),
            ..self.template
        };
        let mut unreadable = None;
        for &(column, at) in self.header.facts() {
            let text = row.get(at).unwrap_or_default();
            let ours = self.header.map().source(column).read(text);
            let Err(expected) = column::set(&mut facts, column, &ours) else {
                continue;
            };
            if column == Column::BirthDate || column.is_deciding() {
                unreadable = unreadable.or(Some((column, expected)));
            } else {
                let problem = Problem::Value {
                    field: column.id().into(),
                    found: shortened(text),
                    expected,
                };
                notes.put(Place::Line(line), problem);
            }
        }
        if facts.birth_date.is_none() {
            unreadable = unreadable.or(Some((Column::BirthDate, Expected::Date)));
        }
        facts.as_of = facts.as_of.or(self.seen_on);
        (facts, unreadable)
    }

    /// Whether the row has as many fields as the header; if not, it is left out. With more, values stand
    /// under wrong names (empty ones at the end are of no account); with fewer, the row may have been cut.
    fn has_shape(&self, row: &StringRecord, place: Place, table: &mut Table) -> bool {
        let expected = self.header.width();
        let found = row.len();
        if found == expected {
            return true;
        }
        if found > expected && row.iter().skip(expected).all(is_blank) {
            return true;
        }
        table.left_out += 1;
        table
            .notes
            .put(place, Problem::RowShape { found, expected });
        false
    }
}

/// Nothing but white space; old systems end a file with 0x1A.
fn is_blank(field: &str) -> bool {
    !field.bytes().next().is_some_and(|b| b.is_ascii_graphic())
        && field.trim_matches('\u{1A}').trim().is_empty()
}

/// The first of the required texts that the row lacks, and what should stand there.
fn missing(texts: &Texts<'_>) -> Option<(Column, Expected)> {
    if !is_there(texts.insurer) {
        Some((Column::InsurerNo, Expected::Something))
    } else if !is_there(texts.number) {
        Some((Column::Number, Expected::Something))
    } else {
        None
    }
}

/// Not empty once folded.
fn is_there(text: &str) -> bool {
    !fold::nfkc(text).is_empty()
}

//! Tables with the columns of contract 3.4 (CSV): registers of an insurer, exports of other systems.
//!
//! The header row decides; UTF-8 with or without byte order mark, or CP932. A table without quotes is
//! read in pieces on all threads; quotes may hide line ends, so a table with quotes is read in one.

mod header;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use csv::StringRecord;
use rayon::prelude::*;

use super::blocks::{Content, Cutter, Piece, Scan};
use super::record::Facts;
use super::row::Taken;
use super::wanted::Wanted;
use crate::note::{Place, Problem};
use crate::text::{cp932, delimited};

pub(super) use header::{Fit, Header, fit, is_foreign};

/// A table with quotes is read whole; this is the most that is.
const MAX_QUOTED: u64 = 4 << 30;

/// What is the same for all rows of a table.
struct Reading<'a> {
    header: &'a Header,
    is_utf8: bool,
    has_quotes: bool,
    template: Facts,
    wanted: Option<&'a Wanted>,
}

/// Reads a table whose header is known and whose bytes were scanned.
///
/// # Errors
/// Why nothing of it is used.
pub(super) fn read(
    content: Content<'_>,
    scan: &Scan,
    header: &Header,
    template: Facts,
    wanted: Option<&Wanted>,
) -> Result<Taken, Problem> {
    let reading = Reading {
        header,
        is_utf8: scan.is_utf8,
        has_quotes: scan.has_quotes,
        template,
        wanted,
    };
    let mut table = Taken::default();
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
    if table.records.is_empty() && table.left_out == 0 {
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
    table: &mut Taken,
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
    fn piece(&self, piece: &Piece) -> Result<Taken, Problem> {
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
        let mut table = Taken::default();
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
    fn row(&self, row: &StringRecord, line: u64, table: &mut Taken) {
        let place = Place::Line(line);
        if row.iter().all(is_blank) {
            return;
        }
        if !self.has_shape(row, place, table) {
            return;
        }
        let value = |column| self.header.text(row, column);
        table.row(
            &value,
            self.header.facts(),
            line,
            self.template,
            self.wanted,
        );
    }

    /// Whether the row has as many fields as the header; if not, it is left out. With more, values stand
    /// under wrong names (empty ones at the end are of no account); with fewer, the row may have been cut.
    fn has_shape(&self, row: &StringRecord, place: Place, table: &mut Taken) -> bool {
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

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

use super::blocks::{self, Content, Cutter, Digest, Piece, Scan};
use super::column::Column;
use super::portions::Sink;
use super::record::Facts;
use super::row::Taken;
use super::wanted::Wanted;
use crate::note::{Place, Problem};
use crate::text::delimited::PlainRows;
use crate::text::{cp932, delimited};

pub(super) use header::{Fit, Header, fit, of_row};

/// A table with quotes is read whole; this is the most that is.
const MAX_QUOTED: u64 = 4 << 30;

/// After so many records of a table with quotes, they are handed out.
const PORTION: usize = 1 << 14;

/// What is the same for all rows of a table.
struct Reading<'a> {
    header: &'a Header<'a>,
    is_utf8: bool,
    /// All values are taken as they stand.
    is_plain: bool,
    template: Facts,
    wanted: Option<&'a Wanted>,
}

/// Why a piece gives nothing.
enum Halt {
    /// There is a quote in it, or it is not UTF-8, which was hoped for.
    Unlike,
    /// Nothing of the table is used.
    Problem(Problem),
}

impl From<Problem> for Halt {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

/// Reads a large table whose header is known, hoping that all of it is as its head: UTF-8 without quotes. Then it
/// has to be gone through once only, its hash being taken meanwhile. `None` when it is not so.
///
/// # Errors
/// Why nothing of it is used.
pub(super) fn read_hoping(
    content: Content<'_>,
    header: &Header<'_>,
    template: Facts,
    wanted: Option<&Wanted>,
) -> Result<Option<(Taken, Digest)>, Problem> {
    let reading = Reading {
        header,
        is_utf8: true,
        is_plain: header.is_plain(),
        template,
        wanted,
    };
    let mut table = Taken::default();
    header.remark(Place::Line(1), &mut table.notes);
    let (digest, read) = rayon::join(
        || blocks::digest(content),
        || read_pieces(content, &reading, &mut table, &mut Sink::none()),
    );
    let digest = digest.map_err(|error| io(&error))?;
    match read {
        Ok(bytes) if bytes == digest.bytes => Ok(Some((told_empty(table), digest))),
        Ok(_) => Err(Problem::Changed),
        Err(Halt::Unlike) => Ok(None),
        Err(Halt::Problem(problem)) => Err(problem),
    }
}

/// Reads a table whose header is known and whose bytes were scanned; records go out into `sink` where that is open.
///
/// # Errors
/// Why nothing of it is used.
pub(super) fn read(
    content: Content<'_>,
    scan: &Scan,
    header: &Header<'_>,
    template: Facts,
    wanted: Option<&Wanted>,
    sink: &mut Sink<'_>,
) -> Result<Taken, Problem> {
    let reading = Reading {
        header,
        is_utf8: scan.is_utf8,
        is_plain: header.is_plain(),
        template,
        wanted,
    };
    let mut table = Taken::default();
    header.remark(Place::Line(1), &mut table.notes);
    // What was scanned is as the scan says, unless somebody changed it meanwhile.
    let changed = |halt| match halt {
        Halt::Unlike => Problem::Changed,
        Halt::Problem(problem) => problem,
    };
    if scan.has_quotes {
        if scan.bytes > MAX_QUOTED {
            return Err(Problem::TooLarge { limit: MAX_QUOTED });
        }
        let piece = Piece {
            bytes: content.whole().map_err(|error| io(&error))?.into_owned(),
            first_line: 1,
        };
        reading.whole(&piece, &mut table, sink).map_err(changed)?;
    } else if read_pieces(content, &reading, &mut table, sink).map_err(changed)? != scan.bytes {
        return Err(Problem::Changed);
    }
    Ok(told_empty(table))
}

/// Says so when a table has no row.
fn told_empty(mut table: Taken) -> Taken {
    let has_rows = table.given > 0 || !table.records.is_empty();
    if !has_rows && table.left_out == 0 && table.passed_over == 0 {
        table.notes.put(Place::Whole, Problem::NoRows);
    }
    table
}

fn io(error: &std::io::Error) -> Problem {
    Problem::Io {
        error: error.to_string(),
    }
}

/// Reads as many pieces at once as there are threads while the next are filled, and joins them in the order of the
/// file; gives the number of bytes.
fn read_pieces(
    content: Content<'_>,
    reading: &Reading<'_>,
    table: &mut Taken,
    sink: &mut Sink<'_>,
) -> Result<u64, Halt> {
    let mut cutter = Cutter::new(content).map_err(|error| io(&error))?;
    let mut fill = |pieces: &mut [Piece]| -> std::io::Result<usize> {
        for (filled, piece) in pieces.iter_mut().enumerate() {
            if !cutter.fill(piece)? {
                return Ok(filled);
            }
        }
        Ok(pieces.len())
    };
    let some = || {
        let mut pieces: Vec<Piece> = Vec::new();
        pieces.resize_with(rayon::current_num_threads() * 2, Piece::default);
        pieces
    };
    let (mut pieces, mut next) = (some(), some());
    let mut filled = fill(&mut pieces).map_err(|error| io(&error))?;
    let mut bytes = 0;
    while filled > 0 {
        bytes += pieces[..filled]
            .iter()
            .map(|piece| piece.bytes.len() as u64)
            .sum::<u64>();
        let (more, read) = rayon::join(
            || fill(&mut next),
            || {
                let pieces = pieces[..filled].par_iter();
                pieces.map(|piece| reading.piece(piece)).collect::<Vec<_>>()
            },
        );
        for piece in read {
            table.append(piece?);
        }
        sink.give(table)?;
        filled = more.map_err(|error| io(&error))?;
        std::mem::swap(&mut pieces, &mut next);
    }
    Ok(bytes)
}

impl Reading<'_> {
    /// Reads some rows of a table without quotes.
    fn piece(&self, piece: &Piece) -> Result<Taken, Halt> {
        if memchr::memchr(b'"', &piece.bytes).is_some() {
            return Err(Halt::Unlike);
        }
        let text = self.text_of(piece)?;
        let mut table = Taken::default();
        let mut rows = PlainRows::new(&text);
        let mut fields = Vec::with_capacity(self.header.width());
        if piece.first_line == 1 {
            rows.next_row(&mut fields);
        }
        while let Some(line) = rows.next_row(&mut fields) {
            self.row(&fields, piece.first_line - 1 + line, &mut table);
        }
        Ok(table)
    }

    /// Reads all rows of a table with quotes.
    fn whole(&self, piece: &Piece, table: &mut Taken, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let text = self.text_of(piece)?;
        Ok(self.quoted(&text, table, sink)?)
    }

    fn text_of<'t>(&self, piece: &'t Piece) -> Result<Cow<'t, str>, Halt> {
        self.decode(if piece.first_line == 1 {
            delimited::without_bom(&piece.bytes)
        } else {
            &piece.bytes
        })
    }

    fn quoted(&self, text: &str, table: &mut Taken, sink: &mut Sink<'_>) -> Result<(), Problem> {
        if let Some(line) = delimited::unclosed_quote(text.as_bytes(), self.header.width()) {
            return Err(Problem::QuoteOpen { line });
        }
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .from_reader(text.as_bytes());
        let mut row = StringRecord::new();
        loop {
            match reader.read_record(&mut row) {
                Ok(true) => {}
                Ok(false) => return sink.give(table),
                Err(error) => {
                    return Err(Problem::CsvBroken {
                        detail: error.to_string(),
                    });
                }
            }
            let line = row
                .position()
                .map_or(1, |at| delimited::line_of(text.as_bytes(), at));
            let fields: Vec<&str> = row.iter().collect();
            self.row(&fields, line, table);
            if table.records.len() >= PORTION {
                sink.give(table)?;
            }
        }
    }

    fn decode<'t>(&self, bytes: &'t [u8]) -> Result<Cow<'t, str>, Halt> {
        if self.is_utf8 {
            let text = simdutf8::basic::from_utf8(bytes).map_err(|_| Halt::Unlike)?;
            return Ok(text.into());
        }
        let text = cp932::decode_strict(bytes).ok_or(Problem::EncodingBroken {
            encoding: "UTF-8 / Shift_JIS",
        })?;
        Ok(text)
    }

    /// Reads one row into a record, or says why not.
    fn row(&self, row: &[&str], line: u64, table: &mut Taken) {
        let place = Place::Line(line);
        if row.iter().all(|field| is_blank(field)) {
            return;
        }
        if !self.has_shape(row, place, table) {
            return;
        }
        let facts = self.header.facts();
        if self.is_plain {
            let value = |column| self.header.cell(row, column);
            return table.row(&value, facts, line, self.template, self.wanted);
        }
        let values = Column::ALL.map(|column| self.header.text(row, column));
        let value = |column| &*values[column as usize];
        table.row(&value, facts, line, self.template, self.wanted);
    }

    /// Whether the row has as many fields as the header; if not, it is left out. With more, values stand
    /// under wrong names (empty ones at the end are of no account); with fewer, the row may have been cut.
    fn has_shape(&self, row: &[&str], place: Place, table: &mut Taken) -> bool {
        let expected = self.header.width();
        let found = row.len();
        if found == expected {
            return true;
        }
        if found > expected && row[expected..].iter().all(|field| is_blank(field)) {
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

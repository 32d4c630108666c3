//! The file as a whole: its encoding, line ends and end mark, HM first and GO last (claims-format 1).

use crate::uke::dialect::{Dialect, Encoding, Shape};
use crate::uke::issue::Kind;
use crate::uke::layout::RecordKind;
use crate::uke::lines::End;
use crate::uke::rows::Row;

use super::Flaw;

/// 0x1A, the end-of-file mark.
const EOF_MARK: u8 = 0x1A;

/// What a piece says about its file. Lines count from the piece's first, then from the file's.
#[derive(Clone, Debug, Default)]
pub(super) struct Marks {
    /// Lines that end with LF alone: how many, and the first.
    lf_only: (u32, u32),
    blank: (u32, u32),
    history: (u32, u32),
    /// Lines with 0x22.
    quotes: (u32, u32),
    /// 0x1A: how many, and the line of the first.
    ends: (u32, u32),
    /// 0x1A is the last byte.
    ends_with_mark: bool,
    /// The last record has no line end.
    open_end: Option<u32>,
    /// HM, HH or the like: how many, and the second.
    headers: (u32, Option<u32>),
    /// The first line that is a record.
    first: Option<u32>,
    /// The first GO.
    end: Option<u32>,
    /// The first record behind GO.
    behind: Option<u32>,
    /// 返戻: HH and HG stand for HM and GO.
    is_returned: bool,
    /// The number of the last line.
    lines: u32,
}

impl Marks {
    /// Looks at all bytes of a piece.
    pub(super) fn of_bytes(shape: Shape, bytes: &[u8]) -> Self {
        let mut marks = Self {
            is_returned: shape == Shape::Returned,
            ends_with_mark: bytes.last() == Some(&EOF_MARK),
            ..Self::default()
        };
        // Neither byte is ever the second of a character.
        marks.quotes = found(bytes, b'"');
        marks.ends = found(bytes, EOF_MARK);
        marks
    }

    /// Takes a line.
    pub(super) fn take(&mut self, row: &Row<'_>) {
        if row.end == End::Lf {
            note(&mut self.lf_only, row.line);
        }
        if row.bytes.is_empty() {
            if !row.eof_mark {
                note(&mut self.blank, row.line);
            }
            return;
        }
        if row.end == End::Eof {
            self.open_end = Some(row.line);
        }
        if row.prefix.is_some_and(|prefix| prefix.data_kind == b"8") {
            note(&mut self.history, row.line);
        }
        if self.end.is_some() {
            self.behind.get_or_insert(row.line);
        }
        if !row.is_as_filed() {
            self.first.get_or_insert(row.line);
            return;
        }
        let is_header =
            row.kind == Some(RecordKind::Hm) || (self.is_returned && row.tag() == b"HH");
        self.first.get_or_insert(row.line);
        if is_header {
            self.headers.0 += 1;
            if self.headers.0 == 2 {
                self.headers.1 = Some(row.line);
            }
        }
        if row.kind == Some(RecordKind::Go) || (self.is_returned && row.tag() == b"HG") {
            self.end.get_or_insert(row.line);
        }
    }

    /// Adds the marks of the next piece, which begins behind line `lines`.
    pub(super) fn add(&mut self, next: &Self, lines: u32) {
        for (mine, other) in [
            (&mut self.lf_only, next.lf_only),
            (&mut self.blank, next.blank),
            (&mut self.history, next.history),
            (&mut self.quotes, next.quotes),
            (&mut self.ends, next.ends),
        ] {
            if mine.0 == 0 {
                mine.1 = other.1 + lines;
            }
            mine.0 += other.0;
        }
        let shift = |line: Option<u32>| line.map(|line| line + lines);
        self.ends_with_mark = next.ends_with_mark || (self.ends_with_mark && next.lines == 0);
        self.open_end = shift(next.open_end).or(self.open_end.filter(|_| next.lines == 0));
        if self.end.is_some() {
            self.behind = self.behind.or(shift(next.first));
        }
        self.behind = self.behind.or(shift(next.behind));
        self.end = self.end.or(shift(next.end));
        self.first = self.first.or(shift(next.first));
        self.headers.0 += next.headers.0;
        self.headers.1 = self.headers.1.or(shift(next.headers.1));
        self.lines = lines + next.lines;
    }

    /// Sets how many lines the piece has.
    pub(super) fn close(&mut self, lines: u32) {
        self.lines = lines;
    }

    /// The flaws of the file.
    pub(super) fn flaws(&self, dialect: Dialect, claims: u32, out: &mut Vec<Flaw>) {
        let mut push = |kind, line, count| out.push(Flaw::of_file(kind, line, count));
        if dialect.encoding == Encoding::Utf8 {
            push(Kind::Utf8, 1, 1);
        }
        if dialect.skip > 0 {
            push(Kind::Bom, 1, 1);
        }
        match dialect.shape {
            Shape::Station => {}
            Shape::Returned => push(Kind::Returned, 1, 1),
            Shape::Insurer => push(Kind::OfInsurer, 1, 1),
        }
        if claims == 0 {
            push(Kind::NoClaim, 1, 1);
        }
        if self.history.0 > 0 {
            push(Kind::History, self.history.1, self.history.0);
        }
        if dialect.shape != Shape::Station {
            return; // Only a file to be filed has to keep to what is written down.
        }
        for (kind, (count, line)) in [
            (Kind::LfOnly, self.lf_only),
            (Kind::BlankLine, self.blank),
            (Kind::Quote, self.quotes),
        ] {
            if count > 0 {
                push(kind, line, count);
            }
        }
        if let Some(line) = self.headers.1 {
            push(Kind::SecondHeader, line, self.headers.0 - 1);
        }
        if let Some(line) = self.behind {
            push(Kind::AfterEnd, line, 1);
        }
        self.end_of_file(&mut push);
    }

    fn end_of_file(&self, push: &mut impl FnMut(Kind, u32, u32)) {
        if self.end.is_none() {
            push(Kind::NoGo, self.lines, 1);
        }
        if let Some(line) = self.open_end {
            push(Kind::LastLineEnd, line, 1);
        }
        match self.ends {
            (0, _) => push(Kind::NoEofMark, self.lines, 1),
            (1, _) if self.ends_with_mark => {}
            (count, line) => push(Kind::EofMark, line, count),
        }
    }
}

fn note((count, first): &mut (u32, u32), line: u32) {
    if *count == 0 {
        *first = line;
    }
    *count += 1;
}

/// How often a byte stands there, and the line of the first, from 1.
fn found(bytes: &[u8], byte: u8) -> (u32, u32) {
    let mut places = memchr::memchr_iter(byte, bytes);
    let Some(first) = places.next() else {
        return (0, 0);
    };
    let line = 1 + memchr::memchr_iter(b'\n', &bytes[..first]).count();
    // A piece is far smaller than 4 GiB.
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    (number(1 + places.count()), number(line))
}

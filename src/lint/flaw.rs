//! What a check found, before the rules put it into words.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use crate::text::cp932;
use crate::uke::dialect::Encoding;
use crate::uke::issue::Kind;
use crate::uke::layout::RecordKind;
use crate::uke::rows::Row;

/// One deviation and its place. [`Kind`] says what the values hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// What.
    pub kind: Kind,
    /// Which of the rule's texts is meant; empty for the general one.
    pub variant: &'static str,
    /// Line in the file, from 1; 0 when the whole file is meant.
    pub line: u32,
    /// Index of the claim in the file; `None` outside of claims.
    pub claim: Option<u32>,
    /// The record, such as `HO`; empty when none is meant.
    pub record: &'static str,
    /// 1-based position of the field; 0 when the whole record is meant.
    pub position: u8,
    /// The bytes of the line that are meant, from 0; empty when no place in it is.
    pub span: Range<u32>,
    /// What was found, decoded.
    pub found: Box<str>,
    /// What was expected.
    pub expected: Box<str>,
    /// A second party in words.
    pub other: Option<Box<str>>,
    /// Days of the claim's month as a mask, bit 0 is the 1st; 0 for none.
    pub days: u32,
    /// A number; how many lines are alike where one flaw stands for all of them.
    pub count: u32,
}

impl Flaw {
    /// A flaw of the whole file.
    #[must_use]
    pub fn of_file(kind: Kind, line: u32, count: u32) -> Self {
        Self {
            kind,
            variant: "",
            line,
            claim: None,
            record: "",
            position: 0,
            span: 0..0,
            found: Box::default(),
            expected: Box::default(),
            other: None,
            days: 0,
            count,
        }
    }
}

/// Takes the flaws of a piece of a file, and keeps the lines they point at.
#[derive(Debug)]
pub struct Sink {
    encoding: Encoding,
    /// The claim being looked at.
    pub(super) claim: Option<u32>,
    pub(super) flaws: Vec<Flaw>,
    pub(super) lines: BTreeMap<u32, Box<[u8]>>,
    pub(super) notes: Notes,
    /// A note points at the claim being looked at.
    pub(super) has_note: bool,
}

/// Flaws of which one stands for all alike in a file: software that makes them once makes them in every
/// record.
#[derive(Debug, Default)]
pub(super) struct Notes(Vec<Flaw>);

impl Notes {
    /// Kinds of notes kept for a file; beyond it lies garbage, not a file with mistakes.
    const MOST: usize = 100;

    /// True when the note is the first of its kind, and kept.
    pub(super) fn add(&mut self, note: Flaw) -> bool {
        if let Some(known) = self.0.iter_mut().find(|known| is_like(known, &note)) {
            known.count += note.count;
            return false;
        }
        let is_kept = self.0.len() < Self::MOST;
        if is_kept {
            self.0.push(note);
        }
        is_kept
    }

    pub(super) fn into_flaws(self) -> Vec<Flaw> {
        self.0
    }
}

/// True when two notes tell the same of a file.
fn is_like(one: &Flaw, other: &Flaw) -> bool {
    one.kind == other.kind
        && one.record == other.record
        && one.position == other.position
        && (one.kind != Kind::FieldCount || one.found == other.found)
}

impl Sink {
    pub(super) fn new(encoding: Encoding) -> Self {
        Self {
            encoding,
            claim: None,
            flaws: Vec::new(),
            lines: BTreeMap::new(),
            notes: Notes::default(),
            has_note: false,
        }
    }

    /// A field as text.
    #[must_use]
    pub fn decode(&self, bytes: &[u8]) -> Box<str> {
        self.encoding.decode(kept(bytes)).into()
    }

    /// The same, not kept.
    pub(super) fn text<'t>(&self, bytes: &'t [u8]) -> Cow<'t, str> {
        self.encoding.decode(kept(bytes))
    }

    /// True for CP932, as the format demands.
    #[must_use]
    pub fn is_cp932(&self) -> bool {
        self.encoding == Encoding::Cp932
    }

    /// A flaw of a whole record.
    pub fn record(&mut self, kind: Kind, row: &Row<'_>) -> &mut Flaw {
        self.push(kind, row, 0, 0..row.bytes.len(), Box::default())
    }

    /// A flaw of the field at a 1-based position; *found* is the field as written.
    pub fn field(&mut self, kind: Kind, row: &Row<'_>, position: usize) -> &mut Flaw {
        let found = self.decode(row.field(position));
        self.push(kind, row, position, row.span(position), found)
    }

    /// A flaw of some bytes of a field (counted from the field's first); *found* is these bytes decoded.
    pub fn part(
        &mut self,
        kind: Kind,
        row: &Row<'_>,
        position: usize,
        bytes: Range<usize>,
    ) -> &mut Flaw {
        let found = self.decode(row.field(position).get(bytes.clone()).unwrap_or_default());
        let start = row.span(position).start;
        self.push(
            kind,
            row,
            position,
            start + bytes.start..start + bytes.end,
            found,
        )
    }

    /// A record with more or fewer fields than its layout.
    pub(super) fn field_count(&mut self, row: &Row<'_>, expected: usize) {
        let found = row.fields.len().to_string().into();
        let expected = expected.to_string().into();
        self.note(row, Kind::FieldCount, 0, found, expected);
    }

    /// A number with leading zeros.
    pub(super) fn leading_zeros(&mut self, row: &Row<'_>, position: usize) {
        let found = self.decode(row.field(position));
        self.note(row, Kind::LeadingZeros, position, found, Box::default());
    }

    /// A line that is no record. Only the identifier is kept: the rest may be anybody's data.
    pub(super) fn unknown_line(&mut self, row: &Row<'_>) {
        let tag = row.tag();
        let found = self.decode(&tag[..tag.len().min(8)]);
        self.note(row, Kind::UnknownLine, 0, found, Box::default());
    }

    fn note(
        &mut self,
        row: &Row<'_>,
        kind: Kind,
        position: usize,
        found: Box<str>,
        expected: Box<str>,
    ) {
        let span = row.span(position);
        let byte = |at: usize| row.start + u32::try_from(at).unwrap_or(u32::MAX);
        let note = Flaw {
            claim: self.claim,
            record: row.kind.map_or("", RecordKind::name),
            position: u8::try_from(position).unwrap_or(0),
            span: byte(span.start)..byte(span.end),
            found,
            expected,
            ..Flaw::of_file(kind, row.line, 1)
        };
        if self.notes.add(note) {
            self.has_note = self.claim.is_some();
            self.lines
                .entry(row.line)
                .or_insert_with(|| whole_line(row));
        }
    }

    fn push(
        &mut self,
        kind: Kind,
        row: &Row<'_>,
        position: usize,
        span: Range<usize>,
        found: Box<str>,
    ) -> &mut Flaw {
        self.lines
            .entry(row.line)
            .or_insert_with(|| whole_line(row));
        // Lines are far shorter than 4 GiB, layouts have at most 33 fields.
        let byte = |at: usize| row.start + u32::try_from(at).unwrap_or(u32::MAX);
        self.flaws.push(Flaw {
            variant: "",
            line: row.line,
            claim: self.claim,
            record: row.kind.map_or("", RecordKind::name),
            position: u8::try_from(position).unwrap_or(0),
            span: byte(span.start)..byte(span.end),
            found,
            ..Flaw::of_file(kind, row.line, 0)
        });
        let last = self.flaws.len() - 1;
        &mut self.flaws[last]
    }
}

/// Bytes of a line and of a value that are kept; records have three thousand at most.
const KEPT: usize = 8 << 10;

/// What of a record is kept for showing.
pub(super) fn kept(bytes: &[u8]) -> &[u8] {
    &bytes[..bytes.len().min(KEPT)]
}

/// The line of a row with its prefix.
fn whole_line(row: &Row<'_>) -> Box<[u8]> {
    let mut line = Vec::with_capacity(row.start as usize + row.bytes.len());
    if let Some(prefix) = row.prefix {
        for part in [prefix.data_kind, prefix.number, prefix.branch] {
            line.extend_from_slice(part);
            line.push(b',');
        }
    }
    line.extend_from_slice(kept(row.bytes));
    line.into()
}

/// A line as a person reads it, with the place that is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// The decoded line.
    pub text: String,
    /// The bytes of `text` that are meant; empty when no place in it is.
    pub mark: Range<usize>,
}

impl Excerpt {
    /// Decodes a line and finds the bytes of `span` in the text.
    #[must_use]
    pub fn new(encoding: Encoding, line: &[u8], span: &Range<u32>) -> Self {
        let from = (span.start as usize).min(line.len());
        let to = (span.end as usize).clamp(from, line.len());
        let decode = |bytes| match encoding {
            Encoding::Cp932 => cp932::decode(bytes),
            Encoding::Utf8 => String::from_utf8_lossy(bytes),
        };
        let mut text = decode(&line[..from]).into_owned();
        let start = text.len();
        text.push_str(&decode(&line[from..to]));
        let mark = start..text.len();
        text.push_str(&decode(&line[to..]));
        Self { text, mark }
    }
}

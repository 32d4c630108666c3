//! The format of a claim file: everything that follows from the record specification, and with the tariff
//! master from the tariff (`houkan validate`).
//!
//! Pure: bytes and master in, [`Flaw`]s out. [`flaw::Sink`] takes what a check finds, [`Linter`] works on a
//! piece of a file, [`join`] puts the pieces together. Codes, levels and words belong to `rules::format`.

use std::collections::BTreeMap;

use crate::master::Master;
use crate::uke::claim::Header;
use crate::uke::dialect::{Dialect, Encoding, Shape};
use crate::uke::issue::Kind;
use crate::uke::layout::{RecordKind, re};
use crate::uke::lines;
use crate::uke::parse;
use crate::uke::rows::{self, Group, Part, Row};
use crate::uke::source::Work;

mod care;
mod detail;
mod field;
mod file;
pub mod flaw;
mod payers;
#[cfg(test)]
mod planted;
mod scan;
mod structure;
pub mod tariff;
#[cfg(test)]
mod tests;

pub use flaw::{Excerpt, Flaw, Sink};

use field::Filing;
use file::Marks;
use flaw::Notes;
use structure::{Numbering, Numbers};
use tariff::Scratch;

/// Checks pieces of claim files.
#[derive(Clone, Copy, Debug, Default)]
pub struct Linter<'m> {
    master: Option<&'m Master>,
}

impl<'m> Linter<'m> {
    /// With a tariff master the items are checked too.
    #[must_use]
    pub const fn new(master: Option<&'m Master>) -> Self {
        Self { master }
    }
}

/// Whom a flaw is about, for people: as recorded, decoded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subject {
    /// 都道府県 2 + 点数表 1 + ステーションコード 7.
    pub station: Box<str>,
    /// レセプト番号.
    pub claim_no: Box<str>,
    /// 氏名.
    pub patient: Box<str>,
    /// 指定訪問看護年月 as recorded.
    pub service_month: Box<str>,
}

/// What a piece of a file gave. Lines and claims count from the piece's first.
#[derive(Debug)]
pub struct Checked {
    /// The flaws in file order.
    pub flaws: Vec<Flaw>,
    /// The lines that flaws point at, raw.
    pub lines: BTreeMap<u32, Box<[u8]>>,
    /// The claims that have flaws.
    pub subjects: BTreeMap<u32, Subject>,
    notes: Notes,
    marks: Marks,
    numbering: Numbering,
    /// Claims in the piece.
    pub claims: u32,
    /// Lines in the piece.
    pub line_count: u32,
}

/// The flaws of a file.
#[derive(Debug)]
pub struct FileFlaws {
    /// Its encoding, for [`Excerpt::new`].
    pub encoding: Encoding,
    /// The flaws by line.
    pub flaws: Vec<Flaw>,
    /// The lines that flaws point at, raw.
    pub lines: BTreeMap<u32, Box<[u8]>>,
    /// The claims that have flaws, by index in the file.
    pub subjects: BTreeMap<u32, Subject>,
    /// Claims in the file.
    pub claims: u32,
}

impl FileFlaws {
    /// The line that a flaw points at, with the place.
    #[must_use]
    pub fn excerpt(&self, flaw: &Flaw) -> Option<Excerpt> {
        self.lines
            .get(&flaw.line)
            .map(|line| Excerpt::new(self.encoding, line, &flaw.span))
    }
}

impl Work for Linter<'_> {
    type Head = Header;
    type Out = Checked;

    fn head(&self, _: Dialect, bytes: &[u8]) -> Header {
        lines::lines(bytes)
            .find(|line| !line.bytes.is_empty())
            .map(|line| parse::header(line.bytes))
            .unwrap_or_default()
    }

    fn piece(&self, dialect: Dialect, head: &Header, bytes: &[u8]) -> Checked {
        let mut piece = Piece {
            sink: Sink::new(dialect.encoding),
            marks: Marks::of_bytes(dialect.shape, bytes),
            numbering: Numbering::default(),
            subjects: BTreeMap::new(),
            claims: 0,
            shape: dialect.shape,
            master: self.master,
            scratch: Scratch::default(),
        };
        let line_count = rows::each_group(dialect, bytes, |part, group| {
            group.rows().for_each(|row| piece.marks.take(&row));
            match part {
                Part::Outside => piece.outside(group),
                Part::Claim => piece.claim(head, group),
            }
        });
        piece.marks.close(line_count);
        Checked {
            flaws: piece.sink.flaws,
            notes: piece.sink.notes,
            lines: piece.sink.lines,
            subjects: piece.subjects,
            marks: piece.marks,
            numbering: piece.numbering,
            claims: piece.claims,
            line_count,
        }
    }
}

/// A piece being checked.
struct Piece<'m> {
    sink: Sink,
    marks: Marks,
    numbering: Numbering,
    subjects: BTreeMap<u32, Subject>,
    claims: u32,
    shape: Shape,
    master: Option<&'m Master>,
    scratch: Scratch,
}

impl Piece<'_> {
    /// HM, GO, and lines that belong to no claim.
    fn outside(&mut self, group: &Group<'_>) {
        self.sink.claim = None;
        for row in group.rows() {
            match row.kind {
                // The insurer's own head records have a layout that is not known.
                Some(kind @ (RecordKind::Hm | RecordKind::Go)) if self.shape == Shape::Station => {
                    field::check(&row, kind, Filing::default(), &mut self.sink);
                }
                Some(kind) if kind.in_claim() => {
                    self.sink.record(Kind::ReMissing, &row);
                }
                Some(_) => {}
                None => self.unknown(&row),
            }
        }
    }

    fn unknown(&mut self, row: &Row<'_>) {
        let is_known = row.bytes.is_empty()
            || row.prefix.is_some()
            || self.shape == Shape::Insurer
            || (self.shape == Shape::Returned && matches!(row.tag(), b"HH" | b"HR" | b"HG"));
        if !is_known {
            self.sink.unknown_line(row);
        }
    }

    fn claim(&mut self, head: &Header, claim: &Group<'_>) {
        // In an insurer's file every claim repeats its station.
        let own = claim.header();
        let head = own.as_ref().unwrap_or(head);
        let before = self.sink.flaws.len();
        self.sink.claim = Some(self.claims);
        let re = claim.first(RecordKind::Re);
        let filing = Filing::of(claim, re.as_ref(), self.shape);
        for row in claim.rows() {
            match row.kind {
                // HM of an insurer's claim has a layout that is not known.
                Some(kind) if row.is_as_filed() && kind.in_claim() => {
                    field::check(&row, kind, filing, &mut self.sink);
                }
                Some(_) => {}
                None => self.unknown(&row),
            }
        }
        let has_payers = structure::check(claim, re.as_ref(), &mut self.sink);
        payers::check(claim, re.as_ref(), filing, has_payers, &mut self.sink);
        detail::check(claim, &mut self.sink);
        if let Some(re) = &re {
            care::check(claim, re, has_payers, &mut self.sink);
            if self.shape == Shape::Station {
                let subject = |sink: &Sink| subject(head, claim, sink);
                self.numbering.take(re, &mut self.sink, subject);
                structure::months(re, head, &mut self.sink);
            }
        }
        match self.master {
            Some(master) => tariff::check(master, claim, &mut self.scratch, &mut self.sink),
            None => care::item_codes(claim, &mut self.sink),
        }
        fold(&mut self.sink.flaws, before);
        if self.sink.flaws.len() > before || std::mem::take(&mut self.sink.has_note) {
            // By line, and on one line by place.
            self.sink.flaws[before..].sort_by_key(|flaw| (flaw.line, flaw.position));
            let subject = subject(head, claim, &self.sink);
            self.subjects.insert(self.claims, subject);
        }
        self.claims += 1;
    }
}

/// What one mistake does to many KA of a claim is told once, at the first, with their number.
fn fold(flaws: &mut Vec<Flaw>, from: usize) {
    let mut kept = from;
    for at in from..flaws.len() {
        let is_alike = |known: &Flaw| {
            let (one, other) = (known, &flaws[at]);
            one.kind == other.kind
                && match one.kind {
                    Kind::KaDate => true,
                    Kind::OutsideInstruction => one.expected == other.expected,
                    Kind::PayerSetAbsent | Kind::InstructionAbsent => one.found == other.found,
                    _ => false,
                }
        };
        if let Some(known) = flaws[from..kept].iter().position(is_alike) {
            let known = &mut flaws[from + known];
            known.count = known.count.max(1) + 1;
        } else {
            flaws.swap(kept, at);
            kept += 1;
        }
    }
    flaws.truncate(kept);
}

fn subject(head: &Header, claim: &Group<'_>, sink: &Sink) -> Subject {
    let row: Option<Row<'_>> = claim.first(RecordKind::Re);
    let field = |position| {
        row.as_ref()
            .map(|row| sink.decode(row.field(position)))
            .unwrap_or_default()
    };
    Subject {
        station: head.station.clone(),
        claim_no: field(re::CLAIM_NO),
        patient: field(re::NAME),
        service_month: field(re::SERVICE_MONTH),
    }
}

/// Puts the pieces of a file together: lines and claims count through the file.
#[must_use]
pub fn join(dialect: Dialect, pieces: Vec<Checked>) -> FileFlaws {
    let mut file = FileFlaws {
        encoding: dialect.encoding,
        flaws: Vec::new(),
        lines: BTreeMap::new(),
        subjects: BTreeMap::new(),
        claims: 0,
    };
    let (mut marks, mut notes) = (Marks::default(), Notes::default());
    let mut lines = 0;
    let mut numbers = Numbers::default();
    for mut piece in pieces {
        let claims = file.claims;
        numbers.pass(&mut piece);
        file.flaws.extend(piece.flaws.into_iter().map(|flaw| Flaw {
            line: flaw.line + lines,
            claim: flaw.claim.map(|claim| claim + claims),
            ..flaw
        }));
        for note in piece.notes.into_flaws() {
            notes.add(Flaw {
                line: note.line + lines,
                claim: note.claim.map(|claim| claim + claims),
                ..note
            });
        }
        let shift = |(line, bytes)| (line + lines, bytes);
        file.lines.extend(piece.lines.into_iter().map(shift));
        let shift = |(claim, subject)| (claim + claims, subject);
        file.subjects.extend(piece.subjects.into_iter().map(shift));
        file.claims += piece.claims;
        marks.add(&piece.marks, lines);
        lines += piece.line_count;
    }
    marks.flaws(dialect, file.claims, &mut file.flaws);
    file.flaws.extend(notes.into_flaws());
    file.flaws.sort_by_key(|flaw| (flaw.line, flaw.position));
    file
}

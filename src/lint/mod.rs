//! The format of a claim file: everything that follows from the record specification, and with the tariff
//! master from the tariff (`houkan validate`).
//!
//! Pure: bytes and master in, [`Flaw`]s out. [`flaw::Sink`] takes what a check finds, [`Linter`] works on a
//! piece of a file, [`join`] puts the pieces together. Codes, levels and words belong to `rules::format`.

use std::collections::BTreeMap;

use crate::uke::claim::Header;
use crate::uke::dialect::{Dialect, Encoding};
use crate::uke::layout::{RecordKind, re};
use crate::uke::lines;
use crate::uke::parse;
use crate::uke::rows::{self, Group, Part, Row};
use crate::uke::source::Work;

pub mod flaw;
pub mod tariff;

pub use flaw::{Excerpt, Flaw, Sink};

/// Checks pieces of claim files.
#[derive(Clone, Copy, Debug, Default)]
pub struct Linter {}

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

impl Work for Linter {
    type Head = Header;
    type Out = Checked;

    fn head(&self, _: Dialect, bytes: &[u8]) -> Header {
        lines::lines(bytes)
            .find(|line| !line.bytes.is_empty())
            .map(|line| parse::header(line.bytes))
            .unwrap_or_default()
    }

    fn piece(&self, dialect: Dialect, head: &Header, bytes: &[u8]) -> Checked {
        let mut sink = Sink::new(dialect.encoding);
        let mut subjects = BTreeMap::new();
        let mut claims = 0;
        let line_count = rows::each_group(dialect, bytes, |part, group| match part {
            Part::Outside => sink.claim = None,
            Part::Claim => {
                sink.claim = Some(claims);
                let before = sink.flaws.len();
                self.claim(head, group, &mut sink);
                if sink.flaws.len() > before {
                    subjects.insert(claims, subject(head, group, &sink));
                }
                claims += 1;
            }
        });
        Checked {
            flaws: sink.flaws,
            lines: sink.lines,
            subjects,
            claims,
            line_count,
        }
    }
}

impl Linter {
    fn claim(&self, _head: &Header, _claim: &Group<'_>, _sink: &mut Sink) {}
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
    let mut lines = 0;
    for piece in pieces {
        let claims = file.claims;
        file.flaws.extend(piece.flaws.into_iter().map(|flaw| Flaw {
            line: flaw.line + lines,
            claim: flaw.claim.map(|claim| claim + claims),
            ..flaw
        }));
        let shift = |(line, bytes)| (line + lines, bytes);
        file.lines.extend(piece.lines.into_iter().map(shift));
        let shift = |(claim, subject)| (claim + claims, subject);
        file.subjects.extend(piece.subjects.into_iter().map(shift));
        file.claims += piece.claims;
        lines += piece.line_count;
    }
    file
}

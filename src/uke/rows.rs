//! Claims with all of their records, as they stand in the file: what `validate`, `show`, `convert` and
//! `fix` look at. Nothing is decoded; rows borrow from the block that was read.
//!
//! The rules for where a claim begins are those of [`super::parse`].

use super::claim::Header;
use super::dialect::{Dialect, Shape, insurer_line};
use super::layout::RecordKind;
use super::lines::{self, End, Line};
use super::parse;

/// データ識別, 行番号 and 枝番号 before the record, in an insurer's file and on history lines
/// (claims-format 5, 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Prefix<'a> {
    /// データ識別: `1` as filed, `2` corrected, `8` history, ….
    pub data_kind: &'a [u8],
    /// 行番号.
    pub number: &'a [u8],
    /// 枝番号.
    pub branch: &'a [u8],
}

/// One line of a file.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// Line in the file, from 1.
    pub line: u32,
    /// Byte at which the record begins in its line: 0, or the length of the prefix.
    pub start: u32,
    /// The prefix, where the line has one.
    pub prefix: Option<Prefix<'a>>,
    /// The kind of record; `None` for a blank line, for records without a layout (`MN`, `JY`, `HR`, …) and for
    /// a line of an insurer's file without a prefix.
    pub kind: Option<RecordKind>,
    /// The record from its identifier on, without line end and prefix.
    pub bytes: &'a [u8],
    /// Its fields; the identifier is the first.
    pub fields: &'a [&'a [u8]],
    /// How the line ended.
    pub end: End,
    /// 0x1A stood before the line, or was all of it.
    pub eof_mark: bool,
}

impl<'a> Row<'a> {
    /// The field at a 1-based position (`uke::layout`), empty when the record is shorter.
    #[must_use]
    pub fn field(&self, position: usize) -> &'a [u8] {
        position
            .checked_sub(1)
            .and_then(|at| self.fields.get(at))
            .copied()
            .unwrap_or_default()
    }

    /// The record's identifier, such as `b"HO"`.
    #[must_use]
    pub fn tag(&self) -> &'a [u8] {
        self.field(1)
    }

    /// True for a record of the claim as it counts now: not history, not before a correction.
    #[must_use]
    pub fn is_as_filed(&self) -> bool {
        self.prefix.is_none_or(|prefix| prefix.data_kind == b"1")
    }

    /// The bytes, from 0, that a field takes in the record: all for position 0, none at its end for a field
    /// that the record does not have.
    #[must_use]
    pub fn span(&self, position: usize) -> std::ops::Range<usize> {
        let Some(at) = position.checked_sub(1) else {
            return 0..self.bytes.len();
        };
        if at >= self.fields.len() {
            return self.bytes.len()..self.bytes.len();
        }
        let start = self.fields[..at].iter().map(|field| field.len() + 1).sum();
        start..start + self.fields[at].len()
    }
}

/// What a group of rows is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A claim: RE (or a record whose RE is lost) and what follows it, with history lines.
    Claim,
    /// A line outside of claims: HM, GO, HH, HG, a blank or unknown line before the first claim.
    Outside,
}

/// Some rows that belong together.
#[derive(Clone, Debug, Default)]
pub struct Group<'a> {
    rows: Vec<Bare<'a>>,
    fields: Vec<&'a [u8]>,
}

/// A row before its fields are lent out.
#[derive(Clone, Copy, Debug)]
struct Bare<'a> {
    line: u32,
    prefix: Option<Prefix<'a>>,
    prefix_len: u32,
    kind: Option<RecordKind>,
    bytes: &'a [u8],
    fields: (u32, u32),
    end: End,
    eof_mark: bool,
}

impl Bare<'_> {
    fn is_as_filed(&self) -> bool {
        self.prefix.is_none_or(|prefix| prefix.data_kind == b"1")
    }
}

impl<'a> Group<'a> {
    /// The rows in file order.
    #[must_use]
    pub fn rows(&self) -> impl DoubleEndedIterator<Item = Row<'_>> + ExactSizeIterator + Clone {
        self.rows.iter().map(|bare| self.row(bare))
    }

    /// The kinds of the records that count now, in file order.
    pub fn filed_kinds(&self) -> impl Iterator<Item = RecordKind> {
        let filed = self.rows.iter().filter(|bare| bare.is_as_filed());
        filed.filter_map(|bare| bare.kind)
    }

    /// The rows of this kind that count now (not history).
    #[must_use]
    pub fn of(&self, kind: RecordKind) -> impl DoubleEndedIterator<Item = Row<'_>> + Clone {
        // Rows that are not wanted are not put together.
        self.rows
            .iter()
            .filter(move |bare| bare.kind == Some(kind) && bare.is_as_filed())
            .map(|bare| self.row(bare))
    }

    /// The first row of this kind that counts now.
    #[must_use]
    pub fn first(&self, kind: RecordKind) -> Option<Row<'_>> {
        self.of(kind).next()
    }

    /// The record of this kind as the payer corrected it (データ識別 2, inferred: claims-format 6): the last, as
    /// corrections follow one another.
    #[must_use]
    pub fn corrected(&self, kind: RecordKind) -> Option<Row<'_>> {
        self.rows().rfind(|row| {
            row.kind == Some(kind) && row.prefix.is_some_and(|prefix| prefix.data_kind == b"2")
        })
    }

    /// The station's record of this very claim, which an insurer's file repeats in each (HM, in 医科 IR).
    #[must_use]
    pub fn header(&self) -> Option<Header> {
        self.rows
            .iter()
            .rev()
            .filter(|bare| matches!(bare.kind, None | Some(RecordKind::Hm)) && bare.is_as_filed())
            .map(|bare| self.row(bare))
            .find(|row| matches!(row.tag(), b"HM" | b"IR"))
            .map(|row| parse::header(row.bytes))
    }

    /// True when there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    fn row<'g>(&'g self, bare: &Bare<'g>) -> Row<'g> {
        let (from, to) = bare.fields;
        Row {
            line: bare.line,
            start: bare.prefix_len,
            prefix: bare.prefix,
            kind: bare.kind,
            bytes: bare.bytes,
            fields: &self.fields[from as usize..to as usize],
            end: bare.end,
            eof_mark: bare.eof_mark,
        }
    }

    fn clear(&mut self) {
        self.rows.clear();
        self.fields.clear();
    }

    fn push(&mut self, number: u32, line: Line<'a>, parts: Parts<'a>) {
        let from = self.fields.len();
        lines::fields_into(parts.record, &mut self.fields);
        // A block is far smaller than 4 GiB.
        let at = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        self.rows.push(Bare {
            line: number,
            prefix: parts.prefix,
            prefix_len: at(line.bytes.len() - parts.record.len()),
            kind: if parts.is_record {
                RecordKind::from_tag(self.fields[from])
            } else {
                None
            },
            bytes: parts.record,
            fields: (at(from), at(self.fields.len())),
            end: line.end,
            eof_mark: line.eof_mark,
        });
    }
}

/// A line cut into prefix and record.
#[derive(Clone, Copy)]
struct Parts<'a> {
    prefix: Option<Prefix<'a>>,
    record: &'a [u8],
    /// False for a line of an insurer's file that has no prefix: whatever it is, it is no record.
    is_record: bool,
}

impl<'a> Parts<'a> {
    /// The identifier of a record that counts for where claims begin: empty for history and corrections.
    fn tag(&self) -> &'a [u8] {
        let is_filed = self.prefix.is_none_or(|prefix| prefix.data_kind == b"1");
        if self.is_record && is_filed {
            self.record.get(..2).unwrap_or_default()
        } else {
            b""
        }
    }
}

fn parts(shape: Shape, line: &[u8]) -> Parts<'_> {
    // Records begin with a letter; a line with a prefix is always one of an insurer's file or history.
    if line.first().is_some_and(u8::is_ascii_digit)
        && let Some((data_kind, record)) = insurer_line(line)
        && (shape == Shape::Insurer || data_kind == b"8")
    {
        let ([_, number, branch], _) = lines::split::<3>(line);
        return Parts {
            prefix: Some(Prefix {
                data_kind,
                number,
                branch,
            }),
            record,
            is_record: true,
        };
    }
    Parts {
        prefix: None,
        record: line,
        is_record: shape != Shape::Insurer,
    }
}

/// What a line does to the claim that is open.
enum Step {
    /// It stands alone, and ends the open claim.
    Outside,
    /// It begins a claim.
    Begins,
    /// It belongs to the open claim; without one it stands alone.
    Belongs,
}

/// Cuts the lines of a file, or of a piece of it that begins with a claim, into groups and hands them to
/// `take` in file order. Lines count from 1. Returns how many there are.
pub fn each_group<'a>(
    dialect: Dialect,
    bytes: &'a [u8],
    mut take: impl FnMut(Part, &Group<'a>),
) -> u32 {
    let mut open = Open::new(dialect.shape);
    let mut outside = Group::default();
    let mut number = 0;
    for line in lines::lines(bytes) {
        number += 1;
        let parts = parts(dialect.shape, line.bytes);
        match open.step(parts) {
            Step::Begins => {
                open.flush(&mut take);
                open.begin(parts);
                open.group.push(number, line, parts);
            }
            Step::Belongs if !open.group.is_empty() => {
                open.note(parts);
                open.group.push(number, line, parts);
            }
            Step::Belongs | Step::Outside => {
                open.flush(&mut take);
                outside.clear();
                outside.push(number, line, parts);
                take(Part::Outside, &outside);
            }
        }
    }
    open.flush(&mut take);
    number
}

/// The claim being read.
struct Open<'a> {
    shape: Shape,
    group: Group<'a>,
    /// MN was met, and nothing of the claim but the station's record since.
    awaits_re: bool,
    has_payer: bool,
    has_details: bool,
}

impl<'a> Open<'a> {
    fn new(shape: Shape) -> Self {
        Self {
            shape,
            group: Group::default(),
            awaits_re: false,
            has_payer: false,
            has_details: false,
        }
    }

    fn step(&self, parts: Parts<'a>) -> Step {
        let is_open = !self.group.is_empty();
        match parts.tag() {
            // An insurer's file has MN, and the station's record, before RE of each claim.
            b"MN" if self.shape == Shape::Insurer => Step::Begins,
            b"RE" | b"HM" | b"IR" if is_open && self.awaits_re => Step::Belongs,
            b"RE" => Step::Begins,
            b"HM" | b"IR" | b"HH" | b"HG" | b"GO" => Step::Outside,
            // Behind the details it is the next claim's, whose RE is lost.
            b"HO" if is_open && self.has_details && self.has_payer => Step::Begins,
            b"HO" | b"KO" | b"KA" if !is_open => Step::Begins,
            _ => Step::Belongs,
        }
    }

    fn begin(&mut self, parts: Parts<'a>) {
        (self.has_payer, self.has_details) = (false, false);
        self.awaits_re = parts.tag() == b"MN";
        self.note(parts);
    }

    fn note(&mut self, parts: Parts<'a>) {
        match parts.tag() {
            b"RE" | b"SN" | b"JD" | b"MF" => self.awaits_re = false,
            b"HO" | b"KO" => (self.awaits_re, self.has_payer) = (false, true),
            b"IH" | b"HJ" | b"JS" | b"SY" | b"RJ" | b"TJ" | b"TZ" | b"KS" | b"CO" | b"KA" => {
                (self.awaits_re, self.has_details) = (false, true);
            }
            _ => {}
        }
    }

    fn flush(&mut self, take: &mut impl FnMut(Part, &Group<'a>)) {
        if !self.group.is_empty() {
            take(Part::Claim, &self.group);
            self.group.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::uke::dialect::Encoding;

    fn groups(shape: Shape, text: &str) -> Vec<(Part, Vec<u32>)> {
        let dialect = Dialect {
            shape,
            encoding: Encoding::Cp932,
            skip: 0,
        };
        let mut found = Vec::new();
        each_group(dialect, text.as_bytes(), |part, group| {
            found.push((part, group.rows().map(|row| row.line).collect()));
        });
        found
    }

    #[test]
    fn a_station_file_is_cut_at_re() {
        let text = "HM,1\r\nRE,1\r\nHO,1\r\n8,1,0,RE,9\r\nKA,1\r\nRE,2\r\nKA,2\r\nGO\r\n\x1a";
        assert_eq!(
            groups(Shape::Station, text),
            [
                (Part::Outside, vec![1]),
                (Part::Claim, vec![2, 3, 4, 5]),
                (Part::Claim, vec![6, 7]),
                (Part::Outside, vec![8]),
                (Part::Outside, vec![9]),
            ]
        );
    }

    #[test]
    fn a_lost_re_begins_a_claim_of_its_own() {
        let text = "HM,1\nHO,1\nKA,1\nHO,2\nKA,2\n";
        assert_eq!(
            groups(Shape::Station, text),
            [
                (Part::Outside, vec![1]),
                (Part::Claim, vec![2, 3]),
                (Part::Claim, vec![4, 5]),
            ]
        );
    }

    #[test]
    fn an_insurers_claim_begins_with_mn() {
        let text = "1,1,0,MN,7\n1,2,0,HM,1\n1,3,0,RE,1\n2,4,0,HO,9\n1,1,0,MN,8\n1,2,0,RE,2\n";
        assert_eq!(
            groups(Shape::Insurer, text),
            [(Part::Claim, vec![1, 2, 3, 4]), (Part::Claim, vec![5, 6]),]
        );
        // Without MN: as in a station's file. A line without prefix is nothing.
        let text = "1,1,0,HM,1\n1,2,0,RE,1\n1,3,0,HO,9\nRE,5\n1,1,0,HM,1\n1,2,0,RE,2\n";
        assert_eq!(
            groups(Shape::Insurer, text),
            [
                (Part::Outside, vec![1]),
                (Part::Claim, vec![2, 3, 4]),
                (Part::Outside, vec![5]),
                (Part::Claim, vec![6]),
            ]
        );
    }

    #[test]
    fn a_returned_file_has_its_own_head_and_foot() {
        let text = "HH,1\nRE,1\nHO,1\nKA,1\nHR,202601,1\n8,1,0,RE,1\nRE,2\nKO,2\nHG,2\n";
        assert_eq!(
            groups(Shape::Returned, text),
            [
                (Part::Outside, vec![1]),
                (Part::Claim, vec![2, 3, 4, 5, 6]),
                (Part::Claim, vec![7, 8]),
                (Part::Outside, vec![9]),
            ]
        );
    }

    #[test]
    fn corrections_and_the_header_of_an_insurers_claim() {
        let dialect = Dialect {
            shape: Shape::Insurer,
            encoding: Encoding::Cp932,
            skip: 0,
        };
        let text = "1,1,0,MN,7\n1,2,0,HM,2,13,6,9999991,X,202602,\n1,3,0,RE,1\n1,4,0,HO,9,,,1,100\n\
                    2,5,0,HO,9,,,1,90\n2,6,0,HO,9,,,1,80\n5,7,0,HO,9,,,1,70\n";
        each_group(dialect, text.as_bytes(), |_, group| {
            let total = |row: Option<Row<'_>>| row.map(|row| row.field(6).to_vec());
            assert_eq!(total(group.first(RecordKind::Ho)), Some(b"100".to_vec()));
            assert_eq!(total(group.corrected(RecordKind::Ho)), Some(b"80".to_vec()));
            assert!(group.corrected(RecordKind::Re).is_none());
            let header = group.header().expect("HM");
            assert_eq!((header.payer, header.station.as_ref()), (2, "1369999991"));
        });
    }

    #[test]
    fn fields_and_spans() {
        let dialect = Dialect {
            shape: Shape::Insurer,
            encoding: Encoding::Cp932,
            skip: 0,
        };
        each_group(dialect, b"1,12,0,RE,5,6112,,X\r\n", |_, group| {
            let row = group.first(RecordKind::Re).expect("one");
            assert_eq!(
                (row.field(2), row.field(4), row.field(9)),
                (&b"5"[..], &b""[..], &b""[..])
            );
            assert_eq!((row.start, row.span(3), row.span(5)), (7, 5..9, 11..12));
            assert_eq!((row.span(0), row.span(9)), (0..12, 12..12));
        });
    }
}

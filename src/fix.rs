//! `houkan fix`: a claim file with what is mechanical and certain put right.
//!
//! Pure: bytes in, bytes out. Line ends, the end mark, empty fields at the end of a record, padding of 保険者番号
//! and 枝番, レセプト番号, UTF-8 to CP932; never money, dates, codes or whose claim it is. Works line by line on the
//! raw bytes, so that nothing is decoded that is not changed; history lines keep theirs (claims-format 1, 3, 5).

use crate::uke::dialect::{self, Encoding, Refusal, Shape};
use crate::uke::issue::Kind;
use crate::uke::layout::{RecordKind, field_count, ho, re, sn};
use crate::uke::lines::{self, End, Line};

mod recode;
mod trailing;

#[cfg(test)]
mod tests;

use trailing::Trailing;

/// What of the deviations that `validate` tells `fix` may put right.
pub const MENDS: [Kind; 10] = [
    Kind::Bom,
    Kind::Utf8,
    Kind::LfOnly,
    Kind::LastLineEnd,
    Kind::BlankLine,
    Kind::NoEofMark,
    Kind::EofMark,
    Kind::FieldCount,
    Kind::InsurerPadding,
    Kind::ClaimNumber,
];

/// What is put right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// A UTF-8 byte order mark is gone.
    Bom,
    /// Lines in UTF-8 are CP932.
    Encoding,
    /// Lines end with CR LF.
    LineEnd,
    /// The last record has a line end.
    LastLineEnd,
    /// Blank lines are gone.
    BlankLine,
    /// 0x1A stands once, as the very last byte.
    EofMark,
    /// Empty fields added at the end of a record; *before* and *after* are numbers of fields.
    FieldsAdded,
    /// Empty fields beyond the layout removed; *before* and *after* are numbers of fields.
    FieldsRemoved,
    /// 保険者番号 of HO has its leading blanks, and none behind it.
    InsurerNo,
    /// 枝番 of SN has two digits.
    Branch,
    /// レセプト番号 of RE runs 1, 2, 3, ….
    ClaimNo,
}

/// Changes of a kind of which place and values are kept.
pub const KEPT: usize = 5;

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Line in the file as it was, from 1.
    pub line: u32,
    /// What was there, where the kind of change says so; never a name or a patient's number.
    pub before: Box<str>,
    /// What is there now.
    pub after: Box<str>,
}

/// All changes of a kind in records of a kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changes {
    /// What was done.
    pub kind: ChangeKind,
    /// In which records; `None` where any line is meant.
    pub record: Option<RecordKind>,
    /// How often.
    pub count: u32,
    /// The first [`KEPT`] of them.
    pub first: Vec<Change>,
}

/// What a change would be made to, but what is right is not certain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeftKind {
    /// The number of fields is wrong, and not only empty ones at the end are missing or too many.
    FieldCount,
    /// 保険者番号 has neither 6 nor 8 digits.
    InsurerNo,
}

/// What has to be put right by hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// What.
    pub kind: LeftKind,
    /// In which records.
    pub record: RecordKind,
    /// How many lines.
    pub count: u32,
    /// The first [`KEPT`] of them.
    pub lines: Vec<u32>,
}

/// A file put right.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fixed {
    /// The file; the very same when nothing was to be done.
    pub bytes: Vec<u8>,
    /// What was changed, by kind and record.
    pub changes: Vec<Changes>,
    /// What was left alone.
    pub left: Vec<Left>,
}

/// Why a file is left alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Not a claim file of 訪問看護.
    NotClaims(Refusal),
    /// A 返戻ファイル: a 再請求ファイル has to be made of it first.
    Returned,
    /// The insurer's file: it is nobody's to file.
    OfInsurer,
    /// No GO: the file may be cut off. The number of its lines.
    NoGo(u32),
    /// A second HM, or records behind GO: several files in one. The line.
    Joined(u32),
    /// A line of a UTF-8 file is not UTF-8.
    Mixed(u32),
    /// A history line of a UTF-8 file: how the payer wrote its characters is lost.
    History(u32),
    /// A character that CP932 lacks.
    Unmappable {
        /// The line, from 1.
        line: u32,
        /// The record's identifier, where it is one.
        record: &'static str,
        /// 1-based position of the field.
        position: usize,
        /// The character.
        character: char,
    },
}

/// Puts right what is certain.
///
/// # Errors
/// [`Refused`] when the file is not one that a station files, or may not be whole.
pub fn fix(bytes: &[u8]) -> Result<Fixed, Refused> {
    let dialect = dialect::sniff(bytes).map_err(Refused::NotClaims)?;
    match dialect.shape {
        Shape::Station => {}
        Shape::Returned => return Err(Refused::Returned),
        Shape::Insurer => return Err(Refused::OfInsurer),
    }
    let body = &bytes[dialect.skip..];
    is_whole(body)?;
    let mut fixer = Fixer {
        is_utf8: dialect.encoding == Encoding::Utf8,
        fixed: Fixed {
            bytes: Vec::with_capacity(bytes.len() + bytes.len() / 16 + 16),
            ..Fixed::default()
        },
        line: 0,
        claims: 0,
        is_first_claim: true,
        marks: 0,
    };
    if dialect.skip > 0 {
        fixer.changed(ChangeKind::Bom, None, "", "");
    }
    for line in lines::lines(body) {
        fixer.line += 1;
        fixer.take(line)?;
    }
    Ok(fixer.finish(body))
}

/// The line without CR and 0x1A behind it, which `lines` leaves there unless they end the line rightly.
fn content(line: Line<'_>) -> &[u8] {
    let rest = line
        .bytes
        .iter()
        .rposition(|byte| !matches!(*byte, b'\r' | EOF_MARK));
    &line.bytes[..rest.map_or(0, |last| last + 1)]
}

/// 0x1A, the end-of-file mark.
const EOF_MARK: u8 = 0x1A;

/// One HM at the head, one GO at the end, and nothing behind it.
fn is_whole(body: &[u8]) -> Result<(), Refused> {
    let (mut has_hm, mut has_go) = (false, false);
    let mut number = 0;
    for line in lines::lines(body) {
        number += 1;
        let record = content(line);
        if record.is_empty() {
            continue;
        }
        let tag = lines::fields(record).next().unwrap_or_default();
        if has_go || (has_hm && tag == b"HM") {
            return Err(Refused::Joined(number));
        }
        has_hm |= tag == b"HM";
        has_go |= tag == b"GO";
    }
    if has_go {
        Ok(())
    } else {
        Err(Refused::NoGo(number))
    }
}

/// Writes the file anew, line by line.
struct Fixer {
    is_utf8: bool,
    fixed: Fixed,
    line: u32,
    /// RE met so far.
    claims: u32,
    /// The claim has no 検索番号: what only the payer fills has to be empty.
    is_first_claim: bool,
    /// 0x1A left out so far.
    marks: usize,
}

impl Fixer {
    fn take(&mut self, line: Line<'_>) -> Result<(), Refused> {
        let record = content(line);
        let behind = &line.bytes[record.len()..];
        let marks = memchr::memchr_iter(EOF_MARK, behind).count();
        // Marks at the head of a line count as one: more than one in all is wrong, how many is no matter.
        self.marks += marks + usize::from(line.eof_mark);
        if record.is_empty() {
            if !line.eof_mark && marks == 0 {
                self.changed(ChangeKind::BlankLine, None, "", "");
            }
            return Ok(());
        }
        if line.end == End::Eof {
            self.changed(ChangeKind::LastLineEnd, None, "", "");
        } else if line.end == End::Lf || behind.contains(&b'\r') {
            self.changed(ChangeKind::LineEnd, None, "", "");
        }
        if self.is_utf8 && !record.is_ascii() {
            let recoded = recode::to_cp932(record, self.line)?;
            self.changed(ChangeKind::Encoding, None, "", "");
            self.record(&recoded);
        } else {
            self.record(record);
        }
        self.fixed.bytes.extend_from_slice(b"\r\n");
        Ok(())
    }

    /// Appends a record, put right.
    fn record(&mut self, record: &[u8]) {
        let tag = lines::fields(record).next().unwrap_or_default();
        let Some(kind) = RecordKind::from_tag(tag) else {
            // History, and lines that nobody knows.
            self.fixed.bytes.extend_from_slice(record);
            return;
        };
        if kind == RecordKind::Re {
            let ([.., search_no], _) = lines::split::<{ re::SEARCH_NO }>(record);
            self.is_first_claim = search_no.is_empty();
        }
        let expected = field_count(kind);
        let found = lines::fields(record).count();
        let trailing = trailing::look(kind, record, found, self.is_first_claim);
        let new = self.new_field(kind, record, trailing);
        if new.is_none() && trailing == Trailing::Right {
            self.fixed.bytes.extend_from_slice(record);
            return;
        }
        let kept = match trailing {
            Trailing::Surplus => expected,
            Trailing::Right | Trailing::Missing | Trailing::Unsure => found,
        };
        self.write_fields(record, kept, new.as_ref());
        let counts = || (found.to_string(), expected.to_string());
        match trailing {
            Trailing::Right => {}
            Trailing::Unsure => self.left(LeftKind::FieldCount, kind),
            Trailing::Surplus => {
                let (before, after) = counts();
                self.changed(ChangeKind::FieldsRemoved, Some(kind), &before, &after);
            }
            Trailing::Missing => {
                self.fixed
                    .bytes
                    .extend(std::iter::repeat_n(b',', expected - found));
                let (before, after) = counts();
                self.changed(ChangeKind::FieldsAdded, Some(kind), &before, &after);
            }
        }
    }

    /// Appends the first fields of a record, one of them anew.
    fn write_fields(&mut self, record: &[u8], count: usize, new: Option<&(usize, Vec<u8>)>) {
        let out = &mut self.fixed.bytes;
        for (at, field) in lines::fields(record).take(count).enumerate() {
            if at > 0 {
                out.push(b',');
            }
            match new {
                Some((position, bytes)) if *position == at + 1 => out.extend_from_slice(bytes),
                _ => out.extend_from_slice(field),
            }
        }
    }

    /// The position of a field of this record that has to be written otherwise, and how.
    fn new_field(
        &mut self,
        kind: RecordKind,
        record: &[u8],
        trailing: Trailing,
    ) -> Option<(usize, Vec<u8>)> {
        let field = |position: usize| lines::fields(record).nth(position - 1);
        let (change, position, old, new) = match kind {
            RecordKind::Re => {
                self.claims += 1;
                let new = self.claims.to_string().into_bytes();
                let old = field(re::CLAIM_NO)?;
                // Where fields may be shifted, what is no number may be another field.
                let is_number = old.trim_ascii().iter().all(u8::is_ascii_digit);
                if trailing == Trailing::Unsure && !is_number {
                    return None;
                }
                (ChangeKind::ClaimNo, re::CLAIM_NO, old, new)
            }
            RecordKind::Ho => {
                let old = field(ho::INSURER_NO)?;
                let digits = old.trim_ascii();
                let is_number = !digits.is_empty() && digits.iter().all(u8::is_ascii_digit);
                let new = match digits.len() {
                    8 if is_number => digits.to_vec(),
                    // 国民健康保険; all others have eight digits (claims-format 3.3 and 8).
                    6 if is_number => [b"  ", digits].concat(),
                    _ if is_number => {
                        self.left(LeftKind::InsurerNo, kind);
                        return None;
                    }
                    _ => return None,
                };
                (ChangeKind::InsurerNo, ho::INSURER_NO, old, new)
            }
            // Where fields may be shifted, nobody knows which is 枝番.
            RecordKind::Sn if trailing != Trailing::Unsure => {
                let old = field(sn::BRANCH)?;
                let is_short = matches!(old, [digit] if digit.is_ascii_digit());
                if !is_short || field(sn::PAYER_KIND) != Some(b"1") {
                    return None;
                }
                (ChangeKind::Branch, sn::BRANCH, old, [b"0", old].concat())
            }
            _ => return None,
        };
        if old == new {
            return None;
        }
        let shown = |bytes: &[u8]| -> String {
            // A number where it should be; anything else may be somebody's name.
            let is_plain = bytes
                .iter()
                .all(|byte| byte.is_ascii_digit() || *byte == b' ');
            String::from_utf8_lossy(if is_plain { bytes } else { b"?" }).into_owned()
        };
        self.changed(change, Some(kind), &shown(old), &shown(&new));
        Some((position, new))
    }

    fn finish(mut self, body: &[u8]) -> Fixed {
        // One mark that is the last byte, behind the line end of GO, is as it has to be.
        let is_right = self.marks == 1 && body.ends_with(b"\n\x1a");
        if !is_right {
            self.changed(ChangeKind::EofMark, None, "", "");
        }
        self.fixed.bytes.push(EOF_MARK);
        self.fixed.changes.sort_by_key(|all| (all.kind, all.record));
        self.fixed.left.sort_by_key(|left| (left.kind, left.record));
        self.fixed
    }

    fn changed(&mut self, kind: ChangeKind, record: Option<RecordKind>, before: &str, after: &str) {
        let known = |all: &Changes| all.kind == kind && all.record == record;
        let all = &mut self.fixed.changes;
        let at = all.iter().position(known).unwrap_or_else(|| {
            all.push(Changes {
                kind,
                record,
                count: 0,
                first: Vec::new(),
            });
            all.len() - 1
        });
        all[at].count += 1;
        if all[at].first.len() < KEPT {
            all[at].first.push(Change {
                line: self.line.max(1),
                before: before.into(),
                after: after.into(),
            });
        }
    }

    fn left(&mut self, kind: LeftKind, record: RecordKind) {
        let known = |left: &Left| left.kind == kind && left.record == record;
        let all = &mut self.fixed.left;
        let at = all.iter().position(known).unwrap_or_else(|| {
            all.push(Left {
                kind,
                record,
                count: 0,
                lines: Vec::new(),
            });
            all.len() - 1
        });
        all[at].count += 1;
        if all[at].lines.len() < KEPT {
            all[at].lines.push(self.line);
        }
    }
}

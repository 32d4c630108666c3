//! Fields against their layout: presence, characters, length, dates, codes.

use std::ops::Range;

use crate::text::date::{Month, is_ymd};
use crate::text::jis;
use crate::uke::codes::{CONFIRMATION, CONFIRMATION_INSURER_SIDE, CodeTable, Usage};
use crate::uke::dialect::Shape;
use crate::uke::issue::Kind;
use crate::uke::layout::{self, Content, Field, Mode, RecordKind, Width, ho, js, ka, ko, re};
use crate::uke::rows::{Group, Row};

use super::flaw::{Flaw, Sink};
use super::scan::Scan;

/// What of the claim the fields have to know.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Filing {
    /// A first claim (一次請求): no 検索番号, so nothing that 審査支払機関 fill may be filled.
    is_first: bool,
    /// An insurer's file, whose records may have fields of their own (claims-format 10).
    pub is_of_insurer: bool,
    /// Line of the KO that stands for the payer of a claim without HO (contract 4.2); 0 for none.
    payer_line: u32,
}

impl Filing {
    pub(super) fn of(claim: &Group<'_>, re: Option<&Row<'_>>, shape: Shape) -> Self {
        let has_ho = claim.first(RecordKind::Ho).is_some();
        let ko = claim.first(RecordKind::Ko).filter(|_| !has_ho);
        Self {
            is_first: shape == Shape::Station
                && re.is_some_and(|re| re.field(re::SEARCH_NO).is_empty()),
            is_of_insurer: shape == Shape::Insurer,
            payer_line: ko.map_or(0, |ko| ko.line),
        }
    }
}

/// Checks all fields of a record.
pub(super) fn check(row: &Row<'_>, kind: RecordKind, filing: Filing, sink: &mut Sink) {
    let layout = layout::layout(kind);
    if row.fields.len() != layout.fields.len() && !filing.is_of_insurer {
        sink.field_count(row, layout.fields.len());
    }
    let recorded = row.fields.iter().skip(1).copied();
    let fields = layout.fields[1..].iter();
    for (field, bytes) in fields.zip(recorded.chain(std::iter::repeat(&b""[..]))) {
        if !bytes.is_empty() {
            Checked {
                row,
                kind,
                field,
                filing,
            }
            .run(bytes, sink);
        } else if field.required {
            Checked {
                row,
                kind,
                field,
                filing,
            }
            .flaw(Kind::Required, sink);
        }
    }
}

/// One field that is not empty.
#[derive(Clone, Copy)]
struct Checked<'a> {
    row: &'a Row<'a>,
    kind: RecordKind,
    field: &'static Field,
    filing: Filing,
}

impl Checked<'_> {
    /// At most one flaw of a field, the first that explains the others.
    fn run(self, bytes: &[u8], sink: &mut Sink) {
        let field = self.field;
        if field.content == Content::Reserved {
            self.flaw(Kind::ReservedFilled, sink);
        } else if field.payer_only && self.filing.is_first && !self.is_search_number() {
            self.flaw(Kind::PayerOnly, sink);
        } else if self.is_fine_number(bytes) {
            self.value(bytes, sink);
        } else {
            self.characters(bytes, sink);
        }
    }

    /// RE.検索番号 itself: where it stands, the claim is no first claim.
    fn is_search_number(self) -> bool {
        self.kind == RecordKind::Re && self.field.position == re::SEARCH_NO
    }

    /// The common case, decided without a look at characters: digits that are not too many.
    fn is_fine_number(self, bytes: &[u8]) -> bool {
        self.field.mode != Mode::Kanji
            && bytes.iter().all(u8::is_ascii_digit)
            && (usize::from(self.field.min_bytes)..=usize::from(self.field.bytes))
                .contains(&bytes.len())
    }

    fn characters(self, bytes: &[u8], sink: &mut Sink) {
        let scan = Scan::of(bytes, sink.is_cp932());
        let position = self.field.position;
        if let Some(place) = scan.broken {
            let found = hex(&bytes[place.clone()]);
            self.part(Kind::Undecodable, place, sink).found = found;
        } else if let Some(place) = scan.control {
            let found = hex(&bytes[place.clone()]);
            self.part(Kind::ControlCharacter, place, sink).found = found;
        } else if self.has_blanks_around(bytes, sink.is_cp932()) {
            self.flaw(Kind::Blanks, sink);
        } else if let Some(kind) = self.wrong_mode(bytes, &scan) {
            self.flaw(kind, sink);
        } else if !self.length(&scan, sink) {
            if let Some(place) = scan.gaiji {
                let found = gaiji(&bytes[place.clone()], sink);
                sink.part(Kind::Gaiji, self.row, position, place).found = found;
            } else if let Some(place) = scan.lost {
                sink.part(Kind::LostCharacter, self.row, position, place);
            }
            self.value(bytes, sink);
        }
    }

    /// Blanks around a field of variable length, which are not to be recorded; HO.保険者番号 has its own
    /// rule.
    fn has_blanks_around(self, bytes: &[u8], is_cp932: bool) -> bool {
        // Two-byte characters never end with 0x20, and the full-width blank is looked for as a whole.
        let wide: &[u8] = if is_cp932 {
            b"\x81\x40"
        } else {
            "　".as_bytes()
        };
        self.field.width == Width::Variable
            && (bytes.starts_with(b" ")
                || bytes.ends_with(b" ")
                || bytes.starts_with(wide)
                || (bytes.ends_with(wide) && ends_on_character(bytes, is_cp932)))
    }

    fn wrong_mode(self, bytes: &[u8], scan: &Scan) -> Option<Kind> {
        match self.field.mode {
            Mode::Digits => (!bytes.iter().all(u8::is_ascii_digit)).then_some(Kind::NotDigits),
            // Half-width kana are for names alone.
            Mode::Alnum => (!bytes.is_ascii()).then_some(Kind::NotAlnum),
            Mode::Kanji => scan.half.is_some().then_some(Kind::NotKanji),
            Mode::AlnumOrKanji => {
                (scan.full.is_some() && scan.half.is_some()).then_some(Kind::MixedModes)
            }
        }
    }

    /// True when the length is wrong. HO.保険者番号 has its own rule.
    fn length(self, scan: &Scan, sink: &mut Sink) -> bool {
        let (least, most) = (
            usize::from(self.field.min_bytes),
            usize::from(self.field.bytes),
        );
        let is_insurer = self.kind == RecordKind::Ho && self.field.position == ho::INSURER_NO;
        let (kind, variant, expected) = match scan.bytes {
            _ if is_insurer => return false,
            length if length > most && self.field.width == Width::Variable => {
                (Kind::TooLong, "", most)
            }
            length if length > most => (Kind::Length, "", most),
            length if length < least && self.field.run.is_some() => return false,
            length if length < least && least == most => (Kind::Length, "", least),
            length if length < least => (Kind::Length, "SHORT", least),
            _ => return false,
        };
        let flaw = self.flaw(kind, sink);
        if flaw.variant.is_empty() {
            flaw.variant = variant;
        }
        flaw.count = u32::try_from(scan.bytes).unwrap_or(u32::MAX);
        flaw.expected = expected.to_string().into();
        true
    }

    /// What the characters say, once they are right.
    fn value(self, bytes: &[u8], sink: &mut Sink) {
        match self.field.content {
            Content::Date if !is_ymd(bytes) => self.no_date("DATE", sink),
            Content::Month if Month::parse(bytes).is_none() => self.no_date("MONTH", sink),
            Content::Time if !is_time(bytes) => self.no_date("TIME", sink),
            content if content.is_number() && bytes.len() > 1 && bytes[0] == b'0' => {
                sink.leading_zeros(self.row, self.field.position);
            }
            _ => self.codes(bytes, sink),
        }
    }

    fn no_date(self, variant: &'static str, sink: &mut Sink) {
        let flaw = self.flaw(Kind::NoSuchDate, sink);
        if flaw.variant.is_empty() && flaw.kind == Kind::NoSuchDate {
            flaw.variant = variant;
        }
    }

    fn codes(self, bytes: &[u8], sink: &mut Sink) {
        if let Some(length) = self.field.run {
            return self.run_of_codes(bytes, length, sink);
        }
        self.code(bytes, 0, sink);
    }

    fn run_of_codes(self, bytes: &[u8], length: usize, sink: &mut Sink) {
        if !bytes.len().is_multiple_of(length) {
            self.flaw(Kind::RunLength, sink).expected = length.to_string().into();
            return;
        }
        for (at, code) in bytes.chunks(length).enumerate() {
            let earlier = &bytes[..at * length];
            if self.field.distinct && earlier.chunks(length).any(|one| one == code) {
                let place = at * length..(at + 1) * length;
                sink.part(Kind::RunRepeat, self.row, self.field.position, place);
            } else {
                self.code(code, at * length, sink);
            }
        }
        let is_presence =
            self.kind == RecordKind::Js && self.field.position == js::DISEASE_PRESENCE;
        if is_presence && bytes.len() > length && bytes.chunks(length).any(|code| code == b"03") {
            self.flaw(Kind::RunAlone, sink);
        }
    }

    /// One code at a byte of the field.
    fn code(self, code: &[u8], at: usize, sink: &mut Sink) {
        let field = self.field;
        let place = at..at + code.len();
        let listed = match field.codes {
            Some(table) => match table.get(code) {
                Some(entry) => Some(entry.usage),
                None if self.is_known_to_insurers(table, code) => return,
                None if table.complete => return self.unknown(table, place, sink),
                None => return,
            },
            None => None,
        };
        let is_shut = match listed {
            Some(Usage::PayerOnly) => self.filing.is_first,
            Some(Usage::NotUsed) => true,
            Some(Usage::Any) | None => false,
        };
        if is_shut || !(field.only.is_empty() || is_among(field.only, code)) {
            let expected = allowed(field, self.filing);
            self.part(Kind::CodeNotAllowed, place, sink).expected = expected.into();
        }
    }

    /// 確認区分 11 to 14 stand in an insurer's file alone (claims-format 4, inferred).
    fn is_known_to_insurers(self, table: &CodeTable, code: &[u8]) -> bool {
        self.filing.is_of_insurer
            && table.number == CONFIRMATION.number
            && CONFIRMATION_INSURER_SIDE.contains(code)
    }

    fn unknown(self, table: &CodeTable, place: Range<usize>, sink: &mut Sink) {
        let expected = format!("別表{}", table.number);
        self.part(Kind::CodeUnknown, place, sink).expected = expected.into();
    }

    /// A flaw of the field, under the kind that stands for fields without which nothing can be done.
    fn flaw(self, kind: Kind, sink: &mut Sink) -> &mut Flaw {
        let (kind, variant) = self.told_as(kind);
        let flaw = sink.field(kind, self.row, self.field.position);
        flaw.variant = variant;
        flaw
    }

    fn part(self, kind: Kind, place: Range<usize>, sink: &mut Sink) -> &mut Flaw {
        let (kind, variant) = self.told_as(kind);
        let flaw = sink.part(kind, self.row, self.field.position, place);
        flaw.variant = variant;
        flaw
    }

    fn told_as(self, kind: Kind) -> (Kind, &'static str) {
        let told = match (self.kind, self.field.position) {
            (RecordKind::Hm, _) => return (Kind::HeaderField, header_variant(kind)),
            (RecordKind::Re, re::SERVICE_MONTH | re::BIRTH_DATE) => Kind::ReUnreadable,
            (RecordKind::Ho, ho::INSURER_NO | ho::TOTAL_YEN) if is_lost(kind) => {
                Kind::PayerUnreadable
            }
            (RecordKind::Ko, ko::PAYER_NO | ko::TOTAL_YEN)
                if is_lost(kind) && self.row.line == self.filing.payer_line =>
            {
                Kind::PayerUnreadable
            }
            (RecordKind::Ka, ka::DATE) => Kind::KaDate,
            _ => kind,
        };
        (told, "")
    }
}

/// Whether nothing can be read from a field with this flaw.
fn is_lost(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Required | Kind::NotDigits | Kind::NotAlnum | Kind::Undecodable
    )
}

fn header_variant(kind: Kind) -> &'static str {
    match kind {
        Kind::Required => "REQUIRED",
        Kind::NotDigits => "DIGITS",
        Kind::NotAlnum => "ALNUM",
        Kind::NotKanji => "KANJI",
        Kind::MixedModes => "MIXED",
        Kind::TooLong => "LONG",
        Kind::Length => "LENGTH",
        Kind::NoSuchDate => "DATE",
        Kind::CodeUnknown => "CODE",
        Kind::CodeNotAllowed => "NOT_ALLOWED",
        Kind::Blanks => "BLANKS",
        _ => "",
    }
}

fn is_among(codes: &[&str], code: &[u8]) -> bool {
    codes.iter().any(|one| one.as_bytes() == code)
}

/// The codes that a field may have, in words.
fn allowed(field: &Field, filing: Filing) -> String {
    let listed = field.codes.into_iter().flat_map(|table| table.entries);
    let codes: Vec<&str> = if field.only.is_empty() {
        listed
            .filter(|entry| match entry.usage {
                Usage::Any => true,
                Usage::PayerOnly => !filing.is_first,
                Usage::NotUsed => false,
            })
            .map(|entry| entry.code)
            .collect()
    } else {
        field.only.to_vec()
    };
    codes.join("・")
}

/// `hhmm` of 24 hours.
fn is_time(bytes: &[u8]) -> bool {
    matches!(bytes, [a, b, c, d] if (a - b'0') * 10 + (b - b'0') < 24 && (c - b'0') * 10 + (d - b'0') < 60)
}

/// Whether the last two bytes are one character, not the second of one and the first of another.
fn ends_on_character(bytes: &[u8], is_cp932: bool) -> bool {
    if !is_cp932 {
        return true;
    }
    let mut at = 0;
    while at + 2 < bytes.len() {
        at += if crate::text::cp932::is_lead(bytes[at]) {
            2
        } else {
            1
        };
    }
    at + 2 == bytes.len()
}

/// The 外字 of a text, each once.
fn gaiji(bytes: &[u8], sink: &Sink) -> Box<str> {
    let mut found = String::new();
    for c in sink.decode(bytes).chars() {
        if jis::is_gaiji(c) && !found.contains(c) {
            found.push(c);
        }
    }
    found.into()
}

/// Bytes as `81 FF`.
fn hex(bytes: &[u8]) -> Box<str> {
    let digits: Vec<String> = bytes.iter().map(|b| format!("{b:02X}")).collect();
    digits.join(" ").into()
}

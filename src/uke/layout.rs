//! The record layouts of the claim file as data: the single source for reading, `validate`,
//! `show`, `synth` and `docs/claim-format.md`.
//!
//! [`layout`] gives the fields of a record, the modules [`re`], [`ho`], … name the position of
//! each field, [`Composition`] and its neighbours hold what a claim must contain.
//!
//! Source: 記録条件仕様（訪問看護用）令和6年6月版; required marks and examples from 支払基金
//! 「電子レセプトの作成手引き －訪問看護－」令和6年6月版 (claims-format 2 and 3).

mod kind;
mod personal;
mod presence;
mod records;

#[cfg(test)]
mod tests;

use super::codes::{CodeTable, Confidence};

pub use kind::{Presence, RecordKind, Repeat};
pub use personal::{fits, is_hidden, is_personal};
pub use presence::{
    AmountLimit, Composition, Occurs, PRESENCE, PUBLIC_PAYER_ORDER, PresenceRow, PublicScheme,
    Rule, SPLIT_WITHOUT_MF, occurs, public_payer_rank, split_without_mf_limit,
};
pub use records::{co, gi, go, hj, hm, ho, ih, jd, js, ka, ko, ks, mf, re, rj, sn, sy, tj, tz};

/// Most characters that HO.記号 and HO.番号 may have together, half or full width
/// (記録条件仕様（訪問看護用）第1章3(4)ウ(ア); 手引き: 38 bytes, 19 characters).
pub const SYMBOL_AND_NUMBER_MAX_CHARS: usize = 19;

/// Character type of a field (モード, claims-format 1.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// 数字: half-width digits.
    Digits,
    /// 英数: half-width letters, digits and signs; half-width kana in names.
    Alnum,
    /// 漢字: full-width characters only.
    Kanji,
    /// 英数又は漢字: all one or all the other.
    AlnumOrKanji,
}

impl Mode {
    /// The official word.
    #[must_use]
    pub const fn ja(self) -> &'static str {
        match self {
            Self::Digits => "数字",
            Self::Alnum => "英数",
            Self::Kanji => "漢字",
            Self::AlnumOrKanji => "英数又は漢字",
        }
    }
}

/// Whether a field has always its full length (項目形式).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// 固定: exactly [`Field::bytes`].
    Fixed,
    /// 可変: up to [`Field::bytes`], no trailing blanks.
    Variable,
}

impl Width {
    /// The official word.
    #[must_use]
    pub const fn ja(self) -> &'static str {
        match self {
            Self::Fixed => "固定",
            Self::Variable => "可変",
        }
    }
}

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// The record tag itself (レコード識別情報).
    Tag,
    /// Text, a code or an identifier: zeros at the left belong to it.
    Plain,
    /// 年月日 `YYYYMMDD`, Gregorian.
    Date,
    /// 年月 `YYYYMM`, Gregorian.
    Month,
    /// 時刻 `hhmm`, 24 hours.
    Time,
    /// An amount in yen.
    Yen,
    /// Per cent.
    Percent,
    /// A count or a running number.
    Count,
    /// 予備: to be left empty.
    Reserved,
}

impl Content {
    /// Whether the field is a number, in which leading zeros are not to be written.
    #[must_use]
    pub const fn is_number(self) -> bool {
        matches!(self, Self::Yen | Self::Percent | Self::Count)
    }
}

/// One field of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Place in the record, from 1 (the record tag).
    pub position: usize,
    /// Official name (項目).
    pub name_ja: &'static str,
    /// English identifier in `snake_case`, unique within the record.
    pub name_en: &'static str,
    /// Character type.
    pub mode: Mode,
    /// 最大バイト: greatest length in bytes of the file (`Shift_JIS`).
    pub bytes: u16,
    /// Least length in bytes when the field is not empty.
    pub min_bytes: u16,
    /// Fixed or variable length.
    pub width: Width,
    /// Whether the field must never be empty (記録必須).
    pub required: bool,
    /// What the field holds.
    pub content: Content,
    /// The code table its codes come from.
    pub codes: Option<&'static CodeTable>,
    /// The only codes of the table (or the only values) allowed here; empty = no restriction.
    pub only: &'static [&'static str],
    /// Length of one code when several are run together, in bytes.
    pub run: Option<usize>,
    /// Whether a code may stand only once among several run together.
    pub distinct: bool,
    /// Empty on a first claim (一次請求): filled by 審査支払機関 and kept on a re-claim.
    pub payer_only: bool,
    /// A remark, or empty.
    pub note: &'static str,
}

impl Field {
    const fn new(
        position: usize,
        name_ja: &'static str,
        name_en: &'static str,
        mode: Mode,
        bytes: u16,
        width: Width,
    ) -> Self {
        Self {
            position,
            name_ja,
            name_en,
            mode,
            bytes,
            min_bytes: match width {
                Width::Fixed => bytes,
                Width::Variable => 1,
            },
            width,
            required: false,
            content: Content::Plain,
            codes: None,
            only: &[],
            run: None,
            distinct: false,
            payer_only: false,
            note: "",
        }
    }

    const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    const fn is(mut self, content: Content) -> Self {
        self.content = content;
        self
    }

    /// A value that has its full length whenever it is there (dates, codes, zero-padded numbers).
    const fn full(mut self) -> Self {
        self.min_bytes = self.bytes;
        self
    }

    const fn at_least(mut self, bytes: u16) -> Self {
        self.min_bytes = bytes;
        self
    }

    const fn date(self) -> Self {
        self.is(Content::Date).full()
    }

    const fn month(self) -> Self {
        self.is(Content::Month).full()
    }

    const fn time(self) -> Self {
        self.is(Content::Time).full()
    }

    const fn code(mut self, table: &'static CodeTable) -> Self {
        self.codes = Some(table);
        self.full()
    }

    const fn only(mut self, codes: &'static [&'static str]) -> Self {
        self.only = codes;
        self
    }

    const fn code_run(mut self, table: &'static CodeTable, code_len: u16) -> Self {
        self.codes = Some(table);
        self.run(code_len)
    }

    const fn run(mut self, code_len: u16) -> Self {
        // Widening; `usize::from` is not const.
        self.run = Some(code_len as usize);
        self.min_bytes = code_len;
        self
    }

    const fn distinct(mut self) -> Self {
        self.distinct = true;
        self
    }

    const fn by_payer(mut self) -> Self {
        self.payer_only = true;
        self
    }

    const fn note(mut self, note: &'static str) -> Self {
        self.note = note;
        self
    }
}

/// The layout of one kind of record.
#[derive(Debug, PartialEq, Eq)]
pub struct Layout {
    /// The kind of record.
    pub kind: RecordKind,
    /// Its fields in file order, the tag first.
    pub fields: &'static [Field],
    /// Section of 記録条件仕様（訪問看護用）令和6年6月版.
    pub source: &'static str,
    /// How sure the layout is.
    pub confidence: Confidence,
    /// A line from the official guide (its names and numbers are made up).
    pub example: &'static str,
}

/// The layout of `kind`.
#[must_use]
pub const fn layout(kind: RecordKind) -> &'static Layout {
    &records::LAYOUTS[kind.order()]
}

/// Number of fields of `kind`, the tag included.
#[must_use]
pub const fn field_count(kind: RecordKind) -> usize {
    layout(kind).fields.len()
}

/// The field of `kind` at `position` (from 1).
#[must_use]
pub fn field(kind: RecordKind, position: usize) -> Option<&'static Field> {
    layout(kind).fields.get(position.checked_sub(1)?)
}

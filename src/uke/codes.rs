//! 別表1–28: the code tables of the claim file as static data.
//!
//! One table is one [`CodeTable`]; [`table`] finds it by its official number. Three tables follow
//! a pattern and have typed readings beside the plain list: 別表4 ([`ClaimType`]), 別表20
//! ([`Occupation`]) and 別表22 ([`PayerSet`]).
//!
//! Source of all tables: 記録条件仕様（訪問看護用）令和6年6月版 別表1–28. The 令和8年6月版 was not
//! available, so codes it may have added are unknown here.

mod claim_type;
mod data_kind;
mod occupation;
mod payer_set;
mod tables;

#[cfg(test)]
mod tests;

pub use claim_type::{CLAIM_TYPE, ClaimType, PayerClass, PersonClass};
pub use data_kind::{DATA_KINDS, RETURN_KINDS, SiblingCode, data_kind, return_kind};
pub use occupation::{OCCUPATION, Occupation};
pub use payer_set::{PAYER_SET, PayerSet};
pub use tables::*;

/// How sure a fact about the format is (claims-format, "Confidence marks").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confidence {
    /// Read in the official document named as the source.
    Confirmed,
    /// Taken over from a sibling format or deduced.
    Inferred,
}

impl Confidence {
    /// The one-letter mark of the documents: `C` or `I`.
    #[must_use]
    pub const fn mark(self) -> &'static str {
        match self {
            Self::Confirmed => "C",
            Self::Inferred => "I",
        }
    }
}

/// Who may write a code of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Usage {
    /// A station may write it on a first claim (一次請求).
    Any,
    /// Not on a first claim (shaded in 別表24 and 25): only 審査支払機関 set it.
    PayerOnly,
    /// Listed but not used in this format (shaded in 別表26).
    NotUsed,
}

/// One line of a code table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeEntry {
    /// The code as written in the file: half-width, leading zeros kept.
    pub code: &'static str,
    /// The official meaning (内容).
    pub ja: &'static str,
    /// A short English reading.
    pub en: &'static str,
    /// Who may write it.
    pub usage: Usage,
    /// A restriction on its use, or empty.
    pub note: &'static str,
}

impl CodeEntry {
    const fn new(code: &'static str, ja: &'static str, en: &'static str) -> Self {
        Self {
            code,
            ja,
            en,
            usage: Usage::Any,
            note: "",
        }
    }

    const fn payer_only(mut self) -> Self {
        self.usage = Usage::PayerOnly;
        self
    }

    const fn not_used(mut self) -> Self {
        self.usage = Usage::NotUsed;
        self
    }

    const fn note(mut self, note: &'static str) -> Self {
        self.note = note;
        self
    }
}

/// One code table (別表).
#[derive(Debug, PartialEq, Eq)]
pub struct CodeTable {
    /// Official number of the table, 1–28.
    pub number: u8,
    /// Official title, without 別表 and number.
    pub title_ja: &'static str,
    /// Short English title.
    pub title_en: &'static str,
    /// The codes in ascending byte order, all of the same length.
    pub entries: &'static [CodeEntry],
    /// Whether every code of the table is known here.
    pub complete: bool,
    /// How sure the table is.
    pub confidence: Confidence,
    /// A remark on the whole table, or empty.
    pub note: &'static str,
    /// For each [`slot`] the place of its code in the entries, from 1; 0 where there is none.
    places: [u8; SLOTS],
}

/// How many codes can be found without a search.
const SLOTS: usize = 128;

/// Where a code of one character or of two digits is looked up: a file has millions of them.
const fn slot(code: &[u8]) -> Option<usize> {
    // Widening; `usize::from` is not const.
    match *code {
        [one] if one.is_ascii() => Some(one as usize),
        [tens @ b'0'..=b'9', ones @ b'0'..=b'9'] => {
            Some((tens - b'0') as usize * 10 + (ones - b'0') as usize)
        }
        _ => None,
    }
}

const fn places(entries: &[CodeEntry]) -> [u8; SLOTS] {
    let mut places = [0; SLOTS];
    let mut at = 0;
    while at < entries.len() {
        if let Some(slot) = slot(entries[at].code.as_bytes()) {
            assert!(at < u8::MAX as usize);
            #[expect(clippy::cast_possible_truncation, reason = "asserted")]
            let place = at as u8 + 1;
            places[slot] = place;
        }
        at += 1;
    }
    places
}

impl CodeTable {
    const fn new(
        number: u8,
        title_ja: &'static str,
        title_en: &'static str,
        entries: &'static [CodeEntry],
    ) -> Self {
        Self {
            number,
            title_ja,
            title_en,
            entries,
            complete: true,
            confidence: Confidence::Confirmed,
            note: "",
            places: places(entries),
        }
    }

    const fn remark(mut self, note: &'static str) -> Self {
        self.note = note;
        self
    }

    const fn inferred_sample(mut self) -> Self {
        self.complete = false;
        self.confidence = Confidence::Inferred;
        self
    }

    /// Length of every code of this table in bytes (1–4).
    #[must_use]
    pub const fn code_len(&self) -> usize {
        match self.entries.first() {
            Some(entry) => entry.code.len(),
            None => 0,
        }
    }

    /// The entry of `code`, which must be exactly as written in the file (half-width, zeros kept).
    #[must_use]
    pub fn get(&self, code: &[u8]) -> Option<&'static CodeEntry> {
        if code.len() != self.code_len() {
            return None;
        }
        if let Some(slot) = slot(code) {
            let place = usize::from(self.places[slot]);
            return self.entries.get(place.checked_sub(1)?);
        }
        let at = self
            .entries
            .binary_search_by(|entry| entry.code.as_bytes().cmp(code))
            .ok()?;
        self.entries.get(at)
    }

    /// Whether the table lists `code`, whoever may write it (see [`CodeEntry::usage`]).
    #[must_use]
    pub fn contains(&self, code: &[u8]) -> bool {
        self.get(code).is_some()
    }

    /// The official meaning of `code`.
    #[must_use]
    pub fn label_ja(&self, code: &[u8]) -> Option<&'static str> {
        self.get(code).map(|entry| entry.ja)
    }

    /// The short English reading of `code`.
    #[must_use]
    pub fn label_en(&self, code: &[u8]) -> Option<&'static str> {
        self.get(code).map(|entry| entry.en)
    }

    /// Cuts a field of codes run together (`2641`) into single codes (`26`, `41`). A last piece
    /// shorter than a code is handed out as it is, so that it can be reported.
    pub fn split_run<'a>(&self, field: &'a [u8]) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        field.chunks(self.code_len().max(1))
    }
}

/// 別表1–28 in official order.
pub static TABLES: [&CodeTable; 28] = [
    &REVIEW_BODY,
    &PREFECTURE,
    &POINT_TABLE,
    &CLAIM_TYPE,
    &SEX,
    &SPECIAL_NOTE,
    &COPAY_CLASS,
    &DUTY_REASON,
    &REDUCTION,
    &DISASTER,
    &UNCONFIRMED,
    &INSTRUCTION,
    &DISEASE_PRESENCE,
    &DISEASE,
    &VISIT_END,
    &PLACE,
    &PATIENT_INFO,
    &INFO_RECIPIENT,
    &VISIT_COUNT,
    &OCCUPATION,
    &REMARK,
    &PAYER_SET,
    &PAYER_KIND,
    &CONFIRMATION,
    &VISIT_DAY,
    &COUNTER_PAYMENT,
    &TRAINING,
    &GAF,
];

/// The table 別表`number`, if `number` is 1–28.
#[must_use]
pub fn table(number: u8) -> Option<&'static CodeTable> {
    TABLES.get(usize::from(number).checked_sub(1)?).copied()
}

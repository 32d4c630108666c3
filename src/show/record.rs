//! A claim with its records decoded, and what is hidden of it.

use crate::text::mask;
use crate::uke::dialect::Encoding;
use crate::uke::layout::{self, RecordKind, re};
use crate::uke::rows::Row;

/// データ識別, 行番号 and 枝番号 before a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prefix {
    /// データ識別.
    pub data_kind: String,
    /// 行番号.
    pub number: String,
    /// 枝番号.
    pub branch: String,
}

/// A line of a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Line in the file, from 1.
    pub line: u32,
    /// What stands before the record in an insurer's file and on history lines.
    pub prefix: Option<Prefix>,
    /// The kind of record; `None` when no layout knows it.
    pub kind: Option<RecordKind>,
    /// Its fields, the identifier first, decoded; bytes that are no character as U+FFFD.
    pub fields: Vec<String>,
}

impl Record {
    pub(super) fn new(row: &Row<'_>, encoding: Encoding) -> Self {
        let text = |bytes: &[u8]| encoding.decode(bytes).into_owned();
        Self {
            line: row.line,
            prefix: row.prefix.map(|prefix| Prefix {
                data_kind: text(prefix.data_kind),
                number: text(prefix.number),
                branch: text(prefix.branch),
            }),
            kind: row.kind,
            fields: row.fields.iter().map(|field| text(field)).collect(),
        }
    }

    /// The field at a 1-based position, empty when the record is shorter.
    #[must_use]
    pub fn field(&self, position: usize) -> &str {
        position
            .checked_sub(1)
            .and_then(|at| self.fields.get(at))
            .map_or("", String::as_str)
    }

    /// The line as it stands in the file, without its end.
    #[must_use]
    pub fn raw(&self) -> String {
        let record = self.fields.join(",");
        match &self.prefix {
            Some(prefix) => format!(
                "{},{},{},{record}",
                prefix.data_kind, prefix.number, prefix.branch
            ),
            None => record,
        }
    }

    /// True for a record as the station filed it: no history, no correction.
    #[must_use]
    pub fn is_as_filed(&self) -> bool {
        self.prefix
            .as_ref()
            .is_none_or(|prefix| prefix.data_kind == "1")
    }

    /// True for what 審査支払機関 put in place of a record (データ識別 2; inferred from the medical format,
    /// claims-format 6).
    #[must_use]
    pub fn is_corrected(&self) -> bool {
        self.prefix
            .as_ref()
            .is_some_and(|prefix| prefix.data_kind == "2")
    }

    /// Hides every field that identifies a person, that no layout knows, or whose contents cannot be its own: a
    /// comma too few or too many moves a name into another field.
    fn mask(&mut self) {
        let kind = self.kind;
        for (at, value) in self.fields.iter_mut().enumerate() {
            let is_hidden = match kind {
                None => at > 0 || !is_tag(value),
                Some(kind) => at > 0 && layout::is_hidden(kind, at + 1, value),
            };
            if is_hidden {
                *value = mask::masked(value);
            }
        }
    }
}

fn is_tag(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase())
}

/// A claim whole: RE and what follows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claim {
    /// HM (HH of a 返戻ファイル) in force, where it stands outside of the claim.
    pub header: Option<Record>,
    /// All lines in file order.
    pub records: Vec<Record>,
}

impl Claim {
    /// The records of this kind as filed.
    #[must_use]
    pub fn of(&self, kind: RecordKind) -> impl DoubleEndedIterator<Item = &Record> + Clone {
        self.records
            .iter()
            .filter(move |record| record.kind == Some(kind) && record.is_as_filed())
    }

    /// The records of this kind with which 審査支払機関 replaced others ([`Record::is_corrected`]).
    pub fn corrected(&self, kind: RecordKind) -> impl Iterator<Item = &Record> + Clone {
        self.records
            .iter()
            .filter(move |record| record.kind == Some(kind) && record.is_corrected())
    }

    /// A field of RE as filed, trimmed; empty when there is none.
    #[must_use]
    pub fn re(&self, position: usize) -> &str {
        self.of(RecordKind::Re)
            .next()
            .map_or("", |record| record.field(position).trim())
    }

    /// The line with which the claim begins.
    #[must_use]
    pub fn line(&self) -> u32 {
        self.records.first().map_or(0, |record| record.line)
    }

    /// レセプト番号 as recorded.
    #[must_use]
    pub fn number(&self) -> &str {
        self.re(re::CLAIM_NO)
    }

    /// True when lines have データ識別, 行番号 and 枝番号 before them.
    #[must_use]
    pub fn has_prefixes(&self) -> bool {
        self.records.iter().any(|record| record.prefix.is_some())
    }

    /// Hides what identifies a person, in all records ([`layout::is_personal`]).
    #[must_use]
    pub fn masked(mut self) -> Self {
        self.records
            .iter_mut()
            .chain(&mut self.header)
            .for_each(Record::mask);
        self
    }
}

//! The station's log of what each patient showed (contract 3.3): CSV with a header row, UTF-8 or CP932.

use chrono::{Datelike, NaiveDate};
use csv::StringRecord;

use crate::eligibility::column::day;
use crate::messages;
use crate::note::{self, Expected, Note, Notes, Place, Problem};
use crate::text::delimited::PlainRows;
use crate::text::index::{Filed, Index};
use crate::text::lang::Lang;
use crate::text::{self, delimited, fold, hash};

/// What the patient showed (contract 3.3, `kind`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Kind {
    /// マイナ保険証.
    Myna,
    /// スマホ保険証.
    Smartphone,
    /// 資格確認書.
    Certificate,
    /// 資格確認書（特別療養費）: the patient pays everything first.
    CertificateSpecial,
    /// 健康保険証, the card issued until 2024-12-01.
    LegacyCard,
    /// 資格情報のお知らせ alone, which proves nothing.
    Notice,
    /// 資格情報のお知らせ together with the マイナンバーカード.
    NoticeWithCard,
    /// 資格申立書.
    Declaration,
    /// 医療券.
    MedicalTicket,
}

impl Kind {
    /// Every kind, in the order of contract 3.3.
    pub const ALL: [Self; 9] = [
        Self::Myna,
        Self::Smartphone,
        Self::Certificate,
        Self::CertificateSpecial,
        Self::LegacyCard,
        Self::Notice,
        Self::NoticeWithCard,
        Self::Declaration,
        Self::MedicalTicket,
    ];

    /// The word for it in files.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Myna => "myna",
            Self::Smartphone => "smartphone",
            Self::Certificate => "certificate",
            Self::CertificateSpecial => "certificate_special",
            Self::LegacyCard => "legacy_card",
            Self::Notice => "notice",
            Self::NoticeWithCard => "notice_with_card",
            Self::Declaration => "declaration",
            Self::MedicalTicket => "medical_ticket",
        }
    }

    /// The Japanese name.
    #[must_use]
    pub fn ja(self) -> &'static str {
        messages::of("credential", self.id(), Lang::Ja)
    }

    /// Reads an English id, a Japanese name or a usual variant of one; width, case and spaces do not
    /// matter.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(kind) = Self::ALL.into_iter().find(|kind| kind.id() == text) {
            return Some(kind);
        }
        let mut folded = String::with_capacity(text.len());
        fold::name_into(text, &mut folded);
        let folded = folded.to_lowercase().replace('-', "_");
        Some(match folded.as_str() {
            "myna" | "マイナ保険証" | "マイナ" | "マイナンバーカード" | "個人番号カード" => {
                Self::Myna
            }
            "smartphone"
            | "スマホ保険証"
            | "スマートフォン保険証"
            | "スマホ"
            | "スマートフォン"
            | "マイナ保険証(スマホ)"
            | "マイナ保険証(スマートフォン)" => Self::Smartphone,
            "certificate" | "資格確認書" => Self::Certificate,
            "certificate_special"
            | "資格確認書(特別療養費)"
            | "資格確認書(特別療養)"
            | "特別療養費" => Self::CertificateSpecial,
            "legacy_card"
            | "健康保険証"
            | "保険証"
            | "被保険者証"
            | "健康保険被保険者証"
            | "従来の保険証"
            | "従来の健康保険証"
            | "紙の保険証" => Self::LegacyCard,
            "notice" | "資格情報のお知らせ" | "資格情報のお知らせのみ" | "資格情報通知書" => {
                Self::Notice
            }
            "notice_with_card"
            | "資格情報のお知らせとマイナンバーカード"
            | "資格情報のお知らせとマイナ保険証"
            | "資格情報のお知らせ+マイナンバーカード"
            | "資格情報のお知らせ・マイナンバーカード"
            | "資格情報通知書とマイナンバーカード" => Self::NoticeWithCard,
            "declaration" | "資格申立書" | "被保険者資格申立書" => Self::Declaration,
            "medical_ticket" | "医療券" | "医療券・調剤券" | "生活保護医療券" => {
                Self::MedicalTicket
            }
            _ => return None,
        })
    }
}

/// One row of the log; its identity, normalised as contract 4.3 says, is with the [`Log`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Where its texts begin.
    start: u32,
    /// Bytes of 保険者番号 (padded to eight), 記号 (may be empty), 番号 and 枝番 (padded to two, empty when absent),
    /// which follow each other.
    lengths: [u16; 4],
    /// 生年月日.
    pub birth_date: NaiveDate,
    /// The day on which it was shown.
    pub shown_on: Option<NaiveDate>,
    /// What was shown.
    pub kind: Kind,
    /// The last day on which it is valid; of `myna` and `smartphone` that of the 電子証明書.
    pub valid_to: Option<NaiveDate>,
    /// 交付年月日.
    pub issued_on: Option<NaiveDate>,
    /// The line in the file, from 1.
    pub line: u32,
}

/// The log in file order.
#[derive(Clone, Debug, Default)]
pub struct Log {
    rows: Vec<Row>,
    text: String,
    left_out: u64,
    by_identity: Option<Index>,
}

/// Whose row it is, normalised (contract 4.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Person<'a> {
    insurer: &'a str,
    symbol: &'a str,
    number: &'a str,
    branch: &'a str,
    birth_date: NaiveDate,
}

impl Log {
    /// All rows, in file order.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// How many rows of the file are not among them; a remark names each.
    #[must_use]
    pub fn left_out(&self) -> u64 {
        self.left_out
    }

    /// 枝番 of a row, two characters; empty when absent.
    #[must_use]
    pub fn branch(&self, row: &Row) -> &str {
        self.person(row).branch
    }

    fn person(&self, row: &Row) -> Person<'_> {
        let mut at = row.start as usize;
        let [insurer, symbol, number, branch] = row.lengths.map(|length| {
            let part = self.text.get(at..at + usize::from(length));
            at += usize::from(length);
            // The lengths were taken from this very text.
            part.unwrap_or_default()
        });
        Person {
            insurer,
            symbol,
            number,
            branch,
            birth_date: row.birth_date,
        }
    }

    /// The rows of one identity in file order. All arguments normalised (contract 4.3); 枝番 is not
    /// looked at.
    pub fn of<'log>(
        &'log self,
        insurer: &str,
        symbol: &str,
        number: &str,
        birth_date: NaiveDate,
    ) -> impl Iterator<Item = &'log Row> {
        let hash = identity(insurer, symbol, number, birth_date);
        self.by_identity
            .iter()
            .flat_map(move |index| index.rows(hash))
            .filter_map(|at| self.rows.get(at as usize))
            .filter(move |row| {
                // Equal hashes prove nothing.
                let person = self.person(row);
                person.insurer == insurer
                    && person.symbol == symbol
                    && person.number == number
                    && person.birth_date == birth_date
            })
    }

    /// Adds a row; its texts go where they are kept. `false`, and nothing is added, when one is longer than any
    /// identity is.
    fn push(&mut self, person: Person<'_>, row: Row) -> bool {
        let start = self.text.len();
        let texts = [person.insurer, person.symbol, person.number, person.branch];
        let lengths = texts.map(|text| u16::try_from(text.len()));
        let ([Ok(a), Ok(b), Ok(c), Ok(d)], Ok(start)) = (lengths, u32::try_from(start)) else {
            return false;
        };
        self.text.extend(texts);
        self.rows.push(Row {
            start,
            lengths: [a, b, c, d],
            ..row
        });
        true
    }

    /// Files all rows by identity.
    fn file(&mut self) {
        let mut filed = Filed::default();
        for (at, row) in (0u32..).zip(&self.rows) {
            let person = self.person(row);
            let hash = identity(person.insurer, person.symbol, person.number, row.birth_date);
            filed.push(hash, at);
        }
        self.by_identity = Some(Index::new(&[filed]));
        self.rows.shrink_to_fit();
        self.text.shrink_to_fit();
    }
}

fn identity(insurer: &str, symbol: &str, number: &str, birth_date: NaiveDate) -> u64 {
    let day = u64::from(birth_date.num_days_from_ce().unsigned_abs());
    hash::hash64(&[insurer, symbol, number]) ^ hash::spread(day)
}

/// The columns of contract 3.3; those marked are required.
const COLUMNS: [(&str, bool); 10] = [
    ("insurer_no", true),
    ("symbol", false),
    ("number", true),
    ("branch", false),
    ("birth_date", true),
    ("shown_on", false),
    ("kind", true),
    ("valid_to", false),
    ("issued_on", false),
    ("note", false),
];

/// The place of `kind` in [`COLUMNS`], the column that no other table with the same persons has.
const KIND: usize = 6;

/// Reads a credential log. `input` numbers the file in the remarks.
///
/// A row is left out when its identity, its kind or a date is unreadable, and a remark says so: without
/// its dates, a credential would seem valid longer than it is.
///
/// # Errors
/// The reason why the file as a whole cannot be read: encoding, missing or doubled columns, not a CSV.
pub fn read(bytes: &[u8], input: u32) -> Result<(Log, Vec<Note>), Problem> {
    if bytes.starts_with(b"PK\x03\x04") {
        // A workbook, most likely.
        return Err(not_a_log());
    }
    let text = delimited::decode(bytes).ok_or(Problem::EncodingBroken {
        encoding: "UTF-8 / Shift_JIS",
    })?;
    if text.trim().is_empty() {
        return Err(Problem::Empty);
    }
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(text.as_bytes());
    let broken = |error: csv::Error| Problem::CsvBroken {
        detail: error.to_string(),
    };
    let mut notes = Notes::default();
    let columns = Columns::of(reader.headers().map_err(broken)?, &mut notes)?;
    if let Some(line) = delimited::unclosed_quote(text.as_bytes(), columns.width) {
        return Err(Problem::QuoteOpen { line });
    }
    let mut reading = Reading {
        columns,
        log: Log::default(),
        notes,
        scratch: Default::default(),
    };
    if text.contains('"') {
        let mut record = StringRecord::new();
        while reader.read_record(&mut record).map_err(broken)? {
            let line = record
                .position()
                .map_or(0, |at| delimited::line_of(text.as_bytes(), at));
            reading.row(&record.iter().collect::<Vec<_>>(), line);
        }
    } else {
        let mut rows = PlainRows::new(&text);
        let mut fields = Vec::new();
        // The header.
        rows.next_row(&mut fields);
        while let Some(line) = rows.next_row(&mut fields) {
            reading.row(&fields, line);
        }
    }
    let Reading {
        mut log, mut notes, ..
    } = reading;
    log.file();
    if log.rows.is_empty() && log.left_out == 0 {
        notes.put(Place::Whole, Problem::NoRows);
    }
    Ok((log, notes.into_notes(input).collect()))
}

/// True when the first bytes of a file are those of a credential log: its header has the required columns.
#[must_use]
pub fn is_log(head: &[u8]) -> bool {
    let text = delimited::decode_head(head);
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(text.as_bytes());
    let header = reader.headers();
    header.is_ok_and(|header| Columns::of(header, &mut Notes::default()).is_ok())
}

fn not_a_log() -> Problem {
    let required = COLUMNS.iter().filter(|(_, required)| *required);
    let names: Vec<_> = required.map(|(name, _)| *name).collect();
    Problem::NotCredentialLog {
        names: names.join(", "),
    }
}

/// Where each column of [`COLUMNS`] stands.
struct Columns {
    at: [Option<usize>; COLUMNS.len()],
    width: usize,
}

impl Columns {
    fn of(header: &StringRecord, notes: &mut Notes) -> Result<Self, Problem> {
        let mut at = [None; COLUMNS.len()];
        let mut unknown = Vec::new();
        for (i, field) in header.iter().enumerate() {
            let name = delimited::column_name(field);
            match COLUMNS.iter().position(|(known, _)| *known == name) {
                Some(column) if at[column].is_some() => {
                    return Err(Problem::DuplicateColumn { name });
                }
                Some(column) => at[column] = Some(i),
                None if name.is_empty() => {}
                None => unknown.push(note::shortened(field)),
            }
        }
        let missing: Vec<_> = COLUMNS
            .iter()
            .zip(at)
            .filter(|((_, required), at)| *required && at.is_none())
            .map(|((name, _), _)| *name)
            .collect();
        let known = at.iter().flatten().count();
        if at[KIND].is_none() && (known < 2 || !unknown.is_empty()) {
            return Err(not_a_log());
        }
        if !missing.is_empty() {
            return Err(Problem::MissingColumns {
                names: missing.join(", "),
            });
        }
        if !unknown.is_empty() {
            let names = unknown.join(", ");
            notes.put(Place::Line(1), Problem::UnknownColumns { names });
        }
        Ok(Self {
            at,
            width: header.len(),
        })
    }
}

/// A log being read.
struct Reading {
    columns: Columns,
    log: Log,
    notes: Notes,
    /// For texts being folded: 保険者番号, 記号, 番号, 枝番.
    scratch: [String; 4],
}

impl Reading {
    /// Takes a row, or says why not.
    fn row(&mut self, fields: &[&str], line: u64) {
        if fields.iter().all(|field| text::trimmed(field).is_empty()) {
            return;
        }
        if let Err(problem) = self.take(fields, line) {
            self.log.left_out += 1;
            self.notes.put(Place::Line(line), problem);
        }
    }

    fn take(&mut self, fields: &[&str], line: u64) -> Result<(), Problem> {
        let (found, expected) = (fields.len(), self.columns.width);
        let is_empty = |field: &&str| text::trimmed(field).is_empty();
        if found < expected || !fields[expected..].iter().all(is_empty) {
            return Err(Problem::RowShape { found, expected });
        }
        let text = |column: usize| {
            self.columns.at[column]
                .and_then(|at| fields.get(at))
                .map_or("", |field| text::trimmed(field))
        };
        let left_out = |column: usize, expected| Problem::LeftOut {
            field: COLUMNS[column].0.into(),
            found: note::shortened(text(column)),
            expected,
        };
        let [insurer, symbol, number, branch] = &mut self.scratch;
        folded(text(0), fold::insurer_into, insurer);
        folded(text(2), fold::number_into, number);
        if insurer.is_empty() {
            return Err(left_out(0, Expected::Something));
        }
        if number.is_empty() {
            return Err(left_out(2, Expected::Something));
        }
        let birth_date = day(text(4)).map_err(|expected| left_out(4, expected))?;
        let kind = Kind::parse(text(KIND)).ok_or_else(|| left_out(KIND, Expected::Kind))?;
        let date = |column: usize| match text(column) {
            "" => Ok(None),
            text => day(text)
                .map(Some)
                .map_err(|expected| left_out(column, expected)),
        };
        let (shown_on, valid_to, issued_on) = (date(5)?, date(7)?, date(8)?);
        folded(text(1), fold::number_into, symbol);
        folded(text(3), fold::branch_into, branch);
        let person = Person {
            insurer,
            symbol,
            number,
            branch,
            birth_date,
        };
        let row = Row {
            start: 0,
            lengths: [0; 4],
            birth_date,
            shown_on,
            kind,
            valid_to,
            issued_on,
            line: u32::try_from(line).unwrap_or(u32::MAX),
        };
        if self.log.push(person, row) {
            Ok(())
        } else {
            Err(left_out(0, Expected::AtMost(usize::from(u16::MAX))))
        }
    }
}

fn folded(text: &str, fold: fn(&str, &mut String), out: &mut String) {
    out.clear();
    fold(text, out);
}

#[cfg(test)]
mod tests;

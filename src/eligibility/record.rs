//! One normalised eligibility record (資格確認結果), whatever it was read from, and the table of them.
//!
//! Registers have a million rows and more, so a record is a small fixed-size row and its texts lie in
//! a shared arena. Texts are kept as recorded and in the form that contract 4.3 compares; where the
//! two are the same bytes they are stored once.

use std::ops::Deref;

use chrono::NaiveDate;

use super::wanted::Wanted;
use crate::text::{self, fold, hash};

/// The longest text of one field, in UTF-8 bytes. The eligibility system's own fields hold 100
/// characters at most; anything longer is no identity but a damaged file.
pub const MAX_TEXT: usize = 512;

/// A piece is closed at this many rows, so that growing the table never moves old rows.
const PIECE_ROWS: usize = 16_384;

/// Two pieces are joined by copying while their sum stays below this many rows: ten thousand files
/// of one person each must not become ten thousand pieces.
const JOIN_ROWS: usize = 4_096;

/// What a record says beside its texts. Coded fields hold the number of the code, `0` when it is
/// absent or none of the known ones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// 生年月日.
    pub birth_date: Option<NaiveDate>,
    /// 資格確認日: the day as of which eligibility was asked.
    pub as_of: Option<NaiveDate>,
    /// 資格取得年月日.
    pub qualified_on: Option<NaiveDate>,
    /// 資格喪失年月日: the first day without coverage.
    pub lost_on: Option<NaiveDate>,
    /// 被保険者証交付年月日.
    pub card_issued_on: Option<NaiveDate>,
    /// 被保険者証有効開始年月日.
    pub card_valid_from: Option<NaiveDate>,
    /// 被保険者証有効終了年月日: the last day printed on the card.
    pub card_valid_to: Option<NaiveDate>,
    /// 資格確認書の有効期限, from an insurer's register.
    pub certificate_valid_to: Option<NaiveDate>,
    /// 性別: 1 男, 2 女, 0 otherwise.
    pub sex: u8,
    /// 照会区分: 1 マイナンバーカード, 2 被保険者証情報.
    pub reference: u8,
    /// 処理結果状況: 1 正常終了, 2 エラー.
    pub status: u8,
    /// 資格有効性: 1 有効, 2 無効, 3 無効（新しい資格あり）, 4 該当資格なし, 5 複数該当, 6 有効（未登録）.
    pub validity: u8,
    /// 本人・家族の別: 1 本人, 2 家族.
    pub relation: u8,
    /// 被保険者証区分, two ASCII characters such as `01`, `05`, `A1`; zero bytes when absent.
    pub card_class: [u8; 2],
    /// 資格喪失事由, two ASCII digits (01 死亡, 02 生活保護受給開始, 03 医療保険等の資格取得, 99 その他); zero
    /// bytes when absent.
    pub loss_reason: [u8; 2],
    /// 限度額適用区分, three ASCII characters `A01` … `B10`; zero bytes when absent.
    pub limit_class: [u8; 3],
    /// 限度額適用区分の有効開始年月日.
    pub limit_valid_from: Option<NaiveDate>,
    /// 限度額適用区分の有効終了年月日.
    pub limit_valid_to: Option<NaiveDate>,
    /// 一部負担金割合 in percent.
    pub copay_percent: Option<u8>,
    /// 高齢受給者証の一部負担金割合 in percent.
    pub elderly_copay_percent: Option<u8>,
    /// 未就学区分: whether the person is below school age.
    pub preschool: Option<bool>,
    /// 限度額適用認定証提供同意フラグ.
    pub limit_consent: Option<bool>,
    /// マイナ保険証の利用登録, from an insurer's register.
    pub myna_registered: Option<bool>,
    /// True when `OQSmuhvq` or `OQSmuonq` stands in the name of the file or zip member (contract 4.5).
    pub visits_file: bool,
    /// Which input it came from: an index into [`Loaded::inputs`](super::Loaded::inputs).
    pub source: u32,
    /// Where in the input: the number of the unit in XML, of the line in a table, both from 1.
    pub row: u32,
}

/// The texts of a record as its source wrote them; empty when absent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Texts<'a> {
    /// 保険者番号 (医療扶助: 公費負担者番号).
    pub insurer: &'a str,
    /// 被保険者証記号.
    pub symbol: &'a str,
    /// 被保険者証番号 (医療扶助: 受給者番号).
    pub number: &'a str,
    /// 枝番.
    pub branch: &'a str,
    /// 氏名.
    pub name: &'a str,
    /// 氏名カナ.
    pub kana: &'a str,
    /// 保険者名称.
    pub insurer_name: &'a str,
    /// 照会番号: what the asking institution calls the person.
    pub query_no: &'a str,
}

/// Why a record was not stored: a text is longer than [`MAX_TEXT`]. Holds the column (contract 3.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the text of {0} is too long")]
pub struct TextTooLong(pub &'static str);

/// Start and length within the texts of one record. [`MAX_TEXT`] keeps both below 65,536: eight
/// recorded texts and six normalised ones, the latter at most 11 times as long (the worst of NFKC).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Span {
    start: u16,
    len: u16,
}

/// A text as recorded and as compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Pair {
    recorded: Span,
    folded: Span,
}

/// One stored record; its texts are reached through [`RecordRef`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record {
    facts: Facts,
    key_hash: u64,
    base: u32,
    insurer: Pair,
    symbol: Pair,
    number: Pair,
    branch: Pair,
    name: Pair,
    kana: Pair,
    insurer_name: Span,
    query_no: Span,
}

/// A run of records and the arena of their texts.
#[derive(Clone, Debug, Default)]
struct Piece {
    rows: Vec<Record>,
    text: String,
}

/// Eligibility records in input order.
#[derive(Clone, Debug, Default)]
pub struct Records {
    pieces: Vec<Piece>,
    /// The number of records up to and with each piece.
    ends: Vec<usize>,
}

impl Records {
    /// An empty table.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many records there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.last().copied().unwrap_or(0)
    }

    /// True when there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The record at `index`, counted from 0 in input order.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<RecordRef<'_>> {
        let piece = self.ends.partition_point(|&end| end <= index);
        let before = if piece == 0 { 0 } else { self.ends[piece - 1] };
        let piece = self.pieces.get(piece)?;
        let record = piece.rows.get(index - before)?;
        Some(RecordRef {
            record,
            text: &piece.text,
        })
    }

    /// Every record in input order.
    pub fn iter(&self) -> impl Iterator<Item = RecordRef<'_>> {
        self.pieces.iter().flat_map(|piece| {
            let text = piece.text.as_str();
            piece
                .rows
                .iter()
                .map(move |record| RecordRef { record, text })
        })
    }

    /// Normalises and stores one record (contract 4.3).
    ///
    /// # Errors
    /// [`TextTooLong`] when a text exceeds [`MAX_TEXT`]; nothing is stored then.
    pub fn push(&mut self, texts: &Texts<'_>, facts: &Facts) -> Result<(), TextTooLong> {
        check_lengths(texts)?;
        let full = self
            .pieces
            .last()
            .is_none_or(|p| p.rows.len() >= PIECE_ROWS);
        if full {
            self.pieces.push(Piece::default());
            self.ends.push(self.len());
        }
        if let (Some(piece), Some(end)) = (self.pieces.last_mut(), self.ends.last_mut()) {
            piece.push(texts, facts)?;
            *end += 1;
        }
        Ok(())
    }

    /// As [`push`](Self::push), but a record that `wanted` does not have is not kept; `Ok(false)` then.
    pub(super) fn push_wanted(
        &mut self,
        texts: &Texts<'_>,
        facts: &Facts,
        wanted: Option<&Wanted>,
    ) -> Result<bool, TextTooLong> {
        self.push(texts, facts)?;
        let at = self.len() - 1;
        let is_wanted =
            wanted.is_none_or(|wanted| self.get(at).is_some_and(|record| wanted.has(record)));
        if !is_wanted {
            self.truncate(at);
        }
        Ok(is_wanted)
    }

    /// Puts a record of another table behind those of `self`.
    pub(super) fn push_again(&mut self, record: RecordRef<'_>) {
        let texts = Texts {
            insurer: record.insurer_recorded(),
            symbol: record.symbol_recorded(),
            number: record.number_recorded(),
            branch: record.branch_recorded(),
            name: record.name_recorded(),
            kana: record.kana_recorded(),
            insurer_name: record.insurer_name(),
            query_no: record.query_no(),
        };
        let pushed = self.push(&texts, record.facts());
        // What was stored before is short enough to be stored again.
        debug_assert!(pushed.is_ok());
    }

    /// Puts the records of `other` behind those of `self`.
    pub fn append(&mut self, other: Self) {
        for piece in other.pieces {
            self.append_piece(piece);
        }
    }

    fn append_piece(&mut self, mut piece: Piece) {
        if piece.rows.is_empty() {
            return;
        }
        let len = self.len();
        if let (Some(last), Some(end)) = (self.pieces.last_mut(), self.ends.last_mut())
            && last.rows.len() + piece.rows.len() <= JOIN_ROWS
            && let Ok(shift) = u32::try_from(last.text.len())
        {
            *end += piece.rows.len();
            for row in &mut piece.rows {
                row.base += shift;
            }
            last.rows.append(&mut piece.rows);
            last.text.push_str(&piece.text);
        } else {
            self.ends.push(len + piece.rows.len());
            self.pieces.push(piece);
        }
    }

    /// Keeps the first `len` records.
    pub(crate) fn truncate(&mut self, len: usize) {
        let keep = self.ends.partition_point(|&end| end <= len);
        let before = if keep == 0 { 0 } else { self.ends[keep - 1] };
        if before == len || keep == self.ends.len() {
            self.pieces.truncate(keep);
            self.ends.truncate(keep);
            return;
        }
        self.pieces.truncate(keep + 1);
        self.ends.truncate(keep + 1);
        if let (Some(piece), Some(end)) = (self.pieces.last_mut(), self.ends.last_mut()) {
            piece.truncate(len - before);
            *end = len;
        }
    }

    /// Gives the records from index `from` on that have no 照会番号 this one: a unit of a bulk result may
    /// name it behind its records.
    ///
    /// # Errors
    /// [`TextTooLong`] when it exceeds [`MAX_TEXT`]; nothing is changed then.
    pub(crate) fn fill_query_no(&mut self, from: usize, query_no: &str) -> Result<(), TextTooLong> {
        // The texts of a record lie together, each where a short distance from the first tells it, so one
        // more cannot be put behind the texts of later records: the records are stored anew.
        let mut filled = Self::new();
        let mut is_needed = false;
        for record in (from..self.len()).filter_map(|index| self.get(index)) {
            let is_empty = record.query_no().is_empty();
            is_needed |= is_empty;
            let texts = Texts {
                insurer: record.insurer_recorded(),
                symbol: record.symbol_recorded(),
                number: record.number_recorded(),
                branch: record.branch_recorded(),
                name: record.name_recorded(),
                kana: record.kana_recorded(),
                insurer_name: record.insurer_name(),
                query_no: if is_empty {
                    query_no
                } else {
                    record.query_no()
                },
            };
            filled.push(&texts, record.facts())?;
        }
        if is_needed {
            self.truncate(from);
            self.append(filled);
        }
        Ok(())
    }

    /// Lets `change` set facts of the records from index `from` on, for what a file says about many
    /// records at once and perhaps behind them (its header, the state of a unit).
    pub(crate) fn amend_from(&mut self, from: usize, mut change: impl FnMut(&mut Facts)) {
        let first = self.ends.partition_point(|&end| end <= from);
        for (i, piece) in self.pieces.iter_mut().enumerate().skip(first) {
            let before = if i == 0 { 0 } else { self.ends[i - 1] };
            for row in piece.rows.iter_mut().skip(from.saturating_sub(before)) {
                change(&mut row.facts);
            }
        }
    }
}

fn check_lengths(texts: &Texts<'_>) -> Result<(), TextTooLong> {
    for (column, text) in [
        ("insurer_no", texts.insurer),
        ("symbol", texts.symbol),
        ("number", texts.number),
        ("branch", texts.branch),
        ("name", texts.name),
        ("kana", texts.kana),
        ("insurer_name", texts.insurer_name),
        ("query_no", texts.query_no),
    ] {
        if text.len() > MAX_TEXT {
            return Err(TextTooLong(column));
        }
    }
    Ok(())
}

impl Piece {
    fn push(&mut self, texts: &Texts<'_>, facts: &Facts) -> Result<(), TextTooLong> {
        // A piece holds 16,384 rows of at most 47 KB, so its arena stays below 4 GiB.
        let base = self.text.len();
        let mut record = Record {
            facts: *facts,
            key_hash: 0,
            base: u32::try_from(base).map_err(|_| TextTooLong("insurer_no"))?,
            insurer: self.pair(base, texts.insurer, fold::insurer_into),
            symbol: self.pair(base, texts.symbol, fold::number_into),
            number: self.pair(base, texts.number, fold::number_into),
            branch: self.pair(base, texts.branch, fold::branch_into),
            name: self.pair(base, texts.name, fold::name_into),
            kana: self.pair(base, texts.kana, fold::kana_into),
            insurer_name: self.store(base, text::trimmed(texts.insurer_name)),
            query_no: self.store(base, text::trimmed(texts.query_no)),
        };
        let view = RecordRef {
            record: &record,
            text: &self.text,
        };
        record.key_hash = key_hash(view.insurer(), view.symbol(), view.number());
        self.rows.push(record);
        Ok(())
    }

    fn truncate(&mut self, rows: usize) {
        if let Some(first_gone) = self.rows.get(rows) {
            // The texts of a row lie behind those of all rows before it.
            self.text.truncate(first_gone.base as usize);
            self.rows.truncate(rows);
        }
    }

    fn pair(&mut self, base: usize, raw: &str, fold: fn(&str, &mut String)) -> Pair {
        let raw = text::trimmed(raw);
        if raw.is_empty() {
            return Pair::default();
        }
        let start = self.text.len();
        fold(raw, &mut self.text);
        let folded = span(start - base, self.text.len() - start);
        // Padding goes to the left, so the recorded text often is the tail of the compared one.
        let recorded = if self.text[start..].ends_with(raw) {
            span(self.text.len() - raw.len() - base, raw.len())
        } else {
            self.store(base, raw)
        };
        Pair { recorded, folded }
    }

    fn store(&mut self, base: usize, text: &str) -> Span {
        let start = self.text.len();
        self.text.push_str(text);
        span(start - base, text.len())
    }
}

/// [`MAX_TEXT`] makes both numbers fit (see [`Span`]); a text that did not would read as empty.
fn span(start: usize, len: usize) -> Span {
    match (u16::try_from(start), u16::try_from(len)) {
        (Ok(start), Ok(len)) => Span { start, len },
        _ => Span::default(),
    }
}

/// The hash that claims and records of one insurer, symbol and number share when these are equal or
/// zero-equal (contract 4.3). All three normalised; leading zeros of symbol and number are dropped
/// here.
#[must_use]
pub fn key_hash(insurer: &str, symbol: &str, number: &str) -> u64 {
    hash::hash64(&[
        insurer,
        fold::without_zeros(symbol),
        fold::without_zeros(number),
    ])
}

/// A record with its texts. Facts are reached directly: `record.birth_date`.
#[derive(Clone, Copy, Debug)]
pub struct RecordRef<'a> {
    record: &'a Record,
    text: &'a str,
}

impl Deref for RecordRef<'_> {
    type Target = Facts;

    fn deref(&self) -> &Facts {
        &self.record.facts
    }
}

impl<'a> RecordRef<'a> {
    fn at(self, span: Span) -> &'a str {
        let start = self.record.base as usize + usize::from(span.start);
        // Spans are made by `Piece::push` on this very text.
        self.text
            .get(start..start + usize::from(span.len))
            .unwrap_or_default()
    }

    /// Everything but the texts.
    #[must_use]
    pub fn facts(self) -> &'a Facts {
        &self.record.facts
    }

    /// [`key_hash`] of this record.
    #[must_use]
    pub fn key_hash(self) -> u64 {
        self.record.key_hash
    }

    /// 保険者番号 for comparison, padded to eight.
    #[must_use]
    pub fn insurer(self) -> &'a str {
        self.at(self.record.insurer.folded)
    }

    /// 保険者番号 as recorded, trimmed.
    #[must_use]
    pub fn insurer_recorded(self) -> &'a str {
        self.at(self.record.insurer.recorded)
    }

    /// 記号 for comparison.
    #[must_use]
    pub fn symbol(self) -> &'a str {
        self.at(self.record.symbol.folded)
    }

    /// 記号 as recorded, trimmed.
    #[must_use]
    pub fn symbol_recorded(self) -> &'a str {
        self.at(self.record.symbol.recorded)
    }

    /// 番号 for comparison.
    #[must_use]
    pub fn number(self) -> &'a str {
        self.at(self.record.number.folded)
    }

    /// 番号 as recorded, trimmed.
    #[must_use]
    pub fn number_recorded(self) -> &'a str {
        self.at(self.record.number.recorded)
    }

    /// 枝番 for comparison, padded to two; empty when absent.
    #[must_use]
    pub fn branch(self) -> &'a str {
        self.at(self.record.branch.folded)
    }

    /// 枝番 as recorded, trimmed.
    #[must_use]
    pub fn branch_recorded(self) -> &'a str {
        self.at(self.record.branch.recorded)
    }

    /// 氏名 for comparison, without spaces.
    #[must_use]
    pub fn name(self) -> &'a str {
        self.at(self.record.name.folded)
    }

    /// 氏名 as recorded, trimmed.
    #[must_use]
    pub fn name_recorded(self) -> &'a str {
        self.at(self.record.name.recorded)
    }

    /// カナ for comparison: full width, large kana, no spaces.
    #[must_use]
    pub fn kana(self) -> &'a str {
        self.at(self.record.kana.folded)
    }

    /// カナ as recorded, trimmed.
    #[must_use]
    pub fn kana_recorded(self) -> &'a str {
        self.at(self.record.kana.recorded)
    }

    /// 保険者名称 as recorded, trimmed.
    #[must_use]
    pub fn insurer_name(self) -> &'a str {
        self.at(self.record.insurer_name)
    }

    /// 照会番号 as recorded, trimmed.
    #[must_use]
    pub fn query_no(self) -> &'a str {
        self.at(self.record.query_no)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hanako() -> Texts<'static> {
        Texts {
            insurer: "  138057",
            symbol: "１２－３４",
            number: "00123",
            branch: "1",
            name: "訪問　花子",
            kana: "ﾎｳﾓﾝ ﾊﾅｺ",
            insurer_name: " 架空市 ",
            ..Texts::default()
        }
    }

    #[test]
    fn recorded_and_compared_forms() {
        let mut records = Records::new();
        records.push(&hanako(), &Facts::default()).expect("short");
        let r = records.get(0).expect("stored");
        assert_eq!((r.insurer(), r.insurer_recorded()), ("00138057", "138057"));
        assert_eq!((r.symbol(), r.symbol_recorded()), ("1234", "１２－３４"));
        assert_eq!((r.number(), r.number_recorded()), ("00123", "00123"));
        assert_eq!((r.branch(), r.branch_recorded()), ("01", "1"));
        assert_eq!((r.name(), r.name_recorded()), ("訪問花子", "訪問　花子"));
        assert_eq!(
            (r.kana(), r.kana_recorded()),
            ("ホウモンハナコ", "ﾎｳﾓﾝ ﾊﾅｺ")
        );
        assert_eq!(r.insurer_name(), "架空市");
        assert_eq!(r.key_hash(), key_hash("00138057", "01234", "123"));
        assert_ne!(r.key_hash(), key_hash("00138057", "123", "4123"));
    }

    #[test]
    fn a_record_is_small() {
        assert!(size_of::<Record>() <= 160, "{}", size_of::<Record>());
    }

    #[test]
    fn equal_forms_are_stored_once() {
        let mut records = Records::new();
        let texts = Texts {
            insurer: "06132013",
            symbol: "12",
            number: "345",
            ..Texts::default()
        };
        records.push(&texts, &Facts::default()).expect("short");
        assert_eq!(records.pieces[0].text, "0613201312345");
    }

    #[test]
    fn the_longest_texts_still_fit_their_spans() {
        // U+FDFA becomes 18 characters: the worst that NFKC does.
        let long = "\u{FDFA}".repeat(MAX_TEXT / 3);
        let texts = Texts {
            insurer: &long,
            symbol: &long,
            number: &long,
            branch: &long,
            name: &long,
            kana: &long,
            insurer_name: &long,
            ..Texts::default()
        };
        let mut records = Records::new();
        records
            .push(&texts, &Facts::default())
            .expect("at the limit");
        let r = records.get(0).expect("stored");
        assert_eq!(r.insurer_name(), long);
        assert_eq!(r.kana_recorded(), long);
        assert!(!r.kana().is_empty());
    }

    #[test]
    fn a_text_too_long_is_refused() {
        let long = "1".repeat(MAX_TEXT + 1);
        let texts = Texts {
            number: &long,
            ..hanako()
        };
        let mut records = Records::new();
        assert_eq!(
            records.push(&texts, &Facts::default()),
            Err(TextTooLong("number"))
        );
        assert!(records.is_empty());
    }

    #[test]
    fn joining_keeps_order_and_texts() {
        let make = |range: std::ops::Range<u32>| {
            let mut records = Records::new();
            for row in range {
                let number = row.to_string();
                let texts = Texts {
                    number: &number,
                    ..hanako()
                };
                let facts = Facts {
                    row,
                    ..Facts::default()
                };
                records.push(&texts, &facts).expect("short");
            }
            records
        };
        let mut all = Records::new();
        for range in [0..1, 1..3, 3..5_000, 5_000..40_000, 40_000..40_001] {
            all.append(make(range));
        }
        all.append(Records::new());
        assert_eq!(all.len(), 40_001);
        for (i, r) in all.iter().enumerate() {
            assert_eq!(r.row as usize, i);
            assert_eq!(r.number(), i.to_string());
            assert_eq!(all.get(i).map(|r| r.row), Some(r.row));
        }
        assert!(all.get(40_001).is_none());
    }

    #[test]
    fn cutting_keeps_what_stands_before() {
        let mut whole = Records::new();
        let total = PIECE_ROWS + 3;
        for i in 0..total {
            let number = i.to_string();
            let texts = Texts {
                number: &number,
                ..hanako()
            };
            whole.push(&texts, &Facts::default()).expect("short");
        }
        for len in [
            0,
            1,
            PIECE_ROWS - 1,
            PIECE_ROWS,
            PIECE_ROWS + 1,
            total,
            total + 9,
        ] {
            let mut cut = whole.clone();
            cut.truncate(len);
            assert_eq!(cut.len(), len.min(total));
            assert_eq!(cut.iter().count(), cut.len());
            cut.push(&hanako(), &Facts::default()).expect("short");
            let numbers: Vec<_> = cut.iter().map(|r| r.number().to_owned()).collect();
            assert!(
                numbers[..len.min(total)]
                    .iter()
                    .enumerate()
                    .all(|(i, number)| *number == i.to_string())
            );
            assert_eq!(numbers.last().map(String::as_str), Some("00123"));
        }
    }

    #[test]
    fn query_numbers_reach_those_without() {
        for (total, from) in [(5, 2), (5, 0), (5, 5), (20_000, 16_380), (20_000, 19_999)] {
            let mut records = Records::new();
            for i in 0..total {
                let number = i.to_string();
                let texts = Texts {
                    number: &number,
                    query_no: if i % 3 == 0 { "own" } else { "" },
                    ..hanako()
                };
                let facts = Facts {
                    row: 7,
                    ..Facts::default()
                };
                records.push(&texts, &facts).expect("short");
            }
            let before: Vec<_> = records.iter().map(RecordRef::key_hash).collect();
            records.fill_query_no(from, "K-1").expect("short");
            let long = "1".repeat(MAX_TEXT + 1);
            // All have one now, so nothing is too long for anybody.
            let refused = records.fill_query_no(0, &long).is_err();
            assert_eq!(refused, from > 1, "{from}");
            records.push(&hanako(), &Facts::default()).expect("short");
            assert_eq!(records.len(), total + 1);
            for (i, r) in records.iter().take(total).enumerate() {
                let expected = match i {
                    _ if i % 3 == 0 => "own",
                    _ if i < from => "",
                    _ => "K-1",
                };
                assert_eq!((r.query_no(), r.number()), (expected, &*i.to_string()));
                assert_eq!((r.row, r.name_recorded()), (7, "訪問　花子"));
            }
            let after: Vec<_> = records
                .iter()
                .take(total)
                .map(RecordRef::key_hash)
                .collect();
            assert_eq!(before, after);
        }
    }

    #[test]
    fn amending_starts_at_the_index() {
        let mut records = Records::new();
        for _ in 0..20_000 {
            records.push(&hanako(), &Facts::default()).expect("short");
        }
        records.amend_from(17_000, |facts| facts.status = 1);
        assert_eq!(records.iter().filter(|r| r.status == 1).count(), 3_000);
        assert_eq!(records.get(16_999).map(|r| r.status), Some(0));
        assert_eq!(records.get(17_000).map(|r| r.status), Some(1));
    }
}

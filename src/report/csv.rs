//! Rows of CSV as bytes (RFC 4180, CRLF), fast enough to write a month of claims in one breath.
//!
//! A cell that a spreadsheet would run as a formula gets a `'` in front (contract 7). That costs a
//! legitimate value nothing: no column of ours holds signed numbers, and a lone `-` (standard input as
//! `source_file`) is left alone because no spreadsheet runs it.

use chrono::{Datelike, NaiveDate};

use crate::text::cp932;
use crate::text::date::Month;
use crate::uke::claim::days_of;
use crate::uke::dialect::Encoding;

/// The encoding of CSV reports (`--encoding`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Charset {
    /// UTF-8 with a byte order mark, so that Excel opens it.
    #[default]
    Utf8,
    /// CP932; a character that it lacks becomes 〓.
    Sjis,
}

impl Charset {
    /// The word for it on the command line and in the summary.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Utf8 => "utf8",
            Self::Sjis => "sjis",
        }
    }

    /// What a file begins with.
    #[must_use]
    pub fn mark(self) -> &'static [u8] {
        match self {
            Self::Utf8 => b"\xEF\xBB\xBF",
            Self::Sjis => b"",
        }
    }
}

/// Rows under construction: cells are added from left to right, [`Rows::end`] closes a row.
#[derive(Debug)]
pub struct Rows {
    out: Vec<u8>,
    text: String,
    cell: Vec<u8>,
    charset: Charset,
    replaced: u64,
    is_first: bool,
}

/// Cells next to each other as they stand in a row.
#[derive(Debug, Default)]
pub struct Made {
    bytes: Vec<u8>,
    replaced: u64,
}

impl Rows {
    /// No rows yet, with room for `capacity` bytes.
    #[must_use]
    pub fn new(charset: Charset, capacity: usize) -> Self {
        Self {
            out: Vec::with_capacity(capacity),
            text: String::new(),
            cell: Vec::new(),
            charset,
            replaced: 0,
            is_first: true,
        }
    }

    /// The header row of a file, with its byte order mark.
    #[must_use]
    pub fn header(charset: Charset, columns: &[&str]) -> Vec<u8> {
        let mut rows = Self::new(charset, 512);
        rows.out.extend_from_slice(charset.mark());
        for column in columns {
            rows.text(column);
        }
        rows.end();
        rows.out
    }

    /// The bytes, and how many characters became 〓.
    #[must_use]
    pub fn finish(self) -> (Vec<u8>, u64) {
        (self.out, self.replaced)
    }

    /// Ends the row.
    pub fn end(&mut self) {
        self.out.extend_from_slice(b"\r\n");
        self.is_first = true;
    }

    /// A cell with any text.
    pub fn text(&mut self, text: &str) {
        self.separate();
        if self.charset == Charset::Utf8 || text.is_ascii() {
            put(&mut self.out, text.as_bytes());
        } else {
            self.cell.clear();
            self.replaced += cp932::encode_into(text, &mut self.cell) as u64;
            put(&mut self.out, &self.cell);
        }
    }

    /// A cell with a field as it was recorded.
    ///
    /// CP932 to CP932 goes byte for byte, since 2,278 codes do not survive decoding and encoding; only
    /// bytes that are no CP932 at all become 〓 so that the file can be read.
    pub fn recorded(&mut self, field: &[u8], encoding: Encoding) {
        if field.is_ascii() {
            self.separate();
            put(&mut self.out, field);
            return;
        }
        if self.charset == Charset::Sjis && encoding == Encoding::Cp932 {
            self.separate();
            self.cell.clear();
            self.replaced += copy_cp932(field, &mut self.cell);
            put(&mut self.out, &self.cell);
            return;
        }
        let mut text = std::mem::take(&mut self.text);
        text.clear();
        encoding.decode_into(field, &mut text);
        self.text(&text);
        self.text = text;
    }

    /// A cell with one of our own words: ASCII that needs neither quotes nor defusing.
    pub fn word(&mut self, word: &str) {
        debug_assert!(
            word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'),
            "{word}"
        );
        self.separate();
        self.out.extend_from_slice(word.as_bytes());
    }

    /// An empty cell.
    pub fn empty(&mut self) {
        self.separate();
    }

    /// `true` or `false`.
    pub fn truth(&mut self, truth: bool) {
        self.word(if truth { "true" } else { "false" });
    }

    /// A number without separators.
    pub fn number(&mut self, number: u64) {
        self.separate();
        digits(&mut self.out, number);
    }

    /// A number, or an empty cell for 0.
    pub fn number_unless_zero(&mut self, number: u64) {
        if number == 0 {
            self.empty();
        } else {
            self.number(number);
        }
    }

    /// `YYYY-MM-DD`, or an empty cell.
    pub fn date(&mut self, date: Option<NaiveDate>) {
        self.separate();
        if let Some(date) = date {
            push_month(&mut self.out, date);
            self.out.push(b'-');
            self.out.extend_from_slice(&two_digits(date.day()));
        }
    }

    /// `YYYY-MM`, or an empty cell.
    pub fn month(&mut self, month: Option<Month>) {
        self.separate();
        if let Some(month) = month {
            push_month(&mut self.out, month.first_day());
        }
    }

    /// The days of a mask as ISO dates joined by `;`, or an empty cell.
    pub fn days(&mut self, month: Option<Month>, mask: u32) {
        self.separate();
        push_days(&mut self.out, month, mask);
    }

    /// Cells that stand in many rows, made once.
    #[must_use]
    pub fn made(charset: Charset, cells: impl FnOnce(&mut Self)) -> Made {
        let mut rows = Self::new(charset, 128);
        cells(&mut rows);
        let (bytes, replaced) = rows.finish();
        Made { bytes, replaced }
    }

    /// Adds cells that were made before.
    pub fn put(&mut self, made: &Made) {
        self.separate();
        self.out.extend_from_slice(&made.bytes);
        self.replaced += made.replaced;
    }

    fn separate(&mut self) {
        if !std::mem::replace(&mut self.is_first, false) {
            self.out.push(b',');
        }
    }
}

/// Appends the days of a mask of `month` as ISO dates joined by `;`.
pub(super) fn push_days(out: &mut Vec<u8>, month: Option<Month>, mask: u32) {
    let Some(month) = month.filter(|_| mask != 0) else {
        return;
    };
    let mut date = *b"0000-00-00";
    let first = month.first_day();
    let year = first.year().unsigned_abs();
    date[..2].copy_from_slice(&two_digits(year / 100));
    date[2..4].copy_from_slice(&two_digits(year));
    date[5..7].copy_from_slice(&two_digits(first.month()));
    for (position, day) in days_of(mask).enumerate() {
        if position > 0 {
            out.push(b';');
        }
        date[8..].copy_from_slice(&two_digits(day));
        out.extend_from_slice(&date);
    }
}

/// `YYYY-MM`. Years of four digits are all that the readers let through.
fn push_month(out: &mut Vec<u8>, date: NaiveDate) {
    let year = date.year().unsigned_abs();
    out.extend_from_slice(&two_digits(year / 100));
    out.extend_from_slice(&two_digits(year));
    out.push(b'-');
    out.extend_from_slice(&two_digits(date.month()));
}

/// The last two digits.
fn two_digits(value: u32) -> [u8; 2] {
    // The remainders are below 10, so nothing is cut off.
    let digit = |value: u32| b'0' + u8::try_from(value % 10).unwrap_or(0);
    [digit(value / 10), digit(value)]
}

fn digits(out: &mut Vec<u8>, mut number: u64) {
    let mut buffer = [0u8; 20];
    let mut at = buffer.len();
    loop {
        at -= 1;
        buffer[at] = b'0' + u8::try_from(number % 10).unwrap_or(0);
        number /= 10;
        if number == 0 {
            break;
        }
    }
    out.extend_from_slice(&buffer[at..]);
}

/// A cell that is in the encoding of the file already. In CP932 no second byte is a comma, a quote or a
/// line end, so both encodings are looked through byte by byte.
fn put(out: &mut Vec<u8>, cell: &[u8]) {
    let is_risky = is_formula(cell);
    // Without leaving early: cells are short, and a loop without branches is done many bytes at a time.
    let is_quoted = cell
        .iter()
        .fold(false, |is, b| is | matches!(b, b'"' | b',' | b'\r' | b'\n'));
    if !is_quoted {
        if is_risky {
            out.push(b'\'');
        }
        out.extend_from_slice(cell);
        return;
    }
    out.push(b'"');
    if is_risky {
        out.push(b'\'');
    }
    for &b in cell {
        if b == b'"' {
            out.push(b'"');
        }
        out.push(b);
    }
    out.push(b'"');
}

/// A cell that was written by this file, without what defused it.
pub(crate) fn undefused(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if is_formula(rest.as_bytes()) => rest,
        _ => cell,
    }
}

/// True for what a spreadsheet would run: `=`, `+`, `-`, `@` in either width, also behind spaces, or a
/// control character that hides them.
fn is_formula(cell: &[u8]) -> bool {
    let Some(&first) = cell.first() else {
        return false;
    };
    match first {
        b'\t' | b'\r' | b'\n' | b'=' | b'+' | b'@' => true,
        b' ' => is_formula(cell.trim_ascii_start()),
        b'-' => cell.len() > 1,
        // ＝ ＋ － ＠, which Japanese Excel takes for their narrow forms: UTF-8, then CP932.
        0xEF => matches!(cell.get(1..3), Some([0xBC, 0x9D | 0x8B | 0x8D | 0xA0])),
        0x81 => matches!(cell.get(1), Some(0x81 | 0x7B | 0x7C | 0x97)),
        _ => false,
    }
}

/// Copies CP932 bytes, a lead byte without its second byte as 〓; returns how many those were.
fn copy_cp932(field: &[u8], out: &mut Vec<u8>) -> u64 {
    let mut replaced = 0;
    let mut at = 0;
    while let Some(&lead) = field.get(at) {
        at += 1;
        if !cp932::is_lead(lead) {
            out.push(lead);
            continue;
        }
        if let Some(&trail @ (0x40..=0x7E | 0x80..=0xFC)) = field.get(at) {
            out.extend_from_slice(&[lead, trail]);
            at += 1;
        } else {
            out.extend_from_slice(&cp932::GETA);
            replaced += 1;
        }
    }
    replaced
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn row(charset: Charset, build: impl FnOnce(&mut Rows)) -> Vec<u8> {
        let mut rows = Rows::new(charset, 0);
        build(&mut rows);
        rows.end();
        rows.finish().0
    }

    #[test]
    fn typed_cells() {
        let month = Month::new(2025, 12);
        let day = month.and_then(|m| m.day(3));
        let bytes = row(Charset::Utf8, |rows| {
            rows.date(day);
            rows.date(None);
            rows.month(month);
            rows.days(month, 0b101);
            rows.days(month, 0);
            rows.number(0);
            rows.number(u64::MAX);
            rows.number_unless_zero(0);
            rows.truth(true);
            rows.word("NEED_CERT");
        });
        assert_eq!(
            String::from_utf8_lossy(&bytes),
            "2025-12-03,,2025-12,2025-12-01;2025-12-03,,0,18446744073709551615,,true,NEED_CERT\r\n"
        );
    }

    #[test]
    fn formulas_are_defused_and_nothing_else_is_touched() {
        for (cell, written) in [
            ("=1+1", "'=1+1"),
            ("+81", "'+81"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            (" =1", "' =1"),
            ("＝１", "'＝１"),
            ("＠A", "'＠A"),
            ("-", "-"),
            ("ー１", "ー１"),
            ("'=1", "'=1"),
            ("１２-3", "１２-3"),
            ("", ""),
            (" ", " "),
            ("=A,\"B\"", "\"'=A,\"\"B\"\"\""),
        ] {
            let bytes = row(Charset::Utf8, |rows| rows.text(cell));
            assert_eq!(
                String::from_utf8_lossy(&bytes),
                format!("{written}\r\n"),
                "{cell:?}"
            );
            let (mut sjis, mut expected) = (Vec::new(), Vec::new());
            cp932::encode_into(cell, &mut sjis);
            cp932::encode_into(&format!("{written}\r\n"), &mut expected);
            let bytes = row(Charset::Sjis, |rows| rows.recorded(&sjis, Encoding::Cp932));
            assert_eq!(bytes, expected, "{cell:?}");
        }
    }

    #[test]
    fn gaiji_keep_their_bytes_in_cp932() {
        // 髙 as NEC selected it (EE E0) comes back from encoding_rs as FB FC.
        let mut rows = Rows::new(Charset::Sjis, 0);
        rows.recorded(&[0xEE, 0xE0, b'|', 0x83, 0x5C], Encoding::Cp932);
        rows.text("𠮟る");
        rows.recorded("髙".as_bytes(), Encoding::Utf8);
        rows.recorded(&[0x88, 0x9F, 0x81], Encoding::Cp932);
        let (bytes, replaced) = rows.finish();
        assert_eq!(&bytes[..5], [0xEE, 0xE0, b'|', 0x83, 0x5C]);
        assert_eq!(cp932::decode(&bytes), "髙|ソ,〓る,髙,亜〓");
        assert_eq!(replaced, 2);
    }

    #[test]
    fn every_cp932_code_goes_through_unchanged() {
        for lead in (0x81..=0x9Fu8).chain(0xE0..=0xFC) {
            for trail in (0x40..=0x7Eu8).chain(0x80..=0xFC) {
                let field = [b'X', lead, trail];
                let bytes = row(Charset::Sjis, |rows| rows.recorded(&field, Encoding::Cp932));
                assert_eq!(bytes, [b'X', lead, trail, b'\r', b'\n']);
            }
        }
    }

    fn defused(cell: &str) -> String {
        if is_formula(cell.as_bytes()) {
            format!("'{cell}")
        } else {
            cell.to_owned()
        }
    }

    proptest! {
        #[test]
        fn the_csv_crate_reads_the_cells_back(
            rows in proptest::collection::vec(
                proptest::collection::vec("[ -~\\t\\r\\n山田ヤマダ＝＠ｱ]{0,8}", 3..=3), 1..5)
        ) {
            let mut out = Rows::new(Charset::Utf8, 0);
            for row in &rows {
                for cell in row {
                    out.text(cell);
                }
                out.end();
            }
            let (bytes, replaced) = out.finish();
            prop_assert_eq!(replaced, 0);
            let read: Vec<Vec<String>> = csv::ReaderBuilder::new()
                .has_headers(false)
                .from_reader(bytes.as_slice())
                .records()
                .map(|record| record.map(|r| r.iter().map(str::to_owned).collect()))
                .collect::<Result<_, _>>()?;
            let expected: Vec<Vec<String>> =
                rows.iter().map(|row| row.iter().map(|cell| defused(cell)).collect()).collect();
            prop_assert_eq!(read, expected);
        }

        #[test]
        fn no_cell_can_run(cell in "\\PC{0,12}") {
            let bytes = row(Charset::Utf8, |rows| rows.text(&cell));
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes.as_slice());
            let read = reader.records().next().transpose()?;
            let text = read.as_ref().and_then(|record| record.get(0)).unwrap_or_default();
            let first = text.trim_start_matches(' ').chars().next();
            let runs = matches!(first, Some('=' | '+' | '@' | '＝' | '＋' | '－' | '＠' | '\t'));
            prop_assert!(!runs, "{:?}", text);
        }

        #[test]
        fn any_recorded_bytes_give_one_cell(field in proptest::collection::vec(any::<u8>(), 0..40)) {
            for (charset, encoding) in [
                (Charset::Utf8, Encoding::Cp932),
                (Charset::Utf8, Encoding::Utf8),
                (Charset::Sjis, Encoding::Cp932),
                (Charset::Sjis, Encoding::Utf8),
            ] {
                let bytes = row(charset, |rows| {
                    rows.recorded(&field, encoding);
                    rows.number(7);
                });
                let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes.as_slice());
                let records: Vec<_> = reader.byte_records().collect::<Result<_, _>>()?;
                prop_assert_eq!(records.len(), 1);
                prop_assert_eq!(records[0].len(), 2);
                if charset == Charset::Utf8 {
                    prop_assert!(std::str::from_utf8(&bytes).is_ok());
                }
            }
        }
    }
}

//! Fields of a row, read strictly.

use std::path::Path;

use chrono::NaiveDate;
use csv::StringRecord;

use super::error::Problem;
use super::{Group, Span};
use crate::text::date::parse_ymd;
use crate::text::parse_count;

/// A table being read, and what is wrong with it.
pub(super) struct Sheet<'a> {
    path: &'a Path,
    problems: &'a mut Vec<Problem>,
}

impl<'a> Sheet<'a> {
    pub(super) fn new(path: &'a Path, problems: &'a mut Vec<Problem>) -> Self {
        Self { path, problems }
    }

    /// Notes what is wrong with a line.
    pub(super) fn line(&mut self, line: u64, ja: impl Into<String>, en: impl Into<String>) {
        self.note(line, 0, ja.into(), en.into());
    }

    fn note(&mut self, line: u64, column: usize, ja: String, en: String) {
        self.problems.push(Problem {
            file: self.path.display().to_string(),
            place: Some((line, column)),
            ja,
            en,
        });
    }
}

/// A column that is read: its 1-based position and names.
pub(super) type Column = (usize, &'static str, &'static str);

/// What a field has to be, in both languages.
type Expected = (&'static str, &'static str);

const DIGIT: Expected = ("1桁の数字", "one digit");
const CODE: Expected = ("5で始まる9桁の数字", "nine digits that begin with 5");
const DATE: Expected = ("実在する年月日8桁", "a date of eight digits");
const LAST_DATE: Expected = (
    "実在する年月日8桁（廃止でなければ99999999）",
    "a date of eight digits, or 99999999 for none",
);
const MONEY: Expected = (
    "整数部7桁以内、小数部2桁以内の数",
    "a number of up to seven digits and two decimals",
);
const COUNT: Expected = ("数字", "digits");
const OCCUPATION: Expected = ("2桁の数字", "two digits");
const GROUP: Expected = ("4文字の英数字", "four letters or digits");

/// One row.
pub(super) struct Cells<'r, 's, 'p> {
    record: &'r StringRecord,
    pub(super) line: u64,
    sheet: &'s mut Sheet<'p>,
}

impl<'r, 's, 'p> Cells<'r, 's, 'p> {
    pub(super) fn new(record: &'r StringRecord, line: u64, sheet: &'s mut Sheet<'p>) -> Self {
        Self {
            record,
            line,
            sheet,
        }
    }

    /// The field at a 1-based position.
    pub(super) fn text(&self, position: usize) -> &'r str {
        self.record.get(position - 1).unwrap_or_default()
    }

    /// `value`, or a note of what the field has to be.
    pub(super) fn need<T>(
        &mut self,
        (position, ja, en): Column,
        value: Option<T>,
        expected: Expected,
    ) -> Option<T> {
        if value.is_none() {
            let found = self.text(position);
            self.sheet.note(
                self.line,
                position,
                format!("{ja}「{found}」は{}でなければなりません", expected.0),
                format!("{en} {found:?} has to be {}", expected.1),
            );
        }
        value
    }

    pub(super) fn digit(&mut self, column: Column) -> Option<u8> {
        let value = match self.text(column.0).as_bytes() {
            [digit @ b'0'..=b'9'] => Some(digit - b'0'),
            _ => None,
        };
        self.need(column, value, DIGIT)
    }

    pub(super) fn code(&mut self, column: Column) -> Option<u32> {
        let value =
            item_code(self.text(column.0).as_bytes()).filter(|code| code / 100_000_000 == 5);
        self.need(column, value, CODE)
    }

    pub(super) fn count(&mut self, column: Column) -> Option<u32> {
        let value = parse_count(self.text(column.0).as_bytes());
        self.need(column, value, COUNT)
    }

    pub(super) fn occupation(&mut self, column: Column) -> Option<u8> {
        let field = self.text(column.0).as_bytes();
        let value = parse_count(field)
            .filter(|_| field.len() == 2)
            .and_then(|value| u8::try_from(value).ok());
        self.need(column, value, OCCUPATION)
    }

    /// A group number, also `0000`.
    pub(super) fn group(&mut self, column: Column) -> Option<Group> {
        let value = <[u8; 4]>::try_from(self.text(column.0).as_bytes())
            .ok()
            .filter(|bytes| bytes.iter().all(u8::is_ascii_alphanumeric));
        self.need(column, value.map(Group), GROUP)
    }

    /// Hundredths of an amount such as `5550.00`.
    pub(super) fn money(&mut self, column: Column) -> Option<u32> {
        let value = hundredths(self.text(column.0));
        self.need(column, value, MONEY)
    }

    /// 変更年月日 and 廃止年月日.
    pub(super) fn span(&mut self, from: Column, to: Column) -> Option<Span> {
        let first: Option<NaiveDate> = parse_ymd(self.text(from.0).as_bytes());
        let first = self.need(from, first, DATE)?;
        let last = match self.text(to.0).as_bytes() {
            b"99999999" => Some(None),
            day => parse_ymd(day).map(Some),
        };
        let last = self.need(to, last, LAST_DATE)?;
        Some(Span {
            from: first,
            to: last,
        })
    }
}

/// Nine digits as a number.
fn item_code(field: &[u8]) -> Option<u32> {
    if field.len() == 9 {
        parse_count(field)
    } else {
        None
    }
}

/// `5550.00` and `50` in hundredths.
fn hundredths(text: &str) -> Option<u32> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    if whole.len() > 7 || part.len() > 2 || text.ends_with('.') {
        return None;
    }
    let scaled = |digits: &str, scale: u32| Some(parse_count(digits.as_bytes())? * scale);
    let part = match part.len() {
        0 => 0,
        1 => scaled(part, 10)?,
        _ => scaled(part, 1)?,
    };
    Some(scaled(whole, 100)? + part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_have_up_to_two_decimals() {
        assert_eq!(hundredths("5550.00"), Some(555_000));
        assert_eq!(hundredths("50"), Some(5_000));
        assert_eq!(hundredths("0.5"), Some(50));
        assert_eq!(hundredths("9999999.99"), Some(999_999_999));
        for bad in ["", ".", "1.", ".5", "1.234", "12345678", "-1", "1,000", "x"] {
            assert_eq!(hundredths(bad), None, "{bad}");
        }
    }

    #[test]
    fn codes_have_nine_digits() {
        assert_eq!(item_code(b"510000110"), Some(510_000_110));
        assert_eq!(item_code(b"51000011"), None);
        assert_eq!(item_code(b"51000011x"), None);
    }
}

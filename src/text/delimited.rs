//! Quoted tables as people and office software save them: encoding and column names.

use std::borrow::Cow;

use super::{cp932, date, fold};

/// The text of a table: UTF-8, with or without byte order mark, when the bytes are that, else CP932;
/// `None` when they are neither.
#[must_use]
pub fn decode(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let bytes = without_bom(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(Cow::Borrowed(text)),
        Err(_) => cp932::decode_strict(bytes),
    }
}

/// The text of the first bytes of a file, which may end within a character.
#[must_use]
pub fn decode_head(head: &[u8]) -> Cow<'_, str> {
    let head = without_bom(head);
    match std::str::from_utf8(head) {
        Ok(text) => Cow::Borrowed(text),
        // The cut may have gone through a character, or this is CP932.
        Err(error) if error.error_len().is_none() => String::from_utf8_lossy(head),
        Err(_) => cp932::decode(head),
    }
}

/// The bytes without a UTF-8 byte order mark.
#[must_use]
pub fn without_bom(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)
}

/// A column name for comparison: NFKC, trimmed, lower-case, `-` and spaces as `_`.
#[must_use]
pub fn column_name(text: &str) -> String {
    fold::nfkc(text).to_lowercase().replace(['-', ' '], "_")
}

/// Whether the cells of a first row can be names of columns. Numbers and dates are no names: where one stands
/// the table has no header, and its first row may be about a person.
#[must_use]
pub fn are_names<'c>(cells: impl IntoIterator<Item = &'c str>) -> bool {
    cells.into_iter().all(|cell| {
        let cell = fold::nfkc(cell);
        let is_number = cell
            .chars()
            .all(|c| c.is_ascii_digit() || c.is_ascii_punctuation() || c == ' ');
        cell.is_empty() || (!is_number && date::parse_any(&cell).is_none())
    })
}

/// The rows of a table without quotes: lines that are not empty, cut at their commas. As the csv crate reads them,
/// but without copying. A lone CR ends a row, but lines are counted by LF alone, as everywhere here.
#[derive(Clone, Debug)]
pub struct PlainRows<'t> {
    rest: &'t str,
    /// The LF before it.
    passed: u64,
}

impl<'t> PlainRows<'t> {
    /// The rows of `text`, whose first line is numbered 1.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        Self {
            rest: text,
            passed: 0,
        }
    }

    /// Puts the next row into `fields` and gives its line; `None` when there is none left.
    pub fn next_row(&mut self, fields: &mut Vec<&'t str>) -> Option<u64> {
        fields.clear();
        while !self.rest.is_empty() {
            let bytes = self.rest.as_bytes();
            let (line, behind) = match memchr::memchr2(b'\n', b'\r', bytes) {
                Some(end) if bytes[end..].starts_with(b"\r\n") => (end, end + 2),
                Some(end) => (end, end + 1),
                None => (bytes.len(), bytes.len()),
            };
            let row = &self.rest[..line];
            let number = self.passed + 1;
            self.passed += u64::from(bytes[line..behind].ends_with(b"\n"));
            self.rest = &self.rest[behind..];
            if !row.is_empty() {
                cut(row, fields);
                return Some(number);
            }
        }
        None
    }
}

/// Fields have some bytes each: a plain loop beats a search for every comma.
fn cut<'t>(row: &'t str, fields: &mut Vec<&'t str>) {
    let mut from = 0;
    for (at, &byte) in row.as_bytes().iter().enumerate() {
        if byte == b',' {
            fields.push(&row[from..at]);
            from = at + 1;
        }
    }
    fields.push(&row[from..]);
}

/// The line, from 1, on which the record begins whose [`csv::Position`] is `position`: the reader
/// remembers the place before any empty lines that it then skips.
#[must_use]
pub fn line_of(text: &[u8], position: &csv::Position) -> u64 {
    let skipped = usize::try_from(position.byte())
        .ok()
        .and_then(|from| text.get(from..))
        .unwrap_or_default();
    let mut line = position.line();
    for (i, &byte) in skipped.iter().enumerate() {
        match byte {
            b'\n' => line += 1,
            b'\r' if skipped.get(i + 1) != Some(&b'\n') => line += 1,
            b'\r' => {}
            _ => break,
        }
    }
    line
}

/// The line, from 1, of the first quote in `text` that is not closed: the table ends before its partner,
/// or what it seems to enclose are rows. `width` is the number of columns.
///
/// A value of several lines is nothing unusual. It is none when a whole line inside it has as many fields
/// as a row, or when something other than a comma or a line end stands behind it (RFC 4180, 2): then two
/// stray quotes in different rows pair up.
#[must_use]
pub fn unclosed_quote(text: &[u8], width: usize) -> Option<u64> {
    let mut from = 0;
    while let Some(found) = memchr::memchr(b'"', &text[from..]) {
        let open = from + found;
        from = open + 1;
        // Elsewhere than at the start of a field, a quote is a letter like others.
        if open > 0 && !matches!(text[open - 1], b',' | b'\n' | b'\r') {
            continue;
        }
        match partner(text, open + 1) {
            Some(close) if !swallows(&text[open + 1..close], text.get(close + 1), width) => {
                from = close + 1;
            }
            _ => return Some(line_at(text, open)),
        }
    }
    None
}

/// Where the quote stands that closes the value beginning at `from`; two in a row mean one inside it.
fn partner(text: &[u8], mut from: usize) -> Option<usize> {
    loop {
        let close = from + memchr::memchr(b'"', text.get(from..)?)?;
        if text.get(close + 1) != Some(&b'"') {
            return Some(close);
        }
        from = close + 2;
    }
}

/// True when the quoted `value`, behind which `next` stands, is no value but rows.
fn swallows(value: &[u8], next: Option<&u8>, width: usize) -> bool {
    let is_line_end = |byte: &u8| matches!(byte, b'\n' | b'\r');
    if !value.iter().any(is_line_end) {
        return false;
    }
    // The first and the last line hold more than the value.
    let mut whole_lines = value.split(is_line_end);
    whole_lines.next();
    whole_lines.next_back();
    next.is_some_and(|byte| !matches!(byte, b',' | b'\n' | b'\r'))
        || whole_lines.any(|line| memchr::memchr_iter(b',', line).count() + 1 == width)
}

/// The line, from 1, in which the byte at `at` stands.
fn line_at(text: &[u8], at: usize) -> u64 {
    let mut line = 1;
    for (i, &byte) in text[..at].iter().enumerate() {
        line += u64::from(byte == b'\n' || (byte == b'\r' && text.get(i + 1) != Some(&b'\n')));
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn plain_rows_are_those_of_the_csv_crate(
            text in prop::collection::vec(prop::sample::select(vec!["a", "花", ",", ",", "\n", "\r\n", " "]), 0..60)
        ) {
            let text = text.concat();
            let mut reader = csv::ReaderBuilder::new()
                .has_headers(false)
                .flexible(true)
                .quoting(false)
                .from_reader(text.as_bytes());
            let mut row = csv::StringRecord::new();
            let mut rows = PlainRows::new(&text);
            let mut fields = Vec::new();
            while reader.read_record(&mut row).expect("in memory") {
                let line = row.position().map(|at| line_of(text.as_bytes(), at));
                prop_assert_eq!(rows.next_row(&mut fields), line);
                prop_assert_eq!(&fields, &row.iter().collect::<Vec<_>>());
            }
            prop_assert_eq!(rows.next_row(&mut fields), None);
        }
    }

    #[test]
    fn a_lone_cr_ends_a_row() {
        let mut rows = PlainRows::new("a,b\rc\r\r\nd");
        let mut fields = Vec::new();
        let mut all = Vec::new();
        while let Some(line) = rows.next_row(&mut fields) {
            all.push((line, fields.concat()));
        }
        let expected = [(1, "ab"), (1, "c"), (2, "d")];
        assert_eq!(all, expected.map(|(line, text)| (line, text.to_owned())));
    }

    #[test]
    fn three_encodings() {
        let text = "番号,氏名";
        let mut sjis = Vec::new();
        cp932::encode_into(text, &mut sjis);
        let mut bom = b"\xEF\xBB\xBF".to_vec();
        bom.extend_from_slice(text.as_bytes());
        for bytes in [text.as_bytes(), &sjis, &bom] {
            assert_eq!(decode(bytes).as_deref(), Some(text));
        }
        assert_eq!(decode(b"\xFF\xFE1\0"), None);
    }

    #[test]
    fn column_names_fold() {
        assert_eq!(column_name(" Insurer-No "), "insurer_no");
        assert_eq!(column_name("ｂｉｒｔｈ＿ｄａｔｅ"), "birth_date");
        assert_eq!(column_name("as of"), "as_of");
    }

    #[test]
    fn names_are_no_numbers_and_no_dates() {
        assert!(are_names(["保険者番号", "R7", "", "col 1"]));
        assert!(!are_names(["見本 花子", "06132013"]));
        assert!(!are_names(["見本 花子", "昭和25年4月1日"]));
        assert!(!are_names(["見本 花子", "１２－３"]));
    }

    #[test]
    fn quotes_that_are_not_closed() {
        let line = |text: &str| unclosed_quote(text.as_bytes(), 3);
        for text in [
            "",
            "a,b,c\n1,\"2\",3\n",
            "a,b,c\n1,2,\"3\nx\"",
            "\"a\",\"\",\"\"\"\"\r\n1,2\"x,\"3\r\n4,5\r\n\"\r\n",
            "a,b,c\n\"1\"x,2,3\n",
            "a,b,c\n\"1\n2\",\"2,2,2\",3\n",
        ] {
            assert_eq!(line(text), None, "{text}");
        }
        for (text, at) in [
            ("\"", 1),
            ("a,b,c\r\n1,\"2,3\r\n", 2),
            ("a,b,c\r1,2,3\r1,2,\"3\"\"", 3),
            ("a,b,c\n1,\"2,3\n1,2,3\n1,2\",3\n", 2),
            ("a,b,c\n1,\"2,3\n1,\"2,3\n", 2),
        ] {
            assert_eq!(line(text), Some(at), "{text}");
        }
    }

    #[test]
    fn lines_count_through_empty_ones() {
        let text = "a,b\n\n\r\n1,2\n3,4\n\n5,6";
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let mut record = csv::ByteRecord::new();
        let mut lines = Vec::new();
        while reader.read_byte_record(&mut record).expect("a table") {
            let position = record.position().expect("read from a table");
            lines.push(line_of(text.as_bytes(), position));
        }
        assert_eq!(lines, [4, 5, 7]);
    }
}

//! Quoted tables as people and office software save them: encoding and column names.

use std::borrow::Cow;

use super::{cp932, fold};

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

#[cfg(test)]
mod tests {
    use super::*;

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

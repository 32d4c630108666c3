//! Raw bytes to lines and fields, without decoding (claims-format 1).
//!
//! Zero-copy: a line borrows from the block that was read, a field from its line.

use memchr::{Memchr, memchr_iter};

/// 0x1A, the end-of-file mark.
const EOF_MARK: u8 = 0x1A;

/// How a line ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// CR LF, as the format demands.
    CrLf,
    /// LF alone.
    Lf,
    /// The bytes ended.
    Eof,
}

/// One line without its end, 0x1A at its head and its end taken off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line<'a> {
    /// The bytes.
    pub bytes: &'a [u8],
    /// What ended the line.
    pub end: End,
    /// True when 0x1A stood before the line, behind it, or was all of it.
    pub eof_mark: bool,
}

/// The lines of a block of bytes; made by [`lines`].
#[derive(Clone, Debug)]
pub struct Lines<'a> {
    bytes: &'a [u8],
    /// Where the next line begins.
    at: usize,
    ends: Memchr<'a>,
}

impl<'a> Lines<'a> {
    /// The bytes not yet handed out.
    #[must_use]
    pub fn rest(&self) -> &'a [u8] {
        &self.bytes[self.at..]
    }
}

/// Cuts bytes into lines at LF.
#[must_use]
pub fn lines(bytes: &[u8]) -> Lines<'_> {
    Lines {
        bytes,
        at: 0,
        ends: memchr_iter(b'\n', bytes),
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = Line<'a>;

    fn next(&mut self) -> Option<Line<'a>> {
        let (raw, end) = match self.ends.next() {
            Some(lf) => {
                let raw = &self.bytes[self.at..lf];
                self.at = lf + 1;
                (raw, End::Lf)
            }
            None if self.at == self.bytes.len() => return None,
            None => {
                let raw = self.rest();
                self.at = self.bytes.len();
                (raw, End::Eof)
            }
        };
        let (mut bytes, end) = match raw.split_last() {
            Some((b'\r', head)) if end == End::Lf => (head, End::CrLf),
            _ => (raw, end),
        };
        let mut eof_mark = false;
        while let Some((&EOF_MARK, rest)) = bytes.split_first() {
            bytes = rest;
            eof_mark = true;
        }
        // The mark right behind the last record, whose line end is missing or stands behind the mark.
        while let Some((&EOF_MARK, rest)) = bytes.split_last() {
            bytes = rest;
            eof_mark = true;
        }
        Some(Line {
            bytes,
            end,
            eof_mark,
        })
    }
}

/// The fields of a line, first the record's identifier. Joined with commas they are the line again.
#[derive(Clone, Debug)]
pub struct Fields<'a> {
    rest: Option<&'a [u8]>,
}

/// Cuts a line at its commas.
#[must_use]
pub fn fields(line: &[u8]) -> Fields<'_> {
    Fields { rest: Some(line) }
}

impl<'a> Iterator for Fields<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let rest = self.rest?;
        // Fields have 3 bytes on average: a plain loop beats a call to memchr for each.
        if let Some(comma) = rest.iter().position(|&b| b == b',') {
            self.rest = Some(&rest[comma + 1..]);
            Some(&rest[..comma])
        } else {
            self.rest = None;
            Some(rest)
        }
    }
}

/// Puts the fields of a line behind those in `out`: what [`fields`] gives, eight bytes at a time.
pub fn fields_into<'a>(line: &'a [u8], out: &mut Vec<&'a [u8]>) {
    let (blocks, rest) = line.as_chunks::<8>();
    let mut start = 0;
    for (number, block) in blocks.iter().enumerate() {
        let mut commas = commas(u64::from_le_bytes(*block));
        while commas != 0 {
            let at = number * 8 + commas.trailing_zeros() as usize / 8;
            out.push(&line[start..at]);
            start = at + 1;
            commas &= commas - 1;
        }
    }
    let before = line.len() - rest.len();
    for (number, _) in rest.iter().enumerate().filter(|&(_, &b)| b == b',') {
        out.push(&line[start..before + number]);
        start = before + number + 1;
    }
    out.push(&line[start..]);
}

/// The highest bit of each byte that is a comma.
fn commas(block: u64) -> u64 {
    const LOW: u64 = 0x7F7F_7F7F_7F7F_7F7F;
    let others = block ^ (u64::from(b',') * 0x0101_0101_0101_0101);
    // Adding carries into the highest bit of every byte that is not zero, and never beyond it.
    !(((others & LOW) + LOW) | others | LOW)
}

/// The first `N` fields of a line, missing ones empty, and how many the line has in all.
#[must_use]
pub fn split<const N: usize>(line: &[u8]) -> ([&[u8]; N], usize) {
    let mut out = [&b""[..]; N];
    let mut count = 0;
    for field in fields(line) {
        if let Some(slot) = out.get_mut(count) {
            *slot = field;
        }
        count += 1;
    }
    (out, count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ends_and_marks() {
        let line = |bytes, end, eof_mark| Line {
            bytes,
            end,
            eof_mark,
        };
        let all: Vec<Line<'_>> = lines(b"HM,1\r\nGO\n\x1a").collect();
        assert_eq!(
            all,
            [
                line(b"HM,1", End::CrLf, false),
                line(b"GO", End::Lf, false),
                line(b"", End::Eof, true)
            ]
        );
        assert_eq!(lines(b"").next(), None);
        assert_eq!(lines(b"GO\x1a").next(), Some(line(b"GO", End::Eof, true)));
        assert_eq!(lines(b"\x1aHM").next(), Some(line(b"HM", End::Eof, true)));
    }

    #[test]
    fn a_comma_is_found_beside_any_byte() {
        for other in 0..=u8::MAX {
            for line in [
                [b',', other, b',', other, other, other, b',', other, other],
                [other; 9],
            ] {
                let mut found = Vec::new();
                fields_into(&line, &mut found);
                assert_eq!(found, fields(&line).collect::<Vec<_>>(), "{other}");
            }
        }
    }

    proptest! {
        #[test]
        fn fields_join_back_to_the_line(line in proptest::collection::vec(any::<u8>(), 0..300)) {
            let parts: Vec<&[u8]> = fields(&line).collect();
            prop_assert_eq!(parts.join(&b','), line.clone());
            let mut same = vec![&b"before"[..]];
            fields_into(&line, &mut same);
            prop_assert_eq!(&same[1..], &parts[..]);
            let (first, count) = split::<5>(&line);
            prop_assert_eq!(count, parts.len());
            for (i, field) in first.iter().enumerate() {
                prop_assert_eq!(*field, parts.get(i).copied().unwrap_or_default());
            }
        }

        #[test]
        fn lines_join_back_to_the_bytes(bytes in proptest::collection::vec(prop_oneof![Just(b'\n'), Just(b'\r'), any::<u8>()], 0..200)) {
            prop_assume!(!bytes.contains(&EOF_MARK));
            let mut joined = Vec::new();
            for line in lines(&bytes) {
                joined.extend_from_slice(line.bytes);
                joined.extend_from_slice(match line.end {
                    End::CrLf => b"\r\n",
                    End::Lf => b"\n",
                    End::Eof => b"",
                });
            }
            prop_assert_eq!(joined, bytes);
        }

        /// Lines and fields are those of the `csv` crate without quoting. It knows no end mark and passes over
        /// blank lines, so there are none.
        #[test]
        fn the_csv_crate_cuts_alike(
            rows in proptest::collection::vec("[ -+\\--~ァ-ヶｱ-ﾝ亜-腕ソ能表,\"]{1,40}", 1..8),
            crlf in any::<bool>(),
            closed in any::<bool>(),
        ) {
            let end: &[u8] = if crlf { b"\r\n" } else { b"\n" };
            let mut bytes = Vec::new();
            for (i, row) in rows.iter().enumerate() {
                crate::text::cp932::encode_into(row, &mut bytes);
                if closed || i + 1 < rows.len() {
                    bytes.extend_from_slice(end);
                }
            }
            let mut reader = csv::ReaderBuilder::new()
                .has_headers(false)
                .flexible(true)
                .quoting(false)
                .from_reader(&bytes[..]);
            let theirs: Vec<Vec<Vec<u8>>> = reader
                .byte_records()
                .map(|record| record.expect("any bytes are a record").iter().map(<[u8]>::to_vec).collect())
                .collect();
            let ours: Vec<Vec<Vec<u8>>> = lines(&bytes)
                .map(|line| fields(line.bytes).map(<[u8]>::to_vec).collect())
                .collect();
            prop_assert_eq!(ours, theirs);
        }

        /// Decoding field by field equals decoding the line: no cut falls inside a two-byte character.
        #[test]
        fn no_cut_inside_a_character(text in "[ -~ァ-ヶｱ-ﾝ亜-腕ソ能表髙﨑,]{0,60}") {
            let mut line = Vec::new();
            crate::text::cp932::encode_into(&text, &mut line);
            let decoded: Vec<String> = fields(&line).map(|f| crate::text::cp932::decode(f).into_owned()).collect();
            prop_assert_eq!(decoded.join(","), crate::text::cp932::decode(&line).into_owned());
        }
    }
}

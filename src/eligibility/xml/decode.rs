//! From the bytes of an XML file to text: UTF-8 or Shift_JIS, as its declaration says
//! (eligibility-format 1, "Character code").

use std::borrow::Cow;

use crate::note::Problem;
use crate::text::{cp932, delimited};

/// The encodings in which the eligibility system answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    ShiftJis,
}

impl Encoding {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::ShiftJis => "Shift_JIS",
        }
    }

    /// 文字コード識別 (OQSCD005): 0 UTF-8, 1 Shift_JIS.
    pub(super) fn of_identifier(text: &str) -> Option<Self> {
        match text {
            "0" => Some(Self::Utf8),
            "1" => Some(Self::ShiftJis),
            _ => None,
        }
    }

    fn of_label(label: &str) -> Option<Self> {
        match label.to_ascii_lowercase().as_str() {
            "utf-8" | "utf8" => Some(Self::Utf8),
            "shift_jis" | "shift-jis" | "sjis" | "x-sjis" | "windows-31j" | "cp932" | "ms932"
            | "ms_kanji" => Some(Self::ShiftJis),
            _ => None,
        }
    }
}

/// The text of an XML file.
#[derive(Debug)]
pub(super) struct Decoded<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) encoding: Encoding,
    /// There is an XML declaration that names this encoding.
    pub(super) is_declared: bool,
    /// There is a byte order mark.
    pub(super) has_bom: bool,
}

/// The text of an XML file and its encoding. Without a declaration, bytes that are no UTF-8 are read
/// as Shift_JIS; 文字コード識別 is checked against the result later.
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded<'_>, Problem> {
    if let [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] | [b'<', 0, ..] | [0, b'<', ..] = bytes {
        return Err(Problem::EncodingUnsupported {
            found: "UTF-16".to_owned(),
        });
    }
    let body = delimited::without_bom(bytes);
    let has_bom = body.len() < bytes.len();
    let declared = match declared_label(body) {
        Some(label) => Some(
            Encoding::of_label(&label).ok_or(Problem::EncodingUnsupported {
                found: label.into_owned(),
            })?,
        ),
        None => None,
    };
    if has_bom && declared == Some(Encoding::ShiftJis) {
        return Err(Problem::EncodingMismatch {
            encoding: "Shift_JIS",
            is_declared: true,
            identifier: "BOM (UTF-8)".to_owned(),
        });
    }
    let broken = |encoding: Encoding| Problem::EncodingBroken {
        encoding: encoding.name(),
    };
    let shift_jis = || cp932::decode_strict(body).map(|text| (text, Encoding::ShiftJis));
    let utf8 = || {
        let text = std::str::from_utf8(body).ok()?;
        Some((Cow::Borrowed(text), Encoding::Utf8))
    };
    let (text, encoding) = match declared {
        Some(Encoding::ShiftJis) => shift_jis().ok_or(broken(Encoding::ShiftJis)),
        None if !has_bom => utf8().or_else(shift_jis).ok_or(broken(Encoding::Utf8)),
        _ => utf8().ok_or(broken(Encoding::Utf8)),
    }?;
    Ok(Decoded {
        text,
        encoding,
        is_declared: declared.is_some(),
        has_bom,
    })
}

/// The encoding that the XML declaration at the beginning names, if it does and nothing contradicts it.
pub(super) fn told(head: &[u8]) -> Option<Encoding> {
    let body = delimited::without_bom(head);
    let encoding = Encoding::of_label(&declared_label(body)?)?;
    let has_bom = body.len() < head.len();
    (!has_bom || encoding == Encoding::Utf8).then_some(encoding)
}

/// What stands behind `encoding=` in the XML declaration.
fn declared_label(body: &[u8]) -> Option<Cow<'_, str>> {
    let start = body.iter().position(|b| !b.is_ascii_whitespace())?;
    let rest = body[start..].strip_prefix(b"<?xml")?;
    let end = memchr::memmem::find(&rest[..rest.len().min(1_024)], b"?>")?;
    let declaration = &rest[..end];
    let at = memchr::memmem::find(declaration, b"encoding")? + b"encoding".len();
    let value = declaration[at..].trim_ascii_start().strip_prefix(b"=")?;
    let (&quote, value) = value.trim_ascii_start().split_first()?;
    if !matches!(quote, b'"' | b'\'') {
        return None;
    }
    let end = memchr::memchr(quote, value)?;
    Some(String::from_utf8_lossy(value[..end].trim_ascii()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoding(bytes: &[u8]) -> Result<Encoding, &'static str> {
        decode(bytes).map(|d| d.encoding).map_err(|p| p.id())
    }

    #[test]
    fn declarations() {
        let utf8 = Ok(Encoding::Utf8);
        let sjis = Ok(Encoding::ShiftJis);
        assert_eq!(
            encoding(b"<?xml version='1.0' encoding='utf-8'?><a/>"),
            utf8
        );
        assert_eq!(encoding(b"\xEF\xBB\xBF<?xml version=\"1.0\"?><a/>"), utf8);
        assert_eq!(
            encoding(b"<?xml version=\"1.0\" encoding = \"Shift_JIS\" standalone=\"no\"?><a>\x89\xD4</a>"),
            sjis
        );
        assert_eq!(
            encoding(b"<?xml version=\"1.0\" encoding=\"Windows-31J\"?><a/>"),
            sjis
        );
        assert_eq!(encoding(b"<a>\x89\xD4</a>"), sjis);
        assert_eq!(encoding(b"<a/>"), utf8);
    }

    #[test]
    fn what_is_refused() {
        assert_eq!(encoding(b"\xFF\xFE<\0?\0"), Err("encoding-unsupported"));
        assert_eq!(encoding(b"\0<\0?"), Err("encoding-unsupported"));
        assert_eq!(
            encoding(b"<?xml version='1.0' encoding='EUC-JP'?><a/>"),
            Err("encoding-unsupported")
        );
        assert_eq!(
            encoding(b"<?xml version='1.0' encoding='UTF-8'?><a>\x89\xD4</a>"),
            Err("encoding-broken")
        );
        assert_eq!(
            encoding(b"\xEF\xBB\xBF<?xml version='1.0' encoding='Shift_JIS'?><a/>"),
            Err("encoding-mismatch")
        );
        assert_eq!(
            encoding(b"<?xml version='1.0' encoding='Shift_JIS'?><a>\xFF</a>"),
            Err("encoding-broken")
        );
    }
}

//! Which of its shapes a claim file has (claims-format 1, 5, 6), told from its head.

use crate::text::cp932;

use super::lines;

/// Bytes of the head of a file that [`sniff`] wants to see, at most.
pub const HEAD: usize = 1 << 16;

/// The shapes a claim file is read in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A station's file: HM, claims, GO; also a 再請求ファイル, whose claims have history lines.
    Station,
    /// A 返戻ファイル: HH, claims with HR and history lines, HG. Its own specification was not found: the first
    /// five fields of HH and the order of the parts are those of the official guide (claims-format 5), the
    /// rest is inferred.
    Returned,
    /// The insurer's: every line begins with データ識別, 行番号, 枝番号. Inferred from 医科 and 調剤
    /// (claims-format 6).
    Insurer,
}

impl Shape {
    /// All shapes.
    pub const ALL: [Self; 3] = [Self::Station, Self::Returned, Self::Insurer];

    /// The word for it in tables and stored claims.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Station => "station",
            Self::Returned => "returned",
            Self::Insurer => "insurer",
        }
    }

    /// The shape with this word.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|shape| shape.id() == id)
    }
}

/// The encoding of a claim file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// CP932, as the format demands.
    Cp932,
    /// UTF-8, read leniently (contract 3.1).
    Utf8,
}

impl Encoding {
    /// All encodings.
    pub const ALL: [Self; 2] = [Self::Cp932, Self::Utf8];

    /// The word for it in reports and stored claims.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Cp932 => "cp932",
            Self::Utf8 => "utf-8",
        }
    }

    /// The encoding with this word.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|encoding| encoding.id() == id)
    }

    /// Decodes a field; malformed bytes become U+FFFD.
    #[must_use]
    pub fn decode(self, bytes: &[u8]) -> std::borrow::Cow<'_, str> {
        match self {
            Self::Cp932 => cp932::decode(bytes),
            Self::Utf8 => String::from_utf8_lossy(bytes),
        }
    }

    /// Appends the decoded field to `out`.
    pub fn decode_into(self, bytes: &[u8], out: &mut String) {
        match self {
            Self::Cp932 => cp932::decode_into(bytes, out),
            Self::Utf8 => out.push_str(&String::from_utf8_lossy(bytes)),
        }
    }
}

/// Why a file is refused as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No byte, or only line ends and 0x1A.
    Empty,
    /// NUL bytes: no text file.
    Binary,
    /// UTF-16 by its byte order mark.
    Utf16,
    /// EUC-JP.
    EucJp,
    /// ISO-2022-JP (JIS with escape sequences).
    Iso2022Jp,
    /// Lines end with CR alone, so there is only one.
    CrOnly,
    /// The first record is not HM (its head is given).
    NoHm(String),
    /// HM (HH of a 返戻ファイル) of another 点数表 than 6 訪問看護.
    OtherTable(String),
    /// HM (HH of a 返戻ファイル) is there but its fields cannot be read.
    BrokenHm,
}

/// What the head of a file says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dialect {
    /// Station's, returned or insurer's.
    pub shape: Shape,
    /// CP932 or UTF-8.
    pub encoding: Encoding,
    /// Bytes to skip at the start (a UTF-8 byte order mark).
    pub skip: usize,
}

/// Tells shape and encoding from the first bytes of a file ([`HEAD`] of them suffice).
///
/// # Errors
/// A [`Refusal`] when this is no claim file of 訪問看護.
pub fn sniff(head: &[u8]) -> Result<Dialect, Refusal> {
    if head.starts_with(&[0xFF, 0xFE]) || head.starts_with(&[0xFE, 0xFF]) {
        return Err(Refusal::Utf16);
    }
    let skip = if head.starts_with(&[0xEF, 0xBB, 0xBF]) {
        3
    } else {
        0
    };
    let text = &head[skip..];
    let first = first_line(text).ok_or(Refusal::Empty)?;
    if memchr::memchr(0, text).is_some() {
        return Err(Refusal::Binary);
    }
    if memchr::memmem::find(text, b"\x1b$").is_some() {
        return Err(Refusal::Iso2022Jp);
    }
    if memchr::memchr(b'\n', text).is_none() && memchr::memchr(b'\r', text).is_some() {
        return Err(Refusal::CrOnly);
    }
    let shape = shape_of(first)?;
    let encoding = encoding_of(text, skip > 0)?;
    Ok(Dialect {
        shape,
        encoding,
        skip,
    })
}

/// The first line that holds more than line ends and 0x1A.
fn first_line(text: &[u8]) -> Option<&[u8]> {
    text.split(|&b| b == b'\n')
        .map(|line| line.strip_suffix(b"\r").unwrap_or(line))
        .map(|line| line.strip_prefix(&[0x1A]).unwrap_or(line))
        .find(|line| !line.is_empty())
}

/// Fields that HM has at least, 請求年月 the last of them.
const HM_LEAST: usize = 7;

/// Fields of HH that are known (claims-format 5); where more follow is inferred.
const HH_LEAST: usize = 5;

fn shape_of(first: &[u8]) -> Result<Shape, Refusal> {
    let ([tag, second, third, fourth], count) = lines::split::<4>(first);
    let headed = |shape, least| match fourth {
        _ if count < least => Err(Refusal::BrokenHm),
        b"6" => Ok(shape),
        table => Err(Refusal::OtherTable(printable(table))),
    };
    match tag {
        b"HM" => headed(Shape::Station, HM_LEAST),
        b"HH" => headed(Shape::Returned, HH_LEAST),
        _ if is_number(tag) && is_number(second) && is_number(third) && is_tag(fourth) => {
            Ok(Shape::Insurer)
        }
        _ => Err(Refusal::NoHm(printable(first))),
    }
}

fn encoding_of(text: &[u8], has_bom: bool) -> Result<Encoding, Refusal> {
    if !has_bom && is_half_width(text) {
        return Ok(Encoding::Cp932);
    }
    if text.is_ascii() {
        return Ok(if has_bom {
            Encoding::Utf8
        } else {
            Encoding::Cp932
        });
    }
    let valid = match std::str::from_utf8(text) {
        Ok(_) => true,
        // Only the end of the head may be cut inside a character.
        Err(error) => error.error_len().is_none() && text.len() >= HEAD - 4,
    };
    if valid {
        return Ok(Encoding::Utf8);
    }
    // EUC-JP bytes are mostly malformed as CP932, and the other way round.
    let whole_lines = &text[..memchr::memrchr(b'\n', text).map_or(text.len(), |end| end + 1)];
    let is_euc = could_be_euc(whole_lines)
        && encoding_rs::EUC_JP
            .decode_without_bom_handling_and_without_replacement(whole_lines)
            .is_some();
    if is_euc && cp932::decode_strict(whole_lines).is_none() {
        return Err(Refusal::EucJp);
    }
    Ok(Encoding::Cp932)
}

/// False where a byte shows that this is no EUC-JP: in CP932 the first kanji mostly does.
fn could_be_euc(text: &[u8]) -> bool {
    let mut rest = text.iter();
    while let Some(byte) = rest.next() {
        let is_high = |byte: Option<&u8>| byte.is_some_and(|byte| (0xA1..=0xFE).contains(byte));
        let fits = match byte {
            0..=0x7F => true,
            0x8E | 0xA1..=0xFE => is_high(rest.next()),
            0x8F => is_high(rest.next()) && is_high(rest.next()),
            _ => false,
        };
        if !fits {
            return false;
        }
    }
    true
}

/// True when all characters, read as CP932, are half-width, kana among them. Two half-width kana can be the
/// bytes of one character of UTF-8, but of none that a claim file holds: those have three bytes and begin
/// with another.
fn is_half_width(text: &[u8]) -> bool {
    !text.is_ascii()
        && text
            .iter()
            .all(|byte| matches!(byte, 0..=0x7F | 0xA1..=0xDF))
}

fn is_number(field: &[u8]) -> bool {
    !field.is_empty() && field.iter().all(u8::is_ascii_digit)
}

fn is_tag(field: &[u8]) -> bool {
    field.len() == 2 && field.iter().all(u8::is_ascii_uppercase)
}

/// The first field of something found, at most 8 bytes of it, for a message: what follows may be
/// anybody's data. Bytes that are not ASCII as `·`.
fn printable(bytes: &[u8]) -> String {
    bytes
        .iter()
        .take_while(|&&b| b != b',')
        .take(8)
        .map(|&b| {
            if b.is_ascii_graphic() || b == b' ' {
                char::from(b)
            } else {
                '·'
            }
        })
        .collect()
}

/// データ識別 of an insurer-side line and the record behind データ識別,行番号,枝番号; `None` when the line has
/// no such head.
#[must_use]
pub fn insurer_line(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut fields = lines::fields(line);
    let (kind, number, branch) = (fields.next()?, fields.next()?, fields.next()?);
    fields.next()?;
    let head = kind.len() + number.len() + branch.len() + 3;
    (is_number(kind) && is_number(number) && is_number(branch)).then(|| (kind, &line[head..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HM: &[u8] = b"HM,1,13,6,1234567,X,202601,\r\n";

    #[test]
    fn station_and_insurer() {
        assert_eq!(
            sniff(HM).map(|d| (d.shape, d.encoding)),
            Ok((Shape::Station, Encoding::Cp932))
        );
        assert_eq!(
            sniff(b"1,1,0,MN,123,\r\n").map(|d| d.shape),
            Ok(Shape::Insurer)
        );
        let utf8 = "HM,1,13,6,1234567,見本訪問看護,202601,\r\n";
        assert_eq!(
            sniff(utf8.as_bytes()).map(|d| d.encoding),
            Ok(Encoding::Utf8)
        );
        let bom = [&[0xEF, 0xBB, 0xBF], HM].concat();
        assert_eq!(
            sniff(&bom).map(|d| (d.encoding, d.skip)),
            Ok((Encoding::Utf8, 3))
        );
        assert_eq!(
            sniff(b"HH,1,13,6,1234567\r\n").map(|d| d.shape),
            Ok(Shape::Returned)
        );
        assert_eq!(
            sniff(&[&b"\x1a\r\n"[..], HM].concat()).map(|d| d.shape),
            Ok(Shape::Station)
        );
    }

    #[test]
    fn what_is_refused() {
        let euc = [
            &b"HM,1,13,6,1234567,"[..],
            &[0xB8, 0xAB, 0xCB, 0xDC, 0xCB, 0xAC, 0xCC, 0xE4],
            b",202601,\r\n",
        ]
        .concat();
        for (bytes, why) in [
            (&b""[..], Refusal::Empty),
            (b"\x1a", Refusal::Empty),
            (b"\r\n\r\n\x1a", Refusal::Empty),
            (b"\xff\xfeH\0M\0", Refusal::Utf16),
            (b"PK\x03\x04\0\0", Refusal::Binary),
            (
                b"HM,1,13,1,1234567,X,202601,\r\n",
                Refusal::OtherTable("1".into()),
            ),
            (b"HM,1\r\n", Refusal::BrokenHm),
            (b"HH,1,13,6\r\n", Refusal::BrokenHm),
            (
                b"HH,1,13,1,1234567,X,202601\r\n",
                Refusal::OtherTable("1".into()),
            ),
            (b"RE,1,6112,202601\r\n", Refusal::NoHm("RE".into())),
            (b"hello", Refusal::NoHm("hello".into())),
            (b"HM,1,13,6,1234567,X,202601,\rGO\r", Refusal::CrOnly),
            (
                b"HM,1,13,6,1234567,\x1b$B8+\x1b(B,202601,\r\n",
                Refusal::Iso2022Jp,
            ),
            (&euc, Refusal::EucJp),
        ] {
            assert_eq!(sniff(bytes), Err(why), "{bytes:?}");
        }
    }

    #[test]
    fn half_width_kana_is_no_utf_8() {
        // ﾐｰ in CP932 is а in UTF-8.
        let kana = b"HM,1,13,6,1234567,\xD0\xB0,202601,\r\n";
        assert!(std::str::from_utf8(kana).is_ok());
        assert_eq!(sniff(kana).map(|d| d.encoding), Ok(Encoding::Cp932));
    }

    #[test]
    fn insurer_lines() {
        assert_eq!(
            insurer_line(b"1,12,0,RE,1,6112"),
            Some((&b"1"[..], &b"RE,1,6112"[..]))
        );
        assert_eq!(insurer_line(b"RE,1,6112,202601"), None);
        assert_eq!(insurer_line(b"1,2,3"), None);
    }
}

//! The XML of the eligibility system (オンライン資格確認, eligibility-format 3): single results, card
//! reader, 一括照会, 訪問診療等, 医療扶助.
//!
//! Elements may come in any order; the header and what a unit says of its records count wherever they
//! stand. A file that breaks off is refused whole: a missing record could hide a loss of coverage.
//! Document type definitions and entities of one's own are refused.

mod decode;
mod simple;
pub(super) mod stream;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::errors::{Error, IllFormedError, SyntaxError};
use quick_xml::events::{BytesRef, Event};

use super::tree::{self, Document, MAX_BYTES, Walk};
use crate::note::{Expected, Problem};
use decode::Encoding;

/// Reads one XML file. `names` are those of the file and of the zip around it, by which alone visits
/// and card reader results differ from others; `source` numbers the input.
///
/// # Errors
/// Why nothing of the file is used.
pub(super) fn read(bytes: &[u8], names: &[&str], source: u32) -> Result<Document, Problem> {
    let too_large = || Problem::TooLarge { limit: MAX_BYTES };
    if bytes.len() as u64 > MAX_BYTES {
        return Err(too_large());
    }
    let decode::Decoded {
        text,
        encoding,
        is_declared,
        has_bom,
    } = decode::decode(bytes)?;
    if text.len() as u64 > MAX_BYTES {
        return Err(too_large());
    }
    let mut walk = Walk::new(tree::template(names, source), 0);
    run(&mut walk, &text)?;
    // Bytes below 0x80 are the same in both encodings: nothing was declared, nothing is contradicted.
    if is_declared || has_bom || !text.is_ascii() {
        check_encoding(&mut walk, encoding, is_declared)?;
    }
    walk.finish(names)
}

/// Compares 文字コード識別 with the encoding in which the file was read.
fn check_encoding(
    walk: &mut Walk<'_>,
    encoding: Encoding,
    is_declared: bool,
) -> Result<(), Problem> {
    let identifier = walk.character_code().to_owned();
    if identifier.is_empty() {
        return Ok(());
    }
    match Encoding::of_identifier(&identifier) {
        Some(told) if told == encoding => {}
        Some(_) => {
            return Err(Problem::EncodingMismatch {
                encoding: encoding.name(),
                is_declared,
                identifier,
            });
        }
        None => walk.remark_whole(Problem::Value {
            field: "CharacterCodeIdentifier".into(),
            found: identifier,
            expected: Expected::Code("0, 1"),
        }),
    }
    Ok(())
}

/// Leads `walk` through the document.
fn run<'doc>(walk: &mut Walk<'doc>, text: &'doc str) -> Result<(), Problem> {
    let mut reader = Reader::from_str(text);
    loop {
        let event = reader
            .read_event()
            .map_err(|error| broken(&error, text, reader.error_position()))?;
        match event {
            Event::Start(start) => walk.start(start.local_name().as_ref())?,
            Event::End(_) => walk.end()?,
            Event::Empty(both) => {
                walk.start(both.local_name().as_ref())?;
                walk.end()?;
            }
            Event::Text(piece) => walk.text(piece.into_inner())?,
            Event::CData(piece) => walk.text(piece.into_inner())?,
            Event::GeneralRef(of) => reference(walk, &of)?,
            Event::DocType(_) => return Err(Problem::XmlDtd),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
            Event::Eof => break,
        }
    }
    if walk.is_whole() {
        Ok(())
    } else {
        Err(Problem::XmlTruncated)
    }
}

/// The five predefined entities and characters by number; anything else is refused.
fn reference<'doc>(walk: &mut Walk<'doc>, reference: &BytesRef<'doc>) -> Result<(), Problem> {
    let name: &str = reference;
    let text = match name {
        "lt" => "<",
        "gt" => ">",
        "amp" => "&",
        "apos" => "'",
        "quot" => "\"",
        _ => {
            let unknown = || Problem::XmlEntity {
                name: name.chars().take(40).collect(),
            };
            let by_number = reference.resolve_char_ref().map_err(|_| unknown())?;
            let character = by_number.ok_or_else(unknown)?;
            return walk.text(Cow::Owned(character.to_string()));
        }
    };
    walk.text(Cow::Borrowed(text))
}

/// What the parser's error means: an end too early, or XML that is none.
fn broken(error: &Error, text: &str, position: u64) -> Problem {
    match error {
        Error::Syntax(SyntaxError::InvalidBangMarkup) => {}
        Error::Syntax(_) | Error::IllFormed(IllFormedError::MissingEndTag(_)) => {
            return Problem::XmlTruncated;
        }
        _ => {}
    }
    let before = usize::try_from(position)
        .unwrap_or(usize::MAX)
        .min(text.len());
    let lines = memchr::memchr_iter(b'\n', &text.as_bytes()[..before]).count();
    Problem::XmlBroken {
        line: lines as u64 + 1,
        detail: error.to_string(),
    }
}

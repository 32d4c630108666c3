//! UTF-8 to CP932, where every character has its code.

use std::borrow::Cow;

use crate::text::cp932;
use crate::uke::dialect::insurer_line;
use crate::uke::layout::RecordKind;
use crate::uke::lines;

use super::Refused;

/// The line as CP932.
///
/// # Errors
/// [`Refused`] when it is not UTF-8, is history, or has a character that CP932 lacks. Of characters with several
/// codes (外字: 髙) the one is written that Windows writes.
pub(super) fn to_cp932(line: &[u8], number: u32) -> Result<Vec<u8>, Refused> {
    let text = std::str::from_utf8(line).map_err(|_| Refused::Mixed(number))?;
    // The payer's own bytes are to come back to him; which of several codes he wrote is lost.
    if matches!(insurer_line(line), Some((b"8", _))) {
        return Err(Refused::History(number));
    }
    let text = &*twins(text);
    let mut out = Vec::with_capacity(line.len());
    // Some characters are written as others (¥ as \), which only reading them back shows.
    if cp932::encode_into(text, &mut out) == 0 && cp932::decode(&out) == text {
        return Ok(out);
    }
    let tag = lines::fields(line).next().unwrap_or_default();
    let record = RecordKind::from_tag(tag).map_or("", RecordKind::name);
    let mut position = 1;
    for character in text.chars() {
        if character == ',' {
            position += 1;
        } else if !has_code(character) {
            return Err(Refused::Unmappable {
                line: number,
                record,
                position,
                character,
            });
        }
    }
    Err(Refused::Mixed(number))
}

/// Characters that other systems than Windows write for those of JIS X 0208 (〜 U+301C) as CP932 reads them.
fn twins(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| cp932::twin(c).is_some()) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match cp932::twin(c) {
            Some(code) => cp932::decode_into(&code, &mut out),
            None => out.push(c),
        }
    }
    Cow::Owned(out)
}

fn has_code(character: char) -> bool {
    let mut buffer = [0; 4];
    let text = &*character.encode_utf8(&mut buffer);
    let mut out = Vec::new();
    cp932::encode_into(text, &mut out) == 0 && cp932::decode(&out) == text
}

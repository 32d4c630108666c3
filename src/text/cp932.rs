//! CP932 (Windows-31J, Shift_JIS with 外字) both ways.
//!
//! The second byte of a two-byte character is never comma, quote, CR, LF or 0x1A, so records are
//! cut on raw bytes (architecture, "Speed by design"). It can be `\` or `|`.

use std::borrow::Cow;
use std::sync::LazyLock;

use encoding_rs::{CoderResult, EncoderResult, SHIFT_JIS};

/// 〓 (81 AC), what a character becomes that CP932 lacks (contract 2, `--encoding`).
pub const GETA: [u8; 2] = [0x81, 0xAC];

/// True for the first byte of a two-byte character.
#[must_use]
pub fn is_lead(byte: u8) -> bool {
    matches!(byte, 0x81..=0x9F | 0xE0..=0xFC)
}

/// Decodes CP932 bytes; malformed sequences become U+FFFD. Borrows when all bytes are ASCII.
#[must_use]
pub fn decode(bytes: &[u8]) -> Cow<'_, str> {
    if let Some(text) = ascii(bytes) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(bytes.len() * 2);
    decode_into(bytes, &mut out);
    Cow::Owned(out)
}

/// The text of bytes that all are ASCII.
#[must_use]
pub fn ascii(bytes: &[u8]) -> Option<&str> {
    let text = bytes.is_ascii().then(|| std::str::from_utf8(bytes).ok());
    text.flatten()
}

/// Decodes CP932 bytes, or `None` when any sequence is malformed.
#[must_use]
pub fn decode_strict(bytes: &[u8]) -> Option<Cow<'_, str>> {
    SHIFT_JIS.decode_without_bom_handling_and_without_replacement(bytes)
}

/// Appends the decoded text of `bytes` to `out`; malformed sequences become U+FFFD.
pub fn decode_into(bytes: &[u8], out: &mut String) {
    if let Some(text) = ascii(bytes) {
        out.push_str(text);
        return;
    }
    let before = out.len();
    if !decode_plain(bytes, out) {
        out.truncate(before);
        decode_any(bytes, out);
    }
}

/// The characters of all pairs of bytes in the order of [`pair`]; 0 where there is none. All of them lie in the
/// first 65,536.
static PAIRS: LazyLock<Vec<u16>> = LazyLock::new(|| {
    let leads = (0x81..=0x9Fu8).chain(0xE0..=0xFC);
    let all: Vec<[u8; 2]> = leads
        .flat_map(|lead| (0x40..=0xFCu8).map(move |trail| [lead, trail]))
        .collect();
    // A line for each pair: a line end ends whatever is malformed.
    let lines: Vec<u8> = all.iter().flat_map(|&[a, b]| [a, b, b'\n']).collect();
    let text = SHIFT_JIS.decode_without_bom_handling(&lines).0;
    let mut pairs = vec![0; LEADS * TRAILS];
    for (&[lead, trail], line) in all.iter().zip(text.lines()) {
        let mut chars = line.chars();
        if let (Some(c), None) = (chars.next(), chars.next())
            && c != char::REPLACEMENT_CHARACTER
            && let (Some(at), Ok(code)) = (pair(lead, trail), u16::try_from(u32::from(c)))
        {
            pairs[at] = code;
        }
    }
    pairs
});

const LEADS: usize = 60;
const TRAILS: usize = 0xFD - 0x40;

/// The place of a pair of bytes in [`PAIRS`].
fn pair(lead: u8, trail: u8) -> Option<usize> {
    let lead = match lead {
        0x81..=0x9F => lead - 0x81,
        0xE0..=0xFC => lead - 0xE0 + 31,
        _ => return None,
    };
    let trail = trail.checked_sub(0x40)?;
    (usize::from(trail) < TRAILS).then(|| usize::from(lead) * TRAILS + usize::from(trail))
}

/// Decodes names as they are: a field of some characters, for which the set-up of a decoder takes longer than
/// its work. False at the first byte that is malformed or rare.
fn decode_plain(bytes: &[u8], out: &mut String) -> bool {
    let pairs = &**PAIRS;
    let mut rest = bytes.iter();
    while let Some(&byte) = rest.next() {
        let code = match byte {
            0..=0x7F => u16::from(byte),
            // Half-width kana.
            0xA1..=0xDF => 0xFF61 + u16::from(byte - 0xA1),
            _ => {
                let at = rest.next().and_then(|&trail| pair(byte, trail));
                at.map_or(0, |at| pairs[at])
            }
        };
        match char::from_u32(u32::from(code)) {
            Some(c) if c != '\0' => out.push(c),
            _ => return false,
        }
    }
    true
}

fn decode_any(bytes: &[u8], out: &mut String) {
    let mut decoder = SHIFT_JIS.new_decoder_without_bom_handling();
    let mut rest = bytes;
    // Three UTF-8 bytes per input byte is encoding_rs's own bound for Shift_JIS.
    out.reserve(bytes.len() * 3 + 3);
    loop {
        let (result, read, _) = decoder.decode_to_string(rest, out, true);
        rest = &rest[read..];
        match result {
            CoderResult::InputEmpty => return,
            CoderResult::OutputFull => out.reserve(rest.len() * 3 + 16),
        }
    }
}

/// Appends `text` as CP932 to `out`, each character CP932 lacks as 〓; returns how many those were.
pub fn encode_into(text: &str, out: &mut Vec<u8>) -> usize {
    if text.is_ascii() {
        out.extend_from_slice(text.as_bytes());
        return 0;
    }
    let mut encoder = SHIFT_JIS.new_encoder();
    let mut rest = text;
    let mut replaced = 0;
    loop {
        out.reserve(rest.len() * 2 + 16);
        let (result, read) = encoder.encode_from_utf8_to_vec_without_replacement(rest, out, true);
        rest = &rest[read..];
        match result {
            EncoderResult::InputEmpty => return replaced,
            EncoderResult::OutputFull => {}
            EncoderResult::Unmappable(_) => {
                out.extend_from_slice(&GETA);
                replaced += 1;
            }
        }
    }
}

/// The code of a character that JIS X 0208 has but CP932 decodes to another: 〜 and － come as U+301C and U+2212
/// from other systems than Windows, and so on (claims-format 1.2).
#[must_use]
pub fn twin(c: char) -> Option<[u8; 2]> {
    Some(match c {
        '\u{2014}' => [0x81, 0x5C],
        '\u{301C}' => [0x81, 0x60],
        '\u{2016}' => [0x81, 0x61],
        '\u{2212}' => [0x81, 0x7C],
        '\u{00A2}' => [0x81, 0x91],
        '\u{00A3}' => [0x81, 0x92],
        '\u{00AC}' => [0x81, 0xCA],
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn second_bytes_never_look_like_structure() {
        for lead in (0x81..=0x9Fu8).chain(0xE0..=0xFC) {
            for trail in [b',', b'"', b'\r', b'\n', 0x1A] {
                assert!(
                    decode_strict(&[lead, trail]).is_none(),
                    "{lead:02X} {trail:02X}"
                );
            }
        }
    }

    #[test]
    fn every_pair_decodes_as_the_standard_says() {
        for lead in 0..=0xFF {
            for trail in 0..=0xFF {
                let bytes = [lead, trail];
                let expected = SHIFT_JIS.decode_without_bom_handling(&bytes).0;
                assert_eq!(decode(&bytes), expected, "{bytes:02X?}");
            }
        }
    }

    proptest! {
        #[test]
        fn any_bytes_decode_as_the_standard_says(
            bytes in prop::collection::vec(prop_oneof![any::<u8>(), 0x81u8..0x9F, 0xA1u8..0xDF], 0..40)
        ) {
            prop_assert_eq!(decode(&bytes), SHIFT_JIS.decode_without_bom_handling(&bytes).0);
        }
    }

    #[test]
    fn missing_characters_become_geta_and_are_counted() {
        let mut out = Vec::new();
        assert_eq!(encode_into("山𠮟田😀", &mut out), 2);
        assert_eq!(decode(&out), "山〓田〓");
    }

    #[test]
    fn gaiji_decodes() {
        assert_eq!(decode(&[0xEE, 0xE0]), "髙");
        assert_eq!(decode(&[0xED, 0x95]), "﨑");
    }

    proptest! {
        #[test]
        fn decode_into_equals_decode(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let mut out = String::from("前");
            decode_into(&bytes, &mut out);
            prop_assert_eq!(&out["前".len()..], &*decode(&bytes));
        }

        #[test]
        fn what_cp932_can_write_survives(text in "[ -~ァ-ヶｱ-ﾝ亜-腕、。０-９]{0,40}") {
            // ¥ and ‾ are outside the class: encoding_rs writes them as 5C and 7E.
            let mut bytes = Vec::new();
            let replaced = encode_into(&text, &mut bytes);
            if replaced == 0 {
                prop_assert_eq!(decode(&bytes), text);
            }
        }
    }
}

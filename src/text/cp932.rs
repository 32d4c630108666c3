//! CP932 (Windows-31J, Shift_JIS with 外字) both ways.
//!
//! The second byte of a two-byte character is never comma, quote, CR, LF or 0x1A, so records are
//! cut on raw bytes (architecture, "Speed by design"). It can be `\` or `|`.

use std::borrow::Cow;

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
    SHIFT_JIS.decode_without_bom_handling(bytes).0
}

/// Decodes CP932 bytes, or `None` when any sequence is malformed.
#[must_use]
pub fn decode_strict(bytes: &[u8]) -> Option<Cow<'_, str>> {
    SHIFT_JIS.decode_without_bom_handling_and_without_replacement(bytes)
}

/// Appends the decoded text of `bytes` to `out`; malformed sequences become U+FFFD.
pub fn decode_into(bytes: &[u8], out: &mut String) {
    if let Ok(ascii) = std::str::from_utf8(bytes)
        && ascii.is_ascii()
    {
        out.push_str(ascii);
        return;
    }
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

//! Texts as cells may hold them.

use std::borrow::Cow;

use unicode_width::UnicodeWidthStr;

/// What a cell holds at most, in UTF-16 units (Excel).
pub(super) const CELL_MAX: usize = 32_767;

/// A text that a cell can hold: what XML forbids becomes the picture of the control character, and what is too long
/// ends in `…`.
pub(super) fn fitting(text: &str) -> Cow<'_, str> {
    let is_plain = !text.chars().any(is_forbidden);
    let text = if is_plain {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().map(shown).collect())
    };
    // UTF-8 never has fewer bytes than UTF-16 has units.
    if text.len() <= CELL_MAX || text.encode_utf16().count() <= CELL_MAX {
        return text;
    }
    let mut units = 0;
    let kept = text.chars().take_while(|c| {
        units += c.len_utf16();
        units < CELL_MAX
    });
    let mut kept: String = kept.collect();
    kept.push('…');
    Cow::Owned(kept)
}

/// True for what an XML file must not hold, and for carriage returns, which it does not keep.
fn is_forbidden(c: char) -> bool {
    matches!(c, '\0'..='\x08' | '\x0B'..='\x1F' | '\u{FFFE}' | '\u{FFFF}')
}

/// The picture of a control character.
fn shown(c: char) -> char {
    match c {
        c if !is_forbidden(c) => c,
        '\0'..='\x1F' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{FFFD}'),
        _ => '\u{FFFD}',
    }
}

/// How wide a text is, in narrow characters; full-width ones count two.
pub(super) fn width(text: &str) -> usize {
    if text.is_ascii() {
        text.len()
    } else {
        text.width_cjk()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_forbids_is_shown() {
        assert!(matches!(fitting("見本\t太郎"), Cow::Borrowed(_)));
        assert_eq!(fitting("a\0b\x1Bc\r\u{FFFF}"), "a␀b␛c␍\u{FFFD}");
        assert_eq!(fitting("_x0041_"), "_x0041_");
    }

    #[test]
    fn what_is_too_long_is_cut_between_characters() {
        let exact = "あ".repeat(CELL_MAX);
        assert_eq!(fitting(&exact), exact);
        for (long, units) in [("あ", CELL_MAX), ("𠮟", CELL_MAX)] {
            let cut = fitting(&long.repeat(CELL_MAX + 1)).into_owned();
            assert!(cut.ends_with('…'), "{long}");
            assert_eq!(cut.encode_utf16().count(), units, "{long}");
        }
        // Two units that would straddle the limit go whole.
        let straddling = format!("a{}", "𠮟".repeat(CELL_MAX));
        let cut = fitting(&straddling).into_owned();
        assert_eq!(cut.encode_utf16().count(), CELL_MAX - 1);
    }

    #[test]
    fn full_width_counts_two() {
        assert_eq!((width("ab"), width("見本"), width("○ 要")), (2, 4, 5));
    }
}

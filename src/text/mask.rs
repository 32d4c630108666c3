//! Personal data made unreadable (`--mask`): every character but blanks becomes a star of its width, so
//! that lengths and columns, which a finding may be about, stay as they are.

use unicode_width::UnicodeWidthChar;

/// What a character is masked by.
#[must_use]
pub fn star(c: char) -> char {
    match c {
        ' ' | '\u{3000}' => c,
        _ if c.width() == Some(2) => '＊',
        _ => '*',
    }
}

/// A text masked; an empty one stays empty.
#[must_use]
pub fn mask(text: &str) -> String {
    text.chars().map(star).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_width::UnicodeWidthStr;

    #[test]
    fn widths_and_blanks_stay() {
        assert_eq!(mask("見本　花子"), "＊＊　＊＊");
        assert_eq!(mask("ﾐﾎﾝ ﾊﾅｺ"), "*** ***");
        assert_eq!(mask("19650312"), "********");
        assert_eq!(mask("\u{1b}\u{fffd}"), "**");
        assert_eq!(mask(""), "");
    }

    proptest! {
        #[test]
        fn nothing_but_stars_and_blanks_is_left(text in "\\PC{0,20}") {
            let masked = mask(&text);
            let is_masked = |c| matches!(c, '*' | '＊' | ' ' | '\u{3000}');
            prop_assert!(masked.chars().all(is_masked));
            prop_assert_eq!(masked.chars().count(), text.chars().count());
        }

        #[test]
        fn columns_stay(text in "[ -~ぁ-んァ-ヶ亜-熙]{0,20}") {
            prop_assert_eq!(mask(&text).width(), text.width());
        }
    }
}

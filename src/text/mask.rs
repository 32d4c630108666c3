//! Hiding what identifies a person, without losing how long it was.

use unicode_width::UnicodeWidthChar;

/// Each character of `text` as `＊` where it takes two columns and as `*` otherwise, blanks too: the length
/// stays, so that columns stay aligned and a field of the wrong length is still seen to be one.
#[must_use]
pub fn masked(text: &str) -> String {
    let star = |c: char| if c.width() == Some(2) { '＊' } else { '*' };
    text.chars().map(star).collect()
}

/// True for a text that [`masked`] may have given.
#[must_use]
pub fn is_masked(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| matches!(c, '＊' | '*'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_and_width_stay() {
        assert_eq!(masked("見本　花子"), "＊＊＊＊＊");
        assert_eq!(masked("ﾐﾎﾝ 12-3"), "********");
        assert_eq!(masked(""), "");
        assert!(is_masked(&masked("19700110")));
        assert!(!is_masked("") && !is_masked("*1"));
    }
}

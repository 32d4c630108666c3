//! Colours and columns of a terminal. Whether there is one is for the caller to know.

use std::borrow::Cow;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::finding::Level;

/// Stands for a character that a terminal would obey or not show.
pub const INVISIBLE: char = '·';

/// The widest word for a level, in columns.
pub const LEVEL_WIDTH: usize = 7;

/// Colours, or none.
#[derive(Clone, Copy, Debug)]
pub struct Paint(bool);

impl Paint {
    /// Colours if `is_coloured`.
    #[must_use]
    pub const fn new(is_coloured: bool) -> Self {
        Self(is_coloured)
    }

    /// True for colours.
    #[must_use]
    pub const fn is_coloured(self) -> bool {
        self.0
    }

    fn with(self, code: &str, text: &str) -> String {
        if self.0 {
            format!("\u{1b}[{code}m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }

    /// For headings.
    #[must_use]
    pub fn bold(self, text: &str) -> String {
        self.with("1", text)
    }

    /// For errors.
    #[must_use]
    pub fn red(self, text: &str) -> String {
        self.with("1;31", text)
    }

    /// For warnings.
    #[must_use]
    pub fn yellow(self, text: &str) -> String {
        self.with("33", text)
    }

    /// For remarks.
    #[must_use]
    pub fn cyan(self, text: &str) -> String {
        self.with("36", text)
    }

    /// A text in the colour of a level.
    #[must_use]
    pub fn level(self, level: Level, text: &str) -> String {
        match level {
            Level::Error => self.red(text),
            Level::Warn => self.yellow(text),
            Level::Info => self.cyan(text),
        }
    }
}

/// A character as a terminal may be given it: one that it would obey (control characters, marks that turn
/// the direction of writing) or not show becomes [`INVISIBLE`].
#[must_use]
pub fn visible(c: char) -> char {
    match c.width() {
        Some(1..) => c,
        _ => INVISIBLE,
    }
}

/// A text of [`visible`] characters.
#[must_use]
pub fn clean(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| visible(c) == c) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().map(visible).collect())
    }
}

/// Fills up with spaces to `width` columns; full-width characters take two.
#[must_use]
pub fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

/// Fills up with spaces on the left to `width` columns.
#[must_use]
pub fn right(text: &str, width: usize) -> String {
    format!("{}{text}", " ".repeat(width.saturating_sub(text.width())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::terms;
    use crate::text::lang::Lang;

    #[test]
    fn levels_fit_their_column() {
        for lang in Lang::ALL {
            for one in [Level::Info, Level::Warn, Level::Error] {
                assert!(terms::level(one, lang).width() <= LEVEL_WIDTH);
            }
        }
    }

    #[test]
    fn full_width_takes_two_columns() {
        assert_eq!(padded("警告", 6), "警告  ");
        assert_eq!(right("警告", 6), "  警告");
        assert_eq!(right("警告", 3), "警告");
    }

    #[test]
    fn a_terminal_is_not_given_orders() {
        assert_eq!(clean("\u{1b}[31m見本\t花子\u{202e}"), "·[31m見本·花子·");
        assert!(matches!(clean("見本　花子 ｱ"), Cow::Borrowed(_)));
    }

    #[test]
    fn colours_only_when_wanted() {
        assert_eq!(Paint::new(false).level(Level::Error, "x"), "x");
        assert_eq!(
            Paint::new(true).level(Level::Warn, "x"),
            "\u{1b}[33mx\u{1b}[0m"
        );
    }
}

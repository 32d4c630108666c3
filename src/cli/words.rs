//! Words and columns of the terminal.

use unicode_width::UnicodeWidthStr;

use crate::finding::Level;
use crate::report::inputs::Role;
use crate::text::lang::Lang;

pub(super) use crate::text::grouped;

use super::printer::Paint;

/// The widest word for a level, in columns.
pub(super) const LEVEL_WIDTH: usize = 7;

/// A text in the colour of a level.
pub(super) fn painted(level: Level, text: &str, paint: Paint) -> String {
    match level {
        Level::Error => paint.red(text),
        Level::Warn => paint.yellow(text),
        Level::Info => paint.cyan(text),
    }
}

/// What an input is for.
pub(super) fn role(role: Role, lang: Lang) -> &'static str {
    match role {
        Role::Claims => lang.pick("請求", "claims"),
        Role::Eligibility => lang.pick("資格", "eligibility"),
        Role::Credentials => lang.pick("提示記録", "credentials"),
    }
}

/// Fills up with spaces to `width` columns; full-width characters take two.
pub(super) fn padded(text: &str, width: usize) -> String {
    let fill = width.saturating_sub(text.width());
    format!("{text}{}", " ".repeat(fill))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::terms;

    #[test]
    fn full_width_takes_two_columns() {
        assert_eq!(padded("警告", 6), "警告  ");
        for lang in Lang::ALL {
            for one in [Level::Info, Level::Warn, Level::Error] {
                assert!(terms::level(one, lang).width() <= LEVEL_WIDTH);
            }
        }
    }
}

//! The two languages of messages, reports and explain pages.

use std::fmt;

/// The language of texts for people. Codes, column names and dates in tables never depend on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Lang {
    /// 日本語: what reports are written in by default.
    #[default]
    Ja,
    /// English.
    En,
}

impl Lang {
    /// Both languages, for tables and tests.
    pub const ALL: [Lang; 2] = [Lang::Ja, Lang::En];

    /// The language tag as on the command line: `ja` or `en`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Lang::Ja => "ja",
            Lang::En => "en",
        }
    }

    /// The one of two texts that is in this language.
    #[must_use]
    pub const fn pick<'a>(self, ja: &'a str, en: &'a str) -> &'a str {
        match self {
            Lang::Ja => ja,
            Lang::En => en,
        }
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn picks_the_text_of_its_language() {
        assert_eq!(Lang::Ja.pick("返戻", "returned"), "返戻");
        assert_eq!(Lang::En.pick("返戻", "returned"), "returned");
        assert_eq!(Lang::default(), Lang::Ja);
    }
}

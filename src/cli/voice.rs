//! Texts of the catalogue as a terminal can show them: in its language, and in ASCII where it has no more.

use std::borrow::Cow;

use crate::messages::{self, Value};
use crate::report::terminal;
use crate::text::lang::Lang;

use super::ascii;

/// A language and a charset.
#[derive(Clone, Copy, Debug)]
pub(super) struct Voice {
    pub(super) lang: Lang,
    /// Nothing but ASCII; `lang` is English then.
    pub(super) is_ascii: bool,
}

impl Voice {
    /// A message without variables.
    pub(super) fn get(self, id: &str) -> Cow<'static, str> {
        self.fit(messages::get(id, self.lang))
    }

    /// A message of a family.
    pub(super) fn of(self, family: &str, id: &str) -> Cow<'static, str> {
        self.fit(messages::of(family, id, self.lang))
    }

    /// A message with variables.
    pub(super) fn with(self, id: &str, values: &[(&str, Value<'_>)]) -> String {
        self.fit(&messages::with(id, self.lang, values))
            .into_owned()
    }

    /// Any other text of ours.
    pub(super) fn fit(self, text: &str) -> Cow<'_, str> {
        if self.is_ascii && !text.is_ascii() {
            Cow::Owned(ascii::of(text))
        } else {
            Cow::Borrowed(text)
        }
    }

    /// A text of somebody else's: the terminal must not obey it.
    pub(super) fn quote(self, text: &str) -> String {
        let text = if self.is_ascii {
            text.replace(|c: char| !c.is_ascii(), "?")
        } else {
            text.to_owned()
        };
        terminal::clean(&text).replace(terminal::INVISIBLE, if self.is_ascii { "." } else { "·" })
    }
}

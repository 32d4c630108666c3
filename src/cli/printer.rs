//! What goes to the terminal: results to standard output, everything else to standard error.

use std::io::{self, IsTerminal, Write};

use crate::text::lang::Lang;

use super::failure::Failure;

/// Says things in one language, in colour where there is a terminal.
#[derive(Debug)]
pub(super) struct Printer {
    pub(super) lang: Lang,
    pub(super) quiet: bool,
    /// Colours for standard output.
    pub(super) out: Paint,
    err: Paint,
}

/// Colours, or none.
#[derive(Clone, Copy, Debug)]
pub(super) struct Paint(bool);

impl Paint {
    fn of(is_terminal: bool) -> Self {
        // https://no-color.org: set and not empty.
        let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        Self(is_terminal && !refused)
    }

    /// True where there are colours.
    pub(super) fn is_on(self) -> bool {
        self.0
    }

    fn with(self, code: &str, text: &str) -> String {
        if self.0 {
            format!("\u{1b}[{code}m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }

    pub(super) fn bold(self, text: &str) -> String {
        self.with("1", text)
    }

    pub(super) fn red(self, text: &str) -> String {
        self.with("1;31", text)
    }

    pub(super) fn yellow(self, text: &str) -> String {
        self.with("33", text)
    }

    pub(super) fn cyan(self, text: &str) -> String {
        self.with("36", text)
    }
}

impl Printer {
    pub(super) fn new(lang: Lang, quiet: bool) -> Self {
        Self {
            lang,
            quiet,
            out: Paint::of(io::stdout().is_terminal()),
            err: Paint::of(io::stderr().is_terminal()),
        }
    }

    /// A remark that `-q` silences.
    pub(super) fn note(&self, text: &str) {
        if !self.quiet {
            self.warning(text);
        }
    }

    /// A remark that nobody may miss, `-q` or not.
    pub(super) fn warning(&self, text: &str) {
        say(&self.err.yellow(self.lang.pick("注意", "note")), text);
    }

    /// Why nothing came of it.
    pub(super) fn failure(&self, failure: &Failure) {
        say(
            &self.err.red(self.lang.pick("エラー", "error")),
            failure.what.pick(self.lang),
        );
        if let Some(hint) = &failure.hint {
            say(
                &self.err.cyan(self.lang.pick("ヒント", "hint")),
                hint.pick(self.lang),
            );
        }
    }
}

/// A result, to standard output.
pub(super) fn result(text: &str) {
    // Whoever closed the pipe (`| head`) has read enough; there is nobody to tell.
    let mut out = io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

fn say(label: &str, text: &str) {
    // Without standard error there is nobody to tell.
    let _ = writeln!(io::stderr(), "{label}: {text}");
}

//! What goes to the terminal: results to standard output, everything else to standard error.

use std::io::{self, IsTerminal, Write};

use crate::report::inputs::Words;
use crate::text::address::without_credentials;
use crate::text::lang::Lang;

pub(super) use crate::report::terminal::Paint;

use super::failure::{Failure, reason};
use super::voice::Voice;

/// Says things in one language, in colour where there is a terminal.
#[derive(Debug)]
pub(super) struct Printer {
    pub(super) lang: Lang,
    pub(super) quiet: bool,
    /// Nothing but ASCII; `lang` is English then.
    pub(super) is_ascii: bool,
    /// Standard output is a terminal.
    pub(super) is_terminal: bool,
    /// Colours for standard output.
    pub(super) out: Paint,
    err: Paint,
}

/// Colours where there is a terminal that has them, unless they are refused (<https://no-color.org>: set and
/// not empty).
fn paint(is_terminal: bool) -> Paint {
    let is_refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let is_dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
    Paint::new(is_terminal && !is_refused && !is_dumb)
}

impl Printer {
    pub(super) fn new(lang: Lang, quiet: bool) -> Self {
        let is_terminal = io::stdout().is_terminal();
        Self {
            lang,
            quiet,
            is_ascii: false,
            is_terminal,
            out: paint(is_terminal),
            err: paint(io::stderr().is_terminal()),
        }
    }

    /// The same in ASCII.
    pub(super) fn ascii(self) -> Self {
        Self {
            lang: Lang::En,
            is_ascii: true,
            ..self
        }
    }

    #[cfg(test)]
    pub(super) fn for_tests(voice: Voice, is_terminal: bool, out: Paint) -> Self {
        Self {
            lang: voice.lang,
            quiet: false,
            is_ascii: voice.is_ascii,
            is_terminal,
            out,
            err: Paint::new(false),
        }
    }

    /// How texts are said.
    pub(super) fn voice(&self) -> Voice {
        Voice {
            lang: self.lang,
            is_ascii: self.is_ascii,
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
        let text = self.voice().fit(text);
        say(&self.err.yellow(self.lang.pick("注意", "note")), &text);
    }

    /// Why nothing came of it.
    pub(super) fn failure(&self, failure: &Failure) {
        say(
            &self.err.red(self.lang.pick("エラー", "error")),
            &self.voice().fit(failure.what.pick(self.lang)),
        );
        if let Some(hint) = &failure.hint {
            say(
                &self.err.cyan(self.lang.pick("ヒント", "hint")),
                &self.voice().fit(hint.pick(self.lang)),
            );
        }
    }
}

/// What was done, on standard error where standard output has the data.
pub(super) fn aside(text: &str) {
    // Without standard error there is nobody to tell.
    let _ = io::stderr().write_all(without_credentials(text).as_bytes());
}

/// A result, to standard output.
///
/// # Errors
/// When it cannot be written whole, unless the reader has closed the pipe (`| head`): it has read enough.
pub(super) fn result(text: &str) -> Result<(), Failure> {
    written(io::stdout().lock(), text).or_else(|error| unwritten(&error))
}

/// What a command did, to standard output. Its results are files; that nobody reads this takes nothing from them.
pub(super) fn told(text: &str) {
    let _ = written(io::stdout().lock(), text);
}

fn written(mut out: impl Write, text: &str) -> io::Result<()> {
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// The failure for results that could not be written; none when the reader closed the pipe.
pub(super) fn unwritten(error: &io::Error) -> Result<(), Failure> {
    if error.kind() == io::ErrorKind::BrokenPipe {
        return Ok(());
    }
    Err(Failure::nothing_written(
        Words::new(
            format!("結果を最後まで書けません（{}）。", reason(error)),
            format!("the results cannot be written to their end: {error}."),
        ),
        Words::new(
            "出力先の空き容量と書き込みの許可を確認してください。",
            "see to free space and permissions where standard output goes.",
        ),
    ))
}

fn say(label: &str, text: &str) {
    // Without standard error there is nobody to tell.
    let _ = writeln!(io::stderr(), "{label}: {}", without_credentials(text));
}

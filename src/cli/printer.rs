//! What goes to the terminal: results to standard output, everything else to standard error.

use std::io::{self, IsTerminal, Write};

use crate::report::inputs::Words;
use crate::text::address::without_credentials;
use crate::text::lang::Lang;

pub(super) use crate::report::terminal::Paint;

use super::failure::{Failure, reason};

/// Says things in one language, in colour where there is a terminal.
#[derive(Debug)]
pub(super) struct Printer {
    pub(super) lang: Lang,
    pub(super) quiet: bool,
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
        Self {
            lang,
            quiet,
            out: paint(io::stdout().is_terminal()),
            err: paint(io::stderr().is_terminal()),
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

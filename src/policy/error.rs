//! Why a policy file was refused.

use std::fmt;
use std::ops::Range;

/// A policy file that was refused: every problem found, with file name, line and column.
///
/// [`Display`](fmt::Display) gives the English text, [`PolicyError::message`] either language; one line
/// a problem, in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyError {
    file: String,
    problems: Vec<Placed>,
}

/// What is wrong, in both languages, and the bytes of the file that it is about.
#[derive(Debug)]
pub(super) struct Problem {
    pub(super) span: Range<usize>,
    pub(super) ja: String,
    pub(super) en: String,
}

/// A problem at its 1-based line and column (in characters).
#[derive(Debug, Clone, PartialEq, Eq)]
struct Placed {
    line: usize,
    column: usize,
    ja: String,
    en: String,
}

impl PolicyError {
    /// Places `problems` in `text`, the content of `file`.
    pub(super) fn new(file: &str, text: &str, mut problems: Vec<Problem>) -> Self {
        problems.sort_by(|a, b| (a.span.start, &a.en).cmp(&(b.span.start, &b.en)));
        let problems = problems
            .into_iter()
            .map(|p| {
                let (line, column) = position(text, p.span.start);
                Placed {
                    line,
                    column,
                    ja: p.ja,
                    en: p.en,
                }
            })
            .collect();
        Self {
            file: file.to_owned(),
            problems,
        }
    }

    /// The message, in Japanese or else in English: `file:line:column: what was found; what is expected`.
    #[must_use]
    pub fn message(&self, lang_ja: bool) -> String {
        let lines: Vec<String> = self
            .problems
            .iter()
            .map(|p| {
                let text = if lang_ja { &p.ja } else { &p.en };
                format!("{}:{}:{}: {text}", self.file, p.line, p.column)
            })
            .collect();
        lines.join("\n")
    }
}

impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(false))
    }
}

impl std::error::Error for PolicyError {}

/// 1-based line and column, in characters, of byte `offset`.
fn position(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = before.matches('\n').count() + 1;
    (line, before[line_start..].chars().count() + 1)
}

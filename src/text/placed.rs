//! What is wrong with a TOML file of the user's, told with line and column: policies, column maps.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use toml::Spanned;
use toml::de::DeValue;

/// A value with its place.
pub(crate) type Value<'i> = Spanned<DeValue<'i>>;
/// A key with its place.
pub(crate) type Key<'i> = Spanned<Cow<'i, str>>;

/// As many problems of a file are told; more of them mean that it is no such file.
const SHOWN: usize = 20;

/// Larger files are no policies and no maps; a register given by mistake has millions of lines.
const MAX_BYTES: usize = 1 << 20;

/// A file that was refused: every problem found, with file name, line and column.
///
/// [`Display`](fmt::Display) gives the English text, [`FileError::message`] either language; one line
/// a problem, in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileError {
    file: String,
    problems: Vec<Placed>,
    /// How many more there are.
    more: usize,
}

/// What is wrong, in both languages, and the bytes of the file that it is about.
#[derive(Debug)]
struct Problem {
    span: Range<usize>,
    ja: String,
    en: String,
}

/// A problem at its 1-based line and column (in characters).
#[derive(Debug, Clone, PartialEq, Eq)]
struct Placed {
    line: usize,
    column: usize,
    ja: String,
    en: String,
}

impl FileError {
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
        let mut text = lines.join("\n");
        if self.more > 0 {
            let more = self.more;
            let last = if lang_ja {
                format!("\nほか {more} か所")
            } else {
                format!("\nand {more} more")
            };
            text.push_str(&last);
        }
        text
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(false))
    }
}

impl std::error::Error for FileError {}

/// What is expected, in Japanese and English.
pub(crate) type Expected = (&'static str, &'static str);

/// A text being read and what was wrong with it so far.
#[derive(Debug)]
pub(crate) struct Told<'t> {
    pub(crate) text: &'t str,
    problems: Vec<Problem>,
}

impl<'t> Told<'t> {
    /// Nothing is wrong with `text` yet.
    pub(crate) fn new(text: &'t str) -> Self {
        Self {
            text,
            problems: Vec::new(),
        }
    }

    /// True for a text that is too long to be what is wanted, which is noted.
    pub(crate) fn is_too_long(&mut self) -> bool {
        let is_too_long = self.text.len() > MAX_BYTES;
        if is_too_long {
            self.problem(
                0..0,
                "1 MiB を超えています。TOML の設定ではなく、別のファイルを指定していませんか。"
                    .to_owned(),
                "longer than 1 MiB; is it another file than the TOML that belongs here?".to_owned(),
            );
        }
        is_too_long
    }

    /// True while nothing is wrong.
    pub(crate) fn is_empty(&self) -> bool {
        self.problems.is_empty()
    }

    /// The error for the file of that name.
    pub(crate) fn into_error(mut self, file: &str) -> FileError {
        self.problems
            .sort_by(|a, b| (a.span.start, &a.en).cmp(&(b.span.start, &b.en)));
        let text = self.text;
        let count = self.problems.len();
        let problems = self.problems.into_iter().take(SHOWN).map(|p| {
            let (line, column) = position(text, p.span.start);
            Placed {
                line,
                column,
                ja: p.ja,
                en: p.en,
            }
        });
        FileError {
            file: file.to_owned(),
            problems: problems.collect(),
            more: count.saturating_sub(SHOWN),
        }
    }

    /// A text that is no TOML; the reason is the parser's own, in English. `a_date` says what a date has to
    /// be here.
    pub(crate) fn syntax(&mut self, error: &toml::de::Error, a_date: Expected) {
        let span = error.span().unwrap_or(0..0);
        let found = snippet(self.text, span.clone());
        let found = if found.trim().is_empty() {
            line_at(self.text, span.start)
        } else {
            found
        };
        // Values in a row without a `=` are a line of another file, perhaps with persons in it: not quoted.
        let line = line_at(self.text, span.start);
        let is_other = !line.contains('=') && line.contains([',', '\t', ';', ':']);
        let found = if is_other { "…".to_owned() } else { found };
        let message = error.message();
        let reason = match message {
            "duplicate key" => "同じキーが2度書かれています".to_owned(),
            _ if message.starts_with("invalid date") => format!("{}が必要です", a_date.0),
            _ => format!("TOML として読めません（{message}）"),
        };
        self.problem(
            span,
            format!("`{found}` は使えません。{reason}"),
            format!("found `{found}`; not valid TOML: {message}"),
        );
    }

    /// Notes a key that is none of `known`.
    pub(crate) fn unknown_key(&mut self, key: &Key<'_>, known: &[&str]) {
        let found = key.get_ref();
        let (ja, en) = (known.join("、"), known.join(", "));
        self.problem(
            key.span(),
            format!("知らないキー `{found}` です。使えるキー: {ja}"),
            format!("unknown key `{found}`; expected one of: {en}"),
        );
    }

    /// Notes that `value` is not as it should be. Always `None`, for the caller to return.
    pub(crate) fn expected<T>(&mut self, value: &Value<'_>, (ja, en): Expected) -> Option<T> {
        self.unexpected(value, ja, en);
        None
    }

    /// The same with texts made for the occasion.
    pub(crate) fn unexpected(&mut self, value: &Value<'_>, ja: &str, en: &str) {
        let found = snippet(self.text, value.span());
        self.problem(
            value.span(),
            format!("`{found}` は使えません。必要なもの: {ja}"),
            format!("found `{found}`; expected {en}"),
        );
    }

    /// Notes a problem.
    pub(crate) fn problem(&mut self, span: Range<usize>, ja: String, en: String) {
        self.problems.push(Problem { span, ja, en });
    }
}

/// The first line of what stands at `span`, cut after 40 characters.
fn snippet(text: &str, span: Range<usize>) -> String {
    cut(text
        .get(span)
        .unwrap_or_default()
        .lines()
        .next()
        .unwrap_or_default())
}

/// The line that byte `offset` lies in, cut likewise.
fn line_at(text: &str, offset: usize) -> String {
    let start = text
        .get(..offset)
        .and_then(|before| before.rfind('\n'))
        .map_or(0, |at| at + 1);
    snippet(text, start..text.len())
}

fn cut(first: &str) -> String {
    match first.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &first[..end]),
        None => first.to_owned(),
    }
}

/// 1-based line and column, in characters, of byte `offset`.
fn position(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = before.matches('\n').count() + 1;
    (line, before[line_start..].chars().count() + 1)
}

/// The one of `known` that `word` was probably meant to be: a letter or two wrong, left out or swapped.
pub(crate) fn meant<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let most = (word.chars().count() / 3).clamp(1, 2);
    known
        .into_iter()
        .map(|candidate| (distance(word, candidate), candidate))
        .filter(|(far, _)| *far <= most)
        .min()
        .map(|(_, candidate)| candidate)
}

/// Letters to insert, leave out or change to make one of the other (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, &to) in b.iter().enumerate() {
            let changed = corner + usize::from(from != to);
            corner = row[j + 1];
            row[j + 1] = changed.min(corner + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_the_pen() {
        let known = ["birth_date", "branch", "sex", "number", "name"];
        let meant = |word| meant(word, known);
        assert_eq!(meant("birthdate"), Some("birth_date"));
        assert_eq!(meant("brunch"), Some("branch"));
        assert_eq!(meant("sx"), Some("sex"));
        assert_eq!(meant("insurer"), None);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("abc", "acb"), 2);
    }

    #[test]
    fn places_count_characters() {
        assert_eq!(position("生年月日 = 1\nx", 12), (1, 5));
        assert_eq!(position("a\nbc", 3), (2, 2));
    }

    #[test]
    fn a_register_given_by_mistake_is_not_quoted_and_ends_soon() {
        let rows = "06132013,12,345,見本　花子,19500102\n".repeat(1_000);
        let mut told = Told::new(&rows);
        let (_, errors) = toml::de::DeTable::parse_recoverable(&rows);
        assert!(errors.len() > SHOWN);
        for error in &errors {
            told.syntax(error, ("", ""));
        }
        let error = told.into_error("members.csv");
        for message in [error.message(true), error.message(false)] {
            assert!(!message.contains("花子"), "{message}");
            assert_eq!(message.lines().count(), SHOWN + 1);
        }
        let long = "a = 1\n".repeat(MAX_BYTES / 6 + 1);
        assert!(Told::new(&long).is_too_long());
        assert!(!Told::new("a = 1\n").is_too_long());
    }
}

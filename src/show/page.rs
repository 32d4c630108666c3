//! Text for a terminal: columns in which full-width characters take two, long text wrapped.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::text::lang::Lang;

/// How a page is to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Language of names, codes and words.
    pub lang: Lang,
    /// Columns of a line.
    pub width: usize,
    /// Bold and colours by escape sequences.
    pub is_styled: bool,
}

/// Narrower than this, text goes beyond the width rather than into a pillar.
const LEAST: usize = 10;

/// Columns for the line number of a record.
const GUTTER: usize = 7;

/// Names of fields longer than this stand on a line of their own.
const NAME_MAX: usize = 28;

impl Look {
    pub(super) fn with(self, code: &str, text: &str) -> String {
        if self.is_styled {
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

    /// Something to look at twice.
    pub(super) fn marked(self, text: &str) -> String {
        self.with("33", text)
    }
}

/// A page being written.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) look: Look,
    text: String,
}

impl Page {
    pub(super) fn new(look: Look) -> Self {
        Self {
            look,
            text: String::new(),
        }
    }

    pub(super) fn finish(self) -> String {
        self.text
    }

    /// A line as it is.
    pub(super) fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    pub(super) fn blank(&mut self) {
        self.text.push('\n');
    }

    /// The heading of a section, behind an empty line.
    pub(super) fn heading(&mut self, title: &str) {
        self.blank();
        let title = match self.look.lang {
            Lang::Ja => format!("【{title}】"),
            Lang::En => format!("[{title}]"),
        };
        let title = self.look.bold(&title);
        self.line(&title);
    }

    /// Text behind the gutter, with the line number of a record in it.
    pub(super) fn text(&mut self, number: Option<u32>, text: &str) {
        self.text_in(number, text, |_, line| line.to_owned());
    }

    /// The same in a style.
    pub(super) fn text_in(
        &mut self,
        number: Option<u32>,
        text: &str,
        style: fn(Look, &str) -> String,
    ) {
        let width = self.look.width.saturating_sub(GUTTER);
        let mut gutter = gutter(number);
        for line in wrapped(&printable(text), width) {
            self.line(&format!("{gutter}{}", style(self.look, &line)));
            gutter = " ".repeat(GUTTER);
        }
    }

    /// A name and what it is, the latter wrapped beside the name, or below when it is long. `names` are the
    /// columns that the longest name of its neighbours has.
    pub(super) fn entry(&mut self, number: Option<u32>, name: &str, names: usize, value: &Value) {
        let names = names.min(NAME_MAX);
        let (beside, below) = (GUTTER + names + 2, GUTTER + 2);
        let room = |indent: usize| self.look.width.saturating_sub(indent);
        let text = printable(&value.text);
        let mark = if value.is_doubtful { " ?" } else { "" };
        let mut lines = wrapped(&format!("{text}{mark}"), room(beside));
        let is_long = lines.len() > 3;
        let indent = if is_long { below } else { beside };
        if is_long {
            lines = wrapped(&format!("{text}{mark}"), room(below));
        }
        let mut lines = lines.into_iter().map(|line| {
            if value.is_doubtful {
                self.look.marked(&line)
            } else {
                line
            }
        });
        let gutter = gutter(number);
        let mut out = Vec::new();
        if is_long || name.width() > names {
            out.push(format!("{gutter}{name}"));
        } else {
            let first = lines.next().unwrap_or_default();
            out.push(format!("{gutter}{}  {first}", padded(name, names)));
        }
        out.extend(lines.map(|line| format!("{}{line}", " ".repeat(indent))));
        for line in out {
            self.line(&line);
        }
    }
}

/// What stands beside a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Value {
    pub(super) text: String,
    /// To be looked at twice.
    pub(super) is_doubtful: bool,
}

fn gutter(number: Option<u32>) -> String {
    number.map_or_else(
        || " ".repeat(GUTTER),
        |number| format!("{number:>width$}  ", width = GUTTER - 2),
    )
}

/// Fills up with spaces to `width` columns.
pub(super) fn padded(text: &str, width: usize) -> String {
    let fill = width.saturating_sub(text.width());
    format!("{text}{}", " ".repeat(fill))
}

/// Fills up with spaces at the left.
pub(super) fn padded_left(text: &str, width: usize) -> String {
    let fill = width.saturating_sub(text.width());
    format!("{}{text}", " ".repeat(fill))
}

/// Cuts to `width` columns; `…` stands for what is lost.
pub(super) fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 1;
    for c in text.chars() {
        used += c.width().unwrap_or(0);
        if used > width {
            break;
        }
        out.push(c);
    }
    out.push('…');
    out
}

/// Text that a terminal cannot take for a command: control characters as pictures (␛), those that turn the
/// direction of writing as U+FFFD.
#[must_use]
pub fn printable(text: &str) -> String {
    let shown = |c: char| match c {
        '\0'..='\u{1F}' => char::from_u32(0x2400 + c as u32).unwrap_or('\u{FFFD}'),
        '\u{7F}' => '\u{2421}',
        '\u{80}'..='\u{9F}'
        | '\u{200E}'..='\u{200F}'
        | '\u{2028}'..='\u{202E}'
        | '\u{2066}'..='\u{2069}' => '\u{FFFD}',
        _ => c,
    };
    text.chars().map(shown).collect()
}

/// Characters that do not begin a line (行頭禁則).
fn is_closing(c: char) -> bool {
    matches!(
        c,
        '、' | '。'
            | '，'
            | '．'
            | '」'
            | '』'
            | '）'
            | ')'
            | '】'
            | ']'
            | '！'
            | '？'
            | '・'
            | 'ー'
            | ','
            | '.'
            | ';'
            | ':'
    )
}

/// Breaks text into lines of `width` columns: between any two full-width characters, but in Latin text at
/// blanks. There is at least one line; no character is lost but the blanks at which Latin text breaks.
pub(super) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let width = width.max(LEAST);
    let mut lines = Vec::new();
    let (mut line, mut used) = (String::new(), 0);
    for c in text.chars() {
        let columns = c.width().unwrap_or(0);
        if used + columns > width {
            let rest = break_off(&mut line, c);
            lines.push(std::mem::replace(&mut line, rest));
            used = line.width();
            if c == ' ' && line.is_empty() {
                continue;
            }
        }
        line.push(c);
        used += columns;
    }
    lines.push(line);
    lines
}

/// Takes from a full line what goes to the next, which then goes on with `next`.
fn break_off(line: &mut String, next: char) -> String {
    let is_word = |c: char| c.is_ascii_graphic();
    let last = line.chars().next_back();
    if is_word(next) && last.is_some_and(is_word) {
        if let Some(at) = line.rfind(' ').filter(|&at| at > 0) {
            let rest = line[at + 1..].to_owned();
            // Full-width text before may break anywhere: the word alone has to be kept whole.
            if rest.chars().all(is_word) {
                line.truncate(at);
                return rest;
            }
        }
        return String::new();
    }
    if is_closing(next)
        && let Some((at, last)) = line.char_indices().next_back().filter(|&(at, _)| at > 0)
    {
        line.truncate(at);
        return last.to_string();
    }
    String::new()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_do_not_begin_with_a_full_stop() {
        assert_eq!(
            wrapped("状態は安定。食事も可。", 10),
            ["状態は安", "定。食事も", "可。"]
        );
        assert_eq!(wrapped("one two three", 10), ["one two", "three"]);
        assert_eq!(wrapped("", 10), [""]);
    }

    #[test]
    fn cutting_counts_columns() {
        assert_eq!(cut("見本　花子", 10), "見本　花子");
        assert_eq!(cut("見本　花子", 9), "見本　花…");
        assert_eq!(cut("見本　花子", 8), "見本　…");
        assert_eq!(padded_left("円", 4), "  円");
    }

    #[test]
    fn nothing_drives_the_terminal() {
        assert_eq!(
            printable("a\u{1b}[31m\u{9b}\u{202e}\tb"),
            "a␛[31m\u{fffd}\u{fffd}␉b"
        );
    }

    proptest! {
        #[test]
        fn wrapping_keeps_every_character(text in "[ -~ァ-ヶ亜-腕、。「」０-９]{0,80}", width in 10usize..40) {
            let lines = wrapped(&text, width);
            for line in &lines {
                prop_assert!(line.width() <= width, "{line}");
            }
            let solid = |text: &str| text.replace(' ', "");
            prop_assert_eq!(solid(&lines.concat()), solid(&text));
        }
    }
}

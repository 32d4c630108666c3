//! A line of a claim file with the place that is meant underlined, clipped to the terminal.

use std::ops::Range;

use unicode_width::UnicodeWidthChar;

use crate::lint::Excerpt;
use crate::report::terminal::visible;

use super::facts::mark;

/// Stands where a line was clipped; one column.
const CLIPPED: char = '…';

/// The line, and below it blanks and carets.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Drawn {
    pub(super) line: String,
    /// Blanks before the carets.
    pub(super) indent: usize,
    /// Carets; none when no place is meant.
    pub(super) carets: usize,
}

/// Draws a line in at most `columns` columns. Characters that a terminal would obey are shown as `·`.
pub(super) fn draw(excerpt: &Excerpt, columns: usize) -> Drawn {
    let line = Line::new(&excerpt.text);
    let place = mark(excerpt);
    let meant = place.as_ref().map(|mark| {
        let characters = |to: usize| excerpt.text[..to].chars().count();
        characters(mark.start)..characters(mark.end)
    });
    let shown = line.window(&meant.clone().unwrap_or(0..0), columns);
    let (is_cut_before, is_cut_behind) = (shown.start > 0, shown.end < line.characters.len());
    let mut text = String::new();
    text.extend(is_cut_before.then_some(CLIPPED));
    text.extend(&line.characters[shown.clone()]);
    text.extend(is_cut_behind.then_some(CLIPPED));
    let before = usize::from(is_cut_before);
    let (indent, carets) = meant.map_or((0, 0), |meant| {
        let indent = before + line.width(shown.start..meant.start);
        let width = line.width(meant.start..meant.end.min(shown.end));
        let beyond = usize::from(meant.end > shown.end);
        // An empty place has its caret all the same.
        (indent, (width + beyond).max(1))
    });
    Drawn {
        line: text,
        indent,
        carets,
    }
}

struct Line {
    characters: Vec<char>,
    /// Column at which each character begins, and the column behind the last.
    columns: Vec<usize>,
}

impl Line {
    fn new(text: &str) -> Self {
        let characters: Vec<char> = text.chars().map(visible).collect();
        let mut columns = Vec::with_capacity(characters.len() + 1);
        let mut column = 0;
        for c in &characters {
            columns.push(column);
            column += c.width().unwrap_or(1);
        }
        columns.push(column);
        Self {
            characters,
            columns,
        }
    }

    fn width(&self, characters: Range<usize>) -> usize {
        self.columns[characters.end].saturating_sub(self.columns[characters.start])
    }

    /// The characters that fit in `columns` together with signs of clipping, around those that are meant.
    fn window(&self, meant: &Range<usize>, columns: usize) -> Range<usize> {
        let length = self.characters.len();
        let total = self.columns[length];
        // The caret of an empty place at the end stands behind the line.
        let needed = total.max(self.columns[meant.start] + 1);
        if needed <= columns {
            return 0..length;
        }
        let start = self.start(meant, columns);
        let signs = 1 + usize::from(start > 0);
        let room = columns.saturating_sub(signs);
        let from = self.columns[start];
        if total - from <= columns.saturating_sub(signs - 1) {
            return start..length;
        }
        let fits = self
            .columns
            .partition_point(|&column| column <= from + room);
        // At least one character, in a terminal of whatever width.
        let end = fits
            .saturating_sub(1)
            .clamp((start + 1).min(length), length);
        start..end
    }

    fn start(&self, meant: &Range<usize>, columns: usize) -> usize {
        let from = self.columns[meant.start];
        let to = self.columns[meant.end].max(from + 1);
        if to < columns {
            return 0;
        }
        let room = columns.saturating_sub(2);
        let before = match room.checked_sub(to - from) {
            Some(rest) => rest / 2,
            // The place is longer than the terminal is wide: its start matters.
            None => room / 4,
        };
        let at = |column: usize| self.columns.partition_point(|&one| one < column);
        let start = at(from.saturating_sub(before));
        // No blank end of the terminal when the end of the line fits.
        let last = self.columns[self.characters.len()].max(to);
        let tail = at((last + 1).saturating_sub(columns));
        start.min(tail).min(meant.start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_width::UnicodeWidthStr;

    fn drawn(text: &str, mark: Range<usize>, columns: usize) -> String {
        let excerpt = Excerpt {
            text: text.to_owned(),
            mark,
        };
        let drawn = draw(&excerpt, columns);
        let marks = format!("{}{}", " ".repeat(drawn.indent), "^".repeat(drawn.carets));
        format!("{}\n{marks}", drawn.line)
    }

    fn around(text: &str, mark: &str, columns: usize) -> String {
        let start = text.find(mark).expect("it is there");
        drawn(text, start..start + mark.len(), columns)
    }

    #[test]
    fn full_width_takes_two_carets() {
        assert_eq!(around("HO,見本,03", "03", 40), "HO,見本,03\n        ^^");
        assert_eq!(
            around("RE,見本　花子", "花", 40),
            "RE,見本　花子\n         ^^"
        );
        assert_eq!(around("RE,ﾐﾎﾞﾝ,1", "1", 40), "RE,ﾐﾎﾞﾝ,1\n        ^");
    }

    #[test]
    fn an_empty_place_has_a_caret_and_no_place_has_none() {
        assert_eq!(drawn("RE,,1", 3..3, 40), "RE,,1\n   ^");
        assert_eq!(drawn("RE,1,", 5..5, 40), "RE,1,\n     ^");
        assert_eq!(drawn("RE,1", 0..0, 40), "RE,1\n");
    }

    #[test]
    fn long_lines_are_clipped_around_the_place() {
        let long = "CO,あいうえおかきくけこさしすせそ,12,たちつてと";
        assert_eq!(around(long, "CO", 20), "CO,あいうえおかきく…\n^^");
        assert_eq!(around(long, "け", 20), "…おかきくけこさしす…\n         ^^");
        assert_eq!(around(long, "12", 20), "…すせそ,12,たちつて…\n        ^^");
        assert_eq!(
            around(long, "うえおかきくけこさしすせそ", 20),
            "…あいうえおかきくけ…\n     ^^^^^^^^^^^^^^^"
        );
        let end = long.len();
        assert_eq!(drawn(long, 0..0, 20), "CO,あいうえおかきく…\n");
        assert_eq!(
            drawn(long, end..end, 20),
            "…せそ,12,たちつてと\n                   ^"
        );
    }

    #[test]
    fn control_characters_are_shown_as_dots() {
        assert_eq!(
            around("RE,\t\u{1b}[1m,\u{7f}x", "\u{7f}", 40),
            "RE,··[1m,·x\n         ^"
        );
    }

    proptest! {
        #[test]
        fn it_fits_and_the_carets_are_under_the_place(
            before in "[a-z,ｱ亜\\t]{0,60}",
            marked in "[A-Z,ｲ熙]{0,30}",
            after in "[a-z,ｱ亜]{0,60}",
            columns in 12usize..80
        ) {
            let text = format!("x{before}{marked}{after}");
            let start = 1 + before.len();
            let excerpt = Excerpt { text, mark: start..start + marked.len() };
            let drawn = draw(&excerpt, columns);
            prop_assert!(drawn.line.width() <= columns, "{:?}", drawn);
            prop_assert!(drawn.indent + drawn.carets <= columns, "{:?}", drawn);
            let mut column = 0;
            let mut below = String::new();
            for c in drawn.line.chars() {
                if column >= drawn.indent && column < drawn.indent + drawn.carets {
                    below.push(c);
                }
                column += c.width().unwrap_or(0);
            }
            if marked.is_empty() {
                prop_assert_eq!(drawn.carets, 1);
                prop_assert!(after.starts_with(below.as_str()) || below == "…", "{:?}", drawn);
            } else {
                let shown = below.trim_end_matches('…');
                prop_assert!(!shown.is_empty() && marked.starts_with(shown), "{:?}", drawn);
                prop_assert!(shown == marked || below.ends_with('…'), "{:?}", drawn);
            }
        }
    }
}

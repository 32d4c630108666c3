//! How cells look.
//!
//! Yu Gothic: every Excel since 2016 has it, on Windows and on the Mac, and it is what a new workbook of a Japanese
//! Excel is written in, so that the report looks like the office's own sheets.
//!
//! Colours are fills of clearly different lightness, and never alone: each verdict and level has a symbol before its
//! word, and what has to be acted on is bold.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Workbook, XlsxError};

use crate::finding::Level;
use crate::judge::outcome::Outcome;
use crate::text::lang::Lang;

use super::grid::Kind;

/// The font of all cells.
pub(super) const FONT: &str = "Yu Gothic";

/// Points.
const SIZE: f64 = 10.0;

/// Pixels of a row and of a column of the default width in this font.
const DEFAULT_CELL: (u32, u32) = (24, 72);

/// Dates like those of the CSV files.
const DATE: &str = "yyyy-mm-dd";

/// Whole numbers in groups of three.
const WHOLE: &str = "#,##0";

/// All formats.
pub(super) struct Styles {
    pub(super) base: Format,
    pub(super) title: Format,
    pub(super) section: Format,
    pub(super) head: Format,
    pub(super) label: Format,
    pub(super) strong: Format,
    pub(super) text: Format,
    pub(super) link: Format,
    pub(super) link_prose: Format,
    pub(super) words: Format,
    pub(super) prose: Format,
    pub(super) days: Format,
    pub(super) whole: Format,
    pub(super) total: Format,
    pub(super) plain: Format,
    pub(super) date: Format,
    pub(super) truth: Format,
    pub(super) verdicts: [Format; Outcome::ALL.len()],
    pub(super) levels: [Format; 3],
}

/// The symbol of a verdict.
pub(super) fn verdict_symbol(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Ok => "○",
        Outcome::Transitional => "△",
        Outcome::CannotJudge => "？",
        Outcome::NeedCert => "●",
        Outcome::SpecialCare => "◆",
        Outcome::NotCovered => "×",
        Outcome::Invalid => "■",
    }
}

/// The symbol of a level.
pub(super) fn level_symbol(level: Level) -> &'static str {
    match level {
        Level::Info => "・",
        Level::Warn => "▲",
        Level::Error => "●",
    }
}

/// Fill of a verdict, and whether it is bold and its letters are white. From white to black the lightness falls with
/// every step, so that grey prints keep the order of gravity.
fn verdict_look(outcome: Outcome) -> (u32, bool, bool) {
    match outcome {
        Outcome::Ok => (0x00FF_FFFF, false, false),
        Outcome::Transitional => (0x00FF_F6CC, false, false),
        Outcome::CannotJudge => (0x00DD_E6F0, false, false),
        Outcome::NeedCert => (0x00FF_C878, true, false),
        Outcome::SpecialCare => (0x00D9_A8E0, true, false),
        Outcome::NotCovered => (0x00B5_3A2E, true, true),
        Outcome::Invalid => (0x0033_3333, true, true),
    }
}

impl Styles {
    pub(super) fn new(_lang: Lang) -> Self {
        let base = Format::new()
            .set_font_name(FONT)
            .set_font_size(SIZE)
            .set_align(FormatAlign::Top);
        let line = Color::RGB(0x00BF_BFBF);
        let cell = base
            .clone()
            .set_border_bottom(FormatBorder::Hair)
            .set_border_color(line);
        // Text as such: Excel neither drops zeros nor runs anything, also when a cell is typed anew.
        let text = cell.clone().set_num_format("@");
        let blue = |format: &Format| {
            let blue = Color::RGB(0x001F_4E9E);
            let under = rust_xlsxwriter::FormatUnderline::Single;
            format.clone().set_font_color(blue).set_underline(under)
        };
        let prose = cell.clone().set_text_wrap().set_quote_prefix();
        let words = cell.clone().set_quote_prefix();
        // A little room before the column to the right.
        let right = |format: &Format| format.clone().set_align(FormatAlign::Right).set_indent(1);
        let whole = right(&cell.clone().set_num_format(WHOLE));
        Self {
            title: base.clone().set_bold().set_font_size(16),
            section: base
                .clone()
                .set_bold()
                .set_font_size(12)
                .set_border_bottom(FormatBorder::Medium),
            head: base
                .clone()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::VerticalCenter)
                .set_background_color(Color::RGB(0x00E3_E8EE))
                .set_border_top(FormatBorder::Thin)
                .set_border_bottom(FormatBorder::Medium),
            label: cell.clone().set_bold(),
            strong: cell.clone().set_bold().set_text_wrap(),
            link: blue(&words),
            link_prose: blue(&prose),
            days: text.clone().set_text_wrap(),
            total: whole.clone().set_bold().set_border_top(FormatBorder::Thin),
            plain: right(&cell.clone().set_num_format("0")),
            date: cell
                .clone()
                .set_num_format(DATE)
                .set_align(FormatAlign::Center),
            truth: words.clone().set_align(FormatAlign::Center),
            verdicts: Outcome::ALL.map(|outcome| look(&prose, verdict_look(outcome))),
            levels: [
                look(&words, (0x00FF_FFFF, false, false)),
                look(&words, (0x00FF_EFB0, false, false)),
                look(&words, (0x00F2_A08C, true, false)),
            ],
            text,
            words,
            prose,
            whole,
            base,
        }
    }

    /// Gives all formats their numbers, so that these do not hang on which sheet is written first.
    pub(super) fn register(&self, workbook: &mut Workbook) -> Result<(), XlsxError> {
        let (row, column) = DEFAULT_CELL;
        workbook.set_default_format(&self.base, row, column)?;
        let single = [
            &self.title,
            &self.section,
            &self.head,
            &self.label,
            &self.strong,
            &self.text,
            &self.link,
            &self.link_prose,
            &self.words,
            &self.prose,
            &self.days,
            &self.whole,
            &self.total,
            &self.plain,
            &self.date,
            &self.truth,
        ];
        for format in single.into_iter().chain(&self.verdicts).chain(&self.levels) {
            workbook.register_format(format);
        }
        Ok(())
    }

    /// The format of a column.
    pub(super) fn of(&self, kind: Kind) -> &Format {
        match kind {
            Kind::Text => &self.text,
            Kind::Words => &self.words,
            Kind::Prose => &self.prose,
            Kind::Days => &self.days,
            Kind::Whole => &self.whole,
            Kind::Plain => &self.plain,
            Kind::Date => &self.date,
            Kind::Truth => &self.truth,
        }
    }
}

fn look(words: &Format, (fill, is_bold, is_white): (u32, bool, bool)) -> Format {
    let mut format = words.clone().set_background_color(Color::RGB(fill));
    if is_bold {
        format = format.set_bold();
    }
    if is_white {
        format = format.set_font_color(Color::White);
    }
    format
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How light a colour is on a grey print, 0 to 255.
    fn grey(rgb: u32) -> u32 {
        let part = |shift: u32| (rgb >> shift) & 0xFF;
        (299 * part(16) + 587 * part(8) + 114 * part(0)) / 1000
    }

    #[test]
    fn graver_verdicts_are_darker_and_can_be_read() {
        let looks = Outcome::ALL.map(verdict_look);
        for pair in looks.windows(2) {
            assert!(grey(pair[0].0) >= grey(pair[1].0) + 12, "{pair:?}");
        }
        for (fill, _, is_white) in looks {
            // White on dark, black on light.
            assert_eq!(is_white, grey(fill) < 128, "{fill:06x}");
        }
    }

    #[test]
    fn no_colour_stands_alone() {
        let symbols: std::collections::BTreeSet<_> =
            Outcome::ALL.into_iter().map(verdict_symbol).collect();
        assert_eq!(symbols.len(), Outcome::ALL.len());
    }
}

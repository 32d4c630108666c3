//! A sheet with a header and rows under it, filled cell by cell from left to right.

use std::borrow::Cow;

use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{Format, IgnoreError, Url, Worksheet, XlsxError};

use crate::messages;
use crate::report::View;
use crate::report::csv::push_days;
use crate::text::date::Month;

use super::style::FONT;
use super::text::{fitting, width};
use super::{Filled, Scene};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Identifiers, codes and what the inputs say.
    Text,
    /// Our own words.
    Words,
    /// Our own sentences, wrapped.
    Prose,
    /// Several dates as one text, wrapped.
    Days,
    /// Yen and counts, grouped.
    Whole,
    /// Line numbers.
    Plain,
    Date,
    Truth,
}

/// A column.
#[derive(Clone, Debug)]
pub(super) struct Column {
    pub(super) heading: Cow<'static, str>,
    kind: Kind,
    /// Not wider than so many narrow characters.
    at_most: usize,
    /// Folded away at first: what few people need.
    is_folded: bool,
}

impl Column {
    pub(super) fn new(heading: &'static str, kind: Kind, at_most: usize) -> Self {
        Self {
            heading: Cow::Borrowed(heading),
            kind,
            at_most,
            is_folded: false,
        }
    }

    fn is_wrapped(&self) -> bool {
        matches!(self.kind, Kind::Prose | Kind::Days)
    }

    pub(super) fn folded(mut self) -> Self {
        self.is_folded = true;
        self
    }
}

/// Rows under construction.
pub(super) struct Grid<'s> {
    sheet: &'s mut Worksheet,
    /// For a text in a column of dates.
    as_text: &'s Format,
    columns: Vec<Column>,
    widths: Vec<usize>,
    row: u32,
    column: u16,
    /// Lines of the highest cell of the row.
    lines: usize,
    links_left: usize,
    filled: Filled,
}

/// Character widths that a filter button needs beside a heading.
const BUTTON: usize = 4;

/// Narrower is no column.
const NARROWEST: usize = 5;

impl<'s> Grid<'s> {
    /// Begins a sheet.
    pub(super) fn new(
        scene: &'s Scene<'_>,
        columns: Vec<Column>,
        sheet: &'s mut Worksheet,
    ) -> Result<Self, XlsxError> {
        let styles = &scene.styles;
        for (at, column) in (0..).zip(&columns) {
            sheet.set_column_format(at, styles.of(column.kind))?;
        }
        sheet.set_row_height(0, 34)?;
        for (at, column) in (0..).zip(&columns) {
            sheet.write_string_with_format(0, at, &*column.heading, &styles.head)?;
        }
        Ok(Self {
            sheet,
            as_text: &styles.text,
            widths: vec![0; columns.len()],
            columns,
            row: 1,
            column: 0,
            lines: 1,
            links_left: scene.plan.limits.links,
            filled: Filled::default(),
        })
    }

    /// Ends the row. Its height is told where text is wrapped, because not every program works it out by itself.
    pub(super) fn end(&mut self) -> Result<(), XlsxError> {
        debug_assert_eq!(usize::from(self.column), self.columns.len());
        if self.lines > 1 {
            self.sheet.set_row_height(self.row, height(self.lines))?;
        }
        self.row += 1;
        self.column = 0;
        self.lines = 1;
        Ok(())
    }

    /// Moves on, having seen a cell so wide.
    fn step(&mut self, width: usize) -> (u32, u16) {
        let at = (self.row, self.column);
        if let Some(widest) = self.widths.get_mut(usize::from(self.column)) {
            *widest = width.max(*widest);
            let column = &self.columns[usize::from(self.column)];
            if column.is_wrapped() {
                self.lines = self.lines.max(lines(width, column.at_most));
            }
        }
        self.column += 1;
        at
    }

    pub(super) fn empty(&mut self) {
        self.step(0);
    }

    pub(super) fn text(&mut self, text: &str) -> Result<(), XlsxError> {
        let text = fitting(text);
        let (row, column) = self.step(width(&text));
        if !text.is_empty() {
            self.sheet.write_string(row, column, text)?;
        }
        Ok(())
    }

    /// A text in a column of something else, such as a date that cannot be read.
    pub(super) fn recorded(&mut self, text: &str) -> Result<(), XlsxError> {
        if text.is_empty() {
            self.empty();
            return Ok(());
        }
        self.styled(text, self.as_text)
    }

    pub(super) fn styled(&mut self, text: &str, format: &Format) -> Result<(), XlsxError> {
        let text = fitting(text);
        let (row, column) = self.step(width(&text));
        self.sheet
            .write_string_with_format(row, column, text, format)?;
        Ok(())
    }

    /// A text, which must not be empty, that leads to a row of another sheet; a plain one when the sheet has as many
    /// links as it may have.
    pub(super) fn link(
        &mut self,
        text: &str,
        target: Option<Target<'_>>,
        format: &Format,
    ) -> Result<(), XlsxError> {
        let Some(target) = target else {
            return self.text(text);
        };
        let Some(left) = self.links_left.checked_sub(1) else {
            self.filled.unlinked += 1;
            return self.text(text);
        };
        self.links_left = left;
        let text = fitting(text);
        let (row, column) = self.step(width(&text));
        let url = Url::new(target.address()).set_text(text);
        self.sheet.write_url_with_format(row, column, url, format)?;
        Ok(())
    }

    pub(super) fn number(&mut self, number: u64) -> Result<(), XlsxError> {
        let digits = number.checked_ilog10().unwrap_or(0) as usize + 1;
        let (row, column) = self.step(digits + digits / 3);
        self.sheet.write_number(row, column, float(number))?;
        Ok(())
    }

    pub(super) fn truth(&mut self, truth: bool) -> Result<(), XlsxError> {
        let (row, column) = self.step(5);
        self.sheet.write_boolean(row, column, truth)?;
        Ok(())
    }

    /// A date; one before Excel's calendar as text.
    pub(super) fn date(&mut self, date: NaiveDate) -> Result<(), XlsxError> {
        if date.year() <= 1900 {
            return self.recorded(&date.to_string());
        }
        let (row, column) = self.step(10);
        self.sheet.write_datetime(row, column, date)?;
        Ok(())
    }

    pub(super) fn optional_date(&mut self, date: Option<NaiveDate>) -> Result<(), XlsxError> {
        if let Some(date) = date {
            return self.date(date);
        }
        self.empty();
        Ok(())
    }

    /// The days of a mask as ISO dates joined by `;`.
    pub(super) fn days(&mut self, month: Option<Month>, mask: u32) -> Result<(), XlsxError> {
        let mut text = Vec::new();
        push_days(&mut text, month, mask);
        self.text(&String::from_utf8_lossy(&text))
    }

    /// Widths, filter, frozen header and everything about paper. `frozen` columns stay in sight.
    pub(super) fn finish(self, view: &View<'_>, frozen: u16) -> Result<Filled, XlsxError> {
        let Self { sheet, columns, .. } = self;
        for ((at, column), &seen) in (0..).zip(&columns).zip(&self.widths) {
            let heading = width(&column.heading);
            // A heading may take two lines.
            let least = (heading.div_ceil(2) + BUTTON).max(NARROWEST);
            let wide = seen.max(least).min(column.at_most.max(least)) + 1;
            sheet.set_column_width(at, float(wide as u64))?;
        }
        fold(sheet, &columns)?;
        let last_row = self.row - 1;
        let last_column = u16::try_from(columns.len()).unwrap_or(u16::MAX) - 1;
        sheet.autofilter(0, 0, last_row, last_column)?;
        sheet.set_freeze_panes(1, frozen)?;
        sheet.set_repeat_rows(0, 0)?;
        let text_rows = last_row.max(1);
        let error = IgnoreError::NumberStoredAsText;
        sheet.ignore_error_range(1, 0, text_rows, last_column, error)?;
        paper(sheet, view);
        Ok(self.filled)
    }
}

/// Lines that a text takes in a column. A column is measured in digits, of which a full-width character takes 1⅔; a
/// part of the room goes into the ends of lines.
pub(super) fn lines(text: usize, column: usize) -> usize {
    text.div_ceil((column + column / 8).max(1))
}

/// Points of a row with so many lines. Excel has no higher ones than 409.
pub(super) fn height(lines: usize) -> f64 {
    float(lines as u64 * 16 + 2).min(409.0)
}

/// Folds columns away that stand side by side.
fn fold(sheet: &mut Worksheet, columns: &[Column]) -> Result<(), XlsxError> {
    let mut start: u16 = 0;
    for run in columns.chunk_by(|a, b| a.is_folded == b.is_folded) {
        let next = start + u16::try_from(run.len()).unwrap_or(u16::MAX);
        if run[0].is_folded {
            sheet.group_columns_collapsed(start, next - 1)?;
        }
        start = next;
    }
    Ok(())
}

/// What the workbook holds of persons.
pub(super) fn holds(view: &View<'_>) -> &'static str {
    let id = if view.checked.is_masked {
        "workbook-masked"
    } else {
        "workbook-personal-data"
    };
    messages::get(id, view.lang)
}

/// A4 on its side, as wide as one page, with sheet, page, day of the check and what it holds.
pub(super) fn paper(sheet: &mut Worksheet, view: &View<'_>) {
    let lang = view.lang;
    let as_of = view.checked.as_of.to_string();
    let checked_on = messages::with("workbook-checked-on", lang, &[("date", (&as_of).into())]);
    let notice = holds(view);
    let font = format!("&\"{FONT},Regular\"&8");
    sheet
        .set_paper_size(9)
        .set_landscape()
        .set_print_fit_to_pages(1, 0)
        .set_margins(0.4, 0.4, 0.6, 0.6, 0.3, 0.3)
        .set_header(format!("&L{font}&A&C{font}{notice}&R{font}{checked_on}"))
        .set_footer(format!(
            "&L{font}houkan {}&C{font}&P / &N",
            env!("CARGO_PKG_VERSION")
        ));
}

/// A row of another sheet.
#[derive(Clone, Copy, Debug)]
pub(super) struct Target<'t> {
    pub(super) sheet: &'t str,
    pub(super) row: usize,
    /// The letters of a column in sight.
    pub(super) column: &'static str,
}

impl Target<'_> {
    /// Our own sheets have no `'` in their names.
    fn address(&self) -> String {
        format!("internal:'{}'!{}{}", self.sheet, self.column, self.row)
    }
}

/// Counts and sums are whole and far below 2⁵³.
#[expect(clippy::cast_precision_loss, reason = "far below 2⁵³")]
pub(super) fn float(number: u64) -> f64 {
    number as f64
}

//! 概要: what came out, at a glance, and where to find the rest.

use rust_xlsxwriter::{
    Chart, ChartFont, ChartFormat, ChartSolidFill, ChartType, Color, Worksheet, XlsxError,
};

use crate::judge::outcome::Outcome;
use crate::mark::Mark;
use crate::messages::{self, Value};
use crate::report::inputs::State;
use crate::report::summary::Proof;
use crate::report::tally::Sum;
use crate::rules::{self, terms};
use crate::text::lang::Lang;

use super::grid::{float, height, holds, lines, paper};
use super::plan::Kind;
use super::style::{level_symbol, verdict_symbol};
use super::text::{fitting, width as width_of};
use super::{Filled, Scene};

/// Widths of the columns: label, explanation, number, yen, level, then the chart.
const WIDTHS: [u16; 5] = [32, 46, 12, 16, 12];

/// The sheet under construction.
struct Front<'s> {
    scene: &'s Scene<'s>,
    sheet: &'s mut Worksheet,
    row: u32,
}

pub(super) fn fill(
    scene: &Scene<'_>,
    filled: &[Filled],
    sheet: &mut Worksheet,
) -> Result<(), XlsxError> {
    for (at, width) in (0..).zip(WIDTHS) {
        sheet.set_column_width(at, width)?;
    }
    let mut front = Front {
        scene,
        sheet,
        row: 0,
    };
    front.head()?;
    front.verdicts()?;
    front.people()?;
    front.compared()?;
    front.ignored()?;
    front.findings()?;
    front.unread()?;
    front.proof()?;
    front.sheets(filled)?;
    let last = front.row.saturating_sub(1);
    sheet.set_print_area(0, 0, last, LAST_COLUMN)?;
    sheet.set_screen_gridlines(false);
    paper(sheet, scene.view);
    sheet.set_active(true);
    Ok(())
}

/// Column K, where the chart ends.
const LAST_COLUMN: u16 = 10;

impl Front<'_> {
    fn lang(&self) -> Lang {
        self.scene.view.lang
    }

    fn get(&self, id: &str) -> &'static str {
        messages::get(id, self.lang())
    }

    fn with(&self, id: &str, values: &[(&str, Value<'_>)]) -> String {
        messages::with(id, self.lang(), values)
    }

    /// A heading across the table, one row beneath what stands above.
    fn section(&mut self, heading: &str) -> Result<(), XlsxError> {
        self.row += 1;
        let format = &self.scene.styles.section;
        self.sheet
            .write_string_with_format(self.row, 0, heading, format)?;
        for column in 1..=4 {
            self.sheet.write_blank(self.row, column, format)?;
        }
        self.row += 1;
        Ok(())
    }

    /// Headings of columns; empty ones stand for themselves.
    fn heads(&mut self, headings: &[&str]) -> Result<(), XlsxError> {
        for (column, heading) in (0..).zip(headings) {
            let format = &self.scene.styles.head;
            self.sheet
                .write_string_with_format(self.row, column, *heading, format)?;
        }
        self.row += 1;
        Ok(())
    }

    /// A label and what there is to say.
    fn line(&mut self, label: &str, text: &str) -> Result<(), XlsxError> {
        let styles = &self.scene.styles;
        self.sheet
            .write_string_with_format(self.row, 0, fitting(label), &styles.label)?;
        self.sheet
            .write_string_with_format(self.row, 1, fitting(text), &styles.prose)?;
        let of = |text: &str, width: u16| {
            let lines = text
                .split('\n')
                .map(|line| lines(width_of(line), width.into()));
            lines.sum::<usize>()
        };
        let lines = of(text, WIDTHS[1]).max(of(label, WIDTHS[0]));
        if lines > 1 {
            self.sheet.set_row_height(self.row, height(lines))?;
        }
        self.row += 1;
        Ok(())
    }

    fn number(&mut self, column: u16, number: u64) -> Result<(), XlsxError> {
        let format = &self.scene.styles.whole;
        self.sheet
            .write_number_with_format(self.row, column, float(number), format)?;
        Ok(())
    }

    /// A label, an explanation and a number.
    fn count(&mut self, label: &str, text: &str, count: u64) -> Result<(), XlsxError> {
        self.number(2, count)?;
        self.line(label, text)
    }

    /// The same with an amount.
    fn sum(&mut self, label: &str, text: &str, sum: Sum) -> Result<(), XlsxError> {
        self.number(3, sum.yen)?;
        self.count(label, text, sum.claims)
    }

    fn head(&mut self) -> Result<(), XlsxError> {
        let view = self.scene.view;
        let checked = view.checked;
        let styles = &self.scene.styles;
        self.sheet
            .write_string_with_format(0, 0, self.get("workbook-title"), &styles.title)?;
        self.sheet
            .write_string_with_format(1, 0, holds(view), &styles.base)?;
        self.sheet.set_row_height(0, 28)?;
        self.row = 3;
        self.sheet
            .write_string_with_format(3, 0, self.get("workbook-as-of"), &styles.label)?;
        let left = styles
            .date
            .clone()
            .set_align(rust_xlsxwriter::FormatAlign::Left);
        self.sheet
            .write_datetime_with_format(3, 1, checked.as_of, &left)?;
        self.row = 4;
        self.line(self.get("workbook-policy"), &checked.policy.name)?;
        self.line(self.get("workbook-policy-hash"), &checked.policy.hash)?;
        self.line(
            self.get("workbook-program"),
            concat!("houkan ", env!("CARGO_PKG_VERSION")),
        )?;
        let records = checked.records().len() as u64;
        let records = self.with("workbook-records", &[("count", records.into())]);
        self.line(self.get("workbook-eligibility"), &records)?;
        if checked.seen_later > 0 {
            let later = [("count", checked.seen_later.into())];
            let later = self.with("workbook-seen-later", &later);
            self.line("", &later)?;
        }
        Ok(())
    }

    fn verdicts(&mut self) -> Result<(), XlsxError> {
        let lang = self.lang();
        self.section(self.get("workbook-by-verdict"))?;
        self.heads(&[
            messages::of("column", "verdict", lang),
            self.get("workbook-meaning"),
            self.get("workbook-claims"),
            self.get("workbook-yen"),
        ])?;
        let first = self.row;
        for outcome in Outcome::ALL.into_iter().rev() {
            let sum = self.scene.view.tally.verdict(outcome);
            let word = terms::outcome(outcome, lang);
            let label = format!("{} {}", verdict_symbol(outcome), outcome.id());
            self.sum("", word, sum)?;
            let format = &self.scene.styles.verdicts[outcome as usize];
            self.sheet
                .write_string_with_format(self.row - 1, 0, label, format)?;
        }
        let last = self.row - 1;
        self.total(self.scene.view.tally.all)?;
        self.chart(first, last)
    }

    fn total(&mut self, all: Sum) -> Result<(), XlsxError> {
        let format = &self.scene.styles.total;
        self.sheet.write_string_with_format(
            self.row,
            0,
            self.get("workbook-total"),
            &self.scene.styles.strong,
        )?;
        self.sheet.write_blank(self.row, 1, format)?;
        for (column, number) in [(2, all.claims), (3, all.yen)] {
            self.sheet
                .write_number_with_format(self.row, column, float(number), format)?;
        }
        self.row += 1;
        Ok(())
    }

    /// Bars of one dark colour with their numbers: nothing in it hangs on colours.
    fn chart(&mut self, first: u32, last: u32) -> Result<(), XlsxError> {
        let sheet = Kind::Summary.name(self.lang());
        let mut font = ChartFont::new();
        font.set_name(super::style::FONT).set_size(9);
        let mut chart = Chart::new(ChartType::Bar);
        let fill = ChartSolidFill::new()
            .set_color(Color::RGB(0x003B_4A5A))
            .clone();
        chart
            .add_series()
            .set_name(self.get("workbook-claims"))
            .set_categories((sheet, first, 0, last, 0))
            .set_values((sheet, first, 2, last, 2))
            .set_gap(40)
            .set_format(ChartFormat::new().set_solid_fill(&fill))
            .set_data_label(
                rust_xlsxwriter::ChartDataLabel::new()
                    .show_value()
                    .set_font(&font),
            );
        chart
            .title()
            .set_name(self.get("workbook-by-verdict"))
            .set_font(&font);
        chart.legend().set_hidden();
        // Of bars lying down, x is the axis of the values.
        chart.y_axis().set_reverse().set_font(&font);
        chart.x_axis().set_hidden(true).set_major_gridlines(false);
        chart.set_width(410).set_height(250);
        self.sheet.insert_chart_with_offset(2, 5, &chart, 12, 0)?;
        Ok(())
    }

    fn people(&mut self) -> Result<(), XlsxError> {
        let view = self.scene.view;
        self.section(self.get("workbook-to-ask"))?;
        let people = view.people.len() as u64;
        self.count(
            self.get("workbook-people"),
            self.get("workbook-people-where"),
            people,
        )?;
        self.sum(
            self.get("workbook-certificate"),
            self.get("workbook-certificate-meaning"),
            view.tally.certificate,
        )
    }

    fn compared(&mut self) -> Result<(), XlsxError> {
        let Some(compared) = &self.scene.view.checked.compared else {
            return Ok(());
        };
        self.section(self.get("workbook-compared"))?;
        let as_of = compared.as_of.map(|date| date.to_string());
        self.line(self.get("workbook-compared-folder"), &compared.folder)?;
        self.line(
            self.get("workbook-compared-as-of"),
            &as_of.unwrap_or_default(),
        )?;
        let verdicts = self.get("workbook-sheet-verdicts");
        let findings = self.get("workbook-sheet-findings");
        for mark in [Mark::New, Mark::Open] {
            let (of_verdicts, of_findings) = compared.count(mark);
            let word = messages::of("mark", mark.id(), self.scene.view.lang);
            self.count(word, verdicts, of_verdicts)?;
            self.count(word, findings, of_findings)?;
        }
        let (of_verdicts, of_findings) = compared.count_solved();
        self.count(self.get("workbook-sheet-solved"), verdicts, of_verdicts)?;
        self.count(self.get("workbook-sheet-solved"), findings, of_findings)?;
        self.count(
            self.get("workbook-compared-not-looked-at"),
            self.get("workbook-compared-not-looked-at-meaning"),
            compared.not_looked_at,
        )
    }

    fn ignored(&mut self) -> Result<(), XlsxError> {
        let Some(ignored) = &self.scene.view.checked.ignored else {
            return Ok(());
        };
        self.section(self.get("workbook-ignored"))?;
        self.line(self.get("workbook-ignored-file"), &ignored.path)?;
        let settled = ignored.settled.len() as u64;
        self.count(
            self.get("workbook-ignored-entries"),
            "",
            ignored.entries.into(),
        )?;
        self.count(self.get("workbook-ignored-used"), "", ignored.used.into())?;
        self.count(
            self.get("workbook-ignored-unused"),
            self.get("workbook-ignored-unused-meaning"),
            ignored.unused().into(),
        )?;
        self.count(
            self.get("workbook-ignored-expired"),
            self.get("workbook-ignored-expired-meaning"),
            ignored.expired.into(),
        )?;
        self.count(self.get("workbook-ignored-findings"), "", ignored.findings)?;
        self.count(
            self.get("workbook-ignored-settled"),
            self.get("workbook-ignored-settled-meaning"),
            settled,
        )
    }

    fn findings(&mut self) -> Result<(), XlsxError> {
        let lang = self.lang();
        self.section(self.get("workbook-by-code"))?;
        let codes = &self.scene.view.tally.codes;
        if codes.is_empty() {
            return self.line(self.get("workbook-none"), "");
        }
        self.heads(&[
            messages::of("column", "code", lang),
            self.get("workbook-words-code"),
            self.get("workbook-count"),
            "",
            messages::of("column", "level", lang),
        ])?;
        // Gravest first, then the most frequent.
        let mut sorted: Vec<_> = codes.iter().collect();
        sorted.sort_by_key(|((code, level), count)| (std::cmp::Reverse((*level, **count)), *code));
        for ((code, level), &count) in sorted {
            let title = rules::find(code).map_or("", |rule| rule.title.get(lang));
            self.count(code, title, count)?;
            let word = format!("{} {}", level_symbol(*level), terms::level(*level, lang));
            let format = &self.scene.styles.levels[*level as usize];
            self.sheet
                .write_string_with_format(self.row - 1, 4, word, format)?;
        }
        Ok(())
    }

    fn unread(&mut self) -> Result<(), XlsxError> {
        let lang = self.lang();
        self.section(self.get("workbook-unread"))?;
        let is_unread = |state| matches!(state, State::Unreadable | State::Partial);
        let inputs = self.scene.view.inputs;
        let unread: Vec<_> = inputs.iter().filter(|it| is_unread(it.status)).collect();
        if unread.is_empty() {
            return self.line(self.get("workbook-none"), self.get("workbook-all-read"));
        }
        for input in unread {
            let state = messages::of("state", input.status.id(), lang);
            let reason = input.reason.as_ref().map_or("", |words| words.pick(lang));
            self.line(&input.path, &format!("{state} {reason}"))?;
        }
        Ok(())
    }

    fn proof(&mut self) -> Result<(), XlsxError> {
        let view = self.scene.view;
        let proof = Proof::of(view.checked, view.tally.all.claims, view.tally.all.yen);
        self.section(self.get("workbook-proof"))?;
        let read = Sum {
            claims: proof.claims_in,
            yen: proof.yen_in,
        };
        let written = Sum {
            claims: proof.verdicts_out,
            yen: proof.yen_out,
        };
        self.sum(
            self.get("workbook-proof-in"),
            self.get("workbook-proof-in-meaning"),
            read,
        )?;
        self.sum(
            self.get("workbook-proof-out"),
            self.get("workbook-proof-out-meaning"),
            written,
        )?;
        let holds = if proof.holds {
            "workbook-proof-holds"
        } else {
            "workbook-proof-fails"
        };
        self.line("", self.get(holds))
    }

    /// Which rows stand on which sheets, and what could not be linked.
    fn sheets(&mut self, filled: &[Filled]) -> Result<(), XlsxError> {
        self.section(self.get("workbook-sheets"))?;
        let parts = self.scene.plan.parts();
        for (part, filled) in parts.iter().zip(filled) {
            let id = match part.kind {
                Kind::Summary => continue,
                Kind::Worklist => "workbook-about-worklist",
                Kind::Verdicts => "workbook-about-verdicts",
                Kind::Findings => "workbook-about-findings",
                Kind::Solved => "workbook-about-solved",
                Kind::Inputs => "workbook-about-inputs",
                Kind::Legend => "workbook-about-legend",
            };
            let mut about = self.get(id).to_owned();
            if filled.unlinked > 0 {
                let links = self.scene.plan.limits.links as u64;
                let values = [("limit", links.into()), ("count", filled.unlinked.into())];
                about = format!("{about}\n{}", self.with("workbook-unlinked", &values));
            }
            let is_table = !matches!(part.kind, Kind::Inputs | Kind::Legend);
            if is_table {
                self.number(2, part.rows.len() as u64)?;
            }
            self.line("", &about)?;
            let url = rust_xlsxwriter::Url::new(format!("internal:'{}'!A1", part.name))
                .set_text(&part.name);
            let link = &self.scene.styles.link;
            self.sheet
                .write_url_with_format(self.row - 1, 0, url, link)?;
        }
        if parts.iter().any(|part| part.rows.start > 0) {
            let rows = self.scene.plan.limits.rows as u64 + 1;
            let split = self.with("workbook-split", &[("rows", rows.into())]);
            self.line("", &split)?;
        }
        Ok(())
    }
}

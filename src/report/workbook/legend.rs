//! 凡例: what the words, colours and columns mean, and how to use the workbook.

use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use crate::credential::Kind as Shown;
use crate::finding::Level;
use crate::judge::credential::Credential;
use crate::judge::outcome::{Outcome, Reason};
use crate::matching::cascade::MatchedBy;
use crate::messages;
use crate::rules::terms;
use crate::text::insurer::InsurerKind;
use crate::text::lang::Lang;

use super::grid::{height, lines, paper};
use super::style::{level_symbol, verdict_symbol};
use super::text::width;
use super::{Filled, Scene};

/// Widths of the columns: word, name, meaning.
const WIDTHS: [u16; 3] = [34, 42, 84];

/// How to use it.
const STEPS: [&str; 7] = [
    "workbook-step-start",
    "workbook-step-worklist",
    "workbook-step-verdicts",
    "workbook-step-findings",
    "workbook-step-folded",
    "workbook-step-print",
    "workbook-step-explain",
];

struct Page<'s> {
    scene: &'s Scene<'s>,
    sheet: &'s mut Worksheet,
    row: u32,
}

pub(super) fn fill(scene: &Scene<'_>, sheet: &mut Worksheet) -> Result<Filled, XlsxError> {
    for (at, width) in (0..).zip(WIDTHS) {
        sheet.set_column_width(at, width)?;
    }
    let mut page = Page {
        scene,
        sheet,
        row: 0,
    };
    page.steps()?;
    page.verdicts()?;
    page.levels()?;
    page.terms()?;
    page.columns()?;
    let last = page.row.saturating_sub(1);
    sheet.set_print_area(0, 0, last, 2)?;
    sheet.set_screen_gridlines(false);
    paper(sheet, scene.view);
    Ok(Filled::default())
}

impl Page<'_> {
    fn lang(&self) -> Lang {
        self.scene.view.lang
    }

    fn get(&self, id: &str) -> &'static str {
        messages::get(id, self.lang())
    }

    fn section(&mut self, id: &str) -> Result<(), XlsxError> {
        if self.row > 0 {
            self.row += 1;
        }
        let format = &self.scene.styles.section;
        let heading = self.get(id);
        self.sheet
            .write_string_with_format(self.row, 0, heading, format)?;
        for column in 1..=2 {
            self.sheet.write_blank(self.row, column, format)?;
        }
        self.row += 1;
        Ok(())
    }

    /// A row: a word as it stands in the cells, its name and its meaning.
    fn row(&mut self, cells: [(&str, &Format); 3]) -> Result<(), XlsxError> {
        let longest = lines(width(cells[2].0), WIDTHS[2].into());
        if longest > 1 {
            self.sheet.set_row_height(self.row, height(longest))?;
        }
        for (column, (text, format)) in (0..).zip(cells) {
            self.sheet
                .write_string_with_format(self.row, column, text, format)?;
        }
        self.row += 1;
        Ok(())
    }

    fn steps(&mut self) -> Result<(), XlsxError> {
        self.section("workbook-how-to-use")?;
        let wide = self.scene.styles.base.clone();
        for id in STEPS {
            self.sheet
                .write_string_with_format(self.row, 0, self.get(id), &wide)?;
            self.row += 1;
        }
        Ok(())
    }

    fn verdicts(&mut self) -> Result<(), XlsxError> {
        let scene = self.scene;
        self.section("workbook-legend-verdicts")?;
        for outcome in Outcome::ALL.into_iter().rev() {
            let id = match outcome {
                Outcome::Ok => "workbook-means-OK",
                Outcome::Transitional => "workbook-means-TRANSITIONAL",
                Outcome::CannotJudge => "workbook-means-CANNOT_JUDGE",
                Outcome::NeedCert => "workbook-means-NEED_CERT",
                Outcome::SpecialCare => "workbook-means-SPECIAL_CARE",
                Outcome::NotCovered => "workbook-means-NOT_COVERED",
                Outcome::Invalid => "workbook-means-INVALID",
            };
            let word = terms::outcome(outcome, self.lang());
            let word = format!("{} {word}", verdict_symbol(outcome));
            let look = &scene.styles.verdicts[outcome as usize];
            let styles = &scene.styles;
            self.row([
                (outcome.id(), &styles.text),
                (&word, look),
                (self.get(id), &styles.prose),
            ])?;
        }
        Ok(())
    }

    fn levels(&mut self) -> Result<(), XlsxError> {
        let scene = self.scene;
        self.section("workbook-legend-levels")?;
        for (level, id) in [
            (Level::Error, "workbook-means-error"),
            (Level::Warn, "workbook-means-warn"),
            (Level::Info, "workbook-means-info"),
        ] {
            let word = terms::level(level, self.lang());
            let word = format!("{} {word}", level_symbol(level));
            let look = &scene.styles.levels[level as usize];
            let styles = &scene.styles;
            self.row([
                (level.id(), &styles.text),
                (&word, look),
                (self.get(id), &styles.prose),
            ])?;
        }
        Ok(())
    }

    /// Codes with their words.
    fn terms(&mut self) -> Result<(), XlsxError> {
        let lang = self.lang();
        let reasons = Reason::ALL.iter();
        let reasons = reasons.map(|&it| (it.id(), terms::reason(it, lang)));
        self.table("workbook-legend-reasons", reasons)?;
        let shown = Shown::ALL.into_iter().map(Credential::Shown);
        let credentials = shown.chain([Credential::LegacyCardPresumed]);
        let credentials = credentials.map(|it| (it.id(), terms::credential(it, lang)));
        self.table("workbook-legend-credentials", credentials)?;
        let matched = MatchedBy::ALL.into_iter();
        let matched = matched.map(|it| (it.id(), terms::matched_by(it, lang)));
        self.table("workbook-legend-matched", matched)?;
        let kinds = InsurerKind::ALL.into_iter();
        let kinds = kinds.map(|it| (it.id(), messages::of("insurer-kind", it.id(), lang)));
        self.table("workbook-legend-kinds", kinds)?;
        let payers = ["1", "2"].map(|it| (it, messages::of("payer", it, lang)));
        self.table("workbook-legend-payers", payers.into_iter())?;
        let sexes = ["1", "2"].map(|it| (it, messages::of("sex", it, lang)));
        self.table("workbook-legend-sexes", sexes.into_iter())
    }

    fn table<'t>(
        &mut self,
        heading: &str,
        rows: impl Iterator<Item = (&'t str, &'t str)>,
    ) -> Result<(), XlsxError> {
        self.section(heading)?;
        let scene = self.scene;
        let styles = &scene.styles;
        for (code, words) in rows {
            self.row([
                (code, &styles.text),
                (words, &styles.words),
                ("", &styles.words),
            ])?;
        }
        Ok(())
    }

    fn columns(&mut self) -> Result<(), XlsxError> {
        self.section("workbook-legend-columns")?;
        let scene = self.scene;
        let styles = &scene.styles;
        for (name, id) in COLUMNS {
            let heading = messages::of("column", name, self.lang());
            self.row([
                (heading, &styles.words),
                (name, &styles.text),
                (self.get(id), &styles.prose),
            ])?;
        }
        Ok(())
    }
}

/// Columns with what they hold.
const COLUMNS: [(&str, &str); 41] = [
    ("source_file", "workbook-column-source_file"),
    ("line", "workbook-column-line"),
    ("payer", "workbook-column-payer"),
    ("station_code", "workbook-column-station_code"),
    ("billing_month", "workbook-column-billing_month"),
    ("service_month", "workbook-column-service_month"),
    ("claim_no", "workbook-column-claim_no"),
    ("claim_type", "workbook-column-claim_type"),
    ("patient_name", "workbook-column-patient_name"),
    ("patient_kana", "workbook-column-patient_kana"),
    ("birth_date", "workbook-column-birth_date"),
    ("insurer_no", "workbook-column-insurer_no"),
    ("symbol", "workbook-column-symbol"),
    ("number", "workbook-column-number"),
    ("branch", "workbook-column-branch"),
    ("visit_days", "workbook-column-visit_days"),
    ("total_yen", "workbook-column-total_yen"),
    ("verdict", "workbook-column-verdict"),
    ("needs_certificate", "workbook-column-needs_certificate"),
    ("cert_dates", "workbook-column-cert_dates"),
    ("reason", "workbook-column-reason"),
    ("bad_dates", "workbook-column-bad_dates"),
    ("credential", "workbook-column-credential"),
    ("evidence_as_of", "workbook-column-evidence_as_of"),
    ("matched_by", "workbook-column-matched_by"),
    ("record", "workbook-column-record"),
    ("field", "workbook-column-field"),
    ("code", "workbook-column-code"),
    ("level", "workbook-column-level"),
    ("dates", "workbook-column-dates"),
    ("claim_value", "workbook-column-claim_value"),
    ("reference_value", "workbook-column-reference_value"),
    ("message", "workbook-column-message"),
    ("action", "workbook-column-action"),
    ("station_codes", "workbook-column-station_codes"),
    ("claims", "workbook-column-claims"),
    ("yen_at_risk", "workbook-column-yen_at_risk"),
    ("first_date", "workbook-column-first_date"),
    ("last_date", "workbook-column-last_date"),
    ("ask", "workbook-column-ask"),
    ("claim_key", "workbook-column-claim_key"),
];

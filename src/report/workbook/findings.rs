//! 指摘: `findings.csv` in words.

use rust_xlsxwriter::{Worksheet, XlsxError};

use crate::check::Checked;
use crate::finding::Finding;
use crate::messages;
use crate::report::findings::{COLUMNS, source_file, subject};
use crate::rules::{self, terms, wording};
use crate::text::lang::Lang;

use super::grid::{Column, Grid, Kind, Target};
use super::plan::{Kind as Table, Part};
use super::style::level_symbol;
use super::verdicts::{follow_columns, followed};
use super::{Filled, Scene};

/// The column that links lead to: the code.
pub(super) const TARGET: &str = "G";

fn column(name: &'static str, lang: Lang) -> Column {
    let (kind, at_most) = match name {
        "line" => (Kind::Plain, 8),
        "message" => (Kind::Prose, 44),
        "action" => (Kind::Prose, 40),
        "dates" => (Kind::Days, 22),
        "claim_value" | "reference_value" => (Kind::Days, 14),
        "source_file" => (Kind::Days, 18),
        "code" => (Kind::Text, 20),
        _ => (Kind::Text, 14),
    };
    let column = Column::new(messages::of("column", name, lang), kind, at_most);
    match name {
        "record" | "field" | "level" => column.folded(),
        _ => column,
    }
}

pub(super) fn columns(checked: &Checked, lang: Lang) -> Vec<Column> {
    let mut columns = Vec::new();
    let words = |id, at_most| Column::new(messages::get(id, lang), Kind::Words, at_most);
    for name in COLUMNS {
        columns.push(column(name, lang));
        match name {
            "code" => columns.push(words("workbook-words-code", 30).folded()),
            "level" => columns.push(words("workbook-words-level", 10)),
            _ => {}
        }
    }
    follow_columns(checked, lang, &mut columns);
    columns
}

pub(super) fn fill(
    scene: &Scene<'_>,
    part: &Part,
    sheet: &mut Worksheet,
) -> Result<Filled, XlsxError> {
    let checked = scene.view.checked;
    let mut grid = Grid::new(scene, columns(checked, scene.view.lang), sheet)?;
    for index in part.rows.clone() {
        let finding = &checked.findings[index];
        place(scene, finding, &mut grid)?;
        said(scene, finding, &mut grid)?;
        let marks = checked.compared.as_ref().map(|it| &it.findings);
        let mark = marks.and_then(|marks| marks.get(index)).copied();
        followed(
            scene,
            mark.unwrap_or_default(),
            checked.findings[index].claim,
            &mut grid,
        )?;
        grid.end()?;
    }
    grid.finish(scene.view, 0)
}

/// The columns up to `claim_no`.
fn place(scene: &Scene<'_>, finding: &Finding, grid: &mut Grid<'_>) -> Result<(), XlsxError> {
    let checked = scene.view.checked;
    let subject = subject(checked, finding);
    grid.text(source_file(checked, finding))?;
    match finding.place.line {
        0 => grid.empty(),
        line => grid.number(line.into())?,
    }
    grid.text(finding.place.record)?;
    grid.text(finding.place.field)?;
    grid.text(subject.station)?;
    let number = subject
        .recorded
        .as_ref()
        .map(|recorded| recorded.decode(recorded.claim_no));
    grid.text(number.as_deref().unwrap_or_default())
}

/// The columns from `code` on.
fn said(scene: &Scene<'_>, finding: &Finding, grid: &mut Grid<'_>) -> Result<(), XlsxError> {
    let lang = scene.view.lang;
    let claim = finding.claim.map(|index| index as usize);
    let place = claim.and_then(|index| scene.plan.place(Table::Verdicts, index));
    let target = place.map(|(sheet, row)| Target {
        sheet,
        row,
        column: super::verdicts::TARGET,
    });
    grid.link(finding.code, target, &scene.styles.link)?;
    grid.text(rules::find(finding.code).map_or("", |rule| rule.title.get(lang)))?;
    grid.text(finding.level.id())?;
    let level = terms::level(finding.level, lang);
    grid.styled(
        &format!("{} {level}", level_symbol(finding.level)),
        &scene.styles.levels[finding.level as usize],
    )?;
    let (month, mask) = finding
        .dates
        .map_or((None, 0), |days| (Some(days.month), days.mask));
    grid.days(month, mask)?;
    grid.text(&finding.claim_value)?;
    grid.text(&finding.reference_value)?;
    let (message, action) = wording::both(finding, lang);
    grid.text(&message)?;
    grid.text(&action)
}

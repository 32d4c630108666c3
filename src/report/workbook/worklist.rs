//! 対応リスト: `worklist.csv`, with links to the claims.

use rust_xlsxwriter::{Worksheet, XlsxError};

use crate::check::Checked;
use crate::messages;
use crate::report::worklist::{COLUMNS, Person};
use crate::rules::terms;
use crate::text::lang::Lang;

use super::grid::{Column, Grid, Kind, Target};
use super::plan::{Kind as Table, Part};
use super::verdicts::mark;
use super::{Filled, Scene};

/// The columns up to the name stay in sight.
const FROZEN: u16 = 5;

fn column(name: &'static str, lang: Lang) -> Column {
    let (kind, at_most) = match name {
        "claims" | "yen_at_risk" => (Kind::Whole, 12),
        "birth_date" | "first_date" | "last_date" => (Kind::Date, 12),
        "ask" => (Kind::Prose, 46),
        "station_codes" => (Kind::Days, 22),
        "patient_name" | "reason" => (Kind::Text, 24),
        _ => (Kind::Text, 16),
    };
    let column = Column::new(messages::of("column", name, lang), kind, at_most);
    if name == "reason" {
        column.folded()
    } else {
        column
    }
}

pub(super) fn columns(checked: &Checked, lang: Lang) -> Vec<Column> {
    let mut columns = Vec::new();
    for name in COLUMNS {
        columns.push(column(name, lang));
        if name == "reason" {
            let heading = messages::get("workbook-words-reason", lang);
            columns.push(Column::new(heading, Kind::Prose, 30));
        }
    }
    if checked.compared.is_some() {
        let heading = messages::of("column", "mark", lang);
        columns.push(Column::new(heading, Kind::Words, 8));
    }
    columns
}

pub(super) fn fill(
    scene: &Scene<'_>,
    part: &Part,
    sheet: &mut Worksheet,
) -> Result<Filled, XlsxError> {
    let view = scene.view;
    let mut grid = Grid::new(scene, columns(view.checked, view.lang), sheet)?;
    for person in &view.people[part.rows.clone()] {
        write(scene, person, &mut grid)?;
        grid.end()?;
    }
    grid.finish(view, FROZEN)
}

fn write(scene: &Scene<'_>, person: &Person<'_>, grid: &mut Grid<'_>) -> Result<(), XlsxError> {
    let (checked, lang) = (scene.view.checked, scene.view.lang);
    let (claim, recorded) = person.claim(checked);
    let first = person.first_claim(checked) as usize;
    let target = scene.plan.place(Table::Verdicts, first);
    let target = target.map(|(sheet, row)| Target {
        sheet,
        row,
        column: super::verdicts::TARGET,
    });
    grid.text(&recorded.insurer())?;
    for field in [recorded.symbol, recorded.number, recorded.branch] {
        grid.text(&recorded.decode(field))?;
    }
    // A click on the name leads to the claim; of someone without a name, a click on what to ask for.
    let name = recorded.decode(recorded.name);
    let has_name = !name.is_empty();
    if has_name {
        grid.link(&name, target, &scene.styles.link)?;
    } else {
        grid.empty();
    }
    match claim.birth_date {
        Some(date) => grid.date(date)?,
        None => grid.recorded(&recorded.decode(recorded.birth_date))?,
    }
    grid.text(&person.stations())?;
    grid.number(person.claims)?;
    grid.number(person.yen)?;
    grid.date(person.first_date)?;
    grid.date(person.last_date)?;
    grid.text(person.reason().id())?;
    grid.text(terms::reason(person.reason(), lang))?;
    let of_ask = target.filter(|_| !has_name);
    grid.link(person.ask(checked, lang), of_ask, &scene.styles.link_prose)?;
    if checked.compared.is_some() {
        grid.text(mark(person.mark(), lang))?;
    }
    Ok(())
}

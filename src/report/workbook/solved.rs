//! 解消: what an earlier report has and this one has not.

use rust_xlsxwriter::{Worksheet, XlsxError};

use crate::mark::Solved;
use crate::messages;
use crate::text::lang::Lang;

use super::grid::{Column, Grid, Kind};
use super::plan::Part;
use super::{Filled, Scene};

pub(super) fn columns(lang: Lang) -> Vec<Column> {
    let column =
        |name, kind, at_most| Column::new(messages::of("column", name, lang), kind, at_most);
    vec![
        Column::new(messages::get("workbook-solved-kind", lang), Kind::Words, 8),
        column("source_file", Kind::Days, 24),
        column("line", Kind::Plain, 8),
        column("station_code", Kind::Text, 12),
        column("service_month", Kind::Text, 10),
        column("claim_no", Kind::Text, 12),
        column("patient_name", Kind::Text, 20),
        Column::new(messages::get("workbook-solved-code", lang), Kind::Text, 20),
        Column::new(
            messages::get("workbook-solved-words", lang),
            Kind::Prose,
            24,
        ),
        column("level", Kind::Text, 8),
        column("dates", Kind::Days, 23),
        column("message", Kind::Prose, 44),
        column("total_yen", Kind::Whole, 12),
    ]
}

pub(super) fn fill(
    scene: &Scene<'_>,
    part: &Part,
    sheet: &mut Worksheet,
) -> Result<Filled, XlsxError> {
    let view = scene.view;
    let mut grid = Grid::new(scene, columns(view.lang), sheet)?;
    let compared = view.checked.compared.iter();
    let solved = compared.flat_map(|compared| &compared.solved[part.rows.clone()]);
    for one in solved {
        write(one, view.lang, &mut grid)?;
        grid.end()?;
    }
    grid.finish(view, 0)
}

fn write(solved: &Solved, lang: Lang, grid: &mut Grid<'_>) -> Result<(), XlsxError> {
    grid.text(messages::of("kind", solved.kind(), lang))?;
    grid.text(&solved.source_file)?;
    match solved.line {
        0 => grid.empty(),
        line => grid.number(line.into())?,
    }
    grid.text(&solved.station_code)?;
    grid.text(&solved.service_month)?;
    grid.text(&solved.claim_no)?;
    grid.text(&solved.patient_name)?;
    grid.text(&solved.code)?;
    grid.text(words(solved, lang))?;
    grid.text(&solved.level)?;
    grid.text(&solved.dates)?;
    grid.text(&solved.message)?;
    grid.number(solved.total_yen)
}

/// The word for the verdict, or the title of the finding.
fn words(solved: &Solved, lang: Lang) -> &'static str {
    if solved.is_verdict {
        messages::of("verdict", &solved.code, lang)
    } else {
        crate::rules::find(&solved.code).map_or("", |rule| rule.title.get(lang))
    }
}

//! 入力: every input and what became of it, and the remarks on inputs.

use rust_xlsxwriter::{Worksheet, XlsxError};

use crate::messages;
use crate::report::inputs::InputLine;
use crate::text::lang::Lang;

use super::grid::{Column, Grid, Kind};
use super::{Filled, Scene};

pub(super) fn columns(lang: Lang) -> Vec<Column> {
    let column = |id, kind, at_most| Column::new(messages::get(id, lang), kind, at_most);
    vec![
        column("workbook-input-role", Kind::Words, 12),
        column("workbook-input-path", Kind::Days, 44),
        column("workbook-input-bytes", Kind::Whole, 14),
        column("workbook-input-form", Kind::Text, 20),
        column("workbook-input-state", Kind::Words, 14),
        column("workbook-input-records", Kind::Whole, 12),
        column("workbook-input-reason", Kind::Prose, 46),
        column("workbook-input-sha256", Kind::Days, 33),
    ]
}

pub(super) fn fill(scene: &Scene<'_>, sheet: &mut Worksheet) -> Result<Filled, XlsxError> {
    let view = scene.view;
    let mut grid = Grid::new(scene, columns(view.lang), sheet)?;
    for input in view.inputs {
        write(input, view.lang, &mut grid)?;
    }
    // Remarks stand under the inputs as rows of their own, so that the filter finds both by path.
    for note in view.notes {
        grid.text(messages::get("workbook-input-note", view.lang))?;
        grid.text(&note.path)?;
        for _ in 0..4 {
            grid.empty();
        }
        grid.text(note.words.pick(view.lang))?;
        grid.empty();
        grid.end()?;
    }
    grid.finish(view, 0)
}

fn write(input: &InputLine, lang: Lang, grid: &mut Grid<'_>) -> Result<(), XlsxError> {
    grid.text(messages::of("role", input.role.id(), lang))?;
    grid.text(&input.path)?;
    grid.number(input.bytes)?;
    grid.text(input.form.as_deref().unwrap_or_default())?;
    grid.text(messages::of("state", input.status.id(), lang))?;
    grid.number(input.records)?;
    grid.text(&reason(input, lang))?;
    grid.text(input.sha256.as_deref().unwrap_or_default())?;
    grid.end()?;
    Ok(())
}

/// Why it was not read whole, and how many of its rows concern nobody.
fn reason(input: &InputLine, lang: Lang) -> String {
    let reason = input
        .reason
        .as_ref()
        .map(|words| words.pick(lang).to_owned());
    let passed = (input.passed_over > 0).then(|| {
        let count = [("count", input.passed_over.into())];
        messages::with("workbook-input-passed", lang, &count)
    });
    let both: Vec<String> = reason.into_iter().chain(passed).collect();
    both.join("\n")
}

//! `report.xlsx`: the report as a workbook for the office (contract 7).
//!
//! Big sheets are written row by row into temporary files without names (constant memory), side by side; 概要 comes
//! last, because it tells what stands on the others.

mod findings;
mod grid;
mod inputs;
mod legend;
mod plan;
mod solved;
mod style;
mod summary;
mod text;
mod verdicts;
mod worklist;

use std::fs::File;
use std::io::{BufWriter, Write};

use chrono::NaiveTime;
use rayon::prelude::*;
use rust_xlsxwriter::{DocProperties, Workbook, Worksheet, XlsxError};

use super::View;
use super::columnar::WriteError;
use super::portions::Written;
use crate::messages;

use plan::{Kind, Limits, Part, Plan};
use style::Styles;

/// Writes the file.
///
/// # Errors
/// What the system or the writer of workbooks report.
pub(super) fn write(view: &View<'_>, out: File) -> Result<Option<Written>, WriteError> {
    let mut out = BufWriter::new(out);
    let written = write_within(view, &Limits::EXCEL, &mut out)?;
    out.flush()?;
    Ok(Some(written))
}

/// What the sheets are made from.
struct Scene<'v> {
    view: &'v View<'v>,
    plan: Plan,
    styles: Styles,
}

/// What became of a sheet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Filled {
    /// Links that would have been beyond the limit: their cells are plain text.
    unlinked: u64,
    /// Verdicts on it.
    written: Written,
}

/// Writes the workbook within some limits; tests have smaller ones than Excel. Returns what its verdicts add up to.
fn write_within(
    view: &View<'_>,
    limits: &Limits,
    out: &mut (impl Write + Send),
) -> Result<Written, WriteError> {
    let mut workbook = Workbook::new();
    let scene = Scene {
        view,
        plan: Plan::new(view, limits),
        styles: Styles::new(view.lang),
    };
    describe(&mut workbook, view);
    scene.styles.register(&mut workbook)?;
    for part in scene.plan.parts() {
        // Only small sheets may be written in any order.
        let sheet = if part.kind == Kind::Summary {
            workbook.add_worksheet()
        } else {
            workbook.add_worksheet_with_constant_memory()?
        };
        sheet.set_name(&part.name)?;
    }
    let sheets = workbook.worksheets_mut();
    let filled = sheets
        .par_iter_mut()
        .zip(scene.plan.parts())
        .map(|(sheet, part)| fill(&scene, part, sheet))
        .collect::<Result<Vec<Filled>, XlsxError>>()?;
    if let Some(first) = sheets.first_mut() {
        summary::fill(&scene, &filled, first)?;
    }
    workbook.save_to_writer(out)?;
    let mut written = Written::default();
    for part in filled {
        written.add(part.written);
    }
    Ok(written)
}

fn fill(scene: &Scene<'_>, part: &Part, sheet: &mut Worksheet) -> Result<Filled, XlsxError> {
    match part.kind {
        Kind::Worklist => worklist::fill(scene, part, sheet),
        Kind::Verdicts => verdicts::fill(scene, part, sheet),
        Kind::Findings => findings::fill(scene, part, sheet),
        Kind::Solved => solved::fill(scene, part, sheet),
        Kind::Inputs => inputs::fill(scene, sheet),
        Kind::Legend => legend::fill(scene, sheet),
        // It comes when the others are there.
        Kind::Summary => Ok(Filled::default()),
    }
}

/// Title and date of the file: the day of the check, since the same inputs give the same bytes.
fn describe(workbook: &mut Workbook, view: &View<'_>) {
    let created = view.checked.as_of.and_time(NaiveTime::MIN).and_utc();
    let properties = DocProperties::new()
        .set_title(messages::get("workbook-title", view.lang))
        .set_author(concat!("houkan ", env!("CARGO_PKG_VERSION")))
        .set_creation_datetime(&created);
    workbook.set_properties(&properties);
}

#[cfg(test)]
mod tests;

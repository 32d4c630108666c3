//! 判定: `verdicts.csv` in words.

use rust_xlsxwriter::{Worksheet, XlsxError};

use crate::check::Checked;
use crate::report::portions::Written;
use crate::report::verdicts::{COLUMNS, Row, rows};
use crate::rules::terms;
use crate::text::lang::Lang;
use crate::{mark::Mark, messages};

use super::grid::{Column, Grid, Kind, Target};
use super::plan::{Kind as Table, Part};
use super::style::verdict_symbol;
use super::{Filled, Scene};

/// The columns up to the name stay in sight.
const FROZEN: u16 = 9;

/// The column that links lead to: the name.
pub(super) const TARGET: &str = "I";

/// How a column of the CSV file is shown.
fn column(name: &'static str, lang: Lang) -> Column {
    let (kind, at_most) = match name {
        "line" => (Kind::Plain, 8),
        "visit_days" | "total_yen" => (Kind::Whole, 12),
        "birth_date" | "evidence_as_of" => (Kind::Date, 12),
        "needs_certificate" => (Kind::Truth, 8),
        "cert_dates" | "bad_dates" => (Kind::Days, 24),
        "source_file" => (Kind::Text, 30),
        "patient_name" => (Kind::Text, 20),
        _ => (Kind::Text, 16),
    };
    let column = Column::new(messages::of("column", name, lang), kind, at_most);
    match name {
        "source_file" | "line" | "payer" | "billing_month" | "claim_type" | "patient_kana"
        | "sex" | "symbol" | "number" | "branch" | "insurer_kind" | "verdict"
        | "needs_certificate" | "cert_dates" | "reason" | "credential" | "evidence_as_of"
        | "matched_by" => column.folded(),
        _ => column,
    }
}

/// The column with words behind a column of codes.
fn words(name: &str, lang: Lang) -> Option<Column> {
    let words = |id, at_most| Column::new(messages::get(id, lang), Kind::Prose, at_most);
    match name {
        "insurer_kind" => Some(words("workbook-words-insurer_kind", 16).folded()),
        "verdict" => Some(words("workbook-words-verdict", 29)),
        "needs_certificate" => {
            let heading = messages::get("workbook-words-needs_certificate", lang);
            Some(Column::new(heading, Kind::Truth, 8))
        }
        "reason" => Some(words("workbook-words-reason", 26)),
        "credential" => Some(words("workbook-words-credential", 20)),
        "matched_by" => Some(words("workbook-words-matched_by", 26).folded()),
        _ => None,
    }
}

/// All columns.
pub(super) fn columns(checked: &Checked, lang: Lang) -> Vec<Column> {
    let mut columns = Vec::new();
    for name in COLUMNS {
        columns.push(column(name, lang));
        columns.extend(words(name, lang));
    }
    columns.push(Column::new(
        messages::get("workbook-findings", lang),
        Kind::Whole,
        8,
    ));
    let heading = messages::get("workbook-first-finding", lang);
    columns.push(Column::new(heading, Kind::Words, 10));
    follow_columns(checked, lang, &mut columns);
    columns
}

/// Mark and key, where there are any.
pub(super) fn follow_columns(checked: &Checked, lang: Lang, columns: &mut Vec<Column>) {
    if checked.compared.is_some() {
        let heading = messages::of("column", "mark", lang);
        columns.push(Column::new(heading, Kind::Words, 8));
    }
    if !checked.is_masked {
        let heading = messages::of("column", "claim_key", lang);
        columns.push(Column::new(heading, Kind::Text, 17).folded());
    }
}

/// The word for a mark.
pub(super) fn mark(mark: Mark, lang: Lang) -> &'static str {
    messages::of("mark", mark.id(), lang)
}

/// Findings of a claim: how many, and the first.
#[derive(Clone, Copy, Default)]
struct Found {
    count: u32,
    first: u32,
}

fn found(checked: &Checked) -> Vec<Found> {
    let mut found = vec![Found::default(); checked.claims.claims.len()];
    for (at, finding) in (0..).zip(&checked.findings) {
        let Some(of) = finding
            .claim
            .and_then(|index| found.get_mut(index as usize))
        else {
            continue;
        };
        if of.count == 0 {
            of.first = at;
        }
        of.count += 1;
    }
    found
}

pub(super) fn fill(
    scene: &Scene<'_>,
    part: &Part,
    sheet: &mut Worksheet,
) -> Result<Filled, XlsxError> {
    let checked = scene.view.checked;
    let found = found(checked);
    let mut grid = Grid::new(scene, columns(checked, scene.view.lang), sheet)?;
    let all = (0..checked.claims.claims.chunks().len()).flat_map(|at| rows(checked, at));
    let rows = all.enumerate().skip(part.rows.start).take(part.rows.len());
    let mut written = Written::default();
    for (index, row) in rows {
        written.rows += 1;
        written.yen += u64::from(row.claim.total_yen);
        claim(scene, &row, &mut grid)?;
        judged(scene, &row, &mut grid)?;
        to_findings(scene, found[index], &mut grid)?;
        // Claims are counted by u32.
        let index = u32::try_from(index).unwrap_or(u32::MAX);
        followed(scene, checked.mark_of(index), Some(index), &mut grid)?;
        grid.end()?;
    }
    let filled = grid.finish(scene.view, FROZEN)?;
    Ok(Filled { written, ..filled })
}

/// The columns up to `total_yen`.
fn claim(scene: &Scene<'_>, row: &Row<'_>, grid: &mut Grid<'_>) -> Result<(), XlsxError> {
    let (claim, recorded) = (row.claim, &row.recorded);
    grid.text(row.source_file)?;
    grid.number(claim.line.into())?;
    grid.text(row.payer())?;
    grid.text(row.station())?;
    match row.chunk.header(claim).billing_month {
        Some(month) => grid.text(&month.to_string())?,
        None => grid.empty(),
    }
    grid.text(&recorded.month_text(claim))?;
    for field in [
        recorded.claim_no,
        recorded.claim_type,
        recorded.name,
        recorded.kana,
        recorded.sex,
    ] {
        grid.text(&recorded.decode(field))?;
    }
    match claim.birth_date {
        Some(date) => grid.date(date)?,
        None => grid.recorded(&recorded.decode(recorded.birth_date))?,
    }
    grid.text(&recorded.insurer())?;
    for field in [recorded.symbol, recorded.number, recorded.branch] {
        grid.text(&recorded.decode(field))?;
    }
    let kind = row.kind.id();
    grid.text(kind)?;
    grid.text(messages::of("insurer-kind", kind, scene.view.lang))?;
    grid.number(row.visit_days().into())?;
    if claim.has_total {
        grid.number(claim.total_yen.into())
    } else {
        // Nothing that can be read was recorded, which is not 0 yen.
        grid.empty();
        Ok(())
    }
}

/// The columns from `verdict` on.
fn judged(scene: &Scene<'_>, row: &Row<'_>, grid: &mut Grid<'_>) -> Result<(), XlsxError> {
    let (judgement, lang) = (row.judgement, scene.view.lang);
    let month = row.claim.service_month;
    let verdict = judgement.verdict;
    grid.text(verdict.id())?;
    let word = terms::outcome(verdict, lang);
    grid.styled(
        &format!("{} {word}", verdict_symbol(verdict)),
        &scene.styles.verdicts[verdict as usize],
    )?;
    let is_needed = judgement.needs_certificate();
    grid.truth(is_needed)?;
    grid.text(if is_needed {
        messages::get("workbook-needed", lang)
    } else {
        ""
    })?;
    grid.days(month, judgement.cert_dates())?;
    grid.text(judgement.reason.id())?;
    grid.text(terms::reason(judgement.reason, lang))?;
    grid.days(month, judgement.bad_dates())?;
    if let Some(credential) = judgement.credential() {
        grid.text(credential.id())?;
        grid.text(terms::credential(credential, lang))?;
    } else {
        grid.empty();
        grid.empty();
    }
    grid.optional_date(judgement.evidence_as_of)?;
    grid.text(row.matched_by.id())?;
    grid.text(terms::matched_by(row.matched_by, lang))
}

/// How many findings there are, and the way to the first.
fn to_findings(scene: &Scene<'_>, found: Found, grid: &mut Grid<'_>) -> Result<(), XlsxError> {
    grid.number(found.count.into())?;
    if found.count == 0 {
        grid.empty();
        return Ok(());
    }
    let place = scene.plan.place(Table::Findings, found.first as usize);
    let target = place.map(|(sheet, row)| Target {
        sheet,
        row,
        column: super::findings::TARGET,
    });
    let word = messages::get("workbook-to-finding", scene.view.lang);
    grid.link(word, target, &scene.styles.link)
}

/// The cells of [`follow_columns`]: a mark, and the key of the claim.
pub(super) fn followed(
    scene: &Scene<'_>,
    mark: Mark,
    claim: Option<u32>,
    grid: &mut Grid<'_>,
) -> Result<(), XlsxError> {
    let checked = scene.view.checked;
    if checked.compared.is_some() {
        grid.text(self::mark(mark, scene.view.lang))?;
    }
    if checked.is_masked {
        return Ok(());
    }
    let key = claim.and_then(|claim| checked.claim_key(claim));
    grid.text(&key.map(|key| key.to_string()).unwrap_or_default())
}

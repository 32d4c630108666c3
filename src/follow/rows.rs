//! `verdicts.csv` and `findings.csv` of an earlier report read back. A table that a spreadsheet has saved anew looks
//! the same to the eye and has other numbers and dates in it: it is refused.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use csv::StringRecord;

use crate::judge::outcome::{Outcome, Reason};
use crate::mark::Solved;
use crate::mark::key::{ClaimKey, Parts};
use crate::report::csv::undefused;
use crate::report::{findings, verdicts};
use crate::rules;
use crate::text::date::Month;
use crate::text::{address, delimited, fold, trimmed};

use super::earlier::{EarlierError, EarlierFinding, Verdict};

/// The verdicts, and where their claims stand.
pub(super) fn verdicts(folder: &Path, count: u64) -> Result<(Vec<Verdict>, Claims), EarlierError> {
    let mut all = Vec::new();
    let mut claims = Claims::default();
    for_rows(folder, "verdicts.csv", &verdicts::COLUMNS, |row| {
        let verdict = verdict(row)?;
        claims.add(&verdict.told);
        all.push(verdict);
        Some(())
    })?;
    claims.sort();
    whole(folder, "verdicts.csv", all.len(), count)?;
    Ok((all, claims))
}

/// The findings, each with the key of its claim.
pub(super) fn findings(
    folder: &Path,
    claims: &Claims,
    verdicts: &[Verdict],
    count: u64,
) -> Result<Vec<EarlierFinding>, EarlierError> {
    let mut all = Vec::new();
    for_rows(folder, "findings.csv", &findings::COLUMNS, |row| {
        all.push(finding(row, claims, verdicts)?);
        Some(())
    })?;
    whole(folder, "findings.csv", all.len(), count)?;
    Ok(all)
}

/// Rows are as many as `summary.json` counts.
fn whole(folder: &Path, name: &str, rows: usize, count: u64) -> Result<(), EarlierError> {
    if rows as u64 == count {
        return Ok(());
    }
    Err(EarlierError::Broken {
        file: address::shown(&folder.join(name)),
        line: rows as u64 + 1,
    })
}

/// Where the claims of the earlier report stand in its files: file, line of RE, row of the verdicts.
#[derive(Default)]
pub(super) struct Claims {
    files: HashMap<String, Vec<(u32, usize)>>,
    rows: usize,
}

impl Claims {
    fn add(&mut self, told: &Solved) {
        let file = match self.files.get_mut(&told.source_file) {
            Some(rows) => rows,
            None => self.files.entry(told.source_file.clone()).or_default(),
        };
        file.push((told.line, self.rows));
        self.rows += 1;
    }

    fn sort(&mut self) {
        for rows in self.files.values_mut() {
            rows.sort_unstable();
        }
    }

    /// The claim in whose lines a line lies.
    fn at(&self, file: &str, line: u32) -> Option<usize> {
        let rows = self.files.get(file)?;
        let behind = rows.partition_point(|&(start, _)| start <= line);
        rows.get(behind.checked_sub(1)?).map(|&(_, row)| row)
    }
}

/// A cell of a row, by the place of its column.
fn cell<'r>(row: &'r StringRecord, columns: &[&str], name: &str) -> &'r str {
    let at = columns.iter().position(|column| *column == name);
    undefused(at.and_then(|at| row.get(at)).unwrap_or_default())
}

/// True for an empty cell, and for ISO dates or months joined by `;`.
fn are_iso(cell: &str, length: usize) -> bool {
    let is_iso = |one: &str| {
        one.len() == length
            && one.bytes().enumerate().all(|(at, b)| match at {
                4 | 7 => b == b'-',
                _ => b.is_ascii_digit(),
            })
    };
    cell.is_empty() || cell.split(';').all(is_iso)
}

/// A number; empty is 0.
fn number<N: std::str::FromStr + Default>(cell: &str) -> Option<N> {
    match cell {
        "" => Some(N::default()),
        digits => digits.parse().ok(),
    }
}

/// A row of the verdicts; `None` for one that this program does not write.
fn verdict(row: &StringRecord) -> Option<Verdict> {
    let cell = |name| cell(row, &verdicts::COLUMNS, name);
    let is_known = Outcome::ALL.iter().any(|it| it.id() == cell("verdict"))
        && Reason::ALL.iter().any(|it| it.id() == cell("reason"))
        && matches!(cell("needs_certificate"), "true" | "false")
        && are_iso(cell("billing_month"), "YYYY-MM".len())
        && ["cert_dates", "bad_dates", "evidence_as_of"]
            .into_iter()
            .all(|name| are_iso(cell(name), "YYYY-MM-DD".len()));
    let told = Solved {
        is_verdict: true,
        source_file: cell("source_file").to_owned(),
        line: cell("line").parse().ok()?,
        station_code: cell("station_code").to_owned(),
        claim_no: cell("claim_no").to_owned(),
        patient_name: cell("patient_name").to_owned(),
        code: cell("verdict").to_owned(),
        dates: cell("bad_dates").to_owned(),
        service_month: cell("service_month").to_owned(),
        total_yen: number(cell("total_yen"))?,
        payer: cell("payer").to_owned(),
        billing_month: cell("billing_month").to_owned(),
        ..Solved::default()
    };
    is_known.then(|| Verdict {
        key: key(row),
        told,
    })
}

/// The key of the claim, as `Checked::claim_key` makes it.
fn key(row: &StringRecord) -> Option<ClaimKey> {
    let cell = |name| cell(row, &verdicts::COLUMNS, name);
    let month = cell("service_month");
    let is_month = month.split_once('-').is_some_and(|(year, month)| {
        let (year, month) = (year.parse().ok(), month.parse().ok());
        matches!((year, month), (Some(year), Some(month)) if Month::new(year, month).is_some())
    });
    if !is_month || cell("reason") == Reason::Unreadable.id() {
        return None;
    }
    let folded = |name, fold: fn(&str, &mut String)| {
        let mut out = String::new();
        fold(trimmed(cell(name)), &mut out);
        out
    };
    let insurer = folded("insurer_no", fold::insurer_into);
    let symbol = folded("symbol", fold::number_into);
    let number = folded("number", fold::number_into);
    Some(ClaimKey::of(&Parts {
        station: cell("station_code"),
        month,
        claim_type: cell("claim_type"),
        insured: [&insurer, &symbol, &number],
        birth_date: cell("birth_date"),
    }))
}

/// A row of the findings; `None` for one that this program does not write.
fn finding(row: &StringRecord, claims: &Claims, verdicts: &[Verdict]) -> Option<EarlierFinding> {
    let cell = |name| cell(row, &findings::COLUMNS, name);
    let line = number(cell("line"))?;
    // A rule may have gone since, but codes look alike.
    let is_known = (rules::find(cell("code")).is_some() || cell("code").starts_with('F'))
        && are_iso(cell("dates"), "YYYY-MM-DD".len());
    let is_of_claim = !cell("station_code").is_empty();
    let claim = claims.at(cell("source_file"), line).filter(|_| is_of_claim);
    let claim = claim.and_then(|at| verdicts.get(at));
    if claim.is_none() && is_of_claim {
        return None;
    }
    let about = claim.map(|claim| claim.told.clone()).unwrap_or_default();
    is_known.then(|| EarlierFinding {
        key: claim.and_then(|claim| claim.key),
        record: cell("record").to_owned(),
        field: cell("field").to_owned(),
        told: Solved {
            is_verdict: false,
            source_file: cell("source_file").to_owned(),
            line,
            code: cell("code").to_owned(),
            level: cell("level").to_owned(),
            dates: cell("dates").to_owned(),
            message: cell("message").to_owned(),
            ..about
        },
    })
}

/// Goes through the rows of a file, whose first columns have to be these; `take` gives `None` for a row that is none.
fn for_rows(
    folder: &Path,
    name: &str,
    columns: &[&str],
    mut take: impl FnMut(&StringRecord) -> Option<()>,
) -> Result<(), EarlierError> {
    let path = folder.join(name);
    let file = address::shown(&path);
    let bytes = fs::read(&path).map_err(|error| EarlierError::Io {
        file: file.clone(),
        error,
    })?;
    let broken = |line| EarlierError::Broken {
        file: file.clone(),
        line,
    };
    let text = delimited::decode(&bytes).ok_or_else(|| broken(1))?;
    let mut rows = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut row = StringRecord::new();
    let has_head = rows.read_record(&mut row).map_err(|_| broken(1))?;
    if !has_head || !row.iter().take(columns.len()).eq(columns.iter().copied()) {
        return Err(broken(1));
    }
    loop {
        let line = rows.position().line();
        match rows.read_record(&mut row) {
            Ok(false) => return Ok(()),
            Ok(true) => take(&row).ok_or_else(|| broken(line))?,
            Err(_) => return Err(broken(line)),
        }
    }
}

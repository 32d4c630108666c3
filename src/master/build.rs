//! The master out of the rows of its tables.

use std::collections::BTreeMap;

use super::error::Problem;
use super::tables::{BaseRow, PairRow, Tables};
use super::{AddOn, Item, Limit, Master, MasterError, Rival, Span, Unit, Visits};

/// Puts the rows together. Rows of the other tables for codes that the 基本テーブル does not have say nothing:
/// such a code is unknown wherever it is charged.
pub(super) fn master(tables: Tables) -> Result<Master, MasterError> {
    let mut items = items(&tables.base_file, tables.base)?;
    let codes: Vec<u32> = items.iter().map(|item| item.code).collect();
    let place = |code: u32| codes.binary_search(&code).ok();
    for row in tables.add_ons {
        if let Some(at) = place(row.code) {
            items[at].add_on_of.push(AddOn {
                group: row.group,
                span: row.span,
            });
        }
    }
    for row in tables.limits {
        // 0 times is no limit.
        if let (Some(at), Some(unit), 1..) = (place(row.code), row.unit, row.times) {
            items[at].limits.push(Limit {
                unit,
                times: row.times,
                span: row.span,
            });
        }
    }
    for (at, rival) in rivals(tables.exclusive, place) {
        items[at].rivals.push(rival);
    }
    let mut visit_groups: Vec<_> = items
        .iter()
        .flat_map(|item| &item.versions)
        .filter(|version| version.visits != Visits::None)
        .filter_map(|version| version.group)
        .collect();
    visit_groups.sort_unstable();
    visit_groups.dedup();
    Ok(Master {
        codes,
        items,
        visit_groups,
        files: tables.files,
    })
}

/// The items by code, each with its rows by first day.
fn items(file: &str, rows: Vec<BaseRow>) -> Result<Vec<Item>, MasterError> {
    let mut by_code: BTreeMap<u32, Vec<BaseRow>> = BTreeMap::new();
    for row in rows {
        by_code.entry(row.code).or_default().push(row);
    }
    let mut problems = Vec::new();
    let mut items = Vec::with_capacity(by_code.len());
    for (code, mut rows) in by_code {
        rows.sort_by_key(|row| row.version.span.from);
        for pair in rows.windows(2) {
            if pair[0].version.span.from == pair[1].version.span.from {
                problems.push(same_day(file, code, &pair[0], &pair[1]));
            }
        }
        let name = rows.last().map(|row| row.name.clone()).unwrap_or_default();
        items.push(Item {
            code,
            name,
            versions: rows.into_iter().map(|row| row.version).collect(),
            add_on_of: Vec::new(),
            limits: Vec::new(),
            rivals: Vec::new(),
        });
    }
    if problems.is_empty() {
        Ok(items)
    } else {
        Err(MasterError::new(problems))
    }
}

fn same_day(file: &str, code: u32, first: &BaseRow, second: &BaseRow) -> Problem {
    let (from, line) = (first.version.span.from, first.line);
    Problem {
        file: file.to_owned(),
        place: Some((second.line, 71)),
        ja: format!(
            "訪問看護療養費コード{code}の変更年月日{from}の行が{line}行目にもあります（1つだけのはずです）"
        ),
        en: format!("line {line} has code {code} from {from} too; one row is expected"),
    }
}

/// The pairs, each once with the lower of its two places. Where one of its rows has no 特例条件, neither has
/// the pair.
fn rivals(
    rows: Vec<PairRow>,
    place: impl Fn(u32) -> Option<usize>,
) -> impl Iterator<Item = (usize, Rival)> {
    let mut pairs: BTreeMap<(usize, usize, Unit, Span), bool> = BTreeMap::new();
    for row in rows {
        let places = (place(row.codes.0), place(row.codes.1), row.unit);
        let (Some(a), Some(b), Some(unit)) = places else {
            continue;
        };
        if !row.is_exclusive {
            continue;
        }
        let pair = pairs
            .entry((a.min(b), a.max(b), unit, row.span))
            .or_insert(row.has_exceptions);
        *pair &= row.has_exceptions;
    }
    pairs.into_iter().filter(|((a, b, ..), _)| a != b).map(
        |((a, other, unit, span), has_exceptions)| {
            let rival = Rival {
                other,
                unit,
                has_exceptions,
                span,
            };
            (a, rival)
        },
    )
}

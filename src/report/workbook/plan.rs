//! Which sheets there are, and where each row stands.

use std::ops::Range;

use crate::messages;
use crate::report::View;
use crate::text::lang::Lang;

/// What a sheet may hold.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// Rows beneath the header.
    pub(super) rows: usize,
    /// Links.
    pub(super) links: usize,
}

impl Limits {
    /// Those of Excel: 1,048,576 rows with the header, 65,530 links.
    pub(super) const EXCEL: Self = Self {
        rows: 1_048_575,
        links: 65_530,
    };
}

/// What stands on a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Summary,
    Worklist,
    Verdicts,
    Findings,
    Solved,
    Inputs,
    Legend,
}

impl Kind {
    /// The name of the (first) sheet.
    pub(super) fn name(self, lang: Lang) -> &'static str {
        let id = match self {
            Self::Summary => "workbook-sheet-summary",
            Self::Worklist => "workbook-sheet-worklist",
            Self::Verdicts => "workbook-sheet-verdicts",
            Self::Findings => "workbook-sheet-findings",
            Self::Solved => "workbook-sheet-solved",
            Self::Inputs => "workbook-sheet-inputs",
            Self::Legend => "workbook-sheet-legend",
        };
        messages::get(id, lang)
    }
}

/// One sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) kind: Kind,
    pub(super) name: String,
    /// The rows of its table that stand on it.
    pub(super) rows: Range<usize>,
}

/// The sheets in their order.
pub(super) struct Plan {
    parts: Vec<Part>,
    pub(super) limits: Limits,
}

impl Plan {
    pub(super) fn new(view: &View<'_>, limits: &Limits) -> Self {
        let checked = view.checked;
        let mut tables = vec![
            (Kind::Summary, 0),
            (Kind::Worklist, view.people.len()),
            (Kind::Verdicts, checked.claims.claims.len()),
            (Kind::Findings, checked.findings.len()),
        ];
        if let Some(compared) = &checked.compared {
            tables.push((Kind::Solved, compared.solved.len()));
        }
        tables.extend([(Kind::Inputs, 0), (Kind::Legend, 0)]);
        Self::of(&tables, limits, view.lang)
    }

    /// The sheets for tables with so many rows.
    fn of(tables: &[(Kind, usize)], limits: &Limits, lang: Lang) -> Self {
        let mut parts = Vec::new();
        for &(kind, rows) in tables {
            let name = kind.name(lang);
            for at in 0..rows.div_ceil(limits.rows).max(1) {
                let start = at * limits.rows;
                parts.push(Part {
                    kind,
                    name: match at {
                        0 => name.to_owned(),
                        _ => format!("{name} ({})", at + 1),
                    },
                    rows: start..rows.min(start + limits.rows),
                });
            }
        }
        Self {
            parts,
            limits: *limits,
        }
    }

    pub(super) fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// Sheet and row (as Excel counts, from 1) of a row of a table.
    pub(super) fn place(&self, kind: Kind, index: usize) -> Option<(&str, usize)> {
        let mut parts = self.parts.iter().filter(|part| part.kind == kind);
        let part = parts.find(|part| part.rows.contains(&index))?;
        // Row 1 is the header.
        Some((&part.name, index - part.rows.start + 2))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_above_the_limit_is_split() {
        let limits = Limits { rows: 20, links: 3 };
        let tables = [(Kind::Worklist, 0), (Kind::Verdicts, 41)];
        let plan = Plan::of(&tables, &limits, Lang::Ja);
        let named: Vec<_> = plan
            .parts()
            .iter()
            .map(|it| (&*it.name, &it.rows))
            .collect();
        assert_eq!(
            named,
            [
                ("対応リスト", &(0..0)),
                ("判定", &(0..20)),
                ("判定 (2)", &(20..40)),
                ("判定 (3)", &(40..41)),
            ]
        );
        assert_eq!(plan.place(Kind::Verdicts, 0), Some(("判定", 2)));
        assert_eq!(plan.place(Kind::Verdicts, 19), Some(("判定", 21)));
        assert_eq!(plan.place(Kind::Verdicts, 20), Some(("判定 (2)", 2)));
        assert_eq!(plan.place(Kind::Verdicts, 41), None);
    }

    #[test]
    fn full_sheets_are_not_split() {
        let tables = [(Kind::Findings, Limits::EXCEL.rows)];
        assert_eq!(Plan::of(&tables, &Limits::EXCEL, Lang::En).parts().len(), 1);
        let tables = [(Kind::Findings, Limits::EXCEL.rows + 1)];
        assert_eq!(Plan::of(&tables, &Limits::EXCEL, Lang::En).parts().len(), 2);
    }
}

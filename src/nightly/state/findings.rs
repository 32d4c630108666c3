//! Findings: since which run each is there, and which run found it solved.

use super::db::{Column, DbError, Into, Row, Value};
use super::totals::Totals;
use super::{State, int, text};

/// A finding. It is known by its claim (or input), code and place, and among equals by its order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FindingRow {
    pub(crate) id: i64,
    pub(crate) claim: Option<i64>,
    /// The input, of a finding that is about no claim.
    pub(crate) input: Option<i64>,
    pub(crate) code: String,
    pub(crate) level: i64,
    /// Record and field, such as `HO.symbol`.
    pub(crate) place: String,
    /// Dates as a mask of the claim's month.
    pub(crate) days: i64,
    /// A hash of its values: another one when it says something else.
    pub(crate) print: i64,
    pub(crate) first_run: i64,
    pub(crate) solved_run: Option<i64>,
}

/// That a finding is no more.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Solving {
    pub(crate) id: i64,
    pub(crate) run: i64,
}

const FINDING: &str =
    "f.id, f.claim, f.input, f.code, f.level, f.place, f.days, f.print, f.first_run, f.solved_run";

fn finding(row: &dyn Row) -> Result<FindingRow, DbError> {
    Ok(FindingRow {
        id: int(row, 0)?,
        claim: row.int(1)?,
        input: row.int(2)?,
        code: text(row, 3)?,
        level: int(row, 4)?,
        place: text(row, 5)?,
        days: int(row, 6)?,
        print: int(row, 7)?,
        first_run: int(row, 8)?,
        solved_run: row.int(9)?,
    })
}

impl State {
    /// A number for a finding that is not known yet.
    pub(crate) fn next_finding(&mut self) -> Result<i64, DbError> {
        Ok(self.last_id("finding")? + 1)
    }

    /// The open findings of claims, by number.
    pub(crate) fn open_findings(&mut self, claims: &[i64]) -> Result<Vec<FindingRow>, DbError> {
        let sql = format!(
            "SELECT {FINDING} FROM LIST(?1) w CROSS JOIN finding f WHERE f.claim = w.value \
             AND f.solved_run IS NULL ORDER BY f.id"
        );
        self.rows(&sql, &[Value::List(claims)], finding)
    }

    /// The findings of claims that these or later runs found solved, by number.
    pub(crate) fn solved_findings(
        &mut self,
        claims: &[i64],
        from_run: i64,
    ) -> Result<Vec<FindingRow>, DbError> {
        let sql = format!(
            "SELECT {FINDING} FROM LIST(?1) w CROSS JOIN finding f WHERE f.claim = w.value \
             AND f.solved_run >= ?2 ORDER BY f.id"
        );
        self.rows(&sql, &[Value::List(claims), from_run.into()], finding)
    }

    /// All findings of claims, open and solved, by number.
    pub(crate) fn findings_of(&mut self, claims: &[i64]) -> Result<Vec<FindingRow>, DbError> {
        let sql = format!(
            "SELECT {FINDING} FROM LIST(?1) w CROSS JOIN finding f WHERE f.claim = w.value ORDER BY f.id"
        );
        self.rows(&sql, &[Value::List(claims)], finding)
    }

    /// The open findings on inputs as wholes, by number.
    pub(crate) fn file_findings(&mut self, inputs: &[i64]) -> Result<Vec<FindingRow>, DbError> {
        let sql = format!(
            "SELECT {FINDING} FROM LIST(?1) w CROSS JOIN finding f WHERE f.input = w.value \
             AND f.claim IS NULL AND f.solved_run IS NULL ORDER BY f.id"
        );
        self.rows(&sql, &[Value::List(inputs)], finding)
    }

    /// Stores findings, new or changed.
    pub(crate) fn put_findings(&mut self, rows: &[FindingRow]) -> Result<(), DbError> {
        const FINDINGS: Into = Into {
            table: "finding",
            columns: &[
                "id",
                "claim",
                "input",
                "code",
                "level",
                "place",
                "days",
                "print",
                "first_run",
                "solved_run",
            ],
            replace: &["id"],
        };
        if rows.is_empty() {
            return Ok(());
        }
        let ints = |of: fn(&FindingRow) -> Option<i64>| Column::Ints(rows.iter().map(of).collect());
        let words = |of: fn(&FindingRow) -> &String| {
            Column::Texts(rows.iter().map(|it| Some(of(it).clone())).collect())
        };
        let columns = [
            ints(|it| Some(it.id)),
            ints(|it| it.claim),
            ints(|it| it.input),
            words(|it| &it.code),
            ints(|it| Some(it.level)),
            words(|it| &it.place),
            ints(|it| Some(it.days)),
            ints(|it| Some(it.print)),
            ints(|it| Some(it.first_run)),
            ints(|it| it.solved_run),
        ];
        self.db.store(&FINDINGS, &columns)
    }

    /// Notes that findings are no more.
    pub(crate) fn solve(&mut self, solved: &[Solving]) -> Result<(), DbError> {
        let Some(run) = solved.first().map(|it| it.run) else {
            return Ok(());
        };
        let ids: Vec<i64> = solved.iter().map(|it| it.id).collect();
        self.db.run(
            "UPDATE finding SET solved_run = ?2 WHERE id IN (SELECT w.value FROM LIST(?1) w)",
            &[Value::List(&ids), run.into()],
        )?;
        Ok(())
    }

    /// Notes that all findings of claims are no more.
    pub(crate) fn solve_all(
        &mut self,
        claims: &[i64],
        run: i64,
        totals: &mut Totals,
    ) -> Result<(), DbError> {
        let open = self.open_findings(claims)?;
        for finding in &open {
            totals.add("finding", &finding.level.to_string(), -1, 0);
        }
        let solved: Vec<Solving> = open.iter().map(|it| Solving { id: it.id, run }).collect();
        self.solve(&solved)
    }

    /// Forgets the findings of claims, and those on whole inputs.
    pub(crate) fn drop_findings(&mut self, claims: &[i64], inputs: &[i64]) -> Result<(), DbError> {
        for (column, list) in [("claim", claims), ("input", inputs)] {
            let sql =
                format!("DELETE FROM finding WHERE {column} IN (SELECT w.value FROM LIST(?1) w)");
            self.db.run(&sql, &[Value::List(list)])?;
        }
        Ok(())
    }
}

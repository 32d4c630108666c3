//! Runs, and what they published.

use super::db::{Column, DbError, Into, Row};
use super::{State, int, optional_text, text};

/// A run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RunRow {
    pub(crate) id: i64,
    /// Seconds since 1970.
    pub(crate) began: i64,
    pub(crate) ended: Option<i64>,
    /// As-of date, as a number of days.
    pub(crate) as_of: i64,
    /// `running`, `done`, `failed`, or `broken` when the run after it found it unfinished.
    pub(crate) status: String,
    /// The program's version.
    pub(crate) program: String,
    /// The folder that it published.
    pub(crate) folder: Option<String>,
}

const RUN: &str = "id, began, ended, as_of, status, program, folder";

fn run(row: &dyn Row) -> Result<RunRow, DbError> {
    Ok(RunRow {
        id: int(row, 0)?,
        began: int(row, 1)?,
        ended: row.int(2)?,
        as_of: int(row, 3)?,
        status: text(row, 4)?,
        program: text(row, 5)?,
        folder: optional_text(row, 6)?,
    })
}

impl State {
    /// All runs, the oldest first.
    pub(crate) fn runs(&mut self) -> Result<Vec<RunRow>, DbError> {
        self.rows(&format!("SELECT {RUN} FROM run ORDER BY id"), &[], run)
    }

    /// The last run, and the last that was published.
    pub(crate) fn last_runs(&mut self) -> Result<(Option<RunRow>, Option<RunRow>), DbError> {
        let mut one = |condition: &str| {
            let sql = format!("SELECT {RUN} FROM run WHERE {condition} ORDER BY id DESC LIMIT 1");
            Ok::<_, DbError>(self.rows(&sql, &[], run)?.into_iter().next())
        };
        Ok((one("true")?, one("status = 'done'")?))
    }

    /// Forgets what is left of claims that are no more, said in runs before a day. Both tables are gone through, so
    /// only when there is another run before that day.
    pub(crate) fn drop_old_history(&mut self, day: i64) -> Result<bool, DbError> {
        const BORDER: &str = "history-border";
        let border = "SELECT coalesce(max(id), 0) FROM run WHERE as_of < ?1";
        let border = self
            .ints(border, &[day.into()])?
            .first()
            .copied()
            .unwrap_or(0);
        if self
            .meta(BORDER)?
            .is_some_and(|before| before == border.to_string())
        {
            return Ok(false);
        }
        for sql in [
            "DELETE FROM past WHERE to_run <= ?1 \
             AND NOT EXISTS (SELECT 1 FROM claim c WHERE c.id = past.claim)",
            "DELETE FROM finding WHERE claim IS NOT NULL AND solved_run <= ?1 \
             AND NOT EXISTS (SELECT 1 FROM claim c WHERE c.id = finding.claim)",
        ] {
            self.db.run(sql, &[border.into()])?;
        }
        self.set_meta(BORDER, &border.to_string())?;
        Ok(true)
    }

    /// Remembers a run, new or changed.
    pub(crate) fn put_run(&mut self, run: &RunRow) -> Result<(), DbError> {
        const RUNS: Into = Into {
            table: "run",
            columns: &[
                "id", "began", "ended", "as_of", "status", "program", "folder",
            ],
            replace: &["id"],
        };
        let row = [
            Column::Ints(vec![Some(run.id)]),
            Column::Ints(vec![Some(run.began)]),
            Column::Ints(vec![run.ended]),
            Column::Ints(vec![Some(run.as_of)]),
            Column::Texts(vec![Some(run.status.clone())]),
            Column::Texts(vec![Some(run.program.clone())]),
            Column::Texts(vec![run.folder.clone()]),
        ];
        self.db.store(&RUNS, &row)
    }
}

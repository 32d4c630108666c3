//! Totals over all claims of the state, kept by adding what changes: counting twelve million rows every night would
//! take longer than the night's own work.

use std::collections::BTreeMap;

use super::db::DbError;
use super::verdicts::VerdictRow;
use super::{State, int, text};

/// What has changed: by name a number and yen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Totals(BTreeMap<String, (i64, i64)>);

impl Totals {
    /// Adds to a total.
    pub(crate) fn add(&mut self, kind: &str, id: &str, number: i64, yen: i64) {
        let total = self.0.entry(format!("{kind}:{id}")).or_default();
        total.0 += number;
        total.1 += yen;
    }

    /// Adds claims with a verdict, or yen to one.
    pub(crate) fn add_verdict(&mut self, row: &VerdictRow, number: i64, yen: i64) {
        self.add("verdict", &row.verdict, number, yen);
        if row.cert != 0 {
            self.add("need", "certificate", number, yen);
        }
    }

    /// The totals of a kind: what each is of, its number, its yen.
    pub(crate) fn of<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = (&'a str, i64, i64)> {
        self.0.iter().filter_map(move |(name, &(number, yen))| {
            let id = name.strip_prefix(kind)?.strip_prefix(':')?;
            Some((id, number, yen))
        })
    }
}

impl State {
    /// Adds what has changed.
    pub(crate) fn add_totals(&mut self, totals: &Totals) -> Result<(), DbError> {
        for (name, &(number, yen)) in &totals.0 {
            if (number, yen) != (0, 0) {
                self.db.run(
                    "INSERT INTO total (name, n, yen) VALUES (?1, ?2, ?3) \
                     ON CONFLICT (name) DO UPDATE SET n = total.n + excluded.n, \
                     yen = total.yen + excluded.yen",
                    &[name.as_str().into(), number.into(), yen.into()],
                )?;
            }
        }
        Ok(())
    }

    /// All totals.
    pub(crate) fn totals(&mut self) -> Result<Totals, DbError> {
        let rows = self.rows("SELECT name, n, yen FROM total", &[], |row| {
            Ok((text(row, 0)?, (int(row, 1)?, int(row, 2)?)))
        })?;
        Ok(Totals(rows.into_iter().collect()))
    }
}

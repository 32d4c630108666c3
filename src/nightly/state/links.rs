//! The table `link`: under which hashes claims and records are found.

use super::State;
use super::db::{Column, DbError, Into, Value};

impl State {
    /// Files owners under hashes. Sorted first: a table of a hundred million rows is then gone through once.
    pub(crate) fn put_links(&mut self, links: &mut Vec<(i64, i64)>) -> Result<(), DbError> {
        const LINKS: Into = Into {
            table: "link",
            columns: &["hash", "owner"],
            replace: &[],
        };
        links.sort_unstable();
        links.dedup();
        let (hashes, owners) = links
            .drain(..)
            .map(|(hash, owner)| (Some(hash), Some(owner)))
            .unzip();
        self.db
            .store(&LINKS, &[Column::Ints(hashes), Column::Ints(owners)])
    }

    /// Takes owners out from under hashes. Every owner goes from under every one of the hashes, so all of them have to
    /// be its own, or of others that go too.
    pub(crate) fn drop_links(
        &mut self,
        hashes: &mut Vec<i64>,
        owners: &[i64],
    ) -> Result<(), DbError> {
        tidy(hashes);
        let sql = "DELETE FROM link WHERE hash IN (SELECT w.value FROM LIST(?1) w) \
                   AND owner IN (SELECT w.value FROM LIST(?2) w)";
        self.db
            .run(sql, &[Value::List(hashes), Value::List(owners)])?;
        Ok(())
    }

    /// Hands out who is filed under these hashes, which are sorted and each once: hash, owner.
    pub(crate) fn owners(
        &mut self,
        hashes: &[i64],
        take: &mut dyn FnMut(i64, i64),
    ) -> Result<(), DbError> {
        let sql = "SELECT l.hash, l.owner FROM LIST(?1) w JOIN link l ON l.hash = w.value";
        self.db.each(sql, &[Value::List(hashes)], &mut |row| {
            take(super::int(row, 0)?, super::int(row, 1)?);
            Ok(())
        })
    }
}

/// Sorted, each once: looked up in the order of the table.
pub(crate) fn tidy(numbers: &mut Vec<i64>) {
    numbers.sort_unstable();
    numbers.dedup();
}

//! Under which hashes claims and records are found: the table `link`, and before it `link_new` for what came lately.

use super::State;
use super::db::{Column, DbError, Into, Value};
use crate::nightly::fault;

/// Both tables; a row is in one of them.
const TABLES: [&str; 2] = ["link", "link_new"];

/// Ranges of hashes, of which some move from `link_new` to `link` in a night.
const RANGES: i64 = 64;

/// Fewer rows of `link_new` than this part of `link` are moved by parts.
const PART: i64 = 8;

/// So many rows are few in any case.
const FEW: i64 = 50_000;

/// The row of `meta` with the range that is moved next.
const NEXT_RANGE: &str = "links-range";

impl State {
    /// Files owners under hashes. Sorted first, so that the table is gone through once.
    pub(crate) fn put_links(&mut self, links: &mut Vec<(i64, i64)>) -> Result<(), DbError> {
        const LINKS: Into = Into {
            table: "link_new",
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
        for table in TABLES {
            // `+` keeps SQLite from looking up every hash with every owner.
            let sql = format!(
                "DELETE FROM {table} WHERE hash IN (SELECT w.value FROM LIST(?1) w) \
                 AND +owner IN (SELECT w.value FROM LIST(?2) w)"
            );
            self.db
                .run(&sql, &[Value::List(hashes), Value::List(owners)])?;
        }
        Ok(())
    }

    /// Hands out who is filed under these hashes, which are sorted and each once: hash, owner. What came lately comes
    /// last.
    pub(crate) fn owners(
        &mut self,
        hashes: &[i64],
        take: &mut dyn FnMut(i64, i64),
    ) -> Result<(), DbError> {
        if hashes.is_empty() {
            return Ok(());
        }
        for table in TABLES {
            let sql = format!(
                "SELECT l.hash, l.owner FROM LIST(?1) w CROSS JOIN {table} l WHERE l.hash = w.value"
            );
            self.db.each(&sql, &[Value::List(hashes)], &mut |row| {
                take(super::int(row, 0)?, super::int(row, 1)?);
                Ok(())
            })?;
        }
        Ok(())
    }

    /// Moves what came lately to where it stays: of a little only some ranges of hashes, so that a night changes a few
    /// pages of the great table, and all of much. Each range is a transaction.
    pub(crate) fn settle_links(&mut self) -> Result<u64, DbError> {
        let new = self.number("SELECT count(*) FROM link_new")?;
        // A claim is found under four hashes or so, a record under three.
        let all = self.last_id("claim")? * 4 + self.last_id("record")? * 3;
        let few = (all / PART).max(FEW);
        let count = if new == 0 {
            0
        } else {
            (new * RANGES / few + 1).min(RANGES)
        };
        let mut moved = 0;
        for _ in 0..count {
            moved += self.atomically(Self::settle_range)?;
            fault::step("links-settled");
        }
        Ok(moved)
    }

    fn settle_range(&mut self) -> Result<u64, DbError> {
        let next = self.meta(NEXT_RANGE)?.and_then(|it| it.parse().ok());
        let at = next.unwrap_or(0i64).rem_euclid(RANGES);
        let width = 1i64 << (64 - RANGES.trailing_zeros());
        // From the least number upwards, through 0.
        let from = i64::MIN.wrapping_add(at.wrapping_mul(width));
        let bounds = [Value::Int(from), Value::Int(from + (width - 1))];
        let moved = self.db.run(
            "INSERT INTO link (hash, owner) SELECT hash, owner FROM link_new \
             WHERE hash BETWEEN ?1 AND ?2 ORDER BY hash, owner",
            &bounds,
        )?;
        self.db
            .run("DELETE FROM link_new WHERE hash BETWEEN ?1 AND ?2", &bounds)?;
        self.set_meta(NEXT_RANGE, &((at + 1) % RANGES).to_string())?;
        Ok(moved)
    }
}

/// Sorted, each once: looked up in the order of the table.
pub(crate) fn tidy(numbers: &mut Vec<i64>) {
    numbers.sort_unstable();
    numbers.dedup();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nightly::state::{schema, sqlite};

    fn state(folder: &tempfile::TempDir) -> State {
        let path = folder.path().join("state.sqlite");
        let mut db = sqlite::Sqlite::open(&path, &sqlite::Settings::default()).expect("opens");
        schema::migrate(&mut db).expect("tables");
        State::new(Box::new(db))
    }

    fn owners(state: &mut State, hashes: &[i64]) -> Vec<(i64, i64)> {
        let mut found = Vec::new();
        let take = &mut |hash, owner| found.push((hash, owner));
        state.owners(hashes, take).expect("read");
        found.sort_unstable();
        found
    }

    #[test]
    fn links_are_found_wherever_they_are() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut state = state(&folder);
        let hashes = [i64::MIN, -7, 0, 1, i64::MAX];
        let first: Vec<_> = hashes.iter().map(|&hash| (hash, 2)).collect();
        state.put_links(&mut first.clone()).expect("stored");
        assert_eq!(owners(&mut state, &hashes), first);
        // Of so few one range moves a night: the least hash first.
        assert_eq!(state.settle_links().expect("moved"), 1);
        for _ in 1..RANGES {
            state.settle_links().expect("moved");
        }
        assert_eq!(
            state
                .number("SELECT count(*) FROM link_new")
                .expect("a number"),
            0
        );
        assert_eq!(owners(&mut state, &hashes), first);
        state.put_links(&mut vec![(-7, 5), (1, 4)]).expect("stored");
        assert_eq!(
            owners(&mut state, &[-7, 1]),
            [(-7, 2), (-7, 5), (1, 2), (1, 4)]
        );
        // Out of both.
        state
            .drop_links(&mut vec![1, -7], &[2, 5])
            .expect("dropped");
        assert_eq!(owners(&mut state, &[-7, 0, 1]), [(0, 2), (1, 4)]);
    }

    #[test]
    fn much_moves_at_once() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut state = state(&folder);
        let count = FEW;
        let step = i64::MAX / count * 2;
        let hash = |at: i64| i64::MIN.wrapping_add(at.wrapping_mul(step));
        let links: Vec<_> = (0..count).map(|at| (hash(at), at)).collect();
        state.put_links(&mut links.clone()).expect("stored");
        assert_eq!(state.settle_links().expect("moved"), count.unsigned_abs());
        let hashes: Vec<i64> = links.iter().map(|(hash, _)| *hash).collect();
        assert_eq!(owners(&mut state, &hashes), links);
    }
}

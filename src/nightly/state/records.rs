//! Eligibility records as packed bytes.

use super::db::{Column, DbError, Into, Value};
use super::{State, bytes, int};

/// A record to be stored.
#[derive(Clone, Debug)]
pub(crate) struct NewRecord {
    pub(crate) id: i64,
    pub(crate) input: i64,
    /// Unit or line in the input, from 1.
    pub(crate) at: i64,
    /// A hash of all that it says.
    pub(crate) print: i64,
    /// Its as-of date, where that lies behind the one of the run that stored it.
    pub(crate) later: Option<i64>,
    pub(crate) body: Vec<u8>,
}

/// A record that is stored.
#[derive(Clone, Debug)]
pub(crate) struct RecordRow {
    pub(crate) id: i64,
    pub(crate) input: i64,
    pub(crate) at: i64,
    pub(crate) body: Vec<u8>,
}

fn record(row: &dyn super::db::Row) -> Result<RecordRow, DbError> {
    Ok(RecordRow {
        id: int(row, 0)?,
        input: int(row, 1)?,
        at: int(row, 2)?,
        body: bytes(row, 3)?.to_vec(),
    })
}

impl State {
    /// A number for a record that is not known yet.
    pub(crate) fn next_record(&mut self) -> Result<i64, DbError> {
        Ok(self.last_id("record")? + 1)
    }

    /// Stores records, new or changed.
    pub(crate) fn put_records(&mut self, records: Vec<NewRecord>) -> Result<(), DbError> {
        const RECORDS: Into = Into {
            table: "record",
            columns: &["id", "input", "at", "print", "later", "body"],
            replace: &["id"],
        };
        let number =
            |of: fn(&NewRecord) -> Option<i64>| Column::Ints(records.iter().map(of).collect());
        let mut columns = vec![
            number(|it| Some(it.id)),
            number(|it| Some(it.input)),
            number(|it| Some(it.at)),
            number(|it| Some(it.print)),
            number(|it| it.later),
        ];
        columns.push(Column::Bytes(
            records.into_iter().map(|it| Some(it.body)).collect(),
        ));
        self.db.store(&RECORDS, &columns)
    }

    /// Records by number.
    pub(crate) fn records(&mut self, ids: &[i64]) -> Result<Vec<RecordRow>, DbError> {
        let sql = "SELECT r.id, r.input, r.at, r.body FROM LIST(?1) w CROSS JOIN record r WHERE r.id = w.value";
        self.rows(sql, &[Value::List(ids)], record)
    }

    /// The records of inputs: print and number.
    pub(crate) fn prints_of(&mut self, inputs: &[i64]) -> Result<Vec<(i64, i64)>, DbError> {
        let sql =
            "SELECT r.print, r.id FROM LIST(?1) w CROSS JOIN record r WHERE r.input = w.value";
        self.rows(sql, &[Value::List(inputs)], |row| {
            Ok((int(row, 0)?, int(row, 1)?))
        })
    }

    /// Forgets records.
    pub(crate) fn drop_records(&mut self, ids: &[i64]) -> Result<(), DbError> {
        self.db.run(
            "DELETE FROM record WHERE id IN (SELECT w.value FROM LIST(?1) w)",
            &[Value::List(ids)],
        )?;
        Ok(())
    }

    /// Records whose as-of date has come by this day; from now on they count.
    pub(crate) fn awake(&mut self, as_of: i64) -> Result<Vec<i64>, DbError> {
        let ids = self.ints(
            "SELECT id FROM record WHERE later IS NOT NULL AND later <= ?1 ORDER BY id",
            &[as_of.into()],
        )?;
        let sql = "UPDATE record SET later = NULL WHERE later IS NOT NULL AND later <= ?1";
        self.db.run(sql, &[as_of.into()])?;
        Ok(ids)
    }

    /// Records by number, some at a time: those behind `after`.
    pub(crate) fn records_after(
        &mut self,
        after: i64,
        limit: i64,
    ) -> Result<Vec<RecordRow>, DbError> {
        let sql = "SELECT id, input, at, body FROM record WHERE id > ?1 ORDER BY id LIMIT ?2";
        self.rows(sql, &[after.into(), limit.into()], record)
    }

    /// Notes of records from which day on they count.
    pub(crate) fn put_off(&mut self, later: &[(i64, i64)]) -> Result<(), DbError> {
        for (id, day) in later {
            let sql = "UPDATE record SET later = ?2 WHERE id = ?1";
            self.db.run(sql, &[(*id).into(), (*day).into()])?;
        }
        Ok(())
    }

    /// Files that were read on days after this one count as read on it.
    pub(crate) fn forget_later_days(&mut self, day: i64) -> Result<(), DbError> {
        let sql = "UPDATE file SET seen_on = ?1 WHERE seen_on > ?1";
        self.db.run(sql, &[day.into()])?;
        Ok(())
    }

    /// Records of files that are gone since they were read on a day before this.
    pub(crate) fn records_gone_before(
        &mut self,
        day: i64,
        limit: i64,
    ) -> Result<Vec<i64>, DbError> {
        let inputs = self.ints(
            "SELECT i.id FROM file f CROSS JOIN input i WHERE i.file = f.id \
             AND f.state = 'gone' AND f.role = 'eligibility' AND f.seen_on < ?1",
            &[day.into()],
        )?;
        let sql =
            "SELECT r.id FROM LIST(?1) w CROSS JOIN record r WHERE r.input = w.value LIMIT ?2";
        self.ints(sql, &[Value::List(&inputs), limit.into()])
    }
}

//! Claims as packed bytes, the headers they stand under and the reader's notes on them.

use std::collections::HashMap;

use crate::nightly::hashes::{self, Owner};
use crate::text::date::Month;
use crate::uke::claim::Header;

use super::db::{Column, DbError, Into, Value};
use super::{State, bytes, int, text};

/// A claim to be stored.
#[derive(Clone, Debug)]
pub(crate) struct NewClaim {
    pub(crate) id: i64,
    pub(crate) input: i64,
    pub(crate) line: i64,
    pub(crate) header: i64,
    pub(crate) key: Option<i64>,
    pub(crate) month: Option<i64>,
    pub(crate) insurer: String,
    pub(crate) yen: i64,
    /// 1 when another claim may be the same.
    pub(crate) twins: i64,
    pub(crate) body: Vec<u8>,
}

/// A claim that is stored.
#[derive(Clone, Debug)]
pub(crate) struct ClaimRow {
    pub(crate) id: i64,
    pub(crate) input: i64,
    pub(crate) line: i64,
    pub(crate) header: i64,
    pub(crate) key: Option<i64>,
    pub(crate) yen: i64,
    pub(crate) twins: i64,
    pub(crate) body: Vec<u8>,
}

/// A note of the reader to be stored.
#[derive(Clone, Debug)]
pub(crate) struct NewIssue {
    pub(crate) input: i64,
    /// Its place among the notes of the input.
    pub(crate) at: i64,
    pub(crate) claim: Option<i64>,
    pub(crate) body: Vec<u8>,
}

/// The row of `meta` with the highest number that a claim has had.
const CLAIMS_GIVEN: &str = "claims-given";

const CLAIM: &str = "c.id, c.input, c.line, c.header, c.claim_key, c.yen, c.twins, c.body";

fn claim(row: &dyn super::db::Row) -> Result<ClaimRow, DbError> {
    Ok(ClaimRow {
        id: int(row, 0)?,
        input: int(row, 1)?,
        line: int(row, 2)?,
        header: int(row, 3)?,
        key: row.int(4)?,
        yen: int(row, 5)?,
        twins: int(row, 6)?,
        body: bytes(row, 7)?.to_vec(),
    })
}

impl State {
    /// A number that no claim has ever had: the history knows claims by it.
    pub(crate) fn next_claim(&mut self) -> Result<i64, DbError> {
        let given = self
            .meta(CLAIMS_GIVEN)?
            .and_then(|it| it.parse::<i64>().ok());
        Ok(given.unwrap_or(0).max(self.last_id("claim")?) + 1)
    }

    /// Remembers that the numbers before this one have been given.
    pub(crate) fn keep_next_claim(&mut self, next: i64) -> Result<(), DbError> {
        self.set_meta(CLAIMS_GIVEN, &(next - 1).to_string())
    }

    /// Stores claims, new or changed.
    pub(crate) fn put_claims(&mut self, claims: Vec<NewClaim>) -> Result<(), DbError> {
        const CLAIMS: Into = Into {
            table: "claim",
            columns: &[
                "id",
                "input",
                "line",
                "header",
                "claim_key",
                "month",
                "insurer",
                "yen",
                "twins",
                "body",
            ],
            replace: &["id"],
        };
        let number =
            |of: fn(&NewClaim) -> Option<i64>| Column::Ints(claims.iter().map(of).collect());
        let mut columns = vec![
            number(|it| Some(it.id)),
            number(|it| Some(it.input)),
            number(|it| Some(it.line)),
            number(|it| Some(it.header)),
            number(|it| it.key),
            number(|it| it.month),
        ];
        let yen = number(|it| Some(it.yen));
        let twins = number(|it| Some(it.twins));
        let (mut insurers, mut bodies) = (Vec::new(), Vec::new());
        for claim in claims {
            insurers.push(Some(claim.insurer));
            bodies.push(Some(claim.body));
        }
        columns.extend([Column::Texts(insurers), yen, twins, Column::Bytes(bodies)]);
        self.db.store(&CLAIMS, &columns)
    }

    /// Moves claims, whose contents stay, to other lines.
    pub(crate) fn move_claims(&mut self, moves: &[(i64, i64)]) -> Result<(), DbError> {
        for (id, line) in moves {
            self.db.run(
                "UPDATE claim SET line = ?2 WHERE id = ?1",
                &[(*id).into(), (*line).into()],
            )?;
        }
        Ok(())
    }

    /// Claims by number; those that are no more are left out.
    pub(crate) fn claims(&mut self, ids: &[i64]) -> Result<Vec<ClaimRow>, DbError> {
        let sql = format!("SELECT {CLAIM} FROM LIST(?1) w CROSS JOIN claim c WHERE c.id = w.value");
        self.rows(&sql, &[Value::List(ids)], claim)
    }

    /// The claims of inputs, in file order.
    pub(crate) fn claims_of(&mut self, inputs: &[i64]) -> Result<Vec<ClaimRow>, DbError> {
        let sql = format!(
            "SELECT {CLAIM} FROM LIST(?1) w CROSS JOIN claim c WHERE c.input = w.value ORDER BY c.input, c.line"
        );
        self.rows(&sql, &[Value::List(inputs)], claim)
    }

    /// Says of claims that others may be the same.
    pub(crate) fn mark_twins(&mut self, ids: &[i64]) -> Result<(), DbError> {
        let sql =
            "UPDATE claim SET twins = 1 WHERE twins = 0 AND id IN (SELECT w.value FROM LIST(?1) w)";
        self.db.run(sql, &[Value::List(ids)])?;
        Ok(())
    }

    /// Claims of months of care (as numbers) before, or from, one.
    pub(crate) fn claims_before(&mut self, month: i64, limit: i64) -> Result<Vec<i64>, DbError> {
        let sql = "SELECT id FROM claim WHERE month < ?1 ORDER BY month, id LIMIT ?2";
        self.ints(sql, &[month.into(), limit.into()])
    }

    /// Claims that cannot be read, of files that were read before a day.
    pub(crate) fn unreadable_before(&mut self, day: i64, limit: i64) -> Result<Vec<i64>, DbError> {
        let sql = "SELECT c.id FROM claim c JOIN input i ON i.id = c.input JOIN file f ON f.id = i.file \
                   WHERE c.month IS NULL AND f.seen_on < ?1 LIMIT ?2";
        self.ints(sql, &[day.into(), limit.into()])
    }

    /// Notes that all claims from a month on are to be judged again; gives how many are new in the list.
    pub(crate) fn ask_from_month(&mut self, month: i64, why: i64) -> Result<u64, DbError> {
        let sql = "INSERT INTO todo (claim, why) SELECT id, ?2 FROM claim WHERE month >= ?1 \
                   ON CONFLICT (claim) DO NOTHING";
        self.db.run(sql, &[month.into(), why.into()])
    }

    /// Every claim by number, some at a time: those behind `after`.
    pub(crate) fn claims_after(&mut self, after: i64, limit: i64) -> Result<Vec<i64>, DbError> {
        let sql = "SELECT id FROM claim WHERE id > ?1 ORDER BY id LIMIT ?2";
        self.ints(sql, &[after.into(), limit.into()])
    }

    /// Claims with this key, in the order in which they came.
    pub(crate) fn claims_with_key(&mut self, key: i64) -> Result<Vec<i64>, DbError> {
        let mut ids = Vec::new();
        self.owners(&[hashes::of_key(key)], &mut |_, owner| {
            if let Owner::Claim(id) = Owner::of(owner) {
                ids.push(id);
            }
        })?;
        super::tidy(&mut ids);
        let mut rows = self.claims(&ids)?;
        rows.retain(|row| row.key == Some(key));
        let mut ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
        super::tidy(&mut ids);
        Ok(ids)
    }

    /// Forgets claims, with the reader's notes on them.
    pub(crate) fn drop_claims(&mut self, ids: &[i64]) -> Result<(), DbError> {
        let list = [Value::List(ids)];
        self.db.run(
            "DELETE FROM issue WHERE claim IN (SELECT w.value FROM LIST(?1) w)",
            &list,
        )?;
        for table in ["verdict", "todo", "tonight"] {
            let sql =
                format!("DELETE FROM {table} WHERE claim IN (SELECT w.value FROM LIST(?1) w)");
            self.db.run(&sql, &list)?;
        }
        self.db.run(
            "DELETE FROM claim WHERE id IN (SELECT w.value FROM LIST(?1) w)",
            &list,
        )?;
        Ok(())
    }

    /// Stores notes of the reader.
    pub(crate) fn put_issues(&mut self, issues: Vec<NewIssue>) -> Result<(), DbError> {
        const ISSUES: Into = Into {
            table: "issue",
            columns: &["input", "at", "claim", "body"],
            replace: &[],
        };
        if issues.is_empty() {
            return Ok(());
        }
        let columns = [
            Column::Ints(issues.iter().map(|it| Some(it.input)).collect()),
            Column::Ints(issues.iter().map(|it| Some(it.at)).collect()),
            Column::Ints(issues.iter().map(|it| it.claim).collect()),
            Column::Bytes(issues.into_iter().map(|it| Some(it.body)).collect()),
        ];
        self.db.store(&ISSUES, &columns)
    }

    /// Forgets the reader's notes on inputs.
    pub(crate) fn drop_issues(&mut self, inputs: &[i64]) -> Result<(), DbError> {
        self.db.run(
            "DELETE FROM issue WHERE input IN (SELECT w.value FROM LIST(?1) w)",
            &[Value::List(inputs)],
        )?;
        Ok(())
    }

    /// The reader's notes on claims: input, claim, note; by place.
    pub(crate) fn issues_of_claims(
        &mut self,
        claims: &[i64],
        take: TakeIssue<'_>,
    ) -> Result<(), DbError> {
        let sql = "SELECT i.input, i.claim, i.body FROM LIST(?1) w CROSS JOIN issue i WHERE i.claim = w.value \
                   ORDER BY i.input, i.at";
        self.issues(sql, claims, take)
    }

    /// The reader's notes on whole inputs.
    pub(crate) fn issues_of_inputs(
        &mut self,
        inputs: &[i64],
        take: TakeIssue<'_>,
    ) -> Result<(), DbError> {
        let sql = "SELECT i.input, i.claim, i.body FROM LIST(?1) w CROSS JOIN issue i WHERE i.input = w.value \
                   AND i.claim IS NULL ORDER BY i.input, i.at";
        self.issues(sql, inputs, take)
    }

    fn issues(&mut self, sql: &str, list: &[i64], take: TakeIssue<'_>) -> Result<(), DbError> {
        self.db.each(sql, &[Value::List(list)], &mut |row| {
            take(int(row, 0)?, row.int(1)?, bytes(row, 2)?);
            Ok(())
        })
    }
}

/// Takes a note of the reader: its input, its claim, itself.
pub(crate) type TakeIssue<'t> = &'t mut dyn FnMut(i64, Option<i64>, &[u8]);

/// Headers that are stored, each once for all claims.
#[derive(Debug, Default)]
pub(crate) struct Heads {
    known: HashMap<(i64, Header), i64>,
    next: Option<i64>,
}

impl State {
    /// The number of a header; a new one is stored.
    pub(crate) fn head(
        &mut self,
        heads: &mut Heads,
        hash: i64,
        header: &Header,
    ) -> Result<i64, DbError> {
        let entry = (hash, header.clone());
        if let Some(&id) = heads.known.get(&entry) {
            return Ok(id);
        }
        let stored = self.headers_where("hash = ?1", &[hash.into()])?;
        let found = stored.into_iter().find(|(_, it)| it == header);
        let id = match found {
            Some((id, _)) => id,
            None => self.put_header(heads, hash, header)?,
        };
        heads.known.insert(entry, id);
        Ok(id)
    }

    fn put_header(
        &mut self,
        heads: &mut Heads,
        hash: i64,
        header: &Header,
    ) -> Result<i64, DbError> {
        let id = match heads.next {
            Some(id) => id,
            None => self.last_id("header")? + 1,
        };
        heads.next = Some(id + 1);
        let month = header
            .billing_month
            .map(crate::nightly::packed::month_number);
        self.db.run(
            "INSERT INTO header (id, hash, payer, station, name, billing_month) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            &[
                id.into(),
                hash.into(),
                i64::from(header.payer).into(),
                (&*header.station).into(),
                (&*header.name).into(),
                month.into(),
            ],
        )?;
        Ok(id)
    }

    /// Headers by number.
    pub(crate) fn headers(&mut self, ids: &[i64]) -> Result<HashMap<i64, Header>, DbError> {
        let found = self.headers_where(
            "id IN (SELECT w.value FROM LIST(?1) w)",
            &[Value::List(ids)],
        )?;
        Ok(found.into_iter().collect())
    }

    /// The headers under which the claims of inputs stand, each once.
    pub(crate) fn headers_of(&mut self, inputs: &[i64]) -> Result<Vec<Header>, DbError> {
        let condition = "id IN (SELECT DISTINCT c.header FROM claim c \
                         WHERE c.input IN (SELECT w.value FROM LIST(?1) w))";
        let found = self.headers_where(condition, &[Value::List(inputs)])?;
        Ok(found.into_iter().map(|(_, header)| header).collect())
    }

    fn headers_where(
        &mut self,
        condition: &str,
        values: &[Value<'_>],
    ) -> Result<Vec<(i64, Header)>, DbError> {
        let sql =
            format!("SELECT id, payer, station, name, billing_month FROM header WHERE {condition}");
        self.rows(&sql, values, |row| {
            let header = Header {
                // 審査支払機関 is 1, 2 or none of them.
                payer: u8::try_from(int(row, 1)?).unwrap_or(0),
                station: text(row, 2)?.into(),
                name: text(row, 3)?.into(),
                billing_month: row.int(4)?.and_then(month_of),
            };
            Ok((int(row, 0)?, header))
        })
    }
}

/// The month of such a number.
pub(crate) fn month_of(number: i64) -> Option<Month> {
    let year = i32::try_from(number.div_euclid(12)).ok()?;
    let month = u32::try_from(number.rem_euclid(12)).ok()? + 1;
    Month::new(year, month)
}

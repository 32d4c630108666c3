//! The verdict of each claim, the verdicts it had before, and the claims that are to be judged.

use std::collections::BTreeMap;

use super::db::{Column, DbError, Into, Row, Value};
use super::{State, int, optional_text, text};

/// What is said of a claim. Days are masks as in [`Judgement`](crate::judge::verdict::Judgement), dates numbers of
/// days since 0001-01-01.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct VerdictRow {
    pub(crate) verdict: String,
    pub(crate) reason: String,
    pub(crate) matched: String,
    pub(crate) credential: Option<String>,
    pub(crate) evidence_as_of: Option<i64>,
    pub(crate) visits: i64,
    pub(crate) cert: i64,
    pub(crate) bad: i64,
    /// The first day on which it may come out differently by itself.
    pub(crate) look_on: Option<i64>,
}

/// A verdict that a claim had before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Past {
    pub(crate) claim: i64,
    pub(crate) key: Option<i64>,
    /// The run that gave it.
    pub(crate) from_run: i64,
    /// The run that gave another one, or took the claim out.
    pub(crate) to_run: i64,
    /// Why: [`Why::id`](crate::nightly::Why::id).
    pub(crate) why: String,
    pub(crate) row: VerdictRow,
}

const VERDICT: &str =
    "verdict, reason, matched, credential, evidence_as_of, visits, cert, bad, look_on";

fn verdict(row: &dyn Row, from: usize) -> Result<VerdictRow, DbError> {
    Ok(VerdictRow {
        verdict: text(row, from)?,
        reason: text(row, from + 1)?,
        matched: text(row, from + 2)?,
        credential: optional_text(row, from + 3)?,
        evidence_as_of: row.int(from + 4)?,
        visits: int(row, from + 5)?,
        cert: int(row, from + 6)?,
        bad: int(row, from + 7)?,
        look_on: row.int(from + 8)?,
    })
}

fn past(row: &dyn Row) -> Result<Past, DbError> {
    Ok(Past {
        claim: int(row, 0)?,
        key: row.int(1)?,
        from_run: int(row, 2)?,
        to_run: int(row, 3)?,
        why: text(row, 4)?,
        row: verdict(row, 5)?,
    })
}

/// The columns of [`VERDICT`].
fn columns<'v>(rows: &(impl Iterator<Item = &'v VerdictRow> + Clone)) -> [Column; 9] {
    let words =
        |of: fn(&VerdictRow) -> Option<String>| Column::Texts(rows.clone().map(of).collect());
    let ints = |of: fn(&VerdictRow) -> Option<i64>| Column::Ints(rows.clone().map(of).collect());
    [
        words(|it| Some(it.verdict.clone())),
        words(|it| Some(it.reason.clone())),
        words(|it| Some(it.matched.clone())),
        words(|it| it.credential.clone()),
        ints(|it| it.evidence_as_of),
        ints(|it| Some(it.visits)),
        ints(|it| Some(it.cert)),
        ints(|it| Some(it.bad)),
        ints(|it| it.look_on),
    ]
}

impl State {
    /// Hands out the verdicts of claims: claim, the run that gave it, the verdict.
    pub(crate) fn verdicts(
        &mut self,
        claims: &[i64],
        take: &mut dyn FnMut(i64, i64, VerdictRow),
    ) -> Result<(), DbError> {
        let sql = format!(
            "SELECT v.claim, v.run, {VERDICT} FROM LIST(?1) w CROSS JOIN verdict v WHERE v.claim = w.value"
        );
        self.db.each(&sql, &[Value::List(claims)], &mut |row| {
            take(int(row, 0)?, int(row, 1)?, verdict(row, 2)?);
            Ok(())
        })
    }

    /// True when anything has been judged yet.
    pub(crate) fn has_verdicts(&mut self) -> Result<bool, DbError> {
        Ok(!self
            .ints("SELECT claim FROM verdict LIMIT 1", &[])?
            .is_empty())
    }

    /// Stores verdicts that this run gave (or another, whose verdict stays but for its next look).
    pub(crate) fn put_verdicts(&mut self, rows: &[(i64, i64, VerdictRow)]) -> Result<(), DbError> {
        const VERDICTS: Into = Into {
            table: "verdict",
            columns: &[
                "claim",
                "run",
                "verdict",
                "reason",
                "matched",
                "credential",
                "evidence_as_of",
                "visits",
                "cert",
                "bad",
                "look_on",
            ],
            replace: &["claim"],
        };
        let mut all = vec![
            Column::Ints(rows.iter().map(|(claim, ..)| Some(*claim)).collect()),
            Column::Ints(rows.iter().map(|(_, run, _)| Some(*run)).collect()),
        ];
        all.extend(columns(&rows.iter().map(|(.., row)| row)));
        self.db.store(&VERDICTS, &all)
    }

    /// Keeps verdicts that are no more.
    pub(crate) fn put_past(&mut self, rows: &[Past]) -> Result<(), DbError> {
        const PAST: Into = Into {
            table: "past",
            columns: &[
                "claim",
                "claim_key",
                "from_run",
                "to_run",
                "why",
                "verdict",
                "reason",
                "matched",
                "credential",
                "evidence_as_of",
                "visits",
                "cert",
                "bad",
                "look_on",
            ],
            replace: &[],
        };
        let ints = |of: fn(&Past) -> Option<i64>| Column::Ints(rows.iter().map(of).collect());
        let mut all = vec![
            ints(|it| Some(it.claim)),
            ints(|it| it.key),
            ints(|it| Some(it.from_run)),
            ints(|it| Some(it.to_run)),
            Column::Texts(rows.iter().map(|it| Some(it.why.clone())).collect()),
        ];
        all.extend(columns(&rows.iter().map(|it| &it.row)));
        self.db.store(&PAST, &all)
    }

    /// The earlier verdicts of claims, the oldest first.
    pub(crate) fn past(&mut self, claims: &[i64], key: Option<i64>) -> Result<Vec<Past>, DbError> {
        let sql = format!(
            "SELECT claim, claim_key, from_run, to_run, why, {VERDICT} FROM past \
             WHERE claim IN (SELECT w.value FROM LIST(?1) w) OR claim_key = ?2 \
             ORDER BY to_run, claim"
        );
        self.rows(&sql, &[Value::List(claims), key.into()], past)
    }

    /// The verdicts that claims had when this run was published, and had no more afterwards.
    pub(crate) fn past_since(&mut self, claims: &[i64], run: i64) -> Result<Vec<Past>, DbError> {
        let sql = format!(
            "SELECT p.claim, p.claim_key, p.from_run, p.to_run, p.why, {VERDICT} \
             FROM LIST(?1) w CROSS JOIN past p WHERE p.claim = w.value \
             AND p.from_run <= ?2 AND p.to_run > ?2 ORDER BY p.claim, p.to_run"
        );
        self.rows(&sql, &[Value::List(claims), run.into()], past)
    }

    /// Forgets the earlier verdicts of claims.
    pub(crate) fn drop_past(&mut self, claims: &[i64]) -> Result<(), DbError> {
        self.db.run(
            "DELETE FROM past WHERE claim IN (SELECT w.value FROM LIST(?1) w)",
            &[Value::List(claims)],
        )?;
        Ok(())
    }

    /// Notes that claims are to be judged; the first reason stays. Gives how many were not noted yet.
    pub(crate) fn ask(&mut self, claims: &[i64], why: i64) -> Result<u64, DbError> {
        let sql = "INSERT INTO todo (claim, why) SELECT w.value, ?2 FROM LIST(?1) w WHERE true \
                   ON CONFLICT (claim) DO NOTHING";
        self.db.run(sql, &[Value::List(claims), why.into()])
    }

    /// Notes that all claims are to be judged.
    pub(crate) fn ask_all(&mut self, why: i64) -> Result<u64, DbError> {
        let sql = "INSERT INTO todo (claim, why) SELECT id, ?1 FROM claim WHERE true \
                   ON CONFLICT (claim) DO NOTHING";
        self.db.run(sql, &[why.into()])
    }

    /// Notes that claims are to be judged whose day has come.
    pub(crate) fn ask_due(&mut self, as_of: i64, why: i64) -> Result<u64, DbError> {
        let sql = "INSERT INTO todo (claim, why) SELECT claim, ?2 FROM verdict \
                   WHERE look_on IS NOT NULL AND look_on <= ?1 ON CONFLICT (claim) DO NOTHING";
        self.db.run(sql, &[as_of.into(), why.into()])
    }

    /// The first claims to be judged, with the reason.
    pub(crate) fn next_to_judge(&mut self, limit: i64) -> Result<Vec<(i64, i64)>, DbError> {
        let sql = "SELECT claim, why FROM todo ORDER BY claim LIMIT ?1";
        self.rows(sql, &[limit.into()], |row| Ok((int(row, 0)?, int(row, 1)?)))
    }

    /// Notes that claims of the list have been judged and are to be published.
    pub(crate) fn judged(&mut self, claims: &[i64]) -> Result<(), DbError> {
        let list = [Value::List(claims)];
        self.db.run(
            "INSERT INTO tonight (claim, why) SELECT claim, why FROM todo \
             WHERE claim IN (SELECT w.value FROM LIST(?1) w) \
             ON CONFLICT (claim) DO NOTHING",
            &list,
        )?;
        self.db.run(
            "DELETE FROM todo WHERE claim IN (SELECT w.value FROM LIST(?1) w)",
            &list,
        )?;
        Ok(())
    }

    /// The judged claims that no report has yet, behind `after`.
    pub(crate) fn next_to_publish(&mut self, after: i64, limit: i64) -> Result<Vec<i64>, DbError> {
        let sql = "SELECT claim FROM tonight WHERE claim > ?1 ORDER BY claim LIMIT ?2";
        self.ints(sql, &[after.into(), limit.into()])
    }

    /// How many of them there are for each reason.
    pub(crate) fn judged_by_reason(&mut self) -> Result<BTreeMap<i64, u64>, DbError> {
        let rows = self.rows(
            "SELECT why, count(*) FROM tonight GROUP BY why",
            &[],
            |row| Ok((int(row, 0)?, int(row, 1)?.unsigned_abs())),
        )?;
        Ok(rows.into_iter().collect())
    }

    /// They have been published.
    pub(crate) fn forget_tonight(&mut self) -> Result<(), DbError> {
        self.db.run("DELETE FROM tonight", &[])?;
        Ok(())
    }
}

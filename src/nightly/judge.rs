//! Claims of the state judged, and what that changes.

use std::collections::HashMap;

use chrono::Datelike;

use crate::check::{self, Checked, Request};
use crate::finding::{Finding, Level};
use crate::judge::outcome::Outcome;
use crate::judge::verdict::Judgement;
use crate::mark::{Compared, Mark, Solved};
use crate::matching::cascade::MatchedBy;
use crate::rules;
use crate::text::hash::hash64;
use crate::text::lang::Lang;
use crate::uke::recorded::Recorded;

use super::basis;
use super::error::NightError;
use super::hashes::signed;
use super::laps::Laps;
use super::load::{self, Loaf, Subset};
use super::state::{FindingRow, Past, RunRow, Solving, State, Totals, VerdictRow};
use super::why::Why;

/// Claims whose earlier verdicts and findings are held at a time.
const PART: usize = 16_384;

/// What judging rests on.
pub(super) struct Bench<'a> {
    /// Policy, lists and as-of date; its inputs stand for those of the state.
    pub(super) request: &'a Request,
    /// The run.
    pub(super) run: i64,
    /// The last run that was published.
    pub(super) before: Option<&'a RunRow>,
    /// The language of the report.
    pub(super) lang: Lang,
}

/// What a batch came to.
pub(super) struct Judged {
    /// Everything that a report is made from.
    pub(super) checked: Checked,
    /// Verdicts and findings that are other ones than before.
    pub(super) changes: Changes,
    /// Of each claim, that its verdict is another than in the last report, or that it is new.
    pub(super) is_turned: Vec<bool>,
    /// The claims by number: those that were asked for, and those that may be the same as one of them.
    pub(super) claims: Vec<i64>,
}

/// How much was written to the state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Changes {
    pub(super) claims: u64,
    pub(super) verdicts: u64,
    pub(super) findings_new: u64,
    pub(super) findings_solved: u64,
}

impl Changes {
    /// True when anything came out differently than the state had it.
    pub(super) fn is_any(self) -> bool {
        self.verdicts + self.findings_new + self.findings_solved > 0
    }
}

impl Bench<'_> {
    /// Judges claims, given by number in ascending order with the reasons, and writes to the state what has changed;
    /// of the inputs `fresh` also what is said of them as wholes. What has been judged before comes out the same and
    /// changes nothing. Within a transaction.
    pub(super) fn judge(
        &self,
        state: &mut State,
        claims: &[(i64, i64)],
        fresh: &[i64],
    ) -> Result<Judged, NightError> {
        let mut laps = Laps::start();
        let ids: Vec<i64> = claims.iter().map(|(id, _)| *id).collect();
        let why: HashMap<i64, i64> = claims.iter().copied().collect();
        let Subset {
            claims,
            keys,
            eligibility,
            rows,
            inputs,
        } = load::load(state, &ids, fresh)?;
        let loaded = laps.lap();
        let sides = basis::read_sides(self.request)?;
        let checked = check::judge_all(self.request, claims, keys, eligibility, sides, &());
        let judged = laps.lap();
        let mut writing = Writing::new(self, &rows, &why, checked.findings.len());
        writing.verdicts(state, &checked)?;
        writing.findings(state, &checked, &inputs, fresh)?;
        state.add_totals(&writing.totals)?;
        let written = laps.lap();
        tracing::info!(loaded, judged, written, "a batch, in milliseconds");
        let Writing {
            compared,
            changes,
            is_turned,
            ..
        } = writing;
        Ok(Judged {
            is_turned,
            claims: rows.iter().map(|row| row.id).collect(),
            checked: Checked {
                compared: Some(compared),
                ..checked
            },
            changes,
        })
    }

    /// How something that this run gave stands to the last report.
    fn mark(&self, run: i64) -> Mark {
        match self.before {
            Some(before) if run <= before.id => Mark::Open,
            _ => Mark::New,
        }
    }
}

struct Writing<'a> {
    bench: &'a Bench<'a>,
    rows: &'a [Loaf],
    why: &'a HashMap<i64, i64>,
    /// The index of each claim.
    places: HashMap<i64, usize>,
    totals: Totals,
    changes: Changes,
    is_turned: Vec<bool>,
    compared: Compared,
}

impl<'a> Writing<'a> {
    fn new(
        bench: &'a Bench<'a>,
        rows: &'a [Loaf],
        why: &'a HashMap<i64, i64>,
        findings: usize,
    ) -> Self {
        let before = bench.before;
        Self {
            bench,
            rows,
            why,
            places: rows.iter().map(|row| row.id).zip(0..).collect(),
            totals: Totals::default(),
            is_turned: vec![false; rows.len()],
            changes: Changes {
                claims: rows.len() as u64,
                ..Changes::default()
            },
            compared: Compared {
                folder: before
                    .and_then(|run| run.folder.clone())
                    .unwrap_or_default(),
                as_of: before.and_then(|run| load::date(run.as_of)),
                verdicts: vec![Mark::None; rows.len()],
                findings: vec![Mark::New; findings],
                ..Compared::default()
            },
        }
    }
}

impl Writing<'_> {
    fn verdicts(&mut self, state: &mut State, checked: &Checked) -> Result<(), NightError> {
        for from in (0..self.rows.len()).step_by(PART) {
            self.verdicts_from(state, checked, from)?;
        }
        self.solved_verdicts(state, checked, &ids_of(self.rows))
    }

    /// The verdicts of one part of the claims.
    fn verdicts_from(
        &mut self,
        state: &mut State,
        checked: &Checked,
        from: usize,
    ) -> Result<(), NightError> {
        let rows = part(self.rows, from);
        let mut before: Vec<Option<(i64, VerdictRow)>> = vec![None; rows.len()];
        state.verdicts(&ids_of(rows), &mut |claim, run, row| {
            let place = self.places.get(&claim).and_then(|at| at.checked_sub(from));
            if let Some(place) = place.and_then(|at| before.get_mut(at)) {
                *place = Some((run, row));
            }
        })?;
        let (mut put, mut past) = (Vec::new(), Vec::new());
        for (at, before) in (from..).zip(before) {
            let judgement = &checked.judgements[at];
            let row = row_of(judgement, checked.matched_by[at]);
            let since = self.verdict(at, row, before, &mut put, &mut past);
            let mark = self.bench.mark(since);
            self.is_turned[at] = mark == Mark::New;
            if judgement.verdict != Outcome::Ok {
                self.compared.verdicts[at] = mark;
            }
        }
        state.put_verdicts(&put)?;
        Ok(state.put_past(&past)?)
    }

    /// Compares a verdict with the one before; gives the run since which it holds.
    fn verdict(
        &mut self,
        at: usize,
        row: VerdictRow,
        before: Option<(i64, VerdictRow)>,
        put: &mut Vec<(i64, i64, VerdictRow)>,
        past: &mut Vec<Past>,
    ) -> i64 {
        let claim = self.rows[at];
        let run = self.bench.run;
        let Some((since, old)) = before else {
            self.totals.add_verdict(&row, 1, claim.yen);
            self.changes.verdicts += 1;
            put.push((claim.id, run, row));
            return run;
        };
        if old == row {
            return since;
        }
        // When to look again, and how recent the evidence is, makes no other verdict.
        if old.says() == row.says() {
            put.push((claim.id, since, row));
            return since;
        }
        self.totals.add_verdict(&old, -1, -claim.yen);
        self.totals.add_verdict(&row, 1, claim.yen);
        self.changes.verdicts += 1;
        let why = self.why.get(&claim.id).copied().and_then(Why::of);
        past.push(Past {
            claim: claim.id,
            key: claim.key,
            from_run: since,
            to_run: run,
            why: why.unwrap_or(Why::Twin).id().to_owned(),
            row: old,
        });
        put.push((claim.id, run, row));
        run
    }

    /// Lists claims that were not in order in the last report, and now are.
    fn solved_verdicts(
        &mut self,
        state: &mut State,
        checked: &Checked,
        ids: &[i64],
    ) -> Result<(), NightError> {
        let Some(last) = self.bench.before.map(|run| run.id) else {
            return Ok(());
        };
        for past in state.past_since(ids, last)? {
            let Some(&at) = self.places.get(&past.claim) else {
                continue;
            };
            let is_ok = checked.judgements[at].verdict == Outcome::Ok;
            if is_ok && past.row.verdict != Outcome::Ok.id() {
                let mut solved = solved_of(checked, at);
                solved.is_verdict = true;
                solved.code.clone_from(&past.row.verdict);
                solved.dates = dates(checked, at, past.row.bad);
                self.compared.solved.push(solved);
            }
        }
        Ok(())
    }

    fn findings(
        &mut self,
        state: &mut State,
        checked: &Checked,
        inputs: &[i64],
        fresh: &[i64],
    ) -> Result<(), NightError> {
        let parts = self.rows.len().div_ceil(PART);
        let mut of_parts: Vec<Vec<usize>> = vec![Vec::new(); parts];
        let mut of_files = Vec::new();
        for (at, finding) in checked.findings.iter().enumerate() {
            match finding.claim {
                Some(claim) => of_parts[claim as usize / PART].push(at),
                None => of_files.push(at),
            }
        }
        let mut next = state.next_finding()?;
        for (number, of_part) in of_parts.iter().enumerate() {
            let ids = ids_of(part(self.rows, number * PART));
            let open = Open::of(state.open_findings(&ids)?);
            let rows = self.finding_rows(checked, of_part, inputs, fresh);
            self.findings_of(state, rows, open, &mut next)?;
        }
        let open = Open::of(state.file_findings(fresh)?);
        let rows = self.finding_rows(checked, &of_files, inputs, fresh);
        self.findings_of(state, rows, open, &mut next)?;
        self.solved_findings(state, checked, &ids_of(self.rows))
    }

    /// Findings, given by index, as the state has them.
    fn finding_rows(
        &self,
        checked: &Checked,
        found: &[usize],
        inputs: &[i64],
        fresh: &[i64],
    ) -> Vec<(usize, FindingRow)> {
        let row = |&at: &usize| Some((at, self.row(&checked.findings[at], inputs, fresh)?));
        found.iter().filter_map(row).collect()
    }

    /// Compares findings, given with their index, with the open ones of the same claims or files.
    fn findings_of(
        &mut self,
        state: &mut State,
        rows: Vec<(usize, FindingRow)>,
        mut open: Open,
        next: &mut i64,
    ) -> Result<(), NightError> {
        let mut put = Vec::new();
        for (at, row) in rows {
            let Some(old) = open.take(&row) else {
                self.add_finding(&row, 1);
                self.changes.findings_new += 1;
                put.push(FindingRow { id: *next, ..row });
                *next += 1;
                continue;
            };
            self.compared.findings[at] = self.bench.mark(old.first_run);
            let new = FindingRow {
                id: old.id,
                first_run: old.first_run,
                ..row
            };
            if new != old {
                self.add_finding(&old, -1);
                self.add_finding(&new, 1);
                put.push(new);
            }
        }
        state.put_findings(&put)?;
        self.solve(state, &open.rest())
    }

    fn add_finding(&mut self, row: &FindingRow, number: i64) {
        self.totals
            .add("finding", &row.level.to_string(), number, 0);
    }

    /// A finding for the state; `None` for one on an input as a whole that was told before.
    fn row(&self, finding: &Finding, inputs: &[i64], fresh: &[i64]) -> Option<FindingRow> {
        let claim = finding.claim.map(|at| self.rows[at as usize].id);
        let input = inputs.get(finding.place.input as usize).copied();
        let input = input.filter(|_| claim.is_none());
        if claim.is_none() && input.is_none_or(|input| fresh.binary_search(&input).is_err()) {
            return None;
        }
        let place = finding.place;
        Some(FindingRow {
            id: 0,
            claim,
            input,
            code: finding.code.to_owned(),
            level: level(finding.level),
            place: format!("{}.{}", place.record, place.field),
            days: finding.dates.map_or(0, |days| days.mask.into()),
            print: print(finding),
            first_run: self.bench.run,
            solved_run: None,
        })
    }

    /// Notes what is no more.
    fn solve(&mut self, state: &mut State, rest: &[FindingRow]) -> Result<(), NightError> {
        let run = self.bench.run;
        for row in rest {
            self.add_finding(row, -1);
        }
        self.changes.findings_solved += rest.len() as u64;
        let solved: Vec<Solving> = rest.iter().map(|row| Solving { id: row.id, run }).collect();
        Ok(state.solve(&solved)?)
    }

    /// Lists for the report what is no more.
    fn solved_findings(
        &mut self,
        state: &mut State,
        checked: &Checked,
        ids: &[i64],
    ) -> Result<(), NightError> {
        let Some(last) = self.bench.before.map(|run| run.id) else {
            return Ok(());
        };
        for row in state.solved_findings(ids, last + 1)? {
            // What came and went between two reports is in neither.
            let Some(&at) = row.claim.and_then(|claim| self.places.get(&claim)) else {
                continue;
            };
            if row.first_run <= last {
                let solved = self.solved_finding(checked, at, &row);
                self.compared.solved.push(solved);
            }
        }
        Ok(())
    }

    fn solved_finding(&self, checked: &Checked, at: usize, row: &FindingRow) -> Solved {
        let title = rules::find(&row.code).map(|rule| rule.title.get(self.bench.lang));
        Solved {
            code: row.code.clone(),
            level: level_of(row.level).id().to_owned(),
            dates: dates(checked, at, row.days),
            message: title.unwrap_or_default().to_owned(),
            ..solved_of(checked, at)
        }
    }
}

/// One part of the claims.
fn part(rows: &[Loaf], from: usize) -> &[Loaf] {
    &rows[from..(from + PART).min(rows.len())]
}

/// The numbers of claims, ascending.
fn ids_of(rows: &[Loaf]) -> Vec<i64> {
    let mut ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    ids.sort_unstable();
    ids
}

/// What is told of a claim of which something is no more.
fn solved_of(checked: &Checked, at: usize) -> Solved {
    // Claims of a run are fewer than 2³².
    let (chunk, claim) = checked
        .claims
        .claims
        .get(u32::try_from(at).unwrap_or(u32::MAX));
    let recorded = Recorded::of(chunk, claim);
    let header = chunk.header(claim);
    let input = checked.claims.inputs.get(chunk.input as usize);
    Solved {
        source_file: input.map_or_else(String::new, |input| input.shown.clone()),
        line: claim.line,
        station_code: header.station.to_string(),
        claim_no: recorded.decode(recorded.claim_no).into_owned(),
        patient_name: recorded.decode(recorded.name).into_owned(),
        service_month: recorded.month_text(claim).into_owned(),
        total_yen: claim.total_yen.into(),
        payer: header.payer_code().to_owned(),
        billing_month: header
            .billing_month
            .map_or_else(String::new, |month| month.to_string()),
        ..Solved::default()
    }
}

impl VerdictRow {
    /// What a person would call the verdict.
    fn says(&self) -> (&str, &str, &str, Option<&str>, [i64; 3]) {
        (
            &self.verdict,
            &self.reason,
            &self.matched,
            self.credential.as_deref(),
            [self.visits, self.cert, self.bad],
        )
    }
}

fn row_of(judgement: &Judgement, matched: MatchedBy) -> VerdictRow {
    let day = |date: Option<chrono::NaiveDate>| date.map(|date| i64::from(date.num_days_from_ce()));
    VerdictRow {
        verdict: judgement.verdict.id().to_owned(),
        reason: judgement.reason.id().to_owned(),
        matched: matched.id().to_owned(),
        credential: judgement.credential().map(|it| it.id().to_owned()),
        evidence_as_of: day(judgement.evidence_as_of),
        visits: judgement.visits.into(),
        cert: judgement.cert_dates().into(),
        bad: judgement.bad_dates().into(),
        look_on: day(judgement.look_on),
    }
}

/// Days of a claim's month as the reports write them.
fn dates(checked: &Checked, at: usize, mask: i64) -> String {
    let (_, claim) = checked
        .claims
        .claims
        .get(u32::try_from(at).unwrap_or(u32::MAX));
    let mask = u32::try_from(mask).unwrap_or(0);
    let dates: Vec<String> = claim.dates(mask).map(|date| date.to_string()).collect();
    dates.join(";")
}

/// The open findings of some claims by what they are known by, in their order.
#[derive(Default)]
struct Open(HashMap<Known, Vec<FindingRow>>);

/// Claim, input, code and place.
type Known = (Option<i64>, Option<i64>, String, String);

impl Open {
    fn of(rows: Vec<FindingRow>) -> Self {
        let mut open = Self::default();
        for row in rows {
            open.add(row);
        }
        open
    }

    fn key(row: &FindingRow) -> Known {
        (row.claim, row.input, row.code.clone(), row.place.clone())
    }

    fn add(&mut self, row: FindingRow) {
        self.0.entry(Self::key(&row)).or_default().push(row);
    }

    /// The finding that this one is: of several the one that says the same, else the first.
    fn take(&mut self, row: &FindingRow) -> Option<FindingRow> {
        let rows = self.0.get_mut(&Self::key(row))?;
        let same = rows.iter().position(|old| old.print == row.print);
        (!rows.is_empty()).then(|| rows.remove(same.unwrap_or(0)))
    }

    /// Those that are left, by number.
    fn rest(self) -> Vec<FindingRow> {
        let mut rest: Vec<FindingRow> = self.0.into_values().flatten().collect();
        rest.sort_by_key(|row| row.id);
        rest
    }
}

/// The number of a level in the state.
pub(super) fn level(level: Level) -> i64 {
    match level {
        Level::Info => 0,
        Level::Warn => 1,
        Level::Error => 2,
    }
}

/// The level of such a number.
pub(super) fn level_of(number: i64) -> Level {
    match number {
        0 => Level::Info,
        1 => Level::Warn,
        _ => Level::Error,
    }
}

/// A hash of what a finding says beside its dates.
fn print(finding: &Finding) -> i64 {
    let details = &finding.details;
    let date = details
        .date
        .map_or_else(String::new, |date| date.to_string());
    signed(hash64(&[
        details.variant,
        &date,
        details.other.as_deref().unwrap_or_default(),
        &details.count.to_string(),
        &finding.claim_value,
        &finding.reference_value,
    ]))
}

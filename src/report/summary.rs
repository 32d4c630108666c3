//! `summary.json`: counts, sums, inputs and the proof that every claim read was written (contract 7).

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::time::Duration;

use serde::Serialize;

use crate::check::Checked;
use crate::finding::Level;
use crate::judge::outcome::Outcome;
use crate::mark::{Compared, Ignored, Mark};
use crate::matching::cascade::MatchedBy;
use crate::text::insurer::InsurerKind;
use crate::uke::read::Status;

use super::inputs::{InputLine, NoteLine};
use super::tally::Tally;

/// How `summary.json` names the program that wrote it.
pub const PROGRAM: &str = env!("CARGO_PKG_NAME");

/// The whole file. Fields stand in this order; only `wall_seconds` and `claims_per_second` differ
/// between two runs over the same inputs.
#[derive(Debug, Serialize)]
pub struct Summary<'a> {
    program: &'static str,
    version: &'static str,
    policy: PolicyLine<'a>,
    as_of: String,
    encoding: &'static str,
    /// What identifies patients is masked; not written when it is not.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    masked: bool,
    /// Claims read and written.
    pub proof: Proof,
    needs_certificate: Certificate,
    counts: Counts<'a>,
    yen: Yen,
    eligibility: Eligibility,
    /// Not written without `--baseline`.
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline: Option<BaselineLine<'a>>,
    /// Not written without `--ignore`.
    #[serde(skip_serializing_if = "Option::is_none")]
    ignored: Option<IgnoredLine<'a>>,
    characters_replaced: u64,
    inputs: &'a [InputLine],
    notes: &'a [NoteLine],
    wall_seconds: f64,
    claims_per_second: f64,
}

/// What only the writing of the other files tells.
#[derive(Clone, Copy, Debug, Default)]
pub struct Outcomes {
    /// Rows of the verdicts.
    pub rows: u64,
    /// The sum of their amounts.
    pub yen: u64,
    /// Persons in the worklist.
    pub people: u64,
    /// Characters that became 〓.
    pub replaced: u64,
    /// The encoding of the CSV files.
    pub encoding: &'static str,
    /// Time since the run began.
    pub wall: Duration,
}

/// Claims read = verdicts written, yen in = yen out (contract 4.7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Proof {
    /// What the readers counted, input by input.
    pub claims_in: u64,
    /// Rows of the verdicts.
    pub verdicts_out: u64,
    /// Amounts of the claims as read.
    pub yen_in: u64,
    /// Amounts of the rows.
    pub yen_out: u64,
    /// Both pairs are equal.
    pub holds: bool,
}

impl Proof {
    /// Compares what was read with what was written.
    #[must_use]
    pub fn of(checked: &Checked, rows: u64, yen: u64) -> Self {
        let read = |status: &Status| {
            if let Status::Read(claims) = status {
                *claims
            } else {
                0
            }
        };
        let claims_in = checked
            .claims
            .inputs
            .iter()
            .map(|input| read(&input.status))
            .sum();
        let chunks = checked.claims.claims.chunks();
        let yen_in = chunks
            .flat_map(|(_, chunk)| &chunk.claims)
            .map(|claim| u64::from(claim.total_yen))
            .sum();
        Self {
            claims_in,
            verdicts_out: rows,
            yen_in,
            yen_out: yen,
            holds: claims_in == rows && yen_in == yen,
        }
    }
}

#[derive(Debug, Serialize)]
struct PolicyLine<'a> {
    name: &'a str,
    hash: &'a str,
}

#[derive(Debug, Serialize)]
struct Certificate {
    claims: u64,
    people: u64,
    yen: u64,
}

#[derive(Debug, Serialize)]
struct Counts<'a> {
    verdict: BTreeMap<&'static str, u64>,
    code: BTreeMap<&'static str, u64>,
    level: BTreeMap<&'static str, u64>,
    station: &'a BTreeMap<String, u64>,
    insurer_kind: BTreeMap<&'static str, u64>,
    matched_by: BTreeMap<&'static str, u64>,
}

#[derive(Debug, Serialize)]
struct Yen {
    total: u64,
    verdict: BTreeMap<&'static str, u64>,
}

#[derive(Debug, Serialize)]
struct Eligibility {
    records: u64,
    seen_later_ignored: u64,
}

/// How the run stands to an earlier report.
#[derive(Debug, Serialize)]
pub(super) struct BaselineLine<'a> {
    folder: &'a str,
    as_of: Option<String>,
    verdicts: Marked,
    findings: Marked,
    /// Rows of the earlier report about claim files of which this run has read none.
    not_looked_at: u64,
}

#[derive(Debug, Serialize)]
struct Marked {
    new: u64,
    open: u64,
    solved: u64,
}

impl<'a> BaselineLine<'a> {
    pub(super) fn of(compared: &'a Compared) -> Self {
        let (new, open) = (compared.count(Mark::New), compared.count(Mark::Open));
        let solved = compared.count_solved();
        let marked = |new, open, solved| Marked { new, open, solved };
        Self {
            folder: &compared.folder,
            as_of: compared.as_of.map(|date| date.to_string()),
            verdicts: marked(new.0, open.0, solved.0),
            findings: marked(new.1, open.1, solved.1),
            not_looked_at: compared.not_looked_at,
        }
    }
}

/// What a user has accepted.
#[derive(Debug, Serialize)]
pub(super) struct IgnoredLine<'a> {
    path: &'a str,
    entries: u32,
    used: u32,
    unused: u32,
    expired: u32,
    findings: u64,
    /// Claims of which nobody is asked any more.
    claims_settled: usize,
}

impl<'a> IgnoredLine<'a> {
    pub(super) fn of(ignored: &'a Ignored) -> Self {
        Self {
            path: &ignored.path,
            entries: ignored.entries,
            used: ignored.used,
            unused: ignored.unused(),
            expired: ignored.expired,
            findings: ignored.findings,
            claims_settled: ignored.settled.len(),
        }
    }
}

impl<'a> Summary<'a> {
    /// Puts the summary together.
    #[must_use]
    pub fn new(
        checked: &'a Checked,
        tally: &'a Tally,
        inputs: &'a [InputLine],
        notes: &'a [NoteLine],
        outcomes: &Outcomes,
    ) -> Self {
        let seconds = outcomes.wall.as_secs_f64();
        Self {
            program: PROGRAM,
            version: env!("CARGO_PKG_VERSION"),
            policy: PolicyLine {
                name: &checked.policy.name,
                hash: &checked.policy.hash,
            },
            as_of: checked.as_of.to_string(),
            encoding: outcomes.encoding,
            masked: checked.is_masked,
            proof: Proof::of(checked, outcomes.rows, outcomes.yen),
            needs_certificate: Certificate {
                claims: tally.certificate.claims,
                people: outcomes.people,
                yen: tally.certificate.yen,
            },
            counts: counts(tally),
            yen: Yen {
                total: tally.all.yen,
                verdict: Outcome::ALL.map(|o| (o.id(), tally.verdict(o).yen)).into(),
            },
            eligibility: Eligibility {
                records: checked.records().len() as u64,
                seen_later_ignored: checked.seen_later,
            },
            baseline: checked.compared.as_ref().map(BaselineLine::of),
            ignored: checked.ignored.as_ref().map(IgnoredLine::of),
            characters_replaced: outcomes.replaced,
            inputs,
            notes,
            wall_seconds: rounded(seconds, 1000.0),
            claims_per_second: rounded(rate(tally.all.claims, seconds), 1.0),
        }
    }

    /// Writes it as JSON.
    ///
    /// # Errors
    /// What `out` reports.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut *out, self)?;
        out.write_all(b"\n")?;
        out.flush()
    }
}

fn counts(tally: &Tally) -> Counts<'_> {
    let by_kind = InsurerKind::ALL
        .iter()
        .map(|kind| (kind.id(), tally.kinds[*kind as usize]));
    let by_match = MatchedBy::ALL
        .iter()
        .map(|by| (by.id(), tally.matched_by[*by as usize]));
    let levels = [Level::Info, Level::Warn, Level::Error];
    Counts {
        verdict: Outcome::ALL
            .map(|o| (o.id(), tally.verdict(o).claims))
            .into(),
        code: by_code(&tally.codes),
        level: levels
            .map(|level| (level.id(), tally.levels[level as usize]))
            .into(),
        station: &tally.stations,
        insurer_kind: by_kind.collect(),
        matched_by: by_match.collect(),
    }
}

/// Claims a second.
fn rate(claims: u64, seconds: f64) -> f64 {
    // Whatever is not exact beyond 2⁵³ claims does not matter for a rate.
    #[expect(clippy::cast_precision_loss, reason = "a rate is a rounded figure")]
    let claims = claims as f64;
    if seconds > 0.0 { claims / seconds } else { 0.0 }
}

fn rounded(value: f64, parts: f64) -> f64 {
    (value * parts).round() / parts
}

/// Findings by code, whatever their levels.
fn by_code(codes: &BTreeMap<(&'static str, Level), u64>) -> BTreeMap<&'static str, u64> {
    let mut by_code = BTreeMap::new();
    for (&(code, _), count) in codes {
        *by_code.entry(code).or_default() += count;
    }
    by_code
}

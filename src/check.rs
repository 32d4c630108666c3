//! The pipeline of `houkan check`: read, match, judge, apply rules, hand to reports.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use rayon::prelude::*;

use crate::credential::{self, Log, Row};
use crate::eligibility::map::StationColumns;
use crate::eligibility::record::RecordRef;
use crate::eligibility::{self, Loaded, Map, Members, Sources};
use crate::finding::Finding;
use crate::input;
use crate::judge::coverage::{Seen, seen};
use crate::judge::credential::Shown;
use crate::judge::outcome::{Case, Outcome, Payer, Reason, Run};
use crate::judge::verdict::{Judgement, judge};
use crate::master::Master;
use crate::matching::cascade::MatchedBy;
use crate::matching::identity::Identity;
use crate::matching::keys::ClaimKeys;
use crate::matching::{self, ClaimAt, Few, Match, Matcher, Pool, claims_of, identity_of};
use crate::note::{Note, Problem};
use crate::policy::{CardRule, Policy};
use crate::rules::{self, Heads, Scene};
use crate::stations::Stations;
use crate::text::insurer::InsurerKind;
use crate::text::{address, digest};
use crate::uke::claim::{self, Claims};
use crate::uke::read::{self, ReadClaims};

mod checked;
mod masked;

pub use checked::Checked;
pub(crate) use checked::claim_key;

/// What to check.
#[derive(Clone, Debug)]
pub struct Request {
    /// Claim files and folders; `-` is standard input.
    pub claims: Vec<PathBuf>,
    /// Eligibility results; empty when none are given.
    pub eligibility: Vec<PathBuf>,
    /// The station's credential log.
    pub credentials: Option<PathBuf>,
    /// The column map of tables (`--map`).
    pub map: Option<Map>,
    /// The list of equipped stations (`--stations`).
    pub stations: Option<PathBuf>,
    /// The tariff master (`--master`).
    pub master: Option<Master>,
    /// The policy.
    pub policy: Policy,
    /// The day on which the check is made.
    pub as_of: NaiveDate,
}

/// The steps of a run, for a progress bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Eligibility results are read; bytes.
    Eligibility,
    /// Claims are read; bytes.
    Claims,
    /// Claims are matched, judged and checked; claims.
    Judging,
}

/// Who watches a run.
pub trait Progress: Sync {
    /// A step begins; `total` works out its size, which is 0 when that is not known. Not everybody asks.
    fn begin(&self, step: Step, total: &dyn Fn() -> u64);
    /// So much more of the step is done.
    fn advance(&self, amount: u64);
}

/// Nobody watches.
impl Progress for () {
    fn begin(&self, _: Step, _: &dyn Fn() -> u64) {}
    fn advance(&self, _: u64) {}
}

/// The credential log as an input.
#[derive(Debug)]
pub struct LogInput {
    /// Path as given.
    pub shown: String,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 in hexadecimal; empty when it could not be read.
    pub sha256: String,
    /// The rows, or why there are none.
    pub log: Result<Log, Problem>,
    /// Remarks on rows.
    pub notes: Vec<Note>,
}

/// The list of equipped stations as an input.
#[derive(Debug)]
pub struct StationsInput {
    /// Path as given.
    pub shown: String,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 in hexadecimal; empty when it could not be read.
    pub sha256: String,
    /// The stations, or why there are none.
    pub stations: Result<Stations, Problem>,
    /// Remarks on rows.
    pub notes: Vec<Note>,
}

/// Inputs beside claims and eligibility results.
#[derive(Debug, Default)]
pub struct Sides {
    /// The credential log, where one was given.
    pub log: Option<LogInput>,
    /// The list of equipped stations, where one was given.
    pub stations: Option<StationsInput>,
}

/// Checks a month. Inputs that cannot be read are told in the result; all others are judged.
pub fn run(request: &Request, progress: &dyn Progress) -> Checked {
    let advance = |amount| progress.advance(amount);
    progress.begin(Step::Claims, &|| input::total_bytes(&request.claims));
    let (claims, sides) = rayon::join(
        || read::read(&request.claims, &advance),
        || read_sides(request),
    );
    let keys = ClaimKeys::of(&claims.claims);
    progress.begin(Step::Eligibility, &|| {
        input::total_bytes(&request.eligibility)
    });
    // Claims come first, since they say whose records of a register are needed.
    let eligibility = {
        let members = Members::new(|| matching::wanted(&claims.claims, &keys));
        let sources = Sources {
            paths: &request.eligibility,
            map: request.map.as_ref(),
            members: Some(&members),
        };
        eligibility::load(&sources, &advance)
    };
    judge_all(request, claims, keys, eligibility, sides, progress)
}

/// Judges what has been read.
pub fn judge_all(
    request: &Request,
    claims: ReadClaims,
    keys: ClaimKeys,
    eligibility: Loaded,
    sides: Sides,
    progress: &dyn Progress,
) -> Checked {
    progress.begin(Step::Judging, &|| claims.claims.len() as u64);
    let Sides { log, stations } = sides;
    let empty = Log::default();
    let (judged, seen_later) = {
        let pool = Pool::new(&eligibility.records, request.as_of);
        let seen_later = pool.seen_later();
        let bench = Bench {
            claims: &claims,
            keys: &keys,
            matcher: Matcher::new(pool),
            log: log
                .as_ref()
                .and_then(|log| log.log.as_ref().ok())
                .unwrap_or(&empty),
            stations: stations
                .as_ref()
                .and_then(|list| list.stations.as_ref().ok()),
            master: request.master.as_ref(),
            run: Run {
                policy: &request.policy,
                as_of: request.as_of,
                has_eligibility: !request.eligibility.is_empty(),
            },
        };
        (bench.judge(), seen_later)
    };
    progress.advance(claims.claims.len() as u64);
    Checked {
        claims,
        keys,
        eligibility,
        log,
        stations,
        master: request
            .master
            .as_ref()
            .map_or_else(Vec::new, |master| master.files().to_vec()),
        matched_by: judged.matched_by,
        judgements: judged.judgements,
        findings: judged.findings,
        seen_later,
        policy: request.policy.clone(),
        as_of: request.as_of,
        has_eligibility: !request.eligibility.is_empty(),
        compared: None,
        ignored: None,
        is_masked: false,
    }
}

/// Reads the inputs beside claims and eligibility results; that one cannot be read is part of the result.
#[must_use]
pub fn read_sides(request: &Request) -> Sides {
    let columns = request.map.as_ref().map(|map| &map.stations);
    Sides {
        log: request.credentials.as_deref().map(read_log),
        stations: request
            .stations
            .as_deref()
            .map(|path| read_stations(path, columns.unwrap_or(&StationColumns::default()))),
    }
}

/// Reads the list of equipped stations; that it cannot be read is part of the result.
#[must_use]
pub fn read_stations(path: &Path, columns: &StationColumns) -> StationsInput {
    let shown = address::shown(path);
    let (bytes, sha256, read) = match read_list(path) {
        Ok(bytes) => (
            bytes.len() as u64,
            digest::sha256(&bytes),
            Stations::read(&bytes, columns),
        ),
        Err(problem) => (0, String::new(), Err(problem)),
    };
    let (stations, notes) = match read {
        Ok((stations, notes)) => (Ok(stations), notes),
        Err(problem) => (Err(problem), Vec::new()),
    };
    StationsInput {
        shown,
        bytes,
        sha256,
        stations,
        notes,
    }
}

/// The bytes of the list, which has some hundred KB; a file far beyond is none.
fn read_list(path: &Path) -> Result<Vec<u8>, Problem> {
    let failed = |error: std::io::Error| Problem::Io {
        error: error.to_string(),
    };
    let mut bytes = Vec::new();
    let file = fs::File::open(path).map_err(failed)?;
    let read = file
        .take(LIST_MAX + 1)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    if read as u64 > LIST_MAX {
        return Err(Problem::TooLarge { limit: LIST_MAX });
    }
    Ok(bytes)
}

/// Bytes.
const LIST_MAX: u64 = 64 << 20;

/// Reads the credential log; that it cannot be read is part of the result.
#[must_use]
pub fn read_log(path: &Path) -> LogInput {
    let shown = address::shown(path);
    match fs::read(path) {
        Ok(bytes) => {
            let (log, notes) = match credential::read(&bytes, 0) {
                Ok((log, notes)) => (Ok(log), notes),
                Err(problem) => (Err(problem), Vec::new()),
            };
            LogInput {
                shown,
                bytes: bytes.len() as u64,
                sha256: digest::sha256(&bytes),
                log,
                notes,
            }
        }
        Err(error) => LogInput {
            shown,
            bytes: 0,
            sha256: String::new(),
            log: Err(Problem::Io {
                error: error.to_string(),
            }),
            notes: Vec::new(),
        },
    }
}

/// Everything the judging passes look at.
struct Bench<'a> {
    claims: &'a ReadClaims,
    keys: &'a ClaimKeys,
    matcher: Matcher<'a>,
    log: &'a Log,
    stations: Option<&'a Stations>,
    master: Option<&'a Master>,
    run: Run<'a>,
}

impl<'a> Bench<'a> {
    /// Matches, judges and checks every claim, each in one go: what is looked up for it is used while at hand, and
    /// but for what reports tell it is then forgotten.
    fn judge(&self) -> Judged {
        let claims = &self.claims.claims;
        let mut judgements = vec![Judgement::invalid(Reason::NoDate); claims.len()];
        let mut matched_by = vec![MatchedBy::default(); claims.len()];
        let parts: Vec<_> = parts(&mut judgements, claims)
            .into_iter()
            .zip(parts(&mut matched_by, claims))
            .enumerate()
            .collect();
        let (duplicates, of_claims) = rayon::join(
            || rules::duplicates(self.claims, self.keys),
            || {
                let parts = parts.into_par_iter();
                let judged = parts.map(|(position, (judgements, matched_by))| {
                    self.judge_chunk(position, judgements, matched_by)
                });
                judged.collect::<Vec<_>>()
            },
        );
        let mut findings = rules::from_reader(self.claims);
        findings.extend(of_claims.into_iter().flatten());
        findings.extend(duplicates);
        findings.sort_by_key(|finding| (finding.place.input, finding.place.line));
        Judged {
            judgements,
            matched_by,
            findings,
        }
    }

    /// Fills in the rows of the chunk at `position`, and gives the findings on its claims.
    fn judge_chunk(
        &self,
        position: usize,
        judgements: &mut [Judgement],
        matched_by: &mut [MatchedBy],
    ) -> Vec<Finding> {
        let claims = claims_of(&self.claims.claims, self.keys, position);
        let mut findings = Vec::new();
        for ((at, judgement), by) in claims.zip(judgements).zip(matched_by) {
            let mut matched = self.matcher.find(&at);
            let records = self.records(&matched.records);
            let own = seen(&records, self.run.as_of);
            let log = self.log_of(&at, &matched, &records);
            *judgement = self.judge_one(&at, &matched, &own, &[], &log);
            if judgement.dates_with(Outcome::NotCovered) != 0 {
                matched.context = self.matcher.context(&at, &matched);
            }
            let context = self.records(&matched.context);
            if !context.is_empty() {
                *judgement = self.judge_one(&at, &matched, &own, &context, &log);
            }
            let around = Around {
                records: &records,
                seen: &own,
                context: &context,
                log: &log,
            };
            self.apply_rules(&at, &matched, judgement, &around, &mut findings);
            *by = matched.by;
        }
        findings
    }

    fn judge_one(
        &self,
        at: &ClaimAt<'_>,
        matched: &Match,
        own: &[Seen],
        context: &[RecordRef<'_>],
        log: &[Shown],
    ) -> Judgement {
        let visits = at.claim.visit_days();
        let Some(month) = at
            .claim
            .service_month
            .filter(|_| at.claim.problem.is_none())
        else {
            return Judgement::invalid(Reason::Unreadable);
        };
        if visits == 0 {
            return Judgement::invalid(Reason::NoDate);
        }
        let (here, there): (Few<_>, Few<_>) = context
            .iter()
            .copied()
            .partition(|record| record.insurer() == at.identity.insurer);
        let (here, there) = (seen(&here, self.run.as_of), seen(&there, self.run.as_of));
        let of_other = matched.by == MatchedBy::OtherInsurer;
        let case = Case {
            payer: payer(at),
            unknown_number: at.key.unknown_number,
            matched_by: matched.by,
            matched: if of_other { &[] } else { own },
            elsewhere: if of_other { own } else { &there },
            other_number: &here,
            log,
            card: self.card(at),
            month,
        };
        judge(visits, &case, &self.run)
    }

    fn card(&self, at: &ClaimAt<'_>) -> CardRule {
        self.run.policy.card_rule(at.key.kind, at.identity.insurer)
    }

    fn records(&self, indices: &[u32]) -> Few<RecordRef<'a>> {
        indices
            .iter()
            .filter_map(|&index| self.matcher.pool().get(index))
            .collect()
    }

    /// The log rows of the claim's identity, or where there are none of a matched record's
    /// (contract 4.5).
    fn log_rows(&self, at: &ClaimAt<'_>, records: &[RecordRef<'_>]) -> Few<Shown> {
        if self.log.rows().is_empty() || at.claim.payer != claim::Payer::Insurer {
            return Few::new();
        }
        let mut rows = self.rows_of(&at.identity);
        if rows.is_empty() {
            rows = records
                .iter()
                .flat_map(|&record| self.rows_of(&identity_of(record)))
                .collect();
            rows.sort_unstable_by_key(|row| row.line);
        }
        rows.into_iter()
            .map(|row| Shown {
                kind: row.kind,
                shown_on: row.shown_on,
                valid_to: row.valid_to,
                issued_on: row.issued_on,
                line: row.line,
            })
            .collect()
    }

    fn rows_of(&self, identity: &Identity<'_>) -> Few<&'a Row> {
        let Some(birth) = identity.birth_date else {
            return Few::new();
        };
        let any_branch = identity.branch.is_empty() || identity.is_koki();
        let fits = |row: &&Row| {
            let branch = self.log.branch(row);
            any_branch || branch.is_empty() || branch == identity.branch
        };
        self.log
            .of(identity.insurer, identity.symbol, identity.number, birth)
            .filter(fits)
            .collect()
    }

    /// The log rows that count for a claim.
    fn log_of(&self, at: &ClaimAt<'_>, matched: &Match, records: &[RecordRef<'_>]) -> Few<Shown> {
        let is_own = matched.by != MatchedBy::OtherInsurer;
        self.log_rows(at, if is_own { records } else { &[] })
    }

    fn apply_rules(
        &self,
        at: &ClaimAt<'_>,
        matched: &Match,
        judgement: &Judgement,
        around: &Around<'_>,
        findings: &mut Vec<Finding>,
    ) {
        // Of a claim that cannot be read only that is told, whomever it may be for.
        let unread = (Match::default(), Around::default());
        let (matched, around) = if at.claim.problem.is_some() {
            (&unread.0, &unread.1)
        } else {
            (matched, around)
        };
        let scene = Scene {
            index: at.index,
            chunk: at.chunk,
            claim: at.claim,
            heads: Heads::of(at.chunk, at.claim),
            identity: at.identity,
            kind: at.key.kind,
            unknown_number: at.key.unknown_number,
            matched,
            records: around.records,
            seen: around.seen,
            ages: rules::ages(at.claim.birth_date, around.records),
            context: around.context,
            late: &self.records(&matched.late),
            judgement,
            log: around.log,
            card: self.card(at),
            stations: self.stations,
            master: self.master,
            run: &self.run,
        };
        rules::apply(&scene, findings);
    }
}

/// What is known of the person of one claim.
#[derive(Default)]
struct Around<'a> {
    records: &'a [RecordRef<'a>],
    seen: &'a [Seen],
    context: &'a [RecordRef<'a>],
    log: &'a [Shown],
}

/// All claims judged, in input order.
struct Judged {
    judgements: Vec<Judgement>,
    matched_by: Vec<MatchedBy>,
    findings: Vec<Finding>,
}

/// A table with a row for each claim, cut into those of each chunk.
fn parts<'t, T>(mut rest: &'t mut [T], claims: &Claims) -> Vec<&'t mut [T]> {
    let cut = claims.chunks().map(|(_, chunk)| {
        let (part, behind) = std::mem::take(&mut rest).split_at_mut(chunk.claims.len());
        rest = behind;
        part
    });
    cut.collect()
}

fn payer(at: &ClaimAt<'_>) -> Payer {
    match at.claim.payer {
        claim::Payer::Public if at.key.ticket => Payer::Ticket,
        claim::Payer::Public => Payer::Public,
        claim::Payer::Insurer => Payer::Insurer(at.key.kind),
        claim::Payer::Missing => Payer::Insurer(InsurerKind::Unknown),
    }
}

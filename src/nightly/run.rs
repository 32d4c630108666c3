//! One night from its lock to its published folder.

use std::collections::{BTreeSet, HashSet};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};

use super::basis::{self, Basis};
use super::config::{Config, Vanished};
use super::day;
use super::error::NightError;
use super::facts::{self, News};
use super::fault;
use super::intake::{self, Counts, Intake};
use super::judge::{Bench, Judged};
use super::laps::Laps;
use super::lock::{self, Taken};
use super::mail::{self, MAIL};
use super::manifest::Manifest;
use super::metrics::{self, METRICS};
use super::night::{Night, PolicyUsed, Status};
use super::publish::{self, Name, Publication};
use super::report::{self, Reporting};
use super::retention::{self, Deleted};
use super::scan::{self, Scan};
use super::state::{self, FileState, Role, RunRow, State};
use super::times;
use super::why::Why;
use crate::check::Request;
use crate::eligibility::{Form, Map};
use crate::follow::Accepted;
use crate::master::Master;
use crate::policy::Policy;
use crate::report::inputs::Words;
use crate::text::{address, system};

/// What is asked of a night beside its configuration.
#[derive(Debug)]
pub struct Asked {
    /// The day of the check, where it is given (`--as-of`).
    pub as_of: Option<NaiveDate>,
    /// Now.
    pub now: DateTime<Utc>,
    /// The files that the configuration names, read and found in order.
    pub lists: Lists,
}

/// Files that the configuration names, read.
#[derive(Debug)]
pub struct Lists {
    /// `[checks] policy`.
    pub policy: Policy,
    /// `[inbox] map`.
    pub map: Option<Map>,
    /// `[checks] master`.
    pub master: Option<Master>,
    /// `[checks] ignore`.
    pub accepted: Option<Accepted>,
}

/// Reads what has come, judges what it touches, and publishes the result.
///
/// # Errors
/// [`NightError`]; what was published before is still in its place then.
pub fn run(config: &Config, asked: &Asked) -> Result<Night, NightError> {
    let lock = lock::take(&config.state.folder, asked.now)?;
    if let Some(owner) = &lock.left_by {
        tracing::warn!(
            process = owner.pid,
            host = owner.host,
            began = %times::minute(owner.began),
            "the run before was broken off; its lock is taken over, and its work is finished"
        );
    }
    fault::step("locked");
    locked(config, asked, &lock)
}

fn locked(config: &Config, asked: &Asked, lock: &Taken) -> Result<Night, NightError> {
    let mut state = state::open(config)?;
    let (last, published) = state.last_runs()?;
    let mut run = begin(&mut state, asked, last.as_ref())?;
    let last_day = last.as_ref().map(|last| last.as_of);
    let is_recovered = last.as_ref().is_some_and(|last| last.status != DONE);
    let mut work = Work {
        config,
        asked,
        lock,
        state: &mut state,
        run: &mut run,
        before: published,
        last_day,
        is_recovered,
        laps: Laps::start(),
    };
    match work.all() {
        Ok(night) => {
            // All is committed: what the system refuses here, the next run meets.
            if let Err(error) = state.close() {
                tracing::warn!(%error, "the write-ahead log of the state stays");
            }
            fault::step("closed");
            Ok(night)
        }
        Err(error) => {
            RunRow {
                ended: Some(Utc::now().timestamp()),
                status: FAILED.to_owned(),
                ..run
            }
            .note(&mut state);
            Err(error)
        }
    }
}

/// Status of a run that was published.
const DONE: &str = "done";
const RUNNING: &str = "running";
const FAILED: &str = "failed";
const BROKEN: &str = "broken";

impl RunRow {
    /// Remembers that a run failed, if that is possible: what made it fail may be the state itself.
    fn note(&self, state: &mut State) {
        if let Err(error) = state.atomically(|state| state.put_run(self)) {
            tracing::debug!(%error, "a failed run could not be noted");
        }
    }
}

/// Notes that a run begins, and that the last one was broken off, when it was.
fn begin(state: &mut State, asked: &Asked, last: Option<&RunRow>) -> Result<RunRow, NightError> {
    let run = RunRow {
        id: last.map_or(0, |last| last.id) + 1,
        began: asked.now.timestamp(),
        ended: None,
        as_of: day::of(asked, last),
        status: RUNNING.to_owned(),
        program: env!("CARGO_PKG_VERSION").to_owned(),
        folder: None,
    };
    let broken = last
        .filter(|last| last.status == RUNNING)
        .map(|last| RunRow {
            status: BROKEN.to_owned(),
            ..last.clone()
        });
    state.atomically(|state| {
        if let Some(broken) = &broken {
            state.put_run(broken)?;
        }
        state.put_run(&run)
    })?;
    fault::step("run-begun");
    Ok(run)
}

struct Work<'a> {
    config: &'a Config,
    asked: &'a Asked,
    lock: &'a Taken,
    state: &'a mut State,
    run: &'a mut RunRow,
    /// The last run that was published.
    before: Option<RunRow>,
    /// The day of the last run, however it ended.
    last_day: Option<i64>,
    is_recovered: bool,
    laps: Laps,
}

/// What was found in the inboxes.
pub(super) struct Seen {
    pub(super) counts: Counts,
    pub(super) waiting: Vec<(Role, String)>,
    pub(super) failed: Vec<(Role, String, Words)>,
    newest: Option<DateTime<Utc>>,
}

impl Work<'_> {
    fn all(&mut self) -> Result<Night, NightError> {
        let as_of = super::load::date(self.run.as_of)
            .ok_or_else(|| NightError::Damaged(format!("run {}", self.run.id)))?;
        let request = self.request(as_of);
        let map = basis::hash_of(self.config.inbox.map.as_deref())?;
        let basis = Basis::of(&request, &map)?;
        let seen = self.take_in()?;
        let (as_of_number, last_day) = (self.run.as_of, self.last_day);
        self.state.atomically(|state| {
            basis.settle(state)?;
            day::go_back(state, as_of_number, last_day)?;
            state.ask_due(as_of_number, Why::Day.number())?;
            Ok::<_, NightError>(())
        })?;
        fault::step("asked");
        let deleted = match day::of_deletion(as_of, self.asked, self.before.as_ref()) {
            Some(day) => retention::clean(self.state, self.config.state.retention_months, day)?,
            None => Deleted::default(),
        };
        fault::step("cleaned");
        let before = self.before.clone();
        let bench = Bench {
            request: &request,
            run: self.run.id,
            before: before.as_ref(),
            lang: self.config.publish.lang,
        };
        let fresh = self.fresh()?;
        let last = self.judge(&bench, &fresh)?;
        let links = self.state.settle_links()?;
        tracing::info!(
            milliseconds = self.laps.lap(),
            claims_deleted = deleted.claims,
            records_deleted = deleted.records,
            links,
            "cleaned"
        );
        self.publish(&bench, &fresh, last, &seen, deleted, as_of)
    }

    fn request(&self, as_of: NaiveDate) -> Request {
        let (inbox, checks) = (&self.config.inbox, &self.config.checks);
        let has_eligibility = !inbox.eligibility.is_empty() || !inbox.registers.is_empty();
        Request {
            claims: Vec::new(),
            // That there are some is all that is asked of it.
            eligibility: if has_eligibility {
                vec![PathBuf::new()]
            } else {
                Vec::new()
            },
            credentials: checks.credentials.clone(),
            map: self.asked.lists.map.clone(),
            stations: checks.stations.clone(),
            master: self.asked.lists.master.clone(),
            policy: self.asked.lists.policy.clone(),
            as_of,
        }
    }

    fn take_in(&mut self) -> Result<Seen, NightError> {
        let inbox = &self.config.inbox;
        let (databases, registers): (Vec<&PathBuf>, Vec<&PathBuf>) = inbox
            .registers
            .iter()
            .partition(|path| path.to_str().is_some_and(address::is_database));
        let registers: Vec<PathBuf> = registers.into_iter().cloned().collect();
        let mut known = self.state.files()?;
        self.forget_stamps(&mut known)?;
        let settle = Duration::from_secs(inbox.settle_seconds);
        let addresses: Vec<String> = databases.iter().map(|path| address::shown(path)).collect();
        let looked = scan::scan(
            &[
                (Role::Claims, &inbox.claims),
                (Role::Eligibility, &inbox.eligibility),
                (Role::Eligibility, &registers),
            ],
            &addresses,
            &known,
            settle,
        );
        fault::step("scanned");
        tracing::info!(
            milliseconds = self.laps.lap(),
            arrivals = looked.arrivals.len(),
            unchanged = looked.unchanged,
            "scanned"
        );
        let (mut waiting, failed) = (looked.waiting.clone(), failed(&looked));
        let newest = looked.newest.map(DateTime::<Utc>::from);
        let night = intake::Night {
            run: self.run.id,
            as_of: self.run.as_of,
            is_withdrawing: inbox.vanished == Vanished::Withdraw,
        };
        let databases: Vec<&Path> = databases.iter().map(|path| path.as_path()).collect();
        let map = self.asked.lists.map.as_ref();
        let counts = Intake::new(self.state, night, map, known).take(looked, &databases)?;
        waiting.extend(counts.waiting.iter().cloned());
        fault::step("taken-in");
        counts.log(self.laps.lap());
        Ok(Seen {
            counts,
            waiting,
            failed,
            newest,
        })
    }

    /// What another program or map may read otherwise is read again: what could not be read, and registers; and copies
    /// of files that turned out not to hold their bytes. That is noted of the files themselves: one that is away tonight
    /// is read when it is there.
    fn forget_stamps(&mut self, known: &mut [state::FileRow]) -> Result<(), NightError> {
        let map = basis::hash_of(self.config.inbox.map.as_deref())?;
        let is_other_map = self.state.meta("map")?.is_some_and(|before| before != map);
        let program = env!("CARGO_PKG_VERSION");
        let held: HashSet<(Role, String)> = known
            .iter()
            .filter(|file| file.state.holds())
            .map(|file| (file.role, file.sha256.clone()))
            .collect();
        let is_other = self
            .state
            .meta("program")?
            .is_some_and(|before| before != program);
        let mut forgotten = Vec::new();
        for file in known.iter_mut() {
            let is_register = is_other_map && file.role == Role::Eligibility && {
                let inputs = self.state.inputs_of(file.id)?;
                inputs
                    .iter()
                    .any(|it| Form::from_id(&it.form).is_none_or(Form::is_register))
            };
            let is_unread = !matches!(
                file.state,
                FileState::Read | FileState::Copy | FileState::Gone
            );
            let is_of_nothing =
                file.state == FileState::Copy && !held.contains(&(file.role, file.sha256.clone()));
            if is_register || is_of_nothing || is_unread && (is_other || is_other_map) {
                file.sha256.clear();
                file.changed = !file.changed;
                forgotten.push(file.clone());
            }
        }
        self.state.atomically(|state| {
            for file in &forgotten {
                state.put_file(file)?;
            }
            state.set_meta("map", &map)?;
            state.set_meta("program", program)
        })?;
        Ok(())
    }

    /// Inputs of claims that no report has told of yet.
    fn fresh(&mut self) -> Result<Vec<i64>, NightError> {
        let from = self.before.as_ref().map_or(0, |before| before.id + 1);
        Ok(self.state.fresh_inputs(from)?)
    }

    /// Judges what is to be judged, some claims at a time; what was judged last comes back when it was all.
    fn judge(
        &mut self,
        bench: &Bench<'_>,
        fresh: &[i64],
    ) -> Result<Option<(Vec<i64>, Judged)>, NightError> {
        let limit = i64::try_from(self.config.limits.claims_at_a_time).unwrap_or(i64::MAX);
        let mut last = None;
        for batch in 0.. {
            let claims = self.state.next_to_judge(limit)?;
            // What is said of inputs as wholes is written once, also when there is no claim.
            let fresh = if batch == 0 { fresh } else { &[] };
            if claims.is_empty() && (batch > 0 || fresh.is_empty()) {
                break;
            }
            drop(last.take());
            let ids: Vec<i64> = claims.iter().map(|(id, _)| *id).collect();
            let judged = self.state.atomically(|state| {
                let judged = bench.judge(state, &claims, fresh)?;
                state.judged(&ids)?;
                Ok::<_, NightError>(judged)
            })?;
            fault::step("judged");
            let milliseconds = self.laps.lap();
            tracing::info!(
                milliseconds,
                claims = ids.len(),
                verdicts_changed = judged.changes.verdicts,
                findings_new = judged.changes.findings_new,
                findings_solved = judged.changes.findings_solved,
                "judged"
            );
            last = (batch == 0).then_some((ids, judged));
        }
        Ok(last)
    }

    fn publish(
        &mut self,
        bench: &Bench<'_>,
        fresh: &[i64],
        last: Option<(Vec<i64>, Judged)>,
        seen: &Seen,
        deleted: Deleted,
        as_of: NaiveDate,
    ) -> Result<Night, NightError> {
        let (config, folder) = (self.config, &self.config.publish.folder);
        let known = self.known_names()?;
        let name = Name::new(as_of, self.run.id.unsigned_abs());
        if folder.is_dir() {
            // What killed runs left aside may be the space that this one needs.
            if let Err(error) = publish::clean(folder, 0, &known, self.lock) {
                tracing::warn!(%error, "what was left aside could not be removed");
            }
        }
        let publication = Publication::begin(folder, name)?;
        fault::step("publishing");
        let news = Reporting {
            config,
            asked: self.asked,
            bench,
            publication: &publication,
            fresh,
        }
        .write(self.state, last)?;
        tracing::info!(milliseconds = self.laps.lap(), "reported");
        let mut night = self.night(&news, seen, deleted, as_of)?;
        night.published = publication.name().to_string();
        publication.write(METRICS, metrics::render(&night).as_bytes())?;
        if config.publish.mail {
            let text = mail::render(&night, folder, config.publish.lang);
            publication.write(MAIL, text.as_bytes())?;
        }
        let name = publication.seal(|files| Manifest::new(night.clone(), files))?;
        publish::point(folder, &name)?;
        self.note_done(&name)?;
        // The night is published and noted: what cannot be removed now, the next run removes.
        if let Err(error) = publish::clean(folder, config.publish.keep, &known, self.lock) {
            tracing::warn!(%error, "earlier nights could not be removed");
        }
        Ok(night)
    }

    /// Notes that the run was published: what it judged is told, and later runs compare with it.
    fn note_done(&mut self, name: &Name) -> Result<(), NightError> {
        DONE.clone_into(&mut self.run.status);
        self.run.ended = Some(Utc::now().timestamp());
        self.run.folder = Some(name.to_string());
        let run = self.run.clone();
        self.state.atomically(|state| {
            state.forget_tonight()?;
            state.put_run(&run)
        })?;
        fault::step("noted");
        Ok(())
    }

    fn known_names(&mut self) -> Result<BTreeSet<Name>, NightError> {
        let runs = self.state.runs()?;
        let names = runs
            .iter()
            .filter_map(|run| run.folder.as_ref()?.parse().ok());
        Ok(names.collect())
    }

    fn night(
        &mut self,
        news: &News,
        seen: &Seen,
        deleted: Deleted,
        as_of: NaiveDate,
    ) -> Result<Night, NightError> {
        let (inputs, quarantine) = facts::inputs(
            self.state,
            self.config,
            self.before.as_ref().map_or(0, |before| before.id),
            seen,
            self.asked.now,
        )?;
        let totals = self.state.totals()?;
        let by_reason = self.state.judged_by_reason()?;
        let is_found = report::reaches(news, self.config.checks.fail_on);
        let policy = &self.asked.lists.policy;
        Ok(Night {
            run: self.run.id.unsigned_abs(),
            as_of,
            began: self.asked.now,
            ended: Utc::now().max(self.asked.now),
            status: match (quarantine.is_empty(), is_found) {
                (false, _) => Status::Unreadable,
                (true, true) => Status::Found,
                (true, false) => Status::Done,
            },
            recovered: self.is_recovered,
            published: String::new(),
            policy: PolicyUsed {
                name: policy.name.clone(),
                hash: policy.hash.clone(),
            },
            inputs,
            claims: facts::claims(&totals, &seen.counts, &by_reason, deleted.claims),
            records: facts::records(&totals, &seen.counts),
            verdicts: facts::verdicts(&totals),
            turned: news.turned.clone(),
            at_risk: facts::at_risk(&totals),
            people_to_ask: news.people.len() as u64,
            findings: facts::findings(&totals, news),
            quarantine,
            newest_input: seen.newest,
            state_bytes: self.state.database().bytes()?,
        })
    }
}

/// What could not be looked at, in words.
fn failed(scan: &Scan) -> Vec<(Role, String, Words)> {
    let of = |(role, path, error): &(Role, String, io::Error)| {
        let words = Words::new(
            format!(
                "開けません（{}）。フォルダの接続と許可を確かめてください。",
                system::reason(error)
            ),
            format!(
                "cannot be opened ({error}). Check that the folder is connected and may be read."
            ),
        );
        (*role, path.clone(), words)
    };
    scan.failed.iter().map(of).collect()
}

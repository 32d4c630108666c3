//! What there is to tell of a night, gathered on the way ([`Night`](super::night::Night)).

use std::collections::{BTreeMap, HashSet};

use chrono::{DateTime, Utc};

use crate::check::Checked;
use crate::finding::Level;
use crate::judge::outcome::Outcome;
use crate::mark::Mark;
use crate::report::inputs::Words;
use crate::report::worklist;

use super::config::Config;
use super::error::NightError;
use super::judge::{Judged, level_of};
use super::night::{
    ByLevel, ByVerdict, Claims, Findings, InputCounts, Inputs, Judged as ByReason, Quarantined,
    Records, Sum,
};
use super::run::Seen;
use super::state::{FileState, Role, State, Totals};
use super::why::Why;

/// What the published claims say that is new.
#[derive(Clone, Debug, Default)]
pub(super) struct News {
    pub(super) turned: ByVerdict,
    pub(super) new: ByLevel,
    pub(super) solved: ByLevel,
    /// Hashes of the people in the work list, each once whatever the parts.
    pub(super) people: HashSet<u64>,
}

impl News {
    /// Adds what a part of the report has.
    pub(super) fn add(&mut self, judged: &Judged) {
        let checked = &judged.checked;
        self.add_people(checked);
        for (at, judgement) in checked.judgements.iter().enumerate() {
            if judged.is_turned[at] {
                let (_, claim) = checked
                    .claims
                    .claims
                    .get(u32::try_from(at).unwrap_or(u32::MAX));
                let sum = self.turned.of_mut(judgement.verdict);
                sum.claims += 1;
                sum.yen += u64::from(claim.total_yen);
            }
        }
        let Some(compared) = &checked.compared else {
            return;
        };
        for (finding, mark) in checked.findings.iter().zip(&compared.findings) {
            if *mark == Mark::New {
                *self.new.of_mut(finding.level) += 1;
            }
        }
        for solved in compared.solved.iter().filter(|solved| !solved.is_verdict) {
            let levels = [Level::Info, Level::Warn, Level::Error];
            if let Some(level) = levels.into_iter().find(|level| level.id() == solved.level) {
                *self.solved.of_mut(level) += 1;
            }
        }
    }
}

impl News {
    fn add_people(&mut self, checked: &Checked) {
        for person in worklist::people(checked) {
            self.people.insert(person.hash());
        }
    }
}

/// All claims by verdict.
pub(super) fn verdicts(totals: &Totals) -> ByVerdict {
    let mut all = ByVerdict::default();
    for (word, claims, yen) in totals.of("verdict") {
        if let Some(verdict) = Outcome::ALL.into_iter().find(|it| it.id() == word) {
            *all.of_mut(verdict) = sum(claims, yen);
        }
    }
    all
}

/// Claims with `needs_certificate`.
pub(super) fn at_risk(totals: &Totals) -> Sum {
    let need = totals.of("need").next();
    need.map_or_else(Sum::default, |(_, claims, yen)| sum(claims, yen))
}

fn sum(claims: i64, yen: i64) -> Sum {
    Sum {
        claims: u64::try_from(claims).unwrap_or(0),
        yen: u64::try_from(yen).unwrap_or(0),
    }
}

/// Findings, open ones over the whole state.
pub(super) fn findings(totals: &Totals, news: &News) -> Findings {
    let mut open = ByLevel::default();
    for (level, number, _) in totals.of("finding") {
        let level = level_of(level.parse().unwrap_or(0));
        *open.of_mut(level) += u64::try_from(number).unwrap_or(0);
    }
    Findings {
        open,
        new: news.new,
        solved: news.solved,
    }
}

/// Claims that were judged, by reason.
pub(super) fn judged(by_reason: &BTreeMap<i64, u64>) -> ByReason {
    let mut judged = ByReason::default();
    for (&number, &count) in by_reason {
        let place = match Why::of(number) {
            Some(Why::New) | None => &mut judged.new,
            Some(Why::Changed) => &mut judged.changed,
            Some(Why::Twin) => &mut judged.claims,
            Some(Why::Record) => &mut judged.records,
            Some(Why::Day) => &mut judged.day,
            Some(Why::Program) => &mut judged.program,
            Some(Why::Policy) => &mut judged.policy,
            Some(Why::Lists) => &mut judged.lists,
        };
        *place += count;
    }
    judged
}

/// Claims of the state, and what became of them.
pub(super) fn claims(
    totals: &Totals,
    counts: &super::intake::Counts,
    by_reason: &BTreeMap<i64, u64>,
    deleted: u64,
) -> Claims {
    let all: i64 = totals.of("verdict").map(|(_, claims, _)| claims).sum();
    Claims {
        all: u64::try_from(all).unwrap_or(0),
        // As the list of what was judged says, which also a run that was broken off has filled.
        new: by_reason.get(&Why::New.number()).copied().unwrap_or(0),
        withdrawn: counts.claims_gone,
        deleted,
        judged: judged(by_reason),
    }
}

/// Records of the state, and what became of them.
pub(super) fn records(totals: &Totals, counts: &super::intake::Counts) -> Records {
    let all: i64 = totals.of("record").map(|(_, records, _)| records).sum();
    Records {
        all: u64::try_from(all).unwrap_or(0),
        added: counts.records_new + counts.records_changed,
        removed: counts.records_gone + counts.records_changed,
    }
}

/// Inputs by purpose and what became of them since the run `before`, each counted once, and those that cannot be read.
pub(super) fn inputs(
    state: &mut State,
    config: &Config,
    before: i64,
    seen: &Seen,
    now: DateTime<Utc>,
) -> Result<(Inputs, Vec<Quarantined>), NightError> {
    let runs: BTreeMap<i64, i64> = state
        .runs()?
        .into_iter()
        .map(|it| (it.id, it.began))
        .collect();
    let since = |run: i64| {
        let began = runs.get(&run).copied();
        began
            .and_then(|at| DateTime::from_timestamp(at, 0))
            .unwrap_or(now)
    };
    let mut inputs = Inputs::default();
    let mut quarantine = Vec::new();
    let waiting = seen.waiting.iter().map(|(_, path)| path.as_str());
    let failed = seen.failed.iter().map(|(_, path, _)| path.as_str());
    let told: HashSet<&str> = waiting.chain(failed).collect();
    for file in state.files()? {
        if file.state == FileState::Gone || told.contains(file.path.as_str()) {
            continue;
        }
        let counts = place(&mut inputs, config, file.role, &file.path);
        match file.state {
            FileState::Quarantined => counts.quarantined += 1,
            _ if file.seen_run <= before => counts.unchanged += 1,
            _ if file.first_run > before => counts.new += 1,
            _ => counts.changed += 1,
        }
        if let Some([ja, en]) = file.reason {
            quarantine.push(Quarantined {
                path: file.path,
                reason: Words { ja, en },
                since: since(file.seen_run),
            });
        }
    }
    for (role, path) in &seen.counts.gone {
        place(&mut inputs, config, *role, path).gone += 1;
    }
    for (role, path) in &seen.waiting {
        place(&mut inputs, config, *role, path).waiting += 1;
    }
    for (role, path, words) in &seen.failed {
        place(&mut inputs, config, *role, path).quarantined += 1;
        quarantine.push(Quarantined {
            path: path.clone(),
            reason: words.clone(),
            since: now,
        });
    }
    quarantine.sort_by(|a, b| a.path.cmp(&b.path));
    inputs.lists.unchanged = lists(config);
    Ok((inputs, quarantine))
}

fn place<'i>(
    inputs: &'i mut Inputs,
    config: &Config,
    role: Role,
    path: &str,
) -> &'i mut InputCounts {
    let registers = &config.inbox.registers;
    let is_register = registers
        .iter()
        .any(|it| crate::text::address::shown(it) == path);
    match role {
        Role::Claims => &mut inputs.claims,
        Role::Eligibility if is_register => &mut inputs.registers,
        Role::Eligibility => &mut inputs.eligibility,
    }
}

fn lists(config: &Config) -> u64 {
    let checks = &config.checks;
    let all = [
        &checks.credentials,
        &checks.stations,
        &checks.master,
        &checks.ignore,
    ];
    all.into_iter().flatten().count() as u64
}

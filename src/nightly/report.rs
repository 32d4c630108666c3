//! The report of a night: over the claims that were judged since the last one, or over all. It is made in parts when
//! there are more than are held at a time.

use std::collections::HashSet;
use std::time::Instant;

use crate::finding::Level;
use crate::report;

use super::config::{Config, Scope};
use super::error::NightError;
use super::facts::News;
use super::judge::{Bench, Judged};
use super::publish::Publication;
use super::run::Asked;
use super::state::State;

/// The name of a report that is moved up into the night's folder.
const WHOLE: &str = "report";

/// Where the claims of a report come from.
pub(super) struct Reporting<'a> {
    pub(super) config: &'a Config,
    pub(super) asked: &'a Asked,
    pub(super) bench: &'a Bench<'a>,
    pub(super) publication: &'a Publication,
    /// Inputs of claims that were read since the last report.
    pub(super) fresh: &'a [i64],
}

impl Reporting<'_> {
    /// Writes the report. `last` is what was judged last, which is all of it when nothing else was.
    pub(super) fn write(
        &self,
        state: &mut State,
        last: Option<(Vec<i64>, Judged)>,
    ) -> Result<News, NightError> {
        let limit = i64::try_from(self.config.limits.claims_at_a_time).unwrap_or(i64::MAX);
        let mut news = News::default();
        let mut ids = self.next(state, 0, limit)?;
        let more = match ids.last() {
            Some(&last) => self.next(state, last, limit)?,
            None => Vec::new(),
        };
        if more.is_empty() {
            let judged = match last {
                Some((judged_ids, judged)) if judged_ids == ids => judged,
                _ => self.judge(state, &ids, self.fresh)?,
            };
            self.part(judged, WHOLE, &mut news)?;
            self.publication.lift(WHOLE)?;
            return Ok(news);
        }
        drop(last);
        // Claims that may be the same stand together, in the part of the first of them.
        let mut told: HashSet<i64> = HashSet::new();
        let mut part = 1;
        while let Some(&last) = ids.last() {
            ids.retain(|id| !told.contains(id));
            if ids.is_empty() {
                ids = self.next(state, last, limit)?;
                continue;
            }
            let fresh = if part == 1 { self.fresh } else { &[] };
            let judged = self.judge(state, &ids, fresh)?;
            let beside = judged
                .claims
                .iter()
                .filter(|id| ids.binary_search(id).is_err());
            told.extend(beside);
            self.part(judged, &format!("part-{part:03}"), &mut news)?;
            part += 1;
            ids = self.next(state, last, limit)?;
        }
        Ok(news)
    }

    fn next(&self, state: &mut State, after: i64, limit: i64) -> Result<Vec<i64>, NightError> {
        Ok(match self.config.publish.scope {
            Scope::Judged => state.next_to_publish(after, limit)?,
            Scope::All => state.claims_after(after, limit)?,
        })
    }

    /// Judges claims once more, which changes nothing.
    fn judge(&self, state: &mut State, ids: &[i64], fresh: &[i64]) -> Result<Judged, NightError> {
        let claims: Vec<(i64, i64)> = ids.iter().map(|&id| (id, 0)).collect();
        let judged = state.atomically(|state| self.bench.judge(state, &claims, fresh))?;
        if judged.changes.is_any() {
            // What is published is right all the same, and so is the state from now on.
            tracing::error!(changes = ?judged.changes, "a claim had been left as it was; please report this");
            debug_assert!(false, "{:?}", judged.changes);
        }
        Ok(judged)
    }

    fn part(&self, mut judged: Judged, name: &str, news: &mut News) -> Result<(), NightError> {
        if let Some(accepted) = &self.asked.lists.accepted {
            crate::follow::accept(&mut judged.checked, accepted);
        }
        news.add(&judged);
        let publish = &self.config.publish;
        let checked = &mut judged.checked;
        if publish.mask {
            checked.mask();
        }
        let settings = report::Settings {
            out: self.publication.part(name),
            forms: publish.reports.clone(),
            charset: publish.charset,
            lang: publish.lang,
            started: Instant::now(),
        };
        report::write(checked, &settings)?;
        Ok(())
    }
}

/// True when there are new findings of this level or a graver one.
pub(super) fn reaches(news: &News, level: Option<Level>) -> bool {
    level.is_some_and(|level| news.new.reaches(level))
}

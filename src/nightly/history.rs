//! What was said of a claim, or of a person's claims, from run to run (`houkan history`).

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::config::Config;
use super::error::NightError;
use super::hashes::{self, Owner};
use super::judge::level_of;
use super::load::{self, Subset};
use super::state::{self, FindingRow, Past, RunRow, State, VerdictRow, tidy};
use super::subject::{Person, Subject};
use super::times;
use super::why::WITHDRAWN;
use crate::eligibility::{Facts, Records, Texts};
use crate::mark::ClaimKey;
use crate::messages;
use crate::rules;
use crate::text::lang::Lang;
use crate::uke::recorded::Recorded;

/// The history of a claim or of a person's claims, as text: one block a claim, oldest month first. Empty when the
/// state knows none.
///
/// # Errors
/// [`NightError`] when the state cannot be read.
pub fn history(config: &Config, subject: &Subject, lang: Lang) -> Result<String, NightError> {
    let mut state = state::open_to_look(config)?;
    let (key, ids) = match subject {
        Subject::Claim(key) => (Some(*key), state.claims_with_key(key.number())?),
        Subject::Person(person) => (None, claims_of(&mut state, person)?),
    };
    let runs = state.runs()?.into_iter().map(|run| (run.id, run)).collect();
    let mut telling = Telling {
        runs,
        lang,
        text: String::new(),
    };
    telling.present(&mut state, &ids)?;
    telling.gone(&mut state, key, &ids)?;
    Ok(telling.text)
}

/// The claims of a person, by number: those with the insurer, symbol and number, and with the branch where one is
/// given.
fn claims_of(state: &mut State, person: &Person) -> Result<Vec<i64>, NightError> {
    let mut asked = Records::new();
    let texts = Texts {
        insurer: &person.insurer,
        symbol: &person.symbol,
        number: &person.number,
        branch: person.branch.as_deref().unwrap_or_default(),
        ..Texts::default()
    };
    // What a subject may be is far shorter than a record's texts may be.
    if asked.push(&texts, &Facts::default()).is_err() {
        return Ok(Vec::new());
    }
    let Some(asked) = asked.get(0) else {
        return Ok(Vec::new());
    };
    let mut found = Vec::new();
    state.owners(&[hashes::signed(asked.key_hash())], &mut |_, owner| {
        if let Owner::Claim(id) = Owner::of(owner) {
            found.push(id);
        }
    })?;
    tidy(&mut found);
    let subset = load::load(state, &found, &[])?;
    let identity = crate::matching::identity_of(asked);
    let mut ids = Vec::new();
    for position in 0..subset.claims.claims.chunks().len() {
        for at in crate::matching::claims_of(&subset.claims.claims, &subset.keys, position) {
            let is_asked = at.identity.zero_equal(&identity)
                && (identity.branch.is_empty() || at.identity.branch == identity.branch);
            if is_asked {
                ids.push(subset.rows[at.index as usize].id);
            }
        }
    }
    tidy(&mut ids);
    Ok(ids)
}

/// Tells a history in one language.
struct Telling {
    runs: BTreeMap<i64, RunRow>,
    lang: Lang,
    text: String,
}

impl Telling {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// When a run was, for people.
    fn when(&self, run: i64) -> String {
        let began = self.runs.get(&run).map(|run| run.began);
        let moment = began.and_then(|at| DateTime::<Utc>::from_timestamp(at, 0));
        moment.map_or_else(|| format!("r{run:06}"), times::minute)
    }

    /// Claims that the state has.
    fn present(&mut self, state: &mut State, ids: &[i64]) -> Result<(), NightError> {
        let subset = load::load(state, ids, &[])?;
        let past = state.past(ids, None)?;
        let findings = state.findings_of(ids)?;
        let mut verdicts = BTreeMap::new();
        state.verdicts(ids, &mut |claim, run, row| {
            verdicts.insert(claim, (run, row));
        })?;
        for (index, row) in (0u32..).zip(&subset.rows) {
            if ids.binary_search(&row.id).is_err() {
                continue;
            }
            self.head(&subset, index, row.key);
            for past in past.iter().filter(|past| past.claim == row.id) {
                self.verdict(past.from_run, &past.row);
            }
            if let Some((run, row)) = verdicts.get(&row.id) {
                self.verdict(*run, row);
            }
            for finding in findings.iter().filter(|it| it.claim == Some(row.id)) {
                self.finding(finding);
            }
            self.line("");
        }
        Ok(())
    }

    /// Where a claim stands, and what it is.
    fn head(&mut self, subset: &Subset, index: u32, key: Option<i64>) {
        let (chunk, claim) = subset.claims.claims.get(index);
        let recorded = Recorded::of(chunk, claim);
        let input = subset.claims.inputs.get(chunk.input as usize);
        let key = key.map_or_else(String::new, |key| ClaimKey::of_number(key).to_string());
        let month = recorded.month_text(claim).into_owned();
        let station = chunk.header(claim).station.to_string();
        let line = claim.line.to_string();
        let head = messages::with(
            "nightly-history-claim",
            self.lang,
            &[
                ("key", (&key).into()),
                ("file", input.map_or("", |input| &input.shown).into()),
                ("line", (&line).into()),
                ("station", (&station).into()),
                ("month", (&month).into()),
                ("yen", u64::from(claim.total_yen).into()),
            ],
        );
        self.line(&head);
    }

    /// A verdict and since when it was said.
    fn verdict(&mut self, run: i64, row: &VerdictRow) {
        let when = self.when(run);
        let lang = self.lang;
        let told = messages::with(
            "nightly-history-verdict",
            lang,
            &[
                ("when", (&when).into()),
                ("id", (&row.verdict).into()),
                (
                    "verdict",
                    messages::of("verdict", &row.verdict, lang).into(),
                ),
                ("reason", messages::of("reason", &row.reason, lang).into()),
            ],
        );
        self.line(&told);
    }

    fn finding(&mut self, finding: &FindingRow) {
        let rule = rules::find(&finding.code);
        let title = rule.map_or("", |rule| rule.title.get(self.lang));
        let first = self.when(finding.first_run);
        let level = messages::of("level", level_of(finding.level).id(), self.lang);
        let mut values = vec![
            ("first", messages::Value::from(&first)),
            ("level", level.into()),
            ("code", (&finding.code).into()),
            ("title", title.into()),
        ];
        let solved = finding.solved_run.map(|run| self.when(run));
        let told = match &solved {
            Some(solved) => {
                values.push(("solved", solved.into()));
                messages::with("nightly-history-solved", self.lang, &values)
            }
            None => messages::with("nightly-history-open", self.lang, &values),
        };
        self.line(&told);
    }

    /// Claims of this key that were taken out with their files.
    fn gone(
        &mut self,
        state: &mut State,
        key: Option<ClaimKey>,
        present: &[i64],
    ) -> Result<(), NightError> {
        let Some(key) = key else { return Ok(()) };
        let past = state.past(&[], Some(key.number()))?;
        let gone = past
            .iter()
            .filter(|past| present.binary_search(&past.claim).is_err());
        let mut by_claim: BTreeMap<i64, Vec<&Past>> = BTreeMap::new();
        for past in gone {
            by_claim.entry(past.claim).or_default().push(past);
        }
        for all in by_claim.values() {
            let text = key.to_string();
            let head = [("key", messages::Value::from(&text))];
            self.line(&messages::with("nightly-history-gone", self.lang, &head));
            for past in all {
                self.verdict(past.from_run, &past.row);
            }
            if let Some(last) = all.last().filter(|last| last.why == WITHDRAWN) {
                let when = self.when(last.to_run);
                let values = [("when", messages::Value::from(&when))];
                self.line(&messages::with(
                    "nightly-history-withdrawn",
                    self.lang,
                    &values,
                ));
            }
            self.line("");
        }
        Ok(())
    }
}

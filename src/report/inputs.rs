//! What became of every input, in words (contract 7, `summary.json`).

use serde::{Deserialize, Serialize};

use crate::check::{Checked, LogInput, StationsInput};
use crate::eligibility::{InputReport, Status as Loaded};
use crate::master::SourceFile;
use crate::note::{Note, Problem};
use crate::rules;
use crate::stations::Stations;
use crate::text::digest;
use crate::text::lang::Lang;
use crate::uke::read::{Failure, Input, Status};

/// What an input is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Claim files.
    Claims,
    /// Eligibility results.
    Eligibility,
    /// The credential log.
    Credentials,
    /// The list of equipped stations.
    Stations,
    /// The tariff master.
    Master,
}

impl Role {
    /// The word for it in `summary.json`.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Claims => "claims",
            Self::Eligibility => "eligibility",
            Self::Credentials => "credentials",
            Self::Stations => "stations",
            Self::Master => "master",
        }
    }
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Read whole.
    Read,
    /// Read, but something was left out.
    Partial,
    /// A file of another kind that lay in a folder.
    Skipped,
    /// Nothing could be read from it.
    Unreadable,
}

impl State {
    /// The word for it in `summary.json`.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Partial => "partial",
            Self::Skipped => "skipped",
            Self::Unreadable => "unreadable",
        }
    }
}

/// A text in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// Japanese.
    pub ja: String,
    /// English.
    pub en: String,
}

impl Words {
    /// Both texts.
    #[must_use]
    pub fn new(ja: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            ja: ja.into(),
            en: en.into(),
        }
    }

    /// The text in `lang`.
    #[must_use]
    pub fn pick(&self, lang: Lang) -> &str {
        lang.pick(&self.ja, &self.en)
    }
}

/// One input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InputLine {
    /// What it is for.
    pub role: Role,
    /// Path as given, for a zip member followed by `/` and its name.
    pub path: String,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 in hexadecimal; `None` when it could not be read.
    pub sha256: Option<String>,
    /// Its form, as told from its content; `None` when none was.
    pub form: Option<String>,
    /// What became of it.
    pub status: State,
    /// Claims, records or rows that it gave.
    pub records: u64,
    /// Rows of a register that concern none of the claims; not written when there are none.
    #[serde(skip_serializing_if = "is_none")]
    pub passed_over: u64,
    /// Why it was not read whole.
    pub reason: Option<Words>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the signature that serde calls"
)]
fn is_none(count: &u64) -> bool {
    *count == 0
}

/// All inputs: claims, eligibility results, credential log, list of stations, tariff master, each in their order.
#[must_use]
pub fn inputs(checked: &Checked) -> Vec<InputLine> {
    let claims = checked.claims.inputs.iter().map(of_claims);
    let eligibility = checked.eligibility.inputs.iter().map(of_eligibility);
    claims
        .chain(eligibility)
        .chain(checked.log.as_ref().map(of_log))
        .chain(checked.stations.as_ref().map(of_stations))
        .chain(checked.master.iter().map(of_master))
        .collect()
}

pub(crate) fn of_claims(input: &Input) -> InputLine {
    let (status, records, reason) = match &input.status {
        Status::Read(claims) => (State::Read, *claims, None),
        Status::Skipped => (
            State::Skipped,
            0,
            Some(Words::new("請求ファイルではありません", "not a claim file")),
        ),
        Status::Unreadable(failure) => (State::Unreadable, 0, Some(words_of(failure))),
    };
    let form = input
        .dialect
        .map(|dialect| format!("uke-{} {}", dialect.shape.id(), dialect.encoding.id()));
    InputLine {
        role: Role::Claims,
        path: input.shown.clone(),
        bytes: input.bytes,
        sha256: Some(input.sha256.clone()).filter(|hash| !hash.is_empty()),
        form,
        status,
        records,
        passed_over: 0,
        reason,
    }
}

pub(crate) fn of_eligibility(input: &InputReport) -> InputLine {
    let (status, problem) = match &input.status {
        Loaded::Ok => (State::Read, None),
        Loaded::Partial { reason } => (State::Partial, Some(reason)),
        Loaded::Skipped { reason } => (State::Skipped, Some(reason)),
        Loaded::Unreadable { reason } => (State::Unreadable, Some(reason)),
    };
    InputLine {
        role: Role::Eligibility,
        path: shown(input),
        bytes: input.bytes,
        sha256: input.sha256.map(|digest| digest::hex(&digest)),
        form: Some(input.form.id().to_owned()),
        status,
        records: input.records,
        passed_over: input.passed_over,
        reason: problem.map(|problem| Words::new(problem.ja(), problem.en())),
    }
}

pub(crate) fn shown(input: &InputReport) -> String {
    let path = input.path.display();
    match &input.member {
        Some(member) => format!("{path}/{member}"),
        None => path.to_string(),
    }
}

fn of_log(input: &LogInput) -> InputLine {
    let (status, records, problem) = match &input.log {
        Ok(log) => {
            let problem = (log.left_out() > 0).then(|| Problem::SomeLeftOut {
                count: log.left_out(),
            });
            let status = if problem.is_some() {
                State::Partial
            } else {
                State::Read
            };
            (status, log.rows().len() as u64, problem)
        }
        Err(problem) => (State::Unreadable, 0, Some(problem.clone())),
    };
    InputLine {
        role: Role::Credentials,
        path: input.shown.clone(),
        bytes: input.bytes,
        sha256: Some(input.sha256.clone()).filter(|hash| !hash.is_empty()),
        form: input.log.is_ok().then(|| "csv".to_owned()),
        status,
        records,
        passed_over: 0,
        reason: problem.map(|problem| Words::new(problem.ja(), problem.en())),
    }
}

fn of_stations(input: &StationsInput) -> InputLine {
    let (status, records, problem) = match &input.stations {
        Ok(list) if list.left_out() > 0 => {
            let count = list.left_out();
            let problem = Problem::SomeLeftOut { count };
            (State::Partial, list.len() as u64, Some(problem))
        }
        Ok(list) => (State::Read, list.len() as u64, None),
        Err(problem) => (State::Unreadable, 0, Some(problem.clone())),
    };
    let form = input.stations.as_ref().ok().map(Stations::form);
    InputLine {
        role: Role::Stations,
        path: input.shown.clone(),
        bytes: input.bytes,
        sha256: Some(input.sha256.clone()).filter(|hash| !hash.is_empty()),
        form: form.map(str::to_owned),
        status,
        records,
        passed_over: 0,
        reason: problem.map(|problem| Words::new(problem.ja(), problem.en())),
    }
}

fn of_master(file: &SourceFile) -> InputLine {
    InputLine {
        role: Role::Master,
        path: file.shown.clone(),
        bytes: file.bytes,
        sha256: Some(file.sha256.clone()),
        form: Some("csv".to_owned()),
        status: State::Read,
        records: file.rows,
        passed_over: 0,
        reason: None,
    }
}

/// A remark on an input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NoteLine {
    /// The input it is about, as in [`InputLine::path`].
    pub path: String,
    /// The remark.
    #[serde(flatten)]
    pub words: Words,
}

/// All remarks on eligibility results, the credential log and the list of stations, and what holds for the run.
#[must_use]
pub fn notes(checked: &Checked) -> Vec<NoteLine> {
    lines(checked, Note::clone).collect()
}

/// The same without what the inputs hold, which may be personal data ([`Note::masked`]).
pub fn masked_notes(checked: &Checked) -> impl Iterator<Item = NoteLine> + '_ {
    lines(checked, |note| note.clone().masked())
}

fn lines(checked: &Checked, shown_as: fn(&Note) -> Note) -> impl Iterator<Item = NoteLine> + '_ {
    let line = move |path: String, note: &Note| {
        let note = shown_as(note);
        NoteLine {
            path,
            words: Words::new(note.ja(), note.en()),
        }
    };
    let eligibility = checked.eligibility.notes.iter().map(move |note| {
        let input = checked.eligibility.inputs.get(note.input as usize);
        line(input.map(shown).unwrap_or_default(), note)
    });
    let log = checked.log.iter().flat_map(move |log| {
        let lines = log.notes.iter();
        lines.map(move |note| line(log.shown.clone(), note))
    });
    let stations = checked.stations.iter().flat_map(move |list| {
        let lines = list.notes.iter();
        lines.map(move |note| line(list.shown.clone(), note))
    });
    let of_run = (!checked.has_eligibility).then(|| NoteLine {
        path: String::new(),
        words: Words::new(
            "資格確認結果（-e）が指定されていないため、すべてのレセプトを照合なしで判定しました（NO_MATCH・NO_EVIDENCE は出しません）。",
            "No eligibility results (-e) were given, so every claim was judged unmatched (no NO_MATCH or NO_EVIDENCE).",
        ),
    });
    let sides = log.chain(stations);
    of_run.into_iter().chain(eligibility).chain(sides)
}

/// Why a claim file gave nothing, and what to do.
fn words_of(failure: &Failure) -> Words {
    let words = |lang| rules::failure_words(failure, lang);
    Words::new(words(Lang::Ja), words(Lang::En))
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::*;
    use crate::check::{self, Request};
    use crate::master::Master;
    use crate::policy::Policy;

    fn fixture(name: &str) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("fixtures")
            .join(name)
    }

    fn lines_with(stations: &str) -> Vec<InputLine> {
        let request = Request {
            claims: vec![fixture("stations/RECEIPTH.UKE")],
            eligibility: Vec::new(),
            credentials: None,
            map: None,
            stations: Some(fixture(stations)),
            master: Some(Master::load(&fixture("master")).expect("the fixture is in order")),
            policy: Policy::current(),
            as_of: chrono::NaiveDate::from_ymd_opt(2026, 2, 5).expect("a day"),
        };
        inputs(&check::run(&request, &()))
    }

    #[test]
    fn stations_and_master_are_inputs() {
        let lines = lines_with("stations/list.xlsx");
        let roles: Vec<Role> = lines.iter().map(|line| line.role).collect();
        let mut expected = vec![Role::Claims, Role::Stations];
        expected.extend([Role::Master; 5]);
        assert_eq!(roles, expected);
        let list = &lines[1];
        assert_eq!((list.status, list.records), (State::Read, 3));
        assert_eq!(list.form.as_deref(), Some("xlsx"));
        for line in &lines[1..] {
            let bytes = std::fs::read(&line.path).expect("it is there");
            assert_eq!(line.bytes, bytes.len() as u64, "{}", line.path);
            assert_eq!(line.sha256.as_deref(), Some(&*digest::sha256(&bytes)));
            assert!(line.records > 0, "{}", line.path);
        }
    }

    #[test]
    fn a_list_that_cannot_be_read_is_told() {
        for name in ["stations/nowhere.csv", "month/credentials.csv"] {
            let lines = lines_with(name);
            assert_eq!(lines[1].status, State::Unreadable, "{name}");
            assert!(lines[1].reason.is_some(), "{name}");
        }
    }
}

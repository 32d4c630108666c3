//! What became of every input, in words (contract 7, `summary.json`).

use serde::Serialize;

use crate::check::{Checked, LogInput};
use crate::eligibility::{InputReport, Status as Loaded};
use crate::note::{Note, Problem};
use crate::rules;
use crate::text::digest;
use crate::text::lang::Lang;
use crate::uke::dialect::{Encoding, Shape};
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

/// A text in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
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

/// All inputs: claims, eligibility results, credential log, each in their order.
#[must_use]
pub fn inputs(checked: &Checked) -> Vec<InputLine> {
    let claims = checked.claims.inputs.iter().map(of_claims);
    let eligibility = checked.eligibility.inputs.iter().map(of_eligibility);
    claims
        .chain(eligibility)
        .chain(checked.log.as_ref().map(of_log))
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
    let form = input.dialect.map(|dialect| {
        let shape = match dialect.shape {
            Shape::Station => "uke-station",
            Shape::Returned => "uke-returned",
            Shape::Insurer => "uke-insurer",
        };
        let encoding = match dialect.encoding {
            Encoding::Cp932 => "cp932",
            Encoding::Utf8 => "utf-8",
        };
        format!("{shape} {encoding}")
    });
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

/// A remark on an input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NoteLine {
    /// The input it is about, as in [`InputLine::path`].
    pub path: String,
    /// The remark.
    #[serde(flatten)]
    pub words: Words,
}

/// All remarks on eligibility results and the credential log, and what holds for the run.
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
    let of_run = (!checked.has_eligibility).then(|| NoteLine {
        path: String::new(),
        words: Words::new(
            "資格確認結果（-e）が指定されていないため、すべてのレセプトを照合なしで判定しました（NO_MATCH・NO_EVIDENCE は出しません）。",
            "No eligibility results (-e) were given, so every claim was judged unmatched (no NO_MATCH or NO_EVIDENCE).",
        ),
    });
    of_run.into_iter().chain(eligibility).chain(log)
}

/// Why a claim file gave nothing, and what to do.
fn words_of(failure: &Failure) -> Words {
    let words = |lang| rules::failure_words(failure, lang);
    Words::new(words(Lang::Ja), words(Lang::En))
}

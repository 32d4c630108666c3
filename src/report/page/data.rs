//! The rows behind the page, as columns: the same verdicts, findings and persons as in the CSV files (contract 7),
//! and what is needed to put them into the words of either language.
//!
//! Texts are numbers of one pool; a finding keeps its facts, and the templates of its rule stand once for all.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::check::Checked;
use crate::finding::Level;
use crate::judge::outcome::{Outcome, Reason};
use crate::mark::{Mark, Solved};
use crate::matching::cascade::MatchedBy;
use crate::messages;
use crate::report::View;
use crate::report::inputs::{InputLine, NoteLine};
use crate::report::portions::Written;
use crate::report::summary::{BaselineLine, IgnoredLine, PROGRAM};
use crate::rules;
use crate::text::insurer::InsurerKind;
use crate::text::lang::Lang;

use super::columns::{Both, Claims, Findings, People, PlaceLine, WordingLine, of_rule};
use super::maker::Maker;

/// The version of this shape.
const VERSION: u32 = 1;

/// Everything.
#[derive(Serialize)]
pub(super) struct Data<'a> {
    version: u32,
    lang: &'static str,
    run: Run<'a>,
    /// Identifiers by the numbers that rows use.
    ids: Ids,
    texts: Vec<Box<str>>,
    /// Codes of stations and their names.
    stations: Vec<[&'a str; 2]>,
    claims: Claims,
    findings: Findings,
    people: People,
    inputs: &'a [InputLine],
    notes: &'a [NoteLine],
    solved: Vec<SolvedLine<'a>>,
    wordings: Vec<WordingLine>,
    places: Vec<PlaceLine>,
    rules: BTreeMap<&'static str, RuleLine>,
    claim_types: BTreeMap<String, Both>,
    /// The catalogue by language.
    messages: [BTreeMap<String, String>; 2],
}

/// What holds for the run.
#[derive(Serialize)]
struct Run<'a> {
    program: &'static str,
    program_version: &'static str,
    policy: &'a str,
    policy_hash: &'a str,
    as_of: String,
    is_masked: bool,
    has_eligibility: bool,
    /// Last day of any 健康保険証.
    card_last: String,
    /// Last days of the transitional windows.
    window_ends: Vec<String>,
    /// How it stands to an earlier report, when compared with one.
    compared: Option<BaselineLine<'a>>,
    ignored: Option<IgnoredLine<'a>>,
}

#[derive(Serialize)]
struct Ids {
    verdicts: Vec<&'static str>,
    reasons: Vec<&'static str>,
    matched: Vec<&'static str>,
    kinds: Vec<&'static str>,
    levels: [&'static str; 3],
    marks: [&'static str; 3],
}

/// What is explained of a rule.
#[derive(Serialize)]
struct RuleLine {
    level: &'static str,
    certainty: &'static str,
    rule_version: u16,
    title: Both,
    meaning: Both,
    remedy: Both,
    source: Both,
}

/// What the earlier report had and this one has not.
#[derive(Serialize)]
struct SolvedLine<'a> {
    is_verdict: bool,
    source_file: &'a str,
    line: u32,
    station_code: &'a str,
    claim_no: &'a str,
    patient_name: &'a str,
    code: &'a str,
    level: &'a str,
    dates: &'a str,
    message: &'a str,
    service_month: &'a str,
    total_yen: u64,
}

impl<'a> Data<'a> {
    /// What the verdicts add up to.
    pub(super) fn written(&self) -> Written {
        let yen = self.claims.yen.iter().flatten();
        Written {
            rows: self.claims.line.len() as u64,
            yen: yen.map(|&yen| u64::from(yen)).sum(),
            replaced: 0,
        }
    }

    /// The rows of a report.
    pub(super) fn of(view: &View<'a>) -> Self {
        let checked = view.checked;
        let mut maker = Maker::new(checked);
        let claims = maker.claims();
        let findings = maker.findings();
        let people = maker.people(view.people);
        Self {
            version: VERSION,
            lang: view.lang.code(),
            run: Run::of(checked),
            ids: ids(),
            texts: maker.pool.into_texts(),
            stations: maker.stations,
            claims,
            findings,
            people,
            inputs: view.inputs,
            notes: view.notes,
            solved: checked
                .compared
                .iter()
                .flat_map(|compared| &compared.solved)
                .map(SolvedLine::of)
                .collect(),
            rules: rules_of(&maker.wordings),
            wordings: maker.wordings,
            places: maker.places,
            claim_types: maker.claim_types,
            messages: Lang::ALL.map(|lang| {
                ["terms", "columns", "page"]
                    .into_iter()
                    .flat_map(|subject| messages::templates(subject, lang))
                    .collect()
            }),
        }
    }
}

impl<'a> Run<'a> {
    fn of(checked: &'a Checked) -> Self {
        let policy = &checked.policy;
        let mut ends: Vec<_> = InsurerKind::ALL
            .iter()
            .filter_map(|&kind| policy.card_rule(kind, "").window)
            .map(|(_, end)| end)
            .collect();
        ends.sort_unstable();
        ends.dedup();
        Self {
            program: PROGRAM,
            program_version: env!("CARGO_PKG_VERSION"),
            policy: &policy.name,
            policy_hash: &policy.hash,
            as_of: checked.as_of.to_string(),
            is_masked: checked.is_masked,
            has_eligibility: checked.has_eligibility,
            card_last: policy.card_last.to_string(),
            window_ends: ends.iter().map(ToString::to_string).collect(),
            compared: checked.compared.as_ref().map(BaselineLine::of),
            ignored: checked.ignored.as_ref().map(IgnoredLine::of),
        }
    }
}

impl<'a> SolvedLine<'a> {
    fn of(solved: &'a Solved) -> Self {
        Self {
            is_verdict: solved.is_verdict,
            source_file: &solved.source_file,
            line: solved.line,
            station_code: &solved.station_code,
            claim_no: &solved.claim_no,
            patient_name: &solved.patient_name,
            code: &solved.code,
            level: &solved.level,
            dates: &solved.dates,
            message: &solved.message,
            service_month: &solved.service_month,
            total_yen: solved.total_yen,
        }
    }
}

fn ids() -> Ids {
    Ids {
        verdicts: Outcome::ALL.iter().map(|it| it.id()).collect(),
        reasons: Reason::ALL.iter().map(|it| it.id()).collect(),
        matched: MatchedBy::ALL.iter().map(|it| it.id()).collect(),
        kinds: InsurerKind::ALL.iter().map(|it| it.id()).collect(),
        levels: [Level::Info, Level::Warn, Level::Error].map(Level::id),
        marks: [Mark::None, Mark::New, Mark::Open].map(Mark::id),
    }
}

/// The rules of these wordings.
fn rules_of(wordings: &[WordingLine]) -> BTreeMap<&'static str, RuleLine> {
    let found = wordings.iter().filter_map(|line| rules::find(line.code));
    found
        .map(|rule| {
            let line = RuleLine {
                level: rule.level.id(),
                certainty: rule.certainty.id(),
                rule_version: rule.version,
                title: of_rule(rule.title),
                meaning: of_rule(rule.page.meaning),
                remedy: of_rule(rule.page.remedy),
                source: of_rule(rule.page.source),
            };
            (rule.code, line)
        })
        .collect()
}

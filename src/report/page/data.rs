//! The rows behind the page, as columns: the same verdicts, findings and persons as in the CSV files (contract 7),
//! and what is needed to put them into the words of either language.
//!
//! Texts are numbers of one pool; a finding keeps its facts, and the templates of its rule stand once for all.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use crate::check::Checked;
use crate::finding::Finding;
use crate::follow::{Ignored, Mark, Solved};
use crate::judge::outcome::{Outcome, Reason};
use crate::matching::cascade::MatchedBy;
use crate::messages;
use crate::report::View;
use crate::report::inputs::{InputLine, NoteLine};
use crate::report::summary::PROGRAM;
use crate::report::verdicts::{self, Row};
use crate::report::worklist::{self, Person};
use crate::rules::{self, Text, wording};
use crate::text::date::Month;
use crate::text::insurer::InsurerKind;
use crate::text::lang::Lang;
use crate::uke::claim::Payer;
use crate::uke::codes::CLAIM_TYPE;

use super::pool::Pool;

/// The version of this shape.
const VERSION: u32 = 1;

/// A text in Japanese and in English.
type Both = [String; 2];

fn both(text: impl Fn(Lang) -> String) -> Both {
    Lang::ALL.map(text)
}

fn of_rule(text: Text) -> Both {
    both(|lang| text.get(lang).to_owned())
}

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
    /// Folder and day of the earlier report, when compared with one.
    compared: Option<(&'a str, Option<String>)>,
    ignored: Option<IgnoredLine<'a>>,
}

/// What `--ignore` did.
#[derive(Serialize)]
struct IgnoredLine<'a> {
    path: &'a str,
    entries: u32,
    used: u32,
    expired: u32,
    findings: u64,
    claims: usize,
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

/// The verdicts, a number a claim; days are masks of the month.
#[derive(Default, Serialize)]
struct Claims {
    file: Vec<u32>,
    line: Vec<u32>,
    payer: Vec<u32>,
    station: Vec<u32>,
    billing_month: Vec<u32>,
    service_month: Vec<u32>,
    claim_no: Vec<u32>,
    claim_type: Vec<u32>,
    name: Vec<u32>,
    kana: Vec<u32>,
    sex: Vec<u32>,
    birth_date: Vec<u32>,
    insurer_no: Vec<u32>,
    symbol: Vec<u32>,
    number: Vec<u32>,
    branch: Vec<u32>,
    kind: Vec<u32>,
    visits: Vec<u32>,
    yen: Vec<Option<u32>>,
    verdict: Vec<u32>,
    reason: Vec<u32>,
    credential: Vec<u32>,
    evidence_as_of: Vec<u32>,
    matched_by: Vec<u32>,
    /// Days by outcome.
    outcomes: [Vec<u32>; 6],
    /// Last day on which a 健康保険証 can count, and the transitional window.
    cap: Vec<u32>,
    window_from: Vec<u32>,
    window_to: Vec<u32>,
    /// Expiry of the credential.
    valid_to: Vec<u32>,
    /// Of the claims about which there is anything to tell.
    key: Vec<u32>,
    mark: Vec<u32>,
}

/// The findings, a number each.
#[derive(Default, Serialize)]
struct Findings {
    file: Vec<u32>,
    line: Vec<u32>,
    place: Vec<u32>,
    claim: Vec<Option<u32>>,
    wording: Vec<u32>,
    level: Vec<u32>,
    month: Vec<u32>,
    days: Vec<u32>,
    claim_value: Vec<u32>,
    reference_value: Vec<u32>,
    date: Vec<u32>,
    other: Vec<u32>,
    count: Vec<u32>,
    mark: Vec<u32>,
}

/// The worklist.
#[derive(Default, Serialize)]
struct People {
    /// The claims of each, in input order.
    claims: Vec<Vec<u32>>,
    stations: Vec<u32>,
    yen: Vec<u64>,
    first_date: Vec<u32>,
    last_date: Vec<u32>,
    reason: Vec<u32>,
    /// What to have them bring, in both languages.
    ask: Vec<[u32; 2]>,
}

/// The templates of a finding.
#[derive(Serialize)]
struct WordingLine {
    code: &'static str,
    message: Both,
    action: Both,
}

/// A record and a field that findings point at.
#[derive(Serialize)]
struct PlaceLine {
    record: &'static str,
    field: &'static str,
    name: Both,
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
            compared: checked.compared.as_ref().map(|compared| {
                let as_of = compared.as_of.map(|date| date.to_string());
                (compared.folder.as_str(), as_of)
            }),
            ignored: checked.ignored.as_ref().map(IgnoredLine::of),
        }
    }
}

impl<'a> IgnoredLine<'a> {
    fn of(ignored: &'a Ignored) -> Self {
        Self {
            path: &ignored.path,
            entries: ignored.entries,
            used: ignored.used,
            expired: ignored.expired,
            findings: ignored.findings,
            claims: ignored.settled.len(),
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
    use crate::finding::Level::{Error, Info, Warn};
    Ids {
        verdicts: Outcome::ALL.iter().map(|it| it.id()).collect(),
        reasons: Reason::ALL.iter().map(|it| it.id()).collect(),
        matched: MatchedBy::ALL.iter().map(|it| it.id()).collect(),
        kinds: InsurerKind::ALL.iter().map(|it| it.id()).collect(),
        levels: [Info, Warn, Error].map(crate::finding::Level::id),
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

/// A place in a table as the number that rows use.
fn number(place: usize) -> u32 {
    // Rows that are counted by `usize` stand in memory beside far larger ones; they are fewer than 2³².
    u32::try_from(place).unwrap_or(u32::MAX)
}

/// Makes the rows and, as it meets them, what they name.
struct Maker<'a> {
    checked: &'a Checked,
    pool: Pool,
    stations: Vec<[&'a str; 2]>,
    station_numbers: HashMap<[&'a str; 2], u32>,
    wordings: Vec<WordingLine>,
    wording_numbers: HashMap<(&'static str, &'static str), u32>,
    places: Vec<PlaceLine>,
    place_numbers: HashMap<(&'static str, &'static str), u32>,
    claim_types: BTreeMap<String, Both>,
}

impl<'a> Maker<'a> {
    fn new(checked: &'a Checked) -> Self {
        Self {
            checked,
            pool: Pool::new(),
            stations: Vec::new(),
            station_numbers: HashMap::new(),
            wordings: Vec::new(),
            wording_numbers: HashMap::new(),
            places: Vec::new(),
            place_numbers: HashMap::new(),
            claim_types: BTreeMap::new(),
        }
    }

    fn claims(&mut self) -> Claims {
        let checked = self.checked;
        let mut told: Vec<bool> = checked
            .judgements
            .iter()
            .map(crate::judge::verdict::Judgement::needs_certificate)
            .collect();
        for claim in checked.findings.iter().filter_map(|it| it.claim) {
            told[claim as usize] = true;
        }
        let mut claims = Claims::default();
        for position in 0..checked.claims.claims.chunks().len() {
            let (start, _) = checked.claims.claims.chunk(position);
            for (local, row) in verdicts::rows(checked, position).enumerate() {
                let index = start + number(local);
                self.recorded(&row, &mut claims);
                self.judged(&row, &mut claims);
                self.card(&row, position, local, &mut claims);
                let key = told[index as usize]
                    .then(|| checked.claim_key(index))
                    .flatten();
                let key = key.map(|key| key.to_string()).unwrap_or_default();
                claims.key.push(self.pool.text(&key));
                let marks = checked.compared.as_ref().map(|it| &it.verdicts);
                let mark = marks.and_then(|marks| marks.get(index as usize));
                claims.mark.push(mark.map_or(0, |&mark| mark as u32));
            }
        }
        claims
    }

    /// The columns from `source_file` to `insurer_kind`.
    fn recorded(&mut self, row: &Row<'a>, claims: &mut Claims) {
        let (claim, recorded) = (row.claim, &row.recorded);
        let header = row.chunk.header(claim);
        claims.file.push(row.chunk.input);
        claims.line.push(claim.line);
        claims.payer.push(header.payer.into());
        claims
            .station
            .push(self.station([&header.station, &header.name]));
        let pool = &mut self.pool;
        claims.billing_month.push(month(pool, header.billing_month));
        claims.service_month.push(match claim.service_month {
            Some(known) => month(pool, Some(known)),
            None => pool.text(&recorded.decode(recorded.service_month)),
        });
        for (column, field) in [
            (&mut claims.claim_no, recorded.claim_no),
            (&mut claims.claim_type, recorded.claim_type),
            (&mut claims.name, recorded.name),
            (&mut claims.kana, recorded.kana),
            (&mut claims.sex, recorded.sex),
            (&mut claims.symbol, recorded.symbol),
            (&mut claims.number, recorded.number),
            (&mut claims.branch, recorded.branch),
        ] {
            column.push(pool.text(&recorded.decode(field)));
        }
        claims.birth_date.push(match claim.birth_date {
            Some(date) => pool.date(Some(date)),
            None => pool.text(&recorded.decode(recorded.birth_date)),
        });
        claims.insurer_no.push(pool.text(&recorded.insurer()));
        claims.kind.push(row.kind as u32);
        self.claim_type(recorded.claim_type);
    }

    /// What the code of a claim type means.
    fn claim_type(&mut self, code: &[u8]) {
        let Some(entry) = CLAIM_TYPE.get(code) else {
            return;
        };
        if !self.claim_types.contains_key(entry.code) {
            let name = both(|lang| lang.pick(entry.ja, entry.en).to_owned());
            self.claim_types.insert(entry.code.to_owned(), name);
        }
    }

    /// The columns from `visit_days` to `matched_by`.
    fn judged(&mut self, row: &Row<'a>, claims: &mut Claims) {
        let (claim, judgement) = (row.claim, row.judgement);
        claims.visits.push(claim.visit_days());
        claims.yen.push(claim.has_total.then_some(claim.total_yen));
        claims.verdict.push(judgement.verdict as u32);
        claims.reason.push(judgement.reason as u32);
        let credential = judgement.credential().map_or("", |it| it.id());
        claims.credential.push(self.pool.text(credential));
        claims
            .evidence_as_of
            .push(self.pool.date(judgement.evidence_as_of));
        claims.matched_by.push(row.matched_by as u32);
        for (column, &days) in claims.outcomes.iter_mut().zip(&judgement.by_outcome) {
            column.push(days);
        }
    }

    /// Until when a 健康保険証 counts.
    fn card(&mut self, row: &Row<'a>, position: usize, local: usize, claims: &mut Claims) {
        let checked = self.checked;
        let rule = (row.claim.payer == Payer::Insurer).then(|| {
            let (_, identity) = checked.keys.get(position, local, row.claim);
            checked.policy.card_rule(row.kind, identity.insurer)
        });
        let standing = row.judgement.standing;
        let cap = standing.map(|it| it.cap).or(rule.map(|rule| rule.cap));
        let window = rule.and_then(|rule| rule.window);
        let pool = &mut self.pool;
        claims.cap.push(pool.date(cap));
        claims.window_from.push(pool.date(window.map(|it| it.0)));
        claims.window_to.push(pool.date(window.map(|it| it.1)));
        let valid_to = standing.and_then(|it| it.valid_to.or(it.printed));
        claims.valid_to.push(pool.date(valid_to));
    }

    fn station(&mut self, station: [&'a str; 2]) -> u32 {
        let next = number(self.stations.len());
        let known = *self.station_numbers.entry(station).or_insert(next);
        if known == next {
            self.stations.push(station);
        }
        known
    }

    fn findings(&mut self) -> Findings {
        let checked = self.checked;
        let marks = checked.compared.as_ref().map(|it| &it.findings);
        let mut findings = Findings::default();
        for (at, finding) in checked.findings.iter().enumerate() {
            findings.file.push(finding.place.input);
            findings.line.push(finding.place.line);
            findings.place.push(self.place(finding));
            findings.claim.push(finding.claim);
            findings.wording.push(self.wording(finding));
            findings.level.push(finding.level as u32);
            let pool = &mut self.pool;
            let of = finding.dates.map(|days| days.month);
            findings.month.push(month(pool, of));
            findings
                .days
                .push(finding.dates.map_or(0, |days| days.mask));
            findings.claim_value.push(pool.text(&finding.claim_value));
            let reference = pool.text(&finding.reference_value);
            findings.reference_value.push(reference);
            findings.date.push(pool.date(finding.details.date));
            let other = finding.details.other.as_deref().unwrap_or_default();
            findings.other.push(pool.text(other));
            findings.count.push(finding.details.count);
            let mark = marks.and_then(|marks| marks.get(at));
            findings.mark.push(mark.map_or(0, |&mark| mark as u32));
        }
        findings
    }

    fn wording(&mut self, finding: &Finding) -> u32 {
        let wording = wording::of(finding);
        let variant = wording.map_or("", |wording| wording.variant);
        let next = number(self.wordings.len());
        let of_code = (finding.code, variant);
        let known = *self.wording_numbers.entry(of_code).or_insert(next);
        if known == next {
            self.wordings.push(WordingLine {
                code: finding.code,
                message: wording.map_or_else(Both::default, |it| of_rule(it.message)),
                action: wording.map_or_else(Both::default, |it| of_rule(it.action)),
            });
        }
        known
    }

    fn place(&mut self, finding: &Finding) -> u32 {
        let (record, field) = (finding.place.record, finding.place.field);
        let next = number(self.places.len());
        let known = *self.place_numbers.entry((record, field)).or_insert(next);
        if known == next {
            let name = |lang| rules::field_name(record, field, lang);
            self.places.push(PlaceLine {
                record,
                field,
                name: both(|lang| name(lang).map_or_else(|| field.to_owned(), Into::into)),
            });
        }
        known
    }

    fn people(&mut self, all: &[Person<'_>]) -> People {
        let checked = self.checked;
        let mut people = People {
            claims: worklist::members(checked, all),
            ..People::default()
        };
        for person in all {
            let pool = &mut self.pool;
            people.stations.push(pool.text(&person.stations()));
            people.yen.push(person.yen);
            people.first_date.push(pool.date(Some(person.first_date)));
            people.last_date.push(pool.date(Some(person.last_date)));
            people.reason.push(person.reason() as u32);
            let ask = Lang::ALL.map(|lang| pool.text(person.ask(checked, lang)));
            people.ask.push(ask);
        }
        people
    }
}

/// The number of a month as `YYYY-MM`.
fn month(pool: &mut Pool, month: Option<Month>) -> u32 {
    month.map_or(0, |month| pool.text(&month.to_string()))
}

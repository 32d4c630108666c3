//! Makes the columns out of a run.

use std::collections::{BTreeMap, HashMap};

use crate::check::Checked;
use crate::finding::Finding;
use crate::judge::verdict::Judgement;
use crate::report::verdicts::{self, Row};
use crate::report::worklist::{self, Person};
use crate::rules::{self, wording};
use crate::text::date::Month;
use crate::text::lang::Lang;
use crate::uke::claim::Payer;
use crate::uke::codes::CLAIM_TYPE;

use super::columns::{Both, Claims, Findings, People, PlaceLine, WordingLine, both, of_rule};
use super::pool::Pool;

/// A place in a table as the number that rows use.
fn number(place: usize) -> u32 {
    // Rows that are counted by `usize` stand in memory beside far larger ones; they are fewer than 2³².
    u32::try_from(place).unwrap_or(u32::MAX)
}

/// Makes the rows and, as it meets them, what they name.
pub(super) struct Maker<'a> {
    checked: &'a Checked,
    pub(super) pool: Pool,
    pub(super) stations: Vec<[&'a str; 2]>,
    station_numbers: HashMap<[&'a str; 2], u32>,
    pub(super) wordings: Vec<WordingLine>,
    wording_numbers: HashMap<(&'static str, &'static str), u32>,
    pub(super) places: Vec<PlaceLine>,
    place_numbers: HashMap<(&'static str, &'static str), u32>,
    pub(super) claim_types: BTreeMap<String, Both>,
}

impl<'a> Maker<'a> {
    pub(super) fn new(checked: &'a Checked) -> Self {
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

    pub(super) fn claims(&mut self) -> Claims {
        let checked = self.checked;
        let mut told: Vec<bool> = checked
            .judgements
            .iter()
            .map(Judgement::needs_certificate)
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
                claims.mark.push(checked.mark_of(index) as u32);
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
        claims
            .service_month
            .push(pool.text(&recorded.month_text(claim)));
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

    pub(super) fn findings(&mut self) -> Findings {
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

    pub(super) fn people(&mut self, all: &[Person<'_>]) -> People {
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
            people.mark.push(person.mark() as u32);
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

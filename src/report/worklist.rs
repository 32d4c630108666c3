//! `worklist.csv`: whom to ask for a 資格確認書, gravest first (contract 7).
//!
//! Grouping goes by a plain map: only the claims with `needs_certificate` take part, and their keys lie
//! normalised in memory already, so copying them into a data frame would cost more than the whole job.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::io::{self, Write};

use chrono::{Datelike, NaiveDate};
use rayon::prelude::*;

use crate::check::Checked;
use crate::judge::credential::Standing;
use crate::judge::outcome::{Outcome, Reason};
use crate::mark::Mark;
use crate::rules::terms;
use crate::text::hash::hash64;
use crate::text::insurer::InsurerKind;
use crate::text::lang::Lang;
use crate::uke::claim::Claim;

use super::csv::{Charset, Rows};
use super::portions::{self, Portion, Written};
use super::verdicts::{write_birth_date, write_insured};
use crate::uke::recorded::Recorded;

/// The columns, in their order.
pub const COLUMNS: [&str; 13] = [
    "insurer_no",
    "symbol",
    "number",
    "branch",
    "patient_name",
    "birth_date",
    "station_codes",
    "claims",
    "yen_at_risk",
    "first_date",
    "last_date",
    "reason",
    "ask",
];

/// Persons formatted at a time.
const PORTION: usize = 1024;

/// A row is about this long.
const ROW_BYTES: usize = 256;

/// A claim: its chunk, and its place in it.
pub(super) type At = (u32, u32);

/// What weighs most among the claims of a person.
#[derive(Clone, Copy)]
struct Gravest {
    verdict: Outcome,
    reason: Reason,
    standing: Option<Standing>,
}

/// One claim with `needs_certificate`.
#[derive(Clone, Copy)]
struct Need<'a> {
    at: At,
    hash: u64,
    station: &'a str,
    yen: u32,
    dates: (NaiveDate, NaiveDate),
    /// Some date is `NEED_CERT`.
    must: bool,
    gravest: Gravest,
    mark: Mark,
}

/// One person to ask. The identity is shown as on the first claim in input order.
pub(crate) struct Person<'a> {
    first: Need<'a>,
    /// Stations other than that of the first claim; hardly anybody has one.
    others: Vec<&'a str>,
    pub(super) claims: u64,
    pub(super) yen: u64,
    pub(super) first_date: NaiveDate,
    pub(super) last_date: NaiveDate,
    must: bool,
    /// Of the gravest claim, the first of several.
    gravest: Gravest,
    mark: Mark,
}

/// Insurer, symbol, number, branch and birth date, normalised.
pub(super) type Key<'a> = (&'a str, &'a str, &'a str, &'a str, Option<NaiveDate>);

/// Whose claim it is.
pub(super) fn key(checked: &Checked, at: At) -> Key<'_> {
    let (position, local) = (at.0 as usize, at.1 as usize);
    let (_, chunk) = checked.claims.claims.chunk(position);
    let id = checked.keys.get(position, local, &chunk.claims[local]).1;
    (id.insurer, id.symbol, id.number, id.branch, id.birth_date)
}

impl<'a> Person<'a> {
    fn new(first: Need<'a>) -> Self {
        Self {
            first,
            others: Vec::new(),
            claims: 0,
            yen: 0,
            first_date: first.dates.0,
            last_date: first.dates.1,
            must: false,
            gravest: first.gravest,
            mark: first.mark,
        }
    }

    fn add(&mut self, need: &Need<'a>) {
        if need.station != self.first.station && !self.others.contains(&need.station) {
            self.others.push(need.station);
        }
        self.claims += 1;
        self.yen += u64::from(need.yen);
        self.first_date = self.first_date.min(need.dates.0);
        self.last_date = self.last_date.max(need.dates.1);
        self.must |= need.must;
        if need.gravest.verdict > self.gravest.verdict {
            self.gravest = need.gravest;
        }
        if need.mark == Mark::New {
            self.mark = Mark::New;
        }
    }

    pub(super) fn claim<'c>(&self, checked: &'c Checked) -> (&'c Claim, Recorded<'c>) {
        let (_, chunk) = checked.claims.claims.chunk(self.first.at.0 as usize);
        let claim = &chunk.claims[self.first.at.1 as usize];
        (claim, Recorded::of(chunk, claim))
    }

    /// The index of their first claim.
    pub(super) fn first_claim(&self, checked: &Checked) -> u32 {
        let (start, _) = checked.claims.claims.chunk(self.first.at.0 as usize);
        start + self.first.at.1
    }

    /// The station of their first claim.
    pub(super) fn station(&self) -> &'a str {
        self.first.station
    }

    /// The kind of insurer of their first claim, which all their claims have in common.
    pub(super) fn insurer_kind(&self, checked: &Checked) -> InsurerKind {
        let (position, local) = (self.first.at.0 as usize, self.first.at.1 as usize);
        checked.keys.chunk(position)[local].kind
    }

    /// Their first claim in input order.
    pub(super) fn at(&self) -> At {
        self.first.at
    }

    /// Their stations, sorted.
    pub(super) fn all_stations(&self) -> Vec<&'a str> {
        let mut stations = self.others.clone();
        stations.push(self.first.station);
        stations.sort_unstable();
        stations
    }

    /// Their stations, sorted, joined by `;`.
    pub(super) fn stations(&self) -> Cow<'a, str> {
        if self.others.is_empty() {
            return Cow::Borrowed(self.first.station);
        }
        Cow::Owned(self.all_stations().join(";"))
    }

    /// How they stand to an earlier report: new when any of their claims is.
    pub(super) fn mark(&self) -> Mark {
        self.mark
    }

    /// The reason of the gravest claim.
    pub(super) fn reason(&self) -> Reason {
        self.gravest.reason
    }

    /// The credential of the gravest claim.
    pub(super) fn standing(&self) -> Option<Standing> {
        self.gravest.standing
    }

    /// What to have them bring. Whoever has dates on both sides of the first 資格確認書 is asked for one.
    pub(super) fn ask(&self, checked: &Checked, lang: Lang) -> &'static str {
        terms::ask(self.reason(), self.last_date, &checked.policy, lang)
    }

    /// Gravest first.
    fn weight(&self) -> (Reverse<bool>, Reverse<u64>) {
        (Reverse(self.must), Reverse(self.yen))
    }

    fn write(&self, checked: &Checked, lang: Lang, rows: &mut Rows) {
        let (claim, recorded) = self.claim(checked);
        write_insured(rows, &recorded);
        rows.recorded(recorded.name, recorded.encoding);
        write_birth_date(rows, claim, &recorded);
        rows.text(&self.stations());
        rows.number(self.claims);
        rows.number(self.yen);
        rows.date(Some(self.first_date));
        rows.date(Some(self.last_date));
        rows.word(self.reason().id());
        rows.text(self.ask(checked, lang));
        rows.end();
    }
}

/// Everybody with `needs_certificate`: `NEED_CERT` before `TRANSITIONAL`, then by amount downwards, then
/// by normalised identity, which unlike the recorded one does not depend on the order of files.
pub(crate) fn people(checked: &Checked) -> Vec<Person<'_>> {
    let mut people = grouped(checked);
    people.par_sort_unstable_by_key(|person| (person.weight(), person.first.at));
    // Amounts are often equal; identities are looked up among those alone.
    let mut equals: Vec<_> = people
        .chunk_by_mut(|a, b| a.weight() == b.weight())
        .collect();
    equals.par_iter_mut().for_each(|equal| {
        equal.sort_unstable_by_key(|person| key(checked, person.first.at));
    });
    people
}

impl Person<'_> {
    /// A hash by which a person is the same in another report.
    pub(crate) fn hash(&self) -> u64 {
        self.first.hash
    }
}

/// The persons in the order of their first claims.
fn grouped(checked: &Checked) -> Vec<Person<'_>> {
    let count = checked.claims.claims.chunks().len();
    let needs: Vec<Vec<Need<'_>>> = (0..count)
        .into_par_iter()
        .map(|position| needs(checked, position))
        .collect();
    let total = needs.iter().map(Vec::len).sum();
    let mut index = Index::with_capacity(total);
    let mut people: Vec<Person<'_>> = Vec::with_capacity(total);
    for need in needs.iter().flatten() {
        let place = index.hashed(checked, need.at, need.hash);
        if place == people.len() {
            people.push(Person::new(*need));
        }
        people[place].add(need);
    }
    people
}

/// Tells persons apart: which number a claim's person has, counted from 0 as they come.
pub(super) struct Index {
    /// The last person with a hash.
    heads: HashMap<u64, u32>,
    /// Of each person a claim of theirs, and the person before with the same hash.
    people: Vec<(At, Option<u32>)>,
}

impl Index {
    pub(super) fn with_capacity(people: usize) -> Self {
        Self {
            heads: HashMap::with_capacity(people),
            people: Vec::with_capacity(people),
        }
    }

    /// The number of the person whose claim it is; one more than there were when the person is new.
    pub(super) fn place(&mut self, checked: &Checked, at: At) -> usize {
        let (position, local) = (at.0 as usize, at.1 as usize);
        let (_, chunk) = checked.claims.claims.chunk(position);
        let hash = hash(checked, position, local, &chunk.claims[local]);
        self.hashed(checked, at, hash)
    }

    fn hashed(&mut self, checked: &Checked, at: At, hash: u64) -> usize {
        let last = self.heads.get(&hash).copied();
        let mut place = last;
        while let Some(number) = place {
            // Equal hashes prove nothing.
            let (of, before) = self.people[number as usize];
            if key(checked, of) == key(checked, at) {
                return number as usize;
            }
            place = before;
        }
        let number = self.people.len();
        self.people.push((at, last));
        // There are no more persons than claims, which `u32` counts.
        let last = u32::try_from(number).unwrap_or(u32::MAX);
        self.heads.insert(hash, last);
        number
    }
}

/// Equal for the claims of a person.
fn hash(checked: &Checked, position: usize, local: usize, claim: &Claim) -> u64 {
    let (key, id) = checked.keys.get(position, local, claim);
    let born = id
        .birth_date
        .map_or(0, |date| date.num_days_from_ce().unsigned_abs());
    key.hash ^ u64::from(born) << 32 ^ hash64(&[id.branch])
}

/// The claims with `needs_certificate` of the chunk at `position`.
fn needs(checked: &Checked, position: usize) -> Vec<Need<'_>> {
    let (start, chunk) = checked.claims.claims.chunk(position);
    let judgements = &checked.judgements[start as usize..];
    let index = |place: usize| u32::try_from(place).unwrap_or(u32::MAX);
    let mut needs = Vec::new();
    for (local, (claim, judgement)) in chunk.claims.iter().zip(judgements).enumerate() {
        let mut dates = claim.dates(judgement.cert_dates());
        let Some(first) = dates.next() else { continue };
        if checked.has_settled(start + index(local)) {
            continue;
        }
        needs.push(Need {
            at: (index(position), index(local)),
            hash: hash(checked, position, local, claim),
            station: &chunk.header(claim).station,
            yen: claim.total_yen,
            dates: (first, dates.last().unwrap_or(first)),
            must: judgement.dates_with(Outcome::NeedCert) != 0,
            mark: checked.mark_of(start + index(local)),
            gravest: Gravest {
                verdict: judgement.verdict,
                reason: judgement.reason,
                standing: judgement.standing,
            },
        });
    }
    needs
}

/// The claims of each person by index, in input order.
pub(super) fn members(checked: &Checked, people: &[Person<'_>]) -> Vec<Vec<u32>> {
    let by_key: HashMap<Key<'_>, usize> = people
        .iter()
        .enumerate()
        .map(|(place, person)| (key(checked, person.first.at), place))
        .collect();
    let mut members = vec![Vec::new(); people.len()];
    for position in 0..checked.claims.claims.chunks().len() {
        let (start, _) = checked.claims.claims.chunk(position);
        for need in needs(checked, position) {
            if let Some(&place) = by_key.get(&key(checked, need.at)) {
                members[place].push(start + need.at.1);
            }
        }
    }
    members
}

/// Writes the file.
///
/// # Errors
/// What `out` reports.
pub(super) fn write(
    checked: &Checked,
    people: &[Person<'_>],
    charset: Charset,
    lang: Lang,
    out: &mut (impl Write + Send),
) -> io::Result<Written> {
    out.write_all(&Rows::header(charset, &COLUMNS))?;
    let portions: Vec<&[Person<'_>]> = people.chunks(PORTION).collect();
    portions::write(out, portions.len(), |position| {
        let people = portions[position];
        let mut rows = Rows::new(charset, people.len() * ROW_BYTES);
        for person in people {
            person.write(checked, lang, &mut rows);
        }
        let (bytes, replaced) = rows.finish();
        let written = Written {
            rows: people.len() as u64,
            yen: 0,
            replaced,
        };
        Portion { bytes, written }
    })
}

//! Claims × eligibility records: the cascade of contract 4.3 over candidates that joins find.

pub mod cascade;
pub mod identity;
pub mod join;
pub mod keys;

use std::sync::OnceLock;

use chrono::NaiveDate;
use polars::prelude::PolarsResult;
use rayon::prelude::*;

use crate::eligibility::record::{RecordRef, Records};
use crate::eligibility::wanted::{self, Wanted};
use crate::text::insurer::InsurerKind;
use crate::uke::claim::{Chunk, Claim, Claims, Payer};

use cascade::{Candidate, Found, MatchedBy};
use identity::{Agreement, Identity};
use join::{Pairs, Side};
use keys::{ClaimKeys, Key};

/// How a claim was matched, and to what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Match {
    /// Which step settled it.
    pub by: MatchedBy,
    /// Indices of the matched records, ascending; of `other_insurer` they serve contract 4.6 row 3 only.
    pub records: Vec<u32>,
    /// Context: the person's usable records under another insurer, or under this one with another
    /// symbol or number. Looked up only where [`complete_context`] was asked to.
    pub context: Vec<u32>,
    /// Unusable records (validity 4, 該当資格なし) that fit as at the first step, where nothing else does:
    /// perhaps the registration is late (`LAG_SUSPECTED`).
    pub late: Vec<u32>,
}

/// The matches of all claims, by claim index.
pub type Matches = Vec<Match>;

/// The identity of a record.
#[must_use]
pub fn identity_of(record: RecordRef<'_>) -> Identity<'_> {
    Identity {
        insurer: record.insurer(),
        symbol: record.symbol(),
        number: record.number(),
        branch: record.branch(),
        kana: record.kana(),
        name: record.name(),
        birth_date: record.birth_date,
        sex: record.sex,
    }
}

/// Records with what every step asks of them.
pub struct Pool<'a> {
    records: &'a Records,
    as_of: NaiveDate,
    /// Rows of all records by person: both the cascade and the context ask for them.
    people: OnceLock<Side>,
}

impl<'a> Pool<'a> {
    /// The records seen by `as_of`.
    #[must_use]
    pub fn new(records: &'a Records, as_of: NaiveDate) -> Self {
        Self {
            records,
            as_of,
            people: OnceLock::new(),
        }
    }

    /// The record at `index`.
    #[must_use]
    pub fn get(&self, index: u32) -> Option<RecordRef<'a>> {
        self.records.get(index as usize)
    }

    /// How many records were seen after `as_of` and are ignored.
    #[must_use]
    pub fn seen_later(&self) -> u64 {
        self.records
            .iter()
            .filter(|record| !self.is_seen(record))
            .count() as u64
    }

    fn is_seen(&self, record: &RecordRef<'_>) -> bool {
        record.as_of.is_none_or(|seen| seen <= self.as_of)
    }

    fn candidate(&self, index: u32) -> Option<Candidate<'a>> {
        let record = self.get(index)?;
        Some(Candidate {
            index,
            identity: identity_of(record),
            qualified_on: record.qualified_on,
            lost_on: record.lost_on,
            usable: record.status != 2 && !matches!(record.validity, 4 | 5),
            several: record.validity == 5,
            absent: record.validity == 4,
        })
    }

    /// The candidates among `indices` for a claim on medical insurance, or on public payers alone.
    fn candidates(&self, indices: &[u32], public: bool) -> Vec<Candidate<'a>> {
        let mut last = None;
        indices
            .iter()
            .filter(|&&index| last.replace(index) != Some(index))
            .filter_map(|&index| self.candidate(index))
            .filter(|c| InsurerKind::of(c.identity.insurer).is_medical() != public)
            .collect()
    }
}

/// A claim with its normalised identity.
#[derive(Clone, Copy, Debug)]
pub struct ClaimAt<'a> {
    /// Index in the run.
    pub index: u32,
    /// Where its records are kept.
    pub chunk: &'a Chunk,
    /// The claim.
    pub claim: &'a Claim,
    /// Kind of insurer, 不詳 mark.
    pub key: Key,
    /// Who it is for.
    pub identity: Identity<'a>,
}

/// Calls `f` for every claim, chunks in parallel; the results are in input order.
pub fn map_claims<T: Send>(
    claims: &Claims,
    keys: &ClaimKeys,
    f: impl Fn(ClaimAt<'_>) -> T + Sync,
) -> Vec<T> {
    (0..claims.chunks().len())
        .into_par_iter()
        .flat_map_iter(|position| {
            let (start, chunk) = claims.chunk(position);
            let f = &f;
            (start..)
                .zip(chunk.claims.iter().enumerate())
                .map(move |(index, (local, claim))| {
                    let (key, identity) = keys.get(position, local, claim);
                    f(ClaimAt {
                        index,
                        chunk,
                        claim,
                        key,
                        identity,
                    })
                })
        })
        .collect()
}

impl ClaimAt<'_> {
    /// False for a 不詳 claim, and for one that cannot be read so far as to say who it is for. Another
    /// unreadable claim is looked up all the same (contract 4.7, "`matched_by` as found").
    #[must_use]
    pub fn is_searched(&self) -> bool {
        let id = &self.identity;
        let is_known = !id.insurer.is_empty() && !id.number.is_empty() && id.birth_date.is_some();
        !self.key.unknown_number && (self.claim.problem.is_none() || is_known)
    }

    fn is_public(&self) -> bool {
        self.claim.payer == Payer::Public
    }
}

/// Matches every claim (contract 4.3), without context.
///
/// # Errors
/// What polars reports while joining.
pub fn match_claims(claims: &Claims, keys: &ClaimKeys, pool: &Pool<'_>) -> PolarsResult<Matches> {
    let pairs = join::join(
        claims_by_key(claims, keys),
        records_by_key(pool),
        claims.len(),
    )?;
    let by_key = map_claims(claims, keys, |at| {
        if !at.is_searched() {
            return Some(Match::default());
        }
        let candidates = pool.candidates(pairs.of(at.index), at.is_public());
        let found = cascade::by_key(&at.identity, &candidates, at.is_public());
        match found {
            Some(found) => Some(found.into()),
            None if at.is_public() => Some(left_over(&at, &candidates)),
            None => None,
        }
    });
    if by_key.iter().all(Option::is_some) {
        return Ok(by_key.into_iter().flatten().collect());
    }
    let is_open = |index: u32| by_key[index as usize].is_none();
    let people = join::join(
        claims_by_person(claims, keys, is_open),
        records_by_person(pool),
        claims.len(),
    )?;
    let by_person = map_claims(claims, keys, |at| {
        is_open(at.index).then(|| {
            let candidates = pool.candidates(people.of(at.index), false);
            cascade::by_person(&at.identity, &candidates).map_or_else(
                || left_over(&at, &pool.candidates(pairs.of(at.index), false)),
                Match::from,
            )
        })
    });
    // Each claim is settled by exactly one of the two passes.
    Ok(by_key
        .into_iter()
        .zip(by_person)
        .map(|(a, b)| a.or(b).unwrap_or_default())
        .collect())
}

impl From<Found> for Match {
    fn from(found: Found) -> Self {
        Self {
            by: found.by,
            records: found.records,
            ..Self::default()
        }
    }
}

/// Nothing fits: `multi` when the eligibility system itself knows several, else `none`, with the records that
/// say so.
fn left_over(at: &ClaimAt<'_>, candidates: &[Candidate<'_>]) -> Match {
    if cascade::several_known(&at.identity, candidates) {
        return Match {
            by: MatchedBy::Multi,
            ..Match::default()
        };
    }
    Match {
        late: cascade::known_absent(&at.identity, candidates),
        ..Match::default()
    }
}

fn claims_by_key(claims: &Claims, keys: &ClaimKeys) -> Side {
    let mut side = Side::new();
    for (position, (start, _)) in claims.chunks().enumerate() {
        for (index, key) in (start..).zip(keys.chunk(position)) {
            side.push(key.hash, index);
        }
    }
    side
}

fn records_by_key(pool: &Pool<'_>) -> Side {
    let mut side = Side::new();
    for (index, record) in (0u32..).zip(pool.records.iter()) {
        if pool.is_seen(&record) {
            side.push(record.key_hash(), index);
        }
    }
    side
}

/// Adds the rows under which whoever agrees with `identity` is found.
fn look_up(side: &mut Side, identity: &Identity<'_>, index: u32) {
    for hash in wanted::look_up(identity.birth_date, identity.kana, identity.name) {
        side.push(hash, index);
    }
}

/// What of registers matters to these claims: whoever has a claim's insurer, symbol and number, or is its
/// person.
#[must_use]
pub fn wanted(claims: &Claims, keys: &ClaimKeys) -> Wanted {
    let mut wanted = Wanted::default();
    for (position, (_, chunk)) in claims.chunks().enumerate() {
        for (local, claim) in chunk.claims.iter().enumerate() {
            let (key, identity) = keys.get(position, local, claim);
            wanted.add_key(key.hash);
            wanted.add_person(identity.birth_date, identity.kana, identity.name);
        }
    }
    wanted
}

fn claims_by_person(claims: &Claims, keys: &ClaimKeys, is_open: impl Fn(u32) -> bool) -> Side {
    let mut side = Side::new();
    for (position, (start, chunk)) in claims.chunks().enumerate() {
        for (index, (local, claim)) in (start..).zip(chunk.claims.iter().enumerate()) {
            if is_open(index) {
                look_up(&mut side, &keys.get(position, local, claim).1, index);
            }
        }
    }
    side
}

fn records_by_person(pool: &Pool<'_>) -> Side {
    let rows = || {
        let mut side = Side::new();
        for (index, record) in (0u32..).zip(pool.records.iter()) {
            if pool.is_seen(&record) {
                for hash in wanted::people_of(record) {
                    side.push(hash, index);
                }
            }
        }
        side
    };
    pool.people.get_or_init(rows).clone()
}

/// Looks up the context of the matched claims that `wanted` names (contract 4.3, "Context").
///
/// # Errors
/// What polars reports while joining.
pub fn complete_context(
    claims: &Claims,
    keys: &ClaimKeys,
    pool: &Pool<'_>,
    matches: &mut Matches,
    wanted: impl Fn(u32) -> bool + Sync,
) -> PolarsResult<()> {
    let mut looking = Side::new();
    for (index, matched) in (0u32..).zip(matches.iter()) {
        if wanted(index) && matched.by != MatchedBy::OtherInsurer {
            for record in matched.records.iter().filter_map(|&r| pool.get(r)) {
                look_up(&mut looking, &identity_of(record), index);
            }
        }
    }
    if looking.is_empty() {
        return Ok(());
    }
    let people = join::join(looking, records_by_person(pool), claims.len())?;
    let contexts = map_claims(claims, keys, |at| {
        let matched = &matches[at.index as usize];
        context(pool, &people, matched, &at)
    });
    for (matched, context) in matches.iter_mut().zip(contexts) {
        matched.context = context;
    }
    Ok(())
}

fn context(pool: &Pool<'_>, people: &Pairs, matched: &Match, at: &ClaimAt<'_>) -> Vec<u32> {
    let own: Vec<Identity<'_>> = matched
        .records
        .iter()
        .filter_map(|&r| pool.get(r))
        .map(identity_of)
        .collect();
    pool.candidates(people.of(at.index), at.is_public())
        .iter()
        .filter(|c| c.usable)
        .filter(|c| own.iter().all(|own| !own.zero_equal(&c.identity)))
        .filter(|c| own.iter().any(|own| same_person(own, &c.identity)))
        .map(|c| c.index)
        .collect()
}

fn same_person(a: &Identity<'_>, b: &Identity<'_>) -> bool {
    a.born_equal(b) && a.kana(b) == Agreement::Agrees && !a.sex_differs(b)
}

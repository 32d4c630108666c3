//! Claims × eligibility records: the cascade of contract 4.3 over candidates that an index finds.

pub mod cascade;
pub mod identity;

pub mod keys;

use chrono::NaiveDate;
use rayon::prelude::*;
use smallvec::SmallVec;

use crate::eligibility::record::{RecordRef, Records};
use crate::eligibility::wanted::{self, Wanted};
use crate::text::insurer::InsurerKind;
use crate::uke::claim::{Chunk, Claim, Claims, Payer};

use crate::text::index::{Filed, Index};
use cascade::{Candidate, Found, MatchedBy};
use identity::{Agreement, Identity};
use keys::{ClaimKeys, Key};

/// Some things of which there is nearly always one: a person has a record or two.
pub type Few<T> = SmallVec<[T; 2]>;

/// How a claim was matched, and to what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Match {
    /// Which step settled it.
    pub by: MatchedBy,
    /// Indices of the matched records, ascending; of `other_insurer` they serve contract 4.6 row 3 only.
    pub records: Few<u32>,
    /// Context: the person's usable records under another insurer, or under this one with another
    /// symbol or number. Looked up only where it matters ([`Matcher::context`]).
    pub context: Box<[u32]>,
    /// Unusable records (validity 4, 該当資格なし) that fit as at the first step, where nothing else does:
    /// perhaps the registration is late (`LAG_SUSPECTED`).
    pub late: Box<[u32]>,
}

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
}

impl<'a> Pool<'a> {
    /// The records seen by `as_of`.
    #[must_use]
    pub fn new(records: &'a Records, as_of: NaiveDate) -> Self {
        Self { records, as_of }
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

    /// The candidates among `indices`, which ascend, for a claim on medical insurance, or on public payers alone.
    fn candidates(
        &self,
        indices: impl IntoIterator<Item = u32>,
        public: bool,
    ) -> Few<Candidate<'a>> {
        let mut last = None;
        indices
            .into_iter()
            .filter(|&index| last.replace(index) != Some(index))
            .filter_map(|index| self.candidate(index))
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

/// Calls `f` for every position of a chunk, in parallel; the results are in input order.
pub fn map_chunks<T: Send>(chunks: usize, f: impl Fn(usize) -> T + Sync + Send) -> Vec<T> {
    (0..chunks).into_par_iter().map(f).collect()
}

/// The claims of the chunk at `position`.
#[must_use]
pub fn claims_of<'a>(
    claims: &'a Claims,
    keys: &'a ClaimKeys,
    position: usize,
) -> impl ExactSizeIterator<Item = ClaimAt<'a>> {
    let (start, chunk) = claims.chunk(position);
    chunk.claims.iter().enumerate().map(move |(local, claim)| {
        let (key, identity) = keys.get(position, local, claim);
        ClaimAt {
            // The claims of a run are fewer than 2³².
            index: start + u32::try_from(local).unwrap_or(u32::MAX),
            chunk,
            claim,
            key,
            identity,
        }
    })
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

/// Finds the records of claims (contract 4.3).
pub struct Matcher<'a> {
    pool: Pool<'a>,
    by_key: Index,
    by_person: Index,
}

impl<'a> Matcher<'a> {
    /// Files the records by key and by person.
    #[must_use]
    pub fn new(pool: Pool<'a>) -> Self {
        let (by_key, by_person) = indices(&pool);
        Self {
            pool,
            by_key,
            by_person,
        }
    }

    /// The records.
    #[must_use]
    pub fn pool(&self) -> &Pool<'a> {
        &self.pool
    }

    /// Matches a claim, without context.
    #[must_use]
    pub fn find(&self, at: &ClaimAt<'_>) -> Match {
        if !at.is_searched() {
            return Match::default();
        }
        let public = at.is_public();
        let by_key = self.pool.candidates(self.by_key.rows(at.key.hash), public);
        if let Some(found) = cascade::by_key(&at.identity, &by_key, public) {
            return found.into();
        }
        if !public {
            let by_person = self.pool.candidates(self.people(&at.identity), false);
            if let Some(found) = cascade::by_person(&at.identity, &by_person) {
                return found.into();
            }
        }
        left_over(at, &by_key)
    }

    /// The context of a matched claim (contract 4.3, "Context"), ascending; none for a person known under
    /// another insurer only.
    #[must_use]
    pub fn context(&self, at: &ClaimAt<'_>, matched: &Match) -> Box<[u32]> {
        if matched.by == MatchedBy::OtherInsurer {
            return Box::default();
        }
        let own: Few<Identity<'_>> = matched
            .records
            .iter()
            .filter_map(|&r| self.pool.get(r))
            .map(identity_of)
            .collect();
        let mut rows: Few<u32> = own.iter().flat_map(|own| self.people(own)).collect();
        rows.sort_unstable();
        self.pool
            .candidates(rows, at.is_public())
            .iter()
            .filter(|c| c.usable)
            .filter(|c| own.iter().all(|own| !own.zero_equal(&c.identity)))
            .filter(|c| own.iter().any(|own| same_person(own, &c.identity)))
            .map(|c| c.index)
            .collect()
    }

    /// The rows that may be this person's, ascending.
    fn people(&self, identity: &Identity<'_>) -> Few<u32> {
        let hashes = wanted::look_up(identity.birth_date, identity.kana, identity.name);
        let mut rows: Few<u32> = hashes
            .into_iter()
            .flat_map(|hash| self.by_person.rows(hash))
            .collect();
        rows.sort_unstable();
        rows
    }
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
        late: cascade::known_absent(&at.identity, candidates).into(),
        ..Match::default()
    }
}

/// Records looked through by one thread at a time.
const PART: u32 = 8_192;

/// Files the records by key and by person.
fn indices(pool: &Pool<'_>) -> (Index, Index) {
    // Records of a run are fewer than 2³².
    let len = u32::try_from(pool.records.len()).unwrap_or(u32::MAX);
    let part = |part: u32| {
        let (mut keys, mut people) = (Filed::default(), Filed::default());
        let rows = part * PART..(part + 1).saturating_mul(PART).min(len);
        for (row, record) in rows.filter_map(|row| Some((row, pool.get(row)?))) {
            if pool.is_seen(&record) {
                keys.push(record.key_hash(), row);
                wanted::people_of(record).for_each(|hash| people.push(hash, row));
            }
        }
        (keys, people)
    };
    let (keys, people): (Vec<_>, Vec<_>) =
        (0..len.div_ceil(PART)).into_par_iter().map(part).unzip();
    rayon::join(|| Index::new(&keys), || Index::new(&people))
}

/// What of registers matters to these claims: whoever has a claim's insurer, symbol and number, or is its
/// person.
#[must_use]
pub fn wanted(claims: &Claims, keys: &ClaimKeys) -> Wanted {
    let mut wanted = Wanted::default();
    for (position, (_, chunk)) in claims.chunks().enumerate() {
        for (local, claim) in chunk.claims.iter().enumerate() {
            let (key, identity) = keys.get(position, local, claim);
            let (born, kana, name) = (identity.birth_date, identity.kana, identity.name);
            wanted.add_claim(key.hash, born, kana, name);
        }
    }
    wanted
}

fn same_person(a: &Identity<'_>, b: &Identity<'_>) -> bool {
    a.born_equal(b) && a.kana(b) == Agreement::Agrees && !a.sex_differs(b)
}

//! Claims × eligibility records: the cascade of contract 4.3 over candidates that joins find.

pub mod cascade;
pub mod identity;
pub mod join;
pub mod keys;

use chrono::{Datelike, NaiveDate};
use polars::prelude::PolarsResult;
use rayon::prelude::*;

use crate::eligibility::record::{RecordRef, Records};
use crate::text::hash::hash64;
use crate::text::insurer::InsurerKind;
use crate::uke::claim::{Claims, Payer};

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
}

/// The matches of all claims, by claim index.
pub type Matches = Vec<Match>;

/// The identity of a record.
#[must_use]
pub fn identity_of<'a>(record: RecordRef<'a>) -> Identity<'a> {
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
        self.records.iter().filter(|record| !self.is_seen(record)).count() as u64
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

/// Matches every claim; claims that cannot be judged and 不詳 claims are not searched.
///
/// # Errors
/// What polars reports while joining.
pub fn match_claims(claims: &Claims, keys: &ClaimKeys, pool: &Pool<'_>) -> PolarsResult<Matches> {
    let pairs = join::join(claims_by_key(claims, keys), records_by_key(pool), claims.len())?;
    let by_key: Vec<Option<Match>> = each_claim(claims, keys, |index, key, identity, public| {
        let candidates = pool.candidates(pairs.of(index), public);
        (candidates.is_empty(), key, identity, public, candidates)
    }
    .into_match());
    unresolved(claims, keys, pool, &pairs, by_key)
}

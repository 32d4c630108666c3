//! Claim files as the state keeps them: claim by claim, each known by its key, with the hashes by which it is found.
//! Pure.

use std::collections::HashMap;

use rayon::prelude::*;

use crate::check::claim_key;
use crate::mark::ClaimKey;
use crate::matching::keys::ClaimKeys;
use crate::matching::{ClaimAt, claims_of};
use crate::text::date::Month;
use crate::text::hash::hash64;
use crate::uke::claim::Header;
use crate::uke::issue::Issue;
use crate::uke::read::{Input, ReadClaims};
use crate::uke::stored;

use super::hashes::{self, Hashes};

/// A claim as it is stored.
#[derive(Clone, Debug)]
pub(super) struct PackedClaim {
    /// Line of RE in its file, from 1.
    pub line: u32,
    /// `None` for a claim that cannot be read.
    pub key: Option<i64>,
    /// 指定訪問看護年月 as a number: [`month_number`].
    pub month: Option<i64>,
    /// 保険者番号, normalised.
    pub insurer: String,
    /// 合計金額 in yen.
    pub yen: u32,
    /// Index into [`PackedInput::headers`].
    pub header: u32,
    /// The claim itself.
    pub body: Vec<u8>,
    /// Where it looks for records.
    pub hashes: Hashes,
    /// Under which it would be the same as another.
    pub twin: Option<i64>,
}

/// A note of the reader.
#[derive(Clone, Debug)]
pub(super) struct PackedIssue {
    /// Index of the claim in the input; `None` when it is about the file.
    pub claim: Option<u32>,
    /// The note itself.
    pub body: Vec<u8>,
}

/// A claim file, or a member of a zip.
#[derive(Debug)]
pub(super) struct PackedInput {
    pub input: Input,
    pub headers: Vec<Header>,
    pub claims: Vec<PackedClaim>,
    pub issues: Vec<PackedIssue>,
}

/// A month as a number: twelve a year, January of the year 0 is 0.
pub(super) fn month_number(month: Month) -> i64 {
    i64::from(month.year()) * 12 + i64::from(month.month()) - 1
}

/// A header's hash: which of the stored ones may be the same.
pub(super) fn header_hash(header: &Header) -> i64 {
    let month = header
        .billing_month
        .map_or_else(String::new, |it| it.to_string());
    hashes::signed(hash64(&[
        &header.payer.to_string(),
        &header.station,
        &header.name,
        &month,
    ]))
}

/// Packs what was read.
pub(super) fn pack(read: ReadClaims) -> Vec<PackedInput> {
    let keys = ClaimKeys::of(&read.claims);
    let chunks: Vec<(u32, Packed)> = (0..read.claims.chunks().len())
        .into_par_iter()
        .map(|position| {
            let (_, chunk) = read.claims.chunk(position);
            (chunk.input, pack_chunk(&read, &keys, position))
        })
        .collect();
    let mut inputs: Vec<PackedInput> = read
        .inputs
        .into_iter()
        .map(|input| PackedInput {
            input,
            headers: Vec::new(),
            claims: Vec::new(),
            issues: Vec::new(),
        })
        .collect();
    for (input, chunk) in chunks {
        if let Some(input) = inputs.get_mut(input as usize) {
            input.append(chunk);
        }
    }
    inputs
}

/// What one chunk gives.
struct Packed {
    headers: Vec<Header>,
    claims: Vec<PackedClaim>,
    issues: Vec<PackedIssue>,
}

fn pack_chunk(read: &ReadClaims, keys: &ClaimKeys, position: usize) -> Packed {
    let (_, chunk) = read.claims.chunk(position);
    Packed {
        headers: chunk.headers.iter().map(clean).collect(),
        claims: claims_of(&read.claims, keys, position)
            .map(|at| pack_claim(&at))
            .collect(),
        issues: chunk.issues.iter().map(pack_issue).collect(),
    }
}

fn pack_claim(at: &ClaimAt<'_>) -> PackedClaim {
    let claim = at.claim;
    let mut body = Vec::new();
    stored::pack(at.chunk, claim, &mut body);
    PackedClaim {
        line: claim.line,
        key: claim_key(at.chunk, claim, at.identity).map(ClaimKey::number),
        month: claim.service_month.map(month_number),
        insurer: without_nul(at.identity.insurer),
        yen: claim.total_yen,
        header: claim.header,
        body,
        hashes: searched_hashes(at),
        twin: hashes::twin(at),
    }
}

/// A header as a database can store it.
fn clean(header: &Header) -> Header {
    Header {
        station: without_nul(&header.station).into(),
        name: without_nul(&header.name).into(),
        ..header.clone()
    }
}

/// A text as a database can store it: `PostgreSQL` has no NUL in texts.
pub(super) fn without_nul(text: &str) -> String {
    text.replace('\0', "\u{FFFD}")
}

/// A claim that is not searched looks for nothing.
pub(super) fn searched_hashes(at: &ClaimAt<'_>) -> Hashes {
    if at.is_searched() {
        hashes::of_claim(at)
    } else {
        Hashes::new()
    }
}

fn pack_issue(issue: &Issue) -> PackedIssue {
    let mut body = Vec::new();
    stored::pack_issue(issue, &mut body);
    PackedIssue {
        claim: issue.claim,
        body,
    }
}

impl PackedInput {
    /// Puts the next chunk behind; equal headers become one.
    fn append(&mut self, chunk: Packed) {
        // A file has fewer than 2³² claims.
        let before = u32::try_from(self.claims.len()).unwrap_or(u32::MAX);
        let mut places: HashMap<usize, u32> = HashMap::new();
        for mut claim in chunk.claims {
            let local = claim.header as usize;
            claim.header = *places
                .entry(local)
                .or_insert_with(|| place(&mut self.headers, &chunk.headers[local]));
            self.claims.push(claim);
        }
        self.issues
            .extend(chunk.issues.into_iter().map(|issue| PackedIssue {
                claim: issue.claim.map(|claim| before + claim),
                ..issue
            }));
    }
}

/// The place of a header among those of the input, put behind them when it is new. Nearly always it is the last.
fn place(headers: &mut Vec<Header>, header: &Header) -> u32 {
    let found = match headers.last() {
        Some(last) if last == header => Some(headers.len() - 1),
        _ => None,
    };
    let at = found.unwrap_or_else(|| {
        headers.push(header.clone());
        headers.len() - 1
    });
    u32::try_from(at).unwrap_or(u32::MAX)
}

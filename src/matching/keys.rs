//! The claims' side of the comparison, normalised once (contract 4.2, 4.3).

use chrono::NaiveDate;
use rayon::prelude::*;

use crate::eligibility::record::key_hash;
use crate::text::insurer::InsurerKind;
use crate::text::{cp932, fold, trimmed};
use crate::uke::claim::{Chunk, Claim, Claims, Payer};
use crate::uke::dialect::Encoding;
use crate::uke::recorded::Recorded;

use super::identity::Identity;

/// Normalised identity of one claim; its texts lie in the arena of its chunk.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    start: u32,
    /// Lengths of insurer, symbol, number, branch, kana, name.
    lengths: [u16; 6],
    /// 生年月日; kept here, too, since a claim that is masked has none.
    birth_date: Option<NaiveDate>,
    /// Kind of insurer; `Kohi` for a claim without HO.
    pub kind: InsurerKind,
    /// 不詳 claim (contract 4.2).
    pub unknown_number: bool,
    /// First KO 12… on a claim without HO.
    pub ticket: bool,
    /// Hash of insurer, symbol and number as of [`key_hash`].
    pub hash: u64,
}

#[derive(Debug, Default)]
struct KeyChunk {
    keys: Vec<Key>,
    text: String,
}

/// The normalised identities of all claims, chunk by chunk like [`Claims`].
#[derive(Debug, Default)]
pub struct ClaimKeys {
    chunks: Vec<KeyChunk>,
}

/// How 不詳 is written for the insurer (contract 4.2), then for the number, and the number of 後期高齢者.
pub(crate) const UNKNOWN_INSURER: &str = "77777777";
const UNKNOWN_NUMBER: &str = "777777777";
const UNKNOWN_KOKI_NUMBER: &str = "77777777";

impl ClaimKeys {
    /// Normalises all claims, chunks in parallel.
    #[must_use]
    pub fn of(claims: &Claims) -> Self {
        let chunks: Vec<&Chunk> = claims.chunks().map(|(_, chunk)| chunk).collect();
        Self {
            chunks: chunks.into_par_iter().map(key_chunk).collect(),
        }
    }

    /// The key of the claim at `local` in the chunk at `position`, with its identity.
    #[must_use]
    pub fn get(&self, position: usize, local: usize, claim: &Claim) -> (Key, Identity<'_>) {
        let chunk = &self.chunks[position];
        let key = chunk.keys[local];
        (key, key.identity(&chunk.text, claim))
    }

    /// The keys of the chunk at `position`.
    #[must_use]
    pub fn chunk(&self, position: usize) -> &[Key] {
        &self.chunks[position].keys
    }
}

impl Key {
    fn identity<'a>(&self, text: &'a str, claim: &Claim) -> Identity<'a> {
        let mut at = self.start as usize;
        let mut next = |length: u16| {
            let part = text.get(at..at + usize::from(length)).unwrap_or_default();
            at += usize::from(length);
            part
        };
        let [insurer, symbol, number, branch, kana, name] = self.lengths.map(&mut next);
        Identity {
            insurer,
            symbol,
            number,
            branch,
            kana,
            name,
            birth_date: self.birth_date,
            sex: claim.sex,
        }
    }
}

fn key_chunk(chunk: &Chunk) -> KeyChunk {
    let mut out = KeyChunk {
        keys: Vec::with_capacity(chunk.claims.len()),
        // Numbers and names of one have some eighty bytes.
        text: String::with_capacity(chunk.claims.len() * 96),
    };
    let mut scratch = String::new();
    for claim in &chunk.claims {
        let key = key(chunk, claim, &mut out.text, &mut scratch);
        out.keys.push(key);
    }
    out.text.shrink_to_fit();
    out
}

/// The number of characters of a field without the blanks around it.
fn trimmed_length(encoding: Encoding, field: &[u8]) -> usize {
    if field.is_ascii() {
        field.trim_ascii().len()
    } else {
        encoding.decode(field).trim().chars().count()
    }
}

fn key(chunk: &Chunk, claim: &Claim, text: &mut String, scratch: &mut String) -> Key {
    let raw = Recorded::of(chunk, claim);
    // 枝番 belongs to the insurer's number.
    let branch = if claim.payer == Payer::Insurer {
        raw.branch
    } else {
        b""
    };
    let start = text.len();
    let mut add = |field: &[u8], fold: fn(&str, &mut String)| {
        let before = text.len();
        scratch.clear();
        let field = if let Some(text) = cp932::ascii(field) {
            text
        } else {
            chunk.encoding.decode_into(field, scratch);
            scratch.as_str()
        };
        fold(trimmed(field), text);
        // Head records are cut to 4 KiB, of which NFKC makes less than 64 KiB.
        u16::try_from(text.len() - before).unwrap_or(u16::MAX)
    };
    let lengths = [
        add(raw.insurer, fold::insurer_into),
        add(raw.symbol, fold::number_into),
        add(raw.number, fold::number_into),
        add(branch, fold::branch_into),
        add(raw.kana, fold::kana_into),
        add(raw.name, fold::name_into),
    ];
    let mut key = Key {
        // An arena holds the names of one chunk: some ten thousand claims.
        start: u32::try_from(start).unwrap_or(u32::MAX),
        lengths,
        birth_date: claim.birth_date,
        kind: InsurerKind::Unknown,
        unknown_number: false,
        ticket: false,
        hash: 0,
    };
    let id = key.identity(text, claim);
    let public = claim.payer == Payer::Public;
    let kind = match trimmed_length(chunk.encoding, raw.insurer) {
        _ if public => InsurerKind::Kohi,
        6 | 8 => InsurerKind::of(id.insurer),
        // Padding must not make a number of another length look like a 国保 number.
        _ => InsurerKind::Unknown,
    };
    let unknown_number = id.insurer == UNKNOWN_INSURER
        || id.number == UNKNOWN_NUMBER
        || (id.is_koki() && id.number == UNKNOWN_KOKI_NUMBER);
    let ticket = public && id.insurer.starts_with("12");
    let hash = key_hash(id.insurer, id.symbol, id.number);
    (key.kind, key.unknown_number, key.ticket, key.hash) = (kind, unknown_number, ticket, hash);
    key
}

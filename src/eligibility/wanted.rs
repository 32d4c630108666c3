//! Which members of a register matter to the claims of a run.
//!
//! A register has ten million rows, a month a hundred thousand claims. A record that neither has a claim's
//! insurer, symbol and number nor speaks of a claim's person is never looked at by matching (contract 4.3),
//! so it need not be kept.

use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hasher};

use chrono::{Datelike, NaiveDate};

use super::record::{RecordRef, Records};
use crate::text::hash::hash64;

/// Keys and persons to keep, as hashes: one kept for nothing costs a row, none is missed.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// [`key_hash`](super::key_hash) of insurer, symbol and number.
    pub keys: Hashes,
    /// [`person_hash`] of birth date and kana, or name.
    pub people: Hashes,
}

/// A set of hashes, which need no hashing again.
pub type Hashes = HashSet<u64, BuildHasherDefault<AsIs>>;

/// Hands a `u64` through.
#[derive(Clone, Copy, Debug, Default)]
pub struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        // Only `u64` is ever hashed here; this keeps the trait's promise for anything else.
        for &byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(byte);
        }
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

impl Wanted {
    /// Whether a record may matter.
    #[must_use]
    pub fn has(&self, record: RecordRef<'_>) -> bool {
        self.keys.contains(&record.key_hash())
            || people_of(record).any(|person| self.people.contains(&person))
    }

    /// Whom `records`, which were kept for these claims, speak of beyond the claims' own persons: a record that
    /// fits a claim by its number may write the name differently, and the context of the claim (contract 4.3)
    /// is looked up by the name in the record. Keys are none; nobody further leaves it empty.
    #[must_use]
    pub fn further(&self, records: &Records) -> Self {
        let of_records = records
            .iter()
            .flat_map(|record| look_up(record.birth_date, record.kana(), record.name()));
        Self {
            keys: Hashes::default(),
            people: of_records
                .filter(|person| !self.people.contains(person))
                .collect(),
        }
    }

    /// True when nobody is wanted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty() && self.people.is_empty()
    }

    /// Adds what `other` wants.
    pub fn extend(&mut self, other: &Self) {
        self.keys.extend(&other.keys);
        self.people.extend(&other.people);
    }
}

/// The hashes under which a record is found by person: by kana, and by name apart from records without kana.
pub fn people_of(record: RecordRef<'_>) -> impl Iterator<Item = u64> {
    let kana = record.kana();
    let of_name = if kana.is_empty() {
        BY_NAME
    } else {
        BY_NAME_BESIDE_KANA
    };
    [
        person_hash(record.birth_date, BY_KANA, kana),
        person_hash(record.birth_date, of_name, record.name()),
    ]
    .into_iter()
    .flatten()
}

/// The hashes under which records are found that agree with this person in kana, or in name where a side
/// has no kana.
pub fn look_up(birth_date: Option<NaiveDate>, kana: &str, name: &str) -> impl Iterator<Item = u64> {
    let beside = kana.is_empty().then_some(BY_NAME_BESIDE_KANA);
    [
        person_hash(birth_date, BY_KANA, kana),
        person_hash(birth_date, BY_NAME, name),
        beside.and_then(|kind| person_hash(birth_date, kind, name)),
    ]
    .into_iter()
    .flatten()
}

/// Kana, compared where both sides have it.
pub const BY_KANA: &str = "kana";
/// The name of somebody without kana.
pub const BY_NAME: &str = "name";
/// The name of somebody who has kana too.
pub const BY_NAME_BESIDE_KANA: &str = "name, kana";

/// The hash under which people of one birth date and kana, or name, meet; texts normalised (contract 4.3).
/// `None` without either.
#[must_use]
pub fn person_hash(birth_date: Option<NaiveDate>, kind: &str, text: &str) -> Option<u64> {
    if text.is_empty() {
        return None;
    }
    let day = u64::from(birth_date?.num_days_from_ce().unsigned_abs());
    Some(hash64(&[kind, text]) ^ day.wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

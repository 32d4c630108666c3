//! Which members of a register matter to the claims of a run.
//!
//! A register has ten million rows, a month a hundred thousand claims. A record that neither has a claim's
//! insurer, symbol and number nor speaks of a claim's person is never looked at by matching (contract 4.3),
//! so it need not be kept.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::OnceLock;

use chrono::{Datelike, NaiveDate};

use super::column::Column;
use super::record::{RecordRef, key_hash};
use crate::text::fold;
use crate::text::hash::{self, hash64};

/// Keys and persons to keep, as hashes: one kept for nothing costs a row, none is missed.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// [`key_hash`](super::key_hash) of insurer, symbol and number.
    keys: Hashes,
    /// [`person_hash`] of birth date and kana, or name.
    people: Hashes,
    /// The birth dates of these people.
    days: Days,
    /// Key and birth date, key and kana or name of the claims: what a record that a claim is matched with by
    /// its key shares with it (contract 4.3, the first two steps).
    bearers: Hashes,
    /// The birth dates of those without kana, for whom the names of records with kana matter.
    nameless_days: Days,
}

/// Whose records a run wants, worked out when the first large register asks.
pub struct Members<'a> {
    make: Box<dyn Fn() -> Wanted + Sync + 'a>,
    made: OnceLock<Wanted>,
}

impl<'a> Members<'a> {
    /// Members that `make` knows.
    pub fn new(make: impl Fn() -> Wanted + Sync + 'a) -> Self {
        Self {
            make: Box::new(make),
            made: OnceLock::new(),
        }
    }

    /// Who they are.
    pub fn get(&self) -> &Wanted {
        self.made.get_or_init(&self.make)
    }
}

impl fmt::Debug for Members<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Members")
            .field("made", &self.made)
            .finish_non_exhaustive()
    }
}

/// A set of hashes. Nearly all that are asked for are not in it, which a small filter tells without going
/// far into memory.
#[derive(Clone, Debug)]
struct Hashes {
    /// Two bits of one word for each hash.
    filter: Box<[u64]>,
    all: HashSet<u64, BuildHasherDefault<AsIs>>,
}

/// Words of a filter: 512 KiB, which a second-level cache holds. With 200,000 hashes in it, it lets one in
/// a hundred of the others through.
const FILTER: usize = 1 << 16;

impl Default for Hashes {
    fn default() -> Self {
        Self {
            filter: vec![0; FILTER].into_boxed_slice(),
            all: HashSet::default(),
        }
    }
}

impl Hashes {
    fn insert(&mut self, hash: u64) {
        let (word, bits) = Self::place(hash);
        self.filter[word] |= bits;
        self.all.insert(hash);
    }

    fn contains(&self, hash: u64) -> bool {
        let (word, bits) = Self::place(hash);
        self.filter[word] & bits == bits && self.all.contains(&hash)
    }

    fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The word, and two bits of it.
    fn place(hash: u64) -> (usize, u64) {
        let word = usize::try_from(hash >> 32).unwrap_or(0) % FILTER;
        (word, 1 << (hash & 63) | 1 << (hash >> 6 & 63))
    }
}

/// Hands a `u64` through: a hash needs no hashing.
#[derive(Clone, Copy, Debug, Default)]
struct AsIs(u64);

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

/// Some days, a bit each.
#[derive(Clone, Debug, Default)]
struct Days(Vec<u64>);

impl Days {
    fn insert(&mut self, day: i32) {
        let Some((word, bit)) = Self::place(day) else {
            return;
        };
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= bit;
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// True for every day that was put in, and for those that have no place.
    fn contains(&self, day: i32) -> bool {
        Self::place(day)
            .is_none_or(|(word, bit)| self.0.get(word).is_some_and(|known| known & bit != 0))
    }

    /// Days of our era up to the year 3000; births of other times are nobody's.
    fn place(day: i32) -> Option<(usize, u64)> {
        let day = usize::try_from(day).ok()?;
        (day < 1_100_000).then_some((day / 64, 1 << (day % 64)))
    }
}

impl Wanted {
    /// Adds whom a claim is for: whoever has its insurer, symbol and number (their
    /// [`key_hash`]), and whoever agrees with its person; texts normalised (contract 4.3).
    pub fn add_claim(&mut self, key: u64, birth_date: Option<NaiveDate>, kana: &str, name: &str) {
        self.keys.insert(key);
        self.add_person(birth_date, kana, name);
        for bearer in bearers(key, birth_date, kana, name) {
            self.bearers.insert(bearer);
        }
    }

    /// Adds whoever agrees with a person; texts normalised (contract 4.3).
    pub(super) fn add_person(&mut self, birth_date: Option<NaiveDate>, kana: &str, name: &str) {
        for person in look_up(birth_date, kana, name) {
            self.people.insert(person);
        }
        if let Some(day) = birth_date {
            self.days.insert(day_number(day));
            if kana.is_empty() {
                self.nameless_days.insert(day_number(day));
            }
        }
    }

    /// The people of kept records who are not wanted themselves: a claim's person may be written otherwise
    /// in its record, and then context (contract 4.3) is whoever is written as the record has it.
    #[must_use]
    pub fn further<'r>(&self, kept: impl Iterator<Item = RecordRef<'r>>) -> Self {
        let mut further = Self::default();
        for record in kept {
            let (born, kana, name) = (record.birth_date, record.kana(), record.name());
            let is_new = || look_up(born, kana, name).any(|person| !self.people.contains(person));
            // Families share a key: whoever has neither the birth date nor the name is never matched.
            let may_match = || {
                let key = record.key_hash();
                bearers(key, born, kana, name).any(|bearer| self.bearers.contains(bearer))
                    || people_of(record).any(|person| self.people.contains(person))
            };
            if is_new() && may_match() {
                further.add_person(born, kana, name);
            }
        }
        further
    }

    /// True when nobody is wanted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty() && self.people.is_empty()
    }

    /// Whether a record may matter.
    #[must_use]
    pub fn has(&self, record: RecordRef<'_>) -> bool {
        self.keys.contains(record.key_hash())
            || people_of(record).any(|person| self.people.contains(person))
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

/// A key together with a birth date, with kana and with a name, where there are any.
fn bearers(
    key: u64,
    birth_date: Option<NaiveDate>,
    kana: &str,
    name: &str,
) -> impl Iterator<Item = u64> {
    let of_text = move |kind, text: &str| (!text.is_empty()).then(|| hash64(&[kind, text]) ^ key);
    let born = birth_date.map(|day| spread(day_number(day)) ^ key);
    [born, of_text(BY_KANA, kana), of_text(BY_NAME, name)]
        .into_iter()
        .flatten()
}

/// A day as a number: 1 is 0001-01-01.
pub(super) fn day_number(day: NaiveDate) -> i32 {
    day.num_days_from_ce()
}

/// A day over all bits.
fn spread(day: i32) -> u64 {
    hash::spread(u64::from(day.unsigned_abs()))
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
    Some(hash64(&[kind, text]) ^ spread(day_number(birth_date?)))
}

/// Chooses among the rows of a batch before they become records: as [`Wanted::has`], but from the identity
/// alone, and column by column, so that the filters are asked for many rows at once.
pub(super) struct Choice<'a> {
    wanted: &'a Wanted,
    chosen: Vec<bool>,
    /// Rows in question and what to ask for.
    asked: Vec<(usize, u64)>,
    buffers: [String; 3],
}

/// Identity texts of a row as recorded.
pub(super) type Key<'v> = [Cow<'v, str>; 3];

impl<'a> Choice<'a> {
    pub(super) fn new(wanted: &'a Wanted, rows: usize) -> Self {
        Self {
            wanted,
            chosen: vec![false; rows],
            asked: Vec::with_capacity(rows),
            buffers: Default::default(),
        }
    }

    /// Chooses rows by their insurer, symbol and number.
    pub(super) fn by_key<'v>(&mut self, key: impl Fn(usize) -> Key<'v>) {
        for row in 0..self.chosen.len() {
            let [insurer, symbol, number] = key(row);
            let [first, second, third] = &mut self.buffers;
            let hash = key_hash(
                folded(&insurer, fold::is_folded_insurer, fold::insurer_into, first),
                folded(&symbol, fold::is_folded_number, fold::number_into, second),
                folded(&number, fold::is_folded_number, fold::number_into, third),
            );
            self.asked.push((row, hash));
        }
        for (row, hash) in self.asked.drain(..) {
            self.chosen[row] = self.wanted.keys.contains(hash);
        }
    }

    /// Chooses rows by birth day (as [`day_number`]) and kana, and by name where kana is missing on a side.
    /// Without `name`, rows without kana are chosen: the record decides then.
    pub(super) fn by_person<'v>(
        &mut self,
        day: impl Fn(usize) -> Option<i32>,
        kana: impl Fn(usize) -> Cow<'v, str>,
        name: Option<&dyn Fn(usize) -> Cow<'v, str>>,
    ) {
        let wanted = self.wanted;
        let [buffer, ..] = &mut self.buffers;
        let mut named: Vec<(usize, i32, bool)> = Vec::new();
        for row in 0..self.chosen.len() {
            let born = day(row).filter(|&day| wanted.days.contains(day));
            let Some(born) = born.filter(|_| !self.chosen[row]) else {
                continue;
            };
            let kana = kana(row);
            let kana = folded(&kana, |_| false, fold::kana_into, buffer);
            if kana.is_empty() {
                named.push((row, born, false));
            } else {
                self.asked
                    .push((row, hash64(&[BY_KANA, kana]) ^ spread(born)));
                if wanted.nameless_days.contains(born) {
                    named.push((row, born, true));
                }
            }
        }
        for (row, hash) in self.asked.drain(..) {
            self.chosen[row] = wanted.people.contains(hash);
        }
        for (row, born, has_kana) in named {
            let Some(name) = name else {
                self.chosen[row] = true;
                continue;
            };
            let name = name(row);
            let name = folded(&name, |_| false, fold::name_into, buffer);
            let kind = if has_kana {
                BY_NAME_BESIDE_KANA
            } else {
                BY_NAME
            };
            let hash = hash64(&[kind, name]) ^ spread(born);
            self.chosen[row] |= !name.is_empty() && wanted.people.contains(hash);
        }
    }

    /// The rows that may be wanted.
    pub(super) fn rows(self) -> Vec<usize> {
        let chosen = self.chosen.into_iter().enumerate();
        chosen.filter_map(|(row, is)| is.then_some(row)).collect()
    }
}

impl Wanted {
    /// The columns by which rows of a table with or without kana are chosen.
    pub(super) fn key_columns(&self, has_kana: bool) -> Vec<Column> {
        let mut columns = Vec::with_capacity(6);
        if !self.keys.is_empty() {
            columns.extend([Column::InsurerNo, Column::Symbol, Column::Number]);
        }
        if !self.people.is_empty() {
            columns.extend([Column::BirthDate, Column::Kana]);
            if !has_kana || !self.nameless_days.is_empty() {
                columns.push(Column::Name);
            }
        }
        columns
    }

    /// True when nobody is wanted by key, so that most rows fall away by their birth date.
    pub(super) fn is_people_alone(&self) -> bool {
        self.keys.is_empty()
    }

    /// True when somebody who is wanted was born on this day.
    pub(super) fn is_born_on(&self, day: i32) -> bool {
        self.days.contains(day)
    }
}

/// As [`str::trim`], without looking at characters where the outer bytes begin none that is white space.
fn trimmed(raw: &str) -> &str {
    let is_black = match raw.as_bytes() {
        [] => true,
        [first, .., last] => {
            matches!(first, b'!'..=b'~' | 0xE4..) && matches!(last, b'!'..=b'~')
                // Half-width kana, U+FF61 to U+FF9F, are EF BD A1 to EF BE 9F; no white space has such a pair.
                || matches!(raw.as_bytes(), [0xEF, .., 0xBD | 0xBE, _])
        }
        [_] => false,
    };
    if is_black { raw } else { raw.trim() }
}

/// A text in the form of comparison: as it is, where it is in that form already.
fn folded<'v>(
    raw: &'v str,
    is_folded: impl Fn(&str) -> bool,
    fold: fn(&str, &mut String),
    buffer: &'v mut String,
) -> &'v str {
    let raw = trimmed(raw);
    if is_folded(raw) {
        return raw;
    }
    buffer.clear();
    fold(raw, buffer);
    buffer
}

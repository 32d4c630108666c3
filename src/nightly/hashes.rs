//! The hashes under which claims and eligibility records find each other in the state (contract 4.3): what
//! [`Matcher`](crate::matching::Matcher) looks under, so that whatever it would find is found.

use smallvec::SmallVec;

use crate::eligibility::RecordRef;
use crate::eligibility::wanted;
use crate::matching::ClaimAt;
use crate::rules;

/// A few hashes.
pub(super) type Hashes = SmallVec<[i64; 4]>;

/// Where a claim looks for records: insurer, symbol and number; birth date with kana or name.
pub(super) fn of_claim(at: &ClaimAt<'_>) -> Hashes {
    let identity = &at.identity;
    let people = wanted::look_up(identity.birth_date, identity.kana, identity.name);
    all(at.key.hash, people)
}

/// Under which records are filed.
pub(super) fn of_record(record: RecordRef<'_>) -> Hashes {
    all(record.key_hash(), wanted::people_of(record))
}

/// Where a record's person is looked for among other records (contract 4.3, "Context").
pub(super) fn around_record(record: RecordRef<'_>) -> Hashes {
    let (born, kana, name) = (record.birth_date, record.kana(), record.name());
    wanted::look_up(born, kana, name).map(signed).collect()
}

/// Under which claims are filed that would be the same claim twice (`DUPLICATE_CLAIM`); `None` for one that takes no
/// part.
pub(super) fn twin(at: &ClaimAt<'_>) -> Option<i64> {
    // Another hash of other things, but kept in the same table.
    const TWIN: u64 = 0x7a3d_91c5_0e64_b82f;
    rules::twin_hash(at).map(|hash| signed(hash ^ TWIN))
}

/// Under which claims are filed that have this key.
pub(super) fn of_key(key: i64) -> i64 {
    // Another hash of other things, but kept in the same table.
    const KEY: u64 = 0x51c9_e2a7_30d8_4b6f;
    key ^ signed(KEY)
}

fn all(key: u64, people: impl Iterator<Item = u64>) -> Hashes {
    std::iter::once(key).chain(people).map(signed).collect()
}

/// Databases have signed numbers only.
pub(super) fn signed(hash: u64) -> i64 {
    hash.cast_signed()
}

/// The owner of a hash in the tables `link` and `link_new`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    Claim(i64),
    Record(i64),
}

impl Owner {
    pub(super) fn number(self) -> i64 {
        match self {
            Self::Claim(id) => id * 2,
            Self::Record(id) => id * 2 + 1,
        }
    }

    pub(super) fn of(number: i64) -> Self {
        if number % 2 == 0 {
            Self::Claim(number / 2)
        } else {
            Self::Record(number / 2)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn owners_come_back() {
        for owner in [
            Owner::Claim(0),
            Owner::Record(0),
            Owner::Claim(12),
            Owner::Record(7),
        ] {
            assert_eq!(Owner::of(owner.number()), owner);
        }
    }
}

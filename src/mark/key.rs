//! By what a claim is known from one run to the next.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

/// The key of a claim (レセプトキー): the first eight bytes of a SHA-256 over station, month of care, claim type and
/// the normalised identity (insurer, symbol, number, birth date). It does not change when a claim file is written
/// anew in another order or place; it changes when what it is made of is corrected.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClaimKey(u64);

/// What a key is made of.
#[derive(Clone, Copy, Debug, Default)]
pub struct Parts<'a> {
    /// Ten digits.
    pub station: &'a str,
    /// `YYYY-MM`.
    pub month: &'a str,
    /// レセプト種別 as recorded.
    pub claim_type: &'a str,
    /// Insurer, symbol and number, normalised (contract 4.3).
    pub insured: [&'a str; 3],
    /// ISO, or as recorded when it cannot be read.
    pub birth_date: &'a str,
}

impl ClaimKey {
    /// The key of these parts.
    #[must_use]
    pub fn of(parts: &Parts<'_>) -> Self {
        let mut hasher = Sha256::new();
        let [insurer, symbol, number] = parts.insured;
        for part in [
            "houkan-claim-1",
            parts.station,
            parts.month,
            parts.claim_type,
            insurer,
            symbol,
            number,
            parts.birth_date,
        ] {
            hasher.update(part.as_bytes());
            hasher.update([0]);
        }
        let digest = hasher.finalize();
        let mut first = [0; 8];
        first.copy_from_slice(&digest[..8]);
        Self(u64::from_be_bytes(first))
    }

    /// The key as a number, for a database.
    #[must_use]
    pub fn number(self) -> i64 {
        self.0.cast_signed()
    }

    /// The key of such a number.
    #[must_use]
    pub fn of_number(number: i64) -> Self {
        Self(number.cast_unsigned())
    }
}

impl fmt::Display for ClaimKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:016x}", self.0)
    }
}

impl fmt::Debug for ClaimKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

impl FromStr for ClaimKey {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let is_key = text.len() == 16 && text.bytes().all(|b| b.is_ascii_hexdigit());
        let number = u64::from_str_radix(text, 16).map_err(drop);
        if is_key { number.map(Self) } else { Err(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_value_never_changes() {
        let parts = Parts {
            station: "1369999991",
            month: "2025-12",
            claim_type: "6112",
            insured: ["01130012", "123", "4567"],
            birth_date: "1950-01-02",
        };
        let key = ClaimKey::of(&parts);
        assert_eq!(key.to_string().parse(), Ok(key));
        let other = ClaimKey::of(&Parts {
            month: "2026-01",
            ..parts
        });
        assert_ne!(key, other);
        let shifted = ClaimKey::of(&Parts {
            insured: ["01130012", "1234", "567"],
            ..parts
        });
        assert_ne!(key, shifted);
        for wrong in ["", "12", "+23456789abcdef0", "g23456789abcdef0"] {
            assert!(wrong.parse::<ClaimKey>().is_err(), "{wrong}");
        }
    }
}

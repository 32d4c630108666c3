//! Text as claims and eligibility results write it: CP932, widths and kana, dates, check digits.
//!
//! This room knows nothing of claims; every other room may use it.

pub mod address;
pub mod age;
pub mod check_digit;
pub mod cp932;
pub mod date;
pub mod delimited;
pub mod digest;
pub mod fold;
pub mod hash;
pub mod index;
pub mod insurer;
pub mod jis;
pub mod lang;
pub mod mask;
pub mod packed;
pub mod placed;
pub mod system;

/// Reads an amount or count of a variable 数字 field: ASCII digits only, leading zeros accepted.
///
/// Returns `None` for an empty field, any other byte, or a value above `u32::MAX`.
#[must_use]
pub fn parse_count(field: &[u8]) -> Option<u32> {
    if field.is_empty() || field.len() > 10 {
        return None;
    }
    let mut value: u64 = 0;
    for &b in field {
        if !b.is_ascii_digit() {
            return None;
        }
        value = value * 10 + u64::from(b - b'0');
    }
    u32::try_from(value).ok()
}

/// As [`str::trim`], told by the first and the last byte where these are letters or digits, as nearly always.
#[must_use]
pub fn trimmed(text: &str) -> &str {
    match text.as_bytes() {
        [only] if only.is_ascii_graphic() => text,
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
        _ => text.trim(),
    }
}

/// Digits in groups of three.
#[must_use]
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() * 4 / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_digits_only() {
        assert_eq!(parse_count(b"0"), Some(0));
        assert_eq!(parse_count(b"007"), Some(7));
        assert_eq!(parse_count(b"4294967295"), Some(u32::MAX));
        for bad in [
            &b""[..],
            b"4294967296",
            b"1.0",
            b"-1",
            b" 1",
            b"12345678901",
        ] {
            assert_eq!(parse_count(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn groups() {
        for (number, text) in [
            (0, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (1_234_567, "1,234,567"),
        ] {
            assert_eq!(grouped(number), text);
        }
    }
}

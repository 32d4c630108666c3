//! 検証番号: "Modulus 10, weight 2-1" (claims-format 8).

/// True when the last digit of `number` is its check digit: from the right of the body multiply by
/// 2, 1, 2, 1 …, add the digits of each product, and the check digit completes the sum to a ten.
///
/// `number` is the whole number with its check digit, as of 保険者番号 (6 or 8 digits), 公費負担者番号
/// (8) and 公費受給者番号 (7). Anything but two or more ASCII digits fails.
#[must_use]
pub fn passes(number: &[u8]) -> bool {
    let Some((&check, body)) = number.split_last() else {
        return false;
    };
    if body.is_empty() || !number.iter().all(u8::is_ascii_digit) {
        return false;
    }
    let sum: u32 = body
        .iter()
        .rev()
        .enumerate()
        .map(|(i, &b)| {
            let product = u32::from(b - b'0') * if i % 2 == 0 { 2 } else { 1 };
            product / 10 + product % 10
        })
        .sum();
    (10 - sum % 10) % 10 == u32::from(check - b'0')
}

/// The check digit (0–9) that completes `body`, or `None` when `body` is not all digits.
#[must_use]
pub fn of(body: &str) -> Option<char> {
    ('0'..='9').find(|c| passes(format!("{body}{c}").as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_samples() {
        for good in [
            "06132013", "01131234", "01130012", "33130030", "33120015", "88135124", "19136019",
            "1111111", "2222222",
        ] {
            assert!(passes(good.as_bytes()), "{good}");
        }
        // Printed in the official guide although they fail (claims-format 8).
        for bad in [
            "06131234",
            "02131234",
            "54131234",
            "12139999",
            "",
            "5",
            "06１32013",
        ] {
            assert!(!passes(bad.as_bytes()), "{bad}");
        }
    }

    #[test]
    fn completes_a_body() {
        assert_eq!(of("0613201"), Some('3'));
        assert_eq!(of("abc"), None);
    }
}

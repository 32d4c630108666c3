//! A hash that is the same on every machine and in every run, for grouping by normalised text.

/// Odd, with as many ones as zeros, no pattern: the fractions of the golden ratio and of π.
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;
const PI: u64 = 0x2437_54cc_5a7d_3b19;

/// Hashes a list of texts; where one text ends and the next begins counts, so `["1", "23"]` and
/// `["12", "3"]` differ. Not for secrets, and equal hashes prove nothing.
///
/// Eight bytes at a time: a register has ten million rows, and each is hashed twice.
#[must_use]
pub fn hash64(parts: &[&str]) -> u64 {
    let mut state = PI;
    for part in parts {
        let (blocks, rest) = part.as_bytes().as_chunks::<8>();
        for block in blocks {
            state = mix(state ^ u64::from_le_bytes(*block));
        }
        // The last block is never full, so its last byte can hold how much of it there is.
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        // At most seven bytes.
        last[7] = 1 + u8::try_from(rest.len()).unwrap_or(7);
        state = mix(state ^ u64::from_le_bytes(last)).rotate_left(23);
    }
    mix(state ^ PI)
}

/// Spreads a small number over all bits, to be combined with a hash.
#[must_use]
pub fn spread(number: u64) -> u64 {
    mix(number)
}

/// Every bit of `value` reaches every bit of the result.
fn mix(value: u64) -> u64 {
    let product = u128::from(value ^ PI) * u128::from(GOLDEN);
    // Both halves; the cast takes the lower one.
    #[expect(clippy::cast_possible_truncation, reason = "the lower half is meant")]
    let low = product as u64;
    low ^ (product >> 64) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_value_never_changes() {
        // Computed once with another program: the same on every machine.
        assert_eq!(hash64(&["06132013", "123", "4567"]), 0xc8a2_7eed_a68d_f9dd);
        assert_eq!(hash64(&[]), 0x4901_405c_2dcc_637c);
    }

    #[test]
    fn borders_count() {
        let all = [
            hash64(&[]),
            hash64(&[""]),
            hash64(&["", ""]),
            hash64(&["1", "23"]),
            hash64(&["12", "3"]),
            hash64(&["123", ""]),
            hash64(&["", "123"]),
            hash64(&["123"]),
            hash64(&["123\0"]),
            hash64(&["12345678"]),
            hash64(&["12345678", ""]),
            hash64(&["1234567", "8"]),
        ];
        let distinct: std::collections::BTreeSet<_> = all.iter().collect();
        assert_eq!(distinct.len(), all.len());
    }

    #[test]
    fn numbers_in_a_row_spread() {
        // A million numbers, as members of one insurer have them: no two meet, and the low and the high
        // bits alone, by which tables and filters pick their places, are as even as chance has it.
        let mut all: Vec<u64> = (0..1_000_000u32)
            .map(|n| hash64(&["06132013", "12", &n.to_string()]))
            .collect();
        for shift in [0, 52] {
            let mut places = vec![0u32; 4096];
            for hash in &all {
                places[usize::try_from(hash >> shift & 4095).expect("small")] += 1;
            }
            let (least, most) = (places.iter().min(), places.iter().max());
            // 244 are expected, with a deviation of 16.
            assert!(
                least > Some(&150) && most < Some(&340),
                "{least:?} {most:?}"
            );
        }
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 1_000_000);
    }
}

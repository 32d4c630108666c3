//! A hash that is the same on every machine and in every run, for grouping by normalised text.

/// Hashes a list of texts; where one text ends and the next begins counts, so `["1", "23"]` and
/// `["12", "3"]` differ. FNV-1a with a final mix; not for secrets, and equal hashes prove nothing.
#[must_use]
pub fn hash64(parts: &[&str]) -> u64 {
    let mut state: u64 = 0xcbf2_9ce4_8422_2325;
    for part in parts {
        for &byte in part.as_bytes() {
            state = step(state, byte);
        }
        // 0xFF occurs in no UTF-8 text, so it marks the end of a part beyond doubt.
        state = step(state, 0xFF);
    }
    // The finisher of MurmurHash3: FNV alone leaves the high bits of short texts alike.
    state ^= state >> 33;
    state = state.wrapping_mul(0xff51_afd7_ed55_8ccd);
    state ^= state >> 33;
    state = state.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    state ^ (state >> 33)
}

fn step(state: u64, byte: u8) -> u64 {
    (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_value_never_changes() {
        // Computed once with another program: the same on every machine.
        assert_eq!(hash64(&["06132013", "123", "4567"]), 0x3409_28f5_413e_8052);
        assert_eq!(hash64(&[]), 0xefd0_1f60_ba99_2926);
    }

    #[test]
    fn borders_count() {
        let all = [
            hash64(&["1", "23"]),
            hash64(&["12", "3"]),
            hash64(&["123", ""]),
            hash64(&["", "123"]),
            hash64(&["123"]),
        ];
        let distinct: std::collections::BTreeSet<_> = all.iter().collect();
        assert_eq!(distinct.len(), all.len());
    }
}

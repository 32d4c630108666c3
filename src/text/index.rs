//! Rows found by a 64-bit hash.
//!
//! Two counting passes put the rows of equal leading bits next to each other, in their order; a look-up reads
//! one such bucket, nearly always one cache line. A row costs eight bytes and a bucket four. Equal hashes prove
//! nothing: whoever looks up compares the true values.

/// The rows of some table by hash.
#[derive(Clone, Debug)]
pub struct Index {
    /// Where the entries of each bucket begin, and behind the last where they end.
    starts: Vec<u32>,
    entries: Vec<Entry>,
    /// A hash moved to the right by so many bits is its bucket.
    shift: u32,
}

/// A row under the lower half of its hash; the upper half is as good as its bucket.
#[derive(Clone, Copy, Debug, Default)]
struct Entry {
    tag: u32,
    row: u32,
}

/// Hashes and the rows they belong to, ascending.
#[derive(Clone, Debug, Default)]
pub struct Filed {
    hashes: Vec<u64>,
    rows: Vec<u32>,
}

impl Filed {
    /// Adds a hash of a row that is not below the one added before.
    pub fn push(&mut self, hash: u64, row: u32) {
        self.hashes.push(hash);
        self.rows.push(row);
    }

    fn iter(&self) -> impl Iterator<Item = (u64, u32)> {
        self.hashes.iter().copied().zip(self.rows.iter().copied())
    }
}

impl Index {
    /// Files the rows of all `parts`, which follow each other; together fewer than 2³².
    #[must_use]
    pub fn new(parts: &[Filed]) -> Self {
        let expected: usize = parts.iter().map(|part| part.rows.len()).sum();
        // Not more buckets than 2³⁰, and never a shift by all 64 bits.
        let bits = expected.max(2).next_power_of_two().trailing_zeros().min(30);
        let shift = 64 - bits;
        let mut starts = vec![0u32; (1 << bits) + 1];
        for &hash in parts.iter().flat_map(|part| &part.hashes) {
            starts[bucket(hash, shift)] += 1;
        }
        let mut total = 0;
        for start in &mut starts {
            total += std::mem::replace(start, total);
        }
        let mut entries = vec![Entry::default(); expected];
        for (hash, row) in parts.iter().flat_map(Filed::iter) {
            let next = &mut starts[bucket(hash, shift)];
            entries[*next as usize] = Entry {
                tag: tag(hash),
                row,
            };
            *next += 1;
        }
        // Each start has moved to the end of its bucket, which is the start of the next.
        starts.rotate_right(1);
        starts[0] = 0;
        Self {
            starts,
            entries,
            shift,
        }
    }

    /// The rows filed under `hash`, ascending, perhaps with a few others.
    pub fn rows(&self, hash: u64) -> impl Iterator<Item = u32> + use<'_> {
        let at = bucket(hash, self.shift);
        let range = self.starts[at] as usize..self.starts[at + 1] as usize;
        let tag = tag(hash);
        self.entries[range]
            .iter()
            .filter(move |entry| entry.tag == tag)
            .map(|entry| entry.row)
    }
}

fn bucket(hash: u64, shift: u32) -> usize {
    // At most 30 bits are left.
    usize::try_from(hash >> shift).unwrap_or(0)
}

#[expect(clippy::cast_possible_truncation, reason = "the lower half is meant")]
fn tag(hash: u64) -> u32 {
    hash as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn index(hashes: &[u64]) -> Index {
        let mut parts = vec![Filed::default(); 3];
        for (row, &hash) in (0u32..).zip(hashes) {
            let part = row as usize * parts.len() / hashes.len();
            parts[part].push(hash, row);
        }
        Index::new(&parts)
    }

    #[test]
    fn an_empty_table_has_no_rows() {
        assert_eq!(index(&[]).rows(0).count(), 0);
        assert_eq!(index(&[]).rows(u64::MAX).count(), 0);
    }

    proptest! {
        #[test]
        fn every_row_is_found_under_its_hash(
            hashes in prop::collection::vec(prop_oneof![any::<u64>(), 0u64..4, u64::MAX - 3..], 0..300),
            other in any::<u64>(),
        ) {
            let index = index(&hashes);
            for &hash in hashes.iter().chain([&other]) {
                let expected: Vec<u32> = (0u32..)
                    .zip(&hashes)
                    .filter(|&(_, &of_row)| of_row == hash)
                    .map(|(row, _)| row)
                    .collect();
                let mut found: Vec<u32> = index.rows(hash).collect();
                prop_assert!(found.is_sorted());
                // Others may come along when only the middle bits differ.
                found.retain(|&row| hashes[row as usize] == hash);
                prop_assert_eq!(found, expected);
            }
        }
    }
}

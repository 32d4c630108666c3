//! The equi-join behind the cascade: polars joins two narrow tables on a 64-bit hash, the true keys
//! are compared afterwards.

use polars::prelude::*;

/// Rows of one side: the hash of a key and the index it belongs to.
#[derive(Clone, Debug, Default)]
pub struct Side {
    hashes: Vec<u64>,
    indices: Vec<u32>,
}

impl Side {
    /// An empty side.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a row.
    pub fn push(&mut self, hash: u64, index: u32) {
        self.hashes.push(hash);
        self.indices.push(index);
    }

    /// Adds a row where there is a hash.
    pub fn extend(&mut self, hash: Option<u64>, index: u32) {
        if let Some(hash) = hash {
            self.push(hash, index);
        }
    }

    /// True when there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }

    fn table(self, index: &str) -> PolarsResult<DataFrame> {
        let height = self.hashes.len();
        let hashes = UInt64Chunked::from_vec("hash".into(), self.hashes).into_column();
        let indices = UInt32Chunked::from_vec(index.into(), self.indices).into_column();
        DataFrame::new(height, vec![hashes, indices])
    }
}

/// For each left index the right indices that share a hash with it: ascending, each once.
#[derive(Debug, Default)]
pub struct Pairs {
    starts: Vec<u32>,
    right: Vec<u32>,
}

impl Pairs {
    /// The right indices of a left index.
    #[must_use]
    pub fn of(&self, left: u32) -> &[u32] {
        let left = left as usize;
        match (self.starts.get(left), self.starts.get(left + 1)) {
            (Some(&from), Some(&to)) => &self.right[from as usize..to as usize],
            _ => &[],
        }
    }
}

/// Joins two sides on their hashes. `left_len` is one more than the greatest left index.
///
/// # Errors
/// What polars reports; with these two columns that would be memory running out.
pub fn join(left: Side, right: Side, left_len: usize) -> PolarsResult<Pairs> {
    if left.is_empty() || right.is_empty() {
        return Ok(Pairs::default());
    }
    let pairs = left.table("left")?.join(
        &right.table("right")?,
        ["hash"],
        ["hash"],
        JoinArgs::new(JoinType::Inner),
        None,
    )?;
    let column = |name| -> PolarsResult<UInt32Chunked> { Ok(pairs.column(name)?.u32()?.clone()) };
    Ok(group(&column("left")?, &column("right")?, left_len))
}

/// Counting sort by left index; polars gives no order, so the right indices are sorted.
fn group(left: &UInt32Chunked, right: &UInt32Chunked, left_len: usize) -> Pairs {
    let mut starts = vec![0u32; left_len + 1];
    for index in left.into_no_null_iter() {
        starts[index as usize + 1] += 1;
    }
    for i in 1..starts.len() {
        starts[i] += starts[i - 1];
    }
    let mut next = starts.clone();
    let mut sorted = vec![0u32; left.len()];
    for (left, right) in left.into_no_null_iter().zip(right.into_no_null_iter()) {
        let slot = &mut next[left as usize];
        sorted[*slot as usize] = right;
        *slot += 1;
    }
    for bounds in starts.windows(2) {
        sorted[bounds[0] as usize..bounds[1] as usize].sort_unstable();
    }
    Pairs {
        starts,
        right: sorted,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn side(hashes: &[u64]) -> Side {
        let mut side = Side::new();
        (0u32..)
            .zip(hashes)
            .for_each(|(i, &hash)| side.push(hash, i));
        side
    }

    proptest! {
        #[test]
        fn equals_the_nested_loop(left in proptest::collection::vec(0..6u64, 0..30), right in proptest::collection::vec(0..6u64, 0..30)) {
            let pairs = join(side(&left), side(&right), left.len()).expect("small");
            for (i, hash) in (0u32..).zip(&left) {
                let expected: Vec<u32> = (0u32..).zip(&right).filter(|(_, r)| *r == hash).map(|(j, _)| j).collect();
                prop_assert_eq!(pairs.of(i), &expected[..]);
            }
        }
    }
}

//! Portions of a file, made in parallel and written in order.

use std::io::{self, Write};

use rayon::prelude::*;

/// Portions made at a time: enough for all threads, few enough to keep memory flat.
const BATCH: usize = 64;

/// What a portion adds to a file.
#[derive(Debug, Default)]
pub(super) struct Portion {
    pub(super) bytes: Vec<u8>,
    pub(super) written: Written,
}

/// What was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Written {
    /// Rows.
    pub(super) rows: u64,
    /// The sum of their amounts, where the file has any.
    pub(super) yen: u64,
    /// Characters that became 〓.
    pub(super) replaced: u64,
}

impl Written {
    /// Adds what another portion or file holds.
    pub(super) fn add(&mut self, other: Self) {
        self.rows += other.rows;
        self.yen += other.yen;
        self.replaced += other.replaced;
    }
}

/// Makes `count` portions, a batch at a time while the one before is being written.
///
/// # Errors
/// What `out` reports.
pub(super) fn write(
    out: &mut (impl Write + Send),
    count: usize,
    make: impl Fn(usize) -> Portion + Sync,
) -> io::Result<Written> {
    let mut total = Written::default();
    let mut ready: Vec<Portion> = Vec::new();
    let mut next = 0;
    while next < count || !ready.is_empty() {
        let end = (next + BATCH).min(count);
        let (flushed, made) = rayon::join(
            || {
                ready
                    .iter()
                    .try_for_each(|portion| out.write_all(&portion.bytes))
            },
            || (next..end).into_par_iter().map(&make).collect(),
        );
        flushed?;
        for portion in &ready {
            total.add(portion.written);
        }
        (ready, next) = (made, end);
    }
    out.flush()?;
    Ok(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn portions_stand_in_order_whatever_the_threads() {
        let make = |index: usize| Portion {
            bytes: format!("{index}\n").into_bytes(),
            written: Written {
                rows: 1,
                yen: index as u64,
                replaced: 0,
            },
        };
        let expected = (0..300)
            .map(|index| index.to_string() + "\n")
            .collect::<Vec<_>>()
            .concat();
        for threads in [1, 3] {
            let pool = rayon::ThreadPoolBuilder::new()
                .num_threads(threads)
                .build()
                .expect("a pool");
            let mut out = Vec::new();
            let written = pool
                .install(|| write(&mut out, 300, make))
                .expect("memory does not fail");
            assert_eq!(String::from_utf8_lossy(&out), expected);
            assert_eq!((written.rows, written.yen), (300, 299 * 300 / 2));
        }
        assert_eq!(
            write(&mut Vec::new(), 0, make).expect("nothing to do"),
            Written::default()
        );
    }

    #[test]
    fn a_full_disk_is_told() {
        struct Full;
        impl Write for Full {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::Error::from(io::ErrorKind::StorageFull))
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let make = |_| Portion {
            bytes: vec![1],
            written: Written::default(),
        };
        let error = write(&mut Full, 3, make).expect_err("nothing fits");
        assert_eq!(error.kind(), io::ErrorKind::StorageFull);
    }
}

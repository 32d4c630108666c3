//! How long the steps of a night take, for its log.

use std::time::Instant;

/// A watch that is read at the end of each step.
#[derive(Debug)]
pub(super) struct Laps(Instant);

impl Laps {
    pub(super) fn start() -> Self {
        Self(Instant::now())
    }

    /// Milliseconds since the last step.
    pub(super) fn lap(&mut self) -> u64 {
        let now = Instant::now();
        let took = now.duration_since(std::mem::replace(&mut self.0, now));
        u64::try_from(took.as_millis()).unwrap_or(u64::MAX)
    }
}

//! Work in a pool of as many threads as were asked for.

use rayon::ThreadPoolBuilder;

use crate::report::inputs::Words;

use super::failure::Failure;

/// Runs `f` in a pool of `threads`, or in the one of all cores.
pub(super) fn run<T: Send>(
    threads: Option<usize>,
    f: impl FnOnce() -> Result<T, Failure> + Send,
) -> Result<T, Failure> {
    match threads {
        None => f(),
        Some(threads) => ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .map_err(|error| refused(threads, &error))?
            .install(f),
    }
}

fn refused(threads: usize, error: &rayon::ThreadPoolBuildError) -> Failure {
    Failure::nothing_written(
        Words::new(
            format!("スレッドを {threads} 本作れません（{error}）。"),
            format!("{threads} threads cannot be started: {error}."),
        ),
        Words::new(
            "--threads の値を小さくしてください。",
            "ask for fewer with --threads.",
        ),
    )
}

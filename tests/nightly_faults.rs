//! Nights that are disturbed: killed at every marked step and at any moment, refused by the system, short of space,
//! started twice, cut off from the network. Whatever happens, readers see the night before or this one, and the next
//! run brings everything to where an undisturbed run would have brought it.
//!
//! A quick part runs by default; `HOUKAN_FAULTS=full` runs all of it and prints the figures of `docs/reliability.md`.
#![cfg(unix)]

#[path = "nightly/faults/inbox.rs"]
mod inbox;
#[path = "nightly/faults/kills.rs"]
mod kills;
#[path = "nightly/faults/lane.rs"]
mod lane;
#[path = "nightly/faults/said.rs"]
mod said;
#[path = "nightly/faults/scenario.rs"]
mod scenario;
#[path = "nightly/faults/space.rs"]
mod space;
#[path = "nightly/faults/together.rs"]
mod together;
#[path = "nightly/faults/traced.rs"]
mod traced;

/// The program that is tested, built with its marked steps.
const HOUKAN: &str = env!("CARGO_BIN_EXE_houkan");

/// True when everything is asked for.
fn is_full() -> bool {
    std::env::var_os("HOUKAN_FAULTS").is_some_and(|it| it == "full")
}

/// The object of the log that tells why nothing was published.
fn refusal(output: &std::process::Output) -> serde_json::Value {
    let text = String::from_utf8_lossy(&output.stderr);
    let lines = text
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok());
    let mut errors = lines.filter(|line: &serde_json::Value| line["level"] == "ERROR");
    errors
        .next_back()
        .unwrap_or_else(|| panic!("nothing is told: {text}"))
}

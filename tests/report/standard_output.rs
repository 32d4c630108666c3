//! What becomes of `houkan validate` when standard output goes nowhere.

use std::path::Path;
use std::process::{Command, Stdio};

fn validate() -> Command {
    let claims = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/month/claims/9999991/kokuho");
    let mut command = Command::new(env!("CARGO_BIN_EXE_houkan"));
    command.arg("validate").arg(claims).args([
        "--format",
        "json",
        "--fail-on",
        "never",
        "--lang",
        "en",
    ]);
    command
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_ends_with_status_4() {
    let full = std::fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .expect("Linux has it");
    let output = validate()
        .stdout(full)
        .stderr(Stdio::piped())
        .output()
        .expect("it runs");
    assert_eq!(output.status.code(), Some(4));
    let told = String::from_utf8(output.stderr).expect("text");
    assert!(
        told.starts_with("error: the results cannot be written"),
        "{told}"
    );
}

/// A document cut off by a full disk must not pass for a whole one.
#[cfg(target_os = "linux")]
#[test]
fn every_command_whose_result_is_standard_output_says_so() {
    let claims = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/month/claims/9999991/kokuho");
    let claims = claims.to_str().expect("text");
    for arguments in [
        &["show", claims][..],
        &["show", claims, "--json"],
        &["explain"],
        &["policy", "show", "current"],
    ] {
        let full = std::fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .expect("Linux has it");
        let status = Command::new(env!("CARGO_BIN_EXE_houkan"))
            .args(arguments)
            .stdout(full)
            .stderr(Stdio::null())
            .status()
            .expect("it runs");
        assert_eq!(status.code(), Some(4), "{arguments:?}");
    }
}

#[test]
fn a_reader_that_went_away_is_no_failure() {
    let mut child = validate()
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty());
}

//! The program against the reference judge in `tests/oracle`, an independent reading of the contract in
//! Python: the same verdict, column by column, and the same findings, for populations in which
//! everything collides and for the made-up month.

mod support;

use std::path::{Path, PathBuf};
use std::process::Command;

use support::{MONTH_AS_OF, fixture, python};

/// Claims in each random population.
const CLAIMS: &str = "1500";

fn script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/oracle")
        .join(name)
}

/// Runs a command to its end; `codes` are the exit codes that mean success.
fn done(command: &mut Command, codes: &[i32]) -> String {
    let run = command
        .output()
        .unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let said = format!(
        "{}{}",
        String::from_utf8_lossy(&run.stdout),
        String::from_utf8_lossy(&run.stderr)
    );
    assert!(
        run.status.code().is_some_and(|code| codes.contains(&code)),
        "{command:?}\n{said}"
    );
    said
}

/// Judges `input` (claims, eligibility, credentials.csv) twice and compares; results go to `out`.
fn compare(python: &str, input: &Path, eligibility: &[&str], as_of: &str, out: &Path) {
    let expected = out.join("expected.csv");
    let mut oracle = Command::new(python);
    oracle
        .current_dir(input)
        .arg(script("oracle.py"))
        .arg("claims")
        .arg("-e")
        .args(eligibility);
    oracle
        .args(["-c", "credentials.csv", "--as-of", as_of, "-o"])
        .arg(&expected);
    done(&mut oracle, &[0]);
    let report = out.join("report");
    let mut houkan = Command::new(env!("CARGO_BIN_EXE_houkan"));
    houkan
        .current_dir(input)
        .arg("check")
        .arg("claims")
        .arg("-e")
        .args(eligibility);
    houkan
        .args([
            "-c",
            "credentials.csv",
            "--as-of",
            as_of,
            "--quiet",
            "--report",
            "csv",
            "-o",
        ])
        .arg(&report);
    // 1: there are errors among the findings.
    done(&mut houkan, &[1]);
    let mut both = Command::new(python);
    both.arg(script("compare.py"))
        .arg(&expected)
        .arg(report.join("verdicts.csv"));
    both.arg(out.join("expected.findings.csv"))
        .arg(report.join("findings.csv"));
    done(&mut both, &[0]);
}

fn population(seed: u32) {
    let Some(python) = python() else { return };
    let dir = tempfile::tempdir().expect("a folder");
    let input = dir.path().join("in");
    let mut make = Command::new(python);
    make.arg(script("hard_cases.py")).args([
        "--seed",
        &seed.to_string(),
        "--claims",
        CLAIMS,
        "--xml",
        "-o",
    ]);
    done(make.arg(&input), &[0]);
    let as_of = std::fs::read_to_string(input.join("as-of.txt")).expect("a date");
    let eligibility = ["eligibility.csv", "eligibility-xml"];
    compare(python, &input, &eligibility, as_of.trim(), dir.path());
}

#[test]
fn population_of_seed_7() {
    population(7);
}

#[test]
fn population_of_seed_20241202() {
    population(20_241_202);
}

#[test]
fn population_of_seed_99() {
    population(99);
}

#[test]
fn made_up_month() {
    let Some(python) = python() else { return };
    let dir = tempfile::tempdir().expect("a folder");
    compare(
        python,
        &fixture("month"),
        &["eligibility"],
        MONTH_AS_OF,
        dir.path(),
    );
}

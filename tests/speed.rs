//! A gross loss of speed, told by instructions executed: they hardly differ from run to run, whatever else the
//! machine is doing. valgrind counts them; without it the test is passed over, unless `HOUKAN_REQUIRE_VALGRIND`
//! is set.
//!
//! What is counted is held against a floor counted in the same run, built by the same compiler in the same profile,
//! so that neither a new compiler nor another machine fails the test.

use std::path::Path;
use std::process::Command;

/// Claims of the smaller month; the larger has twice as many.
const CLAIMS: u64 = 300;

/// `check` may execute so many instructions for each of the floor, which reads the same claims and counts lines and
/// fields. Measured: 4.1; half as many again are a gross loss.
const MOST_OVER_FLOOR: f64 = 6.2;

/// Twice as many claims may cost so many times as much: a little more than twice, for what grows with the logarithm.
const MOST_GROWTH: f64 = 2.1;

/// Names the file of claims when only the floor is to be executed.
const FLOOR: &str = "HOUKAN_SPEED_FLOOR";

fn has_valgrind() -> bool {
    Command::new("valgrind").arg("--version").output().is_ok()
}

/// Instructions that a command executes.
fn instructions(program: &Path, args: &[&str], floor_of: Option<&Path>) -> u64 {
    let folder = tempfile::tempdir().expect("a folder");
    let mut command = Command::new("valgrind");
    command
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(program)
        .args(args)
        .current_dir(folder.path());
    if let Some(path) = floor_of {
        command.env(FLOOR, path);
    }
    let output = command.output().expect("valgrind runs");
    let told = String::from_utf8_lossy(&output.stderr);
    told.lines()
        .find_map(|line| line.split("Collected : ").nth(1)?.trim().parse().ok())
        .unwrap_or_else(|| panic!("{told}"))
}

/// What the floor executes: lines and fields of a file counted.
fn floor(path: &str) {
    let bytes = std::fs::read(path).expect("claims");
    let (mut lines, mut fields) = (0u64, 0u64);
    for line in bytes.split(|&byte| byte == b'\n') {
        lines += 1;
        fields += line.split(|&byte| byte == b',').count() as u64;
    }
    assert!(fields > lines && lines > 1);
}

/// Instructions of `check` over a month of so many claims, and of the floor.
fn month(claims: u64) -> (f64, f64) {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    let options = houkan::synth::Options {
        claims,
        seed: 1,
        single_file: true,
        ..houkan::synth::Options::default()
    };
    houkan::synth::write(&options, root, &|_| ()).expect("a month is written");
    let at = |name: &str| root.join(name).display().to_string();
    let (claims, eligibility, log, out) = (
        at("claims"),
        at("eligibility"),
        at("credentials.csv"),
        at("report"),
    );
    let check = [
        "check",
        &claims,
        "-e",
        &eligibility,
        "-c",
        &log,
        "-o",
        &out,
        "--report",
        "csv,json",
        "--threads",
        "1",
        "-q",
    ];
    let (files, _) = houkan::input::find(&[root.join("claims")]);
    let own = std::env::current_exe().expect("this program");
    let floor = ["--exact", "no_gross_loss", "--test-threads", "1"];
    let program = Path::new(env!("CARGO_BIN_EXE_houkan"));
    #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
    let (checked, floor) = (
        instructions(program, &check, None) as f64,
        instructions(&own, &floor, Some(&files[0].path)) as f64,
    );
    (checked, floor)
}

#[test]
fn no_gross_loss() {
    // This very test under valgrind, asked by itself for nothing but the floor.
    if let Ok(path) = std::env::var(FLOOR) {
        return floor(&path);
    }
    if !has_valgrind() {
        assert!(
            std::env::var_os("HOUKAN_REQUIRE_VALGRIND").is_none(),
            "valgrind is asked for and is not there"
        );
        eprintln!("valgrind is not there: nothing was counted");
        return;
    }
    // What starting costs is nobody's claim.
    let (nothing, nothing_floor) = month(1);
    let (some, floor) = month(CLAIMS);
    let (twice, _) = month(2 * CLAIMS);
    let over_floor = (some - nothing) / (floor - nothing_floor);
    let growth = (twice - nothing) / (some - nothing);
    eprintln!("{over_floor:.1} times the floor; twice the claims cost {growth:.3} times as much");
    assert!(
        over_floor < MOST_OVER_FLOOR,
        "{over_floor:.1} times the floor"
    );
    assert!(
        growth < MOST_GROWTH,
        "twice the claims cost {growth:.3} times as much"
    );
}

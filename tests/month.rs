//! The made-up month of `fixtures/month`: the files are those of its table, and the program says of each
//! claim what was worked out by hand from the contract.
//!
//! `HOUKAN_BLESS=1 cargo test --test month` writes `fixtures/month/golden` anew; read the difference
//! before it is committed.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use houkan::credential::Kind;
use houkan::judge::outcome::{Outcome, Reason};
use houkan::matching::cascade::MatchedBy;
use support::{MONTH_AS_OF, files_below, fixture, python};

/// Runs the program in `fixtures/month`; the report goes to `out`.
fn check(out: &Path) {
    let run = Command::new(env!("CARGO_BIN_EXE_houkan"))
        .current_dir(fixture("month"))
        .args([
            "check",
            "claims",
            "-e",
            "eligibility",
            "-c",
            "credentials.csv",
            "--lang",
            "ja",
            "--quiet",
        ])
        .args(["--as-of", MONTH_AS_OF, "--report", "csv", "-o"])
        .arg(out)
        .output()
        .expect("started");
    let said = String::from_utf8_lossy(&run.stderr).into_owned();
    assert_eq!(
        run.status.code(),
        Some(1),
        "there are errors to be found, and nothing else: {said}"
    );
}

/// The rows of a CSV file under their column names.
fn rows(path: &Path) -> Vec<BTreeMap<String, String>> {
    let bytes = fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
    csv::Reader::from_reader(text)
        .deserialize()
        .map(|row| row.expect("a row"))
        .collect()
}

#[test]
fn verdicts_are_those_worked_out_by_hand() {
    let dir = tempfile::tempdir().expect("a folder");
    let out = dir.path().join("report");
    check(&out);
    let found: BTreeMap<(String, String), _> = rows(&out.join("verdicts.csv"))
        .into_iter()
        .map(|row| ((row["source_file"].clone(), row["line"].clone()), row))
        .collect();
    let expected = rows(&fixture("month/expected.csv"));
    assert_eq!(found.len(), expected.len());
    for row in expected {
        let verdict = found.get(&(row["file"].clone(), row["line"].clone()));
        let verdict = verdict.unwrap_or_else(|| panic!("{}: no verdict", row["scenario"]));
        for (column, value) in row
            .iter()
            .filter(|(column, _)| !matches!(column.as_str(), "file" | "scenario"))
        {
            assert_eq!(&verdict[column], value, "{} {column}", row["scenario"]);
        }
    }
}

#[test]
fn everything_that_can_come_out_comes_out() {
    let expected = rows(&fixture("month/expected.csv"));
    let values = |column: &str| -> BTreeSet<String> {
        expected.iter().map(|row| row[column].clone()).collect()
    };
    let all = |ids: &[&str]| -> BTreeSet<String> { ids.iter().map(|&id| id.to_owned()).collect() };
    assert_eq!(values("verdict"), all(&Outcome::ALL.map(Outcome::id)));
    assert_eq!(
        values("reason"),
        all(&Reason::ALL
            .iter()
            .map(|reason| reason.id())
            .collect::<Vec<_>>())
    );
    assert_eq!(
        values("matched_by"),
        all(&MatchedBy::ALL.map(MatchedBy::id))
    );
    let mut credentials = all(&Kind::ALL.map(Kind::id));
    credentials.extend(["legacy_card_presumed".to_owned(), String::new()]);
    assert_eq!(values("credential"), credentials);
    for payer in ["/shaho", "/kokuho"] {
        assert!(
            values("file").iter().any(|file| file.contains(payer)),
            "{payer}"
        );
    }
}

#[test]
fn readme_has_every_scenario() {
    let readme = fs::read_to_string(fixture("README.md")).expect("read");
    for row in rows(&fixture("month/expected.csv")) {
        let line = readme
            .lines()
            .find(|line| line.starts_with(&format!("| {} |", row["scenario"])));
        let line = line.unwrap_or_else(|| panic!("{} is missing", row["scenario"]));
        let place = row["file"]
            .trim_start_matches("claims/")
            .trim_end_matches("/RECEIPTH.UKE");
        for part in [
            &format!("| {place} {} |", row["claim_no"]),
            &row["verdict"],
            &row["reason"],
        ] {
            assert!(line.contains(part.as_str()), "{part} is not in {line}");
        }
    }
}

#[test]
fn report_is_the_golden_one() {
    let dir = tempfile::tempdir().expect("a folder");
    let out = dir.path().join("report");
    check(&out);
    let golden = fixture("month/golden");
    for name in ["verdicts.csv", "findings.csv", "worklist.csv"] {
        let found = fs::read(out.join(name)).expect("written");
        if std::env::var_os("HOUKAN_BLESS").is_some() {
            fs::create_dir_all(&golden).expect("made");
            fs::write(golden.join(name), &found).expect("written");
            continue;
        }
        let expected = fs::read(golden.join(name)).expect("a golden file");
        assert_same_lines(name, &expected, &found);
    }
}

/// Compares line by line, so that the first difference is seen.
fn assert_same_lines(name: &str, expected: &[u8], found: &[u8]) {
    let (expected, found) = (
        String::from_utf8_lossy(expected),
        String::from_utf8_lossy(found),
    );
    for (number, (e, f)) in (1..).zip(expected.split('\n').zip(found.split('\n'))) {
        assert_eq!(
            e, f,
            "{name}:{number}; if it is meant so: HOUKAN_BLESS=1 cargo test --test month"
        );
    }
    assert_eq!(
        expected.len(),
        found.len(),
        "{name} has more or fewer lines"
    );
}

/// What a generator writes is what is committed.
fn assert_generated(script: &str, folder: &str, is_generated: impl Fn(&Path) -> bool) {
    let Some(python) = python() else { return };
    let dir = tempfile::tempdir().expect("a folder");
    let run = Command::new(python)
        .arg(fixture(script))
        .arg("-o")
        .arg(dir.path())
        .output()
        .expect("started");
    assert!(
        run.status.success(),
        "{}",
        String::from_utf8_lossy(&run.stderr)
    );
    let written = files_below(dir.path());
    let committed: Vec<PathBuf> = files_below(&fixture(folder))
        .into_iter()
        .filter(|path| is_generated(path))
        .collect();
    assert_eq!(
        written, committed,
        "python3 fixtures/{script}, and commit what it writes"
    );
    for name in written {
        let (new, old) = (
            fs::read(dir.path().join(&name)),
            fs::read(fixture(folder).join(&name)),
        );
        assert!(
            new.expect("read") == old.expect("read"),
            "{} is not what fixtures/{script} writes",
            name.display()
        );
    }
}

#[test]
fn month_is_what_its_table_says() {
    assert_generated("make.py", "month", |path| !path.starts_with("golden"));
}

#[test]
fn hostile_files_are_what_their_script_says() {
    assert_generated("make_hostile.py", "hostile", |_| true);
}

#[test]
fn returned_and_insurers_files_are_what_their_script_says() {
    assert_generated("make_returned.py", "", |path| {
        path.starts_with("returned") || path.starts_with("insurer")
    });
}

#[test]
fn the_small_master_is_what_its_script_says() {
    assert_generated("make_master.py", "master", |_| true);
}

#[test]
fn the_lists_of_stations_are_what_their_script_says() {
    assert_generated("stations/make.py", "stations", |path| {
        !path.ends_with("make.py")
    });
}

#[test]
fn the_forms_are_what_their_script_says() {
    assert_generated("make_forms.py", "forms", |path| {
        path != Path::new("golden.csv")
    });
}

//! What the READMEs show is what the program prints.

use std::fs;
use std::path::Path;

use assert_cmd::Command;

/// The first command of the README, in an empty folder.
fn printed(lang: &str) -> String {
    let month = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/month");
    let folder = tempfile::tempdir().expect("a folder");
    let output = Command::cargo_bin("houkan")
        .expect("built beside the tests")
        .current_dir(folder.path())
        .env("LC_ALL", "C.UTF-8")
        .arg("check")
        .arg(month.join("claims"))
        .arg("-e")
        .arg(month.join("eligibility"))
        .arg("-c")
        .arg(month.join("credentials.csv"))
        .args(["--as-of", "2026-09-05", "--lang", lang])
        .assert()
        .code(1)
        .get_output()
        .stdout
        .clone();
    String::from_utf8(output).expect("text")
}

#[test]
fn excerpts_are_not_stale() {
    for (readme, lang) in [("README.md", "en"), ("README.ja.md", "ja")] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(readme);
        let text = fs::read_to_string(path).expect("readable");
        let printed = printed(lang);
        assert!(
            text.contains(printed.trim_end()),
            "{readme} should show:\n{printed}"
        );
    }
}

/// Both name the same two commands, and the CI script finds the second.
#[test]
fn both_languages_name_the_same_commands() {
    let commands = |readme: &str| -> Vec<String> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(readme);
        let text = fs::read_to_string(path).expect("readable");
        let indented = text
            .lines()
            .filter_map(|line| line.strip_prefix("    cargo "));
        indented
            .take(2)
            .map(|line| line.replace(" --lang ja", ""))
            .collect()
    };
    let english = commands("README.md");
    assert_eq!(english, commands("README.ja.md"));
    assert_eq!(english[1], "test --locked");
}

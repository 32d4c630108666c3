//! What operators install (`examples/nightly`, docs/operations.md) fits the program: the commands are understood, the
//! alerts name figures that there are, and mail is sent when there is something to say.
#![cfg(unix)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use assert_cmd::cargo::CommandCargoExt;

/// The configuration that all of them name.
const CONFIG: &str = "/etc/houkan/houkan.toml";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).expect("readable")
}

/// A configuration for the made-up month, whose results go into `home`.
fn configure(home: &Path) -> PathBuf {
    let month = root().join("fixtures/month");
    let text = format!(
        "[inbox]\nclaims = [\"{}\"]\neligibility = [\"{}\"]\nsettle = 0\n\
         [state]\nfolder = \"state\"\n[publish]\nfolder = \"published\"\nmail = true\n",
        month.join("claims").display(),
        month.join("eligibility").display(),
    );
    let path = home.join("houkan.toml");
    fs::write(&path, text).expect("written");
    path
}

/// The arguments of each `houkan` of a text that names the configuration.
fn commands(text: &str) -> Vec<Vec<String>> {
    let lines = text.lines().filter(|line| line.contains(CONFIG));
    let after = lines.filter_map(|line| {
        let at = line.find("houkan nightly ")?;
        Some(&line[at + "houkan ".len()..])
    });
    after
        .map(|command| {
            let words = command.split_whitespace().map(str::to_owned);
            words
                .take_while(|word| !word.starts_with("2>") && word != "&&" && word != "#")
                .map(|word| word.trim_end_matches([';', '`']).to_owned())
                .collect()
        })
        .collect()
}

fn houkan(arguments: &[String], config: &Path) -> Output {
    let words = arguments.iter().map(|word| match word.as_str() {
        CONFIG => config.display().to_string(),
        _ => word.clone(),
    });
    let mut command = Command::cargo_bin("houkan").expect("built beside the tests");
    command.args(words).env("LC_ALL", "C.UTF-8");
    command.output().expect("run")
}

fn status(output: &Output) -> i32 {
    output.status.code().expect("ended by itself")
}

/// A night as the service runs it.
fn night(home: &Path) -> Output {
    let service = commands(&read("examples/nightly/houkan-nightly.service"));
    assert_eq!(service.len(), 1);
    houkan(&service[0], &configure(home))
}

#[test]
fn the_commands_of_service_cron_and_manual_are_understood() {
    let mut seen = BTreeSet::new();
    for (file, least) in [
        ("examples/nightly/houkan-nightly.service", 1),
        ("examples/nightly/houkan.cron", 1),
        ("docs/operations.md", 5),
        ("docs/nightly.md", 4),
        ("README.md", 1),
        ("README.ja.md", 1),
    ] {
        let found = commands(&read(file));
        assert!(found.len() >= least, "{file}: {found:?}");
        seen.extend(found);
    }
    let home = tempfile::tempdir().expect("a folder");
    let config = configure(home.path());
    for mut arguments in seen {
        let others = ["--init", "--check", "--status"];
        if !arguments.iter().any(|it| others.contains(&it.as_str())) {
            arguments.push("--check".to_owned());
        }
        // A configuration that is there is not written over.
        let is_init = arguments.iter().any(|it| it == "--init");
        let expected = if is_init { 4 } else { 0 };
        let output = houkan(&arguments, &config);
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(status(&output), expected, "{arguments:?}: {told}");
    }
}

#[test]
fn an_option_that_there_is_not_would_be_noticed() {
    let home = tempfile::tempdir().expect("a folder");
    let config = configure(home.path());
    let arguments = commands(&format!(
        "ExecStart=/x/houkan nightly --config {CONFIG} --loud"
    ));
    assert_eq!(status(&houkan(&arguments[0], &config)), 2);
}

#[test]
fn alerts_name_figures_that_there_are() {
    let home = tempfile::tempdir().expect("a folder");
    // The service counts new findings and inputs that cannot be read as success.
    let service = read("examples/nightly/houkan-nightly.service");
    assert!(service.contains("\nSuccessExitStatus=1 3\n"));
    let output = night(home.path());
    assert!([1, 3].contains(&status(&output)), "{output:?}");
    let figures = home.path().join("published/current/metrics.prom");
    let figures = fs::read_to_string(figures).expect("published");
    let rules = read("examples/nightly/houkan.rules.yml");
    let words = rules.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    let named: BTreeSet<_> = words.filter(|word| word.starts_with("houkan_")).collect();
    assert_eq!(named.len(), 2, "{named:?}");
    for name in named {
        assert!(figures.contains(&format!("\n{name} ")), "{name}");
    }
}

#[test]
fn mail_is_sent_when_there_is_something_to_say() {
    use std::os::unix::fs::PermissionsExt;
    let home = tempfile::tempdir().expect("a folder");
    night(home.path());
    let (sent, sendmail) = (home.path().join("sent"), home.path().join("sendmail"));
    fs::write(&sendmail, format!("#!/bin/sh\ncat > {sent:?}\n")).expect("written");
    fs::set_permissions(&sendmail, PermissionsExt::from_mode(0o700)).expect("changed");
    let mail = |status: &str| {
        let _none = fs::remove_file(&sent);
        let done = Command::new("sh")
            .arg(root().join("examples/nightly/houkan-mail"))
            .arg(status)
            .arg(home.path().join("published"))
            .arg("claims@insurer.example")
            .env("SENDMAIL", &sendmail)
            .status()
            .expect("run");
        assert!(done.success());
        fs::read_to_string(&sent).ok()
    };
    assert_eq!(mail("0"), None);
    let [found, failed, killed] = ["1", "4", "KILL"].map(|status| mail(status).expect("sent"));
    assert!(found.starts_with("To: claims@insurer.example\nSubject: =?UTF-8?B?"));
    assert_ne!(found, failed);
    assert_ne!(failed, killed);
}

#[test]
fn the_manual_shows_the_cron_line_that_is_installed() {
    let cron = read("examples/nightly/houkan.cron");
    let line = cron.lines().find(|line| line.contains(" houkan umask "));
    let line = line.expect("a line");
    // Five fields of time, an account and a command; a bare % would end the command.
    assert!(line.split_whitespace().count() > 6 && !line.contains('%'));
    assert!(read("docs/operations.md").contains(line));
}

//! Files that move, vanish, come back and grow at the wrong moment. What is published at the end is what a single run
//! over the inbox as it then is publishes.

use std::fs;
use std::path::PathBuf;
use std::process::{Output, Stdio};
use std::time::{Duration, SystemTime};

use houkan::nightly::fault;
use houkan::nightly::manifest::Manifest;
use houkan::nightly::publish::CURRENT;

use crate::lane::Lane;
use crate::scenario::{Scenario, without_last_claim};

struct Inbox {
    home: tempfile::TempDir,
    scenario: Scenario,
    lane: Lane,
}

impl Inbox {
    /// With the files of the first night, which are not read yet.
    fn new() -> Self {
        let home = tempfile::tempdir().expect("a folder");
        let scenario = Scenario::new(home.path(), 80, "keep");
        scenario.day(0);
        fs::remove_file(home.path().join("inbox/claims/broken.UKE")).expect("removed");
        let lane = Lane::new(&scenario, "lane");
        Self {
            home,
            scenario,
            lane,
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.home.path().join("inbox").join(name)
    }

    fn run(&self) -> Output {
        self.lane.run(&self.scenario, 0)
    }

    fn runs(&self) {
        let output = self.run();
        let text = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{text}");
    }

    /// What is published is what one run over everything publishes.
    fn is_as_read_at_once(&self, told: &str) {
        let fresh = Lane::new(&self.scenario, "fresh");
        assert_eq!(fresh.run(&self.scenario, 0).status.code(), Some(0));
        let (found, expected) = (self.lane.said(), fresh.said());
        assert!(found.published == expected.published, "{told}");
        assert!(found.count("claim", "") > 0);
        assert_eq!(
            found.count("claim", ""),
            expected.count("claim", ""),
            "{told}"
        );
        fresh.remove();
    }

    /// Runs, and does something when that step is passed.
    fn while_at(&self, step: &str, what: impl FnOnce()) -> Output {
        let log = self.home.path().join("passed");
        let mut command = self.lane.night(&self.scenario, 0);
        command
            .env(fault::VARIABLE, format!("pause:{step}"))
            .env(fault::LOG, &log)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        let mut child = command.spawn().expect("it starts");
        let is_there = || {
            let passed = fs::read_to_string(&log).unwrap_or_default();
            passed.lines().any(|line| line == step)
        };
        while !is_there() {
            assert_eq!(
                child.try_wait().expect("known"),
                None,
                "{step} is not passed"
            );
            std::thread::sleep(Duration::from_millis(5));
        }
        what();
        fs::remove_file(&log).expect("removed");
        child.wait_with_output().expect("it ends")
    }
}

#[test]
fn what_a_changed_file_held_goes_on_under_another_name() {
    for (old, new) in [("2026-01-0", "2026-01-z"), ("2026-01-3", "2026-01-00")] {
        let inbox = Inbox::new();
        inbox.runs();
        let (old, new) = (
            inbox.path(&format!("claims/{old}.UKE")),
            inbox.path(&format!("claims/{new}.UKE")),
        );
        let bytes = fs::read(&old).expect("a file");
        fs::rename(&old, &new).expect("renamed");
        fs::write(&old, without_last_claim(&bytes)).expect("written");
        inbox.runs();
        inbox.is_as_read_at_once("a file was renamed and another took its place");
        // And as a copy that was there before.
        fs::write(&old, without_last_claim(&without_last_claim(&bytes))).expect("written");
        fs::copy(&old, &new).expect("copied");
        inbox.runs();
        inbox.is_as_read_at_once("a file and its copy");
        fs::write(&old, &bytes).expect("written");
        inbox.runs();
        inbox.is_as_read_at_once("the copy stays");
    }
}

#[test]
fn what_vanished_comes_back() {
    let inbox = Inbox::new();
    inbox.runs();
    let result = fs::read_dir(inbox.path("results"))
        .expect("a folder")
        .next();
    let result = result.expect("a result").expect("an entry").path();
    let away = inbox.home.path().join("away");
    for path in [
        inbox.path("claims/2026-01-0.UKE"),
        inbox.path("registers/january.csv"),
        result.clone(),
    ] {
        fs::rename(&path, &away).expect("renamed");
        inbox.runs();
        fs::rename(&away, &path).expect("renamed");
        inbox.runs();
        inbox.is_as_read_at_once(&path.display().to_string());
    }
    // It comes back and cannot be read: that is told, and hinders nothing else.
    let whole = fs::read(&result).expect("a file");
    fs::remove_file(&result).expect("removed");
    inbox.runs();
    fs::write(&result, &whole[..whole.len() / 2]).expect("written");
    let output = inbox.run();
    let text = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{text}");
    assert_eq!(inbox.run().status.code(), Some(3));
    assert_eq!(inbox.lane.said().count("file", "quarantined"), 1);
}

#[test]
fn a_copy_whose_original_vanishes_before_it_was_read_is_read() {
    let inbox = Inbox::new();
    let (first, second) = (
        inbox.path("claims/2026-01-0.UKE"),
        inbox.path("claims/2026-01-copy.UKE"),
    );
    fs::copy(&first, &second).expect("copied");
    let killed = inbox.lane.fault(&inbox.scenario, 0, "kill:claims-read");
    assert_eq!(killed.status.code(), None);
    fs::remove_file(&first).expect("removed");
    inbox.runs();
    inbox.is_as_read_at_once("the copy alone is left");
}

#[test]
fn a_file_that_vanishes_or_grows_between_look_and_reading_waits() {
    for name in ["claims/2026-01-0.UKE", "registers/january.csv"] {
        let inbox = Inbox::new();
        let (path, away) = (inbox.path(name), inbox.home.path().join("away"));
        let output = inbox.while_at("scanned", || fs::rename(&path, &away).expect("renamed"));
        let text = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{text}");
        inbox.is_as_read_at_once("it vanished");
        let whole = fs::read(&away).expect("a file");
        fs::write(&path, &whole[..whole.len() / 2]).expect("written");
        let output = inbox.while_at("scanned", || fs::write(&path, &whole).expect("written"));
        assert_eq!(output.status.code(), Some(0));
        inbox.runs();
        inbox.is_as_read_at_once("it grew");
    }
}

#[test]
fn times_of_files_may_lie_in_the_future_or_be_set_back() {
    let inbox = Inbox::new();
    let path = inbox.path("claims/2026-01-0.UKE");
    let set = |at: SystemTime| {
        let file = fs::File::options().write(true).open(&path).expect("opened");
        file.set_modified(at).expect("set");
    };
    let bytes = fs::read(&path).expect("a file");
    for at in [
        SystemTime::now() + Duration::from_hours(10 * 365 * 24),
        SystemTime::UNIX_EPOCH + Duration::from_hours(24),
        SystemTime::UNIX_EPOCH - Duration::from_hours(24),
    ] {
        fs::write(&path, &bytes).expect("written");
        set(at);
        inbox.runs();
        inbox.is_as_read_at_once("as it was");
        fs::write(&path, without_last_claim(&bytes)).expect("written");
        set(at);
        inbox.runs();
        inbox.is_as_read_at_once("changed at the same time");
    }
}

#[test]
fn files_with_names_of_unfinished_ones_wait_and_are_told() {
    let inbox = Inbox::new();
    let (path, coming) = (
        inbox.path("claims/2026-01-0.UKE"),
        inbox.path("claims/2026-01-0.UKE.tmp"),
    );
    fs::rename(&path, &coming).expect("renamed");
    inbox.runs();
    let manifest = Manifest::read(&inbox.lane.out().join(CURRENT)).expect("whole");
    assert_eq!(manifest.night.inputs.claims.waiting, 1);
    inbox.is_as_read_at_once("it waits");
    fs::rename(&coming, &path).expect("renamed");
    inbox.runs();
    inbox.is_as_read_at_once("it has come");
}

/// Of the claims of a file only some are judged, and the report over those adds up.
#[test]
fn a_night_over_some_claims_of_a_file() {
    let mut inbox = Inbox::new();
    inbox.scenario.scope = "judged";
    inbox.runs();
    let all = inbox.lane.published().expect("published")["verdicts.csv"].len();
    let path = inbox.path("registers/january.csv");
    let text = fs::read_to_string(&path).expect("text");
    let lines: Vec<&str> = text.lines().collect();
    fs::write(&path, [&lines[..2], &lines[4..]].concat().join("\n")).expect("written");
    inbox.runs();
    let some = inbox.lane.published().expect("published")["verdicts.csv"].len();
    assert!((1..all).contains(&some), "{some} of {all}");
}

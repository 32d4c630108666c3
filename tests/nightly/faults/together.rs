//! Runs at the same time, and the lock that a dead one left.

use std::fs;
use std::process::{Child, Stdio};
use std::time::Duration;

use houkan::nightly::fault;
use houkan::nightly::manifest::Manifest;
use houkan::nightly::publish::CURRENT;

use crate::lane::Lane;
use crate::refusal;
use crate::scenario::Scenario;

fn first_night(home: &std::path::Path) -> (Scenario, Lane) {
    let scenario = Scenario::new(home, 80, "keep");
    scenario.day(0);
    let lane = Lane::new(&scenario, "lane");
    (scenario, lane)
}

fn nights(lane: &Lane) -> usize {
    let entries = fs::read_dir(lane.out()).expect("a folder");
    let names = entries.map(|it| {
        it.expect("an entry")
            .file_name()
            .to_string_lossy()
            .into_owned()
    });
    names.filter(|name| name.starts_with("2026-")).count()
}

#[test]
fn of_eight_that_start_together_one_publishes_and_the_others_say_who() {
    let home = tempfile::tempdir().expect("a folder");
    let (scenario, lane) = first_night(home.path());
    // Who has the lock waits until standard input ends, and no other gets in.
    let mut all: Vec<Child> = (0..8)
        .map(|_| {
            let mut command = lane.night(&scenario, 0);
            command.env(fault::VARIABLE, "pause:locked");
            command
                .stdin(Stdio::piped())
                .stdout(Stdio::null())
                .stderr(Stdio::piped());
            command.spawn().expect("it starts")
        })
        .collect();
    let mut ended = Vec::new();
    while all.len() > 1 {
        let mut still = Vec::new();
        for mut child in all {
            match child.try_wait().expect("known") {
                Some(_) => ended.push(child.wait_with_output().expect("it ended")),
                None => still.push(child),
            }
        }
        all = still;
        assert!(!all.is_empty(), "nobody got the lock");
        std::thread::sleep(Duration::from_millis(10));
    }
    let winner = all.remove(0);
    let pid = winner.id();
    for output in &ended {
        assert_eq!(output.status.code(), Some(4));
        let told = refusal(output)["what"].to_string();
        assert!(told.contains(&format!("process {pid} ")), "{told}");
    }
    assert_eq!(ended.len(), 7);
    // Its standard input ends with this.
    let output = winner.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(3));
    assert_eq!(nights(&lane), 1);
    lane.said();
}

#[test]
fn runs_that_follow_each_other_closely_never_meet() {
    let home = tempfile::tempdir().expect("a folder");
    let (scenario, lane) = first_night(home.path());
    let expected = lane.copy("alone");
    assert_eq!(expected.run(&scenario, 0).status.code(), Some(3));
    let all: Vec<Child> = (0..8).map(|_| lane.start(&scenario, 0)).collect();
    let mut published = 0;
    for child in all {
        let output = child.wait_with_output().expect("it ends");
        match output.status.code() {
            Some(3) => published += 1,
            other => {
                assert_eq!(other, Some(4));
                assert!(
                    refusal(&output)["what"]
                        .to_string()
                        .contains("another run is in progress")
                );
            }
        }
    }
    assert!(published >= 1);
    // `keep = 2`
    assert_eq!(nights(&lane), published.min(2));
    lane.said().assert_is(&expected.said(), "several at once");
}

#[test]
fn the_lock_of_a_dead_run_is_taken_over_and_told() {
    let home = tempfile::tempdir().expect("a folder");
    let (scenario, lane) = first_night(home.path());
    let mut command = lane.night(&scenario, 0);
    let log = home.path().join("passed");
    command
        .env(fault::VARIABLE, "pause:run-begun")
        .env(fault::LOG, &log);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let mut child = command.spawn().expect("it starts");
    let pid = child.id();
    while !fs::read_to_string(&log).is_ok_and(|it| it.contains("run-begun")) {
        assert_eq!(child.try_wait().expect("known"), None, "it does not wait");
        std::thread::sleep(Duration::from_millis(5));
    }
    child.kill().expect("killed");
    child.wait().expect("it ended");
    let output = lane.run(&scenario, 0);
    assert_eq!(output.status.code(), Some(3));
    let told = String::from_utf8_lossy(&output.stderr);
    let line = told
        .lines()
        .find(|it| it.contains("taken over"))
        .expect("it is told");
    assert!(line.contains(&format!("\"process\":{pid}")), "{line}");
    assert!(line.contains("WARN"), "{line}");
    let manifest = Manifest::read(&lane.out().join(CURRENT)).expect("whole");
    assert!(manifest.night.recovered);
}

//! Folders that are full, read-only or not there. Small file systems of their own need a mount namespace, so these tests
//! start themselves once more in one.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::lane::Lane;
use crate::refusal;
use crate::said::Said;
use crate::scenario::Scenario;

/// Tells the process that it is in a mount namespace of its own.
const INSIDE: &str = "HOUKAN_TEST_NAMESPACE";

/// True when the test is to go on here: inside a namespace of its own. Outside it starts itself inside.
fn is_inside(test: &str) -> bool {
    if std::env::var_os(INSIDE).is_some() {
        return true;
    }
    let may = Command::new("unshare").args(["-rm", "true"]).output();
    if !may.is_ok_and(|it| it.status.success()) {
        assert!(
            std::env::var_os("HOUKAN_REQUIRE_UNSHARE").is_none(),
            "no mount namespace can be made here"
        );
        eprintln!("skipped: no mount namespace can be made here");
        return false;
    }
    let this = std::env::current_exe().expect("a path");
    let output = Command::new("unshare")
        .arg("-rm")
        .arg(this)
        .args(["--exact", test, "--nocapture", "--test-threads=1"])
        .env(INSIDE, "1")
        .output()
        .expect("it starts");
    let told = [output.stdout, output.stderr].map(|it| String::from_utf8_lossy(&it).into_owned());
    assert!(output.status.success(), "{}\n{}", told[0], told[1]);
    println!("{}", told[0]);
    false
}

fn mount(arguments: &[&str], at: &Path) {
    let output = Command::new("mount")
        .args(arguments)
        .arg(at)
        .output()
        .expect("it starts");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// Has a folder of a lane lie on a file system of this size, with what is in it.
fn on_small_disk(folder: &Path, kib: usize) {
    fs::create_dir_all(folder).expect("made");
    let kept = folder.with_extension("kept");
    fs::rename(folder, &kept).expect("renamed");
    fs::create_dir(folder).expect("made");
    let size = format!("size={kib}k,mode=700");
    mount(&["-t", "tmpfs", "-o", &size, "small"], folder);
    let copied = Command::new("cp")
        .arg("-a")
        .arg(kept.join("."))
        .arg(folder)
        .status();
    assert!(copied.expect("it starts").success());
}

/// A mounted folder cannot be removed.
fn unmount(folder: &Path) {
    let status = Command::new("umount")
        .arg(folder)
        .status()
        .expect("it starts");
    assert!(status.success());
}

fn used_kib(folder: &Path) -> usize {
    let output = Command::new("du")
        .args(["-sk"])
        .arg(folder)
        .output()
        .expect("it starts");
    let text = String::from_utf8(output.stdout).expect("text");
    text.split_whitespace()
        .next()
        .and_then(|it| it.parse().ok())
        .expect("a number")
}

/// Two nights: the second is disturbed.
struct Nights {
    _home: tempfile::TempDir,
    scenario: Scenario,
    before: Lane,
    expected: Said,
    status: Option<i32>,
}

impl Nights {
    fn new() -> Self {
        let home = tempfile::tempdir().expect("a folder");
        let scenario = Scenario::new(home.path(), 160, "keep");
        let reference = Lane::new(&scenario, "reference");
        scenario.day(0);
        assert_eq!(reference.run(&scenario, 0).status.code(), Some(3));
        scenario.day(1);
        let before = reference.copy("before");
        let status = reference.run(&scenario, 1).status.code();
        Self {
            expected: reference.said(),
            before,
            status,
            scenario,
            _home: home,
        }
    }

    /// Nothing was published, and that is told with what to do; the night before is in its place.
    fn came_to_nothing(&self, lane: &Lane, output: &Output, told: &str) {
        assert_eq!(output.status.code(), Some(4), "{told}");
        let refusal = refusal(output);
        let words = |key: &str| refusal[key].as_str().unwrap_or_default().to_owned();
        let hints = ["space", "room", "permissions"];
        let is_helpful = hints.iter().any(|hint| words("hint").contains(hint));
        assert!(is_helpful, "{told}: {refusal}");
        assert!(!words("what").is_empty(), "{told}: {refusal}");
        lane.monitoring_knows(told);
        let published = lane.published();
        assert!(
            published == self.before.published()
                || published.as_ref() == Some(&self.expected.published),
            "{told}"
        );
    }

    fn recovers(&self, lane: &Lane, told: &str) {
        let output = lane.run(&self.scenario, 1);
        let text = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), self.status, "{told}: {text}");
        lane.said().assert_is(&self.expected, told);
        lane.is_tidy(told);
    }

    /// A folder on a disk that is full at first, and gets a little more room for every further run.
    fn grows(&self, folder: &str, step: usize) -> usize {
        let lane = self.before.copy(&format!("small-{folder}"));
        let small = lane.folder.join(folder);
        let mut kib = used_kib(&small) + 8;
        on_small_disk(&small, kib);
        let mut refused = 0;
        loop {
            let output = lane.run(&self.scenario, 1);
            let told = format!("{folder} with {kib} KiB");
            if output.status.code() == self.status {
                lane.said().assert_is(&self.expected, &told);
                unmount(&small);
                return refused;
            }
            self.came_to_nothing(&lane, &output, &told);
            refused += 1;
            assert!(refused < 200, "{told}");
            kib += step;
            let size = format!("remount,size={kib}k");
            mount(&["-o", &size], &small);
        }
    }
}

#[test]
fn a_full_disk_leaves_the_night_before_and_the_next_run_goes_on() {
    if !is_inside("space::a_full_disk_leaves_the_night_before_and_the_next_run_goes_on") {
        return;
    }
    let nights = Nights::new();
    for (folder, step) in [("state", 64), ("out", 8)] {
        let refused = nights.grows(folder, step);
        println!("{folder}: {refused} runs found the disk full");
        assert!(refused > 2, "{folder}: {refused}");
    }
}

#[test]
fn a_folder_that_cannot_be_written_leaves_the_night_before() {
    if !is_inside("space::a_folder_that_cannot_be_written_leaves_the_night_before") {
        return;
    }
    let nights = Nights::new();
    for folder in ["state", "out"] {
        let lane = nights.before.copy(&format!("read-only-{folder}"));
        let path = lane.folder.join(folder);
        let text = path.to_str().expect("text");
        mount(&["--bind", text], &path);
        mount(&["-o", "remount,ro,bind"], &path);
        let output = lane.run(&nights.scenario, 1);
        nights.came_to_nothing(&lane, &output, folder);
        mount(&["-o", "remount,rw,bind"], &path);
        nights.recovers(&lane, folder);
        unmount(&path);
    }
}

#[test]
fn a_publish_folder_whose_place_is_taken_is_told() {
    let nights = Nights::new();
    let lane = nights.before.copy("taken");
    let kept = lane.folder.join("kept");
    fs::rename(lane.out(), &kept).expect("renamed");
    fs::write(lane.out(), "no folder").expect("written");
    let output = lane.run(&nights.scenario, 1);
    assert_eq!(output.status.code(), Some(4));
    let refusal = refusal(&output).to_string();
    assert!(
        refusal.contains("out") && refusal.contains("permissions"),
        "{refusal}"
    );
    fs::remove_file(lane.out()).expect("removed");
    // A folder that is not there is made, with those above it.
    nights.recovers(&lane, "a folder that is made");
    fs::remove_dir_all(lane.out()).expect("removed");
    fs::rename(&kept, lane.out()).expect("renamed");
    lane.published().expect("the night before");
}

//! What a night asks of the system, and in which order: a power cut at any moment leaves the old result or the new one,
//! and nothing is asked of the network.

use std::fs;
use std::process::Command;

use houkan::nightly::publish::CURRENT;

use crate::lane::Lane;
use crate::scenario::Scenario;

/// True when a program is there that the test needs; a machine on which it has to be says so by a variable.
fn has(program: &[&str], required: &str) -> bool {
    let found = Command::new(program[0]).args(&program[1..]).output();
    if found.is_ok_and(|it| it.status.success()) {
        return true;
    }
    assert!(
        std::env::var_os(required).is_none(),
        "{program:?} does not work here"
    );
    eprintln!("skipped: {program:?} does not work here");
    false
}

/// A run of the first night under another program.
fn under(words: &[&str], lane: &Lane, scenario: &Scenario) {
    let night = lane.night(scenario, 0);
    let mut command = Command::new(words[0]);
    command
        .args(&words[1..])
        .arg(night.get_program())
        .args(night.get_args());
    command.current_dir(&lane.folder);
    let output = command.output().expect("it starts");
    let text = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{text}");
}

/// The lines of a trace.
struct Trace(Vec<String>);

impl Trace {
    /// Where calls stand that hold all of these words.
    fn all(&self, words: &[&str]) -> Vec<usize> {
        let lines = self.0.iter().enumerate();
        let found = lines.filter(|(_, line)| words.iter().all(|word| line.contains(word)));
        found.map(|(at, _)| at).collect()
    }

    /// Where the only such call stands.
    fn one(&self, words: &[&str]) -> usize {
        let all = self.all(words);
        assert_eq!(all.len(), 1, "{words:?}: {:#?}", self.0);
        all[0]
    }
}

#[test]
fn writes_reach_the_disk_in_an_order_that_a_power_cut_may_break_off() {
    if !has(&["strace", "-V"], "HOUKAN_REQUIRE_STRACE") {
        return;
    }
    let home = tempfile::tempdir().expect("a folder");
    let scenario = Scenario::new(home.path(), 80, "keep");
    scenario.day(0);
    let lane = Lane::new(&scenario, "lane");
    let log = home.path().join("trace");
    let calls = "trace=fsync,fdatasync,rename,renameat,renameat2,%network";
    let words = ["strace", "-f", "-y", "-s", "400", "-e", calls, "-o"];
    under(
        &[&words[..], &[log.to_str().expect("text")]].concat(),
        &lane,
        &scenario,
    );
    let trace = fs::read_to_string(&log).expect("a trace");
    let trace = Trace(trace.lines().map(str::to_owned).collect());
    assert_eq!(trace.all(&["socket("]), [] as [usize; 0], "{:#?}", trace.0);
    assert_eq!(trace.all(&["connect("]), [] as [usize; 0]);

    let aside = "out/.houkan-2026-01-20-r000001.tmp";
    let appears = trace.one(&["rename", aside, "out/2026-01-20-r000001\")"]);
    let swapped = trace.one(&["rename", &format!("out/{CURRENT}\")")]);
    let folder_synced = trace.one(&["fsync(", &format!("{aside}>")]);
    let manifest = trace.one(&["fsync(", &format!("{aside}/run.json>")]);
    // Every published file is on the disk before the list of them is written, and that before the folder appears.
    let night = lane.out().join("2026-01-20-r000001");
    for entry in fs::read_dir(night).expect("a folder") {
        let name = entry
            .expect("an entry")
            .file_name()
            .into_string()
            .expect("text");
        let synced = trace.all(&["fsync(", &format!("{aside}/{name}>")]);
        let last = *synced
            .last()
            .unwrap_or_else(|| panic!("{name} is not brought to the disk"));
        assert!(last <= manifest, "{name}: {:#?}", trace.0);
    }
    assert!(manifest < folder_synced && folder_synced < appears && appears < swapped);
    let parent = trace.all(&["fsync(", "/lane/out>"]);
    assert!(
        parent.iter().any(|at| (appears..swapped).contains(at)),
        "{:#?}",
        trace.0
    );
    let parent_synced = parent
        .iter()
        .find(|&&at| at > swapped)
        .expect("the pointer is brought to the disk");
    // What was judged is committed before it is published, and that it was published only afterwards.
    let commits = trace.all(&["sync(", "state/state.sqlite-wal>"]);
    assert!(commits.iter().any(|&at| at < appears), "{:#?}", trace.0);
    assert!(
        !commits
            .iter()
            .any(|at| (appears..*parent_synced).contains(at)),
        "{:#?}",
        trace.0
    );
    assert!(
        commits.iter().any(|at| at > parent_synced),
        "{:#?}",
        trace.0
    );
}

#[test]
fn a_night_needs_no_network() {
    if !has(&["unshare", "-rn", "true"], "HOUKAN_REQUIRE_UNSHARE") {
        return;
    }
    let home = tempfile::tempdir().expect("a folder");
    let scenario = Scenario::new(home.path(), 80, "keep");
    scenario.day(0);
    let lane = Lane::new(&scenario, "lane");
    under(&["unshare", "-rn"], &lane, &scenario);
    lane.said();
}

//! Nights of an inbox: what comes, changes and goes, one night after the other. Everything in it is made up.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

/// How many nights there are.
pub(crate) const NIGHTS: usize = 5;

/// Days of the nights. In the first night results are there that were obtained on a later day; by the fourth the first
/// month is older than is kept.
const AS_OF: [&str; NIGHTS] = [
    "2026-01-20",
    "2026-02-10",
    "2026-02-11",
    "2026-07-05",
    "2026-07-06",
];

/// The inbox, and the configuration of each night.
pub(crate) struct Scenario {
    pub(crate) home: PathBuf,
    vanished: &'static str,
    /// Which claims the reports are over.
    pub(crate) scope: &'static str,
}

/// A configuration, relative to a lane's folder.
fn configuration(vanished: &str, scope: &str, policy: &str, map: &str) -> String {
    format!(
        r#"[inbox]
claims = ["../../inbox/claims"]
eligibility = ["../../inbox/results"]
registers = ["../../inbox/registers"]
map = "../../{map}"
settle = 0
vanished = "{vanished}"
[checks]
policy = "{policy}"
fail_on = "never"
[state]
folder = "state"
retention_months = 5
[publish]
folder = "out"
reports = ["csv", "json"]
scope = "{scope}"
keep = 2
mail = true
[metrics]
textfile = "houkan.prom"
[limits]
threads = 2
"#
    )
}

fn synth(home: &Path, month: &str, claims: usize, seed: &str) -> PathBuf {
    let out = home.join(format!("made-{month}"));
    let made = Command::new(super::HOUKAN)
        .args(["synth", "--stations", "2", "--seed", seed, "--month", month])
        .args(["--claims", &claims.to_string(), "-q", "-o"])
        .arg(&out)
        .output()
        .expect("it starts");
    assert!(made.status.success());
    out
}

/// All files below a folder, by path.
pub(crate) fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let entry = entry.expect("an entry");
            if entry.file_type().expect("known").is_dir() {
                folders.push(entry.path());
            } else {
                files.push(entry.path());
            }
        }
    }
    files.sort();
    files
}

/// A claim file without its last claim.
pub(crate) fn without_last_claim(bytes: &[u8]) -> Vec<u8> {
    let lines: Vec<&[u8]> = bytes.split_inclusive(|&byte| byte == b'\n').collect();
    let last = lines.iter().rposition(|line| line.starts_with(b"RE,"));
    let end = lines.iter().rposition(|line| line.starts_with(b"GO"));
    let (last, end) = (last.expect("a claim"), end.expect("an end"));
    [&lines[..last], &lines[end..]].concat().concat()
}

impl Scenario {
    pub(crate) fn new(home: &Path, claims: usize, vanished: &'static str) -> Self {
        for (month, part, seed) in [
            ("2026-01", 3, "1"),
            ("2026-02", 3, "2"),
            ("2026-06", 2, "3"),
        ] {
            synth(home, month, claims * part / 8, seed);
        }
        for folder in ["claims", "results", "registers"] {
            fs::create_dir_all(home.join("inbox").join(folder)).expect("made");
        }
        let this = Self {
            home: home.to_owned(),
            vanished,
            scope: "all",
        };
        this.maps();
        this
    }

    /// A column map, and one that knows two columns less.
    fn maps(&self) {
        let register = self.made("2026-01").join("eligibility/eligibility.csv");
        let made = Command::new(super::HOUKAN)
            .arg("map")
            .arg(register)
            .output()
            .expect("it starts");
        let text = String::from_utf8(made.stdout).expect("text");
        let fewer: Vec<&str> = text
            .lines()
            .filter(|line| !line.starts_with("myna_registered") && !line.starts_with("certificate"))
            .collect();
        assert!(fewer.len() + 2 == text.lines().count(), "{text}");
        fs::write(self.home.join("map-1.toml"), &text).expect("written");
        fs::write(self.home.join("map-2.toml"), fewer.join("\n")).expect("written");
    }

    fn made(&self, month: &str) -> PathBuf {
        self.home.join(format!("made-{month}"))
    }

    fn inbox(&self, path: &str) -> PathBuf {
        self.home.join("inbox").join(path)
    }

    pub(crate) fn as_of(night: usize) -> &'static str {
        AS_OF[night]
    }

    pub(crate) fn configuration(&self, night: usize) -> String {
        let policy = if night >= 3 {
            "leaflet-2024-09"
        } else {
            "current"
        };
        let map = if night >= 4 {
            "map-2.toml"
        } else {
            "map-1.toml"
        };
        configuration(self.vanished, self.scope, policy, map)
    }

    /// The claim files of a month come, under names of their own.
    fn claims_come(&self, month: &str) {
        for (at, file) in (0..).zip(files_below(&self.made(month).join("claims"))) {
            let to = self.inbox(&format!("claims/{month}-{at}.UKE"));
            fs::copy(file, to).expect("copied");
        }
    }

    fn register_comes(&self, month: &str, name: &str) {
        let from = self.made(month).join("eligibility/eligibility.csv");
        fs::copy(from, self.inbox(&format!("registers/{name}"))).expect("copied");
    }

    /// Results of single persons come.
    fn results_come(&self, month: &str, from: usize, to: usize) {
        let results = files_below(&self.made(month).join("forms"));
        let results = results
            .iter()
            .filter(|file| file.extension().is_some_and(|it| it == "xml"));
        for file in results.skip(from).take(to - from) {
            let name = file.file_name().expect("a name");
            fs::copy(file, self.inbox("results").join(name)).expect("copied");
        }
    }

    fn result(&self, at: usize) -> PathBuf {
        let results = files_below(&self.made("2026-01").join("forms"));
        let mut xml = results
            .iter()
            .filter(|file| file.extension().is_some_and(|it| it == "xml"));
        let name = xml.nth(at).and_then(|it| it.file_name()).expect("a name");
        self.inbox("results").join(name)
    }

    /// What happens in the inbox on the day before a night.
    pub(crate) fn day(&self, night: usize) {
        let remove = |path: &Path| fs::remove_file(path).expect("removed");
        let rename = |from: &str, to: &str| {
            fs::rename(self.inbox(from), self.inbox(to)).expect("renamed");
        };
        let cut = |name: &str| {
            let path = self.inbox(name);
            let bytes = fs::read(&path).expect("a file");
            fs::write(&path, without_last_claim(&bytes)).expect("written");
        };
        match night {
            0 => {
                self.claims_come("2026-01");
                self.register_comes("2026-01", "january.csv");
                self.results_come("2026-01", 0, 12);
                fs::write(self.inbox("claims/broken.UKE"), "日付,氏名\n").expect("written");
            }
            1 => {
                self.claims_come("2026-02");
                self.register_comes("2026-02", "members.csv");
                self.results_come("2026-01", 12, 18);
                cut("claims/2026-01-0.UKE");
                // Touched, and as it was.
                let same = self.inbox("claims/2026-01-3.UKE");
                let same = fs::File::options().append(true).open(same).expect("opened");
                same.set_modified(SystemTime::now()).expect("touched");
                // A copy, and two results that are taken away.
                let copy = self.inbox("claims/copy.UKE");
                fs::copy(self.inbox("claims/2026-02-1.UKE"), copy).expect("copied");
                remove(&self.result(3));
                remove(&self.result(4));
            }
            2 => {
                // A register with fewer members, and another one under a known name.
                let path = self.inbox("registers/january.csv");
                let text = fs::read_to_string(&path).expect("text");
                let lines = text.lines().enumerate();
                let kept = lines.filter(|(at, _)| at % 5 != 4).map(|(_, line)| line);
                fs::write(path, kept.collect::<Vec<_>>().join("\n")).expect("written");
                self.register_comes("2026-06", "members.csv");
                rename("claims/2026-01-1.UKE", "claims/2026-01-moved.UKE");
                // The copy stays, and what it was made of changes.
                cut("claims/2026-02-1.UKE");
                // A file that goes on under another name, while another takes its place.
                rename("claims/2026-02-0.UKE", "claims/2026-02-0.old.UKE");
                let old = fs::read(self.inbox("claims/2026-02-0.old.UKE")).expect("a file");
                let new = without_last_claim(&without_last_claim(&old));
                fs::write(self.inbox("claims/2026-02-0.UKE"), new).expect("written");
                let whole = fs::read(self.result(5)).expect("a file");
                let half = &whole[..whole.len() / 2];
                fs::write(self.inbox("results/broken.xml"), half).expect("written");
                fs::write(self.inbox("claims/coming.UKE.tmp"), "HM").expect("written");
            }
            3 => {
                self.claims_come("2026-06");
                rename("claims/coming.UKE.tmp", "claims/coming.UKE");
                // What was taken away comes back, one as it was, one unreadable.
                self.results_come("2026-01", 3, 4);
                let half = fs::read(self.inbox("results/broken.xml")).expect("a file");
                fs::write(self.result(4), &half[..half.len() - 1]).expect("written");
                // What could not be read is mended; a copy and what it was made of go together.
                let whole = self.made("2026-01").join("forms/bulk.zip");
                fs::copy(whole, self.inbox("results/broken.xml")).expect("copied");
                remove(&self.inbox("claims/copy.UKE"));
                remove(&self.inbox("claims/2026-02-0.old.UKE"));
            }
            4 => {
                remove(&self.inbox("registers/january.csv"));
                let other = self.made("2026-02").join("claims");
                let mended = files_below(&other).swap_remove(0);
                fs::copy(mended, self.inbox("claims/broken.UKE")).expect("copied");
            }
            _ => unreachable!("there are {NIGHTS} nights"),
        }
    }
}

//! A lane: a state folder and a publish folder of their own over the common inbox. Lanes that are disturbed are compared
//! with one that is not.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use houkan::input::sha256_of;
use houkan::nightly::fault;
use houkan::nightly::manifest::{MANIFEST, Manifest};
use houkan::nightly::publish::{self, CURRENT};
use houkan::nightly::state::sqlite::{Settings, Sqlite};

use super::said::{self, Said, Tables};
use super::scenario::{Scenario, files_below};

pub(crate) struct Lane {
    pub(crate) folder: PathBuf,
}

/// Copies a folder with links as links.
fn copy_tree(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("made");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        let kind = entry.file_type().expect("known");
        if kind.is_dir() {
            copy_tree(&path, &to);
        } else if kind.is_symlink() {
            let target = fs::read_link(&path).expect("a link");
            std::os::unix::fs::symlink(target, &to).expect("linked");
        } else {
            fs::copy(&path, &to).expect("copied");
        }
    }
}

impl Lane {
    pub(crate) fn new(scenario: &Scenario, name: &str) -> Self {
        let folder = scenario.home.join("lanes").join(name);
        fs::create_dir_all(&folder).expect("made");
        Self { folder }
    }

    /// A lane that stands where this one stands.
    pub(crate) fn copy(&self, name: &str) -> Self {
        let folder = self.folder.with_file_name(name);
        copy_tree(&self.folder, &folder);
        Self { folder }
    }

    pub(crate) fn remove(self) {
        fs::remove_dir_all(self.folder).expect("removed");
    }

    pub(crate) fn out(&self) -> PathBuf {
        self.folder.join("out")
    }

    /// The command of a night.
    pub(crate) fn night(&self, scenario: &Scenario, night: usize) -> Command {
        let (path, text) = (
            self.folder.join("houkan.toml"),
            scenario.configuration(night),
        );
        // Not while another run may read it.
        if fs::read_to_string(&path).ok().as_ref() != Some(&text) {
            fs::write(path, text).expect("written");
        }
        let mut command = Command::new(super::HOUKAN);
        command
            .args(["nightly", "--config", "houkan.toml", "--log", "json"])
            .args(["--as-of", Scenario::as_of(night)])
            .current_dir(&self.folder)
            .env("LC_ALL", "C.UTF-8")
            .env_remove("HOUKAN_LOG")
            .env_remove(fault::VARIABLE)
            .env_remove(fault::LOG)
            .stdin(Stdio::null());
        command
    }

    pub(crate) fn run(&self, scenario: &Scenario, night: usize) -> Output {
        self.night(scenario, night).output().expect("it starts")
    }

    /// Runs with a fault.
    pub(crate) fn fault(&self, scenario: &Scenario, night: usize, fault: &str) -> Output {
        let mut command = self.night(scenario, night);
        command.env(fault::VARIABLE, fault);
        command.output().expect("it starts")
    }

    /// Runs, and gives how often it passed each step.
    pub(crate) fn passings(
        &self,
        scenario: &Scenario,
        night: usize,
    ) -> (Output, BTreeMap<String, usize>) {
        let log = scenario.home.join("passed");
        let _none_before = fs::remove_file(&log);
        let output = self
            .night(scenario, night)
            .env(fault::LOG, &log)
            .output()
            .expect("it starts");
        let mut passed = BTreeMap::new();
        for step in fs::read_to_string(&log).expect("a log").lines() {
            *passed.entry(step.to_owned()).or_default() += 1;
        }
        (output, passed)
    }

    /// Starts without waiting.
    pub(crate) fn start(&self, scenario: &Scenario, night: usize) -> Child {
        let mut command = self.night(scenario, night);
        command.stdout(Stdio::null()).stderr(Stdio::piped());
        command.spawn().expect("it starts")
    }

    /// What `current` leads to, after a look at every file of it; `None` where there is none.
    pub(crate) fn published(&self) -> Option<Tables> {
        let out = self.out();
        let name = publish::pointed(&out).expect("ours")?;
        let folder = out.join(name.to_string());
        let manifest = Manifest::read(&folder).expect("whole");
        let mut there: Vec<String> = files_below(&folder)
            .iter()
            .map(|path| {
                path.strip_prefix(&folder)
                    .expect("below")
                    .display()
                    .to_string()
            })
            .filter(|name| name != MANIFEST)
            .collect();
        there.sort();
        let listed: Vec<String> = manifest.files.iter().map(|it| it.name.clone()).collect();
        assert_eq!(there, listed);
        for file in &manifest.files {
            let open = fs::File::open(folder.join(&file.name)).expect("there");
            let found = sha256_of(open).expect("readable");
            assert_eq!(found, (file.sha256.clone(), file.bytes), "{}", file.name);
        }
        Some(said::tables(&folder))
    }

    /// The state can be opened and is in itself in order, whenever the process was killed. It is looked at in a copy, so
    /// that the look mends nothing.
    pub(crate) fn state_opens(&self) {
        let copy = tempfile::tempdir().expect("a folder");
        let state = self.folder.join("state");
        if !state.join("state.sqlite").exists() {
            return;
        }
        copy_tree(&state, copy.path());
        let file = copy.path().join("state.sqlite");
        Sqlite::open(&file, &Settings::default())
            .expect("it opens")
            .close()
            .expect("it closes");
        said::is_sound(&file);
    }

    /// The monitoring was told that nothing was published.
    pub(crate) fn monitoring_knows(&self, told: &str) {
        let text = fs::read_to_string(self.folder.join("houkan.prom")).expect("figures");
        assert!(
            text.contains("\nhoukan_last_run_status 4\n"),
            "{told}: {text}"
        );
    }

    /// All that the lane says.
    pub(crate) fn said(&self) -> Said {
        let published = self.published().expect("something is published");
        Said::of(&self.folder.join("state/state.sqlite"), published)
    }

    /// Nothing lies about: only nights, and `current`; no more of them than are kept.
    pub(crate) fn is_tidy(&self, told: &str) {
        let mut names: Vec<String> = fs::read_dir(self.out())
            .expect("a folder")
            .map(|it| {
                it.expect("an entry")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        names.retain(|name| name != CURRENT);
        assert!((1..=2).contains(&names.len()), "{told}: {names:?}");
        assert!(
            names.iter().all(|it| !it.starts_with('.')),
            "{told}: {names:?}"
        );
        let lock = fs::metadata(self.folder.join("state/lock")).expect("a lock file");
        assert_eq!(lock.len(), 0, "{told}");
    }
}

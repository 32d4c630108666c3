//! What surrounds a night: its folder appears whole or not at all whenever the process is killed or the system
//! refuses, names and contents reach the disk in the right order, one run holds the lock, and the monitoring learns of
//! runs that came to nothing.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::Instant;

use assert_cmd::cargo::CommandCargoExt;
use chrono::{DateTime, NaiveDate, Utc};
use houkan::check::{self, Request};
#[cfg(unix)]
use houkan::follow::Earlier;
use houkan::input::sha256_of;
use houkan::nightly::fault;
use houkan::nightly::lock;
use houkan::nightly::manifest::Manifest;
use houkan::nightly::night::{
    ByVerdict, Claims, Findings, Inputs, Night, PolicyUsed, Records, Status, Sum,
};
use houkan::nightly::publish::{self, CURRENT, Name, Publication};
use houkan::policy::Policy;
use houkan::report::{self, csv::Charset};
use houkan::text::lang::Lang;

/// Tells the process that it is a run of this test's, and in which folder.
const HOME: &str = "HOUKAN_TEST_HOME";
/// The number of its run.
const RUN: &str = "HOUKAN_TEST_RUN";

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_796_000_000, 0).expect("a moment")
}

fn name(run: u64) -> Name {
    let day = NaiveDate::from_ymd_opt(2026, 11, 30).expect("a day");
    Name::new(day, run)
}

fn night(run: u64) -> Night {
    Night {
        run,
        as_of: NaiveDate::from_ymd_opt(2026, 11, 30).expect("a day"),
        began: now(),
        ended: now(),
        status: Status::Done,
        recovered: false,
        published: name(run).to_string(),
        policy: PolicyUsed::default(),
        inputs: Inputs::default(),
        claims: Claims::default(),
        records: Records::default(),
        verdicts: ByVerdict::default(),
        turned: ByVerdict::default(),
        at_risk: Sum::default(),
        people_to_ask: 0,
        findings: Findings::default(),
        quarantine: Vec::new(),
        newest_input: None,
        state_bytes: 0,
    }
}

/// A run: takes the lock, clears away, publishes three files in two folders, and points to them.
fn run(home: &Path, run: u64) -> Result<(), publish::PublishError> {
    let taken = lock::take(&home.join("state"), now()).expect("free");
    let out = home.join("published");
    fs::create_dir_all(&out).expect("made");
    publish::clean(&out, 2, &BTreeSet::new(), &taken)?;
    let publication = Publication::begin(&out, name(run))?;
    for (part, file) in [("report", "verdicts.csv"), ("second", "findings.csv")] {
        fs::create_dir(publication.part(part)).expect("made");
        fs::write(publication.part(part).join(file), format!("{run}")).expect("written");
    }
    publication.lift("report")?;
    publication.write("mail.txt", b"subject\n\nbody\n")?;
    let name = publication.seal(|files| Manifest::new(night(run), files))?;
    publish::point(&out, &name)
}

/// Not a test by itself: the run that the tests start in a process of its own.
#[test]
fn a_run_of_its_own() {
    let Some(home) = std::env::var_os(HOME) else {
        return;
    };
    let number = std::env::var(RUN).expect("a number");
    if number == "hold" {
        let _taken = lock::take(Path::new(&home), now()).expect("free");
        std::process::abort();
    }
    let number = number.parse().expect("a number");
    if let Err(error) = run(Path::new(&home), number) {
        eprintln!("{error}");
        std::process::exit(4);
    }
}

/// A process that does [`a_run_of_its_own`], perhaps under another program.
fn started(under: &[&str], home: &Path, run: &str, fault: Option<&str>) -> Output {
    let this = std::env::current_exe().expect("a path");
    let mut words: Vec<PathBuf> = under.iter().map(PathBuf::from).collect();
    words.push(this);
    let mut process = Command::new(&words[0]);
    process
        .args(&words[1..])
        .args([
            "--exact",
            "a_run_of_its_own",
            "--nocapture",
            "--test-threads=1",
        ])
        .env(HOME, home)
        .env(RUN, run)
        .env_remove(fault::VARIABLE);
    if let Some(fault) = fault {
        process.env(fault::VARIABLE, fault);
    }
    process.output().expect("it starts")
}

/// The run that `current` leads to, after a look at every file of it.
fn current(out: &Path) -> Option<u64> {
    let name = publish::pointed(out).expect("ours")?;
    let folder = out.join(name.to_string());
    let manifest = Manifest::read(&folder).expect("whole");
    assert_eq!(manifest.files.len(), 3);
    for file in &manifest.files {
        let open = fs::File::open(folder.join(&file.name)).expect("there");
        assert_eq!(
            sha256_of(open).expect("readable"),
            (file.sha256.clone(), file.bytes)
        );
    }
    Some(manifest.night.run)
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut names: Vec<String> = entries
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    names
}

/// Every step, how often a run passes it, and whether what it publishes is in its place after it.
const STEPS: [(&str, u32, bool); 6] = [
    ("publish-files", 1, false),
    ("publish-fsync", 3, false),
    ("publish-rename", 1, false),
    ("publish-renamed", 1, false),
    ("pointer-rename", 1, false),
    ("published", 1, true),
];

#[test]
fn a_run_that_is_killed_leaves_the_old_night_or_the_new_one() {
    for (step, times, is_new) in STEPS {
        for passing in 1..=times {
            let home = tempfile::tempdir().expect("a folder");
            let out = home.path().join("published");
            assert!(started(&[], home.path(), "1", None).status.success());
            let fault = format!("kill:{step}:{passing}");
            let killed = started(&[], home.path(), "2", Some(&fault));
            assert!(
                !killed.status.success() && killed.status.code() != Some(4),
                "{fault}"
            );
            assert_eq!(current(&out), Some(if is_new { 2 } else { 1 }), "{fault}");
            // The next run finds nobody in its way, and clears away what was left.
            let next = started(&[], home.path(), "3", None);
            let told = String::from_utf8_lossy(&next.stderr);
            assert!(next.status.success(), "{fault}: {told}");
            assert_eq!(current(&out), Some(3), "{fault}");
            let left = names(&out);
            assert!(
                left.iter().all(|name| !name.starts_with('.')),
                "{fault}: {left:?}"
            );
            let is_whole = matches!(step, "publish-renamed" | "pointer-rename" | "published");
            assert_eq!(left.len(), 3 + usize::from(is_whole), "{fault}: {left:?}");
        }
    }
}

#[test]
fn a_system_that_refuses_leaves_the_old_night() {
    for (step, times) in [
        ("publish-fsync", 3),
        ("publish-rename", 1),
        ("pointer-rename", 1),
    ] {
        for passing in 1..=times {
            let home = tempfile::tempdir().expect("a folder");
            let out = home.path().join("published");
            assert!(started(&[], home.path(), "1", None).status.success());
            let fault = format!("fail:{step}:{passing}");
            let refused = started(&[], home.path(), "2", Some(&fault));
            assert_eq!(refused.status.code(), Some(4), "{fault}");
            assert_eq!(current(&out), Some(1), "{fault}");
            let left = names(&out);
            assert!(
                left.iter().all(|name| !name.starts_with('.')),
                "{fault}: {left:?}"
            );
            assert!(started(&[], home.path(), "3", None).status.success());
            assert_eq!(current(&out), Some(3), "{fault}");
        }
    }
}

#[test]
fn a_night_that_expires_is_never_seen_half() {
    let home = tempfile::tempdir().expect("a folder");
    let out = home.path().join("published");
    for run in ["1", "2", "3"] {
        assert!(started(&[], home.path(), run, None).status.success());
    }
    // Two are kept when the fourth run begins.
    let killed = started(&[], home.path(), "4", Some("kill:night-aside"));
    assert!(!killed.status.success());
    let aside = ".houkan-2026-11-30-r000001.tmp";
    let kept = ["2026-11-30-r000002", "2026-11-30-r000003"];
    assert_eq!(names(&out), [aside, kept[0], kept[1], CURRENT]);
    assert_eq!(current(&out), Some(3));
    assert!(started(&[], home.path(), "5", None).status.success());
    assert_eq!(
        names(&out),
        [kept[0], kept[1], "2026-11-30-r000005", CURRENT]
    );
}

/// Never a name before what it names: files, then folders, then the rename, then the folder that has the name, and
/// only then the pointer.
#[test]
fn contents_reach_the_disk_before_their_names() {
    let has_strace = Command::new("strace").arg("-V").output().is_ok();
    if !has_strace {
        let is_required = std::env::var_os("HOUKAN_REQUIRE_STRACE").is_some();
        assert!(!is_required, "strace is not here");
        eprintln!("skipped: strace is not here");
        return;
    }
    let home = tempfile::tempdir().expect("a folder");
    let log = home.path().join("log");
    let log = log.to_str().expect("text");
    let calls = "trace=fsync,fdatasync,rename,renameat,renameat2";
    let under = ["strace", "-f", "-y", "-s", "400", "-e", calls, "-o", log];
    let output = started(&under, home.path(), "1", None);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let log = fs::read_to_string(log).expect("readable");
    // Where the call of that kind with that end of its path stands.
    let at = |call: &str, end: &str| {
        let is_it = |line: &&str| line.contains(&format!("{call}(")) && line.contains(end);
        let found: Vec<usize> = log
            .lines()
            .enumerate()
            .filter(|(_, line)| is_it(line))
            .map(|(at, _)| at)
            .collect();
        assert!(!found.is_empty(), "{call} of {end} is not in\n{log}");
        found[found.len() - 1]
    };
    let aside = ".houkan-2026-11-30-r000001.tmp";
    let fsync = |path: &str| at("fsync", &format!("{path}>"));
    let files = ["verdicts.csv", "mail.txt", "second/findings.csv"]
        .map(|file| fsync(&format!("{aside}/{file}")));
    let (second, manifest, folder) = (
        fsync(&format!("{aside}/second")),
        fsync(&format!("{aside}/run.json")),
        fsync(aside),
    );
    let rename = at("rename", "published/2026-11-30-r000001\")");
    let pointer = at("rename", &format!("published/{CURRENT}\")"));
    let parents: Vec<usize> = log
        .lines()
        .enumerate()
        .filter(|(_, line)| line.contains("fsync(") && line.contains("/published>"))
        .map(|(at, _)| at)
        .collect();
    assert!(files[2] < second);
    assert!(files.iter().all(|&file| file < manifest) && second < manifest);
    assert!(manifest < folder && folder < rename && rename < pointer);
    assert!(
        parents.iter().any(|at| (rename..pointer).contains(at)),
        "{log}"
    );
    assert!(parents.iter().any(|&at| at > pointer), "{log}");
}

#[test]
fn the_lock_goes_with_its_process() {
    let home = tempfile::tempdir().expect("a folder");
    let killed = started(&[], home.path(), "hold", None);
    assert!(!killed.status.success());
    let lock::Seen::Left(left) = lock::look(home.path()).expect("seen") else {
        panic!("nobody holds it, and somebody did");
    };
    assert_ne!(left.pid, std::process::id());
    let taken = lock::take(home.path(), now()).expect("free");
    assert_eq!(taken.left_by, Some(left));
}

/// Processes that start together: each publishes or is told that another is at work; none disturbs another.
#[test]
fn of_processes_that_start_together_one_wins() {
    let home = tempfile::tempdir().expect("a folder");
    let outputs: Vec<Output> = std::thread::scope(|scope| {
        let home = home.path();
        let all: Vec<_> = (1..=6)
            .map(|run: u64| scope.spawn(move || started(&[], home, &run.to_string(), None)))
            .collect();
        all.into_iter()
            .map(|it| it.join().expect("it ended"))
            .collect()
    });
    let done = outputs.iter().filter(|it| it.status.success()).count();
    assert!(done >= 1);
    let out = home.path().join("published");
    assert!(current(&out).is_some());
    assert!(names(&out).iter().all(|name| !name.starts_with('.')));
}

/// `houkan nightly` with a configuration of its own.
struct Program {
    home: tempfile::TempDir,
}

impl Program {
    fn new(more: &str) -> Self {
        let home = tempfile::tempdir().expect("a folder");
        fs::create_dir(home.path().join("in")).expect("made");
        let text = format!(
            "[inbox]\nclaims = [\"in\"]\n[state]\nfolder = \"state\"\n[publish]\nfolder = \"out\"\n{more}"
        );
        fs::write(home.path().join("houkan.toml"), text).expect("written");
        Self { home }
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::cargo_bin("houkan")
            .expect("built beside the tests")
            .current_dir(self.home.path())
            .env("LC_ALL", "C.UTF-8")
            .env_remove("HOUKAN_LOG")
            .args(["nightly", "--config", "houkan.toml"])
            .args(arguments)
            .output()
            .expect("it starts")
    }
}

/// The lines of standard error, each of which is a JSON object.
fn logged(output: &Output) -> Vec<serde_json::Value> {
    let text = String::from_utf8(output.stderr.clone()).expect("text");
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("no JSON: {line}")))
        .collect()
}

#[test]
fn the_monitoring_learns_of_a_run_that_came_to_nothing() {
    let program =
        Program::new("[checks]\npolicy = \"own.toml\"\n[metrics]\ntextfile = \"houkan.prom\"\n");
    fs::write(program.home.path().join("own.toml"), "card_lost = 1\n").expect("written");
    let former = "# HELP houkan_last_success_timestamp_seconds x\n# TYPE houkan_last_success_timestamp_seconds gauge\nhoukan_last_success_timestamp_seconds 1795971614\n";
    let textfile = program.home.path().join("houkan.prom");
    fs::write(&textfile, former).expect("written");
    // Standard error is no terminal here.
    let output = program.run(&[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    let logged = logged(&output);
    assert_eq!(logged.len(), 1, "{logged:?}");
    assert_eq!(
        (&logged[0]["level"], &logged[0]["status"]),
        (&"ERROR".into(), &2.into())
    );
    let what = logged[0]["what"].as_str().expect("text");
    assert!(what.contains("own.toml:1:1"), "{what}");
    let text = fs::read_to_string(&textfile).expect("readable");
    assert!(text.contains("\nhoukan_last_run_status 4\n"), "{text}");
    assert!(text.ends_with(former), "{text}");
    // For people.
    let output = program.run(&["--log", "text"]);
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(
        told.starts_with("error: the policy file has errors."),
        "{told}"
    );
}

#[test]
fn a_run_in_progress_is_left_alone() {
    let program = Program::new("[metrics]\ntextfile = \"houkan.prom\"\n");
    let state = program.home.path().join("state");
    let taken = lock::take(&state, Utc::now()).expect("free");
    let status = program.run(&["--status"]);
    let told = String::from_utf8_lossy(&status.stdout).into_owned();
    assert!(
        status.status.success() && told.contains("A run is in progress (process"),
        "{told}"
    );
    let check = program.run(&["--check"]);
    let told = String::from_utf8_lossy(&check.stdout).into_owned();
    assert!(
        check.status.success() && told.contains("a run is in progress"),
        "{told}"
    );
    drop(taken);
    // Nothing but what was asked for is there.
    assert_eq!(names(program.home.path()), ["houkan.toml", "in", "state"]);
}

#[test]
fn a_configuration_is_written_once() {
    let home = tempfile::tempdir().expect("a folder");
    let program = Program { home };
    let output = program.run(&["--init"]);
    assert!(output.status.success());
    let path = program.home.path().join("houkan.toml");
    let text = fs::read_to_string(&path).expect("readable");
    assert_eq!(text, houkan::nightly::config::TEMPLATE);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(&path).expect("there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    fs::write(&path, "mine").expect("written");
    assert_eq!(program.run(&["--init"]).status.code(), Some(4));
    assert_eq!(fs::read_to_string(&path).expect("readable"), "mine");
}

/// A report in all its forms goes into the night's folder, is none of the inputs of the next night, and can be
/// compared with.
#[test]
fn a_report_is_part_of_the_night() {
    let month = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/month");
    let request = Request {
        claims: vec![month.join("claims")],
        eligibility: vec![month.join("eligibility")],
        credentials: Some(month.join("credentials.csv")),
        map: None,
        stations: None,
        master: None,
        policy: Policy::current(),
        as_of: NaiveDate::from_ymd_opt(2026, 9, 5).expect("a day"),
    };
    let checked = check::run(&request, &());
    let home = tempfile::tempdir().expect("a folder");
    let publication = Publication::begin(home.path(), name(1)).expect("begun");
    let settings = report::Settings {
        out: publication.part("report"),
        forms: report::Form::ALL.to_vec(),
        charset: Charset::Utf8,
        lang: Lang::Ja,
        started: Instant::now(),
    };
    let written = report::write(&checked, &settings).expect("written");
    publication.lift("report").expect("moved");
    let sealed = publication
        .seal(|files| Manifest::new(night(1), files))
        .expect("sealed");
    publish::point(home.path(), &sealed).expect("pointed");
    assert_eq!(names(home.path()), [sealed.to_string(), CURRENT.to_owned()]);
    let manifest = Manifest::read(&home.path().join(sealed.to_string())).expect("whole");
    let listed: BTreeSet<String> = manifest.files.into_iter().map(|file| file.name).collect();
    assert_eq!(listed, written.files.into_iter().collect());
    let (found, failed) = houkan::input::find(&[home.path().to_owned()]);
    assert!(failed.is_empty());
    // But for the file that stands for a link where there are none.
    assert!(
        found.iter().all(|file| file.path.ends_with(CURRENT)),
        "{found:?}"
    );
    #[cfg(unix)]
    Earlier::read(&home.path().join(CURRENT)).expect("an earlier report");
}

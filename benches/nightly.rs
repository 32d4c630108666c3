//! One more night over a history, beside a check of everything that the history and the night have.
//!
//! `cargo bench --bench nightly` measures; `cargo test --benches` runs both once on little data. `scripts/nightly-load`
//! measures nights of an insurer's size.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use chrono::{NaiveDate, Utc};
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use houkan::check::{self, Request};
use houkan::nightly::config::Config;
use houkan::nightly::{self, Asked, Lists};
use houkan::policy::Policy;
use houkan::report::{self, Form, csv::Charset};
use houkan::synth;
use houkan::text::lang::Lang;

/// The column `certificate_valid_to` of the eligibility that `synth` writes.
const VALID_TO: usize = 25;

/// Claims of the history and of the night, and how many rows of the history's eligibility are changed.
fn sizes() -> (u64, u64, usize) {
    if std::env::args().any(|arg| arg == "--bench") {
        (20_000, 500, 2_000)
    } else {
        (200, 20, 20)
    }
}

fn as_of() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 9, 5).expect("a day")
}

struct History {
    folder: tempfile::TempDir,
    config: Config,
}

impl History {
    /// A night over one month; then the claims of another arrive, and rows of the first are changed.
    fn new() -> Self {
        let (claims, new, changed) = sizes();
        let folder = tempfile::tempdir().expect("a folder");
        let config = folder.path().join("houkan.toml");
        let text = "[inbox]\nclaims = [\"claims\"]\neligibility = [\"eligibility\"]\nsettle = 0\n[state]\nfolder = \"state\"\n\
                    [publish]\nfolder = \"published\"\nreports = [\"csv\", \"json\"]\n";
        let config = Config::parse(text, &config).expect("a configuration");
        let history = Self { folder, config };
        history.arrive("first", claims, 1);
        history.night();
        copy(&history.at("state"), &history.at("kept"));
        history.arrive("second", new, 2);
        change(&history.at("eligibility/first.csv"), changed);
        history
    }

    fn at(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn arrive(&self, name: &str, claims: u64, seed: u64) {
        let options = synth::Options {
            claims,
            seed,
            ..synth::Options::default()
        };
        let made = self.at("made");
        synth::write(&options, &made, &|_| ()).expect("a month is written");
        for folder in ["claims", "eligibility"] {
            fs::create_dir_all(self.at(folder)).expect("made");
        }
        fs::rename(made.join("claims"), self.at("claims").join(name)).expect("moved");
        let table = self.at("eligibility").join(format!("{name}.csv"));
        fs::rename(made.join("eligibility/eligibility.csv"), table).expect("moved");
        fs::remove_dir_all(made).expect("removed");
    }

    /// The state as it was before the last night.
    fn restore(&self) {
        for folder in ["state", "published"] {
            fs::remove_dir_all(self.at(folder)).expect("removed");
        }
        copy(&self.at("kept"), &self.at("state"));
    }

    /// Gives how many claims were judged.
    fn night(&self) -> u64 {
        let asked = Asked {
            as_of: Some(as_of()),
            now: Utc::now(),
            lists: Lists {
                policy: Policy::current(),
                map: None,
                master: None,
                accepted: None,
            },
        };
        let night = nightly::run(&self.config, &asked).expect("published");
        night.claims.judged.all()
    }

    fn check(&self) {
        let request = Request {
            claims: vec![self.at("claims")],
            eligibility: vec![self.at("eligibility")],
            credentials: None,
            map: None,
            stations: None,
            master: None,
            policy: Policy::current(),
            as_of: as_of(),
        };
        let checked = check::run(&request, &());
        let settings = report::Settings {
            out: self.at("checked"),
            forms: vec![Form::Csv, Form::Json],
            charset: Charset::Utf8,
            lang: Lang::Ja,
            started: Instant::now(),
        };
        report::write(&checked, &settings).expect("written");
        fs::remove_dir_all(self.at("checked")).expect("removed");
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("made");
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        fs::copy(&path, to.join(path.file_name().expect("a name"))).expect("copied");
    }
}

/// Gives rows another end of the certificate, spread evenly.
fn change(table: &Path, count: usize) {
    let text = fs::read_to_string(table).expect("a table");
    let rows = text.lines().count() - 1;
    let mut changed = String::with_capacity(text.len());
    for (at, line) in text.lines().enumerate() {
        let mut cells: Vec<&str> = line.split(',').collect();
        if at > 0 && at * count / rows > (at - 1) * count / rows {
            let is_july = cells[VALID_TO] == "2026-07-31";
            cells[VALID_TO] = if is_july { "2026-06-30" } else { "2026-07-31" };
        }
        writeln!(changed, "{}", cells.join(",")).expect("text");
    }
    fs::write(table, changed).expect("written");
}

fn night(criterion: &mut Criterion) {
    let (claims, new, changed) = sizes();
    let history = History::new();
    history.restore();
    let judged = history.night();
    assert!(
        judged > new && judged < new + 2 * changed as u64 + claims / 4,
        "{judged}"
    );
    let mut group = criterion.benchmark_group("nightly");
    group.sample_size(10);
    group.bench_function(
        format!("{new} claims and {changed} rows on {claims}"),
        |it| {
            it.iter_batched(
                || history.restore(),
                |()| history.night(),
                BatchSize::PerIteration,
            );
        },
    );
    group.bench_function("check of all of it", |it| it.iter(|| history.check()));
    group.finish();
}

criterion_group!(benches, night);
criterion_main!(benches);

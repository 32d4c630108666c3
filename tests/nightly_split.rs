//! Whatever the nights are among which inputs fall, what the state says in the end is what one run over all of them
//! says.

#[cfg(feature = "postgres")]
#[path = "postgres/cluster.rs"]
#[expect(dead_code, reason = "made for registers")]
mod cluster;
#[path = "nightly/home.rs"]
mod home;
mod support;

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use chrono::{Days, NaiveDate};
use houkan::nightly::config::Scope;
use houkan::synth;
use proptest::prelude::*;
use proptest::sample::Index;

use home::{CLAIMS, ELIGIBILITY, Home, Stated, assert_same};
use support::files_below;

/// A made-up month: its claim files, and the lines of its register, with the header.
struct Month {
    claims: Vec<(String, Vec<u8>)>,
    head: String,
    rows: Vec<String>,
    /// Results as XML and in a zip.
    results: Vec<(String, Vec<u8>)>,
}

static MONTH: LazyLock<Month> = LazyLock::new(|| {
    let dir = tempfile::tempdir().expect("a folder");
    let out = dir.path().join("month");
    let options = synth::Options {
        stations: Some(4),
        ..synth::Options::new(160, 11)
    };
    synth::write(&options, &out, &|_| ()).expect("made up");
    let read = |below: &str| -> Vec<(String, Vec<u8>)> {
        let folder = out.join(below);
        let files = files_below(&folder).into_iter();
        files
            .map(|name| {
                let bytes = fs::read(folder.join(&name)).expect("read");
                (name.display().to_string().replace('/', "-"), bytes)
            })
            .collect()
    };
    let register = fs::read_to_string(out.join("eligibility/eligibility.csv")).expect("read");
    let mut lines = register.lines().map(str::to_owned);
    let head = lines.next().expect("a header");
    Month {
        claims: read("claims"),
        head,
        rows: lines.collect(),
        results: read("forms/xml-face").into_iter().take(12).collect(),
    }
});

/// What happens to the inboxes before a night.
#[derive(Clone, Debug)]
enum Event {
    /// Some of the claim files that have not come yet.
    Claims(Vec<Index>),
    /// Some rows of the register, as a file of their own.
    Rows(Vec<Index>),
    /// Some results as XML.
    Results(Vec<Index>),
    /// A file of the register gets other rows: some go, some change, some come.
    Register(Index, Vec<Index>, u8),
    /// A claim file is written anew: a claim goes, another gets another amount or birth date.
    Refiled(Index, Index, u8),
    /// A file gets another name.
    Moved(Index),
    /// A file goes.
    Gone(Index),
    /// Some days pass.
    Days(u8),
    /// Another policy.
    Policy,
}

fn event() -> impl Strategy<Value = Event> {
    let some = |most| proptest::collection::vec(any::<Index>(), 1..most);
    let of = any::<Index>;
    prop_oneof![
        3 => some(4).prop_map(Event::Claims),
        3 => some(60).prop_map(Event::Rows),
        1 => some(5).prop_map(Event::Results),
        3 => (of(), some(20), any::<u8>()).prop_map(|(a, b, c)| Event::Register(a, b, c)),
        2 => (of(), of(), any::<u8>()).prop_map(|(a, b, c)| Event::Refiled(a, b, c)),
        1 => of().prop_map(Event::Moved),
        1 => of().prop_map(Event::Gone),
        1 => (1u8..120).prop_map(Event::Days),
        1 => Just(Event::Policy),
    ]
}

/// Lets events happen.
struct World<'a> {
    home: &'a Home,
    as_of: NaiveDate,
    policy: &'static str,
    files: u32,
}

impl World<'_> {
    fn name(&mut self, folder: &str, ending: &str) -> PathBuf {
        self.files += 1;
        self.home
            .path(folder)
            .join(format!("{:03}.{ending}", self.files))
    }

    fn files(&self, folder: &str, ending: &str) -> Vec<PathBuf> {
        let folder = self.home.path(folder);
        let files = files_below(&folder)
            .into_iter()
            .map(|file| folder.join(file));
        files
            .filter(|file| file.extension().is_some_and(|it| it == ending))
            .collect()
    }

    fn happen(&mut self, event: &Event) {
        let month = &*MONTH;
        match event {
            Event::Claims(some) => {
                for at in some {
                    let (name, bytes) = at.get(&month.claims);
                    let path = self.home.path(CLAIMS).join(name);
                    if !path.exists() && !self.has(bytes) {
                        write(&path, bytes);
                    }
                }
            }
            Event::Rows(some) => {
                let rows: Vec<&str> = some.iter().map(|at| at.get(&month.rows).as_str()).collect();
                let path = self.name(ELIGIBILITY, "csv");
                let text = format!("{}\n{}\n", month.head, rows.join("\n"));
                if !self.has(text.as_bytes()) {
                    write(&path, text.as_bytes());
                }
            }
            Event::Results(some) => {
                for at in some {
                    let (name, bytes) = at.get(&month.results);
                    let path = self.home.path(ELIGIBILITY).join(name);
                    if !self.has(bytes) {
                        write(&path, bytes);
                    }
                }
            }
            Event::Register(file, rows, how) => self.change_register(*file, rows, *how),
            Event::Refiled(file, claim, how) => self.refile(*file, *claim, *how),
            Event::Moved(file) => {
                let all = self.all();
                if let Some(path) = pick(&all, *file) {
                    let folder = if path.starts_with(self.home.path(CLAIMS)) {
                        CLAIMS
                    } else {
                        ELIGIBILITY
                    };
                    let ending = path
                        .extension()
                        .expect("has one")
                        .to_string_lossy()
                        .into_owned();
                    let to = self.name(folder, &ending);
                    fs::rename(path, to).expect("renamed");
                }
            }
            Event::Gone(file) => {
                let all = self.all();
                if let Some(path) = pick(&all, *file) {
                    fs::remove_file(path).expect("removed");
                }
            }
            Event::Days(days) => self.as_of = self.as_of + Days::new(u64::from(*days)),
            Event::Policy => {
                self.policy = match self.policy {
                    "current" => "leaflet-2024-09",
                    _ => "current",
                };
            }
        }
    }

    fn all(&self) -> Vec<PathBuf> {
        let mut all = self.files(CLAIMS, "UKE");
        all.extend(self.files(ELIGIBILITY, "csv"));
        all.extend(self.files(ELIGIBILITY, "xml"));
        all
    }

    /// True when a file has these bytes already: one run would count a copy a second time.
    fn has(&self, bytes: &[u8]) -> bool {
        self.all()
            .iter()
            .any(|path| fs::read(path).expect("read") == bytes)
    }

    fn change_register(&mut self, file: Index, rows: &[Index], how: u8) {
        let files = self.files(ELIGIBILITY, "csv");
        let Some(path) = pick(&files, file) else {
            return;
        };
        let text = fs::read_to_string(path).expect("read");
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        for (turn, at) in rows.iter().enumerate() {
            if lines.len() < 2 {
                break;
            }
            let place = 1 + at.index(lines.len() - 1);
            match (usize::from(how) + turn) % 6 {
                0 => {
                    lines.remove(place);
                }
                1 => {
                    let more = at.get(&MONTH.rows).clone();
                    lines.insert(place, more);
                }
                // The loss, the number, the kana: columns of the register.
                2 => lines[place] = with_cell(&lines[place], 15, "2026-01-15"),
                3 => lines[place] = with_cell(&lines[place], 2, "7654321"),
                4 => lines[place] = with_cell(&lines[place], 7, "ｶﾜｯﾀ ﾅﾏｴ"),
                // Seen on the day on which the file is read.
                _ => lines[place] = with_cell(&lines[place], AS_OF, ""),
            }
        }
        let text = format!("{}\n", lines.join("\n"));
        if !self.has(text.as_bytes()) {
            write(path, text.as_bytes());
        }
    }

    fn refile(&mut self, file: Index, claim: Index, how: u8) {
        let files = self.files(CLAIMS, "UKE");
        let Some(path) = pick(&files, file) else {
            return;
        };
        let bytes = fs::read(path).expect("read");
        let mut lines: Vec<Vec<u8>> = bytes
            .split_inclusive(|&b| b == b'\n')
            .map(<[u8]>::to_vec)
            .collect();
        let starts: Vec<usize> = (0..lines.len())
            .filter(|&at| lines[at].starts_with(b"RE,"))
            .collect();
        if starts.is_empty() {
            return;
        }
        let which = claim.index(starts.len());
        let start = starts[which];
        let end = starts.get(which + 1).copied().unwrap_or_else(|| {
            lines
                .iter()
                .position(|line| line.starts_with(b"GO"))
                .unwrap_or(lines.len())
        });
        match how % 3 {
            0 => drop(lines.drain(start..end)),
            1 => {
                for line in &mut lines[start..end] {
                    if line.starts_with(b"HO,") {
                        *line = replace_field(line, 5, b"12340");
                    }
                }
            }
            // The same claim twice.
            _ => {
                let again = lines[start..end].to_vec();
                lines.splice(end..end, again);
            }
        }
        let bytes = lines.concat();
        if !self.has(&bytes) {
            write(path, &bytes);
        }
    }
}

/// The column of 資格確認日.
const AS_OF: usize = 8;

/// On which day each file of the register was read.
#[derive(Default)]
struct Reading(HashMap<PathBuf, (Vec<u8>, NaiveDate)>);

impl Reading {
    /// After a night: what is new or changed was read in it, what moved was not.
    fn after(&mut self, files: &[PathBuf], as_of: NaiveDate) {
        let before = std::mem::take(&mut self.0);
        for path in files {
            let bytes = fs::read(path).expect("read");
            let same = |(other, (old, _)): &(&PathBuf, &(Vec<u8>, NaiveDate))| {
                *old == bytes && (*other == path || !files.contains(other))
            };
            let day = before.iter().find(same).map_or(as_of, |(_, (_, day))| *day);
            self.0.insert(path.clone(), (bytes, day));
        }
    }

    /// Results as one run has to be given them: rows without a date have that of their reading.
    fn dated(&self, home: &Home) -> PathBuf {
        let to = home.path("dated");
        let _absent = fs::remove_dir_all(&to);
        fs::create_dir(&to).expect("made");
        let from = home.path(ELIGIBILITY);
        for name in files_below(&from) {
            let path = from.join(&name);
            let target = to.join(&name);
            let Some((bytes, day)) = self.0.get(&path) else {
                fs::copy(path, target).expect("copied");
                continue;
            };
            let text = String::from_utf8(bytes.clone()).expect("a text");
            let lines = text.lines().enumerate().map(|(at, line)| {
                let is_undated = at > 0 && line.split(',').nth(AS_OF) == Some("");
                if is_undated {
                    with_cell(line, AS_OF, &day.to_string())
                } else {
                    line.to_owned()
                }
            });
            let lines: Vec<String> = lines.collect();
            fs::write(target, format!("{}\n", lines.join("\n"))).expect("written");
        }
        to
    }
}

fn write(path: &Path, bytes: &[u8]) {
    fs::write(path, bytes).expect("written");
}

fn pick(paths: &[PathBuf], at: Index) -> Option<&PathBuf> {
    (!paths.is_empty()).then(|| at.get(paths))
}

fn with_cell(line: &str, at: usize, cell: &str) -> String {
    let mut cells: Vec<&str> = line.split(',').collect();
    cells[at] = cell;
    cells.join(",")
}

fn replace_field(line: &[u8], at: usize, value: &[u8]) -> Vec<u8> {
    let mut fields: Vec<&[u8]> = line.split(|&b| b == b',').collect();
    if let Some(field) = fields.get_mut(at) {
        *field = value;
    }
    fields.join(&b","[..])
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// Few, since each is some nights; more are asked for by the variable that proptest knows.
fn cases() -> ProptestConfig {
    let default = ProptestConfig::default();
    let is_asked = std::env::var_os("PROPTEST_CASES").is_some();
    ProptestConfig {
        cases: if is_asked { default.cases } else { 24 },
        max_shrink_iters: 300,
        ..default
    }
}

proptest! {
    #![proptest_config(cases())]

    /// Files come, change, move and go over some nights; after each the state says what one run says.
    #[test]
    fn any_split_over_nights_is_one_run(first in 0u64..90, nights in nights()) {
        live(Home::new(""), first, &nights);
    }
}

fn nights() -> impl Strategy<Value = Vec<Vec<Event>>> {
    proptest::collection::vec(proptest::collection::vec(event(), 1..5), 1..6)
}

/// Lives through nights, and compares after each.
fn live(mut home: Home, first: u64, nights: &[Vec<Event>]) {
    let mut reading = Reading::default();
    let (mut as_of, mut policy, mut files) = (day("2026-01-10") + Days::new(first), "current", 0);
    // In one part or many, of tonight's claims or of all.
    let is_whole = first.is_multiple_of(3);
    if is_whole {
        home.config.publish.scope = Scope::All;
    }
    if first.is_multiple_of(2) {
        home.config.limits.claims_at_a_time = 7;
    }
    let (name, bytes) = &MONTH.claims[0];
    write(&home.path(CLAIMS).join(name), bytes);
    for (at, events) in nights.iter().enumerate() {
        let mut world = World {
            home: &home,
            as_of,
            policy,
            files,
        };
        for event in events {
            world.happen(event);
        }
        (as_of, policy, files) = (world.as_of, world.policy, world.files);
        let registers = world.files(ELIGIBILITY, "csv");
        home.night(as_of, policy);
        reading.after(&registers, as_of);
        let expected = home.checked_with(&reading.dated(&home), as_of, policy);
        let what = format!("night {at}, {events:?}");
        assert_same(&Stated::of(&expected), &home.stated(), &what);
        if is_whole {
            home.assert_published(&expected, &what);
        }
    }
}

/// The same with the state in PostgreSQL.
#[cfg(feature = "postgres")]
#[test]
fn nights_in_postgres() {
    use proptest::strategy::ValueTree as _;
    use proptest::test_runner::TestRunner;

    let Some(cluster) = cluster::cluster() else {
        return;
    };
    let address = cluster.url("");
    let address = address.to_str().expect("a text");
    let mut runner = TestRunner::deterministic();
    for turn in 0..6 {
        let nights = nights().new_tree(&mut runner).expect("nights").current();
        let mut home = Home::new("");
        home.config.state.database = Some(address.to_owned());
        home.config.state.schema = format!("night_{turn}");
        live(home, 20 * turn, &nights);
    }
}

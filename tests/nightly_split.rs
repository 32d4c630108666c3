//! Whatever the nights are among which inputs fall, what the state says in the end is what one run over all of them
//! says.

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::Instant;

use chrono::{DateTime, Days, NaiveDate, Utc};
use houkan::check::{self, Request};
use houkan::nightly::config::Config;
use houkan::nightly::night::Night;
use houkan::nightly::{self, Asked, Lists};
use houkan::policy::Policy;
use houkan::report::csv::Charset;
use houkan::report::{self, Form, Settings};
use houkan::synth;
use houkan::text::lang::Lang;
use proptest::prelude::*;
use proptest::sample::Index;

use support::files_below;

/// A station's folder that is worked in, with its inboxes.
struct Home {
    dir: tempfile::TempDir,
    config: Config,
    nights: u32,
}

const CLAIMS: &str = "in/claims";
const ELIGIBILITY: &str = "in/eligibility";

impl Home {
    fn new(more: &str) -> Self {
        let dir = tempfile::tempdir().expect("a folder");
        for inbox in [CLAIMS, ELIGIBILITY] {
            fs::create_dir_all(dir.path().join(inbox)).expect("made");
        }
        let text = format!(
            "[inbox]\nclaims = [\"{CLAIMS}\"]\neligibility = [\"{ELIGIBILITY}\"]\nsettle = 0\n\
             vanished = \"withdraw\"\n[state]\nfolder = \"state\"\n[publish]\nfolder = \"out\"\n\
             reports = [\"csv\"]\n{more}"
        );
        let config = Config::parse(&text, &dir.path().join("houkan.toml")).expect("in order");
        Self {
            dir,
            config,
            nights: 0,
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn night(&mut self, as_of: NaiveDate, policy: &str) -> Night {
        self.nights += 1;
        let asked = Asked {
            as_of: Some(as_of),
            now: DateTime::<Utc>::from_timestamp(1_790_000_000 + i64::from(self.nights), 0)
                .expect("a moment"),
            lists: Lists {
                policy: Policy::builtin(policy).expect("built in"),
                map: None,
                master: None,
                accepted: None,
            },
        };
        nightly::run(&self.config, &asked).expect("a night")
    }

    /// What the state says: of each claim, by file and line.
    fn stated(&self) -> Stated {
        let file = self.path("state/state.sqlite");
        let state = rusqlite::Connection::open(file).expect("the state");
        let mut stated = Stated::default();
        let mut verdicts = state
            .prepare(
                "SELECT i.shown, c.line, v.verdict, v.reason, v.matched, coalesce(v.credential, ''), \
                 v.evidence_as_of, c.month, v.cert, v.bad FROM verdict v JOIN claim c ON c.id = v.claim \
                 JOIN input i ON i.id = c.input",
            )
            .expect("the tables");
        let mut rows = verdicts.query([]).expect("asked");
        while let Some(row) = rows.next().expect("a row") {
            let text = |at: usize| row.get::<_, String>(at).expect("a text");
            let number = |at: usize| row.get::<_, Option<i64>>(at).expect("a number");
            let month = number(7);
            let values = [
                text(2),
                text(3),
                text(4),
                text(5),
                number(6).map_or_else(String::new, |days| date(days).to_string()),
                dates(month, number(8).unwrap_or(0)),
                dates(month, number(9).unwrap_or(0)),
            ];
            let key = (text(0), number(1).expect("a line").to_string());
            stated.verdicts.insert(key, values.to_vec());
        }
        let sql = "SELECT coalesce(i.shown, j.shown), coalesce(c.line, 0), f.code, f.days, c.month FROM finding f \
                   LEFT JOIN claim c ON c.id = f.claim LEFT JOIN input i ON i.id = c.input \
                   LEFT JOIN input j ON j.id = f.input WHERE f.solved_run IS NULL";
        let mut findings = state.prepare(sql).expect("the tables");
        let mut rows = findings.query([]).expect("asked");
        while let Some(row) = rows.next().expect("a row") {
            let shown: String = row.get(0).expect("a text");
            let code: String = row.get(2).expect("a text");
            let dates = dates(row.get(4).expect("a month"), row.get(3).expect("days"));
            stated.findings.push([shown, code, dates]);
        }
        stated.findings.sort();
        let left: i64 = state
            .query_row(
                "SELECT (SELECT count(*) FROM todo) + (SELECT count(*) FROM tonight)",
                [],
                |row| row.get(0),
            )
            .expect("counted");
        assert_eq!(left, 0, "everything is judged and published");
        stated
    }

    /// What one run over the inboxes says.
    fn checked(&self, as_of: NaiveDate, policy: &str) -> Tables {
        let request = Request {
            claims: vec![self.path(CLAIMS)],
            eligibility: vec![self.path(ELIGIBILITY)],
            credentials: None,
            map: None,
            stations: None,
            master: None,
            policy: Policy::builtin(policy).expect("built in"),
            as_of,
        };
        let checked = check::run(&request, &());
        let out = self.path("checked");
        let settings = Settings {
            out: out.clone(),
            forms: vec![Form::Csv],
            charset: Charset::Utf8,
            lang: Lang::Ja,
            started: Instant::now(),
        };
        report::write(&checked, &settings).expect("written");
        tables(&out)
    }
}

/// What is said of claims and files, to be compared.
#[derive(Debug, Default)]
struct Stated {
    verdicts: BTreeMap<(String, String), Vec<String>>,
    findings: Vec<[String; 3]>,
}

impl Stated {
    fn of(tables: &Tables) -> Self {
        const SAID: [&str; 7] = [
            "verdict",
            "reason",
            "matched_by",
            "credential",
            "evidence_as_of",
            "cert_dates",
            "bad_dates",
        ];
        let verdicts = tables["verdicts.csv"].iter().map(|row| {
            let said = SAID.map(|column| row[column].clone());
            (
                (row["source_file"].clone(), row["line"].clone()),
                said.to_vec(),
            )
        });
        let findings = tables["findings.csv"].iter();
        let findings =
            findings.map(|row| ["source_file", "code", "dates"].map(|column| row[column].clone()));
        let mut findings: Vec<_> = findings.collect();
        findings.sort();
        Self {
            verdicts: verdicts.collect(),
            findings,
        }
    }
}

fn date(days: i64) -> NaiveDate {
    NaiveDate::from_num_days_from_ce_opt(i32::try_from(days).expect("a day")).expect("a day")
}

fn dates(month: Option<i64>, mask: i64) -> String {
    let Some(month) = month else {
        return String::new();
    };
    let (year, month) = (month.div_euclid(12), month.rem_euclid(12) + 1);
    let days = (1..=31).filter(|day| mask >> (day - 1) & 1 == 1);
    days.map(|day| format!("{year:04}-{month:02}-{day:02}"))
        .collect::<Vec<_>>()
        .join(";")
}

type Tables = BTreeMap<&'static str, Vec<BTreeMap<String, String>>>;

/// The tables of a report, their rows by column, without marks.
fn tables(folder: &Path) -> Tables {
    let read = |name: &'static str| {
        let text = fs::read(folder.join(name)).expect("written");
        let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&text);
        let mut reader = csv::Reader::from_reader(text);
        let head = reader.headers().expect("a header").clone();
        let rows = reader.records().map(|row| {
            let row = row.expect("a row");
            let cells = head
                .iter()
                .zip(&row)
                .filter(|(column, _)| *column != "mark");
            cells
                .map(|(column, cell)| (column.to_owned(), cell.to_owned()))
                .collect()
        });
        (name, rows.collect())
    };
    ["verdicts.csv", "findings.csv", "worklist.csv"]
        .map(read)
        .into()
}

fn assert_same(expected: &Stated, found: &Stated, what: &str) {
    for (claim, said) in &expected.verdicts {
        assert_eq!(Some(said), found.verdicts.get(claim), "{what}: {claim:?}");
    }
    assert_eq!(
        expected.verdicts.len(),
        found.verdicts.len(),
        "{what}: claims"
    );
    let more: Vec<_> = found
        .findings
        .iter()
        .filter(|it| !expected.findings.contains(it))
        .collect();
    let less: Vec<_> = expected
        .findings
        .iter()
        .filter(|it| !found.findings.contains(it))
        .collect();
    assert_eq!(
        expected.findings, found.findings,
        "{what}: too many {more:#?}, too few {less:#?}"
    );
}

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
            Event::Register(file, rows, how) => self.change_register(file, rows, *how),
            Event::Refiled(file, claim, how) => self.refile(file, claim, *how),
            Event::Moved(file) => {
                let all = self.all();
                if let Some(path) = pick(&all, file) {
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
                if let Some(path) = pick(&all, file) {
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

    fn change_register(&mut self, file: &Index, rows: &[Index], how: u8) {
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
            match (usize::from(how) + turn) % 5 {
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
                _ => lines[place] = with_cell(&lines[place], 7, "ｶﾜｯﾀ ﾅﾏｴ"),
            }
        }
        let text = format!("{}\n", lines.join("\n"));
        if !self.has(text.as_bytes()) {
            write(path, text.as_bytes());
        }
    }

    fn refile(&mut self, file: &Index, claim: &Index, how: u8) {
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

fn write(path: &Path, bytes: &[u8]) {
    fs::write(path, bytes).expect("written");
}

fn pick<'a>(paths: &'a [PathBuf], at: &Index) -> Option<&'a PathBuf> {
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
    fn any_split_over_nights_is_one_run(
        first in 0u64..90,
        nights in proptest::collection::vec(proptest::collection::vec(event(), 1..5), 1..6),
    ) {
        let mut home = Home::new("");
        let (mut as_of, mut policy, mut files) = (day("2026-01-10") + Days::new(first), "current", 0);
        write(&home.path(CLAIMS).join(&MONTH.claims[0].0), &MONTH.claims[0].1);
        for (at, events) in nights.iter().enumerate() {
            let mut world = World { home: &home, as_of, policy, files };
            events.iter().for_each(|event| world.happen(event));
            (as_of, policy, files) = (world.as_of, world.policy, world.files);
            home.night(as_of, policy);
            let found = home.stated();
            let expected = Stated::of(&home.checked(as_of, policy));
            assert_same(&expected, &found, &format!("night {at}, {events:?}"));
        }
    }
}

//! A place in which nights are run, and what the state says compared with what one run over the inboxes says.

#![allow(dead_code, reason = "not every test uses all of it")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use chrono::{DateTime, NaiveDate, Utc};
use houkan::check::{self, Request};
use houkan::follow::Accepted;
use houkan::mark::ClaimKey;
use houkan::nightly::config::Config;
use houkan::nightly::night::Night;
use houkan::nightly::state::db::{Database, Row};
use houkan::nightly::state::sqlite::{self, Sqlite};
use houkan::nightly::{self, Asked, Lists};
use houkan::policy::Policy;
use houkan::report::csv::Charset;
use houkan::report::{self, Form, Settings};
use houkan::text::lang::Lang;

/// A folder with inboxes, a state and published nights.
pub(crate) struct Home {
    pub(crate) dir: tempfile::TempDir,
    pub(crate) config: Config,
    /// The text of `[checks] ignore`.
    pub(crate) accepted: Option<String>,
    nights: u32,
}

pub(crate) const CLAIMS: &str = "in/claims";
pub(crate) const ELIGIBILITY: &str = "in/eligibility";

impl Home {
    pub(crate) fn new(more: &str) -> Self {
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
            accepted: None,
            nights: 0,
        }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub(crate) fn night(&mut self, as_of: NaiveDate, policy: &str) -> Night {
        self.nights += 1;
        let asked = Asked {
            as_of: Some(as_of),
            now: DateTime::<Utc>::from_timestamp(1_790_000_000 + i64::from(self.nights), 0)
                .expect("a moment"),
            lists: Lists {
                policy: Policy::builtin(policy).expect("built in"),
                map: None,
                master: None,
                accepted: self
                    .accepted
                    .as_deref()
                    .map(|text| Accepted::parse(text, "ignore.toml").expect("in order")),
            },
        };
        nightly::run(&self.config, &asked).expect("a night")
    }

    /// The database of the state.
    fn database(&self) -> Box<dyn Database> {
        #[cfg(feature = "postgres")]
        if let Some(address) = &self.config.state.database {
            let server = houkan::nightly::state::postgres::Postgres::open(
                address,
                &self.config.state.schema,
            );
            return Box::new(server.expect("the server"));
        }
        let file = Sqlite::open(&self.config.state.file(), &sqlite::Settings::default());
        Box::new(file.expect("the state"))
    }

    /// The key of the claim, of which there is one.
    pub(crate) fn key_of_the_only_claim(&self) -> String {
        let mut keys = Vec::new();
        each(
            &mut *self.database(),
            "SELECT claim_key FROM claim",
            |row| {
                let key = row.int(0).expect("a number").expect("a key");
                keys.push(ClaimKey::of_number(key).to_string());
            },
        );
        assert_eq!(keys.len(), 1);
        keys.remove(0)
    }

    /// What the state says: of each claim, by file and line. Everything has to be judged and published, and the totals
    /// that are kept have to be those that are counted.
    pub(crate) fn stated(&self) -> Stated {
        let mut db = self.database();
        let mut stated = Stated::default();
        let sql = "SELECT i.shown, c.line, v.verdict, v.reason, v.matched, v.credential, v.evidence_as_of, \
                   c.month, v.cert, v.bad FROM verdict v JOIN claim c ON c.id = v.claim \
                   JOIN input i ON i.id = c.input";
        each(&mut *db, sql, |row| {
            let text = |at| row.text(at).expect("a text").unwrap_or_default().to_owned();
            let number = |at| row.int(at).expect("a number");
            let days = |at| dates(number(7), number(at).unwrap_or(0));
            let evidence = number(6).map_or_else(String::new, |days| date(days).to_string());
            let values = vec![
                text(2),
                text(3),
                text(4),
                text(5),
                evidence,
                days(8),
                days(9),
            ];
            let line = number(1).expect("a line").to_string();
            stated.verdicts.insert((text(0), line), values);
        });
        let sql = "SELECT coalesce(i.shown, j.shown), f.code, f.days, c.month FROM finding f \
                   LEFT JOIN claim c ON c.id = f.claim LEFT JOIN input i ON i.id = c.input \
                   LEFT JOIN input j ON j.id = f.input WHERE f.solved_run IS NULL";
        each(&mut *db, sql, |row| {
            let text = |at| row.text(at).expect("a text").unwrap_or_default().to_owned();
            let number = |at| row.int(at).expect("a number");
            let days = dates(number(3), number(2).expect("days"));
            stated.findings.push([text(0), text(1), days]);
        });
        stated.findings.sort();
        let left = "SELECT (SELECT count(*) FROM todo) + (SELECT count(*) FROM tonight)";
        each(&mut *db, left, |row| {
            assert_eq!(
                row.int(0).expect("counted"),
                Some(0),
                "all is judged and published"
            );
        });
        assert_totals(&mut *db);
        stated
    }

    /// The report over all claims, in its parts, has each claim and finding of one run once.
    pub(crate) fn assert_published(&self, expected: &Tables, what: &str) {
        let current = self.path("out/current");
        let mut parts: Vec<PathBuf> = (1..1_000)
            .map(|part| current.join(format!("part-{part:03}")))
            .take_while(|part| part.exists())
            .collect();
        if parts.is_empty() {
            parts.push(current);
        }
        let sorted = |tables: &[Tables], name: &str| {
            let rows = tables.iter().flat_map(|it| it[name].clone());
            let mut rows: Vec<_> = rows.collect();
            rows.sort();
            rows
        };
        let found: Vec<Tables> = parts.iter().map(|part| tables(part)).collect();
        for name in ["verdicts.csv", "findings.csv"] {
            let expected = sorted(std::slice::from_ref(expected), name);
            assert_eq!(expected, sorted(&found, name), "{what}: {name}");
        }
    }

    /// What one run over the inboxes says.
    pub(crate) fn checked(&self, as_of: NaiveDate, policy: &str) -> Tables {
        self.checked_with(&self.path(ELIGIBILITY), as_of, policy)
    }

    /// The same with other results than those in the inbox.
    pub(crate) fn checked_with(
        &self,
        eligibility: &Path,
        as_of: NaiveDate,
        policy: &str,
    ) -> Tables {
        let request = Request {
            claims: vec![self.path(CLAIMS)],
            eligibility: vec![eligibility.to_owned()],
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

fn each(db: &mut dyn Database, sql: &str, mut take: impl FnMut(&dyn Row)) {
    let mut take = |row: &dyn Row| {
        take(row);
        Ok(())
    };
    db.each(sql, &[], &mut take).expect("an answer");
}

/// The totals that are kept are those that are counted.
fn assert_totals(db: &mut dyn Database) {
    let mut read = |sql: &str| {
        let mut totals = BTreeMap::new();
        each(db, sql, |row| {
            let name = row.text(0).expect("a name").unwrap_or_default().to_owned();
            let number = |at| row.int(at).expect("a number").unwrap_or(0);
            if (number(1), number(2)) != (0, 0) {
                totals.insert(name, (number(1), number(2)));
            }
        });
        totals
    };
    let kept = read("SELECT name, n, yen FROM total");
    let counted = read(
        "SELECT 'verdict:' || v.verdict, count(*), sum(c.yen) FROM verdict v JOIN claim c ON c.id = v.claim \
         GROUP BY v.verdict UNION ALL \
         SELECT 'need:certificate', count(*), coalesce(sum(c.yen), 0) FROM verdict v \
         JOIN claim c ON c.id = v.claim WHERE v.cert <> 0 UNION ALL \
         SELECT 'finding:' || level, count(*), 0 FROM finding WHERE solved_run IS NULL GROUP BY level UNION ALL \
         SELECT 'record:all', count(*), 0 FROM record",
    );
    assert_eq!(kept, counted);
}

/// What is said of claims and files, to be compared.
#[derive(Debug, Default)]
pub(crate) struct Stated {
    pub(crate) verdicts: BTreeMap<(String, String), Vec<String>>,
    pub(crate) findings: Vec<[String; 3]>,
}

impl Stated {
    pub(crate) fn of(tables: &Tables) -> Self {
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

pub(crate) type Tables = BTreeMap<&'static str, Vec<BTreeMap<String, String>>>;

/// The tables of a report, their rows by column, without marks.
pub(crate) fn tables(folder: &Path) -> Tables {
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

pub(crate) fn assert_same(expected: &Stated, found: &Stated, what: &str) {
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

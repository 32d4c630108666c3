//! Everything that a state says, and that was published, without numbers of runs and rows: what two lanes that saw the
//! same nights have to agree on.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};

/// Tables by name; rows in order.
pub(crate) type Tables = BTreeMap<String, Vec<String>>;

#[derive(PartialEq, Eq)]
pub(crate) struct Said {
    state: Tables,
    pub(crate) published: Tables,
}

/// Where a claim stands, whatever its number is.
const CLAIM: &str = "SELECT c.id, f.path || '|' || i.shown || '|' || c.line AS place FROM claim c \
                     JOIN input i ON i.id = c.input JOIN file f ON f.id = i.file";

/// What the state says, table by table. `claims` is [`CLAIM`].
const TABLES: [(&str, &str); 13] = [
    (
        "file",
        "SELECT path, role, size, changed, sha256, state, reason_ja, reason_en, seen_on FROM file",
    ),
    (
        "input",
        "SELECT f.path, i.shown, i.form, i.encoding, i.shape, i.bytes, i.sha256, i.rows, i.moved \
         FROM input i LEFT JOIN file f ON f.id = i.file",
    ),
    (
        "claim",
        "SELECT p.place, h.payer, h.station, h.name, h.billing_month, c.claim_key, c.month, c.insurer, c.yen, c.twins, \
         hex(c.body) FROM claim c LEFT JOIN claims p ON p.id = c.id LEFT JOIN header h ON h.id = c.header",
    ),
    (
        "issue",
        "SELECT i.shown, s.at, p.place, hex(s.body) FROM issue s LEFT JOIN input i ON i.id = s.input \
         LEFT JOIN claims p ON p.id = s.claim",
    ),
    (
        "record",
        "SELECT f.path, i.shown, r.at, r.later, hex(r.body) FROM record r LEFT JOIN input i ON i.id = r.input \
         LEFT JOIN file f ON f.id = i.file",
    ),
    (
        "link",
        "SELECT l.hash, p.place, i.shown, hex(r.body) \
         FROM (SELECT hash, owner FROM link UNION ALL SELECT hash, owner FROM link_new) l \
         LEFT JOIN claims p ON l.owner % 2 = 0 AND p.id = l.owner / 2 \
         LEFT JOIN record r ON l.owner % 2 = 1 AND r.id = l.owner / 2 LEFT JOIN input i ON i.id = r.input",
    ),
    (
        "verdict",
        "SELECT p.place, v.verdict, v.reason, v.matched, v.credential, v.evidence_as_of, v.visits, v.cert, v.bad, \
         v.look_on FROM verdict v LEFT JOIN claims p ON p.id = v.claim",
    ),
    (
        "past",
        "SELECT claim_key, why, verdict, reason, matched, credential, evidence_as_of, visits, cert, bad, look_on \
         FROM past",
    ),
    (
        "finding",
        "SELECT p.place, i.shown, n.code, n.level, n.place, n.days, n.print FROM finding n \
         LEFT JOIN claims p ON p.id = n.claim LEFT JOIN input i ON i.id = n.input WHERE n.solved_run IS NULL",
    ),
    (
        "solved",
        "SELECT n.code, n.level, n.place, n.days, n.print FROM finding n WHERE n.solved_run IS NOT NULL",
    ),
    (
        "waiting",
        "SELECT (SELECT count(*) FROM todo), (SELECT count(*) FROM tonight)",
    ),
    (
        "total",
        "SELECT name, n, yen FROM total WHERE n <> 0 OR yen <> 0",
    ),
    (
        "meta",
        "SELECT key, value FROM meta WHERE key NOT IN ('links-range', 'history-border')",
    ),
];

/// The totals, counted anew.
const COUNTED: &str = "
    SELECT 'verdict:' || v.verdict, count(*), sum(c.yen) FROM verdict v JOIN claim c ON c.id = v.claim GROUP BY v.verdict
    UNION ALL SELECT 'need:certificate', count(*), sum(c.yen) FROM verdict v JOIN claim c ON c.id = v.claim
        WHERE v.cert <> 0 HAVING count(*) > 0
    UNION ALL SELECT 'finding:' || level, count(*), 0 FROM finding WHERE solved_run IS NULL GROUP BY level
    UNION ALL SELECT 'record:all', count(*), 0 FROM record HAVING count(*) > 0";

fn open(path: &Path) -> Connection {
    Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE).expect("it opens")
}

/// What SQLite itself says of the file.
pub(crate) fn is_sound(path: &Path) {
    let told: String = open(path)
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .expect("an answer");
    assert_eq!(told, "ok");
}

fn rows(connection: &Connection, sql: &str) -> Vec<String> {
    let sql = format!("WITH claims AS ({CLAIM}) {sql}");
    let mut statement = connection.prepare(&sql).expect("it fits the tables");
    let count = statement.column_count();
    let rows = statement.query_map([], |row| {
        let texts = (0..count).map(|at| {
            Ok(match row.get_ref(at)? {
                ValueRef::Null => "-".to_owned(),
                ValueRef::Integer(number) => number.to_string(),
                ValueRef::Text(text) => without_run(&String::from_utf8_lossy(text)),
                other => format!("{other:?}"),
            })
        });
        Ok(texts
            .collect::<Result<Vec<_>, rusqlite::Error>>()?
            .join(" ; "))
    });
    let mut rows: Vec<String> = rows
        .expect("an answer")
        .collect::<Result<_, _>>()
        .expect("rows");
    rows.sort();
    rows
}

/// A file that was put aside bears the number of the run that did it.
fn without_run(text: &str) -> String {
    let Some((before, after)) = text.split_once("@r") else {
        return text.to_owned();
    };
    let after = after.trim_start_matches(|it: char| it.is_ascii_digit());
    format!("{before}@r{}", without_run(after))
}

impl Said {
    pub(crate) fn of(state: &Path, published: Tables) -> Self {
        let connection = open(state);
        let state = TABLES
            .iter()
            .map(|(name, sql)| ((*name).to_owned(), rows(&connection, sql)))
            .collect::<Tables>();
        assert_eq!(state["waiting"], ["0 ; 0"]);
        assert_eq!(state["total"], rows(&connection, COUNTED));
        Self { state, published }
    }

    /// Fails with the first rows that are others.
    pub(crate) fn assert_is(&self, expected: &Self, told: &str) {
        for (found, expected) in [
            (&self.state, &expected.state),
            (&self.published, &expected.published),
        ] {
            assert_eq!(
                found.keys().collect::<Vec<_>>(),
                expected.keys().collect::<Vec<_>>()
            );
            for (name, expected) in expected {
                let found = &found[name];
                let more: Vec<_> = found
                    .iter()
                    .filter(|it| !expected.contains(it))
                    .take(4)
                    .collect();
                let less: Vec<_> = expected
                    .iter()
                    .filter(|it| !found.contains(it))
                    .take(4)
                    .collect();
                assert!(
                    found == expected,
                    "{told}: {name} has {} rows for {}\nmore: {more:#?}\nless: {less:#?}",
                    found.len(),
                    expected.len()
                );
            }
        }
    }

    /// How many rows of a table of the state there are that hold `what`.
    pub(crate) fn count(&self, table: &str, what: &str) -> usize {
        self.state[table]
            .iter()
            .filter(|row| row.contains(what))
            .count()
    }
}

/// The published tables, without the column that compares with the night before.
pub(crate) fn tables(folder: &Path) -> Tables {
    ["verdicts.csv", "findings.csv", "worklist.csv"]
        .into_iter()
        .map(|name| (name.to_owned(), table(&folder.join(name))))
        .collect()
}

fn table(path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).expect("a table");
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let mark = reader
        .headers()
        .expect("a head")
        .iter()
        .position(|it| it == "mark");
    let mut rows: Vec<String> = reader
        .records()
        .map(|row| {
            let row = row.expect("a row");
            let cells = row.iter().enumerate();
            let kept = cells.filter(|(at, _)| Some(*at) != mark);
            kept.map(|(_, cell)| cell).collect::<Vec<_>>().join(",")
        })
        .collect();
    rows.sort();
    rows
}

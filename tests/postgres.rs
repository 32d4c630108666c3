//! Registers in PostgreSQL, against a server that the tests start and stop (`postgres/cluster.rs`).

#![cfg(feature = "postgres")]

#[path = "postgres/cluster.rs"]
mod cluster;
mod support;

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use chrono::NaiveDate;
use houkan::check::Checked;
use houkan::eligibility::column::Column;
use houkan::eligibility::{
    self, Form, Loaded, Map, Members, Part, Sources, Status, Wanted, each_of_database,
};
use houkan::note::{Database, Problem};
use houkan::report;
use houkan::text::lang::Lang;

use cluster::{Cluster, PASSWORD, cluster};
use support::{MONTH_AS_OF, day, month_request};

fn map(query: &str) -> Map {
    let mut map = Map::default();
    map.query = Some(query.to_owned());
    map
}

fn load(url: &Path, map: Option<&Map>, wanted: Option<&Wanted>) -> Loaded {
    let paths = [url.to_owned()];
    let members = wanted.map(|wanted| Members::new(|| wanted.clone()));
    let sources = Sources {
        paths: &paths,
        map,
        members: members.as_ref(),
    };
    eligibility::load(&sources, &|_| ())
}

/// Why nothing of the only input was used.
fn refusal(loaded: &Loaded) -> &Problem {
    assert_eq!(loaded.inputs.len(), 1);
    assert!(loaded.records.is_empty());
    match &loaded.inputs[0].status {
        Status::Unreadable { reason } => reason,
        other => panic!("{other:?}"),
    }
}

fn database(loaded: &Loaded) -> &Database {
    match refusal(loaded) {
        Problem::Database(problem) => problem,
        other => panic!("{other:?}"),
    }
}

/// SQLSTATE and message with which the server refuses a query.
fn refused(cluster: &Cluster, query: &str, options: &str) -> (String, String) {
    match database(&load(&cluster.url(options), Some(&map(query)), None)) {
        Database::Query { state, message } => (state.clone(), message.clone()),
        other => panic!("{query}: {other:?}"),
    }
}

/// A made-up month whose register also lies in the database, with names and types of its own.
fn month(cluster: &Cluster, table: &str, dir: &Path) -> (PathBuf, Map) {
    let month = dir.join("month");
    let made = Command::new(env!("CARGO_BIN_EXE_houkan"))
        .args(["synth", "--claims", "300", "--seed", "7", "--quiet", "-o"])
        .arg(&month)
        .output()
        .expect("started");
    assert!(made.status.success());
    let register = month.join("eligibility/eligibility.csv");
    let text = fs::read_to_string(&register).expect("a register");
    let header = text
        .trim_start_matches('\u{feff}')
        .lines()
        .next()
        .expect("a header");
    let mut map = Map::default();
    let columns: Vec<String> = header
        .trim()
        .split(',')
        .map(|id| {
            let column = Column::ALL.into_iter().find(|column| column.id() == id);
            let column = column.unwrap_or_else(|| panic!("{id}"));
            // Names with capitals, a quote and Japanese letters.
            let theirs = format!("その \"{}\"", id.to_uppercase());
            map.source_mut(column).name = Some(theirs.clone());
            let of_type = match column {
                Column::QualifiedOn | Column::LostOn => "date",
                Column::AsOf => "timestamp",
                Column::Sex | Column::Relation => "smallint",
                Column::CopayPercent => "numeric(5,2)",
                Column::InsurerName => "char(60)",
                Column::Kana => "varchar(200)",
                _ => "text",
            };
            format!("\"{}\" {of_type}", theirs.replace('"', "\"\""))
        })
        .collect();
    cluster.sql(&format!(
        "DROP TABLE IF EXISTS {table}; CREATE TABLE {table} ({}, nobody_asks jsonb);\n\
         \\copy {table} ({}) FROM '{}' WITH (FORMAT csv, HEADER)\n",
        columns.join(", "),
        columns
            .iter()
            .map(|column| &column[..=column.rfind('"').expect("quoted")])
            .collect::<Vec<_>>()
            .join(", "),
        register.display(),
    ));
    map.query = Some(format!(
        "SELECT * FROM {table} ORDER BY ctid -- all of it\n;"
    ));
    (month, map)
}

#[test]
fn the_same_members_give_the_same_verdicts() {
    let Some(cluster) = cluster() else { return };
    let dir = tempfile::tempdir().expect("a folder");
    let (month, map) = month(&cluster, "same_members", dir.path());
    let mut request = month_request(&month);
    let of_csv = support::run(&request);
    request.eligibility = vec![cluster.url("")];
    request.map = Some(map);
    let of_database = support::run(&request);

    let input = &of_database.eligibility.inputs[0];
    assert_eq!(input.path, cluster.shown());
    assert_eq!((input.form, &input.status), (Form::Postgres, &Status::Ok));
    assert!(input.bytes > 0 && input.sha256.is_some());
    assert!(of_csv.records().len() > 300);
    let told = |checked: &Checked| {
        let verdicts = checked.judgements.iter().map(|j| format!("{j:?}"));
        let findings = checked
            .findings
            .iter()
            .map(|f| format!("{} {:?}", f.code, f.place));
        verdicts.chain(findings).collect::<Vec<_>>()
    };
    assert_eq!(told(&of_database), told(&of_csv));
}

#[test]
fn a_register_can_be_read_again_for_others() {
    let Some(cluster) = cluster() else { return };
    let dir = tempfile::tempdir().expect("a folder");
    let (_, map) = month(&cluster, "read_again", dir.path());
    let url = cluster.url("");
    let all = load(&url, Some(&map), None);
    let one = all.records.iter().next().expect("a record");
    let mut wanted = Wanted::default();
    wanted.add_claim(one.key_hash(), None, "", "");
    let some = load(&url, Some(&map), Some(&wanted));
    assert!(
        some.records
            .iter()
            .any(|record| record.key_hash() == one.key_hash())
    );
    let kept = some.records.len() as u64;
    assert_eq!(kept + some.inputs[0].passed_over, all.records.len() as u64);
    assert!(kept < 10, "{kept}");
    assert_eq!(some.inputs[0].sha256, all.inputs[0].sha256);
    assert_eq!(some.inputs[0].bytes, all.inputs[0].bytes);
}

/// What comes in portions is what comes at once, and whoever has enough gets no more.
#[test]
fn a_large_register_in_portions() {
    let Some(cluster) = cluster() else { return };
    let map = map(
        "SELECT '06132013' AS insurer_no, n AS number, date '1950-01-01' + n % 20000 AS birth_date, repeat('見本', 9) AS name \
         FROM generate_series(1, 150000) AS n",
    );
    let url = cluster.url("");
    let whole = load(&url, Some(&map), None);
    let (mut rows, mut portions, mut reports) = (Vec::new(), 0, Vec::new());
    let told = each_of_database(&url, &map, &|_| (), &mut |part| -> Result<(), ()> {
        match part {
            Part::Records(records) => {
                portions += 1;
                rows.extend(
                    records
                        .iter()
                        .map(|record| (*record.facts(), record.number().to_owned())),
                );
            }
            Part::Input(report, notes) => reports.push((*report, notes)),
        }
        Ok(())
    });
    assert_eq!(told, Ok(()));
    assert!(portions > 1, "{portions}");
    assert_eq!(reports, [(whole.inputs[0].clone(), whole.notes.clone())]);
    let expected: Vec<_> = whole
        .records
        .iter()
        .map(|record| (*record.facts(), record.number().to_owned()))
        .collect();
    assert_eq!(rows.len(), 150_000);
    assert!(rows == expected);
    let mut parts = 0;
    let told = each_of_database(&url, &map, &|_| (), &mut |_| {
        parts += 1;
        Err("enough")
    });
    assert_eq!((told, parts), (Err("enough"), 1));
}

/// The query runs again for people of whom only the first reading told, and its rows may not differ then.
#[test]
fn people_of_kept_records_are_looked_for() {
    let Some(cluster) = cluster() else { return };
    let register = "SELECT '06132013' AS insurer_no, n AS number, '19500101' AS birth_date, k AS kana \
         FROM (VALUES ('3', 'ミホン ハナ'), ('1', 'ミホン ハナ'), ('2', 'カクウ タロウ')) AS v(n, k)";
    let mut wanted = Wanted::default();
    wanted.add_claim(
        houkan::eligibility::key_hash("06132013", "", "1"),
        chrono::NaiveDate::from_ymd_opt(1950, 1, 1),
        "ミホンタロウ",
        "",
    );
    let load = |query: &str| load(&cluster.url(""), Some(&map(query)), Some(&wanted));
    let loaded = load(register);
    let rows: Vec<u32> = loaded.records.iter().map(|record| record.row).collect();
    assert_eq!((rows, loaded.inputs[0].passed_over), (vec![1, 2], 1));
    let restless = register.replace("k AS kana", "k AS kana, random()::text AS name");
    assert_eq!(*refusal(&load(&restless)), Problem::Changed);
}

#[test]
fn values_of_every_type() {
    let Some(cluster) = cluster() else { return };
    cluster.sql(
        "DROP TYPE IF EXISTS of_sex CASCADE; CREATE TYPE of_sex AS ENUM ('男', '女');\n\
         DROP DOMAIN IF EXISTS number8 CASCADE; CREATE DOMAIN number8 AS varchar(8);",
    );
    let query = "SELECT '06132013'::char(10) AS insurer_no, '記号・１'::text AS symbol, \
         '12345678'::number8 AS number, 3::bigint AS branch, '昭和25年4月1日'::text AS birth_date, \
         '女'::of_sex AS sex, '見本　花子'::name AS name, NULL::text AS kana, \
         timestamptz '2026-04-30 20:00:00+00' AS as_of, 1::int AS status, \
         date '-infinity' AS qualified_on, date 'infinity' AS lost_on, 30.00::numeric AS copay_percent, \
         true AS limit_consent, timestamp '2026-03-31 23:59:59' AS card_valid_to, \
         10::real AS elderly_copay_percent, NULL::jsonb[] AS nobody_asks";
    let loaded = load(&cluster.url(""), Some(&map(query)), None);
    assert_eq!(loaded.inputs[0].status, Status::Ok, "{:?}", loaded.notes);
    let record = loaded.records.iter().next().expect("a record");
    assert_eq!(
        [record.insurer(), record.number(), record.kana()],
        ["06132013", "12345678", ""]
    );
    assert_eq!(record.name_recorded(), "見本　花子");
    let date = |text: &str| Some(day(text));
    assert_eq!(record.birth_date, date("1950-04-01"));
    assert_eq!(record.as_of, date("2026-05-01"), "the day in Japan");
    assert_eq!(record.qualified_on, NaiveDate::from_ymd_opt(1, 1, 1));
    assert_eq!(record.lost_on, None, "a loss that never comes");
    assert_eq!(record.card_valid_to, date("2026-03-31"));
    assert_eq!(record.sex, 2);
    assert_eq!(record.copay_percent, Some(30));
    assert_eq!(record.elderly_copay_percent, Some(10));
    assert_eq!(record.limit_consent, Some(true));
    assert_eq!(loaded.inputs[0].path, cluster.shown());
}

#[test]
fn many_rows_come_in_order() {
    let Some(cluster) = cluster() else { return };
    let query = "SELECT '06132013' AS insurer_no, i::text AS number, date '1950-01-01' AS birth_date \
         FROM generate_series(1, 150000) AS i ORDER BY i";
    let loaded = load(&cluster.url(""), Some(&map(query)), None);
    assert_eq!(loaded.records.len(), 150_000);
    for (at, record) in loaded.records.iter().enumerate() {
        assert_eq!(record.number(), (at + 1).to_string());
        assert_eq!(record.row as usize, at + 1);
    }
    let none = format!("{query} LIMIT 0");
    let loaded = load(&cluster.url(""), Some(&map(&none)), None);
    assert_eq!(loaded.notes[0].problem, Problem::NoRows);
}

#[test]
fn rows_without_an_identity_are_told() {
    let Some(cluster) = cluster() else { return };
    let query = "SELECT '06132013' AS insurer_no, n AS number, d AS birth_date FROM (VALUES \
         ('1', '1950-01-01'), (NULL, '1950-01-01'), ('3', '昭和99年')) AS v(n, d)";
    let loaded = load(&cluster.url(""), Some(&map(query)), None);
    assert_eq!(loaded.records.len(), 1);
    assert_eq!(
        loaded.inputs[0].status,
        Status::Partial {
            reason: Problem::SomeLeftOut { count: 2 }
        }
    );
}

#[test]
fn queries_that_cannot_be_run_say_why() {
    let Some(cluster) = cluster() else { return };
    cluster.sql("DROP TABLE IF EXISTS kept; CREATE TABLE kept (number text); INSERT INTO kept VALUES ('1');
        CREATE OR REPLACE FUNCTION forget() RETURNS text LANGUAGE sql AS 'DELETE FROM kept RETURNING number';");
    let state = |query: &str| refused(&cluster, query, "").0;
    assert_eq!(state("SELEC 1"), "42601");
    assert_eq!(state("SELECT * FROM nowhere"), "42P01");
    assert_eq!(state("SELECT 1; SELECT 2"), "42601");
    assert_eq!(state("SELECT 1) TO PROGRAM 'true' --"), "42601");
    // What writes does not: neither openly nor from within.
    for query in [
        "DELETE FROM kept RETURNING '1' AS insurer_no, number, '19500101' AS birth_date",
        "SELECT '1' AS insurer_no, forget() AS number, '19500101' AS birth_date",
    ] {
        let (state, message) = refused(&cluster, query, "");
        assert!(
            ["25006", "42601"].contains(&state.as_str()),
            "{query}: {state} {message}"
        );
    }
    cluster.sql("DO $$ BEGIN ASSERT (SELECT count(*) FROM kept) = 1; END $$;");

    let register = "'1' AS insurer_no, '2' AS number, '19500101' AS birth_date";
    let slow = format!("SELECT {register} FROM pg_sleep(60)");
    let options = "?options=-c%20statement_timeout%3D200";
    assert_eq!(refused(&cluster, &slow, options).0, "57014");
    // A server's words about a value repeat it.
    let value = format!("SELECT {register}, 'MIHON'::int AS sex FROM generate_series(1, 9)");
    assert_eq!(
        refused(&cluster, &value, ""),
        ("22P02".to_owned(), String::new())
    );
    let late = "SELECT '1' AS insurer_no, (1 / (90000 - i))::text AS number, '19500101' AS birth_date \
         FROM generate_series(1, 100000) AS i";
    assert_eq!(refused(&cluster, late, "").0, "22012");
}

#[test]
fn columns_that_are_missing_or_of_another_kind_are_named() {
    let Some(cluster) = cluster() else { return };
    let url = cluster.url("");
    let loaded = load(
        &url,
        Some(&map("SELECT '1' AS insurer_no, '2' AS number")),
        None,
    );
    let names = "birth_date".to_owned();
    assert_eq!(*refusal(&loaded), Problem::MissingColumns { names });

    let mut theirs = map(
        "SELECT '1' AS insurer_no, '2' AS number, date '1950-01-01' AS birth_date, '{}'::jsonb AS sei",
    );
    theirs.source_mut(Column::Sex).name = Some("sei".to_owned());
    assert_eq!(
        *database(&load(&url, Some(&theirs), None)),
        Database::ColumnType {
            name: "sei".to_owned(),
            found: "jsonb".to_owned()
        }
    );
    assert_eq!(*database(&load(&url, None, None)), Database::NoQuery);
    assert_eq!(
        *database(&load(&url, Some(&map(" ; ")), None)),
        Database::NoQuery
    );
}

#[test]
fn who_may_not_log_in_is_told() {
    let Some(cluster) = cluster() else { return };
    let map = map("SELECT 1");
    let port = cluster.port;
    for (address, expected) in [
        (
            format!("postgres://mihon:wrong@127.0.0.1:{port}/postgres"),
            "28P01",
        ),
        (
            format!("postgres://nobody:wrong@127.0.0.1:{port}/postgres"),
            "28P01",
        ),
        (
            format!("postgres://mihon:{PASSWORD}@127.0.0.1:{port}/nowhere"),
            "3D000",
        ),
    ] {
        let loaded = load(Path::new(&address), Some(&map), None);
        let state = expected.to_owned();
        assert_eq!(*database(&loaded), Database::Login { state });
    }
}

#[test]
fn sockets_are_spoken_to() {
    let Some(cluster) = cluster() else { return };
    let map = map("SELECT '1' AS insurer_no, '2' AS number, date '1950-01-01' AS birth_date");
    let url = format!(
        "postgresql:///postgres?host={}&port={}&user=mihon&password={PASSWORD}",
        cluster.socket().display(),
        cluster.port
    );
    assert_eq!(load(Path::new(&url), Some(&map), None).records.len(), 1);
}

#[test]
fn certificates_are_verified() {
    let Some(cluster) = cluster() else { return };
    let Some(authority) = cluster.authority() else {
        return;
    };
    // The server tells whether the connection is encrypted.
    let map = map(
        "SELECT '1' AS insurer_no, CASE WHEN ssl THEN 'TLS' ELSE 'PLAIN' END AS number, \
         date '1950-01-01' AS birth_date FROM pg_stat_ssl WHERE pid = pg_backend_pid()",
    );
    let spoken = |options: &str| {
        let loaded = load(&cluster.url(options), Some(&map), None);
        let record = loaded.records.iter().next();
        record.map(|record| record.number().to_owned())
    };
    assert_eq!(spoken("").as_deref(), Some("PLAIN"), "loopback");
    let authority = authority.display();
    for mode in ["require", "verify-ca", "verify-full"] {
        let options = format!("?sslmode={mode}&sslrootcert={authority}");
        assert_eq!(spoken(&options).as_deref(), Some("TLS"), "{mode}");
        // Nobody else vouches for this authority.
        let loaded = load(&cluster.url(&format!("?sslmode={mode}")), Some(&map), None);
        assert!(
            matches!(
                database(&loaded),
                Database::Tls { .. } | Database::Roots { .. }
            ),
            "{mode}: {loaded:?}"
        );
    }
    // The certificate is for 127.0.0.1, not for this name of it.
    let url = format!(
        "postgres://mihon:{PASSWORD}@localhost:{}/postgres?sslmode=require&sslrootcert={authority}",
        cluster.port
    );
    let loaded = load(Path::new(&url), Some(&map), None);
    assert!(
        matches!(database(&loaded), Database::Tls { .. }),
        "{loaded:?}"
    );
}

#[test]
fn silence_and_closed_doors_end() {
    let map = map("SELECT 1");
    let began = Instant::now();
    let silent = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = silent.local_addr().expect("bound").port();
    let url = format!("postgres://u:{PASSWORD}@127.0.0.1:{port}/m?connect_timeout=1");
    let loaded = load(Path::new(&url), Some(&map), None);
    assert_eq!(*database(&loaded), Database::NoAnswer { seconds: 1 });
    drop(silent);
    let loaded = load(Path::new(&url), Some(&map), None);
    assert!(
        matches!(database(&loaded), Database::Unreachable { .. }),
        "{loaded:?}"
    );
    assert!(began.elapsed().as_secs() < 60);
}

#[test]
fn addresses_that_are_none_are_refused() {
    let map = map("SELECT 1");
    for url in [
        "postgres://u:HIMITSU-4649@HIMITSU-4649@127.0.0.1/m",
        "postgres://u:HIMITSU-4649@127.0.0.1/m?sslkey=HIMITSU-4649",
        "postgres://u:HIMITSU-4649@127.0.0.1/m?sslmode=HIMITSU-4649",
        "postgres://u:HIMITSU-4649@127.0.0.1/m?connect_timeout=0",
        "postgres://u:HIMITSU-4649@127.0.0.1:x/m",
    ] {
        let loaded = load(Path::new(url), Some(&map), None);
        let Database::Address(_) = database(&loaded) else {
            panic!("{loaded:?}");
        };
        assert!(!format!("{loaded:?}").contains(PASSWORD), "{loaded:?}");
    }
}

/// Every file of a report, as text.
fn all_files(folder: &Path) -> String {
    support::files_below(folder)
        .iter()
        .map(|file| fs::read(folder.join(file)).expect("a file"))
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        .collect()
}

#[test]
fn the_password_is_nowhere() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut request = month_request(&support::fixture("month"));
    let mut urls = vec![format!("postgres://u:{PASSWORD}@127.0.0.1:1/m").into()];
    let cluster = cluster();
    if let Some(cluster) = &cluster {
        urls.push(cluster.url(""));
        urls.push(cluster.url("?sslmode=require"));
        urls.push(cluster.url(&format!("x?password={PASSWORD}x")));
    }
    request.map = Some(map("SELECT * FROM nowhere"));
    request.eligibility.extend(urls.iter().cloned());
    let checked = support::run(&request);
    let out = dir.path().join("report");
    let settings = report::Settings {
        out: out.clone(),
        forms: vec![report::Form::Csv, report::Form::Json, report::Form::Arrow],
        charset: report::csv::Charset::Utf8,
        lang: Lang::Ja,
        started: Instant::now(),
    };
    report::write(&checked, &settings).expect("written");
    let written = all_files(&out);
    assert!(written.contains("postgres://127.0.0.1:1/m"));
    assert!(!written.contains(PASSWORD));
    let told = format!(
        "{:?} {:?}",
        checked.eligibility.inputs, checked.eligibility.notes
    );
    assert!(!told.contains(PASSWORD), "{told}");
}

/// Everything that a run of the program writes, and its status.
fn said(arguments: &[&str], out: &Path) -> (Option<i32>, String) {
    let run = Command::new(env!("CARGO_BIN_EXE_houkan"))
        .env("RUST_LOG", "trace")
        .args(arguments)
        .args(["-vv", "-o"])
        .arg(out)
        .output()
        .expect("started");
    let mut all = String::from_utf8_lossy(&run.stdout).into_owned();
    all += &String::from_utf8_lossy(&run.stderr);
    if out.is_dir() {
        all += &all_files(out);
    }
    (run.status.code(), all)
}

#[test]
fn the_program_never_says_the_password() {
    let dir = tempfile::tempdir().expect("a folder");
    let claims = support::fixture("month").join("claims");
    let claims = claims.to_str().expect("a path");
    let url = format!("postgres://u:{PASSWORD}@127.0.0.1:1/m");
    let broken = format!("postgres://u:{PASSWORD}@{PASSWORD}@127.0.0.1:1/m");
    let as_of = ["--as-of", MONTH_AS_OF];
    for (at, (arguments, status)) in [
        ([&["check", claims, "-e", &url][..], &as_of].concat(), 3),
        ([&["check", claims, "-e", &broken][..], &as_of].concat(), 3),
        // In the wrong place.
        ([&["check", &url, "-e", claims][..], &as_of].concat(), 2),
        (
            [&["check", &broken, claims, "-e", claims][..], &as_of].concat(),
            3,
        ),
        ([&["check", claims, "-c", &url][..], &as_of].concat(), 3),
        (vec!["convert", claims, "-e", &url], 3),
        (vec!["convert", &url], 2),
        (vec!["convert", &broken], 2),
    ]
    .into_iter()
    .enumerate()
    {
        let (code, all) = said(&arguments, &dir.path().join(at.to_string()));
        assert!(!all.contains(PASSWORD), "{at}: {all}");
        assert_eq!(code, Some(status), "{at}: {all}");
        assert!(all.contains("postgres://"), "{at}: {all}");
    }
}

//! The nightly state on SQLite and on PostgreSQL, for which the tests start a server (`postgres/cluster.rs`).

#[cfg(feature = "postgres")]
#[path = "postgres/cluster.rs"]
#[expect(dead_code, reason = "made for registers")]
mod cluster;
#[path = "nightly/conformance.rs"]
mod conformance;
#[path = "nightly/migration.rs"]
mod migration;
#[cfg(feature = "postgres")]
#[path = "nightly/server.rs"]
mod server;

use std::process::Command;

use houkan::nightly::fault;
use houkan::nightly::state::db::{Database, DbError};
use houkan::nightly::state::sqlite::{Settings, Sqlite};

#[test]
fn sqlite_conforms() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("state.db");
    let mut db = Sqlite::open(&path, &Settings::default()).expect("opens");
    conformance::all(&mut db);
    db.close().expect("closed");
}

#[test]
fn sqlite_migrates() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut made = 0;
    migration::all(&mut || {
        made += 1;
        let path = folder.path().join(format!("state-{made}.db"));
        Box::new(Sqlite::open(&path, &Settings::default()).expect("opens"))
    });
}

/// In a process of its own, since a fault is asked for by the environment. Only the first commit is refused.
#[test]
fn a_refused_commit_leaves_nothing() {
    const FAULT: &str = "fail:state-commit:1";

    if std::env::var(fault::VARIABLE).is_err() {
        let program = std::env::current_exe().expect("a program");
        for database in ["sqlite", "postgres"] {
            let run = Command::new(&program)
                .args(["--exact", "a_refused_commit_leaves_nothing", "--nocapture"])
                .env(fault::VARIABLE, FAULT)
                .env("DATABASE", database)
                .output()
                .expect("started");
            let said = String::from_utf8_lossy(&run.stdout);
            assert!(run.status.success() && said.contains("1 passed"), "{said}");
        }
    } else if std::env::var("DATABASE").as_deref() == Ok("sqlite") {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("state.db");
        refused_once(&mut Sqlite::open(&path, &Settings::default()).expect("opens"));
    } else {
        #[cfg(feature = "postgres")]
        server::refused_once();
    }
}

fn refused_once(db: &mut dyn Database) {
    db.script("CREATE TABLE t (a BIGINT)").expect("made");
    for (expected, is_refused) in [(0, true), (1, false)] {
        db.begin().expect("begun");
        db.run("INSERT INTO t (a) VALUES (1)", &[]).expect("run");
        let done = db.commit();
        let is_told = matches!(done, Err(DbError::Told(_) | DbError::Full(_)));
        assert_eq!(is_told, is_refused, "{done:?}");
        let mut count = None;
        db.each("SELECT count(*) FROM t", &[], &mut |row| {
            count = row.int(0)?;
            Ok(())
        })
        .expect("rows");
        assert_eq!(count, Some(expected));
    }
}

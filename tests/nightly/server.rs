//! PostgreSQL as the state's database.

use std::path::Path;

use houkan::nightly::state::db::{Database as _, DbError};
use houkan::nightly::state::postgres::Postgres;
use houkan::note;

use crate::cluster::{Cluster, PASSWORD, cluster};
use crate::{conformance, migration};

fn open(cluster: &Cluster, schema: &str) -> Postgres {
    let address = cluster.url("");
    Postgres::open(address.to_str().expect("a text"), schema).expect("opens")
}

/// The only number of an answer.
fn number(db: &mut Postgres, sql: &str) -> i64 {
    let mut number = None;
    db.each(sql, &[], &mut |row| {
        number = row.int(0)?;
        Ok(())
    })
    .expect("an answer");
    number.expect("a number")
}

pub(crate) fn refused_once() {
    let Some(cluster) = cluster() else { return };
    crate::refused_once(&mut open(&cluster, "refused"));
}

#[test]
fn postgres_conforms() {
    let Some(cluster) = cluster() else { return };
    let mut db = open(&cluster, "その \"conforms\"");
    conformance::all(&mut db);
}

#[test]
fn postgres_migrates() {
    let Some(cluster) = cluster() else { return };
    let mut made = 0;
    migration::all(&mut || {
        made += 1;
        Box::new(open(&cluster, &format!("migrates {made}")))
    });
}

#[test]
fn sessions_that_end_from_outside_are_told() {
    let Some(cluster) = cluster() else { return };
    let mut db = open(&cluster, "killed");
    db.script("CREATE TABLE t (a BIGINT)").expect("made");
    let mut other = open(&cluster, "killed");
    for at_commit in [false, true] {
        db.begin().expect("begun");
        db.run("INSERT INTO t (a) VALUES (?1)", &[1.into()])
            .expect("run");
        let session = number(&mut db, "SELECT pg_backend_pid()");
        let sql = format!("SELECT pg_terminate_backend({session}, 60000)");
        assert_eq!(number(&mut other, &sql), 1);
        let told = if at_commit {
            db.commit()
        } else {
            db.run("INSERT INTO t (a) VALUES (?1)", &[2.into()])
                .map(drop)
        };
        assert!(matches!(told, Err(DbError::Lost(_))), "{told:?}");
        // The server has rolled back; nothing else goes on in this session.
        db.roll_back().expect("nothing");
        assert!(db.begin().is_err());
        assert_eq!(number(&mut other, "SELECT count(*) FROM t"), 0);
        db = open(&cluster, "killed");
    }
}

#[test]
fn a_schema_is_locked_for_one_session() {
    let Some(cluster) = cluster() else { return };
    let mut first = open(&cluster, "locked");
    let mut second = open(&cluster, "locked");
    let mut elsewhere = open(&cluster, "locked too");
    assert!(first.try_lock().expect("asked"));
    assert!(!second.try_lock().expect("asked"));
    assert!(elsewhere.try_lock().expect("asked"));
    drop(first);
    // The server notices the end of a session by itself, a moment later.
    let is_free = (0..600).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(100));
        second.try_lock().expect("asked")
    });
    assert!(is_free);
}

/// One who may not make schemas works in one that is there.
#[test]
fn few_rights_are_enough() {
    let Some(cluster) = cluster() else { return };
    cluster.sql(&format!(
        "CREATE ROLE night LOGIN PASSWORD '{PASSWORD}'; CREATE SCHEMA of_night AUTHORIZATION night;"
    ));
    let address = format!(
        "postgres://night:{PASSWORD}@127.0.0.1:{}/postgres",
        cluster.port
    );
    let told = Postgres::open(&address, "more").err().expect("is refused");
    assert!(matches!(told, DbError::ReadOnly(_)), "{told:?}");
    let mut db = Postgres::open(&address, "of_night").expect("opens");
    db.script("CREATE TABLE t (a BIGINT)").expect("made");
    assert!(db.bytes().is_ok());
    db.purge().expect("purged");
    // A server that only reads.
    db.script("SET default_transaction_read_only = on")
        .expect("set");
    let told = db.run("INSERT INTO t (a) VALUES (1)", &[]);
    assert!(matches!(told, Err(DbError::ReadOnly(_))), "{told:?}");
}

#[test]
fn addresses_and_logins_that_do_not_work_are_told() {
    let Some(cluster) = cluster() else { return };
    let open = |address: &str| Postgres::open(address, "x").err().expect("is refused");
    let port = cluster.port;
    let wrong = format!("postgres://mihon:wrong-{PASSWORD}@127.0.0.1:{port}/postgres");
    let told = open(&wrong);
    assert!(
        matches!(told, DbError::Server(note::Database::Login { .. })),
        "{told:?}"
    );
    assert!(!format!("{told} {told:?}").contains(PASSWORD));
    let address = cluster.url("?sslkey=x");
    let told = open(path(&address));
    assert!(
        matches!(told, DbError::Server(note::Database::Address(_))),
        "{told:?}"
    );
}

fn path(address: &Path) -> &str {
    address.to_str().expect("a text")
}

#[test]
fn locks_of_others_are_not_waited_for_for_ever() {
    let Some(cluster) = cluster() else { return };
    let mut first = open(&cluster, "held");
    first.script("CREATE TABLE t (a BIGINT)").expect("made");
    let address = cluster.url("?options=-c%20lock_timeout%3D200");
    let mut second = Postgres::open(path(&address), "held").expect("opens");
    first.begin().expect("begun");
    first.script("LOCK TABLE t").expect("locked");
    let told = second.run("INSERT INTO t (a) VALUES (1)", &[]);
    assert!(matches!(told, Err(DbError::Busy(_))), "{told:?}");
    first.roll_back().expect("rolled back");
    let sql = "SELECT setting::bigint / 1000 FROM pg_settings WHERE name = 'lock_timeout'";
    assert_eq!(number(&mut first, sql), 30);
}

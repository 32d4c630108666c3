use std::fs;
use std::path::Path;
use std::time::Instant;

use super::*;

fn open(path: &Path) -> Sqlite {
    Sqlite::open(path, &Settings::default()).expect("opens")
}

fn refused(path: &Path) -> DbError {
    Sqlite::open(path, &Settings::default()).expect_err("is refused")
}

const INTO: db::Into = db::Into {
    table: "person",
    columns: &["id", "name"],
    replace: &["id"],
};

fn name(of: i64) -> String {
    format!("ミホン　ハナコ{of:06}")
}

fn people(ids: &[i64]) -> [Column; 2] {
    [
        Column::Ints(ids.iter().copied().map(Some).collect()),
        Column::Texts(ids.iter().map(|&id| Some(name(id))).collect()),
    ]
}

fn with_people(path: &Path) -> Sqlite {
    let mut db = open(path);
    db.script("CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT) STRICT; CREATE INDEX by_name ON person (name)")
        .expect("made");
    db
}

fn count(db: &mut Sqlite) -> i64 {
    file::number(&db.connection, "SELECT count(*) FROM person").expect("a number")
}

/// All bytes of the state's files.
fn bytes_below(folder: &Path) -> Vec<u8> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        all.extend(fs::read(entry.expect("an entry").path()).expect("a file"));
    }
    all
}

fn holds(bytes: &[u8], what: &str) -> bool {
    memchr::memmem::find(bytes, what.as_bytes()).is_some()
}

/// Numbers from 0 without any order.
fn scattered(count: i64) -> Vec<i64> {
    (0..count).map(|at| at * 7919 % count).collect()
}

/// Rows come and go in no order, so that pages are split, joined and moved, and their cells with them.
#[test]
fn what_is_purged_is_in_no_file() {
    const COUNT: i64 = 20_000;
    let dir = tempfile::tempdir().expect("a folder");
    // A quote in the path.
    let folder = dir.path().join("it's");
    fs::create_dir(&folder).expect("made");
    let mut db = with_people(&folder.join("state.db"));
    for ids in scattered(COUNT).chunks(1_000) {
        db.begin().expect("begun");
        db.store(&INTO, &people(ids)).expect("stored");
        db.commit().expect("committed");
    }
    let before = db.bytes().expect("a size");
    assert!(holds(&bytes_below(&folder), &name(17)));
    // Two thirds in between, and then what is left of the beginning.
    for sql in [
        "DELETE FROM person WHERE id % 3 > 0",
        "UPDATE person SET name = name || '改' WHERE id >= 15000 AND id % 2 = 0",
        "DELETE FROM person WHERE id < 15000",
    ] {
        db.begin().expect("begun");
        assert!(db.run(sql, &[]).expect("run") > 0);
        db.commit().expect("committed");
    }
    db.purge().expect("purged");
    let left = count(&mut db);
    let bytes = bytes_below(&folder);
    let found: Vec<i64> = (0..COUNT)
        .filter(|id| *id < 15_000 || id % 3 > 0)
        .filter(|&id| holds(&bytes, &name(id)))
        .collect();
    assert_eq!(found, [] as [i64; 0]);
    assert!(holds(&bytes, &name(15_000)));
    assert_eq!(left, 1_667);
    let after = db.bytes().expect("a size");
    assert!(after * 4 < before, "{before} {after}");
    // Nothing else is left in the folder, and sorting is in memory again.
    assert_eq!(fs::read_dir(&folder).expect("a folder").count(), 3);
    let place = file::number(&db.connection, "PRAGMA temp_store");
    assert_eq!(place.expect("a number"), 2);
    drop(db);
    assert_eq!(count(&mut open(&folder.join("state.db"))), left);
}

#[cfg(unix)]
#[test]
fn files_are_for_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("state.db");
    let mode = |end: &str| {
        let found = fs::metadata(file::beside(&path, end)).expect("a file");
        found.permissions().mode() & 0o777
    };
    let mut db = with_people(&path);
    db.store(&INTO, &people(&[1])).expect("stored");
    for end in ["", "-wal", "-shm"] {
        assert_eq!(mode(end), 0o600, "{end}");
    }
    db.close().expect("closed");
    assert!(!file::beside(&path, "-wal").exists());
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).expect("set");
    let mut db = open(&path);
    db.store(&INTO, &people(&[2])).expect("stored");
    for end in ["", "-wal", "-shm"] {
        assert_eq!(mode(end), 0o600, "{end}");
    }
}

#[test]
fn files_of_others_are_left_as_they_are() {
    let folder = tempfile::tempdir().expect("a folder");
    let others = folder.path().join("others.db");
    let connection = Connection::open(&others).expect("opens");
    connection
        .execute_batch("CREATE TABLE t (a); PRAGMA journal_mode = WAL;")
        .expect("made");
    drop(connection);
    let text = folder.path().join("text.db");
    fs::write(&text, "日付,氏名\n").expect("written");
    let long = folder.path().join("long.db");
    fs::write(&long, "x".repeat(100_000)).expect("written");
    for path in [&others, &text, &long] {
        let before = fs::read(path).expect("a file");
        assert!(matches!(refused(path), DbError::Foreign(_)), "{path:?}");
        // With something beside it that looks like the journal of an undone making.
        let journal = file::beside(path, "-journal");
        fs::write(&journal, "").expect("written");
        assert!(matches!(refused(path), DbError::Foreign(_)), "{path:?}");
        drop(fs::remove_file(journal));
        assert_eq!(fs::read(path).expect("a file"), before, "{path:?}");
    }
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 3);
    // A folder, and none at all.
    assert!(matches!(refused(folder.path()), DbError::Told(_)));
    let nowhere = folder.path().join("nowhere/state.db");
    assert!(matches!(refused(&nowhere), DbError::Told(_)));
    // An empty file becomes one of ours.
    let empty = folder.path().join("empty.db");
    fs::write(&empty, "").expect("written");
    with_people(&empty).close().expect("closed");
    assert_eq!(count(&mut open(&empty)), 0);
}

#[test]
fn damage_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("state.db");
    let mut db = with_people(&path);
    db.store(&INTO, &people(&scattered(5_000))).expect("stored");
    db.close().expect("closed");
    let mut bytes = fs::read(&path).expect("a file");
    let page = usize::try_from(PAGE).expect("fits");
    bytes[page..].fill(0xa5);
    fs::write(&path, bytes).expect("written");
    let mut db = open(&path);
    let told = db
        .each("SELECT id, name FROM person", &[], &mut |_| Ok(()))
        .expect_err("damaged");
    assert!(matches!(told, DbError::Damaged(_)), "{told:?}");
}

#[test]
fn one_writes_and_others_wait() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("state.db");
    let mut first = with_people(&path);
    first.store(&INTO, &people(&[1])).expect("stored");
    let settings = Settings {
        wait: Duration::from_millis(200),
        ..Settings::default()
    };
    let mut second = Sqlite::open(&path, &settings).expect("opens");
    first.begin().expect("begun");
    first.store(&INTO, &people(&[2])).expect("stored");
    let began = Instant::now();
    assert!(matches!(second.begin(), Err(DbError::Busy(_))));
    assert!(began.elapsed() >= settings.wait);
    // Reading goes on, of what was committed.
    assert_eq!(count(&mut second), 1);
    first.commit().expect("committed");
    second.begin().expect("begun");
    assert_eq!(count(&mut second), 2);
    second.roll_back().expect("rolled back");
}

/// What a process that is killed leaves behind are its files as they are at that moment.
#[test]
fn what_was_not_committed_is_gone_after_a_kill() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("state.db");
    // So little memory that much is in the files before the commit.
    let settings = Settings {
        cache_kib: 64,
        ..Settings::default()
    };
    with_people(&path).close().expect("closed");
    let mut db = Sqlite::open(&path, &settings).expect("opens");
    db.store(&INTO, &people(&[1])).expect("stored");
    db.begin().expect("begun");
    db.store(&INTO, &people(&scattered(20_000)))
        .expect("stored");
    assert!(holds(&bytes_below(folder.path()), &name(19_999)));
    let copy = tempfile::tempdir().expect("a folder");
    for from in db.files() {
        let name = from.file_name().expect("a name");
        fs::copy(&from, copy.path().join(name)).expect("copied");
    }
    let mut killed = open(&copy.path().join("state.db"));
    assert_eq!(count(&mut killed), 1);
    killed.store(&INTO, &people(&[5])).expect("stored");
    db.commit().expect("committed");
    assert_eq!(count(&mut db), 20_000);
}

#[test]
fn the_log_does_not_stay_long() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("state.db");
    let mut db = open(&path);
    db.script("CREATE TABLE body (id INTEGER PRIMARY KEY, body BLOB) STRICT")
        .expect("made");
    let settings = "PRAGMA cache_size = -1024";
    db.script(settings).expect("set");
    let into = db::Into {
        table: "body",
        columns: &["id", "body"],
        replace: &[],
    };
    let wal = || {
        fs::metadata(file::beside(&path, "-wal"))
            .expect("a file")
            .len()
    };
    db.begin().expect("begun");
    for at in 0..160 {
        let rows = [
            Column::Ints(vec![Some(at)]),
            Column::Bytes(vec![Some(vec![7; 1 << 20])]),
        ];
        db.store(&into, &rows).expect("stored");
    }
    assert!(wal() > 2 * WAL);
    db.commit().expect("committed");
    assert_eq!(wal(), 0);
    assert!(db.bytes().expect("a size") > 160 << 20);
}

#[test]
fn a_full_disk_is_told_and_nothing_is_half() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut db = with_people(&folder.path().join("state.db"));
    db.store(&INTO, &people(&[1])).expect("stored");
    // The file may grow no further.
    db.script("PRAGMA max_page_count = 20").expect("set");
    db.begin().expect("begun");
    let told = db.store(&INTO, &people(&scattered(20_000)));
    assert!(matches!(told, Err(DbError::Full(_))), "{told:?}");
    assert!(db.commit().is_err());
    assert_eq!(count(&mut db), 1);
    db.store(&INTO, &people(&[2])).expect("stored");
}

#[test]
fn settings_hold() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("state.db");
    open(&path).close().expect("closed");
    let db = open(&path);
    for (pragma, expected) in [
        ("page_size", i64::from(PAGE)),
        ("synchronous", 2),
        ("foreign_keys", 0),
        ("temp_store", 2),
        ("secure_delete", 1),
        ("cache_size", -131_072),
        ("wal_autocheckpoint", 8_192),
        ("busy_timeout", 5_000),
    ] {
        let found = file::number(&db.connection, &format!("PRAGMA {pragma}"));
        assert_eq!(found.expect(pragma), expected, "{pragma}");
    }
    let mode: String = db
        .connection
        .query_row("PRAGMA journal_mode", [], |row| row.get(0))
        .expect("a mode");
    assert_eq!(mode, "wal");
}

#[test]
fn errors_repeat_no_values() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut db = with_people(&folder.path().join("state.db"));
    let secret = "ヒミツ";
    for sql in [
        "INSERT INTO person (id, name) VALUES (?1, ?1)",
        "INSERT INTO person (id, name) VALUES ('1', abs(?1), 2)",
        "SELECT json(?1)",
    ] {
        let told = db.run(sql, &[secret.into()]).expect_err(sql);
        assert!(!format!("{told} {told:?}").contains(secret), "{told:?}");
    }
}

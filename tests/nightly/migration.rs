//! States of earlier programs, with rows in all their tables, are brought to the newest version.
//!
//! A new version adds a file `schema-vN.sql` with rows as the version has them, and a row to [`EARLIER`].

use std::collections::BTreeMap;

use houkan::nightly::state::db::{Database, DbError, Row};
use houkan::nightly::state::schema::{
    MIGRATIONS, Migrated, Migration, migrate, migrate_along, version,
};

/// A version and its rows.
struct Earlier {
    version: i64,
    /// In SQL, with `{bytes:00ff}` for bytes.
    rows: &'static str,
    /// Columns (`table.column`) in which a later version changes what stands there; none of the others may.
    changed: &'static [&'static str],
}

const EARLIER: &[Earlier] = &[Earlier {
    version: 1,
    rows: include_str!("schema-v1.sql"),
    changed: &[],
}];

/// An empty database for each call.
pub(crate) type Fresh<'a> = &'a mut dyn FnMut() -> Box<dyn Database>;

pub(crate) fn all(fresh: Fresh<'_>) {
    new_state(&mut *fresh());
    for earlier in EARLIER {
        rows_stay(&mut *fresh(), earlier);
    }
    assert_eq!(EARLIER.len(), MIGRATIONS.len(), "a version without rows");
    half_a_step_is_none(&mut *fresh());
    later_states_are_refused(&mut *fresh());
    tables_of_others_are_refused(&mut *fresh());
}

fn newest() -> i64 {
    MIGRATIONS.last().expect("a version").version
}

fn new_state(db: &mut dyn Database) {
    let to = newest();
    assert_eq!(version(db).expect("a version"), 0);
    assert_eq!(migrate(db).expect("made"), Migrated { from: 0, to });
    assert_eq!(migrate(db).expect("nothing"), Migrated { from: to, to });
    assert_eq!(version(db).expect("a version"), to);
}

fn rows_stay(db: &mut dyn Database, earlier: &Earlier) {
    let known = MIGRATIONS.partition_point(|it| it.version <= earlier.version);
    migrate_along(db, &MIGRATIONS[..known]).expect("made");
    db.script(&with_bytes(earlier.rows, db.is_server()))
        .expect("rows");
    let before = contents(db);
    let empty: Vec<_> = before.iter().filter(|(_, rows)| rows.is_empty()).collect();
    assert!(empty.is_empty(), "columns without rows: {empty:?}");
    let migrated = migrate(db).expect("migrated");
    assert_eq!((migrated.from, migrated.to), (earlier.version, newest()));
    let after = contents(db);
    for (column, rows) in &before {
        if column != "meta.value" && !earlier.changed.contains(&column.as_str()) {
            assert_eq!(after.get(column), Some(rows), "{column}");
        }
    }
}

/// `{bytes:00ff}` as each database writes it.
fn with_bytes(sql: &str, is_server: bool) -> String {
    let mut parts = sql.split("{bytes:");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (digits, rest) = part.split_once('}').expect("closed");
        let (open, close) = if is_server {
            ("'\\x", "'::bytea")
        } else {
            ("x'", "'")
        };
        out.extend([open, digits, close, rest]);
    }
    out
}

/// What stands in every column of every table, sorted.
fn contents(db: &mut dyn Database) -> BTreeMap<String, Vec<String>> {
    let sql = if db.is_server() {
        "SELECT table_name::text, column_name::text FROM information_schema.columns WHERE table_schema = current_schema()"
    } else {
        "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'"
    };
    let mut columns = Vec::new();
    db.each(sql, &[], &mut |row| {
        let text = |at| row.text(at).map(|text| text.unwrap_or_default().to_owned());
        columns.push((text(0)?, text(1)?));
        Ok(())
    })
    .expect("columns");
    let mut contents = BTreeMap::new();
    for (table, column) in columns {
        let mut rows = Vec::new();
        db.each(&format!("SELECT {column} FROM {table}"), &[], &mut |row| {
            rows.push(cell(row));
            Ok(())
        })
        .expect("rows");
        rows.sort();
        contents.insert(format!("{table}.{column}"), rows);
    }
    contents
}

fn cell(row: &dyn Row) -> String {
    let int = row.int(0).map(|int| format!("{int:?}"));
    let text = || row.text(0).map(|text| format!("{text:?}"));
    let bytes = || row.bytes(0).map(|bytes| format!("{bytes:?}"));
    int.or_else(|_| text())
        .or_else(|_| bytes())
        .expect("a value")
}

/// One version more than there is.
fn one_more(sql: &'static str) -> Vec<Migration> {
    let mut migrations = MIGRATIONS.to_vec();
    migrations.push(Migration {
        version: newest() + 1,
        sqlite: sql,
        server: sql,
    });
    migrations
}

fn half_a_step_is_none(db: &mut dyn Database) {
    migrate(db).expect("made");
    db.script("INSERT INTO todo (claim, why) VALUES (7, 1)")
        .expect("a row");
    let before = contents(db);
    let broken = one_more(
        "DELETE FROM todo; CREATE TABLE more (a {int}){strict}; SELECT nothing FROM nowhere;",
    );
    assert!(migrate_along(db, &broken).is_err());
    assert_eq!(contents(db), before);
    let whole = one_more("DELETE FROM todo; CREATE TABLE more (a {int}){strict};");
    let migrated = migrate_along(db, &whole).expect("migrated");
    assert_eq!(
        migrated,
        Migrated {
            from: newest(),
            to: newest() + 1
        }
    );
    let after = contents(db);
    assert!(after["todo.claim"].is_empty() && after.contains_key("more.a"));
}

fn later_states_are_refused(db: &mut dyn Database) {
    migrate_along(db, &one_more("CREATE TABLE more (a {int}){strict}")).expect("made");
    let before = contents(db);
    let told = migrate(db).expect_err("is refused");
    let known = newest();
    assert!(matches!(told, DbError::Newer { found, known: k } if found == known + 1 && k == known));
    assert!(
        told.to_string().contains(&format!("version {}", known + 1)),
        "{told}"
    );
    assert_eq!(contents(db), before);
}

fn tables_of_others_are_refused(db: &mut dyn Database) {
    db.script("CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT)")
        .expect("made");
    assert!(matches!(migrate(db), Err(DbError::Foreign(_))));
}

//! What the state may expect of either database.

use houkan::nightly::state::db::{Column, Database, DbError, Into, Value};

const TEXTS: [&str; 6] = [
    "",
    "訪問看護　ｶﾅ 𠮷",
    "it's \"quoted\" \\ ?1 LIST(?1) $1",
    "a\tb\r\nc",
    "{\"a\":[1]}",
    "-- ; DROP TABLE kept",
];

const KEPT: Into = Into {
    table: "kept",
    columns: &["id", "n", "t", "b"],
    replace: &["id"],
};

const NEW: Into = Into {
    replace: &[],
    ..KEPT
};

const PAIR: Into = Into {
    table: "pair",
    columns: &["a", "b"],
    replace: &["a", "b"],
};

/// Everything, on an empty database.
pub(crate) fn all(db: &mut dyn Database) {
    let blob = if db.is_server() { "BYTEA" } else { "BLOB" };
    db.script(&format!(
        "CREATE TABLE kept (id BIGINT PRIMARY KEY, n BIGINT, t TEXT, b {blob});
         CREATE TABLE pair (a BIGINT NOT NULL, b BIGINT NOT NULL, PRIMARY KEY (a, b));"
    ))
    .expect("made");
    values_come_back(db);
    stored_rows_come_back(db);
    rows_are_replaced(db);
    lists(db);
    transactions(db);
    failed_transactions(db);
    answers_of_other_types(db);
    arithmetic(db);
    errors(db);
    let before = db.bytes().expect("a size");
    db.script("DELETE FROM kept; DELETE FROM pair")
        .expect("deleted");
    db.purge().expect("purged");
    let after = db.bytes().expect("a size");
    assert!(0 < after && after < before, "{after} {before}");
}

fn clear(db: &mut dyn Database) {
    db.script("DELETE FROM kept; DELETE FROM pair")
        .expect("deleted");
}

type Stored = (i64, Option<i64>, Option<String>, Option<Vec<u8>>);

fn rows(db: &mut dyn Database) -> Vec<Stored> {
    let mut rows = Vec::new();
    db.each(
        "SELECT id, n, t, b FROM kept ORDER BY id",
        &[],
        &mut |row| {
            rows.push((
                row.int(0)?.expect("a key"),
                row.int(1)?,
                row.text(2)?.map(str::to_owned),
                row.bytes(3)?.map(<[u8]>::to_vec),
            ));
            Ok(())
        },
    )
    .expect("rows");
    rows
}

fn number(db: &mut dyn Database, sql: &str, values: &[Value<'_>]) -> Option<i64> {
    let mut number = None;
    db.each(sql, values, &mut |row| {
        number = row.int(0)?;
        Ok(())
    })
    .unwrap_or_else(|error| panic!("{sql}: {error}"));
    number
}

fn values_come_back(db: &mut dyn Database) {
    let bytes: Vec<u8> = (0..=255).collect();
    let ints = [
        Some(i64::MIN),
        Some(-1),
        Some(0),
        Some(i64::MAX),
        None,
        Some(1),
    ];
    let mut expected = Vec::new();
    for (id, text) in (0_i64..).zip(TEXTS) {
        let int = ints[usize::try_from(id).expect("small")];
        let (t, b) = match id % 3 {
            0 => (Value::Text(text), Value::Bytes(&bytes)),
            1 => (Value::Text(text), Value::Bytes(&[])),
            _ => (Value::Text(text), Value::Null),
        };
        let sql = "INSERT INTO kept (id, n, t, b) VALUES (?1, ?2, ?3, ?4)";
        let done = db.run(sql, &[id.into(), int.into(), t, b]).expect("stored");
        assert_eq!(done, 1);
        let blob = [Some(bytes.clone()), Some(Vec::new()), None];
        let blob = blob[usize::try_from(id % 3).expect("small")].clone();
        expected.push((id, int, Some(text.to_owned()), blob));
    }
    assert_eq!(rows(db), expected);
    // As conditions, also in another order and more than once.
    for (id, text) in (0_i64..).zip(TEXTS) {
        let sql = "SELECT id FROM kept WHERE t = ?2 AND id = ?1 AND ?1 >= 0";
        assert_eq!(number(db, sql, &[id.into(), text.into()]), Some(id));
    }
    let sql = "SELECT count(*) FROM kept WHERE n = ?1 OR n IS NULL";
    assert_eq!(number(db, sql, &[None.into()]), Some(1));
    assert_eq!(number(db, sql, &[i64::MIN.into()]), Some(2));
    let sql = "SELECT id FROM kept WHERE b = ?1 ORDER BY id LIMIT ?2";
    assert_eq!(number(db, sql, &[Value::Bytes(&bytes), 1.into()]), Some(0));
    let sql = "UPDATE kept SET n = ?1, t = ?1, b = ?1 WHERE id < 2";
    assert_eq!(db.run(sql, &[Value::Null]).expect("run"), 2);
    assert_eq!(rows(db)[0], (0, None, None, None));
    clear(db);
}

/// Rows in which every seventh value is none.
fn batch(ids: &[i64], word: &str) -> [Column; 4] {
    let of = |id: i64| (id % 7 != 0).then_some(id);
    [
        Column::Ints(ids.iter().copied().map(Some).collect()),
        Column::Ints(
            ids.iter()
                .map(|&id| of(id).map(|id| i64::MAX - id))
                .collect(),
        ),
        Column::Texts(
            ids.iter()
                .map(|&id| of(id + 1).map(|id| format!("{word}'{id}\t")))
                .collect(),
        ),
        Column::Bytes(
            ids.iter()
                .map(|&id| {
                    of(id + 2).map(|id| {
                        id.to_be_bytes()[..usize::try_from(id % 9).expect("small")].to_vec()
                    })
                })
                .collect(),
        ),
    ]
}

fn as_rows(batch: &[Column; 4]) -> Vec<Stored> {
    let [
        Column::Ints(ids),
        Column::Ints(n),
        Column::Texts(t),
        Column::Bytes(b),
    ] = batch
    else {
        panic!("{batch:?}")
    };
    (0..ids.len())
        .map(|at| (ids[at].expect("a key"), n[at], t[at].clone(), b[at].clone()))
        .collect()
}

fn stored_rows_come_back(db: &mut dyn Database) {
    let ids: Vec<i64> = (0..25_003).collect();
    for into in [&NEW, &KEPT] {
        let batch = batch(&ids, "見本");
        db.store(into, &batch).expect("stored");
        assert_eq!(rows(db), as_rows(&batch));
        db.store(into, &self::batch(&[], ""))
            .expect("nothing stored");
        clear(db);
    }
    assert!(matches!(
        db.store(&NEW, &batch(&ids, "")[..3]),
        Err(DbError::Unexpected(_))
    ));
    let mut uneven = batch(&[1, 2], "");
    uneven[1] = Column::Ints(vec![None]);
    assert!(matches!(
        db.store(&NEW, &uneven),
        Err(DbError::Unexpected(_))
    ));
    assert_eq!(rows(db), []);
}

fn rows_are_replaced(db: &mut dyn Database) {
    let first: Vec<i64> = (0..20_000).collect();
    db.store(&KEPT, &batch(&first, "first")).expect("stored");
    let second: Vec<i64> = (10_000..30_000).collect();
    db.store(&KEPT, &batch(&second, "second"))
        .expect("replaced");
    let mut expected = as_rows(&batch(&first[..10_000], "first"));
    expected.extend(as_rows(&batch(&second, "second")));
    assert_eq!(rows(db), expected);
    // The last of several with one key.
    let twice = [
        Column::Ints(vec![Some(5), Some(6), Some(5)]),
        Column::Ints(vec![Some(1), Some(2), Some(3)]),
        Column::Texts(vec![None, None, None]),
        Column::Bytes(vec![None, None, None]),
    ];
    db.store(&KEPT, &twice).expect("replaced");
    assert_eq!(number(db, "SELECT n FROM kept WHERE id = 5", &[]), Some(3));
    // Where there may be none nothing is stored at all.
    let again = [
        Column::Ints(vec![Some(40_000), Some(5)]),
        Column::Ints(vec![None, None]),
    ];
    let columns = Into {
        columns: &["id", "n"],
        ..NEW
    };
    assert!(db.store(&columns, &again).is_err());
    assert_eq!(rows(db).len(), 30_000);
    // A key without other columns.
    let pairs = |a: &[i64], b: &[i64]| {
        [a, b].map(|it| Column::Ints(it.iter().copied().map(Some).collect()))
    };
    db.store(&PAIR, &pairs(&[1, 1, 1], &[1, 2, 1]))
        .expect("stored");
    db.store(&PAIR, &pairs(&[1, 2], &[2, 1])).expect("stored");
    assert_eq!(number(db, "SELECT count(*) FROM pair", &[]), Some(3));
    clear(db);
}

fn lists(db: &mut dyn Database) {
    let ids: Vec<i64> = (0..150_000).collect();
    let columns = Into {
        columns: &["id", "n"],
        ..NEW
    };
    let column = |of: fn(i64) -> i64| Column::Ints(ids.iter().map(|&id| Some(of(id))).collect());
    db.store(&columns, &[column(|id| id), column(|id| id % 10)])
        .expect("stored");
    let many: Vec<i64> = (100_000..200_000).rev().collect();
    let sql = "SELECT count(*) FROM LIST(?1) w JOIN kept k ON k.id = w.value WHERE k.n >= ?2";
    for (list, from, expected) in [
        (&[][..], 0, 0),
        (&[7], 0, 1),
        (&[7], 8, 0),
        (&[7, 7, -7], 7, 2),
        (&many, 0, 50_000),
        (&many, 9, 5_000),
    ] {
        assert_eq!(number(db, sql, &[list.into(), from.into()]), Some(expected));
    }
    let sql = "SELECT sum(w.value) FROM LIST(?1) w";
    assert_eq!(number(db, sql, &[Value::List(&[])]), None);
    assert_eq!(
        number(db, sql, &[Value::List(&[i64::MIN, i64::MAX])]),
        Some(-1)
    );
    // Twice in a statement, and where rows are changed.
    let sql = "DELETE FROM kept WHERE id IN (SELECT a.value FROM LIST(?1) a) AND id NOT IN (SELECT b.value FROM LIST(?2) b)";
    let done = db.run(sql, &[Value::List(&many), Value::List(&[100_000, 1])]);
    assert_eq!(done.expect("run"), 49_999);
    clear(db);
}

fn transactions(db: &mut dyn Database) {
    let stored =
        |db: &mut dyn Database, id: i64| db.store(&KEPT, &batch(&[id], "t")).expect("stored");
    db.begin().expect("begun");
    stored(db, 1);
    assert!(db.begin().is_err());
    db.roll_back().expect("rolled back");
    assert_eq!(rows(db), []);
    db.begin().expect("begun");
    stored(db, 1);
    db.script("CREATE TABLE brief (a BIGINT)").expect("made");
    db.commit().expect("committed");
    db.begin().expect("begun");
    db.script("DROP TABLE brief; DELETE FROM kept")
        .expect("dropped");
    db.roll_back().expect("rolled back");
    assert_eq!(number(db, "SELECT count(*) FROM brief", &[]), Some(0));
    assert_eq!(rows(db).len(), 1);
    db.script("DROP TABLE brief").expect("dropped");
    // Without a transaction.
    assert!(db.commit().is_err());
    db.roll_back().expect("nothing");
    clear(db);
}

/// A transaction in which something failed leaves nothing behind, whatever was done before and after.
fn failed_transactions(db: &mut dyn Database) {
    db.begin().expect("begun");
    db.store(&KEPT, &batch(&[1], "t")).expect("stored");
    assert!(db.run("INSERT INTO kept (id) VALUES (1)", &[]).is_err());
    assert!(db.commit().is_err());
    assert_eq!(rows(db), []);
    db.begin().expect("begun");
    db.store(&KEPT, &batch(&[1], "t")).expect("stored");
    db.commit().expect("committed");
    // Whoever takes the rows stops; the transaction goes on.
    db.store(&KEPT, &batch(&(0..5_000).collect::<Vec<_>>(), "t"))
        .expect("stored");
    db.begin().expect("begun");
    let mut taken = 0;
    let stopped = db.each("SELECT id FROM kept", &[], &mut |_| {
        taken += 1;
        Err(DbError::Told("enough".to_owned()))
    });
    assert!(matches!(stopped, Err(DbError::Told(words)) if words == "enough"));
    assert_eq!(taken, 1);
    assert_eq!(db.run("DELETE FROM kept", &[]).expect("run"), 5_000);
    db.commit().expect("committed");
    assert_eq!(rows(db), []);
}

fn answers_of_other_types(db: &mut dyn Database) {
    db.run("INSERT INTO kept (id, n, t) VALUES (1, 2, '3')", &[])
        .expect("run");
    let mut rows = 0;
    db.each("SELECT id, n, t, b FROM kept", &[], &mut |row| {
        rows += 1;
        let unexpected = |is_err: bool| assert!(is_err);
        unexpected(matches!(row.int(2), Err(DbError::Unexpected(_))));
        unexpected(matches!(row.text(1), Err(DbError::Unexpected(_))));
        unexpected(matches!(row.bytes(2), Err(DbError::Unexpected(_))));
        unexpected(matches!(row.int(4), Err(DbError::Unexpected(_))));
        // Nothing has no type.
        assert_eq!(
            (row.int(3)?, row.text(3)?, row.bytes(3)?),
            (None, None, None)
        );
        Ok(())
    })
    .expect("rows");
    assert_eq!(rows, 1);
    clear(db);
}

/// Both answer with numbers to what PostgreSQL has other types for.
fn arithmetic(db: &mut dyn Database) {
    for n in [i64::MAX, -5, 10_000, 100_000_000] {
        db.run("INSERT INTO kept (id, n) VALUES (?1, ?1)", &[n.into()])
            .expect("run");
    }
    for (sql, expected) in [
        ("SELECT 7", 7),
        ("SELECT count(*) FROM kept", 4),
        ("SELECT sum(n) FROM kept WHERE n < 1000000000", 100_009_995),
        ("SELECT sum(n) FROM kept WHERE n < 0", -5),
        ("SELECT max(n) FROM kept", i64::MAX),
        ("SELECT min(n) / 2 FROM kept", -2),
        ("SELECT n > 0 FROM kept WHERE n = 10000", 1),
        (
            "SELECT CASE WHEN n > 0 THEN 1 ELSE 0 END FROM kept WHERE n = -5",
            0,
        ),
        ("SELECT COALESCE(sum(n), 0) FROM kept WHERE n = 0", 0),
    ] {
        assert_eq!(number(db, sql, &[]), Some(expected), "{sql}");
    }
    clear(db);
}

fn errors(db: &mut dyn Database) {
    let secret = "ヒミツ-4649";
    db.run(
        "INSERT INTO kept (id, t) VALUES (4649, ?1)",
        &[secret.into()],
    )
    .expect("run");
    for sql in [
        "INSERT INTO kept (id, t) VALUES (4649, ?1)",
        "INSERT INTO pair (a, b) VALUES (NULL, length(?1))",
        "SELECT nothing FROM kept WHERE t = ?1",
        "SELEKT ?1",
        "INSERT INTO kept (id, t) VALUES (1, ?1) RETURNING t",
    ] {
        let told = db.run(sql, &[secret.into()]).expect_err(sql);
        assert!(!format!("{told} {told:?}").contains("4649"), "{told:?}");
    }
    // Marks without a value, and values without a mark.
    for sql in ["DELETE FROM kept WHERE id = ?2", "DELETE FROM kept"] {
        assert!(db.run(sql, &[1.into()]).is_err(), "{sql}");
    }
    assert_eq!(rows(db).len(), 1);
    clear(db);
}

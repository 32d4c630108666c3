use super::*;
use crate::text::{cp932, date};
use proptest::prelude::*;

const HEADER: &str =
    "insurer_no,symbol,number,branch,birth_date,shown_on,kind,valid_to,issued_on,note\n";

fn day(text: &str) -> NaiveDate {
    date::parse_any(text).expect("a date")
}

#[test]
fn rows_are_normalised_and_found_in_file_order() {
    let text = format!(
        "{HEADER}\
        06132013,１２－３,00045,1,昭和25年4月1日,2025-12-03,資格確認書,R8.7.31,,\"二行の\nメモ\"\n\
        06132013,123,00045,02,1950-04-01,2025-12-10,ﾏｲﾅ保険証,,,\n\
        06132013,123,45,,19500401,,legacy_card,,,\n"
    );
    let (log, notes) = read(text.as_bytes(), 0).expect("a log");
    assert_eq!(notes, []);
    let found: Vec<_> = log
        .of("06132013", "123", "00045", day("1950-04-01"))
        .map(|row| (row.kind, row.line, log.branch(row), row.valid_to))
        .collect();
    assert_eq!(
        found,
        [
            (Kind::Certificate, 2, "01", Some(day("2026-07-31"))),
            (Kind::Myna, 4, "02", None)
        ]
    );
    assert_eq!(log.rows().len(), 3);
    assert_eq!(
        log.of("06132013", "123", "0045", day("1950-04-01")).count(),
        0
    );
}

#[test]
fn columns_in_any_order_and_cp932() {
    let text = "種別,kind,birth_date,number,insurer_no\n-,健康保険証,S25.4.1,1,138057\n";
    let mut sjis = Vec::new();
    cp932::encode_into(text, &mut sjis);
    let (log, notes) = read(&sjis, 7).expect("a log");
    assert_eq!(log.person(&log.rows()[0]).insurer, "00138057");
    assert_eq!(log.rows()[0].kind, Kind::LegacyCard);
    assert_eq!(notes.len(), 1);
    assert_eq!(notes[0].input, 7);
    assert_eq!(
        notes[0].problem,
        Problem::UnknownColumns {
            names: "種別".into()
        }
    );
}

#[test]
fn broken_rows_are_named() {
    let text = format!(
        "{HEADER}\
        06132013,1,2,,1950-02-30,,myna,,,\n\
        06132013,1,2,,1950-02-28,,運転免許証,,,\n\
        ,1,2,,1950-02-28,,myna,,,\n\
        06132013,1,2,,1950-02-28,R7.13.1,myna,あした,,\n\
        06132013,1,2,,1950-02-28,,myna,,,a,b\n\
        06132013,1,2,,1950-02-28,,myna\n\
        06132013,1,2,,1950-02-28,,myna,,,,,\n\n"
    );
    let (log, notes) = read(text.as_bytes(), 0).expect("a log");
    assert_eq!(log.rows().iter().map(|r| r.line).collect::<Vec<_>>(), [8]);
    assert_eq!(log.left_out(), 6);
    let told: Vec<_> = notes.iter().map(|n| (n.place, n.problem.id())).collect();
    assert_eq!(
        told,
        [
            (Place::Line(2), "left-out"),
            (Place::Line(3), "left-out"),
            (Place::Line(4), "left-out"),
            (Place::Line(5), "left-out"),
            (Place::Line(6), "row-shape"),
            (Place::Line(7), "row-shape"),
        ]
    );
    assert!(notes[1].ja().contains("運転免許証"));
}

#[test]
fn remarks_show_only_the_beginning_of_a_value() {
    let long = "あ".repeat(500);
    let text = format!(
        "{HEADER}06132013,1,2,,1950-02-28,{long},myna,,,\n06132013,1,2,,1950-02-28,,{long},,,\n"
    );
    let (_, notes) = read(text.as_bytes(), 0).expect("a log");
    let expected = "あ".repeat(80);
    for note in &notes {
        let (Problem::Value { found, .. } | Problem::LeftOut { found, .. }) = &note.problem else {
            panic!("{note:?}");
        };
        assert_eq!(*found, expected);
    }
    assert_eq!(notes.len(), 2);
}

#[test]
fn other_files_are_no_logs() {
    for bytes in [
        &b"<?xml version=\"1.0\"?>\n<XmlMsg/>"[..],
        b"HM,1,13,6,9999991,X,202602,\r\n",
        b"insurer_no,symbol,number,birth_date,qualified_on,lost_on\n1,2,3,19500228,,\n",
        b"PK\x03\x04\x14\0\xFF\xFF",
    ] {
        let problem = read(bytes, 0).map(|_| ()).expect_err("refused");
        let words = problem.ja();
        assert_eq!(problem.id(), "not-credential-log", "{words}");
        assert!(words.contains("提示記録のCSVではありません"), "{words}");
        for column in ["insurer_no", "number", "birth_date", "kind"] {
            assert!(words.contains(column), "{words}");
            assert!(problem.en().contains(column), "{}", problem.en());
        }
    }
}

#[test]
fn every_column_has_a_japanese_name() {
    for (column, _) in COLUMNS {
        assert!(crate::note::field_ja(column).is_some(), "{column}");
    }
}

#[test]
fn a_day_that_cannot_be_read_leaves_its_row_out() {
    for (column, day) in [
        ("shown_on", "R7.13.1"),
        ("valid_to", "あした"),
        ("issued_on", "2025-12"),
    ] {
        let text = format!(
            "insurer_no,number,birth_date,kind,{column}\n06132013,1,19500228,myna,{day}\n06132013,2,19500228,myna,\n"
        );
        let (log, notes) = read(text.as_bytes(), 0).expect("a log");
        assert_eq!((log.rows().len(), log.left_out()), (1, 1), "{column}");
        assert_eq!((notes.len(), notes[0].problem.id()), (1, "left-out"));
        let words = notes[0].ja();
        for part in ["2行目", column, day] {
            assert!(words.contains(part), "{words}");
        }
        assert_eq!(words.contains("日がない"), column == "issued_on", "{words}");
    }
}

#[test]
fn a_stray_quote_swallows_nothing() {
    let text = format!(
        "{HEADER}06132013,1,2,,19500228,,myna,,,\n06132013,1,2,,19500228,,myna,,,\"メモ\n06132013,1,3,,19500228,,notice,,,\n"
    );
    let problem = read(text.as_bytes(), 0).map(|_| ()).expect_err("refused");
    assert_eq!(problem.id(), "quote-open");
    assert!(
        problem
            .ja()
            .starts_with("3行目で始まる引用符（\"）が閉じていません")
    );
}

#[test]
fn a_log_without_rows_is_told() {
    let (log, notes) = read(HEADER.as_bytes(), 0).expect("a log");
    assert_eq!(log.rows(), []);
    assert_eq!((notes.len(), notes[0].problem.id()), (1, "no-rows"));
}

#[test]
fn whole_files_that_cannot_be_read() {
    let refused = |bytes: &[u8]| read(bytes, 0).map(|_| ()).map_err(|p| p.id());
    assert_eq!(refused(b""), Err("empty"));
    assert_eq!(refused(b"\xFF\xFE1\0"), Err("encoding-broken"));
    assert_eq!(refused(b"kind,kind\n"), Err("duplicate-column"));
    assert_eq!(
        read(b"symbol,number\n1,2\n", 0).map(|_| ()),
        Err(Problem::MissingColumns {
            names: "insurer_no, birth_date, kind".into()
        })
    );
}

#[test]
fn kinds_by_every_name() {
    for kind in Kind::ALL {
        assert_eq!(Kind::parse(kind.id()), Some(kind));
        assert_eq!(Kind::parse(kind.ja()), Some(kind));
    }
    assert_eq!(
        Kind::parse(" 資格確認書 (特別療養費) "),
        Some(Kind::CertificateSpecial)
    );
    assert_eq!(Kind::parse("Legacy-Card"), Some(Kind::LegacyCard));
    assert_eq!(Kind::parse("保険証"), Some(Kind::LegacyCard));
    assert_eq!(Kind::parse(""), None);
}

proptest! {
    #[test]
    fn any_bytes_are_harmless(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = read(&bytes, 0);
        let mut with_header = HEADER.as_bytes().to_vec();
        with_header.extend_from_slice(&bytes);
        let _ = read(&with_header, 0);
    }
}

//! Registers in every encoding and state, with made-up persons.

use std::fmt::Write as _;

use super::*;
use crate::eligibility::blocks;
use crate::eligibility::map::Map;
use crate::eligibility::{MAX_TEXT, RecordRef};
use crate::text::date;
use proptest::prelude::*;

const ALL: &str = "insurer_no,symbol,number,branch,birth_date,sex,name,kana,as_of,reference,status,validity,\
    card_class,relation,qualified_on,lost_on,loss_reason,card_issued_on,card_valid_from,card_valid_to,copay_percent,\
    preschool,elderly_copay_percent,limit_class,limit_consent,certificate_valid_to,myna_registered,insurer_name";

const HANAKO: &str = "06132013,１２－３,00045,1,昭和25年4月1日,2,訪問　花子,ﾎｳﾓﾝ ﾊﾅｺ,2025-12-03,2,1,3,01,2,20200401,R7.12.1,3,\
    2024/08/01,2024-08-01,令和7年7月31日,030,0,20,A03,1,2026-07-31,はい,架空健保";

fn try_read(bytes: &[u8]) -> Result<Taken, Problem> {
    by_map(bytes, Map::plain(), None)
}

fn by_map(bytes: &[u8], map: &Map, wanted: Option<&Wanted>) -> Result<Taken, Problem> {
    let header = match fit(bytes, map) {
        Fit::Register(header) => header,
        Fit::Broken(problem) | Fit::Foreign(problem) => return Err(problem),
    };
    let content = Content::Memory(bytes);
    let scan = blocks::scan(content).expect("in memory");
    let template = Facts {
        as_of: map.seen_on,
        ..Facts::default()
    };
    read(content, &scan, &header, template, wanted, &mut Sink::none())
}

fn read_text(text: &str) -> Taken {
    try_read(text.as_bytes()).expect("a register")
}

fn told(table: Taken) -> Vec<String> {
    table
        .notes
        .into_notes(0)
        .map(|note| format!("{:?} {}", note.place, note.problem.id()))
        .collect()
}

fn assert_is_hanako(table: &Taken) {
    let r = table.records.get(0).expect("a record");
    assert_eq!(
        (r.insurer(), r.symbol(), r.number(), r.branch()),
        ("06132013", "123", "00045", "01")
    );
    assert_eq!((r.name(), r.kana()), ("訪問花子", "ホウモンハナコ"));
    assert_eq!(r.insurer_name(), "架空健保");
    let day = date::parse_any;
    assert_eq!(
        (r.birth_date, r.as_of),
        (day("1950-04-01"), day("2025-12-03"))
    );
    assert_eq!(
        (r.qualified_on, r.lost_on),
        (day("2020-04-01"), day("2025-12-01"))
    );
    assert_eq!(
        (r.card_issued_on, r.card_valid_from),
        (day("2024-08-01"), day("2024-08-01"))
    );
    assert_eq!(
        (r.card_valid_to, r.certificate_valid_to),
        (day("2025-07-31"), day("2026-07-31"))
    );
    assert_eq!(
        (r.sex, r.reference, r.status, r.validity, r.relation),
        (2, 2, 1, 3, 2)
    );
    assert_eq!(
        (r.card_class, r.loss_reason, r.limit_class),
        (*b"01", *b"03", *b"A03")
    );
    assert_eq!(
        (r.copay_percent, r.elderly_copay_percent),
        (Some(30), Some(20))
    );
    assert_eq!(
        (r.preschool, r.limit_consent, r.myna_registered),
        (Some(false), Some(true), Some(true))
    );
    assert_eq!(r.row, 2);
}

#[test]
fn every_column_in_every_encoding() {
    let text = format!("{ALL}\r\n{HANAKO}\r\n\u{1A}");
    assert_is_hanako(&read_text(&text));
    assert_is_hanako(&read_text(&format!("\u{FEFF}{text}")));
    let mut sjis = Vec::new();
    assert_eq!(cp932::encode_into(&text, &mut sjis), 0);
    let table = try_read(&sjis).expect("a register");
    assert_is_hanako(&table);
    assert_eq!(told(table), [""; 0]);
}

#[test]
fn columns_in_any_order_and_of_any_kind() {
    let mut columns: Vec<(&str, &str)> = ALL
        .split(',')
        .map(str::trim)
        .zip(HANAKO.split(',').map(str::trim))
        .collect();
    columns.reverse();
    columns.insert(3, ("備考", "\"改行\nと \"\"引用\"\"\""));
    columns.insert(0, ("", "x"));
    let (names, values): (Vec<_>, Vec<_>) = columns.into_iter().unzip();
    let text = format!(
        "{}\n{}\n{}\n",
        names.join(","),
        values.join(","),
        values.join(",")
    );
    let table = read_text(&text);
    assert_is_hanako(&table);
    assert_eq!(table.records.len(), 2);
    assert_eq!(table.records.get(1).map(|r| r.row), Some(4));
    assert_eq!(told(table), ["Line(1) unknown-columns"]);
}

#[test]
fn only_three_columns_are_required() {
    let table = read_text("Insurer-No,Number,Birth Date\n138057,7,S25.4.1\n");
    assert_eq!(
        table
            .records
            .get(0)
            .map(|r| r.insurer().to_owned())
            .as_deref(),
        Some("00138057")
    );
    let missing = try_read(b"insurer_no,symbol,number\n1,2,3\n").map(|_| ());
    assert_eq!(
        missing,
        Err(Problem::MissingColumns {
            names: "birth_date".into()
        })
    );
    let twice = try_read(b"insurer_no,number,birth_date,number\n").map(|_| ());
    assert_eq!(
        twice,
        Err(Problem::DuplicateColumn {
            name: "number".into()
        })
    );
}

#[test]
fn other_tables_are_no_registers() {
    for text in [
        "insurer_no,symbol,number,branch,birth_date,shown_on,kind,valid_to\n",
        "insurer_no,number,birth_date,kind,valid_to\n",
        "claim_no,insurer_no,number,birth_date,verdict\n",
        "insurer_no,number,birth_date,yen_at_risk\n",
        "name,price\n",
        "a\n",
        "",
    ] {
        assert_eq!(
            try_read(text.as_bytes()).map(|_| ()),
            Err(Problem::NotEligibility),
            "{text}"
        );
    }
}

#[test]
fn broken_rows_are_named_and_the_rest_is_read() {
    let table = read_text(
        "insurer_no,number,birth_date,validity,name\n\
         06132013,1,1950-02-30,1,a\n\
         ,1,1950-02-28,1,b\n\
         06132013,　,1950-02-28,1,c\n\
         06132013,4,1950-02-28,8,d\n\
         06132013,5,1950-02-28,1,e,f\n\
         06132013,6,1950-02-28,1,g,,\n\
         \n\
         06132013,8,1950-02-28\n",
    );
    assert_eq!(table.left_out, 6);
    let rows: Vec<_> = table.records.iter().map(|r| (r.row, r.validity)).collect();
    assert_eq!(rows, [(7, 1)]);
    assert_eq!(
        told(table),
        [
            "Line(2) left-out",
            "Line(3) left-out",
            "Line(4) left-out",
            "Line(5) left-out",
            "Line(6) row-shape",
            "Line(9) row-shape"
        ]
    );
}

#[test]
fn a_deciding_value_that_cannot_be_read_leaves_its_row_out() {
    let broken = [
        ("as_of", "2025-13-01"),
        ("status", "?"),
        ("validity", "有効"),
        ("qualified_on", "令和7年"),
        ("lost_on", "R7.12"),
        ("card_valid_to", "2025-11-31"),
        ("certificate_valid_to", "来年"),
        ("myna_registered", "不明"),
    ];
    for (column, value) in broken {
        let table = read_text(&format!(
            "insurer_no,number,birth_date,{column}\n06132013,1,1950-02-28,{value}\n06132013,2,1950-02-28,\n"
        ));
        assert_eq!((table.records.len(), table.left_out), (1, 1), "{column}");
        let notes: Vec<_> = table.notes.into_notes(0).collect();
        assert_eq!((notes.len(), notes[0].problem.id()), (1, "left-out"));
        let words = notes[0].ja();
        for part in ["2行目", column, value] {
            assert!(words.contains(part), "{words}");
        }
    }
    // What decides nothing is told and counts as absent.
    for column in ["copay_percent", "limit_class", "card_valid_from"] {
        let table = read_text(&format!(
            "insurer_no,number,birth_date,{column}\n06132013,1,1950-02-28,?\n"
        ));
        assert_eq!((table.records.len(), table.left_out), (1, 0), "{column}");
        assert_eq!(told(table), ["Line(2) value"]);
    }
}

#[test]
fn a_month_is_no_day() {
    for month in ["令和7年12月", "R7.12", "2025-12", "2025/12", "202512"] {
        let table = read_text(&format!(
            "insurer_no,number,birth_date,lost_on\n06132013,1,1950-02-28,{month}\n"
        ));
        assert_eq!(table.left_out, 1, "{month}");
        let note = table.notes.into_notes(0).next().expect("a note");
        assert!(note.ja().contains("日がない"), "{}", note.ja());
        assert!(note.en().contains("day is missing"), "{}", note.en());
    }
}

#[test]
fn a_stray_quote_swallows_nothing() {
    let refused = |text: &str| {
        let problem = try_read(text.as_bytes()).map(|_| ()).expect_err("refused");
        assert_eq!(problem.id(), "quote-open");
        problem.ja()
    };
    let header = "insurer_no,number,birth_date,name,lost_on\n06132013,1,1950-02-28,一,\n\n";
    let rows = "06132013,3,1950-02-28,三,2025-11-30\n06132013,4,1950-02-28,四,\n";
    let words = refused(&format!(
        "{header}06132013,2,1950-02-28,\"二,2025-11-30\n{rows}"
    ));
    assert!(
        words.starts_with("4行目で始まる引用符（\"）が閉じていません"),
        "{words}"
    );
    // Two of them hide what stands between.
    for (second, third) in [("\"二", "\"三"), ("\"二", "三\"")] {
        let text = format!(
            "{header}06132013,2,1950-02-28,{second},2025-11-30\n{rows}06132013,5,1950-02-28,{third},\n"
        );
        assert!(refused(&text).starts_with("4行目"), "{text}");
    }
    let next =
        format!("{header}06132013,2,1950-02-28,\"二,\n06132013,3,1950-02-28,\"三,2025-11-30\n");
    assert!(refused(&next).starts_with("4行目"));
    // A cell of several lines, and quotes inside a value, are nothing unusual.
    let table = read_text(&format!(
        "{header}06132013,2,1950-02-28,\"二\n三,四\n\"\"五\"\"\",\n06132013,7,1950-02-28,七\"七,\n"
    ));
    assert_eq!((table.records.len(), table.left_out), (3, 0));
}

#[test]
fn a_register_without_rows_is_told() {
    for text in [
        "insurer_no,number,birth_date\n",
        "insurer_no,number,birth_date\r\n,,\r\n\u{1A}",
    ] {
        assert_eq!(told(read_text(text)), ["Whole no-rows"]);
    }
}

#[test]
fn a_long_text_leaves_its_row_out() {
    let name = "名".repeat(MAX_TEXT);
    let table = read_text(&format!(
        "insurer_no,number,birth_date,name\n06132013,1,1950-02-28,{name}\n"
    ));
    assert_eq!((table.records.len(), table.left_out), (0, 1));
    assert_eq!(told(table), ["Line(2) left-out"]);
}

#[test]
fn bytes_that_are_no_text() {
    let refused =
        try_read(b"insurer_no,number,birth_date,name\n1,2,19500401,\xFF\xFF\n").map(|_| ());
    assert_eq!(
        refused,
        Err(Problem::EncodingBroken {
            encoding: "UTF-8 / Shift_JIS"
        })
    );
}

#[test]
fn many_pieces_give_what_one_piece_gives() {
    let mut text = String::from("insurer_no,number,birth_date,name\n");
    for i in 0..60_000 {
        // One row in a thousand is broken.
        let day = if i % 1_000 == 7 {
            "19500231"
        } else {
            "19500228"
        };
        writeln!(text, "06132013,{i},{day},訪問　花子の名前はとても長い").expect("in memory");
    }
    assert!(text.len() > 3 * blocks::PIECE);
    let pieces = read_text(&text);
    // A quote anywhere makes it one piece.
    let whole = read_text(&text.replacen("訪問　花子の", "\"訪問　花子の\"", 1));
    assert_eq!(pieces.records.len(), 60_000 - 60);
    assert_eq!((pieces.left_out, whole.left_out), (60, 60));
    assert!(
        pieces
            .records
            .iter()
            .zip(whole.records.iter())
            .all(|(a, b)| {
                a.facts() == b.facts()
                    && a.number() == b.number()
                    && a.row as usize == a.number().parse::<usize>().unwrap_or(0) + 2
            })
    );
    assert_eq!(told(pieces), told(whole));
}

proptest! {
    #[test]
    fn any_bytes_are_harmless(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = try_read(&bytes);
        let mut with_header = ALL.as_bytes().to_vec();
        with_header.push(b'\n');
        with_header.extend_from_slice(&bytes);
        let _ = try_read(&with_header);
    }

    #[test]
    fn no_row_is_lost(rows in proptest::collection::vec("[0-9]{1,3},[0-9]{0,2},(19500228|1950|),?", 0..20)) {
        let text = format!("insurer_no,number,birth_date\n{}\n", rows.join("\n"));
        let table = read_text(&text);
        prop_assert_eq!(table.records.len() as u64 + table.left_out, rows.len() as u64);
    }
}

const THEIRS: &str = "整理番号,保険者番号,記号,番号,生年月日,性別,喪失日\n\
    1,06132013,12,45,1950.04.01,F,0\n2,06132013,12,46,昭和25年4月2日,M,2026.01.02\n";

const THEIR_MAP: &str = "seen_on = 2026-07-01\ndate_format = \"%Y.%m.%d\"\n[columns]\n\
    insurer_no = \"保険者番号\"\nsymbol = \"記号\"\nnumber = \"番号\"\nbirth_date = \"生年月日\"\n\
    sex = { column = \"性別\", values = { M = \"1\", F = \"2\" } }\n\
    lost_on = { column = \"喪失日\", values = { 0 = \"\" } }\nvalidity = { constant = \"6\" }\n\
    insurer_name = { constant = \"架空健保\" }\n";

fn map(text: &str) -> Map {
    Map::parse(text, "map.toml").expect("a map")
}

#[test]
fn columns_by_a_map() {
    let table = by_map(THEIRS.as_bytes(), &map(THEIR_MAP), None).expect("a register");
    let day = date::parse_any;
    let rows: Vec<_> = table.records.iter().collect();
    assert_eq!(rows.len(), 2);
    let r = rows[0];
    assert_eq!(
        (r.insurer(), r.symbol(), r.number()),
        ("06132013", "12", "45")
    );
    assert_eq!((r.birth_date, r.lost_on), (day("1950-04-01"), None));
    assert_eq!((r.sex, r.validity, r.insurer_name()), (2, 6, "架空健保"));
    assert_eq!(r.as_of, day("2026-07-01"));
    let r = rows[1];
    assert_eq!(
        (r.birth_date, r.lost_on),
        (day("1950-04-02"), day("2026-01-02"))
    );
    assert!(told(table).is_empty(), "the map said which columns matter");
}

#[test]
fn names_of_a_map_fold_like_headers() {
    let text = "Hokensha-No,number,Birth Date\n06132013,45,R1.5.1\n";
    let of = map("insurer_no = \"ＨＯＫＥＮＳＨＡ＿ＮＯ\"\n");
    let table = by_map(text.as_bytes(), &of, None).expect("a register");
    assert_eq!(
        table.records.get(0).map(RecordRef::insurer),
        Some("06132013")
    );
    // Rows keep their own day of confirmation.
    let text = "insurer_no,number,birth_date,as_of\n06132013,45,R1.5.1,R8.1.1\n";
    let table = by_map(text.as_bytes(), &map("seen_on = 2026-07-01"), None).expect("a register");
    let seen = table.records.get(0).and_then(|r| r.as_of);
    assert_eq!(seen, date::parse_any("2026-01-01"));
}

#[test]
fn columns_that_the_map_names_have_to_be_there() {
    let of = map(THEIR_MAP);
    let lacking = THEIRS.replace("喪失日", "脱退日");
    let problem = by_map(lacking.as_bytes(), &of, None).expect_err("refused");
    assert_eq!(problem.id(), "mapped-columns");
    assert!(
        problem
            .en()
            .contains("not in the header row: 喪失日; the header has: 整理番号, ")
    );
    // Without a header, the first row is about a person.
    let rows = THEIRS.split_once('\n').map_or("", |(_, rows)| rows);
    let problem = by_map(rows.as_bytes(), &of, None).expect_err("refused");
    assert!(!problem.en().contains("1950") && problem.en().contains("no header"));
    // A table with our names needs no map, and takes the day of the register from it.
    let plain = "insurer_no,number,birth_date\n06132013,45,R1.5.1\n";
    let table = by_map(plain.as_bytes(), &of, None).expect("a register");
    let r = table.records.get(0).expect("a record");
    assert_eq!((r.validity, r.as_of), (0, date::parse_any("2026-07-01")));
}

#[test]
fn own_reports_stay_foreign_whatever_the_map() {
    let of = map("insurer_no = \"insurer_no\"");
    for header in [
        "insurer_no,number,birth_date,kind,shown_on",
        "insurer_no,number,birth_date,verdict",
    ] {
        let problem = by_map(header.as_bytes(), &of, None).expect_err("foreign");
        assert_eq!(problem, Problem::NotEligibility);
    }
}

#[test]
fn an_unknown_header_leads_to_houkan_map() {
    let problem = try_read(THEIRS.as_bytes()).expect_err("unknown");
    assert_eq!(problem, Problem::UnknownHeader);
    assert!(problem.ja().contains("houkan map") && problem.en().contains("houkan map"));
    assert_eq!(
        try_read(b"memo, nothing else\n").expect_err("no table"),
        Problem::NotEligibility
    );
}

#[test]
fn a_column_of_theirs_that_is_read_may_stand_once() {
    let text = "番号,番号,insurer_no,birth_date\n";
    let problem = by_map(text.as_bytes(), &map("number = \"番号\""), None).expect_err("twice");
    assert_eq!(problem.id(), "duplicate-column");
}

#[test]
fn only_rows_that_are_wanted_are_kept() {
    let of = map(THEIR_MAP);
    let all = by_map(THEIRS.as_bytes(), &of, None).expect("a register");
    let mut wanted = Wanted::default();
    let none = by_map(THEIRS.as_bytes(), &of, Some(&wanted)).expect("a register");
    assert_eq!((none.records.len(), none.passed_over), (0, 2));
    assert!(told(none).is_empty(), "it has rows");
    let key = all.records.get(1).expect("a record").key_hash();
    wanted.add_claim(key, None, "", "");
    let one = by_map(THEIRS.as_bytes(), &of, Some(&wanted)).expect("a register");
    assert_eq!((one.records.len(), one.passed_over), (1, 1));
    assert_eq!(
        one.records.get(0).map(|r| (r.number(), r.row)),
        Some(("46", 3))
    );
}

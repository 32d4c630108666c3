//! Texts as the app writes them and as clerks paste them; everybody is made up.

use proptest::prelude::*;

use super::*;
use crate::eligibility::record::RecordRef;
use crate::text::cp932;

/// A whole text of the app (eligibility-format 4).
const HANAKO: &str = "資格情報\r\n確認日\t令和7年12月3日\r\n保険者番号\t06132013\r\n保険者名\t架空健康保険組合\r\n\
    記号\t１２３\r\n番号\t00456\r\n枝番\t00\r\nフリガナ\tﾐﾎﾝ ﾊﾅｺ\r\n氏名\t見本　花子\r\n生年月日\t昭和25年4月1日\r\n\
    性別\t女\r\n証区分\t一般\r\n有効開始日\t令和6年8月1日\r\n有効終了日\t令和7年7月31日\r\n\
    資格取得年月日\t令和元年5月1日\r\n負担割合\t3割\r\n本人・家族の別\t家族\r\n被保険者氏名\t見本　一郎\r\n\
    裏面記載情報\r\n氏名\t通称　花\r\n氏名カナ\tﾂｳｼﾖｳ ﾊﾅ\r\n性別\t男\r\n\
    高齢受給者証\r\n有効開始日\t令和7年8月1日\r\n有効終了日\t令和8年7月31日\r\n負担割合\t20%\r\n\
    限度額適用認定証\r\n適用区分\t現役並みⅢ\r\n有効開始年月日\t令和7年9月1日\r\n有効終了年月日\t令和8年7月31日\r\n";

const TARO: &str = "確認日\t2025/12/04\r\n保険者番号\t138057\r\n番号\t7\r\n生年月日\tS20.1.2\r\n氏名\t架空　太郎\r\n";

fn read_text(text: &str) -> Document {
    read(text.as_bytes()).expect("a text")
}

fn names(document: &Document) -> Vec<String> {
    let records = document.records.iter();
    records.map(|r| r.name().to_owned()).collect()
}

fn told(document: Document) -> Vec<(Place, String)> {
    let notes = document.notes.into_notes(0);
    notes
        .map(|note| match note.problem {
            Problem::UnknownLabel { label } => (note.place, label),
            Problem::LeftOut { field, .. } | Problem::Value { field, .. } => {
                (note.place, field.into_owned())
            }
            other => (note.place, other.id().to_owned()),
        })
        .collect()
}

fn line(number: u64, what: &str) -> (Place, String) {
    (Place::Line(number), what.to_owned())
}

fn day(text: &str) -> Option<chrono::NaiveDate> {
    text.parse().ok()
}

fn assert_is_hanako(r: RecordRef<'_>) {
    assert_eq!(
        (r.insurer(), r.symbol(), r.number()),
        ("06132013", "123", "00456")
    );
    assert_eq!(
        (r.branch(), r.name(), r.kana()),
        ("00", "見本花子", "ミホンハナコ")
    );
    assert_eq!(r.insurer_name(), "架空健康保険組合");
    assert_eq!(
        (r.birth_date, r.as_of),
        (day("1950-04-01"), day("2025-12-03"))
    );
    assert_eq!((r.qualified_on, r.lost_on), (day("2019-05-01"), None));
    assert_eq!(
        (r.card_valid_from, r.card_valid_to),
        (day("2024-08-01"), day("2025-07-31"))
    );
    assert_eq!(
        (r.limit_valid_from, r.limit_valid_to),
        (day("2025-09-01"), day("2026-07-31"))
    );
    assert_eq!(
        (r.sex, r.relation, r.card_class, r.limit_class),
        (2, 2, *b"01", *b"B01")
    );
    assert_eq!(
        (r.copay_percent, r.elderly_copay_percent),
        (Some(30), Some(20))
    );
    // The text does not say how the person was asked for.
    assert_eq!((r.reference, r.status, r.validity), (0, 0, 0));
    assert!(!r.visits_file);
}

#[test]
fn a_whole_text() {
    let document = read_text(HANAKO);
    assert_eq!(document.records.len(), 1);
    assert_is_hanako(document.records.get(0).expect("a record"));
    assert_eq!(document.form, Form::AppText);
    assert_eq!(told(document), []);
}

#[test]
fn separators_and_encodings() {
    let mut sjis = Vec::new();
    cp932::encode_into(HANAKO, &mut sjis);
    let units = || std::iter::once(0xFEFF).chain(HANAKO.encode_utf16());
    let little: Vec<u8> = units().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = units().flat_map(u16::to_be_bytes).collect();
    for bytes in [
        HANAKO.replace('\t', "：").into_bytes(),
        HANAKO.replace('\t', ": ").into_bytes(),
        HANAKO.replace('\t', "　").into_bytes(),
        HANAKO.replace('\t', "  ").into_bytes(),
        HANAKO.replace("\r\n", "\n").into_bytes(),
        HANAKO
            .replace("資格情報\r\n", "【資格情報】\r\n\r\n")
            .into_bytes(),
        format!("\u{FEFF}{HANAKO}").into_bytes(),
        sjis,
        little.clone(),
        big,
    ] {
        assert!(looks_like(&bytes));
        let document = read(&bytes).expect("a text");
        assert_is_hanako(document.records.get(0).expect("a record"));
        assert_eq!((told(document), bytes.len() > 9), (Vec::new(), true));
    }
    let cut = &little[..little.len() - 1];
    assert_eq!(
        read(cut).map(|_| ()).map_err(|p| p.id()),
        Err("encoding-broken")
    );
    assert_eq!(
        read(b"\xFF\xFF").map(|_| ()).map_err(|p| p.id()),
        Err("encoding-broken")
    );
}

#[test]
fn a_memo_is_no_text_of_the_app() {
    for text in [
        "",
        "氏名：見本　太郎\n番号：3\n生年月日：不明\n",
        "保険者番号について\n番号の書き方\n",
        "保険者番号\t1\n氏名\t見本\n",
    ] {
        assert!(!looks_like(text.as_bytes()), "{text}");
    }
}

#[test]
fn several_persons() {
    let bare = HANAKO.replace("資格情報\r\n確認日", "確認日");
    let dated_first = HANAKO.replace(
        "資格情報\r\n確認日\t令和7年12月3日\r\n",
        "確認日\t令和7年12月3日\r\n資格情報\r\n",
    );
    for text in [
        format!("{HANAKO}{TARO}{HANAKO}"),
        format!("{HANAKO}資格情報\r\n{TARO}{HANAKO}"),
        format!("{bare}{TARO}{bare}"),
        format!("{dated_first}\r\n----\r\n{TARO}{dated_first}"),
    ] {
        let document = read_text(&text);
        assert_eq!(
            names(&document),
            ["見本花子", "架空太郎", "見本花子"],
            "{text}"
        );
        for index in [0, 2] {
            assert_is_hanako(document.records.get(index).expect("a record"));
        }
        let taro = document.records.get(1).expect("a record");
        assert_eq!(taro.as_of, day("2025-12-04"));
        // Nothing of the one before is left.
        assert_eq!(
            (taro.limit_class, taro.sex, taro.copay_percent),
            ([0; 3], 0, None)
        );
        assert_eq!(told(document), []);
    }
    let rows: Vec<_> = read_text(&format!("{TARO}{TARO}"))
        .records
        .iter()
        .map(|r| r.row)
        .collect();
    assert_eq!(rows, [1, 6]);
}

#[test]
fn who_lacks_something_is_left_out_with_the_line() {
    for (gone, column) in [
        ("保険者番号\t138057\r\n", "insurer_no"),
        ("番号\t7\r\n", "number"),
        ("生年月日\tS20.1.2\r\n", "birth_date"),
        ("確認日\t2025/12/04\r\n", "as_of"),
    ] {
        let text = format!("\r\n{}\r\n{HANAKO}", TARO.replacen(gone, "", 1));
        let document = read_text(&text);
        if column == "insurer_no" || column == "as_of" {
            // Somebody without the one is not mixed up with the next.
            assert_eq!(document.records.len(), 1);
        }
        assert_is_hanako(document.records.get(0).expect("a record"));
        assert_eq!(document.left_out, 1);
        assert_eq!(told(document), [line(2, column)]);
    }
    // A dash is nothing; a date that cannot be read is told where it stands.
    let document = read_text(&TARO.replace("番号\t7", "番号\t－"));
    assert_eq!(told(document), [line(1, "number")]);
    for (from, to, column, at) in [
        ("S20.1.2", "S20.13.2", "birth_date", 4),
        ("2025/12/04", "今日", "as_of", 1),
        (
            "氏名\t架空",
            "資格喪失年月日\t令和7年12月\r\n氏名\t架空",
            "lost_on",
            5,
        ),
        (
            "氏名\t架空",
            "有効終了日\t未定\r\n氏名\t架空",
            "card_valid_to",
            5,
        ),
    ] {
        let document = read_text(&TARO.replace(from, to));
        assert_eq!((document.records.len(), document.left_out), (0, 1), "{to}");
        assert_eq!(told(document), [line(at, column)]);
    }
    let long = TARO.replace("太郎", &"太郎".repeat(200));
    assert_eq!(told(read_text(&long)), [line(1, "name")]);
}

#[test]
fn values_and_labels_that_are_not_known() {
    let text = HANAKO
        .replace("現役並みⅢ", "特別区分")
        .replace("負担割合\t3割", "負担割合\t三割")
        .replace("証区分\t一般", "証区分\t見本証");
    let document = read_text(&text);
    let r = document.records.get(0).expect("a record");
    assert_eq!(
        (r.limit_class, r.copay_percent, r.card_class),
        ([0; 3], None, [0; 2])
    );
    assert_eq!(
        told(document),
        [
            line(12, "card_class"),
            line(16, "copay_percent"),
            line(28, "limit_class")
        ]
    );
    // Once a label, however often it stands there.
    let text = TARO.replace("氏名", "血液型\tA\r\n氏名");
    let document = read_text(&format!("{text}{text}"));
    assert_eq!(document.records.len(), 2);
    assert_eq!(told(document), [line(5, "血液型")]);
    let notes: Vec<_> = read_text(&text).notes.into_notes(0).collect();
    assert!(!notes[0].clone().masked().ja().contains("血液型"));
    // Two values: the first counts.
    let document = read_text(&TARO.replace("氏名", "番号\t8\r\n番号\t7\r\n氏名"));
    assert_eq!(
        document.records.get(0).map(|r| r.number().to_owned()),
        Some("7".to_owned())
    );
    assert_eq!(told(document), [line(5, "repeated")]);
}

#[test]
fn a_section_that_is_not_known_says_nothing() {
    let disease =
        "特定疾病療養受療証\r\n有効開始日\t令和1年6月1日\r\n有効終了日\t令和2年5月31日\r\n";
    let text = format!("{TARO}{disease}");
    let document = read_text(&format!("{text}{HANAKO}"));
    let taro = document.records.get(0).expect("a record");
    assert_eq!((taro.card_valid_from, taro.card_valid_to), (None, None));
    assert_is_hanako(document.records.get(1).expect("a record"));
    assert_eq!(told(document), [line(6, "特定疾病療養受療証")]);
    // A memo between the lines hides nothing that stands in 資格情報 alone.
    let text = HANAKO.replace("生年月日", "電話で確認済み\r\n生年月日");
    let document = read_text(&text);
    assert_is_hanako(document.records.get(0).expect("a record"));
    assert_eq!(told(document), [line(10, "電話で確認済み")]);
}

#[test]
fn sex_of_the_back_counts_where_the_front_has_none() {
    let document = read_text(&HANAKO.replace("性別\t女\r\n", "性別\t未設定\r\n"));
    assert_eq!(document.records.get(0).map(|r| r.sex), Some(1));
    assert_eq!(told(document), []);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_harmless(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = (looks_like(&bytes), read(&bytes));
    }

    #[test]
    fn any_lines_give_every_insurer_once(
        picked in proptest::collection::vec(any::<proptest::sample::Index>(), 0..60),
    ) {
        let all: Vec<&str> = HANAKO.lines().chain(TARO.lines()).collect();
        let text: Vec<&str> = picked.iter().map(|at| *at.get(&all)).collect();
        let document = read_text(&text.join("\r\n"));
        let said = text.iter().filter(|line| line.starts_with("保険者番号")).count() as u64;
        // Nobody is made of two insurers, and nobody is lost without a word.
        let persons = document.records.len() as u64 + document.left_out;
        prop_assert!(persons >= said, "{persons} of {said}");
    }
}

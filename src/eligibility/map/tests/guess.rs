//! Drafts of maps: what is found by name, what by value, and that no person is in them.

use std::fs::{self, File};
use std::sync::Arc;

use arrow::array::{ArrayRef, Date32Array, RecordBatch, StringArray};
use proptest::prelude::*;

use crate::eligibility::column::Column;
use crate::eligibility::map::Map;
use crate::eligibility::map::draft::draft;
use crate::eligibility::map::sample::{self, SampleError, Sampled};
use crate::text::lang::Lang;

fn column(name: &str, values: &[&str]) -> Sampled {
    Sampled {
        name: name.to_owned(),
        values: values.iter().map(|&value| value.to_owned()).collect(),
    }
}

fn drafted(columns: &[Sampled]) -> (String, Map) {
    let text = draft("名簿.csv", columns, Lang::Ja);
    let map = Map::parse(&text, "draft").unwrap_or_else(|error| panic!("{error}\n{text}"));
    (text, map)
}

/// The line of one of our columns.
fn line<'t>(text: &'t str, id: &str) -> &'t str {
    text.lines()
        .find(|line| {
            line.trim_start_matches("# ")
                .starts_with(&format!("{id} = "))
        })
        .unwrap_or_else(|| panic!("no {id} in\n{text}"))
}

#[test]
fn names_in_common_use() {
    let (text, map) = drafted(&[
        column("HokenshaNo", &["06132013"]),
        column("番号", &["１"]),
        column("被保険者番号", &["45"]),
        column("生年月日（西暦）", &["1970/1/1"]),
        column("kana", &["ミホン"]),
        column("備考", &["架空の備考"]),
        column("更新日", &["20260101", "00000000"]),
    ]);
    let name = |column| map.source(column).name.as_deref();
    assert_eq!(name(Column::InsurerNo), Some("HokenshaNo"));
    assert_eq!(name(Column::Number), Some("被保険者番号"));
    assert_eq!(name(Column::BirthDate), Some("生年月日（西暦）"));
    assert_eq!(name(Column::Kana), Some("kana"));
    assert!(line(&text, "kana").ends_with("# 氏名カナ: 同じ名前"));
    assert!(line(&text, "number").ends_with("# 番号: よく使われる列名"));
    assert!(
        text.ends_with("# 使わない列:\n#   番号\n#   備考\n#   更新日（日付）\n"),
        "{text}"
    );
    assert!(!text.contains("架空の備考"));
}

#[test]
fn what_is_required_and_not_found_is_a_line_to_fill_in() {
    let (text, map) = drafted(&[
        column("氏名", &["見本 花子"]),
        column("生年月日", &[]),
        column("誕生日", &[]),
        column("番号", &["1"]),
        column(" 番号 ", &["2"]),
    ]);
    assert!(line(&text, "insurer_no").starts_with("# insurer_no = \"\"  # 保険者番号: 必須"));
    assert!(line(&text, "number").starts_with("# number = \"\""));
    assert!(text.contains("同じ名前の列が2つ以上あるため、使えない列: 番号"));
    assert_eq!(
        map.source(Column::BirthDate).name.as_deref(),
        Some("生年月日")
    );
}

#[test]
fn our_own_names_need_no_map() {
    let (text, _) = drafted(&[
        column("insurer_no", &["1"]),
        column("number", &["1"]),
        column("birth_date", &["R1.5.1"]),
        column("as_of", &["2026-01-01"]),
    ]);
    assert!(text.contains("対応表がなくても読めます"));
    assert!(!text.contains("seen_on"));
}

#[test]
fn dates_of_every_form() {
    let of = |values: &[&str]| {
        let (text, map) = drafted(&[column("喪失日", values)]);
        (
            line(&text, "lost_on").to_owned(),
            map.source(Column::LostOn).clone(),
        )
    };
    let (told, source) = of(&["昭和25年4月1日", "R7.12.1", "20250101"]);
    assert!(source.is_plain() && told.ends_with("、日付"), "{told}");
    let (told, source) = of(&["31/12/2025", "01/02/2025", "0000/00/00"]);
    assert_eq!(source.date_format.as_deref(), Some("%d/%m/%Y"));
    assert_eq!(source.read("0000/00/00"), "");
    assert_eq!(source.read("31/12/2025"), "2025-12-31");
    assert!(told.ends_with("、日付"));
    let (told, source) = of(&["01/02/2025"]);
    assert_eq!(source.date_format, None);
    assert!(told.contains("\"%d/%m/%Y\" か \"%m/%d/%Y\""), "{told}");
    let (told, source) = of(&["5070401"]);
    assert!(
        source.is_plain() && told.contains("日付として読めない値があります"),
        "{told}"
    );
    assert!(!told.contains("5070401"));
    let (_, source) = of(&["99999999", "9999/99/99"]);
    assert_eq!(
        source.values.len(),
        1,
        "99999999 says already that there is no end"
    );
}

#[test]
fn values_of_coded_columns() {
    let (text, map) = drafted(&[
        column("性別", &["M", "F", "M"]),
        column("続柄", &["本人", "妻", "長男", "叔父", "X9"]),
        column("負担割合", &["1", "２", "3", "0"]),
        column("適用区分", &["ア", "低所得Ⅱ"]),
        column("未就学区分", &["0", "1"]),
        column("資格有効性", &["1", "有効"]),
        column("処理結果状況", &["見本花子"]),
    ]);
    let read = |column, text: &str| map.source(column).read(text).into_owned();
    assert_eq!(read(Column::Sex, "F"), "2");
    assert_eq!(read(Column::Relation, "長男"), "2");
    assert_eq!(read(Column::CopayPercent, "２"), "20");
    assert_eq!(read(Column::LimitClass, "低所得Ⅱ"), "B05");
    assert_eq!(read(Column::Validity, "有効"), "1");
    assert!(map.source(Column::Preschool).is_plain());
    assert!(line(&text, "sex").contains("values = { \"F\" = \"2\", \"M\" = \"1\" }"));
    assert!(line(&text, "relation").contains("読めない値があります: \"X9\" など"));
    assert!(line(&text, "copay_percent").contains("割とみなしました"));
    assert!(line(&text, "preschool").ends_with("、値はこちらのコード"));
    assert!(line(&text, "status").contains("読めない値があります。"));
    assert!(!text.contains("叔父") && !text.contains("見本花子"));
}

#[test]
fn english_comments() {
    let text = draft(
        "r.csv",
        &[column("sex", &["M", "9"]), column("x", &[])],
        Lang::En,
    );
    assert!(line(&text, "sex").ends_with(
        "# sex: the same name, some values are not understood: \"9\"; add values = { \"theirs\" = \"ours\" }"
    ), "{text}");
    assert!(text.ends_with("# Columns that are not used:\n#   x\n"));
}

fn batch() -> RecordBatch {
    let texts: ArrayRef = Arc::new(StringArray::from(vec![Some("06132013"), None]));
    let days: ArrayRef = Arc::new(Date32Array::from(vec![Some(0), Some(19_000)]));
    RecordBatch::try_from_iter([("保険者番号", texts), ("生年月日", days)]).expect("two columns")
}

#[test]
fn parquet_and_arrow_are_sampled_like_csv() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = |name: &str| dir.path().join(name);
    let batch = batch();
    let create = |name: &str| File::create(path(name)).expect("created");
    let mut parquet =
        parquet::arrow::ArrowWriter::try_new(create("a"), batch.schema(), None).expect("begun");
    parquet.write(&batch).expect("written");
    parquet.close().expect("ended");
    let mut file =
        arrow::ipc::writer::FileWriter::try_new(create("b"), &batch.schema()).expect("begun");
    file.write(&batch).expect("written");
    file.finish().expect("ended");
    let mut stream =
        arrow::ipc::writer::StreamWriter::try_new(create("c"), &batch.schema()).expect("begun");
    stream.write(&batch).expect("written");
    stream.finish().expect("ended");
    fs::write(
        path("d"),
        "保険者番号,生年月日\n06132013,1970-01-01\n,2022-01-08\n",
    )
    .expect("written");
    let expected = [
        column("保険者番号", &["06132013"]),
        column("生年月日", &["1970-01-01", "2022-01-08"]),
    ];
    for name in ["a", "b", "c", "d"] {
        assert_eq!(sample::read(&path(name)).expect(name), expected, "{name}");
    }
}

#[test]
fn what_is_no_table_is_refused() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("x");
    let refused = |bytes: &[u8]| {
        fs::write(&path, bytes).expect("written");
        sample::read(&path).expect_err("refused")
    };
    for bytes in [
        &b""[..],
        b"<a/>",
        b"{\"a\":1}",
        b"memo",
        b"PK\x03\x04\0\0",
        b"a,b\0c\n",
    ] {
        assert!(matches!(refused(bytes), SampleError::NoTable), "{bytes:?}");
    }
    let row = "06132013,見本 花子,昭和25年4月1日\n".as_bytes();
    assert!(matches!(refused(row), SampleError::NoHeader));
    assert!(matches!(
        refused(b"PAR1 and no more"),
        SampleError::Parquet(_)
    ));
    assert!(matches!(
        refused(b"ARROW1\0\0 and no more"),
        SampleError::Arrow(_)
    ));
}

proptest! {
    /// Whatever the names and values, the draft is a map, and shows nothing of a person.
    #[test]
    fn a_draft_is_a_map_without_people(
        names in prop::collection::vec("\\PC{0,12}|氏名|番号|性別|続柄|生年月日|適用区分|負担割合", 1..8),
        value in "[0-9]{4,8}|見本[一-龠]{2,4}|[A-Z]{4,9}",
    ) {
        let value = format!("{value}〆");
        let columns: Vec<_> = names.iter().map(|name| column(name.trim(), &[&value])).collect();
        for lang in [Lang::Ja, Lang::En] {
            let text = draft("a.csv", &columns, lang);
            prop_assert!(Map::parse(&text, "draft").is_ok(), "{}", text);
            prop_assert!(names.iter().any(|name| name.contains('〆')) || !text.contains('〆'), "{}", text);
        }
    }
}

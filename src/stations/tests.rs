use std::fmt::Write as _;
use std::path::PathBuf;

use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;
use crate::text::cp932;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn fixture(name: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/stations");
    std::fs::read(path.join(name)).expect("the fixture is there")
}

fn list(bytes: &[u8]) -> (Stations, Vec<Note>) {
    Stations::read(bytes, &StationColumns::default()).expect("a list")
}

fn refused(text: &str) -> Problem {
    Stations::read(text.as_bytes(), &StationColumns::default()).expect_err("no list")
}

fn station(code: &str, name: &str) -> Header {
    Header {
        station: code.into(),
        name: name.into(),
        ..Header::default()
    }
}

fn find(text: &str, code: &str, name: &str) -> Listing {
    list(text.as_bytes()).0.find(&station(code, name))
}

#[test]
fn csv_in_utf8_by_code() {
    let (list, notes) = list(&fixture("code.csv"));
    assert_eq!((list.len(), list.form(), list.left_out()), (3, "csv", 0));
    assert_eq!(notes, []);
    let find = |code| list.find(&station(code, ""));
    assert_eq!(find("1369999991"), Listing::Listed(Some(day("2024-06-01"))));
    assert_eq!(find("0160012345"), Listing::Listed(Some(day("2025-01-15"))));
    assert_eq!(find("1369999993"), Listing::Absent);
    // The list does not tell prefectures.
    assert_eq!(find("2769999991"), Listing::Listed(Some(day("2024-06-01"))));
    assert_eq!(find("13699"), Listing::Unknown);
}

#[test]
fn csv_in_cp932_by_name() {
    let (list, notes) = list(&fixture("name.csv"));
    assert_eq!((list.len(), notes.len()), (3, 0));
    let find = |code, name| list.find(&station(code, name));
    assert_eq!(
        find("1369999991", "見本訪問看護ｽﾃｰｼｮﾝ"),
        Listing::Listed(Some(day("2024-06-01")))
    );
    assert_eq!(
        find("0160012345", "練習　練習訪問看護ステ－ション"),
        Listing::Listed(Some(day("2025-01-15")))
    );
    // The name is there in another prefecture only.
    assert_eq!(
        find("0169999991", "見本訪問看護ステーション"),
        Listing::Absent
    );
    assert_eq!(
        find("2769999991", "見本訪問看護ステーション"),
        Listing::OtherPrefecture
    );
    assert_eq!(find("1369999991", ""), Listing::Unknown);
    assert_eq!(find("", "見本訪問看護ステーション"), Listing::Unknown);
}

#[test]
fn workbook_with_a_sheet_a_prefecture() {
    let (list, notes) = list(&fixture("list.xlsx"));
    assert_eq!((list.len(), list.form()), (3, "xlsx"));
    let problems: Vec<_> = notes.into_iter().map(|note| note.problem).collect();
    let name = "表紙".to_owned();
    assert_eq!(problems, [Problem::SheetSkipped { name }]);
    let find = |code| list.find(&station(code, ""));
    // Excel took the zeros; the sheet has the prefecture; the date is a number there.
    assert_eq!(find("0160012345"), Listing::Listed(Some(day("2025-01-15"))));
    assert_eq!(find("1360012345"), Listing::Absent);
    assert_eq!(find("1369999992"), Listing::Listed(Some(day("2026-03-01"))));
    assert_eq!(find("2769999992"), Listing::OtherPrefecture);
}

#[test]
fn codes_as_people_write_them() {
    for code in [
        "1234567",
        "１２３４５６７",
        "123-4567",
        "1361234567",
        "13 6 1234567",
    ] {
        let list = format!("コード\n{code}\n");
        assert_eq!(
            find(&list, "1361234567", ""),
            Listing::Listed(None),
            "{code}"
        );
    }
    for code in [
        "12345",
        "0012345",
        "10012345".get(1..).expect("seven"),
        "0160012345",
        "160012345",
    ] {
        let list = format!("コード\n{code}\n");
        assert_eq!(
            find(&list, "0160012345", ""),
            Listing::Listed(None),
            "{code}"
        );
    }
    // A code of ten digits tells the prefecture.
    assert_eq!(
        find("コード\n1361234567\n", "2761234567", ""),
        Listing::OtherPrefecture
    );
}

#[test]
fn codes_that_are_none_are_left_out_and_told() {
    let text = "ステーションコード,名称\n1234567,見本\n12A4567,架空\n1311234567,病院\n12345678,長い\n4861234567,どこか\n,\n※注記,\n";
    let (list, notes) = list(text.as_bytes());
    assert_eq!((list.len(), list.left_out()), (1, 5));
    let lines: Vec<_> = notes.iter().map(|note| note.place).collect();
    assert_eq!(lines, [3, 4, 5, 6, 8].map(crate::note::Place::Line));
    assert!(
        notes[0].ja().contains("ステーションコードが「12A4567」"),
        "{}",
        notes[0].ja()
    );
    assert!(notes[0].en().contains("7 digits"), "{}", notes[0].en());
}

#[test]
fn prefectures_as_lists_write_them() {
    for text in [
        "13",
        "１３",
        "13東京都",
        "13:東京",
        "東京",
        "東京都",
        "東京都架空区1-1",
    ] {
        assert_eq!(prefecture(text), Some(13), "{text}");
    }
    for (text, code) in [
        ("京都府架空市", 26),
        ("京都", 26),
        ("北海道架空市", 1),
        ("1", 1),
        ("神奈川県", 14),
        ("和歌山", 30),
    ] {
        assert_eq!(prefecture(text), Some(code), "{text}");
    }
    for text in ["", "0", "48", "130", "大阪市", "架空県", "千代田区"] {
        assert_eq!(prefecture(text), None, "{text}");
    }
}

#[test]
fn names_are_folded_as_the_page_says() {
    let folded = folded_name("見本訪問看護ステーション");
    for name in [
        "見本 訪問看護　ステーション",
        "見本訪問看護ｽﾃｰｼｮﾝ",
        "株式会社見本訪問看護ステ－ション",
        "（株）見本訪問看護ステーション",
        "㈱見本訪問看護ステーション",
        "医療法人社団 見本・訪問看護ステーション",
    ] {
        assert_eq!(folded_name(name), folded, "{name}");
    }
    for name in [
        "見本訪問看護",
        "見本訪問看護ステーション架空",
        "みほん訪問看護ステーション",
    ] {
        assert_ne!(folded_name(name), folded, "{name}");
    }
}

#[test]
fn starts_in_many_forms() {
    for start in [
        "2025-04-01",
        "2025/4/1",
        "20250401",
        "令和7年4月1日",
        "R7.4.1",
        "45748",
        "2025/04/01 0:00:00",
    ] {
        let list = format!("コード,運用開始日\n1234567,{start}\n");
        assert_eq!(
            find(&list, "1361234567", ""),
            Listing::Listed(Some(day("2025-04-01"))),
            "{start}"
        );
    }
    let (list, notes) = list("コード,運用開始日\n1234567,未定\n".as_bytes());
    assert_eq!(list.find(&station("1361234567", "")), Listing::Listed(None));
    assert_eq!(notes.len(), 1);
    assert!(notes[0].ja().contains("運用開始日"), "{}", notes[0].ja());
}

#[test]
fn several_rows_of_one_station() {
    let of = |rows: &str| find(&format!("コード,運用開始日\n{rows}"), "1361234567", "");
    assert_eq!(
        of("1234567,2025-05-01\n1234567,2024-06-01\n"),
        Listing::Listed(Some(day("2024-06-01")))
    );
    assert_eq!(of("1234567,2025-05-01\n1234567,\n"), Listing::Listed(None));
}

#[test]
fn rows_without_a_code_are_found_by_name() {
    let text = "コード,都道府県,名称\n1234567,13,見本\n,13,架空\n,,どこか\n";
    assert_eq!(find(text, "1369999999", "架空"), Listing::Listed(None));
    // A name beside a code is not looked at.
    assert_eq!(find(text, "1369999999", "見本"), Listing::Absent);
    assert_eq!(list(text.as_bytes()).0.left_out(), 1);
}

#[test]
fn columns_by_the_map() {
    let text = "A,B,C,コード\n1234567,見本,2025-04-01,7654321\n";
    let named = |code: &str, started: &str| StationColumns {
        code: Some(code.to_owned()),
        started_on: Some(started.to_owned()),
        ..StationColumns::default()
    };
    let read = |columns: &StationColumns| Stations::read(text.as_bytes(), columns);
    let (list, _) = read(&named("a", "Ｃ")).expect("a list");
    let listed = Listing::Listed(Some(day("2025-04-01")));
    assert_eq!(list.find(&station("1361234567", "")), listed);
    // A named column that is not there is no reason to guess.
    let Err(Problem::NotStationList { wanted, header }) = read(&named("D", "C")) else {
        panic!("it is refused");
    };
    assert_eq!(
        (wanted.as_str(), header.as_str()),
        ("D, C", "A, B, C, コード")
    );
}

#[test]
fn what_is_no_list_is_refused_with_its_header() {
    assert_eq!(refused(" \r\n"), Problem::Empty);
    let Problem::NotStationList { wanted, header } = refused("表題\n名称,電話番号\n見本,00\n")
    else {
        panic!("it is refused");
    };
    assert_eq!((wanted.as_str(), header.as_str()), ("", "名称, 電話番号"));
    // A file of something else without a header: nothing of its rows is repeated.
    let Problem::NotStationList { header, .. } = refused("見本花子,19500102,345\n") else {
        panic!("it is refused");
    };
    assert_eq!(header, "–");
    assert_eq!(refused("コード,名称\n"), Problem::NoRows);
    assert!(matches!(refused("コード\n12A\n"), Problem::LeftOut { .. }));
    assert_eq!(
        refused("コード,名称\n1234567,\"見本\n"),
        Problem::QuoteOpen { line: 2 }
    );
    assert!(matches!(
        Stations::read(b"\xFF\xFE\0", &StationColumns::default()),
        Err(Problem::EncodingBroken { .. })
    ));
}

#[test]
fn what_is_no_workbook_is_refused() {
    let whole = fixture("list.xlsx");
    for cut in [4, 200, whole.len() / 2, whole.len() - 10] {
        let read = Stations::read(&whole[..cut], &StationColumns::default());
        assert!(
            matches!(read, Err(Problem::WorkbookBroken { .. })),
            "{cut}: {read:?}"
        );
    }
    let old = Stations::read(
        b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
        &StationColumns::default(),
    );
    assert!(
        matches!(old, Err(Problem::WorkbookBroken { .. })),
        "{old:?}"
    );
    // A zip that is no workbook.
    let zip = b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";
    assert!(Stations::read(zip, &StationColumns::default()).is_err());
}

proptest! {
    /// Any station of a list is found, in either encoding.
    #[test]
    fn what_is_listed_is_found(codes in proptest::collection::btree_set(0_u32..10_000_000, 1..40)) {
        let mut text = String::from("都道府県,ステーションコード,名称\r\n");
        for code in &codes {
            let _ = write!(text, "東京都,{code},見本{code}\r\n");
        }
        let mut sjis = Vec::new();
        cp932::encode_into(&text, &mut sjis);
        for bytes in [text.as_bytes(), &sjis] {
            let (list, notes) = list(bytes);
            prop_assert!(notes.is_empty());
            for code in &codes {
                let header = station(&format!("136{code:07}"), "");
                prop_assert_eq!(list.find(&header), Listing::Listed(None));
            }
        }
    }

    /// Nothing makes the reader panic.
    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300), form in 0_usize..3) {
        let start: &[u8] = [&b""[..], b"PK\x03\x04", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"][form];
        let _ = Stations::read(&[start, &bytes].concat(), &StationColumns::default());
    }
}

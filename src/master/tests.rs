//! The master as read from `fixtures/master`, and refusals.

use std::fs;
use std::path::PathBuf;

use chrono::NaiveDate;

use super::*;
use crate::text::lang::Lang;

fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures/master")
        .join(name)
}

fn master() -> Master {
    Master::load(&fixture("")).expect("the fixture is in order")
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

impl Master {
    fn of(&self, code: u32) -> &Item {
        self.item(self.position(code).expect("a code of the fixture"))
    }
}

fn live(item: &Item, date: &str) -> Version {
    match item.on(day(date)) {
        Standing::Live(version) => version.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_folder_has_all_tables() {
    let master = master();
    let visit = master.of(510_000_110);
    let version = live(visit, "2025-12-01");
    assert_eq!(&*visit.name, "見本基本（看護師・３日まで）");
    assert_eq!(version.amount, Amount::Yen(555_000));
    assert_eq!(
        version.occupations.codes().collect::<Vec<_>>(),
        [1, 2, 3, 8]
    );
    assert_eq!(
        (version.visits, version.instructions),
        (Visits::Any, [1, 2])
    );
    assert_eq!(version.group, Some(Group(*b"K001")));
    assert!(master.is_of_visits(Group(*b"K001")) && !master.is_of_visits(Group(*b"K005")));
    let limits: Vec<_> = visit.limits.iter().map(|l| (l.unit, l.times)).collect();
    assert_eq!(limits, [(Unit::Day, 1), (Unit::Week, 3)]);
    let rivals: Vec<_> = visit
        .rivals
        .iter()
        .map(|r| master.item(r.other).code)
        .collect();
    assert_eq!(
        rivals,
        [
            510_000_210,
            510_000_310,
            510_000_410,
            530_000_110,
            530_000_310
        ]
    );
}

#[test]
fn add_ons_points_and_percentages() {
    let master = master();
    let pct = master.of(510_002_370);
    let groups: Vec<_> = pct.add_on_of.iter().map(|add_on| add_on.group).collect();
    assert_eq!(groups, [Group(*b"K001"), Group(*b"K002")]);
    assert_eq!(live(pct, "2025-12-01").amount, Amount::Percent(5_000));
    assert!(live(master.of(510_002_470), "2025-12-01").stands_alone);
    let points = live(master.of(588_000_110), "2025-12-01");
    assert_eq!(points.amount, Amount::Points(55_500));
    assert!(
        live(master.of(510_002_770), "2025-12-01")
            .occupations
            .has_combinations()
    );
}

#[test]
fn what_is_not_known_is_left_alone() {
    let master = master();
    assert_eq!(
        live(master.of(599_991_010), "2025-12-01").amount,
        Amount::Unknown
    );
    assert_eq!(
        live(master.of(599_991_110), "2025-12-01").amount,
        Amount::Unknown
    );
    let ages = |code| {
        let version = live(master.of(code), "2025-12-01");
        (version.age_from, version.age_below)
    };
    assert_eq!(ages(510_002_670), (None, Some(6)));
    assert_eq!(ages(599_990_810), (Some(65), None));
    assert_eq!(ages(599_990_910), (None, None));
    // 135 初回 and a limit of 0 times.
    assert_eq!(master.of(550_001_170).limits, []);
    assert_eq!(master.of(599_990_110).limits, []);
    // 背反区分 1 on both sides.
    let rivals = &master.of(510_002_470).rivals;
    assert!(
        rivals
            .iter()
            .all(|r| master.item(r.other).code != 510_002_670)
    );
}

#[test]
fn periods() {
    let master = master();
    let revised = master.of(599_990_110);
    assert_eq!(live(revised, "2025-03-31").amount, Amount::Yen(10_000));
    assert_eq!(live(revised, "2025-04-01").amount, Amount::Yen(12_000));
    assert_eq!(&*revised.name, "架空改定（新）");
    assert_eq!(revised.on(day("2024-05-31")), Standing::Unknown);
    let new = master.of(599_990_410);
    assert_eq!(
        new.on(day("2025-09-30")),
        Standing::Early(day("2025-10-01"))
    );
    let abolished = master.of(599_990_510);
    assert_eq!(
        abolished.on(day("2025-10-01")),
        Standing::Late(day("2025-09-30"))
    );
    assert!(matches!(abolished.on(day("2025-09-30")), Standing::Live(_)));
    assert_eq!(master.position(599_990_610), None, "抹消");
}

#[test]
fn a_pair_with_exceptions_says_so() {
    let master = master();
    let twice = master.of(510_001_970);
    let rival = twice.rivals.first().expect("one");
    assert!(rival.has_exceptions);
    let place = master.position(550_000_410).expect("there");
    let trained = &master.of(510_000_510).rivals;
    let rival = trained.iter().find(|r| r.other == place).expect("0 and 1");
    assert!(!rival.has_exceptions && rival.unit == Unit::Day);
}

#[test]
fn the_base_table_alone() {
    let master = Master::load(&fixture("base.csv")).expect("in order");
    let item = master.of(510_002_370);
    assert!(item.add_on_of.is_empty() && item.limits.is_empty() && item.rivals.is_empty());
}

#[test]
fn utf_8_is_read_too() {
    let bytes = fs::read(fixture("base.csv")).expect("readable");
    let text = crate::text::cp932::decode(&bytes).into_owned();
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in [
        ("a.csv", text.clone()),
        ("b.csv", format!("\u{feff}{text}\u{1a}")),
    ] {
        let path = folder.path().join(name);
        fs::write(&path, text).expect("written");
        let master = Master::load(&path).expect("in order");
        assert_eq!(&*master.of(550_002_270).name, "見本ＤＸ");
    }
}

/// What is said of a folder with these files; the folder's own name is cut out.
fn refused(files: &[(&str, &str)], lang: Lang) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        fs::write(folder.path().join(name), text).expect("written");
    }
    let error = Master::load(folder.path()).expect_err("refused");
    error
        .message(lang)
        .replace(&format!("{}/", folder.path().display()), "")
        .replace(&folder.path().display().to_string(), "FOLDER")
}

fn base_with(from: &str, to: &str) -> String {
    let bytes = fs::read(fixture("base.csv")).expect("readable");
    let text = crate::text::cp932::decode(&bytes).into_owned();
    let line = text.lines().next().expect("a line");
    assert!(line.contains(from), "{line}");
    format!("{line}\r\n{}\r\n", line.replacen(from, to, 1))
}

#[test]
fn a_wrong_field_is_told_with_its_place() {
    for (from, to, expected) in [
        (
            "\"R\"",
            "\"S\"",
            "base.csv:2:2: マスター種別「S」はR（訪問看護療養費マスター）でなければなりません",
        ),
        (
            "\"5550.00\"",
            "\"5,550\"",
            "base.csv:2:16: 新又は現金額「5,550」は整数部7桁以内、小数部2桁以内の数でなければなりません",
        ),
        (
            "\"510000110\"",
            "\"110000110\"",
            "base.csv:2:3: 訪問看護療養費コード「110000110」は5で始まる9桁の数字でなければなりません",
        ),
        (
            "\"20240601\"",
            "\"20240631\"",
            "base.csv:2:71: 変更年月日「20240631」は実在する年月日8桁でなければなりません",
        ),
        (
            "\"K001\"",
            "\"K1\"",
            "base.csv:2:48: 加算グループ「K1」は4文字の英数字でなければなりません",
        ),
        (
            "\"R\",",
            "",
            "base.csv:2: 列が71個あります（基本テーブルは72個）",
        ),
    ] {
        let text = base_with(from, to);
        assert_eq!(refused(&[("base.csv", &text)], Lang::Ja), expected);
    }
    let text = base_with("\"08\"", "\"8\"");
    assert_eq!(
        refused(&[("base.csv", &text)], Lang::En),
        "base.csv:2:32: 職種等コード \"8\" has to be two digits"
    );
}

#[test]
fn a_code_stands_once_a_period() {
    let text = base_with("\"R\"", "\"R\"");
    assert_eq!(
        refused(&[("base.csv", &text)], Lang::En),
        "base.csv:2:71: line 1 has code 510000110 from 2024-06-01 too; one row is expected"
    );
}

#[test]
fn wrong_files() {
    let base = base_with("\"510000110\"", "\"510000210\"");
    assert_eq!(
        refused(&[("a.csv", &base), ("b.csv", &base)], Lang::En),
        "b.csv: a second base table, beside a.csv; keep one of them"
    );
    assert_eq!(
        refused(&[("a.csv", "x,y\r\n")], Lang::En),
        "a.csv:1: no table of this master has 2 columns (base 72, add-ons 8, limits 10, exclusive 13, facilities 9)"
    );
    assert_eq!(
        refused(&[("a.csv", "")], Lang::En),
        "a.csv:1: the file is empty"
    );
    assert_eq!(
        refused(&[("a.txt", &base)], Lang::En),
        "FOLDER: there is no CSV file in this folder"
    );
    let limit = fs::read(fixture("limit.csv")).expect("readable");
    let limit = crate::text::cp932::decode(&limit).into_owned();
    assert_eq!(
        refused(&[("limit.csv", &limit)], Lang::En),
        "FOLDER: there is no base table (基本テーブル, 72 columns)"
    );
}

#[test]
fn a_table_alone_that_is_not_the_base_table() {
    let error = Master::load(&fixture("limit.csv")).expect_err("refused");
    assert!(error.message(Lang::Ja).ends_with(
        "基本テーブル（72列）ではありません。ほかの表は、基本テーブルと同じフォルダに置いてフォルダを指定してください"
    ));
    let error = Master::load(&fixture("none.csv")).expect_err("refused");
    assert!(
        error
            .what(Lang::Ja)
            .starts_with("訪問看護療養費マスターを読めません。\n")
    );
    assert!(error.to_string().ends_with("no such file or folder"));
}

#[test]
fn many_problems_are_counted() {
    let line = base_with("\"R\"", "\"S\"");
    let wrong = line.lines().nth(1).expect("two lines");
    let text = format!("{wrong}\r\n").repeat(25);
    let told = refused(&[("base.csv", &text)], Lang::Ja);
    assert_eq!(told.lines().count(), 21);
    assert!(told.ends_with("ほかに5件あります"));
}

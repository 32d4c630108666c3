//! The workbook within smaller limits than Excel's, and with what `--baseline`, `--ignore` and `--mask` add. What the
//! fixture month looks like is held by `tests/workbook.rs`.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::Path;

use calamine::{Data, Range, Reader, Xlsx};

use super::*;
use crate::check::{self, Checked, Request};
use crate::mark::{Compared, Ignored, Mark, Solved};
use crate::policy::Policy;
use crate::report::tally::Tally;
use crate::report::{inputs as all_inputs, worklist as people};
use crate::text::lang::Lang;

fn month() -> Checked {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/month");
    check::run(
        &Request {
            claims: vec![folder.join("claims")],
            eligibility: vec![folder.join("eligibility")],
            credentials: Some(folder.join("credentials.csv")),
            map: None,
            stations: None,
            master: None,
            policy: Policy::current(),
            as_of: chrono::NaiveDate::from_ymd_opt(2026, 9, 5).expect("a day"),
        },
        &(),
    )
}

fn bytes(checked: &Checked, lang: Lang, limits: &Limits) -> Vec<u8> {
    let people = people::people(checked);
    let view = View {
        checked,
        people: &people,
        tally: &Tally::of(checked),
        inputs: &all_inputs::inputs(checked),
        notes: &all_inputs::notes(checked),
        lang,
    };
    let mut out = Vec::new();
    write_within(&view, limits, &mut out).expect("written");
    out
}

type Book = Xlsx<Cursor<Vec<u8>>>;

fn book(checked: &Checked, lang: Lang, limits: &Limits) -> Book {
    Xlsx::new(Cursor::new(bytes(checked, lang, limits))).expect("a workbook")
}

fn sheet(book: &mut Book, name: &str) -> Range<Data> {
    book.worksheet_range(name).expect("the sheet")
}

/// The texts of a column by its heading.
fn column(range: &Range<Data>, heading: &str) -> Vec<String> {
    let mut rows = range.rows();
    let head = rows.next().expect("a header");
    let is = |cell: &Data| matches!(cell, Data::String(text) if text == heading);
    let at = head
        .iter()
        .position(is)
        .unwrap_or_else(|| panic!("{heading} in {head:?}"));
    rows.map(|row| row[at].to_string()).collect()
}

/// All texts of 概要, a row a line.
fn front(book: &mut Book, name: &str) -> String {
    let range = sheet(book, name);
    let line = |row: &[Data]| {
        let cells = row
            .iter()
            .map(ToString::to_string)
            .filter(|text| !text.is_empty());
        cells.collect::<Vec<_>>().join("|")
    };
    range.rows().map(line).collect::<Vec<_>>().join("\n")
}

const SMALL: Limits = Limits { rows: 20, links: 8 };

#[test]
fn sheets_are_split_and_that_is_said() {
    let checked = month();
    let limits = Limits {
        links: 100,
        ..SMALL
    };
    let mut book = book(&checked, Lang::Ja, &limits);
    assert_eq!(
        book.sheet_names(),
        [
            "概要",
            "対応リスト",
            "判定",
            "判定 (2)",
            "判定 (3)",
            "指摘",
            "指摘 (2)",
            "指摘 (3)",
            "入力",
            "凡例"
        ]
    );
    let split: Vec<String> = ["判定", "判定 (2)", "判定 (3)"]
        .iter()
        .flat_map(|name| column(&sheet(&mut book, name), "氏名"))
        .collect();
    let mut unsplit = super::tests::book(&checked, Lang::Ja, &Limits::EXCEL);
    let whole = column(&sheet(&mut unsplit, "判定"), "氏名");
    assert_eq!(split, whole);
    let front = front(&mut book, "概要");
    assert!(front.contains("1シートの行数（21行）"), "{front}");
    assert!(
        front.contains("判定 (3)|レセプト1件ごとの判定|15"),
        "{front}"
    );
}

/// Sheet, row and column (from 0) of an address such as `'判定 (2)'!I7`.
fn parsed(location: &str) -> (String, u32, u32) {
    let (name, cell) = location.rsplit_once('!').expect("an address");
    let letter = cell.chars().next().expect("a column");
    let row: u32 = cell[1..].parse().expect("a row");
    let name = name.trim_matches('\'').to_owned();
    (name, row - 1, u32::from(letter) - u32::from('A'))
}

#[test]
fn links_lead_to_the_right_rows_also_when_split() {
    let checked = month();
    let limits = Limits {
        rows: 20,
        links: 100,
    };
    let mut book = book(&checked, Lang::Ja, &limits);
    let mut targets = BTreeMap::new();
    for name in [
        "判定",
        "判定 (2)",
        "判定 (3)",
        "指摘",
        "指摘 (2)",
        "指摘 (3)",
    ] {
        targets.insert(name.to_owned(), sheet(&mut book, name));
    }
    let list = sheet(&mut book, "対応リスト");
    let links = book.hyperlinks_by_sheet_name("対応リスト").expect("links");
    assert_eq!(links.len(), list.height() - 1);
    let mut sheets = std::collections::BTreeSet::new();
    for link in links {
        let (name, row, column) = parsed(link.location.as_deref().expect("inside"));
        let person = list.get_value(link.range.start).expect("a name");
        assert_eq!(targets[&name].get_value((row, column)), Some(person));
        sheets.insert(name);
    }
    assert!(sheets.len() > 1, "{sheets:?}");
    // From a claim to its first finding and back.
    for name in ["判定", "判定 (2)", "判定 (3)"] {
        for link in book.hyperlinks_by_sheet_name(name).expect("links") {
            let (to, row, column) = parsed(link.location.as_deref().expect("inside"));
            let back = book.hyperlinks_by_sheet_name(&to).expect("links");
            let of_finding = back.iter().find(|it| it.range.start == (row, column));
            let location = of_finding
                .and_then(|it| it.location.clone())
                .expect("a link");
            let (home, at, _) = parsed(&location);
            assert_eq!((home.as_str(), at), (name, link.range.start.0));
        }
    }
}

#[test]
fn links_beyond_the_limit_are_plain_and_told() {
    let checked = month();
    let mut book = book(&checked, Lang::En, &SMALL);
    let links = book.hyperlinks_by_sheet_name("Worklist").expect("links");
    assert_eq!(links.len(), SMALL.links);
    let names = column(&sheet(&mut book, "Worklist"), "name");
    assert!(names.iter().all(|name| !name.is_empty()));
    let front = front(&mut book, "Summary");
    let left = names.len() - SMALL.links;
    let said = format!("A sheet may have 8 links; {left} rows are plain text");
    assert!(front.contains(&said), "{front}");
}

#[test]
fn comparison_and_acceptance_are_shown_when_there_are_any() {
    let mut checked = month();
    let count = checked.judgements.len();
    let mut plain = book(&checked, Lang::Ja, &Limits::EXCEL);
    assert!(!front(&mut plain, "概要").contains("前回との比較"));
    checked.compared = Some(Compared {
        folder: "先月".to_owned(),
        as_of: chrono::NaiveDate::from_ymd_opt(2026, 8, 5),
        verdicts: (0..count)
            .map(|at| [Mark::None, Mark::New, Mark::Open][at % 3])
            .collect(),
        findings: vec![Mark::Open; checked.findings.len()],
        solved: vec![Solved {
            is_verdict: true,
            source_file: "=1+1".to_owned(),
            line: 7,
            patient_name: "見本　花子".to_owned(),
            code: "NEED_CERT".to_owned(),
            total_yen: 12_340,
            ..Solved::default()
        }],
        not_looked_at: 4,
    });
    checked.ignored = Some(Ignored {
        path: "accepted.toml".to_owned(),
        entries: 5,
        used: 3,
        expired: 1,
        findings: 9,
        settled: vec![1, 2],
    });
    let mut book = book(&checked, Lang::Ja, &Limits::EXCEL);
    let marks = column(&sheet(&mut book, "判定"), "前回との比較");
    assert_eq!(marks[..3], ["", "新規", "継続"]);
    let marks = column(&sheet(&mut book, "指摘"), "前回との比較");
    assert!(marks.iter().all(|mark| mark == "継続"));
    let solved = sheet(&mut book, "解消");
    assert_eq!(column(&solved, "氏名"), ["見本　花子"]);
    assert_eq!(column(&solved, "ファイル"), ["=1+1"]);
    assert_eq!(
        column(&solved, "その意味"),
        ["要確認（資格確認書・マイナ保険証）"]
    );
    let front = front(&mut book, "概要");
    let new = (0..count).filter(|at| at % 3 == 1).count();
    for said in [
        "前回の報告|先月".to_owned(),
        "前回の点検日|2026-08-05".to_owned(),
        format!("新規|判定|{new}"),
        "解消|判定|1".to_owned(),
        "期限の過ぎた項目|期限が過ぎたものは、また表示しています。|1".to_owned(),
        "表示しなかった指摘|9".to_owned(),
        "対応リストから外したレセプト|「判定」には載せています。|2".to_owned(),
    ] {
        assert!(front.contains(&said), "{said} in\n{front}");
    }
}

#[test]
fn keys_are_those_of_the_claims_and_a_masked_run_has_none() {
    let mut checked = month();
    let mut with = book(&checked, Lang::Ja, &Limits::EXCEL);
    let keys = column(&sheet(&mut with, "判定"), "レセプトキー");
    let own: Vec<String> = (0..)
        .take(keys.len())
        .map(|index| {
            let key = checked.claim_key(index);
            key.map(|key| key.to_string()).unwrap_or_default()
        })
        .collect();
    assert_eq!(keys, own);
    assert!(front(&mut with, "概要").contains("個人情報を含みます"));
    checked.is_masked = true;
    let mut without = book(&checked, Lang::Ja, &Limits::EXCEL);
    let front = front(&mut without, "概要");
    assert!(
        front.contains("伏せてあります") && !front.contains("個人情報を含みます"),
        "{front}"
    );
    for name in ["判定", "指摘"] {
        let range = sheet(&mut without, name);
        let head = range.rows().next().expect("a header");
        assert!(
            !head.contains(&Data::String("レセプトキー".to_owned())),
            "{name}"
        );
    }
}

#[test]
fn the_same_inputs_give_the_same_bytes_whatever_the_threads() {
    let checked = month();
    let of = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        pool.expect("a pool")
            .install(|| bytes(&checked, Lang::Ja, &SMALL))
    };
    let first = of(1);
    assert!(first == of(1));
    assert!(first == of(4));
}

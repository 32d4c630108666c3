//! Rows of policy-rules 5 and 6; rows without a check stand in the table of the module.

use std::path::PathBuf;

use crate::check::{self, Request};
use crate::finding::Finding;
use crate::master::Master;
use crate::policy::Policy;
use crate::rules::testing::{Bench, Person, day, hanako};
use crate::synth::{self, Options};

/// 管理療養費 of the first visit.
const MANAGEMENT: &str = "01,1,550000110,,7670,,,";

/// A claim with KA lines (from the day on) beside those of its visit on the 5th.
fn billed(month: &str, lines: &[&str]) -> Bench {
    let more: Vec<String> = lines
        .iter()
        .map(|line| format!("KA,{month}{line}\r\n"))
        .collect();
    Bench::month(month, &[5]).replace("GO\r\n", &format!("{}GO\r\n", more.concat()))
}

/// The same, read with a マイナ保険証 on the day of the visit.
fn read(month: &str, lines: &[&str]) -> Bench {
    let year = month[..4].parse().expect("a year");
    let on = day(year, month[4..].parse().expect("a month"), 5);
    billed(month, lines).record(&hanako().seen(on).reference(1))
}

/// The findings of this family.
fn told(bench: &Bench) -> Vec<Finding> {
    let mut findings = bench.findings();
    findings.retain(|finding| finding.code.starts_with("DX_"));
    findings
}

/// Code, line, claim and reference value of the only finding.
fn only(bench: &Bench) -> (&'static str, u32, String, String) {
    let found = told(bench);
    assert_eq!(found.len(), 1, "{found:?}");
    let one = &found[0];
    assert_eq!(one.place.record, "KA");
    (
        one.code,
        one.place.line,
        one.claim_value.to_string(),
        one.reference_value.to_string(),
    )
}

fn is_silent(bench: &Bench) {
    assert_eq!(told(bench), []);
}

const DX: &str = "05,1,550002270,,50,,,";

/// Lines: HM RE HO SN JD, KA of the visit, then those of [`billed`].
const FIRST: u32 = 7;

#[test]
fn dx_01_once_with_50_yen_is_in_order() {
    for month in ["202406", "202511", "202605"] {
        is_silent(&read(month, &[MANAGEMENT, DX]));
    }
    // And no word on a claim without it.
    is_silent(&billed("202511", &[]));
}

#[test]
fn dx_01_amount() {
    let with = |yen: &str| {
        read(
            "202511",
            &[MANAGEMENT, &format!("05,1,550002270,,{yen},,,")],
        )
    };
    let found = |claim: &str| ("DX_AMOUNT", FIRST + 1, claim.to_owned(), "50".to_owned());
    assert_eq!(only(&with("51")), found("51"));
    // DX-06: the hospital's item of 5 points.
    assert_eq!(only(&with("5")), found("5"));
    assert_eq!(only(&with("")), found(""));
    assert_eq!(told(&with(""))[0].details.variant, "NONE");
    is_silent(&with("50"));
}

#[test]
fn dx_06_points_are_no_yen() {
    assert_eq!(
        only(&read("202511", &[MANAGEMENT, "05,1,550002270,,5,,,"])).0,
        "DX_AMOUNT"
    );
}

#[test]
fn dx_01_begins_on_2024_06_01() {
    let early = read("202405", &[MANAGEMENT, "31,1,550002270,,50,,,"]);
    let found = (
        "DX_PERIOD",
        FIRST + 1,
        "2024-05-31".to_owned(),
        "2024-06-01".to_owned(),
    );
    assert_eq!(only(&early), found);
    is_silent(&read("202406", &[MANAGEMENT, "01,1,550002270,,50,,,"]));
    // A wrong amount is no matter before it began.
    assert_eq!(
        only(&read("202405", &[MANAGEMENT, "31,1,550002270,,5,,,"])).0,
        "DX_PERIOD"
    );
}

#[test]
fn dx_01_without_a_date_the_month_decides() {
    let dateless = |month: &str| read(month, &[MANAGEMENT, "00,1,550002270,,50,,,"]);
    let (code, line, claim, reference) = only(&dateless("202405"));
    assert_eq!((code, line, claim.as_str()), ("DX_PERIOD", FIRST + 1, ""));
    assert_eq!(reference, "2024-06-01");
    is_silent(&dateless("202406"));
    let wrong = read("202511", &[MANAGEMENT, "00,1,550002270,,40,,,"]);
    assert_eq!(only(&wrong).0, "DX_AMOUNT");
}

#[test]
fn dx_07_twice() {
    let twice = read("202511", &[MANAGEMENT, DX, "18,1,550002270,,50,,,"]);
    let found = told(&twice);
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].code, found[0].place.line),
        ("DX_TWICE", FIRST + 2)
    );
    assert_eq!(found[0].details.count, 2);
    assert_eq!(found[0].dates.map(|days| days.mask), Some(1 << 4 | 1 << 17));
    // Twice on one day is twice, too.
    assert_eq!(only(&read("202511", &[MANAGEMENT, DX, DX])).0, "DX_TWICE");
}

#[test]
fn dx_01_is_added_to_management() {
    assert_eq!(only(&read("202511", &[DX])).0, "DX_NO_MANAGEMENT");
    // 24時間対応体制加算 is another add-on.
    assert_eq!(
        only(&read("202511", &["01,1,550002170,,6800,,,", DX])).0,
        "DX_NO_MANAGEMENT"
    );
    is_silent(&read("202511", &["01,1,550000510,,3000,,,", DX]));
}

fn master(name: &str) -> Master {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name);
    Master::load(&path).expect("the master is read")
}

/// The small master of the fixtures with another row for the item: its amount, 変更区分, first and last day.
fn changed(amount: &str, change: &str, from: &str, to: &str) -> Master {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/master/base.csv");
    let bytes = std::fs::read(path).expect("the fixture is there");
    let text = crate::text::cp932::decode(&bytes).into_owned();
    let row = text
        .lines()
        .find(|line| line.contains("\"550002270\""))
        .expect("its row");
    let new = row
        .replace("\"50.00\"", &format!("\"{amount}\""))
        .replacen("\"0\"", &format!("\"{change}\""), 1)
        .replace("\"20240601\",\"99999999\"", &format!("\"{from}\",\"{to}\""));
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("base.csv");
    std::fs::write(&file, text.replace(row, &new)).expect("written");
    Master::load(&file).expect("still a master")
}

#[test]
fn dx_09_master_ends_it() {
    let ended = || changed("50.00", "9", "20240601", "20260531");
    is_silent(&read("202605", &[MANAGEMENT, DX]).master(ended()));
    let after = read("202606", &[MANAGEMENT, DX]).master(ended());
    let found = (
        "DX_PERIOD",
        FIRST + 1,
        "2026-06-05".to_owned(),
        "2026-05-31".to_owned(),
    );
    assert_eq!(only(&after), found);
    assert_eq!(told(&after)[0].details.variant, "ENDED");
}

#[test]
fn dx_09_master_begins_it_later() {
    let new = changed("50.00", "3", "20250601", "99999999");
    let early = read("202505", &[MANAGEMENT, DX]).master(new);
    assert_eq!(only(&early).3, "2025-06-01");
}

#[test]
fn dx_09_unknown_without_a_master() {
    // Neither an end nor an amount is told once the revision of 2026-06-01 is in force.
    is_silent(&read("202606", &[MANAGEMENT, DX]));
    is_silent(&read("202606", &[MANAGEMENT, "05,1,550002270,,80,,,"]));
    // Twice is told all the same.
    assert_eq!(only(&read("202606", &[MANAGEMENT, DX, DX])).0, "DX_TWICE");
}

#[test]
fn dx_09_amount_of_the_master() {
    let dearer = || changed("80.00", "5", "20260601", "99999999");
    let wrong = read("202606", &[MANAGEMENT, DX]).master(dearer());
    assert_eq!(
        only(&wrong),
        ("DX_AMOUNT", FIRST + 1, "50".to_owned(), "80".to_owned())
    );
    is_silent(&read("202606", &[MANAGEMENT, "05,1,550002270,,80,,,"]).master(dearer()));
    // Before that row the master says nothing (変更区分 5 is no new code), and 50 yen are known.
    assert_eq!(
        only(&read("202605", &[MANAGEMENT, "05,1,550002270,,80,,,"]).master(dearer())).3,
        "50"
    );
}

#[test]
fn dx_08_and_a_master_without_the_code_say_nothing() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/master/base.csv");
    let bytes = std::fs::read(path).expect("the fixture is there");
    let text = crate::text::cp932::decode(&bytes).into_owned();
    let without: String = text
        .split_inclusive('\n')
        .filter(|line| !line.contains("\"550002270\""))
        .collect();
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("base.csv");
    std::fs::write(&file, without).expect("written");
    let master = Master::load(&file).expect("still a master");
    is_silent(&read("202606", &[MANAGEMENT, DX]).master(master));
}

#[test]
fn dx_09_the_published_master() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data/master");
    if !path.is_dir() {
        eprintln!("skipped: no published tables at {}", path.display());
        return;
    }
    let real = || master("../shared/data/master");
    for month in ["202406", "202511", "202606"] {
        is_silent(&read(month, &[MANAGEMENT, DX]).master(real()));
    }
    let wrong = read("202606", &[MANAGEMENT, "05,1,550002270,,51,,,"]).master(real());
    assert_eq!(
        only(&wrong),
        ("DX_AMOUNT", FIRST + 1, "51".to_owned(), "50".to_owned())
    );
    let early = read("202405", &[MANAGEMENT, DX]).master(real());
    assert_eq!(only(&early).3, "2024-06-01");
}

#[test]
fn dx_01_in_the_small_master() {
    is_silent(&read("202511", &[MANAGEMENT, DX]).master(master("fixtures/master")));
}

fn by(person: &Person) -> Bench {
    billed("202511", &[MANAGEMENT, DX]).record(person)
}

#[test]
fn dx_02_no_reading_up_to_the_month() {
    let number = by(&hanako().seen(day(2025, 11, 5)));
    assert_eq!(only(&number).0, "DX_NO_MYNA");
    // It rests on the records that were compared.
    assert_eq!(&*told(&number)[0].evidence, [0]);
    // Case of DX-07: only ever verified by 資格確認書 gives the same, a warning.
    assert_eq!(told(&number)[0].level, crate::finding::Level::Warn);
}

#[test]
fn dx_02_a_reading_or_a_visits_file() {
    is_silent(&by(&hanako().seen(day(2025, 11, 30)).reference(1)));
    is_silent(&by(&hanako().seen(day(2025, 11, 30)).visits_file()));
    // Months ago is soon enough.
    is_silent(&by(&hanako().seen(day(2025, 3, 1)).reference(1)));
    // One of two records will do.
    is_silent(
        &by(&hanako().seen(day(2025, 11, 20)))
            .record(&hanako().seen(day(2025, 11, 5)).reference(1)),
    );
}

#[test]
fn dx_02_read_after_the_month() {
    let later =
        by(&hanako().seen(day(2025, 11, 5))).record(&hanako().seen(day(2025, 12, 1)).reference(1));
    let (code, _, _, reference) = only(&later);
    assert_eq!((code, reference.as_str()), ("DX_NO_MYNA", "2025-12-01"));
    assert_eq!(told(&later)[0].details.variant, "LATER");
    // A record without a day counts as seen on the day of the check.
    assert_eq!(
        told(&by(&hanako().reference(1)))[0].details.variant,
        "LATER"
    );
    is_silent(&by(&hanako().reference(1)).checked_on(day(2025, 11, 30)));
}

#[test]
fn dx_02_read_under_the_insurer_before() {
    // The same person, whose new insurance was asked for by number.
    let before = hanako()
        .insurer("01130012", "架空協会")
        .number("77", "88")
        .seen(day(2025, 10, 2))
        .lost(day(2025, 11, 1))
        .reference(1);
    is_silent(&by(&hanako().seen(day(2025, 11, 5))).record(&before));
}

#[test]
fn dx_02_silent_where_nothing_was_compared() {
    let plain = || billed("202511", &[MANAGEMENT, DX]);
    is_silent(&plain().without_eligibility());
    // none, multi, other insurer: told by other rules.
    is_silent(&plain());
    assert!(plain().codes().contains(&"NO_MATCH"));
    let elsewhere = hanako()
        .insurer("01130012", "架空協会")
        .seen(day(2025, 11, 5));
    is_silent(&by(&elsewhere));
    // 不詳.
    is_silent(
        &by(&hanako().seen(day(2025, 11, 5)))
            .replace("HO,06132013,12,345", "HO,77777777,,777777777"),
    );
}

const TOKYO: &str =
    "都道府県,ステーションコード,名称,運用開始日\n13,9999992,練習訪問看護,2024-06-01\n";

#[test]
fn dx_04_station_is_listed() {
    let listed = |start: &str| {
        let list = format!("{TOKYO}東京都,1234567,見本訪問看護,{start}\n");
        read("202511", &[MANAGEMENT, DX]).stations(&list)
    };
    for start in ["", "2024-06-01", "令和7年11月5日"] {
        is_silent(&listed(start));
    }
    let later = listed("R7.11.6");
    let found = (
        "DX_NOT_LISTED",
        FIRST + 1,
        "1361234567".to_owned(),
        "2025-11-06".to_owned(),
    );
    assert_eq!(only(&later), found);
    assert_eq!(told(&later)[0].details.variant, "LATER");
}

#[test]
fn ls_03_absence_is_a_warning() {
    let absent = read("202511", &[MANAGEMENT, DX]).stations(TOKYO);
    let found = told(&absent);
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].code, found[0].details.variant),
        ("DX_NOT_LISTED", "")
    );
    assert_eq!(found[0].level, crate::finding::Level::Warn);
    // No 加算, no word.
    is_silent(&read("202511", &[MANAGEMENT]).stations(TOKYO));
    // Without a list, neither.
    is_silent(&read("202511", &[MANAGEMENT, DX]));
}

#[test]
fn ls_03_by_prefecture_and_name() {
    let named = |row: &str| {
        let list = format!("都道府県,訪問看護ステーション名\n13,練習訪問看護\n{row}\n");
        read("202511", &[MANAGEMENT, DX]).stations(&list)
    };
    is_silent(&named("東京都,株式会社　見本 訪問看護"));
    assert_eq!(only(&named("神奈川県,見本訪問看護")).0, "DX_NOT_LISTED");
}

#[test]
fn ls_02_a_list_of_another_prefecture() {
    let other =
        read("202511", &[MANAGEMENT, DX]).stations("都道府県,ステーションコード\n大阪府,1234567\n");
    assert_eq!(told(&other)[0].details.variant, "PREFECTURE");
}

#[test]
fn of_a_claim_that_cannot_be_read_nothing_is_told() {
    is_silent(&read("202511", &[DX, DX]).replace(",19600102,", ",19501302,"));
}

#[test]
fn made_up_months_charge_it_rightly() {
    for seed in [1, 7] {
        let folder = tempfile::tempdir().expect("a folder");
        synth::write(&Options::new(300, seed), folder.path(), &|_| {}).expect("written");
        let request = Request {
            claims: vec![folder.path().join("claims")],
            eligibility: vec![folder.path().join("eligibility")],
            credentials: None,
            map: None,
            stations: None,
            master: Some(master("fixtures/master")),
            policy: Policy::current(),
            as_of: day(2026, 9, 5),
        };
        let checked = check::run(&request, &());
        let chunks = checked.claims.claims.chunks();
        let charged: u32 = chunks
            .flat_map(|(_, chunk)| &chunk.claims)
            .map(|claim| claim.dx.lines)
            .sum();
        assert!(charged > 10, "{charged}");
        let codes = checked.findings.iter().map(|finding| finding.code);
        let told: Vec<_> = codes.filter(|code| code.starts_with("DX_")).collect();
        assert_eq!(told, [] as [&str; 0], "seed {seed}");
    }
}

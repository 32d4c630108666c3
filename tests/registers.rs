//! Registers of insurers: read by a column map, and only as far as the claims are concerned.

#[path = "support/matches.rs"]
mod matches;
mod support;

use std::fs;

use houkan::check::{self, Checked, Request};
use houkan::eligibility::map::draft::draft;
use houkan::eligibility::map::sample;
use houkan::eligibility::{self, Map, Sources};
use houkan::finding::Finding;
use houkan::matching::keys::ClaimKeys;
use houkan::text::lang::Lang;
use houkan::uke::read;
use matches::matches;
use proptest::prelude::*;
use support::{
    Case, Claim, KOKUHO, KUMIAI, KYOKAI, Row, claim, files_below, fixture, month_request, record,
    run,
};

fn map_of(name: &str) -> Map {
    let path = fixture(name);
    Map::parse(&fs::read_to_string(path).expect("a map"), name).expect("without mistakes")
}

/// The month with the insurer's own export in place of the register with our columns.
fn month_by_map(map: Map) -> Request {
    let mut request = month_request(&fixture("month"));
    let others = files_below(&fixture("month/eligibility"))
        .into_iter()
        .filter(|name| name.extension().is_none_or(|ending| ending != "csv"));
    request.eligibility = others
        .map(|name| fixture("month/eligibility").join(name))
        .chain([fixture("registers/members.csv")])
        .collect();
    request.map = Some(map);
    request
}

/// Verdicts and findings, with the records by input file and what they say in place of their indices.
fn outcome(checked: &Checked) -> (Vec<String>, Vec<String>) {
    let records = |indices: &[u32]| -> Vec<String> {
        let records = indices
            .iter()
            .filter_map(|&i| checked.records().get(i as usize));
        records
            .map(|r| format!("{}:{} {}", r.source, r.row, r.number()))
            .collect()
    };
    let matches = matches(checked);
    let verdicts = checked.judgements.iter().zip(&matches);
    let verdicts = verdicts.map(|(judgement, matched)| {
        let lists = [&matched.records[..], &matched.context, &matched.late].map(records);
        format!("{judgement:?} {:?} {lists:?}", matched.by)
    });
    let findings = checked.findings.iter().map(|finding| {
        let alone = Finding {
            evidence: Box::default(),
            ..finding.clone()
        };
        format!("{alone:?} {:?}", records(&finding.evidence))
    });
    (verdicts.collect(), findings.collect())
}

/// The same run with every row of the registers.
fn unfiltered(request: &Request) -> Checked {
    let claims = read::read(&request.claims, &|_| {});
    let keys = ClaimKeys::of(&claims.claims);
    let sources = Sources {
        paths: &request.eligibility,
        map: request.map.as_ref(),
        members: None,
    };
    let loaded = eligibility::load(&sources, &|_| {});
    let sides = check::read_sides(request);
    check::judge_all(request, claims, keys, loaded, sides, &())
}

#[test]
fn a_mapped_register_gives_the_verdicts_of_the_plain_one() {
    let plain = run(&month_request(&fixture("month")));
    let mapped = run(&month_by_map(map_of("registers/members.toml")));
    assert_eq!(plain.judgements, mapped.judgements);
    let told = |checked: &Checked| -> Vec<_> {
        let findings = checked.findings.iter();
        findings
            .map(|f| {
                (
                    f.code,
                    f.place,
                    f.claim_value.clone(),
                    f.reference_value.clone(),
                )
            })
            .collect()
    };
    assert_eq!(told(&plain), told(&mapped));
    let register = mapped.eligibility.inputs.last().expect("the register");
    // A small CSV is kept whole.
    assert_eq!((register.records, register.passed_over), (42, 0));
}

#[test]
fn what_houkan_map_prints_reads_the_register_it_was_made_from() {
    let columns = sample::read(&fixture("registers/members.csv")).expect("a table");
    for lang in [Lang::Ja, Lang::En] {
        let text = draft("members.csv", &columns, lang);
        let map = Map::parse(&text, "draft").unwrap_or_else(|error| panic!("{error}\n{text}"));
        let drafted = run(&month_by_map(map));
        assert_eq!(
            drafted.judgements,
            run(&month_by_map(map_of("registers/members.toml"))).judgements
        );
        let person = columns.iter().flat_map(|column| {
            let is_about_a_person = ["氏名", "番号", "生年月日"];
            let is = is_about_a_person
                .iter()
                .any(|part| column.name.contains(part));
            column
                .values
                .iter()
                .filter(move |value| is && value.len() > 3)
        });
        for value in person {
            assert!(!text.contains(value.as_str()), "{value}");
        }
    }
}

/// The claim's row in the register is found by its number and writes the name otherwise; only under that
/// name is the new insurer known.
#[test]
fn context_under_the_name_of_the_record_is_read_too() {
    let nameless = Claim {
        kana: String::new(),
        ..claim(KUMIAI, &["2026-01-10"])
    };
    let renamed = |row: Row| row.with("name", "").with("kana", "ミホンダロウ");
    let before = renamed(record(&nameless, "2026-02-01")).with("lost_on", "2026-01-01");
    let since = renamed(record(&nameless, "2026-02-01"))
        .with("insurer_no", KYOKAI)
        .with("number", "９９９")
        .with("qualified_on", "2026-01-01");
    let stranger = record(&nameless, "2026-02-01")
        .with("number", "８８８")
        .with("birth_date", "19500505");
    let checked = Case::of(nameless)
        .record(stranger.clone())
        .record(since)
        .record(stranger)
        .record(before)
        .in_columns()
        .run();
    assert_eq!(checked.verdict(), ("NOT_COVERED", "OTHER_INSURER"));
    let input = &checked.checked.eligibility.inputs[0];
    assert_eq!((input.records, input.passed_over), (2, 2));
    assert!(!checked.checked.lacks_records());
}

#[test]
fn a_register_of_other_people_was_read_all_the_same() {
    let alone = claim(KUMIAI, &["2026-01-10"]);
    let stranger = record(&alone, "2026-02-01")
        .with("number", "８８８")
        .with("birth_date", "19500505");
    let run = Case::of(alone).record(stranger).in_columns().run();
    assert_eq!(run.checked.records().len(), 0);
    assert!(!run.checked.lacks_records());
    assert!(run.has("NO_MATCH"));
}

fn one_of(words: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    prop::sample::select(words)
}

const INSURERS: &[&str] = &[KUMIAI, KYOKAI, KOKUHO];
const SYMBOLS: &[&str] = &["１", "２"];
const NUMBERS: &[&str] = &["１", "０１", "２"];
const BRANCHES: &[&str] = &["", "00", "01"];
const BIRTHS: &[&str] = &["19700110", "19700111"];
const NAMES: &[&str] = &["", "見本　太郎", "見本　次郎"];
const KANAS: &[&str] = &["", "ミホンタロウ", "ミホンジロウ"];

fn any_claim() -> impl Strategy<Value = Claim> {
    let key = (
        one_of(INSURERS),
        one_of(SYMBOLS),
        one_of(NUMBERS),
        one_of(BRANCHES),
    );
    let person = (one_of(BIRTHS), one_of(NAMES), one_of(KANAS), 1u8..3);
    (key, person).prop_map(
        |((insurer, symbol, number, branch), (birth, name, kana, sex))| Claim {
            symbol: symbol.to_owned(),
            number: number.to_owned(),
            branch: branch.to_owned(),
            birth: birth.to_owned(),
            name: name.to_owned(),
            kana: kana.to_owned(),
            sex,
            ..claim(insurer, &["2026-01-10", "2026-01-20"])
        },
    )
}

fn any_record() -> impl Strategy<Value = Row> {
    let days = (
        one_of(&["", "2010-04-01", "2026-01-15"]),
        one_of(&["", "2026-01-01", "2026-01-15"]),
        one_of(&["", "2026-01-31", "2027-06-01"]),
        one_of(&["", "1", "2", "4", "5"]),
    );
    (any_claim(), days).prop_map(|(person, (from, to, seen, validity))| {
        record(&person, seen)
            .with("qualified_on", from)
            .with("lost_on", to)
            .with("validity", validity)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever the claims and the register: what is passed over would have changed nothing.
    #[test]
    fn filtering_changes_nothing(
        claims in prop::collection::vec(any_claim(), 1..3),
        records in prop::collection::vec(any_record(), 1..10),
    ) {
        let case = Case { claims, records, log: Vec::new(), as_of: "2027-04-01".to_owned(), in_columns: true };
        let (request, _dir) = case.request();
        prop_assert_eq!(outcome(&run(&request)), outcome(&unfiltered(&request)));
    }
}

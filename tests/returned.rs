//! 返戻 and 再請求 files and the insurer's shape (`fixtures/returned`, `fixtures/insurer`): recognised, every claim
//! judged like all others, and told that their form is inferred.

mod support;

use std::path::PathBuf;

use houkan::check::{Checked, Request};
use houkan::policy::Policy;
use houkan::report::inputs;
use houkan::uke::dialect::{Encoding, Shape};
use houkan::uke::issue::Kind;
use houkan::uke::layout::RecordKind;
use houkan::uke::rows::{self, Part};
use houkan::uke::{codes, dialect};
use support::{MONTH_AS_OF, day, fixture, run};

const RETURNED: &str = "returned/RECEIPTH.HEN";
const FILED_AGAIN: &str = "returned/RECEIPTH.UKE";
const INSURERS: &str = "insurer/RECODEINFO.CSV";

fn check(name: &str) -> Checked {
    run(&Request {
        claims: vec![fixture(name)],
        eligibility: vec![fixture("hostile/eligibility/good.xml")],
        credentials: None,
        map: None,
        stations: None,
        master: None,
        policy: Policy::current(),
        as_of: day(MONTH_AS_OF),
    })
}

/// Line, 合計金額 and verdict's reason of each claim.
fn claims(checked: &Checked) -> Vec<(u32, u32, &'static str)> {
    let claims = &checked.claims.claims;
    let judged = (0u32..).zip(&checked.judgements);
    judged
        .map(|(index, judgement)| {
            let (chunk, claim) = claims.get(index);
            assert_eq!(chunk.header(claim).station.as_ref(), "1369999991");
            assert!(chunk.header(claim).billing_month.is_some());
            (claim.line, claim.total_yen, judgement.reason.id())
        })
        .collect()
}

fn notes(checked: &Checked) -> Vec<(Kind, u32, u32)> {
    let chunks = checked.claims.claims.chunks();
    chunks
        .flat_map(|(_, chunk)| &chunk.issues)
        .map(|issue| (issue.kind, issue.line, issue.count))
        .collect()
}

fn forms(checked: &Checked) -> Vec<String> {
    inputs::inputs(checked)
        .into_iter()
        .filter(|line| line.role == inputs::Role::Claims)
        .filter_map(|line| line.form)
        .collect()
}

#[test]
fn a_returned_file_is_judged() {
    let checked = check(RETURNED);
    assert_eq!(
        claims(&checked),
        [
            (2, 13_220, "EXPIRED_CARD_CONFIRMED"),
            (15, 13_220, "LEGACY_UNVERIFIED")
        ]
    );
    assert_eq!(
        notes(&checked),
        [(Kind::Returned, 1, 1), (Kind::History, 28, 14)]
    );
    assert_eq!(forms(&checked), ["uke-returned cp932"]);
}

#[test]
fn claims_filed_again_beside_a_new_one() {
    let checked = check(FILED_AGAIN);
    let lines: Vec<u32> = claims(&checked).iter().map(|claim| claim.0).collect();
    assert_eq!(lines, [2, 14, 40]);
    assert_eq!(notes(&checked), [(Kind::History, 26, 14)]);
    assert_eq!(forms(&checked), ["uke-station cp932"]);
}

#[test]
fn an_insurers_file_is_judged_by_what_the_payer_corrected() {
    let checked = check(INSURERS);
    assert_eq!(
        claims(&checked),
        [
            (3, 13_220, "EXPIRED_CARD_CONFIRMED"),
            (18, 12_500, "LEGACY_UNVERIFIED")
        ]
    );
    assert_eq!(notes(&checked), [(Kind::OfInsurer, 1, 1)]);
    assert_eq!(forms(&checked), ["uke-insurer cp932"]);
}

fn bytes_of(name: &str) -> (PathBuf, Vec<u8>) {
    let path = fixture(name);
    let bytes = std::fs::read(&path).expect("there");
    (path, bytes)
}

#[test]
fn every_line_is_kept_for_those_who_show_them() {
    for (name, shape) in [
        (RETURNED, Shape::Returned),
        (FILED_AGAIN, Shape::Station),
        (INSURERS, Shape::Insurer),
    ] {
        let (_, bytes) = bytes_of(name);
        let told = dialect::sniff(&bytes).expect("a claim file");
        assert_eq!((told.shape, told.encoding), (shape, Encoding::Cp932));
        let mut lines = Vec::new();
        rows::each_group(told, &bytes, |_, group| {
            lines.extend(group.rows().map(|row| row.line));
        });
        let count = bytes.split(|&byte| byte == b'\n').count();
        let all: Vec<u32> = (1..=u32::try_from(count).expect("few")).collect();
        assert_eq!(lines, all, "{name}");
    }
}

#[test]
fn what_the_insurers_lines_say() {
    let (_, bytes) = bytes_of(INSURERS);
    let told = dialect::sniff(&bytes).expect("a claim file");
    let mut totals = Vec::new();
    rows::each_group(told, &bytes, |part, group| {
        if part != Part::Claim {
            return;
        }
        let total = |row: Option<rows::Row<'_>>| row.map(|row| row.field(6).to_vec());
        totals.push((
            total(group.first(RecordKind::Ho)),
            total(group.corrected(RecordKind::Ho)),
        ));
        for prefix in group.rows().filter_map(|row| row.prefix) {
            assert!(codes::data_kind(prefix.data_kind).is_some());
        }
        let station = group.header().map(|header| header.station);
        assert_eq!(station.as_deref(), Some("1369999991"));
    });
    let yen = |text: &str| Some(text.as_bytes().to_vec());
    assert_eq!(totals, [(yen("13220"), None), (yen("13220"), yen("12500"))]);
}

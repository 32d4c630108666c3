//! Files that are broken, foreign or made to do harm: each is refused with its reason or read with its
//! finding, no other input suffers, and no claim is lost.

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use houkan::check::{Checked, Request};
use houkan::eligibility::Status;
use houkan::policy::Policy;
use houkan::uke::read;
use support::{
    MONTH_AS_OF, claim, claim_file, cp932, day, files_below, fixture, month_request, run,
};

/// The first claim of a hostile file has its record in `good.xml`; the others have none.
const FIRST: &str = "EXPIRED_CARD_CONFIRMED";
const OTHER: &str = "LEGACY_UNVERIFIED";
const LOST: &str = "UNREADABLE";

/// Claim files that are refused, and why (the variant of `F100`).
const REFUSED: [(&str, &str); 10] = [
    ("binary.UKE", "BINARY"),
    ("empty.UKE", "EMPTY"),
    ("eof_only.UKE", "EMPTY"),
    ("euc_jp.UKE", "EUC_JP"),
    ("henrei_medical.UKE", "OTHER_TABLE"),
    ("no_hm.UKE", "NO_HM"),
    ("nul.UKE", "BINARY"),
    ("other_table.UKE", "OTHER_TABLE"),
    ("short_hm.UKE", "BROKEN_HM"),
    ("utf16.UKE", "UTF16"),
];

/// Claim files that are read: the reason for each of their claims, and their format findings.
const READ: [(&str, &[&str], &[&str]); 14] = [
    ("broken_between.UKE", &[FIRST, LOST, OTHER], &["F202"]),
    ("day_outside.UKE", &[FIRST, OTHER], &["F301"]),
    ("extra_field.UKE", &[FIRST, OTHER], &["F401"]),
    ("history.UKE", &[FIRST, OTHER], &["F502"]),
    ("leading_zeros.UKE", &[FIRST, OTHER], &["F501"]),
    ("lf.UKE", &[FIRST, OTHER], &["F103"]),
    ("no_eof.UKE", &[FIRST, OTHER], &["F104"]),
    ("no_go.UKE", &[FIRST, OTHER], &["F102"]),
    ("no_payer.UKE", &[LOST, LOST], &["F203", "F203"]),
    // The bytes that are no CP932 stand in a name, which is not needed to find the record.
    ("not_cp932.UKE", &[FIRST, OTHER], &[]),
    ("orphan.UKE", &[LOST, OTHER], &["F205"]),
    ("truncated.UKE", &[FIRST, LOST], &["F102", "F104", "F202"]),
    ("utf8.UKE", &[FIRST, OTHER], &["F101"]),
    ("utf8_bom.UKE", &[FIRST, OTHER], &["F101"]),
];

fn hostile(name: &str) -> PathBuf {
    fixture("hostile").join(name)
}

fn check(claims: Vec<PathBuf>, eligibility: Vec<PathBuf>, credentials: Option<PathBuf>) -> Checked {
    run(&Request {
        claims,
        eligibility,
        credentials,
        map: None,
        stations: None,
        master: None,
        policy: Policy::current(),
        as_of: day(MONTH_AS_OF),
    })
}

/// The index of the input that has this file name.
fn input_of(checked: &Checked, name: &str) -> u32 {
    let is_it = |input: &read::Input| Path::new(&input.shown).ends_with(name);
    let at = checked.claims.inputs.iter().position(is_it);
    u32::try_from(at.unwrap_or_else(|| panic!("{name} is not among the inputs")))
        .expect("few inputs")
}

/// The reasons of an input's claims in their order.
fn reasons(checked: &Checked, name: &str) -> Vec<&'static str> {
    let input = input_of(checked, name);
    let claims = &checked.claims.claims;
    (0u32..)
        .zip(&checked.judgements)
        .filter(|&(index, _)| claims.get(index).0.input == input)
        .map(|(_, judgement)| judgement.reason.id())
        .collect()
}

/// The format findings of an input, sorted; for a refused one with the reason.
fn format_codes(checked: &Checked, name: &str) -> Vec<&'static str> {
    let input = input_of(checked, name);
    let of_input = checked
        .findings
        .iter()
        .filter(|finding| finding.place.input == input);
    let mut codes: Vec<_> = of_input
        .filter(|finding| finding.code.starts_with('F'))
        .map(|finding| {
            if finding.code == "F100" {
                finding.details.variant
            } else {
                finding.code
            }
        })
        .collect();
    codes.sort_unstable();
    codes
}

#[test]
fn claim_files() {
    let checked = check(
        vec![hostile("claims")],
        vec![hostile("eligibility/good.xml")],
        None,
    );
    for (name, reason) in REFUSED {
        let status = &checked.claims.inputs[input_of(&checked, name) as usize].status;
        assert!(
            matches!(status, read::Status::Unreadable(_)),
            "{name}: {status:?}"
        );
        assert_eq!(format_codes(&checked, name), [reason], "{name}");
        assert!(reasons(&checked, name).is_empty(), "{name}");
    }
    for (name, expected, codes) in READ {
        assert_eq!(reasons(&checked, name), expected, "{name}");
        assert_eq!(format_codes(&checked, name), codes, "{name}");
        let status = &checked.claims.inputs[input_of(&checked, name) as usize].status;
        assert!(
            matches!(status, read::Status::Read(n) if *n == expected.len() as u64),
            "{name}: {status:?}"
        );
    }
    let told: BTreeSet<PathBuf> = REFUSED
        .iter()
        .map(|r| r.0)
        .chain(READ.iter().map(|r| r.0))
        .map(PathBuf::from)
        .collect();
    assert_eq!(
        told,
        files_below(&hostile("claims")).into_iter().collect(),
        "every file is in a table"
    );
    let claims: usize = READ.iter().map(|(_, reasons, _)| reasons.len()).sum();
    assert_eq!(
        (checked.claims.claims.len(), checked.judgements.len()),
        (claims, claims)
    );
}

#[test]
fn hostile_claims_beside_good_ones() {
    let mut request = month_request(&fixture("month"));
    let alone = run(&request);
    request.claims.push(hostile("claims"));
    let beside = run(&request);
    let of_month = |checked: &Checked| -> Vec<_> {
        (0u32..)
            .zip(&checked.judgements)
            .filter(|&(index, _)| {
                let input = checked.claims.claims.get(index).0.input;
                !checked.claims.inputs[input as usize]
                    .shown
                    .contains("hostile")
            })
            .map(|(_, judgement)| *judgement)
            .collect()
    };
    assert_eq!(of_month(&alone), of_month(&beside));
    let yen = |checked: &Checked| -> u64 {
        (0u32..)
            .zip(&checked.judgements)
            .map(|(index, _)| u64::from(checked.claims.claims.get(index).1.total_yen))
            .sum()
    };
    // 29 claims of 13,220 yen, of which one is cut off within HO and two have no HO at all.
    assert_eq!(yen(&beside) - yen(&alone), 26 * 13_220);
}

/// Eligibility files, walked: what becomes of each, and why.
const ELIGIBILITY: [(&str, &str, &str); 27] = [
    ("app_no_birth.txt", "partial", "some-left-out"),
    ("app_wrong_bytes.txt", "unreadable", "encoding-broken"),
    ("bomb.xml", "unreadable", "xml-dtd"),
    ("broken.zip", "unreadable", "zip-broken"),
    ("deep.xml", "unreadable", "too-deep"),
    ("dtd.xml", "unreadable", "xml-dtd"),
    ("entity.xml", "unreadable", "xml-entity"),
    ("good.xml", "ok", ""),
    ("json_broken.json", "unreadable", "json-broken"),
    ("json_deep.json", "unreadable", "too-deep"),
    ("json_elsewhere.json", "unreadable", "structure"),
    ("json_loss_date.json", "partial", "some-left-out"),
    ("json_not_finished.json", "partial", "not-finished"),
    ("json_settings.json", "skipped", "not-eligibility"),
    ("json_truncated.json", "unreadable", "json-broken"),
    ("mismatch.xml", "unreadable", "encoding-mismatch"),
    ("missing_columns.csv", "unreadable", "missing-columns"),
    ("nested.zip", "unreadable", "zip-nested"),
    ("no_such_encoding.xml", "unreadable", "encoding-unsupported"),
    ("not_well_formed.xml", "unreadable", "xml-broken"),
    ("request.xml", "skipped", "not-a-result"),
    ("segment_2.xml", "partial", "not-finished"),
    ("segment_9.xml", "partial", "failed"),
    ("truncated.xml", "unreadable", "xml-truncated"),
    ("unnamed.xml", "partial", "some-left-out"),
    ("utf16.xml", "unreadable", "encoding-unsupported"),
    ("wrong_bytes.xml", "unreadable", "encoding-broken"),
];

fn status(status: &Status) -> (&'static str, &'static str) {
    match status {
        Status::Ok => ("ok", ""),
        Status::Partial { reason } => ("partial", reason.id()),
        Status::Skipped { reason } => ("skipped", reason.id()),
        Status::Unreadable { reason } => ("unreadable", reason.id()),
    }
}

#[test]
fn eligibility_files() {
    let mut request = month_request(&fixture("month"));
    let alone = run(&request);
    request.eligibility.push(hostile("eligibility"));
    let beside = run(&request);
    let found: Vec<_> = beside
        .eligibility
        .inputs
        .iter()
        .filter(|input| input.path.starts_with(hostile("")))
        .map(|input| {
            let (is, why) = status(&input.status);
            let records = u64::from(is == "ok");
            assert_eq!(input.records, records, "{}", input.path.display());
            (
                input
                    .path
                    .file_name()
                    .and_then(|name| name.to_str())
                    .unwrap_or_default(),
                is,
                why,
            )
        })
        .collect();
    assert_eq!(found, ELIGIBILITY);
    assert_eq!(alone.judgements, beside.judgements);
    // A request that was named by itself is not passed over in silence.
    request.eligibility = vec![hostile("eligibility/request.xml")];
    let named = run(&request);
    assert_eq!(
        status(&named.eligibility.inputs[0].status),
        ("unreadable", "not-a-result")
    );
    assert_eq!(named.judgements.len(), alone.judgements.len());
}

#[test]
fn credential_logs() {
    let with = |name: &str| {
        let claims = vec![hostile("claims/no_eof.UKE")];
        let log = Some(hostile("credentials").join(name));
        check(claims, vec![hostile("eligibility/good.xml")], log)
    };
    let of = |checked: &Checked| {
        let log = checked.log.as_ref().expect("given");
        (
            log.log
                .as_ref()
                .map(|log| log.rows().len())
                .map_err(houkan::note::Problem::id),
            log.notes.len(),
        )
    };
    for (name, problem) in [
        ("missing_columns.csv", "missing-columns"),
        ("utf16.csv", "encoding-broken"),
        ("no_such_file.csv", "io"),
    ] {
        let checked = with(name);
        assert_eq!(of(&checked), (Err(problem), 0), "{name}");
        assert_eq!(reasons(&checked, "no_eof.UKE"), [FIRST, OTHER], "{name}");
    }
    // An unknown kind, a missing birth date and a day that does not exist leave a row out.
    let checked = with("bad_rows.csv");
    assert_eq!(of(&checked), (Ok(0), 3));
    assert_eq!(reasons(&checked, "no_eof.UKE"), [FIRST, OTHER]);
}

/// Three claims, the second of which `spoil` makes into something else, in a file of their own.
fn second_spoilt(spoil: impl Fn(&str) -> String) -> (tempfile::TempDir, Checked) {
    let dir = tempfile::tempdir().expect("a folder");
    let good = claim(support::KYOKAI, &["2026-01-14"]);
    let text: Vec<String> = (1..=3).map(|number| good.text(number)).collect();
    let whole = format!(
        "HM,1,13,6,9999991,見本訪問看護ステーション,202602,\r\n{}{}{}GO\r\n\x1a",
        text[0],
        spoil(&text[1]),
        text[2]
    );
    let path = dir.path().join("RECEIPTH.UKE");
    fs::write(&path, cp932(&whole)).expect("written");
    let checked = check(vec![path], vec![hostile("eligibility/good.xml")], None);
    (dir, checked)
}

const LONG: usize = 10_000_000;

#[test]
fn line_of_ten_megabytes() {
    let (_dir, checked) = second_spoilt(|text| text.replacen("見本　太郎", &"X".repeat(LONG), 1));
    assert_eq!(reasons(&checked, "RECEIPTH.UKE"), [OTHER, LOST, OTHER]);
    assert_eq!(format_codes(&checked, "RECEIPTH.UKE"), ["F201"]);
    // A long detail record harms nobody.
    let (_dir, checked) =
        second_spoilt(|text| text.replacen("状態は", &"状態は".repeat(LONG / 6), 1));
    assert_eq!(reasons(&checked, "RECEIPTH.UKE"), [OTHER; 3]);
    let (_dir, checked) =
        second_spoilt(|text| format!("{text}KA,20260114,1,{}\r\n", "5".repeat(LONG)));
    assert_eq!(reasons(&checked, "RECEIPTH.UKE"), [OTHER; 3]);
}

#[test]
fn one_line_and_nothing_else() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("long.UKE");
    for (bytes, codes) in [
        (vec![b'X'; LONG], &["NO_HM"][..]),
        (
            [&b"HM,1,13,6,9999991,X,202602,"[..], &vec![b'9'; LONG]].concat(),
            &["F102", "F104", "F106"][..],
        ),
    ] {
        fs::write(&path, &bytes).expect("written");
        let checked = check(vec![path.clone()], Vec::new(), None);
        assert_eq!(format_codes(&checked, "long.UKE"), codes);
        assert!(checked.judgements.is_empty());
    }
}

/// Only the head of a file is looked at to tell whether it is text.
#[test]
fn nul_bytes_far_behind_the_head() {
    let dir = tempfile::tempdir().expect("a folder");
    let good = claim(support::KYOKAI, &["2026-01-14"]);
    let mut bytes = claim_file(&vec![good; 300]);
    let at = bytes
        .windows(2)
        .rposition(|pair| pair == b"RE")
        .expect("a claim");
    assert!(at > 1 << 16);
    bytes[at + 25] = 0;
    let path = dir.path().join("RECEIPTH.UKE");
    fs::write(&path, bytes).expect("written");
    let checked = check(vec![path], vec![hostile("eligibility/good.xml")], None);
    assert_eq!(reasons(&checked, "RECEIPTH.UKE"), [OTHER; 300]);
}

#[test]
fn paths_that_do_not_exist() {
    let none = hostile("claims/no_such_file.UKE");
    let checked = check(
        vec![none, hostile("claims/no_eof.UKE")],
        vec![hostile("no_such_folder")],
        None,
    );
    assert_eq!(format_codes(&checked, "no_such_file.UKE"), ["IO_NOT_FOUND"]);
    assert_eq!(reasons(&checked, "no_eof.UKE"), [OTHER, OTHER]);
    assert_eq!(
        status(&checked.eligibility.inputs[0].status),
        ("unreadable", "io")
    );
}

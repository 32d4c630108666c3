//! Findings from the notes of the reader.

use std::io;

use super::*;
use crate::rules::testing::{Bench, files};
use crate::rules::wording;
use crate::text::lang::Lang;
use crate::uke::claim::Claims;
use crate::uke::read::Input;

#[test]
fn every_kind_has_its_rule() {
    for (at, &kind) in Kind::ALL.iter().enumerate() {
        assert_eq!(kind as usize, at);
        let rules: Vec<&Rule> = RULES
            .iter()
            .filter(|rule| matches!(rule.check, Check::Reader(of) if of == kind))
            .collect();
        match rules[..] {
            [one] => assert_eq!(rule_of(kind).code, one.code, "{kind:?}"),
            [] => panic!("no rule for {kind:?}"),
            _ => panic!("{kind:?} has several rules"),
        }
    }
    // All but the refused file are notes.
    let others = RULES
        .iter()
        .filter(|rule| !matches!(rule.check, Check::Reader(_)));
    assert_eq!(others.map(|rule| rule.code).collect::<Vec<_>>(), ["F100"]);
}

#[test]
fn every_rule_has_a_band() {
    for rule in RULES {
        assert!(band(rule.code).is_some(), "{}", rule.code);
    }
    assert_eq!(band("NEED_CERT"), None);
}

fn told(text: &str) -> Vec<Finding> {
    from_reader(&files(&[("x.UKE", text)]))
}

fn codes(text: &str) -> Vec<(&'static str, u32)> {
    told(text).iter().map(|f| (f.code, f.place.line)).collect()
}

fn month() -> Bench {
    Bench::month("202511", &[5])
}

#[test]
fn a_clean_file_has_no_findings() {
    assert_eq!(codes(&month().text()), []);
}

#[test]
fn every_kind_is_told_at_its_line() {
    for (from, to, expected) in [
        (",6112,202511,", ",6112,202513,", ("F201", 2)),
        (",11100,", ",x,", ("F202", 3)),
        ("HO,", "XX,", ("F203", 2)),
        ("HO,", "XX,", ("F105", 3)),
        ("KA,20251105", "XX,20251105", ("F204", 2)),
        ("RE,1,", "XX,1,", ("F205", 3)),
        ("KA,20251105", "KA,20251131", ("F301", 6)),
        (",01,01,01\r\n", ",01,01\r\n", ("F401", 6)),
        ("RE,1,", "RE,01,", ("F501", 2)),
    ] {
        let text = month()
            .replace(from, to)
            .jd(if expected.0 == "F204" { &[] } else { &[5] })
            .text();
        assert!(
            codes(&text).contains(&expected),
            "{expected:?}: {:?}",
            codes(&text)
        );
    }
    let day31 = month().replace("JD,1", "JD,1").jd(&[5, 31]).text();
    assert_eq!(codes(&day31), [("F302", 5)]);
}

#[test]
fn values_and_words() {
    let found = told(&month().replace(",11100,", ",x,").text()).remove(0);
    assert_eq!(
        (found.place.record, found.place.field, &*found.claim_value),
        ("HO", "total_yen", "x")
    );
    assert_eq!(found.claim, Some(0));
    assert_eq!(
        wording::message(&found, Lang::Ja),
        "HOレコードの合計金額「x」を読み取れないため、このレセプトを判定できません。"
    );
    let found = told(&month().replace(",01,01,01\r\n", ",01,01\r\n").text()).remove(0);
    assert_eq!(
        wording::message(&found, Lang::Ja),
        "KAレコードの項目が8個あります（仕様では9個）。"
    );
    let short = month()
        .replace(
            ",6112,202511,見本　花子,ミホンハナコ,2,19600102,,,,,,,",
            ",6112",
        )
        .text();
    let found = told(&short).remove(0);
    assert_eq!(
        (found.code, found.details.variant, &*found.claim_value),
        ("F201", WHOLE, "")
    );
    assert!(!wording::message(&found, Lang::En).contains('{'));
}

#[test]
fn notes_about_the_file_have_no_claim() {
    let issue = |kind, count| Issue {
        kind,
        line: 7,
        claim: None,
        field: None,
        found: Box::default(),
        count,
        expected: 0,
    };
    let mut read = files(&[("x.UKE", &month().text())]);
    let mut chunks: Vec<Chunk> = read
        .claims
        .chunks()
        .map(|(_, chunk)| chunk.clone())
        .collect();
    chunks[0].issues = vec![
        issue(Kind::Utf8, 1),
        issue(Kind::NoGo, 1),
        issue(Kind::LfOnly, 12),
        issue(Kind::NoEofMark, 1),
        issue(Kind::History, 8),
    ];
    read.claims = Claims::new(chunks);
    let found = from_reader(&read);
    let codes: Vec<_> = found.iter().map(|f| f.code).collect();
    assert_eq!(codes, ["F101", "F102", "F103", "F104", "F502"]);
    assert!(found.iter().all(|f| f.claim.is_none() && f.place.line == 7));
    assert!(wording::message(&found[2], Lang::Ja).starts_with("改行がLFだけの行が12行あります"));
    assert!(wording::message(&found[4], Lang::En).starts_with("8 history lines"));
}

#[test]
fn inputs_that_gave_no_claims() {
    let input = |failure| Input {
        shown: "x".to_owned(),
        bytes: 0,
        sha256: String::new(),
        dialect: None,
        status: Status::Unreadable(failure),
    };
    let refusals = [
        Refusal::Empty,
        Refusal::Binary,
        Refusal::Utf16,
        Refusal::EucJp,
        Refusal::NoHm("hello".to_owned()),
        Refusal::OtherTable("1".to_owned()),
        Refusal::BrokenHm,
    ];
    let mut read = ReadClaims::default();
    read.inputs.extend(
        refusals
            .into_iter()
            .map(|refusal| input(Failure::Refused(refusal))),
    );
    read.inputs
        .push(input(Failure::Io(io::Error::other("no such file"))));
    read.inputs.push(input(Failure::Zip(ZipTrouble::Encrypted)));
    let found = from_reader(&read);
    assert_eq!(found.len(), read.inputs.len());
    for (index, finding) in found.iter().enumerate() {
        assert_eq!(
            (finding.code, finding.place.input as usize),
            ("F100", index)
        );
        let variant = finding.details.variant;
        assert!(
            F100.wording
                .iter()
                .any(|w| w.variant == variant && !variant.is_empty()),
            "{variant}"
        );
    }
    assert_eq!(
        wording::message(&found[4], Lang::Ja),
        "訪問看護ステーション情報（HM）で始まっていません（先頭：hello）。"
    );
    assert_eq!(
        wording::message(&found[7], Lang::En),
        "The file cannot be opened or read: no such file."
    );
}

//! The same two persons as XML, JSON, text of マイナ資格確認アプリ and CSV (`fixtures/forms`): each form gives the
//! verdicts of `golden.csv`, which were worked out by hand (contract 4.6).

mod support;

use std::fs;
use std::path::PathBuf;

use houkan::check::{Checked, Request};
use houkan::eligibility::{Form, Status};
use houkan::policy::Policy;
use support::{Claim, KYOKAI, claim, claim_file, day, fixture, run};

const FORMS: [(&str, Form); 4] = [
    ("result.xml", Form::XmlBulk),
    ("result.json", Form::Json),
    ("app.txt", Form::AppText),
    ("members.csv", Form::Csv),
];

/// 見本 花子, covered all along, and 架空 太郎, covered since 2026-01-20, both visited before that.
fn claims() -> [Claim; 2] {
    let of = |number: &str, branch: &str, name: &str, kana: &str, sex: u8, birth: &str| Claim {
        number: number.to_owned(),
        branch: branch.to_owned(),
        name: name.to_owned(),
        kana: kana.to_owned(),
        sex,
        birth: birth.to_owned(),
        ..claim(KYOKAI, &["2026-01-14"])
    };
    [
        of(
            "００４５",
            "00",
            "見本　花子",
            "ミホンハナコ",
            2,
            "19700110",
        ),
        of(
            "００４６",
            "01",
            "架空　太郎",
            "カクウタロウ",
            1,
            "19891231",
        ),
    ]
}

fn check(eligibility: Vec<PathBuf>) -> Checked {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("RECEIPTH.UKE");
    fs::write(&path, claim_file(&claims())).expect("written");
    run(&Request {
        claims: vec![path],
        eligibility,
        credentials: None,
        map: None,
        stations: None,
        master: None,
        policy: Policy::current(),
        as_of: day("2026-02-05"),
    })
}

/// Verdicts in the form of `golden.csv`.
fn verdicts(checked: &Checked) -> String {
    let mut text = String::from("claim_no,matched_by,verdict,reason\n");
    for (index, judgement) in checked.judgements.iter().enumerate() {
        let row = [
            &(index + 1).to_string(),
            checked.matched_by[index].id(),
            judgement.verdict.id(),
            judgement.reason.id(),
        ];
        text.push_str(&row.join(","));
        text.push('\n');
    }
    text
}

#[test]
fn every_form_gives_the_same_verdicts() {
    let golden = fs::read_to_string(fixture("forms/golden.csv")).expect("read");
    for (name, form) in FORMS {
        let checked = check(vec![fixture("forms").join(name)]);
        let input = &checked.eligibility.inputs[0];
        assert_eq!(
            (input.form, input.records, &input.status),
            (form, 2, &Status::Ok),
            "{name}"
        );
        assert!(
            checked.eligibility.notes.is_empty(),
            "{name}: {:?}",
            checked.eligibility.notes
        );
        assert_eq!(verdicts(&checked), golden, "{name}");
    }
    // All together, and nothing at all, where the golden ones cannot come from.
    let all = FORMS.map(|(name, _)| fixture("forms").join(name));
    assert_eq!(verdicts(&check(all.to_vec())), golden);
    assert_ne!(verdicts(&check(Vec::new())), golden);
}

#[test]
fn every_form_gives_the_same_records() {
    let of = |name: &str| {
        let checked = check(vec![fixture("forms").join(name)]);
        let records = checked.eligibility.records.iter();
        records
            .map(|r| {
                let mut facts = *r.facts();
                // Where a form counts lines, and what the text of the app does not tell.
                (facts.row, facts.status, facts.validity) = (0, 0, 0);
                facts.card_class = [0; 2];
                let texts = [
                    r.insurer(),
                    r.symbol(),
                    r.number(),
                    r.branch(),
                    r.name(),
                    r.kana(),
                ];
                (facts, texts.map(str::to_owned))
            })
            .collect::<Vec<_>>()
    };
    let expected = of("members.csv");
    assert_eq!(expected[0].0.limit_class, *b"A03");
    assert_eq!(expected[1].0.limit_valid_from, Some(day("2026-01-20")));
    for (name, _) in FORMS {
        assert_eq!(of(name), expected, "{name}");
    }
}

#[test]
fn query_numbers_and_receptions_of_bulk_results() {
    for name in ["result.xml", "result.json"] {
        let loaded = check(vec![fixture("forms").join(name)]).eligibility;
        let numbers: Vec<_> = loaded
            .records
            .iter()
            .map(|r| r.query_no().to_owned())
            .collect();
        assert_eq!(numbers, ["見本-1", "見本-2"], "{name}");
        let input = &loaded.inputs[0];
        assert_eq!(
            input.reception_no.as_deref(),
            Some("202601280001"),
            "{name}"
        );
        assert_eq!(
            input.executed_at.as_deref(),
            Some("20260128093000"),
            "{name}"
        );
    }
}

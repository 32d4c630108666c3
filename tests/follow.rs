//! `--baseline` and `--ignore` over the made-up month in `fixtures`.

mod support;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use houkan::check::{Checked, Request};
use houkan::follow::{Accepted, Earlier, EarlierError, FollowUp};
use houkan::mark::{Compared, Mark};
use houkan::report::csv::Charset;
use houkan::report::{self, Form, Settings};
use houkan::text::lang::Lang;
use support::{cp932, fixture, month_request, run};

fn month() -> PathBuf {
    fixture("month")
}

fn checked(claims: &[PathBuf]) -> Checked {
    run(&Request {
        claims: claims.to_vec(),
        ..month_request(&month())
    })
}

fn whole() -> Checked {
    checked(&[month().join("claims")])
}

fn write(checked: &Checked, out: &Path, forms: &[Form], charset: Charset) {
    let settings = Settings {
        out: out.to_owned(),
        forms: forms.to_vec(),
        charset,
        lang: Lang::Ja,
        started: Instant::now(),
    };
    report::write(checked, &settings).expect("written");
}

/// An earlier report of that run.
fn earlier(checked: &Checked, charset: Charset) -> Earlier {
    let dir = tempfile::tempdir().expect("a folder");
    let out = dir.path().join("report");
    write(checked, &out, &[Form::Csv], charset);
    Earlier::read(&out).expect("a report")
}

fn compared(checked: &mut Checked, earlier: Earlier) -> Compared {
    let follow_up = FollowUp {
        earlier: Some(earlier),
        ..FollowUp::default()
    };
    follow_up.apply(checked);
    checked.compared.clone().expect("compared")
}

#[test]
fn against_itself_everything_is_open() {
    for charset in [Charset::Utf8, Charset::Sjis] {
        let mut run = whole();
        let of_itself = compared(&mut run, earlier(&whole(), charset));
        assert_eq!(of_itself.count(Mark::New), (0, 0), "{charset:?}");
        let not_ok = run.judgements.iter().filter(|it| it.verdict.id() != "OK");
        let findings = run.findings.len() as u64;
        assert_eq!(
            of_itself.count(Mark::Open),
            (not_ok.count() as u64, findings)
        );
        assert!(of_itself.solved.is_empty(), "{:?}", of_itself.solved);
        assert_eq!(of_itself.not_looked_at, 0);
    }
}

/// A file under another name, its claims in another order.
#[test]
fn another_place_makes_no_finding_new() {
    let dir = tempfile::tempdir().expect("a folder");
    let moved = dir.path().join("elsewhere.UKE");
    let one = month().join("claims/9999991/shaho/RECEIPTH.UKE");
    let bytes = fs::read(&one).expect("the fixture");
    let claims: Vec<Vec<u8>> = claims_of(&bytes);
    let (head, rest) = claims.split_first().expect("HM and claims");
    let (tail, inner) = rest.split_last().expect("claims");
    let mut turned = head.clone();
    for claim in inner.iter().rev() {
        turned.extend(claim);
    }
    turned.extend(tail);
    assert_eq!(turned.len(), bytes.len());
    fs::write(&moved, turned).expect("written");
    let mut run = checked(&[moved]);
    let before = earlier(&checked(&[one]), Charset::Utf8);
    let now = compared(&mut run, before);
    // レセプト番号 out of order is told once a file, and a finding on a file goes by its name.
    assert_eq!(now.count(Mark::New).0, 0);
    assert!(
        now.solved.iter().all(|it| !it.is_verdict),
        "{:?}",
        now.solved
    );
    assert!(now.count(Mark::Open).1 > 10);
    assert!(now.count(Mark::New).1 <= 2, "{now:?}");
}

/// HM, each claim, and GO with what follows.
fn claims_of(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut parts: Vec<Vec<u8>> = vec![Vec::new()];
    for line in bytes.split_inclusive(|&b| b == b'\n') {
        if line.starts_with(b"RE,") || line.starts_with(b"GO,") {
            parts.push(Vec::new());
        }
        parts.last_mut().expect("begun with one").extend(line);
    }
    parts
}

#[test]
fn what_is_put_right_is_solved_and_the_rest_stays_open() {
    let dir = tempfile::tempdir().expect("a folder");
    let one = month().join("claims/9999991/shaho/RECEIPTH.UKE");
    let bytes = fs::read(&one).expect("the fixture");
    let before = checked(std::slice::from_ref(&one));
    // The first claim that is not in order is taken out of the file.
    let place = before
        .judgements
        .iter()
        .position(|it| it.verdict.id() != "OK");
    let place = place.expect("some are not");
    let mut parts = claims_of(&bytes);
    parts.remove(1 + place);
    let path = dir.path().join("RECEIPTH.UKE");
    fs::write(&path, parts.concat()).expect("written");
    let mut run = checked(&[path]);
    let now = compared(&mut run, earlier(&before, Charset::Utf8));
    let gone: Vec<_> = now.solved.iter().filter(|it| it.is_verdict).collect();
    assert_eq!(gone.len(), 1, "{gone:?}");
    assert_eq!(gone[0].code, before.judgements[place].verdict.id());
    assert!(!gone[0].patient_name.is_empty() && !gone[0].claim_no.is_empty());
    let of_claim = before
        .findings
        .iter()
        .filter(|it| it.claim.is_some_and(|at| at as usize == place));
    let codes: Vec<_> = of_claim.map(|it| it.code).collect();
    let solved = now
        .solved
        .iter()
        .filter(|it| !it.is_verdict && it.claim_no == gone[0].claim_no);
    assert_eq!(solved.map(|it| it.code.as_str()).collect::<Vec<_>>(), codes);
    // The other way round it is new.
    let mut again = checked(&[one]);
    let back = compared(&mut again, earlier(&run, Charset::Utf8));
    assert_eq!(back.count(Mark::New).0, 1);
    assert!(back.solved.iter().all(|it| !it.is_verdict));
}

#[test]
fn a_file_that_was_not_read_solves_nothing() {
    let dir = tempfile::tempdir().expect("a folder");
    let kept = month().join("claims/9999991/kokuho/RECEIPTH.UKE");
    let lost = month().join("claims/9999991/shaho/RECEIPTH.UKE");
    let before = earlier(&checked(&[kept.clone(), lost]), Charset::Utf8);
    let garbage = dir.path().join("RECEIPTH.UKE");
    fs::write(&garbage, [0u8, 1, 2, 3]).expect("written");
    // The other file of that station and month is there in both.
    for claims in [vec![kept.clone()], vec![kept, garbage]] {
        let mut run = checked(&claims);
        let now = compared(&mut run, before.clone());
        assert!(now.solved.is_empty(), "{:?}", now.solved);
        assert!(now.not_looked_at > 10);
    }
}

#[test]
fn what_was_not_looked_at_is_not_solved() {
    let one = month().join("claims/9999991/shaho/RECEIPTH.UKE");
    let other = month().join("claims/9999992/shaho/RECEIPTH.UKE");
    let before = checked(&[one]);
    let mut run = checked(&[other]);
    let now = compared(&mut run, earlier(&before, Charset::Utf8));
    assert!(now.solved.is_empty(), "{:?}", now.solved);
    let not_ok = before
        .judgements
        .iter()
        .filter(|it| it.verdict.id() != "OK");
    let rows = not_ok.count() + before.findings.len();
    assert_eq!(now.not_looked_at, rows as u64);
}

#[test]
fn marks_stand_in_every_table() {
    let dir = tempfile::tempdir().expect("a folder");
    let out = dir.path().join("report");
    let mut run = whole();
    compared(&mut run, earlier(&whole(), Charset::Utf8));
    write(
        &run,
        &out,
        &[Form::Csv, Form::Jsonl, Form::Arrow],
        Charset::Utf8,
    );
    for name in ["verdicts", "findings"] {
        let text = fs::read_to_string(out.join(format!("{name}.csv"))).expect("readable");
        let head = text.lines().next().unwrap_or_default();
        assert!(head.ends_with(",mark"), "{head}");
        assert!(text.contains(",open\r\n"));
        let text = fs::read_to_string(out.join(format!("{name}.jsonl"))).expect("readable");
        assert!(text.lines().any(|line| line.contains("\"mark\":\"open\"")));
    }
    for name in ["solved.csv", "solved.jsonl", "solved.arrow"] {
        assert!(out.join(name).is_file(), "{name}");
    }
    // A report with marks is a baseline, too.
    let mut next = whole();
    let now = compared(&mut next, Earlier::read(&out).expect("a report"));
    assert_eq!(now.count(Mark::New), (0, 0));
}

#[test]
fn what_cannot_be_a_baseline_is_refused() {
    let dir = tempfile::tempdir().expect("a folder");
    let out = dir.path().join("report");
    let read = || Earlier::read(&out);
    assert!(matches!(read(), Err(EarlierError::Missing(_))));
    fs::create_dir(&out).expect("made");
    assert!(matches!(read(), Err(EarlierError::NoReport(_))));
    let mut run = whole();
    write(&run, &out, &[Form::Jsonl], Charset::Utf8);
    assert!(matches!(read(), Err(EarlierError::Io { .. })));
    write(&run, &out, &[Form::Csv], Charset::Utf8);
    let path = out.join("verdicts.csv");
    let text = fs::read_to_string(&path).expect("readable");
    fs::write(&path, text.replacen("payer", "支払機関", 1)).expect("written");
    assert!(matches!(read(), Err(EarlierError::Broken { line: 1, .. })));
    fs::write(&path, text + "one,cell\r\n").expect("written");
    assert!(matches!(read(), Err(EarlierError::Broken { .. })));
    run.mask();
    write(&run, &out, &[Form::Csv], Charset::Utf8);
    assert!(matches!(read(), Err(EarlierError::Masked(_))));
}

/// One entry for each finding with this code.
fn entries(run: &Checked, code: &str, more: &str) -> String {
    let of_code = run.findings.iter().filter(|it| it.code == code);
    let keys = of_code.filter_map(|it| run.claim_key(it.claim?));
    let mut text = String::new();
    for key in keys {
        writeln!(
            text,
            "[[ignore]]\ncode = \"{code}\"\nclaim = \"{key}\"\n{more}"
        )
        .expect("writing to a String cannot fail");
    }
    text
}

fn with_accepted(text: &str) -> Checked {
    let mut run = whole();
    let follow_up = FollowUp {
        earlier: Some(earlier(&whole(), Charset::Utf8)),
        accepted: Some(Accepted::parse(text, "accepted.toml").expect("in order")),
        mask: false,
    };
    follow_up.apply(&mut run);
    run
}

fn codes(run: &Checked) -> BTreeMap<&str, u64> {
    let mut codes = BTreeMap::new();
    for finding in &run.findings {
        *codes.entry(finding.code).or_default() += 1;
    }
    codes
}

#[test]
fn accepted_findings_are_hidden_and_counted() {
    let all = whole();
    let need = codes(&all)["NEED_CERT"];
    let text = entries(&all, "NEED_CERT", "until = 2026-09-05");
    let run = with_accepted(&text);
    assert_eq!(codes(&run).get("NEED_CERT"), None);
    assert_eq!(run.findings.len() as u64, all.findings.len() as u64 - need);
    let ignored = run.ignored.as_ref().expect("told");
    assert_eq!(ignored.findings, need);
    assert_eq!(u64::from(ignored.used), need);
    assert_eq!((ignored.unused(), ignored.expired), (0, 0));
    // Claims with both kinds of dates are still to be asked for.
    let transitional: Vec<u32> = run
        .findings
        .iter()
        .filter(|it| it.code == "TRANSITIONAL")
        .filter_map(|it| it.claim)
        .collect();
    assert!(
        ignored
            .settled
            .iter()
            .all(|claim| !transitional.contains(claim))
    );
    assert!(!ignored.settled.is_empty());
    // What is hidden is neither open nor solved.
    let compared = run.compared.as_ref().expect("compared");
    assert_eq!(compared.findings.len(), run.findings.len());
    assert!(compared.solved.is_empty());
    // Verdicts stay.
    let verdicts =
        |run: &Checked| -> Vec<_> { run.judgements.iter().map(|it| it.verdict).collect() };
    assert_eq!(verdicts(&run), verdicts(&all));
}

#[test]
fn settled_claims_leave_the_worklist() {
    let all = whole();
    let text = entries(&all, "NEED_CERT", "") + &entries(&all, "TRANSITIONAL", "");
    let run = with_accepted(&text);
    let dir = tempfile::tempdir().expect("a folder");
    let out = dir.path().join("report");
    write(&run, &out, &[Form::Csv], Charset::Utf8);
    let worklist = fs::read_to_string(out.join("worklist.csv")).expect("readable");
    assert_eq!(worklist.lines().count(), 1, "{worklist}");
    let summary = fs::read_to_string(out.join("summary.json")).expect("readable");
    let summary: serde_json::Value = serde_json::from_str(&summary).expect("JSON");
    assert_eq!(summary["needs_certificate"]["claims"], 0);
    assert_eq!(summary["counts"]["verdict"]["NEED_CERT"], 10);
    let ignored = &summary["ignored"];
    assert_eq!(ignored["claims_settled"], 19);
    assert_eq!(ignored["findings"], 19);
}

#[test]
fn expired_and_unused_entries_hide_nothing() {
    let all = whole();
    let text = entries(&all, "NEED_CERT", "until = 2026-09-04")
        + "[[ignore]]\ncode = \"ID_ZERO\"\nclaim = \"0000000000000000\"\n";
    let run = with_accepted(&text);
    assert_eq!(run.findings, all.findings);
    let ignored = run.ignored.as_ref().expect("told");
    assert_eq!(u64::from(ignored.expired), codes(&all)["NEED_CERT"]);
    assert_eq!((ignored.used, ignored.unused()), (0, 1));
    assert!(ignored.settled.is_empty());
}

/// Claims of a made-up station, each with a bad card.
fn text_of(claims: &[(&str, &str)]) -> String {
    let mut text = String::from("HM,1,13,6,9999991,見本訪問看護ステーション,202602,,,\r\n");
    for (number, yen) in claims {
        write!(
            text,
            "RE,{number},6112,202601,見本　花子,ミホンハナコ,2,19650312,,,,,,,\r\n\
             HO,01130012,12,345,1,{yen},,,,,,\r\n\
             SN,1,01,,,,00,,,\r\n\
             KA,20260105,1,510000110,,{yen},01,01\r\n"
        )
        .expect("writing to a String cannot fail");
    }
    text.push_str("GO,1,3000,99\r\n\u{1a}");
    text
}

fn file_of(claims: &[(&str, &str)]) -> Vec<u8> {
    cp932(&text_of(claims))
}

fn checked_file(dir: &Path, bytes: &[u8]) -> Checked {
    let path = dir.join("RECEIPTH.UKE");
    fs::write(&path, bytes).expect("written");
    checked(&[path])
}

#[test]
fn of_two_claims_with_one_key_the_one_that_is_gone_is_solved() {
    let dir = tempfile::tempdir().expect("a folder");
    let both = checked_file(dir.path(), &file_of(&[("1", "1000"), ("2", "2000")]));
    assert_eq!(both.claim_key(0), both.claim_key(1));
    let before = earlier(&both, Charset::Utf8);
    for (left, gone) in [(("1", "1000"), ("2", 2000)), (("2", "2000"), ("1", 1000))] {
        let mut run = checked_file(dir.path(), &file_of(&[left]));
        let now = compared(&mut run, before.clone());
        let solved: Vec<_> = now
            .solved
            .iter()
            .filter(|it| it.is_verdict)
            .map(|it| (it.claim_no.as_str(), it.total_yen))
            .collect();
        assert_eq!(solved, [gone]);
    }
}

#[test]
fn a_claim_that_cannot_be_read_has_no_key() {
    let dir = tempfile::tempdir().expect("a folder");
    let broken = |number: &str| {
        let head = format!("RE,{number}");
        let text = text_of(&[(number, "1000")]);
        let lines =
            text.split_inclusive("\r\n")
                .map(|line| match line.get(..2).unwrap_or_default() {
                    "RE" => head.clone() + "\r\n",
                    "HO" => "HO\r\n".to_owned(),
                    _ => line.to_owned(),
                });
        cp932(&lines.collect::<String>())
    };
    let first = checked_file(dir.path(), &broken("1"));
    assert_eq!(first.judgements[0].reason.id(), "UNREADABLE");
    assert_eq!(first.claim_key(0), None);
    let before = earlier(&first, Charset::Utf8);
    // The same claim is known by its file and number, another is not taken for it.
    let mut same = checked_file(dir.path(), &broken("1"));
    assert_eq!(compared(&mut same, before.clone()).count(Mark::New), (0, 0));
    let mut other = checked_file(dir.path(), &broken("2"));
    assert_eq!(compared(&mut other, before).count(Mark::Open).0, 0);
}

/// A spreadsheet writes `TRUE`, drops zeros and turns months into days.
#[test]
fn a_table_that_a_spreadsheet_has_saved_is_refused() {
    let dir = tempfile::tempdir().expect("a folder");
    let out = dir.path().join("report");
    write(&whole(), &out, &[Form::Csv], Charset::Utf8);
    for (name, from, to) in [
        ("verdicts.csv", ",false,", ",FALSE,"),
        ("verdicts.csv", ",NEED_CERT,", ",need_cert,"),
        ("findings.csv", ",NEED_CERT,", ",need cert,"),
        ("verdicts.csv", ",2026-02,", ",Feb-26,"),
        ("verdicts.csv", ",2026-01-30,", ",2026/1/30,"),
        ("findings.csv", ",2026-01-16,", ",2026/1/16,"),
    ] {
        let path = out.join(name);
        let text = fs::read_to_string(&path).expect("readable");
        assert!(text.contains(from), "{name} has no {from}");
        fs::write(&path, text.replacen(from, to, 1)).expect("written");
        let read = Earlier::read(&out);
        assert!(matches!(read, Err(EarlierError::Broken { .. })), "{to}");
        fs::write(&path, text).expect("written");
    }
    // Rows are counted.
    for name in ["verdicts.csv", "findings.csv"] {
        let path = out.join(name);
        let text = fs::read_to_string(&path).expect("readable");
        let end = text.trim_end().rfind("\r\n").expect("rows");
        fs::write(&path, &text[..end + 2]).expect("written");
        let read = Earlier::read(&out);
        assert!(matches!(read, Err(EarlierError::Broken { .. })), "{name}");
        fs::write(&path, text).expect("written");
    }
    assert!(Earlier::read(&out).is_ok());
    let summary = out.join("summary.json");
    let text = fs::read_to_string(&summary).expect("readable");
    let cut = text.replace("\"counts\"", "\"cuonts\"");
    fs::write(&summary, cut).expect("written");
    assert!(matches!(
        Earlier::read(&out),
        Err(EarlierError::Broken { .. })
    ));
}

#[test]
fn a_person_is_new_when_any_of_their_claims_is() {
    let dir = tempfile::tempdir().expect("a folder");
    let before = earlier(
        &checked_file(dir.path(), &file_of(&[("1", "1000")])),
        Charset::Utf8,
    );
    let mut run = checked_file(dir.path(), &file_of(&[("1", "1000"), ("2", "2000")]));
    let now = compared(&mut run, before);
    assert_eq!(now.verdicts, [Mark::Open, Mark::New]);
}

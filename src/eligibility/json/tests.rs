//! What is JSON's own: shapes, numbers, repeated names, broken text.

use proptest::prelude::*;

use super::*;
use crate::text::cp932;

const HEADER: &str = r#""MessageHeader": {"QualificationConfirmationDate": "20251203", "ReferenceClassification": "1",
 "SegmentOfResult": "1", "ReceptionNumber": "77", "CharacterCodeIdentifier": "0"}"#;

fn body(number: &str, more: &str) -> String {
    format!(
        r#""MessageBody": {{"ProcessingResultStatus": "1", "QualificationValidity": "1", "ResultList": [
 {{"ResultOfQualificationConfirmation": {{"InsurerNumber": "  138057", "InsuredIdentificationNumber": {number},
 "Name": "見本　花子", "Birthdate": "19500401"{more}}}}}]}}"#
    )
}

fn message(number: &str, more: &str) -> String {
    format!("{{\"XmlMsg\": {{{HEADER},\n {}}}}}", body(number, more))
}

fn read_text(text: &str) -> Document {
    read(text.as_bytes(), &["result.json"], 0).expect("a result")
}

fn refusal(bytes: &[u8]) -> Problem {
    read(bytes, &["result.json"], 0)
        .map(|_| ())
        .expect_err("refused")
}

fn numbers(document: &Document) -> Vec<String> {
    let records = document.records.iter();
    records.map(|r| r.number_recorded().to_owned()).collect()
}

fn ids(document: Document) -> Vec<String> {
    let notes = document.notes.into_notes(0);
    notes
        .map(|note| format!("{:?} {}", note.place, note.problem.id()))
        .collect()
}

#[test]
fn what_may_be_json() {
    for head in ["{\"a\"", "\u{FEFF}\r\n{ \"XmlMsg\"", "[\n {\"a\":1}]"] {
        assert!(looks_like(head.as_bytes()), "{head}");
    }
    for head in [
        "",
        "{",
        "{\\rtf1}",
        "[.ShellClassInfo]",
        "a,b\n1,2",
        "[1,2]",
    ] {
        assert!(!looks_like(head.as_bytes()), "{head}");
    }
    assert!(speaks_of_results(message("\"1\"", "").as_bytes()));
    assert!(!speaks_of_results(
        br#"{"program": "houkan", "note": "of XmlMsg"}"#
    ));
}

#[test]
fn with_and_without_the_root() {
    let bare = format!("{{{HEADER},{}}}", body("\"00045\"", ""));
    let backwards = format!("{{\"status\":200,{},{HEADER}}}", body("\"00045\"", ""));
    for text in [message("\"00045\"", ""), bare, backwards] {
        let document = read_text(&text);
        let r = document.records.get(0).expect("a record");
        assert_eq!((r.insurer(), r.number_recorded()), ("00138057", "00045"));
        assert_eq!((r.reference, r.status, r.validity), (1, 1, 1));
        assert_eq!(document.form, Form::Json);
        assert_eq!(ids(document), [""; 0]);
    }
    let twice = format!("{{{HEADER},\"XmlMsg\":{{}}}}");
    assert_eq!(refusal(twice.as_bytes()).id(), "structure");
    let twice = format!("{{\"XmlMsg\":{{}},{HEADER}}}");
    assert_eq!(refusal(twice.as_bytes()).id(), "structure");
}

#[test]
fn encodings() {
    let text = message("\"1\"", "");
    let mut sjis = Vec::new();
    cp932::encode_into(&text, &mut sjis);
    // The bytes are no UTF-8, and the terminal says they should be.
    assert_eq!(refusal(&sjis).id(), "encoding-mismatch");
    let told = text.replace("Identifier\": \"0\"", "Identifier\": \"1\"");
    sjis.clear();
    cp932::encode_into(&told, &mut sjis);
    let bom = format!("\u{FEFF}{text}");
    for bytes in [text.as_bytes(), bom.as_bytes(), told.as_bytes(), &sjis] {
        let document = read(bytes, &[], 0).expect("a result");
        assert_eq!(
            document.records.get(0).map(|r| r.name().to_owned()),
            Some("見本花子".to_owned())
        );
    }
    let mut broken = text.into_bytes();
    let at = broken.iter().position(|&b| b > 0x7F).expect("Japanese");
    broken[at] = 0xFF;
    assert_eq!(refusal(&broken).id(), "encoding-broken");
}

#[test]
fn escapes_in_names_and_values() {
    let text = message(
        "\"1\"",
        r#","\u0053ex1":"\u0032","NameKana":"\uFF90\uFF8E\uFF9D ﾊﾅｺ""#,
    );
    let document = read_text(&text);
    let r = document.records.get(0).expect("a record");
    assert_eq!((r.sex, r.kana_recorded()), (2, "ﾐﾎﾝ ﾊﾅｺ"));
}

#[test]
fn numbers_null_and_truth() {
    let more = r#","QualificationDate":20200401,"DisqualificationDate":2.0251201e7,"ReasonOfLoss":3,
        "InsuredPartialContributionRatio":30,"PreschoolClassification":true,"Sex1":null,"Sex2":2,"InsuredBranchNumber":1"#;
    let document = read_text(&message("18446744073709551615", more));
    let r = document.records.get(0).expect("a record");
    assert_eq!((r.number(), r.branch()), ("18446744073709551615", "01"));
    assert_eq!(
        r.qualified_on.map(|d| d.to_string()).as_deref(),
        Some("2020-04-01")
    );
    assert_eq!(
        r.lost_on.map(|d| d.to_string()).as_deref(),
        Some("2025-12-01")
    );
    assert_eq!((r.loss_reason, r.copay_percent), (*b"03", Some(30)));
    assert_eq!((r.preschool, r.sex), (Some(true), 2));
    assert_eq!(ids(document), [""; 0]);
    // 20 digits that the parser cannot keep: no number rather than another one.
    let document = read_text(&message("18446744073709551616", ""));
    assert_eq!(document.left_out, 1);
    assert_eq!(ids(document), ["Unit(1) value", "Unit(1) unit-unnamed"]);
    let document = read_text(&message("4.5e1", ""));
    assert_eq!(numbers(&document), ["45"]);
    // A date that is none leaves the record out as in XML.
    let document = read_text(&message("1", ",\"DisqualificationDate\":1e300"));
    assert_eq!(ids(document), ["Unit(1) left-out"]);
}

#[test]
fn names_that_stand_twice() {
    let document = read_text(&message(
        "\"1\"",
        r#","Name":"架空　太郎","Name":["x"],"Sex1":"1""#,
    ));
    assert_eq!(
        document.records.get(0).map(|r| r.name().to_owned()),
        Some("見本花子".to_owned())
    );
    let notes: Vec<_> = document.notes.into_notes(0).collect();
    assert_eq!(notes.len(), 4, "the key and what it says, twice");
    assert_eq!(
        (notes[0].problem.id(), notes[0].place),
        ("duplicate-key", Place::Unit(1))
    );
    assert!(notes[0].ja().contains("「Name」") && notes[0].en().contains("\"Name\""));
    // What holds records is read each time, because a loss could hide in it.
    let record = |number: u8, lost: &str| {
        format!(
            r#""ResultOfQualificationConfirmation":{{"InsurerNumber":"06132013","InsuredIdentificationNumber":"{number}"{lost}}}"#
        )
    };
    let text = format!(
        r#"{{{HEADER},"MessageBody":{{"QualificationValidity":"1",{},{}}}}}"#,
        record(1, ""),
        record(2, r#","DisqualificationDate":"20251201""#)
    );
    let document = read_text(&text);
    assert_eq!(numbers(&document), ["1", "2"]);
    assert!(document.records.get(1).is_some_and(|r| r.lost_on.is_some()));
    assert_eq!(ids(document), ["Unit(1) duplicate-key"]);
}

#[test]
fn several_messages() {
    let one = message("\"1\"", "").replace('\n', " ");
    let two = message("\"2\"", "").replace('\n', " ");
    let request = r#"{"XmlMsg":{"MessageHeader":{},"MessageBody":{"QualificationConfirmSearchInfo":{"InsurerNumber":"1"}}}}"#;
    for text in [
        format!("[{one},{two}]"),
        format!("{one}\r\n{two}\r\n"),
        format!("{one}{two}"),
    ] {
        let document = read_text(&text);
        assert_eq!(numbers(&document), ["1", "2"]);
        let rows: Vec<_> = document.records.iter().map(|r| r.row).collect();
        assert_eq!(rows, [1, 2]);
        assert_eq!(document.reception_no.as_deref(), Some("77"));
        assert_eq!(ids(document), [""; 0]);
    }
    // What is no result among them is told; a number that differs is nobody's.
    let other = two.replace("\"77\"", "\"78\"");
    let document = read_text(&format!("[{one}, {request}, 5, [{two}], {other}]"));
    assert_eq!(
        (numbers(&document), document.left_out),
        (vec!["1".to_owned(), "2".to_owned()], 3)
    );
    assert_eq!(document.reception_no, None);
    assert_eq!(
        ids(document),
        ["Whole not-a-result", "Whole not-eligibility"]
    );
    // Remarks say which unit of the file.
    let odd = two.replace(
        "\"QualificationValidity\": \"1\"",
        "\"QualificationValidity\": \"9\"",
    );
    assert_eq!(ids(read_text(&format!("{one}{odd}"))), ["Unit(2) left-out"]);
    let failed = two.replace("Result\": \"1\"", "Result\": \"2\"");
    let document = read_text(&format!("[{failed},{one}]"));
    assert_eq!(numbers(&document), ["1"]);
    assert_eq!(document.unfinished, Some(Problem::NotFinished));
    assert_eq!(
        refusal(format!("[{request},{request}]").as_bytes()).id(),
        "not-a-result"
    );
}

#[test]
fn broken_text_is_refused_whole_with_its_place() {
    let text = message("\"1\"", "");
    let problem = refusal(text.replacen("\"Name\":", "\"Name\"", 1).as_bytes());
    let Problem::JsonBroken {
        line,
        column,
        detail,
    } = &problem
    else {
        panic!("{problem:?}");
    };
    assert_eq!((*line, detail.as_str()), (5, "expected `:`"));
    assert!(*column > 1);
    assert!(problem.ja().contains("5行"), "{}", problem.ja());
    for cut in [text.len() - 1, text.len() / 2, 20] {
        let cut = text.floor_char_boundary(cut);
        assert_eq!(
            refusal(&text.as_bytes()[..cut]).id(),
            "json-broken",
            "{cut}"
        );
    }
    let two = format!("{text}\n{}", &text[..40]);
    assert_eq!(refusal(two.as_bytes()).id(), "json-broken");
    assert_eq!(refusal(format!("{text}}}").as_bytes()).id(), "json-broken");
    assert_eq!(refusal(message("1e999", "").as_bytes()).id(), "json-broken");
    assert_eq!(refusal(b"{\"InsurerNumber\":\"1\"}").id(), "structure");
    assert_eq!(refusal(b"{\"data\":{\"XmlMsg\":{}}}").id(), "structure");
}

#[test]
fn nesting_has_an_end() {
    let objects = format!("{{\"XmlMsg\":{}", "{\"a\":".repeat(100_000));
    let arrays = format!("{{\"XmlMsg\":{}", "[".repeat(100_000));
    let mixed = format!("{{\"XmlMsg\":{}", "{\"a\":[".repeat(100_000));
    for text in [objects, arrays, mixed] {
        assert_eq!(refusal(text.as_bytes()).id(), "too-deep");
    }
    let beside = format!("{{\"x\":{}", "[".repeat(100_000));
    assert_eq!(refusal(beside.as_bytes()).id(), "json-broken");
    let long = message(&format!("\"{}\"", "1".repeat(70_000)), "");
    assert_eq!(refusal(long.as_bytes()).id(), "too-large");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_harmless(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = (looks_like(&bytes), read(&bytes, &["x.json"], 0));
    }

    #[test]
    fn any_change_of_a_result_is_harmless(
        at in any::<proptest::sample::Index>(),
        to in proptest::collection::vec(any::<u8>(), 0..8),
    ) {
        let mut bytes = message("\"1\"", "").into_bytes();
        let at = at.index(bytes.len());
        bytes.splice(at..(at + to.len()).min(bytes.len()), to);
        let _ = read(&bytes, &["x.json"], 0);
    }
}

#[test]
fn a_loss_that_is_no_text_is_not_taken_for_none() {
    let result = |lost: &str| {
        format!(
            r#"{{"XmlMsg":{{"MessageHeader":{{"QualificationConfirmationDate":"20260131","SegmentOfResult":"1"}},
            "MessageBody":{{"ProcessingResultStatus":"1","QualificationValidity":"1","ResultList":[{{
            "ResultOfQualificationConfirmation":{{"InsurerNumber":"06132013","InsuredIdentificationNumber":"345",
            "Birthdate":"19600102","QualificationDate":"20200401"{lost}}}}}]}}}}}}"#
        )
    };
    let records = |lost: &str| {
        super::read(result(lost).as_bytes(), &["OQSsiquc01res.json"], 0)
            .map(|document| (document.records.len(), document.left_out))
            .expect("readable")
    };
    assert_eq!(records(""), (1, 0));
    assert_eq!(records(r#","DisqualificationDate":"20260110""#), (1, 0));
    assert_eq!(
        records(r#","DisqualificationDate":{"v":"20260110"}"#),
        (0, 1)
    );
    let twice = r#","DisqualificationDate":"20260201","DisqualificationDate":"20260110""#;
    assert_eq!(records(twice), (0, 1));
    let same = r#","DisqualificationDate":"20260110","DisqualificationDate":"2026-01-10""#;
    assert_eq!(records(same), (1, 0));
}

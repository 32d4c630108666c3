//! Every family of results, in every disorder, with made-up persons.

use std::fmt::Write as _;

use super::*;
use crate::eligibility::record::RecordRef;
use crate::eligibility::source::Form;
use crate::eligibility::tree::MAX_ELEMENT;
use crate::note::Place;
use crate::text::{cp932, date};
use chrono::NaiveDate;
use proptest::prelude::*;

const HEADER: &str = "<MessageHeader>\
    <ProcessExecutionTime>20251203101500</ProcessExecutionTime>\
    <QualificationConfirmationDate>20251203</QualificationConfirmationDate>\
    <MedicalInstitutionCode>1369999999</MedicalInstitutionCode>\
    <ReferenceClassification>1</ReferenceClassification>\
    <SegmentOfResult>1</SegmentOfResult>\
    <CharacterCodeIdentifier>0</CharacterCodeIdentifier></MessageHeader>";

const BULK_HEADER: &str = "<MessageHeader>\
    <QualificationConfirmationDate>20251203</QualificationConfirmationDate>\
    <SegmentOfResult>1</SegmentOfResult>\
    <ReceptionNumber>202512030001</ReceptionNumber>\
    <CharacterCodeIdentifier>0</CharacterCodeIdentifier></MessageHeader>";

/// The elements of a record, each with a look-alike nearby that must not count.
const HANAKO: [&str; 20] = [
    "<InsuredCardClassification>01</InsuredCardClassification>",
    "<InsurerNumber>  138057</InsurerNumber>",
    "<InsuredCardSymbol>１２－３</InsuredCardSymbol>",
    "<InsuredIdentificationNumber>00045</InsuredIdentificationNumber>",
    "<InsuredBranchNumber>01</InsuredBranchNumber>",
    "<PersonalFamilyClassification>2</PersonalFamilyClassification>",
    "<InsuredName>訪問　一郎</InsuredName><NameOfOther>通称　花</NameOfOther>",
    "<Name>訪問　花子</Name>",
    "<NameKana>ﾎｳﾓﾝ ﾊﾅｺ</NameKana><NameOfOtherKana>ﾂｳｼﾖｳ ﾊﾅ</NameOfOtherKana>",
    "<Sex1>2</Sex1><Sex2>1</Sex2>",
    "<Birthdate>19500401</Birthdate>",
    "<QualificationDate>20200401</QualificationDate>",
    "<DisqualificationDate>20251201</DisqualificationDate><ReasonOfLoss>03</ReasonOfLoss>",
    "<InsuredCertificateIssuanceDate>20240801</InsuredCertificateIssuanceDate>",
    "<InsuredCardValidDate>20240801</InsuredCardValidDate>\
     <InsuredCardExpirationDate>20250731</InsuredCardExpirationDate>",
    "<InsuredPartialContributionRatio>030</InsuredPartialContributionRatio>",
    "<PreschoolClassification>1</PreschoolClassification><InsurerName>架空市</InsurerName>",
    "<ElderlyRecipientCertificateInfo><ElderlyRecipientValidStartDate>20250801</ElderlyRecipientValidStartDate>\
     <ElderlyRecipientContributionRatio>020</ElderlyRecipientContributionRatio>\
     <Birthdate>19990101</Birthdate></ElderlyRecipientCertificateInfo>",
    "<LimitApplicationCertificateRelatedConsFlg>1</LimitApplicationCertificateRelatedConsFlg>\
     <LimitApplicationCertificateRelatedInfo><LimitApplicationCertificateClassification>01</LimitApplicationCertificateClassification>\
     <LimitApplicationCertificateClassificationFlag>A03</LimitApplicationCertificateClassificationFlag>\
     <QualificationDate>20000101</QualificationDate></LimitApplicationCertificateRelatedInfo>",
    "<PublicExpenseResultList><MedicalTicketInfo><InsurerNumber>99999999</InsurerNumber>\
     <Name>別人</Name></MedicalTicketInfo></PublicExpenseResultList><ReferenceNumber>K-1</ReferenceNumber>",
];

fn record(parts: &[&str]) -> String {
    format!(
        "<ResultOfQualificationConfirmation>{}</ResultOfQualificationConfirmation>",
        parts.concat()
    )
}

fn single(header: &str, parts: &[&str]) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\n<XmlMsg>{header}<MessageBody>\
         <ProcessingResultStatus>1</ProcessingResultStatus><QualificationValidity>1</QualificationValidity>\
         <ResultList>{}</ResultList></MessageBody></XmlMsg>",
        record(parts)
    )
}

fn bulk(units: &[String]) -> String {
    let mut all = String::new();
    for unit in units {
        write!(all, "<BulkConfirmUnit>{unit}</BulkConfirmUnit>\r\n").expect("in memory");
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><XmlMsg>{BULK_HEADER}<MessageBody>{all}</MessageBody></XmlMsg>"
    )
}

fn search(number: &str) -> String {
    format!(
        "<QualificationConfirmSearchInfo><InsurerNumber>06132013</InsurerNumber><InsuredCardSymbol>77</InsuredCardSymbol>\
         <InsuredIdentificationNumber>{number}</InsuredIdentificationNumber><Birthdate>19600229</Birthdate>\
         <LimitApplicationCertificateRelatedConsFlg>1</LimitApplicationCertificateRelatedConsFlg>\
         <ArbitraryIdentifier>P-1</ArbitraryIdentifier></QualificationConfirmSearchInfo>"
    )
}

const STATE: &str = "<ProcessingResultStatus>1</ProcessingResultStatus><QualificationValidity>1</QualificationValidity>";

fn read_text(text: &str) -> Document {
    read(text.as_bytes(), &["OQSsiquc01res_1.xml"], 0).expect("a result")
}

fn refused(text: &str) -> &'static str {
    read(text.as_bytes(), &["x.xml"], 0)
        .map(|_| ())
        .expect_err("refused")
        .id()
}

fn first(document: &Document) -> RecordRef<'_> {
    document.records.get(0).expect("a record")
}

fn day(text: &str) -> Option<NaiveDate> {
    date::parse_any(text)
}

fn ids(document: Document) -> Vec<String> {
    document
        .notes
        .into_notes(0)
        .map(|note| format!("{:?} {}", note.place, note.problem.id()))
        .collect()
}

fn assert_is_hanako(r: RecordRef<'_>) {
    assert_eq!((r.insurer(), r.insurer_recorded()), ("00138057", "138057"));
    assert_eq!((r.symbol(), r.number(), r.branch()), ("123", "00045", "01"));
    assert_eq!(r.name_recorded(), "訪問　花子");
    assert_eq!(
        (r.kana(), r.kana_recorded()),
        ("ホウモンハナコ", "ﾎｳﾓﾝ ﾊﾅｺ")
    );
    assert_eq!(r.insurer_name(), "架空市");
    assert_eq!(r.birth_date, day("1950-04-01"));
    assert_eq!(r.as_of, day("2025-12-03"));
    assert_eq!(r.qualified_on, day("2020-04-01"));
    assert_eq!(r.lost_on, day("2025-12-01"));
    assert_eq!(r.loss_reason, *b"03");
    assert_eq!(r.card_issued_on, day("2024-08-01"));
    assert_eq!(r.card_valid_from, day("2024-08-01"));
    assert_eq!(r.card_valid_to, day("2025-07-31"));
    assert_eq!((r.sex, r.status, r.validity, r.relation), (2, 1, 1, 2));
    assert_eq!((r.card_class, r.limit_class), (*b"01", *b"A03"));
    assert_eq!(
        (r.copay_percent, r.elderly_copay_percent),
        (Some(30), Some(20))
    );
    assert_eq!((r.preschool, r.limit_consent), (Some(true), Some(true)));
    assert_eq!((r.certificate_valid_to, r.myna_registered), (None, None));
}

#[test]
fn single_and_face() {
    let text = single(HEADER, &HANAKO);
    let document = read_text(&text);
    assert_is_hanako(first(&document));
    assert_eq!(first(&document).reference, 1);
    assert_eq!(first(&document).row, 1);
    assert!(!first(&document).visits_file);
    assert_eq!(document.form, Form::XmlFace);
    assert_eq!(ids(document), [""; 0]);

    let header = HEADER.replace("<ReferenceClassification>1", "<ReferenceClassification>2");
    let document = read_text(&single(&header, &HANAKO));
    assert_eq!(document.form, Form::XmlSingle);
    assert_eq!(first(&document).reference, 2);
    let named = read(text.as_bytes(), &["OQSsiquc01res_face_1_20251203.xml"], 3).expect("a result");
    assert_eq!(named.form, Form::XmlFace);
    assert_eq!(first(&named).source, 3);
}

#[test]
fn header_and_state_may_come_last() {
    let text = format!(
        "<XmlMsg><MessageBody><ResultList>{}</ResultList>{STATE}</MessageBody>{HEADER}</XmlMsg>",
        record(&HANAKO)
    );
    assert_is_hanako(first(&read_text(&text)));
}

#[test]
fn bulk_with_records_directly_and_in_lists() {
    let units = [
        format!("{}{STATE}{}", search("1"), record(&HANAKO)),
        format!(
            "<ResultList>{}{}</ResultList><QualificationValidity>3</QualificationValidity>",
            record(&HANAKO),
            record(&[
                "<InsuredCardClassification>A1</InsuredCardClassification><InsurerNumber>12131234</InsurerNumber>\
                      <InsuredIdentificationNumber>1234566</InsuredIdentificationNumber>"
            ])
        ),
        format!(
            "<ProcessingResultStatus>2</ProcessingResultStatus><QualificationValidity>4</QualificationValidity>{}",
            search("999")
        ),
        STATE.to_owned(),
        search("1000"),
    ];
    let text = bulk(&units);
    let document = read(text.as_bytes(), &["OQSmuquc02res_1.xml"], 0).expect("a result");
    assert_eq!(document.form, Form::XmlBulk);
    let told: Vec<_> = document
        .records
        .iter()
        .map(|r| (r.row, r.insurer().to_owned(), r.status, r.validity))
        .collect();
    assert_eq!(
        told,
        [
            (1, "00138057".to_owned(), 1, 1),
            (2, "00138057".to_owned(), 0, 3),
            (2, "12131234".to_owned(), 0, 3),
            (3, "06132013".to_owned(), 2, 4),
        ]
    );
    assert_is_hanako(first(&document));
    let asked = document.records.get(3).expect("a record");
    assert_eq!((asked.symbol(), asked.number()), ("77", "999"));
    assert_eq!(asked.birth_date, day("1960-02-29"));
    assert_eq!(asked.as_of, day("2025-12-03"));
    assert_eq!(asked.limit_consent, None);
    assert_eq!(document.left_out, 2);
    assert_eq!(
        ids(document),
        ["Unit(4) unit-unnamed", "Unit(5) unit-silent"]
    );
}

#[test]
fn visits_and_medical_aid() {
    let text = bulk(&[format!("{STATE}{}", record(&HANAKO))]);
    for names in [
        &["OQSmuhvq02res_1.xml"][..],
        &["OQSmuonq02res_1.zip", "a.xml"],
        &["oqsmuhvq02RES.XML"],
    ] {
        let document = read(text.as_bytes(), names, 0).expect("a result");
        assert_eq!(document.form, Form::XmlVisits, "{names:?}");
        assert!(first(&document).visits_file);
    }
    let aid = bulk(&[format!(
        "{STATE}{}",
        record(&[
            "<InsuredCardClassification>A1</InsuredCardClassification><InsurerNumber>12131234</InsurerNumber>",
            "<InsuredIdentificationNumber>1234566</InsuredIdentificationNumber><Birthdate>19440505</Birthdate>",
            HANAKO[19],
        ])
    )]);
    let document = read(aid.as_bytes(), &["x.xml"], 0).expect("a result");
    assert_eq!(document.form, Form::XmlMedicalAid);
    assert_eq!(first(&document).card_class, *b"A1");
    assert_eq!(first(&document).insurer(), "12131234");
    assert_eq!(first(&document).symbol(), "");
}

#[test]
fn shift_jis_and_identifiers() {
    let text = single(HEADER, &HANAKO).replace("encoding=\"UTF-8\"", "encoding=\"Shift_JIS\"");
    let mut bytes = Vec::new();
    cp932::encode_into(&text.replace("Identifier>0<", "Identifier>1<"), &mut bytes);
    assert_is_hanako(first(&read(&bytes, &["x.xml"], 0).expect("a result")));
    bytes.clear();
    cp932::encode_into(&text, &mut bytes);
    let refusal = read(&bytes, &["x.xml"], 0).map(|_| ()).map_err(|p| p.id());
    assert_eq!(refusal, Err("encoding-mismatch"));
    let utf8 = single(HEADER, &HANAKO).replace("Identifier>0<", "Identifier>1<");
    assert_eq!(refused(&utf8), "encoding-mismatch");
    let mut bom = b"\xEF\xBB\xBF".to_vec();
    bom.extend_from_slice(single(HEADER, &HANAKO).as_bytes());
    assert_is_hanako(first(&read(&bom, &["x.xml"], 0).expect("a result")));
    let odd = single(HEADER, &HANAKO).replace("Identifier>0<", "Identifier>7<");
    assert_eq!(ids(read_text(&odd)), ["Whole value"]);
    let utf16: Vec<u8> = std::iter::once(0xFEFFu16)
        .chain(text.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let refusal = read(&utf16, &["x.xml"], 0).map(|_| ()).map_err(|p| p.id());
    assert_eq!(refusal, Err("encoding-unsupported"));
}

#[test]
fn entities() {
    let named = |text: &str| single(HEADER, &HANAKO).replace("訪問　花子", text);
    let document = read_text(&named("A&amp;B&#x26;<![CDATA[<C>]]>&#20803; D"));
    assert_eq!(first(&document).name_recorded(), "A&B&<C>元 D");
    assert_eq!(refused(&named("&bomb;")), "xml-entity");
    assert_eq!(refused(&named("&#0;")), "xml-entity");
    assert_eq!(refused(&named("&#xD800;")), "xml-entity");
    let bomb = single(HEADER, &HANAKO).replace(
        "<XmlMsg>",
        "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><XmlMsg>",
    );
    assert_eq!(refused(&bomb), "xml-dtd");
    assert_eq!(
        refused(&single(HEADER, &HANAKO).replace(
            "<XmlMsg>",
            "<!DOCTYPE XmlMsg SYSTEM \"file:///etc/passwd\"><XmlMsg>"
        )),
        "xml-dtd"
    );
}

#[test]
fn unfinished_and_failed_files() {
    let text = single(HEADER, &HANAKO);
    let document = read_text(&text.replace("Result>1<", "Result>2<"));
    assert!(document.records.is_empty());
    assert_eq!(document.unfinished, Some(Problem::NotFinished));
    let failed = text.replace(
        "<SegmentOfResult>1</SegmentOfResult>",
        "<SegmentOfResult>9</SegmentOfResult><ErrorCode>E1</ErrorCode><ErrorMessage>停止中</ErrorMessage>",
    );
    let document = read_text(&failed);
    assert!(document.records.is_empty());
    assert_eq!(
        document.unfinished,
        Some(Problem::Failed {
            message: "E1 停止中".into()
        })
    );
}

#[test]
fn requests_and_receipts_prove_nothing() {
    let request = format!(
        "<XmlMsg><MessageHeader><QualificationConfirmationDate>20251203</QualificationConfirmationDate></MessageHeader>\
         <MessageBody>{}{}</MessageBody></XmlMsg>",
        search("1"),
        search("2")
    );
    assert_eq!(refused(&request), "not-a-result");
    let receipt = format!(
        "<XmlMsg>{HEADER}<MessageBody><ReceptionNumber>1</ReceptionNumber></MessageBody></XmlMsg>"
    );
    assert_eq!(refused(&receipt), "not-a-result");
    let registration = format!(
        "<XmlMsg>{HEADER}<MessageBody><BulkRegistrationUnit>{STATE}</BulkRegistrationUnit></MessageBody></XmlMsg>"
    );
    assert_eq!(refused(&registration), "not-a-result");
    assert_eq!(refused("<html><body/></html>"), "not-eligibility");
}

#[test]
fn broken_files_are_refused_whole() {
    let text = bulk(&[
        format!("{STATE}{}", record(&HANAKO)),
        format!("{STATE}{}", record(&HANAKO)),
    ]);
    for cut in [text.len() - 1, text.len() - 30, text.len() / 2, 60] {
        let cut = text.floor_char_boundary(cut);
        assert_eq!(refused(&text[..cut]), "xml-truncated", "{cut}");
    }
    assert_eq!(refused(""), "xml-truncated");
    assert_eq!(
        refused(&text.replacen("</Name>", "</Nmae>", 1)),
        "xml-broken"
    );
    let deep = "<a>".repeat(100);
    assert_eq!(refused(&format!("<XmlMsg>{deep}")), "too-deep");
    let nested = record(&[&record(&HANAKO)]);
    assert_eq!(refused(&bulk(&[nested])), "structure");
    let unit_in_unit = format!("<BulkConfirmUnit>{STATE}</BulkConfirmUnit>");
    assert_eq!(refused(&bulk(&[unit_in_unit])), "structure");
    let long = single(HEADER, &HANAKO).replace("架空市", &"市".repeat(MAX_ELEMENT));
    assert_eq!(refused(&long), "too-large");
}

#[test]
fn values_that_are_none() {
    let text = single(HEADER, &HANAKO)
        .replace("19500401", "19500431")
        .replace("Ratio>030<", "Ratio>3<")
        .replace("<Sex1>2</Sex1>", "<Sex1></Sex1>")
        .replace("<Name>", "<NameKana>ﾆｾﾓﾉ</NameKana><Name>")
        .replace("架空市", &"市".repeat(200));
    let document = read_text(&text);
    assert_eq!(document.left_out, 1);
    assert_eq!(
        ids(document),
        [
            "Unit(1) repeated",
            "Unit(1) value",
            "Unit(1) value",
            "Unit(1) left-out"
        ]
    );
    let document = read_text(&text.replace(&"市".repeat(200), "架空市"));
    let r = first(&document);
    assert_eq!((r.birth_date, r.copay_percent, r.sex), (None, None, 1));
    assert_eq!(r.kana_recorded(), "ﾆｾﾓﾉ");
}

#[test]
fn words_for_what_a_file_does_not_say() {
    let failed = single(HEADER, &HANAKO).replace("OfResult>1<", "OfResult>9<");
    let problem = read_text(&failed).unfinished.expect("failed");
    for words in [problem.ja(), problem.en()] {
        assert!(!words.contains(": 。") && !words.contains(": ;"), "{words}");
        assert!(words.contains('9'), "{words}");
    }
    // Nothing is declared, but the bytes contradict the identifier.
    let mut bytes = Vec::new();
    let text = single(HEADER, &HANAKO);
    let (_, bare) = text.split_once("?>").expect("a declaration");
    cp932::encode_into(bare, &mut bytes);
    let problem = read(&bytes, &["x.xml"], 0)
        .map(|_| ())
        .expect_err("refused");
    assert_eq!(problem.id(), "encoding-mismatch");
    assert!(!problem.ja().contains("宣言"), "{}", problem.ja());
    assert!(!problem.en().contains("declaration"), "{}", problem.en());
    let declared = read(
        text.replace("Identifier>0<", "Identifier>1<").as_bytes(),
        &["x.xml"],
        0,
    )
    .map(|_| ())
    .expect_err("refused");
    assert!(declared.ja().contains("XML宣言"), "{}", declared.ja());
}

#[test]
fn a_deciding_value_that_cannot_be_read_leaves_the_record_out() {
    let good = format!("{STATE}{}", record(&HANAKO));
    for (from, to, column) in [
        (
            "QualificationDate>20200401<",
            "QualificationDate>20200431<",
            "qualified_on",
        ),
        (
            "DisqualificationDate>20251201<",
            "DisqualificationDate>202512<",
            "lost_on",
        ),
        (
            "ExpirationDate>20250731<",
            "ExpirationDate>令和7年7月<",
            "card_valid_to",
        ),
        ("Validity>1<", "Validity>7<", "validity"),
        ("Status>1<", "Status>X<", "status"),
    ] {
        let text = bulk(&[good.clone(), good.replace(from, to), good.clone()]);
        assert!(text.contains(to));
        let document = read_text(&text);
        let units: Vec<_> = document.records.iter().map(|r| r.row).collect();
        assert_eq!((units, document.left_out), (vec![1, 3], 1), "{column}");
        let notes: Vec<_> = document.notes.into_notes(0).collect();
        assert_eq!((notes.len(), notes[0].problem.id()), (1, "left-out"));
        assert_eq!(notes[0].place, Place::Unit(2));
        assert!(notes[0].ja().contains(column), "{}", notes[0].ja());
    }
    // A query without a record is judged by its state alone.
    let asked = format!(
        "{}<QualificationValidity>?</QualificationValidity>",
        search("1")
    );
    assert_eq!(ids(read_text(&bulk(&[asked]))), ["Unit(1) left-out"]);
    // The day in the header holds for all, wherever it stands.
    let text = bulk(&[good.clone(), good]).replace("20251203</Qual", "20251232</Qual");
    let document = read_text(&text);
    assert_eq!((document.records.len(), document.left_out), (0, 2));
    assert_eq!(ids(document), ["Whole left-out"]);
    let text = single(HEADER, &HANAKO).replace("Validity>1<", "Validity>有効<");
    let document = read_text(&text);
    assert_eq!((document.records.len(), document.left_out), (0, 1));
}

#[test]
fn a_record_without_insurer_or_number_is_nobody() {
    let document = read_text(&single(HEADER, &["<Name>訪問　花子</Name>", HANAKO[10]]));
    assert!(document.records.is_empty());
    assert_eq!(ids(document), ["Unit(1) unit-unnamed"]);
}

proptest! {
    #[test]
    fn any_bytes_are_harmless(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&bytes, &["x.xml"], 0);
    }

    #[test]
    fn any_change_of_a_result_is_harmless(
        at in any::<proptest::sample::Index>(),
        to in proptest::collection::vec(any::<u8>(), 0..8),
    ) {
        let mut bytes = single(HEADER, &HANAKO).into_bytes();
        let at = at.index(bytes.len());
        bytes.splice(at..(at + to.len()).min(bytes.len()), to);
        let _ = read(&bytes, &["x.xml"], 0);
    }

    #[test]
    fn the_order_of_elements_is_of_no_account(
        parts in Just(HANAKO.to_vec()).prop_shuffle(),
        unit_parts in Just(vec![0, 1, 2]).prop_shuffle(),
    ) {
        let pieces = [search("1"), STATE.to_owned(), record(&parts)];
        let unit: String = unit_parts.iter().map(|&i| pieces[i].as_str()).collect();
        let document = read(bulk(&[unit]).as_bytes(), &["x.xml"], 0).expect("a result");
        let plain = read(bulk(&[pieces[1].clone() + &record(&HANAKO)]).as_bytes(), &["x.xml"], 0).expect("a result");
        prop_assert_eq!(document.records.len(), 1);
        prop_assert_eq!(first(&document).facts(), first(&plain).facts());
        assert_is_hanako(first(&document));
    }
}

//! The same results written as XML and as JSON: every element of contract 3.4, and made-up trees of all
//! shapes.

use std::fmt::Write as _;

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::*;
use crate::eligibility::column::Column;
use crate::eligibility::record::RecordRef;
use crate::eligibility::{json, xml};

mod stream;

/// An element: text, or others.
#[derive(Clone, Debug)]
enum Node {
    Text(&'static str, String),
    Block(&'static str, Vec<Node>),
}

use Node::{Block, Text};

fn text(name: &'static str, text: &str) -> Node {
    Text(name, text.to_owned())
}

impl Node {
    fn name(&self) -> &'static str {
        match self {
            Text(name, _) | Block(name, _) => name,
        }
    }

    fn write_xml(&self, out: &mut String) {
        let name = self.name();
        write!(out, "<{name}>").expect("in memory");
        match self {
            Text(_, text) => out.push_str(text),
            Block(_, inner) => inner.iter().for_each(|node| node.write_xml(out)),
        }
        write!(out, "</{name}>").expect("in memory");
    }

    fn json(&self, style: Style) -> Value {
        match self {
            Text(_, text) => json!(text),
            Block("ResultList", inner)
                if style == Style::ObjectEach && inner.iter().all(|n| matches!(n, Block(..))) =>
            {
                inner
                    .iter()
                    .map(|node| json!({ node.name(): node.json(style) }))
                    .collect()
            }
            Block(_, inner) => Value::Object(members(inner, style)),
        }
    }
}

/// How JSON writes what may come more than once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    /// A result list as an array of objects with one key each, as the web API does.
    ObjectEach,
    /// A key that holds an array.
    ArrayInKey,
    /// A plain object where there is one alone, and no array around it.
    Plain,
}

const STYLES: [Style; 3] = [Style::ObjectEach, Style::ArrayInKey, Style::Plain];

fn members(nodes: &[Node], style: Style) -> Map<String, Value> {
    let mut map = Map::new();
    for node in nodes {
        let of_name: Vec<_> = nodes.iter().filter(|n| n.name() == node.name()).collect();
        let value = if let [one] = of_name.as_slice()
            && (style == Style::Plain || matches!(one, Text(..)))
        {
            one.json(style)
        } else {
            of_name.iter().map(|node| node.json(style)).collect()
        };
        map.insert(node.name().to_owned(), value);
    }
    map
}

fn read_xml(message: &[Node], names: &[&str]) -> Result<Document, Problem> {
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    Block("XmlMsg", message.to_vec()).write_xml(&mut text);
    xml::read(text.as_bytes(), names, 0)
}

fn read_json(message: &[Node], names: &[&str], style: Style) -> Result<Document, Problem> {
    let inner = Value::Object(members(message, style));
    let text = if style == Style::Plain {
        inner.to_string()
    } else {
        json!({ "XmlMsg": inner }).to_string()
    };
    json::read(text.as_bytes(), names, 0)
}

/// The message in every form and style.
fn every_form(message: &[Node]) -> impl Iterator<Item = (String, Document)> {
    let xml = read_xml(message, &[]).expect("a result");
    let json = STYLES.map(|style| {
        let document = read_json(message, &[], style).expect("a result");
        (format!("JSON, {style:?}"), document)
    });
    std::iter::once(("XML".to_owned(), xml)).chain(json)
}

/// What a record says in a column.
fn said(r: RecordRef<'_>, column: Column) -> String {
    let day = |day: Option<chrono::NaiveDate>| day.map_or(String::new(), |day| day.to_string());
    let number = |number: Option<u8>| number.map_or(String::new(), |n| n.to_string());
    let flag = |flag: Option<bool>| flag.map_or(String::new(), |flag| flag.to_string());
    let code = |code: &[u8]| String::from_utf8_lossy(code).replace('\0', "");
    match column {
        Column::InsurerNo => r.insurer_recorded().to_owned(),
        Column::Symbol => r.symbol_recorded().to_owned(),
        Column::Number => r.number_recorded().to_owned(),
        Column::Branch => r.branch_recorded().to_owned(),
        Column::Name => r.name_recorded().to_owned(),
        Column::Kana => r.kana_recorded().to_owned(),
        Column::InsurerName => r.insurer_name().to_owned(),
        Column::QueryNo => r.query_no().to_owned(),
        Column::BirthDate => day(r.birth_date),
        Column::AsOf => day(r.as_of),
        Column::QualifiedOn => day(r.qualified_on),
        Column::LostOn => day(r.lost_on),
        Column::CardIssuedOn => day(r.card_issued_on),
        Column::CardValidFrom => day(r.card_valid_from),
        Column::CardValidTo => day(r.card_valid_to),
        Column::CertificateValidTo => day(r.certificate_valid_to),
        Column::LimitValidFrom => day(r.limit_valid_from),
        Column::LimitValidTo => day(r.limit_valid_to),
        Column::Sex => r.sex.to_string(),
        Column::Reference => r.reference.to_string(),
        Column::Status => r.status.to_string(),
        Column::Validity => r.validity.to_string(),
        Column::Relation => r.relation.to_string(),
        Column::CardClass => code(&r.card_class),
        Column::LossReason => code(&r.loss_reason),
        Column::LimitClass => code(&r.limit_class),
        Column::CopayPercent => number(r.copay_percent),
        Column::ElderlyCopayPercent => number(r.elderly_copay_percent),
        Column::Preschool => flag(r.preschool),
        Column::LimitConsent => flag(r.limit_consent),
        Column::MynaRegistered => flag(r.myna_registered),
    }
}

/// Everything that came of a message, to be compared.
fn all_said(document: Document) -> Vec<String> {
    let mut all = vec![format!(
        "{} {:?} {:?} {:?} {}",
        document.left_out,
        document.unfinished,
        document.reception_no,
        document.executed_at,
        document.last_unit
    )];
    for r in document.records.iter() {
        let values = Column::ALL.map(|column| said(r, column)).join("|");
        all.push(format!("{} {} {values}", r.row, r.visits_file));
    }
    // The members of an object have no order, so neither have the remarks on them, and of two reasons to
    // leave a record out either may be told.
    let notes = document.notes.into_notes(0);
    let mut notes: Vec<_> = notes
        .map(|n| format!("{:?} {}", n.place, n.problem.id()))
        .collect();
    notes.sort();
    all.extend(notes);
    all
}

/// Where an element stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    Header,
    /// Beside the records of a unit of a bulk result.
    Unit,
    /// In the body of a single result.
    Body,
    Record,
    /// 高齢受給者証情報 of the record.
    Elderly,
    /// 限度額適用認定証関連情報 of the record.
    Limit,
    /// The query of a unit without a record.
    Search,
}

use At::{Body, Elderly, Header, Limit, Record, Search, Unit};

/// The elements of contract 3.4 and what they tell: the one table for XML and JSON.
#[rustfmt::skip]
const ELEMENTS: [(At, &str, &str, Column, &str); 43] = [
    (Record, "InsurerNumber", "  138057", Column::InsurerNo, "138057"),
    (Record, "InsuredCardSymbol", "１２－３", Column::Symbol, "１２－３"),
    (Record, "InsuredIdentificationNumber", "00045", Column::Number, "00045"),
    (Record, "InsuredBranchNumber", "01", Column::Branch, "01"),
    (Record, "Birthdate", "19500401", Column::BirthDate, "1950-04-01"),
    (Record, "Sex1", "2", Column::Sex, "2"),
    (Record, "Sex2", "2", Column::Sex, "2"),
    (Record, "Name", "見本　花子", Column::Name, "見本　花子"),
    (Record, "NameKana", "ﾐﾎﾝ ﾊﾅｺ", Column::Kana, "ﾐﾎﾝ ﾊﾅｺ"),
    (Record, "InsuredCardClassification", "05", Column::CardClass, "05"),
    (Record, "PersonalFamilyClassification", "2", Column::Relation, "2"),
    (Record, "QualificationDate", "20200401", Column::QualifiedOn, "2020-04-01"),
    (Record, "DisqualificationDate", "20251201", Column::LostOn, "2025-12-01"),
    (Record, "ReasonOfLoss", "03", Column::LossReason, "03"),
    (Record, "InsuredCertificateIssuanceDate", "20240801", Column::CardIssuedOn, "2024-08-01"),
    (Record, "InsuredCardValidDate", "20240802", Column::CardValidFrom, "2024-08-02"),
    (Record, "InsuredCardExpirationDate", "20250731", Column::CardValidTo, "2025-07-31"),
    (Record, "InsuredPartialContributionRatio", "030", Column::CopayPercent, "30"),
    (Record, "PreschoolClassification", "1", Column::Preschool, "true"),
    (Record, "ElderlyRecipientContributionRatio", "020", Column::ElderlyCopayPercent, "20"),
    (Record, "LimitApplicationCertificateRelatedConsFlg", "1", Column::LimitConsent, "true"),
    (Record, "InsurerName", "架空市", Column::InsurerName, "架空市"),
    (Record, "ProcessingResultStatus", "2", Column::Status, "2"),
    (Record, "QualificationValidity", "3", Column::Validity, "3"),
    (Record, "ReferenceNumber", "K-1", Column::QueryNo, "K-1"),
    (Elderly, "ElderlyRecipientContributionRatio", "010", Column::ElderlyCopayPercent, "10"),
    (Limit, "LimitApplicationCertificateClassificationFlag", "A03", Column::LimitClass, "A03"),
    (Limit, "LimitApplicationCertificateValidStartDate", "20250801", Column::LimitValidFrom, "2025-08-01"),
    (Limit, "LimitApplicationCertificateValidEndDate", "20260731", Column::LimitValidTo, "2026-07-31"),
    (Header, "QualificationConfirmationDate", "20251203", Column::AsOf, "2025-12-03"),
    (Header, "ReferenceClassification", "1", Column::Reference, "1"),
    (Unit, "ProcessingResultStatus", "2", Column::Status, "2"),
    (Unit, "QualificationValidity", "3", Column::Validity, "3"),
    (Unit, "ReferenceNumber", "K-2", Column::QueryNo, "K-2"),
    (Body, "ProcessingResultStatus", "2", Column::Status, "2"),
    (Body, "QualificationValidity", "3", Column::Validity, "3"),
    (Body, "ReferenceNumber", "K-3", Column::QueryNo, "K-3"),
    (Search, "InsurerNumber", "  138057", Column::InsurerNo, "138057"),
    (Search, "InsuredCardSymbol", "77", Column::Symbol, "77"),
    (Search, "InsuredIdentificationNumber", "00046", Column::Number, "00046"),
    (Search, "InsuredBranchNumber", "02", Column::Branch, "02"),
    (Search, "Birthdate", "19600229", Column::BirthDate, "1960-02-29"),
    (Search, "ArbitraryIdentifier", "P-1", Column::QueryNo, ""),
];

/// A message with the least that makes a result, and `more` at a place.
fn least(at: At, more: Option<&Node>) -> Vec<Node> {
    // One element of a name is enough: `more` stands for the least one.
    let with = |nodes: Vec<Node>, here: bool| -> Vec<Node> {
        let Some(more) = more.filter(|_| here) else {
            return nodes;
        };
        let rest = nodes.into_iter().filter(|node| node.name() != more.name());
        rest.chain([more.clone()]).collect()
    };
    let person = || {
        vec![
            text("InsurerNumber", "06132013"),
            text("InsuredIdentificationNumber", "45"),
        ]
    };
    let mut record = with(person(), at == Record);
    for (place, block) in [
        (Elderly, "ElderlyRecipientCertificateInfo"),
        (Limit, "LimitApplicationCertificateRelatedInfo"),
    ] {
        record.push(Block(block, with(Vec::new(), at == place)));
    }
    let record = Block("ResultOfQualificationConfirmation", record);
    let search = Block(
        "QualificationConfirmSearchInfo",
        with(person(), at == Search),
    );
    let state = vec![text("QualificationValidity", "1")];
    let body = match at {
        Search => vec![Block("BulkConfirmUnit", [state, vec![search]].concat())],
        Unit => {
            let unit = with([state, vec![search, record]].concat(), true);
            vec![Block("BulkConfirmUnit", unit)]
        }
        _ => with(
            [state, vec![Block("ResultList", vec![record])]].concat(),
            at == Body,
        ),
    };
    let header = with(vec![text("SegmentOfResult", "1")], at == Header);
    vec![Block("MessageHeader", header), Block("MessageBody", body)]
}

#[test]
fn every_element_of_the_contract_in_every_form() {
    for (at, element, value, column, expected) in ELEMENTS {
        for (form, plain) in every_form(&least(at, None)) {
            let before = said(plain.records.get(0).expect("a record"), column);
            let is_new = expected.is_empty() || before != expected;
            assert!(is_new, "{form}: {element} tells nothing new");
        }
        for (form, document) in every_form(&least(at, Some(&text(element, value)))) {
            assert_eq!(document.records.len(), 1, "{form}: {element}");
            let r = document.records.get(0).expect("a record");
            assert_eq!(said(r, column), expected, "{form}: {at:?} {element}");
            assert_eq!(document.notes.into_notes(0).count(), 0, "{form}: {element}");
        }
    }
}

#[test]
fn every_column_that_the_tree_tells_is_in_the_table() {
    for column in Column::ALL {
        // A register alone knows these (contract 3.4).
        let of_registers = matches!(column, Column::CertificateValidTo | Column::MynaRegistered);
        let is_there = ELEMENTS
            .iter()
            .any(|row| row.3 == column && !row.4.is_empty());
        assert_eq!(is_there, !of_registers, "{column:?}");
    }
}

#[test]
fn reception_and_execution_of_the_header() {
    let mut message = least(Unit, None);
    let Some(Block(_, header)) = message.first_mut() else {
        unreachable!("a header comes first");
    };
    header.push(text("ReceptionNumber", " 202512030001 "));
    header.push(text("ProcessExecutionTime", "20251203101500"));
    for (form, document) in every_form(&message) {
        assert_eq!(
            document.reception_no.as_deref(),
            Some("202512030001"),
            "{form}"
        );
        assert_eq!(
            document.executed_at.as_deref(),
            Some("20251203101500"),
            "{form}"
        );
        assert_eq!(
            document.records.len(),
            1,
            "{form}: in the body it would be a receipt"
        );
    }
    for (form, document) in every_form(&least(Unit, None)) {
        assert_eq!(
            (document.reception_no, document.executed_at),
            (None, None),
            "{form}"
        );
    }
}

fn person(number: &str) -> Vec<Node> {
    vec![
        text("InsurerNumber", "06132013"),
        text("InsuredIdentificationNumber", number),
    ]
}

fn record(number: &str, query_no: Option<&str>) -> Node {
    let mut nodes = person(number);
    nodes.extend(query_no.map(|no| text("ReferenceNumber", no)));
    Block("ResultOfQualificationConfirmation", nodes)
}

#[test]
fn the_query_number_of_a_unit_is_for_its_records_that_have_none() {
    let state = || text("QualificationValidity", "1");
    let number = |no| text("ReferenceNumber", no);
    let units = vec![
        // Before its record, and behind it.
        vec![number("K-1"), state(), record("1", None)],
        vec![state(), record("2", None), number("K-2")],
        // A list, one with its own; another number, which comes too late.
        vec![
            state(),
            Block(
                "ResultList",
                vec![record("3", None), record("4", Some("OWN"))],
            ),
            number("K-3"),
            number("K-3"),
            number("K-4"),
        ],
        vec![state(), record("5", None)],
        // No record: the query names the person.
        vec![
            state(),
            Block("QualificationConfirmSearchInfo", person("6")),
            number("K-6"),
        ],
    ];
    let units = units.into_iter().map(|unit| Block("BulkConfirmUnit", unit));
    let message = vec![
        Block("MessageHeader", vec![text("SegmentOfResult", "1")]),
        Block("MessageBody", units.collect()),
    ];
    for (form, document) in every_form(&message) {
        let found: Vec<_> = document
            .records
            .iter()
            .map(|r| (r.number().to_owned(), r.query_no().to_owned()))
            .collect();
        let expected = [
            ("1", "K-1"),
            ("2", "K-2"),
            ("3", "K-3"),
            ("4", "OWN"),
            ("5", ""),
            ("6", "K-6"),
        ];
        assert_eq!(
            found,
            expected.map(|(a, b)| (a.to_owned(), b.to_owned())),
            "{form}"
        );
        let notes: Vec<_> = document.notes.into_notes(0).collect();
        let told: Vec<_> = notes.iter().map(|n| (n.place, n.problem.id())).collect();
        assert_eq!(told, [(crate::note::Place::Unit(3), "repeated")], "{form}");
    }
}

#[test]
fn a_query_number_too_long_costs_no_record() {
    let long = "9".repeat(600);
    for (form, document) in every_form(&least(Unit, Some(&text("ReferenceNumber", &long)))) {
        assert_eq!(
            (document.records.len(), document.left_out),
            (1, 0),
            "{form}"
        );
        let notes: Vec<_> = document
            .notes
            .into_notes(0)
            .map(|n| n.problem.id())
            .collect();
        assert_eq!(notes, ["value"], "{form}");
    }
}

#[test]
fn a_registration_of_query_numbers_is_no_result() {
    let message = vec![
        Block("MessageHeader", Vec::new()),
        Block("MessageBody", vec![text("ReferenceNumber", "K-1")]),
    ];
    assert_eq!(
        read_xml(&message, &[]).map(|_| ()),
        Err(Problem::NotAResult)
    );
    for style in STYLES {
        let refused = read_json(&message, &[], style).map(|_| ());
        assert_eq!(refused, Err(Problem::NotAResult), "{style:?}");
    }
}

#[test]
fn a_result_list_that_is_a_record_itself_is_read() {
    let mut bare = person("7");
    bare.push(text("DisqualificationDate", "20251201"));
    let message = vec![
        Block("MessageHeader", vec![text("SegmentOfResult", "1")]),
        Block(
            "MessageBody",
            vec![
                text("QualificationValidity", "1"),
                Block("ResultList", bare.clone()),
            ],
        ),
    ];
    for (form, document) in every_form(&message) {
        let r = document.records.get(0).expect("a record");
        assert_eq!(
            (r.number(), said(r, Column::LostOn)),
            ("7", "2025-12-01".to_owned()),
            "{form}"
        );
    }
    // Both at once is no known shape.
    bare.push(record("8", None));
    let message = vec![Block("MessageBody", vec![Block("ResultList", bare)])];
    let refused = read_xml(&message, &[]).map(|_| ()).map_err(|p| p.id());
    assert_eq!(refused, Err("structure"));
}

/// Elements with one of some values each, in any order, some of them missing.
fn some_of(
    choices: &'static [(&'static str, &'static [&'static str])],
) -> impl Strategy<Value = Vec<Node>> {
    let each: Vec<_> = choices
        .iter()
        .map(|&(name, values)| {
            prop::option::weighted(0.6, prop::sample::select(values))
                .prop_map(move |value| value.map(|value| text(name, value)))
        })
        .collect();
    each.prop_map(|nodes| nodes.into_iter().flatten().collect::<Vec<_>>())
        .prop_shuffle()
}

const PERSON: &[(&str, &[&str])] = &[
    ("InsurerNumber", &["  138057", "06132013", "39130018"]),
    ("InsuredCardSymbol", &["１２－３", "記号", ""]),
    ("InsuredIdentificationNumber", &["1", "0002", "３３３"]),
    ("InsuredBranchNumber", &["00", "1"]),
    ("Birthdate", &["19500401", "19500431", "昭和25年4月1日"]),
];

const RECORD: &[(&str, &[&str])] = &[
    ("Name", &["見本　花子", "架空　太郎"]),
    ("NameKana", &["ﾐﾎﾝ ﾊﾅｺ"]),
    ("Sex1", &["1", "2", "3", "9"]),
    ("Sex2", &["1", "2"]),
    ("QualificationDate", &["20200401", "20209999"]),
    ("DisqualificationDate", &["20251201", "99999999", "2025"]),
    ("InsuredPartialContributionRatio", &["030", "3"]),
    ("QualificationValidity", &["1", "2", "8"]),
    ("ReferenceNumber", &["K-1", ""]),
    ("Address", &["架空県架空市"]),
];

const LIMIT: &[(&str, &[&str])] = &[
    (
        "LimitApplicationCertificateClassificationFlag",
        &["A03", "B10", "ア"],
    ),
    ("LimitApplicationCertificateValidStartDate", &["20250801"]),
    (
        "LimitApplicationCertificateValidEndDate",
        &["20260731", "202607"],
    ),
];

const STATE: &[(&str, &[&str])] = &[
    ("ProcessingResultStatus", &["1", "2", "X"]),
    ("QualificationValidity", &["1", "3", "4"]),
    ("ReferenceNumber", &["K-7", "K-8"]),
    ("ProcessingResultMessage", &["見本のお知らせ"]),
];

const HEADER: &[(&str, &[&str])] = &[
    ("ProcessExecutionTime", &["20251203101500"]),
    ("QualificationConfirmationDate", &["20251203", "20251232"]),
    ("ReferenceClassification", &["1", "2", "7"]),
    ("SegmentOfResult", &["1", "1", "1", "2", "9", "5"]),
    ("ErrorMessage", &["停止中"]),
    ("ReceptionNumber", &["202512030001"]),
    ("CharacterCodeIdentifier", &["0"]),
];

fn a_record() -> impl Strategy<Value = Node> {
    (some_of(PERSON), some_of(RECORD), some_of(LIMIT)).prop_map(|(person, record, limit)| {
        let limit = vec![Block("LimitApplicationCertificateRelatedInfo", limit)];
        Block(
            "ResultOfQualificationConfirmation",
            [person, record, limit].concat(),
        )
    })
}

/// What a unit or the body of a single result holds.
fn a_unit() -> impl Strategy<Value = Vec<Node>> {
    (
        prop::option::of(some_of(PERSON)),
        some_of(STATE),
        prop::collection::vec(a_record(), 0..3),
        any::<bool>(),
    )
        .prop_map(|(search, mut unit, records, in_list)| {
            unit.extend(search.map(|search| Block("QualificationConfirmSearchInfo", search)));
            if in_list {
                unit.push(Block("ResultList", records));
            } else {
                unit.extend(records);
            }
            unit
        })
}

fn a_message() -> impl Strategy<Value = Vec<Node>> {
    let bulk = prop::collection::vec(a_unit(), 0..4).prop_map(|units| {
        let units = units.into_iter().map(|unit| Block("BulkConfirmUnit", unit));
        units.collect::<Vec<_>>()
    });
    (some_of(HEADER), prop_oneof![a_unit(), bulk])
        .prop_map(|(header, body)| vec![Block("MessageHeader", header), Block("MessageBody", body)])
        .prop_shuffle()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn xml_and_json_say_the_same(message in a_message(), visits in any::<bool>()) {
        let names: &[&str] = if visits { &["OQSmuhvq02res_1"] } else { &[] };
        let expected = read_xml(&message, names).map(all_said);
        for style in STYLES {
            let found = read_json(&message, names, style).map(all_said);
            prop_assert_eq!(&found, &expected, "{:?}", style);
        }
    }
}

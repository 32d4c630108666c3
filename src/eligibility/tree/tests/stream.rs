//! Results read in blocks by the simple reader say what the XML parser reads in them, or are left to it.

use sha2::{Digest, Sha256};

use super::*;
use crate::eligibility::xml::stream::{self, Cutter, Streamed};
use crate::note::Note;
use crate::text::cp932;

/// What is put into a file, most of it not simple or not well formed.
const ODDITIES: [&str; 40] = [
    "&amp;",
    "&lt;b&gt;",
    "&#65;",
    "&x;",
    "&",
    "<!-- c -->",
    "<![CDATA[x]]>",
    "<?pi x?>",
    "<!DOCTYPE a>",
    "<a b='c'/>",
    "<n:Name>x</n:Name>",
    "<Name >x</Name>",
    "<Name>x</Name >",
    "<Name/>",
    "<Name></Name>",
    "<Name>x</Name>",
    "<Name>x<b>y</b>z</Name>",
    "<Naméx>1</Naméx>",
    "<a\">1</a\">",
    "<_a>1</_a>",
    "<a@[`{|}~>1</a@[`{|}~>",
    "</Name>",
    "<BulkConfirmUnit/>",
    "<BulkConfirmUnit>",
    "</BulkConfirmUnit>",
    "<BulkConfirmUnit><QualificationValidity>1</QualificationValidity></BulkConfirmUnit>",
    "<ResultList>",
    "</ResultList>",
    "</MessageBody><MessageBody>",
    "<MessageBody>",
    "<QualificationValidity>2</QualificationValidity>",
    "<ReceptionNumber>1</ReceptionNumber>",
    "<BulkRegistrationUnit></BulkRegistrationUnit>",
    " ",
    "\r\n\t",
    "<",
    ">",
    "/",
    "]]>",
    "\0",
];

fn streamed(bytes: &[u8], names: &[&str], size: usize, at_once: usize) -> Option<Streamed> {
    stream::read_blocks(Cutter::new(Box::new(bytes), size), names, at_once)
}

/// All there is in a document, with its remarks in order.
fn everything(document: Document) -> (Vec<String>, Vec<Note>, Form) {
    let (notes, form) = (document.notes.clone(), document.form);
    (all_said(document), notes.into_notes(0).collect(), form)
}

/// The message as XML with white space between elements, or without.
fn written(message: &[Node], indent: &str, label: &str) -> String {
    let mut text = String::new();
    Block("XmlMsg", message.to_vec()).write_xml(&mut text);
    let text = text.replace("><", &format!(">{indent}<"));
    format!("<?xml version=\"1.0\" encoding=\"{label}\" standalone=\"no\"?>{indent}{text}{indent}")
}

fn in_bytes(text: &str, label: &str) -> Vec<u8> {
    if label == "UTF-8" {
        return text.as_bytes().to_vec();
    }
    let mut bytes = Vec::new();
    cp932::encode_into(text, &mut bytes);
    bytes
}

const INDENTS: &[&str] = &["", "\r\n    ", "\n"];
const LABELS: &[&str] = &["UTF-8", "Shift_JIS"];

/// Something left out of a text, or an oddity put into it, at about a share of its length.
fn changed(mut text: String, share: usize, taken: usize, oddity: Option<&str>) -> String {
    let at = text.floor_char_boundary(text.len() * share / 1_000);
    // Between elements there is more to be disturbed than within names.
    let at = text[at..].find(['<', '>']).map_or(at, |found| at + found);
    let end = text.floor_char_boundary(at + taken);
    text.replace_range(at..end, oddity.unwrap_or_default());
    text
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn simple_files_are_read_the_same(
        message in a_message(),
        indent in prop::sample::select(INDENTS),
        label in prop::sample::select(LABELS),
        size in 1usize..900,
        at_once in 1usize..4,
    ) {
        let bytes = in_bytes(&written(&message, indent, label), label);
        let expected = xml::read(&bytes, &["OQSmuhvq02res_1"], 0).map(everything);
        let found = streamed(&bytes, &["OQSmuhvq02res_1"], size, at_once);
        // Errors come from the parser; what it reads, this reads too.
        prop_assert_eq!(found.is_some(), expected.is_ok());
        if let Some(found) = found {
            prop_assert_eq!(found.bytes, bytes.len() as u64);
            prop_assert_eq!(found.sha256, <[u8; 32]>::from(Sha256::digest(&bytes)));
            prop_assert_eq!(Ok(everything(found.document)), expected);
        }
    }

    #[test]
    fn odd_files_are_read_the_same_or_left_to_the_parser(
        message in a_message(),
        indent in prop::sample::select(INDENTS),
        label in prop::sample::select(LABELS),
        share in 0usize..1_000,
        taken in prop_oneof![Just(0usize), Just(1), 0usize..60, Just(usize::MAX / 2)],
        oddity in prop::option::weighted(0.9, prop::sample::select(&ODDITIES[..])),
        size in 1usize..900,
    ) {
        let text = changed(written(&message, indent, label), share, taken, oddity);
        let bytes = in_bytes(&text, label);
        if let Some(found) = streamed(&bytes, &[], size, 2) {
            let expected = xml::read(&bytes, &[], 0).map(everything);
            prop_assert_eq!(Ok(everything(found.document)), expected, "{}", text);
        }
    }
}

#[test]
fn units_count_on_through_blocks_and_batches() {
    let unit = |number: usize| {
        let query = Block("QualificationConfirmSearchInfo", person("9"));
        let state = text(
            "QualificationValidity",
            if number.is_multiple_of(7) { "8" } else { "1" },
        );
        let number = number.to_string();
        Block("BulkConfirmUnit", vec![query, state, record(&number, None)])
    };
    let units: Vec<_> = (0..3_000).map(unit).collect();
    let message = [
        Block("MessageBody", units),
        Block("MessageHeader", vec![text("SegmentOfResult", "1")]),
    ];
    let bytes = in_bytes(&written(&message, "\n", "UTF-8"), "UTF-8");
    let expected = xml::read(&bytes, &[], 0).map(everything);
    for size in [100, 5_000, 200_000, 10_000_000] {
        let found = streamed(&bytes, &[], size, 3).map(|found| everything(found.document));
        assert_eq!(found, expected.clone().ok(), "{size}");
    }
}

#[test]
fn what_breaks_off_or_is_declared_otherwise_is_left_to_the_parser() {
    let text = written(&least(Unit, None), "\n", "UTF-8");
    assert!(streamed(text.as_bytes(), &[], 100, 1).is_some());
    for end in [0, 1, 60, text.len() / 2, text.len() - 2, text.len() - 12] {
        assert!(
            streamed(&text.as_bytes()[..end], &[], 100, 1).is_none(),
            "{end}"
        );
    }
    let bare = text.split_once("?>").expect("a declaration").1;
    for other in [
        bare.to_owned(),
        text.replace("UTF-8", "EUC-JP"),
        text.replacen("<XmlMsg>", "<XmlMsg a=\"b\">", 1),
        format!("{text}<XmlMsg></XmlMsg>"),
        format!("{text}<"),
    ] {
        assert!(streamed(other.as_bytes(), &[], 100, 1).is_none(), "{other}");
    }
}

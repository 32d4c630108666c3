//! The checks on made-up claims, on everything `synth` writes, and on damage planted into it.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;
use crate::synth;
use crate::text::cp932;
use crate::uke::dialect;

pub(super) fn of_bytes(bytes: &[u8]) -> Vec<Flaw> {
    let dialect = dialect::sniff(bytes).expect("a claim file");
    let body = &bytes[dialect.skip..];
    let linter = Linter::default();
    let head = linter.head(dialect, body);
    join(dialect, vec![linter.piece(dialect, &head, body)]).flaws
}

/// What `synth` plants on purpose, by the scenario that RE.訪問看護記録番号 names (`Mnn-…`): claims without
/// payer, without a date, with a date of another month. 外字 stand in names everywhere.
#[test]
fn what_synth_writes_is_clean() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut planted = std::collections::BTreeMap::new();
    for seed in 1..=3 {
        let out = dir.path().join(seed.to_string());
        let options = synth::Options {
            forms: synth::Forms::CsvOnly,
            ..synth::Options::new(400, seed)
        };
        synth::write(&options, &out, &|_| {}).expect("written");
        let (files, _) = crate::input::find(&[out.join("claims")]);
        for file in files {
            let bytes = std::fs::read(&file.path).expect("read");
            let lines: Vec<&[u8]> = bytes.split(|&b| b == b'\n').collect();
            for flaw in of_bytes(&bytes).iter().filter(|f| f.kind != Kind::Gaiji) {
                let at = flaw.line as usize;
                let re = lines[..at].iter().rev().find(|l| l.starts_with(b"RE,"));
                let id = lines::fields(re.expect("a claim"))
                    .nth(re::LOCAL_ID - 1)
                    .expect("an id");
                let scenario = String::from_utf8_lossy(&id[..3]).into_owned();
                let kinds: &mut std::collections::BTreeSet<Kind> =
                    planted.entry(scenario).or_default();
                kinds.insert(flaw.kind);
            }
        }
    }
    let expected = [
        ("M78".to_owned(), [Kind::NoPayer].into()),
        ("M79".to_owned(), [Kind::NoDate, Kind::KaDate].into()),
    ];
    assert_eq!(planted, expected.into());
}

/// The examples of the official guide, record by record (claims-format 3), with as many commas as it prints.
const OFFICIAL: [&str; 26] = [
    "HM,1,13,6,1234567,〇〇訪問看護ステーション,202407,03-1234-5678",
    "RE,100,6116,202406,訪問　花子,ホウモンハナコ,2,19930702,,,,,,A123-456,",
    "HO,01131234,１２３４５６７８,１２３４５６７,30,300000,,,40215,1,50,",
    "KO,54131234,0001234,,27,350000,750,80930",
    "SN,1,01,,,,03,,",
    "SN,2,01,,,,,,",
    "JD,1,1,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,",
    "MF,00,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,",
    "GI,20240610,01,0102,東京都千代田区永田町１丁目１１－３５,,,",
    "IH,13,1,0123456,訪問病院,訪問　太郎,20240612",
    "HJ,01,20240601,20240630",
    "JS,ストレスを感じやすく幻聴あり。,0102,001058,02,20240601",
    "SY,1983019,20568002,,",
    "SY,0000999,,Ａ病名,",
    "RJ,20240610,01,,,,,,,,20240618,1300,04,,20240618,1300,01,,,,,,,,,,,,",
    "TJ,10,,202304,",
    "TZ,10,850500016,５０６０６１５",
    "KS,21,,20240515,20240620",
    "CO,850500005,５０６０６１５,",
    "CO,810000001,見本の文,",
    "KA,20240615,1,510000110,,5550,03,01,01",
    "KA,20240615,1,510002670,,1300,,,",
    "KA,20240615,1,510000310,,7575,07,01,01",
    "KA,20240615,1,510002370,,0,,,",
    "KA,20240615,1,510000110,,5550,0111,02,01",
    "GO",
];

fn flaws_of_line(line: &str) -> Vec<Flaw> {
    let mut bytes = Vec::new();
    assert_eq!(cp932::encode_into(line, &mut bytes), 0);
    let dialect = Dialect {
        shape: Shape::Station,
        encoding: Encoding::Cp932,
        skip: 0,
    };
    let mut sink = Sink::new(dialect.encoding);
    rows::each_group(dialect, &bytes, |_, group| {
        for row in group.rows() {
            let kind = row.kind.expect("a known record");
            field::check(
                &row,
                kind,
                Filing::of(group, Some(&row), Shape::Station),
                &mut sink,
            );
        }
        detail::check(group, &mut sink);
    });
    sink.flaws.extend(sink.notes.into_flaws());
    sink.flaws
}

#[test]
fn official_examples_are_clean() {
    for line in OFFICIAL {
        assert_eq!(flaws_of_line(line), [], "{line}");
    }
    // The guide's own slip (claims-format 1.3): once TZ has an empty field too many.
    let slip = flaws_of_line("TZ,10,830500003,架空の理由,");
    assert_eq!(
        slip.iter().map(|flaw| flaw.kind).collect::<Vec<_>>(),
        [Kind::FieldCount]
    );
}

#[test]
fn layout_examples_are_clean() {
    for kind in RecordKind::ALL {
        let line = crate::uke::layout::layout(kind).example;
        assert_eq!(flaws_of_line(line), [], "{line}");
    }
}

/// A file read in pieces has the flaws of the file read whole.
#[test]
fn pieces_do_not_show() {
    let mut text = String::from("HM,1,13,6,9999991,見本,202602,\r\n");
    for number in [1, 2, 4, 5, 5] {
        let _ = write!(
            text,
            "RE,{number},6112,202601,見本　花子,,3,19500102,,,,,,,\r\nKA,20260105,1,510000110,,05550,03,01,01\n"
        );
    }
    text += "GO\r\n\x1a";
    let mut bytes = Vec::new();
    cp932::encode_into(&text, &mut bytes);
    let dialect = dialect::sniff(&bytes).expect("a claim file");
    let linter = Linter::default();
    let head = linter.head(dialect, &bytes);
    let whole = join(dialect, vec![linter.piece(dialect, &head, &bytes)]);
    assert!(whole.flaws.len() > 20 && whole.claims == 5);
    let starts: Vec<usize> = memchr::memmem::find_iter(&bytes, b"RE,").collect();
    for cuts in 0..1u32 << starts.len() {
        let mut pieces = Vec::new();
        let mut from = 0;
        for (i, &start) in starts.iter().enumerate() {
            if cuts >> i & 1 == 1 {
                pieces.push(linter.piece(dialect, &head, &bytes[from..start]));
                from = start;
            }
        }
        pieces.push(linter.piece(dialect, &head, &bytes[from..]));
        let joined = join(dialect, pieces);
        assert_eq!(joined.flaws, whole.flaws, "{cuts:b}");
        assert_eq!(joined.subjects, whole.subjects);
        assert!(joined.flaws.iter().all(|flaw| flaw.record.is_empty()
            || flaw.claim.is_none()
            || joined.excerpt(flaw).is_some()));
    }
}

proptest! {
    /// Whatever the bytes, a verdict on the form comes out, and every place lies in its line.
    #[test]
    fn any_bytes_are_harmless(
        at in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..60),
        cut in any::<prop::sample::Index>(),
        insurer in any::<bool>(),
    ) {
        let base = include_str!("../../fixtures/format/base.txt");
        let mut text = String::new();
        for (number, line) in base.lines().enumerate() {
            if insurer {
                let _ = write!(text, "1,{number},0,");
            }
            text += line;
            text += "\r\n";
        }
        let mut bytes = Vec::new();
        cp932::encode_into(&text, &mut bytes);
        for (place, byte) in at {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        bytes.truncate(cut.index(bytes.len()) + 1);
        for encoding in [Encoding::Cp932, Encoding::Utf8] {
            let shape = if insurer { Shape::Insurer } else { Shape::Station };
            let dialect = Dialect { shape, encoding, skip: 0 };
            let linter = Linter::default();
            let head = linter.head(dialect, &bytes);
            let file = join(dialect, vec![linter.piece(dialect, &head, &bytes)]);
            for flaw in &file.flaws {
                if let Some(line) = file.lines.get(&flaw.line) {
                    prop_assert!(flaw.span.start <= flaw.span.end && flaw.span.end as usize <= line.len());
                    let excerpt = file.excerpt(flaw).expect("the line is kept");
                    prop_assert!(excerpt.text.is_char_boundary(excerpt.mark.start));
                    prop_assert!(excerpt.text.is_char_boundary(excerpt.mark.end));
                }
            }
        }
    }
}

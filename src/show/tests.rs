use std::path::{Path, PathBuf};

use proptest::prelude::*;

use super::amounts::{self, Payer};
use super::page::Look;
use super::*;
use crate::text::cp932;
use crate::text::lang::Lang;
use crate::uke::rows::Row;
use crate::uke::source::Status;

const LOOK: Look = Look {
    lang: Lang::Ja,
    width: 80,
    is_styled: false,
};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures/show")
        .join(name)
}

fn claims(name: &str, selection: &Selection, is_masked: bool) -> Vec<Claim> {
    read(&fixture(name), selection, is_masked)
        .into_iter()
        .flat_map(|file| file.claims)
        .collect()
}

fn claim(name: &str, number: u64) -> Claim {
    let found = claims(name, &Selection::Number(number), false);
    let [claim] = <[Claim; 1]>::try_from(found).expect("one claim");
    claim
}

#[test]
fn claims_are_found_by_number_name_and_line() {
    let lines = |selection: Selection| -> Vec<u32> {
        claims("full.UKE", &selection, false)
            .iter()
            .map(Claim::line)
            .collect()
    };
    let patient = |text| lines(Selection::patient(text).expect("some text"));
    assert_eq!(lines(Selection::Number(2)), [32]);
    assert_eq!(lines(Selection::Number(3)), [0; 0]);
    assert_eq!(patient("みほん"), [2]);
    assert_eq!(patient("ﾐﾎﾝ ﾊﾅ"), [2]);
    assert_eq!(patient("見本花子"), [2]);
    assert_eq!(patient("タロ"), [32]);
    assert_eq!(patient("ろう"), [32]);
    assert_eq!(patient("居ない"), [0; 0]);
    assert_eq!(Selection::patient(" 　"), None);
    assert_eq!(lines(Selection::Line(2)), [2]);
    assert_eq!(lines(Selection::Line(31)), [2]);
    assert_eq!(lines(Selection::Line(32)), [32]);
    // HM, GO, and beyond the end.
    for line in [1, 45, 46, 1000] {
        assert_eq!(lines(Selection::Line(line)), [0; 0], "{line}");
    }
}

#[test]
fn the_list_has_every_claim_and_the_corrected_total() {
    let [file] =
        <[FileClaims; 1]>::try_from(read(&fixture("insurer.csv"), &Selection::List, false))
            .expect("one file");
    assert!(matches!(file.status, Status::Read(1)));
    let [entry] = &file.entries[..] else {
        panic!("one claim")
    };
    assert_eq!(
        (entry.line, &*entry.number, &*entry.name, &*entry.yen),
        (1, "1", "架空　次郎", "13220")
    );
}

/// Pieces of a large file count their lines from one; claims are found all the same, with the header.
#[test]
fn lines_of_a_large_file() {
    let claim = "RE,1,6112,202601,見本　花子,,2,19380103,,,,,,,\r\nCO,810000001,Ａ,\r\n";
    let (mut one, mut bytes) = (Vec::new(), Vec::new());
    cp932::encode_into(claim, &mut one);
    cp932::encode_into("HM,1,13,6,9999991,見本,202602,\r\n", &mut bytes);
    let count = (10 << 20) / one.len();
    for _ in 0..count {
        bytes.extend_from_slice(&one);
    }
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("RECEIPTH.UKE");
    std::fs::write(&path, bytes).expect("written");
    let last = u32::try_from(count).expect("few") * 2 + 1;
    for (line, first) in [
        (2, 2),
        (3, 2),
        (last / 2 * 2 - 1, last / 2 * 2 - 2),
        (last, last - 1),
    ] {
        let files = read(&path, &Selection::Line(line), false);
        let [file] = &files[..] else {
            panic!("one file")
        };
        assert!(matches!(file.status, Status::Read(claims) if claims == count as u64));
        let [claim] = &file.claims[..] else {
            panic!("one claim holds line {line}")
        };
        assert_eq!(claim.line(), first);
        assert_eq!(claim.header.as_ref().map(|header| header.line), Some(1));
    }
    assert!(
        read(&path, &Selection::Line(last + 1), false)[0]
            .claims
            .is_empty()
    );
    let listed = read(&path, &Selection::List, false);
    assert_eq!(
        listed[0].entries.last().map(|entry| entry.line),
        Some(last - 1)
    );
}

#[test]
fn sums_are_held_against_the_totals() {
    let sums = |claim: &Claim| -> Vec<(Payer, i64, Option<i64>)> {
        amounts::amounts(claim)
            .sums
            .iter()
            .map(|sum| (sum.payer, sum.yen, sum.difference()))
            .collect()
    };
    assert_eq!(
        sums(&claim("full.UKE", 1)),
        [
            (Payer::Insurer, 45_120, Some(0)),
            (Payer::Public(1), 42_620, Some(620))
        ]
    );
    let bad = claim("full.UKE", 2);
    assert_eq!(
        sums(&bad),
        [(Payer::Insurer, 5550, None), (Payer::Public(1), 5550, None)]
    );
    assert_eq!(amounts::amounts(&bad).left_out, [41]);
    let corrected = claim("insurer.csv", 1);
    assert_eq!(sums(&corrected), [(Payer::Insurer, 21_270, Some(8050))]);
}

#[test]
fn days_of_the_month() {
    let calendar = calendar::calendar(&claim("full.UKE", 1)).expect("a month");
    let of = |day| {
        let day = &calendar.days[&day];
        (&*day.code, day.has_visit, day.has_item, day.yen)
    };
    assert_eq!(of(5), ("1", true, true, 13_220));
    assert_eq!(of(14), ("2", false, false, 0));
    assert_eq!(of(30), ("", false, true, 4000));
    assert_eq!(calendar.days.len(), 5);
    assert!(calendar::calendar(&claim("full.UKE", 2)).is_none());
}

/// What the fixture's people are known by.
const IDENTITY: [&str; 21] = [
    "見本　花子",
    "花子",
    "ミホンハナコ",
    "19380103",
    "1938",
    "K-0007",
    "13202511999999100000001",
    "１２３４５６",
    "７８９０１２",
    "7654321",
    "761",
    "見本　医師",
    "独居",
    "褥瘡の処置",
    "架空県",
    "見本商店",
    "００００",
    "見本の病名",
    "架空の補足",
    "架空の宿泊所",
    "余りの項目",
];

#[test]
fn nobody_is_known_behind_the_mask() {
    let outputs = |is_masked| {
        let files = read(&fixture("full.UKE"), &Selection::Number(1), is_masked);
        let claim = &files[0].claims[0];
        [
            text::render(claim, "full.UKE", LOOK),
            raw::render(claim, None),
            json::render(&files, is_masked, Lang::Ja),
        ]
    };
    let (open, masked) = (outputs(false), outputs(true));
    for planted in IDENTITY {
        // Text spells dates out and says nothing of the year alone.
        assert!(open[1].contains(planted), "{planted} is not planted");
        assert!(open[2].contains(planted), "{planted} is not planted");
        for output in &masked {
            assert!(!output.contains(planted), "{planted} in {output}");
        }
    }
    for output in &masked {
        for kept in ["01130012", "54131230", "510000110", "＊＊＊＊＊"] {
            assert!(output.contains(kept), "{kept} in {output}");
        }
    }
    // Lengths stay: every line is as long as before.
    for (before, after) in open[1].lines().zip(masked[1].lines()) {
        assert_eq!(before.chars().count(), after.chars().count());
    }
    let list = |is_masked| {
        let files = read(&fixture("full.UKE"), &Selection::List, is_masked);
        list::render(&files[0].entries, "full.UKE", LOOK)
    };
    assert!(list(false).contains("花子") && !list(true).contains("花子"));
}

#[test]
fn a_name_in_the_wrong_field_is_masked() {
    let claim =
        of_bytes("RE,1,6112,202601,見本,花子,ハナコ,2,19380103,,,,,,\nQQ見本花子\n".as_bytes());
    let masked = raw::render(&claim.masked(), None);
    for planted in ["花子", "ハナコ", "19380103"] {
        assert!(!masked.contains(planted), "{masked}");
    }
    assert!(masked.contains("RE,1,6112,202601,"), "{masked}");
}

#[test]
fn unknown_lines_and_beyond_the_layout_are_shown() {
    let shown = text::render(&claim("full.UKE", 1), "full.UKE", LOOK);
    let others = shown.split("【その他の行】").nth(1).expect("the section");
    for kept in ["8,2,0,HR,202512", "KA の10番目以降の項目 ? 余りの項目"] {
        assert!(others.contains(kept), "{others}");
    }
    let bad = text::render(&claim("full.UKE", 2), "full.UKE", LOOK);
    for kept in ["ZZ,知らない記録,1", "6999 ?", "19700231 ?", "99 ?"] {
        assert!(bad.contains(kept), "{kept} in {bad}");
    }
}

/// `INSTA_UPDATE=always cargo test --lib show` writes the pages anew.
#[test]
fn pages_are_as_they_were() {
    for (name, number) in [("full.UKE", 1), ("full.UKE", 2), ("insurer.csv", 1)] {
        let page = text::render(&claim(name, number), name, LOOK);
        insta::assert_snapshot!(format!("{name}-{number}"), page);
    }
    let look = Look {
        lang: Lang::En,
        ..LOOK
    };
    let page = text::render(&claim("full.UKE", 1), "full.UKE", look);
    insta::assert_snapshot!("full.UKE-1-en", page);
    let mut files = read(&fixture("insurer.csv"), &Selection::Number(1), true);
    "insurer.csv".clone_into(&mut files[0].file);
    let page = json::render(&files, true, Lang::Ja);
    insta::assert_snapshot!("insurer.csv-1.json", page);
}

/// Colours and nothing else.
#[test]
fn styles_change_no_text() {
    let claim = claim("full.UKE", 2);
    let look = Look {
        is_styled: true,
        ..LOOK
    };
    let styled = text::render(&claim, "full.UKE", look);
    assert!(
        styled.contains("\u{1b}[1m【レセプト】\u{1b}[0m"),
        "{styled}"
    );
    let bare = ["[1m", "[0m", "[33m", "[1;31m"]
        .iter()
        .fold(styled, |text, code| {
            text.replace(&format!("\u{1b}{code}"), "")
        });
    assert_eq!(bare, text::render(&claim, "full.UKE", LOOK));
}

#[test]
fn a_line_is_as_wide_as_the_terminal() {
    use unicode_width::UnicodeWidthStr;
    for width in [60, 80, 100] {
        for (name, number) in [("full.UKE", 1), ("full.UKE", 2), ("insurer.csv", 1)] {
            for lang in Lang::ALL {
                let look = Look {
                    lang,
                    width,
                    is_styled: false,
                };
                for line in text::render(&claim(name, number), name, look).lines() {
                    assert!(line.width() <= width, "{width}: {line}");
                }
            }
        }
    }
}

/// All lines of a file as one claim.
fn of_bytes(bytes: &[u8]) -> Claim {
    let dialect = crate::uke::dialect::Dialect {
        shape: crate::uke::dialect::Shape::Station,
        encoding: crate::uke::dialect::Encoding::Utf8,
        skip: 0,
    };
    let mut claim = Claim::default();
    crate::uke::rows::each_group(dialect, bytes, |_, group| {
        let records = group
            .rows()
            .map(|row: Row<'_>| Record::new(&row, dialect.encoding));
        claim.records.extend(records);
    });
    claim
}

fn line() -> impl Strategy<Value = Vec<u8>> {
    let tag = prop::sample::select(vec![
        "RE", "HO", "KO", "SN", "JD", "MF", "GI", "IH", "HJ", "JS", "SY", "RJ", "TJ", "TZ", "KS",
        "CO", "KA", "1,1,0,RE", "2,1,0,HO", "8,1,0,KA", "ZZ",
    ]);
    let value = prop_oneof![
        "[0-9]{0,9}",
        "2026[01][0-9][0-3][0-9]",
        "20260[0-9]",
        "[０-９ァ-ヶ亜-腕]{0,8}",
    ];
    let field = prop_oneof![
        4 => value.prop_map(String::into_bytes),
        1 => proptest::collection::vec(any::<u8>().prop_filter("no line end", |b| *b != b'\n'), 0..6),
    ];
    (tag, proptest::collection::vec(field, 0..36)).prop_map(|(tag, fields)| {
        let mut line = tag.as_bytes().to_vec();
        for field in fields {
            line.push(b',');
            line.extend(field);
        }
        line
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]
    #[test]
    fn whatever_the_bytes_every_line_is_shown(lines in proptest::collection::vec(line(), 1..12), width in 0usize..120) {
        let bytes = lines.join(&b'\n');
        let claim = of_bytes(&bytes);
        prop_assert_eq!(claim.records.len(), bytes.split(|&b| b == b'\n').count() - usize::from(bytes.ends_with(b"\n")));
        let raw = raw::render(&claim, None);
        for (line, shown) in crate::uke::lines::lines(&bytes).zip(raw.lines()) {
            let expected = printable(&String::from_utf8_lossy(line.bytes));
            prop_assert_eq!(shown[7..].to_owned(), expected);
        }
        let shown = text::render(&claim, "見本", Look { width, ..LOOK });
        for record in &claim.records {
            let number = format!("{:>5}", record.line);
            prop_assert!(shown.lines().any(|line| line.starts_with(&number)), "{number} in {shown}");
        }
        let masked = claim.clone().masked();
        prop_assert_eq!(masked.clone().masked(), masked.clone());
        let _ = text::render(&masked, "見本", LOOK);
        let files = [FileClaims { file: String::new(), status: Status::Read(1), entries: Vec::new(), claims: vec![claim] }];
        let json: serde_json::Value = serde_json::from_str(&json::render(&files, false, Lang::En)).expect("JSON");
        prop_assert_eq!(json["claims"][0]["records"].as_array().map(Vec::len), Some(files[0].claims[0].records.len()));
    }
}

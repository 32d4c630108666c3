use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;
use crate::text::cp932;

const HM: &str = "HM,2,13,6,9999991,見本訪問看護ステーション,202602,";

/// A claim in good order; the number of its RE is the only thing that differs.
fn claim(number: usize) -> Vec<String> {
    [
        format!("RE,{number},6112,202601,見本　花子,ミホンハナコ,2,19500102,,,,,,,"),
        "HO,  138057,１２,３４５,1,13220,,,,,,".to_owned(),
        "SN,1,01,,,,03,,".to_owned(),
        format!("JD,1,,,,,,,1{}", ",".repeat(24)),
        format!("MF,00{}", ",".repeat(31)),
        "IH,13,1,9999913,見本医院,見本　医師,".to_owned(),
        "HJ,01,20260101,20260131".to_owned(),
        "JS,状態は安定している。,03,,,".to_owned(),
        "SY,0000999,,見本の病名,".to_owned(),
        format!("RJ,20240610,01{}", ",".repeat(26)),
        "KA,20260107,1,510000110,,5550,03,01,01".to_owned(),
        "KA,20260107,1,550000410,,7670,,,".to_owned(),
    ]
    .into()
}

fn lines_of(claims: usize) -> Vec<String> {
    let mut lines = vec![HM.to_owned()];
    lines.extend((1..=claims).flat_map(claim));
    lines.push("GO".to_owned());
    lines
}

fn text(lines: &[String], end: &str, mark: &str) -> String {
    let mut text = String::new();
    for line in lines {
        let _ = write!(text, "{line}{end}");
    }
    text + mark
}

fn sjis(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    assert_eq!(cp932::encode_into(text, &mut bytes), 0);
    bytes
}

fn good(claims: usize) -> Vec<u8> {
    sjis(&text(&lines_of(claims), "\r\n", "\x1a"))
}

/// The kinds of changes with their record, how often, and the first line.
fn told(fixed: &Fixed) -> Vec<(ChangeKind, &'static str, u32, u32)> {
    let told = fixed.changes.iter().map(|all| {
        let record = all.record.map_or("", RecordKind::name);
        (all.kind, record, all.count, all.first[0].line)
    });
    told.collect()
}

/// Puts `damaged` right, which has to give `good`, and gives what was done.
#[track_caller]
fn back(damaged: &[u8], good: &[u8]) -> Vec<(ChangeKind, &'static str, u32, u32)> {
    let fixed = fix(damaged).expect("it can be put right");
    assert!(
        fixed.bytes == good,
        "{}",
        cp932::decode(&fixed.bytes).replace('\r', "")
    );
    assert_eq!(fixed.left, []);
    told(&fixed)
}

fn damaged(from: &str, to: &str) -> Vec<u8> {
    let good = text(&lines_of(2), "\r\n", "\x1a");
    assert!(good.contains(from), "{from}");
    sjis(&good.replace(from, to))
}

#[test]
fn a_file_in_order_is_left_alone() {
    let good = good(2);
    assert_eq!(back(&good, &good), []);
}

#[test]
fn line_ends() {
    let (lf, good) = (sjis(&text(&lines_of(2), "\n", "\x1a")), good(2));
    assert_eq!(back(&lf, &good), [(ChangeKind::LineEnd, "", 26, 1)]);
    let twice = damaged("5550,03,01,01\r\n", "5550,03,01,01\r\r\n");
    assert_eq!(back(&twice, &good), [(ChangeKind::LineEnd, "", 2, 12)]);
    let cut = damaged("GO\r\n\x1a", "GO\x1a");
    assert_eq!(
        back(&cut, &good),
        [
            (ChangeKind::LastLineEnd, "", 1, 26),
            (ChangeKind::EofMark, "", 1, 26)
        ]
    );
    let cut = damaged("GO\r\n\x1a", "GO\r\x1a");
    assert_eq!(back(&cut, &good).len(), 2);
}

#[test]
fn end_marks_and_blank_lines() {
    let good = good(2);
    for (mark, line) in [
        ("", 26),
        ("\x1a\x1a", 27),
        ("\x1a\r\n", 27),
        ("\x1a\r\n\x1a", 28),
    ] {
        let bytes = damaged("\x1a", mark);
        let told = back(&bytes, &good);
        assert_eq!(told, [(ChangeKind::EofMark, "", 1, line)], "{mark:?}");
    }
    let blank = damaged("GO\r\n", "\r\n\nGO\r\n");
    assert_eq!(back(&blank, &good), [(ChangeKind::BlankLine, "", 2, 26)]);
    let before = damaged("GO\r\n\x1a", "\x1aGO\r\n");
    assert_eq!(back(&before, &good), [(ChangeKind::EofMark, "", 1, 26)]);
}

#[test]
fn empty_fields_at_the_end() {
    let good = good(2);
    for (from, to, record, found) in [
        ("SN,1,01,,,,03,,", "SN,1,01,,,,03", "SN", "7"),
        ("SN,1,01,,,,03,,", "SN,1,01,,,,03,", "SN", "8"),
        ("1,13220,,,,,,", "1,13220", "HO", "6"),
        ("見本　医師,", "見本　医師", "IH", "6"),
        ("550000410,,7670,,,", "550000410,,7670", "KA", "6"),
    ] {
        let bytes = damaged(from, to);
        let fixed = fix(&bytes).expect("it can be put right");
        assert_eq!(fixed.changes[0].first[0].before.as_ref(), found);
        let told = back(&bytes, &good);
        assert_eq!(told.len(), 1, "{to}");
        assert_eq!(
            (told[0].0, told[0].1, told[0].2),
            (ChangeKind::FieldsAdded, record, 2)
        );
    }
    for (from, to, record) in [
        ("SN,1,01,,,,03,,", "SN,1,01,,,,03,,,,,", "SN"),
        ("GO\r\n", "GO,,\r\n", "GO"),
        ("HJ,01,20260101,20260131", "HJ,01,20260101,20260131,", "HJ"),
    ] {
        let told = back(&damaged(from, to), &good);
        assert_eq!((told[0].0, told[0].1), (ChangeKind::FieldsRemoved, record));
    }
}

#[test]
fn fields_that_may_be_shifted_are_left_alone() {
    for (from, to, record) in [
        // 枝番 stands where the payer's 番号 goes: a comma is lost before it.
        ("SN,1,01,,,,03,,", "SN,1,01,,,03,,", RecordKind::Sn),
        ("SN,1,01,,,,03,,", "SN,1,01,,,03,3,", RecordKind::Sn),
        // 金額 is missing.
        ("550000410,,7670,,,", "550000410,", RecordKind::Ka),
        // Something stands beyond the layout.
        (
            "KA,20260107,1,510000110,,5550,03,01,01",
            "KA,20260107,1,510000110,,5550,03,01,01,01",
            RecordKind::Ka,
        ),
        // A comma too many in the middle: 実日数 stands where 番号 ends.
        (
            "３４５,1,13220,,,,,,",
            "３４５,見本,1,13220,,,,,,",
            RecordKind::Ho,
        ),
    ] {
        let bytes = damaged(from, to);
        let fixed = fix(&bytes).expect("it is a claim file");
        assert_eq!(fixed.bytes, bytes, "{to}");
        assert_eq!(fixed.changes, []);
        let left = &fixed.left[0];
        assert_eq!(
            (left.kind, left.record, left.count),
            (LeftKind::FieldCount, record, 2),
            "{to}"
        );
    }
}

#[test]
fn what_the_payer_fills_may_stand_in_a_re_claim() {
    let again = |branch: &str| damaged("SN,1,01,,,,03,,", branch);
    let with_number = |bytes: &[u8]| -> Vec<u8> {
        let text =
            cp932::decode(bytes).replace("19500102,,,,,,,", "19500102,,,,,,,13000000002026010000");
        sjis(&text)
    };
    let bytes = with_number(&again("SN,1,01,06132013,12,345,03"));
    let good = with_number(&again("SN,1,01,06132013,12,345,03,,"));
    assert_eq!(back(&bytes, &good)[0].0, ChangeKind::FieldsAdded);
}

#[test]
fn insurer_and_branch() {
    let good = good(2);
    for written in ["138057", " 138057", "138057  ", "  138057 "] {
        let bytes = damaged("HO,  138057,", &format!("HO,{written},"));
        let fixed = fix(&bytes).expect("it can be put right");
        let change = &fixed.changes[0].first[0];
        assert_eq!(
            (change.line, &*change.before, &*change.after),
            (3, written, "  138057")
        );
        assert_eq!(back(&bytes, &good), [(ChangeKind::InsurerNo, "HO", 2, 3)]);
    }
    let eight = sjis(&text(&lines_of(1), "\r\n", "\x1a").replace("  138057", "06132013"));
    let blank = sjis(&text(&lines_of(1), "\r\n", "\x1a").replace("  138057", "06132013 "));
    assert_eq!(back(&blank, &eight), [(ChangeKind::InsurerNo, "HO", 1, 3)]);
    let bytes = damaged(",,03,,", ",,3,,");
    assert_eq!(
        back(&bytes, &sjis(&cp932::decode(&good))),
        [(ChangeKind::Branch, "SN", 2, 4)]
    );
}

#[test]
fn other_insurer_numbers_are_left() {
    let fixed = fix(&damaged("  138057", "6132013")).expect("a claim file");
    assert_eq!(fixed.left[0].kind, LeftKind::InsurerNo);
    assert_eq!(
        (fixed.left[0].count, &fixed.left[0].lines[..]),
        (2, &[3, 15][..])
    );
    for other in ["", "1380A7", "１３８０５７"] {
        let bytes = damaged("  138057", other);
        let fixed = fix(&bytes).expect("a claim file");
        assert_eq!(
            (fixed.bytes, fixed.left, fixed.changes),
            (bytes, vec![], vec![]),
            "{other}"
        );
    }
    // 枝番 of a 公費 is wrong, whatever its digits.
    let bytes = damaged("SN,1,01,,,,03,,", "SN,2,01,,,,3,,");
    assert_eq!(fix(&bytes).expect("a claim file").bytes, bytes);
}

#[test]
fn claim_numbers() {
    let good = good(2);
    let bytes = damaged("RE,2,", "RE,0000007,");
    let fixed = fix(&bytes).expect("it can be put right");
    let change = &fixed.changes[0].first[0];
    assert_eq!(
        (change.line, &*change.before, &*change.after),
        (14, "0000007", "2")
    );
    assert_eq!(back(&bytes, &good), [(ChangeKind::ClaimNo, "RE", 1, 14)]);
    assert_eq!(back(&damaged("RE,1,", "RE,,"), &good).len(), 1);
    // What is no number is not shown.
    let fixed = fix(&damaged("RE,1,", "RE,見本,")).expect("it can be put right");
    assert_eq!(&*fixed.changes[0].first[0].before, "?");
}

#[test]
fn utf_8_becomes_cp932() {
    let (lines, good) = (lines_of(2), good(2));
    let utf8 = text(&lines, "\r\n", "\x1a").into_bytes();
    let recoded = (ChangeKind::Encoding, "", 11, 1);
    assert_eq!(back(&utf8, &good), [recoded]);
    let marked = [b"\xEF\xBB\xBF", &utf8[..]].concat();
    assert_eq!(back(&marked, &good), [(ChangeKind::Bom, "", 1, 1), recoded]);
    let marked = [b"\xEF\xBB\xBF", &good[..]].concat();
    assert_eq!(back(&marked, &good), [(ChangeKind::Bom, "", 1, 1)]);
}

#[test]
fn characters_without_a_code() {
    for lacking in ['𠮟', '😀', '¥'] {
        let utf8 =
            text(&lines_of(2), "\r\n", "\x1a").replace("見本医院", &format!("見本{lacking}医院"));
        let expected = Refused::Unmappable {
            line: 7,
            record: "IH",
            position: 5,
            character: lacking,
        };
        assert_eq!(fix(utf8.as_bytes()), Err(expected));
    }
}

/// Other systems than Windows write some characters of JIS X 0208 as others of Unicode.
#[test]
fn characters_of_other_systems_keep_their_code() {
    let with =
        |c: char| text(&lines_of(2), "\r\n", "\x1a").replace("見本医院", &format!("見本{c}医院"));
    for (theirs, windows) in [('〜', '～'), ('−', '－'), ('—', '―'), ('‖', '∥')] {
        let fixed = fix(with(theirs).as_bytes()).expect("it has its code");
        assert_eq!(
            Ok(fixed.bytes),
            fix(with(windows).as_bytes()).map(|fixed| fixed.bytes)
        );
    }
}

#[test]
fn history_is_left_byte_for_byte() {
    // NEC row 13 and the IBM extension write some characters twice: nobody may decode and encode them.
    let history = b"8,1,0,RE,99,1112,202511,\x87\x9C \xFA\x4A\xED\x40,,2,19500102\r\n8,2,0,HO,138057,1\r\n8,3,0,SN,1,01,,,,3\r\n";
    let insert = |bytes: Vec<u8>, history: &[u8]| -> Vec<u8> {
        let at = memchr::memmem::rfind(&bytes, b"GO").expect("there");
        [&bytes[..at], history, &bytes[at..]].concat()
    };
    let good = insert(good(2), history);
    let bytes = insert(damaged("RE,2,", "RE,9,"), history);
    assert_eq!(back(&bytes, &good), [(ChangeKind::ClaimNo, "RE", 1, 14)]);
    let utf8 = text(&lines_of(2), "\r\n", "\x1a").into_bytes();
    let utf8 = insert(utf8, "8,1,0,RE,1,6112,202511,見本\r\n".as_bytes());
    assert_eq!(fix(&utf8), Err(Refused::History(26)));
}

#[test]
fn what_is_never_touched() {
    // 外字 with two codes, bytes that are no character, blanks and zeros of other fields, unknown lines.
    let mut bytes = damaged("1,13220,", " 1,0013220,");
    let at = memchr::memmem::find(&bytes, &sjis("見本　花子")).expect("there");
    bytes.splice(at..at + 4, *b"\xED\x40\xFA\x5C\xFF");
    let go = memchr::memmem::rfind(&bytes, b"GO").expect("there");
    bytes.splice(go..go, *b"XX,1,,\r\n  \r\n");
    let fixed = fix(&bytes).expect("a claim file");
    assert_eq!(fixed.changes, []);
    assert!(fixed.bytes == bytes);
}

#[test]
fn what_is_refused() {
    let lines = lines_of(2);
    let file = |lines: &[String]| sjis(&text(lines, "\r\n", "\x1a"));
    assert_eq!(fix(b""), Err(Refused::NotClaims(Refusal::Empty)));
    assert_eq!(
        fix(b"hello\r\n"),
        Err(Refused::NotClaims(Refusal::NoHm("hello".into())))
    );
    assert_eq!(
        fix(&file(&lines[..lines.len() - 1])),
        Err(Refused::NoGo(26))
    );
    assert_eq!(
        fix(&file(&[&lines[..], &lines[1..]].concat())),
        Err(Refused::Joined(27))
    );
    assert_eq!(
        fix(&file(&[&lines[..5], &lines[..]].concat())),
        Err(Refused::Joined(6))
    );
    assert_eq!(fix(&damaged("HM,", "HH,")), Err(Refused::Returned));
    assert_eq!(fix(b"1,1,0,MN,1\r\n"), Err(Refused::OfInsurer));
    let mut mixed = text(&lines, "\r\n", "\x1a").into_bytes();
    let more = dialect::HEAD / mixed.len() + 2;
    mixed = text(&lines_of(2 * more), "\r\n", "\x1a").into_bytes();
    let at = memchr::memmem::rfind(&mixed, "見本".as_bytes()).expect("there");
    mixed.splice(at..at + 6, sjis("見本"));
    // Not UTF-8 as a whole: then it is CP932 with bytes that are no characters, which are left.
    assert!(fix(&mixed).is_ok_and(|fixed| fixed.bytes == mixed));
}

#[test]
fn many_changes_are_counted() {
    let lines: Vec<String> = lines_of(9)
        .iter()
        .map(|line| line.replace("  138057", "138057"))
        .collect();
    let fixed = fix(&sjis(&text(&lines, "\n", ""))).expect("it can be put right");
    let counts: Vec<_> = fixed
        .changes
        .iter()
        .map(|all| (all.kind, all.count, all.first.len()))
        .collect();
    assert_eq!(
        counts,
        [
            (ChangeKind::LineEnd, 110, KEPT),
            (ChangeKind::EofMark, 1, 1),
            (ChangeKind::InsurerNo, 9, KEPT)
        ]
    );
}

/// Ways to damage a file that leave no doubt what it was.
#[derive(Clone, Copy, Debug)]
enum Damage {
    LineEnds,
    EofMark,
    LastLineEnd,
    BlankLine(usize),
    Trimmed(usize),
    OneComma(usize),
    Surplus(usize),
    Utf8,
    Bom,
    Insurer,
    Branch,
    Numbers(usize),
}

fn damage() -> impl Strategy<Value = Damage> {
    prop_oneof![
        Just(Damage::LineEnds),
        Just(Damage::EofMark),
        Just(Damage::LastLineEnd),
        (0..40usize).prop_map(Damage::BlankLine),
        (0..40usize).prop_map(Damage::Trimmed),
        (0..40usize).prop_map(Damage::OneComma),
        (0..40usize).prop_map(Damage::Surplus),
        Just(Damage::Utf8),
        Just(Damage::Bom),
        Just(Damage::Insurer),
        Just(Damage::Branch),
        (0..40usize).prop_map(Damage::Numbers),
    ]
}

fn damaged_by(all: &[Damage], mut lines: Vec<String>) -> Vec<u8> {
    let (mut end, mut mark, mut has_end, mut utf8, mut bom) = ("\r\n", "\x1a", true, false, false);
    for &one in all {
        let count = lines.len();
        match one {
            Damage::LineEnds => end = "\n",
            Damage::EofMark => mark = "",
            Damage::LastLineEnd => has_end = false,
            Damage::BlankLine(at) => lines.insert(at % count, String::new()),
            Damage::Trimmed(at) => {
                let line = &mut lines[at % count];
                line.truncate(line.trim_end_matches(',').len());
            }
            Damage::OneComma(at) => {
                let line = &mut lines[at % count];
                line.truncate(line.strip_suffix(',').unwrap_or(line).len());
            }
            Damage::Surplus(at) => {
                let line = &mut lines[at % count];
                if !line.is_empty() {
                    line.push_str(",,");
                }
            }
            Damage::Utf8 => utf8 = true,
            Damage::Bom => bom = true,
            Damage::Insurer => lines
                .iter_mut()
                .for_each(|line| *line = line.replace("HO,  1", "HO,1")),
            Damage::Branch => lines
                .iter_mut()
                .for_each(|line| *line = line.replace(",,,,03", ",,,,3")),
            Damage::Numbers(number) => lines.iter_mut().for_each(|line| {
                if let Some((_, rest)) = line
                    .strip_prefix("RE,")
                    .and_then(|rest| rest.split_once(','))
                {
                    *line = format!("RE,{number:03},{rest}");
                }
            }),
        }
    }
    let mut text = text(&lines, end, "");
    if !has_end {
        text.truncate(text.trim_end().len());
    }
    text.push_str(mark);
    let bytes = if utf8 { text.into_bytes() } else { sjis(&text) };
    if bom {
        [b"\xEF\xBB\xBF", &bytes[..]].concat()
    } else {
        bytes
    }
}

/// A record that is cut short and has a name where レセプト番号 belongs may have lost a field: were the name
/// numbered over, the record would look whole to a second run.
#[test]
fn a_shifted_record_is_not_numbered() {
    let text = format!("{HM}\r\nRE,見本,,,,,1,\r\nGO\r\n\x1a");
    let once = fix(&sjis(&text)).expect("a claim file");
    assert_eq!(once.bytes, sjis(&text));
    assert_eq!(once.changes, vec![]);
    assert!(!once.left.is_empty());
}

proptest! {
    #[test]
    fn damage_is_undone(claims in 1..4usize, all in proptest::collection::vec(damage(), 0..8)) {
        let bytes = damaged_by(&all, lines_of(claims));
        let fixed = fix(&bytes).expect("it can be put right");
        prop_assert_eq!(&fixed.bytes, &good(claims));
        prop_assert_eq!(fixed.changes.is_empty(), bytes == fixed.bytes);
        prop_assert_eq!(&fixed.left, &vec![]);
    }

    /// Whatever the records: what is put right once is right.
    #[test]
    fn fixing_twice_is_fixing_once(
        records in proptest::collection::vec(
            ("(RE|HO|KO|SN|JD|KA|CO|MF|XX|8,1,0,RE|)", "(,[0-9 ]{0,8}|,見本|,01|,1|,){0,14}"), 0..12),
        ends in proptest::collection::vec(prop_oneof![Just("\r\n"), Just("\n"), Just("\r\r\n"), Just("\x1a\r\n"), Just("\n\n")], 14),
        utf8 in any::<bool>(),
        last in prop_oneof![Just("\x1a"), Just(""), Just("\r\n\x1a"), Just("\x1a\x1a")],
    ) {
        let mut text = format!("{HM}{}", ends[12]);
        for ((tag, rest), end) in records.iter().zip(&ends) {
            let _ = write!(text, "{tag}{rest}{end}");
        }
        let _ = write!(text, "GO{}{last}", ends[13]);
        let bytes = if utf8 { text.into_bytes() } else { sjis(&text) };
        match fix(&bytes) {
            Ok(once) => {
                let twice = fix(&once.bytes).expect("still a claim file");
                prop_assert_eq!(&twice.bytes, &once.bytes);
                prop_assert_eq!(&twice.changes, &vec![]);
                prop_assert_eq!(twice.left.len(), once.left.len());
            }
            Err(refused) => prop_assert!(matches!(refused, Refused::History(_)), "{:?}", refused),
        }
    }

    #[test]
    fn any_bytes_are_harmless(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = fix(&bytes);
        let _ = fix(&[&sjis(HM), &b"\r\n"[..], &bytes, b"\nGO\n"].concat());
    }
}

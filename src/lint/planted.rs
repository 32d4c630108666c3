//! Mistakes planted into claims that `synth` wrote: each is found by exactly its rule.

use proptest::prelude::*;

use super::tests::of_bytes;
use super::*;
use crate::synth;
use crate::text::cp932;
use crate::uke::issue::Kind;
use crate::uke::layout::{ho, ih, js, ka, ko, rj, sn, sy};

/// A record as its fields.
type Fields = Vec<Vec<u8>>;

/// The records of one claim.
struct Claim(Vec<Fields>);

impl Claim {
    fn nth(&mut self, tag: &str, n: usize) -> Option<&mut Fields> {
        let mut rows = self.0.iter_mut().filter(|row| row[0] == tag.as_bytes());
        rows.nth(n)
    }

    fn get(&mut self, tag: &str, position: usize) -> Option<String> {
        let row = self.nth(tag, 0)?;
        Some(cp932::decode(&row[position - 1]).into_owned())
    }

    fn set(&mut self, tag: &str, position: usize, text: &str) -> Option<()> {
        let mut bytes = Vec::new();
        assert_eq!(cp932::encode_into(text, &mut bytes), 0, "{text}");
        self.raw(tag, position, &bytes)
    }

    fn raw(&mut self, tag: &str, position: usize, bytes: &[u8]) -> Option<()> {
        self.nth(tag, 0)?[position - 1] = bytes.to_vec();
        Some(())
    }

    fn at(&self, tag: &str) -> Option<usize> {
        self.0.iter().position(|row| row[0] == tag.as_bytes())
    }

    fn count(&self, tag: &str) -> usize {
        self.0.iter().filter(|row| row[0] == tag.as_bytes()).count()
    }

    fn remove(&mut self, tag: &str) -> Option<()> {
        let at = self.at(tag)?;
        self.0.remove(at);
        Some(())
    }

    /// The record again, behind itself.
    fn double(&mut self, tag: &str) -> Option<()> {
        let at = self.at(tag)?;
        self.0.insert(at, self.0[at].clone());
        Some(())
    }

    /// A line put before the first record with this tag.
    fn insert(&mut self, before: &str, line: &str) -> Option<()> {
        let at = self.at(before)?;
        let mut bytes = Vec::new();
        cp932::encode_into(line, &mut bytes);
        let fields = bytes.split(|&b| b == b',').map(<[u8]>::to_vec).collect();
        self.0.insert(at, fields);
        Some(())
    }

    /// Insured alone, no 公費.
    fn is_plain(&self) -> Option<()> {
        (self.count("HO") == 1 && self.count("KO") == 0).then_some(())
    }
}

/// A name, the rule that has to find it, and the mistake; `None` where the claim gives no occasion for it.
type Mistake = (&'static str, Kind, fn(&mut Claim) -> Option<()>);

/// Claims that each mistake is planted into.
const EACH: usize = 5;

/// 4,000 characters, more than any field may have.
fn long(text: &str) -> String {
    text.repeat(2000)
}

#[rustfmt::skip]
const MISTAKES: &[Mistake] = &[
    // The claim.
    ("month of RE", Kind::ReUnreadable, |c| c.set("RE", re::SERVICE_MONTH, "202613")),
    ("birth date of RE", Kind::ReUnreadable, |c| c.set("RE", re::BIRTH_DATE, "19500230")),
    ("insurer empty", Kind::PayerUnreadable, |c| c.set("HO", ho::INSURER_NO, "")),
    ("total with a comma's worth", Kind::PayerUnreadable, |c| c.set("HO", ho::TOTAL_YEN, "12.5")),
    ("no doctor", Kind::MissingRecord, |c| c.remove("IH")),
    ("no order of the doctor", Kind::MissingRecord, |c| { c.remove("HJ")?; no(c, "HJ") }),
    ("no state", Kind::MissingRecord, |c| { c.remove("JS")?; no(c, "JS") }),
    ("no disease", Kind::MissingRecord, |c| { c.remove("SY")?; no(c, "SY") }),
    ("no patient", Kind::MissingRecord, |c| { c.remove("RJ")?; no(c, "RJ") }),
    ("relief after a disaster", Kind::ForbiddenRecord, |c| c.insert("IH", "GI,20240610,01,,,,,")),
    ("SN of a 公費 that has none", Kind::ForbiddenRecord, |c| { (c.count("KO") == 1 && !c.get("KO", ko::PAYER_NO)?.starts_with("12")).then_some(())?; let before = ["JD", "MF"].into_iter().find(|tag| c.count(tag) > 0).unwrap_or("IH"); c.insert(before, "SN,2,01,,,,,,") }),
    ("a 公費 too few", Kind::RecordCount, |c| { c.get("RE", re::CLAIM_TYPE)?.starts_with("612").then_some(())?; let kind = c.get("RE", re::CLAIM_TYPE)?.replacen("612", "613", 1); c.set("RE", re::CLAIM_TYPE, &kind) }),
    ("two patients", Kind::RecordCount, |c| c.double("RJ")),
    ("two insurers", Kind::RecordCount, |c| c.double("HO")),
    ("disease before the doctor", Kind::Order, |c| { let at = c.at("SY")?; let row = c.0.remove(at); let to = c.at("IH")?; c.0.insert(to, row); Some(()) }),
    ("number of the claim", Kind::ClaimNumber, |c| { let n: u32 = c.get("RE", re::CLAIM_NO)?.parse().ok()?; c.set("RE", re::CLAIM_NO, &(n + 70).to_string()) }),
    ("JD in the wrong order", Kind::PayerKindOrder, |c| { (c.count("JD") == 2).then_some(())?; let at = c.at("JD")?; c.0.swap(at, at + 1); Some(()) }),
    ("SN of a payer that is not there", Kind::PayerKindAbsent, |c| { c.is_plain()?; c.set("SN", sn::BRANCH, "")?; c.set("SN", sn::PAYER_KIND, "4") }),
    ("care after filing", Kind::ServiceAfterBilling, |c| { c.set("RE", re::SERVICE_MONTH, "209901")?; c.0.iter_mut().for_each(in_2099); Some(()) }),
    // Fields.
    ("no name", Kind::Required, |c| c.set("RE", re::NAME, "")),
    ("no type", Kind::Required, |c| c.set("RE", re::CLAIM_TYPE, "")),
    ("sex in full width", Kind::NotDigits, |c| c.set("RE", re::SEX, "Ａ")),
    ("days with a letter", Kind::NotDigits, |c| c.set("RJ", rj::STARTED_ON, "2024112O")),
    ("local number in full width", Kind::NotAlnum, |c| c.set("RE", re::LOCAL_ID, "Ｍ０１")),
    ("state in half width", Kind::NotKanji, |c| c.set("JS", js::STATE, "ADL低下あり。")),
    ("name of two widths", Kind::MixedModes, |c| c.set("RE", re::NAME, "見本 花子")),
    ("state too long", Kind::TooLong, |c| c.set("JS", js::STATE, &long("長"))),
    ("name of the hospital too long", Kind::TooLong, |c| c.set("IH", ih::INSTITUTION_NAME, &"架空病院".repeat(6))),
    ("code of the hospital short", Kind::Length, |c| c.set("IH", ih::INSTITUTION_CODE, "12345")),
    ("search number short", Kind::Length, |c| c.set("RE", re::SEARCH_NO, "123")),
    ("31 April", Kind::NoSuchDate, |c| c.set("RJ", rj::STARTED_ON, "20240431")),
    ("report of the 13th month", Kind::NoSuchDate, |c| c.set("IH", ih::LAST_REPORTED_ON, "20251301")),
    ("unknown type", Kind::CodeUnknown, |c| c.set("RE", re::CLAIM_TYPE, "6119")),
    ("unknown occupation", Kind::CodeUnknown, |c| c.set("KA", ka::OCCUPATIONS, "99")),
    ("unknown special note", Kind::CodeUnknown, |c| c.set("RE", re::SPECIAL_NOTES, "99")),
    ("hospital as place of a visit", Kind::CodeNotAllowed, |c| c.set("RJ", rj::PLACE_1, "31")),
    ("confirmation by the payer", Kind::CodeNotAllowed, |c| c.set("SN", sn::CONFIRMATION, "02")),
    ("half a code", Kind::RunLength, |c| c.set("JS", js::DISEASES, "0010")),
    ("half a special note", Kind::RunLength, |c| c.set("RE", re::SPECIAL_NOTES, "262")),
    ("a disease twice", Kind::RunRepeat, |c| c.set("JS", js::DISEASES, "001002001")),
    ("none beside some", Kind::RunAlone, |c| c.set("JS", js::DISEASE_PRESENCE, "0103")),
    ("insurer confirmed by a station", Kind::PayerOnly, |c| c.set("SN", sn::CONFIRMED_INSURER_NO, "06132013")),
    ("something in 予備", Kind::ReservedFilled, |c| c.set("RE", re::RESERVED_1, "1")),
    ("broken bytes", Kind::Undecodable, |c| c.raw("IH", ih::INSTITUTION_NAME, b"\x89\xcb\x81")),
    ("a tab", Kind::ControlCharacter, |c| c.raw("RE", re::LOCAL_ID, b"M01\t2")),
    ("blank behind the name", Kind::Blanks, |c| { let name = c.get("RE", re::NAME)?; c.set("RE", re::NAME, &format!("{name}　")) }),
    ("dash for a long vowel", Kind::KanaLongVowel, |c| c.set("RE", re::KANA, "ミホンユ－コ")),
    ("blank in the kana", Kind::KanaCharacter, |c| c.set("RE", re::KANA, "ミホン　ハナコ")),
    ("hiragana", Kind::KanaCharacter, |c| c.set("RE", re::KANA, "みほん")),
    ("long symbol and number", Kind::SymbolNumberLength, |c| { c.set("HO", ho::SYMBOL, "１２３４５６７８９０")?; c.set("HO", ho::NUMBER, "１２３４５６７８９０") }),
    ("insurer without padding", Kind::InsurerPadding, |c| c.set("HO", ho::INSURER_NO, "138123")),
    ("insurer with zeros", Kind::InsurerPadding, |c| c.set("HO", ho::INSURER_NO, "00138123")),
    // What fields say together.
    ("a payer that is not there", Kind::PayerSetAbsent, |c| { c.is_plain()?; c.set("KA", ka::PAYER_SET, "2") }),
    ("an order that is not there", Kind::InstructionAbsent, |c| c.set("KA", ka::INSTRUCTION, "02")),
    ("period of the order over", Kind::OutsideInstruction, |c| { c.set("HJ", 3, "20200101")?; c.set("HJ", 4, "20200131") }),
    ("period backwards", Kind::PeriodBackwards, |c| c.insert("JS", "HJ,02,20990102,20990101")),
    ("a visit without occupation", Kind::VisitCountOccupation, |c| { (c.get("KA", ka::VISIT_COUNT)? == "01").then_some(())?; c.set("KA", ka::VISIT_COUNT, "02") }),
    ("no occupation", Kind::VisitCountOccupation, |c| { (!c.get("KA", ka::VISIT_COUNT)?.is_empty()).then_some(())?; c.set("KA", ka::OCCUPATIONS, "") }),
    ("no recipient", Kind::RecipientNumber, |c| c.set("KO", ko::RECIPIENT_NO, "")),
    ("text without 99", Kind::TextOf99, |c| c.set("RJ", rj::PLACE_1_TEXT, "架空の場所")),
    ("99 without text", Kind::TextOf99, |c| c.set("RJ", rj::PLACE_1, "99")),
    ("uncoded disease without name", Kind::DiseaseName, |c| c.set("SY", sy::DISEASE_CODE, "0000999")),
    ("coded disease with name", Kind::DiseaseName, |c| c.set("SY", sy::DISEASE_NAME, "架空病")),
    ("branch of the elderly", Kind::BranchNotAllowed, |c| { c.get("HO", ho::INSURER_NO)?.starts_with("39").then_some(())?; (c.count("SN") == 0).then_some(())?; c.insert("JD", "SN,1,01,,,,01,,") }),
    ("born after the care", Kind::BirthAfterCare, |c| c.set("RE", re::BIRTH_DATE, "20980101")),
    ("visit in another month", Kind::KaDate, |c| c.set("KA", ka::DATE, "20240105")),
    ("visit on no day", Kind::KaDate, |c| c.set("KA", ka::DATE, "20260132")),
    // To confirm.
    ("a field too many", Kind::FieldCount, |c| { c.nth("SY", 0)?.push(Vec::new()); Some(()) }),
    ("外字", Kind::Gaiji, |c| c.set("IH", ih::INSTITUTION_NAME, "架空①病院")),
    ("a lost character", Kind::LostCharacter, |c| c.set("IH", ih::INSTITUTION_NAME, "架空？病院")),
    ("sum of the insurer", Kind::SumOfInsurer, |c| { let yen: u32 = c.get("HO", ho::TOTAL_YEN)?.parse().ok()?; c.set("HO", ho::TOTAL_YEN, &(yen + 10).to_string()) }),
    ("sum of the 公費", Kind::SumOfPublic, |c| { let yen: u32 = c.get("KO", ko::TOTAL_YEN)?.parse().ok()?; c.set("KO", ko::TOTAL_YEN, &(yen + 10).to_string()) }),
    ("days of the insurer", Kind::VisitDays, |c| { let days: u32 = c.get("HO", ho::VISIT_DAYS)?.parse().ok()?; c.set("HO", ho::VISIT_DAYS, &(days + 1).to_string()) }),
    ("a day missing in JD", Kind::JdKaDays, |c| { (c.count("JD") == 1).then_some(())?; let row = c.nth("JD", 0)?; let day = row.iter().skip(2).position(|f| f == b"1")?; row[day + 2].clear(); Some(()) }),
    ("orders in the wrong order", Kind::InstructionOrder, |c| { let code = c.get("HJ", 2)?; c.insert("JS", &format!("HJ,{code},20200101,20200131")) }),
    ("items out of order", Kind::DateOrder, |c| { let at = c.at("KA")?; let (first, last) = (at, c.0.len() - 1); (c.0[first][1] != c.0[last][1]).then_some(())?; let row = c.0.remove(first); c.0.push(row); Some(()) }),
    ("name in one", Kind::NameBlank, |c| c.set("IH", ih::DOCTOR_NAME, "見本医師")),
    ("start after the visits", Kind::CareOutside, |c| c.set("RJ", rj::STARTED_ON, "20981231")),
    ("an end without a state", Kind::Pair, |c| c.set("RJ", rj::ENDED_ON, "20981231")),
    ("benefit of another insurer", Kind::NationalOnly, |c| { c.get("HO", ho::INSURER_NO)?.starts_with("06").then_some(())?; c.set("RE", re::BENEFIT_PERCENT, "70") }),
    // To know.
    ("leading zeros", Kind::LeadingZeros, |c| { let yen = c.get("HO", ho::TOTAL_YEN)?; c.set("HO", ho::TOTAL_YEN, &format!("0{yen}")) }),
];

/// Where a claim had several of a kind, nothing is missing yet.
fn no(c: &Claim, tag: &str) -> Option<()> {
    (c.count(tag) == 0).then_some(())
}

/// Everything of a claim that names its month, in January 2099.
fn in_2099(row: &mut Fields) {
    match &row[0][..] {
        b"KA" => row[1].splice(..6, *b"209901").for_each(drop),
        b"HJ" => row[3] = b"20991231".to_vec(),
        _ => {}
    }
}

/// Claims of a made-up month that are clean, one a file with its HM and GO.
fn clean_claims(seed: u64) -> Vec<(Vec<u8>, Vec<Fields>)> {
    let dir = tempfile::tempdir().expect("a folder");
    let options = synth::Options {
        forms: synth::Forms::CsvOnly,
        ..synth::Options::new(150, seed)
    };
    synth::write(&options, dir.path(), &|_| {}).expect("written");
    let (files, _) = crate::input::find(&[dir.path().join("claims")]);
    let mut claims = Vec::new();
    for file in files {
        let bytes = std::fs::read(&file.path).expect("read");
        let rows: Vec<Fields> = lines::lines(&bytes)
            .filter(|line| !line.bytes.is_empty())
            .map(|line| lines::fields(line.bytes).map(<[u8]>::to_vec).collect())
            .collect();
        let head = rows[0].join(&b',');
        let starts: Vec<usize> = (0..rows.len()).filter(|&at| rows[at][0] == b"RE").collect();
        for (i, &start) in starts.iter().enumerate() {
            let end = starts.get(i + 1).copied().unwrap_or(rows.len() - 1);
            let mut claim = rows[start..end].to_vec();
            claim[0][1] = b"1".to_vec();
            if of_bytes(&file_of(&head, &claim)).is_empty() {
                claims.push((head.clone(), claim));
            }
        }
    }
    claims
}

fn file_of(head: &[u8], claim: &[Fields]) -> Vec<u8> {
    let mut out = [head, b"\r\n"].concat();
    for row in claim {
        out.extend_from_slice(&row.join(&b','));
        out.extend_from_slice(b"\r\n");
    }
    out.extend_from_slice(b"GO\r\n\x1a");
    out
}

fn kinds(bytes: &[u8]) -> Vec<Kind> {
    let mut kinds: Vec<Kind> = of_bytes(bytes).iter().map(|flaw| flaw.kind).collect();
    kinds.sort();
    kinds.dedup();
    kinds
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn each_mistake_is_found_by_exactly_its_rule(seed in 1u64..100_000) {
        let claims = clean_claims(seed);
        prop_assert!(claims.len() > 100);
        let mut wrong = Vec::new();
        for &(name, kind, plant) in MISTAKES {
            let mut planted = 0;
            let start = usize::try_from(seed).unwrap_or(0) % claims.len();
            for (head, claim) in claims[start..].iter().chain(&claims[..start]) {
                if planted == EACH {
                    break;
                }
                let mut claim = Claim(claim.clone());
                if plant(&mut claim).is_none() {
                    continue;
                }
                planted += 1;
                let found = kinds(&file_of(head, &claim.0));
                if found != [kind] && wrong.iter().all(|(known, _)| *known != name) {
                    wrong.push((name, format!("{found:?}\n{}", cp932::decode(&file_of(head, &claim.0)))));
                }
            }
            if planted == 0 {
                wrong.push((name, "was never planted".to_owned()));
            }
        }
        let told: Vec<String> = wrong.iter().map(|(name, found)| format!("{name}: {found}")).collect();
        prop_assert!(wrong.is_empty(), "{}", told.join("\n\n"));
    }
}

/// Damage to the file as a whole.
#[test]
fn each_damage_to_a_file_is_found_by_exactly_its_rule() {
    let (head, claim) = clean_claims(7).swap_remove(0);
    let file = file_of(&head, &claim);
    let text = |bytes: &[u8]| cp932::decode(bytes).into_owned().into_bytes();
    let without = |bytes: &[u8], what: &[u8]| {
        let at = memchr::memmem::find(bytes, what).expect("there");
        [&bytes[..at], &bytes[at + what.len()..]].concat()
    };
    let go = |with: &[u8]| [&without(&file, b"GO\r\n\x1a")[..], with].concat();
    let lf: Vec<u8> = file.iter().copied().filter(|&b| b != b'\r').collect();
    let line = |at: usize, with: &[u8]| {
        let start = memchr::memchr_iter(b'\n', &file).nth(at).expect("there") + 1;
        [&file[..start], with, &file[start..]].concat()
    };
    let with_bom = [&[0xEF, 0xBB, 0xBF][..], &text(&file)].concat();
    let header = |from: &[u8], to: &[u8]| {
        let at = memchr::memmem::find(&file, from).expect("there");
        [&file[..at], to, &file[at + from.len()..]].concat()
    };
    for (name, bytes, expected) in [
        ("UTF-8", text(&file), vec![Kind::Utf8]),
        ("byte order mark", with_bom, vec![Kind::Utf8, Kind::Bom]),
        ("LF", lf, vec![Kind::LfOnly]),
        ("no mark", go(b"GO\r\n"), vec![Kind::NoEofMark]),
        ("no GO", go(b"\x1a"), vec![Kind::NoGo]),
        ("no last line end", go(b"GO\x1a"), vec![Kind::LastLineEnd]),
        ("two marks", go(b"GO\r\n\x1a\x1a"), vec![Kind::EofMark]),
        (
            "a mark before the end",
            go(b"GO\r\n\x1a\r\n"),
            vec![Kind::EofMark],
        ),
        ("GO twice", go(b"GO\r\nGO\r\n\x1a"), vec![Kind::AfterEnd]),
        ("blank line", line(1, b"\r\n"), vec![Kind::BlankLine]),
        ("garbage", line(1, b"XX,1,2\r\n"), vec![Kind::UnknownLine]),
        ("history", line(1, b"8,1,0,RE,1\r\n"), vec![Kind::History]),
        (
            "second HM",
            line(0, &[&head[..], b"\r\n"].concat()),
            vec![Kind::SecondHeader],
        ),
        (
            "prefecture",
            header(b"00-0000-0000", b"00-0000-0000-0000-00"),
            vec![Kind::HeaderField],
        ),
        (
            "quote",
            header(b"00-0000-0000", b"\"0000\""),
            vec![Kind::Quote],
        ),
        (
            "no claim",
            [&head[..], b"\r\nGO\r\n\x1a"].concat(),
            vec![Kind::NoClaim],
        ),
    ] {
        let mut expected = expected;
        expected.sort();
        assert_eq!(kinds(&bytes), expected, "{name}");
    }
}

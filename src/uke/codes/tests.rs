use std::collections::BTreeSet;

use super::*;

#[test]
fn tables_are_numbered_sorted_and_uniform() {
    let all = TABLES.iter().copied().chain([&CONFIRMATION_INSURER_SIDE]);
    for table in all {
        let len = table.code_len();
        assert!(
            table.entries.iter().all(|e| e.code.len() == len),
            "{}",
            table.title_ja
        );
        assert!(
            table.entries.is_sorted_by(|a, b| a.code < b.code),
            "{}",
            table.title_ja
        );
        for entry in table.entries {
            assert!(
                !entry.ja.is_empty() && !entry.en.is_empty(),
                "{} {}",
                table.number,
                entry.code
            );
            assert_eq!(table.get(entry.code.as_bytes()), Some(entry));
        }
    }
    for (n, expected) in (1u8..).zip(TABLES) {
        assert_eq!(table(n), Some(expected));
        assert_eq!(expected.number, n);
        assert!(expected.complete);
    }
    assert_eq!(table(0), None);
    assert_eq!(table(29), None);
}

#[test]
fn table_sizes_match_the_document() {
    let sizes: Vec<usize> = TABLES.iter().map(|t| t.entries.len()).collect();
    let expected = [
        2, 47, 5, 39, 2, 15, 2, 3, 3, 2, 2, 6, 3, 41, 5, 10, 4, 9, 3, 60, 11, 31, 5, 9, 3, 5, 14,
        12,
    ];
    assert_eq!(sizes, expected);
}

#[test]
fn special_notes_are_those_of_visiting_nursing() {
    for code in [
        "01", "02", "04", "10", "16", "21", "26", "27", "28", "29", "30", "41", "42", "96", "97",
    ] {
        assert!(SPECIAL_NOTE.contains(code.as_bytes()), "{code}");
    }
    for code in ["31", "35", "43", "44", "45", "1", "001", ""] {
        assert!(!SPECIAL_NOTE.contains(code.as_bytes()), "{code}");
    }
    assert_eq!(SPECIAL_NOTE.label_ja(b"41"), Some("区カ"));
    let run: Vec<&[u8]> = SPECIAL_NOTE.split_run(b"02269").collect();
    assert_eq!(run, [&b"02"[..], b"26", b"9"]);
}

#[test]
fn only_01_confirmation_is_open_to_a_station() {
    let open: Vec<_> = CONFIRMATION
        .entries
        .iter()
        .filter(|e| e.usage == Usage::Any)
        .map(|e| e.code)
        .collect();
    assert_eq!(open, ["01"]);
    assert!(!CONFIRMATION.contains(b"11"));
    assert!(CONFIRMATION_INSURER_SIDE.contains(b"11") && !CONFIRMATION_INSURER_SIDE.complete);
    assert_eq!(VISIT_DAY.get(b"9").map(|e| e.usage), Some(Usage::PayerOnly));
    assert_eq!(
        COUNTER_PAYMENT.get(b"03").map(|e| e.usage),
        Some(Usage::NotUsed)
    );
}

#[test]
fn claim_types_are_the_39_of_the_table() {
    let mut parsed = 0;
    for number in 0..10_000 {
        let code = format!("{number:04}");
        let claim_type = ClaimType::parse(code.as_bytes());
        assert_eq!(
            claim_type.is_some(),
            CLAIM_TYPE.contains(code.as_bytes()),
            "{code}"
        );
        if let Some(claim_type) = claim_type {
            parsed += 1;
            assert_eq!(claim_type.code(), code.as_bytes());
        }
    }
    assert_eq!(parsed, 39);
    assert_eq!(ClaimType::parse(b"61"), None);
    assert_eq!(
        CLAIM_TYPE.label_ja(b"6116"),
        Some("医保単独/国保単独・家族/その他")
    );
    assert_eq!(
        CLAIM_TYPE.label_ja(b"6350"),
        Some("後期高齢者と４種の公費併用・７割")
    );
}

#[test]
fn claim_types_tell_payers_and_person() {
    let read = |code: &[u8]| {
        ClaimType::parse(code).map(|t| {
            (
                t.payer(),
                t.payers(),
                t.public_payers(),
                t.has_insurer(),
                t.person(),
            )
        })
    };
    assert_eq!(
        read(b"6124"),
        Some((
            PayerClass::Insurance,
            2,
            1,
            true,
            Some(PersonClass::Preschool)
        ))
    );
    assert_eq!(
        read(b"6242"),
        Some((PayerClass::PublicOnly, 4, 4, false, None))
    );
    assert_eq!(
        read(b"6310"),
        Some((
            PayerClass::Elderly,
            1,
            0,
            true,
            Some(PersonClass::ElderlySeventyPercent)
        ))
    );
}

#[test]
fn occupations_follow_base_and_offset() {
    let mut parsed = 0;
    for number in 0u8..100 {
        let code = format!("{number:02}");
        let occupation = Occupation::parse(code.as_bytes());
        assert_eq!(
            occupation.is_some(),
            OCCUPATION.contains(code.as_bytes()),
            "{code}"
        );
        if let Some(o) = occupation {
            parsed += 1;
            let offset = (o.visit() - 1) * 10 + if o.secondary_office() { 50 } else { 0 };
            assert_eq!(o.base() + offset, number);
            let base = format!("{:02}", o.base());
            let plain = |code: &str| {
                let label = OCCUPATION.label_en(code.as_bytes()).unwrap_or_default();
                label.split(',').next().unwrap_or_default().to_owned()
            };
            assert_eq!(plain(&code), plain(&base));
        }
    }
    assert_eq!(parsed, 60);
    assert_eq!(
        OCCUPATION.label_en(b"61"),
        Some("public health nurse, visit 2, secondary office")
    );
}

#[test]
fn payer_sets_are_all_31_and_agree_with_their_labels() {
    let mut seen = BTreeSet::new();
    for entry in PAYER_SET.entries {
        let set = PayerSet::from_code(entry.code.as_bytes()[0]).unwrap();
        assert!(seen.insert(set.bits()), "{}", entry.code);
        assert_eq!(
            set.has_insurance(),
            entry.en.contains('M'),
            "{}",
            entry.code
        );
        assert_eq!(
            set.has_insurance(),
            entry.ja.contains("医保"),
            "{}",
            entry.code
        );
        for (n, sign) in (1u8..).zip(['①', '②', '③', '④']) {
            assert_eq!(set.has_public(n), entry.en.contains(sign), "{}", entry.code);
            assert_eq!(set.has_public(n), entry.ja.contains(sign), "{}", entry.code);
        }
        assert_eq!(
            set.count(),
            u32::try_from(entry.en.chars().count()).unwrap()
        );
    }
    assert!(seen.into_iter().eq(1..=31));
    let listed = (0..=u8::MAX)
        .filter(|c| PayerSet::from_code(*c).is_some())
        .count();
    assert_eq!(listed, 31);
    for absent in *b"08ADFabm\0" {
        assert_eq!(PayerSet::from_code(absent), None);
    }
}

#[test]
fn looking_up_finds_what_searching_finds() {
    for table in TABLES {
        let searched = |code: &[u8]| table.entries.iter().find(|e| e.code.as_bytes() == code);
        assert_eq!(table.get(b""), None);
        for one in 0..=u8::MAX {
            assert_eq!(table.get(&[one]), searched(&[one]));
            for other in 0..=u8::MAX {
                assert_eq!(table.get(&[one, other]), searched(&[one, other]));
            }
        }
    }
}

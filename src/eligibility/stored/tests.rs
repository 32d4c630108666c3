//! What was packed comes back whole, and what is damaged is refused.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;
use crate::eligibility::{Form, Loaded, load};
use crate::synth;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

fn loaded(paths: &[PathBuf]) -> Loaded {
    load(&paths.into(), &|_| ())
}

/// All that a record says.
fn told(record: RecordRef<'_>) -> impl PartialEq + std::fmt::Debug {
    let folded = [
        record.insurer(),
        record.symbol(),
        record.number(),
        record.branch(),
        record.name(),
        record.kana(),
    ];
    let all = texts(record)
        .into_iter()
        .chain(folded)
        .map(str::to_owned)
        .collect::<Vec<_>>();
    (*record.facts(), record.key_hash(), all)
}

/// Packs and unpacks all records and compares.
fn assert_comes_back(records: &Records) {
    let mut again = Records::new();
    let mut bytes = Vec::new();
    for record in records.iter() {
        bytes.clear();
        pack(record, true, &mut bytes);
        assert_eq!(unpack_into(&bytes, record.source, None, &mut again), Ok(()));
    }
    assert_eq!(records.len(), again.len());
    for (one, other) in records.iter().zip(again.iter()) {
        assert_eq!(told(one), told(other));
    }
}

#[test]
fn every_form_comes_back() {
    let paths = ["forms", "month", "hostile", "registers"].map(|name| fixtures().join(name));
    let loaded = loaded(&paths);
    assert_comes_back(&loaded.records);
    for form in [
        Form::XmlSingle,
        Form::XmlFace,
        Form::XmlBulk,
        Form::XmlVisits,
        Form::XmlMedicalAid,
        Form::Csv,
        Form::Json,
        Form::AppText,
    ] {
        let gave = loaded
            .inputs
            .iter()
            .filter(|input| input.form == form)
            .map(|input| input.records);
        assert!(gave.sum::<u64>() > 0, "{form:?}");
    }
}

#[test]
fn synth_comes_back_and_is_small() {
    let dir = tempfile::tempdir().expect("a folder");
    synth::write(&synth::Options::new(2_000, 5), dir.path(), &|_| ()).expect("written");
    let loaded = loaded(&[dir.path().join("eligibility")]);
    assert!(loaded.records.len() > 1_000);
    assert_comes_back(&loaded.records);
    let (mut bytes, mut of_texts) = (Vec::new(), 0);
    for record in loaded.records.iter() {
        pack(record, false, &mut bytes);
        of_texts += texts(record).iter().map(|text| text.len()).sum::<usize>();
    }
    let each = (bytes.len() - of_texts) / loaded.records.len();
    assert!(each <= 40, "{each} bytes beside the texts");
}

#[test]
fn row_and_day_are_for_the_caller() {
    let texts = Texts {
        insurer: "06132013",
        number: "345",
        ..Texts::default()
    };
    let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
    let facts = |as_of, row| Facts {
        as_of,
        row,
        source: 9,
        ..Facts::default()
    };
    let mut records = Records::new();
    for facts in [
        facts(None, 3),
        facts(None, 4),
        facts(Some(day("2026-01-05")), 4),
    ] {
        records.push(&texts, &facts).expect("short");
    }
    let packed = |index, with_row| {
        let mut bytes = Vec::new();
        pack(records.get(index).expect("stored"), with_row, &mut bytes);
        bytes
    };
    assert_eq!(packed(0, false), packed(1, false));
    assert_ne!(packed(0, true), packed(1, true));
    assert_eq!(
        fingerprint(&packed(0, false)),
        fingerprint(&packed(1, false))
    );
    assert_ne!(
        fingerprint(&packed(0, false)),
        fingerprint(&packed(2, false))
    );
    let mut again = Records::new();
    for index in [0, 2] {
        assert_eq!(
            unpack_into(
                &packed(index, index == 2),
                7,
                Some(day("2026-02-01")),
                &mut again
            ),
            Ok(())
        );
    }
    let all: Vec<_> = again
        .iter()
        .map(|record| (record.source, record.row, record.as_of))
        .collect();
    assert_eq!(
        all,
        [
            (7, 0, Some(day("2026-02-01"))),
            (7, 4, Some(day("2026-01-05")))
        ]
    );
}

/// A state of an old night must be readable for ever: when this fails, a new version is due, not new bytes.
#[test]
fn the_layout_is_the_one_that_was_written() {
    const PACKED: &[u8] =
        b"\x01\x97\x82\x90\xb1\x92\x01\x0806132013\x0212\x03345\x06\xe8\xa6\x8b\xe6\x9c\xac\
        \xe6\xf2V\x02\x0105\x1e\xac\x02";
    let mut records = Records::new();
    let texts = Texts {
        insurer: "06132013",
        symbol: "12",
        number: "345",
        name: "見本",
        ..Texts::default()
    };
    let facts = Facts {
        birth_date: NaiveDate::from_ymd_opt(1950, 1, 2),
        card_class: *b"05",
        sex: 2,
        validity: 1,
        copay_percent: Some(30),
        limit_consent: Some(true),
        row: 300,
        ..Facts::default()
    };
    records.push(&texts, &facts).expect("short");
    let mut bytes = Vec::new();
    pack(records.get(0).expect("stored"), true, &mut bytes);
    assert_eq!(
        bytes.escape_ascii().to_string(),
        PACKED.escape_ascii().to_string()
    );
    assert_eq!(
        fingerprint(b"abc"),
        u64::from_le_bytes([0xba, 0x78, 0x16, 0xbf, 0x8f, 0x01, 0xcf, 0xea])
    );
}

static PACKED: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let loaded = loaded(&[fixtures().join("month"), fixtures().join("forms")]);
    let packed = |record| {
        let mut bytes = Vec::new();
        pack(record, true, &mut bytes);
        bytes
    };
    loaded.records.iter().map(packed).collect()
});

/// Unpacks whatever it is. What is taken is a record like any other; a refusal leaves nothing.
fn take(bytes: &[u8]) -> Result<(), Damaged> {
    let mut records = Records::new();
    let taken = unpack_into(bytes, 0, None, &mut records);
    assert_eq!(records.len(), usize::from(taken.is_ok()));
    assert_comes_back(&records);
    taken
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_taken_or_refused(mut bytes: Vec<u8>) {
        let _ = take(&bytes);
        bytes.insert(0, VERSION);
        let _ = take(&bytes);
    }

    #[test]
    fn flipped_bits_are_taken_or_refused(at: prop::sample::Index, bits in prop::collection::vec(any::<prop::sample::Index>(), 1..4)) {
        let mut bytes = PACKED[at.index(PACKED.len())].clone();
        for bit in bits {
            let bit = bit.index(bytes.len() * 8);
            bytes[bit / 8] ^= 1 << (bit % 8);
        }
        let _ = take(&bytes);
    }

    #[test]
    fn cut_bytes_are_refused(at: prop::sample::Index, cut: prop::sample::Index, more: u8) {
        let bytes = &PACKED[at.index(PACKED.len())];
        prop_assert_eq!(take(&bytes[..cut.index(bytes.len())]), Err(Damaged));
        prop_assert_eq!(take(&[bytes, &[more][..]].concat()), Err(Damaged));
    }

    #[test]
    fn any_record_comes_back(
        texts in prop::collection::vec(".{0,12}", 8),
        days in prop::collection::vec(prop::option::of(1i32..3_600_000), 10),
        codes in (0u8..=2, 0u8..=2, 0u8..=2, 0u8..=6, 0u8..=2),
        truths in any::<[Option<bool>; 3]>(),
        percents in prop::array::uniform2(prop::option::of(0u8..=100)),
        (visits_file, row) in any::<(bool, u32)>(),
    ) {
        let date = |at: usize| days[at].and_then(NaiveDate::from_num_days_from_ce_opt);
        let texts = Texts {
            insurer: &texts[0],
            symbol: &texts[1],
            number: &texts[2],
            branch: &texts[3],
            name: &texts[4],
            kana: &texts[5],
            insurer_name: &texts[6],
            query_no: &texts[7],
        };
        let facts = Facts {
            birth_date: date(0),
            as_of: date(1),
            qualified_on: date(2),
            lost_on: date(3),
            card_issued_on: date(4),
            card_valid_from: date(5),
            card_valid_to: date(6),
            certificate_valid_to: date(7),
            limit_valid_from: date(8),
            limit_valid_to: date(9),
            sex: codes.0,
            reference: codes.1,
            status: codes.2,
            validity: codes.3,
            relation: codes.4,
            card_class: if visits_file { *b"A1" } else { [0; 2] },
            loss_reason: if row % 2 == 0 { *b"03" } else { [0; 2] },
            limit_class: if row % 3 == 0 { *b"B10" } else { [0; 3] },
            copay_percent: percents[0],
            elderly_copay_percent: percents[1],
            preschool: truths[0],
            limit_consent: truths[1],
            myna_registered: truths[2],
            visits_file,
            source: 3,
            row,
        };
        let mut records = Records::new();
        records.push(&texts, &facts).expect("short");
        assert_comes_back(&records);
    }
}

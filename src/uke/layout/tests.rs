use std::collections::BTreeSet;

use super::*;
use crate::uke::codes::ClaimType;

#[test]
fn field_counts_are_official() {
    use RecordKind::{Co, Gi, Go, Hj, Hm, Ho, Ih, Jd, Js, Ka, Ko, Ks, Mf, Re, Rj, Sn, Sy, Tj, Tz};
    let expected = [
        (Hm, 8),
        (Re, 15),
        (Ho, 12),
        (Ko, 8),
        (Sn, 9),
        (Jd, 33),
        (Mf, 33),
        (Gi, 8),
        (Ih, 7),
        (Hj, 4),
        (Js, 6),
        (Sy, 5),
        (Rj, 29),
        (Tj, 5),
        (Tz, 4),
        (Ks, 5),
        (Co, 4),
        (Ka, 9),
        (Go, 1),
    ];
    assert_eq!(expected.map(|(kind, _)| kind), RecordKind::ALL);
    for (kind, count) in expected {
        assert_eq!(field_count(kind), count, "{}", kind.name());
    }
}

#[test]
fn tags_lead_to_kinds_and_back() {
    for (order, kind) in RecordKind::ALL.into_iter().enumerate() {
        assert_eq!(kind.order(), order);
        assert_eq!(layout(kind).kind, kind);
        assert_eq!(kind.name().as_bytes(), kind.tag());
        assert_eq!(RecordKind::from_tag(&kind.tag()), Some(kind));
    }
    let mut known = 0;
    for first in 0..=u8::MAX {
        for second in 0..=u8::MAX {
            known += usize::from(RecordKind::from_tag(&[first, second]).is_some());
        }
    }
    assert_eq!(known, 19);
    for other in [&b""[..], b"H", b"HMX", b"hm"] {
        assert_eq!(RecordKind::from_tag(other), None);
    }
}

#[test]
fn every_field_is_consistent() {
    for kind in RecordKind::ALL {
        let fields = layout(kind).fields;
        assert_eq!(fields[0].content, Content::Tag);
        let names: BTreeSet<_> = fields.iter().map(|f| f.name_en).collect();
        assert_eq!(
            names.len(),
            fields.len(),
            "{}: English names repeat",
            kind.name()
        );
        for (place, f) in (1..).zip(fields) {
            let at = format!("{} {} {}", kind.name(), f.position, f.name_ja);
            assert_eq!(f.position, place, "{at}");
            assert_eq!(field(kind, place), Some(f), "{at}");
            assert!((1..=f.bytes).contains(&f.min_bytes), "{at}");
            assert!(f.width == Width::Variable || f.min_bytes == f.bytes, "{at}");
            let reserved = f.content == Content::Reserved;
            assert_eq!(reserved, f.name_ja.starts_with("予備"), "{at}");
            assert!(!(f.required && (reserved || f.payer_only)), "{at}");
            let exact = match f.content {
                Content::Tag => Some(2),
                Content::Date => Some(8),
                Content::Month => Some(6),
                Content::Time => Some(4),
                _ => None,
            };
            assert!(
                exact.is_none_or(|n| (f.bytes, f.min_bytes) == (n, n)),
                "{at}"
            );
            if let Some(table) = f.codes {
                assert_eq!(
                    f.run.unwrap_or(usize::from(f.bytes)),
                    table.code_len(),
                    "{at}"
                );
                assert!(
                    f.only.iter().all(|code| table.contains(code.as_bytes())),
                    "{at}"
                );
            }
            assert!(
                f.run.is_none_or(|n| usize::from(f.bytes).is_multiple_of(n)),
                "{at}"
            );
        }
        assert_eq!(field(kind, 0), None);
        assert_eq!(field(kind, fields.len() + 1), None);
    }
}

#[test]
fn positions_name_their_fields() {
    let named = [
        (RecordKind::Hm, hm::BILLING_MONTH, 7, "請求年月"),
        (RecordKind::Re, re::CLAIM_TYPE, 3, "レセプト種別"),
        (RecordKind::Re, re::SERVICE_MONTH, 4, "指定訪問看護年月"),
        (RecordKind::Re, re::BIRTH_DATE, 8, "生年月日"),
        (RecordKind::Re, re::SPECIAL_NOTES, 12, "レセプト特記"),
        (RecordKind::Re, re::SEARCH_NO, 15, "検索番号"),
        (RecordKind::Ho, ho::INSURER_NO, 2, "保険者番号"),
        (RecordKind::Ho, ho::TOTAL_YEN, 6, "合計金額"),
        (RecordKind::Ko, ko::RECIPIENT_NO, 3, "受給者番号"),
        (RecordKind::Sn, sn::BRANCH, 7, "枝番"),
        (RecordKind::Jd, jd::DAY_1, 3, "１日の情報"),
        (RecordKind::Jd, jd::DAY_1 + 30, 33, "３１日の情報"),
        (RecordKind::Mf, mf::COUNTER_PAYMENT, 2, "窓口負担額区分"),
        (RecordKind::Mf, mf::RESERVED_1 + 30, 33, "予備３１"),
        (RecordKind::Rj, rj::PATIENT_INFO, 19, "利用者情報コード"),
        (RecordKind::Ka, ka::DATE, 2, "算定年月日"),
        (RecordKind::Ka, ka::VISIT_COUNT, 8, "同日訪問回数"),
    ];
    for (kind, constant, position, name_ja) in named {
        assert_eq!(constant, position);
        assert_eq!(field(kind, constant).map(|f| f.name_ja), Some(name_ja));
    }
    assert_eq!(
        field(RecordKind::Re, re::SERVICE_MONTH).map(|f| f.name_en),
        Some("service_month")
    );
    assert_eq!(field(RecordKind::Jd, 33).map(|f| f.name_en), Some("day_31"));
}

/// More official examples, besides the one in each layout.
const GUIDE_LINES: [&str; 14] = [
    "HO,01131234,１２３４５６７８,１２３４５６７,0,6000,,,,,,",
    "HJ,02,20240601,20240614",
    "JS,ストレスを感じやすく幻聴あり。,0102,001058,02,20240601",
    "JS,ストレスを感じやすく幻聴あり。,02,057,,",
    "SY,0000999,,Ａ病名,",
    "RJ,20240610,01,,,,,,,,20240618,1300,04,,20240618,1300,01,,,,,,,,,,,,",
    "TJ,02,,,",
    "TZ,01,,",
    "TZ,04,852500001,０００９０",
    "KS,04,,,",
    "CO,820500001,,",
    "KA,20240615,1,510002670,,1300,,,",
    "KA,20240615,1,510002370,,0,,,",
    "KA,20240615,1,510000110,,5550,0304,01,01",
];

#[test]
fn official_examples_fit_their_layouts() {
    let own = RecordKind::ALL.map(|kind| layout(kind).example);
    for line in own.into_iter().chain(GUIDE_LINES) {
        let values: Vec<&str> = line.split(',').collect();
        let kind = RecordKind::from_tag(values[0].as_bytes()).unwrap();
        assert_eq!(values.len(), field_count(kind), "{line}");
        for (f, value) in layout(kind).fields.iter().zip(values) {
            let (bytes, _, lossy) = encoding_rs::SHIFT_JIS.encode(value);
            assert!(
                !lossy && bytes.len() <= usize::from(f.bytes),
                "{line}: {}",
                f.name_ja
            );
            assert!(!f.required || !value.is_empty(), "{line}: {}", f.name_ja);
            assert!(
                value.is_empty() || bytes.len() >= usize::from(f.min_bytes),
                "{line}: {}",
                f.name_ja
            );
            assert!(
                value.is_empty() || f.content != Content::Reserved,
                "{line}: {}",
                f.name_ja
            );
            if let Some(table) = f.codes {
                for code in table.split_run(value.as_bytes()) {
                    assert!(table.contains(code), "{line}: {}", f.name_ja);
                    assert!(
                        f.only.is_empty() || f.only.iter().any(|c| c.as_bytes() == code),
                        "{line}"
                    );
                }
            }
        }
    }
}

#[test]
fn presence_and_repeats_follow_the_official_table() {
    let of = |presence| {
        RecordKind::ALL
            .into_iter()
            .filter(|k| k.presence() == presence)
            .map(RecordKind::name)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        of(Presence::Required),
        ["HM", "RE", "IH", "HJ", "JS", "SY", "RJ", "KA", "GO"]
    );
    assert_eq!(of(Presence::ByType), ["HO", "KO"]);
    assert_eq!(of(Presence::Omitted), ["GI"]);
    let once: Vec<_> = RecordKind::ALL
        .into_iter()
        .filter(|k| k.repeat() == Repeat::Once)
        .map(RecordKind::name)
        .collect();
    assert_eq!(once, ["HM", "RE", "HO", "GI", "RJ", "GO"]);
    assert_eq!(RecordKind::Ko.repeat(), Repeat::UpTo(4));
    assert_eq!(
        RecordKind::ALL.into_iter().filter(|k| k.in_claim()).count(),
        17
    );
}

#[test]
fn presence_narrows_to_the_claim_type() {
    let allowed = |code: &[u8], kind| {
        let occurs = occurs(ClaimType::parse(code).unwrap(), kind).unwrap();
        (0..=6)
            .filter(|n| occurs.allows(*n))
            .collect::<Vec<usize>>()
    };
    assert_eq!(allowed(b"6112", RecordKind::Ho), [1]);
    assert_eq!(allowed(b"6112", RecordKind::Ko), [0]);
    assert_eq!(allowed(b"6112", RecordKind::Jd), [0, 1]);
    assert_eq!(allowed(b"6132", RecordKind::Ko), [2]);
    assert_eq!(allowed(b"6132", RecordKind::Sn), [0, 1, 2, 3]);
    assert_eq!(allowed(b"6132", RecordKind::Jd), [0, 3]);
    assert_eq!(allowed(b"6358", RecordKind::Ko), [4]);
    assert_eq!(allowed(b"6212", RecordKind::Ho), [0]);
    assert_eq!(allowed(b"6212", RecordKind::Ko), [1]);
    assert_eq!(allowed(b"6242", RecordKind::Ko), [4]);
    assert_eq!(allowed(b"6242", RecordKind::Mf), [0, 1, 2, 3, 4, 5, 6]);
    assert_eq!(
        occurs(ClaimType::parse(b"6112").unwrap(), RecordKind::Ka),
        None
    );
}

#[test]
fn narrowed_presence_stays_within_the_table() {
    for entry in crate::uke::codes::CLAIM_TYPE.entries {
        let claim_type = ClaimType::parse(entry.code.as_bytes()).unwrap();
        let composition = Composition::of(claim_type);
        let row = PRESENCE
            .iter()
            .find(|row| row.composition == composition)
            .unwrap();
        for (kind, wide) in [
            (RecordKind::Ho, row.ho),
            (RecordKind::Ko, row.ko),
            (RecordKind::Sn, row.sn),
            (RecordKind::Jd, row.jd),
            (RecordKind::Mf, row.mf),
        ] {
            let narrow = occurs(claim_type, kind).unwrap();
            for count in 0..=9 {
                assert!(
                    !narrow.allows(count) || wide.allows(count),
                    "{} {}",
                    entry.code,
                    kind.name()
                );
            }
        }
    }
}

#[test]
fn amounts_without_mf() {
    let limit =
        |code: &[u8]| split_without_mf_limit(ClaimType::parse(code).unwrap()).map(|l| l.yen);
    assert_eq!(limit(b"6112"), Some(118_000));
    assert_eq!(limit(b"6126"), Some(118_000));
    assert_eq!(limit(b"6114"), Some(177_000));
    assert_eq!(limit(b"6118"), Some(40_000));
    assert_eq!(limit(b"6110"), Some(40_000));
    assert_eq!(limit(b"6318"), Some(30_000));
    assert_eq!(limit(b"6310"), Some(30_000));
    assert_eq!(limit(b"6212"), None);
}

#[test]
fn public_payers_have_their_order() {
    let order: Vec<_> = PUBLIC_PAYER_ORDER.iter().map(|s| s.law).collect();
    assert_eq!(
        order.join(","),
        "13,14,18,29,30,11,21,15,16,24,28,19,52,54,51,38,53,66,62,25,12"
    );
    assert_eq!(public_payer_rank(b"13130000"), Some(1));
    assert_eq!(public_payer_rank(b"12131234"), Some(21));
    assert_eq!(public_payer_rank(b"80131234"), None);
    assert_eq!(public_payer_rank(b"1"), None);
}

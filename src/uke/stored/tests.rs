//! What was packed comes back whole, and what is damaged is refused.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;
use crate::matching::keys::ClaimKeys;
use crate::synth;
use crate::text::date::Month;
use crate::uke::claim::Claims;
use crate::uke::read::{self, ReadClaims};
use crate::uke::recorded::Recorded;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

/// A chunk packed and unpacked: every claim, every note.
fn again(chunk: &Chunk) -> Chunk {
    let mut builder = ChunkBuilder::new(chunk.input, chunk.shape, chunk.encoding);
    for header in &chunk.headers {
        builder.header(header.clone());
    }
    let mut bytes = Vec::new();
    for (at, claim) in (0..).zip(&chunk.claims) {
        bytes.clear();
        pack(chunk, claim, &mut bytes);
        let records: usize = chunk.records(claim).map(|record| record.bytes.len()).sum();
        // The numbers of a claim have at most 5 bytes, as has each number of a record.
        let most = 75 + 10 * chunk.records(claim).count();
        assert!(
            bytes.len() <= records + most,
            "{} of {records}",
            bytes.len()
        );
        assert_eq!(builder.claim(&bytes, claim.line, claim.header), Ok(at));
    }
    for issue in &chunk.issues {
        bytes.clear();
        pack_issue(issue, &mut bytes);
        let unpacked = unpack_issue(&bytes).expect("a note");
        assert_eq!(&unpacked, issue);
        builder.issue(unpacked);
    }
    builder.finish()
}

/// All that a claim says, but where its records lie.
fn told(chunk: &Chunk, claim: &Claim) -> String {
    let placeless = Claim {
        start: 0,
        end: 0,
        ..claim.clone()
    };
    let records: Vec<_> = chunk.records(claim).collect();
    let recorded = Recorded::of(chunk, claim);
    let header = chunk.header(claim);
    format!("{placeless:?} {records:?} {recorded:?} {header:?}")
}

/// Packs and unpacks all claims and compares; how many claims and notes there were.
fn assert_comes_back(read: &ReadClaims) -> (usize, usize) {
    let chunks: Vec<Chunk> = read
        .claims
        .chunks()
        .map(|(_, chunk)| again(chunk))
        .collect();
    let claims = Claims::new(chunks);
    let (before, after) = (ClaimKeys::of(&read.claims), ClaimKeys::of(&claims));
    let mut issues = 0;
    let both = read.claims.chunks().zip(claims.chunks());
    for (position, ((start, old), (new_start, new))) in both.enumerate() {
        assert_eq!((start, old.input), (new_start, new.input));
        assert_eq!((old.shape, old.encoding), (new.shape, new.encoding));
        assert_eq!(old.headers, new.headers);
        assert_eq!(old.issues, new.issues);
        assert_eq!(old.claims.len(), new.claims.len());
        issues += old.issues.len();
        for (local, (a, b)) in old.claims.iter().zip(&new.claims).enumerate() {
            assert_eq!(told(old, a), told(new, b));
            let key = |keys: &ClaimKeys, claim| format!("{:?}", keys.get(position, local, claim));
            assert_eq!(key(&before, a), key(&after, b));
        }
    }
    (claims.len(), issues)
}

#[test]
fn fixtures_come_back() {
    let paths = [
        "month", "hostile", "insurer", "returned", "show", "follow", "stations",
    ]
    .map(|name| fixtures().join(name));
    let (claims, issues) = assert_comes_back(&read::read(&paths, &|_| ()));
    assert!(claims > 90 && issues > 20, "{claims} {issues}");
}

#[test]
fn synth_months_come_back_and_are_small() {
    let dir = tempfile::tempdir().expect("a folder");
    let options = synth::Options::new(3_000, 7);
    synth::write(&options, dir.path(), &|_| ()).expect("written");
    let read = read::read(&[dir.path().join("claims")], &|_| ());
    assert_eq!(assert_comes_back(&read).0, 3_000);
    let mut bytes = Vec::new();
    let mut records = 0;
    for (_, chunk) in read.claims.chunks() {
        for claim in &chunk.claims {
            pack(chunk, claim, &mut bytes);
            records += chunk
                .records(claim)
                .map(|record| record.bytes.len())
                .sum::<usize>();
        }
    }
    let each = (bytes.len() - records) / 3_000;
    assert!(each <= 35, "{each} bytes beside the records");
}

#[test]
fn every_kind_has_its_name() {
    for &kind in Kind::ALL {
        assert_eq!(Kind::from_name(kind.name()), Some(kind));
        assert_eq!(kind.name(), format!("{kind:?}"));
    }
    assert_eq!(Kind::from_name("Nothing"), None);
    for kind in RecordKind::ALL {
        assert_eq!(tag_of(&kind.tag()), Ok(kind.name()));
    }
}

#[test]
fn words_of_dialects_lead_back() {
    for shape in Shape::ALL {
        assert_eq!(Shape::from_id(shape.id()), Some(shape));
    }
    for encoding in Encoding::ALL {
        assert_eq!(Encoding::from_id(encoding.id()), Some(encoding));
    }
    assert_eq!(Shape::from_id("cp932"), None);
}

/// A claim of three lines.
fn small() -> Chunk {
    let text = "HM,1,13,6,9999991,X,202602,\r\nRE,1,6112,202601,X,,2,19500102,,,,,,,\r\n\
                HO,06132013,12,345,1,5550,,,,,,\r\nKA,20260105,1,550002270,,50,,,\r\n";
    let dialect = crate::uke::dialect::sniff(text.as_bytes()).expect("a claim file");
    let mut parser = crate::uke::parse::Parser::new(dialect);
    crate::uke::lines::lines(text.as_bytes()).for_each(|line| parser.take(line));
    parser.finish().chunk
}

/// A state of an old night must be readable for ever: when this fails, a new version is due, not new bytes.
#[test]
fn the_layout_is_the_one_that_was_written() {
    const CLAIM: &[u8] =
        b"\x01\xe1#\xf0\xfb\x02\xe6\xf2V\xae+\x10\x10\x00\x01\x01\x04\x00\x05\x102\x02\
        \x00%RE,1,6112,202601,X,,2,19500102,,,,,,,\x02\x1fHO,06132013,12,345,1,5550,,,,,,";
    const ISSUE: &[u8] = b"\x01\x06KaDate\xac\x02\x02\x01\x02KA\x02\x0820260199\x02\x00";
    let chunk = small();
    let mut bytes = Vec::new();
    pack(&chunk, &chunk.claims[0], &mut bytes);
    assert_eq!(
        bytes.escape_ascii().to_string(),
        CLAIM.escape_ascii().to_string()
    );
    let issue = Issue {
        kind: Kind::KaDate,
        line: 300,
        claim: Some(1),
        field: Some(("KA", 2)),
        found: b"20260199".as_slice().into(),
        count: 2,
        expected: 0,
    };
    bytes.clear();
    pack_issue(&issue, &mut bytes);
    assert_eq!(
        bytes.escape_ascii().to_string(),
        ISSUE.escape_ascii().to_string()
    );
}

/// The packed claims and notes of the month of the fixtures and of the hostile files.
static PACKED: LazyLock<[Vec<Vec<u8>>; 2]> = LazyLock::new(|| {
    let read = read::read(
        &[fixtures().join("month"), fixtures().join("hostile")],
        &|_| (),
    );
    let (mut claims, mut issues) = (Vec::new(), Vec::new());
    for (_, chunk) in read.claims.chunks() {
        for claim in &chunk.claims {
            let mut bytes = Vec::new();
            pack(chunk, claim, &mut bytes);
            claims.push(bytes);
        }
        for issue in &chunk.issues {
            let mut bytes = Vec::new();
            pack_issue(issue, &mut bytes);
            issues.push(bytes);
        }
    }
    [claims, issues]
});

/// Unpacks whatever it is. What is taken is a claim like any other; a refusal leaves nothing.
fn take(bytes: &[u8]) {
    let mut builder = ChunkBuilder::new(0, Shape::Station, Encoding::Cp932);
    builder.header(Header::default());
    let taken = builder.claim(bytes, 7, 0).is_ok();
    let chunk = builder.finish();
    assert_eq!(chunk.claims.len(), usize::from(taken));
    assert!(chunk.arena.len() <= 6 * bytes.len());
    assert!(taken || chunk.arena.is_empty());
    let chunk_again = again(&chunk);
    for (one, other) in chunk.claims.iter().zip(&chunk_again.claims) {
        assert_eq!(told(&chunk, one), told(&chunk_again, other));
    }
    assert!(ClaimKeys::of(&Claims::new(vec![chunk])).chunk(0).len() <= 1);
    if let Ok(issue) = unpack_issue(bytes) {
        assert!(issue.found.len() <= bytes.len());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_taken_or_refused(mut bytes: Vec<u8>) {
        take(&bytes);
        bytes.insert(0, 1);
        take(&bytes);
    }

    #[test]
    fn flipped_bits_are_taken_or_refused(at: prop::sample::Index, bits in prop::collection::vec(any::<prop::sample::Index>(), 1..4)) {
        for all in PACKED.each_ref() {
            let mut bytes = all[at.index(all.len())].clone();
            for bit in &bits {
                let bit = bit.index(bytes.len() * 8);
                bytes[bit / 8] ^= 1 << (bit % 8);
            }
            take(&bytes);
        }
    }

    /// Every cut is noticed, and every byte too many.
    #[test]
    fn cut_bytes_are_refused(at: prop::sample::Index, cut: prop::sample::Index, more: u8) {
        let claim = &PACKED[0][at.index(PACKED[0].len())];
        let issue = &PACKED[1][at.index(PACKED[1].len())];
        let mut builder = ChunkBuilder::new(0, Shape::Station, Encoding::Cp932);
        builder.header(Header::default());
        prop_assert_eq!(builder.claim(&claim[..cut.index(claim.len())], 7, 0), Err(Damaged));
        prop_assert_eq!(builder.claim(&[claim, &[more][..]].concat(), 7, 0), Err(Damaged));
        prop_assert_eq!(unpack_issue(&issue[..cut.index(issue.len())]), Err(Damaged));
        prop_assert_eq!(unpack_issue(&[issue, &[more][..]].concat()), Err(Damaged));
    }
}

/// One thing that happens to the bytes of a claim file: a byte changes, or a line goes or comes twice.
fn befall(bytes: &mut Vec<u8>, (what, at, value): (u8, prop::sample::Index, u8)) {
    let mut lines: Vec<Vec<u8>> = bytes
        .split_inclusive(|&b| b == b'\n')
        .map(<[u8]>::to_vec)
        .collect();
    match what {
        0 => {
            let at = at.index(bytes.len());
            bytes[at] = value;
            return;
        }
        1 => drop(lines.remove(at.index(lines.len()))),
        2 => lines.push(lines[at.index(lines.len())].clone()),
        _ => {
            let (one, other) = (at.index(lines.len()), usize::from(value) % lines.len());
            lines.swap(one, other);
        }
    }
    *bytes = lines.concat();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_files_come_back(accidents in prop::collection::vec((0u8..4, any::<prop::sample::Index>(), any::<u8>()), 1..20), which in 0usize..4) {
        let name = ["show/full.UKE", "returned/RECEIPTH.HEN", "insurer/RECODEINFO.CSV", "returned/RECEIPTH.UKE"][which];
        let mut bytes = std::fs::read(fixtures().join(name)).expect("read");
        for accident in accidents {
            befall(&mut bytes, accident);
            if bytes.is_empty() {
                break;
            }
        }
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("RECEIPTH.UKE");
        std::fs::write(&path, bytes).expect("written");
        assert_comes_back(&read::read(&[path], &|_| ()));
    }
}

#[test]
fn headers_come_back() {
    let whole = Header {
        payer: 2,
        station: "1369999991".into(),
        name: "見本訪問看護ステーション".into(),
        billing_month: Month::new(2026, 2),
    };
    let broken = Header {
        payer: 0,
        station: "13\u{0}".into(),
        billing_month: None,
        ..Header::default()
    };
    for header in [whole, broken, Header::default()] {
        let mut bytes = Vec::new();
        pack_header(&header, &mut bytes);
        assert_eq!(unpack_header(&bytes), Ok(header));
        for cut in 0..bytes.len() {
            assert_eq!(unpack_header(&bytes[..cut]), Err(Damaged), "{cut}");
        }
        bytes[0] = HEADER + 1;
        assert_eq!(unpack_header(&bytes), Err(Damaged));
    }
}

#[test]
fn failures_come_back() {
    let io = |kind: io::ErrorKind| Failure::Io(kind.into());
    let all = [
        Failure::Refused(Refusal::Empty),
        Failure::Refused(Refusal::Binary),
        Failure::Refused(Refusal::Utf16),
        Failure::Refused(Refusal::EucJp),
        Failure::Refused(Refusal::Iso2022Jp),
        Failure::Refused(Refusal::CrOnly),
        Failure::Refused(Refusal::NoHm("RE".to_owned())),
        Failure::Refused(Refusal::OtherTable("1".to_owned())),
        Failure::Refused(Refusal::BrokenHm),
        Failure::Zip(ZipTrouble::Broken("cut".to_owned())),
        Failure::Zip(ZipTrouble::Encrypted),
        Failure::Zip(ZipTrouble::Empty),
        Failure::Zip(ZipTrouble::TooLarge),
        Failure::Zip(ZipTrouble::Nested),
        io(io::ErrorKind::NotFound),
        io(io::ErrorKind::PermissionDenied),
        Failure::Io(io::Error::other("no such device")),
    ];
    for (number, failure) in (0u8..).zip(&all) {
        let mut bytes = Vec::new();
        pack_failure(failure, &mut bytes);
        assert_eq!(bytes[1], number);
        let back = unpack_failure(&bytes).expect("it was packed");
        // What the reports say of it is the same.
        let said = |failure| crate::rules::failure_words(failure, crate::text::lang::Lang::En);
        assert_eq!(said(&back), said(failure));
        assert!(unpack_failure(&bytes[..bytes.len() - 1]).is_err());
    }
    assert!(unpack_failure(&[FAILURE, 17, 0]).is_err());
}

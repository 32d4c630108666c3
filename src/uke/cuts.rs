//! Every cut of a file into pieces gives the same claims, to `check` ([`super::parse`]) and to the commands that
//! see all records ([`super::rows`]), and both find the same.

use std::fmt::Write as _;
use std::path::Path;

use proptest::prelude::*;

use super::dialect::{Dialect, Encoding, Shape};
use super::layout::RecordKind;
use super::lines;
use super::parse::Parser;
use super::rows::{self, Part};
use super::source::{Work, read_range};

/// What a reader finds: lines in the piece, and of each claim its line, in the piece, and its bytes where it
/// keeps them all.
type Found = (u32, Vec<(u32, Vec<u8>)>);

/// The reader of `check`.
struct Check;

/// The reader of all records.
struct All;

impl Work for Check {
    type Head = ();
    type Out = Found;

    fn head(&self, _: Dialect, _: &[u8]) {}

    fn piece(&self, dialect: Dialect, (): &(), bytes: &[u8]) -> Found {
        let mut parser = Parser::new(dialect);
        lines::lines(bytes).for_each(|line| parser.take(line));
        let piece = parser.finish();
        let chunk = &piece.chunk;
        let claims = chunk.claims.iter().map(|claim| {
            let kept: Vec<&[u8]> = chunk.records(claim).map(|record| record.bytes).collect();
            (claim.line, kept.join(&b'\n'))
        });
        (piece.lines, claims.collect())
    }
}

impl Work for All {
    type Head = ();
    type Out = Found;

    fn head(&self, _: Dialect, _: &[u8]) {}

    fn piece(&self, dialect: Dialect, (): &(), bytes: &[u8]) -> Found {
        let mut claims = Vec::new();
        let count = rows::each_group(dialect, bytes, |part, group| {
            if part == Part::Claim {
                let first = group.first(RecordKind::Re).or_else(|| group.rows().next());
                let line = first.map_or(0, |row| row.line);
                let kept: Vec<&[u8]> = group.rows().map(|row| row.bytes).collect();
                claims.push((line, kept.join(&b'\n')));
            }
        });
        (count, claims)
    }
}

/// Reads the file in pieces of so many bytes; lines count through the file.
fn pieces<W: Work<Head = (), Out = Found>>(
    work: &W,
    path: &Path,
    dialect: Dialect,
    size: u64,
) -> Found {
    let length = path.metadata().expect("a file").len();
    let (mut lines, mut claims) = (0, Vec::new());
    let mut start = 0;
    while start < length {
        let end = (start + size).min(length);
        let (count, found) = read_range(path, dialect, start..end, work, &()).expect("read");
        claims.extend(found.into_iter().map(|(line, bytes)| (line + lines, bytes)));
        lines += count;
        start = end;
    }
    (lines, claims)
}

/// Cuts `text` into pieces of every size of `sizes`.
fn same_for_every_cut(shape: Shape, text: &str, sizes: impl Iterator<Item = u64>) {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("x.UKE");
    std::fs::write(&path, text).expect("written");
    let dialect = Dialect {
        shape,
        encoding: Encoding::Cp932,
        skip: 0,
    };
    let (check, all) = (
        Check.piece(dialect, &(), text.as_bytes()),
        All.piece(dialect, &(), text.as_bytes()),
    );
    let lines = |found: &Found| found.1.iter().map(|claim| claim.0).collect::<Vec<_>>();
    assert_eq!(lines(&check), lines(&all), "{shape:?}\n{text}");
    for size in sizes {
        assert_eq!(
            pieces(&Check, &path, dialect, size),
            check,
            "{shape:?} by {size}\n{text}"
        );
        assert_eq!(
            pieces(&All, &path, dialect, size),
            all,
            "{shape:?} by {size}\n{text}"
        );
    }
}

const RE: &str = "RE,1,6112,202601,MIHON HANAKO,,2,19500102,,,,,,,";
const HO: &str = "HO,06132013,12,345,1,5550,,,,,,";
const KA: &str = "KA,20260105,1,510000110,,5550,03,01,01";
const HM: &str = "HM,1,13,6,9999991,MIHON,202602,";

fn station(head: &str, foot: &str, more: &str) -> String {
    let claim = format!("{RE}\r\n{HO}\r\n{KA}\r\n{more}");
    format!("{head}\r\n{}{foot}\r\n\x1a", claim.repeat(3))
}

fn insurer(has_mn: bool) -> String {
    let mut text = String::new();
    for claim in 0..3 {
        let records = [format!("MN,{claim}").as_str(), HM, RE, HO, KA]
            .into_iter()
            .skip(usize::from(!has_mn))
            .map(str::to_owned)
            .collect::<Vec<_>>();
        for (number, record) in records.iter().enumerate() {
            let _ = write!(text, "1,{},0,{record}\r\n", number + 1);
        }
        let _ = write!(
            text,
            "2,9,0,HO,06132013,12,345,1,{claim}\r\n2,10,1,JY,9\r\n1,11,0,RC,1\r\n"
        );
    }
    text
}

#[test]
fn every_cut_gives_the_same_claims() {
    let history = "8,1,0,RE,1\r\n8,2,0,MN,1\r\n";
    let returned = format!("HR,202602,1\r\n{history}");
    for (shape, text) in [
        (Shape::Station, station(HM, "GO", "")),
        (Shape::Station, station(HM, "GO", history)),
        (
            Shape::Returned,
            station(&HM.replace("HM", "HH"), "HG,3", &returned),
        ),
        (Shape::Insurer, insurer(true)),
        (Shape::Insurer, insurer(false)),
    ] {
        let length = text.len() as u64;
        same_for_every_cut(shape, &text, (1..40).chain((40..=length).step_by(7)));
    }
}

fn line() -> impl Strategy<Value = String> {
    let record = prop_oneof![
        3 => Just(RE), 3 => Just("MN,1"), 2 => Just(HM), 2 => Just(HO), 2 => Just(KA), 1 => Just("KO,12131234,1,,1,1,,"),
        1 => Just("SN,1,01,,,,,,"), 1 => Just("JD,1,1"), 1 => Just("RJ,1"), 1 => Just("GI,1"), 1 => Just("GO"),
        1 => Just("HH,1,13,6,9999991"), 1 => Just("HG,1"), 1 => Just("IR,1"), 1 => Just("XX"), 1 => Just(""),
    ];
    let prefix =
        prop_oneof![6 => Just("1,1,0,"), 1 => Just("2,1,0,"), 1 => Just("8,1,0,"), 1 => Just("")];
    (prefix, record).prop_map(|(prefix, record)| format!("{prefix}{record}\n"))
}

proptest! {
    #[test]
    fn every_cut_of_any_lines(
        shape in prop_oneof![Just(Shape::Station), Just(Shape::Returned), Just(Shape::Insurer)],
        found in proptest::collection::vec(line(), 1..30),
        size in 1u64..400,
    ) {
        let mut text = found.concat();
        if shape != Shape::Insurer {
            // There a prefix other than that of history makes a line unknown.
            text = text.replace("1,1,0,", "");
        }
        same_for_every_cut(shape, &text, [size, 1, 25].into_iter());
    }
}

//! Claim files to claims: the pieces that [`super::source`] reads, parsed and joined in file order.

use std::path::PathBuf;

use crate::input::Found;

use super::claim::{Chunk, Claims};
use super::dialect::{Dialect, Encoding, Shape};
use super::issue::{Issue, Kind};
use super::lines;
use super::parse::{Marks, Parser, Piece};
use super::source::{self, FileRead, Progress, Work};

pub use super::source::{Failure, Input, Status, ZipTrouble};

/// Everything read from the claim paths.
#[derive(Debug, Default)]
pub struct ReadClaims {
    /// The claims, in order of path and line.
    pub claims: Claims,
    /// The inputs; [`Chunk::input`] counts them.
    pub inputs: Vec<Input>,
}

/// Parses the pieces of claim files.
struct Parse;

impl Work for Parse {
    type Head = ();
    type Out = Piece;

    fn head(&self, _: Dialect, _: &[u8]) {}

    fn piece(&self, dialect: Dialect, (): &(), bytes: &[u8]) -> Piece {
        let mut parser = Parser::for_piece(dialect, bytes.len());
        lines::lines(bytes).for_each(|line| parser.take(line));
        parser.finish()
    }
}

/// Reads all claim files below `paths`; `-` is standard input. `progress` is told bytes as they are
/// read.
#[must_use]
pub fn read(paths: &[PathBuf], progress: Progress<'_>) -> ReadClaims {
    let mut read = Vec::new();
    source::stream(paths, &Parse, progress, |file| read.push(file));
    // Standard input, then all others by path: the members of a zip may go between two files.
    read.sort_by(|a, b| {
        (a.input.shown != "-")
            .cmp(&(b.input.shown != "-"))
            .then_with(|| a.input.shown.cmp(&b.input.shown))
    });
    join(read)
}

/// Reads one file that was found, or the files in it when it is a zip.
#[must_use]
pub fn read_found(file: &Found) -> ReadClaims {
    let mut read = source::read_file(file, &Parse, &|_| ());
    read.sort_by(|a, b| a.input.shown.cmp(&b.input.shown));
    join(read)
}

/// Reads one file that is in memory whole, or the files in it when it is a zip; `named` as in [`Found`].
#[must_use]
pub fn read_bytes(shown: &str, bytes: &[u8], named: bool) -> ReadClaims {
    let mut read = source::read_bytes(shown, bytes, named, &Parse);
    read.sort_by(|a, b| a.input.shown.cmp(&b.input.shown));
    join(read)
}

/// Numbers the inputs and joins the pieces of each: lines count through the file, a header stays in
/// force until the next.
fn join(read: Vec<FileRead<Piece>>) -> ReadClaims {
    let mut inputs = Vec::with_capacity(read.len());
    let mut chunks: Vec<Chunk> = Vec::new();
    for mut file in read {
        let index = u32::try_from(inputs.len()).unwrap_or(u32::MAX);
        if let (Status::Read(count), Some(dialect)) = (&mut file.input.status, file.input.dialect) {
            let (joined, claims) = join_pieces(index, dialect, file.pieces);
            *count = claims;
            chunks.extend(joined);
        }
        inputs.push(file.input);
    }
    ReadClaims {
        claims: Claims::new(chunks),
        inputs,
    }
}

fn join_pieces(input: u32, dialect: Dialect, pieces: Vec<Piece>) -> (Vec<Chunk>, u64) {
    let mut marks = Marks::default();
    let (mut lines, mut claims) = (0, 0);
    let mut header = None;
    let mut chunks = Vec::with_capacity(pieces.len());
    for piece in pieces {
        let mut chunk = piece.chunk;
        chunk.input = input;
        chunk.shift_lines(lines);
        if let Some(header) = header.take() {
            chunk.headers[0] = header;
        }
        header = chunk.headers.last().cloned();
        marks.add(piece.marks, lines);
        lines += piece.lines;
        claims += chunk.claims.len() as u64;
        chunks.push(chunk);
    }
    if let Some(first) = chunks.first_mut() {
        first
            .issues
            .splice(0..0, file_issues(dialect, marks, lines, claims));
    }
    (chunks, claims)
}

/// The notes that concern the whole file.
fn file_issues(dialect: Dialect, marks: Marks, lines: u32, claims: u64) -> Vec<Issue> {
    let issue = |kind, line, count| Issue {
        kind,
        line,
        claim: None,
        field: None,
        found: Box::default(),
        count,
        expected: 0,
    };
    let mut issues = Vec::new();
    if dialect.encoding == Encoding::Utf8 {
        issues.push(issue(Kind::Utf8, 1, 1));
    }
    match dialect.shape {
        Shape::Station => {}
        Shape::Returned => issues.push(issue(Kind::Returned, 1, 1)),
        Shape::Insurer => issues.push(issue(Kind::OfInsurer, 1, 1)),
    }
    if marks.history.0 > 0 {
        issues.push(issue(Kind::History, marks.history.1, marks.history.0));
    }
    // Only a file to be filed has to keep to what is written down.
    if dialect.shape == Shape::Station {
        if marks.lf_only.0 > 0 {
            issues.push(issue(Kind::LfOnly, marks.lf_only.1, marks.lf_only.0));
        }
        if !marks.go {
            issues.push(issue(Kind::NoGo, lines, 1));
        }
        if !marks.eof_mark {
            issues.push(issue(Kind::NoEofMark, lines, 1));
        }
    }
    if claims == 0 {
        issues.push(issue(Kind::NoClaim, 1, 1));
    }
    issues.extend(marks.notes.into_issues());
    issues
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::digest;
    use crate::uke::source::WHOLE;
    use std::fmt::Write as _;
    use std::io::Cursor;

    fn month(claims: usize) -> Vec<u8> {
        let mut text = String::from("HM,1,13,6,9999991,MIHON,202602,\r\n");
        for i in 0..claims {
            let _ = write!(
                text,
                "RE,{},6112,202601,MIHON {i},,2,19500102,,,,,,,\r\nHO,06132013,12,{i},1,{i},,,,,,\r\nKA,20260105,1,510000110,,5550,03,01,01\r\n",
                i + 1
            );
        }
        text.push_str("GO\r\n\x1a");
        text.into_bytes()
    }

    fn facts(read: &ReadClaims) -> Vec<(u32, u32, Vec<u32>)> {
        read.claims
            .chunks()
            .flat_map(|(_, chunk)| {
                chunk.claims.iter().map(|claim| {
                    assert_eq!(chunk.header(claim).station.as_ref(), "1369999991");
                    (
                        claim.line,
                        claim.total_yen,
                        chunk.records(claim).map(|r| r.line).collect(),
                    )
                })
            })
            .collect()
    }

    #[test]
    fn pieces_of_a_large_file_are_the_file() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("RECEIPTH.UKE");
        let bytes = month(100_000);
        assert!(bytes.len() as u64 > WHOLE);
        std::fs::write(&path, &bytes).expect("written");
        let read = read(std::slice::from_ref(&path), &|_| ());
        assert!(read.claims.chunks().len() > 2);
        let expected: Vec<_> = (0..100_000u32)
            .map(|i| (2 + 3 * i, i, vec![2 + 3 * i, 3 + 3 * i]))
            .collect();
        assert_eq!(facts(&read), expected);
        assert_eq!(read.inputs[0].sha256, digest::sha256(&bytes));
        let issues: usize = read
            .claims
            .chunks()
            .map(|(_, chunk)| chunk.issues.len())
            .sum();
        assert_eq!(issues, 0);
    }

    #[test]
    fn a_monstrous_claim_is_refused_and_read_once() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("RECEIPTH.UKE");
        let mut bytes =
            b"HM,1,13,6,9999991,MIHON,202602,\r\nRE,1,6112,202601,X,,2,19500102,,,,,,,\r\n"
                .to_vec();
        bytes.resize(96 << 20, b'A');
        std::fs::write(&path, &bytes).expect("written");
        let read = read(&[path], &|_| ());
        assert!(matches!(
            &read.inputs[0].status,
            Status::Unreadable(Failure::Io(_))
        ));
    }

    #[test]
    fn zip_members_are_read_in_place() {
        use std::io::Write as _;
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for name in ["b/RECEIPTH.UKE", "a/RECEIPTH.UKE", "a/readme.txt"] {
            archive
                .start_file(name, zip::write::SimpleFileOptions::default())
                .expect("started");
            let bytes = if name.ends_with("UKE") {
                month(2)
            } else {
                b"hello".to_vec()
            };
            archive.write_all(&bytes).expect("written");
        }
        let bytes = archive.finish().expect("finished").into_inner();
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("month.zip");
        std::fs::write(&path, bytes).expect("written");
        let read = read(&[path], &|_| ());
        let names: Vec<_> = read
            .inputs
            .iter()
            .map(|i| {
                (
                    i.shown.rsplit("month.zip/").next().unwrap_or_default(),
                    matches!(i.status, Status::Read(2)),
                )
            })
            .collect();
        assert_eq!(
            names,
            [
                ("a/RECEIPTH.UKE", true),
                ("a/readme.txt", false),
                ("b/RECEIPTH.UKE", true)
            ]
        );
        assert_eq!(read.claims.len(), 4);
    }

    #[test]
    fn a_bad_file_does_not_stop_the_others() {
        let dir = tempfile::tempdir().expect("a folder");
        std::fs::write(dir.path().join("a.UKE"), b"\0\0\0").expect("written");
        std::fs::write(dir.path().join("b.UKE"), month(1)).expect("written");
        std::fs::write(dir.path().join("notes.txt"), b"hello").expect("written");
        let read = read(&[dir.path().into(), dir.path().join("none.UKE")], &|_| ());
        let status: Vec<_> = read
            .inputs
            .iter()
            .map(|i| match &i.status {
                Status::Read(n) => n.to_string(),
                Status::Skipped => "skipped".into(),
                Status::Unreadable(Failure::Refused(why)) => format!("{why:?}"),
                Status::Unreadable(_) => "unreadable".into(),
            })
            .collect();
        // By path: none.UKE comes before notes.txt.
        assert_eq!(status, ["Binary", "1", "unreadable", "skipped"]);
    }
}

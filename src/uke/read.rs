//! Claim files to claims: folders walked, zip read in place, pieces of a large file in parallel.

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use zip::ZipArchive;
use zip::result::ZipError;

use crate::input::{self, Found};

use crate::text::{cp932, digest};

use super::claim::{Chunk, Claims};
use super::dialect::{self, Dialect, Encoding, Refusal, Shape};
use super::issue::{Issue, Kind};
use super::lines;
use super::parse::{self, Marks, Parser, Piece};

/// Files above twice this many bytes are read in pieces of this size.
const PIECE_BYTES: usize = 4 << 20;
const PIECE: u64 = PIECE_BYTES as u64;

/// All members of a zip may unpack to this many bytes together.
const UNPACKED_MAX: u64 = 16 << 30;

/// A member may unpack to this many times its packed size; claims pack to a twentieth.
const RATIO_MAX: u64 = 200;

/// Below this size a member's ratio is of no account.
const SMALL_MEMBER: u64 = 16 << 20;

/// Why an input gave no claims.
#[derive(Debug)]
pub enum Failure {
    /// Not a claim file of 訪問看護.
    Refused(Refusal),
    /// The system would not read it.
    Io(io::Error),
    /// An archive gave nothing.
    Zip(ZipTrouble),
}

/// What is wrong with an archive or one of its members.
#[derive(Debug)]
pub enum ZipTrouble {
    /// It cannot be unpacked; the reason is the library's.
    Broken(String),
    /// It asks for a password.
    Encrypted,
    /// There is no file in it.
    Empty,
    /// It unpacks to far more than claims would.
    TooLarge,
    /// A zip lies in it.
    Nested,
}

/// What became of an input.
#[derive(Debug)]
pub enum Status {
    /// Read; the number of its claims.
    Read(u64),
    /// A file of another kind that lay in a walked folder.
    Skipped,
    /// Nothing could be read from it.
    Unreadable(Failure),
}

/// One claim file, or one member of a zip.
#[derive(Debug)]
pub struct Input {
    /// Path as given, for a member followed by `/` and its name.
    pub shown: String,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 in hexadecimal; empty when it could not be read.
    pub sha256: String,
    /// Shape and encoding, where they were told.
    pub dialect: Option<Dialect>,
    /// What became of it.
    pub status: Status,
}

/// Everything read from the claim paths.
#[derive(Debug, Default)]
pub struct ReadClaims {
    /// The claims, in order of path and line.
    pub claims: Claims,
    /// The inputs; [`Chunk::input`] counts them.
    pub inputs: Vec<Input>,
}

/// Reads all claim files below `paths`; `-` is standard input. `progress` is told bytes as they are
/// read.
#[must_use]
pub fn read(paths: &[PathBuf], progress: &(dyn Fn(u64) + Sync)) -> ReadClaims {
    let (stdin, paths): (Vec<_>, Vec<_>) =
        paths.iter().cloned().partition(|p| p.as_os_str() == "-");
    let (files, failed) = input::find(&paths);
    let mut read: Vec<FileRead> = files
        .par_iter()
        .flat_map_iter(|file| read_file(file, progress))
        .collect();
    if !stdin.is_empty() {
        read.splice(0..0, read_stdin(progress));
    }
    read.extend(
        failed
            .into_iter()
            .map(|(shown, error)| FileRead::failed(shown, Failure::Io(error))),
    );
    // Standard input, then all others by path, whatever became of them.
    read.sort_by(|a, b| {
        (a.input.shown != "-")
            .cmp(&(b.input.shown != "-"))
            .then_with(|| a.input.shown.cmp(&b.input.shown))
    });
    join(read)
}

struct FileRead {
    input: Input,
    pieces: Vec<Piece>,
}

impl FileRead {
    fn failed(shown: String, failure: Failure) -> Self {
        Self {
            input: Input {
                shown,
                bytes: 0,
                sha256: String::new(),
                dialect: None,
                status: Status::Unreadable(failure),
            },
            pieces: Vec::new(),
        }
    }
}

thread_local! {
    /// Kept from file to file: the first touch of fresh pages costs more than reading does.
    static BUFFER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

fn read_file(file: &Found, progress: &(dyn Fn(u64) + Sync)) -> Vec<FileRead> {
    match open_file(file, progress) {
        Ok(read) => read,
        Err(error) => vec![FileRead::failed(file.shown.clone(), Failure::Io(error))],
    }
}

fn open_file(file: &Found, progress: &(dyn Fn(u64) + Sync)) -> io::Result<Vec<FileRead>> {
    let mut source = File::open(&file.path)?;
    let length = source.metadata()?.len();
    if length > 2 * PIECE {
        let mut magic = [0; 4];
        source.read_exact(&mut magic)?;
        source.rewind()?;
        if is_zip(&magic) {
            return Ok(read_zip(&file.shown, source, file.named, progress));
        }
        return Ok(vec![read_large(file, length, progress)?]);
    }
    BUFFER.with_borrow_mut(|buffer| {
        buffer.clear();
        source.read_to_end(buffer)?;
        if is_zip(buffer) {
            return Ok(read_zip(
                &file.shown,
                Cursor::new(&buffer[..]),
                file.named,
                progress,
            ));
        }
        progress(buffer.len() as u64);
        Ok(vec![read_memory(&file.shown, buffer, !file.named)])
    })
}

fn is_zip(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06")
}

fn read_stdin(progress: &(dyn Fn(u64) + Sync)) -> Vec<FileRead> {
    let mut bytes = Vec::new();
    match io::stdin().lock().read_to_end(&mut bytes) {
        Ok(_) if is_zip(&bytes) => read_zip("-", Cursor::new(&bytes), true, progress),
        Ok(_) => {
            progress(bytes.len() as u64);
            vec![read_memory("-", &bytes, false)]
        }
        Err(error) => vec![FileRead::failed("-".to_owned(), Failure::Io(error))],
    }
}

/// Reads a claim file that is in memory whole.
fn read_memory(shown: &str, bytes: &[u8], walked: bool) -> FileRead {
    let head = &bytes[..bytes.len().min(dialect::HEAD)];
    let sniffed = dialect::sniff(head);
    let (dialect, pieces, status) = match sniffed {
        Ok(dialect) => {
            let body = &bytes[dialect.skip..];
            (Some(dialect), cut(dialect, body), Status::Read(0))
        }
        Err(refusal) if walked && is_other_document(shown, &refusal) => {
            (None, Vec::new(), Status::Skipped)
        }
        Err(refusal) => (
            None,
            Vec::new(),
            Status::Unreadable(Failure::Refused(refusal)),
        ),
    };
    FileRead {
        input: Input {
            shown: shown.to_owned(),
            bytes: bytes.len() as u64,
            sha256: digest::sha256(bytes),
            dialect,
            status,
        },
        pieces,
    }
}

/// True when a file in a walked folder is plainly a document of another kind, by content and name. A
/// claim file that is merely damaged is not, whatever its name.
fn is_other_document(shown: &str, refusal: &Refusal) -> bool {
    const ENDINGS: [&str; 22] = [
        "csv", "txt", "md", "pdf", "xls", "xlsx", "docx", "html", "htm", "log", "ini", "db", "xml",
        "json", "jsonl", "toml", "parquet", "arrow", "png", "jpg", "tsv", "lnk",
    ];
    matches!(refusal, Refusal::NoHm(_) | Refusal::Binary | Refusal::Empty)
        && Path::new(shown).extension().is_some_and(|ending| {
            ENDINGS
                .iter()
                .any(|other| ending.eq_ignore_ascii_case(other))
        })
}

fn cut(dialect: Dialect, body: &[u8]) -> Vec<Piece> {
    let mut parser = Parser::new(dialect);
    lines::lines(body).for_each(|line| parser.take(line));
    vec![parser.finish()]
}

/// Reads a large file piece by piece; hashing runs beside.
fn read_large(file: &Found, length: u64, progress: &(dyn Fn(u64) + Sync)) -> io::Result<FileRead> {
    let mut head = Vec::new();
    File::open(&file.path)?
        .take(dialect::HEAD as u64)
        .read_to_end(&mut head)?;
    let dialect = match dialect::sniff(&head) {
        Ok(dialect) => dialect,
        Err(refusal) => {
            let (sha256, bytes) = input::sha256_of(File::open(&file.path)?)?;
            let status = if !file.named && is_other_document(&file.shown, &refusal) {
                Status::Skipped
            } else {
                Status::Unreadable(Failure::Refused(refusal))
            };
            let input = Input {
                shown: file.shown.clone(),
                bytes,
                sha256,
                dialect: None,
                status,
            };
            return Ok(FileRead {
                input,
                pieces: Vec::new(),
            });
        }
    };
    let starts: Vec<u64> = (0..length)
        .step_by(usize::try_from(PIECE).unwrap_or(usize::MAX))
        .collect();
    let (hash, pieces) = rayon::join(
        || input::sha256_of(File::open(&file.path)?),
        || {
            starts
                .par_iter()
                .map(|&start| {
                    let piece =
                        read_range(&file.path, dialect, start..(start + PIECE).min(length))?;
                    progress(PIECE.min(length - start));
                    Ok(piece)
                })
                .collect::<io::Result<Vec<Piece>>>()
        },
    );
    let (sha256, bytes) = hash?;
    Ok(FileRead {
        input: Input {
            shown: file.shown.clone(),
            bytes,
            sha256,
            dialect: Some(dialect),
            status: Status::Read(0),
        },
        pieces: pieces?,
    })
}

/// Bytes behind the start of a line that tell whether a claim begins with it.
const TELLING: usize = 64;

/// A single claim may have this many bytes; the largest imaginable has some hundred kilobytes.
const CLAIM_MAX: usize = 64 << 20;

/// Reads the claims that begin in `range` of a file, and from 0 on also what precedes the first claim.
fn read_range(path: &Path, dialect: Dialect, range: Range<u64>) -> io::Result<Piece> {
    BUFFER.with_borrow_mut(|buffer| {
        let piece = read_range_into(buffer, path, dialect, range);
        // One monstrous claim must not keep its memory for the rest of the run.
        if buffer.capacity() > 4 * PIECE_BYTES {
            *buffer = Vec::new();
        }
        piece
    })
}

fn read_range_into(
    buffer: &mut Vec<u8>,
    path: &Path,
    dialect: Dialect,
    range: Range<u64>,
) -> io::Result<Piece> {
    let mut file = File::open(path)?;
    // One byte before the range tells whether a line begins with it.
    let from = range.start.saturating_sub(1);
    file.seek(SeekFrom::Start(from))?;
    buffer.clear();
    file.by_ref().take(range.end - from).read_to_end(buffer)?;
    let end = buffer.len();
    file.by_ref().take(TELLING as u64).read_to_end(buffer)?;
    let first = if range.start == 0 {
        Some(dialect.skip)
    } else {
        Search::new(dialect.shape, 0)
            .run(buffer, true)
            .filter(|&first| first < end)
    };
    let Some(first) = first else {
        return Ok(Parser::new(dialect).finish());
    };
    let stop = extend_to_claim(&mut file, buffer, dialect.shape, end)?;
    let mut parser = Parser::new(dialect);
    lines::lines(&buffer[first..stop]).for_each(|line| parser.take(line));
    Ok(parser.finish())
}

/// Looks for the next line that begins a claim; goes on where it stopped when there is more to see.
struct Search {
    shape: Shape,
    /// Everything before has been looked at for LF.
    at: usize,
}

impl Search {
    fn new(shape: Shape, at: usize) -> Self {
        Self { shape, at }
    }

    /// Where the first claim line begins whose LF before lies at or behind the place reached. Unless
    /// `is_all`, a line start too near the end of `bytes` waits for more.
    fn run(&mut self, bytes: &[u8], is_all: bool) -> Option<usize> {
        while let Some(found) = memchr::memchr(b'\n', &bytes[self.at..]) {
            let start = self.at + found + 1;
            let line = &bytes[start..];
            if !is_all && line.len() < TELLING {
                self.at += found;
                return None;
            }
            self.at = start;
            let line = &line[..memchr::memchr(b'\n', line).unwrap_or(line.len())];
            if parse::begins_claim(self.shape, line) {
                return Some(start);
            }
        }
        self.at = bytes.len();
        None
    }
}

/// Reads on until a claim begins at or behind `end`; returns where it does, or the end of the file.
fn extend_to_claim(
    file: &mut File,
    buffer: &mut Vec<u8>,
    shape: Shape,
    end: usize,
) -> io::Result<usize> {
    const STEP: u64 = 1 << 16;
    // A line that begins exactly at `end` belongs to the next range: its LF lies one byte before.
    let mut search = Search::new(shape, end.saturating_sub(1));
    loop {
        let read = file.by_ref().take(STEP).read_to_end(buffer)?;
        if let Some(found) = search.run(buffer, read == 0) {
            return Ok(found);
        }
        if read == 0 {
            return Ok(buffer.len());
        }
        if buffer.len() > end + CLAIM_MAX {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "a claim of more than 64 MiB",
            ));
        }
    }
}

/// Reads the members of an archive in order of their names, one at a time.
fn read_zip(
    shown: &str,
    source: impl Read + Seek,
    named: bool,
    progress: &(dyn Fn(u64) + Sync),
) -> Vec<FileRead> {
    let failed = |failure| vec![FileRead::failed(shown.to_owned(), failure)];
    let mut archive = match ZipArchive::new(source) {
        Ok(archive) => archive,
        Err(error) => return failed(zip_failure(&error)),
    };
    let members = match zip_members(&archive) {
        Ok(members) if members.is_empty() => return failed(Failure::Zip(ZipTrouble::Empty)),
        Ok(members) => members,
        Err(error) => return failed(zip_failure(&error)),
    };
    // The only member of a zip that was named is as good as named.
    let walked = !named || members.len() > 1;
    let mut left = UNPACKED_MAX;
    members
        .into_iter()
        .map(|(name, index)| {
            let shown = format!("{shown}/{name}");
            match unpack(&mut archive, index, &mut left) {
                Ok(bytes) if is_zip(&bytes) => {
                    FileRead::failed(shown, Failure::Zip(ZipTrouble::Nested))
                }
                Ok(bytes) => {
                    progress(bytes.len() as u64);
                    read_memory(&shown, &bytes, walked)
                }
                Err(failure) => FileRead::failed(shown, failure),
            }
        })
        .collect()
}

/// Names and places of the files in an archive, by name. Names of Japanese Windows are CP932.
fn zip_members<R: Read + Seek>(archive: &ZipArchive<R>) -> Result<Vec<(String, usize)>, ZipError> {
    let mut members = Vec::with_capacity(archive.len());
    for index in 0..archive.len() {
        let entry = archive.by_index_data(index)?;
        if entry.is_file() {
            let raw = entry.name_raw();
            let name = match std::str::from_utf8(raw) {
                Ok(name) => name.to_owned(),
                Err(_) => cp932::decode(raw).into_owned(),
            };
            members.push((name, index));
        }
    }
    members.sort();
    Ok(members)
}

/// The bytes of a member, while it stays within the ratio of honest text and the sum within `left`.
fn unpack<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    index: usize,
    left: &mut u64,
) -> Result<Vec<u8>, Failure> {
    let mut member = archive
        .by_index(index)
        .map_err(|error| zip_failure(&error))?;
    // The size that the archive tells is not to be trusted: what comes out is counted.
    let by_ratio = member
        .compressed_size()
        .saturating_mul(RATIO_MAX)
        .max(SMALL_MEMBER);
    let limit = by_ratio.min(*left);
    let mut bytes = Vec::new();
    let read = member.by_ref().take(limit + 1).read_to_end(&mut bytes);
    let taken = bytes.len() as u64;
    if taken > limit {
        return Err(Failure::Zip(ZipTrouble::TooLarge));
    }
    read.map_err(|error| Failure::Zip(ZipTrouble::Broken(error.to_string())))?;
    *left -= taken;
    Ok(bytes)
}

fn zip_failure(error: &ZipError) -> Failure {
    Failure::Zip(match error {
        ZipError::UnsupportedArchive(text) if *text == ZipError::PASSWORD_REQUIRED => {
            ZipTrouble::Encrypted
        }
        ZipError::InvalidPassword => ZipTrouble::Encrypted,
        other => ZipTrouble::Broken(other.to_string()),
    })
}

/// Numbers the inputs and joins the pieces of each: lines count through the file, a header stays in
/// force until the next.
fn join(read: Vec<FileRead>) -> ReadClaims {
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
    if dialect.shape == Shape::Station {
        if marks.lf_only.0 > 0 {
            issues.push(issue(Kind::LfOnly, marks.lf_only.1, marks.lf_only.0));
        }
        if marks.history.0 > 0 {
            issues.push(issue(Kind::History, marks.history.1, marks.history.0));
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
    use std::fmt::Write as _;

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
        assert!(bytes.len() as u64 > 2 * PIECE);
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
    fn every_cut_gives_the_same_claims() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("x.UKE");
        let bytes = month(5);
        std::fs::write(&path, &bytes).expect("written");
        let dialect = dialect::sniff(&bytes).expect("a claim file");
        let whole: Vec<u32> = cut(dialect, &bytes)[0]
            .chunk
            .claims
            .iter()
            .map(|c| c.total_yen)
            .collect();
        let length = bytes.len() as u64;
        for at in 1..length {
            let first = read_range(&path, dialect, 0..at).expect("read");
            let second = read_range(&path, dialect, at..length).expect("read");
            let both: Vec<u32> = [&first, &second]
                .iter()
                .flat_map(|p| p.chunk.claims.iter().map(|c| c.total_yen))
                .collect();
            assert_eq!(both, whole, "cut at {at}");
            assert_eq!(first.lines + second.lines, 18, "cut at {at}");
        }
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

//! Claim files to bytes: folders walked, pieces of a large file in parallel, archives by `archive`. What is
//! made of the bytes is the caller's [`Work`].

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::input::{self, Found};
use crate::text::digest;

use super::archive::{is_zip, read_zip};
use super::border::{self, LOOK_BACK};
use super::dialect::{self, Dialect, Refusal, Shape};

/// Large files are read in pieces of this size, with which a second-level cache can do something.
const PIECE_BYTES: usize = 1 << 20;
pub(super) const PIECE: u64 = PIECE_BYTES as u64;

/// Files of up to this many bytes are read in one.
pub(super) const WHOLE: u64 = 8 * PIECE;

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

/// What is made of a claim file.
pub trait Work: Sync {
    /// What of the head of a file every piece of it has to know.
    type Head: Sync;
    /// What a piece of a file gives.
    type Out: Send;

    /// Looks at the first bytes of a file, behind a byte order mark ([`dialect::HEAD`] of them at least,
    /// or all).
    fn head(&self, dialect: Dialect, bytes: &[u8]) -> Self::Head;

    /// Works on the bytes of a whole file, behind a byte order mark, or of a piece of it: they begin with
    /// the file's first line or with a claim, and end where the next piece begins.
    fn piece(&self, dialect: Dialect, head: &Self::Head, bytes: &[u8]) -> Self::Out;
}

/// An input and what was made of its pieces, in file order.
#[derive(Debug)]
pub struct FileRead<T> {
    /// The input.
    pub input: Input,
    /// One a piece.
    pub pieces: Vec<T>,
}

/// Called with bytes as they are read.
pub type Progress<'a> = &'a (dyn Fn(u64) + Sync);

/// Files of a window of [`stream`] have this many bytes together, unless one alone has more, which is then
/// worked on by so many at a time. Less in tests, for which files of some megabytes are large enough.
const WINDOW: u64 = if cfg!(test) { WHOLE } else { 64 * PIECE };

/// What [`stream_parts`] hands out of a file: first what was made of its pieces, all at once or some at a
/// time, then the input itself.
#[derive(Debug)]
pub enum Part<'a, T> {
    /// What was made of the next pieces of the input shown as this, in file order.
    Pieces(&'a str, Dialect, Vec<T>),
    /// Nothing more comes of this input. When it is unreadable, what came of it before is not all of it.
    End(Input),
}

/// Works on all claim files below `paths` (`-` is standard input) and hands each to `sink`: standard input
/// first, then by path. Some files are worked on at a time, so that memory follows what `sink` keeps.
pub fn stream<W: Work>(
    paths: &[PathBuf],
    work: &W,
    progress: Progress<'_>,
    mut sink: impl FnMut(FileRead<W::Out>),
) {
    let mut pieces = Vec::new();
    stream_parts(paths, work, progress, |part| match part {
        Part::Pieces(_, _, more) => pieces.extend(more),
        Part::End(input) => {
            let pieces = std::mem::take(&mut pieces);
            sink(match &input.status {
                Status::Unreadable(_) => FileRead {
                    input,
                    pieces: Vec::new(),
                },
                Status::Read(_) | Status::Skipped => FileRead { input, pieces },
            });
        }
    });
}

/// The same in parts: of a large file, too, only some pieces are held at a time.
pub fn stream_parts<W: Work>(
    paths: &[PathBuf],
    work: &W,
    progress: Progress<'_>,
    mut sink: impl FnMut(Part<'_, W::Out>),
) {
    let (stdin, paths): (Vec<_>, Vec<_>) =
        paths.iter().cloned().partition(|p| p.as_os_str() == "-");
    if !stdin.is_empty() {
        for file in read_stdin(work, progress) {
            file.give(&mut sink);
        }
    }
    let (files, failed) = input::find(&paths);
    let mut failed = failed.into_iter().peekable();
    let size = |file: &Found| file.path.metadata().map_or(0, |meta| meta.len());
    let mut rest = &files[..];
    while !rest.is_empty() {
        let mut bytes = size(&rest[0]);
        let is_large = bytes > WINDOW;
        let fits = rest[1..].iter().take_while(|file| {
            bytes += size(file);
            bytes <= WINDOW
        });
        let (window, behind) = rest.split_at(1 + fits.count());
        rest = behind;
        let mut read: Vec<_> = if is_large {
            Vec::new()
        } else {
            let read = window
                .par_iter()
                .map(|file| read_file(file, work, progress));
            read.collect()
        };
        let mut read = read.drain(..);
        for file in window {
            while let Some((shown, error)) = failed.next_if(|(shown, _)| *shown < file.shown) {
                sink(Part::End(Input::failed(shown, Failure::Io(error))));
            }
            match read.next() {
                Some(outs) => {
                    for out in outs {
                        out.give(&mut sink);
                    }
                }
                None => give_large(file, work, progress, &mut sink),
            }
        }
    }
    failed.for_each(|(shown, error)| {
        sink(Part::End(Input::failed(shown, Failure::Io(error))));
    });
}

/// Hands out a large file some pieces at a time; an archive as the files in it.
fn give_large<W: Work>(
    file: &Found,
    work: &W,
    progress: Progress<'_>,
    sink: &mut impl FnMut(Part<'_, W::Out>),
) {
    let length = is_zip_file(&file.path).and_then(|is_zip| {
        if is_zip {
            Ok(None)
        } else {
            Ok(Some(file.path.metadata()?.len()))
        }
    });
    let input = match length {
        Ok(None) => {
            for out in read_file(file, work, progress) {
                out.give(sink);
            }
            return;
        }
        Ok(Some(length)) => read_large(file, length, work, progress, &mut |dialect, pieces| {
            sink(Part::Pieces(&file.shown, dialect, pieces));
        }),
        Err(error) => Err(error),
    };
    sink(Part::End(input.unwrap_or_else(|error| {
        Input::failed(file.shown.clone(), Failure::Io(error))
    })));
}

fn is_zip_file(path: &Path) -> io::Result<bool> {
    let mut magic = Vec::new();
    File::open(path)?.take(4).read_to_end(&mut magic)?;
    Ok(is_zip(&magic))
}

impl Input {
    fn failed(shown: String, failure: Failure) -> Self {
        Self {
            shown,
            bytes: 0,
            sha256: String::new(),
            dialect: None,
            status: Status::Unreadable(failure),
        }
    }
}

impl<T> FileRead<T> {
    pub(super) fn failed(shown: String, failure: Failure) -> Self {
        Self {
            input: Input::failed(shown, failure),
            pieces: Vec::new(),
        }
    }

    fn give(self, sink: &mut impl FnMut(Part<'_, T>)) {
        if let Some(dialect) = self.input.dialect {
            sink(Part::Pieces(&self.input.shown, dialect, self.pieces));
        }
        sink(Part::End(self.input));
    }
}

thread_local! {
    /// Kept from file to file: the first touch of fresh pages costs more than reading does.
    static BUFFER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Works on one file, or on each of the files in it when it is a zip.
pub(super) fn read_file<W: Work>(
    file: &Found,
    work: &W,
    progress: Progress<'_>,
) -> Vec<FileRead<W::Out>> {
    match open_file(file, work, progress) {
        Ok(read) => read,
        Err(error) => vec![FileRead::failed(file.shown.clone(), Failure::Io(error))],
    }
}

fn open_file<W: Work>(
    file: &Found,
    work: &W,
    progress: Progress<'_>,
) -> io::Result<Vec<FileRead<W::Out>>> {
    let mut source = File::open(&file.path)?;
    let length = source.metadata()?.len();
    if length > WHOLE {
        let mut magic = [0; 4];
        source.read_exact(&mut magic)?;
        source.rewind()?;
        if is_zip(&magic) {
            return Ok(read_zip(&file.shown, source, file.named, work, progress));
        }
        let mut pieces = Vec::new();
        let mut take = |_, more| pieces.extend::<Vec<_>>(more);
        let input = read_large(file, length, work, progress, &mut take)?;
        return Ok(vec![FileRead { input, pieces }]);
    }
    BUFFER.with_borrow_mut(|buffer| {
        buffer.clear();
        source.read_to_end(buffer)?;
        if is_zip(buffer) {
            return Ok(read_zip(
                &file.shown,
                Cursor::new(&buffer[..]),
                file.named,
                work,
                progress,
            ));
        }
        progress(buffer.len() as u64);
        Ok(vec![read_memory(&file.shown, buffer, !file.named, work)])
    })
}

fn read_stdin<W: Work>(work: &W, progress: Progress<'_>) -> Vec<FileRead<W::Out>> {
    let mut bytes = Vec::new();
    match io::stdin().lock().read_to_end(&mut bytes) {
        Ok(_) if is_zip(&bytes) => read_zip("-", Cursor::new(&bytes), true, work, progress),
        Ok(_) => {
            progress(bytes.len() as u64);
            vec![read_memory("-", &bytes, false, work)]
        }
        Err(error) => vec![FileRead::failed("-".to_owned(), Failure::Io(error))],
    }
}

/// Works on one file that is in memory whole, or on each of the files in it when it is a zip.
pub(super) fn read_bytes<W: Work>(
    shown: &str,
    bytes: &[u8],
    named: bool,
    work: &W,
) -> Vec<FileRead<W::Out>> {
    if is_zip(bytes) {
        read_zip(shown, Cursor::new(bytes), named, work, &|_| ())
    } else {
        vec![read_memory(shown, bytes, !named, work)]
    }
}

/// Reads a claim file that is in memory whole.
pub(super) fn read_memory<W: Work>(
    shown: &str,
    bytes: &[u8],
    walked: bool,
    work: &W,
) -> FileRead<W::Out> {
    let head = &bytes[..bytes.len().min(dialect::HEAD)];
    let sniffed = dialect::sniff(head);
    let (dialect, pieces, status) = match sniffed {
        Ok(dialect) => {
            let body = &bytes[dialect.skip..];
            (
                Some(dialect),
                vec![work.piece(dialect, &work.head(dialect, body), body)],
                Status::Read(0),
            )
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

/// Reads a large file piece by piece and hands some of them at a time to `take`; hashing runs beside.
fn read_large<W: Work>(
    file: &Found,
    length: u64,
    work: &W,
    progress: Progress<'_>,
    take: &mut dyn FnMut(Dialect, Vec<W::Out>),
) -> io::Result<Input> {
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
            return Ok(Input {
                shown: file.shown.clone(),
                bytes,
                sha256,
                dialect: None,
                status,
            });
        }
    };
    let told = work.head(dialect, &head[dialect.skip..]);
    let mut hash = Hash::new(&file.path)?;
    let mut from = 0;
    while from < length {
        let to = (from + WINDOW).min(length);
        let mut starts = Vec::new();
        starts.extend((from..to).step_by(PIECE_BYTES));
        let piece = |start: u64| {
            let range = start..(start + PIECE).min(length);
            let bytes = range.end - range.start;
            let piece = read_range(&file.path, dialect, range, work, &told)?;
            progress(bytes);
            Ok(piece)
        };
        let (hashed, pieces) = rayon::join(
            || hash.update(to - from),
            || starts.into_par_iter().map(piece).collect::<io::Result<_>>(),
        );
        hashed?;
        take(dialect, pieces?);
        from = to;
    }
    let (sha256, bytes) = hash.finish()?;
    Ok(Input {
        shown: file.shown.clone(),
        bytes,
        sha256,
        dialect: Some(dialect),
        status: Status::Read(0),
    })
}

/// The SHA-256 of a file, taken some bytes at a time.
struct Hash {
    source: File,
    hasher: Sha256,
    block: Vec<u8>,
    bytes: u64,
}

impl Hash {
    fn new(path: &Path) -> io::Result<Self> {
        Ok(Self {
            source: File::open(path)?,
            hasher: Sha256::new(),
            block: vec![0; 1 << 18],
            bytes: 0,
        })
    }

    /// Takes up to so many of the next bytes.
    fn update(&mut self, bytes: u64) -> io::Result<()> {
        let mut source = self.source.by_ref().take(bytes);
        loop {
            match source.read(&mut self.block) {
                Ok(0) => return Ok(()),
                Ok(n) => {
                    self.hasher.update(&self.block[..n]);
                    self.bytes += n as u64;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Takes the rest; gives the digest in hexadecimal, and the size.
    fn finish(mut self) -> io::Result<(String, u64)> {
        self.update(u64::MAX)?;
        Ok((digest::hex(&self.hasher.finalize()), self.bytes))
    }
}

/// Bytes behind the start of a line that tell whether a claim begins with it.
const TELLING: usize = 64;

/// A single claim may have this many bytes; the largest imaginable has some hundred kilobytes.
const CLAIM_MAX: usize = 64 << 20;

/// Reads the claims that begin in `range` of a file, and from 0 on also what precedes the first claim.
pub(super) fn read_range<W: Work>(
    path: &Path,
    dialect: Dialect,
    range: Range<u64>,
    work: &W,
    head: &W::Head,
) -> io::Result<W::Out> {
    BUFFER.with_borrow_mut(|buffer| {
        let piece = read_range_into(buffer, path, dialect, range, work, head);
        // One monstrous claim must not keep its memory for the rest of the run.
        if buffer.capacity() as u64 > 2 * WHOLE {
            *buffer = Vec::new();
        }
        piece
    })
}

fn read_range_into<W: Work>(
    buffer: &mut Vec<u8>,
    path: &Path,
    dialect: Dialect,
    range: Range<u64>,
    work: &W,
    head: &W::Head,
) -> io::Result<W::Out> {
    let mut file = File::open(path)?;
    // One byte before the range tells whether a line begins with it, those before whether a claim does.
    let back = range.start.min(1 + LOOK_BACK as u64);
    let from = range.start - back;
    file.seek(SeekFrom::Start(from))?;
    buffer.clear();
    file.by_ref().take(range.end - from).read_to_end(buffer)?;
    let end = buffer.len();
    file.by_ref().take(TELLING as u64).read_to_end(buffer)?;
    let first = if range.start == 0 {
        Some(dialect.skip)
    } else {
        // At most `LOOK_BACK`, which fits.
        let before = usize::try_from(back - 1).unwrap_or(0);
        Search::new(dialect.shape, before)
            .run(buffer, true)
            .filter(|&first| first < end)
    };
    let Some(first) = first else {
        return Ok(work.piece(dialect, head, b""));
    };
    let stop = extend_to_claim(&mut file, buffer, dialect.shape, end)?;
    Ok(work.piece(dialect, head, &buffer[first..stop]))
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
            let before = &bytes[start.saturating_sub(LOOK_BACK)..start];
            if border::begins_claim(self.shape, before, line) {
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

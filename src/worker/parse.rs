//! Claim files to claim rows.

use std::io::{self, Read, Write};

use arrow::array::{Array, AsArray, RecordBatch};
use rayon::prelude::*;

use crate::check::claim_key;
use crate::eligibility::wanted;
use crate::matching::keys::ClaimKeys;
use crate::matching::{ClaimAt, claims_of};
use crate::rules;
use crate::text::lang::Lang;
use crate::uke::claim::Chunk;
use crate::uke::dialect::Refusal;
use crate::uke::read::{self, Failure, Input, ReadClaims, Status};
use crate::uke::stored;

use super::columns::Table;
use super::stream::{self, Output};
use super::{WorkerError, schema};

/// Files that are read side by side have so many bytes together, unless one alone has more.
const WINDOW: usize = 32 << 20;

/// Reads claim files as [`schema::FILES`] and writes their claims as [`schema::CLAIMS`]; `lang` is that of the errors
/// of files.
///
/// # Errors
/// When the stream that is read is damaged, or the other one cannot be written.
pub fn parse(source: impl Read, sink: impl Write, lang: Lang) -> Result<(), WorkerError> {
    let mut input = stream::Input::open(source, schema::FILES)?;
    let mut rows = Table::new(schema::CLAIMS);
    let mut output = Output::new(sink, rows.schema())?;
    while let Some(batch) = input.next()? {
        let files = Files::of(&batch);
        for window in files.windows() {
            let read: Vec<ReadClaims> = window.into_par_iter().map(|at| files.read(at)).collect();
            for read in read {
                put(&read, lang, &mut rows, &mut output)?;
            }
        }
    }
    flush(&mut rows, &mut output)?;
    output.finish()
}

/// The files of a batch.
pub(super) struct Files<'a> {
    paths: &'a arrow::array::StringArray,
    contents: &'a arrow::array::BinaryArray,
}

impl<'a> Files<'a> {
    /// Those of a batch with the columns of [`schema::FILES`].
    pub(super) fn of(batch: &'a RecordBatch) -> Self {
        Self {
            paths: batch.column(0).as_string(),
            contents: batch.column(1).as_binary(),
        }
    }

    /// Those that are worked on side by side, by index.
    pub(super) fn windows(&self) -> Vec<Vec<usize>> {
        let mut windows: Vec<Vec<usize>> = Vec::new();
        let mut bytes = 0;
        for at in 0..self.paths.len() {
            bytes += self.contents.value(at).len();
            match windows.last_mut() {
                Some(window) if bytes <= WINDOW => window.push(at),
                _ => {
                    bytes = self.contents.value(at).len();
                    windows.push(vec![at]);
                }
            }
        }
        windows
    }

    /// Path and content; a content that is not there is `None`.
    pub(super) fn get(&self, at: usize) -> (&'a str, Option<&'a [u8]>) {
        let content = self.contents.is_valid(at).then(|| self.contents.value(at));
        (self.paths.value(at), content)
    }

    fn read(&self, at: usize) -> ReadClaims {
        let (path, content) = self.get(at);
        match content {
            // As of a file in a folder: one of another kind is passed over.
            Some(content) => read::read_bytes(path, content, false),
            None => ReadClaims {
                inputs: vec![Input {
                    shown: path.to_owned(),
                    bytes: 0,
                    sha256: String::new(),
                    dialect: None,
                    status: Status::Unreadable(Failure::Io(io::ErrorKind::NotFound.into())),
                }],
                ..ReadClaims::default()
            },
        }
    }
}

/// Adds what was read of a file: of each input the claims, and behind them the file.
fn put<W: Write>(
    read: &ReadClaims,
    lang: Lang,
    rows: &mut Table,
    output: &mut Output<W>,
) -> Result<(), WorkerError> {
    let keys = ClaimKeys::of(&read.claims);
    let mut positions = (0..read.claims.chunks().len()).peekable();
    for (number, input) in (0u32..).zip(&read.inputs) {
        let (mut yen, mut of_file) = (0, Vec::new());
        let is_own = |at: &usize| read.claims.chunk(*at).1.input == number;
        while let Some(position) = positions.next_if(is_own) {
            let (_, chunk) = read.claims.chunk(position);
            let (mut of_claims, noted) = issues(chunk);
            of_file.extend(noted);
            for (at, issues) in claims_of(&read.claims, &keys, position).zip(&mut of_claims) {
                yen += i64::from(at.claim.total_yen);
                put_claim(&at, input, issues, rows);
                flush_full(rows, output)?;
            }
        }
        put_file(input, yen, &of_file, lang, rows);
        flush_full(rows, output)?;
    }
    Ok(())
}

/// The notes on each claim of a chunk, and those on the file.
fn issues(chunk: &Chunk) -> (Vec<Vec<Vec<u8>>>, Vec<Vec<u8>>) {
    let mut of_claims = vec![Vec::new(); chunk.claims.len()];
    let mut of_file = Vec::new();
    for issue in &chunk.issues {
        let mut packed = Vec::new();
        stored::pack_issue(issue, &mut packed);
        let of_claim = issue.claim.and_then(|at| of_claims.get_mut(at as usize));
        of_claim.unwrap_or(&mut of_file).push(packed);
    }
    (of_claims, of_file)
}

fn put_claim(at: &ClaimAt<'_>, input: &Input, issues: &[Vec<u8>], rows: &mut Table) {
    let (chunk, claim, identity) = (at.chunk, at.claim, &at.identity);
    let is_searched = at.is_searched();
    let people = wanted::look_up(identity.birth_date, identity.kana, identity.name);
    let people: Vec<i64> = people
        .filter(|_| is_searched)
        .map(u64::cast_signed)
        .collect();
    let key = claim_key(chunk, claim, at.identity).map(|key| key.to_string());
    let (mut header, mut body) = (Vec::new(), Vec::new());
    stored::pack_header(chunk.header(claim), &mut header);
    stored::pack(chunk, claim, &mut body);
    rows.text(Some("claim"));
    rows.text(Some(&input.shown));
    rows.long(Some(claim.line.into()));
    rows.text(key.as_deref());
    rows.text(Some(identity.insurer));
    rows.long(is_searched.then(|| at.key.hash.cast_signed()));
    rows.longs(&people);
    rows.long(rules::twin_hash(at).map(u64::cast_signed));
    rows.long(Some(claim.total_yen.into()));
    rows.text(Some(chunk.encoding.id()));
    rows.text(Some(chunk.shape.id()));
    rows.bytes(Some(&header));
    rows.bytes(Some(&body));
    rows.blobs(issues);
    rows.text(None);
}

fn put_file(input: &Input, yen: i64, issues: &[Vec<u8>], lang: Lang, rows: &mut Table) {
    let failure = match &input.status {
        Status::Unreadable(failure) => Some(failure),
        Status::Read(_) | Status::Skipped => None,
    };
    let body = failure.map(|failure| {
        let mut body = Vec::new();
        stored::pack_failure(failure, &mut body);
        body
    });
    let dialect = input.dialect.filter(|_| failure.is_none());
    rows.text(Some("file"));
    rows.text(Some(&input.shown));
    rows.long(None);
    rows.text(None);
    rows.text(None);
    rows.long(None);
    rows.longs(&[]);
    rows.long(None);
    rows.long(Some(yen));
    rows.text(dialect.map(|it| it.encoding.id()));
    rows.text(dialect.map(|it| it.shape.id()));
    rows.bytes(None);
    rows.bytes(body.as_deref());
    rows.blobs(issues);
    rows.text(failure.map(|failure| words(failure, lang)).as_deref());
}

/// Why a file gave no claims. What stands in it is nobody's business who reads of errors.
fn words(failure: &Failure, lang: Lang) -> String {
    match failure {
        Failure::Refused(Refusal::NoHm(head)) if !head.starts_with("\"HM") => {
            let hidden = Failure::Refused(Refusal::NoHm(String::new()));
            rules::failure_words(&hidden, lang)
        }
        _ => rules::failure_words(failure, lang),
    }
}

/// Writes the rows when there are enough.
pub(super) fn flush_full<W: Write>(
    rows: &mut Table,
    output: &mut Output<W>,
) -> Result<(), WorkerError> {
    if rows.is_full() {
        flush(rows, output)?;
    }
    Ok(())
}

/// Writes the rows.
pub(super) fn flush<W: Write>(rows: &mut Table, output: &mut Output<W>) -> Result<(), WorkerError> {
    match rows.take().map_err(WorkerError::Write)? {
        Some(batch) => output.write(&batch),
        None => Ok(()),
    }
}

//! One file or zip member: what it is, and what it gives.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read, Seek};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::app_text;
use super::blocks::{self, Content};
use super::json;
use super::portions::Sink;
use super::record::{Facts, Records};
use super::register;
use super::row::Taken;
use super::source::{Form, InputReport, Pass, Status};
use super::table::{self, Fit};
use super::tree::{self, Document};
use super::wanted::{Members, Wanted};
use super::xml;
use crate::note::{Notes, Problem};

/// Files up to this size are read whole.
const SMALL: u64 = 4 << 20;

/// A CSV up to this size is kept whole: choosing its rows would cost more than keeping them.
const KEPT_WHOLE: u64 = 256 << 20;

/// How much of a file is looked at to tell its form.
const HEAD: usize = 64 << 10;

/// One input as read.
#[derive(Debug)]
pub(super) struct FileRead {
    pub(super) report: InputReport,
    pub(super) records: Records,
    pub(super) notes: Notes,
}

/// A file, opened.
pub(super) enum Opened {
    Zip(File),
    Small(Vec<u8>),
    Large,
}

impl Opened {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let mut source = File::open(path)?;
        let length = source.metadata()?.len();
        let mut magic = Vec::with_capacity(4);
        source.by_ref().take(4).read_to_end(&mut magic)?;
        if is_zip(&magic) {
            source.rewind()?;
            return Ok(Self::Zip(source));
        }
        if length > SMALL {
            return Ok(Self::Large);
        }
        source.read_to_end(&mut magic)?;
        Ok(Self::Small(magic))
    }
}

/// True when the bytes begin as a zip does.
pub(super) fn is_zip(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06")
}

/// What a file gave before anyone asks how it was named.
#[derive(Default)]
struct Gave {
    records: Records,
    notes: Notes,
    left_out: u64,
    /// Rows of a register that concern nobody in the claims.
    passed_over: u64,
    /// Records that were handed out.
    given: u64,
    /// Why there are no records although the file was read.
    unfinished: Option<Problem>,
}

impl From<Taken> for Gave {
    fn from(taken: Taken) -> Self {
        Self {
            records: taken.records,
            notes: taken.notes,
            left_out: taken.left_out,
            passed_over: taken.passed_over,
            given: taken.given,
            unfinished: None,
        }
    }
}

impl FileRead {
    /// A file that could not be opened or read.
    pub(super) fn failed(path: PathBuf, error: &io::Error) -> Self {
        let reason = Problem::Io {
            error: error.to_string(),
        };
        Self::refused(path, None, Form::Other, reason)
    }

    /// An input of which nothing is used.
    pub(super) fn refused(
        path: PathBuf,
        member: Option<String>,
        form: Form,
        reason: Problem,
    ) -> Self {
        Self {
            report: InputReport {
                path,
                member,
                bytes: 0,
                sha256: None,
                form,
                records: 0,
                passed_over: 0,
                reception_no: None,
                executed_at: None,
                status: Status::Unreadable { reason },
            },
            records: Records::new(),
            notes: Notes::default(),
        }
    }

    /// A file that holds no results, with its hash and its size in bytes.
    pub(super) fn skipped(path: PathBuf, (sha256, bytes): ([u8; 32], u64)) -> Self {
        let reason = Problem::NotEligibility;
        let mut skipped = Self::refused(path, None, Form::Other, reason.clone());
        skipped.report.sha256 = Some(sha256);
        skipped.report.bytes = bytes;
        skipped.report.status = Status::Skipped { reason };
        skipped
    }

    /// Reads one input; `named` when the user named it or the zip around it. Of a register, records go out into
    /// `sink` where that is open.
    pub(super) fn of(
        path: &Path,
        member: Option<&str>,
        content: Content<'_>,
        named: bool,
        pass: Pass<'_>,
        sink: &mut Sink<'_>,
    ) -> Self {
        let mut report = InputReport {
            path: path.to_owned(),
            member: member.map(str::to_owned),
            bytes: 0,
            sha256: None,
            form: Form::Other,
            records: 0,
            passed_over: 0,
            reception_no: None,
            executed_at: None,
            status: Status::Ok,
        };
        let gave = match read(content, &names(path, member), &mut report, pass, sink) {
            Ok(gave) => gave,
            Err(reason) => {
                let is_other = matches!(
                    reason,
                    Problem::NotEligibility
                        | Problem::UnknownHeader
                        | Problem::MappedColumns { is_other: true, .. }
                        | Problem::NotAResult
                        | Problem::Empty
                );
                report.status = if is_other && !named {
                    Status::Skipped { reason }
                } else {
                    Status::Unreadable { reason }
                };
                Gave::default()
            }
        };
        Self::finish(report, gave)
    }

    /// A register that was read, or not, in some other way than from bytes; `notes` come before its own.
    #[cfg(feature = "postgres")]
    pub(super) fn of_register(
        mut report: InputReport,
        mut notes: Notes,
        taken: Result<Taken, Problem>,
    ) -> Self {
        let mut gave = match taken {
            Ok(taken) => Gave::from(taken),
            Err(reason) => {
                report.status = Status::Unreadable { reason };
                Gave::default()
            }
        };
        notes.append(std::mem::take(&mut gave.notes));
        gave.notes = notes;
        Self::finish(report, gave)
    }

    fn finish(mut report: InputReport, gave: Gave) -> Self {
        report.records = gave.records.len() as u64 + gave.given;
        report.passed_over = gave.passed_over;
        if let Some(reason) = gave.unfinished {
            report.status = Status::Partial { reason };
        } else if gave.left_out > 0 {
            let reason = Problem::SomeLeftOut {
                count: gave.left_out,
            };
            report.status = Status::Partial { reason };
        }
        Self {
            report,
            records: gave.records,
            notes: gave.notes,
        }
    }
}

/// The names by which visits and card reader results are known: of the file, and of the zip member.
fn names(path: &Path, member: Option<&str>) -> Vec<String> {
    let file = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    let member = member.map(|name| name.rsplit(['/', '\\']).next().unwrap_or(name).to_owned());
    file.into_iter().chain(member).collect()
}

fn read(
    content: Content<'_>,
    names: &[String],
    report: &mut InputReport,
    pass: Pass<'_>,
    sink: &mut Sink<'_>,
) -> Result<Gave, Problem> {
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let failed = |error: io::Error| Problem::Io {
        error: error.to_string(),
    };
    let head = head(content).map_err(failed)?;
    if looks_like_xml(&head) && !looks_like_html(&head) {
        return read_xml(content, &names, report);
    }
    if json::looks_like(&head) {
        return read_json(content, &names, report);
    }
    if let Some(form) = columnar(&head) {
        return read_columnar(form, content, &names, report, pass, sink);
    }
    // What was handed out before a hope fails could not be taken back.
    if !sink.is_open()
        && let Some(taken) = read_hoping(content, &head, &names, report, pass)?
    {
        return Ok(taken.into());
    }
    let scan = blocks::scan(content).map_err(failed)?;
    report.bytes = scan.bytes;
    report.sha256 = Some(scan.sha256);
    if scan.bytes == 0 {
        return Err(Problem::Empty);
    }
    if is_utf16(&head) {
        if app_text::looks_like(&head) {
            return read_app_text(content, report);
        }
        return Err(Problem::EncodingUnsupported {
            found: "UTF-16".to_owned(),
        });
    }
    let header = match table::fit(&head, pass.map) {
        Fit::Register(header) => header,
        Fit::Broken(problem) => {
            report.form = Form::Csv;
            return Err(problem);
        }
        Fit::Foreign(_) if app_text::looks_like(&head) => return read_app_text(content, report),
        Fit::Foreign(reason) => return Err(reason),
    };
    report.form = Form::Csv;
    let wanted = wanted(scan.bytes, pass);
    let template = template(&names, pass);
    Ok(table::read(content, &scan, &header, template, wanted, sink)?.into())
}

/// Reads a table whose head is that of a register in UTF-8 without quotes, as nearly all are. `None` when it is not
/// that after all; nothing is reported then.
fn read_hoping(
    content: Content<'_>,
    head: &[u8],
    names: &[&str],
    report: &mut InputReport,
    pass: Pass<'_>,
) -> Result<Option<Taken>, Problem> {
    if memchr::memchr(b'"', head).is_some() || std::str::from_utf8(head).is_err() {
        return Ok(None);
    }
    let Fit::Register(header) = table::fit(head, pass.map) else {
        return Ok(None);
    };
    let bytes = match content {
        Content::Memory(bytes) => bytes.len() as u64,
        Content::File(path) => path.metadata().map_or(0, |meta| meta.len()),
    };
    let wanted = wanted(bytes, pass);
    let Some((taken, digest)) =
        table::read_hoping(content, &header, template(names, pass), wanted)?
    else {
        return Ok(None);
    };
    report.form = Form::Csv;
    (report.bytes, report.sha256) = (digest.bytes, Some(digest.sha256));
    Ok(Some(taken))
}

/// What all rows of a table have in common.
fn template(names: &[&str], pass: Pass<'_>) -> Facts {
    Facts {
        as_of: pass.map.seen_on,
        visits_file: tree::is_visits_file(names),
        ..Facts::default()
    }
}

/// Whose rows to keep of a table of so many bytes; `None` for all.
fn wanted(bytes: u64, pass: Pass<'_>) -> Option<&Wanted> {
    let members = pass.members.filter(|_| bytes > KEPT_WHOLE);
    members.map(Members::get)
}

fn read_xml(
    content: Content<'_>,
    names: &[&str],
    report: &mut InputReport,
) -> Result<Gave, Problem> {
    if let Some(read) = xml::stream::read(content, names) {
        report.bytes = read.bytes;
        report.sha256 = Some(read.sha256);
        return Ok(gave(read.document, report));
    }
    let bytes = whole(content, tree::MAX_BYTES, report)?;
    Ok(gave(xml::read(&bytes, names, 0)?, report))
}

fn read_json(
    content: Content<'_>,
    names: &[&str],
    report: &mut InputReport,
) -> Result<Gave, Problem> {
    let bytes = whole(content, tree::MAX_BYTES, report)?;
    if !json::speaks_of_results(&bytes) {
        return Err(Problem::NotEligibility);
    }
    report.form = Form::Json;
    Ok(gave(json::read(&bytes, names, 0)?, report))
}

fn read_app_text(content: Content<'_>, report: &mut InputReport) -> Result<Gave, Problem> {
    report.form = Form::AppText;
    let bytes = whole(content, app_text::MAX_BYTES, report)?;
    Ok(gave(app_text::read(&bytes)?, report))
}

/// What a document gave.
fn gave(document: Document, report: &mut InputReport) -> Gave {
    report.form = document.form;
    report.reception_no = document.reception_no;
    report.executed_at = document.executed_at;
    Gave {
        records: document.records,
        notes: document.notes,
        left_out: document.left_out,
        passed_over: 0,
        given: 0,
        unfinished: document.unfinished,
    }
}

/// All bytes of an input of at most `limit`, which the report tells.
fn whole<'a>(
    content: Content<'a>,
    limit: u64,
    report: &mut InputReport,
) -> Result<Cow<'a, [u8]>, Problem> {
    if let Content::File(path) = content
        && path.metadata().is_ok_and(|meta| meta.len() > limit)
    {
        return Err(Problem::TooLarge { limit });
    }
    let bytes = content.whole().map_err(|error| Problem::Io {
        error: error.to_string(),
    })?;
    report.bytes = bytes.len() as u64;
    report.sha256 = Some(Sha256::digest(&bytes).into());
    Ok(bytes)
}

/// How a table in columns begins: a Parquet file, an Arrow file, or an Arrow stream (the mark of a message).
fn columnar(head: &[u8]) -> Option<Columnar> {
    match head {
        [b'P', b'A', b'R', b'1', ..] => Some(Columnar::Parquet),
        _ if head.starts_with(register::ARROW_MAGIC) => Some(Columnar::ArrowFile),
        [0xFF, 0xFF, 0xFF, 0xFF, ..] => Some(Columnar::ArrowStream),
        _ => None,
    }
}

#[derive(Clone, Copy)]
enum Columnar {
    Parquet,
    ArrowFile,
    ArrowStream,
}

fn read_columnar(
    columnar: Columnar,
    content: Content<'_>,
    names: &[&str],
    report: &mut InputReport,
    pass: Pass<'_>,
    sink: &mut Sink<'_>,
) -> Result<Gave, Problem> {
    let template = Facts {
        visits_file: tree::is_visits_file(names),
        ..Facts::default()
    };
    report.form = match columnar {
        Columnar::Parquet => Form::Parquet,
        Columnar::ArrowFile | Columnar::ArrowStream => Form::Arrow,
    };
    let (map, wanted) = (pass.map, pass.members.map(Members::get));
    let read = |sink: &mut Sink<'_>| match columnar {
        Columnar::Parquet => register::read_parquet(content, map, wanted, template, sink),
        Columnar::ArrowFile => register::read_arrow(content, false, map, wanted, template, sink),
        Columnar::ArrowStream => register::read_arrow(content, true, map, wanted, template, sink),
    };
    let digest = || {
        let is_first = !pass.is_second;
        is_first.then(|| blocks::digest(content)).transpose()
    };
    // The hash goes over all bytes, the reader over the columns that are needed: side by side. Who takes portions
    // takes them on this thread.
    let (digested, read) = if sink.is_open() {
        beside(digest, || read(sink))
    } else {
        rayon::join(digest, || read(&mut Sink::none()))
    };
    let digested = digested.map_err(|error| Problem::Io {
        error: error.to_string(),
    })?;
    if let Some(digest) = digested {
        (report.bytes, report.sha256) = (digest.bytes, Some(digest.sha256));
    }
    Ok(read?.into())
}

/// Does one thing on a thread of its own, and meanwhile another on this one.
fn beside<A: Send, B>(there: impl FnOnce() -> A + Send, here: impl FnOnce() -> B) -> (A, B) {
    std::thread::scope(|scope| {
        let there = scope.spawn(there);
        let here = here();
        // A panic there is a panic of ours.
        let there = there
            .join()
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        (there, here)
    })
}

/// The first bytes, cut behind a line end when there are more.
fn head(content: Content<'_>) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    match content {
        Content::Memory(bytes) => head.extend_from_slice(&bytes[..bytes.len().min(HEAD)]),
        Content::File(path) => {
            File::open(path)?.take(HEAD as u64).read_to_end(&mut head)?;
        }
    }
    if head.len() == HEAD
        && let Some(at) = memchr::memrchr(b'\n', &head)
    {
        head.truncate(at + 1);
    }
    Ok(head)
}

/// True for a page of the web, which begins as XML does and is none; it is read as what nobody knows.
fn looks_like_html(head: &[u8]) -> bool {
    let head = crate::text::delimited::without_bom(head).trim_ascii_start();
    let begins = |mark: &[u8]| {
        head.get(..mark.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(mark))
    };
    begins(b"<!doctype html") || begins(b"<html")
}

/// `<` after white space and an optional byte order mark, in UTF-8 or UTF-16.
fn looks_like_xml(head: &[u8]) -> bool {
    let text = crate::text::delimited::without_bom(head);
    if text.trim_ascii_start().first() == Some(&b'<') {
        return true;
    }
    matches!(
        head,
        [0xFF, 0xFE, b'<', 0, ..] | [0xFE, 0xFF, 0, b'<', ..] | [0, b'<', ..]
    )
}

fn is_utf16(head: &[u8]) -> bool {
    matches!(head, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..])
}

//! Results inside a zip, as the eligibility system sends bulk results (eligibility-format 1).

use std::io::{self, Read, Seek};
use std::path::Path;

use zip::ZipArchive;
use zip::result::ZipError;

use super::blocks::Content;
use super::file::{FileRead, is_zip};
use super::source::{Form, Pass};
use crate::input;
use crate::note::Problem;
use crate::text::cp932;

/// The most that all members of a zip may unpack to together.
const MAX_TOTAL: u64 = 4 << 30;

/// A member may unpack to this many times its packed size; text packs to a fiftieth at the best.
const MAX_RATIO: u64 = 200;

/// Below this size a member's ratio is of no account.
const SMALL_MEMBER: u64 = 16 << 20;

/// The most members that are looked at.
const MAX_MEMBERS: usize = 100_000;

/// Reads the members of a zip in the order of their names, each in the form that its content tells.
/// What the zip itself suffers from is told as one input.
pub(super) fn read(
    path: &Path,
    source: impl Read + Seek,
    named: bool,
    pass: Pass<'_>,
) -> Vec<FileRead> {
    let refused = |reason| vec![FileRead::refused(path.to_owned(), None, Form::Zip, reason)];
    let mut archive = match ZipArchive::new(source) {
        Ok(archive) => archive,
        Err(error) => return refused(broken(&error)),
    };
    if archive.has_duplicate_names() {
        return refused(Problem::ZipDuplicate);
    }
    if archive.len() > MAX_MEMBERS {
        return refused(Problem::ZipBomb);
    }
    let members = match members(&archive) {
        Ok(members) if members.is_empty() => return refused(Problem::ZipEmpty),
        Ok(members) => members,
        Err(error) => return refused(broken(&error)),
    };
    if !named && members.iter().any(|(name, _)| name == input::DOCUMENT) {
        return vec![document(path, archive.into_inner())];
    }
    let mut left = MAX_TOTAL;
    let is_alone = members.len() == 1;
    members
        .into_iter()
        .map(
            |(name, index)| match unpack(&mut archive, index, &mut left) {
                Ok(bytes) if is_zip(&bytes) => {
                    FileRead::refused(path.to_owned(), Some(name), Form::Zip, Problem::ZipNested)
                }
                Ok(bytes) => {
                    // A README beside the results is nobody's mistake.
                    let named = named && is_alone;
                    FileRead::of(path, Some(&name), Content::Memory(&bytes), named, pass)
                }
                Err(reason) => FileRead::refused(path.to_owned(), Some(name), Form::Other, reason),
            },
        )
        .collect()
}

/// A workbook or a document of Office that lay in a walked folder: a zip with XML in it, but no results.
fn document(path: &Path, mut source: impl Read + Seek) -> FileRead {
    let hashed = source.rewind().and_then(|()| input::digest_of(&mut source));
    match hashed {
        Ok(digest) => FileRead::skipped(path.to_owned(), digest),
        Err(error) => FileRead::failed(path.to_owned(), &error),
    }
}

/// The names and numbers of all files in it, sorted by name.
fn members<R: Read + Seek>(archive: &ZipArchive<R>) -> Result<Vec<(String, usize)>, ZipError> {
    let mut members = Vec::new();
    for index in 0..archive.len() {
        let entry = archive.by_index_data(index)?;
        if entry.is_file() {
            members.push((decoded(entry.name_raw()), index));
        }
    }
    members.sort();
    Ok(members)
}

/// The name of a member: UTF-8, or CP932 as Japanese Windows packs it.
fn decoded(name: &[u8]) -> String {
    match std::str::from_utf8(name) {
        Ok(name) => name.to_owned(),
        Err(_) => cp932::decode(name).into_owned(),
    }
}

/// The bytes of one member, while the sum of all stays within `left`.
fn unpack<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    index: usize,
    left: &mut u64,
) -> Result<Vec<u8>, Problem> {
    let mut member = archive.by_index(index).map_err(|error| broken(&error))?;
    // The sizes that the zip tells are not to be trusted: what comes out is counted.
    let by_ratio = member.compressed_size().saturating_mul(MAX_RATIO);
    let limit = by_ratio.max(SMALL_MEMBER).min(*left);
    let mut bytes = Vec::new();
    let read = member.by_ref().take(limit + 1).read_to_end(&mut bytes);
    let taken = bytes.len() as u64;
    if taken > limit {
        return Err(Problem::ZipBomb);
    }
    read.map_err(|error: io::Error| Problem::ZipBroken {
        detail: error.to_string(),
    })?;
    *left -= taken;
    Ok(bytes)
}

fn broken(error: &ZipError) -> Problem {
    match error {
        ZipError::UnsupportedArchive(text) if *text == ZipError::PASSWORD_REQUIRED => {
            Problem::ZipEncrypted
        }
        ZipError::InvalidPassword => Problem::ZipEncrypted,
        other => Problem::ZipBroken {
            detail: other.to_string(),
        },
    }
}

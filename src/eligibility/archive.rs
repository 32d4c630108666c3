//! Results inside a zip, as the eligibility system sends bulk results (eligibility-format 1).

use std::io::{self, Read, Seek};
use std::path::Path;

use zip::ZipArchive;
use zip::result::ZipError;

use super::file::{FileRead, is_zip};
use super::source::Form;
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

/// What was found in a zip.
pub(super) enum Unpacked {
    /// A member, and whether it counts as named by the user.
    Member {
        name: String,
        bytes: Vec<u8>,
        named: bool,
    },
    /// What the zip itself or a member of it suffers from, told as an input.
    Refused(Box<FileRead>),
}

/// Unpacks the members of a zip in the order of their names, until `take` wants no more.
pub(super) fn each(
    path: &Path,
    source: impl Read + Seek,
    named: bool,
    take: &mut dyn FnMut(Unpacked) -> bool,
) {
    if let Err(refused) = each_member(path, source, named, take) {
        take(Unpacked::Refused(refused));
    }
}

fn each_member(
    path: &Path,
    source: impl Read + Seek,
    named: bool,
    take: &mut dyn FnMut(Unpacked) -> bool,
) -> Result<(), Box<FileRead>> {
    let refused = |reason| Box::new(FileRead::refused(path.to_owned(), None, Form::Zip, reason));
    let mut archive = ZipArchive::new(source).map_err(|error| refused(broken(&error)))?;
    if archive.has_duplicate_names() {
        return Err(refused(Problem::ZipDuplicate));
    }
    if archive.len() > MAX_MEMBERS {
        return Err(refused(Problem::ZipBomb));
    }
    let members = members(&archive).map_err(|error| refused(broken(&error)))?;
    if members.is_empty() {
        return Err(refused(Problem::ZipEmpty));
    }
    if !named && members.iter().any(|(name, _)| name == input::DOCUMENT) {
        return Err(Box::new(document(path, archive.into_inner())));
    }
    let mut left = MAX_TOTAL;
    // A README beside the results is nobody's mistake.
    let named = named && members.len() == 1;
    for (name, index) in members {
        let refused = |name, form, reason| {
            let read = FileRead::refused(path.to_owned(), Some(name), form, reason);
            Unpacked::Refused(Box::new(read))
        };
        let unpacked = match unpack(&mut archive, index, &mut left) {
            Ok(bytes) if is_zip(&bytes) => refused(name, Form::Zip, Problem::ZipNested),
            Ok(bytes) => Unpacked::Member { name, bytes, named },
            Err(reason) => refused(name, Form::Other, reason),
        };
        if !take(unpacked) {
            break;
        }
    }
    Ok(())
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

//! Claim files in zip archives, read in place within bounds.

use std::io::{Read, Seek};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::input;
use crate::text::cp932;

use super::source::{Failure, FileRead, Input, Progress, Status, Work, ZipTrouble, read_memory};

/// All members of a zip may unpack to this many bytes together.
const UNPACKED_MAX: u64 = 16 << 30;

/// A member may unpack to this many times its packed size; claims pack to a twentieth.
const RATIO_MAX: u64 = 200;

/// Below this size a member's ratio is of no account.
const SMALL_MEMBER: u64 = 16 << 20;

/// True for the first bytes of a zip archive.
pub(crate) fn is_zip(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06")
}

/// Reads the members of an archive in order of their names, one at a time.
pub(super) fn read_zip<W: Work>(
    shown: &str,
    source: impl Read + Seek,
    named: bool,
    work: &W,
    progress: Progress<'_>,
) -> Vec<FileRead<W::Out>> {
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
    if !named && is_document(&members) {
        return vec![skipped(shown, archive.into_inner())];
    }
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
                    read_memory(&shown, &bytes, walked, work)
                }
                Err(failure) => FileRead::failed(shown, failure),
            }
        })
        .collect()
}

/// True for the members of a workbook or a document of Office, which is a zip, too.
fn is_document(members: &[(String, usize)]) -> bool {
    members.iter().any(|(name, _)| name == input::DOCUMENT)
}

/// A file of another kind that lay in a walked folder.
fn skipped<T>(shown: &str, mut source: impl Read + Seek) -> FileRead<T> {
    let hashed = source.rewind().and_then(|()| input::sha256_of(&mut source));
    let (sha256, bytes) = match hashed {
        Ok(hashed) => hashed,
        Err(error) => return FileRead::failed(shown.to_owned(), Failure::Io(error)),
    };
    FileRead {
        input: Input {
            shown: shown.to_owned(),
            bytes,
            sha256,
            dialect: None,
            status: Status::Skipped,
        },
        pieces: Vec::new(),
    }
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

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::super::read;

    #[test]
    fn a_workbook_beside_the_claims_is_another_document() {
        let folder = tempfile::tempdir().expect("a folder");
        let list = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/stations/list.xlsx");
        let copied = folder.path().join("list.xlsx");
        std::fs::copy(&list, &copied).expect("copied");
        let status = |path: PathBuf| {
            let inputs = read::read(&[path], &|_| ()).inputs;
            let mut statuses = inputs.into_iter().map(|input| (input.status, input.sha256));
            statuses.next().expect("an input")
        };
        let (walked, sha256) = status(folder.path().to_owned());
        assert!(matches!(walked, read::Status::Skipped), "{walked:?}");
        assert_eq!(sha256.len(), 64);
        let (named, _) = status(copied);
        assert!(!matches!(named, read::Status::Read(_)), "{named:?}");
    }
}

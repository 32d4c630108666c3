//! Input files: finding them, hashing them, and what became of each.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

/// A file to read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// How it is named in reports: the path as given, joined with what was walked below it.
    pub shown: String,
    /// Where it is.
    pub path: PathBuf,
    /// True when it was named itself, false when a folder above it was.
    pub named: bool,
}

/// The files below `paths` in order of their shown names, each once, and the paths that could not
/// be looked at.
///
/// Folders are walked; hidden files and symbolic links that leave the folder are passed over.
#[must_use]
pub fn find(paths: &[PathBuf]) -> (Vec<Found>, Vec<(String, io::Error)>) {
    let mut found = Vec::new();
    let mut failed = Vec::new();
    for path in paths {
        match fs::metadata(path) {
            Ok(meta) if meta.is_dir() => match path.canonicalize() {
                Ok(root) => walk(path, &root, &mut BTreeSet::new(), &mut found, &mut failed),
                Err(error) => failed.push((shown(path), error)),
            },
            Ok(_) => found.push(Found {
                shown: shown(path),
                path: path.clone(),
                named: true,
            }),
            Err(error) => failed.push((shown(path), error)),
        }
    }
    found.sort();
    let mut seen = BTreeSet::new();
    found.retain(|file| {
        seen.insert(
            file.path
                .canonicalize()
                .unwrap_or_else(|_| file.path.clone()),
        )
    });
    (found, failed)
}

/// The total size in bytes of the files below `paths`, for a progress bar.
#[must_use]
pub fn total_bytes(paths: &[PathBuf]) -> u64 {
    let (files, _) = find(paths);
    files
        .iter()
        .filter_map(|file| file.path.metadata().ok())
        .map(|meta| meta.len())
        .sum()
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

fn walk(
    folder: &Path,
    root: &Path,
    above: &mut BTreeSet<PathBuf>,
    found: &mut Vec<Found>,
    failed: &mut Vec<(String, io::Error)>,
) {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => return failed.push((shown(folder), error)),
    };
    for entry in entries {
        let path = match entry {
            Ok(entry) => entry.path(),
            Err(error) => {
                failed.push((shown(folder), error));
                continue;
            }
        };
        if path
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with('.'))
        {
            continue;
        }
        let (meta, real) =
            match fs::metadata(&path).and_then(|meta| Ok((meta, path.canonicalize()?))) {
                Ok(pair) => pair,
                Err(error) => {
                    failed.push((shown(&path), error));
                    continue;
                }
            };
        if !real.starts_with(root) {
            continue;
        }
        if meta.is_dir() {
            // A link to a folder above would walk for ever.
            if above.insert(real.clone()) {
                walk(&path, root, above, found, failed);
                above.remove(&real);
            }
        } else if meta.is_file() {
            found.push(Found {
                shown: shown(&path),
                path,
                named: false,
            });
        }
    }
}

/// The SHA-256 of some bytes, in hexadecimal.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// The SHA-256 of everything `source` gives, in hexadecimal, and its length in bytes.
///
/// # Errors
/// What `source` reports while reading.
pub fn sha256_of(mut source: impl io::Read) -> io::Result<(String, u64)> {
    let mut hasher = Sha256::new();
    let mut block = vec![0; 1 << 18];
    let mut bytes = 0u64;
    loop {
        match source.read(&mut block) {
            Ok(0) => return Ok((hex(&hasher.finalize()), bytes)),
            Ok(n) => {
                hasher.update(&block[..n]);
                bytes += n as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// Bytes in hexadecimal.
#[must_use]
pub fn hex(digest: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    digest
        .iter()
        .flat_map(|b| [DIGITS[usize::from(b >> 4)], DIGITS[usize::from(b & 15)]])
        .map(char::from)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_come_sorted_and_once() {
        let dir = tempfile::tempdir().expect("a folder");
        for name in ["b.UKE", "a.UKE", ".hidden", "sub/c.UKE"] {
            let path = dir.path().join(name);
            fs::create_dir_all(path.parent().expect("has one")).expect("made");
            fs::write(path, name).expect("written");
        }
        let (found, failed) = find(&[
            dir.path().join("b.UKE"),
            dir.path().into(),
            dir.path().join("none"),
        ]);
        let names: Vec<_> = found
            .iter()
            .map(|f| {
                f.path
                    .strip_prefix(dir.path())
                    .expect("below")
                    .display()
                    .to_string()
            })
            .collect();
        assert_eq!(names, ["a.UKE", "b.UKE", "sub/c.UKE"]);
        assert_eq!(failed.len(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn links_do_not_lead_out_nor_round() {
        let outside = tempfile::tempdir().expect("a folder");
        fs::write(outside.path().join("x.UKE"), "x").expect("written");
        let dir = tempfile::tempdir().expect("a folder");
        fs::write(dir.path().join("a.UKE"), "a").expect("written");
        std::os::unix::fs::symlink(outside.path(), dir.path().join("out")).expect("linked");
        std::os::unix::fs::symlink(dir.path(), dir.path().join("round")).expect("linked");
        let (found, failed) = find(&[dir.path().into()]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(failed.is_empty(), "{failed:?}");
    }

    #[test]
    fn hashes() {
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(sha256(b"abc"), abc);
        assert_eq!(
            sha256_of(&b"abc"[..]).expect("memory does not fail"),
            (abc.to_owned(), 3)
        );
    }
}

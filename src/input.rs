//! Input files: finding them, hashing them, and what became of each.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::text::address::shown;
use crate::text::digest::hex;

/// A file to read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// How it is named in reports: the path as given, joined with what was walked below it.
    pub shown: String,
    /// Where it is.
    pub path: PathBuf,
    /// True when it was named itself, false when a folder above it was.
    pub named: bool,
    /// Where it is without links, by which it is known to be the same as another.
    real: PathBuf,
}

/// The files below `paths` in order of their shown names, each once, and the paths that could not
/// be looked at, in the same order.
///
/// Folders are walked; hidden files and symbolic links that leave the folder are passed over, and so are reports of
/// this program in a folder below: what it wrote is none of its inputs.
#[must_use]
pub fn find(paths: &[PathBuf]) -> (Vec<Found>, Vec<(String, io::Error)>) {
    let mut walk = Walk::default();
    for path in paths {
        match fs::metadata(path) {
            Ok(meta) if meta.is_dir() => match path.canonicalize() {
                Ok(root) => walk.folder(path, &root, &root),
                Err(error) => walk.failed.push((shown(path), error)),
            },
            Ok(_) => {
                walk.found.push(Found {
                    shown: shown(path),
                    path: path.clone(),
                    named: true,
                    real: path.canonicalize().unwrap_or_else(|_| path.clone()),
                });
            }
            Err(error) => walk.failed.push((shown(path), error)),
        }
    }
    let Walk {
        mut found,
        mut failed,
        ..
    } = walk;
    failed.sort_by(|a, b| a.0.cmp(&b.0));
    found.sort();
    (once(found), failed)
}

/// Drops files that were found before under another name; one that was named stays named.
fn once(files: Vec<Found>) -> Vec<Found> {
    let mut first: HashMap<OsString, usize> = HashMap::with_capacity(files.len());
    let mut kept: Vec<Found> = Vec::with_capacity(files.len());
    for file in files {
        match first.entry(file.real.clone().into_os_string()) {
            Entry::Occupied(known) => kept[*known.get()].named |= file.named,
            Entry::Vacant(new) => {
                new.insert(kept.len());
                kept.push(file);
            }
        }
    }
    kept
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

/// The file by which a folder is known to be a report of this program.
pub const REPORT_MARK: &str = "summary.json";

/// The member by which a zip is known to be a document of Office.
pub(crate) const DOCUMENT: &str = "[Content_Types].xml";

/// True for a folder with this mark, a JSON document that names this program.
#[must_use]
pub fn is_ours(folder: &Path, mark: &str) -> bool {
    #[derive(Deserialize)]
    struct Head {
        program: String,
    }
    let Ok(file) = fs::File::open(folder.join(mark)) else {
        return false;
    };
    serde_json::from_reader::<_, Head>(io::BufReader::new(file))
        .is_ok_and(|head| head.program == env!("CARGO_PKG_NAME"))
}

/// True when others than the owner may read a file. Where files have no modes that is not known, and not said.
#[must_use]
pub fn is_open_to_others(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::metadata(path).is_ok_and(|meta| meta.permissions().mode() & 0o077 != 0)
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        false
    }
}

/// What walking found so far.
#[derive(Default)]
struct Walk {
    found: Vec<Found>,
    failed: Vec<(String, io::Error)>,
    /// Folders walked, so that links among them lead to each once.
    seen: BTreeSet<PathBuf>,
}

impl Walk {
    /// Walks `folder`, which without links is `real`, somewhere below `root`.
    fn folder(&mut self, folder: &Path, real: &Path, root: &Path) {
        if real != root && is_ours(folder, REPORT_MARK) {
            return;
        }
        let entries = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
        let mut entries = match entries {
            Ok(entries) => entries,
            Err(error) => return self.failed.push((shown(folder), error)),
        };
        entries.sort_by_cached_key(fs::DirEntry::file_name);
        for entry in entries {
            let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
            if !is_hidden {
                self.entry(&entry, real, root);
            }
        }
    }

    /// Takes an entry of the folder that without links is `parent`. Only a link has to be followed to know where
    /// it leads: a system call for every part of its path.
    fn entry(&mut self, entry: &fs::DirEntry, parent: &Path, root: &Path) {
        let path = entry.path();
        let looked = entry.file_type().and_then(|kind| {
            if kind.is_symlink() {
                Ok((fs::metadata(&path)?.file_type(), path.canonicalize()?))
            } else {
                Ok((kind, parent.join(entry.file_name())))
            }
        });
        match looked {
            Err(error) => self.failed.push((shown(&path), error)),
            Ok((_, real)) if !real.starts_with(root) => {}
            Ok((kind, real)) if kind.is_dir() => {
                if self.seen.insert(real.clone()) {
                    self.folder(&path, &real, root);
                }
            }
            Ok((kind, real)) if kind.is_file() => {
                self.found.push(Found {
                    shown: shown(&path),
                    path,
                    named: false,
                    real,
                });
            }
            Ok(_) => {}
        }
    }
}

/// The SHA-256 of everything `source` gives, in hexadecimal, and its length in bytes.
///
/// # Errors
/// What `source` reports while reading.
pub fn sha256_of(source: impl io::Read) -> io::Result<(String, u64)> {
    let (digest, bytes) = digest_of(source)?;
    Ok((hex(&digest), bytes))
}

/// The same as bytes.
///
/// # Errors
/// What `source` reports while reading.
pub fn digest_of(mut source: impl io::Read) -> io::Result<([u8; 32], u64)> {
    let mut hasher = Sha256::new();
    let mut block = vec![0; 1 << 18];
    let mut bytes = 0u64;
    loop {
        match source.read(&mut block) {
            Ok(0) => return Ok((hasher.finalize().into(), bytes)),
            Ok(n) => {
                hasher.update(&block[..n]);
                bytes += n as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
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

    #[test]
    fn reports_below_a_folder_are_passed_over() {
        let dir = tempfile::tempdir().expect("a folder");
        for (folder, mark) in [
            ("ours", "{\"program\": \"houkan\"}"),
            ("theirs", "{\"program\": \"another\"}"),
        ] {
            fs::create_dir(dir.path().join(folder)).expect("made");
            fs::write(dir.path().join(folder).join(REPORT_MARK), mark).expect("written");
        }
        let names = |root: &Path| -> Vec<PathBuf> {
            let (found, _) = find(&[root.into()]);
            found.into_iter().map(|it| it.path).collect()
        };
        assert_eq!(
            names(dir.path()),
            [dir.path().join("theirs").join(REPORT_MARK)]
        );
        // One that was named is meant.
        assert_eq!(names(&dir.path().join("ours")).len(), 1);
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

    #[cfg(unix)]
    #[test]
    fn folders_that_link_to_each_other_are_walked_once() {
        let dir = tempfile::tempdir().expect("a folder");
        let names: Vec<String> = (0..9).map(|i| format!("d{i}")).collect();
        for name in &names {
            fs::create_dir(dir.path().join(name)).expect("made");
            fs::write(dir.path().join(name).join("x.UKE"), name).expect("written");
        }
        for from in &names {
            for to in names.iter().filter(|to| *to != from) {
                let link = dir.path().join(from).join(format!("to-{to}"));
                std::os::unix::fs::symlink(dir.path().join(to), link).expect("linked");
            }
        }
        let (found, failed) = find(&[dir.path().into()]);
        assert_eq!((found.len(), failed.len()), (9, 0));
    }

    #[test]
    fn a_named_file_stays_named() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("x.csv");
        fs::write(&path, "x").expect("written");
        let (found, _) = find(&[dir.path().into(), path]);
        assert_eq!(found.iter().map(|f| f.named).collect::<Vec<_>>(), [true]);
    }

    #[test]
    fn hashes() {
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(
            sha256_of(&b"abc"[..]).expect("memory does not fail"),
            (abc.to_owned(), 3)
        );
    }
}

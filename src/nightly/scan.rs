//! What lies in the inboxes, against what the state knows of it.

use std::collections::{HashMap, HashSet};
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rayon::prelude::*;

use crate::input::{self, Found};
use crate::text::{address, hash};

use super::state::{FileRow, FileState, Role};

/// Endings of files that are still being written, in lower case.
const UNFINISHED: [&str; 6] = [
    "tmp",
    "part",
    "partial",
    "filepart",
    "crdownload",
    "download",
];

/// A file that has to be read.
#[derive(Debug)]
pub(super) struct Arrival {
    /// As reports name it.
    pub(super) shown: String,
    /// Where it is.
    pub(super) path: PathBuf,
    /// The file; `None` for a database.
    pub(super) found: Option<Found>,
    pub(super) role: Role,
    pub(super) stamp: Stamp,
    /// Of its bytes, in hexadecimal.
    pub(super) sha256: String,
}

/// How a file looked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    /// Bytes.
    pub(super) size: i64,
    /// Another number when it was written to, or another file took its place.
    pub(super) changed: i64,
}

/// What a look at the inboxes gave.
#[derive(Debug, Default)]
pub(super) struct Scan {
    /// New and changed files, by path.
    pub(super) arrivals: Vec<Arrival>,
    /// Files that are as they were: how many.
    pub(super) unchanged: u64,
    /// Known files whose bytes are as they were, although they were touched: number and new look.
    pub(super) touched: Vec<(i64, Stamp)>,
    /// Known files that are no more there.
    pub(super) gone: Vec<i64>,
    /// Paths of files that are being written.
    pub(super) waiting: Vec<(Role, String)>,
    /// What could not be looked at: path, and the words of the system.
    pub(super) failed: Vec<(Role, String, io::Error)>,
    /// When the newest file was written.
    pub(super) newest: Option<SystemTime>,
}

/// An inbox: its role, and files or folders.
pub(super) type Inbox<'a> = (Role, &'a [PathBuf]);

/// Looks at the inboxes; `databases` are there beside them. A file that was written within `settle` is looked at again after that time, and left for
/// the next run when it has changed meanwhile.
pub(super) fn scan(
    inboxes: &[Inbox<'_>],
    databases: &[String],
    known: &[FileRow],
    settle: Duration,
) -> Scan {
    let mut look = Look::new(known);
    for &(role, paths) in inboxes {
        look.inbox(role, paths);
    }
    look.seen.extend(databases.iter().cloned());
    look.settle(settle);
    look.finish()
}

struct Look<'k> {
    scan: Scan,
    known: HashMap<&'k str, &'k FileRow>,
    /// Files that are not as the state knows them.
    suspects: Vec<(Found, Role, Stamp, Option<SystemTime>)>,
    seen: HashSet<String>,
    /// Folders and files that could not be looked at: nothing below them is gone.
    blind: Vec<String>,
}

impl<'k> Look<'k> {
    fn new(known: &'k [FileRow]) -> Self {
        Self {
            scan: Scan::default(),
            known: known
                .iter()
                .map(|file| (file.path.as_str(), file))
                .collect(),
            suspects: Vec::new(),
            seen: HashSet::new(),
            blind: Vec::new(),
        }
    }

    fn inbox(&mut self, role: Role, paths: &[PathBuf]) {
        let (files, failed) = input::find(paths);
        for (path, error) in failed {
            self.blind.push(path.clone());
            self.scan.failed.push((role, path, error));
        }
        for found in files {
            // A file in two inboxes belongs to the first.
            if self.seen.insert(found.shown.clone()) {
                self.file(found, role);
            } else if found.path.to_str().is_none() {
                // Two names with bytes that are no UTF-8 look the same.
                let error = "another file has the same name when it is written as UTF-8; rename it";
                let error = io::Error::new(io::ErrorKind::AlreadyExists, error);
                self.scan.failed.push((role, found.shown, error));
            }
        }
    }

    fn file(&mut self, found: Found, role: Role) {
        if is_unfinished(&found.path) {
            self.scan.waiting.push((role, found.shown));
            return;
        }
        let meta = match fs::metadata(&found.path) {
            Ok(meta) => meta,
            // It has vanished between two looks.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                self.seen.remove(&found.shown);
                return;
            }
            Err(error) => {
                self.scan.failed.push((role, found.shown, error));
                return;
            }
        };
        let written = meta.modified().ok();
        self.scan.newest = self.scan.newest.max(written);
        let stamp = Stamp::of(&meta);
        match self.known.get(found.shown.as_str()) {
            Some(file) if file.is_as(stamp) && file.role == role => self.scan.unchanged += 1,
            _ => self.suspects.push((found, role, stamp, written)),
        }
    }

    /// Waits once for all files that were written just now, by the clock or against it.
    fn settle(&mut self, settle: Duration) {
        let now = SystemTime::now();
        let is_young = |written: Option<SystemTime>| {
            written
                .is_none_or(|at| now.duration_since(at).is_ok_and(|age| age < settle) || at > now)
        };
        if !self.suspects.iter().any(|(.., written)| is_young(*written)) {
            return;
        }
        thread::sleep(settle);
        let (ready, waiting): (Vec<_>, Vec<_>) = std::mem::take(&mut self.suspects)
            .into_iter()
            .partition(|(found, _, stamp, written)| {
                !is_young(*written)
                    || fs::metadata(&found.path).is_ok_and(|meta| Stamp::of(&meta) == *stamp)
            });
        self.suspects = ready;
        self.scan.waiting.extend(
            waiting
                .into_iter()
                .map(|(found, role, ..)| (role, found.shown)),
        );
    }

    fn finish(mut self) -> Scan {
        let suspects = std::mem::take(&mut self.suspects);
        let hashed: Vec<_> = suspects
            .into_par_iter()
            .map(|(found, role, stamp, _)| {
                let sha256 = fs::File::open(&found.path).and_then(input::sha256_of);
                (found, role, stamp, sha256)
            })
            .collect();
        for (found, role, stamp, sha256) in hashed {
            match sha256 {
                // It has grown since it was looked at.
                Ok((_, bytes)) if i64::try_from(bytes) != Ok(stamp.size) => {
                    self.scan.waiting.push((role, found.shown));
                }
                Ok((sha256, _)) => self.arrival(found, role, stamp, sha256),
                Err(error) => self.scan.failed.push((role, found.shown, error)),
            }
        }
        self.find_gone();
        self.scan.waiting.sort();
        self.scan
    }

    fn arrival(&mut self, found: Found, role: Role, stamp: Stamp, sha256: String) {
        let known = self.known.get(found.shown.as_str());
        let is_known = |file: &&&FileRow| {
            file.sha256 == sha256 && file.role == role && file.state != FileState::Gone
        };
        match known.filter(is_known) {
            Some(file) => self.scan.touched.push((file.id, stamp)),
            None => self.scan.arrivals.push(Arrival {
                shown: found.shown.clone(),
                path: found.path.clone(),
                found: Some(found),
                role,
                stamp,
                sha256,
            }),
        }
    }

    fn find_gone(&mut self) {
        let is_blind = |path: &str| {
            self.blind
                .iter()
                .any(|blind| Path::new(path).starts_with(blind) || path == blind)
        };
        let gone = self.known.values().filter(|file| {
            file.state != FileState::Gone
                && !self.seen.contains(&file.path)
                && !is_blind(&file.path)
        });
        self.scan.gone = gone.map(|file| file.id).collect();
        self.scan.gone.sort_unstable();
    }
}

impl FileRow {
    fn is_as(&self, stamp: Stamp) -> bool {
        self.size == stamp.size && self.changed == stamp.changed && self.state != FileState::Gone
    }
}

impl Stamp {
    /// Size and time of change; on Unix also which file it is and when that was last touched in any way, which a
    /// program that sets times back cannot hide.
    pub(super) fn of(meta: &Metadata) -> Self {
        let nanos = meta
            .modified()
            .ok()
            .and_then(|at| at.duration_since(UNIX_EPOCH).ok())
            .map_or(0, |since| since.as_nanos());
        // The lower half counts up for some five hundred years before it repeats itself.
        #[expect(clippy::cast_possible_truncation, reason = "the lower half is meant")]
        let mixed = hash::spread(nanos as u64);
        #[cfg(unix)]
        let mixed = {
            use std::os::unix::fs::MetadataExt;
            [
                meta.ino(),
                meta.ctime().cast_unsigned(),
                meta.ctime_nsec().cast_unsigned(),
            ]
            .into_iter()
            .fold(mixed, |mixed, part| hash::spread(mixed ^ part))
        };
        Self {
            size: i64::try_from(meta.len()).unwrap_or(i64::MAX),
            changed: mixed.cast_signed(),
        }
    }
}

fn is_unfinished(path: &Path) -> bool {
    path.extension().is_some_and(|ending| {
        UNFINISHED
            .iter()
            .any(|unfinished| ending.eq_ignore_ascii_case(unfinished))
    })
}

impl Arrival {
    /// A database, which is read every night.
    pub(super) fn of_database(path: &Path) -> Self {
        Self {
            shown: address::shown(path),
            path: path.to_owned(),
            found: None,
            role: Role::Eligibility,
            stamp: Stamp {
                size: 0,
                changed: 0,
            },
            sha256: String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(id: i64, path: &Path, sha256: &str, stamp: Stamp) -> FileRow {
        FileRow {
            id,
            path: path.display().to_string(),
            role: Role::Claims,
            size: stamp.size,
            changed: stamp.changed,
            sha256: sha256.to_owned(),
            state: FileState::Read,
            reason: None,
            seen_run: 1,
            seen_on: 1,
            first_run: 1,
        }
    }

    fn look(folder: &Path, known: &[FileRow]) -> Scan {
        scan(
            &[(Role::Claims, &[folder.to_owned()])],
            &[],
            known,
            Duration::from_millis(5),
        )
    }

    #[test]
    fn new_changed_touched_gone_and_unfinished() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = |name: &str| dir.path().join(name);
        fs::write(path("same.UKE"), "same").expect("written");
        fs::write(path("new.UKE"), "new").expect("written");
        fs::write(path("coming.UKE.part"), "half").expect("written");
        let of = |name: &str| Stamp::of(&fs::metadata(path(name)).expect("there"));
        let touched = Stamp {
            size: 4,
            changed: 0,
        };
        fs::write(path("touched.UKE"), "abcd").expect("written");
        let abcd = "88d4266fd4e6338d13b845fcf289579d209c897823b9217da3e161936f031589";
        let known = [
            row(1, &path("same.UKE"), "-", of("same.UKE")),
            row(2, &path("gone.UKE"), "-", touched),
            row(3, &path("touched.UKE"), abcd, touched),
        ];
        let scan = look(dir.path(), &known);
        let arrivals: Vec<_> = scan
            .arrivals
            .iter()
            .map(|it| (it.path.clone(), it.stamp.size))
            .collect();
        assert_eq!(arrivals, [(path("new.UKE"), 3)]);
        assert_eq!(scan.unchanged, 1);
        assert_eq!(scan.touched, [(3, of("touched.UKE"))]);
        assert_eq!(scan.gone, [2]);
        let coming = path("coming.UKE.part").display().to_string();
        assert_eq!(scan.waiting, [(Role::Claims, coming)]);
        assert!(scan.failed.is_empty());
    }

    #[test]
    fn below_a_folder_that_is_not_there_nothing_is_gone() {
        let dir = tempfile::tempdir().expect("a folder");
        let away = dir.path().join("away");
        let stamp = Stamp {
            size: 1,
            changed: 1,
        };
        let known = [row(1, &away.join("x.UKE"), "-", stamp)];
        let scan = look(&away, &known);
        assert!(scan.gone.is_empty());
        assert_eq!(scan.failed.len(), 1);
    }

    #[test]
    fn a_file_that_grows_waits() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("x.UKE");
        fs::write(&path, "a").expect("written");
        let writer = thread::spawn({
            let path = path.clone();
            move || {
                thread::sleep(Duration::from_millis(60));
                fs::write(path, "ab").expect("written");
            }
        });
        let scan = scan(
            &[(Role::Claims, std::slice::from_ref(&dir.path().to_owned()))],
            &[],
            &[],
            Duration::from_millis(300),
        );
        writer.join().expect("it ends");
        assert_eq!(scan.waiting, [(Role::Claims, path.display().to_string())]);
        assert!(scan.arrivals.is_empty());
    }

    #[test]
    fn another_file_of_the_same_size_and_time_is_seen() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("x.UKE");
        fs::write(&path, "one").expect("written");
        let before = fs::metadata(&path).expect("there");
        let other = dir.path().join("y");
        fs::write(&other, "two").expect("written");
        let file = fs::File::options()
            .write(true)
            .open(&other)
            .expect("opened");
        file.set_modified(before.modified().expect("known"))
            .expect("set");
        fs::rename(&other, &path).expect("renamed");
        let after = fs::metadata(&path).expect("there");
        assert_eq!(
            before.modified().expect("known"),
            after.modified().expect("known")
        );
        if cfg!(unix) {
            assert_ne!(Stamp::of(&before), Stamp::of(&after));
        }
    }
}

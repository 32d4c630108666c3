//! One run at a time: a lock of the operating system on a file in the state folder, which goes with its process
//! however that ends. Who holds it stands in the file, for messages alone: what stands there never keeps anybody out.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::fault;
use super::files;
use super::times;

/// The name of the file.
pub const LOCK_FILE: &str = "lock";

/// Longer contents are not ours.
const MAX_BYTES: u64 = 4096;

/// A look at the lock ([`look`]) takes it for an instant; so it is tried a few times.
const TRIES: u32 = 5;
/// The pause between tries.
const PAUSE: Duration = Duration::from_millis(50);

/// Who holds the lock, or held it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owner {
    /// The number of the process.
    pub pid: u32,
    /// The name of the machine; empty where it is not known.
    pub host: String,
    /// When its run began.
    #[serde(with = "times::instant")]
    pub began: DateTime<Utc>,
}

impl Owner {
    /// How long it has run. A clock that was set back makes nothing negative.
    #[must_use]
    pub fn age(&self, now: DateTime<Utc>) -> Duration {
        (now - self.began).to_std().unwrap_or_default()
    }
}

/// The lock, taken. Dropping it ends the run in an orderly way.
#[derive(Debug)]
pub struct Taken {
    file: File,
    /// The run before, where it ended without giving the lock back: it was killed, or the power went.
    pub left_by: Option<Owner>,
}

/// Why the lock was not taken.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another run has it. Who that is, is not known while it is writing that down.
    #[error("another run is in progress")]
    Held {
        /// Who has it.
        owner: Option<Owner>,
    },
    /// The system refused.
    #[error("{}: {error}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The words of the operating system.
        error: io::Error,
    },
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> LockError + use<> {
    let path = path.to_owned();
    move |error| LockError::Io { path, error }
}

/// How the lock stands, for somebody who does not want it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// No run is in progress, and the last one ended in an orderly way.
    Free,
    /// No run is in progress; the last one was broken off.
    Left(Owner),
    /// A run is in progress.
    Held(Option<Owner>),
}

/// Takes the lock of a state folder, which is made where it is not there.
///
/// # Errors
/// [`LockError::Held`] when another run is in progress.
pub fn take(folder: &Path, now: DateTime<Utc>) -> Result<Taken, LockError> {
    files::create_folders(folder).map_err(at(folder))?;
    let path = folder.join(LOCK_FILE);
    let mut file = locked(&path)?;
    let left_by = read_owner(&mut file);
    let owner = Owner {
        pid: std::process::id(),
        host: host(),
        began: now,
    };
    write_owner(&mut file, &owner).map_err(at(&path))?;
    Ok(Taken { file, left_by })
}

/// The file at `path`, locked.
fn locked(path: &Path) -> Result<File, LockError> {
    let mut tries = 0;
    loop {
        let mut file = open(path).map_err(at(path))?;
        match file.try_lock() {
            // Somebody may have removed the file between: then this is a lock on nothing.
            Ok(()) if is_at(&file, path) => return Ok(file),
            Ok(()) => {}
            Err(TryLockError::Error(error)) => return Err(at(path)(error)),
            Err(TryLockError::WouldBlock) if tries >= TRIES => {
                return Err(LockError::Held {
                    owner: read_owner(&mut file),
                });
            }
            Err(TryLockError::WouldBlock) => {
                tries += 1;
                std::thread::sleep(PAUSE);
            }
        }
    }
}

fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// True when this open file is the one at `path`.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let place = |meta: std::fs::Metadata| (meta.dev(), meta.ino());
    match (file.metadata(), std::fs::metadata(path)) {
        (Ok(open), Ok(there)) => place(open) == place(there),
        _ => false,
    }
}

/// Windows does not remove a file that is open.
#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
}

/// Who stands in the file; `None` for nobody, and for what this program did not write.
fn read_owner(file: &mut File) -> Option<Owner> {
    let mut text = Vec::new();
    file.seek(SeekFrom::Start(0)).ok()?;
    file.take(MAX_BYTES).read_to_end(&mut text).ok()?;
    serde_json::from_slice(&text).ok()
}

fn write_owner(file: &mut File, owner: &Owner) -> io::Result<()> {
    let mut text = serde_json::to_vec(owner)?;
    text.push(b'\n');
    file.set_len(0)?;
    fault::pass("lock-emptied")?;
    file.seek(SeekFrom::Start(0))?;
    file.write_all(&text)?;
    file.sync_data()
}

impl Drop for Taken {
    fn drop(&mut self) {
        // A run that ends by an error of the program was broken off, and the next one says so.
        if !std::thread::panicking() {
            // What stays there would only be told, wrongly, of the next run.
            let _ = self.file.set_len(0);
        }
        let _ = self.file.unlock();
    }
}

/// Looks at the lock of a state folder.
///
/// # Errors
/// What the system says; that there is no such folder or file means that the lock is free.
pub fn look(folder: &Path) -> Result<Seen, LockError> {
    let path = folder.join(LOCK_FILE);
    let mut file = match File::open(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Seen::Free),
        Err(error) => return Err(at(&path)(error)),
    };
    match file.try_lock_shared() {
        Ok(()) => {
            let owner = read_owner(&mut file);
            Ok(owner.map_or(Seen::Free, Seen::Left))
        }
        Err(TryLockError::WouldBlock) => Ok(Seen::Held(read_owner(&mut file))),
        Err(TryLockError::Error(error)) => Err(at(&path)(error)),
    }
}

/// The name of this machine, as far as it can be had without asking the network.
fn host() -> String {
    let kernel = std::fs::read_to_string("/proc/sys/kernel/hostname").ok();
    let variables = ["HOSTNAME", "COMPUTERNAME"].map(|name| std::env::var(name).ok());
    let mut names = [kernel].into_iter().chain(variables).flatten();
    names
        .find(|name| !name.trim().is_empty())
        .map(|name| name.trim().to_owned())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_796_000_000, 0).expect("a moment")
    }

    #[test]
    fn one_has_it_and_the_others_learn_who() {
        let home = tempfile::tempdir().expect("a folder");
        let state = home.path().join("deep/state");
        let taken = take(&state, now()).expect("free");
        assert_eq!(taken.left_by, None);
        let Err(LockError::Held { owner: Some(owner) }) = take(&state, now()) else {
            panic!("taken twice");
        };
        assert_eq!((owner.pid, owner.began), (std::process::id(), now()));
        assert_eq!(look(&state).expect("seen"), Seen::Held(Some(owner)));
        drop(taken);
        assert_eq!(look(&state).expect("seen"), Seen::Free);
        assert_eq!(take(&state, now()).expect("free again").left_by, None);
    }

    #[test]
    fn what_stands_in_the_file_keeps_nobody_out() {
        let home = tempfile::tempdir().expect("a folder");
        let path = home.path().join(LOCK_FILE);
        for text in [
            "",
            "{\"pid\": 1",
            "\u{0}\u{1}",
            "{}",
            "[1]",
            &"x".repeat(100_000),
        ] {
            fs::write(&path, text).expect("written");
            assert_eq!(look(home.path()).expect("seen"), Seen::Free);
            assert_eq!(take(home.path(), now()).expect("free").left_by, None);
        }
    }

    #[test]
    fn the_lock_of_a_dead_process_is_taken_over() {
        let home = tempfile::tempdir().expect("a folder");
        let dead = "{\"pid\":4711,\"host\":\"night\",\"began\":\"2026-11-29T02:00:00+09:00\"}\n";
        fs::write(home.path().join(LOCK_FILE), dead).expect("written");
        let Seen::Left(owner) = look(home.path()).expect("seen") else {
            panic!("nobody holds it");
        };
        let taken = take(home.path(), now()).expect("free");
        assert_eq!(taken.left_by, Some(owner.clone()));
        assert_eq!((owner.pid, owner.host.as_str()), (4711, "night"));
        // A clock that was set back.
        assert_eq!(
            owner.age(owner.began - Duration::from_hours(1)),
            Duration::ZERO
        );
        assert_eq!(
            owner.age(owner.began + Duration::from_mins(90)).as_secs(),
            5400
        );
    }

    #[test]
    fn of_many_that_start_together_one_wins() {
        let home = tempfile::tempdir().expect("a folder");
        for _ in 0..5 {
            let (inside, won) = (AtomicU32::new(0), AtomicU32::new(0));
            std::thread::scope(|scope| {
                for _ in 0..8 {
                    scope.spawn(|| {
                        if let Ok(_taken) = take(home.path(), now()) {
                            assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0);
                            won.fetch_add(1, Ordering::SeqCst);
                            // Longer than all tries of the others.
                            std::thread::sleep(PAUSE * (TRIES + 3));
                            inside.fetch_sub(1, Ordering::SeqCst);
                        }
                    });
                }
            });
            assert_eq!(won.load(Ordering::SeqCst), 1);
        }
    }

    /// `--status` must not keep a run from starting.
    #[test]
    fn looking_disturbs_nobody() {
        let home = tempfile::tempdir().expect("a folder");
        drop(take(home.path(), now()).expect("free"));
        let is_done = AtomicU32::new(0);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                while is_done.load(Ordering::SeqCst) == 0 {
                    look(home.path()).expect("seen");
                    std::thread::sleep(Duration::from_millis(1));
                }
            });
            let all_taken = (0..50).all(|_| take(home.path(), now()).is_ok());
            is_done.store(1, Ordering::SeqCst);
            assert!(all_taken);
        });
    }

    #[cfg(unix)]
    #[test]
    fn a_lock_on_a_file_that_was_removed_is_none() {
        let home = tempfile::tempdir().expect("a folder");
        let path = home.path().join(LOCK_FILE);
        let file = open(&path).expect("made");
        assert!(is_at(&file, &path));
        fs::remove_file(&path).expect("removed");
        assert!(!is_at(&file, &path));
        fs::write(&path, "").expect("written");
        assert!(!is_at(&file, &path));
    }

    #[cfg(unix)]
    #[test]
    fn it_is_the_owners_alone() {
        use std::os::unix::fs::PermissionsExt;
        let home = tempfile::tempdir().expect("a folder");
        let state = home.path().join("state");
        let _taken = take(&state, now()).expect("free");
        let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
        assert_eq!(mode(&state), 0o700);
        assert_eq!(mode(&state.join(LOCK_FILE)), 0o600);
    }
}

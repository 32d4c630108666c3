//! A night's folder appears whole or not at all: it is built aside, brought to the disk file by file, renamed, and
//! then `current` is swapped to point to it. A process that is killed, or a power cut, leaves what was there before or
//! what is there now, and at most a folder aside, which the next run removes.

mod name;

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::fault;
use super::files::{self, Readers};
use super::lock::Taken;
use super::manifest::{MANIFEST, Manifest};
use crate::input;

pub use name::Name;

/// The name that points to the latest night: a symbolic link.
#[cfg(unix)]
pub const CURRENT: &str = "current";
/// The name that points to the latest night: a file that holds its name.
#[cfg(not(unix))]
pub const CURRENT: &str = "current.txt";

/// What `current` is before it takes its place.
const CURRENT_ASIDE: &str = ".current.tmp";

/// Why a night was not published.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// There is something else where `current` has its place.
    #[error("{} exists and was not made by houkan", .0.display())]
    NotOurs(PathBuf),
    /// The system refused.
    #[error("{}: {error}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The words of the operating system.
        error: io::Error,
    },
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> PublishError + use<> {
    let path = path.to_owned();
    move |error| PublishError::Io { path, error }
}

/// A published file, as `run.json` names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedFile {
    /// Its name, from the night's folder on, with `/` between folders.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// Its SHA-256, in hexadecimal.
    pub sha256: String,
}

/// A night's folder while it is built. What is dropped unsealed is removed.
#[derive(Debug)]
pub struct Publication {
    folder: PathBuf,
    name: Name,
    aside: PathBuf,
    is_sealed: bool,
}

impl Publication {
    /// Makes the folder aside. When a night of that name is there already, as after a state was restored from a
    /// back-up, this one gets a further number ([`Publication::name`]): what was published is never replaced.
    ///
    /// # Errors
    /// [`PublishError::NotOurs`] when `current` could not be swapped at the end.
    pub fn begin(folder: &Path, name: Name) -> Result<Self, PublishError> {
        files::create_folders(folder).map_err(at(folder))?;
        pointed(folder)?;
        let name = name.free_in(folder);
        let aside = folder.join(name.aside());
        if fs::symlink_metadata(&aside).is_ok() {
            // A killed run left it, and the lock says that nobody is at work.
            fs::remove_dir_all(&aside).map_err(at(&aside))?;
        }
        files::create_folder(&aside).map_err(at(&aside))?;
        fault::step("publish-begun");
        Ok(Self {
            folder: folder.to_owned(),
            name,
            aside,
            is_sealed: false,
        })
    }

    /// The name under which it will appear.
    #[must_use]
    pub fn name(&self) -> &Name {
        &self.name
    }

    /// Where a report goes ([`crate::report::Settings::out`]): a folder of that name, which is not there yet.
    #[must_use]
    pub fn part(&self, name: &str) -> PathBuf {
        self.aside.join(name)
    }

    /// Moves what is in a part ([`Publication::part`]) up into the night's folder itself.
    ///
    /// # Errors
    /// What the system says.
    pub fn lift(&self, part: &str) -> Result<(), PublishError> {
        let from = self.part(part);
        for entry in fs::read_dir(&from).map_err(at(&from))? {
            let entry = entry.map_err(at(&from))?;
            let to = self.aside.join(entry.file_name());
            fs::rename(entry.path(), &to).map_err(at(&to))?;
            fault::step("publish-lifted");
        }
        fs::remove_dir(&from).map_err(at(&from))
    }

    /// Writes a further file, for the owner alone.
    ///
    /// # Errors
    /// What the system says.
    pub fn write(&self, name: &str, contents: &[u8]) -> Result<(), PublishError> {
        let path = self.aside.join(name);
        files::create(&path, Readers::Owner)
            .and_then(|mut file| {
                fault::pass("publish-write")?;
                file.write_all(contents)
            })
            .map_err(at(&path))
    }

    /// Brings every file to the disk, writes `run.json` with their hashes last, and renames the folder. It is whole
    /// then, but [`point`] has not been called.
    ///
    /// # Errors
    /// What the system says; nothing has appeared then.
    pub fn seal(
        mut self,
        manifest: impl FnOnce(Vec<PublishedFile>) -> Manifest,
    ) -> Result<Name, PublishError> {
        fault::step("publish-files");
        let mut files = Vec::new();
        settle(&self.aside, "", &mut files)?;
        files.sort_by(|a, b| a.name.cmp(&b.name));
        self.write_manifest(&manifest(files))?;
        files::sync_folder(&self.aside).map_err(at(&self.aside))?;
        let target = self.folder.join(self.name.to_string());
        fault::pass("publish-rename")
            .and_then(|()| fs::rename(&self.aside, &target))
            .map_err(at(&target))?;
        self.is_sealed = true;
        fault::step("publish-renamed");
        files::sync_folder(&self.folder).map_err(at(&self.folder))?;
        Ok(self.name.clone())
    }

    fn write_manifest(&self, manifest: &Manifest) -> Result<(), PublishError> {
        let path = self.aside.join(MANIFEST);
        files::create(&path, Readers::Owner)
            .and_then(|mut file| {
                file.write_all(manifest.to_json()?.as_bytes())?;
                fault::pass("manifest-fsync")?;
                file.sync_all()
            })
            .map_err(at(&path))
    }
}

impl Drop for Publication {
    fn drop(&mut self) {
        if !self.is_sealed {
            // What cannot be removed now is removed by the next run.
            let _ = fs::remove_dir_all(&self.aside);
        }
    }
}

/// Brings all files below a folder to the disk, and the folders below it after what is in them; notes the files.
fn settle(folder: &Path, prefix: &str, out: &mut Vec<PublishedFile>) -> Result<(), PublishError> {
    for entry in fs::read_dir(folder).map_err(at(folder))? {
        let entry = entry.map_err(at(folder))?;
        let path = entry.path();
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type().map_err(at(&path))?.is_dir() {
            settle(&path, &format!("{name}/"), out)?;
            files::sync_folder(&path).map_err(at(&path))?;
        } else {
            out.push(settled(&path, name).map_err(at(&path))?);
        }
    }
    Ok(())
}

fn settled(path: &Path, name: String) -> io::Result<PublishedFile> {
    // Windows brings only files to the disk that are open for writing.
    let file = File::options().read(true).write(true).open(path)?;
    let (sha256, bytes) = input::sha256_of(&file)?;
    fault::pass("publish-fsync")?;
    file.sync_all()?;
    Ok(PublishedFile {
        name,
        bytes,
        sha256,
    })
}

/// The night that `current` points to; `None` where there is no `current`.
///
/// # Errors
/// [`PublishError::NotOurs`] when it is something that this program did not make.
pub fn pointed(folder: &Path) -> Result<Option<Name>, PublishError> {
    let path = folder.join(CURRENT);
    #[cfg(unix)]
    let read = fs::read_link(&path).map(|target| target.to_string_lossy().into_owned());
    #[cfg(not(unix))]
    let read = fs::read_to_string(&path);
    match read {
        Ok(text) => match text.trim_end().parse() {
            Ok(name) => Ok(Some(name)),
            Err(_) => Err(PublishError::NotOurs(path)),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        // A file or folder, and no link.
        Err(_) if fs::symlink_metadata(&path).is_ok() => Err(PublishError::NotOurs(path)),
        Err(error) => Err(at(&path)(error)),
    }
}

/// Has `current` point to a night, in one step.
///
/// # Errors
/// [`PublishError::NotOurs`] when `current` is something that this program did not make.
pub fn point(folder: &Path, name: &Name) -> Result<(), PublishError> {
    pointed(folder)?;
    let (aside, current) = (folder.join(CURRENT_ASIDE), folder.join(CURRENT));
    files::remove_if_there(&aside).map_err(at(&aside))?;
    make_pointer(&aside, name).map_err(at(&aside))?;
    fault::step("pointer-made");
    let swapped = fault::pass("pointer-rename").and_then(|()| fs::rename(&aside, &current));
    if let Err(error) = swapped {
        // The first error is the one to tell.
        let _ = files::remove_if_there(&aside);
        return Err(at(&current)(error));
    }
    files::sync_folder(folder).map_err(at(folder))?;
    fault::step("published");
    Ok(())
}

/// A relative link, so that the folder can be moved, and shared under another path.
#[cfg(unix)]
fn make_pointer(path: &Path, name: &Name) -> io::Result<()> {
    std::os::unix::fs::symlink(name.to_string(), path)
}

#[cfg(not(unix))]
fn make_pointer(path: &Path, name: &Name) -> io::Result<()> {
    let mut file = files::create(path, Readers::Owner)?;
    file.write_all(format!("{name}\n").as_bytes())?;
    file.sync_all()
}

/// What [`clean`] did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cleaned {
    /// Folders and pointers that killed runs had left aside.
    pub left_over: Vec<String>,
    /// Nights that were removed because only so many are kept.
    pub expired: Vec<Name>,
    /// Nights that are published but of which the state does not know: a run was killed between publishing and
    /// noting it, or the state is an older one. They are kept like all others.
    pub unknown: Vec<Name>,
}

/// Removes what killed runs left aside, and of the published nights all but the latest `keep` (0: none) and the one
/// that `current` points to. Nothing else is touched: a night is known by its name and by its `run.json`. Only who
/// holds the lock may do this; the folder belongs to its state folder alone.
///
/// # Errors
/// What the system says; all that could be removed is removed then.
pub fn clean(
    folder: &Path,
    keep: u32,
    known: &BTreeSet<Name>,
    _lock: &Taken,
) -> Result<Cleaned, PublishError> {
    let mut cleaned = Cleaned::default();
    let mut nights = Vec::new();
    let mut failed = None;
    for entry in fs::read_dir(folder).map_err(at(folder))? {
        let entry = entry.map_err(at(folder))?;
        let (path, name) = (entry.path(), entry.file_name());
        let name = name.to_string_lossy().into_owned();
        let is_folder = entry.file_type().map_err(at(&path))?.is_dir();
        if is_folder && Name::of_aside(&name).is_some() {
            match fs::remove_dir_all(&path) {
                Ok(()) => cleaned.left_over.push(name),
                Err(error) => failed = Some(at(&path)(error)),
            }
        } else if !is_folder && name == CURRENT_ASIDE {
            files::remove_if_there(&path).map_err(at(&path))?;
            cleaned.left_over.push(name);
        } else if is_folder
            && let Ok(name) = name.parse::<Name>()
            && input::is_ours(&path, MANIFEST)
        {
            nights.push(name);
        }
    }
    cleaned.left_over.sort();
    nights.sort();
    let unknown = nights.iter().filter(|name| !known.contains(name));
    cleaned.unknown = unknown.cloned().collect();
    let current = pointed(folder)?;
    let kept = match keep {
        0 => nights.len(),
        keep => keep as usize,
    };
    nights.truncate(nights.len().saturating_sub(kept));
    for name in nights
        .into_iter()
        .filter(|name| Some(name) != current.as_ref())
    {
        match remove(folder, &name) {
            Ok(()) => cleaned.expired.push(name),
            Err(error) => failed = Some(error),
        }
    }
    failed.map_or(Ok(cleaned), Err)
}

/// Removes a night: aside first, so that nobody sees half of it, and so that it is known for what it is when this
/// is broken off.
fn remove(folder: &Path, name: &Name) -> Result<(), PublishError> {
    let (path, aside) = (folder.join(name.to_string()), folder.join(name.aside()));
    fs::rename(&path, &aside).map_err(at(&path))?;
    fault::step("night-aside");
    fs::remove_dir_all(&aside).map_err(at(&aside))
}

#[cfg(test)]
mod tests;

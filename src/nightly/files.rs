//! Files and folders that survive a power cut, and that the owner alone can read.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::fault;

/// Who may read a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readers {
    /// The owner (0600).
    Owner,
    /// Everybody (0644).
    All,
}

/// Makes a folder and those above it that are not there, open to the owner alone.
///
/// # Errors
/// What the system says.
pub fn create_folders(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)?;
    sync_folder(parent_of(path))
}

/// Makes a folder that must not be there yet, open to the owner alone.
///
/// # Errors
/// What the system says.
pub fn create_folder(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        let mut builder = fs::DirBuilder::new();
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(path)
    }
    #[cfg(not(unix))]
    fs::create_dir(path)
}

/// The folder that a path lies in.
#[must_use]
pub fn parent_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// Creates a file that must not be there yet.
///
/// # Errors
/// What the system says.
pub fn create(path: &Path, readers: Readers) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        let mode = match readers {
            Readers::Owner => 0o600,
            Readers::All => 0o644,
        };
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, mode);
    }
    #[cfg(not(unix))]
    let _ = readers;
    options.open(path)
}

/// Writes a file anew so that readers see the old contents or the new ones, and a power cut leaves one of both.
///
/// # Errors
/// What the system says; the old contents are there then.
pub fn replace(path: &Path, contents: &[u8], readers: Readers) -> io::Result<()> {
    let aside = aside_of(path);
    // One that a killed run left is nobody's.
    remove_if_there(&aside)?;
    let written = create(&aside, readers).and_then(|mut file| {
        file.write_all(contents)?;
        open_to(&file, readers)?;
        fault::pass("replace-fsync")?;
        file.sync_all()?;
        fault::pass("replace-rename")?;
        fs::rename(&aside, path)
    });
    if let Err(error) = written {
        // The first error is the one to tell.
        let _ = remove_if_there(&aside);
        return Err(error);
    }
    sync_folder(parent_of(path))
}

/// A umask must not keep others out of what is for them.
fn open_to(file: &File, readers: Readers) -> io::Result<()> {
    #[cfg(unix)]
    if readers == Readers::All {
        file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644))?;
    }
    #[cfg(not(unix))]
    let _ = (file, readers);
    Ok(())
}

/// `houkan.prom` is written as `.houkan.prom.tmp`, which the node exporter passes over.
fn aside_of(path: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(".tmp");
    path.with_file_name(name)
}

/// Removes a file, or a link; that there is none is no error.
///
/// # Errors
/// What the system says.
pub fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Has the names in a folder survive a power cut.
///
/// # Errors
/// What the system says.
pub fn sync_folder(path: &Path) -> io::Result<()> {
    // Windows has no such call: NTFS journals its names.
    #[cfg(unix)]
    File::open(path)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_and_nothing_is_left_beside_it() {
        let home = tempfile::tempdir().expect("a folder");
        let path = home.path().join("houkan.prom");
        fs::write(home.path().join(".houkan.prom.tmp"), "of a killed run").expect("written");
        for text in ["one\n", "two, and longer\n", ""] {
            replace(&path, text.as_bytes(), Readers::All).expect("written");
            assert_eq!(fs::read_to_string(&path).expect("readable"), text);
            assert_eq!(fs::read_dir(home.path()).expect("a folder").count(), 1);
        }
        let missing = home.path().join("no/such/folder.prom");
        replace(&missing, b"x", Readers::All).expect_err("no folder");
    }

    #[cfg(unix)]
    #[test]
    fn who_may_read_it() {
        use std::os::unix::fs::PermissionsExt;
        let home = tempfile::tempdir().expect("a folder");
        let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
        let deep = home.path().join("a/b");
        create_folders(&deep).expect("made");
        assert_eq!((mode(&deep), mode(parent_of(&deep))), (0o700, 0o700));
        for (readers, expected) in [(Readers::Owner, 0o600), (Readers::All, 0o644)] {
            let path = deep.join("file");
            replace(&path, b"x", readers).expect("written");
            assert_eq!(mode(&path), expected);
        }
    }
}

//! `houkan fix`: one claim file in, the same with what is certain put right out.

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use crate::fix::{self, Fixed};
use crate::uke::archive;

use super::args::FixArgs;
use super::exit::ExitStatus;
use super::failure::Failure;
use super::fix_words as words;
use super::printer::{self, Printer};

/// Puts a file right and says what was done. Status 1 when something is left to be done by hand.
pub(super) fn run(args: &FixArgs, printer: &Printer) -> Result<ExitStatus, Failure> {
    let target = if is_dash(&args.out) {
        None
    } else {
        Some(target(args)?)
    };
    let bytes = read(&args.input)?;
    let fixed = fix::fix(&bytes).map_err(|refused| words::refused(&args.input, &refused))?;
    if fixed.changes.is_empty() && !fixed.left.is_empty() {
        return Err(words::nothing_certain(&args.input, &fixed));
    }
    match &target {
        Some(target) => write(target, &fixed, args.force)?,
        None => io::stdout()
            .lock()
            .write_all(&fixed.bytes)
            .map_err(|error| words::unwritable(&args.out, &error))?,
    }
    if !printer.quiet {
        let text = words::told(args, &fixed, printer);
        match target {
            Some(_) => printer::told(&text),
            None => printer::aside(&text),
        }
    }
    Ok(if fixed.left.is_empty() {
        ExitStatus::Done
    } else {
        ExitStatus::Found
    })
}

fn is_dash(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// The file to write, links resolved so that it is replaced and not the link. Never the input.
fn target(args: &FixArgs) -> Result<PathBuf, Failure> {
    let out = &args.out;
    let Ok(real) = out.canonicalize() else {
        return match fs::symlink_metadata(out) {
            // A link to nowhere: whoever made it expects the file there.
            Ok(_) => Err(words::occupied(out)),
            Err(_) => Ok(out.clone()),
        };
    };
    if real.is_dir() {
        return Err(words::is_folder(out));
    }
    // A device or a pipe is not a file to be replaced.
    if !real.is_file() {
        return Err(words::no_file(out));
    }
    let is_input = !is_dash(&args.input) && is_same(&args.input, &real);
    if is_input {
        return Err(words::is_input(out));
    }
    if args.force {
        Ok(real)
    } else {
        Err(words::occupied(out))
    }
}

/// True when both names lead to the same file.
fn is_same(input: &Path, real: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        let id = |path: &Path| path.metadata().map(|meta| (meta.dev(), meta.ino())).ok();
        if id(input).is_some_and(|input| id(real) == Some(input)) {
            return true;
        }
    }
    input.canonicalize().is_ok_and(|input| input == real)
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let read = if is_dash(path) {
        io::stdin().lock().read_to_end(&mut bytes).map(|_| ())
    } else if path.is_dir() {
        return Err(words::not_one_file(path));
    } else {
        fs::read(path).map(|read| bytes = read)
    };
    read.map_err(|error| words::unreadable(path, &error))?;
    if archive::is_zip(&bytes) {
        return Err(words::not_one_file(path));
    }
    Ok(bytes)
}

/// Writes into a temporary file beside the target, readable by its owner only, which takes its place at once.
fn write(target: &Path, fixed: &Fixed, force: bool) -> Result<(), Failure> {
    let failed = |error: &io::Error| words::unwritable(target, error);
    let folder = match target.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let mut file = tempfile::Builder::new()
        .prefix(".houkan-")
        .tempfile_in(folder)
        .map_err(|error| failed(&error))?;
    file.write_all(&fixed.bytes)
        .and_then(|()| file.as_file().sync_all())
        .map_err(|error| failed(&error))?;
    let placed = if force {
        file.persist(target)
    } else {
        // Somebody else may have put a file there meanwhile.
        file.persist_noclobber(target)
    };
    match placed {
        Ok(_) => Ok(()),
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => {
            Err(words::occupied(target))
        }
        Err(error) => Err(failed(&error.error)),
    }
}

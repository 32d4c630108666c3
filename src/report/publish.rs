//! A report folder appears whole or not at all (contract 7): its files are written into a temporary
//! folder beside it, open to the owner alone, which takes its place at the end. What a user has put
//! beside an earlier report is carried over into the new one.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tempfile::TempDir;

use crate::input;

/// Name of the file by which a folder is known to be a report of ours.
pub const SUMMARY: &str = input::REPORT_MARK;

/// What a folder that this program writes may consist of.
#[derive(Debug)]
pub struct Contents {
    /// The file by which the folder is known to be ours: JSON with `program`.
    pub mark: &'static str,
    /// Every file. Those of an earlier run go with it, also when the new one does not have them;
    /// everything else in the folder is the user's.
    pub files: &'static [&'static str],
}

/// A report of `check`.
pub static REPORT: Contents = Contents {
    mark: SUMMARY,
    files: &[
        "verdicts.csv",
        "worklist.csv",
        "findings.csv",
        "verdicts.jsonl",
        "findings.jsonl",
        "verdicts.parquet",
        "worklist.parquet",
        "findings.parquet",
        "verdicts.arrow",
        "worklist.arrow",
        "findings.arrow",
        "solved.csv",
        "solved.jsonl",
        "solved.parquet",
        "solved.arrow",
        "report.xlsx",
        "report.html",
        "notices.html",
        SUMMARY,
    ],
};

/// Why a report could not be published.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// There is something else where the report should go.
    #[error("{} exists and is not a report of houkan", .0.display())]
    Occupied(PathBuf),
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

/// Sees whether a report may go to `out`: nothing there, an empty folder, or an earlier report.
///
/// # Errors
/// [`PublishError::Occupied`] for anything else, so that nobody's files are ever replaced.
pub fn check_target(out: &Path) -> Result<(), PublishError> {
    REPORT.check_target(out)
}

impl Contents {
    /// Sees whether such a folder may go to `out`: nothing there, an empty folder, or an earlier one.
    ///
    /// # Errors
    /// [`PublishError::Occupied`] for anything else, so that nobody's files are ever replaced.
    pub fn check_target(&self, out: &Path) -> Result<(), PublishError> {
        check_target_of(out, self)
    }
}

fn check_target_of(out: &Path, contents: &Contents) -> Result<(), PublishError> {
    let mut entries = match fs::read_dir(out) {
        Ok(entries) => entries,
        Err(error)
            if error.kind() == io::ErrorKind::NotFound && fs::symlink_metadata(out).is_err() =>
        {
            return Ok(());
        }
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::NotADirectory | io::ErrorKind::NotFound
            ) =>
        {
            return Err(PublishError::Occupied(out.to_owned()));
        }
        Err(error) => return Err(at(out)(error)),
    };
    if entries.next().is_none() || input::is_ours(out, contents.mark) {
        Ok(())
    } else {
        Err(PublishError::Occupied(out.to_owned()))
    }
}

/// The folder of the earlier report while it is being replaced, in the temporary one.
const FORMER: &str = "old";

/// The folder of the new report in the temporary one.
const FRESH: &str = "new";

/// How the names of temporary folders begin.
const PREFIX: &str = ".houkan-";

/// A temporary folder that old is nobody's who still runs.
const STALE: Duration = Duration::from_hours(24);

/// Removes unfinished reports that killed runs left beside `out` more than a day ago. One that holds an
/// earlier report, or anything that this program does not write, is left alone.
fn sweep(parent: &Path, contents: &Contents) {
    let Ok(entries) = fs::read_dir(parent) else {
        return;
    };
    for entry in entries.flatten() {
        let is_ours = entry.file_name().to_string_lossy().starts_with(PREFIX);
        let age = entry
            .metadata()
            .ok()
            .and_then(|meta| meta.modified().ok()?.elapsed().ok());
        let workshop = entry.path();
        if is_ours && age.is_some_and(|age| age > STALE) && holds_only_ours(&workshop, contents) {
            // Left for the next run when it cannot be removed now.
            let _ = fs::remove_dir_all(workshop);
        }
    }
}

/// True for a temporary folder with nothing but an unfinished report in it.
fn holds_only_ours(workshop: &Path, contents: &Contents) -> bool {
    let names = |folder: &Path| -> Option<Vec<String>> {
        let entries = fs::read_dir(folder).ok()?;
        entries
            .map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()))
            .collect()
    };
    names(workshop).is_some_and(|inside| inside.iter().all(|name| name == FRESH))
        && names(&workshop.join(FRESH)).is_none_or(|files| {
            files
                .iter()
                .all(|name| contents.files.contains(&name.as_str()))
        })
}

/// A report being written. Dropping it before [`Staging::publish`] leaves nothing behind.
#[derive(Debug)]
pub struct Staging {
    /// Where the report goes, links resolved so that it is replaced and not the link.
    out: PathBuf,
    workshop: TempDir,
    contents: &'static Contents,
}

impl Staging {
    /// Prepares a folder beside `out`; folders above are made.
    ///
    /// # Errors
    /// [`PublishError`] when `out` is taken or its neighbourhood cannot be written.
    pub fn new(out: &Path) -> Result<Self, PublishError> {
        Self::of(out, &REPORT)
    }

    /// The same for a folder with other contents.
    ///
    /// # Errors
    /// As [`Staging::new`].
    pub fn of(out: &Path, contents: &'static Contents) -> Result<Self, PublishError> {
        contents.check_target(out)?;
        let out = match out.canonicalize() {
            Ok(real) => real,
            Err(_) => out.to_owned(),
        };
        let parent = match out.parent() {
            Some(parent) if parent.as_os_str().is_empty() => Path::new("."),
            Some(parent) => parent,
            // Only a root has no parent; it is never empty nor a report.
            None => return Err(PublishError::Occupied(out)),
        };
        create_private_dirs(parent).map_err(at(parent))?;
        sweep(parent, contents);
        let mut builder = tempfile::Builder::new();
        builder.prefix(PREFIX);
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
        let workshop = builder.tempdir_in(parent).map_err(at(parent))?;
        let staging = Self {
            out,
            workshop,
            contents,
        };
        create_private_dirs(&staging.fresh()).map_err(at(&staging.fresh()))?;
        Ok(staging)
    }

    fn fresh(&self) -> PathBuf {
        self.workshop.path().join(FRESH)
    }

    /// Creates a file of the report.
    ///
    /// # Errors
    /// [`PublishError::Io`] as the system says.
    pub fn create(&self, name: &str) -> Result<File, PublishError> {
        debug_assert!(
            self.contents.files.contains(&name),
            "{name} would be taken for a user's"
        );
        let path = self.fresh().join(name);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(&path).map_err(at(&path))
    }

    /// Puts the report in its place; an earlier one goes, but for what the user has put there, which is
    /// moved into the new one. If something cannot be moved, the folder of the earlier report is kept
    /// with it, and this says where.
    ///
    /// # Errors
    /// [`PublishError`]; the earlier report is back in its place then.
    pub fn publish(self) -> Result<Option<PathBuf>, PublishError> {
        // It may have changed since the beginning.
        self.contents.check_target(&self.out)?;
        let (fresh, former) = (self.fresh(), self.workshop.path().join(FORMER));
        let had_former = match fs::rename(&self.out, &former) {
            Ok(()) => true,
            Err(error) if error.kind() == io::ErrorKind::NotFound => false,
            Err(error) => return Err(at(&self.out)(error)),
        };
        let Err(error) = fs::rename(&fresh, &self.out) else {
            let is_clear = !had_former || carry_over(&former, &self.out, self.contents);
            return Ok((!is_clear).then(|| self.workshop.keep().join(FORMER)));
        };
        if had_former && fs::rename(&former, &self.out).is_err() {
            // Better a folder with a strange name than a report lost.
            let kept = self.workshop.keep();
            return Err(at(&kept.join(FORMER))(error));
        }
        Err(at(&self.out)(error))
    }
}

/// Moves all that this program does not write from the folder of an earlier report to that of the new
/// one; false when something is left.
fn carry_over(former: &Path, out: &Path, contents: &Contents) -> bool {
    let Ok(entries) = fs::read_dir(former) else {
        return false;
    };
    let mut is_clear = true;
    for entry in entries {
        let is_gone = entry.is_ok_and(|entry| {
            let name = entry.file_name();
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            let is_written = !is_folder && contents.files.iter().any(|file| name == *file);
            let target = out.join(&name);
            // Renaming would silently replace a file of the new report.
            is_written
                || fs::symlink_metadata(&target).is_err()
                    && fs::rename(entry.path(), &target).is_ok()
        });
        is_clear &= is_gone;
    }
    is_clear
}

/// Makes a folder and those above it that are not there, open to the owner alone.
fn create_private_dirs(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn write(staging: &Staging, name: &str, text: &str) {
        staging
            .create(name)
            .and_then(|mut f| f.write_all(text.as_bytes()).map_err(at(Path::new(name))))
            .expect("written");
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(folder)
            .expect("a folder")
            .map(|entry| {
                entry
                    .expect("an entry")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        names.sort();
        names
    }

    const OURS: &str = "{\"program\": \"houkan\", \"version\": \"0\"}";

    #[cfg(unix)]
    #[test]
    fn what_killed_runs_left_is_swept_after_a_day() {
        let home = tempfile::tempdir().expect("a folder");
        let old = std::time::SystemTime::now() - STALE - Duration::from_mins(1);
        let leave = |name: &str, file: &str, is_old: bool| {
            let folder = home.path().join(name);
            fs::create_dir_all(folder.join(file).parent().expect("has one")).expect("made");
            fs::write(folder.join(file), "x").expect("written");
            if is_old {
                File::open(&folder)
                    .and_then(|f| f.set_modified(old))
                    .expect("dated");
            }
        };
        leave(".houkan-a", "new/verdicts.csv", true);
        leave(".houkan-b", "new/verdicts.csv", false);
        leave(".houkan-c", "new/mine.txt", true);
        leave(".houkan-d", "old/verdicts.csv", true);
        leave("houkan", "new/verdicts.csv", true);
        sweep(home.path(), &REPORT);
        assert_eq!(
            names(home.path()),
            [".houkan-b", ".houkan-c", ".houkan-d", "houkan"]
        );
    }

    #[test]
    fn a_report_takes_the_place_of_an_earlier_one() {
        let home = tempfile::tempdir().expect("a folder");
        let out = home.path().join("deep/er/report");
        for name in ["findings.arrow", "findings.csv"] {
            let staging = Staging::new(&out).expect("free");
            write(&staging, name, "x");
            write(&staging, SUMMARY, OURS);
            staging.publish().expect("published");
            assert_eq!(names(&out), [name, SUMMARY]);
            assert_eq!(names(out.parent().expect("has one")), ["report"]);
        }
    }

    /// An earlier report with two files of ours.
    fn earlier(out: &Path) {
        let staging = Staging::new(out).expect("free");
        write(&staging, "findings.csv", "old");
        write(&staging, SUMMARY, OURS);
        staging.publish().expect("published");
    }

    /// Puts a report of one table in the place of another.
    fn again(out: &Path) -> Option<PathBuf> {
        let staging = Staging::new(out).expect("an earlier report");
        write(&staging, "findings.csv", "new");
        write(&staging, SUMMARY, OURS);
        staging.publish().expect("published")
    }

    #[test]
    fn the_users_own_files_stay() {
        let home = tempfile::tempdir().expect("a folder");
        let out = home.path().join("report");
        earlier(&out);
        fs::write(out.join("my-notes.txt"), "called her").expect("written");
        fs::write(out.join("worklist-済.csv"), "done").expect("written");
        fs::write(out.join("verdicts.arrow"), "of an earlier run").expect("written");
        fs::create_dir_all(out.join("scans/december")).expect("made");
        fs::write(out.join("scans/december/1.pdf"), "%PDF").expect("written");
        assert_eq!(again(&out), None);
        assert_eq!(
            names(&out),
            [
                "findings.csv",
                "my-notes.txt",
                "scans",
                SUMMARY,
                "worklist-済.csv"
            ]
        );
        let text = |name: &str| fs::read_to_string(out.join(name)).expect("readable");
        assert_eq!(text("findings.csv"), "new");
        assert_eq!(text("my-notes.txt"), "called her");
        assert_eq!(text("scans/december/1.pdf"), "%PDF");
        assert_eq!(names(home.path()), ["report"]);
    }

    #[test]
    fn what_cannot_be_carried_over_is_kept_aside() {
        let home = tempfile::tempdir().expect("a folder");
        let out = home.path().join("report");
        earlier(&out);
        // A folder of the user's under a name that the new report needs.
        fs::remove_file(out.join("findings.csv")).expect("removed");
        fs::create_dir(out.join("findings.csv")).expect("made");
        fs::write(out.join("findings.csv/precious.txt"), "x").expect("written");
        fs::write(out.join("my-notes.txt"), "x").expect("written");
        let kept = again(&out).expect("kept aside");
        assert_eq!(names(&out), ["findings.csv", "my-notes.txt", SUMMARY]);
        assert!(kept.join("findings.csv/precious.txt").is_file());
    }

    #[test]
    fn dropping_leaves_nothing() {
        let home = tempfile::tempdir().expect("a folder");
        let staging = Staging::new(&home.path().join("report")).expect("free");
        write(&staging, "findings.csv", "x");
        drop(staging);
        assert_eq!(names(home.path()), Vec::<String>::new());
    }

    #[test]
    fn what_is_not_ours_is_left_alone() {
        let home = tempfile::tempdir().expect("a folder");
        let out = home.path().join("report");
        fs::create_dir(&out).expect("made");
        check_target(&out).expect("an empty folder is free");
        for foreign in ["{\"program\": \"other\"}", "[]", "no json"] {
            fs::write(out.join(SUMMARY), foreign).expect("written");
            assert!(
                matches!(Staging::new(&out), Err(PublishError::Occupied(_))),
                "{foreign}"
            );
        }
        let file = home.path().join("file");
        fs::write(&file, "x").expect("written");
        assert!(matches!(
            check_target(&file),
            Err(PublishError::Occupied(_))
        ));
        assert_eq!(names(home.path()), ["file", "report"]);
    }

    #[test]
    fn what_appears_meanwhile_is_left_alone() {
        let home = tempfile::tempdir().expect("a folder");
        let out = home.path().join("report");
        let staging = Staging::new(&out).expect("free");
        write(&staging, SUMMARY, OURS);
        fs::create_dir(&out).expect("made");
        fs::write(out.join("precious.txt"), "x").expect("written");
        assert!(matches!(staging.publish(), Err(PublishError::Occupied(_))));
        assert_eq!(names(home.path()), ["report"]);
        assert_eq!(names(&out), ["precious.txt"]);
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_may_look() {
        use std::os::unix::fs::PermissionsExt;
        let home = tempfile::tempdir().expect("a folder");
        let out = home.path().join("deep/er/report");
        let staging = Staging::new(&out).expect("free");
        write(&staging, SUMMARY, OURS);
        let mode = |path: &Path| fs::metadata(path).expect("is there").permissions().mode() & 0o777;
        assert_eq!(mode(staging.workshop.path()), 0o700);
        assert_eq!(mode(&home.path().join("deep")), 0o700);
        assert_eq!(mode(&home.path().join("deep/er")), 0o700);
        staging.publish().expect("published");
        assert_eq!(mode(&out), 0o700);
        assert_eq!(mode(&out.join(SUMMARY)), 0o600);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_a_report_keeps_being_one() {
        let home = tempfile::tempdir().expect("a folder");
        let (real, link) = (home.path().join("real"), home.path().join("link"));
        fs::create_dir(&real).expect("made");
        std::os::unix::fs::symlink(&real, &link).expect("linked");
        let staging = Staging::new(&link).expect("free");
        write(&staging, SUMMARY, OURS);
        staging.publish().expect("published");
        assert_eq!(names(&real), [SUMMARY]);
        assert!(fs::symlink_metadata(&link).expect("is there").is_symlink());
    }
}

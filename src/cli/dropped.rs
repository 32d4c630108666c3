//! Paths without a command: so Windows starts the program when files or folders are dropped on it. All that is
//! needed for a check is found in them by content, and the report appears beside them.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};

use clap::error::ErrorKind;
use clap::parser::ValueSource;
use clap::{CommandFactory, FromArgMatches};

use crate::credential;
use crate::eligibility::{self, Sources, Status};
use crate::input;
use crate::messages;
use crate::note::Problem;
use crate::stations::Stations;
use crate::text::lang::Lang;
use crate::uke::dialect;

use super::args::{CheckArgs, Cli, Command};
use super::locale;
use super::printer::{self, Printer};

/// How much of a file is looked at to tell what it is; all of a list of stations.
const HEAD: u64 = 64 << 10;
const LIST_MAX: u64 = 64 << 20;

/// What was dropped, as the check that it asks for.
pub(super) struct Dropped {
    pub(super) cli: Cli,
    /// Logs of what patients showed; only the first is used.
    pub(super) logs: Vec<PathBuf>,
}

/// Reads arguments that were no command as paths that were dropped; `None` when one of them is no path, and for any
/// other mistake.
pub(super) fn read(arguments: &[OsString], error: &clap::Error) -> Option<Dropped> {
    if error.kind() != ErrorKind::InvalidSubcommand {
        return None;
    }
    let mut asked = arguments.to_vec();
    asked.insert(1.min(asked.len()), "check".into());
    let matches = Cli::command().try_get_matches_from(asked).ok()?;
    let mut cli = Cli::from_arg_matches(&matches).ok()?;
    let lang = locale::reports(cli.global.lang);
    let Command::Check(args) = &mut cli.command else {
        return None;
    };
    if !args.claims.iter().all(|path| path.exists()) {
        return None;
    }
    let (_, of_check) = matches.subcommand()?;
    if of_check.value_source("out") == Some(ValueSource::DefaultValue) {
        args.out = beside(args.claims.first()?, lang);
    }
    let logs = sort(args);
    Some(Dropped { cli, logs })
}

/// Says which logs are not used.
pub(super) fn tell(logs: &[PathBuf], printer: &Printer) {
    let Some((used, left @ [_, ..])) = logs.split_first() else {
        return;
    };
    let (used, count) = (used.display().to_string(), left.len() as u64);
    let values = [("file", (&used).into()), ("count", count.into())];
    printer.warning(&printer.voice().with("summary-dropped-logs", &values));
}

/// Waits for Enter where the window would close with what it says. That is so when Windows opened the window for
/// this run; whether it did cannot be asked without unsafe code, so a run of this form always waits there.
pub(super) fn wait(printer: &Printer) {
    if cfg!(windows) && io::stdin().is_terminal() {
        let text = messages::get("summary-dropped-close", printer.lang);
        printer::told(&format!("\n{text}\n"));
        // Whatever is typed, or that nothing can be, ends it.
        let _ = io::stdin().read_line(&mut String::new());
    }
}

/// The place of the report: beside what was dropped, named after it.
fn beside(dropped: &Path, lang: Lang) -> PathBuf {
    // `.` and the like have their names elsewhere.
    let real = match dropped.file_name() {
        Some(_) => dropped.to_owned(),
        None => dropped
            .canonicalize()
            .unwrap_or_else(|_| dropped.to_owned()),
    };
    let name = if real.is_dir() {
        real.file_name()
    } else {
        real.file_stem()
    };
    let mut report = name.map(OsStr::to_owned).unwrap_or_default();
    report.push(messages::get("summary-dropped-folder", lang));
    real.with_file_name(report)
}

/// Gives every dropped path to those who read it; gives back all logs of what patients showed. What the user said
/// with options holds.
fn sort(args: &mut CheckArgs) -> Vec<PathBuf> {
    let mut sorted = Sorted::default();
    for path in &args.claims {
        sorted.take(path);
    }
    if args.credentials.is_some() {
        sorted.logs.clear();
    } else {
        args.credentials = sorted.logs.first().cloned();
    }
    args.stations = args.stations.take().or(sorted.stations);
    if args.eligibility.is_empty() {
        args.eligibility = sorted.eligibility;
    }
    // Without any claim file, what was dropped is what the refusal speaks of.
    if !sorted.claims.is_empty() {
        args.claims = sorted.claims;
    }
    sorted.logs
}

#[derive(Default)]
struct Sorted {
    claims: Vec<PathBuf>,
    eligibility: Vec<PathBuf>,
    logs: Vec<PathBuf>,
    stations: Option<PathBuf>,
}

/// What a file is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Content {
    Claims,
    Log,
    Stations,
    Zip,
    Other,
}

impl Sorted {
    fn take(&mut self, path: &Path) {
        if path.is_dir() {
            self.folder(path);
            return;
        }
        match content(path) {
            Content::Claims => self.claims.push(path.to_owned()),
            Content::Zip => self.zip(path),
            Content::Other => self.eligibility.push(path.to_owned()),
            of_side => self.side(path, of_side),
        }
    }

    /// The readers of claims and of results walk a folder, and each passes over what is not theirs. That there is no
    /// result at all is known beforehand: then none were given, which is not the same as given and of no use.
    fn folder(&mut self, path: &Path) {
        let (files, _) = input::find(&[path.to_owned()]);
        let mut has_results = false;
        for file in files {
            let content = content(&file.path);
            self.side(&file.path, content);
            let may_have = matches!(content, Content::Zip | Content::Other);
            has_results = has_results || may_have && holds_results(&file.path);
        }
        self.claims.push(path.to_owned());
        if has_results {
            self.eligibility.push(path.to_owned());
        }
    }

    /// Takes what is neither claims nor eligibility results.
    fn side(&mut self, path: &Path, content: Content) {
        match content {
            Content::Log => self.logs.push(path.to_owned()),
            Content::Stations => {
                self.stations.get_or_insert_with(|| path.to_owned());
            }
            Content::Claims | Content::Zip | Content::Other => {}
        }
    }

    /// An archive goes by the names in it; one that cannot be opened is told as a claim file that cannot be read.
    fn zip(&mut self, path: &Path) {
        let names = File::open(path).ok().and_then(|file| {
            let archive = zip::ZipArchive::new(file).ok()?;
            let indices = 0..archive.len();
            // Endings are ASCII in every encoding that names have.
            let name = |index| {
                let entry = archive.by_index_data(index).ok()?;
                let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
                Some(PathBuf::from(name))
            };
            Some(indices.filter_map(name).collect::<Vec<_>>())
        });
        let names = names.unwrap_or_default();
        let has_claims = names.iter().any(|name| is_uke(name));
        if has_claims || names.is_empty() {
            self.claims.push(path.to_owned());
        }
        if names
            .iter()
            .any(|name| !is_uke(name) && name.extension().is_some())
        {
            self.eligibility.push(path.to_owned());
        }
    }
}

/// True when a file is an eligibility result, be it a damaged one.
fn holds_results(path: &Path) -> bool {
    let paths = [path.to_owned()];
    let loaded = eligibility::load(&Sources::from(&paths[..]), &|_| ());
    loaded.inputs.iter().any(|input| match &input.status {
        Status::Ok | Status::Partial { .. } => true,
        Status::Skipped { .. } => false,
        Status::Unreadable { reason } => !matches!(
            reason,
            Problem::NotEligibility | Problem::UnknownHeader | Problem::NotAResult | Problem::Empty
        ),
    })
}

fn is_uke(path: &Path) -> bool {
    path.extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("uke"))
}

/// Tells what a file is. One that cannot be read is left to those who then say so.
fn content(path: &Path) -> Content {
    let Ok(head) = start(path, HEAD) else {
        return Content::Other;
    };
    if is_uke(path) || dialect::sniff(&head[..head.len().min(dialect::HEAD)]).is_ok() {
        return Content::Claims;
    }
    let is_ending = |endings: &[&str]| {
        let ending = path.extension().unwrap_or_default();
        endings.iter().any(|it| ending.eq_ignore_ascii_case(it))
    };
    if is_ending(&["csv", "txt"]) && credential::is_log(&head) {
        return Content::Log;
    }
    if is_ending(&["xlsx", "xls", "csv"])
        && start(path, LIST_MAX).is_ok_and(|bytes| Stations::is_list(&bytes))
    {
        return Content::Stations;
    }
    if head.starts_with(b"PK\x03\x04") {
        return Content::Zip;
    }
    Content::Other
}

/// The first bytes of a file.
fn start(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    fs::File::open(path)?.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(arguments: &[&OsStr]) -> Option<CheckArgs> {
        let all: Vec<OsString> = [OsStr::new("houkan")]
            .iter()
            .chain(arguments)
            .map(|&argument| argument.to_owned())
            .collect();
        let error = Cli::command()
            .try_get_matches_from(&all)
            .expect_err("no command");
        match read(&all, &error)?.cli.command {
            Command::Check(args) => Some(args),
            other => panic!("{other:?}"),
        }
    }

    fn fixtures(name: &str) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("fixtures")
            .join(name)
    }

    #[test]
    fn a_folder_gives_all_that_is_in_it() {
        let month = fixtures("month");
        let args = of(&[month.as_os_str()]).expect("a folder");
        assert_eq!(args.claims, std::slice::from_ref(&month));
        assert_eq!(args.eligibility, std::slice::from_ref(&month));
        assert_eq!(args.credentials, Some(month.join("credentials.csv")));
        assert_eq!(args.out, fixtures("month-点検結果"));
        let arguments = [month.as_os_str(), OsStr::new("--lang"), OsStr::new("en")];
        let args = of(&arguments).expect("a folder");
        assert_eq!(args.out, fixtures("month-houkan-report"));
        let arguments = [
            month.as_os_str(),
            OsStr::new("-o"),
            OsStr::new("houkan-report"),
        ];
        let args = of(&arguments).expect("a folder");
        assert_eq!(args.out, Path::new("houkan-report"));
    }

    #[test]
    fn a_folder_without_results_gives_none() {
        let claims = fixtures("month/claims");
        let args = of(&[claims.as_os_str()]).expect("a folder");
        assert_eq!((args.claims, args.eligibility), (vec![claims], vec![]));
    }

    #[test]
    fn files_are_told_by_content() {
        let folder = tempfile::tempdir().expect("a folder");
        let copy = |from: PathBuf, name: &str| {
            let to = folder.path().join(name);
            fs::copy(&from, &to).unwrap_or_else(|error| panic!("{}: {error}", from.display()));
            to
        };
        let (claims, _) = input::find(&[fixtures("month/claims")]);
        let claims = copy(claims[0].path.clone(), "請求.txt");
        let (results, _) = input::find(&[fixtures("month/eligibility")]);
        let result = copy(results[0].path.clone(), "a");
        let log = copy(fixtures("month/credentials.csv"), "提示.txt");
        let damaged = folder.path().join("RECEIPTH.UKE");
        fs::write(&damaged, "XX\r\n").expect("written");
        let paths = [&claims, &result, &log, &damaged];
        let args = of(&paths.map(|path| path.as_os_str())).expect("files");
        assert_eq!(args.claims, [claims, damaged]);
        assert_eq!(args.eligibility, [result]);
        assert_eq!(args.credentials, Some(log));
        assert_eq!(args.out, folder.path().join("請求-点検結果"));
    }

    #[test]
    fn our_own_reports_are_no_lists_of_stations() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("list.csv");
        for (header, expected) in [
            ("station_code,claim_no,verdict\n1312345678,1,OK\n", false),
            ("ステーションコード,名称\n1312345678,みほん\n", false),
            (
                "ステーションコード,名称,運用開始日\n1312345678,みほん,2025-01-01\n",
                true,
            ),
        ] {
            fs::write(&path, header).expect("written");
            assert_eq!(content(&path) == Content::Stations, expected, "{header}");
        }
    }

    #[test]
    fn what_is_no_path_is_a_mistake() {
        let month = fixtures("month");
        assert!(of(&[OsStr::new("chekc")]).is_none());
        assert!(of(&[OsStr::new("chekc"), month.as_os_str()]).is_none());
        assert!(of(&[month.as_os_str(), OsStr::new("--wrong")]).is_none());
    }
}

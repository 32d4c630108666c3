//! `houkan nightly --check`: whether a night could be run by this configuration. Nothing is changed; what is tried out
//! in a folder is gone at once.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use crate::check;
use crate::input;
use crate::nightly::config::Config;
use crate::nightly::files::parent_of;
use crate::nightly::lock::{self, Seen};
use crate::nightly::publish;
use crate::note::Problem;
use crate::report::inputs::Words;
use crate::report::terminal::padded;
use crate::text::address::{is_database, shown};
use crate::text::lang::Lang;

use super::exit::ExitStatus;
use super::failure::{Failure, reason};
use super::nightly;
use super::printer::{self, Printer};

/// How a thing was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Grade {
    Good,
    Note,
    Wrong,
}

impl Grade {
    fn word(self, lang: Lang) -> &'static str {
        match self {
            Self::Good => lang.pick("よし", "ok"),
            Self::Note => lang.pick("注意", "note"),
            Self::Wrong => lang.pick("誤り", "wrong"),
        }
    }
}

/// The width of grades.
const GRADE_WIDTH: usize = 7;
/// The width of keys.
const KEY_WIDTH: usize = 23;

/// What was found, in the order of the file.
#[derive(Default)]
struct Found(Vec<(Grade, &'static str, String, Words)>);

/// What there is to say of a thing.
type Said = (Grade, Words);

fn good(ja: &str, en: &str) -> Said {
    (Grade::Good, Words::new(ja, en))
}

fn wrong(error: &io::Error) -> Said {
    (Grade::Wrong, Words::new(reason(error), error.to_string()))
}

impl Found {
    fn add(&mut self, key: &'static str, path: &Path, (grade, words): Said) {
        self.0.push((grade, key, shown(path), words));
    }

    fn wrong(&self) -> usize {
        let all = self.0.iter();
        all.filter(|(grade, ..)| *grade == Grade::Wrong).count()
    }

    fn render(&self, lang: Lang) -> String {
        let lines = self.0.iter().map(|(grade, key, path, words)| {
            let (grade, key) = (
                padded(grade.word(lang), GRADE_WIDTH),
                padded(key, KEY_WIDTH),
            );
            format!("{grade}{key}{path}: {}\n", words.pick(lang))
        });
        lines.collect()
    }
}

/// Looks at everything that the configuration names.
pub(super) fn run(path: &Path, config: &Config, printer: &Printer) -> Result<ExitStatus, Failure> {
    let lists = nightly::lists(config)?;
    let mut found = Found::default();
    if config.has_password() && input::is_open_to_others(path) {
        found.add(
            "",
            path,
            (
                Grade::Note,
                Words::new(
                    "パスワードが書かれており、ほかの利用者も読めます。環境変数 PGPASSWORD か ~/.pgpass に移すか、chmod 600 にしてください",
                    "holds a password, and others can read it; move it to PGPASSWORD or ~/.pgpass, or chmod 600",
                ),
            ),
        );
    }
    inputs(config, &mut found);
    named(config, &lists, &mut found);
    places(config, &mut found);
    printer::result(&found.render(printer.lang))?;
    match found.wrong() {
        0 => {
            let shown = path.display();
            printer::told(&match printer.lang {
                Lang::Ja => format!("\n始められます: houkan nightly --config {shown}\n"),
                Lang::En => format!("\nReady: houkan nightly --config {shown}\n"),
            });
            Ok(ExitStatus::Done)
        }
        wrong => Err(Failure::usage(
            Words::new(
                format!("このままでは実行できません。直すところが {wrong} か所あります。"),
                format!("a night cannot be run like this: {wrong} to be put right."),
            ),
            Words::new(
                "「誤り」の行の場所を作るか、許可を改めるか、設定を書き換えてください。",
                "make what is missing in the lines marked wrong, change permissions, or change the configuration.",
            ),
        )),
    }
}

/// What is read every night.
fn inputs(config: &Config, found: &mut Found) {
    let inbox = &config.inbox;
    for (key, paths) in [
        ("[inbox] claims", &inbox.claims),
        ("[inbox] eligibility", &inbox.eligibility),
        ("[inbox] registers", &inbox.registers),
    ] {
        for path in paths {
            found.add(key, path, readable(path));
        }
    }
    if inbox.eligibility.is_empty() && inbox.registers.is_empty() {
        let words = Words::new(
            "資格確認結果も名簿もありません。照合なしの判定になります",
            "neither eligibility results nor registers; every claim will be judged unmatched",
        );
        found.add("[inbox] eligibility", Path::new("[]"), (Grade::Note, words));
    }
}

/// A file or folder that can be read.
fn readable(path: &Path) -> Said {
    if path.to_str().is_some_and(is_database) {
        return good(
            "データベース（ここではつなぎません）",
            "a database, not connected to here",
        );
    }
    let looked = fs::metadata(path).and_then(|meta| {
        if meta.is_dir() {
            fs::read_dir(path).map(|_| true)
        } else {
            File::open(path).map(|_| false)
        }
    });
    match looked {
        Ok(true) => good("フォルダを読めます", "a folder that can be read"),
        Ok(false) => good("ファイルを読めます", "a file that can be read"),
        Err(error) => wrong(&error),
    }
}

/// Files that were read already, and the two that are read with the claims.
fn named(config: &Config, lists: &crate::nightly::Lists, found: &mut Found) {
    let in_order = || good("読めました", "in order");
    if let Some(path) = &config.inbox.map {
        found.add("[inbox] map", path, in_order());
    }
    let policy = Path::new(&config.checks.policy);
    found.add("[checks] policy", policy, in_order());
    let of = |problem: Option<Problem>| match problem.map(Problem::masked) {
        None => in_order(),
        Some(problem) => (Grade::Wrong, Words::new(problem.ja(), problem.en())),
    };
    if let Some(path) = &config.checks.credentials {
        let problem = check::read_log(path).log.err();
        found.add("[checks] credentials", path, of(problem));
    }
    if let Some(path) = &config.checks.stations {
        let columns = lists.map.as_ref().map(|map| map.stations.clone());
        let problem = check::read_stations(path, &columns.unwrap_or_default())
            .stations
            .err();
        found.add("[checks] stations", path, of(problem));
    }
    if let Some(path) = &config.checks.master {
        found.add("[checks] master", path, in_order());
    }
    if let Some(path) = &config.checks.ignore {
        found.add("[checks] ignore", path, in_order());
    }
}

/// What is written.
fn places(config: &Config, found: &mut Found) {
    state_folder(&config.state.folder, found);
    if let Some(address) = &config.state.database {
        found.add("[state] database", Path::new(address), server(address));
    }
    let out = &config.publish.folder;
    found.add("[publish] folder", out, writable(out));
    if let Err(error) = publish::pointed(out) {
        let words = Words::new(
            format!(
                "{} は houkan の作ったものではありません。移してください",
                publish::CURRENT
            ),
            error.to_string(),
        );
        found.add("[publish] folder", out, (Grade::Wrong, words));
    }
    if let Some(textfile) = &config.metrics.textfile {
        // The collector's folder is not ours to make.
        let folder = parent_of(textfile);
        let said = match tried(folder) {
            Ok(()) => good("フォルダに書けます", "its folder can be written"),
            Err(error) => wrong(&error),
        };
        found.add("[metrics] textfile", textfile, said);
        if textfile.extension().is_none_or(|ending| ending != "prom") {
            let words = Words::new(
                "node exporter は名前が .prom で終わるファイルだけを読みます",
                "the node exporter reads only files whose names end in .prom",
            );
            found.add("[metrics] textfile", textfile, (Grade::Note, words));
        }
    }
}

/// The database that holds the state: whether it lets us in. Nothing is asked of it.
#[cfg(feature = "postgres")]
fn server(address: &str) -> Said {
    let connected = crate::database::Access::of(address).and_then(|access| access.connect());
    match connected {
        Ok(_) => good("接続できます", "can be connected to"),
        Err(error) => (Grade::Wrong, Words::new(error.ja(), error.en())),
    }
}

/// The database that holds the state, which this build knows nothing of.
#[cfg(not(feature = "postgres"))]
fn server(_: &str) -> Said {
    let error = crate::note::Database::NotBuilt;
    (Grade::Wrong, Words::new(error.ja(), error.en()))
}

/// The folder of the state: who may open it, and whether a run has it.
fn state_folder(state: &Path, found: &mut Found) {
    const KEY: &str = "[state] folder";
    let said = writable(state);
    let is_writable = said.0 == Grade::Good;
    found.add(KEY, state, said);
    if input::is_open_to_others(state) {
        let words = Words::new(
            "個人情報を含みますが、ほかの利用者も開けます。chmod 700 にしてください",
            "holds personal data, and others can open it; chmod 700",
        );
        found.add(KEY, state, (Grade::Note, words));
    }
    match lock::look(state) {
        Ok(Seen::Held(_)) => {
            let words = Words::new("実行中です", "a run is in progress");
            found.add(KEY, state, (Grade::Note, words));
        }
        Err(error) if is_writable => {
            let words = Words::new(
                format!("ロックを使えません（{error}）"),
                format!("the lock cannot be used: {error}"),
            );
            found.add(KEY, state, (Grade::Wrong, words));
        }
        // What is wrong with the folder was said.
        Ok(Seen::Free | Seen::Left(_)) | Err(_) => {}
    }
}

/// A folder that can be written, or made.
fn writable(folder: &Path) -> Said {
    let there = folder.ancestors().find(|it| {
        let it = if it.as_os_str().is_empty() {
            Path::new(".")
        } else {
            *it
        };
        fs::symlink_metadata(it).is_ok()
    });
    let there = there.filter(|it| !it.as_os_str().is_empty());
    let there = there.unwrap_or(Path::new("."));
    match tried(there) {
        Err(error) => wrong(&error),
        Ok(()) if there == folder => good("フォルダに書けます", "a folder that can be written"),
        Ok(()) => good(
            "まだないので、最初の実行で作ります",
            "not there yet; the first run makes it",
        ),
    }
}

/// Makes a folder in a folder, and removes it.
fn tried(folder: &Path) -> io::Result<()> {
    tempfile::Builder::new()
        .prefix(".houkan-check-")
        .tempdir_in(folder)?
        .close()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trying_leaves_nothing_behind() {
        let home = tempfile::tempdir().expect("a folder");
        let count = || fs::read_dir(home.path()).expect("a folder").count();
        for (folder, grade, en) in [
            ("", Grade::Good, "a folder that can be written"),
            ("a/b/c", Grade::Good, "not there yet"),
            ("file/c", Grade::Wrong, ""),
        ] {
            if folder.starts_with("file") {
                fs::write(home.path().join("file"), "x").expect("written");
            }
            let before = count();
            // A trailing separator would be another path than the folder's.
            let path = home
                .path()
                .join(folder)
                .components()
                .collect::<std::path::PathBuf>();
            let (said, words) = writable(&path);
            assert_eq!(said, grade, "{folder}: {}", words.en);
            assert!(words.en.starts_with(en), "{}", words.en);
            assert_eq!(count(), before);
        }
    }

    #[cfg(unix)]
    #[test]
    fn what_others_can_open_is_noticed() {
        use std::os::unix::fs::PermissionsExt;
        let home = tempfile::tempdir().expect("a folder");
        for (mode, is_noticed) in [(0o700, false), (0o750, true), (0o701, true)] {
            fs::set_permissions(home.path(), PermissionsExt::from_mode(mode)).expect("changed");
            let mut found = Found::default();
            state_folder(home.path(), &mut found);
            let notes = found.0.iter().filter(|(grade, ..)| *grade == Grade::Note);
            assert_eq!(notes.count() == 1, is_noticed, "{mode:o}");
            assert_eq!(found.wrong(), 0);
        }
    }
}

//! A configuration file, checked key by key. Every problem is collected with its place.

use std::ops::{Range, RangeInclusive};
use std::path::{Component, Path, PathBuf};

use toml::de::{DeTable, DeValue};

use super::{Checks, Config, Inbox, Limits, Metrics, Publish, Scope, State, Vanished};
use crate::finding::Level;
use crate::policy::Policy;
use crate::report::Form;
use crate::report::csv::Charset;
use crate::text::address::is_database;
use crate::text::lang::Lang;
use crate::text::placed::{Expected, FileError, Told, Value, meant};

/// The sections and their keys.
pub(super) const SECTIONS: [(&str, &[&str]); 6] = [
    (
        "inbox",
        &[
            "claims",
            "eligibility",
            "registers",
            "map",
            "settle",
            "vanished",
        ],
    ),
    (
        "checks",
        &[
            "policy",
            "credentials",
            "stations",
            "master",
            "ignore",
            "fail_on",
        ],
    ),
    (
        "state",
        &["folder", "database", "schema", "retention_months"],
    ),
    (
        "publish",
        &[
            "folder", "reports", "encoding", "lang", "mask", "scope", "keep", "mail",
        ],
    ),
    ("metrics", &["textfile"]),
    ("limits", &["threads", "claims_at_a_time"]),
];

/// Longest wait for a file to settle, in seconds.
const SETTLE: RangeInclusive<u32> = 0..=3_600;
/// Longest retention.
const MONTHS: RangeInclusive<u32> = 0..=1_200;
/// Most published folders.
const KEEP: RangeInclusive<u32> = 0..=100_000;
/// Threads, as on the command line.
const THREADS: RangeInclusive<u32> = 1..=1_024;
/// Fewer claims at a time would make a night of many small pieces, more would need much memory.
const AT_A_TIME: RangeInclusive<u32> = 1_000..=10_000_000;
/// What a name of a schema may have at most in PostgreSQL.
const SCHEMA_LENGTH: usize = 63;

const A_SECTION: Expected = ("表（[名前] の形）", "a table, as under [name]");
const A_PATH: Expected = (
    "ファイルかフォルダの名前（引用符で囲んだ、空でない文字列）",
    "the name of a file or folder: a string in quotes that is not empty",
);
const PATHS: Expected = (
    "ファイルかフォルダの名前の並び（例 [\"inbox/claims\"]）",
    "names of files or folders, such as [\"inbox/claims\"]",
);
const A_DATABASE: Expected = (
    "データベースのアドレス（例 \"postgres://houkan@db.example/insurer\"）",
    "the address of a database, such as \"postgres://houkan@db.example/insurer\"",
);
const NO_DATABASE: Expected = (
    "ファイルかフォルダの名前。データベースの名簿は registers に書きます",
    "the name of a file or folder; a register in a database belongs into registers",
);
const A_SCHEMA: Expected = (
    "小文字の英字で始まり、英小文字・数字・_ だけの63字以内の名前（例 \"houkan\"）",
    "a name of at most 63 small letters, digits and _, beginning with a letter, such as \"houkan\"",
);
const A_SWITCH: Expected = ("true または false", "true or false");
const A_DATE: Expected = ("設定の値", "a value of the configuration");
const FORMS: Expected = (
    "報告の種類の並び（例 [\"csv\", \"html\"]）",
    "forms of reports, such as [\"csv\", \"html\"]",
);

/// Reads `text`, which lies at `path`; see [`Config::parse`].
pub(super) fn read(text: &str, path: &Path) -> Result<Config, FileError> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let mut reader = Reader {
        told: Told::new(text),
        folder,
        outs: Vec::new(),
    };
    let shown = path.display().to_string();
    match reader.config() {
        Some(config) if reader.told.is_empty() => Ok(config),
        _ => Err(reader.told.into_error(&shown)),
    }
}

/// The text being read.
struct Reader<'t> {
    told: Told<'t>,
    /// The folder that the file lies in.
    folder: &'t Path,
    /// Folders that the program writes, with their places.
    outs: Vec<(PathBuf, Range<usize>)>,
}

impl Reader<'_> {
    /// The configuration, or `None` with a problem.
    fn config(&mut self) -> Option<Config> {
        if self.told.is_too_long() {
            return None;
        }
        let (root, errors) = DeTable::parse_recoverable(self.told.text);
        for error in &errors {
            self.told.syntax(error, A_DATE);
        }
        if !errors.is_empty() {
            return None;
        }
        let root = root.get_ref();
        let names = SECTIONS.map(|(name, _)| name);
        for key in root.keys() {
            if !names.contains(&key.get_ref().as_ref()) {
                self.unknown(key, &names);
            }
        }
        let config = Config {
            inbox: self.inbox(root),
            checks: self.checks(root),
            state: self.state(root),
            publish: self.publish(root),
            metrics: self.metrics(root),
            limits: self.limits(root),
        };
        self.check_places(&config);
        Some(config)
    }

    /// Has `set` take every key of a section; what it does not know is told.
    fn section<'v>(
        &mut self,
        root: &'v DeTable<'v>,
        at: usize,
        mut set: impl FnMut(&mut Self, &str, &Value<'v>),
    ) {
        let (name, keys) = SECTIONS[at];
        let Some(value) = root.get(name) else { return };
        let DeValue::Table(table) = value.get_ref() else {
            self.told.expected::<()>(value, A_SECTION);
            return;
        };
        for (key, value) in table {
            let word = key.get_ref().as_ref();
            if keys.contains(&word) {
                set(self, word, value);
            } else {
                self.unknown(key, keys);
            }
        }
    }

    /// A key that there is not, with the one that was probably meant.
    fn unknown(&mut self, key: &crate::text::placed::Key<'_>, known: &[&str]) {
        let found = key.get_ref();
        match meant(found, known.iter().copied()) {
            Some(meant) => self.told.problem(
                key.span(),
                format!("知らないキー `{found}` です。`{meant}` のことですか"),
                format!("unknown key `{found}`; `{meant}`?"),
            ),
            None => self.told.unknown_key(key, known),
        }
    }

    fn inbox<'v>(&mut self, root: &'v DeTable<'v>) -> Inbox {
        let mut inbox = Inbox {
            claims: Vec::new(),
            eligibility: Vec::new(),
            registers: Vec::new(),
            map: None,
            settle_seconds: 5,
            vanished: Vanished::Keep,
        };
        let mut has_claims = false;
        self.section(root, 0, |it, key, value| match key {
            "claims" => {
                has_claims = true;
                inbox.claims = it.paths(value, false);
                if matches!(value.get_ref(), DeValue::Array(array) if array.is_empty()) {
                    it.told.expected::<()>(value, PATHS);
                }
            }
            "eligibility" => inbox.eligibility = it.paths(value, false),
            "registers" => inbox.registers = it.paths(value, true),
            "map" => inbox.map = it.path(value),
            "settle" => {
                let seconds = it.count(value, SETTLE);
                inbox.settle_seconds = seconds.map_or(inbox.settle_seconds, u64::from);
            }
            _ => {
                let words = [("keep", Vanished::Keep), ("withdraw", Vanished::Withdraw)];
                inbox.vanished = it.word(value, &words).unwrap_or_default();
            }
        });
        if !has_claims {
            self.missing(root, "inbox", "claims");
        }
        inbox
    }

    fn checks<'v>(&mut self, root: &'v DeTable<'v>) -> Checks {
        let mut checks = Checks {
            policy: "current".to_owned(),
            credentials: None,
            stations: None,
            master: None,
            ignore: None,
            fail_on: Some(Level::Error),
        };
        self.section(root, 1, |it, key, value| match key {
            "policy" => {
                if let Some(policy) = it.policy(value) {
                    checks.policy = policy;
                }
            }
            "credentials" => checks.credentials = it.path(value),
            "stations" => checks.stations = it.path(value),
            "master" => checks.master = it.path(value),
            "ignore" => checks.ignore = it.path(value),
            _ => {
                let words = [
                    ("error", Some(Level::Error)),
                    ("warn", Some(Level::Warn)),
                    ("never", None),
                ];
                checks.fail_on = it.word(value, &words).unwrap_or_default();
            }
        });
        checks
    }

    fn state<'v>(&mut self, root: &'v DeTable<'v>) -> State {
        let mut state = State {
            folder: PathBuf::new(),
            database: None,
            schema: "houkan".to_owned(),
            retention_months: 0,
        };
        let mut has_folder = false;
        self.section(root, 2, |it, key, value| match key {
            "folder" => {
                has_folder = true;
                state.folder = it.out(value);
            }
            "database" => state.database = it.database(value),
            "schema" => {
                if let Some(schema) = it.schema(value) {
                    state.schema = schema;
                }
            }
            _ => state.retention_months = it.count(value, MONTHS).unwrap_or_default(),
        });
        if !has_folder {
            self.missing(root, "state", "folder");
        }
        state
    }

    fn publish<'v>(&mut self, root: &'v DeTable<'v>) -> Publish {
        let mut publish = Publish {
            folder: PathBuf::new(),
            reports: vec![Form::Csv, Form::Json],
            charset: Charset::Utf8,
            lang: Lang::Ja,
            mask: false,
            scope: Scope::Judged,
            keep: 30,
            mail: false,
        };
        let mut has_folder = false;
        self.section(root, 3, |it, key, value| match key {
            "folder" => {
                has_folder = true;
                publish.folder = it.out(value);
            }
            "reports" => publish.reports = it.forms(value),
            "encoding" => {
                let words = [Charset::Utf8, Charset::Sjis].map(|it| (it.id(), it));
                publish.charset = it.word(value, &words).unwrap_or_default();
            }
            "lang" => {
                let words = Lang::ALL.map(|it| (it.code(), it));
                publish.lang = it.word(value, &words).unwrap_or_default();
            }
            "mask" => publish.mask = it.switch(value),
            "scope" => {
                let words = [("judged", Scope::Judged), ("all", Scope::All)];
                publish.scope = it.word(value, &words).unwrap_or_default();
            }
            "keep" => publish.keep = it.count(value, KEEP).unwrap_or_default(),
            _ => publish.mail = it.switch(value),
        });
        if !has_folder {
            self.missing(root, "publish", "folder");
        }
        publish
    }

    fn metrics<'v>(&mut self, root: &'v DeTable<'v>) -> Metrics {
        let mut metrics = Metrics::default();
        self.section(root, 4, |it, _, value| metrics.textfile = it.path(value));
        metrics
    }

    fn limits<'v>(&mut self, root: &'v DeTable<'v>) -> Limits {
        let mut limits = Limits {
            threads: None,
            claims_at_a_time: 250_000,
        };
        self.section(root, 5, |it, key, value| match key {
            "threads" => limits.threads = it.count(value, THREADS).map(|it| it as usize),
            _ => {
                if let Some(count) = it.count(value, AT_A_TIME) {
                    limits.claims_at_a_time = count as usize;
                }
            }
        });
        limits
    }

    /// Notes a key that has to be there.
    fn missing(&mut self, root: &DeTable<'_>, section: &str, key: &str) {
        let span = root.get(section).map_or(0..0, toml::Spanned::span);
        self.told.problem(
            span,
            format!("[{section}] に `{key}` がありません"),
            format!("[{section}] has no `{key}`"),
        );
    }

    /// What the program writes must not be taken for an input, and the state is nobody's to read.
    fn check_places(&mut self, config: &Config) {
        let inputs: Vec<&PathBuf> = [
            &config.inbox.claims,
            &config.inbox.eligibility,
            &config.inbox.registers,
        ]
        .into_iter()
        .flatten()
        .collect();
        for (out, span) in std::mem::take(&mut self.outs) {
            if let Some(input) = inputs.iter().find(|input| lies_in(&out, input)) {
                self.told.problem(
                    span.clone(),
                    format!(
                        "`{}` は [inbox] の `{}` の中です。受信フォルダの外にしてください",
                        out.display(),
                        input.display()
                    ),
                    format!(
                        "`{}` lies in `{}` of [inbox]; name a folder outside the inbox",
                        out.display(),
                        input.display()
                    ),
                );
            }
            let (state, publish) = (&config.state.folder, &config.publish.folder);
            let is_nested = lies_in(state, publish) || lies_in(publish, state);
            if out == *publish && !state.as_os_str().is_empty() && is_nested {
                self.told.problem(
                    span,
                    "[state] の folder と重なっています。別々のフォルダにしてください".to_owned(),
                    "overlaps with folder of [state]; name a folder apart from it".to_owned(),
                );
            }
        }
    }

    /// A text that is not empty.
    fn text<'v>(&mut self, value: &'v Value<'_>, expected: Expected) -> Option<&'v str> {
        match value.get_ref().as_str() {
            Some(text) if !text.trim().is_empty() && !text.contains('\0') => Some(text),
            _ => self.told.expected(value, expected),
        }
    }

    fn path(&mut self, value: &Value<'_>) -> Option<PathBuf> {
        let text = self.text(value, A_PATH)?;
        if is_database(text) {
            return self.told.expected(value, A_PATH);
        }
        Some(resolved(self.folder, text))
    }

    /// A folder that the program writes.
    fn out(&mut self, value: &Value<'_>) -> PathBuf {
        let path = self.path(value).unwrap_or_default();
        if !path.as_os_str().is_empty() {
            self.outs.push((path.clone(), value.span()));
        }
        path
    }

    fn paths(&mut self, value: &Value<'_>, may_be_databases: bool) -> Vec<PathBuf> {
        let DeValue::Array(array) = value.get_ref() else {
            self.told.expected::<()>(value, PATHS);
            return Vec::new();
        };
        let mut paths = Vec::with_capacity(array.len());
        for value in array {
            let Some(text) = self.text(value, A_PATH) else {
                continue;
            };
            match (is_database(text), may_be_databases) {
                (true, true) => paths.push(PathBuf::from(text)),
                (true, false) => {
                    self.told.expected::<()>(value, NO_DATABASE);
                }
                (false, _) => paths.push(resolved(self.folder, text)),
            }
        }
        paths
    }

    fn database(&mut self, value: &Value<'_>) -> Option<String> {
        let text = self.text(value, A_DATABASE)?;
        if is_database(text) {
            Some(text.to_owned())
        } else {
            self.told.expected(value, A_DATABASE)
        }
    }

    /// It is written into statements as it is.
    fn schema(&mut self, value: &Value<'_>) -> Option<String> {
        let text = self.text(value, A_SCHEMA)?;
        let is_name = text.starts_with(|c: char| c.is_ascii_lowercase())
            && text.len() <= SCHEMA_LENGTH
            && text
                .bytes()
                .all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'_'));
        if is_name {
            Some(text.to_owned())
        } else {
            self.told.expected(value, A_SCHEMA)
        }
    }

    /// A built-in policy, else a file.
    fn policy(&mut self, value: &Value<'_>) -> Option<String> {
        let text = self.text(value, A_PATH)?;
        if Policy::builtin(text).is_some() {
            return Some(text.to_owned());
        }
        let path = resolved(self.folder, text);
        match path.into_os_string().into_string() {
            Ok(path) => Some(path),
            Err(_) => self.told.expected(value, A_PATH),
        }
    }

    fn forms(&mut self, value: &Value<'_>) -> Vec<Form> {
        let array = match value.get_ref() {
            DeValue::Array(array) if !array.is_empty() => array,
            _ => {
                self.told.expected::<()>(value, FORMS);
                return Vec::new();
            }
        };
        let words = Form::ALL.map(|it| (it.id(), it));
        let mut forms: Vec<Form> = array
            .iter()
            .filter_map(|value| self.word(value, &words))
            .collect();
        forms.sort_unstable();
        forms.dedup();
        forms
    }

    /// One of some words.
    fn word<T: Copy>(&mut self, value: &Value<'_>, words: &[(&str, T)]) -> Option<T> {
        let found = value.get_ref().as_str();
        let known = words.iter().find(|(word, _)| Some(*word) == found);
        if known.is_none() {
            let quoted: Vec<String> = words
                .iter()
                .map(|(word, _)| format!("\"{word}\""))
                .collect();
            self.told.unexpected(
                value,
                &quoted.join("、"),
                &format!("one of {}", quoted.join(", ")),
            );
        }
        known.map(|(_, what)| *what)
    }

    fn switch(&mut self, value: &Value<'_>) -> bool {
        let switch = value.get_ref().as_bool();
        if switch.is_none() {
            self.told.expected::<()>(value, A_SWITCH);
        }
        switch.unwrap_or_default()
    }

    fn count(&mut self, value: &Value<'_>, range: RangeInclusive<u32>) -> Option<u32> {
        let number = value
            .get_ref()
            .as_integer()
            .and_then(|integer| u32::from_str_radix(integer.as_str(), integer.radix()).ok())
            .filter(|number| range.contains(number));
        if number.is_none() {
            let (from, to) = (range.start(), range.end());
            self.told.unexpected(
                value,
                &format!("{from}〜{to} の整数"),
                &format!("a whole number from {from} to {to}"),
            );
        }
        number
    }
}

/// True for a path in `folder`, as far as the names tell.
fn lies_in(path: &Path, folder: &Path) -> bool {
    if folder == Path::new(".") {
        return path.is_relative() && !path.starts_with("..");
    }
    path.starts_with(folder)
}

/// A path as seen from `folder`, without `.` and `..` where they can be told by the names alone.
fn resolved(folder: &Path, text: &str) -> PathBuf {
    let mut path = PathBuf::new();
    for part in folder.join(text).components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir
                if matches!(path.components().next_back(), Some(Component::Normal(_))) =>
            {
                path.pop();
            }
            part => path.push(part),
        }
    }
    if path.as_os_str().is_empty() {
        path.push(".");
    }
    path
}

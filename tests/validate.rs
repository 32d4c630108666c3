//! Every rule of `houkan validate` with a case that fails and one that passes: the tables in
//! `tests/validate/*.txt`, which change some lines of `fixtures/format/base.txt`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use encoding_rs::SHIFT_JIS;
use houkan::lint::Linter;
use houkan::master::Master;
use houkan::rules;
use houkan::validate::{self, FileReport};

/// Rules that no claim file alone can show: an input that cannot be read at all (`tests/hostile.rs`).
const ELSEWHERE: [&str; 1] = ["F100"];

/// One case of a table.
struct Case {
    /// Where it stands, for messages.
    place: String,
    /// The rule it is about.
    code: String,
    /// The claim file.
    bytes: Vec<u8>,
    /// With the tariff master of the fixtures.
    has_master: bool,
    /// `CODE LINE RECORD.field`, in the order of the findings.
    expected: Vec<String>,
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The base with the changes of a case.
struct Draft {
    lines: Vec<Vec<u8>>,
    /// Where `+` puts the next line.
    cursor: usize,
    options: BTreeSet<String>,
}

impl Draft {
    fn new() -> Self {
        let base = fs::read_to_string(root().join("fixtures/format/base.txt")).expect("the base");
        Self {
            lines: base.lines().map(encode).collect(),
            cursor: 0,
            options: BTreeSet::new(),
        }
    }

    /// Applies a line of the table: `-` takes a line out, `+` puts one there, `@` goes behind one, `!` sets
    /// an option.
    fn apply(&mut self, sign: char, text: &str, place: &str) {
        let wanted = encode(text);
        let find = || {
            let mut lines = self.lines.iter();
            lines
                .position(|line| *line == wanted)
                .unwrap_or_else(|| panic!("{place}: no line {text}"))
        };
        match sign {
            '-' => {
                self.cursor = find();
                self.lines.remove(self.cursor);
            }
            '@' => self.cursor = find() + 1,
            '+' => {
                self.lines.insert(self.cursor, wanted);
                self.cursor += 1;
            }
            _ => {
                self.options.insert(text.to_owned());
            }
        }
    }

    fn bytes(&self, place: &str) -> Vec<u8> {
        let mut lines = self.lines.clone();
        let mut end: &[u8] = b"\r\n";
        let (mut tail, mut is_utf8, mut head): (&[u8], bool, &[u8]) = (b"\r\n\x1a", false, b"");
        for option in &self.options {
            match option.as_str() {
                "lf" => (end, tail) = (b"\n", b"\n\x1a"),
                "no mark" => tail = b"\r\n",
                "no last line end" => tail = b"\x1a",
                "two marks" => tail = b"\r\n\x1a\x1a",
                "utf8" => is_utf8 = true,
                "bom" => head = b"\xEF\xBB\xBF",
                "no claims" => {
                    lines.retain(|line| line.starts_with(b"HM") || line.starts_with(b"GO"));
                }
                "insurer" => lines = insurers(&lines),
                "master" => {}
                other => panic!("{place}: no option {other}"),
            }
        }
        let body = [&lines.join(end)[..], tail].concat();
        if is_utf8 {
            let text = SHIFT_JIS.decode_without_bom_handling(&body).0;
            [head, text.as_bytes()].concat()
        } else {
            [head, &body].concat()
        }
    }
}

/// The claims in the insurer's shape: データ識別, 行番号 and 枝番号 before each record, without HM and GO.
fn insurers(lines: &[Vec<u8>]) -> Vec<Vec<u8>> {
    lines
        .iter()
        .filter(|line| !line.starts_with(b"HM") && !line.starts_with(b"GO"))
        .enumerate()
        .map(|(at, line)| [format!("1,{},0,", at + 1).as_bytes(), line].concat())
        .collect()
}

/// Text as the bytes of a claim file; `\xNN` is a byte.
fn encode(text: &str) -> Vec<u8> {
    let mut parts = text.split("\\x");
    let mut bytes = SHIFT_JIS
        .encode(parts.next().unwrap_or_default())
        .0
        .into_owned();
    for part in parts {
        let (byte, rest) = part.split_at(2);
        bytes.push(u8::from_str_radix(byte, 16).expect("two hexadecimal digits"));
        bytes.extend_from_slice(&SHIFT_JIS.encode(rest).0);
    }
    bytes
}

/// The cases of all tables.
fn cases() -> Vec<Case> {
    let mut tables: Vec<PathBuf> = fs::read_dir(root().join("tests/validate"))
        .expect("the tables")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    tables.sort();
    tables.iter().flat_map(|path| cases_of(path)).collect()
}

fn cases_of(path: &Path) -> Vec<Case> {
    let text = fs::read_to_string(path).expect("a table");
    let name = path
        .file_name()
        .expect("a name")
        .to_string_lossy()
        .into_owned();
    let mut cases = Vec::new();
    for block in format!("\n{text}").split("\n# ").skip(1) {
        let mut lines = block.lines();
        let title = lines.next().unwrap_or_default();
        let place = format!("{name}: {title}");
        let mut draft = Draft::new();
        let mut expected = Vec::new();
        for line in lines {
            match (line.chars().next(), line.get(2..)) {
                (Some('>'), Some(what)) => expected.push(what.to_owned()),
                (Some(sign @ ('-' | '+' | '@' | '!')), what) => {
                    draft.apply(sign, what.unwrap_or_default(), &place);
                }
                _ => {} // Prose.
            }
        }
        assert!(!expected.is_empty(), "{place}: nothing is expected");
        expected.retain(|line| line != "clean");
        cases.push(Case {
            code: title.split(' ').next().unwrap_or_default().to_owned(),
            bytes: draft.bytes(&place),
            has_master: draft.options.contains("master"),
            place,
            expected,
        });
    }
    cases
}

fn found(case: &Case, dir: &Path, master: &Master) -> Vec<String> {
    let path = dir.join("RECEIPTH.UKE");
    fs::write(&path, &case.bytes).expect("written");
    let linter = Linter::new(case.has_master.then_some(master));
    let mut found = Vec::new();
    validate::run(&[path], &linter, &|_| (), |file: FileReport| {
        for diagnostic in file.diagnostics() {
            let finding = diagnostic.finding;
            let place = [finding.place.record, finding.place.field].join(".");
            let told = format!(
                "{} {} {}",
                finding.code,
                finding.place.line,
                place.trim_matches('.')
            );
            found.push(told.trim_end().to_owned());
        }
    });
    found
}

#[test]
fn every_case_gives_what_its_table_says() {
    let dir = tempfile::tempdir().expect("a folder");
    let master = Master::load(&root().join("fixtures/master")).expect("the made-up master");
    let mut wrong = Vec::new();
    for case in cases() {
        let found = found(&case, dir.path(), &master);
        if found != case.expected {
            wrong.push(format!(
                "{}\n  expected {:?}\n  found    {found:?}",
                case.place, case.expected
            ));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_rule_has_a_case_that_fails_and_one_that_passes() {
    let mut fails: BTreeMap<&str, (bool, bool)> = rules::all()
        .map(|rule| rule.code)
        .filter(|code| code.len() == 4 && code.starts_with('F') && !ELSEWHERE.contains(code))
        .map(|code| (code, (false, false)))
        .collect();
    for case in cases() {
        let entry = fails
            .get_mut(case.code.as_str())
            .unwrap_or_else(|| panic!("{}: no such rule", case.place));
        let is_found = case
            .expected
            .iter()
            .any(|line| line.starts_with(&case.code));
        entry.0 |= is_found;
        entry.1 |= !is_found;
    }
    fails.retain(|_, both| *both != (true, true));
    assert!(
        fails.is_empty(),
        "without a failing or without a passing case: {fails:?}"
    );
}

/// The codes of all findings below a path.
fn codes(path: &Path) -> Vec<&'static str> {
    let mut codes = Vec::new();
    validate::run(&[path.to_path_buf()], &Linter::default(), &|_| (), |file| {
        codes.extend(file.diagnostics().map(|diagnostic| diagnostic.finding.code));
    });
    codes
}

/// What the payer fills and an insurer's file adds is no mistake.
#[test]
fn returned_and_insurers_files_are_told_and_clean() {
    let fixtures = root().join("fixtures");
    assert_eq!(
        codes(&fixtures.join("returned/RECEIPTH.HEN")),
        ["F503", "F502"]
    );
    assert_eq!(codes(&fixtures.join("returned/RECEIPTH.UKE")), ["F502"]);
    assert_eq!(codes(&fixtures.join("insurer")), ["F504"]);
}

/// The hostile files are told of, each, and none stops the others.
#[test]
fn hostile_files_come_to_an_end() {
    let mut files = 0;
    validate::run(
        &[root().join("fixtures/hostile/claims")],
        &Linter::default(),
        &|_| (),
        |file| {
            files += 1;
            for diagnostic in file.diagnostics() {
                assert!(rules::find(diagnostic.finding.code).is_some());
            }
        },
    );
    assert!(files > 20, "{files}");
}

/// A sample that lies beside the repository in some places: made by a machine, wrong in many ways.
#[test]
fn a_malformed_sample_is_refused_by_name() {
    let path = root().join("../shared/data/malformed_utf8_sample.UKE");
    if path.exists() {
        assert_eq!(codes(&path), ["F100"]);
    } else {
        println!("skipped: no {}", path.display());
    }
}

//! Findings that a user has accepted (`--ignore`): a TOML file of `[[ignore]]` tables.
//!
//! ```toml
//! [[ignore]]
//! code = "ID_MISMATCH"
//! claim = "5d41402abc4b2a76"
//! memo = "改姓を保険者に確認済み"
//! until = 2026-12-31
//! ```

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use toml::de::{DeTable, DeValue};

use crate::check::Checked;
use crate::mark::{ClaimKey, Ignored};
use crate::rules;
use crate::text::date;
use crate::text::placed::{Expected, FileError, Told, Value, meant};

/// The keys of an `[[ignore]]`.
const KEYS: [&str; 4] = ["code", "claim", "memo", "until"];

const A_DATE: Expected = (
    "実在する日付（例 2026-12-31）",
    "a date that exists, such as 2026-12-31",
);
const TABLES: Expected = ("[[ignore]] の並び", "tables under [[ignore]]");
const A_CODE: Expected = (
    "指摘コード（例 \"ID_MISMATCH\"。一覧は `houkan explain`）",
    "the code of a finding, such as \"ID_MISMATCH\"; `houkan explain` lists them",
);
const A_KEY: Expected = (
    "レセプトキー（16桁の16進数。report.html、report.xlsx、findings.jsonl にあります）",
    "the key of a claim: 16 hexadecimal digits, as in report.html, report.xlsx and findings.jsonl",
);
const A_TEXT: Expected = ("文字列（引用符で囲む）", "a string, in quotes");

/// Findings that a user has accepted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Accepted {
    path: String,
    entries: Vec<Entry>,
}

/// One of them. The memo is for those who read the file; it is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Entry {
    code: &'static str,
    claim: ClaimKey,
    /// The last day on which it hides anything; `None` for ever.
    until: Option<NaiveDate>,
}

impl Accepted {
    /// Reads a file; `path` serves the messages and the summary.
    ///
    /// # Errors
    /// [`FileError`] with every unknown key and code, missing key, wrong type and impossible date.
    pub fn parse(text: &str, path: &str) -> Result<Self, FileError> {
        let mut told = Told::new(text);
        if told.is_too_long() {
            return Err(told.into_error(path));
        }
        let (root, errors) = DeTable::parse_recoverable(text);
        for error in &errors {
            told.syntax(error, A_DATE);
        }
        let mut entries = Vec::new();
        if errors.is_empty() {
            for (key, value) in root.get_ref() {
                match (key.get_ref().as_ref(), value.get_ref()) {
                    ("ignore", DeValue::Array(tables)) => {
                        entries.extend(tables.iter().filter_map(|it| entry(&mut told, it)));
                    }
                    ("ignore", _) => {
                        told.expected::<()>(value, TABLES);
                    }
                    _ => told.unknown_key(key, &["ignore"]),
                }
            }
        }
        if told.is_empty() {
            let path = path.to_owned();
            Ok(Self { path, entries })
        } else {
            Err(told.into_error(path))
        }
    }

    /// Which findings of a run are accepted, one a finding, and what there is to be told of that. Nothing is accepted
    /// of a finding that is about no claim.
    #[must_use]
    pub fn of(&self, checked: &Checked) -> (Vec<bool>, Ignored) {
        let in_force = |entry: &&Entry| entry.until.is_none_or(|until| until >= checked.as_of);
        let codes: BTreeSet<&str> = self
            .entries
            .iter()
            .filter(in_force)
            .map(|it| it.code)
            .collect();
        let wanted: BTreeSet<(&str, ClaimKey)> = self
            .entries
            .iter()
            .filter(in_force)
            .map(|it| (it.code, it.claim))
            .collect();
        let mut used: BTreeSet<(&str, ClaimKey)> = BTreeSet::new();
        let mut open: HashMap<u32, bool> = HashMap::new();
        let mut accepted = vec![false; checked.findings.len()];
        for (finding, accepted) in checked.findings.iter().zip(&mut accepted) {
            let Some(claim) = finding.claim else { continue };
            if codes.contains(finding.code)
                && let Some(key) = checked.claim_key(claim)
                && wanted.contains(&(finding.code, key))
            {
                *accepted = true;
                used.insert((finding.code, key));
            }
            if is_about_certificate(finding.code) {
                *open.entry(claim).or_default() |= !*accepted;
            }
        }
        let mut settled: Vec<u32> = open
            .into_iter()
            .filter_map(|(claim, is_open)| (!is_open).then_some(claim))
            .collect();
        settled.sort_unstable();
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let is_used = |entry: &&Entry| in_force(entry) && used.contains(&(entry.code, entry.claim));
        let ignored = Ignored {
            path: self.path.clone(),
            entries: count(self.entries.len()),
            used: count(self.entries.iter().filter(is_used).count()),
            expired: count(self.entries.iter().filter(|it| !in_force(it)).count()),
            findings: accepted.iter().filter(|&&is| is).count() as u64,
            settled,
        };
        (accepted, ignored)
    }
}

/// The findings for which the worklist has a person.
fn is_about_certificate(code: &str) -> bool {
    matches!(code, "NEED_CERT" | "TRANSITIONAL")
}

fn entry(told: &mut Told<'_>, table: &Value<'_>) -> Option<Entry> {
    let DeValue::Table(keys) = table.get_ref() else {
        return told.expected(table, TABLES);
    };
    let (mut code, mut claim, mut until) = (None, None, Some(None));
    for (key, value) in keys {
        match key.get_ref().as_ref() {
            "code" => code = Some(known_code(told, value)),
            "claim" => claim = Some(claim_key(told, value)),
            "until" => until = last_day(told, value).map(Some),
            "memo" => {
                if !matches!(value.get_ref(), DeValue::String(_)) {
                    told.expected::<()>(value, A_TEXT);
                }
            }
            _ => told.unknown_key(key, &KEYS),
        }
    }
    for (name, is_there) in [("code", code.is_some()), ("claim", claim.is_some())] {
        if !is_there {
            told.problem(
                table.span(),
                format!("この [[ignore]] には `{name}` がありません"),
                format!("this [[ignore]] has no `{name}`"),
            );
        }
    }
    Some(Entry {
        code: code??,
        claim: claim??,
        until: until?,
    })
}

fn known_code(told: &mut Told<'_>, value: &Value<'_>) -> Option<&'static str> {
    let DeValue::String(text) = value.get_ref() else {
        return told.expected(value, A_CODE);
    };
    if let Some(rule) = rules::find(text) {
        return Some(rule.code);
    }
    let Some(meant) = meant(text, rules::all().map(|rule| rule.code)) else {
        return told.expected(value, A_CODE);
    };
    let (ja, en) = (
        format!("指摘コード（\"{meant}\" のことですか）"),
        format!("the code of a finding; \"{meant}\"?"),
    );
    told.unexpected(value, &ja, &en);
    None
}

fn claim_key(told: &mut Told<'_>, value: &Value<'_>) -> Option<ClaimKey> {
    let key = match value.get_ref() {
        DeValue::String(text) => text.parse().ok(),
        _ => None,
    };
    key.or_else(|| told.expected(value, A_KEY))
}

/// A TOML date, or a text as dates are written everywhere else.
fn last_day(told: &mut Told<'_>, value: &Value<'_>) -> Option<NaiveDate> {
    let day = match value.get_ref() {
        DeValue::Datetime(at) if at.time.is_none() && at.offset.is_none() => at
            .date
            .and_then(|it| NaiveDate::from_ymd_opt(it.year.into(), it.month.into(), it.day.into())),
        DeValue::String(text) => date::parse_any(text),
        _ => None,
    };
    day.or_else(|| told.expected(value, A_DATE))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(text: &str) -> String {
        let error = Accepted::parse(text, "accepted.toml").expect_err("wrong on purpose");
        assert_eq!(
            error.message(true).lines().count(),
            error.message(false).lines().count()
        );
        error.message(false)
    }

    #[test]
    fn a_file_is_read() {
        let text = "[[ignore]]\ncode = \"NEED_CERT\"\nclaim = \"00000000000000ff\"\nmemo = \"見本\"\nuntil = 2026-12-31\n\
                    [[ignore]]\ncode = \"F303\"\nclaim = \"00000000000000fe\"\nuntil = \"令和8年12月31日\"\n\
                    [[ignore]]\ncode = \"ID_ZERO\"\nclaim = \"00000000000000fd\"\n";
        let accepted = Accepted::parse(text, "accepted.toml").expect("in order");
        let last = NaiveDate::from_ymd_opt(2026, 12, 31);
        let all: Vec<_> = accepted
            .entries
            .iter()
            .map(|it| (it.code, it.claim.to_string(), it.until))
            .collect();
        assert_eq!(
            all,
            [
                ("NEED_CERT", "00000000000000ff".to_owned(), last),
                ("F303", "00000000000000fe".to_owned(), last),
                ("ID_ZERO", "00000000000000fd".to_owned(), None),
            ]
        );
        assert_eq!(
            Accepted::parse("", "x").map(|it| it.entries),
            Ok(Vec::new())
        );
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        let entry = |rest: &str| format!("[[ignore]]\ncode = \"NEED_CERT\"\n{rest}\n");
        for (text, told) in [
            (
                entry(""),
                "accepted.toml:1:1: this [[ignore]] has no `claim`",
            ),
            (
                entry("claim = \"12\""),
                "accepted.toml:3:9: found `\"12\"`; expected the key of a claim",
            ),
            (
                entry("claim = \"00000000000000ff\"\nuntil = 2026-02-30"),
                "accepted.toml:4:9",
            ),
            (
                entry("claim = \"00000000000000ff\"\nuntil = 2026-02-03T00:00:00Z"),
                "accepted.toml:4:9",
            ),
            (
                entry("claim = \"00000000000000ff\"\nmemo = 1"),
                "expected a string",
            ),
            (
                entry("claim = \"00000000000000ff\"\nnote = \"x\""),
                "unknown key `note`",
            ),
            (
                "[[ignore]]\ncode = \"NEED_CRET\"\nclaim = \"00000000000000ff\"\n".to_owned(),
                "\"NEED_CERT\"?",
            ),
            (
                "ignore = 1\n".to_owned(),
                "expected tables under [[ignore]]",
            ),
            (
                "[[ignored]]\n".to_owned(),
                "unknown key `ignored`; expected one of: ignore",
            ),
            ("code,claim\nNEED_CERT,1\n".to_owned(), "accepted.toml:1:"),
        ] {
            let message = wrong(&text);
            assert!(message.contains(told), "{text}\n{message}");
        }
    }
}

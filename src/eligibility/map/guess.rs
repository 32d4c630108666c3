//! Which of their columns is which of ours, and how their values read: a guess from names and first rows.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::Source;
use super::sample::Sampled;
use super::synonyms::{by_name, code_of, plain};
use crate::eligibility::column::{self, Column};
use crate::eligibility::record::Facts;
use crate::text::{date, delimited, fold};

/// Ways to write a day that contract 3.4 does not read. None has a year of two digits: 07/12/01 may be 令和7年.
const FORMATS: [&str; 7] = [
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d.%m.%Y",
    "%d-%m-%Y",
    "%m-%d-%Y",
    "%d-%b-%Y",
    "%Y%m%d%H%M%S",
];

/// Different values of a coded column that are looked at, and of those not understood that are shown.
const DIFFERENT: usize = 40;
const SHOWN: usize = 12;

/// What was guessed.
#[derive(Debug, Default)]
pub(super) struct Guess {
    /// Our columns that were found, in our order.
    pub(super) entries: Vec<Entry>,
    /// Required columns that were not.
    pub(super) missing: Vec<Column>,
    /// Names of their columns that are not used.
    pub(super) unused: Vec<String>,
    /// Names that stand twice, so that none of the two can be read.
    pub(super) doubled: Vec<String>,
}

/// One of our columns with theirs.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) column: Column,
    pub(super) source: Source,
    pub(super) is_own_name: bool,
    pub(super) values: Values,
}

/// How the values looked.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Values {
    /// There were none to look at, or they are free text.
    Any,
    /// The reader understands them, with the value map of the source if it has one.
    Fit,
    /// Dates, as contract 3.4 has them or by the format of the source.
    Dates,
    /// Dates that read by both of these.
    Ambiguous(&'static str, &'static str),
    /// 1, 2 and 3, taken for tenths.
    Tenths,
    /// Some are not understood: these codes, and whether there is something else.
    Unknown(Vec<String>, bool),
}

/// Guesses from `columns`.
pub(super) fn guess(columns: &[Sampled]) -> Guess {
    let folded: Vec<String> = columns
        .iter()
        .map(|column| delimited::column_name(&column.name))
        .collect();
    let is_double = |at: usize| folded.iter().filter(|name| **name == folded[at]).count() > 1;
    let known = by_name();
    let mut best: BTreeMap<Column, (usize, usize)> = BTreeMap::new();
    for (at, sampled) in columns.iter().enumerate() {
        if is_double(at) {
            continue;
        }
        if let Some(&(column, rank)) = find(&known, &sampled.name) {
            let candidate = (rank, at);
            let entry = best.entry(column).or_insert(candidate);
            *entry = candidate.min(*entry);
        }
    }
    let used: BTreeSet<usize> = best.values().map(|&(_, at)| at).collect();
    let mut guess = Guess::default();
    for column in Column::ALL {
        match best.get(&column) {
            Some(&(_, at)) => guess.entries.push(entry(column, &columns[at], &folded[at])),
            None if Column::REQUIRED.contains(&column) => guess.missing.push(column),
            None => {}
        }
    }
    for (at, sampled) in columns.iter().enumerate() {
        if folded[at].is_empty() || used.contains(&at) {
            continue;
        }
        let names = if is_double(at) {
            &mut guess.doubled
        } else {
            &mut guess.unused
        };
        if !names.contains(&sampled.name) {
            names.push(sampled.name.clone());
        }
    }
    guess
}

/// Our column of that name; what stands in brackets behind it (`生年月日（西暦）`) may be left out.
fn find<'k>(
    known: &'k BTreeMap<String, (Column, usize)>,
    name: &str,
) -> Option<&'k (Column, usize)> {
    let folded = fold::nfkc(name);
    let before = folded.split(['(', '[', '【']).next().unwrap_or_default();
    known
        .get(&plain(name))
        .or_else(|| known.get(&plain(before)))
}

fn entry(column: Column, sampled: &Sampled, folded: &str) -> Entry {
    let mut source = Source {
        name: Some(sampled.name.clone()),
        ..Source::default()
    };
    let values = if column.is_text() || sampled.values.is_empty() {
        Values::Any
    } else if column.is_date() {
        dates(column, &sampled.values, &mut source)
    } else {
        codes(column, &sampled.values, &mut source)
    };
    Entry {
        column,
        source,
        is_own_name: folded == column.id(),
        values,
    }
}

fn is_read(column: Column, text: &str) -> bool {
    column::set(&mut Facts::default(), column, text).is_ok()
}

/// A date written with nothing but zeros or nines, which says that there is none.
fn is_filler(text: &str) -> bool {
    let is_mark = |c: char| matches!(c, '/' | '-' | '.' | '年' | '月' | '日');
    let folded = fold::nfkc(text);
    let mut digits = folded.chars().filter(|&c| !is_mark(c));
    let Some(first) = digits.next() else {
        return false;
    };
    matches!(first, '0' | '9') && digits.all(|c| c == first)
}

fn dates(column: Column, values: &[String], source: &mut Source) -> Values {
    let unusual: BTreeSet<&str> = values
        .iter()
        .map(String::as_str)
        .filter(|text| !is_read(column, text))
        .collect();
    let (fillers, written): (Vec<&str>, Vec<&str>) =
        unusual.into_iter().partition(|text| is_filler(text));
    for filler in fillers.into_iter().take(SHOWN) {
        source.values.insert(filler.to_owned(), String::new());
    }
    if written.is_empty() {
        return Values::Dates;
    }
    let fits = |format: &&str| {
        written
            .iter()
            .all(|text| NaiveDate::parse_from_str(text, format).is_ok())
    };
    let fitting: Vec<&'static str> = FORMATS.into_iter().filter(fits).collect();
    match *fitting {
        [format] => {
            source.date_format = Some(format.to_owned());
            Values::Dates
        }
        [one, other, ..] => Values::Ambiguous(one, other),
        // Dates are about persons: none is shown.
        [] => Values::Unknown(Vec::new(), true),
    }
}

fn codes(column: Column, values: &[String], source: &mut Source) -> Values {
    let different: BTreeSet<&str> = values.iter().map(String::as_str).collect();
    let is_percent = matches!(column, Column::CopayPercent | Column::ElderlyCopayPercent);
    let is_tenth = |text: &&str| matches!(&*fold::nfkc(text), "1" | "2" | "3");
    if is_percent
        && different
            .iter()
            .all(|text| is_tenth(text) || is_filler(text))
    {
        // Those that the first rows lack may come later.
        for text in different
            .into_iter()
            .chain(["1", "2", "3"])
            .filter(is_tenth)
        {
            let percent = format!("{}0", fold::nfkc(text));
            source.values.insert(text.to_owned(), percent);
        }
        return Values::Tenths;
    }
    let mut unknown = Vec::new();
    for text in different.into_iter().take(DIFFERENT) {
        if let Some(code) = code_of(column, text) {
            source.values.insert(text.to_owned(), code.to_owned());
        } else if !is_read(column, text) {
            unknown.push(text);
        }
    }
    if unknown.is_empty() {
        return Values::Fit;
    }
    let (codes, others): (Vec<&str>, Vec<&str>) =
        unknown.into_iter().partition(|text| is_code(text));
    let is_more = !others.is_empty() || codes.len() > SHOWN;
    let codes = codes.into_iter().take(SHOWN).map(str::to_owned);
    Values::Unknown(codes.collect(), is_more)
}

/// Short enough and plain enough to be a code and nothing about a person.
fn is_code(text: &str) -> bool {
    text.len() <= 3 && text.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// Whether a column of theirs that is not used holds dates.
pub(super) fn holds_dates(sampled: &Sampled) -> bool {
    let is_date = |text: &String| date::parse_any(text).is_some() || is_filler(text);
    sampled
        .values
        .iter()
        .any(|text| date::parse_any(text).is_some())
        && sampled.values.iter().all(is_date)
}

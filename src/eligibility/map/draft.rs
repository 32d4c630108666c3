//! The draft of a map that `houkan map` prints: a guess, with the reason behind every line.
//!
//! Values of persons are never in it: of their columns the names, of coded columns the codes.

use std::fmt::Write as _;

use super::guess::{self, Entry, Guess, Values};
use super::sample::Sampled;
use super::write;
use crate::eligibility::column::Column;
use crate::note::field_ja;
use crate::text::lang::Lang;

/// The draft for a table called `file` with these columns. [`Map::parse`](super::Map::parse) reads it.
#[must_use]
pub fn draft(file: &str, columns: &[Sampled], lang: Lang) -> String {
    let guess = guess::guess(columns);
    let mut page = Page {
        text: String::new(),
        lang,
    };
    page.head(file, &guess);
    page.columns(&guess);
    page.rest(&guess, columns);
    page.text
}

struct Page {
    text: String,
    lang: Lang,
}

/// Without what would end a comment.
fn on_one_line(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

impl Page {
    fn line(&mut self, words: &str) {
        // Writing to a String cannot fail.
        let _ = writeln!(self.text, "{words}");
    }

    fn comment(&mut self, ja: &str, en: &str) {
        let words = self.lang.pick(ja, en).to_owned();
        self.line(&format!("# {words}"));
    }

    fn head(&mut self, file: &str, guess: &Guess) {
        let file = on_one_line(file);
        self.comment(
            &format!("{file} の列の対応表の下書きです（houkan map）。列の名前と値からの推定なので、一行ずつ確かめてください。"),
            &format!("Draft of a column map for {file} (houkan map): guessed from names and values, look through it line by line."),
        );
        self.comment(
            "左がこちらの列、右が相手の列です。書き方は docs/inputs.md にあります。",
            "Our column on the left, theirs on the right; docs/inputs.md has the form.",
        );
        let is_plain = |entry: &Entry| entry.is_own_name && entry.source.is_plain();
        if guess.missing.is_empty() && guess.entries.iter().all(is_plain) {
            self.comment(
                "どの列もこちらの名前なので、対応表がなくても読めます。",
                "All columns have our names: the table can be read without a map.",
            );
        }
        let has_as_of = guess.entries.iter().any(|e| e.column == Column::AsOf);
        if !has_as_of {
            self.line("");
            self.comment(
                "名簿の基準日。書くと、すべての行をこの日に確認した資格とみなします（書かなければ --as-of の日）。",
                "The day of the register: its rows then count as seen on it (without it, on --as-of).",
            );
            self.line("# seen_on = 2026-07-01");
        }
    }

    fn columns(&mut self, guess: &Guess) {
        self.line("\n[columns]");
        for column in Column::ALL {
            let found = guess.entries.iter().find(|entry| entry.column == column);
            if let Some(entry) = found {
                self.entry(entry);
            } else if guess.missing.contains(&column) {
                let label = self.label(column);
                let why = self.lang.pick(
                    "必須ですが、見つかりません。相手の列名を書いて # を外してください",
                    "required, but not found; write the name of their column and take the # away",
                );
                self.line(&format!("# {} = \"\"  # {label}: {why}", column.id()));
            }
        }
    }

    fn label(&self, column: Column) -> String {
        let ja = field_ja(column.id()).unwrap_or_else(|| column.id());
        self.lang.pick(ja, column.id()).to_owned()
    }

    fn entry(&mut self, entry: &Entry) {
        let why = if entry.is_own_name {
            self.lang.pick("同じ名前", "the same name")
        } else {
            self.lang.pick("よく使われる列名", "a name in common use")
        };
        let values = self.values(entry);
        let (id, label) = (entry.column.id(), self.label(entry.column));
        // A column that was found has a name.
        let source = write::entry(&entry.source, true).unwrap_or_default();
        self.line(&format!("{id} = {source}  # {label}: {why}{values}"));
    }

    /// What is said of the values behind the reason.
    fn values(&self, entry: &Entry) -> String {
        let lang = self.lang;
        match &entry.values {
            Values::Any => String::new(),
            Values::Fit if entry.source.values.is_empty() => {
                lang.pick("、値はこちらのコード", ", our codes").to_owned()
            }
            Values::Fit => lang
                .pick(
                    "、値の対応を確かめてください",
                    ", check what the values stand for",
                )
                .to_owned(),
            Values::Dates => lang.pick("、日付", ", dates").to_owned(),
            Values::Ambiguous(one, other) => match lang {
                Lang::Ja => format!(
                    "、日付の書き方が決められません: date_format = \"{one}\" か \"{other}\" を書き加えてください"
                ),
                Lang::En => format!(
                    ", dates of two possible forms: add date_format = \"{one}\" or \"{other}\""
                ),
            },
            Values::Tenths => lang
                .pick(
                    "、1・2・3 を割とみなしました",
                    ", 1, 2 and 3 taken for tenths",
                )
                .to_owned(),
            Values::Unknown(codes, is_more) => self.unknown(entry.column, codes, *is_more),
        }
    }

    fn unknown(&self, column: Column, codes: &[String], is_more: bool) -> String {
        let lang = self.lang;
        if column.is_date() {
            let told = lang.pick(
                "、日付として読めない値があります。date_format を書き加えてください",
                ", some values are no dates that can be read; add a date_format",
            );
            return told.to_owned();
        }
        let codes: Vec<String> = codes.iter().map(|code| write::quoted(code)).collect();
        let codes = codes.join(lang.pick("、", ", "));
        let more = if is_more && !codes.is_empty() {
            lang.pick(" など", " and others")
        } else {
            ""
        };
        match lang {
            Lang::Ja => format!(
                "、読めない値があります{}{codes}{more}。values = {{ \"相手の値\" = \"こちらの値\" }} を書き加えてください",
                if codes.is_empty() { "" } else { ": " }
            ),
            Lang::En => format!(
                ", some values are not understood{}{codes}{more}; add values = {{ \"theirs\" = \"ours\" }}",
                if codes.is_empty() { "" } else { ": " }
            ),
        }
    }

    fn rest(&mut self, guess: &Guess, columns: &[Sampled]) {
        if !guess.doubled.is_empty() {
            let names = on_one_line(&guess.doubled.join(", "));
            self.line("");
            self.comment(
                &format!("同じ名前の列が2つ以上あるため、使えない列: {names}"),
                &format!(
                    "Columns of which two have one name, so that neither can be used: {names}"
                ),
            );
        }
        if guess.unused.is_empty() {
            return;
        }
        let dates = self.lang.pick("（日付）", " (dates)");
        let names: Vec<String> = guess
            .unused
            .iter()
            .map(|name| {
                let of_name = columns.iter().find(|column| column.name == *name);
                let mark = if of_name.is_some_and(guess::holds_dates) {
                    dates
                } else {
                    ""
                };
                format!("{}{mark}", on_one_line(name))
            })
            .collect();
        self.line("");
        self.comment("使わない列:", "Columns that are not used:");
        for name in names {
            self.line(&format!("#   {name}"));
        }
    }
}

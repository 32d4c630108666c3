//! The text that マイナ資格確認アプリ puts on the clipboard (eligibility-format 4): a label, a tab, a value, line
//! by line, in sections. People paste it into a file, one patient behind the other.
//!
//! The text does not say whether the card was read or a number was typed in. So
//! [`reference`](super::Facts::reference) stays unknown: taken for a reading, a query by number would pass for
//! a マイナ保険証 shown (contract 4.5). Nor does it say when coverage ends, beside the day asked (確認日), without
//! which a person is left out: it would count as seen on the day of the check.

mod labels;
mod person;
#[cfg(test)]
mod tests;
mod words;

use std::borrow::Cow;
use std::collections::HashSet;

use super::source::Form;
use super::tree::Document;
use crate::note::{KEPT, Place, Problem, shortened};
use crate::text::{delimited, fold};
use labels::{Meaning, Section};
use person::Person;

/// The largest text that is read, in bytes: some hundred thousand persons.
pub(super) const MAX_BYTES: u64 = 64 << 20;

/// Labels that a memo about a patient need not have; the first stands in every text of the app.
const TELLING: [&str; 9] = [
    "保険者番号",
    "保険者名",
    "記号",
    "番号",
    "枝番",
    "証区分",
    "資格取得年月日",
    "被保険者氏名",
    "本人・家族の別",
];

/// As many of them make such a text.
const TELLING_MIN: usize = 3;

/// True when a file that begins so is a text of the app.
pub(super) fn looks_like(head: &[u8]) -> bool {
    if let Some(text) = utf16(head) {
        return has_labels(&text);
    }
    // A byte that is damaged must not make a result a file of another kind, which is passed over.
    has_labels(&delimited::decode_head(head)) || has_labels(&String::from_utf8_lossy(head))
}

fn has_labels(text: &str) -> bool {
    let mut has = [false; TELLING.len()];
    for line in text.lines() {
        if let Line::Value(label, _) = split(line)
            && let Some(at) = TELLING.iter().position(|known| *known == label)
        {
            has[at] = true;
        }
    }
    has[0] && has.into_iter().filter(|&has| has).count() >= TELLING_MIN
}

/// Reads a text: UTF-8, Shift_JIS, or UTF-16 with a byte order mark as the editor of Windows writes it.
///
/// # Errors
/// Why nothing of the file is used.
pub(super) fn read(bytes: &[u8]) -> Result<Document, Problem> {
    if bytes.len() as u64 > MAX_BYTES {
        return Err(Problem::TooLarge { limit: MAX_BYTES });
    }
    let Some(text) = decode(bytes) else {
        return Err(Problem::EncodingBroken {
            encoding: "UTF-8 / Shift_JIS / UTF-16",
        });
    };
    let mut reader = Reader::default();
    for (line, number) in text.lines().zip(1u32..) {
        reader.line(line, number);
    }
    Ok(reader.finish())
}

/// The bytes behind the byte order mark of UTF-16, and which of the two orders it is.
fn behind_mark(bytes: &[u8]) -> Option<(&'static encoding_rs::Encoding, &[u8])> {
    match bytes {
        [0xFF, 0xFE, rest @ ..] => Some((encoding_rs::UTF_16LE, rest)),
        [0xFE, 0xFF, rest @ ..] => Some((encoding_rs::UTF_16BE, rest)),
        _ => None,
    }
}

fn utf16(head: &[u8]) -> Option<Cow<'_, str>> {
    let (encoding, rest) = behind_mark(head)?;
    Some(encoding.decode_without_bom_handling(rest).0)
}

/// The text of all bytes; `None` when they are none.
fn decode(bytes: &[u8]) -> Option<Cow<'_, str>> {
    match behind_mark(bytes) {
        Some((encoding, rest)) => {
            encoding.decode_without_bom_handling_and_without_replacement(rest)
        }
        None => delimited::decode(bytes),
    }
}

/// What a line is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Line<'t> {
    Empty,
    /// A label, folded, and what stands behind it, trimmed.
    Value(Cow<'t, str>, &'t str),
    /// Words without a value, folded: the heading of a section.
    Heading(Cow<'t, str>),
}

/// Takes a line apart: at a tab, else at a colon, else at a space behind a label that is known.
fn split(line: &str) -> Line<'_> {
    let line = line.trim();
    if line.is_empty() {
        return Line::Empty;
    }
    let parts = line
        .split_once('\t')
        .or_else(|| line.split_once([':', '：']));
    if let Some((label, value)) = parts {
        let label = labels::folded(label);
        let value = value.trim();
        return if label.is_empty() {
            Line::Empty
        } else if value.is_empty() && labels::section(&label).is_some() {
            Line::Heading(label)
        } else {
            Line::Value(label, value)
        };
    }
    if let Some((label, value)) = line.split_once(char::is_whitespace) {
        let label = labels::folded(label);
        if labels::is_known(&label) {
            return Line::Value(label, value.trim());
        }
    }
    let words = labels::folded(line);
    if words.is_empty() {
        Line::Empty
    } else if labels::section(&words).is_none() && labels::is_known(&words) {
        Line::Value(words, "")
    } else {
        Line::Heading(words)
    }
}

/// Takes the lines one by one.
#[derive(Debug)]
struct Reader {
    document: Document,
    section: Section,
    person: Person,
    /// Labels that nothing is known about, each told once.
    unknown: HashSet<String>,
}

impl Default for Reader {
    fn default() -> Self {
        Self {
            document: Document::empty(Form::AppText),
            section: Section::Main,
            person: Person::default(),
            unknown: HashSet::new(),
        }
    }
}

impl Reader {
    fn line(&mut self, line: &str, number: u32) {
        match split(line) {
            Line::Empty => {}
            Line::Heading(words) => self.heading(&words, number),
            Line::Value(label, value) => self.value(&label, value, number),
        }
    }

    fn heading(&mut self, words: &str, number: u32) {
        let section = labels::section(words);
        if section == Some(Section::Main) && self.person.has_insurer() {
            self.next_person();
        }
        if section.is_none() {
            self.tell_unknown(words, number);
        }
        self.section = section.unwrap_or(Section::Other);
    }

    fn value(&mut self, label: &str, value: &str, number: u32) {
        let begins = labels::begins_person(label);
        if let Some(column) = begins {
            // Who has an insurer already and is asked about again in another section is somebody else.
            let is_next = self.person.has(column)
                || (self.section != Section::Main && self.person.has_insurer());
            if is_next {
                self.next_person();
            }
        }
        if labels::is_of_main_alone(label) {
            self.section = Section::Main;
        }
        let value = if is_blank(value) { "" } else { value };
        match labels::meaning(self.section, label) {
            Some(Meaning::Column(column)) => {
                let notes = &mut self.document.notes;
                self.person.take(column, value, number, notes);
            }
            Some(Meaning::SecondSex) => self.person.take_second_sex(value),
            Some(Meaning::Nothing) => {}
            None if self.section == Section::Other => {}
            None => self.tell_unknown(label, number),
        }
    }

    fn tell_unknown(&mut self, label: &str, number: u32) {
        // More are told as a number, so they need not be remembered.
        if self.unknown.len() as u64 > KEPT || !self.unknown.insert(label.to_owned()) {
            return;
        }
        let label = shortened(label);
        let place = Place::Line(u64::from(number));
        self.document
            .notes
            .put(place, Problem::UnknownLabel { label });
    }

    fn next_person(&mut self) {
        std::mem::take(&mut self.person).store(&mut self.document);
    }

    fn finish(mut self) -> Document {
        self.next_person();
        self.document
    }
}

/// Nothing, or the dashes that stand for it.
fn is_blank(value: &str) -> bool {
    fold::number(value).chars().all(|c| c == '*' || c == '_')
}

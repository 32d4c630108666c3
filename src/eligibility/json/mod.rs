//! Results as JSON (eligibility-format 1, channel 2): the tree of the XML with the same names, lists as
//! arrays, values as strings.
//!
//! The root holds `XmlMsg`, or `MessageHeader` and `MessageBody` themselves. Where an element may come more than
//! once, an array of objects, a single object and an array of objects with that one key mean the same. Several
//! messages may stand in an array or one behind the other (one a line). Numbers and `true` are taken for their
//! text, `null` for an element that is not there.
//!
//! As with XML, text that breaks off is refused whole: a missing record could hide a loss of coverage.

mod visit;

#[cfg(test)]
mod tests;

use std::borrow::Cow;

use serde_json::Deserializer;

use super::record::Facts;
use super::source::Form;
use super::tree::{self, Document, MAX_BYTES};
use crate::note::{Place, Problem};
use crate::text::delimited;
use visit::Message;

/// Names by which a JSON is told from all others: settings and reports lie about, too.
const TELLING: [&str; 5] = [
    "\"XmlMsg\"",
    "\"MessageBody\"",
    "\"ResultOfQualificationConfirmation\"",
    "\"InsuredIdentificationNumber\"",
    "\"InsurerNumber\"",
];

/// True when a file that begins so may be JSON: an object with a member, or an array of objects. Settings files
/// begin with `[name]`, RTF with `{\rtf`.
pub(super) fn looks_like(head: &[u8]) -> bool {
    let head = delimited::without_bom(head);
    let mut first = head.iter().filter(|byte| !byte.is_ascii_whitespace());
    matches!(
        (first.next(), first.next()),
        (Some(b'{'), Some(b'"')) | (Some(b'['), Some(b'{'))
    )
}

/// True when the bytes name elements of a result.
pub(super) fn speaks_of_results(bytes: &[u8]) -> bool {
    TELLING
        .iter()
        .any(|name| memchr::memmem::find(bytes, name.as_bytes()).is_some())
}

/// Reads one JSON file. `names` are those of the file and of the zip around it; `source` numbers the input.
///
/// # Errors
/// Why nothing of the file is used.
pub(super) fn read(bytes: &[u8], names: &[&str], source: u32) -> Result<Document, Problem> {
    let too_large = || Problem::TooLarge { limit: MAX_BYTES };
    if bytes.len() as u64 > MAX_BYTES {
        return Err(too_large());
    }
    let Some(text) = delimited::decode(bytes) else {
        return Err(Problem::EncodingBroken {
            encoding: "UTF-8 / Shift_JIS",
        });
    };
    if text.len() as u64 > MAX_BYTES {
        return Err(too_large());
    }
    // Only what is no UTF-8 has to be made over.
    let is_guess = matches!(text, Cow::Owned(_));
    let mut messages = Messages::new(tree::template(names, source), names, is_guess);
    let mut reader = Deserializer::from_str(&text);
    while reader.end().is_err() {
        let read = Message::read(&mut messages, &mut reader);
        if let Err(error) = read {
            let broken = || broken(&error);
            return Err(messages.refused.take().unwrap_or_else(broken));
        }
    }
    messages.finish()
}

/// What the parser's error means.
fn broken(error: &serde_json::Error) -> Problem {
    let words = error.to_string();
    // The place stands behind the words, too.
    let detail = words.split(" at line ").next().unwrap_or(&words);
    Problem::JsonBroken {
        line: error.line() as u64,
        column: error.column() as u64,
        detail: detail.to_owned(),
    }
}

/// What the messages of a file gave so far.
struct Messages<'n> {
    template: Facts,
    names: &'n [&'n str],
    /// The encoding is Shift_JIS because the bytes are no UTF-8.
    is_guess: bool,
    /// Why nothing of the file can be used.
    refused: Option<Problem>,
    whole: Document,
    /// Messages that are results.
    results: u64,
    /// Messages that are requests or receipts.
    requests: u64,
    /// Values that are no messages.
    foreign: u64,
}

impl<'n> Messages<'n> {
    fn new(template: Facts, names: &'n [&'n str], is_guess: bool) -> Self {
        Self {
            template,
            names,
            is_guess,
            refused: None,
            whole: Document::empty(Form::Json),
            results: 0,
            requests: 0,
            foreign: 0,
        }
    }

    /// Puts what one message gave behind the others.
    fn take(&mut self, message: Document) {
        let whole = &mut self.whole;
        if self.results == 0 {
            whole.reception_no = message.reception_no;
            whole.executed_at = message.executed_at;
        } else {
            // A number that holds for some of the records only is not told for all.
            if whole.reception_no != message.reception_no {
                whole.reception_no = None;
            }
            if whole.executed_at != message.executed_at {
                whole.executed_at = None;
            }
        }
        self.results += 1;
        whole.records.append(message.records);
        whole.notes.append(message.notes);
        whole.left_out += message.left_out;
        whole.unfinished = whole.unfinished.take().or(message.unfinished);
        whole.last_unit = message.last_unit;
    }

    fn finish(mut self) -> Result<Document, Problem> {
        if self.results == 0 {
            return Err(if self.requests > 0 {
                Problem::NotAResult
            } else {
                // It speaks of results, so it must not be passed over as something else.
                Problem::Structure { element: "XmlMsg" }
            });
        }
        let others = [
            (self.requests, Problem::NotAResult),
            (self.foreign, Problem::NotEligibility),
        ];
        for (count, problem) in others {
            if count > 0 {
                self.whole.left_out += count;
                self.whole.notes.put(Place::Whole, problem);
            }
        }
        Ok(self.whole)
    }
}

//! The XML of the eligibility system (オンライン資格確認, eligibility-format 3): single results, card
//! reader, 一括照会, 訪問診療等, 医療扶助.
//!
//! Elements may come in any order; the header and what a unit says of its records count wherever they
//! stand. A file that breaks off is refused whole: a missing record could hide a loss of coverage.
//! Document type definitions and entities of one's own are refused.

mod assemble;
mod decode;
mod layout;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::errors::{Error, IllFormedError, SyntaxError};
use quick_xml::events::{BytesRef, Event};

use super::record::{Facts, Records};
use super::source::Form;
use crate::note::{Expected, Notes, Place, Problem};
use assemble::Assembler;
use decode::Encoding;
use layout::{Parent, Slot};

/// The largest file that is read, in bytes of decoded text.
pub(super) const MAX_BYTES: u64 = 2 << 30;

/// How deep elements may be nested. Known results use seven levels.
pub(super) const MAX_DEPTH: usize = 64;

/// The longest text of an element that is read, in bytes.
pub(super) const MAX_ELEMENT: usize = 64 << 10;

/// What one XML file gave.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) records: Records,
    pub(super) notes: Notes,
    pub(super) form: Form,
    /// Units and records left out, each with a remark.
    pub(super) left_out: u64,
    /// 処理結果区分 2 or 9: there are no records, and this is why.
    pub(super) unfinished: Option<Problem>,
}

/// Reads one XML file. `names` are those of the file and of the zip around it, by which alone visits
/// and card reader results differ from others; `source` numbers the input.
///
/// # Errors
/// Why nothing of the file is used.
pub(super) fn read(bytes: &[u8], names: &[&str], source: u32) -> Result<Document, Problem> {
    let too_large = || Problem::TooLarge { limit: MAX_BYTES };
    if bytes.len() as u64 > MAX_BYTES {
        return Err(too_large());
    }
    let decode::Decoded {
        text,
        encoding,
        is_declared,
        has_bom,
    } = decode::decode(bytes)?;
    if text.len() as u64 > MAX_BYTES {
        return Err(too_large());
    }
    let template = Facts {
        source,
        visits_file: is_visits_file(names),
        ..Facts::default()
    };
    let mut walk = Walk {
        assembler: Assembler::new(template),
        parents: Vec::with_capacity(MAX_DEPTH),
        leaf: None,
        root_seen: false,
    };
    walk.run(&text)?;
    let mut assembler = walk.assembler;
    // Bytes below 0x80 are the same in both encodings: nothing was declared, nothing is contradicted.
    if is_declared || has_bom || !text.is_ascii() {
        check_encoding(&mut assembler, encoding, is_declared)?;
    }
    finish(assembler, names)
}

/// True when a name says that the file came of consent given at a visit (contract 4.5).
pub(super) fn is_visits_file(names: &[&str]) -> bool {
    names
        .iter()
        .any(|name| has(name, "oqsmuhvq") || has(name, "oqsmuonq"))
}

/// True when `name` holds the lower-case ASCII `part`, in any case.
fn has(name: &str, part: &str) -> bool {
    name.as_bytes()
        .windows(part.len())
        .any(|window| window.eq_ignore_ascii_case(part.as_bytes()))
}

/// Compares 文字コード識別 with the encoding in which the file was read.
fn check_encoding(
    all: &mut Assembler<'_>,
    encoding: Encoding,
    is_declared: bool,
) -> Result<(), Problem> {
    let identifier = std::mem::take(&mut all.character_code);
    if identifier.is_empty() {
        return Ok(());
    }
    match Encoding::of_identifier(&identifier) {
        Some(told) if told == encoding => {}
        Some(_) => {
            return Err(Problem::EncodingMismatch {
                encoding: encoding.name(),
                is_declared,
                identifier,
            });
        }
        None => all.notes.put(
            Place::Whole,
            Problem::Value {
                field: "CharacterCodeIdentifier".into(),
                found: identifier,
                expected: Expected::Code("0, 1"),
            },
        ),
    }
    Ok(())
}

/// What needs the whole file: whether it is a result, and what the header says of every record.
fn finish(mut all: Assembler<'_>, names: &[&str]) -> Result<Document, Problem> {
    let nothing = all.records.is_empty() && all.left_out == 0;
    if !all.is_answer || (all.is_receipt && nothing) {
        return Err(Problem::NotAResult);
    }
    all.end_file();
    let form = form_of(&all, names);
    let unfinished = match all.segment {
        2 => Some(Problem::NotFinished),
        9 => Some(Problem::Failed {
            message: std::mem::take(&mut all.error),
        }),
        _ => None,
    };
    if unfinished.is_some() {
        all.records = Records::new();
    }
    Ok(Document {
        records: all.records,
        notes: all.notes,
        form,
        left_out: all.left_out,
        unfinished,
    })
}

fn form_of(all: &Assembler<'_>, names: &[&str]) -> Form {
    let named = |part| names.iter().any(|name| has(name, part));
    let all_medical_aid =
        !all.records.is_empty() && all.records.iter().all(|r| r.card_class == *b"A1");
    if all.units > 0 {
        if is_visits_file(names) {
            Form::XmlVisits
        } else if named("oqsmutic") || all_medical_aid {
            Form::XmlMedicalAid
        } else {
            Form::XmlBulk
        }
    } else if named("_face_") || (all.header().reference == 1 && !all.has_search) {
        Form::XmlFace
    } else {
        Form::XmlSingle
    }
}

/// An element whose text is wanted.
struct Leaf<'doc> {
    slot: Slot,
    /// How many elements were open when it began.
    depth: usize,
    text: Cow<'doc, str>,
}

/// One way through a file.
struct Walk<'doc> {
    assembler: Assembler<'doc>,
    /// The open elements.
    parents: Vec<Parent>,
    leaf: Option<Leaf<'doc>>,
    root_seen: bool,
}

impl<'doc> Walk<'doc> {
    fn run(&mut self, text: &'doc str) -> Result<(), Problem> {
        let mut reader = Reader::from_str(text);
        loop {
            let event = reader
                .read_event()
                .map_err(|error| broken(&error, text, reader.error_position()))?;
            match event {
                Event::Start(start) => self.start(start.local_name().as_ref())?,
                Event::End(_) => self.end()?,
                Event::Empty(both) => {
                    self.start(both.local_name().as_ref())?;
                    self.end()?;
                }
                Event::Text(piece) => self.text(piece.into_inner())?,
                Event::CData(piece) => self.text(piece.into_inner())?,
                Event::GeneralRef(reference) => self.reference(&reference)?,
                Event::DocType(_) => return Err(Problem::XmlDtd),
                Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
                Event::Eof => break,
            }
        }
        if !self.parents.is_empty() || !self.root_seen {
            return Err(Problem::XmlTruncated);
        }
        Ok(())
    }

    fn start(&mut self, name: &str) -> Result<(), Problem> {
        if self.parents.len() >= MAX_DEPTH {
            return Err(Problem::XmlTooDeep { limit: MAX_DEPTH });
        }
        let Some(&above) = self.parents.last() else {
            return self.start_root(name);
        };
        if let Some(slot) = layout::slot(above, name) {
            self.leaf = Some(Leaf {
                slot,
                depth: self.parents.len(),
                text: Cow::Borrowed(""),
            });
            self.parents.push(Parent::Other);
            return Ok(());
        }
        let parent = layout::parent(name);
        match parent {
            Parent::Unit => {
                self.check_place("BulkConfirmUnit")?;
                self.assembler.begin_unit()?;
            }
            Parent::Record => self.check_place("ResultOfQualificationConfirmation")?,
            Parent::Header | Parent::Body if above != Parent::Root => {
                let element = if parent == Parent::Body {
                    "MessageBody"
                } else {
                    "MessageHeader"
                };
                return Err(Problem::XmlStructure { element });
            }
            Parent::Registration => self.assembler.is_receipt = true,
            _ => {}
        }
        // A block that repeats the name of the root, or a query or a certificate at an unknown place,
        // says nothing.
        let known = match parent {
            Parent::Search => matches!(above, Parent::Body | Parent::Unit),
            Parent::Elderly | Parent::Limit => above == Parent::Record,
            Parent::Root => false,
            _ => true,
        };
        self.parents
            .push(if known { parent } else { Parent::Other });
        Ok(())
    }

    fn start_root(&mut self, name: &str) -> Result<(), Problem> {
        if self.root_seen || name != "XmlMsg" {
            return Err(Problem::NotEligibility);
        }
        self.root_seen = true;
        self.parents.push(Parent::Root);
        Ok(())
    }

    /// Units and records stand in the body, however deep, and in no record or query.
    fn check_place(&self, element: &'static str) -> Result<(), Problem> {
        let within = |parent| self.parents.contains(&parent);
        if within(Parent::Body) && !within(Parent::Record) && !within(Parent::Search) {
            Ok(())
        } else {
            Err(Problem::XmlStructure { element })
        }
    }

    fn end(&mut self) -> Result<(), Problem> {
        // The reader refuses an end without a beginning.
        let ended = self.parents.pop().unwrap_or(Parent::Other);
        if let Some(leaf) = self.leaf.take_if(|leaf| leaf.depth == self.parents.len()) {
            self.assembler.take(leaf.slot, leaf.text);
            return Ok(());
        }
        match ended {
            Parent::Record => self.assembler.end_record(),
            Parent::Search => self.assembler.end_search(),
            Parent::Unit => self.assembler.end_unit(),
            Parent::Body => self.assembler.end_body()?,
            _ => {}
        }
        Ok(())
    }

    /// Text counts for the element directly around it.
    fn text(&mut self, piece: Cow<'doc, str>) -> Result<(), Problem> {
        let depth = self.parents.len();
        let Some(leaf) = self.leaf.as_mut().filter(|leaf| leaf.depth + 1 == depth) else {
            return Ok(());
        };
        if leaf.text.len() + piece.len() > MAX_ELEMENT {
            return Err(Problem::TooLarge {
                limit: MAX_ELEMENT as u64,
            });
        }
        if leaf.text.is_empty() {
            leaf.text = piece;
        } else {
            leaf.text.to_mut().push_str(&piece);
        }
        Ok(())
    }

    /// The five predefined entities and characters by number; anything else is refused.
    fn reference(&mut self, reference: &BytesRef<'doc>) -> Result<(), Problem> {
        let name: &str = reference;
        let text = match name {
            "lt" => "<",
            "gt" => ">",
            "amp" => "&",
            "apos" => "'",
            "quot" => "\"",
            _ => {
                let unknown = || Problem::XmlEntity {
                    name: name.chars().take(40).collect(),
                };
                let by_number = reference.resolve_char_ref().map_err(|_| unknown())?;
                let character = by_number.ok_or_else(unknown)?;
                return self.text(Cow::Owned(character.to_string()));
            }
        };
        self.text(Cow::Borrowed(text))
    }
}

/// What the parser's error means: an end too early, or XML that is none.
fn broken(error: &Error, text: &str, position: u64) -> Problem {
    match error {
        Error::Syntax(SyntaxError::InvalidBangMarkup) => {}
        Error::Syntax(_) | Error::IllFormed(IllFormedError::MissingEndTag(_)) => {
            return Problem::XmlTruncated;
        }
        _ => {}
    }
    let before = usize::try_from(position)
        .unwrap_or(usize::MAX)
        .min(text.len());
    let lines = memchr::memchr_iter(b'\n', &text.as_bytes()[..before]).count();
    Problem::XmlBroken {
        line: lines as u64 + 1,
        detail: error.to_string(),
    }
}

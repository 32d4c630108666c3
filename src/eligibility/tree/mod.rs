//! The tree of a 資格確認結果 (eligibility-format 3), whatever it is written in: XML and JSON have the same
//! elements, so one table of them ([`layout`]), one way through them ([`walk`]) and one assembly of records
//! ([`assemble`]) serve both.

mod assemble;
mod layout;
#[cfg(test)]
mod tests;
mod walk;

use super::record::{Facts, Records};
use super::source::Form;
use crate::note::{Notes, Problem};
use assemble::Assembler;
pub(super) use walk::{ROOT, Walk};

/// The largest input that is read, in bytes of decoded text.
pub(super) const MAX_BYTES: u64 = 2 << 30;

/// How deep elements may be nested. Known results use seven levels.
pub(super) const MAX_DEPTH: usize = 64;

/// The longest text of an element that is read, in bytes.
pub(super) const MAX_ELEMENT: usize = 64 << 10;

/// What one message or file gave.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) records: Records,
    pub(super) notes: Notes,
    pub(super) form: Form,
    /// Units and records left out, each with a remark.
    pub(super) left_out: u64,
    /// 処理結果区分 2 or 9: there are no records, and this is why.
    pub(super) unfinished: Option<Problem>,
    /// 受付番号 of the header.
    pub(super) reception_no: Option<String>,
    /// 処理実行日時 of the header, as it stands there.
    pub(super) executed_at: Option<String>,
    /// The number of its last unit.
    pub(super) last_unit: u32,
}

impl Document {
    /// Nothing so far.
    pub(super) fn empty(form: Form) -> Self {
        Self {
            records: Records::new(),
            notes: Notes::default(),
            form,
            left_out: 0,
            unfinished: None,
            reception_no: None,
            executed_at: None,
            last_unit: 0,
        }
    }
}

/// True when a name says that the file came of consent given at a visit (contract 4.5).
pub(super) fn is_visits_file(names: &[&str]) -> bool {
    names
        .iter()
        .any(|name| has(name, "oqsmuhvq") || has(name, "oqsmuonq"))
}

/// The same of the name of a file, with or without folders.
pub(crate) fn is_visits_name(path: &str) -> bool {
    is_visits_file(&[path.rsplit('/').next().unwrap_or(path)])
}

/// True when `name` holds the lower-case ASCII `part`, in any case.
fn has(name: &str, part: &str) -> bool {
    name.as_bytes()
        .windows(part.len())
        .any(|window| window.eq_ignore_ascii_case(part.as_bytes()))
}

/// What is the same for all records of a file.
pub(super) fn template(names: &[&str], source: u32) -> Facts {
    Facts {
        source,
        visits_file: is_visits_file(names),
        ..Facts::default()
    }
}

/// What needs the whole message: whether it is a result, and what the header says of every record.
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
        last_unit: all.last_unit(),
        records: all.records,
        notes: all.notes,
        form,
        left_out: all.left_out,
        unfinished,
        reception_no: all.reception_no,
        executed_at: all.executed_at,
    })
}

/// The form of a file with this tree, told from its names and from what is in it.
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

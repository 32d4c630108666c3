//! Which fields of a line may not be shown when a patient is to be hidden (`--mask`): those that identify a person,
//! those whose contents cannot be theirs, and all of a record whose fields may be shifted.

use crate::text::mask;

use super::dialect::insurer_line;
use super::layout::{self, RecordKind};

/// Which fields of a line may not be shown.
#[derive(Clone, Debug)]
pub(crate) struct Veil {
    /// Fields before the record's identifier.
    prefix: usize,
    hidden: Hidden,
}

#[derive(Clone, Debug)]
enum Hidden {
    /// Everything behind the identifier: fields may stand anywhere.
    Fields,
    /// Everything: it is not even a record.
    All,
    /// One a field of the record.
    Some(Vec<bool>),
}

impl Veil {
    /// Over a line, with or without the fields that an insurer's file has before the record.
    pub(crate) fn over(line: &str) -> Self {
        let (prefix, record) = match insurer_line(line.as_bytes()) {
            Some((_, record)) => (3, &line[line.len() - record.len()..]),
            None => (0, line),
        };
        let fields: Vec<&str> = record.split(',').collect();
        let tag = fields.first().copied().unwrap_or_default();
        let hidden = match RecordKind::from_tag(tag.as_bytes()) {
            Some(kind) if !has_personal(kind) || fields.len() == layout::field_count(kind) => {
                let numbered = (1..).zip(&fields);
                Hidden::Some(
                    numbered
                        .map(|(at, value)| at > 1 && layout::is_hidden(kind, at, value))
                        .collect(),
                )
            }
            Some(_) => Hidden::Fields,
            None if tag.len() == 2 && tag.bytes().all(|b| b.is_ascii_uppercase()) => Hidden::Fields,
            None => Hidden::All,
        };
        Self { prefix, hidden }
    }

    /// For a 1-based position in the record.
    pub(crate) fn hides(&self, position: usize) -> bool {
        match &self.hidden {
            Hidden::Fields => position > 1,
            Hidden::All => true,
            Hidden::Some(fields) => fields.get(position - 1).copied().unwrap_or(false),
        }
    }

    /// For a field of the line, from 1.
    pub(crate) fn hides_in_line(&self, position: usize) -> bool {
        position > self.prefix && self.hides(position - self.prefix)
    }

    /// For the values of a finding at a 1-based position. Those of a whole record are counts and names of
    /// records, unless the line is no known record.
    pub(crate) fn hides_value(&self, position: usize) -> bool {
        match position {
            0 => matches!(self.hidden, Hidden::All),
            _ => self.hides(position),
        }
    }
}

fn has_personal(kind: RecordKind) -> bool {
    (1..=layout::field_count(kind)).any(|position| layout::is_personal(kind, position))
}

/// A line with what may not be shown masked, each character by itself.
pub(crate) fn masked_line(line: &str) -> String {
    let veil = Veil::over(line);
    let mut out = String::with_capacity(line.len());
    for (at, field) in (1..).zip(line.split(',')) {
        if at > 1 {
            out.push(',');
        }
        if veil.hides_in_line(at) {
            out.push_str(&mask::masked(field));
        } else {
            out.push_str(field);
        }
    }
    out
}

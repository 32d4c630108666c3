//! Whether only empty fields at the end of a record are missing or too many.

use crate::text::cp932;
use crate::uke::layout::{Content, Field, Mode, RecordKind, field_count, layout};
use crate::uke::lines;

/// What the number of fields says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trailing {
    /// As many as the layout has.
    Right,
    /// Empty fields are missing at the end.
    Missing,
    /// There are empty fields beyond the layout.
    Surplus,
    /// Something else: a field may be lost or split in the middle.
    Unsure,
}

/// Looks at a record of `found` fields. It is certain that only the end is wrong when every field fits its place
/// and nothing that must be there is missing.
pub(super) fn look(
    kind: RecordKind,
    record: &[u8],
    found: usize,
    is_first_claim: bool,
) -> Trailing {
    let expected = field_count(kind);
    if found == expected {
        return Trailing::Right;
    }
    let fields = layout(kind).fields;
    let fit = || {
        lines::fields(record)
            .zip(fields)
            .all(|(bytes, field)| fits(bytes, field, is_first_claim))
    };
    if found < expected {
        if fields[found..].iter().all(|field| !field.required) && fit() {
            return Trailing::Missing;
        }
    } else if lines::fields(record).skip(expected).all(<[u8]>::is_empty) && fit() {
        return Trailing::Surplus;
    }
    Trailing::Unsure
}

/// True for a field that can stand at its place as the layout has it.
fn fits(bytes: &[u8], field: &Field, is_first_claim: bool) -> bool {
    let bytes = bytes.trim_ascii();
    if bytes.is_empty() {
        // That it must be there is not the number of fields' concern.
        return true;
    }
    if field.content == Content::Reserved || (field.payer_only && is_first_claim) {
        return false;
    }
    let is_half = bytes.iter().all(|&byte| !cp932::is_lead(byte));
    let in_mode = match field.mode {
        Mode::Digits => bytes.iter().all(u8::is_ascii_digit),
        Mode::Alnum => is_half,
        Mode::Kanji => cp932::is_lead(bytes[0]),
        Mode::AlnumOrKanji => true,
    };
    let is_whole = match field.content {
        Content::Date | Content::Month | Content::Time => bytes.len() == usize::from(field.bytes),
        _ => bytes.len() <= usize::from(field.bytes),
    };
    let is_code = field
        .codes
        .is_none_or(|table| table.split_run(bytes).all(|code| table.contains(code)));
    in_mode && is_whole && is_code
}

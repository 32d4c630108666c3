//! The fields that findings point at, by the identifiers of the record layouts (`uke::layout`).

use std::borrow::Cow;

use crate::text::lang::Lang;
use crate::uke::layout::{Field, Layout, RecordKind, layout};

/// The records whose fields findings of `check` name, in the order in which an identifier is looked up.
const RECORDS: [RecordKind; 6] = [
    RecordKind::Re,
    RecordKind::Ho,
    RecordKind::Ko,
    RecordKind::Sn,
    RecordKind::Jd,
    RecordKind::Ka,
];

/// What stations say for fields whose official name is a sentence.
const SHORT_NAMES: [(&str, &str); 2] = [("symbol", "記号"), ("number", "番号")];

/// English for identifiers that alone say too little.
const ENGLISH_NAMES: [(&str, &str); 6] = [
    ("from", "first day"),
    ("to", "last day"),
    ("kana", "name in katakana"),
    ("started_on", "first day of the visits"),
    ("ended_on", "end of the visits"),
    ("died_on", "day of death"),
];

/// An identifier as words: `insurer_no` is the insurer number.
fn in_words(id: &str) -> String {
    let words: Vec<&str> = id
        .split('_')
        .map(|word| if word == "no" { "number" } else { word })
        .collect();
    words.join(" ")
}

fn of_record(record: &str) -> Option<&'static Layout> {
    RecordKind::from_tag(record.as_bytes()).map(layout)
}

fn by_id(layout: &'static Layout, id: &str) -> Option<&'static Field> {
    layout.fields.iter().find(|field| field.name_en == id)
}

/// Where a field of a claim stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct At {
    /// The identifier of its record, such as `HO`.
    pub(super) record: &'static str,
    /// Its index in the record, from 0.
    pub(super) index: usize,
    /// Its own identifier.
    pub(super) field: &'static str,
}

/// The field with this identifier, of several the first; worked out while compiling.
///
/// # Panics
/// When no record has such a field, so use it as `const { at("number") }`: then it does not compile.
pub(super) const fn at(id: &'static str) -> At {
    let mut kind = 0;
    while kind < RECORDS.len() {
        let fields = layout(RECORDS[kind]).fields;
        let mut index = 0;
        while index < fields.len() {
            if is_same(fields[index].name_en, id) {
                return At {
                    record: RECORDS[kind].name(),
                    index,
                    field: fields[index].name_en,
                };
            }
            index += 1;
        }
        kind += 1;
    }
    panic!("no record has a field with this identifier")
}

/// `==` cannot be used while compiling.
const fn is_same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut same = a.len() == b.len();
    let mut at = 0;
    while same && at < a.len() {
        same = a[at] == b[at];
        at += 1;
    }
    same
}

/// The identifier of the field at a 1-based position; empty when the whole record is meant.
pub(super) fn id(record: &str, position: u8) -> &'static str {
    let at = usize::from(position).checked_sub(1);
    of_record(record)
        .zip(at)
        .and_then(|(layout, at)| layout.fields.get(at))
        .map_or("", |field| field.name_en)
}

/// What a field is called, for people.
pub(super) fn name(record: &str, id: &str, lang: Lang) -> Option<Cow<'static, str>> {
    let of_any = || RECORDS.into_iter().find_map(|kind| by_id(layout(kind), id));
    let field = of_record(record)
        .and_then(|layout| by_id(layout, id))
        .or_else(of_any)?;
    Some(match lang {
        Lang::Ja => {
            let short = SHORT_NAMES.iter().find(|(of, _)| *of == id);
            Cow::Borrowed(short.map_or(field.name_ja, |(_, name)| name))
        }
        Lang::En => ENGLISH_NAMES.iter().find(|(of, _)| *of == id).map_or_else(
            || Cow::Owned(in_words(id)),
            |(_, name)| Cow::Borrowed(*name),
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_and_positions() {
        let place = |at: At| (at.record, at.index, at.field);
        assert_eq!(place(at("insurer_no")), ("HO", 1, "insurer_no"));
        assert_eq!(place(at("branch")), ("SN", 6, "branch"));
        assert_eq!(id("KA", 2), "date");
        assert_eq!(id("RE", 0), "");
        assert_eq!(id("XX", 2), "");
    }

    #[test]
    fn names_for_people() {
        let named = |record, id, lang| name(record, id, lang).map(Cow::into_owned);
        assert_eq!(
            named("KO", "visit_days", Lang::Ja).as_deref(),
            Some("実日数")
        );
        assert_eq!(named("HO", "symbol", Lang::Ja).as_deref(), Some("記号"));
        assert_eq!(
            named("HO", "insurer_no", Lang::En).as_deref(),
            Some("insurer number")
        );
        assert_eq!(
            named("RE", "special_notes", Lang::En).as_deref(),
            Some("special notes")
        );
        assert_eq!(named("HJ", "to", Lang::En).as_deref(), Some("last day"));
        assert_eq!(named("HO", "nothing", Lang::En), None);
    }
}

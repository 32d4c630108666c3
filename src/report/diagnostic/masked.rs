//! A finding without what identifies a person (`--mask`).

use std::iter;

use crate::lint::Excerpt;
use crate::text::mask;
use crate::uke::layout::{self, RecordKind, re};
use crate::uke::veil::Veil;
use crate::validate::Diagnostic;

/// The finding with the patient left out, and names, numbers and free texts masked in line and values.
pub(super) fn masked(mut one: Diagnostic) -> Diagnostic {
    one.subject.patient = Box::default();
    if layout::is_hidden(RecordKind::Re, re::CLAIM_NO, &one.subject.claim_no) {
        one.subject.claim_no = mask::masked(&one.subject.claim_no).into();
    }
    if hides_values(&one) {
        let finding = &mut one.finding;
        let values = [&mut finding.claim_value, &mut finding.reference_value];
        for value in values.into_iter().chain(&mut finding.details.other) {
            *value = mask::masked(value).into();
        }
    } else if one.finding.place.record.is_empty() {
        // What stands in a file that is no claim file, or in a line that is no record, can be anything.
        one.finding.claim_value = mask::masked(&one.finding.claim_value).into();
    }
    one.excerpt = one.excerpt.as_ref().map(excerpt);
    one
}

fn hides_values(one: &Diagnostic) -> bool {
    let position = usize::from(one.position);
    match &one.excerpt {
        Some(excerpt) => Veil::over(&excerpt.text).hides_value(position),
        None => RecordKind::from_tag(one.finding.place.record.as_bytes())
            .is_some_and(|kind| position > 0 && layout::is_personal(kind, position)),
    }
}

fn excerpt(shown: &Excerpt) -> Excerpt {
    let veil = Veil::over(&shown.text);
    let mut text = String::with_capacity(shown.text.len());
    let (mut start, mut end) = (0, 0);
    let mut at_field = 1;
    let ends = iter::once((shown.text.len(), None));
    let characters = shown.text.char_indices().map(|(at, c)| (at, Some(c)));
    for (at, character) in characters.chain(ends) {
        if at == shown.mark.start {
            start = text.len();
        }
        if at == shown.mark.end {
            end = text.len();
        }
        match character {
            Some(',') => {
                at_field += 1;
                text.push(',');
            }
            Some(c) if veil.hides_in_line(at_field) => {
                text.push_str(&mask::masked(c.encode_utf8(&mut [0; 4])));
            }
            Some(c) => text.push(c),
            None => {}
        }
    }
    Excerpt {
        text,
        mark: start..end,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn masked_line(line: &str, mark: &str) -> (String, String) {
        let start = line.find(mark).unwrap_or_default();
        let masked = excerpt(&Excerpt {
            text: line.to_owned(),
            mark: start..start + mark.len(),
        });
        let mark = masked.text[masked.mark].to_owned();
        (masked.text, mark)
    }

    #[test]
    fn only_what_identifies_is_masked() {
        let line = "RE,1,6112,202601,見本　花子,ミホンハナコ,2,19650312,,,,,,A-1,";
        let (text, mark) = masked_line(line, "花子");
        assert_eq!(
            text,
            "RE,1,6112,202601,＊＊＊＊＊,＊＊＊＊＊＊,2,********,,,,,,***,"
        );
        assert_eq!(mark, "＊＊");
        let (text, mark) = masked_line("1,00012,0,CO,850500005,架空の言葉ｱ,", "ｱ");
        assert_eq!(
            (text.as_str(), mark.as_str()),
            ("1,00012,0,CO,850500005,＊＊＊＊＊*,", "*")
        );
        let ka = "KA,20260105,1,510000110,,5550,01,01";
        assert_eq!(masked_line(ka, "5550"), (ka.to_owned(), "5550".to_owned()));
    }

    /// A comma too many and one too few move names into fields that are not personal.
    #[test]
    fn what_cannot_belong_to_its_field_is_masked() {
        for (line, masked) in [
            (
                "HO,見本花子,12,345,1,5550,,,,,,",
                "HO,＊＊＊＊,**,***,1,5550,,,,,,",
            ),
            (
                "KA,20260105,1,見本花子,,5550,03,01,01",
                "KA,20260105,1,＊＊＊＊,,5550,03,01,01",
            ),
        ] {
            assert_eq!(masked_line(line, "").0, masked, "{line}");
        }
    }

    #[test]
    fn where_fields_may_be_shifted_all_are_masked() {
        for (line, masked) in [
            (
                "RE,1,6112,202601,,見本　花子,ミホン",
                "RE,*,****,******,,＊＊＊＊＊,＊＊＊",
            ),
            ("MN,見本花子", "MN,＊＊＊＊"),
            ("見本花子,1", "＊＊＊＊,*"),
            ("1,2,3,見本", "1,2,3,＊＊"),
            ("1,2,3", "*,*,*"),
            ("re,見本", "**,＊＊"),
        ] {
            assert_eq!(masked_line(line, "").0, masked, "{line}");
        }
    }

    proptest! {
        #[test]
        fn marks_stay_on_the_same_characters(
            before in "[a-z,ｱ亜]{0,9}", marked in "[a-z,ｱ亜]{0,5}", after in "[a-z,ｱ亜]{0,9}"
        ) {
            let shown = Excerpt {
                text: format!("{before}{marked}{after}"),
                mark: before.len()..before.len() + marked.len(),
            };
            let masked = excerpt(&shown);
            let count = |text: &str| text.chars().count();
            prop_assert_eq!(count(&masked.text[..masked.mark.start]), count(&before));
            prop_assert_eq!(count(&masked.text[masked.mark.clone()]), count(&marked));
            prop_assert_eq!(masked.text.matches(',').count(), shown.text.matches(',').count());
        }
    }
}

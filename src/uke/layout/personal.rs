//! Which fields identify a person: what `--mask` hides.

use super::{Content, Field, Mode, RecordKind, co, field, gi, ho, ih, js, ko, re, rj, sn, sy, tz};

/// The fields that name a person, carry a number given to one, or are written freely, so that they may. Numbers
/// of payers, stations and institutions are not among them.
const PERSONAL: &[(RecordKind, &[usize])] = &[
    (
        RecordKind::Re,
        &[
            re::NAME,
            re::KANA,
            re::BIRTH_DATE,
            re::LOCAL_ID,
            re::SEARCH_NO,
        ],
    ),
    (
        RecordKind::Ho,
        &[ho::SYMBOL, ho::NUMBER, ho::CERTIFICATE_NO],
    ),
    (RecordKind::Ko, &[ko::RECIPIENT_NO]),
    (
        RecordKind::Sn,
        &[
            sn::CONFIRMED_SYMBOL,
            sn::CONFIRMED_NUMBER,
            sn::BRANCH,
            sn::RECIPIENT_NO,
        ],
    ),
    (RecordKind::Gi, &[gi::ADDRESS, gi::WORKPLACE, gi::CONTACT]),
    (RecordKind::Ih, &[ih::DOCTOR_NAME]),
    (RecordKind::Js, &[js::STATE]),
    (RecordKind::Sy, &[sy::DISEASE_NAME, sy::COMMENT]),
    (
        RecordKind::Rj,
        &[
            rj::PLACE_1_TEXT,
            rj::PLACE_2_TEXT,
            rj::PLACE_3_TEXT,
            rj::END_STATE_TEXT,
            rj::DEATH_PLACE_TEXT,
            rj::OTHER_1_ADDRESS,
            rj::OTHER_2_ADDRESS,
        ],
    ),
    (RecordKind::Tz, &[tz::TEXT]),
    (RecordKind::Co, &[co::TEXT]),
];

/// Whether the field of `kind` at `position` (from 1) identifies a person or may do so. True for what no layout
/// knows, fields beyond the last and 予備: nobody can tell what stands there.
#[must_use]
pub fn is_personal(kind: RecordKind, position: usize) -> bool {
    let Some(field) = field(kind, position) else {
        return true;
    };
    field.content == Content::Reserved
        || PERSONAL
            .iter()
            .any(|&(of, positions)| of == kind && positions.contains(&position))
}

/// Whether contents are to be hidden: those of a personal field, and those that cannot belong to their field,
/// since a comma too few or too many moves a name into another.
#[must_use]
pub fn is_hidden(kind: RecordKind, position: usize, value: &str) -> bool {
    is_personal(kind, position) || field(kind, position).is_none_or(|field| !fits(field, value))
}

/// Whether the contents can belong to the field: no longer than it may be, of its characters.
#[must_use]
pub fn fits(field: &Field, value: &str) -> bool {
    let is_half = |c: char| c.is_ascii() || matches!(c, '\u{FF61}'..='\u{FF9F}');
    let bytes: usize = value.chars().map(|c| if is_half(c) { 1 } else { 2 }).sum();
    let is_of_mode = match field.mode {
        Mode::Digits => value.trim().bytes().all(|b| b.is_ascii_digit()),
        Mode::Alnum => value.chars().all(is_half),
        Mode::Kanji | Mode::AlnumOrKanji => true,
    };
    is_of_mode && bytes <= usize::from(field.bytes)
}

#[cfg(test)]
mod tests {
    use super::super::{ka, layout};
    use super::*;

    #[test]
    fn identity_is_personal_and_money_is_not() {
        assert!(is_personal(RecordKind::Re, re::NAME));
        assert!(is_personal(RecordKind::Sn, sn::BRANCH));
        assert!(is_personal(RecordKind::Ka, 10));
        assert!(!is_personal(RecordKind::Ho, ho::INSURER_NO));
        assert!(!is_personal(RecordKind::Ho, ho::TOTAL_YEN));
        assert!(!is_personal(RecordKind::Ka, ka::DATE));
        for kind in RecordKind::ALL {
            assert!(!is_personal(kind, 1), "{kind:?}");
        }
    }

    /// Whatever can hold a name is personal, but for the names of stations and institutions.
    #[test]
    fn free_text_is_personal() {
        let open: Vec<_> = RecordKind::ALL
            .into_iter()
            .flat_map(|kind| layout(kind).fields.iter().map(move |field| (kind, field)))
            .filter(|(kind, field)| {
                matches!(field.mode, Mode::Kanji | Mode::AlnumOrKanji)
                    && !is_personal(*kind, field.position)
            })
            .map(|(kind, field)| format!("{}.{}", kind.name(), field.name_en))
            .collect();
        assert_eq!(
            open,
            [
                "HM.station_name",
                "IH.institution_name",
                "RJ.other_1_name",
                "RJ.other_2_name"
            ]
        );
    }
}

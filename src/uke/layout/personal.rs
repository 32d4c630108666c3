//! Which fields identify a person or hold words about one, for `--mask`.

use super::{Content, RecordKind, co, field, gi, ho, ih, js, ko, re, rj, sn, sy, tz};

/// Names, birth dates, numbers of persons and free texts, record by record. Insurers, stations and
/// institutions are no persons; codes, dates of care and amounts identify nobody.
const PERSONAL: [(RecordKind, &[usize]); 11] = [
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
        ],
    ),
    (RecordKind::Tz, &[tz::TEXT]),
    (RecordKind::Co, &[co::TEXT]),
];

/// True for a field that identifies a person or holds words about one. So may a field that has to be
/// left empty (予備): what stands there all the same can be anything.
#[must_use]
pub fn is_personal(kind: RecordKind, position: usize) -> bool {
    let listed = PERSONAL.iter().find(|(of, _)| *of == kind);
    listed.is_some_and(|(_, positions)| positions.contains(&position))
        || field(kind, position).is_some_and(|field| field.content == Content::Reserved)
}

/// True when some field of the record is personal.
#[must_use]
pub fn has_personal(kind: RecordKind) -> bool {
    (1..=super::field_count(kind)).any(|position| is_personal(kind, position))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::uke::layout::{Mode, layout};

    #[test]
    fn identity_is_personal_and_codes_are_not() {
        for (kind, position) in [
            (RecordKind::Re, re::NAME),
            (RecordKind::Re, re::RESERVED_1),
            (RecordKind::Ho, ho::NUMBER),
            (RecordKind::Co, co::TEXT),
        ] {
            assert!(is_personal(kind, position), "{kind:?} {position}");
        }
        for (kind, position) in [
            (RecordKind::Re, re::CLAIM_NO),
            (RecordKind::Re, 0),
            (RecordKind::Re, 99),
            (RecordKind::Ho, ho::INSURER_NO),
            (RecordKind::Hm, 6),
        ] {
            assert!(!is_personal(kind, position), "{kind:?} {position}");
        }
        assert!(has_personal(RecordKind::Js) && !has_personal(RecordKind::Ka));
    }

    /// Words about a patient are full-width and may be long: each such field is personal, or is one of
    /// those that name an organisation or its place.
    #[test]
    fn no_free_text_is_forgotten() {
        let organisations = [
            (RecordKind::Ih, ih::INSTITUTION_NAME),
            (RecordKind::Rj, rj::OTHER_1_ADDRESS),
            (RecordKind::Rj, rj::OTHER_1_NAME),
            (RecordKind::Rj, rj::OTHER_2_ADDRESS),
            (RecordKind::Rj, rj::OTHER_2_NAME),
        ];
        for (kind, _) in PERSONAL {
            for field in layout(kind).fields {
                let is_text = matches!(field.mode, Mode::Kanji | Mode::AlnumOrKanji);
                let at = (kind, field.position);
                assert!(
                    !is_text || is_personal(at.0, at.1) || organisations.contains(&at),
                    "{kind:?} {}",
                    field.name_ja
                );
            }
        }
    }
}

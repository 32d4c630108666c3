//! What fields of one record say together: names and kana, diseases, texts beside codes, pairs
//! (claims-format 1.2, 3.2, 3.9, 3.11–3.13).

use crate::text::{cp932, jis};
use crate::uke::issue::Kind;
use crate::uke::layout::{self, RecordKind, ih, js, re, rj, sy};
use crate::uke::rows::{Group, Row};

use super::flaw::{self, Sink};

/// 傷病名コード of a disease that has no code.
const UNCODED: &[u8] = b"0000999";

/// Code and text of RJ that stand together with the code 99.
const TEXTS: [(usize, usize); 5] = [
    (rj::PLACE_1, rj::PLACE_1_TEXT),
    (rj::PLACE_2, rj::PLACE_2_TEXT),
    (rj::PLACE_3, rj::PLACE_3_TEXT),
    (rj::END_STATE, rj::END_STATE_TEXT),
    (rj::DEATH_PLACE, rj::DEATH_PLACE_TEXT),
];

/// Fields of RJ of which none stands alone.
const PAIRS: [(usize, usize); 4] = [
    (rj::PLACE_2_SINCE, rj::PLACE_2),
    (rj::PLACE_3_SINCE, rj::PLACE_3),
    (rj::ENDED_ON, rj::END_STATE),
    (rj::DIED_ON, rj::DEATH_PLACE),
];

/// GAF 20: only the family was seen, nothing was judged.
const GAF_NOT_JUDGED: &[u8] = b"20";

/// Checks the records of a claim one by one.
pub(super) fn check(claim: &Group<'_>, sink: &mut Sink) {
    for row in claim.rows().filter(Row::is_as_filed) {
        match row.kind {
            Some(RecordKind::Re) => {
                blanks_in_name(&row, re::NAME, sink);
                kana(&row, sink);
            }
            Some(RecordKind::Ih) => blanks_in_name(&row, ih::DOCTOR_NAME, sink),
            Some(RecordKind::Sy) => disease(&row, sink),
            Some(RecordKind::Js) if row.field(js::GAF) != GAF_NOT_JUDGED => {
                pair(&row, (js::GAF, js::GAF_ON), sink);
            }
            Some(RecordKind::Rj) => {
                for both in TEXTS {
                    text_of_99(&row, both, sink);
                }
                for both in PAIRS {
                    pair(&row, both, sink);
                }
            }
            _ => {}
        }
    }
}

/// One blank of the width of the name stands between 姓 and 名.
fn blanks_in_name(row: &Row<'_>, position: usize, sink: &mut Sink) {
    if sink.is_cp932() && has_one_blank(row.field(position)) {
        return;
    }
    let name = sink.text(row.field(position));
    let is_blank = |c: char| matches!(c, ' ' | '　');
    let inner = name.trim_matches(is_blank);
    // Blanks around the name and broken characters have flaws of their own.
    if inner.is_empty() || inner.len() != name.len() || name.contains('\u{FFFD}') {
        return;
    }
    match inner.chars().filter(|&c| is_blank(c)).count() {
        0 => sink.field(Kind::NameBlank, row, position).variant = "MISSING",
        1 => {}
        _ => {
            sink.field(Kind::NameBlank, row, position);
        }
    }
}

/// True for a CP932 text with one blank, half or full width: what nearly all names are, told without decoding.
fn has_one_blank(name: &[u8]) -> bool {
    let name = flaw::kept(name);
    let (mut at, mut blanks) = (0, 0);
    while let Some(&first) = name.get(at) {
        let is_wide = cp932::is_lead(first);
        let is_blank = first == b' ' || (first == 0x81 && name.get(at + 1) == Some(&0x40));
        blanks += u32::from(is_blank);
        at += 1 + usize::from(is_wide);
    }
    blanks == 1
}

/// True for a CP932 text of ァ to ヶ, ー and ・ alone.
fn is_plain_katakana(text: &[u8]) -> bool {
    let (pairs, rest) = text.as_chunks::<2>();
    let is_plain = |pair: &[u8; 2]| {
        matches!(
            pair,
            [0x83, 0x40..=0x7E | 0x80..=0x96] | [0x81, 0x5B | 0x45]
        )
    };
    rest.is_empty() && pairs.iter().all(is_plain)
}

/// カタカナ氏名: katakana without a blank, ー for long vowels (記録条件仕様 p.6).
fn kana(row: &Row<'_>, sink: &mut Sink) {
    if sink.is_cp932() && is_plain_katakana(row.field(re::KANA)) {
        return;
    }
    let text = sink.text(row.field(re::KANA));
    let is_half = |c: char| c.is_ascii() || ('｡'..='ﾟ').contains(&c);
    // Half-width characters and broken ones have flaws of their own.
    if text
        .chars()
        .any(|c| is_half(c) || c == '\u{FFFD}' || c == '？')
        || text.trim() != &*text
    {
        return;
    }
    let mut at = 0;
    for c in text.chars() {
        let length = if sink.is_cp932() { 2 } else { c.len_utf8() };
        let kind = match c {
            'ァ'..='ヶ' | 'ー' | '・' => None,
            '―' | '－' | '—' | '‐' | '−' | '─' | '〜' | '～' => {
                Some(Kind::KanaLongVowel)
            }
            c if jis::is_gaiji(c) => None, // Has a flaw of its own.
            _ => Some(Kind::KanaCharacter),
        };
        if let Some(kind) = kind {
            sink.part(kind, row, re::KANA, at..at + length);
            return; // One is enough: software writes them all alike.
        }
        at += length;
    }
}

/// 0000999 has a 傷病名称 and no 修飾語, every other code has no 傷病名称.
fn disease(row: &Row<'_>, sink: &mut Sink) {
    let code = row.field(sy::DISEASE_CODE);
    let has_name = !row.field(sy::DISEASE_NAME).is_empty();
    let (position, variant) = match (code == UNCODED, has_name) {
        (true, false) => (sy::DISEASE_NAME, "NAME_MISSING"),
        (false, true) => (sy::DISEASE_NAME, "NAME_EXTRA"),
        (true, true) if !row.field(sy::MODIFIERS).is_empty() => (sy::MODIFIERS, "MODIFIER_EXTRA"),
        _ => return,
    };
    let expected = sink.decode(code);
    let flaw = sink.field(Kind::DiseaseName, row, position);
    (flaw.variant, flaw.expected) = (variant, expected);
}

fn text_of_99(row: &Row<'_>, (code, text): (usize, usize), sink: &mut Sink) {
    let is_other = row.field(code) == b"99";
    let has_text = !row.field(text).is_empty();
    if is_other != has_text {
        let expected = sink.decode(row.field(code));
        let flaw = sink.field(Kind::TextOf99, row, text);
        flaw.variant = if has_text { "EXTRA" } else { "" };
        flaw.expected = expected;
    }
}

fn pair(row: &Row<'_>, (one, other): (usize, usize), sink: &mut Sink) {
    let (missing, there) = match (row.field(one).is_empty(), row.field(other).is_empty()) {
        (true, false) => (one, other),
        (false, true) => (other, one),
        _ => return,
    };
    let name = row
        .kind
        .and_then(|kind| layout::field(kind, there))
        .map_or("", |field| field.name_ja);
    sink.field(Kind::Pair, row, missing).expected = name.into();
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn is_blank(c: char) -> bool {
        matches!(c, ' ' | '　')
    }

    /// What is told without decoding is never a flaw.
    fn holds(bytes: &[u8]) -> bool {
        let text = cp932::decode(bytes);
        let is_broken = text.contains('\u{FFFD}');
        let blanks = text.chars().filter(|&c| is_blank(c)).count();
        let is_kana = text.chars().all(|c| matches!(c, 'ァ'..='ヶ' | 'ー' | '・'));
        (is_broken || has_one_blank(bytes) == (blanks == 1)) && is_plain_katakana(bytes) == is_kana
    }

    #[test]
    fn every_character() {
        for lead in 0x81..=0xFC {
            for trail in 0x40..=0xFC {
                assert!(holds(&[lead, trail]), "{lead:02X} {trail:02X}");
            }
        }
    }

    proptest! {
        #[test]
        fn short_and_long_way_agree(text in "[ 　aｱァ-ヶー・亜表髙]{0,9}", cut in 0usize..20) {
            let mut bytes = Vec::new();
            cp932::encode_into(&text, &mut bytes);
            prop_assert!(holds(&bytes));
            bytes.truncate(cut);
            prop_assert!(holds(&bytes));
        }
    }
}

//! The two sides of a comparison brought to one form (contract 4.3, "Normalise both sides").

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

/// NFKC, then trimmed.
#[must_use]
pub fn nfkc(text: &str) -> Cow<'_, str> {
    let trimmed = super::trimmed(text);
    if trimmed.is_ascii() {
        return Cow::Borrowed(trimmed);
    }
    let mut out = String::with_capacity(trimmed.len());
    nfkc_each(trimmed, &mut out, String::push);
    Cow::Owned(out.trim().to_owned())
}

/// 記号・番号 for comparison: NFKC, without spaces, dashes and dots, upper-case. Appends to `out`.
pub fn number_into(text: &str, out: &mut String) {
    if is_folded_number(text) {
        return out.push_str(text);
    }
    nfkc_each(text, out, |out, c| {
        if c.is_ascii() {
            if !matches!(c, ' ' | '-' | '.' | '\t') {
                out.push(c.to_ascii_uppercase());
            }
        } else if !c.is_whitespace() && !is_dash_or_dot(c) {
            out.extend(c.to_uppercase());
        }
    });
}

/// True for texts that [`number_into`] leaves as they are, as far as that is told quickly.
#[must_use]
pub fn is_folded_number(text: &str) -> bool {
    text.bytes()
        .all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
}

/// True for texts that [`insurer_into`] leaves as they are, as far as that is told quickly.
#[must_use]
pub fn is_folded_insurer(text: &str) -> bool {
    text.is_empty() || (text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()))
}

/// As [`number_into`], into a new string.
#[must_use]
pub fn number(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    number_into(text, &mut out);
    out
}

/// What is left of a folded 記号 or 番号 without its leading zeros ("zero-equal", contract 4.3).
#[must_use]
pub fn without_zeros(folded: &str) -> &str {
    folded.trim_start_matches('0')
}

/// カナ for comparison: NFKC, without spaces, hiragana as katakana, small kana as large. Appends to
/// `out`.
pub fn kana_into(text: &str, out: &mut String) {
    nfkc_each(text, out, |out, c| {
        if !c.is_whitespace() {
            out.push(large_kana(katakana(c)));
        }
    });
}

/// 氏名 for comparison: NFKC without spaces. Appends to `out`.
pub fn name_into(text: &str, out: &mut String) {
    nfkc_each(text, out, |out, c| {
        if !c.is_whitespace() {
            out.push(c);
        }
    });
}

/// 保険者番号 for comparison: NFKC, trimmed, left-padded with `0` to eight. Appends to `out`.
pub fn insurer_into(text: &str, out: &mut String) {
    padded_into(text, 8, out);
}

/// 枝番 for comparison: NFKC, trimmed, left-padded with `0` to two; empty stays empty. Appends to `out`.
pub fn branch_into(text: &str, out: &mut String) {
    padded_into(text, 2, out);
}

fn padded_into(text: &str, width: usize, out: &mut String) {
    if text.len() == width && text.bytes().all(|b| b.is_ascii_digit()) {
        return out.push_str(text);
    }
    let folded = nfkc(text);
    if folded.is_empty() {
        return;
    }
    for _ in folded.chars().count()..width {
        out.push('0');
    }
    out.push_str(&folded);
}

/// 保険者番号 as contract 4.2 reads it: trimmed, eight digits beginning `00` as their last six.
#[must_use]
pub fn trimmed_insurer(text: &str) -> &str {
    let trimmed = text.trim();
    match trimmed.strip_prefix("00") {
        Some(six) if trimmed.len() == 8 && six.bytes().all(|b| b.is_ascii_digit()) => six,
        _ => trimmed,
    }
}

/// Calls `emit` with `out` and each character of the NFKC form of `text`, in order.
///
/// ASCII, full-width ASCII, half-width kana and the kana and kanji that NFKC leaves alone go a short
/// way; everything else through the tables of `unicode-normalization`. The property test below holds
/// the two ways together.
fn nfkc_each(text: &str, out: &mut String, emit: impl Fn(&mut String, char)) {
    if text.is_ascii() {
        return text.chars().for_each(|c| emit(out, c));
    }
    let before = out.len();
    if !short_way(text, |c| emit(out, c)) {
        out.truncate(before);
        text.nfkc().for_each(|c| emit(out, c));
    }
}

/// The same without a table; false, perhaps after some characters, at one whose form stands in a table alone. A
/// half-width voicing mark has to stand behind half-width kana (behind others it composes with what it stands
/// behind).
fn short_way(text: &str, mut emit: impl FnMut(char)) -> bool {
    let mut chars = text.chars().peekable();
    let mut is_behind_kana = false;
    while let Some(c) = chars.next() {
        let is_half_width = matches!(c, '\u{FF61}'..='\u{FF9D}');
        match c {
            _ if is_half_width => {
                let base = full_width_kana(c);
                let voiced = match chars.peek() {
                    Some('\u{FF9E}') => voiced(base),
                    Some('\u{FF9F}') => semi_voiced(base),
                    _ => None,
                };
                emit(voiced.unwrap_or(base));
                if voiced.is_some() {
                    chars.next();
                    // Another mark would stand behind a mark.
                    is_behind_kana = false;
                    continue;
                }
            }
            '\u{FF9E}' if is_behind_kana => emit('\u{3099}'),
            '\u{FF9F}' if is_behind_kana => emit('\u{309A}'),
            '\u{3000}' => emit(' '),
            // Full-width ASCII lies 0xFEE0 above ASCII, so the difference is a character.
            '\u{FF01}'..='\u{FF5E}' => emit(char::from_u32(c as u32 - 0xFEE0).unwrap_or(c)),
            _ if has_short_way(c) => emit(c),
            _ => return false,
        }
        is_behind_kana = is_half_width;
    }
    true
}

/// Characters whose NFKC form stands in no table here but in [`nfkc_each`]. The combining marks U+3099 and
/// U+309A are not among them, nor is any character that composes with a neighbour.
fn has_short_way(c: char) -> bool {
    matches!(c,
        '\0'..='\x7F'
        | '\u{3000}'..='\u{3002}'
        | '\u{3005}'..='\u{3007}'
        | '\u{3041}'..='\u{3096}'
        | '\u{30A1}'..='\u{30FC}'
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{FF01}'..='\u{FF5E}'
        | '\u{FF61}'..='\u{FF9D}'
    )
}

/// U+FF61 … U+FF9D in order.
const FULL_WIDTH: [char; 61] = [
    '。', '「', '」', '、', '・', 'ヲ', 'ァ', 'ィ', 'ゥ', 'ェ', 'ォ', 'ャ', 'ュ', 'ョ', 'ッ', 'ー',
    'ア', 'イ', 'ウ', 'エ', 'オ', 'カ', 'キ', 'ク', 'ケ', 'コ', 'サ', 'シ', 'ス', 'セ', 'ソ', 'タ',
    'チ', 'ツ', 'テ', 'ト', 'ナ', 'ニ', 'ヌ', 'ネ', 'ノ', 'ハ', 'ヒ', 'フ', 'ヘ', 'ホ', 'マ', 'ミ',
    'ム', 'メ', 'モ', 'ヤ', 'ユ', 'ヨ', 'ラ', 'リ', 'ル', 'レ', 'ロ', 'ワ', 'ン',
];

fn full_width_kana(c: char) -> char {
    FULL_WIDTH.get(c as usize - 0xFF61).copied().unwrap_or(c)
}

fn voiced(base: char) -> Option<char> {
    Some(match base {
        'カ' | 'キ' | 'ク' | 'ケ' | 'コ' | 'サ' | 'シ' | 'ス' | 'セ' | 'ソ' | 'タ' | 'チ'
        | 'ツ' | 'テ' | 'ト' | 'ハ' | 'ヒ' | 'フ' | 'ヘ' | 'ホ' => {
            char::from_u32(base as u32 + 1)?
        }
        'ウ' => 'ヴ',
        'ワ' => 'ヷ',
        'ヲ' => 'ヺ',
        _ => return None,
    })
}

fn semi_voiced(base: char) -> Option<char> {
    match base {
        'ハ' | 'ヒ' | 'フ' | 'ヘ' | 'ホ' => char::from_u32(base as u32 + 2),
        _ => None,
    }
}

fn katakana(c: char) -> char {
    match c {
        'ぁ'..='ゖ' | 'ゝ' | 'ゞ' => char::from_u32(c as u32 + 0x60).unwrap_or(c),
        _ => c,
    }
}

fn large_kana(c: char) -> char {
    match c {
        'ァ' | 'ィ' | 'ゥ' | 'ェ' | 'ォ' | 'ッ' | 'ャ' | 'ュ' | 'ョ' | 'ヮ' => {
            char::from_u32(c as u32 + 1).unwrap_or(c)
        }
        'ヵ' => 'カ',
        'ヶ' => 'ケ',
        _ => c,
    }
}

/// Every character of Unicode category Pd, and `− ー · ・ •` (the ASCII ones are handled before).
fn is_dash_or_dot(c: char) -> bool {
    matches!(
        c,
        '−' | 'ー'
            | '·'
            | '・'
            | '•'
            | '\u{058A}'
            | '\u{05BE}'
            | '\u{1400}'
            | '\u{1806}'
            | '\u{2010}'
            ..='\u{2015}'
                | '\u{2E17}'
                | '\u{2E1A}'
                | '\u{2E3A}'
                | '\u{2E3B}'
                | '\u{2E40}'
                | '\u{2E5D}'
                | '\u{301C}'
                | '\u{3030}'
                | '\u{30A0}'
                | '\u{FE31}'
                | '\u{FE32}'
                | '\u{FE58}'
                | '\u{FE63}'
                | '\u{FF0D}'
                | '\u{10D6E}'
                | '\u{10EAD}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn kana(text: &str) -> String {
        let mut out = String::new();
        kana_into(text, &mut out);
        out
    }

    fn insurer(text: &str) -> String {
        let mut out = String::new();
        insurer_into(text, &mut out);
        out
    }

    #[test]
    fn symbols_and_numbers() {
        assert_eq!(number("１２３－４５ー６"), "123456");
        assert_eq!(number(" 12 3・456.00‐ "), "12345600");
        assert_eq!(number("警・視"), "警視");
        assert_eq!(number("ab―ｃ〜"), "ABC");
        assert_eq!(without_zeros("00120"), "120");
        assert_eq!(without_zeros("000"), "");
    }

    #[test]
    fn kana_of_both_worlds_meet() {
        assert_eq!(kana("ｼﾞﾕﾘ ﾊﾅｺ"), kana("ジュリ　ハナコ"));
        assert_eq!(kana("ほうもん"), kana("ﾎｳﾓﾝ"));
        assert_eq!(kana("ﾎﾟｰﾙ"), "ポール");
        assert_eq!(kana("ヶヵ"), "ケカ");
        assert_ne!(kana("ハ"), kana("バ"));
    }

    #[test]
    fn half_width_marks_behind_full_width_kana() {
        assert_eq!(kana("フﾞ"), kana("ブ"));
        assert_eq!(kana("かﾞ"), kana("ガ"));
    }

    #[test]
    fn insurers_and_branches() {
        assert_eq!(insurer("  138057"), "00138057");
        assert_eq!(insurer("０６１３２０１３"), "06132013");
        assert_eq!(insurer(""), "");
        assert_eq!(trimmed_insurer("00138057"), "138057");
        assert_eq!(trimmed_insurer("  138057"), "138057");
        assert_eq!(trimmed_insurer("06132013"), "06132013");
        let mut branch = String::new();
        branch_into("3", &mut branch);
        assert_eq!(branch, "03");
    }

    #[test]
    fn the_short_way_covers_what_it_claims() {
        for c in ('\0'..='\u{FFFF}').filter(|&c| has_short_way(c)) {
            let mut short = String::new();
            nfkc_each(&c.to_string(), &mut short, String::push);
            assert_eq!(short, c.to_string().nfkc().collect::<String>(), "{c:?}");
        }
    }

    proptest! {
        #[test]
        fn short_and_long_way_agree(text in "[ -~｡-ﾟァ-ヺー亜-腕Ａ-ｚ０-９ｶﾞﾊﾟヴ゛①㈱é]{0,12}") {
            let mut short = String::new();
            nfkc_each(&text, &mut short, String::push);
            prop_assert_eq!(short, text.nfkc().collect::<String>());
        }

        // Over what a claim can hold: of letters beyond CP932 a few, such as ῒ, have an upper case that
        // NFKC composes differently.
        // Without voicing marks: one behind a dash that falls away meets the kana before it only then.
        #[test]
        fn folding_twice_changes_nothing(text in "[ -~ァ-ヶー亜-腕Ａ-ｚ０-９ａ-ｚ―－‐・ｱ-ﾝ①㈱]{0,16}") {
            let once = number(&text);
            prop_assert_eq!(number(&once), once.clone());
        }
    }
}

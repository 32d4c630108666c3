//! The words that the app shows instead of codes (eligibility-format 5).

use std::borrow::Cow;

use crate::eligibility::column::Column;
use crate::text::fold;

/// The code for what the app shows in a column; text that is no known word stays as it is, for the reader of
/// the column to take or refuse.
pub(super) fn code(column: Column, text: &str) -> Cow<'_, str> {
    let word = plain(text);
    let code = match column {
        Column::Sex => sex(&word),
        Column::Relation => relation(&word),
        Column::CardClass => card_class(&word),
        Column::Validity => validity(&word),
        Column::LimitClass => limit_class(&word),
        Column::AsOf => return day(text),
        _ => None,
    };
    code.map_or(Cow::Borrowed(text), Cow::Borrowed)
}

/// Widths folded (Ⅲ becomes III), without spaces.
fn plain(text: &str) -> String {
    let mut word = String::with_capacity(text.len());
    fold::name_into(text, &mut word);
    word
}

/// 確認日 may have a time of day behind it: `令和7年12月3日 10時15分`.
fn day(text: &str) -> Cow<'_, str> {
    match text.split_once('日') {
        Some((day, time)) if time.contains(['時', ':', '：']) => Cow::Owned(format!("{day}日")),
        _ => Cow::Borrowed(text),
    }
}

/// 男 and 女 are read with the codes; 未設定 says nothing, which is code 3.
fn sex(word: &str) -> Option<&'static str> {
    matches!(word, "未設定" | "不明").then_some("3")
}

fn relation(word: &str) -> Option<&'static str> {
    match word {
        "本人" | "被保険者" | "被保険者(本人)" => Some("1"),
        "家族" | "被扶養者" | "被扶養者(家族)" => Some("2"),
        _ => None,
    }
}

/// 5.2, the names before and after 2024-12-02.
fn card_class(word: &str) -> Option<&'static str> {
    Some(match word {
        "一般" | "被保険者証(一般)" | "被保険者証" => "01",
        "退職" | "被保険者証(退職)" => "02",
        "短期被保険者証(一般)" | "短期被保険者証" => "03",
        "短期被保険者証(退職)" => "04",
        "特別療養費支給対象者" | "特別療養費" | "被保険者資格証明書" => {
            "05"
        }
        "特例退職被保険者証" | "特例退職" => "06",
        "自衛官" | "自衛官診療証" => "07",
        "医療扶助" => "A1",
        _ => return None,
    })
}

/// 5.1.
fn validity(word: &str) -> Option<&'static str> {
    Some(match word {
        "有効" => "1",
        "無効" => "2",
        "無効(新しい資格あり)" => "3",
        "該当資格なし" => "4",
        "複数該当" => "5",
        "有効(未登録)" => "6",
        _ => return None,
    })
}

/// 5.4 適用区分.
fn limit_class(word: &str) -> Option<&'static str> {
    let upper = word.to_uppercase();
    let word = upper.strip_prefix("適用区分").unwrap_or(&upper);
    let word = word.strip_prefix("区分").unwrap_or(word);
    // 現役並み所得者Ⅲ, 現役並Ⅲ and 現役並みⅢ are one; so are 低所得者Ⅱ and 低所得Ⅱ.
    let word = word
        .replace("所得者", "所得")
        .replace("現役並み所得", "現役並")
        .replace("現役並所得", "現役並")
        .replace("現役並み", "現役並");
    Some(match word.as_str() {
        "ア" => "A01",
        "イ" => "A02",
        "ウ" => "A03",
        "エ" => "A04",
        "オ" => "A05",
        "オ(境)" => "A06",
        "現役並III" => "B01",
        "現役並II" => "B02",
        "現役並I" => "B03",
        "一般" => "B04",
        "低所得II" => "B05",
        "低所得I" => "B06",
        "低所得I(老福)" => "B07",
        "低所得I(境)" => "B08",
        "一般II" => "B09",
        "一般I" => "B10",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_limit_class_has_a_word() {
        // eligibility-format 5.4, as it stands there.
        for (words, expected) in [
            ("ア", "A01"),
            ("イ", "A02"),
            ("ウ", "A03"),
            ("エ", "A04"),
            ("オ", "A05"),
            ("オ（境）", "A06"),
            ("現役並みⅢ", "B01"),
            ("現役並みⅡ", "B02"),
            ("現役並みⅠ", "B03"),
            ("一般", "B04"),
            ("低所得Ⅱ", "B05"),
            ("低所得Ⅰ", "B06"),
            ("低所得Ⅰ（老福）", "B07"),
            ("低所得Ⅰ（境）", "B08"),
            ("一般Ⅱ", "B09"),
            ("一般Ⅰ", "B10"),
            ("ｱ", "A01"),
            ("区分ウ", "A03"),
            ("適用区分 エ", "A04"),
            ("現役並み所得者Ⅲ", "B01"),
            ("現役並ⅱ", "B02"),
            ("低所得者 Ⅰ", "B06"),
        ] {
            assert_eq!(code(Column::LimitClass, words), expected, "{words}");
        }
        for other in ["カ", "現役並み", "一般Ⅲ", "区分", "A03", ""] {
            assert_eq!(code(Column::LimitClass, other), other);
        }
    }

    #[test]
    fn other_words() {
        assert_eq!(code(Column::Relation, "本人"), "1");
        assert_eq!(code(Column::Relation, "家族"), "2");
        assert_eq!(code(Column::CardClass, "被保険者証（一般）"), "01");
        assert_eq!(code(Column::CardClass, "特別療養費支給対象者"), "05");
        assert_eq!(code(Column::CardClass, "医療扶助"), "A1");
        assert_eq!(code(Column::Validity, "無効（新しい資格あり）"), "3");
        assert_eq!(code(Column::Sex, "未設定"), "3");
        assert_eq!(code(Column::Sex, "女"), "女");
        assert_eq!(
            code(Column::AsOf, "令和7年12月3日 10時15分"),
            "令和7年12月3日"
        );
        assert_eq!(code(Column::Name, "一般"), "一般");
    }
}

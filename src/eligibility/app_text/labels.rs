//! Sections and labels (eligibility-format 4). One label means different things in different sections.

use std::borrow::Cow;

use crate::eligibility::column::Column;
use crate::text::fold;

/// A section of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Section {
    /// 資格情報.
    Main,
    /// 裏面記載情報.
    Back,
    /// 高齢受給者証.
    Elderly,
    /// 限度額適用認定証.
    Limit,
    /// One that nothing is known about.
    Other,
}

/// What a label tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A column of contract 3.4.
    Column(Column),
    /// 性別 on the back, which counts when there is none on the front.
    SecondSex,
    /// Something known that is of no use here.
    Nothing,
}

/// Words for comparison: widths folded, without spaces and the marks that people put around headings.
pub(super) fn folded(text: &str) -> Cow<'_, str> {
    let is_mark = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '【' | '】'
                    | '['
                    | ']'
                    | '<'
                    | '>'
                    | '「'
                    | '」'
                    | '■'
                    | '□'
                    | '●'
                    | '○'
                    | '◆'
                    | '◇'
                    | '▼'
                    | '▽'
                    | '※'
                    | '*'
                    | '-'
                    | '='
                    | '_'
                    | '#'
                    | '─'
                    | '━'
            )
    };
    match fold::nfkc(text) {
        Cow::Borrowed(text) if !text.contains(char::is_whitespace) => {
            Cow::Borrowed(text.trim_matches(is_mark))
        }
        text => {
            let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
            Cow::Owned(text.trim_matches(is_mark).to_owned())
        }
    }
}

/// The section with this heading, folded.
pub(super) fn section(words: &str) -> Option<Section> {
    Some(match words {
        "資格情報" | "資格確認結果" | "医療保険資格情報" | "医療保険の資格情報" => {
            Section::Main
        }
        "裏面記載情報" | "裏面" | "券面裏面" => Section::Back,
        "高齢受給者証" | "高齢受給者証情報" => Section::Elderly,
        "限度額適用認定証" | "限度額適用認定証情報" | "限度額適用認定証関連情報" => {
            Section::Limit
        }
        _ => return None,
    })
}

/// What a label, folded, tells in a section; `None` when nothing is known about it.
pub(super) fn meaning(section: Section, label: &str) -> Option<Meaning> {
    match section {
        Section::Main => main(label),
        Section::Back => back(label),
        Section::Elderly => elderly(label),
        Section::Limit => limit(label),
        Section::Other => None,
    }
}

/// True when some section has the label.
pub(super) fn is_known(label: &str) -> bool {
    [
        Section::Main,
        Section::Back,
        Section::Elderly,
        Section::Limit,
    ]
    .into_iter()
    .any(|section| meaning(section, label).is_some())
}

/// The column of a label with which a person begins.
pub(super) fn begins_person(label: &str) -> Option<Column> {
    match main(label) {
        Some(Meaning::Column(column @ (Column::AsOf | Column::InsurerNo))) => Some(column),
        _ => None,
    }
}

/// True when the label stands in 資格情報 alone, so that it leads back there whatever heading stands above.
pub(super) fn is_of_main_alone(label: &str) -> bool {
    main(label).is_some()
        && [Section::Back, Section::Elderly, Section::Limit]
            .into_iter()
            .all(|section| meaning(section, label).is_none())
        // A certificate of any kind has these.
        && !matches!(label, "交付年月日" | "交付日")
}

fn main(label: &str) -> Option<Meaning> {
    Some(Meaning::Column(match label {
        "確認日" | "資格確認日" => Column::AsOf,
        "保険者番号" => Column::InsurerNo,
        "保険者名" | "保険者名称" => Column::InsurerName,
        "記号" | "被保険者証記号" => Column::Symbol,
        "番号" | "被保険者証番号" => Column::Number,
        "枝番" | "被保険者証枝番" => Column::Branch,
        "フリガナ" | "ふりがな" | "氏名カナ" | "カナ氏名" => Column::Kana,
        "氏名" => Column::Name,
        "生年月日" => Column::BirthDate,
        "性別" => Column::Sex,
        "証区分" | "被保険者証区分" => Column::CardClass,
        "本人・家族の別" | "本人家族の別" => Column::Relation,
        "資格有効性" => Column::Validity,
        "資格取得年月日" | "資格取得日" => Column::QualifiedOn,
        "資格喪失年月日" | "資格喪失日" => Column::LostOn,
        "交付年月日" | "交付日" => Column::CardIssuedOn,
        "有効開始日" | "有効開始年月日" => Column::CardValidFrom,
        "有効終了日" | "有効終了年月日" => Column::CardValidTo,
        "負担割合" | "一部負担金割合" => Column::CopayPercent,
        "照会番号" => Column::QueryNo,
        "被保険者氏名" | "世帯主氏名" | "住所" | "郵便番号" => {
            return Some(Meaning::Nothing);
        }
        _ => return None,
    }))
}

/// The other name on the back is left alone, as in XML.
fn back(label: &str) -> Option<Meaning> {
    match label {
        "性別" => Some(Meaning::SecondSex),
        "氏名" | "氏名カナ" | "フリガナ" | "住所" | "郵便番号" => {
            Some(Meaning::Nothing)
        }
        _ => None,
    }
}

fn elderly(label: &str) -> Option<Meaning> {
    match label {
        "負担割合" | "一部負担金割合" => {
            Some(Meaning::Column(Column::ElderlyCopayPercent))
        }
        "有効開始日"
        | "有効開始年月日"
        | "有効終了日"
        | "有効終了年月日"
        | "交付日"
        | "交付年月日" => Some(Meaning::Nothing),
        _ => None,
    }
}

fn limit(label: &str) -> Option<Meaning> {
    Some(Meaning::Column(match label {
        "適用区分" | "限度額適用区分" | "認定証適用区分" | "限度額適用認定証適用区分" => {
            Column::LimitClass
        }
        "有効開始日" | "有効開始年月日" => Column::LimitValidFrom,
        "有効終了日" | "有効終了年月日" => Column::LimitValidTo,
        "認定証区分" | "交付日" | "交付年月日" | "長期入院該当日" | "長期入院該当年月日" =>
        {
            return Some(Meaning::Nothing);
        }
        _ => return None,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_label_in_four_sections() {
        let of = |section| meaning(section, "有効開始日");
        assert_eq!(
            of(Section::Main),
            Some(Meaning::Column(Column::CardValidFrom))
        );
        assert_eq!(
            of(Section::Limit),
            Some(Meaning::Column(Column::LimitValidFrom))
        );
        assert_eq!(of(Section::Elderly), Some(Meaning::Nothing));
        assert_eq!((of(Section::Back), of(Section::Other)), (None, None));
        let of = |section| meaning(section, "負担割合");
        assert_eq!(
            of(Section::Main),
            Some(Meaning::Column(Column::CopayPercent))
        );
        assert_eq!(
            of(Section::Elderly),
            Some(Meaning::Column(Column::ElderlyCopayPercent))
        );
        assert_eq!(meaning(Section::Back, "氏名"), Some(Meaning::Nothing));
        assert_eq!(meaning(Section::Back, "性別"), Some(Meaning::SecondSex));
    }

    #[test]
    fn labels_that_lead_back() {
        for label in [
            "確認日",
            "保険者番号",
            "番号",
            "生年月日",
            "資格取得年月日",
            "資格喪失年月日",
        ] {
            assert!(is_of_main_alone(label), "{label}");
        }
        for label in [
            "氏名",
            "性別",
            "有効終了日",
            "負担割合",
            "交付年月日",
            "適用区分",
            "知らない",
        ] {
            assert!(!is_of_main_alone(label), "{label}");
        }
    }

    #[test]
    fn headings_fold() {
        for text in [
            "資格情報",
            "【資格情報】",
            " ■ 資格 情報",
            "［資格情報］",
            "--- 資格情報 ---",
            "＜資格情報＞",
        ] {
            assert_eq!(section(&folded(text)), Some(Section::Main), "{text}");
        }
        assert_eq!(folded("ﾌﾘｶﾞﾅ"), "フリガナ");
        assert_eq!(folded("本人･家族の別"), "本人・家族の別");
        assert_eq!(folded("-----"), "");
    }
}

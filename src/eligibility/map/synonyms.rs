//! By which names the systems of insurers know our columns, and with which words they fill them.
//!
//! Ours: the elements of the eligibility system (contract 3.4), and what forms and member registers of insurers
//! are headed with. A name that means two things (`有効期限`: of the card, or of the 資格確認書?) or another
//! day (`資格終了日` is the last day with coverage, `lost_on` the first without) is left out: nothing is better
//! than a wrong guess.

use std::collections::BTreeMap;

use crate::eligibility::column::Column;
use crate::note::field_ja;
use crate::text::fold;

/// Names in the form of [`plain`], the surest first.
const NAMES: [(Column, &[&str]); 31] = [
    (
        Column::InsurerNo,
        &[
            "保険者番号",
            "保険者番号等",
            "保険者コード",
            "保険者no",
            "公費負担者番号",
            "insurernumber",
            "insurercode",
            "insurerid",
            "hokenshano",
            "hokenshabango",
            "hokenjabango",
        ],
    ),
    (
        Column::Symbol,
        &[
            "被保険者証記号",
            "被保険者証等記号",
            "被保険者証の記号",
            "被保険者記号",
            "保険証記号",
            "証記号",
            "資格記号",
            "加入者記号",
            "組合員証記号",
            "記号",
            "insuredcardsymbol",
            "insuredsymbol",
            "cardsymbol",
            "kigo",
            "kigou",
        ],
    ),
    (
        Column::Number,
        &[
            "被保険者証番号",
            "被保険者証等番号",
            "被保険者証の番号",
            "被保険者番号",
            "保険証番号",
            "証番号",
            "加入者番号",
            "組合員証番号",
            "組合員番号",
            "受給者番号",
            "番号",
            "insuredidentificationnumber",
            "insurednumber",
            "insuredno",
            "membernumber",
            "memberno",
            "cardnumber",
            "bango",
            "bangou",
        ],
    ),
    (
        Column::Branch,
        &[
            "被保険者証枝番",
            "被保険者証等枝番",
            "保険証枝番",
            "個人枝番",
            "枝番",
            "枝番号",
            "insuredbranchnumber",
            "branchnumber",
            "branchno",
            "edaban",
        ],
    ),
    (
        Column::BirthDate,
        &[
            "生年月日",
            "被保険者生年月日",
            "加入者生年月日",
            "対象者生年月日",
            "誕生日",
            "dateofbirth",
            "birthday",
            "dob",
            "seinengappi",
        ],
    ),
    (
        Column::Sex,
        &[
            "性別",
            "性別コード",
            "性別区分",
            "男女区分",
            "男女の別",
            "男女",
            "sexcode",
            "sex1",
            "gender",
            "gendercode",
            "seibetsu",
        ],
    ),
    (
        Column::Name,
        &[
            "氏名",
            "漢字氏名",
            "氏名漢字",
            "被保険者氏名",
            "加入者氏名",
            "対象者氏名",
            "姓名",
            "名前",
            "fullname",
            "kanjiname",
            "namekanji",
            "membername",
            "shimei",
        ],
    ),
    (
        Column::Kana,
        &[
            "氏名カナ",
            "カナ氏名",
            "被保険者氏名カナ",
            "加入者氏名カナ",
            "対象者氏名カナ",
            "氏名フリガナ",
            "フリガナ",
            "ふりがな",
            "カナ名",
            "カナ",
            "namekana",
            "kananame",
            "furigana",
        ],
    ),
    (
        Column::AsOf,
        &[
            "資格確認日",
            "資格確認年月日",
            "確認年月日",
            "確認日",
            "データ基準日",
            "基準年月日",
            "基準日",
            "抽出日",
            "qualificationconfirmationdate",
            "asofdate",
        ],
    ),
    (Column::Reference, &["照会区分", "referenceclassification"]),
    (Column::Status, &["処理結果状況", "processingresultstatus"]),
    (
        Column::Validity,
        &["資格有効性", "有効性", "qualificationvalidity"],
    ),
    (
        Column::CardClass,
        &[
            "被保険者証区分",
            "保険証区分",
            "証区分",
            "insuredcardclassification",
        ],
    ),
    (
        Column::Relation,
        &[
            "本人家族の別",
            "本人家族区分",
            "本人家族",
            "本家区分",
            "本人被扶養者区分",
            "被扶養者区分",
            "続柄区分",
            "続柄コード",
            "続柄名",
            "続柄",
            "personalfamilyclassification",
            "relationship",
            "zokugara",
        ],
    ),
    (
        Column::QualifiedOn,
        &[
            "資格取得日",
            "資格取得年月日",
            "取得年月日",
            "取得日",
            "資格開始年月日",
            "資格開始日",
            "認定年月日",
            "認定日",
            "加入年月日",
            "加入日",
            "qualificationdate",
            "acquisitiondate",
            "enrollmentdate",
            "enrolledon",
        ],
    ),
    (
        Column::LostOn,
        &[
            "資格喪失日",
            "資格喪失年月日",
            "喪失年月日",
            "喪失日",
            "disqualificationdate",
            "lossdate",
            "dateofloss",
        ],
    ),
    (
        Column::LossReason,
        &[
            "資格喪失事由",
            "喪失事由",
            "資格喪失事由コード",
            "喪失事由コード",
            "資格喪失理由",
            "喪失理由",
            "reasonofloss",
        ],
    ),
    (
        Column::CardIssuedOn,
        &[
            "被保険者証交付年月日",
            "保険証交付日",
            "証交付年月日",
            "証交付日",
            "交付年月日",
            "交付日",
            "insuredcertificateissuancedate",
        ],
    ),
    (
        Column::CardValidFrom,
        &[
            "被保険者証有効開始年月日",
            "有効開始年月日",
            "有効開始日",
            "insuredcardvaliddate",
        ],
    ),
    (
        Column::CardValidTo,
        &[
            "被保険者証有効終了年月日",
            "被保険者証有効期限",
            "保険証有効期限",
            "有効終了年月日",
            "有効終了日",
            "insuredcardexpirationdate",
        ],
    ),
    (
        Column::CopayPercent,
        &[
            "一部負担金割合",
            "一部負担割合",
            "自己負担割合",
            "本人負担割合",
            "負担割合",
            "insuredpartialcontributionratio",
            "copayrate",
            "copay",
        ],
    ),
    (
        Column::Preschool,
        &[
            "未就学区分",
            "未就学児",
            "未就学",
            "preschoolclassification",
        ],
    ),
    (
        Column::ElderlyCopayPercent,
        &[
            "高齢受給者証一部負担金割合",
            "高齢受給者一部負担金割合",
            "高齢受給者証負担割合",
            "高齢受給者負担割合",
            "elderlyrecipientcontributionratio",
        ],
    ),
    (
        Column::LimitClass,
        &[
            "限度額適用区分",
            "限度額適用認定証適用区分",
            "限度額適用認定証区分",
            "限度額区分",
            "適用区分",
            "limitapplicationcertificateclassificationflag",
        ],
    ),
    (
        Column::LimitConsent,
        &[
            "限度額適用認定証提供同意フラグ",
            "限度額情報提供同意",
            "limitapplicationcertificaterelatedconsflg",
        ],
    ),
    (
        Column::CertificateValidTo,
        &[
            "資格確認書有効期限",
            "資格確認書有効終了日",
            "資格確認書有効終了年月日",
            "certificateexpiry",
        ],
    ),
    (
        Column::MynaRegistered,
        &[
            "マイナ保険証利用登録",
            "マイナ保険証登録有無",
            "マイナ保険証登録",
            "マイナ保険証有無",
            "マイナ登録",
        ],
    ),
    (Column::InsurerName, &["保険者名", "保険者名称"]),
    (
        Column::LimitValidFrom,
        &[
            "限度額適用認定証有効開始年月日",
            "限度額適用認定証有効開始日",
        ],
    ),
    (
        Column::LimitValidTo,
        &[
            "限度額適用認定証有効終了年月日",
            "限度額適用認定証有効終了日",
            "限度額適用認定証有効期限",
        ],
    ),
    (Column::QueryNo, &["照会番号"]),
];

/// Words in the form of [`plain`], and the code each stands for. 限度額: 適用区分 OQSCD012.
const WORDS: [(Column, &str, &[&str]); 20] = [
    (Column::Sex, "1", &["男", "男性", "男子", "m", "male"]),
    (Column::Sex, "2", &["女", "女性", "女子", "f", "female"]),
    (
        Column::Relation,
        "1",
        &["本人", "被保険者", "世帯主", "組合員", "self"],
    ),
    (
        Column::Relation,
        "2",
        &[
            "家族",
            "被扶養者",
            "配偶者",
            "妻",
            "夫",
            "子",
            "長男",
            "長女",
            "次男",
            "二男",
            "次女",
            "二女",
            "三男",
            "三女",
            "父",
            "母",
            "祖父",
            "祖母",
            "孫",
            "兄",
            "弟",
            "姉",
            "妹",
            "family",
        ],
    ),
    (Column::Validity, "1", &["有効", "valid", "active"]),
    (Column::Validity, "2", &["無効", "invalid", "inactive"]),
    (Column::LossReason, "01", &["死亡"]),
    (Column::LossReason, "02", &["生活保護", "生活保護受給開始"]),
    (
        Column::LossReason,
        "03",
        &["社保加入", "国保加入", "他保険加入", "医療保険等の資格取得"],
    ),
    (Column::LossReason, "99", &["その他"]),
    (Column::LimitClass, "A01", &["ア"]),
    (Column::LimitClass, "A02", &["イ"]),
    (Column::LimitClass, "A03", &["ウ"]),
    (Column::LimitClass, "A04", &["エ"]),
    (Column::LimitClass, "A05", &["オ"]),
    (Column::LimitClass, "B01", &["現役並みiii"]),
    (Column::LimitClass, "B02", &["現役並みii"]),
    (Column::LimitClass, "B03", &["現役並みi"]),
    (Column::LimitClass, "B05", &["低所得ii"]),
    (Column::LimitClass, "B06", &["低所得i"]),
];

/// A name for comparison: NFKC, lower-case, without spaces and marks, so that `Insurer No.`, `insurer_no` and
/// `insurerNo` are one.
pub(super) fn plain(text: &str) -> String {
    let mut folded = fold::nfkc(text).to_lowercase();
    folded.retain(|c| !c.is_whitespace() && !"_-‐－・.,/:'\"()[]「」【】".contains(c));
    folded
}

/// Which of our columns may be meant by which plain name, and how sure that is (0 the most).
pub(super) fn by_name() -> BTreeMap<String, (Column, usize)> {
    let mut known = BTreeMap::new();
    for (column, names) in &NAMES {
        let own = [column.id()].into_iter();
        let all = own
            .chain(names.iter().copied())
            .chain(field_ja(column.id()));
        for (rank, name) in all.enumerate() {
            known.entry(plain(name)).or_insert((*column, rank));
        }
    }
    known
}

/// The code that `word` stands for in `column`.
pub(super) fn code_of(column: Column, word: &str) -> Option<&'static str> {
    let word = plain(word);
    let found = WORDS
        .iter()
        .find(|(of, _, words)| *of == column && words.contains(&word.as_str()))?;
    Some(found.1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eligibility::column;
    use crate::eligibility::record::Facts;

    #[test]
    fn every_column_has_names_and_none_means_two() {
        let mut owner = BTreeMap::new();
        for (column, names) in &NAMES {
            assert!(!names.is_empty(), "{column:?}");
            for name in *names {
                assert_eq!(plain(name), *name, "as it is compared");
                assert_eq!(owner.insert(*name, *column), None, "{name}");
            }
        }
        let columns: std::collections::BTreeSet<_> =
            NAMES.iter().map(|(column, _)| column).collect();
        assert_eq!(columns.len(), Column::ALL.len());
    }

    #[test]
    fn spellings_of_one_name() {
        let known = by_name();
        for name in [
            "InsurerNo",
            "INSURER_NO",
            "insurer-no",
            "Insurer No.",
            "ｉｎｓｕｒｅｒ＿ｎｏ",
            "保険者番号",
            "保険者 番号",
        ] {
            assert_eq!(
                known.get(&plain(name)).map(|k| k.0),
                Some(Column::InsurerNo),
                "{name}"
            );
        }
        for name in ["ｶﾅ氏名", "氏名（カナ）", "NameKana", "ﾌﾘｶﾞﾅ"] {
            assert_eq!(
                known.get(&plain(name)).map(|k| k.0),
                Some(Column::Kana),
                "{name}"
            );
        }
        for name in ["有効期限", "資格終了日", "status2"] {
            assert_eq!(known.get(&plain(name)), None, "{name}");
        }
    }

    #[test]
    fn words_stand_for_codes_that_the_columns_hold() {
        for (column, code, words) in &WORDS {
            assert_eq!(column::set(&mut Facts::default(), *column, code), Ok(()));
            for word in *words {
                assert_eq!(code_of(*column, word), Some(*code), "{word}");
            }
        }
        assert_eq!(code_of(Column::LimitClass, "現役並みⅢ"), Some("B01"));
        assert_eq!(code_of(Column::Sex, "ア"), None);
    }
}

//! The Japanese names of columns and elements, as people know them from the forms.

/// The Japanese name of a column of contract 3.3 and 3.4, or of an element that is told by its own name
/// (eligibility-format 3.1).
pub(crate) fn field_ja(id: &str) -> Option<&'static str> {
    Some(match id {
        "insurer_no" => "保険者番号",
        "symbol" => "記号",
        "number" => "番号",
        "branch" => "枝番",
        "birth_date" => "生年月日",
        "sex" => "性別",
        "name" => "氏名",
        "kana" => "氏名カナ",
        "as_of" => "資格確認日",
        "reference" => "照会区分",
        "status" => "処理結果状況",
        "validity" => "資格有効性",
        "card_class" => "被保険者証区分",
        "relation" => "本人・家族の別",
        "qualified_on" => "資格取得日",
        "lost_on" => "資格喪失日",
        "loss_reason" => "資格喪失事由",
        "card_issued_on" => "被保険者証の交付日",
        "card_valid_from" => "被保険者証の有効開始日",
        "card_valid_to" => "被保険者証の有効終了日",
        "copay_percent" => "一部負担金割合",
        "preschool" => "未就学区分",
        "elderly_copay_percent" => "高齢受給者証の負担割合",
        "limit_class" => "限度額適用区分",
        "limit_consent" => "限度額情報の提供同意",
        "certificate_valid_to" => "資格確認書の有効期限",
        "myna_registered" => "マイナ保険証の利用登録",
        "insurer_name" => "保険者名称",
        "limit_valid_from" => "限度額適用区分の有効開始日",
        "limit_valid_to" => "限度額適用区分の有効終了日",
        "query_no" => "照会番号",
        "shown_on" => "提示日",
        "kind" => "種類",
        "valid_to" => "有効期限",
        "issued_on" => "交付日",
        "note" => "備考",
        "SegmentOfResult" => "処理結果区分",
        "CharacterCodeIdentifier" => "文字コード識別",
        _ => return None,
    })
}

/// The Japanese name with `id` in brackets behind it; an `id` that is not known stands alone.
pub(super) fn labelled(id: &str) -> String {
    field_ja(id).map_or_else(|| id.to_owned(), |ja| format!("{ja}（{id}）"))
}

/// The same for names joined by `, `.
pub(super) fn all_labelled(ids: &str) -> String {
    ids.split(", ").map(labelled).collect::<Vec<_>>().join("、")
}

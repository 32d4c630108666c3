//! The fields that findings of `check` point at: their identifiers, where they stand, how they are
//! called (記録条件仕様（訪問看護用）3, claims-format 3).

use super::{Text, text};

/// A field of a record.
struct Field {
    record: &'static str,
    /// From 1; 1 is the record's identifier.
    position: u8,
    id: &'static str,
    name: Text,
}

const fn field(record: &'static str, position: u8, id: &'static str, name: Text) -> Field {
    Field {
        record,
        position,
        id,
        name,
    }
}

const FIELDS: &[Field] = &[
    field("RE", 2, "claim_no", text("レセプト番号", "claim number")),
    field("RE", 3, "claim_type", text("レセプト種別", "claim type")),
    field(
        "RE",
        4,
        "service_month",
        text("指定訪問看護年月", "service month"),
    ),
    field("RE", 5, "name", text("氏名", "name")),
    field("RE", 6, "kana", text("カタカナ氏名", "name in kana")),
    field("RE", 7, "sex", text("男女区分", "sex")),
    field("RE", 8, "birth_date", text("生年月日", "birth date")),
    field("HO", 2, "insurer_no", text("保険者番号", "insurer number")),
    field("HO", 3, "symbol", text("記号", "symbol")),
    field("HO", 4, "number", text("番号", "number")),
    field("HO", 5, "days", text("実日数", "number of days")),
    field("HO", 6, "total_yen", text("合計金額", "total amount")),
    field(
        "KO",
        2,
        "payer_no",
        text("負担者番号", "public payer number"),
    ),
    field(
        "KO",
        3,
        "recipient_no",
        text("受給者番号", "recipient number"),
    ),
    field("KO", 5, "days", text("実日数", "number of days")),
    field("KO", 6, "total_yen", text("合計金額", "total amount")),
    field(
        "SN",
        3,
        "confirmation",
        text("確認区分", "confirmation code"),
    ),
    field("SN", 7, "branch", text("枝番", "branch number")),
    field("KA", 2, "date", text("算定年月日", "date of care")),
];

/// Record and 0-based index of the field with this identifier; of several the first.
pub(super) fn position(id: &str) -> Option<(&'static str, usize)> {
    FIELDS
        .iter()
        .find(|field| field.id == id)
        .map(|f| (f.record, usize::from(f.position) - 1))
}

/// The identifier of the field at a 1-based position; empty when findings have none for it.
pub(super) fn id(record: &str, position: u8) -> &'static str {
    // JD: field 3 is the 1st of the month, and so on.
    if record == "JD" && position > 2 {
        return "day";
    }
    FIELDS
        .iter()
        .find(|f| f.record == record && f.position == position)
        .map_or("", |f| f.id)
}

/// What a field is called, for people.
pub(super) fn name(record: &str, id: &str) -> Option<Text> {
    if id == "day" {
        return Some(text("日の情報", "day"));
    }
    let of_record = FIELDS.iter().find(|f| f.record == record && f.id == id);
    of_record
        .or_else(|| FIELDS.iter().find(|f| f.id == id))
        .map(|f| f.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_and_positions() {
        assert_eq!(position("branch"), Some(("SN", 6)));
        assert_eq!(position("insurer_no"), Some(("HO", 1)));
        assert_eq!(position("no such"), None);
        assert_eq!(id("KO", 6), "total_yen");
        assert_eq!(id("JD", 33), "day");
        assert_eq!(id("RE", 0), "");
        assert_eq!(name("KO", "days").map(|n| n.ja), Some("実日数"));
    }
}

//! What stands before the records of an insurer's file and of history lines, and why claims come back
//! (claims-format 5 and 6): no 別表 of the station's specification, so most of it is inferred from 医科.

use super::Confidence;

/// A code that is no part of the station's own specification.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SiblingCode {
    /// As written in the file.
    pub code: &'static str,
    /// What it says.
    pub ja: &'static str,
    /// A short English reading.
    pub en: &'static str,
    /// How sure it is for 訪問看護.
    pub confidence: Confidence,
}

const fn inferred(code: &'static str, ja: &'static str, en: &'static str) -> SiblingCode {
    SiblingCode {
        code,
        ja,
        en,
        confidence: Confidence::Inferred,
    }
}

/// データ識別: what the line of an insurer's file, or of a history, holds. 8 is confirmed by the official guide
/// (history lines of 返戻 and 再請求); the others are those of 医科.
pub static DATA_KINDS: [SiblingCode; 15] = [
    inferred("1", "請求データ", "claim as filed"),
    inferred("2", "審査支払機関の補正", "payer's correction"),
    inferred(
        "3",
        "保険者の再審査請求",
        "insurer's request for another review",
    ),
    inferred("4", "再審査の結果", "result of the other review"),
    inferred(
        "5",
        "資格確認前の請求データ",
        "claim before eligibility was confirmed",
    ),
    inferred("6", "資格確認による補正", "correction by eligibility"),
    inferred(
        "7",
        "保険者の資格確認依頼",
        "insurer's request to confirm eligibility",
    ),
    SiblingCode {
        confidence: Confidence::Confirmed,
        ..inferred("8", "返戻・再請求の履歴", "history of return and re-claim")
    },
    inferred("9", "回答", "answer"),
    inferred(
        "11",
        "再請求前の請求データ",
        "before the re-claim: claim as filed",
    ),
    inferred(
        "12",
        "再請求前の審査支払機関の補正",
        "before the re-claim: payer's correction",
    ),
    inferred(
        "13",
        "再請求前の保険者の再審査請求",
        "before the re-claim: insurer's request for another review",
    ),
    inferred(
        "14",
        "再請求前の再審査の結果",
        "before the re-claim: result of the other review",
    ),
    inferred(
        "15",
        "再請求前の資格確認前の請求データ",
        "before the re-claim: claim before eligibility was confirmed",
    ),
    inferred(
        "16",
        "再請求前の資格確認による補正",
        "before the re-claim: correction by eligibility",
    ),
];

/// 返戻区分 of HR (its third field), as in 医科.
pub static RETURN_KINDS: [SiblingCode; 9] = [
    inferred("1", "事務返戻", "returned: clerical"),
    inferred("2", "審査返戻", "returned: review"),
    inferred("3", "特別審査返戻", "returned: special review"),
    inferred("4", "再審査返戻", "returned: another review"),
    inferred("5", "再審査返戻", "returned: another review"),
    inferred("6", "再審査返戻", "returned: another review"),
    inferred("7", "再審査返戻", "returned: another review"),
    inferred("8", "再審査返戻", "returned: another review"),
    inferred("9", "取下げ", "withdrawn"),
];

/// The reading of データ識別, if it is known.
#[must_use]
pub fn data_kind(code: &[u8]) -> Option<&'static SiblingCode> {
    DATA_KINDS.iter().find(|kind| kind.code.as_bytes() == code)
}

/// The reading of 返戻区分, if it is known.
#[must_use]
pub fn return_kind(code: &[u8]) -> Option<&'static SiblingCode> {
    RETURN_KINDS
        .iter()
        .find(|kind| kind.code.as_bytes() == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_history_is_confirmed() {
        let sure = |kinds: &[SiblingCode]| -> Vec<&str> {
            let sure = kinds
                .iter()
                .filter(|kind| kind.confidence == Confidence::Confirmed);
            sure.map(|kind| kind.code).collect()
        };
        assert_eq!(sure(&DATA_KINDS), ["8"]);
        assert!(sure(&RETURN_KINDS).is_empty());
        assert_eq!(
            data_kind(b"2").map(|kind| kind.ja),
            Some("審査支払機関の補正")
        );
        assert_eq!(data_kind(b"10"), None);
        assert_eq!(return_kind(b"9").map(|kind| kind.en), Some("withdrawn"));
    }

    #[test]
    fn codes_and_readings_are_distinct() {
        let codes: std::collections::BTreeSet<_> =
            DATA_KINDS.iter().map(|kind| kind.code).collect();
        let words: std::collections::BTreeSet<_> = DATA_KINDS.iter().map(|kind| kind.ja).collect();
        assert_eq!(
            (codes.len(), words.len()),
            (DATA_KINDS.len(), DATA_KINDS.len())
        );
    }
}

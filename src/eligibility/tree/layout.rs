//! Which elements are read, told by name and parent (contract 3.4, eligibility-format 3).
//!
//! A name alone says nothing: `Birthdate` stands in the record and in the query, and a record's
//! blocks of tickets and certificates repeat names and dates. An element counts only directly below
//! the parent named here.

use crate::eligibility::column::Column;

/// Elements that hold others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Parent {
    /// `XmlMsg`.
    Root,
    /// `MessageHeader`.
    Header,
    /// `MessageBody`.
    Body,
    /// `BulkConfirmUnit`: one query of a bulk result.
    Unit,
    /// `QualificationConfirmSearchInfo`: the query.
    Search,
    /// `ResultOfQualificationConfirmation`: one result record.
    Record,
    /// `ResultList`: result records.
    List,
    /// `ElderlyRecipientCertificateInfo`: 高齢受給者証情報.
    Elderly,
    /// `LimitApplicationCertificateRelatedInfo`: 限度額適用認定証関連情報.
    Limit,
    /// `BulkRegistrationUnit`: a result of registering 照会番号, not of asking for eligibility.
    Registration,
    /// Anything else.
    Other,
}

/// What an element of text tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    /// A column of the header, which holds for all records.
    Header(Column),
    /// `SegmentOfResult` 処理結果区分.
    Segment,
    /// `ErrorCode`, `ErrorMessage`.
    Error,
    /// `CharacterCodeIdentifier` 文字コード識別.
    CharacterCode,
    /// `ReceptionNumber` in the body: a receipt for a bulk query.
    Receipt,
    /// `ReceptionNumber` 受付番号 of the header.
    ReceptionNo,
    /// `ProcessExecutionTime` 処理実行日時 of the header.
    ExecutedAt,
    /// A column of the unit, which holds for its records.
    Unit(Column),
    /// `ReferenceNumber` 照会番号 beside the records of a unit.
    UnitQueryNo,
    /// A column of the query's identity.
    Search(Column),
    /// A column of the record.
    Record(Column),
    /// `Sex2` 性別2, which counts when there is no `Sex1`.
    SecondSex,
}

/// The kind of parent that an element with this local name is.
pub(super) fn parent(name: &str) -> Parent {
    // By length first, as in `record`.
    match (name.len(), name) {
        (6, "XmlMsg") => Parent::Root,
        (10, "ResultList") => Parent::List,
        (11, "MessageBody") => Parent::Body,
        (13, "MessageHeader") => Parent::Header,
        (15, "BulkConfirmUnit") => Parent::Unit,
        (20, "BulkRegistrationUnit") => Parent::Registration,
        (30, "QualificationConfirmSearchInfo") => Parent::Search,
        (31, "ElderlyRecipientCertificateInfo") => Parent::Elderly,
        (33, "ResultOfQualificationConfirmation") => Parent::Record,
        (38, "LimitApplicationCertificateRelatedInfo") => Parent::Limit,
        _ => Parent::Other,
    }
}

/// What the element with this local name tells directly below `parent`, if anything.
pub(super) fn slot(parent: Parent, name: &str) -> Option<Slot> {
    match parent {
        Parent::Record => record(name),
        Parent::Search => search(name).map(Slot::Search),
        Parent::Body if name == "ReceptionNumber" => Some(Slot::Receipt),
        Parent::Body | Parent::Unit if name == "ReferenceNumber" => Some(Slot::UnitQueryNo),
        Parent::Body | Parent::Unit => unit(name).map(Slot::Unit),
        Parent::Header => header(name),
        Parent::Elderly if name == "ElderlyRecipientContributionRatio" => {
            Some(Slot::Record(Column::ElderlyCopayPercent))
        }
        Parent::Limit if name == "LimitApplicationCertificateClassificationFlag" => {
            Some(Slot::Record(Column::LimitClass))
        }
        Parent::Limit if name == "LimitApplicationCertificateValidStartDate" => {
            Some(Slot::Record(Column::LimitValidFrom))
        }
        Parent::Limit if name == "LimitApplicationCertificateValidEndDate" => {
            Some(Slot::Record(Column::LimitValidTo))
        }
        _ => None,
    }
}

fn record(name: &str) -> Option<Slot> {
    // By length first: most elements of a record are none of these, and a length tells them apart.
    let column = match (name.len(), name) {
        (4, "Name") => Column::Name,
        (4, "Sex1") => Column::Sex,
        (4, "Sex2") => return Some(Slot::SecondSex),
        (8, "NameKana") => Column::Kana,
        (9, "Birthdate") => Column::BirthDate,
        (11, "InsurerName") => Column::InsurerName,
        (12, "ReasonOfLoss") => Column::LossReason,
        (13, "InsurerNumber") => Column::InsurerNo,
        (15, "ReferenceNumber") => Column::QueryNo,
        (17, "InsuredCardSymbol") => Column::Symbol,
        (17, "QualificationDate") => Column::QualifiedOn,
        (19, "InsuredBranchNumber") => Column::Branch,
        (20, "DisqualificationDate") => Column::LostOn,
        (20, "InsuredCardValidDate") => Column::CardValidFrom,
        (21, "QualificationValidity") => Column::Validity,
        (22, "ProcessingResultStatus") => Column::Status,
        (23, "PreschoolClassification") => Column::Preschool,
        (25, "InsuredCardClassification") => Column::CardClass,
        (25, "InsuredCardExpirationDate") => Column::CardValidTo,
        (27, "InsuredIdentificationNumber") => Column::Number,
        (28, "PersonalFamilyClassification") => Column::Relation,
        (30, "InsuredCertificateIssuanceDate") => Column::CardIssuedOn,
        (31, "InsuredPartialContributionRatio") => Column::CopayPercent,
        (33, "ElderlyRecipientContributionRatio") => Column::ElderlyCopayPercent,
        (41, "LimitApplicationCertificateRelatedConsFlg") => Column::LimitConsent,
        _ => return None,
    };
    Some(Slot::Record(column))
}

fn search(name: &str) -> Option<Column> {
    Some(match name {
        "InsurerNumber" => Column::InsurerNo,
        "InsuredCardSymbol" => Column::Symbol,
        "InsuredIdentificationNumber" => Column::Number,
        "InsuredBranchNumber" => Column::Branch,
        "Birthdate" => Column::BirthDate,
        _ => return None,
    })
}

fn unit(name: &str) -> Option<Column> {
    match name {
        "ProcessingResultStatus" => Some(Column::Status),
        "QualificationValidity" => Some(Column::Validity),
        _ => None,
    }
}

fn header(name: &str) -> Option<Slot> {
    Some(match name {
        "QualificationConfirmationDate" => Slot::Header(Column::AsOf),
        "ReferenceClassification" => Slot::Header(Column::Reference),
        "ProcessExecutionTime" => Slot::ExecutedAt,
        "ReceptionNumber" => Slot::ReceptionNo,
        "SegmentOfResult" => Slot::Segment,
        "ErrorCode" | "ErrorMessage" => Slot::Error,
        "CharacterCodeIdentifier" => Slot::CharacterCode,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_element_of_a_record_is_known() {
        // The mapping of contract 3.4, word for word.
        for (name, column) in [
            ("InsurerNumber", Column::InsurerNo),
            ("InsuredCardSymbol", Column::Symbol),
            ("InsuredIdentificationNumber", Column::Number),
            ("InsuredBranchNumber", Column::Branch),
            ("Birthdate", Column::BirthDate),
            ("Sex1", Column::Sex),
            ("Name", Column::Name),
            ("NameKana", Column::Kana),
            ("InsuredCardClassification", Column::CardClass),
            ("PersonalFamilyClassification", Column::Relation),
            ("QualificationDate", Column::QualifiedOn),
            ("DisqualificationDate", Column::LostOn),
            ("ReasonOfLoss", Column::LossReason),
            ("InsuredCertificateIssuanceDate", Column::CardIssuedOn),
            ("InsuredCardValidDate", Column::CardValidFrom),
            ("InsuredCardExpirationDate", Column::CardValidTo),
            ("InsuredPartialContributionRatio", Column::CopayPercent),
            ("PreschoolClassification", Column::Preschool),
            (
                "ElderlyRecipientContributionRatio",
                Column::ElderlyCopayPercent,
            ),
            (
                "LimitApplicationCertificateRelatedConsFlg",
                Column::LimitConsent,
            ),
            ("InsurerName", Column::InsurerName),
            ("ProcessingResultStatus", Column::Status),
            ("QualificationValidity", Column::Validity),
        ] {
            assert_eq!(
                slot(Parent::Record, name),
                Some(Slot::Record(column)),
                "{name}"
            );
        }
        assert_eq!(slot(Parent::Record, "Sex2"), Some(Slot::SecondSex));
    }

    #[test]
    fn look_alikes_are_not_taken() {
        for name in [
            "InsuredName",
            "NameOfOther",
            "NameOfOtherKana",
            "MedicalTicketValidDate",
            "LimitApplicationCertificateDate",
            "Address",
        ] {
            assert_eq!(slot(Parent::Record, name), None, "{name}");
        }
        assert_eq!(slot(Parent::Other, "Birthdate"), None);
        assert_eq!(
            slot(Parent::Limit, "LimitApplicationCertificateClassification"),
            None
        );
        assert_eq!(slot(Parent::Header, "QualificationDate"), None);
    }
}

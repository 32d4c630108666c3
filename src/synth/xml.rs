//! Eligibility results as XML (eligibility-format 3).

use std::fmt::Write;

use chrono::{Datelike, NaiveDate};

use super::plan::Record;
use super::station::WordedRecord;
use super::tables::insurer_name;

/// XML text under way: elements without attributes, two blanks of indent a level.
#[derive(Debug, Default)]
pub(super) struct Xml {
    text: String,
    level: usize,
}

impl Xml {
    /// Starts with the declaration; `sjis` says which encoding the bytes will have.
    pub(super) fn new(sjis: bool) -> Self {
        let encoding = if sjis { "Shift_JIS" } else { "UTF-8" };
        let text = format!("<?xml version=\"1.0\" encoding=\"{encoding}\" standalone=\"no\"?>\r\n");
        Self { text, level: 0 }
    }

    /// `<name>…</name>` around what `inside` writes.
    pub(super) fn within(&mut self, name: &str, inside: impl FnOnce(&mut Self)) {
        self.indent();
        let _ = write!(self.text, "<{name}>\r\n");
        self.level += 1;
        inside(self);
        self.level -= 1;
        self.indent();
        let _ = write!(self.text, "</{name}>\r\n");
    }

    /// `<name>text</name>`; nothing when `text` is empty.
    pub(super) fn leaf(&mut self, name: &str, text: &str) {
        if text.is_empty() {
            return;
        }
        self.indent();
        let text = text
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;");
        let _ = write!(self.text, "<{name}>{text}</{name}>\r\n");
    }

    fn date(&mut self, name: &str, date: Option<NaiveDate>) {
        self.leaf(name, &date.map_or(String::new(), ymd));
    }

    fn indent(&mut self) {
        for _ in 0..self.level {
            self.text.push_str("  ");
        }
    }

    /// The finished text.
    pub(super) fn finish(self) -> String {
        self.text
    }
}

/// `YYYYMMDD`.
pub(super) fn ymd(date: NaiveDate) -> String {
    format!("{:04}{:02}{:02}", date.year(), date.month(), date.day())
}

/// `MessageHeader` (3.1). `bulk` is the number of units of a bulk answer, which has a 受付番号.
#[derive(Clone, Copy, Debug)]
pub(super) struct Header<'a> {
    pub as_of: NaiveDate,
    pub institution: &'a str,
    /// 照会区分; bulk answers by number have none.
    pub reference: Option<u8>,
    pub sjis: bool,
    pub bulk: Option<usize>,
}

impl Header<'_> {
    pub(super) fn write(&self, xml: &mut Xml) {
        let asked = ymd(self.as_of);
        xml.within("MessageHeader", |xml| {
            xml.leaf("ProcessExecutionTime", &format!("{asked}101500"));
            xml.leaf("QualificationConfirmationDate", &asked);
            xml.leaf("MedicalInstitutionCode", self.institution);
            if let Some(reference) = self.reference {
                xml.leaf("ReferenceClassification", &reference.to_string());
            }
            xml.leaf("SegmentOfResult", "1");
            xml.leaf("CharacterCodeIdentifier", if self.sjis { "1" } else { "0" });
            if let Some(units) = self.bulk {
                xml.leaf("ReceptionNumber", &format!("{asked}{units:06}"));
                xml.leaf("NumberOfProcessingResult", &units.to_string());
            }
        });
    }
}

/// 資格確認照会用情報 (3.3): how the query named the person.
pub(super) fn search_info(xml: &mut Xml, worded: &WordedRecord) {
    xml.within("QualificationConfirmSearchInfo", |xml| {
        xml.leaf("InsurerNumber", &format!("{:>8}", worded.wording.insurer));
        xml.leaf("InsuredCardSymbol", &worded.wording.symbol);
        xml.leaf("InsuredIdentificationNumber", &worded.wording.number);
        xml.leaf("InsuredBranchNumber", &worded.record.insured.branch);
        xml.date("Birthdate", Some(worded.record.birth));
    });
}

/// 処理結果状況 and 資格有効性 of a person (3.2).
pub(super) fn status(xml: &mut Xml, record: &Record) {
    xml.leaf("ProcessingResultStatus", &record.status.to_string());
    if record.status == 2 {
        xml.leaf("ProcessingResultMessage", "架空のエラーです。");
    }
    if record.validity > 0 {
        xml.leaf("QualificationValidity", &record.validity.to_string());
    }
}

/// 資格確認結果 (3.4), if the unit has one.
pub(super) fn result(xml: &mut Xml, worded: &WordedRecord) {
    let (record, wording) = (&worded.record, &worded.wording);
    let Some(who) = &record.who else { return };
    let digit = |n: Option<u8>| n.map_or(String::new(), |n| n.to_string());
    let percent = |n: Option<u32>| n.map_or(String::new(), |n| format!("{n:03}"));
    xml.within("ResultOfQualificationConfirmation", |xml| {
        xml.leaf("InsuredCardClassification", record.card_class);
        xml.leaf("InsurerNumber", &format!("{:>8}", wording.insurer));
        xml.leaf("InsuredCardSymbol", &wording.symbol);
        xml.leaf("InsuredIdentificationNumber", &wording.number);
        xml.leaf("InsuredBranchNumber", &record.insured.branch);
        xml.leaf("PersonalFamilyClassification", &digit(record.relation));
        xml.leaf("Name", &who.name);
        xml.leaf("NameKana", &who.kana);
        xml.leaf("Sex1", &who.sex.to_string());
        xml.date("Birthdate", Some(record.birth));
        xml.date("QualificationDate", record.qualified_on);
        xml.date("DisqualificationDate", record.lost_on);
        xml.leaf("ReasonOfLoss", record.loss_reason.unwrap_or(""));
        xml.date("InsuredCertificateIssuanceDate", record.card_issued_on);
        xml.date("InsuredCardValidDate", record.card_valid_from);
        xml.date("InsuredCardExpirationDate", record.card_valid_to);
        xml.leaf(
            "InsuredPartialContributionRatio",
            &percent(record.copay_percent),
        );
        xml.leaf(
            "PreschoolClassification",
            if record.preschool { "1" } else { "" },
        );
        xml.leaf("InsurerName", insurer_name(&record.insured));
        if let Some(ratio) = record.elderly_copay_percent {
            xml.within("ElderlyRecipientCertificateInfo", |xml| {
                xml.leaf("ElderlyRecipientContributionRatio", &percent(Some(ratio)));
            });
        }
        if let Some(class) = record.limit_class {
            xml.leaf("LimitApplicationCertificateRelatedConsFlg", "1");
            xml.within("LimitApplicationCertificateRelatedInfo", |xml| {
                xml.leaf("LimitApplicationCertificateClassification", "01");
                xml.leaf("LimitApplicationCertificateClassificationFlag", class);
            });
        }
    });
}

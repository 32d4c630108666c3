//! The columns of contract 3.4 and how the value of each is read, whatever form it comes in.

use chrono::NaiveDate;

use super::record::Facts;
use crate::note::Expected;
use crate::text::{date, fold, trimmed};

/// A column of contract 3.4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
#[expect(
    missing_docs,
    reason = "the names are those of contract 3.4, see `Column::id`"
)]
pub enum Column {
    InsurerNo,
    Symbol,
    Number,
    Branch,
    BirthDate,
    Sex,
    Name,
    Kana,
    AsOf,
    Reference,
    Status,
    Validity,
    CardClass,
    Relation,
    QualifiedOn,
    LostOn,
    LossReason,
    CardIssuedOn,
    CardValidFrom,
    CardValidTo,
    CopayPercent,
    Preschool,
    ElderlyCopayPercent,
    LimitClass,
    LimitConsent,
    CertificateValidTo,
    MynaRegistered,
    InsurerName,
    LimitValidFrom,
    LimitValidTo,
    QueryNo,
}

impl Column {
    /// Every column, in the order of contract 3.4, then ours.
    pub const ALL: [Self; 31] = [
        Self::InsurerNo,
        Self::Symbol,
        Self::Number,
        Self::Branch,
        Self::BirthDate,
        Self::Sex,
        Self::Name,
        Self::Kana,
        Self::AsOf,
        Self::Reference,
        Self::Status,
        Self::Validity,
        Self::CardClass,
        Self::Relation,
        Self::QualifiedOn,
        Self::LostOn,
        Self::LossReason,
        Self::CardIssuedOn,
        Self::CardValidFrom,
        Self::CardValidTo,
        Self::CopayPercent,
        Self::Preschool,
        Self::ElderlyCopayPercent,
        Self::LimitClass,
        Self::LimitConsent,
        Self::CertificateValidTo,
        Self::MynaRegistered,
        Self::InsurerName,
        Self::LimitValidFrom,
        Self::LimitValidTo,
        Self::QueryNo,
    ];

    /// The columns without which a table is no eligibility register.
    pub const REQUIRED: [Self; 3] = [Self::InsurerNo, Self::Number, Self::BirthDate];

    /// The name in files.
    #[must_use]
    pub fn id(self) -> &'static str {
        const IDS: [&str; 31] = [
            "insurer_no",
            "symbol",
            "number",
            "branch",
            "birth_date",
            "sex",
            "name",
            "kana",
            "as_of",
            "reference",
            "status",
            "validity",
            "card_class",
            "relation",
            "qualified_on",
            "lost_on",
            "loss_reason",
            "card_issued_on",
            "card_valid_from",
            "card_valid_to",
            "copay_percent",
            "preschool",
            "elderly_copay_percent",
            "limit_class",
            "limit_consent",
            "certificate_valid_to",
            "myna_registered",
            "insurer_name",
            "limit_valid_from",
            "limit_valid_to",
            "query_no",
        ];
        IDS[self as usize]
    }

    /// The column of that name, folded by [`column_name`](crate::text::delimited::column_name).
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.id() == name)
    }

    /// True for the columns whose text is kept as such ([`Texts`](super::record::Texts)).
    #[must_use]
    pub fn is_text(self) -> bool {
        matches!(
            self,
            Self::InsurerNo
                | Self::Symbol
                | Self::Number
                | Self::Branch
                | Self::Name
                | Self::Kana
                | Self::InsurerName
                | Self::QueryNo
        )
    }

    /// True for the columns that hold a date.
    #[must_use]
    pub fn is_date(self) -> bool {
        matches!(
            self,
            Self::BirthDate
                | Self::AsOf
                | Self::QualifiedOn
                | Self::LostOn
                | Self::CardIssuedOn
                | Self::CardValidFrom
                | Self::CardValidTo
                | Self::CertificateValidTo
                | Self::LimitValidFrom
                | Self::LimitValidTo
        )
    }

    /// True for the columns on which the verdict rests (contract 4.3–4.6): a text there that cannot be
    /// read must not count as absent, because a verdict without it is milder.
    #[must_use]
    pub fn is_deciding(self) -> bool {
        matches!(
            self,
            Self::AsOf
                | Self::Status
                | Self::Validity
                | Self::QualifiedOn
                | Self::LostOn
                | Self::CardValidTo
                | Self::CertificateValidTo
                | Self::MynaRegistered
        )
    }
}

/// Reads `text` into the fact of `column`; empty text is absent. Columns of text are not touched.
///
/// # Errors
/// What was expected, when `text` is nothing of the kind; the fact stays as it was.
pub fn set(facts: &mut Facts, column: Column, text: &str) -> Result<(), Expected> {
    let text = trimmed(text);
    if text.is_empty() {
        return Ok(());
    }
    match column {
        Column::BirthDate => facts.birth_date = Some(day(text)?),
        Column::AsOf => facts.as_of = Some(day(text)?),
        Column::QualifiedOn => facts.qualified_on = Some(day(text)?),
        // A day of loss that never comes is none (contract 4.4 asks whether there is one).
        Column::LostOn => facts.lost_on = Some(end(text)?).filter(|&day| day < NO_END),
        Column::CardIssuedOn => facts.card_issued_on = Some(day(text)?),
        Column::CardValidFrom => facts.card_valid_from = Some(day(text)?),
        Column::CardValidTo => facts.card_valid_to = Some(end(text)?),
        Column::LimitValidFrom => facts.limit_valid_from = Some(day(text)?),
        Column::LimitValidTo => facts.limit_valid_to = Some(end(text)?),
        Column::CertificateValidTo => facts.certificate_valid_to = Some(end(text)?),
        Column::Sex => facts.sex = sex(text)?,
        Column::Reference => facts.reference = code(text, 2, ["card", "number"])?,
        Column::Status => facts.status = code(text, 2, ["ok", "error"])?,
        Column::Relation => facts.relation = code(text, 2, ["self", "family"])?,
        Column::Validity => facts.validity = code(text, 6, [""; 2])?,
        Column::CardClass => facts.card_class = fixed(text, "01–07, A1")?,
        Column::LossReason => facts.loss_reason = fixed(text, "01, 02, 03, 99")?,
        Column::LimitClass => facts.limit_class = limit_class(text)?,
        Column::CopayPercent => facts.copay_percent = Some(percent(text)?),
        Column::ElderlyCopayPercent => facts.elderly_copay_percent = Some(percent(text)?),
        Column::Preschool => facts.preschool = Some(boolean(text)?),
        Column::LimitConsent => facts.limit_consent = Some(boolean(text)?),
        Column::MynaRegistered => facts.myna_registered = Some(boolean(text)?),
        Column::InsurerNo
        | Column::Symbol
        | Column::Number
        | Column::Branch
        | Column::Name
        | Column::Kana
        | Column::InsurerName
        | Column::QueryNo => {}
    }
    Ok(())
}

/// Reads the end of a period; `99999999` is how official tables write that there is none
/// (訪問看護療養費マスター, 廃止年月日).
fn end(text: &str) -> Result<NaiveDate, Expected> {
    if text == "99999999" {
        Ok(NO_END)
    } else {
        day(text)
    }
}

/// A day that nobody lives to see: 9999-12-31.
const NO_END: NaiveDate = NaiveDate::from_ymd_opt(9999, 12, 31).expect("a day of the calendar");

/// Reads a date, or says what should have been there.
pub(crate) fn day(text: &str) -> Result<NaiveDate, Expected> {
    date::parse_any(text).ok_or_else(|| {
        if date::is_month_alone(text) {
            Expected::Day
        } else {
            Expected::Date
        }
    })
}

/// A code 1 … `last`, or the word for 1 or 2 (contract 3.4). Leading zeros are of no account.
fn code(text: &str, last: u8, words: [&str; 2]) -> Result<u8, Expected> {
    if let [digit @ b'1'..=b'9'] = text.as_bytes()
        && digit - b'0' <= last
    {
        return Ok(digit - b'0');
    }
    let folded = fold::nfkc(text);
    let digits = folded.trim_start_matches('0');
    if let [digit @ b'1'..=b'9'] = digits.as_bytes()
        && digit - b'0' <= last
    {
        return Ok(digit - b'0');
    }
    let lower = folded.to_lowercase();
    match words.iter().position(|word| *word == lower) {
        Some(0) => Ok(1),
        Some(_) => Ok(2),
        None if last == 2 => Err(Expected::Code("1, 2")),
        None => Err(Expected::Code("1–6")),
    }
}

/// 性別 as code or word; 3 is 未設定, which says nothing.
fn sex(text: &str) -> Result<u8, Expected> {
    match text {
        "1" => return Ok(1),
        "2" => return Ok(2),
        _ => {}
    }
    match fold::nfkc(text).to_lowercase().as_str() {
        "1" | "01" | "男" | "男性" | "m" | "male" => Ok(1),
        "2" | "02" | "女" | "女性" | "f" | "female" => Ok(2),
        "3" | "03" => Ok(0),
        _ => Err(Expected::Code("1, 2")),
    }
}

/// A code of two letters or digits; one digit gets back the zero that spreadsheets take away.
fn fixed(text: &str, codes: &'static str) -> Result<[u8; 2], Expected> {
    match fold::nfkc(text).as_bytes() {
        [digit] if digit.is_ascii_digit() => Ok([b'0', *digit]),
        [a, b] if a.is_ascii_alphanumeric() && b.is_ascii_digit() => {
            Ok([a.to_ascii_uppercase(), *b])
        }
        _ => Err(Expected::Code(codes)),
    }
}

fn limit_class(text: &str) -> Result<[u8; 3], Expected> {
    match fold::nfkc(text).as_bytes() {
        [a, b, c] if a.is_ascii_alphabetic() && b.is_ascii_digit() && c.is_ascii_digit() => {
            Ok([a.to_ascii_uppercase(), *b, *c])
        }
        _ => Err(Expected::Code("A01–A06, B01–B10")),
    }
}

/// A percentage: `030`, `30`, `30%`, `3割`. A bare `3` could be either and is refused; `0` is nothing
/// to pay.
fn percent(text: &str) -> Result<u8, Expected> {
    let folded = fold::nfkc(text);
    let (digits, factor) = match folded.strip_suffix('割') {
        Some(tenths) => (tenths, 10),
        None => (folded.trim_end_matches('%'), 1),
    };
    let value = crate::text::parse_count(digits.trim().as_bytes()).ok_or(Expected::Percent)?;
    let value = value.checked_mul(factor).ok_or(Expected::Percent)?;
    match u8::try_from(value) {
        Ok(value @ (0 | 10..=100)) => Ok(value),
        _ => Err(Expected::Percent),
    }
}

fn boolean(text: &str) -> Result<bool, Expected> {
    match text {
        "1" | "true" => return Ok(true),
        "0" | "false" => return Ok(false),
        _ => {}
    }
    match fold::nfkc(text).to_lowercase().as_str() {
        "1" | "true" | "t" | "yes" | "y" | "はい" | "有" | "あり" | "有り" | "○" | "〇" => {
            Ok(true)
        }
        "0" | "2" | "false" | "f" | "no" | "n" | "いいえ" | "無" | "なし" | "無し" | "×" => {
            Ok(false)
        }
        _ => Err(Expected::Boolean),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_end_is_no_mistake() {
        let mut facts = Facts::default();
        assert_eq!(set(&mut facts, Column::LostOn, "99999999"), Ok(()));
        assert_eq!(facts.lost_on, None);
        assert_eq!(set(&mut facts, Column::LostOn, "9999-12-31"), Ok(()));
        assert_eq!(facts.lost_on, None);
        assert_eq!(set(&mut facts, Column::CardValidTo, "99999999"), Ok(()));
        assert_eq!(facts.card_valid_to, Some(NO_END));
        assert!(set(&mut facts, Column::QualifiedOn, "99999999").is_err());
        assert!(set(&mut facts, Column::LostOn, "00000000").is_err());
    }

    fn read(column: Column, text: &str) -> Result<Facts, Expected> {
        let mut facts = Facts::default();
        set(&mut facts, column, text).map(|()| facts)
    }

    #[test]
    fn names_lead_back_to_columns() {
        for column in Column::ALL {
            assert_eq!(Column::of(column.id()), Some(column));
        }
        assert_eq!(Column::of("insurer"), None);
    }

    #[test]
    fn every_column_has_a_japanese_name() {
        for column in Column::ALL {
            assert!(crate::note::field_ja(column.id()).is_some(), "{column:?}");
        }
    }

    #[test]
    fn codes() {
        let validity = |text| read(Column::Validity, text).map(|f| f.validity);
        assert_eq!(validity(" 6 "), Ok(6));
        assert_eq!(validity("０３"), Ok(3));
        assert_eq!(validity("7"), Err(Expected::Code("1–6")));
        assert_eq!(validity("0"), Err(Expected::Code("1–6")));
        assert_eq!(validity(""), Ok(0));
        assert_eq!(read(Column::Reference, "Card").map(|f| f.reference), Ok(1));
        assert_eq!(read(Column::Relation, "family").map(|f| f.relation), Ok(2));
        assert_eq!(read(Column::Sex, "女").map(|f| f.sex), Ok(2));
        assert_eq!(read(Column::Sex, "3").map(|f| f.sex), Ok(0));
        assert_eq!(
            read(Column::CardClass, "5").map(|f| f.card_class),
            Ok(*b"05")
        );
        assert_eq!(
            read(Column::CardClass, "a1").map(|f| f.card_class),
            Ok(*b"A1")
        );
        assert_eq!(
            read(Column::LossReason, "99").map(|f| f.loss_reason),
            Ok(*b"99")
        );
        assert_eq!(
            read(Column::LimitClass, "b09").map(|f| f.limit_class),
            Ok(*b"B09")
        );
        assert_eq!(
            read(Column::LimitClass, "ウ").map(|f| f.limit_class),
            Err(Expected::Code("A01–A06, B01–B10"))
        );
    }

    #[test]
    fn percentages_and_booleans() {
        let percent = |text| read(Column::CopayPercent, text).map(|f| f.copay_percent);
        for text in ["030", "30", "３０", "30%", "3割"] {
            assert_eq!(percent(text), Ok(Some(30)), "{text}");
        }
        assert_eq!(percent("000"), Ok(Some(0)));
        for text in ["3", "101", "300", "-10", "三割", "99999999999割"] {
            assert_eq!(percent(text), Err(Expected::Percent), "{text}");
        }
        let myna = |text| read(Column::MynaRegistered, text).map(|f| f.myna_registered);
        for text in ["TRUE", "1", "yes", "はい", "○"] {
            assert_eq!(myna(text), Ok(Some(true)), "{text}");
        }
        for text in ["False", "0", "No", "いいえ"] {
            assert_eq!(myna(text), Ok(Some(false)), "{text}");
        }
        assert_eq!(myna("?"), Err(Expected::Boolean));
    }
}

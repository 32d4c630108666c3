//! The head records of a claim as they were recorded: for comparing and for writing back.

use std::borrow::Cow;

use crate::text::trimmed;

use super::claim::{Chunk, Claim, Payer};
use super::dialect::Encoding;

/// Fields of RE, HO (the first KO where there is no HO) and SN; raw bytes, missing ones empty.
#[derive(Clone, Copy, Debug)]
pub struct Recorded<'a> {
    /// Encoding of all fields.
    pub encoding: Encoding,
    /// レセプト番号.
    pub claim_no: &'a [u8],
    /// レセプト種別.
    pub claim_type: &'a [u8],
    /// 指定訪問看護年月.
    pub service_month: &'a [u8],
    /// 氏名.
    pub name: &'a [u8],
    /// カタカナ氏名.
    pub kana: &'a [u8],
    /// 男女区分.
    pub sex: &'a [u8],
    /// 生年月日.
    pub birth_date: &'a [u8],
    /// 保険者番号, or 負担者番号 of the first KO.
    pub insurer: &'a [u8],
    /// 被保険者証等の記号.
    pub symbol: &'a [u8],
    /// 被保険者証等の番号, or 受給者番号 of the first KO.
    pub number: &'a [u8],
    /// 枝番 of the SN with 負担者種別 1.
    pub branch: &'a [u8],
}

impl<'a> Recorded<'a> {
    /// Looks through the head records of a claim.
    #[must_use]
    pub fn of(chunk: &'a Chunk, claim: &Claim) -> Self {
        let mut recorded = Self::none(chunk.encoding);
        let mut has_payer = false;
        for record in chunk.records(claim) {
            match record.tag() {
                b"RE" => recorded.take_re(record.fields::<8>()),
                b"HO" if !has_payer => {
                    let fields = record.fields::<4>();
                    (recorded.insurer, recorded.symbol) = (fields[1], fields[2]);
                    recorded.number = fields[3];
                    has_payer = true;
                }
                b"KO" if !has_payer && claim.payer == Payer::Public => {
                    let fields = record.fields::<3>();
                    (recorded.insurer, recorded.number) = (fields[1], fields[2]);
                    has_payer = true;
                }
                b"SN" => {
                    let fields = record.fields::<7>();
                    if is_of_insurer(fields[1]) {
                        recorded.branch = fields[6];
                    }
                }
                _ => {}
            }
        }
        recorded
    }

    fn none(encoding: Encoding) -> Self {
        Self {
            encoding,
            claim_no: b"",
            claim_type: b"",
            service_month: b"",
            name: b"",
            kana: b"",
            sex: b"",
            birth_date: b"",
            insurer: b"",
            symbol: b"",
            number: b"",
            branch: b"",
        }
    }

    fn take_re(&mut self, fields: [&'a [u8]; 8]) {
        let [_, claim_no, claim_type, month, name, kana, sex, birth_date] = fields;
        (self.claim_no, self.claim_type, self.service_month) = (claim_no, claim_type, month);
        (self.name, self.kana, self.sex, self.birth_date) = (name, kana, sex, birth_date);
    }

    /// The insurer's number, trimmed but not shortened.
    #[must_use]
    pub fn insurer(&self) -> Cow<'a, str> {
        match self.decode(self.insurer) {
            Cow::Borrowed(text) => Cow::Borrowed(trimmed(text)),
            Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
        }
    }

    /// 指定訪問看護年月 as `YYYY-MM`, or as recorded when it cannot be read.
    #[must_use]
    pub fn month_text(&self, claim: &Claim) -> Cow<'a, str> {
        match claim.service_month {
            Some(month) => Cow::Owned(month.to_string()),
            None => self.decode(self.service_month),
        }
    }

    /// 生年月日 in ISO, or as recorded when it cannot be read.
    #[must_use]
    pub fn birth_text(&self, claim: &Claim) -> Cow<'a, str> {
        match claim.birth_date {
            Some(date) => Cow::Owned(date.to_string()),
            None => self.decode(self.birth_date),
        }
    }

    /// A field as text; borrows when it is ASCII.
    #[must_use]
    pub fn decode(&self, field: &'a [u8]) -> Cow<'a, str> {
        self.encoding.decode(field)
    }
}

/// True for 負担者種別 1, 医保・国保・後期, also with blanks or zeros before it (contract 3.1).
#[must_use]
pub fn is_of_insurer(payer_kind: &[u8]) -> bool {
    code(payer_kind) == b"1"
}

/// A code of one digit without the blanks and leading zeros around it (contract 3.1).
pub(crate) fn code(field: &[u8]) -> &[u8] {
    let field = field.trim_ascii();
    match field.iter().position(|&b| b != b'0') {
        Some(first) => &field[first..],
        None => &field[..field.len().min(1)],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_without_zeros() {
        for (field, expected) in [
            ("1", "1"),
            ("01", "1"),
            (" 1", "1"),
            ("0", "0"),
            ("00", "0"),
            ("", ""),
            ("10", "10"),
        ] {
            assert_eq!(code(field.as_bytes()), expected.as_bytes(), "{field}");
        }
    }
}

//! One side of a comparison, normalised, and what equal means (contract 4.3).

use chrono::NaiveDate;

use crate::text::fold;
use crate::text::insurer::InsurerKind;

/// Who a claim, an eligibility record or a log row speaks of. All text is normalised; empty means
/// missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identity<'a> {
    /// 保険者番号, eight characters.
    pub insurer: &'a str,
    /// 記号.
    pub symbol: &'a str,
    /// 番号.
    pub number: &'a str,
    /// 枝番, two characters.
    pub branch: &'a str,
    /// カナ氏名.
    pub kana: &'a str,
    /// 氏名.
    pub name: &'a str,
    /// 生年月日.
    pub birth_date: Option<NaiveDate>,
    /// 1 男, 2 女, 0 unknown.
    pub sex: u8,
}

/// Whether two names are one person's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// Kana, or where a side lacks it the names, are equal.
    Agrees,
    /// They are not.
    Differs,
    /// There is nothing to compare.
    Unknown,
}

impl Identity<'_> {
    /// Compares kana if both have it, else the names if both have one.
    #[must_use]
    pub fn kana(&self, other: &Identity<'_>) -> Agreement {
        let (a, b) = if !self.kana.is_empty() && !other.kana.is_empty() {
            (self.kana, other.kana)
        } else if !self.name.is_empty() && !other.name.is_empty() {
            (self.name, other.name)
        } else {
            return Agreement::Unknown;
        };
        if a == b {
            Agreement::Agrees
        } else {
            Agreement::Differs
        }
    }

    /// Insurer equal, and symbol and number equal but for leading zeros.
    #[must_use]
    pub fn zero_equal(&self, other: &Identity<'_>) -> bool {
        self.insurer == other.insurer && self.same_symbol(other) && self.same_number(other)
    }

    /// Symbols equal but for leading zeros.
    #[must_use]
    pub fn same_symbol(&self, other: &Identity<'_>) -> bool {
        fold::without_zeros(self.symbol) == fold::without_zeros(other.symbol)
    }

    /// Numbers equal but for leading zeros.
    #[must_use]
    pub fn same_number(&self, other: &Identity<'_>) -> bool {
        fold::without_zeros(self.number) == fold::without_zeros(other.number)
    }

    /// Insurer, symbol and number equal to the character.
    #[must_use]
    pub fn exactly_equal(&self, other: &Identity<'_>) -> bool {
        self.insurer == other.insurer && self.symbol == other.symbol && self.number == other.number
    }

    /// Branch equal, or missing on a side; 後期高齢者 have none.
    #[must_use]
    pub fn branch_fits(&self, other: &Identity<'_>) -> bool {
        self.is_koki()
            || self.branch.is_empty()
            || other.branch.is_empty()
            || self.branch == other.branch
    }

    /// Branch present and equal on both sides.
    #[must_use]
    pub fn branch_equal(&self, other: &Identity<'_>) -> bool {
        !self.branch.is_empty() && self.branch == other.branch
    }

    /// Birth dates known and equal.
    #[must_use]
    pub fn born_equal(&self, other: &Identity<'_>) -> bool {
        self.birth_date.is_some() && self.birth_date == other.birth_date
    }

    /// Sexes known and equal.
    #[must_use]
    pub fn sex_equal(&self, other: &Identity<'_>) -> bool {
        self.sex != 0 && self.sex == other.sex
    }

    /// Sexes known and not equal.
    #[must_use]
    pub fn sex_differs(&self, other: &Identity<'_>) -> bool {
        self.sex != 0 && other.sex != 0 && self.sex != other.sex
    }

    /// 後期高齢者医療.
    #[must_use]
    pub fn is_koki(&self) -> bool {
        InsurerKind::of(self.insurer) == InsurerKind::Koki
    }
}

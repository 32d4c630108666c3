//! 別表4 レセプト種別コード: 39 codes `6` + payer class + number of payers + person class.

use super::{CodeEntry, CodeTable};

/// Who insures: the second digit of レセプト種別.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PayerClass {
    /// `61`: 医療保険 or 国民健康保険.
    Insurance,
    /// `62`: 公費負担医療 only.
    PublicOnly,
    /// `63`: 後期高齢者医療.
    Elderly,
}

impl PayerClass {
    const fn digit(self) -> u8 {
        match self {
            Self::Insurance => b'1',
            Self::PublicOnly => b'2',
            Self::Elderly => b'3',
        }
    }
}

/// Whose claim it is: the last digit of レセプト種別 of an insured claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PersonClass {
    /// `2` 本人/世帯主.
    Principal,
    /// `4` 未就学者.
    Preschool,
    /// `6` 家族/その他.
    Family,
    /// `8` 高齢受給者 or 後期高齢者, 一般・低所得者.
    ElderlyOrdinary,
    /// `0` 高齢受給者 or 後期高齢者, 7割 (benefit 7割, copayment 3割).
    ElderlySeventyPercent,
}

impl PersonClass {
    const fn digit(self) -> u8 {
        match self {
            Self::Principal => b'2',
            Self::Preschool => b'4',
            Self::Family => b'6',
            Self::ElderlyOrdinary => b'8',
            Self::ElderlySeventyPercent => b'0',
        }
    }

    const fn from_digit(digit: u8) -> Option<Self> {
        Some(match digit {
            b'2' => Self::Principal,
            b'4' => Self::Preschool,
            b'6' => Self::Family,
            b'8' => Self::ElderlyOrdinary,
            b'0' => Self::ElderlySeventyPercent,
            _ => return None,
        })
    }
}

/// A valid レセプト種別 (別表4), taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClaimType {
    payer: PayerClass,
    payers: u8,
    person: Option<PersonClass>,
}

impl ClaimType {
    /// Reads the four digits of RE.レセプト種別; `None` when 別表4 does not list them.
    #[must_use]
    pub const fn parse(code: &[u8]) -> Option<Self> {
        let &[b'6', payer, payers @ b'1'..=b'5', person] = code else {
            return None;
        };
        let payers = payers - b'0';
        let Some(person) = PersonClass::from_digit(person) else {
            return None;
        };
        let (payer, person) = match (payer, person) {
            (b'1', person) => (PayerClass::Insurance, Some(person)),
            // The last digit of a 公費 claim is always 2 and says nothing about the person.
            (b'2', PersonClass::Principal) if payers <= 4 => (PayerClass::PublicOnly, None),
            (b'3', PersonClass::ElderlyOrdinary | PersonClass::ElderlySeventyPercent) => {
                (PayerClass::Elderly, Some(person))
            }
            _ => return None,
        };
        Some(Self {
            payer,
            payers,
            person,
        })
    }

    /// The four digits.
    #[must_use]
    pub const fn code(self) -> [u8; 4] {
        let person = match self.person {
            Some(person) => person.digit(),
            None => b'2',
        };
        [b'6', self.payer.digit(), b'0' + self.payers, person]
    }

    /// Who insures.
    #[must_use]
    pub const fn payer(self) -> PayerClass {
        self.payer
    }

    /// Number of payers in all, insurer included (1–5).
    #[must_use]
    pub const fn payers(self) -> u8 {
        self.payers
    }

    /// Whether an insurer pays, so that an HO record must be there.
    #[must_use]
    pub const fn has_insurer(self) -> bool {
        !matches!(self.payer, PayerClass::PublicOnly)
    }

    /// Number of 公費, which is the number of KO records (0–4).
    #[must_use]
    pub const fn public_payers(self) -> u8 {
        if self.has_insurer() {
            self.payers - 1
        } else {
            self.payers
        }
    }

    /// Whose claim it is; `None` for a 公費 claim, whose last digit is always `2`.
    #[must_use]
    pub const fn person(self) -> Option<PersonClass> {
        self.person
    }
}

/// The five person classes of `$code`n, in ascending order of the code.
macro_rules! insured {
    ($code:literal $ja:literal $en:literal) => {
        [
            CodeEntry::new(
                concat!($code, "0"),
                concat!($ja, "・高齢受給者７割"),
                concat!($en, ", aged 70-74, benefit 70 %"),
            ),
            CodeEntry::new(
                concat!($code, "2"),
                concat!($ja, "・本人/世帯主"),
                concat!($en, ", self"),
            ),
            CodeEntry::new(
                concat!($code, "4"),
                concat!($ja, "・未就学者"),
                concat!($en, ", preschool child"),
            ),
            CodeEntry::new(
                concat!($code, "6"),
                concat!($ja, "・家族/その他"),
                concat!($en, ", family"),
            ),
            CodeEntry::new(
                concat!($code, "8"),
                concat!($ja, "・高齢受給者一般・低所得者"),
                concat!($en, ", aged 70-74, ordinary or low income"),
            ),
        ]
    };
}

/// The two person classes of 後期高齢者, in ascending order of the code.
macro_rules! elderly {
    ($code:literal $ja:literal $en:literal) => {
        [
            CodeEntry::new(
                concat!($code, "0"),
                concat!($ja, "・７割"),
                concat!($en, ", benefit 70 %"),
            ),
            CodeEntry::new(
                concat!($code, "8"),
                concat!($ja, "・一般・低所得者"),
                concat!($en, ", ordinary or low income"),
            ),
        ]
    };
}

static INSURED: [[CodeEntry; 5]; 5] = [
    insured!("611" "医保単独/国保単独" "insurance"),
    insured!("612" "医保/国保と１種の公費併用" "insurance + 1 public"),
    insured!("613" "医保/国保と２種の公費併用" "insurance + 2 public"),
    insured!("614" "医保/国保と３種の公費併用" "insurance + 3 public"),
    insured!("615" "医保/国保と４種の公費併用" "insurance + 4 public"),
];

static PUBLIC: [CodeEntry; 4] = [
    CodeEntry::new("6212", "公費単独", "1 public"),
    CodeEntry::new("6222", "２種の公費併用", "2 public"),
    CodeEntry::new("6232", "３種の公費併用", "3 public"),
    CodeEntry::new("6242", "４種の公費併用", "4 public"),
];

static ELDERLY: [[CodeEntry; 2]; 5] = [
    elderly!("631" "後期高齢者単独" "elderly insurance"),
    elderly!("632" "後期高齢者と１種の公費併用" "elderly insurance + 1 public"),
    elderly!("633" "後期高齢者と２種の公費併用" "elderly insurance + 2 public"),
    elderly!("634" "後期高齢者と３種の公費併用" "elderly insurance + 3 public"),
    elderly!("635" "後期高齢者と４種の公費併用" "elderly insurance + 4 public"),
];

const COUNT: usize = 5 * 5 + 4 + 5 * 2;

static ENTRIES: [CodeEntry; COUNT] = {
    let mut all = [PUBLIC[0]; COUNT];
    let mut at = 0;
    while at < 25 {
        all[at] = INSURED[at / 5][at % 5];
        at += 1;
    }
    while at < 29 {
        all[at] = PUBLIC[at - 25];
        at += 1;
    }
    while at < COUNT {
        all[at] = ELDERLY[(at - 29) / 2][(at - 29) % 2];
        at += 1;
    }
    all
};

/// 別表4 レセプト種別コード（訪問看護）: claim type.
pub static CLAIM_TYPE: CodeTable =
    CodeTable::new(4, "レセプト種別コード（訪問看護）", "claim type", &ENTRIES);

//! 別表22 負担区分コード: which payers share a 訪問看護療養費.

use super::{CodeEntry, CodeTable};

/// The payers of a KA line as bits: bit 0 = 医保・国保 (後期 too), bits 1–4 = 公費①–④.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PayerSet(u8);

impl PayerSet {
    /// Reads a 負担区分 character; `None` when 別表22 does not list it.
    #[must_use]
    pub const fn from_code(code: u8) -> Option<Self> {
        // Widening: every u8 indexes the 256 entries.
        match MASKS[code as usize] {
            0 => None,
            bits => Some(Self(bits)),
        }
    }

    /// The bit mask, 1–31.
    #[must_use]
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// Whether 医保・国保・後期 pays a share.
    #[must_use]
    pub const fn has_insurance(self) -> bool {
        self.0 & 1 != 0
    }

    /// Whether the `n`-th 公費 (1–4) pays a share.
    #[must_use]
    pub const fn has_public(self, n: u8) -> bool {
        matches!(n, 1..=4) && self.0 & (1 << n) != 0
    }

    /// Number of payers, 1–5.
    #[must_use]
    pub const fn count(self) -> u32 {
        self.0.count_ones()
    }
}

/// Writes the table and the masks from the same rows.
macro_rules! payer_sets {
    ($($mask:literal $code:literal $ja:literal $en:literal;)+) => {
        static ENTRIES: [CodeEntry; 31] = [$(CodeEntry::new($code, $ja, $en)),+];

        const MASKS: [u8; 256] = {
            let mut masks = [0; 256];
            $(masks[$code.as_bytes()[0] as usize] = $mask;)+
            masks
        };
    };
}

payer_sets! {
    0b0_0001 "1" "医保" "M";
    0b0_0011 "2" "医保＋公費①" "M①";
    0b0_0101 "3" "医保＋公費②" "M②";
    0b0_0111 "4" "医保＋公費①②" "M①②";
    0b0_0010 "5" "公費①" "①";
    0b0_0100 "6" "公費②" "②";
    0b0_0110 "7" "公費①②" "①②";
    0b1_1111 "9" "医保＋公費①②③④" "M①②③④";
    0b0_1000 "B" "公費③" "③";
    0b1_0000 "C" "公費④" "④";
    0b0_1001 "E" "医保＋公費③" "M③";
    0b1_0001 "G" "医保＋公費④" "M④";
    0b0_1010 "H" "公費①③" "①③";
    0b1_0010 "I" "公費①④" "①④";
    0b0_1100 "J" "公費②③" "②③";
    0b1_0100 "K" "公費②④" "②④";
    0b1_1000 "L" "公費③④" "③④";
    0b0_1011 "M" "医保＋公費①③" "M①③";
    0b1_0011 "N" "医保＋公費①④" "M①④";
    0b0_1101 "O" "医保＋公費②③" "M②③";
    0b1_0101 "P" "医保＋公費②④" "M②④";
    0b1_1001 "Q" "医保＋公費③④" "M③④";
    0b0_1110 "R" "公費①②③" "①②③";
    0b1_0110 "S" "公費①②④" "①②④";
    0b1_1010 "T" "公費①③④" "①③④";
    0b1_1100 "U" "公費②③④" "②③④";
    0b0_1111 "V" "医保＋公費①②③" "M①②③";
    0b1_0111 "W" "医保＋公費①②④" "M①②④";
    0b1_1011 "X" "医保＋公費①③④" "M①③④";
    0b1_1101 "Y" "医保＋公費②③④" "M②③④";
    0b1_1110 "Z" "公費①②③④" "①②③④";
}

/// 別表22 負担区分コード: payers of a line.
pub static PAYER_SET: CodeTable =
    CodeTable::new(22, "負担区分コード", "payers of a line", &ENTRIES)
        .remark("医保 (M) = 医療保険, 国民健康保険 or 後期高齢者医療; ①–④ = first to fourth 公費");

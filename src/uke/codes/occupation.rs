//! 別表20 職種等コード: ten occupations, by visit of the day, by office.

use super::{CodeEntry, CodeTable};

/// A valid 職種等コード: base code + 10 for each earlier visit of the day + 50 for a person of a
/// 従たる訪問看護ステーション.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Occupation {
    base: u8,
    visit: u8,
    secondary_office: bool,
}

impl Occupation {
    /// Reads a two-digit code (`01`–`30`, `51`–`80`). `31`–`39` occur in the master only.
    #[must_use]
    pub const fn parse(code: &[u8]) -> Option<Self> {
        let &[tens @ b'0'..=b'9', ones @ b'0'..=b'9'] = code else {
            return None;
        };
        let number = (tens - b'0') * 10 + (ones - b'0');
        let (within, secondary_office) = match number {
            1..=30 => (number - 1, false),
            51..=80 => (number - 51, true),
            _ => return None,
        };
        Some(Self {
            base: within % 10 + 1,
            visit: within / 10 + 1,
            secondary_office,
        })
    }

    /// The occupation alone, 1–10 (`1` 保健師, `3` 看護師, `7` 准看護師, `10` 精神保健福祉士, …).
    #[must_use]
    pub const fn base(self) -> u8 {
        self.base
    }

    /// Which visit of the day: 1, 2, or 3 for the third and later.
    #[must_use]
    pub const fn visit(self) -> u8 {
        self.visit
    }

    /// Whether the person belongs to a 従たる訪問看護ステーション.
    #[must_use]
    pub const fn secondary_office(self) -> bool {
        self.secondary_office
    }
}

/// The ten occupations with one offset, which is spelled out as `$ja` and `$en`.
macro_rules! offset {
    ($ja:literal $en:literal $($code:literal)+) => {
        offset!(@pair $ja $en [$($code)+]
            ["保健師" "public health nurse"]
            ["助産師" "midwife"]
            ["看護師（専門の研修又は指定研修を修了した看護師を除く）" "nurse"]
            ["理学療法士" "physical therapist"]
            ["作業療法士" "occupational therapist"]
            ["言語聴覚士" "speech therapist"]
            ["准看護師" "assistant nurse"]
            ["専門の研修又は指定研修（特定行為研修）を修了した看護師" "nurse with special training"]
            ["看護補助者" "nursing aide"]
            ["精神保健福祉士" "psychiatric social worker"])
    };
    (@pair $ja:literal $en:literal [$($code:literal)+] $([$who_ja:literal $who_en:literal])+) => {
        [$(CodeEntry::new(
            $code,
            concat!($who_ja, "（", $ja, "）"),
            concat!($who_en, ", ", $en),
        ),)+]
    };
}

static BLOCKS: [[CodeEntry; 10]; 6] = [
    offset!("１回目" "visit 1" "01" "02" "03" "04" "05" "06" "07" "08" "09" "10"),
    offset!("２回目" "visit 2" "11" "12" "13" "14" "15" "16" "17" "18" "19" "20"),
    offset!("３回目以降" "visit 3 or later" "21" "22" "23" "24" "25" "26" "27" "28" "29" "30"),
    offset!("１回目、従たる事業所" "visit 1, secondary office"
        "51" "52" "53" "54" "55" "56" "57" "58" "59" "60"),
    offset!("２回目、従たる事業所" "visit 2, secondary office"
        "61" "62" "63" "64" "65" "66" "67" "68" "69" "70"),
    offset!("３回目以降、従たる事業所" "visit 3 or later, secondary office"
        "71" "72" "73" "74" "75" "76" "77" "78" "79" "80"),
];

static ENTRIES: [CodeEntry; 60] = {
    let mut all = [BLOCKS[0][0]; 60];
    let mut at = 0;
    while at < 60 {
        all[at] = BLOCKS[at / 10][at % 10];
        at += 1;
    }
    all
};

/// 別表20 職種等コード: occupation.
pub static OCCUPATION: CodeTable = CodeTable::new(20, "職種等コード", "occupation", &ENTRIES).remark(
    "nurses 03 and 08 differ by 専門の研修（緩和ケア、褥瘡ケア、人工肛門ケア及び人工膀胱ケア） or 指定研修 \
     （保健師助産師看護師法第37条の2第2項第5号）; 31–39 occur only in the master",
);

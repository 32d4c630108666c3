//! Which records a claim has, by レセプト種別; the order of 公費; amounts below which MF may be left
//! out (記録条件仕様（訪問看護用）第1章3(3)ア(エ) and 3(4)ウ(オ); claims-format 2 and 3.4).

use super::RecordKind;
use crate::uke::codes::{ClaimType, PayerClass, PersonClass};

/// Who shares the cost of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Composition {
    /// 医療保険単独 (国民健康保険 and 後期高齢者医療 alike).
    InsuranceOnly,
    /// 医療保険と1–4種の公費負担医療の併用.
    InsuranceWithPublic,
    /// 公費負担医療単独.
    OnePublic,
    /// 2–4種の公費負担医療の併用.
    SeveralPublic,
}

impl Composition {
    /// The composition that a レセプト種別 stands for.
    #[must_use]
    pub const fn of(claim_type: ClaimType) -> Self {
        match (claim_type.has_insurer(), claim_type.public_payers()) {
            (true, 0) => Self::InsuranceOnly,
            (true, _) => Self::InsuranceWithPublic,
            (false, 1) => Self::OnePublic,
            (false, _) => Self::SeveralPublic,
        }
    }

    /// The official words.
    #[must_use]
    pub const fn ja(self) -> &'static str {
        match self {
            Self::InsuranceOnly => "医療保険単独",
            Self::InsuranceWithPublic => "医療保険と1～4種の公費負担医療の併用",
            Self::OnePublic => "公費負担医療単独",
            Self::SeveralPublic => "2～4種の公費負担医療の併用",
        }
    }
}

/// ○, △ or × of the official table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// ○ 記録必須.
    Required,
    /// △ 記録任意: none, or as many as stated.
    Optional,
    /// × 記録不可.
    Forbidden,
}

/// How many records of a kind a claim has when it has any.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occurs {
    /// Whether they must be there.
    pub rule: Rule,
    /// Least number when there are any.
    pub min: u8,
    /// Greatest number; `None` = not limited.
    pub max: Option<u8>,
}

impl Occurs {
    const FORBIDDEN: Self = Self {
        rule: Rule::Forbidden,
        min: 0,
        max: Some(0),
    };
    const ANY: Self = Self {
        rule: Rule::Optional,
        min: 1,
        max: None,
    };

    const fn required(min: u8, max: u8) -> Self {
        Self {
            rule: Rule::Required,
            min,
            max: Some(max),
        }
    }

    const fn optional(min: u8, max: u8) -> Self {
        Self {
            rule: Rule::Optional,
            min,
            max: Some(max),
        }
    }

    /// Whether `count` records are allowed.
    #[must_use]
    pub const fn allows(self, count: usize) -> bool {
        // Widening; `usize::from` is not const.
        let fits = count >= self.min as usize
            && match self.max {
                Some(max) => count <= max as usize,
                None => true,
            };
        fits || (count == 0 && !matches!(self.rule, Rule::Required))
    }
}

/// One line of the official table of presence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PresenceRow {
    /// Who shares the cost.
    pub composition: Composition,
    /// 保険者レコード.
    pub ho: Occurs,
    /// 公費レコード.
    pub ko: Occurs,
    /// 資格確認レコード.
    pub sn: Occurs,
    /// 受診日等レコード.
    pub jd: Occurs,
    /// 窓口負担額レコード.
    pub mf: Occurs,
}

/// The official table of presence by composition (SN for a 公費 other than 12…: forbidden).
pub static PRESENCE: [PresenceRow; 4] = [
    PresenceRow {
        composition: Composition::InsuranceOnly,
        ho: Occurs::required(1, 1),
        ko: Occurs::FORBIDDEN,
        sn: Occurs::optional(1, 1),
        jd: Occurs::optional(1, 1),
        mf: Occurs::ANY,
    },
    PresenceRow {
        composition: Composition::InsuranceWithPublic,
        ho: Occurs::required(1, 1),
        ko: Occurs::required(1, 4),
        sn: Occurs::optional(1, 5),
        jd: Occurs::optional(2, 5),
        mf: Occurs::ANY,
    },
    PresenceRow {
        composition: Composition::OnePublic,
        ho: Occurs::FORBIDDEN,
        ko: Occurs::required(1, 1),
        sn: Occurs::optional(1, 1),
        jd: Occurs::optional(1, 1),
        mf: Occurs::ANY,
    },
    PresenceRow {
        composition: Composition::SeveralPublic,
        ho: Occurs::FORBIDDEN,
        ko: Occurs::required(2, 4),
        sn: Occurs::optional(1, 4),
        jd: Occurs::optional(2, 4),
        mf: Occurs::ANY,
    },
];

impl PresenceRow {
    const fn get(&self, kind: RecordKind) -> Option<Occurs> {
        Some(match kind {
            RecordKind::Ho => self.ho,
            RecordKind::Ko => self.ko,
            RecordKind::Sn => self.sn,
            RecordKind::Jd => self.jd,
            RecordKind::Mf => self.mf,
            _ => return None,
        })
    }
}

/// How many HO, KO, SN, JD or MF a claim of `claim_type` has: the row of [`PRESENCE`], narrowed to
/// the number of payers that the code itself names (KO: exactly the 公費; SN: at most one a payer;
/// JD: one for each payer). `None` for other kinds, which do not depend on the type.
#[must_use]
pub fn occurs(claim_type: ClaimType, kind: RecordKind) -> Option<Occurs> {
    let composition = Composition::of(claim_type);
    let row = PRESENCE.iter().find(|row| row.composition == composition)?;
    let listed = row.get(kind)?;
    let (public, payers) = (claim_type.public_payers(), claim_type.payers());
    Some(match kind {
        RecordKind::Ko if public > 0 => Occurs {
            min: public,
            max: Some(public),
            ..listed
        },
        RecordKind::Sn => Occurs {
            max: Some(payers),
            ..listed
        },
        RecordKind::Jd => Occurs {
            min: payers,
            max: Some(payers),
            ..listed
        },
        _ => listed,
    })
}

/// A group of claims that can be moved or split (振替・分割) without MF up to an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AmountLimit {
    /// The group in official words.
    pub group_ja: &'static str,
    /// Greatest 合計金額 in yen.
    pub yen: u32,
}

/// Amounts up to which a claim without MF can still be moved or split (注 to 窓口負担額レコード).
pub static SPLIT_WITHOUT_MF: [AmountLimit; 4] = [
    AmountLimit {
        group_ja: "本人・家族",
        yen: 118_000,
    },
    AmountLimit {
        group_ja: "未就学者",
        yen: 177_000,
    },
    AmountLimit {
        group_ja: "高齢受給者",
        yen: 40_000,
    },
    AmountLimit {
        group_ja: "後期高齢者",
        yen: 30_000,
    },
];

/// The limit of [`SPLIT_WITHOUT_MF`] for a claim; `None` for a 公費 claim, for which none is stated.
#[must_use]
pub fn split_without_mf_limit(claim_type: ClaimType) -> Option<&'static AmountLimit> {
    let [self_family, preschool, elderly_70, elderly_75] = &SPLIT_WITHOUT_MF;
    match (claim_type.payer(), claim_type.person()?) {
        (PayerClass::Elderly, _) => Some(elderly_75),
        (_, PersonClass::Principal | PersonClass::Family) => Some(self_family),
        (_, PersonClass::Preschool) => Some(preschool),
        (_, PersonClass::ElderlyOrdinary | PersonClass::ElderlySeventyPercent) => Some(elderly_70),
    }
}

/// A 公費 scheme by its 法別番号.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublicScheme {
    /// 法別番号: the first two digits of 負担者番号.
    pub law: &'static str,
    /// The scheme, shortened.
    pub name_ja: &'static str,
}

const fn scheme(law: &'static str, name_ja: &'static str) -> PublicScheme {
    PublicScheme { law, name_ja }
}

/// The order in which several KO are written: the first of these is 第1公費. Local schemes
/// (自治体医療) come after these, in the order each municipality sets (手引き 第4章).
pub static PUBLIC_PAYER_ORDER: [PublicScheme; 21] = [
    scheme("13", "戦傷病者特別援護法 療養の給付"),
    scheme("14", "戦傷病者特別援護法 更生医療"),
    scheme("18", "原爆被爆者援護法 認定疾病医療"),
    scheme("29", "感染症法 新感染症外出自粛対象者の医療"),
    scheme("30", "医療観察法 医療の実施に係る医療の給付"),
    scheme("11", "感染症法 結核患者の入院"),
    scheme("21", "障害者総合支援法 精神通院医療"),
    scheme("15", "障害者総合支援法 更生医療"),
    scheme("16", "障害者総合支援法 育成医療"),
    scheme("24", "障害者総合支援法 療養介護医療"),
    scheme(
        "28",
        "感染症法 新型インフルエンザ等感染症外出自粛対象者の医療",
    ),
    scheme("19", "原爆被爆者援護法 一般疾病医療費"),
    scheme("52", "児童福祉法 小児慢性特定疾病医療支援"),
    scheme("54", "難病法 特定医療費"),
    scheme("51", "特定疾患治療費等"),
    scheme("38", "肝炎治療特別促進事業"),
    scheme("53", "児童福祉法 措置等に係る医療"),
    scheme("66", "石綿健康被害救済法 医療費"),
    scheme("62", "特定Ｂ型肝炎ウイルス感染症給付費等"),
    scheme("25", "中国残留邦人等支援法 医療支援給付"),
    scheme("12", "生活保護法 医療扶助"),
];

/// Place (from 1) of a 負担者番号 in [`PUBLIC_PAYER_ORDER`]; `None` for a local scheme, which comes
/// after all of these.
#[must_use]
pub fn public_payer_rank(payer_no: &[u8]) -> Option<usize> {
    let law = payer_no.get(..2)?;
    PUBLIC_PAYER_ORDER
        .iter()
        .position(|scheme| scheme.law.as_bytes() == law)
        .map(|at| at + 1)
}

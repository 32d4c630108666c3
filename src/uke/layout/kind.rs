//! The kinds of record, in the order in which the file has them.

/// A kind of record (レコード), in file order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RecordKind {
    /// `HM` 訪問看護ステーション情報レコード.
    Hm,
    /// `RE` レセプト共通レコード.
    Re,
    /// `HO` 保険者レコード.
    Ho,
    /// `KO` 公費レコード.
    Ko,
    /// `SN` 資格確認レコード.
    Sn,
    /// `JD` 受診日等レコード.
    Jd,
    /// `MF` 窓口負担額レコード.
    Mf,
    /// `GI` 災害等レコード.
    Gi,
    /// `IH` 医療機関・保険医情報レコード.
    Ih,
    /// `HJ` 訪問看護指示レコード.
    Hj,
    /// `JS` 心身の状態レコード.
    Js,
    /// `SY` 傷病名レコード.
    Sy,
    /// `RJ` 利用者情報レコード.
    Rj,
    /// `TJ` 情報提供レコード.
    Tj,
    /// `TZ` 特記事項レコード.
    Tz,
    /// `KS` 専門の研修レコード.
    Ks,
    /// `CO` コメントレコード.
    Co,
    /// `KA` 訪問看護療養費レコード.
    Ka,
    /// `GO` 訪問看護療養費請求書レコード.
    Go,
}

/// Whether a record must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// 必須.
    Required,
    /// As レセプト種別 says, see [`super::PRESENCE`].
    ByType,
    /// 任意.
    Optional,
    /// Left out for the time being (当分の間、記録を省略).
    Omitted,
}

/// How often a record may be there (HM and GO: in the file; the others: in one レセプト).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeat {
    /// Once.
    Once,
    /// Up to so many times.
    UpTo(u8),
    /// Any number of times.
    Many,
}

impl RecordKind {
    /// All kinds in file order.
    pub const ALL: [Self; 19] = [
        Self::Hm,
        Self::Re,
        Self::Ho,
        Self::Ko,
        Self::Sn,
        Self::Jd,
        Self::Mf,
        Self::Gi,
        Self::Ih,
        Self::Hj,
        Self::Js,
        Self::Sy,
        Self::Rj,
        Self::Tj,
        Self::Tz,
        Self::Ks,
        Self::Co,
        Self::Ka,
        Self::Go,
    ];

    /// The record tag (レコード識別情報).
    #[must_use]
    pub const fn tag(self) -> [u8; 2] {
        match self {
            Self::Hm => *b"HM",
            Self::Re => *b"RE",
            Self::Ho => *b"HO",
            Self::Ko => *b"KO",
            Self::Sn => *b"SN",
            Self::Jd => *b"JD",
            Self::Mf => *b"MF",
            Self::Gi => *b"GI",
            Self::Ih => *b"IH",
            Self::Hj => *b"HJ",
            Self::Js => *b"JS",
            Self::Sy => *b"SY",
            Self::Rj => *b"RJ",
            Self::Tj => *b"TJ",
            Self::Tz => *b"TZ",
            Self::Ks => *b"KS",
            Self::Co => *b"CO",
            Self::Ka => *b"KA",
            Self::Go => *b"GO",
        }
    }

    /// The kind of a record whose first field is `tag`; `None` unless it is exactly a known tag.
    #[must_use]
    #[inline]
    pub const fn from_tag(tag: &[u8]) -> Option<Self> {
        let &[first, second] = tag else {
            return None;
        };
        // KA first: it is two lines of three.
        Some(match [first, second] {
            [b'K', b'A'] => Self::Ka,
            [b'H', b'M'] => Self::Hm,
            [b'R', b'E'] => Self::Re,
            [b'H', b'O'] => Self::Ho,
            [b'K', b'O'] => Self::Ko,
            [b'S', b'N'] => Self::Sn,
            [b'J', b'D'] => Self::Jd,
            [b'M', b'F'] => Self::Mf,
            [b'G', b'I'] => Self::Gi,
            [b'I', b'H'] => Self::Ih,
            [b'H', b'J'] => Self::Hj,
            [b'J', b'S'] => Self::Js,
            [b'S', b'Y'] => Self::Sy,
            [b'R', b'J'] => Self::Rj,
            [b'T', b'J'] => Self::Tj,
            [b'T', b'Z'] => Self::Tz,
            [b'K', b'S'] => Self::Ks,
            [b'C', b'O'] => Self::Co,
            [b'G', b'O'] => Self::Go,
            _ => return None,
        })
    }

    /// The tag as text.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hm => "HM",
            Self::Re => "RE",
            Self::Ho => "HO",
            Self::Ko => "KO",
            Self::Sn => "SN",
            Self::Jd => "JD",
            Self::Mf => "MF",
            Self::Gi => "GI",
            Self::Ih => "IH",
            Self::Hj => "HJ",
            Self::Js => "JS",
            Self::Sy => "SY",
            Self::Rj => "RJ",
            Self::Tj => "TJ",
            Self::Tz => "TZ",
            Self::Ks => "KS",
            Self::Co => "CO",
            Self::Ka => "KA",
            Self::Go => "GO",
        }
    }

    /// The official name, without レコード.
    #[must_use]
    pub const fn name_ja(self) -> &'static str {
        match self {
            Self::Hm => "訪問看護ステーション情報",
            Self::Re => "レセプト共通",
            Self::Ho => "保険者",
            Self::Ko => "公費",
            Self::Sn => "資格確認",
            Self::Jd => "受診日等",
            Self::Mf => "窓口負担額",
            Self::Gi => "災害等",
            Self::Ih => "医療機関・保険医情報",
            Self::Hj => "訪問看護指示",
            Self::Js => "心身の状態",
            Self::Sy => "傷病名",
            Self::Rj => "利用者情報",
            Self::Tj => "情報提供",
            Self::Tz => "特記事項",
            Self::Ks => "専門の研修",
            Self::Co => "コメント",
            Self::Ka => "訪問看護療養費",
            Self::Go => "訪問看護療養費請求書",
        }
    }

    /// What the record tells, in English.
    #[must_use]
    pub const fn about(self) -> &'static str {
        match self {
            Self::Hm => "the station that files, and to whom",
            Self::Re => "the patient and the kind of claim; begins a claim",
            Self::Ho => "the insurer, the total and the copayment",
            Self::Ko => "a public payer, its total and copayment",
            Self::Sn => "how eligibility was confirmed, and the branch number",
            Self::Jd => "the days of care, for one payer",
            Self::Mf => "the payment at the counter",
            Self::Gi => "relief after a disaster",
            Self::Ih => "the doctor who gave the order",
            Self::Hj => "an order and its period",
            Self::Js => "state of body and mind",
            Self::Sy => "a disease",
            Self::Rj => "start, places and end of the visits",
            Self::Tj => "information given to others",
            Self::Tz => "a remark on the claim",
            Self::Ks => "special training of the nurses",
            Self::Co => "a comment",
            Self::Ka => "one item of the bill",
            Self::Go => "ends the file; no totals",
        }
    }

    /// Place in the file order, 0 (HM) to 18 (GO).
    #[must_use]
    pub const fn order(self) -> usize {
        // The discriminants are the declaration order.
        self as usize
    }

    /// Whether the record belongs to a レセプト (all but HM and GO).
    #[must_use]
    pub const fn in_claim(self) -> bool {
        !matches!(self, Self::Hm | Self::Go)
    }

    /// Whether the record must be there (claims-format 2).
    #[must_use]
    pub const fn presence(self) -> Presence {
        match self {
            Self::Ho | Self::Ko => Presence::ByType,
            Self::Sn | Self::Jd | Self::Mf | Self::Tj | Self::Tz | Self::Ks | Self::Co => {
                Presence::Optional
            }
            Self::Gi => Presence::Omitted,
            Self::Hm
            | Self::Re
            | Self::Ih
            | Self::Hj
            | Self::Js
            | Self::Sy
            | Self::Rj
            | Self::Ka
            | Self::Go => Presence::Required,
        }
    }

    /// How often the record may be there (claims-format 2).
    #[must_use]
    pub const fn repeat(self) -> Repeat {
        match self {
            Self::Hm | Self::Re | Self::Ho | Self::Gi | Self::Rj | Self::Go => Repeat::Once,
            Self::Ko => Repeat::UpTo(4),
            Self::Sn | Self::Jd => Repeat::UpTo(5),
            Self::Mf
            | Self::Ih
            | Self::Hj
            | Self::Js
            | Self::Sy
            | Self::Tj
            | Self::Tz
            | Self::Ks
            | Self::Co
            | Self::Ka => Repeat::Many,
        }
    }
}

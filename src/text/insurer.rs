//! 保険者番号 → the kind of insurer (contract 4.2).

/// 保険者の種類, told from 法別番号 or, for six digits, from being a 国保 number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum InsurerKind {
    /// 協会けんぽ (01).
    Kyokai,
    /// 船員保険 (02).
    Senin,
    /// 日雇特例 (03, 04).
    Hiyatoi,
    /// 組合管掌健康保険, 特例退職 (06, 63).
    Kumiai,
    /// 自衛官 (07).
    Jieikan,
    /// 共済組合 (31–34, 72–75).
    Kyosai,
    /// 後期高齢者医療 (39).
    Koki,
    /// 市町村国保 (six digits).
    Kokuho,
    /// 国保組合 (six digits, the third is 3).
    KokuhoKumiai,
    /// 退職国保 (67).
    Taishoku,
    /// A claim of public payers alone (公費単独).
    Kohi,
    /// Any other number.
    Unknown,
}

impl InsurerKind {
    /// Every kind, in the order of contract 7.
    pub const ALL: [Self; 12] = [
        Self::Kyokai,
        Self::Senin,
        Self::Hiyatoi,
        Self::Kumiai,
        Self::Jieikan,
        Self::Kyosai,
        Self::Koki,
        Self::Kokuho,
        Self::KokuhoKumiai,
        Self::Taishoku,
        Self::Kohi,
        Self::Unknown,
    ];

    /// The kind of a number normalised to eight characters
    /// ([`fold::insurer_into`](super::fold::insurer_into)); never [`InsurerKind::Kohi`], which the
    /// claim alone can tell.
    #[must_use]
    pub fn of(insurer8: &str) -> Self {
        let b = insurer8.as_bytes();
        if b.len() != 8 || !b.iter().all(u8::is_ascii_digit) {
            return Self::Unknown;
        }
        match &b[..2] {
            b"00" if b[4] == b'3' => Self::KokuhoKumiai,
            b"00" => Self::Kokuho,
            b"01" => Self::Kyokai,
            b"02" => Self::Senin,
            b"03" | b"04" => Self::Hiyatoi,
            b"06" | b"63" => Self::Kumiai,
            b"07" => Self::Jieikan,
            b"31" | b"32" | b"33" | b"34" | b"72" | b"73" | b"74" | b"75" => Self::Kyosai,
            b"39" => Self::Koki,
            b"67" => Self::Taishoku,
            _ => Self::Unknown,
        }
    }

    /// The word for it in the reports (contract 7, `insurer_kind`).
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Kyokai => "kyokai",
            Self::Senin => "senin",
            Self::Hiyatoi => "hiyatoi",
            Self::Kumiai => "kumiai",
            Self::Jieikan => "jieikan",
            Self::Kyosai => "kyosai",
            Self::Koki => "koki",
            Self::Kokuho => "kokuho",
            Self::KokuhoKumiai => "kokuho_kumiai",
            Self::Taishoku => "taishoku",
            Self::Kohi => "kohi",
            Self::Unknown => "unknown",
        }
    }

    /// True for the kinds of medical insurance that contract 4.2 names.
    #[must_use]
    pub fn is_medical(self) -> bool {
        !matches!(self, Self::Kohi | Self::Unknown)
    }

    /// True for 国保, 国保組合, 退職国保 and 後期高齢者, whose cards ran by the year (contract 4.6 row 15, 5).
    #[must_use]
    pub fn is_municipal(self) -> bool {
        matches!(
            self,
            Self::Kokuho | Self::KokuhoKumiai | Self::Taishoku | Self::Koki
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_by_number() {
        for (number, kind) in [
            ("01130012", InsurerKind::Kyokai),
            ("02130011", InsurerKind::Senin),
            ("04130019", InsurerKind::Hiyatoi),
            ("63130000", InsurerKind::Kumiai),
            ("07130016", InsurerKind::Jieikan),
            ("75130005", InsurerKind::Kyosai),
            ("39131234", InsurerKind::Koki),
            ("00138057", InsurerKind::Kokuho),
            ("00133033", InsurerKind::KokuhoKumiai),
            ("67138050", InsurerKind::Taishoku),
            ("12131234", InsurerKind::Unknown),
            ("77777777", InsurerKind::Unknown),
            ("0613201", InsurerKind::Unknown),
            ("0613201X", InsurerKind::Unknown),
        ] {
            assert_eq!(InsurerKind::of(number), kind, "{number}");
        }
    }

    #[test]
    fn ids_are_distinct() {
        let ids: std::collections::BTreeSet<_> = InsurerKind::ALL.iter().map(|k| k.id()).collect();
        assert_eq!(ids.len(), InsurerKind::ALL.len());
    }
}

//! Made-up insurance: 保険者番号 with valid check digits, 記号・番号 that no two people share.

use super::person::{PEOPLE, scatter};
use super::rng::Rng;
use crate::text::check_digit;
use crate::text::insurer::InsurerKind;

/// Who is insured where, as the card says it, half width.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Insured {
    /// The kind of insurer; [`InsurerKind::Kohi`] for a public payer alone.
    pub kind: InsurerKind,
    /// 保険者番号 (6 or 8 digits) or 公費負担者番号.
    pub insurer: String,
    /// 被保険者証記号, empty when there is none.
    pub symbol: String,
    /// 被保険者証番号 or 公費受給者番号.
    pub number: String,
    /// 枝番, two digits, empty when there is none.
    pub branch: String,
}

/// `body` with its check digit; `body` is digits only.
fn checked(body: &str) -> String {
    let mut number = body.to_owned();
    number.extend(check_digit::of(body));
    number
}

/// 法別番号 of a kind with several.
fn law_number(rng: &mut Rng, kind: InsurerKind) -> &'static str {
    match kind {
        InsurerKind::Senin => "02",
        InsurerKind::Hiyatoi => rng.pick(["03", "04"]),
        InsurerKind::Kumiai => rng.pick(["06", "06", "06", "06", "63"]),
        InsurerKind::Jieikan => "07",
        InsurerKind::Kyosai => rng.pick(["31", "32", "33", "34", "34", "72", "73", "74", "75"]),
        InsurerKind::Koki => "39",
        InsurerKind::Taishoku => "67",
        _ => "01",
    }
}

/// A 保険者番号 of `kind` in a prefecture: 保険者別番号 900–999, or 300–399 for a 国保組合.
pub(super) fn insurer_number(rng: &mut Rng, kind: InsurerKind) -> String {
    let prefecture = rng.between(1, 47);
    match kind {
        InsurerKind::Kokuho => checked(&format!("{prefecture:02}{}", rng.between(900, 999))),
        InsurerKind::KokuhoKumiai => checked(&format!("{prefecture:02}{}", rng.between(300, 399))),
        kind => {
            let law = law_number(rng, kind);
            checked(&format!("{law}{prefecture:02}{}", rng.between(900, 999)))
        }
    }
}

/// A 記号 as cards of this kind carry it.
fn symbol(rng: &mut Rng, kind: InsurerKind) -> String {
    let n = rng.between(1, 999);
    match kind {
        InsurerKind::Kyokai | InsurerKind::Senin | InsurerKind::Hiyatoi => {
            format!("{:02}{:06}", rng.between(1, 47), rng.between(1, 999_999))
        }
        InsurerKind::Kumiai => match rng.below(6) {
            0 => String::new(),
            1 => format!("{n}-{}", rng.between(1, 99)),
            2 => format!("見本{n}"),
            3 => format!("{n:04}"),
            _ => n.to_string(),
        },
        InsurerKind::Jieikan => format!("架空{n}"),
        InsurerKind::Kyosai => match rng.below(4) {
            0 => "公立見本".to_owned(),
            1 => "警・架空".to_owned(),
            2 => format!("見本共-{n}"),
            _ => n.to_string(),
        },
        InsurerKind::Kokuho => match rng.below(5) {
            0 => format!("架空-{n}"),
            1 => format!("{n:05}"),
            2 => "訪問".to_owned(),
            _ => format!("見本{}", n % 100),
        },
        InsurerKind::KokuhoKumiai => format!("試験{n}"),
        InsurerKind::Taishoku => format!("退{n}"),
        InsurerKind::Koki | InsurerKind::Kohi | InsurerKind::Unknown => String::new(),
    }
}

/// The 番号 of person `pid`: a whole number below 64,000,001 that is theirs alone, so that it can equal
/// neither another's nor a 不詳 number, written in the manner of the kind.
pub(super) fn number(rng: &mut Rng, seed: u64, pid: u64, kind: InsurerKind) -> String {
    let own = 1 + scatter(seed, pid, 39_916_801);
    match kind {
        InsurerKind::Koki | InsurerKind::KokuhoKumiai => format!("{own:08}"),
        InsurerKind::Kokuho | InsurerKind::Kyosai if rng.chance(40) => format!("{own:09}"),
        _ => own.to_string(),
    }
}

impl Insured {
    /// Person `pid` at a made-up insurer of `kind`, with the 枝番 given (dropped for 後期高齢者).
    pub(super) fn new(rng: &mut Rng, seed: u64, pid: u64, kind: InsurerKind, branch: &str) -> Self {
        let koki = kind == InsurerKind::Koki;
        Self {
            kind,
            insurer: insurer_number(rng, kind),
            symbol: symbol(rng, kind),
            number: number(rng, seed, pid, kind),
            branch: if koki {
                String::new()
            } else {
                branch.to_owned()
            },
        }
    }

    /// A 公費 with 法別番号 `law`; payer and recipient number together are the person's alone.
    pub(super) fn kohi(seed: u64, pid: u64, law: &str) -> Self {
        let own = scatter(seed, pid, 39_916_801);
        let (office, recipient) = (own / 900_000, 100_000 + own % 900_000);
        // At most 72 offices: prefectures 1–47, then the next hundred.
        let payer = format!("{law}{:02}{}", 1 + office % 47, 900 + office / 47);
        Self {
            kind: InsurerKind::Kohi,
            insurer: checked(&payer),
            symbol: String::new(),
            number: checked(&recipient.to_string()),
            branch: String::new(),
        }
    }
}

/// Half-width ASCII as full width; everything else stays.
pub(super) fn full_width(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            ' ' => '\u{3000}',
            '!'..='~' => char::from_u32(u32::from(c) + 0xFEE0).unwrap_or(c),
            c => c,
        })
        .collect()
}

/// A second way to write a 記号 or 番号 that means the same (contract 4.3 drops dashes, dots and blanks).
pub(super) fn rewritten(rng: &mut Rng, text: &str) -> String {
    match rng.below(8) {
        0 | 1 => full_width(text),
        2 if text.contains(['-', '・']) => text.replace(['-', '・'], ""),
        3 if text.contains('-') => text.replace('-', "ー"),
        4 if text.contains('-') => text.replace('-', " "),
        _ => text.to_owned(),
    }
}

/// 医療機関・ステーションコード: `body` (6 digits) with its check digit.
///
/// Over prefecture, 点数表 and body; in 埼玉, 千葉, 東京 and 神奈川 over the body alone (claims-format 8, inferred).
pub(super) fn institution(prefecture: u32, table: char, body: &str) -> String {
    let scope = if (11..=14).contains(&prefecture) {
        body.to_owned()
    } else {
        format!("{prefecture:02}{table}{body}")
    };
    let mut code = body.to_owned();
    code.extend(check_digit::of(&scope));
    code
}

const _: () = assert!(PEOPLE < 77_777_777, "a 番号 could be the 不詳 number");

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn numbers_are_of_the_kind_asked_for_and_check() {
        let mut rng = Rng::new(1, 1, 1);
        for kind in InsurerKind::ALL {
            if !kind.is_medical() {
                continue;
            }
            for pid in 0..200 {
                let i = Insured::new(&mut rng, 5, pid, kind, "01");
                assert_eq!(
                    InsurerKind::of(&format!("{:0>8}", i.insurer)),
                    kind,
                    "{i:?}"
                );
                assert!(check_digit::passes(i.insurer.as_bytes()), "{i:?}");
                assert!(i.symbol.chars().count() + i.number.len() <= 19, "{i:?}");
                assert_eq!(i.branch.is_empty(), kind == InsurerKind::Koki);
            }
        }
    }

    #[test]
    fn public_payers_check_and_are_nobody_elses() {
        let mut seen = BTreeSet::new();
        for pid in (0..5_000).chain(PEOPLE - 5_000..PEOPLE) {
            let i = Insured::kohi(9, pid, "12");
            assert!(check_digit::passes(i.insurer.as_bytes()) && i.insurer.len() == 8);
            assert!(check_digit::passes(i.number.as_bytes()) && i.number.len() == 7);
            assert!(seen.insert((i.insurer, i.number)));
        }
    }

    #[test]
    fn station_codes_follow_the_rule_of_their_prefecture() {
        assert!(check_digit::passes(
            institution(13, '6', "990001").as_bytes()
        ));
        assert!(check_digit::passes(
            format!("016{}", institution(1, '6', "990001")).as_bytes()
        ));
    }
}

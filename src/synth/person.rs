//! Made-up people: names that say so, and that no two of them share.

use chrono::{Datelike, NaiveDate};

use super::rng::Rng;
use crate::text::date::Month;

/// How many people a run can tell apart: 25 family names × 40⁴ given names.
pub(super) const PEOPLE: u64 = 25 * 40 * 40 * 40 * 40;

/// Family names: 漢字, カナ, and the kana as eligibility results write it (half width, small kana large).
/// Two hold 外字 (髙, 﨑).
const FAMILIES: [(&str, &str, &str); 25] = [
    ("訪問", "ホウモン", "ﾎｳﾓﾝ"),
    ("見本", "ミホン", "ﾐﾎﾝ"),
    ("試験", "シケン", "ｼｹﾝ"),
    ("架空", "カクウ", "ｶｸｳ"),
    ("例示", "レイジ", "ﾚｲｼﾞ"),
    ("仮名", "カメイ", "ｶﾒｲ"),
    ("検証", "ケンショウ", "ｹﾝｼﾖｳ"),
    ("模擬", "モギ", "ﾓｷﾞ"),
    ("練習", "レンシュウ", "ﾚﾝｼﾕｳ"),
    ("記入", "キニュウ", "ｷﾆﾕｳ"),
    ("雛形", "ヒナガタ", "ﾋﾅｶﾞﾀ"),
    ("確認", "カクニン", "ｶｸﾆﾝ"),
    ("資格", "シカク", "ｼｶｸ"),
    ("看護", "カンゴ", "ｶﾝｺﾞ"),
    ("請求", "セイキュウ", "ｾｲｷﾕｳ"),
    ("公費", "コウヒ", "ｺｳﾋ"),
    ("髙見", "タカミ", "ﾀｶﾐ"),
    ("見﨑", "ミサキ", "ﾐｻｷ"),
    ("保険", "ホケン", "ﾎｹﾝ"),
    ("明細", "メイサイ", "ﾒｲｻｲ"),
    ("様式", "ヨウシキ", "ﾖｳｼｷ"),
    ("仮設", "カセツ", "ｶｾﾂ"),
    ("実例", "ジツレイ", "ｼﾞﾂﾚｲ"),
    ("照会", "ショウカイ", "ｼﾖｳｶｲ"),
    ("帳票", "チョウヒョウ", "ﾁﾖｳﾋﾖｳ"),
];

/// Syllables of given names: 漢字, カナ, half-width カナ. Four of them count in base 40.
const SYLLABLES: [(&str, &str, &str); 40] = [
    ("亜", "ア", "ｱ"),
    ("伊", "イ", "ｲ"),
    ("宇", "ウ", "ｳ"),
    ("江", "エ", "ｴ"),
    ("尾", "オ", "ｵ"),
    ("加", "カ", "ｶ"),
    ("木", "キ", "ｷ"),
    ("久", "ク", "ｸ"),
    ("毛", "ケ", "ｹ"),
    ("子", "コ", "ｺ"),
    ("佐", "サ", "ｻ"),
    ("志", "シ", "ｼ"),
    ("須", "ス", "ｽ"),
    ("世", "セ", "ｾ"),
    ("曽", "ソ", "ｿ"),
    ("太", "タ", "ﾀ"),
    ("千", "チ", "ﾁ"),
    ("津", "ツ", "ﾂ"),
    ("手", "テ", "ﾃ"),
    ("登", "ト", "ﾄ"),
    ("奈", "ナ", "ﾅ"),
    ("仁", "ニ", "ﾆ"),
    ("奴", "ヌ", "ﾇ"),
    ("根", "ネ", "ﾈ"),
    ("野", "ノ", "ﾉ"),
    ("波", "ハ", "ﾊ"),
    ("日", "ヒ", "ﾋ"),
    ("布", "フ", "ﾌ"),
    ("辺", "ヘ", "ﾍ"),
    ("保", "ホ", "ﾎ"),
    ("真", "マ", "ﾏ"),
    ("美", "ミ", "ﾐ"),
    ("武", "ム", "ﾑ"),
    ("芽", "メ", "ﾒ"),
    ("茂", "モ", "ﾓ"),
    ("矢", "ヤ", "ﾔ"),
    ("由", "ユ", "ﾕ"),
    ("代", "ヨ", "ﾖ"),
    ("良", "ラ", "ﾗ"),
    ("里", "リ", "ﾘ"),
];

/// Whom the claim is for (レセプト種別, last digit, 別表4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// 本人・世帯主.
    Own,
    /// 未就学者.
    Preschool,
    /// 家族・その他.
    Family,
    /// 高齢受給者・後期 一般・低所得.
    Elder,
    /// 高齢受給者・後期 7割.
    ElderHigh,
}

impl Class {
    /// The last digit of レセプト種別.
    pub(super) fn digit(self) -> char {
        match self {
            Self::Own => '2',
            Self::Preschool => '4',
            Self::Family => '6',
            Self::Elder => '8',
            Self::ElderHigh => '0',
        }
    }
}

/// A made-up person.
#[derive(Clone, Debug)]
pub(super) struct Person {
    /// 氏名, family and given name parted by a full-width blank.
    pub name: String,
    /// カナ as in the claim: full width, no blank.
    pub kana: String,
    /// カナ as in an eligibility result: half width, a half-width blank, small kana large.
    pub kana_half: String,
    /// 1 男, 2 女.
    pub sex: u8,
    /// 生年月日.
    pub birth: NaiveDate,
}

/// Where person `pid` stands in the shuffled order of all people of this seed: a bijection on
/// `0..PEOPLE`, so that people stay distinct (the factor shares no divisor with 2¹²·5⁶).
pub(super) fn scatter(seed: u64, pid: u64, factor: u64) -> u64 {
    let offset = Rng::new(seed, 11, factor).below(PEOPLE);
    ((pid % PEOPLE) * factor + offset) % PEOPLE
}

impl Person {
    /// Person number `pid` (below [`PEOPLE`]): the name is theirs alone, sex and birth as given.
    pub(super) fn new(seed: u64, pid: u64, sex: u8, birth: NaiveDate) -> Self {
        let mut rest = scatter(seed, pid, 24_036_583);
        let mut digit = |base: u64| {
            let at = rest % base;
            rest /= base;
            usize::try_from(at).unwrap_or(0)
        };
        let (kanji, kana, half) = FAMILIES[digit(25)];
        let mut person = Self {
            name: format!("{kanji}\u{3000}"),
            kana: kana.to_owned(),
            kana_half: format!("{half} "),
            sex,
            birth,
        };
        for _ in 0..4 {
            let (kanji, kana, half) = SYLLABLES[digit(40)];
            person.name.push_str(kanji);
            person.kana.push_str(kana);
            person.kana_half.push_str(half);
        }
        person
    }
}

/// A birth date that makes someone of `class` in `month`; `koki` for 後期高齢者 (75 and older).
///
/// Ages keep clear of the borders (BR-01, BR-04, BR-10): 未就学 under 5½, 高齢受給者 from the month after
/// the 70th birthday to under 75.
pub(super) fn birth(rng: &mut Rng, month: Month, class: Class, koki: bool) -> NaiveDate {
    let year = month.year();
    let age = match (koki, class) {
        (true, _) => 76 + rng.between(0, 22),
        (_, Class::Own) => 20 + rng.between(0, 48),
        (_, Class::Preschool) => {
            return month.first_day() - chrono::Days::new(30 + rng.below(1900));
        }
        (_, Class::Family) => 8 + rng.between(0, 60),
        (_, Class::Elder | Class::ElderHigh) => 71 + rng.between(0, 2),
    };
    let born = year - i32::try_from(age).unwrap_or(0);
    let day = NaiveDate::from_ymd_opt(born, rng.between(1, 12), rng.between(1, 28));
    day.unwrap_or(month.first_day())
}

/// The 75th birthday, from which 後期高齢者医療 covers (29 February: 1 March, as no claim is planted near it).
pub(super) fn birthday75(birth: NaiveDate) -> NaiveDate {
    let year = birth.year() + 75;
    NaiveDate::from_ymd_opt(year, birth.month(), birth.day())
        .or_else(|| NaiveDate::from_ymd_opt(year, 3, 1))
        .unwrap_or(birth)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{cp932, fold};
    use std::collections::BTreeSet;

    #[test]
    fn nobody_shares_a_kana_and_both_writings_agree() {
        let birth = NaiveDate::default();
        let mut kanas = BTreeSet::new();
        for pid in (0..20_000).chain(PEOPLE - 20_000..PEOPLE) {
            let p = Person::new(7, pid, 1, birth);
            let fold = |text: &str| {
                let mut out = String::new();
                fold::kana_into(text, &mut out);
                out
            };
            assert_eq!(fold(&p.kana), fold(&p.kana_half), "{p:?}");
            assert!(kanas.insert(fold(&p.kana)), "{p:?}");
            let mut bytes = Vec::new();
            assert_eq!(cp932::encode_into(&p.name, &mut bytes), 0, "{p:?}");
        }
    }

    #[test]
    fn syllables_are_distinct() {
        let kanji: BTreeSet<_> = SYLLABLES.iter().map(|s| s.0).collect();
        let kana: BTreeSet<_> = SYLLABLES.iter().map(|s| s.1).collect();
        assert_eq!((kanji.len(), kana.len()), (40, 40));
    }
}

//! The texts of `CLAIM_TYPE` and `SELF_FAMILY`.

use crate::finding::Level;
use crate::rules::{Certainty, Check, Example, Page, Rule, Text, text, words};

const CORRECT_PAYER: Text = text(
    "保険者番号と種別のどちらが正しいかを、資格確認結果と年齢で確かめて直してください。",
    "See by the eligibility result and the age which of the two is right, and correct the other.",
);

const CORRECT_PERSON: Text = text(
    "生年月日が正しいかを確かめ、正しければ種別を{reference}に直してください。",
    "See that the birth date is right; if it is, change the claim type to {reference}.",
);

pub(super) const CLAIM_TYPE: Rule = Rule {
    code: "CLAIM_TYPE",
    level: Level::Error,
    // The weakest of its rows: the day of school age (BR-01) was seen in no source.
    certainty: Certainty::Known,
    version: 1,
    title: text(
        "レセプト種別が保険者・公費・年齢・負担割合と合わない",
        "Claim type does not fit insurer, public payers, age or ratio",
    ),
    wording: &[
        words(
            "koki",
            text(
                "種別が{claim}ですが、保険者番号[{other}]は後期高齢者医療です。{reference}になります。",
                "The claim type is {claim}, but the insurer[ {other}] is 後期高齢者医療: that would be {reference}.",
            ),
            CORRECT_PAYER,
        ),
        words(
            "insurance",
            text(
                "種別が{claim}ですが、保険者番号[{other}]は医療保険・国保のものです。{reference}になります。",
                "The claim type is {claim}, but the insurer[ {other}] is one of 医療保険 or 国保: that would be {reference}.",
            ),
            CORRECT_PAYER,
        ),
        words(
            "welfare",
            text(
                "種別が{claim}ですが、保険者（HO）がなく生活保護（負担者番号[{other}]）だけの請求です。{reference}になります。",
                "The claim type is {claim}, but there is no HO, only 生活保護 ([{other}]): that would be {reference}.",
            ),
            text(
                "医療保険に加入していなければ種別を{reference}に直し、加入していればHOレコードを加えてください。",
                "Change it to {reference}; if the person has medical insurance as well, add the HO record.",
            ),
        ),
        words(
            "public",
            text(
                "種別が{claim}ですが、保険者（HO）がなく公費（負担者番号[{other}]）だけの請求です。{reference}になります。",
                "The claim type is {claim}, but there is no HO, only public payers ([{other}]): that would be {reference}.",
            ),
            text(
                "公費単独の請求なら種別を{reference}に直し、医療保険との併用ならHOレコードを加えてください。",
                "Change it to {reference}; if medical insurance pays as well, add the HO record.",
            ),
        ),
        words(
            "payers",
            text(
                "種別が{claim}ですが、公費（KO）レコードは{other}件です。{reference}になります。",
                "The claim type is {claim}, but the claim has {other} KO: that would be {reference}.",
            ),
            text(
                "KOレコードのもれや余りがないかを確かめ、種別の3桁目を負担者の数に合わせてください。",
                "See whether a KO is missing or too many, and make the third digit the number of payers.",
            ),
        ),
        words(
            "preschool",
            text(
                "{dates}は未就学ですが、種別が{claim}です。{reference}になります。",
                "{dates}: below school age, but the claim type is {claim}; it would be {reference}.",
            ),
            CORRECT_PERSON,
        ),
        words(
            "school",
            text(
                "{dates}は就学後ですが、種別が未就学者の{claim}です。{reference}になります。",
                "{dates}: of school age, but the claim type is {claim} for 未就学者; it would be {reference}.",
            ),
            CORRECT_PERSON,
        ),
        words(
            "young",
            text(
                "{dates}は高齢受給者になる前ですが、種別が{claim}です。{reference}になります。",
                "{dates}: not yet 高齢受給者, but the claim type is {claim}; it would be {reference}.",
            ),
            CORRECT_PERSON,
        ),
        words(
            "elderly",
            text(
                "{dates}は高齢受給者（70〜74歳）ですが、種別が{claim}です。{reference}になります。",
                "{dates}: 高齢受給者 (70 to 74), but the claim type is {claim}; it would be {reference}.",
            ),
            text(
                "生年月日と高齢受給者の負担割合（3割は末尾0、ほかは8）を確かめ、種別を{reference}に直してください。",
                "See that the birth date is right and what the ratio is (30 %: 0 at the end, else 8); change it to {reference}.",
            ),
        ),
        words(
            "aged",
            text(
                "{dates}は75歳の誕生日以後の訪問ですが、種別が{claim}です。後期高齢者医療（{reference}）の請求になります。",
                "{dates}: on or after the 75th birthday, but the claim type is {claim}; this belongs to 後期高齢者医療 ({reference}).",
            ),
            text(
                "生年月日を確かめ、正しければ誕生日以後の訪問を後期高齢者医療の保険者番号・番号で別のレセプトにしてください。",
                "If the birth date is right, claim the visits from the birthday on from 後期高齢者医療, under its numbers.",
            ),
        ),
        words(
            "ratio",
            text(
                "資格確認結果の負担割合は{other}割ですが、種別が{claim}です。{reference}になります。",
                "The eligibility result says a ratio of {other}0 %, but the claim type is {claim}; it would be {reference}.",
            ),
            text(
                "負担割合を確かめて種別を{reference}に直し、国保では給付割合、ほかに特記と窓口で受け取った額も見直してください。",
                "Confirm the ratio, change it to {reference}, and look again at 給付割合 (国保), 特記 and what was collected.",
            ),
        ),
        words(
            "",
            text(
                "種別が{claim}ですが、{reference}になるはずです。",
                "The claim type is {claim}; it should be {reference}.",
            ),
            CORRECT_PAYER,
        ),
    ],
    page: Page {
        meaning: text(
            "レセプト種別（4桁）は、保険者（61 医療保険・国保、62 公費のみ、63 後期高齢者医療）、負担者の数、患者の区分\
             （2 本人・世帯主、4 未就学者、6 家族・その他、8 高齢一般・低所得、0 高齢7割）を表します。\
             保険者番号、公費（KO）の件数、訪問日の年齢、資格確認結果の負担割合と合わないと、請求は返戻になります。\
             未就学は6歳の誕生日の前日以後の最初の3月31日まで、高齢受給者は70歳の誕生日の翌月（1日生まれは当月）から、\
             後期高齢者医療は75歳の誕生日からです。2月29日生まれの75歳は、開始日が2月28日か3月1日か確認できていないため、その2日は何も言いません。\
             65〜74歳で障害認定により後期高齢者医療に入る方があるため、75歳前の63は年齢では誤りとしません。\
             負担割合は訪問日と同じ年度（8月〜翌7月）の結果だけを見て、減免のあるレセプトでは言いません。\
             「x」は、年齢が分からず決められない桁です。",
            "The four digits say who insures (61 医療保険 or 国保, 62 public payers alone, 63 後期高齢者医療), how many payers there are, and who the person is \
             (2 本人・世帯主, 4 未就学者, 6 家族・その他, 8 elderly, 0 elderly at 30 %). A claim is returned when they do not fit the insurer's number, \
             the KO records, the age on the visits, or the ratio of the eligibility result. \
             Below school age: to the first 31 March on or after the day before the 6th birthday; 高齢受給者: from the month after the 70th birthday \
             (born on the 1st: that month); 後期高齢者医療: from the 75th birthday. For one born on 29 February it is not known which of 28 February \
             and 1 March that is: nothing is told of these two days. A 63 before 75 is no mistake by age, since people with a disability may join from 65. \
             Only results of the same ratio year (August to July) count, and none where the claim has a 減免区分. An x stands for a digit that cannot be told.",
        ),
        remedy: text(
            "保険者番号・生年月日・公費・負担割合を資格確認結果や受給者証で確かめ、誤っているほうを直します。\
             月の途中で75歳になった方は、誕生日の前後で2件のレセプトに分けます（1日生まれを除く）。",
            "Compare insurer, birth date, public payers and ratio with the eligibility result or certificate, and correct what is wrong. \
             One who becomes 75 within the month needs two claims, before and from the birthday (not when born on the 1st).",
        ),
        source: text(
            "記録条件仕様（訪問看護用）令和6年6月版 別表4（規則 BR-01、BR-04、BR-06、BR-10〜BR-12は資料で確認。就学の日（BR-01）は一般知識；資料は docs/rules.md）",
            "記録条件仕様（訪問看護用）令和6年6月版, 別表4 (rules BR-01, BR-04, BR-06, BR-10 to BR-12, confirmed; the day of school age (BR-01) is general knowledge; sources in docs/rules.md)",
        ),
        sample: None,
        example: Example {
            variant: "elderly",
            at: ("RE", "claim_type"),
            days: &[4, 18],
            values: ("6112", "6118/6110"),
            other: "3",
            ..Example::NONE
        },
    },
    check: Check::Claim(super::claim_type),
};

pub(super) const SELF_FAMILY: Rule = Rule {
    code: "SELF_FAMILY",
    level: Level::Error,
    certainty: Certainty::Confirmed,
    version: 1,
    title: text(
        "本人・家族の区分が資格確認結果と違う",
        "Self or family differs from the eligibility result",
    ),
    wording: &[
        words(
            "self",
            text(
                "種別{claim}は家族・その他ですが、資格確認結果は本人（{reference}）です。",
                "The claim type {claim} is for 家族・その他, but the eligibility result says 本人 ({reference}).",
            ),
            text(
                "資格確認結果の本人・家族の別と枝番を確かめ、本人（国保は世帯主）なら種別の末尾を2に直してください。",
                "Check relation and 枝番; for the insured person (国保: 世帯主) the claim type ends in 2.",
            ),
        ),
        words(
            "family",
            text(
                "種別{claim}は本人・世帯主ですが、資格確認結果は家族（{reference}）です。",
                "The claim type {claim} is for 本人・世帯主, but the eligibility result says 家族 ({reference}).",
            ),
            text(
                "資格確認結果の本人・家族の別と枝番を確かめ、家族（国保は世帯主以外）なら種別の末尾を6に直してください。",
                "Check relation and 枝番; for a family member (国保: other than 世帯主) the claim type ends in 6.",
            ),
        ),
        words(
            "",
            text(
                "種別は{claim}ですが、資格確認結果の本人・家族の別は{reference}です。",
                "The claim type is {claim}, but the relation in the eligibility result is {reference}.",
            ),
            text(
                "本人・家族の別を確かめ、種別の末尾を直してください。",
                "Check the relation and correct the last digit.",
            ),
        ),
    ],
    page: Page {
        meaning: text(
            "レセプト種別の末尾は、就学後から69歳までは2（本人・世帯主）か6（家族・その他）です。\
             訪問日の資格確認結果の「本人・家族の別」（1 本人、2 家族）と食い違っています。\
             「本人・家族等誤り」として返戻になります。\
             国保では世帯主が2、それ以外の方が6です。\
             訪問日を含む結果どうしが食い違うとき、生年月日が結果と違うときは何も言いません。",
            "From school age to 69 the claim type ends in 2 (本人・世帯主) or 6 (家族・その他). It contradicts what the eligibility result of the visit \
             says of the relation (1 本人, 2 家族). Such claims are returned as 本人・家族等誤り. On 国保 the 世帯主 has 2, all others 6. \
             Nothing is told when results for the day contradict each other, or when the birth date differs.",
        ),
        remedy: text(
            "資格確認書や資格確認結果で本人か家族かを確かめ、種別を直します。家族の枝番や番号を写していないかも見てください。",
            "See by the 資格確認書 or the result who the person is, and correct the claim type. Look also whether another member's 枝番 was copied.",
        ),
        source: text(
            "記録条件仕様（訪問看護用）令和6年6月版 別表4；支払基金が数える返戻の理由（規則 BR-02、BR-03、RT-09；資料は docs/rules.md）",
            "記録条件仕様（訪問看護用）令和6年6月版, 別表4; reasons for returns counted by 支払基金 (rules BR-02, BR-03, RT-09; sources in docs/rules.md)",
        ),
        sample: None,
        example: Example {
            variant: "family",
            at: ("RE", "claim_type"),
            days: &[4, 18],
            values: ("6112", "2"),
            ..Example::NONE
        },
    },
    check: Check::Compared(super::self_family),
};

//! F356–F360, F451: what the tariff master says of the KA lines of a claim together, and of the patient
//! (`lint::tariff`).

use super::tariff::MASTER;
use super::{Example, Kind, Level, Page, Rule, Text, rule, sample, text, words};

/// The rules of this file, by code.
pub(super) const RULES: &[Rule] = &[F356, F357, F358, F359, F360, F451];

const SEE_DAYS: Text = text(
    "重複した算定がないかを訪問の記録で確かめ、請求ソフトで余分な算定を取り消してください。",
    "See in the visit record whether something was charged twice, and take it out in your software.",
);

const SEE_PAIR: Text = text(
    "どちらを算定するかを訪問の記録で確かめ、もう一方を請求ソフトで取り消してください。",
    "See in the visit record which one is right, and take the other out in your software.",
);

const SEE_KIND: Text = text(
    "利用者の保険とレセプト種別を確かめ、請求ソフトで項目を選び直してください。",
    "See how the patient is insured, and choose the item again in your software.",
);

const SEE_AGE: Text = text(
    "生年月日を確かめ、請求ソフトで項目を選び直してください。",
    "See the birth date, and choose the item again in your software.",
);

const F356: Rule = rule(
    "F356",
    Level::Error,
    Kind::ItemLimit,
    text(
        "算定回数の限度を超える",
        "Charged more often than the limit",
    ),
    &[
        words(
            "DAY",
            text(
                "訪問看護療養費コード「{claim}」[（{other}）]を1日に{count}回算定しています（限度は{reference}回）[：{dates}]。",
                "The item {claim}[ ({other})] is charged {count} times in a day; the limit is {reference}[: {dates}].",
            ),
            SEE_DAYS,
        ),
        words(
            "WEEK",
            text(
                "訪問看護療養費コード「{claim}」[（{other}）]を1週に{count}回算定しています（限度は{reference}回）[：{dates}]。",
                "The item {claim}[ ({other})] is charged {count} times in a week; the limit is {reference}[: {dates}].",
            ),
            SEE_DAYS,
        ),
        words(
            "MONTH",
            text(
                "訪問看護療養費コード「{claim}」[（{other}）]を1か月に{count}回算定しています（限度は{reference}回）[：{dates}]。",
                "The item {claim}[ ({other})] is charged {count} times in a month; the limit is {reference}[: {dates}].",
            ),
            SEE_DAYS,
        ),
        words(
            "",
            text(
                "訪問看護療養費コード「{claim}」[（{other}）]を期間に{count}回算定しています（限度は{reference}回）[：{dates}]。",
                "The item {claim}[ ({other})] is charged {count} times in the period; the limit is {reference}[: {dates}].",
            ),
            SEE_DAYS,
        ),
    ],
    Page {
        meaning: text(
            "マスターの算定回数限度テーブルは、1日・1週・1か月に算定できる回数を決めています。週は日曜日から土曜日までと数え、このレセプトの月の日だけを数えます。初回・患者当り・入院中の限度は、1件のレセプトではわからないため点検しません。",
            "The master says how often an item may be charged a day, a week and a month. Weeks run from Sunday to Saturday, and only the days of the claim's month are counted. Limits for the first time, for a patient or for a hospital stay cannot be told from one claim and are not checked.",
        ),
        remedy: text(
            "同じ訪問を二重に入力していないか、週4日目以降の項目に替えるべき日がないかを、訪問の記録で確かめてください。",
            "See in the visit record whether a visit was entered twice, or the item for the fourth day of the week should stand there.",
        ),
        source: MASTER,
        sample: sample(
            "KA,20251105,1,510000110,,5550,03,01,01\nKA,20251105,1,510000110,,5550,03,01,01",
            "KA,20251105,1,510000110,,5550,03,01,01",
        ),
        example: Example {
            variant: "DAY",
            at: ("KA", "item_code"),
            days: &[5],
            values: ("510000110", "1"),
            other: "見本基本療養費",
            count: 2,
            ..Example::NONE
        },
    },
);

const F357: Rule = rule(
    "F357",
    Level::Error,
    Kind::ItemsExclusive,
    text(
        "併算定できない訪問看護療養費がある",
        "Items that exclude each other",
    ),
    &[
        words(
            "DAY",
            text(
                "訪問看護療養費コード「{claim}」は、「{reference}」[（{other}）]と同じ日に算定できません[（{dates}）]。",
                "The item {claim} cannot be charged on the same day as {reference}[ ({other})][: {dates}].",
            ),
            SEE_PAIR,
        ),
        words(
            "MONTH",
            text(
                "訪問看護療養費コード「{claim}」は、「{reference}」[（{other}）]と同じ月に算定できません[（{dates}）]。",
                "The item {claim} cannot be charged in the same month as {reference}[ ({other})][: {dates}].",
            ),
            SEE_PAIR,
        ),
        words(
            "SAME",
            text(
                "訪問看護療養費コード「{claim}」は、「{reference}」[（{other}）]と同時に算定できません[（{dates}）]。",
                "The item {claim} cannot be charged at the same time as {reference}[ ({other})][: {dates}].",
            ),
            SEE_PAIR,
        ),
        words(
            "WEEK",
            text(
                "訪問看護療養費コード「{claim}」は、「{reference}」[（{other}）]と同じ週に算定できません[（{dates}）]。",
                "The item {claim} cannot be charged in the same week as {reference}[ ({other})][: {dates}].",
            ),
            SEE_PAIR,
        ),
        words(
            "",
            text(
                "訪問看護療養費コード「{claim}」は、「{reference}」[（{other}）]と併せて算定できません[（{dates}）]。",
                "The item {claim} cannot be charged in the same period as {reference}[ ({other})][: {dates}].",
            ),
            SEE_PAIR,
        ),
    ],
    Page {
        meaning: text(
            "マスターの併算定背反テーブルは、同じ日・同じ月・同じ週・同時に併せて算定できない組み合わせを挙げています。「算定不可」と「どちらか一方算定可」の組を点検します。同時かどうかはレセプトではわからないため、同じ日なら同時とみなします（推定）。",
            "The master lists pairs that are not charged together on a day, in a month, in a week or at the same time; those with 算定不可 or どちらか一方算定可 are checked. Whether two items were at the same time a claim does not show, so the same day is taken for it, as we infer.",
        ),
        remedy: text(
            "どちらを算定するかを訪問の記録で決め、もう一方を請求ソフトで取り消してください。",
            "Decide from the visit record which one is right, and take the other out in your software.",
        ),
        source: MASTER,
        sample: sample(
            "KA,20251105,1,510000110,,5550,03,01,01\nKA,20251105,1,510000310,,5050,07,01,01",
            "KA,20251105,1,510000110,,5550,03,01,01",
        ),
        example: Example {
            variant: "DAY",
            at: ("KA", "item_code"),
            days: &[5],
            values: ("510000310", "510000110"),
            other: "見本基本療養費",
            ..Example::NONE
        },
    },
)
.inferred();

const F358: Rule = rule(
    "F358",
    Level::Error,
    Kind::ItemAlone,
    text(
        "加算の基本となる訪問看護療養費がない",
        "Add-on without its base item",
    ),
    &[words(
        "",
        text(
            "加算「{claim}」[（{other}）]に対応する基本の訪問看護療養費が算定されていません。",
            "The add-on {claim}[ ({other})] has no base item of its group.",
        ),
        text(
            "請求ソフトで、基本の療養費の入力もれか、加算の選び誤り（一般と精神科など）を直してください。",
            "Add the missing base item in your software, or choose the add-on that belongs to it (ordinary or psychiatric).",
        ),
    )],
    Page {
        meaning: text(
            "マスターの基本・加算対応テーブルは、どの基本の項目にどの加算を算定できるかを決めています。基本療養費の加算は同じ日、管理療養費などの加算は同じ月の基本の項目に対応するものとして点検します（この区別は、基本の項目が訪問ごとのものかどうかからの推定）。単独で算定できる加算と、それと同じ日の加算は指摘しません。",
            "The master says which add-ons go with which base items. An add-on of a visit is looked for on its day, one of 管理療養費 and the like in its month; that difference is inferred from whether the base items are visits. Add-ons that may stand alone, and others on their day, are left alone.",
        ),
        remedy: text(
            "訪問の記録で、その日に算定する基本の療養費を確かめてください。",
            "See in the visit record which base item that day has.",
        ),
        source: MASTER,
        sample: sample(
            "KA,20251106,1,510003970,,2100,,,",
            "KA,20251105,1,510003970,,2100,,,",
        ),
        example: Example {
            at: ("KA", "item_code"),
            values: ("510003970", ""),
            other: "見本夜間早朝加算",
            ..Example::NONE
        },
    },
)
.inferred();

const F359: Rule = rule(
    "F359",
    Level::Error,
    Kind::ItemPayer,
    text(
        "保険の種類に合わない訪問看護療養費",
        "Item of another kind of insurance",
    ),
    &[
        words(
            "ELDERLY_ONLY",
            text(
                "訪問看護療養費コード「{claim}」[（{other}）]は、後期高齢者医療だけの項目です。",
                "The item {claim}[ ({other})] is for 後期高齢者医療 only.",
            ),
            SEE_KIND,
        ),
        words(
            "",
            text(
                "訪問看護療養費コード「{claim}」[（{other}）]は、後期高齢者医療では算定できません。",
                "The item {claim}[ ({other})] is not for 後期高齢者医療.",
            ),
            SEE_KIND,
        ),
    ],
    Page {
        meaning: text(
            "マスターの後期高齢者医療適用区分は、医療保険だけ、または後期高齢者医療だけの項目を示します。レセプト種別が63で始まれば後期高齢者医療、61で始まれば医療保険・国民健康保険です。公費だけのレセプト（62）は点検しません。",
            "後期高齢者医療適用区分 of the master marks items that are for health insurance only or for 後期高齢者医療 only. レセプト種別 63 is 後期高齢者医療, 61 health insurance and 国民健康保険; claims on 公費 alone (62) are not checked.",
        ),
        remedy: text(
            "利用者の保険を確かめ、レセプト種別か項目を直してください。75歳になった月によく起こります。",
            "See how the patient is insured and correct レセプト種別 or the item; it often happens in the month of the 75th birthday.",
        ),
        source: MASTER,
        sample: sample(
            "KA,20251105,1,599990210,,200,,,",
            "KA,20251105,1,590000110,,780,,,",
        ),
        example: Example {
            at: ("KA", "item_code"),
            values: ("599990310", ""),
            other: "見本の項目",
            ..Example::NONE
        },
    },
);

const F360: Rule = rule(
    "F360",
    Level::Error,
    Kind::ItemAge,
    text("年齢に合わない訪問看護療養費", "Item for another age"),
    &[
        words(
            "YOUNG",
            text(
                "訪問看護療養費コード「{claim}」[（{other}）]は{reference}歳以上の項目ですが、算定日の年齢が足りません[（{count}歳）]。",
                "The item {claim}[ ({other})] is for people of {reference} or older; the patient is younger on that day[ ({count})].",
            ),
            SEE_AGE,
        ),
        words(
            "",
            text(
                "訪問看護療養費コード「{claim}」[（{other}）]は{reference}歳未満の項目ですが、算定日に{reference}歳に達しています[（{count}歳）]。",
                "The item {claim}[ ({other})] is for people under {reference}; the patient is {reference} or older on that day[ ({count})].",
            ),
            SEE_AGE,
        ),
    ],
    Page {
        meaning: text(
            "マスターの下限年齢はその年齢以上、上限年齢はその年齢未満を表します（00は制限なし）。年齢は算定日の満年齢で比べます。数字でない年齢コードは点検しません。",
            "下限年齢 in the master means that age or older, 上限年齢 younger than that age (00 is none). The age is that of the day of care. Age codes that are no numbers are not checked.",
        ),
        remedy: text(
            "生年月日を確かめます。乳幼児加算は6歳の誕生日から算定できません。",
            "See the birth date. 乳幼児加算 ends with the sixth birthday.",
        ),
        source: MASTER,
        sample: sample(
            "KA,20251105,1,510002670,,1300,,,",
            "KA,20251105,1,550002270,,50,,,",
        ),
        example: Example {
            at: ("KA", "item_code"),
            values: ("510002670", "6"),
            other: "見本乳幼児加算",
            count: 6,
            ..Example::NONE
        },
    },
);

const F451: Rule = rule(
    "F451",
    Level::Warn,
    Kind::ItemsExclusiveMaybe,
    text(
        "条件によって併算定できない訪問看護療養費がある",
        "Items that exclude each other under conditions",
    ),
    &[words(
        "",
        text(
            "訪問看護療養費コード「{claim}」と「{reference}」[（{other}）]は、特例の条件に当たらなければ併せて算定できません[（{dates}）]。",
            "The items {claim} and {reference}[ ({other})] are charged together under special conditions only[: {dates}].",
        ),
        text(
            "特例の条件に当たるかを告示と通知で確かめ、当たらなければ一方を請求ソフトで取り消してください。",
            "See in 告示 and 通知 whether the condition is met; if not, take one of them out in your software.",
        ),
    )],
    Page {
        meaning: text(
            "マスターの併算定背反テーブルで、特例条件のある組み合わせです。条件の中身はマスターに書かれていないため、算定できるかどうかはわからず、警告にとどめます。令和6年6月のマスターには、この組はありません。",
            "The pair stands in the master's table of exclusive items with 特例条件. What the condition is the master does not say, so this is a warning only. The master of June 2024 has no such pair.",
        ),
        remedy: text(
            "条件に当たることがわかれば、そのまま請求できます。",
            "If the condition is met, the claim can be filed as it is.",
        ),
        source: MASTER,
        sample: sample(
            "KA,20251106,2,510002770,,4500,0304,,",
            "KA,20251106,2,510001970,,4500,0313,02,",
        ),
        example: Example {
            at: ("KA", "item_code"),
            days: &[6],
            values: ("510002770", "510001970"),
            other: "見本複数回訪問加算",
            ..Example::NONE
        },
    },
);

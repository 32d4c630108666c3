//! The texts of `LIMIT_MISMATCH`.

use crate::finding::Level;
use crate::rules::{Certainty, Check, Example, Page, Rule, Text, Wording, text, words};

use super::limit_mismatch;

pub(super) const LIMIT_MISMATCH: Rule = Rule {
    code: "LIMIT_MISMATCH",
    level: Level::Warn,
    certainty: Certainty::Known,
    version: 1,
    title: text(
        "限度額適用区分とレセプト特記・一部負担金区分が合わない",
        "限度額適用区分 does not fit レセプト特記 or 一部負担金区分",
    ),
    wording: WORDING,
    page: Page {
        meaning: text(
            "資格確認結果の限度額適用区分（ア〜オ、現役並み、一般、低所得など）から決まるレセプト特記（26〜30、41、42）や一部負担金区分と、レセプトの記録が違います。\
             区分によって自己負担限度額が変わるため、高額療養費を現物給付したレセプト（窓口負担額区分01・02）では誤り、ほかでは警告とします。\
             比べるのは、訪問日を含み、訪問日と同じ年度（8月〜翌7月）に確認した結果のうち最も新しいもので、適用区分の有効期間も見ます。\
             70歳以上で適用区分がないときは負担割合から決まる特記と比べます（70〜74歳は3割26・2割29、後期高齢者は3割26・2割41・1割42）。\
             限度額情報の提供に同意がない結果があるときは何も出しません。同意の有無がわからない結果（一括照会など）では、負担割合と両立しない特記と、特記がないことだけを知らせます。\
             確認日が同じ結果どうしが食い違うとき、知らない区分や年齢に合わない区分のときも出しません。\
             種別の末尾（8・0）と特記の食い違いも警告しますが、これは推定によるものです。\
             特定疾病（特記02・16）と多数回該当の当否は確認していません。",
            "レセプト特記 (26 to 30, 41, 42) or 一部負担金区分 differs from what follows from the 限度額適用区分 of the eligibility result. \
             The class sets the patient's limit, so it is an error where 高額療養費 was paid in kind (窓口負担額区分 01, 02), else a warning. \
             Compared is the latest result that covers a visit and was seen in the same ratio year (August to July), within the validity of its class. \
             From 70 on, without a class, 特記 follows from the ratio (70 to 74: 30 % 26, 20 % 29; 後期高齢者: 30 % 26, 20 % 41, 10 % 42). \
             Nothing is told when a result has no consent to limits. Where consent is not known (bulk queries and others), only a 特記 that cannot go with the ratio is told, or none at all. \
             Nor is anything told when results of one day contradict each other, for an unknown class, or for one of another age. \
             A 特記 against the last digit of the claim type (8, 0) is warned of too; that is inferred. \
             Not checked: 特定疾病 (特記 02, 16), and whether 多数回 applies.",
        ),
        remedy: text(
            "同意を得た資格確認結果や限度額適用認定証で、その月の適用区分を確かめます。レセプトが誤っていれば特記・一部負担金区分を直し、窓口で受け取った額も見直してください。\
             8月は区分の切り替わりなので、必ず確認し直します。認定証の現物で確かめた区分が正しいときは、そのままでかまいません。",
            "See the month's class in a result with consent or on the certificate. If the claim is wrong, correct 特記 and 一部負担金区分 and look again at what was collected. \
             Classes change in August: confirm anew then. A class confirmed on the certificate itself may stay.",
        ),
        source: text(
            "記録条件仕様（訪問看護用）令和6年6月版 別表6・別表7・別表26；適用区分のコードと特記は公開プログラムと教科書による（規則 HC-01〜HC-09、HC-11、HC-12、HC-14；資料は docs/rules.md）",
            "記録条件仕様（訪問看護用）令和6年6月版, 別表6, 別表7, 別表26; classes and 特記 as in public programs and a textbook (rules HC-01 to HC-09, HC-11, HC-12, HC-14; sources in docs/rules.md)",
        ),
        sample: None,
        example: Example {
            at: ("RE", "special_notes"),
            values: ("29", "28（区ウ）"),
            date: Some((2025, 12, 4)),
            other: "A03 ウ",
            count: 20,
            ..Example::NONE
        },
    },
    check: Check::Claim(limit_mismatch),
};

const NOTE: Text = text(
    "その月の適用区分を資格確認結果や認定証で確かめ、特記を{reference}に直してください。窓口で受け取った額も見直します。",
    "Confirm the month's class and write {reference} as 特記; look again at what was collected.",
);

const COPAY: Text = text(
    "その月の適用区分を確かめ、請求ソフトで一部負担金区分を直してください。",
    "Confirm the month's class and correct 一部負担金区分 in your software.",
);

const WORDING: &[Wording] = &[
    words(
        "absent",
        text(
            "資格確認結果の適用区分は{other}ですが[（{date}確認）]、特記に区分のコードがありません。区分からは{reference}です。",
            "The eligibility result has the class {other}[ (seen {date})], but 特記 has no class code; it would be {reference}.",
        ),
        NOTE,
    ),
    words(
        "ratio",
        text(
            "特記は{claim}ですが、適用区分の情報がなく負担割合が{count}％のときは{reference}です[（{date}確認）]。",
            "特記 is {claim}; with {count} % and no class in the eligibility result it would be {reference}[ (seen {date})].",
        ),
        NOTE,
    ),
    words(
        "ratio_absent",
        text(
            "特記に区分のコードがありません。適用区分の情報がなく負担割合が{count}％のときは{reference}です[（{date}確認）]。",
            "特記 has no class code; with {count} % and no class in the eligibility result it would be {reference}[ (seen {date})].",
        ),
        NOTE,
    ),
    words(
        "no_class",
        text(
            "特記は{claim}ですが、同意のある資格確認結果に限度額適用区分がありません[（{date}確認）]。",
            "特記 is {claim}, but the eligibility result, with consent, has no 限度額適用区分[ (seen {date})].",
        ),
        text(
            "限度額適用認定証などで区分を確かめ、根拠がなければ特記から区分のコードを外してください。",
            "Confirm the class by the certificate; without any ground take the class code out of 特記.",
        ),
    ),
    words(
        "copay",
        text(
            "一部負担金区分は{claim}ですが、資格確認結果の適用区分{other}からは{reference}です[（{date}確認）]。",
            "一部負担金区分 is {claim}; by the class {other} of the eligibility result it would be {reference}[ (seen {date})].",
        ),
        COPAY,
    ),
    words(
        "copay_absent",
        text(
            "高額療養費を現物給付していますが、一部負担金区分がありません。適用区分{other}からは{reference}です[（{date}確認）]。",
            "高額療養費 was paid in kind, but 一部負担金区分 is empty; by the class {other} it would be {reference}[ (seen {date})].",
        ),
        COPAY,
    ),
    words(
        "copay_none",
        text(
            "一部負担金区分に{claim}がありますが、資格確認結果の適用区分{other}では記録しません[（{date}確認）]。",
            "一部負担金区分 is {claim}; with the class {other} of the eligibility result it is empty[ (seen {date})].",
        ),
        COPAY,
    ),
    words(
        "copay_unpaid",
        text(
            "一部負担金区分に{claim}がありますが、高額療養費を現物給付していません（窓口負担額区分00）。適用区分は{other}です[（{date}確認）]。",
            "一部負担金区分 is {claim}, but no 高額療養費 was paid in kind (窓口負担額区分 00); the class is {other}[ (seen {date})].",
        ),
        text(
            "現物給付の有無を確かめ、窓口負担額区分か一部負担金区分のどちらかを直してください。",
            "See whether it was paid in kind, and correct 窓口負担額区分 or 一部負担金区分.",
        ),
    ),
    words(
        "type",
        text(
            "特記は{claim}ですが、レセプト種別{reference}の負担割合と合いません（末尾8は2割・1割、0は3割）。",
            "特記 is {claim}, which does not go with the ratio of the claim type {reference} (8: 20 or 10 %, 0: 30 %).",
        ),
        text(
            "負担割合と適用区分を資格確認結果で確かめ、種別か特記の誤っているほうを直してください。",
            "See ratio and class in the eligibility result, and correct the claim type or 特記.",
        ),
    ),
    words(
        "",
        text(
            "特記は{claim}ですが、資格確認結果の適用区分{other}からは{reference}です[（{date}確認）]。",
            "特記 is {claim}; by the class {other} of the eligibility result it would be {reference}[ (seen {date})].",
        ),
        NOTE,
    ),
];

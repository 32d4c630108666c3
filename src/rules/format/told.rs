//! F5xx: to know.

use super::{Example, FILE, Kind, Level, Page, Rule, rule, text, words};

/// The rules of this file, by code.
pub(super) const RULES: &[Rule] = &[F501, F502];

const F501: Rule = rule(
    "F501",
    Level::Info,
    Kind::LeadingZeros,
    text("数字の先頭に余分な0がある", "Leading zeros in a number"),
    &[words(
        "",
        text(
            "{record}レコードの{field}「{claim}」は、先頭に余分な0があります。[同じ項目が{count}行あります。]",
            "{record}: the {field} {claim} has leading zeros.[ {count} lines are like this.]",
        ),
        text(
            "読み取りには差し支えありません。請求ソフトが直せるなら、0を付けずに出力してください。",
            "It was read all the same. If your software can, export it without them.",
        ),
    )],
    Page {
        meaning: text(
            "桁数の決まっていない数字の項目（レセプト番号、実日数、合計金額など）は、先頭に0を付けずに記録すると決められています。\
         値は変わらないので、そのまま読み取って点検しています。別表のコードや番号の0は、これに当たりません。",
            "A number of variable length, such as a claim number, a number of days or an amount, is recorded without leading zeros. The value is the same, so it was read as it is. Zeros of codes are another matter.",
        ),
        remedy: text(
            "急いで直す必要はありません。毎月出るときは、請求ソフトの販売元に知らせてください。",
            "Nothing is urgent. If it comes every month, tell the maker of your software.",
        ),
        source: FILE,
        sample: None,
        example: Example {
            at: ("HO", "days"),
            values: ("05", ""),
            ..Example::NONE
        },
    },
);

const F502: Rule = rule(
    "F502",
    Level::Info,
    Kind::History,
    text(
        "返戻・再請求の履歴の行を読み飛ばした",
        "History lines passed over",
    ),
    &[words(
        "",
        text(
            "返戻・再請求の履歴の行が{count}行あり、判定では読み飛ばしました。",
            "{count} history lines of returned claims were passed over.",
        ),
        text(
            "履歴の行は消したり直したりせず、そのまま再請求してください。",
            "Leave these lines byte for byte as they are when claiming again.",
        ),
    )],
    Page {
        meaning: text(
            "返戻されたレセプトを再請求するとき、前の請求の履歴が「8,行番号,枝番号」で始まる行として残ります。\
         請求そのものではないため、判定では読み飛ばしました。履歴の行は1バイトも変えずに送り返す決まりです。\
         再請求の詳しい仕様書は確認できておらず、手引きの例によっています。",
            "When a returned claim is claimed again, the history of the first time stays in the file as lines beginning `8,`. They are no claims and were passed over. They have to be sent back byte for byte. \
         The full specification was not found; this follows the examples of the guide.",
        ),
        remedy: text(
            "何もする必要はありません。履歴の行を消したり並べ替えたりしないでください。",
            "Nothing has to be done. Do not delete or sort these lines.",
        ),
        source: text(
            "電子レセプトの作成手引き（訪問看護）別紙1 返戻・再請求（規則 RT-17）",
            "電子レセプトの作成手引き（訪問看護） 別紙1 (rule RT-17)",
        ),
        sample: None,
        example: Example {
            at: ("", ""),
            count: 9,
            ..Example::NONE
        },
    },
);

//! F401: to confirm.

use super::{Example, FIELDS, Kind, Level, Page, Rule, rule, text, words};

/// The rules of this file, by code.
pub(super) const RULES: &[Rule] = &[F401];

const F401: Rule = rule(
    "F401",
    Level::Warn,
    Kind::FieldCount,
    text(
        "項目の数が仕様と違う",
        "Number of fields differs from the specification",
    ),
    &[words(
        "",
        text(
            "{record}レコードの項目が{claim}個あります（仕様では{reference}個）。[同じ行が{count}行あります。]",
            "{record} has {claim} fields; the specification has {reference}.[ {count} lines are like this.]",
        ),
        text(
            "末尾のカンマの過不足なら請求ソフトの設定を、項目のずれならレコードの内容を確かめてください。",
            "If only commas at the end differ, see the settings of your software; if fields are shifted, see the record.",
        ),
    )],
    Page {
        meaning: text(
            "レコードの項目の数が仕様と違います。末尾の空の項目（カンマ）が足りないか多いだけなら、読み取りに差し支えはありません。\
         途中の項目が抜けていると、後ろの項目がずれて別の意味に読まれます。\
         公式の例では末尾のカンマまでそろっていますが、省略を禁じる文は確認できていません。1件のレセプトにつき、レコードの種類ごとに最初の1行を示します。",
            "The record has another number of fields than the specification. If only empty ones at the end are missing or too many, nothing is lost; a field missing in between shifts all that follow. \
         Official examples keep every comma, but no sentence forbids leaving them out. Told once for each kind of record in a claim.",
        ),
        remedy: text(
            "行を確かめ、値がずれていなければ請求ソフトの設定か販売元に確認します。ずれていればレセプトを直して出力し直してください。",
            "Look at the line. If the values stand where they belong, ask the maker of your software; if they are shifted, correct the claim and export again.",
        ),
        source: FIELDS,
        sample: None,
        example: Example {
            at: ("KA", ""),
            values: ("8", "9"),
            ..Example::NONE
        },
    },
);

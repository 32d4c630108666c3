//! F5xx: to know.

use super::{Example, FILE, Kind, Level, Page, Rule, rule, sample, text, words};

/// The rules of this file, by code.
pub(super) const RULES: &[Rule] = &[F501, F502, F503, F504];

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
        sample: sample(
            "HO,  138057,12,345,03,29320,,,,,,",
            "HO,  138057,12,345,3,29320,,,,,,",
        ),
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

const F503: Rule = rule(
    "F503",
    Level::Info,
    Kind::Returned,
    text("返戻ファイル", "A file of returned claims"),
    &[words(
        "",
        text(
            "返戻ファイル（HHで始まりHGで終わる）として読みました。このままでは請求できません。",
            "Read as a file of returned claims (HH to HG); it cannot be filed as it is.",
        ),
        text(
            "請求ソフトに取り込み、返戻理由（HR）を見てレセプトを訂正し、再請求のファイルとして出力してください。",
            "Load it into your software, correct the claims by their reasons (HR), and export a file for claiming again.",
        ),
    )],
    Page {
        meaning: text(
            "返戻ファイルは、審査支払機関が返したレセプトをステーションが受け取るファイルです。先頭がHH、レセプトの終わりに返戻理由（HR）と履歴の行（8,で始まる）、最後がHGです。\
             再請求では、HHをHMに、HGをGOに替え、HRを消し、履歴の行は1バイトも変えません。\
             返戻ファイルの仕様書は確認できておらず、手引きの例によっています。HH・HR・HGの項目の意味、返戻区分、ファイル名は推定です。",
            "A review body sends returned claims in such a file: HH first, behind each claim its reason (HR) and history lines (beginning with 8,), HG last. \
             To claim again HH becomes HM and HG becomes GO, HR is deleted and history is left byte for byte. \
             The specification was not found; this follows the examples of the guide. What the fields of HH, HR and HG mean, the classes of return and the file name are inferred.",
        ),
        remedy: text(
            "保険者が変わったレセプトや分割が必要なレセプトは、検索番号と履歴のない新しい請求として出し直します。",
            "A claim whose payer changed or which has to be split is made anew, without 検索番号 and history.",
        ),
        source: text(
            "電子レセプトの作成手引き（訪問看護）別紙1 返戻・再請求（規則 RT-17）",
            "電子レセプトの作成手引き（訪問看護） 別紙1 (rule RT-17)",
        ),
        sample: None,
        example: Example {
            at: ("", ""),
            ..Example::NONE
        },
    },
)
.inferred();

const F504: Rule = rule(
    "F504",
    Level::Info,
    Kind::OfInsurer,
    text("保険者に届く形のファイル", "A file in the insurer's shape"),
    &[words(
        "",
        text(
            "保険者に届く形（行の先頭にデータ識別・行番号・枝番号）のファイルとして、わかる範囲で読みました。",
            "Read as a file in the insurer's shape (データ識別, line and branch number before each record), as far as it is known.",
        ),
        text(
            "ステーションの請求ファイルのつもりだったときは、請求ソフトからRECEIPTH.UKEを出力し直してください。",
            "If it was meant to be a station's file, export RECEIPTH.UKE from your software again.",
        ),
    )],
    Page {
        meaning: text(
            "審査支払機関から保険者に届くデータは、各行の先頭にデータ識別・行番号・枝番号が付き、レセプトごとに管理情報（MN）や訂正の行（データ識別2）、資格確認の運用（ON）などがあります。\
             訪問看護の仕様書は確認できておらず、医科・調剤の形からの推定で読んでいます。確かなのは、返戻の履歴の行が同じ形をしていることだけです。\
             訂正後のHOがあればその金額を使い、意味のわからないレコードはそのまま残します。",
            "What insurers receive from review bodies has データ識別, line and branch number before each record, and in each claim MN, lines of corrections (データ識別 2), ON and others. \
             The specification for 訪問看護 was not found; it is read as inferred from hospital and pharmacy files. Confirmed is only that history lines of returned claims have this shape. \
             A corrected HO is preferred, records of unknown meaning are kept as they are.",
        ),
        remedy: text(
            "保険者の担当者は、結果を原本の画面や帳票と見比べてください。違いがあれば、読み方の推定が当たっていません。",
            "Insurers should compare the results with what they see of the original; where they differ, an inference was wrong.",
        ),
        source: text(
            "医科・調剤のレセ電コード情報ファイルからの推定（訪問看護の仕様書は確認できていない）",
            "inferred from レセ電コード情報ファイル of hospitals and pharmacies; the one for 訪問看護 was not found",
        ),
        sample: None,
        example: Example {
            at: ("", ""),
            ..Example::NONE
        },
    },
)
.inferred();

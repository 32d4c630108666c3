//! F401–F408: number of fields, characters that may be lost, sums and days.

use super::{Example, FIELDS, FILE, Kind, Level, Page, Rule, Text, rule, sample, text, words};

/// The rules of this file, by code.
pub(super) const RULES: &[Rule] = &[F401, F402, F403, F404, F405, F406, F407, F408];

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
         公式の例では末尾のカンマまでそろっていますが、省略を禁じる文は確認できていません。ファイルごとに、レコードの種類と項目の数ごとの最初の1行と、同じ行の数を示します。",
            "The record has another number of fields than the specification. If only empty ones at the end are missing or too many, nothing is lost; a field missing in between shifts all that follow. \
         Official examples keep every comma, but no sentence forbids leaving them out. Told once a file for each kind of record and number of fields, with how many lines are alike.",
        ),
        remedy: text(
            "行を確かめ、値がずれていなければ請求ソフトの設定か販売元に確認します。ずれていればレセプトを直して出力し直してください。",
            "Look at the line. If the values stand where they belong, ask the maker of your software; if they are shifted, correct the claim and export again.",
        ),
        source: FIELDS,
        sample: sample(
            "KA,20251105,1,550000410,,7670",
            "KA,20251105,1,550000410,,7670,,,",
        ),
        example: Example {
            at: ("KA", ""),
            values: ("8", "9"),
            ..Example::NONE
        },
    },
)
.inferred();

const F402: Rule = rule(
    "F402",
    Level::Warn,
    Kind::Gaiji,
    text("外字が使われている", "A character outside JIS X 0208"),
    &[words(
        "",
        text(
            "{record}レコードの{field}に外字「{claim}」があります。仕様の文字にないため、提出先で失われるおそれがあります。",
            "{record}: the {field} has {claim}, which is not among the characters of the format and may be lost.",
        ),
        text(
            "請求ソフトで外字を置き換えられる字（髙→高、﨑→崎、①→１など）に直し、出力し直してください。",
            "Replace it in your software by a common character (髙 by 高, ① by １), and export again.",
        ),
    )],
    Page {
        meaning: text(
            "使える文字はJIS X 0208（1983年）の文字で、①やⅠなどの記号、髙や﨑などの人名の字は、パソコンで表示できても仕様では外字です。\
             仕様は「仕様にない文字は？に置き換える」とするだけで、審査支払機関が外字をどう扱うかは確認できていません。請求ソフトによってはそのまま通ります。",
            "The characters are those of JIS X 0208 (1983). Signs like ① and Ⅰ and characters of names like 髙 and 﨑 are outside of it although computers show them. \
             The specification only says that others are replaced by ？; how review bodies treat them is not known, and some software sends them as they are.",
        ),
        remedy: text(
            "氏名の外字は、資格確認結果の表記と同じ代わりの字にそろえます。置き換えで別人と取り違えないよう、生年月日と番号も確かめてください。",
            "Write names as the eligibility result does, and see birth date and number so that nobody is taken for another.",
        ),
        source: text(
            "記録条件仕様（訪問看護用）令和6年6月版 文字、電子レセプトの作成手引き（訪問看護）別紙4",
            "記録条件仕様（訪問看護用）令和6年6月版, characters; 電子レセプトの作成手引き（訪問看護） 別紙4",
        ),
        sample: sample(
            "IH,13,1,9999913,見本医院,見本　髙志,20251105",
            "IH,13,1,9999913,見本医院,見本　高志,20251105",
        ),
        example: Example {
            at: ("IH", "doctor_name"),
            values: ("髙", ""),
            ..Example::NONE
        },
    },
);

const F403: Rule = rule(
    "F403",
    Level::Warn,
    Kind::LostCharacter,
    text("「？」がある", "A ？"),
    &[words(
        "",
        text(
            "{record}レコードの{field}に「？」があります。仕様にない文字が置き換えられたおそれがあります。",
            "{record}: the {field} has a ？ in it; a character outside the format may have been lost.",
        ),
        text(
            "請求ソフトの登録で「？」になった字を常用の字で入れ直し、ファイルを出力し直してください。",
            "Type the lost character again as a common one in your software, and export the file again.",
        ),
    )],
    Page {
        meaning: text(
            "仕様にない文字は全角の「？」（8148）に置き換えると決められ、「？」はそのほかには使わないことになっています。\
             氏名にあれば、人名の外字が請求ソフトで置き換えられたしるしで、本人の照合が難しくなります。文の中の「？」も、文字が失われたものと見分けられません。",
            "Characters outside the format are replaced by the full-width ？ (8148), which is otherwise not used. \
             In a name it tells that a character was lost, and the person is harder to find. In a text it cannot be told from a lost character.",
        ),
        remedy: text(
            "資格確認結果の氏名を見て、代わりの字（髙→高など）で利用者の登録を直してください。",
            "See the name in the eligibility result and register it with the common character (高 for 髙).",
        ),
        source: FILE,
        sample: sample(
            "RE,1,6112,202511,見本　花？,ミホンハナコ,2,19600102,,,70,28,,M-001,",
            "RE,1,6112,202511,見本　花子,ミホンハナコ,2,19600102,,,70,28,,M-001,",
        ),
        example: Example {
            at: ("RE", "name"),
            values: ("？", ""),
            ..Example::NONE
        },
    },
);

const SUMS: Text = text(
    "各レコードの項目の説明からの推定（合計が一致すると述べる文は確認できていない）",
    "inferred from the fields of the records; no sentence was found that says so",
);

/// What to do about a sum.
const COMPUTE_AGAIN: Text = text(
    "請求ソフトでこのレセプトの合計を計算し直してください。変わらなければ、削除や追加をした算定の負担区分を確かめます。",
    "Have your software compute this claim again; if it stays, see 負担区分 of items that were added or removed.",
);

const F404: Rule = rule(
    "F404",
    Level::Warn,
    Kind::SumOfInsurer,
    text(
        "保険者（HO）の合計金額が算定の合計と違う",
        "HO: total differs from the sum of items",
    ),
    &[words(
        "",
        text(
            "HOの合計金額は{claim}円ですが、医療保険の負担する算定（KA）の金額を足すと{reference}円です。",
            "HO: the total is {claim} yen, but the items (KA) that the insurer bears add up to {reference} yen.",
        ),
        COMPUTE_AGAIN,
    )],
    Page {
        meaning: text(
            "HOの合計金額は、負担区分に医療保険を含むKAの金額の合計と一致するはずです（推定）。\
             違うときは、算定を直した後に合計を計算し直していないか、KAの行が失われています。金額は円で、点数ではありません。",
            "The total of HO should be the sum of 金額 of the KA whose 負担区分 includes the insurer (inferred). \
             Otherwise it was not computed again after a change, or KA are lost. Amounts are yen, not points.",
        ),
        remedy: text(
            "訪問の記録と算定の一覧を見比べ、もれた算定や二重の算定がないかを先に確かめます。合計だけを手で直さないでください。",
            "Compare the visits with the items first: one may be missing or doubled. Do not correct the total alone.",
        ),
        source: SUMS,
        sample: sample(
            "HO,  138057,12,345,3,29230,,,,,,",
            "HO,  138057,12,345,3,29320,,,,,,",
        ),
        example: Example {
            at: ("HO", "total_yen"),
            values: ("29230", "29320"),
            ..Example::NONE
        },
    },
)
.inferred();

const F405: Rule = rule(
    "F405",
    Level::Warn,
    Kind::SumOfPublic,
    text(
        "公費（KO）の合計金額が算定の合計と違う",
        "KO: total differs from the sum of items",
    ),
    &[words(
        "",
        text(
            "KOの合計金額は{claim}円ですが、この公費の負担する算定（KA）の金額を足すと{reference}円です。",
            "KO: the total is {claim} yen, but the items (KA) that this payer bears add up to {reference} yen.",
        ),
        COMPUTE_AGAIN,
    )],
    Page {
        meaning: text(
            "KOの合計金額は、負担区分にその公費を含むKAの金額の合計と一致するはずです（推定）。医療保険と同じ額でも省かずに記録します。\
             公費の対象でない訪問を含めたり、公費の順位を入れ替えたりしたときに違いが出ます。",
            "The total of KO should be the sum of 金額 of the KA whose 負担区分 includes this payer (inferred); it is written even when it equals that of HO. \
             It differs when visits that the payer does not cover were included or ranks were exchanged.",
        ),
        remedy: text(
            "どの訪問が公費の対象かを受給者証で確かめ、請求ソフトで算定ごとの公費の有無を直してください。",
            "See on the certificate which visits this payer covers, and correct it item by item in your software.",
        ),
        source: SUMS,
        sample: sample(
            "KO,54136015,2222222,,1,25770,,",
            "KO,54136015,2222222,,1,8050,,",
        ),
        example: Example {
            at: ("KO", "total_yen"),
            values: ("25770", "8050"),
            ..Example::NONE
        },
    },
)
.inferred();

/// What to do about days that differ.
const COMPARE_DAYS: Text = text(
    "訪問の記録と見比べ、請求ソフトの実績（訪問日）を直してから、ファイルを出力し直してください。",
    "Compare with the visit record, correct the days in your software, and export the file again.",
);

const F406: Rule = rule(
    "F406",
    Level::Warn,
    Kind::VisitDays,
    text(
        "実日数が訪問した日数と違う",
        "実日数 differs from the days of visits",
    ),
    &[
        words(
            "JD",
            text(
                "{record}の実日数は{claim}日ですが、受診日等（JD）の訪問した日は{reference}日です。",
                "{record}: 実日数 is {claim}, but JD counts {reference} days.",
            ),
            COMPARE_DAYS,
        ),
        words(
            "KA",
            text(
                "{record}の実日数は{claim}日ですが、算定（KA）のある訪問日は{reference}日です。",
                "{record}: 実日数 is {claim}, but KA has visits on {reference} days.",
            ),
            COMPARE_DAYS,
        ),
        words(
            "",
            text(
                "{record}の実日数は{claim}日ですが、訪問した日を数えると{reference}日です。",
                "{record}: 実日数 is {claim}, but {reference} days have visits.",
            ),
            COMPARE_DAYS,
        ),
    ],
    Page {
        meaning: text(
            "実日数は訪問した日の数で、受診日等（JD）の「1」の日数や、同日訪問回数のあるKAの算定年月日の数と一致するはずです（推定）。同じ日に2回訪問しても1日です。\
             訪問のない加算だけの請求では0になるなど、例外があります。",
            "実日数 is the number of days with a visit and should equal the days coded 1 in JD and the dates of the KA with 同日訪問回数 (inferred); two visits on a day are one day. \
             There are exceptions, such as 0 for an add-on without a visit.",
        ),
        remedy: text(
            "公費の実日数は、その公費の対象になる訪問の日だけを数えます。月の途中で公費が始まったときに確かめてください。",
            "実日数 of a public payer counts only the days that it covers; see it when the payer began within the month.",
        ),
        source: SUMS,
        sample: sample(
            "HO,  138057,12,345,4,29320,,,,,,",
            "HO,  138057,12,345,3,29320,,,,,,",
        ),
        example: Example {
            variant: "KA",
            at: ("HO", "visit_days"),
            values: ("4", "3"),
            ..Example::NONE
        },
    },
)
.inferred();

const F407: Rule = rule(
    "F407",
    Level::Warn,
    Kind::JdKaDays,
    text(
        "受診日等（JD）と算定日（KA）が合わない",
        "Days in JD and dates in KA differ",
    ),
    &[
        words(
            "JD_ONLY",
            text(
                "[{dates}は]受診日等（JD）に訪問の記録がありますが、訪問看護療養費（KA）がありません。",
                "[{dates}: ]JD has a visit, but there is no KA.",
            ),
            COMPARE_DAYS,
        ),
        words(
            "KA_ONLY",
            text(
                "[{dates}は]訪問看護療養費（KA）がありますが、受診日等（JD）に訪問の記録がありません。",
                "[{dates}: ]there is a KA, but JD has no visit.",
            ),
            COMPARE_DAYS,
        ),
        words(
            "",
            text(
                "[{dates}は]受診日等（JD）と訪問看護療養費（KA）の訪問の日が合いません。",
                "[{dates}: ]the days of JD and KA differ.",
            ),
            COMPARE_DAYS,
        ),
    ],
    Page {
        meaning: text(
            "受診日等の日は、同じ負担者の算定年月日と一致させます。違うレセプトや受診日等のないレセプトは、月の途中で資格がなくなったときに保険者ごとに分割できず、返戻になるおそれがあります。\
             houkan check の JD_KA も同じことを指摘します。",
            "The days in JD are to equal the dates of KA for the same payer. A claim in which they differ, or without JD, cannot be split when coverage ends within the month, and may be returned. \
             houkan check tells the same as JD_KA.",
        ),
        remedy: text(
            "訪問の記録を正とし、JDに出ないのが請求ソフトの設定なら、その設定を直してください。",
            "The visit record decides. If a setting of your software keeps days out of JD, change it.",
        ),
        source: text(
            "記録条件仕様（訪問看護用）令和6年6月版 受診日等レコード",
            "記録条件仕様（訪問看護用）令和6年6月版, JD",
        ),
        sample: sample(
            "JD,1,,,,,1,,,,,,,1,,,,,,,,,,,,,,,,,,,",
            "JD,1,,,,,1,,,,,,,1,,,,,,,1,,,,,,,,,,,,",
        ),
        example: Example {
            variant: "KA_ONLY",
            at: ("JD", ""),
            days: &[19],
            ..Example::NONE
        },
    },
);

const F408: Rule = rule(
    "F408",
    Level::Warn,
    Kind::PayerUnused,
    text(
        "負担する算定のない保険者・公費",
        "A payer that bears no item",
    ),
    &[words(
        "",
        text(
            "{record}の負担者が負担する算定（KA）が1件もありません。",
            "No item (KA) is borne by the payer of this {record}.",
        ),
        text(
            "この月にこの公費（保険）の対象となる訪問があったか確かめ、請求ソフトの公費の登録か算定の負担区分を直してください。",
            "See whether this payer covers a visit of the month, and correct the payer or 負担区分 in your software.",
        ),
    )],
    Page {
        meaning: text(
            "HOやKOがあるのに、どのKAの負担区分にもその負担者が含まれていません。請求額のない負担者になり、公費の登録が余分か、負担区分が誤っています（推定）。\
             期限の切れた公費が残っているときによく起こります。",
            "There is HO or KO, but no KA includes it in its 負担区分: either the payer is superfluous or 負担区分 is wrong (inferred). \
             It often is a public payer that has expired.",
        ),
        remedy: text(
            "受給者証の有効期間を確かめます。対象の訪問がなければ公費を外し、レセプト種別も公費の数に合わせてください。",
            "See the term on the certificate. Without a visit take the payer out, and make レセプト種別 fit the number of payers.",
        ),
        source: SUMS,
        sample: sample(
            "KA,20251113,2,510000110,,5550,03,01,01\nKA,20251113,2,550002010,,2500,,,",
            "KA,20251113,3,510000110,,5550,03,01,01\nKA,20251113,3,550002010,,2500,,,",
        ),
        example: Example {
            at: ("KO", "payer_no"),
            values: ("54136015", ""),
            ..Example::NONE
        },
    },
)
.inferred();

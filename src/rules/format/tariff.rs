//! F351–F355, F361: what the tariff master says against a single KA line (`lint::tariff`).

use super::{Example, Kind, Level, Page, Rule, Text, rule, sample, text, words};

/// The rules of this file, by code.
pub(super) const RULES: &[Rule] = &[F351, F352, F353, F354, F355, F361];

/// The master itself and its description.
pub(super) const MASTER: Text = text(
    "訪問看護療養費マスター（マスターファイル仕様説明書）",
    "訪問看護療養費マスター (マスターファイル仕様説明書)",
);

/// The master, and how KA is recorded with it.
const GUIDE: Text = text(
    "訪問看護療養費マスター、電子レセプトの作成手引き（訪問看護）令和6年6月版 訪問看護療養費レコード",
    "訪問看護療養費マスター; 電子レセプトの作成手引き（訪問看護）令和6年6月版, KA",
);

const SEE_ITEM: Text = text(
    "請求ソフトで項目の選び方とマスターの版を確かめ、訂正して出力し直してください。",
    "See in your software which item was chosen and how new its master is, correct it, and export again.",
);

const SEE_AMOUNT: Text = text(
    "請求ソフトで金額と加算の登録を確かめ、訂正して出力し直してください。",
    "See the amount and the add-ons in your software, correct them, and export again.",
);

const SEE_STAFF: Text = text(
    "訪問した人の職種を訪問の記録で確かめ、項目か職種等を直して出力し直してください。",
    "See in the visit record who came, correct the item or 職種等, and export again.",
);

const SEE_VISITS: Text = text(
    "その日の訪問の回数を訪問の記録で確かめ、項目か同日訪問回数を直して出力し直してください。",
    "See in the visit record how often somebody came that day, correct the item or the count, and export again.",
);

const SEE_ORDER: Text = text(
    "根拠の指示書を確かめ、項目か指示区分を直して出力し直してください。",
    "See which order the visit rests on, correct the item or 指示区分, and export again.",
);

const F351: Rule = rule(
    "F351",
    Level::Error,
    Kind::ItemUnknown,
    text(
        "マスターにない訪問看護療養費コード",
        "Item code that the master does not have",
    ),
    &[words(
        "",
        text(
            "訪問看護療養費コード「{claim}」は、指定された訪問看護療養費マスターにありません。",
            "The item code {claim} is not in the tariff master that was given.",
        ),
        SEE_ITEM,
    )],
    Page {
        meaning: text(
            "KAの訪問看護療養費コードは、訪問看護療養費マスターにあるコードでなければなりません。抹消されたコードもないものとして扱います。ないコードは審査で金額を確かめられず、返戻になると考えられます（推定）。",
            "The item code of KA has to be one of the tariff master; codes struck out of it (抹消) count as missing. Without it the amount cannot be checked, and the claim would be returned, as we infer.",
        ),
        remedy: text(
            "請求ソフトのマスターが古い、または改定後のコードを改定前の月に使ったときに起こります。指定されたマスターの版が算定月に合っているかも確かめてください。",
            "The master in your software may be old, or a code of a later revision stands in an earlier month. See also whether the master given is the edition for that month.",
        ),
        source: MASTER,
        sample: sample(
            "KA,20251105,1,510009990,,5550,03,01,01",
            "KA,20251105,1,510000110,,5550,03,01,01",
        ),
        example: Example {
            at: ("KA", "item_code"),
            values: ("510009990", ""),
            ..Example::NONE
        },
    },
);

const F352: Rule = rule(
    "F352",
    Level::Error,
    Kind::ItemNotLive,
    text(
        "算定日に使えない訪問看護療養費コード",
        "Item code not in force on the date of care",
    ),
    &[
        words(
            "EARLY",
            text(
                "訪問看護療養費コード「{claim}」[（{other}）]は、算定日にはまだ使えません（{reference}から）。",
                "The item code {claim}[ ({other})] is not in force yet on that day (from {reference} on).",
            ),
            SEE_ITEM,
        ),
        words(
            "",
            text(
                "訪問看護療養費コード「{claim}」[（{other}）]は、算定日にはもう使えません（{reference}まで）。",
                "The item code {claim}[ ({other})] is no longer in force on that day (until {reference}).",
            ),
            SEE_ITEM,
        ),
    ],
    Page {
        meaning: text(
            "マスターの廃止年月日は、そのコードを使える最終日です。変更区分が「新規」のコードは、変更年月日より前には使えません。新規でないコードの変更年月日より前は、当時の内容がこのマスターではわからないため点検しません。",
            "廃止年月日 in the master is the last day on which a code can be used. A code marked as new (新規) cannot be used before its 変更年月日. For other codes the master does not tell what held before 変更年月日, so nothing is checked there.",
        ),
        remedy: text(
            "算定日の時点のコードに直します。月遅れの請求を新しいマスターで点検しているときは、その月のマスターを指定してください。",
            "Use the code of that day. When a late claim is checked with a newer master, give the master of its month.",
        ),
        source: MASTER,
        sample: sample(
            "KA,20251105,1,599990510,,500,,,",
            "KA,20251105,1,510000110,,5550,03,01,01",
        ),
        example: Example {
            at: ("KA", "item_code"),
            values: ("510000110", "2025-09-30"),
            other: "見本基本療養費",
            ..Example::NONE
        },
    },
);

const F353: Rule = rule(
    "F353",
    Level::Error,
    Kind::ItemAmount,
    text("金額がマスターと違う", "Amount other than the master's"),
    &[
        words(
            "FOLDED",
            text(
                "訪問看護療養費[「{other}」]の金額「{claim}」円が、割合の加算を合わせた {reference} 円と違います。",
                "The amount {claim} yen[ of {other}] differs from {reference} yen, the percentage add-on behind it included.",
            ),
            SEE_AMOUNT,
        ),
        words(
            "PERCENT",
            text(
                "割合の加算[「{other}」]の金額が「{claim}」円です（{reference} 円と記録し、加算の額は上の行に合わせます）。",
                "The percentage add-on[ {other}] has {claim} yen; it has {reference}, and its amount belongs to the line above.",
            ),
            SEE_AMOUNT,
        ),
        words(
            "",
            text(
                "訪問看護療養費[「{other}」]の金額「{claim}」円が、マスターの {reference} 円と違います。",
                "The amount {claim} yen[ of {other}] differs from {reference} yen in the master.",
            ),
            SEE_AMOUNT,
        ),
    ],
    Page {
        meaning: text(
            "KAの金額は、マスターの金額と同じでなければなりません。点数で決まる項目は点数の10倍です。特別地域訪問看護加算のように割合で決まる加算は0円と記録し、その額を直上の基本療養費の金額に合わせます（5,050円の50%加算なら7,575円）。端数の扱いは公表されたものを確認できないため、切り捨て・切り上げのどちらも認めます（推定）。",
            "The amount of KA has to be the master's; points count 10 yen. A percentage add-on such as 特別地域訪問看護加算 has 0 yen, and its amount is added to the base line right above it (5,050 yen and 50 % are 7,575). How fractions are rounded is not published as far as we know, so both neighbours are accepted.",
        ),
        remedy: text(
            "請求ソフトの金額の設定か、加算の登録もれを直します。割合の加算は、加算する基本療養費のすぐ下の行に置きます。",
            "Correct the amount or the missing add-on in your software. A percentage add-on stands right below the base line that it raises.",
        ),
        source: GUIDE,
        sample: sample(
            "KA,20251105,1,510000110,,5500,03,01,01",
            "KA,20251105,1,510000110,,5550,03,01,01",
        ),
        example: Example {
            at: ("KA", "yen"),
            values: ("5500", "5550"),
            other: "見本基本療養費",
            ..Example::NONE
        },
    },
);

const F354: Rule = rule(
    "F354",
    Level::Error,
    Kind::ItemOccupation,
    text(
        "職種等がマスターの職種に合わない",
        "職種等 that the item does not permit",
    ),
    &[
        words(
            "MISSING",
            text(
                "訪問看護療養費[「{other}」]には職種等が必要ですが、記録がありません[（マスターの職種 {reference}）]。",
                "The item[ {other}] needs 職種等, which is empty[ (permitted: {reference})].",
            ),
            SEE_STAFF,
        ),
        words(
            "EXTRA",
            text(
                "訪問看護療養費[「{other}」]には職種等を記録しませんが、「{claim}」があります。",
                "The item[ {other}] has no 職種等, but {claim} is recorded.",
            ),
            SEE_STAFF,
        ),
        words(
            "",
            text(
                "職種等「{claim}」に、訪問看護療養費[「{other}」]を算定できる職種がありません[（マスターの職種 {reference}）]。",
                "職種等 {claim} has nobody for whom the item[ {other}] can be charged[ (permitted: {reference})].",
            ),
            SEE_STAFF,
        ),
    ],
    Page {
        meaning: text(
            "マスターは、算定できる職種を項目ごとに挙げています。職種の指定がある項目には職種等を記録し、ない項目では省略します。2回目以降や従たる事業所のコードは、もとの職種に直して比べます。複数の人が記録されているときは、そのうち1人が合えば指摘しません。複数名の組み合わせ（31〜39）は意味が公表されておらず、点検しません。",
            "The master names the occupations for which an item can be charged; items that name any have 職種等, others leave it out. Codes of later visits and of secondary offices count as the occupation itself. Of several persons one has to fit. The combinations of two persons (31 to 39) are not explained in public and are not checked.",
        ),
        remedy: text(
            "准看護師や療法士の訪問を看護師の項目で算定していないか、訪問の記録と見比べてください。",
            "See in the visit record whether a visit of an assistant nurse or a therapist was charged as a nurse's.",
        ),
        source: GUIDE,
        sample: sample(
            "KA,20251105,1,510000110,,5550,07,01,01",
            "KA,20251105,1,510000110,,5550,03,01,01",
        ),
        example: Example {
            at: ("KA", "occupations"),
            values: ("04", "01, 02, 03, 08"),
            other: "見本基本療養費",
            ..Example::NONE
        },
    },
);

const F355: Rule = rule(
    "F355",
    Level::Error,
    Kind::ItemVisitCount,
    text(
        "同日訪問回数がマスターの実施回数区分に合わない",
        "同日訪問回数 that does not fit the item",
    ),
    &[
        words(
            "MISSING",
            text(
                "訪問看護療養費[「{other}」]には同日訪問回数（{reference}）が必要ですが、記録がありません。",
                "The item[ {other}] needs 同日訪問回数 ({reference}), which is empty.",
            ),
            SEE_VISITS,
        ),
        words(
            "EXTRA",
            text(
                "訪問看護療養費[「{other}」]には同日訪問回数を記録しませんが、「{claim}」があります。",
                "The item[ {other}] has no 同日訪問回数, but {claim} is recorded.",
            ),
            SEE_VISITS,
        ),
        words(
            "",
            text(
                "訪問看護療養費[「{other}」]の同日訪問回数が「{claim}」です（{reference} のはずです）。",
                "同日訪問回数 of the item[ {other}] is {claim}; it has to be {reference}.",
            ),
            SEE_VISITS,
        ),
    ],
    Page {
        meaning: text(
            "マスターの実施回数区分が1の項目は01〜03のいずれか、2は02、3は03を同日訪問回数に記録し、0の項目では省略します。1日2回の加算を1回の訪問に、3回以上の加算を2回の訪問に算定したときなどに起こります。",
            "同日訪問回数 is 01 to 03 for items with 実施回数区分 1, 02 for 2, 03 for 3, and left out for 0. It happens when an add-on for two visits is charged for one, or one for three for two.",
        ),
        remedy: text(
            "その日の訪問の回数を訪問の記録で確かめ、算定する項目か同日訪問回数を直します。",
            "See how many visits that day had, and correct the item or 同日訪問回数.",
        ),
        source: GUIDE,
        sample: sample(
            "KA,20251106,2,510001970,,4500,0313,03,",
            "KA,20251106,2,510001970,,4500,0313,02,",
        ),
        example: Example {
            at: ("KA", "visit_count"),
            values: ("03", "02"),
            other: "見本複数回訪問加算",
            ..Example::NONE
        },
    },
);

const F361: Rule = rule(
    "F361",
    Level::Error,
    Kind::ItemInstruction,
    text(
        "指示区分がマスターの指示に合わない",
        "指示区分 that does not fit the item",
    ),
    &[
        words(
            "MISSING",
            text(
                "訪問看護療養費[「{other}」]には指示区分（{reference}）が必要ですが、記録がありません。",
                "The item[ {other}] needs 指示区分 ({reference}), which is empty.",
            ),
            SEE_ORDER,
        ),
        words(
            "EXTRA",
            text(
                "訪問看護療養費[「{other}」]には指示区分を記録しませんが、「{claim}」があります。",
                "The item[ {other}] has no 指示区分, but {claim} is recorded.",
            ),
            SEE_ORDER,
        ),
        words(
            "",
            text(
                "訪問看護療養費[「{other}」]の指示区分が「{claim}」です（{reference} のはずです）。",
                "指示区分 of the item[ {other}] is {claim}; it has to be {reference}.",
            ),
            SEE_ORDER,
        ),
    ],
    Page {
        meaning: text(
            "マスターの訪問看護指示区分・特別訪問看護指示区分のある項目（基本療養費など）には、そのどちらかの指示区分を記録し、ない項目では省略します。精神科の指示で一般の基本療養費を算定したときなどに起こります。",
            "Items with 訪問看護指示区分 or 特別訪問看護指示区分 in the master, which are the base items, have one of these two as 指示区分; others leave it out. It happens when a visit on a psychiatric order is charged as an ordinary one.",
        ),
        remedy: text(
            "訪問の根拠の指示書を確かめ、算定する項目か指示区分を直します。",
            "See on which order the visit was made, and correct the item or 指示区分.",
        ),
        source: GUIDE,
        sample: sample(
            "KA,20251105,1,510000110,,5550,03,01,03",
            "KA,20251105,1,510000110,,5550,03,01,01",
        ),
        example: Example {
            at: ("KA", "instruction"),
            values: ("03", "01, 02"),
            other: "見本基本療養費",
            ..Example::NONE
        },
    },
);

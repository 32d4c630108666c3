//! F325–F329: what KA says against the payers and the orders of the claim, and HJ and KA in themselves.

use super::{Example, FIELDS, Kind, Level, Page, Rule, Text, rule, sample, text, words};

/// The rules of this file, by code.
pub(super) const RULES: &[Rule] = &[F325, F326, F327, F328, F329];

const F325: Rule = rule(
    "F325",
    Level::Error,
    Kind::PayerSetAbsent,
    text(
        "負担区分の負担者がレセプトにない",
        "負担区分 of a payer that the claim does not have",
    ),
    &[words(
        "",
        text(
            "KAの負担区分「{claim}」が、このレセプトにない負担者を含みます[（あるのは {reference}）]。",
            "KA: 負担区分 {claim} includes a payer that this claim does not have[ (it has {reference})].",
        ),
        text(
            "請求ソフトで、この日の算定に使う公費と利用者の公費の登録（期間と順位）を合わせ、出力し直してください。",
            "Make the public payers of this item fit those registered for the patient (term and rank), and export again.",
        ),
    )],
    Page {
        meaning: text(
            "負担区分は、その算定をだれが負担するか（医療保険と第1〜第4公費の組み合わせ、別表22）を1文字で示します。\
             HOやKOのない負担者が含まれると、請求先のない金額になり、返戻のおそれがあります（推定）。",
            "負担区分 tells in one character which of the insurer and the four public payers bear the item (別表22). \
             One without HO or KO leaves an amount that nobody pays, and the claim may be returned (inferred).",
        ),
        remedy: text(
            "公費の期限が月の途中で切れた、または公費を後から登録したときに起こりやすい誤りです。KOがあるべきか、負担区分が誤りかを公費の受給者証で確かめてください。",
            "It often comes from a public payer that expired within the month or was registered later. The patient's certificate tells whether KO is missing or 負担区分 is wrong.",
        ),
        source: text(
            "記録条件仕様（訪問看護用）令和6年6月版 訪問看護療養費レコード、別表22",
            "記録条件仕様（訪問看護用）令和6年6月版, KA, 別表22",
        ),
        sample: sample(
            "KA,20251105,2,510000110,,5550,03,01,01",
            "KA,20251105,1,510000110,,5550,03,01,01",
        ),
        example: Example {
            at: ("KA", "payer_set"),
            values: ("2", "医保"),
            ..Example::NONE
        },
    },
);

const F326: Rule = rule(
    "F326",
    Level::Error,
    Kind::InstructionAbsent,
    text(
        "指示区分の指示（HJ）がない",
        "No order (HJ) of this 指示区分",
    ),
    &[words(
        "",
        text(
            "KAの指示区分「{claim}」にあたる訪問看護指示（HJ）が、このレセプトにありません。",
            "KA: the claim has no HJ of 指示区分 {claim}.",
        ),
        text(
            "指示書の種類を確かめ、請求ソフトで指示書の登録もれか算定の指示区分を直して、出力し直してください。",
            "See which order was given, register it or correct 指示区分 of the item in your software, and export again.",
        ),
    )],
    Page {
        meaning: text(
            "訪問看護は主治医の指示書にもとづいて行うため、KAの指示区分には、同じ指示区分のHJが必要と考えられます（仕様に明文は確認できていない推定）。\
             特別訪問看護指示や精神科訪問看護指示の登録もれで起こります。",
            "Visits rest on a doctor's order, so 指示区分 of KA needs an HJ of the same 指示区分; a sentence that says so was not found (inferred). \
             It comes from a special or psychiatric order that was not registered.",
        ),
        remedy: text(
            "手元の指示書の種類と期間を確かめます。指示書がないまま訪問していたときは、主治医に連絡し、請求できるかを確認してください。",
            "See the order at hand. If there was none, ask the doctor, and find out whether the visit can be claimed.",
        ),
        source: FIELDS,
        sample: sample(
            "KA,20251105,1,510000110,,5550,03,01,02",
            "KA,20251105,1,510000110,,5550,03,01,01",
        ),
        example: Example {
            at: ("KA", "instruction"),
            values: ("02", ""),
            ..Example::NONE
        },
    },
)
.inferred();

const F327: Rule = rule(
    "F327",
    Level::Error,
    Kind::OutsideInstruction,
    text(
        "算定日が指示期間の外",
        "Date of care outside the period of the order",
    ),
    &[words(
        "",
        text(
            "KAの算定年月日「{claim}」[など{count}行]が、同じ指示区分の指示期間に入っていません[（指示期間 {reference}）]。",
            "The date {claim} in KA[ ({count} lines like it)] lies in no period of an order of its 指示区分[: {reference}].",
        ),
        text(
            "指示書の期間と訪問の日を確かめ、指示期間か日付の誤りを直すか、指示書の登録もれを補って出力し直してください。",
            "See the period of the order and the day of the visit, correct the wrong one or register the missing order, and export again.",
        ),
    )],
    Page {
        meaning: text(
            "訪問看護療養費は、主治医の指示期間の中の訪問に算定します。指示期間は、HJの自から至までの両端の日を含みます。\
             更新した指示書の登録もれや、特別訪問看護指示の14日間を過ぎた訪問でよく起こり、返戻のおそれがあります（推定）。",
            "Visits are charged within the period of a doctor's order, its first and last day included. \
             It often comes from a renewed order that was not registered, or from a visit after the 14 days of a special order, and may bring the claim back (inferred).",
        ),
        remedy: text(
            "指示書の写しで期間を確かめます。期間の空白が本当にあるときは、その日の訪問が請求できるかを主治医と審査支払機関に確認してください。",
            "See the copy of the order. If there really is a gap, ask the doctor and the review body whether the visit can be claimed.",
        ),
        source: FIELDS,
        sample: sample(
            "HJ,01,20251106,20251231\nKA,20251105,1,510000110,,5550,03,01,01",
            "HJ,01,20251001,20251231\nKA,20251105,1,510000110,,5550,03,01,01",
        ),
        example: Example {
            at: ("KA", "date"),
            values: ("20251105", "2025-11-06〜2025-12-31"),
            ..Example::NONE
        },
    },
);

const F328: Rule = rule(
    "F328",
    Level::Error,
    Kind::PeriodBackwards,
    text(
        "指示期間の終わりが始まりより前",
        "The order ends before it begins",
    ),
    &[words(
        "",
        text(
            "訪問看護指示（HJ）の指示期間が、自「{reference}」より前の至「{claim}」で終わっています。",
            "HJ: the period of the order ends on {claim}, before it begins on {reference}.",
        ),
        text(
            "指示書で期間を確かめ、請求ソフトの指示期間の自と至を直して、出力し直してください。",
            "See the period in the order, correct its first and last day in your software, and export again.",
        ),
    )],
    Page {
        meaning: text(
            "指示期間の至は、自と同じ日かそれより後でなければなりません。自と至の入れ違いや、年をまたぐ指示で年を直し忘れたときに起こります。\
             期間がないため、この指示区分の訪問がすべて期間の外になります（F327）。",
            "The last day of an order is its first day or later. The two were exchanged, or the year was not changed for an order that goes over New Year. \
             No visit lies in such a period (F327).",
        ),
        remedy: text(
            "これを直してからもう一度点検すると、F327も消えることがあります。",
            "Correct it and check again; findings F327 may go with it.",
        ),
        source: FIELDS,
        sample: sample("HJ,01,20251231,20251001", "HJ,01,20251001,20251231"),
        example: Example {
            at: ("HJ", "to"),
            values: ("20251001", "20251231"),
            ..Example::NONE
        },
    },
);

const CORRECT_VISIT: Text = text(
    "訪問の記録でその日の回数と職種を確かめ、請求ソフトの実績を直して、ファイルを出力し直してください。",
    "See in the visit record how often and who visited that day, correct it in your software, and export the file again.",
);

const F329: Rule = rule(
    "F329",
    Level::Error,
    Kind::VisitCountOccupation,
    text(
        "同日訪問回数と職種等が合わない",
        "同日訪問回数 and 職種等 do not fit",
    ),
    &[
        words(
            "MISSING",
            text(
                "KAの同日訪問回数「{reference}」に対して、職種等「{claim}」に足りない訪問があります。",
                "KA: 職種等 {claim} lacks a visit of 同日訪問回数 {reference}.",
            ),
            CORRECT_VISIT,
        ),
        words(
            "EXTRA",
            text(
                "KAの職種等「{claim}」に、同日訪問回数「{reference}」を超える訪問の職種があります。",
                "KA: 職種等 {claim} has an occupation of a visit beyond 同日訪問回数 {reference}.",
            ),
            CORRECT_VISIT,
        ),
        words(
            "NO_OCCUPATION",
            text(
                "KAに同日訪問回数「{reference}」がありますが、職種等がありません。",
                "KA has 同日訪問回数 {reference} but no 職種等.",
            ),
            CORRECT_VISIT,
        ),
        words(
            "NO_COUNT",
            text(
                "KAに職種等「{claim}」がありますが、同日訪問回数がありません。",
                "KA has 職種等 {claim} but no 同日訪問回数.",
            ),
            CORRECT_VISIT,
        ),
        words(
            "",
            text(
                "KAの職種等[「{claim}」]と同日訪問回数[「{reference}」]が合いません。",
                "KA: 職種等[ {claim}] and 同日訪問回数[ {reference}] do not fit.",
            ),
            CORRECT_VISIT,
        ),
    ],
    Page {
        meaning: text(
            "職種等は、その日の訪問ごとに主に担当した人の職種を2桁で続けて記録します。1回目は01〜10、2回目は11〜20、3回目以降は21〜30（従たる事業所は51〜80）です。\
             同日訪問回数（01 1回、02 2回、03 3回以上）の数だけ職種が要ります。複数名のときは、同じ回に2人の職種を続けます。",
            "職種等 has two digits for the main person of each visit of the day: 01 to 10 for the first, 11 to 20 for the second, 21 to 30 for later ones (51 to 80 at a secondary office). \
             同日訪問回数 (01 once, 02 twice, 03 more often) says how many are needed; with two persons both are written.",
        ),
        remedy: text(
            "2回訪問した日に1回目の職種しか登録していない、または1回に減らした日の2回目が残っていることがよくあります。",
            "Often only the first of two visits was entered, or the second was left when one was cancelled.",
        ),
        source: text(
            "記録条件仕様（訪問看護用）令和6年6月版 訪問看護療養費レコード、別表19・20",
            "記録条件仕様（訪問看護用）令和6年6月版, KA, 別表 19 and 20",
        ),
        sample: sample(
            "KA,20251106,2,510000110,,5550,03,02,01",
            "KA,20251106,2,510000110,,5550,0313,02,01",
        ),
        example: Example {
            variant: "MISSING",
            at: ("KA", "occupations"),
            values: ("03", "02"),
            ..Example::NONE
        },
    },
);

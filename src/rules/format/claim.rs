//! F201–F206: claims that cannot be read.

use super::{
    CORRECT_RECORD, Example, FIELDS, Kind, Level, ORDER, Page, Rule, WHOLE, rule, sample, text,
    words,
};

/// The rules of this file, by code.
pub(super) const RULES: &[Rule] = &[F201, F202, F203, F204, F205, F206];

const F201: Rule = rule(
    "F201",
    Level::Error,
    Kind::ReUnreadable,
    text("レセプト共通（RE）を読み取れない", "RE cannot be read"),
    &[
        words(
            WHOLE,
            text(
                "REレコードの項目が足りないか長すぎるため、このレセプトを判定できません。",
                "RE has too few fields or is too long, so this claim cannot be judged.",
            ),
            CORRECT_RECORD,
        ),
        words(
            "",
            text(
                "REレコードの{field}「{claim}」を読み取れないため、このレセプトを判定できません。",
                "RE: the {field} {claim} cannot be read, so this claim cannot be judged.",
            ),
            CORRECT_RECORD,
        ),
    ],
    Page {
        meaning: text(
            "レセプト共通レコード（RE）の指定訪問看護年月か生年月日が日付として読めない、または項目が足りません。\
         いつ・だれのレセプトかわからないため、資格の判定をせず、INVALID（UNREADABLE）として一覧に残します。",
            "The service month or the birth date in RE is no date, or fields are missing. Whose claim it is and when cannot be told, so it is not judged but listed as INVALID (UNREADABLE).",
        ),
        remedy: text(
            "請求ソフトで利用者の生年月日と提供年月を確かめて訂正し、出力し直して再度点検してください。",
            "See the birth date and the month in your software, correct them, export and check again.",
        ),
        source: FIELDS,
        sample: sample(
            "RE,1,6112,202511,見本　花子,ミホンハナコ,2,19600230,,,70,28,,M-001,",
            "RE,1,6112,202511,見本　花子,ミホンハナコ,2,19600102,,,70,28,,M-001,",
        ),
        example: Example {
            at: ("RE", "birth_date"),
            values: ("19500230", ""),
            ..Example::NONE
        },
    },
);

const F202: Rule = rule(
    "F202",
    Level::Error,
    Kind::PayerUnreadable,
    text(
        "保険者（HO）または公費（KO）を読み取れない",
        "HO or KO cannot be read",
    ),
    &[
        words(
            WHOLE,
            text(
                "{record}レコードの項目が足りないか長すぎるため、このレセプトを判定できません。",
                "{record} has too few fields or is too long, so this claim cannot be judged.",
            ),
            CORRECT_RECORD,
        ),
        words(
            "",
            text(
                "{record}レコードの{field}「{claim}」を読み取れないため、このレセプトを判定できません。",
                "{record}: the {field} {claim} cannot be read, so this claim cannot be judged.",
            ),
            CORRECT_RECORD,
        ),
    ],
    Page {
        meaning: text(
            "保険者レコード（HO）、またはHOのないレセプトの最初の公費レコード（KO）の番号か合計金額が読めません。\
         請求先も金額もわからないため、資格の判定をせず、INVALID（UNREADABLE）として一覧に残します。",
            "The number or the total amount in HO, or in the first KO of a claim without HO, cannot be read. The claim is not judged but listed as INVALID (UNREADABLE).",
        ),
        remedy: text(
            "請求ソフトで保険者番号（負担者番号）と合計金額を確かめて訂正し、出力し直してください。",
            "See the number and the total amount in your software, correct them and export again.",
        ),
        source: FIELDS,
        sample: sample(
            "HO,  138057,12,345,3,29320円,,,,,,",
            "HO,  138057,12,345,3,29320,,,,,,",
        ),
        example: Example {
            at: ("HO", "total_yen"),
            values: ("11100円", ""),
            ..Example::NONE
        },
    },
);

const F203: Rule = rule(
    "F203",
    Level::Error,
    Kind::NoPayer,
    text("保険者（HO）も公費（KO）もない", "Neither HO nor KO"),
    &[words(
        "",
        text(
            "このレセプトには保険者（HO）も公費（KO）もなく、請求先がわかりません。",
            "This claim has neither HO nor KO; nobody is there to pay.",
        ),
        CORRECT_RECORD,
    )],
    Page {
        meaning: text(
            "レセプトには、保険者レコード（HO）か公費レコード（KO）が少なくとも1件必要です。\
         どちらもないため請求先がわからず、INVALID（UNREADABLE）として一覧に残します。",
            "A claim needs HO or at least one KO. This one has neither, so nobody is there to pay; it is listed as INVALID (UNREADABLE).",
        ),
        remedy: text(
            "請求ソフトで利用者の保険または公費の登録を確かめて出力し直してください。",
            "See the patient's insurance or public payers in your software and export again.",
        ),
        source: ORDER,
        sample: sample(
            "RE,1,6112,202511,見本　花子,ミホンハナコ,2,19600102,,,70,28,,M-001,\nSN,1,01,,,,01,,",
            "RE,1,6112,202511,見本　花子,ミホンハナコ,2,19600102,,,70,28,,M-001,\nHO,  138057,12,345,3,29320,,,,,,\nSN,1,01,,,,01,,",
        ),
        example: Example::NONE,
    },
);

const F204: Rule = rule(
    "F204",
    Level::Error,
    Kind::NoDate,
    text("訪問日が1日もない", "No date of care"),
    &[words(
        "",
        text(
            "受診日等（JD）にも訪問看護療養費（KA）にも、この月の日付が1日もありません。",
            "Neither JD nor KA has any date in this month.",
        ),
        text(
            "指定訪問看護年月と、KAの算定年月日・JDの日を確かめて直してください。",
            "See the service month, the dates in KA and the days in JD, and correct them.",
        ),
    )],
    Page {
        meaning: text(
            "訪問日は受診日等（JD）の日と、同日訪問回数のある訪問看護療養費（KA）の算定年月日から数えます。\
         このレセプトにはこの月の日付が1日もなく、いつの資格を確かめればよいかわからないため、INVALID（NO_DATE）とします。\
         存在しない日付や別の月の日付は数えません。",
            "Visits are the days in JD and the dates of those KA that carry a number of visits, else of all KA. This claim has none in its month, so there is no day to judge: INVALID (NO_DATE). \
         Dates that do not exist or lie in another month do not count.",
        ),
        remedy: text(
            "指定訪問看護年月の誤りか、KAの日付の誤りかを確かめて直してください。F301・F302が同時に出ていれば、まずそれを直します。",
            "Either the service month is wrong or the dates are. Where F301 or F302 is told as well, correct that first.",
        ),
        source: FIELDS,
        sample: sample(
            "RE,3,6318,202510,練習　メリー,レンシュウメリー,2,19400304,,,,,,M-003,\nKA,20251107,1,510000110,,5550,03,01,01",
            "RE,3,6318,202511,練習　メリー,レンシュウメリー,2,19400304,,,,,,M-003,\nKA,20251107,1,510000110,,5550,03,01,01",
        ),
        example: Example {
            at: ("KA", ""),
            ..Example::NONE
        },
    },
);

const F205: Rule = rule(
    "F205",
    Level::Error,
    Kind::ReMissing,
    text("レセプト共通（RE）がない", "RE is missing"),
    &[words(
        "",
        text(
            "{record}レコードの前にレセプト共通（RE）がなく、だれのレセプトかわかりません。",
            "{record} stands there without RE before it; whose claim it is cannot be told.",
        ),
        CORRECT_RECORD,
    )],
    Page {
        meaning: text(
            "レセプトはレセプト共通レコード（RE）で始まりますが、REのないまま保険者や算定のレコードが現れました。\
         前のレセプトの続きとして読むと別の人の請求になりかねないため、読めないレセプトとして分けて数えます。",
            "A claim begins with RE, but here records of a claim stand without one. Taken as part of the claim before they could be billed to the wrong person, so they count as a claim that cannot be read.",
        ),
        remedy: text(
            "ファイルの結合や編集で行が失われていないか確かめ、請求ソフトから出力し直してください。",
            "See whether lines were lost when the file was joined or edited, and export it again.",
        ),
        source: ORDER,
        sample: sample(
            "HO,  138057,12,345,3,29320,,,,,,",
            "RE,1,6112,202511,見本　花子,ミホンハナコ,2,19600102,,,70,28,,M-001,\nHO,  138057,12,345,3,29320,,,,,,",
        ),
        example: Example {
            at: ("HO", ""),
            ..Example::NONE
        },
    },
);

const F206: Rule = rule(
    "F206",
    Level::Error,
    Kind::Order,
    text("レコードの順序が違う", "Records out of order"),
    &[
        words(
            "MISPLACED",
            text(
                "{record}レコードの位置が違います。{reference}レコードより前に置くと決められています。",
                "{record} stands in the wrong place; it belongs before {reference}.",
            ),
            text(
                "請求ソフトからこのレセプトを出力し直してください。レコードを手で並べ替えたファイルは提出しないでください。",
                "Export this claim from your software again; do not send a file whose records were sorted by hand.",
            ),
        ),
        words(
            "",
            text(
                "{record}レコードが決められた順序にありません。前のレセプトとの間でREが失われているおそれがあります。",
                "{record} stands out of order; the RE of another claim may be lost before it.",
            ),
            CORRECT_RECORD,
        ),
    ],
    Page {
        meaning: text(
            "レセプトの中のレコードは、RE、HO、KO、SN、JD、MF、明細（IH以降）の順と決められていますが、その順になっていません。\
         位置がずれただけのレコードは、その順のまま読み取っています。\
             同じ種類のレコードがもう一度現れたときは、次のレセプトのREが失われて2人分が混ざったとみて、このレセプトを読めないものとして数えます。",
            "The records of a claim stand in the order RE, HO, KO, SN, JD, MF, details (IH and on), and these do not. One that is merely misplaced was read as it stands. \
         Where a record comes a second time, the RE of the next claim seems lost and two persons mixed, so the claim counts as one that cannot be read.",
        ),
        remedy: text(
            "該当の行の前後で行が失われていないか確かめ、請求ソフトから出力し直してください。",
            "See whether lines were lost there, and export the file again.",
        ),
        source: ORDER,
        sample: sample(
            "SN,1,01,,,,01,,\nHO,  138057,12,345,3,29320,,,,,,",
            "HO,  138057,12,345,3,29320,,,,,,\nSN,1,01,,,,01,,",
        ),
        example: Example {
            at: ("JD", ""),
            ..Example::NONE
        },
    },
);

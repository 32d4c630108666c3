//! F301–F309: days of care, fields that must be there, their characters and lengths.

use super::{Example, FIELDS, Kind, Level, Page, Rule, Text, rule, sample, text, words};

/// The rules of this file, by code.
pub(super) const RULES: &[Rule] = &[F301, F302, F303, F304, F305, F306, F307, F308, F309];

/// What to do about a field that was typed in the wrong width.
const RETYPE: Text = text(
    "請求ソフトで{field}（{record}）を入れ直し、ファイルを出力し直してください。",
    "Type the {field} ({record}) again in your software, and export the file again.",
);

const MODES: Text = text(
    "記録条件仕様（訪問看護用）令和6年6月版 モード（数字・英数・漢字）と各レコードの項目",
    "記録条件仕様（訪問看護用）令和6年6月版, character types and fields of the records",
);

const F301: Rule = rule(
    "F301",
    Level::Error,
    Kind::KaDate,
    text(
        "算定年月日が指定訪問看護年月にない",
        "Date of care outside the month",
    ),
    &[words(
        "",
        text(
            "KAの算定年月日「{claim}」[など{count}行]は存在しないか、指定訪問看護年月の日付ではありません。訪問日には数えません。",
            "The date {claim} in KA[ ({count} lines like it)] does not exist or is not in the service month; it does not count as a visit.",
        ),
        text(
            "訪問の記録と見比べて日付を直してください。別の月の訪問なら、その月のレセプトに移します。",
            "Compare with the visit record and correct it; a visit of another month belongs to that month's claim.",
        ),
    )],
    Page {
        meaning: text(
            "訪問看護療養費レコード（KA）の算定年月日が、存在しない日付か、REの指定訪問看護年月と別の月の日付です。\
         1件のレセプトは1か月分なので、このまま請求すると返戻のおそれがあります。\
         この日付は訪問日に数えていません。",
            "The date in KA does not exist or lies in another month than RE says. A claim is for one month, so it is likely to be returned. The date is not counted as a visit.",
        ),
        remedy: text(
            "訪問の記録と見比べて日付を直します。別の月の訪問なら、その月のレセプト（月遅れ）として請求してください。",
            "Compare with the visit record and correct the date; claim a visit of another month with that month.",
        ),
        source: FIELDS,
        sample: sample(
            "KA,20251131,1,510000110,,5550,03,01,01",
            "KA,20251105,1,510000110,,5550,03,01,01",
        ),
        example: Example {
            at: ("KA", "date"),
            values: ("20251131", ""),
            ..Example::NONE
        },
    },
);

const F302: Rule = rule(
    "F302",
    Level::Error,
    Kind::JdDay,
    text(
        "受診日等の日がその月にない",
        "Day in JD that the month does not have",
    ),
    &[words(
        "",
        text(
            "受診日等（JD）に{claim}日の記録がありますが、この月にその日はありません。",
            "JD has the day {claim}, which this month does not have.",
        ),
        text(
            "訪問の記録と見比べ、JDの日と指定訪問看護年月を直してください。",
            "Compare with the visit record, and correct JD or the service month.",
        ),
    )],
    Page {
        meaning: text(
            "受診日等レコード（JD）には31日分の欄があり、月にない日（11月31日など）に記録があります。\
         欄が1日ずつずれているおそれがあり、ずれていると資格の点検が別の日で行われます。この日は訪問日に数えていません。",
            "JD has 31 places, and one that this month does not have is filled. The days may be shifted by one, so that the wrong days are checked. The day is not counted as a visit.",
        ),
        remedy: text(
            "訪問の記録とJDの日を見比べ、ずれがあれば全体を直してください。",
            "Compare JD with the visit record, and correct the whole of it when it is shifted.",
        ),
        source: FIELDS,
        sample: sample(
            "JD,1,,,,,1,,,,,,,1,,,,,,,1,,,,,,,,,,,,1",
            "JD,1,,,,,1,,,,,,,1,,,,,,,1,,,,,,,,,,,,",
        ),
        example: Example {
            at: ("JD", "day"),
            values: ("31", ""),
            ..Example::NONE
        },
    },
);

const F303: Rule = rule(
    "F303",
    Level::Error,
    Kind::Required,
    text("必須の項目が空", "A required field is empty"),
    &[words(
        "",
        text(
            "{record}レコードの{field}が空です。必ず記録する項目です。",
            "{record}: the {field} is empty, but has to be there.",
        ),
        text(
            "請求ソフトでこのレセプトを開き、{field}（{record}）を入力してから、ファイルを出力し直してください。",
            "Open this claim in your software, enter the {field} ({record}), and export the file again.",
        ),
    )],
    Page {
        meaning: text(
            "記録条件仕様が「記録必須」とする項目に値がありません。金額や実日数は、0であっても「0」と記録します。\
             必須の項目がないレセプトは、受付の点検で返されるおそれがあります（推定）。",
            "A field that the specification marks as required has no value. Amounts and days are written as 0 when they are none. \
             A claim without it is likely to be sent back by the check on receipt (inferred).",
        ),
        remedy: text(
            "請求ソフトの該当する画面で入力もれを埋めます。IH・HJ・JS・RJの項目は、指示書や利用者の基本情報の画面にあることが多いです。",
            "Fill in what is missing. The fields of IH, HJ, JS and RJ are mostly found with the order and the patient's data.",
        ),
        source: FIELDS,
        sample: sample(
            "IH,13,1,9999913,,見本　高志,20251105",
            "IH,13,1,9999913,見本医院,見本　高志,20251105",
        ),
        example: Example {
            at: ("IH", "institution_name"),
            ..Example::NONE
        },
    },
);

const F304: Rule = rule(
    "F304",
    Level::Error,
    Kind::NotDigits,
    text(
        "数字の項目に数字以外がある",
        "Something else than digits in a number",
    ),
    &[words(
        "",
        text(
            "{record}レコードの{field}「{claim}」に、半角の数字でない文字があります。",
            "{record}: the {field} {claim} holds something else than half-width digits.",
        ),
        RETYPE,
    )],
    Page {
        meaning: text(
            "モードが「数字」の項目には、半角の0〜9だけを記録します。全角の数字、桁区切りのカンマ、円や％、ハイフン、空白は使えません。\
             金額の桁区切りは項目の数もずらしてしまいます。",
            "A field of type 数字 holds half-width digits only: no full-width ones, no thousands separators, no yen or per cent sign, no hyphen, no blank. \
             A separator in an amount shifts all fields behind it.",
        ),
        remedy: text(
            "請求ソフトの入力欄で、日本語入力を切って半角の数字だけで入れ直してください。",
            "Type it again with the Japanese input method switched off, digits only.",
        ),
        source: MODES,
        sample: sample(
            "IH,13,1,99999-1,見本医院,見本　高志,20251105",
            "IH,13,1,9999913,見本医院,見本　高志,20251105",
        ),
        example: Example {
            at: ("IH", "institution_code"),
            values: ("99999-1", ""),
            ..Example::NONE
        },
    },
);

const F305: Rule = rule(
    "F305",
    Level::Error,
    Kind::NotAlnum,
    text(
        "英数の項目に全角文字がある",
        "Full-width characters in a half-width field",
    ),
    &[words(
        "",
        text(
            "{record}レコードの{field}「{claim}」に全角文字があります。半角の英数字と記号で記録します。",
            "{record}: the {field} {claim} has full-width characters; only half-width ones may be used.",
        ),
        RETYPE,
    )],
    Page {
        meaning: text(
            "モードが「英数」の項目には、半角の英字、数字、記号だけを記録します。番号やコードの全角文字は、照合できないおそれがあります。\
             全角と半角のどちらでもよいのは、氏名、記号、番号、主治医の氏名です。",
            "A field of type 英数 holds half-width letters, digits and signs only; codes and numbers in full width cannot be compared. \
             Names, 記号, 番号 and the doctor's name are the ones that may have either width.",
        ),
        remedy: text(
            "請求ソフトの入力欄で、日本語入力を切って入れ直してください。",
            "Type it again with the Japanese input method switched off.",
        ),
        source: MODES,
        sample: sample(
            "RE,1,6112,202511,見本　花子,ミホンハナコ,2,19600102,,,70,28,,Ｍ－００１,",
            "RE,1,6112,202511,見本　花子,ミホンハナコ,2,19600102,,,70,28,,M-001,",
        ),
        example: Example {
            at: ("RE", "local_id"),
            values: ("Ｍ－００１", ""),
            ..Example::NONE
        },
    },
);

const F306: Rule = rule(
    "F306",
    Level::Error,
    Kind::NotKanji,
    text(
        "漢字の項目に半角文字がある",
        "Half-width characters in a full-width field",
    ),
    &[words(
        "",
        text(
            "{record}レコードの{field}に半角文字[「{claim}」]があります。すべて全角で記録します。",
            "{record}: the {field} has half-width characters[ ({claim})]; only full-width ones may be used.",
        ),
        RETYPE,
    )],
    Page {
        meaning: text(
            "モードが「漢字」の項目は、数字、英字、カタカナ、空白も含めてすべて全角で記録します。半角のカタカナや「(株)」の括弧、文中の半角数字がよく残ります。",
            "A field of type 漢字 is full-width throughout: digits, letters, katakana and blanks too. \
             Half-width katakana, brackets and digits within a text are often left.",
        ),
        remedy: text(
            "請求ソフトで文を開き、半角の部分を全角に変換して入れ直してください。文の変換機能があれば、それで一度に直せます。",
            "Open the text in your software and convert its half-width parts to full width.",
        ),
        source: MODES,
        sample: sample(
            "JS,歩行が不安定で､服薬の見守りが必要｡,02,046,,",
            "JS,歩行が不安定で、服薬の見守りが必要。,02,046,,",
        ),
        example: Example {
            at: ("JS", "state"),
            values: ("歩行が不安定で､服薬の見守りが必要｡", ""),
            ..Example::NONE
        },
    },
);

const F307: Rule = rule(
    "F307",
    Level::Error,
    Kind::MixedModes,
    text("全角と半角が混ざっている", "Full and half width mixed"),
    &[words(
        "",
        text(
            "{record}レコードの{field}「{claim}」に、全角と半角が混ざっています。どちらかにそろえて記録します。",
            "{record}: the {field} {claim} mixes full and half width; all of it has to be the one or the other.",
        ),
        RETYPE,
    )],
    Page {
        meaning: text(
            "氏名、記号、番号、主治医の氏名は「英数又は漢字」で、全部を半角か全部を全角で記録します。姓と名の間の空白も、文字と同じ幅にします。\
             混ざると、資格確認結果や前月のレセプトと照合できないおそれがあります（推定）。",
            "Names, 記号, 番号 and the doctor's name are all half-width or all full-width; the blank between family and given name has the width of the name. \
             Mixed, they may not be found among eligibility results or earlier claims (inferred).",
        ),
        remedy: text(
            "請求ソフトの利用者情報で、空白、数字、ハイフンの幅を文字とそろえて入れ直してください。",
            "Type it again in the patient's data, with blanks, digits and hyphens in the width of the rest.",
        ),
        source: MODES,
        sample: sample(
            "RE,1,6112,202511,見本 花子,ミホンハナコ,2,19600102,,,70,28,,M-001,",
            "RE,1,6112,202511,見本　花子,ミホンハナコ,2,19600102,,,70,28,,M-001,",
        ),
        example: Example {
            at: ("RE", "name"),
            values: ("見本 花子", ""),
            ..Example::NONE
        },
    },
);

const F308: Rule = rule(
    "F308",
    Level::Error,
    Kind::TooLong,
    text("項目が長すぎる", "A field is too long"),
    &[words(
        "",
        text(
            "{record}レコードの{field}が{count}バイトあります。{reference}バイトまでです（全角1文字は2バイト）。",
            "{record}: the {field} has {count} bytes; at most {reference} may be there (a full-width character has 2).",
        ),
        text(
            "請求ソフトで{field}を短くし、書ききれない内容はコメント（CO）に分けて、出力し直してください。",
            "Shorten the {field} in your software, put what does not fit into a comment (CO), and export again.",
        ),
    )],
    Page {
        meaning: text(
            "項目ごとに最大のバイト数が決められています。半角は1文字1バイト、全角は2バイトです（氏名は全角20文字、傷病名称は全角20文字、心身の状態は全角1200文字まで）。\
             長すぎる項目は切り捨てられるか、レセプトごと返されるおそれがあります（推定）。",
            "Each field has a greatest number of bytes; a half-width character has one, a full-width one two (names 20, disease names 20, the state 1200 full-width characters). \
             What is longer may be cut, or the claim be returned (inferred).",
        ),
        remedy: text(
            "番号や氏名が長いときは入力の誤りを疑い、文が長いときは縮めます。請求ソフトが文字数を制限していなければ、販売元に知らせてください。",
            "A long number or name is likely mistyped; a long text has to be shortened. If your software sets no limit, tell its maker.",
        ),
        source: FIELDS,
        sample: sample(
            "RE,1,6112,202511,見本　花子,ミホンハナコ,2,19600102,,,70,28,,M-001-2025-MIHON-HANAKO,",
            "RE,1,6112,202511,見本　花子,ミホンハナコ,2,19600102,,,70,28,,M-001,",
        ),
        example: Example {
            at: ("RE", "local_id"),
            values: ("M-001-2025-MIHON-HANAKO", "20"),
            count: 23,
            ..Example::NONE
        },
    },
);

/// What to do about a value that is not whole.
const RETYPE_WHOLE: Text = text(
    "請求ソフトで{field}（{record}）を、先頭の0も含めて入れ直し、ファイルを出力し直してください。",
    "Type the {field} ({record}) again, its leading zeros included, and export the file again.",
);

const F309: Rule = rule(
    "F309",
    Level::Error,
    Kind::Length,
    text(
        "長さの決まった項目の長さが違う",
        "A field of fixed length has another length",
    ),
    &[
        words(
            "SHORT",
            text(
                "{record}レコードの{field}「{claim}」が{count}バイトしかありません。{reference}バイト以上と決められています。",
                "{record}: the {field} {claim} is too short ({count} bytes, at least {reference} laid down).",
            ),
            RETYPE_WHOLE,
        ),
        words(
            "",
            text(
                "{record}レコードの{field}「{claim}」が{count}バイトです。{reference}バイトと決められています。",
                "{record}: the {field} {claim} has not the right length ({count} bytes, {reference} laid down).",
            ),
            RETYPE_WHOLE,
        ),
    ],
    Page {
        meaning: text(
            "コード、日付、番号などには、決まった長さの項目があります。コードや番号の先頭の0は値の一部で、省けません（枝番「1」は「01」、都道府県「1」は「01」）。\
             表計算ソフトで開いて保存すると、先頭の0が失われます。",
            "Codes, dates and some numbers have a fixed length, and their leading zeros belong to them (branch 1 is 01, prefecture 1 is 01). \
             A spreadsheet that opens and saves the file takes these zeros away.",
        ),
        remedy: text(
            "1件だけなら請求ソフトの入力を直します。多くのレセプトに出るときは、表計算ソフトを通したファイルを使わず、出力し直してください。",
            "Correct a single one in your software. When many claims are told, export again and do not use a file that went through a spreadsheet.",
        ),
        source: FIELDS,
        sample: sample("SN,1,01,,,,1,,", "SN,1,01,,,,01,,"),
        example: Example {
            at: ("SN", "branch"),
            values: ("1", "2"),
            count: 1,
            ..Example::NONE
        },
    },
);

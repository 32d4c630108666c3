//! F310–F317: dates, codes, and fields that a station leaves empty.

use super::{Example, FIELDS, Kind, Level, Page, Rule, Text, rule, sample, text, words};

/// The rules of this file, by code.
pub(super) const RULES: &[Rule] = &[F310, F311, F312, F313, F314, F315, F316, F317];

const TABLES: Text = text(
    "記録条件仕様（訪問看護用）令和6年6月版 別表1〜28と各レコードの項目（令和8年6月版の追加は確認できていない）",
    "記録条件仕様（訪問看護用）令和6年6月版, 別表 1 to 28 and fields of the records (additions of 令和8年6月版 were not seen)",
);

/// What to do about a code.
const CHOOSE: Text = text(
    "請求ソフトで{field}（{record}）を選び直し、ファイルを出力し直してください。",
    "Choose the {field} ({record}) again in your software, and export the file again.",
);

const F310: Rule = rule(
    "F310",
    Level::Error,
    Kind::NoSuchDate,
    text("存在しない日付や時刻", "A date or time that does not exist"),
    &[
        words(
            "MONTH",
            text(
                "{record}レコードの{field}「{claim}」は、存在する年月ではありません（西暦の年4桁と月2桁）。",
                "{record}: the {field} {claim} is no month (year in four and month in two digits).",
            ),
            CORRECT_DATE,
        ),
        words(
            "TIME",
            text(
                "{record}レコードの{field}「{claim}」は、存在する時刻ではありません（24時間制の時2桁と分2桁）。",
                "{record}: the {field} {claim} is no time (hours and minutes in two digits each, 24 hours).",
            ),
            CORRECT_DATE,
        ),
        words(
            "",
            text(
                "{record}レコードの{field}「{claim}」は、存在する日付ではありません（西暦の年4桁、月2桁、日2桁）。",
                "{record}: the {field} {claim} is no date (year in four, month and day in two digits).",
            ),
            CORRECT_DATE,
        ),
    ],
    Page {
        meaning: text(
            "日付はすべて西暦で、年月日は8桁、年月は6桁、時刻は24時間制の4桁で記録します。暦にない日（11月31日）や24時以後の時刻は記録できません。\
             和暦を使うのは、コメントの文の中の日付（全角7桁）だけです。",
            "All dates are of the Western calendar: eight digits, six for a month, four for a time of 24 hours. Days that the calendar does not have cannot be written. \
             Japanese years occur only in the text of comments (seven full-width digits).",
        ),
        remedy: text(
            "指示書や訪問の記録で正しい日付を確かめ、請求ソフトで入れ直してください。和暦と西暦の取り違えにも注意します。",
            "Look the date up in the order or the visit record and type it again. Mind Japanese and Western years.",
        ),
        source: FIELDS,
        sample: sample("HJ,01,20251001,20251131", "HJ,01,20251001,20251231"),
        example: Example {
            at: ("HJ", "to"),
            values: ("20251131", ""),
            ..Example::NONE
        },
    },
);

const CORRECT_DATE: Text = text(
    "訪問の記録や指示書で正しい値を確かめ、請求ソフトの{field}を直して、ファイルを出力し直してください。",
    "Look it up in the visit record or the order, correct the {field} in your software, and export the file again.",
);

const F311: Rule = rule(
    "F311",
    Level::Error,
    Kind::CodeUnknown,
    text("別表にないコード", "A code that no table has"),
    &[words(
        "",
        text(
            "{record}レコードの{field}「{claim}」は、{reference}にないコードです。",
            "{record}: the {field} {claim} is no code of {reference}.",
        ),
        CHOOSE,
    )],
    Page {
        meaning: text(
            "コードで記録する項目の値は、記録条件仕様の別表にあるものに限られます。表にないコードは意味がわからず、返戻になるおそれがあります（推定）。\
             このプログラムが知っているのは令和6年6月版の別表で、その後に加わったコードも「ない」と言います。",
            "Fields with codes may only hold those of the tables (別表) of the specification; any other has no meaning and the claim may be returned (inferred). \
             This program knows the tables of June 2024, so it also tells codes that were added later.",
        ),
        remedy: text(
            "請求ソフトの選択肢から選び直します。新しいコードのはずなら、請求ソフトを最新にして、審査支払機関の最新の記録条件仕様で確かめてください。",
            "Choose again from the list of your software. If the code should be new, update the software and look it up in the latest specification.",
        ),
        source: TABLES,
        sample: sample(
            "RJ,20251001,02,,,,,,,,,,,,,,,,,,,,,,,,,,",
            "RJ,20251001,01,,,,,,,,,,,,,,,,,,,,,,,,,,",
        ),
        example: Example {
            at: ("RJ", "place_1"),
            values: ("02", "別表16"),
            ..Example::NONE
        },
    },
);

const F312: Rule = rule(
    "F312",
    Level::Error,
    Kind::CodeNotAllowed,
    text("ここでは使えないコード", "A code that is not allowed here"),
    &[words(
        "",
        text(
            "{record}レコードの{field}に「{claim}」は使えません[（使えるのは {reference}）]。",
            "{record}: the {field} must not be {claim}[; allowed are {reference}].",
        ),
        CHOOSE,
    )],
    Page {
        meaning: text(
            "別表にあっても、項目によっては使えないコードがあります。訪問した場所に31 病院・32 診療所は使えず（死亡の場所だけ）、確認区分の02以後や受診等区分の9は審査支払機関だけが使い、窓口負担額区分の03・04は使われていません。",
            "Some codes of a table are not for every field: 31 and 32 (hospital, clinic) only as place of death, 確認区分 from 02 on and 受診等区分 9 only by the review body, 窓口負担額区分 03 and 04 not at all. \
             They are told here.",
        ),
        remedy: text(
            "請求ソフトの選択肢から選び直してください。選択肢に正しいものがないときは、販売元に確認します。",
            "Choose again from the list of your software; if the right one is not there, ask its maker.",
        ),
        source: TABLES,
        sample: sample(
            "RJ,20251001,31,,,,,,,,,,,,,,,,,,,,,,,,,,",
            "RJ,20251001,01,,,,,,,,,,,,,,,,,,,,,,,,,,",
        ),
        example: Example {
            at: ("RJ", "place_1"),
            values: ("31", "01・11・12・13・14・15・16・99"),
            ..Example::NONE
        },
    },
);

const F313: Rule = rule(
    "F313",
    Level::Error,
    Kind::RunLength,
    text(
        "続けて記録したコードの桁が合わない",
        "Codes run together do not fill the field",
    ),
    &[words(
        "",
        text(
            "{record}レコードの{field}「{claim}」が、{reference}桁ずつのコードに分けられません。",
            "{record}: the {field} {claim} cannot be cut into codes of {reference} digits.",
        ),
        CHOOSE,
    )],
    Page {
        meaning: text(
            "レセプト特記、職種等、疾病等、修飾語などは、決まった桁数のコードを区切らずに続けて記録します。\
             全体の桁数が割り切れないときは、先頭の0が落ちたか、コードが途中で切れています。どこが誤りかわからないため、後ろのコードはすべて違う意味に読まれます。",
            "レセプト特記, 職種等, 疾病等 and modifiers are codes of fixed length run together without separators. \
             Where the length does not fit, a leading zero is lost or a code was cut, and every code behind it reads as another.",
        ),
        remedy: text(
            "請求ソフトでコードを1つずつ選び直してください。手で入力する画面では、1桁のコードにも先頭の0を付けます。",
            "Choose the codes again one by one; where they are typed, give every code its leading zeros.",
        ),
        source: TABLES,
        sample: sample(
            "RE,1,6112,202511,見本　花子,ミホンハナコ,2,19600102,,,70,028,,M-001,",
            "RE,1,6112,202511,見本　花子,ミホンハナコ,2,19600102,,,70,28,,M-001,",
        ),
        example: Example {
            at: ("RE", "special_notes"),
            values: ("028", "2"),
            ..Example::NONE
        },
    },
);

const F314: Rule = rule(
    "F314",
    Level::Error,
    Kind::RunRepeat,
    text("同じコードが2回記録されている", "A code stands twice"),
    &[words(
        "",
        text(
            "{record}レコードの{field}に、コード「{claim}」が2回あります。",
            "{record}: the code {claim} stands twice in the {field}.",
        ),
        text(
            "請求ソフトで{field}の重複を消し、ファイルを出力し直してください。",
            "Remove the double in the {field} in your software, and export the file again.",
        ),
    )],
    Page {
        meaning: text(
            "有無、疾病等、利用者情報、未確認区分では、同じコードを2回記録しないと決められています。ほかの続けて記録するコード（レセプト特記など）も、2回記録する意味がありません。\
             職種等は、同じ職種が2回の訪問をしたり2人で訪問したりするので、重複を数えません。",
            "In 有無, 疾病等, 利用者情報 and 未確認区分 no code may stand twice, and in レセプト特記 it would mean nothing. \
             職種等 is another matter: the same occupation may visit twice, or two persons together.",
        ),
        remedy: text(
            "前月からの引き継ぎや一括登録で重なることがあります。請求ソフトの登録を1つにしてください。",
            "It often comes from carrying last month over or from entering in bulk. Keep one entry.",
        ),
        source: TABLES,
        sample: sample(
            "JS,歩行が不安定で、服薬の見守りが必要。,02,046046,,",
            "JS,歩行が不安定で、服薬の見守りが必要。,02,046,,",
        ),
        example: Example {
            at: ("JS", "diseases"),
            values: ("046", ""),
            ..Example::NONE
        },
    },
);

const F315: Rule = rule(
    "F315",
    Level::Error,
    Kind::RunAlone,
    text(
        "「03 無」がほかのコードと一緒にある",
        "03 無 beside other codes",
    ),
    &[words(
        "",
        text(
            "心身の状態（JS）の疾病等の有無「{claim}」で、03（無）がほかのコードと一緒に記録されています。",
            "JS: in 有無 {claim} the code 03 (無) stands beside others.",
        ),
        text(
            "別表7・別表8に当たるものがあるか指示書で確かめ、請求ソフトで「無」かほかのどちらかだけを選んでください。",
            "See in the order whether 別表7 or 別表8 applies, and choose either none or the others in your software.",
        ),
    )],
    Page {
        meaning: text(
            "基準告示第2の1の疾病等の有無は、01 別表7、02 別表8、03 無のコードで、01と02は続けて「0102」と記録できますが、03は単独で記録します。\
             この項目は週4日以上の訪問や加算の根拠になるため、矛盾すると算定の可否がわかりません。",
            "有無 tells whether a disease of 別表7 (01) or a state of 別表8 (02) is present; 01 and 02 may be run together, 03 (none) stands alone. \
             Visits on four days a week and add-ons rest on it, so a contradiction leaves them without ground.",
        ),
        remedy: text(
            "指示書で疾病等を確かめます。当たるものがあれば03を外し、「該当する疾病等」のコードも確かめてください。",
            "See the order. If one applies take 03 out, and see the codes in 該当する疾病等 as well.",
        ),
        source: TABLES,
        sample: sample(
            "JS,歩行が不安定で、服薬の見守りが必要。,0203,046,,",
            "JS,歩行が不安定で、服薬の見守りが必要。,02,046,,",
        ),
        example: Example {
            at: ("JS", "disease_presence"),
            values: ("0203", ""),
            ..Example::NONE
        },
    },
);

const F316: Rule = rule(
    "F316",
    Level::Error,
    Kind::PayerOnly,
    text(
        "審査支払機関が記録する項目に値がある",
        "A field of the review body is filled",
    ),
    &[words(
        "",
        text(
            "{record}レコードの{field}「{claim}」は審査支払機関が記録する項目で、初めての請求では空にします。",
            "{record}: the {field} {claim} is for the review body to fill; on a first claim it is empty.",
        ),
        text(
            "再請求でなければ、請求ソフトで新しい請求として作り直し、{field}が空になることを確かめてください。",
            "Unless the claim was returned before, make it anew as a first claim, so that the {field} is empty.",
        ),
    )],
    Page {
        meaning: text(
            "検索番号（RE）や、SNの保険者番号等・記号・番号・受給者番号は、審査支払機関が資格を確認したときに記録する項目です。\
             初めての請求で値があると、再請求と取り違えられるおそれがあります（推定）。\
             返戻されたレセプトの再請求では、返ってきた値をそのまま残します。",
            "検索番号 of RE and insurer, symbol, number and recipient in SN are filled by the review body when it confirms eligibility. \
             On a first claim they may make it look like a claim made again (inferred). A returned claim keeps them as they came.",
        ),
        remedy: text(
            "保険者が変わった、または分割が必要なレセプトは、検索番号と履歴のない新しい請求として出し直します。請求ソフトで返戻データから作ったレセプトでないか確かめてください。",
            "A claim whose payer changed or which has to be split is made anew, without 検索番号 and history. See whether it was made from returned data.",
        ),
        source: FIELDS,
        sample: sample("SN,1,01,138057,12,345,01,,", "SN,1,01,,,,01,,"),
        example: Example {
            at: ("SN", "confirmed_insurer_no"),
            values: ("138057", ""),
            ..Example::NONE
        },
    },
);

const F317: Rule = rule(
    "F317",
    Level::Error,
    Kind::ReservedFilled,
    text("予備の項目に値がある", "A reserved field is filled"),
    &[words(
        "",
        text(
            "{record}レコードの{field}に「{claim}」があります。予備の項目は空にします。",
            "{record}: the field {field} holds {claim}; it is to be left empty.",
        ),
        text(
            "後ろの項目がずれていないかを確かめ、ずれていなければ請求ソフトの販売元に知らせてください。",
            "See whether the fields behind it are shifted; if they are not, tell the maker of your software.",
        ),
    )],
    Page {
        meaning: text(
            "予備は将来のために空けてある項目で、カンマだけを記録します。値があるのは、項目が1つずつずれたか、請求ソフトが別の様式（医科など）で出力したときです。\
             ずれていると、後ろの項目がすべて違う意味に読まれます。",
            "Reserved fields are kept for later and hold nothing but their comma. A value means that fields are shifted or that the software wrote another form, such as that of hospitals. \
             When shifted, every field behind reads as another.",
        ),
        remedy: text(
            "該当の行の項目を先頭から数え、カンマの過不足を確かめます。手で直したファイルなら、請求ソフトから出力し直してください。",
            "Count the fields of the line and look for a comma too many or too few. If the file was edited, export it again.",
        ),
        source: FIELDS,
        sample: sample(
            "RE,2,6132,202511,架空　一郎,カクウイチロウ,1,19750506,1,,70,,,M-002,",
            "RE,2,6132,202511,架空　一郎,カクウイチロウ,1,19750506,,,70,,,M-002,",
        ),
        example: Example {
            at: ("RE", "reserved_1"),
            values: ("1", ""),
            ..Example::NONE
        },
    },
);

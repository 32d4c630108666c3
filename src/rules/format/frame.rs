//! F108–F114: what stands around the claims of a file, and between its records.

use super::{
    Example, FIELDS, FILE, Kind, Level, ORDER, Page, Rule, Text, rule, sample, text, words,
};

/// The rules of this file, by code.
pub(super) const RULES: &[Rule] = &[F108, F109, F110, F111, F112, F113, F114];

const F108: Rule = rule(
    "F108",
    Level::Error,
    Kind::SecondHeader,
    text(
        "ステーション情報（HM）が先頭の1件だけでない",
        "HM not once at the head",
    ),
    &[words(
        "",
        text(
            "ステーション情報（HM）がファイルの先頭以外にもあります。2つのファイルをつないだおそれがあります。",
            "HM also stands elsewhere than at the head of the file; two files may have been joined.",
        ),
        text(
            "提出先（支払基金・国保連）ごと、請求月ごとに、請求ソフトからファイルを別々に出力してください。",
            "Export one file for each review body and billing month from your software.",
        ),
    )],
    Page {
        meaning: text(
            "1つの請求ファイルは、先頭のHM 1件、レセプト、最後のGO 1件でできています。HMには提出先と請求年月が1つずつあるだけなので、1つのファイルで2か所には請求できません。\
             HMが途中にもあるのは、社保と国保のファイルや、2か月分のファイルを1つにつないだときです。",
            "A claim file is one HM, claims and one GO. HM names one review body and one billing month, so one file cannot go to two. \
             A second HM comes from joining the files of two review bodies or months.",
        ),
        remedy: text(
            "つないだファイルは使わず、請求ソフトから提出先ごとに出力し直して、それぞれを点検してください。",
            "Do not use the joined file: export one for each review body and check each of them.",
        ),
        source: ORDER,
        sample: sample(
            "HM,2,13,6,9999991,見本訪問看護ステーション,202512,03-0000-0001\n\
             HM,2,13,6,9999991,見本訪問看護ステーション,202512,03-0000-0001",
            "HM,2,13,6,9999991,見本訪問看護ステーション,202512,03-0000-0001",
        ),
        example: Example {
            at: ("HM", ""),
            ..Example::NONE
        },
    },
);

const F109: Rule = rule(
    "F109",
    Level::Error,
    Kind::AfterEnd,
    text("請求書（GO）の後にレコードがある", "A record behind GO"),
    &[words(
        "",
        text(
            "請求書レコード（GO）の後に、まだレコード[（{record}）]があります。GOはファイルの最後の1件と決められています。",
            "A record[ ({record})] stands behind GO, which has to be the last of the file.",
        ),
        text(
            "ファイルをつないだり編集したりせず、請求ソフトから出力し直して、レセプトの件数を確かめてください。",
            "Do not join or edit files: export it from your software again and compare the number of claims.",
        ),
    )],
    Page {
        meaning: text(
            "請求書レコード（GO）はファイルの終わりを示します。その後ろのレコードは、受付で読まれないか、ファイルごと受け付けられないおそれがあります（推定）。\
             2つのファイルをつないだときや、レセプトを手で書き足したときに起こります。",
            "GO marks the end of the file. What stands behind it may be left unread on receipt, or the whole file refused (inferred). \
             It comes from joining two files or from adding a claim by hand.",
        ),
        remedy: text(
            "請求ソフトで請求に含めるレセプトを選び直し、1つのファイルとして出力してください。",
            "Choose the claims in your software and export them as one file.",
        ),
        source: ORDER,
        sample: sample(
            "GO\nKA,20251120,1,550002010,,2500,,,",
            "KA,20251120,1,550002010,,2500,,,\nGO",
        ),
        example: Example {
            at: ("KA", ""),
            ..Example::NONE
        },
    },
);

const F110: Rule = rule(
    "F110",
    Level::Error,
    Kind::EofMark,
    text(
        "終わりの印（0x1A）の位置が違う",
        "The end mark (0x1A) in the wrong place",
    ),
    &[words(
        "",
        text(
            "終わりの印（0x1A）がファイルの最後以外にあるか、2つ以上あります。その後ろが読まれないおそれがあります。",
            "The end mark (0x1A) stands elsewhere than at the very end, or twice; what follows it may not be read.",
        ),
        text(
            "ファイルをつないでいないか確かめ、請求ソフトから出力し直してください。",
            "See whether files were joined, and export it from your software again.",
        ),
    )],
    Page {
        meaning: text(
            "終わりの印（0x1Aの1バイト）は、最後のレコードのCR LFの後に1つだけ置きます。\
             途中にあると、そこでファイルが終わったとみなされ、後ろのレセプトが失われるおそれがあります（推定）。\
             印の付いたファイルどうしをつないだときによく起こります。",
            "The end mark, the single byte 0x1A, stands once behind the last CR LF. \
             Anywhere else the file may be taken to end there, and the claims behind it be lost (inferred). It usually comes from joining files that each had their mark.",
        ),
        remedy: text(
            "請求ソフトから1つのファイルとして出力し直し、レセプトの件数を請求ソフトの一覧と見比べてください。",
            "Export everything as one file again, and compare the number of claims with the list of your software.",
        ),
        source: FILE,
        sample: None,
        example: Example {
            at: ("", ""),
            ..Example::NONE
        },
    },
);

const F111: Rule = rule(
    "F111",
    Level::Warn,
    Kind::BlankLine,
    text("空の行がある", "Blank lines"),
    &[words(
        "",
        text(
            "レコードの間に空の行が{count}行あります。請求ファイルに空の行を置く決まりはありません。",
            "There are blank lines ({count}); the format has none.",
        ),
        text(
            "請求ソフトから出力し直してください。エディタで開いて直したときは、その写しを使わないでください。",
            "Export it from your software again, and do not use a copy that an editor has changed.",
        ),
    )],
    Page {
        meaning: text(
            "請求ファイルのどの行も、HMからGOまでのレコードの1件です。空の行は仕様になく、読み飛ばして点検しました。\
             受付で認められるかは確認できていません。",
            "Every line of a claim file is a record, from HM to GO. Blank lines are not part of the format; they were passed over here. \
             Whether they are accepted on receipt is not known.",
        ),
        remedy: text(
            "請求ソフトから出力し直します。毎月出るときは、請求ソフトの販売元に知らせてください。",
            "Export it again. If it comes every month, tell the maker of your software.",
        ),
        source: FILE,
        sample: sample(
            "HJ,01,20251001,20251231\n\nJS,歩行が不安定で、服薬の見守りが必要。,02,046,,",
            "HJ,01,20251001,20251231\nJS,歩行が不安定で、服薬の見守りが必要。,02,046,,",
        ),
        example: Example {
            at: ("", ""),
            count: 2,
            ..Example::NONE
        },
    },
);

/// What to do about HM: it comes from the settings of the station.
const CORRECT_STATION: Text = text(
    "請求ソフトの事業所情報の設定で{field}を直し、ファイルを出力し直してください。",
    "Correct the {field} in the station settings of your software, and export the file again.",
);

/// What to do about characters that an input method wrote in the wrong width.
const RETYPE_STATION: Text = text(
    "請求ソフトの事業所情報の設定で{field}を入れ直し、ファイルを出力し直してください。",
    "Type the {field} again in the station settings of your software, and export the file again.",
);

const F112: Rule = rule(
    "F112",
    Level::Error,
    Kind::HeaderField,
    text(
        "ステーション情報（HM）の項目に誤りがある",
        "A field of HM is wrong",
    ),
    &[
        words(
            "REQUIRED",
            text(
                "HMレコードの{field}が空です。必ず記録する項目です。",
                "HM: the {field} is empty, but has to be there.",
            ),
            CORRECT_STATION,
        ),
        words(
            "DIGITS",
            text(
                "HMレコードの{field}「{claim}」に、半角の数字でない文字があります。",
                "HM: the {field} {claim} holds something else than half-width digits.",
            ),
            RETYPE_STATION,
        ),
        words(
            "ALNUM",
            text(
                "HMレコードの{field}「{claim}」に全角文字があります。半角の英数字と記号で記録します。",
                "HM: the {field} {claim} has full-width characters; only half-width ones may be used.",
            ),
            RETYPE_STATION,
        ),
        words(
            "KANJI",
            text(
                "HMレコードの{field}「{claim}」に半角文字があります。すべて全角で記録します。",
                "HM: the {field} {claim} has half-width characters; only full-width ones may be used.",
            ),
            RETYPE_STATION,
        ),
        words(
            "MIXED",
            text(
                "HMレコードの{field}「{claim}」に、全角と半角が混ざっています。",
                "HM: the {field} {claim} mixes full and half width.",
            ),
            RETYPE_STATION,
        ),
        words(
            "LONG",
            text(
                "HMレコードの{field}が[{count}バイトあり、]長すぎます[（{reference}バイトまで。全角1文字は2バイト）]。",
                "HM: the {field} is too long[: {count} bytes][, at most {reference} (a full-width character has 2)].",
            ),
            text(
                "請求ソフトの事業所情報の設定で{field}を縮めてください。名称は届け出た名称の略し方を審査支払機関に確認します。",
                "Shorten the {field} in the station settings; ask the review body how a registered name is shortened.",
            ),
        ),
        words(
            "LENGTH",
            text(
                "HMレコードの{field}「{claim}」の長さが違います[（{reference}バイトと決められています）]。",
                "HM: the {field} {claim} has the wrong length[; it has to have {reference} bytes].",
            ),
            CORRECT_STATION,
        ),
        words(
            "DATE",
            text(
                "HMレコードの{field}「{claim}」は、存在する年月ではありません。",
                "HM: the {field} {claim} is no month of the calendar.",
            ),
            text(
                "請求ソフトで請求年月（提出する月）を選び直し、ファイルを出力し直してください。",
                "Choose the billing month again in your software, and export the file again.",
            ),
        ),
        words(
            "CODE",
            text(
                "HMレコードの{field}「{claim}」は、[{reference}の]コードではありません。",
                "HM: the {field} {claim} is no code[ of {reference}].",
            ),
            CORRECT_STATION,
        ),
        words(
            "NOT_ALLOWED",
            text(
                "HMレコードの{field}「{claim}」は、ここでは使えません[（使えるのは {reference}）]。",
                "HM: the {field} {claim} is not allowed here[; only {reference} is].",
            ),
            CORRECT_STATION,
        ),
        words(
            "BLANKS",
            text(
                "HMレコードの{field}「{claim}」の前か後ろに空白があります。",
                "HM: the {field} {claim} has blanks at its start or end.",
            ),
            RETYPE_STATION,
        ),
        words(
            "",
            text(
                "HMレコードの{field}に誤りがあります[：「{claim}」]。",
                "HM: the {field} is wrong[: {claim}].",
            ),
            CORRECT_STATION,
        ),
    ],
    Page {
        meaning: text(
            "HMレコードは、どのステーションが、どこへ、何年何月分として請求するかを示します。\
             ここに誤りがあると、ステーションや提出先がわからず、中のレセプトがすべて受け付けられないおそれがあります（推定）。\
             項目ごとの決まり（必須、文字の種類、長さ、コード）は、ほかのレコードのF303〜F320と同じです。",
            "HM says which station claims, from whom and for which month. \
             When it is wrong, the station or the review body cannot be told, and the whole file may be refused (inferred). The rules for its fields are those of F303 to F320 for other records.",
        ),
        remedy: text(
            "HMは請求ソフトの事業所情報から作られます。そこで直せば、翌月からの請求も正しくなります。",
            "HM is made from the station settings of your software. Corrected there, the next months will be right as well.",
        ),
        source: FIELDS,
        sample: sample(
            "HM,2,13,6,9999991,見本訪問看護ｽﾃｰｼｮﾝ,202512,03-0000-0001",
            "HM,2,13,6,9999991,見本訪問看護ステーション,202512,03-0000-0001",
        ),
        example: Example {
            variant: "KANJI",
            at: ("HM", "station_name"),
            values: ("見本訪問看護ｽﾃｰｼｮﾝ", ""),
            ..Example::NONE
        },
    },
);

const F113: Rule = rule(
    "F113",
    Level::Error,
    Kind::Quote,
    text("引用符（\"）が使われている", "Quotation marks"),
    &[words(
        "",
        text(
            "使ってはならない引用符（\"、0x22）が[{count}か所に]あります。項目を引用符で囲むと、値の一部として読まれます。",
            "Quotation marks (0x22), which must not be used, stand in the file[ ({count})]. Around a field they are read as part of it.",
        ),
        text(
            "請求ソフトから出力し直してください。表計算ソフトで保存し直すと引用符が付くことがあります。",
            "Export it from your software again; spreadsheets add quotation marks when they save.",
        ),
    )],
    Page {
        meaning: text(
            "請求ファイルは項目をカンマで区切りますが、引用符（0x22）は使わないと決められています。\
             表計算ソフトがCSVとして保存すると項目が引用符で囲まれ、受付では氏名や番号の一部とみなされます（推定）。",
            "Fields are separated by commas, and the quotation mark (0x22) is declared not to be used. \
             A spreadsheet that saves the file as CSV puts fields into quotation marks, which are then read as part of names and numbers (inferred).",
        ),
        remedy: text(
            "請求ソフトから出力したままのファイルを使います。コメントなどの文に引用符を使いたいときは、全角の「」や”を入力してください。",
            "Use the file as your software wrote it. In comments use full-width brackets or marks.",
        ),
        source: FILE,
        sample: sample(
            "CO,810000001,\"家族が日中に見守っている。\",",
            "CO,810000001,家族が日中に見守っている。,",
        ),
        example: Example {
            at: ("CO", ""),
            count: 2,
            ..Example::NONE
        },
    },
);

const F114: Rule = rule(
    "F114",
    Level::Warn,
    Kind::LastLineEnd,
    text(
        "最後のレコードに改行がない",
        "No line end behind the last record",
    ),
    &[words(
        "",
        text(
            "最後のレコードの後にCR LFがありません。レコードの終わりは、最後の1件もCR LFと決められています。",
            "There is no CR LF behind the last record; every record has to end with it, the last one too.",
        ),
        text(
            "ファイルが途中で切れていないか確かめ、請求ソフトから出力し直してください。",
            "See whether the file was cut off, and export it from your software again.",
        ),
    )],
    Page {
        meaning: text(
            "どのレコードもCR LF（2バイト）で終わり、最後のレコード（GO）の後にはCR LFと終わりの印（0x1A）が続きます。\
             改行がないのは、ファイルが途中で切れたか、エディタが最後の改行を取り除いたときです。\
             最後の行も読み取って点検していますが、受付で認められるかは確認できていません。",
            "Every record ends with CR LF, and behind the last one (GO) come CR LF and the end mark 0x1A. \
             A file that was cut off lacks it, or an editor took it away. The last line was read all the same; whether that is accepted on receipt is not known.",
        ),
        remedy: text(
            "請求ソフトから出力し直し、レセプトの件数を請求ソフトの一覧と見比べてください。",
            "Export it again, and compare the number of claims with the list of your software.",
        ),
        source: FILE,
        sample: None,
        example: Example {
            at: ("GO", ""),
            ..Example::NONE
        },
    },
);

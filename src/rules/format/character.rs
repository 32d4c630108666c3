//! F318–F324: single characters of names and texts, and the numbers of HO.

use super::{Example, FIELDS, Kind, Level, Page, Rule, Text, rule, sample, text, words};

/// The rules of this file, by code.
pub(super) const RULES: &[Rule] = &[F318, F319, F320, F321, F322, F323, F324];

const CHARACTERS: Text = text(
    "記録条件仕様（訪問看護用）令和6年6月版 文字、電子レセプトの作成手引き（訪問看護）別紙4",
    "記録条件仕様（訪問看護用）令和6年6月版, characters; 電子レセプトの作成手引き（訪問看護） 別紙4",
);

const F318: Rule = rule(
    "F318",
    Level::Error,
    Kind::Undecodable,
    text("文字として読めないバイト", "Bytes that are no character"),
    &[words(
        "",
        text(
            "{record}レコードの{field}に、文字として読めないバイト（16進 {claim}）があります。",
            "{record}: the {field} holds bytes that are no character (hexadecimal {claim}).",
        ),
        text(
            "請求ソフトで{field}の文字化けした部分を入れ直し、ファイルを出力し直してください。",
            "Type the garbled part of the {field} again in your software, and export the file again.",
        ),
    )],
    Page {
        meaning: text(
            "Shift_JISの文字にならないバイトがあります。2バイトの文字の片方だけが残ったときや、別の文字コードの文字が混ざったときに起こります。\
             最大バイト数で切られた全角文字の前半だけが残ることもあります。この文字は「�」として表示しています。",
            "Some bytes form no character of Shift_JIS: half of a two-byte character, or text of another encoding. \
             It may be the first half of a character that was cut at the greatest length. It is shown as �.",
        ),
        remedy: text(
            "文を縮めるか入れ直します。請求ソフトが自動で切ったときは、最大バイト数に収まるように短くしてください。",
            "Shorten the text or type it again; where the software cut it, make it fit.",
        ),
        source: CHARACTERS,
        sample: None,
        example: Example {
            at: ("RE", "name"),
            values: ("FB", ""),
            ..Example::NONE
        },
    },
);

const F319: Rule = rule(
    "F319",
    Level::Error,
    Kind::ControlCharacter,
    text("制御文字がある", "A control character"),
    &[words(
        "",
        text(
            "{record}レコードの{field}に、目に見えない制御文字（16進 {claim}）があります。",
            "{record}: the {field} holds a control character (hexadecimal {claim}).",
        ),
        text(
            "請求ソフトで{field}の文を打ち直し、ほかのソフトからの貼り付けを避けて、出力し直してください。",
            "Type the {field} again instead of pasting it from another program, and export again.",
        ),
    )],
    Page {
        meaning: text(
            "タブ（09）や改行（0B、0D）などの制御文字は、請求ファイルの文字ではありません。表計算ソフトや電子カルテから文を貼り付けたときに混ざります。\
             改行が混ざると、レコードが途中で切れます。",
            "Control characters such as tab (09) or line breaks (0B, 0D) are not among the characters of a claim file. They come with text pasted from spreadsheets and records. \
             A line break cuts the record in two.",
        ),
        remedy: text(
            "コメントや心身の状態の文で起こりやすい誤りです。該当の文を消し、キーボードから入れ直してください。",
            "It is common in comments and in the state. Delete the text and type it anew.",
        ),
        source: CHARACTERS,
        sample: sample(
            "CO,810000001,家族が\t日中に見守っている。,",
            "CO,810000001,家族が日中に見守っている。,",
        ),
        example: Example {
            at: ("CO", "text"),
            values: ("09", ""),
            ..Example::NONE
        },
    },
);

const F320: Rule = rule(
    "F320",
    Level::Error,
    Kind::Blanks,
    text(
        "項目の前か後ろに空白がある",
        "Blanks at the start or the end",
    ),
    &[words(
        "",
        text(
            "{record}レコードの{field}「{claim}」の前か後ろに空白があります。可変長の項目には記録しません。",
            "{record}: the {field} {claim} has blanks at its start or end, where none are written.",
        ),
        text(
            "請求ソフトで{field}の前後の空白を消し、ファイルを出力し直してください。",
            "Remove the blanks around the {field} in your software, and export the file again.",
        ),
    )],
    Page {
        meaning: text(
            "可変長の項目は意味のある文字だけを記録し、後ろを空白で埋めません。空白が残ると、氏名や記号・番号が資格確認結果と照合できないおそれがあります（推定）。\
             前に空白を置くのは、8桁に足りない保険者番号だけです。",
            "Fields of variable length hold significant characters only and are not padded. Names and numbers with blanks may not be found among eligibility results (inferred). \
             Only an insurer number shorter than 8 has blanks before it.",
        ),
        remedy: text(
            "目では見えないので、入力欄を一度空にしてから入れ直すのが確実です。",
            "Blanks are hard to see: empty the input field and type the value again.",
        ),
        source: FIELDS,
        sample: sample("SY,0000999,,見本の病名　,", "SY,0000999,,見本の病名,"),
        example: Example {
            at: ("SY", "disease_name"),
            values: ("見本の病名　", ""),
            ..Example::NONE
        },
    },
);

const F321: Rule = rule(
    "F321",
    Level::Error,
    Kind::KanaLongVowel,
    text(
        "カタカナ氏名の長音が「ー」でない",
        "Kana: a dash instead of the long vowel",
    ),
    &[words(
        "",
        text(
            "{field}の長音に「{claim}」が使われています。長音は「ー」（カタカナの長音記号）で記録します。",
            "The {field} has {claim} as a long vowel; it has to be the katakana sign ー.",
        ),
        text(
            "請求ソフトの利用者情報で、カタカナの長音を「ー」に直し、ファイルを出力し直してください。",
            "Correct the long vowel to ー in the patient's data, and export the file again.",
        ),
    )],
    Page {
        meaning: text(
            "カタカナ氏名の長音は「ー」（815B）と決められ、形の似た「―」（ダッシュ、815C）や「－」（マイナス、817C）は使えません。\
             見た目では区別しにくく、保険者や審査支払機関の照合で別の名前とみなされるおそれがあります（推定）。",
            "The long vowel of a katakana name is ー (815B); the dash ― (815C) and the minus － (817C), which look like it, are not allowed. \
             The name may be taken for another when it is compared (inferred).",
        ),
        remedy: text(
            "カタカナの入力で「ー」を打ち直します。利用者の登録を直せば、翌月からも正しく出力されます。",
            "Type it again in katakana. Corrected in the patient's data, it stays right in the following months.",
        ),
        source: text(
            "記録条件仕様（訪問看護用）令和6年6月版 レセプト共通レコード カタカナ（氏名）",
            "記録条件仕様（訪問看護用）令和6年6月版, RE, name in katakana",
        ),
        sample: sample(
            "RE,3,6318,202511,練習　メリー,レンシュウメリ－,2,19400304,,,,,,M-003,",
            "RE,3,6318,202511,練習　メリー,レンシュウメリー,2,19400304,,,,,,M-003,",
        ),
        example: Example {
            at: ("RE", "kana"),
            values: ("－", ""),
            ..Example::NONE
        },
    },
);

const F322: Rule = rule(
    "F322",
    Level::Error,
    Kind::KanaCharacter,
    text(
        "カタカナ氏名に空白や別の文字がある",
        "Kana: a blank or something that is no katakana",
    ),
    &[words(
        "",
        text(
            "{field}に、全角カタカナでない「{claim}」があります。空白も入れずに続けて記録します。",
            "The {field} holds {claim}, which is no full-width katakana; no blanks either may stand in it.",
        ),
        text(
            "請求ソフトの利用者情報で、カタカナの姓と名を空白なしで登録し直し、ファイルを出力し直してください。",
            "Enter the katakana name without blanks in the patient's data, and export the file again.",
        ),
    )],
    Page {
        meaning: text(
            "カタカナ（氏名）は、氏名の読みを全角カタカナで空白を入れずに記録します。漢字の氏名には姓と名の間に空白が1つ要りますが、カタカナには要りません。\
             ひらがなや漢字が残っていると、照合できないおそれがあります（推定）。",
            "カタカナ（氏名） is the reading in full-width katakana without blanks; the blank between family and given name belongs to the other name field. \
             Hiragana, kanji or middle dots in it may keep it from being found (inferred).",
        ),
        remedy: text(
            "任意の項目なので、読みがわからないときは空にできます。わかるときは利用者の登録を直してください。",
            "The field is optional and may be left empty. If the reading is known, correct it in the patient's data.",
        ),
        source: text(
            "記録条件仕様（訪問看護用）令和6年6月版 レセプト共通レコード カタカナ（氏名）",
            "記録条件仕様（訪問看護用）令和6年6月版, RE, name in katakana",
        ),
        sample: sample(
            "RE,2,6132,202511,架空　一郎,カクウ　イチロウ,1,19750506,,,70,,,M-002,",
            "RE,2,6132,202511,架空　一郎,カクウイチロウ,1,19750506,,,70,,,M-002,",
        ),
        example: Example {
            at: ("RE", "kana"),
            values: ("　", ""),
            ..Example::NONE
        },
    },
);

const F323: Rule = rule(
    "F323",
    Level::Error,
    Kind::SymbolNumberLength,
    text(
        "記号と番号が合わせて19文字を超える",
        "記号 and 番号 longer than 19 together",
    ),
    &[words(
        "",
        text(
            "HOレコードの記号と番号が合わせて{claim}文字あります。{reference}文字までです。",
            "HO: 記号 and 番号 have {claim} characters together; at most {reference} may be there.",
        ),
        text(
            "資格確認書などで記号と番号を確かめ、枝番や空白が混ざっていないか見て、請求ソフトの登録を直してください。",
            "Compare with the 資格確認書, see whether branch or blanks are mixed in, and correct them in your software.",
        ),
    )],
    Page {
        meaning: text(
            "記号と番号は、半角でも全角でも合わせて19文字（38バイト）までと決められています。\
             超えるときは、番号に枝番や保険者番号まで入れたか、カードの記載をそのまま1つの項目に入れたおそれがあります。",
            "記号 and 番号 have at most 19 characters together (38 bytes), in half or full width. \
             More means that branch or insurer number were typed into them, or the whole line of the card into one.",
        ),
        remedy: text(
            "枝番はHOではなくSNの枝番に記録します。「123・456・00」のような表示は、記号123、番号456、枝番00に分けてください。",
            "The branch belongs into SN. What is printed as 123・456・00 is 記号 123, 番号 456, 枝番 00.",
        ),
        source: FIELDS,
        sample: sample(
            "HO,  138057,1234567890,1234567890,3,29320,,,,,,",
            "HO,  138057,12,345,3,29320,,,,,,",
        ),
        example: Example {
            at: ("HO", "number"),
            values: ("20", "19"),
            ..Example::NONE
        },
    },
);

const F324: Rule = rule(
    "F324",
    Level::Error,
    Kind::InsurerPadding,
    text(
        "保険者番号の前が空白で埋まっていない",
        "Insurer number not padded to 8",
    ),
    &[words(
        "",
        text(
            "HOレコードの保険者番号「{claim}」は、前に空白を置いて8桁にします[（「{reference}」）]。",
            "HO: the insurer number {claim} has to be padded with leading blanks to 8[: {reference}].",
        ),
        text(
            "請求ソフトから出力し直してください。毎月出るときは、請求ソフトの販売元に知らせてください。",
            "Export it from your software again; if it comes every month, tell its maker.",
        ),
    )],
    Page {
        meaning: text(
            "保険者番号は8バイトの固定長で、6桁の番号（国民健康保険）は前に半角の空白を2つ置いて記録します。後ろに空白を置いたり、前を0で埋めたりはしません。\
             空白が落ちると、保険者が特定できず返戻になるおそれがあります（推定）。",
            "保険者番号 has 8 bytes; a number of 6 digits (国民健康保険) has two half-width blanks before it, none behind it and no zeros instead. \
             Without them the insurer may not be found and the claim be returned (inferred).",
        ),
        remedy: text(
            "多くは請求ソフトの出力か、エディタや表計算ソフトで保存し直したことが原因です。請求ソフトから出力したままのファイルを点検してください。",
            "It mostly comes from the export or from a file saved by an editor or a spreadsheet. Check the file as your software wrote it.",
        ),
        source: FIELDS,
        sample: sample(
            "HO,138057,12,345,3,29320,,,,,,",
            "HO,  138057,12,345,3,29320,,,,,,",
        ),
        example: Example {
            at: ("HO", "insurer_no"),
            values: ("138057", "  138057"),
            ..Example::NONE
        },
    },
);

//! F409–F415: what is usual although no sentence, or none that was found, demands it.

use super::{Example, FIELDS, Kind, Level, Page, Rule, Text, rule, sample, text, words};

/// The rules of this file, by code.
pub(super) const RULES: &[Rule] = &[F409, F410, F411, F412, F413, F414, F415];

const GUIDE: Text = text(
    "電子レセプトの作成手引き（訪問看護）令和6年6月版の記録の説明と例",
    "電子レセプトの作成手引き（訪問看護）令和6年6月版, notes and examples",
);

const F409: Rule = rule(
    "F409",
    Level::Warn,
    Kind::InstructionOrder,
    text(
        "同じ指示区分の指示期間が古い順でない",
        "Orders of a kind not oldest first",
    ),
    &[words(
        "",
        text(
            "同じ指示区分のHJで、自「{claim}」の指示が自「{reference}」の指示の後にあります。古い順に記録します。",
            "HJ beginning on {claim} stands behind one of its 指示区分 beginning on {reference}; the oldest comes first.",
        ),
        text(
            "請求ソフトで指示書の期間の重なりや入力の誤りを確かめ、古い順になるよう登録し直して出力してください。",
            "See the periods of the orders in your software, register them oldest first, and export again.",
        ),
    )],
    Page {
        meaning: text(
            "1か月に同じ指示区分の指示書が2枚以上あるときは、指示期間の古い順に記録します。\
             順が違っても内容は読み取れますが、期間の入力の誤りのしるしであることがあります。",
            "Several orders of the same 指示区分 within a month stand oldest first. \
             In another order they can still be read, but it may show that a period was mistyped.",
        ),
        remedy: text(
            "指示書の写しと見比べ、期間が正しければ請求ソフトの登録の順を入れ替えてください。",
            "Compare with the copies of the orders; if the periods are right, exchange the entries.",
        ),
        source: FIELDS,
        sample: sample(
            "HJ,01,20251111,20260131\nHJ,01,20250801,20251110",
            "HJ,01,20250801,20251110\nHJ,01,20251111,20260131",
        ),
        example: Example {
            at: ("HJ", "from"),
            values: ("20250801", "20251111"),
            ..Example::NONE
        },
    },
);

const F410: Rule = rule(
    "F410",
    Level::Warn,
    Kind::DateOrder,
    text("算定（KA）が日付の順でない", "KA not in order of date"),
    &[words(
        "",
        text(
            "KAの算定年月日「{claim}」が「{reference}」の後にあります。算定は日付の順に記録します。",
            "KA of {claim} stands behind one of {reference}; items come in order of date.",
        ),
        text(
            "請求ソフトの実績を日付の順に並べ直して出力してください。手で書き足した行がないかも確かめます。",
            "Sort the items by date in your software and export again; see whether lines were added by hand.",
        ),
    )],
    Page {
        meaning: text(
            "手引きでは、算定は日付の順に、同じ日の中では基本療養費を加算より先に記録します。\
             順が違っても合計は変わりませんが、印刷したレセプトや審査で読みにくく、日付の入力の誤りのこともあります。",
            "By the guide items stand in order of date, within a day the base before its add-ons. \
             The total is the same in another order, but the claim is harder to read, and a date may be mistyped.",
        ),
        remedy: text(
            "日付の誤りでなければ、急いで直す必要はありません。毎月出るときは、請求ソフトの設定か販売元に確認してください。",
            "Unless a date is wrong nothing is urgent. If it comes every month, ask the maker of your software.",
        ),
        source: GUIDE,
        sample: sample(
            "KA,20251112,1,550002010,,2500,,,\nKA,20251105,1,550000410,,7670,,,\n\
             KA,20251112,1,510000110,,5550,03,01,01",
            "KA,20251105,1,550000410,,7670,,,\nKA,20251112,1,510000110,,5550,03,01,01\n\
             KA,20251112,1,550002010,,2500,,,",
        ),
        example: Example {
            at: ("KA", "date"),
            values: ("20251105", "20251112"),
            ..Example::NONE
        },
    },
);

const F411: Rule = rule(
    "F411",
    Level::Warn,
    Kind::NameBlank,
    text(
        "氏名の姓と名の間の空白が1つでない",
        "Not one blank between family and given name",
    ),
    &[
        words(
            "MISSING",
            text(
                "{record}レコードの{field}「{claim}」に、姓と名の間の空白がありません。空白を1つ入れて記録します。",
                "{record}: the {field} {claim} has no blank between family and given name; one has to be there.",
            ),
            CORRECT_NAME,
        ),
        words(
            "",
            text(
                "{record}レコードの{field}「{claim}」に空白が2つ以上あります。姓と名の間に1つだけ記録します。",
                "{record}: the {field} {claim} has more than one blank; only one stands between family and given name.",
            ),
            CORRECT_NAME,
        ),
    ],
    Page {
        meaning: text(
            "氏名は、姓と名の間に空白を1つ、文字と同じ幅（全角の氏名なら全角）で入れて記録します。\
             空白がないと姓と名の区切りがわからず、資格確認結果と照合しにくくなります。姓名の区別のない外国の人の名前では、誤りとは限りません。",
            "Family and given name have one blank between them, of the width of the name. \
             Without it the name is harder to find among eligibility results. A foreign name without that division is no mistake.",
        ),
        remedy: text(
            "請求ソフトの姓と名の入力欄が分かれているときは、姓の欄に全部入っていないかを確かめてください。",
            "If your software has two input fields, see whether everything stands in one of them.",
        ),
        source: FIELDS,
        sample: sample(
            "RE,1,6112,202511,見本花子,ミホンハナコ,2,19600102,,,70,28,,M-001,",
            "RE,1,6112,202511,見本　花子,ミホンハナコ,2,19600102,,,70,28,,M-001,",
        ),
        example: Example {
            variant: "MISSING",
            at: ("RE", "name"),
            values: ("見本花子", ""),
            ..Example::NONE
        },
    },
);

const CORRECT_NAME: Text = text(
    "請求ソフトの登録で姓と名の間の空白を1つにし、ファイルを出力し直してください。",
    "Enter the name with one blank in your software, and export the file again.",
);

const F412: Rule = rule(
    "F412",
    Level::Warn,
    Kind::SameMonth,
    text(
        "訪問した月と請求年月が同じ",
        "Month of care is the billing month",
    ),
    &[words(
        "",
        text(
            "指定訪問看護年月「{claim}」がHMの請求年月と同じです。請求は訪問した月の翌月からです。",
            "The month of care {claim} is the billing month of HM; claims are filed in the month after care.",
        ),
        text(
            "請求ソフトの請求処理で請求年月（提出する月）を確かめ、訪問した月を選んでいれば選び直して出力してください。",
            "See the billing month in your software; if it is the month of care, choose the month of filing and export again.",
        ),
    )],
    Page {
        meaning: text(
            "請求年月はファイルを提出する月で、ふつうは訪問した月の翌月です（提出は翌月の5日から10日）。\
             同じ月になるのは、請求年月に訪問した月を入れたときがほとんどで、ファイルのすべてのレセプトに出ます。",
            "The billing month is the month of filing, usually the one after care (from the 5th to the 10th). \
             When both are the same, the month of care was mostly given for it, and every claim of the file is told.",
        ),
        remedy: text(
            "HMの請求年月を直せばすべて消えます。月の途中で請求する特別な事情があれば、審査支払機関に確認してください。",
            "Correct the billing month in HM and all of them go. If there is a reason to file within the month, ask the review body.",
        ),
        source: text(
            "請求の提出期間（翌月5日〜10日、支払基金・国保連の案内）と記録条件仕様のHM・RE",
            "filing from the 5th to the 10th of the month after care (支払基金, 国保連); HM and RE of the specification",
        ),
        sample: sample(
            "HM,2,13,6,9999991,見本訪問看護ステーション,202511,03-0000-0001",
            "HM,2,13,6,9999991,見本訪問看護ステーション,202512,03-0000-0001",
        ),
        example: Example {
            at: ("RE", "service_month"),
            values: ("202511", ""),
            ..Example::NONE
        },
    },
)
.inferred();

/// What to do about the first or the last day of the visits.
const COMPARE_RECORD: Text = text(
    "訪問の記録で日付を確かめ、請求ソフトの{field}か訪問日の誤っているほうを直して、出力し直してください。",
    "See the visit record, correct RJ ({field}) or the day of the visit, and export again.",
);

const F413: Rule = rule(
    "F413",
    Level::Warn,
    Kind::CareOutside,
    text(
        "訪問が開始より前、または終了・死亡より後",
        "A visit before the start or after the end",
    ),
    &[
        words(
            "START",
            text(
                "訪問開始年月日「{claim}」より前の{reference}に訪問（KA）があります。",
                "There is a visit (KA) on {reference}, before the visits began on {claim}.",
            ),
            COMPARE_RECORD,
        ),
        words(
            "END",
            text(
                "訪問終了年月日「{claim}」より後の{reference}に訪問（KA）があります。",
                "There is a visit (KA) on {reference}, after the visits ended on {claim}.",
            ),
            COMPARE_RECORD,
        ),
        words(
            "DEATH",
            text(
                "死亡年月日「{claim}」より後の{reference}に訪問（KA）があります。",
                "There is a visit (KA) on {reference}, after the death on {claim}.",
            ),
            COMPARE_RECORD,
        ),
        words(
            "",
            text(
                "訪問（KA）の日{reference}が、RJの{field}「{claim}」と合いません。",
                "RJ: the {field} {claim} does not fit a visit (KA) on {reference}.",
            ),
            COMPARE_RECORD,
        ),
    ],
    Page {
        meaning: text(
            "訪問開始年月日は最初の訪問の日、訪問終了年月日は最後の訪問の日か終了した日です。訪問がその外にあるのは、どちらかの日付が誤っているおそれがあります（推定）。\
             一度終了して再開した人では、開始年月日の直し忘れがよくあります。",
            "訪問開始年月日 is the day of the first visit, 訪問終了年月日 that of the last or of the end. A visit outside of them means that one of the dates may be wrong (inferred). \
             When somebody comes back after an end, the old start is often left.",
        ),
        remedy: text(
            "死亡の後の訪問は、エンゼルケアなど医療保険の対象でないものを算定していないかも確かめてください。",
            "For a visit after death, see whether something was charged that the insurance does not cover.",
        ),
        source: FIELDS,
        sample: sample(
            "RJ,20251001,12,,,,,,,,20251118,1400,03,,,,,,,,,,,,,,,,",
            "RJ,20251001,12,,,,,,,,20251120,1400,03,,,,,,,,,,,,,,,,",
        ),
        example: Example {
            variant: "END",
            at: ("RJ", "ended_on"),
            values: ("20251118", "2025-11-20"),
            ..Example::NONE
        },
    },
)
.inferred();

const F414: Rule = rule(
    "F414",
    Level::Warn,
    Kind::Pair,
    text(
        "そろえて記録する項目の片方がない",
        "One of two fields that belong together is missing",
    ),
    &[words(
        "",
        text(
            "{record}レコードの{reference}がありますが、そろえて記録する{field}が空です。",
            "{record}: {reference} is there, but the {field} that belongs to it is empty.",
        ),
        text(
            "請求ソフトで{field}を入力するか、余分なほうを消して、ファイルを出力し直してください。",
            "Enter the {field} in your software or remove the other, and export the file again.",
        ),
    )],
    Page {
        meaning: text(
            "訪問終了の年月日と状況、死亡の年月日と場所、2か所目・3か所目の変更年月日とコード、GAF尺度の値と判定年月日は、そろえて記録するものと考えられます（推定）。\
             片方だけでは意味が定まりません。",
            "Day and manner of the end, day and place of death, date and code of a second or third place, value and date of GAF belong together (inferred). \
             One of them alone says too little.",
        ),
        remedy: text(
            "記録をもとに足りないほうを入力してください。わからないときは、不明のときの記録のしかたを手引きか審査支払機関で確かめます。",
            "Fill in the missing one from your records. If it is not known, ask the review body how to write that.",
        ),
        source: FIELDS,
        sample: sample(
            "RJ,20250801,01,,,99,知人の家,,,,,,,,,,,,,,,,,,,,,,",
            "RJ,20250801,01,,20251110,99,知人の家,,,,,,,,,,,,,,,,,,,,,,",
        ),
        example: Example {
            at: ("RJ", "place_2_since"),
            values: ("", "訪問した場所２ コード"),
            ..Example::NONE
        },
    },
)
.inferred();

const F415: Rule = rule(
    "F415",
    Level::Warn,
    Kind::NationalOnly,
    text(
        "国民健康保険だけの項目がほかの保険にある",
        "A field of 国民健康保険 on another claim",
    ),
    &[words(
        "",
        text(
            "{record}レコードの{field}「{claim}」は国民健康保険だけの項目ですが、このレセプトの保険は国民健康保険ではありません。",
            "{record}: the {field} {claim} is for 国民健康保険 only, which this claim is not.",
        ),
        text(
            "請求ソフトの保険の登録で保険の種類を確かめ、{field}を消すか保険を直して、出力し直してください。",
            "See the kind of insurance in your software, remove the {field} or correct the insurance, and export again.",
        ),
    )],
    Page {
        meaning: text(
            "給付割合（RE）、証明書番号（HO）、任意給付区分（KO）は、国民健康保険のレセプトだけに記録します。ほかの保険にあるのは、保険が変わった後に前の登録が残ったときがほとんどです。\
             保険の種類は保険者番号の桁数と法別番号で見分けています。",
            "給付割合 (RE), 証明書番号 (HO) and 任意給付区分 (KO) are for claims of 国民健康保険. On another one they are mostly left from a former insurance. \
             The kind is told from the length of the insurer number and its 法別番号.",
        ),
        remedy: text(
            "資格確認結果で今の保険を確かめ、保険の登録を新しくしてください。",
            "See the eligibility result and register the insurance anew.",
        ),
        source: FIELDS,
        sample: sample(
            "RE,3,6318,202511,練習　メリー,レンシュウメリー,2,19400304,,,90,,,M-003,",
            "RE,3,6318,202511,練習　メリー,レンシュウメリー,2,19400304,,,,,,M-003,",
        ),
        example: Example {
            at: ("RE", "benefit_percent"),
            values: ("90", ""),
            ..Example::NONE
        },
    },
);

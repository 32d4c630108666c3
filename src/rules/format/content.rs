//! F330–F335: what the fields of a claim say together.

use super::{Example, FIELDS, Kind, Level, Page, Rule, Text, rule, sample, text, words};

/// The rules of this file, by code.
pub(super) const RULES: &[Rule] = &[F330, F331, F332, F333, F334, F335];

const F330: Rule = rule(
    "F330",
    Level::Error,
    Kind::PublicOrder,
    text(
        "公費（KO）が法別番号の順でない",
        "Public payers out of order",
    ),
    &[words(
        "",
        text(
            "公費（KO）の法別番号{claim}が{reference}の後にあります。決められた順では{claim}が先です。",
            "KO of 法別番号 {claim} stands behind {reference}; by the order laid down it comes first.",
        ),
        text(
            "請求ソフトで公費の順位（第1公費、第2公費）を入れ替え、負担区分も確かめて、出力し直してください。",
            "Exchange the ranks of these public payers in your software, see 負担区分 as well, and export again.",
        ),
    )],
    Page {
        meaning: text(
            "公費が2つ以上あるときは、法別番号 13、14、18、29、30、11、21、15、16、24、28、19、52、54、51、38、53、66、62、25、12 の順に記録し、先のものが第1公費になります。自治体の医療費助成はその後です。\
             順が違うと、どの公費がどの分を負担するかが入れ替わります。",
            "Several public payers stand in the order 13, 14, 18, 29, 30, 11, 21, 15, 16, 24, 28, 19, 52, 54, 51, 38, 53, 66, 62, 25, 12, local schemes after these; the first of them is 第1公費. \
             In another order they bear each other's share.",
        ),
        remedy: text(
            "順位を入れ替えると、KAの負担区分とSN・JDの負担者種別も変わります。請求ソフトの登録で入れ替え、手では直さないでください。",
            "Ranks change 負担区分 of KA and 負担者種別 of SN and JD as well: exchange them in your software, not by hand.",
        ),
        source: text(
            "電子レセプトの作成手引き（訪問看護）令和6年6月版 公費レコード",
            "電子レセプトの作成手引き（訪問看護）令和6年6月版, KO",
        ),
        sample: sample(
            "KO,54136015,2222222,,1,8050,,\nKO,21136015,1111111,,1,17720,,",
            "KO,21136015,1111111,,1,17720,,\nKO,54136015,2222222,,1,8050,,",
        ),
        example: Example {
            at: ("KO", "payer_no"),
            values: ("21", "54"),
            ..Example::NONE
        },
    },
);

const F331: Rule = rule(
    "F331",
    Level::Error,
    Kind::RecipientNumber,
    text(
        "公費の受給者番号がない、または余分",
        "受給者番号 missing or too much",
    ),
    &[
        words(
            "EXTRA",
            text(
                "公費（KO）に受給者番号「{claim}」がありますが、法別30（医療観察法）では記録しません。",
                "KO has 受給者番号 {claim}, which is left out for 法別 30.",
            ),
            text(
                "請求ソフトの公費の登録で受給者番号を消し、ファイルを出力し直してください。",
                "Remove 受給者番号 of this public payer in your software, and export the file again.",
            ),
        ),
        words(
            "",
            text(
                "公費（KO）の受給者番号が空です。法別30のほかは7桁で記録します。",
                "KO: 受給者番号 is empty; for all but 法別 30 it has seven digits.",
            ),
            text(
                "受給者証や医療券で受給者番号を確かめ、請求ソフトの公費の登録に入れて、出力し直してください。",
                "See the number on the patient's certificate or 医療券, enter it in your software, and export again.",
            ),
        ),
    ],
    Page {
        meaning: text(
            "受給者番号は、公費を受ける人を示す7桁の番号です。医療観察法（法別30）だけは番号がなく、空にします。\
             番号がないと、公費の実施機関はだれの請求かわからず、返戻のおそれがあります（推定）。",
            "受給者番号 is the number of seven digits of the person whom the public payer covers; only 法別 30 has none. \
             Without it the payer cannot tell whose claim it is and may return it (inferred).",
        ),
        remedy: text(
            "7桁に足りない番号は前を0で埋めます。番号が届いていないときは、実施機関（保健所、福祉事務所など）に確かめてください。",
            "Pad shorter numbers with leading zeros. If it has not come yet, ask the office in charge.",
        ),
        source: FIELDS,
        sample: sample("KO,54136015,,,1,8050,,", "KO,54136015,2222222,,1,8050,,"),
        example: Example {
            at: ("KO", "recipient_no"),
            ..Example::NONE
        },
    },
);

const F332: Rule = rule(
    "F332",
    Level::Error,
    Kind::TextOf99,
    text(
        "「99 その他」の文字がない、または余分",
        "Text of the code 99 missing or too much",
    ),
    &[
        words(
            "EXTRA",
            text(
                "RJの{field}に「{claim}」がありますが、文字を記録するのはコード99（その他）のときだけです[（今は {reference}）]。",
                "RJ: {field} holds {claim}, but text is for the code 99 only[; it is {reference}].",
            ),
            text(
                "請求ソフトで場所や状況の「その他」の文字を消すか、コードを99に直して、出力し直してください。",
                "Remove the text or choose 99 (other) in your software, and export again.",
            ),
        ),
        words(
            "",
            text(
                "コードが99（その他）なのに、RJの{field}が空です。内容を文字で記録します。",
                "The code is 99 (other), but RJ: {field} is empty; it has to say what it is.",
            ),
            text(
                "請求ソフトで「その他」の内容を入力するか、当てはまるコードを選び直して、出力し直してください。",
                "Enter what it is or choose a code that fits in your software, and export again.",
            ),
        ),
    ],
    Page {
        meaning: text(
            "訪問した場所、訪問終了の状況、死亡の場所が99（その他）のときは、その内容を文字データに全角で記録します。99でないときは空にします。\
             内容がないと、算定できる場所かどうかがわかりません。",
            "Where the place of the visit, the way the visits ended or the place of death is 99 (other), the text field says what it is, in full width; with other codes it is empty. \
             Without it nobody can tell whether the place is one that may be charged.",
        ),
        remedy: text(
            "表にある場所（自宅、施設など）なら、99ではなくそのコードを選びます。",
            "Choose the code of the place itself when the table has it.",
        ),
        source: FIELDS,
        sample: sample(
            "RJ,20250801,01,,20251110,99,,,,,,,,,,,,,,,,,,,,,,,",
            "RJ,20250801,01,,20251110,99,知人の家,,,,,,,,,,,,,,,,,,,,,,",
        ),
        example: Example {
            at: ("RJ", "place_2_text"),
            values: ("", "99"),
            ..Example::NONE
        },
    },
);

/// What to do about a disease.
const CORRECT_DISEASE: Text = text(
    "請求ソフトの傷病名の画面で、コードの付いた傷病名を選ぶか、未コード化傷病名として入れ直して、出力し直してください。",
    "In your software choose a disease that has a code, or enter it as one without code, and export again.",
);

const F333: Rule = rule(
    "F333",
    Level::Error,
    Kind::DiseaseName,
    text(
        "傷病名コードと傷病名称・修飾語が合わない",
        "Disease code, name and modifiers do not fit",
    ),
    &[
        words(
            "NAME_MISSING",
            text(
                "傷病名コードが0000999（未コード化傷病名）なのに、傷病名称が空です。",
                "SY: the code is 0000999 (not coded), but 傷病名称 is empty.",
            ),
            CORRECT_DISEASE,
        ),
        words(
            "NAME_EXTRA",
            text(
                "傷病名コード「{reference}」の傷病名に、傷病名称「{claim}」があります。名称を記録するのは0000999のときだけです。",
                "SY: the code {reference} has 傷病名称 {claim} beside it; a name is for 0000999 only.",
            ),
            CORRECT_DISEASE,
        ),
        words(
            "MODIFIER_EXTRA",
            text(
                "傷病名コードが0000999（未コード化傷病名）なのに、修飾語コード「{claim}」があります。修飾語は名称に含めます。",
                "SY: the code is 0000999 (not coded), but there are modifiers ({claim}); they belong into the name.",
            ),
            CORRECT_DISEASE,
        ),
        words(
            "",
            text(
                "傷病名コード[「{reference}」]と、傷病名称または修飾語[「{claim}」]が合いません。",
                "SY: the code[ {reference}] and its name or modifiers[ ({claim})] do not fit.",
            ),
            CORRECT_DISEASE,
        ),
    ],
    Page {
        meaning: text(
            "傷病名は傷病名マスターのコードで記録し、コードのない傷病名だけを0000999として、名称を全角で記録します。\
             コードと名称の両方があるとどちらの傷病名かわからず、0000999に修飾語コードは付けられません。",
            "Diseases have codes of the master; only one without code is 0000999 with its name in full width. \
             A code with a name beside it says two things, and 0000999 takes no modifiers.",
        ),
        remedy: text(
            "できるだけコードのある傷病名を選びます。指示書の傷病名がマスターにないときは、修飾語まで含めた名称を0000999で記録してください。",
            "Choose a disease with a code where there is one. Otherwise write the whole name with its modifiers under 0000999.",
        ),
        source: FIELDS,
        sample: sample("SY,0000999,,,", "SY,0000999,,見本の病名,"),
        example: Example {
            variant: "NAME_MISSING",
            at: ("SY", "disease_name"),
            values: ("", "0000999"),
            ..Example::NONE
        },
    },
);

const F334: Rule = rule(
    "F334",
    Level::Error,
    Kind::BranchNotAllowed,
    text(
        "枝番を記録できない負担者に枝番がある",
        "A 枝番 where there is none",
    ),
    &[
        words(
            "ELDERLY",
            text(
                "後期高齢者医療のレセプトのSNに、枝番「{claim}」があります。後期高齢者には枝番がありません。",
                "SN has 枝番 {claim} on a claim of 後期高齢者医療, which has none.",
            ),
            text(
                "請求ソフトの後期高齢者の保険の登録で枝番を消し、ファイルを出力し直してください。",
                "Remove the 枝番 of this insurance in your software, and export the file again.",
            ),
        ),
        words(
            "",
            text(
                "公費のSNに枝番「{claim}」があります。枝番を記録するのは負担者種別1（医療保険）だけです。",
                "SN of a public payer has 枝番 {claim}; it is for 負担者種別 1 (insurer) only.",
            ),
            text(
                "請求ソフトの公費の登録で枝番を消し、ファイルを出力し直してください。",
                "Remove the 枝番 of this public payer in your software, and export the file again.",
            ),
        ),
    ],
    Page {
        meaning: text(
            "枝番は、同じ記号・番号の家族を区別する2桁の番号で、医療保険（負担者種別1）だけにあります。後期高齢者医療は被保険者番号が一人ずつ違うため、枝番を使いません。\
             75歳で後期高齢者に移った人に、前の保険の枝番が残ることがあります。",
            "枝番 tells apart the members of a family who share 記号 and 番号, so only health insurance (負担者種別 1) has it; in 後期高齢者医療 everybody has a number of their own. \
             It may be left from the former insurance of a person who turned 75.",
        ),
        remedy: text(
            "資格確認結果や資格確認書で今の保険を確かめ、保険の登録を新しくしてください。枝番がなければ、SNそのものを省くこともできます。",
            "See the eligibility result or the 資格確認書 and register the insurance anew. Without a 枝番 SN may be left out.",
        ),
        source: FIELDS,
        sample: sample("SN,1,01,,,,01,,", "SN,1,01,,,,,,"),
        example: Example {
            variant: "ELDERLY",
            at: ("SN", "branch"),
            values: ("01", ""),
            ..Example::NONE
        },
    },
);

const F335: Rule = rule(
    "F335",
    Level::Error,
    Kind::BirthAfterCare,
    text(
        "生年月日が訪問した月より後",
        "Birth after the month of care",
    ),
    &[words(
        "",
        text(
            "生年月日「{claim}」が、指定訪問看護年月「{reference}」より後です。",
            "The birth date {claim} lies after the month of care {reference}.",
        ),
        text(
            "資格確認書などで生年月日を確かめ、請求ソフトの利用者情報を直して、出力し直してください。",
            "See the birth date on the 資格確認書, correct the patient's data, and export again.",
        ),
    )],
    Page {
        meaning: text(
            "生まれる前の月に訪問することはないので、生年月日か指定訪問看護年月のどちらかが誤っています。\
             和暦と西暦の取り違えや、今年の日付を入れた誤りがよくあります。生年月日が違うと、資格確認結果とも照合できません。",
            "Nobody is visited before birth, so the birth date or the month of care is wrong. \
             Often Japanese and Western years were confused or a date of this year was typed. With a wrong birth date the eligibility result will not be found either.",
        ),
        remedy: text(
            "多くのレセプトに出るときは、指定訪問看護年月（提供年月）の誤りを疑ってください。",
            "When many claims are told, it is rather the month of care.",
        ),
        source: FIELDS,
        sample: sample(
            "RE,1,6112,202511,見本　花子,ミホンハナコ,2,20260102,,,70,28,,M-001,",
            "RE,1,6112,202511,見本　花子,ミホンハナコ,2,19600102,,,70,28,,M-001,",
        ),
        example: Example {
            at: ("RE", "birth_date"),
            values: ("20260102", "2025-11"),
            ..Example::NONE
        },
    },
)
.known();

//! F207–F213: the records that a claim must and must not have, their number and order.

use super::{
    CORRECT_RECORD, Example, FIELDS, Kind, Level, ORDER, Page, Rule, rule, sample, text, words,
};

/// The rules of this file, by code.
pub(super) const RULES: &[Rule] = &[F207, F208, F209, F210, F211, F212, F213];

const F207: Rule = rule(
    "F207",
    Level::Error,
    Kind::MissingRecord,
    text("必要なレコードがない", "A record is missing"),
    &[words(
        "",
        text(
            "このレセプトに必要な{record}レコードが足りません[（{reference}件必要）]。",
            "{record} is missing in this claim[; {reference} of it must be there].",
        ),
        text(
            "請求ソフトでこのレセプトの{record}にあたる画面を開き、入力もれを埋めて、ファイルを出力し直してください。",
            "Open what stands for {record} in your software, fill in what is missing, and export the file again.",
        ),
    )],
    Page {
        meaning: text(
            "レセプトには、種別にかかわらず RE、IH（主治医）、HJ（指示）、JS（心身の状態）、SY（傷病名）、RJ（利用者情報）、KA（算定）が必要です。\
             保険者（HO）と公費（KO）は、レセプト種別の示す数だけ必要です。\
             足りないレセプトは受け付けられないおそれがあります（推定）。",
            "Every claim has RE, IH (doctor), HJ (order), JS (state), SY (disease), RJ (patient) and KA (items); HO and KO as many as レセプト種別 says. \
             A claim without one of them may be refused (inferred).",
        ),
        remedy: text(
            "指示書の期間、主治医、傷病名、心身の状態など、その月の訪問に必要な登録がそろっているかを請求ソフトで確かめます。HO・KOのときは、レセプト種別と保険・公費の登録を見比べてください。",
            "See in your software whether order, doctor, disease and state are registered for the month. For HO and KO compare レセプト種別 with the insurance and the public payers registered.",
        ),
        source: ORDER,
        sample: sample(
            "IH,13,1,9999913,見本医院,見本　高志,20251105\n\
             JS,歩行が不安定で、服薬の見守りが必要。,02,046,,",
            "IH,13,1,9999913,見本医院,見本　高志,20251105\n\
             HJ,01,20251001,20251231\n\
             JS,歩行が不安定で、服薬の見守りが必要。,02,046,,",
        ),
        example: Example {
            at: ("HJ", ""),
            values: ("", "1"),
            ..Example::NONE
        },
    },
);

const F208: Rule = rule(
    "F208",
    Level::Error,
    Kind::ForbiddenRecord,
    text(
        "記録できないレコードがある",
        "A record that must not be there",
    ),
    &[
        words(
            "SN_PUBLIC",
            text(
                "生活保護（負担者番号が12で始まる）以外の公費について、資格確認レコード（SN）があります。",
                "SN stands there for a public payer other than 生活保護 (numbers that begin with 12).",
            ),
            text(
                "請求ソフトの設定で、この公費のSNを出力しないようにして、ファイルを出力し直してください。",
                "Set your software so that it writes no SN for this payer, and export the file again.",
            ),
        ),
        words(
            "OMITTED",
            text(
                "{record}レコードは当分の間、記録を省略すると決められています。",
                "{record} is to be left out for the time being.",
            ),
            text(
                "請求ソフトの設定で{record}レコードを出力しないようにして、ファイルを出力し直してください。",
                "Set your software so that it does not write {record}, and export the file again.",
            ),
        ),
        words(
            "",
            text(
                "{record}レコードは、レセプト種別[「{claim}」]のレセプトには記録できません。",
                "{record} must not be in a claim of this レセプト種別[ ({claim})].",
            ),
            text(
                "請求ソフトで利用者の保険と公費の登録を確かめ、レセプト種別と合うように直して出力し直してください。",
                "See the insurance and the public payers of the patient in your software, make レセプト種別 fit them, and export again.",
            ),
        ),
    ],
    Page {
        meaning: text(
            "レセプト種別の2桁目と3桁目は、医療保険の有無と負担者の数を示します。医保単独にKO、公費単独にHOは記録できません。\
             SNは保険者の分と、負担者番号が12で始まる生活保護の分だけで、ほかの公費の分は記録できません。\
             災害等レコード（GI）は当分の間省略されます。",
            "The second and third digit of レセプト種別 tell whether an insurer pays and how many payers there are: no KO with insurance alone, no HO with public payers alone. \
             SN is for the insurer and for 生活保護 (numbers that begin with 12) only. GI is left out for the time being.",
        ),
        remedy: text(
            "公費の期限切れや登録もれで、種別とレコードが食い違うことがあります。請求ソフトの利用者の保険・公費の画面で有効期間を確かめてください。",
            "It often comes from a public payer that has expired or was not registered. See the terms on the patient's insurance page in your software.",
        ),
        source: ORDER,
        sample: sample(
            "HO,  138057,12,345,3,29320,,,,,,\nKO,54136015,2222222,,3,29320,,",
            "HO,  138057,12,345,3,29320,,,,,,",
        ),
        example: Example {
            at: ("KO", ""),
            values: ("6112", ""),
            ..Example::NONE
        },
    },
);

const F209: Rule = rule(
    "F209",
    Level::Error,
    Kind::RecordCount,
    text("レコードの件数が違う", "Wrong number of records"),
    &[
        words(
            "FEW",
            text(
                "{record}レコードが{claim}件しかありません（{reference}件必要）。",
                "There are only {claim} {record} records; {reference} must be there.",
            ),
            text(
                "請求ソフトでこのレセプトの負担者（保険者と公費）の登録をレセプト種別と見比べ、足りないものを加えて、ファイルを出力し直してください。",
                "Compare the payers of this claim in your software with レセプト種別, add what is missing, and export the file again.",
            ),
        ),
        words(
            "",
            text(
                "{record}レコードが{claim}件あります（記録できるのは{reference}件）。",
                "There are {claim} {record} records; {reference} may be there.",
            ),
            text(
                "請求ソフトでこのレセプトの重複した登録を1つにまとめるか、レセプト種別を直して、ファイルを出力し直してください。",
                "Remove double entries of this claim in your software or correct レセプト種別, and export the file again.",
            ),
        ),
    ],
    Page {
        meaning: text(
            "1件のレセプトに、RE、HO、RJは1件、KOはレセプト種別の示す公費の数、SNとJDは負担者の数までと決められています。JDは記録するなら負担者ごとに1件ずつです。\
             多すぎるときは、次のレセプトのREが失われて2人分が混ざっていることもあります。",
            "A claim has one RE, HO and RJ, as many KO as レセプト種別 says, and at most one SN for each payer; JD, when there is any, one for each payer. \
             Too many of them may also mean that the RE of the next claim was lost and two persons are mixed.",
        ),
        remedy: text(
            "まず前後のレセプトを確かめ、1人分であれば、公費の登録とレセプト種別を請求ソフトで見比べて直してください。",
            "Look at the claims around it first. If it is one person, compare the public payers with レセプト種別 in your software.",
        ),
        source: ORDER,
        sample: sample(
            "RJ,20251001,01,,,,,,,,,,,,,,,,,,,,,,,,,,\n\
             RJ,20251001,01,,,,,,,,,,,,,,,,,,,,,,,,,,",
            "RJ,20251001,01,,,,,,,,,,,,,,,,,,,,,,,,,,",
        ),
        example: Example {
            at: ("RJ", ""),
            values: ("2", "1"),
            ..Example::NONE
        },
    },
);

const F210: Rule = rule(
    "F210",
    Level::Error,
    Kind::ClaimNumber,
    text(
        "レセプト番号が1からの連番でない",
        "Claim numbers do not run 1, 2, 3",
    ),
    &[words(
        "",
        text(
            "レセプト番号が「{claim}」です。1からの連番と決められていて、ここは{reference}になるはずです。",
            "The claim number is {claim}; they run 1, 2, 3 through the file, and this one has to be {reference}.",
        ),
        text(
            "請求ソフトで請求するレセプトを選び直し、番号を振り直して、1つのファイルとして出力してください。",
            "Choose the claims in your software again, have them numbered anew, and export them as one file.",
        ),
    )],
    Page {
        meaning: text(
            "レセプト番号（REの2項目目）は、ファイルの先頭のレセプトを1として1ずつ増えます。\
             飛んでいるときは、途中のレセプトが失われたか抜き取られたおそれがあり、戻っているときは、ファイルをつないだおそれがあります。",
            "Claim numbers, the second field of RE, begin with 1 and go up by 1. \
             A gap means that a claim may have been lost or taken out, a step back that files may have been joined.",
        ),
        remedy: text(
            "請求ソフトの一覧とレセプトの件数を見比べ、足りないレセプトがないことを確かめてから出力し直してください。",
            "Compare the number of claims with the list of your software, see that none is missing, and export again.",
        ),
        source: FIELDS,
        sample: sample(
            "RE,7,6132,202511,架空　一郎,カクウイチロウ,1,19750506,,,70,,,M-002,",
            "RE,2,6132,202511,架空　一郎,カクウイチロウ,1,19750506,,,70,,,M-002,",
        ),
        example: Example {
            at: ("RE", "claim_no"),
            values: ("7", "2"),
            ..Example::NONE
        },
    },
);

const F211: Rule = rule(
    "F211",
    Level::Error,
    Kind::PayerKindOrder,
    text("負担者種別の順序が違う", "負担者種別 out of order"),
    &[words(
        "",
        text(
            "{record}レコードの負担者種別「{claim}」が、前の「{reference}」より大きくありません。小さい順に1件ずつと決められています。",
            "{record}: 負担者種別 {claim} is not greater than {reference} before it; they ascend, each once.",
        ),
        text(
            "請求ソフトで公費の順位（第1公費、第2公費など）の重なりを直し、ファイルを出力し直してください。",
            "Correct the ranks of the public payers (first, second and so on) in your software, and export the file again.",
        ),
    )],
    Page {
        meaning: text(
            "SNとJDは負担者ごとの記録で、負担者種別（1 医療保険、2〜5 第1〜第4公費）の小さい順に並べると決められています。\
             同じ種別が2件あると、どちらがその負担者の記録かわかりません。",
            "SN and JD are kept for each payer, in ascending order of 負担者種別 (1 insurer, 2 to 5 first to fourth public payer). \
             Where one stands twice, it cannot be told which is the record of that payer.",
        ),
        remedy: text(
            "請求ソフトの公費の登録で、順位が重なったり飛んだりしていないかを確かめてください。",
            "See in your software whether ranks of public payers are doubled or left out.",
        ),
        source: ORDER,
        sample: sample(
            "JD,1,,,,,,1,,,,,,,1,,,,,,,,,,,,,,,,,,\n\
             JD,3,,,,,,,,,,,,,1,,,,,,,,,,,,,,,,,,\n\
             JD,2,,,,,,1,,,,,,,,,,,,,,,,,,,,,,,,,",
            "JD,1,,,,,,1,,,,,,,1,,,,,,,,,,,,,,,,,,\n\
             JD,2,,,,,,1,,,,,,,,,,,,,,,,,,,,,,,,,\n\
             JD,3,,,,,,,,,,,,,1,,,,,,,,,,,,,,,,,,",
        ),
        example: Example {
            at: ("JD", "payer_kind"),
            values: ("2", "3"),
            ..Example::NONE
        },
    },
);

const F212: Rule = rule(
    "F212",
    Level::Error,
    Kind::PayerKindAbsent,
    text(
        "負担者種別の負担者がレセプトにない",
        "負担者種別 of a payer that the claim does not have",
    ),
    &[words(
        "",
        text(
            "{record}レコードの負担者種別「{claim}」にあたる保険者（HO）または公費（KO）が、このレセプトにありません。",
            "{record}: the claim has no HO or KO for 負担者種別 {claim}.",
        ),
        text(
            "請求ソフトで利用者の公費の登録と順位を確かめて直し、ファイルを出力し直してください。",
            "See the public payers and their ranks in your software, correct them, and export the file again.",
        ),
    )],
    Page {
        meaning: text(
            "負担者種別1は保険者（HO）、2〜5は第1〜第4公費（何件目のKOか）を指します。\
             指す相手がないと、受診日や資格確認がだれの分かわかりません。公費単独のレセプトでは、公費は2から始まります。",
            "負担者種別 1 means the insurer (HO), 2 to 5 the first to fourth KO. \
             Without that record nobody knows whose days or whose confirmation it is. In a claim on public payers alone they begin with 2.",
        ),
        remedy: text(
            "公費の期限が切れてKOだけが消え、SNやJDが残ることがあります。請求ソフトの公費の有効期間を確かめてください。",
            "KO may have gone because the public payer expired while SN or JD stayed. See its term in your software.",
        ),
        source: FIELDS,
        sample: sample(
            "JD,2,,,,,1,,,,,,,1,,,,,,,1,,,,,,,,,,,,",
            "JD,1,,,,,1,,,,,,,1,,,,,,,1,,,,,,,,,,,,",
        ),
        example: Example {
            at: ("JD", "payer_kind"),
            values: ("2", ""),
            ..Example::NONE
        },
    },
);

const F213: Rule = rule(
    "F213",
    Level::Error,
    Kind::ServiceAfterBilling,
    text(
        "指定訪問看護年月が請求年月より後",
        "Month of care after the billing month",
    ),
    &[words(
        "",
        text(
            "指定訪問看護年月「{claim}」が、HMの請求年月「{reference}」より後です。",
            "The month of care {claim} lies after the billing month {reference} of HM.",
        ),
        CORRECT_RECORD,
    )],
    Page {
        meaning: text(
            "請求年月は請求ファイルを提出する月で、訪問した月の翌月以後になります（月遅れならさらに後）。\
             訪問の月が後に来ることはないので、どちらかが誤っています。多くのレセプトに出るときは、HMの請求年月の誤りです。",
            "The billing month is the month of filing: the month after care, or later for late claims. \
             Care cannot come after it, so one of them is wrong; when many claims are told, it is the billing month in HM.",
        ),
        remedy: text(
            "請求ソフトの請求処理で選んだ請求年月と、このレセプトの提供年月を確かめ、誤っているほうを直して出力し直してください。",
            "See the billing month chosen for the export and the month of this claim, correct the wrong one and export again.",
        ),
        source: FIELDS,
        sample: sample(
            "HM,2,13,6,9999991,見本訪問看護ステーション,202510,03-0000-0001",
            "HM,2,13,6,9999991,見本訪問看護ステーション,202512,03-0000-0001",
        ),
        example: Example {
            at: ("RE", "service_month"),
            values: ("202512", "2025-11"),
            ..Example::NONE
        },
    },
);

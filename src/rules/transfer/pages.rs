//! Texts and pages of the rules on moving and splitting.

use crate::finding::Level;
use crate::rules::{Certainty, Check, Example, Page, Rule, text, words};

pub(super) const BRANCH_MISSING: Rule = Rule {
    code: "BRANCH_MISSING",
    level: Level::Warn,
    certainty: Certainty::Confirmed,
    version: 1,
    title: text("資格確認（SN）に枝番がない", "No branch number in SN"),
    wording: &[words(
        "",
        text(
            "SNレコードに枝番がありません。資格確認結果の枝番は{reference}です。",
            "SN has no branch number; the eligibility result has {reference}.",
        ),
        text(
            "資格確認書などの表示と見比べ、枝番があればSNレコードに2桁で記録してください。",
            "Compare with what the patient showed; if it has a branch number, record it in SN with two digits.",
        ),
    )],
    page: Page {
        meaning: text(
            "家族は同じ記号・番号を使うため、枝番がないと誰の資格か審査支払機関や保険者が特定しにくくなります。\
             資格確認結果には枝番がありますが、レセプトのSNレコードの枝番は空です。\
             資格確認書などに枝番の印字がなければ省略でき、SNレコード自体も省略できるので、返戻と決まったわけではありません。\
             後期高齢者医療と公費には枝番がなく、指摘しません。SNレコードのないレセプトも指摘しません。",
            "Families share symbol and number, so without the branch number the payer or the insurer cannot easily tell whose coverage it is. \
             The eligibility result has one, but SN of this claim has none. \
             It may be left out when it is not printed on what the patient showed, and so may SN itself, so the claim need not come back. \
             後期高齢者医療 and public payers have none, and nothing is told of a claim without SN.",
        ),
        remedy: text(
            "資格確認結果の枝番を請求ソフトの利用者台帳に登録し、SNレコードに左をゼロで埋めた2桁で記録します。",
            "Enter the branch number of the eligibility result in your register, and record it in SN with two digits, zero on the left.",
        ),
        source: text(
            "記録条件仕様（訪問看護用）令和6年6月版 資格確認レコード；電子レセプトの作成手引き（規則 RT-04）",
            "記録条件仕様（訪問看護用）令和6年6月版, SN; 電子レセプトの作成手引き (rule RT-04)",
        ),
        sample: None,
        example: Example {
            at: ("SN", "branch"),
            values: ("", "01"),
            ..Example::NONE
        },
    },
    check: Check::Compared(super::branch_missing),
};

pub(super) const JD_MISSING: Rule = Rule {
    code: "JD_MISSING",
    level: Level::Info,
    certainty: Certainty::Confirmed,
    version: 1,
    title: text(
        "受診日等（JD）の記録がない",
        "No record of the days of care (JD)",
    ),
    wording: &[words(
        "",
        text(
            "受診日等（JD）の記録がありません。月の途中で保険が変わっても、審査支払機関での分割の対象になりません。",
            "There is no JD. If coverage changes within the month, the payer cannot split this claim.",
        ),
        text(
            "請求ソフトの設定で、訪問した日をJDレコードに記録するようにしてください。",
            "Have the claim software record the days of the visits in JD.",
        ),
    )],
    page: Page {
        meaning: text(
            "JDレコードは省略できますが、ないと審査支払機関は訪問日を区切れません。\
             月の途中で資格が変わったレセプトは、分割されずに返戻になります。\
             保険が変わらない月には影響しません。医療保険のないレセプトと保険者向けのファイルでは指摘しません。",
            "JD may be left out, but without it the payer cannot tell the visits before a change of coverage from those after it. \
             Such a claim is then returned instead of being split. In a month without a change nothing follows. \
             Nothing is told of claims without medical insurance or of an insurer's file.",
        ),
        remedy: text(
            "請求ソフトでJDレコードを出力する設定を有効にします。日はKAの算定年月日と一致させてください。",
            "Switch on JD in the claim software. Its days have to be the dates in KA.",
        ),
        source: text(
            "記録条件仕様（訪問看護用）令和6年6月版 受診日等レコード；電子レセプトの作成手引き（規則 RT-05）",
            "記録条件仕様（訪問看護用）令和6年6月版, JD; 電子レセプトの作成手引き (rule RT-05)",
        ),
        sample: None,
        example: Example::NONE,
    },
    check: Check::Claim(super::jd_missing),
};

pub(super) const MF_MISSING: Rule = Rule {
    code: "MF_MISSING",
    level: Level::Warn,
    certainty: Certainty::Confirmed,
    version: 1,
    title: text(
        "窓口負担額（MF）の記録がない",
        "No record of the patient's payment (MF)",
    ),
    wording: &[words(
        "",
        text(
            "窓口負担額（MF）の記録がなく、合計金額{claim}円が{reference}円を超えています。振替・分割の対象になりません。",
            "There is no MF and the total of {claim} yen is above {reference} yen: the payer can neither move nor split this claim.",
        ),
        text(
            "MFレコードに窓口負担額区分（高額療養費の現物給付がなければ00）を記録してください。",
            "Record the class of the patient's payment in MF (00 when no 高額療養費 was given in kind).",
        ),
    )],
    page: Page {
        meaning: text(
            "保険の変更が後から分かったレセプトは、審査支払機関が正しい保険者に振り替え、または分割します。\
             合計金額が一定の額（本人・家族118,000円、未就学者177,000円、高齢受給者40,000円、後期高齢者30,000円。ポリシーで変更可）を超えると、\
             MFレコードのないレセプトはその対象から外れ、返戻になります。\
             公費だけのレセプトには額の定めが見当たらず、指摘しません。保険者向けのファイルでも指摘しません。",
            "When a change of insurance shows later, the payer moves the claim to the right insurer or splits it. \
             Above a certain total (118,000 yen for the insured and family, 177,000 for 未就学者, 40,000 for 高齢受給者, 30,000 for 後期高齢者; the policy has them) a claim without MF is left out and returned. \
             No amount was found for public payers alone, so nothing is told of them, nor of an insurer's file.",
        ),
        remedy: text(
            "請求ソフトでMFレコードを出力する設定を有効にします。\
             区分は、高額療養費の現物給付なしが00、多数回該当でない現物給付が01、多数回該当が02です。",
            "Switch on MF in the claim software. The class is 00 without 高額療養費 in kind, 01 with it, 02 with it as 多数回該当.",
        ),
        source: text(
            "記録条件仕様（訪問看護用）令和6年6月版 窓口負担額レコード、別表26；電子レセプトの作成手引き（規則 RT-06）",
            "記録条件仕様（訪問看護用）令和6年6月版, MF, 別表26; 電子レセプトの作成手引き (rule RT-06)",
        ),
        sample: None,
        example: Example {
            values: ("118001", "118000"),
            ..Example::NONE
        },
    },
    check: Check::Claim(super::mf_missing),
};

pub(super) const SPLIT_BLOCKED: Rule = Rule {
    code: "SPLIT_BLOCKED",
    level: Level::Error,
    certainty: Certainty::Confirmed,
    version: 1,
    title: text(
        "月の途中で資格が変わるが、分割できない",
        "Coverage changes within the month, and the claim cannot be split",
    ),
    wording: &[
        words(
            "NO_JD",
            text(
                "[{date}に]資格が変わります[（ほかに{other}）]が、受診日等（JD）がなく審査支払機関で分割できません。資格のない日：{dates}。",
                "Coverage changes[ on {date}][, and on {other}], but there is no JD, so the payer cannot split the claim. Not covered: {dates}.",
            ),
            text(
                "レセプトを[{date}より前と以後とで]分け、資格のない日は正しい保険者に請求してください。",
                "Make separate claims[, split at {date}], and claim the dates not covered from the right insurer.",
            ),
        ),
        words(
            "NO_JD_NO_MF",
            text(
                "[{date}に]資格が変わります[（ほかに{other}）]が、JDも窓口負担額（MF）もなく審査支払機関で分割できません。資格のない日：{dates}。",
                "Coverage changes[ on {date}][, and on {other}], but there is neither JD nor MF, so the payer cannot split the claim. Not covered: {dates}.",
            ),
            text(
                "レセプトを[{date}より前と以後とで]分け、資格のない日は正しい保険者に請求してください。",
                "Make separate claims[, split at {date}], and claim the dates not covered from the right insurer.",
            ),
        ),
        words(
            "JD_KA",
            text(
                "[{date}に]資格が変わります[（ほかに{other}）]が、JDとKAの日が合わず審査支払機関で分割できません。資格のない日：{dates}。",
                "Coverage changes[ on {date}][, and on {other}], but JD and KA differ, so the payer cannot split the claim. Not covered: {dates}.",
            ),
            text(
                "JDとKAの日を確かめ、レセプトを[{date}より前と以後とで]分けて、資格のない日は正しい保険者に請求してください。",
                "Correct JD or KA, make separate claims[, split at {date}], and claim the dates not covered from the right insurer.",
            ),
        ),
        words(
            "JD_KA_NO_MF",
            text(
                "[{date}に]資格が変わります[（ほかに{other}）]が、JDとKAが合わず窓口負担額（MF）もないため分割できません。資格のない日：{dates}。",
                "Coverage changes[ on {date}][, and on {other}], but JD and KA differ and there is no MF, so the payer cannot split the claim. Not covered: {dates}.",
            ),
            text(
                "JDとKAの日を確かめ、レセプトを[{date}より前と以後とで]分けて、資格のない日は正しい保険者に請求してください。",
                "Correct JD or KA, make separate claims[, split at {date}], and claim the dates not covered from the right insurer.",
            ),
        ),
        words(
            "",
            text(
                "[{date}に]資格が変わります[（ほかに{other}）]が、合計金額が大きいのに窓口負担額（MF）がなく分割できません。資格のない日：{dates}。",
                "Coverage changes[ on {date}][, and on {other}], but a total as large as this needs MF, so the payer cannot split the claim. Not covered: {dates}.",
            ),
            text(
                "レセプトを[{date}より前と以後とで]分け、資格のない日は正しい保険者に請求してください。",
                "Make separate claims[, split at {date}], and claim the dates not covered from the right insurer.",
            ),
        ),
    ],
    page: Page {
        meaning: text(
            "資格確認結果によると、訪問日の一部はこの保険の資格がありません。月の途中で資格を取得し、または失ったためです（喪失日は資格のない最初の日）。\
             ふつうは審査支払機関が変わり目でレセプトを分割できますが、\
             受診日等（JD）がない、JDとKAの算定年月日が合わない、基準の額を超えるのに窓口負担額（MF）がない、のどれかに当たると分割も振替もされず、返戻になります。\
             喪失日のない無効の結果だけで分かるときは、いつ変わったかは示せません。",
            "By the eligibility result some of the visit dates are not covered by this insurer: coverage began or ended within the month (the day of loss is the first without). \
             Usually the payer can split the claim there. Without JD, with a JD that differs from KA, or above the amounts without MF it is neither split nor moved, but returned. \
             When only an invalid result without a day of loss tells of it, the day of the change is not known.",
        ),
        remedy: text(
            "変わり目の前後でレセプトを分けるのが確実です。資格のない日は、そのとき加入していた保険者に確認して請求します。\
             1枚のまま出す場合は、JDとMFを正しく記録すれば審査支払機関での分割の対象になります。",
            "The safe way is to make separate claims, split at the change, and to claim the dates not covered from the insurer of that time. \
             If it stays one claim, record JD and MF rightly, so that the payer can split it.",
        ),
        source: text(
            "記録条件仕様（訪問看護用）令和6年6月版 受診日等・窓口負担額レコード；電子レセプトの作成手引き（規則 RT-05、RT-06、RT-07、RT-14、TL-20）",
            "記録条件仕様（訪問看護用）令和6年6月版, JD and MF; 電子レセプトの作成手引き (rules RT-05, RT-06, RT-07, RT-14, TL-20)",
        ),
        sample: None,
        example: Example {
            variant: "NO_JD",
            at: ("HO", "insurer_no"),
            days: &[16, 23],
            values: ("06132013", "2025-12-10"),
            date: Some((2025, 12, 10)),
            ..Example::NONE
        },
    },
    check: Check::Compared(super::split_blocked),
};

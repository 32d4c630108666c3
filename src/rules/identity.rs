//! Claims that find no person, or several, and numbers that cannot be right: `NO_MATCH`,
//! `MULTI_MATCH`, `CHECK_DIGIT` (contract 4.3, 6).

use std::borrow::Cow;

use crate::finding::{Finding, Level, Place};
use crate::matching::cascade::MatchedBy;
use crate::matching::keys::UNKNOWN_INSURER;
use crate::text::{check_digit, fold};

use super::{Certainty, Check, Example, Page, Rule, Scene, text, words};

/// The rules of this family.
pub(super) const RULES: &[Rule] = &[NO_MATCH, MULTI_MATCH, CHECK_DIGIT];

const NO_MATCH: Rule = Rule {
    code: "NO_MATCH",
    level: Level::Warn,
    certainty: Certainty::Confirmed,
    version: 1,
    title: text(
        "資格確認結果に該当者がいない",
        "Nobody in the eligibility results fits",
    ),
    wording: &[words(
        "",
        text(
            "このレセプトの保険者番号、記号・番号、生年月日に合う人が資格確認結果に見つかりません。",
            "Nobody in the eligibility results fits this claim's insurer, symbol, number and birth date.",
        ),
        text(
            "結果を取り込んだか、番号や生年月日の入力に誤りがないかを確かめてください。登録の遅れなら数日後に再照会します。",
            "See whether the result was fetched and whether numbers and birth date were typed correctly; if the registration is late, query again.",
        ),
    )],
    page: Page {
        meaning: text(
            "渡された資格確認結果のどれにも、このレセプトの利用者が見つかりませんでした。\
             結果を取り込んでいない、番号や生年月日の入力誤り、保険者側の登録の遅れのいずれかが考えられます。\
             記号・番号の誤りと該当者なしは、返戻の理由のなかで最も多いものです。\
             無資格と決まったわけではないので、このことだけで請求をやめる必要はありません。",
            "None of the eligibility results given speaks of this patient. Either the result was not fetched, or a number or the birth date is mistyped, \
             or the insurer's registration is late. Wrong numbers and 該当者なし lead the reasons for returned claims. \
             It does not mean that the patient is uninsured.",
        ),
        remedy: text(
            "まず当月の結果の取込み漏れを確かめ、次に資格確認書やマイナ保険証の表示と、番号・枝番・生年月日を1文字ずつ突き合わせます。\
             就職・転居・出生の直後は登録に数日から数週間かかるため、後日もう一度照会してください。",
            "First see whether the result of the month was fetched; then compare the numbers and the birth date with what the patient shows, character by character. \
             After a change of job, a move or a birth, query again some days later.",
        ),
        source: text(
            "資格確認結果との突合（houkanの手順）；支払基金の資格返戻理由（規則 RT-09、TL-21、VR-10）",
            "Matching with eligibility results as houkan does it; reasons for returns counted by 支払基金 (rules RT-09, TL-21, VR-10)",
        ),
        sample: None,
        example: Example {
            at: ("HO", ""),
            ..Example::NONE
        },
    },
    check: Check::Compared(no_match),
};

fn no_match(scene: &Scene<'_>, findings: &mut Vec<Finding>) {
    if scene.matched.by == MatchedBy::None && scene.is_searched() {
        findings.push(Finding {
            // That the system knows nobody (該当資格なし) is an answer too.
            evidence: scene.matched.late.clone(),
            ..scene.finding_at(&NO_MATCH, scene.payer_record(), "")
        });
    }
}

const MULTI_MATCH: Rule = Rule {
    code: "MULTI_MATCH",
    level: Level::Warn,
    certainty: Certainty::Confirmed,
    version: 1,
    title: text(
        "資格確認結果に複数の人が該当する",
        "Several persons in the eligibility results fit",
    ),
    wording: &[words(
        "",
        text(
            "このレセプトに合う人が資格確認結果に2人以上いるため、どの人の資格か決められません。",
            "Two or more persons in the eligibility results fit this claim; whose coverage it is cannot be told.",
        ),
        text(
            "枝番、生年月日、カタカナ氏名を資格確認結果に合わせて補い、1人に決まるようにしてください。",
            "Complete branch number, birth date and kana name from the eligibility result, so that one person fits.",
        ),
    )],
    page: Page {
        meaning: text(
            "家族は同じ記号・番号を使うため、区別できるのは枝番・生年月日・カナ氏名だけです。\
             このレセプトではそれらが足りないか食い違い、2人以上が同じように当てはまります。\
             資格確認の結果そのものが「複数該当」の場合も含みます。資格は判定できないものとして数えます。",
            "Families share symbol and number; only branch number, birth date and kana tell them apart. \
             In this claim they are missing or contradictory, so that two or more persons fit alike. \
             A result that itself says 複数該当 counts too. The claim is counted as one that cannot be judged.",
        ),
        remedy: text(
            "資格確認結果から本人の枝番を確認し、SNレコードの枝番とカタカナ氏名を記録します。\
             結果が複数該当のときは、枝番を付けて照会し直すか保険者に問い合わせてください。",
            "Take the patient's branch number from the result and record it in SN, and the kana name in RE. \
             When the result itself says 複数該当, query again with the branch number or ask the insurer.",
        ),
        source: text(
            "資格確認結果との突合（houkanの手順）；資格有効性 5（規則 VR-08）",
            "Matching with eligibility results as houkan does it; 資格有効性 5 (rule VR-08)",
        ),
        sample: None,
        example: Example {
            at: ("HO", ""),
            ..Example::NONE
        },
    },
    check: Check::Compared(multi_match),
};

fn multi_match(scene: &Scene<'_>, findings: &mut Vec<Finding>) {
    if scene.matched.by == MatchedBy::Multi {
        findings.push(scene.finding_at(&MULTI_MATCH, scene.payer_record(), ""));
    }
}

const CHECK_DIGIT: Rule = Rule {
    code: "CHECK_DIGIT",
    level: Level::Info,
    certainty: Certainty::Confirmed,
    version: 1,
    title: text("検証番号が合わない", "A check digit does not fit"),
    wording: &[words(
        "",
        text(
            "{field}「{claim}」の末尾の検証番号が計算と合いません。入力誤りのおそれがあります。",
            "The last digit of the {field} {claim} is not its check digit; it may be mistyped.",
        ),
        text(
            "資格確認書や受給者証などの番号と見比べてください。正しければそのままで構いません。",
            "Compare it with what the patient showed. If it is right, nothing has to be done.",
        ),
    )],
    page: Page {
        meaning: text(
            "保険者番号・公費負担者番号・受給者番号の最後の1桁は、ほかの桁から計算できる検証番号です。\
             計算が合わないときは、どこかの桁の打ち間違いが考えられます。\
             ただし公式の手引きの例にも合わない番号があるため、これだけで請求を止めることはありません。",
            "The last digit of the insurer, public payer and recipient numbers is computed from the others. When it does not fit, a digit is probably mistyped. \
             Even official examples break the rule, so this never holds a claim back.",
        ),
        remedy: text(
            "利用者が提示したものの番号と1桁ずつ見比べ、誤りがあれば直します。正しい番号であればそのまま請求してください。",
            "Compare it digit by digit with what the patient showed, and correct it if it is wrong. Otherwise claim as it is.",
        ),
        source: text(
            "保険者番号等の検証番号（モジュラス10 ウェイト2・1）",
            "Check digits, modulus 10, weight 2-1",
        ),
        sample: None,
        example: Example {
            at: ("HO", "insurer_no"),
            values: ("06132012", ""),
            ..Example::NONE
        },
    },
    check: Check::Claim(check_digits),
};

fn check_digits(scene: &Scene<'_>, findings: &mut Vec<Finding>) {
    for record in scene.chunk.records(scene.claim) {
        match record.tag() {
            b"HO" => {
                let [_, insurer] = record.fields::<2>();
                check(
                    scene,
                    ("HO", record.line),
                    ("insurer_no", insurer),
                    &[6, 8],
                    findings,
                );
            }
            b"KO" => {
                let [_, payer, recipient] = record.fields::<3>();
                check(
                    scene,
                    ("KO", record.line),
                    ("payer_no", payer),
                    &[8],
                    findings,
                );
                check(
                    scene,
                    ("KO", record.line),
                    ("recipient_no", recipient),
                    &[7],
                    findings,
                );
            }
            _ => {}
        }
    }
}

fn check(
    scene: &Scene<'_>,
    (record, line): (&'static str, u32),
    (field, raw): (&'static str, &[u8]),
    lengths: &[usize],
    findings: &mut Vec<Finding>,
) {
    let decoded = scene.chunk.encoding.decode(raw);
    let number = if decoded.is_ascii() {
        Cow::Borrowed(decoded.trim())
    } else {
        fold::nfkc(&decoded)
    };
    let is_whole = lengths.contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    // 不詳 (RT-12) is no real number, so it has no check digit.
    if is_whole && number != UNKNOWN_INSURER && !check_digit::passes(number.as_bytes()) {
        let place = Place {
            input: scene.chunk.input,
            line,
            record,
            field,
        };
        let claim_value = decoded.trim().into();
        findings.push(Finding {
            claim_value,
            ..scene.finding_on(&CHECK_DIGIT, place)
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{Bench, day, hanako};
    use crate::rules::wording;
    use crate::text::lang::Lang;

    const PUBLIC: &str = "12131234";

    #[test]
    fn nobody_fits() {
        let bench = || Bench::month("202511", &[5]);
        let other = hanako()
            .seen(day(2025, 11, 5))
            .born(day(1960, 3, 4))
            .kana("カクウタロウ");
        assert_eq!(bench().record(&other).codes(), ["NO_MATCH"]);
        assert_eq!(bench().without_eligibility().codes(), Vec::<&str>::new());
        let unknown = bench()
            .replace("HO,06132013,12,345", "HO,77777777,,777777777")
            .record(&other);
        assert!(
            !unknown.codes().contains(&"NO_MATCH"),
            "{:?}",
            unknown.codes()
        );
        let unreadable = bench().replace(",11100,", ",x,").record(&other);
        assert_eq!(unreadable.codes(), Vec::<&str>::new());
    }

    #[test]
    fn several_fit() {
        let a = hanako()
            .seen(day(2025, 11, 5))
            .branch("")
            .kana("カクウハナコ");
        let b = hanako()
            .seen(day(2025, 11, 5))
            .branch("")
            .kana("カクウハルコ");
        let bench = Bench::month("202511", &[5]).record(&a).record(&b);
        assert_eq!(bench.codes(), ["MULTI_MATCH"]);
    }

    #[test]
    fn check_digits_of_every_number() {
        let codes = |bench: Bench| -> Vec<(&'static str, &'static str, u32)> {
            let found = bench.without_eligibility().findings();
            let checked = found.iter().filter(|f| f.code == "CHECK_DIGIT");
            checked
                .map(|f| (f.code, f.place.field, f.place.line))
                .collect()
        };
        let month = || Bench::month("202511", &[5]);
        assert_eq!(codes(month()), []);
        assert_eq!(
            codes(month().replace("06132013", "06132012")),
            [("CHECK_DIGIT", "insurer_no", 3)]
        );
        // Six digits, and eight that begin 00.
        let kokuho = |number: &str| month().replace("HM,1", "HM,2").replace("06132013", number);
        assert_eq!(codes(kokuho("  138057")), []);
        assert_eq!(
            codes(kokuho("  138058")),
            [("CHECK_DIGIT", "insurer_no", 3)]
        );
        assert_eq!(codes(kokuho("00138057")), []);
        // Neither another length nor 不詳 is looked at.
        assert_eq!(codes(month().replace("06132013", "0613201")), []);
        assert_eq!(
            codes(month().replace("HO,06132013,12,345", "HO,77777777,,777777777")),
            []
        );
        let public = |recipient: &str| {
            Bench::public("202511", &[5], PUBLIC)
                .replace("0001234", recipient)
                .without_eligibility()
                .findings()
        };
        let fields: Vec<_> = public("1111112").iter().map(|f| f.place.field).collect();
        let payer_fails = !crate::text::check_digit::passes(PUBLIC.as_bytes());
        assert!(payer_fails);
        assert_eq!(fields, ["payer_no", "recipient_no"]);
        assert_eq!(public("1111111").len(), 1);
        assert_eq!(
            wording::message(&public("1111112")[1], Lang::Ja),
            "受給者番号「1111112」の末尾の検証番号が計算と合いません。入力誤りのおそれがあります。"
        );
    }
}

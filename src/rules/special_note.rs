//! レセプト特記 by itself: `SPECIAL_NOTE` (contract 6; policy-rules §7 別表6, HC-10, HC-14 first half), and the
//! reading of the field for [`limit`](super::limit).
//!
//! HC-14 has two halves. Two 区分 codes at once are told here, as the contract says. A 区分 code against 種別
//! (second half) is told by `LIMIT_MISMATCH`: the contract gives that rule "HC-01…12, 14", and it is a comparison of
//! two fields, which may be silenced by missing consent; this rule looks at one field and needs no record.

use crate::finding::{Details, Finding, Level};
use crate::uke::codes::{CodeTable, SPECIAL_NOTE as TABLE};

use super::field::at;
use super::{Certainty, Check, Example, Page, Rule, Scene, text, words};

/// The rules of this family.
pub(super) const RULES: &[Rule] = &[SPECIAL_NOTE];

/// The codes of 別表6 that name a 適用区分 (区分 codes): a claim has at most one (HC-14).
const CLASS_CODES: [&str; 7] = ["26", "27", "28", "29", "30", "41", "42"];

/// 多数回 codes of medical claims, and the 区分 code that stands for the same 適用区分 on a visiting-nurse claim,
/// where 多数回 is written in MF (HC-10).
const REPEATED: [(&str, &str); 7] = [
    ("31", "26"),
    ("32", "27"),
    ("33", "28"),
    ("34", "29"),
    ("35", "30"),
    ("43", "41"),
    ("44", "42"),
];

/// More codes than this (the field holds five) do not help the eye.
const CODES_MAX: usize = 5;

const SPECIAL_NOTE: Rule = Rule {
    code: "SPECIAL_NOTE",
    level: Level::Error,
    certainty: Certainty::Confirmed,
    version: 1,
    title: text(
        "レセプト特記が別表6にない、または区分が2つある",
        "レセプト特記 is not in 別表6, or has two classes",
    ),
    wording: &[
        words(
            "shape",
            text(
                "レセプト特記「{claim}」を2桁のコードに分けられません。",
                "レセプト特記 {claim} cannot be cut into codes of two digits.",
            ),
            text(
                "請求ソフトで特記のコードを1つずつ選び直してください。先頭の0が落ちていないかも確かめます。",
                "Choose the codes again one by one in your software; see that no leading zero is lost.",
            ),
        ),
        words(
            "repeated",
            text(
                "レセプト特記「{claim}」の{other}は医科などで使う多数回該当のコードで、訪問看護のレセプトでは使えません。",
                "レセプト特記 {claim}: {other} is a 多数回 code of medical claims, not for visiting-nurse claims.",
            ),
            text(
                "特記は{reference}とし、多数回該当は窓口負担額（MF）の窓口負担額区分を02として記録してください。",
                "Write {reference} instead, and 多数回 as 窓口負担額区分 02 in MF.",
            ),
        ),
        words(
            "two",
            text(
                "レセプト特記「{claim}」に適用区分のコードが2つ以上あります（{other}）。記録できるのは1つです。",
                "レセプト特記 {claim} has more than one class ({other}); only one can hold.",
            ),
            text(
                "資格確認結果の適用区分を確かめ、正しい1つだけを残してください。",
                "See which class the eligibility result tells, and keep that one.",
            ),
        ),
        words(
            "",
            text(
                "レセプト特記「{claim}」の{other}は、訪問看護の別表6にないコードです。",
                "レセプト特記 {claim}: {other} is no code of 別表6 of visiting nursing.",
            ),
            text(
                "請求ソフトで特記を選び直してください。新しいコードのはずなら最新の記録条件仕様で確かめます。",
                "Choose it again in your software; if the code should be new, see the latest specification.",
            ),
        ),
    ],
    page: Page {
        meaning: text(
            "レセプト特記には、別表6の2桁のコードを最大5つ、区切らずに続けて記録します。別表6にないコードは意味がわからず、返戻になるおそれがあります。\
             医科などで使う多数回該当のコード（31〜35、43、44）は訪問看護にはなく、多数回該当は窓口負担額（MF）の窓口負担額区分02で記録します。\
             適用区分のコード（26〜30、41、42）は互いに両立しないため、2つあると自己負担限度額が決まりません（推定）。\
             このプログラムが知っているのは令和6年6月版の別表6です。",
            "レセプト特記 holds up to five codes of 別表6, two digits each, run together. Any other code has no meaning there, and the claim may be returned. \
             The 多数回 codes of medical claims (31 to 35, 43, 44) do not exist for visiting nursing: 多数回 is 窓口負担額区分 02 in MF. \
             The class codes (26 to 30, 41, 42) exclude each other, so two of them leave the limit open (inferred). \
             This program knows 別表6 of June 2024.",
        ),
        remedy: text(
            "資格確認結果の適用区分を確かめ、請求ソフトで特記を選び直します。多数回該当のときは、特記ではなく窓口負担額区分を02にします。",
            "See the class in the eligibility result and choose the codes again. For 多数回 set 窓口負担額区分 to 02 instead.",
        ),
        source: text(
            "記録条件仕様（訪問看護用）令和6年6月版 レセプト共通レコード、別表6、別表26（規則 HC-10、HC-14；資料は docs/rules.md）",
            "記録条件仕様（訪問看護用）令和6年6月版, RE, 別表6, 別表26 (rules HC-10, HC-14; sources in docs/rules.md)",
        ),
        sample: None,
        example: Example {
            variant: "repeated",
            at: ("RE", "special_notes"),
            values: ("33", "28（区ウ）"),
            other: "33",
            ..Example::NONE
        },
    },
    check: Check::Claim(special_note),
};

/// The codes of a recorded レセプト特記; `None` when it cannot be cut into codes of two digits.
fn codes(recorded: &str) -> Option<Vec<&str>> {
    let is_run = recorded.len().is_multiple_of(2) && recorded.bytes().all(|b| b.is_ascii_digit());
    is_run.then(|| {
        (0..recorded.len())
            .step_by(2)
            .map(|at| &recorded[at..at + 2])
            .collect()
    })
}

/// The 区分 code in レセプト特記.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ClassCode<'a> {
    /// None.
    Absent,
    /// This.
    One(&'a str),
    /// Not to be told, since `SPECIAL_NOTE` finds fault with the field.
    Unclear,
}

/// Reads the 区分 code from レセプト特記 as recorded.
pub(super) fn class_code(recorded: &str) -> ClassCode<'_> {
    if recorded.is_empty() {
        return ClassCode::Absent;
    }
    let Some(codes) = codes(recorded) else {
        return ClassCode::Unclear;
    };
    if !codes.iter().all(|code| TABLE.contains(code.as_bytes())) {
        return ClassCode::Unclear;
    }
    let mut classes = codes.into_iter().filter(|code| CLASS_CODES.contains(code));
    match (classes.next(), classes.next()) {
        (None, _) => ClassCode::Absent,
        (Some(code), None) => ClassCode::One(code),
        (Some(_), Some(_)) => ClassCode::Unclear,
    }
}

/// A code with its official meaning, such as `28（区ウ）`; the code alone when the table does not have it.
pub(super) fn labelled(table: &CodeTable, code: &str) -> String {
    table
        .label_ja(code.as_bytes())
        .map_or_else(|| code.to_owned(), |label| format!("{code}（{label}）"))
}

fn special_note(scene: &Scene<'_>, findings: &mut Vec<Finding>) {
    if scene.claim.problem.is_some() {
        return;
    }
    let spot = scene.spot(const { at("special_notes") });
    if spot.value.is_empty() {
        return;
    }
    let mut tell = |variant, other: String, reference: String| {
        findings.push(Finding {
            claim_value: spot.value.as_ref().into(),
            reference_value: reference.into(),
            details: Details {
                variant,
                other: (!other.is_empty()).then(|| other.into()),
                ..Details::default()
            },
            ..scene.finding_on(&SPECIAL_NOTE, spot.place)
        });
    };
    let Some(codes) = codes(&spot.value) else {
        tell("shape", String::new(), String::new());
        return;
    };
    for (code, instead) in REPEATED {
        if codes.contains(&code) {
            tell("repeated", code.to_owned(), labelled(&TABLE, instead));
        }
    }
    let is_repeated = |code: &str| REPEATED.iter().any(|&(repeated, _)| repeated == code);
    let mut unknown: Vec<&str> = Vec::new();
    for &code in &codes {
        if !TABLE.contains(code.as_bytes()) && !is_repeated(code) && !unknown.contains(&code) {
            unknown.push(code);
        }
    }
    if !unknown.is_empty() {
        unknown.truncate(CODES_MAX);
        tell("", unknown.join("・"), String::new());
    }
    let classes = codes.iter().filter(|code| CLASS_CODES.contains(code));
    if classes.clone().count() > 1 {
        let told: Vec<String> = classes
            .take(CODES_MAX)
            .map(|code| labelled(&TABLE, code))
            .collect();
        tell("two", told.join("・"), String::new());
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::rules::testing::Bench;
    use crate::rules::wording;
    use crate::text::lang::Lang;

    fn told(notes: &str) -> Vec<Finding> {
        let bench = Bench::month("202511", &[5]).notes(notes);
        let mut found = bench.findings();
        found.retain(|finding| finding.code == "SPECIAL_NOTE");
        found
    }

    fn variants(notes: &str) -> Vec<(&'static str, String)> {
        let other = |f: &Finding| f.details.other.as_deref().unwrap_or_default().to_owned();
        told(notes)
            .iter()
            .map(|f| (f.details.variant, other(f)))
            .collect()
    }

    #[test]
    fn every_code_of_table_6_is_allowed() {
        for entry in TABLE.entries {
            assert_eq!(told(entry.code), [], "{}", entry.code);
        }
        for notes in ["", "0228", "0116219642", "2802"] {
            assert_eq!(told(notes), [], "{notes}");
        }
    }

    #[test]
    fn hc_10_repeated_codes_of_medical_claims() {
        for (code, instead) in REPEATED {
            let found = told(code);
            assert_eq!(found.len(), 1, "{code}");
            assert_eq!(
                (found[0].level, found[0].details.variant),
                (Level::Error, "repeated")
            );
            let expected = labelled(&TABLE, instead);
            assert_eq!(&*found[0].reference_value, expected);
            assert!(
                expected.starts_with(&format!("{instead}（区")),
                "{expected}"
            );
        }
        let found = told("0243");
        assert_eq!(
            wording::message(&found[0], Lang::Ja),
            "レセプト特記「0243」の43は医科などで使う多数回該当のコードで、訪問看護のレセプトでは使えません。"
        );
        assert_eq!(
            wording::action(&found[0], Lang::En),
            "Write 41（区カ） instead, and 多数回 as 窓口負担額区分 02 in MF."
        );
    }

    #[test]
    fn codes_that_no_table_has() {
        for notes in ["03", "45", "46", "99", "00"] {
            assert_eq!(variants(notes), [("", notes.to_owned())], "{notes}");
        }
        assert_eq!(variants("029903"), [("", "99・03".to_owned())]);
        assert_eq!(variants("9999"), [("", "99".to_owned())]);
        assert_eq!(
            variants("2643"),
            [("repeated", "43".to_owned())],
            "one class and one 多数回 code"
        );
    }

    #[test]
    fn hc_14_two_classes() {
        assert_eq!(
            variants("2642"),
            [("two", "26（区ア）・42（区キ）".to_owned())]
        );
        assert_eq!(
            variants("2828"),
            [("two", "28（区ウ）・28（区ウ）".to_owned())]
        );
        assert_eq!(told("280221"), []);
    }

    #[test]
    fn what_cannot_be_cut() {
        for notes in ["2", "262", "2 8", "２８", "ab", "2６"] {
            assert_eq!(variants(notes), [("shape", String::new())], "{notes}");
        }
    }

    #[test]
    fn the_class_code() {
        assert_eq!(class_code(""), ClassCode::Absent);
        assert_eq!(class_code("0221"), ClassCode::Absent);
        assert_eq!(class_code("0228"), ClassCode::One("28"));
        for unclear in ["2", "2842", "31", "2899", "２８"] {
            assert_eq!(class_code(unclear), ClassCode::Unclear, "{unclear}");
        }
    }

    proptest! {
        /// A field that this rule passes is one that `LIMIT_MISMATCH` can read, and the other way round.
        #[test]
        fn unclear_is_what_is_told(notes in "[0-9]{0,10}") {
            prop_assert_eq!(told(&notes).is_empty(), class_code(&notes) != ClassCode::Unclear);
        }
    }
}

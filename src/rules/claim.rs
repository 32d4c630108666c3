//! The claim against itself: `JD_KA`, `SN_CODE`, `PAYER_MISMATCH` (contract 4.1, 6).

use std::fmt::Write as _;

use crate::finding::{Details, Finding, Level, Place};
use crate::matching::keys::UNKNOWN_INSURER;
use crate::text::insurer::InsurerKind;
use crate::uke::claim::{Claim, Payer};
use crate::uke::dialect::Shape;

use super::{Certainty, Check, Example, Page, Rule, Scene, text, words};

/// The rules of this family.
pub(super) const RULES: &[Rule] = &[JD_KA, SN_CODE, PAYER_MISMATCH];

const JD_KA: Rule = Rule {
    code: "JD_KA",
    level: Level::Warn,
    certainty: Certainty::Confirmed,
    version: 1,
    title: text(
        "受診日等（JD）と算定日（KA）が合わない",
        "Days in JD and dates in KA differ",
    ),
    wording: &[
        words(
            "JD",
            text(
                "{dates}は受診日等（JD）に記録がありますが、訪問看護療養費（KA）の算定がありません。",
                "{dates}: recorded in JD, but no KA has that date.",
            ),
            text(
                "訪問の記録と見比べ、KAの算定もれか、JDの日付の誤りかを確かめて直してください。",
                "Compare with the visit record: either a KA is missing, or the day in JD is wrong.",
            ),
        ),
        words(
            "KA",
            text(
                "{dates}は訪問看護療養費（KA）の算定がありますが、受診日等（JD）に記録がありません。",
                "{dates}: a KA has that date, but JD does not.",
            ),
            text(
                "訪問の記録と見比べ、JDに日を加えるか、KAの算定年月日を直してください。",
                "Compare with the visit record: add the day to JD, or correct the date in KA.",
            ),
        ),
        words(
            "",
            text(
                "{dates}は受診日等（JD）と訪問看護療養費（KA）の片方にしかありません[（JDのみ：{claim}）][（KAのみ：{reference}）]。",
                "{dates}: only in one of JD and KA[ (JD alone: {claim})][ (KA alone: {reference})].",
            ),
            text(
                "訪問の記録と見比べ、JDの日とKAの算定年月日をそろえてください。",
                "Compare with the visit record, and make JD and KA say the same.",
            ),
        ),
    ],
    page: Page {
        meaning: text(
            "受診日等（JD）の日と、訪問看護療養費（KA）の算定年月日は一致するのが原則です。\
             食い違っていると、月の途中で保険が変わったときに審査支払機関で分割してもらえず、返戻になります。\
             実際に訪問した日がどちらかで抜けていれば、資格の点検ももれます。\
             KAの側は、同日訪問回数の記録がある算定だけを数えます。",
            "The days in JD should be the dates in KA. When they differ, the payer cannot split the claim if coverage changed within the month, and it is returned. \
             A day missing on one side may also escape the check of coverage. Of KA, those with a number of visits count.",
        ),
        remedy: text(
            "訪問看護記録書で実際の訪問日を確かめ、JDまたはKAを直します。加算だけを算定した日のように、訪問のない算定は差し支えありません。",
            "See the visit record for the real dates and correct JD or KA. Items billed without a visit do no harm.",
        ),
        source: text(
            "記録条件仕様（訪問看護用）令和6年6月版 受診日等レコード；電子レセプトの作成手引き（規則 RT-05）",
            "記録条件仕様（訪問看護用）令和6年6月版, JD; 電子レセプトの作成手引き (rule RT-05)",
        ),
        sample: None,
        example: Example {
            variant: "JD",
            at: ("RE", ""),
            days: &[12],
            ..Example::NONE
        },
    },
    check: Check::Claim(jd_ka),
};

fn jd_ka(scene: &Scene<'_>, findings: &mut Vec<Finding>) {
    let claim = scene.claim;
    if !claim.has_jd || claim.service_month.is_none() {
        return;
    }
    let (jd_alone, ka_alone) = apart(claim);
    let variant = match (jd_alone, ka_alone) {
        (0, 0) => return,
        (_, 0) => "JD",
        (0, _) => "KA",
        _ => "",
    };
    findings.push(Finding {
        dates: scene.days(jd_alone | ka_alone),
        claim_value: dates(scene, jd_alone),
        reference_value: dates(scene, ka_alone),
        details: Details {
            variant,
            ..Details::default()
        },
        ..scene.finding(&JD_KA)
    });
}

/// The days of JD that no KA has, and the days of visits that JD lacks (contract 4.1).
pub(super) fn apart(claim: &Claim) -> (u32, u32) {
    let jd_alone = claim.jd_days & !claim.ka_days;
    let ka_alone = claim.ka_visit_days & !claim.jd_days;
    (jd_alone, ka_alone)
}

/// ISO dates joined by `;`.
fn dates(scene: &Scene<'_>, mask: u32) -> Box<str> {
    let mut out = String::new();
    for date in scene.claim.dates(mask) {
        let semicolon = if out.is_empty() { "" } else { ";" };
        // Writing to a string does not fail.
        let _ = write!(out, "{semicolon}{date}");
    }
    out.into()
}

const SN_CODE: Rule = Rule {
    code: "SN_CODE",
    level: Level::Error,
    certainty: Certainty::Confirmed,
    version: 1,
    title: text(
        "資格確認（SN）の確認区分が01でない",
        "Confirmation code in SN is not 01",
    ),
    wording: &[words(
        "",
        text(
            "SNレコードの確認区分が「{claim}」です。事業所から出す請求では01（訪問時等）だけが認められます。",
            "The confirmation code in SN is {claim}; a station's claim may only have 01.",
        ),
        text(
            "確認区分を01に直してください。返戻データを写したときは、SNの保険者番号・記号・番号も空欄に戻します。",
            "Set it to 01; when it was copied from a returned claim, also empty insurer, symbol and number in SN.",
        ),
    )],
    page: Page {
        meaning: text(
            "資格確認レコードの確認区分のうち、事業所が請求で記録できるのは01だけです。\
             02から09は、審査支払機関が資格を確認した後に付ける区分で、返戻データや保険者向けデータにだけ現れます。\
             01以外のまま請求すると受付でエラーになるおそれがあります（エラーの扱いは仕様からの推定です）。",
            "Of the confirmation codes in SN a station may only use 01. Codes 02 to 09 are set by the payer after confirming coverage and occur in returned claims and in insurers' data. \
             Any other code is likely to be refused on receipt, as we infer from the specification.",
        ),
        remedy: text(
            "確認区分を01に直します。請求ソフトが返戻データの値をそのまま使っていないか、設定も確認してください。",
            "Set the code to 01, and see whether the software copied it from a returned claim.",
        ),
        source: text(
            "記録条件仕様（訪問看護用）令和6年6月版 資格確認レコード、別表24（規則 RT-01、RT-02）",
            "記録条件仕様（訪問看護用）令和6年6月版, SN, 別表24 (rules RT-01, RT-02)",
        ),
        sample: None,
        example: Example {
            at: ("SN", "confirmation"),
            values: ("02", "01"),
            ..Example::NONE
        },
    },
    check: Check::Claim(sn_code),
};

fn sn_code(scene: &Scene<'_>, findings: &mut Vec<Finding>) {
    if scene.chunk.shape != Shape::Station {
        return;
    }
    for record in scene
        .chunk
        .records(scene.claim)
        .filter(|record| record.tag() == b"SN")
    {
        let [_, _, code] = record.fields::<3>();
        if code.trim_ascii() != b"01" {
            let place = Place {
                input: scene.chunk.input,
                line: record.line,
                record: "SN",
                field: "confirmation",
            };
            findings.push(Finding {
                claim_value: scene.chunk.encoding.decode(code).trim().into(),
                reference_value: "01".into(),
                ..scene.finding_on(&SN_CODE, place)
            });
        }
    }
}

const PAYER_MISMATCH: Rule = Rule {
    code: "PAYER_MISMATCH",
    level: Level::Error,
    certainty: Certainty::Confirmed,
    version: 1,
    title: text(
        "請求先（支払基金・国保連）が保険者と合わない",
        "支払基金 or 国保連: not the one for this insurer",
    ),
    wording: &[
        words(
            "KOKUHOREN",
            text(
                "国保・後期高齢者の請求が、支払基金あてのファイルに入っています。",
                "A claim on 国保 or 後期高齢者 is in a file for 支払基金.",
            ),
            text(
                "このレセプトを国保連あての請求ファイルに移してください。",
                "Move this claim to the file for 国保連.",
            ),
        ),
        words(
            "KOHI",
            text(
                "公費だけの請求が、国保連あてのファイルに入っています。公費単独は支払基金に請求します。",
                "A claim on public payers alone is in a file for 国保連; it belongs to 支払基金.",
            ),
            text(
                "このレセプトを支払基金あての請求ファイルに移してください。",
                "Move this claim to the file for 支払基金.",
            ),
        ),
        words(
            "",
            text(
                "健康保険・共済などの請求が、国保連あてのファイルに入っています。",
                "A claim on employees' insurance is in a file for 国保連.",
            ),
            text(
                "このレセプトを支払基金あての請求ファイルに移してください。",
                "Move this claim to the file for 支払基金.",
            ),
        ),
    ],
    page: Page {
        meaning: text(
            "請求先は保険者番号で決まります。6桁（国保・国保組合）と39（後期高齢者）は国保連、そのほかの8桁と公費単独は支払基金です。\
             ファイルの先頭（HM）の審査支払機関と食い違うレセプトは受け付けられません。\
             公費単独の請求先は一般的な知識によります。\
             退職国保（67）は、規則の文言では支払基金、実務では国保連と分かれるため、指摘しません。",
            "The insurer number decides where to claim: six digits (国保, 国保組合) and 39 (後期高齢者) go to 国保連, other eight digits and public payers alone to 支払基金. \
             A claim in the other's file is not accepted. For public payers alone this is general knowledge. \
             For 退職国保 (67) the rule says 支払基金 and practice 国保連, so nothing is told.",
        ),
        remedy: text(
            "レセプトを正しい請求先のファイルに移して作り直します。保険者番号の入力誤りが原因のこともあるので、番号も確認してください。",
            "Move the claim to the right file and make both anew. The cause may be a mistyped insurer number.",
        ),
        source: text(
            "記録条件仕様（訪問看護用）令和6年6月版 別表1；請求ソフトの振り分け（規則 RT-20）",
            "記録条件仕様（訪問看護用）令和6年6月版 別表1; routing in practice (rule RT-20)",
        ),
        sample: None,
        example: Example {
            variant: "KOKUHOREN",
            at: ("HO", "insurer_no"),
            values: ("1", "2"),
            ..Example::NONE
        },
    },
    check: Check::Claim(payer_mismatch),
};

/// 審査支払機関 of HM, 別表1.
const SHIHARAI_KIKIN: u8 = 1;
const KOKUHOREN: u8 = 2;

fn payer_mismatch(scene: &Scene<'_>, findings: &mut Vec<Finding>) {
    let payer = scene.header().payer;
    let Some((expected, variant)) = expected_payer(scene) else {
        return;
    };
    if payer == 0 || payer == expected {
        return;
    }
    findings.push(Finding {
        claim_value: payer.to_string().into(),
        reference_value: expected.to_string().into(),
        details: Details {
            variant,
            ..Details::default()
        },
        ..scene.finding_on(&PAYER_MISMATCH, scene.payer_spot().place)
    });
}

/// Where the claim goes (RT-20), and the text when it does not; `None` where nothing certain is known.
fn expected_payer(scene: &Scene<'_>) -> Option<(u8, &'static str)> {
    // 不詳 with 77777777 names no insurer; a real insurer with an unknown number still has its payer.
    let names_nobody = scene.identity.insurer == UNKNOWN_INSURER;
    match scene.kind {
        _ if scene.claim.payer == Payer::Missing => None,
        InsurerKind::Kokuho | InsurerKind::KokuhoKumiai | InsurerKind::Koki => {
            Some((KOKUHOREN, "KOKUHOREN"))
        }
        InsurerKind::Kohi => Some((SHIHARAI_KIKIN, "KOHI")),
        _ if names_nobody => None,
        // RT-20 and practice disagree on 退職国保; a number of neither 6 nor 8 digits is no number.
        InsurerKind::Taishoku => None,
        InsurerKind::Unknown if !is_eight_digits(scene) => None,
        _ => Some((SHIHARAI_KIKIN, "")),
    }
}

fn is_eight_digits(scene: &Scene<'_>) -> bool {
    let recorded = scene
        .chunk
        .record(scene.claim, b"HO")
        .map_or(&b""[..], |ho| ho.fields::<2>()[1]);
    recorded.len() == 8 && recorded.iter().all(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::Bench;
    use crate::rules::wording;
    use crate::text::lang::Lang;

    fn month() -> Bench {
        Bench::month("202511", &[5, 12]).without_eligibility()
    }

    #[test]
    fn days_of_jd_and_ka() {
        assert_eq!(month().codes(), Vec::<&str>::new());
        let found = month().jd(&[5, 12, 19]).findings();
        assert_eq!((found[0].code, found[0].details.variant), ("JD_KA", "JD"));
        assert_eq!(found[0].dates.map(|d| d.mask), Some(1 << 18));
        assert_eq!(
            wording::message(&found[0], Lang::Ja),
            "2025年11月19日は受診日等（JD）に記録がありますが、訪問看護療養費（KA）の算定がありません。"
        );
        let found = month().jd(&[5]).findings();
        assert_eq!(
            (found[0].details.variant, &*found[0].reference_value),
            ("KA", "2025-11-12")
        );
        let found = month().jd(&[5, 19]).findings();
        assert_eq!(
            (found[0].details.variant, &*found[0].claim_value),
            ("", "2025-11-19")
        );
        assert_eq!(
            wording::message(&found[0], Lang::En),
            "2025-11-12, 2025-11-19: only in one of JD and KA (JD alone: 2025-11-19) (KA alone: 2025-11-12)."
        );
        assert_eq!(month().replace("JD,1", "XX,1").codes(), ["JD_MISSING"]);
    }

    #[test]
    fn confirmation_codes() {
        let found = month().replace("SN,1,01", "SN,1,02").findings();
        assert_eq!(
            (found[0].code, found[0].place.line, &*found[0].claim_value),
            ("SN_CODE", 4, "02")
        );
        let two = month()
            .replace("SN,1,01,,,,01,,\r\n", "SN,1,,,,,01,,\r\nSN,2,03,,,,,,\r\n")
            .findings();
        let lines: Vec<u32> = two.iter().map(|f| f.place.line).collect();
        assert_eq!(lines, [4, 5]);
        assert_eq!(
            wording::message(&two[0], Lang::Ja),
            "SNレコードの確認区分が「（なし）」です。事業所から出す請求では01（訪問時等）だけが認められます。"
        );
    }

    #[test]
    fn where_to_claim() {
        let found = |hm: &str, insurer: &str| {
            let bench = month().replace("HM,1", hm).replace("06132013", insurer);
            bench
                .findings()
                .iter()
                .map(|f| (f.code, f.details.variant))
                .collect::<Vec<_>>()
        };
        assert_eq!(found("HM,1", "06132013"), []);
        assert_eq!(found("HM,2", "06132013"), [("PAYER_MISMATCH", "")]);
        assert_eq!(found("HM,2", "  138057"), []);
        assert_eq!(found("HM,1", "  138057"), [("PAYER_MISMATCH", "KOKUHOREN")]);
        // 退職国保, an unknown kind, 不詳, a header without payer.
        for (hm, insurer) in [
            ("HM,1", "67138057"),
            ("HM,2", "67138057"),
            ("HM,2", "77777777"),
            ("HM,9", "06132013"),
        ] {
            let codes = found(hm, insurer);
            assert!(
                codes.iter().all(|(code, _)| *code != "PAYER_MISMATCH"),
                "{hm} {insurer}: {codes:?}"
            );
        }
        let public = |hm| {
            let bench = Bench::public("202511", &[5], "19136019")
                .replace("HM,1", hm)
                .replace("0001234", "1111111");
            bench.without_eligibility().codes()
        };
        assert_eq!(public("HM,1"), Vec::<&str>::new());
        assert_eq!(public("HM,2"), ["PAYER_MISMATCH"]);
    }
}

//! 負担割合 of the result against the claim: `COPAY_MISMATCH` (contract 6; policy-rules BR-04, BR-06, BR-07, BR-09,
//! BR-13).
//!
//! The ratio shows in three places of a claim. One is the last digit of 種別 (8 or 0, BR-04 and BR-06): contract 6 has
//! it under `CLAIM_TYPE` as well, so both are told, one for the code and one for what was collected. Another is 特記 of
//! 後期 (26–28, 41, 42; BR-06), which `LIMIT_MISMATCH` looks at together with the 適用区分 (HC-06, HC-08): it is told
//! here when nothing is told there, since a ratio needs no consent. The third is 給付割合 of 国保, and its place on
//! claims that must not have it. Results that contradict each other are told for information. Below 70 the law
//! leaves other insurers one ratio, and what their 一部負担金割合 says is not known to mean anything
//! (eligibility-format: "meaningful for 後期高齢者"), so it is not compared.

use crate::finding::{Details, Finding, Level};
use crate::matching::Few;
use crate::text::age::Stage;
use crate::text::insurer::InsurerKind;
use crate::uke::claim::Payer;
use crate::uke::codes::{self, ClaimType, PersonClass};

use super::claim_type::{explains_burden, person_of};
use super::field::at;
use super::limit::{self, goes_with_ratio};
use super::said::{self, Said, is_national};
use super::special_note::{ClassCode, class_code, labelled};
use super::{Certainty, Check, Example, Page, Rule, Scene, Spot, text, words};

#[cfg(test)]
mod tests;

/// The rules of this family.
pub(super) const RULES: &[Rule] = &[COPAY_MISMATCH];

const COPAY_MISMATCH: Rule = Rule {
    code: "COPAY_MISMATCH",
    level: Level::Error,
    certainty: Certainty::Confirmed,
    version: 1,
    title: text(
        "負担割合・給付割合が資格確認結果や保険者と合わない",
        "Ratio does not fit the eligibility result or the insurer",
    ),
    wording: &[
        words(
            "type",
            text(
                "レセプト種別{claim}は、資格確認結果の負担割合（{reference}割）に合いません。",
                "Claim type {claim} does not go with the ratio of the eligibility result ({reference}0 %).",
            ),
            text(
                "負担割合を資格確認書・高齢受給者証や再照会で確かめ、種別を直してください。窓口で受け取った額も見直してください。",
                "Confirm the ratio by the certificate or a new query and correct the claim type. Look again at what was collected.",
            ),
        ),
        words(
            "note",
            text(
                "特記事項の{claim}は、資格確認結果の負担割合（{reference}割）に合いません。",
                "The 特記 {claim} does not go with the ratio of the eligibility result ({reference}0 %).",
            ),
            text(
                "負担割合を資格確認書や再照会で確かめ、誤っているほうを直してください。1割か2割かは特記（42・41）でしか分かりません。",
                "Confirm the ratio by the 資格確認書 or a new query, and correct what is wrong: 10 or 20 % shows in 特記 (42, 41) alone.",
            ),
        ),
        words(
            "benefit",
            text(
                "給付割合が{claim}ですが、資格確認結果の負担割合からは{reference}になります。",
                "給付割合 is {claim}, but by the ratio of the eligibility result it would be {reference}.",
            ),
            text(
                "負担割合を資格確認書や再照会で確かめ、給付割合を直してください。窓口で受け取った額も見直してください。",
                "Confirm the ratio by the 資格確認書 or a new query and correct 給付割合. Look again at what was collected.",
            ),
        ),
        words(
            "left_out",
            text(
                "給付割合の記録がありませんが、資格確認結果の負担割合からは{reference}です。",
                "給付割合 is empty; by the ratio of the eligibility result it would be {reference}.",
            ),
            text(
                "70以外の給付割合は記録しておくと確実です。",
                "Anything but 70 is better written down.",
            ),
        ),
        words(
            "not_national",
            text(
                "給付割合に{claim}が記録されていますが、国民健康保険の請求ではありません。",
                "給付割合 is {claim}, but this is no claim on 国民健康保険.",
            ),
            text(
                "国保以外では給付割合を空欄にしてください。保険者番号が誤っていないかも確かめてください。",
                "Leave it empty unless 国保 pays; see also that the insurer number is right.",
            ),
        ),
        words(
            "contradiction",
            text(
                "資格確認結果の負担割合が食い違っています（同じ確認日に{reference}％）。{dates}の負担割合は判断していません。",
                "Results seen on one day give different ratios ({reference} %). The ratio on {dates} was not judged.",
            ),
            text(
                "再照会して、どちらの負担割合が正しいかを確かめてください。",
                "Query again to see which ratio is right.",
            ),
        ),
        words(
            "",
            text(
                "負担割合が合いません。レセプト：{claim}、資格確認結果：{reference}。",
                "The ratio differs: claim {claim}, eligibility result {reference}.",
            ),
            text(
                "負担割合を資格確認書や再照会で確かめ、誤っているほうを直してください。",
                "Confirm the ratio by the 資格確認書 or a new query, and correct what is wrong.",
            ),
        ),
    ],
    page: Page {
        meaning: text(
            "給付割合（070・080・090）は国民健康保険の請求だけに記録し、資格確認結果の負担割合（3割・2割・1割）と足して10割になります。\
             国保以外の請求に給付割合があると誤りです。\
             訪問日を含む結果のうち、訪問日と同じ年度（8月〜翌7月）のものだけを比べます。70〜74歳は高齢受給者の負担割合を見ます。\
             同じ確認日の結果どうしが食い違うときは、参考として知らせるだけで、誤りとはしません。\
             国保で給付割合が空欄のときは、70の省略を認める国保連があるため、3割なら何も言わず、ほかの割合なら参考とします。\
             70歳以上では、レセプト種別の末尾（1・2割は8、3割は0）も比べます（種別の直し方はCLAIM_TYPEにもあります）。\
             後期では特記（3割は26〜28、2割は41、1割は42か30）も比べ、LIMIT_MISMATCHで知らせないときにここで知らせます（特記については警告）。\
             減免区分のあるレセプトは比べません。",
            "給付割合 (070, 080, 090) is written on claims of 国民健康保険 alone; with the ratio of the eligibility result (30, 20, 10 %) it makes 100. \
             On any other claim it is a mistake. Of the results that cover the visit, those of the same ratio year (August to July) count; \
             for ages 70 to 74 it is the ratio of 高齢受給者. Results seen on one day that contradict each other are only told for information. \
             An empty 給付割合 on 国保 is let pass at 30 %, since some 国保連 let 70 be left out, and told for information otherwise. \
             From 70 on the last digit of the claim type is compared too (8 at 10 or 20 %, 0 at 30 %; CLAIM_TYPE says how to correct it), \
             and on 後期 the 特記 (26 to 28 at 30 %, 41 at 20 %, 42 or 30 at 10 %), as a warning and where LIMIT_MISMATCH does not tell it. \
             Claims with a 減免区分 are not compared.",
        ),
        remedy: text(
            "資格確認書・高齢受給者証の負担割合や再照会の結果を確かめ、給付割合を直します。8月は負担割合の切り替わりなので、必ず確認し直してください。",
            "Confirm the ratio by the certificate or a new query and correct 給付割合. Ratios change in August: always confirm anew then.",
        ),
        source: text(
            "記録条件仕様（訪問看護用）令和6年6月版 レセプト共通レコード；国保連の記入例；自治体の広報（規則 BR-04、BR-06、BR-07、BR-09、BR-13；資料は docs/rules.md）",
            "記録条件仕様（訪問看護用）令和6年6月版, RE; examples of a 国保連; a municipal notice (rules BR-04, BR-06, BR-07, BR-09, BR-13; sources in docs/rules.md)",
        ),
        sample: None,
        example: Example {
            variant: "benefit",
            at: ("RE", "benefit_percent"),
            days: &[4, 18],
            values: ("70", "80"),
            ..Example::NONE
        },
    },
    check: Check::Claim(copay_mismatch),
};

fn copay_mismatch(scene: &Scene<'_>, findings: &mut Vec<Finding>) {
    let claim = scene.claim;
    if claim.problem.is_some() || claim.payer == Payer::Missing {
        return;
    }
    not_national(scene, findings);
    let has_ratio = scene
        .records
        .iter()
        .any(|record| record.copay_percent.is_some() || record.elderly_copay_percent.is_some());
    if has_ratio && claim.payer == Payer::Insurer && !said::is_reduced(scene) {
        compared(scene, findings);
    }
}

/// BR-07: 給付割合 where 国保 does not pay.
fn not_national(scene: &Scene<'_>, findings: &mut Vec<Finding>) {
    let spot = scene.spot(const { at("benefit_percent") });
    let is_unknown = scene.kind == InsurerKind::Unknown;
    if spot.value.is_empty() || is_unknown || is_national(scene.kind) {
        return;
    }
    findings.push(Finding {
        claim_value: spot.value.as_ref().into(),
        details: Details {
            variant: "not_national",
            ..Details::default()
        },
        ..scene.finding_on(&COPAY_MISMATCH, spot.place)
    });
}

/// What the results say of the visits, put together.
#[derive(Default)]
struct Heard {
    /// Ratio, days and records; several when the dates differ.
    ratios: Few<(u8, u32, Few<u32>)>,
    /// Ratios that contradict each other, their days and records.
    contradictions: (Vec<u8>, u32, Vec<u32>),
}

fn hear(scene: &Scene<'_>) -> Heard {
    let mut heard = Heard::default();
    for (part, said) in said::ratios(scene, scene.claim.visit_days()) {
        match said {
            Said::Nothing => {}
            Said::One(percent, indices) => {
                let known = heard.ratios.iter_mut().find(|known| known.0 == percent);
                match known {
                    Some((_, days, records)) => {
                        *days |= part;
                        records.extend(indices);
                    }
                    None => heard.ratios.push((percent, part, indices)),
                }
            }
            Said::Contradiction(percents, indices) => {
                let (all, days, records) = &mut heard.contradictions;
                all.extend(percents);
                *days |= part;
                records.extend(indices);
            }
        }
    }
    heard
}

fn compared(scene: &Scene<'_>, findings: &mut Vec<Finding>) {
    let heard = hear(scene);
    if heard.contradictions.1 != 0 {
        findings.push(contradiction(scene, heard.contradictions));
        return;
    }
    // Dates that differ (a ratio changed within the month) leave the claim's one field in doubt.
    let [(percent, days, records)] = &heard.ratios[..] else {
        return;
    };
    let ratio = Ratio {
        percent: *percent,
        days: *days,
        records,
    };
    against_type(scene, &ratio, findings);
    if scene.kind == InsurerKind::Koki {
        against_note(scene, &ratio, findings);
    }
    if is_national(scene.kind) && !explains_burden(scene) {
        against_benefit(scene, &ratio, findings);
    }
}

/// The one ratio that the results show.
struct Ratio<'h> {
    percent: u8,
    days: u32,
    records: &'h [u32],
}

impl Ratio<'_> {
    fn finding(&self, scene: &Scene<'_>, spot: &Spot<'_>, variant: &'static str) -> Finding {
        Finding {
            dates: scene.days(self.days),
            claim_value: spot.value.as_ref().into(),
            reference_value: (self.percent / 10).to_string().into(),
            details: Details {
                variant,
                ..Details::default()
            },
            evidence: sorted(self.records.to_vec()),
            ..scene.finding_on(&COPAY_MISMATCH, spot.place)
        }
    }
}

/// BR-04, BR-06: the last digit of a 種別 for those of 70 and more.
fn against_type(scene: &Scene<'_>, ratio: &Ratio<'_>, findings: &mut Vec<Finding>) {
    let spot = scene.spot(const { at("claim_type") });
    let person = ClaimType::parse(spot.value.as_bytes()).and_then(ClaimType::person);
    let digit = match person {
        Some(PersonClass::ElderlyOrdinary) => '8',
        Some(PersonClass::ElderlySeventyPercent) => '0',
        // That it is none of these at this age is `CLAIM_TYPE`'s to tell.
        _ => return,
    };
    let first = scene.first_date(ratio.days);
    let is_elderly = scene.kind == InsurerKind::Koki
        || first.is_some_and(|date| said::stage(scene, date) == Stage::Elderly);
    if is_elderly && !person_of(ratio.percent).contains(digit) {
        findings.push(ratio.finding(scene, &spot, "type"));
    }
}

/// BR-06: 1割 and 2割 of 後期 show in 特記 alone, which follows from the layout (inferred).
fn against_note(scene: &Scene<'_>, ratio: &Ratio<'_>, findings: &mut Vec<Finding>) {
    let spot = scene.spot(const { at("special_notes") });
    let ClassCode::One(code) = class_code(&spot.value) else {
        return;
    };
    if goes_with_ratio(code, ratio.percent) == Some(false) && !limit::tells(scene) {
        findings.push(Finding {
            level: Level::Warn,
            claim_value: labelled(&codes::SPECIAL_NOTE, code).into(),
            ..ratio.finding(scene, &spot, "note")
        });
    }
}

/// BR-07: 給付割合 of 国保.
fn against_benefit(scene: &Scene<'_>, ratio: &Ratio<'_>, findings: &mut Vec<Finding>) {
    let expected = 100 - u32::from(ratio.percent);
    let spot = scene.spot(const { at("benefit_percent") });
    let (variant, level) = match crate::text::parse_count(spot.value.as_bytes()) {
        Some(claimed @ (70 | 80 | 90)) if claimed != expected => ("benefit", COPAY_MISMATCH.level),
        None if spot.value.is_empty() && expected != 70 => ("left_out", Level::Info),
        _ => return,
    };
    findings.push(Finding {
        level,
        reference_value: expected.to_string().into(),
        ..ratio.finding(scene, &spot, variant)
    });
}

/// Results that contradict each other: to know, since neither can be called wrong.
fn contradiction(
    scene: &Scene<'_>,
    (mut percents, days, records): (Vec<u8>, u32, Vec<u32>),
) -> Finding {
    percents.sort_unstable();
    percents.dedup();
    let percents: Vec<String> = percents.iter().map(u8::to_string).collect();
    let spot = scene.spot(const { at("claim_type") });
    Finding {
        level: Level::Info,
        dates: scene.days(days),
        claim_value: spot.value.as_ref().into(),
        reference_value: percents.join("/").into(),
        details: Details {
            variant: "contradiction",
            ..Details::default()
        },
        evidence: sorted(records),
        ..scene.finding_on(&COPAY_MISMATCH, spot.place)
    }
}

fn sorted(mut indices: Vec<u32>) -> Box<[u32]> {
    indices.sort_unstable();
    indices.dedup();
    indices.into()
}

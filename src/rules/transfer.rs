//! What lets the 審査支払機関 move (振替) or split (分割) a claim: `BRANCH_MISSING`, `JD_MISSING`, `MF_MISSING`,
//! `SPLIT_BLOCKED` (contract 6).
//!
//! Where each rule on claims (policy-rules 4) is checked:
//!
//! | rule | where, or why not |
//! |---|---|
//! | RT-01, RT-02 | `SN_CODE`; the fields of SN that must be empty: format rules (`validate`) |
//! | RT-03 | no check, it only sets an order of work; inferred. A claim that SN says was moved or split is no `SPLIT_BLOCKED` |
//! | RT-04 | `BRANCH_MISSING`; SN of a 公費 other than 12…: format rules |
//! | RT-05 | `JD_MISSING`, `JD_KA`, `SPLIT_BLOCKED` |
//! | RT-06 | `MF_MISSING`, `SPLIT_BLOCKED`; the amounts are the policy's |
//! | RT-07 | `SPLIT_BLOCKED`: the date at which the claim is split. That a whole claim can be moved: `NOT_COVERED`, which names the new insurer |
//! | RT-08 | `ID_MISMATCH` is only a warning for a 枝番 that alone differs. When 公費併用 joined is not known, so it blocks nothing |
//! | RT-09 | the reasons for returns: `ID_MISMATCH`, `NO_MATCH`, `NOT_COVERED` |
//! | RT-10 | no check: the numbers of 返戻事由コード are not known |
//! | RT-11, RT-11b | no check: when a claim is sent is not in the file |
//! | RT-12 | 不詳: `CANNOT_JUDGE`, reason `UNKNOWN_NUMBER`, and no finding on identity (contract 4.2) |
//! | RT-13 | no check: whether an older number was known is not in the files |
//! | RT-14 | `SPLIT_BLOCKED`, `NOT_COVERED` (two claims, split at the change) |
//! | RT-15, RT-16 | no check: what the insurer does later |
//! | RT-17 | returned files: `uke::dialect` reads them, `validate` has their findings |
//! | RT-18 | `CLAIM_AGE` |
//! | RT-19 | `DUPLICATE_CLAIM` |
//! | RT-20 | `PAYER_MISMATCH` |
//!
//! Choices. `JD_MISSING` and `MF_MISSING` are told of a station's own and returned files: the station writes both records, and
//! in an insurer's file it is too late for them. `SPLIT_BLOCKED` and `BRANCH_MISSING` compare with eligibility records and are
//! told of all. None of the four is told of a claim without HO: it names no insurer from whom it could be moved, and
//! RT-06 has no amount for it. Without any SN of the insurer nothing is told of the 枝番, since RT-04 lets SN be left out.

use chrono::NaiveDate;

use crate::finding::{Details, Finding};
use crate::judge::coverage::{Coverage, Seen, coverage};
use crate::matching::cascade::MatchedBy;
use crate::text::insurer::InsurerKind;
use crate::uke::claim::Payer;
use crate::uke::dialect::Shape;
use crate::uke::recorded::is_of_insurer;

use super::field::at;
use super::{Rule, Scene, claim};

mod pages;
#[cfg(test)]
mod tests;

use pages::{BRANCH_MISSING, JD_MISSING, MF_MISSING, SPLIT_BLOCKED};

/// The rules of this family.
pub(super) const RULES: &[Rule] = &[BRANCH_MISSING, JD_MISSING, MF_MISSING, SPLIT_BLOCKED];

/// A readable claim on medical insurance.
fn is_on_insurer(scene: &Scene<'_>) -> bool {
    scene.claim.payer == Payer::Insurer && scene.claim.problem.is_none()
}

/// The matched records are those of the claim's own insurer.
fn is_matched_here(scene: &Scene<'_>) -> bool {
    is_on_insurer(scene) && scene.matched.by != MatchedBy::OtherInsurer
}

fn branch_missing(scene: &Scene<'_>, findings: &mut Vec<Finding>) {
    let is_due = is_matched_here(scene)
        && scene.kind != InsurerKind::Koki
        && scene.identity.branch.is_empty()
        && confirmations(scene).next().is_some();
    if !is_due {
        return;
    }
    let with_branch = || scene.indexed().filter(|(_, r)| !r.branch().is_empty());
    let latest = with_branch().max_by_key(|(_, r)| r.as_of.unwrap_or(scene.run.as_of));
    if let Some((_, record)) = latest {
        findings.push(Finding {
            reference_value: record.branch_recorded().into(),
            evidence: with_branch().map(|(index, _)| index).collect(),
            ..scene.finding_on(&BRANCH_MISSING, scene.spot(const { at("branch") }).place)
        });
    }
}

/// 確認区分 of every SN of the insurer.
fn confirmations<'a>(scene: &Scene<'a>) -> impl Iterator<Item = &'a [u8]> + use<'a> {
    scene
        .chunk
        .records(scene.claim)
        .filter(|record| record.tag() == b"SN")
        .map(|record| record.fields::<3>())
        .filter(|[_, payer, _]| is_of_insurer(payer))
        .map(|[_, _, code]| code.trim_ascii())
}

fn jd_missing(scene: &Scene<'_>, findings: &mut Vec<Finding>) {
    if is_on_insurer(scene) && scene.chunk.shape != Shape::Insurer && !scene.claim.has_jd {
        findings.push(scene.finding(&JD_MISSING));
    }
}

fn mf_missing(scene: &Scene<'_>, findings: &mut Vec<Finding>) {
    if scene.chunk.shape == Shape::Insurer {
        return;
    }
    if let Some(amount) = exceeded(scene) {
        findings.push(Finding {
            claim_value: scene.claim.total_yen.to_string().into(),
            reference_value: amount.to_string().into(),
            ..scene.finding(&MF_MISSING)
        });
    }
}

/// The amount of RT-06 that a claim without MF is above, in yen; `None` with MF or up to the amount.
fn exceeded(scene: &Scene<'_>) -> Option<u32> {
    let claim = scene.claim;
    if !is_on_insurer(scene) || claim.has_mf || !claim.has_total {
        return None;
    }
    amount(scene).filter(|&amount| claim.total_yen > amount)
}

/// Up to which total, in yen, MF is not needed; `None` for a レセプト種別 that the table of codes does not have.
fn amount(scene: &Scene<'_>) -> Option<u32> {
    let amounts = scene.run.policy.payment_record_above;
    if scene.kind == InsurerKind::Koki {
        return Some(amounts.koki);
    }
    let claim_type = scene.spot(const { at("claim_type") }).value;
    let &[b'6', payer, _, who] = claim_type.as_bytes() else {
        return None;
    };
    match (payer, who) {
        (b'3', b'8' | b'0') => Some(amounts.koki),
        (b'1', b'2' | b'6') => Some(amounts.ordinary),
        (b'1', b'4') => Some(amounts.preschool),
        (b'1', b'8' | b'0') => Some(amounts.elderly),
        _ => None,
    }
}

fn split_blocked(scene: &Scene<'_>, findings: &mut Vec<Finding>) {
    if !is_matched_here(scene) || is_moved(scene) {
        return;
    }
    let Some(variant) = obstacle(scene) else {
        return;
    };
    let own = scene.seen;
    let (covered, uncovered) = covered_days(scene, own);
    if covered == 0 || uncovered == 0 {
        return;
    }
    let dates = split_dates(scene, own, covered, uncovered);
    let spot = scene.payer_spot();
    findings.push(Finding {
        dates: scene.days(uncovered),
        claim_value: spot.value.as_ref().into(),
        reference_value: joined(&dates, ";").into(),
        details: Details {
            variant,
            date: dates.first().copied(),
            other: dates
                .get(1..)
                .filter(|rest| !rest.is_empty())
                .map(|rest| joined(rest, ", ").into()),
            count: 0,
        },
        ..scene.finding_on(&SPLIT_BLOCKED, spot.place)
    });
}

/// The payer says in SN that it has moved or split the claim already (04, 05); in a station's own file it cannot.
fn is_moved(scene: &Scene<'_>) -> bool {
    scene.chunk.shape != Shape::Station
        && confirmations(scene).any(|code| matches!(code, b"04" | b"05"))
}

/// What keeps the claim from being split (RT-05, RT-06), as the variant of the words.
fn obstacle(scene: &Scene<'_>) -> Option<&'static str> {
    let lacks_mf = exceeded(scene).is_some();
    let is_apart = claim::apart(scene.claim) != (0, 0);
    match (scene.claim.has_jd, is_apart, lacks_mf) {
        (false, _, false) => Some("NO_JD"),
        (false, _, true) => Some("NO_JD_NO_MF"),
        (true, true, false) => Some("JD_KA"),
        (true, true, true) => Some("JD_KA_NO_MF"),
        (true, false, true) => Some(""),
        (true, false, false) => None,
    }
}

/// The visit days that the records cover, and those that they exclude. Of others nothing is known.
fn covered_days(scene: &Scene<'_>, own: &[Seen]) -> (u32, u32) {
    let (mut covered, mut uncovered) = (0, 0);
    for (day, date) in scene.claim.dated(scene.claim.visit_days()) {
        match coverage(date, own) {
            Coverage::Covered => covered |= 1 << (day - 1),
            Coverage::Uncovered { .. } => uncovered |= 1 << (day - 1),
            Coverage::Unknown => {}
        }
    }
    (covered, uncovered)
}

/// The first day of each part: a 喪失日 (the first day without coverage, TL-20) or 取得日 between two visits. A loss of
/// which only the query is known (validity 2 or 3 without 喪失日) has no date.
fn split_dates(scene: &Scene<'_>, own: &[Seen], covered: u32, uncovered: u32) -> Vec<NaiveDate> {
    let days: Vec<(bool, NaiveDate)> = scene
        .claim
        .dated(covered | uncovered)
        .map(|(day, date)| (covered >> (day - 1) & 1 == 1, date))
        .collect();
    days.windows(2)
        .filter_map(|pair| match *pair {
            [(true, before), (false, after)] => own
                .iter()
                .filter_map(|record| Some((record.as_of, record.lost_on?)))
                .filter(|&(_, lost)| before < lost && lost <= after)
                .max()
                .map(|(_, lost)| lost),
            [(false, before), (true, after)] => own
                .iter()
                .filter_map(|record| record.qualified_on)
                .filter(|&from| before < from && from <= after)
                .min(),
            _ => None,
        })
        .collect()
}

/// ISO dates.
fn joined(dates: &[NaiveDate], separator: &str) -> String {
    let dates: Vec<String> = dates.iter().map(NaiveDate::to_string).collect();
    dates.join(separator)
}

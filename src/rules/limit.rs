//! 限度額適用区分 of the result against レセプト特記 and 一部負担金区分: `LIMIT_MISMATCH` (contract 6; policy-rules §7,
//! HC-01 … HC-09, HC-11, HC-12 and the second half of HC-14; the first is `SPECIAL_NOTE`'s).
//!
//! Which result speaks: of the matched ones that cover a visit and were seen in the ratio year of the visits (August to
//! July; HC-12, BR-09) the latest seen; several of one day that differ are a contradiction, and nothing is said.
//! A 適用区分 counts when it is valid on a covered visit; absent dates do not limit it.
//!
//! Consent (HC-11). A result without it (`limit_consent` false) silences the whole rule for the month. One with consent
//! and no 適用区分 says that there is none. Where consent is not given at all (registers without the column, bulk
//! queries, which have no block of 限度額: eligibility-format 3.5) nobody looked for a 適用区分: such a result says
//! nothing on those under 70 (no HC-09), and from 70 on only what the ratio rules out: no 区分 code, or one that
//! does not go with the ratio (HC-07, HC-08).
//!
//! HC-10 (多数回) is 窓口負担額区分 02 and has no finding here; HC-13 (特定疾病) is not read.

use chrono::NaiveDate;

use crate::eligibility::record::RecordRef;
use crate::finding::{Details, Finding, Level};
use crate::judge::coverage::covers;
use crate::matching::Few;
use crate::matching::cascade::MatchedBy;
use crate::text::age::{self, Stage};
use crate::text::insurer::InsurerKind;
use crate::uke::claim::Payer;
use crate::uke::codes::{self, ClaimType, PersonClass};

use super::field::at;
use super::special_note::{ClassCode, class_code, labelled};
use super::{Certainty, Rule, Scene, Spot};

mod page;
mod table;
#[cfg(test)]
mod tests;

use page::LIMIT_MISMATCH;
use table::{CLASSES, ClassRow, Group, RATIOS};

/// The rules of this family.
pub(super) const RULES: &[Rule] = &[LIMIT_MISMATCH];

fn limit_mismatch(scene: &Scene<'_>, findings: &mut Vec<Finding>) {
    if scene.claim.problem.is_some() || scene.claim.payer != Payer::Insurer {
        return;
    }
    let Some(group) = group(scene) else {
        return;
    };
    let before = findings.len();
    let spot = scene.spot(const { at("special_notes") });
    let facts = Facts {
        scene,
        group,
        code: class_code(&spot.value),
        spot: &spot,
    };
    match said(scene) {
        Said::Withheld => return,
        Said::Nothing => {}
        Said::One(told) => match told.what {
            What::Class(class) => facts.against_class(class, &told, findings),
            What::Ratio { percent, looked } => {
                facts.against_ratio(percent, looked, &told, findings);
            }
        },
    }
    // What a result says of the 特記 is said of 種別 by other rules: not twice.
    if findings.len() == before {
        facts.against_type(findings);
    }
}

/// The age group of the patient in this month; `None` when unknown, or 75 and not in 後期高齢者医療.
fn group(scene: &Scene<'_>) -> Option<Group> {
    if scene.kind == InsurerKind::Koki {
        return Some(Group::Koki);
    }
    let first_visit = scene.first_date(scene.claim.visit_days())?;
    match age::stage(scene.claim.birth_date?, first_visit) {
        Stage::Preschool | Stage::Ordinary => Some(Group::Under70),
        Stage::Elderly => Some(Group::Elderly),
        _ => None,
    }
}

/// What a result says of the limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    /// This 適用区分.
    Class([u8; 3]),
    /// No 適用区分; the 負担割合 if it is known, and whether a 適用区分 was looked for (consent).
    Ratio { percent: Option<u8>, looked: bool },
}

/// What the results say, and which.
struct Told {
    what: What,
    as_of: NaiveDate,
    evidence: Vec<u32>,
}

enum Said {
    /// No consent.
    Withheld,
    /// Nothing, or two things at once.
    Nothing,
    /// This.
    One(Told),
}

fn said(scene: &Scene<'_>) -> Said {
    if matches!(
        scene.matched.by,
        MatchedBy::OtherInsurer | MatchedBy::Multi | MatchedBy::None
    ) {
        return Said::Nothing;
    }
    let all = scene.seen;
    let visits = || scene.claim.dates(scene.claim.visit_days());
    let mut withheld = false;
    let mut told: Few<(NaiveDate, u32, What)> = Few::new();
    for ((index, record), own) in scene.indexed().zip(all) {
        let is_of_year = |date: &NaiveDate| age::ratio_year(*date) == age::ratio_year(own.as_of);
        let mut covered = visits()
            .filter(is_of_year)
            .filter(|&date| covers(own, date, all))
            .peekable();
        if covered.peek().is_none() {
            continue;
        }
        withheld |= record.limit_consent == Some(false);
        if covered.any(|date| is_valid(record, date)) {
            told.push((own.as_of, index, what(scene.kind, record)));
        }
    }
    if withheld {
        return Said::Withheld;
    }
    // Results with consent know of the 適用区分, the others do not.
    let is_informed = |what| !matches!(what, What::Ratio { looked: false, .. });
    if told.iter().any(|&(.., what)| is_informed(what)) {
        told.retain(|&mut (.., what)| is_informed(what));
    } else {
        told.retain(|(.., what)| {
            matches!(
                what,
                What::Ratio {
                    percent: Some(_),
                    ..
                }
            )
        });
    }
    latest(told).map_or(Said::Nothing, Said::One)
}

/// A record without a 適用区分 is not limited by the dates of one.
fn is_valid(record: RecordRef<'_>, date: NaiveDate) -> bool {
    record.limit_class == [0; 3]
        || (record.limit_valid_from.is_none_or(|from| from <= date)
            && record.limit_valid_to.is_none_or(|to| date <= to))
}

fn what(kind: InsurerKind, record: RecordRef<'_>) -> What {
    if record.limit_class != [0; 3] {
        return What::Class(record.limit_class);
    }
    What::Ratio {
        percent: if kind == InsurerKind::Koki {
            record.copay_percent
        } else {
            record.elderly_copay_percent
        },
        looked: record.limit_consent == Some(true),
    }
}

/// What the latest seen say, if they agree.
fn latest(mut told: Few<(NaiveDate, u32, What)>) -> Option<Told> {
    let as_of = told.iter().map(|&(as_of, ..)| as_of).max()?;
    told.retain(|&mut (seen, ..)| seen == as_of);
    let (_, _, what) = *told.first()?;
    told.iter().all(|&(.., other)| other == what).then(|| Told {
        what,
        as_of,
        evidence: told.iter().map(|&(_, index, _)| index).collect(),
    })
}

/// The claim's side.
struct Facts<'s, 'a> {
    scene: &'s Scene<'a>,
    group: Group,
    code: ClassCode<'s>,
    spot: &'s Spot<'a>,
}

impl Facts<'_, '_> {
    /// 高額療養費 was paid in kind: 窓口負担額区分 01 or 02 (HC-10).
    fn is_paid(&self) -> bool {
        matches!(self.scene.claim.payment_class, Some(1 | 2))
    }

    /// Error where money was paid by it (HC-12), unless the row is only inferred.
    fn level(&self, certainty: Certainty) -> Level {
        if self.is_paid() && certainty != Certainty::Inferred {
            Level::Error
        } else {
            LIMIT_MISMATCH.level
        }
    }

    fn finding(&self, spot: &Spot<'_>, variant: &'static str, told: Option<&Told>) -> Finding {
        Finding {
            claim_value: spot.value.as_ref().into(),
            details: Details {
                variant,
                date: told.map(|told| told.as_of),
                ..Details::default()
            },
            evidence: told.map_or_else(Box::default, |told| told.evidence.as_slice().into()),
            ..self.scene.finding_on(&LIMIT_MISMATCH, spot.place)
        }
    }

    /// HC-01 … HC-06. A class that the table does not have, or not for this age, is no matter of this rule.
    fn against_class(&self, class: [u8; 3], told: &Told, findings: &mut Vec<Finding>) {
        let row = CLASSES
            .iter()
            .find(|row| row.class == class && row.groups.contains(&self.group));
        let Some(row) = row else {
            return;
        };
        let variant = match self.code {
            ClassCode::One(code) if code == row.note => None,
            ClassCode::One(_) => Some(""),
            ClassCode::Absent => Some("absent"),
            ClassCode::Unclear => None,
        };
        if let Some(variant) = variant {
            let mut finding = Finding {
                level: self.level(Certainty::Confirmed),
                reference_value: labelled(&codes::SPECIAL_NOTE, row.note).into(),
                ..self.finding(self.spot, variant, Some(told))
            };
            finding.details.other = Some(named(row));
            findings.push(finding);
        }
        self.copay_class(row, told, findings);
    }

    /// 一部負担金区分 of HC-01 … HC-06: only where 高額療養費 was paid in kind, so without MF only a wrong one is told.
    fn copay_class(&self, row: &ClassRow, told: &Told, findings: &mut Vec<Finding>) {
        let spot = self.scene.spot(const { at("copay_class") });
        let recorded = Some(&*spot.value).filter(|value| !value.is_empty());
        // Another code than those of 別表7 is no mismatch but a matter of the format.
        if recorded.is_some_and(|code| !codes::COPAY_CLASS.contains(code.as_bytes())) {
            return;
        }
        let is_unpaid = self.scene.claim.payment_class == Some(0);
        let variant = match (recorded, row.copay) {
            (None, Some(_)) if self.is_paid() => "copay_absent",
            (Some(code), Some(expected)) if code != expected && !is_unpaid => "copay",
            (Some(_), None) => "copay_none",
            (Some(_), Some(_)) if is_unpaid => "copay_unpaid",
            _ => return,
        };
        let expected = row.copay.filter(|_| !is_unpaid);
        let mut finding = Finding {
            level: self.level(row.certainty),
            reference_value: expected
                .map_or_else(String::new, |code| labelled(&codes::COPAY_CLASS, code))
                .into(),
            ..self.finding(&spot, variant, Some(told))
        };
        finding.details.other = Some(named(row));
        findings.push(finding);
    }

    /// HC-07 … HC-09.
    fn against_ratio(
        &self,
        percent: Option<u8>,
        looked: bool,
        told: &Told,
        findings: &mut Vec<Finding>,
    ) {
        if self.group == Group::Under70 {
            if looked && matches!(self.code, ClassCode::One(_)) {
                // HC-09 asks for a look, not for a change: no error, whatever was paid.
                findings.push(self.finding(self.spot, "no_class", Some(told)));
            }
            return;
        }
        let row = RATIOS
            .iter()
            .find(|row| row.group == self.group && Some(row.percent) == percent);
        let Some(row) = row else {
            return;
        };
        let variant = match self.code {
            ClassCode::One(code) if code == row.note => return,
            ClassCode::One(code) if !looked && row.others.contains(&code) => return,
            ClassCode::One(_) => "ratio",
            ClassCode::Absent => "ratio_absent",
            ClassCode::Unclear => return,
        };
        let mut finding = Finding {
            level: self.level(Certainty::Confirmed),
            reference_value: labelled(&codes::SPECIAL_NOTE, row.note).into(),
            ..self.finding(self.spot, variant, Some(told))
        };
        finding.details.count = u32::from(row.percent);
        findings.push(finding);
    }

    /// HC-14, second half: a 区分 of those who pay 3割 on a claim of those who pay less, or the other way round.
    fn against_type(&self, findings: &mut Vec<Finding>) {
        // A refusal seen in another year keeps silent as well (HC-11).
        let mut records = self.scene.records.iter();
        if self.group == Group::Under70 || records.any(|r| r.limit_consent == Some(false)) {
            return;
        }
        let ClassCode::One(code) = self.code else {
            return;
        };
        let claim_type = self.scene.spot(const { at("claim_type") }).value;
        let person = ClaimType::parse(claim_type.as_bytes()).and_then(ClaimType::person);
        let is_contrary = match person {
            Some(PersonClass::ElderlyOrdinary) => matches!(code, "26" | "27" | "28"),
            Some(PersonClass::ElderlySeventyPercent) => matches!(code, "29" | "30" | "41" | "42"),
            _ => false,
        };
        if is_contrary {
            findings.push(Finding {
                level: self.level(Certainty::Inferred),
                reference_value: claim_type.as_ref().into(),
                ..self.finding(self.spot, "type", None)
            });
        }
    }
}

/// Whether a 区分 code goes with a 負担割合 in 後期高齢者医療 (HC-08); `None` where the table does not speak.
pub(super) fn goes_with_ratio(code: &str, percent: u8) -> Option<bool> {
    let row = RATIOS
        .iter()
        .find(|row| row.group == Group::Koki && row.percent == percent)?;
    Some(row.note == code || row.others.contains(&code))
}

/// True when the 特記 or 一部負担金区分 of the claim is told to be wrong here.
pub(super) fn tells(scene: &Scene<'_>) -> bool {
    let mut findings = Vec::new();
    limit_mismatch(scene, &mut findings);
    !findings.is_empty()
}

/// A class as results and people call it: `A03 ウ`.
fn named(row: &ClassRow) -> Box<str> {
    let code = row.class.map(char::from);
    format!("{} {}", String::from_iter(code), row.name).into()
}

//! レセプト種別 against who pays and who the person is: `CLAIM_TYPE`, `SELF_FAMILY` (contract 6; policy-rules
//! BR-01 … BR-04, BR-06, BR-10 … BR-13).
//!
//! `CLAIM_TYPE` tells one thing of each subject: the payer class, the number of payers, the person. A wrong
//! payer class explains a wrong person, so it stands alone. Ages count on the visit dates. But for the 75th
//! birthday nothing changes within a month; the dates before it and from it on are looked at apart.

use std::fmt::Write as _;

use crate::eligibility::record::RecordRef;
use crate::finding::{Details, Finding};
use crate::matching::Few;
use crate::text::age::{Stage, school_year};
use crate::text::insurer::InsurerKind;
use crate::uke::claim::{Payer, days_of};
use crate::uke::codes::{ClaimType, PayerClass, PersonClass};

use super::field::at;
use super::said::{self, Said, Witnesses};
use super::{Rule, Scene, Spot};

mod pages;
#[cfg(test)]
mod tests;

use pages::{CLAIM_TYPE, SELF_FAMILY};

/// The rules of this family.
pub(super) const RULES: &[Rule] = &[CLAIM_TYPE, SELF_FAMILY];

/// 公費負担者番号 of 生活保護 begins so.
const WELFARE: &[u8] = b"12";

/// 一部負担金割合 from which the last digit of 種別 is 0 (BR-04, BR-06).
const SEVENTY_PERCENT_BENEFIT: u8 = 30;

/// A claim whose 種別 is one of 別表4.
struct Subject<'s, 'a> {
    scene: &'s Scene<'a>,
    spot: Spot<'a>,
    kind: ClaimType,
    /// KO records.
    public: usize,
}

/// What is wrong with 種別.
struct Wrong {
    variant: &'static str,
    /// Bit 0 is the 1st; 0 when no date matters.
    days: u32,
    expected: String,
    other: Option<Box<str>>,
    evidence: Few<u32>,
}

impl Wrong {
    fn new(variant: &'static str, expected: String) -> Self {
        Self {
            variant,
            days: 0,
            expected,
            other: None,
            evidence: Few::new(),
        }
    }
}

impl<'s, 'a> Subject<'s, 'a> {
    /// `None` where the format rules have the word: no readable head, no payer, a code not in 別表4.
    fn of(scene: &'s Scene<'a>) -> Option<Self> {
        if scene.claim.problem.is_some() || scene.claim.payer == Payer::Missing {
            return None;
        }
        let spot = scene.spot(const { at("claim_type") });
        let kind = ClaimType::parse(spot.value.as_bytes())?;
        Some(Self {
            scene,
            kind,
            spot,
            public: scene.heads.kos,
        })
    }

    /// Who insures by HO (BR-11); `None` for an insurer's number of no known kind.
    fn payer(&self) -> Option<PayerClass> {
        match (self.scene.claim.payer, self.scene.kind) {
            (Payer::Public, _) => Some(PayerClass::PublicOnly),
            (_, InsurerKind::Koki) => Some(PayerClass::Elderly),
            (_, kind) => kind.is_medical().then_some(PayerClass::Insurance),
        }
    }

    /// The 種別 of this payer class with the claim's KO records and each of these last digits, parted by `/`.
    fn codes(&self, payer: PayerClass, persons: &str) -> String {
        let (class, payers) = match payer {
            PayerClass::Insurance => ('1', self.public + 1),
            PayerClass::PublicOnly => ('2', self.public),
            PayerClass::Elderly => ('3', self.public + 1),
        };
        let mut out = String::new();
        for person in persons.chars() {
            let slash = if out.is_empty() { "" } else { "/" };
            // Writing to a string does not fail.
            let _ = write!(out, "{slash}6{class}{payers}{person}");
        }
        out
    }

    /// The last digit as recorded.
    fn last_digit(&self) -> char {
        char::from(self.kind.code()[3])
    }

    /// The last digit where it says something of the person; that of 62 is always 2.
    fn person(&self) -> char {
        let says = self.kind.person().is_some();
        if says { self.last_digit() } else { 'x' }
    }

    /// BR-11, BR-12: 種別 against HO and KO.
    fn wrong_payer(&self) -> Option<Wrong> {
        let payer = self.payer().filter(|&payer| payer != self.kind.payer())?;
        let (variant, persons) = match payer {
            PayerClass::PublicOnly if self.first_public().starts_with(WELFARE) => ("welfare", "2"),
            PayerClass::PublicOnly => ("public", "2"),
            PayerClass::Elderly => ("koki", narrowed("80", self.person())),
            PayerClass::Insurance => ("insurance", self.by_age()),
        };
        Some(Wrong {
            other: Some(self.scene.payer_spot().value.into()),
            ..Wrong::new(variant, self.codes(payer, persons))
        })
    }

    fn first_public(&self) -> &'a [u8] {
        self.scene
            .heads
            .ko
            .map_or(b"", |ko| ko.fields::<2>()[1].trim_ascii())
    }

    /// The last digits that a claim on 医療保険 may have by age on the first visit; `x` for not known.
    fn by_age(&self) -> &'static str {
        let first = self.scene.first_date(self.scene.claim.visit_days());
        let digits = match first.map(|date| said::stage(self.scene, date)) {
            Some(Stage::Preschool) => "4",
            Some(Stage::Ordinary) => "26",
            Some(Stage::Elderly) => "80",
            _ => "x",
        };
        narrowed(digits, self.person())
    }

    /// 別表4: the third digit against the KO records. More than four have no code.
    fn wrong_count(&self) -> Option<Wrong> {
        let is_wrong = self.public <= 4 && usize::from(self.kind.public_payers()) != self.public;
        let has_payer = self.kind.has_insurer() == (self.scene.claim.payer == Payer::Insurer);
        (is_wrong && has_payer).then(|| {
            let same = narrowed("24680", self.last_digit());
            Wrong {
                other: Some(self.public.to_string().into()),
                ..Wrong::new("payers", self.codes(self.kind.payer(), same))
            }
        })
    }

    /// Visit dates with this stage, as a mask.
    fn days_at(&self, stage: Stage) -> u32 {
        let mask = self.scene.claim.visit_days();
        let dates = || self.scene.claim.dates(mask);
        let of = |date| said::stage(self.scene, date);
        // Nobody grows younger: when the first and the last date have one stage, all between have it.
        if let (Some(first), Some(last)) = (dates().next(), self.scene.last_date(mask))
            && of(first) == of(last)
            && of(first) != Stage::Unknown
        {
            return if of(first) == stage { mask } else { 0 };
        }
        self.scene
            .claim
            .dated(mask)
            .filter(|&(_, date)| of(date) == stage)
            .fold(0, |mask, (day, _)| mask | 1 << (day - 1))
    }

    /// The person of a claim whose payer class is right.
    fn wrong_persons(&self) -> Few<Wrong> {
        match self.payer() {
            Some(PayerClass::Elderly) => {
                let days = self.scene.claim.visit_days();
                self.wrong_ratio(days).into_iter().collect()
            }
            Some(PayerClass::Insurance) => {
                let aged = self.days_at(Stage::Koki);
                let aged = (aged != 0).then(|| Wrong {
                    days: aged,
                    ..Wrong::new("aged", self.codes(PayerClass::Elderly, "80"))
                });
                let younger = [Stage::Preschool, Stage::Ordinary, Stage::Elderly]
                    .into_iter()
                    .map(|stage| (stage, self.days_at(stage)))
                    .find(|&(_, days)| days != 0);
                let wrong = match younger {
                    Some((stage, days)) => self.wrong_at(stage, days),
                    None if aged.is_none() => self.wrong_by_result(),
                    None => None,
                };
                aged.into_iter().chain(wrong).collect()
            }
            _ => Few::new(),
        }
    }

    /// BR-01 … BR-04 on dates before the 75th birthday, all of one stage.
    fn wrong_at(&self, stage: Stage, days: u32) -> Option<Wrong> {
        let is_elderly = matches!(self.person(), '8' | '0');
        let (variant, persons) = match stage {
            Stage::Preschool if self.person() != '4' => ("preschool", "4"),
            // Age and result against each other: neither is told to be right.
            Stage::Ordinary if self.is_preschool_by_result().is_some() => return None,
            Stage::Ordinary if self.person() == '4' => ("school", "26"),
            Stage::Ordinary if is_elderly => ("young", "26"),
            Stage::Elderly if is_elderly => return self.wrong_ratio(days),
            Stage::Elderly => return Some(self.not_yet_elderly(days)),
            _ => return None,
        };
        Some(Wrong {
            days,
            ..Wrong::new(variant, self.codes(PayerClass::Insurance, persons))
        })
    }

    /// BR-04: 70 to 74, claimed as if younger. The ratio, where it is known, says which code it is.
    fn not_yet_elderly(&self, days: u32) -> Wrong {
        let (persons, evidence) = match self.ratio(days) {
            Some((percent, evidence)) => (person_of(percent), evidence),
            None => ("80", Few::new()),
        };
        Wrong {
            days,
            evidence,
            ..Wrong::new("elderly", self.codes(PayerClass::Insurance, persons))
        }
    }

    /// BR-04, BR-06: the last digit against the ratio of the result. Not where HO says 減免 (BR-13).
    fn wrong_ratio(&self, days: u32) -> Option<Wrong> {
        let (percent, evidence) = self.ratio(days)?;
        let persons = person_of(percent);
        if persons.contains(self.person()) || said::is_reduced(self.scene) {
            return None;
        }
        Some(Wrong {
            days,
            other: Some((percent / 10).to_string().into()),
            evidence,
            ..Wrong::new("ratio", self.codes(self.kind.payer(), persons))
        })
    }

    /// The ratio on these dates with the records that show it, where all that is said of them is one.
    fn ratio(&self, days: u32) -> Option<(u8, Few<u32>)> {
        if self.scene.records.is_empty() {
            return None;
        }
        let mut all: Option<(u8, Few<u32>)> = None;
        for (_, said) in said::ratios(self.scene, days) {
            match said {
                Said::Nothing => {}
                Said::Contradiction(..) => return None,
                Said::One(percent, evidence) => match &mut all {
                    Some((known, _)) if *known != percent => return None,
                    Some((_, known)) => known.extend(evidence),
                    None => all = Some((percent, evidence)),
                },
            }
        }
        let (percent, mut evidence) = all?;
        evidence.sort_unstable();
        evidence.dedup();
        Some((percent, evidence))
    }

    /// BR-01 by 未就学区分 alone, for one whose age is not known.
    fn wrong_by_result(&self) -> Option<Wrong> {
        let evidence = self
            .is_preschool_by_result()
            .filter(|_| self.person() != '4')?;
        Some(Wrong {
            days: self.scene.claim.visit_days(),
            evidence,
            ..Wrong::new("preschool", self.codes(PayerClass::Insurance, "4"))
        })
    }

    /// The records of the school year that say 未就学 of the first visit. That any code says the contrary is not
    /// confirmed (eligibility-format: a 2 was seen in one program), so only 未就学 itself counts.
    fn is_preschool_by_result(&self) -> Option<Few<u32>> {
        if self
            .scene
            .records
            .iter()
            .all(|record| record.preschool != Some(true))
        {
            return None;
        }
        let date = self.scene.first_date(self.scene.claim.visit_days())?;
        let year = school_year(date);
        let said = Witnesses::of(self.scene).nearest(date, |record, as_of| {
            (record.preschool == Some(true) && school_year(as_of) == year).then_some(())
        });
        match said {
            Said::One((), evidence) => Some(evidence),
            _ => None,
        }
    }
}

/// The last digit that goes with a ratio in per cent.
pub(super) fn person_of(percent: u8) -> &'static str {
    if percent == SEVENTY_PERCENT_BENEFIT {
        "0"
    } else {
        "8"
    }
}

/// The digit alone where it is one of `digits`, else all of them.
fn narrowed(digits: &'static str, digit: char) -> &'static str {
    match digits.find(digit) {
        Some(at) => &digits[at..=at],
        None => digits,
    }
}

fn wrongs(subject: &Subject<'_, '_>) -> Few<Wrong> {
    if let Some(wrong) = subject.wrong_payer() {
        return Few::from_iter([wrong]);
    }
    let mut all: Few<Wrong> = subject.wrong_count().into_iter().collect();
    all.extend(subject.wrong_persons());
    all
}

/// True when `CLAIM_TYPE` tells of the payer class or the person, so that what follows from it is told.
pub(super) fn explains_burden(scene: &Scene<'_>) -> bool {
    Subject::of(scene).is_some_and(|subject| {
        wrongs(&subject)
            .iter()
            .any(|wrong| wrong.variant != "payers")
    })
}

fn claim_type(scene: &Scene<'_>, findings: &mut Vec<Finding>) {
    let Some(subject) = Subject::of(scene) else {
        return;
    };
    for wrong in wrongs(&subject) {
        findings.push(Finding {
            dates: scene.days(wrong.days),
            claim_value: subject.spot.value.as_ref().into(),
            reference_value: wrong.expected.into(),
            details: Details {
                variant: wrong.variant,
                other: wrong.other,
                ..Details::default()
            },
            evidence: wrong.evidence.into_vec().into(),
            ..scene.finding_on(&CLAIM_TYPE, subject.spot.place)
        });
    }
}

/// BR-02, BR-03. For 国保, too, at full weight: BR-02 is CONFIRMED with 世帯主 = 2 and the others = 6, 別表4 has
/// 本人/世帯主 and 家族/その他 as one code each, and 本人・家族区分 (OQSCD009) has no third value that could mean
/// anything else there.
fn self_family(scene: &Scene<'_>, findings: &mut Vec<Finding>) {
    if scene.records.iter().all(|record| record.relation == 0) {
        return;
    }
    let Some(subject) = Subject::of(scene) else {
        return;
    };
    let claimed = match subject.kind.person() {
        Some(PersonClass::Principal) => 1,
        Some(PersonClass::Family) => 2,
        _ => return,
    };
    if subject.payer() != Some(PayerClass::Insurance)
        || subject.kind.payer() != PayerClass::Insurance
    {
        return;
    }
    let said = 3 - claimed;
    let Some((days, evidence)) = days_with(&subject, said) else {
        return;
    };
    findings.push(Finding {
        dates: scene.days(days),
        claim_value: subject.spot.value.as_ref().into(),
        reference_value: said.to_string().into(),
        details: Details {
            variant: if said == 1 { "self" } else { "family" },
            ..Details::default()
        },
        evidence: evidence.into_vec().into(),
        ..scene.finding_on(&SELF_FAMILY, subject.spot.place)
    });
}

/// The visit dates of school age to 69 on which all results say this relation, with these results; `None` when
/// there is none, or the results agree on the other relation for one of the dates.
fn days_with(subject: &Subject<'_, '_>, relation: u8) -> Option<(u32, Few<u32>)> {
    let scene = subject.scene;
    let witnesses = Witnesses::of(scene);
    let (mut days, mut evidence) = (0, Few::new());
    for day in days_of(subject.days_at(Stage::Ordinary)) {
        let date = scene.claim.service_month?.day(day)?;
        let known = |record: RecordRef<'_>| {
            Some(record.relation).filter(|relation| matches!(relation, 1 | 2))
        };
        match witnesses.unanimous(date, known) {
            Said::One(said, indices) if said == relation => {
                evidence.extend(indices);
                days |= 1 << (day - 1);
            }
            Said::One(..) => return None,
            Said::Nothing | Said::Contradiction(..) => {}
        }
    }
    evidence.sort_unstable();
    evidence.dedup();
    (days != 0).then_some((days, evidence))
}

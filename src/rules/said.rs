//! What the matched records say of a person on a visit date: which of them speak, and the 負担割合.
//!
//! Two rows of policy-rules §8 are no checks: BR-05 says on which paper the ratio of those of 70 to 74 stands, which no
//! result tells; BR-08 (配慮措置 of 2割 in 後期, ended 2025-09-30) changes what the patient paid, which no claim tells.

use chrono::{Datelike, NaiveDate};

use crate::eligibility::record::RecordRef;
use crate::judge::coverage::{Seen, covers};
use crate::matching::Few;
use crate::matching::cascade::MatchedBy;
use crate::text::age::{self, Ages, Stage};
use crate::text::date::Month;
use crate::text::insurer::InsurerKind;

use super::Scene;
use super::field::at;

/// What the records say of one thing on one date; the records are given by index, ascending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Said<T> {
    /// Nothing.
    Nothing,
    /// This.
    One(T, Few<u32>),
    /// Two things at once.
    Contradiction(Vec<T>, Few<u32>),
}

/// The matched records of the claim's own insurer.
pub(super) struct Witnesses<'a> {
    seen: &'a [Seen],
    indices: &'a [u32],
    records: &'a [RecordRef<'a>],
}

impl<'a> Witnesses<'a> {
    /// None for a claim whose person is only known under another insurer.
    pub(super) fn of(scene: &Scene<'a>) -> Self {
        if scene.matched.by == MatchedBy::OtherInsurer {
            return Self {
                seen: &[],
                indices: &[],
                records: &[],
            };
        }
        Self {
            seen: scene.seen,
            indices: &scene.matched.records,
            records: scene.records,
        }
    }

    /// Which of the records cover `date` (contract 4.4), by position.
    fn covering(&self, date: NaiveDate) -> Few<usize> {
        (0..self.seen.len())
            .filter(|&at| covers(&self.seen[at], date, self.seen))
            .collect()
    }

    /// The records that cover `date` and say something, with the day they were seen on.
    fn telling<T>(
        &self,
        date: NaiveDate,
        tell: impl Fn(RecordRef<'a>, NaiveDate) -> Option<T>,
    ) -> Few<(NaiveDate, u32, T)> {
        let all = self.seen.iter().zip(self.indices).zip(self.records);
        all.filter(|((seen, _), _)| covers(seen, date, self.seen))
            .filter_map(|((seen, &index), &record)| {
                Some((seen.as_of, index, tell(record, seen.as_of)?))
            })
            .collect()
    }

    /// What the record nearest to `date` says: the latest seen in its month; else the earliest seen later;
    /// else the latest seen before. What changes within a year (the ratio with a household, on the 1st of a
    /// month) is then not read from a query that was made after the change. Several seen on one day that
    /// differ contradict each other.
    pub(super) fn nearest<T: Copy + PartialEq>(
        &self,
        date: NaiveDate,
        tell: impl Fn(RecordRef<'a>, NaiveDate) -> Option<T>,
    ) -> Said<T> {
        let mut told = self.telling(date, tell);
        let month = Month::of(date);
        let rank = |as_of: NaiveDate| {
            let day = i64::from(as_of.num_days_from_ce());
            match as_of {
                _ if month.contains(as_of) => (0, -day),
                _ if as_of > date => (1, day),
                _ => (2, -day),
            }
        };
        let best = told.iter().map(|&(as_of, ..)| rank(as_of)).min();
        told.retain(|&mut (as_of, ..)| Some(rank(as_of)) == best);
        agreed(&told)
    }

    /// What all evidence for `date` (seen in its month or later) says, or without any all that covers it.
    pub(super) fn unanimous<T: Copy + PartialEq>(
        &self,
        date: NaiveDate,
        tell: impl Fn(RecordRef<'a>) -> Option<T>,
    ) -> Said<T> {
        let mut told = self.telling(date, |record, _| tell(record));
        let first = Month::of(date).first_day();
        if told.iter().any(|&(as_of, ..)| as_of >= first) {
            told.retain(|&mut (as_of, ..)| as_of >= first);
        }
        agreed(&told)
    }
}

fn agreed<T: Copy + PartialEq>(told: &[(NaiveDate, u32, T)]) -> Said<T> {
    let Some(&(_, _, first)) = told.first() else {
        return Said::Nothing;
    };
    // Matched records stand in input order, so the indices ascend.
    let indices = told.iter().map(|&(_, index, _)| index).collect();
    if told.iter().all(|&(_, _, value)| value == first) {
        return Said::One(first, indices);
    }
    let mut values: Vec<T> = Vec::new();
    for &(_, _, value) in told {
        if !values.contains(&value) {
            values.push(value);
        }
    }
    Said::Contradiction(values, indices)
}

/// True for 国保, 国保組合 and 退職国保, to which 給付割合 belongs (BR-07).
pub(super) fn is_national(kind: InsurerKind) -> bool {
    kind.is_municipal() && kind != InsurerKind::Koki
}

/// The ages of the claim's person; `None` when claim and record differ on the birth date, which `ID_MISMATCH`
/// tells.
pub(crate) fn ages(claimed: Option<NaiveDate>, records: &[RecordRef<'_>]) -> Option<Ages> {
    let is_disputed = records
        .iter()
        .any(|record| record.birth_date.is_some() && record.birth_date != claimed);
    claimed.filter(|_| !is_disputed).and_then(Ages::of)
}

/// What the claim's person counts as on `date`.
pub(super) fn stage(scene: &Scene<'_>, date: NaiveDate) -> Stage {
    scene.ages.map_or(Stage::Unknown, |ages| ages.on(date))
}

/// The stage, and the first date, when the only record covers the first and the last of these dates and the person
/// counts as the same on both: as one record covers dates without a gap, and nobody grows younger, all dates between
/// are alike.
fn all_alike(
    scene: &Scene<'_>,
    witnesses: &Witnesses<'_>,
    mask: u32,
) -> Option<(Stage, NaiveDate)> {
    let [only] = witnesses.seen else { return None };
    let (first, last) = (scene.first_date(mask)?, scene.last_date(mask)?);
    let covered = |date| covers(only, date, witnesses.seen);
    let first_stage = stage(scene, first);
    let is_alike = first_stage != Stage::Unknown && first_stage == stage(scene, last);
    (is_alike && covered(first) && covered(last)).then_some((first_stage, first))
}

/// What the records say of the 負担割合 on the visit dates in `mask`, dates of which they say the same together.
///
/// All these dates lie in one month, so what [`ratio`] says depends on the stage of the person and on the
/// records that cover the date alone; of dates that share both only the first is asked.
pub(super) fn ratios(scene: &Scene<'_>, mask: u32) -> Few<(u32, Said<u8>)> {
    let witnesses = Witnesses::of(scene);
    if let Some((stage, date)) = all_alike(scene, &witnesses, mask) {
        return Few::from_iter([(mask, ratio(scene, &witnesses, stage, date))]);
    }
    let mut parts: Few<(u32, Said<u8>)> = Few::new();
    let mut known: Option<(Stage, Few<usize>)> = None;
    for (day, date) in scene.claim.dated(mask) {
        let state = (stage(scene, date), witnesses.covering(date));
        let bit = 1 << (day - 1);
        match parts.last_mut() {
            Some((days, _)) if known.as_ref() == Some(&state) => *days |= bit,
            _ => {
                parts.push((bit, ratio(scene, &witnesses, state.0, date)));
                known = Some(state);
            }
        }
    }
    parts
}

/// The 負担割合 in per cent (10, 20 or 30) that the records show for `date`.
///
/// - 後期 (BR-06): 一部負担金割合; 70–74 elsewhere (BR-04): that of 高齢受給者. Others have a field for it in
///   the claim only on 国保: 一部負担金割合 (BR-07), of which below school age nothing but 2割 can be meant (BR-01).
/// - Only records of the same ratio year speak (BR-09): a query in July says nothing about August.
/// - Any other number (0, 100) says nothing.
fn ratio(scene: &Scene<'_>, witnesses: &Witnesses<'_>, stage: Stage, date: NaiveDate) -> Said<u8> {
    let year = age::ratio_year(date);
    witnesses.nearest(date, |record, as_of| {
        let percent = match (scene.kind, stage) {
            (InsurerKind::Koki, _) => record.copay_percent,
            (_, Stage::Elderly) => record.elderly_copay_percent,
            (kind, Stage::Ordinary) if is_national(kind) => record.copay_percent,
            (kind, Stage::Preschool) if is_national(kind) => {
                record.copay_percent.filter(|&percent| percent == 20)
            }
            _ => None,
        };
        percent.filter(|percent| matches!(percent, 10 | 20 | 30) && age::ratio_year(as_of) == year)
    })
}

/// True when HO says 減額, 免除 or 支払猶予 (減免区分), which makes an odd burden right (BR-13).
pub(super) fn is_reduced(scene: &Scene<'_>) -> bool {
    matches!(
        &*scene.spot(const { at("reduction") }).value,
        "1" | "2" | "3"
    )
}

//! 金額 against the master, percentage add-ons folded into the line above.

use crate::lint::Sink;
use crate::master::{Amount, Version};
use crate::uke::issue::Kind;
use crate::uke::layout::ka;

use super::{Charge, Scene, name};

/// Checks every 金額. A percentage add-on has 0 yen, and stands right behind the base line whose amount it is
/// added to (手引き 18-2 (6)ウ). Where it stands elsewhere on the day, which line it raised cannot be told, so
/// base lines of its groups may have either amount.
pub(super) fn check(scene: Scene<'_>, charges: &[Charge], sink: &mut Sink) {
    let has_percentages = charges
        .iter()
        .any(|&charge| percent(scene, charge).is_some());
    for (at, &charge) in charges.iter().enumerate() {
        let (Some(version), Some(yen)) = (scene.version(charge), charge.yen) else {
            continue;
        };
        let is_plain = match version.amount {
            Amount::Unknown => continue,
            Amount::Yen(value) => u64::from(yen) * 100 == u64::from(value),
            Amount::Points(value) => u64::from(yen) * 10 == u64::from(value),
            Amount::Percent(_) => yen == 0,
        };
        // Nearly all lines.
        if is_plain && !has_percentages {
            continue;
        }
        let (variant, accepted) = accepted(scene, charges, at, version);
        if !accepted.contains(&u64::from(yen)) {
            told(scene, at, variant, &accepted, sink);
        }
    }
}

/// The yen that a line may have, the likeliest first, and the variant to tell when it has others.
fn accepted(
    scene: Scene<'_>,
    charges: &[Charge],
    at: usize,
    version: &Version,
) -> (&'static str, Vec<u64>) {
    if let Amount::Percent(_) = version.amount {
        return ("PERCENT", vec![0]);
    }
    let behind = behind(scene, charges, at, version);
    let loose = loose(scene, charges, at, version);
    let mut accepted = yen_of(version.amount, behind);
    if loose > 0 {
        accepted.extend(yen_of(version.amount, behind + loose));
    }
    (if behind > 0 { "FOLDED" } else { "" }, accepted)
}

fn told(scene: Scene<'_>, at: usize, variant: &'static str, accepted: &[u64], sink: &mut Sink) {
    let Some(row) = scene.row(at) else { return };
    let item = super::item_code(&row).and_then(|code| scene.master.position(code));
    let flaw = sink.field(Kind::ItemAmount, &row, ka::YEN);
    flaw.variant = variant;
    flaw.expected = accepted
        .first()
        .map(u64::to_string)
        .unwrap_or_default()
        .into();
    flaw.other = item.and_then(|item| name(scene.master.item(item)));
}

/// Hundredths of per cent that the add-ons right behind a line add to it.
fn behind(scene: Scene<'_>, charges: &[Charge], at: usize, version: &Version) -> u64 {
    let date = charges[at].date;
    charges[at + 1..]
        .iter()
        .take_while(|charge| charge.date == date)
        .map_while(|&charge| percent(scene, charge))
        .filter(|add_on| add_on.fits(scene, version))
        .map(|add_on| add_on.rate)
        .sum()
}

/// Hundredths of per cent of the day's add-ons that fit a line, but stand behind none that they fit.
fn loose(scene: Scene<'_>, charges: &[Charge], at: usize, version: &Version) -> u64 {
    let date = charges[at].date;
    let mut above: Option<&Version> = None;
    let mut sum = 0;
    for &charge in charges.iter().filter(|charge| charge.date == date) {
        match percent(scene, charge) {
            Some(add_on) => {
                let has_base = above.is_some_and(|above| add_on.fits(scene, above));
                if !has_base && add_on.fits(scene, version) {
                    sum += add_on.rate;
                }
            }
            None => above = scene.version(charge),
        }
    }
    sum
}

/// A percentage add-on in force.
#[derive(Clone, Copy)]
struct AddOn {
    item: usize,
    rate: u64,
}

impl AddOn {
    /// True when this row of the master is a base item of one of its groups. Without the table of add-ons every
    /// base item with a group is.
    fn fits(self, scene: Scene<'_>, version: &Version) -> bool {
        let Some(group) = version.group else {
            return false;
        };
        let groups = &scene.master.item(self.item).add_on_of;
        groups.is_empty() || groups.iter().any(|add_on| add_on.group == group)
    }
}

fn percent(scene: Scene<'_>, charge: Charge) -> Option<AddOn> {
    match scene.version(charge)?.amount {
        Amount::Percent(rate) => Some(AddOn {
            item: charge.item?,
            rate: rate.into(),
        }),
        _ => None,
    }
}

/// The yen that an amount may come to with some hundredths of per cent added. 5,050 yen and 50 % are 7,575. How
/// a fraction is rounded, and for points whether before or after they become yen, is not known: both
/// neighbours are right. The first is the nearest.
fn yen_of(amount: Amount, percent: u64) -> Vec<u64> {
    let (hundredths, points) = match amount {
        Amount::Yen(value) => (value, false),
        Amount::Points(value) => (value, true),
        Amount::Percent(_) | Amount::Unknown => return vec![0],
    };
    // Hundredths of a unit times hundredths of a per cent of the whole.
    let raised = u128::from(hundredths) * u128::from(10_000 + percent);
    let mut accepted = Vec::with_capacity(1);
    let scale = if points { 10 } else { 1 };
    around(raised * scale, 1, &mut accepted);
    if points {
        around(raised, 10, &mut accepted);
    }
    accepted
}

/// Adds the whole numbers around `value` / 1,000,000, times `scale`, the nearest first.
fn around(value: u128, scale: u64, accepted: &mut Vec<u64>) {
    const WHOLE: u128 = 1_000_000;
    let (floor, rest) = (value / WHOLE, value % WHOLE);
    // Amounts have at most seven digits: far below 64 bits.
    let floor = u64::try_from(floor).unwrap_or(u64::MAX);
    let (low, high) = (
        floor.saturating_mul(scale),
        floor.saturating_add(1).saturating_mul(scale),
    );
    match rest {
        0 => accepted.push(low),
        rest if rest * 2 < WHOLE => accepted.extend([low, high]),
        _ => accepted.extend([high, low]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_guide() {
        assert_eq!(yen_of(Amount::Yen(505_000), 5_000), [7_575]);
        assert_eq!(yen_of(Amount::Yen(555_000), 0), [5_550]);
        assert_eq!(yen_of(Amount::Points(55_500), 0), [5_550, 5_550]);
        assert_eq!(yen_of(Amount::Points(55_500), 5_000), [8_325, 8_330, 8_320]);
    }

    #[test]
    fn fractions_may_go_either_way() {
        // 1,055 and 3.5 % are 1,091.925.
        assert_eq!(yen_of(Amount::Yen(105_500), 350), [1_092, 1_091]);
        assert_eq!(yen_of(Amount::Yen(101), 0), [1, 2]);
    }
}

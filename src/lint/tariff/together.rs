//! What the KA lines of a claim tell together: how often, beside what, on what base.

use chrono::NaiveDate;

use crate::lint::Sink;
use crate::master::{Group, Limit, Rival, Standing, Unit};
use crate::uke::issue::Kind;

use super::{Charge, Placed, Run, Scene, Scratch, window};

/// Checks limits, items that exclude each other, and add-ons without their base.
pub(super) fn check(scene: Scene<'_>, scratch: &mut Scratch, sink: &mut Sink) {
    arrange(scratch);
    for run in &scratch.runs {
        let lines = &scratch.order[run.start..run.end];
        for &limit in &scene.master.item(run.item).limits {
            often(scene, limit, lines, sink);
        }
    }
    exclusive(scene, scratch, sink);
    for (at, &charge) in scratch.charges.iter().enumerate() {
        alone(scene, &scratch.charges, at, charge, sink);
    }
}

/// Sorts the lines by item and date, and finds where each item's begin and end.
fn arrange(scratch: &mut Scratch) {
    scratch.order.clear();
    for (line, charge) in scratch.charges.iter().enumerate() {
        if let (Some(item), Some(date)) = (charge.item, charge.date) {
            scratch.order.push(Placed { item, date, line });
        }
    }
    scratch.order.sort_unstable();
    scratch.runs.clear();
    let mut start = 0;
    for lines in scratch.order.chunk_by(|a, b| a.item == b.item) {
        let end = start + lines.len();
        scratch.runs.push(Run {
            item: lines[0].item,
            start,
            end,
        });
        start = end;
    }
}

/// Tells at the first line too many of each day, week or month.
fn often(scene: Scene<'_>, limit: Limit, lines: &[Placed], sink: &mut Sink) {
    let times = usize::try_from(limit.times).unwrap_or(usize::MAX);
    if lines.len() <= times {
        return;
    }
    let same = |a: &Placed, b: &Placed| window(limit.unit, a.date) == window(limit.unit, b.date);
    for lines in lines.chunk_by(same) {
        let (Some(first), Some(over)) = (lines.first(), lines.get(times)) else {
            continue;
        };
        if !limit.span.contains(first.date) {
            continue;
        }
        let days = lines
            .iter()
            .fold(0, |mask, line| mask | scene.bit(line.date));
        if let Some(flaw) = scene.of_code(Kind::ItemLimit, over.line, over.item, sink) {
            flaw.variant = named(limit.unit);
            flaw.count = u32::try_from(lines.len()).unwrap_or(u32::MAX);
            flaw.expected = limit.times.to_string().into();
            flaw.days = days;
        }
    }
}

const fn named(unit: Unit) -> &'static str {
    match unit {
        Unit::Day => "DAY",
        Unit::SameTime => "SAME",
        Unit::Week => "WEEK",
        Unit::Month => "MONTH",
    }
}

fn exclusive(scene: Scene<'_>, scratch: &mut Scratch, sink: &mut Sink) {
    scratch.present.resize(scene.master.len(), false);
    for run in &scratch.runs {
        scratch.present[run.item] = true;
    }
    for run in &scratch.runs {
        for &rival in &scene.master.item(run.item).rivals {
            if !scratch.present[rival.other] {
                continue;
            }
            let other = scratch
                .runs
                .binary_search_by_key(&rival.other, |run| run.item)
                .map(|at| scratch.runs[at]);
            if let Ok(other) = other {
                let lines = |run: &Run| &scratch.order[run.start..run.end];
                pair(scene, rival, lines(run), lines(&other), sink);
            }
        }
    }
    for run in &scratch.runs {
        scratch.present[run.item] = false;
    }
}

/// Tells two items that stand in one day, week or month, once for each, at the later line of the first two.
fn pair(scene: Scene<'_>, rival: Rival, these: &[Placed], those: &[Placed], sink: &mut Sink) {
    let key = |line: &Placed| window(rival.unit, line.date);
    for lines in these.chunk_by(|a, b| key(a) == key(b)) {
        let this = lines[0];
        let Some(&that) = those.iter().find(|line| key(line) == key(&this)) else {
            continue;
        };
        if !rival.span.contains(this.date.max(that.date)) {
            continue;
        }
        let (first, second) = if this.line < that.line {
            (this, that)
        } else {
            (that, this)
        };
        let kind = if rival.has_exceptions {
            Kind::ItemsExclusiveMaybe
        } else {
            Kind::ItemsExclusive
        };
        if let Some(flaw) = scene.of_code(kind, second.line, first.item, sink) {
            flaw.variant = named(rival.unit);
            flaw.expected = scene.master.item(first.item).code.to_string().into();
            flaw.days = scene.bit(this.date) | scene.bit(that.date);
        }
    }
}

/// An add-on stands with a base item of one of its groups: on its day where the base items are visits (基本療養費),
/// anywhere in the claim where they are not (管理療養費, ターミナルケア療養費). That difference is inferred from
/// 実施回数区分 of the base items. An add-on that may stand alone carries others of its day, and a line that
/// cannot be placed (unknown code, no date) may be the base.
fn alone(scene: Scene<'_>, charges: &[Charge], at: usize, charge: Charge, sink: &mut Sink) {
    let (Some(place), Some(date), Some(version)) =
        (charge.item, charge.date, scene.version(charge))
    else {
        return;
    };
    let item = scene.master.item(place);
    let mut groups = item
        .add_on_of
        .iter()
        .filter(|add_on| add_on.span.contains(date))
        .map(|add_on| add_on.group)
        .peekable();
    if version.stands_alone || groups.peek().is_none() {
        return;
    }
    let carried = groups.any(|group| {
        let is_daily = scene.master.is_of_visits(group);
        charges.iter().any(|&other| match (other.item, other.date) {
            (Some(item), Some(day)) => {
                (!is_daily || day == date) && carries(scene, item, day, group)
            }
            (Some(_), None) => is_daily,
            (None, day) => !is_daily || day.is_none_or(|day| day == date),
        })
    });
    if !carried {
        scene.of_code(Kind::ItemAlone, at, place, sink);
    }
}

/// True when an item is a base of the group, or an add-on of it that may stand alone.
fn carries(scene: Scene<'_>, item: usize, day: NaiveDate, group: Group) -> bool {
    let item = scene.master.item(item);
    item.is_base_of(group)
        || item.add_on_of.iter().any(|add_on| {
            add_on.group == group && matches!(item.on(day), Standing::Live(v) if v.stands_alone)
        })
}

//! What was done and what it costs: KA lines of a claim at the amounts of 2024-06 (claims-format 7).

use chrono::{Datelike, NaiveDate};

use super::person::Class;
use super::plan::ClaimPlan;
use super::rng::Rng;

/// One KA line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item {
    /// Day of the month the item is dated.
    pub day: u32,
    /// 訪問看護療養費コード.
    pub code: &'static str,
    /// 金額, yen.
    pub yen: u32,
    /// 職種等, 同日訪問回数, 指示区分 where the item has them.
    pub visit: Option<Visit>,
}

/// The fields of a KA line that a 基本療養費 carries, and 複数回 but for the order.
#[derive(Clone, Copy, Debug)]
pub(super) struct Visit {
    /// 職種等 (別表20).
    pub staff: &'static str,
    /// 同日訪問回数 (別表19).
    pub count: &'static str,
    /// 指示区分 (別表12).
    pub order: &'static str,
}

/// Who mostly visits the patient of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Team {
    Nurses,
    AssistantNurse,
    Therapist,
    Psychiatric,
}

impl Team {
    pub(super) fn draw(rng: &mut Rng, class: Class) -> Self {
        match rng.below(100) {
            _ if class == Class::Preschool => Self::Nurses,
            0..=9 => Self::Psychiatric,
            10..=19 => Self::Therapist,
            20..=24 => Self::AssistantNurse,
            _ => Self::Nurses,
        }
    }

    /// 指示区分 of the orders the team works under.
    pub(super) fn order(self) -> &'static str {
        if self == Self::Psychiatric {
            "03"
        } else {
            "01"
        }
    }

    /// 基本療養費 of a visit, `often` from the fourth day of the week on.
    fn base(self, often: bool) -> (&'static str, u32, &'static str) {
        match (self, often) {
            (Self::Nurses, false) => ("510000110", 5_550, "03"),
            (Self::Nurses, true) => ("510000210", 6_550, "03"),
            (Self::AssistantNurse, false) => ("510000310", 5_050, "07"),
            (Self::AssistantNurse, true) => ("510000410", 6_050, "07"),
            (Self::Therapist, false) => ("510000610", 5_550, "04"),
            (Self::Therapist, true) => ("510004110", 5_550, "04"),
            (Self::Psychiatric, false) => ("530000110", 5_550, "03"),
            (Self::Psychiatric, true) => ("530000310", 6_550, "03"),
        }
    }
}

/// How a station bills its management: 訪問看護管理療養費 of the first and of later days, 24時間対応.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tariff {
    first: (&'static str, u32),
    later: (&'static str, u32),
    around_the_clock: (&'static str, u32),
}

impl Tariff {
    pub(super) fn draw(rng: &mut Rng) -> Self {
        let plain = ("550000410", 7_670);
        Self {
            first: rng.pick([
                plain,
                plain,
                plain,
                plain,
                ("550000110", 13_230),
                ("550000310", 8_700),
            ]),
            later: rng.pick([
                ("550000510", 3_000),
                ("550000510", 3_000),
                ("550002010", 2_500),
            ]),
            around_the_clock: rng.pick([("550002170", 6_800), ("550000670", 6_520)]),
        }
    }
}

/// 550002270 訪問看護医療ＤＸ情報活用加算, once a month.
const DX: (&str, u32) = ("550002270", 50);

/// The KA lines of `plan` into `items`: by date, 基本 before 加算, once-a-month items on the first day.
pub(super) fn fill(
    items: &mut Vec<Item>,
    rng: &mut Rng,
    plan: &ClaimPlan,
    team: Team,
    tariff: Tariff,
) {
    items.clear();
    let mut week = Week::default();
    let mut first = true;
    for day in (1..=31u32).filter(|d| plan.visits >> (d - 1) & 1 == 1) {
        let Some(date) = plan.month.day(day) else {
            continue;
        };
        week.visits(date);
        visit(items, rng, plan, team, day, &mut week);
        let mut add = |(code, yen): (&'static str, u32)| {
            items.push(Item {
                day,
                code,
                yen,
                visit: None,
            });
        };
        if first {
            add(tariff.first);
            once_a_month(rng, plan, tariff, &mut add);
        } else {
            add(tariff.later);
        }
        first = false;
    }
}

/// 基本療養費 of a day and the additions that hang on it; `week` is that of the day.
fn visit(
    items: &mut Vec<Item>,
    rng: &mut Rng,
    plan: &ClaimPlan,
    team: Team,
    day: u32,
    week: &mut Week,
) {
    let (code, yen, staff) = team.base(week.days > 3);
    let dice = rng.below(100);
    let twice = dice < 4 && team == Team::Nurses;
    let fields = Visit {
        staff: if twice { "0313" } else { staff },
        count: if twice { "02" } else { "01" },
        order: team.order(),
    };
    items.push(Item {
        day,
        code,
        yen,
        visit: Some(fields),
    });
    let mut add = |code, yen, visit| {
        items.push(Item {
            day,
            code,
            yen,
            visit,
        });
    };
    let mental = team == Team::Psychiatric;
    match dice {
        // 複数回 has 職種等 and 同日訪問回数 again, but no 指示区分.
        _ if twice => add(
            "510001970",
            4_500,
            Some(Visit {
                order: "",
                ..fields
            }),
        ),
        90..=93 if mental => add("530002770", 2_650, None),
        90..=93 => add("510002470", 2_650, None),
        94..=96 if mental => add("530004370", 2_100, None),
        94..=96 => add("510003970", 2_100, None),
        // 長時間 is charged once a week.
        97..=98 if team == Team::Nurses && !std::mem::replace(&mut week.long, true) => {
            add("510002570", 5_200, None);
        }
        _ => {}
    }
    if plan.class == Class::Preschool {
        add("510002670", 1_300, None);
    }
}

/// What is billed once, on the first visit of the month.
fn once_a_month(
    rng: &mut Rng,
    plan: &ClaimPlan,
    tariff: Tariff,
    add: &mut impl FnMut((&'static str, u32)),
) {
    if rng.chance(70) {
        add(tariff.around_the_clock);
    }
    if rng.chance(35) {
        add(rng.pick([("550000770", 2_500), ("550000870", 5_000)]));
    }
    if rng.chance(3) {
        add(("570000110", 1_500));
    }
    if plan.dx && rng.chance(60) {
        add(DX);
    }
    if rng.chance(65) {
        add(("590000110", 780));
    }
}

/// Counts the visited days of a week (Sunday to Saturday).
#[derive(Default)]
struct Week {
    sunday: Option<NaiveDate>,
    days: u32,
    /// Had a 長時間 visit.
    long: bool,
}

impl Week {
    /// Which visited day of its week `date` is, from 1; dates come in order.
    fn visits(&mut self, date: NaiveDate) -> u32 {
        let back = u64::from(date.weekday().num_days_from_sunday());
        let sunday = date.checked_sub_days(chrono::Days::new(back));
        if sunday != self.sunday {
            (self.sunday, self.days, self.long) = (sunday, 0, false);
        }
        self.days += 1;
        self.days
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fourth_day_of_a_week_costs_more() {
        let mut week = Week::default();
        let date = |d| NaiveDate::from_ymd_opt(2026, 1, d).expect("a day");
        // 2026-01-04 is a Sunday.
        let places: Vec<u32> = [3, 4, 5, 6, 7, 11].map(|d| week.visits(date(d))).to_vec();
        assert_eq!(places, [1, 1, 2, 3, 4, 1]);
        assert_eq!(Team::Nurses.base(true).1, 6_550);
    }
}

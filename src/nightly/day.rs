//! The day of a night's check.

use chrono::{Datelike, NaiveDate};

use super::error::NightError;
use super::load;
use super::run::Asked;
use super::state::{RunRow, State};
use super::times;
use super::why::Why;

/// Deletion goes by no later day than so many days behind the one it went by last: a clock that is years ahead for a
/// night must not delete years of claims.
const LEAP: i64 = 31;

/// The row of `meta` with the day that deletion went by last.
const DELETED_BY: &str = "retention-day";

/// The day of the check, as a number: as given, else today in Japan. A clock that was set back does not bring an earlier
/// day than that of the last run: what was seen then has been seen.
pub(super) fn of(asked: &Asked, last: Option<&RunRow>) -> i64 {
    if let Some(day) = asked.as_of {
        return number(day);
    }
    let today = number(times::day_of(asked.now));
    match last {
        Some(last) if last.as_of > today => {
            tracing::warn!(
                "the clock is behind the day of the last run, which is kept; if that day was wrong, run once with --as-of"
            );
            last.as_of
        }
        _ => today,
    }
}

pub(super) fn number(day: NaiveDate) -> i64 {
    day.num_days_from_ce().into()
}

/// When the day is earlier than that of the run before, everything is judged again as it was known on that day, and
/// records from later days wait for them once more. Within a transaction.
pub(super) fn go_back(state: &mut State, as_of: i64, last: Option<i64>) -> Result<(), NightError> {
    if last.is_none_or(|last| last <= as_of) {
        return Ok(());
    }
    tracing::warn!("the day is earlier than that of the last run; all claims are judged again");
    state.forget_later_days(as_of)?;
    let mut after = 0;
    loop {
        let rows = state.records_after(after, 50_000)?;
        let Some(last) = rows.last() else { break };
        after = last.id;
        let mut later = Vec::new();
        load::each_record(&rows, &mut |row, record| {
            if let Some(day) = record.as_of.map(number).filter(|&day| day > as_of) {
                later.push((row.id, day));
            }
        })?;
        state.put_off(&later)?;
    }
    state.ask_all(Why::Day.number())?;
    Ok(())
}

/// The day by which old claims are deleted: that of the check, but neither ahead of the clock nor far ahead of the day
/// before.
pub(super) fn of_deletion(
    state: &mut State,
    as_of: NaiveDate,
    asked: &Asked,
) -> Result<NaiveDate, NightError> {
    let mut day = number(as_of).min(number(times::day_of(asked.now)));
    let before = state
        .meta(DELETED_BY)?
        .and_then(|it| it.parse::<i64>().ok());
    if let Some(before) = before {
        day = day.min(before + LEAP);
    }
    let kept = before.map_or(day, |before| before.max(day));
    state.atomically(|state| state.set_meta(DELETED_BY, &kept.to_string()))?;
    Ok(load::date(day).unwrap_or(as_of))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nightly::run::Lists;
    use crate::policy::Policy;
    use chrono::{DateTime, Utc};

    fn asked(as_of: Option<&str>, now: &str) -> Asked {
        Asked {
            as_of: as_of.map(|day| day.parse().expect("a day")),
            now: now.parse::<DateTime<Utc>>().expect("a moment"),
            lists: Lists {
                policy: Policy::current(),
                map: None,
                master: None,
                accepted: None,
            },
        }
    }

    fn last(day: &str) -> RunRow {
        RunRow {
            id: 1,
            began: 0,
            ended: None,
            as_of: number(day.parse().expect("a day")),
            status: String::new(),
            program: String::new(),
            folder: None,
        }
    }

    fn told(as_of: Option<&str>, now: &str, before: Option<&str>) -> String {
        let day = of(&asked(as_of, now), before.map(last).as_ref());
        load::date(day).expect("a day").to_string()
    }

    #[test]
    fn today_is_that_of_japan() {
        assert_eq!(told(None, "2026-11-29T15:00:00Z", None), "2026-11-30");
        assert_eq!(told(None, "2026-11-29T14:59:59Z", None), "2026-11-29");
        assert_eq!(
            told(Some("2026-01-01"), "2026-11-29T00:00:00Z", None),
            "2026-01-01"
        );
    }

    #[test]
    fn a_clock_set_back_keeps_the_day() {
        let now = "2026-11-29T00:00:00Z";
        assert_eq!(told(None, now, Some("2026-11-28")), "2026-11-29");
        assert_eq!(told(None, now, Some("2026-12-02")), "2026-12-02");
        assert_eq!(
            told(None, "1970-01-01T00:00:00Z", Some("2026-11-28")),
            "2026-11-28"
        );
        // Who gives a day means it.
        assert_eq!(
            told(Some("2026-11-01"), now, Some("2026-12-02")),
            "2026-11-01"
        );
    }
}

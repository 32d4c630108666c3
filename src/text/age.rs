//! Ages as the insurance schemes count them: 未就学, 高齢受給者 (70–74), 後期高齢者 (75), and the year of the
//! ratio. Dates alone; who pays what is the business of `rules`.
//!
//! An age is reached at the end of the day before the birthday (年齢計算ニ関する法律; KNOWN). Where that matters
//! the functions go by the day before, where a scheme goes by the birthday itself they say so. One born on
//! 29 February has no birthday in a common year; whether it is 28 February or 1 March matters at 75 alone. All rules are
//! those of policy-rules 8, with the mark they have there.

use chrono::{Datelike, Days, NaiveDate};

/// What a person counts as on a date by age alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// 未就学: below school age.
    Preschool,
    /// From school age to the month in which 高齢受給者 begins.
    Ordinary,
    /// 高齢受給者: to the day before the 75th birthday.
    Elderly,
    /// 75 and older: 後期高齢者医療.
    Koki,
    /// Not known: before birth, or one of the two days around the 75th birthday of one born on 29 February.
    Unknown,
}

/// The last day as 未就学: the first 31 March on or after the day before the 6th birthday, so that those born
/// on 1 April leave a year before those born on the 2nd (BR-01; the scheme CONFIRMED, the day KNOWN).
/// `None` outside the calendar.
#[must_use]
pub fn preschool_last_day(birth: NaiveDate) -> Option<NaiveDate> {
    // The day before a birthday up to 1 April is 31 March at the latest.
    let years = if (birth.month(), birth.day()) <= (4, 1) {
        6
    } else {
        7
    };
    NaiveDate::from_ymd_opt(birth.year().checked_add(years)?, 3, 31)
}

/// The first day as 高齢受給者: the 1st of the month after the 70th birthday, of that month for those born on
/// the 1st (BR-04, CONFIRMED). Both are the 1st of the month after the one that holds the day before the
/// birthday. `None` outside the calendar.
#[must_use]
pub fn elderly_first_day(birth: NaiveDate) -> Option<NaiveDate> {
    let year = birth.year().checked_add(70)?;
    match (birth.day(), birth.month()) {
        (1, month) => NaiveDate::from_ymd_opt(year, month, 1),
        (_, 12) => NaiveDate::from_ymd_opt(year + 1, 1, 1),
        (_, month) => NaiveDate::from_ymd_opt(year, month + 1, 1),
    }
}

/// The last day that is certainly before, and the first that is certainly in 後期高齢者医療 by age, which
/// begins on the 75th birthday itself (BR-10, CONFIRMED).
///
/// The two are neighbours but for one born on 29 February: on which of 28 February and 1 March it then begins
/// is UNKNOWN (policy-rules 11, case 31), so both days lie between. `None` outside the calendar.
#[must_use]
pub fn around_75(birth: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    let year = birth.year().checked_add(75)?;
    if let Some(birthday) = birth.with_year(year) {
        return Some((birthday.pred_opt()?, birthday));
    }
    let last = NaiveDate::from_ymd_opt(year, 2, 27)?;
    Some((last, last.checked_add_days(Days::new(3))?))
}

/// The days on which a person comes to count as something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ages {
    birth: NaiveDate,
    preschool_last: NaiveDate,
    elderly_first: NaiveDate,
    /// As [`around_75`] gives them.
    around_75: (NaiveDate, NaiveDate),
}

impl Ages {
    /// Of one born on `birth`; `None` outside the calendar.
    #[must_use]
    pub fn of(birth: NaiveDate) -> Option<Self> {
        Some(Self {
            birth,
            preschool_last: preschool_last_day(birth)?,
            elderly_first: elderly_first_day(birth)?,
            around_75: around_75(birth)?,
        })
    }

    /// What the person counts as on `date`.
    #[must_use]
    pub fn on(&self, date: NaiveDate) -> Stage {
        let (last, koki) = self.around_75;
        if date < self.birth {
            Stage::Unknown
        } else if date <= self.preschool_last {
            Stage::Preschool
        } else if date < self.elderly_first {
            Stage::Ordinary
        } else if date <= last {
            Stage::Elderly
        } else if date < koki {
            Stage::Unknown
        } else {
            Stage::Koki
        }
    }
}

/// What one born on `birth` counts as on `date`.
#[must_use]
pub fn stage(birth: NaiveDate, date: NaiveDate) -> Stage {
    Ages::of(birth).map_or(Stage::Unknown, |ages| ages.on(date))
}

/// The year of the 負担割合 that `date` lies in, 1 August to 31 July, named by the calendar year in which it
/// began (BR-09, CONFIRMED).
#[must_use]
pub fn ratio_year(date: NaiveDate) -> i32 {
    date.year() - i32::from(date.month() < 8)
}

/// The school year that `date` lies in, 1 April to 31 March, named by the calendar year in which it began.
#[must_use]
pub fn school_year(date: NaiveDate) -> i32 {
    date.year() - i32::from(date.month() < 4)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::date::Month;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    #[test]
    fn br_01_last_day_as_preschool() {
        for (birth, last) in [
            ("2019-04-01", "2025-03-31"),
            ("2019-04-02", "2026-03-31"),
            ("2019-03-31", "2025-03-31"),
            ("2019-12-31", "2026-03-31"),
            ("2020-01-01", "2026-03-31"),
            ("2020-02-29", "2026-03-31"),
            ("2020-04-01", "2026-03-31"),
        ] {
            assert_eq!(preschool_last_day(day(birth)), Some(day(last)), "{birth}");
        }
    }

    #[test]
    fn br_01_stages_around_1_and_2_april() {
        let of = |birth, date| stage(day(birth), day(date));
        assert_eq!(of("2019-04-01", "2025-03-31"), Stage::Preschool);
        assert_eq!(of("2019-04-01", "2025-04-01"), Stage::Ordinary);
        assert_eq!(of("2019-04-02", "2025-04-01"), Stage::Preschool);
        assert_eq!(of("2019-04-02", "2026-04-01"), Stage::Ordinary);
        assert_eq!(of("2019-04-02", "2019-04-02"), Stage::Preschool);
        assert_eq!(of("2019-04-02", "2019-04-01"), Stage::Unknown);
    }

    #[test]
    fn br_04_first_day_as_elderly() {
        for (birth, first) in [
            ("1956-05-01", "2026-05-01"),
            ("1956-05-02", "2026-06-01"),
            ("1956-05-31", "2026-06-01"),
            ("1956-01-01", "2026-01-01"),
            ("1956-12-31", "2027-01-01"),
            ("1956-02-28", "2026-03-01"),
            ("1956-02-29", "2026-03-01"),
            ("1956-03-01", "2026-03-01"),
        ] {
            assert_eq!(elderly_first_day(day(birth)), Some(day(first)), "{birth}");
        }
    }

    /// "The month after the birthday, born on the 1st: that month" is the same as "the month after the one
    /// that holds the day before the birthday", for either birthday of 29 February too.
    #[test]
    fn br_04_both_statements_agree() {
        let mut birth = day("1952-01-01");
        while birth < day("1957-01-01") {
            let year = birth.year() + 70;
            let birthdays = match birth.with_year(year) {
                Some(birthday) => vec![birthday],
                None => vec![
                    NaiveDate::from_ymd_opt(year, 2, 28).expect("a day"),
                    NaiveDate::from_ymd_opt(year, 3, 1).expect("a day"),
                ],
            };
            for birthday in birthdays {
                let later = u32::from(birthday.day() > 1);
                let first = Month::of(birthday).plus(later).map(Month::first_day);
                assert_eq!(elderly_first_day(birth), first, "{birth}");
            }
            birth = birth + Days::new(1);
        }
    }

    #[test]
    fn br_10_seventy_fifth_birthday() {
        let of = |birth, date| stage(day(birth), day(date));
        assert_eq!(of("1951-05-10", "2026-05-09"), Stage::Elderly);
        assert_eq!(of("1951-05-10", "2026-05-10"), Stage::Koki);
        assert_eq!(of("1951-05-01", "2026-04-30"), Stage::Elderly);
        assert_eq!(of("1951-05-01", "2026-05-01"), Stage::Koki);
        assert_eq!(
            around_75(day("1951-05-10")),
            Some((day("2026-05-09"), day("2026-05-10")))
        );
    }

    #[test]
    fn case_31_born_on_29_february() {
        for (date, expected) in [
            ("2027-02-27", Stage::Elderly),
            ("2027-02-28", Stage::Unknown),
            ("2027-03-01", Stage::Unknown),
            ("2027-03-02", Stage::Koki),
        ] {
            assert_eq!(stage(day("1952-02-29"), day(date)), expected, "{date}");
        }
        assert_eq!(
            around_75(day("1952-02-29")),
            Some((day("2027-02-27"), day("2027-03-02")))
        );
        // The neighbours have no such gap.
        assert_eq!(stage(day("1952-02-28"), day("2027-02-28")), Stage::Koki);
        assert_eq!(stage(day("1952-03-01"), day("2027-02-28")), Stage::Elderly);
        assert_eq!(stage(day("1952-03-01"), day("2027-03-01")), Stage::Koki);
    }

    #[test]
    fn br_04_seventieth_birthday() {
        let of = |birth, date| stage(day(birth), day(date));
        assert_eq!(of("1956-05-01", "2026-04-30"), Stage::Ordinary);
        assert_eq!(of("1956-05-01", "2026-05-01"), Stage::Elderly);
        assert_eq!(of("1956-05-02", "2026-05-31"), Stage::Ordinary);
        assert_eq!(of("1956-05-02", "2026-06-01"), Stage::Elderly);
    }

    #[test]
    fn br_09_ratio_year() {
        assert_eq!(ratio_year(day("2025-07-31")), 2024);
        assert_eq!(ratio_year(day("2025-08-01")), 2025);
        assert_eq!(ratio_year(day("2026-01-01")), 2025);
        assert_eq!(ratio_year(day("2026-07-31")), 2025);
    }

    #[test]
    fn school_years() {
        assert_eq!(school_year(day("2025-03-31")), 2024);
        assert_eq!(school_year(day("2025-04-01")), 2025);
    }

    #[test]
    fn ends_of_the_calendar_are_unknown() {
        assert_eq!(stage(NaiveDate::MAX, NaiveDate::MAX), Stage::Unknown);
        assert_eq!(stage(NaiveDate::MIN, NaiveDate::MAX), Stage::Koki);
    }
}

//! Dates and months as the files write them: 西暦 digits, ISO, 和暦.

use std::fmt;

use chrono::{Datelike, Months, NaiveDate};

use super::fold;

/// A calendar month (年月), as of 指定訪問看護年月 and 請求年月.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(NaiveDate);

impl Month {
    /// The month `month` (1–12) of `year`, `None` when there is none.
    #[must_use]
    pub fn new(year: i32, month: u32) -> Option<Self> {
        NaiveDate::from_ymd_opt(year, month, 1).map(Self)
    }

    /// The month that `date` lies in.
    #[must_use]
    pub fn of(date: NaiveDate) -> Self {
        // Day 1 exists in every month; `with_day` cannot fail, and falling back keeps this total.
        Self(date.with_day(1).unwrap_or(date))
    }

    /// Reads `YYYYMM`.
    #[must_use]
    pub fn parse(field: &[u8]) -> Option<Self> {
        if field.len() != 6 {
            return None;
        }
        let value = super::parse_count(field)?;
        Self::new(i32::try_from(value / 100).ok()?, value % 100)
    }

    /// The first day.
    #[must_use]
    pub fn first_day(self) -> NaiveDate {
        self.0
    }

    /// The last day.
    #[must_use]
    pub fn last_day(self) -> NaiveDate {
        // The day exists; falling back keeps this total.
        self.0.with_day(self.days()).unwrap_or(self.0)
    }

    /// The number of days, 28–31.
    #[must_use]
    pub fn days(self) -> u32 {
        days_of_month(self.0.leap_year(), self.month())
    }

    /// Day `day` (1–31) of this month, `None` when it does not exist.
    #[must_use]
    pub fn day(self, day: u32) -> Option<NaiveDate> {
        self.0.with_day(day)
    }

    /// The month `months` later.
    #[must_use]
    pub fn plus(self, months: u32) -> Option<Self> {
        self.0.checked_add_months(Months::new(months)).map(Self)
    }

    /// True when `date` lies in this month.
    #[must_use]
    pub fn contains(self, date: NaiveDate) -> bool {
        Self::of(date) == self
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// The month of the year, 1–12.
    #[must_use]
    pub fn month(self) -> u32 {
        self.0.month()
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.month())
    }
}

/// Reads `YYYYMMDD`; `None` when it is not eight digits or no such day exists.
#[must_use]
pub fn parse_ymd(field: &[u8]) -> Option<NaiveDate> {
    let (year, month, day) = eight_digits(field)?;
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

/// True for what [`parse_ymd`] reads. Files are full of dates that need no more than to exist.
#[must_use]
pub fn is_ymd(field: &[u8]) -> bool {
    let Some((year, month, day)) = eight_digits(field) else {
        return false;
    };
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    (1..=days_of_month(is_leap, month)).contains(&day)
}

/// The days of a month, 28–31; 0 when there is no such month.
fn days_of_month(is_leap: bool, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u32::from(is_leap),
        1..=12 => 31,
        _ => 0,
    }
}

/// Year, month and day as the digits say, all eight of them at a time.
fn eight_digits(field: &[u8]) -> Option<(u32, u32, u32)> {
    const NIBBLES: u64 = 0xF0F0_F0F0_F0F0_F0F0;
    let digits = u64::from_le_bytes(field.try_into().ok()?);
    // Bytes 30 to 39, and those that stay below 40 when 6 is added.
    let above = digits.wrapping_add(0x0606_0606_0606_0606);
    if digits & NIBBLES != 0x3030_3030_3030_3030 || above & NIBBLES != 0x3030_3030_3030_3030 {
        return None;
    }
    let values = digits & 0x0F0F_0F0F_0F0F_0F0F;
    // Two digits become a number, in the first byte of each pair.
    let pairs = (values * 10 + (values >> 8)).to_le_bytes();
    let [century, year, month, day] = [pairs[0], pairs[2], pairs[4], pairs[6]].map(u32::from);
    Some((century * 100 + year, month, day))
}

/// Reads a date in any form that contract 3.4 accepts: `YYYY-MM-DD`, `YYYY/M/D`, `YYYYMMDD`,
/// `令和7年12月1日`, `R7.12.1`. Width is folded first. `None` when it is none of these or no such day
/// exists.
#[must_use]
pub fn parse_any(text: &str) -> Option<NaiveDate> {
    let bytes = text.as_bytes();
    if bytes.len() == 8 && bytes.iter().all(u8::is_ascii_digit) {
        return parse_ymd(bytes);
    }
    if bytes.len() == 10 && bytes[4] == b'-' && bytes[7] == b'-' {
        return parse_iso(bytes);
    }
    parse_written(&fold::nfkc(text))
}

/// True for a month without its day (`令和7年12月`, `R7.12`, `2025-12`, `202512`), which
/// [`parse_any`] refuses: people who write it do not see what is wrong with it.
#[must_use]
pub fn is_month_alone(text: &str) -> bool {
    let mut text = fold::nfkc(text).into_owned();
    let first_day = match text.as_bytes() {
        digits if digits.len() == 6 && digits.iter().all(u8::is_ascii_digit) => "01",
        [.., b'-' | b'/' | b'.'] => "1",
        _ if text.ends_with('月') => "1日",
        _ => ".1",
    };
    text.push_str(first_day);
    parse_written(&text).is_some()
}

fn parse_iso(b: &[u8]) -> Option<NaiveDate> {
    let number = |part: &[u8]| super::parse_count(part);
    NaiveDate::from_ymd_opt(
        i32::try_from(number(&b[..4])?).ok()?,
        number(&b[5..7])?,
        number(&b[8..])?,
    )
}

/// 元号 with the letter that abbreviates it and the 西暦 year before its first.
const ERAS: [(&str, char, i32); 5] = [
    ("令和", 'R', 2018),
    ("平成", 'H', 1988),
    ("昭和", 'S', 1925),
    ("大正", 'T', 1911),
    ("明治", 'M', 1867),
];

fn parse_written(text: &str) -> Option<NaiveDate> {
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        return parse_ymd(text.as_bytes());
    }
    // A time of day behind the date is of no interest: `2025-12-01 00:00:00` as databases export it.
    let text =
        text.split_once([' ', 'T']).map_or(
            text,
            |(date, time)| {
                if time.contains(':') { date } else { text }
            },
        );
    let (rest, before_first) = ERAS
        .iter()
        .find_map(|&(name, letter, before)| {
            let rest = text
                .strip_prefix(name)
                .or_else(|| text.strip_prefix(letter))
                .or_else(|| text.strip_prefix(letter.to_ascii_lowercase()))?;
            Some((rest, before))
        })
        .unwrap_or((text, 0));
    let mut parts = rest
        .trim()
        .trim_end_matches('日')
        .split(['年', '月', '.', '/', '-'])
        .map(str::trim);
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let number = |part: &str| super::parse_count(part.as_bytes());
    let year = if year == "元" && before_first > 0 {
        1
    } else {
        i32::try_from(number(year)?).ok()?
    };
    // A year without era must be written in full: `07-12-01` is nobody's date.
    if year == 0 || (before_first == 0 && year < 1000) {
        return None;
    }
    // Four digits are what every report writes.
    let year = before_first
        .checked_add(year)
        .filter(|year| *year <= 9999)?;
    NaiveDate::from_ymd_opt(year, number(month)?, number(day)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn d(y: i32, m: u32, day: u32) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(y, m, day)
    }

    #[test]
    fn every_written_form() {
        for text in [
            "20251201",
            "2025-12-01",
            "2025/12/1",
            "2025.12.01",
            "令和7年12月1日",
            "令和７年１２月１日",
            "R7.12.1",
            "r07/12/01",
            "令和 7年12月 1日",
            " 2025-12-01 ",
            "2025-12-01 00:00:00",
            "2025-12-01T09:30:00",
            "２０２５１２０１",
        ] {
            assert_eq!(parse_any(text), d(2025, 12, 1), "{text}");
        }
        assert_eq!(parse_any("令和元年5月1日"), d(2019, 5, 1));
        assert_eq!(parse_any("S39.2.29"), d(1964, 2, 29));
        assert_eq!(parse_any("平成31年4月30日"), d(2019, 4, 30));
        assert_eq!(parse_any("大正15年12月24日"), d(1926, 12, 24));
        assert_eq!(parse_any("明治45年7月29日"), d(1912, 7, 29));
    }

    #[test]
    fn what_is_no_date() {
        for text in [
            "",
            "20251301",
            "2025-02-29",
            "令和7年2月29日",
            "07-12-01",
            "元年1月1日",
            "R0.1.1",
            "2025-12",
            "2025-12-01-01",
            "2025年",
            "20251",
            "0000-00-00",
            "0",
            "99999999",
            "R2147483647.1.1",
            "12345/01/01",
            "262142-12-31",
        ] {
            assert_eq!(parse_any(text), None, "{text}");
        }
    }

    #[test]
    fn months_alone() {
        for text in [
            "令和7年12月",
            "令和７年１２月",
            "R7.12",
            "2025-12",
            "2025/12",
            "202512",
            "2025-12-",
        ] {
            assert!(is_month_alone(text), "{text}");
            assert_eq!(parse_any(text), None, "{text}");
        }
        for text in [
            "",
            "2025",
            "2025-13",
            "202513",
            "R7.13.1",
            "2025-02-0",
            "R7",
            "20251201",
        ] {
            assert!(!is_month_alone(text), "{text}");
        }
    }

    #[test]
    fn months() {
        let feb = Month::parse(b"202402").expect("a month");
        assert_eq!(feb.days(), 29);
        assert_eq!(feb.to_string(), "2024-02");
        assert_eq!(feb.day(30), None);
        assert_eq!(
            feb.plus(11).map(|m| m.to_string()).as_deref(),
            Some("2025-01")
        );
        for bad in [&b"202413"[..], b"20240", b"2024060", b"20240a"] {
            assert_eq!(Month::parse(bad), None);
        }
    }

    proptest! {
        #[test]
        fn all_forms_of_a_day_agree(days in 0i64..60_000) {
            let date = NaiveDate::from_ymd_opt(1880, 1, 1).and_then(|d| d.checked_add_signed(chrono::TimeDelta::days(days))).expect("in range");
            let iso = date.to_string();
            prop_assert_eq!(parse_any(&iso), Some(date));
            prop_assert_eq!(parse_any(&iso.replace('-', "")), Some(date));
            prop_assert_eq!(parse_any(&iso.replace('-', "/")), Some(date));
            if date >= NaiveDate::from_ymd_opt(2019, 5, 1).expect("a day") {
                let wareki = format!("令和{}年{}月{}日", date.year() - 2018, date.month(), date.day());
                prop_assert_eq!(parse_any(&wareki), Some(date));
            }
        }

        #[test]
        fn days_exist_or_not(year in 0u32..=9_999, month in 0u32..=99, day in 0u32..=99, text in "[0-9a]{7,9}") {
            for text in [text, format!("{year:04}{month:02}{day:02}"), format!("{year:04}02{:02}", 28 + day % 3)] {
                prop_assert_eq!(is_ymd(text.as_bytes()), parse_ymd(text.as_bytes()).is_some(), "{}", text);
            }
        }

        #[test]
        fn any_text_is_harmless(text in "\\PC{0,20}") {
            let _ = parse_any(&text);
        }
    }
}

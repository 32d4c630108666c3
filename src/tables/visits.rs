//! The visit dates of a claim (contract 4.1).

use chrono::NaiveDate;

use crate::text::date::{self, Month};
use crate::text::parse_count;
use crate::uke::layout::{RecordKind, jd, ka, re};
use crate::uke::recorded::{code, is_of_insurer};
use crate::uke::rows::{Group, Row};

/// A visit date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Day<'a> {
    pub(super) date: NaiveDate,
    /// The code of the day in the JD that counts; empty when there is none.
    pub(super) jd_code: &'a [u8],
    pub(super) in_jd: bool,
    pub(super) in_ka: bool,
    /// The greatest 同日訪問回数; empty when no KA of the day has one.
    pub(super) visit_count: &'a [u8],
    /// The sum of the KA of the day.
    pub(super) yen: i64,
}

/// What a claim says of the days of its month.
pub(super) struct Days<'a> {
    month: Option<Month>,
    days: [Marks<'a>; 31],
}

#[derive(Clone, Copy, Default)]
struct Marks<'a> {
    jd_code: &'a [u8],
    in_ka: bool,
    visit_count: &'a [u8],
    yen: i64,
}

impl Marks<'_> {
    fn in_jd(&self) -> bool {
        matches!(self.jd_code, b"1" | b"2")
    }
}

impl<'a> Days<'a> {
    /// Looks through a claim; one whose 指定訪問看護年月 cannot be read has no days.
    pub(super) fn new(group: &'a Group<'_>) -> Self {
        let re = group.first(RecordKind::Re);
        let mut days = Self {
            month: re.and_then(|row| Month::parse(row.field(re::SERVICE_MONTH))),
            days: [Marks::default(); 31],
        };
        if let Some(month) = days.month {
            days.take_jd(month, group);
            for row in group.of(RecordKind::Ka) {
                days.take_ka(month, &row);
            }
        }
        days
    }

    /// JD of 負担者種別 1, several united; else the first.
    fn take_jd(&mut self, month: Month, group: &'a Group<'_>) {
        let is_ours = |row: &Row<'_>| is_of_insurer(row.field(jd::PAYER_KIND));
        let has_ours = group.of(RecordKind::Jd).any(|row| is_ours(&row));
        let counting: Vec<_> = group
            .of(RecordKind::Jd)
            .filter(|row| !has_ours || is_ours(row))
            .take(if has_ours { usize::MAX } else { 1 })
            .collect();
        for row in counting {
            let of_days = row.fields.iter().skip(jd::DAY_1 - 1);
            for (marks, field) in self
                .days
                .iter_mut()
                .zip(of_days)
                .take(month.days() as usize)
            {
                if !marks.in_jd() && !field.is_empty() {
                    marks.jd_code = code(field);
                }
            }
        }
    }

    fn take_ka(&mut self, month: Month, row: &Row<'a>) {
        let field = |position: usize| row.fields.get(position - 1).copied().unwrap_or_default();
        let Some(date) = date::parse_ymd(field(ka::DATE)).filter(|&date| month.contains(date))
        else {
            return;
        };
        let marks = &mut self.days[chrono::Datelike::day0(&date) as usize];
        marks.in_ka = true;
        marks.visit_count = marks.visit_count.max(field(ka::VISIT_COUNT));
        marks.yen += parse_count(field(ka::YEN)).map_or(0, i64::from);
    }

    /// The visit dates, ascending.
    pub(super) fn visits(&self) -> impl Iterator<Item = Day<'a>> {
        let is_visit = |marks: &Marks<'_>| marks.in_jd() || !marks.visit_count.is_empty();
        let has_visits = self.days.iter().any(is_visit);
        let numbered = (1..).zip(&self.days);
        numbered.filter_map(move |(day, marks)| {
            let counts = if has_visits {
                is_visit(marks)
            } else {
                marks.in_ka
            };
            let date = self.month.filter(|_| counts)?.day(day)?;
            Some(Day {
                date,
                jd_code: marks.jd_code,
                in_jd: marks.in_jd(),
                in_ka: marks.in_ka,
                visit_count: marks.visit_count,
                yen: marks.yen,
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::uke::dialect::{Dialect, Encoding, Shape};
    use crate::uke::rows::{Part, each_group};

    /// Day, code of JD, in JD, in KA, 同日訪問回数 and yen of the visits of a claim of January 2026.
    fn visits(rest: &str) -> Vec<(u32, String, bool, bool, String, i64)> {
        let dialect = Dialect {
            shape: Shape::Station,
            encoding: Encoding::Cp932,
            skip: 0,
        };
        let text = format!("RE,1,6112,202601,X,,2,19500102,,,,,,,\n{rest}");
        let mut found = Vec::new();
        each_group(dialect, text.as_bytes(), |part, group| {
            assert_eq!(part, Part::Claim);
            let word = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            for day in Days::new(group).visits() {
                let number = chrono::Datelike::day(&day.date);
                let (jd, count) = (word(day.jd_code), word(day.visit_count));
                found.push((number, jd, day.in_jd, day.in_ka, count, day.yen));
            }
        });
        found
    }

    #[test]
    fn days_of_jd_and_of_visits_are_united() {
        let found = visits(
            "JD,1,1,,9,2\nKA,20260102,1,510000110,,100,03,01,01\nKA,20260102,1,550000510,,20,,,01\n\
             KA,20260102,1,510001970,,3,03,02,01\nKA,20260105,1,550000110,,7,,,01\n",
        );
        let text = str::to_owned;
        assert_eq!(
            found,
            [
                (1, text("1"), true, false, text(""), 0),
                (2, text(""), false, true, text("02"), 123),
                (4, text("2"), true, false, text(""), 0),
            ]
        );
    }

    #[test]
    fn without_visits_every_ka_is_one() {
        let found =
            visits("KA,20260105,1,550000110,,7,,,01\nKA,20260205,1,1,,9,,,\nKA,x,1,1,,9,,,\n");
        assert_eq!(found, [(5, String::new(), false, true, String::new(), 7)]);
    }

    #[test]
    fn the_jd_of_the_insurer_counts() {
        let days = |text: &str| visits(text).iter().map(|day| day.0).collect::<Vec<_>>();
        assert_eq!(days("JD,2,1,1\nJD,1,,,1\n"), [3]);
        assert_eq!(days("JD,2,1,1\nJD,3,,,1\n"), [1, 2]);
        assert_eq!(days("JD,1,1\nJD,01,,1\n"), [1, 2]);
    }
}

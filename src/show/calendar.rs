//! The days of a claim: what JD says of each, and what KA charges.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use crate::text::date::{self, Month};
use crate::uke::layout::{RecordKind, jd, ka, re};

use super::amounts;
use super::record::{Claim, Record};

/// A day of the month.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Day {
    /// What JD has for it, empty when nothing: `1` counted in 実日数, `2` not, ….
    pub(super) code: String,
    /// There is a KA with 同日訪問回数.
    pub(super) has_visit: bool,
    /// There is a KA.
    pub(super) has_item: bool,
    /// 金額 of its KA together, yen.
    pub(super) yen: i64,
}

/// The month of a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Calendar {
    /// 指定訪問看護年月.
    pub(super) month: Month,
    /// The days of which something is said, 1–31.
    pub(super) days: BTreeMap<u32, Day>,
}

/// The KA of one date.
#[derive(Clone, Debug)]
pub(super) struct Charges<'a> {
    /// The date; `None` when it cannot be read.
    pub(super) date: Option<NaiveDate>,
    /// As recorded.
    pub(super) written: &'a str,
    /// Its KA in file order.
    pub(super) records: Vec<&'a Record>,
}

/// The days of a claim; `None` when 指定訪問看護年月 cannot be read.
#[must_use]
pub(super) fn calendar(claim: &Claim) -> Option<Calendar> {
    let month = Month::parse(claim.re(re::SERVICE_MONTH).as_bytes())?;
    let mut days: BTreeMap<u32, Day> = BTreeMap::new();
    for (day, code) in main_jd(claim).into_iter().flat_map(days_of) {
        if month.day(day).is_some() {
            code.clone_into(&mut days.entry(day).or_default().code);
        }
    }
    for record in claim.of(RecordKind::Ka) {
        let Some(date) = date_of(record).filter(|&date| month.contains(date)) else {
            continue;
        };
        let day = days.entry(date.day()).or_default();
        day.has_item = true;
        day.has_visit |= !record.field(ka::VISIT_COUNT).trim().is_empty();
        day.yen += amounts::yen_of(record).unwrap_or_default();
    }
    Some(Calendar { month, days })
}

/// The JD that counts (contract 4.1): that of 負担者種別 1, else the first.
fn main_jd(claim: &Claim) -> Option<&Record> {
    let mut all = claim.of(RecordKind::Jd);
    all.clone()
        .find(|record| record.field(jd::PAYER_KIND).trim() == "1")
        .or_else(|| all.next())
}

/// The days of a JD of which it says something, 1–31, with what it says.
pub(super) fn days_of(record: &Record) -> impl Iterator<Item = (u32, &str)> {
    (1u32..=31)
        .zip(jd::DAY_1..)
        .map(|(day, position)| (day, record.field(position).trim()))
        .filter(|(_, code)| !code.is_empty())
}

/// 算定年月日 of a KA.
#[must_use]
pub(super) fn date_of(record: &Record) -> Option<NaiveDate> {
    date::parse_ymd(record.field(ka::DATE).trim().as_bytes())
}

/// The KA of a claim by date; what has no date comes last.
#[must_use]
pub(super) fn by_date(claim: &Claim) -> Vec<Charges<'_>> {
    let mut dates: BTreeMap<(bool, &str), Charges<'_>> = BTreeMap::new();
    for record in claim.of(RecordKind::Ka) {
        let (date, written) = (date_of(record), record.field(ka::DATE).trim());
        // Eight digits sort by date.
        dates
            .entry((date.is_none(), written))
            .or_insert_with(|| Charges {
                date,
                written,
                records: Vec::new(),
            })
            .records
            .push(record);
    }
    dates.into_values().collect()
}

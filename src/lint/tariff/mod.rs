//! KA against the tariff master (`--master`): codes, dates, amounts, 職種等, 同日訪問回数, 指示区分, limits, items
//! that exclude each other, add-ons without their base, insurance and age.
//!
//! What decides: the master itself as MSPEC (マスターファイル仕様説明書) explains it, and the rules for KA of the
//! record specification and of 電子レセプトの作成手引き (訪問看護) chapter 18.
//!
//! # Not judged
//! Silence where a judgement would be a guess:
//! - a line whose code is not nine digits, or whose date does not exist or lies outside 指定訪問看護年月 (other rules
//!   tell these), and what stands beside it as far as it may depend on it;
//! - a day before the first row of a code that is not marked as new: the master tells what holds since then, not
//!   whether the code was there before;
//! - 職種等 31–39 of the master (two persons together; their meaning is not published with the master), and all
//!   codes but one where several persons are recorded: it must be one that the item permits;
//! - amounts by きざみ値 and by other 金額識別 than yen, points and per cent;
//! - limits in units beyond a month (初回, 患者当り, 入院中), and the days of a week that lie in another month;
//! - whether two items of one day were at the same time (同時): one day is taken for it;
//! - what the master has no column for: 加算 for the first 14 days, 週4日目, 施設基準, the state of the patient.

mod amount;
mod line;
mod together;

#[cfg(test)]
mod real;
#[cfg(test)]
mod tests;

use chrono::{Datelike, NaiveDate};

use crate::master::{Item, Master, Standing, Unit, Version};
use crate::text::date::{Month, parse_ymd};
use crate::text::parse_count;
use crate::uke::codes::ClaimType;
use crate::uke::layout::{RecordKind, ka, re};
use crate::uke::rows::{Group, Row};

use super::Sink;
use super::flaw::Flaw;
use crate::uke::issue::Kind;

/// Buffers that are kept from claim to claim.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    /// The KA lines in file order.
    charges: Vec<Charge>,
    /// Those with a known code and a date, by item, date and line.
    order: Vec<Placed>,
    /// Where each item's lines stand in `order`.
    runs: Vec<Run>,
    /// By place in the master: whether the claim has the item.
    present: Vec<bool>,
}

/// A KA line as far as the tariff is concerned.
#[derive(Clone, Copy, Debug)]
struct Charge {
    /// The code's place in the master.
    item: Option<usize>,
    /// 算定年月日, when it exists and lies in the claim's month.
    date: Option<NaiveDate>,
    /// 金額.
    yen: Option<u32>,
}

/// A line that can be counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Placed {
    item: usize,
    date: NaiveDate,
    /// Which KA line of the claim, from 0.
    line: usize,
}

/// The lines of one item: a range of `order`.
#[derive(Clone, Copy, Debug)]
struct Run {
    item: usize,
    start: usize,
    end: usize,
}

/// What of the claim's head matters here.
#[derive(Clone, Copy, Debug)]
struct Head {
    claim_type: Option<ClaimType>,
    birth: Option<NaiveDate>,
    month: Option<Month>,
}

/// Checks the KA lines of a claim against the tariff. Keep `scratch` for the next claim.
pub fn check(master: &Master, claim: &Group<'_>, scratch: &mut Scratch, sink: &mut Sink) {
    let head = head(claim);
    scratch.charges.clear();
    for row in claim.of(RecordKind::Ka) {
        let charge = charge(master, head.month, &row);
        scratch.charges.push(charge);
        line::check(master, head, charge, &row, sink);
    }
    let scene = Scene {
        master,
        claim,
        month: head.month,
    };
    amount::check(scene, &scratch.charges, sink);
    together::check(scene, scratch, sink);
}

fn head(claim: &Group<'_>) -> Head {
    let Some(row) = claim.first(RecordKind::Re) else {
        return Head {
            claim_type: None,
            birth: None,
            month: None,
        };
    };
    Head {
        claim_type: ClaimType::parse(row.field(re::CLAIM_TYPE)),
        birth: parse_ymd(row.field(re::BIRTH_DATE)),
        month: Month::parse(row.field(re::SERVICE_MONTH)),
    }
}

fn charge(master: &Master, month: Option<Month>, row: &Row<'_>) -> Charge {
    let date = parse_ymd(row.field(ka::DATE));
    Charge {
        item: item_code(row).and_then(|code| master.position(code)),
        date: date.filter(|&date| month.is_none_or(|month| month.contains(date))),
        yen: parse_count(row.field(ka::YEN)),
    }
}

/// 訪問看護療養費コード, when it is nine digits.
fn item_code(row: &Row<'_>) -> Option<u32> {
    let field = row.field(ka::ITEM_CODE);
    parse_count(field).filter(|_| field.len() == 9)
}

/// What the checks of a whole claim look at.
#[derive(Clone, Copy)]
struct Scene<'a> {
    master: &'a Master,
    claim: &'a Group<'a>,
    month: Option<Month>,
}

impl<'a> Scene<'a> {
    /// The KA line with this number, from 0. Asked for where there is a flaw only.
    fn row(self, line: usize) -> Option<Row<'a>> {
        self.claim.of(RecordKind::Ka).nth(line)
    }

    /// The row of the master that holds for a line.
    fn version(self, charge: Charge) -> Option<&'a Version> {
        let item: &'a Item = self.master.item(charge.item?);
        match item.on(charge.date?) {
            Standing::Live(version) => Some(version),
            _ => None,
        }
    }

    /// A flaw of the code of a line; `other` is the name of an item.
    fn of_code(self, kind: Kind, line: usize, other: usize, sink: &mut Sink) -> Option<&mut Flaw> {
        let row = self.row(line)?;
        let flaw = sink.field(kind, &row, ka::ITEM_CODE);
        flaw.other = name(self.master.item(other));
        Some(flaw)
    }

    /// The bit of a day; none when the claim's month cannot be read.
    fn bit(self, date: NaiveDate) -> u32 {
        self.month.map_or(0, |_| 1 << date.day0())
    }
}

fn name(item: &Item) -> Option<Box<str>> {
    (!item.name.is_empty()).then(|| item.name.clone())
}

/// Which day, week (Sunday to Saturday) or month a date lies in: equal for equal ones, ascending.
fn window(unit: Unit, date: NaiveDate) -> i32 {
    let day = date.num_days_from_ce();
    match unit {
        Unit::Day | Unit::SameTime => day,
        // Day 0 of the common era was a Sunday.
        Unit::Week => day.div_euclid(7),
        Unit::Month => date.year() * 12 + date.month0().cast_signed(),
    }
}

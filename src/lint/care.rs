//! Days of care: KA, JD and 実日数 against each other, orders and their periods, occupations
//! (claims-format 3.5, 3.6, 3.10, 3.13, 3.18).

use chrono::{Datelike, NaiveDate};

use crate::text::date::{Month, is_ymd, parse_ymd};
use crate::text::parse_count;
use crate::uke::claim::days_of;
use crate::uke::codes::{Occupation, PayerSet};
use crate::uke::issue::Kind;
use crate::uke::layout::{RecordKind, hj, ho, jd, ka, ko, re, rj};
use crate::uke::rows::{Group, Row};

use super::flaw::Sink;

/// The days of care of a claim as masks of 指定訪問看護年月, bit 0 is the 1st.
#[derive(Clone, Copy, Debug, Default)]
struct Care {
    /// Days of KA with 同日訪問回数, by payer: 0 the insurer, 1–4 公費.
    visits: [u32; 5],
    /// The same for all payers.
    any: u32,
    /// Days of any KA.
    all: u32,
    /// Every KA date is a day of the month.
    is_dated: bool,
    /// And every visit can be told, with who bears it.
    is_sound: bool,
}

/// Checks everything that concerns days.
///
/// `has_payers` says that the payers are those of レセプト種別, so that days can be counted for each.
pub(super) fn check(claim: &Group<'_>, re: &Row<'_>, has_payers: bool, sink: &mut Sink) {
    let Some(month) = Month::parse(re.field(re::SERVICE_MONTH)) else {
        return; // RE's own flaw; days cannot be told.
    };
    if let Some(birth) = parse_ymd(re.field(re::BIRTH_DATE))
        && birth > month.last_day()
    {
        let expected = month.to_string();
        sink.field(Kind::BirthAfterCare, re, re::BIRTH_DATE)
            .expected = expected.into();
    }
    let orders = orders(claim, month, sink);
    let care = items(claim, re.field(re::SERVICE_MONTH), month, &orders, sink);
    let has_jd_days = days_of_jd(claim, month, sink);
    if care.all == 0 && claim.first(RecordKind::Ka).is_some() && !has_jd_days {
        sink.record(Kind::NoDate, re).record = "KA";
    }
    if care.is_sound && has_payers {
        counted_days(claim, month, &care, sink);
    }
    if care.is_dated {
        stay(claim, month, &care, sink);
    }
}

/// A period of 訪問看護指示.
struct Order<'a> {
    instruction: &'a [u8],
    from: NaiveDate,
    to: NaiveDate,
    /// The period cannot be read or runs backwards, which has its own flaw; any day may lie in it.
    is_open: bool,
    /// Days of the month that may lie in it, bit 0 is the 1st.
    days: u32,
}

/// The periods of HJ.
fn orders<'g>(claim: &'g Group<'_>, month: Month, sink: &mut Sink) -> Vec<Order<'g>> {
    let mut orders: Vec<Order<'g>> = Vec::new();
    for row in claim.of(RecordKind::Hj) {
        let dates = (parse_ymd(row.field(hj::FROM)), parse_ymd(row.field(hj::TO)));
        let instruction = row.field(hj::INSTRUCTION);
        let (Some(from), Some(to)) = dates else {
            orders.push(Order {
                instruction,
                from: NaiveDate::MIN,
                to: NaiveDate::MAX,
                is_open: true,
                days: u32::MAX,
            });
            continue;
        };
        if to < from {
            let expected = sink.decode(row.field(hj::FROM));
            sink.field(Kind::PeriodBackwards, &row, hj::TO).expected = expected;
        }
        let mut same = orders.iter().rev();
        if let Some(before) = same.find(|order| order.instruction == instruction && !order.is_open)
            && before.from > from
        {
            let expected = before.from.format("%Y%m%d").to_string();
            sink.field(Kind::InstructionOrder, &row, hj::FROM).expected = expected.into();
        }
        orders.push(Order {
            instruction,
            from,
            to,
            is_open: to < from,
            days: if to < from {
                u32::MAX
            } else {
                days_within(month, from, to)
            },
        });
    }
    orders
}

/// The days of a month that lie in a period, bit 0 is the 1st.
fn days_within(month: Month, from: NaiveDate, to: NaiveDate) -> u32 {
    let (first, last) = (month.first_day(), month.last_day());
    if to < first || last < from {
        return 0;
    }
    let (from, to) = (from.max(first).day(), to.min(last).day());
    (u32::MAX >> (32 - to)) & (u32::MAX << (from - 1))
}

/// Every KA: its date, its order, its occupations.
///
/// `written_month` is 指定訪問看護年月 as recorded, `month` what it says.
fn items(
    claim: &Group<'_>,
    written_month: &[u8],
    month: Month,
    orders: &[Order<'_>],
    sink: &mut Sink,
) -> Care {
    let days = month.days();
    let mut care = Care {
        is_dated: true,
        is_sound: true,
        ..Care::default()
    };
    let mut before: &[u8] = b"";
    let has_orders = claim.first(RecordKind::Hj).is_some();
    for row in claim.of(RecordKind::Ka) {
        let written = row.field(ka::DATE);
        let day = day_of_month(written, written_month, days);
        if let Some(day) = day {
            care.add(&row, day);
            if written < before {
                let expected = sink.decode(before);
                sink.field(Kind::DateOrder, &row, ka::DATE).expected = expected;
            }
            before = written;
            if has_orders {
                order_of_item(&row, day, orders, sink);
            }
        } else {
            (care.is_dated, care.is_sound) = (false, false);
            // A date that does not exist has been told with the fields.
            if is_ymd(written) {
                sink.field(Kind::KaDate, &row, ka::DATE);
            }
        }
        care.is_sound &= !occupations(&row, sink);
    }
    care
}

impl Care {
    fn add(&mut self, row: &Row<'_>, day: u32) {
        let bit = 1u32 << (day - 1);
        self.all |= bit;
        if row.field(ka::VISIT_COUNT).is_empty() {
            return;
        }
        self.any |= bit;
        let &[code] = row.field(ka::PAYER_SET) else {
            self.is_sound = false;
            return;
        };
        let Some(set) = PayerSet::from_code(code) else {
            self.is_sound = false;
            return;
        };
        for (at, days) in self.visits.iter_mut().enumerate() {
            if set.bits() >> at & 1 == 1 {
                *days |= bit;
            }
        }
    }
}

/// The day of a `YYYYMMDD` in a month `YYYYMM` of so many days.
fn day_of_month(written: &[u8], month: &[u8], days: u32) -> Option<u32> {
    let &[tens @ b'0'..=b'9', ones @ b'0'..=b'9'] = written.strip_prefix(month)? else {
        return None;
    };
    let day = u32::from(tens - b'0') * 10 + u32::from(ones - b'0');
    (1..=days).contains(&day).then_some(day)
}

/// A KA that names a 指示区分 lies in a period of an HJ with it.
fn order_of_item(row: &Row<'_>, day: u32, orders: &[Order<'_>], sink: &mut Sink) {
    let instruction = row.field(ka::INSTRUCTION);
    if instruction.is_empty() {
        return;
    }
    let same = || {
        orders
            .iter()
            .filter(|order| order.instruction == instruction)
    };
    if same().any(|order| order.days >> (day - 1) & 1 == 1) {
        return;
    }
    if same().next().is_none() {
        sink.field(Kind::InstructionAbsent, row, ka::INSTRUCTION);
        return;
    }
    let expected: Vec<String> = same().map(|p| format!("{}〜{}", p.from, p.to)).collect();
    sink.field(Kind::OutsideInstruction, row, ka::DATE).expected = expected.join("・").into();
}

/// Without a master all that is known of 訪問看護療養費コード: it begins with 5 (claims-format 3.18).
pub(super) fn item_codes(claim: &Group<'_>, sink: &mut Sink) {
    for row in claim.of(RecordKind::Ka) {
        let code = row.field(ka::ITEM_CODE);
        let is_number = || code.len() == 9 && code.iter().all(u8::is_ascii_digit);
        if !code.starts_with(b"5") && is_number() {
            let expected = "訪問看護療養費マスター".into();
            sink.field(Kind::CodeUnknown, &row, ka::ITEM_CODE).expected = expected;
        }
    }
}

/// 同日訪問回数 against 職種等 of a 基本療養費 (5100… and 5300…, ending 10): one person for each visit of the
/// day. Add-ons, where both persons of one visit or none may stand, are not judged. True when 同日訪問回数 is
/// missing, so that it cannot be told whether there was a visit.
fn occupations(row: &Row<'_>, sink: &mut Sink) -> bool {
    let item = row.field(ka::ITEM_CODE);
    let is_basic =
        (item.starts_with(b"5100") || item.starts_with(b"5300")) && item.ends_with(b"10");
    if !is_basic {
        return false;
    }
    let (codes, count) = (row.field(ka::OCCUPATIONS), row.field(ka::VISIT_COUNT));
    let made = match count {
        b"" => 0,
        b"01" => 1,
        b"02" => 2,
        b"03" => 3,
        _ => return false, // The field's own flaw.
    };
    let mut visits = 0u8;
    for code in codes.chunks(2) {
        match Occupation::parse(code) {
            Some(occupation) => visits |= 1 << (occupation.visit() - 1),
            None => return false,
        }
    }
    let needed = (1u8 << made) - 1;
    let variant = match (codes.is_empty(), made) {
        (true, 0) => return false,
        (true, _) => "NO_OCCUPATION",
        (false, 0) => "NO_COUNT",
        _ if needed & !visits != 0 => "MISSING",
        _ if visits & !needed != 0 => "EXTRA",
        _ => return false,
    };
    let expected = sink.decode(count);
    let position = if variant == "NO_COUNT" {
        ka::VISIT_COUNT
    } else {
        ka::OCCUPATIONS
    };
    let found = sink.decode(codes);
    let flaw = sink.field(Kind::VisitCountOccupation, row, position);
    (flaw.variant, flaw.found, flaw.expected) = (variant, found, expected);
    variant == "NO_COUNT"
}

/// Days of JD that the month does not have; true when JD has any day of care.
fn days_of_jd(claim: &Group<'_>, month: Month, sink: &mut Sink) -> bool {
    let mut has_days = false;
    let days = month.days();
    for row in claim.of(RecordKind::Jd) {
        for day in 1..=31u32 {
            let position = jd::DAY_1 + day as usize - 1;
            if matches!(row.field(position), b"1" | b"2") {
                has_days |= day <= days;
                if day > days {
                    let flaw = sink.field(Kind::JdDay, &row, position);
                    flaw.found = day.to_string().into();
                }
            }
        }
    }
    has_days
}

/// Days of a JD coded 1, coded 1 or 2, and coded 9 (審査支払機関 saw that they differ from KA).
#[derive(Clone, Copy, Default)]
struct JdDays {
    counted: u32,
    all: u32,
    marked: u32,
}

fn jd_days(row: &Row<'_>, month: Month) -> JdDays {
    let mut days = JdDays::default();
    for day in 1..=month.days() {
        let bit = 1u32 << (day - 1);
        match row.field(jd::DAY_1 + day as usize - 1) {
            b"1" => {
                days.counted |= bit;
                days.all |= bit;
            }
            b"2" => days.all |= bit,
            b"9" => days.marked |= bit,
            _ => {}
        }
    }
    days
}

/// 実日数, JD and KA of each payer.
fn counted_days(claim: &Group<'_>, month: Month, care: &Care, sink: &mut Sink) {
    let ho = claim
        .first(RecordKind::Ho)
        .map(|row| (0, ho::VISIT_DAYS, row));
    let kos = (1..5)
        .zip(claim.of(RecordKind::Ko))
        .map(|(n, row)| (n, ko::VISIT_DAYS, row));
    for (at, position, payer) in ho.into_iter().chain(kos) {
        let Some(told) = parse_count(payer.field(position)) else {
            continue;
        };
        let kind = [b'1' + u8::try_from(at).unwrap_or(0)];
        let jd = claim
            .of(RecordKind::Jd)
            .find(|row| row.field(jd::PAYER_KIND) == kind);
        let visits = care.visits[at];
        let differs = jd.is_some_and(|jd| {
            let days = jd_days(&jd, month);
            jd_and_ka(&jd, days, visits, care, sink)
        });
        let (days, variant) = match &jd {
            Some(jd) => (jd_days(jd, month).counted, "JD"),
            None => (visits, "KA"),
        };
        let is_marked = jd.is_some_and(|jd| jd_days(&jd, month).marked != 0);
        // Where JD and KA differ, the one that 実日数 agrees with is right.
        if !is_marked && told != days.count_ones() && !(differs && told == visits.count_ones()) {
            let flaw = sink.field(Kind::VisitDays, &payer, position);
            flaw.variant = variant;
            flaw.expected = days.count_ones().to_string().into();
        }
    }
}

/// Days on one side only; true when there are any. A day of 実日数 needs a visit, one coded 2 any KA.
fn jd_and_ka(jd: &Row<'_>, days: JdDays, visits: u32, care: &Care, sink: &mut Sink) -> bool {
    let jd_only = (days.counted & !visits) | (days.all & !days.counted & !care.all);
    let ka_only = visits & !days.all & !days.marked;
    for (mask, variant) in [(jd_only, "JD_ONLY"), (ka_only, "KA_ONLY")] {
        if let Some(first) = days_of(mask).next() {
            let flaw = sink.field(Kind::JdKaDays, jd, jd::DAY_1 + first as usize - 1);
            (flaw.variant, flaw.days) = (variant, mask);
        }
    }
    jd_only | ka_only != 0
}

/// Start and end of the visits, and death, against the first and the last visit.
fn stay(claim: &Group<'_>, month: Month, care: &Care, sink: &mut Sink) {
    // Days of add-ons alone are no visits.
    let visits = care.any;
    let (Some(rj), Some(first)) = (claim.first(RecordKind::Rj), days_of(visits).next()) else {
        return;
    };
    let last = 32 - visits.leading_zeros();
    for (position, variant, day) in [
        (rj::STARTED_ON, "START", first),
        (rj::ENDED_ON, "END", last),
        (rj::DIED_ON, "DEATH", last),
    ] {
        let told = parse_ymd(rj.field(position));
        let (Some(told), Some(visit)) = (told, month.day(day)) else {
            continue;
        };
        let is_outside = if variant == "START" {
            told > visit
        } else {
            told < visit
        };
        if is_outside {
            let flaw = sink.field(Kind::CareOutside, &rj, position);
            (flaw.variant, flaw.expected) = (variant, visit.to_string().into());
        }
    }
}

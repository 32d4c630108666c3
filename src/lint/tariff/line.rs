//! What a KA line tells by itself.

use chrono::NaiveDate;

use crate::lint::Sink;
use crate::lint::flaw::Flaw;
use crate::master::{Elderly, Item, Master, Standing, Version, Visits};
use crate::uke::codes::{ClaimType, INSTRUCTION, Occupation, PayerClass, VISIT_COUNT};
use crate::uke::issue::Kind;
use crate::uke::layout::ka;
use crate::uke::rows::Row;

use super::{Charge, Head, item_code, name};

/// The field is empty although the item needs it.
const MISSING: &str = "MISSING";
/// The field is filled although the item does not have it.
const EXTRA: &str = "EXTRA";

/// Checks code, day, insurance, age, 職種等, 同日訪問回数 and 指示区分.
pub(super) fn check(master: &Master, head: Head, charge: Charge, row: &Row<'_>, sink: &mut Sink) {
    let Some(place) = charge.item else {
        if item_code(row).is_some() {
            sink.field(Kind::ItemUnknown, row, ka::ITEM_CODE);
        }
        return;
    };
    let item = master.item(place);
    let Some(date) = charge.date else { return };
    let (day, variant) = match item.on(date) {
        Standing::Live(version) => {
            let line = Line { item, version, row };
            line.payer(head.claim_type, sink);
            line.age(head.birth, date, sink);
            line.occupations(sink);
            line.visits(sink);
            line.instruction(sink);
            return;
        }
        Standing::Early(first) => (first, "EARLY"),
        Standing::Late(last) => (last, ""),
        Standing::Unknown => return,
    };
    let flaw = sink.field(Kind::ItemNotLive, row, ka::ITEM_CODE);
    flaw.variant = variant;
    flaw.expected = day.to_string().into();
    flaw.other = name(item);
}

/// A line with the row of the master that holds for it.
struct Line<'a> {
    item: &'a Item,
    version: &'a Version,
    row: &'a Row<'a>,
}

impl Line<'_> {
    fn flaw<'s>(&self, kind: Kind, position: usize, sink: &'s mut Sink) -> &'s mut Flaw {
        let flaw = sink.field(kind, self.row, position);
        flaw.other = name(self.item);
        flaw
    }

    /// True for a 基本療養費 (5100… and 5300…10) that has this one of 同日訪問回数 and 職種等: that the other is
    /// missing is told by `VisitCountOccupation`, which needs no master.
    fn is_told_without_master(&self, has: usize) -> bool {
        let code = self.item.code;
        matches!(code / 100_000, 5100 | 5300) && code % 100 == 10 && !self.row.field(has).is_empty()
    }

    /// 後期高齢者医療適用区分 against レセプト種別. 公費 alone (62xx) is neither.
    fn payer(&self, claim_type: Option<ClaimType>, sink: &mut Sink) {
        let Some(claim_type) = claim_type else { return };
        let variant = match (self.version.elderly, claim_type.payer()) {
            (Elderly::InsuranceOnly, PayerClass::Elderly) => "",
            (Elderly::ElderlyOnly, PayerClass::Insurance) => "ELDERLY_ONLY",
            _ => return,
        };
        self.flaw(Kind::ItemPayer, ka::ITEM_CODE, sink).variant = variant;
    }

    /// The limits are 下限年齢 ≤ age < 上限年齢 (MSPEC), the age being that of the day of care. Not judged for a
    /// birth date behind that day.
    fn age(&self, birth: Option<NaiveDate>, date: NaiveDate, sink: &mut Sink) {
        if self.version.age_from.is_none() && self.version.age_below.is_none() {
            return;
        }
        let Some(age) = birth.and_then(|birth| date.years_since(birth)) else {
            return;
        };
        let (variant, limit) = match (self.version.age_from, self.version.age_below) {
            (Some(from), _) if age < u32::from(from) => ("YOUNG", from),
            (_, Some(below)) if age >= u32::from(below) => ("", below),
            _ => return,
        };
        let flaw = self.flaw(Kind::ItemAge, ka::ITEM_CODE, sink);
        flaw.variant = variant;
        flaw.count = age;
        flaw.expected = limit.to_string().into();
    }

    /// 職種等 is recorded where the master names any, and left out elsewhere (手引き 18-2 (7)). Of several persons
    /// (visits of the day, or 複数名) one has to be permitted: who of them the item is charged for cannot be told.
    fn occupations(&self, sink: &mut Sink) {
        let permitted = self.version.occupations;
        let field = self.row.field(ka::OCCUPATIONS);
        let variant = match (permitted.is_empty(), field.is_empty()) {
            (true, true) => return,
            (true, false) => EXTRA,
            (false, true) if self.is_told_without_master(ka::VISIT_COUNT) => return,
            (false, true) => MISSING,
            (false, false) => {
                // A code that 別表20 does not have is told elsewhere.
                let fits = |code: &[u8]| {
                    Occupation::parse(code).is_none_or(|code| permitted.allow(code.base()))
                };
                if permitted.has_combinations() || field.chunks(2).any(fits) {
                    return;
                }
                ""
            }
        };
        let expected = numbers(permitted.codes());
        let flaw = self.flaw(Kind::ItemOccupation, ka::OCCUPATIONS, sink);
        flaw.variant = variant;
        if !permitted.has_combinations() {
            flaw.expected = expected;
        }
    }

    /// 同日訪問回数 is recorded unless 実施回数区分 is 0 (MSPEC; record specification, KA).
    fn visits(&self, sink: &mut Sink) {
        let field = self.row.field(ka::VISIT_COUNT);
        if field.is_empty() && self.is_told_without_master(ka::OCCUPATIONS) {
            return;
        }
        let fits: &[u8] = match self.version.visits {
            Visits::Unknown => return,
            Visits::None => &[],
            Visits::Any => &[1, 2, 3],
            Visits::Two => &[2],
            Visits::Three => &[3],
        };
        self.recorded(Kind::ItemVisitCount, ka::VISIT_COUNT, field, fits, sink);
    }

    /// 指示区分 is recorded where the master has one of the two columns, with one of their values (手引き
    /// 18-2 (9)). Not judged for values that 別表12 does not have.
    fn instruction(&self, sink: &mut Sink) {
        let field = self.row.field(ka::INSTRUCTION);
        let both = self.version.instructions;
        let fits = match both {
            [0, 0] => &[],
            [_, 0] => &both[..1],
            [0, _] => &both[1..],
            _ => &both[..],
        };
        if fits.iter().all(|&code| (1..=6).contains(&code)) {
            self.recorded(Kind::ItemInstruction, ka::INSTRUCTION, field, fits, sink);
        }
    }

    /// A field that holds one of some codes, or nothing when there are none. A code that its table does not have
    /// is told elsewhere.
    fn recorded(&self, kind: Kind, position: usize, field: &[u8], fits: &[u8], sink: &mut Sink) {
        let table = if position == ka::INSTRUCTION {
            &INSTRUCTION
        } else {
            &VISIT_COUNT
        };
        let value = match *field {
            [b'0', digit @ b'0'..=b'9'] => Some(digit - b'0'),
            _ => None,
        };
        let variant = match (fits.is_empty(), field.is_empty()) {
            (true, true) => return,
            (true, false) => EXTRA,
            (false, true) => MISSING,
            (false, false) if !table.contains(field) => return,
            (false, false) if value.is_some_and(|value| fits.contains(&value)) => return,
            (false, false) => "",
        };
        let flaw = self.flaw(kind, position, sink);
        flaw.variant = variant;
        flaw.expected = numbers(fits.iter().copied());
    }
}

/// Codes of two digits as a list.
fn numbers(codes: impl Iterator<Item = u8>) -> Box<str> {
    let codes: Vec<String> = codes.map(|code| format!("{code:02}")).collect();
    codes.join(", ").into()
}

//! From elements to records: what a person's, a unit's and the header's elements have said so far.

use std::borrow::Cow;

use super::layout::Slot;
use crate::eligibility::column::{self, Column};
use crate::eligibility::record::{Facts, MAX_TEXT, Records, TextTooLong, Texts};
use crate::note::{Expected, Notes, Place, Problem, shortened};
use crate::text::trimmed;

/// One person's record, or the identity in a query, while its elements come in.
#[derive(Debug, Default)]
pub(super) struct Draft<'doc> {
    texts: [Cow<'doc, str>; TEXTS],
    facts: Facts,
    second_sex: u8,
    /// Why the record cannot be used.
    unreadable: Option<Problem>,
    /// One bit for each column that has spoken.
    seen: u32,
}

/// How many columns of text there are.
const TEXTS: usize = 8;

/// Where a draft keeps the text of a column, if it is one of text.
fn text_at(column: Column) -> Option<usize> {
    Some(match column {
        Column::InsurerNo => 0,
        Column::Symbol => 1,
        Column::Number => 2,
        Column::Branch => 3,
        Column::Name => 4,
        Column::Kana => 5,
        Column::InsurerName => 6,
        Column::QueryNo => 7,
        _ => return None,
    })
}

impl<'doc> Draft<'doc> {
    /// Takes one element's text; the first of an element that stands twice counts.
    fn take(&mut self, column: Column, text: Cow<'doc, str>, place: Place, notes: &mut Notes) {
        let bit = 1u32 << (column as u32);
        if self.seen & bit != 0 {
            let field = column.id();
            // On some columns a verdict rests: of two different dates of loss, neither can be taken for the one.
            if column.is_deciding() {
                let mut second = self.facts;
                let unreadable = set(&mut second, column, &text, place, notes);
                let differs = || Problem::LeftOut {
                    field: field.into(),
                    found: shortened(&text),
                    expected: Expected::Something,
                };
                let conflict = unreadable.or_else(|| (second != self.facts).then(differs));
                self.unreadable = self.unreadable.take().or(conflict);
            }
            return notes.put(place, Problem::Repeated { field });
        }
        self.seen |= bit;
        if let Some(at) = text_at(column) {
            self.texts[at] = text;
        } else {
            let unreadable = set(&mut self.facts, column, &text, place, notes);
            self.unreadable = self.unreadable.take().or(unreadable);
        }
    }

    fn take_second_sex(&mut self, text: &str, place: Place, notes: &mut Notes) {
        let mut facts = Facts::default();
        // 性別 decides nothing, so there is never a reason to leave the record out.
        let _ = set(&mut facts, Column::Sex, text, place, notes);
        self.second_sex = facts.sex;
    }

    /// The same without anything of the text that was read so far.
    fn detached(self) -> Draft<'static> {
        Draft {
            texts: self.texts.map(|text| Cow::Owned(text.into_owned())),
            facts: self.facts,
            second_sex: self.second_sex,
            unreadable: self.unreadable,
            seen: self.seen,
        }
    }

    fn text(&self, at: usize) -> &str {
        trimmed(&self.texts[at])
    }

    /// True when insurer and number are there, without which a result is nobody's.
    fn names_somebody(&self) -> bool {
        !self.text(0).is_empty() && !self.text(2).is_empty()
    }
}

/// Reads a value. One that is none is told and left absent, unless something rests on it: then what it
/// belongs to cannot be used, and the reason is returned.
fn set(
    facts: &mut Facts,
    column: Column,
    text: &str,
    place: Place,
    notes: &mut Notes,
) -> Option<Problem> {
    let expected = column::set(facts, column, text).err()?;
    let field = column.id().into();
    let found = shortened(text);
    if column.is_deciding() {
        return Some(Problem::LeftOut {
            field,
            found,
            expected,
        });
    }
    let problem = Problem::Value {
        field,
        found,
        expected,
    };
    notes.put(place, problem);
    None
}

/// One unit: a `BulkConfirmUnit`, or the body of a single result.
#[derive(Debug, Default)]
struct Unit {
    number: u32,
    /// The number of records before the unit's own.
    start: usize,
    /// Result records seen, kept or not.
    results: u32,
    /// What holds for all of its records: status and validity.
    facts: Facts,
    /// Why none of its records can be used.
    unreadable: Option<Problem>,
    has_search: bool,
    /// 照会番号 beside the records, for those that have none of their own.
    query_no: String,
}

impl Unit {
    /// True when nothing says how the query ended.
    fn is_silent(&self) -> bool {
        self.facts.status == 0 && self.facts.validity == 0 && self.unreadable.is_none()
    }
}

/// Puts the records of one file together.
#[derive(Debug)]
pub(super) struct Assembler<'doc> {
    pub(super) records: Records,
    pub(super) notes: Notes,
    pub(super) left_out: u64,
    /// The body as a unit of its own, of which single results make use.
    body: Unit,
    unit: Option<Unit>,
    pub(super) units: u32,
    /// The number of units in earlier messages of the same file.
    units_before: u32,
    person: Draft<'doc>,
    search: Draft<'doc>,
    header: Facts,
    /// Why nothing of the file can be used.
    unreadable: Option<Problem>,
    /// 処理結果区分, 0 when absent.
    pub(super) segment: u8,
    pub(super) error: String,
    /// 文字コード識別 as it stands.
    pub(super) character_code: String,
    /// A receipt for a bulk query or for a registration of 照会番号.
    pub(super) is_receipt: bool,
    /// Something said how a query ended, so this is no request.
    pub(super) is_answer: bool,
    pub(super) has_search: bool,
    /// 受付番号 of the header.
    pub(super) reception_no: Option<String>,
    /// 処理実行日時 as it stands.
    pub(super) executed_at: Option<String>,
    template: Facts,
}

impl<'doc> Assembler<'doc> {
    /// `template` holds what is the same for all records of the file: source, visits file.
    /// Units are counted on from `units_before`.
    pub(super) fn new(template: Facts, units_before: u32) -> Self {
        Self {
            records: Records::new(),
            notes: Notes::default(),
            left_out: 0,
            body: Unit {
                number: units_before.saturating_add(1),
                ..Unit::default()
            },
            unit: None,
            units: 0,
            units_before,
            person: Draft::default(),
            search: Draft::default(),
            header: Facts::default(),
            unreadable: None,
            segment: 0,
            error: String::new(),
            character_code: String::new(),
            is_receipt: false,
            is_answer: false,
            has_search: false,
            reception_no: None,
            executed_at: None,
            template,
        }
    }

    /// Puts the units of `later` behind those so far: it was given whole units and nothing else.
    pub(super) fn append_units(&mut self, later: Assembler<'_>) {
        let before = self.units_before.saturating_add(self.units);
        let (mut records, mut notes) = (later.records, later.notes);
        records.amend_from(0, |facts| facts.row = facts.row.saturating_add(before));
        notes.count_units_from(before);
        self.records.append(records);
        self.notes.append(notes);
        self.left_out += later.left_out;
        self.units = self.units.saturating_add(later.units);
        self.is_receipt |= later.is_receipt;
        self.is_answer |= later.is_answer;
        self.has_search |= later.has_search;
    }

    /// The same without anything of the text that was read so far.
    pub(super) fn detached(self) -> Assembler<'static> {
        Assembler {
            person: self.person.detached(),
            search: self.search.detached(),
            records: self.records,
            notes: self.notes,
            left_out: self.left_out,
            body: self.body,
            unit: self.unit,
            units: self.units,
            units_before: self.units_before,
            header: self.header,
            unreadable: self.unreadable,
            segment: self.segment,
            error: self.error,
            character_code: self.character_code,
            is_receipt: self.is_receipt,
            is_answer: self.is_answer,
            has_search: self.has_search,
            reception_no: self.reception_no,
            executed_at: self.executed_at,
            template: self.template,
        }
    }

    fn current(&mut self) -> &mut Unit {
        self.unit.as_mut().unwrap_or(&mut self.body)
    }

    /// The unit that is open.
    pub(super) fn place(&self) -> Place {
        Place::Unit(self.unit.as_ref().unwrap_or(&self.body).number)
    }

    /// The number of the last unit; a message without units is one.
    pub(super) fn last_unit(&self) -> u32 {
        self.units_before.saturating_add(self.units.max(1))
    }

    /// 資格確認日 … of the header.
    pub(super) fn header(&self) -> &Facts {
        &self.header
    }

    /// A `BulkConfirmUnit` begins.
    ///
    /// # Errors
    /// When another is open, or the body has results beside units: no known result looks so.
    pub(super) fn begin_unit(&mut self) -> Result<(), Problem> {
        if self.unit.is_some() || self.body.results > 0 || self.body.has_search {
            return Err(Problem::Structure {
                element: "BulkConfirmUnit",
            });
        }
        self.units = self.units.saturating_add(1);
        self.unit = Some(Unit {
            number: self.units_before.saturating_add(self.units),
            start: self.records.len(),
            ..Unit::default()
        });
        Ok(())
    }

    pub(super) fn end_unit(&mut self) {
        if let Some(unit) = self.unit.take() {
            self.finish(unit);
        }
    }

    /// The body ends; it is a unit itself when it had no units.
    ///
    /// # Errors
    /// When it had both units and results of its own.
    pub(super) fn end_body(&mut self) -> Result<(), Problem> {
        let number = self.body.number;
        let body = std::mem::take(&mut self.body);
        self.body.number = number;
        let spoke = body.results > 0 || body.has_search;
        if self.units > 0 {
            if spoke {
                return Err(Problem::Structure {
                    element: "BulkConfirmUnit",
                });
            }
        } else if spoke || body.facts != Facts::default() || body.unreadable.is_some() {
            self.finish(body);
        }
        Ok(())
    }

    /// The query ends.
    pub(super) fn end_search(&mut self) {
        self.has_search = true;
        self.current().has_search = true;
    }

    /// A result record ends: stores it, or says why not.
    pub(super) fn end_record(&mut self) {
        let place = self.place();
        self.is_answer = true;
        self.current().results += 1;
        let mut person = std::mem::take(&mut self.person);
        if person.facts.sex == 0 {
            person.facts.sex = person.second_sex;
        }
        self.store(&person, place);
    }

    /// A unit ends: what it says holds for its records; without any, its query tells whom it is about.
    fn finish(&mut self, unit: Unit) {
        let place = Place::Unit(unit.number);
        if unit.results == 0 {
            let search = std::mem::take(&mut self.search);
            if !search.names_somebody() {
                self.leave_out(place, Problem::UnitUnnamed);
            } else if unit.is_silent() {
                self.leave_out(place, Problem::UnitSilent);
            } else {
                self.store(&search, place);
            }
        } else {
            self.search = Draft::default();
        }
        if let Some(problem) = unit.unreadable
            && self.records.len() > unit.start
        {
            self.records.truncate(unit.start);
            return self.leave_out(place, problem);
        }
        let (status, validity) = (unit.facts.status, unit.facts.validity);
        self.records.amend_from(unit.start, |facts| {
            if facts.status == 0 {
                facts.status = status;
            }
            if facts.validity == 0 {
                facts.validity = validity;
            }
        });
        if !unit.query_no.is_empty()
            && let Err(TextTooLong(column)) = self.records.fill_query_no(unit.start, &unit.query_no)
        {
            // 照会番号 decides nothing, so the records stay without it.
            let problem = Problem::Value {
                field: column.into(),
                found: "…".to_owned(),
                expected: Expected::AtMost(MAX_TEXT),
            };
            self.notes.put(place, problem);
        }
    }

    /// Takes 照会番号 of the unit; the first one counts.
    fn take_query_no(&mut self, text: &str) {
        let place = self.place();
        let unit = self.current();
        if unit.query_no.is_empty() {
            text.clone_into(&mut unit.query_no);
        } else if unit.query_no != text {
            let field = Column::QueryNo.id();
            self.notes.put(place, Problem::Repeated { field });
        }
    }

    fn store(&mut self, draft: &Draft<'_>, place: Place) {
        if !draft.names_somebody() {
            return self.leave_out(place, Problem::UnitUnnamed);
        }
        if let Some(problem) = &draft.unreadable {
            return self.leave_out(place, problem.clone());
        }
        let Place::Unit(row) = place else {
            // Places of this reader are units.
            return;
        };
        let facts = Facts {
            source: self.template.source,
            visits_file: self.template.visits_file,
            row,
            ..draft.facts
        };
        let texts = Texts {
            insurer: draft.text(0),
            symbol: draft.text(1),
            number: draft.text(2),
            branch: draft.text(3),
            name: draft.text(4),
            kana: draft.text(5),
            insurer_name: draft.text(6),
            query_no: draft.text(7),
        };
        if let Err(TextTooLong(column)) = self.records.push(&texts, &facts) {
            let problem = Problem::LeftOut {
                field: column.into(),
                found: "…".to_owned(),
                expected: Expected::AtMost(MAX_TEXT),
            };
            self.leave_out(place, problem);
        }
    }

    fn leave_out(&mut self, place: Place, problem: Problem) {
        self.left_out += 1;
        self.notes.put(place, problem);
    }

    /// Takes the text of one element.
    pub(super) fn take(&mut self, slot: Slot, text: Cow<'doc, str>) {
        if trimmed(&text).is_empty() {
            return;
        }
        let place = self.place();
        match slot {
            Slot::Record(column) => self.person.take(column, text, place, &mut self.notes),
            Slot::SecondSex => self.person.take_second_sex(&text, place, &mut self.notes),
            Slot::Search(column) => self.search.take(column, text, place, &mut self.notes),
            Slot::Unit(column) => {
                self.is_answer = true;
                let unit = self.unit.as_mut().unwrap_or(&mut self.body);
                let unreadable = set(&mut unit.facts, column, &text, place, &mut self.notes);
                unit.unreadable = unit.unreadable.take().or(unreadable);
            }
            Slot::Header(column) => {
                let place = Place::Whole;
                let unreadable = set(&mut self.header, column, &text, place, &mut self.notes);
                self.unreadable = self.unreadable.take().or(unreadable);
            }
            Slot::Segment => self.take_segment(text.trim()),
            Slot::Error => {
                if !self.error.is_empty() {
                    self.error.push(' ');
                }
                self.error.extend(text.trim().chars().take(500));
            }
            Slot::CharacterCode => text.trim().clone_into(&mut self.character_code),
            Slot::Receipt => self.is_receipt = true,
            Slot::UnitQueryNo => self.take_query_no(text.trim()),
            Slot::ReceptionNo => self.reception_no = Some(shortened(&text)),
            Slot::ExecutedAt => self.executed_at = Some(shortened(&text)),
        }
    }

    fn take_segment(&mut self, text: &str) {
        self.is_answer = true;
        match text {
            "1" => self.segment = 1,
            "2" => self.segment = 2,
            "9" => self.segment = 9,
            other => self.notes.put(
                Place::Whole,
                Problem::Value {
                    field: "SegmentOfResult".into(),
                    found: other.to_owned(),
                    expected: Expected::Code("1, 2, 9"),
                },
            ),
        }
    }

    /// The file ends: the header holds for all records, wherever it stood.
    pub(super) fn end_file(&mut self) {
        if let Some(problem) = self.unreadable.take() {
            self.left_out += self.records.len() as u64;
            self.notes.put(Place::Whole, problem);
            self.records = Records::new();
        }
        let (as_of, reference) = (self.header.as_of, self.header.reference);
        self.records.amend_from(0, |facts| {
            facts.as_of = as_of;
            facts.reference = reference;
        });
    }
}

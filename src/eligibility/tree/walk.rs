//! One way through a message: which elements are open, and what the text in them is for.

use std::borrow::Cow;

use super::assemble::Assembler;
use super::layout::{self, Parent, Slot};
use super::{Document, MAX_DEPTH, MAX_ELEMENT};
use crate::eligibility::column::Column;
use crate::eligibility::record::Facts;
use crate::note::{Place, Problem};

/// The root element.
pub(in crate::eligibility) const ROOT: &str = "XmlMsg";

/// An element whose text is wanted.
#[derive(Debug)]
struct Leaf<'doc> {
    slot: Slot,
    /// How many elements were open when it began.
    depth: usize,
    text: Cow<'doc, str>,
}

/// One way through a message. A reader calls [`start`](Self::start), [`text`](Self::text) and
/// [`end`](Self::end) as elements come, then [`finish`](Self::finish).
#[derive(Debug)]
pub(in crate::eligibility) struct Walk<'doc> {
    assembler: Assembler<'doc>,
    /// The open elements.
    parents: Vec<Parent>,
    leaf: Option<Leaf<'doc>>,
    root_seen: bool,
}

/// Stands for an element, or an object of JSON, where a text belongs.
const NESTED: &str = "<…>";

impl<'doc> Walk<'doc> {
    /// `template` holds what is the same for all records of the file; units are counted on from
    /// `units_before`.
    pub(in crate::eligibility) fn new(template: Facts, units_before: u32) -> Self {
        Self {
            assembler: Assembler::new(template, units_before),
            parents: Vec::with_capacity(MAX_DEPTH),
            leaf: None,
            root_seen: false,
        }
    }

    /// For units alone, of a message that another walk goes through; [`append_units`](Self::append_units) puts
    /// them there. The root and the body are open.
    pub(in crate::eligibility) fn of_units(template: Facts) -> Self {
        let mut walk = Self::new(template, 0);
        walk.parents.extend([Parent::Root, Parent::Body]);
        walk.root_seen = true;
        walk
    }

    /// The units of `later` stand behind those so far, which have all ended.
    pub(in crate::eligibility) fn append_units(&mut self, later: Walk<'_>) {
        self.assembler.append_units(later.assembler);
    }

    /// The same without anything of the text that was read so far.
    pub(in crate::eligibility) fn detached(self) -> Walk<'static> {
        Walk {
            assembler: self.assembler.detached(),
            parents: self.parents,
            leaf: self.leaf.map(|leaf| Leaf {
                slot: leaf.slot,
                depth: leaf.depth,
                text: Cow::Owned(leaf.text.into_owned()),
            }),
            root_seen: self.root_seen,
        }
    }

    /// True when the root has begun and ended.
    pub(in crate::eligibility) fn is_whole(&self) -> bool {
        self.root_seen && self.parents.is_empty()
    }

    /// An element begins.
    ///
    /// # Errors
    /// Why nothing of the file is used.
    pub(in crate::eligibility) fn start(&mut self, name: &str) -> Result<(), Problem> {
        if self.parents.len() >= MAX_DEPTH {
            return Err(Problem::TooDeep { limit: MAX_DEPTH });
        }
        let Some(&above) = self.parents.last() else {
            return self.start_root(name);
        };
        // Where a text belongs there is more: it is no value, and what rests on it must not count as absent.
        if let Some(leaf) = &mut self.leaf {
            leaf.text = Cow::Borrowed(NESTED);
        }
        let above = self.bare_record(above, name)?;
        if let Some(slot) = layout::slot(above, name) {
            self.leaf = Some(Leaf {
                slot,
                depth: self.parents.len(),
                text: Cow::Borrowed(""),
            });
            self.parents.push(Parent::Other);
            return Ok(());
        }
        let parent = layout::parent(name);
        match parent {
            Parent::Unit => {
                self.check_place("BulkConfirmUnit")?;
                self.assembler.begin_unit()?;
            }
            Parent::Record => self.check_place("ResultOfQualificationConfirmation")?,
            Parent::Header | Parent::Body if above != Parent::Root => {
                let element = if parent == Parent::Body {
                    "MessageBody"
                } else {
                    "MessageHeader"
                };
                return Err(Problem::Structure { element });
            }
            Parent::Registration => self.assembler.is_receipt = true,
            _ => {}
        }
        // A block that repeats the name of the root, or a query or a certificate at an unknown place,
        // says nothing.
        let known = match parent {
            Parent::Search | Parent::List => matches!(above, Parent::Body | Parent::Unit),
            Parent::Elderly | Parent::Limit => above == Parent::Record,
            Parent::Root => false,
            _ => true,
        };
        self.parents
            .push(if known { parent } else { Parent::Other });
        Ok(())
    }

    /// An element that holds text alone: [`start`](Self::start), [`text`](Self::text) and [`end`](Self::end) in
    /// one.
    ///
    /// # Errors
    /// Why nothing of the file is used.
    pub(in crate::eligibility) fn leaf(
        &mut self,
        name: &str,
        text: Cow<'doc, str>,
    ) -> Result<(), Problem> {
        if self.leaf.is_none()
            && self.parents.len() < MAX_DEPTH
            && text.len() <= MAX_ELEMENT
            && let Some(&above) = self.parents.last()
            && above != Parent::List
        {
            if let Some(slot) = layout::slot(above, name) {
                self.assembler.take(slot, text);
                return Ok(());
            }
            if layout::parent(name) == Parent::Other {
                return Ok(());
            }
        }
        self.start(name)?;
        self.text(text)?;
        self.end()
    }

    /// True when the text in the open element may count.
    pub(in crate::eligibility) fn is_in_leaf(&self) -> bool {
        self.leaf.is_some()
    }

    fn start_root(&mut self, name: &str) -> Result<(), Problem> {
        if self.root_seen || name != ROOT {
            return Err(Problem::NotEligibility);
        }
        self.root_seen = true;
        self.parents.push(Parent::Root);
        Ok(())
    }

    /// A result list that holds the elements of a record themselves is that record: passed over, a loss of
    /// coverage in it would be hidden.
    fn bare_record(&mut self, above: Parent, name: &str) -> Result<Parent, Problem> {
        let is_of_record = || {
            layout::slot(Parent::Record, name).is_some()
                || matches!(layout::parent(name), Parent::Elderly | Parent::Limit)
        };
        if above != Parent::List || !is_of_record() {
            return Ok(above);
        }
        self.check_place("ResultList")?;
        if let Some(list) = self.parents.last_mut() {
            *list = Parent::Record;
        }
        Ok(Parent::Record)
    }

    /// Units and records stand in the body, however deep, and in no record or query.
    fn check_place(&self, element: &'static str) -> Result<(), Problem> {
        let within = |parent| self.parents.contains(&parent);
        if within(Parent::Body) && !within(Parent::Record) && !within(Parent::Search) {
            Ok(())
        } else {
            Err(Problem::Structure { element })
        }
    }

    /// The element that began last ends.
    ///
    /// # Errors
    /// Why nothing of the file is used.
    pub(in crate::eligibility) fn end(&mut self) -> Result<(), Problem> {
        // The readers refuse an end without a beginning.
        let ended = self.parents.pop().unwrap_or(Parent::Other);
        if let Some(leaf) = self.leaf.take_if(|leaf| leaf.depth == self.parents.len()) {
            self.assembler.take(leaf.slot, leaf.text);
            return Ok(());
        }
        match ended {
            Parent::Record => self.assembler.end_record(),
            Parent::Search => self.assembler.end_search(),
            Parent::Unit => self.assembler.end_unit(),
            Parent::Body => self.assembler.end_body()?,
            _ => {}
        }
        Ok(())
    }

    /// Text counts for the element directly around it.
    ///
    /// # Errors
    /// When there is too much of it.
    pub(in crate::eligibility) fn text(&mut self, piece: Cow<'doc, str>) -> Result<(), Problem> {
        let depth = self.parents.len();
        let Some(leaf) = self.leaf.as_mut().filter(|leaf| leaf.depth + 1 == depth) else {
            return Ok(());
        };
        if leaf.text.len() + piece.len() > MAX_ELEMENT {
            return Err(Problem::TooLarge {
                limit: MAX_ELEMENT as u64,
            });
        }
        if leaf.text.is_empty() {
            leaf.text = piece;
        } else {
            leaf.text.to_mut().push_str(&piece);
        }
        Ok(())
    }

    /// True when the open element tells something of a person.
    pub(in crate::eligibility) fn is_of_person(&self) -> bool {
        self.leaf
            .as_ref()
            .is_some_and(|leaf| matches!(leaf.slot, Slot::Record(_)))
    }

    /// The column of text that the open element holds, if it holds one.
    pub(in crate::eligibility) fn text_column(&self) -> Option<Column> {
        match self.leaf.as_ref()?.slot {
            Slot::Record(column) | Slot::Search(column) => Some(column).filter(|c| c.is_text()),
            Slot::UnitQueryNo => Some(Column::QueryNo),
            _ => None,
        }
    }

    /// Adds a remark on the unit that is open.
    pub(in crate::eligibility) fn remark(&mut self, problem: Problem) {
        let place = self.assembler.place();
        self.assembler.notes.put(place, problem);
    }

    /// Adds a remark on the whole.
    pub(in crate::eligibility) fn remark_whole(&mut self, problem: Problem) {
        self.assembler.notes.put(Place::Whole, problem);
    }

    /// 文字コード識別 as it stands; empty when absent.
    pub(in crate::eligibility) fn character_code(&self) -> &str {
        &self.assembler.character_code
    }

    /// The message has ended.
    ///
    /// # Errors
    /// When it is no result.
    pub(in crate::eligibility) fn finish(self, names: &[&str]) -> Result<Document, Problem> {
        super::finish(self.assembler, names)
    }
}

//! The header row: which column stands where, and whether this is a register at all.

use std::borrow::Cow;

use csv::StringRecord;

use crate::eligibility::column::Column;
use crate::eligibility::map::{Map, Source};
use crate::note::{Notes, Place, Problem, shortened};
use crate::text::delimited;

/// A header that fits.
#[derive(Clone, Debug)]
pub(in crate::eligibility) struct Header<'m> {
    map: &'m Map,
    at: [Option<usize>; Column::ALL.len()],
    facts: Vec<Column>,
    width: usize,
    unknown: Vec<String>,
}

/// How a first row looks.
#[derive(Debug)]
pub(in crate::eligibility) enum Fit<'m> {
    /// A register.
    Register(Box<Header<'m>>),
    /// A register that cannot be read.
    Broken(Problem),
    /// No register, and what to say of it where one was expected.
    Foreign(Problem),
}

/// Columns by which other tables with the same identity columns are known: the credential log and the
/// reports of this program. Taken for registers they would prove coverage that nobody confirmed.
const FOREIGN: [&[&str]; 4] = [
    &["kind", "shown_on"],
    &["kind", "valid_to"],
    &["verdict"],
    &["yen_at_risk"],
];

/// As many columns make a table of what could be a memo with a comma.
const TABLE_MIN: usize = 3;

/// Looks at the first row of `head`, the first bytes of an input.
pub(in crate::eligibility) fn fit<'m>(head: &[u8], map: &'m Map) -> Fit<'m> {
    let text = delimited::decode_head(head);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut row = StringRecord::new();
    match reader.read_record(&mut row) {
        Ok(true) => of_row(&row, map),
        Ok(false) | Err(_) => Fit::Foreign(Problem::NotEligibility),
    }
}

/// Looks at the names of all columns.
pub(in crate::eligibility) fn of_row<'m>(row: &StringRecord, map: &'m Map) -> Fit<'m> {
    let names: Vec<String> = row.iter().map(delimited::column_name).collect();
    let has = |name: &str| names.iter().any(|known| known == name);
    if FOREIGN
        .iter()
        .any(|table| table.iter().all(|name| has(name)))
    {
        return Fit::Foreign(Problem::NotEligibility);
    }
    let mapped: Vec<(String, &str)> = map
        .names()
        .map(|(_, name)| (delimited::column_name(name), name))
        .collect();
    let found = mapped.iter().filter(|(folded, _)| has(folded)).count();
    if found < mapped.len() {
        let is_other = found == 0;
        // A table with our own names needs no map; it may lie beside one that does.
        if is_other && let Fit::Register(header) = place(row, &names, map, false) {
            return Fit::Register(header);
        }
        let lacking = mapped.iter().filter(|(folded, _)| !has(folded));
        let lacking: Vec<&str> = lacking.map(|&(_, name)| name).collect();
        let is_header = delimited::are_names(row);
        let header: Vec<String> = row.iter().filter(|_| is_header).map(shortened).collect();
        let problem = Problem::MappedColumns {
            names: lacking.join(", "),
            header: header.join(", "),
            is_other,
        };
        return if is_other && names.len() < TABLE_MIN {
            Fit::Foreign(Problem::NotEligibility)
        } else if is_other {
            Fit::Foreign(problem)
        } else {
            Fit::Broken(problem)
        };
    }
    place(row, &names, map, true)
}

/// Finds the columns: by the names of the map, where it has one and `by_map`, else by ours.
fn place<'m>(row: &StringRecord, names: &[String], map: &'m Map, by_map: bool) -> Fit<'m> {
    let mut header = Header {
        map: if by_map { map } else { Map::plain() },
        at: [None; Column::ALL.len()],
        facts: Vec::new(),
        width: names.len(),
        unknown: Vec::new(),
    };
    let mut is_used = vec![false; names.len()];
    let mut missing = Vec::new();
    for column in Column::ALL {
        let source = header.map.source(column);
        if source.constant.is_some() {
            continue;
        }
        let name = source
            .name
            .as_deref()
            .map_or_else(|| column.id().to_owned(), delimited::column_name);
        let mut places = (0..names.len()).filter(|&at| names[at] == name);
        let Some(at) = places.next() else {
            if Column::REQUIRED.contains(&column) {
                missing.push(column.id());
            }
            continue;
        };
        if places.next().is_some() {
            return Fit::Broken(Problem::DuplicateColumn { name });
        }
        is_used[at] = true;
        header.at[column as usize] = Some(at);
    }
    // Of a register with names of its own, the map has said which matter.
    if !by_map || map.names().next().is_none() {
        let unknown = (0..names.len()).filter(|&at| !is_used[at] && !names[at].is_empty());
        header.unknown = unknown.map(|at| shortened(&row[at])).collect();
    }
    let is_fact = |&column: &Column| !column.is_text() && header.has_values(column);
    header.facts = Column::ALL.into_iter().filter(is_fact).collect();
    // In the order of the file, so that remarks on a row are; constants first.
    let at = header.at;
    header.facts.sort_by_key(|&column| at[column as usize]);
    match missing.len() {
        0 => Fit::Register(Box::new(header)),
        // A stray column `name` or `number` makes no register.
        _ if header.at.iter().flatten().count() < 2 => Fit::Foreign(stray(row)),
        _ => Fit::Broken(Problem::MissingColumns {
            names: missing.join(", "),
        }),
    }
}

/// What is told of a first row with no more than one of our names.
fn stray(row: &StringRecord) -> Problem {
    let is_binary = |cell: &str| cell.contains(|c: char| c.is_control() || c == '\u{FFFD}');
    if row.len() < TABLE_MIN || row.iter().any(is_binary) || !delimited::are_names(row) {
        Problem::NotEligibility
    } else {
        Problem::UnknownHeader
    }
}

impl<'m> Header<'m> {
    /// How many fields a row should have.
    pub(super) fn width(&self) -> usize {
        self.width
    }

    /// The columns that have values and are no texts.
    pub(in crate::eligibility) fn facts(&self) -> &[Column] {
        &self.facts
    }

    /// Where a column of ours stands.
    pub(in crate::eligibility) fn at(&self, column: Column) -> Option<usize> {
        self.at[column as usize]
    }

    /// How the values of a column of ours are made.
    pub(in crate::eligibility) fn source(&self, column: Column) -> &'m Source {
        self.map.source(column)
    }

    /// True when a column of ours has values here.
    pub(in crate::eligibility) fn has_values(&self, column: Column) -> bool {
        self.at(column).is_some() || self.source(column).constant.is_some()
    }

    /// True when all values are as they stand.
    pub(super) fn is_plain(&self) -> bool {
        Column::ALL.into_iter().all(|column| {
            let source = self.source(column);
            source.constant.is_none() && source.is_plain()
        })
    }

    /// What stands in `row` under `column`; empty when there is no such column.
    pub(super) fn cell<'r>(&self, row: &[&'r str], column: Column) -> &'r str {
        self.at(column)
            .and_then(|at| row.get(at).copied())
            .unwrap_or_default()
    }

    /// What `row` says in `column`; empty when there is no such column.
    pub(super) fn text<'r>(&'r self, row: &[&'r str], column: Column) -> Cow<'r, str> {
        let source = self.source(column);
        if let Some(constant) = &source.constant {
            return Cow::Borrowed(constant);
        }
        let text = self.cell(row, column);
        if source.is_plain() {
            Cow::Borrowed(text)
        } else {
            source.read(text)
        }
    }

    /// Says which columns are not read.
    pub(in crate::eligibility) fn remark(&self, place: Place, notes: &mut Notes) {
        if !self.unknown.is_empty() {
            let names = self.unknown.join(", ");
            notes.put(place, Problem::UnknownColumns { names });
        }
    }
}

//! The header row: which column stands where, and whether this is a register at all.

use std::borrow::Cow;

use csv::StringRecord;

use crate::eligibility::column::{self, Column};
use crate::eligibility::map::Map;
use crate::eligibility::record::{Facts, Texts};
use crate::note::{Notes, Place, Problem, shortened};
use crate::text::delimited;

/// A header that fits.
#[derive(Clone, Debug)]
pub(in crate::eligibility) struct Header<'m> {
    map: &'m Map,
    at: [Option<usize>; Column::ALL.len()],
    facts: Vec<(Column, usize)>,
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

fn of_row<'m>(row: &StringRecord, map: &'m Map) -> Fit<'m> {
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
        if !column.is_text() {
            header.facts.push((column, at));
        }
    }
    // Of a register with names of its own, the map has said which matter.
    if !by_map || map.names().next().is_none() {
        let unknown = (0..names.len()).filter(|&at| !is_used[at] && !names[at].is_empty());
        header.unknown = unknown.map(|at| shortened(&row[at])).collect();
    }
    // In the order of the file, so that remarks on a row are.
    header.facts.sort_by_key(|&(_, at)| at);
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

/// The texts of a row, as the map reads them.
pub(super) struct RowTexts<'r>([Cow<'r, str>; 8]);

impl RowTexts<'_> {
    pub(super) fn borrowed(&self) -> Texts<'_> {
        let [
            insurer,
            symbol,
            number,
            branch,
            name,
            kana,
            insurer_name,
            query_no,
        ] = &self.0;
        Texts {
            insurer,
            symbol,
            number,
            branch,
            name,
            kana,
            insurer_name,
            query_no,
        }
    }
}

impl Header<'_> {
    /// How many fields a row should have.
    pub(super) fn width(&self) -> usize {
        self.width
    }

    /// The columns that are no texts, and where they stand.
    pub(super) fn facts(&self) -> &[(Column, usize)] {
        &self.facts
    }

    /// The map by which it is read.
    pub(super) fn map(&self) -> &Map {
        self.map
    }

    /// `facts` with the constants of the map.
    ///
    /// # Errors
    /// A constant that its column cannot hold. [`Map::parse`] lets none pass.
    pub(super) fn with_constants(&self, mut facts: Facts) -> Result<Facts, Problem> {
        for column in Column::ALL {
            if let Some(constant) = &self.map.source(column).constant {
                let set = column::set(&mut facts, column, constant);
                set.map_err(|expected| Problem::Value {
                    field: column.id().into(),
                    found: shortened(constant),
                    expected,
                })?;
            }
        }
        Ok(facts)
    }

    /// What `row` says in `column`; empty when there is no such column.
    pub(super) fn text<'r>(&'r self, row: &'r StringRecord, column: Column) -> Cow<'r, str> {
        let source = self.map.source(column);
        if let Some(constant) = &source.constant {
            return Cow::Borrowed(constant);
        }
        let text = self.at[column as usize]
            .and_then(|at| row.get(at))
            .unwrap_or_default();
        if source.is_plain() {
            Cow::Borrowed(text)
        } else {
            source.read(text)
        }
    }

    /// The texts of `row`.
    pub(super) fn texts<'r>(&'r self, row: &'r StringRecord) -> RowTexts<'r> {
        let columns = [
            Column::InsurerNo,
            Column::Symbol,
            Column::Number,
            Column::Branch,
            Column::Name,
            Column::Kana,
            Column::InsurerName,
            Column::QueryNo,
        ];
        RowTexts(columns.map(|column| self.text(row, column)))
    }

    /// Says which columns are not read.
    pub(super) fn remark(&self, notes: &mut Notes) {
        if !self.unknown.is_empty() {
            let names = self.unknown.join(", ");
            notes.put(Place::Line(1), Problem::UnknownColumns { names });
        }
    }
}

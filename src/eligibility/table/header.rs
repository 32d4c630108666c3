//! The header row: which column stands where, and whether this is a register at all.

use csv::StringRecord;

use crate::eligibility::column::Column;
use crate::note::{Notes, Place, Problem, shortened};
use crate::text::delimited;

/// A header that fits.
#[derive(Clone, Debug)]
pub(in crate::eligibility) struct Header {
    at: [Option<usize>; Column::ALL.len()],
    facts: Vec<Column>,
    width: usize,
    unknown: Vec<String>,
}

/// How a first row looks.
#[derive(Debug)]
pub(in crate::eligibility) enum Fit {
    /// A register.
    Register(Box<Header>),
    /// A register that cannot be read.
    Broken(Problem),
    /// No register.
    Foreign,
}

/// Columns by which other tables with the same identity columns are known: the credential log and the
/// reports of this program. Taken for registers they would prove coverage that nobody confirmed.
const FOREIGN: [&[&str]; 4] = [
    &["kind", "shown_on"],
    &["kind", "valid_to"],
    &["verdict"],
    &["yen_at_risk"],
];

/// Looks at the first row of `head`, the first bytes of an input.
pub(in crate::eligibility) fn fit(head: &[u8]) -> Fit {
    let text = delimited::decode_head(head);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut row = StringRecord::new();
    match reader.read_record(&mut row) {
        Ok(true) => of_row(&row),
        Ok(false) | Err(_) => Fit::Foreign,
    }
}

/// True for the columns of the credential log and of our own reports.
pub(in crate::eligibility) fn is_foreign(names: &[String]) -> bool {
    let has = |name: &str| names.iter().any(|known| known == name);
    FOREIGN
        .iter()
        .any(|table| table.iter().all(|name| has(name)))
}

fn of_row(row: &StringRecord) -> Fit {
    let names: Vec<String> = row.iter().map(delimited::column_name).collect();
    if is_foreign(&names) {
        return Fit::Foreign;
    }
    let mut header = Header {
        at: [None; Column::ALL.len()],
        facts: Vec::new(),
        width: names.len(),
        unknown: Vec::new(),
    };
    for (i, name) in names.iter().enumerate() {
        let Some(column) = Column::of(name) else {
            if !name.is_empty() {
                header.unknown.push(shortened(&row[i]));
            }
            continue;
        };
        if header.at[column as usize].replace(i).is_some() {
            let name = name.clone();
            return Fit::Broken(Problem::DuplicateColumn { name });
        }
        if !column.is_text() {
            header.facts.push(column);
        }
    }
    let missing: Vec<_> = Column::REQUIRED
        .into_iter()
        .filter(|&column| header.at[column as usize].is_none())
        .map(Column::id)
        .collect();
    match missing.len() {
        0 => Fit::Register(Box::new(header)),
        // A stray column `name` or `number` makes no register.
        _ if header.at.iter().flatten().count() < 2 => Fit::Foreign,
        _ => Fit::Broken(Problem::MissingColumns {
            names: missing.join(", "),
        }),
    }
}

impl Header {
    /// How many fields a row should have.
    pub(super) fn width(&self) -> usize {
        self.width
    }

    /// The columns that are no texts.
    pub(super) fn facts(&self) -> &[Column] {
        &self.facts
    }

    /// What stands in `row` under `column`; empty when there is no such column.
    pub(super) fn text<'r>(&self, row: &'r StringRecord, column: Column) -> &'r str {
        self.at[column as usize]
            .and_then(|at| row.get(at))
            .unwrap_or_default()
    }

    /// Says which columns are not read.
    pub(super) fn remark(&self, notes: &mut Notes) {
        if !self.unknown.is_empty() {
            let names = self.unknown.join(", ");
            notes.put(Place::Line(1), Problem::UnknownColumns { names });
        }
    }
}

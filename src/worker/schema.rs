//! The columns of the streams as data, and `docs/worker.md`, which is written from them.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::datatypes::{DataType, Field, Fields, Schema, SchemaRef};

use crate::report::{findings, table, verdicts};

use super::VERSION;

/// Under this key the metadata of a stream has its version.
pub const WORKER: &str = "houkan.worker";

/// Under this key it has the version of the program that wrote it.
pub const PROGRAM: &str = "houkan.version";

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `Utf8`.
    Text,
    /// `Int64`.
    Long,
    /// `Date32`.
    Date,
    /// `Binary`.
    Bytes,
    /// `List<Int64>`.
    Longs,
    /// `List<Binary>`.
    Blobs,
    /// `List<Struct>`.
    Rows(&'static [Column]),
}

/// A column of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// Its type.
    pub kind: Kind,
    /// What it holds.
    pub text: &'static str,
}

const fn column(name: &'static str, kind: Kind, text: &'static str) -> Column {
    Column { name, kind, text }
}

/// What `parse` and `records` read: whole files.
pub const FILES: &[Column] = &[
    column(
        "path",
        Kind::Text,
        "where the file is; reports name it like this",
    ),
    column("content", Kind::Bytes, "its bytes; a zip is unpacked"),
];

/// What `parse` writes.
pub const CLAIMS: &[Column] = &[
    column(
        "kind",
        Kind::Text,
        "`claim`, or `file`: one row for each file behind its claims",
    ),
    column(
        "source_file",
        Kind::Text,
        "`path`, for a member of a zip followed by `/` and its name",
    ),
    column("line", Kind::Long, "line of RE from 1; null for a file"),
    column(
        "claim_key",
        Kind::Text,
        "key of the claim, 16 hexadecimal digits; null when it cannot be read",
    ),
    column(
        "insurer_no",
        Kind::Text,
        "保険者番号, normalised; null for a file",
    ),
    column(
        "touch_key",
        Kind::Long,
        "hash of insurer, symbol and number; null when no record is looked for",
    ),
    column(
        "people",
        Kind::Longs,
        "hashes under which records of its person are looked for",
    ),
    column(
        "twin",
        Kind::Long,
        "claims with an equal one may be the same claim twice and make one group; null when it takes no part",
    ),
    column(
        "total_yen",
        Kind::Long,
        "合計金額 in yen, 0 when none can be read; of a file the sum over its claims",
    ),
    column(
        "encoding",
        Kind::Text,
        "of the file; null when it was not read",
    ),
    column(
        "shape",
        Kind::Text,
        "station's, returned or insurer's; null when the file was not read",
    ),
    column(
        "header",
        Kind::Bytes,
        "what of HM counts for the claim, packed; null for a file",
    ),
    column(
        "body",
        Kind::Bytes,
        "the claim, packed; of a file that cannot be read why, packed; else null",
    ),
    column(
        "issues",
        Kind::Blobs,
        "what the reader noted on the claim or on the file as a whole, packed",
    ),
    column(
        "error",
        Kind::Text,
        "of a file: why it cannot be read, in words that repeat nothing of it; else null",
    ),
];

/// What `records` writes.
pub const RECORDS: &[Column] = &[
    column(
        "source_file",
        Kind::Text,
        "`path`, for a member of a zip followed by `/` and its name",
    ),
    column("form", Kind::Text, "form of the file"),
    column(
        "row",
        Kind::Long,
        "row of a table, from 1, else 0; null in a row that speaks of the file",
    ),
    column(
        "touch_key",
        Kind::Long,
        "hash of insurer, symbol and number, to be equal to `touch_key` of a claim",
    ),
    column(
        "people",
        Kind::Longs,
        "hashes under which it is filed, to be found among `people` of a claim",
    ),
    column(
        "around",
        Kind::Longs,
        "where further records of its person are looked for: to be found among `people` of other records",
    ),
    column(
        "as_of",
        Kind::Date,
        "day on which it was seen, as it says itself",
    ),
    column(
        "body",
        Kind::Bytes,
        "the record, packed; null in a row that speaks of the file",
    ),
    column(
        "error",
        Kind::Text,
        "of a file: why it was not read whole, in words that repeat nothing of it",
    ),
];

/// Of records what `judge` needs.
pub const CANDIDATES: &[Column] = &[
    column("source_file", Kind::Text, "as `records` wrote it"),
    column("form", Kind::Text, "as `records` wrote it"),
    column("row", Kind::Long, "as `records` wrote it"),
    column("body", Kind::Bytes, "as `records` wrote it"),
];

/// Of claims what `judge` needs; the other columns of [`CLAIMS`] may be there, too.
pub const JUDGED: &[Column] = &[
    column("kind", Kind::Text, "as `parse` wrote it"),
    column("source_file", Kind::Text, "as `parse` wrote it"),
    column("line", Kind::Long, "as `parse` wrote it"),
    column("encoding", Kind::Text, "as `parse` wrote it"),
    column("shape", Kind::Text, "as `parse` wrote it"),
    column("header", Kind::Bytes, "as `parse` wrote it"),
    column("body", Kind::Bytes, "as `parse` wrote it"),
    column("issues", Kind::Blobs, "as `parse` wrote it"),
];

/// What `judge` reads: what has to be judged together.
pub const GROUPS: &[Column] = &[
    column("group", Kind::Long, "any number; errors name it"),
    column(
        "claims",
        Kind::Rows(JUDGED),
        "claims of one `twin`, or one claim; rows of kind `file` as groups of their own",
    ),
    column(
        "records",
        Kind::Rows(CANDIDATES),
        "the records that one of the claims finds, and those found around them, those of one row in the order of `records`; the same one twice counts once",
    ),
];

impl Kind {
    /// The type of such a column.
    #[must_use]
    pub fn data_type(self) -> DataType {
        match self {
            Self::Text => DataType::Utf8,
            Self::Long => DataType::Int64,
            Self::Date => DataType::Date32,
            Self::Bytes => DataType::Binary,
            Self::Longs => DataType::new_list(DataType::Int64, true),
            Self::Blobs => DataType::new_list(DataType::Binary, true),
            Self::Rows(columns) => DataType::new_list(DataType::Struct(fields(columns)), true),
        }
    }
}

/// Columns as the fields of a schema; any may be null.
#[must_use]
pub fn fields(columns: &[Column]) -> Fields {
    let field = |column: &Column| Field::new(column.name, column.kind.data_type(), true);
    columns.iter().map(field).collect()
}

/// The schema of a stream with these columns.
#[must_use]
pub fn schema(columns: &[Column]) -> SchemaRef {
    described(fields(columns))
}

/// The schema of what `judge` writes: `kind`, and the columns of `verdicts.csv` and `findings.csv`, each once. Numbers
/// are signed, since Spark has no others.
#[must_use]
pub fn judgements() -> SchemaRef {
    let kind = Field::new("kind", DataType::Utf8, true);
    let (verdicts_schema, findings_schema) = (table::verdicts_schema(), table::findings_schema());
    let of_verdicts = verdicts::COLUMNS
        .iter()
        .map(|name| (name, &verdicts_schema));
    let of_findings = findings::COLUMNS
        .iter()
        .filter(|name| !verdicts::COLUMNS.contains(name))
        .map(|name| (name, &findings_schema));
    let named = of_verdicts.chain(of_findings).filter_map(|(name, schema)| {
        let field = schema.field_with_name(name).ok()?;
        let data_type = match field.data_type() {
            DataType::UInt32 | DataType::UInt64 => DataType::Int64,
            other => other.clone(),
        };
        Some(Field::new(*name, data_type, true))
    });
    described(std::iter::once(kind).chain(named).collect())
}

/// A schema with the versions in its metadata.
fn described(fields: Fields) -> SchemaRef {
    let pairs = [
        (PROGRAM.to_owned(), env!("CARGO_PKG_VERSION").to_owned()),
        (WORKER.to_owned(), VERSION.to_owned()),
    ];
    Arc::new(Schema::new(fields).with_metadata(HashMap::from(pairs)))
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    fn rows(columns: &[Column]) -> String {
        let mut out = "| Column | Type | Content |\n| --- | --- | --- |\n".to_owned();
        for column in columns {
            let kind = match column.kind {
                Kind::Text => "Utf8",
                Kind::Long => "Int64",
                Kind::Date => "Date32",
                Kind::Bytes => "Binary",
                Kind::Longs => "List<Int64>",
                Kind::Blobs => "List<Binary>",
                Kind::Rows(_) => "List<Struct>",
            };
            let (name, text) = (column.name, column.text);
            writeln!(out, "| `{name}` | {kind} | {text} |").expect("a String takes it");
        }
        out
    }

    fn judged() -> String {
        let mut out = "| Column | Type |\n| --- | --- |\n".to_owned();
        for field in judgements().fields() {
            let (name, kind) = (field.name(), field.data_type());
            writeln!(out, "| `{name}` | {kind} |").expect("a String takes it");
        }
        out
    }

    #[test]
    fn committed_page_is_fresh() {
        let page = include_str!("worker.md");
        let tables = [
            ("FILES", rows(FILES)),
            ("CLAIMS", rows(CLAIMS)),
            ("RECORDS", rows(RECORDS)),
            ("GROUPS", rows(GROUPS)),
            ("OF_CLAIMS", rows(JUDGED)),
            ("OF_RECORDS", rows(CANDIDATES)),
            ("JUDGEMENTS", judged()),
            ("VERSION", VERSION.to_owned()),
        ];
        let page = tables.iter().fold(page.to_owned(), |page, (name, table)| {
            let place = format!("{{{{{name}}}}}");
            assert!(page.contains(&place), "{name}");
            page.replace(&place, table.trim_end())
        });
        crate::generated::assert_fresh("docs/worker.md", &page);
    }

    /// What `judge` reads is what `parse` and `records` write.
    #[test]
    fn the_streams_fit() {
        for (part, whole) in [(JUDGED, CLAIMS), (CANDIDATES, RECORDS)] {
            for column in part {
                let found = whole.iter().find(|other| other.name == column.name);
                assert_eq!(
                    found.map(|it| it.kind),
                    Some(column.kind),
                    "{}",
                    column.name
                );
            }
        }
    }

    #[test]
    fn every_column_of_both_tables_is_there_once() {
        let schema = judgements();
        let names: Vec<&str> = schema
            .fields()
            .iter()
            .map(|it| it.name().as_str())
            .collect();
        for name in verdicts::COLUMNS.iter().chain(&findings::COLUMNS) {
            let count = names.iter().filter(|other| *other == name).count();
            assert_eq!(count, 1, "{name}");
        }
        // Four columns are in both.
        assert_eq!(names.len(), 1 + 27 + 13 - 4);
    }
}

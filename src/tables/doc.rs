//! `docs/tables.md`, written from [`super::schema`].

use std::fmt::{self, Display, Formatter, Write};

use crate::uke::layout::{self, RecordKind};

use super::schema::{Column, Kind, Source, Table, TableId, VERSION, VERSION_KEY};

const INTRODUCTION: &str = "\
<!-- Generated from src/tables/schema. To rewrite: HOUKAN_BLESS=1 cargo test --lib tables::doc -->

# Tables of `houkan convert`

    houkan convert claims/ -e eligibility/ -o tables

writes one file a table: `claims.parquet` and so on (Parquet with Snappy), with `--format arrow` Arrow IPC files,
with `--format csv` CSV in UTF-8 with a byte order mark. All tables are always written, an empty one without
rows. `tables.json` tells rows, inputs with their SHA-256, what could not be read, and the proof that claims, items
and yen in equal claims, items and yen out.

- Nothing is judged and nothing corrected: values are as recorded. Codes are text and keep their zeros; what they
  mean is in [claim-format.md](claim-format.md).
- A field that is empty or missing is null. So is a value that cannot be read (a day that does not exist, a number
  that is none); these are counted by column in `tables.json` and on standard error. The line in the file has the raw
  value. Bytes that are no character become U+FFFD and are counted as damaged.
- `claim_index` joins the tables; it counts through the run in the order in which files are read (by path), so that
  the same inputs give the same numbers and the same bytes, whatever the threads.
- Rows are those of the claim as it counts now: of an insurer's file the lines with データ識別 1, of a station's file all
  lines but the history of a 再請求 (`8,n,n,XX,…`).
- Of an insurer's file the HO with データ識別 2 gives `claims.total_yen`, the amount after 審査;
  `total_yen_as_filed` keeps the original. **This is inferred** from the 医科 format (claims-format 6); the 訪問看護
  edition has not been seen. Other corrected records are not taken.
- A claim without RE still has its row (`has_re` is false). Dates outside 指定訪問看護年月 are in `items` but not in
  `visits`; a claim whose 指定訪問看護年月 cannot be read has no `visits`.
- In CSV a cell that a spreadsheet would run as a formula has a `'` in front; days are `YYYY-MM-DD`, truths `true`
  and `false`, null is an empty cell.

The tables hold personal data: the folder and its files are open to their owner alone.
";

/// The whole page as Markdown.
#[must_use]
pub fn render_markdown() -> String {
    Page.to_string()
}

struct Page;

impl Display for Page {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        out.write_str(INTRODUCTION)?;
        writeln!(
            out,
            "\nParquet and Arrow files carry `{VERSION_KEY}` = `{VERSION}` in their metadata. A column that goes, or \
             changes its type or meaning, raises it; a new column does not."
        )?;
        TableId::ALL
            .into_iter()
            .try_for_each(|id| table(out, id.table()))
    }
}

fn table(out: &mut impl Write, table: &Table) -> fmt::Result {
    let (name, ja, en) = (table.name, table.ja, table.en);
    write!(
        out,
        "\n## {name}\n\n{ja}: {en}.\n\n\
         | column | type | null | unit | 項目 | meaning | from |\n|---|---|---|---|---|---|---|\n"
    )?;
    table.columns.iter().try_for_each(|column| row(out, column))
}

fn row(out: &mut impl Write, column: &Column) -> fmt::Result {
    let (name, kind, unit) = (column.name, column.kind.name(), column.unit());
    let null = if column.nullable { "yes" } else { "" };
    let month = if column.kind == Kind::Month {
        " `YYYY-MM`"
    } else {
        ""
    };
    let (ja, en, from) = (column.ja(), column.en, From(column));
    writeln!(
        out,
        "| `{name}` | {kind}{month} | {null} | {unit} | {ja} | {en} | {from} |"
    )
}

/// Where a value comes from.
struct From<'a>(&'a Column);

impl Display for From<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        match self.0.source {
            Source::Field(record, position) => field(out, record, position),
            Source::Eligibility(column) => write!(out, "`{}`", column.id()),
            Source::Made(made) => {
                for (at, &(record, position)) in made.fields().iter().enumerate() {
                    if at > 0 {
                        out.write_str(", ")?;
                    }
                    field(out, record, position)?;
                }
                Ok(())
            }
        }
    }
}

/// The record, the position, and the code table.
fn field(out: &mut impl Write, record: RecordKind, position: usize) -> fmt::Result {
    write!(out, "{} {position}", record.name())?;
    match layout::field(record, position).and_then(|field| field.codes) {
        Some(codes) => write!(out, " (別表{})", codes.number),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn committed_page_is_fresh() {
        crate::generated::assert_fresh("docs/tables.md", &render_markdown());
    }

    #[test]
    fn every_column_has_a_row_with_its_meaning() {
        let page = render_markdown();
        for id in TableId::ALL {
            for column in id.table().columns {
                assert!(page.contains(&format!("| `{}` | ", column.name)));
                assert!(
                    !column.ja().is_empty() && !column.en.is_empty(),
                    "{column:?}"
                );
                assert!(!column.en.contains('|') && !column.ja().contains('|'));
            }
        }
        let bars = |line: &str| line.matches('|').count();
        assert!(
            page.lines()
                .filter(|line| line.starts_with('|'))
                .all(|line| bars(line) == 8)
        );
    }
}

//! `solved.csv`: what an earlier report (`--baseline`) has and this run has not, by the rows of the earlier one.

use std::io::{self, Write};

use crate::check::Checked;

use super::csv::{Charset, Rows};
use super::portions::Written;
use super::table::SOLVED;

/// Writes the file.
///
/// # Errors
/// What `out` reports.
pub(super) fn write(
    checked: &Checked,
    charset: Charset,
    out: &mut impl Write,
) -> io::Result<Written> {
    out.write_all(&Rows::header(charset, &SOLVED))?;
    let mut rows = Rows::new(charset, 0);
    let mut written = Written::default();
    for solved in checked.compared.iter().flat_map(|it| &it.solved) {
        rows.word(solved.kind());
        rows.text(&solved.source_file);
        rows.number_unless_zero(solved.line.into());
        for text in solved.texts() {
            rows.text(text);
        }
        rows.number(solved.total_yen);
        rows.text(&solved.message);
        rows.end();
        written.rows += 1;
    }
    let (bytes, replaced) = rows.finish();
    written.replaced = replaced;
    out.write_all(&bytes)?;
    Ok(written)
}

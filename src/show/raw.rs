//! The lines of a claim as they are.

use std::fmt::Write as _;

use super::page::printable;
use super::record::Claim;

/// Each line of the claim, decoded, behind its number in the file; with `file`, behind its name too.
#[must_use]
pub fn render(claim: &Claim, file: Option<&str>) -> String {
    let mut out = String::new();
    for record in &claim.records {
        let (line, raw) = (record.line, record.raw());
        let raw = printable(&raw);
        // Writing to a String cannot fail.
        let _ = match file {
            Some(file) => writeln!(out, "{}:{line}  {raw}", printable(file)),
            None => writeln!(out, "{line:>5}  {raw}"),
        };
    }
    out
}

//! `tables.json`: what was written, from what, and the proof that nothing was lost.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use crate::report::inputs::{InputLine, NoteLine};
use crate::report::summary::PROGRAM;

use super::cells::Unread;
use super::convert::Converted;
use super::schema::VERSION;

/// The name of the file; a folder with one of ours is known as tables of an earlier run.
pub const MANIFEST: &str = "tables.json";

/// A table that was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TableLine {
    /// Its name.
    pub name: &'static str,
    /// Its file.
    pub file: String,
    /// Its rows.
    pub rows: u64,
    /// Values by column that are null although something was recorded.
    pub unread: BTreeMap<&'static str, u64>,
    /// Texts by column in which bytes that are no character became U+FFFD.
    pub damaged: BTreeMap<&'static str, u64>,
}

impl TableLine {
    pub(super) fn note(&mut self, column: &'static str, unread: Unread) {
        if unread.nulls > 0 {
            *self.unread.entry(column).or_default() += unread.nulls;
        }
        if unread.damaged > 0 {
            *self.damaged.entry(column).or_default() += unread.damaged;
        }
    }
}

/// What was read beside what was written; the two are equal, or nothing would have been written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Proof {
    /// Claims read.
    pub claims_in: u64,
    /// Rows of `claims`.
    pub claims_out: u64,
    /// Sum of 合計金額 read, the corrected one where there is one.
    pub claim_yen_in: u64,
    /// Sum of `claims.total_yen`.
    pub claim_yen_out: u64,
    /// KA lines read.
    pub items_in: u64,
    /// Rows of `items`.
    pub items_out: u64,
    /// Sum of their 金額.
    pub item_yen_in: u64,
    /// Sum of `items.yen`.
    pub item_yen_out: u64,
    /// Eligibility records read.
    pub records_in: u64,
    /// Rows of `eligibility`.
    pub records_out: u64,
}

impl Proof {
    /// True when all that was read was written.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.claims_in == self.claims_out
            && self.claim_yen_in == self.claim_yen_out
            && self.items_in == self.items_out
            && self.item_yen_in == self.item_yen_out
            && self.records_in == self.records_out
    }
}

#[derive(Serialize)]
struct Manifest<'a> {
    program: &'static str,
    version: &'static str,
    command: &'static str,
    schema_version: &'static str,
    format: &'static str,
    tables: &'a [TableLine],
    proof: Proof,
    /// Inferred, see docs/tables.md.
    corrected_claims: u64,
    inputs: &'a [InputLine],
    notes: &'a [NoteLine],
}

/// Writes the file.
pub(super) fn write(converted: &Converted, mut out: impl Write) -> io::Result<()> {
    let manifest = Manifest {
        program: PROGRAM,
        version: env!("CARGO_PKG_VERSION"),
        command: "convert",
        schema_version: VERSION,
        format: converted.format.id(),
        tables: &converted.tables,
        proof: converted.proof,
        corrected_claims: converted.corrected,
        inputs: &converted.inputs,
        notes: &converted.notes,
    };
    serde_json::to_writer_pretty(&mut out, &manifest)?;
    out.write_all(b"\n")?;
    out.flush()
}

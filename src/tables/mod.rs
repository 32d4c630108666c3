//! Claims and eligibility as typed tables (`houkan convert`): what the columns are, how they are filled,
//! and how they are written as Parquet, Arrow IPC or CSV.
//!
//! [`schema`] is the single source: the readers of claims and records fill what it names, the writers
//! take types and order from it, and `docs/tables.md` is written from it. Nothing here judges a claim:
//! values are as recorded, and what cannot be read is null and counted ([`Unread`]).

pub mod doc;
pub mod schema;

mod cells;
mod claim;
mod convert;
mod eligibility;
mod insurer;
mod manifest;
mod publish;
mod visits;
mod write;

#[cfg(test)]
mod tests;

pub use cells::Unread;
pub use convert::{ConvertError, Converted, Request, run};
pub use manifest::{MANIFEST, Proof, TableLine};
pub use publish::check_target;
pub use write::Format;

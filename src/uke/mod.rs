//! The claim file (レセプト電算 `RECEIPTH.UKE`, claims-format): bytes to lines, lines to claims.

pub(crate) mod archive;
pub mod border;
pub mod claim;
pub mod codes;
pub mod dialect;
pub mod issue;
pub mod items;
pub mod layout;
pub mod layout_doc;
pub mod lines;
pub mod parse;
pub mod read;
pub mod recorded;
pub mod rows;
pub mod source;
pub mod stored;
pub(crate) mod veil;

#[cfg(test)]
mod cuts;

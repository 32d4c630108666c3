//! A claim as a person reads it (`houkan show`).
//!
//! [`read`] takes the claims that are asked for out of the files, decoded; everything behind is pure: a
//! [`Claim`] in, text ([`text`], [`list`], [`raw`]) or JSON ([`json`]) out. Whatever bytes a claim has, each of
//! its lines is shown: what cannot be read as it is, with a mark. What is wrong with it is told by `validate`.

pub mod json;
pub mod list;
pub mod raw;
pub mod text;

mod amounts;
mod calendar;
mod find;
mod items;
mod month;
mod others;
mod page;
mod reading;
mod record;

#[cfg(test)]
mod tests;

pub use find::{Entry, FileClaims, Selection, read};
pub use page::{Look, printable};
pub use record::{Claim, Prefix, Record};

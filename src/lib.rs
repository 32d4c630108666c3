//! `houkan`: judges a month of visiting-nurse claims (訪問看護レセプト) against online eligibility
//! results (オンライン資格確認) and the expiry of the legacy insurance card.
//!
//! Data flows one way: [`uke`] and [`eligibility`] read, [`matching`] joins, [`judge`] and [`rules`]
//! decide, [`report`] writes. ARCHITECTURE.md has the whole picture.

pub mod check;
pub mod cli;
pub mod credential;
#[cfg(feature = "postgres")]
mod database;
pub mod eligibility;
pub mod finding;
pub mod fix;
pub mod follow;
#[cfg(test)]
mod generated;
pub mod input;
pub mod judge;
pub mod lint;
pub mod mark;
pub mod master;
pub mod matching;
pub mod messages;
pub mod nightly;
pub mod note;
pub mod policy;
pub mod report;
pub mod rules;
pub mod show;
pub mod stations;
pub mod synth;
pub mod tables;
pub mod text;
pub mod uke;
pub mod validate;
pub mod worker;

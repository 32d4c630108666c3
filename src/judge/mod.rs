//! Judgement: coverage, evidence, credential, outcome, verdict (contract 4.4–4.7).
//!
//! Pure: no file, no clock, no locale. The same case gives the same judgement.

pub mod coverage;
pub mod credential;
pub mod outcome;
pub mod verdict;

//! `houkan`: judges a month of visiting-nurse claims (訪問看護レセプト) against online eligibility
//! results (オンライン資格確認) and the expiry of the legacy insurance card.

pub mod credential;
pub mod eligibility;
pub mod note;
pub mod text;

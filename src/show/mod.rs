//! A claim as a person reads it (`houkan show`).
//!
//! [`find`] takes the claims that are asked for out of the files, decoded; everything behind is pure: a
//! [`Claim`] in, text or JSON out. Whatever bytes a claim has, each of its lines is shown: what cannot be read
//! as it is, with a mark.

mod amounts;
mod calendar;
mod find;
mod reading;
mod record;

pub use amounts::{Amounts, Payer, Sum, Total, amounts};
pub use calendar::{Calendar, Charges, Day, by_date, calendar};
pub use find::{Entry, FileClaims, Selection, read};
pub use reading::Reading;
pub use record::{Claim, Prefix, Record};

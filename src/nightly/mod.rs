//! The insurer's night: what has come since the last run is read, what it touches is judged again, and the result is
//! published whole.

pub mod fault;
pub mod state;

mod error;
mod hashes;
mod intake;
mod judge;
mod load;
mod packed;
mod scan;
mod why;

pub use error::NightError;
pub use why::Why;

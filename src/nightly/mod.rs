//! The insurer's night: what has come since the last run is read, what it touches is judged again, and the result is
//! published whole.

pub mod config;
pub mod error;
pub mod fault;
pub mod files;
pub mod lock;
pub mod log;
pub mod mail;
pub mod manifest;
pub mod metrics;
pub mod night;
pub mod publish;
pub mod run;
pub mod state;
pub mod status;
pub mod subject;
pub mod times;

mod basis;
mod day;
mod facts;
mod hashes;
mod history;
mod intake;
mod judge;
mod laps;
mod lines;
mod load;
mod packed;
mod report;
mod retention;
mod scan;
mod why;

pub use error::NightError;
pub use history::history;
pub use run::{Asked, Lists, run};
pub use why::Why;

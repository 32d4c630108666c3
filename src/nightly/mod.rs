//! The insurer's night: what has come since the last run is read, what it touches is judged again, and the result is
//! published whole.

pub mod config;
pub mod fault;
pub mod files;
pub mod lock;
pub mod mail;
pub mod manifest;
pub mod metrics;
pub mod night;
pub mod publish;
pub mod state;
pub mod times;

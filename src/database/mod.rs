//! From the address of a PostgreSQL server to a session, and what its errors may say. Registers and the nightly state
//! both log in this way; neither user nor password goes anywhere but to the server.

mod access;
pub(crate) mod error;
mod password;
mod tls;

pub(crate) use access::Access;

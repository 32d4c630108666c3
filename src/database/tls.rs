//! How the connection is secured.
//!
//! Hosts other than this machine are only spoken to over TLS, with a certificate that is checked up to the
//! host's name. There is nothing in between: `sslmode=require` and `verify-ca`, which elsewhere encrypt
//! for whoever answers, mean the same here, and only `disable` turns it off. On this machine (loopback)
//! nothing is encrypted unless asked for; sockets never are.

use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;

use rustls::crypto::ring;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};

use crate::note::Database;
use crate::text::address::{Address, Fault};

/// Whether to encrypt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// Encrypt, and check the certificate.
    Verified,
    /// Nothing leaves this machine.
    Local,
    /// Plain to another machine, because the address says so.
    Plain,
}

/// What the address asks for.
///
/// # Errors
/// A mode that does not exist.
pub(super) fn mode(address: &Address, asked: Option<&str>) -> Result<Mode, Fault> {
    let is_socket = address.hosts.iter().all(|(host, _)| host.starts_with('/'));
    let is_here = address.hosts.iter().all(|(host, _)| is_here(host));
    Ok(match asked {
        Some("require" | "verify-ca" | "verify-full") if !is_socket => Mode::Verified,
        Some("require" | "verify-ca" | "verify-full") => Mode::Local,
        None | Some("prefer" | "allow" | "disable") if is_here => Mode::Local,
        None | Some("prefer" | "allow") => Mode::Verified,
        Some("disable") => Mode::Plain,
        Some(_) => {
            return Err(Fault::Value {
                name: "sslmode".to_owned(),
            });
        }
    })
}

/// True for this machine: a loopback address, `localhost`, a socket.
fn is_here(host: &str) -> bool {
    host.starts_with('/')
        || host.eq_ignore_ascii_case("localhost")
        || host.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
}

/// The settings of TLS: the certificates of a file, or without one those of the system, are trusted.
///
/// # Errors
/// The certificates cannot be read.
pub(super) fn config(roots: Option<&str>) -> Result<ClientConfig, Database> {
    let mut store = RootCertStore::empty();
    if let Some(path) = roots.filter(|&roots| roots != "system") {
        of_file(Path::new(path), &mut store)?;
    } else {
        let found = rustls_native_certs::load_native_certs();
        store.add_parsable_certificates(found.certs);
        if store.is_empty() {
            let detail = found
                .errors
                .first()
                .map_or_else(|| "the system has none".to_owned(), ToString::to_string);
            return Err(Database::Roots { detail });
        }
    }
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| Database::Tls {
            detail: error.to_string(),
        })?;
    Ok(config.with_root_certificates(store).with_no_client_auth())
}

fn of_file(path: &Path, store: &mut RootCertStore) -> Result<(), Database> {
    let wrong = |detail: String| Database::Roots {
        detail: format!("{}: {detail}", path.display()),
    };
    let certificates =
        CertificateDer::pem_file_iter(path).map_err(|error| wrong(error.to_string()))?;
    for certificate in certificates {
        let certificate = certificate.map_err(|error| wrong(error.to_string()))?;
        store
            .add(certificate)
            .map_err(|error| wrong(error.to_string()))?;
    }
    if store.is_empty() {
        return Err(wrong("no certificate in it".to_owned()));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_spoken_to_in_the_clear() {
        for (address, asked, expected) in [
            ("postgres://db.example/m", None, Mode::Verified),
            ("postgres://192.0.2.1/m", None, Mode::Verified),
            ("postgres://db.example/m", Some("prefer"), Mode::Verified),
            ("postgres://db.example/m", Some("require"), Mode::Verified),
            ("postgres://db.example/m", Some("disable"), Mode::Plain),
            ("postgres://localhost/m", None, Mode::Local),
            ("postgres://127.8.9.1/m", None, Mode::Local),
            ("postgres://[::1]/m", None, Mode::Local),
            ("postgres:///m?host=/run/pg", None, Mode::Local),
            ("postgres:///m?host=/run/pg", Some("require"), Mode::Local),
            ("postgres://localhost/m", Some("verify-ca"), Mode::Verified),
            ("postgres://localhost/m", Some("disable"), Mode::Local),
            // One host elsewhere is enough.
            ("postgres://localhost,db.example/m", None, Mode::Verified),
            ("postgres://localhost.example/m", None, Mode::Verified),
        ] {
            let parsed = Address::parse(address).expect(address);
            assert_eq!(mode(&parsed, asked), Ok(expected), "{address} {asked:?}");
        }
        let parsed = Address::parse("postgres://db/m").expect("an address");
        assert!(mode(&parsed, Some("maybe")).is_err());
    }

    #[test]
    fn certificates_of_a_file_must_be_some() {
        let missing = config(Some("/nonexistent/ca.pem"));
        assert!(matches!(missing, Err(Database::Roots { .. })));
        let empty = tempfile::NamedTempFile::new().expect("a file");
        let path = empty.path().display().to_string();
        assert!(matches!(config(Some(&path)), Err(Database::Roots { .. })));
    }
}

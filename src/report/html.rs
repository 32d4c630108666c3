//! What the pages for a browser have in common.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// A style or script as a source of a Content-Security-Policy: `sha256-…`.
pub(super) fn source(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    format!("sha256-{}", STANDARD.encode(digest))
}

//! Any bytes as a credential log: read or refused, never a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok((log, notes)) = houkan::credential::read(bytes, 0) {
        let _ = (log.rows().len(), notes.len());
    }
});

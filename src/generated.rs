//! Test helper: the pages of `docs/` that are written from the code.

use std::fs;
use std::path::Path;

/// Holds a file of the repository to what the code writes, or with `HOUKAN_BLESS=1` writes it.
#[track_caller]
pub(crate) fn assert_fresh(file: &str, content: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    if std::env::var_os("HOUKAN_BLESS").is_some_and(|value| value == "1") {
        fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("made");
        fs::write(&path, content).expect("written");
    }
    // A checkout may have turned the line ends into CR LF.
    let stored = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        stored.replace("\r\n", "\n") == content,
        "{file} is stale: run `HOUKAN_BLESS=1 cargo test --lib`"
    );
}

//! `run.json`: what a published night is, with the hash of every file. docs/nightly.md has its form.

use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::night::Night;
use super::publish::PublishedFile;

/// The name of the file, by which a folder is known to be a night of this program.
pub const MANIFEST: &str = "run.json";

/// The form of the file; it rises when something in it changes its meaning.
const FORM: u32 = 1;

/// The whole file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Always `houkan`.
    pub program: String,
    /// The version that wrote it.
    pub version: String,
    /// The form of this file.
    pub form: u32,
    /// The night.
    #[serde(flatten)]
    pub night: Night,
    /// Every file but this one, in the order of their names.
    pub files: Vec<PublishedFile>,
}

impl Manifest {
    /// The manifest of a night by this version of the program.
    #[must_use]
    pub fn new(night: Night, files: Vec<PublishedFile>) -> Self {
        Self {
            program: env!("CARGO_PKG_NAME").to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            form: FORM,
            night,
            files,
        }
    }

    /// The text of the file.
    ///
    /// # Errors
    /// None that is known: every key is a text.
    pub fn to_json(&self) -> io::Result<String> {
        let mut text = serde_json::to_string_pretty(self)?;
        text.push('\n');
        Ok(text)
    }

    /// Reads the manifest of a published folder.
    ///
    /// # Errors
    /// What the system says; [`io::ErrorKind::InvalidData`] for a file that is none of ours.
    pub fn read(folder: &Path) -> io::Result<Self> {
        let text = fs::read(folder.join(MANIFEST))?;
        serde_json::from_slice(&text)
            .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nightly::night::tests::sample;

    #[test]
    fn what_is_written_is_read_back() {
        let file = PublishedFile {
            name: "verdicts.csv".to_owned(),
            bytes: 3,
            sha256: "cd".repeat(32),
        };
        let manifest = Manifest::new(sample(), vec![file]);
        let home = tempfile::tempdir().expect("a folder");
        let text = manifest.to_json().expect("text");
        fs::write(home.path().join(MANIFEST), &text).expect("written");
        assert_eq!(Manifest::read(home.path()).expect("read"), manifest);
        fs::write(home.path().join(MANIFEST), &text[..text.len() / 2]).expect("written");
        let error = Manifest::read(home.path()).expect_err("half a file");
        assert_eq!(error.kind(), io::ErrorKind::InvalidData);
    }

    #[test]
    fn the_form_of_the_file() {
        let manifest = Manifest {
            version: "0.0.0".to_owned(),
            ..Manifest::new(sample(), Vec::new())
        };
        insta::assert_snapshot!(manifest.to_json().expect("text"));
    }
}

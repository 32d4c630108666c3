//! The pipeline of `houkan validate`: claim files in, findings with their lines out, file by file.

use std::path::PathBuf;

use crate::finding::Finding;
use crate::lint::{self, Excerpt, FileFlaws, Linter, Subject};
use crate::rules;
use crate::uke::source::{self, Input, Progress, Status};

/// What a file gave.
#[derive(Debug)]
pub struct FileReport {
    /// Index of the input.
    pub index: u32,
    /// The input; its status has the number of claims.
    pub input: Input,
    flaws: Option<FileFlaws>,
}

/// A finding with everything a reader wants to see of it.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// The finding; its input and claim count in the run and in the file.
    pub finding: Finding,
    /// 1-based position of the field; 0 when the whole record is meant.
    pub position: u8,
    /// The claim it is about; empty for a file.
    pub subject: Subject,
    /// The line, where one is meant.
    pub excerpt: Option<Excerpt>,
}

impl FileReport {
    /// The findings by line. A file that cannot be read has one.
    pub fn diagnostics(&self) -> impl Iterator<Item = Diagnostic> {
        let refused = match &self.input.status {
            Status::Unreadable(failure) => Some(Diagnostic {
                finding: rules::refused(self.index, failure),
                position: 0,
                subject: Subject::default(),
                excerpt: None,
            }),
            Status::Read(_) | Status::Skipped => None,
        };
        let found = self.flaws.iter().flat_map(|file| {
            file.flaws.iter().map(|flaw| {
                let subject = flaw.claim.and_then(|claim| file.subjects.get(&claim));
                Diagnostic {
                    finding: rules::from_flaw(self.index, flaw, subject),
                    position: flaw.position,
                    subject: subject.cloned().unwrap_or_default(),
                    excerpt: file.excerpt(flaw),
                }
            })
        });
        refused.into_iter().chain(found)
    }
}

/// Validates all claim files below `paths`; `-` is standard input. `sink` gets file after file, standard input
/// first, then by path.
pub fn run(
    paths: &[PathBuf],
    linter: &Linter,
    progress: Progress<'_>,
    mut sink: impl FnMut(FileReport),
) {
    let mut index = 0;
    source::stream(paths, linter, progress, |file| {
        let mut input = file.input;
        let mut flaws = None;
        if let (Status::Read(claims), Some(dialect)) = (&mut input.status, input.dialect) {
            let joined = lint::join(dialect, file.pieces);
            *claims = joined.claims.into();
            flaws = Some(joined);
        }
        sink(FileReport {
            index,
            input,
            flaws,
        });
        index += 1;
    });
}

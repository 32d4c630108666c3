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

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    use crate::lint::Flaw;
    use crate::report::csv::Charset;
    use crate::report::diagnostic::{File, Form, Output, Settings};
    use crate::report::terminal::Paint;
    use crate::text::cp932;
    use crate::text::lang::Lang;
    use crate::uke::dialect::{Dialect, Encoding, Shape};
    use crate::uke::issue::Kind;

    fn report(flaws: FileFlaws) -> FileReport {
        FileReport {
            index: 0,
            input: Input {
                shown: "RECEIPTH.UKE".to_owned(),
                bytes: 100,
                sha256: String::new(),
                dialect: Some(Dialect {
                    shape: Shape::Station,
                    encoding: Encoding::Cp932,
                    skip: 0,
                }),
                status: Status::Read(1),
            },
            flaws: Some(flaws),
        }
    }

    /// From a flaw with its raw line to the text on the terminal.
    #[test]
    fn flaws_become_diagnostics_with_their_place() {
        let mut line = Vec::new();
        cp932::encode_into("HO,01130012,見本,１２３,03,16650,,,,,,", &mut line);
        let flaw = Flaw {
            claim: Some(0),
            record: "HO",
            position: 5,
            span: 24..26,
            found: "03".into(),
            ..Flaw::of_file(Kind::LeadingZeros, 3, 0)
        };
        let subject = Subject {
            claim_no: "1".into(),
            patient: "見本　花子".into(),
            ..Subject::default()
        };
        let report = report(FileFlaws {
            encoding: Encoding::Cp932,
            flaws: vec![flaw],
            lines: BTreeMap::from([(3, line.into())]),
            subjects: BTreeMap::from([(0, subject)]),
            claims: 1,
        });
        let settings = Settings {
            form: Form::Text,
            lang: Lang::Ja,
            is_masked: false,
            charset: Charset::Utf8,
            paint: Paint::new(false),
            columns: 80,
            is_quiet: false,
        };
        let mut bytes = Vec::new();
        let mut output = Output::new(&settings, &mut bytes);
        output.file(File::of(&report.input), report.diagnostics());
        assert!(output.end().error.is_none());
        let text = String::from_utf8(bytes).expect("UTF-8");
        let place = "  --> RECEIPTH.UKE:3  レセプト番号 1  見本　花子  HO 実日数（5項目め）\n   \
                     |\n 3 | HO,01130012,見本,１２３,03,16650,,,,,,\n   \
                     |                         ^^\n";
        assert!(text.contains(place), "{text}");
    }
}

//! What `validate` found, file by file: one renderer a form, each told the same events in the same order.
//!
//! Nothing is kept but counts: memory follows the largest file, whatever the number of findings.

use std::io::{self, Write};

use serde::Serialize;

use crate::text::lang::Lang;
use crate::uke::source::{Input, Status};
use crate::validate::Diagnostic;

use super::csv::Charset;
use super::inputs::State;
use super::terminal::Paint;

pub mod tally;

mod csv;
mod facts;
mod json;
mod jsonl;
mod masked;
mod sarif;
mod text;
mod underline;

pub use tally::Tally;

/// A form of output (`--format`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// For people.
    Text,
    /// One JSON document.
    Json,
    /// One JSON object a finding and line.
    Jsonl,
    /// The columns of `findings.csv`.
    Csv,
    /// SARIF 2.1.0.
    Sarif,
}

/// How to say it.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// The form.
    pub form: Form,
    /// The language of texts.
    pub lang: Lang,
    /// Masks what identifies a person.
    pub is_masked: bool,
    /// Encoding of CSV.
    pub charset: Charset,
    /// Colours of text.
    pub paint: Paint,
    /// Columns of the terminal; longer lines of the file are clipped.
    pub columns: usize,
    /// Only findings and counts, no advice at the end.
    pub is_quiet: bool,
}

/// A claim file, as all forms tell it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct File {
    /// Path as given, for a zip member followed by `/` and its name.
    pub path: String,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 in hexadecimal; `None` when it could not be read.
    pub sha256: Option<String>,
    /// `station` or `insurer`; `None` when it could not be told.
    pub shape: Option<&'static str>,
    /// `cp932` or `utf-8`; `None` when it could not be told.
    pub encoding: Option<&'static str>,
    /// Claims in it.
    pub claims: u64,
    /// What became of it.
    pub status: State,
}

impl File {
    /// What an input says of itself.
    #[must_use]
    pub fn of(input: &Input) -> Self {
        let (status, claims) = match &input.status {
            Status::Read(claims) => (State::Read, *claims),
            Status::Skipped => (State::Skipped, 0),
            Status::Unreadable(_) => (State::Unreadable, 0),
        };
        Self {
            path: input.shown.clone(),
            bytes: input.bytes,
            sha256: Some(input.sha256.clone()).filter(|hash| !hash.is_empty()),
            shape: input.dialect.map(|dialect| dialect.shape.id()),
            encoding: input.dialect.map(|dialect| dialect.encoding.id()),
            claims,
            status,
        }
    }
}

/// One form of output. The events come in the order of the methods, `open` to `close` once a file.
///
/// # Errors
/// Every method gives what `out` reports.
trait Renderer {
    /// The first event.
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()>;
    /// A file begins.
    fn open(&mut self, file: &File, out: &mut dyn Write) -> io::Result<()>;
    /// A finding of the open file.
    fn diagnostic(&mut self, file: &File, one: &Diagnostic, out: &mut dyn Write) -> io::Result<()>;
    /// The file ends.
    fn close(&mut self, out: &mut dyn Write) -> io::Result<()>;
    /// The last event.
    fn end(&mut self, tally: &Tally, out: &mut dyn Write) -> io::Result<()>;
    /// Characters that the encoding lacks.
    fn replaced(&self) -> u64 {
        0
    }
}

/// Renders to a writer, and counts.
pub struct Output<W> {
    out: W,
    renderer: Box<dyn Renderer>,
    is_masked: bool,
    tally: Tally,
    /// Files of other kinds that came before the first claim file. Where there is no claim file at all,
    /// nothing must have been written.
    waiting: Vec<File>,
    has_begun: bool,
    error: Option<io::Error>,
}

impl<W: Write> Output<W> {
    /// Nothing is written yet.
    pub fn new(settings: &Settings, out: W) -> Self {
        let renderer: Box<dyn Renderer> = match settings.form {
            Form::Text => Box::new(text::Text::new(settings)),
            Form::Json => Box::new(json::Json::new(settings)),
            Form::Jsonl => Box::new(jsonl::Jsonl::new(settings)),
            Form::Csv => Box::new(csv::Csv::new(settings)),
            Form::Sarif => Box::new(sarif::Sarif::new(settings)),
        };
        Self {
            out,
            renderer,
            is_masked: settings.is_masked,
            tally: Tally::default(),
            waiting: Vec::new(),
            has_begun: false,
            error: None,
        }
    }

    /// Takes a file with its findings. After an error of the writer files are only counted.
    pub fn file(&mut self, file: File, diagnostics: impl Iterator<Item = Diagnostic>) {
        self.tally.file(&file);
        if !self.has_begun && file.status == State::Skipped {
            self.waiting.push(file);
            return;
        }
        self.begin();
        self.write(|renderer, out| renderer.open(&file, out));
        for diagnostic in diagnostics {
            self.tally.finding(&diagnostic.finding);
            let one = if self.is_masked {
                masked::masked(diagnostic)
            } else {
                diagnostic
            };
            self.write(|renderer, out| renderer.diagnostic(&file, &one, out));
        }
        self.write(|renderer, out| renderer.close(out));
    }

    fn begin(&mut self) {
        if std::mem::replace(&mut self.has_begun, true) {
            return;
        }
        self.write(|renderer, out| renderer.begin(out));
        for file in std::mem::take(&mut self.waiting) {
            self.write(|renderer, out| renderer.open(&file, out));
            self.write(|renderer, out| renderer.close(out));
        }
    }

    /// Hands on what is buffered.
    pub fn flush(&mut self) {
        self.write(|_, out| out.flush());
    }

    fn write(&mut self, event: impl FnOnce(&mut dyn Renderer, &mut dyn Write) -> io::Result<()>) {
        if self.error.is_none() {
            self.error = event(self.renderer.as_mut(), &mut self.out).err();
        }
    }

    /// Ends the output. Nothing is written when there was no claim file, readable or not
    /// ([`Tally::is_without_claims`]).
    pub fn end(mut self) -> Finished {
        if !self.tally.is_without_claims() {
            self.begin();
            let tally = std::mem::take(&mut self.tally);
            self.write(|renderer, out| renderer.end(&tally, out).and_then(|()| out.flush()));
            self.tally = tally;
        }
        Finished {
            tally: self.tally,
            replaced: self.renderer.replaced(),
            error: self.error,
        }
    }
}

/// What remains of an output.
#[derive(Debug)]
pub struct Finished {
    /// The counts, whole even after an error.
    pub tally: Tally,
    /// Characters of CSV that became 〓.
    pub replaced: u64,
    /// The writer's first error; nothing was written after it.
    pub error: Option<io::Error>,
}

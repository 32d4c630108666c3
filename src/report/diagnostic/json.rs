//! `--format json`: one document, a line for each file and finding.

use std::io::{self, Write};

use serde::Serialize;

use crate::report::summary::PROGRAM;
use crate::text::lang::Lang;
use crate::validate::Diagnostic;

use super::facts::Facts;
use super::{File, Renderer, Settings, Tally};

pub(super) struct Json {
    lang: Lang,
    is_masked: bool,
    has_file: bool,
    has_finding: bool,
}

#[derive(Serialize)]
struct Head {
    program: &'static str,
    version: &'static str,
    lang: &'static str,
    masked: bool,
}

impl Json {
    pub(super) fn new(settings: &Settings) -> Self {
        Self {
            lang: settings.lang,
            is_masked: settings.is_masked,
            has_file: false,
            has_finding: false,
        }
    }
}

/// Begins a list as the last member of an object.
fn begin_list(object: &impl Serialize, list: &str, out: &mut dyn Write) -> io::Result<()> {
    let text = serde_json::to_string(object)?;
    let members = text.strip_suffix('}').unwrap_or(&text);
    write!(out, "{members},\"{list}\":[")
}

/// Ends the line before an item of a list.
fn separate(has_item: &mut bool, out: &mut dyn Write) -> io::Result<()> {
    let is_first = !std::mem::replace(has_item, true);
    out.write_all(if is_first { b"\n" } else { b",\n" })
}

impl Renderer for Json {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let head = Head {
            program: PROGRAM,
            version: env!("CARGO_PKG_VERSION"),
            lang: self.lang.code(),
            masked: self.is_masked,
        };
        begin_list(&head, "files", out)
    }

    fn open(&mut self, file: &File, out: &mut dyn Write) -> io::Result<()> {
        separate(&mut self.has_file, out)?;
        self.has_finding = false;
        begin_list(file, "findings", out)
    }

    fn diagnostic(&mut self, _: &File, one: &Diagnostic, out: &mut dyn Write) -> io::Result<()> {
        separate(&mut self.has_finding, out)?;
        serde_json::to_writer(&mut *out, &Facts::new(one, self.lang))?;
        Ok(())
    }

    fn close(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(if self.has_finding { b"\n]}" } else { b"]}" })
    }

    fn end(&mut self, tally: &Tally, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"\n],\"summary\":")?;
        serde_json::to_writer(&mut *out, tally)?;
        out.write_all(b"}\n")
    }
}

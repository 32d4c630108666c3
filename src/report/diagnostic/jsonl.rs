//! `--format jsonl`: one JSON object a finding and line.

use std::io::{self, Write};

use crate::text::lang::Lang;
use crate::validate::Diagnostic;

use super::facts::Facts;
use super::{File, Renderer, Settings, Tally};

pub(super) struct Jsonl {
    lang: Lang,
}

impl Jsonl {
    pub(super) fn new(settings: &Settings) -> Self {
        Self {
            lang: settings.lang,
        }
    }
}

impl Renderer for Jsonl {
    fn begin(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn open(&mut self, _: &File, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn diagnostic(&mut self, file: &File, one: &Diagnostic, out: &mut dyn Write) -> io::Result<()> {
        let facts = Facts {
            file: Some(&file.path),
            ..Facts::new(one, self.lang)
        };
        serde_json::to_writer(&mut *out, &facts)?;
        out.write_all(b"\n")
    }

    fn close(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn end(&mut self, _: &Tally, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

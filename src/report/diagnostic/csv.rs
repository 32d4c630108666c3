//! `--format csv`: the columns of `findings.csv`.

use std::io::{self, Write};

use crate::report::csv::{Charset, Rows};
use crate::report::findings::COLUMNS;
use crate::rules::wording;
use crate::text::lang::Lang;
use crate::validate::Diagnostic;

use super::{File, Renderer, Settings, Tally};

/// Rows formatted before they are written.
const PORTION: usize = 256;

/// A row is about this long.
const ROW_BYTES: usize = 512;

pub(super) struct Csv {
    charset: Charset,
    lang: Lang,
    rows: Rows,
    count: usize,
    replaced: u64,
}

impl Csv {
    pub(super) fn new(settings: &Settings) -> Self {
        Self {
            charset: settings.charset,
            lang: settings.lang,
            rows: Rows::new(settings.charset, ROW_BYTES),
            count: 0,
            replaced: 0,
        }
    }

    fn put(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let empty = Rows::new(self.charset, self.count * ROW_BYTES);
        let (bytes, replaced) = std::mem::replace(&mut self.rows, empty).finish();
        self.replaced += replaced;
        self.count = 0;
        out.write_all(&bytes)
    }
}

fn row(file: &File, one: &Diagnostic, lang: Lang, rows: &mut Rows) {
    let finding = &one.finding;
    rows.text(&file.path);
    rows.number_unless_zero(finding.place.line.into());
    rows.word(finding.place.record);
    rows.word(finding.place.field);
    rows.text(&one.subject.station);
    rows.text(&one.subject.claim_no);
    rows.word(finding.code);
    rows.word(finding.level.id());
    match finding.dates {
        Some(days) => rows.days(Some(days.month), days.mask),
        None => rows.empty(),
    }
    rows.text(&finding.claim_value);
    rows.text(&finding.reference_value);
    let (message, action) = wording::both(finding, lang);
    rows.text(&message);
    rows.text(&action);
    rows.end();
}

impl Renderer for Csv {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(&Rows::header(self.charset, &COLUMNS))
    }

    fn open(&mut self, _: &File, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn diagnostic(&mut self, file: &File, one: &Diagnostic, out: &mut dyn Write) -> io::Result<()> {
        row(file, one, self.lang, &mut self.rows);
        self.count += 1;
        if self.count < PORTION {
            return Ok(());
        }
        self.put(out)
    }

    fn close(&mut self, out: &mut dyn Write) -> io::Result<()> {
        if self.count == 0 {
            return Ok(());
        }
        self.put(out)
    }

    fn end(&mut self, _: &Tally, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn replaced(&self) -> u64 {
        self.replaced
    }
}

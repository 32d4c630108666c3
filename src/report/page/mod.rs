//! `report.html`: the report as one page that opens from disk, without a network and without a build step.
//!
//! The page is a frame (`page.html`, `page.css`, the scripts) and the rows behind it: columns as JSON, compressed
//! and in base64 in an element that no browser runs ([`data`]). The scripts inflate them and make everything that
//! is seen, as text, never as HTML. The policy in its head lets nothing run but these scripts, known by their hash,
//! and nothing be loaded at all ([`frame`]).

mod columns;
mod data;
mod frame;
mod maker;
mod pool;

use std::fs::File;
use std::io::{BufWriter, Write};

use base64::engine::general_purpose::STANDARD;
use base64::write::EncoderWriter;
use flate2::Compression;
use flate2::write::GzEncoder;

use super::View;
use super::columnar::WriteError;
use super::portions::Written;
use data::Data;
use frame::Frame;

/// One level faster, the page would be half as large again.
const LEVEL: Compression = Compression::new(3);

/// Writes the file.
///
/// # Errors
/// What the system reports.
pub(super) fn write(view: &View<'_>, out: File) -> Result<Option<Written>, WriteError> {
    let mut out = BufWriter::new(out);
    let written = render(view, &mut out)?;
    out.flush()?;
    Ok(Some(written))
}

/// Returns what the verdicts in it add up to.
fn render(view: &View<'_>, out: &mut impl Write) -> Result<Written, WriteError> {
    let frame = Frame::new(view.lang);
    out.write_all(frame.before.as_bytes())?;
    // Without name and time in its head, equal rows give equal bytes.
    let base64 = EncoderWriter::new(&mut *out, &STANDARD);
    let mut packed = GzEncoder::new(base64, LEVEL);
    let data = Data::of(view);
    serde_json::to_writer(&mut packed, &data).map_err(std::io::Error::from)?;
    let mut base64 = packed.finish()?;
    base64.finish()?;
    drop(base64);
    out.write_all(frame.after.as_bytes())?;
    Ok(data.written())
}

#[cfg(test)]
mod tests;

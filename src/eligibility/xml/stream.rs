//! A large result read in blocks that end between units: memory does not follow the size of the file, blocks
//! are read at once on all cores, and the hash is made of the very bytes that are read.
//!
//! This is the way of files that are whole and [`simple`]. Any other is read again by [`read`](super::read),
//! which tells what is wrong; so all errors come from there.

use std::borrow::Cow;
use std::io::{self, Read};

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::decode::{self, Encoding};
use super::simple::{self, AROUND_UNITS};
use crate::eligibility::blocks::{self, Content};
use crate::eligibility::record::Facts;
use crate::eligibility::tree::{self, Document, MAX_BYTES, Walk};
use crate::text::{cp932, delimited};

/// Behind this, blocks are cut.
const END_OF_UNIT: &[u8] = b"</BulkConfirmUnit>";

/// A block in which no unit ends by then is not waited for.
const MAX_BLOCK: usize = 16 << 20;

/// A result as read, and the bytes it was read from.
#[derive(Debug)]
pub(in crate::eligibility) struct Streamed {
    pub(in crate::eligibility) document: Document,
    pub(in crate::eligibility) bytes: u64,
    pub(in crate::eligibility) sha256: [u8; 32],
}

/// Reads one XML file; `names` are those of the file and of the zip around it. `None` when it takes the
/// parser, or cannot be read at all.
pub(in crate::eligibility) fn read(content: Content<'_>, names: &[&str]) -> Option<Streamed> {
    if let Content::File(path) = content
        && path.metadata().is_ok_and(|meta| meta.len() > MAX_BYTES)
    {
        return None;
    }
    let cutter = Cutter::new(content.open().ok()?, blocks::PIECE);
    read_blocks(cutter, names, rayon::current_num_threads() * 2)
}

/// As [`read`], `at_once` blocks at a time.
pub(in crate::eligibility) fn read_blocks(
    mut cutter: Cutter<'_>,
    names: &[&str],
    at_once: usize,
) -> Option<Streamed> {
    let template = tree::template(names, 0);
    let mut hasher = Sha256::new();
    let mut first = Vec::new();
    cutter.fill(&mut first).ok()?;
    let mut reading = Reading {
        encoding: decode::told(&first)?,
        template,
        bytes: 0,
        text: 0,
    };
    hasher.update(&first);
    let mut walk = reading.first(&first, cutter.ended)?;
    let mut blocks = vec![Vec::new(); at_once];
    let mut next = blocks.clone();
    let mut filled = cutter.fill_all(&mut blocks).ok()?;
    while filled > 0 {
        let (is_end, current) = (cutter.ended, &blocks[..filled]);
        let (more, ((), read)) = rayon::join(
            || cutter.fill_all(&mut next),
            || {
                rayon::join(
                    || current.iter().for_each(|block| hasher.update(block)),
                    || reading.blocks(current, walk, is_end),
                )
            },
        );
        walk = read?;
        filled = more.ok()?;
        std::mem::swap(&mut blocks, &mut next);
    }
    if !walk.is_whole() || reading.bytes > MAX_BYTES || reading.text > MAX_BYTES {
        return None;
    }
    super::check_encoding(&mut walk, reading.encoding, true).ok()?;
    Some(Streamed {
        document: walk.finish(names).ok()?,
        bytes: reading.bytes,
        sha256: hasher.finalize().into(),
    })
}

/// What holds for all blocks, and what they add up to.
struct Reading {
    encoding: Encoding,
    template: Facts,
    bytes: u64,
    /// Bytes of decoded text.
    text: u64,
}

impl Reading {
    /// The block with the beginning, and perhaps all of the file.
    fn first(&mut self, bytes: &[u8], is_end: bool) -> Option<Walk<'static>> {
        let text = self.decode(delimited::without_bom(bytes))?;
        self.count(bytes, &text);
        let mut walk = Walk::new(self.template, 0);
        let text = simple::without_declaration(&text)?;
        let open = simple::elements(&mut walk, text, &[])?;
        let fits = is_end || open == AROUND_UNITS;
        fits.then(|| walk.detached())
    }

    /// Further blocks, all of them of whole units except that with the end of the file.
    fn blocks(
        &mut self,
        blocks: &[Vec<u8>],
        mut walk: Walk<'static>,
        is_end: bool,
    ) -> Option<Walk<'static>> {
        let (last, of_units) = match blocks.split_last() {
            Some((last, before)) if is_end => (Some(last), before),
            _ => (None, blocks),
        };
        let read: Vec<_> = of_units
            .par_iter()
            .map(|block| {
                let text = self.decode(block)?;
                let mut units = Walk::of_units(self.template);
                simple::units(&mut units, &text)?;
                Some((units.detached(), text.len() as u64))
            })
            .collect();
        for (block, read) in of_units.iter().zip(read) {
            let (units, text) = read?;
            walk.append_units(units);
            self.bytes += block.len() as u64;
            self.text += text;
        }
        let Some(last) = last else {
            return Some(walk);
        };
        let text = self.decode(last)?;
        self.count(last, &text);
        let mut walk: Walk<'_> = walk;
        simple::elements(&mut walk, &text, &AROUND_UNITS)?;
        Some(walk.detached())
    }

    fn decode<'b>(&self, bytes: &'b [u8]) -> Option<Cow<'b, str>> {
        match self.encoding {
            Encoding::Utf8 => simdutf8::basic::from_utf8(bytes).ok().map(Cow::Borrowed),
            Encoding::ShiftJis => cp932::decode_strict(bytes),
        }
    }

    fn count(&mut self, bytes: &[u8], text: &str) {
        self.bytes += bytes.len() as u64;
        self.text += text.len() as u64;
    }
}

/// Cuts a file into blocks that end behind a unit, the last one where the file ends.
pub(in crate::eligibility) struct Cutter<'a> {
    source: Box<dyn Read + Send + 'a>,
    /// How large blocks are, about.
    size: usize,
    rest: Vec<u8>,
    ended: bool,
}

impl<'a> Cutter<'a> {
    pub(in crate::eligibility) fn new(source: Box<dyn Read + Send + 'a>, size: usize) -> Self {
        Self {
            source,
            size,
            rest: Vec::new(),
            ended: false,
        }
    }

    /// Fills as many of `blocks` as there are, and tells how many.
    fn fill_all(&mut self, blocks: &mut [Vec<u8>]) -> io::Result<usize> {
        for (filled, block) in blocks.iter_mut().enumerate() {
            if !self.fill(block)? {
                return Ok(filled);
            }
        }
        Ok(blocks.len())
    }

    /// Fills `block`; `false` when nothing is left.
    fn fill(&mut self, block: &mut Vec<u8>) -> io::Result<bool> {
        block.clear();
        block.append(&mut self.rest);
        let mut target = self.size;
        while !self.ended {
            let want = target.saturating_sub(block.len());
            let before = block.len();
            let mut source = self.source.by_ref().take(want as u64);
            source.read_to_end(block)?;
            self.ended = block.len() - before < want;
            if self.ended {
                break;
            }
            // `<` and `/` are no second byte of Shift_JIS, so what looks like an end tag is one.
            if let Some(at) = memchr::memmem::rfind(block, END_OF_UNIT) {
                let end = at + END_OF_UNIT.len();
                self.rest.extend_from_slice(&block[end..]);
                block.truncate(end);
                break;
            }
            if block.len() > MAX_BLOCK {
                return Err(io::ErrorKind::InvalidData.into());
            }
            target += self.size;
        }
        Ok(!block.is_empty())
    }
}

//! One input after the other, its records handed out while it is read: a register of ten million rows does not fit
//! into memory together with what is made of it.
//!
//! Registers (CSV without quotes, Parquet, Arrow, PostgreSQL) come in portions of some ten thousand rows. XML, JSON
//! and app text say things about all of their records at the end, so each of them is one portion; their size is
//! limited. A CSV with quotes is read into memory, because a quote may hide line ends, but handed out in portions.

use std::io::{Cursor, Read, Seek};
use std::path::Path;

use super::archive::{self, Unpacked};
use super::blocks::Content;
use super::database;
use super::file::{self, FileRead, Opened};
use super::map::Map;
use super::record::Records;
use super::row::Taken;
use super::source::{InputReport, Pass};
use crate::input::Found;
use crate::note::{Note, Problem};

/// A part of what a file or database gives.
#[derive(Debug)]
pub enum Part {
    /// Records of the input that the next [`Part::Input`] reports, in their order. An input may turn out to be broken
    /// behind them; its status tells, and they do not count then.
    Records(Records),
    /// An input is at its end: what became of it, and the remarks on it, as of input 0.
    Input(Box<InputReport>, Vec<Note>),
}

/// Reads one file, of a zip each member, and hands out what it gives; the parts are in the order of
/// [`load`](super::load). `source` of the records is 0.
///
/// # Errors
/// What `take` says; nothing is read any more then.
pub fn each_file<E>(
    found: &Found,
    map: &Map,
    take: &mut dyn FnMut(Part) -> Result<(), E>,
) -> Result<(), E> {
    taking(take, |sink| {
        let pass = Pass::of_all(map);
        let shown = Path::new(&found.shown);
        let named = found.named;
        match Opened::open(&found.path) {
            Ok(Opened::Zip(source)) => each_member(shown, source, named, pass, sink),
            Ok(Opened::Small(bytes)) => {
                let read = FileRead::of(shown, None, Content::Memory(&bytes), named, pass, sink);
                sink.input(read);
            }
            Ok(Opened::Large) => {
                let content = Content::File(&found.path);
                let read = FileRead::of(shown, None, content, named, pass, sink);
                sink.input(read);
            }
            Err(error) => {
                sink.input(FileRead::failed(shown.to_owned(), &error));
            }
        }
    })
}

/// As [`each_file`], of a file that is in memory whole; `named` as in [`Found`].
///
/// # Errors
/// What `take` says; nothing is read any more then.
pub fn each_of_bytes<E>(
    shown: &str,
    bytes: &[u8],
    named: bool,
    map: &Map,
    take: &mut dyn FnMut(Part) -> Result<(), E>,
) -> Result<(), E> {
    taking(take, |sink| {
        let (shown, pass) = (Path::new(shown), Pass::of_all(map));
        if file::is_zip(bytes) {
            each_member(shown, Cursor::new(bytes), named, pass, sink);
        } else {
            let read = FileRead::of(shown, None, Content::Memory(bytes), named, pass, sink);
            sink.input(read);
        }
    })
}

/// Hands out what the members of a zip give.
fn each_member(
    shown: &Path,
    source: impl Read + Seek,
    named: bool,
    pass: Pass<'_>,
    sink: &mut Sink<'_>,
) {
    archive::each(shown, source, named, &mut |unpacked| {
        let read = match unpacked {
            Unpacked::Refused(read) => *read,
            Unpacked::Member { name, bytes, named } => {
                let content = Content::Memory(&bytes);
                FileRead::of(shown, Some(&name), content, named, pass, sink)
            }
        };
        sink.input(read)
    });
}

/// As [`each_file`], of a database (`postgres://…`), whose query the map has. `progress` is told bytes as they
/// arrive.
///
/// # Errors
/// What `take` says; nothing is read any more then.
pub fn each_of_database<E>(
    address: &Path,
    map: &Map,
    progress: &(dyn Fn(u64) + Sync),
    take: &mut dyn FnMut(Part) -> Result<(), E>,
) -> Result<(), E> {
    taking(take, |sink| {
        let read = database::read(address, Pass::of_all(map), progress, sink);
        sink.input(read);
    })
}

/// Has `read` give parts to `take`, until it says that it wants no more.
fn taking<E>(
    take: &mut dyn FnMut(Part) -> Result<(), E>,
    read: impl FnOnce(&mut Sink<'_>),
) -> Result<(), E> {
    let mut told = Ok(());
    let mut give = |part| {
        if told.is_ok() {
            told = take(part);
        }
        told.is_ok()
    };
    read(&mut Sink(Some(&mut give)));
    told
}

/// Where records go as they are read: out, or nowhere, and then they are kept.
pub(super) struct Sink<'s>(Option<&'s mut dyn FnMut(Part) -> bool>);

impl Sink<'_> {
    /// Everything is kept.
    pub(super) fn none() -> Self {
        Self(None)
    }

    /// True when records are not to be kept.
    pub(super) fn is_open(&self) -> bool {
        self.0.is_some()
    }

    /// Hands out the records that have been taken so far.
    ///
    /// # Errors
    /// Nobody wants them any more.
    pub(super) fn give(&mut self, taken: &mut Taken) -> Result<(), Problem> {
        let Some(give) = &mut self.0 else {
            return Ok(());
        };
        if taken.records.is_empty() {
            return Ok(());
        }
        taken.given += taken.records.len() as u64;
        if give(Part::Records(std::mem::take(&mut taken.records))) {
            Ok(())
        } else {
            // Nobody reads this: who wants no more knows why.
            Err(Problem::Changed)
        }
    }

    /// Hands out what is left of an input, and the report on it; false when nobody wants more.
    fn input(&mut self, read: FileRead) -> bool {
        let Some(give) = &mut self.0 else {
            return false;
        };
        let report = Box::new(read.report);
        let notes = read.notes.into_notes(0).collect();
        (read.records.is_empty() || give(Part::Records(read.records)))
            && give(Part::Input(report, notes))
    }
}

#[cfg(test)]
mod tests;

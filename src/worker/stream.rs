//! Arrow IPC streams on anything that can be read or written.

use std::io::{self, Read, Write};
use std::panic::{self, AssertUnwindSafe};

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use arrow::error::ArrowError;
use arrow::ipc::reader::StreamReader;
use arrow::ipc::writer::StreamWriter;

use super::schema::{self, Column};
use super::{VERSION, WorkerError, columns};

/// The most rows of a batch that is written.
const ROWS: usize = 8 << 10;

/// A stream that is read.
pub(super) struct Input<R: Read> {
    reader: StreamReader<Tail<R>>,
    columns: &'static [Column],
}

impl<R: Read> Input<R> {
    /// Begins a stream that has these columns, and perhaps others.
    ///
    /// # Errors
    /// When it is no stream, of another version, or lacks a column.
    pub(super) fn open(source: R, columns: &'static [Column]) -> Result<Self, WorkerError> {
        let tail = Tail {
            source,
            is_at_end: false,
        };
        let reader = unharmed(|| StreamReader::try_new(tail, None));
        let reader = reader.map_err(WorkerError::Damaged)?;
        let schema = reader.schema();
        let found = schema.metadata().get(schema::WORKER).cloned();
        if found.as_deref() != Some(VERSION) {
            return Err(WorkerError::Version { found });
        }
        columns::check(schema.fields(), columns, "")?;
        Ok(Self { reader, columns })
    }

    /// The next batch, with the columns that were asked for and no others; `None` behind the last.
    ///
    /// # Errors
    /// When the stream is damaged or cut off.
    pub(super) fn next(&mut self) -> Result<Option<RecordBatch>, WorkerError> {
        let (reader, columns) = (&mut self.reader, self.columns);
        let next = unharmed(|| {
            let next = reader.next();
            next.map(|batch| batch.and_then(|batch| columns::fitted(&batch, columns)))
                .transpose()
        });
        // Where the bytes end just behind a batch, only the missing mark tells that more were to come.
        if self.reader.get_ref().is_at_end {
            return Err(WorkerError::CutOff);
        }
        next.map_err(WorkerError::Damaged)
    }
}

/// What `read` gives. The reader panics where a damaged stream points outside of itself; what it read is given up then.
fn unharmed<T>(read: impl FnOnce() -> Result<T, ArrowError>) -> Result<T, ArrowError> {
    let outside = "something points outside of its batch".to_owned();
    panic::catch_unwind(AssertUnwindSafe(read))
        .unwrap_or_else(|_| Err(ArrowError::IpcError(outside)))
}

/// Notes whether the end of the bytes was met: who reads up to the mark at the end of a stream does not meet it.
struct Tail<R> {
    source: R,
    is_at_end: bool,
}

impl<R: Read> Read for Tail<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read(buffer)?;
        self.is_at_end |= count == 0 && !buffer.is_empty();
        Ok(count)
    }
}

/// A stream that is written.
pub(super) struct Output<W: Write> {
    writer: StreamWriter<W>,
}

impl<W: Write> Output<W> {
    /// Begins a stream.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(super) fn new(sink: W, schema: &SchemaRef) -> Result<Self, WorkerError> {
        let writer = StreamWriter::try_new(sink, schema).map_err(WorkerError::Write)?;
        Ok(Self { writer })
    }

    /// Writes rows, in batches of bounded size.
    ///
    /// # Errors
    /// When they cannot be written.
    pub(super) fn write(&mut self, rows: &RecordBatch) -> Result<(), WorkerError> {
        for from in (0..rows.num_rows()).step_by(ROWS) {
            let part = rows.slice(from, ROWS.min(rows.num_rows() - from));
            self.writer.write(&part).map_err(WorkerError::Write)?;
        }
        Ok(())
    }

    /// Ends the stream: only now it is whole.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(super) fn finish(mut self) -> Result<(), WorkerError> {
        let finished = self.writer.finish();
        let flushed =
            finished.and_then(|()| self.writer.get_mut().flush().map_err(ArrowError::from));
        flushed.map_err(WorkerError::Write)
    }
}

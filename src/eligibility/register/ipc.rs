//! Arrow IPC: files (also known as Feather) and streams, batch by batch.

use std::io::{BufReader, Cursor, Read, Seek};

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use arrow::error::ArrowError;
use arrow::ipc::reader::{FileReaderBuilder, StreamReader};
use rayon::prelude::*;

use super::{Plan, Problem, Register, Taken};
use crate::eligibility::blocks::Content;
use crate::eligibility::map::Map;
use crate::eligibility::record::Facts;
use crate::eligibility::wanted::Wanted;

/// How a file begins; a stream begins with the mark of a message.
pub(in crate::eligibility) const MAGIC: &[u8] = b"ARROW1";

/// Reads a register; `None` when it is none.
///
/// # Errors
/// Why nothing of it is used.
pub(in crate::eligibility) fn read(
    content: Content<'_>,
    is_stream: bool,
    map: Option<&Map>,
    wanted: Option<&Wanted>,
    template: Facts,
) -> Result<Option<Taken>, Problem> {
    let asked = Asked {
        map,
        wanted,
        template,
    };
    match content {
        Content::Memory(bytes) => asked.read(Cursor::new(bytes), is_stream),
        Content::File(path) => {
            let file = std::fs::File::open(path).map_err(|error| Problem::Io {
                error: error.to_string(),
            })?;
            asked.read(BufReader::new(file), is_stream)
        }
    }
}

struct Asked<'a> {
    map: Option<&'a Map>,
    wanted: Option<&'a Wanted>,
    template: Facts,
}

impl Asked<'_> {
    fn read(&self, source: impl Read + Seek, is_stream: bool) -> Result<Option<Taken>, Problem> {
        // The schema first: it says which columns are asked for.
        let mut source = source;
        let schema = schema(&mut source, is_stream).map_err(|error| broken(&error))?;
        source.rewind().map_err(|error| Problem::Io {
            error: error.to_string(),
        })?;
        let Some(plan) = Plan::new(&schema, self.map)? else {
            return Ok(None);
        };
        let register = Register::new(&plan, self.wanted, plan.template(self.template));
        let needed = register.needed();
        let mut taken = Taken::default();
        plan.remark(&mut taken.notes);
        let projection = Some(needed.clone());
        if is_stream {
            let batches = StreamReader::try_new(source, projection).map_err(|e| broken(&e))?;
            take_all(&register, &needed, batches, &mut taken)?;
        } else {
            let batches = FileReaderBuilder::new()
                .with_projection(needed.clone())
                .build(source)
                .map_err(|error| broken(&error))?;
            take_all(&register, &needed, batches, &mut taken)?;
        }
        Ok(Some(taken))
    }
}

fn schema(source: &mut (impl Read + Seek), is_stream: bool) -> Result<SchemaRef, ArrowError> {
    Ok(if is_stream {
        StreamReader::try_new(source, None)?.schema()
    } else {
        FileReaderBuilder::new().build(source)?.schema()
    })
}

/// Reads as many batches as there are threads, and takes their rows at once.
fn take_all(
    register: &Register<'_>,
    places: &[usize],
    mut batches: impl Iterator<Item = Result<RecordBatch, ArrowError>>,
    taken: &mut Taken,
) -> Result<(), Problem> {
    let mut before = 0;
    loop {
        let mut read: Vec<(RecordBatch, u64)> = Vec::new();
        for batch in batches.by_ref().take(rayon::current_num_threads()) {
            let batch = batch.map_err(|error| broken(&error))?;
            let rows = batch.num_rows() as u64;
            read.push((batch, before));
            before += rows;
        }
        if read.is_empty() {
            return Ok(());
        }
        let parts: Vec<_> = read
            .par_iter()
            .map(|(batch, before)| register.part(batch, places, *before))
            .collect();
        for part in parts {
            taken.append(part?);
        }
    }
}

fn broken(error: &ArrowError) -> Problem {
    Problem::TableBroken {
        detail: error.to_string(),
    }
}

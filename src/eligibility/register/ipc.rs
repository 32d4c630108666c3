//! Arrow IPC: files (also known as Feather) and streams, batch by batch.

use std::io::{BufReader, Cursor, Read, Seek};

use arrow::datatypes::SchemaRef;
use arrow::error::ArrowError;
use arrow::ipc::reader::{FileReaderBuilder, StreamReader};

use super::{Plan, Problem, Register, Taken};
use crate::eligibility::blocks::Content;
use crate::eligibility::map::Map;
use crate::eligibility::portions::Sink;
use crate::eligibility::record::Facts;
use crate::eligibility::wanted::Wanted;

/// How a file begins; a stream begins with the mark of a message.
pub(in crate::eligibility) const MAGIC: &[u8] = b"ARROW1";

/// Reads a register.
///
/// # Errors
/// Why nothing of it is used.
pub(in crate::eligibility) fn read(
    content: Content<'_>,
    is_stream: bool,
    map: &Map,
    wanted: Option<&Wanted>,
    template: Facts,
    sink: &mut Sink<'_>,
) -> Result<Taken, Problem> {
    let asked = Asked {
        map,
        wanted,
        template,
    };
    match content {
        Content::Memory(bytes) => asked.read(Cursor::new(bytes), is_stream, sink),
        Content::File(path) => {
            let file = std::fs::File::open(path).map_err(|error| Problem::Io {
                error: error.to_string(),
            })?;
            asked.read(BufReader::new(file), is_stream, sink)
        }
    }
}

struct Asked<'a> {
    map: &'a Map,
    wanted: Option<&'a Wanted>,
    template: Facts,
}

impl Asked<'_> {
    fn read(
        &self,
        source: impl Read + Seek,
        is_stream: bool,
        sink: &mut Sink<'_>,
    ) -> Result<Taken, Problem> {
        // The schema first: it says which columns are asked for.
        let mut source = source;
        let schema = schema(&mut source, is_stream).map_err(|error| broken(&error))?;
        source.rewind().map_err(|error| Problem::Io {
            error: error.to_string(),
        })?;
        let plan = Plan::new(&schema, self.map)?;
        let register = Register::new(&plan, self.wanted, plan.template(self.template));
        let needed = register.needed();
        let mut taken = Taken::default();
        plan.remark(&mut taken.notes);
        let projection = Some(needed.clone());
        if is_stream {
            let batches = StreamReader::try_new(source, projection).map_err(|e| broken(&e))?;
            register.take_all(&needed, batches, &mut taken, sink)?;
        } else {
            let batches = FileReaderBuilder::new()
                .with_projection(needed.clone())
                .build(source)
                .map_err(|error| broken(&error))?;
            register.take_all(&needed, batches, &mut taken, sink)?;
        }
        Ok(taken)
    }
}

fn schema(source: &mut (impl Read + Seek), is_stream: bool) -> Result<SchemaRef, ArrowError> {
    Ok(if is_stream {
        StreamReader::try_new(source, None)?.schema()
    } else {
        FileReaderBuilder::new().build(source)?.schema()
    })
}

fn broken(error: &ArrowError) -> Problem {
    Problem::TableBroken {
        detail: error.to_string(),
    }
}

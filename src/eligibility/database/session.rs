//! One reading of a register: log in, ask, receive.

use std::io::BufRead;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;

use arrow::array::RecordBatch;
use arrow::datatypes::{DataType, Field, Schema};
use postgres::{Column, Transaction};
use sha2::{Digest, Sha256};

use super::copy::{Decoder, Kind};
use crate::database::{Access, error};
use crate::eligibility::file::FileRead;
use crate::eligibility::portions::Sink;
use crate::eligibility::record::Facts;
use crate::eligibility::register::{Plan, Register};
use crate::eligibility::row::Taken;
use crate::eligibility::source::{Form, InputReport, Pass, Status};
use crate::eligibility::wanted::Members;
use crate::note::{Database, Notes, Place, Problem};

/// Batches that wait for their rows to be taken.
const AHEAD: usize = 2;

/// Bytes after which progress is told.
const STEP: u64 = 1 << 20;

/// A table that nobody changes gives its rows in the same order each time, even where the query asks for
/// none: the hash of an input says something, and rows of a second reading are those of the first.
const IN_ORDER: &str =
    "SET LOCAL synchronize_seqscans = off; SET LOCAL max_parallel_workers_per_gather = 0";

/// Reads a register that is shown as `shown`.
pub(super) fn read(
    path: &Path,
    shown: PathBuf,
    pass: Pass<'_>,
    progress: &(dyn Fn(u64) + Sync),
    sink: &mut Sink<'_>,
) -> FileRead {
    let mut report = InputReport {
        path: shown,
        member: None,
        bytes: 0,
        sha256: None,
        form: Form::Postgres,
        records: 0,
        passed_over: 0,
        status: Status::Ok,
        executed_at: None,
        reception_no: None,
    };
    let mut notes = Notes::default();
    let received = Reading { pass, progress }.read(path, &mut report, &mut notes, sink);
    FileRead::of_register(report, notes, received)
}

struct Reading<'a> {
    pass: Pass<'a>,
    progress: &'a (dyn Fn(u64) + Sync),
}

impl Reading<'_> {
    fn read(
        &self,
        path: &Path,
        report: &mut InputReport,
        notes: &mut Notes,
        sink: &mut Sink<'_>,
    ) -> Result<Taken, Problem> {
        let query = self.pass.map.query.as_deref();
        let query = query
            .map(|query| query.trim_end_matches(|c: char| c == ';' || c.is_whitespace()))
            .filter(|query| !query.is_empty())
            .ok_or(Problem::Database(Database::NoQuery))?;
        let mut access = Access::of(&path.to_string_lossy()).map_err(Problem::Database)?;
        for remark in access.remarks.drain(..) {
            notes.put(Place::Whole, Problem::Database(remark));
        }
        let mut client = access.connect().map_err(Problem::Database)?;
        let mut transaction = client
            .build_transaction()
            .read_only(true)
            .start()
            .map_err(|error| refused(&error))?;
        transaction
            .batch_execute(IN_ORDER)
            .map_err(|error| refused(&error))?;
        if !access.has_lock_timeout {
            // Somebody who alters the table would hold us until they are done.
            transaction
                .batch_execute("SET LOCAL lock_timeout = '30s'")
                .map_err(|error| refused(&error))?;
        }
        self.receive(&mut transaction, query, report, sink)
    }

    fn receive(
        &self,
        transaction: &mut Transaction<'_>,
        query: &str,
        report: &mut InputReport,
        sink: &mut Sink<'_>,
    ) -> Result<Taken, Problem> {
        let statement = transaction
            .prepare(query)
            .map_err(|error| refused(&error))?;
        let schema = names(statement.columns());
        let plan = Plan::new(&schema, self.pass.map)?;
        let template = plan.template(Facts::default());
        let register = Register::new(&plan, self.pass.members.map(Members::get), template);
        let places = register.needed();
        let asked = Asked::of(statement.columns(), &places).map_err(Problem::Database)?;
        let mut rows = transaction
            .copy_out(&asked.copy(query))
            .map_err(|error| refused(&error))?;
        let mut arriving = Arriving::new(&asked.columns);
        let taken = thread::scope(|scope| {
            let (sender, batches) = mpsc::sync_channel(AHEAD);
            // Who takes portions takes them on this thread.
            let receiver = scope.spawn(|| {
                let sender = sender;
                arriving.receive(&mut rows, &sender, self.progress)
            });
            let taken = take(&register, &places, batches, sink);
            // A panic of the receiver is a panic of ours.
            let received = receiver
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            received.map_err(Problem::Database).and(taken)
        });
        (report.bytes, report.sha256) = (arriving.bytes, Some(arriving.hash.finalize().into()));
        let mut taken = taken?;
        plan.remark(&mut taken.notes);
        Ok(taken)
    }
}

/// The columns of a query; only their names are looked at to find ours.
fn names(columns: &[Column]) -> Schema {
    let field = |column: &Column| Field::new(column.name(), DataType::Utf8, true);
    Schema::new(columns.iter().map(field).collect::<Vec<_>>())
}

/// What is asked of the server.
struct Asked {
    /// All columns of the query, by the names under which they are asked for.
    all: String,
    /// Those that are needed, as expressions.
    needed: Vec<String>,
    /// The same, by their own names.
    columns: Vec<(String, Kind)>,
}

impl Asked {
    fn of(columns: &[Column], places: &[usize]) -> Result<Self, Database> {
        let all: Vec<String> = (0..columns.len()).map(|at| format!("c{at}")).collect();
        let mut asked = Self {
            all: all.join(", "),
            needed: Vec::new(),
            columns: Vec::new(),
        };
        for &at in places {
            let (name, found) = (columns[at].name(), columns[at].type_());
            let Some((kind, expression)) = Kind::of(found, &format!("q.c{at}")) else {
                return Err(Database::ColumnType {
                    name: name.to_owned(),
                    found: found.name().to_owned(),
                });
            };
            asked.needed.push(expression);
            asked.columns.push((name.to_owned(), kind));
        }
        Ok(asked)
    }

    /// The columns are named anew, so that neither quotes in their names nor equal names matter. The query
    /// stands on lines of its own, since it may end with a remark.
    fn copy(&self, query: &str) -> String {
        let (needed, all) = (self.needed.join(", "), &self.all);
        format!("COPY (SELECT {needed} FROM (\n{query}\n) AS q({all})) TO STDOUT (FORMAT binary)")
    }
}

/// Rows on their way.
struct Arriving {
    decoder: Decoder,
    hash: Sha256,
    bytes: u64,
}

impl Arriving {
    fn new(columns: &[(String, Kind)]) -> Self {
        Self {
            decoder: Decoder::new(columns),
            hash: Sha256::new(),
            bytes: 0,
        }
    }

    /// Receives all rows and passes them on in batches.
    fn receive(
        &mut self,
        rows: &mut impl BufRead,
        batches: &mpsc::SyncSender<RecordBatch>,
        progress: &(dyn Fn(u64) + Sync),
    ) -> Result<(), Database> {
        let mut told = 0;
        loop {
            let arrived = rows.fill_buf().map_err(|error| error::receiving(&error))?;
            let length = arrived.len();
            if length == 0 {
                break;
            }
            self.hash.update(arrived);
            self.bytes += length as u64;
            self.decoder.feed(arrived)?;
            rows.consume(length);
            if self.bytes - told >= STEP {
                progress(self.bytes - told);
                told = self.bytes;
            }
            // Whoever takes the rows stops only for a reason of its own, which is told instead.
            if self.decoder.is_full() && batches.send(self.decoder.batch()?).is_err() {
                return Ok(());
            }
        }
        progress(self.bytes - told);
        self.decoder.end()?;
        if !self.decoder.is_empty() {
            drop(batches.send(self.decoder.batch()?));
        }
        Ok(())
    }
}

/// Takes the rows of all batches.
fn take(
    register: &Register<'_>,
    places: &[usize],
    batches: mpsc::Receiver<RecordBatch>,
    sink: &mut Sink<'_>,
) -> Result<Taken, Problem> {
    let mut taken = Taken::default();
    let mut before = 0;
    for batch in batches {
        taken.append(register.part(&batch, places, before)?);
        before += batch.num_rows() as u64;
        sink.give(&mut taken)?;
    }
    if before == 0 {
        taken.notes.put(Place::Whole, Problem::NoRows);
    }
    Ok(taken)
}

fn refused(error: &postgres::Error) -> Problem {
    Problem::Database(error::querying(error))
}

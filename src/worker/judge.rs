//! Joined claims to verdicts and findings.

use std::io::{Read, Write};
use std::path::PathBuf;
use std::sync::Arc;

use arrow::array::{ArrayRef, Int64Array, RecordBatch, StringArray, new_null_array};
use arrow::compute::cast;
use arrow::datatypes::SchemaRef;
use arrow::error::ArrowError;

use crate::check::{self, Request, Sides};
use crate::eligibility::Loaded;
use crate::matching::keys::ClaimKeys;
use crate::note::Problem;
use crate::report::inputs::Words;
use crate::report::table;
use crate::text::lang::Lang;

use super::groups::{self, Assembled, Group};
use super::stream::{Input, Output};
use super::{WorkerError, schema};

/// Groups that are judged at a time.
const GROUPS: usize = 4 << 10;

/// Claims of these groups, which one group more may exceed.
const CLAIMS: usize = 8 << 10;

/// Bytes of these groups, which one group more may exceed.
const BYTES: usize = 32 << 20;

/// What judging rests on.
#[derive(Clone, Copy, Debug)]
pub struct Bench<'a> {
    /// Policy, lists and day of the check. Its claims are not looked at; of its eligibility results only whether there
    /// are any, and when there are none, no record of the stream counts.
    pub request: &'a Request,
    /// The language of messages.
    pub lang: Lang,
    /// What identifies patients is masked.
    pub is_masked: bool,
}

/// Reads groups as [`schema::GROUPS`] and writes what comes of them as [`schema::judgements`].
///
/// # Errors
/// When the stream that is read is damaged, the other one cannot be written, or a list cannot be read.
pub fn judge(source: impl Read, sink: impl Write, bench: &Bench<'_>) -> Result<(), WorkerError> {
    let mut input = Input::open(source, schema::GROUPS)?;
    let mut judging = Judging {
        bench,
        sides: read_sides(bench.request)?,
        output: Output::new(sink, &schema::judgements())?,
        schema: schema::judgements(),
    };
    let mut held = Held::default();
    while let Some(batch) = input.next()? {
        for group in Group::of_batch(&batch) {
            held.add(group);
            if held.is_full() {
                judging.judge(&std::mem::take(&mut held).groups)?;
            }
        }
    }
    judging.judge(&held.groups)?;
    judging.output.finish()
}

/// Groups that wait for being judged.
#[derive(Default)]
struct Held {
    groups: Vec<Group>,
    claims: usize,
    bytes: usize,
}

impl Held {
    fn add(&mut self, group: Group) {
        self.claims += group.claims();
        self.bytes += group.bytes();
        self.groups.push(group);
    }

    fn is_full(&self) -> bool {
        self.groups.len() >= GROUPS || self.claims >= CLAIMS || self.bytes >= BYTES
    }
}

struct Judging<'a, W: Write> {
    bench: &'a Bench<'a>,
    sides: Sides,
    output: Output<W>,
    schema: SchemaRef,
}

impl<W: Write> Judging<'_, W> {
    fn judge(&mut self, groups: &[Group]) -> Result<(), WorkerError> {
        let Assembled {
            claims,
            eligibility,
            is_damaged,
        } = groups::assemble(groups);
        let request = self.bench.request;
        let eligibility = if request.eligibility.is_empty() {
            Loaded::default()
        } else {
            eligibility
        };
        let keys = ClaimKeys::of(&claims.claims);
        let sides = std::mem::take(&mut self.sides);
        let mut checked = check::judge_all(request, claims, keys, eligibility, sides, &());
        // They are the same for all groups.
        self.sides = Sides {
            log: checked.log.take(),
            stations: checked.stations.take(),
        };
        if self.bench.is_masked {
            checked.mask();
        }
        let verdicts = table::few_verdicts(&checked);
        let findings = table::few_findings(&checked, self.bench.lang);
        let damaged = groups.iter().zip(is_damaged).filter(|(_, is)| *is);
        let damaged: Vec<&Group> = damaged.map(|(group, _)| group).collect();
        let errors = self.errors(&damaged);
        for (kind, rows) in [
            ("verdict", verdicts),
            ("finding", findings),
            ("error", errors),
        ] {
            let rows = rows.and_then(|rows| widened(&self.schema, kind, &rows));
            self.output.write(&rows.map_err(WorkerError::Write)?)?;
        }
        Ok(())
    }

    /// A row for each group that could not be judged.
    fn errors(&self, groups: &[&Group]) -> Result<RecordBatch, ArrowError> {
        let files = groups.iter().map(|group| group.place.0.as_deref());
        let lines = groups.iter().map(|group| group.place.1);
        let messages = groups.iter().map(|group| self.message(group));
        let columns: [(&str, ArrayRef); 3] = [
            ("source_file", Arc::new(files.collect::<StringArray>())),
            ("line", Arc::new(lines.collect::<Int64Array>())),
            ("message", Arc::new(StringArray::from_iter_values(messages))),
        ];
        RecordBatch::try_from_iter_with_nullable(
            columns
                .into_iter()
                .map(|(name, column)| (name, column, true)),
        )
    }

    fn message(&self, group: &Group) -> String {
        let number = group.number.map_or_else(String::new, |it| it.to_string());
        match self.bench.lang {
            Lang::Ja => format!(
                "グループ {number} のデータが壊れているため、判定していません。parse と records の出力を作り直してください。"
            ),
            Lang::En => format!(
                "group {number} was not judged, since its data is damaged; make the output of parse and records again."
            ),
        }
    }
}

/// Rows with all columns of the stream; those that they do not have are null.
fn widened(schema: &SchemaRef, kind: &str, rows: &RecordBatch) -> Result<RecordBatch, ArrowError> {
    let count = rows.num_rows();
    let column = |(at, field): (usize, &Arc<arrow::datatypes::Field>)| {
        if at == 0 {
            let kinds = std::iter::repeat_n(kind, count);
            return Ok(Arc::new(StringArray::from_iter_values(kinds)) as ArrayRef);
        }
        match rows.column_by_name(field.name()) {
            Some(column) => cast(column, field.data_type()),
            None => Ok(new_null_array(field.data_type(), count)),
        }
    };
    let columns = schema.fields().iter().enumerate().map(column);
    RecordBatch::try_new(Arc::clone(schema), columns.collect::<Result<_, _>>()?)
}

/// The lists beside the stream.
fn read_sides(request: &Request) -> Result<Sides, WorkerError> {
    let sides = check::read_sides(request);
    let log = sides.log.iter();
    let log = log.filter_map(|log| Some((&log.shown, log.log.as_ref().err()?)));
    let list = sides.stations.iter();
    let list = list.filter_map(|list| Some((&list.shown, list.stations.as_ref().err()?)));
    match log.chain(list).next() {
        Some((path, problem)) => Err(unreadable(path, problem)),
        None => Ok(sides),
    }
}

/// What stands in the list is not told.
fn unreadable(path: &str, problem: &Problem) -> WorkerError {
    let problem = problem.clone().hidden();
    WorkerError::List {
        path: PathBuf::from(path),
        words: Words::new(problem.ja(), problem.en()),
    }
}

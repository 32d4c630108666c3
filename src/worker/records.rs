//! Eligibility results to rows.

use std::convert::Infallible;
use std::io::{Read, Write};

use chrono::NaiveDate;
use rayon::prelude::*;

use crate::eligibility::wanted;
use crate::eligibility::{self, Form, InputReport, Map, Part, RecordRef, Status, stored};
use crate::note::Problem;
use crate::report::inputs;
use crate::text::lang::Lang;

use super::columns::Table;
use super::parse::{Files, flush, flush_full};
use super::stream::{Input, Output};
use super::{WorkerError, schema};

/// Reads eligibility results as [`schema::FILES`] and writes their records as [`schema::RECORDS`]. `map` is the column
/// map of tables; `lang` is that of the errors of files.
///
/// # Errors
/// When the stream that is read is damaged, or the other one cannot be written.
pub fn records(
    source: impl Read,
    sink: impl Write,
    map: &Map,
    lang: Lang,
) -> Result<(), WorkerError> {
    let mut input = Input::open(source, schema::FILES)?;
    let mut rows = Table::new(schema::RECORDS);
    let mut output = Output::new(sink, rows.schema())?;
    while let Some(batch) = input.next()? {
        let files = Files::of(&batch);
        for window in files.windows() {
            let read: Vec<Vec<Results>> = window
                .into_par_iter()
                .map(|at| {
                    let (path, content) = files.get(at);
                    read(path, content, map)
                })
                .collect();
            for results in read.iter().flatten() {
                put(results, lang, &mut rows, &mut output)?;
            }
        }
    }
    flush(&mut rows, &mut output)?;
    output.finish()
}

/// What one input gave.
struct Results {
    shown: String,
    form: Form,
    status: Status,
    records: Vec<Packed>,
}

/// A record with the hashes of [`schema::RECORDS`].
struct Packed {
    row: u32,
    key: i64,
    people: Vec<i64>,
    around: Vec<i64>,
    as_of: Option<NaiveDate>,
    body: Vec<u8>,
}

impl Packed {
    fn of(record: RecordRef<'_>) -> Self {
        let (born, kana, name) = (record.birth_date, record.kana(), record.name());
        let mut body = Vec::new();
        stored::pack(record, false, &mut body);
        Self {
            row: record.row,
            key: record.key_hash().cast_signed(),
            people: wanted::people_of(record).map(u64::cast_signed).collect(),
            around: wanted::look_up(born, kana, name)
                .map(u64::cast_signed)
                .collect(),
            as_of: record.as_of,
            body,
        }
    }
}

/// Reads a file. The records of each input are kept until its end, since it may turn out to be broken behind them.
fn read(path: &str, content: Option<&[u8]>, map: &Map) -> Vec<Results> {
    let Some(content) = content else {
        return vec![Results {
            shown: path.to_owned(),
            form: Form::Other,
            status: Status::Unreadable {
                reason: Problem::Empty,
            },
            records: Vec::new(),
        }];
    };
    let (mut all, mut records) = (Vec::new(), Vec::new());
    // As of a file in a folder: one of another kind is passed over.
    let Ok(()) = eligibility::each_of_bytes(path, content, false, map, &mut |part| {
        match part {
            Part::Records(more) => records.extend(more.iter().map(Packed::of)),
            Part::Input(report, _) => all.push(results(*report, std::mem::take(&mut records))),
        }
        Ok::<(), Infallible>(())
    });
    all
}

fn results(report: InputReport, records: Vec<Packed>) -> Results {
    let is_read = matches!(report.status, Status::Ok | Status::Partial { .. });
    Results {
        shown: inputs::shown(&report),
        form: report.form,
        status: report.status,
        records: if is_read { records } else { Vec::new() },
    }
}

fn put<W: Write>(
    results: &Results,
    lang: Lang,
    rows: &mut Table,
    output: &mut Output<W>,
) -> Result<(), WorkerError> {
    for record in &results.records {
        rows.text(Some(&results.shown));
        rows.text(Some(results.form.id()));
        rows.long(Some(record.row.into()));
        rows.long(Some(record.key));
        rows.longs(&record.people);
        rows.longs(&record.around);
        rows.date(record.as_of);
        rows.bytes(Some(&record.body));
        rows.text(None);
        flush_full(rows, output)?;
    }
    let error = match &results.status {
        Status::Ok => return Ok(()),
        Status::Skipped { .. } => None,
        Status::Partial { reason } | Status::Unreadable { reason } => Some(reason),
    };
    let error = error.map(|reason| {
        let hidden = reason.clone().hidden();
        match lang {
            Lang::Ja => hidden.ja(),
            Lang::En => hidden.en(),
        }
    });
    rows.text(Some(&results.shown));
    rows.text(Some(results.form.id()));
    rows.long(None);
    rows.long(None);
    rows.longs(&[]);
    rows.longs(&[]);
    rows.date(None);
    rows.bytes(None);
    rows.text(error.as_deref());
    flush_full(rows, output)
}

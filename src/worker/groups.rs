//! Groups as they come in, and some of them put together in the form in which `check` has claims and records.

use std::collections::HashMap;
use std::path::PathBuf;

use arrow::array::{Array, ArrayRef, AsArray, BinaryArray, ListArray, RecordBatch, StringArray};
use arrow::datatypes::Int64Type;

use crate::eligibility::{self, Form, InputReport, Loaded, Records};
use crate::text::packed::Damaged;
use crate::uke::claim::{Chunk, Claims};
use crate::uke::dialect::{Dialect, Encoding, Shape};
use crate::uke::issue::Issue;
use crate::uke::read::{Input, ReadClaims, Status};
use crate::uke::stored::{self, ChunkBuilder};

/// Claims of one chunk, which one thread judges.
const CHUNK: usize = 4_096;

/// What has to be judged together.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) number: Option<i64>,
    /// `None` when one of them, or of the records, is not what the schema says.
    content: Option<Content>,
    /// Where its first claim stands, as far as it says.
    pub(super) place: (Option<String>, Option<i64>),
    bytes: usize,
}

type Content = (Vec<ClaimRow>, Vec<RecordRow>);

/// A claim, or a file of claims.
#[derive(Debug)]
struct ClaimRow {
    source_file: String,
    /// 0 for a file.
    line: u32,
    is_file: bool,
    /// `None` for a file that was not read.
    dialect: Option<(Encoding, Shape)>,
    header: Vec<u8>,
    /// Empty where there is none.
    body: Vec<u8>,
    issues: Vec<Vec<u8>>,
}

#[derive(Clone, Debug)]
struct RecordRow {
    source_file: String,
    row: u32,
    body: Vec<u8>,
    form: Form,
}

impl Group {
    /// How many claims it has.
    pub(super) fn claims(&self) -> usize {
        self.content.as_ref().map_or(0, |(claims, _)| claims.len())
    }

    /// How many bytes it has, about.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    /// The groups of a batch with the columns of [`super::schema::GROUPS`].
    pub(super) fn of_batch(batch: &RecordBatch) -> Vec<Self> {
        let numbers = batch.column(0).as_primitive::<Int64Type>();
        let claims = ClaimColumns::of(batch.column(1));
        let records = RecordColumns::of(batch.column(2));
        let group = |at: usize| {
            let content = claims.rows(at).zip(records.rows(at));
            let bytes = content.as_ref().map_or(0, |(claims, records)| {
                let of_claims = claims.iter().map(|it| it.body.len() + it.header.len());
                of_claims.sum::<usize>() + records.iter().map(|it| it.body.len()).sum::<usize>()
            });
            Self {
                number: numbers.is_valid(at).then(|| numbers.value(at)),
                place: claims.place(at),
                content,
                bytes,
            }
        };
        (0..batch.num_rows()).map(group).collect()
    }
}

/// The columns of the rows in a list.
struct Rows<'a> {
    list: &'a ListArray,
    columns: &'a [ArrayRef],
}

impl<'a> Rows<'a> {
    fn of(list: &'a ArrayRef) -> Self {
        let list = list.as_list::<i32>();
        Self {
            list,
            columns: list.values().as_struct().columns(),
        }
    }

    /// The places of the rows at `at` in the columns; `None` when one of them is null.
    fn places(&self, at: usize) -> Option<std::ops::Range<usize>> {
        let offsets = self.list.value_offsets();
        let [from, to] = [at, at + 1].map(|at| usize::try_from(offsets[at]).unwrap_or(0));
        if self.list.is_null(at) {
            return Some(0..0);
        }
        let rows = self.list.values();
        (from..to).all(|row| rows.is_valid(row)).then_some(from..to)
    }
}

/// The columns of [`super::schema::JUDGED`], which the reader has fitted.
struct ClaimColumns<'a> {
    rows: Rows<'a>,
    kind: &'a StringArray,
    source_file: &'a StringArray,
    line: &'a arrow::array::Int64Array,
    encoding: &'a StringArray,
    shape: &'a StringArray,
    header: &'a BinaryArray,
    body: &'a BinaryArray,
    issues: &'a ListArray,
}

impl<'a> ClaimColumns<'a> {
    fn of(list: &'a ArrayRef) -> Self {
        let rows = Rows::of(list);
        let of = rows.columns;
        Self {
            kind: of[0].as_string(),
            source_file: of[1].as_string(),
            line: of[2].as_primitive(),
            encoding: of[3].as_string(),
            shape: of[4].as_string(),
            header: of[5].as_binary(),
            body: of[6].as_binary(),
            issues: of[7].as_list(),
            rows,
        }
    }

    fn place(&self, at: usize) -> (Option<String>, Option<i64>) {
        let Some(first) = self.rows.places(at).and_then(|mut places| places.next()) else {
            return (None, None);
        };
        let line = self.line.is_valid(first).then(|| self.line.value(first));
        (text(self.source_file, first).map(str::to_owned), line)
    }

    fn rows(&self, at: usize) -> Option<Vec<ClaimRow>> {
        self.rows.places(at)?.map(|row| self.row(row)).collect()
    }

    fn row(&self, at: usize) -> Option<ClaimRow> {
        let is_file = match text(self.kind, at)? {
            "file" => true,
            "claim" => false,
            _ => return None,
        };
        let dialect = match (text(self.encoding, at), text(self.shape, at)) {
            (Some(encoding), Some(shape)) => {
                Some((Encoding::from_id(encoding)?, Shape::from_id(shape)?))
            }
            _ => None,
        };
        // What says nothing else of itself is read as 0 or as nothing, and is damaged where that is none.
        let line = if is_file { 0 } else { self.line.value(at) };
        let issues = self.issues.value(at);
        let issues = issues.as_binary::<i32>();
        let issues = (0..issues.len()).map(|at| issues.value(at).to_vec());
        Some(ClaimRow {
            source_file: text(self.source_file, at)?.to_owned(),
            line: u32::try_from(line).ok()?,
            is_file,
            dialect: if is_file { dialect } else { Some(dialect?) },
            header: self.header.value(at).to_vec(),
            body: self.body.value(at).to_vec(),
            issues: issues.collect(),
        })
    }
}

/// The columns of [`super::schema::CANDIDATES`], which the reader has fitted.
struct RecordColumns<'a> {
    rows: Rows<'a>,
    source_file: &'a StringArray,
    form: &'a StringArray,
    row: &'a arrow::array::Int64Array,
    body: &'a BinaryArray,
}

impl<'a> RecordColumns<'a> {
    fn of(list: &'a ArrayRef) -> Self {
        let rows = Rows::of(list);
        let of = rows.columns;
        Self {
            source_file: of[0].as_string(),
            form: of[1].as_string(),
            row: of[2].as_primitive(),
            body: of[3].as_binary(),
            rows,
        }
    }

    fn rows(&self, at: usize) -> Option<Vec<RecordRow>> {
        self.rows.places(at)?.map(|row| self.row(row)).collect()
    }

    fn row(&self, at: usize) -> Option<RecordRow> {
        Some(RecordRow {
            source_file: text(self.source_file, at)?.to_owned(),
            form: Form::from_id(text(self.form, at)?)?,
            row: u32::try_from(self.row.value(at)).ok()?,
            body: self.body.value(at).to_vec(),
        })
    }
}

fn text(column: &StringArray, at: usize) -> Option<&str> {
    column.is_valid(at).then(|| column.value(at))
}

/// Groups put together, and by index which of them are left out because something in them is damaged.
pub(super) struct Assembled {
    pub(super) claims: ReadClaims,
    pub(super) eligibility: Loaded,
    pub(super) is_damaged: Vec<bool>,
}

/// Puts groups together. One in which anything is damaged is left out whole.
pub(super) fn assemble(groups: &[Group]) -> Assembled {
    let mut is_damaged: Vec<bool> = groups.iter().map(|it| it.content.is_none()).collect();
    loop {
        let before = is_damaged.clone();
        let claims = claims(groups, &mut is_damaged);
        let eligibility = eligibility(groups, &mut is_damaged);
        if is_damaged == before {
            return Assembled {
                claims,
                eligibility,
                is_damaged,
            };
        }
    }
}

/// What the groups that are not damaged hold, each with the index of its group.
fn all<'g, T>(
    groups: &'g [Group],
    is_damaged: &[bool],
    of: fn(&Content) -> &Vec<T>,
) -> Vec<(usize, &'g T)> {
    let whole = groups.iter().enumerate().filter(|(at, _)| !is_damaged[*at]);
    whole
        .filter_map(|(at, group)| Some((at, of(group.content.as_ref()?))))
        .flat_map(|(at, rows)| rows.iter().map(move |row| (at, row)))
        .collect()
}

/// Claims as they were read: by input and line.
fn claims(groups: &[Group], is_damaged: &mut [bool]) -> ReadClaims {
    let mut rows = all(groups, is_damaged, |(claims, _)| claims);
    rows.sort_by(|(_, a), (_, b)| (&a.source_file, a.line).cmp(&(&b.source_file, b.line)));
    let (mut chunks, mut inputs) = (Vec::new(), Vec::new());
    let files = rows.chunk_by(|(_, a), (_, b)| a.source_file == b.source_file);
    for (number, rows) in (0u32..).zip(files) {
        inputs.push(input(rows, is_damaged));
        let rows: Vec<_> = rows
            .iter()
            .filter(|(_, row)| row.dialect.is_some())
            .collect();
        for part in rows.chunks(CHUNK) {
            chunks.extend(chunk(number, part, is_damaged));
        }
    }
    ReadClaims {
        claims: Claims::new(chunks),
        inputs,
    }
}

/// The input of these rows, of which some may stand for the file itself.
fn input(rows: &[(usize, &ClaimRow)], is_damaged: &mut [bool]) -> Input {
    let claims = rows.iter().filter(|(_, row)| !row.is_file).count();
    let mut status = Status::Read(claims as u64);
    for (group, row) in rows
        .iter()
        .filter(|(_, row)| row.is_file && !row.body.is_empty())
    {
        match stored::unpack_failure(&row.body) {
            Ok(failure) => status = Status::Unreadable(failure),
            Err(Damaged) => is_damaged[*group] = true,
        }
    }
    let (_, first) = rows[0];
    let dialect = first.dialect.map(|(encoding, shape)| Dialect {
        shape,
        encoding,
        skip: 0,
    });
    Input {
        shown: first.source_file.clone(),
        bytes: 0,
        sha256: String::new(),
        dialect,
        status,
    }
}

/// A chunk of rows of one input; `None` when there is nothing in it.
fn chunk(input: u32, rows: &[&(usize, &ClaimRow)], is_damaged: &mut [bool]) -> Option<Chunk> {
    let (encoding, shape) = rows.first()?.1.dialect?;
    let mut builder = ChunkBuilder::new(input, shape, encoding);
    let mut headers = HashMap::new();
    for (group, row) in rows {
        let is_alike = row.dialect == Some((encoding, shape));
        let pushed = push(&mut builder, row, &mut headers);
        if !is_alike || pushed.is_err() {
            is_damaged[*group] = true;
        }
    }
    let chunk = builder.finish();
    (!chunk.claims.is_empty() || !chunk.issues.is_empty()).then_some(chunk)
}

fn push<'r>(
    builder: &mut ChunkBuilder,
    row: &'r ClaimRow,
    headers: &mut HashMap<&'r [u8], u32>,
) -> Result<(), Damaged> {
    let claim = if row.is_file {
        None
    } else {
        let header = if let Some(&at) = headers.get(&*row.header) {
            at
        } else {
            let at = builder.header(stored::unpack_header(&row.header)?);
            headers.insert(&row.header, at);
            at
        };
        Some(builder.claim(&row.body, row.line, header)?)
    };
    for issue in &row.issues {
        let issue = stored::unpack_issue(issue)?;
        builder.issue(Issue { claim, ..issue });
    }
    Ok(())
}

/// Records by input and row, each once; those of one row in the order of their group.
fn eligibility(groups: &[Group], is_damaged: &mut [bool]) -> Loaded {
    let mut rows = all(groups, is_damaged, |(_, records)| records);
    rows.sort_by(|(_, a), (_, b)| (&a.source_file, a.row).cmp(&(&b.source_file, b.row)));
    let mut loaded = Loaded::default();
    let files = rows.chunk_by(|(_, a), (_, b)| a.source_file == b.source_file);
    for (source, file) in (0u32..).zip(files) {
        loaded.inputs.push(report(file[0].1));
        for same in file.chunk_by(|(_, a), (_, b)| a.row == b.row) {
            let mut seen: HashMap<&[u8], bool> = HashMap::new();
            for (group, row) in same {
                let records = &mut loaded.records;
                let is_sound = seen
                    .entry(&row.body)
                    .or_insert_with(|| unpack(row, source, records).is_ok());
                if !*is_sound {
                    is_damaged[*group] = true;
                }
            }
        }
    }
    loaded
}

fn unpack(row: &RecordRow, source: u32, records: &mut Records) -> Result<(), Damaged> {
    eligibility::stored::unpack_into(&row.body, source, None, records)?;
    records.amend_from(records.len() - 1, |facts| facts.row = row.row);
    Ok(())
}

fn report(row: &RecordRow) -> InputReport {
    InputReport {
        path: PathBuf::from(&row.source_file),
        member: None,
        bytes: 0,
        sha256: None,
        form: row.form,
        records: 0,
        passed_over: 0,
        reception_no: None,
        executed_at: None,
        status: eligibility::Status::Ok,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eligibility::{Facts, Texts};

    fn record(source_file: &str, row: u32, number: &str) -> RecordRow {
        let mut records = Records::new();
        let texts = Texts {
            number,
            ..Texts::default()
        };
        records.push(&texts, &Facts::default()).expect("short");
        let mut body = Vec::new();
        let record = records.get(0).expect("it was put in");
        eligibility::stored::pack(record, false, &mut body);
        RecordRow {
            source_file: source_file.to_owned(),
            row,
            body,
            form: Form::XmlBulk,
        }
    }

    fn group(records: &[&RecordRow]) -> Group {
        let records = records.iter().map(|&record| record.clone()).collect();
        Group {
            number: Some(1),
            content: Some((Vec::new(), records)),
            place: (None, None),
            bytes: 0,
        }
    }

    #[test]
    fn a_record_of_several_groups_is_there_once_and_in_its_place() {
        let (other, first, second) = (
            record("b", 1, "1"),
            record("a", 2, "9"),
            record("a", 2, "5"),
        );
        let groups = [
            group(&[&other]),
            group(&[&first, &second]),
            group(&[&first, &second, &other]),
        ];
        let Assembled {
            eligibility,
            is_damaged,
            ..
        } = assemble(&groups);
        assert_eq!(is_damaged, [false; 3]);
        let found: Vec<_> = eligibility
            .records
            .iter()
            .map(|it| (it.source, it.row, it.number_recorded()))
            .collect();
        assert_eq!(found, [(0, 2, "9"), (0, 2, "5"), (1, 1, "1")]);
        let inputs = eligibility.inputs.iter().map(|it| it.path.clone());
        assert_eq!(inputs.collect::<Vec<_>>(), [PathBuf::from("a"), "b".into()]);
    }

    #[test]
    fn groups_with_a_damaged_record_are_left_out_whole() {
        let (sound, mut damaged) = (record("a", 1, "1"), record("a", 2, "2"));
        damaged.body.pop();
        let groups = [
            group(&[&sound]),
            group(&[&damaged, &record("a", 3, "3")]),
            group(&[&sound, &damaged]),
        ];
        let assembled = assemble(&groups);
        assert_eq!(assembled.is_damaged, [false, true, true]);
        assert_eq!(assembled.eligibility.records.len(), 1);
    }
}

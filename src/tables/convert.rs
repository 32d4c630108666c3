//! The pipeline of `houkan convert`: claim files and eligibility results in, a folder of tables out.

use std::collections::BTreeSet;
use std::io::BufWriter;
use std::path::PathBuf;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, Int32Array, Int64Array};
use arrow::datatypes::{Int32Type, Int64Type};

use crate::check::{Progress, Step};
use crate::eligibility::{self, Loaded, Map, Sources};
use crate::input;
use crate::note::Note;
use crate::report::columnar::WriteError;
use crate::report::inputs::{self, InputLine, NoteLine, State, Words};
use crate::report::publish::{PublishError, Staging};
use crate::rules;
use crate::text::lang::Lang;
use crate::uke::dialect::{Dialect, Refusal};
use crate::uke::layout::hm;
use crate::uke::lines;
use crate::uke::source::{self, Failure, Input, Part, Status};

use super::cells::{Cells, Finished, Value};
use super::claim::{Counts, Extractor, Piece};
use super::eligibility as records;
use super::manifest::{self, MANIFEST, Proof, TableLine};
use super::publish::TABLES;
use super::schema::{Column, Made, Source, Table, TableId};
use super::write::{Format, TableWriter};

/// What to convert.
#[derive(Clone, Debug)]
pub struct Request {
    /// Claim files and folders, `-` is standard input; eligibility results among them are found.
    pub inputs: Vec<PathBuf>,
    /// Eligibility results.
    pub eligibility: Vec<PathBuf>,
    /// The column map of tables (`--map`).
    pub map: Option<Map>,
    /// The folder.
    pub out: PathBuf,
    /// The format of its files.
    pub format: Format,
}

/// Tables that were written.
#[derive(Debug)]
pub struct Converted {
    /// The format of the files.
    pub format: Format,
    /// The tables, in the order of [`TableId::ALL`].
    pub tables: Vec<TableLine>,
    /// Claims whose total is that of a corrected HO of an insurer's file, which is inferred.
    pub corrected: u64,
    /// Every input and what became of it.
    pub inputs: Vec<InputLine>,
    /// Remarks on eligibility results.
    pub notes: Vec<NoteLine>,
    /// The same without what the inputs hold, for logs.
    pub masked_notes: Vec<NoteLine>,
    /// What was read and what was written.
    pub proof: Proof,
    /// Where the earlier folder is kept when something of the user's in it could not be carried over.
    pub kept: Option<PathBuf>,
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum ConvertError {
    /// The folder.
    #[error(transparent)]
    Publish(#[from] PublishError),
    /// A file could not be written.
    #[error("{file}: {error}")]
    Write {
        /// Its name.
        file: String,
        /// Why.
        error: WriteError,
    },
    /// A large claim file could not be read to its end.
    #[error("{}: {}", .0.path, .0.words.en)]
    BrokeOff(Box<NoteLine>),
    /// There is neither a claim file nor an eligibility result.
    #[error("no claim file and no eligibility result was found")]
    Nothing,
    /// Not one of these inputs could be read.
    #[error("none of the inputs could be read: {}", .0.join(", "))]
    Unreadable(Vec<String>),
    /// What was written is not what was read; this would be an error of the program.
    #[error(
        "{} claims, {} items and {} records were read but {}, {} and {} written",
        .0.claims_in, .0.items_in, .0.records_in, .0.claims_out, .0.items_out, .0.records_out
    )]
    Proof(Box<Proof>),
}

/// Converts; the folder is written whole or not at all.
///
/// # Errors
/// [`ConvertError`]; nothing is left behind then.
pub fn run(request: &Request, progress: &dyn Progress) -> Result<Converted, ConvertError> {
    let staging = Staging::of(&request.out, &TABLES)?;
    let mut run = Run::new(request.format, &staging)?;
    let suspects = run.claims(request, progress)?;
    run.eligibility(request, &suspects, progress)?;
    let mut converted = run.finish()?;
    if converted
        .inputs
        .iter()
        .all(|input| input.status == State::Skipped)
    {
        return Err(ConvertError::Nothing);
    }
    let is_read = |input: &InputLine| matches!(input.status, State::Read | State::Partial);
    if !converted.inputs.iter().any(is_read) {
        // Empty tables must not take the place of good ones.
        let paths = converted.inputs.into_iter().map(|input| input.path);
        return Err(ConvertError::Unreadable(paths.collect()));
    }
    let proof = converted.proof;
    if !proof.holds() {
        return Err(ConvertError::Proof(Box::new(proof)));
    }
    let out = BufWriter::new(staging.create(MANIFEST)?);
    manifest::write(&converted, out).map_err(|error| ConvertError::Write {
        file: MANIFEST.to_owned(),
        error: error.into(),
    })?;
    converted.kept = staging.publish()?;
    Ok(converted)
}

/// A file that holds no claims but perhaps eligibility results.
struct Suspect {
    path: PathBuf,
    /// True when it lay in a folder.
    walked: bool,
}

/// The tables being written.
struct Run {
    format: Format,
    writers: Vec<TableWriter>,
    lines: Vec<TableLine>,
    inputs: Vec<InputLine>,
    notes: Vec<NoteLine>,
    masked_notes: Vec<NoteLine>,
    read: Counts,
    records: u64,
}

impl Run {
    fn new(format: Format, staging: &Staging) -> Result<Self, ConvertError> {
        let mut writers = Vec::new();
        let mut lines = Vec::new();
        for id in TableId::ALL {
            let table = id.table();
            let file = format.file_name(table);
            let summed = match id {
                TableId::Claims => "total_yen",
                TableId::Items => "yen",
                _ => "",
            };
            let created = staging.create(&file)?;
            let writer = TableWriter::new(table, format, created, summed);
            writers.push(writer.map_err(failed(&file))?);
            lines.push(TableLine {
                name: table.name,
                file,
                rows: 0,
                unread: [].into(),
                damaged: [].into(),
            });
        }
        Ok(Self {
            format,
            writers,
            lines,
            inputs: Vec::new(),
            notes: Vec::new(),
            masked_notes: Vec::new(),
            read: Counts::default(),
            records: 0,
        })
    }

    /// Reads all claim files; gives back those that may be eligibility results instead.
    fn claims(
        &mut self,
        request: &Request,
        progress: &dyn Progress,
    ) -> Result<Vec<Suspect>, ConvertError> {
        progress.begin(Step::Claims, &|| input::total_bytes(&request.inputs));
        let mut suspects = Vec::new();
        let mut outcome = Ok(());
        let mut place = Place::default();
        let advance = |bytes| progress.advance(bytes);
        source::stream_parts(&request.inputs, &Extractor, &advance, |part| {
            // What comes behind an error is not written any more: the folder is given up.
            if outcome.is_ok() {
                outcome = match part {
                    Part::Pieces(shown, dialect, pieces) => {
                        let mut pieces = pieces.into_iter();
                        pieces.try_for_each(|piece| self.piece(piece, shown, dialect, &mut place))
                    }
                    Part::End(input) => {
                        suspects.extend(suspect(&input));
                        self.input(input, &std::mem::take(&mut place))
                    }
                };
            }
        });
        outcome.map(|()| suspects)
    }

    fn input(&mut self, mut input: Input, place: &Place) -> Result<(), ConvertError> {
        match &mut input.status {
            Status::Read(claims) => *claims = place.claims,
            // Its rows stand in the tables already, and nobody could tell that there are more.
            Status::Unreadable(failure) if place.claims > 0 => {
                let words = |lang| rules::failure_words(failure, lang);
                return Err(ConvertError::BrokeOff(Box::new(NoteLine {
                    words: Words::new(words(Lang::Ja), words(Lang::En)),
                    path: input.shown,
                })));
            }
            Status::Unreadable(_) | Status::Skipped => {}
        }
        self.inputs.push(inputs::of_claims(&input));
        Ok(())
    }

    fn piece(
        &mut self,
        piece: Piece,
        shown: &str,
        dialect: Dialect,
        place: &mut Place,
    ) -> Result<(), ConvertError> {
        let of_file = place.columns_of_file(&piece, shown, dialect);
        for (id, mut made) in TableId::OF_CLAIMS.into_iter().zip(piece.tables) {
            shift(id.table(), &mut made.columns, self.read.claims, place.lines);
            if id == TableId::Claims {
                made.fill(id.table(), &of_file);
            }
            self.push(id, made)?;
        }
        self.read.add(piece.counts);
        place.claims += piece.counts.claims;
        place.lines += i64::from(piece.lines);
        place.header = piece.headers.into_iter().last().or(place.header.take());
        Ok(())
    }

    fn push(&mut self, id: TableId, made: Finished) -> Result<(), ConvertError> {
        let line = &mut self.lines[id as usize];
        for (column, unread) in id.table().columns.iter().zip(made.unread) {
            line.note(column.name, unread);
        }
        let pushed = self.writers[id as usize].push(made.columns);
        pushed.map_err(failed(&line.file))
    }

    /// Reads eligibility results, and what among the inputs turned out to be some.
    fn eligibility(
        &mut self,
        request: &Request,
        suspects: &[Suspect],
        progress: &dyn Progress,
    ) -> Result<(), ConvertError> {
        progress.begin(Step::Eligibility, &|| {
            input::total_bytes(&request.eligibility)
        });
        let advance = |bytes| progress.advance(bytes);
        let sources = Sources {
            paths: &request.eligibility,
            map: request.map.as_ref(),
            members: None,
        };
        let named = eligibility::load(&sources, &advance);
        self.inputs
            .extend(named.inputs.iter().map(inputs::of_eligibility));
        self.records(&named)?;
        drop(named);
        for walked in [false, true] {
            let some = suspects.iter().filter(|suspect| suspect.walked == walked);
            // Members of one zip come with the zip.
            let paths: BTreeSet<PathBuf> = some.map(|suspect| suspect.path.clone()).collect();
            self.found(paths.into_iter().collect(), request.map.as_ref(), walked)?;
        }
        Ok(())
    }

    /// Takes those files that are eligibility results; the others stay what they were as claim files.
    fn found(
        &mut self,
        paths: Vec<PathBuf>,
        map: Option<&Map>,
        walked: bool,
    ) -> Result<(), ConvertError> {
        for path in paths {
            let sources = Sources {
                paths: &[path],
                map,
                members: None,
            };
            let mut loaded = eligibility::load(&sources, &|_| ());
            let taken: Vec<bool> = loaded
                .inputs
                .iter()
                .map(|report| records::is_taken(report, walked))
                .collect();
            if !taken.contains(&true) {
                continue;
            }
            for (report, _) in loaded
                .inputs
                .iter()
                .zip(&taken)
                .filter(|(_, taken)| **taken)
            {
                let line = inputs::of_eligibility(report);
                match self.inputs.iter_mut().find(|input| input.path == line.path) {
                    Some(input) => *input = line,
                    None => self.inputs.push(line),
                }
            }
            let is_taken = |index: u32| taken.get(index as usize) == Some(&true);
            loaded.notes.retain(|note| is_taken(note.input));
            // A register that is not taken leaves no records.
            if loaded.records.iter().all(|record| is_taken(record.source)) {
                self.records(&loaded)?;
            }
        }
        Ok(())
    }

    fn records(&mut self, loaded: &Loaded) -> Result<(), ConvertError> {
        for made in records::portions(loaded, self.records) {
            self.push(TableId::Eligibility, made)?;
        }
        self.records += loaded.records.len() as u64;
        let line = |note: Note| NoteLine {
            path: loaded
                .inputs
                .get(note.input as usize)
                .map(inputs::shown)
                .unwrap_or_default(),
            words: Words::new(note.ja(), note.en()),
        };
        let notes = loaded.notes.iter();
        self.notes.extend(notes.clone().cloned().map(line));
        let masked = notes.map(|note| line(note.clone().masked()));
        self.masked_notes.extend(masked);
        Ok(())
    }

    fn finish(self) -> Result<Converted, ConvertError> {
        let mut tables = self.lines;
        let mut proof = Proof {
            claims_in: self.read.claims,
            claim_yen_in: self.read.claim_yen,
            items_in: self.read.items,
            item_yen_in: self.read.item_yen,
            records_in: self.records,
            ..Proof::default()
        };
        for (writer, line) in self.writers.into_iter().zip(&mut tables) {
            let id = writer.table.id;
            let written = writer.finish().map_err(failed(&line.file))?;
            line.rows = written.rows;
            match id {
                TableId::Claims => {
                    (proof.claims_out, proof.claim_yen_out) = (written.rows, written.yen);
                }
                TableId::Items => {
                    (proof.items_out, proof.item_yen_out) = (written.rows, written.yen);
                }
                TableId::Eligibility => proof.records_out = written.rows,
                _ => {}
            }
        }
        Ok(Converted {
            format: self.format,
            tables,
            corrected: self.read.corrected,
            inputs: self.inputs,
            notes: self.notes,
            masked_notes: self.masked_notes,
            proof,
            kept: None,
        })
    }
}

fn failed(file: &str) -> impl FnOnce(WriteError) -> ConvertError + use<> {
    let file = file.to_owned();
    move |error| ConvertError::Write { file, error }
}

/// The file on disk that an input was read from, when it may be an eligibility result: it does not begin
/// as a claim file does.
fn suspect(input: &Input) -> Option<Suspect> {
    let walked = match &input.status {
        Status::Skipped => true,
        Status::Unreadable(Failure::Refused(Refusal::NoHm(_))) => false,
        _ => return None,
    };
    let mut path = PathBuf::from(&input.shown);
    // A member of a zip is shown as if the zip were a folder.
    while !path.is_file() {
        if !path.pop() {
            return None;
        }
    }
    Some(Suspect { path, walked })
}

/// Where the next piece of a file stands in it.
#[derive(Default)]
struct Place {
    /// Claims of the file before the piece.
    claims: u64,
    /// Lines of the file before the piece.
    lines: i64,
    /// The HM line in force where the piece begins.
    header: Option<Box<[u8]>>,
}

impl Place {
    /// The columns of `claims` that only the file knows.
    fn columns_of_file(&self, piece: &Piece, shown: &str, dialect: Dialect) -> Finished {
        let mut cells = Cells::of_file(TableId::Claims.table(), dialect.encoding);
        for &count in &piece.header_of {
            let header = match count.checked_sub(1) {
                Some(at) => piece.headers.get(at as usize),
                None => self.header.as_ref(),
            };
            let (fields, _) = lines::split::<8>(header.map_or(b"", |line| line));
            let digits = [hm::PREFECTURE, hm::POINT_TABLE, hm::STATION_CODE];
            let station = digits.map(|position| fields[position - 1]).concat();
            cells.row(|column| match column.source {
                Source::Field(_, position) => fields
                    .get(position - 1)
                    .map_or(Value::Absent, |field| Value::Raw(field)),
                Source::Made(Made::StationCode) => Value::Raw(&station),
                _ => Value::Text(shown),
            });
        }
        cells.finish()
    }
}

/// Lets claims count through the run, and lines through the file.
fn shift(table: &Table, columns: &mut [ArrayRef], claims: u64, lines: i64) {
    let claims = i64::try_from(claims).unwrap_or(i64::MAX);
    let lines = i32::try_from(lines).unwrap_or(i32::MAX);
    for (column, values) in table.columns.iter().zip(columns) {
        match column.source {
            Source::Made(Made::ClaimIndex) => {
                let local = values.as_primitive::<Int64Type>();
                let shifted: Int64Array =
                    local.unary(|index| index.saturating_add(claims).saturating_add(1));
                *values = Arc::new(shifted);
            }
            Source::Made(Made::Line) if lines > 0 => {
                let local = values.as_primitive::<Int32Type>();
                let shifted: Int32Array = local.unary(|line| line.saturating_add(lines));
                *values = Arc::new(shifted);
            }
            _ => {}
        }
    }
}

impl Finished {
    /// Puts the columns that are of the file where they belong.
    fn fill(&mut self, table: &Table, of_file: &Self) {
        let is_of_file = |column: &&Column| column.is_of_file();
        let places = table.columns.iter().enumerate();
        for (at, _) in places.filter(|(_, column)| is_of_file(column)) {
            debug_assert_eq!(self.columns[at].len(), of_file.columns[at].len());
            self.columns[at] = of_file.columns[at].clone();
            self.unread[at] = of_file.unread[at];
        }
    }
}

//! Where eligibility results come from: files, directories, zip members, standard input.

use std::io::{self, Read, Seek};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::archive::{self, Unpacked};
use super::blocks::Content;
use super::database;
use super::file::{self, FileRead};
use super::further;
use super::map::Map;
use super::portions::Sink;
use super::record::Records;
use super::wanted::Members;
use crate::input::{self, Found};
use crate::note::{Note, Problem};

/// The form of an input, told from its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// One person asked for (`OQSsiquc01res`, `OQSsihvq…`, `OQSsionq…`).
    XmlSingle,
    /// Pushed by the card reader (`…_face_…`).
    XmlFace,
    /// 一括照会 (`OQSmuquc02res`).
    XmlBulk,
    /// 訪問診療等・オンライン診療等 (`OQSmuhvq02res`, `OQSmuonq02res`).
    XmlVisits,
    /// 医療扶助 (`OQSmutic02res`).
    XmlMedicalAid,
    /// A table with the columns of contract 3.4.
    Csv,
    /// A Parquet file with the columns of contract 3.4, or mapped ones.
    Parquet,
    /// An Arrow IPC file or stream with such columns.
    Arrow,
    /// A query to a PostgreSQL database, its columns mapped.
    Postgres,
    /// The same tree as the XML in JSON.
    Json,
    /// Label–TAB–value text copied from マイナ資格確認アプリ.
    AppText,
    /// A zip as a whole; its members are inputs of their own.
    Zip,
    /// None of these.
    Other,
}

impl Form {
    /// Every form.
    pub const ALL: [Self; 13] = [
        Self::XmlSingle,
        Self::XmlFace,
        Self::XmlBulk,
        Self::XmlVisits,
        Self::XmlMedicalAid,
        Self::Csv,
        Self::Parquet,
        Self::Arrow,
        Self::Postgres,
        Self::Json,
        Self::AppText,
        Self::Zip,
        Self::Other,
    ];

    /// A short stable name.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::XmlSingle => "xml-single",
            Self::XmlFace => "xml-face",
            Self::XmlBulk => "xml-bulk",
            Self::XmlVisits => "xml-visits",
            Self::XmlMedicalAid => "xml-medical-aid",
            Self::Csv => "csv",
            Self::Parquet => "parquet",
            Self::Arrow => "arrow",
            Self::Postgres => "postgres",
            Self::Json => "json",
            Self::AppText => "app-text",
            Self::Zip => "zip",
            Self::Other => "other",
        }
    }

    /// The form of that name.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.id() == id)
    }

    /// A table of members, which as a whole takes the place of the one before.
    #[must_use]
    pub fn is_register(self) -> bool {
        matches!(
            self,
            Self::Csv | Self::Parquet | Self::Arrow | Self::Postgres
        )
    }
}

/// What became of an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// Everything in it was read.
    Ok,
    /// It was read, but something was left out.
    Partial {
        /// What.
        reason: Problem,
    },
    /// It lies in a walked directory and is no eligibility result.
    Skipped {
        /// What it is instead.
        reason: Problem,
    },
    /// Nothing of it was used.
    Unreadable {
        /// Why.
        reason: Problem,
    },
}

/// One input and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputReport {
    /// The path as given or found; `-` for standard input; of a database the address without user,
    /// password and options.
    pub path: PathBuf,
    /// The name of the zip member, when it is one.
    pub member: Option<String>,
    /// Its size in bytes, unpacked; of a database the bytes that were received.
    pub bytes: u64,
    /// SHA-256 of these bytes; `None` when they could not be read.
    pub sha256: Option<[u8; 32]>,
    /// Its form.
    pub form: Form,
    /// How many records it gave.
    pub records: u64,
    /// Rows of a register that concern nobody in the claims and were passed over.
    pub passed_over: u64,
    /// 受付番号 (`ReceptionNumber`) of a bulk result, when it has one.
    pub reception_no: Option<String>,
    /// 処理実行日時 (`ProcessExecutionTime`) as the eligibility system wrote it: `YYYYMMDDHHmmss`.
    pub executed_at: Option<String>,
    /// What became of it.
    pub status: Status,
}

/// All eligibility records of a run.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// The records, in the order of the inputs.
    pub records: Records,
    /// Every input, in the order of the arguments, directories and zips in the order of names.
    pub inputs: Vec<InputReport>,
    /// Remarks, in the order of the inputs.
    pub notes: Vec<Note>,
}

/// What to read, and what of it.
#[derive(Clone, Copy, Debug)]
pub struct Sources<'a> {
    /// Files, folders and addresses of databases (`postgres://…`); `-` is standard input.
    pub paths: &'a [PathBuf],
    /// The column map of tables.
    pub map: Option<&'a Map>,
    /// Whose records to keep of large registers; `None` keeps all.
    pub members: Option<&'a Members<'a>>,
}

/// One reading of all inputs. Large registers may be read twice: see [`Wanted::further`](super::Wanted::further).
#[derive(Clone, Copy)]
pub(super) struct Pass<'a> {
    pub(super) map: &'a Map,
    pub(super) members: Option<&'a Members<'a>>,
    /// The inputs have been read and hashed before.
    pub(super) is_second: bool,
}

impl<'a> Pass<'a> {
    /// The one reading of inputs all of whose records are wanted.
    pub(super) fn of_all(map: &'a Map) -> Self {
        Self {
            map,
            members: None,
            is_second: false,
        }
    }
}

impl<'a> From<&'a [PathBuf]> for Sources<'a> {
    fn from(paths: &'a [PathBuf]) -> Self {
        Self {
            paths,
            map: None,
            members: None,
        }
    }
}

/// Reads all eligibility results below `paths`; `-` is standard input. `progress` is told bytes as
/// they are read.
///
/// The form of a file is told from its content. A file that cannot be read never stops the others; a
/// file of another kind is skipped when it lies in a walked directory, and unreadable when it was
/// named. Inputs come in the order of their paths (standard input first, databases behind the files), members
/// of a zip in the order of their names.
#[must_use]
pub fn load(sources: &Sources<'_>, progress: &(dyn Fn(u64) + Sync)) -> Loaded {
    let (stdin, paths): (Vec<_>, Vec<_>) = sources
        .paths
        .iter()
        .cloned()
        .partition(|p| p.as_os_str() == "-");
    let (mut databases, paths): (Vec<_>, Vec<_>) = paths
        .into_iter()
        .partition(|path| database::is_database(path));
    databases.sort();
    databases.dedup();
    let (files, failed) = input::find(&paths);
    let first = Pass {
        map: sources.map.unwrap_or(Map::plain()),
        members: sources.members,
        is_second: false,
    };
    let mut read: Vec<FileRead> = Vec::new();
    if !stdin.is_empty() {
        // It can be read once only, so all of it is kept.
        let whole = Pass {
            members: None,
            ..first
        };
        read.extend(read_stdin(whole, progress));
    }
    let mut given: Vec<Vec<FileRead>> = files
        .par_iter()
        .map(|file| read_file(file, first, progress))
        .collect();
    let mut origins: Vec<Origin> = files.into_iter().map(Origin::File).collect();
    for path in databases {
        given.push(vec![database::read(
            &path,
            first,
            progress,
            &mut Sink::none(),
        )]);
        origins.push(Origin::Database(path));
    }
    if let Some(members) = sources.members {
        further::read(&origins, &mut given, &read, members, first);
    }
    read.extend(given.into_iter().flatten());
    read.extend(
        failed
            .into_iter()
            .map(|(shown, error)| FileRead::failed(PathBuf::from(shown), &error)),
    );
    join(read)
}

/// Where inputs are that can be read again.
pub(super) enum Origin {
    File(Found),
    Database(PathBuf),
}

impl Origin {
    /// Reads them.
    pub(super) fn read(&self, pass: Pass<'_>, progress: &(dyn Fn(u64) + Sync)) -> Vec<FileRead> {
        match self {
            Self::File(found) => read_file(found, pass, progress),
            Self::Database(path) => vec![database::read(path, pass, progress, &mut Sink::none())],
        }
    }
}

fn read_file(found: &Found, pass: Pass<'_>, progress: &(dyn Fn(u64) + Sync)) -> Vec<FileRead> {
    let path = PathBuf::from(&found.shown);
    let opened = file::Opened::open(&found.path);
    let read = match opened {
        Ok(file::Opened::Zip(source)) => read_zip(&path, source, found.named, pass),
        Ok(file::Opened::Small(bytes)) => {
            vec![read_kept(
                &path,
                None,
                Content::Memory(&bytes),
                found.named,
                pass,
            )]
        }
        Ok(file::Opened::Large) => {
            vec![read_kept(
                &path,
                None,
                Content::File(&found.path),
                found.named,
                pass,
            )]
        }
        Err(error) => vec![FileRead::failed(path, &error)],
    };
    progress(found.path.metadata().map_or(0, |meta| meta.len()));
    read
}

fn read_stdin(pass: Pass<'_>, progress: &(dyn Fn(u64) + Sync)) -> Vec<FileRead> {
    let path = PathBuf::from("-");
    let mut bytes = Vec::new();
    if let Err(error) = io::stdin().lock().read_to_end(&mut bytes) {
        return vec![FileRead::failed(path, &error)];
    }
    progress(bytes.len() as u64);
    if file::is_zip(&bytes) {
        read_zip(&path, io::Cursor::new(&bytes), true, pass)
    } else {
        vec![read_kept(&path, None, Content::Memory(&bytes), true, pass)]
    }
}

/// Reads the members of a zip.
fn read_zip(path: &Path, source: impl Read + Seek, named: bool, pass: Pass<'_>) -> Vec<FileRead> {
    let mut read = Vec::new();
    archive::each(path, source, named, &mut |unpacked| {
        read.push(match unpacked {
            Unpacked::Refused(refused) => *refused,
            Unpacked::Member { name, bytes, named } => {
                read_kept(path, Some(&name), Content::Memory(&bytes), named, pass)
            }
        });
        true
    });
    read
}

/// Reads an input and keeps its records.
fn read_kept(
    path: &Path,
    member: Option<&str>,
    content: Content<'_>,
    named: bool,
    pass: Pass<'_>,
) -> FileRead {
    FileRead::of(path, member, content, named, pass, &mut Sink::none())
}

/// Numbers the inputs and puts their records and remarks one behind the other.
fn join(read: Vec<FileRead>) -> Loaded {
    let mut loaded = Loaded::default();
    for (file, number) in read.into_iter().zip(0u32..) {
        let mut records = file.records;
        records.amend_from(0, |facts| facts.source = number);
        loaded.records.append(records);
        loaded.inputs.push(file.report);
        loaded.notes.extend(file.notes.into_notes(number));
    }
    loaded
}

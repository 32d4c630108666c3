//! Files of the master: which table each is, and its rows.

use std::borrow::Cow;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use super::cells::{Cells, Sheet};
use super::error::Problem;
use super::tables::{Kind, Tables};
use super::{MasterError, SourceFile};
use crate::text::{cp932, digest};

/// The real tables have about 1 MB; a file far beyond is not one of them.
const LARGEST: u64 = 64 << 20;

/// The rows of the 基本テーブル at `path`, or of all tables in the folder.
pub(super) fn read(path: &Path) -> Result<Tables, MasterError> {
    let is_folder = fs::metadata(path)
        .map_err(|error| MasterError::io(path, &error))?
        .is_dir();
    let files = if is_folder {
        tables_in(path)?
    } else {
        vec![path.to_owned()]
    };
    let mut tables = Tables::default();
    let mut seen: Vec<(Kind, PathBuf)> = Vec::new();
    let mut problems = Vec::new();
    for file in files {
        let bytes = bytes_of(&file)?;
        let text = decoded(&file, &bytes)?;
        let (kind, rows) = table(&file, &text, &mut tables, &mut problems);
        let Some(kind) = kind else { continue };
        if kind == Kind::Base {
            tables.base_file = file.display().to_string();
        }
        if let Some((_, other)) = seen.iter().find(|(known, _)| *known == kind) {
            problems.push(twice(&file, kind, other));
        }
        tables.files.push(SourceFile {
            shown: file.display().to_string(),
            bytes: bytes.len() as u64,
            sha256: digest::sha256(&bytes),
            rows,
        });
        seen.push((kind, file));
    }
    if problems.is_empty() && !seen.iter().any(|(kind, _)| *kind == Kind::Base) {
        return Err(no_base(path, is_folder));
    }
    if problems.is_empty() {
        Ok(tables)
    } else {
        Err(MasterError::new(problems))
    }
}

/// The CSV files of a folder by name.
fn tables_in(folder: &Path) -> Result<Vec<PathBuf>, MasterError> {
    let failed = |error| MasterError::io(folder, &error);
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let is_hidden = path
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with('.'));
        let is_csv = path
            .extension()
            .is_some_and(|ext| ext.eq_ignore_ascii_case("csv"));
        if is_csv && !is_hidden && path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    if files.is_empty() {
        return Err(MasterError::of(
            folder,
            "フォルダにCSVファイルがありません",
            "there is no CSV file in this folder",
        ));
    }
    Ok(files)
}

/// The content of a file that may be a table.
fn bytes_of(path: &Path) -> Result<Vec<u8>, MasterError> {
    let failed = |error| MasterError::io(path, &error);
    let mut bytes = Vec::new();
    let read = File::open(path)
        .and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes))
        .map_err(failed)?;
    if read as u64 > LARGEST {
        return Err(MasterError::of(
            path,
            "64 MBを超えており、マスターの表ではありません",
            "it has more than 64 MB and is no table of the master",
        ));
    }
    Ok(bytes)
}

/// The text of a table: CP932 as published, or UTF-8.
fn decoded<'b>(path: &Path, bytes: &'b [u8]) -> Result<Cow<'b, str>, MasterError> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let bytes = bytes.strip_suffix(b"\x1A").unwrap_or(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(Cow::Borrowed(text));
    }
    cp932::decode_strict(bytes).ok_or_else(|| {
        MasterError::of(
            path,
            "文字コードがShift_JISでもUTF-8でもありません",
            "it is neither Shift_JIS nor UTF-8",
        )
    })
}

/// Reads one table into `tables`; its kind, when it is one of the five, and how many rows it has.
fn table(
    path: &Path,
    text: &str,
    tables: &mut Tables,
    problems: &mut Vec<Problem>,
) -> (Option<Kind>, u64) {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut sheet = Sheet::new(path, problems);
    let (mut kind, mut rows) = (None, 0);
    let mut record = csv::StringRecord::new();
    let mut lines = Lines {
        text: text.as_bytes(),
        at: 0,
        line: 1,
    };
    loop {
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                let line = lines.of(error.position());
                sheet.line(
                    line,
                    "CSVとして読めません",
                    format!("not readable as CSV ({error})"),
                );
                return (None, rows);
            }
        }
        let line = lines.of(record.position());
        if kind.is_none() {
            kind = Kind::of_columns(record.len());
        }
        let Some(kind) = kind else {
            sheet.line(
                line,
                not_a_table(record.len()).0,
                not_a_table(record.len()).1,
            );
            return (None, rows);
        };
        rows += 1;
        if record.len() == kind.columns() {
            tables.take(kind, &mut Cells::new(&record, line, &mut sheet));
        } else {
            let (found, expected) = (record.len(), kind.columns());
            sheet.line(
                line,
                format!("列が{found}個あります（{}は{expected}個）", kind.name_ja()),
                format!("{found} columns; {} has {expected}", kind.name_en()),
            );
        }
    }
    if kind.is_none() {
        sheet.line(1, "ファイルが空です", "the file is empty");
    }
    (kind, rows)
}

/// Counts lines. The positions of `csv` lie between CR and LF, so that its own count is one behind.
struct Lines<'a> {
    text: &'a [u8],
    at: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line of a record, from 1; records are asked for in order.
    fn of(&mut self, position: Option<&csv::Position>) -> u64 {
        let to = position.map_or(0, csv::Position::byte);
        let to = usize::try_from(to)
            .unwrap_or(usize::MAX)
            .min(self.text.len());
        while self.at < self.text.len()
            && (self.at < to || matches!(self.text[self.at], b'\r' | b'\n'))
        {
            self.line += u64::from(self.text[self.at] == b'\n');
            self.at += 1;
        }
        self.line
    }
}

fn not_a_table(columns: usize) -> (String, String) {
    (
        format!(
            "列が{columns}個の表は訪問看護療養費マスターにありません（基本72、加算対応8、算定回数限度10、併算定背反13、施設基準9）"
        ),
        format!(
            "no table of this master has {columns} columns (base 72, add-ons 8, limits 10, exclusive 13, facilities 9)"
        ),
    )
}

fn twice(path: &Path, kind: Kind, other: &Path) -> Problem {
    Problem {
        file: path.display().to_string(),
        place: None,
        ja: format!(
            "{}がもう1つあります（{}）。1つだけ残してください",
            kind.name_ja(),
            other.display()
        ),
        en: format!(
            "a second {}, beside {}; keep one of them",
            kind.name_en(),
            other.display()
        ),
    }
}

fn no_base(path: &Path, is_folder: bool) -> MasterError {
    if is_folder {
        MasterError::of(
            path,
            "基本テーブル（72列）がありません",
            "there is no base table (基本テーブル, 72 columns)",
        )
    } else {
        MasterError::of(
            path,
            "基本テーブル（72列）ではありません。ほかの表は、基本テーブルと同じフォルダに置いてフォルダを指定してください",
            "this is not the base table (基本テーブル, 72 columns); put the other tables beside it and give the folder",
        )
    }
}

//! `houkan map`: a draft of a column map, to standard output.

use std::path::Path;

use crate::eligibility::map::draft::draft;
use crate::eligibility::map::sample::{self, SampleError};
use crate::report::inputs::Words;

use super::args::MapArgs;
use super::exit::ExitStatus;
use super::failure::{Failure, reason};
use super::printer::{self, Printer};

/// Guesses the map of one register and prints it.
pub(super) fn run(args: &MapArgs, printer: &Printer) -> Result<ExitStatus, Failure> {
    let columns = sample::read(&args.input).map_err(|error| failed(&args.input, &error))?;
    let name = args
        .input
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    printer::result(&draft(&name.unwrap_or_default(), &columns, printer.lang))?;
    Ok(ExitStatus::Done)
}

/// Why there is no draft. Nothing that the file holds is repeated: it may be personal data.
fn failed(path: &Path, error: &SampleError) -> Failure {
    let path = path.display();
    let (ja, en) = match error {
        SampleError::Io(error) => (
            format!("{path} を読めません（{}）。", reason(error)),
            format!("{path} cannot be read: {error}."),
        ),
        SampleError::NoTable => (
            format!("{path} は見出し行のある CSV でも Parquet・Arrow でもありません。"),
            format!("{path} is neither a CSV with a header row nor Parquet or Arrow."),
        ),
        SampleError::NoHeader => (
            format!("{path} の1行目は見出しではないようです（数字か日付があります）。"),
            format!("the first row of {path} seems to be no header: it has numbers or dates."),
        ),
        SampleError::Parquet(_) | SampleError::Arrow(_) | SampleError::Csv(_) => (
            format!("{path} は壊れているため、読めません。"),
            format!("{path} is damaged and cannot be read."),
        ),
    };
    let status = match error {
        SampleError::Io(error) if error.kind() == std::io::ErrorKind::NotFound => ExitStatus::Usage,
        _ => ExitStatus::Unreadable,
    };
    Failure {
        status,
        what: Words::new(ja, en),
        hint: Some(Words::new(
            "列名の行で始まる名簿のファイル（CSV、Parquet、Arrow）を1つ指定してください。",
            "name one register file (CSV, Parquet or Arrow) that begins with the names of its columns.",
        )),
    }
}

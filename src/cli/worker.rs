//! `houkan worker`: the steps of a cluster, from standard input to standard output.

use std::io::{self, BufReader, BufWriter, Stdin, Stdout};
use std::path::PathBuf;

use crate::check::Request;
use crate::eligibility::Map;
use crate::report::inputs::Words;
use crate::worker::{self, Bench, VERSION, WorkerError};

use super::args::{LangArg, WorkerArgs, WorkerCommand, WorkerJudgeArgs};
use super::exit::ExitStatus;
use super::failure::Failure;
use super::{locale, settings, threads};

/// What is read or written in one go.
const BUFFER: usize = 1 << 18;

/// Works from standard input to standard output.
pub(super) fn run(args: &WorkerArgs, lang: LangArg) -> Result<ExitStatus, Failure> {
    match &args.command {
        WorkerCommand::Parse(args) => threads::run(args.threads.map(usize::from), || {
            done(worker::parse(source(), sink(), locale::reports(lang)))
        }),
        WorkerCommand::Records(args) => {
            let map = settings::map(args.map.as_deref())?;
            let map = map.as_ref().unwrap_or(Map::plain());
            threads::run(args.threads.map(usize::from), || {
                let lang = locale::reports(lang);
                done(worker::records(source(), sink(), map, lang))
            })
        }
        WorkerCommand::Judge(args) => {
            let request = request(args)?;
            let bench = Bench {
                request: &request,
                lang: locale::reports(lang),
                is_masked: args.mask,
            };
            threads::run(args.threads.map(usize::from), || {
                done(worker::judge(source(), sink(), &bench))
            })
        }
    }
}

/// Standard input may be read by one alone, and is.
fn source() -> BufReader<Stdin> {
    BufReader::with_capacity(BUFFER, io::stdin())
}

fn sink() -> BufWriter<Stdout> {
    BufWriter::with_capacity(BUFFER, io::stdout())
}

fn request(args: &WorkerJudgeArgs) -> Result<Request, Failure> {
    let eligibility = if args.no_eligibility {
        Vec::new()
    } else {
        // They are in the stream.
        vec![PathBuf::from("-")]
    };
    Ok(Request {
        claims: Vec::new(),
        eligibility,
        credentials: args.credentials.clone(),
        map: settings::map(args.map.as_deref())?,
        stations: args.stations.clone(),
        master: settings::master(args.master.as_deref())?,
        policy: settings::policy(&args.policy)?,
        as_of: args.as_of,
    })
}

fn done(worked: Result<(), WorkerError>) -> Result<ExitStatus, Failure> {
    match worked {
        Ok(()) => Ok(ExitStatus::Done),
        Err(error) => Err(failed(&error)),
    }
}

/// Whatever was written before is not whole.
fn failed(error: &WorkerError) -> Failure {
    let what = match error {
        WorkerError::Damaged(detail) => Words::new(
            format!("標準入力を Arrow IPC ストリームとして読めません（{detail}）。"),
            format!("standard input cannot be read as an Arrow IPC stream: {detail}."),
        ),
        WorkerError::CutOff => Words::new(
            "標準入力のストリームが途中で切れています。",
            "the stream on standard input is cut off.",
        ),
        WorkerError::Version { found } => {
            let found = found.as_deref();
            Words::new(
                format!(
                    "標準入力のストリームの版（houkan.worker）が {} です。読めるのは {VERSION} だけです。",
                    found.unwrap_or("なし")
                ),
                format!(
                    "the stream on standard input is of version {} (houkan.worker); only {VERSION} can be read.",
                    found.unwrap_or("none")
                ),
            )
        }
        WorkerError::Column { path, found } if found.is_empty() => Words::new(
            format!("標準入力のストリームに列 {path} がありません。"),
            format!("the stream on standard input lacks the column {path}."),
        ),
        WorkerError::Column { path, found } => Words::new(
            format!("標準入力のストリームの列 {path} の型が {found} です。"),
            format!("the column {path} of the stream on standard input is of type {found}."),
        ),
        WorkerError::Write(detail) => Words::new(
            format!("標準出力に最後まで書けません（{detail}）。"),
            format!("standard output cannot be written to its end: {detail}."),
        ),
        WorkerError::List { path, words } => {
            let path = path.display();
            Words::new(
                format!("{path} を読めません（{}）。", words.ja),
                format!("{path} cannot be read: {}", words.en),
            )
        }
    };
    Failure::nothing_written(
        what,
        Words::new(
            "この出力は最後までそろっていないので捨て、入力を直してやり直してください。列と版は docs/worker.md にあります。",
            "throw away what was written, which is not whole; put the input right and run again. Columns and versions: docs/worker.md.",
        ),
    )
}

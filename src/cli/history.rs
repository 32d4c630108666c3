//! `houkan history`.

use crate::{messages, nightly};

use super::args::HistoryArgs;
use super::exit::ExitStatus;
use super::failure::Failure;
use super::printer::{self, Printer};
use super::{nightly as night, nightly_words};

/// Prints how verdicts changed from night to night.
pub(super) fn run(args: &HistoryArgs, printer: &Printer) -> Result<ExitStatus, Failure> {
    let config = night::config(&args.config)?;
    let text = nightly::history(&config, &args.subject, printer.lang)
        .map_err(|error| nightly_words::failure(&error, chrono::Utc::now()))?;
    if text.is_empty() {
        printer.note(messages::get("nightly-history-none", printer.lang));
    }
    printer::result(&text)?;
    Ok(ExitStatus::Done)
}

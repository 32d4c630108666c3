//! The command line: arguments as typed ([`args`]) become settings as resolved ([`settings`]); each
//! command is a module. Results go to standard output or files, everything else to standard error.

pub mod args;
pub mod exit;
pub mod settings;

mod ascii;
mod check;
mod completions;
mod convert;
mod dropped;
mod explain;
mod failure;
mod fix;
mod fix_words;
mod history;
mod locale;
mod logging;
mod man;
mod map;
mod nightly;
mod nightly_check;
mod nightly_words;
mod pager;
mod panic;
mod policy;
mod printer;
mod progress;
mod show;
mod state_words;
mod summary;
mod synth;
mod threads;
mod usage;
mod validate;
mod voice;
mod words;
mod worker;

use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command, LangArg};
use exit::ExitStatus;
use failure::Failure;
use logging::Logging;
use printer::Printer;

/// Runs the program with the arguments and the environment of the process.
#[must_use]
pub fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().collect();
    let (cli, dropped) = match Cli::try_parse_from(&arguments) {
        Ok(cli) => (cli, None),
        Err(error) => match dropped::read(&arguments, &error) {
            Some(dropped) => (dropped.cli, Some(dropped.logs)),
            None => return usage::report(&error, locale::of_arguments(&arguments)).into(),
        },
    };
    let printer = printer(&cli);
    logging::start(logging(&cli));
    panic::speak(printer.lang);
    if let Some(logs) = &dropped {
        dropped::tell(logs, &printer);
    }
    let outcome = panic::caught(|| dispatch(&cli, &printer));
    let status = outcome.unwrap_or_else(|failure| {
        printer.failure(&failure);
        failure.status
    });
    if dropped.is_some() {
        dropped::wait(&printer);
    }
    status.into()
}

/// Who speaks: `check` in ASCII where that is asked for, or where the environment knows nothing else and Japanese
/// is not asked for.
fn printer(cli: &Cli) -> Printer {
    let printer = Printer::new(locale::messages(cli.global.lang), cli.global.quiet);
    match &cli.command {
        Command::Check(args) if args.ascii => printer.ascii(),
        Command::Check(_) if cli.global.lang != LangArg::Ja && ascii::is_implied() => {
            printer.ascii()
        }
        _ => printer,
    }
}

/// What is logged: a night by default what it does.
fn logging(cli: &Cli) -> Logging {
    let (verbose, quiet) = (cli.global.verbose, cli.global.quiet);
    match &cli.command {
        Command::Nightly(args) if nightly::is_run(args) => {
            Logging::of_service(verbose, quiet, nightly::is_json(args))
        }
        _ => Logging::of_command(verbose),
    }
}

fn dispatch(cli: &Cli, printer: &Printer) -> Result<ExitStatus, Failure> {
    match &cli.command {
        Command::Check(args) => check::run(args, cli.global.lang, printer),
        Command::Fix(args) => fix::run(args, printer),
        Command::Convert(args) => convert::run(args, printer),
        Command::Explain(args) => explain::run(args, printer),
        Command::Map(args) => map::run(args, printer),
        Command::Nightly(args) => nightly::run(args, printer),
        Command::History(args) => history::run(args, printer),
        Command::Policy(args) => policy::run(args, printer),
        Command::Show(args) => show::run(args, printer),
        Command::Validate(args) => validate::run(args, cli.global.lang, printer),
        Command::Synth(args) => synth::run(args, printer),
        Command::Completions(args) => completions::run(args),
        Command::Man(args) => man::run(args, printer),
        Command::Worker(args) => worker::run(args, cli.global.lang),
    }
}

//! The command line: arguments as typed ([`args`]) become settings as resolved ([`settings`]); each
//! command is a module. Results go to standard output or files, everything else to standard error.

pub mod args;
pub mod exit;
pub mod settings;

mod check;
mod convert;
mod explain;
mod failure;
mod fix;
mod fix_words;
mod locale;
mod logging;
mod map;
mod pager;
mod panic;
mod policy;
mod printer;
mod progress;
mod show;
mod summary;
mod synth;
mod threads;
mod usage;
mod validate;
mod words;

use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command};
use exit::ExitStatus;
use failure::Failure;
use printer::Printer;

/// Runs the program with the arguments and the environment of the process.
#[must_use]
pub fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().collect();
    let cli = match Cli::try_parse_from(&arguments) {
        Ok(cli) => cli,
        Err(error) => return usage::report(&error, locale::of_arguments(&arguments)).into(),
    };
    let lang = locale::messages(cli.global.lang);
    let printer = Printer::new(lang, cli.global.quiet);
    logging::start(cli.global.verbose);
    panic::speak(lang);
    let outcome = panic::caught(|| dispatch(&cli, &printer));
    match outcome {
        Ok(status) => status.into(),
        Err(failure) => {
            printer.failure(&failure);
            failure.status.into()
        }
    }
}

fn dispatch(cli: &Cli, printer: &Printer) -> Result<ExitStatus, Failure> {
    match &cli.command {
        Command::Check(args) => check::run(args, cli.global.lang, printer),
        Command::Fix(args) => fix::run(args, printer),
        Command::Convert(args) => convert::run(args, printer),
        Command::Explain(args) => explain::run(args, printer),
        Command::Map(args) => map::run(args, printer),
        Command::Policy(args) => policy::run(args, printer),
        Command::Show(args) => show::run(args, printer),
        Command::Validate(args) => validate::run(args, cli.global.lang, printer),
        Command::Synth(args) => synth::run(args, printer),
    }
}

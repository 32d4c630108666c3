//! `houkan policy`: the built-in policies.

use std::fmt::Write as _;

use crate::policy::Policy;

use super::args::{PolicyArgs, PolicyCommand};
use super::exit::ExitStatus;
use super::failure::Failure;
use super::printer::{self, Printer};
use super::settings;

/// Lists the policies or prints one as TOML.
pub(super) fn run(args: &PolicyArgs, printer: &Printer) -> Result<ExitStatus, Failure> {
    match &args.command {
        Some(PolicyCommand::Show { name }) => printer::result(&settings::policy(name)?.to_toml())?,
        None => printer::result(&list(printer))?,
    }
    Ok(ExitStatus::Done)
}

fn list(printer: &Printer) -> String {
    let mut text = String::new();
    let names = Policy::builtin_names();
    let width = names.iter().map(|name| name.len()).max().unwrap_or(0);
    for (at, name) in names.iter().enumerate() {
        let Some(policy) = Policy::builtin(name) else {
            continue;
        };
        let (label, default) = if at == 0 {
            (printer.lang.pick("（既定）", " (default)"), true)
        } else {
            ("", false)
        };
        let name = format!("{name:width$}");
        let name = if default {
            printer.out.bold(&name)
        } else {
            name
        };
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{name}  {}{label}", &policy.hash[..12]);
    }
    text
}

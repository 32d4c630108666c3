//! `houkan completions`: the script by which a shell completes our arguments, to standard output.

use clap::CommandFactory;
use clap_complete::Shell;

use super::args::{Cli, CompletionsArgs};
use super::exit::ExitStatus;
use super::failure::Failure;
use super::printer;

/// Prints the script for one shell.
pub(super) fn run(args: &CompletionsArgs) -> Result<ExitStatus, Failure> {
    // It is made of our own texts, which are UTF-8.
    printer::result(&String::from_utf8_lossy(&script(args.shell)))?;
    Ok(ExitStatus::Done)
}

fn script(shell: Shell) -> Vec<u8> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "houkan", &mut script);
    script
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;
    use std::process::{Command, Stdio};

    use clap::ValueEnum;

    use super::*;

    #[test]
    fn every_shell_learns_every_command() {
        for shell in Shell::value_variants() {
            let script = String::from_utf8(script(*shell)).expect("UTF-8");
            for word in ["check", "completions", "man", "nowhere"] {
                assert_eq!(script.contains(word), word != "nowhere", "{shell}: {word}");
            }
            assert!(script.contains("as-of"), "{shell}");
        }
    }

    /// Shells that are here read their scripts.
    #[test]
    fn scripts_are_in_order() {
        for (shell, arguments) in [
            (Shell::Bash, ["bash", "-n"]),
            (Shell::Zsh, ["zsh", "-n"]),
            (Shell::Fish, ["fish", "--no-execute"]),
        ] {
            let mut process = Command::new(arguments[0]);
            process.arg(arguments[1]).stdin(Stdio::piped());
            let Ok(mut reading) = process.stderr(Stdio::piped()).spawn() else {
                eprintln!("skipped: {} is not here", arguments[0]);
                continue;
            };
            let mut input = reading.stdin.take().expect("piped");
            input.write_all(&script(shell)).expect("it is read");
            drop(input);
            let output = reading.wait_with_output().expect("it ends");
            let told = String::from_utf8_lossy(&output.stderr);
            assert!(
                output.status.success() && told.is_empty(),
                "{shell}: {told}"
            );
        }
    }
}

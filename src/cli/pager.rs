//! Long results on a terminal: its width, and a pager.

use std::env;
use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::process::{Command, Stdio};

use super::failure::Failure;
use super::printer;

/// Columns where no terminal tells.
const WIDTH: usize = 80;

/// Lines longer than this are hard to read.
const WIDTH_MAX: usize = 120;

/// Narrower than this, columns do not fit.
const WIDTH_MIN: usize = 40;

/// The columns for a result: those of the terminal, 80 elsewhere.
pub(super) fn width() -> usize {
    if !io::stdout().is_terminal() {
        return WIDTH;
    }
    let set = env::var("COLUMNS")
        .ok()
        .and_then(|value| value.parse().ok());
    set.or_else(asked)
        .filter(|&columns| columns > 0)
        .unwrap_or(WIDTH)
        .clamp(WIDTH_MIN, WIDTH_MAX)
}

/// What the terminal says, asked through `stty`, which POSIX has.
#[cfg(unix)]
fn asked() -> Option<usize> {
    let terminal = std::fs::File::open("/dev/tty").ok()?;
    let answer = Command::new("stty")
        .arg("size")
        .stdin(terminal)
        .stderr(Stdio::null())
        .output()
        .ok()?;
    let answer = String::from_utf8(answer.stdout).ok()?;
    answer.split_whitespace().nth(1)?.parse().ok()
}

#[cfg(not(unix))]
fn asked() -> Option<usize> {
    None
}

/// A result, through the pager where there is a terminal and `is_wanted`.
pub(super) fn result(text: &str, is_wanted: bool) -> Result<(), Failure> {
    if is_wanted
        && io::stdout().is_terminal()
        && let Some(command) = command(env::var_os("PAGER"))
        && paged(command, text)
    {
        return Ok(());
    }
    printer::result(text)
}

/// `$PAGER`, which a shell may have to read; `less` where it is not set. Set to nothing means none.
#[cfg(unix)]
fn command(set: Option<OsString>) -> Option<Command> {
    match set {
        None => {
            let mut less = Command::new("less");
            less.arg("-FRX");
            Some(less)
        }
        Some(set) if set.is_empty() => None,
        Some(set) => {
            let mut shell = Command::new("sh");
            shell.arg("-c").arg(set);
            Some(shell)
        }
    }
}

/// Windows has no pager that takes colours and UTF-8: only one that is asked for.
#[cfg(not(unix))]
fn command(set: Option<OsString>) -> Option<Command> {
    let set = set?.into_string().ok()?;
    let mut words = set.split_whitespace();
    let mut command = Command::new(words.next()?);
    command.args(words);
    Some(command)
}

/// A shell says with these that there is no such program.
const NOT_STARTED: [i32; 2] = [126, 127];

/// True when the pager took the text. One that cannot be started has shown nothing.
fn paged(mut command: Command, text: &str) -> bool {
    // Results are UTF-8; `less` takes everything else for bytes where the locale does not say so.
    if env::var_os("LESSCHARSET").is_none() {
        command.env("LESSCHARSET", "utf-8");
    }
    let Ok(mut child) = command.stdin(Stdio::piped()).spawn() else {
        return false;
    };
    if let Some(mut input) = child.stdin.take() {
        // Whoever leaves the pager early has read enough.
        let _ = input.write_all(text.as_bytes());
    }
    match child.wait() {
        Ok(status) => !status
            .code()
            .is_some_and(|code| NOT_STARTED.contains(&code)),
        Err(_) => false,
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_pager_that_is_not_there_shows_nothing() {
        let run = |pager: &str| {
            let mut command = command(Some(pager.into())).expect("one is named");
            command.stdout(Stdio::null()).stderr(Stdio::null());
            paged(command, "見本\n")
        };
        assert!(run("cat -u"));
        assert!(!run("no-such-pager-anywhere"));
        assert!(command(Some(OsString::new())).is_none());
        assert!(!paged(Command::new("no-such-pager-anywhere"), "見本\n"));
        // Reads nothing and ends.
        assert!(run("true"));
    }
}

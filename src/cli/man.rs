//! `houkan man`: the manual in roff, one page a command.

use std::fs;
use std::io;
use std::path::Path;

use clap::{Command, CommandFactory};
use clap_mangen::Man;

use crate::report::inputs::Words;
use crate::text::lang::Lang;

use super::args::{Cli, ManArgs};
use super::exit::ExitStatus;
use super::failure::{Failure, reason};
use super::printer::{self, Printer};

/// A page: its file name, and its text.
struct Page {
    name: String,
    text: Vec<u8>,
}

/// Prints all pages one behind the other, or writes each to its file.
pub(super) fn run(args: &ManArgs, printer: &Printer) -> Result<ExitStatus, Failure> {
    let pages = pages().map_err(|error| failed(Path::new("-"), &error))?;
    let Some(folder) = &args.out else {
        let text: Vec<u8> = pages.into_iter().flat_map(|page| page.text).collect();
        // It is made of our own texts, which are UTF-8.
        printer::result(&String::from_utf8_lossy(&text))?;
        return Ok(ExitStatus::Done);
    };
    fs::create_dir_all(folder).map_err(|error| failed(folder, &error))?;
    for page in &pages {
        let path = folder.join(&page.name);
        fs::write(&path, &page.text).map_err(|error| failed(&path, &error))?;
    }
    if !printer.quiet {
        let (count, folder) = (pages.len(), folder.display());
        printer::told(&match printer.lang {
            Lang::Ja => format!("{folder} にマニュアルを {count} ページ書きました。\n"),
            Lang::En => format!("{count} pages of the manual were written to {folder}.\n"),
        });
    }
    Ok(ExitStatus::Done)
}

/// The page of the program, and those of all its commands.
fn pages() -> io::Result<Vec<Page>> {
    let mut command = Cli::command();
    // Names of commands within commands, and options that all have, are worked out here.
    command.build();
    let mut pages = Vec::new();
    add(&command, &mut pages)?;
    Ok(pages)
}

fn add(command: &Command, pages: &mut Vec<Page>) -> io::Result<()> {
    let man = Man::new(command.clone())
        .source(concat!("houkan ", env!("CARGO_PKG_VERSION")))
        .manual("houkan");
    let mut made = Vec::new();
    man.render(&mut made)?;
    let text = set(&String::from_utf8_lossy(&made)).into_bytes();
    pages.push(Page {
        name: man.get_filename(),
        text,
    });
    let mut commands = command.get_subcommands();
    commands.try_for_each(|command| add(command, pages))
}

/// Sets a page for Japanese: groff learns to break lines between its characters (other programs pass over the
/// request), nothing is stretched to the right margin, and the last section is called what it is.
fn set(page: &str) -> String {
    let mut out = String::from(".mso ja.tmac\n");
    for line in page.lines() {
        out.push_str(match line {
            ".SH EXTRA" => ".SH \"例ほか / EXAMPLES\"",
            other => other,
        });
        out.push('\n');
        if line.starts_with(".TH ") {
            out.push_str(".ad l\n");
        }
    }
    out
}

fn failed(path: &Path, error: &io::Error) -> Failure {
    let path = path.display();
    Failure::nothing_written(
        Words::new(
            format!("{path} に書けません（{}）。", reason(error)),
            format!("{path} cannot be written: {error}."),
        ),
        Words::new(
            "書き込みの許可を確認するか、-o で別の場所を指定してください。",
            "see to its permissions, or name another place with -o.",
        ),
    )
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;
    use std::process::{Command as Process, Stdio};

    use super::*;

    #[test]
    fn every_command_has_its_page() {
        let pages = pages().expect("written");
        let names: Vec<&str> = pages.iter().map(|page| page.name.as_str()).collect();
        assert_eq!(names[0], "houkan.1");
        for name in ["houkan-check.1", "houkan-policy-show.1", "houkan-man.1"] {
            assert!(names.contains(&name), "{names:?}");
        }
        for page in &pages {
            let text = std::str::from_utf8(&page.text).expect("UTF-8");
            assert!(text.contains("例 / Example:"), "{}", page.name);
            assert!(text.contains("houkan 0."), "{}", page.name);
        }
    }

    /// What groff warns of: a line that began with a full stop by chance, an escape that is none.
    #[test]
    fn groff_has_nothing_to_complain_of() {
        let has = |program: &str| {
            let mut process = Process::new(program);
            process.arg("--version").stdout(Stdio::null());
            process.status().is_ok_and(|status| status.success())
        };
        if !has("groff") || !has("preconv") {
            eprintln!("skipped: groff with preconv is not here");
            return;
        }
        for page in pages().expect("written") {
            let mut groff = Process::new("groff")
                .args(["-K", "utf8", "-man", "-Tutf8", "-ww", "-z"])
                .stdin(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .expect("it starts");
            let mut input = groff.stdin.take().expect("piped");
            input.write_all(&page.text).expect("it is read");
            drop(input);
            let output = groff.wait_with_output().expect("it ends");
            let told = String::from_utf8_lossy(&output.stderr);
            assert!(
                output.status.success() && told.is_empty(),
                "{}: {told}",
                page.name
            );
        }
    }
}

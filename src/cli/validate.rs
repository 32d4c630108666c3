//! `houkan validate`: the format of claim files, finding by finding.

use std::io::{self, BufWriter, IsTerminal};
use std::path::PathBuf;

use crate::check::Step;
use crate::input;
use crate::lint::Linter;
use crate::report::csv::Charset;
use crate::report::diagnostic::{File, Finished, Form, Output, Settings};
use crate::report::inputs::Words;
use crate::text::lang::Lang;
use crate::validate;

use super::args::{EncodingArg, FormatArg, LangArg, ValidateArgs};
use super::exit::ExitStatus;
use super::failure::Failure;
use super::printer::{self, Printer};
use super::{locale, progress, threads};

/// Bytes collected before they are written.
const BUFFER: usize = 1 << 16;

/// Columns where no terminal says how many it has.
const COLUMNS: usize = 100;

/// Columns of a terminal that does not say how many it has.
const COLUMNS_OF_TERMINAL: usize = 80;

/// Validates claim files and writes the findings to standard output.
pub(super) fn run(
    args: &ValidateArgs,
    lang: LangArg,
    printer: &Printer,
) -> Result<ExitStatus, Failure> {
    let settings = settings(args, lang, printer)?;
    let is_there = |path: &PathBuf| path.as_os_str() == "-" || path.exists();
    if !args.claims.iter().any(is_there) {
        return Err(Failure::no_claims(&args.claims, false));
    }
    let master = super::settings::master(args.master.as_deref())?;
    let linter = Linter::new(master.as_ref());
    let finished = threads::run(args.threads.map(usize::from), || {
        Ok(validated(args, linter, &settings, printer))
    })?;
    if finished.tally.is_without_claims() {
        return Err(Failure::no_claims(&args.claims, true));
    }
    if let Some(error) = &finished.error {
        printer::unwritten(error)?;
    }
    if finished.replaced > 0 {
        tell_replaced(finished.replaced, printer);
    }
    let tally = &finished.tally;
    let is_found = args
        .fail_on
        .level()
        .is_some_and(|level| tally.reaches(level));
    Ok(ExitStatus::of_run(tally.unreadable > 0, is_found))
}

fn settings(args: &ValidateArgs, lang: LangArg, printer: &Printer) -> Result<Settings, Failure> {
    let form = Form::from(args.format);
    if args.encoding == EncodingArg::Sjis && form != Form::Csv {
        return Err(Failure::usage(
            Words::new(
                "--encoding sjis は --format csv のときだけ指定できます。",
                "--encoding sjis goes with --format csv only.",
            ),
            Words::new(
                "--format csv を付けるか、--encoding を外してください。",
                "add --format csv, or leave --encoding out.",
            ),
        ));
    }
    Ok(Settings {
        form,
        // Text is a message; the other forms are reports.
        lang: match args.format {
            FormatArg::Text => printer.lang,
            _ => locale::reports(lang),
        },
        is_masked: args.mask,
        charset: Charset::from(args.encoding),
        paint: printer.out,
        columns: columns(std::env::var("COLUMNS").ok().as_deref()),
        is_quiet: printer.quiet,
    })
}

/// Columns of the terminal: as the environment says, if it does.
fn columns(set: Option<&str>) -> usize {
    let known = set.and_then(|set| set.parse().ok());
    known
        .filter(|&columns| columns > 0)
        .unwrap_or(if io::stdout().is_terminal() {
            COLUMNS_OF_TERMINAL
        } else {
            COLUMNS
        })
}

fn validated(
    args: &ValidateArgs,
    linter: Linter<'_>,
    settings: &Settings,
    printer: &Printer,
) -> Finished {
    let watcher = progress::watcher(args.progress, printer);
    let is_terminal = io::stdout().is_terminal();
    let out = BufWriter::with_capacity(BUFFER, io::stdout().lock());
    let mut output = Output::new(settings, out);
    watcher.begin(Step::Claims, &|| input::total_bytes(&args.claims));
    let advance = |bytes| watcher.advance(bytes);
    validate::run(&args.claims, &linter, &advance, |report| {
        let file = File::of(&report.input);
        if is_terminal {
            // A bar must not stand between the findings.
            watcher.pause(&mut || {
                output.file(file.clone(), report.diagnostics());
                output.flush();
            });
        } else {
            output.file(file, report.diagnostics());
        }
    });
    drop(watcher);
    let finished = output.end();
    let tally = &finished.tally;
    tracing::info!(
        files = tally.read,
        unreadable = tally.unreadable,
        claims = tally.claims,
        findings = tally.levels.iter().sum::<u64>(),
        "validated"
    );
    finished
}

fn tell_replaced(replaced: u64, printer: &Printer) {
    printer.note(&match printer.lang {
        Lang::Ja => format!("Shift_JIS にない文字 {replaced} 字を 〓 にしました。"),
        Lang::En => format!("{replaced} characters that Shift_JIS lacks became 〓."),
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_may_say_the_columns() {
        assert_eq!(columns(Some("132")), 132);
        let unknown = columns(None);
        assert!([COLUMNS, COLUMNS_OF_TERMINAL].contains(&unknown));
        for wrong in ["0", "", "wide", "-1"] {
            assert_eq!(columns(Some(wrong)), unknown, "{wrong}");
        }
    }
}

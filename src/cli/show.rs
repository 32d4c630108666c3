//! `houkan show`.

use std::path::Path;

use crate::report::inputs::Words;
use crate::rules;
use crate::show::{self, FileClaims, Look, Selection, json, list, raw, text};
use crate::uke::source::Status;

use super::args::ShowArgs;
use super::exit::ExitStatus;
use super::failure::Failure;
use super::pager;
use super::printer::{self, Printer};

/// Shows claims, or lists them.
pub(super) fn run(args: &ShowArgs, printer: &Printer) -> Result<ExitStatus, Failure> {
    let selection = selection(args)?;
    if args.file.as_os_str() != "-" && !args.file.exists() {
        return Err(Failure::no_claims(&[&args.file], false));
    }
    let files = show::read(&args.file, &selection, args.mask);
    if files
        .iter()
        .all(|file| matches!(file.status, Status::Skipped))
    {
        return Err(Failure::no_claims(&[&args.file], true));
    }
    let is_unreadable = tell_unreadable(&files, printer);
    let is_read = files
        .iter()
        .any(|file| matches!(file.status, Status::Read(_)));
    let is_found = files.iter().any(|file| !file.claims.is_empty());
    if is_read && !is_found && selection != Selection::List {
        return Err(not_found(&files, &selection, is_unreadable));
    }
    if is_read {
        print(&files, &selection, args, printer)?;
    }
    Ok(ExitStatus::of_run(is_unreadable, false))
}

fn selection(args: &ShowArgs) -> Result<Selection, Failure> {
    Ok(match (args.claim, &args.patient, args.line) {
        (Some(number), _, _) => Selection::Number(number),
        (_, Some(part), _) => Selection::patient(part).ok_or_else(|| {
            Failure::usage(
                Words::new("--patient が空です。", "--patient is empty."),
                Words::new(
                    "氏名かカナの一部を指定してください。",
                    "give a part of the name or of the kana.",
                ),
            )
        })?,
        (_, _, Some(line)) => Selection::Line(line),
        (None, None, None) if args.raw => {
            return Err(Failure::usage(
                Words::new(
                    "--raw は --claim・--patient・--line のどれかとともに指定します。",
                    "--raw goes with --claim, --patient or --line.",
                ),
                Words::new(
                    "どれも付けなければ、レセプトの一覧を見られます。",
                    "without any of them the claims are listed.",
                ),
            ));
        }
        (None, None, None) => Selection::List,
    })
}

/// Names the inputs that could not be read, on standard error.
fn tell_unreadable(files: &[FileClaims], printer: &Printer) -> bool {
    let mut is_unreadable = false;
    for file in files {
        if let Status::Unreadable(failure) = &file.status {
            is_unreadable = true;
            let words = rules::failure_words(failure, printer.lang);
            printer.warning(&format!("{}: {words}", show::printable(&file.file)));
        }
    }
    is_unreadable
}

/// What was asked for is not repeated: it may be a patient's name.
fn not_found(files: &[FileClaims], selection: &Selection, is_unreadable: bool) -> Failure {
    let what = match selection {
        Selection::Number(number) => Words::new(
            format!("レセプト番号 {number} のレセプトはありません。"),
            format!("there is no claim with レセプト番号 {number}."),
        ),
        Selection::Line(line) => Words::new(
            format!("{line} 行目を含むレセプトはありません。"),
            format!("no claim holds line {line}."),
        ),
        Selection::Patient(_) | Selection::List => Words::new(
            "氏名かカナがその文字を含むレセプトはありません。",
            "no claim has this in its name or kana.",
        ),
    };
    let claims: u64 = files
        .iter()
        .map(|file| match file.status {
            Status::Read(claims) => claims,
            Status::Skipped | Status::Unreadable(_) => 0,
        })
        .sum();
    let hint = Words::new(
        format!("レセプトは {claims} 件あります。--claim などを付けなければ一覧を見られます。"),
        format!("there are {claims} claims; without --claim and the like they are listed."),
    );
    let mut failure = Failure::usage(what, hint);
    if is_unreadable {
        // It may be in what could not be read.
        failure.status = ExitStatus::Unreadable;
    }
    failure
}

fn print(
    files: &[FileClaims],
    selection: &Selection,
    args: &ShowArgs,
    printer: &Printer,
) -> Result<(), Failure> {
    let lang = printer.lang;
    let is_list = *selection == Selection::List;
    if args.json {
        return printer::result(&if is_list {
            json::list(files, lang)
        } else {
            json::render(files, args.mask, lang)
        });
    }
    let look = Look {
        lang,
        width: pager::width(),
        is_styled: printer.out.is_coloured(),
    };
    let text = if is_list {
        let shown = args.file.display().to_string();
        listed(files, &shown, look, printer.quiet)
    } else if args.raw {
        raws(files)
    } else {
        texts(files, look)
    };
    pager::result(&text, !args.no_pager)
}

/// The lists of all files below `given`, and how to see a claim.
fn listed(files: &[FileClaims], given: &str, look: Look, is_quiet: bool) -> String {
    let lists: Vec<String> = files
        .iter()
        .filter(|file| matches!(file.status, Status::Read(_)))
        .map(|file| list::render(&file.entries, &file.file, look))
        .collect();
    let mut text = lists.join("\n");
    let first = files.iter().find_map(|file| {
        let entry = file.entries.first()?;
        Some((&file.file, entry))
    });
    if let Some((file, entry)) = first.filter(|_| !is_quiet) {
        // A member of a zip has no path of its own.
        let is_path = Path::new(file).exists();
        let file = quoted(&show::printable(if is_path { file } else { given }));
        // A number that cannot be read cannot be asked for.
        let by = match entry.number.parse::<u64>() {
            Ok(number) => format!("--claim {number}"),
            Err(_) => format!("--line {}", entry.line),
        };
        let how = look.lang.pick("1件を見るには", "To see one");
        text.extend(["\n", how, ": houkan show ", &file, " ", &by, "\n"]);
    }
    text
}

/// A path as a shell takes it: one word.
fn quoted(path: &str) -> String {
    if path.contains([' ', '　']) {
        format!("\"{path}\"")
    } else {
        path.to_owned()
    }
}

fn raws(files: &[FileClaims]) -> String {
    let found = files.iter().filter(|file| !file.claims.is_empty());
    let is_one = found.clone().count() == 1;
    found
        .flat_map(|file| {
            let name = (!is_one).then_some(file.file.as_str());
            file.claims
                .iter()
                .map(move |claim| raw::render(claim, name))
        })
        .collect()
}

fn texts(files: &[FileClaims], look: Look) -> String {
    let texts: Vec<String> = files
        .iter()
        .flat_map(|file| {
            file.claims
                .iter()
                .map(move |claim| text::render(claim, &file.file, look))
        })
        .collect();
    texts.join("\n\n")
}

//! `houkan synth`: a made-up month.

use crate::report::inputs::Words;
use crate::synth::{self, Options, Summary, SynthError};
use crate::text::lang::Lang;

use super::args::SynthArgs;
use super::exit::ExitStatus;
use super::failure::Failure;
use super::printer::{self, Printer};
use super::words::grouped;

/// Makes up a month.
pub(super) fn run(args: &SynthArgs, printer: &Printer) -> Result<ExitStatus, Failure> {
    let usual = Options::new(args.claims, args.seed);
    let options = Options {
        month: args.month.unwrap_or(usual.month),
        stations: args.stations,
        single_file: args.single_file,
        ..usual
    };
    let summary = synth::write(&options, &args.out, &|_| {}).map_err(|error| failed(&error))?;
    printer::told(&told(args, &summary, printer.lang));
    Ok(ExitStatus::Done)
}

fn told(args: &SynthArgs, summary: &Summary, lang: Lang) -> String {
    let out = args.out.display();
    let [claims, stations, files, yen] =
        [summary.claims, summary.stations, summary.files, summary.yen].map(grouped);
    let made = match lang {
        Lang::Ja => format!(
            "架空の請求 {claims} 件（{stations} か所、{files} ファイル、{yen} 円）を {out} に作りました。"
        ),
        Lang::En => format!(
            "Made up {claims} claims ({stations} stations, {files} files, {yen} yen) in {out}."
        ),
    };
    let next = lang.pick("点検するには", "To check them");
    let as_of = summary.as_of;
    format!(
        "{made}\n{next}: houkan check {out}/claims -e {out}/eligibility -c {out}/credentials.csv --as-of {as_of}\n"
    )
}

fn failed(error: &SynthError) -> Failure {
    let is_usage = matches!(
        error,
        SynthError::Claims { .. } | SynthError::Stations { .. } | SynthError::Month { .. }
    );
    if is_usage {
        return Failure::usage(
            Words::new(
                format!("その指定では作れません（{error}）。"),
                format!("{error}."),
            ),
            Words::new(
                "この範囲の値を指定してください。",
                "name a value in that range.",
            ),
        );
    }
    Failure::nothing_written(
        Words::new(
            format!("見本を作れません（{error}）。"),
            format!("the month cannot be made up: {error}."),
        ),
        Words::new(
            "-o には空のフォルダか、まだないフォルダを指定してください。",
            "name an empty or a new folder with -o.",
        ),
    )
}

//! `houkan explain`: what a finding code means, why, what to do, where it is written.

use crate::report::inputs::Words;
use crate::rules::{self, explain};

use super::args::ExplainArgs;
use super::exit::ExitStatus;
use super::failure::Failure;
use super::printer::{self, Printer};

/// Similar codes that are named for an unknown one.
const ALIKE: usize = 5;

/// Explains a code, or lists them: all, or those of a band such as `F3`.
pub(super) fn run(args: &ExplainArgs, printer: &Printer) -> Result<ExitStatus, Failure> {
    let text = match &args.code {
        None => explain::list(printer.lang),
        Some(code) => {
            let known = code.replace('-', "_");
            explain::page(&known, printer.lang)
                .or_else(|| explain::list_of(&known, printer.lang))
                .ok_or_else(|| unknown(code))?
        }
    };
    printer::result(&text)?;
    Ok(ExitStatus::Done)
}

fn unknown(code: &str) -> Failure {
    let start: String = code.trim().to_ascii_uppercase().chars().take(3).collect();
    let alike: Vec<&str> = rules::all()
        .map(|rule| rule.code)
        .filter(|known| known.starts_with(&start))
        .take(ALIKE)
        .collect();
    let hint = if alike.is_empty() {
        Words::new(
            "`houkan explain` で一覧を見られます。",
            "`houkan explain` lists all codes.",
        )
    } else {
        let alike = alike.join(", ");
        Words::new(
            format!("似たコード: {alike}"),
            format!("similar codes: {alike}"),
        )
    };
    Failure::usage(
        Words::new(
            format!("{code} という指摘コードはありません。"),
            format!("there is no finding code {code}."),
        ),
        hint,
    )
}

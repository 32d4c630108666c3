//! `houkan explain`: what a finding code means, why, what to do, where it is written.

use std::fmt::Write as _;

use crate::report::inputs::Words;
use crate::rules::{self, Rule, Text};
use crate::text::lang::Lang;

use super::args::ExplainArgs;
use super::exit::ExitStatus;
use super::failure::Failure;
use super::printer::Printer;
use super::words;

/// Explains a code, or lists them.
pub(super) fn run(args: &ExplainArgs, printer: &Printer) -> Result<ExitStatus, Failure> {
    match &args.code {
        None => printer.print(&list(printer)),
        Some(code) => {
            let rule = find(code).ok_or_else(|| unknown(code))?;
            printer.print(&page(rule, printer));
        }
    }
    Ok(ExitStatus::Done)
}

fn pick(text: Text, lang: Lang) -> &'static str {
    lang.pick(text.ja, text.en)
}

/// Codes are found in any case, with `-` for `_`.
fn find(code: &str) -> Option<&'static Rule> {
    rules::find(&code.trim().to_ascii_uppercase().replace('-', "_"))
}

fn unknown(code: &str) -> Failure {
    let start: String = code.to_ascii_uppercase().chars().take(3).collect();
    let alike: Vec<&str> =
        rules::all().map(|rule| rule.code).filter(|known| known.starts_with(&start)).take(5).collect();
    let hint = if alike.is_empty() {
        Words::new("`houkan explain` で一覧を見られます。", "`houkan explain` lists all codes.")
    } else {
        let alike = alike.join(", ");
        Words::new(format!("似たコード: {alike}"), format!("similar codes: {alike}"))
    };
    Failure::usage(
        Words::new(format!("{code} という指摘コードはありません。"), format!("there is no finding code {code}.")),
        hint,
    )
}

fn list(printer: &Printer) -> String {
    let lang = printer.lang;
    let code_width = rules::all().map(|rule| rule.code.len()).max().unwrap_or(0);
    let mut text = String::new();
    for rule in rules::all() {
        let level = words::padded(words::level(rule.level, lang), words::LEVEL_WIDTH);
        let level = words::painted(rule.level, &level, printer.out);
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{:code_width$}  {level}  {}", rule.code, pick(rule.title, lang));
    }
    text
}

fn page(rule: &Rule, printer: &Printer) -> String {
    let (lang, paint) = (printer.lang, printer.out);
    let level = words::painted(rule.level, words::level(rule.level, lang), paint);
    let mut text = format!("{}  {level}\n{}\n", paint.bold(rule.code), pick(rule.title, lang));
    for (heading, body) in [
        (lang.pick("意味", "What it means"), rule.page.meaning),
        (lang.pick("すること", "What to do"), rule.page.remedy),
        (lang.pick("根拠", "Source"), rule.page.source),
    ] {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "\n{}\n  {}", paint.bold(heading), pick(body, lang).replace('\n', "\n  "));
    }
    text
}

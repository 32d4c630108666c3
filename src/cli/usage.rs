//! Arguments that cannot be understood, told in the user's language.

use std::error::Error as _;
use std::fmt::Write as _;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::nightly::subject;
use crate::text::lang::Lang;

use super::exit::ExitStatus;
use super::printer;

/// Prints help, version or what is wrong with the arguments.
pub(super) fn report(error: &clap::Error, lang: Lang) -> ExitStatus {
    let is_answer = matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    );
    match (lang, in_japanese(error)) {
        (Lang::Ja, Some(text)) => printer::aside(&text),
        // Help to standard output, errors to standard error. If neither is there, nobody is to be told.
        _ if is_answer => drop(error.print()),
        _ if error.to_string().contains('@') => printer::aside(&error.to_string()),
        _ => drop(error.print()),
    }
    if is_answer {
        ExitStatus::Done
    } else {
        ExitStatus::Usage
    }
}

/// The usual mistakes in Japanese; `None` for what clap says in its own words.
fn in_japanese(error: &clap::Error) -> Option<String> {
    let context = |kind| error.get(kind).map(words);
    let argument = context(ContextKind::InvalidArg).unwrap_or_default();
    let value = context(ContextKind::InvalidValue).unwrap_or_default();
    let what = match error.kind() {
        ErrorKind::UnknownArgument => format!("{argument} という引数はありません。"),
        ErrorKind::InvalidSubcommand => {
            let command = context(ContextKind::InvalidSubcommand).unwrap_or_default();
            format!("{command} というコマンドはありません。")
        }
        ErrorKind::InvalidValue if value.is_empty() => format!("{argument} に値がありません。"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("{argument} に {value} は指定できません。")
        }
        ErrorKind::MissingRequiredArgument => format!("{argument} を指定してください。"),
        ErrorKind::ArgumentConflict => {
            let other = context(ContextKind::PriorArg).unwrap_or_default();
            if other == argument {
                format!("{argument} は1回だけ指定できます。")
            } else {
                format!("{argument} は {other} と一緒に指定できません。")
            }
        }
        _ => return None,
    };
    let mut text = format!("エラー: {what}\n");
    let mut hint = |line: String| {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "ヒント: {line}");
    };
    if let Some(known) = context(ContextKind::ValidValue).filter(|known| !known.is_empty()) {
        hint(format!("指定できる値: {known}"));
    }
    // What a date or a subject of history may look like is said by its reader.
    let forms = error.source().map(ToString::to_string);
    let is_told = |forms: &String| forms.starts_with("YYYY") || forms == subject::FORMS;
    if let Some(forms) = forms.filter(is_told) {
        hint(format!("指定できる形: {forms}"));
    }
    for kind in [
        ContextKind::SuggestedArg,
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedValue,
    ] {
        if let Some(like) = context(kind) {
            hint(format!("{like} のことですか。"));
        }
    }
    let is_check = context(ContextKind::Usage).is_some_and(|usage| usage.contains(" check "));
    if error.kind() == ErrorKind::MissingRequiredArgument && argument.contains("CLAIMS") && is_check
    {
        hint("CLAIMS は -e より前に書いてください。".to_owned());
    }
    hint("使い方は --help で見られます。".to_owned());
    Some(text)
}

fn words(value: &ContextValue) -> String {
    match value {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join(", "),
        ContextValue::StyledStr(text) => text.to_string(),
        ContextValue::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::Cli;
    use clap::Parser;

    fn told(arguments: &[&str]) -> String {
        let all = ["houkan"].iter().chain(arguments);
        let error = Cli::try_parse_from(all).expect_err("wrong on purpose");
        in_japanese(&error).unwrap_or_default()
    }

    #[test]
    fn usual_mistakes_are_told_in_japanese() {
        let forms = told(&["check", "a.UKE", "--report", "pdf"]);
        assert!(
            forms.contains("pdf は指定できません")
                && forms.contains("csv, json, jsonl, parquet, arrow, xlsx, html, notices"),
            "{forms}"
        );
        assert!(told(&["check"]).contains("CLAIMS"), "{}", told(&["check"]));
        assert!(
            told(&["chekc"]).contains("check のことですか"),
            "{}",
            told(&["chekc"])
        );
        assert!(told(&["check", "a", "--polcy", "x"]).contains("--policy"));
        let date = told(&["check", "a", "--as-of", "2026-02-30"]);
        assert!(
            date.contains("2026-02-30") && date.contains("YYYY-MM-DD"),
            "{date}"
        );
        let twice = told(&[
            "check",
            "a",
            "--as-of",
            "2026-02-03",
            "--as-of",
            "2026-02-04",
        ]);
        assert!(twice.contains("1回だけ"), "{twice}");
        let subject = told(&["history", "12", "--config", "x"]);
        assert!(subject.contains(subject::FORMS), "{subject}");
        assert!(told(&["check", "a", "--threads", "0"]).contains("--threads"));
        assert!(
            told(&["validate", "a", "--format", "xml"]).contains("text, json, jsonl, csv, sarif")
        );
    }
}

//! The language of messages and of reports (`--lang`).

use std::ffi::OsString;

use clap::ValueEnum;

use crate::text::lang::Lang;

use super::args::LangArg;

/// The language of messages: as asked for, else as the environment says.
pub(super) fn messages(arg: LangArg) -> Lang {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].map(|name| std::env::var(name).ok());
    match arg {
        LangArg::Ja => Lang::Ja,
        LangArg::En => Lang::En,
        LangArg::Auto => of_environment(set.iter().flatten()),
    }
}

/// The language of reports: Japanese unless English is asked for.
pub(super) fn reports(arg: LangArg) -> Lang {
    match arg {
        LangArg::En => Lang::En,
        LangArg::Ja | LangArg::Auto => Lang::Ja,
    }
}

/// The first variable that is set decides. None is where Windows is: the offices of stations.
fn of_environment<'a>(set: impl Iterator<Item = &'a String>) -> Lang {
    match set.into_iter().find(|value| !value.is_empty()) {
        Some(value) if !value.starts_with("ja") => Lang::En,
        _ => Lang::Ja,
    }
}

/// The language to complain in about arguments that could not be understood.
pub(super) fn of_arguments(arguments: &[OsString]) -> Lang {
    let mut arguments = arguments.iter().map(|argument| argument.to_string_lossy());
    let mut asked = None;
    while let Some(argument) = arguments.next() {
        let value = match argument.strip_prefix("--lang") {
            Some("") => arguments.next(),
            Some(rest) => rest.strip_prefix('=').map(|value| value.to_owned().into()),
            None => None,
        };
        asked = value
            .and_then(|value| LangArg::from_str(&value, true).ok())
            .or(asked);
    }
    messages(asked.unwrap_or(LangArg::Auto))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_decides() {
        let of = |values: &[&str]| {
            let values: Vec<String> = values.iter().map(|&value| value.to_owned()).collect();
            of_environment(values.iter())
        };
        assert_eq!(of(&[]), Lang::Ja);
        assert_eq!(of(&["", "ja_JP.UTF-8"]), Lang::Ja);
        assert_eq!(of(&["C", "ja_JP.UTF-8"]), Lang::En);
        assert_eq!(of(&["en_US.UTF-8"]), Lang::En);
    }

    #[test]
    fn the_language_is_found_among_arguments_that_are_wrong() {
        let of = |arguments: &[&str]| {
            of_arguments(&arguments.iter().map(OsString::from).collect::<Vec<_>>())
        };
        assert_eq!(of(&["houkan", "--wrong", "--lang", "en"]), Lang::En);
        assert_eq!(of(&["houkan", "--lang=ja", "--wrong"]), Lang::Ja);
        assert_eq!(of(&["houkan", "--lang=en", "--lang"]), Lang::En);
    }
}

//! An error of the program is told as such, in words and without personal data.

use std::panic::{self, AssertUnwindSafe};

use crate::report::inputs::Words;
use crate::text::lang::Lang;

use super::exit::ExitStatus;
use super::failure::Failure;

/// Replaces the stack trace by one line. The payload of a panic may quote what it choked on, so only its
/// place is told; with `RUST_BACKTRACE` everything is.
pub(super) fn speak(lang: Lang) {
    if std::env::var_os("RUST_BACKTRACE").is_some() {
        return;
    }
    panic::set_hook(Box::new(move |info| {
        let place = info
            .location()
            .map(|at| format!("{}:{}", at.file(), at.line()));
        let label = lang.pick("内部エラー", "internal error");
        eprintln!("{label}: {}", place.unwrap_or_default());
    }));
}

/// Runs `f`; a panic becomes a failure.
pub(super) fn caught<T>(f: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    panic::catch_unwind(AssertUnwindSafe(f)).unwrap_or_else(|_| {
        Err(Failure {
            status: ExitStatus::NothingWritten,
            what: Words::new(
                "プログラムの誤りで中断しました。何も書いていません。",
                "the program stopped because of an error of its own; nothing was written.",
            ),
            hint: Some(Words::new(
                "上の「内部エラー」の行とバージョン（houkan --version）を添えて報告してください。",
                "please report it with the line above and what `houkan --version` says.",
            )),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_a_failure() {
        let failure = caught::<()>(|| panic!("on purpose")).expect_err("it panicked");
        assert_eq!(failure.status, ExitStatus::NothingWritten);
    }
}

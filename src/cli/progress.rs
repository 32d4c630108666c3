//! Bars on standard error while a check runs.

use std::io::{IsTerminal, Write};
use std::sync::Mutex;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::check::{Progress, Step};
use crate::text::lang::Lang;

use super::args::ProgressArg;
use super::printer::Printer;

/// A watcher that steps aside while results are written to the same terminal.
pub(super) trait Watcher: Progress {
    /// Runs `f` with nothing drawn.
    fn pause(&self, f: &mut dyn FnMut()) {
        f();
    }
}

impl Watcher for () {}

impl Watcher for Lines {}

impl Watcher for Bars {
    fn pause(&self, f: &mut dyn FnMut()) {
        let current = self.bar.lock().ok().and_then(|bar| bar.clone());
        match current {
            Some(bar) => bar.suspend(f),
            None => f(),
        }
    }
}

/// Who watches a run on the terminal.
pub(super) fn watcher(arg: ProgressArg, printer: &Printer) -> Box<dyn Watcher> {
    let (lang, quiet) = (printer.lang, printer.quiet);
    let on_terminal = std::io::stderr().is_terminal();
    match arg {
        ProgressArg::Never => Box::new(()),
        ProgressArg::Auto if quiet || !on_terminal => Box::new(()),
        ProgressArg::Auto | ProgressArg::Always if on_terminal => Box::new(Bars {
            lang,
            is_ascii: printer.is_ascii,
            bar: Mutex::default(),
        }),
        ProgressArg::Auto | ProgressArg::Always => Box::new(Lines { lang }),
    }
}

fn name(step: Step, lang: Lang) -> &'static str {
    match step {
        Step::Eligibility => lang.pick("資格確認結果を読んでいます", "reading eligibility results"),
        Step::Claims => lang.pick("請求ファイルを読んでいます", "reading claims"),
        Step::Judging => lang.pick("照合・判定しています", "matching and judging"),
    }
}

/// One bar, a new one for every step.
struct Bars {
    lang: Lang,
    is_ascii: bool,
    bar: Mutex<Option<ProgressBar>>,
}

impl Progress for Bars {
    fn begin(&self, step: Step, total: &dyn Fn() -> u64) {
        let template = match step {
            Step::Judging => "{msg} {bar:30} {pos}/{len}",
            _ => "{msg} {bar:30} {bytes}/{total_bytes}",
        };
        let style =
            ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
        let style = if self.is_ascii {
            style.progress_chars("#>-")
        } else {
            style
        };
        let bar = ProgressBar::with_draw_target(Some(total()), ProgressDrawTarget::stderr())
            .with_style(style)
            .with_message(name(step, self.lang));
        if let Ok(mut current) = self.bar.lock()
            && let Some(last) = current.replace(bar)
        {
            last.finish_and_clear();
        }
    }

    fn advance(&self, amount: u64) {
        if let Ok(current) = self.bar.lock()
            && let Some(bar) = current.as_ref()
        {
            bar.inc(amount);
        }
    }
}

impl Drop for Bars {
    fn drop(&mut self) {
        if let Ok(mut current) = self.bar.lock()
            && let Some(bar) = current.take()
        {
            bar.finish_and_clear();
        }
    }
}

/// `--progress always` where no bar can be drawn: a line for every step.
struct Lines {
    lang: Lang,
}

impl Progress for Lines {
    fn begin(&self, step: Step, _: &dyn Fn() -> u64) {
        // Without standard error there is nobody to tell.
        let _ = writeln!(std::io::stderr(), "{}", name(step, self.lang));
    }

    fn advance(&self, _: u64) {}
}

//! What `houkan check` says at the end, on standard output.

use std::cmp::Reverse;
use std::fmt::Write as _;
use std::path::Path;

use crate::check::Checked;
use crate::report::Report;
use crate::report::inputs::{InputLine, State};
use crate::report::tally::Tally;
use crate::rules;

use super::printer::{Paint, Printer};
use super::voice::Voice;
use super::words::{self, grouped, padded};

mod followed;
mod next;
mod table;
#[cfg(test)]
mod tests;
mod urgent;

/// Codes of findings shown.
const CODES_SHOWN: usize = 10;

/// The whole text.
pub(super) fn render(checked: &Checked, report: &Report, out: &Path, printer: &Printer) -> String {
    let view = View {
        checked,
        report,
        voice: printer.voice(),
        paint: printer.out,
        may_name: printer.is_terminal && !printer.is_ascii && !checked.is_masked,
    };
    let mut text = String::new();
    view.head(&mut text);
    table::write(&view, &mut text);
    view.certificates(&mut text);
    view.unreadable(&mut text);
    view.partial(&mut text);
    view.records(&mut text);
    followed::ignored(&view, !printer.quiet, &mut text);
    if !printer.quiet {
        urgent::write(&view, &mut text);
        view.findings(&mut text);
        followed::compared(&view, &mut text);
        view.place(out, &mut text);
        next::write(&view, &mut text);
    }
    text
}

struct View<'a> {
    checked: &'a Checked,
    report: &'a Report,
    voice: Voice,
    paint: Paint,
    /// Patients may be named: a person reads this now. What goes to a file or into a mail of cron is kept and read
    /// by more people than reports are, and ASCII has no names.
    may_name: bool,
}

/// Appends a line.
fn line(text: &mut String, arguments: std::fmt::Arguments<'_>) {
    // Writing to a String cannot fail.
    let _ = text.write_fmt(arguments);
    text.push('\n');
}

impl View<'_> {
    fn tally(&self) -> &Tally {
        &self.report.tally
    }

    fn head(&self, text: &mut String) {
        let as_of = self.checked.as_of.to_string();
        let policy = self.voice.quote(&self.checked.policy.name);
        let values = [("as_of", (&as_of).into()), ("policy", (&policy).into())];
        let head = self.voice.with("summary-head", &values);
        line(text, format_args!("{}\n", self.paint.bold(&head)));
    }

    fn certificates(&self, text: &mut String) {
        let sum = self.tally().certificate;
        let values = [
            ("people", self.report.people.into()),
            ("claims", sum.claims.into()),
            ("yen", sum.yen.into()),
        ];
        let told = self.voice.with("summary-certificates", &values);
        let told = if sum.claims > 0 {
            self.paint.red(&told)
        } else {
            told
        };
        line(text, format_args!("\n{told}"));
    }

    fn findings(&self, text: &mut String) {
        let mut codes: Vec<_> = self.tally().codes.iter().collect();
        if codes.is_empty() {
            return;
        }
        codes.sort_by_key(|&(&(code, level), &count)| (Reverse(level), Reverse(count), code));
        let heading = match codes.len().saturating_sub(CODES_SHOWN) {
            0 => self.voice.get("summary-findings").into_owned(),
            more => {
                let file = self.with_findings().unwrap_or("summary.json");
                let values = [("more", (more as u64).into()), ("file", file.into())];
                self.voice.with("summary-findings-more", &values)
            }
        };
        line(text, format_args!("\n{}", self.paint.bold(&heading)));
        codes.truncate(CODES_SHOWN);
        let widths = codes.iter().map(|((code, _), _)| code.len());
        let widest = widths.max().unwrap_or(0);
        for (&(code, level), &count) in codes {
            let mark = padded(&self.voice.of("level", level.id()), words::LEVEL_WIDTH);
            let mark = self.paint.level(level, &mark);
            let title = rules::find(code).map_or("", |rule| {
                self.voice.lang.pick(rule.title.ja, rule.title.en)
            });
            let (title, count) = (self.voice.fit(title), grouped(count));
            line(
                text,
                format_args!("  {mark} {count:>9}  {code:widest$}  {title}"),
            );
        }
    }

    fn unreadable(&self, text: &mut String) {
        let unreadable = self.in_state(State::Unreadable);
        let values = [("count", (unreadable.len() as u64).into())];
        let heading = self.voice.with("summary-unreadable", &values);
        self.inputs(&self.paint.red(&heading), &unreadable, text);
    }

    fn partial(&self, text: &mut String) {
        let partial = self.in_state(State::Partial);
        let values = [("count", (partial.len() as u64).into())];
        let heading = self.voice.with("summary-partial", &values);
        self.inputs(&self.paint.yellow(&heading), &partial, text);
    }

    /// How much of the registers matters; records that were not used, and the lack of any.
    fn records(&self, text: &mut String) {
        self.registers(text);
        if self.checked.seen_later > 0 {
            let values = [("count", self.checked.seen_later.into())];
            let told = self.voice.with("summary-seen-later", &values);
            line(text, format_args!("\n{told}"));
        }
        if self.checked.lacks_records() {
            let told = self.voice.get("summary-no-records");
            line(text, format_args!("\n{}", self.paint.red(&told)));
        }
        if self.checked.is_masked {
            let told = self.voice.get("summary-masked");
            line(text, format_args!("\n{told}"));
        }
    }

    fn registers(&self, text: &mut String) {
        let inputs = self.report.inputs.iter();
        let registers = inputs.filter(|input| input.passed_over > 0);
        let (kept, passed_over) = registers.fold((0, 0), |(kept, passed_over), input| {
            (kept + input.records, passed_over + input.passed_over)
        });
        if passed_over > 0 {
            let values = [("kept", kept.into()), ("rows", (kept + passed_over).into())];
            let told = self.voice.with("summary-registers", &values);
            line(text, format_args!("\n{told}"));
        }
    }

    fn in_state(&self, state: State) -> Vec<&InputLine> {
        let inputs = self.report.inputs.iter();
        inputs.filter(|input| input.status == state).collect()
    }

    /// Inputs and what became of them; nothing when there are none.
    fn inputs(&self, heading: &str, inputs: &[&InputLine], text: &mut String) {
        if inputs.is_empty() {
            return;
        }
        line(text, format_args!("\n{heading}"));
        for input in inputs {
            let role = self.voice.of("role", input.role.id());
            let reason = input.reason.as_ref();
            let reason = reason.map_or("", |reason| reason.pick(self.voice.lang));
            let (path, reason) = (self.voice.quote(&input.path), self.voice.quote(reason));
            line(text, format_args!("  [{role}] {path}: {reason}"));
        }
    }

    fn place(&self, out: &Path, text: &mut String) {
        let files = self.report.files.join(", ");
        let label = self.voice.get("summary-report");
        let out = out.display().to_string();
        let (label, out) = (self.paint.bold(&label), self.voice.quote(&out));
        line(text, format_args!("\n{label}: {out} ({files})"));
        if self.report.replaced > 0 {
            let values = [("count", self.report.replaced.into())];
            let told = self.voice.with("summary-replaced", &values);
            line(text, format_args!("  {told}"));
        }
    }

    /// The first of these files that was written.
    fn written(&self, names: &[&'static str]) -> Option<&'static str> {
        let is_written = |name: &&&str| self.report.files.iter().any(|file| file == **name);
        names.iter().find(is_written).copied()
    }

    /// Where the findings are.
    fn with_findings(&self) -> Option<&'static str> {
        self.written(&[
            "findings.csv",
            "report.html",
            "report.xlsx",
            "findings.jsonl",
        ])
    }
}

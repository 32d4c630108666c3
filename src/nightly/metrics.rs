//! Figures for monitoring, in the text form of Prometheus: in the published folder, and in a file for the textfile
//! collector of the node exporter. Counts and sums alone: no path, and nothing that identifies anybody.

use std::fmt::{Display, Write as _};
use std::fs;
use std::io;
use std::path::Path;

use chrono::{DateTime, Utc};

use super::files::{self, Readers};
use super::night::{Night, Status};

/// The name of the file in a published folder.
pub const METRICS: &str = "metrics.prom";

/// A larger file is not one of ours.
const MAX_BYTES: u64 = 1 << 20;

/// The figures that a run which published nothing has too.
const OF_EVERY_RUN: [&str; 3] = [
    "houkan_last_run_status",
    "houkan_last_run_timestamp_seconds",
    "houkan_run_duration_seconds",
];

/// A text being made.
#[derive(Default)]
struct Text(String);

impl Text {
    /// Begins a family: what it is, and its name. All are gauges: each run writes them anew.
    fn family(&mut self, name: &str, help: &str) {
        // Writing to a String cannot fail.
        let _ = writeln!(self.0, "# HELP {name} {help}\n# TYPE {name} gauge");
    }

    /// A figure; labels are words of ours, which need no escapes.
    fn sample(&mut self, name: &str, labels: &[(&str, &str)], value: impl Display) {
        self.0.push_str(name);
        for (at, (label, word)) in labels.iter().enumerate() {
            let before = if at == 0 { '{' } else { ',' };
            let _ = write!(self.0, "{before}{label}=\"{word}\"");
        }
        if !labels.is_empty() {
            self.0.push('}');
        }
        let _ = writeln!(self.0, " {value}");
    }

    fn single(&mut self, name: &str, help: &str, value: impl Display) {
        self.family(name, help);
        self.sample(name, &[], value);
    }

    /// How a run ended.
    fn run(&mut self, status: Status, began: DateTime<Utc>, ended: DateTime<Utc>) {
        let [last_status, last_run, duration] = OF_EVERY_RUN;
        let help = "Exit status of the last run: 0 done, 1 new findings, 3 an input could not be read, 4 nothing published.";
        self.single(last_status, help, status.code());
        let help = "Unix time at which the last run ended.";
        self.single(last_run, help, ended.timestamp());
        let taken = (ended - began).to_std().unwrap_or_default();
        let help = "How long the last run took.";
        self.single(duration, help, format_args!("{:.3}", taken.as_secs_f64()));
    }
}

/// The figures of a night that was published.
#[must_use]
pub fn render(night: &Night) -> String {
    let mut text = Text::default();
    text.run(night.status, night.began, night.ended);
    let help = "Unix time at which the last run ended that published its result.";
    text.single(
        "houkan_last_success_timestamp_seconds",
        help,
        night.ended.timestamp(),
    );
    inputs(&mut text, night);
    claims(&mut text, night);
    findings(&mut text, night);
    let help = "Bytes that the state takes on disk.";
    text.single("houkan_state_bytes", help, night.state_bytes);
    text.0
}

fn inputs(text: &mut Text, night: &Night) {
    let name = "houkan_inputs";
    text.family(
        name,
        "Inputs of the last night by purpose and by what became of them.",
    );
    for (role, counts) in night.inputs.by_role() {
        for (state, count) in counts.by_state() {
            text.sample(name, &[("role", role), ("state", state)], count);
        }
    }
    let help = "Inputs that cannot be read.";
    text.single("houkan_quarantined", help, night.quarantine.len());
    if let Some(newest) = night.newest_input {
        let age = (night.ended - newest).to_std().unwrap_or_default();
        let help = "Age of the newest input when the last night ended.";
        text.single("houkan_newest_input_age_seconds", help, age.as_secs());
    }
}

fn claims(text: &mut Text, night: &Night) {
    text.single("houkan_claims", "Claims in the state.", night.claims.all);
    let name = "houkan_claims_judged";
    text.family(name, "Claims judged in the last night, by the reason why.");
    for (why, count) in night.claims.judged.by_why() {
        text.sample(name, &[("why", why)], count);
    }
    let name = "houkan_verdicts";
    text.family(name, "Claims in the state by verdict.");
    for (verdict, sum) in night.verdicts.iter() {
        text.sample(name, &[("verdict", verdict.id())], sum.claims);
    }
    let name = "houkan_yen";
    text.family(name, "Yen of the claims in the state by verdict.");
    for (verdict, sum) in night.verdicts.iter() {
        text.sample(name, &[("verdict", verdict.id())], sum.yen);
    }
    let help = "Yen of the claims in the state that need a certificate.";
    text.single("houkan_yen_at_risk", help, night.at_risk.yen);
    let help = "People in the work list of the night: of the claims judged in it, those who have to be asked for a certificate.";
    text.single("houkan_people_to_ask", help, night.people_to_ask);
}

fn findings(text: &mut Text, night: &Night) {
    let families = [
        (
            "houkan_findings_open",
            "Findings that are not solved, by level.",
            &night.findings.open,
        ),
        (
            "houkan_findings_new",
            "Findings that came with the last night, by level.",
            &night.findings.new,
        ),
        (
            "houkan_findings_solved",
            "Findings that were solved in the last night, by level.",
            &night.findings.solved,
        ),
    ];
    for (name, help, counts) in families {
        text.family(name, help);
        for (level, count) in counts.by_level() {
            text.sample(name, &[("level", level.id())], count);
        }
    }
}

/// The figures after a run that published nothing: what the former ones say of the state still holds, and the time of
/// the last success stays. Lines that are not of this program are dropped.
#[must_use]
pub fn render_failed(former: &str, began: DateTime<Utc>, ended: DateTime<Utc>) -> String {
    let mut text = Text::default();
    text.run(Status::NothingWritten, began, ended);
    for line in former.lines() {
        let words = line.strip_prefix("# HELP ");
        let words = words.or_else(|| line.strip_prefix("# TYPE "));
        let name = words.unwrap_or(line);
        let end = name.find([' ', '{']).unwrap_or(name.len());
        let name = &name[..end];
        // A file of ours that is not whole has no line whose end is missing: it is replaced at once.
        if name.starts_with("houkan_") && !OF_EVERY_RUN.contains(&name) {
            text.0.push_str(line);
            text.0.push('\n');
        }
    }
    text.0
}

/// Writes the file for the node exporter, which has to be able to read it (0644).
///
/// # Errors
/// What the system says; the file is as it was then.
pub fn write(textfile: &Path, night: &Night) -> io::Result<()> {
    files::replace(textfile, render(night).as_bytes(), Readers::All)
}

/// Writes it after a run that published nothing.
///
/// # Errors
/// What the system says; the file is as it was then.
pub fn write_failed(textfile: &Path, began: DateTime<Utc>, ended: DateTime<Utc>) -> io::Result<()> {
    let former = match fs::metadata(textfile) {
        Ok(meta) if meta.len() <= MAX_BYTES => fs::read(textfile).unwrap_or_default(),
        _ => Vec::new(),
    };
    let former = String::from_utf8_lossy(&former);
    let text = render_failed(&former, began, ended);
    files::replace(textfile, text.as_bytes(), Readers::All)
}

#[cfg(test)]
mod tests;

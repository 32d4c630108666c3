//! `houkan check`.

use std::path::Path;
use std::time::Instant;

use crate::check::{self, Checked};
use crate::report::inputs::{self, State};
use crate::report::{self, Report, publish};
use crate::uke::read::Status;

use super::args::{CheckArgs, LangArg};
use super::exit::ExitStatus;
use super::failure::Failure;
use super::printer::{self, Printer};
use super::settings::CheckSettings;
use super::{progress, summary, threads};

/// Remarks shown on standard error, without what the inputs hold: logs of terminals and of scheduled
/// jobs are read by more people than reports. All of them are whole in `summary.json`.
const NOTES_SHOWN: usize = 10;

/// Checks a month and writes the report.
pub(super) fn run(
    args: &CheckArgs,
    lang: LangArg,
    printer: &Printer,
) -> Result<ExitStatus, Failure> {
    let settings = CheckSettings::resolve(args, lang)?;
    let claims = &settings.request.claims;
    if !claims
        .iter()
        .any(|path| path.as_os_str() == "-" || path.exists())
    {
        return Err(Failure::no_claims(claims, false));
    }
    if cfg!(windows) && is_device(&settings.report.out) {
        return Err(Failure::device(&settings.report.out));
    }
    // Nobody should wait for a run whose report then has no place to go.
    publish::check_target(&settings.report.out).map_err(|error| Failure::of_publish(&error))?;
    threads::run(settings.threads, || {
        checked_and_reported(&settings, printer)
    })
}

/// True for a name that Windows keeps for a device, with any ending.
fn is_device(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let name = name.split('.').next().unwrap_or_default().trim_end();
    let name = name.to_ascii_uppercase();
    let has_number = |device: &str| {
        let number = name.strip_prefix(device);
        number.is_some_and(|number| matches!(number.as_bytes(), [b'1'..=b'9']))
    };
    ["CON", "PRN", "AUX", "NUL"].contains(&name.as_str())
        || ["COM", "LPT"].into_iter().any(has_number)
}

fn checked_and_reported(
    settings: &CheckSettings,
    printer: &Printer,
) -> Result<ExitStatus, Failure> {
    let watcher = progress::watcher(settings.progress, printer);
    let mut checked = check::run(&settings.request, watcher.as_ref());
    settings.follow_up.apply(&mut checked);
    drop(watcher);
    tracing::info!(
        claims = checked.claims.claims.len(),
        records = checked.records().len(),
        findings = checked.findings.len(),
        milliseconds = settings.report.started.elapsed().as_millis(),
        "checked"
    );
    if is_without_claims(&checked) {
        return Err(Failure::no_claims(&settings.request.claims, true));
    }
    let began = Instant::now();
    let report =
        report::write(&checked, &settings.report).map_err(|error| Failure::of_report(&error))?;
    tracing::info!(
        milliseconds = began.elapsed().as_millis(),
        files = report.files.len(),
        "reported"
    );
    tell(&checked, &report, settings, printer);
    let is_unreadable = report
        .inputs
        .iter()
        .any(|input| input.status == State::Unreadable);
    let is_found = settings
        .fail_on
        .level()
        .is_some_and(|level| report.tally.reaches(level));
    Ok(ExitStatus::of_run(
        is_unreadable || checked.lacks_records(),
        is_found,
    ))
}

/// No claim file at all, not even one that cannot be read.
fn is_without_claims(checked: &Checked) -> bool {
    checked
        .claims
        .inputs
        .iter()
        .all(|input| matches!(input.status, Status::Skipped))
}

fn tell(checked: &Checked, report: &Report, settings: &CheckSettings, printer: &Printer) {
    let voice = printer.voice();
    for note in inputs::masked_notes(checked).take(NOTES_SHOWN) {
        let text = note.words.pick(printer.lang);
        if note.path.is_empty() {
            printer.note(text);
        } else {
            printer.note(&format!("{}: {text}", note.path));
        }
    }
    if let Some(more) = report
        .notes
        .len()
        .checked_sub(NOTES_SHOWN)
        .filter(|&more| more > 0)
    {
        let values = [("more", (more as u64).into())];
        printer.note(&voice.with("summary-notes-more", &values));
    }
    if let Some(kept) = &report.kept {
        let kept = kept.display().to_string();
        let values = [("folder", (&kept).into())];
        printer.warning(&voice.with("summary-kept", &values));
    }
    if checked.lacks_records() {
        printer.warning(&voice.get("summary-lacks-records"));
    }
    printer::told(&summary::render(
        checked,
        report,
        &settings.report.out,
        printer,
    ));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn devices_of_windows() {
        for device in ["NUL", "con", "a/Nul.txt", "COM1", "lpt9", "AUX ."] {
            assert!(is_device(Path::new(device)), "{device}");
        }
        for folder in ["NULL", "COM", "COM10", "点検結果", "a.nul", "NUL/a", "."] {
            assert!(!is_device(Path::new(folder)), "{folder}");
        }
    }
}

//! What to do next.

use std::cmp::Reverse;

use crate::finding::Level;
use crate::judge::outcome::Outcome;

use super::{View, line};

/// Writes the next step, and how to learn what the gravest code means.
pub(super) fn write(view: &View<'_>, text: &mut String) {
    let label = view.voice.get("summary-next");
    let label = view.paint.bold(&label);
    line(text, format_args!("{label}: {}", step(view)));
    let notices = view.written(&["notices.html"]);
    let is_for_patients = view.report.people > 0 && !lacks_records(view) && !view.checked.is_masked;
    if let Some(file) = notices.filter(|_| is_for_patients) {
        let told = view
            .voice
            .with("summary-next-notices", &[("file", file.into())]);
        line(text, format_args!("  {told}"));
    }
    if let Some(code) = gravest(view) {
        let label = view.voice.get("summary-explain");
        line(text, format_args!("{label}: houkan explain {code}"));
    }
}

fn lacks_records(view: &View<'_>) -> bool {
    view.checked.lacks_records()
}

fn step(view: &View<'_>) -> String {
    let voice = view.voice;
    let with = |id: &str, file: &'static str| voice.with(id, &[("file", file.into())]);
    if lacks_records(view) {
        return voice.get("summary-next-records").into_owned();
    }
    if view.report.people > 0
        && let Some(file) = view.written(&["report.html", "report.xlsx", "worklist.csv"])
    {
        return match file {
            "report.html" => with("summary-next-html", file),
            "report.xlsx" => with("summary-next-xlsx", file),
            _ => with("summary-next-csv", file),
        };
    }
    if view.tally().reaches(Level::Warn) {
        return match view.written(&["report.html", "report.xlsx", "findings.csv"]) {
            Some("findings.csv") => with("summary-next-findings", "findings.csv"),
            Some(file) => with("summary-next-findings-page", file),
            None => voice.get("summary-next-form").into_owned(),
        };
    }
    let is_clear = view.tally().verdict(Outcome::Ok) == view.tally().all;
    let verdicts = [
        "report.html",
        "report.xlsx",
        "verdicts.csv",
        "verdicts.jsonl",
    ];
    match view.written(&verdicts) {
        Some(file) if !is_clear => with("summary-next-verdicts", file),
        None if !is_clear => voice.get("summary-next-form").into_owned(),
        _ => voice.get("summary-next-nothing").into_owned(),
    }
}

fn gravest(view: &View<'_>) -> Option<&'static str> {
    let codes = view.tally().codes.iter();
    codes
        .max_by_key(|&(&(code, level), &count)| (level, count, Reverse(code)))
        .map(|(&(code, _), _)| code)
}

//! How the run stands to an earlier report, and what a user has accepted.

use crate::mark::Mark;

use super::{View, line};

/// New, open and solved, with `--baseline`.
pub(super) fn compared(view: &View<'_>, text: &mut String) {
    let Some(compared) = &view.checked.compared else {
        return;
    };
    let folder = view.voice.fit(&compared.folder);
    let heading = view
        .voice
        .with("summary-compared", &[("folder", (&*folder).into())]);
    line(text, format_args!("\n{}", view.paint.bold(&heading)));
    let solved = |is_verdict: bool| {
        let solved = compared.solved.iter();
        solved.filter(|it| it.is_verdict == is_verdict).count() as u64
    };
    let told = |id: &str, marks: &[Mark], solved: u64| {
        let of = |mark: Mark| marks.iter().filter(|&&it| it == mark).count() as u64;
        let values = [
            ("new", of(Mark::New).into()),
            ("open", of(Mark::Open).into()),
            ("solved", solved.into()),
        ];
        view.voice.with(id, &values)
    };
    let verdicts = told(
        "summary-compared-verdicts",
        &compared.verdicts,
        solved(true),
    );
    let findings = told(
        "summary-compared-findings",
        &compared.findings,
        solved(false),
    );
    line(text, format_args!("  {verdicts}\n  {findings}"));
}

/// What `--ignore` did: nobody may miss that something is not told.
pub(super) fn ignored(view: &View<'_>, has_hints: bool, text: &mut String) {
    let Some(ignored) = &view.checked.ignored else {
        return;
    };
    let path = view.voice.fit(&ignored.path);
    let values = [
        ("path", (&*path).into()),
        ("findings", ignored.findings.into()),
        ("claims", (ignored.settled.len() as u64).into()),
    ];
    let told = view.voice.with("summary-ignored", &values);
    line(text, format_args!("\n{}", view.paint.yellow(&told)));
    if !has_hints {
        return;
    }
    let unused = ignored
        .entries
        .saturating_sub(ignored.used)
        .saturating_sub(ignored.expired);
    for (id, count) in [
        ("summary-ignored-expired", ignored.expired),
        ("summary-ignored-unused", unused),
    ] {
        if count > 0 {
            let told = view.voice.with(id, &[("count", u64::from(count).into())]);
            line(text, format_args!("  {told}"));
        }
    }
}

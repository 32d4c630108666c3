//! How the run stands to an earlier report, and what a user has accepted.

use crate::mark::Mark;

use super::{View, line};

/// New, open and solved, with `--baseline`.
pub(super) fn compared(view: &View<'_>, text: &mut String) {
    let Some(compared) = &view.checked.compared else {
        return;
    };
    let folder = view.voice.quote(&compared.folder);
    let heading = view
        .voice
        .with("summary-compared", &[("folder", (&*folder).into())]);
    line(text, format_args!("\n{}", view.paint.bold(&heading)));
    let told = |id: &str, new: u64, open: u64, solved: u64| {
        let values = [
            ("new", new.into()),
            ("open", open.into()),
            ("solved", solved.into()),
        ];
        view.voice.with(id, &values)
    };
    let (new, open) = (compared.count(Mark::New), compared.count(Mark::Open));
    let solved = compared.count_solved();
    let verdicts = told("summary-compared-verdicts", new.0, open.0, solved.0);
    let findings = told("summary-compared-findings", new.1, open.1, solved.1);
    line(text, format_args!("  {verdicts}\n  {findings}"));
    if compared.not_looked_at > 0 {
        let values = [("count", compared.not_looked_at.into())];
        let told = view.voice.with("summary-compared-not-looked-at", &values);
        line(text, format_args!("  {told}"));
    }
}

/// What `--ignore` did: nobody may miss that something is not told.
pub(super) fn ignored(view: &View<'_>, has_hints: bool, text: &mut String) {
    let Some(ignored) = &view.checked.ignored else {
        return;
    };
    let path = view.voice.quote(&ignored.path);
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
    for (id, count) in [
        ("summary-ignored-expired", ignored.expired),
        ("summary-ignored-unused", ignored.unused()),
    ] {
        if count > 0 {
            let told = view.voice.with(id, &[("count", u64::from(count).into())]);
            line(text, format_args!("  {told}"));
        }
    }
}

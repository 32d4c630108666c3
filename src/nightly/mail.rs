//! A mail about a night, ready to be sent: the subject in the first line, an empty line, the text. It counts and names
//! places; nothing in it identifies a patient.

use std::path::Path;

use super::night::{ByLevel, Night, Quarantined, Status};
use super::times;
use crate::judge::outcome::Outcome;
use crate::messages::{self, Value};
use crate::report::terminal::{padded, right};
use crate::text::grouped;
use crate::text::lang::Lang;

/// The name of the file in a published folder.
pub const MAIL: &str = "mail.txt";

/// So many inputs that cannot be read are named.
const NAMED: usize = 20;

/// The width of the identifiers of verdicts.
const ID_WIDTH: usize = 14;
/// The width of the words for them, as the widest of them in either language.
const WORD_WIDTH: usize = 50;
/// The width of a count.
const COUNT_WIDTH: usize = 10;
/// The width of a sum.
const YEN_WIDTH: usize = 16;

/// The mail; `folder` is where nights are published.
#[must_use]
pub fn render(night: &Night, folder: &Path, lang: Lang) -> String {
    let get = |id| messages::get(id, lang);
    let with = |id, values: &[(&str, Value<'_>)]| messages::with(id, lang, values);
    let mut text = subject(night, lang);
    text.push_str("\n\n");
    let mut line = |words: &str| {
        text.push_str(words);
        text.push('\n');
    };
    line(&head(night, lang));
    if night.recovered {
        line(get("nightly-mail-recovered"));
    }
    line("");
    let turned: Vec<_> = night
        .turned
        .iter()
        .filter(|(verdict, sum)| *verdict != Outcome::Ok && sum.claims > 0)
        .collect();
    if turned.is_empty() {
        line(get("nightly-mail-turned-none"));
    } else {
        line(get("nightly-mail-turned"));
        for (verdict, sum) in turned.iter().rev() {
            let yen = grouped(sum.yen);
            line(&format!(
                "  {}{}{}{}",
                padded(verdict.id(), ID_WIDTH),
                padded(messages::of("verdict", verdict.id(), lang), WORD_WIDTH),
                right(
                    &with("nightly-mail-claims", &[("claims", sum.claims.into())]),
                    COUNT_WIDTH
                ),
                right(
                    &with("nightly-mail-yen", &[("yen", (&yen).into())]),
                    YEN_WIDTH
                ),
            ));
        }
    }
    line(&levels(
        "nightly-mail-findings-new",
        &night.findings.new,
        lang,
    ));
    line(&levels(
        "nightly-mail-findings-solved",
        &night.findings.solved,
        lang,
    ));
    let yen = grouped(night.at_risk.yen);
    line(&with(
        "nightly-mail-risk",
        &[
            ("people", night.people_to_ask.into()),
            ("claims", night.at_risk.claims.into()),
            ("yen", (&yen).into()),
        ],
    ));
    for words in quarantine(&night.quarantine, lang) {
        line(&words);
    }
    line("");
    let place = folder.join(&night.published).display().to_string();
    line(&with("nightly-mail-report", &[("folder", (&place).into())]));
    text
}

/// What matters, in one line.
fn subject(night: &Night, lang: Lang) -> String {
    let as_of = night.as_of.to_string();
    let found = night.findings.new.error + night.findings.new.warn;
    let unreadable = night.quarantine.len() as u64;
    let values = [
        ("as_of", (&as_of).into()),
        ("found", found.into()),
        ("unreadable", unreadable.into()),
    ];
    match (night.status, found) {
        (Status::Unreadable, _) => messages::with("nightly-mail-subject-unreadable", lang, &values),
        (_, 0) => messages::with("nightly-mail-subject-quiet", lang, &values[..1]),
        _ => messages::with("nightly-mail-subject-found", lang, &values[..2]),
    }
}

/// Which run it was, and what it did.
fn head(night: &Night, lang: Lang) -> String {
    let ended = times::shown(night.ended);
    let judged = &night.claims.judged;
    messages::with(
        "nightly-mail-head",
        lang,
        &[
            ("ended", (&ended).into()),
            ("judged", judged.all().into()),
            ("new", judged.new.into()),
            ("again", (judged.all() - judged.new).into()),
        ],
    )
}

fn levels(id: &str, counts: &ByLevel, lang: Lang) -> String {
    let values = [
        ("error", counts.error.into()),
        ("warn", counts.warn.into()),
        ("info", counts.info.into()),
    ];
    messages::with(id, lang, &values)
}

/// Inputs that cannot be read, with why and since when.
fn quarantine(all: &[Quarantined], lang: Lang) -> Vec<String> {
    if all.is_empty() {
        return Vec::new();
    }
    let head = messages::get("nightly-mail-quarantine", lang).to_owned();
    let mut lines = vec![String::new(), head];
    lines.extend(all.iter().take(NAMED).map(|one| {
        let since = times::shown(one.since);
        let day = since.split('T').next().unwrap_or_default();
        let values = [
            ("path", (&one.path).into()),
            ("reason", one.reason.pick(lang).into()),
            ("day", day.into()),
        ];
        messages::with("nightly-mail-quarantined", lang, &values)
    }));
    if let Some(more) = all.len().checked_sub(NAMED).filter(|&more| more > 0) {
        let values = [("more", (more as u64).into())];
        lines.push(messages::with(
            "nightly-mail-quarantine-more",
            lang,
            &values,
        ));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nightly::night::tests::sample;
    use crate::nightly::night::{ByVerdict, Findings};

    fn quiet() -> Night {
        Night {
            status: Status::Done,
            turned: ByVerdict::default(),
            findings: Findings::default(),
            quarantine: Vec::new(),
            ..sample()
        }
    }

    #[test]
    fn mails_in_both_languages() {
        for lang in Lang::ALL {
            let mail = render(&sample(), Path::new("/srv/houkan"), lang);
            insta::assert_snapshot!(format!("mail-{lang}"), mail);
        }
    }

    #[test]
    fn the_subject_stands_alone() {
        let found = Night {
            status: Status::Found,
            recovered: true,
            quarantine: Vec::new(),
            ..sample()
        };
        for lang in Lang::ALL {
            let mut subjects = Vec::new();
            for night in [&sample(), &found, &quiet()] {
                let mail = render(night, Path::new("/srv/houkan"), lang);
                let mut lines = mail.lines();
                subjects.push(lines.next().expect("a subject").to_owned());
                assert_eq!(lines.next(), Some(""));
                assert!(mail.contains("2026-11-30-r000123"), "{mail}");
            }
            assert!(
                subjects
                    .iter()
                    .all(|it| it.starts_with("houkan 2026-11-30")),
                "{subjects:?}"
            );
            subjects.dedup();
            assert_eq!(subjects.len(), 3);
        }
    }

    #[test]
    fn not_every_input_is_named() {
        let mut night = sample();
        night.quarantine = vec![night.quarantine[0].clone(); NAMED + 3];
        let mail = render(&night, Path::new("x"), Lang::En);
        assert_eq!(mail.matches("OQSmuquc02res").count(), NAMED);
        assert!(mail.contains("3 more"), "{mail}");
    }
}

//! A mail about a night, ready to be sent: the subject in the first line, an empty line, the text. It counts and names
//! places; nothing in it identifies a patient.

use std::path::Path;

use super::night::{Night, Status};
use super::{lines, times};
use crate::judge::outcome::Outcome;
use crate::messages::{self, Value};
use crate::text::lang::Lang;

/// The name of the file in a published folder.
pub const MAIL: &str = "mail.txt";

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
    let turned = lines::verdicts(&night.turned, |verdict| verdict != Outcome::Ok, lang);
    if turned.is_empty() {
        line(get("nightly-mail-turned-none"));
    } else {
        line(get("nightly-mail-turned"));
        for words in &turned {
            line(words);
        }
    }
    line(&lines::levels(
        "nightly-findings-new",
        &night.findings.new,
        lang,
    ));
    line(&lines::levels(
        "nightly-findings-solved",
        &night.findings.solved,
        lang,
    ));
    line(&lines::risk(night, lang));
    if !night.quarantine.is_empty() {
        line("");
    }
    for words in lines::quarantine(&night.quarantine, lang) {
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
    let ended = times::minute(night.ended);
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
        night.quarantine = vec![night.quarantine[0].clone(); lines::NAMED + 3];
        let mail = render(&night, Path::new("x"), Lang::En);
        assert_eq!(mail.matches("OQSmuquc02res").count(), lines::NAMED);
        assert!(mail.contains("3 more"), "{mail}");
    }
}

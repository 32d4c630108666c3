//! The words for verdicts, reasons, ways of matching and credentials, and what to ask the patient for. The texts
//! themselves stand in the catalogue (`messages`).

use chrono::NaiveDate;

use crate::finding::Level;
use crate::judge::credential::Credential;
use crate::judge::outcome::{Outcome, Reason};
use crate::matching::cascade::MatchedBy;
use crate::messages;
use crate::policy::Policy;
use crate::text::lang::Lang;

use super::Certainty;

/// How much a finding weighs.
#[must_use]
pub fn level(level: Level, lang: Lang) -> &'static str {
    messages::of("level", level.id(), lang)
}

/// How sure we are of a rule.
#[must_use]
pub fn certainty(certainty: Certainty, lang: Lang) -> &'static str {
    messages::of("certainty", certainty.id(), lang)
}

/// What that means.
#[must_use]
pub fn certainty_meaning(certainty: Certainty, lang: Lang) -> &'static str {
    messages::of("certainty-meaning", certainty.id(), lang)
}

/// A verdict, or what is said of a visit date.
#[must_use]
pub fn outcome(outcome: Outcome, lang: Lang) -> &'static str {
    messages::of("verdict", outcome.id(), lang)
}

/// Why a verdict is what it is.
#[must_use]
pub fn reason(reason: Reason, lang: Lang) -> &'static str {
    messages::of("reason", reason.id(), lang)
}

/// How a claim found its eligibility records.
#[must_use]
pub fn matched_by(matched_by: MatchedBy, lang: Lang) -> &'static str {
    messages::of("matched", matched_by.id(), lang)
}

/// What the patient showed.
#[must_use]
pub fn credential(credential: Credential, lang: Lang) -> &'static str {
    messages::of("credential", credential.id(), lang)
}

/// What to have the patient bring, for the worklist: by the gravest reason and the last date that needs
/// it. Before 資格確認書 existed, a card that was valid then or a reading (contract 4.7).
#[must_use]
pub fn ask(reason: Reason, last: NaiveDate, policy: &Policy, lang: Lang) -> &'static str {
    if last < policy.certificate_from {
        return messages::get("ask-before-certificates", lang);
    }
    match messages::of("ask", reason.id(), lang) {
        "" => messages::get("ask-other", lang),
        own => own,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::credential::Kind;

    /// Distinct and not empty in both languages.
    fn hold<T: Copy>(all: &[T], words: impl Fn(T, Lang) -> &'static str) {
        for lang in Lang::ALL {
            let set: BTreeSet<&str> = all.iter().map(|&one| words(one, lang)).collect();
            assert_eq!(set.len(), all.len(), "{set:?}");
            assert!(!set.contains(""));
        }
    }

    #[test]
    fn everything_has_its_words() {
        hold(Reason::ALL, reason);
        hold(&Outcome::ALL, outcome);
        hold(&MatchedBy::ALL, matched_by);
        hold(&[Level::Info, Level::Warn, Level::Error], level);
        let certainties = [Certainty::Confirmed, Certainty::Known, Certainty::Inferred];
        hold(&certainties, certainty);
        hold(&certainties, certainty_meaning);
        let shown: Vec<Credential> = Kind::ALL.into_iter().map(Credential::Shown).collect();
        hold(
            &[&shown[..], &[Credential::LegacyCardPresumed]].concat(),
            credential,
        );
    }

    #[test]
    fn what_to_bring() {
        let policy = Policy::current();
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).expect("a day");
        for lang in Lang::ALL {
            for &reason in Reason::ALL {
                assert!(!ask(reason, day(2025, 12, 2), &policy, lang).is_empty());
            }
        }
        let old = ask(Reason::LegacyExpired, day(2024, 12, 1), &policy, Lang::Ja);
        assert!(!old.contains("資格確認書"), "{old}");
        let new = ask(Reason::LegacyExpired, day(2024, 12, 2), &policy, Lang::Ja);
        assert!(new.starts_with("資格確認書"), "{new}");
    }
}

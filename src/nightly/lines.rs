//! Lines that mail and status share.

use super::night::{ByLevel, ByVerdict, Night, Quarantined};
use super::times;
use crate::judge::outcome::Outcome;
use crate::messages;
use crate::report::terminal::{padded, right};
use crate::text::grouped;
use crate::text::lang::Lang;

/// So many inputs that cannot be read are named.
pub(super) const NAMED: usize = 20;

/// The width of the identifiers of verdicts.
const ID_WIDTH: usize = 14;
/// The width of the words for them, as the widest of them in either language.
const WORD_WIDTH: usize = 50;
/// The width of a count.
const COUNT_WIDTH: usize = 17;
/// The width of a sum.
const YEN_WIDTH: usize = 18;

/// The verdicts that claims have, gravest first, as far as they are wanted.
pub(super) fn verdicts(
    sums: &ByVerdict,
    is_wanted: impl Fn(Outcome) -> bool,
    lang: Lang,
) -> Vec<String> {
    let there = sums
        .iter()
        .rev()
        .filter(|(verdict, sum)| is_wanted(*verdict) && sum.claims > 0);
    let line = |(verdict, sum): (Outcome, super::night::Sum)| {
        let claims = messages::with("nightly-claims", lang, &[("claims", sum.claims.into())]);
        let yen = grouped(sum.yen);
        let yen = messages::with("nightly-yen", lang, &[("yen", (&yen).into())]);
        format!(
            "  {}{}{}{}",
            padded(verdict.id(), ID_WIDTH),
            padded(messages::of("verdict", verdict.id(), lang), WORD_WIDTH),
            right(&claims, COUNT_WIDTH),
            right(&yen, YEN_WIDTH),
        )
    };
    there.map(line).collect()
}

/// Counts of findings in the message of that identifier.
pub(super) fn levels(id: &str, counts: &ByLevel, lang: Lang) -> String {
    let values = [
        ("error", counts.error.into()),
        ("warn", counts.warn.into()),
        ("info", counts.info.into()),
    ];
    messages::with(id, lang, &values)
}

/// Whom to ask, and what is at risk.
pub(super) fn risk(night: &Night, lang: Lang) -> String {
    let yen = grouped(night.at_risk.yen);
    let values = [
        ("people", night.people_to_ask.into()),
        ("claims", night.at_risk.claims.into()),
        ("yen", (&yen).into()),
    ];
    messages::with("nightly-risk", lang, &values)
}

/// Inputs that cannot be read, with why and since when.
pub(super) fn quarantine(all: &[Quarantined], lang: Lang) -> Vec<String> {
    if all.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![messages::get("nightly-quarantine", lang).to_owned()];
    lines.extend(all.iter().take(NAMED).map(|one| {
        let since = times::minute(one.since);
        let values = [
            ("path", (&one.path).into()),
            ("reason", one.reason.pick(lang).into()),
            ("since", (&since).into()),
        ];
        messages::with("nightly-quarantined", lang, &values)
    }));
    if let Some(more) = all.len().checked_sub(NAMED).filter(|&more| more > 0) {
        let values = [("more", (more as u64).into())];
        lines.push(messages::with("nightly-quarantine-more", lang, &values));
    }
    lines
}

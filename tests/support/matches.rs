//! The records that each claim of a run was judged by, looked up once more: a run keeps only how it found them.

use houkan::check::Checked;
use houkan::judge::outcome::Outcome;
use houkan::matching::{Match, Matcher, Pool, claims_of};

/// By claim index.
pub(crate) fn matches(checked: &Checked) -> Vec<Match> {
    let matcher = Matcher::new(Pool::new(checked.records(), checked.as_of));
    let claims = &checked.claims.claims;
    (0..claims.chunks().len())
        .flat_map(|position| claims_of(claims, &checked.keys, position))
        .map(|at| {
            let mut matched = matcher.find(&at);
            let judgement = &checked.judgements[at.index as usize];
            if judgement.dates_with(Outcome::NotCovered) != 0 {
                matched.context = matcher.context(&at, &matched);
            }
            assert_eq!(matched.by, checked.matched_by[at.index as usize]);
            matched
        })
        .collect()
}

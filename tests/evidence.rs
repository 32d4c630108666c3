//! What more eligibility records may do to a verdict: nobody else's record changes it, and proof of coverage
//! never makes it graver.

mod support;

use houkan::judge::outcome::Outcome;
use proptest::prelude::*;
use support::{Case, Claim, KOKI, KOKUHO, KUMIAI, KYOKAI, Row, claim, record, shown};

const INSURERS: [&str; 4] = [KYOKAI, KUMIAI, KOKUHO, KOKI];

/// First visit, second visit, in one month, on both sides of the days that decide.
const VISITS: [[&str; 2]; 8] = [
    ["2024-11-30", "2024-11-30"],
    ["2025-07-15", "2025-07-31"],
    ["2025-08-01", "2025-08-20"],
    ["2025-12-01", "2025-12-02"],
    ["2026-01-10", "2026-01-20"],
    ["2026-03-31", "2026-03-31"],
    ["2026-07-30", "2026-07-31"],
    ["2026-08-01", "2026-08-31"],
];

/// Changes to the record of a claim's person.
const CHANGES: [&[(&str, &str)]; 12] = [
    &[],
    &[("validity", "2")],
    &[("validity", "3"), ("lost_on", "2026-01-15")],
    &[("lost_on", "2025-07-31")],
    &[("validity", "4")],
    &[("status", "2")],
    &[("reference", "1")],
    &[("certificate_valid_to", "2026-07-31")],
    &[("myna_registered", "1")],
    &[("branch", "07")],
    &[("insurer_no", "06999995"), ("number", "99")],
    &[("qualified_on", "2025-12-02")],
];

/// Every change, every day.
const ALL: (usize, usize) = (CHANGES.len(), SEEN.len());

/// Without the last of both: a loss does not touch who was qualified anew, and is not later than today.
const OLDER: (usize, usize) = (CHANGES.len() - 1, SEEN.len() - 1);

/// Without a day, as in a register, it counts as seen on the day of the check.
const SEEN: [&str; 5] = ["2024-11-30", "2025-12-01", "2026-01-31", "2026-08-31", ""];

const SHOWN: [(&str, &str); 7] = [
    ("", ""),
    ("myna", "2026-01-15"),
    ("smartphone", ""),
    ("certificate", "2026-01-15"),
    ("legacy_card", "2025-07-31"),
    ("notice", ""),
    ("declaration", ""),
];

fn row(claim: &Claim, change: usize, seen: usize) -> Row {
    CHANGES[change]
        .iter()
        .fold(record(claim, SEEN[seen]), |row, &(column, value)| {
            row.with(column, value)
        })
}

prop_compose! {
    /// A claim, what is known of its person, what was shown.
    fn cases((changes, days): (usize, usize))(
        insurer in 0..INSURERS.len(),
        visits in 0..VISITS.len(),
        rows in proptest::collection::vec((0..changes, 0..days), 0..3),
        (kind, valid_to) in proptest::sample::select(&SHOWN[..]),
    ) -> Case {
        let claim = claim(INSURERS[insurer], &VISITS[visits]);
        let log = shown(&claim, kind, "").with("valid_to", valid_to);
        let mut case = Case::of(claim.clone());
        for (change, seen) in rows {
            case = case.record(row(&claim, change, seen));
        }
        if kind.is_empty() { case } else { case.log(log) }
    }
}

fn outcome(case: &Case) -> (Outcome, &'static str, &'static str) {
    let run = case.run();
    let (_, reason) = run.verdict();
    (
        run.checked.judgements[0].verdict,
        reason,
        run.checked.matched_by[0].id(),
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn somebody_else_changes_nothing(
        case in cases(ALL),
        change in 0..CHANGES.len(),
        seen in 0..SEEN.len(),
        is_family in any::<bool>(),
    ) {
        let own = case.claims[0].clone();
        // A member of the family shares insurer, symbol and number; a stranger does not.
        let other = Claim {
            number: if is_family { own.number.clone() } else { "８８８８".to_owned() },
            name: "架空　次郎".to_owned(),
            kana: "カクウジロウ".to_owned(),
            birth: "20010203".to_owned(),
            branch: "02".to_owned(),
            ..own
        };
        let with = case.clone().record(row(&other, change, seen));
        prop_assert_eq!(outcome(&with), outcome(&case));
    }

    // Proof: the person's own record, exactly equal, covering every visit, seen in their month. What a
    // printed expiry or 特別療養費 in it would say is more than coverage, so it says nothing of these.
    #[test]
    fn proof_of_coverage_is_never_graver(case in cases(ALL), reference in 0..3u8) {
        let own = case.claims[0].clone();
        let month_end = own.dates.last().expect("a visit").to_string();
        let mut proof = record(&own, &month_end);
        if reference > 0 {
            proof = proof.with("reference", &reference.to_string());
        }
        let (before, ..) = outcome(&case);
        let (after, reason, by) = outcome(&case.clone().record(proof));
        prop_assert!(after <= before, "{before:?} became {after:?} ({reason}, {by})");
    }

    // The other side of it: a loss seen later takes coverage away whatever was known before.
    #[test]
    fn a_later_loss_is_not_outvoted(case in cases(OLDER)) {
        let own = case.claims[0].clone();
        let first = own.dates.first().expect("a visit").to_string();
        let loss = record(&own, "2027-03-31").with("validity", "2").with("lost_on", &first);
        let (after, ..) = outcome(&case.clone().record(loss));
        prop_assert!(after == Outcome::NotCovered, "{after:?}");
    }
}

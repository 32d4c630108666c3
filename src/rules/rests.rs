//! What a finding rests on: eligibility records and lines of the credential log (contract 4.4, 4.5).
//!
//! The judgement of a claim keeps no trail, since nearly no claim needs one. The few dates that a finding is
//! about are gone through once more here, by the same pure functions.

use std::collections::BTreeSet;
use std::num::NonZeroU32;

use chrono::NaiveDate;

use crate::credential::Kind;
use crate::finding::Finding;
use crate::judge::coverage::{Seen, evidence};
use crate::judge::credential::{Credential, Shown, Standing, standing};
use crate::matching::cascade::MatchedBy;
use crate::text::date::Month;
use crate::uke::claim::Payer;

use super::Scene;

/// Records by index and lines of the log.
#[derive(Debug, Default)]
pub(super) struct Basis {
    pub(super) records: BTreeSet<u32>,
    pub(super) log_lines: BTreeSet<u32>,
}

impl Finding {
    /// The same finding with what it rests on.
    pub(super) fn resting_on(mut self, basis: Basis) -> Self {
        self.evidence = basis.records.into_iter().collect();
        self.log_lines = basis.log_lines.into_iter().collect();
        self
    }
}

/// The matched records as judging sees them, and the rows of the log that fit.
struct Known<'a> {
    indices: &'a [u32],
    records: &'a [Seen],
    log: &'a [Shown],
}

impl<'a> Known<'a> {
    fn of(scene: &Scene<'a>) -> Self {
        // Records of another insurer say nothing of a credential (contract 4.3).
        let is_own = scene.matched.by != MatchedBy::OtherInsurer;
        Self {
            indices: if is_own { &scene.matched.records } else { &[] },
            records: if is_own { scene.seen } else { &[] },
            log: scene.log,
        }
    }

    /// The credential of a date; `None` for a claim without HO.
    fn standing(&self, scene: &Scene<'_>, date: NaiveDate) -> Option<Standing> {
        (scene.claim.payer == Payer::Insurer).then(|| {
            let cap = scene.card.cap;
            standing(date, self.log, self.records, cap, scene.run.policy)
        })
    }

    /// The indices of the records for which `holds`.
    fn with<'k>(&'k self, holds: impl Fn(&Seen) -> bool + 'k) -> impl Iterator<Item = u32> + 'k {
        let records = self.indices.iter().zip(self.records);
        records
            .filter(move |(_, record)| holds(record))
            .map(|(&index, _)| index)
    }

    /// The evidence for a date.
    fn evidence(&self, date: NaiveDate) -> impl Iterator<Item = u32> + '_ {
        let from = Month::of(date).first_day();
        let found: Vec<Seen> = evidence(date, from, self.records).copied().collect();
        self.with(move |record| found.contains(record))
    }

    /// The records from which the credential of a date or its expiry was taken.
    fn sources(&self, standing: &Standing, basis: &mut Basis) {
        let row = standing.log_line.map(NonZeroU32::get);
        basis.log_lines.extend(row);
        let valid_to = standing.valid_to;
        match standing.credential {
            Credential::Shown(Kind::Certificate) if row.is_none() => {
                let of = self.with(|record| record.certificate_valid_to == valid_to);
                basis.records.extend(of);
            }
            Credential::Shown(Kind::LegacyCard) | Credential::LegacyCardPresumed
                if standing.printed.is_some() && valid_to != standing.printed =>
            {
                let of = self.with(|record| record.card_valid_to == standing.printed);
                basis.records.extend(of);
            }
            _ => {}
        }
    }
}

impl Scene<'_> {
    /// What the credential and the coverage of these dates rest on: the evidence, the rows of the log, and
    /// the records that give an expiry.
    pub(super) fn basis(&self, mask: u32) -> Basis {
        let known = Known::of(self);
        let mut basis = Basis::default();
        for date in self.claim.dates(mask) {
            basis.records.extend(known.evidence(date));
            if let Some(standing) = known.standing(self, date) {
                known.sources(&standing, &mut basis);
            }
        }
        basis
    }

    /// The matched records, and the rows of the log that decide on these dates.
    pub(super) fn basis_of_matched(&self, mask: u32) -> Basis {
        let log_lines = self.basis(mask).log_lines;
        Basis {
            records: self.matched.records.iter().copied().collect(),
            log_lines,
        }
    }

    /// What says that a credential ends on `last`: a row of the log, or the records with that expiry.
    pub(super) fn basis_of_expiry(&self, last: NaiveDate) -> Basis {
        let known = Known::of(self);
        let mut basis = Basis::default();
        for date in self.claim.dates(self.judgement.visits) {
            if let Some(standing) = known.standing(self, date)
                && standing.valid_to == Some(last)
            {
                known.sources(&standing, &mut basis);
            }
        }
        basis
    }

    /// What says 特別療養費 on these dates: evidence of that class, or a row of the log.
    pub(super) fn basis_of_special(&self, mask: u32) -> Basis {
        let known = Known::of(self);
        let mut basis = Basis::default();
        for date in self.claim.dates(mask) {
            let special: Vec<u32> = known.with(|record| record.special).collect();
            let of_date = known.evidence(date).filter(|index| special.contains(index));
            basis.records.extend(of_date);
            if let Some(standing) = known.standing(self, date)
                && standing.credential == Credential::Shown(Kind::CertificateSpecial)
            {
                known.sources(&standing, &mut basis);
            }
        }
        basis
    }
}

#[cfg(test)]
mod tests {
    use crate::credential::Kind;
    use crate::finding::Finding;
    use crate::rules::testing::{Bench, day, hanako};

    fn only(bench: &Bench, code: &str) -> Finding {
        let mut found = bench.findings();
        found.retain(|finding| finding.code == code);
        assert_eq!(found.len(), 1, "{code}: {found:?}");
        found.remove(0)
    }

    /// Evidence and lines of the log.
    fn basis(bench: &Bench, code: &str) -> (Vec<u32>, Vec<u32>) {
        let found = only(bench, code);
        (found.evidence.to_vec(), found.log_lines.to_vec())
    }

    #[test]
    fn need_cert_names_the_evidence_of_its_dates_and_the_row() {
        // Nothing holds after the window; the first record is of an earlier month.
        let bench = Bench::month("202608", &[3])
            .record(&hanako().seen(day(2026, 7, 1)))
            .record(&hanako().seen(day(2026, 8, 3)))
            .shown(Kind::LegacyCard, None);
        assert_eq!(basis(&bench, "NEED_CERT"), (vec![1], vec![2]));
        // Without evidence it rests on what was looked at.
        let old = Bench::month("202608", &[3]).record(&hanako().seen(day(2026, 7, 1)));
        assert_eq!(basis(&old, "NEED_CERT"), (vec![0], vec![]));
        let nobody = Bench::month("202608", &[3]).shown(Kind::Notice, None);
        assert_eq!(basis(&nobody, "NEED_CERT"), (vec![], vec![2]));
    }

    #[test]
    fn transitional_names_the_evidence_that_allows_it() {
        let bench = Bench::month("202512", &[4])
            .record(&hanako().seen(day(2025, 11, 20)))
            .record(&hanako().seen(day(2025, 12, 8)));
        assert_eq!(basis(&bench, "TRANSITIONAL"), (vec![1], vec![]));
    }

    #[test]
    fn an_expiry_names_the_side_that_says_it() {
        let by_log = Bench::month("202512", &[2])
            .record(&hanako().seen(day(2025, 12, 2)))
            .shown(Kind::Certificate, Some(day(2026, 2, 28)));
        // The record says nothing of the expiry, but it was looked at.
        assert_eq!(basis(&by_log, "CERT_EXPIRING"), (vec![0], vec![2]));
        let by_record = Bench::month("202512", &[2])
            .record(&hanako().seen(day(2025, 12, 2)))
            .record(
                &hanako()
                    .seen(day(2025, 12, 3))
                    .certificate(day(2026, 2, 28)),
            );
        assert_eq!(basis(&by_record, "CERT_EXPIRING"), (vec![1], vec![]));
    }

    #[test]
    fn grace_and_missing_evidence_name_the_row() {
        let grace = Bench::month("202512", &[2])
            .record(&hanako().seen(day(2025, 12, 2)))
            .shown(Kind::Myna, Some(day(2025, 9, 10)));
        assert_eq!(basis(&grace, "MYNA_GRACE"), (vec![0], vec![2]));
        let unproven = Bench::month("202512", &[2])
            .record(&hanako().seen(day(2025, 10, 1)))
            .record(&hanako().seen(day(2025, 11, 1)))
            .shown(Kind::Certificate, Some(day(2028, 7, 31)));
        assert_eq!(basis(&unproven, "NO_EVIDENCE"), (vec![0, 1], vec![2]));
    }

    #[test]
    fn special_care_names_the_class() {
        let of_class = Bench::month("202512", &[2])
            .record(&hanako().seen(day(2025, 12, 2)))
            .record(&hanako().seen(day(2025, 12, 3)).class(*b"05"));
        assert_eq!(basis(&of_class, "SPECIAL_CARE"), (vec![1], vec![]));
        let of_log = Bench::month("202512", &[2]).shown(Kind::CertificateSpecial, None);
        assert_eq!(basis(&of_log, "SPECIAL_CARE"), (vec![], vec![2]));
    }

    #[test]
    fn not_covered_names_who_excludes_and_who_covers() {
        let lost = hanako().seen(day(2025, 11, 20)).lost(day(2025, 11, 10));
        let other = hanako()
            .insurer("138057", "架空市")
            .number("", "9001")
            .from(day(2025, 11, 10));
        let bench = Bench::month("202511", &[5, 12])
            .record(&hanako().seen(day(2025, 10, 1)))
            .record(&other.clone().seen(day(2025, 11, 20)))
            .record(&lost)
            .record(&other.seen(day(2025, 11, 21)));
        // The record seen before the loss excludes nothing; of the new insurer's the last counts.
        assert_eq!(basis(&bench, "NOT_COVERED"), (vec![2, 3], vec![]));
    }

    #[test]
    fn identity_names_the_record_compared() {
        let bench = Bench::month("202511", &[5])
            .record(&hanako().seen(day(2025, 11, 5)))
            .record(&hanako().seen(day(2025, 11, 6)).sex(1));
        assert_eq!(basis(&bench, "ID_MISMATCH"), (vec![1], vec![]));
        let zero = Bench::month("202511", &[5])
            .record(&hanako().seen(day(2025, 11, 5)).number("12", "00345"))
            .record(&hanako().seen(day(2025, 11, 6)).number("12", "0345"));
        assert_eq!(basis(&zero, "ID_ZERO"), (vec![0], vec![]));
    }

    #[test]
    fn no_match_names_the_answer_that_nobody_was_found() {
        let nobody = hanako().seen(day(2025, 11, 5)).validity(4);
        let bench = Bench::month("202511", &[5]).record(&nobody);
        assert_eq!(basis(&bench, "NO_MATCH"), (vec![0], vec![]));
        let none = Bench::month("202511", &[5]);
        assert_eq!(basis(&none, "NO_MATCH"), (vec![], vec![]));
    }

    #[test]
    fn an_unregistered_ticket_names_the_results_that_say_so() {
        let ticket = || hanako().insurer("12131234", "").number("", "0001234");
        let bench = Bench::public("202512", &[4], "12131234")
            .record(&ticket().seen(day(2025, 11, 4)).validity(2))
            .record(&ticket().seen(day(2025, 12, 4)).validity(6))
            .checked_on(day(2025, 12, 31));
        assert_eq!(basis(&bench, "TICKET_UNREGISTERED"), (vec![1], vec![]));
    }
}

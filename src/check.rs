//! The pipeline of `houkan check`: read, match, judge, apply rules, hand to reports.

use chrono::NaiveDate;

use crate::eligibility::Loaded;
use crate::eligibility::record::Records;
use crate::finding::Finding;
use crate::judge::verdict::Judgement;
use crate::matching::Matches;
use crate::matching::keys::ClaimKeys;
use crate::policy::Policy;
use crate::uke::read::ReadClaims;

/// Everything a report is made from. All per-claim tables have one row a claim, in input order.
pub struct Checked {
    /// The claims and their inputs.
    pub claims: ReadClaims,
    /// Normalised identities of the claims, insurer kinds, 不詳 marks.
    pub keys: ClaimKeys,
    /// The eligibility records and their inputs.
    pub eligibility: Loaded,
    /// How each claim was matched.
    pub matches: Matches,
    /// The judgement of each claim.
    pub judgements: Vec<Judgement>,
    /// The findings, by input and line.
    pub findings: Vec<Finding>,
    /// Records ignored because they were seen after `as_of`.
    pub seen_later: u64,
    /// The policy.
    pub policy: Policy,
    /// The day on which the check is made.
    pub as_of: NaiveDate,
    /// Some eligibility results were given (`-e`).
    pub has_eligibility: bool,
}

impl Checked {
    /// The eligibility records.
    #[must_use]
    pub fn records(&self) -> &Records {
        &self.eligibility.records
    }
}

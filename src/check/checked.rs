//! What came of a run.

use chrono::NaiveDate;

use crate::eligibility::Loaded;
use crate::eligibility::record::Records;
use crate::finding::Finding;
use crate::judge::verdict::Judgement;
use crate::mark::key::Parts;
use crate::mark::{ClaimKey, Compared, Ignored, Mark};
use crate::master::SourceFile;
use crate::matching::cascade::MatchedBy;
use crate::matching::identity::Identity;
use crate::matching::keys::ClaimKeys;
use crate::policy::Policy;
use crate::uke::claim::{Chunk, Claim};
use crate::uke::read::ReadClaims;
use crate::uke::recorded::Recorded;

use super::{LogInput, StationsInput};

/// Everything a report is made from. All per-claim tables have one row a claim, in input order.
pub struct Checked {
    /// The claims and their inputs.
    pub claims: ReadClaims,
    /// Normalised identities of the claims, insurer kinds, 不詳 marks.
    pub keys: ClaimKeys,
    /// The eligibility records and their inputs.
    pub eligibility: Loaded,
    /// The credential log, where one was given.
    pub log: Option<LogInput>,
    /// The list of equipped stations, where one was given.
    pub stations: Option<StationsInput>,
    /// The files of the tariff master, where one was given.
    pub master: Vec<SourceFile>,
    /// How each claim was matched.
    pub matched_by: Vec<MatchedBy>,
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
    /// How it stands to an earlier report, where one was given (`--baseline`).
    pub compared: Option<Compared>,
    /// What a user has accepted, where that was given (`--ignore`).
    pub ignored: Option<Ignored>,
    /// What identifies patients has been masked (`--mask`).
    pub is_masked: bool,
}

/// The key of a claim; `None` for one that cannot be read.
pub(crate) fn claim_key(chunk: &Chunk, claim: &Claim, identity: Identity<'_>) -> Option<ClaimKey> {
    let month = claim.service_month.filter(|_| claim.problem.is_none())?;
    let recorded = Recorded::of(chunk, claim);
    Some(ClaimKey::of(&Parts {
        station: &chunk.header(claim).station,
        month: &month.to_string(),
        claim_type: &recorded.decode(recorded.claim_type),
        insured: [identity.insurer, identity.symbol, identity.number],
        birth_date: &recorded.birth_text(claim),
    }))
}

impl Checked {
    /// The key of the claim at `index`. One that cannot be read has none, since what is left of it is that of others,
    /// too; nor has any of a masked run, since who knows what a key is made of could try it.
    #[must_use]
    pub fn claim_key(&self, index: u32) -> Option<ClaimKey> {
        let (position, local) = self.claims.claims.locate(index);
        let (_, chunk) = self.claims.claims.chunk(position);
        let claim = &chunk.claims[local];
        if self.is_masked {
            return None;
        }
        claim_key(chunk, claim, self.keys.get(position, local, claim).1)
    }

    /// True when eligibility results were given (`-e`) and none of their records can be used: then
    /// nothing was compared, whatever the verdicts say.
    #[must_use]
    pub fn lacks_records(&self) -> bool {
        // Rows of a register that concern other people show that it was read.
        let inputs = &self.eligibility.inputs;
        self.has_eligibility
            && self.records().len() as u64 == self.seen_later
            && inputs.iter().all(|input| input.passed_over == 0)
    }

    /// How the verdict of a claim stands to an earlier report; `Mark::None` without one.
    #[must_use]
    pub fn mark_of(&self, claim: u32) -> Mark {
        let marks = self.compared.as_ref().map(|compared| &compared.verdicts);
        let mark = marks.and_then(|marks| marks.get(claim as usize));
        mark.copied().unwrap_or_default()
    }

    /// True for a claim for which nobody is to be asked any more: a user has accepted that (`--ignore`).
    #[must_use]
    pub fn has_settled(&self, claim: u32) -> bool {
        self.ignored
            .as_ref()
            .is_some_and(|ignored| ignored.has_settled(claim))
    }

    /// The eligibility records.
    #[must_use]
    pub fn records(&self) -> &Records {
        &self.eligibility.records
    }
}

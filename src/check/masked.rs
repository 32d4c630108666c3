//! A run without what identifies patients (`--mask`): names, kana, birth dates, numbers. Masked is the run itself,
//! behind everything that compares, so that no report can tell what it is not given.

use crate::eligibility::Status;
use crate::finding::Finding;
use crate::note::Problem;
use crate::text::{cp932, mask};
use crate::uke::claim::Chunk;
use crate::uke::dialect::{Encoding, Refusal};
use crate::uke::layout::{self, RecordKind};
use crate::uke::read::{self, Failure};
use crate::uke::veil;

use super::Checked;

impl Checked {
    /// Masks the run. Insurers, stations, amounts, dates of care and items stay, and so does the sex.
    pub fn mask(&mut self) {
        self.claims.claims.change(mask_chunk);
        for finding in &mut self.findings {
            mask_finding(finding);
        }
        self.mask_inputs();
        // What an earlier report tells is as it was written then.
        for solved in self.compared.iter_mut().flat_map(|it| &mut it.solved) {
            solved.patient_name = mask::masked(&solved.patient_name);
            solved.message.clear();
        }
        self.is_masked = true;
    }
}

impl Checked {
    /// What is said of the inputs repeats what stands in them.
    fn mask_inputs(&mut self) {
        let notes = self.eligibility.notes.iter_mut();
        let log = self.log.iter_mut().flat_map(|log| &mut log.notes);
        let list = self.stations.iter_mut().flat_map(|list| &mut list.notes);
        for note in notes.chain(log).chain(list) {
            hide(&mut note.problem);
        }
        for input in &mut self.claims.inputs {
            if let read::Status::Unreadable(Failure::Refused(Refusal::NoHm(head))) =
                &mut input.status
            {
                *head = mask::masked(head);
            }
        }
        for input in &mut self.eligibility.inputs {
            match &mut input.status {
                Status::Ok => {}
                Status::Partial { reason }
                | Status::Skipped { reason }
                | Status::Unreadable { reason } => hide(reason),
            }
        }
        if let Some(Err(problem)) = self.log.as_mut().map(|log| &mut log.log) {
            hide(problem);
        }
        if let Some(Err(problem)) = self.stations.as_mut().map(|list| &mut list.stations) {
            hide(problem);
        }
    }
}

fn hide(problem: &mut Problem) {
    *problem = problem.clone().hidden();
}

fn mask_chunk(chunk: &mut Chunk) {
    let encoding = chunk.encoding;
    chunk.rewrite(|record| {
        let line = veil::masked_line(&encoding.decode(record));
        match encoding {
            Encoding::Utf8 => line.into_bytes(),
            Encoding::Cp932 => {
                let mut bytes = Vec::with_capacity(record.len());
                cp932::encode_into(&line, &mut bytes);
                bytes
            }
        }
    });
    for claim in &mut chunk.claims {
        claim.birth_date = None;
    }
}

/// The values of a finding stand for what is in its field, on either side; where no field is meant they are counts
/// and names of records, unless the record is none that is known.
fn mask_finding(finding: &mut Finding) {
    let place = &finding.place;
    let kind = RecordKind::from_tag(place.record.as_bytes());
    let fields = kind.map_or(&[][..], |kind| layout::layout(kind).fields);
    let field = fields.iter().find(|field| field.name_en == place.field);
    let is_hidden = match (kind, field) {
        (Some(kind), Some(field)) => {
            layout::is_personal(kind, field.position) || !layout::fits(field, &finding.claim_value)
        }
        (Some(_), None) => false,
        (None, _) => true,
    };
    if finding.code == "ID_MISMATCH" {
        // Where two numbers differ, which is told in brackets.
        finding.details.other = None;
    }
    if is_hidden {
        let values = [&mut finding.claim_value, &mut finding.reference_value];
        for value in values.into_iter().chain(&mut finding.details.other) {
            *value = mask::masked(value).into();
        }
    }
}

//! The columns of the tables, and the lines that their numbers point at.

use serde::Serialize;

use crate::rules::Text;
use crate::text::lang::Lang;

/// A text in Japanese and in English.
pub(super) type Both = [String; 2];

pub(super) fn both(text: impl Fn(Lang) -> String) -> Both {
    Lang::ALL.map(text)
}

pub(super) fn of_rule(text: Text) -> Both {
    both(|lang| text.get(lang).to_owned())
}

/// The verdicts, a number a claim; days are masks of the month.
#[derive(Default, Serialize)]
pub(super) struct Claims {
    pub(super) file: Vec<u32>,
    pub(super) line: Vec<u32>,
    pub(super) payer: Vec<u32>,
    pub(super) station: Vec<u32>,
    pub(super) billing_month: Vec<u32>,
    pub(super) service_month: Vec<u32>,
    pub(super) claim_no: Vec<u32>,
    pub(super) claim_type: Vec<u32>,
    pub(super) name: Vec<u32>,
    pub(super) kana: Vec<u32>,
    pub(super) sex: Vec<u32>,
    pub(super) birth_date: Vec<u32>,
    pub(super) insurer_no: Vec<u32>,
    pub(super) symbol: Vec<u32>,
    pub(super) number: Vec<u32>,
    pub(super) branch: Vec<u32>,
    pub(super) kind: Vec<u32>,
    pub(super) visits: Vec<u32>,
    pub(super) yen: Vec<Option<u32>>,
    pub(super) verdict: Vec<u32>,
    pub(super) reason: Vec<u32>,
    pub(super) credential: Vec<u32>,
    pub(super) evidence_as_of: Vec<u32>,
    pub(super) matched_by: Vec<u32>,
    /// Days by outcome.
    pub(super) outcomes: [Vec<u32>; 6],
    /// Last day on which a 健康保険証 can count, and the transitional window.
    pub(super) cap: Vec<u32>,
    pub(super) window_from: Vec<u32>,
    pub(super) window_to: Vec<u32>,
    /// Expiry of the credential.
    pub(super) valid_to: Vec<u32>,
    /// Of the claims about which there is anything to tell.
    pub(super) key: Vec<u32>,
    pub(super) mark: Vec<u32>,
}

/// The findings, a number each.
#[derive(Default, Serialize)]
pub(super) struct Findings {
    pub(super) file: Vec<u32>,
    pub(super) line: Vec<u32>,
    pub(super) place: Vec<u32>,
    pub(super) claim: Vec<Option<u32>>,
    pub(super) wording: Vec<u32>,
    pub(super) level: Vec<u32>,
    pub(super) month: Vec<u32>,
    pub(super) days: Vec<u32>,
    pub(super) claim_value: Vec<u32>,
    pub(super) reference_value: Vec<u32>,
    pub(super) date: Vec<u32>,
    pub(super) other: Vec<u32>,
    pub(super) count: Vec<u32>,
    pub(super) mark: Vec<u32>,
}

/// The worklist.
#[derive(Default, Serialize)]
pub(super) struct People {
    /// The claims of each, in input order.
    pub(super) claims: Vec<Vec<u32>>,
    pub(super) stations: Vec<u32>,
    pub(super) yen: Vec<u64>,
    pub(super) first_date: Vec<u32>,
    pub(super) last_date: Vec<u32>,
    pub(super) reason: Vec<u32>,
    pub(super) mark: Vec<u32>,
    /// What to have them bring, in both languages.
    pub(super) ask: Vec<[u32; 2]>,
}

/// The templates of a finding.
#[derive(Serialize)]
pub(super) struct WordingLine {
    pub(super) code: &'static str,
    pub(super) message: Both,
    pub(super) action: Both,
}

/// A record and a field that findings point at.
#[derive(Serialize)]
pub(super) struct PlaceLine {
    pub(super) record: &'static str,
    pub(super) field: &'static str,
    pub(super) name: Both,
}

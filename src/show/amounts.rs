//! What a claim asks of each payer, added up and held against the totals of HO and KO.

use crate::text::parse_count;
use crate::uke::codes::{PAYER_SET, PayerSet};
use crate::uke::layout::{RecordKind, ho, ka, ko};

use super::record::{Claim, Record};

/// A payer of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Payer {
    /// 医保, 国保 or 後期.
    Insurer,
    /// 公費, 1–4.
    Public(u8),
}

impl Payer {
    const ALL: [Self; 5] = [
        Self::Insurer,
        Self::Public(1),
        Self::Public(2),
        Self::Public(3),
        Self::Public(4),
    ];

    fn is_in(self, set: PayerSet) -> bool {
        match self {
            Self::Insurer => set.has_insurance(),
            Self::Public(n) => set.has_public(n),
        }
    }

    /// The word for it: that of the 負担区分 in which it pays alone (医保, 公費①).
    #[must_use]
    pub(super) fn name(self) -> &'static str {
        PAYER_SET
            .entries
            .iter()
            .find(|entry| {
                entry
                    .code
                    .bytes()
                    .next()
                    .and_then(PayerSet::from_code)
                    .is_some_and(|set| set.count() == 1 && self.is_in(set))
            })
            .map_or("", |entry| entry.ja)
    }

    /// The identifier in JSON: `insurer`, `public_1`, ….
    #[must_use]
    pub(super) fn id(self) -> String {
        match self {
            Self::Insurer => "insurer".to_owned(),
            Self::Public(n) => format!("public_{n}"),
        }
    }
}

/// 合計金額 of an HO or KO.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Total {
    /// Line of the record.
    pub(super) line: u32,
    /// Yen; `None` when the field cannot be read.
    pub(super) yen: Option<i64>,
}

impl Total {
    fn new(record: &Record, position: usize) -> Self {
        Self {
            line: record.line,
            yen: parse_count(record.field(position).trim().as_bytes()).map(i64::from),
        }
    }
}

/// What KA asks of one payer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sum {
    /// The payer.
    pub(super) payer: Payer,
    /// 金額 of the KA borne by it, yen.
    pub(super) yen: i64,
    /// As filed; `None` without HO or KO for it.
    pub(super) filed: Option<Total>,
    /// As 審査支払機関 corrected it (データ識別 2; inferred).
    pub(super) corrected: Option<Total>,
}

impl Sum {
    /// The total that counts: the corrected one where there is one.
    #[must_use]
    pub(super) fn total(&self) -> Option<Total> {
        self.corrected.or(self.filed)
    }

    /// The sum less the total that counts, yen.
    #[must_use]
    pub(super) fn difference(&self) -> Option<i64> {
        Some(self.yen - self.total()?.yen?)
    }
}

/// The sums of a claim, and the KA that could not be added.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Amounts {
    /// One a payer: those that have HO or KO, and those that KA names.
    pub(super) sums: Vec<Sum>,
    /// Lines of KA whose 金額 or 負担区分 cannot be read.
    pub(super) left_out: Vec<u32>,
}

/// 金額 of a KA in yen.
#[must_use]
pub(super) fn yen_of(record: &Record) -> Option<i64> {
    parse_count(record.field(ka::YEN).trim().as_bytes()).map(i64::from)
}

/// Who bears a KA.
#[must_use]
pub(super) fn payers_of(record: &Record) -> Option<PayerSet> {
    match record.field(ka::PAYER_SET).trim().as_bytes() {
        &[code] => PayerSet::from_code(code),
        _ => None,
    }
}

/// Adds up the KA of a claim.
#[must_use]
pub(super) fn amounts(claim: &Claim) -> Amounts {
    let mut left_out = Vec::new();
    let mut lines = Vec::new();
    for record in claim.of(RecordKind::Ka) {
        match (payers_of(record), yen_of(record)) {
            (Some(set), Some(yen)) => lines.push((set, yen)),
            _ => left_out.push(record.line),
        }
    }
    let sums = Payer::ALL
        .into_iter()
        .filter_map(|payer| {
            let borne = || lines.iter().filter(|(set, _)| payer.is_in(*set));
            let (filed, corrected) = totals(claim, payer);
            let is_there = filed.is_some() || corrected.is_some() || borne().next().is_some();
            is_there.then(|| Sum {
                payer,
                yen: borne().map(|(_, yen)| yen).sum(),
                filed,
                corrected,
            })
        })
        .collect();
    Amounts { sums, left_out }
}

/// As filed, and as corrected.
fn totals(claim: &Claim, payer: Payer) -> (Option<Total>, Option<Total>) {
    match payer {
        Payer::Insurer => {
            let total = |record: &Record| Total::new(record, ho::TOTAL_YEN);
            (
                claim.of(RecordKind::Ho).next().map(total),
                claim.corrected(RecordKind::Ho).last().map(total),
            )
        }
        Payer::Public(n) => {
            let total = |record: &Record| Total::new(record, ko::TOTAL_YEN);
            let at = usize::from(n) - 1;
            let filed = claim.of(RecordKind::Ko).nth(at);
            // Which KO a correction means is not written down: its 負担者番号 tells.
            let corrected = filed.and_then(|filed| {
                let number = filed.field(ko::PAYER_NO).trim();
                claim
                    .corrected(RecordKind::Ko)
                    .filter(|record| record.field(ko::PAYER_NO).trim() == number)
                    .last()
            });
            (filed.map(total), corrected.map(total))
        }
    }
}

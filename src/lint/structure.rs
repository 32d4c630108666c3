//! Which records a claim has, in which order, and how they are numbered (記録条件仕様 第1章3(3); claims-format 2).

use crate::text::parse_count;
use crate::uke::claim::Header;
use crate::uke::codes::ClaimType;
use crate::uke::issue::Kind;
use crate::uke::layout::{self, Presence, RecordKind, Repeat, Rule, ko, re, sn};
use crate::uke::rows::{Group, Row};

use super::flaw::{self, Flaw, Sink};
use super::{Checked, Subject};

/// Checks presence and order of the records of a claim. False when its payers are not those that レセプト種別
/// names: what refers to them cannot be judged then.
pub(super) fn check(claim: &Group<'_>, re: Option<&Row<'_>>, sink: &mut Sink) -> bool {
    order(claim, sink);
    let counts = Counts::of(claim);
    let Some(re) = re else {
        // Without RE nothing says what there has to be.
        if let Some(first) = claim.rows().find(|row| row.kind.is_some()) {
            sink.record(Kind::ReMissing, &first);
        }
        return true;
    };
    let mut has_payers = true;
    if counts.get(RecordKind::Ho) + counts.get(RecordKind::Ko) == 0 {
        sink.record(Kind::NoPayer, re);
        has_payers = false;
    } else if let Some(claim_type) = ClaimType::parse(re.field(re::CLAIM_TYPE)) {
        has_payers = by_type(claim, re, claim_type, &counts, sink);
    }
    for kind in RecordKind::ALL.into_iter().filter(|kind| kind.in_claim()) {
        let count = counts.get(kind);
        match kind.presence() {
            Presence::Required if count == 0 => missing(re, kind, 1, sink),
            Presence::Omitted if count > 0 => {
                forbidden(claim, re, kind, sink).variant = "OMITTED";
            }
            Presence::Required if kind.repeat() == Repeat::Once && count > 1 => {
                wrong_count(claim, kind, count, "1", sink, "");
            }
            _ => {}
        }
    }
    if has_payers {
        public_sn(claim, sink);
    }
    has_payers
}

/// How many records of each kind count in a claim.
struct Counts([usize; RecordKind::ALL.len()]);

impl Counts {
    fn of(claim: &Group<'_>) -> Self {
        let mut counts = [0; RecordKind::ALL.len()];
        for kind in claim.filed_kinds() {
            counts[kind.order()] += 1;
        }
        Self(counts)
    }

    fn get(&self, kind: RecordKind) -> usize {
        self.0[kind.order()]
    }
}

/// HO, KO, SN, JD and MF as レセプト種別 demands. False when HO or KO are not.
fn by_type(
    claim: &Group<'_>,
    re: &Row<'_>,
    claim_type: ClaimType,
    counts: &Counts,
    sink: &mut Sink,
) -> bool {
    use RecordKind::{Ho, Jd, Ko, Mf, Sn};
    let mut has_payers = true;
    for kind in [Ho, Ko, Sn, Jd, Mf] {
        let is_payer = matches!(kind, Ho | Ko);
        if !is_payer && !has_payers {
            break; // The payers are wrong, not what stands for each.
        }
        let Some(occurs) = layout::occurs(claim_type, kind) else {
            continue;
        };
        let count = counts.get(kind);
        if occurs.allows(count) {
            continue;
        }
        has_payers &= !is_payer;
        let (least, most) = (occurs.min, occurs.max.unwrap_or(occurs.min));
        match occurs.rule {
            Rule::Forbidden => {
                forbidden(claim, re, kind, sink);
            }
            Rule::Required if count == 0 => missing(re, kind, least, sink),
            Rule::Required | Rule::Optional => {
                let expected = if least == most {
                    least.to_string()
                } else {
                    format!("{least}〜{most}")
                };
                let variant = if count < usize::from(least) {
                    "FEW"
                } else {
                    ""
                };
                wrong_count(claim, kind, count, &expected, sink, variant);
            }
        }
    }
    has_payers
}

fn missing(re: &Row<'_>, kind: RecordKind, least: u8, sink: &mut Sink) {
    let flaw = sink.record(Kind::MissingRecord, re);
    flaw.record = kind.name();
    flaw.expected = least.to_string().into();
}

fn forbidden<'s>(
    claim: &Group<'_>,
    re: &Row<'_>,
    kind: RecordKind,
    sink: &'s mut Sink,
) -> &'s mut Flaw {
    let row = claim.first(kind);
    let flaw = sink.record(Kind::ForbiddenRecord, row.as_ref().unwrap_or(re));
    let found = re.field(re::CLAIM_TYPE);
    flaw.found = String::from_utf8_lossy(found).into();
    flaw
}

/// Told at the first record beyond the number, or at the only one where there are too few.
fn wrong_count(
    claim: &Group<'_>,
    kind: RecordKind,
    count: usize,
    expected: &str,
    sink: &mut Sink,
    variant: &'static str,
) {
    let most = expected.chars().last().and_then(|c| c.to_digit(10));
    let at = most.map_or(0, |most| most as usize).min(count - 1);
    if let Some(row) = claim.of(kind).nth(at) {
        let flaw = sink.record(Kind::RecordCount, &row);
        flaw.variant = variant;
        flaw.found = count.to_string().into();
        flaw.expected = expected.into();
    }
}

/// SN stands for HO, and for a KO only when its 負担者番号 begins with 12 (claims-format 2, ※1).
fn public_sn(claim: &Group<'_>, sink: &mut Sink) {
    let payers: Vec<Row<'_>> = claim.of(RecordKind::Ko).take(4).collect();
    for row in claim.of(RecordKind::Sn) {
        let &[kind @ b'2'..=b'5'] = row.field(sn::PAYER_KIND) else {
            continue;
        };
        let Some(payer) = payers.get(usize::from(kind - b'2')) else {
            continue;
        };
        if !payer.field(ko::PAYER_NO).starts_with(b"12") {
            let flaw = sink.record(Kind::ForbiddenRecord, &row);
            flaw.variant = "SN_PUBLIC";
            flaw.found = String::from_utf8_lossy(payer.field(ko::PAYER_NO)).into();
        }
    }
}

/// Each record that stands before one it should follow. A second head record behind details belongs to
/// another claim whose RE is lost.
fn order(claim: &Group<'_>, sink: &mut Sink) {
    if claim.filed_kinds().is_sorted_by_key(RecordKind::order) {
        return;
    }
    let mut before: Option<RecordKind> = None;
    let mut seen = [false; RecordKind::ALL.len()];
    for row in claim.rows().filter(Row::is_as_filed) {
        let Some(kind) = row.kind else { continue };
        let again = std::mem::replace(&mut seen[kind.order()], true);
        if let Some(before) = before.filter(|before| before.order() > kind.order()) {
            let flaw = sink.record(Kind::Order, &row);
            let is_of_another =
                again && (kind.order() < RecordKind::Ih.order() || kind == RecordKind::Rj);
            if !is_of_another {
                flaw.variant = "MISPLACED";
            }
            flaw.expected = before.name().into();
        }
        before = Some(kind);
    }
}

/// レセプト番号 in a piece of a file, where it runs 1, 2, 3, …: the claims whose number is not that of the claim
/// before plus one. Which of them are wrong is told when the pieces are joined.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    breaks: Vec<Break>,
    /// The last number, or what it ought to be.
    last: Option<u32>,
    /// Claims so far.
    claims: u32,
}

/// A claim whose number does not follow on the one before in the piece.
#[derive(Debug)]
pub(super) struct Break {
    /// Claims before it in the piece.
    before: u32,
    number: u32,
    /// The flaw, should the number be wrong.
    flaw: Flaw,
    line: Box<[u8]>,
    subject: Subject,
}

impl Numbering {
    /// Takes the next claim's number; `subject` is asked for when it does not follow on.
    pub(super) fn take(
        &mut self,
        re: &Row<'_>,
        sink: &mut Sink,
        subject: impl FnOnce(&Sink) -> Subject,
    ) {
        let before = self.claims;
        self.claims += 1;
        let next = self.last.map(|last| last.saturating_add(1));
        let Some(number) = parse_count(re.field(re::CLAIM_NO)) else {
            self.last = next; // The field's own flaw; what follows is counted on.
            return;
        };
        self.last = Some(number);
        if next == Some(number) {
            return;
        }
        sink.field(Kind::ClaimNumber, re, re::CLAIM_NO);
        if let Some(flaw) = sink.flaws.pop() {
            self.breaks.push(Break {
                before,
                number,
                flaw,
                line: flaw::kept(re.bytes).into(),
                subject: subject(sink),
            });
        }
    }
}

/// The number that the next claim of a file may have: the one after the last, or the one that is due where an
/// earlier one was wrong.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Numbers {
    last: u32,
    due: u32,
}

impl Numbers {
    /// Goes through a piece, and adds the flaws of wrong numbers to it.
    pub(super) fn pass(&mut self, piece: &mut Checked) {
        let mut claims = 0;
        for one in std::mem::take(&mut piece.numbering.breaks) {
            self.follow(one.before - claims);
            claims = one.before + 1;
            if self.accepts(one.number) {
                continue;
            }
            let flaw = Flaw {
                expected: self.due.to_string().into(),
                ..one.flaw
            };
            piece.lines.entry(flaw.line).or_insert(one.line);
            if let Some(claim) = flaw.claim {
                piece.subjects.entry(claim).or_insert(one.subject);
            }
            piece.flaws.push(flaw);
        }
        self.follow(piece.numbering.claims - claims);
    }

    /// So many claims, each with the number after that of the one before.
    fn follow(&mut self, claims: u32) {
        if claims > 0 {
            self.last = self.last.saturating_add(claims);
            self.due = self.last;
        }
    }

    fn accepts(&mut self, number: u32) -> bool {
        let next = self.last.saturating_add(1);
        let due = self.due.saturating_add(1);
        self.last = number;
        let is_accepted = number == next || number == due;
        self.due = if is_accepted { number } else { due };
        is_accepted
    }
}

/// 指定訪問看護年月 against 請求年月.
pub(super) fn months(re: &Row<'_>, head: &Header, sink: &mut Sink) {
    let month = crate::text::date::Month::parse(re.field(re::SERVICE_MONTH));
    let (Some(service), Some(billing)) = (month, head.billing_month) else {
        return;
    };
    let kind = match service.cmp(&billing) {
        std::cmp::Ordering::Greater => Kind::ServiceAfterBilling,
        std::cmp::Ordering::Equal => Kind::SameMonth,
        std::cmp::Ordering::Less => return,
    };
    sink.field(kind, re, re::SERVICE_MONTH).expected = billing.to_string().into();
}

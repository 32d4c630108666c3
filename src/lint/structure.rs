//! Which records a claim has, in which order, and how they are numbered (記録条件仕様 第1章3(3); claims-format 2).

use crate::text::parse_count;
use crate::uke::claim::Header;
use crate::uke::codes::ClaimType;
use crate::uke::issue::Kind;
use crate::uke::layout::{self, Presence, RecordKind, Repeat, Rule, ko, re, sn};
use crate::uke::rows::{Group, Row};

use super::flaw::{Flaw, Sink};
use super::{Checked, Subject};

/// Checks presence and order of the records of a claim.
pub(super) fn check(claim: &Group<'_>, re: Option<&Row<'_>>, sink: &mut Sink) {
    order(claim, sink);
    let counts = Counts::of(claim);
    let Some(re) = re else {
        // Without RE nothing says what there has to be.
        if let Some(first) = claim.rows().find(|row| row.kind.is_some()) {
            sink.record(Kind::ReMissing, &first);
        }
        return;
    };
    if counts.get(RecordKind::Ho) + counts.get(RecordKind::Ko) == 0 {
        sink.record(Kind::NoPayer, re);
    } else if let Some(claim_type) = ClaimType::parse(re.field(re::CLAIM_TYPE)) {
        by_type(claim, re, claim_type, &counts, sink);
    }
    for kind in RecordKind::ALL.into_iter().filter(|kind| kind.in_claim()) {
        let count = counts.get(kind);
        match kind.presence() {
            Presence::Required if count == 0 => missing(re, kind, 1, sink),
            Presence::Omitted if count > 0 => {
                forbidden(claim, re, kind, sink).variant = "OMITTED";
            }
            Presence::Required if kind.repeat() == Repeat::Once && count > 1 => {
                too_many(claim, kind, count, "1", sink);
            }
            _ => {}
        }
    }
    public_sn(claim, sink);
}

/// How many records of each kind count in a claim.
struct Counts([usize; RecordKind::ALL.len()]);

impl Counts {
    fn of(claim: &Group<'_>) -> Self {
        let mut counts = [0; RecordKind::ALL.len()];
        for kind in claim.rows().filter(Row::is_as_filed).filter_map(|r| r.kind) {
            counts[kind.order()] += 1;
        }
        Self(counts)
    }

    fn get(&self, kind: RecordKind) -> usize {
        self.0[kind.order()]
    }
}

/// HO, KO, SN, JD and MF as レセプト種別 demands.
fn by_type(
    claim: &Group<'_>,
    re: &Row<'_>,
    claim_type: ClaimType,
    counts: &Counts,
    sink: &mut Sink,
) {
    use RecordKind::{Ho, Jd, Ko, Mf, Sn};
    for kind in [Ho, Ko, Sn, Jd, Mf] {
        let Some(occurs) = layout::occurs(claim_type, kind) else {
            continue;
        };
        let count = counts.get(kind);
        if occurs.allows(count) {
            continue;
        }
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
                too_many(claim, kind, count, &expected, sink);
            }
        }
    }
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
fn too_many(claim: &Group<'_>, kind: RecordKind, count: usize, expected: &str, sink: &mut Sink) {
    let most = expected.chars().last().and_then(|c| c.to_digit(10));
    let at = most.map_or(0, |most| most as usize).min(count - 1);
    if let Some(row) = claim.of(kind).nth(at) {
        let flaw = sink.record(Kind::RecordCount, &row);
        flaw.found = count.to_string().into();
        flaw.expected = expected.into();
    }
}

/// SN stands for HO, and for a KO only when its 負担者番号 begins with 12 (claims-format 2, ※1).
fn public_sn(claim: &Group<'_>, sink: &mut Sink) {
    for row in claim.of(RecordKind::Sn) {
        let Some(payer) = public_payer(claim, row.field(sn::PAYER_KIND)) else {
            continue;
        };
        if !payer.field(ko::PAYER_NO).starts_with(b"12") {
            let flaw = sink.record(Kind::ForbiddenRecord, &row);
            flaw.variant = "SN_PUBLIC";
            flaw.found = String::from_utf8_lossy(payer.field(ko::PAYER_NO)).into();
        }
    }
}

/// The KO that a 負担者種別 of 2 to 5 stands for.
pub(super) fn public_payer<'g>(claim: &'g Group<'_>, payer_kind: &[u8]) -> Option<Row<'g>> {
    match payer_kind {
        [digit @ b'2'..=b'5'] => claim.of(RecordKind::Ko).nth(usize::from(digit - b'2')),
        _ => None,
    }
}

/// Each record that stands before one it should follow. A second head record behind details belongs to
/// another claim whose RE is lost.
fn order(claim: &Group<'_>, sink: &mut Sink) {
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

/// レセプト番号 in a piece of a file, where it runs 1, 2, 3, ….
#[derive(Debug, Default)]
pub(super) struct Numbering {
    /// The first number, which the piece before decides on.
    pub first: Option<Box<FirstNumber>>,
    /// The last number, or what it ought to be.
    last: Option<u32>,
    /// Claims before the first readable number.
    pub skipped: u32,
}

/// The first readable number of a piece.
#[derive(Debug)]
pub(super) struct FirstNumber {
    number: u32,
    skipped: u32,
    /// The flaw, should the number be wrong.
    flaw: Flaw,
    line: Box<[u8]>,
    subject: Subject,
}

impl Numbering {
    /// Takes the next claim's number. For the first of a piece, gives the flaw that it may be.
    pub(super) fn take(&mut self, re: &Row<'_>, sink: &mut Sink) -> Option<Flaw> {
        let Some(number) = parse_count(re.field(re::CLAIM_NO)) else {
            // The field's own flaw; what follows is counted on.
            match &mut self.last {
                Some(last) => *last = last.saturating_add(1),
                None => self.skipped += 1,
            }
            return None;
        };
        let last = self.last.replace(number);
        match last.map(|last| last.saturating_add(1)) {
            None => {
                sink.field(Kind::ClaimNumber, re, re::CLAIM_NO);
                sink.flaws.pop()
            }
            Some(next) if next != number => {
                let expected = next.to_string();
                sink.field(Kind::ClaimNumber, re, re::CLAIM_NO).expected = expected.into();
                None
            }
            Some(_) => None,
        }
    }

    /// The last number of the file behind this piece; `before` is the one before it.
    pub(super) fn after(&self, before: u32) -> u32 {
        self.last
            .unwrap_or_else(|| before.saturating_add(self.skipped))
    }
}

impl FirstNumber {
    pub(super) fn new(re: &Row<'_>, skipped: u32, flaw: Flaw, subject: Subject) -> Self {
        Self {
            number: parse_count(re.field(re::CLAIM_NO)).unwrap_or(0),
            skipped,
            flaw,
            line: re.bytes.into(),
            subject,
        }
    }

    /// Adds the flaw to the piece when `before` is not the number before.
    pub(super) fn compare(self, before: u32, piece: &mut Checked) {
        let next = before.saturating_add(self.skipped).saturating_add(1);
        if self.number == next {
            return;
        }
        let flaw = Flaw {
            expected: next.to_string().into(),
            ..self.flaw
        };
        piece.lines.entry(flaw.line).or_insert(self.line);
        if let Some(claim) = flaw.claim {
            piece.subjects.entry(claim).or_insert(self.subject);
        }
        piece.flaws.push(flaw);
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

//! Payers: their numbers, their order, who bears what, and the sums (claims-format 3.3–3.6, 3.18).

use crate::text::fold;
use crate::text::insurer::InsurerKind;
use crate::text::parse_count;
use crate::uke::codes::PayerSet;
use crate::uke::issue::Kind;
use crate::uke::layout::{self, RecordKind, SYMBOL_AND_NUMBER_MAX_CHARS, ho, jd, ka, ko, re, sn};
use crate::uke::rows::{Group, Row};

use super::field::Filing;
use super::flaw::Sink;
use super::scan::Scan;

/// Checks HO, KO and what refers to them.
///
/// `has_payers` says that the payers are those of レセプト種別, so that what refers to them can be judged.
pub(super) fn check(
    claim: &Group<'_>,
    re: Option<&Row<'_>>,
    filing: Filing,
    has_payers: bool,
    sink: &mut Sink,
) {
    let ho = claim.first(RecordKind::Ho);
    if let Some(ho) = &ho {
        insurer(ho, filing, sink);
        symbol_and_number(ho, sink);
    }
    public_payers(claim, sink);
    if has_payers {
        kinds(claim, RecordKind::Sn, sn::PAYER_KIND, sink);
        kinds(claim, RecordKind::Jd, jd::PAYER_KIND, sink);
    }
    let kind = insurer_kind(ho.as_ref());
    branches(claim, kind, sink);
    national(claim, re, ho.as_ref(), kind, sink);
    if has_payers && shares(claim, sink) {
        sums(claim, sink);
    }
}

/// The kind of the insurer; `None` without a readable HO.
pub(super) fn insurer_kind(ho: Option<&Row<'_>>) -> Option<InsurerKind> {
    let Ok(number) = std::str::from_utf8(ho?.field(ho::INSURER_NO)) else {
        return Some(InsurerKind::Unknown);
    };
    let mut padded = String::with_capacity(8);
    fold::insurer_into(number, &mut padded);
    Some(InsurerKind::of(&padded))
}

/// 保険者番号: eight digits, or 国保's six behind two blanks.
fn insurer(ho: &Row<'_>, filing: Filing, sink: &mut Sink) {
    let field = ho.field(ho::INSURER_NO);
    let trimmed = field.trim_ascii();
    if trimmed.is_empty() {
        if !field.is_empty() {
            sink.field(Kind::PayerUnreadable, ho, ho::INSURER_NO);
        }
        return; // An empty field is told as such.
    }
    if !trimmed.is_ascii() {
        return; // Told with the characters of the fields.
    }
    // Two zeros instead of the blanks, as other systems write it (contract 4.2).
    let short = trimmed.strip_prefix(b"00").unwrap_or(trimmed);
    let short = Some(short).filter(|six| six.len() == 6);
    let blanks: &[u8] = if short.is_some() { b"  " } else { b"" };
    let number = short.unwrap_or(trimmed);
    if field.strip_prefix(blanks) == Some(number) {
        if field.len() != 8 {
            let flaw = sink.field(Kind::Length, ho, ho::INSURER_NO);
            flaw.count = u32::try_from(field.len()).unwrap_or(u32::MAX);
            flaw.expected = "8".into();
        } else if !trimmed.iter().all(u8::is_ascii_digit) {
            sink.field(Kind::PayerUnreadable, ho, ho::INSURER_NO);
        }
    } else if !filing.is_of_insurer {
        let expected = sink.decode(&[blanks, number].concat());
        sink.field(Kind::InsurerPadding, ho, ho::INSURER_NO)
            .expected = expected;
    }
}

/// 記号 and 番号 together (手引き: 38 bytes, 19 characters).
fn symbol_and_number(ho: &Row<'_>, sink: &mut Sink) {
    let (symbol, number) = (ho.field(ho::SYMBOL), ho.field(ho::NUMBER));
    if symbol.len() + number.len() <= SYMBOL_AND_NUMBER_MAX_CHARS {
        return;
    }
    let is_cp932 = sink.is_cp932();
    let [symbol, number] = [symbol, number].map(|field| Scan::of(field, is_cp932));
    let chars = symbol.chars + number.chars;
    // One field alone that is too long has its own flaw.
    let longest = symbol.bytes.max(number.bytes);
    if chars > SYMBOL_AND_NUMBER_MAX_CHARS && longest <= 2 * SYMBOL_AND_NUMBER_MAX_CHARS {
        let flaw = sink.field(Kind::SymbolNumberLength, ho, ho::NUMBER);
        flaw.found = chars.to_string().into();
        flaw.expected = SYMBOL_AND_NUMBER_MAX_CHARS.to_string().into();
    }
}

/// 受給者番号 and the order by 法別 (手引き; claims-format 3.4).
fn public_payers(claim: &Group<'_>, sink: &mut Sink) {
    let mut before: Option<(usize, &[u8])> = None;
    for row in claim.of(RecordKind::Ko) {
        let payer = row.field(ko::PAYER_NO);
        let law = &payer[..payer.len().min(2)];
        let has_number = !row.field(ko::RECIPIENT_NO).is_empty();
        match (law, has_number) {
            (b"30", true) => {
                sink.field(Kind::RecipientNumber, &row, ko::RECIPIENT_NO)
                    .variant = "EXTRA";
            }
            (b"30", false) | (_, true) => {}
            (_, false) => {
                sink.field(Kind::RecipientNumber, &row, ko::RECIPIENT_NO);
            }
        }
        let rank = match layout::public_payer_rank(payer) {
            Some(rank) => rank,
            // Local schemes stand behind all others, in an order of their own.
            None if matches!(law, [b'8' | b'9', _]) => usize::MAX,
            None => continue, // Where others stand is not written down.
        };
        if let Some((_, earlier)) = before.filter(|(earlier, _)| *earlier > rank) {
            let found = sink.decode(law);
            let expected = sink.decode(earlier);
            let flaw = sink.field(Kind::PublicOrder, &row, ko::PAYER_NO);
            (flaw.found, flaw.expected) = (found, expected);
        }
        before = Some((rank, law));
    }
}

/// 負担者種別 of SN or JD: ascending, and of payers that are there.
fn kinds(claim: &Group<'_>, record: RecordKind, position: usize, sink: &mut Sink) {
    let has_ho = claim.first(RecordKind::Ho).is_some();
    let kos = claim.of(RecordKind::Ko).count();
    let mut before: &[u8] = b"";
    for row in claim.of(record) {
        let row = &row;
        let kind = row.field(position);
        let &[digit @ b'1'..=b'5'] = kind else {
            continue; // The field's own flaw.
        };
        let is_there = match digit {
            b'1' => has_ho,
            digit => usize::from(digit - b'1') <= kos,
        };
        if !is_there {
            sink.field(Kind::PayerKindAbsent, row, position);
        } else if !before.is_empty() && kind <= before {
            let expected = sink.decode(before);
            sink.field(Kind::PayerKindOrder, row, position).expected = expected;
        }
        before = kind;
    }
}

/// 枝番 is for 負担者種別 1 alone, and not for 後期高齢者.
fn branches(claim: &Group<'_>, kind: Option<InsurerKind>, sink: &mut Sink) {
    for row in claim.of(RecordKind::Sn) {
        if row.field(sn::BRANCH).is_empty() {
            continue;
        }
        if row.field(sn::PAYER_KIND) != b"1" {
            sink.field(Kind::BranchNotAllowed, &row, sn::BRANCH);
        } else if kind == Some(InsurerKind::Koki) {
            sink.field(Kind::BranchNotAllowed, &row, sn::BRANCH).variant = "ELDERLY";
        }
    }
}

/// 給付割合, 証明書番号 and 任意給付区分 are for 国民健康保険.
fn national(
    claim: &Group<'_>,
    re: Option<&Row<'_>>,
    ho: Option<&Row<'_>>,
    kind: Option<InsurerKind>,
    sink: &mut Sink,
) {
    if ho.is_none() && claim.first(RecordKind::Ko).is_none() {
        return; // Nobody is known to pay, which has its own flaw.
    }
    let is_national = match kind {
        Some(InsurerKind::Unknown) => return, // The number says nothing.
        Some(kind) => kind.is_municipal() && kind != InsurerKind::Koki,
        None => false,
    };
    if is_national {
        return;
    }
    let kos: Vec<Row<'_>> = claim.of(RecordKind::Ko).collect();
    let fields = re
        .map(|row| (row, re::BENEFIT_PERCENT))
        .into_iter()
        .chain(ho.map(|row| (row, ho::CERTIFICATE_NO)))
        .chain(kos.iter().map(|row| (row, ko::OPTIONAL_BENEFIT)));
    for (row, position) in fields {
        if !row.field(position).is_empty() {
            sink.field(Kind::NationalOnly, row, position);
        }
    }
}

/// 負担区分 of every KA against the payers. True when all of them can be trusted, and so can the sums.
fn shares(claim: &Group<'_>, sink: &mut Sink) -> bool {
    let has_ho = claim.first(RecordKind::Ho).is_some();
    let kos = claim.of(RecordKind::Ko).count();
    // Bit 0 is the insurer, bits 1 to 4 are 公費.
    if !has_ho && kos == 0 {
        return false; // Told once, for the claim.
    }
    let present = u8::from(has_ho) | ((1u8 << kos.min(4)) - 1) << 1;
    let mut is_sound = true;
    for row in claim.of(RecordKind::Ka) {
        let Some(set) = payer_set(&row) else {
            is_sound = false;
            continue;
        };
        is_sound &= parse_count(row.field(ka::YEN)).is_some();
        if set.bits() & !present != 0 {
            is_sound = false;
            let expected = payers_in_words(has_ho, kos);
            sink.field(Kind::PayerSetAbsent, &row, ka::PAYER_SET)
                .expected = expected.into();
        }
    }
    is_sound
}

fn payer_set(row: &Row<'_>) -> Option<PayerSet> {
    match row.field(ka::PAYER_SET) {
        &[code] => PayerSet::from_code(code),
        _ => None,
    }
}

fn payers_in_words(has_ho: bool, kos: usize) -> String {
    let insurer = has_ho.then(|| "医保".to_owned());
    let public = (1..=kos).map(|n| format!("公費{n}"));
    insurer
        .into_iter()
        .chain(public)
        .collect::<Vec<_>>()
        .join("・")
}

/// Sums of 金額 against 合計金額 of each payer (claims-format 3.18, inferred).
fn sums(claim: &Group<'_>, sink: &mut Sink) {
    // Index 0 is the insurer, 1 to 4 are 公費: yen and lines.
    let mut sums = [(0u64, 0u32); 5];
    for row in claim.of(RecordKind::Ka) {
        let (Some(set), Some(yen)) = (payer_set(&row), parse_count(row.field(ka::YEN))) else {
            return;
        };
        for (bit, (sum, lines)) in sums.iter_mut().enumerate() {
            if set.bits() >> bit & 1 == 1 {
                *sum += u64::from(yen);
                *lines += 1;
            }
        }
    }
    if sums.iter().all(|&(_, lines)| lines == 0) {
        return; // No KA at all, which has its own flaw.
    }
    let ho = claim.first(RecordKind::Ho);
    let payers = ho
        .iter()
        .map(|row| (0, ho::TOTAL_YEN, Kind::SumOfInsurer, *row))
        .chain(
            (1..5)
                .zip(claim.of(RecordKind::Ko))
                .map(|(n, row)| (n, ko::TOTAL_YEN, Kind::SumOfPublic, row)),
        );
    for (at, position, kind, row) in payers {
        let (sum, lines) = sums[at];
        let Some(total) = parse_count(row.field(position)) else {
            continue;
        };
        if lines == 0 && total > 0 {
            sink.record(Kind::PayerUnused, &row);
        } else if u64::from(total) != sum {
            sink.field(kind, &row, position).expected = sum.to_string().into();
        }
    }
}

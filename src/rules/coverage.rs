//! Visits that this insurer does not cover: `NOT_COVERED` (contract 4.4, 4.6 row 3).

use chrono::NaiveDate;

use crate::eligibility::record::RecordRef;
use crate::finding::{Details, Finding, Level};
use crate::judge::coverage::{covers, excludes, seen};
use crate::judge::outcome::{Outcome, Reason};
use crate::matching::cascade::MatchedBy;

use super::field::at;
use super::{Certainty, Check, Example, Page, Rule, Scene, text, words};

/// The rules of this family.
pub(super) const RULES: &[Rule] = &[NOT_COVERED];

const NOT_COVERED: Rule = Rule {
    code: "NOT_COVERED",
    level: Level::Error,
    certainty: Certainty::Confirmed,
    version: 1,
    title: text(
        "訪問日にこの保険の資格がない",
        "Not covered by this insurer on the visit date",
    ),
    wording: &[
        words(
            "OTHER_INSURER",
            text(
                "{dates}はこの保険者の資格がなく[（喪失日 {date}）]、別の保険者の資格があります[：{other}]。",
                "{dates}: not covered by this insurer[ (coverage lost on {date})]; covered by another[: {other}].",
            ),
            text(
                "新しい保険の記号・番号を資格確認書かマイナ保険証で確認し、その日の分は新しい保険者に請求してください。",
                "Confirm symbol and number of the new insurance, and claim these dates from the new insurer.",
            ),
        ),
        words(
            "OTHER_NUMBER",
            text(
                "{dates}はこの記号・番号の資格がなく[（喪失日 {date}）]、同じ保険者の別の記号・番号[（{other}）]で加入しています。",
                "{dates}: not covered under this symbol and number[ (lost on {date})], but under others of the same insurer[: {other}].",
            ),
            text(
                "記号・番号を資格確認結果に合わせてください。月の途中で変わった場合は、変更日の前後でレセプトを分けます。",
                "Take symbol and number from the eligibility result; when they changed within the month, make two claims.",
            ),
        ),
        words(
            "AFTER_LOSS",
            text(
                "{dates}は資格喪失後の訪問です[（喪失日 {date}）]。この番号では請求できません。[一部は別の保険者の資格があります：{other}。]",
                "{dates}: after the loss of coverage[ (lost on {date}, the first day without)]. It cannot be claimed under this number.[ Some dates are covered by another insurer: {other}.]",
            ),
            text(
                "利用者に新しい保険を確認して資格確認を行い、喪失日以後の分はレセプトを分けて新しい保険者に請求してください。",
                "Ask for the new insurance, verify it, and claim the dates from the loss on from the new insurer.",
            ),
        ),
        words(
            "BEFORE_QUALIFIED",
            text(
                "{dates}はこの保険の資格取得日[（{date}）]より前の訪問です。この番号では請求できません。",
                "{dates}: before coverage began[ on {date}]. It cannot be claimed under this number.",
            ),
            text(
                "取得日より前に加入していた保険を確認し、その分はレセプトを分けて前の保険者に請求してください。",
                "Ask which insurance came before, and claim these dates from that insurer.",
            ),
        ),
        words(
            "",
            text(
                "{dates}はこの保険の資格がありません。",
                "{dates}: not covered by this insurer.",
            ),
            text(
                "利用者に加入している保険を確認し、資格確認をやり直してから請求してください。",
                "Ask the patient for the insurance in force, verify it, then claim.",
            ),
        ),
    ],
    page: Page {
        meaning: text(
            "資格確認結果によると、訪問日はこの保険に加入していません。\
             資格喪失日は資格のない最初の日なので、喪失日当日の訪問も対象外です。\
             請求すると「資格喪失後の受診」などとして返戻され、保険者側で見つかれば利用者への返還請求につながります。\
             判断は有効・無効の表示ではなく取得日と喪失日によります。無効とあるのに喪失日がない結果は、確認日以後を資格なしとみなします。\
             就職・転居・出生の直後は登録が遅れ、実際には加入していることもあります。",
            "By the eligibility result the patient was not insured here on the visit date. \
             The day of loss is the first day without coverage. Such a claim is returned (資格喪失後の受診), and found later by the insurer it leads to refund demands on the patient. \
             The dates decide, not the flag; a result that is invalid without a day of loss counts as lost from the day it was seen. \
             After a change of job, a move or a birth the registration may lag behind.",
        ),
        remedy: text(
            "利用者に保険の変更を確認し、新しい保険者の資格を確認します。月の途中で変わったときは、喪失日の前後でレセプトを2枚に分けます。\
             新しい保険者が表示されているときは、その番号で資格確認をやり直してから請求してください。\
             登録の遅れが疑われるときは、数日おいて再照会します。",
            "Ask about a change of insurance and verify the new one. When it changed within the month, make two claims, split at the day of loss. \
             When a new insurer is named, verify under its number before claiming. If the registration seems late, query again some days later.",
        ),
        source: text(
            "健康保険法（資格喪失）；資格確認結果の資格取得・喪失年月日（規則 TL-04b、TL-20、TL-21、RT-09、RT-14、VR-08）",
            "健康保険法 (loss of coverage); dates of the eligibility result (rules TL-04b, TL-20, TL-21, RT-09, RT-14, VR-08)",
        ),
        sample: None,
        example: Example {
            variant: "OTHER_INSURER",
            at: ("HO", "insurer_no"),
            days: &[9, 16],
            values: ("06132013", "00138057"),
            date: Some((2025, 12, 5)),
            other: "138057 架空市",
            ..Example::NONE
        },
    },
    check: Check::Compared(not_covered),
};

fn not_covered(scene: &Scene<'_>, findings: &mut Vec<Finding>) {
    let mask = scene.judgement.dates_with(Outcome::NotCovered);
    if mask == 0 {
        return;
    }
    // Graver is INVALID alone, which has no dates: the verdict's reason is that of these dates.
    let reason = scene.judgement.reason;
    let of_other = scene.matched.by == MatchedBy::OtherInsurer;
    let own = if of_other { &[] } else { scene.records };
    let elsewhere: Vec<(u32, RecordRef<'_>)> = if of_other {
        scene.indexed().collect()
    } else {
        scene.indexed_context().collect()
    };
    let found = covering(scene, mask, &elsewhere, reason);
    let new = found.map(|(_, record)| record);
    let excluding = if of_other {
        Vec::new()
    } else {
        excluding(scene, mask)
    };
    let edge = match reason {
        Reason::BeforeQualified => first_qualified(scene, mask, own),
        _ => last_loss(scene, mask, own),
    };
    let spot = match reason {
        Reason::OtherNumber => scene.spot(const { at("number") }),
        _ => scene.payer_spot(),
    };
    findings.push(Finding {
        dates: scene.days(mask),
        claim_value: spot.value.as_ref().into(),
        reference_value: reference(new, edge, reason),
        details: Details {
            variant: reason.id(),
            date: edge,
            other: new.map(|record| named(record, reason)),
            count: 0,
        },
        evidence: ascending(excluding, found.map(|(index, _)| index)),
        ..scene.finding_on(&NOT_COVERED, spot.place)
    });
}

/// What the eligibility results say in place of the claim: the other insurer or number, else the day of
/// loss or qualification.
fn reference(new: Option<RecordRef<'_>>, edge: Option<NaiveDate>, reason: Reason) -> Box<str> {
    match new {
        Some(record) if reason == Reason::OtherNumber => record.number_recorded().into(),
        Some(record) => record.insurer_recorded().into(),
        None => edge.map_or_else(Box::default, |date| date.to_string().into()),
    }
}

/// The other party for the message: `138057 架空市`, or symbol and number.
fn named(record: RecordRef<'_>, reason: Reason) -> Box<str> {
    let (first, second) = if reason == Reason::OtherNumber {
        (record.symbol_recorded(), record.number_recorded())
    } else {
        (record.insurer_recorded(), record.insurer_name())
    };
    match (first.is_empty(), second.is_empty()) {
        (true, _) => second.into(),
        (false, true) => first.into(),
        (false, false) => format!("{first} {second}").into(),
    }
}

/// The record, under another insurer or for `OTHER_NUMBER` another number of this one, that covers the
/// first of the dates that any of them covers, with its index; of several the one seen last.
fn covering<'a>(
    scene: &Scene<'a>,
    mask: u32,
    elsewhere: &[(u32, RecordRef<'a>)],
    reason: Reason,
) -> Option<(u32, RecordRef<'a>)> {
    let this_insurer = reason == Reason::OtherNumber;
    let (indices, group): (Vec<u32>, Vec<RecordRef<'a>>) = elsewhere
        .iter()
        .filter(|(_, record)| (record.insurer() == scene.identity.insurer) == this_insurer)
        .copied()
        .unzip();
    let all = seen(&group, scene.run.as_of);
    scene.claim.dates(mask).find_map(|date| {
        let of_date = (0..group.len()).filter(|&at| covers(&all[at], date, &all));
        of_date
            .max_by_key(|&at| all[at].as_of)
            .map(|at| (indices[at], group[at]))
    })
}

/// The matched records that exclude any of these dates.
fn excluding(scene: &Scene<'_>, mask: u32) -> Vec<u32> {
    scene
        .indexed()
        .zip(scene.seen)
        .filter(|(_, one)| scene.claim.dates(mask).any(|date| excludes(one, date)))
        .map(|((index, _), _)| index)
        .collect()
}

fn ascending(mut records: Vec<u32>, another: Option<u32>) -> Box<[u32]> {
    records.extend(another);
    records.sort_unstable();
    records.dedup();
    records.into()
}

/// The day of loss that excludes the first of these dates: of the record seen last, of equals the later.
/// Without 喪失日 an invalid record counts as lost when it was seen.
fn last_loss(scene: &Scene<'_>, mask: u32, own: &[RecordRef<'_>]) -> Option<NaiveDate> {
    let date = scene.first_date(mask)?;
    own.iter()
        .filter_map(|record| {
            let seen_on = record.as_of.unwrap_or(scene.run.as_of);
            let invalid = matches!(record.validity, 2 | 3).then_some(seen_on);
            let lost = record.lost_on.or(invalid).filter(|&lost| date >= lost)?;
            record
                .qualified_on
                .is_none_or(|from| date >= from)
                .then_some((seen_on, lost))
        })
        .max()
        .map(|(_, lost)| lost)
}

/// The first 資格取得日 behind the first of these dates.
fn first_qualified(scene: &Scene<'_>, mask: u32, own: &[RecordRef<'_>]) -> Option<NaiveDate> {
    let date = scene.first_date(mask)?;
    own.iter()
        .filter_map(|record| record.qualified_on)
        .filter(|&from| date < from)
        .min()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{Bench, day, hanako};
    use crate::rules::wording;
    use crate::text::lang::Lang;

    fn only(bench: &Bench) -> Finding {
        let mut found = bench.findings();
        found.retain(|finding| finding.code == "NOT_COVERED");
        assert_eq!(found.len(), 1, "{found:?}");
        found.remove(0)
    }

    #[test]
    fn after_the_loss() {
        let lost = hanako().seen(day(2025, 11, 20)).lost(day(2025, 11, 10));
        let found = only(&Bench::month("202511", &[5, 10, 11, 12]).record(&lost));
        assert_eq!(found.details.variant, "AFTER_LOSS");
        assert_eq!(
            (found.place.record, found.place.field, found.place.line),
            ("HO", "insurer_no", 3)
        );
        assert_eq!(
            (&*found.claim_value, &*found.reference_value),
            ("06132013", "2025-11-10")
        );
        let message = wording::message(&found, Lang::Ja);
        assert!(
            message.starts_with("11月10日〜12日は資格喪失後の訪問です（喪失日 2025年11月10日）。"),
            "{message}"
        );
        assert!(
            !Bench::month("202511", &[5, 9])
                .record(&lost)
                .codes()
                .contains(&"NOT_COVERED")
        );
    }

    #[test]
    fn invalid_without_a_day_of_loss() {
        let found = only(
            &Bench::month("202511", &[20]).record(&hanako().seen(day(2025, 11, 20)).validity(2)),
        );
        assert_eq!(found.details.date, Some(day(2025, 11, 20)));
    }

    #[test]
    fn before_the_qualification() {
        let found = only(
            &Bench::month("202511", &[5])
                .record(&hanako().seen(day(2025, 11, 20)).from(day(2025, 11, 6))),
        );
        assert_eq!(
            (found.details.variant, found.details.date),
            ("BEFORE_QUALIFIED", Some(day(2025, 11, 6)))
        );
    }

    #[test]
    fn the_new_insurer_is_named() {
        let old = hanako().seen(day(2025, 11, 20)).lost(day(2025, 11, 10));
        let new = hanako()
            .seen(day(2025, 11, 20))
            .insurer("138057", "架空市")
            .number("", "9001")
            .from(day(2025, 11, 10));
        let found = only(&Bench::month("202511", &[5, 12]).record(&old).record(&new));
        assert_eq!(found.details.variant, "OTHER_INSURER");
        assert_eq!(&*found.reference_value, "138057");
        assert_eq!(
            wording::message(&found, Lang::Ja),
            "2025年11月12日はこの保険者の資格がなく（喪失日 2025年11月10日）、別の保険者の資格があります：138057 架空市。"
        );
        // Found under the other insurer alone, nothing is known of a loss.
        let found = only(&Bench::month("202511", &[12]).record(&new));
        assert_eq!(
            (found.details.date, found.details.other.as_deref()),
            (None, Some("138057 架空市"))
        );
    }

    #[test]
    fn another_number_of_the_same_insurer() {
        let old = hanako().seen(day(2025, 11, 20)).lost(day(2025, 11, 10));
        let new = hanako()
            .seen(day(2025, 11, 20))
            .number("77", "9001")
            .from(day(2025, 11, 10));
        let found = only(&Bench::month("202511", &[12]).record(&old).record(&new));
        assert_eq!(found.details.variant, "OTHER_NUMBER");
        assert_eq!(
            (&*found.claim_value, &*found.reference_value),
            ("345", "9001")
        );
        assert_eq!(found.details.other.as_deref(), Some("77 9001"));
        assert_eq!(found.place.field, "number");
    }
}

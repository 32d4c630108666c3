//! The end of the legacy card (健康保険証): caps, the transitional window (暫定対応), and after.

use chrono::NaiveDate;

use super::case::{Case, Kinds, Visits};
use super::outcome::{Expect, Reason, Shown};
use super::plan::Record;
use super::scenario::{Scenario, one};
use super::scenario_card::{confirmed, stale};
use crate::text::insurer::InsurerKind;

pub(super) const TABLE: &[Scenario] = &[
    one(
        "cap_day",
        3,
        "被用者保険, card shown, 2025-12-01 and 02",
        "OK LEGACY_CARD, TRANSITIONAL from the 2nd",
        cap_day,
    ),
    one(
        "cap_day_presumed",
        2,
        "the same, nothing in the log",
        "the same, legacy_card_presumed",
        cap_day_presumed,
    ),
    one(
        "expired_card_confirmed",
        12,
        "nothing in the log, 2026-01, confirmed online",
        "TRANSITIONAL",
        expired_card_confirmed,
    ),
    one(
        "window_last_day",
        2,
        "expired card, 2026-07-31",
        "TRANSITIONAL",
        window_last_day,
    ),
    one(
        "window_over",
        3,
        "expired card, 2026-08-01",
        "NEED_CERT LEGACY_EXPIRED",
        window_over,
    ),
    one(
        "koki_last_card_day",
        1,
        "後期, 2025-07-31",
        "OK LEGACY_CARD",
        koki_last_card_day,
    ),
    one(
        "koki_first_day_after",
        2,
        "後期, 2025-08-01",
        "TRANSITIONAL",
        koki_first_day_after,
    ),
    one(
        "kokuho_printed_july",
        2,
        "国保 card to 2025-07-31, visit on 08-01",
        "TRANSITIONAL",
        kokuho_printed_july,
    ),
    one(
        "kokuho_printed_day",
        1,
        "国保, result says card to 2025-09-30, visit on it",
        "OK LEGACY_CARD",
        kokuho_printed_day,
    ),
    one(
        "kokuho_printed_over",
        1,
        "the same, visit on 10-01",
        "TRANSITIONAL",
        kokuho_printed_over,
    ),
    one(
        "kokuho_printed_beyond",
        1,
        "国保 card printed to 2026-03-31, 2025-12-01 and 02",
        "OK, TRANSITIONAL from the 2nd",
        kokuho_printed_beyond,
    ),
    one(
        "kokuho_printed_early",
        1,
        "国保 card to 2025-03-31, 2025-09",
        "CANNOT_JUDGE UNKNOWN_RULE",
        kokuho_printed_early,
    ),
    one(
        "employee_printed_early",
        1,
        "組合 card to 2025-09-30, 2025-10",
        "NEED_CERT LEGACY_EXPIRED",
        employee_printed_early,
    ),
    one(
        "jieikan",
        1,
        "自衛官, nothing in the log, 2026-01",
        "CANNOT_JUDGE UNKNOWN_RULE",
        jieikan,
    ),
    one(
        "jieikan_cap_day",
        1,
        "自衛官, 2025-12-01 and 02",
        "OK, CANNOT_JUDGE UNKNOWN_RULE from the 2nd",
        jieikan_cap_day,
    ),
    one(
        "before_certificates",
        2,
        "no result at all, 2024-11",
        "OK LEGACY_CARD",
        before_certificates,
    ),
    one(
        "no_record",
        3,
        "no result at all, 2025-10",
        "CANNOT_JUDGE NO_RECORD",
        no_record,
    ),
    one(
        "unverified",
        5,
        "no result and nothing in the log, 2026-01",
        "NEED_CERT LEGACY_UNVERIFIED",
        unverified,
    ),
    one(
        "stale_evidence",
        3,
        "last result of the month before, 2026-01",
        "NEED_CERT LEGACY_UNVERIFIED",
        stale_evidence,
    ),
];

/// A date of the calendar; an impossible one, which no scenario names, would be 1970-01-01.
pub(super) fn ymd(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

const PRESUMED: Shown = Shown::Presumed;

fn cap_day(c: &mut Case<'_>) {
    c.service(2025, 12);
    let p = confirmed(c, Kinds::Employee);
    let on = Some(c.earlier());
    c.show(&p, Shown::LegacyCard, on);
    let expect = Expect::all(Reason::LegacyCard, Shown::LegacyCard).then(
        2,
        Reason::ExpiredCardConfirmed,
        Shown::LegacyCard,
    );
    c.claim(&p, &Visits::any().with([1, 2]), expect);
}

fn cap_day_presumed(c: &mut Case<'_>) {
    c.service(2025, 12);
    let p = confirmed(c, Kinds::Employee);
    let expect =
        Expect::all(Reason::LegacyCard, PRESUMED).then(2, Reason::ExpiredCardConfirmed, PRESUMED);
    c.claim(&p, &Visits::any().with([1, 2]), expect);
}

fn expired_card_confirmed(c: &mut Case<'_>) {
    c.service(2026, 1);
    let p = confirmed(c, Kinds::Civil);
    c.claim(
        &p,
        &Visits::any(),
        Expect::all(Reason::ExpiredCardConfirmed, PRESUMED),
    );
}

fn window_last_day(c: &mut Case<'_>) {
    c.service(2026, 7);
    let p = confirmed(c, Kinds::Civil);
    let on = Some(c.earlier());
    c.show(&p, Shown::LegacyCard, on);
    let expect = Expect::all(Reason::ExpiredCardConfirmed, Shown::LegacyCard);
    c.claim(&p, &Visits::any().with([31]), expect);
}

fn window_over(c: &mut Case<'_>) {
    c.service(2026, 8);
    let p = confirmed(c, Kinds::Civil);
    c.claim(
        &p,
        &Visits::any().with([1]),
        Expect::all(Reason::LegacyExpired, PRESUMED),
    );
}

fn koki_last_card_day(c: &mut Case<'_>) {
    c.service(2025, 7);
    let p = confirmed(c, Kinds::Only(InsurerKind::Koki));
    c.claim(
        &p,
        &Visits::any().with([31]),
        Expect::all(Reason::LegacyCard, PRESUMED),
    );
}

fn koki_first_day_after(c: &mut Case<'_>) {
    c.service(2025, 8);
    let p = confirmed(c, Kinds::Only(InsurerKind::Koki));
    c.claim(
        &p,
        &Visits::any().with([1]),
        Expect::all(Reason::ExpiredCardConfirmed, PRESUMED),
    );
}

/// 国保 (of a town or a 国保組合) whose legacy card in the log is printed to `printed`.
fn printed_in_log(
    c: &mut Case<'_>,
    kind: InsurerKind,
    printed: NaiveDate,
    visits: &Visits,
    expect: Expect,
) {
    let p = confirmed(c, Kinds::Only(kind));
    let on = Some(c.earlier());
    c.show(&p, Shown::LegacyCard, on).valid_to(printed);
    c.claim(&p, visits, expect);
}

fn kokuho_printed_july(c: &mut Case<'_>) {
    c.service(2025, 8);
    let kind = c.rng.pick([InsurerKind::Kokuho, InsurerKind::KokuhoKumiai]);
    let expect = Expect::all(Reason::ExpiredCardConfirmed, Shown::LegacyCard);
    printed_in_log(c, kind, ymd(2025, 7, 31), &Visits::any().with([1]), expect);
}

fn kokuho_printed_beyond(c: &mut Case<'_>) {
    c.service(2025, 12);
    let expect = Expect::all(Reason::LegacyCard, Shown::LegacyCard).then(
        2,
        Reason::ExpiredCardConfirmed,
        Shown::LegacyCard,
    );
    let visits = Visits::any().with([1, 2]);
    printed_in_log(c, InsurerKind::Kokuho, ymd(2026, 3, 31), &visits, expect);
}

fn kokuho_printed_early(c: &mut Case<'_>) {
    c.service(2025, 9);
    let expect = Expect::all(Reason::UnknownRule, Shown::LegacyCard);
    printed_in_log(
        c,
        InsurerKind::Kokuho,
        ymd(2025, 3, 31),
        &Visits::any(),
        expect,
    );
}

fn employee_printed_early(c: &mut Case<'_>) {
    c.service(2025, 10);
    let expect = Expect::all(Reason::LegacyExpired, Shown::LegacyCard);
    printed_in_log(
        c,
        InsurerKind::Kumiai,
        ymd(2025, 9, 30),
        &Visits::any().with([1]),
        expect,
    );
}

/// 国保 whose printed expiry 2025-09-30 is known from the result alone.
fn printed_in_record(c: &mut Case<'_>, day: u32, reason: Reason) {
    let p = c.patient(Kinds::Only(InsurerKind::Kokuho));
    let record = c.record(&p);
    c.records.push(Record {
        card_valid_to: Some(ymd(2025, 9, 30)),
        ..record
    });
    c.claim(
        &p,
        &Visits::any().with([day]),
        Expect::all(reason, PRESUMED),
    );
}

fn kokuho_printed_day(c: &mut Case<'_>) {
    c.service(2025, 9);
    printed_in_record(c, 30, Reason::LegacyCard);
}

fn kokuho_printed_over(c: &mut Case<'_>) {
    c.service(2025, 10);
    printed_in_record(c, 1, Reason::ExpiredCardConfirmed);
}

fn jieikan(c: &mut Case<'_>) {
    c.service(2026, 1);
    let p = confirmed(c, Kinds::Only(InsurerKind::Jieikan));
    c.claim(
        &p,
        &Visits::any(),
        Expect::all(Reason::UnknownRule, PRESUMED),
    );
}

fn jieikan_cap_day(c: &mut Case<'_>) {
    c.service(2025, 12);
    let p = confirmed(c, Kinds::Only(InsurerKind::Jieikan));
    let expect = Expect::all(Reason::LegacyCard, PRESUMED).then(2, Reason::UnknownRule, PRESUMED);
    c.claim(&p, &Visits::any().with([1, 2]), expect);
}

fn before_certificates(c: &mut Case<'_>) {
    c.service(2024, 11);
    let p = c.patient(Kinds::Any);
    c.claim(
        &p,
        &Visits::any().with([30]),
        Expect::all(Reason::LegacyCard, PRESUMED).unmatched(),
    );
}

fn no_record(c: &mut Case<'_>) {
    c.service(2025, 10);
    let p = c.patient(Kinds::Employee);
    c.claim(
        &p,
        &Visits::any(),
        Expect::all(Reason::NoRecord, PRESUMED).unmatched(),
    );
}

fn unverified(c: &mut Case<'_>) {
    c.service(2026, 1);
    let p = c.patient(Kinds::Civil);
    c.claim(
        &p,
        &Visits::any(),
        Expect::all(Reason::LegacyUnverified, PRESUMED).unmatched(),
    );
}

fn stale_evidence(c: &mut Case<'_>) {
    c.service(2026, 1);
    let p = stale(c, Kinds::Civil);
    c.claim(
        &p,
        &Visits::any(),
        Expect::all(Reason::LegacyUnverified, PRESUMED),
    );
}

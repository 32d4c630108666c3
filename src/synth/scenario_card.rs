//! Credentials that end, begin or do not suffice: マイナ, スマホ, 資格確認書, お知らせ and the rest.

use super::case::{Case, Kinds, Patient, Visits};
use super::outcome::{Expect, Reason, Shown};
use super::person::Class;
use super::plan::{Channel, Record, after, day, months_before};
use super::scenario::{Scenario, one};
use super::scenario_transition::ymd;
use crate::text::insurer::InsurerKind;

pub(super) const TABLE: &[Scenario] = &[
    one(
        "myna_grace_last_day",
        2,
        "電子証明書 to 2026-01-15, visits to 04-30",
        "OK MYNA",
        myna_grace_last_day,
    ),
    one(
        "myna_grace_over",
        2,
        "電子証明書 to 2026-01-15, visit on 05-01",
        "NEED_CERT MYNA_EXPIRED",
        myna_grace_over,
    ),
    one(
        "smartphone_first_day",
        1,
        "スマホ on 2025-09-18 and 19",
        "NEED_CERT SMARTPHONE_INVALID to the 18th",
        smartphone_first_day,
    ),
    one(
        "smartphone_expired",
        2,
        "スマホ, 電子証明書 ends on the 10th",
        "NEED_CERT SMARTPHONE_INVALID from the 11th",
        smartphone_expired,
    ),
    one(
        "certificate_expires",
        3,
        "資格確認書 ends on the 15th",
        "NEED_CERT CERT_EXPIRED from the 16th",
        certificate_expires,
    ),
    one(
        "certificate_record_over",
        4,
        "後期, certificate to 2026-07-31, visits in August",
        "NEED_CERT CERT_EXPIRED",
        certificate_record_over,
    ),
    one(
        "certificate_before_start",
        1,
        "資格確認書 on 2024-12-01 and 02",
        "OK LEGACY_CARD, then CERTIFICATE",
        certificate_before_start,
    ),
    one(
        "certificate_issued_later",
        2,
        "資格確認書 issued on the 10th, 2026-03",
        "TRANSITIONAL to the 9th",
        certificate_issued_later,
    ),
    one(
        "card_then_certificate",
        3,
        "expired card, 資格確認書 from the 14th, 2026-01",
        "TRANSITIONAL to the 13th",
        card_then_certificate,
    ),
    one(
        "reading_after_log",
        2,
        "an expired 資格確認書 in the log, a later reading",
        "OK MYNA",
        reading_after_log,
    ),
    one(
        "log_after_reading",
        1,
        "a reading on the 3rd, an expired 資格確認書 on the 10th",
        "NEED_CERT CERT_EXPIRED from the 10th",
        log_after_reading,
    ),
    one(
        "notice_only_early",
        2,
        "被用者保険, お知らせ alone in 2025-11",
        "NEED_CERT NOTICE_ONLY",
        notice_only_early,
    ),
    one(
        "notice_confirmed",
        3,
        "お知らせ alone in the window, confirmed online",
        "TRANSITIONAL EXPIRED_CARD_CONFIRMED",
        notice_confirmed,
    ),
    one(
        "notice_over",
        2,
        "お知らせ alone in 2026-08",
        "NEED_CERT NOTICE_ONLY",
        notice_over,
    ),
    one(
        "notice_stale",
        1,
        "お知らせ alone in the window, last result of the month before",
        "NEED_CERT NOTICE_ONLY",
        notice_stale,
    ),
    one(
        "declaration",
        2,
        "資格申立書",
        "CANNOT_JUDGE DECLARATION",
        declaration,
    ),
    one(
        "ticket_with_insurance",
        1,
        "医療券 on a claim with insurance",
        "CANNOT_JUDGE TICKET_UNCONFIRMED",
        ticket_with_insurance,
    ),
    one(
        "special_certificate",
        2,
        "資格確認書（特別療養費）",
        "SPECIAL_CARE",
        special_certificate,
    ),
    one(
        "special_record",
        2,
        "a result of class 05",
        "SPECIAL_CARE, whatever was shown",
        special_record,
    ),
    one(
        "special_and_need",
        1,
        "スマホ invalid from the 6th, 特別療養費 from the 12th",
        "SPECIAL_CARE with certificate dates",
        special_and_need,
    ),
    one(
        "stale_but_read",
        3,
        "マイナ in the log, last result of an earlier month",
        "OK MYNA (NO_EVIDENCE)",
        stale_but_read,
    ),
];

/// A patient of `kinds` with one good record by number.
pub(super) fn confirmed(c: &mut Case<'_>, kinds: Kinds) -> Patient {
    let p = c.patient(kinds);
    let record = c.record(&p);
    c.records.push(record);
    p
}

/// A patient of `kinds` whose only record was seen in the month before the service month.
pub(super) fn stale(c: &mut Case<'_>, kinds: Kinds) -> Patient {
    let p = c.patient_of_grown(kinds);
    let seen = day(months_before(c.month, 1), c.rng.between(1, 28));
    let record = c.record(&p).seen(seen);
    c.records.push(record);
    p
}

fn myna_grace(c: &mut Case<'_>, visits: &Visits, expect: Expect) {
    let p = confirmed(c, Kinds::Any);
    c.show(&p, Shown::Myna, Some(ymd(2025, 12, 8)))
        .valid_to(ymd(2026, 1, 15));
    c.claim(&p, visits, expect);
}

fn myna_grace_last_day(c: &mut Case<'_>) {
    c.service(2026, 4);
    let visits = Visits::any().with([15, 30]);
    myna_grace(c, &visits, Expect::all(Reason::Myna, Shown::Myna));
}

fn myna_grace_over(c: &mut Case<'_>) {
    c.service(2026, 5);
    let visits = Visits::any().with([1]);
    myna_grace(c, &visits, Expect::all(Reason::MynaExpired, Shown::Myna));
}

fn smartphone_first_day(c: &mut Case<'_>) {
    c.service(2025, 9);
    let p = confirmed(c, Kinds::Any);
    c.show(&p, Shown::Smartphone, Some(ymd(2025, 9, 1)));
    let expect = Expect::all(Reason::SmartphoneInvalid, Shown::Smartphone).then(
        19,
        Reason::Smartphone,
        Shown::Smartphone,
    );
    c.claim(&p, &Visits::any().with([18, 19]), expect);
}

fn smartphone_expired(c: &mut Case<'_>) {
    c.service(2026, 2);
    let p = confirmed(c, Kinds::Any);
    let (on, ends) = (Some(c.earlier()), c.day(10));
    c.show(&p, Shown::Smartphone, on).valid_to(ends);
    let expect = Expect::all(Reason::Smartphone, Shown::Smartphone).then(
        11,
        Reason::SmartphoneInvalid,
        Shown::Smartphone,
    );
    c.claim(&p, &Visits::any().with([10, 11]), expect);
}

fn certificate_expires(c: &mut Case<'_>) {
    let p = confirmed(c, Kinds::Any);
    let (on, ends) = (Some(c.earlier()), c.day(15));
    c.show(&p, Shown::Certificate, on).valid_to(ends);
    let expect = Expect::all(Reason::Certificate, Shown::Certificate).then(
        16,
        Reason::CertExpired,
        Shown::Certificate,
    );
    c.claim(&p, &Visits::any().with([15, 16]), expect);
}

fn certificate_record_over(c: &mut Case<'_>) {
    c.service(2026, 8);
    let p = c.patient(Kinds::Only(InsurerKind::Koki));
    let record = c.record(&p);
    c.records.push(Record {
        certificate_valid_to: Some(ymd(2026, 7, 31)),
        ..record
    });
    let expect = Expect::all(Reason::CertExpired, Shown::Certificate);
    c.claim(&p, &Visits::any().with([1]), expect);
}

fn certificate_before_start(c: &mut Case<'_>) {
    c.service(2024, 12);
    let p = confirmed(c, Kinds::Employee);
    c.show(&p, Shown::Certificate, None)
        .valid_to(ymd(2026, 11, 30));
    let expect = Expect::all(Reason::LegacyCard, Shown::Presumed).then(
        2,
        Reason::Certificate,
        Shown::Certificate,
    );
    c.claim(&p, &Visits::any().with([1, 2]), expect);
}

fn certificate_issued_later(c: &mut Case<'_>) {
    c.service(2026, 3);
    let p = confirmed(c, Kinds::Civil);
    let issued = c.day(10);
    c.show(&p, Shown::Certificate, None)
        .valid_to(ymd(2026, 11, 30))
        .issued_on(issued);
    let expect = Expect::all(Reason::ExpiredCardConfirmed, Shown::Presumed).then(
        10,
        Reason::Certificate,
        Shown::Certificate,
    );
    c.claim(&p, &Visits::any().with([9, 10]), expect);
}

fn card_then_certificate(c: &mut Case<'_>) {
    c.service(2026, 1);
    let p = confirmed(c, Kinds::Civil);
    let (before, on) = (Some(c.earlier()), Some(c.day(14)));
    c.show(&p, Shown::LegacyCard, before);
    c.show(&p, Shown::Certificate, on)
        .valid_to(ymd(2026, 7, 31));
    let expect = Expect::all(Reason::ExpiredCardConfirmed, Shown::LegacyCard).then(
        14,
        Reason::Certificate,
        Shown::Certificate,
    );
    c.claim(&p, &Visits::any().with([13, 14]), expect);
}

fn reading_after_log(c: &mut Case<'_>) {
    c.service(2026, 1);
    let p = c.patient(Kinds::Any);
    let reading = c.reading(&p, Channel::Face);
    c.records.push(reading);
    c.show(&p, Shown::Certificate, Some(ymd(2025, 10, 3)))
        .valid_to(ymd(2025, 10, 31));
    c.claim(&p, &Visits::any(), Expect::all(Reason::Myna, Shown::Myna));
}

fn log_after_reading(c: &mut Case<'_>) {
    let p = c.patient(Kinds::Any);
    let (third, eighth, tenth) = (c.day(3), c.day(8), c.day(10));
    let reading = c.reading(&p, Channel::Visits).seen(third);
    c.records.push(reading);
    c.show(&p, Shown::Certificate, Some(tenth)).valid_to(eighth);
    let expect =
        Expect::all(Reason::Myna, Shown::Myna).then(10, Reason::CertExpired, Shown::Certificate);
    c.claim(&p, &Visits::any().with([9, 10]), expect);
}

fn notice_only_early(c: &mut Case<'_>) {
    c.service(2025, 11);
    let p = confirmed(c, Kinds::Employee);
    let on = Some(c.earlier());
    c.show(&p, Shown::Notice, on);
    c.claim(
        &p,
        &Visits::any().with([30]),
        Expect::all(Reason::NoticeOnly, Shown::Notice),
    );
}

fn notice_confirmed(c: &mut Case<'_>) {
    c.service(2026, 1);
    let p = confirmed(c, Kinds::Civil);
    let on = Some(c.earlier());
    c.show(&p, Shown::Notice, on);
    c.claim(
        &p,
        &Visits::any(),
        Expect::all(Reason::ExpiredCardConfirmed, Shown::Notice),
    );
}

fn notice_over(c: &mut Case<'_>) {
    c.service(2026, 8);
    let p = confirmed(c, Kinds::Any);
    let on = Some(c.earlier());
    c.show(&p, Shown::Notice, on);
    c.claim(
        &p,
        &Visits::any().with([1]),
        Expect::all(Reason::NoticeOnly, Shown::Notice),
    );
}

fn notice_stale(c: &mut Case<'_>) {
    c.service(2026, 2);
    let p = stale(c, Kinds::Any);
    let on = Some(c.earlier());
    c.show(&p, Shown::Notice, on);
    c.claim(
        &p,
        &Visits::any(),
        Expect::all(Reason::NoticeOnly, Shown::Notice),
    );
}

fn declaration(c: &mut Case<'_>) {
    let p = confirmed(c, Kinds::Any);
    let on = Some(c.earlier());
    c.show(&p, Shown::Declaration, on);
    c.claim(
        &p,
        &Visits::any(),
        Expect::all(Reason::Declaration, Shown::Declaration),
    );
}

fn ticket_with_insurance(c: &mut Case<'_>) {
    let p = confirmed(c, Kinds::Any);
    let on = Some(c.earlier());
    c.show(&p, Shown::MedicalTicket, on);
    c.claim(
        &p,
        &Visits::any(),
        Expect::all(Reason::TicketUnconfirmed, Shown::MedicalTicket),
    );
}

fn special_certificate(c: &mut Case<'_>) {
    let p = confirmed(c, Kinds::Only(InsurerKind::Kokuho));
    let on = Some(c.earlier());
    c.show(&p, Shown::CertificateSpecial, on);
    c.claim(
        &p,
        &Visits::any(),
        Expect::all(Reason::SpecialCare, Shown::CertificateSpecial),
    );
}

fn special_record(c: &mut Case<'_>) {
    let p = c.patient_of(InsurerKind::Kokuho, Class::Own);
    let reading = c.reading(&p, Channel::Face);
    c.records.push(Record {
        card_class: "05",
        ..reading
    });
    c.claim(
        &p,
        &Visits::any(),
        Expect::all(Reason::SpecialCare, Shown::Myna),
    );
}

fn special_and_need(c: &mut Case<'_>) {
    c.service(2026, 2);
    let p = confirmed(c, Kinds::Only(InsurerKind::Kokuho));
    let (on, ends, special) = (Some(c.earlier()), c.day(5), Some(c.day(12)));
    c.show(&p, Shown::Smartphone, on).valid_to(ends);
    let until = after(c.month.last_day(), 100);
    c.show(&p, Shown::CertificateSpecial, special)
        .valid_to(until);
    let expect = Expect::all(Reason::Smartphone, Shown::Smartphone)
        .then(6, Reason::SmartphoneInvalid, Shown::Smartphone)
        .then(12, Reason::SpecialCare, Shown::CertificateSpecial);
    c.claim(&p, &Visits::any().with([5, 6, 12]), expect);
}

fn stale_but_read(c: &mut Case<'_>) {
    let p = stale(c, Kinds::Any);
    let on = Some(c.earlier());
    c.show(&p, Shown::Myna, on);
    c.claim(&p, &Visits::any(), Expect::all(Reason::Myna, Shown::Myna));
}

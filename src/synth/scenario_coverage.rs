//! Coverage that ends, begins, moves, or was never confirmed.

use chrono::{Datelike, NaiveDate};

use super::case::{Case, Kinds, Patient, Visits};
use super::insured::Insured;
use super::outcome::{Expect, Reason, Shown};
use super::person::Class;
use super::plan::{Channel, Record, after};
use super::scenario::{Scenario, one, two};
use super::scenario_card::confirmed;
use super::scenario_ordinary::public_record;
use crate::text::insurer::InsurerKind;

pub(super) const TABLE: &[Scenario] = &[
    one(
        "lost_midmonth",
        4,
        "資格喪失日 on the 15th",
        "NOT_COVERED AFTER_LOSS from the 15th",
        lost_midmonth,
    ),
    one(
        "lost_before",
        4,
        "資格喪失日 months before",
        "NOT_COVERED AFTER_LOSS",
        lost_before,
    ),
    one(
        "loss_without_date",
        1,
        "無効 on the 10th, no 喪失日",
        "NOT_COVERED AFTER_LOSS from the 10th",
        loss_without_date,
    ),
    one(
        "loss_seen_later",
        2,
        "good on the 5th, loss on the 18th seen a month later",
        "NOT_COVERED AFTER_LOSS from the 18th",
        loss_seen_later,
    ),
    one(
        "invalid_seen_later",
        1,
        "good on the 5th, 無効 on the 20th, no 喪失日",
        "NOT_COVERED AFTER_LOSS from the 20th",
        invalid_seen_later,
    ),
    one(
        "invalid_seen_afterwards",
        1,
        "good on the 5th, 無効 after the month, no 喪失日",
        "OK MYNA",
        invalid_seen_afterwards,
    ),
    one(
        "qualified_midmonth",
        2,
        "資格取得日 on the 12th",
        "NOT_COVERED BEFORE_QUALIFIED to the 11th",
        qualified_midmonth,
    ),
    two(
        "insurer_changed",
        3,
        "another insurer from the 16th, one claim each",
        "NOT_COVERED OTHER_INSURER from the 16th; OK",
        insurer_changed,
    ),
    two(
        "turned_75",
        1,
        "後期高齢者 from the 10th, one claim each",
        "NOT_COVERED OTHER_INSURER from the 10th; OK",
        turned_75,
    ),
    one(
        "old_insurer",
        4,
        "the former insurer billed, results of the new one only",
        "NOT_COVERED OTHER_INSURER by other_insurer",
        old_insurer,
    ),
    one(
        "new_insurer_too_late",
        1,
        "an unknown insurer, another one covers from next month, 2026-01",
        "NEED_CERT LEGACY_UNVERIFIED by other_insurer",
        new_insurer_too_late,
    ),
    one(
        "number_changed",
        3,
        "another 番号 at the insurer from the 11th",
        "NOT_COVERED OTHER_NUMBER from the 11th",
        number_changed,
    ),
    one(
        "lost_and_expired",
        1,
        "expired card in 2026-08, loss on the 20th",
        "NOT_COVERED with certificate dates",
        lost_and_expired,
    ),
    one(
        "ticket_unregistered",
        2,
        "生活保護, 医療券 not registered",
        "CANNOT_JUDGE TICKET_UNCONFIRMED",
        ticket_unregistered,
    ),
    one(
        "ticket_missing",
        1,
        "生活保護 without result",
        "CANNOT_JUDGE TICKET_UNCONFIRMED, unmatched",
        ticket_missing,
    ),
    one(
        "ticket_lost",
        1,
        "生活保護 ended on the 12th",
        "NOT_COVERED AFTER_LOSS from the 12th",
        ticket_lost,
    ),
    one(
        "public_missing",
        2,
        "another 公費 without result",
        "CANNOT_JUDGE PUBLIC_UNCONFIRMED, unmatched",
        public_missing,
    ),
];

/// マイナ from the log as long as covered, then `reason` from day `from`.
fn myna_until(from: u32, reason: Reason) -> Expect {
    Expect::all(Reason::Myna, Shown::Myna).then(from, reason, Shown::Myna)
}

/// A grown patient who showed マイナ before the month.
fn shown_myna(c: &mut Case<'_>, kinds: Kinds) -> Patient {
    let p = c.patient_of_grown(kinds);
    let on = Some(c.earlier());
    c.show(&p, Shown::Myna, on);
    p
}

/// The first days of the month after, when the month's losses are known.
fn afterwards(c: &Case<'_>) -> NaiveDate {
    after(c.month.last_day(), 3)
}

fn lost_midmonth(c: &mut Case<'_>) {
    let p = shown_myna(c, Kinds::Any);
    let (lost, seen) = (c.day(15), afterwards(c));
    let reason = c.rng.pick(["01", "02", "99"]);
    let record = c.record(&p).lost(lost, reason).seen(seen);
    c.records.push(Record {
        validity: 2,
        ..record
    });
    c.claim(
        &p,
        &Visits::any().with([14, 15]),
        myna_until(15, Reason::AfterLoss),
    );
}

fn lost_before(c: &mut Case<'_>) {
    let p = c.patient_of_grown(Kinds::Branched);
    let lost = c.month.first_day() - chrono::Days::new(u64::from(c.rng.between(1, 90)));
    let record = c.record(&p).lost(lost, "99");
    c.records.push(Record {
        validity: 2,
        ..record
    });
    c.claim(
        &p,
        &Visits::any(),
        Expect::all(Reason::AfterLoss, Shown::Presumed),
    );
}

fn loss_without_date(c: &mut Case<'_>) {
    let p = shown_myna(c, Kinds::Any);
    let seen = c.day(10);
    let record = c.record(&p).seen(seen);
    c.records.push(Record {
        validity: 2,
        ..record
    });
    c.claim(
        &p,
        &Visits::any().with([9, 10]),
        myna_until(10, Reason::AfterLoss),
    );
}

fn loss_seen_later(c: &mut Case<'_>) {
    let p = shown_myna(c, Kinds::Any);
    let (first, lost, seen) = (c.day(5), c.day(18), afterwards(c));
    let good = c.record(&p).seen(first);
    let later = c.record(&p).lost(lost, "99").seen(seen);
    c.records.push(good);
    c.records.push(Record {
        validity: 2,
        ..later
    });
    c.claim(
        &p,
        &Visits::any().with([17, 18]),
        myna_until(18, Reason::AfterLoss),
    );
}

/// Good on the 5th, and 無効 without 喪失日 on `seen`.
fn invalid_later(c: &mut Case<'_>, p: &Patient, seen: NaiveDate) {
    let first = c.day(5);
    let good = c.record(p).seen(first);
    let later = c.record(p).seen(seen);
    c.records.push(good);
    c.records.push(Record {
        validity: 2,
        ..later
    });
}

fn invalid_seen_later(c: &mut Case<'_>) {
    let p = shown_myna(c, Kinds::Any);
    let seen = c.day(20);
    invalid_later(c, &p, seen);
    c.claim(
        &p,
        &Visits::any().with([19, 20]),
        myna_until(20, Reason::AfterLoss),
    );
}

fn invalid_seen_afterwards(c: &mut Case<'_>) {
    let p = shown_myna(c, Kinds::Any);
    let seen = afterwards(c);
    invalid_later(c, &p, seen);
    c.claim(&p, &Visits::any(), Expect::all(Reason::Myna, Shown::Myna));
}

fn qualified_midmonth(c: &mut Case<'_>) {
    let p = c.patient_of_grown(Kinds::Branched);
    let (since, seen) = (c.day(12), afterwards(c));
    let record = c.record(&p).since(since).seen(seen);
    c.records.push(record);
    let ends = after(c.month.last_day(), 200);
    c.show(&p, Shown::Certificate, None).valid_to(ends);
    let expect = Expect::all(Reason::BeforeQualified, Shown::Certificate).then(
        12,
        Reason::Certificate,
        Shown::Certificate,
    );
    c.claim(&p, &Visits::any().with([11, 12]), expect);
}

/// Coverage of `p` moves to `new` on day `from`: both records, and a certificate of the new insurer.
fn moved(c: &mut Case<'_>, p: &Patient, new: &Patient, from: u32) {
    let (change, seen) = (c.day(from), afterwards(c));
    let old = c.record(p).lost(change, "03").seen(seen);
    let begun = c.record(new).since(change).seen(seen);
    let ends = after(seen, 300);
    c.records.push(Record { validity: 3, ..old });
    c.records.push(begun);
    c.show(new, Shown::Certificate, Some(change)).valid_to(ends);
}

fn insurer_changed(c: &mut Case<'_>) {
    let p = shown_myna(c, Kinds::Employee);
    let kind = c.rng.pick([
        InsurerKind::Kokuho,
        InsurerKind::Kumiai,
        InsurerKind::Kyokai,
    ]);
    let insured = c.elsewhere(&p.insured, kind, 1);
    let new = Patient {
        insured,
        ..p.clone()
    };
    moved(c, &p, &new, 16);
    c.claim(
        &p,
        &Visits::any().with([15, 16]),
        myna_until(16, Reason::OtherInsurer),
    );
    let expect = Expect::all(Reason::Certificate, Shown::Certificate);
    c.claim(&new, &Visits::within(16, 31), expect);
}

fn turned_75(c: &mut Case<'_>) {
    let mut p = c.patient_of(InsurerKind::Kokuho, Class::Elder);
    let born = NaiveDate::from_ymd_opt(c.month.year() - 75, c.day(10).month(), 10);
    p.person.birth = born.unwrap_or(p.person.birth);
    let on = Some(c.earlier());
    c.show(&p, Shown::Myna, on);
    let mut new = c.member(
        1,
        Insured {
            branch: String::new(),
            ..p.insured.clone()
        },
        Class::Elder,
    );
    new.insured = c.elsewhere(&new.insured, InsurerKind::Koki, 1);
    new.person = p.person.clone();
    moved(c, &p, &new, 10);
    c.claim(
        &p,
        &Visits::any().with([9, 10]),
        myna_until(10, Reason::OtherInsurer),
    );
    let expect = Expect::all(Reason::Certificate, Shown::Certificate);
    c.claim(&new, &Visits::within(10, 31), expect);
}

fn old_insurer(c: &mut Case<'_>) {
    let p = confirmed(c, Kinds::Branched);
    let insured = c.elsewhere(&p.insured, InsurerKind::Kumiai, 1);
    let old = Patient { insured, ..p };
    let expect = Expect::all(Reason::OtherInsurer, Shown::Presumed).by("other_insurer");
    c.claim(&old, &Visits::any(), expect);
}

fn new_insurer_too_late(c: &mut Case<'_>) {
    c.service(2026, 1);
    let p = c.patient_of_grown(Kinds::Employee);
    let next = after(c.month.last_day(), 1);
    let record = c.record(&p).since(next).seen(next);
    c.records.push(record);
    let insured = c.elsewhere(&p.insured, InsurerKind::Kokuho, 1);
    let old = Patient { insured, ..p };
    let expect = Expect::all(Reason::LegacyUnverified, Shown::Presumed).by("other_insurer");
    c.claim(&old, &Visits::any(), expect);
}

fn number_changed(c: &mut Case<'_>) {
    let p = shown_myna(c, Kinds::Branched);
    let new = Patient {
        insured: c.renumbered(&p.insured, 1),
        ..p.clone()
    };
    let (change, seen) = (c.day(11), afterwards(c));
    let old = c.record(&p).lost(change, "99").seen(seen);
    let begun = c.record(&new).since(change).seen(seen);
    c.records.push(Record { validity: 3, ..old });
    c.records.push(begun);
    c.claim(
        &p,
        &Visits::any().with([10, 11]),
        myna_until(11, Reason::OtherNumber),
    );
}

fn lost_and_expired(c: &mut Case<'_>) {
    c.service(2026, 8);
    let p = c.patient_of_grown(Kinds::Employee);
    let (lost, seen) = (c.day(20), afterwards(c));
    let record = c.record(&p).lost(lost, "99").seen(seen);
    c.records.push(Record {
        validity: 2,
        ..record
    });
    let expect = Expect::all(Reason::LegacyExpired, Shown::Presumed).then(
        20,
        Reason::AfterLoss,
        Shown::Presumed,
    );
    c.claim(&p, &Visits::any().with([19, 20]), expect);
}

fn ticket_unregistered(c: &mut Case<'_>) {
    let p = c.public_patient("12");
    let record = public_record(c, &p);
    c.records.push(Record {
        validity: 6,
        ..record
    });
    c.claim(
        &p,
        &Visits::any(),
        Expect::all(Reason::TicketUnconfirmed, Shown::None),
    );
}

fn ticket_missing(c: &mut Case<'_>) {
    let p = c.public_patient("12");
    let expect = Expect::all(Reason::TicketUnconfirmed, Shown::None).unmatched();
    c.claim(&p, &Visits::any(), expect);
}

fn ticket_lost(c: &mut Case<'_>) {
    let p = c.public_patient("12");
    let (lost, seen) = (c.day(12), afterwards(c));
    let record = public_record(c, &p).lost(lost, "99").seen(seen);
    c.records.push(Record {
        validity: 2,
        channel: Channel::MedicalAid,
        ..record
    });
    let expect = Expect::all(Reason::Ticket, Shown::None).then(12, Reason::AfterLoss, Shown::None);
    c.claim(&p, &Visits::any().with([11, 12]), expect);
}

fn public_missing(c: &mut Case<'_>) {
    let law = c.rng.pick(["25", "19"]);
    let p = c.public_patient(law);
    let expect = Expect::all(Reason::PublicUnconfirmed, Shown::None).unmatched();
    c.claim(&p, &Visits::any(), expect);
}

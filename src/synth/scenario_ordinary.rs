//! Ordinary claims: the patient is covered and showed something good. Nearly nine claims in ten.

use super::case::{Case, Kinds, Patient, Visits};
use super::outcome::{Expect, Reason, Shown};
use super::person::Class;
use super::plan::{Channel, Record, after, months_before};
use super::scenario::{Scenario, one, two};
use crate::text::date::Month;
use crate::text::insurer::InsurerKind;

pub(super) const TABLE: &[Scenario] = &[
    one(
        "myna_reading",
        232,
        "a reading on the card reader in the service month",
        "OK MYNA",
        myna_reading,
    ),
    one(
        "myna_visits",
        136,
        "a reading at home, fetched for 訪問診療等",
        "OK MYNA",
        myna_visits,
    ),
    one(
        "myna_log",
        110,
        "the log says マイナ保険証, eligibility asked by number",
        "OK MYNA",
        myna_log,
    ),
    one(
        "myna_both",
        20,
        "the log says マイナ保険証, and a reading besides",
        "OK MYNA",
        myna_both,
    ),
    one(
        "myna_registered",
        38,
        "the member register knows of the registration",
        "OK MYNA",
        myna_registered,
    ),
    one(
        "certificate_log",
        158,
        "the log says 資格確認書, still valid",
        "OK CERTIFICATE",
        certificate_log,
    ),
    one(
        "certificate_record",
        75,
        "the member register knows a valid 資格確認書",
        "OK CERTIFICATE",
        certificate_record,
    ),
    one(
        "smartphone",
        8,
        "スマホ保険証 after its introduction",
        "OK SMARTPHONE",
        smartphone,
    ),
    one(
        "notice_with_card",
        6,
        "お知らせ together with the card",
        "OK NOTICE_WITH_CARD",
        notice_with_card,
    ),
    two(
        "family",
        10,
        "two members under one 記号・番号, a third without claim",
        "OK, each by their own record",
        family,
    ),
    one(
        "medical_aid_combined",
        5,
        "insurance with 生活保護 (12) as 公費",
        "OK MYNA",
        medical_aid_combined,
    ),
    one(
        "ticket",
        9,
        "生活保護 alone, registered 医療券",
        "OK TICKET, no credential",
        ticket,
    ),
    one(
        "public",
        4,
        "another 公費 alone, covered",
        "OK PUBLIC, no credential",
        public,
    ),
    one(
        "public_two",
        2,
        "精神通院 and 生活保護 without insurance",
        "OK PUBLIC by the first",
        public_two,
    ),
    one(
        "late",
        8,
        "a claim of one to three months before",
        "OK MYNA",
        late,
    ),
    one(
        "rejoined",
        2,
        "coverage lost and regained before the month",
        "OK MYNA",
        rejoined,
    ),
    one(
        "lost_afterwards",
        3,
        "coverage ends with the month, result seen after",
        "OK MYNA",
        lost_afterwards,
    ),
    one(
        "legacy_card",
        3,
        "a legacy card shown in 2025-11",
        "OK LEGACY_CARD",
        legacy_card,
    ),
    one(
        "register_row",
        2,
        "a register row without 資格確認日, certificate in the log",
        "OK CERTIFICATE",
        register_row,
    ),
];

/// An ordinary claim of any patient whose reading arrived by `channel`.
fn by_reading(c: &mut Case<'_>, channel: Channel) -> Patient {
    let p = c.patient(Kinds::Any);
    let mut reading = c.reading(&p, channel);
    dress(c, &mut reading);
    c.records.push(reading);
    c.history(&p);
    c.claim(&p, &Visits::any(), Expect::all(Reason::Myna, Shown::Myna));
    p
}

/// Dates of the card, which mean nothing where a better credential was shown.
fn dress(c: &mut Case<'_>, record: &mut Record) {
    if c.rng.chance(30) {
        record.card_valid_from = record.qualified_on;
        record.card_issued_on = record.qualified_on;
    }
    if c.rng.chance(10) {
        record.card_valid_to = chrono::NaiveDate::from_ymd_opt(2025, 7, 31);
    }
}

fn myna_reading(c: &mut Case<'_>) {
    by_reading(c, Channel::Face);
}

fn myna_visits(c: &mut Case<'_>) {
    by_reading(c, Channel::Visits);
}

/// A patient with a record by number, and what the scenario adds to it.
fn by_number(c: &mut Case<'_>, change: fn(&mut Case<'_>, &mut Record)) -> Patient {
    let p = c.patient(Kinds::Any);
    let mut record = c.record(&p);
    if c.rng.chance(10) {
        record.channel = Channel::Single;
    }
    dress(c, &mut record);
    change(c, &mut record);
    c.records.push(record);
    c.history(&p);
    p
}

fn unchanged(_: &mut Case<'_>, _: &mut Record) {}

fn myna_log(c: &mut Case<'_>) {
    let p = by_number(c, unchanged);
    let on = c.rng.chance(90).then(|| c.earlier());
    let ends = after(c.month.last_day(), c.rng.between(0, 1_500));
    let known = c.rng.chance(60);
    let row = c.show(&p, Shown::Myna, on);
    row.valid_to = known.then_some(ends);
    c.claim(&p, &Visits::any(), Expect::all(Reason::Myna, Shown::Myna));
}

fn myna_both(c: &mut Case<'_>) {
    let p = by_reading(c, Channel::Face);
    let on = Some(c.earlier());
    c.show(&p, Shown::Myna, on);
}

fn myna_registered(c: &mut Case<'_>) {
    let p = by_number(c, |_, record| record.myna_registered = true);
    c.claim(&p, &Visits::any(), Expect::all(Reason::Myna, Shown::Myna));
}

fn certificate_log(c: &mut Case<'_>) {
    let p = by_number(c, unchanged);
    show_certificate(c, &p);
    c.claim(
        &p,
        &Visits::any(),
        Expect::all(Reason::Certificate, Shown::Certificate),
    );
}

/// A 資格確認書 in the log, good for the whole month.
fn show_certificate(c: &mut Case<'_>, p: &Patient) {
    let on = c.rng.chance(80).then(|| c.earlier());
    let ends = after(c.month.last_day(), c.rng.between(0, 900));
    let issued = c.month.first_day() - chrono::Days::new(100);
    let known = c.rng.chance(30);
    let row = c.show(p, Shown::Certificate, on).valid_to(ends);
    row.issued_on = known.then_some(issued);
}

fn certificate_record(c: &mut Case<'_>) {
    let p = by_number(c, |c, record| {
        let ends = after(c.month.last_day(), c.rng.between(0, 900));
        record.certificate_valid_to = Some(ends);
    });
    c.claim(
        &p,
        &Visits::any(),
        Expect::all(Reason::Certificate, Shown::Certificate),
    );
}

fn smartphone(c: &mut Case<'_>) {
    if Some(c.month) < Month::new(2025, 10) {
        c.service(2026, 1);
    }
    let p = by_number(c, unchanged);
    let on = Some(c.earlier());
    let ends = after(c.month.last_day(), c.rng.between(0, 600));
    c.show(&p, Shown::Smartphone, on).valid_to(ends);
    c.claim(
        &p,
        &Visits::any(),
        Expect::all(Reason::Smartphone, Shown::Smartphone),
    );
}

fn notice_with_card(c: &mut Case<'_>) {
    let p = by_number(c, unchanged);
    let on = Some(c.earlier());
    c.show(&p, Shown::NoticeWithCard, on);
    c.claim(
        &p,
        &Visits::any(),
        Expect::all(Reason::NoticeWithCard, Shown::NoticeWithCard),
    );
}

fn family(c: &mut Case<'_>) {
    let kind = c.rng.pick([
        InsurerKind::Kyokai,
        InsurerKind::Kumiai,
        InsurerKind::Kokuho,
    ]);
    let head = c.patient_of(kind, Class::Own);
    let mut member = |number: u64, class: Class, branch: &str| {
        let insured = super::insured::Insured {
            branch: branch.to_owned(),
            ..head.insured.clone()
        };
        c.member(number, insured, class)
    };
    let spouse = member(1, Class::Family, "06");
    let child = member(2, Class::Preschool, "07");
    let read = c.reading(&head, Channel::Visits);
    c.records.push(read);
    for other in [&spouse, &child] {
        let record = c.record(other);
        c.records.push(record);
    }
    show_certificate(c, &spouse);
    c.claim(
        &head,
        &Visits::any(),
        Expect::all(Reason::Myna, Shown::Myna),
    );
    c.claim(
        &spouse,
        &Visits::any(),
        Expect::all(Reason::Certificate, Shown::Certificate),
    )
    .dx = false;
}

fn medical_aid_combined(c: &mut Case<'_>) {
    let p = by_reading(c, Channel::Visits);
    let aid = c.kohi(5, "12");
    let record = c.record(&Patient {
        insured: aid.clone(),
        ..p
    });
    c.records.push(Record {
        channel: Channel::MedicalAid,
        card_class: "A1",
        ..record
    });
    if let Some(claim) = c.claims.last_mut() {
        claim.kos = vec![aid];
    }
}

/// A registered 医療券 or other result for a person of public payers alone.
pub(super) fn public_record(c: &mut Case<'_>, p: &Patient) -> Record {
    let aid = p.insured.insurer.starts_with("12");
    let channel = if aid {
        Channel::MedicalAid
    } else {
        Channel::Single
    };
    let card_class = if aid { "A1" } else { "01" };
    Record {
        channel,
        card_class,
        relation: None,
        ..c.record(p)
    }
}

fn ticket(c: &mut Case<'_>) {
    let p = c.public_patient("12");
    let record = public_record(c, &p);
    c.records.push(record);
    c.claim(&p, &Visits::any(), Expect::all(Reason::Ticket, Shown::None));
}

fn public(c: &mut Case<'_>) {
    let law = c.rng.pick(["25", "19"]);
    let p = c.public_patient(law);
    let record = public_record(c, &p);
    c.records.push(record);
    c.claim(&p, &Visits::any(), Expect::all(Reason::Public, Shown::None));
}

fn public_two(c: &mut Case<'_>) {
    let p = c.public_patient("21");
    let record = public_record(c, &p);
    c.records.push(record);
    let aid = c.kohi(5, "12");
    let aided = Patient {
        insured: aid.clone(),
        ..p.clone()
    };
    let record = public_record(c, &aided);
    c.records.push(record);
    let claim = c.claim(&p, &Visits::any(), Expect::all(Reason::Public, Shown::None));
    claim.kos.push(aid);
}

fn late(c: &mut Case<'_>) {
    let earlier = months_before(c.month, c.rng.between(1, 3));
    if Some(earlier) >= Month::new(2025, 1) {
        c.month = earlier;
    }
    by_reading(c, Channel::Visits);
}

fn rejoined(c: &mut Case<'_>) {
    let kind = c.rng.pick([InsurerKind::Kyokai, InsurerKind::Kokuho]);
    let p = c.patient_of(kind, Class::Own);
    let first = c.month.first_day();
    let lost = first - chrono::Days::new(100);
    let regained = first - chrono::Days::new(60);
    let old = c
        .record(&p)
        .lost(lost, "99")
        .seen(first - chrono::Days::new(80));
    c.records.push(Record { validity: 2, ..old });
    let new = c.reading(&p, Channel::Face).since(regained);
    c.records.push(new);
    c.claim(&p, &Visits::any(), Expect::all(Reason::Myna, Shown::Myna));
}

fn lost_afterwards(c: &mut Case<'_>) {
    let p = c.patient(Kinds::Any);
    let next = after(c.month.last_day(), 1);
    let record = c
        .reading(&p, Channel::Face)
        .lost(next, "03")
        .seen(after(next, 2));
    c.records.push(Record {
        validity: 3,
        ..record
    });
    c.claim(&p, &Visits::any(), Expect::all(Reason::Myna, Shown::Myna));
}

fn legacy_card(c: &mut Case<'_>) {
    c.service(2025, 11);
    let p = c.patient(Kinds::Employee);
    let record = c.record(&p);
    c.records.push(record);
    let on = Some(c.earlier());
    c.show(&p, Shown::LegacyCard, on);
    c.claim(
        &p,
        &Visits::any(),
        Expect::all(Reason::LegacyCard, Shown::LegacyCard),
    );
}

fn register_row(c: &mut Case<'_>) {
    let p = c.patient(Kinds::Any);
    let record = c.record(&p);
    c.records.push(Record {
        as_of: None,
        ..record
    });
    show_certificate(c, &p);
    c.claim(
        &p,
        &Visits::any(),
        Expect::all(Reason::Certificate, Shown::Certificate),
    );
}

//! Claims whose identity is written otherwise than the eligibility result has it, or cannot be found.

use super::case::{Case, Kinds, Patient, Visits};
use super::insured::Insured;
use super::outcome::{Expect, Reason, Shown};
use super::person::Class;
use super::plan::{Channel, DayRecords, Record, after, months_before};
use super::scenario::{Scenario, one, two};
use super::scenario_card::confirmed;
use crate::text::insurer::InsurerKind;

pub(super) const TABLE: &[Scenario] = &[
    one(
        "zero_number",
        4,
        "番号 with leading zeros on one side only",
        "OK MYNA by key_zero",
        zero_number,
    ),
    one(
        "branch_wrong",
        3,
        "another 枝番 than the result has",
        "OK MYNA by key_person",
        branch_wrong,
    ),
    one(
        "birth_wrong",
        2,
        "another birth date than the result has",
        "OK MYNA by key_person",
        birth_wrong,
    ),
    one(
        "renamed_no_branch",
        1,
        "a former name, no 枝番",
        "OK MYNA by key_person",
        renamed_no_branch,
    ),
    one(
        "renamed_with_branch",
        2,
        "a former name, 枝番 equal",
        "OK MYNA by key",
        renamed_with_branch,
    ),
    one("sex_wrong", 1, "the other sex", "OK MYNA by key", sex_wrong),
    one(
        "number_wrong",
        3,
        "another 番号 than the result has",
        "OK MYNA by person",
        number_wrong,
    ),
    one(
        "twins_by_kana",
        1,
        "twins under one number, no 枝番, kana tells",
        "OK MYNA by key",
        twins_by_kana,
    ),
    one(
        "twins_unclear",
        1,
        "the same without kana",
        "CANNOT_JUDGE MULTI_MATCH",
        twins_unclear,
    ),
    one(
        "several_found",
        1,
        "a result 複数該当 and no other",
        "CANNOT_JUDGE MULTI_MATCH",
        several_found,
    ),
    one(
        "person_twice",
        1,
        "wrong 番号, two overlapping numbers at the insurer",
        "CANNOT_JUDGE MULTI_MATCH",
        person_twice,
    ),
    one(
        "insurers_twice",
        1,
        "unknown insurer, overlapping coverage at two others",
        "CANNOT_JUDGE MULTI_MATCH",
        insurers_twice,
    ),
    one(
        "unknown_insurer",
        1,
        "不詳: 保険者番号 77777777",
        "CANNOT_JUDGE UNKNOWN_NUMBER",
        unknown_insurer,
    ),
    one(
        "unknown_number",
        1,
        "不詳: 番号 777777777",
        "CANNOT_JUDGE UNKNOWN_NUMBER",
        unknown_number,
    ),
    one(
        "unknown_koki",
        1,
        "不詳: 後期, 番号 77777777",
        "CANNOT_JUDGE UNKNOWN_NUMBER",
        unknown_koki,
    ),
    one(
        "late_registration",
        2,
        "該当資格なし days after the first visit, 2026-01",
        "NEED_CERT LEGACY_UNVERIFIED",
        late_registration,
    ),
    one(
        "query_failed",
        1,
        "the query failed, マイナ in the log",
        "OK MYNA, unmatched",
        query_failed,
    ),
    one(
        "seen_too_late",
        1,
        "the only result is of after the check, 2026-01",
        "NEED_CERT LEGACY_UNVERIFIED",
        seen_too_late,
    ),
    two(
        "duplicate",
        1,
        "the same claim twice",
        "OK MYNA both",
        duplicate,
    ),
    one(
        "unreadable",
        1,
        "neither HO nor KO",
        "INVALID UNREADABLE",
        unreadable,
    ),
    one(
        "no_date",
        1,
        "no date within the service month",
        "INVALID NO_DATE",
        no_date,
    ),
];

/// A patient of `kinds` with one reading, to which the claim is matched one way or another.
fn read(c: &mut Case<'_>, kinds: Kinds) -> Patient {
    let p = c.patient(kinds);
    let reading = c.reading(&p, Channel::Face);
    c.records.push(reading);
    p
}

fn myna() -> Expect {
    Expect::all(Reason::Myna, Shown::Myna)
}

/// `number` with other leading zeros.
fn other_zeros(number: &str) -> String {
    match number.trim_start_matches('0') {
        bare if bare.len() < number.len() => bare.to_owned(),
        bare => format!("00{bare}"),
    }
}

fn zero_number(c: &mut Case<'_>) {
    let mut p = read(c, Kinds::Any);
    p.insured.number = other_zeros(&p.insured.number);
    c.claim(&p, &Visits::any(), myna().by("key_zero"));
}

fn branch_wrong(c: &mut Case<'_>) {
    let mut p = read(c, Kinds::Branched);
    "09".clone_into(&mut p.insured.branch);
    c.claim(&p, &Visits::any(), myna().by("key_person"));
}

fn birth_wrong(c: &mut Case<'_>) {
    let mut p = read(c, Kinds::Any);
    p.person.birth = after(p.person.birth, c.rng.between(1, 9));
    c.claim(&p, &Visits::any(), myna().by("key_person"));
}

/// A claim under a former name, with the 枝番 or without it.
fn renamed(c: &mut Case<'_>, sn: bool, matched_by: &'static str) {
    let mut p = read(c, Kinds::Branched);
    p.person = c.renamed(&p.person, 3);
    let claim = c.claim(&p, &Visits::any(), myna().by(matched_by));
    claim.sn = sn;
}

fn renamed_no_branch(c: &mut Case<'_>) {
    renamed(c, false, "key_person");
}

fn renamed_with_branch(c: &mut Case<'_>) {
    renamed(c, true, "key");
}

fn sex_wrong(c: &mut Case<'_>) {
    let mut p = read(c, Kinds::Branched);
    p.person.sex = 3 - p.person.sex;
    c.claim(&p, &Visits::any(), myna());
}

fn number_wrong(c: &mut Case<'_>) {
    let mut p = read(c, Kinds::Any);
    p.insured = c.renumbered(&p.insured, 1);
    c.claim(&p, &Visits::any(), myna().by("person"));
}

/// Twins under one 記号・番号, both read; returns the first.
fn twins(c: &mut Case<'_>) -> Patient {
    let p = read(c, Kinds::Employee);
    let other = Patient {
        person: c.renamed(&p.person, 1),
        insured: Insured {
            branch: "08".to_owned(),
            ..p.insured.clone()
        },
        ..p.clone()
    };
    let reading = c.reading(&other, Channel::Face);
    c.records.push(reading);
    p
}

fn twins_by_kana(c: &mut Case<'_>) {
    let p = twins(c);
    c.claim(&p, &Visits::any(), myna()).sn = false;
}

fn twins_unclear(c: &mut Case<'_>) {
    let p = twins(c);
    for record in &mut c.records {
        if let Some(who) = &mut record.who {
            who.name.clear();
        }
    }
    let claim = c.claim(&p, &Visits::any(), multi());
    (claim.sn, claim.kana) = (false, false);
}

fn multi() -> Expect {
    Expect::all(Reason::MultiMatch, Shown::Presumed).by("multi")
}

fn several_found(c: &mut Case<'_>) {
    let p = c.patient(Kinds::Any);
    let seen = c.asked_on();
    let unit = Record::unit_only(&p.insured, p.person.birth, seen);
    c.records.push(Record {
        validity: 5,
        ..unit
    });
    c.claim(&p, &Visits::any(), multi());
}

/// Two records of `p`, under `first` until the 20th and under `second` since long before.
fn overlapping(c: &mut Case<'_>, p: &Patient, first: Insured, second: Insured) {
    let (began, ends) = (months_before(c.month, 4).first_day(), c.day(20));
    let old = c
        .record(&Patient {
            insured: first,
            ..p.clone()
        })
        .lost(ends, "99");
    let new = c
        .record(&Patient {
            insured: second,
            ..p.clone()
        })
        .since(began);
    c.records.push(Record {
        validity: 2,
        ..old.seen(after(c.month.last_day(), 2))
    });
    c.records.push(new);
}

fn person_twice(c: &mut Case<'_>) {
    let p = c.patient_of(InsurerKind::Kyokai, Class::Own);
    let (first, second) = (c.renumbered(&p.insured, 1), c.renumbered(&p.insured, 2));
    overlapping(c, &p, first, second);
    c.claim(&p, &Visits::any(), multi());
}

fn insurers_twice(c: &mut Case<'_>) {
    let p = c.patient_of(InsurerKind::Kyokai, Class::Own);
    let first = c.elsewhere(&p.insured, InsurerKind::Kumiai, 1);
    let second = c.elsewhere(&p.insured, InsurerKind::Kokuho, 2);
    overlapping(c, &p, first, second);
    c.claim(&p, &Visits::any(), multi());
}

/// A 不詳 claim: the person's true coverage is on file, but it is not searched for.
fn unknown(c: &mut Case<'_>, kinds: Kinds, change: fn(&mut Insured)) {
    let mut p = confirmed(c, kinds);
    change(&mut p.insured);
    p.insured.branch.clear();
    let expect = Expect::all(Reason::UnknownNumber, Shown::Presumed).unmatched();
    c.claim(&p, &Visits::any(), expect).sn = false;
}

fn unknown_insurer(c: &mut Case<'_>) {
    unknown(c, Kinds::Employee, |insured| {
        "77777777".clone_into(&mut insured.insurer);
        "777777777".clone_into(&mut insured.number);
        insured.symbol.clear();
    });
}

fn unknown_number(c: &mut Case<'_>) {
    unknown(c, Kinds::Branched, |insured| {
        "777777777".clone_into(&mut insured.number);
        insured.symbol.clear();
    });
}

fn unknown_koki(c: &mut Case<'_>) {
    unknown(c, Kinds::Only(InsurerKind::Koki), |insured| {
        "77777777".clone_into(&mut insured.number);
    });
}

fn unverified() -> Expect {
    Expect::all(Reason::LegacyUnverified, Shown::Presumed).unmatched()
}

fn late_registration(c: &mut Case<'_>) {
    c.service(2026, 1);
    let p = c.patient(Kinds::Civil);
    let asked = c.day(12);
    c.records
        .push(Record::unit_only(&p.insured, p.person.birth, asked));
    c.claim(&p, &Visits::within(5, 31).with([5]), unverified());
}

fn query_failed(c: &mut Case<'_>) {
    let p = c.patient(Kinds::Any);
    let asked = c.asked_on();
    let unit = Record::unit_only(&p.insured, p.person.birth, asked);
    c.records.push(Record {
        status: 2,
        validity: 0,
        ..unit
    });
    let on = Some(c.earlier());
    c.show(&p, Shown::Myna, on);
    c.claim(&p, &Visits::any(), myna().unmatched());
}

fn seen_too_late(c: &mut Case<'_>) {
    c.service(2026, 1);
    let p = c.patient(Kinds::Civil);
    let record = c.record(&p).seen(c.world.too_late());
    c.records.push(record);
    c.claim(&p, &Visits::any(), unverified());
}

fn duplicate(c: &mut Case<'_>) {
    let p = read(c, Kinds::Any);
    let twin = c.claim(&p, &Visits::any(), myna()).clone();
    c.claims.push(twin);
}

fn unreadable(c: &mut Case<'_>) {
    let p = c.patient(Kinds::Any);
    let expect = Expect::all(Reason::Unreadable, Shown::None).unmatched();
    let claim = c.claim(&p, &Visits::any(), expect);
    claim.ho = None;
    claim.kos.clear();
}

fn no_date(c: &mut Case<'_>) {
    let p = confirmed(c, Kinds::Any);
    let claim = c.claim(
        &p,
        &Visits::within(1, 28),
        Expect::all(Reason::NoDate, Shown::None),
    );
    claim.days = DayRecords::Nowhere;
}

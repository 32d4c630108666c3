//! The workbench of a scenario: draws a patient, their insurance, records, log rows and claims.

use chrono::{Days, NaiveDate};

use super::insured::{Insured, number};
use super::outcome::{Expect, Shown};
use super::person::{Class, Person, birth, birthday75};
use super::plan::{
    Channel, ClaimPlan, DayRecords, LogRow, Record, Who, Width, after, day, months_before,
};
use super::rng::Rng;
use super::world::World;
use crate::text::date::Month;
use crate::text::insurer::InsurerKind;

/// People of one case; the last ones are kept for strangers and changed names.
pub(super) const PEOPLE_PER_CASE: u64 = 8;

/// Which kinds of insurer a scenario may draw.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kinds {
    /// All, as often as home nursing meets them.
    Any,
    /// 被用者保険: 協会けんぽ, 船員, 日雇, 組合, 共済 (not 自衛官).
    Employee,
    /// All but 自衛官, whose rule after the cards' end is not known (CR-09).
    Civil,
    /// All with 枝番, that is all but 後期高齢者.
    Branched,
    /// One kind.
    Only(InsurerKind),
}

impl Kinds {
    fn draw(self, rng: &mut Rng) -> InsurerKind {
        let employee = [
            (InsurerKind::Kyokai, 18),
            (InsurerKind::Kumiai, 14),
            (InsurerKind::Kyosai, 6),
            (InsurerKind::Senin, 1),
            (InsurerKind::Hiyatoi, 1),
        ];
        let others = [
            (InsurerKind::Kokuho, 22),
            (InsurerKind::KokuhoKumiai, 3),
            (InsurerKind::Taishoku, 1),
            (InsurerKind::Koki, 33),
            (InsurerKind::Jieikan, 1),
        ];
        let pool: Vec<(InsurerKind, u64)> = match self {
            Self::Only(kind) => return kind,
            Self::Employee => employee.to_vec(),
            Self::Civil => employee.iter().chain(&others[..4]).copied().collect(),
            Self::Branched => employee.iter().chain(&others[..3]).copied().collect(),
            Self::Any => employee.iter().chain(&others).copied().collect(),
        };
        weighted(rng, &pool)
    }
}

/// One of `pool`, each as often as its weight says; `pool` must not be empty.
fn weighted<T: Copy>(rng: &mut Rng, pool: &[(T, u64)]) -> T {
    let mut at = rng.below(pool.iter().map(|p| p.1).sum());
    for &(thing, weight) in pool {
        if at < weight {
            return thing;
        }
        at -= weight;
    }
    pool[0].0
}

fn draw_class(rng: &mut Rng, kind: InsurerKind) -> Class {
    match kind {
        InsurerKind::Koki => weighted(rng, &[(Class::Elder, 88), (Class::ElderHigh, 12)]),
        InsurerKind::Jieikan => Class::Own,
        InsurerKind::Taishoku => weighted(rng, &[(Class::Own, 3), (Class::Family, 1)]),
        _ => weighted(
            rng,
            &[
                (Class::Own, 42),
                (Class::Family, 33),
                (Class::Preschool, 7),
                (Class::Elder, 15),
                (Class::ElderHigh, 3),
            ],
        ),
    }
}

/// A patient with the insurance that truly covers them.
#[derive(Clone, Debug)]
pub(super) struct Patient {
    pub person: Person,
    pub insured: Insured,
    pub class: Class,
    /// 資格取得年月日, well before the service month.
    pub since: NaiveDate,
    /// 負担割合, per cent.
    pub copay: u32,
    /// 限度額 適用区分, under 70 with consent.
    pub limit: Option<&'static str>,
}

impl Patient {
    /// The 特記 that goes with burden and 適用区分 (policy-rules 7).
    fn notes(&self) -> &'static str {
        let koki = self.insured.kind == InsurerKind::Koki;
        match (koki, self.class, self.limit) {
            (true, _, _) if self.copay == 10 => "42",
            (true, _, _) if self.copay == 20 => "41",
            (false, Class::Elder, _) => "29",
            (true, ..) | (_, Class::ElderHigh, _) | (_, _, Some("A01")) => "26",
            (_, _, Some("A02")) => "27",
            (_, _, Some("A03")) => "28",
            (_, _, Some("A04")) => "29",
            (_, _, Some("A05")) => "30",
            _ => "",
        }
    }
}

/// Which days of the month are visited.
#[derive(Clone, Debug)]
pub(super) struct Visits {
    first: u32,
    last: u32,
    must: Vec<u32>,
}

impl Visits {
    /// Any days.
    pub(super) fn any() -> Self {
        Self::within(1, 31)
    }

    /// Days `first` to `last` only.
    pub(super) fn within(first: u32, last: u32) -> Self {
        Self {
            first,
            last,
            must: Vec::new(),
        }
    }

    /// These days for certain.
    pub(super) fn with<const N: usize>(mut self, days: [u32; N]) -> Self {
        self.must.extend(days);
        self
    }

    fn draw(&self, rng: &mut Rng, month: Month) -> u32 {
        let last = self.last.min(month.days());
        let mut pool: Vec<u32> = (self.first..=last)
            .filter(|d| !self.must.contains(d))
            .collect();
        rng.shuffle(&mut pool);
        let wanted = rng.pick([
            4, 4, 4, 4, 5, 5, 5, 6, 6, 7, 8, 8, 8, 8, 9, 10, 12, 13, 16, 20,
        ]);
        let fill = pool
            .iter()
            .take(usize::saturating_sub(wanted, self.must.len()));
        self.must
            .iter()
            .chain(fill)
            .fold(0, |mask, d| mask | 1 << (d - 1))
    }
}

/// What a scenario has planted so far.
pub(super) struct Case<'w> {
    pub world: &'w World,
    pub rng: Rng,
    index: u64,
    scenario: usize,
    /// The service month (指定訪問看護年月).
    pub month: Month,
    pub claims: Vec<ClaimPlan>,
    pub records: Vec<Record>,
    pub log: Vec<LogRow>,
}

impl<'w> Case<'w> {
    /// The case of scenario number `scenario` whose first claim is number `index` of the run.
    pub(super) fn new(world: &'w World, index: u64, scenario: usize) -> Self {
        Self {
            world,
            rng: Rng::new(world.seed, 1, index),
            index,
            scenario,
            month: world.month,
            claims: Vec::with_capacity(1),
            records: Vec::with_capacity(3),
            log: Vec::with_capacity(1),
        }
    }

    /// Plants in this service month instead of the run's (月遅れ).
    pub(super) fn service(&mut self, year: i32, month: u32) {
        self.month = Month::new(year, month).unwrap_or(self.month);
    }

    /// Day `n` of the service month.
    pub(super) fn day(&self, n: u32) -> NaiveDate {
        day(self.month, n)
    }

    /// The number of this case's member `member` among all people.
    fn pid(&self, member: u64) -> u64 {
        self.index * PEOPLE_PER_CASE + member
    }

    /// The case's first person.
    pub(super) fn patient(&mut self, kinds: Kinds) -> Patient {
        let kind = kinds.draw(&mut self.rng);
        let class = draw_class(&mut self.rng, kind);
        self.patient_of(kind, class)
    }

    /// The case's first person, an adult or 後期高齢者: insured for most of a year at least.
    pub(super) fn patient_of_grown(&mut self, kinds: Kinds) -> Patient {
        let kind = kinds.draw(&mut self.rng);
        let class = if kind == InsurerKind::Koki {
            Class::Elder
        } else {
            Class::Own
        };
        self.patient_of(kind, class)
    }

    /// The case's first person, of this kind and class.
    pub(super) fn patient_of(&mut self, kind: InsurerKind, class: Class) -> Patient {
        let branch = match class {
            Class::Own => self.rng.pick(["00", "01"]),
            _ => self.rng.pick(["02", "03", "04", "05"]),
        };
        let pid = self.pid(0);
        let insured = Insured::new(&mut self.rng, self.world.seed, pid, kind, branch);
        self.member(0, insured, class)
    }

    /// Person `member` of the case, insured as given.
    pub(super) fn member(&mut self, member: u64, insured: Insured, class: Class) -> Patient {
        let koki = insured.kind == InsurerKind::Koki;
        let born = birth(&mut self.rng, self.month, class, koki);
        let sex = self.rng.pick([1, 2]);
        let person = Person::new(self.world.seed, self.pid(member), sex, born);
        let days = 300 + self.rng.below(2_200);
        let since = match class {
            _ if koki => birthday75(born),
            Class::Preschool => born,
            _ => self.month.first_day() - Days::new(days),
        };
        let (copay, limit) = self.burden(class, koki);
        Patient {
            person,
            insured,
            class,
            since,
            copay,
            limit,
        }
    }

    fn burden(&mut self, class: Class, koki: bool) -> (u32, Option<&'static str>) {
        match class {
            Class::ElderHigh => (30, None),
            Class::Elder if koki => (self.rng.pick([10, 10, 20]), None),
            Class::Elder | Class::Preschool => (20, None),
            _ if self.rng.chance(25) => {
                let limit = self.rng.pick(["A01", "A02", "A03", "A03", "A04", "A05"]);
                (30, Some(limit))
            }
            _ => (30, None),
        }
    }

    /// A person of public payers alone, keyed by a 公費 with 法別番号 `law`.
    pub(super) fn public_patient(&mut self, law: &str) -> Patient {
        let insured = Insured::kohi(self.world.seed, self.pid(0), law);
        let mut patient = self.member(0, insured, Class::Own);
        patient.limit = None;
        patient
    }

    /// A 公費 of the case's person, numbers of its own.
    pub(super) fn kohi(&self, member: u64, law: &str) -> Insured {
        Insured::kohi(self.world.seed, self.pid(member), law)
    }

    /// The name of someone else: what the person was called before, or elsewhere.
    pub(super) fn renamed(&self, person: &Person, member: u64) -> Person {
        Person::new(self.world.seed, self.pid(member), person.sex, person.birth)
    }

    /// A different insurer of `kind`, with symbol and number of its own.
    pub(super) fn elsewhere(&mut self, old: &Insured, kind: InsurerKind, member: u64) -> Insured {
        let pid = self.pid(member);
        let mut new = Insured::new(&mut self.rng, self.world.seed, pid, kind, &old.branch);
        // The same number can be drawn twice: one further then is another insurer's.
        while new.insurer == old.insurer {
            new.insurer = super::insured::insurer_number(&mut self.rng, kind);
        }
        new
    }

    /// The same insurer under another 番号.
    pub(super) fn renumbered(&mut self, old: &Insured, member: u64) -> Insured {
        let pid = self.pid(member);
        let number = number(&mut self.rng, self.world.seed, pid, old.kind);
        Insured {
            number,
            ..old.clone()
        }
    }

    /// A day on which eligibility was asked for: in the service month, or early in the next.
    pub(super) fn asked_on(&mut self) -> NaiveDate {
        if self.rng.chance(20) {
            let next = self.rng.between(1, 5);
            after(self.month.last_day(), next)
        } else {
            let n = self.rng.between(1, 28);
            self.day(n)
        }
    }

    /// A good record of `patient`: number asked in bulk, covering since long ago, seen in time.
    pub(super) fn record(&mut self, patient: &Patient) -> Record {
        let seen = self.asked_on();
        let koki = patient.insured.kind == InsurerKind::Koki;
        let elder = !koki && matches!(patient.class, Class::Elder | Class::ElderHigh);
        let family = match patient.class {
            Class::Family | Class::Preschool => true,
            Class::Elder | Class::ElderHigh => !koki && patient.insured.branch != "02",
            Class::Own => false,
        };
        Record {
            validity: 1,
            card_class: if patient.insured.kind == InsurerKind::Jieikan {
                "07"
            } else {
                "01"
            },
            who: Some(Who::of(&patient.person)),
            relation: Some(if family { 2 } else { 1 }),
            qualified_on: Some(patient.since),
            copay_percent: koki.then_some(patient.copay),
            preschool: patient.class == Class::Preschool,
            elderly_copay_percent: elder.then_some(patient.copay),
            limit_class: patient.limit,
            ..Record::unit_only(&patient.insured, patient.person.birth, seen)
        }
    }

    /// A record from a reading of the マイナンバーカード, in the service month.
    pub(super) fn reading(&mut self, patient: &Patient, channel: Channel) -> Record {
        let n = self.rng.between(1, 28);
        Record {
            channel,
            ..self.record(patient).seen(self.day(n))
        }
    }

    /// Now and then rows of earlier months, of an earlier insurer, of people without a claim.
    pub(super) fn history(&mut self, patient: &Patient) {
        let dice = self.rng.below(100);
        if dice < 20 {
            let ago = 1 + self.rng.between(0, 3);
            let seen = day(months_before(self.month, ago), self.rng.between(1, 28));
            let mut row = self.record(patient).seen(seen);
            row.limit_class = None;
            if patient.since < seen {
                self.records.push(row);
            }
        } else if dice < 26 && patient.class != Class::Preschool {
            let kind = Kinds::Branched.draw(&mut self.rng);
            let insured = self.elsewhere(&patient.insured, kind, 6);
            let began = patient.since - Days::new(300);
            let old = Patient {
                insured,
                ..patient.clone()
            };
            let row = self.record(&old).since(began).lost(patient.since, "03");
            self.records.push(Record { validity: 3, ..row });
        } else if dice < 31 {
            let kind = Kinds::Any.draw(&mut self.rng);
            let pid = self.pid(7);
            let insured = Insured::new(&mut self.rng, self.world.seed, pid, kind, "01");
            let class = draw_class(&mut self.rng, kind);
            let stranger = self.member(7, insured, class);
            let row = self.record(&stranger);
            self.records.push(row);
        }
    }

    /// A row of the credential log for what `patient` showed.
    pub(super) fn show(
        &mut self,
        patient: &Patient,
        kind: Shown,
        on: Option<NaiveDate>,
    ) -> &mut LogRow {
        self.show_as(&patient.insured, patient.person.birth, kind, on)
    }

    /// A row of the credential log under the identity given.
    pub(super) fn show_as(
        &mut self,
        insured: &Insured,
        birth: NaiveDate,
        kind: Shown,
        on: Option<NaiveDate>,
    ) -> &mut LogRow {
        self.log.push(LogRow {
            insured: insured.clone(),
            birth,
            shown_on: on,
            kind,
            valid_to: None,
            issued_on: None,
        });
        let last = self.log.len() - 1;
        &mut self.log[last]
    }

    /// A day before the first visit on which a credential may have been shown.
    pub(super) fn earlier(&mut self) -> NaiveDate {
        let days = 1 + self.rng.below(60);
        self.month.first_day() - Days::new(days)
    }

    /// A claim for `patient` with these visits, that must come out as `expect` says.
    pub(super) fn claim(
        &mut self,
        patient: &Patient,
        visits: &Visits,
        expect: Expect,
    ) -> &mut ClaimPlan {
        let public = patient.insured.kind == InsurerKind::Kohi;
        let dice = self.rng.below(100);
        let visits = visits.draw(&mut self.rng, self.month);
        let mut kos = Vec::new();
        if public {
            kos.push(patient.insured.clone());
        } else if dice.is_multiple_of(10) {
            // 公費 beside the insurance; 生活保護 (12) has a scenario of its own.
            let law = self.rng.pick(["54", "54", "51", "21", "15", "52", "38"]);
            kos.push(self.kohi(5, law));
            if dice == 90 {
                kos.push(self.kohi(4, "80"));
            }
        }
        let plan = ClaimPlan {
            scenario: self.scenario,
            month: self.month,
            person: patient.person.clone(),
            class: patient.class,
            ho: (!public).then(|| patient.insured.clone()),
            kos,
            sn: true,
            kana: dice >= 4,
            width: self.rng.pick([Width::Half, Width::Full]),
            visits,
            days: if dice >= 97 {
                DayRecords::KaOnly
            } else {
                DayRecords::JdAndKa
            },
            // The card was read by the end of the month (DX-02).
            dx: self.records.iter().any(|r| {
                r.channel.reference() == 1
                    && r.as_of.is_some_and(|day| day <= self.month.last_day())
            }),
            notes: if public { "" } else { patient.notes() },
            expect,
        };
        self.claims.push(plan);
        let last = self.claims.len() - 1;
        &mut self.claims[last]
    }
}

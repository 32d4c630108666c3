//! Small months for the tests of rules: one claim, some records, a log row, judged and checked.

use chrono::{Datelike, NaiveDate};

use crate::credential::Kind;
use crate::eligibility::map::StationColumns;
use crate::eligibility::record::{Facts, RecordRef, Records, Texts};
use crate::finding::Finding;
use crate::judge::coverage::seen;
use crate::judge::credential::Shown;
use crate::judge::outcome::{Case, Outcome, Payer, Reason, Run};
use crate::judge::verdict::{Judgement, judge};
use crate::master::Master;
use crate::matching::cascade::MatchedBy;
use crate::matching::keys::ClaimKeys;
use crate::matching::{ClaimAt, Match, Matcher, Pool};
use crate::policy::Policy;
use crate::stations::Stations;
use crate::text::date::Month;
use crate::uke::claim::{self, Chunk, Claims};
use crate::uke::dialect::{Dialect, Encoding, Shape};
use crate::uke::lines;
use crate::uke::parse::Parser;
use crate::uke::read::{Input, ReadClaims, Status};

use super::{Scene, apply};

pub(super) fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day")
}

/// An eligibility record of a made-up person.
#[derive(Clone)]
pub(super) struct Person {
    insurer: (String, String),
    symbol: String,
    number: String,
    branch: String,
    name: String,
    kana: String,
    facts: Facts,
}

/// The record that fits the claim of [`Bench::month`].
pub(super) fn hanako() -> Person {
    Person {
        insurer: ("06132013".to_owned(), "架空健保".to_owned()),
        symbol: "12".to_owned(),
        number: "345".to_owned(),
        branch: "01".to_owned(),
        name: "見本　花子".to_owned(),
        kana: "ﾐﾎﾝ ﾊﾅｺ".to_owned(),
        facts: Facts {
            birth_date: Some(day(1960, 1, 2)),
            qualified_on: Some(day(2020, 4, 1)),
            sex: 2,
            reference: 2,
            status: 1,
            validity: 1,
            ..Facts::default()
        },
    }
}

impl Person {
    pub(super) fn seen(mut self, on: NaiveDate) -> Self {
        self.facts.as_of = Some(on);
        self
    }

    pub(super) fn from(mut self, on: NaiveDate) -> Self {
        self.facts.qualified_on = Some(on);
        self
    }

    pub(super) fn lost(mut self, on: NaiveDate) -> Self {
        self.facts.lost_on = Some(on);
        self
    }

    pub(super) fn validity(mut self, validity: u8) -> Self {
        self.facts.validity = validity;
        self
    }

    pub(super) fn class(mut self, class: [u8; 2]) -> Self {
        self.facts.card_class = class;
        self
    }

    pub(super) fn certificate(mut self, valid_to: NaiveDate) -> Self {
        self.facts.certificate_valid_to = Some(valid_to);
        self
    }

    pub(super) fn born(mut self, on: NaiveDate) -> Self {
        self.facts.birth_date = Some(on);
        self
    }

    /// 照会区分: 1 マイナンバーカード, 2 被保険者番号等.
    pub(super) fn reference(mut self, reference: u8) -> Self {
        self.facts.reference = reference;
        self
    }

    /// From a file of 訪問診療等.
    pub(super) fn visits_file(mut self) -> Self {
        self.facts.visits_file = true;
        self
    }

    pub(super) fn sex(mut self, sex: u8) -> Self {
        self.facts.sex = sex;
        self
    }

    pub(super) fn insurer(mut self, number: &str, name: &str) -> Self {
        self.insurer = (number.to_owned(), name.to_owned());
        self
    }

    pub(super) fn number(mut self, symbol: &str, number: &str) -> Self {
        (self.symbol, self.number) = (symbol.to_owned(), number.to_owned());
        self
    }

    pub(super) fn branch(mut self, branch: &str) -> Self {
        branch.clone_into(&mut self.branch);
        self
    }

    pub(super) fn name(mut self, name: &str) -> Self {
        name.clone_into(&mut self.name);
        self
    }

    pub(super) fn kana(mut self, kana: &str) -> Self {
        kana.clone_into(&mut self.kana);
        self
    }

    pub(super) fn relation(mut self, relation: u8) -> Self {
        self.facts.relation = relation;
        self
    }

    pub(super) fn preschool(mut self, preschool: bool) -> Self {
        self.facts.preschool = Some(preschool);
        self
    }

    pub(super) fn copay(mut self, percent: u8) -> Self {
        self.facts.copay_percent = Some(percent);
        self
    }

    pub(super) fn elderly_copay(mut self, percent: u8) -> Self {
        self.facts.elderly_copay_percent = Some(percent);
        self
    }

    fn push(&self, records: &mut Records) {
        let texts = Texts {
            insurer: &self.insurer.0,
            symbol: &self.symbol,
            number: &self.number,
            branch: &self.branch,
            name: &self.name,
            kana: &self.kana,
            insurer_name: &self.insurer.1,
            query_no: "",
        };
        records.push(&texts, &self.facts).expect("short texts");
    }
}

/// One claim and what is known of its patient.
#[derive(Clone)]
pub(super) struct Bench {
    month: String,
    days: Vec<u32>,
    jd: Vec<u32>,
    payer: String,
    replaced: Vec<(String, String)>,
    records: Vec<Person>,
    log: Vec<Shown>,
    as_of: Option<NaiveDate>,
    has_eligibility: bool,
    stations: Option<Stations>,
    master: Option<Master>,
    policy: Policy,
    shape: Shape,
}

impl Bench {
    /// A claim of 見本花子 on a 組合 in a month (`YYYYMM`) with visits on these days.
    pub(super) fn month(month: &str, days: &[u32]) -> Self {
        Self {
            month: month.to_owned(),
            days: days.to_vec(),
            jd: days.to_vec(),
            payer: "HO,06132013,12,345,1,11100,,,,,,\r\nSN,1,01,,,,01,,\r\n".to_owned(),
            replaced: Vec::new(),
            records: Vec::new(),
            log: Vec::new(),
            as_of: None,
            has_eligibility: true,
            stations: None,
            master: None,
            policy: Policy::current(),
            shape: Shape::Station,
        }
    }

    /// The same on a public payer alone.
    pub(super) fn public(month: &str, days: &[u32], payer: &str) -> Self {
        let payer = format!("KO,{payer},0001234,,1,11100,,\r\n");
        Self {
            payer,
            ..Self::month(month, days)
        }
        .replace(",6112,", ",6212,")
    }

    pub(super) fn record(mut self, person: &Person) -> Self {
        self.records.push(person.clone());
        self
    }

    /// A row of the log without date.
    pub(super) fn shown(mut self, kind: Kind, valid_to: Option<NaiveDate>) -> Self {
        self.log.push(Shown {
            kind,
            shown_on: None,
            valid_to,
            issued_on: None,
            line: u32::try_from(self.log.len()).expect("few rows") + 2,
        });
        self
    }

    pub(super) fn jd(mut self, days: &[u32]) -> Self {
        self.jd = days.to_vec();
        self
    }

    /// Replaces text of the claim file; the text has to occur in it.
    pub(super) fn replace(mut self, from: &str, to: &str) -> Self {
        assert!(self.text().contains(from), "{from}");
        self.replaced.push((from.to_owned(), to.to_owned()));
        self
    }

    /// The day of the check; by default the last day of the month after that of the visits.
    pub(super) fn checked_on(mut self, day: NaiveDate) -> Self {
        self.as_of = Some(day);
        self
    }

    pub(super) fn without_eligibility(mut self) -> Self {
        self.has_eligibility = false;
        self
    }

    /// The claim file.
    pub(super) fn text(&self) -> String {
        let places: Vec<&str> = (1..=31)
            .map(|d| if self.jd.contains(&d) { "1" } else { "" })
            .collect();
        let ka = |d: &u32| format!("KA,{}{d:02},1,510000110,,5550,01,01,01\r\n", self.month);
        let care = self.days.iter().map(ka).collect::<Vec<_>>().concat();
        let text = format!(
            "HM,1,13,6,1234567,見本訪問看護,{0},\r\nRE,1,6112,{0},見本　花子,ミホンハナコ,2,19600102,,,,,,,\r\n{1}JD,1,{2}\r\n{care}GO\r\n\x1a",
            self.month,
            self.payer,
            places.join(",")
        );
        self.replaced
            .iter()
            .fold(text, |text, (from, to)| text.replace(from, to))
    }

    /// The codes of the findings of all claim rules.
    pub(super) fn codes(&self) -> Vec<&'static str> {
        self.findings().iter().map(|finding| finding.code).collect()
    }

    /// The findings of all claim rules.
    pub(super) fn findings(&self) -> Vec<Finding> {
        let read = files_of(self.shape, &[("x.UKE", &self.text())]);
        let keys = ClaimKeys::of(&read.claims);
        let mut records = Records::new();
        self.records
            .iter()
            .for_each(|person| person.push(&mut records));
        let policy = &self.policy;
        let month = Month::parse(self.month.as_bytes()).expect("a month");
        let as_of = self
            .as_of
            .or(month.plus(1).map(Month::last_day))
            .expect("a day");
        let run = Run {
            policy,
            as_of,
            has_eligibility: self.has_eligibility,
        };
        let pool = Pool::new(&records, as_of);
        let matcher = Matcher::new(pool);
        let (chunk, claim) = read.claims.get(0);
        let (key, identity) = keys.get(0, 0, claim);
        let at = ClaimAt {
            index: 0,
            chunk,
            claim,
            key,
            identity,
        };
        let mut matched = matcher.find(&at);
        matched.context = matcher.context(&at, &matched);
        let refs = |indices: &[u32]| -> Vec<RecordRef<'_>> {
            indices
                .iter()
                .filter_map(|&index| records.get(index as usize))
                .collect()
        };
        let (own, context) = (refs(&matched.records), refs(&matched.context));
        let late = refs(&matched.late);
        let judgement = self.judge(&at, &matched, (&own, &context), &run);
        let scene = Scene {
            index: 0,
            chunk,
            claim,
            heads: super::Heads::of(chunk, claim),
            identity,
            kind: key.kind,
            unknown_number: key.unknown_number,
            matched: &matched,
            records: &own,
            seen: &seen(&own, as_of),
            ages: super::ages(claim.birth_date, &own),
            context: &context,
            late: &late,
            judgement: &judgement,
            log: &self.log,
            card: policy.card_rule(key.kind, identity.insurer),
            stations: self.stations.as_ref(),
            master: self.master.as_ref(),
            run: &run,
        };
        let mut findings = Vec::new();
        apply(&scene, &mut findings);
        findings
    }

    fn judge(
        &self,
        at: &ClaimAt<'_>,
        matched: &Match,
        (own, context): (&[RecordRef<'_>], &[RecordRef<'_>]),
        run: &Run<'_>,
    ) -> Judgement {
        let Some(month) = at
            .claim
            .service_month
            .filter(|_| at.claim.problem.is_none())
        else {
            return Judgement::invalid(Reason::Unreadable);
        };
        let (here, there): (Vec<_>, Vec<_>) = context
            .iter()
            .copied()
            .partition(|record| record.insurer() == at.identity.insurer);
        let of_other = matched.by == MatchedBy::OtherInsurer;
        let own = seen(own, run.as_of);
        let judged = judge(
            at.claim.visit_days(),
            &Case {
                payer: match at.claim.payer {
                    claim::Payer::Public if at.key.ticket => Payer::Ticket,
                    claim::Payer::Public => Payer::Public,
                    _ => Payer::Insurer(at.key.kind),
                },
                unknown_number: at.key.unknown_number,
                matched_by: matched.by,
                matched: if of_other { &[] } else { &own },
                elsewhere: &if of_other {
                    own.clone()
                } else {
                    seen(&there, run.as_of)
                },
                other_number: &seen(&here, run.as_of),
                log: &self.log,
                card: run.policy.card_rule(at.key.kind, at.identity.insurer),
                month,
            },
            run,
        );
        assert!(judged.verdict != Outcome::Ok || judged.bad_dates() == 0);
        judged
    }

    /// With this 種別.
    pub(super) fn of_type(self, code: &str) -> Self {
        let own = if self.payer.starts_with("KO") {
            ",6212,"
        } else {
            ",6112,"
        };
        self.replace(own, &format!(",{code},"))
    }

    /// Of one born on this day (`YYYYMMDD`).
    pub(super) fn born(self, on: &str) -> Self {
        self.replace("19600102", on)
    }

    /// On another insurer (eight characters).
    pub(super) fn on(self, insurer: &str) -> Self {
        self.replace("HO,06132013,", &format!("HO,{insurer},"))
    }
}

impl Person {
    /// 限度額適用区分, such as `b"A03"`.
    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "byte literals are references"
    )]
    pub(super) fn limit(mut self, class: &[u8; 3]) -> Self {
        self.facts.limit_class = *class;
        self
    }

    pub(super) fn limit_valid(mut self, from: NaiveDate, to: NaiveDate) -> Self {
        self.facts.limit_valid_from = Some(from);
        self.facts.limit_valid_to = Some(to);
        self
    }

    pub(super) fn consent(mut self, consent: bool) -> Self {
        self.facts.limit_consent = Some(consent);
        self
    }
}

impl Bench {
    /// With this レセプト特記.
    pub(super) fn notes(self, notes: &str) -> Self {
        self.replace(",,,,,,,\r\nHO", &format!(",,,,{notes},,,\r\nHO"))
    }

    /// With this レセプト特記 and 一部負担金区分.
    pub(super) fn notes_and_copay_class(self, notes: &str, class: &str) -> Self {
        self.replace("0102,,,,,,,\r\n", &format!("0102,,,,{notes},{class},,\r\n"))
    }

    /// With MF and this 窓口負担額区分.
    pub(super) fn paid(self, class: &str) -> Self {
        let record = format!("MF,{class}{}\r\nGO", ",".repeat(31));
        self.replace("GO", &record)
    }

    /// A list of equipped stations, as CSV.
    pub(super) fn stations(mut self, csv: &str) -> Self {
        let list = Stations::read(csv.as_bytes(), &StationColumns::default());
        self.stations = Some(list.expect("a list").0);
        self
    }

    pub(super) fn master(mut self, master: Master) -> Self {
        self.master = Some(master);
        self
    }

    /// Judged by `current` with these lines of a policy file.
    pub(super) fn policy(mut self, lines: &str) -> Self {
        let text = format!("extends = \"current\"\n{lines}\n");
        self.policy = Policy::parse(&text, "test.toml").expect("a policy");
        self
    }

    /// As an insurer gets the claim: every line numbered, MN before the claim.
    pub(super) fn of_insurer(mut self) -> Self {
        self.shape = Shape::Insurer;
        self
    }
}

/// Claim files read from memory, as if they were UTF-8; whatever a test wants to say of the file as a
/// whole it puts into the issues itself.
pub(super) fn files(named: &[(&str, &str)]) -> ReadClaims {
    files_of(Shape::Station, named)
}

/// The same of another shape; an insurer's file is made of the station's.
fn files_of(shape: Shape, named: &[(&str, &str)]) -> ReadClaims {
    let mut read = ReadClaims::default();
    let mut chunks: Vec<Chunk> = Vec::new();
    for (input, (shown, text)) in (0u32..).zip(named) {
        let dialect = Dialect {
            shape,
            encoding: Encoding::Utf8,
            skip: 0,
        };
        let mut parser = Parser::new(dialect);
        let text = match shape {
            Shape::Insurer => insurers(text),
            _ => (*text).to_owned(),
        };
        lines::lines(text.as_bytes()).for_each(|line| parser.take(line));
        let piece = parser.finish();
        let mut chunk = piece.chunk;
        chunk.input = input;
        chunk.issues.extend(piece.marks.notes.into_issues());
        read.inputs.push(Input {
            shown: (*shown).to_owned(),
            bytes: text.len() as u64,
            sha256: String::new(),
            dialect: Some(dialect),
            status: Status::Read(chunk.claims.len() as u64),
        });
        chunks.push(chunk);
    }
    read.claims = Claims::new(chunks);
    read
}

/// データ識別 1, 行番号, 枝番号 before every line of the one claim; no GO.
fn insurers(text: &str) -> String {
    let lines = text
        .lines()
        .filter(|line| !line.starts_with(['G', '\u{1a}']));
    let numbered = (2..)
        .zip(lines)
        .map(|(number, line)| format!("1,{number},0,{line}\r\n"));
    std::iter::once("1,1,0,MN,1,2\r\n".to_owned())
        .chain(numbered)
        .collect()
}

#[test]
fn the_month_is_clean() {
    // Within the card's term, confirmed in the month.
    let bench = Bench::month("202511", &[5, 12]).record(&hanako().seen(day(2025, 11, 5)));
    assert_eq!(bench.findings(), []);
    assert_eq!(bench.as_of, None);
    assert_eq!(day(2025, 11, 5).day(), 5);
}

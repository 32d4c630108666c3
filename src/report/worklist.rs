//! `worklist.csv`: whom to ask for a 資格確認書, gravest first (contract 7).
//!
//! Grouping goes by a plain map: only the claims with `needs_certificate` take part, and their keys lie
//! normalised in memory already, so copying them into a data frame would cost more than the whole job.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};
use std::io::{self, Write};

use chrono::NaiveDate;

use crate::check::Checked;
use crate::judge::outcome::{Outcome, Reason};
use crate::judge::verdict::Judgement;
use crate::rules::terms;
use crate::text::lang::Lang;
use crate::uke::claim::{Chunk, Claim};

use super::csv::{Charset, Rows};
use super::portions::Written;
use super::recorded::Recorded;
use super::verdicts::{write_birth_date, write_insured};

/// The columns, in their order.
pub const COLUMNS: [&str; 13] = [
    "insurer_no",
    "symbol",
    "number",
    "branch",
    "patient_name",
    "birth_date",
    "station_codes",
    "claims",
    "yen_at_risk",
    "first_date",
    "last_date",
    "reason",
    "ask",
];

/// Insurer, symbol, number, branch and birth date, normalised.
type Key<'a> = (&'a str, &'a str, &'a str, &'a str, Option<NaiveDate>);

/// One person to ask. The identity is shown as on the first claim in input order.
pub(super) struct Person<'a> {
    claim: &'a Claim,
    recorded: Recorded<'a>,
    stations: BTreeSet<&'a str>,
    claims: u64,
    yen: u64,
    first_date: NaiveDate,
    last_date: NaiveDate,
    /// Some date is `NEED_CERT`.
    must: bool,
    /// Verdict and reason of the gravest claim, the first of several.
    gravest: (Outcome, Reason),
}

impl<'a> Person<'a> {
    fn add(
        &mut self,
        chunk: &'a Chunk,
        claim: &'a Claim,
        judgement: &Judgement,
        dates: (NaiveDate, NaiveDate),
    ) {
        self.stations.insert(&chunk.header(claim).station);
        self.claims += 1;
        self.yen += u64::from(claim.total_yen);
        self.first_date = self.first_date.min(dates.0);
        self.last_date = self.last_date.max(dates.1);
        self.must |= judgement.dates_with(Outcome::NeedCert) != 0;
        if judgement.verdict > self.gravest.0 {
            self.gravest = (judgement.verdict, judgement.reason);
        }
    }

    /// What decides between equal amounts, so that the order never depends on the order of files.
    fn shown(&self) -> [std::borrow::Cow<'a, str>; 5] {
        let r = &self.recorded;
        [
            r.insurer(),
            r.decode(r.symbol),
            r.decode(r.number),
            r.decode(r.branch),
            r.decode(r.birth_date),
        ]
    }

    /// What to bring. Whoever has dates on both sides of the first 資格確認書 is asked for one.
    fn ask(&self, checked: &Checked, lang: Lang) -> &'static str {
        terms::ask(self.gravest.1, self.last_date, &checked.policy, lang)
    }

    fn write(&self, checked: &Checked, lang: Lang, rows: &mut Rows) {
        let recorded = &self.recorded;
        write_insured(rows, recorded);
        rows.recorded(recorded.name, recorded.encoding);
        write_birth_date(rows, self.claim, recorded);
        let stations: Vec<&str> = self.stations.iter().copied().collect();
        rows.text(&stations.join(";"));
        rows.number(self.claims);
        rows.number(self.yen);
        rows.date(Some(self.first_date));
        rows.date(Some(self.last_date));
        rows.word(self.gravest.1.id());
        rows.text(self.ask(checked, lang));
        rows.end();
    }
}

/// Everybody with `needs_certificate`: `NEED_CERT` before `TRANSITIONAL`, then by amount downwards.
pub(super) fn people(checked: &Checked) -> Vec<Person<'_>> {
    let claims = &checked.claims.claims;
    let mut places: HashMap<Key<'_>, usize> = HashMap::new();
    let mut people: Vec<Person<'_>> = Vec::new();
    for (position, (start, chunk)) in claims.chunks().enumerate() {
        let judgements = &checked.judgements[start as usize..];
        for (local, (claim, judgement)) in chunk.claims.iter().zip(judgements).enumerate() {
            let mut dates = claim.dates(judgement.cert_dates());
            let Some(first) = dates.next() else { continue };
            let span = (first, dates.last().unwrap_or(first));
            let id = checked.keys.get(position, local, claim).1;
            let place = *places
                .entry((id.insurer, id.symbol, id.number, id.branch, id.birth_date))
                .or_insert_with(|| {
                    people.push(Person {
                        claim,
                        recorded: Recorded::of(chunk, claim),
                        stations: BTreeSet::new(),
                        claims: 0,
                        yen: 0,
                        first_date: span.0,
                        last_date: span.1,
                        must: false,
                        gravest: (judgement.verdict, judgement.reason),
                    });
                    people.len() - 1
                });
            people[place].add(chunk, claim, judgement, span);
        }
    }
    people.sort_by(|a, b| {
        let weight = |person: &Person<'_>| (Reverse(person.must), Reverse(person.yen));
        weight(a)
            .cmp(&weight(b))
            .then_with(|| a.shown().cmp(&b.shown()))
    });
    people
}

/// Writes the file.
///
/// # Errors
/// What `out` reports.
pub(super) fn write(
    checked: &Checked,
    people: &[Person<'_>],
    charset: Charset,
    lang: Lang,
    out: &mut impl Write,
) -> io::Result<Written> {
    out.write_all(&Rows::header(charset, &COLUMNS))?;
    let mut rows = Rows::new(charset, 0);
    for person in people {
        person.write(checked, lang, &mut rows);
    }
    let (bytes, replaced) = rows.finish();
    out.write_all(&bytes)?;
    out.flush()?;
    Ok(Written {
        rows: people.len() as u64,
        yen: 0,
        replaced,
    })
}

//! Who gets a notice, and with which station it lies.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::check::Checked;
use crate::credential::Kind;
use crate::finding::{Days, Finding};
use crate::judge::credential::Credential;
use crate::report::worklist::{self, At, Index, Person};
use crate::uke::claim::Claim;
use crate::uke::recorded::Recorded;

/// What will expire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Expiring {
    pub(super) on: NaiveDate,
    pub(super) what: Expires,
}

/// The credential that will.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expires {
    /// 資格確認書.
    Certificate,
    /// The 電子証明書 of the card.
    Myna,
    /// That of the phone.
    Smartphone,
    /// One of these.
    Some,
}

/// One person who gets a sheet.
pub(super) struct Notice<'a> {
    /// Their line in the worklist; `None` for whom only an expiry is announced.
    pub(super) person: Option<&'a Person<'a>>,
    /// A claim of theirs that tells who they are.
    at: At,
    /// The visit dates that need a 資格確認書, month by month.
    pub(super) dates: Vec<Days>,
    pub(super) expiring: Option<Expiring>,
    /// Their stations, sorted; never none.
    pub(super) stations: Vec<&'a str>,
}

/// A station with the persons on its list.
pub(super) struct Station<'a> {
    pub(super) code: &'a str,
    pub(super) name: &'a str,
    /// By their place in [`Gathered::notices`], ascending.
    pub(super) notices: Vec<usize>,
}

/// Everybody who gets a notice: those of the worklist in its order, then those with an expiry by its day.
pub(super) struct Gathered<'a> {
    pub(super) notices: Vec<Notice<'a>>,
}

impl<'a> Notice<'a> {
    fn of(person: &'a Person<'a>) -> Self {
        Self {
            person: Some(person),
            at: person.at(),
            dates: Vec::new(),
            expiring: None,
            stations: person.all_stations(),
        }
    }

    fn expiring(at: At) -> Self {
        Self {
            person: None,
            at,
            dates: Vec::new(),
            expiring: None,
            stations: Vec::new(),
        }
    }

    /// Their claim with its head records: who they are, as recorded.
    pub(super) fn claim<'c>(&self, checked: &'c Checked) -> (&'c Claim, Recorded<'c>) {
        let (_, chunk) = checked.claims.claims.chunk(self.at.0 as usize);
        let claim = &chunk.claims[self.at.1 as usize];
        (claim, Recorded::of(chunk, claim))
    }

    /// The insurer's kind.
    pub(super) fn kind(&self, checked: &Checked) -> crate::text::insurer::InsurerKind {
        checked.keys.chunk(self.at.0 as usize)[self.at.1 as usize].kind
    }

    fn add_dates(&mut self, days: Days) {
        match self.dates.binary_search_by_key(&days.month, |it| it.month) {
            Ok(place) => self.dates[place].mask |= days.mask,
            Err(place) => self.dates.insert(place, days),
        }
    }

    fn add_expiry(&mut self, expiring: Expiring, station: &'a str) {
        if self.expiring.is_none_or(|known| expiring.on < known.on) {
            self.expiring = Some(expiring);
        }
        if let Err(place) = self.stations.binary_search(&station) {
            self.stations.insert(place, station);
        }
    }
}

impl<'a> Gathered<'a> {
    pub(super) fn of(checked: &'a Checked, people: &'a [Person<'a>]) -> Self {
        let mut index = Index::with_capacity(people.len());
        let mut notices: Vec<Notice<'a>> = Vec::with_capacity(people.len());
        for person in people {
            // Each is another person, so they get the numbers 0, 1, 2, …
            index.place(checked, person.at());
            notices.push(Notice::of(person));
        }
        add_dates(checked, &mut index, &mut notices);
        add_expiries(checked, &mut index, &mut notices);
        notices[people.len()..].sort_by_key(|notice| {
            let on = notice.expiring.map(|expiring| expiring.on);
            (on, worklist::key(checked, notice.at))
        });
        Self { notices }
    }

    /// The stations by code, each with those who are on its list.
    pub(super) fn stations(&self, checked: &'a Checked) -> Vec<Station<'a>> {
        let mut stations: BTreeMap<&'a str, Station<'a>> = BTreeMap::new();
        for (at, notice) in self.notices.iter().enumerate() {
            for &code in &notice.stations {
                let new = || Station {
                    code,
                    name: "",
                    notices: Vec::new(),
                };
                stations.entry(code).or_insert_with(new).notices.push(at);
            }
        }
        for (_, chunk) in checked.claims.claims.chunks() {
            for header in &chunk.headers {
                if let Some(station) = stations.get_mut(&*header.station)
                    && station.name.is_empty()
                {
                    station.name = &header.name;
                }
            }
        }
        stations.into_values().collect()
    }
}

/// Adds the dates of all claims with `needs_certificate`, but for those that a user has settled.
fn add_dates(checked: &Checked, index: &mut Index, notices: &mut [Notice<'_>]) {
    for (position, (start, chunk)) in checked.claims.claims.chunks().enumerate() {
        let judgements = &checked.judgements[start as usize..];
        for (local, (claim, judgement)) in chunk.claims.iter().zip(judgements).enumerate() {
            let (mask, month) = (judgement.cert_dates(), claim.service_month);
            let at = at(position, local);
            if let (1.., Some(month)) = (mask, month)
                && !checked.has_settled(start + at.1)
            {
                let place = index.place(checked, at);
                // Whoever has such a claim is on the worklist.
                if let Some(notice) = notices.get_mut(place) {
                    notice.add_dates(Days { month, mask });
                }
            }
        }
    }
}

/// Adds what will expire, and the persons for whom that is all.
fn add_expiries<'a>(checked: &'a Checked, index: &mut Index, notices: &mut Vec<Notice<'a>>) {
    for finding in &checked.findings {
        let (Some(claim), Some(expiring)) = (finding.claim, expiring(checked, finding)) else {
            continue;
        };
        let (position, local) = checked.claims.claims.locate(claim);
        let at = at(position, local);
        let place = index.place(checked, at);
        if place == notices.len() {
            notices.push(Notice::expiring(at));
        }
        let (chunk, claim) = checked.claims.claims.get(claim);
        notices[place].add_expiry(expiring, &chunk.header(claim).station);
    }
}

/// What a finding says will expire.
fn expiring(checked: &Checked, finding: &Finding) -> Option<Expiring> {
    if finding.code != "CERT_EXPIRING" {
        return None;
    }
    let on = finding.details.date?;
    let standing = checked.judgements[finding.claim? as usize].standing;
    // The judgement keeps the credential of one date; the finding may be about another's.
    let credential = standing
        .filter(|standing| standing.valid_to == Some(on))
        .map(|standing| standing.credential);
    let what = match credential {
        Some(Credential::Shown(Kind::Certificate)) => Expires::Certificate,
        Some(Credential::Shown(Kind::Myna)) => Expires::Myna,
        Some(Credential::Shown(Kind::Smartphone)) => Expires::Smartphone,
        _ => Expires::Some,
    };
    Some(Expiring { on, what })
}

/// There are fewer than 2³² claims.
fn at(position: usize, local: usize) -> At {
    let index = |place| u32::try_from(place).unwrap_or(u32::MAX);
    (index(position), index(local))
}

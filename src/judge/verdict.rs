//! From outcomes of dates to the verdict of a claim (contract 4.7).

use chrono::{Datelike, Days, NaiveDate};

use crate::credential::Kind;
use crate::uke::claim::days_of;

use super::credential::{Credential, Standing};
use super::outcome::{Case, Day, Outcome, Reason, Run, day};

/// The judgement of one claim. Days are masks of 指定訪問看護年月, bit 0 the 1st.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// The gravest outcome.
    pub verdict: Outcome,
    /// Of the first date with that outcome.
    pub reason: Reason,
    /// The credential of that date with its expiry and cap; `None` for a claim without HO or an invalid
    /// one.
    pub standing: Option<Standing>,
    /// Latest evidence of that date.
    pub evidence_as_of: Option<NaiveDate>,
    /// The visit dates.
    pub visits: u32,
    /// Dates by outcome, in the order of [`Outcome::ALL`] up to `NOT_COVERED`.
    pub by_outcome: [u32; 6],
    /// Dates accepted without evidence.
    pub unproven: u32,
    /// Dates within the grace of an expired 電子証明書.
    pub grace: u32,
    /// Dates for which a 医療券 was looked for in vain.
    pub ticket_unconfirmed: u32,
    /// The first expiry, within the notice of the policy, of a 資格確認書 or 電子証明書 that stands for a
    /// visit date.
    pub expiring_on: Option<NaiveDate>,
    /// The first day behind `--as-of` on which, with the same inputs, this judgement or a finding on the claim may
    /// come out differently; until then both are the same. `None` when no day makes a difference. Holds when all
    /// records are dated: one without 資格確認日 counts as seen on the day of the check.
    pub look_on: Option<NaiveDate>,
}

impl Judgement {
    /// The judgement of a claim that cannot be judged at all.
    #[must_use]
    pub fn invalid(reason: Reason) -> Self {
        Self {
            verdict: Outcome::Invalid,
            reason,
            standing: None,
            evidence_as_of: None,
            visits: 0,
            by_outcome: [0; 6],
            unproven: 0,
            grace: 0,
            ticket_unconfirmed: 0,
            expiring_on: None,
            look_on: None,
        }
    }

    /// The credential of the first date with the gravest outcome.
    #[must_use]
    pub fn credential(&self) -> Option<Credential> {
        self.standing.map(|standing| standing.credential)
    }

    /// Dates with an outcome.
    #[must_use]
    pub fn dates_with(&self, outcome: Outcome) -> u32 {
        self.by_outcome.get(outcome as usize).copied().unwrap_or(0)
    }

    /// Dates for which a 資格確認書 is needed: `NEED_CERT` or `TRANSITIONAL`.
    #[must_use]
    pub fn cert_dates(&self) -> u32 {
        self.dates_with(Outcome::NeedCert) | self.dates_with(Outcome::Transitional)
    }

    /// True when any date needs a 資格確認書.
    #[must_use]
    pub fn needs_certificate(&self) -> bool {
        self.cert_dates() != 0
    }

    /// All dates with the gravest outcome when it is not `OK`.
    #[must_use]
    pub fn bad_dates(&self) -> u32 {
        if self.verdict == Outcome::Ok {
            0
        } else {
            self.dates_with(self.verdict)
        }
    }
}

/// Judges a claim over its visit dates; `NO_DATE` when there is none.
///
/// What is said of a date changes from one visit to the next only where a date of the case or the policy lies between
/// them (`turns`).
#[must_use]
pub fn judge(visits: u32, case: &Case<'_>, run: &Run<'_>) -> Judgement {
    judge_at(visits, turns(case, run), case, run)
}

/// Judges the first visit, and each before which `turns` has a day since the visit before it; the others are as the
/// one before.
fn judge_at(visits: u32, turns: u32, case: &Case<'_>, run: &Run<'_>) -> Judgement {
    let mut judgement = Judgement {
        verdict: Outcome::Ok,
        visits,
        ..Judgement::invalid(Reason::NoDate)
    };
    let mut gravest: Option<Day> = None;
    let mut rest = days_of(visits)
        .filter_map(|day| Some((day, case.month.day(day)?)))
        .peekable();
    while let Some((number, date)) = rest.next() {
        let day = day(date, case, run);
        let mut dates = 1 << (number - 1);
        let mut last = number;
        let is_same = |last, next| turns & days_between(last, next) == 0;
        while let Some((next, _)) = rest.next_if(|&(next, _)| is_same(last, next)) {
            dates |= 1 << (next - 1);
            last = next;
        }
        judgement.add(&day, dates, run);
        if gravest.is_none_or(|gravest| day.outcome > gravest.outcome) {
            gravest = Some(day);
        }
    }
    let Some(gravest) = gravest else {
        return Judgement::invalid(Reason::NoDate);
    };
    judgement.verdict = gravest.outcome;
    judgement.reason = gravest.reason;
    judgement.standing = gravest.standing;
    judgement.evidence_as_of = gravest.evidence;
    if judgement.ticket_unconfirmed != 0 {
        // `TICKET_UNREGISTERED` is told from the day behind the quiet ones of the month.
        let told_from = run
            .policy
            .ticket_quiet_last(case.month.first_day())
            .succ_opt();
        let ahead = told_from.filter(|&day| day > run.as_of);
        judgement.look_on = earlier(judgement.look_on, ahead);
    }
    judgement
}

impl Judgement {
    /// Notes what is said of some dates.
    fn add(&mut self, day: &Day, dates: u32, run: &Run<'_>) {
        if let Some(all) = self.by_outcome.get_mut(day.outcome as usize) {
            *all |= dates;
        }
        if day.unproven {
            self.unproven |= dates;
        }
        if day.grace {
            self.grace |= dates;
        }
        if day.reason == Reason::TicketUnconfirmed && day.standing.is_none() {
            self.ticket_unconfirmed |= dates;
        }
        if let Some(to) = expiry(day) {
            let within = is_within_notice(to, run).then_some(to);
            self.expiring_on = earlier(self.expiring_on, within);
            self.look_on = earlier(self.look_on, turn_of_notice(to, run));
        }
    }
}

/// The days behind the `from`th, up to and with the `to`th.
fn days_between(from: u32, to: u32) -> u32 {
    // Days are 1 to 31.
    ((1 << to) - 1) & !((1 << from) - 1)
}

/// The days of the month on which anything that [`day`] compares a date with may begin to hold or to fail: every
/// date that stands in the case or the policy, and the day after it. A day too many costs a look, so nothing is left
/// out for being unlikely.
fn turns(case: &Case<'_>, run: &Run<'_>) -> u32 {
    let (first, last) = (case.month.first_day(), case.month.last_day());
    let mut turns = 0;
    let mut add = |date: Option<NaiveDate>| {
        if let Some(date) = date.filter(|&date| first <= date && date <= last) {
            turns |= 0b11 << date.day0();
        }
    };
    for seen in [case.matched, case.elsewhere, case.other_number]
        .into_iter()
        .flatten()
    {
        add(seen.qualified_on);
        add(seen.lost_on);
        add(seen.card_valid_to);
        add(seen.certificate_valid_to);
        // When it was seen counts against dates only for a loss without its day.
        if matches!(seen.validity, 2 | 3) {
            add(Some(seen.as_of));
        }
    }
    for row in case.log {
        add(row.shown_on);
        add(row.issued_on);
        add(row.valid_to);
        if row.kind == Kind::Myna {
            add(row.valid_to.map(|to| run.policy.myna_last(to)));
        }
    }
    let policy = run.policy;
    add(Some(case.card.cap));
    add(case.card.window.map(|(from, _)| from));
    add(case.card.window.map(|(_, to)| to));
    add(Some(policy.card_last));
    add(Some(policy.certificate_from));
    add(Some(policy.jieikan_unknown_from));
    add(policy.smartphone_from);
    turns
}

/// The expiry of the 資格確認書 or 電子証明書 that stands for a day.
fn expiry(day: &Day) -> Option<NaiveDate> {
    let standing = day.standing?;
    match standing.credential {
        Credential::Shown(Kind::Myna | Kind::Smartphone | Kind::Certificate) => standing.valid_to,
        _ => None,
    }
}

/// Whether an expiry lies within the policy's notice after `--as-of` (contract 6, `CERT_EXPIRING`).
fn is_within_notice(to: NaiveDate, run: &Run<'_>) -> bool {
    let last = run.as_of + Days::new(u64::from(run.policy.certificate_notice_days));
    run.as_of <= to && to <= last
}

/// The first day behind `--as-of` on which an expiry comes within the notice, or is over.
fn turn_of_notice(to: NaiveDate, run: &Run<'_>) -> Option<NaiveDate> {
    let comes = to.checked_sub_days(Days::new(u64::from(run.policy.certificate_notice_days)));
    let turns = [comes, to.succ_opt()].into_iter().flatten();
    turns.filter(|&day| day > run.as_of).min()
}

fn earlier(a: Option<NaiveDate>, b: Option<NaiveDate>) -> Option<NaiveDate> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::coverage::Seen;
    use crate::judge::credential::Shown;
    use crate::judge::outcome::Payer;
    use crate::matching::cascade::MatchedBy;
    use crate::policy::Policy;
    use crate::text::date::Month;
    use crate::text::insurer::InsurerKind;
    use proptest::prelude::*;

    /// Months in which the policy's dates lie, and another.
    const MONTHS: [(i32, u32); 7] = [
        (2024, 12),
        (2025, 7),
        (2025, 9),
        (2025, 12),
        (2026, 1),
        (2026, 3),
        (2026, 7),
    ];

    /// A date not far from the month that begins on `first`, or none.
    fn near(first: NaiveDate) -> impl Strategy<Value = Option<NaiveDate>> + Clone {
        let dates = (0u64..130).prop_map(move |days| first - Days::new(45) + Days::new(days));
        prop::option::weighted(0.7, dates)
    }

    fn seen(first: NaiveDate) -> impl Strategy<Value = Seen> {
        let dates = (
            near(first),
            near(first),
            near(first),
            near(first),
            near(first),
        );
        (dates, 0u8..7, 0u32..2, any::<[bool; 3]>()).prop_map(
            move |((as_of, qualified_on, lost_on, card, certificate), validity, group, marks)| {
                Seen {
                    as_of: as_of.unwrap_or(first),
                    qualified_on,
                    lost_on,
                    validity,
                    group,
                    reading: marks[0],
                    special: marks[1] && validity == 0,
                    card_valid_to: card,
                    certificate_valid_to: certificate,
                    myna_registered: marks[2],
                }
            },
        )
    }

    fn shown(first: NaiveDate) -> impl Strategy<Value = Shown> {
        (
            prop::sample::select(&Kind::ALL[..]),
            near(first),
            near(first),
            near(first),
            2u32..9,
        )
            .prop_map(|(kind, shown_on, valid_to, issued_on, line)| Shown {
                kind,
                shown_on,
                valid_to,
                issued_on,
                line,
            })
    }

    fn payer() -> impl Strategy<Value = Payer> {
        prop::sample::select(vec![
            Payer::Insurer(InsurerKind::Koki),
            Payer::Insurer(InsurerKind::Kokuho),
            Payer::Insurer(InsurerKind::Jieikan),
            Payer::Insurer(InsurerKind::Unknown),
            Payer::Public,
            Payer::Ticket,
        ])
    }

    /// A month with what is known of a person.
    fn known() -> impl Strategy<Value = (Month, [Vec<Seen>; 3], Vec<Shown>)> {
        prop::sample::select(&MONTHS[..]).prop_flat_map(|(year, month)| {
            let month = Month::new(year, month).expect("a month");
            let first = month.first_day();
            let records = || prop::collection::vec(seen(first), 0..3);
            let log = prop::collection::vec(shown(first), 0..4);
            (Just(month), [records(), records(), records()], log)
        })
    }

    proptest! {
        /// Until the day on which to look again, the day of the check makes no difference; on that day something
        /// that hangs on it does.
        #[test]
        fn nothing_changes_before_the_next_look(
            (month, all, log) in known(),
            payer in payer(),
            matched_by in prop::sample::select(&MatchedBy::ALL[..]),
            visits in 1u32..1 << 31,
            from in 0u64..200,
        ) {
            let policy = Policy::current();
            let case = Case {
                payer,
                unknown_number: false,
                matched_by,
                matched: &all[0],
                elsewhere: &all[1],
                other_number: &all[2],
                log: &log,
                card: policy.card_rule(InsurerKind::Koki, "39132013"),
                month,
            };
            let start = month.first_day() - Days::new(60) + Days::new(from);
            let told = |as_of: NaiveDate| {
                let run = Run { policy: &policy, as_of, has_eligibility: true };
                let judgement = judge(visits, &case, &run);
                let ticket = judgement.ticket_unconfirmed != 0 && as_of > policy.ticket_quiet_last(month.first_day());
                (judgement, ticket)
            };
            let first = told(start);
            for as_of in start.iter_days().take(260) {
                match first.0.look_on {
                    Some(day) if as_of >= day => {
                        // The look is spent.
                        prop_assert!(told(day).0.look_on.is_none_or(|next| next > day));
                        break;
                    }
                    _ => prop_assert_eq!(told(as_of), first),
                }
            }
        }

        /// Judging the turns alone is judging every date.
        #[test]
        fn between_turns_nothing_changes(
            (month, all, log) in known(),
            payer in payer(),
            matched_by in prop::sample::select(&MatchedBy::ALL[..]),
            visits in 1u32..1 << 31,
            has_eligibility in any::<bool>(),
        ) {
            let policy = Policy::current();
            let kind = match payer {
                Payer::Insurer(kind) => kind,
                _ => InsurerKind::Kohi,
            };
            let case = Case {
                payer,
                unknown_number: false,
                matched_by,
                matched: &all[0],
                elsewhere: &all[1],
                other_number: &all[2],
                log: &log,
                card: policy.card_rule(kind, "06132013"),
                month,
            };
            let as_of = month.last_day() + Days::new(20);
            let run = Run { policy: &policy, as_of, has_eligibility };
            prop_assert_eq!(judge(visits, &case, &run), judge_at(visits, u32::MAX, &case, &run));
        }
    }
    #[test]
    fn the_days_on_which_to_look_again() {
        let policy = Policy::current();
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
        let month = Month::of(day("2026-01-01"));
        let certificate = Shown {
            kind: Kind::Certificate,
            shown_on: Some(day("2025-12-20")),
            valid_to: Some(day("2026-07-31")),
            issued_on: None,
            line: 2,
        };
        let look_on = |payer, as_of: &str| {
            let case = Case {
                payer,
                unknown_number: false,
                matched_by: MatchedBy::None,
                matched: &[],
                elsewhere: &[],
                other_number: &[],
                log: &[certificate],
                card: policy.card_rule(InsurerKind::Koki, "39132013"),
                month,
            };
            let run = Run {
                policy: &policy,
                as_of: day(as_of),
                has_eligibility: true,
            };
            let judgement = judge(1 << 9, &case, &run);
            judgement.look_on.map(|day| day.to_string())
        };
        let insurer = Payer::Insurer(InsurerKind::Koki);
        let notice = Days::new(u64::from(policy.certificate_notice_days));
        let comes = (day("2026-07-31") - notice).to_string();
        assert_eq!(look_on(insurer, "2026-02-10"), Some(comes.clone()));
        assert_eq!(look_on(insurer, &comes).as_deref(), Some("2026-08-01"));
        assert_eq!(
            look_on(insurer, "2026-07-31").as_deref(),
            Some("2026-08-01")
        );
        assert_eq!(look_on(insurer, "2026-08-01"), None);
        assert_eq!(
            look_on(Payer::Ticket, "2026-01-15").as_deref(),
            Some("2026-01-16")
        );
        assert_eq!(look_on(Payer::Ticket, "2026-01-16"), None);
        assert_eq!(look_on(Payer::Public, "2026-01-01"), None);
    }
}

//! The head of the worklist, for whoever tells of a report without opening it.

use chrono::NaiveDate;

use crate::check::Checked;
use crate::judge::outcome::Reason;
use crate::policy::Policy;
use crate::rules::terms;
use crate::text::insurer::InsurerKind;
use crate::text::lang::Lang;

use super::worklist::Person;

/// How many persons are told.
const SHOWN: usize = 5;

/// One of the first persons of the worklist, as on their first claim in input order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Urgent {
    /// 氏名 as recorded, which may hold anything.
    pub name: String,
    /// 保険者番号.
    pub insurer_no: String,
    /// The kind of insurer.
    pub insurer_kind: InsurerKind,
    /// Ten digits.
    pub station: String,
    /// レセプト番号 as recorded.
    pub claim_no: String,
    /// `YYYY-MM`, or as recorded when it cannot be read.
    pub service_month: String,
    /// The first date that needs a 資格確認書.
    pub first_date: NaiveDate,
    /// The last one.
    pub last_date: NaiveDate,
    /// Yen of all their claims with such a date.
    pub yen: u64,
    reason: Reason,
}

impl Urgent {
    /// What to have them bring.
    #[must_use]
    pub fn ask(&self, policy: &Policy, lang: Lang) -> &'static str {
        terms::ask(self.reason, self.last_date, policy, lang)
    }
}

/// The first of these persons.
pub(super) fn of(checked: &Checked, people: &[Person<'_>]) -> Vec<Urgent> {
    let first = people.iter().take(SHOWN);
    first
        .map(|person| {
            let (claim, recorded) = person.claim(checked);
            Urgent {
                name: recorded.decode(recorded.name).into_owned(),
                insurer_no: recorded.insurer().into_owned(),
                insurer_kind: person.insurer_kind(checked),
                station: person.station().to_owned(),
                claim_no: recorded.decode(recorded.claim_no).into_owned(),
                service_month: recorded.month_text(claim).into_owned(),
                first_date: person.first_date,
                last_date: person.last_date,
                yen: person.yen,
                reason: person.reason(),
            }
        })
        .collect()
}

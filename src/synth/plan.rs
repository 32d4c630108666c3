//! What a scenario plants: claims, eligibility records, rows of the credential log.

use chrono::{Days, NaiveDate};

use super::insured::Insured;
use super::outcome::{Expect, Shown};
use super::person::{Class, Person};
use crate::text::date::Month;
use crate::text::insurer::InsurerKind;

/// The day `day` of `month`, its last day when there is none such.
pub(super) fn day(month: Month, day: u32) -> NaiveDate {
    month.day(day).unwrap_or(month.last_day())
}

/// The `months`-th month before `month`.
pub(super) fn months_before(month: Month, months: u32) -> Month {
    let first = month.first_day();
    Month::of(
        first
            .checked_sub_months(chrono::Months::new(months))
            .unwrap_or(first),
    )
}

/// `days` days after `date`.
pub(super) fn after(date: NaiveDate, days: u32) -> NaiveDate {
    date.checked_add_days(Days::new(u64::from(days)))
        .unwrap_or(date)
}

/// The form an eligibility record arrives in (eligibility-format 2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Channel {
    /// Card reader, `OQSsiquc01res_face_`.
    Face,
    /// 訪問診療等, `OQSmuhvq02res_`: a reading by nature.
    Visits,
    /// Single query by number, `OQSsiquc01res_`.
    Single,
    /// 一括照会, `OQSmuquc02res_`.
    Bulk,
    /// 医療扶助, `OQSmutic02res_`.
    MedicalAid,
}

impl Channel {
    /// 照会区分: 1 by card, 2 by number.
    pub(super) fn reference(self) -> u8 {
        match self {
            Self::Face | Self::Visits => 1,
            Self::Single | Self::Bulk | Self::MedicalAid => 2,
        }
    }
}

/// One eligibility record (contract 3.4).
#[derive(Clone, Debug)]
pub(super) struct Record {
    pub channel: Channel,
    pub insured: Insured,
    /// Name, kana and sex; `None` for a unit without a result record.
    pub who: Option<Who>,
    pub birth: NaiveDate,
    /// 資格確認日; `None` for a row of a member register.
    pub as_of: Option<NaiveDate>,
    pub status: u8,
    pub validity: u8,
    pub card_class: &'static str,
    pub relation: Option<u8>,
    pub qualified_on: Option<NaiveDate>,
    pub lost_on: Option<NaiveDate>,
    pub loss_reason: Option<&'static str>,
    pub card_issued_on: Option<NaiveDate>,
    pub card_valid_from: Option<NaiveDate>,
    pub card_valid_to: Option<NaiveDate>,
    pub copay_percent: Option<u32>,
    pub preschool: bool,
    pub elderly_copay_percent: Option<u32>,
    pub limit_class: Option<&'static str>,
    pub certificate_valid_to: Option<NaiveDate>,
    pub myna_registered: bool,
}

/// The person of an eligibility record.
#[derive(Clone, Debug)]
pub(super) struct Who {
    /// Empty when the result leaves it out.
    pub name: String,
    /// Half width; empty when the result leaves it out.
    pub kana: String,
    pub sex: u8,
}

impl Who {
    pub(super) fn of(person: &Person) -> Self {
        Self {
            name: person.name.clone(),
            kana: person.kana_half.clone(),
            sex: person.sex,
        }
    }
}

impl Record {
    /// A unit without a result record: an error (`status` 2), or `validity` 4 or 5.
    pub(super) fn unit_only(insured: &Insured, birth: NaiveDate, as_of: NaiveDate) -> Self {
        Self {
            channel: Channel::Bulk,
            insured: insured.clone(),
            who: None,
            birth,
            as_of: Some(as_of),
            status: 1,
            validity: 4,
            card_class: "",
            relation: None,
            qualified_on: None,
            lost_on: None,
            loss_reason: None,
            card_issued_on: None,
            card_valid_from: None,
            card_valid_to: None,
            copay_percent: None,
            preschool: false,
            elderly_copay_percent: None,
            limit_class: None,
            certificate_valid_to: None,
            myna_registered: false,
        }
    }

    /// Seen on `date`.
    pub(super) fn seen(mut self, date: NaiveDate) -> Self {
        self.as_of = Some(date);
        self
    }

    /// Covering until `date`, the first day without coverage.
    pub(super) fn lost(mut self, date: NaiveDate, reason: &'static str) -> Self {
        self.lost_on = Some(date);
        self.loss_reason = Some(reason);
        self
    }

    /// Covering from `date`.
    pub(super) fn since(mut self, date: NaiveDate) -> Self {
        self.qualified_on = Some(date);
        self
    }
}

/// One row of the credential log (contract 3.3).
#[derive(Clone, Debug)]
pub(super) struct LogRow {
    pub insured: Insured,
    pub birth: NaiveDate,
    pub shown_on: Option<NaiveDate>,
    pub kind: Shown,
    pub valid_to: Option<NaiveDate>,
    pub issued_on: Option<NaiveDate>,
}

impl LogRow {
    pub(super) fn valid_to(&mut self, date: NaiveDate) -> &mut Self {
        self.valid_to = Some(date);
        self
    }

    pub(super) fn issued_on(&mut self, date: NaiveDate) -> &mut Self {
        self.issued_on = Some(date);
        self
    }
}

/// How the visited days are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DayRecords {
    /// JD and KA agree.
    JdAndKa,
    /// No JD.
    KaOnly,
    /// No JD, and KA dates in the month before: no date is left (`NO_DATE`).
    Nowhere,
}

/// How 記号・番号 are written where either will do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Width {
    Half,
    Full,
}

/// One claim, ready to be written.
#[derive(Clone, Debug)]
pub(super) struct ClaimPlan {
    /// Number of its scenario, which 訪問看護記録番号等 begins with.
    pub scenario: usize,
    pub month: Month,
    pub person: Person,
    pub class: Class,
    /// The insurance in HO, as cards say it; `None` for a claim of public payers alone.
    pub ho: Option<Insured>,
    /// 公費, first to fourth.
    pub kos: Vec<Insured>,
    /// SN for the insurer, with 枝番 or without.
    pub sn: bool,
    /// RE.カタカナ is written.
    pub kana: bool,
    /// How 記号・番号 are written.
    pub width: Width,
    /// Visited days, bit 0 is the 1st.
    pub visits: u32,
    pub days: DayRecords,
    /// 訪問看護医療DX情報活用加算 may be billed.
    pub dx: bool,
    /// レセプト特記.
    pub notes: &'static str,
    pub expect: Expect,
}

impl ClaimPlan {
    /// The 不詳 claim (contract 4.2), which carries a comment.
    pub(super) fn unknown(&self) -> bool {
        let number = |ho: &Insured| match ho.kind {
            InsurerKind::Koki => ho.number == "77777777",
            _ => ho.number == "777777777",
        };
        self.ho.as_ref().is_some_and(number)
    }

    /// HM.審査支払機関 the claim goes to (RT-20): 2 国保連 for six digits and 後期, else 1 支払基金.
    pub(super) fn payer(&self) -> u8 {
        use InsurerKind::{Koki, Kokuho, KokuhoKumiai};
        match self.ho.as_ref().map(|ho| ho.kind) {
            Some(Kokuho | KokuhoKumiai | Koki) => 2,
            _ => 1,
        }
    }
}

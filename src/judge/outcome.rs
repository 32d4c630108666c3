//! The outcome of one visit date (contract 4.6).

use chrono::NaiveDate;

use crate::credential::Kind;
use crate::matching::cascade::MatchedBy;
use crate::policy::{CardRule, Policy};
use crate::text::date::Month;
use crate::text::insurer::InsurerKind;

use super::coverage::{Coverage, Seen, coverage, covers, evidence};
use super::credential::{Credential, Shown, Standing, standing};

/// What is said of a visit date, and gravest first of a claim (contract 4.7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Outcome {
    /// Nothing stands against it.
    #[default]
    Ok,
    /// An expired card or a notice, accepted for the time being (暫定対応).
    Transitional,
    /// The rule or the facts are not known.
    CannotJudge,
    /// A 資格確認書 (or マイナ保険証) is needed in place of the card.
    NeedCert,
    /// 特別療養費: the patient pays in full.
    SpecialCare,
    /// No coverage by this insurer.
    NotCovered,
    /// The claim cannot be read, or has no date.
    Invalid,
}

impl Outcome {
    /// Every outcome, least grave first.
    pub const ALL: [Self; 7] = [
        Self::Ok,
        Self::Transitional,
        Self::CannotJudge,
        Self::NeedCert,
        Self::SpecialCare,
        Self::NotCovered,
        Self::Invalid,
    ];

    /// The word for it in the reports.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Ok => "OK",
            Self::Transitional => "TRANSITIONAL",
            Self::CannotJudge => "CANNOT_JUDGE",
            Self::NeedCert => "NEED_CERT",
            Self::SpecialCare => "SPECIAL_CARE",
            Self::NotCovered => "NOT_COVERED",
            Self::Invalid => "INVALID",
        }
    }
}

macro_rules! reasons {
    ($($(#[$doc:meta])* $name:ident = $id:literal,)*) => {
        /// Why an outcome is what it is (contract 4.6, 4.7).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Reason { $($(#[$doc])* $name,)* }

        impl Reason {
            /// Every reason, in the order of contract 4.6.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The word for it in the reports.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)* }
            }
        }
    };
}

reasons! {
    /// 不詳 claim.
    UnknownNumber = "UNKNOWN_NUMBER",
    /// Two or more persons fit.
    MultiMatch = "MULTI_MATCH",
    /// Insured elsewhere on that day.
    OtherInsurer = "OTHER_INSURER",
    /// Insured under another symbol or number on that day.
    OtherNumber = "OTHER_NUMBER",
    /// On or after the day of loss.
    AfterLoss = "AFTER_LOSS",
    /// Before the day of qualification.
    BeforeQualified = "BEFORE_QUALIFIED",
    /// 医療券 registered.
    Ticket = "TICKET",
    /// 医療券 not confirmed.
    TicketUnconfirmed = "TICKET_UNCONFIRMED",
    /// Public payer, covered.
    Public = "PUBLIC",
    /// Public payer, coverage not confirmed.
    PublicUnconfirmed = "PUBLIC_UNCONFIRMED",
    /// 特別療養費.
    SpecialCare = "SPECIAL_CARE",
    /// マイナ保険証.
    Myna = "MYNA",
    /// スマホ保険証.
    Smartphone = "SMARTPHONE",
    /// 資格確認書.
    Certificate = "CERTIFICATE",
    /// 資格情報のお知らせ together with the card.
    NoticeWithCard = "NOTICE_WITH_CARD",
    /// 資格申立書.
    Declaration = "DECLARATION",
    /// The rule is not known.
    UnknownRule = "UNKNOWN_RULE",
    /// No record covers the date and nothing was shown.
    NoRecord = "NO_RECORD",
    /// Legacy card within its cap.
    LegacyCard = "LEGACY_CARD",
    /// Expired card or notice, coverage confirmed online, within the window.
    ExpiredCardConfirmed = "EXPIRED_CARD_CONFIRMED",
    /// 電子証明書 expired beyond its grace.
    MynaExpired = "MYNA_EXPIRED",
    /// スマホ保険証 before it existed or expired.
    SmartphoneInvalid = "SMARTPHONE_INVALID",
    /// 資格確認書 expired.
    CertExpired = "CERT_EXPIRED",
    /// 資格情報のお知らせ alone.
    NoticeOnly = "NOTICE_ONLY",
    /// Legacy card expired, coverage confirmed online.
    LegacyExpired = "LEGACY_EXPIRED",
    /// Legacy card expired, nothing confirmed online.
    LegacyUnverified = "LEGACY_UNVERIFIED",
    /// The claim has no date of care.
    NoDate = "NO_DATE",
    /// RE or HO cannot be read.
    Unreadable = "UNREADABLE",
}

/// Who pays a claim first, as far as the outcome depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Payer {
    /// HO, with the insurer's kind.
    Insurer(InsurerKind),
    /// No HO, first KO 12… (医療扶助).
    Ticket,
    /// No HO, another first KO.
    Public,
}

/// Everything the outcomes of one claim depend on.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// Who pays.
    pub payer: Payer,
    /// 不詳 claim.
    pub unknown_number: bool,
    /// How it was matched.
    pub matched_by: MatchedBy,
    /// The matched records of this insurer; empty for `other_insurer`.
    pub matched: &'a [Seen],
    /// The records of `other_insurer`, or the context under another insurer.
    pub elsewhere: &'a [Seen],
    /// Context under this insurer with another symbol or number.
    pub other_number: &'a [Seen],
    /// Log rows that fit, in file order.
    pub log: &'a [Shown],
    /// Cap and window of the insurer.
    pub card: CardRule,
    /// 指定訪問看護年月, in which all visit dates lie.
    pub month: Month,
}

/// What holds for every claim of a run.
#[derive(Clone, Copy, Debug)]
pub struct Run<'a> {
    /// The policy.
    pub policy: &'a Policy,
    /// The day on which the check is made.
    pub as_of: NaiveDate,
    /// Some eligibility results were given.
    pub has_eligibility: bool,
}

/// The judgement of one date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    /// Outcome.
    pub outcome: Outcome,
    /// Reason.
    pub reason: Reason,
    /// The credential with its cap; `None` for a claim without HO.
    pub standing: Option<Standing>,
    /// Latest as-of date of the evidence.
    pub evidence: Option<NaiveDate>,
    /// `NO_EVIDENCE` is due.
    pub unproven: bool,
    /// Row 7 applied after the expiry of the 電子証明書.
    pub grace: bool,
}

/// Judges `date`.
#[must_use]
pub fn day(date: NaiveDate, case: &Case<'_>, run: &Run<'_>) -> Day {
    let latest = evidence(date, case.month.first_day(), case.matched)
        .map(|seen| seen.as_of)
        .max();
    let standing = match case.payer {
        Payer::Insurer(_) => Some(standing(
            date,
            case.log,
            case.matched,
            case.card.cap,
            run.policy,
        )),
        Payer::Ticket | Payer::Public => None,
    };
    let (outcome, reason) = rows_1_to_3(date, case)
        .or_else(|| rows_4_and_5(date, case))
        .or_else(|| {
            standing.map(|standing| rows_6_to_17(date, case, run, &standing, latest.is_some()))
        })
        // Rows 4 and 5 answer for every claim without HO, so a standing is there; nothing is guessed.
        .unwrap_or((Outcome::CannotJudge, Reason::UnknownRule));
    let accepted = matches!(
        reason,
        Reason::Myna
            | Reason::Smartphone
            | Reason::Certificate
            | Reason::NoticeWithCard
            | Reason::LegacyCard
    );
    Day {
        outcome,
        reason,
        standing,
        evidence: latest,
        unproven: accepted && latest.is_none() && date >= run.policy.certificate_from,
        grace: reason == Reason::Myna
            && standing
                .and_then(|s| s.valid_to)
                .is_some_and(|to| date > to),
    }
}

fn rows_1_to_3(date: NaiveDate, case: &Case<'_>) -> Option<(Outcome, Reason)> {
    if case.unknown_number {
        return Some((Outcome::CannotJudge, Reason::UnknownNumber));
    }
    if case.matched_by == MatchedBy::Multi {
        return Some((Outcome::CannotJudge, Reason::MultiMatch));
    }
    let covered_by = |records: &[Seen]| records.iter().any(|seen| covers(seen, date, records));
    if case.matched_by == MatchedBy::OtherInsurer {
        return covered_by(case.elsewhere).then_some((Outcome::NotCovered, Reason::OtherInsurer));
    }
    let Coverage::Uncovered { by_loss } = coverage(date, case.matched) else {
        return None;
    };
    let reason = if covered_by(case.elsewhere) {
        Reason::OtherInsurer
    } else if covered_by(case.other_number) {
        Reason::OtherNumber
    } else if by_loss {
        Reason::AfterLoss
    } else {
        Reason::BeforeQualified
    };
    Some((Outcome::NotCovered, reason))
}

fn rows_4_and_5(date: NaiveDate, case: &Case<'_>) -> Option<(Outcome, Reason)> {
    match case.payer {
        Payer::Insurer(_) => None,
        Payer::Ticket => {
            let first = case.month.first_day();
            let registered = evidence(date, first, case.matched).any(|seen| seen.validity != 6);
            Some(if registered {
                (Outcome::Ok, Reason::Ticket)
            } else {
                (Outcome::CannotJudge, Reason::TicketUnconfirmed)
            })
        }
        Payer::Public => Some(if coverage(date, case.matched) == Coverage::Covered {
            (Outcome::Ok, Reason::Public)
        } else {
            (Outcome::CannotJudge, Reason::PublicUnconfirmed)
        }),
    }
}

fn rows_6_to_17(
    date: NaiveDate,
    case: &Case<'_>,
    run: &Run<'_>,
    standing: &Standing,
    proven: bool,
) -> (Outcome, Reason) {
    let first = case.month.first_day();
    let special = evidence(date, first, case.matched).any(|seen| seen.special);
    if special || standing.credential == Credential::Shown(Kind::CertificateSpecial) {
        return (Outcome::SpecialCare, Reason::SpecialCare);
    }
    rows_7_to_11(date, run, standing)
        .or_else(|| rows_12_to_14(date, case, run, standing))
        .or_else(|| rows_15_and_16(date, case, run, standing, proven))
        .unwrap_or((Outcome::NeedCert, need_cert(standing.credential, proven)))
}

fn rows_7_to_11(date: NaiveDate, run: &Run<'_>, standing: &Standing) -> Option<(Outcome, Reason)> {
    let Credential::Shown(kind) = standing.credential else {
        return None;
    };
    let holds = |to: Option<NaiveDate>| to.is_none_or(|to| date <= to);
    match kind {
        Kind::Myna => holds(standing.valid_to.map(|to| run.policy.myna_last(to)))
            .then_some((Outcome::Ok, Reason::Myna)),
        Kind::Smartphone => {
            let exists = run.policy.smartphone_from.is_some_and(|from| date >= from);
            (exists && holds(standing.valid_to)).then_some((Outcome::Ok, Reason::Smartphone))
        }
        Kind::Certificate => holds(standing.valid_to).then_some((Outcome::Ok, Reason::Certificate)),
        Kind::NoticeWithCard => Some((Outcome::Ok, Reason::NoticeWithCard)),
        Kind::Declaration => Some((Outcome::CannotJudge, Reason::Declaration)),
        Kind::MedicalTicket => Some((Outcome::CannotJudge, Reason::TicketUnconfirmed)),
        Kind::CertificateSpecial | Kind::LegacyCard | Kind::Notice => None,
    }
}

fn rows_12_to_14(
    date: NaiveDate,
    case: &Case<'_>,
    run: &Run<'_>,
    standing: &Standing,
) -> Option<(Outcome, Reason)> {
    if !standing.credential.is_legacy_card() {
        return None;
    }
    if case.payer == Payer::Insurer(InsurerKind::Jieikan) && date >= run.policy.jieikan_unknown_from
    {
        return Some((Outcome::CannotJudge, Reason::UnknownRule));
    }
    if date > standing.cap {
        return None;
    }
    let unseen = standing.credential == Credential::LegacyCardPresumed
        && date >= run.policy.certificate_from
        && run.has_eligibility
        && coverage(date, case.matched) != Coverage::Covered;
    Some(if unseen {
        (Outcome::CannotJudge, Reason::NoRecord)
    } else {
        (Outcome::Ok, Reason::LegacyCard)
    })
}

fn rows_15_and_16(
    date: NaiveDate,
    case: &Case<'_>,
    run: &Run<'_>,
    standing: &Standing,
    proven: bool,
) -> Option<(Outcome, Reason)> {
    let (from, to) = case.card.window?;
    if !proven || date < from || date > to {
        return None;
    }
    let municipal = matches!(case.payer, Payer::Insurer(kind) if kind.is_municipal());
    if standing.credential.is_legacy_card() {
        let early = standing
            .printed
            .is_some_and(|printed| printed < run.policy.municipal_card_common_last);
        return Some(if municipal && early {
            (Outcome::CannotJudge, Reason::UnknownRule)
        } else {
            (Outcome::Transitional, Reason::ExpiredCardConfirmed)
        });
    }
    (standing.credential == Credential::Shown(Kind::Notice))
        .then_some((Outcome::Transitional, Reason::ExpiredCardConfirmed))
}

/// Row 17, by credential.
fn need_cert(credential: Credential, proven: bool) -> Reason {
    match credential {
        Credential::Shown(Kind::Myna) => Reason::MynaExpired,
        Credential::Shown(Kind::Smartphone) => Reason::SmartphoneInvalid,
        Credential::Shown(Kind::Certificate) => Reason::CertExpired,
        Credential::Shown(Kind::Notice) => Reason::NoticeOnly,
        // The remaining kinds ended in an earlier row, so only the legacy card is left.
        _ if proven => Reason::LegacyExpired,
        _ => Reason::LegacyUnverified,
    }
}

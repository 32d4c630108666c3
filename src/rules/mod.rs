//! The rules: each a code, a level, its texts, a page of explanation and one pure function.
//!
//! A family of rules is a file with a `RULES` table; [`families`] lists them. Adding a rule to a
//! family touches that file alone.

use chrono::NaiveDate;

use crate::eligibility::record::RecordRef;
use crate::finding::{Days, Details, Finding, Level, Place};
use crate::judge::outcome::Run;
use crate::judge::verdict::Judgement;
use crate::matching::Match;
use crate::matching::identity::Identity;
use crate::policy::CardRule;
use crate::text::insurer::InsurerKind;
use crate::uke::claim::{Chunk, Claim, Header};
use crate::uke::issue;

pub mod credential;

/// A text in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text {
    /// Japanese, in the words of stations and insurers.
    pub ja: &'static str,
    /// English.
    pub en: &'static str,
}

/// What a finding says: `message` tells what is wrong, `action` what to do next.
///
/// Placeholders: `{dates}`, `{claim}` and `{reference}` (the two values), `{date}`, `{other}`,
/// `{count}`, `{record}`, `{field}`.
#[derive(Clone, Copy, Debug)]
pub struct Wording {
    /// Which [`Details::variant`] it is for; empty for all others.
    pub variant: &'static str,
    /// What is wrong.
    pub message: Text,
    /// What to do next.
    pub action: Text,
}

/// The page of `houkan explain`.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// What the finding means and why it matters.
    pub meaning: Text,
    /// What to do now.
    pub remedy: Text,
    /// Document and section that the rule comes from.
    pub source: Text,
}

/// What makes a finding of a rule.
#[derive(Clone, Copy)]
pub enum Check {
    /// Looks at one judged claim.
    Claim(fn(&Scene<'_>, &mut Vec<Finding>)),
    /// Words for what the reader of claim files noted.
    Reader(issue::Kind),
    /// Looks at the whole run; called by name.
    Run,
}

/// A rule.
#[derive(Clone, Copy)]
pub struct Rule {
    /// Stable code.
    pub code: &'static str,
    /// Usual level.
    pub level: Level,
    /// One line.
    pub title: Text,
    /// Texts; the one with the empty variant last.
    pub wording: &'static [Wording],
    /// Explanation.
    pub page: Page,
    /// What makes its findings.
    pub check: Check,
}

/// One claim with everything that rules may look at.
pub struct Scene<'a> {
    /// Index of the claim in the run.
    pub index: u32,
    /// Where its records are kept.
    pub chunk: &'a Chunk,
    /// The claim.
    pub claim: &'a Claim,
    /// Normalised identity.
    pub identity: Identity<'a>,
    /// Kind of its insurer; `Kohi` without HO.
    pub kind: InsurerKind,
    /// 不詳 claim.
    pub unknown_number: bool,
    /// How it was matched.
    pub matched: &'a Match,
    /// The matched records, in input order; also those of `other_insurer`.
    pub records: &'a [RecordRef<'a>],
    /// Context: the person's records under another insurer or number.
    pub context: &'a [RecordRef<'a>],
    /// The judgement.
    pub judgement: &'a Judgement,
    /// Cap and window of the insurer.
    pub card: CardRule,
    /// What holds for the run.
    pub run: &'a Run<'a>,
}

impl Scene<'_> {
    /// A finding at the claim's RE.
    #[must_use]
    pub fn finding(&self, rule: &Rule) -> Finding {
        self.finding_at(rule, "RE", "")
    }

    /// A finding at the claim's first record with this identifier, or at RE when it has none.
    #[must_use]
    pub fn finding_at(&self, rule: &Rule, record: &'static str, field: &'static str) -> Finding {
        let line = self.chunk.record(self.claim, record.as_bytes()).map_or(self.claim.line, |r| r.line);
        Finding {
            code: rule.code,
            level: rule.level,
            place: Place { input: self.chunk.input, line, record, field },
            claim: Some(self.index),
            dates: None,
            claim_value: Box::default(),
            reference_value: Box::default(),
            details: Details::default(),
        }
    }

    /// Days of the claim's month; `None` for an empty mask.
    #[must_use]
    pub fn days(&self, mask: u32) -> Option<Days> {
        self.claim.service_month.filter(|_| mask != 0).map(|month| Days { month, mask })
    }

    /// The first date of a mask.
    #[must_use]
    pub fn first_date(&self, mask: u32) -> Option<NaiveDate> {
        self.claim.dates(mask).next()
    }

    /// HM in force.
    #[must_use]
    pub fn header(&self) -> &Header {
        self.chunk.header(self.claim)
    }
}

/// All families, in the order in which their findings stand for one claim.
fn families() -> [&'static [Rule]; 1] {
    [credential::RULES]
}

/// Every rule.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    families().into_iter().flatten()
}

/// The rule with this code.
#[must_use]
pub fn find(code: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.code == code)
}

/// The findings of all claim rules on one claim.
pub fn apply(scene: &Scene<'_>, findings: &mut Vec<Finding>) {
    for rule in all() {
        if let Check::Claim(check) = rule.check {
            check(scene, findings);
        }
    }
}

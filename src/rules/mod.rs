//! The rules: each a code, a level, its texts, a page of explanation and one pure function.
//!
//! A family of rules is a file (`format`: a folder) with a `RULES` table; a list at the end of this file names them. Adding a rule to a
//! family touches that file alone. [`wording`] puts the words of a finding together, [`explain`] the
//! pages, [`terms`] has the words for verdicts and reasons.

use std::borrow::Cow;
use std::sync::LazyLock;

use chrono::NaiveDate;

use crate::eligibility::record::RecordRef;
use crate::finding::{Days, Details, Finding, Level, Place};
use crate::judge::coverage::Seen;
use crate::judge::credential::Shown;
use crate::judge::outcome::Run;
use crate::judge::verdict::Judgement;
use crate::master::Master;
use crate::matching::Match;
use crate::matching::identity::Identity;
use crate::policy::CardRule;
use crate::stations::Stations;
use crate::text::age::Ages;
use crate::text::insurer::InsurerKind;
use crate::text::lang::Lang;
use crate::text::trimmed;
use crate::uke::claim::{Chunk, Claim, Header, Payer, Record};
use crate::uke::issue;
use crate::uke::lines;
use crate::uke::recorded::is_of_insurer;

pub mod explain;
pub mod terms;
pub mod wording;

mod claim;
mod claim_type;
mod copay;
mod coverage;
mod credential;
mod duplicate;
mod dx;
mod evidence;
mod field;
mod format;
mod identity;
mod lag;
mod limit;
mod mismatch;
mod rests;
mod said;
mod special_note;
mod ticket;
mod transfer;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

use field::{At, at};

pub use duplicate::duplicates;
pub(crate) use duplicate::twin_hash;
pub use format::{failure_words, from_reader};
pub(crate) use format::{from_flaw, refused};
pub(crate) use said::ages;

/// A text in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text {
    /// Japanese, in the words of stations and insurers.
    pub ja: &'static str,
    /// English.
    pub en: &'static str,
}

impl Text {
    /// The text in this language.
    #[must_use]
    pub const fn get(self, lang: Lang) -> &'static str {
        lang.pick(self.ja, self.en)
    }
}

/// A text, short to write in the tables.
const fn text(ja: &'static str, en: &'static str) -> Text {
    Text { ja, en }
}

/// What a finding says: `message` tells what is wrong, `action` what to do next.
///
/// Placeholders: `{dates}`, `{claim}` and `{reference}` (the two values), `{date}`, `{other}`,
/// `{count}`, `{record}`, `{field}`. A part in square brackets is left out when a placeholder in it
/// has no value.
#[derive(Clone, Copy, Debug)]
pub struct Wording {
    /// Which [`Details::variant`] it is for; empty for all others.
    pub variant: &'static str,
    /// What is wrong.
    pub message: Text,
    /// What to do next.
    pub action: Text,
}

/// A wording, short to write in the tables.
const fn words(variant: &'static str, message: Text, action: Text) -> Wording {
    Wording {
        variant,
        message,
        action,
    }
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
    /// A made-up finding.
    pub example: Example,
    /// What it looks like in a claim file.
    pub sample: Option<Sample>,
}

/// Lines of a claim file of made-up persons (`fixtures/format/base.txt`), without line ends at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    /// As they must not be.
    pub wrong: &'static str,
    /// As they have to be.
    pub right: &'static str,
}

/// The facts of a made-up finding; its dates lie in December 2025.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// [`Details::variant`].
    pub variant: &'static str,
    /// Record and field.
    pub at: (&'static str, &'static str),
    /// Days of the month.
    pub days: &'static [u32],
    /// What the claim and the other side say.
    pub values: (&'static str, &'static str),
    /// [`Details::date`]: year, month, day.
    pub date: Option<(i32, u32, u32)>,
    /// [`Details::other`].
    pub other: &'static str,
    /// [`Details::count`].
    pub count: u32,
}

impl Example {
    /// An example with nothing in it, to be completed.
    const NONE: Self = Self {
        variant: "",
        at: ("RE", ""),
        days: &[],
        values: ("", ""),
        date: None,
        other: "",
        count: 0,
    };
}

/// How sure we are of a rule (policy-rules 0).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Certainty {
    /// Written in a source that we have seen.
    Confirmed,
    /// Known in the field; not seen in a source.
    Known,
    /// Follows from what is written, but is written nowhere.
    Inferred,
}

impl Certainty {
    /// The word for it in the reports.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Known => "known",
            Self::Inferred => "inferred",
        }
    }
}

/// What makes a finding of a rule.
#[derive(Clone, Copy)]
pub enum Check {
    /// Looks at one judged claim. A finding rests on the eligibility records that it names, by default on none.
    Claim(fn(&Scene<'_>, &mut Vec<Finding>)),
    /// Looks at one judged claim and its eligibility records. A finding that names no record rests on all
    /// that were matched, context included.
    Compared(fn(&Scene<'_>, &mut Vec<Finding>)),
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
    /// How sure we are of it.
    pub certainty: Certainty,
    /// Raised when the rule comes to find more, less or something else.
    pub version: u16,
    /// One line.
    pub title: Text,
    /// Texts; the one with the empty variant last.
    pub wording: &'static [Wording],
    /// Explanation.
    pub page: Page,
    /// What makes its findings.
    pub check: Check,
}

impl Rule {
    /// A finding of this rule with nothing but its place.
    fn finding(&self, place: Place, claim: Option<u32>) -> Finding {
        Finding {
            code: self.code,
            level: self.level,
            place,
            claim,
            dates: None,
            claim_value: Box::default(),
            reference_value: Box::default(),
            details: Details::default(),
            evidence: Box::default(),
            log_lines: Box::default(),
        }
    }
}

/// One claim with everything that rules may look at.
pub struct Scene<'a> {
    /// Index of the claim in the run.
    pub index: u32,
    /// Where its records are kept.
    pub chunk: &'a Chunk,
    /// The claim.
    pub claim: &'a Claim,
    /// Its head records.
    pub heads: Heads<'a>,
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
    /// The same as judging sees them.
    pub seen: &'a [Seen],
    /// The ages of its person, where claim and records agree on the birth date.
    pub ages: Option<Ages>,
    /// Context: the person's records under another insurer or number.
    pub context: &'a [RecordRef<'a>],
    /// The records of [`Match::late`].
    pub late: &'a [RecordRef<'a>],
    /// The judgement.
    pub judgement: &'a Judgement,
    /// Cap and window of the insurer.
    pub card: CardRule,
    /// The rows of the credential log that fit (contract 4.5), in file order.
    pub log: &'a [Shown],
    /// The stations known to be equipped, where a list was given (`--stations`).
    pub stations: Option<&'a Stations>,
    /// The tariff master, where one was given (`--master`).
    pub master: Option<&'a Master>,
    /// What holds for the run.
    pub run: &'a Run<'a>,
}

/// Fields of RE up to the last that a rule asks for.
const RE_FIELDS: usize = at("special_notes").index + 1;

/// The head records of a claim that rules look into.
#[derive(Clone, Copy, Debug, Default)]
pub struct Heads<'a> {
    re: Option<Record<'a>>,
    /// Its first fields, which half of the rules ask for.
    re_fields: [&'a [u8]; RE_FIELDS],
    ho: Option<Record<'a>>,
    /// The first.
    ko: Option<Record<'a>>,
    /// How many KO there are.
    kos: usize,
    /// The last SN of the insurer: its 枝番 counts in the comparison with eligibility records, too.
    sn: Option<Record<'a>>,
}

impl<'a> Heads<'a> {
    /// Of a claim.
    #[must_use]
    pub fn of(chunk: &'a Chunk, claim: &Claim) -> Self {
        let mut heads = Self::default();
        for record in chunk.records(claim) {
            let first = match record.tag() {
                b"RE" => {
                    if heads.re.is_none() {
                        heads.re_fields = record.fields();
                    }
                    &mut heads.re
                }
                b"HO" => &mut heads.ho,
                b"KO" => {
                    heads.kos += 1;
                    &mut heads.ko
                }
                b"SN" => {
                    if is_of_insurer(record.fields::<2>()[1]) {
                        heads.sn = Some(record);
                    }
                    continue;
                }
                _ => continue,
            };
            first.get_or_insert(record);
        }
        heads
    }
}

/// Where a field of the claim stands, and what is in it.
struct Spot<'a> {
    place: Place,
    value: Cow<'a, str>,
}

impl<'a> Scene<'a> {
    /// A finding at the claim's RE.
    #[must_use]
    pub fn finding(&self, rule: &Rule) -> Finding {
        self.finding_at(rule, "RE", "")
    }

    /// A finding at the claim's first record with this identifier, or at RE when it has none.
    #[must_use]
    pub fn finding_at(&self, rule: &Rule, record: &'static str, field: &'static str) -> Finding {
        let line = self
            .chunk
            .record(self.claim, record.as_bytes())
            .map_or(self.claim.line, |r| r.line);
        rule.finding(
            Place {
                input: self.chunk.input,
                line,
                record,
                field,
            },
            Some(self.index),
        )
    }

    /// A finding at a line of the claim.
    fn finding_on(&self, rule: &Rule, place: Place) -> Finding {
        rule.finding(place, Some(self.index))
    }

    /// The record that names the payer: HO, else KO.
    fn payer_record(&self) -> &'static str {
        if self.claim.payer == Payer::Public {
            "KO"
        } else {
            "HO"
        }
    }

    /// Insurer, or 負担者 of a claim without HO, as recorded.
    fn payer_spot(&self) -> Spot<'a> {
        self.spot(if self.claim.payer == Payer::Public {
            const { at("payer_no") }
        } else {
            const { at("insurer_no") }
        })
    }

    /// A field of the claim as recorded, without blanks around it.
    fn spot(&self, at: At) -> Spot<'a> {
        let record = match at.record {
            "RE" => self.heads.re,
            "HO" => self.heads.ho,
            "KO" => self.heads.ko,
            "SN" => self.heads.sn,
            _ => None,
        };
        let raw = match (at.record, self.heads.re_fields.get(at.index)) {
            ("RE", Some(&field)) => field,
            _ => record
                .and_then(|r| lines::fields(r.bytes).nth(at.index))
                .unwrap_or_default(),
        };
        let line = record.map_or(self.claim.line, |r| r.line);
        let value = match self.chunk.encoding.decode(raw) {
            Cow::Borrowed(text) => Cow::Borrowed(trimmed(text)),
            Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
        };
        Spot {
            place: Place {
                input: self.chunk.input,
                line,
                record: at.record,
                field: at.field,
            },
            value,
        }
    }

    /// Days of the claim's month; `None` for an empty mask.
    #[must_use]
    pub fn days(&self, mask: u32) -> Option<Days> {
        self.claim
            .service_month
            .filter(|_| mask != 0)
            .map(|month| Days { month, mask })
    }

    /// The first date of a mask.
    #[must_use]
    pub fn first_date(&self, mask: u32) -> Option<NaiveDate> {
        self.claim.dates(mask).next()
    }

    /// The last date of a mask.
    fn last_date(&self, mask: u32) -> Option<NaiveDate> {
        // Days are 1 to 31; the highest bit that is set is the last.
        let day = 32 - (mask & (u32::MAX >> 1)).leading_zeros();
        self.claim.service_month?.day(day)
    }

    /// The matched records and the context, by index.
    fn looked_at(&self) -> Box<[u32]> {
        let mut all: Vec<u32> = [&self.matched.records[..], &self.matched.context].concat();
        all.sort_unstable();
        all.into()
    }

    /// The matched records with their indices, for [`Finding::evidence`].
    pub fn indexed(&self) -> impl Iterator<Item = (u32, RecordRef<'a>)> + use<'a> {
        self.matched
            .records
            .iter()
            .copied()
            .zip(self.records.iter().copied())
    }

    /// The context with its indices, for [`Finding::evidence`].
    fn indexed_context(&self) -> impl Iterator<Item = (u32, RecordRef<'a>)> + use<'a> {
        self.matched
            .context
            .iter()
            .copied()
            .zip(self.context.iter().copied())
    }

    /// True for a claim that was looked for among the eligibility records.
    fn is_searched(&self) -> bool {
        self.run.has_eligibility && self.claim.problem.is_none() && !self.unknown_number
    }

    /// HM in force.
    #[must_use]
    pub fn header(&self) -> &Header {
        self.chunk.header(self.claim)
    }
}

/// All families, in the order in which their findings stand for one claim.
fn families() -> [&'static [Rule]; 16] {
    [
        coverage::RULES,
        credential::RULES,
        evidence::RULES,
        identity::RULES,
        lag::RULES,
        mismatch::RULES,
        claim_type::RULES,
        copay::RULES,
        limit::RULES,
        special_note::RULES,
        ticket::RULES,
        claim::RULES,
        dx::RULES,
        transfer::RULES,
        duplicate::RULES,
        format::RULES,
    ]
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

/// What a field is called, for people: by its record and its identifier of the record layout. `None` for an
/// unknown one.
#[must_use]
pub fn field_name(record: &str, field: &str, lang: Lang) -> Option<Cow<'static, str>> {
    field::name(record, field, lang)
}

/// The rules that look at one claim, in the order of [`families`].
static OF_CLAIMS: LazyLock<Vec<&'static Rule>> = LazyLock::new(|| {
    all()
        .filter(|rule| matches!(rule.check, Check::Claim(_) | Check::Compared(_)))
        .collect()
});

/// The findings of all claim rules on one claim.
pub fn apply(scene: &Scene<'_>, findings: &mut Vec<Finding>) {
    for rule in OF_CLAIMS.iter() {
        match rule.check {
            Check::Claim(check) => check(scene, findings),
            Check::Compared(check) => {
                let before = findings.len();
                check(scene, findings);
                for finding in &mut findings[before..] {
                    if finding.evidence.is_empty() {
                        finding.evidence = scene.looked_at();
                    }
                }
            }
            Check::Reader(_) | Check::Run => {}
        }
    }
}

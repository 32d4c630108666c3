//! The words for what is wrong with the form of claim files. The second sign of a code is its band
//! ([`BANDS`]): `F1xx` files refused on receipt, `F2xx` claims refused, `F3xx` claims that would come back,
//! `F4xx` to confirm, `F5xx` to know (contract 3.1, 6).
//!
//! Each file of this folder has the rules of one subject with their pages, and a `RULES` table; this one puts
//! the tables together and turns what the reader (`uke::parse`) and `validate` (`lint`) noted into findings.

use std::io;

use crate::finding::{Days, Details, Finding, Level, Place};
use crate::lint::{Flaw, Subject};
use crate::text::date::Month;
use crate::text::lang::Lang;
use crate::uke::claim::Chunk;
use crate::uke::dialect::Refusal;
use crate::uke::issue::{Issue, Kind};
use crate::uke::read::{Failure, ReadClaims, Status, ZipTrouble};

use super::field as fields;
use super::wording;
use super::{Certainty, Check, Example, Page, Rule, Sample, Text, Wording, text, words};

mod care;
mod character;
mod claim;
mod code;
mod confirm;
mod content;
mod field;
mod file;
mod frame;
mod records;
mod refused;
mod tariff;
mod tariff_claim;
mod told;
mod usual;

use refused::F100;

/// What the second sign of a code says, for people: `F1`, `F2`, ….
pub(super) const BANDS: [(&str, Text); 5] = [
    (
        "F1",
        text(
            "ファイルの形の誤り。ファイルごと受け付けられないおそれがある（警告は、認められることもあるもの）。受付での扱いは公表されておらず、この区分は推定。",
            "The file: it may be refused as a whole (warnings: it may be accepted as well). What the check on receipt does is not published, so this is inferred.",
        ),
    ),
    (
        "F2",
        text(
            "レセプトの組み立ての誤り。そのレセプトを受け付けられないおそれがある。受付での扱いは公表されておらず、この区分は推定。",
            "The claim: it may be refused. What the check on receipt does is not published, so this is inferred.",
        ),
    ),
    (
        "F3",
        text(
            "項目の内容が記録条件仕様に反する。返戻のおそれがある。受付や審査での扱いは公表されておらず、この区分は推定。",
            "The contents: they break the specification, and the claim may be returned. What the review bodies do is not published, so this is inferred.",
        ),
    ),
    (
        "F4",
        text(
            "確認が必要。誤りとは限らない：明文の決まりがないか、例外がありうるもの。",
            "To confirm: not always a mistake, since no rule is written down or exceptions exist.",
        ),
    ),
    (
        "F5",
        text(
            "お知らせ。請求の内容の誤りではない。",
            "To know: nothing in the claim itself is wrong.",
        ),
    ),
];

/// The band of a code, for people; `None` for codes of other families.
pub(super) fn band(code: &str) -> Option<Text> {
    let (_, text) = BANDS.iter().find(|(band, _)| code.starts_with(band))?;
    Some(*text)
}

/// The tables of all files.
const TABLES: &[&[Rule]] = &[
    refused::RULES,
    file::RULES,
    frame::RULES,
    claim::RULES,
    records::RULES,
    field::RULES,
    code::RULES,
    character::RULES,
    care::RULES,
    content::RULES,
    confirm::RULES,
    tariff::RULES,
    tariff_claim::RULES,
    usual::RULES,
    told::RULES,
];

/// How many rules the tables have.
const COUNT: usize = {
    let mut count = 0;
    let mut table = 0;
    while table < TABLES.len() {
        count += TABLES[table].len();
        table += 1;
    }
    count
};

/// Whether a code stands before another.
const fn is_before(code: &str, other: &str) -> bool {
    let (code, other) = (code.as_bytes(), other.as_bytes());
    let mut at = 0;
    while at < code.len() && at < other.len() {
        if code[at] != other[at] {
            return code[at] < other[at];
        }
        at += 1;
    }
    code.len() < other.len()
}

/// The rules of all tables by code, each put behind those that stand before it.
static ALL: [Rule; COUNT] = {
    let mut all = [F100; COUNT];
    let (mut table, mut from, mut count) = (0, 0, 0);
    while count < COUNT {
        if from == TABLES[table].len() {
            (table, from) = (table + 1, 0);
            continue;
        }
        let rule = TABLES[table][from];
        let mut at = count;
        while at > 0 && is_before(rule.code, all[at - 1].code) {
            all[at] = all[at - 1];
            at -= 1;
        }
        all[at] = rule;
        from += 1;
        count += 1;
    }
    all
};

/// The rules of this family, by code.
pub(super) static RULES: &[Rule] = &ALL;

const fn is(one: Kind, other: Kind) -> bool {
    one as usize == other as usize
}

/// Index in [`RULES`] of the rule for a kind; the compiler sees to it that there is exactly one.
const fn index_of(kind: Kind) -> usize {
    let mut found = COUNT;
    let mut at = 0;
    while at < COUNT {
        if let Check::Reader(of) = ALL[at].check
            && is(of, kind)
        {
            assert!(found == COUNT, "two rules for one kind");
            found = at;
        }
        at += 1;
    }
    assert!(found < COUNT, "no rule for a kind");
    found
}

/// The index of each kind's rule, by discriminant.
static INDEX: [usize; Kind::ALL.len()] = {
    let mut index = [0; Kind::ALL.len()];
    let mut at = 0;
    while at < index.len() {
        index[Kind::ALL[at] as usize] = index_of(Kind::ALL[at]);
        at += 1;
    }
    index
};

/// The rule for what was noted.
fn rule_of(kind: Kind) -> &'static Rule {
    // Both in range: `INDEX` has a place for each kind, and what it holds was found in `RULES`.
    &ALL[INDEX[kind as usize]]
}

#[allow(
    clippy::large_types_passed_by_value,
    reason = "called by the compiler only"
)]
const fn rule(
    code: &'static str,
    level: Level,
    kind: Kind,
    title: Text,
    wording: &'static [Wording],
    page: Page,
) -> Rule {
    Rule {
        code,
        level,
        certainty: Certainty::Confirmed,
        version: 1,
        title,
        wording,
        page,
        check: Check::Reader(kind),
    }
}

impl Rule {
    /// The same rule, known in the field but seen in no source.
    const fn known(mut self) -> Self {
        self.certainty = Certainty::Known;
        self
    }

    /// The same rule, written nowhere: inferred is the rule itself, and not only what becomes of a claim that
    /// breaks it ([`BANDS`]).
    const fn inferred(mut self) -> Self {
        self.certainty = Certainty::Inferred;
        self
    }
}

/// Lines of a claim file as they must not be and as they have to be.
#[allow(clippy::unnecessary_wraps, reason = "as pages hold it")]
const fn sample(wrong: &'static str, right: &'static str) -> Option<Sample> {
    Some(Sample { wrong, right })
}

/// The variant of a note about a whole record.
const WHOLE: &str = "RECORD";

const FILE: Text = text(
    "記録条件仕様（訪問看護用）令和6年6月版 ファイルの構成",
    "記録条件仕様（訪問看護用）令和6年6月版, file",
);

const ORDER: Text = text(
    "記録条件仕様（訪問看護用）令和6年6月版 レコードの順序と要否",
    "記録条件仕様（訪問看護用）令和6年6月版, order of records",
);

const FIELDS: Text = text(
    "記録条件仕様（訪問看護用）令和6年6月版 各レコードの項目",
    "記録条件仕様（訪問看護用）令和6年6月版, fields of the records",
);

const EXPORT_AGAIN: Text = text(
    "指定したファイルを確かめ、請求ソフトからRECEIPTH.UKEを出力し直してください。",
    "See whether this is the right file, and export RECEIPTH.UKE from your software again.",
);

const CORRECT_RECORD: Text = text(
    "請求ソフトでこのレセプトを開いて訂正し、ファイルを出力し直してください。",
    "Open this claim in your software, correct it, and export the file again.",
);

/// Findings for everything the reader of claim files noted, and one for each input that gave no claims.
/// In order of the inputs.
#[must_use]
pub fn from_reader(read: &ReadClaims) -> Vec<Finding> {
    let mut findings: Vec<Finding> = (0u32..)
        .zip(&read.inputs)
        .filter_map(|(input, one)| match &one.status {
            Status::Unreadable(failure) => Some(refused(input, failure)),
            Status::Read(_) | Status::Skipped => None,
        })
        .collect();
    for (start, chunk) in read.claims.chunks() {
        findings.extend(chunk.issues.iter().map(|issue| noted(start, chunk, issue)));
    }
    findings.sort_by_key(|finding| finding.place.input);
    findings
}

/// What a failure says of an input, message and next step, for the list of inputs.
#[must_use]
pub fn failure_words(failure: &Failure, lang: Lang) -> String {
    let finding = refused(0, failure);
    let (message, action) = (
        wording::message(&finding, lang),
        wording::action(&finding, lang),
    );
    match lang {
        Lang::Ja => message + &action,
        Lang::En => format!("{message} {action}"),
    }
}

/// The finding for an input that gave no claims.
pub(crate) fn refused(input: u32, failure: &Failure) -> Finding {
    let (variant, found, other) = match failure {
        Failure::Refused(refusal) => match refusal {
            Refusal::Empty => ("EMPTY", "", None),
            Refusal::Binary => ("BINARY", "", None),
            Refusal::Utf16 => ("UTF16", "", None),
            Refusal::EucJp => ("EUC_JP", "", None),
            Refusal::Iso2022Jp => ("ISO_2022_JP", "", None),
            Refusal::CrOnly => ("CR_ONLY", "", None),
            Refusal::NoHm(head) if head.starts_with("\"HM") => ("QUOTED", "", None),
            Refusal::NoHm(head) => ("NO_HM", head.as_str(), None),
            Refusal::OtherTable(table) => ("OTHER_TABLE", table.as_str(), None),
            Refusal::BrokenHm => ("BROKEN_HM", "", None),
        },
        Failure::Io(error) => match error.kind() {
            io::ErrorKind::NotFound => ("IO_NOT_FOUND", "", None),
            io::ErrorKind::PermissionDenied => ("IO_DENIED", "", None),
            _ => ("IO", "", Some(error.to_string().into())),
        },
        Failure::Zip(trouble) => match trouble {
            ZipTrouble::Broken(error) => ("ZIP", "", Some(error.as_str().into())),
            ZipTrouble::Encrypted => ("ZIP_ENCRYPTED", "", None),
            ZipTrouble::Empty => ("ZIP_EMPTY", "", None),
            ZipTrouble::TooLarge => ("ZIP_TOO_LARGE", "", None),
            ZipTrouble::Nested => ("ZIP_NESTED", "", None),
        },
    };
    Finding {
        claim_value: found.into(),
        details: Details {
            variant,
            other,
            ..Details::default()
        },
        ..F100.finding(
            Place {
                input,
                ..Place::default()
            },
            None,
        )
    }
}

/// The finding for what `validate` noted; `subject` is the claim it is about.
pub(crate) fn from_flaw(input: u32, flaw: &Flaw, subject: Option<&Subject>) -> Finding {
    let place = Place {
        input,
        line: flaw.line,
        record: flaw.record,
        field: fields::id(flaw.record, flaw.position),
    };
    // "1 line like this" says nothing.
    let is_alone = matches!(flaw.kind, Kind::FieldCount | Kind::LeadingZeros) && flaw.count == 1;
    let month = subject.and_then(|subject| Month::parse(subject.service_month.as_bytes()));
    Finding {
        dates: month.filter(|_| flaw.days != 0).map(|month| Days {
            month,
            mask: flaw.days,
        }),
        claim_value: flaw.found.clone(),
        reference_value: flaw.expected.clone(),
        details: Details {
            variant: flaw.variant,
            other: flaw.other.clone(),
            count: if is_alone { 0 } else { flaw.count },
            ..Details::default()
        },
        ..rule_of(flaw.kind).finding(place, flaw.claim)
    }
}

fn noted(start: u32, chunk: &Chunk, issue: &Issue) -> Finding {
    let (record, position) = issue.field.unwrap_or(("", 0));
    let place = Place {
        input: chunk.input,
        line: issue.line,
        record,
        field: fields::id(record, position),
    };
    let claim = issue.claim.map(|local| start + local);
    // Without a position the whole record was noted, with everything in it: nothing to repeat.
    let whole = position == 0 && !matches!(issue.kind, Kind::FieldCount | Kind::UnknownLine);
    let found = if whole {
        "".into()
    } else {
        chunk.encoding.decode(&issue.found)
    };
    let reference = match issue.kind {
        Kind::FieldCount => issue.expected.to_string().into(),
        _ => Box::default(),
    };
    Finding {
        claim_value: found.as_ref().into(),
        reference_value: reference,
        details: Details {
            variant: if whole && issue.field.is_some() {
                WHOLE
            } else {
                ""
            },
            // "1 line like this" says nothing; lines passed over are always counted.
            count: if issue.count > 1 || issue.field.is_none() {
                issue.count
            } else {
                0
            },
            ..Details::default()
        },
        ..rule_of(issue.kind).finding(place, claim)
    }
}

#[cfg(test)]
pub(crate) mod samples;
#[cfg(test)]
mod tests;

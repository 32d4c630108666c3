//! The words of a finding, put together from its rule's templates and its facts.

use std::fmt::Write as _;

use chrono::{Datelike, NaiveDate};

use crate::finding::{Days, Finding, Place};
use crate::text::lang::Lang;
use crate::uke::claim::days_of;

use super::{Text, Wording, field, find};

/// [`message`] and [`action`] from one look at the rule, as reports need them.
#[must_use]
pub fn both(finding: &Finding, lang: Lang) -> (String, String) {
    of(finding).map_or_else(Default::default, |wording| {
        let text = |text: Text| fill(text.get(lang), finding, lang);
        (text(wording.message), text(wording.action))
    })
}

/// What is wrong, in one or two sentences.
#[must_use]
pub fn message(finding: &Finding, lang: Lang) -> String {
    both(finding, lang).0
}

/// What to do next.
#[must_use]
pub fn action(finding: &Finding, lang: Lang) -> String {
    both(finding, lang).1
}

/// A date for people: `2025年12月2日`, or ISO in English.
#[must_use]
pub fn date(date: NaiveDate, lang: Lang) -> String {
    let mut out = String::new();
    date_into(date, lang, &mut out);
    out
}

/// Some days of a month for people: `12月2日・5日・9日`, `12月2日〜5日`; one day with its year. When they
/// are too many to read, first and last day and their number. English in ISO.
#[must_use]
pub fn days(days: Days, lang: Lang) -> String {
    let mut out = String::new();
    days_into(days, lang, &mut out);
    out
}

/// The wording of a finding by its code and variant; `None` for a code that no rule has.
pub(crate) fn of(finding: &Finding) -> Option<&'static Wording> {
    let variant = finding.details.variant;
    let mut wordings = find(finding.code)?.wording.iter();
    wordings.find(|wording| wording.variant == variant || wording.variant.is_empty())
}

/// Fills a template. A part in square brackets is left out when a placeholder in it has no value; outside
/// of brackets a missing value is said to be none.
pub(super) fn fill(template: &str, finding: &Finding, lang: Lang) -> String {
    let mut out = String::with_capacity(template.len() * 2);
    let mut open = None;
    let mut is_missing = false;
    for token in tokens(template) {
        match token {
            Token::Text(text) => out.push_str(text),
            Token::Open => (open, is_missing) = (Some(out.len()), false),
            Token::Close => {
                if let Some(start) = open.take()
                    && is_missing
                {
                    out.truncate(start);
                }
            }
            Token::Value(name) => {
                if !value_into(name, finding, lang, &mut out) {
                    is_missing = true;
                    out.push_str(lang.pick("（なし）", "(none)"));
                }
            }
        }
    }
    out
}

/// A piece of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// Words as they are.
    Text(&'a str),
    /// A placeholder's name.
    Value(&'a str),
    /// `[`
    Open,
    /// `]`
    Close,
}

/// Cuts a template into its pieces.
pub(super) fn tokens(template: &str) -> impl Iterator<Item = Token<'_>> {
    let mut rest = template;
    std::iter::from_fn(move || {
        let end = rest.find(['{', '[', ']']).unwrap_or(rest.len());
        if end > 0 {
            let (words, tail) = rest.split_at(end);
            rest = tail;
            return Some(Token::Text(words));
        }
        let mut chars = rest.chars();
        let first = chars.next()?;
        rest = chars.as_str();
        Some(match first {
            '[' => Token::Open,
            ']' => Token::Close,
            _ => {
                let (name, tail) = rest.split_once('}').unwrap_or((rest, ""));
                rest = tail;
                Token::Value(name)
            }
        })
    })
}

/// The placeholders that templates may use.
#[cfg(test)]
pub(super) const PLACEHOLDERS: [&str; 8] = [
    "dates",
    "claim",
    "reference",
    "date",
    "other",
    "count",
    "record",
    "field",
];

/// Appends a value; false when the finding has none.
fn value_into(name: &str, finding: &Finding, lang: Lang, out: &mut String) -> bool {
    let details = &finding.details;
    match name {
        "dates" => finding
            .dates
            .map(|days| days_into(days, lang, out))
            .is_some(),
        "date" => details
            .date
            .map(|date| date_into(date, lang, out))
            .is_some(),
        "claim" => cut_into(&finding.claim_value, out),
        "reference" => text_into(&finding.reference_value, out),
        "other" => text_into(details.other.as_deref().unwrap_or_default(), out),
        "record" => text_into(finding.place.record, out),
        "field" => {
            let Place { record, field, .. } = finding.place;
            let named = field::name(record, field, lang);
            text_into(named.as_deref().unwrap_or(field), out)
        }
        "count" if details.count > 0 => {
            push(out, format_args!("{}", details.count));
            true
        }
        _ => false,
    }
}

fn text_into(text: &str, out: &mut String) -> bool {
    out.push_str(text);
    !text.is_empty()
}

/// Characters of the claim's value that a text repeats: a name or a number is shorter, a comment is not.
const VALUE_MAX: usize = 30;

fn cut_into(text: &str, out: &mut String) -> bool {
    match text.char_indices().nth(VALUE_MAX) {
        Some((end, _)) => text_into(&text[..end], out) && text_into("…", out),
        None => text_into(text, out),
    }
}

fn push(out: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing to a string does not fail.
    let _ = out.write_fmt(text);
}

fn date_into(date: NaiveDate, lang: Lang, out: &mut String) {
    match lang {
        Lang::Ja => push(
            out,
            format_args!("{}年{}月{}日", date.year(), date.month(), date.day()),
        ),
        Lang::En => push(out, format_args!("{date}")),
    }
}

/// More runs of days than this are not listed one by one.
const RUNS_MAX: usize = 6;

fn days_into(days: Days, lang: Lang, out: &mut String) {
    let count = days.mask.count_ones();
    let runs = runs(days.mask);
    let (Some(&(first, _)), Some(&(_, last))) = (runs.first(), runs.last()) else {
        return;
    };
    let iso = |out: &mut String, day: u32| push(out, format_args!("{}-{day:02}", days.month));
    if count == 1 {
        if let Some(date) = days.month.day(first) {
            date_into(date, lang, out);
        }
        return;
    }
    let many = runs.len() > RUNS_MAX;
    match lang {
        Lang::Ja => {
            push(out, format_args!("{}月", days.month.month()));
            if many {
                push(out, format_args!("{first}日〜{last}日のうち{count}日"));
                return;
            }
            for (i, &(from, to)) in runs.iter().enumerate() {
                out.push_str(if i == 0 { "" } else { "・" });
                push(out, format_args!("{from}日"));
                if to > from {
                    push(out, format_args!("〜{to}日"));
                }
            }
        }
        Lang::En if many => {
            push(out, format_args!("{count} days from "));
            iso(out, first);
            out.push_str(" to ");
            iso(out, last);
        }
        Lang::En => {
            for (i, &(from, to)) in runs.iter().enumerate() {
                out.push_str(if i == 0 { "" } else { ", " });
                iso(out, from);
                if to > from {
                    out.push_str(" to ");
                    iso(out, to);
                }
            }
        }
    }
}

/// The days as runs of three and more consecutive days and single days.
fn runs(mask: u32) -> Vec<(u32, u32)> {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for day in days_of(mask) {
        match runs.last_mut() {
            Some((_, to)) if *to + 1 == day => *to = day,
            _ => runs.push((day, day)),
        }
    }
    // Two days in a row are shorter as two.
    runs.iter()
        .flat_map(|&(from, to)| {
            let pair = to == from + 1;
            let first = if pair { (from, from) } else { (from, to) };
            std::iter::once(first).chain(pair.then_some((to, to)))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Details, Level, Place};
    use crate::text::date::Month;

    fn days_text(list: &[u32], lang: Lang) -> String {
        let mask = list.iter().fold(0, |mask, day| mask | 1 << (day - 1));
        let month = Month::new(2025, 12).expect("a month");
        days(Days { month, mask }, lang)
    }

    #[test]
    fn days_for_people() {
        for (list, ja, en) in [
            (&[2][..], "2025年12月2日", "2025-12-02"),
            (
                &[2, 5, 9],
                "12月2日・5日・9日",
                "2025-12-02, 2025-12-05, 2025-12-09",
            ),
            (&[2, 3], "12月2日・3日", "2025-12-02, 2025-12-03"),
            (
                &[2, 3, 4, 9],
                "12月2日〜4日・9日",
                "2025-12-02 to 2025-12-04, 2025-12-09",
            ),
            (
                &[1, 3, 5, 7, 9, 11, 31],
                "12月1日〜31日のうち7日",
                "7 days from 2025-12-01 to 2025-12-31",
            ),
        ] {
            assert_eq!(days_text(list, Lang::Ja), ja);
            assert_eq!(days_text(list, Lang::En), en);
        }
    }

    fn finding() -> Finding {
        Finding {
            evidence: Box::default(),
            log_lines: Box::default(),
            code: "ID_MISMATCH",
            level: Level::Error,
            place: Place {
                input: 0,
                line: 3,
                record: "HO",
                field: "number",
            },
            claim: Some(0),
            dates: None,
            claim_value: "345".into(),
            reference_value: Box::default(),
            details: Details {
                date: NaiveDate::from_ymd_opt(2025, 12, 1),
                ..Details::default()
            },
        }
    }

    #[test]
    fn parts_without_value_are_left_out() {
        let fill = |template| fill(template, &finding(), Lang::Ja);
        assert_eq!(
            fill("{field}は{claim}[、相手は{reference}]。"),
            "番号は345。"
        );
        assert_eq!(fill("[{date}まで][（{count}件）]"), "2025年12月1日まで");
        assert_eq!(fill("{reference}[]"), "（なし）");
        assert_eq!(fill("{record}"), "HO");
    }

    #[test]
    fn long_values_are_cut() {
        let told = |claim_value: String| {
            let finding = Finding {
                claim_value: claim_value.into(),
                ..finding()
            };
            fill("「{claim}」", &finding, Lang::Ja)
        };
        let longest = "長".repeat(VALUE_MAX);
        assert_eq!(told(longest.clone()), format!("「{longest}」"));
        assert_eq!(told(longest.clone() + "い"), format!("「{longest}…」"));
    }

    #[test]
    fn templates_are_cut_into_pieces() {
        let all: Vec<_> = tokens("a[{x}]b").collect();
        let expected = [
            Token::Text("a"),
            Token::Open,
            Token::Value("x"),
            Token::Close,
            Token::Text("b"),
        ];
        assert_eq!(all, expected);
    }

    #[test]
    fn an_unknown_code_says_nothing() {
        let finding = Finding {
            code: "NO_SUCH",
            ..finding()
        };
        assert_eq!(message(&finding, Lang::Ja), "");
    }
}

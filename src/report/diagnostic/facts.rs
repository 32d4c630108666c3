//! One finding as the structured forms tell it.

use std::borrow::Cow;
use std::ops::Range;

use serde::Serialize;

use crate::finding::Days;
use crate::lint::Excerpt;
use crate::rules::{self, wording};
use crate::text::lang::Lang;
use crate::uke::claim::days_of;
use crate::validate::Diagnostic;

/// A finding with its words; what there is none of is `null`.
#[derive(Debug, Serialize)]
pub(super) struct Facts<'a> {
    /// Path of the file, where the finding does not stand below it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) file: Option<&'a str>,
    /// Line in it, from 1.
    pub(super) line: Option<u32>,
    pub(super) record: Option<&'static str>,
    /// Identifier of the record layout.
    pub(super) field: Option<&'static str>,
    pub(super) field_name: Option<Cow<'static, str>>,
    /// 1-based position of the field.
    pub(super) position: Option<u8>,
    pub(super) station_code: Option<&'a str>,
    pub(super) claim_no: Option<&'a str>,
    pub(super) patient: Option<&'a str>,
    pub(super) code: &'static str,
    pub(super) level: &'static str,
    /// ISO dates.
    pub(super) dates: Vec<String>,
    pub(super) claim_value: Option<&'a str>,
    pub(super) reference_value: Option<&'a str>,
    pub(super) message: String,
    pub(super) action: String,
    /// First character that is meant, from 1, in the decoded line.
    pub(super) column_start: Option<usize>,
    /// The character behind the last one; equal to the first where something is missing.
    pub(super) column_end: Option<usize>,
    /// The decoded line.
    pub(super) excerpt: Option<&'a str>,
}

impl<'a> Facts<'a> {
    pub(super) fn new(one: &'a Diagnostic, lang: Lang) -> Self {
        let place = one.finding.place;
        let columns = one.excerpt.as_ref().and_then(columns);
        let (message, action) = wording::both(&one.finding, lang);
        Self {
            file: None,
            line: Some(place.line).filter(|&line| line > 0),
            record: some(place.record),
            field: some(place.field),
            field_name: field_name(one, lang),
            position: Some(one.position).filter(|&position| position > 0),
            station_code: some(&one.subject.station),
            claim_no: some(&one.subject.claim_no),
            patient: some(&one.subject.patient),
            code: one.finding.code,
            level: one.finding.level.id(),
            dates: one.finding.dates.map(iso).unwrap_or_default(),
            claim_value: some(&one.finding.claim_value),
            reference_value: some(&one.finding.reference_value),
            message,
            action,
            column_start: columns.as_ref().map(|columns| columns.start),
            column_end: columns.map(|columns| columns.end),
            excerpt: one.excerpt.as_ref().map(|excerpt| excerpt.text.as_str()),
        }
    }
}

fn some(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

fn iso(days: Days) -> Vec<String> {
    days_of(days.mask)
        .filter_map(|day| days.month.day(day))
        .map(|date| date.to_string())
        .collect()
}

/// What the field is called; `None` when the whole record or file is meant.
pub(super) fn field_name(one: &Diagnostic, lang: Lang) -> Option<Cow<'static, str>> {
    let place = one.finding.place;
    some(place.field).and_then(|field| rules::field_name(place.record, field, lang))
}

/// The bytes of the text that are meant: none, where a field is empty; `None`, where no place of the line is.
pub(super) fn mark(excerpt: &Excerpt) -> Option<Range<usize>> {
    // A record begins with its identifier, so that no empty field stands at the start of a line.
    let is_nowhere = excerpt.mark.is_empty() && excerpt.mark.start == 0;
    (!is_nowhere).then(|| excerpt.mark.clone())
}

/// The characters that are meant, from 1; the end is behind the last.
pub(super) fn columns(excerpt: &Excerpt) -> Option<Range<usize>> {
    let characters = |to: usize| excerpt.text[..to].chars().count() + 1;
    mark(excerpt).map(|mark| characters(mark.start)..characters(mark.end))
}

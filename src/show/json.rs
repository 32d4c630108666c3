//! Claims as one JSON document, for programs. Names of members never change their meaning; new ones may come.

use serde::Serialize;

use crate::text::lang::Lang;
use crate::uke::layout;

use super::amounts::{self, Sum, Total};
use super::calendar;
use super::find::{Entry, FileClaims};
use super::reading;
use super::record::{Claim, Record};

#[derive(Serialize)]
struct Document<T> {
    claims: Vec<T>,
}

#[derive(Serialize)]
struct ListedView<'a> {
    file: &'a str,
    line: u32,
    claim_no: &'a str,
    patient_name: &'a str,
    claim_type: &'a str,
    claim_type_label: Option<&'static str>,
    service_month: &'a str,
    payer_no: &'a str,
    visit_days: &'a str,
    total_yen: &'a str,
}

#[derive(Serialize)]
struct ClaimView<'a> {
    file: &'a str,
    line: u32,
    claim_no: &'a str,
    masked: bool,
    header: Option<RecordView<'a>>,
    records: Vec<RecordView<'a>>,
    computed: Computed,
}

#[derive(Serialize)]
struct RecordView<'a> {
    line: u32,
    record: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name_ja: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    prefix: Option<PrefixView<'a>>,
    fields: Vec<FieldView<'a>>,
}

#[derive(Serialize)]
struct PrefixView<'a> {
    data_kind: &'a str,
    number: &'a str,
    branch: &'a str,
}

#[derive(Serialize)]
struct FieldView<'a> {
    position: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name_ja: Option<&'static str>,
    value: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    doubtful: bool,
}

#[derive(Serialize)]
struct Computed {
    service_month: Option<String>,
    days: Vec<DayView>,
    sums: Vec<SumView>,
    lines_not_added: Vec<u32>,
}

#[derive(Serialize)]
struct DayView {
    date: String,
    /// What JD says.
    jd: Option<String>,
    /// A KA with 同日訪問回数.
    visit: bool,
    /// Any KA.
    items: bool,
    yen: i64,
}

#[derive(Serialize)]
struct SumView {
    payer: String,
    items_yen: i64,
    filed: Option<TotalView>,
    /// データ識別 2, inferred.
    corrected: Option<TotalView>,
    difference_yen: Option<i64>,
}

#[derive(Serialize)]
struct TotalView {
    line: u32,
    yen: Option<i64>,
}

/// The list of the claims of all files.
#[must_use]
pub fn list(files: &[FileClaims], lang: Lang) -> String {
    let entries = files
        .iter()
        .flat_map(|file| file.entries.iter().map(move |entry| (entry, file)));
    document(
        entries
            .map(|(entry, file)| listed(&file.file, entry, lang))
            .collect(),
    )
}

fn listed<'a>(file: &'a str, entry: &'a Entry, lang: Lang) -> ListedView<'a> {
    ListedView {
        file,
        line: entry.line,
        claim_no: &entry.number,
        patient_name: &entry.name,
        claim_type: &entry.kind,
        claim_type_label: entry
            .kind_label()
            .map(|label| lang.pick(label.ja, label.en)),
        service_month: &entry.month,
        payer_no: &entry.payer,
        visit_days: &entry.days,
        total_yen: &entry.yen,
    }
}

/// The claims of all files whole; labels are in `lang`.
#[must_use]
pub fn render(files: &[FileClaims], is_masked: bool, lang: Lang) -> String {
    let claims = files
        .iter()
        .flat_map(|file| file.claims.iter().map(move |claim| (claim, file)));
    document(
        claims
            .map(|(claim, file)| view(claim, &file.file, is_masked, lang))
            .collect(),
    )
}

fn document<T: Serialize>(claims: Vec<T>) -> String {
    // Strings, numbers and lists of them: there is nothing that JSON could refuse.
    let mut text = serde_json::to_string_pretty(&Document { claims }).unwrap_or_default();
    text.push('\n');
    text
}

fn view<'a>(claim: &'a Claim, file: &'a str, masked: bool, lang: Lang) -> ClaimView<'a> {
    ClaimView {
        file,
        line: claim.line(),
        claim_no: claim.number(),
        masked,
        header: claim
            .header
            .as_ref()
            .map(|record| record_view(record, lang)),
        records: claim
            .records
            .iter()
            .map(|record| record_view(record, lang))
            .collect(),
        computed: computed(claim),
    }
}

fn record_view(record: &Record, lang: Lang) -> RecordView<'_> {
    let fields = (1..=record.fields.len())
        .skip(1)
        .filter(|&position| !record.field(position).is_empty())
        .map(|position| field_view(record, position, lang));
    RecordView {
        line: record.line,
        record: record.field(1),
        name_ja: record.kind.map(layout::RecordKind::name_ja),
        prefix: record.prefix.as_ref().map(|prefix| PrefixView {
            data_kind: &prefix.data_kind,
            number: &prefix.number,
            branch: &prefix.branch,
        }),
        fields: fields.collect(),
    }
}

fn field_view(record: &Record, position: usize, lang: Lang) -> FieldView<'_> {
    let known = record
        .kind
        .and_then(|kind| Some((kind, layout::field(kind, position)?)));
    let reading = known
        .map(|(kind, field)| reading::read(kind, field, record, lang))
        .unwrap_or_default();
    FieldView {
        position,
        name: known.map(|(_, field)| field.name_en),
        name_ja: known.map(|(_, field)| field.name_ja),
        value: record.field(position),
        label: reading.label,
        doubtful: reading.is_doubtful,
    }
}

fn computed(claim: &Claim) -> Computed {
    let calendar = calendar::calendar(claim);
    let days = calendar.iter().flat_map(|calendar| {
        calendar.days.iter().filter_map(|(&number, day)| {
            Some(DayView {
                date: calendar.month.day(number)?.to_string(),
                jd: Some(day.code.clone()).filter(|code| !code.is_empty()),
                visit: day.has_visit,
                items: day.has_item,
                yen: day.yen,
            })
        })
    });
    let days = days.collect();
    let amounts = amounts::amounts(claim);
    Computed {
        service_month: calendar.map(|calendar| calendar.month.to_string()),
        days,
        sums: amounts.sums.iter().map(sum_view).collect(),
        lines_not_added: amounts.left_out,
    }
}

fn sum_view(sum: &Sum) -> SumView {
    let total = |total: Option<Total>| {
        total.map(|total| TotalView {
            line: total.line,
            yen: total.yen,
        })
    };
    SumView {
        payer: sum.payer.id(),
        items_yen: sum.yen,
        filed: total(sum.filed),
        corrected: total(sum.corrected),
        difference_yen: sum.difference(),
    }
}

//! Eligibility records to rows.

use crate::eligibility::column::Column as Of;
use crate::eligibility::{Form, InputReport, Loaded, RecordRef, Status};
use crate::note::Problem;
use crate::report::inputs::shown;
use crate::uke::dialect::Encoding;

use super::cells::{Cells, Finished, Value};
use super::schema::{Column, Made, Source, TableId};

/// Rows that are made at a time.
const PORTION: usize = 1 << 16;

/// Rows of all records, some at a time; `before` records stand in the table already.
pub(super) fn portions(loaded: &Loaded, before: u64) -> impl Iterator<Item = Finished> {
    let names: Vec<String> = loaded.inputs.iter().map(shown).collect();
    let mut records = loaded.records.iter();
    let mut index = i64::try_from(before).unwrap_or(i64::MAX);
    std::iter::from_fn(move || {
        let mut cells = Cells::whole(TableId::Eligibility.table(), Encoding::Utf8);
        for record in records.by_ref().take(PORTION) {
            index = index.saturating_add(1);
            let at = record.source as usize;
            let name = names.get(at).map_or("", String::as_str);
            let form = loaded.inputs.get(at).map_or("", |input| input.form.id());
            let codes = Codes::of(&record);
            cells.row(|column| value(column, record, &codes, name, form, index));
        }
        (cells.len() > 0).then(|| cells.finish())
    })
}

/// Codes as text.
struct Codes {
    sex: String,
    reference: String,
    status: String,
    validity: String,
    relation: String,
}

impl Codes {
    fn of(record: &RecordRef<'_>) -> Self {
        let code = |code: u8| match code {
            0 => String::new(),
            code => code.to_string(),
        };
        Self {
            sex: code(record.sex),
            reference: code(record.reference),
            status: code(record.status),
            validity: code(record.validity),
            relation: code(record.relation),
        }
    }
}

fn value<'a>(
    column: &Column,
    record: RecordRef<'a>,
    codes: &'a Codes,
    name: &'a str,
    form: &'static str,
    index: i64,
) -> Value<'a> {
    match column.source {
        Source::Eligibility(of) => recorded(of, record, codes),
        Source::Made(Made::RecordIndex) => Value::Number(index),
        Source::Made(Made::SourceFile) => Value::Text(name),
        Source::Made(Made::Form) => Value::Text(form),
        Source::Made(Made::Line) => Value::Number(record.row.into()),
        Source::Made(Made::VisitsFile) => Value::Truth(record.visits_file),
        Source::Made(_) | Source::Field(..) => Value::Absent,
    }
}

fn recorded<'a>(of: Of, record: RecordRef<'a>, codes: &'a Codes) -> Value<'a> {
    let facts = record.facts();
    let date = |date: Option<_>| date.map_or(Value::Absent, Value::Date);
    let truth = |truth: Option<_>| truth.map_or(Value::Absent, Value::Truth);
    let percent = |percent: Option<u8>| percent.map_or(Value::Absent, |n| Value::Number(n.into()));
    match of {
        Of::InsurerNo => Value::Text(record.insurer_recorded()),
        Of::Symbol => Value::Text(record.symbol_recorded()),
        Of::Number => Value::Text(record.number_recorded()),
        Of::Branch => Value::Text(record.branch_recorded()),
        Of::BirthDate => date(facts.birth_date),
        Of::Sex => Value::Text(&codes.sex),
        Of::Name => Value::Text(record.name_recorded()),
        Of::Kana => Value::Text(record.kana_recorded()),
        Of::AsOf => date(facts.as_of),
        Of::Reference => Value::Text(&codes.reference),
        Of::Status => Value::Text(&codes.status),
        Of::Validity => Value::Text(&codes.validity),
        Of::CardClass => fixed(&facts.card_class),
        Of::Relation => Value::Text(&codes.relation),
        Of::QualifiedOn => date(facts.qualified_on),
        Of::LostOn => date(facts.lost_on),
        Of::LossReason => fixed(&facts.loss_reason),
        Of::CardIssuedOn => date(facts.card_issued_on),
        Of::CardValidFrom => date(facts.card_valid_from),
        Of::CardValidTo => date(facts.card_valid_to),
        Of::CopayPercent => percent(facts.copay_percent),
        Of::Preschool => truth(facts.preschool),
        Of::ElderlyCopayPercent => percent(facts.elderly_copay_percent),
        Of::LimitClass => fixed(&facts.limit_class),
        Of::LimitConsent => truth(facts.limit_consent),
        Of::CertificateValidTo => date(facts.certificate_valid_to),
        Of::MynaRegistered => truth(facts.myna_registered),
        Of::InsurerName => Value::Text(record.insurer_name()),
        Of::LimitValidFrom => date(facts.limit_valid_from),
        Of::LimitValidTo => date(facts.limit_valid_to),
        Of::QueryNo => Value::Text(record.query_no()),
    }
}

/// A code of some ASCII characters; zero bytes when it is absent.
fn fixed(code: &[u8]) -> Value<'_> {
    if code.first() == Some(&0) {
        Value::Absent
    } else {
        Value::Raw(code)
    }
}

/// True when an input that is no claim file is to be taken as an eligibility result. `walked` when it
/// lay in a folder: lists there may have the columns of a register without being one (a credential log,
/// an earlier report), so that only XML is taken.
pub(super) fn is_taken(report: &InputReport, walked: bool) -> bool {
    let is_xml = matches!(
        report.form,
        Form::XmlSingle | Form::XmlFace | Form::XmlBulk | Form::XmlVisits | Form::XmlMedicalAid
    ) || shown(report).to_ascii_lowercase().ends_with(".xml");
    if walked && !is_xml {
        return false;
    }
    match &report.status {
        Status::Ok | Status::Partial { .. } => true,
        Status::Skipped { .. } => false,
        Status::Unreadable { reason } => !matches!(
            reason,
            Problem::NotEligibility
                | Problem::UnknownHeader
                | Problem::MappedColumns { is_other: true, .. }
                | Problem::NotAResult
                | Problem::Empty
                | Problem::Io { .. }
        ),
    }
}

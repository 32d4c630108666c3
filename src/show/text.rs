//! A claim as text: its sections, the names of its fields, the numbers of its lines.

use unicode_width::UnicodeWidthStr;

use crate::text::lang::Lang;
use crate::text::mask::is_masked;
use crate::uke::codes;
use crate::uke::layout::{self, Field, RecordKind, jd, ko, re};

use super::page::{Look, Page, Value, printable};
use super::record::{Claim, Record};
use super::{calendar, items, month, others, reading};

/// The sections but the last two, with the records that stand in them.
const SECTIONS: [(&str, &str, &[RecordKind]); 11] = [
    ("訪問看護ステーション", "Station", &[RecordKind::Hm]),
    ("レセプト", "Claim", &[RecordKind::Re]),
    ("保険者・公費", "Payers", &[RecordKind::Ho, RecordKind::Ko]),
    ("資格確認", "Confirmation of eligibility", &[RecordKind::Sn]),
    (
        "受診日・窓口負担",
        "Days of care, payment at the counter",
        &[RecordKind::Jd, RecordKind::Mf],
    ),
    ("災害等", "Disaster relief", &[RecordKind::Gi]),
    ("指示", "Orders", &[RecordKind::Hj]),
    (
        "医療機関・主治医",
        "Institution and doctor",
        &[RecordKind::Ih],
    ),
    ("心身の状態", "State of body and mind", &[RecordKind::Js]),
    ("傷病名", "Diseases", &[RecordKind::Sy]),
    ("利用者情報", "Patient", &[RecordKind::Rj]),
];

/// The section of what is told beside.
const REMARKS: [RecordKind; 4] = [
    RecordKind::Tj,
    RecordKind::Tz,
    RecordKind::Ks,
    RecordKind::Co,
];

/// The claim of `file` as text.
#[must_use]
pub fn render(claim: &Claim, file: &str, look: Look) -> String {
    let mut page = Page::new(look);
    title(claim, file, &mut page);
    for (ja, en, kinds) in SECTIONS {
        section(claim, look.lang.pick(ja, en), kinds, &mut page);
        if kinds.contains(&RecordKind::Jd) {
            month::render(claim, &mut page);
        }
    }
    let remarks = look.lang.pick(
        "情報提供・特記事項・研修・コメント",
        "Information given, remarks, training, comments",
    );
    section(claim, remarks, &REMARKS, &mut page);
    items::render(claim, &mut page);
    others::render(claim, &mut page);
    page.finish()
}

/// True for a record that stands in one of the sections above 訪問看護療養費.
pub(super) fn has_section(record: &Record) -> bool {
    let Some(kind) = record.kind else {
        return false;
    };
    let is_listed = REMARKS.contains(&kind) || SECTIONS.iter().any(|(_, _, of)| of.contains(&kind));
    // Days are counted as filed; what a correction of them would mean is not known.
    is_listed && (record.is_as_filed() || (record.is_corrected() && kind != RecordKind::Jd))
}

fn title(claim: &Claim, file: &str, page: &mut Page) {
    let lang = page.look.lang;
    let mut parts = vec![format!("{}:{}", printable(file), claim.line())];
    let number = claim.number();
    if !number.is_empty() {
        parts.push(format!("{} {number}", lang.pick("レセプト番号", "claim")));
    }
    parts.push(claim.re(re::NAME).to_owned());
    let line = printable(&parts.join("  "));
    let line = page.look.bold(&line);
    page.line(&line);
    if claim.has_prefixes() {
        page.text(
            None,
            lang.pick(
                "〔 〕内はデータ識別・行番号・枝番号。データ識別とその記録の意味は医科の仕様からの推定です。",
                "In 〔 〕: データ識別, 行番号, 枝番号. What they and their records mean is inferred from the medical format.",
            ),
        );
    }
}

fn section(claim: &Claim, title: &str, kinds: &[RecordKind], page: &mut Page) {
    let records: Vec<&Record> = claim
        .header
        .iter()
        .chain(&claim.records)
        .filter(|record| {
            has_section(record) && record.kind.is_some_and(|kind| kinds.contains(&kind))
        })
        .collect();
    if records.is_empty() {
        return;
    }
    page.heading(title);
    let mut public = 0;
    for record in records {
        let Some(kind) = record.kind else { continue };
        let mut head = Vec::new();
        if kinds.len() > 1 {
            let name = match page.look.lang {
                Lang::Ja => kind.name_ja(),
                Lang::En => kind.name(),
            };
            head.push(name.to_owned());
        }
        if kind == RecordKind::Ko && record.is_as_filed() {
            public += 1;
            head.push(public.to_string());
        }
        if kinds.len() > 1 && page.look.lang == Lang::En {
            head.push(format!("({})", kind.about()));
        }
        head.extend(others::prefix(record, page.look.lang));
        let head = (!head.is_empty()).then(|| head.join(" "));
        if let Some(head) = &head {
            page.text(Some(record.line), head);
        }
        fields(record, kind, head.is_none(), page);
    }
}

/// The fields of a record that are not empty.
fn fields(record: &Record, kind: RecordKind, is_numbered: bool, page: &mut Page) {
    let lang = page.look.lang;
    let mut entries: Vec<(String, Value)> = Vec::new();
    let layout = layout::layout(kind).fields;
    let days = if kind == RecordKind::Jd {
        entries.extend(day_entries(record, lang));
        jd::DAY_1..jd::DAY_1 + 31
    } else {
        0..0
    };
    let listed = layout
        .iter()
        .skip(1)
        .filter(|field| !days.contains(&field.position))
        .filter(|field| !record.field(field.position).trim().is_empty());
    let plain = listed.map(|field| (name(field, lang), value(kind, field, record, lang)));
    // 負担者種別 of JD before its days.
    entries.splice(0..0, plain);
    let names = entries
        .iter()
        .map(|(name, _)| name.width())
        .max()
        .unwrap_or(0);
    if entries.is_empty() && is_numbered {
        let name = lang.pick("（空の記録）", "(empty record)");
        page.text(Some(record.line), name);
    }
    for (at, (name, value)) in entries.iter().enumerate() {
        let number = (at == 0 && is_numbered).then_some(record.line);
        page.entry(number, name, names, value);
    }
}

/// The name of a field.
pub(super) fn name(field: &Field, lang: Lang) -> String {
    match lang {
        Lang::Ja => field.name_ja.to_owned(),
        Lang::En => field.name_en.replace('_', " "),
    }
}

fn value(kind: RecordKind, field: &Field, record: &Record, lang: Lang) -> Value {
    let reading = reading::read(kind, field, record, lang);
    let mut text = reading.shown(record.field(field.position));
    if kind == RecordKind::Ko
        && field.position == ko::PAYER_NO
        && let Some(scheme) = scheme(&text)
    {
        text = format!("{text} {scheme}");
    }
    Value {
        text,
        is_doubtful: reading.is_doubtful,
    }
}

/// The 公費 scheme of a 負担者番号, by its 法別番号.
fn scheme(number: &str) -> Option<&'static str> {
    layout::PUBLIC_PAYER_ORDER
        .iter()
        .find(|scheme| number.len() == 8 && number.starts_with(scheme.law))
        .map(|scheme| scheme.name_ja)
}

/// The days of a JD, one entry for each 受診等区分.
fn day_entries(record: &Record, lang: Lang) -> Vec<(String, Value)> {
    let mut codes: Vec<&str> = calendar::days_of(record).map(|(_, code)| code).collect();
    codes.sort_unstable();
    codes.dedup();
    let entry = |code: &str| {
        let days: Vec<String> = calendar::days_of(record)
            .filter(|&(_, of)| of == code)
            .map(|(day, _)| day.to_string())
            .collect();
        let label = codes::VISIT_DAY.get(code.as_bytes());
        let name = match label {
            Some(label) => format!("{code} {}", lang.pick(label.ja, label.en)),
            None => code.to_owned(),
        };
        let count = days.len();
        let days = days.join(" ");
        let text = match lang {
            Lang::Ja => format!("{days}（{count}日）"),
            Lang::En if count == 1 => format!("{days} (1 day)"),
            Lang::En => format!("{days} ({count} days)"),
        };
        let value = Value {
            text,
            is_doubtful: label.is_none() && !is_masked(code),
        };
        (printable(&name), value)
    };
    codes.into_iter().map(entry).collect()
}

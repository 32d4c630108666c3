//! その他の行: records without a layout, history, and what stands beyond the fields of a layout.
//!
//! What the lines of an insurer's file and of 返戻 mean is inferred from the medical format (claims-format 5, 6).

use crate::text::lang::Lang;
use crate::uke::codes;
use crate::uke::layout::{self, RecordKind};

use super::page::Page;
use super::record::{Claim, Record};
use super::text;

/// Appends the section, when there is something for it.
pub(super) fn render(claim: &Claim, page: &mut Page) {
    let lang = page.look.lang;
    let lines: Vec<&Record> = claim
        .header
        .iter()
        .chain(&claim.records)
        .filter(|record| is_other(record))
        .collect();
    let extra: Vec<&Record> = claim
        .header
        .iter()
        .chain(&claim.records)
        .filter(|record| !is_other(record) && !beyond(record).is_empty())
        .collect();
    if lines.is_empty() && extra.is_empty() {
        return;
    }
    page.heading(lang.pick("その他の行", "Other lines"));
    for record in lines {
        let words = words(record, lang);
        if !words.is_empty() {
            page.text(Some(record.line), &words);
        }
        let number = words.is_empty().then_some(record.line);
        page.text(number, &record.raw());
    }
    for record in extra {
        let (tag, beyond) = (record.field(1), beyond(record).join(","));
        let first = record.kind.map_or(0, layout::field_count) + 1;
        let text = match lang {
            Lang::Ja => format!("{tag} の{first}番目以降の項目 ? {beyond}"),
            Lang::En => format!("{tag}, fields from {first} on ? {beyond}"),
        };
        page.text(Some(record.line), &text);
    }
}

/// True for a line that stands in no other section.
fn is_other(record: &Record) -> bool {
    let is_item = record.kind == Some(RecordKind::Ka) && record.is_as_filed();
    !is_item && !text::has_section(record)
}

/// The fields beyond the last of the layout, when one of them is not empty.
pub(super) fn beyond(record: &Record) -> &[String] {
    let fields = record
        .kind
        .and_then(|kind| record.fields.get(layout::field_count(kind)..))
        .unwrap_or_default();
    if fields.iter().all(|field| field.trim().is_empty()) {
        return &[];
    }
    fields
}

/// 〔データ識別,行番号,枝番号〕 and what they say, for a record that has them.
pub(super) fn prefix(record: &Record, lang: Lang) -> Option<String> {
    let prefix = record.prefix.as_ref()?;
    let numbers = format!(
        "〔{},{},{}〕",
        prefix.data_kind, prefix.number, prefix.branch
    );
    // That a record is as it was filed is what everybody expects.
    let kind = codes::data_kind(prefix.data_kind.as_bytes());
    Some(match kind.filter(|_| !record.is_as_filed()) {
        Some(kind) => format!("{numbers} {}", lang.pick(kind.ja, kind.en)),
        None => numbers,
    })
}

/// What a line without a place of its own is.
fn words(record: &Record, lang: Lang) -> String {
    let known = match record.kind {
        Some(kind) => Some((kind.name_ja(), kind.about())),
        None => record_name(record.field(1)),
    };
    let name = known.map(|(ja, en)| lang.pick(ja, en).to_owned());
    // 返戻区分 of HR.
    let kind = (record.kind.is_none() && record.field(1) == "HR")
        .then(|| codes::return_kind(record.field(3).trim().as_bytes()))
        .flatten()
        .map(|kind| match lang {
            Lang::Ja => format!("{}（推定）", kind.ja),
            Lang::En => format!("{} (inferred)", kind.en),
        });
    let parts: Vec<String> = name
        .into_iter()
        .chain(kind)
        .chain(prefix(record, lang))
        .collect();
    parts.join(" ")
}

/// Records without a layout here.
fn record_name(tag: &str) -> Option<(&'static str, &'static str)> {
    Some(match tag {
        "MN" => ("レセプト管理", "management of the claim"),
        "IR" => ("医療機関情報", "institution"),
        "JY" => ("事由", "reason of the correction"),
        "EX" => ("審査運用", "internal to the review"),
        "ON" => (
            "資格確認運用",
            "internal to the confirmation of eligibility",
        ),
        "RC" => ("レコード管理情報", "checksum of records"),
        "HH" => (
            "返戻訪問看護ステーション",
            "station the claims are returned to",
        ),
        "HR" => ("返戻理由", "reason of the return"),
        _ => return None,
    })
}

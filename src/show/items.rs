//! 訪問看護療養費: the items by date, with subtotals, and the sums held against HO and KO.

use unicode_width::UnicodeWidthStr;

use crate::text::date::Month;
use crate::text::lang::Lang;
use crate::text::mask::is_masked;
use crate::uke::codes::{OCCUPATION, Occupation, PAYER_SET};
use crate::uke::layout::{self, RecordKind, ka, re};

use super::amounts::{self, Amounts, Sum, Total};
use super::calendar::{self, Charges};
use super::page::{Look, Page, padded, padded_left, printable, wrapped};
use super::reading;
use super::record::{Claim, Record};

/// Columns of an amount with its unit.
const YEN: usize = 11;

/// Appends the section.
pub(super) fn render(claim: &Claim, page: &mut Page) {
    let lang = page.look.lang;
    page.heading(lang.pick(RecordKind::Ka.name_ja(), "Items"));
    let dates = calendar::by_date(claim);
    if dates.is_empty() {
        page.text(None, lang.pick("ありません。", "None."));
    }
    let payers = claim
        .of(RecordKind::Ka)
        .map(|record| payer_words(record, lang).width())
        .max()
        .unwrap_or(0);
    let month = Month::parse(claim.re(re::SERVICE_MONTH).as_bytes());
    for charges in &dates {
        date(charges, month, page);
        for record in &charges.records {
            item(record, payers, page);
        }
    }
    sums(&amounts::amounts(claim), page);
}

/// The line of a date with its subtotal.
fn date(charges: &Charges<'_>, month: Option<Month>, page: &mut Page) {
    let lang = page.look.lang;
    let is_inside = charges
        .date
        .zip(month)
        .is_none_or(|(date, month)| month.contains(date));
    let mut title = match charges.date {
        Some(date) => reading::day(date, lang),
        None if charges.written.is_empty() => lang.pick("算定年月日なし ?", "no date ?").to_owned(),
        None => format!("{} ?", printable(charges.written)),
    };
    if !is_inside {
        title.push_str(lang.pick(" ? 指定訪問看護年月の外", " ? outside of the month"));
    }
    let sum: i64 = charges
        .records
        .iter()
        .filter_map(|record| amounts::yen_of(record))
        .sum();
    let title = format!(
        "{}  {} {}",
        padded(&title, 20),
        lang.pick("小計", "subtotal"),
        reading::yen(sum, lang)
    );
    let title = page.look.bold(&title);
    page.line(&format!("  {title}"));
}

/// One KA.
fn item(record: &Record, payers: usize, page: &mut Page) {
    let lang = page.look.lang;
    let look = page.look;
    let code = record.field(ka::ITEM_CODE).trim();
    let is_code = code.len() == 9 && code.bytes().all(|b| b.is_ascii_digit());
    let yen = match amounts::yen_of(record) {
        Some(yen) => reading::yen(yen, lang),
        None => format!("{} ?", record.field(ka::YEN).trim()),
    };
    let code = format!("{code}{}", if is_code { "" } else { " ?" });
    let mut left = format!("{:>5}  {}", record.line, padded(&printable(&code), 9));
    left.push_str("  ");
    left.push_str(&padded_left(&printable(&yen), YEN));
    left.push_str("  ");
    left.push_str(&padded(&payer_words(record, lang), payers));
    left.push_str("  ");
    let indent = left.width();
    let details = details(record, lang);
    for line in wrapped(&details, look.width.saturating_sub(indent)) {
        page.line(&format!("{left}{line}"));
        left = " ".repeat(indent);
    }
}

/// 負担区分 in words.
fn payer_words(record: &Record, lang: Lang) -> String {
    let code = record.field(ka::PAYER_SET).trim();
    match PAYER_SET.get(code.as_bytes()) {
        Some(entry) => lang.pick(entry.ja, entry.en).to_owned(),
        None if code.is_empty() || is_masked(code) => code.to_owned(),
        None => printable(&format!("{code} ?")),
    }
}

/// 職種等, 同日訪問回数, 指示区分, 数量データ.
fn details(record: &Record, lang: Lang) -> String {
    let mut parts = Vec::new();
    let occupations = record.field(ka::OCCUPATIONS).trim();
    if is_masked(occupations) {
        parts.push(occupations.to_owned());
    } else if !occupations.is_empty() {
        let people: Vec<String> = OCCUPATION
            .split_run(occupations.as_bytes())
            .map(|code| occupation(code, lang))
            .collect();
        parts.push(people.join(lang.pick("・", ", ")));
    }
    for position in [ka::VISIT_COUNT, ka::INSTRUCTION, ka::QUANTITY] {
        let value = record.field(position).trim();
        let Some(field) = layout::field(RecordKind::Ka, position).filter(|_| !value.is_empty())
        else {
            continue;
        };
        let reading = reading::read(RecordKind::Ka, field, record, lang);
        let mut text = match reading.label {
            Some(label) => label,
            None if field.codes.is_some() => value.to_owned(),
            None => format!("{} {value}", super::text::name(field, lang)),
        };
        if reading.is_doubtful {
            text.push_str(" ?");
        }
        parts.push(text);
    }
    printable(&parts.join("  "))
}

/// 職種 in few words: the label of the table without what stands in brackets, and which visit of the day it was
/// unless the first. The labels whole are in the table of the format and in JSON.
fn occupation(code: &[u8], lang: Lang) -> String {
    let Some((who, entry)) = Occupation::parse(code).zip(OCCUPATION.get(code)) else {
        return format!("{} ?", String::from_utf8_lossy(code));
    };
    let mut text = match lang {
        Lang::Ja => without_brackets(entry.ja),
        // The visit stands behind a comma.
        Lang::En => entry.en.split(',').next().unwrap_or(entry.en).to_owned(),
    };
    let mut more = Vec::new();
    match (who.visit(), lang) {
        (1, _) => {}
        (2, Lang::Ja) => more.push("2回目"),
        (2, Lang::En) => more.push("visit 2"),
        (_, Lang::Ja) => more.push("3回目以降"),
        (_, Lang::En) => more.push("visit 3+"),
    }
    if who.secondary_office() {
        more.push(lang.pick("従たる事業所", "secondary office"));
    }
    if !more.is_empty() {
        text = format!("{text}({})", more.join(lang.pick("、", ", ")));
    }
    text
}

fn without_brackets(label: &str) -> String {
    let mut depth = 0u32;
    label
        .chars()
        .filter(|c| match c {
            '（' => {
                depth += 1;
                false
            }
            '）' => {
                depth = depth.saturating_sub(1);
                false
            }
            _ => depth == 0,
        })
        .collect()
}

/// The sums of each payer.
fn sums(amounts: &Amounts, page: &mut Page) {
    let lang = page.look.lang;
    if amounts.sums.is_empty() && amounts.left_out.is_empty() {
        return;
    }
    page.heading(lang.pick("金額の合計", "Sums"));
    for sum in &amounts.sums {
        let style = match sum.difference() {
            Some(0) => |_: Look, line: &str| line.to_owned(),
            _ => Look::red,
        };
        let mut lines = sum_lines(sum, lang).into_iter();
        if let Some(line) = lines.next() {
            page.text_in(None, &line, style);
        }
        lines.for_each(|line| page.text(None, &line));
    }
    if !amounts.left_out.is_empty() {
        let lines: Vec<String> = amounts.left_out.iter().map(u32::to_string).collect();
        let lines = lines.join(", ");
        page.text(
            None,
            &match lang {
                Lang::Ja => format!("? 金額か負担区分が読めず、合計に入れていない行: {lines}"),
                Lang::En => {
                    format!("? not added, for 金額 or 負担区分 cannot be read: line {lines}")
                }
            },
        );
    }
}

fn sum_lines(sum: &Sum, lang: Lang) -> Vec<String> {
    let yen = |amount| padded_left(&reading::yen(amount, lang), YEN);
    let head = format!(
        "{}  {} {}",
        padded(sum.payer.name(), 6),
        lang.pick("KA の合計", "KA together"),
        yen(sum.yen)
    );
    let mut lines = vec![format!("{head}  {}", compared(sum, sum.total(), lang))];
    if let (Some(filed), Some(corrected)) = (sum.filed, sum.corrected) {
        lines.push(match lang {
            Lang::Ja => format!(
                "        比べた合計金額は審査支払機関の補正後（{}行目、データ識別 2、推定）。請求時は {}（{}行目）",
                corrected.line,
                amount(filed, lang),
                filed.line
            ),
            Lang::En => format!(
                "        held against the total as corrected (line {}, データ識別 2, inferred); as filed {} (line {})",
                corrected.line,
                amount(filed, lang),
                filed.line
            ),
        });
    }
    lines
}

fn compared(sum: &Sum, total: Option<Total>, lang: Lang) -> String {
    let Some(total) = total else {
        return lang
            .pick("? この負担者の記録（HO・KO）がない", "? no HO or KO for it")
            .to_owned();
    };
    let shown = match lang {
        Lang::Ja => format!("合計金額 {}（{}行目）", amount(total, lang), total.line),
        Lang::En => format!("total {} (line {})", amount(total, lang), total.line),
    };
    match sum.difference() {
        Some(0) => format!("= {shown}"),
        Some(difference) => {
            let sign = if difference > 0 { "+" } else { "" };
            format!(
                "≠ {shown} {} {sign}{}",
                lang.pick("差", "difference"),
                reading::yen(difference, lang)
            )
        }
        None => shown,
    }
}

fn amount(total: Total, lang: Lang) -> String {
    total
        .yen
        .map_or_else(|| "?".to_owned(), |yen| reading::yen(yen, lang))
}

//! The claims of a file, one line each.

use std::cmp::max;

use unicode_width::UnicodeWidthStr;

use crate::text::lang::Lang;
use crate::text::parse_count;

use super::find::Entry;
use super::page::{Look, Page, cut, padded, padded_left, printable};
use super::reading;

/// Names longer than this are cut.
const NAME_MAX: usize = 16;

/// The list of a file's claims.
#[must_use]
pub fn render(entries: &[Entry], file: &str, look: Look) -> String {
    let lang = look.lang;
    let mut page = Page::new(look);
    let count = entries.len();
    let title = match lang {
        Lang::Ja => format!("{}  {count}件", printable(file)),
        Lang::En => format!("{}  {count} claims", printable(file)),
    };
    let title = look.bold(&title);
    page.line(&title);
    if entries.is_empty() {
        return page.finish();
    }
    let heads = match lang {
        Lang::Ja => [
            "行",
            "番号",
            "氏名",
            "年月",
            "保険者",
            "日数",
            "合計金額",
            "種別",
        ],
        Lang::En => [
            "line", "no", "name", "month", "payer", "days", "total", "type",
        ],
    };
    let rows: Vec<[String; 8]> = entries.iter().map(|entry| cells(entry, lang)).collect();
    let mut widths = heads.map(UnicodeWidthStr::width);
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = max(*width, cell.width());
        }
    }
    let head = line(&heads.map(str::to_owned), &widths, look);
    let head = look.bold(&head);
    page.line(&head);
    for row in &rows {
        page.line(&line(row, &widths, look));
    }
    page.finish()
}

fn line(cells: &[String; 8], widths: &[usize; 8], look: Look) -> String {
    let mut out = String::new();
    for (at, (cell, &width)) in cells.iter().zip(widths).enumerate() {
        // Text to the left, numbers to the right; the last column takes what is left.
        let cell = match at {
            7 => cut_within(cell, look.width.saturating_sub(out.width()).max(8)),
            2..=4 => padded(cell, width),
            _ => padded_left(cell, width),
        };
        out.push_str(&cell);
        out.push_str("  ");
    }
    out.trim_end().to_owned()
}

/// Cuts レセプト種別, whose end says whose claim it is, in its middle.
fn cut_within(text: &str, width: usize) -> String {
    let at = text.rfind(['・', ',']).filter(|_| text.width() > width);
    let Some((head, tail)) = at.map(|at| text.split_at(at)) else {
        return cut(text, width);
    };
    match width.checked_sub(tail.width()).filter(|&left| left > 4) {
        Some(left) => cut(head, left) + tail,
        None => cut(text, width),
    }
}

fn cells(entry: &Entry, lang: Lang) -> [String; 8] {
    let kind = match entry.kind_label() {
        Some(label) => lang.pick(label.ja, label.en).to_owned(),
        None if entry.kind.is_empty() => String::new(),
        None => format!("{} ?", entry.kind),
    };
    let yen = parse_count(entry.yen.as_bytes())
        .map_or_else(|| entry.yen.clone(), |yen| reading::yen(yen.into(), lang));
    let month = match entry.month.split_at_checked(4) {
        Some((year, month)) if entry.month.len() == 6 => format!("{year}-{month}"),
        _ => entry.month.clone(),
    };
    [
        entry.line.to_string(),
        printable(&entry.number),
        cut(&printable(&entry.name), NAME_MAX),
        printable(&month),
        printable(&entry.payer),
        printable(&entry.days),
        printable(&yen),
        printable(&kind),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ends_of_a_claim_type_are_kept() {
        let kind = "医保単独/国保単独・本人/世帯主";
        assert_eq!(cut_within(kind, 30), kind);
        assert_eq!(cut_within(kind, 22), "医保単独…・本人/世帯主");
        assert_eq!(cut_within(kind, 12), "医保単独/国…");
        assert_eq!(cut_within("公費単独", 8), "公費単独");
    }
}

//! The first persons of the work list.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::report::urgent::Urgent;

use super::super::words::{padded, right};
use super::{View, line};

/// Columns of a name at most.
const NAME_WIDTH: usize = 24;

/// Writes them, two lines each: who, when and how much; what to ask for.
pub(super) fn write(view: &View<'_>, text: &mut String) {
    let urgent = &view.report.urgent;
    if urgent.is_empty() {
        return;
    }
    line(text, format_args!("\n{}", view.paint.bold(&heading(view))));
    for (row, one) in rows(view).iter().zip(urgent) {
        let ask = one.ask(&view.checked.policy, view.voice.lang);
        line(text, format_args!("{row}"));
        line(text, format_args!("     {}", view.voice.fit(ask)));
    }
}

fn heading(view: &View<'_>) -> String {
    let shown = view.report.urgent.len() as u64;
    let mut values = vec![
        ("people", view.report.people.into()),
        ("shown", shown.into()),
    ];
    let lists = [
        "worklist.csv",
        "report.html",
        "report.xlsx",
        "verdicts.jsonl",
    ];
    match view.written(&lists) {
        Some(file) if !view.may_name && !view.checked.is_masked => {
            values.push(("file", file.into()));
            view.voice.with("summary-urgent-nameless", &values)
        }
        _ => view.voice.with("summary-urgent", &values),
    }
}

/// A line a person, all of one width.
fn rows(view: &View<'_>) -> Vec<String> {
    let cells = view.report.urgent.iter().map(|one| {
        let mut cells = if view.may_name {
            named(view, one)
        } else {
            nameless(view, one)
        };
        let yen = view
            .voice
            .with("summary-amount", &[("yen", one.yen.into())]);
        cells.extend([days(view, one), yen]);
        cells
    });
    let cells: Vec<Vec<String>> = cells.collect();
    let columns = cells.first().map_or(0, Vec::len);
    let width = |column: usize| cells.iter().map(|row| row[column].width()).max();
    let widths: Vec<usize> = (0..columns).filter_map(width).collect();
    let rows = cells.iter().enumerate().map(|(at, row)| {
        let (yen, texts) = row.split_last()?;
        let texts: Vec<String> = texts
            .iter()
            .zip(&widths)
            .map(|(text, &width)| padded(text, width))
            .collect();
        let yen = right(yen, *widths.last()?);
        Some(format!("  {}  {}  {yen}", at + 1, texts.join("  ")))
    });
    rows.flatten().collect()
}

/// Who it is, for whoever sits before the terminal.
fn named(view: &View<'_>, one: &Urgent) -> Vec<String> {
    let kind = view.voice.of("insurer-kind", one.insurer_kind.id());
    let insurer = view.voice.quote(&one.insurer_no);
    vec![
        clipped(&view.voice.quote(&one.name), NAME_WIDTH),
        format!("{insurer} {kind}"),
    ]
}

/// Where they stand, for what is kept.
fn nameless(view: &View<'_>, one: &Urgent) -> Vec<String> {
    let number = view.voice.quote(&one.claim_no);
    vec![
        view.voice.quote(&one.station),
        view.voice
            .with("summary-claim", &[("number", (&number).into())]),
        view.voice.quote(&one.service_month),
    ]
}

fn days(view: &View<'_>, one: &Urgent) -> String {
    let (first, last) = (one.first_date.to_string(), one.last_date.to_string());
    if first == last {
        return first;
    }
    let values = [("first", (&first).into()), ("last", (&last).into())];
    view.voice.with("summary-days", &values)
}

/// As much of a text as fits; `…` tells that there is more.
fn clipped(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut left = width.saturating_sub(1);
    let fits = text.chars().take_while(|c| {
        let wide = c.width().unwrap_or(0);
        let has_room = wide <= left;
        left = left.saturating_sub(wide);
        has_room
    });
    let mut clipped: String = fits.collect();
    clipped.push('…');
    clipped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::summary::tests::{Told, VOICES};
    use crate::text::lang::Lang;

    #[test]
    fn lines_are_aligned() {
        let told = Told::of_month();
        for voice in VOICES {
            for may_name in [true, false] {
                let rows = rows(&told.view(voice, may_name));
                assert_eq!(rows.len(), 5);
                let width = rows[0].width();
                assert!(rows.iter().all(|row| row.width() == width), "{rows:#?}");
            }
        }
    }

    #[test]
    fn a_name_obeys_the_terminal() {
        let mut told = Told::of_month();
        told.report.urgent[0].name = "見本\u{1b}[31m\t\u{202e}花子".repeat(9);
        let text = told.text(VOICES[0], true);
        assert!(!text.contains(['\u{1b}', '\t', '\u{202e}']), "{text}");
        assert!(
            text.contains("見本·[31m··花子見本…") || text.contains('…'),
            "{text}"
        );
    }

    #[test]
    fn nobody_is_named_where_that_is_kept() {
        let told = Told::of_month();
        for voice in VOICES {
            let text = told.text(voice, false);
            for one in &told.report.urgent {
                assert!(!text.contains(&one.name) && text.contains(&one.station));
            }
        }
        let text = told.text(VOICES[0], true);
        assert_eq!(VOICES[0].lang, Lang::Ja);
        assert!(
            told.report
                .urgent
                .iter()
                .all(|one| text.contains(&one.name)),
            "{text}"
        );
    }

    #[test]
    fn long_names_are_cut() {
        assert_eq!(clipped("見本花子", 8), "見本花子");
        assert_eq!(clipped("見本花子", 7), "見本花…");
        assert_eq!(clipped("見本花子", 6), "見本…");
        assert_eq!(clipped("abc", 0), "…");
    }
}

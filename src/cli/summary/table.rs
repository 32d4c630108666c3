//! The verdicts with counts, amounts and bars.

use unicode_width::UnicodeWidthStr;

use crate::judge::outcome::Outcome;
use crate::report::tally::Sum;

use super::super::printer::Paint;
use super::super::words::{grouped, padded, right};
use super::{View, line};

/// Cells of the longest bar. They end a line: some terminals in Japan draw the blocks in two columns.
const CELLS: u64 = 12;

/// Width of the longest code.
const CODE_WIDTH: usize = 12;

/// Writes the table.
pub(super) fn write(view: &View<'_>, text: &mut String) {
    let lines = lines(view);
    let Some((head, rows)) = lines.split_first() else {
        return;
    };
    line(text, format_args!("{}", view.paint.bold(head)));
    let sums = Outcome::ALL.map(|outcome| view.tally().verdict(outcome).claims);
    let most = sums.iter().copied().max().unwrap_or(0);
    for (at, row) in rows.iter().enumerate() {
        // The last row is the sum and has no bar.
        let bar = sums.get(at).map_or(String::new(), |&claims| {
            bar(claims, most, view.voice.is_ascii)
        });
        if bar.is_empty() {
            line(text, format_args!("{row}"));
        } else {
            let bar = coloured(Outcome::ALL[at], &bar, view.paint);
            line(text, format_args!("{row}  {bar}"));
        }
    }
}

/// The heading, a row a verdict and their sum, all of one width, without bars.
fn lines(view: &View<'_>) -> Vec<String> {
    let voice = view.voice;
    let tally = view.tally();
    let cells = |label: String, sum: Sum| [label, grouped(sum.claims), grouped(sum.yen)];
    let heads = ["summary-verdict", "summary-claims", "summary-yen"];
    let mut rows = vec![heads.map(|id| voice.get(id).into_owned())];
    rows.extend(Outcome::ALL.iter().map(|&outcome| {
        let code = padded(outcome.id(), CODE_WIDTH);
        let verdict = voice.of("verdict", outcome.id());
        // The glosses of ASCII stand behind the findings, too; here they would push the numbers off the screen.
        let verdict = if voice.is_ascii {
            without_glosses(&verdict)
        } else {
            verdict.into_owned()
        };
        let label = format!("{code}  {verdict}");
        cells(label, tally.verdict(outcome))
    }));
    rows.push(cells(voice.get("summary-total").into_owned(), tally.all));
    let widths: Vec<usize> = (0..3)
        .map(|column| {
            rows.iter()
                .map(|row| row[column].width())
                .max()
                .unwrap_or(0)
        })
        .collect();
    rows.iter()
        .map(|[label, claims, yen]| {
            let label = padded(label, widths[0]);
            let (claims, yen) = (right(claims, widths[1]), right(yen, widths[2]));
            format!("  {label}  {claims}  {yen}")
        })
        .collect()
}

/// A text without what stands in brackets.
fn without_glosses(text: &str) -> String {
    let mut parts = text.split(" (");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(part.split_once(')').map_or("", |(_, behind)| behind));
    }
    out
}

/// A bar for so many claims beside `most`; a cell at least where there is any.
fn bar(claims: u64, most: u64, is_ascii: bool) -> String {
    if claims == 0 {
        return String::new();
    }
    // To the nearest half of a cell.
    let halves = ((claims * CELLS * 4 + most) / (2 * most.max(1))).max(1);
    let (whole, has_half) = (halves / 2, halves % 2 == 1);
    let count = usize::try_from(whole).unwrap_or(0);
    if is_ascii {
        return "#".repeat(count + usize::from(has_half));
    }
    let half = if has_half { "▌" } else { "" };
    format!("{}{half}", "█".repeat(count))
}

fn coloured(outcome: Outcome, bar: &str, paint: Paint) -> String {
    match outcome {
        Outcome::Ok => paint.cyan(bar),
        Outcome::Transitional | Outcome::CannotJudge => paint.yellow(bar),
        Outcome::NeedCert | Outcome::SpecialCare | Outcome::NotCovered | Outcome::Invalid => {
            paint.red(bar)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::summary::tests::{Told, VOICES};

    #[test]
    fn every_line_has_the_same_width() {
        let told = Told::of_month();
        for voice in VOICES {
            let lines = lines(&told.view(voice, false));
            assert_eq!(lines.len(), Outcome::ALL.len() + 2);
            let widths: Vec<usize> = lines.iter().map(|line| line.width()).collect();
            assert!(widths.iter().all(|&width| width == widths[0]), "{lines:#?}");
        }
    }

    #[test]
    fn glosses_go() {
        assert_eq!(without_glosses("a (b) c (d)"), "a c");
        assert_eq!(without_glosses("a: b"), "a: b");
    }

    #[test]
    fn bars_are_in_proportion() {
        assert_eq!(bar(0, 10, false), "");
        assert_eq!(bar(10, 10, false), "█".repeat(12));
        assert_eq!(bar(5, 10, false), "█".repeat(6));
        assert_eq!(bar(1, 24, false), "▌");
        assert_eq!(bar(3, 24, false), "█▌");
        assert_eq!(bar(1, 1_000_000, false), "▌");
        assert_eq!(bar(1, 1_000_000, true), "#");
        for claims in 1..=100 {
            let (blocks, plain) = (bar(claims, 100, false), bar(claims, 100, true));
            assert_eq!(blocks.chars().count(), plain.len());
            assert!((1..=12).contains(&plain.len()) && plain.is_ascii());
            assert!(plain.len() >= bar(claims - 1, 100, true).len());
        }
    }
}

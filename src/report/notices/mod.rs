//! `notices.html`: a sheet of paper for each patient who has to show something, and a list for each station.
//!
//! Every sheet is one A4 page. The file is written sheet by sheet, since a large month has many thousands.

mod gather;
mod list;
mod markup;
mod patient;
mod why;

#[cfg(test)]
mod tests;

use std::fs::File;
use std::io::{self, BufWriter, Write};

use askama::Template;

use crate::messages::{self, Value};
use crate::text::lang::Lang;

use super::columnar::WriteError;
use super::portions::Written;
use super::{View, html};

use gather::{Gathered, Notice, Station};
use list::List;
use markup::Markup;
use patient::Texts;

/// The head of the file, up to its sheets.
#[derive(Template)]
#[template(path = "notices/page.html")]
struct Head {
    lang: Lang,
    title: &'static str,
    toolbar: String,
    hint: &'static str,
    sheets: usize,
    style: Markup,
    style_source: String,
    symbols: Markup,
}

/// The only sheet when nobody needs one.
#[derive(Template)]
#[template(path = "notices/nobody.html")]
struct Nobody {
    heading: &'static str,
    text: &'static str,
}

/// Writes the file.
///
/// # Errors
/// What the system reports.
pub(super) fn write(view: &View<'_>, out: File) -> Result<Option<Written>, WriteError> {
    let mut out = BufWriter::new(out);
    write_to(view, &mut out)?;
    out.flush()?;
    // It has persons, not verdicts.
    Ok(None)
}

fn write_to(view: &View<'_>, out: &mut impl Write) -> io::Result<()> {
    let gathered = Gathered::of(view.checked, view.people);
    let stations = gathered.stations(view.checked);
    let lists: Vec<List<'_>> = stations
        .iter()
        .map(|station| List::of(view, &gathered, station))
        .collect();
    let listed: usize = lists.iter().map(List::sheets).sum();
    let sheets = (listed + gathered.notices.len()).max(1);
    head(view.lang, sheets).write_into(out)?;
    if gathered.notices.is_empty() {
        nobody(view.lang).write_into(out)?;
    }
    let texts = Texts::of(view.lang);
    let mut number = 0;
    for (station, list) in stations.iter().zip(&lists) {
        list.write(number, out)?;
        for notice in of_station(&gathered, station) {
            number += 1;
            patient::write(view, &texts, notice, station, number, out)?;
        }
    }
    out.write_all(b"</main>\n</body>\n</html>\n")
}

/// The notices that lie with a station: of persons who have several, with the first alone.
fn of_station<'a, 'b>(
    gathered: &'b Gathered<'a>,
    station: &'b Station<'a>,
) -> impl Iterator<Item = &'b Notice<'a>> {
    let notices = station.notices.iter().map(|&at| &gathered.notices[at]);
    notices.filter(|notice| notice.stations[0] == station.code)
}

fn head(lang: Lang, sheets: usize) -> Head {
    let style = include_str!("style.css").replace('\r', "");
    Head {
        lang,
        title: messages::get("notices-title", lang),
        toolbar: messages::with(
            "notices-toolbar",
            lang,
            &[("sheets", Value::Number(sheets as u64))],
        ),
        hint: messages::get("notices-print-hint", lang),
        sheets,
        style_source: html::source(&style),
        style: Markup::ours(style),
        symbols: Markup::ours(include_str!("symbols.svg").to_owned()),
    }
}

fn nobody(lang: Lang) -> Nobody {
    Nobody {
        heading: messages::get("notices-nobody-heading", lang),
        text: messages::get("notices-nobody", lang),
    }
}

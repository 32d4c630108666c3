//! The list of one station: whom to ask, with boxes to fill in by hand.

use std::io::{self, Write};
use std::ops::Range;

use askama::Template;
use unicode_width::UnicodeWidthStr;

use crate::messages::{self, Value};
use crate::report::View;
use crate::rules::wording;
use crate::text::grouped;
use crate::text::lang::Lang;

use super::gather::{Gathered, Notice, Station};
use super::patient::{dates, shortened};

/// The room for rows on a sheet, in lines of the table (style.css: 4.2 mm each).
const SHEET_LINES: usize = 54;

/// A row is at least so many lines high, because people write into it.
const ROW_LINES: usize = 3;

/// Borders and padding of a row, in thirds of a line.
const ROW_EXTRA_THIRDS: usize = 1;

/// Half-width characters that surely fit on a line of the columns (style.css).
const NAME_COLUMNS: usize = 20;
const INSURER_COLUMNS: usize = 16;
const WHAT_COLUMNS: usize = 23;

/// Longer texts from claims are cut; no real one is.
const NAME_MAX: usize = 60;
const NUMBER_MAX: usize = 40;

/// One person on the list.
struct Row {
    name: String,
    born: String,
    insurer: String,
    insured: String,
    dates: String,
    ask: &'static str,
    expires: String,
    renew: &'static str,
    elsewhere: String,
    yen: String,
}

/// The list of a station, laid out.
pub(super) struct List<'a> {
    lang: Lang,
    code: &'a str,
    name: String,
    as_of: String,
    rows: Vec<Row>,
    /// The rows of each sheet.
    sheets: Vec<Range<usize>>,
}

/// One sheet of it.
#[derive(Template)]
#[template(path = "notices/list.html")]
struct Sheet<'a> {
    title: &'static str,
    staff: &'static str,
    as_of: &'a str,
    people: String,
    page: String,
    name: &'a str,
    code: &'a str,
    /// Counts the sheets of lists in the file, for identifiers.
    id: String,
    heads: [&'static str; 8],
    rows: &'a [Row],
}

impl<'a> List<'a> {
    pub(super) fn of(view: &View<'_>, gathered: &Gathered<'a>, station: &Station<'a>) -> Self {
        let notices = station.notices.iter().map(|&at| &gathered.notices[at]);
        let rows: Vec<Row> = notices
            .map(|notice| Row::of(view, notice, station))
            .collect();
        Self {
            lang: view.lang,
            code: station.code,
            name: shortened(station.name, NAME_MAX),
            as_of: wording::date(view.checked.as_of, view.lang),
            sheets: sheets(&rows),
            rows,
        }
    }

    /// How many sheets it takes.
    pub(super) fn sheets(&self) -> usize {
        self.sheets.len()
    }

    /// Writes its sheets. `number` is that of the patient's sheet before.
    ///
    /// # Errors
    /// What `out` reports.
    pub(super) fn write(&self, number: usize, out: &mut impl Write) -> io::Result<()> {
        let lang = self.lang;
        let count = |id, name, count: usize| {
            messages::with(id, lang, &[(name, Value::Number(count as u64))])
        };
        for (at, rows) in self.sheets.iter().enumerate() {
            let (page, pages) = (at as u64 + 1, self.sheets.len() as u64);
            let sheet = Sheet {
                title: messages::get("notices-list-title", lang),
                staff: messages::get("notices-list-staff", lang),
                as_of: &messages::with(
                    "notices-list-as-of",
                    lang,
                    &[("date", Value::Text(&self.as_of))],
                ),
                people: count("notices-list-people", "people", self.rows.len()),
                page: messages::with(
                    "notices-list-page",
                    lang,
                    &[
                        ("page", Value::Number(page)),
                        ("pages", Value::Number(pages)),
                    ],
                ),
                name: &self.name,
                code: match self.code {
                    "" => messages::get("notices-no-station", lang),
                    code => code,
                },
                id: format!("{number}-{page}"),
                heads: [
                    messages::get("notices-list-done", lang),
                    messages::get("notices-list-name", lang),
                    messages::get("notices-list-insurer", lang),
                    messages::get("notices-list-what", lang),
                    messages::get("notices-list-yen", lang),
                    messages::get("notices-list-checked-on", lang),
                    messages::get("notices-list-checked", lang),
                    messages::get("notices-list-by", lang),
                ],
                rows: &self.rows[rows.clone()],
            };
            sheet.write_into(out)?;
        }
        Ok(())
    }
}

impl Row {
    fn of(view: &View<'_>, notice: &Notice<'_>, station: &Station<'_>) -> Self {
        let (checked, lang) = (view.checked, view.lang);
        let (claim, recorded) = notice.claim(checked);
        let text = |field| shortened(recorded.decode(field).trim(), NUMBER_MAX);
        let insured: Vec<String> = [recorded.symbol, recorded.number, recorded.branch]
            .into_iter()
            .map(text)
            .filter(|part| !part.is_empty())
            .collect();
        let (expires, renew) = notice
            .expiring
            .map_or_else(Default::default, |expiring| expiring.listed(lang));
        let first = notice.stations[0];
        let elsewhere = [("station", Value::Text(first))];
        let yen = notice.person.map(|person| grouped(person.yen));
        Self {
            name: shortened(recorded.decode(recorded.name).trim(), NAME_MAX),
            born: claim.birth_date.map_or_else(
                || text(recorded.birth_date),
                |date| wording::date(date, lang),
            ),
            insurer: shortened(&recorded.insurer(), NUMBER_MAX),
            insured: insured.join(" · "),
            dates: dates(&notice.dates, lang),
            ask: notice.person.map_or("", |person| person.ask(checked, lang)),
            expires,
            renew,
            elsewhere: if first == station.code {
                String::new()
            } else {
                messages::with("notices-list-elsewhere", lang, &elsewhere)
            },
            yen: yen.map_or_else(String::new, |yen| {
                messages::with("notices-list-yen-of", lang, &[("yen", Value::Text(&yen))])
            }),
        }
    }

    /// Its height in lines, at most what it may come to.
    fn lines(&self) -> usize {
        let name = lines(&self.name, NAME_COLUMNS) + lines(&self.born, NAME_COLUMNS);
        let insurer = lines(&self.insurer, INSURER_COLUMNS) + lines(&self.insured, INSURER_COLUMNS);
        let what = [
            &self.dates,
            self.ask,
            &self.expires,
            self.renew,
            &self.elsewhere,
        ];
        let what = what.iter().map(|text| lines(text, WHAT_COLUMNS)).sum();
        name.max(insurer).max(what).max(ROW_LINES)
    }
}

/// The lines that a text takes.
fn lines(text: &str, columns: usize) -> usize {
    text.width_cjk().div_ceil(columns)
}

/// As many rows on each sheet as surely fit, at least one.
fn sheets(rows: &[Row]) -> Vec<Range<usize>> {
    let mut sheets = Vec::new();
    let (mut start, mut used) = (0, 0);
    for (at, row) in rows.iter().enumerate() {
        let thirds = row.lines() * 3 + ROW_EXTRA_THIRDS;
        if at > start && used + thirds > SHEET_LINES * 3 {
            sheets.push(start..at);
            (start, used) = (at, 0);
        }
        used += thirds;
    }
    if start < rows.len() {
        sheets.push(start..rows.len());
    }
    sheets
}

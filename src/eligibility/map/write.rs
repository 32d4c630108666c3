//! A map as TOML, in the usual form.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{Map, Source};
use crate::eligibility::column::Column;

/// See [`Map::to_toml`].
pub(super) fn to_toml(map: &Map) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    let mut line = |words: String| {
        let _ = writeln!(text, "{words}");
    };
    if let Some(day) = map.seen_on {
        line(format!("seen_on = {day}"));
    }
    let shared = shared_format(map);
    if let Some(format) = shared {
        line(format!("date_format = {}", quoted(format)));
    }
    let columns: Vec<String> = Column::ALL
        .into_iter()
        .filter_map(|column| {
            let entry = entry(map.source(column), shared.is_none())?;
            Some(format!("{} = {entry}", column.id()))
        })
        .collect();
    table(&mut line, "columns", columns);
    let stations = &map.stations;
    let named = [
        ("code", &stations.code),
        ("name", &stations.name),
        ("prefecture", &stations.prefecture),
        ("started_on", &stations.started_on),
    ];
    let stations = named.into_iter().filter_map(|(key, name)| {
        let name = name.as_deref()?;
        Some(format!("{key} = {}", quoted(name)))
    });
    table(&mut line, "stations", stations.collect());
    let query = map
        .query
        .as_deref()
        .map(|query| format!("query = {}", several_lines(query)));
    table(&mut line, "postgres", query.into_iter().collect());
    text
}

fn table(line: &mut impl FnMut(String), name: &str, entries: Vec<String>) {
    if !entries.is_empty() {
        line(format!("\n[{name}]"));
        entries.into_iter().for_each(line);
    }
}

/// The format of all dates, when all that are read from a column have the same.
fn shared_format(map: &Map) -> Option<&str> {
    let mut formats = Column::ALL
        .into_iter()
        .filter(|column| column.is_date())
        .map(|column| map.source(column))
        .filter(|source| source.constant.is_none())
        .map(|source| source.date_format.as_deref());
    let first = formats.next()??;
    formats.all(|format| format == Some(first)).then_some(first)
}

/// What stands behind the `=`; `None` when there is nothing to say of the column.
pub(super) fn entry(source: &Source, with_format: bool) -> Option<String> {
    if let Some(constant) = &source.constant {
        return Some(format!("{{ constant = {} }}", quoted(constant)));
    }
    let name = source.name.as_deref().map(quoted);
    let format = source.date_format.as_deref().filter(|_| with_format);
    if source.values.is_empty() && format.is_none() {
        return name;
    }
    let parts = [
        name.map(|name| format!("column = {name}")),
        format.map(|format| format!("date_format = {}", quoted(format))),
        (!source.values.is_empty()).then(|| format!("values = {}", values(&source.values))),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    Some(format!("{{ {} }}", parts.join(", ")))
}

fn values(values: &BTreeMap<String, String>) -> String {
    let pairs: Vec<String> = values
        .iter()
        .map(|(theirs, ours)| format!("{} = {}", quoted(theirs), quoted(ours)))
        .collect();
    format!("{{ {} }}", pairs.join(", "))
}

/// A basic string of TOML.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    escape(text, false, &mut out);
    out.push('"');
    out
}

/// The same, on several lines where `text` has them.
fn several_lines(text: &str) -> String {
    if !text.contains('\n') {
        return quoted(text);
    }
    let mut out = String::from("\"\"\"\n");
    escape(text, true, &mut out);
    out.push_str("\"\"\"");
    out
}

fn escape(text: &str, keeps_lines: bool, out: &mut String) {
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' if keeps_lines => out.push('\n'),
            c if c.is_control() => {
                // Writing to a String cannot fail; every control character is below U+10000.
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
}

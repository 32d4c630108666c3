//! A map file, checked key by key. Every mistake is collected with its place.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use chrono::format::{Item, StrftimeItems};
use chrono::{DateTime, FixedOffset, NaiveDate};
use toml::de::{DeTable, DeValue};

use super::{Map, MapError, Source, StationColumns};
use crate::eligibility::column::{self, Column};
use crate::eligibility::record::{Facts, MAX_TEXT};
use crate::note;
use crate::text::date;
use crate::text::placed::{Expected, Key, Told, Value, meant};

/// The keys of the top level, beside our columns.
const KEYS: [&str; 8] = [
    "seen_on",
    "date_format",
    "columns",
    "values",
    "constants",
    "stations",
    "postgres",
    "query",
];
/// What can be said of a column.
const PARTS: [&str; 4] = ["column", "constant", "values", "date_format"];
/// The columns of a list of stations.
const STATIONS: [&str; 4] = ["code", "name", "prefecture", "started_on"];

const A_DATE: Expected = (
    "実在する日付（例 2026-07-01、\"R8.7.1\"）",
    "a date that exists, such as 2026-07-01 or \"R8.7.1\"",
);
const A_NAME: Expected = (
    "相手の列名（空でない1行の文字列）",
    "the name of their column, a string of one line that is not empty",
);
const A_COLUMN: Expected = (
    "相手の列名、または { column = \"列名\" } や { constant = \"値\" }",
    "the name of their column, or { column = \"name\" } or { constant = \"value\" }",
);
const A_TEXT: Expected = (
    "空でない文字列（引用符で囲む）",
    "a string that is not empty, in quotes",
);
const A_VALUE: Expected = (
    "{ \"相手の値\" = \"こちらの値\" } の形の表（値はどれも引用符で囲む）",
    "a table { \"their value\" = \"ours\" }, all values in quotes",
);
const A_TRIMMED: Expected = (
    "前後に空白のない相手の値（空白は読むときに除かれます）",
    "their value without blanks around it, which are dropped in reading",
);
const A_TABLE: Expected = ("表（[名前] の形）", "a table");
const A_FORMAT: Expected = (
    "年月日の書き方（例 \"%Y/%m/%d\"）",
    "how year, month and day are written, such as \"%Y/%m/%d\"",
);

/// Reads `text`; see [`Map::parse`].
pub(super) fn read(text: &str, file_name: &str) -> Result<Map, MapError> {
    let mut reader = Reader {
        told: Told::new(text),
        map: Map::default(),
        drafts: Default::default(),
        date_format: None,
    };
    if reader.told.is_too_long() {
        return Err(reader.told.into_error(file_name));
    }
    let (root, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        reader.told.syntax(error, A_DATE);
    }
    if errors.is_empty() {
        for (key, value) in root.get_ref() {
            reader.top_level(key, value);
        }
        reader.settle();
    }
    if reader.told.is_empty() {
        Ok(reader.map)
    } else {
        Err(reader.told.into_error(file_name))
    }
}

/// What was said of one column so far; the constant with its place.
#[derive(Default)]
struct Draft {
    source: Source,
    constant_at: Range<usize>,
    has_values: bool,
}

struct Reader<'t> {
    told: Told<'t>,
    map: Map,
    drafts: [Draft; Column::ALL.len()],
    /// For all dates that have none of their own.
    date_format: Option<String>,
}

impl Reader<'_> {
    fn top_level(&mut self, key: &Key<'_>, value: &Value<'_>) {
        match key.get_ref().as_ref() {
            "seen_on" => self.map.seen_on = self.date(value),
            "date_format" => self.date_format = self.format(value),
            "columns" => self.each_column(value, Self::column),
            "values" => self.each_column(value, |reader, column, _, value| {
                reader.values(column, value);
            }),
            "constants" => self.each_column(value, |reader, column, _, value| {
                reader.constant(column, value);
            }),
            "stations" => self.stations(value),
            "postgres" => self.postgres(value),
            "query" => self.query(key, value),
            word => match Column::of(word) {
                Some(column) => self.column(column, key, value),
                None => self.unknown(key, value, &KEYS),
            },
        }
    }

    /// A table with our columns as keys.
    fn each_column(
        &mut self,
        value: &Value<'_>,
        mut read: impl FnMut(&mut Self, Column, &Key<'_>, &Value<'_>),
    ) {
        let DeValue::Table(table) = value.get_ref() else {
            self.told.expected::<()>(value, A_TABLE);
            return;
        };
        for (key, value) in table {
            match Column::of(key.get_ref()) {
                Some(column) => read(self, column, key, value),
                None => self.unknown(key, value, &[]),
            }
        }
    }

    /// A key that is neither one of `keys` nor a column of ours.
    fn unknown(&mut self, key: &Key<'_>, value: &Value<'_>, keys: &[&'static str]) {
        let found = key.get_ref();
        let ours = Column::ALL.map(Column::id);
        let swapped = value.get_ref().as_str().and_then(Column::of);
        let known = keys.iter().copied().chain(ours);
        let (ja, en) = if let Some(column) = swapped {
            let right = format!("{} = {}", column.id(), super::write::quoted(found));
            (
                format!("左右が逆です。`{right}` と書いてください"),
                format!("the sides are swapped; write `{right}`"),
            )
        } else if let Some(meant) = meant(found, known) {
            (
                format!("`{meant}` のことですか"),
                format!("did you mean `{meant}`?"),
            )
        } else {
            let all: Vec<&str> = keys.iter().copied().chain(ours).collect();
            (
                format!("使えるもの: {}", all.join("、")),
                format!("expected one of: {}", all.join(", ")),
            )
        };
        self.told.problem(
            key.span(),
            format!("`{found}` という項目はありません。{ja}"),
            format!("unknown key `{found}`; {en}"),
        );
    }

    /// Everything said of one of our columns at one place.
    fn column(&mut self, column: Column, key: &Key<'_>, value: &Value<'_>) {
        let table = match value.get_ref() {
            DeValue::String(_) => return self.name(column, value),
            DeValue::Table(table) if table.is_empty() => {
                self.told.expected::<()>(value, A_COLUMN);
                return;
            }
            DeValue::Table(table) => table,
            _ => {
                self.told.expected::<()>(value, A_COLUMN);
                return;
            }
        };
        for (part, value) in table {
            match part.get_ref().as_ref() {
                "column" => self.name(column, value),
                "constant" => self.constant(column, value),
                "values" => self.values(column, value),
                "date_format" => self.format_of(column, key, value),
                _ => self.told.unknown_key(part, &PARTS),
            }
        }
    }

    fn name(&mut self, column: Column, value: &Value<'_>) {
        if self.drafts[column as usize].source.name.is_some() {
            return self.twice(column, value);
        }
        let name = self.their_name(value);
        self.drafts[column as usize].source.name = name;
    }

    fn constant(&mut self, column: Column, value: &Value<'_>) {
        if self.drafts[column as usize].source.constant.is_some() {
            return self.twice(column, value);
        }
        match value.get_ref().as_str() {
            Some(text) if !text.trim().is_empty() => {
                self.check(column, text, value);
                let draft = &mut self.drafts[column as usize];
                draft.source.constant = Some(text.to_owned());
                draft.constant_at = value.span();
            }
            _ => {
                self.told.expected::<()>(value, A_TEXT);
            }
        }
    }

    fn values(&mut self, column: Column, value: &Value<'_>) {
        if self.drafts[column as usize].has_values {
            return self.twice(column, value);
        }
        let DeValue::Table(table) = value.get_ref() else {
            self.told.expected::<()>(value, A_VALUE);
            return;
        };
        let mut values = BTreeMap::new();
        for (theirs, ours) in table {
            let Some(text) = ours.get_ref().as_str() else {
                self.told.expected::<()>(ours, A_VALUE);
                continue;
            };
            if theirs.get_ref().trim() != theirs.get_ref() {
                self.told.problem(
                    theirs.span(),
                    format!(
                        "`{}` は使えません。必要なもの: {}",
                        theirs.get_ref(),
                        A_TRIMMED.0
                    ),
                    format!("found `{}`; expected {}", theirs.get_ref(), A_TRIMMED.1),
                );
            }
            self.check(column, text, ours);
            values.insert(theirs.get_ref().to_string(), text.to_owned());
        }
        let draft = &mut self.drafts[column as usize];
        draft.has_values = true;
        draft.source.values = values;
    }

    fn format_of(&mut self, column: Column, key: &Key<'_>, value: &Value<'_>) {
        if !column.is_date() {
            let id = key.get_ref();
            self.told.problem(
                value.span(),
                format!("`{id}` は日付の列ではないため、date_format は使えません"),
                format!("`{id}` is no date; date_format has no place here"),
            );
            return;
        }
        let format = self.format(value);
        self.drafts[column as usize].source.date_format = format;
    }

    /// Whether the reader of the column understands `ours`.
    fn check(&mut self, column: Column, ours: &str, value: &Value<'_>) {
        let expected = if column.is_text() {
            (ours.len() > MAX_TEXT).then_some(note::Expected::AtMost(MAX_TEXT))
        } else {
            column::set(&mut Facts::default(), column, ours).err()
        };
        if let Some(expected) = expected {
            let id = column.id();
            self.told.unexpected(
                value,
                &format!("`{id}` の値として {}", expected.ja()),
                &format!("for `{id}` {}", expected.en()),
            );
        }
    }

    fn twice(&mut self, column: Column, value: &Value<'_>) {
        let id = column.id();
        self.told.problem(
            value.span(),
            format!("`{id}` の同じことが2か所に書かれています。どちらか一つにしてください"),
            format!("the same is said of `{id}` in two places; keep one"),
        );
    }

    fn their_name(&mut self, value: &Value<'_>) -> Option<String> {
        match value.get_ref().as_str().map(str::trim) {
            Some(name) if !name.is_empty() && !name.contains(char::is_control) => {
                Some(name.to_owned())
            }
            _ => self.told.expected(value, A_NAME),
        }
    }

    /// A local date of TOML, or a string in any form of contract 3.4.
    fn date(&mut self, value: &Value<'_>) -> Option<NaiveDate> {
        let date = match value.get_ref() {
            DeValue::Datetime(at) if at.time.is_none() && at.offset.is_none() => {
                at.date.and_then(|date| {
                    NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())
                })
            }
            DeValue::String(text) => date::parse_any(text),
            _ => None,
        };
        date.or_else(|| self.told.expected(value, A_DATE))
    }

    fn format(&mut self, value: &Value<'_>) -> Option<String> {
        match value.get_ref().as_str() {
            Some(format) if tells_a_day(format) => Some(format.to_owned()),
            _ => self.told.expected(value, A_FORMAT),
        }
    }

    fn stations(&mut self, value: &Value<'_>) {
        let DeValue::Table(table) = value.get_ref() else {
            self.told.expected::<()>(value, A_TABLE);
            return;
        };
        let mut stations = StationColumns::default();
        for (key, value) in table {
            let column = match key.get_ref().as_ref() {
                "code" => &mut stations.code,
                "name" => &mut stations.name,
                "prefecture" => &mut stations.prefecture,
                "started_on" => &mut stations.started_on,
                _ => {
                    self.told.unknown_key(key, &STATIONS);
                    continue;
                }
            };
            *column = self.their_name(value);
        }
        self.map.stations = stations;
    }

    fn postgres(&mut self, value: &Value<'_>) {
        let DeValue::Table(table) = value.get_ref() else {
            self.told.expected::<()>(value, A_TABLE);
            return;
        };
        for (key, value) in table {
            if key.get_ref() == "query" {
                self.query(key, value);
            } else {
                self.told.unknown_key(key, &["query"]);
            }
        }
    }

    fn query(&mut self, key: &Key<'_>, value: &Value<'_>) {
        if self.map.query.is_some() {
            self.told.problem(
                key.span(),
                "`query` が2か所に書かれています。どちらか一つにしてください".to_owned(),
                "`query` stands in two places; keep one".to_owned(),
            );
            return;
        }
        self.map.query = match value.get_ref().as_str() {
            Some(query) if !query.trim().is_empty() => Some(query.to_owned()),
            _ => self.told.expected(value, A_TEXT),
        };
    }

    /// Puts the drafts together, once everything was said.
    fn settle(&mut self) {
        for (column, draft) in Column::ALL
            .into_iter()
            .zip(std::mem::take(&mut self.drafts))
        {
            let mut source = draft.source;
            if source.constant.is_some() {
                if source.name.is_some() || draft.has_values || source.date_format.is_some() {
                    let id = column.id();
                    self.told.problem(
                        draft.constant_at,
                        format!("`{id}` に constant と、列・値の対応・date_format を同時には書けません。どちらか一つにしてください"),
                        format!("`{id}` has a constant beside a column, values or date_format; keep one"),
                    );
                }
            } else if column.is_date() && source.date_format.is_none() {
                source.date_format.clone_from(&self.date_format);
            }
            *self.map.source_mut(column) = source;
        }
    }
}

/// Whether `format` is one of `strftime` from which a day can be read: a day written by it is read back.
pub(super) fn tells_a_day(format: &str) -> bool {
    let is_known = !StrftimeItems::new(format).any(|item| matches!(item, Item::Error));
    // A day with four different numbers: nothing can stand for something else unnoticed.
    let Some(at) = DateTime::from_timestamp(549_864_183, 0)
        .zip(FixedOffset::east_opt(0))
        .map(|(at, utc)| at.with_timezone(&utc))
    else {
        return false;
    };
    let mut text = String::new();
    is_known
        && write!(text, "{}", at.format(format)).is_ok()
        && NaiveDate::parse_from_str(&text, format) == Ok(at.date_naive())
}

//! The column map (`--map FILE`): how a table of somebody else becomes the columns of contract 3.4.

pub mod draft;
mod guess;
mod read;
pub mod sample;
mod synonyms;
#[cfg(test)]
mod tests;
mod write;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::NaiveDate;

use super::column::Column;
pub use crate::text::placed::FileError as MapError;

/// No map: our columns by their own names.
static PLAIN: LazyLock<Map> = LazyLock::new(Map::default);

/// A column map.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Map {
    /// The register's date: records without `as_of` count as seen on it (contract 4.3).
    pub seen_on: Option<NaiveDate>,
    /// The query that makes the table, for a database.
    pub query: Option<String>,
    /// The columns of the list of equipped stations (`--stations`).
    pub stations: StationColumns,
    columns: [Source; Column::ALL.len()],
}

/// Where the values of one of our columns come from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// The name of their column; without it, ours is looked for.
    pub name: Option<String>,
    /// The value for every row; no column is read then.
    pub constant: Option<String>,
    /// Their value = ours; a value that is not named stays as it is.
    pub values: BTreeMap<String, String>,
    /// How dates are written, in the letters of `strftime`; without it, the forms of contract 3.4.
    pub date_format: Option<String>,
}

/// The names of the columns of a list of stations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StationColumns {
    /// ステーションコード, seven digits, or ten with prefecture and 点数表.
    pub code: Option<String>,
    /// Name of the station.
    pub name: Option<String>,
    /// Prefecture, as name or as two digits.
    pub prefecture: Option<String>,
    /// 運用開始日.
    pub started_on: Option<String>,
}

impl Map {
    /// Reads a map file; `file_name` is for the messages. docs/inputs.md describes both spellings.
    ///
    /// # Errors
    /// [`MapError`] with every mistake and its place: keys and columns that do not exist, empty names, a
    /// constant beside a column, values that the column cannot hold, formats from which no day can be read.
    pub fn parse(toml: &str, file_name: &str) -> Result<Self, MapError> {
        read::read(toml, file_name)
    }

    /// The map as TOML in the usual form; [`Map::parse`] reads it back to the same map.
    #[must_use]
    pub fn to_toml(&self) -> String {
        write::to_toml(self)
    }

    /// The map that says nothing.
    #[must_use]
    pub fn plain() -> &'static Self {
        &PLAIN
    }

    /// The names of their columns that the map gives, and for which of ours.
    pub fn names(&self) -> impl Iterator<Item = (Column, &str)> {
        Column::ALL.into_iter().filter_map(|column| {
            let source = self.source(column);
            let name = source.name.as_deref()?;
            source.constant.is_none().then_some((column, name))
        })
    }

    /// Where our `column` comes from.
    #[must_use]
    pub fn source(&self, column: Column) -> &Source {
        &self.columns[column as usize]
    }

    /// The same, to be changed.
    pub fn source_mut(&mut self, column: Column) -> &mut Source {
        &mut self.columns[column as usize]
    }
}

impl Source {
    /// A value as contract 3.4 writes it: by the value map, else a date by the format. A date that is not
    /// written so is left for the reader of the column to refuse.
    #[must_use]
    pub fn read<'t>(&'t self, text: &'t str) -> Cow<'t, str> {
        if let Some(ours) = self.values.get(text.trim()) {
            return Cow::Borrowed(ours);
        }
        let date = self
            .date_format
            .as_deref()
            .and_then(|format| NaiveDate::parse_from_str(text.trim(), format).ok());
        date.map_or(Cow::Borrowed(text), |date| Cow::Owned(date.to_string()))
    }

    /// True when values pass as they are.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.values.is_empty() && self.date_format.is_none()
    }
}

//! Which column is which: by the column map, else by the names that such lists use.

use crate::eligibility::map::StationColumns;
use crate::text::fold;

use super::prefecture;

/// Rows above the header are titles and dates; beyond so many rows there is none.
const SEARCHED: usize = 50;

/// Names of columns, folded as by [`folded`]. A 事業所番号 is that of nursing-care insurance and not among them.
const CODE: &[&str] = &[
    "ステーションコード",
    "訪問看護ステーションコード",
    "医療機関コード",
    "保険医療機関コード",
    "医療機関等コード",
    "保険医療機関等コード",
    "コード",
    "code",
    "station_code",
];
const NAME: &[&str] = &[
    "訪問看護ステーション名",
    "訪問看護ステーション名称",
    "訪問看護ステーションの名称",
    "ステーション名",
    "ステーション名称",
    "訪問看護事業所名",
    "訪問看護事業所名称",
    "事業所名",
    "事業所名称",
    "事業所の名称",
    "施設名",
    "施設名称",
    "医療機関名",
    "医療機関名称",
    "医療機関等名称",
    "名称",
    "name",
    "station_name",
];
const PREFECTURE: &[&str] = &[
    "都道府県",
    "都道府県名",
    "都道府県コード",
    "都道府県番号",
    "prefecture",
];
const ADDRESS: &[&str] = &[
    "所在地",
    "住所",
    "ステーション所在地",
    "訪問看護ステーション所在地",
    "訪問看護ステーションの所在地",
    "事業所所在地",
    "施設所在地",
    "医療機関所在地",
    "address",
];
const STARTED: &[&str] = &[
    "運用開始日",
    "運用開始年月日",
    "オンライン資格確認運用開始日",
    "運用開始",
    "started_on",
];

/// Where the columns stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Columns {
    pub(super) code: Option<usize>,
    pub(super) name: Option<usize>,
    /// Of the prefecture, or of an address that begins with it.
    pub(super) prefecture: Option<usize>,
    pub(super) started_on: Option<usize>,
}

/// A table: its name, for a sheet of a workbook, and its rows with their numbers, from 1.
#[derive(Clone, Debug, Default)]
pub(super) struct Sheet {
    pub(super) name: Option<String>,
    pub(super) rows: Vec<(u64, Vec<String>)>,
}

/// A column's name for comparison: width, case and blanks folded, without a remark in brackets behind it.
fn folded(cell: &str) -> String {
    let text: String = fold::nfkc(cell)
        .to_lowercase()
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    match text.split_once('(') {
        Some((name, _)) if !name.is_empty() && text.ends_with(')') => name.to_owned(),
        _ => text,
    }
}

impl Columns {
    /// The columns of a row, when it is the header: the named ones are all there, and a station can be found by
    /// them.
    fn of(cells: &[String], named: &StationColumns, has_prefecture: bool) -> Option<Self> {
        let cells: Vec<String> = cells.iter().map(|cell| folded(cell)).collect();
        let at = |name: &str| cells.iter().position(|cell| cell == name);
        // A named column has to be there; one that is not named may be.
        let place = |named: Option<&String>, usual: &[&str]| match named {
            Some(name) => at(&folded(name)).map(Some),
            None => Some(usual.iter().find_map(|name| at(name))),
        };
        let columns = Self {
            code: place(named.code.as_ref(), CODE)?,
            name: place(named.name.as_ref(), NAME)?,
            prefecture: place(named.prefecture.as_ref(), PREFECTURE)?
                .or_else(|| ADDRESS.iter().find_map(|name| at(name))),
            started_on: place(named.started_on.as_ref(), STARTED)?,
        };
        let by_name = columns.name.is_some() && (columns.prefecture.is_some() || has_prefecture);
        (columns.code.is_some() || by_name).then_some(columns)
    }
}

impl Sheet {
    /// The prefecture that the sheet is named after.
    pub(super) fn prefecture(&self) -> Option<u8> {
        prefecture(self.name.as_deref()?)
    }

    /// The header: its place in `rows`, and the columns.
    pub(super) fn header(&self, named: &StationColumns) -> Option<(usize, Columns)> {
        let has_prefecture = self.prefecture().is_some();
        let mut rows = self.rows.iter().enumerate().take(SEARCHED);
        rows.find_map(|(at, (_, cells))| Some((at, Columns::of(cells, named, has_prefecture)?)))
    }

    /// What stands where a header could be: the row with most texts. A row with numbers is none: it holds data,
    /// in a wrong file those of persons, which no message may repeat.
    pub(super) fn likely_header(&self) -> Option<&[String]> {
        let texts = |cells: &[String]| cells.iter().filter(|cell| !cell.trim().is_empty()).count();
        let is_data = |cells: &[String]| {
            let digits = |cell: &String| cell.chars().filter(|c| c.is_numeric()).count();
            cells.iter().any(|cell| digits(cell) > 2)
        };
        let rows = self.rows.iter().take(SEARCHED).rev();
        rows.map(|(_, cells)| cells.as_slice())
            .filter(|cells| !is_data(cells))
            .max_by_key(|cells| texts(cells))
    }
}

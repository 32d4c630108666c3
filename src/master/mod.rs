//! The tariff: 訪問看護療養費マスター, five tables that 支払基金 publishes (claims-format 7; マスターファイル
//! 仕様説明書, "MSPEC" below).
//!
//! [`Master::load`] reads the 基本テーブル alone or a folder with all five. Nothing is interpreted that MSPEC
//! leaves to lists we have not seen (別紙10-1 to 10-5: 告示番号, other 金額識別, 職種等 31–39, 種類, 施設基準).

mod build;
mod cells;
mod error;
mod file;
mod tables;

#[cfg(test)]
mod tests;

use std::path::Path;

use chrono::NaiveDate;

pub use error::MasterError;

/// The tariff, ready to be asked for millions of lines.
#[derive(Clone, Debug)]
pub struct Master {
    /// Sorted; `items` stand in the same order.
    codes: Vec<u32>,
    items: Vec<Item>,
    /// Groups with a base item that is a visit, sorted.
    visit_groups: Vec<Group>,
    files: Vec<SourceFile>,
}

/// A file that the master was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Path as given, for a folder with the name of the file.
    pub shown: String,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
    /// Its rows.
    pub rows: u64,
}

/// A 訪問看護療養費コード with everything that the tables say of it.
#[derive(Clone, Debug)]
pub struct Item {
    /// The code, nine digits.
    pub code: u32,
    /// 省略名称 of its latest row.
    pub name: Box<str>,
    /// What holds when, by first day.
    pub versions: Vec<Version>,
    /// The groups whose base items it is an add-on of (基本・加算対応テーブル).
    pub add_on_of: Vec<AddOn>,
    /// How often it may be charged (算定回数限度テーブル), as far as one claim can show it.
    pub limits: Vec<Limit>,
    /// Items it is not charged together with (併算定背反テーブル); each pair stands with one of the two only.
    pub rivals: Vec<Rival>,
}

/// From when to when a row holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// 変更年月日: the first day.
    pub from: NaiveDate,
    /// 廃止年月日: the last day on which the code can be used; `None` for 99999999.
    pub to: Option<NaiveDate>,
}

impl Span {
    /// True when the row holds on this day.
    #[must_use]
    pub fn contains(&self, date: NaiveDate) -> bool {
        self.from <= date && self.to.is_none_or(|to| date <= to)
    }
}

/// A row of the 基本テーブル.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// From when to when.
    pub span: Span,
    /// 変更区分 3: the code is new since `span.from`. Other rows say only that something changed then.
    pub is_new: bool,
    /// 金額識別 and 新又は現金額.
    pub amount: Amount,
    /// 職種区分①–⑮.
    pub occupations: Occupations,
    /// 実施回数区分.
    pub visits: Visits,
    /// 指示区分 that KA may have, from 訪問看護指示区分 and 特別訪問看護指示区分; zeros for none.
    pub instructions: [u8; 2],
    /// 加算単独算定区分 1: an add-on that may stand without a base item.
    pub stands_alone: bool,
    /// 加算グループ: this is a base item, and the add-ons of the group may be added to it.
    pub group: Option<Group>,
    /// 後期高齢者医療適用区分.
    pub elderly: Elderly,
    /// 下限年齢: this old or older.
    pub age_from: Option<u8>,
    /// 上限年齢: younger than this.
    pub age_below: Option<u8>,
}

/// An amount in hundredths of its unit, as the master has two decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    /// 1: yen.
    Yen(u32),
    /// 3: points of 10 yen.
    Points(u32),
    /// 5: per cent of the base item, into whose line it is folded; its own line has 0 yen.
    Percent(u32),
    /// きざみ値, or a 金額識別 whose meaning is not known, makes the amount.
    Unknown,
}

/// 職種等コード that an item permits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Occupations(u128);

impl Occupations {
    /// Adds a code; 0 stands for an empty place.
    fn add(&mut self, code: u8) {
        if (1..128).contains(&code) {
            self.0 |= 1 << code;
        }
    }

    /// True when the item names no 職種等: KA then has none.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// True when a code is named that is no occupation of 別表20 (31–39: two persons together). What these
    /// combinations are is not known.
    #[must_use]
    pub fn has_combinations(self) -> bool {
        self.0 >> 11 != 0
    }

    /// True when this code is permitted.
    #[must_use]
    pub fn allow(self, code: u8) -> bool {
        code < 128 && self.0 >> code & 1 == 1
    }

    /// The codes, ascending.
    pub fn codes(self) -> impl Iterator<Item = u8> {
        (1..128).filter(move |&code| self.allow(code))
    }
}

/// 実施回数区分: what 同日訪問回数 of KA has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visits {
    /// 0: not recorded.
    None,
    /// 1: 01, 02 or 03.
    Any,
    /// 2: 02.
    Two,
    /// 3: 03.
    Three,
    /// A value that MSPEC does not have.
    Unknown,
}

/// 後期高齢者医療適用区分.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Elderly {
    /// 0 (or a value that MSPEC does not have): for everybody.
    Both,
    /// 1: 医療保険 only.
    InsuranceOnly,
    /// 2: 後期高齢者医療 only.
    ElderlyOnly,
}

/// 加算グループ, such as `A101`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Group([u8; 4]);

impl Group {
    /// `0000`: no group.
    const NONE: Self = Self(*b"0000");
}

/// That an item is an add-on of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AddOn {
    /// The group.
    pub group: Group,
    /// From when to when.
    pub span: Span,
}

/// A time within which something counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// 121 日, 背反単位 1.
    Day,
    /// 背反単位 3 同時.
    SameTime,
    /// 138 週, 背反単位 4 暦週: Sunday to Saturday.
    Week,
    /// 131 月, 背反単位 2 同一月.
    Month,
}

/// How often an item may be charged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// Within what time.
    pub unit: Unit,
    /// So often, at least 1.
    pub times: u32,
    /// From when to when.
    pub span: Span,
}

/// An item that another is not charged together with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rival {
    /// Its place in the master ([`Master::item`]).
    pub other: usize,
    /// Within what time.
    pub unit: Unit,
    /// 特例条件: the pair may stand together under conditions that the master does not tell.
    pub has_exceptions: bool,
    /// From when to when.
    pub span: Span,
}

/// Whether an item can be charged on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing<'a> {
    /// The row that holds.
    Live(&'a Version),
    /// A new code, in force from that day on only.
    Early(NaiveDate),
    /// Abolished; that was the last day.
    Late(NaiveDate),
    /// The day lies before the first row: the master says what holds since then, not whether the code was
    /// there before.
    Unknown,
}

impl Item {
    /// What holds on this day.
    #[must_use]
    pub fn on(&self, date: NaiveDate) -> Standing<'_> {
        let mut last = None;
        for version in self.versions.iter().rev() {
            if version.span.contains(date) {
                return Standing::Live(version);
            }
            if version.span.from <= date {
                last = last.max(version.span.to);
            }
        }
        match (last, self.versions.first()) {
            (Some(last), _) => Standing::Late(last),
            (None, Some(first)) if first.is_new => Standing::Early(first.span.from),
            (None, _) => Standing::Unknown,
        }
    }

    /// True when one of its rows has this 加算グループ.
    #[must_use]
    pub fn is_base_of(&self, group: Group) -> bool {
        self.versions.iter().any(|row| row.group == Some(group))
    }
}

impl Master {
    /// Reads the 基本テーブル, or all tables of a folder (`.csv`, told apart by their number of columns).
    ///
    /// # Errors
    /// When a file cannot be read, is no table of this master, or has a field that cannot be.
    pub fn load(path: &Path) -> Result<Self, MasterError> {
        build::master(file::read(path)?)
    }

    /// The files it was read from.
    #[must_use]
    pub fn files(&self) -> &[SourceFile] {
        &self.files
    }

    /// The place of a code, for [`Master::item`].
    #[must_use]
    pub fn position(&self, code: u32) -> Option<usize> {
        self.codes.binary_search(&code).ok()
    }

    /// The item at a place that this master gave.
    ///
    /// # Panics
    /// When the place is another master's.
    #[must_use]
    pub fn item(&self, place: usize) -> &Item {
        &self.items[place]
    }

    /// The number of items.
    #[must_use]
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// True without any item.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The items by code.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// True when base items of this group are visits (実施回数区分 1), so that an add-on belongs to a day;
    /// false for 管理療養費 and the like, whose add-ons belong to a month.
    #[must_use]
    pub fn is_of_visits(&self, group: Group) -> bool {
        self.visit_groups.binary_search(&group).is_ok()
    }
}

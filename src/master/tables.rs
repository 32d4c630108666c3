//! The five tables: their columns, and the rows as read.

use super::cells::{Cells, Column};
use super::{Amount, Elderly, Group, Occupations, SourceFile, Span, Unit, Version, Visits};

/// Which table a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Base,
    AddOns,
    Limits,
    Exclusive,
    Facilities,
}

impl Kind {
    const ALL: [Self; 5] = [
        Self::Base,
        Self::AddOns,
        Self::Limits,
        Self::Exclusive,
        Self::Facilities,
    ];

    /// Their numbers of columns differ, and tell them apart.
    pub(super) const fn columns(self) -> usize {
        match self {
            Self::Base => 72,
            Self::AddOns => 8,
            Self::Limits => 10,
            Self::Exclusive => 13,
            Self::Facilities => 9,
        }
    }

    pub(super) fn of_columns(columns: usize) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.columns() == columns)
    }

    pub(super) const fn name_ja(self) -> &'static str {
        match self {
            Self::Base => "基本テーブル",
            Self::AddOns => "基本・加算対応テーブル",
            Self::Limits => "算定回数限度テーブル",
            Self::Exclusive => "併算定背反テーブル",
            Self::Facilities => "施設基準テーブル",
        }
    }

    pub(super) const fn name_en(self) -> &'static str {
        match self {
            Self::Base => "base table",
            Self::AddOns => "table of add-ons",
            Self::Limits => "table of limits",
            Self::Exclusive => "table of exclusive items",
            Self::Facilities => "table of facilities",
        }
    }
}

/// All rows that were read.
#[derive(Debug, Default)]
pub(super) struct Tables {
    /// The file of the 基本テーブル as given.
    pub(super) base_file: String,
    pub(super) files: Vec<SourceFile>,
    pub(super) base: Vec<BaseRow>,
    pub(super) add_ons: Vec<AddOnRow>,
    pub(super) limits: Vec<LimitRow>,
    pub(super) exclusive: Vec<PairRow>,
}

#[derive(Debug)]
pub(super) struct BaseRow {
    pub(super) code: u32,
    pub(super) name: Box<str>,
    pub(super) version: Version,
    pub(super) line: u64,
}

#[derive(Debug)]
pub(super) struct AddOnRow {
    pub(super) code: u32,
    pub(super) group: Group,
    pub(super) span: Span,
}

#[derive(Debug)]
pub(super) struct LimitRow {
    pub(super) code: u32,
    /// `None` for a unit that one claim cannot show (135 初回, 53 患者当り, 133 入院中, …).
    pub(super) unit: Option<Unit>,
    pub(super) times: u32,
    pub(super) span: Span,
}

#[derive(Debug)]
pub(super) struct PairRow {
    pub(super) codes: (u32, u32),
    /// `None` for a 背反単位 that MSPEC does not have.
    pub(super) unit: Option<Unit>,
    /// 背反区分 0 or 2. With 1 the other is no obstacle from this item's side; the pair has its other row, which
    /// says who gives way. Other values are not interpreted.
    pub(super) is_exclusive: bool,
    pub(super) has_exceptions: bool,
    pub(super) span: Span,
}

const CHANGE: Column = (1, "変更区分", "変更区分");

/// 変更区分 1 抹消: the row is to be struck out, as if it had never been there.
const STRUCK_OUT: u8 = 1;
/// 変更区分 3 新規.
const NEW: u8 = 3;

impl Tables {
    /// Takes a row. One that is wrong is noted and left out, which refuses the master in the end.
    pub(super) fn take(&mut self, kind: Kind, cells: &mut Cells<'_, '_, '_>) {
        let change = cells.digit(CHANGE);
        if change.is_none_or(|change| change == STRUCK_OUT) {
            return;
        }
        match kind {
            Kind::Base => self.base.extend(base(cells, change == Some(NEW))),
            Kind::AddOns => self.add_ons.extend(add_on(cells)),
            Kind::Limits => self.limits.extend(limit(cells)),
            Kind::Exclusive => self.exclusive.extend(pair(cells)),
            // 施設基準 of a station are in no claim; the table is recognised and left at that.
            Kind::Facilities => {}
        }
    }
}

fn base(cells: &mut Cells<'_, '_, '_>, is_new: bool) -> Option<BaseRow> {
    let is_tariff = (cells.text(2) == "R").then_some(());
    cells.need(
        (2, "マスター種別", "マスター種別"),
        is_tariff,
        ("R（訪問看護療養費マスター）", "R (訪問看護療養費マスター)"),
    )?;
    let code = cells.code((3, "訪問看護療養費コード", "code"))?;
    let span = cells.span(
        (71, "変更年月日", "変更年月日"),
        (72, "廃止年月日", "廃止年月日"),
    )?;
    let mut occupations = Occupations::default();
    for at in 29..=43 {
        occupations.add(cells.occupation((at, "職種等コード", "職種等コード"))?);
    }
    let version = Version {
        span,
        is_new,
        amount: amount(cells)?,
        occupations,
        visits: match cells.digit((44, "実施回数区分", "実施回数区分"))? {
            0 => Visits::None,
            1 => Visits::Any,
            2 => Visits::Two,
            3 => Visits::Three,
            _ => Visits::Unknown,
        },
        instructions: [
            cells.digit((45, "訪問看護指示区分", "訪問看護指示区分"))?,
            cells.digit((46, "特別訪問看護指示区分", "特別訪問看護指示区分"))?,
        ],
        stands_alone: cells.digit((47, "加算単独算定区分", "加算単独算定区分"))? == 1,
        group: Some(cells.group((48, "加算グループ", "加算グループ"))?)
            .filter(|&group| group != Group::NONE),
        elderly: match cells.digit((27, "後期高齢者医療適用区分", "後期高齢者医療適用区分"))?
        {
            1 => Elderly::InsuranceOnly,
            2 => Elderly::ElderlyOnly,
            _ => Elderly::Both,
        },
        age_from: age(cells.text(25)),
        age_below: age(cells.text(26)),
    };
    Some(BaseRow {
        code,
        name: cells.text(9).into(),
        version,
        line: cells.line,
    })
}

/// 金額識別, 新又は現金額 and whether きざみ値 come in.
fn amount(cells: &mut Cells<'_, '_, '_>) -> Option<Amount> {
    let kind = cells.digit((15, "金額識別", "金額識別"))?;
    let value = cells.money((16, "新又は現金額", "amount"))?;
    let is_stepped = cells.digit((19, "きざみ値計算識別", "きざみ値計算識別"))? != 0;
    Some(match kind {
        _ if is_stepped => Amount::Unknown,
        1 => Amount::Yen(value),
        3 => Amount::Points(value),
        5 => Amount::Percent(value),
        _ => Amount::Unknown,
    })
}

/// 下限年齢, 上限年齢: two characters; `00` is none, and what is no number is not interpreted.
fn age(field: &str) -> Option<u8> {
    field.parse().ok().filter(|&age| age > 0)
}

fn add_on(cells: &mut Cells<'_, '_, '_>) -> Option<AddOnRow> {
    let column = (2, "グループ番号", "group");
    let group = cells.group(column)?;
    let not_zero = (group != Group::NONE).then_some(group);
    Some(AddOnRow {
        group: cells.need(column, not_zero, NOT_ZERO)?,
        code: cells.code((3, "加算コード", "code"))?,
        span: cells.span(
            (6, "変更年月日", "変更年月日"),
            (7, "廃止年月日", "廃止年月日"),
        )?,
    })
}

const NOT_ZERO: (&str, &str) = ("0000以外のグループ番号", "a group other than 0000");

fn limit(cells: &mut Cells<'_, '_, '_>) -> Option<LimitRow> {
    Some(LimitRow {
        code: cells.code((2, "訪問看護療養費コード", "code"))?,
        unit: match cells.count((4, "算定単位", "算定単位"))? {
            121 => Some(Unit::Day),
            138 => Some(Unit::Week),
            131 => Some(Unit::Month),
            _ => None,
        },
        times: cells.count((6, "上限回数", "上限回数"))?,
        span: cells.span(
            (8, "変更年月日", "変更年月日"),
            (9, "廃止年月日", "廃止年月日"),
        )?,
    })
}

fn pair(cells: &mut Cells<'_, '_, '_>) -> Option<PairRow> {
    Some(PairRow {
        codes: (
            cells.code((2, "訪問看護療養費コード①", "code ①"))?,
            cells.code((5, "訪問看護療養費コード②", "code ②"))?,
        ),
        is_exclusive: matches!(cells.digit((4, "背反区分", "背反区分"))?, 0 | 2),
        unit: match cells.digit((7, "背反単位", "背反単位"))? {
            1 => Some(Unit::Day),
            2 => Some(Unit::Month),
            3 => Some(Unit::SameTime),
            4 => Some(Unit::Week),
            _ => None,
        },
        has_exceptions: cells.digit((8, "特例条件", "特例条件"))? != 0,
        span: cells.span(
            (9, "変更年月日", "変更年月日"),
            (10, "廃止年月日", "廃止年月日"),
        )?,
    })
}

//! The tables as data: one row a column, with type, unit, meaning and where the value comes from.

mod columns;

use std::sync::Arc;

use arrow::datatypes::{DataType, Field, Schema, SchemaRef};

use crate::uke::layout::{self, Content, RecordKind};

/// The version of the tables: a column that goes, changes its type or its meaning raises it; a new column
/// does not.
pub const VERSION: &str = "1";

/// The key under which Parquet and Arrow files tell [`VERSION`].
pub const VERSION_KEY: &str = "houkan.schema_version";

/// The tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TableId {
    /// One row a claim.
    Claims,
    /// One row a KO record.
    PublicPayers,
    /// One row a visit date.
    Visits,
    /// One row a KA record.
    Items,
    /// One row an SY record.
    Diagnoses,
    /// One row an HJ record.
    Instructions,
    /// One row an eligibility record.
    Eligibility,
}

impl TableId {
    /// Every table, in the order of writing.
    pub const ALL: [Self; 7] = [
        Self::Claims,
        Self::PublicPayers,
        Self::Visits,
        Self::Items,
        Self::Diagnoses,
        Self::Instructions,
        Self::Eligibility,
    ];

    /// The tables of claims: all but the last.
    pub const OF_CLAIMS: [Self; 6] = [
        Self::Claims,
        Self::PublicPayers,
        Self::Visits,
        Self::Items,
        Self::Diagnoses,
        Self::Instructions,
    ];

    /// The definition.
    #[must_use]
    pub fn table(self) -> &'static Table {
        &columns::TABLES[self as usize]
    }
}

/// A table.
#[derive(Debug)]
pub struct Table {
    /// Which.
    pub id: TableId,
    /// Name of the file without its ending.
    pub name: &'static str,
    /// What a row is, in Japanese.
    pub ja: &'static str,
    /// What a row is, in English.
    pub en: &'static str,
    /// The record that makes a row, where it is one record.
    pub record: Option<RecordKind>,
    /// The columns in their order.
    pub columns: &'static [Column],
}

impl Table {
    /// The place of a column.
    #[must_use]
    pub fn position(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    /// The columns as Arrow and Parquet have them.
    #[must_use]
    pub fn arrow(&self) -> SchemaRef {
        let fields: Vec<Field> = self
            .columns
            .iter()
            .map(|column| Field::new(column.name, column.kind.arrow(), column.nullable))
            .collect();
        Arc::new(Schema::new_with_metadata(fields, [(VERSION_KEY, VERSION)]))
    }
}

/// The type of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text as recorded; codes with their zeros.
    Text,
    /// A month as `YYYY-MM`.
    Month,
    /// A small number.
    Int,
    /// A key or an amount.
    Long,
    /// A day.
    Date,
    /// True or false.
    Truth,
}

impl Kind {
    /// The type in Arrow.
    #[must_use]
    pub fn arrow(self) -> DataType {
        match self {
            Self::Text | Self::Month => DataType::Utf8,
            Self::Int => DataType::Int32,
            Self::Long => DataType::Int64,
            Self::Date => DataType::Date32,
            Self::Truth => DataType::Boolean,
        }
    }

    /// The name of the type in the documentation.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Text | Self::Month => "Utf8",
            Self::Int => "Int32",
            Self::Long => "Int64",
            Self::Date => "Date32",
            Self::Truth => "Boolean",
        }
    }
}

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// A field of the claim file: the record, and the position from 1 (`uke::layout`). Where a claim has
    /// several such records and the table is not of that record, the first.
    Field(RecordKind, usize),
    /// A column of eligibility results (contract 3.4).
    Eligibility(crate::eligibility::column::Column),
    /// Made by this program.
    Made(Made),
}

/// Values that are not one field of one record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Made {
    /// Number of the claim in the run, from 1.
    ClaimIndex,
    /// The input.
    SourceFile,
    /// The line in the input, from 1.
    Line,
    /// The place among the records of its kind in the claim, from 1.
    Order,
    /// Station's or insurer's file.
    Shape,
    /// Whether RE is there.
    HasRe,
    /// The ten digits of the station.
    StationCode,
    /// 保険者番号, or 負担者番号 of the first KO.
    InsurerNo,
    /// 番号, or 受給者番号 of the first KO.
    InsuredNo,
    /// 枝番 of the SN with 負担者種別 1.
    Branch,
    /// 確認区分 of the SN with 負担者種別 1.
    Confirmation,
    /// Told from 保険者番号.
    InsurerKind,
    /// 実日数 of HO, or of the first KO.
    VisitDays,
    /// 合計金額 of the corrected HO, else as filed.
    TotalYen,
    /// 合計金額 of HO, or of the first KO.
    TotalYenAsFiled,
    /// Whether a corrected HO gave the total.
    IsCorrected,
    /// A visit date (contract 4.1).
    VisitDate,
    /// The code of the day in JD.
    JdCode,
    /// Whether JD has the day.
    InJd,
    /// Whether a KA has the day.
    InKa,
    /// The greatest 同日訪問回数 of the day.
    VisitCount,
    /// The sum of the KA of the day.
    YenOfDay,
    /// Number of the eligibility record in the run, from 1.
    RecordIndex,
    /// The form of the input.
    Form,
    /// Whether the record comes from a file of 訪問診療等.
    VisitsFile,
}

impl Made {
    /// Records whose fields the value is made from: to be told beside it.
    #[must_use]
    pub fn fields(self) -> &'static [(RecordKind, usize)] {
        use layout::{hm, ho, jd, ka, ko, sn};
        match self {
            Self::StationCode => &[
                (RecordKind::Hm, hm::PREFECTURE),
                (RecordKind::Hm, hm::POINT_TABLE),
                (RecordKind::Hm, hm::STATION_CODE),
            ],
            Self::InsurerNo | Self::InsurerKind => &[
                (RecordKind::Ho, ho::INSURER_NO),
                (RecordKind::Ko, ko::PAYER_NO),
            ],
            Self::InsuredNo => &[
                (RecordKind::Ho, ho::NUMBER),
                (RecordKind::Ko, ko::RECIPIENT_NO),
            ],
            Self::Branch => &[(RecordKind::Sn, sn::BRANCH)],
            Self::Confirmation => &[(RecordKind::Sn, sn::CONFIRMATION)],
            Self::VisitDays => &[
                (RecordKind::Ho, ho::VISIT_DAYS),
                (RecordKind::Ko, ko::VISIT_DAYS),
            ],
            Self::TotalYen | Self::TotalYenAsFiled => &[
                (RecordKind::Ho, ho::TOTAL_YEN),
                (RecordKind::Ko, ko::TOTAL_YEN),
            ],
            Self::VisitDate | Self::InKa => &[(RecordKind::Ka, ka::DATE)],
            Self::JdCode | Self::InJd => &[(RecordKind::Jd, jd::DAY_1)],
            Self::VisitCount => &[(RecordKind::Ka, ka::VISIT_COUNT)],
            Self::YenOfDay => &[(RecordKind::Ka, ka::YEN)],
            _ => &[],
        }
    }
}

/// A column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// Its type.
    pub kind: Kind,
    /// Whether it may be empty.
    pub nullable: bool,
    /// Where the value comes from.
    pub source: Source,
    /// What it means, in English.
    pub en: &'static str,
    ja: &'static str,
}

impl Column {
    const fn field(
        name: &'static str,
        kind: Kind,
        record: RecordKind,
        position: usize,
        en: &'static str,
    ) -> Self {
        Self {
            name,
            kind,
            nullable: true,
            source: Source::Field(record, position),
            en,
            ja: "",
        }
    }

    const fn made(
        name: &'static str,
        kind: Kind,
        made: Made,
        ja: &'static str,
        en: &'static str,
    ) -> Self {
        Self {
            name,
            kind,
            nullable: true,
            source: Source::Made(made),
            en,
            ja,
        }
    }

    const fn eligibility(
        name: &'static str,
        kind: Kind,
        column: crate::eligibility::column::Column,
        ja: &'static str,
        en: &'static str,
    ) -> Self {
        Self {
            name,
            kind,
            nullable: true,
            source: Source::Eligibility(column),
            en,
            ja,
        }
    }

    const fn always(mut self) -> Self {
        self.nullable = false;
        self
    }

    /// What it means, in Japanese: the field's own name where it is a field of the claim file.
    #[must_use]
    pub fn ja(&self) -> &'static str {
        match self.source {
            Source::Field(record, position) => {
                layout::field(record, position).map_or("", |field| field.name_ja)
            }
            _ => self.ja,
        }
    }

    /// What a number counts; empty where it is none.
    #[must_use]
    pub fn unit(&self) -> &'static str {
        let is_number = matches!(self.kind, Kind::Int | Kind::Long);
        if is_number && self.name.ends_with("yen") {
            "yen"
        } else if is_number && self.name.ends_with("percent") {
            "%"
        } else if is_number && self.name.ends_with("days") {
            "days"
        } else {
            ""
        }
    }

    /// True for a value that a piece of a file cannot know: which file it belongs to, how many claims and
    /// lines come before, and the header in force.
    #[must_use]
    pub(super) fn is_of_file(&self) -> bool {
        matches!(
            self.source,
            Source::Made(Made::SourceFile | Made::StationCode) | Source::Field(RecordKind::Hm, _)
        )
    }

    /// True when the type suits what the layout says of the field.
    #[must_use]
    pub fn suits_layout(&self) -> bool {
        let Source::Field(record, position) = self.source else {
            return true;
        };
        layout::field(record, position).is_some_and(|field| match field.content {
            Content::Date => self.kind == Kind::Date,
            Content::Month => self.kind == Kind::Month,
            Content::Yen => self.kind == Kind::Long,
            Content::Percent => self.kind == Kind::Int,
            // A running number is a name, a quantity is not.
            Content::Count => matches!(self.kind, Kind::Int | Kind::Text),
            Content::Plain | Content::Time => self.kind == Kind::Text,
            Content::Tag | Content::Reserved => false,
        })
    }
}

//! Claims to rows: what a piece of a claim file gives.

use std::borrow::Cow;

use crate::text::parse_count;
use crate::uke::dialect::{Dialect, Encoding, Shape, insurer_line};
use crate::uke::layout::{RecordKind, ho, ka, ko, sn};
use crate::uke::lines;
use crate::uke::recorded::is_of_insurer;
use crate::uke::rows::{self, Group, Part, Row};
use crate::uke::source::Work;

use super::cells::{Cells, Finished, Value};
use super::insurer;
use super::schema::{Column, Made, Source, TableId};
use super::visits::{Day, Days};

/// Makes rows of the pieces of claim files.
pub(super) struct Extractor;

/// The rows of a piece. Claims and lines count from the piece's first; what only the file knows is left
/// out.
pub(super) struct Piece {
    /// The columns of [`TableId::OF_CLAIMS`].
    pub(super) tables: Vec<Finished>,
    /// The HM lines met.
    pub(super) headers: Vec<Box<[u8]>>,
    /// For each claim how many HM lines of the piece stand before it.
    pub(super) header_of: Vec<u32>,
    /// Lines in the piece.
    pub(super) lines: u32,
    /// What is in it.
    pub(super) counts: Counts,
}

/// What was read, or written: the two have to be equal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) claims: u64,
    pub(super) claim_yen: u64,
    pub(super) items: u64,
    pub(super) item_yen: u64,
    /// Claims whose total is that of a corrected HO.
    pub(super) corrected: u64,
}

impl Counts {
    pub(super) fn add(&mut self, other: Self) {
        self.claims += other.claims;
        self.claim_yen += other.claim_yen;
        self.items += other.items;
        self.item_yen += other.item_yen;
        self.corrected += other.corrected;
    }
}

impl Work for Extractor {
    type Head = ();
    type Out = Piece;

    fn head(&self, _: Dialect, _: &[u8]) {}

    fn piece(&self, dialect: Dialect, (): &(), bytes: &[u8]) -> Piece {
        let tables = TableId::OF_CLAIMS.map(|id| Cells::of_piece(id.table(), dialect.encoding));
        let mut builder = Builder {
            dialect,
            tables,
            headers: Vec::new(),
            header_of: Vec::new(),
            counts: items(dialect.shape, bytes),
        };
        let lines = rows::each_group(dialect, bytes, |part, group| match part {
            Part::Outside => builder.headers_of(group),
            Part::Claim => builder.claim(group),
        });
        Piece {
            tables: builder.tables.into_iter().map(Cells::finish).collect(),
            headers: builder.headers,
            header_of: builder.header_of,
            lines,
            counts: builder.counts,
        }
    }
}

/// Counts KA and their amounts on the raw lines, so that what is written can be held against something
/// that no other part of this program has made.
fn items(shape: Shape, bytes: &[u8]) -> Counts {
    let mut counts = Counts::default();
    for line in lines::lines(bytes) {
        let record = match (shape, insurer_line(line.bytes)) {
            (Shape::Station | Shape::Returned, _) => line.bytes,
            (Shape::Insurer, Some((b"1", record))) => record,
            (Shape::Insurer, _) => continue,
        };
        if record.starts_with(b"KA,") || record == b"KA" {
            let (fields, _) = lines::split::<{ ka::YEN }>(record);
            counts.items += 1;
            counts.item_yen += parse_count(fields[ka::YEN - 1]).map_or(0, u64::from);
        }
    }
    counts
}

/// The tables of a piece under construction, in the order of [`TableId::OF_CLAIMS`].
struct Builder {
    dialect: Dialect,
    tables: [Cells; 6],
    headers: Vec<Box<[u8]>>,
    header_of: Vec<u32>,
    counts: Counts,
}

impl Builder {
    /// Keeps the HM lines of a group; an insurer's claim has its own before RE.
    fn headers_of(&mut self, group: &Group<'_>) {
        let headers = group
            .rows()
            .filter(|row| row.is_as_filed() && matches!(row.tag(), b"HM" | b"IR"));
        self.headers.extend(headers.map(|row| row.bytes.into()));
    }

    fn claim(&mut self, group: &Group<'_>) {
        self.headers_of(group);
        self.header_of
            .push(u32::try_from(self.headers.len()).unwrap_or(u32::MAX));
        let view = View::new(self.dialect, group);
        let index = i64::try_from(self.counts.claims).unwrap_or(i64::MAX);
        self.counts.claims += 1;
        let (yen, is_corrected) = view.total();
        self.counts.claim_yen += yen.map_or(0, u64::from);
        self.counts.corrected += u64::from(is_corrected);
        self.tables[TableId::Claims as usize].row(|column| view.value(column, index));
        let visits = &mut self.tables[TableId::Visits as usize];
        for day in Days::new(group).visits() {
            visits.row(|column| day_value(column, &day, index));
        }
        self.records(group, index);
    }

    /// The rows of the tables that have one for each record of a kind.
    fn records(&mut self, group: &Group<'_>, index: i64) {
        let mut orders = [0i64; TableId::OF_CLAIMS.len()];
        let is_insurers = self.dialect.shape == Shape::Insurer;
        for row in group.rows().filter(Row::is_as_filed) {
            let Some(kind) = row.kind else { continue };
            if is_insurers && row.prefix.is_none() {
                // Whatever it is, it is no record of an insurer's file.
                continue;
            }
            let made_of = |id: &TableId| id.table().record == Some(kind);
            let Some(at) = TableId::OF_CLAIMS.iter().position(made_of) else {
                continue;
            };
            orders[at] += 1;
            let order = orders[at];
            self.tables[at].row(|column| match column.source {
                Source::Field(_, position) => Value::Raw(row.field(position)),
                Source::Made(Made::ClaimIndex) => Value::Number(index),
                Source::Made(Made::Line) => Value::Number(row.line.into()),
                Source::Made(Made::Order) => Value::Number(order),
                Source::Made(_) | Source::Eligibility(_) => Value::Absent,
            });
        }
    }
}

fn day_value<'a>(column: &Column, day: &Day<'a>, index: i64) -> Value<'a> {
    match column.source {
        Source::Made(Made::ClaimIndex) => Value::Number(index),
        Source::Made(Made::VisitDate) => Value::Date(day.date),
        Source::Made(Made::JdCode) => Value::Raw(day.jd_code),
        Source::Made(Made::InJd) => Value::Truth(day.in_jd),
        Source::Made(Made::InKa) => Value::Truth(day.in_ka),
        Source::Made(Made::VisitCount) => Value::Raw(day.visit_count),
        Source::Made(Made::YenOfDay) => Value::Number(day.yen),
        _ => Value::Absent,
    }
}

/// A claim with the first record of each kind at hand.
struct View<'g> {
    shape: Shape,
    first: [Option<Row<'g>>; RecordKind::ALL.len()],
    /// Line of RE, else of the first record.
    line: u32,
    /// The SN of the insurer; the last, as `check` has it.
    sn: Option<Row<'g>>,
    /// 合計金額 of the last corrected HO whose amount can be read.
    corrected: Option<u32>,
    /// Number of the payer without blanks.
    insurer: Cow<'g, str>,
}

impl<'g> View<'g> {
    fn new(dialect: Dialect, group: &'g Group<'_>) -> Self {
        let mut view = Self {
            shape: dialect.shape,
            first: [None; RecordKind::ALL.len()],
            line: 0,
            sn: None,
            corrected: None,
            insurer: Cow::Borrowed(""),
        };
        for row in group.rows() {
            if view.line == 0 {
                view.line = row.line;
            }
            if row.is_as_filed() {
                view.take(row);
            } else if row.prefix.is_some_and(|prefix| prefix.data_kind == b"2")
                && row.kind == Some(RecordKind::Ho)
            {
                let total = parse_count(row.field(ho::TOTAL_YEN));
                view.corrected = total.or(view.corrected);
            }
        }
        if let Some(re) = view.of(RecordKind::Re) {
            view.line = re.line;
        }
        view.insurer = trimmed(
            dialect.encoding,
            view.payer(ho::INSURER_NO, ko::PAYER_NO).unwrap_or_default(),
        );
        view
    }

    fn take(&mut self, row: Row<'g>) {
        let Some(kind) = row.kind else { return };
        self.first[kind.order()].get_or_insert(row);
        if kind == RecordKind::Sn && is_of_insurer(row.field(sn::PAYER_KIND)) {
            self.sn = Some(row);
        }
    }

    fn of(&self, kind: RecordKind) -> Option<Row<'g>> {
        self.first[kind.order()]
    }

    /// A field of HO, or of the first KO where there is no HO.
    fn payer(&self, of_ho: usize, of_ko: usize) -> Option<&'g [u8]> {
        match self.of(RecordKind::Ho) {
            Some(row) => Some(field(&row, of_ho)),
            None => self.of(RecordKind::Ko).map(|row| field(&row, of_ko)),
        }
    }

    /// 合計金額 that counts, and whether it is of a corrected HO.
    fn total(&self) -> (Option<u32>, bool) {
        if self.corrected.is_some() && self.of(RecordKind::Ho).is_some() {
            return (self.corrected, true);
        }
        let filed = self.payer(ho::TOTAL_YEN, ko::TOTAL_YEN);
        (filed.and_then(parse_count), false)
    }

    fn value(&'g self, column: &Column, index: i64) -> Value<'g> {
        let raw = |field: Option<&'g [u8]>| field.map_or(Value::Absent, Value::Raw);
        match column.source {
            Source::Field(kind, position) => raw(self.of(kind).map(|row| field(&row, position))),
            Source::Made(made) => match made {
                Made::ClaimIndex => Value::Number(index),
                Made::Line => Value::Number(self.line.into()),
                Made::Shape => Value::Text(self.shape.id()),
                Made::HasRe => Value::Truth(self.of(RecordKind::Re).is_some()),
                Made::InsurerNo => Value::Text(&self.insurer),
                Made::InsuredNo => raw(self.payer(ho::NUMBER, ko::RECIPIENT_NO)),
                Made::Branch => raw(self.sn.map(|row| field(&row, sn::BRANCH))),
                Made::Confirmation => raw(self.sn.map(|row| field(&row, sn::CONFIRMATION))),
                Made::InsurerKind => Value::Text(self.insurer_kind()),
                Made::VisitDays => raw(self.payer(ho::VISIT_DAYS, ko::VISIT_DAYS)),
                Made::TotalYenAsFiled => raw(self.payer(ho::TOTAL_YEN, ko::TOTAL_YEN)),
                Made::TotalYen => match self.total() {
                    (Some(yen), true) => Value::Number(yen.into()),
                    _ => raw(self.payer(ho::TOTAL_YEN, ko::TOTAL_YEN)),
                },
                Made::IsCorrected => Value::Truth(self.total().1),
                _ => Value::Absent,
            },
            Source::Eligibility(_) => Value::Absent,
        }
    }

    fn insurer_kind(&self) -> &'static str {
        let number = self.of(RecordKind::Ho).map(|_| self.insurer.as_ref());
        insurer::kind(number, self.of(RecordKind::Ko).is_some())
    }
}

/// The field at a position; outlives the row, whose fields the group lends.
fn field<'g>(row: &Row<'g>, position: usize) -> &'g [u8] {
    let at = position.checked_sub(1);
    at.and_then(|at| row.fields.get(at))
        .copied()
        .unwrap_or_default()
}

fn trimmed(encoding: Encoding, field: &[u8]) -> Cow<'_, str> {
    match encoding.decode(field) {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    }
}

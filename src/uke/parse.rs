//! Lines to claims, one pass (claims-format 2, 3, 5 and 6). Only RE HO KO SN JD MF KA are looked into.

use std::sync::Arc;

use crate::text::date::{self, Month};
use crate::text::parse_count;

use super::claim::{Chunk, Claim, Dx, Header, Payer, Problem};
use super::dialect::{Dialect, Shape, insurer_line};
use super::issue::{Issue, Kind};
use super::items;
use super::layout::{RecordKind, field_count};
use super::lines::{self, End, Line};
use super::recorded::{code, is_of_insurer};

mod ka;

use ka::{KaFields, ka_day};

/// Head records are kept up to this many bytes; a longer one is unreadable. The longest legal one
/// (RE) has about 320.
pub(super) const KEPT_MAX: usize = 4096;

/// Number of fields of the records that `check` looks into (claims-format 3).
const RE_FIELDS: usize = field_count(RecordKind::Re);
const HO_FIELDS: usize = field_count(RecordKind::Ho);
const KO_FIELDS: usize = field_count(RecordKind::Ko);
const SN_FIELDS: usize = field_count(RecordKind::Sn);
const JD_FIELDS: usize = field_count(RecordKind::Jd);
const MF_FIELDS: usize = field_count(RecordKind::Mf);
const KA_FIELDS: usize = field_count(RecordKind::Ka);

/// How codes of 訪問看護管理療養費 and its 加算 begin.
const MANAGEMENT: &[u8] = items::MANAGEMENT.as_bytes();

/// What one piece of a file gave.
#[derive(Debug)]
pub struct Piece {
    /// Claims, headers and notes; line numbers count from the first line of the piece.
    pub chunk: Chunk,
    /// Lines in the piece.
    pub lines: u32,
    /// What the whole file is told from.
    pub marks: Marks,
}

/// Marks of a piece that only mean something for the whole file.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    /// Lines that ended with LF alone, and the first of them.
    pub lf_only: (u32, u32),
    /// History lines passed over, and the first of them.
    pub history: (u32, u32),
    /// 0x1A was seen.
    pub eof_mark: bool,
    /// GO, or HG of a 返戻ファイル, was seen.
    pub go: bool,
    /// Notes that stand for the whole file.
    pub notes: FileNotes,
}

/// Notes of a file, each kind once with its first line and how often it was met.
#[derive(Clone, Debug, Default)]
pub struct FileNotes(Vec<Issue>);

/// Kinds of notes kept for a file; beyond it lies garbage, not a file with mistakes.
const FILE_NOTES: usize = 100;

impl FileNotes {
    fn add(&mut self, issue: Issue) {
        if let Some(known) = self.0.iter_mut().find(|known| known.is_like(&issue)) {
            known.count += issue.count;
        } else if self.0.len() < FILE_NOTES {
            self.0.push(issue);
        }
    }

    /// The notes by line.
    #[must_use]
    pub fn into_issues(mut self) -> Vec<Issue> {
        self.0.sort_by_key(|issue| issue.line);
        self.0
    }
}

impl Marks {
    /// Adds the marks of the next piece, which begins behind line `lines`.
    pub fn add(&mut self, next: Self, lines: u32) {
        for (mine, other) in [
            (&mut self.lf_only, next.lf_only),
            (&mut self.history, next.history),
        ] {
            if mine.0 == 0 {
                mine.1 = other.1 + lines;
            }
            mine.0 += other.0;
        }
        self.eof_mark |= next.eof_mark;
        self.go |= next.go;
        for issue in next.notes.0 {
            self.notes.add(Issue {
                line: issue.line + lines,
                ..issue
            });
        }
    }
}

/// Reads HM, HH of a 返戻ファイル (whose fields behind ステーションコード are inferred to be those of HM), or the
/// provider record of an insurer's file, which begins alike; without the name, which the reader alone decodes.
#[must_use]
pub fn header(line: &[u8]) -> Header {
    let ([_, payer, prefecture, table, code, _, month], _) = lines::split::<7>(line);
    let digits = [prefecture, table, code].concat();
    Header {
        payer: match payer {
            b"1" => 1,
            b"2" => 2,
            _ => 0,
        },
        station: String::from_utf8_lossy(&digits).into(),
        name: Arc::default(),
        billing_month: Month::parse(month),
    }
}

/// Takes lines one by one and builds a [`Piece`].
#[derive(Debug)]
pub struct Parser {
    chunk: Chunk,
    shape: Shape,
    line: u32,
    marks: Marks,
    open: Option<Open>,
}

/// The claim being read.
#[derive(Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each tells whether a record was met; there is no state among them"
)]
struct Open {
    claim: Claim,
    /// `YYYYMM` of RE as written, for the short way of KA dates.
    month: [u8; 6],
    days: u32,
    jd_of_insurer: bool,
    total_of_ho: bool,
    /// MN of an insurer's file was met, and nothing of the claim but the station's record since.
    awaits_re: bool,
    details: bool,
    has_sn: bool,
    has_rj: bool,
}

/// 窓口負担額区分 (別表26): 00 none, 01 高額療養費の現物給付, 02 the same with 多数回該当.
fn payment_class(field: Option<&[u8]>) -> Option<u8> {
    match field?.trim_ascii() {
        b"00" | b"0" => Some(0),
        b"01" | b"1" => Some(1),
        b"02" | b"2" => Some(2),
        _ => None,
    }
}

/// Notes a KA of the group of 訪問看護管理療養費; `rest` is the line from its code on.
fn management(claim: &mut Claim, rest: &[u8], day: Option<u32>, line: u32) {
    let mut fields = rest.split(|&b| b == b',');
    let code = fields.next().unwrap_or_default();
    claim.has_management |= items::is_management(code);
    if code != items::DX.as_bytes() {
        return;
    }
    let dx = &mut claim.dx;
    dx.lines += 1;
    dx.days |= day.map_or(0, |day| 1 << (day - 1));
    match dx.lines {
        1 => {
            dx.line = line;
            dx.day = day.unwrap_or(0);
            dx.yen = fields.nth(1).and_then(parse_count);
        }
        2 => dx.second_line = line,
        _ => {}
    }
}

impl Parser {
    /// A parser for a piece of so many bytes of a file, about which the tables are laid out.
    #[must_use]
    pub fn for_piece(dialect: Dialect, bytes: usize) -> Self {
        let mut parser = Self::new(dialect);
        // A claim has 1.2 KB, its head records 160 bytes of it; some more or less does no harm.
        parser.chunk.claims.reserve(bytes / 1_100);
        parser.chunk.arena.reserve(bytes / 7);
        parser
    }

    /// A parser for a piece of a file.
    #[must_use]
    pub fn new(dialect: Dialect) -> Self {
        Self {
            chunk: Chunk {
                input: 0,
                shape: dialect.shape,
                encoding: dialect.encoding,
                headers: vec![Header::default()],
                claims: Vec::new(),
                issues: Vec::new(),
                arena: Vec::new(),
            },
            shape: dialect.shape,
            line: 0,
            marks: Marks::default(),
            open: None,
        }
    }

    /// Takes the next line.
    pub fn take(&mut self, line: Line<'_>) {
        self.line += 1;
        self.marks.eof_mark |= line.eof_mark;
        if line.end == End::Lf {
            note_first(&mut self.marks.lf_only, self.line);
        }
        if line.bytes.is_empty() {
            return;
        }
        match self.shape {
            Shape::Station | Shape::Returned if is_history(line.bytes) => {
                note_first(&mut self.marks.history, self.line);
            }
            Shape::Station | Shape::Returned => self.record(line.bytes),
            Shape::Insurer => match insurer_line(line.bytes) {
                Some((b"1", record)) => self.record(record),
                Some((b"2", record)) => self.corrected(record),
                Some(_) => {}
                None => self.unknown(line.bytes),
            },
        }
    }

    /// Ends the piece.
    #[must_use]
    pub fn finish(mut self) -> Piece {
        self.close();
        // What a growing table has in reserve would be a third of what a run keeps.
        self.chunk.claims.shrink_to_fit();
        self.chunk.arena.shrink_to_fit();
        Piece {
            chunk: self.chunk,
            lines: self.line,
            marks: self.marks,
        }
    }

    fn record(&mut self, line: &[u8]) {
        let tag = line.get(..2).unwrap_or(line);
        match tag {
            b"KA" => self.ka(line),
            b"RE" => self.re(line),
            b"HO" => self.ho(line),
            b"KO" => self.ko(line),
            b"SN" => self.sn(line),
            b"JD" => self.jd(line),
            b"MF" => self.mf(line),
            b"HM" | b"IR" | b"HH" => self.head(line),
            b"GO" | b"HG" => {
                self.close();
                self.marks.go = true;
            }
            b"RJ" => self.detail(tag, true),
            b"IH" | b"HJ" | b"JS" | b"SY" | b"TJ" | b"TZ" | b"KS" | b"CO" => {
                self.detail(tag, false);
            }
            // 災害等 and 返戻理由 say nothing that is judged.
            b"GI" | b"HR" => {}
            b"MN" if self.shape == Shape::Insurer => self.manage(),
            // JY, EX, ON, RC and what else there may be (claims-format 6): not all kinds are known.
            _ if self.shape == Shape::Insurer && is_tag(line) => {}
            _ => self.unknown(line),
        }
    }

    /// The station's record. In an insurer's file each claim has its own, between MN and RE.
    fn head(&mut self, line: &[u8]) {
        let of_claim = self.open.as_ref().is_some_and(|open| open.awaits_re);
        if !of_claim || line.starts_with(b"HH") {
            self.close();
        }
        let name = self.station_name(line);
        self.chunk.headers.push(Header {
            name,
            ..header(line)
        });
        let header = self.last_header();
        if let Some(open) = &mut self.open {
            open.claim.header = header;
        }
    }

    /// ステーション名 of a station's record; the last header's text again where it is the same.
    fn station_name(&self, line: &[u8]) -> Arc<str> {
        let ([.., name], _) = lines::split::<6>(line);
        let name = self.chunk.encoding.decode(name);
        let name = name.trim();
        let last = self.chunk.headers.last().map(|last| &last.name);
        match last.filter(|last| &***last == name) {
            Some(last) => Arc::clone(last),
            None => Arc::from(name),
        }
    }

    /// MN begins a claim of an insurer's file (inferred: claims-format 6).
    fn manage(&mut self) {
        self.close();
        let mut open = self.begin();
        open.awaits_re = true;
        self.open = Some(open);
    }

    /// A record other than RE behind MN: RE is lost. The claim is not, it becomes `UNREADABLE`.
    fn expect_re(&mut self, tag: &'static str) {
        if let Some(open) = &mut self.open
            && std::mem::take(&mut open.awaits_re)
        {
            self.spoil(Kind::ReMissing, tag, 0, b"");
        }
    }

    /// A record that `check` does not look into. RJ stands once in a claim, so a second one is another
    /// claim's whose RE is lost.
    fn detail(&mut self, tag: &[u8], is_rj: bool) {
        let tag = RecordKind::from_tag(tag).map_or("", RecordKind::name);
        self.expect_re(tag);
        let Some(open) = &mut self.open else { return };
        open.details = true;
        if is_rj && std::mem::replace(&mut open.has_rj, true) {
            self.spoil(Kind::Order, tag, 0, b"");
        }
    }

    fn unknown(&mut self, line: &[u8]) {
        // Only the identifier is kept: the rest may be anybody's data.
        let tag = lines::fields(line).next().unwrap_or_default();
        self.note_file(Kind::UnknownLine, None, &tag[..tag.len().min(8)], 0);
    }

    /// A head record behind the details of the open claim. When the claim has one already, it is
    /// another claim's whose RE is lost, and what belongs to whom cannot be told.
    fn late(&mut self, tag: &'static str, has_one: bool) {
        if self.open.as_ref().is_some_and(|open| open.details) {
            if has_one {
                self.spoil(Kind::Order, tag, 0, b"");
            } else {
                self.note(Kind::Order, tag, 0, b"");
            }
        }
    }

    fn re(&mut self, line: &[u8]) {
        // Behind MN it is the claim's own; so far nothing of it has been kept.
        if self.open.as_ref().is_some_and(|open| open.awaits_re) {
            self.open = None;
        }
        self.close();
        let ([_, number, _, month, _, _, sex, birth], count) = lines::split::<8>(line);
        let service_month = Month::parse(month);
        let birth_date = date::parse_ymd(birth);
        let mut open = self.begin();
        open.claim.service_month = service_month;
        open.claim.birth_date = birth_date;
        open.claim.sex = match code(sex) {
            b"1" => 1,
            b"2" => 2,
            _ => 0,
        };
        if let (Ok(bytes), Some(service)) = (<[u8; 6]>::try_from(month), service_month) {
            open.month = bytes;
            open.days = service.days();
        }
        let broken = if count < 8 || line.len() > KEPT_MAX {
            Some((0, line))
        } else if service_month.is_none() {
            Some((4, month))
        } else if birth_date.is_none() {
            Some((8, birth))
        } else {
            None
        };
        if let Some((position, found)) = broken {
            open.claim.problem = Some(Problem::Unreadable);
            self.note(Kind::ReUnreadable, "RE", position, found);
        }
        self.chunk.keep(self.line, line);
        self.open = Some(open);
        if broken.is_none() {
            self.leading_zeros("RE", 2, number);
            self.count_fields("RE", count, RE_FIELDS);
        }
    }

    fn ho(&mut self, line: &[u8]) {
        self.expect_re("HO");
        match &self.open {
            // Behind the details it is the next claim's, whose RE is lost.
            Some(open) if open.details && open.claim.payer != Payer::Missing => self.orphan("HO"),
            Some(open) if open.claim.payer == Payer::Insurer => {
                return self.note(Kind::Order, "HO", 0, b"");
            }
            Some(_) => self.late("HO", false),
            None => self.orphan("HO"),
        }
        let ([_, insurer, _, _, days, total], count) = lines::split::<6>(line);
        let yen = parse_count(total);
        let broken = if count < 6 || line.len() > KEPT_MAX {
            Some((0, line))
        } else if insurer.trim_ascii().is_empty() {
            Some((2, insurer))
        } else if yen.is_none() {
            Some((6, total))
        } else {
            None
        };
        self.chunk.keep(self.line, line);
        if let Some(open) = &mut self.open {
            open.claim.payer = Payer::Insurer;
            open.claim.total_yen = yen.unwrap_or(0);
            open.claim.has_total = yen.is_some();
            open.total_of_ho = true;
        }
        if let Some((position, found)) = broken {
            self.spoil(Kind::PayerUnreadable, "HO", position, found);
        } else {
            self.leading_zeros("HO", 5, days);
            self.leading_zeros("HO", 6, total);
            self.count_fields("HO", count, HO_FIELDS);
        }
    }

    fn ko(&mut self, line: &[u8]) {
        self.expect_re("KO");
        if self.open.is_none() {
            self.orphan("KO");
        }
        self.late("KO", false);
        let ([_, payer, _, _, days, total], count) = lines::split::<6>(line);
        let yen = parse_count(total);
        let broken = if count < 6 || line.len() > KEPT_MAX {
            Some((0, line))
        } else if payer.trim_ascii().is_empty() {
            Some((2, payer))
        } else if yen.is_none() {
            Some((6, total))
        } else {
            None
        };
        self.chunk.keep(self.line, line);
        let first = match &mut self.open {
            Some(open) if open.claim.payer == Payer::Missing => {
                open.claim.payer = Payer::Public;
                open.claim.total_yen = yen.unwrap_or(0);
                open.claim.has_total = yen.is_some();
                true
            }
            _ => false,
        };
        match broken {
            // Only the first KO of a claim without HO stands for the payer (contract 4.2).
            Some((position, found)) if first => {
                self.spoil(Kind::PayerUnreadable, "KO", position, found);
            }
            Some(_) => {}
            None => {
                self.leading_zeros("KO", 5, days);
                self.leading_zeros("KO", 6, total);
            }
        }
        self.count_fields("KO", count, KO_FIELDS);
    }

    fn sn(&mut self, line: &[u8]) {
        self.expect_re("SN");
        let Some(open) = &mut self.open else { return };
        let has_one = std::mem::replace(&mut open.has_sn, true);
        self.late("SN", has_one);
        if line.len() <= KEPT_MAX {
            self.chunk.keep(self.line, line);
            self.count_fields("SN", lines::fields(line).count(), SN_FIELDS);
        }
    }

    fn jd(&mut self, line: &[u8]) {
        self.expect_re("JD");
        let Some(has_one) = self.open.as_ref().map(|open| open.claim.has_jd) else {
            return;
        };
        self.late("JD", has_one);
        let Some(open) = &mut self.open else { return };
        let mut fields = lines::fields(line).skip(1);
        let of_insurer = fields.next().is_some_and(is_of_insurer);
        let (mut mask, mut day, mut outside) = (0u32, 0u32, None);
        for field in fields {
            day += 1;
            if matches!(code(field), b"1" | b"2") && day <= 31 {
                if day <= open.days {
                    mask |= 1 << (day - 1);
                } else if open.days > 0 {
                    outside = Some(day);
                }
            }
        }
        let counts = of_insurer || !open.claim.has_jd;
        open.claim.has_jd = true;
        if of_insurer && open.jd_of_insurer {
            open.claim.jd_days |= mask;
        } else if counts {
            open.claim.jd_days = mask;
            open.jd_of_insurer = of_insurer;
        }
        if let Some(day) = outside.filter(|_| counts) {
            // Positions are 1-based: day 1 is field 3.
            let position = u8::try_from(day + 2).unwrap_or(0);
            self.note(Kind::JdDay, "JD", position, day.to_string().as_bytes());
        }
        self.count_fields("JD", day as usize + 2, JD_FIELDS);
    }

    fn mf(&mut self, line: &[u8]) {
        self.expect_re("MF");
        let Some(open) = &mut self.open else { return };
        let has_one = std::mem::replace(&mut open.claim.has_mf, true);
        if !has_one {
            open.claim.payment_class = payment_class(lines::fields(line).nth(1));
        }
        self.late("MF", has_one);
        self.count_fields("MF", lines::fields(line).count(), MF_FIELDS);
    }

    /// KA is 63 % of all lines: fixed places for the date, one loop over the rest.
    fn ka(&mut self, line: &[u8]) {
        self.expect_re("KA");
        if self.open.is_none() {
            self.orphan("KA");
        }
        let Some(open) = &mut self.open else { return };
        open.details = true;
        let day = ka_day(line, open.month, open.days);
        let KaFields {
            code,
            commas,
            has_visits,
        } = KaFields::of(line, day.is_some());
        if line[code..].starts_with(MANAGEMENT) {
            management(&mut open.claim, &line[code..], day, self.line);
        }
        match day {
            Some(day) => {
                open.claim.ka_days |= 1 << (day - 1);
                if has_visits {
                    open.claim.ka_visit_days |= 1 << (day - 1);
                }
            }
            None if open.days > 0 => {
                let found = lines::split::<2>(line).0[1];
                self.note(Kind::KaDate, "KA", 2, found);
            }
            None => {}
        }
        self.count_fields("KA", commas + 1, KA_FIELDS);
    }

    /// HO of データ識別 2 carries the amount after 審査 (claims-format 6, inferred).
    fn corrected(&mut self, record: &[u8]) {
        if !record.starts_with(b"HO,") {
            return;
        }
        let ([_, _, _, _, _, total], _) = lines::split::<6>(record);
        if let (Some(open), Some(yen)) = (&mut self.open, parse_count(total))
            && open.total_of_ho
        {
            open.claim.total_yen = yen;
        }
    }

    fn last_header(&self) -> u32 {
        u32::try_from(self.chunk.headers.len() - 1).unwrap_or(u32::MAX)
    }

    fn begin(&self) -> Open {
        let start = u32::try_from(self.chunk.arena.len()).unwrap_or(u32::MAX);
        Open {
            claim: Claim {
                start,
                end: start,
                line: self.line,
                header: self.last_header(),
                service_month: None,
                birth_date: None,
                total_yen: 0,
                ka_days: 0,
                ka_visit_days: 0,
                jd_days: 0,
                has_total: false,
                has_jd: false,
                has_mf: false,
                payment_class: None,
                dx: Dx::default(),
                has_management: false,
                sex: 0,
                payer: Payer::Missing,
                problem: None,
            },
            month: [0; 6],
            days: 0,
            jd_of_insurer: false,
            total_of_ho: false,
            awaits_re: false,
            details: false,
            has_sn: false,
            has_rj: false,
        }
    }

    /// A claim whose RE is missing: it is not lost, it becomes `UNREADABLE`.
    fn orphan(&mut self, tag: &'static str) {
        self.close();
        let mut open = self.begin();
        open.claim.problem = Some(Problem::Unreadable);
        self.open = Some(open);
        self.note(Kind::ReMissing, tag, 0, b"");
    }

    fn spoil(&mut self, kind: Kind, tag: &'static str, position: u8, found: &[u8]) {
        if let Some(open) = &mut self.open {
            open.claim.problem = Some(Problem::Unreadable);
        }
        self.note(kind, tag, position, found);
    }

    fn close(&mut self) {
        let Some(mut open) = self.open.take() else {
            return;
        };
        open.claim.end = u32::try_from(self.chunk.arena.len()).unwrap_or(u32::MAX);
        if open.awaits_re {
            open.claim.problem = Some(Problem::Unreadable);
            self.note_at(Kind::ReMissing, open.claim.line, "MN", 0, b"");
        } else if open.claim.payer == Payer::Missing && open.claim.problem.is_none() {
            open.claim.problem = Some(Problem::Unreadable);
            self.note_at(Kind::NoPayer, open.claim.line, "RE", 0, b"");
        } else if open.claim.problem.is_none() && open.claim.visit_days() == 0 {
            self.note_at(Kind::NoDate, open.claim.line, "KA", 0, b"");
        }
        self.chunk.claims.push(open.claim);
    }

    fn leading_zeros(&mut self, tag: &'static str, position: u8, field: &[u8]) {
        if field.len() > 1 && field[0] == b'0' {
            self.note_file(Kind::LeadingZeros, Some((tag, position)), field, 0);
        }
    }

    fn count_fields(&mut self, tag: &'static str, found: usize, expected: usize) {
        // The layouts of an insurer's file are not known.
        if found != expected && self.shape != Shape::Insurer {
            // Layouts have at most 33 fields.
            let expected = u32::try_from(expected).unwrap_or(0);
            self.note_file(
                Kind::FieldCount,
                Some((tag, 0)),
                found.to_string().as_bytes(),
                expected,
            );
        }
    }

    fn note(&mut self, kind: Kind, tag: &'static str, position: u8, found: &[u8]) {
        self.note_at(kind, self.line, tag, position, found);
    }

    /// A note about the claim that is open, or just being closed: the next to be pushed.
    fn note_at(&mut self, kind: Kind, line: u32, tag: &'static str, position: u8, found: &[u8]) {
        let claim = u32::try_from(self.chunk.claims.len()).ok();
        let field = Some((tag, position));
        let issue = Issue {
            kind,
            line,
            claim,
            field,
            found: kept(found),
            count: 1,
            expected: 0,
        };
        // The notes of one claim stand together at the end.
        let of_claim = self
            .chunk
            .issues
            .iter_mut()
            .rev()
            .take_while(|one| one.claim == claim);
        match of_claim.into_iter().find(|one| one.is_like(&issue)) {
            Some(known) => known.count += 1,
            None => self.chunk.issues.push(issue),
        }
    }

    /// A note that stands for the whole file: a program that writes it once writes it in every claim.
    fn note_file(
        &mut self,
        kind: Kind,
        field: Option<(&'static str, u8)>,
        found: &[u8],
        expected: u32,
    ) {
        let issue = Issue {
            kind,
            line: self.line,
            claim: None,
            field,
            found: kept(found),
            count: 1,
            expected,
        };
        self.marks.notes.add(issue);
    }
}

/// At most 80 bytes of what was found.
fn kept(found: &[u8]) -> Box<[u8]> {
    found[..found.len().min(80)].into()
}

/// True for a record with an identifier of two capital letters.
fn is_tag(record: &[u8]) -> bool {
    let tag = lines::fields(record).next().unwrap_or_default();
    tag.len() == 2 && tag.iter().all(u8::is_ascii_uppercase)
}

/// A history line of a 返戻/再請求 file: `8,n,n,XX,…` (claims-format 5).
fn is_history(line: &[u8]) -> bool {
    line.starts_with(b"8,") && insurer_line(line).is_some()
}

fn note_first((count, first): &mut (u32, u32), line: u32) {
    if *count == 0 {
        *first = line;
    }
    *count += 1;
}

#[cfg(test)]
mod tests;

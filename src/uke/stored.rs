//! Claims and notes as bytes that are kept from night to night, and back.
//!
//! Every value begins with its version. A layout that was ever written stays readable: what changes gets the next
//! version, and the old one keeps its reader.

use std::io;

use crate::text::packed::{self, Reader, put_bytes, put_number, put_signed};

use super::claim::{Chunk, Claim, Dx, Header, Payer, Problem};
use super::dialect::{Encoding, Refusal, Shape};
use super::issue::{Issue, Kind};
use super::layout::RecordKind;
use super::read::{Failure, ZipTrouble};

pub use packed::Damaged;

/// The layout of a claim that [`pack`] writes.
const CLAIM: u8 = 1;

/// The layout of a note that [`pack_issue`] writes.
const ISSUE: u8 = 1;

/// The layout of a header that [`pack_header`] writes.
const HEADER: u8 = 1;

/// The layout of a failure that [`pack_failure`] writes.
const FAILURE: u8 = 1;

/// The bits of the number with all that is true or false, or has a handful of values.
mod bit {
    pub(super) const HAS_TOTAL: u32 = 1;
    pub(super) const HAS_JD: u32 = 1 << 1;
    pub(super) const HAS_MF: u32 = 1 << 2;
    pub(super) const HAS_MANAGEMENT: u32 = 1 << 3;
    pub(super) const UNREADABLE: u32 = 1 << 4;
    pub(super) const MONTH: u32 = 1 << 5;
    pub(super) const BIRTH: u32 = 1 << 6;
    pub(super) const DX: u32 = 1 << 7;
    pub(super) const DX_YEN: u32 = 1 << 8;
    /// Two bits: 0 HO, 1 KO, 2 neither.
    pub(super) const PAYER: u32 = 9;
    /// Two bits: 男女区分.
    pub(super) const SEX: u32 = 11;
    /// Two bits: 0 without 窓口負担額区分, else the code and one.
    pub(super) const PAYMENT: u32 = 13;
    /// Bits that are none.
    pub(super) const NONE: u32 = 1 << 15;
}

/// Appends a claim with its head records. Where it stands ([`Claim::line`], [`Claim::header`] and the number of the
/// input) is for the caller to keep: the bytes of a claim that has only moved are the same.
pub fn pack(chunk: &Chunk, claim: &Claim, out: &mut Vec<u8>) {
    out.push(CLAIM);
    put_number(out, marks(claim).into());
    if let Some(month) = claim.service_month {
        packed::put_month(out, month);
    }
    if let Some(date) = claim.birth_date {
        packed::put_date(out, date);
    }
    put_number(out, claim.total_yen.into());
    // The three are mostly the same days, and then two of these numbers are nothing.
    put_number(out, claim.ka_days.into());
    put_number(out, (claim.ka_visit_days ^ claim.ka_days).into());
    put_number(out, (claim.jd_days ^ claim.ka_visit_days).into());
    put_dx(claim, out);
    put_number(out, chunk.records(claim).count() as u64);
    for record in chunk.records(claim) {
        put_signed(out, i64::from(record.line) - i64::from(claim.line));
        put_bytes(out, record.bytes);
    }
}

fn marks(claim: &Claim) -> u32 {
    let payer = match claim.payer {
        Payer::Insurer => 0,
        Payer::Public => 1,
        Payer::Missing => 2,
    };
    let payment = claim.payment_class.map_or(0, |class| u32::from(class) + 1);
    let marks = [
        (claim.has_total, bit::HAS_TOTAL),
        (claim.has_jd, bit::HAS_JD),
        (claim.has_mf, bit::HAS_MF),
        (claim.has_management, bit::HAS_MANAGEMENT),
        (claim.problem.is_some(), bit::UNREADABLE),
        (claim.service_month.is_some(), bit::MONTH),
        (claim.birth_date.is_some(), bit::BIRTH),
        (claim.dx != Dx::default(), bit::DX),
        (claim.dx.yen.is_some(), bit::DX_YEN),
    ];
    let set = marks.into_iter().filter(|(is_set, _)| *is_set);
    set.fold(0, |all, (_, bit)| all | bit)
        | payer << bit::PAYER
        | u32::from(claim.sex) << bit::SEX
        | payment << bit::PAYMENT
}

fn put_dx(claim: &Claim, out: &mut Vec<u8>) {
    let dx = &claim.dx;
    if *dx == Dx::default() {
        return;
    }
    put_number(out, dx.lines.into());
    for line in [dx.line, dx.second_line] {
        // No line is line 0.
        put_number(out, u64::from(line > 0));
        if line > 0 {
            put_signed(out, i64::from(line) - i64::from(claim.line));
        }
    }
    put_number(out, dx.day.into());
    put_number(out, dx.days.into());
    if let Some(yen) = dx.yen {
        put_number(out, yen.into());
    }
}

/// Builds a chunk of stored claims.
#[derive(Debug)]
pub struct ChunkBuilder(Chunk);

impl ChunkBuilder {
    /// An empty chunk of an input.
    #[must_use]
    pub fn new(input: u32, shape: Shape, encoding: Encoding) -> Self {
        Self(Chunk {
            input,
            shape,
            encoding,
            headers: Vec::new(),
            claims: Vec::new(),
            issues: Vec::new(),
            arena: Vec::new(),
        })
    }

    /// Adds a header; its index is what [`claim`](Self::claim) asks for.
    pub fn header(&mut self, header: Header) -> u32 {
        self.0.headers.push(header);
        index_of_last(self.0.headers.len())
    }

    /// Adds a claim that [`pack`] wrote, which stands on this line; its index in the chunk.
    ///
    /// # Errors
    /// [`Damaged`] when the bytes are not those of a claim, or there is no such header; the chunk is as before.
    pub fn claim(&mut self, bytes: &[u8], line: u32, header: u32) -> Result<u32, Damaged> {
        let start = self.0.arena.len();
        let unpacked = self.unpack(bytes, line, header);
        if unpacked.is_err() {
            self.0.arena.truncate(start);
        }
        self.0.claims.push(unpacked?);
        Ok(index_of_last(self.0.claims.len()))
    }

    fn unpack(&mut self, bytes: &[u8], line: u32, header: u32) -> Result<Claim, Damaged> {
        if header as usize >= self.0.headers.len() {
            return Err(Damaged);
        }
        let mut reader = Reader::new(bytes);
        let mut claim = read_claim(&mut reader, line)?;
        claim.header = header;
        let end_of_arena = |chunk: &Chunk| u32::try_from(chunk.arena.len()).map_err(|_| Damaged);
        claim.start = end_of_arena(&self.0)?;
        for _ in 0..reader.number()? {
            let line = read_line(&mut reader, claim.line)?;
            let record = reader.bytes()?;
            let length = u16::try_from(record.len()).map_err(|_| Damaged)?;
            self.0.put_frame(line, length, record);
        }
        claim.end = end_of_arena(&self.0)?;
        reader.end()?;
        Ok(claim)
    }

    /// Adds a note of the reader.
    pub fn issue(&mut self, issue: Issue) {
        self.0.issues.push(issue);
    }

    /// The chunk.
    #[must_use]
    pub fn finish(self) -> Chunk {
        self.0
    }
}

/// The index of the last of so many, of which there is one.
fn index_of_last(count: usize) -> u32 {
    // Claims and headers of a chunk are some ten thousand.
    u32::try_from(count - 1).unwrap_or(u32::MAX)
}

/// All of a claim but its records and where they lie.
fn read_claim(reader: &mut Reader<'_>, line: u32) -> Result<Claim, Damaged> {
    reader.version(CLAIM)?;
    let marks: u32 = reader.fitting()?;
    if marks >= bit::NONE {
        return Err(Damaged);
    }
    let has = |bit: u32| marks & bit != 0;
    let service_month = has(bit::MONTH).then(|| reader.month()).transpose()?;
    let birth_date = has(bit::BIRTH).then(|| reader.date()).transpose()?;
    let total_yen = reader.fitting()?;
    let ka_days = reader.fitting()?;
    let ka_visit_days = reader.fitting::<u32>()? ^ ka_days;
    let jd_days = reader.fitting::<u32>()? ^ ka_visit_days;
    let dx = if has(bit::DX) {
        read_dx(reader, line, has(bit::DX_YEN))?
    } else {
        Dx::default()
    };
    Ok(Claim {
        start: 0,
        end: 0,
        line,
        header: 0,
        service_month,
        birth_date,
        total_yen,
        has_total: has(bit::HAS_TOTAL),
        ka_days,
        ka_visit_days,
        jd_days,
        has_jd: has(bit::HAS_JD),
        payment_class: two_bits(marks, bit::PAYMENT).checked_sub(1),
        has_mf: has(bit::HAS_MF),
        dx,
        has_management: has(bit::HAS_MANAGEMENT),
        sex: match two_bits(marks, bit::SEX) {
            3 => return Err(Damaged),
            sex => sex,
        },
        payer: match two_bits(marks, bit::PAYER) {
            0 => Payer::Insurer,
            1 => Payer::Public,
            2 => Payer::Missing,
            _ => return Err(Damaged),
        },
        problem: has(bit::UNREADABLE).then_some(Problem::Unreadable),
    })
}

fn two_bits(marks: u32, shift: u32) -> u8 {
    // Two bits fit.
    (marks >> shift & 0b11) as u8
}

fn read_dx(reader: &mut Reader<'_>, claim: u32, has_yen: bool) -> Result<Dx, Damaged> {
    let lines = reader.fitting()?;
    let mut place = || match reader.byte()? {
        0 => Ok(0),
        1 => read_line(reader, claim),
        _ => Err(Damaged),
    };
    let (line, second_line) = (place()?, place()?);
    let day = reader.fitting()?;
    if day > 31 {
        return Err(Damaged);
    }
    Ok(Dx {
        lines,
        line,
        second_line,
        day,
        days: reader.fitting()?,
        yen: has_yen.then(|| reader.fitting()).transpose()?,
    })
}

/// A line as told from the line of its claim.
fn read_line(reader: &mut Reader<'_>, claim: u32) -> Result<u32, Damaged> {
    let line = reader.signed()?.checked_add(claim.into()).ok_or(Damaged)?;
    u32::try_from(line).map_err(|_| Damaged)
}

/// Appends a note of the reader; of its claim, the index in the chunk.
pub fn pack_issue(issue: &Issue, out: &mut Vec<u8>) {
    out.push(ISSUE);
    put_bytes(out, issue.kind.name().as_bytes());
    put_number(out, issue.line.into());
    put_number(out, issue.claim.map_or(0, |claim| u64::from(claim) + 1));
    put_number(out, u64::from(issue.field.is_some()));
    if let Some((tag, position)) = issue.field {
        put_bytes(out, tag.as_bytes());
        out.push(position);
    }
    put_bytes(out, &issue.found);
    put_number(out, issue.count.into());
    put_number(out, issue.expected.into());
}

/// A note that [`pack_issue`] wrote.
///
/// # Errors
/// [`Damaged`] when the bytes are not those of a note, or of a kind that is no longer known.
pub fn unpack_issue(bytes: &[u8]) -> Result<Issue, Damaged> {
    let mut reader = Reader::new(bytes);
    reader.version(ISSUE)?;
    let kind = Kind::from_name(reader.text()?).ok_or(Damaged)?;
    let line = reader.fitting()?;
    let claim = match reader.number()?.checked_sub(1) {
        Some(claim) => Some(u32::try_from(claim).map_err(|_| Damaged)?),
        None => None,
    };
    let field = match reader.byte()? {
        0 => None,
        1 => Some((tag_of(reader.bytes()?)?, reader.byte()?)),
        _ => return Err(Damaged),
    };
    let issue = Issue {
        kind,
        line,
        claim,
        field,
        found: reader.bytes()?.into(),
        count: reader.fitting()?,
        expected: reader.fitting()?,
    };
    reader.end()?;
    Ok(issue)
}

/// The record that a note names: one of the layout, MN of an insurer's file, or none in particular.
fn tag_of(tag: &[u8]) -> Result<&'static str, Damaged> {
    match tag {
        b"" => Ok(""),
        b"MN" => Ok("MN"),
        _ => RecordKind::from_tag(tag)
            .map(RecordKind::name)
            .ok_or(Damaged),
    }
}

/// Appends what of HM counts for the claims behind it.
pub fn pack_header(header: &Header, out: &mut Vec<u8>) {
    out.push(HEADER);
    out.push(header.payer);
    put_bytes(out, header.station.as_bytes());
    put_bytes(out, header.name.as_bytes());
    put_number(out, u64::from(header.billing_month.is_some()));
    if let Some(month) = header.billing_month {
        packed::put_month(out, month);
    }
}

/// A header that [`pack_header`] wrote.
///
/// # Errors
/// [`Damaged`] when the bytes are not those of a header.
pub fn unpack_header(bytes: &[u8]) -> Result<Header, Damaged> {
    let mut reader = Reader::new(bytes);
    reader.version(HEADER)?;
    let header = Header {
        payer: reader.byte()?,
        station: reader.text()?.into(),
        name: reader.text()?.into(),
        billing_month: match reader.byte()? {
            0 => None,
            1 => Some(reader.month()?),
            _ => return Err(Damaged),
        },
    };
    reader.end()?;
    Ok(header)
}

/// Appends why an input gave no claims.
pub fn pack_failure(failure: &Failure, out: &mut Vec<u8>) {
    let (number, text) = match failure {
        Failure::Refused(refusal) => match refusal {
            Refusal::Empty => (0, ""),
            Refusal::Binary => (1, ""),
            Refusal::Utf16 => (2, ""),
            Refusal::EucJp => (3, ""),
            Refusal::Iso2022Jp => (4, ""),
            Refusal::CrOnly => (5, ""),
            Refusal::NoHm(head) => (6, head.as_str()),
            Refusal::OtherTable(table) => (7, table.as_str()),
            Refusal::BrokenHm => (8, ""),
        },
        Failure::Zip(trouble) => match trouble {
            ZipTrouble::Broken(reason) => (9, reason.as_str()),
            ZipTrouble::Encrypted => (10, ""),
            ZipTrouble::Empty => (11, ""),
            ZipTrouble::TooLarge => (12, ""),
            ZipTrouble::Nested => (13, ""),
        },
        Failure::Io(error) => match error.kind() {
            io::ErrorKind::NotFound => (14, ""),
            io::ErrorKind::PermissionDenied => (15, ""),
            _ => (16, &*error.to_string()),
        },
    };
    out.extend([FAILURE, number]);
    put_bytes(out, text.as_bytes());
}

/// A failure that [`pack_failure`] wrote.
///
/// # Errors
/// [`Damaged`] when the bytes are not those of a failure.
pub fn unpack_failure(bytes: &[u8]) -> Result<Failure, Damaged> {
    let mut reader = Reader::new(bytes);
    reader.version(FAILURE)?;
    let number = reader.byte()?;
    let text = reader.text()?.to_owned();
    reader.end()?;
    Ok(match number {
        0 => Failure::Refused(Refusal::Empty),
        1 => Failure::Refused(Refusal::Binary),
        2 => Failure::Refused(Refusal::Utf16),
        3 => Failure::Refused(Refusal::EucJp),
        4 => Failure::Refused(Refusal::Iso2022Jp),
        5 => Failure::Refused(Refusal::CrOnly),
        6 => Failure::Refused(Refusal::NoHm(text)),
        7 => Failure::Refused(Refusal::OtherTable(text)),
        8 => Failure::Refused(Refusal::BrokenHm),
        9 => Failure::Zip(ZipTrouble::Broken(text)),
        10 => Failure::Zip(ZipTrouble::Encrypted),
        11 => Failure::Zip(ZipTrouble::Empty),
        12 => Failure::Zip(ZipTrouble::TooLarge),
        13 => Failure::Zip(ZipTrouble::Nested),
        14 => Failure::Io(io::ErrorKind::NotFound.into()),
        15 => Failure::Io(io::ErrorKind::PermissionDenied.into()),
        16 => Failure::Io(io::Error::other(text)),
        _ => return Err(Damaged),
    })
}

#[cfg(test)]
mod tests;

//! One claim (レセプト) as `check` needs it, and the table of all of them.

use std::sync::Arc;

use chrono::NaiveDate;
use rayon::prelude::*;

use crate::text::date::Month;

use super::dialect::{Encoding, Shape};
use super::issue::Issue;
use super::lines;

/// What of HM counts for the claims behind it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
pub struct Header {
    /// 審査支払機関: 1 支払基金, 2 国保連, 0 when it is neither.
    pub payer: u8,
    /// 都道府県 2 + 点数表 1 + 訪問看護ステーションコード 7, ten characters where HM is in order.
    pub station: Box<str>,
    /// ステーション名 as recorded, without blanks around it. Shared, because in an insurer's file every claim has
    /// a header.
    pub name: Arc<str>,
    /// 請求年月.
    pub billing_month: Option<Month>,
}

impl Header {
    /// 審査支払機関 as reports write it; empty when it is neither.
    #[must_use]
    pub fn payer_code(&self) -> &'static str {
        match self.payer {
            1 => "1",
            2 => "2",
            _ => "",
        }
    }
}

/// Why a claim is `INVALID` before any judging (contract 4.7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// RE, or HO (the first KO where there is no HO), cannot be read, or there is neither HO nor KO.
    Unreadable,
}

/// Who pays first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Payer {
    /// HO: a claim on medical insurance.
    Insurer,
    /// KO without HO: 公費単独 or several public payers alone.
    Public,
    /// Neither.
    Missing,
}

/// KA lines of one claim with 訪問看護医療DX情報活用加算 (550002270).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dx {
    /// How many there are.
    pub lines: u32,
    /// Line of the first, from 1; 0 when there is none.
    pub line: u32,
    /// Line of the second, from 1; 0 when there is none.
    pub second_line: u32,
    /// Day of the first; 0 when its date is none of the month.
    pub day: u32,
    /// Their dates.
    pub days: u32,
    /// Amount in yen of the first; `None` when it is empty or no number.
    pub yen: Option<u32>,
}

/// One claim: typed values that judging needs, and where its head records (RE HO KO SN) are kept.
///
/// Days are bit masks of 指定訪問看護年月: bit 0 is the 1st.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each tells whether something was met; there is no state among them"
)]
pub struct Claim {
    pub(super) start: u32,
    pub(super) end: u32,
    /// Line of RE in its file, from 1.
    pub line: u32,
    /// Index into [`Chunk::headers`].
    pub header: u32,
    /// 指定訪問看護年月.
    pub service_month: Option<Month>,
    /// 生年月日.
    pub birth_date: Option<NaiveDate>,
    /// 合計金額 in yen, from HO, else from the first KO; 0 where it cannot be read.
    pub total_yen: u32,
    /// True when 合計金額 could be read.
    pub has_total: bool,
    /// Days with any KA.
    pub ka_days: u32,
    /// Days with a KA that carries 同日訪問回数.
    pub ka_visit_days: u32,
    /// Days of the JD that counts (負担者種別 1, else the first) coded 1 or 2.
    pub jd_days: u32,
    /// True when there is any JD.
    pub has_jd: bool,
    /// 窓口負担額区分 of the first MF (別表26), `None` without MF or when it is none of 00–02.
    pub payment_class: Option<u8>,
    /// True when there is any MF.
    pub has_mf: bool,
    /// What KA says of 訪問看護医療DX情報活用加算.
    pub dx: Dx,
    /// True when there is a KA for 訪問看護管理療養費 itself (not one of its 加算).
    pub has_management: bool,
    /// 男女区分: 1, 2, or 0 when it is neither.
    pub sex: u8,
    /// HO, KO or nothing.
    pub payer: Payer,
    /// Set when the claim cannot be judged at all.
    pub problem: Option<Problem>,
}

impl Claim {
    /// The visit dates of contract 4.1 as a mask: JD days united with visit KA days, else all KA days.
    #[must_use]
    pub fn visit_days(&self) -> u32 {
        match self.jd_days | self.ka_visit_days {
            0 => self.ka_days,
            days => days,
        }
    }

    /// The days of a mask of this claim as dates, ascending.
    pub fn dates(&self, mask: u32) -> impl Iterator<Item = NaiveDate> + use<> {
        self.dated(mask).map(|(_, date)| date)
    }

    /// The days of a mask of this claim, each with its date, ascending.
    pub fn dated(&self, mask: u32) -> impl Iterator<Item = (u32, NaiveDate)> + use<> {
        let month = self.service_month;
        days_of(mask).filter_map(move |day| Some((day, month?.day(day)?)))
    }
}

/// The days (1–31) whose bits are set, ascending.
pub fn days_of(mask: u32) -> impl Iterator<Item = u32> {
    // Bit 31 is no day.
    let mut rest = mask & (u32::MAX >> 1);
    std::iter::from_fn(move || {
        let bit = (rest != 0).then(|| rest.trailing_zeros())?;
        rest &= rest - 1;
        Some(bit + 1)
    })
}

/// A head record as it stands in the file.
#[derive(Clone, Copy, Debug)]
pub struct Record<'a> {
    /// Its line in the file, from 1.
    pub line: u32,
    /// The raw bytes from the identifier on.
    pub bytes: &'a [u8],
}

impl<'a> Record<'a> {
    /// The identifier, such as `b"HO"`.
    #[must_use]
    pub fn tag(&self) -> &'a [u8] {
        &self.bytes[..self.bytes.len().min(2)]
    }

    /// The first `N` fields, missing ones empty; index 0 is the identifier.
    #[must_use]
    pub fn fields<const N: usize>(&self) -> [&'a [u8]; N] {
        let mut fields = lines::fields(self.bytes);
        std::array::from_fn(|_| fields.next().unwrap_or_default())
    }
}

/// Claims read from one piece of one file.
#[derive(Clone, Debug)]
pub struct Chunk {
    /// Index of the input.
    pub input: u32,
    /// Station's or insurer's file.
    pub shape: Shape,
    /// Encoding of the kept records.
    pub encoding: Encoding,
    /// Headers met; the first is the one in force where the piece begins.
    pub headers: Vec<Header>,
    /// The claims in file order.
    pub claims: Vec<Claim>,
    /// Notes of the reader, in line order.
    pub issues: Vec<Issue>,
    pub(super) arena: Vec<u8>,
}

/// A place in an arena, which holds the head records of one piece of a file and is far below 4 GiB.
fn offset(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

/// Bytes before each kept record: line as `u32`, length as `u16`.
const FRAME: usize = 6;

impl Chunk {
    /// The head records (RE HO KO SN) of a claim in file order.
    pub fn records<'a>(&'a self, claim: &Claim) -> impl Iterator<Item = Record<'a>> + use<'a> {
        let mut rest = &self.arena[claim.start as usize..claim.end as usize];
        std::iter::from_fn(move || {
            let (frame, tail) = rest.split_at_checked(FRAME)?;
            let length = usize::from(u16::from_le_bytes([frame[4], frame[5]]));
            let (bytes, tail) = tail.split_at_checked(length)?;
            rest = tail;
            Some(Record {
                line: u32::from_le_bytes([frame[0], frame[1], frame[2], frame[3]]),
                bytes,
            })
        })
    }

    /// The first head record of a claim with this identifier.
    #[must_use]
    pub fn record<'a>(&'a self, claim: &Claim, tag: &[u8]) -> Option<Record<'a>> {
        self.records(claim).find(|record| record.tag() == tag)
    }

    /// Writes the head records of all claims anew, each as `change` makes it.
    pub(crate) fn rewrite(&mut self, change: impl Fn(&[u8]) -> Vec<u8>) {
        let mut arena = Vec::with_capacity(self.arena.len());
        let spans: Vec<(u32, u32)> = self
            .claims
            .iter()
            .map(|claim| {
                let start = arena.len();
                for record in self.records(claim) {
                    let mut bytes = change(record.bytes);
                    // The frame has no room for more; a head record is cut at 4 KiB.
                    bytes.truncate(usize::from(u16::MAX));
                    let length = u16::try_from(bytes.len()).unwrap_or(u16::MAX);
                    arena.extend_from_slice(&record.line.to_le_bytes());
                    arena.extend_from_slice(&length.to_le_bytes());
                    arena.append(&mut bytes);
                }
                (offset(start), offset(arena.len()))
            })
            .collect();
        for (claim, (start, end)) in self.claims.iter_mut().zip(spans) {
            (claim.start, claim.end) = (start, end);
        }
        self.arena = arena;
    }

    /// The header in force for a claim.
    #[must_use]
    pub fn header(&self, claim: &Claim) -> &Header {
        &self.headers[claim.header as usize]
    }

    /// Moves all line numbers by the lines of the pieces before this one.
    pub(super) fn shift_lines(&mut self, lines: u32) {
        if lines == 0 {
            return;
        }
        for claim in &mut self.claims {
            claim.line += lines;
            for line in [&mut claim.dx.line, &mut claim.dx.second_line] {
                if *line > 0 {
                    *line += lines;
                }
            }
            let mut at = claim.start as usize;
            while at + FRAME <= claim.end as usize {
                let frame = &mut self.arena[at..at + FRAME];
                let line = u32::from_le_bytes([frame[0], frame[1], frame[2], frame[3]]) + lines;
                frame[..4].copy_from_slice(&line.to_le_bytes());
                at += FRAME + usize::from(u16::from_le_bytes([frame[4], frame[5]]));
            }
        }
        for issue in &mut self.issues {
            issue.line += lines;
        }
    }

    pub(super) fn keep(&mut self, line: u32, bytes: &[u8]) {
        // Head records are cut to `KEPT_MAX`, which fits.
        let length = u16::try_from(bytes.len().min(super::parse::KEPT_MAX)).unwrap_or(u16::MAX);
        self.put_frame(line, length, &bytes[..usize::from(length)]);
    }

    /// Appends a record of `length` bytes to the arena.
    pub(super) fn put_frame(&mut self, line: u32, length: u16, bytes: &[u8]) {
        self.arena.extend_from_slice(&line.to_le_bytes());
        self.arena.extend_from_slice(&length.to_le_bytes());
        self.arena.extend_from_slice(bytes);
    }
}

/// All claims of a run, in input order. A claim's index counts through all chunks.
#[derive(Debug, Default)]
pub struct Claims {
    chunks: Vec<Chunk>,
    starts: Vec<u32>,
    len: u32,
}

impl Claims {
    /// Joins chunks that stand in input order.
    #[must_use]
    pub fn new(chunks: Vec<Chunk>) -> Self {
        let mut len = 0;
        let starts = chunks
            .iter()
            .map(|chunk| {
                let start = len;
                // A run holds fewer than 2³² claims: at 1 KB each that is 4 TB of input.
                len += u32::try_from(chunk.claims.len()).unwrap_or(u32::MAX);
                start
            })
            .collect();
        Self {
            chunks,
            starts,
            len,
        }
    }

    /// The number of claims.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len as usize
    }

    /// True when there is no claim.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The chunks with the index of their first claim.
    #[must_use]
    pub fn chunks(&self) -> impl ExactSizeIterator<Item = (u32, &Chunk)> {
        self.starts.iter().copied().zip(&self.chunks)
    }

    /// Has `change` write head records anew and change claims, chunk by chunk.
    pub(crate) fn change(&mut self, change: impl Fn(&mut Chunk) + Send + Sync) {
        self.chunks.par_iter_mut().for_each(change);
    }

    /// The chunk, with the index of its first claim, at `position`.
    #[must_use]
    pub fn chunk(&self, position: usize) -> (u32, &Chunk) {
        (self.starts[position], &self.chunks[position])
    }

    /// Chunk and claim at `index`.
    ///
    /// # Panics
    /// When `index` is not below [`Claims::len`].
    #[must_use]
    pub fn get(&self, index: u32) -> (&Chunk, &Claim) {
        let (position, local) = self.locate(index);
        let chunk = &self.chunks[position];
        (chunk, &chunk.claims[local])
    }

    /// The position of the chunk, and the place of the claim in it, of the claim at `index`.
    ///
    /// # Panics
    /// When there is no claim at all.
    #[must_use]
    pub fn locate(&self, index: u32) -> (usize, usize) {
        let position = self.starts.partition_point(|&start| start <= index) - 1;
        (position, (index - self.starts[position]) as usize)
    }
}

//! Eligibility records as bytes that are kept from night to night, and back.
//!
//! The texts are kept as recorded; what is compared is made anew. As with claims (`uke::stored`), a layout that was
//! ever written stays readable: what changes gets the next version.

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use super::record::{Facts, RecordRef, Records, Texts};
use crate::text::packed::{Reader, put_bytes, put_date, put_number};

pub use crate::text::packed::Damaged;

/// The layout that [`pack`] writes.
const VERSION: u8 = 1;

/// The places of the bits that say what is there: the texts and dates in the order of [`texts`] and [`dates`].
mod bit {
    pub(super) const TEXTS: u32 = 0;
    pub(super) const DATES: u32 = 8;
    pub(super) const CODES: u32 = 18;
    /// Two bits each.
    pub(super) const TRUTHS: u32 = 23;
    pub(super) const CARD_CLASS: u32 = 29;
    pub(super) const LOSS_REASON: u32 = 30;
    pub(super) const LIMIT_CLASS: u32 = 31;
    pub(super) const COPAY: u32 = 32;
    pub(super) const ELDERLY_COPAY: u32 = 33;
    pub(super) const VISITS_FILE: u32 = 34;
    pub(super) const ROW: u32 = 35;
    /// Bits from here on are none.
    pub(super) const NONE: u32 = 36;
}

/// The greatest numbers of the five coded facts.
const CODES: [u8; 5] = [2, 2, 2, 6, 2];

/// Appends a record: all of it but its source, and its row only when asked, because the same record in another row of
/// the next register is no other record.
pub fn pack(record: RecordRef<'_>, with_row: bool, out: &mut Vec<u8>) {
    out.push(VERSION);
    put_number(out, marks(record, with_row));
    let texts = texts(record);
    for text in texts.into_iter().filter(|text| !text.is_empty()) {
        put_bytes(out, text.as_bytes());
    }
    for date in dates(&record).into_iter().flatten() {
        put_date(out, date);
    }
    out.extend(codes(&record).into_iter().filter(|&code| code != 0));
    put_class(out, record.card_class);
    put_class(out, record.loss_reason);
    put_class(out, record.limit_class);
    out.extend(record.copay_percent);
    out.extend(record.elderly_copay_percent);
    if with_row {
        put_number(out, record.row.into());
    }
}

fn put_class<const N: usize>(out: &mut Vec<u8>, class: [u8; N]) {
    if class != [0; N] {
        out.extend_from_slice(&class);
    }
}

fn texts(record: RecordRef<'_>) -> [&str; 8] {
    [
        record.insurer_recorded(),
        record.symbol_recorded(),
        record.number_recorded(),
        record.branch_recorded(),
        record.name_recorded(),
        record.kana_recorded(),
        record.insurer_name(),
        record.query_no(),
    ]
}

fn dates(facts: &Facts) -> [Option<NaiveDate>; 10] {
    [
        facts.birth_date,
        facts.as_of,
        facts.qualified_on,
        facts.lost_on,
        facts.card_issued_on,
        facts.card_valid_from,
        facts.card_valid_to,
        facts.certificate_valid_to,
        facts.limit_valid_from,
        facts.limit_valid_to,
    ]
}

fn codes(facts: &Facts) -> [u8; 5] {
    [
        facts.sex,
        facts.reference,
        facts.status,
        facts.validity,
        facts.relation,
    ]
}

fn truths(facts: &Facts) -> [Option<bool>; 3] {
    [facts.preschool, facts.limit_consent, facts.myna_registered]
}

fn marks(record: RecordRef<'_>, with_row: bool) -> u64 {
    let set = |first: u32, is_set: &mut dyn Iterator<Item = bool>| {
        let bits = (first..).zip(is_set).filter(|(_, is_set)| *is_set);
        bits.fold(0u64, |all, (bit, _)| all | 1 << bit)
    };
    let truths = truths(&record)
        .into_iter()
        .flat_map(|truth| [truth.is_some(), truth == Some(true)]);
    let others = [
        record.card_class != [0; 2],
        record.loss_reason != [0; 2],
        record.limit_class != [0; 3],
        record.copay_percent.is_some(),
        record.elderly_copay_percent.is_some(),
        record.visits_file,
        with_row,
    ];
    set(
        bit::TEXTS,
        &mut texts(record).iter().map(|text| !text.is_empty()),
    ) | set(bit::DATES, &mut dates(&record).iter().map(Option::is_some))
        | set(
            bit::CODES,
            &mut codes(&record).iter().map(|&code| code != 0),
        )
        | set(bit::TRUTHS, &mut { truths })
        | set(bit::CARD_CLASS, &mut others.into_iter())
}

/// Puts a record that [`pack`] wrote behind `records`, as one of input `source`; `seen_on` is when it counts as seen
/// if it does not say so itself.
///
/// # Errors
/// [`Damaged`] when the bytes are not those of a record; `records` is as before.
pub fn unpack_into(
    bytes: &[u8],
    source: u32,
    seen_on: Option<NaiveDate>,
    records: &mut Records,
) -> Result<(), Damaged> {
    let mut reader = Reader::new(bytes);
    reader.version(VERSION)?;
    let marks = Marks(reader.number()?);
    if marks.0 >> bit::NONE != 0 {
        return Err(Damaged);
    }
    let texts = read_texts(&mut reader, &marks)?;
    let mut facts = read_facts(&mut reader, &marks)?;
    reader.end()?;
    facts.source = source;
    facts.as_of = facts.as_of.or(seen_on);
    records.push(&texts, &facts).map_err(|_| Damaged)
}

/// Which parts of a record are there.
struct Marks(u64);

impl Marks {
    fn has(&self, bit: u32) -> bool {
        self.0 >> bit & 1 == 1
    }

    /// What `read` gives where the bit is set.
    fn read<T>(
        &self,
        bit: u32,
        read: impl FnOnce() -> Result<T, Damaged>,
    ) -> Result<Option<T>, Damaged> {
        self.has(bit).then(read).transpose()
    }

    fn truth(&self, index: u32) -> Result<Option<bool>, Damaged> {
        let bit = bit::TRUTHS + 2 * index;
        match (self.has(bit), self.has(bit + 1)) {
            (true, truth) => Ok(Some(truth)),
            (false, false) => Ok(None),
            (false, true) => Err(Damaged),
        }
    }
}

fn read_texts<'a>(reader: &mut Reader<'a>, marks: &Marks) -> Result<Texts<'a>, Damaged> {
    let mut texts = [""; 8];
    for (bit, text) in (bit::TEXTS..).zip(&mut texts) {
        *text = marks.read(bit, || reader.text())?.unwrap_or_default();
    }
    let [
        insurer,
        symbol,
        number,
        branch,
        name,
        kana,
        insurer_name,
        query_no,
    ] = texts;
    Ok(Texts {
        insurer,
        symbol,
        number,
        branch,
        name,
        kana,
        insurer_name,
        query_no,
    })
}

fn read_facts(reader: &mut Reader<'_>, marks: &Marks) -> Result<Facts, Damaged> {
    let mut dates = [None; 10];
    for (bit, date) in (bit::DATES..).zip(&mut dates) {
        *date = marks.read(bit, || reader.date())?;
    }
    let mut codes = [0; 5];
    for ((bit, code), most) in (bit::CODES..).zip(&mut codes).zip(CODES) {
        *code = marks.read(bit, || reader.byte())?.unwrap_or_default();
        if *code > most {
            return Err(Damaged);
        }
    }
    let facts = Facts {
        birth_date: dates[0],
        as_of: dates[1],
        qualified_on: dates[2],
        lost_on: dates[3],
        card_issued_on: dates[4],
        card_valid_from: dates[5],
        card_valid_to: dates[6],
        certificate_valid_to: dates[7],
        limit_valid_from: dates[8],
        limit_valid_to: dates[9],
        sex: codes[0],
        reference: codes[1],
        status: codes[2],
        validity: codes[3],
        relation: codes[4],
        card_class: read_class(reader, marks, bit::CARD_CLASS)?,
        loss_reason: read_class(reader, marks, bit::LOSS_REASON)?,
        limit_class: read_class(reader, marks, bit::LIMIT_CLASS)?,
        copay_percent: marks.read(bit::COPAY, || reader.byte())?,
        elderly_copay_percent: marks.read(bit::ELDERLY_COPAY, || reader.byte())?,
        preschool: marks.truth(0)?,
        limit_consent: marks.truth(1)?,
        myna_registered: marks.truth(2)?,
        visits_file: marks.has(bit::VISITS_FILE),
        source: 0,
        row: marks
            .read(bit::ROW, || reader.fitting())?
            .unwrap_or_default(),
    };
    let is_percent = |percent: Option<u8>| percent.is_none_or(|percent| percent <= 100);
    if is_percent(facts.copay_percent) && is_percent(facts.elderly_copay_percent) {
        Ok(facts)
    } else {
        Err(Damaged)
    }
}

fn read_class<const N: usize>(
    reader: &mut Reader<'_>,
    marks: &Marks,
    bit: u32,
) -> Result<[u8; N], Damaged> {
    let class = marks.read(bit, || reader.array::<N>())?.unwrap_or([0; N]);
    // ASCII letters and digits, or nothing at all.
    if class == [0; N] || class.iter().all(u8::is_ascii_alphanumeric) {
        Ok(class)
    } else {
        Err(Damaged)
    }
}

/// By what equal records of one input are known: the first bytes of the SHA-256 of what [`pack`] wrote.
#[must_use]
pub fn fingerprint(bytes: &[u8]) -> u64 {
    let digest: [u8; 32] = Sha256::digest(bytes).into();
    let mut first = [0; 8];
    first.copy_from_slice(&digest[..8]);
    u64::from_le_bytes(first)
}

#[cfg(test)]
mod tests;

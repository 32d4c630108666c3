//! Small values as bytes that are kept from night to night: numbers in LEB128, bytes behind their length.
//!
//! What is read back may be damaged, so reading never panics and never reserves more than there are bytes.

use chrono::{Datelike, NaiveDate};

use super::date::Month;

/// Stored bytes that are not what was once written: cut, changed, or of a newer version.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, thiserror::Error)]
#[error("the stored bytes are damaged")]
pub struct Damaged;

/// Years that claims and records have; what is read must not be so far away that counting days from it fails.
const YEARS: std::ops::RangeInclusive<i32> = 0..=9999;

/// Appends a number: seven bits a byte, the lowest first.
pub fn put_number(out: &mut Vec<u8>, mut number: u64) {
    loop {
        // Masked to seven bits.
        let low = (number & 0x7F) as u8;
        number >>= 7;
        if number == 0 {
            out.push(low);
            return;
        }
        out.push(low | 0x80);
    }
}

/// Appends a number that may be below zero; small ones of both signs are short.
pub fn put_signed(out: &mut Vec<u8>, number: i64) {
    put_number(
        out,
        number.cast_unsigned() << 1 ^ (number >> 63).cast_unsigned(),
    );
}

/// Appends bytes behind their length.
pub fn put_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    put_number(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

/// Appends a date. Years are those of four digits, as all readers see to.
pub fn put_date(out: &mut Vec<u8>, date: NaiveDate) {
    put_signed(out, date.num_days_from_ce().into());
}

/// Appends a month.
pub fn put_month(out: &mut Vec<u8>, month: Month) {
    put_signed(
        out,
        i64::from(month.year()) * 12 + i64::from(month.month()) - 1,
    );
}

/// Takes values from bytes in the order in which they were put.
#[derive(Clone, Debug)]
pub struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    /// Begins before the first byte.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// One byte.
    ///
    /// # Errors
    /// [`Damaged`] behind the last.
    pub fn byte(&mut self) -> Result<u8, Damaged> {
        let (&first, rest) = self.0.split_first().ok_or(Damaged)?;
        self.0 = rest;
        Ok(first)
    }

    /// The byte that names the version of what follows.
    ///
    /// # Errors
    /// [`Damaged`] unless it is `version`.
    pub fn version(&mut self, version: u8) -> Result<(), Damaged> {
        if self.byte()? == version {
            Ok(())
        } else {
            Err(Damaged)
        }
    }

    /// A number.
    ///
    /// # Errors
    /// [`Damaged`] when it does not end or has more than 64 bits.
    pub fn number(&mut self) -> Result<u64, Damaged> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            let bits = u64::from(byte & 0x7F);
            if bits << shift >> shift != bits {
                return Err(Damaged);
            }
            number |= bits << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(Damaged)
    }

    /// A number of a narrower type.
    ///
    /// # Errors
    /// [`Damaged`] when it does not fit.
    pub fn fitting<T: TryFrom<u64>>(&mut self) -> Result<T, Damaged> {
        T::try_from(self.number()?).map_err(|_| Damaged)
    }

    /// A number that may be below zero.
    ///
    /// # Errors
    /// As [`number`](Self::number).
    pub fn signed(&mut self) -> Result<i64, Damaged> {
        let number = self.number()?;
        Ok((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
    }

    /// Bytes behind their length.
    ///
    /// # Errors
    /// [`Damaged`] when there are fewer.
    pub fn bytes(&mut self) -> Result<&'a [u8], Damaged> {
        let length = self.fitting()?;
        let (bytes, rest) = self.0.split_at_checked(length).ok_or(Damaged)?;
        self.0 = rest;
        Ok(bytes)
    }

    /// So many bytes as they stand.
    ///
    /// # Errors
    /// [`Damaged`] when there are fewer.
    pub fn array<const N: usize>(&mut self) -> Result<[u8; N], Damaged> {
        let (&array, rest) = self.0.split_first_chunk().ok_or(Damaged)?;
        self.0 = rest;
        Ok(array)
    }

    /// Text behind its length.
    ///
    /// # Errors
    /// [`Damaged`] when it is cut or no UTF-8.
    pub fn text(&mut self) -> Result<&'a str, Damaged> {
        std::str::from_utf8(self.bytes()?).map_err(|_| Damaged)
    }

    /// A date.
    ///
    /// # Errors
    /// [`Damaged`] when its year has not four digits.
    pub fn date(&mut self) -> Result<NaiveDate, Damaged> {
        let days = i32::try_from(self.signed()?).map_err(|_| Damaged)?;
        NaiveDate::from_num_days_from_ce_opt(days)
            .filter(|date| YEARS.contains(&date.year()))
            .ok_or(Damaged)
    }

    /// A month.
    ///
    /// # Errors
    /// [`Damaged`] when its year has not four digits.
    pub fn month(&mut self) -> Result<Month, Damaged> {
        let months = i32::try_from(self.signed()?).map_err(|_| Damaged)?;
        let month = months.rem_euclid(12).cast_unsigned() + 1;
        Some(months.div_euclid(12))
            .filter(|year| YEARS.contains(year))
            .and_then(|year| Month::new(year, month))
            .ok_or(Damaged)
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// [`Damaged`] when there are bytes left.
    pub fn end(self) -> Result<(), Damaged> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(Damaged)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_come_back(number: u64, signed: i64, bytes: Vec<u8>, days in 0i32..3_650_000) {
            let date = NaiveDate::from_num_days_from_ce_opt(days).expect("a day");
            let mut out = Vec::new();
            put_number(&mut out, number);
            put_signed(&mut out, signed);
            put_bytes(&mut out, &bytes);
            put_date(&mut out, date);
            put_month(&mut out, Month::of(date));
            let mut reader = Reader::new(&out);
            prop_assert_eq!(reader.number(), Ok(number));
            prop_assert_eq!(reader.signed(), Ok(signed));
            prop_assert_eq!(reader.bytes(), Ok(bytes.as_slice()));
            prop_assert_eq!(reader.date(), Ok(date));
            prop_assert_eq!(reader.month(), Ok(Month::of(date)));
            prop_assert_eq!(reader.end(), Ok(()));
        }
    }

    #[test]
    fn what_cannot_be_read() {
        let long = [0xFF; 11];
        assert_eq!(Reader::new(&long).number(), Err(Damaged));
        // 64 bits and one more.
        let mut above = [0xFF; 10];
        above[9] = 3;
        assert_eq!(Reader::new(&above).number(), Err(Damaged));
        above[9] = 1;
        assert_eq!(Reader::new(&above).number(), Ok(u64::MAX));
        assert_eq!(Reader::new(&[0x80]).number(), Err(Damaged));
        assert_eq!(Reader::new(&[5, 1, 2]).bytes(), Err(Damaged));
        assert_eq!(Reader::new(&[1, 0xFF]).text(), Err(Damaged));
        assert_eq!(Reader::new(&[0x80, 2]).fitting::<u8>(), Err(Damaged));
        assert_eq!(Reader::new(&[0]).end(), Err(Damaged));
        let mut far = Vec::new();
        put_date(&mut far, NaiveDate::MAX);
        assert_eq!(Reader::new(&far).date(), Err(Damaged));
    }
}

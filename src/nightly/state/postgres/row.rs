//! Rows of an answer.

use std::error::Error;

use postgres::types::{FromSql, Type};

use super::error::{of, unexpected};
use crate::nightly::state::db::{self, DbError};

/// A row.
pub(super) struct Row<'a>(pub(super) &'a postgres::Row);

impl Row<'_> {
    /// A cell as one of the types that `T` can be read from; without anything in it the type does not matter.
    fn get<'a, T: FromSql<'a>>(&'a self, column: usize) -> Result<Option<T>, DbError> {
        if column >= self.0.len() {
            return Err(unexpected(&format!("an answer has no column {column}")));
        }
        if self
            .0
            .try_get::<_, Any>(column)
            .map_err(|e| of(&e))?
            .is_null
        {
            return Ok(None);
        }
        let found = self.0.columns()[column].type_();
        if !T::accepts(found) {
            return Err(unexpected(&format!(
                "column {column} of an answer is of another type"
            )));
        }
        self.0
            .try_get(column)
            .map_err(|_| unexpected(&format!("column {column} of an answer cannot be read")))
    }
}

impl db::Row for Row<'_> {
    fn int(&self, column: usize) -> Result<Option<i64>, DbError> {
        Ok(self.get::<Int>(column)?.map(|int| int.0))
    }

    fn text(&self, column: usize) -> Result<Option<&str>, DbError> {
        self.get(column)
    }

    fn bytes(&self, column: usize) -> Result<Option<&[u8]>, DbError> {
        self.get(column)
    }
}

/// Whether something stands in a cell.
struct Any {
    is_null: bool,
}

impl<'a> FromSql<'a> for Any {
    fn from_sql(_: &Type, _: &'a [u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Self { is_null: false })
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Self { is_null: true })
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

/// A number of any type with which the server answers where SQLite has only one: sums are `numeric`, literals
/// `integer`, comparisons `boolean`.
struct Int(i64);

impl<'a> FromSql<'a> for Int {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Self(match *ty {
            Type::BOOL => i64::from(bool::from_sql(ty, raw)?),
            Type::INT2 => i64::from(i16::from_sql(ty, raw)?),
            Type::INT4 => i64::from(i32::from_sql(ty, raw)?),
            Type::NUMERIC => whole(raw).ok_or("no whole number of 64 bits")?,
            _ => i64::from_sql(ty, raw)?,
        }))
    }

    fn accepts(ty: &Type) -> bool {
        matches!(
            *ty,
            Type::BOOL | Type::INT2 | Type::INT4 | Type::INT8 | Type::NUMERIC
        )
    }
}

/// The whole number that a `numeric` is: how many digits of base 10,000, the power of the first, sign, scale, digits.
fn whole(raw: &[u8]) -> Option<i64> {
    let mut words = raw
        .chunks_exact(2)
        .map(|word| i16::from_be_bytes([word[0], word[1]]));
    let (count, first) = (words.next()?, words.next()?);
    let (sign, _scale) = (words.next()?, words.next()?);
    let mut value: i128 = 0;
    for at in 0..=first.clamp(-1, 8) {
        let digit = if at < count { words.next()? } else { 0 };
        value = value * 10_000 + i128::from(digit);
    }
    // Digits behind the point, more of them than 64 bits hold, or no number at all.
    if first > 8 || words.any(|digit| digit != 0) {
        return None;
    }
    match sign {
        0 => i64::try_from(value).ok(),
        0x4000 => i64::try_from(-value).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numeric_as_a_whole_number() {
        let of = |words: &[u16]| {
            let bytes: Vec<u8> = words.iter().flat_map(|word| word.to_be_bytes()).collect();
            whole(&bytes)
        };
        assert_eq!(of(&[0, 0, 0, 0]), Some(0));
        assert_eq!(of(&[1, 0, 0, 0, 7]), Some(7));
        assert_eq!(of(&[1, 1, 0x4000, 0, 7]), Some(-70_000));
        assert_eq!(of(&[2, 1, 0, 0, 12, 34]), Some(120_034));
        // 9,223,372,036,854,775,807, one more, and the least.
        let most = [5, 4, 0, 0, 922, 3372, 368, 5477, 5807];
        assert_eq!(of(&most), Some(i64::MAX));
        assert_eq!(of(&[5, 4, 0, 0, 922, 3372, 368, 5477, 5808]), None);
        assert_eq!(
            of(&[5, 4, 0x4000, 0, 922, 3372, 368, 5477, 5808]),
            Some(i64::MIN)
        );
        // 0.5, 1.5, NaN, 10 to the power of 400.
        assert_eq!(of(&[1, 0xffff, 0, 1, 5000]), None);
        assert_eq!(of(&[2, 0, 0, 1, 1, 5000]), None);
        assert_eq!(of(&[0, 0, 0xc000, 0]), None);
        assert_eq!(of(&[1, 100, 0, 0, 1]), None);
        assert_eq!(of(&[1]), None);
    }
}

//! Coverage and evidence on a visit date (contract 4.4).

use chrono::NaiveDate;

use crate::eligibility::record::RecordRef;
use crate::matching::{Few, identity_of};

/// What judging needs of an eligibility record. Copied out of the records of one claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// 資格確認日, or the register's date.
    pub as_of: NaiveDate,
    /// 資格取得年月日.
    pub qualified_on: Option<NaiveDate>,
    /// 資格喪失年月日: the first day without coverage.
    pub lost_on: Option<NaiveDate>,
    /// 資格有効性 1–6, 0 when it is missing.
    pub validity: u8,
    /// Records with the same value have insurer, symbol and number zero-equal.
    pub group: u32,
    /// From a reading of the マイナンバーカード: 照会区分 1, or a visits file.
    pub reading: bool,
    /// 被保険者証区分 05, 特別療養費支給対象者.
    pub special: bool,
    /// 被保険者証有効終了年月日.
    pub card_valid_to: Option<NaiveDate>,
    /// 有効期限 of a 資格確認書.
    pub certificate_valid_to: Option<NaiveDate>,
    /// マイナ保険証 registered.
    pub myna_registered: bool,
}

/// The records as judging sees them; those that are zero-equal get the same group (contract 4.4).
#[must_use]
pub fn seen(records: &[RecordRef<'_>], as_of: NaiveDate) -> Few<Seen> {
    records
        .iter()
        .enumerate()
        .map(|(at, &record)| {
            let is_same =
                |&other: &RecordRef<'_>| identity_of(other).zero_equal(&identity_of(record));
            let first = records[..at].iter().position(is_same).unwrap_or(at);
            Seen {
                as_of: record.as_of.unwrap_or(as_of),
                qualified_on: record.qualified_on,
                lost_on: record.lost_on,
                validity: record.validity,
                // A person has a handful of records.
                group: u32::try_from(first).unwrap_or(u32::MAX),
                reading: record.reference == 1 || record.visits_file,
                special: &record.card_class == b"05",
                card_valid_to: record.card_valid_to,
                certificate_valid_to: record.certificate_valid_to,
                myna_registered: record.myna_registered == Some(true),
            }
        })
        .collect()
}

/// The date lies before 資格取得.
fn before_qualified(record: &Seen, date: NaiveDate) -> bool {
    record.qualified_on.is_some_and(|from| date < from)
}

/// The date lies on or after the loss, told by its date or by `validity`.
fn after_loss(record: &Seen, date: NaiveDate) -> bool {
    match record.lost_on {
        Some(lost) => date >= lost,
        None => matches!(record.validity, 2 | 3) && date >= record.as_of,
    }
}

/// Whether `record` says that the person was not insured on `date`.
#[must_use]
pub fn excludes(record: &Seen, date: NaiveDate) -> bool {
    before_qualified(record, date) || after_loss(record, date)
}

/// An invalid registration without a day of loss says nothing about days before it was seen.
fn is_silent(record: &Seen, date: NaiveDate) -> bool {
    matches!(record.validity, 2 | 3) && record.lost_on.is_none() && date < record.as_of
}

/// Whether `record` covers `date` among the records considered with it: a later-seen loss of the same
/// registration silences it.
#[must_use]
pub fn covers(record: &Seen, date: NaiveDate, all: &[Seen]) -> bool {
    !before_qualified(record, date)
        && !after_loss(record, date)
        && !is_silent(record, date)
        && !all.iter().any(|later| {
            later.group == record.group
                && later.as_of > record.as_of
                && after_loss(later, date)
                && match (later.qualified_on, record.qualified_on) {
                    (Some(a), Some(b)) => a == b,
                    _ => true,
                }
        })
}

/// Coverage on a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coverage {
    /// Some record covers it.
    Covered,
    /// None covers it, some excludes it; true when one does by loss.
    Uncovered {
        /// A record excludes the date by loss, not only by 資格取得.
        by_loss: bool,
    },
    /// Nothing is said.
    Unknown,
}

/// Coverage of `date` by the matched records.
#[must_use]
pub fn coverage(date: NaiveDate, matched: &[Seen]) -> Coverage {
    if matched.iter().any(|record| covers(record, date, matched)) {
        return Coverage::Covered;
    }
    let by_loss = matched.iter().any(|record| after_loss(record, date));
    if by_loss || matched.iter().any(|record| before_qualified(record, date)) {
        Coverage::Uncovered { by_loss }
    } else {
        Coverage::Unknown
    }
}

/// The evidence for `date`: covering records seen on or after `from`, the first day of its month.
pub fn evidence(date: NaiveDate, from: NaiveDate, matched: &[Seen]) -> impl Iterator<Item = &Seen> {
    matched
        .iter()
        .filter(move |record| record.as_of >= from && covers(record, date, matched))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2025, m, d).expect("a day")
    }

    fn seen(as_of: NaiveDate) -> Seen {
        Seen {
            as_of,
            qualified_on: Some(day(1, 1)),
            lost_on: None,
            validity: 1,
            group: 0,
            reading: false,
            special: false,
            card_valid_to: None,
            certificate_valid_to: None,
            myna_registered: false,
        }
    }

    #[test]
    fn loss_date_is_the_first_day_without() {
        let lost = Seen {
            lost_on: Some(day(10, 1)),
            ..seen(day(10, 5))
        };
        assert_eq!(coverage(day(9, 30), &[lost]), Coverage::Covered);
        assert_eq!(
            coverage(day(10, 1), &[lost]),
            Coverage::Uncovered { by_loss: true }
        );
        let early = NaiveDate::from_ymd_opt(2024, 12, 31).expect("a day");
        assert_eq!(
            coverage(early, &[lost]),
            Coverage::Uncovered { by_loss: false }
        );
    }

    #[test]
    fn invalid_without_loss_date() {
        let invalid = Seen {
            validity: 2,
            ..seen(day(10, 5))
        };
        assert_eq!(coverage(day(10, 4), &[invalid]), Coverage::Unknown);
        assert_eq!(
            coverage(day(10, 5), &[invalid]),
            Coverage::Uncovered { by_loss: true }
        );
        assert_eq!(coverage(day(10, 4), &[]), Coverage::Unknown);
    }

    #[test]
    fn a_later_seen_loss_overrides() {
        let early = seen(day(9, 1));
        let late = Seen {
            lost_on: Some(day(9, 15)),
            ..seen(day(10, 5))
        };
        assert_eq!(
            coverage(day(9, 20), &[early, late]),
            Coverage::Uncovered { by_loss: true }
        );
        assert_eq!(coverage(day(9, 14), &[early, late]), Coverage::Covered);
        // Another registration (qualified later) is not touched.
        let again = Seen {
            qualified_on: Some(day(9, 16)),
            ..seen(day(9, 16))
        };
        assert_eq!(
            coverage(day(9, 20), &[early, late, again]),
            Coverage::Covered
        );
        // Nor another number.
        let other = Seen { group: 1, ..early };
        assert_eq!(coverage(day(9, 20), &[other, late]), Coverage::Covered);
    }

    #[test]
    fn evidence_is_seen_in_the_month_or_later() {
        let (old, new) = (seen(day(8, 31)), seen(day(9, 1)));
        let found: Vec<_> = evidence(day(9, 20), day(9, 1), &[old, new])
            .map(|s| s.as_of)
            .collect();
        assert_eq!(found, [day(9, 1)]);
    }
}

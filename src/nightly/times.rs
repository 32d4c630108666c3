//! Moments and days as they stand in files: RFC 3339 in Japanese time, and ISO days.

use chrono::{DateTime, FixedOffset, NaiveDate, SecondsFormat, Utc};

/// Asia/Tokyo has been nine hours ahead of UTC without summer time since 1952.
const AHEAD: i32 = 9 * 3600;

/// A moment as it is written: `2026-11-29T02:00:00+09:00`.
#[must_use]
pub fn shown(at: DateTime<Utc>) -> String {
    match FixedOffset::east_opt(AHEAD) {
        Some(tokyo) => at
            .with_timezone(&tokyo)
            .to_rfc3339_opts(SecondsFormat::Secs, true),
        None => at.to_rfc3339_opts(SecondsFormat::Secs, true),
    }
}

/// A moment for people, to the minute: `2026-11-29 02:00`.
#[must_use]
pub fn minute(at: DateTime<Utc>) -> String {
    let shown = shown(at);
    // A moment has the same form in every zone.
    shown.get(..16).unwrap_or(&shown).replace('T', " ")
}

/// The day in Japan.
#[must_use]
pub fn day_of(at: DateTime<Utc>) -> NaiveDate {
    FixedOffset::east_opt(AHEAD).map_or_else(
        || at.date_naive(),
        |tokyo| at.with_timezone(&tokyo).date_naive(),
    )
}

/// A moment that was written so, or in any other zone.
#[must_use]
pub fn read(text: &str) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(text)
        .ok()
        .map(|at| at.with_timezone(&Utc))
}

/// A moment, for `#[serde(with)]`.
pub(super) mod instant {
    use chrono::{DateTime, Utc};
    use serde::de::Error as _;
    use serde::{Deserialize as _, Deserializer, Serializer};

    pub(in super::super) fn serialize<S: Serializer>(
        at: &DateTime<Utc>,
        out: S,
    ) -> Result<S::Ok, S::Error> {
        out.serialize_str(&super::shown(*at))
    }

    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<DateTime<Utc>, D::Error> {
        let text = String::deserialize(from)?;
        super::read(&text).ok_or_else(|| D::Error::custom("no moment of RFC 3339"))
    }
}

/// A moment that may be missing.
pub(super) mod instant_if_any {
    use chrono::{DateTime, Utc};
    use serde::de::Error as _;
    use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer};

    #[expect(clippy::ref_option, reason = "serde asks for this")]
    pub(in super::super) fn serialize<S: Serializer>(
        at: &Option<DateTime<Utc>>,
        out: S,
    ) -> Result<S::Ok, S::Error> {
        at.map(super::shown).serialize(out)
    }

    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<DateTime<Utc>>, D::Error> {
        let text = Option::<String>::deserialize(from)?;
        let read = |text: String| {
            super::read(&text).ok_or_else(|| D::Error::custom("no moment of RFC 3339"))
        };
        text.map(read).transpose()
    }
}

/// A day.
pub(super) mod day {
    use chrono::NaiveDate;
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for this")]
    pub(in super::super) fn serialize<S: Serializer>(
        day: &NaiveDate,
        out: S,
    ) -> Result<S::Ok, S::Error> {
        out.collect_str(day)
    }

    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<NaiveDate, D::Error> {
        let text = String::deserialize(from)?;
        NaiveDate::parse_from_str(&text, "%Y-%m-%d").map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_in_japanese_time() {
        let at = DateTime::from_timestamp(1_796_000_000, 999).expect("a moment");
        assert_eq!(shown(at), "2026-11-30T09:53:20+09:00");
        assert_eq!(minute(at), "2026-11-30 09:53");
        assert_eq!(day_of(at).to_string(), "2026-11-30");
        assert_eq!(
            read("2026-11-30T00:53:20Z"),
            DateTime::from_timestamp(1_796_000_000, 0)
        );
        assert_eq!(read("2026-11-30 00:53"), None);
    }
}

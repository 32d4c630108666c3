//! What a field says in words: codes spelled out, dates with their weekday, yen in groups of three.

use chrono::{Datelike, NaiveDate};

use crate::text::date::{self, Month};
use crate::text::lang::Lang;
use crate::text::mask::is_masked;
use crate::text::{fold, grouped, parse_count};
use crate::uke::codes::{self, CodeTable};
use crate::uke::layout::{self, Content, Field, RecordKind, co, sn, tz};

use super::record::Record;

/// What is to be said of a field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Reading {
    /// The contents in words; `None` where the contents are words or a plain number.
    pub(super) label: Option<String>,
    /// The contents are not what the field may hold: an unknown code, no date, a letter in a number, …. How
    /// they are wrong is told by `validate`.
    pub(super) is_doubtful: bool,
    /// The label says all that the contents do (a date, an amount).
    is_whole: bool,
}

impl Reading {
    fn plain(is_right: bool) -> Self {
        Self {
            is_doubtful: !is_right,
            ..Self::default()
        }
    }

    fn whole(label: Option<String>) -> Self {
        Self {
            is_doubtful: label.is_none(),
            label,
            is_whole: true,
        }
    }

    /// Contents and label as one text.
    #[must_use]
    pub(super) fn shown(&self, value: &str) -> String {
        let value = value.trim();
        match &self.label {
            Some(label) if self.is_whole => label.clone(),
            Some(label) => format!("{value} {label}"),
            None => value.to_owned(),
        }
    }
}

/// Reads the field of a record, whose layout is `field`.
#[must_use]
pub(super) fn read(kind: RecordKind, field: &Field, record: &Record, lang: Lang) -> Reading {
    let value = record.field(field.position).trim();
    if value.is_empty() || is_masked(value) {
        return Reading::default();
    }
    if value.contains('\u{FFFD}') {
        return Reading::plain(false);
    }
    match field.content {
        Content::Date => {
            Reading::whole(date::parse_ymd(value.as_bytes()).map(|date| day(date, lang)))
        }
        Content::Month => {
            Reading::whole(Month::parse(value.as_bytes()).map(|month| self::month(month, lang)))
        }
        Content::Time => Reading::whole(time(value)),
        Content::Yen => {
            Reading::whole(parse_count(value.as_bytes()).map(|amount| yen(i64::from(amount), lang)))
        }
        Content::Percent => {
            Reading::whole(parse_count(value.as_bytes()).map(|percent| format!("{percent}%")))
        }
        Content::Reserved => Reading::plain(false),
        Content::Tag | Content::Plain | Content::Count => match field.codes {
            Some(table) => coded(kind, field, table, value, lang),
            None => uncoded(kind, field, record, value, lang),
        },
    }
}

fn coded(kind: RecordKind, field: &Field, table: &CodeTable, value: &str, lang: Lang) -> Reading {
    let (mut is_doubtful, mut is_unknown) = (false, false);
    let pieces: Vec<&[u8]> = match field.run {
        Some(_) => table.split_run(value.as_bytes()).collect(),
        None => vec![value.as_bytes()],
    };
    let labels: Vec<String> = pieces
        .iter()
        .map(|&code| {
            let is_allowed =
                field.only.is_empty() || field.only.iter().any(|only| only.as_bytes() == code);
            is_doubtful |= !is_allowed;
            code_label(kind, field, table, code, lang).unwrap_or_else(|| {
                is_unknown = true;
                is_doubtful = true;
                String::from_utf8_lossy(code).into_owned()
            })
        })
        .collect();
    Reading {
        // A lone unknown code has nothing to be said of it.
        label: (labels.len() > 1 || !is_unknown).then(|| labels.join(lang.pick("、", "; "))),
        is_doubtful,
        is_whole: false,
    }
}

fn code_label(
    kind: RecordKind,
    field: &Field,
    table: &CodeTable,
    code: &[u8],
    lang: Lang,
) -> Option<String> {
    let word = |table: &CodeTable| {
        let entry = table.get(code)?;
        Some(lang.pick(entry.ja, entry.en).to_owned())
    };
    word(table).or_else(|| {
        // Codes that only an insurer receives are known from the medical format alone.
        let is_confirmation = kind == RecordKind::Sn && field.position == sn::CONFIRMATION;
        is_confirmation
            .then(|| word(&codes::CONFIRMATION_INSURER_SIDE))
            .flatten()
            .map(|label| label + lang.pick("（医科からの推定）", " (inferred)"))
    })
}

fn uncoded(kind: RecordKind, field: &Field, record: &Record, value: &str, lang: Lang) -> Reading {
    if let Some(length) = field.run {
        let is_ascii = value.is_ascii();
        let pieces: Vec<_> = value
            .as_bytes()
            .chunks(length)
            .map(String::from_utf8_lossy)
            .collect();
        return Reading {
            label: (is_ascii && pieces.len() > 1).then(|| pieces.join(" ")),
            is_doubtful: !is_ascii || !value.len().is_multiple_of(length),
            is_whole: is_ascii && pieces.len() > 1,
        };
    }
    Reading {
        label: date_in_comment(kind, field, record, value, lang),
        ..Reading::plain(
            layout::fits(field, record.field(field.position))
                && (field.only.is_empty() || field.only.contains(&value)),
        )
    }
}

/// 和暦 GYYMMDD in full-width digits, which comments with codes 8505… hold (手引き 別紙2, claims-format 1).
fn date_in_comment(
    kind: RecordKind,
    field: &Field,
    record: &Record,
    value: &str,
    lang: Lang,
) -> Option<String> {
    let code = match (kind, field.position) {
        (RecordKind::Tz, tz::TEXT) => record.field(tz::COMMENT_CODE),
        (RecordKind::Co, co::TEXT) => record.field(co::COMMENT_CODE),
        _ => return None,
    };
    let digits = fold::nfkc(value);
    if !code.starts_with("8505") || digits.len() != 7 || !digits.bytes().all(|b| b.is_ascii_digit())
    {
        return None;
    }
    let era = match digits.as_bytes().first()? {
        b'1' => "M",
        b'2' => "T",
        b'3' => "S",
        b'4' => "H",
        b'5' => "R",
        _ => return None,
    };
    let written = format!("{era}{}.{}.{}", &digits[1..3], &digits[3..5], &digits[5..7]);
    date::parse_any(&written).map(|date| format!("({})", day(date, lang)))
}

/// A day with its weekday: `2026年1月5日(月)`.
#[must_use]
pub(super) fn day(date: NaiveDate, lang: Lang) -> String {
    let weekday = weekday(date.weekday().num_days_from_sunday() as usize, lang);
    match lang {
        Lang::Ja => format!(
            "{}年{}月{}日({weekday})",
            date.year(),
            date.month(),
            date.day()
        ),
        Lang::En => format!("{date} ({weekday})"),
    }
}

/// The weekday, 0 = Sunday.
pub(super) fn weekday(from_sunday: usize, lang: Lang) -> &'static str {
    const NAMES: [(&str, &str); 7] = [
        ("日", "Sun"),
        ("月", "Mon"),
        ("火", "Tue"),
        ("水", "Wed"),
        ("木", "Thu"),
        ("金", "Fri"),
        ("土", "Sat"),
    ];
    let (ja, en) = NAMES[from_sunday % 7];
    lang.pick(ja, en)
}

/// A month: `2026年1月`.
#[must_use]
pub(super) fn month(month: Month, lang: Lang) -> String {
    match lang {
        Lang::Ja => format!("{}年{}月", month.year(), month.month()),
        Lang::En => month.to_string(),
    }
}

fn time(value: &str) -> Option<String> {
    let number = parse_count(value.as_bytes()).filter(|_| value.len() == 4)?;
    let (hours, minutes) = (number / 100, number % 100);
    (hours < 24 && minutes < 60).then(|| format!("{hours}:{minutes:02}"))
}

/// An amount: `29,320円`.
#[must_use]
pub(super) fn yen(amount: i64, lang: Lang) -> String {
    let sign = if amount < 0 { "-" } else { "" };
    let unit = lang.pick("円", " yen");
    format!("{sign}{}{unit}", grouped(amount.unsigned_abs()))
}

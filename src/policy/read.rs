//! A policy file, checked key by key. Every problem is collected with its place.

use std::ops::Range;

use chrono::NaiveDate;
use toml::de::{DeTable, DeValue};

use super::draft::{Draft, KindDraft, Start};
use super::insurer::{Override, Window, prefix_of};
use super::{Policy, PolicyError, payment_record};
use crate::text::fold;
use crate::text::insurer::InsurerKind;
use crate::text::placed::{Expected, Key, Told, Value};

/// The keys of the top level.
const KEYS: [&str; 18] = [
    "name",
    "extends",
    "card_last",
    "municipal_card_common_last",
    "jieikan_unknown_from",
    "certificate_from",
    "certificate_notice_days",
    "smartphone_from",
    "myna_grace_months",
    "ticket_quiet_day",
    "dx_from",
    "dx_known_to",
    "registration_lag_days",
    "claim_years",
    "payment_record_above",
    "cap",
    "window",
    "insurer",
];
/// Years in which a policy date is no slip of the pen.
const YEARS: Range<i32> = 2000..2100;
/// Largest grace, in months.
const MONTHS_MAX: u32 = 120;
/// Largest notice, in days.
const NOTICE_MAX: u32 = 3650;
/// Longest registration lag, in days.
const LAG_MAX: u32 = 365;
/// Longest right to claim, in years.
const YEARS_MAX: u32 = 50;
/// Largest amount, in yen: 合計金額 has at most eight digits.
const YEN_MAX: u32 = 99_999_999;

const A_DATE: Expected = (
    "実在する日付（2000〜2099年、例 2025-12-01）",
    "a date that exists, in 2000 to 2099, such as 2025-12-01",
);
const A_DATE_OR_NEVER: Expected = (
    "実在する日付（例 2025-09-19）または \"never\"",
    "a date that exists, such as 2025-09-19, or \"never\"",
);
const A_WINDOW: Expected = (
    "{ from = 初日, to = 最終日 } または \"none\"",
    "{ from = first day, to = last day } or \"none\"",
);
const A_TABLE: Expected = ("表（[名前] の形）", "a table");
const INSURERS: Expected = ("[[insurer]] の並び", "tables under [[insurer]]");
const A_NAME: Expected = (
    "空でない1行の文字列",
    "a string of one line that is not empty",
);
const A_NUMBER: Expected = (
    "引用符で囲んだ医療保険の保険者番号またはその先頭2〜8桁（例 \"138057\"、\"39131234\"、\"06\"）",
    "the number of a medical insurer or its first two to eight digits, in quotes, such as \"138057\", \"39131234\" or \"06\"",
);

/// Reads `text`, which may extend one of `bases` (names of built-in policies); see [`Policy::parse`].
pub(super) fn read(text: &str, file_name: &str, bases: &[&str]) -> Result<Policy, PolicyError> {
    let mut reader = Reader {
        told: Told::new(text),
        bases,
    };
    let policy = reader.policy(file_name);
    match policy {
        Some(policy) if reader.told.is_empty() => Ok(policy.settled()),
        _ => Err(reader.told.into_error(file_name)),
    }
}

/// The text being read, and which built-in policies it may extend.
struct Reader<'t> {
    told: Told<'t>,
    bases: &'t [&'t str],
}

impl Reader<'_> {
    /// The policy, or `None` with a problem.
    fn policy(&mut self, file_name: &str) -> Option<Policy> {
        if self.told.is_too_long() {
            return None;
        }
        let (root, errors) = DeTable::parse_recoverable(self.told.text);
        if !errors.is_empty() {
            for error in errors {
                self.told.syntax(&error, A_DATE);
            }
            return None;
        }
        let root = root.get_ref();
        let mut draft = match root.get("extends") {
            Some(value) => Draft::from(self.base(value)?),
            None => Draft::default(),
        };
        let name = match root.get("name") {
            Some(value) => self.name(value),
            None => Some(stem(file_name)),
        };
        for (key, value) in root {
            self.top_level(&mut draft, key, value);
        }
        self.check_caps(&draft);
        if self.told.is_empty() {
            for key in draft.missing() {
                self.told.problem(
                    0..0,
                    format!("`{key}` がありません。すべてのキーを書くか、extends = \"current\" を加えてください"),
                    format!("`{key}` is missing; expected every key, or extends = \"current\""),
                );
            }
        }
        draft.finish(name?)
    }

    fn top_level(&mut self, draft: &mut Draft, key: &Key<'_>, value: &Value<'_>) {
        match key.get_ref().as_ref() {
            // Read before all others.
            "name" | "extends" => {}
            "card_last" => draft.card_last = self.date(value),
            "municipal_card_common_last" => draft.municipal_card_common_last = self.date(value),
            "jieikan_unknown_from" => draft.jieikan_unknown_from = self.date(value),
            "certificate_from" => draft.certificate_from = self.date(value),
            "certificate_notice_days" => {
                draft.certificate_notice_days = self.count(value, NOTICE_MAX);
            }
            "smartphone_from" => draft.smartphone_from = self.date_or_never(value),
            "myna_grace_months" => draft.myna_grace_months = self.count(value, MONTHS_MAX),
            "ticket_quiet_day" => draft.ticket_quiet_day = self.count(value, 31),
            "dx_from" => draft.dx_from = self.date(value),
            "dx_known_to" => draft.dx_known_to = self.date(value),
            "registration_lag_days" => draft.registration_lag_days = self.count(value, LAG_MAX),
            "claim_years" => draft.claim_years = self.count(value, YEARS_MAX),
            "payment_record_above" => {
                self.payment_record_above(&mut draft.payment_record_above, value);
            }
            "cap" => {
                let mut written = Vec::new();
                self.by_kind(&mut draft.caps, value, |reader, value| {
                    let cap = reader.date(value)?;
                    written.push((cap, value.span()));
                    Some(cap)
                });
                draft.caps_written.append(&mut written);
            }
            "window" => self.by_kind(&mut draft.windows, value, Self::window),
            "insurer" => self.insurers(draft, value),
            _ => self.told.unknown_key(key, &KEYS),
        }
    }

    /// The built-in policy that `extends` names.
    fn base(&mut self, value: &Value<'_>) -> Option<Policy> {
        let word = value.get_ref().as_str();
        let base = self.bases.iter().find(|name| word == Some(**name));
        let policy = base.and_then(|name| Policy::builtin(name));
        if policy.is_none() {
            let names: Vec<String> = self
                .bases
                .iter()
                .map(|name| format!("\"{name}\""))
                .collect();
            let (ja, en) = (names.join("、"), names.join(" or "));
            self.told.unexpected(
                value,
                &format!("組み込みのポリシー {ja}"),
                &format!("a built-in policy: {en}"),
            );
        }
        policy
    }

    fn name(&mut self, value: &Value<'_>) -> Option<String> {
        match value.get_ref().as_str() {
            Some(name) if !name.trim().is_empty() && !name.contains(char::is_control) => {
                Some(name.to_owned())
            }
            _ => self.told.expected(value, A_NAME),
        }
    }

    /// A local date of TOML or an ISO string; `None` with a problem.
    fn date(&mut self, value: &Value<'_>) -> Option<NaiveDate> {
        date(value.get_ref()).or_else(|| self.told.expected(value, A_DATE))
    }

    fn date_or_never(&mut self, value: &Value<'_>) -> Option<Start> {
        if value.get_ref().as_str() == Some("never") {
            return Some(None);
        }
        date(value.get_ref())
            .map(Some)
            .or_else(|| self.told.expected(value, A_DATE_OR_NEVER))
    }

    /// A whole number from 0 to `max`.
    fn count(&mut self, value: &Value<'_>, max: u32) -> Option<u32> {
        let number = value
            .get_ref()
            .as_integer()
            .and_then(|integer| u32::from_str_radix(integer.as_str(), integer.radix()).ok())
            .filter(|number| *number <= max);
        if number.is_none() {
            self.told.unexpected(
                value,
                &format!("0〜{max} の整数"),
                &format!("a whole number from 0 to {max}"),
            );
        }
        number
    }

    /// `{ from = …, to = … }` or `"none"`.
    fn window(&mut self, value: &Value<'_>) -> Option<Window> {
        let table = match value.get_ref() {
            DeValue::String(word) if word == "none" => return Some(None),
            DeValue::Table(table) => table,
            _ => return self.told.expected(value, A_WINDOW),
        };
        for key in table.keys() {
            if !matches!(key.get_ref().as_ref(), "from" | "to") {
                self.told.unknown_key(key, &["from", "to"]);
            }
        }
        let (Some(from), Some(to)) = (table.get("from"), table.get("to")) else {
            return self.told.expected(value, A_WINDOW);
        };
        // Both are read first, so that two bad dates are told at once.
        let (first, last) = (self.date(from), self.date(to));
        let (first, last) = (first?, last?);
        if first > last {
            self.told.unexpected(
                from,
                &format!("{last}（to）以前の日付"),
                &format!("a date not after {last}, the `to` of the window"),
            );
            return None;
        }
        Some(Some((first, last)))
    }

    /// `[cap]` or `[window]`: `others` and the kinds of medical insurers.
    fn by_kind<T>(
        &mut self,
        draft: &mut KindDraft<T>,
        value: &Value<'_>,
        mut read: impl FnMut(&mut Self, &Value<'_>) -> Option<T>,
    ) {
        let DeValue::Table(table) = value.get_ref() else {
            self.told.expected::<()>(value, A_TABLE);
            return;
        };
        for (key, value) in table {
            let word = key.get_ref().as_ref();
            let kind = InsurerKind::ALL
                .into_iter()
                .find(|kind| kind.is_medical() && kind.id() == word);
            match kind {
                Some(kind) => draft.kinds[kind as usize] = read(self, value),
                None if word == "others" => draft.others = read(self, value),
                None => {
                    let kinds = InsurerKind::ALL
                        .into_iter()
                        .filter(|kind| kind.is_medical());
                    let known: Vec<&str> = ["others"]
                        .into_iter()
                        .chain(kinds.map(InsurerKind::id))
                        .collect();
                    self.told.unknown_key(key, &known);
                }
            }
        }
    }

    /// `[payment_record_above]`; a file that extends another may name some of the amounts.
    fn payment_record_above(&mut self, draft: &mut payment_record::Draft, value: &Value) {
        let DeValue::Table(table) = value.get_ref() else {
            self.told.expected::<()>(value, A_TABLE);
            return;
        };
        for (key, value) in table {
            let word = key.get_ref().as_ref();
            match payment_record::KEYS.iter().position(|key| *key == word) {
                Some(at) => draft.0[at] = self.count(value, YEN_MAX),
                None => self.told.unknown_key(key, &payment_record::KEYS),
            }
        }
    }

    /// `[[insurer]]`.
    fn insurers(&mut self, draft: &mut Draft, value: &Value<'_>) {
        let DeValue::Array(array) = value.get_ref() else {
            self.told.expected::<()>(value, INSURERS);
            return;
        };
        for entry in array {
            let Some(one) = self.insurer(draft, entry) else {
                continue;
            };
            draft.overrides.push(one);
        }
    }

    fn insurer(&mut self, draft: &mut Draft, entry: &Value<'_>) -> Option<Override> {
        let DeValue::Table(table) = entry.get_ref() else {
            return self.told.expected(entry, INSURERS);
        };
        for key in table.keys() {
            if !matches!(key.get_ref().as_ref(), "number" | "cap" | "window") {
                self.told.unknown_key(key, &["number", "cap", "window"]);
            }
        }
        let cap = table
            .get("cap")
            .map(|value| (self.date(value), value.span()));
        if let Some((Some(cap), span)) = &cap {
            draft.caps_written.push((*cap, span.clone()));
        }
        let window = table.get("window").map(|value| self.window(value));
        let Some(number) = table.get("number") else {
            self.told.problem(
                entry.span(),
                "`number`（保険者番号）がありません".to_owned(),
                "`number` is missing; expected the insurer number".to_owned(),
            );
            return None;
        };
        let prefix = self.number(number, &draft.overrides)?;
        if cap.is_none() && window.is_none() {
            self.told.problem(
                entry.span(),
                "`cap` も `window` もありません。少なくとも一方が必要です".to_owned(),
                "neither `cap` nor `window`; expected at least one of them".to_owned(),
            );
        }
        Some(Override {
            prefix,
            cap: cap.and_then(|(cap, _)| cap),
            window: window.flatten(),
        })
    }

    /// The prefix for `number`, which none of the `earlier` may have.
    fn number(&mut self, value: &Value<'_>, earlier: &[Override]) -> Option<String> {
        let prefix = value
            .get_ref()
            .as_str()
            .and_then(|number| prefix_of(&fold::nfkc(number)));
        let Some(prefix) = prefix else {
            return self.told.expected(value, A_NUMBER);
        };
        if earlier.iter().any(|o| o.prefix == prefix) {
            self.told.unexpected(
                value,
                "まだ書かれていない番号（同じ番号は一度だけ）",
                "a number that is not given above (each one once)",
            );
            return None;
        }
        Some(prefix)
    }

    /// A cap written in this file must not promise more than `card_last`; an inherited one is cut off.
    fn check_caps(&mut self, draft: &Draft) {
        let Some(card_last) = draft.card_last else {
            return;
        };
        for (cap, span) in &draft.caps_written {
            if *cap > card_last {
                self.told.problem(
                    span.clone(),
                    format!("`{cap}` は card_last（{card_last}）より後です。card_last 以前の日付が必要です"),
                    format!("found `{cap}`; expected a date not after card_last, {card_last}"),
                );
            }
        }
    }
}

/// The date of a TOML local date or an ISO string, if it exists and is plausible.
fn date(value: &DeValue) -> Option<NaiveDate> {
    use chrono::Datelike;
    let date = match value {
        DeValue::Datetime(at) if at.time.is_none() && at.offset.is_none() => {
            let date = at.date?;
            NaiveDate::from_ymd_opt(i32::from(date.year), date.month.into(), date.day.into())?
        }
        DeValue::String(text) if text.len() == "YYYY-MM-DD".len() => {
            NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?
        }
        _ => return None,
    };
    YEARS.contains(&date.year()).then_some(date)
}

/// The last part of a path, without `.toml`.
fn stem(file_name: &str) -> String {
    let base = file_name.rsplit(['/', '\\']).next().unwrap_or(file_name);
    base.strip_suffix(".toml").unwrap_or(base).to_owned()
}

//! The sheet of one patient. It is handed over, so it says who, which days and what to bring, and nothing else.

use std::io::{self, Write};

use askama::Template;
use unicode_width::UnicodeWidthStr;

use crate::finding::Days;
use crate::messages::{self, Value};
use crate::report::View;
use crate::rules::wording;
use crate::text::insurer::InsurerKind;
use crate::text::lang::Lang;

use super::gather::{Notice, Station};
use super::markup::Markup;
use super::why::{Why, dated};

/// More months than this are not listed one by one; the sheet has room for so many lines.
const MONTHS_MAX: usize = 2;

/// Longer names are cut; no real one is.
const NAME_MAX: usize = 60;

/// A name with more characters is set smaller.
const NAME_LONG: usize = 16;

/// Dates of so many columns take one more line behind their heading.
const DATES_WIDE: usize = 90;

/// The telephone line of the leaflet.
const PHONE: &str = "0120-95-0178";

/// What stands on every sheet.
pub(super) struct Texts {
    before_name: &'static str,
    after_name: &'static str,
    heading_need: Markup,
    heading_expiring: Markup,
    dates: Markup,
    bring: Markup,
    or: Markup,
    myna: Markup,
    myna_is: Markup,
    certificate: Markup,
    certificate_is: Markup,
    old_card: Markup,
    old_card_is: Markup,
    reading: Markup,
    reading_is: Markup,
    letter: Markup,
    letter_is: Markup,
    neither: Markup,
    neither_all: Markup,
    neither_koki: Markup,
    register: Markup,
    steps: [Markup; 3],
    register_else: Markup,
    expiry: Markup,
    expiry_is: Markup,
    phone: Markup,
    phone_menu: Markup,
    hours: [Markup; 3],
    phone_source: Markup,
    contact: Markup,
    contact_is: Markup,
}

impl Texts {
    pub(super) fn of(lang: Lang) -> Self {
        let text = |id: &str| Markup::of(messages::get(id, lang));
        Self {
            before_name: messages::get("notices-before-name", lang),
            after_name: messages::get("notices-after-name", lang),
            heading_need: text("notices-heading-need"),
            heading_expiring: text("notices-heading-expiring"),
            dates: text("notices-dates"),
            bring: text("notices-bring"),
            or: text("notices-or"),
            myna: text("notices-myna"),
            myna_is: text("notices-myna-is"),
            certificate: text("notices-certificate"),
            certificate_is: text("notices-certificate-is"),
            old_card: text("notices-old-card"),
            old_card_is: text("notices-old-card-is"),
            reading: text("notices-reading"),
            reading_is: text("notices-reading-is"),
            letter: text("notices-notice"),
            letter_is: text("notices-notice-is"),
            neither: text("notices-neither"),
            neither_all: text("notices-neither-all"),
            neither_koki: text("notices-neither-koki"),
            register: text("notices-register"),
            steps: [
                text("notices-register-1"),
                text("notices-register-2"),
                text("notices-register-3"),
            ],
            register_else: text("notices-register-else"),
            expiry: text("notices-expiry"),
            expiry_is: text("notices-expiry-is"),
            phone: text("notices-phone"),
            phone_menu: text("notices-phone-menu"),
            hours: [
                text("notices-hours-week"),
                text("notices-hours-weekend"),
                text("notices-hours-closed"),
            ],
            phone_source: text("notices-phone-source"),
            contact: text("notices-contact"),
            contact_is: text("notices-contact-is"),
        }
    }
}

#[derive(Template)]
#[template(path = "notices/patient.html")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each tells the template of one thing; there is no state among them"
)]
struct Sheet<'a> {
    texts: &'a Texts,
    number: usize,
    name: &'a str,
    is_long: bool,
    /// More is to be said than on most, so things stand closer.
    is_dense: bool,
    station: &'a str,
    code: &'a str,
    as_of: String,
    /// They have visits to be checked; else there is but an expiry.
    has_visits: bool,
    /// Of these there was no 資格確認書 yet.
    is_before: bool,
    reasons: Vec<Markup>,
    dates: String,
    is_koki: bool,
    insurer: String,
    phone: &'static str,
}

/// Writes the sheet; `number` counts sheets of patients.
///
/// # Errors
/// What `out` reports.
pub(super) fn write(
    view: &View<'_>,
    texts: &Texts,
    notice: &Notice<'_>,
    station: &Station<'_>,
    number: usize,
    out: &mut impl Write,
) -> io::Result<()> {
    let (checked, lang) = (view.checked, view.lang);
    let (_, recorded) = notice.claim(checked);
    let name = recorded.decode(recorded.name);
    let name = shortened(name.trim(), NAME_MAX);
    let kind = notice.kind(checked);
    let why = notice.person.map(|person| Why::of(person, &checked.policy));
    let reasons = reasons(view, notice, why);
    let dates = dates(&notice.dates, lang);
    let is_long = name.chars().count() > NAME_LONG;
    let sheet = Sheet {
        texts,
        number,
        is_long,
        is_dense: is_long || reasons.len() > 1 || dates.width() > DATES_WIDE,
        name: &name,
        station: &shortened(station.name, NAME_MAX),
        code: station.code,
        as_of: wording::date(checked.as_of, lang),
        has_visits: why.is_some(),
        is_before: why == Some(Why::Before),
        reasons,
        dates,
        is_koki: kind == InsurerKind::Koki,
        insurer: insurer(kind, &recorded.insurer(), lang),
        phone: PHONE,
    };
    sheet.write_into(out)
}

/// Why they get it, a paragraph each.
fn reasons(view: &View<'_>, notice: &Notice<'_>, why: Option<Why>) -> Vec<Markup> {
    let lang = view.lang;
    let from = view.checked.policy.certificate_from;
    let mut texts = Vec::new();
    if let (Some(person), Some(why)) = (notice.person, why) {
        texts.push(why.text(lang));
        if why != Why::Before && person.first_date < from {
            texts.push(dated("notices-around", from, lang));
        }
    }
    texts.extend(notice.expiring.map(|expiring| expiring.text(lang)));
    texts.iter().map(|text| Markup::of(text)).collect()
}

/// The dates of visits, each month with its year.
pub(super) fn dates(months: &[Days], lang: Lang) -> String {
    let (Some(first), Some(last)) = (months.first(), months.last()) else {
        return String::new();
    };
    if months.len() > MONTHS_MAX {
        let day = |days: &Days, day| {
            let date = days.month.day(day);
            date.map_or_else(String::new, |date| wording::date(date, lang))
        };
        let from = day(first, first.mask.trailing_zeros() + 1);
        let to = day(last, 32 - last.mask.leading_zeros());
        let count: u64 = months
            .iter()
            .map(|it| u64::from(it.mask.count_ones()))
            .sum();
        let values = [
            ("first", Value::Text(&from)),
            ("last", Value::Text(&to)),
            ("count", Value::Number(count)),
        ];
        return messages::with("notices-dates-more", lang, &values);
    }
    let months = months.iter().map(|&days| month(days, lang));
    let joined = months.reduce(|before, next| {
        let values = [
            ("before", Value::Text(&before)),
            ("next", Value::Text(&next)),
        ];
        messages::with("notices-dates-and", lang, &values)
    });
    joined.unwrap_or_default()
}

fn month(days: Days, lang: Lang) -> String {
    let text = wording::days(days, lang);
    if days.mask.is_power_of_two() {
        // A day alone comes with its year.
        return text;
    }
    let year = days.month.year().to_string();
    let values = [("year", Value::Text(&year)), ("days", Value::Text(&text))];
    messages::with("notices-dates-of-year", lang, &values)
}

/// Whom to ask for a 資格確認書: the insurer on the claim.
fn insurer(kind: InsurerKind, number: &str, lang: Lang) -> String {
    let number = shortened(number, 16);
    let values = [
        (
            "kind",
            Value::Text(messages::of("insurer-kind", kind.id(), lang)),
        ),
        ("number", Value::Text(&number)),
    ];
    if kind == InsurerKind::Unknown {
        messages::with("notices-insurer-number", lang, &values[1..])
    } else {
        messages::with("notices-insurer", lang, &values)
    }
}

/// At most so many characters; what is cut off is marked.
pub(super) fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

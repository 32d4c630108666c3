//! The calendar of the month, Sunday to Saturday, with the days of JD and KA.

use chrono::Datelike;

use crate::text::date::Month;
use crate::text::lang::Lang;
use crate::uke::codes;
use crate::uke::layout::re;

use super::calendar::{self, Day};
use super::page::{Page, padded, padded_left};
use super::reading;
use super::record::Claim;

/// Columns of a day: its number, two marks, a gap.
const CELL: usize = 7;

/// What is said of a day, as a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    Counted,
    Uncounted,
    OtherCode,
    Visit,
    ItemOnly,
}

impl Mark {
    const ALL: [Self; 5] = [
        Self::Counted,
        Self::Uncounted,
        Self::OtherCode,
        Self::Visit,
        Self::ItemOnly,
    ];

    fn sign(self) -> char {
        match self {
            Self::Counted => '●',
            Self::Uncounted => '○',
            Self::OtherCode => '?',
            Self::Visit => '▲',
            Self::ItemOnly => '△',
        }
    }

    fn legend(self, lang: Lang) -> &'static str {
        let of_table = |code: &[u8]| {
            codes::VISIT_DAY
                .get(code)
                .map_or("", |entry| lang.pick(entry.ja, entry.en))
        };
        match self {
            Self::Counted => of_table(b"1"),
            Self::Uncounted => of_table(b"2"),
            Self::OtherCode => lang.pick("受診日等のほかの区分", "another code in JD"),
            Self::Visit => lang.pick("訪問を算定した日", "visit in KA"),
            Self::ItemOnly => lang.pick("訪問のない算定日", "KA without visit"),
        }
    }

    fn of(day: &Day) -> Vec<Self> {
        let jd = match day.code.as_str() {
            "" => None,
            "1" => Some(Self::Counted),
            "2" => Some(Self::Uncounted),
            _ => Some(Self::OtherCode),
        };
        let ka = match (day.has_visit, day.has_item) {
            (true, _) => Some(Self::Visit),
            (false, true) => Some(Self::ItemOnly),
            (false, false) => None,
        };
        jd.into_iter().chain(ka).collect()
    }
}

/// Draws the month of the claim.
pub(super) fn render(claim: &Claim, page: &mut Page) {
    let lang = page.look.lang;
    page.heading(lang.pick("暦", "Calendar"));
    let Some(calendar) = calendar::calendar(claim) else {
        let text = match claim.re(re::SERVICE_MONTH) {
            "" => lang.pick(
                "指定訪問看護年月がないため、暦は示せません。",
                "There is no service month, so there is no calendar.",
            ),
            _ => lang.pick(
                "指定訪問看護年月が読めないため、暦は示せません。",
                "The service month cannot be read, so there is no calendar.",
            ),
        };
        page.text(None, text);
        return;
    };
    let month = calendar.month;
    page.text(None, &reading::month(month, lang));
    let names: String = (0..7)
        .map(|day| padded(&padded_left(reading::weekday(day, lang), 3), CELL))
        .collect();
    page.text(None, names.trim_end());
    let mut used: Vec<Mark> = Vec::new();
    let mut week = " ".repeat(CELL * blanks_before(month));
    for day in 1..=month.days() {
        let marks = calendar.days.get(&day).map(Mark::of).unwrap_or_default();
        let signs: String = marks.iter().map(|mark| mark.sign()).collect();
        used.extend(marks);
        week.push_str(&padded(&format!("{day:>3}{signs}"), CELL));
        let is_saturday = (blanks_before(month) + day as usize).is_multiple_of(7);
        if is_saturday || day == month.days() {
            page.text(None, week.trim_end());
            week.clear();
        }
    }
    for mark in Mark::ALL.into_iter().filter(|mark| used.contains(mark)) {
        page.text(None, &format!("{} {}", mark.sign(), mark.legend(lang)));
    }
}

/// Days of the first week that belong to the month before.
fn blanks_before(month: Month) -> usize {
    month.first_day().weekday().num_days_from_sunday() as usize
}

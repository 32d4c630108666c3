//! F301 and F302: days that the month does not have.

use super::{Example, FIELDS, Kind, Level, Page, Rule, rule, text, words};

/// The rules of this file, by code.
pub(super) const RULES: &[Rule] = &[F301, F302];

const F301: Rule = rule(
    "F301",
    Level::Error,
    Kind::KaDate,
    text(
        "算定年月日が指定訪問看護年月にない",
        "Date of care outside the month",
    ),
    &[words(
        "",
        text(
            "KAの算定年月日「{claim}」[など{count}行]は存在しないか、指定訪問看護年月の日付ではありません。訪問日には数えません。",
            "The date {claim} in KA[ ({count} lines like it)] does not exist or is not in the service month; it does not count as a visit.",
        ),
        text(
            "訪問の記録と見比べて日付を直してください。別の月の訪問なら、その月のレセプトに移します。",
            "Compare with the visit record and correct it; a visit of another month belongs to that month's claim.",
        ),
    )],
    Page {
        meaning: text(
            "訪問看護療養費レコード（KA）の算定年月日が、存在しない日付か、REの指定訪問看護年月と別の月の日付です。\
         1件のレセプトは1か月分なので、このまま請求すると返戻のおそれがあります。\
         この日付は訪問日に数えていません。",
            "The date in KA does not exist or lies in another month than RE says. A claim is for one month, so it is likely to be returned. The date is not counted as a visit.",
        ),
        remedy: text(
            "訪問の記録と見比べて日付を直します。別の月の訪問なら、その月のレセプト（月遅れ）として請求してください。",
            "Compare with the visit record and correct the date; claim a visit of another month with that month.",
        ),
        source: FIELDS,
        sample: None,
        example: Example {
            at: ("KA", "date"),
            values: ("20251131", ""),
            ..Example::NONE
        },
    },
);

const F302: Rule = rule(
    "F302",
    Level::Error,
    Kind::JdDay,
    text(
        "受診日等の日がその月にない",
        "Day in JD that the month does not have",
    ),
    &[words(
        "",
        text(
            "受診日等（JD）に{claim}日の記録がありますが、この月にその日はありません。",
            "JD has the day {claim}, which this month does not have.",
        ),
        text(
            "訪問の記録と見比べ、JDの日と指定訪問看護年月を直してください。",
            "Compare with the visit record, and correct JD or the service month.",
        ),
    )],
    Page {
        meaning: text(
            "受診日等レコード（JD）には31日分の欄があり、月にない日（11月31日など）に記録があります。\
         欄が1日ずつずれているおそれがあり、ずれていると資格の点検が別の日で行われます。この日は訪問日に数えていません。",
            "JD has 31 places, and one that this month does not have is filled. The days may be shifted by one, so that the wrong days are checked. The day is not counted as a visit.",
        ),
        remedy: text(
            "訪問の記録とJDの日を見比べ、ずれがあれば全体を直してください。",
            "Compare JD with the visit record, and correct the whole of it when it is shifted.",
        ),
        source: FIELDS,
        sample: None,
        example: Example {
            at: ("JD", "day"),
            values: ("31", ""),
            ..Example::NONE
        },
    },
);

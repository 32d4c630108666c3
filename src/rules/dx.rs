//! 訪問看護医療DX情報活用加算, item 550002270: `DX_TWICE`, `DX_AMOUNT`, `DX_PERIOD`, `DX_NO_MANAGEMENT`,
//! `DX_NO_MYNA`, `DX_NOT_LISTED` (contract 6; policy-rules 5 and 6).
//!
//! | rule | here |
//! |---|---|
//! | DX-01 | `DX_TWICE`, `DX_AMOUNT`, `DX_PERIOD`, `DX_NO_MANAGEMENT`; 施設基準 1616 is not in a claim |
//! | DX-02 | `DX_NO_MYNA`; who looked at the 診療情報 is not in a claim |
//! | DX-03 | no check: notice and website are not in a claim |
//! | DX-04 | `DX_NOT_LISTED` |
//! | DX-05 | no check: about the website, over since 2025-05-31 |
//! | DX-06 | `DX_AMOUNT`: 5 points of a hospital's item are no 50 yen |
//! | DX-07 | all of them. Consent to 診療情報 is not looked at: no form tells it in a way that we have seen |
//! | DX-08 | no check: its items came after the master that we have seen, 550002270 is none of them |
//! | DX-09 | what became of the item on 2026-06-01 is unknown: the master says, nothing else does |
//! | LS-01, LS-02 | no check: where the list is, and that its form is not published ([`crate::stations`]) |
//! | LS-03 | `DX_NOT_LISTED`, a warning only, since the list lags |

use chrono::NaiveDate;

use crate::finding::{Details, Finding, Level, Place};
use crate::master::{Amount, Standing};
use crate::uke::items;

use super::{Certainty, Check, Example, Page, Rule, Scene, text, words};

mod proof;

/// The rules of this family.
pub(super) const RULES: &[Rule] = &[
    DX_TWICE,
    DX_AMOUNT,
    DX_PERIOD,
    DX_NO_MANAGEMENT,
    proof::DX_NO_MYNA,
    proof::DX_NOT_LISTED,
];

/// Fields of KA.
const ITEM: &str = "item_code";
const DATE: &str = "date";
const YEN: &str = "yen";

const DX_TWICE: Rule = Rule {
    code: "DX_TWICE",
    level: Level::Error,
    certainty: Certainty::Confirmed,
    version: 1,
    title: text(
        "医療DX情報活用加算が月に2回以上",
        "医療DX情報活用加算 more than once a month",
    ),
    wording: &[words(
        "",
        text(
            "訪問看護医療DX情報活用加算が{count}回算定されています[（{dates}）]。利用者1人につき月1回です。",
            "訪問看護医療DX情報活用加算 is charged {count} times[ ({dates})]; it is once a month for each patient.",
        ),
        text(
            "1回を残して、ほかのKAを削り、合計金額を直してください。",
            "Keep one, remove the other KA lines and correct the total.",
        ),
    )],
    page: Page {
        meaning: text(
            "訪問看護医療DX情報活用加算（550002270）は、利用者1人につき月1回だけ算定できます。\
             1つのレセプトに2回以上あると、2回目からは査定されるか返戻になります。\
             数えるのは1つのレセプトの中だけです。月の途中で保険が変わって2枚に分かれたときは、両方を見比べてください。",
            "訪問看護医療DX情報活用加算 (550002270) is charged once a month for each patient. \
             Twice in one claim, the second is cut or the claim comes back. \
             Only one claim is looked at: where coverage changed within the month and there are two, compare them yourself.",
        ),
        remedy: text(
            "余分なKAを削り、HOやKOの合計金額も直します。請求ソフトに日ごとに入力していないか確かめてください。",
            "Remove what is too much and correct the totals in HO and KO. See whether it was entered for every visit.",
        ),
        source: text(
            "訪問看護療養費マスター（算定回数限度テーブル：月1回）、令和6年度診療報酬改定（規則 DX-01、DX-07）",
            "訪問看護療養費マスター (limits: once a month), revision of fiscal 2024 (rules DX-01, DX-07)",
        ),
        sample: None,
        example: Example {
            at: ("KA", ITEM),
            days: &[4, 18],
            count: 2,
            ..Example::NONE
        },
    },
    check: Check::Claim(dx_twice),
};

fn dx_twice(scene: &Scene<'_>, findings: &mut Vec<Finding>) {
    let dx = scene.claim.dx;
    if dx.lines < 2 || scene.claim.problem.is_some() {
        return;
    }
    findings.push(Finding {
        dates: scene.days(dx.days),
        details: Details {
            count: dx.lines,
            ..Details::default()
        },
        ..at_line(scene, &DX_TWICE, dx.second_line, ITEM)
    });
}

const DX_AMOUNT: Rule = Rule {
    code: "DX_AMOUNT",
    level: Level::Error,
    certainty: Certainty::Confirmed,
    version: 1,
    title: text(
        "医療DX情報活用加算の金額が違う",
        "Amount of 医療DX情報活用加算 is wrong",
    ),
    wording: &[
        words(
            "NONE",
            text(
                "訪問看護医療DX情報活用加算の金額が読めません。{reference}円です。",
                "The amount of 訪問看護医療DX情報活用加算 cannot be read; it is {reference} yen.",
            ),
            text(
                "金額を{reference}円にし、合計金額も確かめてください。",
                "Make it {reference} yen, and check the total.",
            ),
        ),
        words(
            "",
            text(
                "訪問看護医療DX情報活用加算の金額が{claim}円です。{reference}円です。",
                "訪問看護医療DX情報活用加算 has {claim} yen; it is {reference} yen.",
            ),
            text(
                "金額を{reference}円に直し、合計金額も確かめてください。医療機関の加算（点数）と取り違えていないかも見てください。",
                "Make it {reference} yen, and check the total. It may have been taken for the hospital's item in points.",
            ),
        ),
    ],
    page: Page {
        meaning: text(
            "訪問看護医療DX情報活用加算は50円です。名前の似た医療機関の加算は点数（5点など）で、ステーションでは使いません。\
             --master を付けると、その日のマスターの金額と比べます。\
             付けないときは、50円と分かっている期間（ポリシーの dx_from から dx_known_to まで）だけ比べます。\
             令和8年6月の改定でどうなったかは確認できていないため、その後はマスターがなければ何も言いません。\
             2回以上あるときに比べるのは1回目だけです。",
            "訪問看護医療DX情報活用加算 is 50 yen. Hospitals have an item of a similar name in points (such as 5), which is not for stations. \
             With --master the amount of the day is taken from there. \
             Without it 50 yen is held to while it is known (dx_from to dx_known_to of the policy): what the revision of June 2026 made of it was not found, so nothing is told after that. \
             Where it stands more than once, the first is compared.",
        ),
        remedy: text(
            "KAの金額を直し、HOやKOの合計金額も直します。",
            "Correct the amount in KA, and the totals in HO and KO.",
        ),
        source: text(
            "訪問看護療養費マスター（基本テーブル：50.00円）（規則 DX-01、DX-06、DX-07、DX-09）",
            "訪問看護療養費マスター (base table: 50.00 yen) (rules DX-01, DX-06, DX-07, DX-09)",
        ),
        sample: None,
        example: Example {
            at: ("KA", YEN),
            days: &[4],
            values: ("5", "50"),
            ..Example::NONE
        },
    },
    check: Check::Claim(dx_amount),
};

fn dx_amount(scene: &Scene<'_>, findings: &mut Vec<Finding>) {
    let dx = scene.claim.dx;
    if dx.lines == 0 || scene.claim.problem.is_some() {
        return;
    }
    // Without a date, what holds all month long.
    let Some((first, last)) = span(scene, dx.day) else {
        return;
    };
    let (State::Live(Some(yen)), true) = (
        state(scene, first),
        state(scene, first) == state(scene, last),
    ) else {
        return;
    };
    if dx.yen == Some(yen) {
        return;
    }
    findings.push(Finding {
        dates: scene.days(mask(dx.day)),
        claim_value: dx.yen.map(|yen| yen.to_string()).unwrap_or_default().into(),
        reference_value: yen.to_string().into(),
        details: Details {
            variant: if dx.yen.is_none() { "NONE" } else { "" },
            ..Details::default()
        },
        ..at_line(scene, &DX_AMOUNT, dx.line, YEN)
    });
}

const DX_PERIOD: Rule = Rule {
    code: "DX_PERIOD",
    level: Level::Error,
    certainty: Certainty::Confirmed,
    version: 1,
    title: text(
        "医療DX情報活用加算を算定できない日",
        "医療DX情報活用加算 on a day on which it cannot be charged",
    ),
    wording: &[
        words(
            "ENDED",
            text(
                "[{dates}の]訪問看護医療DX情報活用加算は、マスターでは{date}までのコードです。",
                "訪問看護医療DX情報活用加算[ on {dates}]: by the master the code ended on {date}.",
            ),
            text(
                "改定後の算定方法を確かめ、KAのコードを直すか削ってください。",
                "See what replaced it, and correct or remove the KA line.",
            ),
        ),
        words(
            "",
            text(
                "[{dates}の]訪問看護医療DX情報活用加算は、{date}から算定できる加算です。",
                "訪問看護医療DX情報活用加算[ on {dates}] can be charged from {date} on.",
            ),
            text(
                "算定年月日の誤りでなければ、このKAを削り、合計金額を直してください。",
                "Unless the date is wrong, remove this KA line and correct the total.",
            ),
        ),
    ],
    page: Page {
        meaning: text(
            "訪問看護医療DX情報活用加算は2024年6月1日に始まりました（ポリシーの dx_from）。それより前の日付の算定は認められません。\
             終わりの日は分かっていないため、--master を付けたときだけ、その日にコードが有効かを確かめます。\
             マスターにコードそのものがないときは、古い版か新しい版か分からないので何も言いません。",
            "訪問看護医療DX情報活用加算 began on 2024-06-01 (dx_from of the policy); it cannot be charged before. \
             When it ends is not known, so only with --master is the code looked up for the day. \
             A master that lacks the code says nothing: it may be older or newer than the claim.",
        ),
        remedy: text(
            "算定年月日を確かめます。改定でコードが変わっていれば、その日に有効なコードと金額に直します。",
            "Check the date. Where a revision replaced the code, use the code and amount of the day.",
        ),
        source: text(
            "令和6年度診療報酬改定；訪問看護療養費マスターの変更年月日・廃止年月日（規則 DX-01、DX-07、DX-09）",
            "Revision of fiscal 2024; first and last day in 訪問看護療養費マスター (rules DX-01, DX-07, DX-09)",
        ),
        sample: None,
        example: Example {
            at: ("KA", DATE),
            date: Some((2024, 6, 1)),
            ..Example::NONE
        },
    },
    check: Check::Claim(dx_period),
};

fn dx_period(scene: &Scene<'_>, findings: &mut Vec<Finding>) {
    let dx = scene.claim.dx;
    if dx.lines == 0 || scene.claim.problem.is_some() {
        return;
    }
    let (mut days, mut off) = (0, None);
    if dx.days == 0 {
        // No date of the month: told when no day of it will do.
        off = span(scene, 0).and_then(|(first, last)| {
            off_day(scene, first).filter(|off| off_day(scene, last).as_ref() == Some(off))
        });
    }
    for date in scene.claim.dates(dx.days) {
        if let Some(found) = off_day(scene, date) {
            days |= mask(chrono::Datelike::day(&date));
            off = off.or(Some(found));
        }
    }
    let Some((variant, date)) = off else { return };
    findings.push(Finding {
        dates: scene.days(days),
        claim_value: scene
            .first_date(days)
            .map(|date| date.to_string())
            .unwrap_or_default()
            .into(),
        reference_value: date.to_string().into(),
        details: Details {
            variant,
            date: Some(date),
            ..Details::default()
        },
        ..at_line(scene, &DX_PERIOD, dx.line, DATE)
    });
}

/// The text and its date, when the item cannot be charged on that day.
fn off_day(scene: &Scene<'_>, date: NaiveDate) -> Option<(&'static str, NaiveDate)> {
    match state(scene, date) {
        State::Live(_) => None,
        State::Early(first) => Some(("", first)),
        State::Late(last) => Some(("ENDED", last)),
    }
}

const DX_NO_MANAGEMENT: Rule = Rule {
    code: "DX_NO_MANAGEMENT",
    level: Level::Error,
    certainty: Certainty::Confirmed,
    version: 1,
    title: text(
        "医療DX情報活用加算だけで管理療養費がない",
        "医療DX情報活用加算 without 管理療養費",
    ),
    wording: &[words(
        "",
        text(
            "訪問看護医療DX情報活用加算がありますが、同じ月の訪問看護管理療養費がありません。",
            "訪問看護医療DX情報活用加算 is charged, but no 訪問看護管理療養費 in the month.",
        ),
        text(
            "訪問看護管理療養費の算定もれか、この加算の誤りかを確かめて直してください。",
            "Either 訪問看護管理療養費 is missing, or the add-on is wrong; correct it.",
        ),
    )],
    page: Page {
        meaning: text(
            "訪問看護医療DX情報活用加算は訪問看護管理療養費に加える加算です。管理療養費のないレセプトでは算定できません。\
             管理療養費かどうかは、コードが5500で始まり10で終わることで見分けます。これはマスターの並びからの推定です。",
            "訪問看護医療DX情報活用加算 is added to 訪問看護管理療養費 and cannot be charged without it. \
             Codes that begin with 5500 and end in 10 are taken for 管理療養費, which we infer from the master.",
        ),
        remedy: text(
            "管理療養費のKAが抜けていないか、月の途中で分かれた別のレセプトに入っていないかを確かめます。",
            "See whether the KA of 管理療養費 is missing, or stands in another claim of the same month.",
        ),
        source: text(
            "訪問看護療養費マスター（基本・加算対応テーブル）、令和6年度診療報酬改定（規則 DX-01、DX-07）",
            "訪問看護療養費マスター (add-ons), revision of fiscal 2024 (rules DX-01, DX-07)",
        ),
        sample: None,
        example: Example {
            at: ("KA", ITEM),
            days: &[4],
            ..Example::NONE
        },
    },
    check: Check::Claim(dx_no_management),
};

fn dx_no_management(scene: &Scene<'_>, findings: &mut Vec<Finding>) {
    let claim = scene.claim;
    if claim.dx.lines == 0 || claim.has_management || claim.problem.is_some() {
        return;
    }
    findings.push(Finding {
        dates: scene.days(claim.dx.days),
        ..at_line(scene, &DX_NO_MANAGEMENT, claim.dx.line, ITEM)
    });
}

/// Whether the item can be charged on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Nothing speaks against it; the amount in yen where it is known.
    Live(Option<u32>),
    /// From that day on only.
    Early(NaiveDate),
    /// That was its last day.
    Late(NaiveDate),
}

/// What policy and master say of the item on a day. The end of the item is known to the master alone (DX-09).
fn state(scene: &Scene<'_>, date: NaiveDate) -> State {
    let policy = scene.run.policy;
    if date < policy.dx_from {
        return State::Early(policy.dx_from);
    }
    let item = scene.master.and_then(|master| {
        let code = items::DX.parse().ok()?;
        master.position(code).map(|place| master.item(place))
    });
    match item.map(|item| item.on(date)) {
        Some(Standing::Live(version)) => State::Live(yen(version.amount)),
        Some(Standing::Early(first)) => State::Early(first),
        Some(Standing::Late(last)) => State::Late(last),
        Some(Standing::Unknown) | None => {
            State::Live((date <= policy.dx_known_to).then_some(items::DX_YEN))
        }
    }
}

/// Whole yen of an amount that is one.
fn yen(amount: Amount) -> Option<u32> {
    match amount {
        Amount::Yen(hundredths) if hundredths % 100 == 0 => Some(hundredths / 100),
        // Points of 10 yen, in hundredths.
        Amount::Points(hundredths) if hundredths % 10 == 0 => Some(hundredths / 10),
        Amount::Yen(_) | Amount::Points(_) | Amount::Percent(_) | Amount::Unknown => None,
    }
}

/// From the first to the last day that is meant: one day of the month, or with 0 all of it.
fn span(scene: &Scene<'_>, day: u32) -> Option<(NaiveDate, NaiveDate)> {
    let month = scene.claim.service_month?;
    match month.day(day) {
        Some(date) => Some((date, date)),
        None => Some((month.day(1)?, month.last_day())),
    }
}

/// The mask of one day; empty for 0.
fn mask(day: u32) -> u32 {
    day.checked_sub(1).map_or(0, |bit| 1 << bit)
}

/// A finding at a KA line of the claim.
fn at_line(scene: &Scene<'_>, rule: &Rule, line: u32, field: &'static str) -> Finding {
    let place = Place {
        input: scene.chunk.input,
        line,
        record: "KA",
        field,
    };
    scene.finding_on(rule, place)
}

#[cfg(test)]
mod tests;

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
use crate::matching::cascade::MatchedBy;
use crate::stations::Listing;
use crate::uke::items;

use super::{Certainty, Check, Example, Page, Rule, Scene, text, words};

/// The rules of this family.
pub(super) const RULES: &[Rule] = &[
    DX_TWICE,
    DX_AMOUNT,
    DX_PERIOD,
    DX_NO_MANAGEMENT,
    DX_NO_MYNA,
    DX_NOT_LISTED,
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

const DX_NO_MYNA: Rule = Rule {
    code: "DX_NO_MYNA",
    level: Level::Warn,
    certainty: Certainty::Inferred,
    version: 1,
    title: text(
        "医療DX情報活用加算の月までにマイナ保険証での確認がない",
        "医療DX情報活用加算, but never verified with a マイナ保険証",
    ),
    wording: &[
        words(
            "LATER",
            text(
                "訪問看護医療DX情報活用加算がありますが、マイナ保険証での資格確認は{date}が最初で、その月までにありません。",
                "訪問看護医療DX情報活用加算 is charged, but the first verification with a マイナ保険証 is of {date}, after that month.",
            ),
            text(
                "その月に診療情報を取得して活用した記録があるか確かめ、なければこの加算を外してください。",
                "See whether 診療情報 were fetched and used in that month; otherwise remove the add-on.",
            ),
        ),
        words(
            "",
            text(
                "訪問看護医療DX情報活用加算がありますが、その月までにマイナ保険証で資格を確認した結果がありません。",
                "訪問看護医療DX情報活用加算 is charged, but no result up to that month comes from a マイナ保険証.",
            ),
            text(
                "診療情報を取得して活用した記録があるか、資格確認結果の取込みもれがないか確かめ、なければこの加算を外してください。",
                "See whether 診療情報 were fetched and used, or whether a result is missing here; otherwise remove the add-on.",
            ),
        ),
    ],
    page: Page {
        meaning: text(
            "この加算は、電子資格確認で利用者の診療情報を取得し、訪問看護の計画に活用したときのものです。\
             突き合わせた資格確認結果のなかに、マイナ保険証によるもの（照会区分1、または訪問診療等の結果ファイル）がその月の末日までに1件もありません。\
             資格確認書だけの利用者では診療情報を取得できません。\
             資格のない日があって同じ人のほかの保険者の結果も調べたときは、それも数えます。診療情報の提供への同意は結果から確かめられないため、見ていません。\
             -e がないとき、結果が見つからないとき（NO_MATCH・MULTI_MATCH・他保険者）は、別に伝えているので何も言いません。\
             この点検は算定要件からの推定です。",
            "The add-on is for fetching a patient's 診療情報 through 電子資格確認 and using them for the plan of care. \
             Among the matched results none up to the last day of that month comes from a マイナ保険証 (照会区分 1, or a file of 訪問診療等). \
             With a 資格確認書 alone 診療情報 cannot be fetched. Where a day is not covered and results of the same person under another insurer were looked at, these count, too; consent is not looked at. \
             Without -e, or where nothing was matched (NO_MATCH, MULTI_MATCH, another insurer), that is told elsewhere and nothing is told here. \
             The check is inferred from the conditions of the add-on.",
        ),
        remedy: text(
            "訪問看護記録で診療情報の取得と活用を確かめます。結果の取込みもれなら加えて点検し直し、活用していなければ加算を外します。",
            "Look it up in the nursing record. Add a missing result and check again; if nothing was used, remove the add-on.",
        ),
        source: text(
            "令和6年度診療報酬改定の算定要件（規則 DX-02、DX-07）",
            "Conditions in the revision of fiscal 2024 (rules DX-02, DX-07)",
        ),
        sample: None,
        example: Example {
            at: ("KA", ITEM),
            days: &[4],
            ..Example::NONE
        },
    },
    check: Check::Compared(dx_no_myna),
};

fn dx_no_myna(scene: &Scene<'_>, findings: &mut Vec<Finding>) {
    let claim = scene.claim;
    let is_matched = !scene.records.is_empty() && scene.matched.by != MatchedBy::OtherInsurer;
    let (true, true, true, Some(month)) = (
        claim.dx.lines > 0,
        is_matched,
        scene.is_searched(),
        claim.service_month,
    ) else {
        return;
    };
    let read_on = scene
        .records
        .iter()
        .chain(scene.context)
        .filter(|record| record.reference == 1 || record.visits_file)
        .map(|record| record.as_of.unwrap_or(scene.run.as_of))
        .min();
    if read_on.is_some_and(|day| day <= month.last_day()) {
        return;
    }
    findings.push(Finding {
        dates: scene.days(claim.dx.days),
        reference_value: read_on
            .map(|day| day.to_string())
            .unwrap_or_default()
            .into(),
        details: Details {
            variant: if read_on.is_some() { "LATER" } else { "" },
            date: read_on,
            ..Details::default()
        },
        ..at_line(scene, &DX_NO_MYNA, claim.dx.line, ITEM)
    });
}

const DX_NOT_LISTED: Rule = Rule {
    code: "DX_NOT_LISTED",
    level: Level::Warn,
    certainty: Certainty::Inferred,
    version: 1,
    title: text(
        "医療DX情報活用加算のステーションが導入済リストにない",
        "医療DX情報活用加算, but the station is not on the list",
    ),
    wording: &[
        words(
            "LATER",
            text(
                "訪問看護医療DX情報活用加算がありますが、導入済リストの運用開始日は{date}で、算定した日より後です。",
                "訪問看護医療DX情報活用加算 is charged, but by the list the station's 運用開始日 is {date}, after that day.",
            ),
            text(
                "総合ポータルサイトの運用開始日と届出を確かめ、誤りなら直し、始める前の算定なら外してください。",
                "Check 運用開始日 on the portal and the 届出; correct the date, or remove the add-on.",
            ),
        ),
        words(
            "PREFECTURE",
            text(
                "訪問看護医療DX情報活用加算がありますが、導入済リストにこの都道府県のステーションが1つもありません（{claim}）。",
                "訪問看護医療DX情報活用加算 is charged, but the list has no station of this prefecture at all ({claim}).",
            ),
            text(
                "--stations に、このステーションの都道府県を含むリストを指定してください。",
                "Give --stations a list that includes the station's prefecture.",
            ),
        ),
        words(
            "",
            text(
                "訪問看護医療DX情報活用加算がありますが、ステーション（{claim}）がオンライン資格確認の導入済リストにありません。",
                "訪問看護医療DX情報活用加算 is charged, but the station ({claim}) is not on the list of those with オンライン資格確認.",
            ),
            text(
                "総合ポータルサイトに運用開始日を入力したか、施設基準の届出が済んでいるかを確かめてください。リストは遅れて更新されます。",
                "See whether 運用開始日 was entered on the portal and the 届出 was made. The list lags behind.",
            ),
        ),
    ],
    page: Page {
        meaning: text(
            "この加算の届出には、医療機関等向け総合ポータルサイトへの運用開始日の入力が先に必要で、入力すると厚生労働省の導入済リストに載ります。\
             --stations のリストにこのステーションがないか、運用開始日が算定した日より後です。\
             ステーションコード（7桁）で探し、リストにコードがなければ都道府県と名称で探します。名称は全角・半角、空白、長音や点、株式会社などの法人の種類の違いを除いて比べます。\
             リストの更新は遅れるため、warn にとどめます。この点検は推定です。",
            "Before the 届出 of this add-on a station enters its 運用開始日 on the portal, which also puts it on the list of 厚生労働省. \
             The list given by --stations lacks the station, or its 運用開始日 lies after the day of the add-on. \
             It is looked up by ステーションコード (seven digits), where the list has none by prefecture and name, apart from width, blanks, dashes, dots and the form of the company. \
             The list lags behind, so this is a warning only, and inferred.",
        ),
        remedy: text(
            "ポータルサイトで運用開始日を確かめ、新しいリストで点検し直します。名称で探したときは、表記の違いも見てください。",
            "Check 運用開始日 on the portal, and check again with a newer list. Where it was looked up by name, compare the spelling.",
        ),
        source: text(
            "厚生労働省「オンライン資格確認導入済訪問看護ステーションのリスト」、事務連絡 2024-09-18（規則 DX-04、LS-01、LS-02、LS-03）",
            "The list of 厚生労働省, its notice of 2024-09-18 (rules DX-04, LS-01, LS-02, LS-03)",
        ),
        sample: None,
        example: Example {
            at: ("KA", ITEM),
            days: &[4],
            values: ("1369999991", ""),
            ..Example::NONE
        },
    },
    check: Check::Claim(dx_not_listed),
};

fn dx_not_listed(scene: &Scene<'_>, findings: &mut Vec<Finding>) {
    let dx = scene.claim.dx;
    let Some(stations) = scene.stations else {
        return;
    };
    if dx.lines == 0 || scene.claim.problem.is_some() {
        return;
    }
    let (variant, started) = match stations.find(scene.header()) {
        Listing::Listed(Some(start)) => match span(scene, dx.day) {
            Some((_, last)) if last < start => ("LATER", Some(start)),
            _ => return,
        },
        // A header that names no station is told as such by the reader.
        Listing::Listed(None) | Listing::Unknown => return,
        Listing::OtherPrefecture => ("PREFECTURE", None),
        Listing::Absent => ("", None),
    };
    findings.push(Finding {
        dates: scene.days(mask(dx.day)),
        claim_value: scene.header().station.clone(),
        reference_value: started
            .map(|day| day.to_string())
            .unwrap_or_default()
            .into(),
        details: Details {
            variant,
            date: started,
            ..Details::default()
        },
        ..at_line(scene, &DX_NOT_LISTED, dx.line, ITEM)
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

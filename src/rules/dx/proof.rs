//! Whether the station could charge the item: `DX_NO_MYNA` by the eligibility records, `DX_NOT_LISTED` by the list
//! of equipped stations.

use crate::finding::{Details, Finding, Level};
use crate::matching::cascade::MatchedBy;
use crate::stations::Listing;

use super::super::{Certainty, Check, Example, Page, Rule, Scene, text, words};
use super::{ITEM, at_line, mask, span};

pub(super) const DX_NO_MYNA: Rule = Rule {
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

pub(super) const DX_NOT_LISTED: Rule = Rule {
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

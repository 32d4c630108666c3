//! A policy as TOML and as the page `docs/policy.md`.

use std::fmt::Write as _;

use chrono::NaiveDate;

use super::insurer::{ByKind, Window};
use super::{BUILTIN, Policy};
use crate::text::insurer::InsurerKind;

/// What a key means and where its value comes from.
struct KeyDoc {
    key: &'static str,
    ja: &'static str,
    en: &'static str,
    /// Rule and source, the rules numbered as in contract 5's companion, the policy rules.
    source: &'static str,
}

/// The single dates and numbers, in the order in which they are written.
const SCALARS: [KeyDoc; 9] = [
    KeyDoc {
        key: "card_last",
        ja: "健康保険証（被保険者証）が有効でありうる最後の日",
        en: "the last day on which any legacy card can be valid",
        source: "TL-04; 令和5年法律第48号 経過措置; 厚生労働省 事務連絡 2024-09-18",
    },
    KeyDoc {
        key: "municipal_card_common_last",
        ja: "国保・後期の保険証の多くの有効期限。これより前に期限が切れた保険証は暫定対応に入るか不明なので判定しない",
        en: "when most 国保 and 後期 cards ended; whether the window covers cards that ended earlier is not known, so those are not judged",
        source: "TL-05, TL-06, CR-08; 厚生労働省 事務連絡 2025-06-27, 2025-08-04",
    },
    KeyDoc {
        key: "jieikan_unknown_from",
        ja: "自衛官診療証の経過措置の終わりが不明なため、この日から判定しない",
        en: "from this day 自衛官診療証 are not judged: the end of their transition is not known",
        source: "CR-09; 令和6年防衛省令第9号 附則（期限は未確認）",
    },
    KeyDoc {
        key: "certificate_from",
        ja: "保険証の新規発行が終わり、資格確認書が始まり、訪問看護のオンライン資格確認が義務となった日",
        en: "no legacy cards are issued, 資格確認書 exist and stations must verify online from this day",
        source: "TL-02, TL-03, TL-16; 請求命令 第1条; 厚生労働省 事務連絡 2024-09-18",
    },
    KeyDoc {
        key: "certificate_notice_days",
        ja: "資格確認書・電子証明書の期限を何日前から知らせるか（CERT_EXPIRING）",
        en: "days before its end from which a certificate is announced (CERT_EXPIRING)",
        source: "contract 6（制度上の定めではなく本プログラムの設定 / a setting, not a rule）",
    },
    KeyDoc {
        key: "smartphone_from",
        ja: "スマホ保険証の開始日。\"never\" = 使えない",
        en: "first day of the スマホ保険証, or \"never\"",
        source: "TL-12; 医療機関等向け総合ポータルサイト",
    },
    KeyDoc {
        key: "myna_grace_months",
        ja: "電子証明書の有効期限の月の翌月から数えて何か月目の末日までマイナ保険証が使えるか（資料により起算が異なり、長い方）",
        en: "an expired 電子証明書 serves to the end of the nth month after the month of expiry (sources differ; the longer reading)",
        source: "TL-13",
    },
    KeyDoc {
        key: "ticket_quiet_day",
        ja: "月のこの日までは医療券の未登録を指摘しない（0 = 指摘しない期間なし）",
        en: "up to this day of the month an unregistered 医療券 is no finding (0 = no such days)",
        source: "CR-11（一つの市の例 / one city's practice）",
    },
    KeyDoc {
        key: "dx_from",
        ja: "訪問看護医療DX情報活用加算の開始日",
        en: "first day of the 訪問看護医療DX情報活用加算",
        source: "DX-01; 令和6年度診療報酬改定",
    },
];

const CAP: KeyDoc = KeyDoc {
    key: "cap",
    ja: "保険者の種類ごとの保険証の最終日。券面の期限が早ければそれによる。others = 書かれていない種類すべて",
    en: "the last day of a legacy card by kind of insurer, or the printed date if earlier; others = every kind not named",
    source: "TL-04, TL-05, CR-01…CR-07",
};

const WINDOW: KeyDoc = KeyDoc {
    key: "window",
    ja: "期限の切れた保険証や資格情報のお知らせだけでも、オンラインで資格が確認できれば受診できる期間（暫定対応）。\"none\" = なし",
    en: "the days on which an expired card or a 資格情報のお知らせ alone will do with online evidence (暫定対応), or \"none\"",
    source: "TL-07, TL-08, TL-09; 厚生労働省 事務連絡 2025-06-27, 2025-08-04, 2025-11-12; 最終日の延長は厚生労働大臣会見（報道による / as reported）。国保組合: CR-06（一般知識 / no source names it apart）",
};

const INSURER: KeyDoc = KeyDoc {
    key: "insurer",
    ja: "保険者ごとの例外。number は保険者番号またはその先頭の桁で、長く一致するものが優先。都道府県番号と法別番号が同じ2桁（01、06、39 など）は法別番号と読む。国保の都道府県は 0006 のように 00 を付ける",
    en: "exceptions for single insurers; number = the insurer number or its first digits, the longest match wins; two digits that are both 法別番号 and prefecture (01, 06, 39) are the 法別番号: write 0006 for the 国保 of prefecture 06",
    source: "TL-06, CR-03",
};

/// See [`Policy::to_toml`].
pub(super) fn toml(policy: &Policy) -> String {
    let mut out = String::from(
        "# houkan のポリシー（資格確認の期日）。日付はその日を含む。\n\
         # A policy of houkan: the dates that decide which credential holds. Days are inclusive.\n\
         # TL, CR, DX: 規則の番号 / numbers of the rules, see docs/policy.md.\n",
    );
    line(&mut out, format_args!("name = {}", toml::Value::from(policy.name.as_str())));
    body(policy, true, &mut out);
    out
}

/// The rules alone: what the hash is taken of.
pub(super) fn canonical(policy: &Policy) -> String {
    let mut out = String::new();
    body(policy, false, &mut out);
    out
}

fn body(policy: &Policy, comments: bool, out: &mut String) {
    let comment = |doc: &KeyDoc, out: &mut String| {
        if comments {
            line(out, format_args!("\n# {}\n# {}\n# 根拠 / source: {}", doc.ja, doc.en, doc.source));
        }
    };
    for doc in &SCALARS {
        comment(doc, out);
        line(out, format_args!("{} = {}", doc.key, scalar(policy, doc.key)));
    }
    comment(&CAP, out);
    line(out, format_args!("[cap]"));
    by_kind(&policy.caps, |cap| cap.to_string(), out);
    comment(&WINDOW, out);
    line(out, format_args!("[window]"));
    by_kind(&policy.windows, window, out);
    if policy.overrides.is_empty() {
        comment(&INSURER, out);
        if comments {
            out.push_str("# [[insurer]]\n# number = \"138057\"\n# cap = 2025-09-30\n# window = \"none\"\n");
        }
    }
    for (at, one) in policy.overrides.iter().enumerate() {
        if at == 0 {
            comment(&INSURER, out);
        } else if comments {
            out.push('\n');
        }
        line(out, format_args!("[[insurer]]\nnumber = \"{}\"", one.number()));
        if let Some(cap) = one.cap {
            line(out, format_args!("cap = {cap}"));
        }
        if let Some(days) = one.window {
            line(out, format_args!("window = {}", window(days)));
        }
    }
}

fn by_kind<T: Copy + PartialEq>(table: &ByKind<T>, show: impl Fn(T) -> String, out: &mut String) {
    line(out, format_args!("others = {}", show(table.others)));
    for (kind, own) in table.own() {
        line(out, format_args!("{} = {}", kind.id(), show(own)));
    }
}

/// The value of one of [`SCALARS`] as TOML.
fn scalar(policy: &Policy, key: &str) -> String {
    match key {
        "card_last" => policy.card_last.to_string(),
        "municipal_card_common_last" => policy.municipal_card_common_last.to_string(),
        "jieikan_unknown_from" => policy.jieikan_unknown_from.to_string(),
        "certificate_from" => policy.certificate_from.to_string(),
        "certificate_notice_days" => policy.certificate_notice_days.to_string(),
        "smartphone_from" => day_or(policy.smartphone_from, "\"never\""),
        "myna_grace_months" => policy.myna_grace_months.to_string(),
        "ticket_quiet_day" => policy.ticket_quiet_day.to_string(),
        "dx_from" => policy.dx_from.to_string(),
        _ => unreachable!("SCALARS holds no other key; every policy is written in the tests"),
    }
}

fn day_or(day: Option<NaiveDate>, word: &str) -> String {
    day.map_or_else(|| word.to_owned(), |day| day.to_string())
}

fn window(days: Window) -> String {
    days.map_or_else(
        || "\"none\"".to_owned(),
        |(from, to)| format!("{{ from = {from}, to = {to} }}"),
    )
}

/// One line at the end of `out`.
fn line(out: &mut String, content: std::fmt::Arguments<'_>) {
    // Writing into a string cannot fail.
    let _ = writeln!(out, "{content}");
}

/// `docs/policy.md`: the built-in policies side by side, with meaning and source of every key.
#[must_use]
pub fn render_markdown() -> String {
    let policies: Vec<Policy> =
        BUILTIN.iter().filter_map(|(name, _)| Policy::builtin(name)).collect();
    let mut out = String::from(include_str!("intro.md"));
    header(&mut out, "key", &policies);
    for doc in &SCALARS {
        row(&mut out, doc.key, policies.iter().map(|policy| scalar(policy, doc.key)));
    }
    for (doc, title) in [(&CAP, "Last day of a legacy card, `[cap]`"), (&WINDOW, "Transitional window (暫定対応), `[window]`")] {
        line(&mut out, format_args!("\n## {title}\n\n{}\n\n{}\n\nSource: {}\n", doc.ja, doc.en, doc.source));
        header(&mut out, "kind of insurer", &policies);
        for kind in InsurerKind::ALL.into_iter().filter(|kind| kind.is_medical()) {
            row(&mut out, kind.id(), policies.iter().map(|policy| match doc.key {
                "cap" => policy.caps.of(kind).to_string(),
                _ => policy.windows.of(kind).map_or_else(|| "none".to_owned(), |(from, to)| format!("{from} … {to}")),
            }));
        }
    }
    line(&mut out, format_args!("\n## Single insurers, `[[insurer]]`\n\n{}\n\n{}\n\nSource: {}", INSURER.ja, INSURER.en, INSURER.source));
    out.push_str("\n## What the keys mean\n\n| key | 意味 | meaning | source |\n|---|---|---|---|\n");
    for doc in &SCALARS {
        line(&mut out, format_args!("| `{}` | {} | {} | {} |", doc.key, doc.ja, doc.en, doc.source));
    }
    out
}

fn header(out: &mut String, first: &str, policies: &[Policy]) {
    let names: Vec<String> = policies.iter().map(|policy| format!("`{}`", policy.name)).collect();
    line(out, format_args!("| {first} | {} |\n|---|{}", names.join(" | "), "---|".repeat(names.len())));
}

fn row(out: &mut String, first: &str, values: impl Iterator<Item = String>) {
    let values: Vec<String> = values.collect();
    line(out, format_args!("| `{first}` | {} |", values.join(" | ")));
}

//! A policy as TOML.

use std::fmt::Write as _;

use chrono::NaiveDate;

use super::insurer::{ByKind, Window};
use super::keys::{CAP, INSURER, KeyDoc, PAYMENT_RECORD_ABOVE, SCALARS, WINDOW};
use super::{Policy, payment_record};

/// See [`Policy::to_toml`].
pub(super) fn toml(policy: &Policy) -> String {
    let mut out = String::from(
        "# houkan のポリシー（資格確認の期日）。日付はその日を含む。\n\
         # A policy of houkan: the dates that decide which credential holds. Days are inclusive.\n\
         # TL, CR, DX, RT: 規則の番号。資料は docs/policy.md / numbers of the rules; docs/policy.md lists the sources.\n\
         # 根拠は組み込みの値のもの / the sources are those of the built-in values.\n",
    );
    line(
        &mut out,
        format_args!("name = {}", toml::Value::from(policy.name.as_str())),
    );
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
            line(
                out,
                format_args!(
                    "\n# {}\n# {}\n# 根拠 / source: {}",
                    doc.ja, doc.en, doc.source
                ),
            );
        }
    };
    for doc in &SCALARS {
        comment(doc, out);
        line(
            out,
            format_args!("{} = {}", doc.key, scalar(policy, doc.key)),
        );
    }
    comment(&PAYMENT_RECORD_ABOVE, out);
    line(out, format_args!("[payment_record_above]"));
    let amounts = policy.payment_record_above.in_order();
    for (key, yen) in payment_record::KEYS.iter().zip(amounts) {
        line(out, format_args!("{key} = {yen}"));
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
            out.push_str(
                "# [[insurer]]\n# number = \"138057\"\n# cap = 2025-09-30\n# window = \"none\"\n",
            );
        }
    }
    for (at, one) in policy.overrides.iter().enumerate() {
        if at == 0 {
            comment(&INSURER, out);
        } else if comments {
            out.push('\n');
        }
        line(
            out,
            format_args!("[[insurer]]\nnumber = \"{}\"", one.number()),
        );
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
pub(super) fn scalar(policy: &Policy, key: &str) -> String {
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
        "dx_known_to" => policy.dx_known_to.to_string(),
        "registration_lag_days" => policy.registration_lag_days.to_string(),
        "claim_years" => policy.claim_years.to_string(),
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
pub(super) fn line(out: &mut String, content: std::fmt::Arguments<'_>) {
    // Writing into a string cannot fail.
    let _ = writeln!(out, "{content}");
}

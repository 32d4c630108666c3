//! The page `docs/policy.md`.

use super::keys::{CAP, INSURER, KeyDoc, PAYMENT_RECORD_ABOVE, SCALARS, WINDOW};
use super::write::{line, scalar};
use super::{BUILTIN, Policy, payment_record};
use crate::text::insurer::InsurerKind;

/// `docs/policy.md`: the built-in policies side by side, with meaning and source of every key.
#[must_use]
pub fn render_markdown() -> String {
    let policies: Vec<Policy> = BUILTIN
        .iter()
        .filter_map(|(name, _)| Policy::builtin(name))
        .collect();
    let mut out = String::from(include_str!("intro.md"));
    header(&mut out, "key", &policies);
    for doc in &SCALARS {
        row(
            &mut out,
            doc.key,
            policies
                .iter()
                .map(|policy| scalar(policy, doc.key).replace('"', "")),
        );
    }
    section(
        &mut out,
        "Amounts above which MF is needed, `[payment_record_above]`",
        &PAYMENT_RECORD_ABOVE,
    );
    out.push('\n');
    header(&mut out, "key", &policies);
    for (at, key) in payment_record::KEYS.iter().enumerate() {
        let amount = |policy: &Policy| policy.payment_record_above.in_order()[at].to_string();
        row(&mut out, key, policies.iter().map(amount));
    }
    section(&mut out, "Last day of a legacy card, `[cap]`", &CAP);
    by_kind(&mut out, &policies, |policy, kind| {
        policy.caps.of(kind).to_string()
    });
    section(
        &mut out,
        "Transitional window (暫定対応), `[window]`",
        &WINDOW,
    );
    by_kind(&mut out, &policies, |policy, kind| {
        match policy.windows.of(kind) {
            Some((from, to)) => format!("{from} … {to}"),
            None => "none".to_owned(),
        }
    });
    section(&mut out, "Single insurers, `[[insurer]]`", &INSURER);
    out.push_str(
        "\n## What the keys mean\n\n| key | 意味 | meaning | source |\n|---|---|---|---|\n",
    );
    for doc in &SCALARS {
        line(
            &mut out,
            format_args!(
                "| `{}` | {} | {} | {} |",
                doc.key, doc.ja, doc.en, doc.source
            ),
        );
    }
    out.push_str(include_str!("sources.md"));
    out
}

fn section(out: &mut String, title: &str, doc: &KeyDoc) {
    line(
        out,
        format_args!(
            "\n## {title}\n\n{}\n\n{}\n\nSource: {}",
            doc.ja, doc.en, doc.source
        ),
    );
}

/// A table with a row for each kind of medical insurer.
fn by_kind(out: &mut String, policies: &[Policy], show: impl Fn(&Policy, InsurerKind) -> String) {
    out.push('\n');
    header(out, "kind of insurer", policies);
    for kind in InsurerKind::ALL
        .into_iter()
        .filter(|kind| kind.is_medical())
    {
        row(
            out,
            kind.id(),
            policies.iter().map(|policy| show(policy, kind)),
        );
    }
}

fn header(out: &mut String, first: &str, policies: &[Policy]) {
    let names: Vec<String> = policies
        .iter()
        .map(|policy| format!("`{}`", policy.name))
        .collect();
    line(
        out,
        format_args!(
            "| {first} | {} |\n|---|{}",
            names.join(" | "),
            "---|".repeat(names.len())
        ),
    );
}

fn row(out: &mut String, first: &str, values: impl Iterator<Item = String>) {
    let values: Vec<String> = values.collect();
    line(out, format_args!("| `{first}` | {} |", values.join(" | ")));
}

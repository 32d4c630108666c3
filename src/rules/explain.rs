//! The pages of `houkan explain`, and `docs/rules.md`.

use std::fmt::Write as _;

use chrono::NaiveDate;

use crate::finding::{Days, Details, Finding, Place};
use crate::text::date::Month;
use crate::text::lang::Lang;

use super::{Rule, Text, all, find, terms, text, wording};

const MEANING: Text = text("意味", "Meaning");
const REMEDY: Text = text("対応", "What to do");
const SOURCE: Text = text("根拠", "Source");
const EXAMPLE: Text = text("例", "Example");

/// The page of a code as plain text; upper and lower case do not matter. `None` for an unknown code.
#[must_use]
pub fn page(code: &str, lang: Lang) -> Option<String> {
    let rule = find(&code.trim().to_ascii_uppercase())?;
    let level = terms::level(rule.level, lang);
    let mut out = match lang {
        Lang::Ja => format!("{}  {}（{level}）\n", rule.code, rule.title.ja),
        Lang::En => format!("{}  {} ({level})\n", rule.code, rule.title.en),
    };
    for (heading, body) in sections(rule, lang) {
        push(&mut out, format_args!("\n{heading}\n"));
        for line in body.lines() {
            push(&mut out, format_args!("  {line}\n"));
        }
    }
    Some(out)
}

/// All codes with level and title, one a line.
#[must_use]
pub fn list(lang: Lang) -> String {
    let mut out = String::new();
    for rule in all() {
        push(
            &mut out,
            format_args!(
                "{:<20}{:<6}{}\n",
                rule.code,
                rule.level.id(),
                rule.title.get(lang)
            ),
        );
    }
    out
}

/// `docs/rules.md`.
#[must_use]
pub fn render_markdown() -> String {
    let mut out = String::from(
        "# 指摘の一覧 / Findings\n\n\
         <!-- Generated from src/rules; `HOUKAN_BLESS=1 cargo test rules` writes it anew. -->\n\n\
         `houkan explain CODE` shows the same pages. error: 返戻のおそれ; warn: 確認が必要; info: 参考. \
         TL, CR, RT … number rules; what they rest on is listed [at the end](#sources).\n\n\
         | code | level | ja | en |\n|---|---|---|---|\n",
    );
    for rule in all() {
        push(
            &mut out,
            format_args!(
                "| [`{0}`](#{1}) | {2} | {3} | {4} |\n",
                rule.code,
                rule.code.to_ascii_lowercase(),
                rule.level.id(),
                rule.title.ja,
                rule.title.en
            ),
        );
    }
    for rule in all() {
        push(&mut out, format_args!("\n## {}\n", rule.code));
        for lang in Lang::ALL {
            push(&mut out, format_args!("\n**{}**\n", rule.title.get(lang)));
            for (heading, body) in sections(rule, lang) {
                let lines: Vec<&str> = body.lines().collect();
                push(
                    &mut out,
                    format_args!("\n- {heading}: {}\n", lines.join("<br>")),
                );
            }
        }
    }
    out.push_str(include_str!("sources.md"));
    out
}

fn sections(rule: &Rule, lang: Lang) -> [(&'static str, String); 4] {
    let finding = example(rule);
    let told = format!(
        "{}\n→ {}",
        wording::message(&finding, lang),
        wording::action(&finding, lang)
    );
    [
        (MEANING.get(lang), rule.page.meaning.get(lang).to_owned()),
        (REMEDY.get(lang), rule.page.remedy.get(lang).to_owned()),
        (SOURCE.get(lang), rule.page.source.get(lang).to_owned()),
        (EXAMPLE.get(lang), told),
    ]
}

/// The made-up finding of a rule's page, to be put into words by [`wording`].
#[must_use]
pub fn example(rule: &Rule) -> Finding {
    let facts = rule.page.example;
    let mask = facts
        .days
        .iter()
        .fold(0, |mask, day| mask | 1u32 << (day - 1));
    let (record, field) = facts.at;
    let month = Month::new(2025, 12);
    Finding {
        dates: month
            .filter(|_| mask != 0)
            .map(|month| Days { month, mask }),
        claim_value: facts.values.0.into(),
        reference_value: facts.values.1.into(),
        details: Details {
            variant: facts.variant,
            date: facts
                .date
                .and_then(|(y, m, d)| NaiveDate::from_ymd_opt(y, m, d)),
            other: (!facts.other.is_empty()).then(|| facts.other.into()),
            count: facts.count,
        },
        ..rule.finding(
            Place {
                input: 0,
                line: 1,
                record,
                field,
            },
            None,
        )
    }
}

fn push(out: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing to a string does not fail.
    let _ = out.write_fmt(text);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_has_all_its_parts() {
        let page = page("need_cert", Lang::Ja).expect("a page");
        assert!(
            page.starts_with("NEED_CERT  資格確認書またはマイナ保険証による確認が必要（エラー）\n"),
            "{page}"
        );
        for part in [
            "\n意味\n  ",
            "\n対応\n  ",
            "\n根拠\n  ",
            "\n例\n  12月2日・5日・9日の訪問では",
        ] {
            assert!(page.contains(part), "{part}: {page}");
        }
        assert!(super::page("NO_SUCH", Lang::Ja).is_none());
        let english = super::page("F102", Lang::En).expect("a page");
        assert!(
            english.starts_with("F102  No GO record (error)\n\nMeaning\n  A claim file ends"),
            "{english}"
        );
    }

    /// Rule numbers that pages name stand in the table of sources here or of `docs/policy.md`.
    #[test]
    fn every_rule_number_has_a_source() {
        let listed = [
            include_str!("sources.md"),
            include_str!("../policy/sources.md"),
        ]
        .concat();
        for rule in all() {
            let source = rule.page.source.ja;
            for number in source.split(|c: char| !c.is_ascii_alphanumeric() && c != '-') {
                let is_rule = ["TL-", "CR-", "VR-", "RT-", "PP-"]
                    .iter()
                    .any(|p| number.starts_with(p));
                assert!(
                    !is_rule || listed.contains(number),
                    "{}: {number}",
                    rule.code
                );
            }
        }
    }

    #[test]
    fn the_list_names_every_code() {
        for lang in Lang::ALL {
            let list = list(lang);
            assert_eq!(list.lines().count(), all().count());
            assert!(list.contains("\nF101                error "), "{list}");
        }
    }

    /// Holds `docs/rules.md` to the tables, or with `HOUKAN_BLESS=1` writes it.
    #[test]
    fn the_document_is_not_stale() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules.md");
        let content = render_markdown();
        if std::env::var_os("HOUKAN_BLESS").is_some_and(|value| value == "1") {
            std::fs::create_dir_all(path.parent().expect("has one")).expect("made");
            std::fs::write(&path, &content).expect("written");
        }
        let stored = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            stored == content,
            "docs/rules.md is stale: run `HOUKAN_BLESS=1 cargo test rules`"
        );
    }
}

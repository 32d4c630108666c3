//! The pages of `houkan explain`, and `docs/rules.md`.

use std::fmt::Write as _;

use chrono::NaiveDate;

use crate::finding::{Days, Details, Finding, Place};
use crate::text::date::Month;
use crate::text::lang::Lang;

use super::{Certainty, Rule, Text, all, find, format, terms, text, wording};

const MEANING: Text = text("意味", "Meaning");
const REMEDY: Text = text("対応", "What to do");
const SOURCE: Text = text("根拠", "Source");
const EXAMPLE: Text = text("例", "Example");
const WRONG: Text = text("誤りの例", "Wrong");
const RIGHT: Text = text("正しい例", "Right");
const BAND: Text = text("扱い", "Band");
const CERTAINTY: Text = text("確かさ", "Certainty");

/// The page of a code as plain text; upper and lower case do not matter. `None` for an unknown code.
#[must_use]
pub fn page(code: &str, lang: Lang) -> Option<String> {
    let rule = find(&code.trim().to_ascii_uppercase())?;
    let level = terms::level(rule.level, lang);
    let mut out = match lang {
        Lang::Ja => format!("{}  {}（{level}）\n", rule.code, rule.title.ja),
        Lang::En => format!("{}  {} ({level})\n", rule.code, rule.title.en),
    };
    let lines = rule.page.sample.map(|sample| {
        [
            (WRONG.get(lang), sample.wrong.to_owned()),
            (RIGHT.get(lang), sample.right.to_owned()),
        ]
    });
    let sections = sections(rule, lang).into_iter();
    for (heading, body) in sections.chain(lines.into_iter().flatten()) {
        push(&mut out, format_args!("\n{heading}\n"));
        for line in body.lines() {
            let indent = if line.is_empty() { "" } else { "  " };
            push(&mut out, format_args!("{indent}{line}\n"));
        }
    }
    Some(out)
}

/// All codes with level and title, one a line.
#[must_use]
pub fn list(lang: Lang) -> String {
    lines_of(all(), lang)
}

/// The codes of the format rules that begin with `start`, such as `F3`, under what their bands mean; upper and
/// lower case do not matter. `None` when there are none.
#[must_use]
pub fn list_of(start: &str, lang: Lang) -> Option<String> {
    let start = start.trim().to_ascii_uppercase();
    let mut out = String::new();
    for (band, meaning) in format::BANDS {
        let mut rules = format::RULES
            .iter()
            .filter(|rule| rule.code.starts_with(band) && rule.code.starts_with(&start))
            .peekable();
        if start.is_empty() || rules.peek().is_none() {
            continue;
        }
        let gap = if out.is_empty() { "" } else { "\n" };
        push(
            &mut out,
            format_args!("{gap}{band}  {}\n\n", meaning.get(lang)),
        );
        out.push_str(&lines_of(rules, lang));
    }
    (!out.is_empty()).then_some(out)
}

fn lines_of(rules: impl Iterator<Item = &'static Rule>, lang: Lang) -> String {
    let mut out = String::new();
    for rule in rules {
        push(
            &mut out,
            format_args!(
                "{:<20}{:<6}{}{}\n",
                rule.code,
                rule.level.id(),
                rule.title.get(lang),
                mark(rule.certainty, lang)
            ),
        );
    }
    out
}

/// What the list says behind the title of a rule that is not confirmed.
fn mark(certainty: Certainty, lang: Lang) -> String {
    let word = terms::certainty(certainty, lang);
    match (certainty, lang) {
        (Certainty::Confirmed, _) => String::new(),
        (_, Lang::Ja) => format!("（{word}）"),
        (_, Lang::En) => format!(" ({word})"),
    }
}

/// `docs/rules.md`.
#[must_use]
pub fn render_markdown() -> String {
    let mut out = String::from(
        "# 指摘の一覧 / Findings\n\n\
         <!-- Generated from src/rules; `HOUKAN_BLESS=1 cargo test rules` writes it anew. -->\n\n\
         `houkan explain CODE` shows the same pages. error: 返戻のおそれ; warn: 確認が必要; info: 参考. \
         TL, CR, RT … number rules; what they rest on is listed [at the end](#sources).\n\n\
         Certainty says how sure we are of the rule itself: confirmed (確認済み), known (一般知識) or inferred (推定).\n\n\
         | code | level | certainty | ja | en |\n|---|---|---|---|---|\n",
    );
    for rule in all() {
        push(
            &mut out,
            format_args!(
                "| [`{0}`](#{1}) | {2} | {3} | {4} | {5} |\n",
                rule.code,
                rule.code.to_ascii_lowercase(),
                rule.level.id(),
                rule.certainty.id(),
                rule.title.ja,
                rule.title.en
            ),
        );
    }
    push_bands(&mut out);
    for rule in all() {
        push_rule(&mut out, rule);
    }
    out.push_str(include_str!("sources.md"));
    out
}

/// What the numbers of the format rules say.
fn push_bands(out: &mut String) {
    out.push_str(
        "\n## F codes\n\n\
         請求ファイルの形の指摘。2文字目の数字が区分で、区分が重さになる。`houkan explain F3` は1つの区分を一覧にする。 / \
         What is wrong with the form of a claim file. The second sign is the band, which sets the level; \
         `houkan explain F3` lists one. \
         Samples are lines of `fixtures/format/base.txt`; everybody in them is made up.\n\n\
         | codes | ja | en |\n|---|---|---|\n",
    );
    for (band, meaning) in format::BANDS {
        push(
            out,
            format_args!("| {band}xx | {} | {} |\n", meaning.ja, meaning.en),
        );
    }
}

fn push_rule(out: &mut String, rule: &Rule) {
    push(out, format_args!("\n## {}\n", rule.code));
    for lang in Lang::ALL {
        push(out, format_args!("\n**{}**\n", rule.title.get(lang)));
        for (heading, body) in sections(rule, lang) {
            // The table of the bands says it once.
            if heading == BAND.get(lang) {
                continue;
            }
            let lines: Vec<&str> = body.lines().collect();
            push(out, format_args!("\n- {heading}: {}\n", lines.join("<br>")));
        }
    }
    if let Some(sample) = rule.page.sample {
        for (heading, lines) in [(WRONG, sample.wrong), (RIGHT, sample.right)] {
            push(
                out,
                format_args!(
                    "\n**{} / {}**\n\n```text\n{lines}\n```\n",
                    heading.ja, heading.en
                ),
            );
        }
    }
}

fn sections(rule: &Rule, lang: Lang) -> Vec<(&'static str, String)> {
    let finding = example(rule);
    let told = format!(
        "{}\n→ {}",
        wording::message(&finding, lang),
        wording::action(&finding, lang)
    );
    let mut sections = vec![
        (MEANING.get(lang), rule.page.meaning.get(lang).to_owned()),
        (REMEDY.get(lang), rule.page.remedy.get(lang).to_owned()),
    ];
    if let Some(band) = format::band(rule.code) {
        sections.push((BAND.get(lang), band.get(lang).to_owned()));
    }
    sections.push((SOURCE.get(lang), rule.page.source.get(lang).to_owned()));
    sections.push((CERTAINTY.get(lang), certainty(rule, lang)));
    sections.push((EXAMPLE.get(lang), told));
    sections
}

/// How sure the rule is and what that means; and its version, which reports name beside their findings.
fn certainty(rule: &Rule, lang: Lang) -> String {
    let word = terms::certainty(rule.certainty, lang);
    let meaning = terms::certainty_meaning(rule.certainty, lang);
    let version = rule.version;
    match lang {
        Lang::Ja => format!("{word}：{meaning}\n規則の版：{version}"),
        Lang::En => format!("{word}: {meaning}\nVersion of the rule: {version}"),
    }
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

    #[test]
    fn a_page_says_how_sure_the_rule_is() {
        let page = |code| page(code, Lang::Ja).expect("a page");
        assert!(page("JD_KA").contains("\n確かさ\n  確認済み：規則は"));
        assert!(page("DUPLICATE_CLAIM").contains("\n確かさ\n  一般知識："));
        assert!(page("F404").contains("\n確かさ\n  推定："));
        assert!(page("F404").contains("\n  規則の版：1\n"));
        let english = super::page("F404", Lang::En).expect("a page");
        assert!(english.contains("\nCertainty\n  inferred: "), "{english}");
        let list = list(Lang::Ja);
        assert!(list.contains("算定の合計と違う（推定）\n"), "{list}");
    }

    /// What a rule rests on decides, as policy-rules 1–4 and the formats' specification mark it.
    #[test]
    fn certainty_follows_the_sources() {
        for rule in all() {
            let is_inferred = rule.page.source.ja.contains("推定（")
                || rule.page.source.ja.contains("からの推定");
            assert!(
                !is_inferred || rule.certainty == Certainty::Inferred,
                "{}",
                rule.code
            );
        }
        for (codes, certainty) in [
            // TL-04…13, TL-20, CR-10, CR-11, CR-13, RT-01, RT-05, RT-09, RT-20; 記録条件仕様.
            (
                &[
                    "NEED_CERT",
                    "TRANSITIONAL",
                    "NOT_COVERED",
                    "SPECIAL_CARE",
                    "MYNA_GRACE",
                    "CERT_EXPIRING",
                    "TICKET_UNREGISTERED",
                    "SN_CODE",
                    "JD_KA",
                    "ID_MISMATCH",
                    "PAYER_MISMATCH",
                    "CHECK_DIGIT",
                    "F102",
                    "F303",
                    "F311",
                    "F351",
                    "F402",
                ][..],
                Certainty::Confirmed,
            ),
            // VR-05 (once a month), RT-19.
            (
                &["NO_EVIDENCE", "DUPLICATE_CLAIM", "F335"],
                Certainty::Known,
            ),
            (
                &[
                    "ID_ZERO", "F326", "F357", "F358", "F401", "F404", "F405", "F406", "F408",
                    "F412", "F413", "F414", "F503", "F504",
                ],
                Certainty::Inferred,
            ),
        ] {
            for code in codes {
                assert_eq!(
                    find(code).map(|rule| rule.certainty),
                    Some(certainty),
                    "{code}"
                );
            }
        }
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
    fn samples_and_bands_are_shown() {
        let page = page("f324", Lang::Ja).expect("a page");
        for part in [
            "\n扱い\n  項目の内容が",
            "\n誤りの例\n  HO,138057,",
            "\n正しい例\n  HO,  138057,",
        ] {
            assert!(page.contains(part), "{part}: {page}");
        }
        let english = super::page("F324", Lang::En).expect("a page");
        assert!(english.contains("\nWrong\n  HO,138057,"), "{english}");
        let none = super::page("NEED_CERT", Lang::Ja).expect("a page");
        assert!(!none.contains("誤りの例") && !none.contains("扱い\n"));
    }

    #[test]
    fn a_band_is_listed() {
        let band = list_of("f3", Lang::Ja).expect("a band");
        assert!(band.starts_with("F3  項目の内容が"), "{band}");
        let codes: Vec<&str> = band.lines().skip(2).map(|line| &line[..4]).collect();
        let expected: Vec<&str> = all()
            .map(|rule| rule.code)
            .filter(|code| code.starts_with("F3"))
            .collect();
        assert_eq!(codes, expected);
        // All bands, and a part of one.
        let whole = list_of("F", Lang::En).expect("all bands");
        assert_eq!(whole.matches("\nF101 ").count(), 1);
        assert_eq!(whole.matches("\nF501 ").count(), 1);
        let part = list_of("F30", Lang::En).expect("a part");
        assert!(part.contains("\nF309 ") && !part.contains("\nF310 "));
        for none in ["", " ", "F9", "FX", "NEED", "F3X"] {
            assert_eq!(list_of(none, Lang::Ja), None, "{none}");
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
        crate::generated::assert_fresh("docs/rules.md", &render_markdown());
    }
}

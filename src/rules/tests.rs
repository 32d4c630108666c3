//! What holds for every rule.

use std::collections::BTreeSet;

use unicode_width::UnicodeWidthStr;

use super::wording::{PLACEHOLDERS, Token, tokens};
use super::*;
use crate::finding::Finding;

/// 120 full-width characters.
pub(super) const WIDTH_MAX: usize = 240;

fn texts(rule: &Rule) -> Vec<Text> {
    let page = rule.page;
    let words = rule.wording.iter().flat_map(|w| [w.message, w.action]);
    words
        .chain([rule.title, page.meaning, page.remedy, page.source])
        .collect()
}

#[test]
fn codes_are_unique_and_bands_sorted() {
    let codes: Vec<&str> = all().map(|rule| rule.code).collect();
    let set: BTreeSet<&str> = codes.iter().copied().collect();
    assert_eq!(set.len(), codes.len());
    let format: Vec<&str> = format::RULES.iter().map(|rule| rule.code).collect();
    assert!(format.is_sorted());
    for rule in format::RULES {
        let level = match &rule.code[..2] {
            "F1" if matches!(rule.code, "F103" | "F104" | "F106" | "F111" | "F114") => Level::Warn,
            "F1" | "F2" | "F3" => Level::Error,
            "F4" => Level::Warn,
            _ => Level::Info,
        };
        assert_eq!(rule.level, level, "{}", rule.code);
    }
}

#[test]
fn contract_6_is_covered() {
    for (code, level) in [
        ("NEED_CERT", "error"),
        ("TRANSITIONAL", "warn"),
        ("NOT_COVERED", "error"),
        ("NO_EVIDENCE", "warn"),
        ("NO_MATCH", "warn"),
        ("MULTI_MATCH", "warn"),
        ("ID_MISMATCH", "error"),
        ("ID_ZERO", "info"),
        ("CERT_EXPIRING", "info"),
        ("MYNA_GRACE", "info"),
        ("SPECIAL_CARE", "error"),
        ("TICKET_UNREGISTERED", "warn"),
        ("SELF_FAMILY", "error"),
        ("CLAIM_TYPE", "error"),
        ("COPAY_MISMATCH", "error"),
        ("LIMIT_MISMATCH", "warn"),
        ("SPECIAL_NOTE", "error"),
        ("SN_CODE", "error"),
        ("JD_KA", "warn"),
        ("BRANCH_MISSING", "warn"),
        ("JD_MISSING", "info"),
        ("MF_MISSING", "warn"),
        ("SPLIT_BLOCKED", "error"),
        ("LAG_SUSPECTED", "info"),
        ("CLAIM_AGE", "info"),
        ("PAYER_MISMATCH", "error"),
        ("DUPLICATE_CLAIM", "warn"),
        ("CHECK_DIGIT", "info"),
        ("DX_TWICE", "error"),
        ("DX_AMOUNT", "error"),
        ("DX_PERIOD", "error"),
        ("DX_NO_MANAGEMENT", "error"),
        ("DX_NO_MYNA", "warn"),
        ("DX_NOT_LISTED", "warn"),
    ] {
        assert_eq!(
            find(code).map(|rule| rule.level.id()),
            Some(level),
            "{code}"
        );
    }
}

#[test]
fn every_text_is_there_in_both_languages() {
    for rule in all() {
        for text in texts(rule) {
            for lang in Lang::ALL {
                let text = text.get(lang);
                assert!(
                    !text.trim().is_empty() && text.trim() == text,
                    "{}: {text:?}",
                    rule.code
                );
                assert!(
                    !text.contains('…') && !text.contains("  "),
                    "{}: {text:?}",
                    rule.code
                );
            }
        }
        // Some sentences, not a title said twice.
        assert!(
            rule.page.meaning.ja.matches('。').count() >= 2,
            "{}",
            rule.code
        );
        assert!(
            rule.page.meaning.en.matches('.').count() >= 2,
            "{}",
            rule.code
        );
    }
}

#[test]
fn variants_end_with_the_general_one() {
    for rule in all() {
        let variants: Vec<&str> = rule.wording.iter().map(|w| w.variant).collect();
        let set: BTreeSet<&str> = variants.iter().copied().collect();
        assert_eq!(set.len(), variants.len(), "{}", rule.code);
        assert_eq!(variants.last(), Some(&""), "{}", rule.code);
    }
}

#[test]
fn templates_use_known_placeholders_and_close_their_brackets() {
    for rule in all() {
        for wording in rule.wording {
            for template in [wording.message, wording.action] {
                for lang in Lang::ALL {
                    let template = template.get(lang);
                    let mut is_open = false;
                    for token in tokens(template) {
                        match token {
                            Token::Value(name) => {
                                assert!(PLACEHOLDERS.contains(&name), "{template}");
                            }
                            Token::Open => {
                                assert!(!std::mem::replace(&mut is_open, true), "{template}");
                            }
                            Token::Close => {
                                assert!(std::mem::replace(&mut is_open, false), "{template}");
                            }
                            Token::Text(_) => {}
                        }
                    }
                    assert!(!is_open, "{template}");
                }
            }
        }
    }
}

/// Both languages name the same facts.
#[test]
fn languages_agree_on_placeholders() {
    let names = |template| -> BTreeSet<&str> {
        tokens(template)
            .filter_map(|t| {
                if let Token::Value(name) = t {
                    Some(name)
                } else {
                    None
                }
            })
            .collect()
    };
    for rule in all() {
        for wording in rule.wording {
            for template in [wording.message, wording.action] {
                assert_eq!(
                    names(template.ja),
                    names(template.en),
                    "{}: {}",
                    rule.code,
                    template.ja
                );
            }
        }
    }
}

#[test]
fn examples_are_whole_and_short() {
    for rule in all() {
        let finding: Finding = explain::example(rule);
        assert!(
            rule.wording
                .iter()
                .any(|w| w.variant == finding.details.variant),
            "{}",
            rule.code
        );
        for lang in Lang::ALL {
            for told in [
                wording::message(&finding, lang),
                wording::action(&finding, lang),
            ] {
                assert!(!told.is_empty(), "{}", rule.code);
                assert!(!told.contains(['{', '}', '[', ']']), "{told}");
                assert!(
                    !told.contains("（なし）") && !told.contains("(none)"),
                    "{}: {told}",
                    rule.code
                );
            }
        }
    }
}

/// Japanese texts fit into 120 full-width characters, with the longest list of days and every value there.
#[test]
fn texts_are_short() {
    for rule in all() {
        for wording in rule.wording {
            let mut finding = explain::example(rule);
            finding.details.variant = wording.variant;
            let facts = &mut finding.details;
            facts.date = facts.date.or(NaiveDate::from_ymd_opt(2025, 12, 31));
            for told in [
                wording::message(&finding, Lang::Ja),
                wording::action(&finding, Lang::Ja),
            ] {
                assert!(
                    told.width() <= WIDTH_MAX,
                    "{} {}: {told}",
                    rule.code,
                    told.width()
                );
            }
        }
    }
}

/// The families' sources, tests included.
fn sources() -> String {
    let mut open = vec![std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules")];
    let mut text = String::new();
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs")
                && !path.ends_with("rules/tests.rs")
            {
                text.push_str(&std::fs::read_to_string(path).expect("text"));
            }
        }
    }
    text
}

/// Every row of policy-rules §4, §5, §7 and §8 is named: in a test of its own (`hc_06_…`), or where it is said
/// why it is no check.
#[test]
fn every_row_of_the_rules_is_accounted_for() {
    let sources = sources();
    for (table, rows) in [("RT", 20), ("DX", 9), ("HC", 14), ("BR", 13)] {
        for row in 1..=rows {
            let in_test = format!("fn {}_{row:02}_", table.to_lowercase());
            let in_words = format!("{table}-{row:02}");
            assert!(
                sources.contains(&in_test) || sources.contains(&in_words),
                "{in_words}"
            );
        }
    }
}

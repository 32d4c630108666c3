use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::*;

/// The messages of a subject in a language: identifier and variables.
fn listed(text: &str) -> Vec<(String, BTreeSet<String>)> {
    let file = FluentResource::try_new(text.to_owned()).expect("the file is in order");
    messages(&file)
        .map(|message| {
            let pattern = message.value.as_ref().expect("a message has a text");
            let mut variables = BTreeSet::new();
            variables_of(pattern, &mut variables);
            (message.id.name.to_owned(), variables)
        })
        .collect()
}

fn variables_of(pattern: &ast::Pattern<&str>, out: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        let ast::PatternElement::Placeable { expression } = element else {
            continue;
        };
        let inline = match expression {
            ast::Expression::Inline(inline) => inline,
            ast::Expression::Select { selector, variants } => {
                for variant in variants {
                    variables_of(&variant.value, out);
                }
                selector
            }
        };
        match inline {
            ast::InlineExpression::VariableReference { id } => {
                out.insert(id.name.to_owned());
            }
            ast::InlineExpression::StringLiteral { .. } => {}
            other => panic!("{other:?} is not used here"),
        }
    }
}

#[test]
fn no_message_is_missing_in_a_language() {
    let mut seen = BTreeSet::new();
    for (subject, ja, en) in SUBJECTS {
        let (ja, en) = (listed(ja), listed(en));
        assert_eq!(ja, en, "{subject}");
        for (id, _) in ja {
            assert!(seen.insert(id.clone()), "{id} stands twice");
        }
    }
    assert!(seen.len() > 150);
}

/// The sources that may use messages.
fn sources(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let ending = path.extension().and_then(|ending| ending.to_str());
        if path.is_dir() {
            sources(&path, out);
        } else if matches!(ending, Some("rs" | "js" | "html")) {
            out.push(path);
        }
    }
}

/// Families whose identifiers come from words of the program.
const FAMILIES: [&str; 16] = [
    "ask",
    "certainty",
    "certainty-meaning",
    "column",
    "credential",
    "insurer-kind",
    "kind",
    "level",
    "mark",
    "matched",
    "payer",
    "reason",
    "role",
    "sex",
    "state",
    "verdict",
];

#[test]
fn every_message_is_used() {
    let mut paths = Vec::new();
    sources(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut paths,
    );
    let code: String = paths
        .iter()
        .map(|path| fs::read_to_string(path).expect("UTF-8"))
        .collect();
    let mut unused = Vec::new();
    for (_, ja, _) in SUBJECTS {
        for (id, _) in listed(ja) {
            let is_of_family = FAMILIES
                .iter()
                .any(|family| id.starts_with(&format!("{family}-")));
            let is_named = ['"', '\'', '`']
                .iter()
                .any(|quote| code.contains(&format!("{quote}{id}{quote}")));
            if !is_of_family && !is_named {
                unused.push(id);
            }
        }
    }
    assert!(unused.is_empty(), "{unused:?}");
}

#[test]
fn every_word_of_the_program_has_its_message() {
    use crate::credential::Kind;
    use crate::judge::outcome::{Outcome, Reason};
    use crate::matching::cascade::MatchedBy;
    use crate::report::{findings, table, verdicts, worklist};
    use crate::text::insurer::InsurerKind;

    let mut words: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    words.insert("verdict", Outcome::ALL.iter().map(|it| it.id()).collect());
    words.insert("reason", Reason::ALL.iter().map(|it| it.id()).collect());
    words.insert("matched", MatchedBy::ALL.iter().map(|it| it.id()).collect());
    words.insert(
        "insurer-kind",
        InsurerKind::ALL.iter().map(|it| it.id()).collect(),
    );
    let mut credentials: Vec<&str> = Kind::ALL.iter().map(|it| it.id()).collect();
    credentials.push("legacy_card_presumed");
    words.insert("credential", credentials);
    let mut columns = Vec::new();
    columns.extend(verdicts::COLUMNS);
    columns.extend(findings::COLUMNS);
    columns.extend(table::FINDINGS_MORE);
    columns.extend(worklist::COLUMNS);
    words.insert("column", columns);
    for (family, ids) in words {
        for lang in Lang::ALL {
            let texts: BTreeSet<&str> = ids.iter().map(|id| of(family, id, lang)).collect();
            assert!(!texts.contains(""), "{family} in {lang}: {texts:?}");
        }
    }
}

#[test]
fn templates_have_nothing_but_text_and_variables() {
    for (_, ja, en) in SUBJECTS.iter().filter(|(name, ..)| *name == "page") {
        for text in [ja, en] {
            let file = FluentResource::try_new((*text).to_owned()).expect("the file is in order");
            for message in messages(&file) {
                let pattern = message.value.as_ref().expect("a message has a text");
                for element in &pattern.elements {
                    let is_plain = match element {
                        ast::PatternElement::TextElement { .. } => true,
                        ast::PatternElement::Placeable { expression } => matches!(
                            expression,
                            ast::Expression::Inline(
                                ast::InlineExpression::VariableReference { .. }
                                    | ast::InlineExpression::StringLiteral { .. }
                            )
                        ),
                    };
                    assert!(is_plain, "{}", message.id.name);
                }
            }
        }
    }
}

#[test]
fn a_message_that_there_is_not_is_empty() {
    assert_eq!(get("no-such-message", Lang::Ja), "");
    assert_eq!(with("no-such-message", Lang::Ja, &[]), "");
    assert_eq!(get("verdict-OK", Lang::Ja), "問題なし");
}

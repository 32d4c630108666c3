//! The catalogue of messages in both languages: verdicts, reasons, column headings and every text of reports.
//!
//! The texts stand in Fluent files (`ja/*.ftl`, `en/*.ftl`), one file a subject, and are built into the program.
//! What a *rule* says stands with the rule (`rules`), where its type asks for both languages.
//!
//! A message is known by its identifier, which is written out where it is used (or begins there with the name of
//! a family, as `verdict-`), so that tests can tell the missing and the unused.

use std::collections::HashMap;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use fluent_syntax::ast;

use crate::text::grouped;
use crate::text::lang::Lang;

/// A subject: its name, and its file in Japanese and in English.
macro_rules! subjects {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_str!(concat!("ja/", $name, ".ftl")), include_str!(concat!("en/", $name, ".ftl")))),*]
    };
}

/// All files.
const SUBJECTS: [(&str, &str, &str); 7] = subjects![
    "terms", "columns", "summary", "workbook", "page", "notices", "nightly"
];

/// The messages of one language.
struct Catalogue {
    bundle: FluentBundle<FluentResource>,
    /// Those that have no variables, ready.
    plain: HashMap<String, String>,
}

static CATALOGUES: LazyLock<[Catalogue; 2]> = LazyLock::new(|| Lang::ALL.map(Catalogue::new));

fn catalogue(lang: Lang) -> &'static Catalogue {
    &CATALOGUES[match lang {
        Lang::Ja => 0,
        Lang::En => 1,
    }]
}

impl Catalogue {
    fn new(lang: Lang) -> Self {
        // Rules of plurals go by the tag; both tags are in order, and a test counts one and two.
        let tag = lang.code().parse().ok();
        let mut bundle = FluentBundle::new_concurrent(tag.into_iter().collect());
        // Marks of direction around each value are for texts of both directions; Japanese and English have one.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(|value, _| match value {
            FluentValue::Number(number) => Some(grouped_number(number.value)),
            _ => None,
        }));
        let mut plain = HashMap::new();
        for (_, ja, en) in SUBJECTS {
            // A test holds the files to be in order; what could be read of a broken one is used.
            let file = FluentResource::try_new(lang.pick(ja, en).to_owned())
                .unwrap_or_else(|(file, _)| file);
            let ids: Vec<String> = messages(&file).map(|it| it.id.name.to_owned()).collect();
            bundle.add_resource_overriding(file);
            for id in ids {
                let mut errors = Vec::new();
                let text = bundle
                    .get_message(&id)
                    .and_then(|message| message.value())
                    .map(|value| bundle.format_pattern(value, None, &mut errors).into_owned());
                if let (Some(text), true) = (text, errors.is_empty()) {
                    plain.insert(id, text);
                }
            }
        }
        Self { bundle, plain }
    }
}

/// The messages of a file, in its order.
fn messages(file: &FluentResource) -> impl Iterator<Item = &ast::Message<&str>> {
    file.entries().filter_map(|entry| match entry {
        ast::Entry::Message(message) => Some(message),
        _ => None,
    })
}

/// The text of a message without variables; nothing for one that there is not.
#[must_use]
pub fn get(id: &str, lang: Lang) -> &'static str {
    catalogue(lang).plain.get(id).map_or("", String::as_str)
}

/// The text of a message of a family, such as `verdict-` and the identifier of a verdict.
#[must_use]
pub fn of(family: &str, id: &str, lang: Lang) -> &'static str {
    get(&format!("{family}-{id}"), lang)
}

/// A value of a variable.
#[derive(Clone, Debug)]
pub enum Value<'a> {
    /// A text as it is; numbers that are grouped already are texts.
    Text(&'a str),
    /// A number, by which a message may choose between one and many.
    Number(u64),
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

impl From<u64> for Value<'_> {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

/// The text of a message with variables. Numbers come grouped in threes.
#[must_use]
pub fn with(id: &str, lang: Lang, values: &[(&str, Value<'_>)]) -> String {
    let catalogue = catalogue(lang);
    let Some(value) = catalogue
        .bundle
        .get_message(id)
        .and_then(|message| message.value())
    else {
        return String::new();
    };
    let mut args = FluentArgs::with_capacity(values.len());
    for (name, value) in values {
        match value {
            Value::Text(text) => args.set(*name, *text),
            Value::Number(number) => args.set(*name, *number),
        }
    }
    let mut errors = Vec::new();
    let text = catalogue
        .bundle
        .format_pattern(value, Some(&args), &mut errors)
        .into_owned();
    debug_assert!(errors.is_empty(), "{id}: {errors:?}");
    text
}

/// All messages of a subject as templates for a program in another language: `{ $count }` becomes `{count}`.
/// Nothing but text and variables may stand in them.
pub(crate) fn templates(subject: &str, lang: Lang) -> Vec<(String, String)> {
    let files = SUBJECTS.iter().filter(|(name, ..)| *name == subject);
    let files =
        files.filter_map(|(_, ja, en)| FluentResource::try_new(lang.pick(ja, en).into()).ok());
    files
        .flat_map(|file| {
            let all = messages(&file);
            all.map(|message| (message.id.name.to_owned(), template(message)))
                .collect::<Vec<_>>()
        })
        .collect()
}

fn template(message: &ast::Message<&str>) -> String {
    let elements = message.value.iter().flat_map(|pattern| &pattern.elements);
    elements
        .map(|element| match element {
            ast::PatternElement::TextElement { value } => (*value).to_owned(),
            ast::PatternElement::Placeable { expression } => match expression {
                ast::Expression::Inline(ast::InlineExpression::VariableReference { id }) => {
                    format!("{{{}}}", id.name)
                }
                // Blanks at the ends, which Fluent cuts elsewhere.
                ast::Expression::Inline(ast::InlineExpression::StringLiteral { value }) => {
                    (*value).to_owned()
                }
                // A test sees to it that there is none.
                _ => String::new(),
            },
        })
        .collect()
}

/// Counts and sums of yen are whole and far below 2⁵³.
fn grouped_number(value: f64) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "made from a u64 that a program counted"
    )]
    let whole = value as u64;
    grouped(whole)
}

#[cfg(test)]
mod tests;

//! `--format sarif`: SARIF 2.1.0 (OASIS, 2020-03-27), for editors and review tools.
//!
//! The results come first and the rules behind them, so that neither has to be kept: the order of members
//! is free in JSON. Only rules that occur are listed.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::{Component, Path};

use serde::Serialize;

use crate::finding::Level;
use crate::report::summary::PROGRAM;
use crate::rules;
use crate::text::lang::Lang;
use crate::validate::Diagnostic;

use super::facts::{self, Facts};
use super::{File, Renderer, Settings, Tally};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

pub(super) struct Sarif {
    lang: Lang,
    /// Codes in order of their first result.
    codes: Vec<&'static str>,
    has_result: bool,
}

impl Sarif {
    pub(super) fn new(settings: &Settings) -> Self {
        Self {
            lang: settings.lang,
            codes: Vec::new(),
            has_result: false,
        }
    }

    fn index(&mut self, code: &'static str) -> usize {
        let known = self.codes.iter().position(|&known| known == code);
        known.unwrap_or_else(|| {
            self.codes.push(code);
            self.codes.len() - 1
        })
    }
}

#[derive(Serialize)]
struct Message<'a> {
    text: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome<'a> {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: Message<'a>,
    locations: [Location<'a>; 1],
    properties: Properties<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'a> {
    physical_location: PhysicalLocation<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation<'a> {
    artifact_location: ArtifactLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    context_region: Option<Region<'a>>,
}

#[derive(Serialize)]
struct ArtifactLocation {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region<'a> {
    start_line: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_column: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_column: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    snippet: Option<Message<'a>>,
}

/// What SARIF has no place for.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Properties<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    record: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    position: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    station_code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    claim_no: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    patient: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    dates: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    claim_value: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reference_value: Option<&'a str>,
    action: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule<'a> {
    id: &'static str,
    short_description: Message<'a>,
    full_description: Message<'a>,
    help: Message<'a>,
    default_configuration: Configuration,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
}

#[derive(Serialize)]
struct Tool<'a> {
    driver: Driver<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver<'a> {
    name: &'static str,
    version: &'static str,
    language: &'static str,
    rules: Vec<Rule<'a>>,
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warn => "warning",
        Level::Info => "note",
    }
}

impl Renderer for Sarif {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let language = self.lang.code();
        write!(
            out,
            "{{\"$schema\":\"{SCHEMA}\",\"version\":\"2.1.0\",\"runs\":[{{\"language\":\"{language}\",\
             \"columnKind\":\"unicodeCodePoints\",\"results\":["
        )
    }

    fn open(&mut self, _: &File, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn diagnostic(&mut self, file: &File, one: &Diagnostic, out: &mut dyn Write) -> io::Result<()> {
        let is_first = !std::mem::replace(&mut self.has_result, true);
        out.write_all(if is_first { b"\n" } else { b",\n" })?;
        let rule_index = self.index(one.finding.code);
        let told = Facts::new(one, self.lang);
        let text = told.message.as_str();
        let result = Outcome {
            rule_id: one.finding.code,
            rule_index,
            level: level(one.finding.level),
            message: Message { text },
            locations: [Location {
                physical_location: place(file, one, &told),
            }],
            properties: Properties {
                record: told.record,
                field: told.field,
                position: told.position,
                station_code: told.station_code,
                claim_no: told.claim_no,
                patient: told.patient,
                dates: told.dates,
                claim_value: told.claim_value,
                reference_value: told.reference_value,
                action: told.action,
            },
        };
        serde_json::to_writer(&mut *out, &result)?;
        Ok(())
    }

    fn close(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn end(&mut self, tally: &Tally, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"\n],\"invocations\":[")?;
        let invocation = Invocation {
            execution_successful: tally.unreadable == 0,
        };
        serde_json::to_writer(&mut *out, &invocation)?;
        out.write_all(b"],\"tool\":")?;
        let helps: Vec<String> = self
            .codes
            .iter()
            .map(|code| help(code, self.lang))
            .collect();
        let known = self.codes.iter().zip(&helps);
        let tool = Tool {
            driver: Driver {
                name: PROGRAM,
                version: env!("CARGO_PKG_VERSION"),
                language: self.lang.code(),
                rules: known
                    .filter_map(|(code, help)| rule(code, help, self.lang))
                    .collect(),
            },
        };
        serde_json::to_writer(&mut *out, &tool)?;
        out.write_all(b"}]}\n")
    }
}

fn place<'a>(file: &File, one: &'a Diagnostic, told: &Facts<'a>) -> PhysicalLocation<'a> {
    let excerpt = one.excerpt.as_ref();
    let meant = excerpt.and_then(|excerpt| Some(&excerpt.text[facts::mark(excerpt)?]));
    PhysicalLocation {
        artifact_location: ArtifactLocation {
            uri: uri(&file.path),
        },
        region: told.line.map(|start_line| Region {
            start_line,
            start_column: told.column_start,
            end_column: told.column_end,
            snippet: meant.map(|text| Message { text }),
        }),
        context_region: told.line.zip(excerpt).map(|(start_line, excerpt)| Region {
            start_line,
            start_column: None,
            end_column: None,
            snippet: Some(Message {
                text: &excerpt.text,
            }),
        }),
    }
}

fn help(code: &str, lang: Lang) -> String {
    let page = rules::find(code).map(|rule| &rule.page);
    let source = lang.pick("根拠", "Source");
    page.map_or_else(String::new, |page| {
        format!(
            "{}\n{source}: {}",
            page.remedy.get(lang),
            page.source.get(lang)
        )
    })
}

fn rule<'a>(code: &str, help: &'a str, lang: Lang) -> Option<Rule<'a>> {
    let rule = rules::find(code)?;
    let message = |text: rules::Text| Message {
        text: text.get(lang),
    };
    Some(Rule {
        id: rule.code,
        short_description: message(rule.title),
        full_description: message(rule.page.meaning),
        help: Message { text: help },
        default_configuration: Configuration {
            level: level(rule.level),
        },
    })
}

/// The path as a URI reference (RFC 3986), relative where the path is.
fn uri(path: &str) -> String {
    let is_absolute = Path::new(path).is_absolute();
    let mut uri = String::with_capacity(path.len() * 3);
    if is_absolute {
        uri.push_str("file://");
        // `C:\` stands behind a slash of its own.
        let has_drive = Path::new(path)
            .components()
            .next()
            .is_some_and(|first| matches!(first, Component::Prefix(_)));
        uri.push_str(if has_drive { "/" } else { "" });
    }
    for &byte in path.as_bytes() {
        match byte {
            b'\\' if cfg!(windows) => uri.push('/'),
            b':' if is_absolute => uri.push(':'),
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            // Writing to a String cannot fail.
            _ => drop(write!(uri, "%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_uris() {
        for (path, expected) in [
            ("RECEIPTH.UKE", "RECEIPTH.UKE"),
            ("請求/a b.UKE", "%E8%AB%8B%E6%B1%82/a%20b.UKE"),
            ("a:b%#?.zip/RECEIPTH.UKE", "a%3Ab%25%23%3F.zip/RECEIPTH.UKE"),
            ("-", "-"),
        ] {
            assert_eq!(uri(path), expected);
        }
    }

    #[cfg(unix)]
    #[test]
    fn absolute_paths_name_their_scheme() {
        assert_eq!(uri("/tmp/a:b.UKE"), "file:///tmp/a:b.UKE");
    }
}

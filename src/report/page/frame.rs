//! What stands around the rows: head, style, scripts and the policy that binds them.

use crate::messages;
use crate::report::html;
use crate::text::lang::Lang;

/// The skeleton; `{{…}}` are filled in here, everything else by the scripts.
const HTML: &str = include_str!("page.html");

/// The style.
const CSS: &str = include_str!("page.css");

/// The scripts, in the order in which they run. They share one scope.
const SCRIPTS: [&str; 13] = [
    include_str!("base.js"),
    include_str!("rows.js"),
    include_str!("marks.js"),
    include_str!("grid.js"),
    include_str!("charts.js"),
    include_str!("days.js"),
    include_str!("calendar.js"),
    include_str!("detail.js"),
    include_str!("print.js"),
    include_str!("tables.js"),
    include_str!("filters.js"),
    include_str!("tiles.js"),
    include_str!("app.js"),
];

/// The page without its rows.
pub(super) struct Frame {
    /// Up to the rows.
    pub(super) before: String,
    /// From the rows on.
    pub(super) after: String,
}

impl Frame {
    /// In a language.
    pub(super) fn new(lang: Lang) -> Self {
        // A browser hashes what it has read, and it reads CR LF as LF.
        let css = CSS.replace('\r', "");
        let script = SCRIPTS.concat().replace('\r', "");
        let text = |id| escaped(messages::get(id, lang));
        let page = HTML
            .replace('\r', "")
            .replace("{{lang}}", lang.code())
            .replace("{{policy}}", &policy(&script, &css))
            .replace("{{title}}", &text("page-title"))
            .replace("{{wait}}", &text("page-wait"))
            .replace("{{browsers}}", &text("page-browsers"))
            .replace("{{no-script}}", &text("page-no-script"))
            .replace("{{style}}", &css)
            .replace("{{script}}", &script);
        match page.split_once("{{rows}}") {
            Some((before, after)) => Self {
                before: before.to_owned(),
                after: after.to_owned(),
            },
            // The skeleton is a file of the program, and a test reads rows from a page.
            None => unreachable!("the skeleton has a place for rows"),
        }
    }
}

/// The Content-Security-Policy: these scripts, this style, nothing else.
fn policy(script: &str, css: &str) -> String {
    format!(
        "default-src 'none'; script-src '{}'; style-src '{}'; base-uri 'none'; form-action 'none'",
        html::source(script),
        html::source(css)
    )
}

/// A text as HTML text or value.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

//! Furigana: `｜語《よみ》` in a message becomes `<ruby>` in the page.

use std::fmt;

use askama::filters::{Escaper as _, Html, HtmlSafe};

/// HTML that needs no more escaping.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Markup(String);

impl HtmlSafe for Markup {}

impl fmt::Display for Markup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Markup {
    /// A file of ours.
    pub(super) fn ours(html: String) -> Self {
        Self(html)
    }

    /// A text, escaped first, so that whatever stands in it only the furigana become elements.
    pub(super) fn of(text: &str) -> Self {
        let mut html = String::with_capacity(text.len() * 2);
        // Writing to a `String` does not fail.
        let _ = Html.write_escaped_str(&mut html, text);
        Self(with_ruby(&html))
    }
}

/// Marks that belong to no whole `｜語《よみ》` stay as they are. A word is not split over two lines.
fn with_ruby(html: &str) -> String {
    let mut out = String::with_capacity(html.len() * 2);
    let mut rest = html;
    while let Some((before, word, reading, after)) = next_ruby(rest) {
        out.push_str(before);
        // `</rt>` may be left out before `</ruby>`.
        out.push_str("<ruby>");
        out.push_str(word);
        out.push_str("<rt>");
        out.push_str(reading);
        out.push_str("</ruby>");
        rest = after;
    }
    out.push_str(rest);
    out
}

fn next_ruby(html: &str) -> Option<(&str, &str, &str, &str)> {
    let (before, behind) = html.split_once('｜')?;
    let (word, behind) = behind.split_once('《')?;
    let (reading, after) = behind.split_once('》')?;
    Some((before, word, reading, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn furigana_become_ruby() {
        for (text, html) in [
            ("確認", "確認"),
            (
                "新しい｜資格確認書《しかくかくにんしょ》を",
                "新しい<ruby>資格確認書<rt>しかくかくにんしょ</ruby>を",
            ),
            (
                "｜期《き》と｜限《げん》",
                "<ruby>期<rt>き</ruby>と<ruby>限<rt>げん</ruby>",
            ),
            ("｜印だけ", "｜印だけ"),
            ("｜途中《まで", "｜途中《まで"),
        ] {
            assert_eq!(Markup::of(text).to_string(), html);
        }
    }

    #[test]
    fn everything_else_is_inert() {
        let html = Markup::of("｜<script>《\"><img src=x>》&").to_string();
        assert!(
            !html.contains("<script") && !html.contains("<img"),
            "{html}"
        );
        assert!(html.starts_with("<ruby>&#60;script&#62;<rt>"), "{html}");
    }
}

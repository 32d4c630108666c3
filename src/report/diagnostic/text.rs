//! `--format text`: findings as a compiler gives them, for people.

use std::fmt::Write as _;
use std::io::{self, Write};

use crate::finding::Level;
use crate::fix;
use crate::report::terminal::{LEVEL_WIDTH, Paint, clean, padded, right};
use crate::rules::{self, Check, Rule, terms, wording};
use crate::text::grouped;
use crate::text::lang::Lang;
use crate::validate::Diagnostic;

use super::{File, Renderer, Settings, Tally, facts, underline};

/// Columns of a line of a file that are always shown.
const COLUMNS_MIN: usize = 20;

pub(super) struct Text {
    lang: Lang,
    paint: Paint,
    columns: usize,
    is_quiet: bool,
}

/// Appends a line.
fn line(text: &mut String, arguments: std::fmt::Arguments<'_>) {
    // Writing to a String cannot fail.
    let _ = text.write_fmt(arguments);
    text.push('\n');
}

impl Text {
    pub(super) fn new(settings: &Settings) -> Self {
        Self {
            lang: settings.lang,
            paint: settings.paint,
            columns: settings.columns,
            is_quiet: settings.is_quiet,
        }
    }

    fn head(&self, one: &Diagnostic, message: &str, text: &mut String) {
        let level = one.finding.level;
        let label = format!("{}[{}]", terms::level(level, self.lang), one.finding.code);
        line(
            text,
            format_args!("{}: {}", self.paint.level(level, &label), clean(message)),
        );
    }

    /// File and line, claim, patient and field.
    fn place(&self, file: &File, one: &Diagnostic, text: &mut String) {
        let mut parts = vec![clean(&file.path).into_owned()];
        if one.finding.place.line > 0 {
            parts[0].push(':');
            parts[0].push_str(&one.finding.place.line.to_string());
        }
        let claim = &one.subject.claim_no;
        if !claim.is_empty() {
            let label = self.lang.pick("レセプト番号", "claim");
            parts.push(format!("{label} {}", clean(claim)));
        }
        parts.push(clean(&one.subject.patient).into_owned());
        parts.push(self.field(one));
        parts.retain(|part| !part.is_empty());
        let arrow = self.paint.cyan("-->");
        line(text, format_args!("  {arrow} {}", parts.join("  ")));
    }

    /// Record and field, such as `RE 氏名（5項目め）`.
    fn field(&self, one: &Diagnostic) -> String {
        let record = one.finding.place.record;
        let position = one.position;
        match facts::field_name(one, self.lang) {
            None => record.to_owned(),
            Some(name) => match self.lang {
                Lang::Ja => format!("{record} {name}（{position}項目め）"),
                Lang::En => format!("{record} {name} (field {position})"),
            },
        }
    }

    /// The line with the place underlined; returns the width of the gutter.
    fn excerpt(&self, one: &Diagnostic, text: &mut String) -> usize {
        let number = one.finding.place.line.to_string();
        let Some(excerpt) = &one.excerpt else {
            return 1;
        };
        let gutter = number.len() + 1;
        let taken = gutter + " | ".len();
        let columns = self.columns.saturating_sub(taken).max(COLUMNS_MIN);
        let drawn = underline::draw(excerpt, columns);
        let bar = self.paint.cyan("|");
        line(text, format_args!("{} {bar}", " ".repeat(gutter)));
        let number = self.paint.cyan(&right(&number, gutter));
        line(text, format_args!("{number} {bar} {}", drawn.line));
        if drawn.carets > 0 {
            let indent = " ".repeat(drawn.indent);
            let carets = "^".repeat(drawn.carets);
            let carets = self.paint.level(one.finding.level, &carets);
            line(
                text,
                format_args!("{} {bar} {indent}{carets}", " ".repeat(gutter)),
            );
        }
        gutter
    }

    fn advice(&self, label: &str, told: &str, gutter: usize, text: &mut String) {
        let blanks = " ".repeat(gutter);
        let sign = self.paint.cyan("=");
        let label = self.paint.bold(label);
        line(
            text,
            format_args!("{blanks} {sign} {label}: {}", clean(told)),
        );
    }

    fn counts(&self, tally: &Tally, text: &mut String) {
        let files = grouped(tally.read + tally.unreadable);
        let claims = grouped(tally.claims);
        let [info, warn, error] = tally.levels.map(grouped);
        let is_clean = tally.levels == [0; 3];
        let told = match (self.lang, is_clean) {
            (Lang::Ja, true) => {
                format!("問題は見つかりませんでした（ファイル {files} 件、レセプト {claims} 件）。")
            }
            (Lang::En, true) => format!("No problem was found (files: {files}, claims: {claims})."),
            (Lang::Ja, false) => format!(
                "ファイル {files} 件、レセプト {claims} 件: エラー {error} 件、警告 {warn} 件、参考 {info} 件"
            ),
            (Lang::En, false) => format!(
                "Files: {files}, claims: {claims}; errors: {error}, warnings: {warn}, info: {info}"
            ),
        };
        line(text, format_args!("{}", self.paint.bold(&told)));
    }

    fn codes(&self, tally: &Tally, text: &mut String) {
        let codes = tally.gravest_first();
        let widest = codes.iter().map(|one| one.0.len()).max().unwrap_or(0);
        for (code, level, count) in codes {
            let mark = padded(terms::level(level, self.lang), LEVEL_WIDTH);
            let mark = self.paint.level(level, &mark);
            let title = rules::find(code).map_or("", |rule| rule.title.get(self.lang));
            let count = grouped(count);
            line(
                text,
                format_args!("  {mark} {count:>9}  {code:widest$}  {title}"),
            );
        }
    }

    fn files(&self, tally: &Tally, text: &mut String) {
        if tally.unreadable > 0 {
            let count = grouped(tally.unreadable);
            let told = match self.lang {
                Lang::Ja => format!("読めなかったファイル: {count} 件"),
                Lang::En => format!("Files that could not be read: {count}"),
            };
            line(text, format_args!("\n{}", self.paint.red(&told)));
            for path in &tally.refused {
                line(text, format_args!("  {}", clean(path)));
            }
            if tally.unreadable > tally.refused.len() as u64 {
                line(text, format_args!("  …"));
            }
        }
        if tally.skipped > 0 {
            let count = grouped(tally.skipped);
            match self.lang {
                Lang::Ja => line(
                    text,
                    format_args!("\n請求ファイルではないため読まなかったファイル: {count} 件"),
                ),
                Lang::En => line(
                    text,
                    format_args!("\nFiles that are no claim files and were passed over: {count}"),
                ),
            }
        }
    }

    fn next(&self, tally: &Tally, text: &mut String) {
        let codes = tally.gravest_first();
        let Some(&(code, ..)) = codes.first() else {
            return;
        };
        let told = if tally.of(Level::Error) > tally.unreadable {
            self.lang.pick(
                "エラーの箇所を請求ソフトで直してファイルを作り直し、もう一度点検してください。",
                "correct the errors in your software, export the file again and run this once more.",
            )
        } else if tally.unreadable > 0 {
            self.lang.pick(
                "読めなかったファイルを確かめ、もう一度点検してください。",
                "see to the files that could not be read, and run this once more.",
            )
        } else if tally.of(Level::Warn) > 0 {
            self.lang.pick(
                "警告の箇所を記録と見比べ、誤りなら請求ソフトで直してください。",
                "compare the warnings with your records and correct what is wrong in your software.",
            )
        } else {
            self.lang.pick(
                "直さなければならない指摘はありません。参考の指摘は、請求ソフトが直せるなら直してください。",
                "nothing has to be corrected; mend what the notes say if your software can.",
            )
        };
        let label = self.lang.pick("次にすること", "Next");
        line(text, format_args!("\n{}: {told}", self.paint.bold(label)));
        let mends: Vec<&str> = codes
            .iter()
            .map(|&(code, ..)| code)
            .filter(|code| rules::find(code).is_some_and(is_mended))
            .collect();
        if !mends.is_empty() {
            let label = self
                .lang
                .pick("機械的に直せるもの", "Put right by the program");
            let mends = mends.join(", ");
            let file = self
                .lang
                .pick("ファイル -o 直したファイル", "FILE -o FIXED");
            line(text, format_args!("{label} ({mends}): houkan fix {file}"));
        }
        let label = self.lang.pick("指摘の意味", "What a code means");
        line(text, format_args!("{label}: houkan explain {code}"));
    }
}

/// Whether `houkan fix` may put right what the rule finds.
fn is_mended(rule: &Rule) -> bool {
    matches!(rule.check, Check::Reader(kind) if fix::MENDS.contains(&kind))
}

impl Renderer for Text {
    fn begin(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn open(&mut self, _: &File, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn diagnostic(&mut self, file: &File, one: &Diagnostic, out: &mut dyn Write) -> io::Result<()> {
        let (message, action) = wording::both(&one.finding, self.lang);
        let mut text = String::with_capacity(1024);
        self.head(one, &message, &mut text);
        self.place(file, one, &mut text);
        let gutter = self.excerpt(one, &mut text);
        let expected = &one.finding.reference_value;
        if !expected.is_empty() && !message.contains(&**expected) {
            let label = self.lang.pick("期待", "expected");
            self.advice(label, expected, gutter, &mut text);
        }
        if !action.is_empty() {
            let label = self.lang.pick("対応", "help");
            self.advice(label, &action, gutter, &mut text);
        }
        text.push('\n');
        out.write_all(text.as_bytes())
    }

    fn close(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn end(&mut self, tally: &Tally, out: &mut dyn Write) -> io::Result<()> {
        let mut text = String::new();
        self.counts(tally, &mut text);
        self.codes(tally, &mut text);
        self.files(tally, &mut text);
        if !self.is_quiet {
            self.next(tally, &mut text);
        }
        out.write_all(text.as_bytes())
    }
}

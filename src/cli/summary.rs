//! What `houkan check` says at the end, on standard output.

use std::cmp::Reverse;
use std::fmt::Write as _;
use std::path::Path;

use unicode_width::UnicodeWidthStr;

use crate::check::Checked;
use crate::finding::Level;
use crate::judge::outcome::Outcome;
use crate::report::Report;
use crate::report::inputs::{InputLine, State};
use crate::rules::{self, terms};
use crate::text::lang::Lang;

use super::printer::{Paint, Printer};
use super::words::{self, grouped, padded, right};

/// Codes of findings shown.
const CODES_SHOWN: usize = 10;

/// The whole text.
pub(super) fn render(checked: &Checked, report: &Report, out: &Path, printer: &Printer) -> String {
    let view = View {
        report,
        lang: printer.lang,
        paint: printer.out,
    };
    let mut text = String::new();
    view.head(checked, &mut text);
    view.verdicts(&mut text);
    view.certificates(&mut text);
    view.unreadable(&mut text);
    view.partial(&mut text);
    view.records(checked, &mut text);
    if !printer.quiet {
        view.findings(&mut text);
        view.place(out, &mut text);
        view.next(checked, &mut text);
    }
    text
}

struct View<'a> {
    report: &'a Report,
    lang: Lang,
    paint: Paint,
}

/// Appends a line.
fn line(text: &mut String, arguments: std::fmt::Arguments<'_>) {
    // Writing to a String cannot fail.
    let _ = text.write_fmt(arguments);
    text.push('\n');
}

impl View<'_> {
    fn head(&self, checked: &Checked, text: &mut String) {
        let (as_of, policy) = (checked.as_of, &checked.policy.name);
        let head = match self.lang {
            Lang::Ja => format!("houkan 点検結果  基準日 {as_of}  ポリシー {policy}"),
            Lang::En => format!("houkan check  as of {as_of}  policy {policy}"),
        };
        line(text, format_args!("{}\n", self.paint.bold(&head)));
    }

    fn verdicts(&self, text: &mut String) {
        let lang = self.lang;
        let tally = &self.report.tally;
        let total = (lang.pick("合計", "total"), tally.all);
        let label = |outcome: Outcome| {
            format!(
                "{}  {}",
                padded(outcome.id(), 12),
                terms::outcome(outcome, lang)
            )
        };
        let rows = Outcome::ALL
            .iter()
            .map(|&outcome| (label(outcome), tally.verdict(outcome)));
        let rows: Vec<_> = rows.chain([(total.0.to_owned(), total.1)]).collect();
        let widest = rows
            .iter()
            .map(|(label, _)| label.width())
            .max()
            .unwrap_or(0);
        let heads = [
            lang.pick("判定", "verdict"),
            lang.pick("件数", "claims"),
            lang.pick("金額（円）", "yen"),
        ];
        let head = format!(
            "  {}  {}  {}",
            padded(heads[0], widest),
            right(heads[1], 9),
            right(heads[2], 15)
        );
        line(text, format_args!("{}", self.paint.bold(&head)));
        for (label, sum) in &rows {
            let (claims, yen) = (grouped(sum.claims), grouped(sum.yen));
            line(
                text,
                format_args!("  {}  {claims:>9}  {yen:>15}", padded(label, widest)),
            );
        }
    }

    fn certificates(&self, text: &mut String) {
        let sum = self.report.tally.certificate;
        let (claims, people, yen) = (
            grouped(sum.claims),
            grouped(self.report.people),
            grouped(sum.yen),
        );
        let told = match self.lang {
            Lang::Ja => format!("資格確認書などの確認が必要: {people} 人、{claims} 件、{yen} 円"),
            Lang::En => {
                format!("Certificate to be asked for: {people} persons, {claims} claims, {yen} yen")
            }
        };
        let told = if sum.claims > 0 {
            self.paint.red(&told)
        } else {
            told
        };
        line(text, format_args!("\n{told}"));
    }

    fn findings(&self, text: &mut String) {
        let mut codes: Vec<_> = self.report.tally.codes.iter().collect();
        if codes.is_empty() {
            return;
        }
        codes.sort_by_key(|&(&(code, level), &count)| (Reverse(level), Reverse(count), code));
        let heading = match (self.lang, codes.len().checked_sub(CODES_SHOWN)) {
            (Lang::Ja, Some(more @ 1..)) => format!("主な指摘（ほか {more} 種類は findings.csv）"),
            (Lang::En, Some(more @ 1..)) => {
                format!("Findings ({more} more codes in findings.csv)")
            }
            (Lang::Ja, _) => "指摘".to_owned(),
            (Lang::En, _) => "Findings".to_owned(),
        };
        line(text, format_args!("\n{}", self.paint.bold(&heading)));
        codes.truncate(CODES_SHOWN);
        let widest = codes
            .iter()
            .map(|((code, _), _)| code.len())
            .max()
            .unwrap_or(0);
        for (&(code, level), &count) in codes {
            let mark = padded(terms::level(level, self.lang), words::LEVEL_WIDTH);
            let mark = self.paint.level(level, &mark);
            let title =
                rules::find(code).map_or("", |rule| self.lang.pick(rule.title.ja, rule.title.en));
            line(
                text,
                format_args!("  {mark} {:>9}  {code:widest$}  {title}", grouped(count)),
            );
        }
    }

    fn unreadable(&self, text: &mut String) {
        let unreadable = self.in_state(State::Unreadable);
        let heading = match self.lang {
            Lang::Ja => format!("読めなかった入力: {} 件", unreadable.len()),
            Lang::En => format!("Inputs that could not be read: {}", unreadable.len()),
        };
        self.inputs(&self.paint.red(&heading), &unreadable, text);
    }

    fn partial(&self, text: &mut String) {
        let partial = self.in_state(State::Partial);
        let heading = match self.lang {
            Lang::Ja => format!("一部を使わなかった入力: {} 件", partial.len()),
            Lang::En => format!("Inputs that were not used whole: {}", partial.len()),
        };
        self.inputs(&self.paint.yellow(&heading), &partial, text);
    }

    /// How much of the registers matters; records that were not used, and the lack of any.
    fn records(&self, checked: &Checked, text: &mut String) {
        self.registers(text);
        if checked.seen_later > 0 {
            let count = grouped(checked.seen_later);
            let told = match self.lang {
                Lang::Ja => {
                    format!("基準日より後に確認された資格確認結果 {count} 件は使っていません。")
                }
                Lang::En => format!(
                    "{count} eligibility records seen after the day of the check were not used."
                ),
            };
            line(text, format_args!("\n{told}"));
        }
        if checked.lacks_records() {
            let told = self.lang.pick(
                "使える資格確認結果が1件もないため、照合していません。",
                "There is not one usable eligibility record: nothing was compared.",
            );
            line(text, format_args!("\n{}", self.paint.red(told)));
        }
    }

    fn registers(&self, text: &mut String) {
        let registers = self
            .report
            .inputs
            .iter()
            .filter(|input| input.passed_over > 0);
        let (kept, passed_over) = registers.fold((0, 0), |(kept, passed_over), input| {
            (kept + input.records, passed_over + input.passed_over)
        });
        if passed_over > 0 {
            let (kept, rows) = (grouped(kept), grouped(kept + passed_over));
            let told = match self.lang {
                Lang::Ja => {
                    format!("名簿の {rows} 行のうち、この請求にかかわるのは {kept} 行です。")
                }
                Lang::En => format!("{kept} of {rows} rows concern these claims."),
            };
            line(text, format_args!("\n{told}"));
        }
    }

    fn in_state(&self, state: State) -> Vec<&InputLine> {
        let inputs = self.report.inputs.iter();
        inputs.filter(|input| input.status == state).collect()
    }

    /// Inputs and what became of them; nothing when there are none.
    fn inputs(&self, heading: &str, inputs: &[&InputLine], text: &mut String) {
        if inputs.is_empty() {
            return;
        }
        line(text, format_args!("\n{heading}"));
        for input in inputs {
            let role = words::role(input.role, self.lang);
            let reason = input
                .reason
                .as_ref()
                .map_or("", |reason| reason.pick(self.lang));
            line(text, format_args!("  [{role}] {}: {reason}", input.path));
        }
    }

    fn place(&self, out: &Path, text: &mut String) {
        let files = self.report.files.join(", ");
        let label = self.lang.pick("報告", "Report");
        line(
            text,
            format_args!("\n{}: {} ({files})", self.paint.bold(label), out.display()),
        );
        if self.report.replaced > 0 {
            let replaced = grouped(self.report.replaced);
            match self.lang {
                Lang::Ja => line(
                    text,
                    format_args!("  Shift_JIS にない文字 {replaced} 字を 〓 にしました。"),
                ),
                Lang::En => line(
                    text,
                    format_args!("  {replaced} characters that Shift_JIS lacks became 〓."),
                ),
            }
        }
    }

    fn next(&self, checked: &Checked, text: &mut String) {
        let label = self.lang.pick("次にすること", "Next");
        let has_csv = self.report.files.iter().any(|file| file == "worklist.csv");
        let told = if checked.lacks_records() {
            self.lang.pick(
                "利用者に連絡する前に、資格確認結果（-e）を取り直して、もう一度点検してください。",
                "before asking any patient, get the eligibility results (-e) again and check once more.",
            )
        } else if self.report.people > 0 && has_csv {
            self.lang.pick(
                "worklist.csv の上から順に、資格確認書またはマイナ保険証を確認してください。",
                "ask for what worklist.csv says, from its top.",
            )
        } else if self.report.tally.reaches(Level::Warn) && has_csv {
            self.lang.pick(
                "findings.csv の error と warn の指摘を確認してください。",
                "look at the errors and warnings in findings.csv.",
            )
        } else if self.report.tally.reaches(Level::Warn) {
            self.lang.pick(
                "--report csv を付けると、指摘の一覧が書かれます。",
                "run it with --report csv for the list of findings.",
            )
        } else if self.report.tally.verdict(Outcome::Ok) != self.report.tally.all {
            self.lang.pick(
                "verdicts.csv で OK 以外のレセプトを確認してください。",
                "look at the claims in verdicts.csv that are not OK.",
            )
        } else {
            self.lang.pick(
                "直すべき指摘はありません。",
                "nothing to correct was found.",
            )
        };
        line(text, format_args!("{}: {told}", self.paint.bold(label)));
        if let Some(code) = self.gravest() {
            let ways = self.lang.pick("指摘の意味", "What a code means");
            line(text, format_args!("{ways}: houkan explain {code}"));
        }
    }

    fn gravest(&self) -> Option<&'static str> {
        let codes = self.report.tally.codes.iter();
        codes
            .max_by_key(|&(&(code, level), &count)| (level, count, Reverse(code)))
            .map(|(&(code, _), _)| code)
    }
}

use std::path::PathBuf;
use std::time::Instant;

use super::*;
use crate::check::{self, Request};
use crate::mark::{Compared, Ignored, Mark, Solved};
use crate::policy::Policy;
use crate::report::csv::Charset;
use crate::report::{self, Form};
use crate::text::lang::Lang;

/// Every way of speaking.
pub(super) const VOICES: [Voice; 3] = [
    Voice {
        lang: Lang::Ja,
        is_ascii: false,
    },
    Voice {
        lang: Lang::En,
        is_ascii: false,
    },
    Voice {
        lang: Lang::En,
        is_ascii: true,
    },
];

/// A month that was checked and reported.
pub(super) struct Told {
    pub(super) checked: Checked,
    pub(super) report: Report,
}

impl Told {
    /// That of the fixtures.
    pub(super) fn of_month() -> Self {
        let month = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/month");
        let request = Request {
            claims: vec![month.join("claims")],
            eligibility: vec![month.join("eligibility")],
            credentials: Some(month.join("credentials.csv")),
            map: None,
            stations: None,
            master: None,
            policy: Policy::current(),
            as_of: chrono::NaiveDate::from_ymd_opt(2026, 9, 5).expect("a day"),
        };
        let checked = check::run(&request, &());
        let folder = tempfile::tempdir().expect("a folder");
        let settings = report::Settings {
            out: folder.path().join("out"),
            forms: vec![Form::Csv],
            charset: Charset::Utf8,
            lang: Lang::Ja,
            started: Instant::now(),
        };
        let report = report::write(&checked, &settings).expect("written");
        Self { checked, report }
    }

    pub(super) fn view(&self, voice: Voice, may_name: bool) -> View<'_> {
        View {
            checked: &self.checked,
            report: &self.report,
            voice,
            paint: Paint::new(false),
            may_name,
        }
    }

    /// The whole text.
    pub(super) fn text(&self, voice: Voice, is_terminal: bool) -> String {
        self.painted(voice, is_terminal, Paint::new(false))
    }

    fn painted(&self, voice: Voice, is_terminal: bool, paint: Paint) -> String {
        let printer = Printer::for_tests(voice, is_terminal, paint);
        render(
            &self.checked,
            &self.report,
            &PathBuf::from("報告"),
            &printer,
        )
    }
}

#[test]
fn ascii_is_ascii() {
    let mut told = Told::of_month();
    told.follow();
    for is_terminal in [true, false] {
        let text = told.text(VOICES[2], is_terminal);
        assert!(text.is_ascii(), "{text}");
        // The folder, and nothing else, has no ASCII.
        assert_eq!(text.matches('?').count(), 2 + 2 + 2, "{text}");
    }
}

#[test]
fn colours_change_nothing_else() {
    let told = Told::of_month();
    for voice in VOICES {
        let coloured = told.painted(voice, true, Paint::new(true));
        let plain = told.text(voice, true);
        assert!(coloured.contains('\u{1b}') && !plain.contains('\u{1b}'));
        let mut without = coloured;
        for code in ["0", "1", "1;31", "33", "36"] {
            without = without.replace(&format!("\u{1b}[{code}m"), "");
        }
        assert_eq!(without, plain);
    }
}

#[test]
fn no_text_is_missing() {
    let mut told = Told::of_month();
    told.follow();
    for (voice, expected) in [
        (
            VOICES[0],
            [
                "判定: 新規 1 件、継続 2 件、解消 1 件",
                "指摘: 新規 0 件、継続 0 件、解消 2 件",
                "期限の過ぎた行が 1 件",
                "行が 3 件",
            ],
        ),
        (
            VOICES[1],
            [
                "verdicts: 1 new, 2 open, 1 solved",
                "findings: 0 new, 0 open, 2 solved",
                "past their day: 1",
                "fit nothing: 3",
            ],
        ),
    ] {
        let text = told.text(voice, true);
        for words in expected {
            assert!(text.contains(words), "{words}: {text}");
        }
    }
}

#[test]
fn the_next_step_is_in_the_file_that_people_open() {
    let mut told = Told::of_month();
    for (files, expected) in [
        (&["worklist.csv"][..], "worklist.csv の上から"),
        (
            &["worklist.csv", "report.xlsx"],
            "report.xlsx を Excel で開き",
        ),
        (
            &["worklist.csv", "report.xlsx", "report.html"],
            "report.html をブラウザで開き",
        ),
        (&["report.html", "notices.html"], "notices.html を印刷して"),
        (&["summary.json"], "--report csv を付けると"),
    ] {
        told.report.files = files.iter().map(|&file| file.to_owned()).collect();
        let text = told.text(VOICES[0], true);
        assert!(text.contains(expected), "{text}");
    }
    told.report.people = 0;
    told.report.files = vec!["report.html".to_owned()];
    let text = told.text(VOICES[0], true);
    assert!(text.contains("report.html のエラーと警告の指摘"), "{text}");
}

#[test]
fn a_masked_run_names_nobody() {
    let mut told = Told::of_month();
    told.checked.is_masked = true;
    let text = told.text(VOICES[0], true);
    assert!(text.contains("伏せてあります"), "{text}");
    assert!(!text.contains(&told.report.urgent[0].name), "{text}");
}

impl Told {
    /// Adds an earlier report and accepted findings.
    fn follow(&mut self) {
        let solved = |is_verdict| Solved {
            is_verdict,
            ..Solved::default()
        };
        self.checked.compared = Some(Compared {
            folder: "前回".to_owned(),
            verdicts: vec![Mark::New, Mark::Open, Mark::Open, Mark::None],
            solved: vec![solved(true), solved(false), solved(false)],
            ..Compared::default()
        });
        self.checked.ignored = Some(Ignored {
            path: "除外".to_owned(),
            entries: 9,
            used: 5,
            expired: 1,
            findings: 7,
            settled: vec![0, 1],
        });
    }
}

#[test]
fn names_of_files_give_a_terminal_no_orders() {
    let mut told = Told::of_month();
    let input = &mut told.report.inputs[0];
    input.path = "a\u{1b}[31mX.UKE".to_owned();
    input.status = State::Unreadable;
    for voice in VOICES {
        let text = told.text(voice, true);
        assert!(text.contains("[31mX.UKE"), "{text}");
        assert!(!text.contains('\u{1b}'), "{text}");
    }
}

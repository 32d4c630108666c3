//! The samples of the pages, put into a whole claim file (`fixtures/format/base.txt`).

use std::collections::BTreeSet;

use unicode_width::UnicodeWidthStr;

use super::*;
use crate::lint::{self, Linter};
use crate::rules::testing::files;
use crate::rules::tests::WIDTH_MAX;
use crate::text::cp932;
use crate::uke::dialect;
use crate::uke::layout::{RecordKind, field_count};
use crate::uke::source::Work;

/// A clean file of three claims: 国保, 国保 with two 公費, 後期高齢者. Every right line of a sample is one of it.
pub(crate) const BASE: &str = include_str!("../../../fixtures/format/base.txt");

/// Kinds whose pages have no sample, because bytes of the file are meant or nothing is wrong.
const WITHOUT_SAMPLE: [&str; 12] = [
    "F100", "F101", "F103", "F104", "F106", "F107", "F110", "F114", "F318", "F502", "F503", "F504",
];

/// The base file with the right lines of a sample replaced by its wrong ones: lines that both have stay where
/// they are, others stand behind the wrong line before them.
pub(crate) fn planted(sample: Sample) -> String {
    let base: Vec<&str> = BASE.lines().collect();
    let right: Vec<&str> = sample.right.lines().collect();
    let wrong: Vec<&str> = sample.wrong.lines().collect();
    let places = places(&base, &right);
    let is_paired = wrong.len() == right.len();
    let mut here: Vec<Vec<&str>> = base.iter().map(|line| vec![*line]).collect();
    for &place in &places {
        here[place].clear();
    }
    let mut next = 0;
    for (at, line) in wrong.into_iter().enumerate() {
        if is_paired {
            next = at;
        } else if let Some(ahead) = right[next..].iter().position(|other| *other == line) {
            next += ahead;
        }
        here[places[next]].push(line);
    }
    let mut text = here.concat().join("\n");
    text.push('\n');
    text
}

/// Where the lines stand in the base: each behind the one before, or else the first like it.
fn places(base: &[&str], lines: &[&str]) -> Vec<usize> {
    let mut from = 0;
    lines
        .iter()
        .map(|line| {
            let ahead = (from..base.len()).find(|&at| base[at] == *line);
            let place = ahead.or_else(|| base.iter().position(|other| other == line));
            let place = place.unwrap_or_else(|| panic!("not in the base: {line}"));
            from = place + 1;
            place
        })
        .collect()
}

/// Rules of the tariff (F351 on, F451 on): their lines need a master to be found wrong.
fn is_tariff(rule: &Rule) -> bool {
    matches!(&rule.code[2..3], "5" | "6") && matches!(&rule.code[..2], "F3" | "F4")
}

fn all_samples() -> impl Iterator<Item = (&'static Rule, Sample)> {
    RULES
        .iter()
        .filter_map(|rule| rule.page.sample.map(|sample| (rule, sample)))
}

fn with_sample() -> impl Iterator<Item = (&'static Rule, Sample)> {
    all_samples().filter(|(rule, _)| !is_tariff(rule))
}

#[test]
fn every_rule_about_records_has_a_sample() {
    let without: Vec<&str> = RULES
        .iter()
        .filter(|rule| rule.page.sample.is_none())
        .map(|rule| rule.code)
        .collect();
    assert_eq!(without, WITHOUT_SAMPLE);
}

#[test]
fn right_lines_are_whole_records_of_the_base() {
    let base: Vec<&str> = BASE.lines().collect();
    let right = all_samples().flat_map(|(_, sample)| sample.right.lines());
    for line in base.iter().copied().chain(right) {
        let kind = RecordKind::from_tag(&line.as_bytes()[..2]).expect(line);
        assert_eq!(line.split(',').count(), field_count(kind), "{line}");
    }
    for (rule, sample) in all_samples() {
        assert_ne!(sample.wrong, sample.right, "{}", rule.code);
    }
    for (rule, sample) in with_sample() {
        let found = places(&base, &sample.right.lines().collect::<Vec<_>>());
        assert!(
            found.is_sorted() && !found.is_empty(),
            "{}: {found:?}",
            rule.code
        );
        // Whoever looks at the two shall see one difference, not two persons.
        let tags = |lines: &'static str| -> BTreeSet<&str> {
            lines.lines().filter_map(|line| line.get(..2)).collect()
        };
        assert!(
            !tags(sample.wrong).is_disjoint(&tags(sample.right)) || rule.code == "F105",
            "{}",
            rule.code
        );
    }
}

#[test]
fn wrong_lines_take_the_place_of_the_right_ones() {
    let lines = |wrong, right| planted(Sample { wrong, right });
    let sn = "SN,1,01,,,,01,,";
    let ho = "HO,  138057,12,345,3,29320,,,,,,";
    assert!(lines("SN,1,02,,,,01,,", sn).contains(",,,,,,\nSN,1,02,,,,01,,\nJD,1,"));
    let [both, swapped] = [[ho, sn].join("\n"), [sn, ho].join("\n")];
    assert!(BASE.contains(&both));
    let text = planted(Sample {
        wrong: swapped.clone().leak(),
        right: both.leak(),
    });
    assert!(text.contains(&swapped));
    assert!(lines("GO\nGO", "GO").ends_with("\nGO\nGO\n"));
    assert_eq!(lines("GO", "GO"), BASE);
}

/// What the reader of `check` notes of a record, it finds in the wrong lines and not in the right ones.
#[test]
fn the_reader_agrees() {
    let codes = |text: &str| -> BTreeSet<&'static str> {
        let text = text.replace('\n', "\r\n") + "\x1a";
        let read = files(&[("x.UKE", &text)]);
        from_reader(&read).iter().map(|f| f.code).collect()
    };
    assert_eq!(codes(BASE), BTreeSet::new());
    for code in [
        "F105", "F201", "F202", "F203", "F204", "F205", "F301", "F302", "F401", "F501",
    ] {
        let (_, sample) = with_sample()
            .find(|(rule, _)| rule.code == code)
            .expect(code);
        let text = planted(sample);
        assert!(codes(&text).contains(code), "{code}: {:?}", codes(&text));
    }
}

/// What `validate` finds in a file of these lines.
fn validated(text: &str) -> Vec<Finding> {
    let mut bytes = Vec::new();
    let lost = cp932::encode_into(&text.replace('\n', "\r\n"), &mut bytes);
    assert_eq!(lost, 0, "{text}");
    bytes.push(0x1A);
    let dialect = dialect::sniff(&bytes).expect("a claim file");
    let linter = Linter::default();
    let head = linter.head(dialect, &bytes);
    let file = lint::join(dialect, vec![linter.piece(dialect, &head, &bytes)]);
    let subject = |flaw: &Flaw| flaw.claim.and_then(|claim| file.subjects.get(&claim));
    let flaws = file.flaws.iter();
    flaws
        .map(|flaw| from_flaw(0, flaw, subject(flaw)))
        .collect()
}

/// What else comes of the wrong lines of a sample.
fn consequences(code: &str) -> &'static [&'static str] {
    match code {
        // The lines of a visit are gone, or count for another claim.
        "F105" => &["F404", "F407"],
        "F109" => &["F205", "F404"],
        "F204" => &["F301"],
        "F205" => &["F210"],
        // Quotation marks are half-width.
        "F113" => &["F306"],
        // The payers of the items are others than meant.
        "F330" => &["F405"],
        "F408" => &["F405", "F407"],
        _ => &[],
    }
}

/// `validate` has nothing against the right lines, and finds the wrong ones by their rule.
#[test]
fn validate_agrees() {
    assert_eq!(validated(BASE), []);
    for (rule, sample) in with_sample() {
        let found = validated(&planted(sample));
        let codes: BTreeSet<&str> = found.iter().map(|finding| finding.code).collect();
        let others = consequences(rule.code).iter().copied();
        let expected: BTreeSet<&str> = others.chain([rule.code]).collect();
        assert_eq!(codes, expected, "{}", rule.code);
        for finding in &found {
            for lang in Lang::ALL {
                let (message, action) = wording::both(finding, lang);
                for told in [message, action] {
                    assert!(
                        !told.contains("（なし）") && !told.contains("(none)"),
                        "{}: {told}",
                        finding.code
                    );
                    assert!(lang == Lang::En || told.width() <= WIDTH_MAX, "{told}");
                }
            }
        }
    }
}

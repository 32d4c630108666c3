use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::nightly::night::tests::sample;

/// A figure: its name and its labels.
type Key = (String, BTreeMap<String, String>);

fn is_name(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes
        .next()
        .is_some_and(|b| b.is_ascii_alphabetic() || b == b'_')
        && bytes.all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

/// Reads the text form (version 0.0.4) strictly: each family once, with HELP before TYPE before its samples, no sample
/// twice, every line ended.
fn read(text: &str) -> BTreeMap<Key, f64> {
    assert!(text.ends_with('\n'), "the last line has an end");
    let mut samples = BTreeMap::new();
    let mut families = BTreeSet::new();
    let mut family = String::new();
    let mut has_type = false;
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("# HELP ") {
            let (name, help) = rest.split_once(' ').expect("a name and a text");
            assert!(
                is_name(name) && !help.trim().is_empty() && !help.contains('\\'),
                "{line}"
            );
            assert!(families.insert(name.to_owned()), "{name} begins twice");
            name.clone_into(&mut family);
            has_type = false;
        } else if let Some(rest) = line.strip_prefix("# TYPE ") {
            assert_eq!(rest, format!("{family} gauge"), "{line}");
            assert!(!has_type, "{line}");
            has_type = true;
        } else {
            assert!(has_type, "{line} comes before its type");
            let (key, value) = sample_of(line);
            assert_eq!(key.0, family, "{line}");
            assert!(samples.insert(key, value).is_none(), "{line} stands twice");
        }
    }
    samples
}

fn sample_of(line: &str) -> (Key, f64) {
    let (left, value) = line.rsplit_once(' ').expect("a value");
    let value: f64 = value.parse().expect("a number");
    assert!(value.is_finite());
    let Some((name, labels)) = left.split_once('{') else {
        assert!(is_name(left), "{line}");
        return ((left.to_owned(), BTreeMap::new()), value);
    };
    assert!(is_name(name), "{line}");
    let labels = labels.strip_suffix('}').expect("a closing brace");
    let labels = labels.split(',').map(|pair| {
        let (label, word) = pair.split_once('=').expect("a label");
        let word = word
            .strip_prefix('"')
            .and_then(|word| word.strip_suffix('"'));
        let word = word.expect("in quotes");
        assert!(
            is_name(label) && !label.starts_with("__") && !word.contains(['"', '\\', '\n']),
            "{line}"
        );
        (label.to_owned(), word.to_owned())
    });
    ((name.to_owned(), labels.collect()), value)
}

fn figure(samples: &BTreeMap<Key, f64>, name: &str, labels: &[(&str, &str)]) -> Option<f64> {
    let owned = |(label, word): &(&str, &str)| ((*label).to_owned(), (*word).to_owned());
    let key = (name.to_owned(), labels.iter().map(owned).collect());
    samples.get(&key).copied()
}

#[test]
fn every_figure_is_there() {
    let samples = read(&render(&sample()));
    for (name, labels, value) in [
        (
            "houkan_inputs",
            &[("role", "claims"), ("state", "unchanged")][..],
            400.0,
        ),
        (
            "houkan_inputs",
            &[("role", "eligibility"), ("state", "quarantined")],
            1.0,
        ),
        ("houkan_claims", &[], 4_900.0),
        ("houkan_claims_judged", &[("why", "records")], 31.0),
        ("houkan_verdicts", &[("verdict", "NEED_CERT")], 700.0),
        ("houkan_yen", &[("verdict", "NEED_CERT")], 8_641_500.0),
        ("houkan_yen_at_risk", &[], 19_752_000.0),
        ("houkan_people_to_ask", &[], 1_234.0),
        ("houkan_findings_open", &[("level", "error")], 1_500.0),
        ("houkan_findings_new", &[("level", "warn")], 2.0),
        ("houkan_findings_solved", &[("level", "info")], 1.0),
        ("houkan_quarantined", &[], 1.0),
        ("houkan_newest_input_age_seconds", &[], 3_614.0),
        ("houkan_run_duration_seconds", &[], 14.0),
        ("houkan_last_run_timestamp_seconds", &[], 1_795_971_614.0),
        ("houkan_last_run_status", &[], 3.0),
        (
            "houkan_last_success_timestamp_seconds",
            &[],
            1_795_971_614.0,
        ),
        ("houkan_state_bytes", &[], 1_234_567_890.0),
    ] {
        assert_eq!(
            figure(&samples, name, labels),
            Some(value),
            "{name} {labels:?}"
        );
    }
    // 4 purposes × 6 states, 7 reasons, 7 verdicts twice, 3 levels 3 times, and 10 single ones.
    assert_eq!(samples.len(), 24 + 8 + 14 + 9 + 10);
}

#[test]
fn nothing_identifies_anybody() {
    let text = render(&sample());
    assert!(text.is_ascii());
    assert!(!text.contains("inbox") && !text.contains("OQS"), "{text}");
}

#[test]
fn a_run_that_failed_keeps_the_last_success() {
    let home = tempfile::tempdir().expect("a folder");
    let path = home.path().join("houkan.prom");
    let night = sample();
    write(&path, &night).expect("written");
    let before = read(&fs::read_to_string(&path).expect("readable"));
    let began = night.ended + chrono::Duration::days(1);
    for day in 0..3 {
        let began = began + chrono::Duration::days(day);
        write_failed(&path, began, began + chrono::Duration::seconds(2)).expect("written");
    }
    let after = read(&fs::read_to_string(&path).expect("readable"));
    let keys = |samples: &BTreeMap<Key, f64>| samples.keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&before), keys(&after));
    let ended = 1_795_971_614.0 + 3.0 * 86_400.0 + 2.0;
    for (name, value) in [
        ("houkan_last_run_status", 4.0),
        ("houkan_last_run_timestamp_seconds", ended),
        ("houkan_run_duration_seconds", 2.0),
        ("houkan_last_success_timestamp_seconds", 1_795_971_614.0),
        ("houkan_claims", 4_900.0),
    ] {
        assert_eq!(figure(&after, name, &[]), Some(value), "{name}");
    }
}

#[test]
fn without_a_former_file_of_ours_there_is_no_success() {
    let began = sample().began;
    for former in ["", "node_load1 0.3\n", "garbage\u{0}"] {
        let samples = read(&render_failed(former, began, began));
        assert_eq!(samples.len(), OF_EVERY_RUN.len(), "{former}");
    }
}

/// A clock that was set back makes no negative duration or age.
#[test]
fn clocks_go_back() {
    let mut night = sample();
    night.ended = night.began - chrono::Duration::hours(1);
    night.newest_input = Some(night.began);
    let samples = read(&render(&night));
    assert_eq!(
        figure(&samples, "houkan_run_duration_seconds", &[]),
        Some(0.0)
    );
    assert_eq!(
        figure(&samples, "houkan_newest_input_age_seconds", &[]),
        Some(0.0)
    );
}

/// docs/nightly.md names every figure, every key of `run.json` and every key of the configuration.
#[test]
fn the_page_names_everything() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/nightly.md");
    let page = fs::read_to_string(path).expect("readable");
    let mut names: BTreeSet<String> = read(&render(&sample()))
        .into_keys()
        .map(|key| key.0)
        .collect();
    let manifest = crate::nightly::manifest::Manifest::new(sample(), Vec::new());
    let serde_json::Value::Object(keys) = serde_json::to_value(&manifest).expect("JSON") else {
        panic!("run.json is an object");
    };
    names.extend(keys.into_iter().map(|(key, _)| key));
    for line in crate::nightly::config::TEMPLATE.lines() {
        let key = line
            .trim_start_matches("# ")
            .split_once(" = ")
            .map(|(key, _)| key);
        names.extend(key.filter(|key| is_name(key)).map(str::to_owned));
    }
    let missing: Vec<_> = names
        .iter()
        .filter(|name| !page.contains(&format!("`{name}`")))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

//! Kills at marked steps and at any moment, and steps that the system refuses.

use std::collections::BTreeMap;
use std::os::unix::process::ExitStatusExt as _;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::lane::Lane;
use crate::said::{Said, Tables};
use crate::scenario::{NIGHTS, Scenario};
use crate::{is_full, refusal};

/// Steps at which the system may refuse, so that nothing is published.
const REFUSED: [&str; 9] = [
    "state-write",
    "state-commit",
    "state-purge",
    "lock-emptied",
    "publish-write",
    "publish-fsync",
    "publish-rename",
    "manifest-fsync",
    "pointer-rename",
];
/// Steps at which it may refuse, and the night is published all the same.
const PASSED_OVER: [&str; 2] = ["replace-fsync", "replace-rename"];

/// As many cases run side by side.
const THREADS: usize = 2;

/// A night as it begins, and as an undisturbed run ends it.
struct Night<'a> {
    scenario: &'a Scenario,
    number: usize,
    before: &'a Lane,
    published_before: Option<Tables>,
    expected: Said,
    status: Option<i32>,
}

/// How many disturbances there were, by their kind.
#[derive(Default)]
struct Counts(Mutex<BTreeMap<String, usize>>);

impl Counts {
    fn add(&self, kind: &str) {
        *self
            .0
            .lock()
            .expect("held")
            .entry(kind.to_owned())
            .or_default() += 1;
    }

    fn of(&self, begin: &str) -> usize {
        let counts = self.0.lock().expect("held");
        let those = counts.iter().filter(|(kind, _)| kind.starts_with(begin));
        those.map(|(_, count)| count).sum()
    }
}

impl Night<'_> {
    /// What holds whenever the process ends: readers see the night before or this one, whole, and the state opens.
    fn holds(&self, lane: &Lane, told: &str) {
        let published = lane.published();
        assert!(
            published == self.published_before
                || published.as_ref() == Some(&self.expected.published),
            "{told}: what is published is neither the night before nor this one"
        );
        lane.state_opens();
    }

    /// The next run brings everything in order.
    fn recovers(&self, lane: &Lane, told: &str) {
        let output = lane.run(self.scenario, self.number);
        let text = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), self.status, "{told}: {text}");
        lane.said().assert_is(&self.expected, told);
        lane.is_tidy(told);
    }

    fn lane(&self, name: &str) -> Lane {
        self.before.copy(&format!("{}-{name}", self.number))
    }

    fn killed_at(&self, step: &str, passing: usize, counts: &Counts) {
        let fault = format!("kill:{step}:{passing}");
        let told = format!("night {}, {fault}", self.number);
        let lane = self.lane(&fault.replace(':', "-"));
        let output = lane.fault(self.scenario, self.number, &fault);
        assert!(
            output.status.signal().is_some(),
            "{told}: {:?}",
            output.status
        );
        counts.add(&format!("kill:{step}"));
        self.holds(&lane, &told);
        self.recovers(&lane, &told);
        lane.remove();
    }

    fn refused_at(&self, step: &str, passing: usize, counts: &Counts) {
        let fault = format!("fail:{step}:{passing}");
        let told = format!("night {}, {fault}", self.number);
        let lane = self.lane(&fault.replace(':', "-"));
        let output = lane.fault(self.scenario, self.number, &fault);
        if PASSED_OVER.contains(&step) {
            assert_eq!(output.status.code(), self.status, "{told}");
            let text = String::from_utf8_lossy(&output.stderr);
            assert!(
                text.contains("the figures for monitoring cannot be written"),
                "{told}: {text}"
            );
            lane.said().assert_is(&self.expected, &told);
        } else {
            assert_eq!(output.status.code(), Some(4), "{told}");
            let refusal = refusal(&output);
            assert!(
                refusal["what"]
                    .as_str()
                    .is_some_and(|it| it.contains("refused by a test")),
                "{told}: {refusal}"
            );
            assert!(
                refusal["hint"].as_str().is_some_and(|it| !it.is_empty()),
                "{told}"
            );
            lane.monitoring_knows(&told);
            self.holds(&lane, &told);
            self.recovers(&lane, &told);
        }
        counts.add(&format!("fail:{step}"));
        lane.remove();
    }

    /// Kills the process from outside after a while.
    fn killed_after(&self, lane: &Lane, wait: Duration, counts: &Counts) {
        let mut child = lane.start(self.scenario, self.number);
        thread::sleep(wait);
        child.kill().expect("it can be killed");
        let status = child.wait_with_output().expect("it ends").status;
        let told = format!("night {}, killed after {wait:?}", self.number);
        if status.signal().is_some() {
            counts.add("random");
        } else {
            assert_eq!(status.code(), self.status, "{told}");
        }
        self.holds(lane, &told);
    }
}

/// Does all of them, some side by side.
fn side_by_side<T: Sync>(cases: &[T], each: impl Fn(&T) + Sync) {
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                while let Some(case) = cases.get(next.fetch_add(1, Ordering::SeqCst)) {
                    each(case);
                }
            });
        }
    });
}

/// Which passings of a step are disturbed: all of them, or one in the middle.
fn chosen(count: usize) -> Vec<usize> {
    if is_full() {
        (1..=count).collect()
    } else {
        vec![count.div_ceil(2)]
    }
}

/// Numbers in no order, from a seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: Duration) -> Duration {
        // Steele, Lea, Flood: SplitMix64.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let share = u32::try_from((mixed ^ (mixed >> 31)) >> 32).expect("32 bits");
        limit.mul_f64(f64::from(share) / f64::from(u32::MAX))
    }
}

fn disturbed(vanished: &'static str) {
    let home = tempfile::tempdir().expect("a folder");
    let claims = if is_full() { 400 } else { 160 };
    let scenario = Scenario::new(home.path(), claims, vanished);
    let counts = Counts::default();
    let reference = Lane::new(&scenario, "reference");
    // A lane that lives through all nights, and is killed in each of them again and again.
    let chain = Lane::new(&scenario, "chain");
    let seed = std::env::var("HOUKAN_SEED")
        .ok()
        .and_then(|it| it.parse().ok());
    let mut dice = Dice(seed.unwrap_or(20_261_130));
    eprintln!("{vanished}: HOUKAN_SEED={}", dice.0);
    let mut steps_seen = BTreeMap::new();
    for number in 0..NIGHTS {
        scenario.day(number);
        let before = reference.copy("before");
        let (output, passed) = reference.passings(&scenario, number);
        let text = String::from_utf8_lossy(&output.stderr);
        assert!(matches!(output.status.code(), Some(0 | 3)), "{text}");
        let night = Night {
            scenario: &scenario,
            number,
            before: &before,
            published_before: before.published(),
            expected: reference.said(),
            status: output.status.code(),
        };
        let timed = before.copy("timed");
        let began = Instant::now();
        assert_eq!(timed.run(&scenario, number).status.code(), night.status);
        let duration = began.elapsed();
        timed.remove();
        let mut cases = Vec::new();
        for (step, &count) in &passed {
            *steps_seen.entry(step.clone()).or_insert(0) += count;
            if !is_full() && counts.of(&format!("kill:{step}")) > 0 {
                continue;
            }
            let may_refuse =
                REFUSED.contains(&step.as_str()) || PASSED_OVER.contains(&step.as_str());
            for passing in chosen(count) {
                cases.push((step.as_str(), passing, true));
                if may_refuse {
                    cases.push((step.as_str(), passing, false));
                }
            }
        }
        side_by_side(&cases, |&(step, passing, is_kill)| {
            if is_kill {
                night.killed_at(step, passing, &counts);
            } else {
                night.refused_at(step, passing, &counts);
            }
        });
        let (alone, again) = if is_full() { (40, 20) } else { (2, 2) };
        let waits: Vec<Duration> = (0..alone).map(|_| dice.below(duration)).collect();
        side_by_side(&waits, |&wait| {
            let lane = night.lane(&format!("random-{}", wait.as_nanos()));
            night.killed_after(&lane, wait, &counts);
            night.recovers(&lane, &format!("night {number}, killed after {wait:?}"));
            lane.remove();
        });
        for _ in 0..again {
            night.killed_after(&chain, dice.below(duration), &counts);
        }
        night.recovers(&chain, &format!("night {number} of the chain"));
        before.remove();
    }
    println!(
        "{vanished}: kills {}, random {}, refused {}",
        counts.of("kill:"),
        counts.of("random"),
        counts.of("fail:")
    );
    for (kind, count) in &*counts.0.lock().expect("held") {
        println!("  {kind} {count}");
    }
    println!("  passed by an undisturbed run: {steps_seen:?}");
    for step in REFUSED.iter().chain(&PASSED_OVER) {
        assert!(
            steps_seen.contains_key(*step),
            "{step} is passed by no night"
        );
    }
    reference.said().assert_is(&chain.said(), "the end");
}

#[test]
fn disturbed_nights_end_as_undisturbed_ones() {
    disturbed("keep");
}

#[test]
fn disturbed_nights_end_as_undisturbed_ones_when_files_are_withdrawn() {
    disturbed("withdraw");
}

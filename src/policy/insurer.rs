//! Cap and window by kind of insurer, and the overrides for single insurers.

use chrono::NaiveDate;

use super::CardRule;
use crate::text::insurer::InsurerKind;

/// The transitional window (暫定対応), both days inclusive; `None` when there is none.
pub(super) type Window = Option<(NaiveDate, NaiveDate)>;

/// One value for all insurers, and others for kinds that differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ByKind<T> {
    pub(super) others: T,
    /// By the position of the kind in [`InsurerKind::ALL`].
    pub(super) kinds: [Option<T>; InsurerKind::ALL.len()],
}

impl<T: Copy + PartialEq> ByKind<T> {
    pub(super) fn of(&self, kind: InsurerKind) -> T {
        self.kinds[kind as usize].unwrap_or(self.others)
    }

    /// The kinds that have a value of their own, in the order of contract 7.
    pub(super) fn own(&self) -> impl Iterator<Item = (InsurerKind, T)> {
        InsurerKind::ALL
            .into_iter()
            .filter_map(|kind| Some((kind, self.kinds[kind as usize]?)))
    }

    /// Applies `change` to every value and forgets those that say no more than `others`, so that equal
    /// policies look equal.
    pub(super) fn settle(&mut self, change: impl Fn(T) -> T) {
        self.others = change(self.others);
        for slot in &mut self.kinds {
            *slot = slot.map(&change).filter(|own| *own != self.others);
        }
    }
}

/// `[[insurer]]`: what differs for one insurer, or for all whose number begins so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Override {
    /// The leading digits of the 保険者番号 normalised to eight, two to eight of them.
    pub(super) prefix: String,
    pub(super) cap: Option<NaiveDate>,
    pub(super) window: Option<Window>,
}

impl Override {
    /// The number as a policy file writes it: 国保 in full has six digits.
    pub(super) fn number(&self) -> &str {
        match self.prefix.strip_prefix("00") {
            Some(six) if six.len() == 6 && prefix_of(six).as_ref() == Some(&self.prefix) => six,
            _ => &self.prefix,
        }
    }
}

/// The leading digits, of the normalised number, that the `number` of an `[[insurer]]` stands for.
///
/// Eight digits are one insurer. Six are one 国保, unless they begin with a 法別番号 that is no
/// prefecture. Two to five or seven are the beginning of the eight digits when they begin with `00` (all
/// 国保) or a 法別番号; otherwise they are the prefecture, and more, of 国保 numbers: `06` is 組合, never
/// 国保 of 山形県 (`0006`). `None` when no insurer of contract 4.2 has such a number.
pub(super) fn prefix_of(number: &str) -> Option<String> {
    let len = number.len();
    if !(2..=8).contains(&len) || !number.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let is_prefecture = number[..2].parse().is_ok_and(|n: u8| (1..=47).contains(&n));
    // Zeros make up for the digits that are left open: the kind hangs on the first five alone.
    let is_medical = InsurerKind::of(&format!("{number:0<8}")).is_medical();
    match len {
        6 if is_prefecture || !is_medical => Some(format!("00{number}")),
        _ if is_medical => Some(number.to_owned()),
        2..=5 if is_prefecture => Some(format!("00{number}")),
        _ => None,
    }
}

/// The overrides, made ready for one look-up a claim.
#[derive(Clone, Debug, Default)]
pub(super) struct Lookup {
    /// By number of digits, most first.
    lengths: Vec<Length>,
}

/// The overrides whose prefix has the same number of digits.
#[derive(Clone, Debug)]
struct Length {
    /// What to divide an eight-digit number by to get a prefix.
    divisor: u32,
    /// Sorted by prefix.
    entries: Vec<(u32, Effect)>,
}

/// An override together with what less exact ones add to it.
#[derive(Clone, Copy, Debug)]
struct Effect {
    cap: Option<NaiveDate>,
    window: Option<Window>,
}

impl Lookup {
    /// Makes the look-up; what an override leaves open comes from the next shorter prefix.
    pub(super) fn new(overrides: &[Override]) -> Self {
        let mut lengths = Vec::new();
        for (digits, divisor) in (2..=8_usize).rev().zip((0..).map(|n| 10_u32.pow(n))) {
            let mut entries: Vec<(u32, Effect)> = overrides
                .iter()
                .filter(|o| o.prefix.len() == digits)
                .filter_map(|o| Some((o.prefix.parse().ok()?, effect(o, overrides))))
                .collect();
            entries.sort_unstable_by_key(|entry| entry.0);
            if !entries.is_empty() {
                lengths.push(Length { divisor, entries });
            }
        }
        Self { lengths }
    }

    /// `rule`, the one of the insurer's kind, as the overrides change it for this normalised number.
    pub(super) fn apply(&self, rule: CardRule, insurer8: &str) -> CardRule {
        if self.lengths.is_empty() || insurer8.len() != 8 {
            return rule;
        }
        let Some(number) = crate::text::parse_count(insurer8.as_bytes()) else {
            return rule;
        };
        for Length { divisor, entries } in &self.lengths {
            let prefix = number / divisor;
            if let Ok(at) = entries.binary_search_by_key(&prefix, |entry| entry.0) {
                let effect = entries[at].1;
                return CardRule {
                    cap: effect.cap.unwrap_or(rule.cap),
                    window: effect.window.unwrap_or(rule.window),
                };
            }
        }
        rule
    }
}

/// Cap and window of the longest prefixes of `of` that name them, `of` itself included.
fn effect(of: &Override, overrides: &[Override]) -> Effect {
    let mut fitting: Vec<&Override> = overrides
        .iter()
        .filter(|o| of.prefix.starts_with(&o.prefix))
        .collect();
    fitting.sort_by_key(|o| std::cmp::Reverse(o.prefix.len()));
    Effect {
        cap: fitting.iter().find_map(|o| o.cap),
        window: fitting.iter().find_map(|o| o.window),
    }
}

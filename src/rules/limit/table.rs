//! What goes with a 適用区分 and with a 負担割合: the rows of policy-rules §7 as data.

use crate::rules::Certainty;

/// Age group, which decides what a 適用区分 means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Group {
    /// Under 70.
    Under70,
    /// 70–74 on another insurer than 後期高齢者医療.
    Elderly,
    /// 後期高齢者医療 (39): 75 and over, or from 65 with 障害認定.
    Koki,
}

/// A 適用区分 of the result and what the claim then has to say.
#[derive(Clone, Copy, Debug)]
pub(super) struct ClassRow {
    /// Row of policy-rules §7.
    #[cfg_attr(not(test), expect(dead_code, reason = "names the source of the row"))]
    pub rule: &'static str,
    /// Its code (eligibility-format 5.4).
    pub class: [u8; 3],
    /// Its name.
    pub name: &'static str,
    /// Whose class it is; for anyone else the table does not speak.
    pub groups: &'static [Group],
    /// The 区分 code in レセプト特記.
    pub note: &'static str,
    /// 一部負担金区分, where 高額療養費 was paid in kind.
    pub copay: Option<&'static str>,
    /// How sure `copay` is; all else is CONFIRMED.
    pub certainty: Certainty,
}

const UNDER_70: &[Group] = &[Group::Under70];
const FROM_70: &[Group] = &[Group::Elderly, Group::Koki];
const FROM_70_TO_74: &[Group] = &[Group::Elderly];
const KOKI: &[Group] = &[Group::Koki];

const fn row(
    rule: &'static str,
    (class, name): (&[u8; 3], &'static str),
    groups: &'static [Group],
    note: &'static str,
    (copay, certainty): (Option<&'static str>, Certainty),
) -> ClassRow {
    ClassRow {
        rule,
        class: *class,
        name,
        groups,
        note,
        copay,
        certainty,
    }
}

const NONE: (Option<&str>, Certainty) = (None, Certainty::Confirmed);
const LOW_2: (Option<&str>, Certainty) = (Some("1"), Certainty::Confirmed);
const LOW_1: (Option<&str>, Certainty) = (Some("3"), Certainty::Confirmed);
/// KNOWN only: both are 低所得Ⅰ with another name.
const LOW_1_KNOWN: (Option<&str>, Certainty) = (Some("3"), Certainty::Known);

/// HC-01 … HC-06.
#[rustfmt::skip]
pub(super) const CLASSES: [ClassRow; 16] = [
    row("HC-01", (b"A01", "ア"), UNDER_70, "26", NONE),
    row("HC-01", (b"A02", "イ"), UNDER_70, "27", NONE),
    row("HC-01", (b"A03", "ウ"), UNDER_70, "28", NONE),
    row("HC-01", (b"A04", "エ"), UNDER_70, "29", NONE),
    row("HC-01", (b"A05", "オ"), UNDER_70, "30", NONE),
    row("HC-01", (b"A06", "オ（境）"), UNDER_70, "30", NONE),
    row("HC-02", (b"B01", "現役並みⅢ"), FROM_70, "26", NONE),
    row("HC-02", (b"B02", "現役並みⅡ"), FROM_70, "27", NONE),
    row("HC-02", (b"B03", "現役並みⅠ"), FROM_70, "28", NONE),
    row("HC-03", (b"B04", "一般"), FROM_70_TO_74, "29", NONE),
    row("HC-04", (b"B05", "低所得Ⅱ"), FROM_70, "30", LOW_2),
    row("HC-05", (b"B06", "低所得Ⅰ"), FROM_70, "30", LOW_1),
    row("HC-05", (b"B07", "低所得Ⅰ（老福）"), FROM_70, "30", LOW_1_KNOWN),
    row("HC-05", (b"B08", "低所得Ⅰ（境）"), FROM_70, "30", LOW_1_KNOWN),
    row("HC-06", (b"B09", "一般Ⅱ"), KOKI, "41", NONE),
    row("HC-06", (b"B10", "一般Ⅰ"), KOKI, "42", NONE),
];

/// What the 特記 is by the 負担割合 alone.
#[derive(Clone, Copy, Debug)]
pub(super) struct RatioRow {
    /// Row of policy-rules §7.
    #[cfg_attr(not(test), expect(dead_code, reason = "names the source of the row"))]
    pub rule: &'static str,
    /// Whose.
    pub group: Group,
    /// 負担割合 in per cent.
    pub percent: u8,
    /// The 区分 code when there is no 適用区分.
    pub note: &'static str,
    /// Other 区分 codes that go with the ratio (by [`CLASSES`]); allowed where nobody looked for a 適用区分.
    pub others: &'static [&'static str],
}

const fn ratio(
    rule: &'static str,
    (group, percent): (Group, u8),
    note: &'static str,
    others: &'static [&'static str],
) -> RatioRow {
    RatioRow {
        rule,
        group,
        percent,
        note,
        others,
    }
}

/// HC-07 and HC-08. 低所得 pay 2割 at 70–74 and 1割 in 後期高齢者医療, so 30 goes with those.
#[rustfmt::skip]
pub(super) const RATIOS: [RatioRow; 5] = [
    ratio("HC-07", (Group::Elderly, 30), "26", &["27", "28"]),
    ratio("HC-07", (Group::Elderly, 20), "29", &["30"]),
    ratio("HC-08", (Group::Koki, 30), "26", &["27", "28"]),
    ratio("HC-08", (Group::Koki, 20), "41", &[]),
    ratio("HC-08", (Group::Koki, 10), "42", &["30"]),
];

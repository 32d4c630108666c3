//! The steps of contract 4.3 for one claim over its candidate records. Pure.

use chrono::NaiveDate;

use super::Few;
use super::identity::{Agreement, Identity};

/// How a claim found its records (contract 4.3, `matched_by`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum MatchedBy {
    /// Insurer, symbol, number and person as recorded.
    Key,
    /// The same but for leading zeros.
    KeyZero,
    /// Insurer, symbol, number; the person with one difference.
    KeyPerson,
    /// Insurer and person; another symbol or number.
    Person,
    /// The person under another insurer.
    OtherInsurer,
    /// Two or more persons fit.
    Multi,
    /// Nothing fits.
    #[default]
    None,
}

impl MatchedBy {
    /// Every way, in the order of contract 4.3.
    pub const ALL: [Self; 7] = [
        Self::Key,
        Self::KeyZero,
        Self::KeyPerson,
        Self::Person,
        Self::OtherInsurer,
        Self::Multi,
        Self::None,
    ];

    /// The word for it in the reports.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::KeyZero => "key_zero",
            Self::KeyPerson => "key_person",
            Self::Person => "person",
            Self::OtherInsurer => "other_insurer",
            Self::Multi => "multi",
            Self::None => "none",
        }
    }
}

/// An eligibility record as the steps see it.
#[derive(Clone, Copy, Debug)]
pub struct Candidate<'a> {
    /// Its index among all records.
    pub index: u32,
    /// Whom it speaks of.
    pub identity: Identity<'a>,
    /// 資格取得年月日.
    pub qualified_on: Option<NaiveDate>,
    /// 資格喪失年月日.
    pub lost_on: Option<NaiveDate>,
    /// False with `status` 2 or `validity` 4 or 5.
    pub usable: bool,
    /// `validity` 5, 複数該当.
    pub several: bool,
    /// `validity` 4, 該当資格なし.
    pub absent: bool,
}

/// One row of the table of steps, for insurer equal and for insurer different.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Key,
    KeyPerson,
    Person,
    OtherInsurer,
}

impl Step {
    fn fits(self, claim: &Identity<'_>, record: &Identity<'_>) -> bool {
        let kana = claim.kana(record);
        let born = claim.born_equal(record);
        match self {
            Self::Key => {
                claim.zero_equal(record)
                    && born
                    && claim.branch_fits(record)
                    && (kana != Agreement::Differs || claim.branch_equal(record) || claim.is_koki())
            }
            Self::KeyPerson => {
                claim.zero_equal(record)
                    && if born {
                        let other_branch = !claim.branch_fits(record) && kana != Agreement::Differs;
                        let other_name = (claim.branch.is_empty() || record.branch.is_empty())
                            && kana == Agreement::Differs
                            && claim.sex_equal(record);
                        other_branch || other_name
                    } else {
                        kana == Agreement::Agrees
                    }
            }
            Self::Person => {
                claim.insurer == record.insurer
                    && !claim.zero_equal(record)
                    && born
                    && kana == Agreement::Agrees
            }
            Self::OtherInsurer => {
                claim.insurer != record.insurer
                    && born
                    && kana == Agreement::Agrees
                    && claim.sex_equal(record)
            }
        }
    }

    /// Whether two fitting records belong to different persons.
    fn tells_apart(self, a: &Candidate<'_>, b: &Candidate<'_>) -> bool {
        let born = |c: &Candidate<'_>| c.identity.birth_date;
        let other_birth = born(a).is_some() && born(b).is_some() && born(a) != born(b);
        let person_alone = matches!(self, Self::Person | Self::OtherInsurer);
        other_birth
            || a.identity.kana(&b.identity) == Agreement::Differs
            || (person_alone && !a.identity.zero_equal(&b.identity) && overlap(a, b))
    }
}

/// Whether two coverages share a day; open where a date is missing. Of two open records the one that
/// was qualified earlier ends where the other begins.
fn overlap(a: &Candidate<'_>, b: &Candidate<'_>) -> bool {
    if a.lost_on.is_none() && b.lost_on.is_none() && a.qualified_on != b.qualified_on {
        return false;
    }
    let begins_before_end = |x: &Candidate<'_>, y: &Candidate<'_>| match (x.qualified_on, y.lost_on)
    {
        (Some(from), Some(to)) => from < to,
        _ => true,
    };
    begins_before_end(a, b) && begins_before_end(b, a)
}

/// The records a step settled on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// How.
    pub by: MatchedBy,
    /// The matched records, ascending; those of `other_insurer` serve contract 4.6 row 3 only.
    pub records: Few<u32>,
}

/// Steps `key`, `key_zero`, `key_person` over the candidates that share the claim's key; `None` when
/// they leave it to the next steps. A claim of public payers alone has only the first.
#[must_use]
pub fn by_key(claim: &Identity<'_>, candidates: &[Candidate<'_>], public: bool) -> Option<Found> {
    let steps: &[Step] = if public {
        &[Step::Key]
    } else {
        &[Step::Key, Step::KeyPerson]
    };
    steps
        .iter()
        .find_map(|&step| settle(step, claim, candidates))
}

/// Steps `person` and `other_insurer` over the candidates that share the claim's person.
#[must_use]
pub fn by_person(claim: &Identity<'_>, candidates: &[Candidate<'_>]) -> Option<Found> {
    [Step::Person, Step::OtherInsurer]
        .iter()
        .find_map(|&step| settle(step, claim, candidates))
}

/// `multi` when a record with `validity` 5 fits as in the first step.
#[must_use]
pub fn several_known(claim: &Identity<'_>, candidates: &[Candidate<'_>]) -> bool {
    candidates
        .iter()
        .any(|c| c.several && Step::Key.fits(claim, &c.identity))
}

/// The records with `validity` 4 that fit as in the first step, ascending: the person was looked for and not
/// found, perhaps too early.
#[must_use]
pub fn known_absent(claim: &Identity<'_>, candidates: &[Candidate<'_>]) -> Vec<u32> {
    candidates
        .iter()
        .filter(|c| c.absent && Step::Key.fits(claim, &c.identity))
        .map(|c| c.index)
        .collect()
}

fn settle(step: Step, claim: &Identity<'_>, candidates: &[Candidate<'_>]) -> Option<Found> {
    let fitting: Few<&Candidate<'_>> = candidates
        .iter()
        .filter(|c| c.usable && step.fits(claim, &c.identity))
        .collect();
    if fitting.is_empty() {
        return None;
    }
    let Some(taken) = one_person(step, claim, &fitting) else {
        return Some(Found {
            by: MatchedBy::Multi,
            records: Few::new(),
        });
    };
    let by = match step {
        Step::Key if taken.iter().any(|c| claim.exactly_equal(&c.identity)) => MatchedBy::Key,
        Step::Key => MatchedBy::KeyZero,
        Step::KeyPerson => MatchedBy::KeyPerson,
        Step::Person => MatchedBy::Person,
        Step::OtherInsurer => MatchedBy::OtherInsurer,
    };
    Some(Found {
        by,
        records: taken.iter().map(|c| c.index).collect(),
    })
}

/// The fitting records when they are one person's, else those of the only person with the claim's
/// kana; `None` when there is no such person.
fn one_person<'a, 'b>(
    step: Step,
    claim: &Identity<'_>,
    fitting: &[&'a Candidate<'b>],
) -> Option<Few<&'a Candidate<'b>>> {
    if !any_apart(step, fitting) {
        return Some(fitting.into());
    }
    let own: Few<_> = fitting
        .iter()
        .copied()
        .filter(|c| claim.kana(&c.identity) == Agreement::Agrees)
        .collect();
    if own.is_empty() || any_apart(step, &own) {
        return None;
    }
    // A record without any name stays with the person from whom nothing tells it apart.
    Some(
        fitting
            .iter()
            .copied()
            .filter(|c| own.iter().all(|o| !step.tells_apart(c, o)))
            .collect(),
    )
}

fn any_apart(step: Step, records: &[&Candidate<'_>]) -> bool {
    records
        .iter()
        .enumerate()
        .any(|(i, a)| records[..i].iter().any(|b| step.tells_apart(a, b)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(y: i32, m: u32, d: u32) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(y, m, d)
    }

    fn hanako() -> Identity<'static> {
        Identity {
            insurer: "06132013",
            symbol: "12",
            number: "345",
            branch: "01",
            kana: "ミホンハナコ",
            name: "見本花子",
            birth_date: day(1950, 1, 2),
            sex: 2,
        }
    }

    fn record(index: u32, identity: Identity<'_>) -> Candidate<'_> {
        Candidate {
            index,
            identity,
            qualified_on: None,
            lost_on: None,
            usable: true,
            several: false,
            absent: false,
        }
    }

    fn keyed(records: &[Candidate<'_>]) -> Option<(MatchedBy, Vec<u32>)> {
        by_key(&hanako(), records, false).map(|f| (f.by, f.records.to_vec()))
    }

    #[test]
    fn key_and_zero() {
        assert_eq!(
            keyed(&[record(0, hanako())]),
            Some((MatchedBy::Key, vec![0]))
        );
        let zero = Identity {
            number: "00345",
            ..hanako()
        };
        assert_eq!(
            keyed(&[record(0, zero)]),
            Some((MatchedBy::KeyZero, vec![0]))
        );
        assert_eq!(
            keyed(&[record(0, zero), record(1, hanako())]),
            Some((MatchedBy::Key, vec![0, 1]))
        );
        assert_eq!(keyed(&[]), None);
    }

    #[test]
    fn family_members_are_told_apart() {
        let taro = Identity {
            branch: "",
            kana: "ミホンタロウ",
            name: "見本太郎",
            sex: 1,
            ..hanako()
        };
        // A twin with the same birth date: the one with the claim's kana is taken.
        let own = Identity {
            branch: "",
            ..hanako()
        };
        assert_eq!(
            keyed(&[record(0, taro), record(1, own)]),
            Some((MatchedBy::Key, vec![1]))
        );
        // Another birth date and name is simply not this person.
        let child = Identity {
            birth_date: day(1980, 1, 1),
            ..taro
        };
        assert_eq!(keyed(&[record(0, child)]), None);
    }

    #[test]
    fn one_difference_is_key_person() {
        for other in [
            Identity {
                branch: "02",
                ..hanako()
            },
            Identity {
                birth_date: day(1950, 2, 1),
                ..hanako()
            },
            Identity {
                branch: "",
                kana: "ホウモンハナコ",
                ..hanako()
            },
        ] {
            assert_eq!(
                keyed(&[record(0, other)]),
                Some((MatchedBy::KeyPerson, vec![0])),
                "{other:?}"
            );
        }
        // A changed name with an equal branch is still the key.
        let married = Identity {
            kana: "ホウモンハナコ",
            ..hanako()
        };
        assert_eq!(
            keyed(&[record(0, married)]),
            Some((MatchedBy::Key, vec![0]))
        );
    }

    #[test]
    fn two_persons_are_multi() {
        let a = Identity {
            branch: "02",
            kana: "",
            name: "",
            ..hanako()
        };
        let b = Identity {
            birth_date: day(1951, 1, 2),
            branch: "02",
            ..hanako()
        };
        assert_eq!(
            keyed(&[record(0, a), record(1, b)]),
            Some((MatchedBy::KeyPerson, vec![1]))
        );
        let c = Identity {
            birth_date: day(1952, 1, 2),
            branch: "03",
            ..hanako()
        };
        assert_eq!(
            keyed(&[record(0, c), record(1, b)]),
            Some((MatchedBy::Multi, vec![]))
        );
    }

    #[test]
    fn person_and_other_insurer() {
        let moved = Identity {
            number: "999",
            ..hanako()
        };
        let found = by_person(&hanako(), &[record(3, moved)]);
        assert_eq!(
            found,
            Some(Found {
                by: MatchedBy::Person,
                records: vec![3].into()
            })
        );
        let kokuho = Identity {
            insurer: "00138057",
            ..hanako()
        };
        let found = by_person(&hanako(), &[record(4, kokuho)]);
        assert_eq!(
            found,
            Some(Found {
                by: MatchedBy::OtherInsurer,
                records: vec![4].into()
            })
        );
        // Two numbers at one time are two persons; one after the other is one.
        let (mut a, mut b) = (
            record(0, moved),
            record(
                1,
                Identity {
                    number: "888",
                    ..hanako()
                },
            ),
        );
        (a.qualified_on, b.qualified_on) = (day(2020, 4, 1), day(2020, 4, 1));
        assert_eq!(
            by_person(&hanako(), &[a, b]).map(|f| f.by),
            Some(MatchedBy::Multi)
        );
        b.qualified_on = day(2024, 4, 1);
        assert_eq!(
            by_person(&hanako(), &[a, b]).map(|f| f.by),
            Some(MatchedBy::Person)
        );
    }

    #[test]
    fn unusable_records_only_tell_of_several() {
        let mut c = record(0, hanako());
        (c.usable, c.several) = (false, true);
        assert_eq!(keyed(&[c]), None);
        assert!(several_known(&hanako(), &[c]));
    }

    #[test]
    fn those_not_found_are_told_apart_by_the_first_step() {
        let absent = |index, identity| Candidate {
            usable: false,
            absent: true,
            ..record(index, identity)
        };
        let zero = Identity {
            number: "00345",
            ..hanako()
        };
        let other_day = Identity {
            birth_date: day(1950, 2, 1),
            ..hanako()
        };
        let other_branch = Identity {
            branch: "02",
            ..hanako()
        };
        let all = [
            absent(0, hanako()),
            absent(1, zero),
            absent(2, other_day),
            absent(3, other_branch),
            record(4, hanako()),
        ];
        assert_eq!(known_absent(&hanako(), &all), [0, 1]);
        assert_eq!(keyed(&all[..2]), None);
    }

    fn any_identity() -> impl Strategy<Value = Identity<'static>> {
        (
            prop_oneof![Just("06132013"), Just("39131234"), Just("00138057")],
            prop_oneof![Just(""), Just("1"), Just("01")],
            prop_oneof![Just("7"), Just("07"), Just("8")],
            prop_oneof![Just(""), Just("01"), Just("02")],
            prop_oneof![Just(""), Just("ア"), Just("イ")],
            prop_oneof![Just(""), Just("亜"), Just("衣")],
            0..3u8,
        )
            .prop_map(
                |(insurer, symbol, number, branch, kana, name, sex)| Identity {
                    insurer,
                    symbol,
                    number,
                    branch,
                    kana,
                    name,
                    birth_date: day(1950, 1, 1 + u32::from(sex == 0)),
                    sex,
                },
            )
    }

    proptest! {
        #[test]
        fn comparisons_do_not_depend_on_the_side(a in any_identity(), b in any_identity()) {
            for step in [Step::Key, Step::KeyPerson, Step::Person, Step::OtherInsurer] {
                prop_assert_eq!(step.fits(&a, &b), step.fits(&b, &a), "{:?}", step);
                prop_assert_eq!(step.tells_apart(&record(0, a), &record(1, b)), step.tells_apart(&record(1, b), &record(0, a)));
            }
        }

        #[test]
        fn order_of_records_does_not_matter(claim in any_identity(), pool in proptest::collection::vec(any_identity(), 0..6)) {
            let forward: Vec<_> = (0u32..).zip(&pool).map(|(i, &id)| record(i, id)).collect();
            let backward: Vec<_> = forward.iter().rev().copied().collect();
            let sorted = |found: Option<Found>| found.map(|mut f| { f.records.sort_unstable(); f });
            prop_assert_eq!(sorted(by_key(&claim, &forward, false)), sorted(by_key(&claim, &backward, false)));
            prop_assert_eq!(sorted(by_person(&claim, &forward)), sorted(by_person(&claim, &backward)));
        }
    }
}

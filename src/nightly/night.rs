//! What there is to tell of a night: plain facts, from which `run.json`, figures for monitoring, mail, status and
//! logs are made. Nothing in it identifies a patient.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::times;
use crate::finding::Level;
use crate::judge::outcome::Outcome;
use crate::report::inputs::Words;

/// A night that was published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Night {
    /// The number of the run, from 1.
    pub run: u64,
    /// 資格確認日 up to which results count: the day of the check.
    #[serde(with = "times::day")]
    pub as_of: NaiveDate,
    /// When the run began.
    #[serde(with = "times::instant")]
    pub began: DateTime<Utc>,
    /// When it ended; in `run.json`, when all other files were written.
    #[serde(with = "times::instant")]
    pub ended: DateTime<Utc>,
    /// Its exit status.
    pub status: Status,
    /// True when the run before was broken off, and this one has done its work too.
    pub recovered: bool,
    /// The folder that was published, by its name.
    pub published: String,
    /// The policy.
    pub policy: PolicyUsed,
    /// Files and registers by what they are for.
    pub inputs: Inputs,
    /// Claims.
    pub claims: Claims,
    /// Eligibility records.
    pub records: Records,
    /// All claims of the state by verdict.
    pub verdicts: ByVerdict,
    /// The claims that have another verdict than after the night before, or are new, by their verdict of tonight.
    pub turned: ByVerdict,
    /// The claims of the state with `needs_certificate`.
    pub at_risk: Sum,
    /// The people in the work list of tonight's report.
    pub people_to_ask: u64,
    /// Findings.
    pub findings: Findings,
    /// Inputs that cannot be read, in the order of their paths.
    pub quarantine: Vec<Quarantined>,
    /// When the newest input was changed; `None` without inputs.
    #[serde(with = "times::instant_if_any")]
    pub newest_input: Option<DateTime<Utc>>,
    /// What the state takes on disk.
    pub state_bytes: u64,
}

/// How a run ended (contract 2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Status {
    /// Published, without new findings of the level of `fail_on`.
    #[default]
    Done,
    /// Published, with new findings of that level or a graver one.
    Found,
    /// Published, but an input could not be read.
    Unreadable,
    /// Nothing was published.
    NothingWritten,
}

impl Status {
    const ALL: [Self; 4] = [
        Self::Done,
        Self::Found,
        Self::Unreadable,
        Self::NothingWritten,
    ];

    /// The number that the process ends with.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Found => 1,
            Self::Unreadable => 3,
            Self::NothingWritten => 4,
        }
    }
}

impl Serialize for Status {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_u8(self.code())
    }
}

impl<'de> Deserialize<'de> for Status {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let code = u8::deserialize(from)?;
        let known = Self::ALL.into_iter().find(|status| status.code() == code);
        known.ok_or_else(|| de::Error::custom("no such exit status"))
    }
}

/// The policy that claims were judged by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyUsed {
    /// Its name.
    pub name: String,
    /// The hash over its rules.
    pub hash: String,
}

/// Inputs by what they are for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inputs {
    /// Claim files.
    pub claims: InputCounts,
    /// Eligibility results.
    pub eligibility: InputCounts,
    /// Member registers.
    pub registers: InputCounts,
    /// The log of credentials, the list of stations, the tariff master, and accepted findings.
    pub lists: InputCounts,
}

impl Inputs {
    /// The counts with their words.
    #[must_use]
    pub fn by_role(&self) -> [(&'static str, &InputCounts); 4] {
        [
            ("claims", &self.claims),
            ("eligibility", &self.eligibility),
            ("registers", &self.registers),
            ("lists", &self.lists),
        ]
    }
}

/// What became of the inputs for one purpose; each is counted once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputCounts {
    /// Read for the first time.
    pub new: u64,
    /// Read again because they had changed.
    pub changed: u64,
    /// Known, and not read again.
    pub unchanged: u64,
    /// No longer there since tonight.
    pub gone: u64,
    /// Still being written; they are read in the next night.
    pub waiting: u64,
    /// They cannot be read ([`Night::quarantine`]).
    pub quarantined: u64,
}

impl InputCounts {
    /// The counts with their words.
    #[must_use]
    pub fn by_state(&self) -> [(&'static str, u64); 6] {
        [
            ("new", self.new),
            ("changed", self.changed),
            ("unchanged", self.unchanged),
            ("gone", self.gone),
            ("waiting", self.waiting),
            ("quarantined", self.quarantined),
        ]
    }
}

/// Claims.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    /// All of the state.
    pub all: u64,
    /// Come tonight.
    pub new: u64,
    /// Taken out tonight: their file has changed or is gone.
    pub withdrawn: u64,
    /// Deleted tonight because their month is longer ago than the retention.
    pub deleted: u64,
    /// Judged tonight.
    pub judged: Judged,
}

/// Claims judged tonight, each by the reason that was met first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    /// They are new.
    pub new: u64,
    /// Their claim file came again, and says something else of them.
    pub changed: u64,
    /// The program is another version than when they were judged last.
    pub program: u64,
    /// The policy is another.
    pub policy: u64,
    /// A list of [`Inputs::lists`] is another.
    pub lists: u64,
    /// Eligibility records that they may be matched with have come or gone.
    pub records: u64,
    /// Another claim that they are compared with has come or gone.
    pub claims: u64,
    /// The day of the check is one on which the outcome may be another.
    pub day: u64,
}

impl Judged {
    /// The counts with their words.
    #[must_use]
    pub fn by_why(&self) -> [(&'static str, u64); 8] {
        [
            ("new", self.new),
            ("changed", self.changed),
            ("program", self.program),
            ("policy", self.policy),
            ("lists", self.lists),
            ("records", self.records),
            ("claims", self.claims),
            ("day", self.day),
        ]
    }

    /// All of them.
    #[must_use]
    pub fn all(&self) -> u64 {
        self.by_why().iter().map(|(_, count)| count).sum()
    }
}

/// Eligibility records.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Records {
    /// All of the state.
    pub all: u64,
    /// Come tonight.
    pub added: u64,
    /// Gone tonight.
    pub removed: u64,
}

/// Some claims and the sum of their amounts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sum {
    /// How many.
    pub claims: u64,
    /// 合計金額 in yen.
    pub yen: u64,
}

/// A sum for every verdict, in the order of [`Outcome::ALL`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ByVerdict(pub [Sum; Outcome::ALL.len()]);

impl ByVerdict {
    /// The sums with their verdicts, least grave first.
    #[must_use]
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (Outcome, Sum)> + '_ {
        Outcome::ALL.into_iter().zip(self.0)
    }

    /// The sum of one verdict.
    #[must_use]
    pub fn of(&self, verdict: Outcome) -> Sum {
        self.0[verdict as usize]
    }

    /// The sum of one verdict, to be added to.
    pub fn of_mut(&mut self, verdict: Outcome) -> &mut Sum {
        &mut self.0[verdict as usize]
    }
}

impl Serialize for ByVerdict {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_map(self.iter().map(|(verdict, sum)| (verdict.id(), sum)))
    }
}

impl<'de> Deserialize<'de> for ByVerdict {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let read = BTreeMap::<String, Sum>::deserialize(from)?;
        let mut sums = Self::default();
        for (word, sum) in read {
            let mut all = Outcome::ALL.into_iter();
            let verdict = all.find(|verdict| verdict.id() == word);
            let verdict = verdict.ok_or_else(|| de::Error::custom("no such verdict"))?;
            *sums.of_mut(verdict) = sum;
        }
        Ok(sums)
    }
}

/// Findings by how they stand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Findings {
    /// All that are not solved.
    pub open: ByLevel,
    /// Those that were not there after the night before.
    pub new: ByLevel,
    /// Those that were there after the night before.
    pub solved: ByLevel,
}

/// A count for every level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ByLevel {
    /// The claim would come back (返戻).
    pub error: u64,
    /// To look at.
    pub warn: u64,
    /// To know.
    pub info: u64,
}

impl ByLevel {
    /// The counts with their levels, gravest first.
    #[must_use]
    pub fn by_level(&self) -> [(Level, u64); 3] {
        [
            (Level::Error, self.error),
            (Level::Warn, self.warn),
            (Level::Info, self.info),
        ]
    }

    /// All of them.
    #[must_use]
    pub fn all(&self) -> u64 {
        self.error + self.warn + self.info
    }

    /// The count of one level, to be added to.
    pub fn of_mut(&mut self, level: Level) -> &mut u64 {
        match level {
            Level::Error => &mut self.error,
            Level::Warn => &mut self.warn,
            Level::Info => &mut self.info,
        }
    }

    /// True when there is one of this level or a graver one.
    #[must_use]
    pub fn reaches(&self, level: Level) -> bool {
        let mut all = self.by_level().into_iter();
        all.any(|(of, count)| of >= level && count > 0)
    }
}

/// An input that cannot be read. It is tried again when it has changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quarantined {
    /// Its path, without the password where it is an address.
    pub path: String,
    /// Why, without what stands in it (see [`crate::note::Problem::hidden`]).
    pub reason: Words,
    /// When it was first found so.
    #[serde(with = "times::instant")]
    pub since: DateTime<Utc>,
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A night with something of everything.
    #[expect(clippy::too_many_lines, reason = "a value of everything")]
    pub(in super::super) fn sample() -> Night {
        let moment =
            |seconds: i64| DateTime::from_timestamp(1_795_971_600 + seconds, 0).expect("a moment");
        let mut verdicts = ByVerdict::default();
        let mut turned = ByVerdict::default();
        for (at, verdict) in Outcome::ALL.into_iter().enumerate() {
            let claims = 1_000 - 100 * at as u64;
            *verdicts.of_mut(verdict) = Sum {
                claims,
                yen: claims * 12_345,
            };
        }
        *turned.of_mut(Outcome::Ok) = Sum {
            claims: 40,
            yen: 400_000,
        };
        *turned.of_mut(Outcome::NeedCert) = Sum {
            claims: 12,
            yen: 123_456,
        };
        *turned.of_mut(Outcome::NotCovered) = Sum {
            claims: 1,
            yen: 9_876,
        };
        Night {
            run: 123,
            as_of: NaiveDate::from_ymd_opt(2026, 11, 30).expect("a day"),
            began: moment(0),
            ended: moment(14),
            status: Status::Unreadable,
            recovered: false,
            published: "2026-11-30-r000123".to_owned(),
            policy: PolicyUsed {
                name: "current".to_owned(),
                hash: "ab".repeat(32),
            },
            inputs: Inputs {
                claims: InputCounts {
                    new: 3,
                    changed: 1,
                    unchanged: 400,
                    waiting: 1,
                    ..InputCounts::default()
                },
                eligibility: InputCounts {
                    new: 2,
                    gone: 1,
                    quarantined: 1,
                    ..InputCounts::default()
                },
                registers: InputCounts {
                    changed: 1,
                    ..InputCounts::default()
                },
                lists: InputCounts::default(),
            },
            claims: Claims {
                all: 4_900,
                new: 50,
                withdrawn: 2,
                deleted: 7,
                judged: Judged {
                    new: 50,
                    records: 31,
                    ..Judged::default()
                },
            },
            records: Records {
                all: 200_000,
                added: 120,
                removed: 80,
            },
            verdicts,
            turned,
            at_risk: Sum {
                claims: 1_600,
                yen: 19_752_000,
            },
            people_to_ask: 1_234,
            findings: Findings {
                open: ByLevel {
                    error: 1_500,
                    warn: 800,
                    info: 90,
                },
                new: ByLevel {
                    error: 13,
                    warn: 2,
                    info: 0,
                },
                solved: ByLevel {
                    error: 4,
                    warn: 0,
                    info: 1,
                },
            },
            quarantine: vec![Quarantined {
                path: "inbox/eligibility/OQSmuquc02res.xml".to_owned(),
                reason: Words::new(
                    "XMLが途中で終わっています。取得し直してください。",
                    "the XML ends too early; fetch it again",
                ),
                since: moment(-86_400),
            }],
            newest_input: Some(moment(-3_600)),
            state_bytes: 1_234_567_890,
        }
    }

    #[test]
    fn a_level_is_reached_by_itself_and_by_graver_ones() {
        let mut counts = ByLevel::default();
        *counts.of_mut(Level::Warn) += 2;
        assert!(counts.reaches(Level::Info) && counts.reaches(Level::Warn));
        assert!(!counts.reaches(Level::Error));
        assert_eq!(counts.all(), 2);
    }

    #[test]
    fn verdicts_have_their_places() {
        let night = sample();
        assert_eq!(night.verdicts.of(Outcome::NeedCert).claims, 700);
        assert_eq!(night.claims.judged.all(), 81);
    }
}

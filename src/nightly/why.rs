//! Why a claim is judged, or taken out.

/// Why a claim is judged in a night. The first of several counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// It has come.
    New,
    /// Its claim file has come again and says something else of it.
    Changed,
    /// The same claim has come, or gone, elsewhere (`DUPLICATE_CLAIM`).
    Twin,
    /// An eligibility record that it looks at has come, gone or changed.
    Record,
    /// A day has come on which it may come out differently: an expiry, or a register read on a later day.
    Day,
    /// The program has other rules.
    Program,
    /// The policy is another.
    Policy,
    /// A list is another: credentials, stations, tariff master.
    Lists,
}

impl Why {
    /// Every reason, in the order of their numbers.
    pub const ALL: [Self; 8] = [
        Self::New,
        Self::Changed,
        Self::Twin,
        Self::Record,
        Self::Day,
        Self::Program,
        Self::Policy,
        Self::Lists,
    ];

    /// The word for it in reports.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed => "changed",
            Self::Twin => "claims",
            Self::Record => "records",
            Self::Day => "day",
            Self::Program => "program",
            Self::Policy => "policy",
            Self::Lists => "lists",
        }
    }

    /// Its number in the state.
    pub(super) fn number(self) -> i64 {
        self as i64
    }

    /// The reason of such a number.
    pub(super) fn of(number: i64) -> Option<Self> {
        usize::try_from(number)
            .ok()
            .and_then(|at| Self::ALL.get(at).copied())
    }
}

/// The word of the history for a claim that was taken out with its file.
pub(super) const WITHDRAWN: &str = "withdrawn";

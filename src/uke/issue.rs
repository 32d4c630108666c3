//! What the reader noticed about the shape of a file or a claim (contract 3.1).
//!
//! The reader only notes; codes, levels and texts belong to the rules.

/// A deviation that the reader of `check` meets on its way. Line and claim say where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The file is UTF-8 instead of Shift_JIS.
    Utf8,
    /// Records end with LF instead of CR LF.
    LfOnly,
    /// No 0x1A at the end.
    NoEofMark,
    /// No GO record: the file may be cut off.
    NoGo,
    /// History lines of a 返戻/再請求 file (`8,n,n,XX,…`) were passed over.
    History,
    /// A record has more or fewer fields than its layout.
    FieldCount,
    /// A 数字 field of variable length has leading zeros.
    LeadingZeros,
    /// A KA date does not exist or lies outside 指定訪問看護年月.
    KaDate,
    /// A JD day does not exist in 指定訪問看護年月.
    JdDay,
    /// RE cannot be read.
    ReUnreadable,
    /// HO (or the first KO of a claim without HO) cannot be read.
    PayerUnreadable,
    /// The claim has neither HO nor KO.
    NoPayer,
    /// Records of a claim stand there without RE before them.
    ReMissing,
    /// A record stands behind the details of its claim: the RE of the next claim may be lost.
    Order,
    /// A line is none of the records of a claim file.
    UnknownLine,
    /// The file holds no claim.
    NoClaim,
    /// The claim has no date of care at all.
    NoDate,
}

/// One note of the reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// What.
    pub kind: Kind,
    /// Line in the file, from 1 (the first of several).
    pub line: u32,
    /// Index of the claim in its chunk; `None` when the note stands for the file.
    pub claim: Option<u32>,
    /// Record and 1-based field position, when one is meant.
    pub field: Option<(&'static str, u8)>,
    /// What was found, raw bytes in the file's encoding.
    pub found: Box<[u8]>,
    /// How often, since one note stands for all alike: of a claim for its own, of a file for all claims.
    pub count: u32,
    /// The number of fields that the layout has, for [`Kind::FieldCount`].
    pub expected: u32,
}

impl Issue {
    /// True when another note tells the same of the same claim, or of the file.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        self.kind == other.kind
            && self.claim == other.claim
            && self.field == other.field
            && (self.kind != Kind::FieldCount || self.found == other.found)
    }
}

//! What can be noticed about the form of a file or a claim (contract 3.1, 6).
//!
//! Readers only note; codes, levels and texts belong to the rules.

/// Writes the enum and its `ALL` from the same names.
macro_rules! kinds {
    ($($(#[doc = $doc:literal])+ $name:ident,)+) => {
        /// A deviation from the format of the claim file, or with the tariff master from the tariff. The reader
        /// of `check` meets some on its way; `validate` (`lint`) looks for all of them.
        ///
        /// *found* and *expected* say what a finding's two values hold. Where nothing is said, *found* is the
        /// field as written and *expected* is empty. Variants are in capitals.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Kind {
            /// All kinds; each stands at its own discriminant.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The name by which the kind is stored: it never changes, while the discriminants move.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$name => stringify!($name),)+
                }
            }

            /// The kind with this name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|kind| kind.name() == name)
            }
        }
    };
}

kinds! {
    /// The file is UTF-8 instead of Shift_JIS.
    Utf8,
    /// Records end with LF instead of CR LF.
    LfOnly,
    /// No 0x1A at the end.
    NoEofMark,
    /// No GO record: the file may be cut off.
    NoGo,
    /// A line is none of the records of a claim file.
    UnknownLine,
    /// The file holds no claim.
    NoClaim,
    /// The file begins with a UTF-8 byte order mark.
    Bom,
    /// HM stands a second time, or not at the head of the file.
    SecondHeader,
    /// A record stands behind GO, or GO a second time.
    AfterEnd,
    /// 0x1A stands elsewhere than once as the very last byte.
    EofMark,
    /// Blank lines between the records; counted.
    BlankLine,
    /// A field of HM is wrong; the variant says how (REQUIRED, DIGITS, ALNUM, KANJI, MIXED, LONG, LENGTH,
    /// DATE, CODE, `NOT_ALLOWED`, BLANKS, or none of these).
    HeaderField,
    /// A quotation mark (0x22), which the format does not use; counted, at the first.
    Quote,
    /// The last record does not end with a line end.
    LastLineEnd,
    /// RE cannot be read.
    ReUnreadable,
    /// HO (or the first KO of a claim without HO) cannot be read.
    PayerUnreadable,
    /// The claim has neither HO nor KO.
    NoPayer,
    /// The claim has no date of care at all.
    NoDate,
    /// Records of a claim stand there without RE before them.
    ReMissing,
    /// A record stands behind the details of its claim: the RE of the next claim may be lost; or (variant
    /// MISPLACED) somewhere else than the order of records says. *expected* = the record it has to stand before.
    Order,
    /// A record that the claim must have is missing (`record` names it, the place is RE). *expected* = how many.
    MissingRecord,
    /// A record that a claim of this レセプト種別 must not have. Variants: `SN_PUBLIC` (SN for a 公費 other than
    /// 12…), OMITTED (GI, which is left out for the time being). *found* = レセプト種別.
    ForbiddenRecord,
    /// More records of a kind than the claim may have, or (variant FEW) fewer than it must. *found* = how many, *expected* = how many
    /// there may be.
    RecordCount,
    /// レセプト番号 does not run 1, 2, 3, …. *expected* = the number that comes next.
    ClaimNumber,
    /// 負担者種別 of SN or JD does not ascend, or stands twice. *expected* = the one before.
    PayerKindOrder,
    /// 負担者種別 of SN or JD names a payer that the claim does not have.
    PayerKindAbsent,
    /// 指定訪問看護年月 lies behind 請求年月. *expected* = 請求年月.
    ServiceAfterBilling,
    /// A KA date does not exist or lies outside 指定訪問看護年月.
    KaDate,
    /// A JD day does not exist in 指定訪問看護年月. *found* = the day.
    JdDay,
    /// A field that must be there is empty.
    Required,
    /// A 数字 field holds something else than half-width digits.
    NotDigits,
    /// A 英数 field holds full-width characters.
    NotAlnum,
    /// A 漢字 field holds half-width characters.
    NotKanji,
    /// A field 英数又は漢字 has both widths.
    MixedModes,
    /// A field is longer than it may be. *found* = the field, `count` = its bytes, *expected* = bytes it may have.
    TooLong,
    /// A field of fixed length is not so long (variant SHORT: shorter than it has to be). `count` = its bytes,
    /// *expected* = bytes it has to have.
    Length,
    /// A date, month or time does not exist (variants DATE, MONTH, TIME).
    NoSuchDate,
    /// A code is not in its table. *found* = the code, *expected* = the table, such as `別表6`.
    CodeUnknown,
    /// A code of the table is not allowed here. *expected* = the codes that are.
    CodeNotAllowed,
    /// Codes run together do not fill the field. *expected* = length of one code in bytes.
    RunLength,
    /// A code stands twice among codes run together. *found* = the code.
    RunRepeat,
    /// 03 無 stands with other codes in JS.有無, which it must not.
    RunAlone,
    /// A field that 審査支払機関 fills is filled on a first claim (一次請求).
    PayerOnly,
    /// 予備 is not empty.
    ReservedFilled,
    /// Bytes that are no character. *found* = the bytes in hexadecimal.
    Undecodable,
    /// A control character. *found* = its code in hexadecimal.
    ControlCharacter,
    /// Blanks at the start or the end of a field.
    Blanks,
    /// カタカナ氏名: ― or － (or another dash) instead of the long vowel ー. *found* = the character.
    KanaLongVowel,
    /// カタカナ氏名: a blank or something that is no katakana. *found* = the character.
    KanaCharacter,
    /// 記号 and 番号 together have more than 19 characters. *found* = how many, *expected* = 19.
    SymbolNumberLength,
    /// 保険者番号 is not padded with leading blanks to 8. *expected* = as it has to be.
    InsurerPadding,
    /// 負担区分 of KA names a payer that the claim does not have. *expected* = the payers it has, in words.
    PayerSetAbsent,
    /// 指示区分 of KA has no HJ of this 指示区分.
    InstructionAbsent,
    /// A KA date lies in no HJ period of its 指示区分. *expected* = the periods.
    OutsideInstruction,
    /// 指示期間 of HJ ends before it begins. *found* = 至, *expected* = 自.
    PeriodBackwards,
    /// 同日訪問回数 and 職種等 do not fit: a visit without occupation (MISSING), an occupation of a visit that
    /// was not made (EXTRA), no 職種等 at all (`NO_OCCUPATION`), no 同日訪問回数 (`NO_COUNT`). *found* = 職種等,
    /// *expected* = 同日訪問回数.
    VisitCountOccupation,
    /// KO do not stand in the order of 法別. *found* = 法別 of this, *expected* = 法別 of the one before.
    PublicOrder,
    /// 受給者番号 of KO is missing, or (variant EXTRA) there although 法別 30 has none.
    RecipientNumber,
    /// Text for the code 99 is missing, or (variant EXTRA) stands with another code. *expected* = the code.
    TextOf99,
    /// SY: 0000999 without 傷病名称 (`NAME_MISSING`), a code with 傷病名称 (`NAME_EXTRA`), 0000999 with 修飾語
    /// (`MODIFIER_EXTRA`). *expected* = 傷病名コード.
    DiseaseName,
    /// 枝番 for 後期高齢者 (variant ELDERLY) or for a 公費.
    BranchNotAllowed,
    /// 生年月日 lies behind the month of care. *expected* = 指定訪問看護年月.
    BirthAfterCare,
    /// 訪問看護療養費コード is not in the master. Of all kinds from here to `ItemAge`, `other` is the item's name.
    ItemUnknown,
    /// The code is not in force on the date of care: from (variant EARLY) or until *expected*.
    ItemNotLive,
    /// 金額 differs from the master (variants FOLDED: with the percentage add-ons behind it; PERCENT: of a percentage
    /// add-on, which has 0). *expected* = yen.
    ItemAmount,
    /// No person in 職種等 is among those that the master allows, 職種等 is empty (MISSING), or filled for an item
    /// that has none (EXTRA). *expected* = the allowed codes.
    ItemOccupation,
    /// 同日訪問回数 does not fit 実施回数区分 of the master, is empty (MISSING), or filled for an item that has none
    /// (EXTRA). *expected* = what fits.
    ItemVisitCount,
    /// 指示区分 does not fit the master, is empty (MISSING), or filled for an item that has none (EXTRA).
    /// *expected* = what fits.
    ItemInstruction,
    /// Charged more often than 算定回数限度 allows (variants DAY, WEEK, MONTH). `count` = how often, *expected* =
    /// the limit, *found* = the code.
    ItemLimit,
    /// Two items that the master forbids together (variants DAY, MONTH, SAME, WEEK). *found* = the code of the later
    /// line, *expected* = the code of the other, `other` = its name.
    ItemsExclusive,
    /// An add-on without a base item of its group.
    ItemAlone,
    /// An item only for 後期高齢者 (variant `ELDERLY_ONLY`), or only for others. *found* = the code.
    ItemPayer,
    /// The age does not fit the item. *found* = the code, `count` = the age in years, *expected* = the age that is
    /// too old (variant YOUNG: the youngest that is not too young).
    ItemAge,
    /// A record has more or fewer fields than its layout. *found* = how many, *expected* = how many.
    FieldCount,
    /// Characters outside JIS X 0208 (外字). *found* = the characters.
    Gaiji,
    /// ？: a character that was lost.
    LostCharacter,
    /// 金額 of KA for 医保 do not add up to 合計金額 of HO. *found* = HO, *expected* = the sum, yen.
    SumOfInsurer,
    /// 金額 of KA for a 公費 do not add up to 合計金額 of its KO. *found* = KO, *expected* = the sum, yen.
    SumOfPublic,
    /// 実日数 of HO or KO differs from the days in JD coded 1 (variant JD) or in KA with 同日訪問回数 (variant KA).
    /// *expected* = the days counted.
    VisitDays,
    /// Days of JD and of KA differ; `days` are those on one side only (variant `JD_ONLY`, `KA_ONLY`).
    JdKaDays,
    /// No KA is borne by this payer (HO or KO).
    PayerUnused,
    /// HJ of the same 指示区分 do not stand oldest first. *expected* = 自 of the one before.
    InstructionOrder,
    /// KA do not stand in order of date. *expected* = the date before.
    DateOrder,
    /// 氏名: no blank between 姓 and 名 (variant MISSING), or more than one.
    NameBlank,
    /// 指定訪問看護年月 equals 請求年月, although a month is filed in the month after.
    SameMonth,
    /// 訪問開始 after the first visit (START), 訪問終了 before the last (END), death before the last (DEATH).
    /// *expected* = the date of that visit.
    CareOutside,
    /// Of fields that belong together one is missing. *found* = empty, *expected* = the name of the one that is there.
    Pair,
    /// A field only for 国民健康保険 on another claim.
    NationalOnly,
    /// Two items that the master lets stand together under a special condition only. As `ItemsExclusive`.
    ItemsExclusiveMaybe,
    /// A 数字 field of variable length has leading zeros.
    LeadingZeros,
    /// History lines of a 返戻/再請求 file (`8,n,n,XX,…`) were passed over.
    History,
    /// A 返戻 file (HH … HG), which is not to be filed as it is.
    Returned,
    /// A file in the insurer's shape, read as far as its sibling formats tell.
    OfInsurer,
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

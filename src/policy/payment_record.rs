//! `[payment_record_above]`: the amounts above which a claim needs its MF (窓口負担額レコード) to be moved or
//! split (policy-rules RT-06).

/// The largest 合計金額, in yen, with which a claim without MF can still be moved or split.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PaymentRecordAbove {
    /// 本人・家族.
    pub ordinary: u32,
    /// 未就学者.
    pub preschool: u32,
    /// 高齢受給者.
    pub elderly: u32,
    /// 後期高齢者.
    pub koki: u32,
}

/// The keys, in the order in which they are written.
pub(super) const KEYS: [&str; 4] = ["ordinary", "preschool", "elderly", "koki"];

impl PaymentRecordAbove {
    /// The amounts in the order of [`KEYS`].
    pub(super) fn in_order(self) -> [u32; KEYS.len()] {
        [self.ordinary, self.preschool, self.elderly, self.koki]
    }
}

/// The amounts a file has said so far, in the order of [`KEYS`].
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Draft(pub(super) [Option<u32>; KEYS.len()]);

impl From<PaymentRecordAbove> for Draft {
    fn from(base: PaymentRecordAbove) -> Self {
        Self(base.in_order().map(Some))
    }
}

impl Draft {
    /// True while an amount is missing.
    pub(super) fn is_missing(self) -> bool {
        self.0.contains(&None)
    }

    /// The amounts, `None` while one is missing.
    pub(super) fn finish(self) -> Option<PaymentRecordAbove> {
        let [ordinary, preschool, elderly, koki] = self.0;
        Some(PaymentRecordAbove {
            ordinary: ordinary?,
            preschool: preschool?,
            elderly: elderly?,
            koki: koki?,
        })
    }
}

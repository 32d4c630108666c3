//! The public list of stations that have introduced online eligibility (オンライン資格確認導入済訪問看護ステーション,
//! policy-rules 6): its format is not published, so columns are named by `--map`.

use chrono::NaiveDate;

/// The stations of a list.
#[derive(Clone, Debug, Default)]
pub struct Stations {
    rows: Vec<Station>,
}

/// One station of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Station {
    /// 運用開始日, where the list has it.
    pub started_on: Option<NaiveDate>,
}

impl Stations {
    /// How many stations there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// True when there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

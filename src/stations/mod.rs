//! The public list of stations that have introduced online eligibility (オンライン資格確認導入済訪問看護ステーション,
//! policy-rules 6): CSV or workbook.
//!
//! Its format is not published (LS-02), so columns are named by the column map, else guessed by their usual names.
//! A station is looked up by its code, in rows without a code by prefecture and name (LS-03).

mod header;
mod read;
mod workbook;

#[cfg(test)]
mod tests;

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::eligibility::map::StationColumns;
use crate::note::{Note, Problem};
use crate::text::fold;
use crate::uke::claim::Header;
use crate::uke::codes;

/// The stations of a list.
#[derive(Clone, Debug, Default)]
pub struct Stations {
    rows: Vec<Station>,
    by_code: HashMap<u32, Vec<u32>>,
    /// Rows without a code.
    by_name: HashMap<(u8, Box<str>), Vec<u32>>,
    left_out: u64,
    form: &'static str,
}

/// One station of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Station {
    /// The seven digits of ステーションコード as a number.
    pub code: Option<u32>,
    /// 都道府県コード, 1–47.
    pub prefecture: Option<u8>,
    /// The name as [`folded_name`] leaves it.
    pub name: Box<str>,
    /// 運用開始日, where the list has it.
    pub started_on: Option<NaiveDate>,
}

/// What the list says of a station.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listing {
    /// It is there, with its 運用開始日 where the list has one; of several rows the earliest, and none when one
    /// of them has none.
    Listed(Option<NaiveDate>),
    /// It is not there.
    Absent,
    /// The list has no station of its prefecture at all.
    OtherPrefecture,
    /// The claim file names no station that could be looked up.
    Unknown,
}

impl Stations {
    /// Reads a list: CSV (UTF-8 or CP932), XLSX or XLS. Rows that cannot be read are left out and told.
    ///
    /// # Errors
    /// When the bytes are no such table, the columns are not found, or no row is left.
    pub fn read(bytes: &[u8], columns: &StationColumns) -> Result<(Self, Vec<Note>), Problem> {
        read::read(bytes, columns)
    }

    /// True when the bytes are such a list and tell when stations began: other tables, too, have codes of stations.
    #[must_use]
    pub fn is_list(bytes: &[u8]) -> bool {
        read::is_list(bytes)
    }

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

    /// Rows that could not be read.
    #[must_use]
    pub fn left_out(&self) -> u64 {
        self.left_out
    }

    /// `csv`, `xlsx` or `xls`.
    #[must_use]
    pub fn form(&self) -> &'static str {
        self.form
    }

    /// What the list says of the station of a claim.
    #[must_use]
    pub fn find(&self, header: &Header) -> Listing {
        let (prefecture, code) = parts(&header.station);
        let name = folded_name(&header.name);
        let coded = code.and_then(|code| self.by_code.get(&code));
        let named = prefecture
            .filter(|_| !name.is_empty())
            .and_then(|prefecture| self.by_name.get(&(prefecture, name.as_str().into())));
        let fits = |row: &&Station| {
            row.code.is_none()
                || row
                    .prefecture
                    .is_none_or(|at| prefecture.is_none_or(|p| p == at))
        };
        let starts = coded
            .into_iter()
            .chain(named)
            .flatten()
            .map(|&at| &self.rows[at as usize])
            .filter(fits)
            .map(|row| row.started_on);
        // None sorts first: a row that does not tell its day leaves it open.
        if let Some(start) = starts.min() {
            return Listing::Listed(start);
        }
        let by_code = code.is_some() || self.by_code.is_empty();
        let by_name = (prefecture.is_some() && !name.is_empty()) || self.by_name.is_empty();
        if !by_code || !by_name {
            return Listing::Unknown;
        }
        let elsewhere = |row: &Station| row.prefecture.is_some() && row.prefecture != prefecture;
        if prefecture.is_some() && self.rows.iter().all(elsewhere) {
            Listing::OtherPrefecture
        } else {
            Listing::Absent
        }
    }

    fn push(&mut self, station: Station) {
        let at = u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
        match (station.code, station.prefecture) {
            (Some(code), _) => self.by_code.entry(code).or_default().push(at),
            (None, Some(prefecture)) => {
                let key = (prefecture, station.name.clone());
                self.by_name.entry(key).or_default().push(at);
            }
            (None, None) => {}
        }
        self.rows.push(station);
    }
}

/// Prefecture and code out of the ten digits of HM, each where it can be one.
fn parts(station: &str) -> (Option<u8>, Option<u32>) {
    if station.len() != 10 || !station.bytes().all(|b| b.is_ascii_digit()) {
        return (None, None);
    }
    let prefecture = station[..2].parse().ok().filter(|p| (1..=47).contains(p));
    (prefecture, station[3..].parse().ok())
}

/// What is written now and then in front of or behind a name, and says nothing of the station. Folded.
const COMPANIES: [&str; 12] = [
    "株式会社",
    "有限会社",
    "合同会社",
    "一般社団法人",
    "公益社団法人",
    "社会福祉法人",
    "医療法人社団",
    "医療法人財団",
    "医療法人",
    "(株)",
    "(有)",
    "(同)",
];

/// A station's name for comparison: width, blanks, dashes, 長音, dots and case folded, without the words for
/// the form of a company. Nothing more: other spellings are other names.
#[must_use]
pub fn folded_name(name: &str) -> String {
    let folded = fold::number(name);
    COMPANIES
        .iter()
        .fold(folded, |name, word| name.replace(word, ""))
}

/// A prefecture as people and lists write it: `13`, `13東京都`, `東京`, or an address that begins with one.
#[must_use]
pub fn prefecture(text: &str) -> Option<u8> {
    let text = fold::nfkc(text);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 {
        return text[..digits]
            .parse()
            .ok()
            .filter(|code| digits <= 2 && (1..=47).contains(code));
    }
    let fits = |entry: &&codes::CodeEntry| {
        text.strip_prefix(entry.ja).is_some_and(|rest| {
            rest.is_empty() || entry.ja.ends_with('道') || rest.starts_with(['都', '府', '県'])
        })
    };
    let entry = codes::PREFECTURE.entries.iter().find(fits)?;
    entry.code.parse().ok()
}

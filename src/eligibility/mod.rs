//! Eligibility results (資格確認結果) of every supported form as one table of normalised records.
//!
//! [`load`] reads files, directories, zips and standard input. The form of each is told from its
//! content: the XML of the eligibility system in UTF-8 or Shift_JIS (one person, card reader, 一括照会,
//! 訪問診療等, 医療扶助), the same tree as JSON, the text of マイナ資格確認アプリ, or a CSV with the columns of
//! contract 3.4. Whatever the form, a result becomes a
//! [`RecordRef`]: its texts as recorded (`symbol_recorded()`) and as compared (`symbol()`, contract
//! 4.3), its dates and codes as [`Facts`], which it dereferences to (`record.lost_on`).
//!
//! ```no_run
//! let loaded = houkan::eligibility::load(&["results".into()].as_slice().into(), &|_bytes| {});
//! for record in loaded.records.iter() {
//!     println!("{} {:?}", record.number(), record.lost_on);
//! }
//! for note in &loaded.notes {
//!     eprintln!("{}: {}", loaded.inputs[note.input as usize].path.display(), note.en());
//! }
//! ```
//!
//! Nothing is lost silently: every input has an [`InputReport`] that says what became of it, and a
//! [`Note`](crate::note::Note) names each unit, row or value that was left out.

mod app_text;
mod archive;
mod blocks;
pub mod column;
mod database;
mod file;
mod further;
mod json;
pub mod map;
mod portions;
pub mod record;
mod register;
mod row;
pub mod source;
pub mod stored;
mod table;
#[cfg(test)]
mod tests;
mod tree;
pub mod wanted;
mod xml;

pub use map::Map;
pub use portions::{Part, each_file, each_of_bytes, each_of_database};
pub use record::{Facts, MAX_TEXT, RecordRef, Records, TextTooLong, Texts, key_hash};
pub use source::{Form, InputReport, Loaded, Sources, Status, load};
pub(crate) use tree::is_visits_name;
pub use wanted::{Members, Wanted};

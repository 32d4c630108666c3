//! Texts that stand in many rows, each once; rows name them by number.

use std::collections::HashMap;

use chrono::NaiveDate;

/// A pool of texts, in the order in which they were first met. The first is the empty one.
pub(super) struct Pool {
    texts: Vec<Box<str>>,
    numbers: HashMap<Box<str>, u32>,
    /// Dates are few and come again and again; they are put into words once.
    dates: HashMap<NaiveDate, u32>,
}

impl Pool {
    pub(super) fn new() -> Self {
        let mut pool = Self {
            texts: Vec::new(),
            numbers: HashMap::new(),
            dates: HashMap::new(),
        };
        pool.text("");
        pool
    }

    /// The number of a text.
    pub(super) fn text(&mut self, text: &str) -> u32 {
        if let Some(&number) = self.numbers.get(text) {
            return number;
        }
        // A page of 2³² texts could not be opened anywhere.
        let number = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        self.texts.push(text.into());
        self.numbers.insert(text.into(), number);
        number
    }

    /// The number of a date in ISO, of the empty text without one.
    pub(super) fn date(&mut self, date: Option<NaiveDate>) -> u32 {
        let Some(date) = date else { return 0 };
        if let Some(&number) = self.dates.get(&date) {
            return number;
        }
        let number = self.text(&date.to_string());
        self.dates.insert(date, number);
        number
    }

    /// All texts by number.
    pub(super) fn into_texts(self) -> Vec<Box<str>> {
        self.texts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_text_stands_once() {
        let mut pool = Pool::new();
        let day = NaiveDate::from_ymd_opt(2025, 12, 1);
        let numbers = [
            pool.text(""),
            pool.text("a"),
            pool.date(day),
            pool.text("a"),
            pool.text("2025-12-01"),
            pool.date(day),
            pool.date(None),
        ];
        assert_eq!(numbers, [0, 1, 2, 1, 2, 2, 0]);
        assert_eq!(pool.into_texts(), ["", "a", "2025-12-01"].map(Box::from));
    }
}

//! Whose history is wanted: a claim by its key, or a person by 保険者番号, 記号, 番号 and 枝番.

use std::str::FromStr;

use crate::mark::ClaimKey;
use crate::text::fold;

/// Whose history is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A claim (レセプトキー).
    Claim(ClaimKey),
    /// A person.
    Person(Person),
}

/// A person as an insurer knows them, as typed but for widths and blanks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// 保険者番号: six or eight digits.
    pub insurer: String,
    /// 記号; empty where there is none, as for 後期高齢者.
    pub symbol: String,
    /// 番号.
    pub number: String,
    /// 枝番; `None` for everybody of that number.
    pub branch: Option<String>,
}

/// What a subject may look like, for messages.
pub const FORMS: &str =
    "5d41402abc4b2a76, 06132013/12/3456, 06132013/12/3456/01, 39131234//12345678";

impl FromStr for Subject {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = fold::nfkc(text.trim());
        if let Ok(key) = text.parse() {
            return Ok(Self::Claim(key));
        }
        let parts: Vec<&str> = text.split('/').map(str::trim).collect();
        let (insurer, symbol, number, branch) = match parts[..] {
            [insurer, symbol, number] => (insurer, symbol, number, None),
            [insurer, symbol, number, branch] => (insurer, symbol, number, Some(branch)),
            _ => return Err(FORMS),
        };
        let is_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        let is_insurer = matches!(insurer.len(), 6 | 8) && is_digits(insurer);
        let is_branch = branch.is_none_or(|it| matches!(it.len(), 1 | 2) && is_digits(it));
        if !is_insurer || number.is_empty() || !is_branch {
            return Err(FORMS);
        }
        Ok(Self::Person(Person {
            insurer: insurer.to_owned(),
            symbol: symbol.to_owned(),
            number: number.to_owned(),
            branch: branch.map(str::to_owned),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subjects_are_told_apart() {
        for form in FORMS.split(", ") {
            let subject: Subject = form.parse().expect("one of the forms");
            assert_eq!(
                matches!(subject, Subject::Claim(_)),
                !form.contains('/'),
                "{form}"
            );
        }
        let person = "０６１３２０１３／ １２・あ /3456/1".parse();
        let expected = Person {
            insurer: "06132013".to_owned(),
            symbol: "12・あ".to_owned(),
            number: "3456".to_owned(),
            branch: Some("1".to_owned()),
        };
        assert_eq!(person, Ok(Subject::Person(expected)));
        for wrong in [
            "",
            "5d41402abc4b2a7",
            "06132013",
            "06132013/12",
            "0613201/12/3",
            "06132013/12/",
            "06132013/1/2/",
            "06132013/1/2/003",
            "06132013/1/2/3/4",
        ] {
            assert_eq!(wrong.parse::<Subject>(), Err(FORMS), "{wrong}");
        }
    }
}

//! What kind of insurer a number tells.

use crate::text::fold;
use crate::text::insurer::InsurerKind;

/// The kind of insurer by the words of `verdicts.csv`: `number` is that of HO without blanks around it,
/// `None` for a claim of public payers alone, or without any payer.
pub(super) fn kind(number: Option<&str>, is_public: bool) -> &'static str {
    let kind = match number {
        // Padding must not make a number of another length look like a 国保 number.
        Some(number) if matches!(number.chars().count(), 6 | 8) => {
            let mut folded = String::with_capacity(8);
            fold::insurer_into(number, &mut folded);
            InsurerKind::of(&folded)
        }
        None if is_public => InsurerKind::Kohi,
        _ => InsurerKind::Unknown,
    };
    kind.id()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds() {
        assert_eq!(kind(Some("138057"), false), "kokuho");
        assert_eq!(kind(Some("39131234"), true), "koki");
        assert_eq!(kind(Some("38057"), false), "unknown");
        assert_eq!(kind(None, true), "kohi");
        assert_eq!(kind(None, false), "unknown");
    }
}

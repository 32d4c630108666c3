//! Which two-byte codes of a claim file are characters of JIS X 0208, and which are 外字 (claims-format 1.2).

use std::sync::LazyLock;

use super::cp932;

/// What a two-byte code is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// A character of JIS X 0208-1983.
    Jis,
    /// A character of CP932 outside of it: NEC row 13, NEC's choice of IBM characters, the IBM characters, 凜
    /// and 熙 (1990), the user's area.
    Gaiji,
    /// No character.
    None,
}

/// One entry a two-byte code, first byte times 256 plus second.
static CLASSES: LazyLock<Vec<Class>> = LazyLock::new(|| {
    (0..=u16::MAX)
        .map(|code| class_of(code.to_be_bytes()))
        .collect()
});

/// The class of a two-byte code.
#[must_use]
pub fn class(first: u8, second: u8) -> Class {
    CLASSES[usize::from(first) << 8 | usize::from(second)]
}

/// True for a character that a claim file may only have as 外字, or not at all.
#[must_use]
pub fn is_gaiji(c: char) -> bool {
    if c.is_ascii() || ('｡'..='ﾟ').contains(&c) || cp932::twin(c).is_some() {
        return false;
    }
    let mut code = Vec::with_capacity(2);
    let replaced = cp932::encode_into(c.encode_utf8(&mut [0; 4]), &mut code);
    replaced > 0 || !matches!(code[..], [a, b] if class(a, b) == Class::Jis)
}

fn class_of(code: [u8; 2]) -> Class {
    if !cp932::is_lead(code[0])
        || cp932::decode_strict(&code).is_none_or(|c| c.chars().count() != 1)
    {
        return Class::None;
    }
    match u16::from_be_bytes(code) {
        0x8740..=0x879C | 0xEAA3.. => Class::Gaiji,
        _ => Class::Jis,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Class {
        let mut bytes = Vec::new();
        cp932::encode_into(text, &mut bytes);
        class(bytes[0], bytes[1])
    }

    #[test]
    fn classes() {
        for text in ["亜", "　", "ー", "？", "瑤", "ヶ", "能"] {
            assert_eq!(of(text), Class::Jis, "{text}");
        }
        for text in ["①", "㈱", "凜", "熙", "髙", "﨑"] {
            assert_eq!(of(text), Class::Gaiji, "{text}");
        }
        // NEC's choice of IBM's characters, as claim software writes 髙, and the user's area.
        assert_eq!(class(0xEE, 0xE0), Class::Gaiji);
        assert_eq!(class(0xF0, 0x40), Class::Gaiji);
        for (first, second) in [
            (0x85, 0x40),
            (0x81, 0x20),
            (0x41, 0x42),
            (0xFF, 0xFF),
            (0xA1, 0xA1),
        ] {
            assert_eq!(class(first, second), Class::None);
        }
    }

    /// JIS X 0208-1983 has 6,877 characters.
    #[test]
    fn jis_x_0208_is_whole() {
        let count = CLASSES.iter().filter(|&&c| c == Class::Jis).count();
        assert_eq!(count, 6877);
    }
}

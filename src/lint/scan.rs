//! One look at the characters of a field: widths, and what does not belong there.

use std::ops::Range;

use crate::text::cp932;
use crate::text::jis::{self, Class};

/// What the characters of a field are. Ranges are bytes of the field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Scan {
    /// Bytes that the field has in `Shift_JIS`.
    pub bytes: usize,
    /// Characters.
    pub chars: usize,
    /// The first half-width character.
    pub half: Option<Range<usize>>,
    /// The first full-width character.
    pub full: Option<Range<usize>>,
    /// The first bytes that are no character.
    pub broken: Option<Range<usize>>,
    /// The first control character.
    pub control: Option<Range<usize>>,
    /// From the first to the last 外字.
    pub gaiji: Option<Range<usize>>,
    /// The first ？.
    pub lost: Option<Range<usize>>,
}

impl Scan {
    /// Looks through a field of a CP932 file, or of a UTF-8 one.
    pub(super) fn of(field: &[u8], is_cp932: bool) -> Self {
        if is_cp932 {
            Self::of_cp932(field)
        } else {
            Self::of_utf8(field)
        }
    }

    fn of_cp932(field: &[u8]) -> Self {
        let mut scan = Self {
            bytes: field.len(),
            ..Self::default()
        };
        let mut at = 0;
        loop {
            let plain = plain_run(&field[at..]);
            if plain > 0 {
                note(&mut scan.full, at..at + 2);
                at += 2 * plain;
                scan.chars += plain;
            }
            let Some(&first) = field.get(at) else { break };
            let second = field.get(at + 1).copied();
            let length = match (first, second) {
                (0x20..=0x7E | 0xA1..=0xDF, _) => {
                    note(&mut scan.half, at..at + 1);
                    1
                }
                (0x00..=0x1F | 0x7F, _) => {
                    note(&mut scan.control, at..at + 1);
                    1
                }
                (lead, Some(trail)) if cp932::is_lead(lead) => {
                    scan.two_bytes(lead, trail, at);
                    // A trail byte that cannot be one begins the next character.
                    if trail < 0x40 { 1 } else { 2 }
                }
                _ => {
                    note(&mut scan.broken, at..at + 1);
                    1
                }
            };
            at += length;
            scan.chars += 1;
        }
        scan
    }

    fn two_bytes(&mut self, lead: u8, trail: u8, at: usize) {
        let place = at..at + 2;
        match jis::class(lead, trail) {
            Class::Jis => {
                if (lead, trail) == (0x81, 0x48) {
                    note(&mut self.lost, place.clone());
                }
                note(&mut self.full, place);
            }
            Class::Gaiji => {
                widen(&mut self.gaiji, place.clone());
                note(&mut self.full, place);
            }
            Class::None if trail < 0x40 => note(&mut self.broken, at..at + 1),
            Class::None => note(&mut self.broken, place),
        }
    }

    fn of_utf8(field: &[u8]) -> Self {
        let mut scan = Self::default();
        let mut at = 0;
        for chunk in field.utf8_chunks() {
            for c in chunk.valid().chars() {
                let place = at..at + c.len_utf8();
                at = place.end;
                scan.chars += 1;
                match c {
                    ' '..='~' | '｡'..='ﾟ' => {
                        scan.bytes += 1;
                        note(&mut scan.half, place);
                    }
                    c if c.is_control() => {
                        scan.bytes += 1;
                        note(&mut scan.control, place);
                    }
                    c => scan.wide(c, place),
                }
            }
            if !chunk.invalid().is_empty() {
                note(&mut scan.broken, at..at + chunk.invalid().len());
                at += chunk.invalid().len();
                scan.chars += 1;
            }
        }
        scan
    }

    fn wide(&mut self, c: char, place: Range<usize>) {
        self.bytes += 2;
        if jis::is_gaiji(c) {
            widen(&mut self.gaiji, place.clone());
        }
        if c == '？' {
            note(&mut self.lost, place.clone());
        }
        note(&mut self.full, place);
    }
}

/// How many full-width characters a text begins with of which there is nothing to say but that they are.
fn plain_run(text: &[u8]) -> usize {
    let (pairs, _) = text.as_chunks::<2>();
    let is_plain = |&[lead, trail]: &[u8; 2]| {
        jis::class(lead, trail) == Class::Jis && (lead, trail) != (0x81, 0x48)
    };
    pairs.iter().take_while(|pair| is_plain(pair)).count()
}

fn widen(all: &mut Option<Range<usize>>, place: Range<usize>) {
    *all = Some(match all.take() {
        Some(known) => known.start..place.end,
        None => place,
    });
}

fn note(first: &mut Option<Range<usize>>, place: Range<usize>) {
    first.get_or_insert(place);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cp932(text: &str) -> Vec<u8> {
        let mut bytes = Vec::new();
        cp932::encode_into(text, &mut bytes);
        bytes
    }

    #[test]
    fn widths_and_places() {
        let scan = Scan::of(&cp932("見本a？髙"), true);
        assert_eq!((scan.bytes, scan.chars), (9, 5));
        assert_eq!((scan.full, scan.half), (Some(0..2), Some(4..5)));
        assert_eq!((scan.lost, scan.gaiji), (Some(5..7), Some(7..9)));
        let utf8 = Scan::of("見本a？髙".as_bytes(), false);
        assert_eq!((utf8.bytes, utf8.chars), (9, 5));
        assert_eq!((utf8.lost, utf8.gaiji), (Some(7..10), Some(10..13)));
    }

    #[test]
    fn bytes_that_are_no_character() {
        assert_eq!(Scan::of(b"A\x81", true).broken, Some(1..2));
        assert_eq!(Scan::of(b"\x85\x40", true).broken, Some(0..2));
        assert_eq!(Scan::of(b"\x81\x20B", true).broken, Some(0..1));
        assert_eq!(Scan::of(b"A\xff\xfe", false).broken, Some(1..2));
        assert_eq!(Scan::of(b"A\tB", true).control, Some(1..2));
    }

    proptest! {
        /// A file and its UTF-8 twin are looked at alike.
        #[test]
        fn both_encodings_agree(text in "[ -~ｦ-ﾟァ-ヶ亜-腕？髙①]{0,30}") {
            // What CP932 lacks would become 〓.
            let text: String = text.chars().filter(|c| cp932::encode_into(&c.to_string(), &mut Vec::new()) == 0).collect();
            let (a, b) = (Scan::of(&cp932(&text), true), Scan::of(text.as_bytes(), false));
            prop_assert_eq!((a.bytes, a.chars), (b.bytes, b.chars));
            prop_assert_eq!((a.half.is_some(), a.full.is_some(), a.gaiji.is_some(), a.lost.is_some()),
                (b.half.is_some(), b.full.is_some(), b.gaiji.is_some(), b.lost.is_some()));
            prop_assert_eq!((a.broken, b.broken), (None, None));
        }

        #[test]
        fn no_bytes_make_it_fail(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
            let scan = Scan::of(&bytes, true);
            for place in [scan.half, scan.full, scan.broken, scan.control, scan.gaiji, scan.lost].into_iter().flatten() {
                prop_assert!(place.end <= bytes.len() && place.start < place.end);
            }
            let _ = Scan::of(&bytes, false);
        }
    }
}

//! Cutting into lines and fields against the standard library's own splitting.
#![no_main]

use houkan::uke::lines::{self, End};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let plain: Vec<&[u8]> = bytes.split(|&b| b == b'\n').collect();
    let ours: Vec<lines::Line<'_>> = lines::lines(bytes).collect();
    // Behind a last LF the standard library sees one more, empty piece.
    let expected = plain.len() - usize::from(plain.last().is_some_and(|last| last.is_empty()));
    assert_eq!(ours.len(), expected);
    for (ours, plain) in ours.iter().zip(plain) {
        let plain = if ours.end == End::CrLf { &plain[..plain.len() - 1] } else { plain };
        assert!(plain.ends_with(ours.bytes));
        let fields: Vec<&[u8]> = lines::fields(ours.bytes).collect();
        assert_eq!(fields, ours.bytes.split(|&b| b == b',').collect::<Vec<_>>());
    }
});

//! Any bytes as an eligibility result, in a file of any kind of name: read or refused, never a panic, and every
//! record can be looked at.
#![no_main]

use std::fs;

use houkan::eligibility;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("OQSmuhvq02res_1");
    fs::write(&path, bytes).expect("written");
    let loaded = eligibility::load(&[path].as_slice().into(), &|_| {});
    for record in loaded.records.iter() {
        let _ = (record.insurer().len(), record.kana().len(), record.query_no().len());
    }
    for note in &loaded.notes {
        let _ = (note.ja(), note.en());
    }
});

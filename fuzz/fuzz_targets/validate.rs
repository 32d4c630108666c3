//! Whatever the bytes of a claim file, `validate` comes to an end and every place lies in its line.

#![no_main]

use houkan::lint::{self, Linter};
use houkan::uke::dialect;
use houkan::uke::source::Work;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(dialect) = dialect::sniff(&bytes[..bytes.len().min(dialect::HEAD)]) else {
        return;
    };
    let body = &bytes[dialect.skip..];
    let linter = Linter::default();
    let head = linter.head(dialect, body);
    let file = lint::join(dialect, vec![linter.piece(dialect, &head, body)]);
    for flaw in &file.flaws {
        if let Some(line) = file.lines.get(&flaw.line) {
            assert!(flaw.span.start <= flaw.span.end && flaw.span.end as usize <= line.len());
            assert!(file.excerpt(flaw).is_some());
        }
    }
});

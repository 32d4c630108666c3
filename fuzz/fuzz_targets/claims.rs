//! Any bytes behind a good HM: never a panic, and every RE line is a claim.
#![no_main]

use houkan::uke::dialect::{Dialect, Encoding, Shape};
use houkan::uke::lines;
use houkan::uke::parse::Parser;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for shape in [Shape::Station, Shape::Returned, Shape::Insurer] {
        let mut parser = Parser::new(Dialect { shape, encoding: Encoding::Cp932, skip: 0 });
        let mut begun = 0;
        for line in lines::lines(bytes) {
            begun += usize::from(line.bytes.starts_with(b"RE,"));
            parser.take(line);
        }
        let piece = parser.finish();
        if shape != Shape::Insurer {
            assert!(piece.chunk.claims.len() >= begun);
        }
        for claim in &piece.chunk.claims {
            assert_eq!(claim.jd_days | claim.ka_days | claim.ka_visit_days, (claim.jd_days | claim.ka_days | claim.ka_visit_days) & 0x7FFF_FFFF);
            let _ = piece.chunk.records(claim).map(|record| record.fields::<15>().len()).sum::<usize>();
        }
    }
});

//! `cargo run --example synth -- N SEED DIR [YYYYMM]`: a made-up month.

use std::path::Path;

use houkan::synth::{Options, write};
use houkan::text::date::Month;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [claims, seed, dir, rest @ ..] = args.as_slice() else {
        return Err("usage: synth N SEED DIR [YYYYMM]".into());
    };
    let mut options = Options::new(claims.parse()?, seed.parse()?);
    for arg in rest {
        match Month::parse(arg.as_bytes()) {
            Some(month) => options.month = month,
            None => options.single_file = true,
        }
    }
    let summary = write(&options, Path::new(dir), &|_| {})?;
    println!("{summary:?}");
    Ok(())
}

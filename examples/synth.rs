//! `cargo run --example synth -- N SEED DIR`: a made-up month.

use std::path::Path;

use houkan::synth::{Options, write};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [claims, seed, dir] = args.as_slice() else {
        return Err("usage: synth N SEED DIR".into());
    };
    let options = Options::new(claims.parse()?, seed.parse()?);
    let summary = write(&options, Path::new(dir), &|_| {})?;
    println!("{summary:?}");
    Ok(())
}

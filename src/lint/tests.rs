//! The checks on made-up claims, on everything `synth` writes, and on damage planted into it.

use super::*;
use crate::synth;
use crate::text::cp932;
use crate::uke::dialect;

pub(super) fn of_bytes(bytes: &[u8]) -> Vec<Flaw> {
    let dialect = dialect::sniff(bytes).expect("a claim file");
    let body = &bytes[dialect.skip..];
    let linter = Linter::default();
    let head = linter.head(dialect, body);
    join(dialect, vec![linter.piece(dialect, &head, body)]).flaws
}

/// What `synth` plants on purpose, by the scenario that RE.訪問看護記録番号 names (`Mnn-…`): claims without
/// payer, without a date, with a date of another month. 外字 stand in names everywhere.
#[test]
fn what_synth_writes_is_clean() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut planted = std::collections::BTreeMap::new();
    for seed in 1..=3 {
        let out = dir.path().join(seed.to_string());
        let options = synth::Options {
            forms: synth::Forms::CsvOnly,
            ..synth::Options::new(400, seed)
        };
        synth::write(&options, &out, &|_| {}).expect("written");
        let (files, _) = crate::input::find(&[out.join("claims")]);
        for file in files {
            let bytes = std::fs::read(&file.path).expect("read");
            let lines: Vec<&[u8]> = bytes.split(|&b| b == b'\n').collect();
            for flaw in of_bytes(&bytes).iter().filter(|f| f.kind != Kind::Gaiji) {
                let at = flaw.line as usize;
                let re = lines[..at].iter().rev().find(|l| l.starts_with(b"RE,"));
                let id = lines::fields(re.expect("a claim"))
                    .nth(re::LOCAL_ID - 1)
                    .expect("an id");
                let scenario = String::from_utf8_lossy(&id[..3]).into_owned();
                let kinds: &mut std::collections::BTreeSet<Kind> =
                    planted.entry(scenario).or_default();
                kinds.insert(flaw.kind);
            }
        }
    }
    let expected = [
        ("M78".to_owned(), [Kind::NoPayer].into()),
        ("M79".to_owned(), [Kind::NoDate, Kind::KaDate].into()),
    ];
    assert_eq!(planted, expected.into());
}

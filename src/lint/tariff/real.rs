//! Against the published tables of 2024-06, where they lie beside the repository. They are not ours to copy.

use std::path::PathBuf;

use super::tests::flaws_of;
use super::*;
use crate::synth::{self, Options};
use crate::uke::dialect::Dialect;
use crate::uke::rows::{self, Part};
use crate::uke::source::{self, Status, Work};

/// The published tables, or `None` with a note where there are none.
fn published() -> Option<Master> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data/master");
    if !path.is_dir() {
        eprintln!("skipped: no published tables at {}", path.display());
        return None;
    }
    Some(Master::load(&path).expect("the published tables are read"))
}

#[test]
fn the_published_tables_are_read() {
    let Some(master) = published() else { return };
    assert_eq!(master.len(), 208);
    let limits: usize = master.items().iter().map(|item| item.limits.len()).sum();
    assert_eq!(limits, 266 - 3 - 3 - 2);
    let add_ons: usize = master.items().iter().map(|item| item.add_on_of.len()).sum();
    assert_eq!(add_ons, 107);
    // Every pair stands there from both sides.
    let pairs: usize = master.items().iter().map(|item| item.rivals.len()).sum();
    assert_eq!(pairs, 4_340 / 2);
}

/// Lines as 電子レセプトの作成手引き writes them, moved to December 2025.
#[test]
fn the_lines_of_the_guide_are_in_order() {
    let Some(master) = published() else { return };
    let claims: [&[&str]; 9] = [
        &[
            "20251215,1,510000110,,5550,03,01,01",
            "20251215,1,510002670,,1300,,,",
        ],
        &["20251215,1,550001170,,6000,03,,"],
        &[
            "20251215,1,510000310,,7575,07,01,01",
            "20251215,1,510002370,,0,,,",
        ],
        &[
            "20251215,1,588000110,,5550,03,01,05",
            "20251215,1,588003210,,7670,,,",
        ],
        &[
            "20251215,1,510000110,,5550,0111,02,01",
            "20251215,1,510001970,,4500,0111,02,",
        ],
        &["20251215,1,510002470,,2650,,,"],
        &[
            "20251215,1,510000110,,5550,0304,01,01",
            "20251215,1,510002770,,4500,0304,,",
            "20251215,1,510004070,,4200,,,",
        ],
        &[
            "20251207,1,510000110,,5550,03,01,01",
            "20251207,1,550000410,,7670,,,",
            "20251207,1,550000970,,8000,03,,",
            "20251207,1,550000970,,8000,03,,",
            "20251207,1,550001070,,2000,03,,",
            "20251207,1,550001070,,2000,03,,",
        ],
        &[
            "20251210,1,510000110,,5550,03,01,01",
            "20251210,1,550000110,,13230,,,",
            "20251212,1,510000110,,5550,0318,02,01",
            "20251212,1,550000510,,3000,,,",
            "20251212,1,550001870,,2500,,,",
            "20251214,1,510000110,,5550,08,01,01",
            "20251214,1,550000510,,3000,,,",
        ],
    ];
    for items in claims {
        let found = flaws_of(&master, "6114", "20211110", items);
        assert!(found.is_empty(), "{items:?}: {found:?}");
    }
}

#[test]
fn the_yen_that_the_guide_misprints_is_found() {
    let Some(master) = published() else { return };
    let found = flaws_of(
        &master,
        "6112",
        "19500102",
        &["20251215,1,510000110,,5500,0303,01,01"],
    );
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].kind, &*found[0].expected),
        (Kind::ItemAmount, "5550")
    );
}

/// The tariff checks alone on whole files.
struct OfTariff<'a>(&'a Master);

impl Work for OfTariff<'_> {
    type Head = ();
    type Out = Vec<(String, Flaw)>;

    fn head(&self, _: Dialect, _: &[u8]) {}

    fn piece(&self, dialect: Dialect, (): &(), bytes: &[u8]) -> Self::Out {
        let mut scratch = Scratch::default();
        let mut told = Vec::new();
        rows::each_group(dialect, bytes, |part, group| {
            if part == Part::Claim {
                let mut sink = Sink::new(dialect.encoding);
                check(self.0, group, &mut scratch, &mut sink);
                for flaw in std::mem::take(&mut sink.flaws) {
                    let line = group.rows().find(|row| row.line == flaw.line);
                    let line = line.map(|row| String::from_utf8_lossy(row.bytes).into_owned());
                    told.push((line.unwrap_or_default(), flaw));
                }
            }
        });
        told
    }
}

/// The number of files below `claims`, and what the tariff finds in them.
fn found_in(master: &Master, claims: PathBuf) -> (u64, Vec<(String, Flaw)>) {
    let (mut read, mut told) = (0, Vec::new());
    source::stream(&[claims], &OfTariff(master), &|_| {}, |file| {
        let input = &file.input;
        assert!(matches!(input.status, Status::Read(_)), "{input:?}");
        read += 1;
        told.extend(file.pieces.into_iter().flatten());
    });
    (read, told)
}

/// What the tariff finds in a made-up month.
fn made_up(master: &Master, claims: u64, seed: u64) -> (u64, Vec<(String, Flaw)>) {
    let folder = tempfile::tempdir().expect("a folder");
    synth::write(&Options::new(claims, seed), folder.path(), &|_| {}).expect("written");
    found_in(master, folder.path().join("claims"))
}

#[test]
fn a_made_up_month_is_in_order() {
    let Some(master) = published() else { return };
    for seed in [1, 7, 42] {
        let (files, told) = made_up(&master, 300, seed);
        assert!(files > 0);
        let first: Vec<_> = told.iter().take(5).collect();
        assert!(told.is_empty(), "{} flaws, such as {first:#?}", told.len());
    }
}

#[test]
fn the_small_master_finds_nothing_in_made_up_months_either() {
    let fixtures = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let master = Master::load(&fixtures.join("master")).expect("the fixture is in order");
    let (files, told) = found_in(&master, fixtures.join("month/claims"));
    assert!(files > 0 && told.is_empty(), "{told:#?}");
    let (files, told) = made_up(&master, 300, 7);
    let first: Vec<_> = told.iter().take(5).collect();
    assert!(
        files > 0 && told.is_empty(),
        "{} flaws, such as {first:#?}",
        told.len()
    );
}
